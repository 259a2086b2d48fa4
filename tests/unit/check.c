#include "checker/check/check.h"

#include "checker/base/file.h"
#include "checker/base/strbuf.h"

#include "tests/unit/rows.h"

#include <stdio.h>
#include <string.h>

/* The shipped pack, loaded once from its folder; every test reads it only. */
static struct fixture {
	struct arena *arena;
	struct pack *pack;
} fixture;

static struct str source_path(struct arena *a, const char *below)
{
	return file_join(a, str_of(getenv("TIZILIM_SOURCE")), str_of(below));
}

/* Each rule's examples are one test, named by the rule. */
static void rule_examples_hold(void **state)
{
	AUTO_ARENA a = arena_new();
	struct check_examples result;
	struct err err = { 0 };

	assert_true(check_run_examples(&result, a, fixture.pack, *state, &err));
	for (size_t i = 0; i < result.failures.n; i++)
		print_error("%.*s\n", STR_FMT(result.failures.at[i].in[LANG_EN]));
	assert_int_equal(result.failed, 0);
	assert_true(result.run >= 4);
}

static struct check *run(struct arena *a, struct str text, bool portfolio)
{
	struct check_options options = { .pack = fixture.pack,
					 .date = STR("2026-12-01"),
					 .portfolio = portfolio };
	struct check *c = check_new(a, &options);

	check_add(c, STR("a.json"), text);
	check_judge(c);
	return c;
}

static void print_findings(const struct check *c)
{
	const struct sink *sink = check_sink(c);

	for (size_t i = 0; i < sink->findings.n; i++)
		print_error("%.*s %.*s: %.*s\n", STR_FMT(sink->findings.at[i].rule),
			    STR_FMT(sink->findings.at[i].at.pointer),
			    STR_FMT(sink->findings.at[i].message.in[LANG_EN]));
}

static void clean_example_is_silent(void **state)
{
	AUTO_ARENA a = arena_new();
	const struct node *example = pack_list(fixture.pack, STR("example"));
	struct check *c = run(a, node_canonical(a, example), true);

	(void)state;
	print_findings(c);
	assert_int_equal(check_judged(c), 1);
	assert_int_equal(check_sink(c)->findings.n, 0);
}

/* Every field of the example away in turn: rules may speak of it, but each must be able to
 * judge. */
static void absent_fields_break_no_rule(void **state)
{
	const struct node *example = pack_list(fixture.pack, STR("example"));
	size_t broken = 0;

	(void)state;
	for (uint32_t i = 0; i < example->count; i++) {
		AUTO_ARENA a = arena_new();
		struct member gone = example->members[i];
		struct node patch, left;
		struct check *c;

		gone.value = (struct node){ .type = NODE_NULL };
		patch = node_make_object(a, &gone, 1);
		left = rule_merge_patch(a, example, &patch);
		c = run(a, node_canonical(a, &left), true);
		for (size_t k = 0; k < check_sink(c)->findings.n; k++)
			if (check_sink(c)->findings.at[k].unjudged) {
				print_error("without %.*s: %.*s\n", STR_FMT(member_key(&gone)),
					    STR_FMT(check_sink(c)
							    ->findings.at[k]
							    .message.in[LANG_EN]));
				broken++;
			}
	}
	assert_int_equal(broken, 0);
}

static const char smallest[] = "schema_version: \"1.0\"\nshort_name: a-b\nname: {ru: "
			       "Имя}\nowner: {body: msh}\nstage: idea\n";

static void smallest_manifest_is_judged(void **state)
{
	AUTO_ARENA a = arena_new();
	struct check_options options = { .pack = fixture.pack, .date = STR("2026-12-01") };
	struct check *c = check_new(a, &options);

	(void)state;
	assert_true(check_add(c, STR("a.yaml"), str_of(smallest)).valid);
	check_judge(c);
	for (size_t i = 0; i < check_sink(c)->findings.n; i++) {
		const struct finding *f = &check_sink(c)->findings.at[i];

		assert_false(f->unjudged);
		assert_true(mtext_full(f->message) && mtext_full(f->remedy));
		assert_true(f->at.line >= 1 && f->at.line <= 5);
	}
}

