/* Rules judged on small manifests: what a rule of each form finds, and that none passes in
 * silence. */
#include "checker/check/check.h"

#include "tests/unit/rows.h"
#include "tests/unit/temp_pack.h"

#include <string.h>

static const char head[] =
	"rules:\n"
	"- id: TST-001\n"
	"  title: {kk: а, ru: б, en: c}\n"
	"  severity: warning\n"
	"  basis: [n-1]\n"
	"  remedy: {kk: а, ru: б, en: c}\n"
	"  tests: {fail: [{expect: [\"\"]}, {expect: [\"\"]}], pass: [{}, {}]}\n";

#define TEN(x) x x x x x x x x x x

/* Documents a, b, c … of one run, short names like their letters; all are judged. */
static const struct judge_row {
	const char *label, *rule, *documents[5], *want;
} rows[] = {
	{ "a condition that is true",
	  "  all: {ok: \"manifest.stage == 'idea'\"}\n  at: \"$.stage\"\n",
	  { "stage: idea\n" },
	  "" },
	{ "a condition that is false",
	  "  all: {ok: \"manifest.stage != 'idea'\"}\n  at: \"$.stage\"\n",
	  { "stage: idea\n" },
	  "a/stage " },
	{ "reading what is not there is no pass",
	  "  all: {ok: \"manifest.purpose.ru != ''\"}\n  at: \"$\"\n",
	  { "stage: idea\n" },
	  "a!error " },
	{ "nor is it in `when`",
	  "  when: \"manifest.purpose.ru != ''\"\n  all: {ok: \"true\"}\n  at: \"$\"\n",
	  { "stage: idea\n" },
	  "a!error " },
	{ "a look-up that breaks is no pass",
	  "  let: {x: \"1 / (size(manifest.short_name) - 3)\"}\n  all: {ok: \"x == 1\"}\n  at: "
	  "\"$\"\n",
	  { "stage: idea\n" },
	  "a!error " },
	{ "a look-up that finds nothing: the rule does not apply",
	  "  let: {x: \"manifest.purpose\"}\n  all: {ok: \"x.ru == ''\"}\n  at: \"$\"\n",
	  { "stage: idea\n" },
	  "" },
	{ "a look-up that `when` does not come to is not made",
	  "  let: {x: \"1 / (size(manifest.short_name) - 3)\"}\n  when: \"manifest.stage == "
	  "'use' && x == 1\"\n"
	  "  all: {ok: \"true\"}\n  at: \"$\"\n",
	  { "stage: idea\n", "stage: use\n" },
	  "b!error " },
	{ "a look-up that finds nothing ends `when`, whatever else is true",
	  "  let: {x: \"manifest.purpose\"}\n  when: \"x.ru == '' || true\"\n  all: {ok: "
	  "\"false\"}\n  at: \"$\"\n",
	  { "stage: idea\n" },
	  "" },
	{ "a look-up that no condition comes to is made for a finding alone",
	  "  let: {x: \"1 / (size(manifest.short_name) - 3)\"}\n  all: {ok: \"manifest.stage "
	  "== 'idea' || x == 1\", named: \"manifest.short_name != 'a-c'\"}\n  at: \"$\"\n",
	  { "stage: idea\n", "stage: use\n", "stage: idea\n" },
	  "b!error c!error " },
	{ "a look-up that finds nothing ends the binding, whatever condition reads it",
	  "  for: {s: \"$.data_sources[*]\"}\n  let: {norm: \"arch.norms[s.source]\"}\n  all: "
	  "{ok: \"s.source == 'y' || norm.id == '' || true\", no: \"false\"}\n  at: \"s\"\n",
	  { "data_sources: [{source: x}, {source: y}, {source: n-1}]\n" },
	  "a/data_sources/2 " },
	{ "a key that reads what is not found has no group",
	  "  for: {s: \"$.data_sources[*]\"}\n  let: {norm: \"arch.norms[s.source]\"}\n  "
	  "group: "
	  "{by: \"norm.id\", having: \"norm.id == 'n-1'\"}\n  at: \"s\"\n",
	  { "data_sources: [{source: x}, {source: n-1}]\n",
	    "data_sources: [{source: n-1}, {source: x}]\n" },
	  "a/data_sources/1 b/data_sources/0 " },
	{ "look-ups that read look-ups, made as they are read",
	  "  let: {a: \"manifest.stage\", b: \"a + 'd'\", c: \"b + 'e'\"}\n  when: \"c == "
	  "'ideade'\"\n"
	  "  all: {ok: \"b != 'idead'\"}\n  at: \"$\"\n",
	  { "stage: idea\n", "stage: use\n" },
	  "a " },
	{ "a search of the reference is the same for each who asks it",
	  "  for: {s: \"$.data_sources[*].source\"}\n  let: {found: \"arch.norms.filter(n, n "
	  "== "
	  "s)\"}\n"
	  "  all: {ok: \"size(found) == 0\"}\n  at: \"s\"\n",
	  { "data_sources: [{source: n-1}, {source: x}, {source: n-1}]\n",
	    "data_sources: [{source: x}, {source: n-1}]\n" },
	  "a/data_sources/0/source a/data_sources/2/source b/data_sources/1/source " },
	{ "functions are told of many words at a price",
	  "  all: {ok: \"[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, "
	  "[1,2,3,4,5,6,7,8,9].all(c, size(told_functions([manifest.?summary])) == 0)))\"}\n"
	  "  at: \"$\"\n",
	  { "summary: {ru: Имя}\n",
	    "summary: {ru: \"" TEN(TEN("а ")) TEN(TEN("а ")) TEN(TEN("а ")) "\"}\n" },
	  "b!error " },
	{ "a budget that runs out is no pass",
	  "  all: {ok: \"[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, "
	  "[1,2,3,4,5,6,7,8,9].all(c, "
	  "[1,2,3,4,5,6,7,8,9].all(d, [1,2,3,4,5,6,7,8,9].all(e, size(manifest.stage) + a + b "
	  "+ c + d + e > 0)))))\"}\n"
	  "  at: \"$\"\n",
	  { "stage: idea\n" },
	  "a!error " },
	{ "a pattern that takes too many steps is no pass",
	  "  all: {ok: "
	  "\"!'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches(manifest.name.ru)\"}"
	  "\n  at: \"$\"\n",
	  { "stage: idea\nname: {ru: '(a|aa)+$'}\n" },
	  "a!error " },
	{ "`when` that hangs on no binding decides before they are made",
	  "  for: {s: \"$.data_sources[*]\"}\n  when: \"s.source == 'x' && manifest.stage == "
	  "'use'\"\n"
	  "  all: {ok: \"false\"}\n  at: \"s\"\n",
	  { "stage: idea\ndata_sources: [{source: x}]\n",
	    "stage: use\ndata_sources: [{source: x}, {source: y}]\n" },
	  "b/data_sources/0 " },
	{ "`when` that breaks is no pass although another part of it is false for some",
	  "  for: {s: \"$.data_sources[*]\"}\n  when: \"s.agreement != '' && manifest.stage == "
	  "'use'\"\n"
	  "  all: {ok: \"false\"}\n  at: \"s\"\n",
	  { "stage: idea\ndata_sources: [{source: x}]\n",
	    "stage: use\ndata_sources: [{source: x}]\n" },
	  "b!error " },
	{ "look-ups that hang on no binding are made once and seen by all",
	  "  for: {s: \"$.data_sources[*]\"}\n  let: {stage: \"manifest.stage\", both: \"stage "
	  "+ s.source\"}\n"
	  "  all: {ok: \"both != 'usex'\"}\n  at: \"s\"\n",
	  { "stage: use\ndata_sources: [{source: y}, {source: x}]\n" },
	  "a/data_sources/1 " },
	{ "group: who shares a key",
	  "  for: {s: \"$.data_sources[*]\"}\n  group: {by: \"s.source\"}\n  at: \"s\"\n",
	  { "data_sources: [{source: x}, {source: x}]\n",
	    "data_sources: [{source: x}, {source: z}]\n", "data_sources: [{source: z}]\n",
	    "data_sources: [{source: q}, {source: q}]\n" },
	  "a/data_sources/0 b/data_sources/0 b/data_sources/1 c/data_sources/0 " },
	{ "group: having",
	  "  for: {s: \"$.data_sources[*]\"}\n  group: {by: \"s.source\", having: \"count > "
	  "2\"}\n  at: \"s\"\n",
	  { "data_sources: [{source: x}]\n", "data_sources: [{source: x}, {source: z}]\n",
	    "data_sources: [{source: z}]\n", "data_sources: [{source: x}]\n" },
	  "a/data_sources/0 b/data_sources/0 d/data_sources/0 " },
	{ "group: having that breaks is no pass",
	  "  for: {s: \"$.data_sources[*]\"}\n  group: {by: \"s.source\", having: \"count / "
	  "(count - count) > 2\"}\n  at: \"s\"\n",
	  { "data_sources: [{source: x}]\n", "data_sources: [{source: x}]\n" },
	  "a!error b!error " },
	{ "pair: by an equal key, both ways, once a pair",
	  "  for: {s: \"$.data_sources[*]\"}\n  pair: {on: \"s.source\"}\n  when: "
	  "\"manifest.stage != other.stage\"\n  at: \"s\"\n",
	  { "stage: use\ndata_sources: [{source: x}]\n",
	    "stage: idea\ndata_sources: [{source: z}, {source: x}, {source: x}]\n",
	    "stage: idea\ndata_sources: [{source: x}]\n" },
	  "a/data_sources/0 a/data_sources/0 b/data_sources/1 b/data_sources/2 "
	  "c/data_sources/0 " },
	{ "pair: whom `when` says nothing of is the other of one whom it does",
	  "  for: {s: \"$.data_sources[*]\"}\n  pair: {on: \"s.source\"}\n  when: "
	  "\"manifest.stage == 'pilot' && other.stage == 'use'\"\n  at: \"s\"\n",
	  { "stage: use\ndata_sources: [{source: x}]\n",
	    "stage: pilot\ndata_sources: [{source: x}]\n",
	    "stage: pilot\ndata_sources: [{source: x}]\n" },
	  "b/data_sources/0 c/data_sources/0 " },
	{ "pair: what must be so of each pair",
	  "  for: {s: \"$.data_sources[*]\"}\n  let: {mine: \"manifest.stage\"}\n  pair: {on: "
	  "\"s.source\"}\n"
	  "  all: {same_stage: \"mine == other.stage\"}\n  at: \"s\"\n",
	  { "stage: use\ndata_sources: [{source: x}]\n",
	    "stage: idea\ndata_sources: [{source: x}]\n",
	    "stage: use\ndata_sources: [{source: x}]\n" },
	  "a/data_sources/0 b/data_sources/0 b/data_sources/0 c/data_sources/0 " },
	{ "pair: a condition that breaks is no pass",
	  "  for: {s: \"$.data_sources[*]\"}\n  pair: {on: \"s.source\"}\n  all: {ok: "
	  "\"other.purpose.ru == ''\"}\n  at: \"s\"\n",
	  { "data_sources: [{source: x}]\n", "data_sources: [{source: x}]\n" },
	  "a!error b!error " },
	{ "cycle: once, the shortest through the first",
	  "  for: {d: \"$.relations[*]\"}\n  cycle: {to: \"d.initiative\"}\n  at: \"d\"\n",
	  { "relations: [{type: depends_on, initiative: msh/a-b}]\n",
	    "relations: [{type: depends_on, initiative: msh/a-c}, {type: depends_on, "
	    "initiative: msh/a-a}]\n",
	    "relations: [{type: depends_on, initiative: msh/a-a}]\n",
	    "relations: [{type: depends_on, initiative: msh/a-a}, {type: depends_on, "
	    "initiative: nobody/x-y}]\n" },
	  "a/relations/0 " },
	{ "cycle: of itself",
	  "  for: {d: \"$.relations[*]\"}\n  cycle: {to: \"d.initiative\"}\n  at: \"d\"\n",
	  { "relations: [{type: depends_on, initiative: msh/a-a}]\n", "" },
	  "a/relations/0 " },
	{ "conditions with places of their own: one finding a place",
	  "  all: {a: \"false\", b: \"false\", c: \"manifest.stage == 'use'\"}\n"
	  "  at: {a: \"$.stage\", b: \"$.stage\", c: \"$.name\"}\n",
	  { "stage: idea\n" },
	  "a/name a/stage " },
	{ "scope: registry: judged without it where what is given is enough",
	  "  scope: registry\n  for: {d: \"$.relations[*]\"}\n  enough_when: \"d.initiative in "
	  "portfolio\"\n"
	  "  all: {lives: \"d.initiative in portfolio && portfolio[d.initiative].stage == "
	  "'use'\"}\n  at: \"d\"\n",
	  { "relations: [{type: depends_on, initiative: msh/x-y}, {type: depends_on, "
	    "initiative: "
	    "msh/a-b}]\n",
	    "stage: idea\nrelations: [{type: depends_on, initiative: msh/a-c}]\n",
	    "stage: use\n" },
	  "a/relations/1 a? " },
	{ "scope: registry: what does not know whether it is enough is no pass",
	  "  scope: registry\n  for: {d: \"$.relations[*]\"}\n  enough_when: \"d.system == "
	  "''\"\n"
	  "  all: {ok: \"true\"}\n  at: \"d\"\n",
	  { "relations: [{type: depends_on, initiative: msh/x-y}]\n" },
	  "a!error " },
	{ "scope: registry: a group without it is not judged, where it has something to judge",
	  "  scope: registry\n  for: {s: \"$.data_sources[*]\"}\n  when: \"s.source != 'z'\"\n "
	  " "
	  "group: {by: \"s.source\"}\n  at: \"s\"\n",
	  { "data_sources: [{source: x}, {source: x}]\n", "data_sources: [{source: x}]\n",
	    "data_sources: [{source: z}]\n", "" },
	  "a? b? " },
	{ "scope: registry: nor is a pair, whatever `when` asks of the other",
	  "  scope: registry\n  for: {s: \"$.data_sources[*]\"}\n  let: {mine: \"s.source\"}\n "
	  " "
	  "pair: {on: \"mine\"}\n  when: \"mine != 'z' && other.stage == 'use'\"\n  at: "
	  "\"s\"\n",
	  { "data_sources: [{source: x}]\n", "stage: use\ndata_sources: [{source: x}]\n",
	    "data_sources: [{source: z}]\n", "" },
	  "a? b? " },
	{ "scope: registry: nor is a cycle",
	  "  scope: registry\n  for: {d: \"$.relations[*]\"}\n  cycle: {to: "
	  "\"d.initiative\"}\n  "
	  "at: \"d\"\n",
	  { "relations: [{type: depends_on, initiative: msh/a-a}]\n", "" },
	  "a? " },
	{ "scope: registry: nor is a link",
	  "  scope: registry\n  for: {d: \"$.relations[*]\"}\n  all: {ok: \"false\"}\n  link: "
	  "{to: "
	  "\"d.initiative\", at: \"$\"}\n  at: \"d\"\n",
	  { "relations: [{type: depends_on, initiative: msh/a-b}]\n", "" },
	  "a? " },
	{ "what only the message looks up and does not find: not judged, told once",
	  "  for: {s: \"$.data_sources[*]\"}\n  let: {norm: \"arch.norms[s.source]\"}\n  "
	  "on_missing: {norm: unknown}\n  all: {ok: \"false\"}\n  at: \"s\"\n  related: []\n",
	  { "data_sources: [{source: x}, {source: y}, {source: n-1}]\n" },
	  "a/data_sources/2 a? " },
	{ "otherwise: asked where nothing was found",
	  "  all: {served: \"has(s.channel)\"}\n  for: {s: \"$.data_sources[*]\"}\n  at: "
	  "\"s\"\n"
	  "  otherwise:\n    scan: {text: [\"$.name.*\"], for: mixed_words, as: hit}\n",
	  { "data_sources: [{source: x}]\nname: {ru: Cистема}\n", "name: {ru: Cистема}\n",
	    "data_sources: [{source: x, channel: y}]\nname: {ru: Cистема}\n", "" },
	  "a/data_sources/0 b/name/ru c/name/ru " },
	{ "otherwise: bindings of its own, though they are called alike",
	  "  all: {served: \"has(s.channel)\"}\n  for: {s: \"$.data_sources[*]\"}\n  at: "
	  "\"s\"\n"
	  "  otherwise:\n    for: {s: \"$.relations[*]\"}\n    let: {kind: \"s.type\"}\n    "
	  "all: {other: \"kind != "
	  "'replaces'\"}\n    at: \"s.type\"\n",
	  { "relations: [{type: replaces}, {type: part_of}, {type: replaces}]\n",
	    "data_sources: [{source: x}]\nrelations: [{type: replaces}]\n" },
	  "a/relations/0/type a/relations/2/type b/data_sources/0 " },
	{ "otherwise: what breaks before it is no pass, nor what breaks in it",
	  "  all: {ok: \"manifest.purpose.ru != ''\"}\n  at: \"$\"\n  otherwise: {all: {ok: "
	  "\"manifest.summary.ru != ''\"}, at: \"$\"}\n",
	  { "stage: idea\n", "purpose: {ru: Зачем}\n",
	    "purpose: {ru: Зачем}\nsummary: {ru: Что}\n" },
	  "a!error b!error " },
};

