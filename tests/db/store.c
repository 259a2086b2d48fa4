#include "tests/db/server.h"

#include "checker/base/file.h"
#include "registry/people/people.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct server server;

struct fixture {
	struct arena *a;
	struct db *db;
	const char *database;
	struct err err;
};

static int open_fixture(void **state)
{
	static struct fixture f;
	enum store_outcome outcome;

	f.a = arena_new();
	f.database = server_database(&server);
	f.db = server_open(&server, f.database, "tizilim");
	for (int i = 0; i < 2; i++) {
		struct people_body body = { i ? STR("mz") : STR("msh"),
					    MT("Министрлік", "Министерство", "Ministry"),
					    STR("active") };

		assert_true(ok(people_body_put(&outcome, f.db, &body, &f.err), &f.err));
		assert_int_equal(outcome, STORE_CREATED);
	}
	*state = &f;
	return 0;
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	db_close(f->db);
	arena_free(f->a);
	return 0;
}

static const struct store_facet egin_facets[] = {
	{ STR_INIT("source"), STR_INIT("gbd-fl"), true },
	{ STR_INIT("function"), STR_INIT("forecast"), true },
	{ STR_INIT("territory"), STR_INIT("akmola"), false },
	{ STR_INIT("source"), STR_INIT("gbd-fl"), false }, /* twice: one facet */
};

static const struct str egin_words[] = { STR_INIT("егін"), STR_INIT("урож"), STR_INIT("crop"),
					 STR_INIT("it's"), STR_INIT("a\\b:*&|!") };

static struct store_submission submission(const char *body, const char *short_name,
					  const char *text)
{
	return (struct store_submission){
		.body = str_of(body),
		.short_name = str_of(short_name),
		.stage = STR("pilot"),
		.name = MT("Егін болжамы", "Прогноз урожая", "Crop forecast"),
		.media = STR("yaml"),
		.bytes = str_of(text),
		.sha256 = hash_sha256(str_of(text)),
		.canonical = str_of(text),
		.facets = egin_facets,
		.facets_n = ARRAY_LEN(egin_facets),
		.words = egin_words,
		.words_n = ARRAY_LEN(egin_words),
		.card = STR("{}"),
	};
}

static struct store_submitted submit(struct fixture *f, const struct store_submission *s)
{
	struct store_submitted out = { 0 };
	struct store_submission keyed = *s;

	keyed.key = hash_uuid(f->a);
	assert_true(ok(store_submit(&out, f->db, &keyed, &f->err), &f->err));
	return out;
}

static struct store_ref ref(const char *text)
{
	struct store_ref out = { 0 };
	struct err err;

	assert_true(ok(store_ref_parse(&out, str_of(text), &err), &err));
	return out;
}

static void assert_str(struct str got, const char *want)
{
	AUTO_ARENA a = arena_new();

	assert_string_equal(arena_str(a, got).p, want);
}

static void submissions_become_revisions(void **state)
{
	struct fixture *f = *state;
	struct store_submission s = submission("msh", "egin", "a: 1\n");
	struct store_submitted out = submit(f, &s);
	struct store_document doc;
	struct store_ref egin = ref("msh/egin"), first = ref("msh/egin@1");
	enum store_outcome outcome;

	assert_int_equal(out.outcome, STORE_CREATED);
	assert_int_equal(out.revision, 1);
	out = submit(f, &s);
	assert_int_equal(out.outcome, STORE_UNCHANGED);
	assert_int_equal(out.revision, 1);
	s = submission("msh", "egin", "a: 2\n");
	out = submit(f, &s);
	assert_int_equal(out.outcome, STORE_CHANGED);
	assert_int_equal(out.revision, 2);
	/* Going back to old contents is a revision, too. */
	s = submission("msh", "egin", "a: 1\n");
	out = submit(f, &s);
	assert_int_equal(out.revision, 3);
	assert_true(
		ok(store_withdraw(&outcome, f->db, &egin, STR("merged"), &f->err), &f->err));
	assert_int_equal(outcome, STORE_CHANGED);
	assert_true(
		ok(store_withdraw(&outcome, f->db, &egin, STR("merged"), &f->err), &f->err));
	assert_int_equal(outcome, STORE_UNCHANGED);
	assert_true(ok(store_show(&doc, f->a, f->db, &egin, &f->err), &f->err));
	assert_str(doc.entry.status, "withdrawn");
	out = submit(f, &s);
	assert_int_equal(out.outcome, STORE_CHANGED);
	assert_int_equal(out.revision, 4);
	assert_true(ok(store_show(&doc, f->a, f->db, &egin, &f->err), &f->err));
	assert_str(doc.entry.status, "registered");
	assert_true(ok(store_show(&doc, f->a, f->db, &first, &f->err), &f->err));
	assert_str(doc.entry.id, "msh/egin");
	assert_int_equal(doc.entry.revision, 1);
	assert_int_equal(doc.latest, 4);
	assert_str(doc.bytes, "a: 1\n");
	assert_str(doc.entry.name.in[LANG_KK], "Егін болжамы");
	assert_str(doc.submitted_by, "tizilim");
	assert_true(doc.entry.submitted_at.n >= 20 && doc.entry.submitted_at.p[10] == 'T' &&
		    str_ends(doc.entry.submitted_at, STR("Z")));
}

