/*
 * The life of an initiative through real logins: every test has a database of its own, and a
 * connection for each of the people who take part.
 */
#include "tests/db/server.h"

#include "registry/people/people.h"
#include "registry/review/review.h"

#include <time.h>

static struct server server;

/* Who takes part; asel-too is a second login of the same person. */
enum who { ASEL, ASEL_TOO, RAUAN, DANA, AIDA, BOTA, ERLAN, SAULE, WHO_COUNT };
static const struct {
	const char *login, *home, *same;
	const char *duties[2][2];
} people[WHO_COUNT] = {
	[ASEL] = { "asel", "msh", NULL, { { "submitter", "msh" } } },
	[ASEL_TOO] = { "asel-too", "msh", "asel", { { NULL } } },
	[RAUAN] = { "rauan", "mai", NULL, { { "reviewer", "-" } } },
	[DANA] = { "dana", "knb", NULL, { { "reviewer", "-" } } },
	[AIDA] = { "aida", "mai", NULL, { { "approver", "-" } } },
	[BOTA] = { "bota", "-", NULL, { { "approver", "-" } } },
	/* works for the body that submits */
	[ERLAN] = { "erlan", "msh", NULL, { { "approver", "-" }, { "reviewer", "-" } } },
	[SAULE] = { "saule", "mz", NULL, { { "submitter", "mz" }, { "reviewer", "mz" } } },
};

/* The initiative of msh that a test is about. */
static const char *egin;

struct fixture {
	struct arena *a;
	const char *database;
	struct db *admin;		   /* a superuser, past row security */
	struct db *connections[WHO_COUNT]; /* opened when first asked for */
	struct err err;
};

static struct db *as(struct fixture *f, enum who who)
{
	if (!f->connections[who])
		f->connections[who] = server_open(&server, f->database, people[who].login);
	return f->connections[who];
}

static void make_people(struct db *admin)
{
	AUTO_ARENA a = arena_new();

	for (enum who w = 0; w < WHO_COUNT; w++) {
		const char *login = people[w].login, *same = people[w].same;

		run_sql(admin, arena_printf(a, "select api.person_add('%s', '%s', '%s', %s)",
					    login, same ? same : login, people[w].home,
					    same ? "'asel'" : "null")
				       .p);
		for (size_t d = 0; d < 2 && people[w].duties[d][0]; d++)
			run_sql(admin,
				arena_printf(a, "select api.duty_set('%s', '%s', '%s', true)",
					     login, people[w].duties[d][0],
					     people[w].duties[d][1])
					.p);
	}
}

/* A pack in which AIL-004 looks for what the law bans. */
#define PACK                                                                    \
	"{\"pack.yaml\":{\"rules\":[\"A.yaml\"]},\"rules/A.yaml\":{\"rules\":[" \
	"{\"id\":\"AIL-004\",\"prohibition\":true},{\"id\":\"SRC-001\"}]}}"

static int open_fixture(void **state)
{
	static struct fixture f;

	f = (struct fixture){ .a = arena_new(), .database = server_database(&server) };
	f.admin = server_open(&server, f.database, "postgres");
	run_sql(f.admin, "select api.body_put(b, 'Орган', 'Орган', 'Body', 'active') "
			 "from unnest('{msh,mz,mai,knb}'::text[]) b");
	make_people(f.admin);
	run_sql(f.admin,
		"select api.authority_set(p, 'mai', true), api.authority_set(p, '-', false) "
		"from unnest('{architecture,data,law}'::text[]) p;"
		"select api.authority_set('security', 'knb', true), "
		"api.authority_set('security', '-', false);"
		"select api.pack_put('p', '1', sha256('" PACK "'), '2026-01-01', '" PACK "')");
	egin = "egin";
	*state = &f;
	return 0;
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	for (enum who w = 0; w < WHO_COUNT; w++)
		db_close(f->connections[w]);
	db_close(f->admin);
	arena_free(f->a);
	return 0;
}

/* YYYY-MM-DD, by the clock of this machine: waivers end within a year. */
static struct str day_from_today(struct fixture *f, int days)
{
	time_t at = time(NULL) + (time_t)(days * 24 + 5) * 3600;
	struct tm tm;

	gmtime_r(&at, &tm);
	return arena_printf(f->a, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1,
			    tm.tm_mday);
}

/* From here on the registry takes that day for today. */
static void set_today(struct fixture *f, const char *day)
{
	run_sql(f->admin,
		arena_printf(f->a,
			     "create or replace function registry.today() returns date "
			     "language sql stable as $today$ select date '%s' $today$",
			     day)
			.p);
}

/* The condition, asked by somebody who may write no block of PL/pgSQL. */
static void expect_asked(struct db *db, const char *condition)
{
	AUTO_ARENA a = arena_new();

	run_sql(db, arena_printf(a, "select 1 / (%s)::int", condition).p);
}

static struct store_submission submission(struct arena *a, const char *id, const char *stage,
					  const char *text)
{
	struct store_ref ref;
	struct err err;

	assert_true(ok(store_ref_parse(&ref, str_of(id), &err), &err));
	return (struct store_submission){
		.key = hash_uuid(a),
		.body = ref.body,
		.short_name = ref.short_name,
		.stage = str_of(stage),
		.name = MT("Егін", "Урожай", "Crop"),
		.media = STR("yaml"),
		.bytes = str_of(text),
		.sha256 = hash_sha256(str_of(text)),
		.canonical = str_of(text),
		.card = STR("{}"),
	};
}

static const char *egin_id(struct fixture *f)
{
	return arena_printf(f->a, "msh/%s", egin).p;
}

/* Submits and asks for `kind` (NULL: what fits). */
static bool try_submit(struct fixture *f, enum who who, const char *id, const char *stage,
		       const char *text, const char *kind, struct review_plan *out)
{
	struct store_submission s = submission(f->a, id, stage, text);
	struct review_submission asked = { .body = s.body,
					   .short_name = s.short_name,
					   .kind = kind ? str_of(kind) : STR("") };
	struct store_submitted answer;

	return store_submit(&answer, as(f, who), &s, &f->err) &&
	       review_submit(out, f->a, as(f, who), &asked, &f->err);
}

static struct review_plan submit(struct fixture *f, const char *stage, const char *text)
{
	struct review_plan plan = { 0 };

	assert_true(ok(try_submit(f, ASEL, egin_id(f), stage, text, NULL, &plan), &f->err));
	return plan;
}

static struct review_ref ref(int number)
{
	return (struct review_ref){ STR("msh"), str_of(egin), number };
}

#define FOUND "00112233445566778899aabbccddeeff"

/* A run of the submitter that found one thing of a rule, or nothing. */
static void record_run(struct fixture *f, int revision, const char *rule, const char *severity)
{
	struct store_manifest judged = { .id = str_of(egin_id(f)), .revision = revision };
	struct store_finding finding = { .id = judged.id,
					 .revision = revision,
					 .rule = rule ? str_of(rule) : STR(""),
					 .severity = severity ? str_of(severity) : STR(""),
					 .fingerprint = STR(FOUND),
					 .pointer = STR("/purpose"),
					 .message = MT("а", "б", "c") };
	struct store_run run = { .body = STR("msh"),
				 .pack_sha256 = hash_sha256(STR(PACK)),
				 .judged_by = STR("2026-11-26"),
				 .portfolio = STR("all"),
				 .program_version = STR("0"),
				 .judged = &judged,
				 .judged_n = 1,
				 .findings = &finding,
				 .findings_n = rule ? 1 : 0 };
	struct str id;

	assert_true(ok(store_heads(&run.heads, f->a, as(f, ASEL), &f->err), &f->err));
	assert_true(ok(db_begin(as(f, ASEL), &f->err), &f->err));
	assert_true(ok(store_run_record(&id, f->a, as(f, ASEL), &run, &f->err), &f->err));
	assert_true(ok(db_commit(as(f, ASEL), &f->err), &f->err));
}