static const char scoring[] =
	"{\"schema_version\":\"1.0\",\"short_name\":\"a-b\",\"name\":{\"ru\":"
	"\"Социальный скоринг\"},\"owner\":{\"body\":\"msh\"},\"stage\":\"idea\"}";

/* Which of the findings of GOV-004 and AIL-006 a waiver lets pass. */
static const struct waiver_row {
	const char *label, *initiative, *rule;
	bool by_fingerprint;
	const char *until;
	bool of_banned;
	bool passes;
} waiver_rows[] = {
	{ "a waiver of a rule", "msh/a-b", "GOV-004", false, "2026-12-01", false, true },
	{ "a waiver of one finding", "msh/a-b", "GOV-004", true, "2026-12-01", false, true },
	{ "a waiver of another initiative", "msh/a-c", "GOV-004", false, "2026-12-01", false,
	  false },
	{ "a waiver that has ended", "msh/a-b", "GOV-004", false, "2026-11-30", false, false },
	{ "an ordinary waiver of what the law bans", "msh/a-b", "AIL-006", true, "2027-01-01",
	  false, false },
	{ "a waiver of that kind", "msh/a-b", "AIL-006", true, "2027-01-01", true, true },
};

static void a_waiver_lets_pass_what_it_names(void **state)
{
	const struct waiver_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct check *c = run(a, str_of(scoring), false);
	struct waiver w = { .initiative = str_of(row->initiative),
			    .rule = str_of(row->rule),
			    .ignored = { .reason = MT("с", "п", "r"),
					 .until = str_of(row->until) },
			    .of_banned = row->of_banned };
	size_t before = check_sink(c)->findings.n, ignored = 0;

	for (size_t i = 0; i < before; i++)
		if (row->by_fingerprint && str_eq(check_sink(c)->findings.at[i].rule, w.rule))
			w.fingerprint = finding_fingerprint(a, &check_sink(c)->findings.at[i]);
	assert_true(!row->by_fingerprint || w.fingerprint.n);
	check_waive(c, &w, 1);
	assert_int_equal(check_sink(c)->findings.n, before);
	for (size_t i = 0; i < before; i++) {
		const struct finding *f = &check_sink(c)->findings.at[i];

		ignored += f->ignored != NULL;
		assert_int_equal(f->ignored != NULL,
				 row->passes && str_eq(f->rule, str_of(row->rule)));
		assert_int_equal(finding_counts(f), !f->ignored);
	}
	assert_int_equal(ignored, row->passes);
}

static const struct count_row {
	const char *label, *text;
	size_t judged, unreadable, errors;
} count_rows[] = {
	{ "not YAML", "a: [", 0, 1, 1 },
	{ "a list, no manifest", "- a\n", 1, 0, 1 },
	{ "nothing", "", 0, 1, 1 },
	{ "broken structure is judged by the schema alone", "schema_version: \"2.0\"\n", 1, 0,
	  5 },
	{ "smallest", smallest, 1, 0, 0 },
};

static void documents_are_counted(void **state)
{
	const struct count_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct check_options options = { .pack = fixture.pack, .date = STR("2026-12-01") };
	struct check *c = check_new(a, &options);

	check_add(c, STR("a.yaml"), str_of(row->text));
	check_judge(c);
	print_findings(c);
	assert_int_equal(check_judged(c), row->judged);
	assert_int_equal(check_unreadable(c), row->unreadable);
	assert_int_equal(sink_count(check_sink(c), SEV_ERROR), row->errors);
}

