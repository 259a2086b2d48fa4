#include "tests/db/server.h"

#include "checker/base/file.h"
#include "checker/base/strbuf.h"
#include "checker/doc/doc.h"
#include "registry/chain/chain.h"
#include "registry/people/people.h"
#include "registry/store/store.h"

#include <string.h>

/* A history of everything that events bind, as its exports and as a superuser who tampers. */

static struct server server;
static struct arena *arena;
static const char *history; /* the database; copied for each tampering */
static struct proof_anchor anchor;
static struct err err;

/* ---- a history ---- */

static void submit(struct db *db, const char *body, const char *short_name, const char *yaml)
{
	struct doc_errors errors = { 0 };
	struct store_submitted out;
	struct doc *doc;
	struct store_submission s = {
		.key = hash_uuid(arena),
		.body = str_of(body),
		.short_name = str_of(short_name),
		.stage = STR("pilot"),
		.name = MT("Егін \"болжамы\" 🌾", "Прогноз 'урожая'", "Crop\n"),
		.media = STR("yaml"),
		.bytes = str_of(yaml),
		.sha256 = hash_sha256(str_of(yaml)),
		.card = STR("{\"stage\":\"pilot\"}"),
	};

	assert_true(doc_parse(&doc, arena, STR("a.yaml"), str_of(yaml), DOC_YAML, DOC_MANIFEST,
			      &errors));
	s.canonical = node_canonical(arena, &doc->root);
	assert_true(ok(store_submit(&out, db, &s, &err), &err));
}

static void withdraw(struct db *db, const char *id, const char *reason)
{
	struct store_ref ref;
	enum store_outcome outcome;

	assert_true(ok(store_ref_parse(&ref, str_of(id), &err), &err));
	assert_true(ok(store_withdraw(&outcome, db, &ref, str_of(reason), &err), &err));
}

static void person(struct db *db, const char *login, const char *duty, const char *body)
{
	struct people_person p = { .login = str_of(login),
				   .name = str_of(login),
				   .body = STR("-") };
	struct people_duty d = { .login = str_of(login),
				 .duty = str_of(duty),
				 .body = str_of(body) };
	enum store_outcome outcome;

	assert_true(ok(people_add(&outcome, db, &p, &err), &err));
	assert_true(ok(people_duty_set(&outcome, db, &d, true, &err), &err));
}

static bool record_run(struct db *db, void *context, struct err *e)
{
	const struct store_run *run = context;
	struct str id;

	return store_run_record(&id, arena, db, run, e);
}

static struct store_finding finding(const char *id, int64_t revision, const char *fingerprint)
{
	return (struct store_finding){
		.id = str_of(id),
		.revision = revision,
		.rule = STR("SRC-001"),
		.severity = STR("error"),
		.fingerprint = str_of(fingerprint),
		.line = 3,
		.column = 7,
		.pointer = STR("/data_sources/0"),
		.message = MT("дерек \"{\\", "источник 🌾", "source"),
		.details = STR("{\"n\": 1.50, \"b\": null}"),
	};
}

static void run(struct db *db, const char *body, const struct store_manifest *judged, size_t n)
{
	struct store_finding findings[] = { finding("msh/egin", 2, "b"),
					    finding("msh/egin", 2, "a"),
					    finding("mz/a", 1, "a") };
	struct store_run r = { .body = str_of(body),
			       .pack_sha256 = hash_sha256(STR("{}")),
			       .judged_by = STR("2026-07-20"),
			       .portfolio = STR("registry \"x\""),
			       .milliseconds = 12,
			       .program_version = STR("0.1.0"),
			       .judged = judged,
			       .judged_n = n,
			       .findings = findings,
			       .findings_n = n == 2 ? 3 : 2 };

	assert_true(ok(store_write(db, record_run, &r, &err), &err));
}

static void make_history(struct db *db)
{
	static const struct store_manifest judged[] = {
		{ .id = STR_INIT("msh/egin"), .revision = 2 },
		{ .id = STR_INIT("mz/a"), .revision = 1 }
	};
	static const char *const bodies[] = { "msh", "mz", "old" };
	struct store_pack pack = { STR("dq"),	      STR("2026.1"), hash_sha256(STR("{}")),
				   STR("2026-01-01"), STR("{}"),     { 0 } };
	enum store_outcome outcome;

	for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
		struct people_body body = { str_of(bodies[i]),
					    MT("Министрлік", "Министерство", "Ministry"),
					    STR("active"),
					    { 0 } };

		assert_true(ok(people_body_put(&outcome, db, &body, &err), &err));
	}
	assert_true(ok(people_body_merge(&outcome, db, STR("old"), STR("mz"), &err), &err));
	assert_true(ok(store_pack_put(&outcome, db, &pack, &err), &err));
	person(db, "ains", "auditor", "-");
	person(db, "asel", "submitter", "msh");
	person(db, "bota", "reviewer", "msh");
	assert_true(ok(people_switch(&outcome, db, STR("bota"), false, &err), &err));
	submit(db, "msh", "egin", "a: 1\n");
	submit(db, "msh", "egin", "a: 2\n");
	submit(db, "msh", "egin", "a: 2\n");
	submit(db, "mz", "a", "a: [1, \"\\U0001F33E\"]\n");
	run(db, "msh", judged, 1);
	withdraw(db, "msh/egin", "say 'no' \"\\ \xF0\x9F\x8C\xBE");
	submit(db, "msh", "egin", "a: 3\n");
	run(db, "-", judged, 2);
	run_sql(db,
		"select api.verdict_put('msh', 'egin', 3, 'mz', 'a', 1, 'related', 'why not', "
		"500000, false, 'object')");
	run_sql(db, "select api.dup_epoch_open(sha256('v'), 'dq', '2026.1', 2)");
}