static struct review_act act_of(enum review_process process, int number, const char *action)
{
	return (struct review_act){ .process = process,
				    .ref = ref(number),
				    .action = str_of(action) };
}

static bool act(struct fixture *f, enum who who, const struct review_act *a, const char *state)
{
	struct str got = { 0 };
	bool done = review_act(&got, f->a, as(f, who), a, &f->err);

	if (done && state)
		assert_string_equal(got.p, state);
	return done;
}

static bool say(struct fixture *f, enum who who, int number, const char *action,
		const char *remark)
{
	struct review_act a = act_of(REVIEW_REQUEST, number, action);

	a.remark = str_of(remark);
	return act(f, who, &a, NULL);
}

static bool give(struct fixture *f, enum who who, const char *part, const char *verdict,
		 const char *text)
{
	struct review_request r;
	struct review_ref any = ref(0);
	struct review_act a;

	assert_true(ok(review_find(&r, f->a, as(f, who), &any, &f->err), &f->err));
	a = act_of(REVIEW_REQUEST, (int)r.number, "part");
	a.part = str_of(part);
	a.verdict = str_of(verdict);
	a.revision = r.revision;
	a.sha256 = hash_sha256(str_of(text));
	return act(f, who, &a, "review");
}

static void give_all(struct fixture *f, const char *text)
{
	struct review_request r;
	struct review_parts parts;
	struct review_ref any = ref(0);

	assert_true(ok(review_find(&r, f->a, as(f, RAUAN), &any, &f->err), &f->err));
	any.number = r.number;
	assert_true(ok(review_parts(&parts, f->a, as(f, RAUAN), &any, &f->err), &f->err));
	for (size_t i = 0; i < parts.n; i++)
		assert_true(ok(give(f, str_eq(parts.at[i].part, STR("security")) ? DANA : RAUAN,
				    parts.at[i].part.p, "positive", text),
			       &f->err));
}

static struct review_verdict verdict(int number, const char *action, int revision,
				     const char *text)
{
	return (struct review_verdict){ .ref = ref(number),
					.action = str_of(action),
					.revision = revision,
					.sha256 = hash_sha256(str_of(text)) };
}

static bool decide(struct fixture *f, enum who who, const struct review_verdict *v)
{
	struct str state;

	return review_decide(&state, f->a, as(f, who), v, &f->err);
}

/* From a submission to an approval of what it asks for. */
static void approve_all(struct fixture *f, const char *stage, const char *text, int revision)
{
	struct review_plan plan = submit(f, stage, text);
	struct review_verdict v = verdict((int)plan.number, "approve", revision, text);

	record_run(f, revision, NULL, NULL);
	give_all(f, text);
	assert_true(ok(decide(f, AIDA, &v), &f->err));
}

static void assert_refused(struct fixture *f, bool done, const char *sqlstate, const char *text)
{
	assert_false(done);
	if (strcmp(f->err.sqlstate, sqlstate) || !strstr(f->err.text, text))
		fail_msg("%s \"%s\" instead of %s \"%s\"", f->err.sqlstate, f->err.text,
			 sqlstate, text);
}

static void a_request_goes_its_way(void **state)
{
	struct fixture *f = *state;
	struct review_plan plan = submit(f, "idea", "one");
	struct review_ref first = ref(1);
	struct review_verdict v;
	struct review_request r;
	struct review_acts acts;
	struct review_commitments c;
	struct review_query all = { .ref = ref(0) };
	struct review_decision d;
	struct review_life life;
	static const struct str promise = STR_INIT("name the officer");
	static const struct str due = STR_INIT("2099-01-01");

	assert_string_equal(plan.action.p, "open");
	assert_string_equal(plan.kind.p, "establish");
	assert_string_equal(plan.state.p, "review");
	assert_true(plan.due.n);
	plan = submit(f, "idea", "one");
	assert_string_equal(plan.action.p, "none");
	assert_int_equal(plan.number, 1);
	assert_true(ok(say(f, RAUAN, 1, "comment", "who will use it?"), &f->err));
	assert_true(ok(give(f, RAUAN, "data", "positive", "one"), &f->err));
	assert_true(ok(say(f, RAUAN, 1, "return", "name the sources"), &f->err));
	assert_true(ok(review_find(&r, f->a, as(f, ASEL), &first, &f->err), &f->err));
	assert_string_equal(r.turn.p, "submitter");
	assert_int_equal(r.due.n, 0);
	/* A new revision is the answer, and asks for every part again. */
	plan = submit(f, "idea", "two");
	assert_string_equal(plan.action.p, "continue");
	record_run(f, 2, NULL, NULL);
	v = verdict(1, "approve", 2, "two");
	assert_refused(f, decide(f, AIDA, &v), "TZ409", "missing: architecture, data");
	give_all(f, "two");
	v.promises = &promise;
	v.dues = &due;
	v.promises_n = 1;
	assert_true(ok(decide(f, AIDA, &v), &f->err));
	assert_true(ok(review_decision(&d, f->a, as(f, ASEL), &first, &f->err), &f->err));
	assert_string_equal(d.verdict.p, "approved");
	assert_string_equal(d.actor.p, "aida");
	assert_int_equal(d.revision, 2);
	assert_memory_equal(d.sha256.bytes, hash_sha256(STR("two")).bytes, SHA256_BYTES);
	assert_string_equal(d.judged_by.p, "2026-11-26");
	assert_true(str_starts(d.heads, STR("{\"msh\": ")));
	assert_true(ok(review_life(&life, f->a, as(f, ASEL), &first, &f->err), &f->err));
	assert_string_equal(life.stage.p, "design");
	assert_true(ok(review_acts(&acts, f->a, as(f, ASEL), &first, &f->err), &f->err));
	assert_int_equal(acts.n, 8);
	assert_string_equal(acts.at[2].remark.n ? acts.at[2].remark.p : "", "");
	assert_string_equal(acts.at[3].remark.p, "name the sources");
	assert_true(ok(review_commitments(&c, f->a, as(f, ASEL), &all, &f->err), &f->err));
	assert_int_equal(c.n, 1);
	assert_string_equal(c.at[0].promise.p, "name the officer");
	assert_string_equal(c.at[0].state.p, "open");
}

/* Each is tried on a request that lacks only an approval. */
static const struct refusal_row {
	const char *label;
	enum who who;
	const char *before; /* SQL of an administrator */
	const char *action, *text;
	int revision;
	const char *sqlstate, *message;
} refusal_rows[] = {
	{ "the submitter approves", ASEL, NULL, "approve", "one", 1, "TZ403",
	  "needs the duty of approver" },
	{ "the submitter's second login approves", ASEL_TOO, NULL, "approve", "one", 1, "TZ403",
	  "needs the duty of approver" },
	{ "who submitted approves, having changed his duty", ASEL_TOO,
	  "select api.duty_set('asel', 'submitter', 'msh', false), api.duty_set('asel', "
	  "'approver', '-', true); update registry.person set body_id = 'mai' where name = "
	  "'asel'",
	  "approve", "one", 1, "TZ403", "who took part in the submission cannot judge it" },
	{ "an approver of the submitting body approves", ERLAN, NULL, "approve", "one", 1,
	  "TZ403", "somebody of another body" },
	{ "an approver of a body merged with it approves", AIDA,
	  "select api.body_merge('mai', 'msh')", "approve", "one", 1, "TZ403",
	  "somebody of another body" },
	{ "a reviewer approves", RAUAN, NULL, "approve", "one", 1, "TZ403",
	  "needs the duty of approver" },
	{ "another body's submitter approves", SAULE, NULL, "approve", "one", 1, "TZ403",
	  "needs the duty of approver" },
	{ "a disabled approver approves", AIDA, "select api.person_switch('aida', false)",
	  "approve", "one", 1, "TZ403", "no active person" },
	{ "other contents were read", AIDA, NULL, "approve", "other", 1, "TZ412",
	  "not what you read" },
	{ "another revision was read", AIDA, NULL, "approve", "one", 2, "TZ412",
	  "not what you read" },
	{ "a refusal without a reason", AIDA, NULL, "refuse", "one", 1, "TZ409",
	  "needs a reason" },
	{ "a verdict that is none", AIDA, NULL, "part", "one", 1, "TZ409",
	  "approves or refuses" },
};

