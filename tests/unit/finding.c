#include "checker/base/limits.h"
#include "checker/finding/finding.h"

#include "tests/unit/rows.h"

#include <string.h>

static struct finding sample(const char *rule, const char *file, uint32_t line, const char *key)
{
	return (struct finding){ .rule = str_of(rule),
				 .severity = SEV_ERROR,
				 .at = { .file = str_of(file), .line = line, .column = 1 },
				 .message = MT("қ", "р", "e"),
				 .key = str_of(key) };
}

/* Given in this order; `place` is where it stands after sink_finish. */
static const struct order_row {
	const char *label;
	const char *rule, *file, *key;
	uint32_t line;
	size_t place;
} order_rows[] = {
	{ "a later file", "A", "b.json", "k", 1, 6 },
	{ "a later line", "A", "a.json", "k", 10, 5 },
	{ "a later key", "A", "a.json", "l", 2, 2 },
	{ "a later rule", "B", "a.json", "k", 2, 4 },
	{ "the first of two equal", "A", "a.json", "k", 2, 0 },
	{ "the second of two equal", "A", "a.json", "k", 2, 1 },
	{ "no rule order before lines", "AB", "a.json", "a", 2, 3 },
};

static void order_row(void **state)
{
	const struct order_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct sink s;

	sink_init(&s, a);
	for (size_t i = 0; i < ARRAY_LEN(order_rows); i++) {
		const struct order_row *r = &order_rows[i];
		struct finding f = sample(r->rule, r->file, r->line, r->key);

		f.condition = str_of(r->label);
		sink_emit(&s, &f);
	}
	sink_finish(&s);
	assert_string_equal(s.findings.at[row->place].condition.p, row->label);
}

/* Two findings, alone in a run each: is their fingerprint the same? */
static const struct print_row {
	const char *label;
	struct finding a, b;
	bool same;
} print_rows[] = {
	{ "a moved line",
	  { .rule = STR_INIT("R"),
	    .at = { .file = STR_INIT("f"), .line = 1 },
	    .key = STR_INIT("k") },
	  { .rule = STR_INIT("R"),
	    .at = { .file = STR_INIT("f"), .line = 9 },
	    .key = STR_INIT("k") },
	  true },
	{ "another folder",
	  { .rule = STR_INIT("R"), .at = { .file = STR_INIT("x/f.json") } },
	  { .rule = STR_INIT("R"), .at = { .file = STR_INIT("/y/z/f.json") } },
	  true },
	{ "another file name",
	  { .rule = STR_INIT("R"), .at = { .file = STR_INIT("x/f.json") } },
	  { .rule = STR_INIT("R"), .at = { .file = STR_INIT("x/g.json") } },
	  false },
	{ "a renamed file of one initiative",
	  { .rule = STR_INIT("R"),
	    .initiative = STR_INIT("msh/egin"),
	    .at = { .file = STR_INIT("f") } },
	  { .rule = STR_INIT("R"),
	    .initiative = STR_INIT("msh/egin"),
	    .at = { .file = STR_INIT("g") } },
	  true },
	{ "an initiative named like a file",
	  { .rule = STR_INIT("R"), .initiative = STR_INIT("f") },
	  { .rule = STR_INIT("R"), .at = { .file = STR_INIT("f") } },
	  false },
	{ "another rule", { .rule = STR_INIT("R") }, { .rule = STR_INIT("S") }, false },
	{ "another key",
	  { .rule = STR_INIT("R"), .key = STR_INIT("a") },
	  { .rule = STR_INIT("R"), .key = STR_INIT("b") },
	  false },
	{ "an empty key gives way to the pointer",
	  { .rule = STR_INIT("R"), .at = { .pointer = STR_INIT("/a") } },
	  { .rule = STR_INIT("R"), .at = { .pointer = STR_INIT("/b") } },
	  false },
	{ "a key hides the pointer",
	  { .rule = STR_INIT("R"), .at = { .pointer = STR_INIT("/a") }, .key = STR_INIT("k") },
	  { .rule = STR_INIT("R"), .at = { .pointer = STR_INIT("/b") }, .key = STR_INIT("k") },
	  true },
	{ "parts do not run together",
	  { .rule = STR_INIT("R1"), .initiative = STR_INIT("2"), .key = STR_INIT("k") },
	  { .rule = STR_INIT("R"), .initiative = STR_INIT("12"), .key = STR_INIT("k") },
	  false },
	{ "another message",
	  { .rule = STR_INIT("R"), .message = MT_INIT("a", "a", "a"), .key = STR_INIT("k") },
	  { .rule = STR_INIT("R"), .message = MT_INIT("b", "b", "b"), .key = STR_INIT("k") },
	  true },
};