/* ---- the life of an initiative, of a body of its own ---- */

#define HOLIDAYS(day)                                                                    \
	"{\"lists/holidays.yaml\":{\"holidays\":[{\"day\":\"" day "\",\"name\":{\"kk\":" \
	"\"а\",\"ru\":\"б\",\"en\":\"c\"},\"confidence\":\"seen\"}]}}"

static void rule_life(struct db *db)
{
	struct people_body body = {
		STR("mcr"), MT("Министрлік", "Министерство", "Ministry"), STR("active"), { 0 }
	};
	enum store_outcome outcome;

	assert_true(ok(people_body_put(&outcome, db, &body, &err), &err));
	person(db, "sub", "submitter", "mcr");
	person(db, "rev", "reviewer", "-");
	person(db, "app", "approver", "-");
	run_sql(db, "select api.day_set('2026-12-18', false, 'moved');"
		    "select api.day_set('2026-12-19', true, 'moved');"
		    "select api.day_set('2026-12-19', null, null);"
		    "select api.authority_set('law', 'mz', true);"
		    "select api.authority_set('law', '-', false)");
	for (int i = 1; i <= 2; i++) {
		const char *days = i == 1 ? HOLIDAYS("01-01") : HOLIDAYS("03-21");

		run_sql(db, arena_printf(arena,
					 "select api.pack_put('hol', '%d', sha256('%s'), "
					 "'2026-01-01', '%s');"
					 "select api.holidays_load('hol', '%d')",
					 i, days, days, i)
				    .p);
	}
}

static void as(const char *login, const char *script)
{
	AUTO_DB db = server_open(&server, history, login);

	run_sql(db, script);
}

static void live(void)
{
	static const struct store_manifest judged = { .id = STR_INIT("mcr/tap"),
						      .revision = 1 };
	struct store_run r = { .body = STR("mcr"),
			       .pack_sha256 = hash_sha256(STR("{}")),
			       .judged_by = STR("2026-07-20"),
			       .portfolio = STR("registry"),
			       .program_version = STR("0.1.0"),
			       .judged = &judged,
			       .judged_n = 1 };
	AUTO_DB sub = server_open(&server, history, "sub");

	submit(sub, "mcr", "tap", "a: 1\n");
	run_sql(sub, "select api.request_submit('mcr', 'tap', null, null, 'please')");
	assert_true(ok(store_heads(&r.heads, arena, sub, &err), &err));
	assert_true(ok(store_write(sub, record_run, &r, &err), &err));
	as("rev", "select api.request_act('mcr', 'tap', 1, 'part', 'well', p, 'positive', 1, "
		  "sha256(E'a: 1\\n'), null) from unnest('{architecture,data,security}'::"
		  "text[]) p");
	run_sql(sub, "select api.waiver_request('mcr', 'tap', 'SRC-001', null, current_date + "
		     "30, 'on its way')");
	as("app", "select api.waiver_act('mcr', 'tap', 1, 'approve', null);"
		  "select api.decide('mcr', 'tap', 1, 'approve', 1, sha256(E'a: 1\\n'), "
		  "'why not', '{a source,an officer}', '{2099-01-01,2099-02-01}')");
	run_sql(sub, "select api.commitment_act('mcr', 'tap', 1, 1, 'report', 'here');"
		     "select api.life_act('mcr', 'tap', 'suspend', 'no money')");
}

/* ---- reading it ---- */

struct reading {
	struct proof *proof;
	struct strbuf *text; /* NULL: not kept */
};

static bool take(void *context, struct str line, struct err *e)
{
	struct reading *r = context;

	(void)e;
	proof_line(r->proof, line);
	if (r->text) {
		strbuf_str(r->text, line);
		strbuf_byte(r->text, '\n');
	}
	return true;
}

struct reading_options {
	const char *role, *body;
	bool documents, anchored;
	struct strbuf *text;
};

static const struct proof_verdict *verify_on(struct db *db, struct reading_options o)
{
	struct reading r = { proof_new(arena, &anchor, o.anchored), o.text };
	struct chain_export x = {
		.body = str_of(o.body), .documents = o.documents, .take = take, .context = &r
	};

	if (!ok(chain_export(db, &x, &err), &err))
		proof_line(r.proof, STR("no export"));
	return proof_end(r.proof);
}

static const struct proof_verdict *verify(struct reading_options o)
{
	AUTO_DB db = server_open(&server, history, o.role ? o.role : "ains");

	assert_true(ok(db_begin_read(db, &err), &err));
	return verify_on(db, o);
}

/* A record's name without UUIDs, which are others each time. */
static struct str shown(struct str record)
{
	struct str out = STR(""), word;

	while (str_cut(&word, &record, ' '))
		if (word.n != 36)
			out = arena_printf(arena, "%.*s%s%.*s", STR_FMT(out), out.n ? " " : "",
					   STR_FMT(word));
	return out;
}

/* The places of the faults: "msh content@2, msh record@3 revision egin 1: bytes". */
static struct str places(const struct proof_verdict *v)
{
	struct str out = STR("");

