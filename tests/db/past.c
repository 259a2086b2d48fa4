/* The registry as it stood, and runs that are run again. */
#include "tests/db/server.h"

#include "checker/base/file.h"
#include "checker/doc/doc.h"
#include "checker/rule/rule.h"
#include "registry/cmd/session.h"
#include "registry/kept/kept.h"
#include "registry/past/past.h"

#include <string.h>

static struct server server;
static struct arena *arena;
static struct pack *pack;
static struct err err;

/* ---- days that are over ---- */

static void submit(struct db *db, const char *id, const char *stage, const char *text,
		   const char *function)
{
	struct store_facet facet = { STR("function"), str_of(function), true };
	struct store_submitted out;
	struct store_ref ref;
	struct store_submission s;

	assert_true(ok(store_ref_parse(&ref, str_of(id), &err), &err));
	s = (struct store_submission){
		.key = hash_uuid(arena),
		.body = ref.body,
		.short_name = ref.short_name,
		.stage = str_of(stage),
		.name = MT("Атау", "Имя", "Name"),
		.media = STR("yaml"),
		.bytes = str_of(text),
		.sha256 = hash_sha256(str_of(text)),
		.canonical = str_of(text),
		.facets = &facet,
		.facets_n = 1,
		.card = arena_printf(arena, "{\"stage\":\"%s\"}", stage),
	};
	assert_true(ok(store_submit(&out, db, &s, &err), &err));
}

static void withdraw(struct db *db, const char *id)
{
	enum store_outcome outcome;
	struct store_ref ref;

	assert_true(ok(store_ref_parse(&ref, str_of(id), &err), &err));
	assert_true(ok(store_withdraw(&outcome, db, &ref, STR("no"), &err), &err));
}

/* All that has happened in these minutes happened in the last second of a day there. */
static void settle(const char *database, const char *day)
{
	AUTO_DB db = server_open(&server, database, "postgres");

	run_sql(db, arena_printf(arena,
				 "alter table registry.event disable trigger user;"
				 "update registry.event set at = '%s 23:59:59.999999+05' "
				 "where at > now() - interval '1 hour'",
				 day)
			    .p);
}

static const char *days; /* a database */

static void make_days(void)
{
	AUTO_DB db = NULL;

	days = server_database(&server);
	db = server_open(&server, days, "tizilim");
	run_sql(db, "select api.body_put(b, 'Орган', 'Орган', 'Body', 'active') "
		    "from unnest('{msh,mz}'::text[]) b");
	submit(db, "msh/egin", "idea", "one", "fn-a");
	submit(db, "mz/clinic", "idea", "clinic", "fn-b");
	settle(days, "2026-03-01");
	submit(db, "msh/egin", "pilot", "two", "fn-c");
	withdraw(db, "mz/clinic");
	submit(db, "mz/later", "use", "later", "fn-a");
	settle(days, "2026-06-01");
	submit(db, "mz/clinic", "design", "clinic again", "fn-b");
	run_sql(db, "select api.person_add('asel', 'Asel', 'msh', null);"
		    "select api.duty_set('asel', 'submitter', 'msh', true)");
}

static struct str heads_on(struct db *db, const char *day)
{
	struct str heads;

	assert_true(ok(store_heads_on(&heads, arena, db, str_of(day), &err), &err));
	return heads;
}

static struct str listed(const struct store_entries *entries)
{
	struct str out = STR("");

	for (size_t i = 0; i < entries->n; i++) {
		const struct store_entry *e = &entries->at[i];

		out = arena_printf(arena, "%.*s%s%.*s@%d %.*s %.*s%s", STR_FMT(out),
				   i ? ", " : "", STR_FMT(e->id), (int)e->revision,
				   STR_FMT(e->stage), STR_FMT(e->status),
				   e->whole ? "" : " card");
	}
	return out;
}

