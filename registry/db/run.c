#include "registry/db/db_internal.h"

#include <assert.h>
#include <string.h>

/* ---- the transaction as the log tells it ---- */

void db_work_next(struct db *db, const char *statement)
{
	db->work.statements++;
	db->work.statement = statement;
}

static bool work_begin(struct db *db, struct str script, bool writes, struct err *err)
{
	bool ok;

	assert(PQtransactionStatus(db->conn) != PQTRANS_INTRANS);
	db->work = (struct db_work){ .open = true, .writes = writes, .since = log_clock() };
	ok = db_script(db, script, err);
	db->work.statements = 0;
	return ok;
}

/* What the registry refuses, and what is repeated because others were in the way, is no fault.
 */
static enum log_level level_of(struct str sqlstate)
{
	if (!sqlstate.n)
		return LOG_INFO;
	return str_starts(sqlstate, STR("TZ")) || str_starts(sqlstate, STR("40")) ? LOG_WARNING
										  : LOG_ERROR;
}

static void work_end(struct db *db, const char *outcome)
{
	const struct db_work *work = &db->work;
	struct str sqlstate = str_of(work->sqlstate);

	if (work->open)
		LOG(db->config.log, level_of(sqlstate), "transaction", log_since(work->since),
		    log_text("kind", work->writes ? STR("write") : STR("read")),
		    log_text("outcome", str_of(outcome)),
		    log_number("statements", work->statements), log_number("rows", work->rows),
		    log_text("failed", sqlstate.n ? str_of(work->statement) : STR("")),
		    log_text("sqlstate", sqlstate));
	db->work.open = false;
}

/* ---- statements ---- */

static bool run(struct rows *out, struct db *db, enum sql_id id, struct params params,
		struct err *err)
{
	const struct sql_statement *statement = &sql_statements[id];
	AUTO_ARENA a = arena_new();
	struct wire w;
	PGresult *result;
	ExecStatusType status;

	if (!wire_encode(&w, a, statement, params, err))
		return false;
	db_work_next(db, statement->name);
	/* Not prepared by name: a statement runs once or twice in a command, and poolers
	   that hand out connections by transaction know no prepared statements. */
	result = PQexecParams(db->conn, statement->text, (int)params.n, statement->types,
			      w.values, w.lengths, w.formats, 0);
	status = PQresultStatus(result);
	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
		db_error_result(err, db, result);
		PQclear(result);
		return false;
	}
	*out = (struct rows){ result, (size_t)PQntuples(result) };
	db->work.rows += (int64_t)out->n;
	return true;
}

bool db_none(struct db *db, enum sql_id id, struct params params, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	assert(sql_statements[id].shape == SHAPE_NONE);
	return run(&rows, db, id, params, err);
}

bool db_one(struct rows *out, struct db *db, enum sql_id id, struct params params,
	    struct err *err)
{
	assert(sql_statements[id].shape == SHAPE_ONE);
	if (!run(out, db, id, params, err))
		return false;
	assert(out->n == 1);
	return true;
}

bool db_many(struct rows *out, struct db *db, enum sql_id id, struct params params,
	     struct err *err)
{
	assert(sql_statements[id].shape == SHAPE_MANY);
	return run(out, db, id, params, err);
}

/* What is still on its way is asked not to come. */
static void drop_answer(struct db *db)
{
	char ignored[256];
	PGcancel *cancel = PQgetCancel(db->conn);
	PGresult *result;

	if (cancel)
		PQcancel(cancel, ignored, sizeof(ignored));
	PQfreeCancel(cancel);
	while ((result = PQgetResult(db->conn)))
		PQclear(result);
}

static bool take_each(struct db *db, struct db_taker taker, struct err *err)
{
	PGresult *result;

	while ((result = PQgetResult(db->conn))) {
		AUTO_ROWS rows = { result, (size_t)PQntuples(result) };
		ExecStatusType status = PQresultStatus(result);

		if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK)
			return db_error_result(err, db, result);
		db->work.rows += (int64_t)rows.n;
		if (status == PGRES_SINGLE_TUPLE && !taker.take(taker.context, &rows, err))
			return false;
	}
	return true;
}