/* Rows that change nobody share a database, each with an initiative of its own. */
static struct fixture shared;

static struct fixture *shared_fixture(void)
{
	static int rows;

	if (!shared.a) {
		struct fixture *f;

		open_fixture((void **)&f);
		shared = *f;
	}
	egin = arena_printf(shared.a, "row-%d", ++rows).p;
	return &shared;
}

static void refusal_row(void **state)
{
	const struct refusal_row *row = *state;
	struct fixture *f;
	struct review_verdict v;

	if (row->before)
		open_fixture((void **)&f);
	else
		f = shared_fixture();
	submit(f, "idea", "one");
	record_run(f, 1, NULL, NULL);
	give_all(f, "one");
	if (row->before)
		run_sql(f->admin, row->before);
	v = verdict(1, row->action, row->revision, row->text);
	assert_refused(f, decide(f, row->who, &v), row->sqlstate, row->message);
	expect_sql(f->admin,
		   arena_printf(
			   f->a,
			   "not exists (select from registry.decision where short_name = '%s')",
			   egin)
			   .p);
	if (row->before)
		close_fixture((void **)&f);
}

static void only_what_the_table_allows(void **state)
{
	struct fixture *f = *state;
	struct review_act a = act_of(REVIEW_REQUEST, 1, "approve");
	struct review_verdict v = verdict(1, "approve", 1, "one");

	submit(f, "idea", "one");
	assert_refused(f, act(f, AIDA, &a, NULL), "TZ409", "done otherwise");
	assert_refused(f, say(f, ASEL, 1, "answer", "here"), "TZ409",
		       "\"answer\" cannot follow: the request of msh/egin is in state "
		       "\"review\"");
	assert_refused(f, say(f, RAUAN, 1, "return", ""), "TZ409", "needs words");
	assert_refused(f, say(f, ASEL, 1, "return", "x"), "TZ403", "reviewer or approver");
	assert_refused(f, say(f, ERLAN, 1, "return", "x"), "TZ403", "another body");
	assert_refused(f, say(f, SAULE, 1, "comment", "x"), "TZ403", "for msh");
	assert_refused(f, say(f, RAUAN, 2, "comment", "x"), "TZ404", "msh/egin#2");
	assert_refused(f, give(f, DANA, "data", "positive", "one"), "TZ403",
		       "given by another authority");
	assert_refused(f, give(f, RAUAN, "law", "positive", "one"), "TZ409",
		       "needs no part \"law\"");
	assert_refused(f, give(f, RAUAN, "data", "positive", "other"), "TZ412", "not what you");
	assert_refused(f, give(f, RAUAN, "data", "maybe", "one"), "23514",
		       "a part is positive, negative or dismissed");
	give_all(f, "one");
	assert_refused(f, decide(f, AIDA, &v), "TZ409", "no run has judged revision 1");
	record_run(f, 1, "SRC-001", "error");
	assert_refused(f, decide(f, AIDA, &v), "TZ409", "needs a reason");
	v.reason = STR("mended until the pilot");
	assert_true(ok(decide(f, AIDA, &v), &f->err));
	assert_refused(f, decide(f, BOTA, &v), "TZ409",
		       "\"approve\" cannot follow: the request of msh/egin is in state "
		       "\"approved\"");
	assert_refused(f, say(f, ASEL, 1, "withdraw", ""), "TZ409", "cannot follow");
	assert_true(ok(say(f, ASEL, 1, "comment", "thanks"), &f->err));
}

/* What opens from the stage that was reached, by the stage that a manifest declares. */
static const struct kind_row {
	const char *label, *reached, *declared, *asked, *kind, *refused;
} kind_rows[] = {
	{ "an idea is established", NULL, "idea", NULL, "establish", NULL },
	{ "a development that was not, too", NULL, "development", NULL, "establish", NULL },
	{ "what runs already comes with the request for use", NULL, "use", NULL, "use", NULL },
	{ "what is being tried with that for a pilot", NULL, "pilot", NULL, "pilot", NULL },
	{ "a change of an idea", NULL, "idea", "change", NULL, "no \"change\" can be asked" },
	{ "use asked with the manifest of an idea", NULL, "idea", "use", NULL,
	  "its manifest declares \"idea\"" },
	{ "what was never there is not retired", NULL, "retired", "retire", NULL,
	  "no \"retire\" can be asked" },
	{ "and asks for nothing by itself", NULL, "retired", NULL, NULL, NULL },
	{ "a design changes", "design", "development", NULL, "change", NULL },
	{ "a design becomes a pilot", "design", "pilot", NULL, "pilot", NULL },
	{ "established twice", "design", "design", "establish", NULL,
	  "no \"establish\" can be asked" },
	{ "a pilot goes into use", "pilot", "use", NULL, "use", NULL },
	{ "a pilot does not go back", "pilot", "pilot", "pilot", NULL,
	  "no \"pilot\" can be asked" },
	{ "a system in use is retired", "use", "retired", NULL, "retire", NULL },
	{ "a suspended one changes", "suspended", "suspended", NULL, "change", NULL },
	{ "a suspended one does not go into use", "suspended", "use", "use", NULL,
	  "no \"use\" can be asked" },
};

static void kind_row(void **state)
{
	const struct kind_row *row = *state;
	struct fixture *f = shared_fixture();
	struct review_submission s;
	struct review_plan plan;
	bool is_suspended;

	is_suspended = row->reached && !strcmp(row->reached, "suspended");
	if (row->reached)
		approve_all(f, is_suspended ? "use" : row->reached, "one", 1);
	if (is_suspended) {
		struct review_act a = act_of(REVIEW_LIFE, 0, "suspend");

		a.remark = STR("faults");
		assert_true(ok(act(f, ASEL, &a, "suspended"), &f->err));
	}
	s = (struct review_submission){ .body = STR("msh"),
					.short_name = str_of(egin),
					.stage = str_of(row->declared),
					.kind = row->asked ? str_of(row->asked) : STR("") };
	assert_true(ok(review_plan(&plan, f->a, as(f, ASEL), &s, &f->err), &f->err));
	assert_string_equal(plan.kind.n && !plan.refused.n ? plan.kind.p : "",
			    row->kind ? row->kind : "");
	assert_string_equal(plan.action.p, row->kind ? "open" : "none");
	assert_true(!row->refused == !plan.refused.n);
	if (row->refused) {
		assert_non_null(strstr(plan.refused.p, row->refused));
		assert_refused(f,
			       try_submit(f, ASEL, egin_id(f), row->declared, "two", row->asked,
					  &plan),
			       "TZ409", row->refused);
	}
}

static bool decide_once(struct db *db, void *context)
{
	AUTO_ARENA a = arena_new();
	const struct review_verdict *v = context;
	struct err err = { 0 };
	struct str state;

	if (review_decide(&state, a, db, v, &err))
		return true;
	/* The other one won, and that is what is said. */
	return !strcmp(err.sqlstate, "TZ409") && strstr(err.text, "is in state \"");
}