	for (size_t i = 0; i < v->faults.n; i++) {
		const struct proof_fault *f = &v->faults.at[i];
		struct str record = shown(f->record);

		out = arena_printf(arena, "%.*s%s%.*s %s@%lld%s%.*s", STR_FMT(out),
				   i ? ", " : "", STR_FMT(f->body), proof_kind_names[f->kind],
				   (long long)f->seq, record.n ? " " : "", STR_FMT(record));
		if (f->kind == PROOF_RECORD)
			out = arena_printf(arena, "%.*s: %.*s", STR_FMT(out),
					   STR_FMT(f->detail));
	}
	return out;
}

static void assert_places(const struct proof_verdict *v, const char *want)
{
	assert_string_equal(places(v).p, want);
}

static void a_whole_history_is_good(void **state)
{
	const struct proof_verdict *v;

	(void)state;
	for (int documents = 0; documents < 2; documents++) {
		v = verify((struct reading_options){ .documents = documents });
		assert_places(v, "");
		assert_int_equal(v->heads.n, 5);
		assert_true(v->whole);
		assert_true(v->events > 20 && v->records > v->events);
	}
}

/* TIZILIM_KEEP names a folder: the history as tests/cases/proof keeps it. */
static void keep(const char *name, struct str text)
{
	const char *dir = getenv("TIZILIM_KEEP");
	struct out out;

	if (!dir)
		return;
	assert_true(ok(out_create(&out, arena_printf(arena, "%s/%s", dir, name), &err), &err));
	out_str(&out, text);
	assert_true(ok(out_close(&out, &err), &err));
}

static void a_history_may_be_kept(void **state)
{
	AUTO_STRBUF text;

	(void)state;
	strbuf_init(&text, SIZE_MAX);
	assert_places(verify((struct reading_options){
			      .documents = true, .anchored = true, .text = &text }),
		      "");
	keep("history.jsonl", strbuf_view(&text));
	keep("checkpoint.txt", anchor.text);
}

static void exports_are_equal(void **state)
{
	AUTO_STRBUF a, b;

	(void)state;
	strbuf_init(&a, SIZE_MAX);
	strbuf_init(&b, SIZE_MAX);
	assert_places(verify((struct reading_options){ .text = &a }), "");
	assert_places(verify((struct reading_options){ .text = &b }), "");
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
}

static void a_body_exports_its_own(void **state)
{
	const struct proof_verdict *v = verify(
		(struct reading_options){ .role = "asel", .body = "msh", .documents = true });

	(void)state;
	assert_places(v, "");
	assert_int_equal(v->heads.n, 1);
	assert_false(v->whole);
}

static const struct refused_row {
	const char *label, *role, *body, *text;
} refused_rows[] = {
	{ "another body's chain", "asel", "mz", "" },
	{ "the chain of the registry", "asel", "-", "" },
	{ "all chains", "asel", "", "" },
};

static void refused_row(void **state)
{
	const struct refused_row *row = *state;
	AUTO_DB db = server_open(&server, history, row->role);
	struct reading r = { proof_new(arena, NULL, 0), NULL };
	struct chain_export x = { .body = str_of(row->body), .take = take, .context = &r };

	assert_true(ok(db_begin_read(db, &err), &err));
	assert_false(chain_export(db, &x, &err));
	assert_int_equal(err.code, ERR_REFUSED);
	assert_string_equal(err.sqlstate, "TZ403");
	proof_end(r.proof);
}

/* ---- the hash, in both languages ---- */

static const struct hash_row {
	const char *label;
	struct proof_event e;
} hash_rows[] = {
	{ "hash: nothing",
	  { .body = STR_INIT(""),
	    .actor = STR_INIT(""),
	    .person = STR_INIT(""),
	    .kind = STR_INIT(""),
	    .subject = STR_INIT(""),
	    .payload = STR_INIT("") } },
	{ "hash: letters of two, three and four bytes",
	  { .body = STR_INIT("msh"),
	    .seq = 1,
	    .at = 1784538900123456,
	    .actor = STR_INIT("Әсел ÿ"),
	    .person = STR_INIT("6ba7b810-9dad-41d1-80b4-00c04fd430c8"),
	    .kind = STR_INIT("кіші"),
	    .subject = STR_INIT("€/🌾"),
	    .payload = STR_INIT("{\"🌾\" : \"\xEF\xBF\xBF\"}") } },
	{ "hash: quotes, backslashes, line breaks",
	  { .body = STR_INIT("'"),
	    .seq = INT64_MAX,
	    .at = 1,
	    .actor = STR_INIT("\"\\"),
	    .person = STR_INIT(""),
	    .kind = STR_INIT("$$"),
	    .subject = STR_INIT("\n\r\t"),
	    .payload = STR_INIT("{\"a\" :\n\t\"\\u0041'\\\\\"}") } },
	{ "hash: before 1970",
	  { .body = STR_INIT("-"),
	    .seq = 2,
	    .at = -1,
	    .actor = STR_INIT("a"),
	    .person = STR_INIT(""),
	    .kind = STR_INIT("b"),
	    .subject = STR_INIT("c"),
	    .payload = STR_INIT("[]") } },
	{ "hash: year 9999",
	  { .body = STR_INIT("-"),
	    .seq = -3,
	    .at = 253402300799999999,
	    .actor = STR_INIT("a"),
	    .person = STR_INIT(""),
	    .kind = STR_INIT("b"),
	    .subject = STR_INIT("c"),
	    .payload = STR_INIT("0") } },
};

