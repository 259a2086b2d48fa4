#include "registry/db/db_internal.h"

#include <assert.h>
#include <string.h>

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
	PGresult *result = PQexec(db->conn, arena_str(a, script).p);
	ExecStatusType status = PQresultStatus(result);
	bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
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
	assert(PQtransactionStatus(db->conn) != PQTRANS_INTRANS);
	return db_script(db, db->begin_read, err);
}

bool db_begin(struct db *db, struct err *err)
{
	assert(PQtransactionStatus(db->conn) != PQTRANS_INTRANS);
	return db_script(db, db->begin_write, err);
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
	/* With synchronous replication a cancelled wait is a success with a warning. */
	if (committed && db->warned)
		return outcome_unknown(err);
	return committed;
}

void db_rollback(struct db *db)
{
	struct err ignored;

	if (PQtransactionStatus(db->conn) == PQTRANS_INTRANS ||
	    PQtransactionStatus(db->conn) == PQTRANS_INERROR)
		if (!db_none(db, SQL_rollback, NO_PARAMS, &ignored))
			PQreset(db->conn);
}