static void history_tells_everything_in_order(void **state)
{
	static const char *const kinds[] = { "created", "revised", "withdrawn", "revised" };
	struct fixture *f = *state;
	struct store_submission s = submission("msh", "egin", "a: 1\n"),
				t = submission("msh", "egin", "a: 2\n");
	struct store_ref egin = ref("msh/egin");
	struct store_history h;
	enum store_outcome outcome;

	submit(f, &s);
	submit(f, &s);
	submit(f, &t);
	assert_true(ok(store_withdraw(&outcome, f->db, &egin, STR("say \"no\""), &f->err),
		       &f->err));
	submit(f, &t);
	assert_true(ok(store_history(&h, f->a, f->db, &egin, &f->err), &f->err));
	assert_int_equal(h.revisions_n, 3);
	assert_int_equal(h.revisions[2].number, 3);
	assert_memory_equal(h.revisions[0].sha256.bytes, s.sha256.bytes, SHA256_BYTES);
	assert_int_equal(h.events_n, ARRAY_LEN(kinds));
	for (size_t i = 0; i < h.events_n; i++) {
		assert_str(h.events[i].kind, kinds[i]);
		assert_int_equal(h.events[i].seq, i + 2); /* the first is the body's own */
		assert_str(h.events[i].actor, "tizilim");
	}
	assert_str(h.events[2].payload, "{\"reason\" : \"say \\\"no\\\"\", \"revision\" : 2}");
}

static const struct refusal_row {
	const char *label, *body, *short_name, *text, *media;
	enum err_code code;
	const char *message;
} refusal_rows[] = {
	{ "unknown body", "mo", "egin", "x", "yaml", ERR_NOT_FOUND,
	  "submit mo/egin: body \"mo\" is not in the registry" },
	{ "the registry is no body", "-", "egin", "x", "yaml", ERR_REFUSED,
	  "submit -/egin: the body is not in the registry" },
	{ "short name with a capital", "msh", "Egin", "x", "yaml", ERR_REFUSED,
	  "submit msh/Egin: a short name is lower-case letters, digits and hyphens, at most "
	  "63" },
	{ "empty document", "msh", "egin", "", "yaml", ERR_REFUSED,
	  "submit msh/egin: a manifest is between 1 byte and 1 MiB" },
	{ "unknown media", "msh", "egin", "x", "toml", ERR_REFUSED,
	  "submit msh/egin: a manifest is yaml or json" },
};

static void refusal_row(void **state)
{
	const struct refusal_row *row = *state;
	void *slot = NULL;
	struct fixture *f;
	struct store_submission s = submission(row->body, row->short_name, row->text);
	struct store_submitted out;

	open_fixture(&slot);
	f = slot;
	s.key = hash_uuid(f->a);
	s.media = str_of(row->media);
	assert_false(store_submit(&out, f->db, &s, &f->err));
	assert_int_equal(f->err.code, row->code);
	assert_string_equal(f->err.text, row->message);
	close_fixture(&slot);
}

