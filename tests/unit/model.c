#include "checker/model/model.h"

#include "tests/unit/rows.h"

#include <string.h>

static const char norms_yaml[] =
	"norms:\n"
	"  - {id: exact, short: {kk: Заң, ru: Закон, en: Law}, article: \"5(1)\", text: {kk: "
	"а, ru: б, "
	"en: c},\n"
	"     in_force_from: \"2026-01-18\", in_force_to: null, successor: null, confidence: "
	"seen}\n"
	"  - {id: month, short: {kk: Кодекс, ru: Кодекс, en: Code}, article: registers, text: "
	"{kk: а, "
	"ru: б, en: c},\n"
	"     in_force_from: \"2026-07\", in_force_to: null, successor: null, confidence: "
	"seen-secondary}\n"
	"  - {id: lapsed, short: {kk: 418-V Заң, ru: Закон 418-V, en: Law 418-V}, article: "
	"\"21(2)(5)\",\n"
	"     text: {kk: а, ru: б, en: c}, in_force_from: null, in_force_to: \"2026-07-11\",\n"
	"     in_force_to_confidence: seen-secondary, confidence: seen,\n"
	"     successor: {short: {kk: Кодекс, ru: Кодекс, en: Digital Code}, article: null, "
	"confidence: "
	"seen, note: null}}\n"
	"  - {id: carried, short: {kk: Ескі, ru: Старый, en: Old}, article: \"3\", text: {kk: "
	"а, ru: б, "
	"en: c},\n"
	"     in_force_from: \"2016\", in_force_to: \"2026-07-11\", in_force_to_confidence: "
	"seen, "
	"confidence: seen,\n"
	"     successor: {short: {kk: Кодекс, ru: Кодекс, en: Code}, article: \"9\", "
	"confidence: memory, "
	"note: null}}\n"
	"  - {id: gone, short: {kk: Ескі, ru: Старый, en: Old}, article: \"4\", text: {kk: а, "
	"ru: б, en: "
	"c},\n"
	"     in_force_from: \"2016-01-01\", in_force_to: \"2026-06\", in_force_to_confidence: "
	"seen,\n"
	"     successor: null, confidence: memory}\n";

static struct arch *build(struct arena *a, const char *text)
{
	struct doc_errors errors = { 0 };
	struct err err = { 0 };
	struct doc *doc;
	struct arch *arch = NULL;

	assert_true(doc_parse(&doc, a, STR("a.yaml"), str_of(text), DOC_YAML, DOC_MANIFEST,
			      &errors));
	if (!arch_build(&arch, a,
			&(struct arch_input){ .docs = &(const struct doc *){ doc }, .n = 1 },
			&err))
		print_error("%s\n", err.text);
	assert_non_null(arch);
	return arch;
}

/* Day × norm × what a reader is told, the state a machine is told, the mark, and whether a rule
 * may rest on it. */