static void two_approvers_at_once_decide_once(void **state)
{
	struct fixture *f = *state;

	approve_all(f, "use", "0", 1);
	for (int i = 1; i <= 10; i++) {
		const char *text = arena_printf(f->a, "%d", i).p;
		int number = (int)submit(f, "use", text).number;
		struct review_verdict yes = verdict(number, "approve", i + 1, text);
		struct review_verdict no = verdict(number, "refuse", i + 1, text);

		record_run(f, i + 1, NULL, NULL);
		give_all(f, text);
		yes.reason = no.reason = STR("because");
		child_start_as(&server, f->database, "aida", decide_once, &yes);
		child_start_as(&server, f->database, "bota", decide_once, &no);
		children_wait(2);
		expect_sql(f->admin,
			   arena_printf(f->a,
					"(select count(*) from registry.decision where number "
					"= %d) = 1 and (select count(*) from registry.act "
					"where number = %d and action in ('approve', "
					"'refuse')) = 1",
					number, number)
				   .p);
	}
}

static bool submit_once(struct db *db, void *context)
{
	AUTO_ARENA a = arena_new();
	const struct str *id = context;
	struct store_submission s = submission(a, id->p, "idea", "one");
	struct review_submission asked = { .body = s.body, .short_name = s.short_name };
	struct store_submitted answer;
	struct review_plan plan;
	struct err err;

	return ok(db_begin(db, &err) && store_submit(&answer, db, &s, &err) &&
			  review_submit(&plan, a, db, &asked, &err) && db_commit(db, &err),
		  &err);
}

static void racing_submissions_open_one_request(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 20; i++) {
		struct str id = arena_printf(f->a, "msh/race-%d", i);

		for (int k = 0; k < 5; k++)
			child_start_as(&server, f->database, "asel", submit_once, &id);
		children_wait(5);
	}
	expect_sql(f->admin, "(select count(*) from registry.request) = 20 and "
			     "(select count(*) from registry.act) = 20");
	/* Whoever gets past the functions meets the constraint. */
	expect_sql(f->admin, "(select count(*) from pg_index where indexrelid = "
			     "'registry.request_one_open'::regclass and indisunique and "
			     "indpred is not null) "
			     "= 1");
}

/* No way through the table ends in "approved" but by an approver who stands apart. */
static void no_path_reaches_approved_without_a_decision(void **state)
{
	struct fixture *f = *state;
	static const char *const planted[] = {
		"('request', 'review', 'hurry', 'approved', '{approver}', false, true, null)",
		"('request', 'returned', 'approve', 'approved', '{approver}', false, false, "
		"null)",
		"('request', 'draft', 'approve', 'approved', '{approver,submitter}', false, "
		"true, "
		"null)",
		"('waiver', 'revoked', 'approve', 'approved', '{submitter}', false, true, "
		"null)",
		"('life', 'idea', 'hurry', 'use', '{submitter}', false, true, null)",
	};

	expect_sql(f->admin,
		   "not exists (with recursive path (process, state, decided) as ("
		   "select distinct t.process, 'draft' collate \"C\", false from "
		   "registry.transition t "
		   "union select t.process, t.next, p.decided or (t.action = 'approve' "
		   "and t.duties = '{approver}' and t.apart) from path p "
		   "join registry.transition t using (process, state)) "
		   "select from path where state = 'approved' and not decided)");
	expect_sql(
		f->admin,
		"(with recursive path (process, state) as (select distinct process, 'draft' "
		"collate \"C\" "
		"from registry.transition union select t.process, t.next from path p join "
		"registry.transition t using (process, state)) select count(*) from path where "
		"state = 'approved') = 3");
	/* Two decisions on what the law bans. */
	expect_sql(f->admin, "not exists (select from registry.transition where process = "
			     "'prohibition' and next = 'approved' and (state <> 'half' or not "
			     "everywhere))");
	for (size_t i = 0; i < ARRAY_LEN(planted); i++)
		run_sql(f->admin,
			arena_printf(
				f->a,
				"do $$ begin insert into registry.transition values %s; "
				"raise exception 'planted'; exception when check_violation "
				"then null; end $$",
				planted[i])
				.p);
}

/* ---- a long walk of anybody doing anything ---- */

struct walk {
	struct fixture *f;
	uint64_t seed;
	int revision, number, waiver, done;
	const char *text;
};

static unsigned pick(struct walk *w, unsigned below)
{
	w->seed ^= w->seed << 13;
	w->seed ^= w->seed >> 7;
	w->seed ^= w->seed << 17;
	return (unsigned)(w->seed >> 33) % below;
}

static void walk_submit(struct walk *w, enum who who)
{
	static const char *const stages[] = { "idea", "design",	   "pilot",
					      "use",  "suspended", "retired" };
	static const char *const kinds[] = { NULL,    NULL,  NULL,     NULL,	"establish",
					     "pilot", "use", "change", "retire" };
	/* One after the other: the order of arguments is the compiler's. */
	const char *text = arena_printf(w->f->a, "text %u", pick(w, 1000000)).p;
	const char *kind = kinds[pick(w, ARRAY_LEN(kinds))];
	unsigned stages_n = pick(w, 30) ? 5 : 6;
	const char *stage = stages[pick(w, stages_n)];
	struct review_plan plan;
	bool done;

	assert_true(ok(db_begin(as(w->f, who), &w->f->err), &w->f->err));
	done = try_submit(w->f, who, egin_id(w->f), stage, text, kind, &plan);
	if (!done) {
		db_rollback(as(w->f, who));
		return;
	}
	assert_true(ok(db_commit(as(w->f, who), &w->f->err), &w->f->err));
	w->revision++;
	w->done++;
	w->number = plan.number ? (int)plan.number : w->number;
	w->text = text;
	if (pick(w, 4))
		record_run(w->f, w->revision, pick(w, 3) ? NULL : "AIL-004", "error");
}

static void walk_act(struct walk *w, enum who who)
{
	static const char *const actions[][6] = {
		[REVIEW_REQUEST] = { "part", "return", "answer", "comment", "withdraw",
				     "approve" },
		[REVIEW_LIFE] = { "suspend", "resume", "use", "suspend", "resume", "retire" },
		[REVIEW_COMMITMENT] = { "report", "accept", "reject", "approve", "report",
					"accept" },
		[REVIEW_WAIVER] = { "approve", "refuse", "revoke", "approve", "approve",
				    "submit" },
	};
	static const char *const parts[] = { "architecture", "data", "security", "law" };
	static const char *const verdicts[] = { "positive", "negative", "dismissed" };
	enum review_process process = (enum review_process)pick(w, 4);
	unsigned action = pick(w, 6);
	int last = process == REVIEW_WAIVER ? w->waiver : w->number;
	struct review_act a = act_of(process, last - (int)pick(w, 2), actions[process][action]);

	if (pick(w, 2)) /* most walks would be of comments */
		a.action = str_of(actions[process = a.process = REVIEW_REQUEST][0]);
	a.item = 1;
	a.remark = STR("words");
	a.part = str_of(parts[pick(w, 4)]);
	a.verdict = str_of(verdicts[pick(w, 3)]);
	a.revision = w->revision - (int)pick(w, 2);
	if (pick(w, 8))
		a.revision = w->revision;
	a.sha256 = hash_sha256(str_of(w->text));
	w->done += act(w->f, who, &a, NULL);
}

static void walk_decide(struct walk *w, enum who who)
{
	static const struct str promise = STR_INIT("p"), due = STR_INIT("2099-01-01");
	const char *says = pick(w, 4) ? "approve" : "refuse";
	struct review_verdict v = verdict(1 + (int)pick(w, 4), says, w->revision, w->text);

	v.reason = pick(w, 2) ? STR("reason") : STR("");
	v.promises = &promise;
	v.dues = &due;
	v.promises_n = pick(w, 2);
	w->done += decide(w->f, who, &v);
}