/* Where SRC-006 points in a manifest whose purpose is written so. */
static const struct mention_row {
	const char *label, *text;
	uint32_t line, column, span;
} mention_rows[] = {
	{ "a plain value", "purpose: {ru: Сведения из ЕСУТД и учёта.}", 6, 27, 5 },
	{ "a literal block", "purpose:\n  ru: |\n    Первая строка.\n      Из ЕСУТД.", 9, 10,
	  5 },
	{ "a folded block, over two lines",
	  "purpose:\n  ru: >-\n    Запись в единой системе учёта\n    трудовых договоров.", 8,
	  14, 20 },
	{ "escapes before", "purpose: {ru: \"\\t\\u0418\\u0437 ЕСУТД\"}", 6, 31, 5 },
	{ "an escape inside", "purpose: {ru: \"Из \\u0415СУТД\"}", 6, 19, 10 },
	{ "doubled quotes", "purpose: {ru: 'Из ''ЕСУТД'''}", 6, 21, 5 },
	{ "the word stands in a comment too",
	  "# ЕСУТД\npurpose:\n  ru: > # ЕСУТД\n    Из\n    "
	  "ЕСУТД",
	  10, 5, 5 },
};

/* "line:column+span " of each finding of the rule, in order. */
static struct str places_of(struct arena *a, const struct check *c, struct str rule)
{
	const struct sink *sink = check_sink(c);
	struct str places = STR("");

	for (size_t i = 0; i < sink->findings.n; i++) {
		const struct finding *f = &sink->findings.at[i];

		if (str_eq(f->rule, rule))
			places = arena_printf(a, "%.*s%u:%u+%u ", STR_FMT(places), f->at.line,
					      f->at.column, f->at.span);
	}
	return places;
}

static struct str places_in(struct arena *a, const char *name, struct str text)
{
	struct check_options options = { .pack = fixture.pack, .date = STR("2026-12-01") };
	struct check *c = check_new(a, &options);

	assert_true(check_add(c, str_of(name), text).valid);
	check_judge(c);
	return places_of(a, c, STR("SRC-006"));
}

static void a_name_is_found_in_its_place(void **state)
{
	const struct mention_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct str text = arena_printf(a, "%s%s\n", smallest, row->text);

	assert_string_equal(places_in(a, "a.yaml", text).p,
			    arena_printf(a, "%u:%u+%u ", row->line, row->column, row->span).p);
}

/* Three names in one text of JSON, behind and inside of escapes. */
static void names_of_one_text_have_places_of_their_own(void **state)
{
	AUTO_ARENA a = arena_new();
	static const char text[] = "{\"schema_version\":\"1.0\",\"short_name\":\"a-b\",\n"
				   "\"name\":{\"ru\":\"Имя\"},\"owner\":{\"body\":\"msh\"},\n"
				   "\"stage\":\"idea\",\"purpose\":{\"ru\":\"\\\"ЕСУТД\\\","
				   "\\n\\u0418\\u0421\\u041d\\u0410 и НОБД\"}}\n";

	(void)state;
	assert_string_equal(places_in(a, "a.json", str_of(text)).p, "3:35+5 3:45+24 3:72+4 ");
}

/* The compiled pack says what the pack from its folder says, texts included. */
static void a_compiled_pack_says_the_same(void **state)
{
	const struct node *example = pack_list(fixture.pack, STR("example"));
	struct pack *from_folder = fixture.pack, *from_image;
	AUTO_ARENA image = arena_new();
	struct err err = { 0 };
	size_t compared = 0;

	(void)state;
	assert_true(pack_load_image(&from_image, image, pack_image(from_folder, image), &err));
	for (uint32_t i = 0; i < example->count; i++) {
		AUTO_ARENA a = arena_new();
		struct member gone = example->members[i];
		struct node patch, left;
		const struct sink *one, *other;

		gone.value = (struct node){ .type = NODE_NULL };
		patch = node_make_object(a, &gone, 1);
		left = rule_merge_patch(a, example, &patch);
		one = check_sink(run(a, node_canonical(a, &left), true));
		fixture.pack = from_image;
		other = check_sink(run(a, node_canonical(a, &left), true));
		fixture.pack = from_folder;
		assert_int_equal(one->findings.n, other->findings.n);
		for (size_t k = 0; k < one->findings.n; k++, compared++)
			for (enum lang l = 0; l < LANG_COUNT; l++) {
				assert_true(str_eq(one->findings.at[k].message.in[l],
						   other->findings.at[k].message.in[l]));
				assert_true(str_eq(one->findings.at[k].remedy.in[l],
						   other->findings.at[k].remedy.in[l]));
			}
	}
	assert_true(compared > 10);
	pack_free(from_image);
}