static void add_registered(struct check *c, struct str file, struct str text)
{
	check_add_registered(
		c, &(struct check_registered){ .file = file, .text = text, .judged = true });
}

static void add_documents(struct check *c, struct arena *a, const struct judge_row *row)
{
	for (size_t i = 0; i < ARRAY_LEN(row->documents) && row->documents[i]; i++) {
		const char *text = row->documents[i];
		char letter = (char)('a' + i);

		add_registered(
			c, arena_printf(a, "%c", letter),
			arena_printf(a,
				     "schema_version: \"1.0\"\nshort_name: a-%c\n%s%s%sowner: "
				     "{body: msh}\n",
				     letter, strstr(text, "name:") ? "" : "name: {ru: Имя}\n",
				     strstr(text, "stage:") ? "" : "stage: idea\n", text));
	}
}

static void rules_find_what_they_should(void **state)
{
	const struct judge_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct check_options options = { .date = STR("2026-12-01") };
	struct str got = STR("");
	struct err err = { 0 };
	struct pack *pack;
	struct check *c;

	if (!temp_pack_load(
		    &pack, a,
		    arena_printf(a, "%s  message: {kk: а, ru: б, en: c}\n%s", head, row->rule),
		    &err))
		fail_msg("%s %s", err.text, err.hint);
	options.pack = pack;
	options.only = pack_rule(pack, 0);
	c = check_new(a, &options);
	add_documents(c, a, row);
	check_judge(c);
	for (size_t i = 0; i < check_sink(c)->findings.n; i++) {
		const struct finding *f = &check_sink(c)->findings.at[i];

		if (!str_eq(f->rule, STR("TST-001")))
			fail_msg("%.*s: %.*s", STR_FMT(f->rule),
				 STR_FMT(f->message.in[LANG_EN]));
		assert_true(mtext_full(f->message) && mtext_full(f->remedy));
		got = arena_printf(a, "%.*s%.*s%s%.*s ", STR_FMT(got), STR_FMT(f->at.file),
				   f->unjudged ? "!" : "",
				   STR_FMT(f->unjudged ? str_of(severity_names[f->severity])
						       : f->at.pointer));
	}
	for (size_t i = 0; i < check_sink(c)->notes.n; i++) {
		const struct note *n = &check_sink(c)->notes.at[i];

		assert_true(mtext_full(n->text));
		got = arena_printf(a, "%.*s%.*s? ", STR_FMT(got), STR_FMT(n->at.file));
	}
	assert_string_equal(got.p, row->want);
	assert_int_equal(check_unjudged(c) > 0, strchr(row->want, '!') != NULL);
	pack_free(pack);
}