static void damaged_contents_are_refused(void **state)
{
	struct fixture *f = *state;
	struct store_submission s = submission("msh", "egin", "a: 1\n");
	struct store_submitted out;

	s.key = hash_uuid(f->a);
	s.bytes = STR("a: 2\n");
	assert_false(store_submit(&out, f->db, &s, &f->err));
	assert_int_equal(f->err.code, ERR_REFUSED);
	assert_string_equal(f->err.text, "submit msh/egin: the document changed on its way to "
					 "the registry");
	/* A NUL would cut the text in other hands; here the server refuses it whole. */
	s = submission("msh", "egin", "a: 1\n");
	s.key = hash_uuid(f->a);
	s.canonical = STR("a\0b");
	assert_false(store_submit(&out, f->db, &s, &f->err));
	assert_int_equal(f->err.code, ERR_INPUT);
	assert_string_equal(f->err.sqlstate, "22021");
}

static void ids_of(char *text, size_t size, const struct store_entries *e)
{
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; i < e->n; i++)
		n += (size_t)snprintf(text + n, size - n, "%s%.*s", i ? " " : "",
				      STR_FMT(e->at[i].id));
}

static void lists_are_filtered_and_paged(void **state)
{
	static const struct {
		struct store_filter filter;
		const char *want;
	} rows[] = {
		{ { .limit = 0 }, "msh/a msh/b msh/c mz/a" },
		{ { .body = STR_INIT("msh") }, "msh/a msh/b msh/c" },
		{ { .stage = STR_INIT("production") }, "msh/b" },
		{ { .source = STR_INIT("gbd-fl") }, "msh/a msh/b mz/a" },
		{ { .source = STR_INIT("gbd-fl"), .function = STR_INIT("search") }, "" },
		{ { .source = STR_INIT("erdb"), .function = STR_INIT("search") }, "msh/c" },
		{ { .territory = STR_INIT("akmola"), .body = STR_INIT("mz") }, "mz/a" },
		{ { .status = STR_INIT("withdrawn") }, "msh/b" },
		{ { .status = STR_INIT("registered") }, "msh/a msh/c mz/a" },
		{ { .limit = 2 }, "msh/a msh/b" },
		{ { .limit = 2, .after = STR_INIT("msh/b") }, "msh/c mz/a" },
		{ { .after = STR_INIT("mz/a") }, "" },
		{ { .body = STR_INIT("' or true --") }, "" },
	};
	static const struct store_facet other[] = {
		{ STR_INIT("source"), STR_INIT("erdb"), true },
		{ STR_INIT("function"), STR_INIT("search"), true },
	};
	struct fixture *f = *state;
	struct store_submission s = submission("mz", "a", "1");
	struct store_ref b = ref("msh/b");
	enum store_outcome outcome;

	submit(f, &s);
	s = submission("msh", "b", "1");
	s.stage = STR("production");
	submit(f, &s);
	s = submission("msh", "a", "1");
	submit(f, &s);
	s = submission("msh", "c", "1");
	submit(f, &s);
	s = submission("msh", "c", "2"); /* facets of old revisions do not count */
	s.facets = other;
	s.facets_n = ARRAY_LEN(other);
	submit(f, &s);
	assert_true(ok(store_withdraw(&outcome, f->db, &b, STR(""), &f->err), &f->err));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct store_entries e;
		char got[200];

		assert_true(ok(store_list(&e, f->a, f->db, &rows[i].filter, &f->err), &f->err));
		ids_of(got, sizeof(got), &e);
		assert_string_equal(got, rows[i].want);
	}
}

static void words_find(void **state)
{
	static const struct {
		struct str words[2];
		size_t n;
		const char *want;
	} rows[] = {
		{ { STR_INIT("егін") }, 1, "msh/egin" },
		{ { STR_INIT("егі") }, 1, "msh/egin" },
		{ { STR_INIT("егінші") }, 1, "" },
		{ { STR_INIT("егін"), STR_INIT("crop") }, 2, "msh/egin" },
		{ { STR_INIT("егін"), STR_INIT("drop") }, 2, "" },
		{ { STR_INIT("it's") }, 1, "msh/egin" },
		{ { STR_INIT("a\\b:*&|!") }, 1, "msh/egin" },
		{ { STR_INIT("') | 'crop") }, 1, "" },
		{ { STR_INIT("") }, 1, "" },
		{ { STR_INIT("") }, 0, "" },
	};
	struct fixture *f = *state;
	struct store_submission s = submission("msh", "egin", "1");

	submit(f, &s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct store_query q = { rows[i].words, rows[i].n, 0 };
		struct store_entries e;
		char got[200];

		assert_true(ok(store_search(&e, f->a, f->db, &q, &f->err), &f->err));
		ids_of(got, sizeof(got), &e);
		assert_string_equal(got, rows[i].want);
	}
}