bool db_each(struct db *db, enum sql_id id, struct params params, struct db_taker taker,
	     struct err *err)
{
	const struct sql_statement *statement = &sql_statements[id];
	AUTO_ARENA a = arena_new();
	struct wire w;

	assert(statement->shape == SHAPE_MANY);
	if (!wire_encode(&w, a, statement, params, err))
		return false;
	db_work_next(db, statement->name);
	if (!PQsendQueryParams(db->conn, statement->text, (int)params.n, statement->types,
			       w.values, w.lengths, w.formats, 0) ||
	    !PQsetSingleRowMode(db->conn))
		return db_error_lost(err, db);
	if (take_each(db, taker, err))
		return true;
	drop_answer(db);
	return false;
}

bool db_script(struct db *db, struct str script, struct err *err)
{
	AUTO_ARENA a = arena_new();
	PGresult *result;
	ExecStatusType status;
	bool ok;

	db_work_next(db, "script");
	result = PQexec(db->conn, arena_str(a, script).p);
	status = PQresultStatus(result);
	ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	     status == PGRES_EMPTY_QUERY;

	if (!ok) {
		const char *at = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
		int64_t position = 0;

		db_error_result(err, db, result);
		if (at && str_int(str_of(at), &position))
			err_wrap(err, "at character %s", at);
	}
	PQclear(result);
	return ok;
}

bool db_prepare(struct db *db, enum sql_id id, struct err *err)
{
	const struct sql_statement *statement = &sql_statements[id];
	PGresult *result = PQprepare(db->conn, "", statement->text, (int)statement->params,
				     statement->types);
	bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;

	if (!ok) {
		db_error_result(err, db, result);
		err_wrap(err, "%s", statement->name);
	}
	PQclear(result);
	return ok;
}

bool db_begin_read(struct db *db, struct err *err)
{
	return work_begin(db, db->begin_read, false, err);
}

bool db_begin(struct db *db, struct err *err)
{
	return work_begin(db, db->begin_write, true, err);
}

static bool outcome_unknown(struct err *err)
{
	err_set(err, ERR_UNKNOWN, "the server did not confirm that the change is kept");
	return err_hint(err, "repeat the same command: what arrived is not recorded twice");
}

bool db_commit(struct db *db, struct err *err)
{
	PGresult *result;
	bool ok, committed;

	/* Already gone before the request: nothing was committed. */
	if (PQstatus(db->conn) != CONNECTION_OK)
		return db_error_lost(err, db);
	db->warned = false;
	db->work.statement = sql_statements[SQL_commit].name;
	result = PQexec(db->conn, sql_statements[SQL_commit].text);
	ok = PQresultStatus(result) == PGRES_COMMAND_OK;
	committed = ok && !strcmp(PQcmdStatus(result), "COMMIT");
	if (!ok && PQstatus(db->conn) != CONNECTION_OK)
		outcome_unknown(err);
	else if (!ok)
		db_error_result(err, db, result);
	else if (!committed)
		err_set(err, ERR_REFUSED, "the transaction had failed and was rolled back");
	PQclear(result);
	if (committed || PQstatus(db->conn) != CONNECTION_OK)
		work_end(db, committed && !db->warned ? "committed" : "unknown");
	/* With synchronous replication a cancelled wait is a success with a warning. */
	if (committed && db->warned)
		return outcome_unknown(err);
	return committed;
}

void db_rollback(struct db *db)
{
	struct err ignored;

	work_end(db, PQstatus(db->conn) != CONNECTION_OK ? "lost"
		     : db->work.writes			 ? "rolled back"
							 : "done");
	if (PQtransactionStatus(db->conn) == PQTRANS_INTRANS ||
	    PQtransactionStatus(db->conn) == PQTRANS_INERROR)
		if (!db_none(db, SQL_rollback, NO_PARAMS, &ignored))
			PQreset(db->conn);
}