/* Each of many that share a key tells of others than itself, and of each pair's other its own
 * facts, though most of what findings say is shared among them. */
static const struct many_row {
	const char *label, *rule;
	size_t findings, related, initiatives;
} many_rows[] = {
	{ "a group of many shows the first of the others",
	  "  message: {kk: а, ru: б, en: \"{members}\"}\n  group: {by: \"s.source\"}\n", 13, 10,
	  0 },
	{ "each pair of many names the other",
	  "  message: {kk: а, ru: б, en: \"{other_id}\"}\n  pair: {on: \"s.source\"}\n",
	  13 * 12, 1, 1 },
};

static void others_are_others(const struct finding *f, struct arena *a,
			      const struct many_row *row)
{
	struct str told = STR("");
	size_t initiatives = 0;

	assert_int_equal(f->related_n, row->related);
	for (size_t i = 0; i < f->related_n; i++) {
		struct str id = f->related[i].note.in[LANG_EN];

		assert_false(str_eq(id, f->initiative));
		assert_true(f->related[i].line > 0);
		told = ARENA_JOIN(a, told, i ? STR(", ") : STR(""), id);
	}
	assert_string_equal(f->message.in[LANG_EN].p, told.p);
	assert_string_equal(f->at.pointer.p, "/data_sources/0/source");
	for (size_t i = 0; i < f->facts_n; i++) {
		if (f->facts[i].kind == FACT_INITIATIVE) {
			initiatives++;
			assert_string_equal(f->facts[i].name.p, told.p);
		} else {
			assert_true(str_eq(f->facts[i].value.in[LANG_EN], STR("x")));
		}
	}
	assert_int_equal(initiatives, row->initiatives);
	assert_int_equal(f->facts_n, row->initiatives + 1);
}

