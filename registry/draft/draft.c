#include "registry/draft/draft.h"

static struct draft read_draft(const struct rows *rows, struct arena *a, size_t row)
{
	return (struct draft){
		.body = rows_copy(rows, a, row, 0),
		.short_name = rows_copy(rows, a, row, 1),
		.saved_at = rows_time(rows, a, row, 3),
		.saved_by = rows_copy(rows, a, row, 4),
		.sha256 = rows_sha256(rows, a, row, 2),
	};
}

bool draft_save(enum store_outcome *out, struct db *db, const struct draft *draft, bool over,
		struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, db, SQL_draft_put,
		    PARAMS(p_text(draft->body), p_text(draft->short_name), p_text(draft->media),
			   p_bytes(draft->bytes), p_bool(over)),
		    err))
		return err_wrap(err, "draft %.*s/%.*s", STR_FMT(draft->body),
				STR_FMT(draft->short_name));
	return store_get_outcome(out, rows_text(&rows, 0, 0), err);
}

bool draft_list(struct drafts *out, struct arena *a, struct db *db, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_draft_list, NO_PARAMS, err))
		return err_wrap(err, "list the drafts");
	*out = (struct drafts){ ARENA_ARRAY(a, struct draft, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = read_draft(&rows, a, i);
	return true;
}

static bool not_found(const struct store_ref *ref, struct err *err)
{
	err_set(err, ERR_NOT_FOUND, "there is no draft %.*s/%.*s that you may see",
		STR_FMT(ref->body), STR_FMT(ref->short_name));
	return err_hint(err, "`tizilim draft list` lists yours");
}

bool draft_show(struct draft *out, struct arena *a, struct db *db, const struct store_ref *ref,
		struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_draft_show,
		     PARAMS(p_text(ref->body), p_text(ref->short_name)), err))
		return err_wrap(err, "read the draft");
	if (!rows.n)
		return not_found(ref, err);
	*out = read_draft(&rows, a, 0);
	out->media = rows_copy(&rows, a, 0, 5);
	out->bytes = rows_bytes(&rows, a, 0, 6);
	return true;
}

bool draft_drop(struct db *db, const struct store_ref *ref, const struct sha256 *only,
		struct err *err)
{
	AUTO_ROWS rows = { 0 };
	struct param sha256 = p_null();

	if (only)
		sha256 = p_bytes((struct str){ (const char *)only->bytes, SHA256_BYTES });
	if (!db_one(&rows, db, SQL_draft_drop,
		    PARAMS(p_text(ref->body), p_text(ref->short_name), sha256), err))
		return err_wrap(err, "draft %.*s/%.*s", STR_FMT(ref->body),
				STR_FMT(ref->short_name));
	return rows_bool(&rows, 0, 0) || not_found(ref, err);
}