static struct str quoted(struct str s)
{
	return arena_printf(arena, "convert_from('\\x%s', 'UTF8')",
			    hash_hex(arena, (const unsigned char *)s.p, s.n).p);
}

static void hash_row(void **state)
{
	const struct hash_row *row = *state;
	AUTO_DB db = server_open(&server, history, "postgres");
	struct proof_event e = row->e;
	struct sha256 h;

	e.prev = hash_sha256(str_of(row->label));
	h = proof_event_hash(&e);
	run_sql(db,
		arena_printf(arena,
			     "do $do$ begin if registry.event_hash('\\x%s', %s, %lld, "
			     "'1970-01-01 00:00:00+00'::timestamptz + %lld * interval '1 "
			     "second' + %lld * "
			     "interval '1 microsecond', %s, nullif(%s, '')::uuid, %s, %s, %s) "
			     "<> '\\x%s' then raise exception 'another hash'; end if; end $do$",
			     hash_hex(arena, e.prev.bytes, SHA256_BYTES).p, quoted(e.body).p,
			     (long long)e.seq, (long long)(e.at / 1000000),
			     (long long)(e.at % 1000000), quoted(e.actor).p, quoted(e.person).p,
			     quoted(e.kind).p, quoted(e.subject).p, quoted(e.payload).p,
			     hash_hex(arena, h.bytes, SHA256_BYTES).p)
			.p);
}

/* ---- a superuser tampers with it ---- */

/* Nothing holds him: no trigger, no key, no check. */
static const char unguarded[] =
	"do $$ declare t record; begin "
	"for t in select c.oid::regclass as name from pg_class c "
	"where c.relnamespace = 'registry'::regnamespace and c.relkind = 'r' loop "
	"execute format('alter table %s disable trigger all', t.name); end loop; "
	"for t in select c.conrelid::regclass as name, c.conname from pg_constraint c "
	"where c.connamespace = 'registry'::regnamespace and c.contype in ('c', 'f') loop "
	"execute format('alter table %s drop constraint %I', t.name, t.conname); end loop; "
	"end $$;"
	/* As the registry would have hashed it. */
	"create function pg_temp.hash(e registry.event) returns bytea language sql as $$ "
	"select registry.event_hash(e.prev, e.body_id, e.seq, e.at, e.actor, e.person_id, "
	"e.kind, e.subject, e.payload::text) $$;"
	"create function pg_temp.rewrite(p_body text) returns void language plpgsql as $$ "
	"declare e registry.event; last bytea := sha256(convert_to(p_body, 'UTF8')); n bigint "
	":= 0; "
	"t timestamptz := '-infinity'; begin "
	"for e in select x.* from registry.event x where x.body_id = p_body order by x.seq "
	"loop "
	"e.prev := last; last := pg_temp.hash(e); n := e.seq; t := e.at; "
	"update registry.event x set prev = e.prev, hash = last "
	"where (x.body_id, x.seq) = (e.body_id, e.seq); end loop; "
	"update registry.event_head h set seq = n, hash = last, at = t where h.body_id = "
	"p_body; "
	"end $$;";

#define EVENT(n)    " where body_id = 'msh' and seq = " #n
#define REVISION(n) " where short_name = 'egin' and number = " #n