static void many_tell_of_each_other(void **state)
{
	const struct many_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct check_options options = { .date = STR("2026-12-01") };
	struct err err = { 0 };
	struct pack *pack;
	struct check *c;

	if (!temp_pack_load(&pack, a,
			    arena_printf(a,
					 "%s%s  for: {s: \"$.data_sources[*]\"}\n"
					 "  at: \"s.source\"\n",
					 head, row->rule),
			    &err))
		fail_msg("%s %s", err.text, err.hint);
	options.pack = pack;
	options.only = pack_rule(pack, 0);
	c = check_new(a, &options);
	for (char letter = 'a'; letter < 'a' + 13; letter++)
		add_registered(
			c, arena_printf(a, "%c", letter),
			arena_printf(a,
				     "schema_version: \"1.0\"\nshort_name: a-%c\n"
				     "name: {ru: Имя %c}\nstage: idea\nowner: {body: msh}\n"
				     "data_sources: [{source: x}, {source: y%c}]\n",
				     letter, letter, letter));
	check_judge(c);
	assert_int_equal(check_sink(c)->findings.n, row->findings);
	for (size_t i = 0; i < check_sink(c)->findings.n; i++)
		others_are_others(&check_sink(c)->findings.at[i], a, row);
	pack_free(pack);
}

