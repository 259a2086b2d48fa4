#include "registry/store/store_internal.h"

#include <string.h>

/* Rows sent with one statement: bounds the memory of both sides. */
enum { CHUNK = 1000 };

enum finding_column {
	COL_BODY,
	COL_SHORT_NAME,
	COL_REVISION,
	COL_RULE,
	COL_SEVERITY,
	COL_FINGERPRINT,
	COL_LINE,
	COL_COLUMN,
	COL_POINTER,
	COL_KK,
	COL_RU,
	COL_EN,
	COL_DETAILS,
	COL_OPEN,
	COL_COUNT
};

static struct str decimal(struct arena *a, int64_t n)
{
	return arena_printf(a, "%lld", (long long)n);
}

static bool add_judged(struct str run, struct db *db, const struct store_manifest *at, size_t n,
		       struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct str *bodies = ARENA_ARRAY(a, struct str, n);
	struct str *short_names = ARENA_ARRAY(a, struct str, n);
	struct str *revisions = ARENA_ARRAY(a, struct str, n);

	for (size_t i = 0; i < n; i++) {
		struct store_ref ref;

		if (!store_ref_parse(&ref, at[i].id, err))
			return false;
		bodies[i] = ref.body;
		short_names[i] = ref.short_name;
		revisions[i] = decimal(a, at[i].revision);
	}
	return db_none(db, SQL_run_add_judged,
		       PARAMS(p_text(run), p_texts(bodies, n), p_texts(short_names, n),
			      p_texts(revisions, n)),
		       err);
}

static bool fill_columns(struct str *const columns[COL_COUNT], size_t row, struct arena *a,
			 const struct store_finding *f, struct err *err)
{
	struct store_ref ref;

	if (!store_ref_parse(&ref, f->id, err))
		return false;
	columns[COL_BODY][row] = ref.body;
	columns[COL_SHORT_NAME][row] = ref.short_name;
	columns[COL_REVISION][row] = decimal(a, f->revision);
	columns[COL_RULE][row] = f->rule;
	columns[COL_SEVERITY][row] = f->severity;
	columns[COL_FINGERPRINT][row] = f->fingerprint;
	columns[COL_LINE][row] = decimal(a, f->line);
	columns[COL_COLUMN][row] = decimal(a, f->column);
	columns[COL_POINTER][row] = f->pointer;
	columns[COL_KK][row] = f->message.in[LANG_KK];
	columns[COL_RU][row] = f->message.in[LANG_RU];
	columns[COL_EN][row] = f->message.in[LANG_EN];
	columns[COL_DETAILS][row] = f->details.n ? f->details : STR("{}");
	columns[COL_OPEN][row] = f->closed ? STR("f") : STR("t");
	return true;
}

static bool add_findings(struct str run, struct db *db, const struct store_finding *at,
			 size_t n, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct str *columns[COL_COUNT];
	struct param params[1 + COL_COUNT] = { p_text(run) };

	for (int c = 0; c < COL_COUNT; c++) {
		columns[c] = ARENA_ARRAY(a, struct str, n);
		params[1 + c] = p_texts(columns[c], n);
	}
	for (size_t i = 0; i < n; i++)
		if (!fill_columns(columns, i, a, &at[i], err))
			return false;
	return db_none(db, SQL_run_add_findings, (struct params){ params, ARRAY_LEN(params) },
		       err);
}

static size_t chunk(size_t left)
{
	return left < CHUNK ? left : CHUNK;
}

static bool add_all(struct str run, struct db *db, const struct store_run *r, struct err *err)
{
	for (size_t i = 0; i < r->judged_n; i += CHUNK)
		if (!add_judged(run, db, r->judged + i, chunk(r->judged_n - i), err))
			return false;
	for (size_t i = 0; i < r->findings_n; i += CHUNK)
		if (!add_findings(run, db, r->findings + i, chunk(r->findings_n - i), err))
			return false;
	return true;
}

