#include "registry/people/people.h"

bool people_body_put(enum store_outcome *out, struct db *db, const struct people_body *body,
		     struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, db, SQL_body_put,
		    PARAMS(p_text(body->id), p_text(body->name.in[LANG_KK]),
			   p_text(body->name.in[LANG_RU]), p_text(body->name.in[LANG_EN]),
			   p_text(body->status)),
		    err))
		return err_wrap(err, "body %.*s", STR_FMT(body->id));
	return store_get_outcome(out, rows_text(&rows, 0, 0), err);
}

bool people_body_merge(enum store_outcome *out, struct db *db, struct str body,
		       struct str successor, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, db, SQL_body_merge, PARAMS(p_text(body), p_text(successor)), err))
		return err_wrap(err, "merge %.*s", STR_FMT(body));
	return store_get_outcome(out, rows_text(&rows, 0, 0), err);
}

bool people_body_list(struct people_bodies *out, struct arena *a, struct db *db,
		      struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_body_list, NO_PARAMS, err))
		return err_wrap(err, "list the bodies");
	*out = (struct people_bodies){ ARENA_ARRAY(a, struct people_body, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = (struct people_body){
			.id = rows_copy(&rows, a, i, 0),
			.name = rows_names(&rows, a, i, 1),
			.status = rows_copy(&rows, a, i, 4),
			.successor = rows_copy(&rows, a, i, 5),
		};
	return true;
}

enum duty_column { COL_LOGIN, COL_PERSON, COL_NAME, COL_HOME };

/* Columns of api.whoami and api.people: the first four are the same. */
static struct people_duty read_duty(const struct rows *rows, struct arena *a, size_t i,
				    int duty)
{
	return (struct people_duty){
		.login = rows_copy(rows, a, i, COL_LOGIN),
		.person = rows_copy(rows, a, i, COL_PERSON),
		.name = rows_copy(rows, a, i, COL_NAME),
		.home = rows_copy(rows, a, i, COL_HOME),
		.active = true,
		.duty = rows_copy(rows, a, i, duty),
		.body = rows_copy(rows, a, i, duty + 1),
	};
}

bool people_whoami(struct people_duties *out, struct arena *a, struct db *db, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_whoami, NO_PARAMS, err))
		return err_wrap(err, "ask who is asking");
	*out = (struct people_duties){ ARENA_ARRAY(a, struct people_duty, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = read_duty(&rows, a, i, 4);
	return true;
}

bool people_list(struct people_duties *out, struct arena *a, struct db *db, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_person_list, NO_PARAMS, err))
		return err_wrap(err, "list the people");
	*out = (struct people_duties){ ARENA_ARRAY(a, struct people_duty, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		out->at[i] = read_duty(&rows, a, i, 5);
		out->at[i].active = rows_bool(&rows, i, 4);
	}
	return true;
}

static bool change(enum store_outcome *out, struct db *db, enum sql_id id, struct params params,
		   struct err *err)
{
	AUTO_ROWS rows = { 0 };

	return db_one(&rows, db, id, params, err) &&
	       store_get_outcome(out, rows_text(&rows, 0, 0), err);
}

bool people_add(enum store_outcome *out, struct db *db, const struct people_person *person,
		struct err *err)
{
	return change(out, db, SQL_person_add,
		      PARAMS(p_text(person->login), p_text(person->name), p_text(person->body),
			     p_text_or_null(person->same)),
		      err) ||
	       err_wrap(err, "add %.*s", STR_FMT(person->login));
}

bool people_switch(enum store_outcome *out, struct db *db, struct str login, bool active,
		   struct err *err)
{
	return change(out, db, SQL_person_switch, PARAMS(p_text(login), p_bool(active)), err) ||
	       err_wrap(err, "person %.*s", STR_FMT(login));
}

bool people_duty_set(enum store_outcome *out, struct db *db, const struct people_duty *duty,
		     bool granted, struct err *err)
{
	return change(out, db, SQL_duty_set,
		      PARAMS(p_text(duty->login), p_text(duty->duty), p_text(duty->body),
			     p_bool(granted)),
		      err) ||
	       err_wrap(err, "duty of %.*s", STR_FMT(duty->login));
}

bool people_admit(bool *made, struct db *db, struct str login, struct err *err)
{
	AUTO_ROWS rows = { 0 };
	struct str statement;

	if (!db_one(&rows, db, SQL_role_admit, PARAMS(p_text(login)), err))
		return err_wrap(err, "login %.*s", STR_FMT(login));
	statement = rows_text(&rows, 0, 0);
	*made = statement.n > 0;
	if (!*made || db_script(db, statement, err))
		return true;
	err_wrap(err, "login %.*s", STR_FMT(login));
	return str_eq(str_of(err->sqlstate), STR("42501"))
		       ? err_hint(err,
				  "a database administrator of the server runs: %.*s; then "
				  "repeat this command",
				  STR_FMT(statement))
		       : false;
}

static bool settle(struct db *db, void *context, struct err *err)
{
	static const char *const duties[] = { "administrator", "submitter", "architect",
					      "reviewer", "checker" };
	const struct people_person local = { .login = STR("tizilim"),
					     .name = STR("tizilim"),
					     .body = STR("-") };
	enum store_outcome outcome;

	(void)context;
	if (!db_none(db, SQL_cluster_member, NO_PARAMS, err) ||
	    !people_add(&outcome, db, &local, err))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(duties); i++) {
		struct people_duty duty = { .login = local.login,
					    .duty = str_of(duties[i]),
					    .body = local.body };

		if (!people_duty_set(&outcome, db, &duty, true, err))
			return false;
	}
	return true;
}

bool people_settle(struct db *db, struct err *err)
{
	return store_write(db, settle, NULL, err) || err_wrap(err, "settle the registry");
}