/* Many rules, each near its budget: the manifest's budget ends them, and each that it ends says
 * so. */
static void many_costly_rules_end_with_findings(void **state)
{
	static const char rule[] =
		"- id: TST-%03d\n"
		"  title: {kk: а, ru: б, en: c}\n"
		"  severity: warning\n"
		"  basis: [n-1]\n"
		"  remedy: {kk: а, ru: б, en: c}\n"
		"  message: {kk: а, ru: б, en: c}\n"
		"  tests: {fail: [{expect: [\"\"]}, {expect: [\"\"]}], pass: [{}, {}]}\n"
		"  all: {ok: \"[1,2,3,4,5,6,7,8].all(a, [1,2,3,4,5,6,7,8].all(b, "
		"[1,2,3,4,5,6,7,8].all(c, "
		"[1,2].all(d, size(manifest.stage) + a + b + c + d > 0))))\"}\n"
		"  at: \"$\"\n";
	AUTO_ARENA a = arena_new();
	struct check_options options = { .date = STR("2026-12-01") };
	struct str text = STR("rules:\n");
	struct err err = { 0 };
	struct pack *pack;
	struct check *c;
	size_t unjudged = 0;

	(void)state;
	for (int i = 0; i < 120; i++) {
		char one[sizeof(rule) + 8];

		snprintf(one, sizeof(one), rule, i);
		text = arena_printf(a, "%.*s%s", STR_FMT(text), one);
	}
	if (!temp_pack_load(&pack, a, text, &err))
		fail_msg("%s %s", err.text, err.hint);
	options.pack = pack;
	c = check_new(a, &options);
	add_registered(c, STR("a"),
		       STR("schema_version: \"1.0\"\nshort_name: a-b\nname: {ru: Имя}\n"
			   "owner: {body: msh}\nstage: idea\n"));
	check_judge(c);
	for (size_t i = 0; i < check_sink(c)->findings.n; i++)
		unjudged += check_sink(c)->findings.at[i].unjudged;
	assert_true(unjudged > 20 && unjudged < 100);
	pack_free(pack);
}