static struct str print_of(struct arena *a, const struct finding *f)
{
	struct sink s;

	sink_init(&s, a);
	sink_emit(&s, f);
	sink_finish(&s);
	return finding_fingerprint(a, &s.findings.at[0]);
}

static void print_row(void **state)
{
	const struct print_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct str x = print_of(a, &row->a), y = print_of(a, &row->b);

	assert_int_equal(x.n, 32);
	assert_int_equal(strspn(x.p, "0123456789abcdef"), 32);
	assert_int_equal(str_eq(x, y), row->same);
}

static void equal_findings_get_ordinals(void **state)
{
	AUTO_ARENA a = arena_new();
	struct finding f = sample("R", "f", 1, "k");
	struct str first = print_of(a, &f);
	struct sink s;

	(void)state;
	sink_init(&s, a);
	for (int i = 0; i < 3; i++)
		sink_emit(&s, &f);
	sink_finish(&s);
	assert_true(str_eq(finding_fingerprint(a, &s.findings.at[0]), first));
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < i; j++)
			assert_false(str_eq(finding_fingerprint(a, &s.findings.at[i]),
					    finding_fingerprint(a, &s.findings.at[j])));
}

/* The baseline files of users hold these: a change of the recipe must be seen. */
static void fingerprints_stay_the_same_for_ever(void **state)
{
	AUTO_ARENA a = arena_new();
	struct finding f = sample("SRC-002", "dir/a.json", 1, "sources/gbd-fl");

	(void)state;
	assert_string_equal(print_of(a, &f).p, "7f2d72c8c9b77b9277a4bb3c122bcd71");
}

static void the_sink_copies_what_it_is_given(void **state)
{
	AUTO_ARENA a = arena_new();
	char text[] = "before";
	struct str s1 = { text, 6 };
	struct place related = { .file = s1, .note = mtext_same(s1) };
	struct fact fact = { .kind = FACT_MANIFEST, .name = s1, .value = mtext_same(s1) };
	struct text_edit edit = { 1, 2, s1 };
	struct repair repair = { mtext_same(s1), &edit, 1 };
	struct finding f = { .rule = STR("R"),
			     .initiative = s1,
			     .at = { .file = s1, .pointer = s1, .excerpt = s1 },
			     .message = mtext_same(s1),
			     .remedy = mtext_same(s1),
			     .condition = s1,
			     .key = s1,
			     .related = &related,
			     .related_n = 1,
			     .facts = &fact,
			     .facts_n = 1,
			     .repair = &repair };
	struct note n = { .rule = STR("R"), .text = mtext_same(s1) };
	const struct finding *got;
	struct sink s;

	(void)state;
	sink_init(&s, a);
	sink_emit(&s, &f);
	sink_note(&s, &n);
	memcpy(text, "after!", 6);
	fact.name = STR("x");
	edit = (struct text_edit){ 0 };
	repair = (struct repair){ 0 };
	sink_finish(&s);
	got = &s.findings.at[0];
	assert_string_equal(got->initiative.p, "before");
	assert_string_equal(got->at.pointer.p, "before");
	assert_string_equal(got->at.excerpt.p, "before");
	assert_string_equal(got->message.in[LANG_KK].p, "before");
	assert_string_equal(got->remedy.in[LANG_EN].p, "before");
	assert_string_equal(got->key.p, "before");
	assert_string_equal(got->condition.p, "before");
	assert_string_equal(got->related[0].note.in[LANG_RU].p, "before");
	assert_string_equal(got->facts[0].name.p, "before");
	assert_string_equal(got->facts[0].value.in[LANG_RU].p, "before");
	assert_string_equal(got->repair->title.in[LANG_EN].p, "before");
	assert_int_equal(got->repair->edits[0].n, 2);
	assert_string_equal(got->repair->edits[0].text.p, "before");
	assert_string_equal(s.notes.at[0].text.in[LANG_EN].p, "before");
}

