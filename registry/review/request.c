#include "registry/review/review_internal.h"

bool review_submit(struct review_plan *out, struct arena *a, struct db *db,
		   const struct review_submission *s, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, db, SQL_request_submit,
		    PARAMS(p_text(s->body), p_text(s->short_name), p_text_or_null(s->kind),
			   p_text_or_null(s->heir), p_text_or_null(s->remark)),
		    err))
		return err_wrap(err, "request for %.*s/%.*s", STR_FMT(s->body),
				STR_FMT(s->short_name));
	*out = (struct review_plan){
		.action = rows_copy(&rows, a, 0, 0),
		.number = rows_int(&rows, 0, 1),
		.kind = rows_copy(&rows, a, 0, 2),
		.state = rows_copy(&rows, a, 0, 3),
		.due = rows_copy(&rows, a, 0, 4),
	};
	return true;
}

bool review_plan(struct review_plan *out, struct arena *a, struct db *db,
		 const struct review_submission *s, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, db, SQL_request_plan,
		    PARAMS(p_text(s->body), p_text(s->short_name), p_text(s->stage),
			   p_text_or_null(s->kind)),
		    err))
		return err_wrap(err, "request for %.*s/%.*s", STR_FMT(s->body),
				STR_FMT(s->short_name));
	*out = (struct review_plan){
		.action = rows_copy(&rows, a, 0, 0),
		.number = rows_int(&rows, 0, 1),
		.kind = rows_copy(&rows, a, 0, 2),
		.due = rows_copy(&rows, a, 0, 3),
		.refused = rows_copy(&rows, a, 0, 4),
		.hint = rows_copy(&rows, a, 0, 5),
	};
	return true;
}

static struct review_request read_request(const struct rows *rows, struct arena *a, size_t i)
{
	return (struct review_request){
		.id = rows_id(rows, a, i, 0),
		.number = rows_int(rows, i, 2),
		.kind = rows_copy(rows, a, i, 3),
		.state = rows_copy(rows, a, i, 4),
		.turn = rows_copy(rows, a, i, 5),
		.revision = rows_int(rows, i, 6),
		.sha256 = rows_sha256(rows, a, i, 7),
		.days = rows_int(rows, i, 8),
		.used = rows_int(rows, i, 9),
		.due = rows_copy(rows, a, i, 10),
		.late = rows_bool(rows, i, 11),
		.broken = rows_bool(rows, i, 12),
		.opened_at = rows_time(rows, a, i, 13),
		.opened_by = rows_copy(rows, a, i, 14),
		.heir = rows_copy(rows, a, i, 15),
		.stage = rows_copy(rows, a, i, 16),
		.name = rows_names(rows, a, i, 17),
	};
}

static struct param which_param(enum review_which which)
{
	return which == REVIEW_ALL ? p_null() : p_bool(which == REVIEW_OPEN);
}

bool review_list(struct review_requests *out, struct arena *a, struct db *db,
		 const struct review_query *query, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_request_list,
		     PARAMS(p_text_or_null(query->ref.body),
			    p_text_or_null(query->ref.short_name),
			    review_number(query->ref.number), which_param(query->which)),
		     err))
		return err_wrap(err, "list the requests");
	*out = (struct review_requests){ ARENA_ARRAY(a, struct review_request, rows.n),
					 rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = read_request(&rows, a, i);
	return true;
}

bool review_find(struct review_request *out, struct arena *a, struct db *db,
		 const struct review_ref *ref, struct err *err)
{
	struct review_query query = { .ref = *ref };
	struct review_requests list;
	size_t open = 0;

	if (!review_list(&list, a, db, &query, err))
		return false;
	for (size_t i = 0; i < list.n; i++)
		if (list.at[i].turn.n || open == 0) {
			open += list.at[i].turn.n > 0;
			*out = list.at[i];
		}
	if (list.n == 0) {
		err_set(err, ERR_NOT_FOUND, "%.*s/%.*s has no request that you may see",
			STR_FMT(ref->body), STR_FMT(ref->short_name));
		return err_hint(err, "`tizilim queue` lists what waits for you");
	}
	if (open > 1) {
		err_set(err, ERR_USAGE, "%zu requests of %.*s/%.*s are open", open,
			STR_FMT(ref->body), STR_FMT(ref->short_name));
		return err_hint(err, "name one by its number: %.*s/%.*s#%d", STR_FMT(ref->body),
				STR_FMT(ref->short_name), (int)out->number);
	}
	return true;
}