static const struct norm_row {
	const char *label, *norm, *day;
	enum norm_state state;
	bool binds;
	enum confidence mark;
	const char *kk, *ru, *en;
} norm_rows[] = {
	{ "the day before it begins", "exact", "2026-01-17", NORM_PENDING, false, CONF_SEEN,
	  "Заң, 5(1)-бап, әлі күшінде емес (күшіне енуі: 2026-01-18)",
	  "Закон, ст. 5(1), ещё не действует (вступает в силу: 2026-01-18)",
	  "Law, art. 5(1), not yet in force (from 2026-01-18)" },
	{ "its first day", "exact", "2026-01-18", NORM_IN_FORCE, true, CONF_SEEN,
	  "Заң, 5(1)-бап, күшіне енген күні: 2026-01-18",
	  "Закон, ст. 5(1), действует с 2026-01-18",
	  "Law, art. 5(1), in force since 2026-01-18" },
	{ "before the month it begins in", "month", "2026-06-30", NORM_PENDING, false,
	  CONF_SECONDARY, "Кодекс, әлі күшінде емес (күшіне енуі: 2026-07)",
	  "Кодекс, ещё не действует (вступает в силу: 2026-07)",
	  "Code, not yet in force (from 2026-07)" },
	{ "within that month the day is not known", "month", "2026-07-05", NORM_UNSURE, true,
	  CONF_SECONDARY, "Кодекс, күшіне енуі: 2026-07 (нақты күні белгісіз)",
	  "Кодекс, вступает в силу: 2026-07 (точный день неизвестен)",
	  "Code, in force from 2026-07 (the day is not known)" },
	{ "after that month", "month", "2026-08-01", NORM_IN_FORCE, true, CONF_SECONDARY,
	  "Кодекс, күшіне енген күні: 2026-07", "Кодекс, действует с 2026-07",
	  "Code, in force since 2026-07" },
	{ "no first day recorded", "lapsed", "2026-03-01", NORM_UNSURE, true, CONF_SEEN,
	  "418-V Заң, 21(2)(5)-бап, күшінде (қай күннен бастап — жазылмаған)",
	  "Закон 418-V, ст. 21(2)(5), действует (с какого дня — не записано)",
	  "Law 418-V, art. 21(2)(5), in force (since when is not recorded)" },
	{ "on its last day", "lapsed", "2026-07-11", NORM_UNSURE, true, CONF_SEEN,
	  "418-V Заң, 21(2)(5)-бап, күшінде (қай күннен бастап — жазылмаған)",
	  "Закон 418-V, ст. 21(2)(5), действует (с какого дня — не записано)",
	  "Law 418-V, art. 21(2)(5), in force (since when is not recorded)" },
	{ "lapsed: an end read through others shows its month only", "lapsed", "2026-07-12",
	  NORM_UNCONFIRMED, true, CONF_SECONDARY,
	  "418-V Заң, 21(2)(5)-бап, күші жойылды: 2026-07; орнына келген норма (Кодекс) "
	  "расталмаған",
	  "Закон 418-V, ст. 21(2)(5), утратила силу 2026-07; норма-преемник (Кодекс) не "
	  "подтверждена",
	  "Law 418-V, art. 21(2)(5), lapsed 2026-07; successor in the Digital Code not "
	  "confirmed" },
	{ "carried on by a named article, by its mark", "carried", "2026-12-01", NORM_SUCCEEDED,
	  true, CONF_MEMORY,
	  "Ескі, 3-бап, күші жойылды: 2026-07-11; орнына келген норма: Кодекс, 9-бап",
	  "Старый, ст. 3, утратила силу 2026-07-11; норма-преемник: Кодекс, ст. 9",
	  "Old, art. 3, lapsed 2026-07-11; successor: Code, art. 9" },
	{ "only the year of its beginning is known", "carried", "2016-06-01", NORM_UNSURE, true,
	  CONF_SEEN, "Ескі, 3-бап, күшіне енуі: 2016 (нақты күні белгісіз)",
	  "Старый, ст. 3, вступает в силу: 2016 (точный день неизвестен)",
	  "Old, art. 3, in force from 2016 (the day is not known)" },
	{ "within the month of its end", "gone", "2026-06-15", NORM_UNSURE, true, CONF_MEMORY,
	  "Ескі, 4-бап, күшінің жойылуы: 2026-06 (нақты күні белгісіз)",
	  "Старый, ст. 4, утрачивает силу: 2026-06 (точный день неизвестен)",
	  "Old, art. 4, lapses 2026-06 (the day is not known)" },
	{ "lapsed for good", "gone", "2026-07-01", NORM_LAPSED, false, CONF_MEMORY,
	  "Ескі, 4-бап, күші жойылды: 2026-06; орнына келген норма жоқ",
	  "Старый, ст. 4, утратила силу 2026-06; нормы-преемника нет",
	  "Old, art. 4, lapsed 2026-06; no successor" },
};

static void norm_is_cited_as_of_the_day(void **state)
{
	const struct norm_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct arch *arch = build(a, norms_yaml);
	struct basis b = arch_basis(arch, a, str_of(row->norm), str_of(row->day));

	assert_string_equal(arena_str(a, b.citation.in[LANG_KK]).p, row->kk);
	assert_string_equal(arena_str(a, b.citation.in[LANG_RU]).p, row->ru);
	assert_string_equal(arena_str(a, b.citation.in[LANG_EN]).p, row->en);
	assert_int_equal(b.state, row->state);
	assert_int_equal(b.confidence, row->mark);
	assert_int_equal(arch_norm_binds(arch, str_of(row->norm), str_of(row->day)),
			 row->binds);
}

static const char bodies_yaml[] =
	"bodies:\n"
	"  - {id: new, status: active, from: \"2026-05-01\", until: null, confidence: seen}\n"
	"  - {id: merged, status: merged, from: null, until: \"2026-04-30\", successor: new, "
	"confidence: seen}\n"
	"  - {id: closing, status: active, from: null, until: \"2026-12\", confidence: seen}\n"
	"  - {id: always, status: active, confidence: seen}\n"
	"  - {id: gone, status: abolished, confidence: seen}\n";
static const char sources_yaml[] = "sources:\n"
				   "  - {id: old, status: retired, retired_on: \"2026-05-01\", "
				   "superseded_by: fresh, objects: "
				   "[], confidence: seen}\n"
				   "  - {id: fresh, status: in_development, from: "
				   "\"2026-05-01\", objects: [], confidence: "
				   "seen}\n"
				   "  - {id: legacy, status: legacy, from: \"2010\", "
				   "retired_on: \"2027-01-01\", objects: [], "
				   "confidence: seen}\n";