/* YAML and JSON of one manifest: equal findings but for the places. */
static void yaml_and_json_give_equal_findings(void **state)
{
	AUTO_ARENA a = arena_new();
	struct str path = source_path(a, "checker/pack/digital-qazaqstan/lists/example.yaml"),
		   text;
	const struct node *example = pack_list(fixture.pack, STR("example"));
	struct check_options options = { .pack = fixture.pack, .date = STR("2026-12-01") };
	struct check *yaml = check_new(a, &options), *json;
	struct member gone = { .key = "hosting", .key_n = 7, .value = { .type = NODE_NULL } };
	struct node patch = node_make_object(a, &gone, 1),
		    left = rule_merge_patch(a, example, &patch);
	struct err err = { 0 };
	struct str lines = STR(""), line, out = STR("");

	(void)state;
	assert_true(file_read(&text, a, path, 1 << 20, &err));
	while (str_cut(&line, &text, '\n'))
		if (str_starts(line, STR("  ")) && !str_starts(line, STR("  hosting:")))
			out = arena_printf(a, "%.*s%.*s\n", STR_FMT(out),
					   STR_FMT(str_sub(line, 2, line.n)));
	check_add(yaml, STR("a.yaml"), out);
	check_judge(yaml);
	json = run(a, node_canonical(a, &left), false);
	assert_int_equal(check_sink(yaml)->findings.n, check_sink(json)->findings.n);
	assert_true(check_sink(yaml)->findings.n > 0);
	for (size_t i = 0; i < check_sink(yaml)->findings.n; i++)
		lines = arena_printf(
			a, "%.*s%.*s ", STR_FMT(lines),
			STR_FMT(finding_fingerprint(a, &check_sink(yaml)->findings.at[i])));
	for (size_t i = 0; i < check_sink(json)->findings.n; i++)
		assert_true(str_find(lines, finding_fingerprint(
						    a, &check_sink(json)->findings.at[i])) !=
			    SIZE_MAX);
}

/* Block style with scalars as JSON writes them, so that a token is the same in both. */
static void write_yaml(struct strbuf *b, struct arena *a, const struct node *n, int indent)
{
	bool list = n->type == NODE_ARRAY;

	if (n->type < NODE_ARRAY || !n->count) {
		strbuf_printf(b, " %s\n", node_canonical(a, n).p);
		return;
	}
	strbuf_byte(b, '\n');
	for (uint32_t i = 0; i < n->count; i++) {
		struct node key =
			list ? (struct node){ 0 } : node_make_str(member_key(&n->members[i]));

		strbuf_printf(b, "%*s%s", indent, "", list ? "-" : "");
		if (!list)
			strbuf_printf(b, "%s:", node_canonical(a, &key).p);
		write_yaml(b, a, list ? &n->items[i] : &n->members[i].value, indent + 2);
	}
}

enum { AT_KEY = -1 };

/* How a finding's place lies to its value: 0 at it, AT_KEY, or so many columns inside. */
static int distance_to_value(const struct doc *doc, const struct finding *f)
{
	const struct node *n = doc_at(&doc->root, f->at.pointer);
	struct str path = f->at.pointer, parent = path;
	struct doc_place value;
	const struct member *m;

	assert_non_null(n);
	value = doc_place(doc, n->at);
	if (f->at.line == value.line && f->at.column >= value.column)
		return (int)(f->at.column - value.column);
	while (parent.n && parent.p[parent.n - 1] != '/')
		parent.n--;
	m = node_member(doc_at(&doc->root, str_sub(path, 0, parent.n - 1)),
			str_sub(path, parent.n, path.n));
	assert_non_null(m);
	value = doc_place(doc, m->key_at);
	assert_int_equal(f->at.line, value.line);
	assert_int_equal(f->at.column, value.column);
	return AT_KEY;
}

static struct str tokens_of(struct arena *a, const char *name, struct str text)
{
	struct check_options options = { .pack = fixture.pack,
					 .date = STR("2026-12-01"),
					 .portfolio = true };
	struct check *c = check_new(a, &options);
	struct check_document d = check_add(c, str_of(name), text);
	const struct sink *sink = check_sink(c);
	VEC(struct str) lines = { 0 };
	struct str all = STR("");