static void beyond_the_limit_findings_are_counted(void **state)
{
	AUTO_ARENA a = arena_new();
	struct finding f = sample("R", "f", 1, "k");
	struct sink s;

	(void)state;
	sink_init(&s, a);
	f.severity = SEV_INFO;
	for (int i = 0; i < LIMIT_FINDINGS + 2; i++)
		sink_emit(&s, &f);
	f.severity = SEV_ERROR;
	sink_emit(&s, &f);
	assert_int_equal(s.findings.n, LIMIT_FINDINGS);
	assert_int_equal(s.dropped, 3);
	assert_int_equal(sink_count(&s, SEV_WARNING), 0);
	sink_finish(&s);
	sink_finish(&s);
	assert_int_equal(s.findings.n, LIMIT_FINDINGS + 1);
	/* An error that did not fit is an error all the same. */
	assert_int_equal(sink_count(&s, SEV_ERROR), 1);
	assert_string_equal(s.findings.at[0].rule.p, "report/limit");
	assert_string_equal(s.findings.at[0].message.in[LANG_EN].p,
			    "findings beyond the limit that are not shown: 3");
}

static void new_is_what_was_not_there_or_was_milder(void **state)
{
	AUTO_ARENA a = arena_new();
	struct strmap known;
	struct sink s;

	(void)state;
	sink_init(&s, a);
	strmap_init(&known, a);
	for (int i = 0; i < 4; i++) {
		struct finding f = sample("R", "f", 1 + (uint32_t)i, i % 2 ? "k" : "l");

		f.severity = SEV_WARNING;
		sink_emit(&s, &f);
	}
	sink_finish(&s);
	sink_know(&known, finding_fingerprint(a, &s.findings.at[0]), SEV_WARNING);
	sink_know(&known, finding_fingerprint(a, &s.findings.at[1]), SEV_INFO);
	sink_know(&known, finding_fingerprint(a, &s.findings.at[2]), SEV_ERROR);
	sink_know(&known, STR("another"), SEV_ERROR);
	assert_int_equal(sink_compare(&s, &known), 1);
	assert_int_equal(s.findings.at[0].standing, STANDING_KNOWN);
	assert_int_equal(s.findings.at[1].standing, STANDING_NEW);
	assert_int_equal(s.findings.at[2].standing, STANDING_KNOWN);
	assert_int_equal(s.findings.at[3].standing, STANDING_NEW);
	assert_int_equal(sink_count(&s, SEV_INFO), 2);
}

static void what_is_known_or_ignored_does_not_count(void **state)
{
	AUTO_ARENA a = arena_new();
	struct finding f = sample("R", "f", 1, "k");
	struct ignored ignored = { .until = STR("2026-12-31") };
	struct sink s;

	(void)state;
	sink_init(&s, a);
	for (int i = 0; i < 4; i++)
		sink_emit(&s, &f);
	s.findings.at[0].standing = STANDING_KNOWN;
	s.findings.at[1].standing = STANDING_NEW;
	s.findings.at[2].ignored = &ignored;
	assert_int_equal(sink_count(&s, SEV_INFO), 2);
}

