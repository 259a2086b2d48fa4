#include "registry/store/store_internal.h"

enum { COL_WHOLE = 9 };

/* Of what is another body's there is a card, which is the latest alone. */
static bool not_found(struct db *db, const struct store_ref *ref, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (ref->heads.n) {
		err_set(err, ERR_NOT_FOUND, "initiative %.*s/%.*s was not in the registry then",
			STR_FMT(ref->body), STR_FMT(ref->short_name));
		return err_hint(err, "`tizilim history %.*s/%.*s` says since when",
				STR_FMT(ref->body), STR_FMT(ref->short_name));
	}
	if (!db_many(&rows, db, SQL_initiative_show,
		     PARAMS(p_text(ref->body), p_text(ref->short_name), p_null(), p_null()),
		     err))
		return err_wrap(err, "look for %.*s/%.*s", STR_FMT(ref->body),
				STR_FMT(ref->short_name));
	if (rows.n && !rows_bool(&rows, 0, COL_WHOLE)) {
		err_set(err, ERR_REFUSED, "of %.*s/%.*s only the card is yours to see",
			STR_FMT(ref->body), STR_FMT(ref->short_name));
		return err_hint(err, "tizilim show %.*s/%.*s", STR_FMT(ref->body),
				STR_FMT(ref->short_name));
	}
	if (ref->revision) {
		err_set(err, ERR_NOT_FOUND, "revision %lld of %.*s/%.*s is not in the registry",
			(long long)ref->revision, STR_FMT(ref->body), STR_FMT(ref->short_name));
		return err_hint(err, "tizilim history %.*s/%.*s", STR_FMT(ref->body),
				STR_FMT(ref->short_name));
	}
	err_set(err, ERR_NOT_FOUND, "initiative %.*s/%.*s is not in the registry",
		STR_FMT(ref->body), STR_FMT(ref->short_name));
	return err_hint(err, "`tizilim list` shows what is there");
}

bool store_show(struct store_document *out, struct arena *a, struct db *db,
		const struct store_ref *ref, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_initiative_show,
		     PARAMS(p_text(ref->body), p_text(ref->short_name),
			    ref->revision ? p_int(ref->revision) : p_null(),
			    p_text_or_null(ref->heads)),
		     err))
		return err_wrap(err, "show %.*s/%.*s", STR_FMT(ref->body),
				STR_FMT(ref->short_name));
	if (!rows.n)
		return not_found(db, ref, err);
	*out = (struct store_document){
		.entry = store_get_entry(&rows, a, 0),
		.submitted_by = rows_copy(&rows, a, 0, 10),
		.latest = rows_int(&rows, 0, 11),
		.media = rows_copy(&rows, a, 0, 12),
		.bytes = rows_bytes(&rows, a, 0, 13),
	};
	return true;
}

static struct store_revision read_revision(const struct rows *rows, struct arena *a, size_t i)
{
	return (struct store_revision){
		.number = rows_int(rows, i, 0),
		.stage = rows_copy(rows, a, i, 1),
		.submitted_at = rows_time(rows, a, i, 2),
		.submitted_by = rows_copy(rows, a, i, 3),
		.sha256 = rows_sha256(rows, a, i, 4),
		.canonical_sha256 = rows_sha256(rows, a, i, 5),
	};
}

static struct store_event read_event(const struct rows *rows, struct arena *a, size_t i)
{
	return (struct store_event){
		.seq = rows_int(rows, i, 0),
		.at = rows_time(rows, a, i, 1),
		.actor = rows_copy(rows, a, i, 2),
		.kind = rows_copy(rows, a, i, 3),
		.payload = rows_copy(rows, a, i, 4),
	};
}

bool store_history(struct store_history *out, struct arena *a, struct db *db,
		   const struct store_ref *ref, struct err *err)
{
	AUTO_ROWS revisions = { 0 }, events = { 0 };
	struct str id =
		arena_printf(a, "%.*s/%.*s", STR_FMT(ref->body), STR_FMT(ref->short_name));

	if (!db_many(&revisions, db, SQL_revision_list,
		     PARAMS(p_text(ref->body), p_text(ref->short_name)), err) ||
	    !db_many(&events, db, SQL_event_list, PARAMS(p_text(ref->body), p_text(id)), err))
		return err_wrap(err, "history of %s", id.p);
	if (!revisions.n)
		return not_found(db, &(struct store_ref){ ref->body, ref->short_name, 0 }, err);
	*out = (struct store_history){
		.revisions = ARENA_ARRAY(a, struct store_revision, revisions.n),
		.revisions_n = revisions.n,
		.events = ARENA_ARRAY(a, struct store_event, events.n),
		.events_n = events.n,
	};
	for (size_t i = 0; i < revisions.n; i++)
		out->revisions[i] = read_revision(&revisions, a, i);
	for (size_t i = 0; i < events.n; i++)
		out->events[i] = read_event(&events, a, i);
	return true;
}