static const struct tampered_row {
	const char *label, *script;
	const char *inside;  /* what a verifier without an anchor finds */
	const char *outside; /* and with one, if that is other */
} tampered_rows[] = {
	/* D01, D02, D10, D18: any field */
	{ "a letter of a payload",
	  "update registry.event set payload = replace(payload::text, 'pilot', "
	  "'pilox')::json" EVENT(2),
	  "msh content@2, msh record@2 revision egin 1: stage, msh record@2 shown egin 1: "
	  "stage",
	  NULL },
	{ "white space of a payload",
	  "update registry.event set payload = (payload::text || ' ')::json" EVENT(4),
	  "msh content@4", NULL },
	{ "an actor", "update registry.event set actor = 'asel'" EVENT(4),
	  "msh content@4, msh record@4 run: actor", NULL },
	{ "a person", "update registry.event set person_id = gen_random_uuid()" EVENT(5),
	  "msh content@5", NULL },
	{ "a person taken away", "update registry.event set person_id = null" EVENT(5),
	  "msh content@5", NULL },
	{ "a kind", "update registry.event set kind = 'revised'" EVENT(2),
	  "msh content@2, msh record@2 submission: outcome, msh record@6 initiative egin: "
	  "created_at",
	  NULL },
	{ "a subject", "update registry.event set subject = 'msh/egim'" EVENT(5),
	  "msh content@5, msh stray@5 standing egin 2, msh missing@5 standing, msh missing@5 "
	  "initiative egim, msh missing@5 card egim",
	  NULL },
	{ "a time by a microsecond",
	  "update registry.event set at = at + interval '1 microsecond'" EVENT(5),
	  "msh content@5, msh record@5 standing egin 2: at", NULL },
	{ "a hash", "update registry.event set hash = sha256('x')" EVENT(5),
	  "msh content@5, msh link@6", NULL },
	{ "the hash before", "update registry.event set prev = sha256('x')" EVENT(5),
	  "msh link@5, msh content@5", NULL },
	{ "a byte moved from one field to the next",
	  "update registry.event set actor = actor || left(kind, 1), kind = substr(kind, "
	  "2)" EVENT(5),
	  "msh content@5, msh stray@5 standing egin 2", NULL },
	/* D03 */
	{ "an event out of the middle", "delete from registry.event" EVENT(5),
	  "msh stray@5 standing egin 2, msh gap@5", NULL },
	{ "two events changed places",
	  "update registry.event set seq = 100" EVENT(
		  3) ";"
		     "update registry.event set seq = 3" EVENT(
			     4) ";"
				"update registry.event set seq = 4" EVENT(100),
	  "msh link@3, msh content@3, ...", NULL },
	{ "an event changed and hashed again",
	  "update registry.event set payload = '{\"reason\": \"no\", \"revision\": 2}'" EVENT(
		  5) ";"
		     "update registry.event e set hash = pg_temp.hash(e)" EVENT(5),
	  "msh link@6", NULL },
	/* D04, D05, D08 */
	{ "the tail", "delete from registry.event where body_id = 'msh' and seq > 6",
	  "msh stray@0 verdict egin mz/a 3 1 tizilim, msh head@6",
	  "msh stray@0 verdict egin mz/a 3 1 tizilim, msh head@6, msh shorter@7" },
	{ "the tail, and the head put right",
	  "delete from registry.event where body_id = 'msh' and seq > 6;"
	  "delete from registry.verdict; select pg_temp.rewrite('msh');"
	  "delete from registry.event where body_id = 'mz' and seq > 2;"
	  "select pg_temp.rewrite('mz')",
	  "", "msh shorter@7, mz shorter@3" },
	{ "a whole chain",
	  "delete from registry.event where body_id = 'old';"
	  "delete from registry.body where body_id = 'old';"
	  "delete from registry.event_head where body_id = 'old'",
	  "", "old shorter@2" },
	{ "a head", "update registry.event_head set seq = seq + 1 where body_id = 'msh'",
	  "msh head@7", NULL },
	{ "the time of a head",
	  "update registry.event_head set at = at + interval '1 second' where body_id = 'msh'",
	  "msh head@7", NULL },
	{ "a head taken away", "delete from registry.event_head where body_id = 'msh'",
	  "msh head@7", NULL },
	/* D06 */
	{ "a chain rewritten from its beginning",
	  "update registry.event set actor = 'asel' where body_id = 'msh' and seq = 5;"
	  "select pg_temp.rewrite('msh')",
	  "", "msh rewritten@7" },
	/* D12 */
	{ "a clock set back",
	  "update registry.event set at = at - interval '1 year'" EVENT(
		  5) ";"
		     "select pg_temp.rewrite('msh')",
	  "msh time@5, msh record@5 standing egin 2: at",
	  "msh time@5, msh record@5 standing egin 2: at, msh rewritten@7" },
	/* D07: records without their events */
	{ "the bytes of a revision", "update registry.revision set bytes = 'a: 9'" REVISION(2),
	  "msh record@3 revision egin 2: bytes_sha256", NULL },
	{ "the bytes of a revision and their hash",
	  "update registry.revision set bytes = 'a: 9', bytes_sha256 = sha256('a: 9')" REVISION(
		  2),
	  "msh record@3 revision egin 2: bytes_sha256", NULL },
	{ "the canonical form",
	  "update registry.revision set canonical = '{\"a\":9}'" REVISION(2),
	  "msh record@3 revision egin 2: canonical_sha256", NULL },
	{ "the name of a revision",
	  "update registry.revision set name = name || '{\"ru\": \"Другое\"}'" REVISION(2),
	  "msh record@3 revision egin 2: name", NULL },
	{ "who submitted it", "update registry.revision set submitted_by = 'asel'" REVISION(2),
	  "msh record@3 revision egin 2: submitted_by", NULL },
	{ "when", "update registry.revision set submitted_at = now()" REVISION(2),
	  "msh record@3 revision egin 2: submitted_at", NULL },
	{ "how it is read", "update registry.revision set media = 'json'" REVISION(2),
	  "msh record@3 revision egin 2: media", NULL },
	{ "a revision taken away", "delete from registry.revision" REVISION(2),
	  "msh missing@3 revision, msh missing@3 shown, msh missing@3 submission", NULL },
	{ "a revision that nobody submitted",
	  "insert into registry.revision select body_id, short_name, 9, bytes, bytes_sha256, "
	  "media, "
	  "canonical, canonical_sha256, name, stage, submitted_at, submitted_by from "
	  "registry.revision" REVISION(2),
	  "msh stray@0 revision egin 9", NULL },
	{ "the same with a standing",
	  "insert into registry.revision select body_id, short_name, 9, bytes, bytes_sha256, "
	  "media, "
	  "canonical, canonical_sha256, name, stage, submitted_at, submitted_by from "
	  "registry.revision" REVISION(
		  2) ";"
		     "insert into registry.standing select body_id, short_name, seq + 1, at, "
		     "9, status from "
		     "registry.standing where revision = 2 and status = 'registered'",
	  "msh stray@4 revision egin 9, msh stray@4 standing egin 9", NULL },
	{ "a standing",
	  "update registry.standing set status = 'registered' where status = 'withdrawn'",
	  "msh stray@5 revision egin 2, msh stray@5 shown egin 2, msh record@5 standing egin "
	  "2: status, msh stray@5 "
	  "submission",
	  NULL },
	{ "a withdrawal undone",
	  "update registry.initiative set revision = 2 where short_name = 'egin'",
	  "msh record@6 initiative egin: revision", NULL },
	{ "an initiative taken away", "delete from registry.initiative where short_name = 'a'",
	  "mz missing@2 initiative a", NULL },
	{ "an initiative nobody made",
	  "insert into registry.initiative select body_id, 'b', created_at, status, revision "
	  "from "
	  "registry.initiative where short_name = 'a'",
	  "mz stray@0 initiative b", NULL },
	{ "what others see",
	  "update registry.card set contents = '{}' where short_name = 'egin'",
	  "msh record@6 card egin: contents_sha256", NULL },
	{ "what others saw", "update registry.shown set contents = '{}' where revision = 2",
	  "msh record@3 shown egin 2: contents_sha256", NULL },
	{ "an answer",
	  "update registry.submission set revision = 1 where revision = 2 and body_id = 'msh' "
	  "and outcome <> 'unchanged'",
	  "msh stray@2 submission, msh missing@3 submission", NULL },
	{ "a finding", "update registry.finding set severity = 'info' where fingerprint = 'b'",
	  "- record@19 finding: findings_sha256, msh record@4 finding: findings_sha256", NULL },
	{ "a number in the details of a finding",
	  "update registry.finding set details = '{\"n\": 1.5, \"b\": null}' where fingerprint "
	  "= 'b'",
	  "- record@19 finding: findings_sha256, msh record@4 finding: findings_sha256", NULL },
	{ "a finding taken away", "delete from registry.finding where fingerprint = 'b'",
	  "- record@19 finding: findings_sha256, msh record@4 finding: findings_sha256", NULL },
	{ "a finding made up",
	  "insert into registry.finding select body_id, short_name, revision, run_id, 'c', "
	  "rule, "
	  "severity, line, col, pointer, message, details from registry.finding where "
	  "fingerprint = 'b'",
	  "- record@19 finding: findings_sha256, msh record@4 finding: findings_sha256", NULL },
	{ "what a run judged", "delete from registry.judged where body_id = 'mz'",
	  "- record@19 judged: judged_sha256", NULL },
	{ "the day of a run",
	  "update registry.check_run set judged_by = '2020-01-01' where body_id <> 'mcr'",
	  "- record@19 run: judged_by, msh record@4 run: judged_by", NULL },
	{ "whether a run is official",
	  "update registry.check_run set official = not official where body_id <> 'mcr'",
	  "- record@19 run: official, msh record@4 run: official", NULL },
	{ "which run was last",
	  "update registry.check_run set finished_at = now() where body_id <> 'mcr'",
	  "- record@19 run: finished_at, msh record@4 run: finished_at", NULL },
	{ "a run taken away",
	  "delete from registry.finding; delete from registry.check_run where body_id <> 'mcr'",
	  "- missing@19 run, - record@19 judged: judged_sha256, - record@19 finding: "
	  "findings_sha256, msh missing@4 run, msh record@4 judged: judged_sha256, msh "
	  "record@4 finding: findings_sha256",
	  NULL },
	{ "a run made up",
	  "insert into registry.check_run select gen_random_uuid(), pack_sha256, judged_by, "
	  "portfolio, "
	  "portfolio_sha256, started_at, finished_at, actor, program_version, initiatives, "
	  "errors, "
	  "warnings, remarks, body_id, person_id, official from registry.check_run where "
	  "body_id = 'msh'",
	  "msh stray@0 run", NULL },
	{ "a seal",
	  "update registry.run_seal set findings_sha256 = sha256('x') where body_id = 'msh'",
	  "msh record@4 run: findings_sha256", NULL },
	/* D17 */
	{ "a pack",
	  "update registry.pack set contents = '{\"a\": 1}', sha256 = sha256('{\"a\": 1}') "
	  "where name = 'dq'",
	  "- record@11 pack dq 2026.1: sha256", NULL },
	{ "from when a pack is valid",
	  "update registry.pack set valid_from = '2020-01-01' where name = 'dq'",
	  "- record@11 pack dq 2026.1: valid_from", NULL },
	{ "a pack nobody loaded",
	  "insert into registry.pack select name, '2', sha256, valid_from, loaded_at, contents "
	  "from "
	  "registry.pack where name = 'dq'",
	  "- stray@0 pack dq 2", NULL },
	{ "a person switched on", "update registry.person set active = true",
	  "- record@18 person: active", NULL },
	{ "a person's body", "update registry.person set body_id = 'msh' where name = 'bota'",
	  "- record@18 person: body_id", NULL },
	{ "somebody taken away", "delete from registry.person where name = 'bota'",
	  "- missing@18 person", NULL },
	{ "a login of another person",
	  "update registry.login set person_id = (select person_id from registry.login where "
	  "login = "
	  "'asel') where login = 'bota'",
	  "- record@16 login bota: person_id", NULL },
	{ "a duty nobody granted",
	  "insert into registry.duty select person_id, 'approver', 'msh' from registry.login "
	  "where "
	  "login = 'bota'",
	  "- stray@0 duty approver msh", NULL },
	{ "a duty taken away",
	  "delete from registry.duty where duty = 'reviewer' and body_id = 'msh'",
	  "- missing@17 duty reviewer msh", NULL },
	{ "the state of a body",
	  "update registry.body set status = 'active' where body_id = 'old'",
	  "old record@2 body: status", NULL },
	{ "the heir of a body",
	  "update registry.body set successor = 'msh' where body_id = 'old'",
	  "old record@2 body: successor", NULL },
	{ "the name of a body",
	  "update registry.body set names = names || '{\"en\": \"Other\"}' where body_id = "
	  "'msh'",
	  "msh record@1 body: names", NULL },
	{ "a body nobody made",
	  "insert into registry.body select 'new', names, status from registry.body where "
	  "body_id = 'msh'",
	  "new stray@0 body, new head@0", NULL },
	{ "a checkpoint", "update registry.checkpoint set text = text || ' '",
	  "- record@36 checkpoint 1: root", NULL },
	{ "a verdict on a pair", "update registry.verdict set verdict = 'unrelated'",
	  "msh record@7 verdict egin mz/a 3 1 tizilim: verdict, mz record@3 verdict a msh/egin "
	  "1 3 tizilim: verdict",
	  NULL },
	{ "an index of duplicates", "update registry.dup_epoch set entries = 9",
	  "- record@20 dup_epoch 1: entries", NULL },
	/* D07 of the life cycle: decisions, parts, commitments, waivers */
	{ "a decision turned", "update registry.decision set verdict = 'refused'",
	  "mcr record@10 decision tap 1: ", NULL },
	{ "the reason of a decision", "update registry.decision set reason = 'another'",
	  "mcr record@10 decision tap 1: ", NULL },
	{ "a reason taken away", "update registry.decision set reason = null",
	  "mcr record@10 decision tap 1: ", NULL },
	{ "what was decided on", "update registry.decision set sha256 = sha256('other')",
	  "mcr record@10 decision tap 1: ", NULL },
	{ "the pack of a decision",
	  "update registry.decision set pack_sha256 = sha256('other')",
	  "mcr record@10 decision tap 1: ", NULL },
	{ "the day of a decision", "update registry.decision set judged_by = '2020-01-01'",
	  "mcr record@10 decision tap 1: ", NULL },
	{ "the portfolio of a decision",
	  "update registry.decision set heads = heads || '{\"mz\": 1}'",
	  "mcr record@10 decision tap 1: ", NULL },
	{ "the waivers of a decision", "update registry.decision set waivers = '[]'",
	  "mcr record@10 decision tap 1: ", NULL },
	{ "a decision taken away", "delete from registry.decision", "mcr missing@10 decision",
	  NULL },
	{ "a decision that nobody made",
	  "insert into registry.decision select body_id, short_name, 2, seq + 1, verdict, "
	  "revision, sha256, run_id, official, pack_sha256, judged_by, heads, waivers, reason "
	  "from registry.decision",
	  "mcr stray@11 decision tap 2", NULL },
	{ "a part turned",
	  "update registry.act set verdict = 'negative' where part = 'architecture'",
	  "mcr record@5 act request tap 1 part: ", NULL },
	{ "a part of another authority",
	  "update registry.act set part = 'law' where part = 'architecture'",
	  "mcr record@5 act request tap 1 part: ", NULL },
	{ "what was said", "update registry.act set remark = 'no' where part = 'data'",
	  "mcr record@6 act request tap 1 part: ", NULL },
	{ "a part taken away", "delete from registry.act where part = 'security'",
	  "mcr missing@7 act", NULL },
	{ "a part that nobody gave",
	  "insert into registry.act select body_id, 1, short_name, process, number, item, "
	  "action, state, turn, revision, 'law', verdict, fingerprint, remark from "
	  "registry.act "
	  "where part = 'data'",
	  "mcr stray@1 act request tap 1 part", NULL },
	{ "a request", "update registry.request set state = 'refused'",
	  "mcr record@10 request tap 1: ", NULL },
	{ "a request of more days", "update registry.request set days = 200",
	  "mcr record@10 request tap 1: ", NULL },
	{ "a request taken away", "delete from registry.request",
	  "mcr missing@10 request tap 1", NULL },
	{ "a request that nobody made",
	  "insert into registry.request select body_id, short_name, 2, kind, state, turn, "
	  "revision, days, heir from registry.request",
	  "mcr stray@0 request tap 2", NULL },
	{ "a commitment put off",
	  "update registry.commitment set due = due + 365 where item = 1",
	  "mcr record@11 commitment tap 1 1: ", NULL },
	{ "a commitment done",
	  "update registry.commitment set state = 'done', turn = null "
	  "where item = 2",
	  "mcr record@10 commitment tap 1 2: ", NULL },
	{ "what was promised", "update registry.commitment set promise = 'less' where item = 2",
	  "mcr record@10 commitment tap 1 2: ", NULL },
	{ "a commitment taken away", "delete from registry.commitment where item = 2",
	  "mcr missing@10 commitment tap 1 2", NULL },
	{ "a commitment that nobody made",
	  "insert into registry.commitment select body_id, short_name, number, 3, promise, "
	  "due, "
	  "state, turn from registry.commitment where item = 2",
	  "mcr stray@0 commitment tap 1 3", NULL },
	{ "a waiver made longer", "update registry.waiver set until = until + 365",
	  "mcr record@9 waiver tap 1: ", NULL },
	{ "a waiver of another rule", "update registry.waiver set rule = 'AIL-004'",
	  "mcr record@9 waiver tap 1: ", NULL },
	{ "a waiver revoked", "update registry.waiver set revoked_on = approved_on",
	  "mcr record@9 waiver tap 1: ", NULL },
	{ "a waiver taken away", "delete from registry.waiver", "mcr missing@9 waiver tap 1",
	  NULL },
	{ "a waiver that nobody approved",
	  "insert into registry.waiver select body_id, short_name, 2, process, rule, "
	  "fingerprint, reason, until, state, turn, approved_on, revoked_on from "
	  "registry.waiver",
	  "mcr stray@0 waiver tap 2", NULL },
	{ "a stage", "update registry.life set stage = 'use' where stage = 'pilot'",
	  "mcr record@10 life tap: ", NULL },
	{ "a stage taken away", "delete from registry.life where stage = 'suspended'",
	  "mcr missing@12 life", NULL },
	{ "a stage that nobody reached",
	  "insert into registry.life select body_id, short_name, 1, stage, before, revision, "
	  "heir from registry.life where stage = 'pilot'",
	  "mcr stray@1 life tap", NULL },
	{ "what a run saw", "update registry.run_heads set heads = '{}'",
	  "mcr record@4 run: heads_sha256", NULL },
	{ "what a run saw taken away", "delete from registry.run_heads",
	  "mcr record@4 run: heads_sha256", NULL },
	/* and of what rules it */
	{ "who may approve",
	  "update registry.transition set apart = false where (process, action) = ('request', "
	  "'approve')",
	  "- record@4 process: ", NULL },
	{ "a part that is needed", "delete from registry.needed_part where part = 'law'",
	  "- record@4 process: ", NULL },
	{ "an authority that nobody named",
	  "insert into registry.authority (part, body_id) values ('data', 'msh')",
	  "- stray@0 authority data msh", NULL },
	{ "an authority taken away", "delete from registry.authority where part = 'security'",
	  "- missing@2 authority security -", NULL },
	{ "an authority that was dropped",
	  "insert into registry.authority (part, body_id) values ('law', '-')",
	  "- stray@0 authority law -", NULL },
	{ "a holiday", "update registry.holiday set confidence = 'memory'",
	  "- record@35 holiday 03-21: ", NULL },
	{ "a holiday taken away", "delete from registry.holiday", "- missing@35 holiday 03-21",
	  NULL },
	{ "a holiday of an older pack",
	  "insert into registry.holiday select '01-01', names, confidence from "
	  "registry.holiday",
	  "- stray@0 holiday 01-01", NULL },
	{ "a day that was moved", "update registry.moved_day set working = not working",
	  "- record@27 moved_day 2026-12-18: ", NULL },
	{ "a day that nobody moved",
	  "insert into registry.moved_day select '2026-12-21', working, reason from "
	  "registry.moved_day",
	  "- stray@0 moved_day 2026-12-21", NULL },
};