static void users_are_found_through_dependencies(void **state)
{
	/* b and c depend in a circle on a, which uses the source. */
	static const char *const depends[][2] = {
		{ "b", "msh/a" }, { "c", "msh/b" }, { "b", "msh/c" }, { "d", "msh/x" }
	};
	struct fixture *f = *state;
	struct store_uses_query q = { STR("source"), STR("gbd-fl"), false };
	struct store_submission s = submission("msh", "a", "1");
	struct store_users u;

	submit(f, &s);
	for (const char *name = "bcd"; *name; name++) {
		struct store_facet facets[2];
		char short_name[2] = { *name };

		s = submission("msh", short_name, "1");
		s.facets = facets;
		s.facets_n = 0;
		for (size_t i = 0; i < ARRAY_LEN(depends); i++)
			if (depends[i][0][0] == *name)
				facets[s.facets_n++] =
					(struct store_facet){ STR("depends_on"),
							      str_of(depends[i][1]), true };
		submit(f, &s);
	}
	assert_true(ok(store_uses(&u, f->a, f->db, &q, &f->err), &f->err));
	assert_int_equal(u.n, 1);
	assert_true(u.at[0].direct);
	q.transitive = true;
	assert_true(ok(store_uses(&u, f->a, f->db, &q, &f->err), &f->err));
	assert_int_equal(u.n, 3);
	assert_str(u.at[1].id, "msh/b");
	assert_false(u.at[1].direct);
	assert_str(u.at[1].via, "msh/a");
	assert_str(u.at[2].via, "msh/b");
}

static void packs_are_kept_by_version(void **state)
{
	struct fixture *f = *state;
	struct store_pack p = { STR("dq"),	   STR("2026.1"), hash_sha256(STR("{}")),
				STR("2026-01-01"), STR("{}"),	  { 0 } };
	struct store_pack_query q = { STR("dq"), { 0 } };
	struct store_pack *current;
	enum store_outcome outcome;

	assert_true(ok(store_pack_current(&current, f->a, f->db, &q, &f->err), &f->err));
	assert_null(current);
	assert_true(ok(store_pack_put(&outcome, f->db, &p, &f->err), &f->err));
	assert_int_equal(outcome, STORE_CREATED);
	assert_true(ok(store_pack_put(&outcome, f->db, &p, &f->err), &f->err));
	assert_int_equal(outcome, STORE_UNCHANGED);
	p.contents = STR("{\"a\":1}");
	p.sha256 = hash_sha256(p.contents);
	assert_false(store_pack_put(&outcome, f->db, &p, &f->err));
	assert_int_equal(f->err.code, ERR_REFUSED);
	assert_string_equal(f->err.text, "load the pack: pack \"dq\" version 2026.1 is in the "
					 "registry with other contents");
	assert_string_equal(f->err.hint, "give the changed pack a new version");
	p.version = STR("2026.2");
	p.valid_from = STR("2026-07-01");
	assert_true(ok(store_pack_put(&outcome, f->db, &p, &f->err), &f->err));
	assert_true(ok(store_pack_current(&current, f->a, f->db, &q, &f->err), &f->err));
	assert_str(current->version, "2026.2");
	assert_str(current->contents, "{\"a\":1}");
	q.date = STR("2026-06-30");
	assert_true(ok(store_pack_current(&current, f->a, f->db, &q, &f->err), &f->err));
	assert_str(current->version, "2026.1");
	assert_str(current->valid_from, "2026-01-01");
	p.valid_from = STR("July");
	p.version = STR("2026.3");
	assert_false(store_pack_put(&outcome, f->db, &p, &f->err));
	assert_int_equal(f->err.code, ERR_INPUT);
}