static void walk_waiver(struct walk *w, enum who who)
{
	bool of_rule = pick(w, 2), of_finding = pick(w, 2);
	struct review_waiver waiver = { .id = str_of(egin_id(w->f)),
					.rule = of_rule ? STR("SRC-001") : STR(""),
					.fingerprint = of_finding ? STR(FOUND) : STR(""),
					.reason = STR("no such thing"),
					.until = day_from_today(w->f, 30) };
	int64_t number;

	if (review_waiver_request(&number, as(w->f, who), &waiver, &w->f->err)) {
		w->waiver = (int)number;
		w->done++;
	}
}

/* Now and then those who should do what they should. */
static void walk_parts(struct walk *w)
{
	static const char *const parts[] = { "architecture", "data", "security", "law" };

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		struct review_act a = act_of(REVIEW_REQUEST, w->number, "part");

		a.part = str_of(parts[i]);
		a.verdict = STR("positive");
		a.revision = w->revision;
		a.sha256 = hash_sha256(str_of(w->text));
		w->done += act(w->f, i == 2 ? DANA : RAUAN, &a, NULL);
	}
}

/* What must hold whatever was done: the rows of the registry, and that each is in its event. */
static const char *const invariants[] = {
	"not exists (select from registry.request r left join registry.decision d using "
	"(body_id, short_name, number) where (r.state in ('approved', 'refused')) <> (d.number "
	"is "
	"not null) or r.state <> d.verdict)",
	"not exists (select from registry.decision d join registry.event e using (body_id, "
	"seq) "
	"join registry.person p using (person_id) where p.name not in ('aida', 'bota'))",
	"not exists (select from registry.decision d join registry.event e using (body_id, "
	"seq) "
	"where exists (select from registry.event s where s.subject = e.subject and s.kind in "
	"('created', 'revised', 'request_submit') and s.person_id = e.person_id))",
	"not exists (select from registry.decision d join registry.needed_part n on n.kind = "
	"(select r.kind from registry.request r where (r.body_id, r.short_name, r.number) = "
	"(d.body_id, d.short_name, d.number)) where not exists (select from registry.act a "
	"where "
	"(a.body_id, a.short_name, a.number, a.part, a.revision) = (d.body_id, d.short_name, "
	"d.number, n.part, d.revision) and a.seq < d.seq))",
	"not exists (select from registry.life l join registry.act a using (body_id, seq) "
	"where "
	"a.action not in ('approve', 'suspend', 'resume', 'take_over'))",
	"not exists (select from registry.decision d join registry.finding f using (body_id, "
	"short_name, revision, run_id) where d.verdict = 'approved' and f.rule = 'AIL-004' and "
	"d.waivers = '[]')",
	"not exists (select from registry.waiver w where w.state = 'approved' and w.rule = "
	"'AIL-004' and (select count(distinct e.person_id) from registry.act a join "
	"registry.event e using (body_id, seq) where (a.process, a.number, a.action, "
	"a.short_name) = "
	"('prohibition', w.number, 'approve', w.short_name)) <> 2)",
	/* rows and events */
	"not exists (select from registry.act a join registry.event e using (body_id, seq) "
	"where "
	"e.kind <> a.process || '_' || a.action or e.payload::jsonb -> 'act' <> "
	"jsonb_strip_nulls(to_jsonb(a)) - 'body_id' - 'seq')",
	"(select count(*) from registry.act) = (select count(*) from registry.event where "
	"payload::jsonb ? 'act')",
	"not exists (select from registry.decision d join registry.event e using (body_id, "
	"seq) "
	"where e.payload::jsonb -> 'decision' <> to_jsonb(d) - 'seq')",
	"not exists (select from registry.life l join registry.event e using (body_id, seq) "
	"where "
	"e.payload::jsonb -> 'life' <> to_jsonb(l) - 'seq')",
	"not exists (select from registry.request r where to_jsonb(r) is distinct from (select "
	"e.payload::jsonb -> 'request' from registry.event e where e.subject = r.body_id || "
	"'/' || r.short_name and "
	"e.payload::jsonb -> 'request' ->> 'number' = r.number::text order by e.seq desc limit "
	"1))",
	"not exists (select from registry.waiver r where to_jsonb(r) is distinct from (select "
	"e.payload::jsonb -> 'waiver' from registry.event e where e.subject = r.body_id || '/' "
	"|| r.short_name and "
	"e.payload::jsonb -> 'waiver' ->> 'number' = r.number::text order by e.seq desc limit "
	"1))",
	"not exists (select from registry.commitment c where to_jsonb(c) is distinct from "
	"(select "
	"x.row from registry.event e cross join jsonb_array_elements(e.payload::jsonb -> "
	"'commitment') x (row) where e.subject = c.body_id || '/' || c.short_name and (x.row "
	"->> 'number', x.row ->> "
	"'item') = (c.number::text, c.item::text) order by e.seq desc limit 1))",
};

static void whatever_people_do_the_rules_hold(void **state)
{
	struct fixture *f = *state;
	struct walk w = { .f = f, .seed = 88172645463325252ull, .text = "" };

	for (int i = 0; i < 2000; i++) {
		enum who who = (enum who)pick(&w, WHO_COUNT);
		unsigned what = pick(&w, 20);

		if (i % 250 == 0) {
			egin = arena_printf(f->a, "walk-%d", i / 250).p;
			w.revision = w.number = w.waiver = 0;
		}
		if (what == 0 || w.revision == 0)
			walk_submit(&w, pick(&w, 4) ? ASEL : who);
		else if (what == 1)
			walk_waiver(&w, who);
		else if (what < 4)
			walk_parts(&w);
		else if (what < 9)
			walk_decide(&w, pick(&w, 2) ? AIDA : who);
		else
			walk_act(&w, who);
	}
	for (size_t i = 0; i < ARRAY_LEN(invariants); i++)
		expect_sql(f->admin, invariants[i]);
	/* It went somewhere. */
	expect_sql(f->admin,
		   "(select count(*) from registry.decision where verdict = 'approved') "
		   ">= 5 and exists (select from registry.waiver where state = "
		   "'approved') and exists (select from registry.commitment where state "
		   "= 'done') and exists (select from registry.life where stage = "
		   "'suspended')");
	assert_true(w.done > 300);
}

/* ---- the clock ---- */

/* Acts on a request as "2026-12-28 submit, 2026-12-30 return": their days take the place of
   the real ones. */
static const struct clock_row {
	const char *label, *acts, *today;
	int used;
	const char *due; /* NULL: it stands still */
	bool late;
} clock_rows[] = {
	{ "no day has passed", "2026-12-28 submit", "2026-12-28", 0, "2027-01-27", false },
	{ "one has", "2026-12-28 submit", "2026-12-29", 1, "2027-01-27", false },
	{ "holidays and weekends do not count", "2026-12-28 submit", "2027-01-05", 5,
	  "2027-01-27", false },
	{ "the last day", "2026-12-28 submit", "2027-01-27", 20, "2027-01-27", false },
	{ "a day later", "2026-12-28 submit", "2027-01-28", 21, "2027-01-27", true },
	{ "comments and parts do not move it",
	  "2026-12-28 submit, 2026-12-30 comment, 2027-01-05 part", "2027-01-05", 5,
	  "2027-01-27", false },
	{ "it stands while the body has the turn", "2026-12-28 submit, 2026-12-30 return",
	  "2027-02-15", 2, NULL, false },
	{ "and goes on where it stood",
	  "2026-12-28 submit, 2026-12-30 return, 2027-02-15 answer", "2027-02-15", 2,
	  "2027-03-12", false },
	{ "twice",
	  "2026-12-28 submit, 2026-12-30 return, 2027-02-15 answer, 2027-02-16 return, "
	  "2027-03-19 answer, 2027-03-20 comment",
	  "2027-03-25", 5, "2027-04-15", false },
	{ "a return on the day of the submission costs no day",
	  "2026-12-28 submit, 2026-12-28 return, 2026-12-29 answer", "2026-12-29", 0,
	  "2027-01-28", false },
	{ "what was late already is due at once",
	  "2026-12-28 submit, 2027-02-15 return, 2027-02-20 answer", "2027-02-22", 34,
	  "2027-02-20", true },
};