/* With what follows from it, unless that is left out with three dots. */
static void assert_begins(struct str got, const char *want)
{
	struct str wanted = str_of(want);

	if (str_ends(wanted, STR("...")))
		got = arena_str(arena, str_sub(got, 0, wanted.n - 3));
	assert_string_equal(
		arena_printf(arena, "%s%s", got.p, str_ends(wanted, STR("...")) ? "..." : "").p,
		want);
}

/* In a transaction that is undone; nothing is asserted while it holds its locks. */
static void tampered_row(void **state)
{
	const struct tampered_row *row = *state;
	struct db *db = server_open(&server, history, "postgres");
	struct str inside = STR("not read"), outside = inside;

	if (ok(db_begin(db, &err) && db_script(db, str_of(unguarded), &err) &&
		       db_script(db, str_of(row->script), &err) &&
		       db_script(db, STR("set local session authorization ains"), &err),
	       &err)) {
		inside = places(verify_on(db, (struct reading_options){ 0 }));
		outside = places(verify_on(db, (struct reading_options){ .anchored = true }));
	}
	db_close(db);
	assert_begins(inside, row->inside);
	assert_begins(outside, row->outside ? row->outside : row->inside);
}

/* As the auditor keeps it. */
static void make_anchor(void)
{
	AUTO_DB db = server_open(&server, history, "ains");
	struct str text;

	assert_true(ok(db_begin(db, &err), &err));
	assert_true(ok(chain_checkpoint(&text, arena, db, &err), &err));
	assert_true(ok(db_commit(db, &err), &err));
	assert_true(ok(proof_anchor_read(&anchor, arena, STR("anchor"), text, &err), &err));
}