	check_judge(c);
	for (size_t i = 0; i < sink->findings.n; i++) {
		const struct finding *f = &sink->findings.at[i];

		if (f->at.line)
			vec_push(a, &lines,
				 arena_printf(a, "%.*s %.*s %d+%u\n", STR_FMT(f->rule),
					      STR_FMT(f->at.pointer),
					      distance_to_value(d.doc, f), f->at.span));
	}
	if (lines.n)
		qsort(lines.at, lines.n, sizeof(*lines.at), str_cmp);
	for (size_t i = 0; i < lines.n; i++)
		all = arena_printf(a, "%.*s%s", STR_FMT(all), lines.at[i].p);
	return all;
}

/* The first example of every rule that it must speak of, written in both syntaxes. */
static void findings_of_rules_stand_at_one_token(void **state)
{
	const struct node *base = pack_list(fixture.pack, STR("example"));
	size_t compared = 0;

	(void)state;
	for (size_t i = 0; i < pack_rules(fixture.pack); i++) {
		AUTO_ARENA a = arena_new();
		AUTO_STRBUF yaml;
		const struct node *tests =
			node_get(rule_source(pack_rule(fixture.pack, i)), STR("tests"));
		const struct node *fails = node_get(tests, STR("fail"));
		struct node manifest =
			rule_merge_patch(a, base, node_get(&fails->items[0], STR("patch")));
		struct str tokens = tokens_of(a, "a.json", node_canonical(a, &manifest));

		strbuf_init(&yaml, 1 << 20);
		strbuf_str(&yaml, STR("---"));
		write_yaml(&yaml, a, &manifest, 0);
		assert_string_equal(tokens_of(a, "a.yaml", strbuf_view(&yaml)).p, tokens.p);
		compared += tokens.n > 0;
	}
	assert_true(compared > pack_rules(fixture.pack) / 2);
}

/* Faults planted in the clean example; ^ stands before the token that must be named. */
static const struct planted {
	const char *instead_of, *text, *rule;
} planted[] = {
	{ "schema_version: \"1.0\"", "schema_version: ^\"2.0\"", "schema/const" },
	{ "short_name: pasture-condition", "short_name: ^Pasture Condition", "schema/pattern" },
	{ "kind: pilot }", "kind: ^pilott }", "schema/enum" },
	{ "email: digital@example.gov.kz", "email: ^digital", "schema/format" },
	{ "sector: agriculture", "sector: ^[agriculture]", "schema/type" },
	{ "functions: [fn-land-satellite]", "functions: [^7]", "schema/type" },
	{ "territories: [KZ]", "territories: [KZ, ^KZ]", "schema/unique" },
	{ "goals: [dq-goal]", "goals: ^dq-goal", "schema/type" },
	{ "number: 10k-100k", "number: ^10k", "schema/enum" },
	{ "public_facing: false", "public_facing: ^\"false\"", "schema/type" },
	{ "channels: [internal]", "channels: [^internl]", "schema/enum" },
	{ "stage: pilot", "stage: ^piloting", "schema/enum" },
	{ "start: 2026-03-01", "start: ^2026-02-30", "schema/format" },
	{ "obtained: authority", "^obtain: authority", "schema/unknown-field" },
	{ "role: [operate]", "role: ^operate", "schema/type" },
	{ "rights: \"свободная лицензия\"", "rights: ^5", "schema/type" },
	{ "direction: consumes", "direction: ^consume", "schema/enum" },
	{ "volume: \"10 000 запросов в сутки\"", "volume: ^10000", "schema/type" },
	{ "compute: shared", "compute: ^~", "schema/enum" },
	{ "self_learning: false", "self_learning: ^no", "schema/type" },
	{ "harm_to_rights: true", "harm_to_rights: ^1", "schema/type" },
	{ "review_date: 2026-10-01", "review_date: ^01.10.2026", "schema/format" },
	{ "autonomy: { declared: low", "autonomy: { declared: ^lower", "schema/enum" },
	{ "{ kind: instructions, number", "^{ number", "schema/required" },
	{ "number: \"9\", date", "^nummber: \"9\", date", "schema/unknown-field" },
};