static void do_act(struct fixture *f, struct str action)
{
	if (str_eq(action, STR("submit")))
		submit(f, "idea", "one");
	else if (str_eq(action, STR("part")))
		assert_true(ok(give(f, RAUAN, "data", "positive", "one"), &f->err));
	else
		assert_true(ok(say(f, str_eq(action, STR("answer")) ? ASEL : RAUAN, 1, action.p,
				   "words"),
			       &f->err));
}

static void clock_row(void **state)
{
	const struct clock_row *row = *state;
	struct fixture *f = shared_fixture();
	struct review_request r;
	struct review_ref one = ref(1);

	run_sql(f->admin, "insert into registry.holiday select d, '{}', 'memory' from "
			  "unnest('{01-01,01-02,01-07,03-08,03-21,03-22,03-23}'::text[]) d on "
			  "conflict do nothing;"
			  "alter table registry.event disable trigger event_grows");
	for (const char *at = row->acts; at;
	     at = strchr(at, ',') ? strchr(at, ',') + 2 : NULL) {
		struct str day = { at, 10 }, action = { at + 11, strcspn(at + 11, ",") };

		do_act(f, arena_str(f->a, action));
		run_sql(f->admin,
			arena_printf(f->a,
				     "update registry.event e set at = '%.*s 12:00+05' "
				     "where (e.body_id, e.seq) = ('msh', (select "
				     "max(a.seq) from registry.act a))",
				     STR_FMT(day))
				.p);
	}
	set_today(f, row->today);
	assert_true(ok(review_find(&r, f->a, as(f, AIDA), &one, &f->err), &f->err));
	assert_int_equal(r.used, row->used);
	assert_string_equal(r.due.n ? r.due.p : "", row->due ? row->due : "");
	assert_int_equal(r.late, row->late);
}

/* ---- waivers ---- */

static bool ask_waiver(struct fixture *f, const char *rule, const char *fingerprint, int days)
{
	struct review_waiver w = { .id = STR("msh/egin"),
				   .rule = rule ? str_of(rule) : STR(""),
				   .fingerprint = fingerprint ? str_of(fingerprint) : STR(""),
				   .reason = STR("the source is not there yet"),
				   .until = day_from_today(f, days) };
	int64_t number;

	return review_waiver_request(&number, as(f, ASEL), &w, &f->err);
}

static bool waive(struct fixture *f, enum who who, int number, const char *action)
{
	struct review_act a = act_of(REVIEW_WAIVER, number, action);

	a.remark = STR("seen");
	return act(f, who, &a, NULL);
}

static struct review_waiver waiver_on(struct fixture *f, int number, const char *day)
{
	struct review_query q = { .ref = ref(0), .day = str_of(day) };
	struct review_waivers list;

	assert_true(ok(review_waivers(&list, f->a, as(f, ASEL), &q, &f->err), &f->err));
	assert_true(list.n >= (size_t)number);
	return list.at[number - 1];
}

static void a_waiver_ends_on_its_day(void **state)
{
	struct fixture *f = *state;
	struct str last = day_from_today(f, 30), after = day_from_today(f, 31);
	struct str today = day_from_today(f, 0), before = day_from_today(f, -1);

	submit(f, "idea", "one");
	record_run(f, 1, "SRC-001", "error");
	assert_refused(f, ask_waiver(f, "SRC-001", NULL, 400), "TZ409", "within a year");
	assert_refused(f, ask_waiver(f, "SRC-001", NULL, -1), "TZ409", "within a year");
	assert_refused(f, ask_waiver(f, "schema/type", NULL, 30), "TZ409", "not to be waived");
	assert_refused(f, ask_waiver(f, NULL, NULL, 30), "TZ409", "not to be waived");
	assert_refused(f, ask_waiver(f, NULL, "ffffffffffffffffffffffffffffffff", 30), "TZ404",
		       "no run has found");
	assert_refused(f, ask_waiver(f, "SRC-002", FOUND, 30), "TZ404", "no run has found");
	assert_true(ok(ask_waiver(f, NULL, FOUND, 30), &f->err));
	assert_refused(f, ask_waiver(f, NULL, FOUND, 20), "23505", "is asked for already");
	assert_string_equal(waiver_on(f, 1, "").rule.p, "SRC-001");
	assert_string_equal(waiver_on(f, 1, "").state.p, "pending");
	assert_false(waiver_on(f, 1, today.p).in_force);
	assert_refused(f, waive(f, ASEL, 1, "approve"), "TZ403", "approver");
	assert_refused(f, waive(f, ERLAN, 1, "approve"), "TZ403", "another body");
	assert_refused(f, waive(f, RAUAN, 1, "approve"), "TZ403", "approver");
	assert_true(ok(waive(f, AIDA, 1, "approve"), &f->err));
	assert_string_equal(waiver_on(f, 1, "").approved_by.p, "aida");
	assert_true(waiver_on(f, 1, today.p).in_force);
	assert_true(waiver_on(f, 1, last.p).in_force);
	assert_string_equal(waiver_on(f, 1, last.p).state.p, "approved");
	assert_false(waiver_on(f, 1, after.p).in_force);
	assert_string_equal(waiver_on(f, 1, after.p).state.p, "expired");
	assert_false(waiver_on(f, 1, before.p).in_force);
	assert_true(ok(waive(f, ASEL, 1, "revoke"), &f->err));
	assert_false(waiver_on(f, 1, today.p).in_force);
	assert_string_equal(waiver_on(f, 1, "").state.p, "revoked");
	assert_refused(f, waive(f, AIDA, 1, "approve"), "TZ409", "cannot follow");
	assert_true(ok(ask_waiver(f, "SRC-001", NULL, 30), &f->err));
	assert_true(ok(waive(f, AIDA, 2, "refuse"), &f->err));
	/* What ended before somebody approved it cannot be approved any more. */
	assert_true(ok(ask_waiver(f, "SRC-001", NULL, 30), &f->err));
	set_today(f, after.p);
	assert_string_equal(waiver_on(f, 3, "").state.p, "expired");
	assert_refused(f, waive(f, AIDA, 3, "approve"), "TZ409", "has ended on");
}

static void what_the_law_bans_takes_two(void **state)
{
	struct fixture *f = *state;
	struct review_verdict v = verdict(1, "approve", 1, "one");

	run_sql(f->admin, "select api.duty_set('rauan', 'approver', 'msh', true)");
	submit(f, "idea", "one");
	record_run(f, 1, "AIL-004", "error");
	give_all(f, "one");
	v.reason = STR("it is no such thing");
	assert_refused(f, decide(f, AIDA, &v), "TZ409",
		       "what the law bans stand in the way: AIL-004 " FOUND);
	assert_refused(f, ask_waiver(f, "AIL-004", NULL, 30), "TZ409", "one by one");
	assert_true(ok(ask_waiver(f, NULL, FOUND, 30), &f->err));
	assert_true(waiver_on(f, 1, "").of_banned);
	assert_refused(f, waive(f, RAUAN, 1, "approve"), "TZ403", "the whole registry");
	assert_true(ok(waive(f, AIDA, 1, "approve"), &f->err));
	assert_string_equal(waiver_on(f, 1, "").state.p, "half");
	assert_refused(f, waive(f, AIDA, 1, "approve"), "TZ403", "another approver is needed");
	assert_refused(f, decide(f, AIDA, &v), "TZ409", "stand in the way");
	assert_true(ok(waive(f, BOTA, 1, "approve"), &f->err));
	assert_true(waiver_on(f, 1, day_from_today(f, 1).p).in_force);
	assert_true(ok(decide(f, AIDA, &v), &f->err));
	expect_sql(f->admin,
		   "(select waivers -> 0 ->> 'rule' from registry.decision) = 'AIL-004'");
}