static int start(void **state)
{
	struct db *db;

	(void)state;
	arena = arena_new();
	server_start(&server);
	db = server_open(&server, "postgres", "postgres");
	run_sql(db, "create role ains login in role tizilim_user; "
		    "create role asel login in role tizilim_user; "
		    "create role bota login in role tizilim_user; "
		    "create role sub login in role tizilim_user; "
		    "create role rev login in role tizilim_user; "
		    "create role app login in role tizilim_user");
	db_close(db);
	history = server_database(&server);
	db = server_open(&server, history, "tizilim");
	make_history(db);
	rule_life(db);
	db_close(db);
	live();
	make_anchor();
	return 0;
}

static int stop(void **state)
{
	(void)state;
	server_stop(&server);
	arena_free(arena);
	return 0;
}

static struct test_list list;

int main(void)
{
	ADD_TEST(&list, a_whole_history_is_good);
	ADD_TEST(&list, a_history_may_be_kept);
	ADD_TEST(&list, exports_are_equal);
	ADD_TEST(&list, a_body_exports_its_own);
	ADD_ROWS(&list, refused_row, refused_rows);
	ADD_ROWS(&list, hash_row, hash_rows);
	ADD_ROWS(&list, tampered_row, tampered_rows);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("proof", list.at, list.n, start, stop);
}