static const struct day_row {
	const char *label, *role, *day;
	struct store_filter filter;
	const char *want;
} day_rows[] = {
	{ "before anything", "tizilim", "2026-02-28", { { 0 } }, "" },
	{ "the last second of a day belongs to it",
	  "tizilim",
	  "2026-03-01",
	  { { 0 } },
	  "msh/egin@1 idea registered, mz/clinic@1 idea registered" },
	{ "until the next act",
	  "tizilim",
	  "2026-05-31",
	  { { 0 } },
	  "msh/egin@1 idea registered, mz/clinic@1 idea registered" },
	{ "revised, withdrawn and new",
	  "tizilim",
	  "2026-06-01",
	  { { 0 } },
	  "msh/egin@2 pilot registered, mz/clinic@1 idea withdrawn, mz/later@1 use "
	  "registered" },
	{ "today",
	  "tizilim",
	  "2099-01-01",
	  { { 0 } },
	  "msh/egin@2 pilot registered, mz/clinic@2 design registered, mz/later@1 use "
	  "registered" },
	{ "others by their cards",
	  "asel",
	  "2026-03-01",
	  { { 0 } },
	  "msh/egin@1 idea registered, mz/clinic@1 idea registered card" },
	{ "of a body",
	  "tizilim",
	  "2026-03-01",
	  { .body = STR_INIT("mz") },
	  "mz/clinic@1 idea registered" },
	{ "in a stage it has left",
	  "tizilim",
	  "2026-03-01",
	  { .stage = STR_INIT("idea"), .body = STR_INIT("msh") },
	  "msh/egin@1 idea registered" },
	{ "with a function it no longer has",
	  "tizilim",
	  "2026-03-01",
	  { .function = STR_INIT("fn-a") },
	  "msh/egin@1 idea registered" },
	{ "without a function it has now",
	  "tizilim",
	  "2026-03-01",
	  { .function = STR_INIT("fn-c") },
	  "" },
	{ "withdrawn then, registered now",
	  "tizilim",
	  "2026-06-01",
	  { .status = STR_INIT("withdrawn") },
	  "mz/clinic@1 idea withdrawn" },
	{ "a page",
	  "tizilim",
	  "2026-06-01",
	  { .after = STR_INIT("msh/egin"), .limit = 1 },
	  "mz/clinic@1 idea withdrawn" },
};

static void day_row(void **state)
{
	const struct day_row *row = *state;
	AUTO_DB db = server_open(&server, days, row->role);
	struct store_filter filter = row->filter;
	struct store_entries entries;

	filter.heads = heads_on(db, row->day);
	assert_true(ok(store_list(&entries, arena, db, &filter, &err), &err));
	assert_string_equal(listed(&entries).p, row->want);
}

static void a_day_that_has_not_ended_is_now(void **state)
{
	AUTO_DB db = server_open(&server, days, "tizilim");

	(void)state;
	assert_int_equal(heads_on(db, "2099-01-01").n, 0);
	assert_true(heads_on(db, "2026-06-01").n > 0);
}

