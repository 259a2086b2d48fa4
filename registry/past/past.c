#include "registry/past/past.h"

#include <stdio.h>
#include <stdlib.h>

static bool read_judged(struct past_run *out, struct arena *a, struct db *db, struct err *err)
{
	AUTO_ROWS rows = { 0 };
	struct store_manifest *at;

	if (!db_many(&rows, db, SQL_run_judged, PARAMS(p_text(out->id)), err))
		return false;
	at = ARENA_ARRAY(a, struct store_manifest, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		at[i] = (struct store_manifest){
			.id = rows_id(&rows, a, i, 0),
			.revision = rows_int(&rows, i, 2),
			.media = rows_copy(&rows, a, i, 3),
			.bytes = rows_bytes(&rows, a, i, 4),
			.whole = true,
		};
	out->judged = at;
	out->judged_n = rows.n;
	return true;
}

static bool read_findings(struct past_run *out, struct arena *a, struct db *db, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_run_findings, PARAMS(p_text(out->id)), err))
		return false;
	out->findings = store_read_findings(&rows, a);
	out->findings_n = rows.n;
	return true;
}

bool past_run(struct past_run *out, struct arena *a, struct db *db, struct str id,
	      struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_run_show, PARAMS(p_text(id)), err))
		return err_wrap(err, "read the run");
	if (!rows.n) {
		err_set(err, ERR_NOT_FOUND, "there is no run %.*s", STR_FMT(id));
		return err_hint(err, "only who reads the body may see its runs");
	}
	*out = (struct past_run){
		.id = id,
		.body = rows_copy(&rows, a, 0, 0),
		.actor = rows_copy(&rows, a, 0, 1),
		.at = rows_time(&rows, a, 0, 2),
		.official = rows_bool(&rows, 0, 3),
		.pack_sha256 = rows_sha256(&rows, a, 0, 4),
		.judged_by = rows_copy(&rows, a, 0, 5),
		.portfolio = rows_copy(&rows, a, 0, 6),
		.program_version = rows_copy(&rows, a, 0, 7),
		.findings_sha256 = rows_sha256(&rows, a, 0, 8),
		.heads = rows_null(&rows, 0, 9) ? STR("") : rows_copy(&rows, a, 0, 9),
	};
	return (read_judged(out, a, db, err) && read_findings(out, a, db, err)) ||
	       err_wrap(err, "read the run");
}

bool past_pack(struct str *contents, struct arena *a, struct db *db,
	       const struct sha256 *sha256, struct err *err)
{
	AUTO_ROWS rows = { 0 };
	struct str bytes = { (const char *)sha256->bytes, SHA256_BYTES };
	struct sha256 found;

	if (!db_many(&rows, db, SQL_pack_contents, PARAMS(p_bytes(bytes)), err))
		return err_wrap(err, "read the pack");
	if (!rows.n)
		return err_set(err, ERR_NOT_FOUND,
			       "the registry no longer has the pack of this run");
	*contents = rows_bytes(&rows, a, 0, 3);
	found = hash_sha256(*contents);
	if (hash_same(&found, sha256))
		return true;
	err_set(err, ERR_REFUSED, "the pack %.*s %.*s is not the one that was loaded",
		STR_FMT(rows_text(&rows, 0, 0)), STR_FMT(rows_text(&rows, 0, 1)));
	return err_hint(err, "somebody changed the registry: tizilim audit verify");
}

static int by_key(const void *x, const void *y)
{
	const struct store_finding *a = *(const struct store_finding *const *)x,
				   *b = *(const struct store_finding *const *)y;
	struct str body, other, name, name_of_other;
	int order;

	name = a->id;
	name_of_other = b->id;
	str_cut(&body, &name, '/');
	str_cut(&other, &name_of_other, '/');
	order = str_cmp(&body, &other);
	if (!order)
		order = str_cmp(&name, &name_of_other);
	if (!order)
		order = (a->revision > b->revision) - (a->revision < b->revision);
	return order ? order : str_cmp(&a->fingerprint, &b->fingerprint);
}

static void add_field(struct hash_run *run, struct str s)
{
	const unsigned char n[4] = { (unsigned char)(s.n >> 24), (unsigned char)(s.n >> 16),
				     (unsigned char)(s.n >> 8), (unsigned char)s.n };

	hash_add(run, n, sizeof(n));
	hash_add(run, s.p, s.n);
}

static void add_number(struct hash_run *run, int64_t number)
{
	char text[24];

	add_field(run, (struct str){ text, (size_t)snprintf(text, sizeof(text), "%lld",
							    (long long)number) });
}

static struct sha256 digest_of(const struct store_finding *f)
{
	struct hash_run run;
	struct str name = f->id, body;

	str_cut(&body, &name, '/');
	hash_begin(&run);
	add_field(&run, body);
	add_field(&run, name);
	add_number(&run, f->revision);
	add_field(&run, f->fingerprint);
	add_field(&run, f->rule);
	add_field(&run, f->severity);
	add_number(&run, f->line);
	add_number(&run, f->column);
	add_field(&run, f->pointer);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		add_field(&run, f->message.in[l]);
	add_field(&run, f->details.n ? f->details : STR("{}"));
	return hash_end(&run);
}

struct sha256 past_digest(const struct store_finding *at, size_t n)
{
	AUTO_ARENA a = arena_new();
	const struct store_finding **sorted = ARENA_ARRAY(a, const struct store_finding *, n);
	struct hash_run run;

	for (size_t i = 0; i < n; i++)
		sorted[i] = &at[i];
	if (n)
		qsort(sorted, n, sizeof(*sorted), by_key);
	hash_begin(&run);
	for (size_t i = 0; i < n; i++) {
		struct sha256 h = digest_of(sorted[i]);

		hash_add(&run, h.bytes, SHA256_BYTES);
	}
	return hash_end(&run);
}