/* What a message holds is data: no format, no markup, no control. */
static void messages_are_data(void **state)
{
	AUTO_ARENA a = arena_new();
	struct check_options options = { .date = STR("2026-12-01") };
	struct err err = { 0 };
	struct pack *pack;
	struct check *c;

	(void)state;
	if (!temp_pack_load(
		    &pack, a,
		    arena_printf(a,
				 "%s  message: {kk: а, ru: б, en: \"%%s%%n "
				 "<b>{manifest.name.ru} {'{}'.size() == 2 ? 'x' : ''}\"}\n"
				 "  all: {ok: \"false\"}\n  at: \"$\"\n",
				 head),
		    &err)) {
		/* A brace within a placeholder ends it: the rule is refused, not misread. */
		assert_non_null(strstr(err.text, "placeholder {'{}"));
		assert_true(temp_pack_load(&pack, a,
					   arena_printf(a,
							"%s  message: {kk: а, ru: б, en: "
							"\"%%s%%n <b>{manifest.name.ru}\"}\n"
							"  all: {ok: \"false\"}\n  at: \"$\"\n",
							head),
					   &err));
	}
	options.pack = pack;
	c = check_new(a, &options);
	add_registered(
		c, STR("a"),
		STR("schema_version: \"1.0\"\nshort_name: a-b\nname: {ru: \"%s{x}\\e[2J\"}\n"
		    "owner: {body: msh}\nstage: idea\n"));
	check_judge(c);
	for (size_t i = 0; i < check_sink(c)->findings.n; i++)
		if (str_eq(check_sink(c)->findings.at[i].rule, STR("TST-001")))
			assert_string_equal(check_sink(c)->findings.at[i].message.in[LANG_EN].p,
					    "%s%n <b>%s{x}\x1b[2J");
	assert_true(check_sink(c)->findings.n > 0);
	pack_free(pack);
}