static void bodies_change_and_are_listed(void **state)
{
	struct fixture *f = *state;
	struct people_body body = { STR("msh"), MT("Министрлік", "Министерство", "Ministry"),
				    STR("active") };
	struct people_bodies all;
	enum store_outcome outcome;

	assert_true(ok(people_body_put(&outcome, f->db, &body, &f->err), &f->err));
	assert_int_equal(outcome, STORE_UNCHANGED);
	body.status = STR("closed");
	assert_true(ok(people_body_put(&outcome, f->db, &body, &f->err), &f->err));
	assert_int_equal(outcome, STORE_CHANGED);
	assert_true(ok(people_body_list(&all, f->a, f->db, &f->err), &f->err));
	assert_int_equal(all.n, 2);
	assert_str(all.at[0].status, "closed");
	assert_str(all.at[1].name.in[LANG_RU], "Министерство");
	body.id = STR("-");
	assert_false(people_body_put(&outcome, f->db, &body, &f->err));
	assert_string_equal(f->err.text, "body -: a body id is lower-case letters, digits and "
					 "hyphens, at most 63");
}

static bool record_run(struct db *db, void *context, struct err *err)
{
	const struct store_run *run = context;
	AUTO_ARENA a = arena_new();
	struct str id;

	return store_run_record(&id, a, db, run, err);
}

static void runs_keep_their_findings(void **state)
{
	enum { MANY = 2500 }; /* more than one statement takes */
	struct fixture *f = *state;
	struct store_submission s = submission("msh", "egin", "1");
	struct store_manifest judged = { .id = STR("msh/egin"), .revision = 1 };
	struct store_finding *findings = ARENA_ARRAY(f->a, struct store_finding, MANY);
	struct store_run run = { .body = STR("msh"),
				 .pack_sha256 = hash_sha256(STR("")),
				 .judged_by = STR("2026-07-20"),
				 .portfolio = STR("registry"),
				 .milliseconds = 12,
				 .program_version = STR("0.1.0"),
				 .judged = &judged,
				 .judged_n = 1,
				 .findings = findings,
				 .findings_n = MANY };
	struct store_ref egin = ref("msh/egin");
	struct store_findings got;

	submit(f, &s);
	assert_true(ok(store_findings_of(&got, f->a, f->db, &egin, &f->err), &f->err));
	assert_int_equal(got.run.n, 0);
	for (size_t i = 0; i < MANY; i++)
		findings[i] = (struct store_finding){
			.id = STR("msh/egin"),
			.revision = 1,
			.rule = STR("SRC-001"),
			.severity = STR("error"),
			.fingerprint = arena_printf(f->a, "%032zx", i),
			.line = (int64_t)i + 1,
			.column = 3,
			.pointer = STR("/data_sources/0"),
			.message = MT("дерек {\"\\", "источник", "source"),
			.details = i ? STR("") : STR("{\"n\": 1}"),
		};
	assert_true(ok(store_write(f->db, record_run, &run, &f->err), &f->err));
	assert_true(ok(store_findings_of(&got, f->a, f->db, &egin, &f->err), &f->err));
	assert_int_equal(got.n, MANY);
	assert_int_equal(got.run.n, 36);
	assert_str(got.at[0].details, "{\"n\": 1}");
	assert_str(got.at[1].details, "{}");
	assert_str(got.at[1].message.in[LANG_KK], "дерек {\"\\");
	assert_int_equal(got.at[MANY - 1].line, MANY);
	/* A clean run after it, then one that says too much. */
	run.findings_n = 0;
	assert_true(ok(store_write(f->db, record_run, &run, &f->err), &f->err));
	assert_true(ok(store_findings_of(&got, f->a, f->db, &egin, &f->err), &f->err));
	assert_int_equal(got.run.n, 36);
	assert_int_equal(got.n, 0);
	run.findings_n = 1;
	findings[0].revision = 2;
	assert_false(store_write(f->db, record_run, &run, &f->err));
	assert_int_equal(f->err.code, ERR_REFUSED);
	assert_string_equal(f->err.text, "record the run: a finding is of a revision that its "
					 "run did not judge");
	/* Nothing of the refused run is there. */
	assert_true(ok(store_findings_of(&got, f->a, f->db, &egin, &f->err), &f->err));
	assert_int_equal(got.n, 0);
}

