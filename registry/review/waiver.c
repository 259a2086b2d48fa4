#include "registry/review/review_internal.h"

bool review_waivers(struct review_waivers *out, struct arena *a, struct db *db,
		    const struct review_query *query, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_waiver_list,
		     PARAMS(p_text_or_null(query->ref.body),
			    p_text_or_null(query->ref.short_name), p_text_or_null(query->day)),
		     err))
		return err_wrap(err, "list the waivers");
	*out = (struct review_waivers){ ARENA_ARRAY(a, struct review_waiver, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = (struct review_waiver){
			.id = rows_id(&rows, a, i, 0),
			.number = rows_int(&rows, i, 2),
			.rule = rows_copy(&rows, a, i, 3),
			.fingerprint = rows_copy(&rows, a, i, 4),
			.reason = rows_copy(&rows, a, i, 5),
			.until = rows_copy(&rows, a, i, 6),
			.state = rows_copy(&rows, a, i, 7),
			.in_force = rows_bool(&rows, i, 8),
			.of_banned = rows_bool(&rows, i, 9),
			.asked_at = rows_time(&rows, a, i, 10),
			.asked_by = rows_copy(&rows, a, i, 11),
			.approved_by = rows_copy(&rows, a, i, 12),
		};
	return true;
}

bool review_waiver_request(int64_t *number, struct db *db, const struct review_waiver *w,
			   struct err *err)
{
	AUTO_ROWS rows = { 0 };
	struct store_ref ref;

	if (!store_ref_parse(&ref, w->id, err))
		return false;
	if (!db_one(&rows, db, SQL_waiver_request,
		    PARAMS(p_text(ref.body), p_text(ref.short_name), p_text_or_null(w->rule),
			   p_text_or_null(w->fingerprint), p_text(w->until), p_text(w->reason)),
		    err))
		return err_wrap(err, "waiver for %.*s", STR_FMT(w->id));
	*number = rows_int(&rows, 0, 0);
	return true;
}