static struct str replaced(struct arena *a, struct str text, const struct planted *p)
{
	size_t at = str_find(text, str_of(p->instead_of)), n = strlen(p->instead_of);

	if (at == SIZE_MAX)
		fail_msg("the example has no %s", p->instead_of);
	return arena_printf(a, "%.*s%s%.*s", (int)at, text.p, p->text,
			    STR_FMT(str_sub(text, at + n, text.n)));
}

/* The text without the next ^; its place in *place. */
static struct str unmarked(struct arena *a, struct str text, struct doc_place *place)
{
	size_t at = str_find(text, STR("^"));

	*place = (struct doc_place){ 1, 1 };
	for (size_t i = 0; i < at; i++) {
		place->column += ((unsigned char)text.p[i] & 0xC0) != 0x80;
		if (text.p[i] == '\n')
			*place = (struct doc_place){ place->line + 1, 1 };
	}
	return arena_printf(a, "%.*s%.*s", (int)at, text.p,
			    STR_FMT(str_sub(text, at + 1, text.n)));
}

static void every_planted_fault_is_found_once(void **state)
{
	AUTO_ARENA a = arena_new();
	struct check_options options = { .pack = fixture.pack, .date = STR("2026-12-01") };
	struct check *c = check_new(a, &options), *json;
	struct doc_place places[ARRAY_LEN(planted)];
	const struct sink *sink = check_sink(c);
	struct str file, line, text = STR("");
	struct check_document d;
	struct err err = { 0 };

	(void)state;
	assert_true(file_read(
		&file, a, source_path(a, "checker/pack/digital-qazaqstan/lists/example.yaml"),
		1 << 20, &err));
	while (str_cut(&line, &file, '\n'))
		if (str_starts(line, STR("  ")))
			text = arena_printf(a, "%.*s%.*s\n", STR_FMT(text),
					    STR_FMT(str_sub(line, 2, line.n)));
	for (size_t i = 0; i < ARRAY_LEN(planted); i++)
		text = replaced(a, text, &planted[i]);
	for (size_t i = 0; i < ARRAY_LEN(planted); i++)
		text = unmarked(a, text, &places[i]);
	d = check_add(c, STR("a.yaml"), text);
	assert_true(d.readable && !d.valid);
	check_judge(c);
	print_findings(c);
	assert_int_equal(sink->findings.n, ARRAY_LEN(planted));
	for (size_t i = 0; i < ARRAY_LEN(planted); i++) {
		const struct finding *f = &sink->findings.at[i];

		assert_int_equal(f->at.line, places[i].line);
		assert_int_equal(f->at.column, places[i].column);
		assert_string_equal(arena_str(a, f->rule).p, planted[i].rule);
	}
	json = run(a, node_canonical(a, &d.doc->root), false);
	assert_int_equal(check_sink(json)->findings.n, ARRAY_LEN(planted));
}

#define END(name, body, more)                                                                 \
	"schema_version: \"1.0\"\nshort_name: " name "\nname: {ru: Имя}\nowner: {body: " body \
	"}\nstage: idea\nintegrations:\n" more