static void severities_are_counted_from_a_threshold(void **state)
{
	AUTO_ARENA a = arena_new();
	struct sink s;

	(void)state;
	sink_init(&s, a);
	for (int i = 0; i < 6; i++) {
		struct finding f = sample("R", "f", 1, "k");

		f.severity = i < 1 ? SEV_ERROR : i < 3 ? SEV_WARNING : SEV_INFO;
		sink_emit(&s, &f);
	}
	assert_int_equal(sink_count(&s, SEV_ERROR), 1);
	assert_int_equal(sink_count(&s, SEV_WARNING), 3);
	assert_int_equal(sink_count(&s, SEV_INFO), 6);
}

static void names_have_titles(void **state)
{
	(void)state;
	assert_string_equal(severity_names[SEV_ERROR], "error");
	assert_null(severity_names[SEV_COUNT]);
	assert_string_equal(confidence_names[CONF_SECONDARY], "seen-secondary");
	assert_null(confidence_names[CONF_COUNT]);
	for (int i = 0; i < SEV_COUNT; i++)
		assert_true(mtext_full(severity_titles[i]));
	for (int i = 0; i < CONF_COUNT; i++)
		assert_int_equal(mtext_full(confidence_titles[i]), i != CONF_SEEN);
}

static void an_empty_sink_finishes(void **state)
{
	AUTO_ARENA a = arena_new();
	struct sink s;

	(void)state;
	sink_init(&s, a);
	sink_finish(&s);
	assert_int_equal(s.findings.n, 0);
	assert_int_equal(sink_count(&s, SEV_INFO), 0);
}

/* A finding with everything in it: two of each list, texts with NUL, some empty, some equal. */
static struct finding full_finding(void)
{
	static const struct place related[] = {
		{ .file = STR_INIT("b.yaml"),
		  .pointer = STR_INIT("/x"),
		  .line = 3,
		  .column = 400,
		  .excerpt = STR_INIT("x: 1"),
		  .span = 2,
		  .note = MT_INIT("к", "р", "e") },
		{ .file = STR_INIT("") },
	};
	static const struct fact facts[] = {
		{ FACT_INITIATIVE, STR_INIT("msh/egin"), MT_INIT("a", "a", "a"), CONF_MEMORY,
		  STR_INIT("https://x.example") },
		{ .kind = FACT_MANIFEST, .name = STR_INIT("n") },
	};
	static const struct basis basis[] = {
		{ .id = STR_INIT("id"),
		  .citation = MT_INIT("1", "2", "3"),
		  .text = MT_INIT("4", "5", "6"),
		  .state = NORM_LAPSED,
		  .from = STR_INIT("2020-01-01"),
		  .to = STR_INIT("2026-01-01"),
		  .confidence = CONF_SECONDARY,
		  .url = STR_INIT("u") },
	};

	static const struct text_edit edits[] = { { 7, 300, STR_INIT("new") },
						  { 400, 0, STR_INIT("") } };
	static const struct repair repair = { MT_INIT("т", "т", "t"), edits, ARRAY_LEN(edits) };

	return (struct finding){ .rule = STR("SRC-001"),
				 .severity = SEV_WARNING,
				 .initiative = STR("msh/egin"),
				 .at = { .file = STR("a\0b.json"),
					 .pointer = STR("/a/0"),
					 .line = 70000,
					 .column = 300,
					 .excerpt = STR("e"),
					 .span = 129 },
				 .message = MT("қ", "р", "e"),
				 .remedy = MT("s", "s", "s"),
				 .condition = STR("c"),
				 .unjudged = true,
				 .key = STR("k"),
				 .related = related,
				 .related_n = ARRAY_LEN(related),
				 .facts = facts,
				 .facts_n = ARRAY_LEN(facts),
				 .basis = basis,
				 .basis_n = ARRAY_LEN(basis),
				 .repair = &repair };
}