bool review_parts(struct review_parts *out, struct arena *a, struct db *db,
		  const struct review_ref *ref, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_part_list,
		     PARAMS(p_text(ref->body), p_text(ref->short_name), p_int(ref->number)),
		     err))
		return err_wrap(err, "read the parts");
	*out = (struct review_parts){ ARENA_ARRAY(a, struct review_part, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = (struct review_part){
			.part = rows_copy(&rows, a, i, 0),
			.authorities = rows_copy(&rows, a, i, 1),
			.rules = rows_copy(&rows, a, i, 2),
			.verdict = rows_copy(&rows, a, i, 3),
			.at = rows_time(&rows, a, i, 4),
			.actor = rows_copy(&rows, a, i, 5),
			.remark = rows_copy(&rows, a, i, 6),
		};
	return true;
}

bool review_decide(struct str *state, struct arena *a, struct db *db,
		   const struct review_verdict *v, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, db, SQL_request_decide,
		    PARAMS(p_text(v->ref.body), p_text(v->ref.short_name), p_int(v->ref.number),
			   p_text(v->action), p_int(v->revision), review_hash(&v->sha256),
			   p_text_or_null(v->reason), p_texts(v->promises, v->promises_n),
			   p_texts(v->dues, v->promises_n)),
		    err))
		return err_wrap(err, "decide on %.*s/%.*s#%d", STR_FMT(v->ref.body),
				STR_FMT(v->ref.short_name), (int)v->ref.number);
	*state = rows_copy(&rows, a, 0, 0);
	return true;
}

bool review_decision(struct review_decision *out, struct arena *a, struct db *db,
		     const struct review_ref *ref, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	*out = (struct review_decision){ 0 };
	if (!db_many(&rows, db, SQL_decision_show,
		     PARAMS(p_text(ref->body), p_text(ref->short_name), p_int(ref->number)),
		     err))
		return err_wrap(err, "read the decision");
	if (rows.n)
		*out = (struct review_decision){
			.verdict = rows_copy(&rows, a, 0, 0),
			.at = rows_time(&rows, a, 0, 1),
			.actor = rows_copy(&rows, a, 0, 2),
			.revision = rows_int(&rows, 0, 3),
			.sha256 = rows_sha256(&rows, a, 0, 4),
			.run = rows_copy(&rows, a, 0, 5),
			.official = rows_bool(&rows, 0, 6),
			.pack_sha256 = rows_sha256(&rows, a, 0, 7),
			.judged_by = rows_copy(&rows, a, 0, 8),
			.heads = rows_copy(&rows, a, 0, 9),
			.waivers = rows_copy(&rows, a, 0, 10),
			.reason = rows_copy(&rows, a, 0, 11),
		};
	return true;
}

bool review_life(struct review_life *out, struct arena *a, struct db *db,
		 const struct review_ref *ref, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	*out = (struct review_life){ .stage = STR("idea") };
	if (!db_many(&rows, db, SQL_life_show,
		     PARAMS(p_text(ref->body), p_text(ref->short_name)), err))
		return err_wrap(err, "read the stage");
	if (rows.n)
		*out = (struct review_life){
			.stage = rows_copy(&rows, a, 0, 0),
			.before = rows_copy(&rows, a, 0, 1),
			.revision = rows_int(&rows, 0, 2),
			.heir = rows_copy(&rows, a, 0, 3),
			.at = rows_time(&rows, a, 0, 4),
			.actor = rows_copy(&rows, a, 0, 5),
		};
	return true;
}

bool review_commitments(struct review_commitments *out, struct arena *a, struct db *db,
			const struct review_query *query, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_commitment_list,
		     PARAMS(p_text_or_null(query->ref.body),
			    p_text_or_null(query->ref.short_name),
			    review_number(query->ref.number), which_param(query->which)),
		     err))
		return err_wrap(err, "list the commitments");
	*out = (struct review_commitments){ ARENA_ARRAY(a, struct review_commitment, rows.n),
					    rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = (struct review_commitment){
			.id = rows_id(&rows, a, i, 0),
			.number = rows_int(&rows, i, 2),
			.item = rows_int(&rows, i, 3),
			.promise = rows_copy(&rows, a, i, 4),
			.due = rows_copy(&rows, a, i, 5),
			.state = rows_copy(&rows, a, i, 6),
			.late = rows_bool(&rows, i, 7),
		};
	return true;
}