/* A finding without one of its languages is bound by the seal as any other. */
static void a_seal_binds_every_finding(void **state)
{
	struct fixture *f = *state;
	AUTO_DB admin = server_open(&server, f->database, "postgres");
	struct store_submission s = submission("msh", "egin", "1");
	struct store_manifest judged = { .id = STR("msh/egin"), .revision = 1 };
	struct store_run run = { .body = STR("msh"),
				 .pack_sha256 = hash_sha256(STR("")),
				 .judged_by = STR("2026-07-20"),
				 .portfolio = STR("registry"),
				 .program_version = STR("0.1.0"),
				 .judged = &judged,
				 .judged_n = 1 };

	submit(f, &s);
	assert_true(ok(store_write(f->db, record_run, &run, &f->err), &f->err));
	run_sql(admin,
		"insert into registry.finding (body_id, short_name, revision, run_id, rule, "
		"severity, fingerprint, line, col, pointer, message, details) "
		"select body_id, short_name, revision, run_id, 'R', 'error', 'f', 1, 1, '', "
		"'{\"kk\": null, \"ru\": \"p\"}', '{}' from registry.judged");
	run_sql(admin,
		"do $$ begin assert (select bool_and(registry.findings_digest(run_id) <> "
		"findings_sha256) from registry.run_seal), 'a finding is not in the digest'; "
		"assert exists (select from pg_index i join pg_attribute a "
		"on a.attrelid = i.indrelid and a.attnum = i.indkey[0] "
		"where i.indrelid = 'registry.finding'::regclass and a.attname = 'run_id'), "
		"'a seal reads all findings'; end $$");
}

static const struct grows_row {
	const char *label, *script;
} grows_rows[] = {
	{ "events are not changed", "update registry.event set kind = 'x'" },
	{ "events are not deleted", "delete from registry.event" },
	{ "events are not cut", "truncate registry.event cascade" },
	{ "revisions are not changed", "update registry.revision set stage = 'x'" },
	{ "revisions are not deleted", "delete from registry.revision" },
	{ "facets are not deleted", "delete from registry.facet" },
	{ "packs are not changed", "update registry.pack set valid_from = '2000-01-01'" },
};

static void grows_row(void **state)
{
	const struct grows_row *row = *state;
	void *slot = NULL;
	struct fixture *f;
	struct store_submission s = submission("msh", "egin", "1");
	struct store_pack p = { STR("dq"),	   STR("1"),  hash_sha256(STR("{}")),
				STR("2026-01-01"), STR("{}"), { 0 } };
	enum store_outcome outcome;
	AUTO_DB admin = NULL;

	open_fixture(&slot);
	f = slot;
	submit(f, &s);
	assert_true(ok(store_pack_put(&outcome, f->db, &p, &f->err), &f->err));
	admin = server_open(&server, f->database, "postgres");
	assert_false(db_script(admin, str_of(row->script), &f->err));
	assert_string_equal(f->err.sqlstate, "TZ001");
	assert_int_equal(f->err.code, ERR_REFUSED);
	close_fixture(&slot);
}

static bool submit_one(struct db *db, void *context, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct store_submission s = *(const struct store_submission *)context;
	struct store_submitted out;

	s.key = hash_uuid(a);
	return store_submit(&out, db, &s, err);
}

static bool submit_text(struct db *db, void *context)
{
	struct store_submission s = submission("msh", "egin", context);
	struct err err;
	bool done = true;

	for (int i = 0; done && i < 5; i++)
		done = ok(store_write(db, submit_one, &s, &err), &err);
	return done;
}

static void racing_submissions_are_counted_once(void **state)
{
	enum { PROCESSES = 24 };
	struct fixture *f = *state;
	struct store_ref egin = ref("msh/egin");
	struct store_history h;
	char text[PROCESSES][20];

	for (int p = 0; p < PROCESSES; p++)
		child_start(&server, f->database, submit_text, (char[]){ "same" });
	children_wait(PROCESSES);
	assert_true(ok(store_history(&h, f->a, f->db, &egin, &f->err), &f->err));
	assert_int_equal(h.revisions_n, 1);
	assert_int_equal(h.events_n, 1);
	for (int p = 0; p < PROCESSES; p++) {
		snprintf(text[p], sizeof(text[p]), "text %d", p);
		child_start(&server, f->database, submit_text, text[p]);
	}
	children_wait(PROCESSES);
	assert_true(ok(store_history(&h, f->a, f->db, &egin, &f->err), &f->err));
	assert_true(h.revisions_n >= 1 + PROCESSES);
	assert_int_equal(h.events_n, h.revisions_n);
	for (size_t i = 0; i < h.revisions_n; i++)
		assert_int_equal(h.revisions[i].number, i + 1);
}