static void fill_sink(struct sink *s, struct arena *a)
{
	struct finding full = full_finding(), bare = sample("R", "z.json", 1, "");
	struct note note = { .rule = STR("N"),
			     .initiative = STR("i"),
			     .at = { .file = STR("f"), .line = 5 },
			     .text = MT("1", "2", "3") };

	sink_init(s, a);
	sink_emit(s, &full);
	sink_emit(s, &bare);
	sink_note(s, &note);
	s->dropped = 1000;
}

/* Equal bytes once more: nothing was lost, nothing came in. */
static void a_sink_survives_its_way_as_bytes(void **state)
{
	AUTO_ARENA a = arena_new();
	AUTO_STRBUF bytes, again;
	struct sink from, to;
	const struct finding *f;

	(void)state;
	strbuf_init(&bytes, 1 << 20);
	strbuf_init(&again, 1 << 20);
	fill_sink(&from, a);
	sink_pack(&bytes, &from);
	sink_init(&to, a);
	assert_true(sink_unpack(&to, strbuf_view(&bytes)));
	sink_pack(&again, &to);
	assert_true(str_eq(strbuf_view(&bytes), strbuf_view(&again)));
	memset(bytes.p, 'x', bytes.n); /* the sink owns what it took */
	f = &to.findings.at[0];
	assert_int_equal(to.findings.n, 2);
	assert_int_equal(to.dropped, 1000);
	assert_true(str_eq(f->rule, STR("SRC-001")));
	assert_int_equal(f->severity, SEV_WARNING);
	assert_true(f->unjudged);
	assert_true(str_eq(f->at.file, STR("a\0b.json")));
	assert_int_equal(f->at.line, 70000);
	assert_true(str_eq(f->related[0].note.in[LANG_RU], STR("р")));
	assert_int_equal(f->facts[0].confidence, CONF_MEMORY);
	assert_true(str_eq(f->basis[0].text.in[LANG_RU], STR("5")));
	assert_true(str_eq(f->basis[0].to, STR("2026-01-01")));
	assert_int_equal(f->repair->edits_n, 2);
	assert_int_equal(f->repair->edits[0].n, 300);
	assert_true(str_eq(f->repair->edits[0].text, STR("new")));
	assert_true(str_eq(f->repair->title.in[LANG_EN], STR("t")));
	assert_null(to.findings.at[1].repair);
	assert_true(str_eq(to.notes.at[0].text.in[LANG_EN], STR("3")));
}

static void cut_bytes_are_refused(void **state)
{
	AUTO_ARENA a = arena_new();
	AUTO_STRBUF bytes;
	struct sink from;

	(void)state;
	strbuf_init(&bytes, 1 << 20);
	fill_sink(&from, a);
	sink_pack(&bytes, &from);
	for (size_t n = 0; n < bytes.n; n++) {
		struct sink to;

		sink_init(&to, a);
		assert_false(sink_unpack(&to, str_sub(strbuf_view(&bytes), 0, n)));
	}
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, order_row, order_rows);
	ADD_ROWS(&list, print_row, print_rows);
	ADD_TEST(&list, equal_findings_get_ordinals);
	ADD_TEST(&list, fingerprints_stay_the_same_for_ever);
	ADD_TEST(&list, the_sink_copies_what_it_is_given);
	ADD_TEST(&list, new_is_what_was_not_there_or_was_milder);
	ADD_TEST(&list, what_is_known_or_ignored_does_not_count);
	ADD_TEST(&list, beyond_the_limit_findings_are_counted);
	ADD_TEST(&list, severities_are_counted_from_a_threshold);
	ADD_TEST(&list, names_have_titles);
	ADD_TEST(&list, an_empty_sink_finishes);
	ADD_TEST(&list, a_sink_survives_its_way_as_bytes);
	ADD_TEST(&list, cut_bytes_are_refused);
	return test_list_run(&list, "finding");
}
