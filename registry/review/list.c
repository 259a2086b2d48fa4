#include "registry/review/review_internal.h"

bool review_ref_parse(struct review_ref *out, struct str text, struct err *err)
{
	struct str rest = text, id = text;
	struct store_ref ref;

	*out = (struct review_ref){ 0 };
	if (str_find(text, STR("#")) != SIZE_MAX) {
		str_cut(&id, &rest, '#');
		if (!str_int(rest, &out->number) || out->number < 1 ||
		    out->number > INT32_MAX) {
			err_set(err, ERR_USAGE, "\"%.*s\" is not the number of a request",
				STR_FMT(rest));
			return err_hint(err, "they count from 1: body/name#1");
		}
	}
	if (!store_ref_parse(&ref, id, err))
		return false;
	if (ref.revision) {
		err_set(err, ERR_USAGE, "\"%.*s\" names a revision", STR_FMT(text));
		return err_hint(err, "a request is named by body/name or body/name#1");
	}
	out->body = ref.body;
	out->short_name = ref.short_name;
	return true;
}

struct param review_number(int64_t n)
{
	return n ? p_int(n) : p_null();
}

struct param review_hash(const struct sha256 *h)
{
	return p_bytes((struct str){ (const char *)h->bytes, sizeof(h->bytes) });
}

bool review_queue(struct review_tasks *out, struct arena *a, struct db *db, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_queue_list, NO_PARAMS, err))
		return err_wrap(err, "ask what waits");
	*out = (struct review_tasks){ ARENA_ARRAY(a, struct review_task, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = (struct review_task){
			.what = rows_copy(&rows, a, i, 0),
			.id = rows_id(&rows, a, i, 1),
			.number = rows_int(&rows, i, 3),
			.item = rows_int(&rows, i, 4),
			.kind = rows_copy(&rows, a, i, 5),
			.detail = rows_copy(&rows, a, i, 6),
			.used = rows_int(&rows, i, 7),
			.days = rows_int(&rows, i, 8),
			.due = rows_copy(&rows, a, i, 9),
			.late = rows_bool(&rows, i, 10),
			.name = rows_names(&rows, a, i, 11),
		};
	return true;
}

bool review_inbox(struct review_notices *out, struct arena *a, struct db *db, size_t limit,
		  struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_inbox_list, PARAMS(p_int((int64_t)limit)), err))
		return err_wrap(err, "read the inbox");
	*out = (struct review_notices){ ARENA_ARRAY(a, struct review_notice, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = (struct review_notice){
			.body = rows_copy(&rows, a, i, 0),
			.seq = rows_int(&rows, i, 1),
			.at = rows_time(&rows, a, i, 2),
			.actor = rows_copy(&rows, a, i, 3),
			.kind = rows_copy(&rows, a, i, 4),
			.subject = rows_copy(&rows, a, i, 5),
			.payload = rows_copy(&rows, a, i, 6),
		};
	return true;
}

bool review_inbox_mark(struct db *db, const struct review_notices *read, struct err *err)
{
	for (size_t i = 0; i < read->n; i++) {
		AUTO_ROWS rows = { 0 };
		bool last = true;

		for (size_t k = i + 1; k < read->n; k++)
			last &= !str_eq(read->at[k].body, read->at[i].body);
		if (last &&
		    !db_one(&rows, db, SQL_inbox_mark,
			    PARAMS(p_text(read->at[i].body), p_int(read->at[i].seq)), err))
			return err_wrap(err, "mark as read");
	}
	return true;
}

bool review_authorities(struct review_authorities *out, struct arena *a, struct db *db,
			struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_authority_list, NO_PARAMS, err))
		return err_wrap(err, "list the authorities");
	*out = (struct review_authorities){ ARENA_ARRAY(a, struct review_authority, rows.n),
					    rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = (struct review_authority){ rows_copy(&rows, a, i, 0),
							rows_copy(&rows, a, i, 1) };
	return true;
}

bool review_authority_set(enum store_outcome *out, struct db *db,
			  const struct review_authority *authority, bool named, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	return (db_one(&rows, db, SQL_authority_set,
		       PARAMS(p_text(authority->part), p_text(authority->body), p_bool(named)),
		       err) &&
		store_get_outcome(out, rows_text(&rows, 0, 0), err)) ||
	       err_wrap(err, "authority for %.*s", STR_FMT(authority->part));
}