/* A registered text is believed to be what it is registered as, and nothing else. */
static void posing_as_another_is_not_read(void **state)
{
	static const char text[] = "schema_version: \"1.0\"\nshort_name: a-b\nname: {ru: Имя}\n"
				   "owner: {body: msh}\nstage: idea\n";
	static const struct {
		const char *id;
		size_t read;
	} cases[] = {
		{ "msh/a-b", 1 }, { "", 1 }, { "mz/a-b", 0 }, { "msh/a-c", 0 }, { "msh", 0 }
	};
	AUTO_ARENA a = arena_new();
	struct err err = { 0 };
	struct pack *pack;

	(void)state;
	assert_true(temp_pack_load(
		&pack, a,
		arena_printf(a,
			     "%s  message: {kk: а, ru: б, en: c}\n  all: {ok: \"true\"}\n"
			     "  at: \"$\"\n",
			     head),
		&err));
	for (size_t i = 0; i < 2 * ARRAY_LEN(cases); i++) {
		struct check_options options = { .pack = pack, .date = STR("2026-12-01") };
		struct check_registered r = { .id = str_of(cases[i / 2].id),
					      .file = STR("a"),
					      .text = str_of(text),
					      .judged = i % 2 };
		struct check *c = check_new(a, &options);
		bool refused = !cases[i / 2].read;
		size_t n;

		assert_int_equal(check_add_registered(c, &r).readable, !refused);
		check_subjects(c, &n);
		assert_int_equal(n, cases[i / 2].read);
		assert_int_equal(check_unreadable(c), refused && r.judged);
		assert_int_equal(check_sink(c)->notes.n, refused);
	}
	pack_free(pack);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, rules_find_what_they_should, rows);
	ADD_ROWS(&list, many_tell_of_each_other, many_rows);
	ADD_TEST(&list, many_costly_rules_end_with_findings);
	ADD_TEST(&list, messages_are_data);
	ADD_TEST(&list, posing_as_another_is_not_read);
	return test_list_run(&list, "judge");
}