static const char goals_yaml[] =
	"goals:\n"
	"  - {id: plan, from: \"2021\", until: \"2025\", confidence: seen}\n"
	"  - {id: other, confidence: seen}\n";

/* Day × entry × the status it had; "-": it was not there. */
static const struct time_row {
	const char *label, *yaml, *kind, *entry, *day, *status;
} time_rows[] = {
	{ "a body before its first day", bodies_yaml, "bodies", "new", "2026-04-30",
	  "planned" },
	{ "a body on its first day", bodies_yaml, "bodies", "new", "2026-05-01", "active" },
	{ "a merged body on its last day", bodies_yaml, "bodies", "merged", "2026-04-30",
	  "active" },
	{ "a merged body stays merged", bodies_yaml, "bodies", "merged", "2026-05-01",
	  "merged" },
	{ "within the last month it is still there", bodies_yaml, "bodies", "closing",
	  "2026-12-31", "active" },
	{ "after the last month", bodies_yaml, "bodies", "closing", "2027-01-01", "abolished" },
	{ "no dates: as written", bodies_yaml, "bodies", "always", "1999-01-01", "active" },
	{ "no dates: as written, ended", bodies_yaml, "bodies", "gone", "1999-01-01",
	  "abolished" },
	{ "a source the day before it is retired", sources_yaml, "sources", "old", "2026-04-30",
	  "active" },
	{ "a source on the day it is retired", sources_yaml, "sources", "old", "2026-05-01",
	  "retired" },
	{ "a source being built", sources_yaml, "sources", "fresh", "2026-04-30",
	  "in_development" },
	{ "a source that has begun", sources_yaml, "sources", "fresh", "2026-05-01", "active" },
	{ "legacy stays legacy while it lasts", sources_yaml, "sources", "legacy", "2026-05-01",
	  "legacy" },
	{ "a goal in its last year", goals_yaml, "goals", "plan", "2025-12-31", "" },
	{ "a goal after it", goals_yaml, "goals", "plan", "2026-01-01", "-" },
	{ "a goal before it", goals_yaml, "goals", "plan", "2020-12-31", "-" },
	{ "a goal without dates", goals_yaml, "goals", "other", "2026-01-01", "" },
};

static void architecture_is_that_of_the_day(void **state)
{
	const struct time_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct arch *arch = build(a, row->yaml);
	struct node tree = arch_tree_at(a, &arch->tree, str_of(row->day));
	const struct node *entry =
		node_get(node_get(&tree, str_of(row->kind)), str_of(row->entry));

	if (!strcmp(row->status, "-")) {
		assert_null(entry);
		return;
	}
	assert_non_null(entry);
	assert_string_equal(arena_str(a, node_text(entry, STR("status"))).p, row->status);
}

static const char registers_yaml[] = "sources:\n"
				     "  - {id: old, status: retired, retired_on: "
				     "\"2026-05-01\", superseded_by: fresh, objects: "
				     "[plot], confidence: seen}\n"
				     "  - {id: fresh, status: active, from: \"2026-05-01\", "
				     "objects: [plot, house], confidence: "
				     "seen}\n";
static const char objects_yaml[] = "objects:\n"
				   "  - {id: plot, authority: fresh, confidence: seen}\n"
				   "  - {id: house, authority: fresh, confidence: seen}\n";

static const struct authority_row {
	const char *label, *day, *plot, *house;
} authority_rows[] = {
	{ "before: the one it took over from, or none", "2026-04-30", "old", "" },
	{ "after: the one of the pack", "2026-05-01", "fresh", "fresh" },
};

static void authority_is_that_of_the_day(void **state)
{
	const struct authority_row *row = *state;
	AUTO_ARENA a = arena_new();
	const char *texts[] = { registers_yaml, objects_yaml };
	const struct doc *docs[2];
	struct doc_errors errors = { 0 };
	struct err err = { 0 };
	struct arch *arch;
	struct node tree;
	const struct node *authority;

	for (size_t i = 0; i < 2; i++) {
		struct doc *doc;

		assert_true(doc_parse(&doc, a, STR("a.yaml"), str_of(texts[i]), DOC_YAML,
				      DOC_MANIFEST, &errors));
		docs[i] = doc;
	}
	assert_true(arch_build(&arch, a, &(struct arch_input){ .docs = docs, .n = 2 }, &err));
	tree = arch_tree_at(a, &arch->tree, str_of(row->day));
	authority = node_get(&tree, STR("authority"));
	assert_string_equal(arena_str(a, node_text(authority, STR("plot"))).p, row->plot);
	assert_string_equal(arena_str(a, node_text(authority, STR("house"))).p, row->house);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, norm_is_cited_as_of_the_day, norm_rows);
	ADD_ROWS(&list, architecture_is_that_of_the_day, time_rows);
	ADD_ROWS(&list, authority_is_that_of_the_day, authority_rows);
	return test_list_run(&list, "model");
}