/* A disagreement of two ends is told to both, each with the other's place. */
static void both_ends_of_a_link_are_told(void **state)
{
	AUTO_ARENA a = arena_new();
	struct check_options options = { .pack = fixture.pack,
					 .date = STR("2026-12-01"),
					 .only = pack_rule_named(fixture.pack,
								 STR("INT-006")) };
	struct check *c = check_new(a, &options);
	const struct sink *sink = check_sink(c);
	const struct finding *here, *there;

	(void)state;
	check_add(c, STR("a.yaml"),
		  STR(END("takes", "msh", "- {partner: kuzr/gives, direction: consumes}\n")));
	check_add(c, STR("b.yaml"),
		  STR(END("gives", "kuzr", "- {partner: mvd, direction: provides}\n")));
	check_judge(c);
	assert_int_equal(sink->findings.n, 2);
	here = &sink->findings.at[0];
	there = &sink->findings.at[1];
	assert_true(str_eq(here->initiative, STR("msh/takes")));
	assert_true(str_eq(here->at.file, STR("a.yaml")));
	assert_int_equal(here->at.line, 7);
	assert_int_equal(here->related_n, 1);
	assert_true(str_eq(here->related[0].file, STR("b.yaml")));
	assert_int_equal(here->related[0].line, 7);
	assert_true(str_eq(there->initiative, STR("kuzr/gives")));
	assert_true(str_eq(there->at.file, STR("b.yaml")));
	assert_true(str_eq(there->at.pointer, STR("/integrations")));
	assert_int_equal(there->at.line, 7);
	assert_true(str_eq(there->related[0].file, STR("a.yaml")));
	assert_true(str_eq(there->related[0].pointer, STR("/integrations/0/partner")));
	assert_false(str_eq(finding_fingerprint(a, here), finding_fingerprint(a, there)));
	assert_true(str_eq(there->facts[0].name, STR("msh/takes")));
}

/* What the reference does not know is said once of an initiative, and is no finding. */
static void the_unknown_is_said_once(void **state)
{
	AUTO_ARENA a = arena_new();
	struct check_options options = { .pack = fixture.pack,
					 .date = STR("2026-12-01"),
					 .only = pack_rule_named(fixture.pack,
								 STR("INT-005")) };
	struct check *c = check_new(a, &options);

	(void)state;
	check_add(c, STR("a.yaml"),
		  STR(END("takes", "msh", "- {point: ip-shep}\n- {point: ip-vshep}\n")));
	check_add(c, STR("b.yaml"), STR(END("more", "msh", "- {point: ip-shep}\n")));
	check_judge(c);
	assert_int_equal(check_sink(c)->findings.n, 0);
	assert_int_equal(check_sink(c)->notes.n, 2);
	assert_true(str_eq(check_sink(c)->notes.at[0].initiative, STR("msh/takes")));
	assert_true(str_starts(check_sink(c)->notes.at[0].text.in[LANG_EN], STR("not judged")));
	assert_true(str_eq(check_sink(c)->notes.at[1].initiative, STR("msh/more")));
}

static struct test_list list;

int main(void)
{
	struct err err = { 0 };
	int failed;

	fixture.arena = arena_new();
	if (!pack_load(&fixture.pack, fixture.arena,
		       source_path(fixture.arena, "checker/pack/digital-qazaqstan"), &err)) {
		fprintf(stderr, "%s\nhint: %s\n", err.text, err.hint);
		return 1;
	}
	for (size_t i = 0; i < pack_rules(fixture.pack) && list.n < 1000; i++) {
		const struct rule *rule = pack_rule(fixture.pack, i);

		list.at[list.n++] = (struct CMUnitTest){
			.name = arena_str(fixture.arena, rule_info(rule)->id).p,
			.test_func = rule_examples_hold,
			.initial_state = (void *)(uintptr_t)rule
		};
	}
	ADD_TEST(&list, clean_example_is_silent);
	ADD_TEST(&list, absent_fields_break_no_rule);
	ADD_TEST(&list, smallest_manifest_is_judged);
	ADD_ROWS(&list, a_waiver_lets_pass_what_it_names, waiver_rows);
	ADD_ROWS(&list, documents_are_counted, count_rows);
	ADD_ROWS(&list, a_name_is_found_in_its_place, mention_rows);
	ADD_TEST(&list, names_of_one_text_have_places_of_their_own);
	ADD_TEST(&list, a_compiled_pack_says_the_same);
	ADD_TEST(&list, yaml_and_json_give_equal_findings);
	ADD_TEST(&list, findings_of_rules_stand_at_one_token);
	ADD_TEST(&list, every_planted_fault_is_found_once);
	ADD_TEST(&list, both_ends_of_a_link_are_told);
	ADD_TEST(&list, the_unknown_is_said_once);
	failed = test_list_run(&list, "check");
	pack_free(fixture.pack);
	arena_free(fixture.arena);
	return failed;
}