static int64_t count(const struct store_run *r, const char *severity)
{
	int64_t n = 0;

	for (size_t i = 0; i < r->findings_n; i++)
		n += str_eq(r->findings[i].severity, str_of(severity));
	return n;
}

bool store_heads(struct str *out, struct arena *a, struct db *db, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_heads_show, NO_PARAMS, err))
		return err_wrap(err, "read the state of the registry");
	*out = rows.n ? rows_copy(&rows, a, 0, 0) : STR("");
	return true;
}

bool store_heads_on(struct str *out, struct arena *a, struct db *db, struct str day,
		    struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, db, SQL_heads_before, PARAMS(p_text(day)), err))
		return err_wrap(err, "read the state of the registry");
	*out = rows_null(&rows, 0, 0) ? STR("") : rows_copy(&rows, a, 0, 0);
	return true;
}

static bool add_heads(struct str run, struct db *db, struct str heads, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	return heads.n == 0 ||
	       db_one(&rows, db, SQL_run_heads, PARAMS(p_text(run), p_text(heads)), err);
}

bool store_run_record(struct str *id, struct arena *a, struct db *db,
		      const struct store_run *run, struct err *err)
{
	AUTO_ROWS rows = { 0 }, sealed = { 0 };

	if (!db_one(&rows, db, SQL_run_open,
		    PARAMS(p_text(run->body), store_param_sha256(&run->pack_sha256),
			   p_text(run->judged_by), p_text(run->portfolio),
			   store_param_sha256(&run->portfolio_sha256), p_int(run->milliseconds),
			   p_text(run->program_version), p_int((int64_t)run->judged_n),
			   p_int(count(run, "error")), p_int(count(run, "warning")),
			   p_int(count(run, "info"))),
		    err))
		return err_wrap(err, "record the run");
	*id = rows_copy(&rows, a, 0, 0);
	return (add_all(*id, db, run, err) && add_heads(*id, db, run->heads, err) &&
		db_one(&sealed, db, SQL_run_seal, PARAMS(p_text(*id)), err)) ||
	       err_wrap(err, "record the run");
}

struct store_finding *store_read_findings(const struct rows *rows, struct arena *a)
{
	struct store_finding *at = ARENA_ARRAY(a, struct store_finding, rows->n);

	for (size_t i = 0; i < rows->n; i++)
		at[i] = (struct store_finding){
			.id = rows_id(rows, a, i, 0),
			.revision = rows_int(rows, i, 2),
			.rule = rows_copy(rows, a, i, 3),
			.severity = rows_copy(rows, a, i, 4),
			.fingerprint = rows_copy(rows, a, i, 5),
			.line = rows_int(rows, i, 6),
			.column = rows_int(rows, i, 7),
			.pointer = rows_copy(rows, a, i, 8),
			.message = rows_names(rows, a, i, 9),
			.details = rows_copy(rows, a, i, 12),
		};
	return at;
}

bool store_findings_of(struct store_findings *out, struct arena *a, struct db *db,
		       const struct store_ref *ref, struct err *err)
{
	AUTO_ROWS run = { 0 }, rows = { 0 };
	struct param body = p_text(ref->body), short_name = p_text(ref->short_name);

	*out = (struct store_findings){ 0 };
	if (!db_many(&run, db, SQL_run_last,
		     PARAMS(body, short_name, p_text_or_null(ref->heads)), err))
		return err_wrap(err, "read the findings");
	if (!run.n)
		return true;
	out->run = rows_copy(&run, a, 0, 0);
	out->finished_at = rows_time(&run, a, 0, 1);
	if (!db_many(&rows, db, SQL_finding_list, PARAMS(body, short_name, p_text(out->run)),
		     err))
		return err_wrap(err, "read the findings");
	out->n = rows.n;
	out->at = store_read_findings(&rows, a);
	return true;
}