static void a_document_is_that_of_the_day(void **state)
{
	AUTO_DB db = server_open(&server, days, "tizilim");
	AUTO_DB asel = server_open(&server, days, "asel");
	struct store_ref ref = { .body = STR("msh"), .short_name = STR("egin") };
	struct store_document d;

	(void)state;
	ref.heads = heads_on(db, "2026-03-01");
	assert_true(ok(store_show(&d, arena, db, &ref, &err), &err));
	assert_string_equal(d.bytes.p, "one");
	assert_int_equal(d.latest, 1);
	ref.body = STR("mz");
	ref.short_name = STR("clinic");
	/* Numbers of events are not for everybody: who has none asks for marks. */
	assert_false(store_show(&d, arena, asel, &ref, &err));
	assert_string_equal(err.sqlstate, "TZ404");
	ref.heads = heads_on(asel, "2026-03-01");
	assert_true(ok(store_show(&d, arena, asel, &ref, &err), &err));
	assert_string_equal(d.bytes.p, "{\"stage\":\"idea\"}");
	assert_false(d.entry.whole);
	ref.short_name = STR("later");
	assert_false(store_show(&d, arena, db, &ref, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
}

static struct str read_portfolio(struct db *db, const char *own, struct str heads)
{
	struct store_filter filter = { .own = str_of(own), .heads = heads };
	struct store_portfolio p;
	struct str out = STR("");

	assert_true(ok(store_portfolio(&p, arena, db, &filter, &err), &err));
	for (size_t i = 0; i < p.n; i++)
		out = arena_printf(arena, "%.*s%s%.*s@%d %.*s", STR_FMT(out), i ? ", " : "",
				   STR_FMT(p.at[i].id), (int)p.at[i].revision,
				   STR_FMT(p.at[i].bytes));
	return out;
}

static void a_portfolio_is_that_of_its_heads(void **state)
{
	AUTO_DB db = server_open(&server, days, "tizilim");
	struct str first = heads_on(db, "2026-03-01"), second = heads_on(db, "2026-06-01");

	(void)state;
	assert_string_equal(read_portfolio(db, "", first).p,
			    "msh/egin@1 one, mz/clinic@1 clinic");
	assert_string_equal(read_portfolio(db, "msh", first).p,
			    "msh/egin@1 one, mz/clinic@1 {\"stage\":\"idea\"}");
	assert_string_equal(read_portfolio(db, "-", second).p,
			    "msh/egin@2 {\"stage\":\"pilot\"}, mz/later@1 "
			    "{\"stage\":\"use\"}");
	/* what was submitted in the same transaction to another body */
	assert_string_equal(
		read_portfolio(db, "-",
			       arena_printf(arena, "{\"mz/clinic\": 2, %.*s",
					    STR_FMT(str_sub(second, 1, second.n))))
			.p,
		"msh/egin@2 {\"stage\":\"pilot\"}, mz/clinic@2 {\"stage\":\"design\"}, "
		"mz/later@1 {\"stage\":\"use\"}");
}

static void nobody_unknown_reads_the_past(void **state)
{
	AUTO_DB db = server_open(&server, days, "nobody");
	struct store_filter filter = { .heads = STR("{\"msh\": 9, \"mz\": 9}") };
	struct store_entries entries;
	struct str heads;

	(void)state;
	assert_true(ok(store_list(&entries, arena, db, &filter, &err), &err));
	assert_int_equal(entries.n, 0);
	assert_true(ok(store_heads_on(&heads, arena, db, STR("2026-06-01"), &err), &err));
	assert_int_equal(heads.n, 0);
	assert_string_equal(read_portfolio(db, "-", filter.heads).p, "");
}

static void verdicts_are_those_of_then(void **state)
{
	AUTO_DB db = server_open(&server, days, "tizilim");
	struct kept_with with = { arena, db, pack };
	struct kept_verdicts before = { 0 }, now = { 0 }, after = { 0 };
	struct str heads;

	(void)state;
	run_sql(db, "select api.verdict_put('msh', 'egin', 2, 'mz', 'later', 1, 'related', "
		    "'first', 500000, false, 'object')");
	assert_true(ok(store_heads(&heads, arena, db, &err), &err));
	run_sql(db, "select api.verdict_put('msh', 'egin', 2, 'mz', 'later', 1, "
		    "'same-function', 'second', 600000, false, 'object')");
	assert_true(ok(kept_verdict_list(&now, &with, STR(""), &err), &err));
	with.heads = heads;
	assert_true(ok(kept_verdict_list(&before, &with, STR(""), &err), &err));
	with.heads = heads_on(db, "2026-06-01");
	assert_true(ok(kept_verdict_list(&after, &with, STR(""), &err), &err));
	assert_int_equal(now.list.n, 1);
	assert_int_equal(now.list.at[0]->said, SAID_SAME_FUNCTION);
	assert_int_equal(before.list.n, 1);
	assert_int_equal(before.list.at[0]->said, SAID_RELATED);
	assert_int_equal(after.list.n, 0);
}

/* ---- runs ---- */

static const char *runs; /* a database */
static const char manifest[] = "schema_version: \"1.0\"\nshort_name: egin\n"
			       "name: { ru: \"Урожай\" }\n"
			       "summary: { ru: \"Считает урожай по снимкам\" }\n"
			       "owner: { body: msh }\nstage: pilot\n";
static struct store_finding made_up = { .id = STR_INIT("msh/egin"),
					.revision = 1,
					.rule = STR_INIT("GOV-999"),
					.severity = STR_INIT("error"),
					.fingerprint =
						STR_INIT("00112233445566778899aabbccddeeff"),
					.line = 1,
					.column = 1,
					.pointer = STR_INIT("/stage"),
					.message = MT_INIT("а", "б", "c") };

static void make_runs(void)
{
	AUTO_DB db = NULL;
	struct str bundle = pack_bundle(pack);
	struct store_pack p = { pack_info(pack)->name,
				pack_info(pack)->version,
				hash_sha256(bundle),
				pack_info(pack)->valid_from,
				bundle,
				{ 0 } };
	enum store_outcome outcome;

	runs = server_database(&server);
	db = server_open(&server, runs, "tizilim");
	run_sql(db, "select api.body_put('msh', 'Орган', 'Орган', 'Body', 'active')");
	assert_true(ok(store_pack_put(&outcome, db, &p, &err), &err));
	submit(db, "msh/egin", "pilot", manifest, "fn-a");
}

static bool record(struct db *db, void *context, struct err *e)
{
	struct str *id = context;
	struct store_manifest judged = { .id = STR("msh/egin"), .revision = 1 };
	struct store_run run = { .body = STR("msh"),
				 .pack_sha256 = hash_sha256(pack_bundle(pack)),
				 .judged_by = STR("2026-11-26"),
				 .portfolio = STR("all"),
				 .program_version = id->n ? *id : STR("0.0.1"),
				 .judged = &judged,
				 .judged_n = 1,
				 .findings = &made_up,
				 .findings_n = 1 };

	return store_heads(&run.heads, arena, db, e) &&
	       store_run_record(id, arena, db, &run, e);
}

static struct str run_of_version(const char *version)
{
	AUTO_DB db = server_open(&server, runs, "tizilim");
	struct str id = str_of(version);

	assert_true(ok(store_write(db, record, &id, &err), &err));
	return id;
}

static void a_digest_is_that_of_the_registry(void **state)
{
	struct str id = run_of_version("0.0.1");
	AUTO_DB db = server_open(&server, runs, "tizilim");
	struct past_run run;
	struct sha256 digest;

	(void)state;
	assert_true(ok(past_run(&run, arena, db, id, &err), &err));
	digest = past_digest(run.findings, run.findings_n);
	assert_true(hash_same(&digest, &run.findings_sha256));
	digest = past_digest(&made_up, 1);
	assert_true(hash_same(&digest, &run.findings_sha256));
	assert_int_equal(run.judged_n, 1);
	assert_string_equal(run.judged[0].bytes.p, manifest);
	assert_true(run.heads.n > 0);
}

/* `tizilim replay RUN -f json` over the test's own server, by the program of version 9. */
static struct str replay(struct str id, enum exit_code want)
{
	struct str path = file_join(arena, server.home, STR("answer")), answer;
	struct out out, status;
	struct registry_opts *opts = arena_alloc(arena, 1, cmd_replay.opts_size);
	struct context c = { .arena = arena,
			     .out = &out,
			     .status = &status,
			     .lang = LANG_EN,
			     .today = STR("2026-11-26"),
			     .version = STR("9"),
			     .pack = pack,
			     .cpus = 1 };
	enum exit_code code;

	for (const struct opt *o = cmd_replay.options; o->name; o++)
		if (strcmp(o->name, "format") == 0)
			*(int *)((char *)opts + o->offset) = DATA_JSON;
	opts->db = arena_printf(arena, "host=%s/run dbname=%s user=tizilim",
				server.cluster.dir.p, runs);
	assert_true(ok(out_create(&out, path, &err), &err));
	assert_true(ok(out_create(&status, file_join(arena, server.home, STR("status")), &err),
		       &err));
	code = cmd_replay.run(&c, opts, (struct str_list){ &id, 1 }, &err);
	assert_true(ok(out_close(&status, &(struct err){ 0 }), &err));
	assert_true(ok(out_close(&out, &(struct err){ 0 }), &err));
	assert_int_equal(code, want);
	assert_true(
		ok(file_read(&answer, arena, path, SIZE_MAX / 2, &(struct err){ 0 }), &err));
	return answer;
}

static void assert_says(struct str answer, const char *text)
{
	if (str_find(answer, str_of(text)) == SIZE_MAX)
		fail_msg("no \"%s\" in %.*s", text, STR_FMT(answer));
}

static void another_program_is_named(void **state)
{
	struct str answer = replay(run_of_version("0.0.1"), EXIT_FOUND);

	(void)state;
	assert_says(answer, "\"program\":\"0.0.1\",\"program_now\":\"9\"");
	assert_says(answer, "\"same\":false");
	assert_says(answer, "{\"cause\":\"program\",\"change\":\"lost\",\"id\":\"msh/egin\","
			    "\"rule\":\"GOV-999\"");
	assert_says(answer, "{\"cause\":\"program\",\"change\":\"gained\",\"id\":\"msh/egin\","
			    "\"rule\":\"GOV-");
}

static void the_same_program_must_find_the_same(void **state)
{
	(void)state;
	assert_says(replay(run_of_version("9"), EXIT_FOUND),
		    "{\"cause\":\"unknown\",\"change\":\"lost\"");
}

/* By a superuser, whom nothing holds; undone at the end. */
static const struct spoilt_row {
	const char *label, *script, *want;
} spoilt_rows[] = {
	{ "a finding changed",
	  "alter table registry.finding disable trigger user;"
	  "update registry.finding set severity = 'info'",
	  "are not those it recorded" },
	{ "a finding taken away",
	  "alter table registry.finding disable trigger user; delete from registry.finding",
	  "are not those it recorded" },
	{ "a pack changed",
	  "alter table registry.pack disable trigger user;"
	  "alter table registry.pack drop constraint pack_contents_intact;"
	  "update registry.pack set contents = contents || ' '",
	  "is not the one that was loaded" },
	{ "a pack taken away",
	  "alter table registry.pack disable trigger user; delete from registry.pack",
	  "no longer has the pack" },
	{ "the state it saw taken away",
	  "alter table registry.run_heads disable trigger user; delete from "
	  "registry.run_heads",
	  "did not keep the state" },
};

static void spoilt_row(void **state)
{
	const struct spoilt_row *row = *state;
	struct str id;
	struct db *db;

	make_runs();
	id = run_of_version("9");
	db = server_open(&server, runs, "postgres");
	run_sql(db, row->script);
	db_close(db);
	replay(id, str_find(str_of(row->label), STR("pack taken")) != SIZE_MAX ? EXIT_INPUT
									       : EXIT_REFUSED);
	assert_says(str_of(err.text), row->want);
}

static int start(void **state)
{
	struct str dir = arena_printf(arena = arena_new(), "%s/checker/pack/digital-qazaqstan",
				      getenv("TIZILIM_SOURCE"));
	struct db *db;

	(void)state;
	assert_true(ok(pack_load(&pack, arena, dir, &err), &err));
	server_start(&server);
	db = server_open(&server, "postgres", "postgres");
	run_sql(db, "create role asel login in role tizilim_user;"
		    "create role nobody login in role tizilim_user");
	db_close(db);
	make_days();
	make_runs();
	return 0;
}

static int stop(void **state)
{
	(void)state;
	server_stop(&server);
	pack_free(pack);
	arena_free(arena);
	return 0;
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, day_row, day_rows);
	ADD_TEST(&list, a_day_that_has_not_ended_is_now);
	ADD_TEST(&list, a_document_is_that_of_the_day);
	ADD_TEST(&list, a_portfolio_is_that_of_its_heads);
	ADD_TEST(&list, nobody_unknown_reads_the_past);
	ADD_TEST(&list, verdicts_are_those_of_then);
	ADD_TEST(&list, a_digest_is_that_of_the_registry);
	ADD_TEST(&list, another_program_is_named);
	ADD_TEST(&list, the_same_program_must_find_the_same);
	ADD_ROWS(&list, spoilt_row, spoilt_rows);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("past", list.at, list.n, start, stop);
}
