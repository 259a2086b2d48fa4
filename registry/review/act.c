#include "registry/review/review_internal.h"

bool review_acts(struct review_acts *out, struct arena *a, struct db *db,
		 const struct review_ref *ref, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_act_list,
		     PARAMS(p_text(ref->body), p_text(ref->short_name), p_int(ref->number)),
		     err))
		return err_wrap(err, "read what was done");
	*out = (struct review_acts){ ARENA_ARRAY(a, struct review_act, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = (struct review_act){
			.at = rows_time(&rows, a, i, 0),
			.actor = rows_copy(&rows, a, i, 1),
			.process = str_eq(rows_text(&rows, i, 2), STR("commitment"))
					   ? REVIEW_COMMITMENT
					   : REVIEW_REQUEST,
			.ref = *ref,
			.item = rows_int(&rows, i, 3),
			.action = rows_copy(&rows, a, i, 4),
			.state = rows_copy(&rows, a, i, 5),
			.revision = rows_int(&rows, i, 6),
			.part = rows_copy(&rows, a, i, 7),
			.verdict = rows_copy(&rows, a, i, 8),
			.fingerprint = rows_copy(&rows, a, i, 9),
			.remark = rows_copy(&rows, a, i, 10),
		};
	return true;
}

static bool send(struct rows *rows, struct db *db, const struct review_act *act,
		 struct err *err)
{
	struct param body = p_text(act->ref.body), short_name = p_text(act->ref.short_name);
	struct param number = p_int(act->ref.number), action = p_text(act->action);
	struct param remark = p_text_or_null(act->remark);

	switch (act->process) {
	case REVIEW_REQUEST:
		return db_one(rows, db, SQL_request_act,
			      PARAMS(body, short_name, number, action, remark,
				     p_text_or_null(act->part), p_text_or_null(act->verdict),
				     review_number(act->revision), review_hash(&act->sha256),
				     p_text_or_null(act->fingerprint)),
			      err);
	case REVIEW_LIFE:
		return db_one(rows, db, SQL_life_act, PARAMS(body, short_name, action, remark),
			      err);
	case REVIEW_COMMITMENT:
		return db_one(
			rows, db, SQL_commitment_act,
			PARAMS(body, short_name, number, p_int(act->item), action, remark),
			err);
	case REVIEW_WAIVER:
		return db_one(rows, db, SQL_waiver_act,
			      PARAMS(body, short_name, number, action, remark), err);
	}
	return false;
}

bool review_act(struct str *state, struct arena *a, struct db *db, const struct review_act *act,
		struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!send(&rows, db, act, err))
		return err_wrap(err, "%.*s %.*s/%.*s", STR_FMT(act->action),
				STR_FMT(act->ref.body), STR_FMT(act->ref.short_name));
	*state = rows_copy(&rows, a, 0, 0);
	return true;
}

bool review_steps(struct review_steps *out, struct arena *a, struct db *db,
		  const struct review_ref *ref, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_step_list,
		     PARAMS(p_text(ref->body), p_text(ref->short_name), p_int(ref->number)),
		     err))
		return err_wrap(err, "ask what may be done");
	*out = (struct review_steps){ ARENA_ARRAY(a, struct str, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = rows_copy(&rows, a, i, 0);
	return true;
}