static void a_later_prohibition_is_not_waived(void **state)
{
	struct fixture *f = *state;
	struct review_verdict v = verdict(1, "approve", 1, "one");

	submit(f, "idea", "one");
	record_run(f, 1, "AIL-004", "error");
	give_all(f, "one");
	v.reason = STR("reason");
	/* As if it had been asked for when no pack banned it. */
	run_sql(f->admin, "insert into registry.waiver values ('msh', 'egin', 9, 'waiver', "
			  "'AIL-004', null, "
			  "'r', '2099-01-01', 'approved', null, '2026-01-01', null)");
	assert_refused(f, decide(f, AIDA, &v), "TZ409", "stand in the way");
}

/* ---- the stage, and what ends ---- */

static void stages_end_and_stand_still(void **state)
{
	struct fixture *f = *state;
	struct review_act suspend = act_of(REVIEW_LIFE, 0, "suspend");
	struct review_act resume = act_of(REVIEW_LIFE, 0, "resume");
	struct store_ref id;
	struct review_plan plan;
	enum store_outcome outcome;

	assert_true(ok(store_ref_parse(&id, STR("msh/egin"), &f->err), &f->err));
	suspend.remark = resume.remark = STR("faults");
	approve_all(f, "pilot", "one", 1);
	assert_refused(f, store_withdraw(&outcome, as(f, ASEL), &id, STR("x"), &f->err),
		       "TZ409", "was approved: it is retired, not withdrawn");
	assert_refused(f, act(f, RAUAN, &suspend, NULL), "TZ403", "submitter or approver");
	assert_true(ok(act(f, ASEL, &suspend, "suspended"), &f->err));
	assert_refused(f, act(f, ASEL, &suspend, NULL), "TZ409", "cannot follow");
	assert_refused(f, act(f, ASEL, &resume, NULL), "TZ403", "approver");
	assert_refused(f, act(f, ERLAN, &resume, NULL), "TZ403", "another body");
	assert_true(ok(act(f, AIDA, &resume, "pilot"), &f->err));
	approve_all(f, "retired", "end", 2);
	assert_refused(f, try_submit(f, ASEL, egin_id(f), "idea", "again", NULL, &plan),
		       "TZ409", "is retired, and its name is never used again");
	assert_refused(f, act(f, AIDA, &resume, NULL), "TZ409", "cannot follow");
}

static void withdrawing_takes_the_request_along(void **state)
{
	struct fixture *f = *state;
	struct store_ref id;
	enum store_outcome outcome;
	struct review_plan plan;

	assert_true(ok(store_ref_parse(&id, STR("msh/egin"), &f->err), &f->err));
	submit(f, "idea", "one");
	run_sql(f->admin, "select api.duty_set('saule', 'architect', 'msh', true)");
	assert_true(ok(say(f, SAULE, 1, "comment", "I drew it"), &f->err));
	assert_refused(f, say(f, SAULE, 1, "withdraw", ""), "TZ403", "submitter");
	assert_true(ok(say(f, ASEL, 1, "withdraw", "later"), &f->err));
	plan = submit(f, "idea", "one");
	assert_string_equal(plan.action.p, "open");
	assert_int_equal(plan.number, 2);
	assert_true(ok(store_withdraw(&outcome, as(f, ASEL), &id, STR("x"), &f->err), &f->err));
	expect_sql(f->admin,
		   "not exists (select from registry.request where turn is not null)");
	plan = submit(f, "idea", "one");
	assert_int_equal(plan.number, 3);
}

static void a_transfer_goes_to_who_says_so(void **state)
{
	struct fixture *f = *state;
	static const struct store_facet says = { STR_INIT("replaces"), STR_INIT("msh/egin"),
						 true };
	struct review_submission asked = { .body = STR("msh"),
					   .short_name = STR("egin"),
					   .kind = STR("transfer"),
					   .heir = STR("mz/egin") };
	struct store_submission theirs = submission(f->a, "mz/egin", "use", "theirs");
	struct review_ref heir = { STR("mz"), STR("egin"), 0 };
	struct store_submitted answer;
	struct review_plan plan;
	struct review_life life;
	struct review_verdict v = verdict(2, "approve", 1, "one");

	approve_all(f, "use", "one", 1);
	assert_refused(f, review_submit(&plan, f->a, as(f, ASEL), &asked, &f->err), "TZ409",
		       "does not say that it takes over");
	assert_true(ok(store_submit(&answer, as(f, SAULE), &theirs, &f->err), &f->err));
	assert_refused(f, review_submit(&plan, f->a, as(f, ASEL), &asked, &f->err), "TZ409",
		       "does not say that it takes over");
	theirs = submission(f->a, "mz/egin", "use", "theirs, from msh");
	theirs.facets = &says;
	theirs.facets_n = 1;
	assert_true(ok(store_submit(&answer, as(f, SAULE), &theirs, &f->err), &f->err));
	assert_true(ok(review_submit(&plan, f->a, as(f, ASEL), &asked, &f->err), &f->err));
	assert_int_equal(plan.number, 2);
	give_all(f, "one");
	assert_true(ok(decide(f, AIDA, &v), &f->err));
	assert_true(ok(review_life(&life, f->a, as(f, SAULE), &heir, &f->err), &f->err));
	assert_string_equal(life.stage.p, "use");
	heir = ref(0);
	assert_true(ok(review_life(&life, f->a, as(f, ASEL), &heir, &f->err), &f->err));
	assert_string_equal(life.stage.p, "retired");
	assert_string_equal(life.heir.p, "mz/egin");
}

static void commitments_are_kept(void **state)
{
	struct fixture *f = *state;
	struct review_act a = act_of(REVIEW_COMMITMENT, 1, "report");
	static const struct str promises[] = { STR_INIT("one"), STR_INIT("two") };
	struct str dues[] = { day_from_today(f, 5), day_from_today(f, 0) };
	struct review_verdict v = verdict(1, "approve", 1, "one");
	struct review_request r;
	struct review_ref first = ref(1);

	submit(f, "idea", "one");
	record_run(f, 1, NULL, NULL);
	give_all(f, "one");
	v.promises = promises;
	v.dues = dues;
	v.promises_n = 2;
	assert_refused(f, decide(f, AIDA, &v), "TZ409", "a day still to come");
	dues[1] = day_from_today(f, 9);
	assert_true(ok(decide(f, AIDA, &v), &f->err));
	a.item = 1;
	assert_refused(f, act(f, RAUAN, &a, NULL), "TZ403", "submitter");
	assert_true(ok(act(f, ASEL, &a, "reported"), &f->err));
	a.action = STR("reject");
	assert_refused(f, act(f, ASEL, &a, NULL), "TZ403", "reviewer or approver");
	assert_true(ok(act(f, RAUAN, &a, "open"), &f->err));
	a.action = STR("accept");
	assert_refused(f, act(f, ERLAN, &a, NULL), "TZ403", "another body");
	assert_true(ok(act(f, RAUAN, &a, "done"), &f->err));
	a.item = 3;
	assert_refused(f, act(f, RAUAN, &a, NULL), "TZ404", "no commitment 3");
	assert_true(ok(review_find(&r, f->a, as(f, ASEL), &first, &f->err), &f->err));
	assert_false(r.broken);
	set_today(f, day_from_today(f, 10).p);
	assert_true(ok(review_find(&r, f->a, as(f, ASEL), &first, &f->err), &f->err));
	assert_true(r.broken);
}