/* Two processes that take two bodies in opposite order: one is told to repeat, and does. */
static bool submit_crosswise(struct db *db, void *context, struct err *err)
{
	const char *const *bodies = context;
	AUTO_ARENA a = arena_new();
	struct store_submission first = submission(bodies[0], "x", "1"),
				second = submission(bodies[1], "x", "1");
	struct store_submitted out;

	first.key = hash_uuid(a);
	second.key = hash_uuid(a);

	if (!store_submit(&out, db, &first, err))
		return false;
	usleep(100000);
	return store_submit(&out, db, &second, err);
}

static bool write_crosswise(struct db *db, void *context)
{
	struct err err;

	return ok(store_write(db, submit_crosswise, context, &err), &err);
}

static void deadlocks_are_repeated(void **state)
{
	static const char *orders[2][2] = { { "msh", "mz" }, { "mz", "msh" } };
	struct fixture *f = *state;
	struct store_portfolio all;

	for (int p = 0; p < 2; p++)
		child_start(&server, f->database, write_crosswise, orders[p]);
	children_wait(2);
	assert_true(ok(store_portfolio(&all, f->a, f->db, NULL, &f->err), &f->err));
	assert_int_equal(all.n, 2);
	assert_str(all.at[1].id, "mz/x");
	assert_str(all.at[1].media, "yaml");
	assert_str(all.at[1].bytes, "1");
}

/* A session keeps the plans that it made while hardly any event was stored. */
static void a_session_reads_no_more_as_tables_grow(void **state)
{
	enum { SUBMISSIONS = 120, EACH = 8 };
	struct fixture own = *(struct fixture *)*state;
	AUTO_DB admin = server_open(&server, own.database, "postgres");

	own.db = server_open(&server, own.database, "tizilim");
	for (int i = 0; i < SUBMISSIONS; i++) {
		struct str name = arena_printf(own.a, "egin-%d", i);
		struct store_submission s = submission("msh", name.p, "a: 1\n");

		submit(&own, &s);
		run_sql(own.db,
			arena_printf(own.a,
				     "select api.request_submit('msh', '%s', null, null, null)",
				     name.p)
				.p);
	}
	db_close(own.db);
	/* what it read is told when it has ended */
	run_sql(admin,
		"do $$ begin while (select count(*) from pg_stat_activity where usename = "
		"'tizilim' and datname = current_database()) > 1 loop perform "
		"pg_sleep(0.01), pg_stat_clear_snapshot(); end loop; end $$");
	expect_sql(admin, arena_printf(own.a,
				       "(select seq_tup_read + idx_tup_fetch from "
				       "pg_stat_user_tables where relname = 'event') < %d",
				       SUBMISSIONS * EACH)
				  .p);
}

static void portfolio_is_read_in_pages(void **state)
{
	static const char *const names[] = { "a", "b", "c", "d", "e" };
	struct fixture *f = *state;
	struct store_filter page = { .limit = 2 };
	struct str read = STR("");
	size_t pages = 0;
	struct store_portfolio found;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct store_submission s = submission(i % 2 ? "msh" : "mz", names[i], "1");

		submit(f, &s);
	}
	do {
		assert_true(ok(store_portfolio(&found, f->a, f->db, &page, &f->err), &f->err));
		for (size_t i = 0; i < found.n; i++)
			read = arena_printf(f->a, "%.*s %.*s", STR_FMT(read),
					    STR_FMT(found.at[i].id));
		if (found.n)
			page.after = found.at[found.n - 1].id;
		pages++;
	} while (found.n == page.limit);
	assert_string_equal(read.p, " msh/b msh/d mz/a mz/c mz/e");
	assert_int_equal(pages, 3);
	page = (struct store_filter){ .after = STR("no id"), .limit = 2 };
	assert_false(store_portfolio(&found, f->a, f->db, &page, &f->err));
}