/* ---- who sees what ---- */

static void queue_of(struct fixture *f, enum who who, const char *expected)
{
	struct review_tasks tasks;
	struct str got = STR("");

	assert_true(ok(review_queue(&tasks, f->a, as(f, who), &f->err), &f->err));
	for (size_t i = 0; i < tasks.n; i++)
		got = arena_printf(f->a, "%.*s%s%.*s %.*s#%d%s%.*s", STR_FMT(got),
				   i ? "; " : "", STR_FMT(tasks.at[i].what),
				   STR_FMT(tasks.at[i].id), (int)tasks.at[i].number,
				   tasks.at[i].detail.n ? " " : "",
				   STR_FMT(tasks.at[i].detail));
	assert_string_equal(got.n ? got.p : "", expected);
}

static void everybody_sees_what_waits_for_him(void **state)
{
	struct fixture *f = *state;

	submit(f, "pilot", "one");
	record_run(f, 1, "SRC-001", "error");
	queue_of(f, ASEL, "");
	queue_of(f, RAUAN, "part msh/egin#1 architecture, data");
	queue_of(f, DANA, "part msh/egin#1 security");
	queue_of(f, ERLAN, "");
	queue_of(f, AIDA, "");
	queue_of(f, SAULE, "");
	assert_true(ok(say(f, DANA, 1, "return", "where is it hosted?"), &f->err));
	queue_of(f, ASEL, "answer msh/egin#1");
	queue_of(f, ASEL_TOO, "answer msh/egin#1");
	queue_of(f, RAUAN, "");
	assert_true(ok(say(f, ASEL, 1, "answer", "at home"), &f->err));
	give_all(f, "one");
	queue_of(f, RAUAN, "");
	queue_of(f, AIDA, "decide msh/egin#1");
	assert_true(ok(ask_waiver(f, NULL, FOUND, 365), &f->err));
	queue_of(f, BOTA, "decide msh/egin#1; waiver msh/egin#1 SRC-001 " FOUND);
	queue_of(f, ERLAN, "");
}

static void inbox_of(struct fixture *f, enum who who, const char *expected)
{
	struct review_notices n;
	struct str got = STR("");

	assert_true(ok(review_inbox(&n, f->a, as(f, who), 100, &f->err), &f->err));
	for (size_t i = 0; i < n.n; i++)
		got = arena_printf(f->a, "%.*s%s%.*s", STR_FMT(got), i ? " " : "",
				   STR_FMT(n.at[i].kind));
	assert_string_equal(got.n ? got.p : "", expected);
	assert_true(ok(review_inbox_mark(as(f, who), &n, &f->err), &f->err));
	assert_true(ok(review_inbox(&n, f->a, as(f, who), 100, &f->err), &f->err));
	assert_int_equal(n.n, 0);
}

static void everybody_is_told_what_concerns_him(void **state)
{
	struct fixture *f = *state;

	submit(f, "idea", "one");
	inbox_of(f, ASEL, "");
	inbox_of(f, AIDA, "request_submit");
	assert_true(ok(say(f, RAUAN, 1, "return", "where?"), &f->err));
	inbox_of(f, ASEL, "request_return");
	assert_true(ok(say(f, ASEL, 1, "answer", "here"), &f->err));
	inbox_of(f, RAUAN, "request_submit request_answer");
	inbox_of(f, ASEL_TOO, "");
	inbox_of(f, SAULE, "");
}

static const struct hidden_row {
	const char *label;
	enum who seeing;
	const char *query;
} hidden_rows[] = {
	{ "requests of others", ASEL, "api.requests(null, null, null, null)" },
	{ "a request of others", ASEL, "api.requests('msh', 'egin', 1, null)" },
	{ "their acts", ASEL, "api.acts('msh', 'egin', 1)" },
	{ "their parts", ASEL, "api.parts('msh', 'egin', 1)" },
	{ "their commitments", ASEL, "api.commitments(null, null, null, null)" },
	{ "their decisions", ASEL, "api.decision('msh', 'egin', 1)" },
	{ "their stage", ASEL, "api.life('msh', 'egin')" },
	{ "their waivers", ASEL, "api.waivers(null, null, null)" },
	{ "what was found of theirs", ASEL, "api.recheck_before('msh')" },
	{ "what waits for them", AIDA, "api.queue()" },
	{ "what they are told", ASEL, "api.inbox(100)" },
};

static void others_see_nothing(void **state)
{
	struct fixture *f = *state;

	approve_all(f, "idea", "one", 1);
	submit(f, "idea", "two");
	record_run(f, 2, "SRC-001", "error");
	run_sql(f->admin, "insert into registry.commitment values ('msh', 'egin', 1, 1, 'p', "
			  "'2099-01-01', 'open', 'submitter')");
	assert_true(ok(ask_waiver(f, NULL, FOUND, 30), &f->err));
	for (size_t i = 0; i < ARRAY_LEN(hidden_rows); i++) {
		const struct hidden_row *row = &hidden_rows[i];

		print_message("# %s\n", row->label);
		expect_asked(as(f, row->seeing),
			     arena_printf(f->a, "exists (select from %s)", row->query).p);
		expect_asked(as(f, SAULE),
			     arena_printf(f->a, "not exists (select from %s)", row->query).p);
	}
}

static int start(void **state)
{
	AUTO_ARENA a = arena_new();
	struct db *admin;

	(void)state;
	server_start(&server);
	admin = server_open(&server, "postgres", "postgres");
	for (enum who w = 0; w < WHO_COUNT; w++)
		run_sql(admin, arena_printf(a, "create role \"%s\" login in role tizilim_user",
					    people[w].login)
				       .p);
	db_close(admin);
	return 0;
}

static int stop(void **state)
{
	struct fixture *f = &shared;

	(void)state;
	close_fixture((void **)&f);
	server_stop(&server);
	return 0;
}

static struct test_list list;

#define ADD_FIXTURE_TEST(test)                                                   \
	(list.at[list.n++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown( \
		 test, open_fixture, close_fixture))

int main(void)
{
	ADD_FIXTURE_TEST(a_request_goes_its_way);
	ADD_ROWS(&list, refusal_row, refusal_rows);
	ADD_FIXTURE_TEST(only_what_the_table_allows);
	ADD_ROWS(&list, kind_row, kind_rows);
	ADD_FIXTURE_TEST(two_approvers_at_once_decide_once);
	ADD_FIXTURE_TEST(racing_submissions_open_one_request);
	ADD_FIXTURE_TEST(no_path_reaches_approved_without_a_decision);
	ADD_FIXTURE_TEST(whatever_people_do_the_rules_hold);
	ADD_FIXTURE_TEST(a_waiver_ends_on_its_day);
	ADD_FIXTURE_TEST(what_the_law_bans_takes_two);
	ADD_FIXTURE_TEST(a_later_prohibition_is_not_waived);
	ADD_FIXTURE_TEST(stages_end_and_stand_still);
	ADD_FIXTURE_TEST(withdrawing_takes_the_request_along);
	ADD_FIXTURE_TEST(a_transfer_goes_to_who_says_so);
	ADD_FIXTURE_TEST(commitments_are_kept);
	ADD_FIXTURE_TEST(everybody_sees_what_waits_for_him);
	ADD_FIXTURE_TEST(everybody_is_told_what_concerns_him);
	ADD_FIXTURE_TEST(others_see_nothing);
	ADD_ROWS(&list, clock_row, clock_rows); /* in the past: behind the other rows */
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("review", list.at, list.n, start, stop);
}