static const struct ref_row {
	const char *label, *text;
	bool good;
	const char *body, *short_name;
	int64_t revision;
} ref_rows[] = {
	{ "latest", "msh/egin", true, "msh", "egin", 0 },
	{ "revision", "msh/egin@12", true, "msh", "egin", 12 },
	{ "no slash", "msh", false, "", "", 0 },
	{ "no body", "/egin", false, "", "", 0 },
	{ "no short name", "msh/", false, "", "", 0 },
	{ "two slashes", "msh/a/b", false, "", "", 0 },
	{ "revision zero", "msh/egin@0", false, "", "", 0 },
	{ "revision of a word", "msh/egin@x", false, "", "", 0 },
	{ "revision empty", "msh/egin@", false, "", "", 0 },
	{ "revision beyond all", "msh/egin@4294967296", false, "", "", 0 },
	{ "empty", "", false, "", "", 0 },
};

static void ref_row(void **state)
{
	const struct ref_row *row = *state;
	struct store_ref out;
	struct err err = { 0 };

	assert_int_equal(store_ref_parse(&out, str_of(row->text), &err), row->good);
	if (!row->good) {
		assert_int_equal(err.code, ERR_USAGE);
		return;
	}
	assert_str(out.body, row->body);
	assert_str(out.short_name, row->short_name);
	assert_int_equal(out.revision, row->revision);
}

static void what_is_not_there_is_not_found(void **state)
{
	struct fixture *f = *state;
	struct store_submission s = submission("msh", "egin", "1");
	struct store_ref nothing = ref("msh/none"), later = ref("msh/egin@2");
	struct store_document doc;
	struct store_history h;
	enum store_outcome outcome;

	submit(f, &s);
	assert_false(store_show(&doc, f->a, f->db, &nothing, &f->err));
	assert_int_equal(f->err.code, ERR_NOT_FOUND);
	assert_string_equal(f->err.text, "initiative msh/none is not in the registry");
	assert_false(store_show(&doc, f->a, f->db, &later, &f->err));
	assert_string_equal(f->err.text, "revision 2 of msh/egin is not in the registry");
	assert_false(store_history(&h, f->a, f->db, &nothing, &f->err));
	assert_int_equal(f->err.code, ERR_NOT_FOUND);
	assert_false(store_withdraw(&outcome, f->db, &nothing, STR(""), &f->err));
	assert_int_equal(f->err.code, ERR_NOT_FOUND);
	assert_string_equal(f->err.text,
			    "withdraw: initiative \"msh/none\" is not in the registry");
}

static int start(void **state)
{
	(void)state;
	server_start(&server);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	server_stop(&server);
	return 0;
}

static struct test_list list;

#define ADD_FIXTURE_TEST(test)                                                   \
	(list.at[list.n++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown( \
		 test, open_fixture, close_fixture))

int main(void)
{
	ADD_FIXTURE_TEST(submissions_become_revisions);
	ADD_FIXTURE_TEST(history_tells_everything_in_order);
	ADD_ROWS(&list, refusal_row, refusal_rows);
	ADD_FIXTURE_TEST(damaged_contents_are_refused);
	ADD_FIXTURE_TEST(lists_are_filtered_and_paged);
	ADD_FIXTURE_TEST(words_find);
	ADD_FIXTURE_TEST(users_are_found_through_dependencies);
	ADD_FIXTURE_TEST(packs_are_kept_by_version);
	ADD_FIXTURE_TEST(bodies_change_and_are_listed);
	ADD_FIXTURE_TEST(runs_keep_their_findings);
	ADD_FIXTURE_TEST(a_seal_binds_every_finding);
	ADD_ROWS(&list, grows_row, grows_rows);
	ADD_FIXTURE_TEST(racing_submissions_are_counted_once);
	ADD_FIXTURE_TEST(deadlocks_are_repeated);
	ADD_FIXTURE_TEST(a_session_reads_no_more_as_tables_grow);
	ADD_FIXTURE_TEST(portfolio_is_read_in_pages);
	ADD_ROWS(&list, ref_row, ref_rows);
	ADD_FIXTURE_TEST(what_is_not_there_is_not_found);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("store", list.at, list.n, start, stop);
}
