#include "checker/base/hash.h"
#include "checker/base/strbuf.h"
#include "checker/dup/dup.h"

#include "tests/unit/rows.h"

#include <math.h>
#include <string.h>

static const struct str no_codes[1];

#define TEXT(...)  .text = { { __VA_ARGS__ } }
#define TITLE(...) .title = { { __VA_ARGS__ } }
#define KK(t)	   [LANG_KK] = STR_INIT(t)
#define RU(t)	   [LANG_RU] = STR_INIT(t)
#define EN(t)	   [LANG_EN] = STR_INIT(t)
#define FUNCTIONS(...)                                    \
	.functions = (const struct str[]){ __VA_ARGS__ }, \
	.functions_n = sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str)
#define OBJECTS(...)                                    \
	.objects = (const struct str[]){ __VA_ARGS__ }, \
	.objects_n = sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str)
#define CODE(s) STR_INIT(s)

static struct pattern_set *concepts_new(struct arena *a)
{
	static const struct {
		enum lang lang;
		const char *phrase, *tag;
	} rows[] = {
		{ LANG_RU, "обращени* граждан*", "o:appeal" },
		{ LANG_KK, "азамат* өтініш*", "o:appeal" },
		{ LANG_EN, "citizen* appeal*", "o:appeal" },
		{ LANG_RU, "классифи*", "f:classify" },
		{ LANG_KK, "жікте*", "f:classify" },
		{ LANG_EN, "classif*", "f:classify" },
	};
	struct pattern_set *set = pattern_set_new(a, text_vocabulary_new(a));

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		pattern_set_add(set, rows[i].lang, str_of(rows[i].phrase), rows[i].tag);
	return set;
}

static const struct dup_weights weights = { .text = 0.60,
					    .title = 2.0,
					    .function = 0.15,
					    .object = 0.10,
					    .concept = 0.10,
					    .prefix = 0.05 };

/* Judged pairs by the hundred, so that the table says what they do. */
static struct dup_table *table_new(struct arena *a)
{
	static const struct dup_table made = {
		.from = { 0.50, 0.35, 0.25, 0.20, 0.15, 0 },
		.counts = {
			{ { 67, 100 }, { 75, 100 }, { 93, 100 }, { 95, 100 } },
			{ { 65, 100 }, { 72, 100 }, { 84, 100 }, { 92, 100 } },
			{ { 35, 100 }, { 42, 100 }, { 60, 100 }, { 65, 100 } },
			{ { 10, 100 }, { 12, 100 }, { 25, 100 }, { 30, 100 } },
			{ { 7, 100 }, { 8, 100 }, { 10, 100 }, { 12, 100 } },
			{ { 1, 100 }, { 1, 100 }, { 2, 100 }, { 3, 100 } },
		},
	};
	struct dup_table *t = ARENA_NEW(a, struct dup_table);

	*t = made;
	dup_table_fit(t);
	return t;
}

static struct dup_settings settings_of(struct arena *a, double threshold)
{
	static const struct str ordinary[] = { STR_INIT("f:detect") };

	return (struct dup_settings){ .weights = weights,
				      .ordinary = ordinary,
				      .ordinary_n = 1,
				      .translations = { [LANG_RU] = STR_INIT(
								"дорог jol 15 avtoj 1\n"
								"пут jol 8\n"
								"ям shunk 16\n"),
							[LANG_EN] = STR_INIT("pothol shunk 16\n"
									     "road jol 16\n") },
				      .table = table_new(a),
				      .concepts = concepts_new(a),
				      .threshold = threshold };
}

/* Two entries, and what is said of them. */
static const struct pair_row {
	const char *label;
	struct dup_entry one, other;
	double least, most; /* score */
	bool function, object;
} pair_rows[] = {
	{ "the same texts in three languages",
	  { TEXT(KK("жол ақауларын анықтау"), RU("выявление дефектов дорог"),
		 EN("finds road defects")) },
	  { TEXT(KK("жол ақауларын анықтау"), RU("выявление дефектов дорог"),
		 EN("finds road defects")) },
	  0.999,
	  1,
	  false,
	  false },
	{ "nothing in common",
	  { TEXT(RU("прогноз паводков")) },
	  { TEXT(RU("учет вещественных доказательств")) },
	  0,
	  0,
	  false,
	  false },
	{ "both empty", { .objects_n = 0 }, { .objects_n = 0 }, 0, 0, false, false },
	{ "one empty",
	  { TEXT(RU("прогноз паводков")) },
	  { .objects_n = 0 },
	  0,
	  0,
	  false,
	  false },
	{ "only words without meaning",
	  { TEXT(RU("и на для это"), EN("the of and"), KK("және үшін бұл")) },
	  { TEXT(RU("и на для это"), EN("the of and"), KK("және үшін бұл")) },
	  0,
	  0,
	  false,
	  false },
	{ "numbers alone",
	  { TEXT(RU("2026 109")) },
	  { TEXT(RU("2026 109")) },
	  0,
	  0,
	  false,
	  false },
	{ "case endings, ru",
	  { TEXT(RU("обработка обращений жителей")) },
	  { TEXT(RU("обработки обращения жителям")) },
	  0.9,
	  1,
	  false,
	  false },
	{ "case endings, kk",
	  { TEXT(KK("тұрғындардың шағымдарын реттеу")) },
	  { TEXT(KK("тұрғындар шағымдары реттеу")) },
	  0.9,
	  1,
	  false,
	  false },
	{ "Kazakh in Latin letters",
	  { TEXT(KK("тұрғындардың шағымдарын сараптау")) },
	  { TEXT(KK("turğyndardyñ şağymdaryn saraptau")) },
	  0.9,
	  1,
	  false,
	  false },
	{ "look-alike letters",
	  { TEXT(RU("прокурор")) },
	  { TEXT(RU("пр"
		    "o"
		    "курор")) },
	  0.9,
	  1,
	  false,
	  false },
	{ "a language more does not dilute",
	  { TEXT(RU("анализ маммограмм пациентов")) },
	  { TEXT(RU("анализ маммограмм пациентов"), EN("reading mammograms of patients")) },
	  0.9,
	  1,
	  false,
	  false },
	{ "two languages meet in concepts",
	  { TEXT(RU("классификация: обращения граждан")) },
	  { TEXT(EN("classifies citizen appeals")) },
	  0.4,
	  0.8,
	  true,
	  true },
	{ "kk and ru meet in concepts",
	  { TEXT(KK("азаматтардың өтініштері, жіктеу")) },
	  { TEXT(RU("классификация: обращения граждан")) },
	  0.4,
	  0.9,
	  true,
	  true },
	{ "kk and ru meet in a translation",
	  { TEXT(KK("жолдардағы шұңқырлар")) },
	  { TEXT(RU("ямы на дорогах")) },
	  0.3,
	  0.7,
	  false,
	  false },
	{ "ru and en meet in Kazakh",
	  { TEXT(RU("ямы на дорогах")) },
	  { TEXT(EN("potholes of roads")) },
	  0.2,
	  0.5,
	  false,
	  false },
	{ "a less likely translation counts for less",
	  { TEXT(RU("пути")) },
	  { TEXT(EN("roads")) },
	  0.05,
	  0.2,
	  false,
	  false },
	{ "ru and en meet in a loan word",
	  { TEXT(RU("мониторинг")) },
	  { TEXT(EN("monitoring")) },
	  0.49,
	  0.51,
	  false,
	  false },
	{ "Russian in the field for Kazakh",
	  { TEXT(KK("Автоматическая расшифровка рентгеновских снимков зубов и челюстей "
		    "пациента")) },
	  { TEXT(RU("Автоматическая расшифровка рентгеновских снимков зубов и челюстей "
		    "пациента")) },
	  0.9,
	  1,
	  false,
	  false },
	{ "only ordinary words of such systems",
	  { TEXT(RU("единая цифровая платформа анализа данных о паводках рек")) },
	  { TEXT(RU("единая цифровая платформа анализа данных о стоматологии взрослых")) },
	  0.01,
	  0.25,
	  false,
	  false },
	{ "a declared function alone is not enough",
	  { TEXT(RU("жалобы жильцов")), FUNCTIONS(CODE("fn-appeals")) },
	  { TEXT(RU("учет зерна")), FUNCTIONS(CODE("fn-appeals")) },
	  0.1,
	  0.249,
	  true,
	  false },
	{ "drafts that declare a sector only",
	  { OBJECTS(CODE("health")) },
	  { OBJECTS(CODE("health")) },
	  0.1,
	  0.249,
	  false,
	  true },
	{ "same function, objects and text",
	  { TEXT(RU("жалобы жильцов")), FUNCTIONS(CODE("fn-appeals")),
	    OBJECTS(CODE("eotinish")) },
	  { TEXT(RU("жалобы жильцов")), FUNCTIONS(CODE("fn-appeals")),
	    OBJECTS(CODE("eotinish")) },
	  0.99,
	  1,
	  true,
	  true },
	{ "a code given twice counts once",
	  { FUNCTIONS(CODE("fn-voice"), CODE("fn-voice"), CODE("fn-legal")) },
	  { FUNCTIONS(CODE("fn-legal"), CODE("fn-voice")) },
	  0.299,
	  0.301,
	  true,
	  false },
	{ "other declared functions outweigh the words",
	  { TEXT(RU("классификация снимков")), FUNCTIONS(CODE("fn-a")) },
	  { TEXT(RU("классификация писем")), FUNCTIONS(CODE("fn-b")) },
	  0.1,
	  0.6,
	  false,
	  false },
	{ "same product is no shared object",
	  { TEXT(EN("proofreads letters")), .product = STR_INIT("Grammarly") },
	  { TEXT(EN("corrects reports")), .product = STR_INIT("GRAMMARLY") },
	  0.05,
	  0.25,
	  false,
	  false },
	{ "title and text meet",
	  { TITLE(RU("Прогноз паводков")) },
	  { TEXT(RU("прогноз паводков")) },
	  0.9,
	  1,
	  false,
	  false },
};

static void pair_row(void **state)
{
	const struct pair_row *row = *state;
	const struct dup_entry both[] = { row->one, row->other },
			       turned[] = { row->other, row->one };
	AUTO_ARENA a = arena_new();
	struct dup_settings settings = settings_of(a, 0);
	AUTO_DUP_INDEX index = NULL;
	AUTO_DUP_INDEX turned_index = NULL;
	struct dup_pairs pairs = { 0 }, mirror = { 0 };

	index = dup_index_new(&settings, both, 2);
	dup_index_pairs(index, a, &pairs);
	turned_index = dup_index_new(&settings, turned, 2);
	dup_index_pairs(turned_index, a, &mirror);
	assert_int_equal(pairs.list.n, row->most > 0);
	assert_int_equal(mirror.list.n, pairs.list.n);
	if (pairs.list.n == 0)
		return;
	if (pairs.list.at[0].score < row->least || pairs.list.at[0].score > row->most)
		fail_msg("score %f", pairs.list.at[0].score);
	assert_true(fabs(pairs.list.at[0].score - mirror.list.at[0].score) < 1e-6);
	assert_int_equal(pairs.list.at[0].common >> 1, row->function);
	assert_int_equal(pairs.list.at[0].common & 1, row->object);
}

/* Every row of a collection is made from a few numbers, so that a failure can be repeated. */
struct maker {
	struct arena *arena;
	uint64_t state;
	size_t n;
};

static uint32_t draw(struct maker *m, uint32_t below)
{
	m->state ^= m->state << 13;
	m->state ^= m->state >> 7;
	m->state ^= m->state << 17;
	return (uint32_t)(m->state >> 33) % below;
}

/* Words from a vocabulary in which few are frequent and most are rare. */
static struct str draw_words(struct maker *m, uint32_t count, uint32_t vocabulary)
{
	char *p = arena_alloc(m->arena, count * 8 + 1, 1);
	size_t n = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t word = draw(m, draw(m, draw(m, vocabulary) + 1) + 1);

		p[n++] = (char)('a' + word % 26);
		p[n++] = (char)('a' + word / 26 % 26);
		p[n++] = (char)('a' + word / 676 % 26);
		memcpy(p + n, "zq ", 3);
		n += 3;
	}
	return (struct str){ p, n };
}

static void make_random(struct maker *m, struct dup_entry *e)
{
	static const struct str functions[] = { STR_INIT("fn-a"), STR_INIT("fn-b"),
						STR_INIT("fn-c") };

	for (size_t i = 0; i < m->n; i++) {
		for (enum lang l = 0; l < LANG_COUNT; l++) {
			if (draw(m, 3) > 0)
				e[i].text.in[l] = draw_words(m, draw(m, 25), 3000);
		}
		e[i].title.in[LANG_RU] = draw_words(m, draw(m, 4), 300);
		e[i].functions = functions + draw(m, 3);
		e[i].functions_n = draw(m, 2);
	}
}

static void make_one_term(struct maker *m, struct dup_entry *e)
{
	for (size_t i = 0; i < m->n; i++)
		e[i].text.in[draw(m, LANG_COUNT)] = draw_words(m, 1, 12);
}

static void make_equal(struct maker *m, struct dup_entry *e)
{
	struct str text = draw_words(m, 40, 500);

	for (size_t i = 0; i < m->n; i++)
		e[i].text.in[LANG_EN] = text;
}

static void make_empty(struct maker *m, struct dup_entry *e)
{
	for (size_t i = 0; i < m->n; i++)
		e[i] = (struct dup_entry){ .functions = no_codes };
}

/* One frequent word that carries nearly all of short rows, beside long rows of rare words. */
static void make_frequent(struct maker *m, struct dup_entry *e)
{
	for (size_t i = 0; i < m->n; i++) {
		e[i].text.in[LANG_EN] = STR("everywhere");
		if (draw(m, 2))
			e[i].text.in[LANG_RU] = draw_words(m, 1 + draw(m, 60), 2000);
		else
			e[i].title.in[LANG_EN] = draw_words(m, draw(m, 3), 40);
	}
}

/* The same paragraph at the head of many, with a little of their own. */
static void make_boilerplate(struct maker *m, struct dup_entry *e)
{
	struct str paragraph = draw_words(m, 60, 2000);

	for (size_t i = 0; i < m->n; i++) {
		e[i].text.in[LANG_RU] = draw(m, 10) ? draw_words(m, 30, 2000) : paragraph;
		e[i].title.in[LANG_RU] = draw_words(m, 3, 2000);
	}
}

/* Codes only, of which some rows have nothing else than the most frequent. */
static void make_codes(struct maker *m, struct dup_entry *e)
{
	static const struct str codes[] = { STR_INIT("a"), STR_INIT("b"), STR_INIT("c"),
					    STR_INIT("d"), STR_INIT("e"), STR_INIT("f") };

	for (size_t i = 0; i < m->n; i++) {
		uint32_t from = draw(m, 6), to = from + draw(m, 6 - from + 1);

		e[i].functions = codes + from;
		e[i].functions_n = to - from;
		e[i].objects = codes;
		e[i].objects_n = draw(m, 3);
	}
}

static const struct exact_row {
	const char *label;
	void (*make)(struct maker *m, struct dup_entry *e);
	size_t n;
	double threshold;
	struct dup_weights weights;
} exact_rows[] = {
	{ "2,000 random rows at 0.25", make_random, 2000, 0.25, { 0 } },
	{ "2,000 random rows at 0.5", make_random, 2000, 0.5, { 0 } },
	{ "random rows at 0", make_random, 300, 0, { 0 } },
	{ "random rows at 0.1", make_random, 500, 0.1, { 0 } },
	{ "random rows at 0.95", make_random, 500, 0.95, { 0 } },
	{ "random rows, text alone", make_random, 500, 0.2, { .text = 1, .title = 1 } },
	{ "random rows, prefixes alone", make_random, 300, 0.3, { .prefix = 1, .title = 1 } },
	{ "random rows, no weight at all", make_random, 50, 0.1, { .title = 1 } },
	{ "one-term rows", make_one_term, 400, 0.25, { 0 } },
	{ "one-term rows at 1", make_one_term, 400, 0.999, { 0 } },
	{ "equal rows", make_equal, 200, 0.9, { 0 } },
	{ "empty rows", make_empty, 20, 0.25, { 0 } },
	{ "a frequent word", make_frequent, 600, 0.25, { 0 } },
	{ "a frequent word at 0.6", make_frequent, 600, 0.6, { 0 } },
	{ "a shared paragraph", make_boilerplate, 400, 0.3, { 0 } },
	{ "codes", make_codes, 400, 0.25, { 0 } },
	{ "one entry", make_random, 1, 0, { 0 } },
	{ "no entry", make_random, 0, 0, { 0 } },
};

static void assert_same(const struct dup_pair *x, const struct dup_pair *y)
{
	assert_int_equal(x->a, y->a);
	assert_int_equal(x->b, y->b);
	assert_true(x->score == y->score);
	assert_true(x->probability == y->probability);
	assert_int_equal(x->evidence_n, y->evidence_n);
}

static void assert_pairs(const struct dup_pairs *x, const struct dup_pairs *y)
{
	assert_int_equal(x->list.n, y->list.n);
	for (size_t i = 0; i < x->list.n; i++)
		assert_same(&x->list.at[i], &y->list.at[i]);
}

static void assert_search(struct dup_index *index, struct arena *a, size_t entry,
			  const struct dup_pairs *all)
{
	struct dup_pairs some = { 0 }, want = { 0 };

	for (size_t i = 0; i < all->list.n; i++) {
		if (all->list.at[i].a == entry || all->list.at[i].b == entry)
			vec_push(a, &want.list, all->list.at[i]);
	}
	dup_index_search(index, a, (struct dup_asked){ &entry, 1 }, &some);
	assert_pairs(&some, &want);
}

/* Against each compared with each. */
static void assert_all(const struct dup_index *index, size_t n, double threshold,
		       const struct dup_pairs *pairs)
{
	size_t want = 0;

	for (size_t b = 0; b < n; b++)
		for (size_t a = 0; a < b; a++) {
			double score = dup_index_score(index, a, b);

			want += score > 0 && score >= threshold;
		}
	assert_int_equal(pairs->list.n, want);
	for (size_t i = 0; i < want; i++) {
		const struct dup_pair *p = &pairs->list.at[i];

		assert_true(p->score == fmin(dup_index_score(index, p->a, p->b), 1));
		assert_true(p->score >= threshold || p->score >= 1);
	}
}

static void exact_row(void **state)
{
	const struct exact_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct maker maker = { a, 0x9E3779B97F4A7C15u, row->n };
	struct dup_entry *entries = ARENA_ARRAY(a, struct dup_entry, row->n);
	struct dup_settings settings = settings_of(a, row->threshold);
	struct dup_pairs pairs = { 0 };
	AUTO_DUP_INDEX index = NULL;

	if (row->weights.title > 0)
		settings.weights = row->weights;
	row->make(&maker, entries);
	index = dup_index_new(&settings, entries, row->n);
	dup_index_pairs(index, a, &pairs);
	assert_all(index, row->n, row->threshold, &pairs);
	for (size_t i = 0; i < row->n; i += 1 + row->n / 25)
		assert_search(index, a, i, &pairs);
}

static void pairs_come_likeliest_first(void **state)
{
	AUTO_ARENA a = arena_new();
	struct maker maker = { a, 7, 300 };
	struct dup_entry entries[300] = { 0 };
	struct dup_settings settings = settings_of(a, 0.05);
	AUTO_DUP_INDEX index = NULL;
	struct dup_pairs pairs = { 0 };

	(void)state;
	make_random(&maker, entries);
	make_one_term(&(struct maker){ a, 9, 50 }, entries);
	index = dup_index_new(&settings, entries, 300);
	dup_index_pairs(index, a, &pairs);
	assert_true(pairs.list.n > 100);
	for (size_t i = 1; i < pairs.list.n; i++) {
		const struct dup_pair *x = &pairs.list.at[i - 1], *y = &pairs.list.at[i];

		assert_true(x->a < x->b && x->score <= 1);
		assert_true(x->probability > y->probability ||
			    (x->probability == y->probability && x->score > y->score) ||
			    (x->probability == y->probability && x->score == y->score &&
			     (x->a < y->a || (x->a == y->a && x->b < y->b))));
	}
}

static void evidence_adds_up_to_the_score(void **state)
{
	AUTO_ARENA a = arena_new();
	struct maker maker = { a, 11, 400 };
	struct dup_entry entries[400] = { 0 };
	struct dup_settings settings = settings_of(a, 0.01);
	AUTO_DUP_INDEX index = NULL;
	struct dup_pairs pairs = { 0 };
	size_t whole = 0;

	(void)state;
	make_random(&maker, entries);
	index = dup_index_new(&settings, entries, 400);
	dup_index_pairs(index, a, &pairs);
	for (size_t i = 0; i < pairs.list.n; i++) {
		const struct dup_pair *p = &pairs.list.at[i];
		double sum = 0;

		for (size_t k = 0; k < p->evidence_n; k++) {
			sum += p->evidence[k].share;
			assert_true(p->evidence[k].entries >= 2);
			assert_true(k == 0 || p->evidence[k].share <= p->evidence[k - 1].share);
		}
		assert_true(sum <= p->score + 1e-9);
		if (p->evidence_n < 12) {
			assert_true(fabs(sum - p->score) < 1e-9);
			whole++;
		}
	}
	assert_true(whole > 1000);
}

static void evidence_names_the_terms(void **state)
{
	static const char *const terms[] = {
		"function:fn-appeals", "object:eotinish", "kk:шағым", "ru:жалоб",
		"en:complaint",	       "concept:o:appeal"
	};
	const struct dup_entry e = { TEXT(KK("шағымдар"), RU("жалобы, обращения граждан"),
					  EN("complaints")),
				     FUNCTIONS(CODE("fn-appeals")), OBJECTS(CODE("eotinish")) };
	const struct dup_entry both[] = { e, e };
	AUTO_ARENA a = arena_new();
	struct dup_settings settings = settings_of(a, 0.5);
	AUTO_DUP_INDEX index = NULL;
	struct dup_pairs pairs = { 0 };

	(void)state;
	index = dup_index_new(&settings, both, 2);
	dup_index_pairs(index, a, &pairs);
	assert_int_equal(pairs.list.n, 1);
	for (size_t t = 0; t < ARRAY_LEN(terms); t++) {
		const struct dup_pair *p = &pairs.list.at[0];
		size_t k = 0;

		while (k < p->evidence_n && !str_eq(p->evidence[k].term, str_of(terms[t])))
			k++;
		if (k == p->evidence_n)
			fail_msg("no %s", terms[t]);
	}
}

/* The words of a text that say a term, as they are written, the first of each language. */
static void terms_are_told_in_the_words_of_the_text(void **state)
{
	static const struct {
		const char *key, *words; /* kk, ru and en with bars between */
	} rows[] = {
		{ "ru:жалоб", "|Жалобы|" },
		{ "ru:дорог", "|дорогах|" },
		{ "kk:jol", "Жолдардағы||" },
		{ "prefix:jol", "Жолдардағы|дорогах|roads" },
		{ "concept:o:appeal", "азаматтардың өтініштері|обращения граждан|" },
		{ "concept:f:classify", NULL },
		{ "ru:обращен", NULL }, /* nobody wants it */
	};
	const struct dup_entry e = { TITLE(RU("Жалобы и обращения граждан о дорогах")),
				     TEXT(KK("Жолдардағы азаматтардың өтініштері, жолдар"),
					  RU("жалоба"), EN("of roads")) };
	AUTO_ARENA a = arena_new();
	struct dup_settings settings = settings_of(a, 0.5);
	struct dup_speech *speech = dup_speech_new(a, &settings);
	const struct strmap *said;

	(void)state;
	for (size_t i = 0; i + 1 < ARRAY_LEN(rows); i++)
		dup_speech_want(speech, str_of(rows[i].key));
	said = dup_speech_of(speech, a, &e);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct mtext *words = strmap_get(said, str_of(rows[i].key));

		assert_int_equal(words != NULL, rows[i].words != NULL);
		if (words)
			assert_string_equal(arena_printf(a, "%.*s|%.*s|%.*s",
							 STR_FMT(words->in[LANG_KK]),
							 STR_FMT(words->in[LANG_RU]),
							 STR_FMT(words->in[LANG_EN]))
						    .p,
					    rows[i].words);
	}
	dup_speech_free(speech);
}

/* A stronger score or more in common never makes a duplicate less likely. */
static const struct likely_row {
	const char *label;
	struct dup_entry one, other;
	double probability;
} likely_rows[] = {
	{ "the same but for a word, function and object declared",
	  { TEXT(RU("распознавание дефектов дорожного покрытия камерами")),
	    FUNCTIONS(CODE("fn-road")), OBJECTS(CODE("ejoldar")) },
	  { TEXT(RU("распознавание дефектов дорожного полотна камерами")),
	    FUNCTIONS(CODE("fn-road")), OBJECTS(CODE("ejoldar")) },
	  0.95 },
	{ "the same but for a word, function declared",
	  { TEXT(RU("распознавание дефектов дорожного покрытия камерами")),
	    FUNCTIONS(CODE("fn-road")) },
	  { TEXT(RU("распознавание дефектов дорожного полотна камерами")),
	    FUNCTIONS(CODE("fn-road")) },
	  0.93 },
	{ "the same but for a word, nothing declared",
	  { TEXT(RU("распознавание дефектов дорожного покрытия камерами")) },
	  { TEXT(RU("распознавание дефектов дорожного полотна камерами")) },
	  0.67 },
	{ "one word in common, which is most of the score",
	  { TEXT(RU("паводки")) },
	  { TEXT(RU("паводки рек")) },
	  0.65 },
	{ "unlike texts, same function and object",
	  { TEXT(RU("жалобы жильцов")), FUNCTIONS(CODE("fn-road")), OBJECTS(CODE("ejoldar")) },
	  { TEXT(RU("учет зерна")), FUNCTIONS(CODE("fn-road")), OBJECTS(CODE("ejoldar")) },
	  0.65 },
	{ "unlike texts, same function",
	  { TEXT(RU("жалобы жильцов")), FUNCTIONS(CODE("fn-road")) },
	  { TEXT(RU("учет зерна")), FUNCTIONS(CODE("fn-road")) },
	  0.10 },
};

static void likely_row(void **state)
{
	const struct likely_row *row = *state;
	const struct dup_entry both[] = { row->one, row->other };
	AUTO_ARENA a = arena_new();
	struct dup_settings settings = settings_of(a, 0);
	AUTO_DUP_INDEX index = NULL;
	struct dup_pairs pairs = { 0 };

	index = dup_index_new(&settings, both, 2);
	dup_index_pairs(index, a, &pairs);
	assert_int_equal(pairs.list.n, 1);
	if (fabs(pairs.list.at[0].probability - row->probability) > 0.02)
		fail_msg("probability %f at score %f", pairs.list.at[0].probability,
			 pairs.list.at[0].score);
}

/* An object that half of all entries have says nothing. */
static const struct fit_row {
	const char *label;
	struct dup_count counts[DUP_BANDS][DUP_COMMONS];
	size_t band;
	enum dup_common common;
	double least, most; /* probability there */
} fit_rows[] = {
	{ "nothing judged: even odds", { { { 0, 0 } } }, 2, DUP_COMMON_BOTH, 0.5, 0.5 },
	{ "one judgement moves little", { { [3] = { 1, 1 } } }, 0, DUP_COMMON_BOTH, 0.6, 0.7 },
	{ "many outweigh the neighbour that says the contrary",
	  { { [3] = { 0, 1 } }, { [3] = { 95, 100 } } },
	  0,
	  DUP_COMMON_BOTH,
	  0.9,
	  0.96 },
	{ "more in common is never less likely",
	  { { [0] = { 80, 100 }, [3] = { 40, 100 } } },
	  0,
	  DUP_COMMON_BOTH,
	  0.55,
	  0.65 },
};

static void fit_row(void **state)
{
	const struct fit_row *row = *state;
	struct dup_table t = { 0 };

	memcpy(t.counts, row->counts, sizeof(t.counts));
	dup_table_fit(&t);
	for (size_t i = 0; i < DUP_BANDS; i++)
		for (size_t k = 0; k < DUP_COMMONS; k++) {
			assert_true(t.probability[i][k] > 0 && t.probability[i][k] < 1);
			assert_true(i == 0 ||
				    t.probability[i][k] <= t.probability[i - 1][k] + 1e-6);
			assert_true(k == 0 ||
				    t.probability[i][k] >= t.probability[i][k - 1] - 1e-6);
		}
	assert_in_range(t.probability[row->band][row->common] * 1000, row->least * 1000,
			row->most * 1000);
}

static void bands_begin_where_they_say(void **state)
{
	(void)state;
	assert_int_equal(dup_band_of(0), DUP_UNLIKELY);
	assert_int_equal(dup_band_of(0.2), DUP_POSSIBLE);
	assert_int_equal(dup_band_of(0.449), DUP_POSSIBLE);
	assert_int_equal(dup_band_of(0.45), DUP_REVIEW);
	assert_int_equal(dup_band_of(0.75), DUP_LIKELY);
}

/* An index that grew has the pairs of one that was built at once. */
static void growing_equals_building(void **state)
{
	AUTO_ARENA a = arena_new();
	struct maker maker = { a, 17, 900 };
	struct dup_entry entries[900] = { 0 };
	struct dup_settings settings = settings_of(a, 0.2);
	AUTO_DUP_INDEX index = NULL;
	struct dup_pairs pairs = { 0 }, again = { 0 };

	(void)state;
	make_random(&maker, entries);
	index = dup_index_new(&settings, entries, 600);
	for (size_t i = 600; i < 900; i++)
		assert_int_equal(dup_index_add(index, &entries[i]), i);
	dup_index_pairs(index, a, &pairs);
	assert_all(index, 900, 0.2, &pairs);
	dup_index_remove(index, pairs.list.at[0].a);
	dup_index_pairs(index, a, &again);
	assert_true(again.list.n < pairs.list.n);
	for (size_t i = 0; i < again.list.n; i++)
		assert_true(again.list.at[i].a != pairs.list.at[0].a &&
			    again.list.at[i].b != pairs.list.at[0].a);
}

static void put_all_terms(struct dup_index *to, const struct dup_index *from)
{
	struct dup_stored_term term;

	for (size_t i = 0; i < dup_index_epoch(from).terms; i++)
		if (dup_index_term(from, i, &term))
			assert_true(dup_index_put_term(to, &term));
}

/* Without any text, from what is kept: terms, counts and packed entries. */
static void opening_equals_building(void **state)
{
	AUTO_ARENA a = arena_new();
	struct maker maker = { a, 23, 700 };
	struct dup_entry entries[700] = { 0 };
	struct dup_settings settings = settings_of(a, 0.2);
	AUTO_DUP_INDEX built = NULL;
	AUTO_DUP_INDEX opened = NULL;
	struct dup_pairs want = { 0 }, pairs = { 0 };
	size_t bytes = 0;

	(void)state;
	make_random(&maker, entries);
	built = dup_index_new(&settings, entries, 600);
	opened = dup_index_open(&settings, dup_index_epoch(built));
	put_all_terms(opened, built);
	for (size_t i = 0; i < 600; i++) {
		struct str packed = dup_index_packed(built, i);

		assert_true(dup_index_put(opened, packed));
		assert_true(str_eq(dup_index_packed(opened, i), packed));
		bytes += packed.n;
	}
	for (size_t i = 600; i < 700; i++) {
		dup_index_add(built, &entries[i]);
		dup_index_add(opened, &entries[i]);
		assert_true(str_eq(dup_index_packed(built, i), dup_index_packed(opened, i)));
	}
	dup_index_pairs(built, a, &want);
	dup_index_pairs(opened, a, &pairs);
	assert_true(want.list.n > 50 && bytes / 600 < 400);
	assert_pairs(&pairs, &want);
}

/* What many say in the same words is no part of what is searched by, and left out. */
static void lean_entries_are_searched_the_same(void **state)
{
	enum { N = 400, SAME = 120 };
	AUTO_ARENA a = arena_new();
	struct maker maker = { a, 59, N };
	struct dup_entry entries[N] = { 0 };
	struct dup_settings settings = settings_of(a, 0.2);
	AUTO_DUP_INDEX built = NULL;
	AUTO_DUP_INDEX lean = NULL;
	struct dup_pairs want = { 0 }, pairs = { 0 };
	struct dup_sieve *sieve;
	size_t whole = 0, left = 0;

	(void)state;
	make_random(&maker, entries);
	for (size_t i = 0; i < SAME; i++)
		entries[i].text.in[LANG_RU] = arena_printf(
			a,
			"%.*s. Система создаётся во исполнение поручения и размещается в "
			"государственном облаке с соблюдением требований безопасности.",
			STR_FMT(entries[i].text.in[LANG_RU]));
	built = dup_index_new(&settings, entries, N);
	lean = dup_index_open(&settings, dup_index_epoch(built));
	put_all_terms(lean, built);
	sieve = dup_sieve_new(a, built, 0);
	for (size_t i = 0; i < N; i++) {
		struct str packed = dup_index_packed(built, i);
		struct str less = dup_packed_lean(a, packed);

		assert_true(dup_index_put(lean, less));
		assert_int_equal(dup_sieve_passes(sieve, packed),
				 dup_sieve_passes(sieve, less));
		assert_true(str_eq(dup_packed_lean(a, less), less));
		whole += packed.n;
		left += less.n;
	}
	dup_index_pairs(built, a, &want);
	dup_index_pairs(lean, a, &pairs);
	assert_true(want.list.n > 50 && left < whole * 9 / 10);
	assert_pairs(&pairs, &want);
	assert_int_equal(dup_packed_lean(a, STR("\x07")).n, 0);
	for (size_t n = 0; n + 1 < dup_index_packed(built, 3).n; n++)
		dup_packed_lean(a, str_sub(dup_index_packed(built, 3), 0, n));
}

/* A new epoch of what was kept, in whatever order it came, is that of building anew. */
static void renewing_equals_building(void **state)
{
	enum { N = 400, FIRST = 150, GONE = 7 };
	AUTO_ARENA a = arena_new();
	struct maker maker = { a, 41, N };
	struct dup_entry entries[N] = { 0 }, kept[N] = { 0 };
	struct dup_settings settings = settings_of(a, 0.2);
	AUTO_DUP_INDEX grown = NULL;
	AUTO_DUP_INDEX renewed = NULL;
	AUTO_DUP_INDEX built = NULL;
	struct dup_pairs want = { 0 }, pairs = { 0 };
	size_t n = 0;

	(void)state;
	make_random(&maker, entries);
	make_codes(&(struct maker){ a, 43, 100 }, entries + 100);
	grown = dup_index_new(&settings, entries, FIRST);
	for (size_t i = FIRST; i < N; i++)
		dup_index_add(grown, &entries[i]);
	for (size_t i = 0; i < N; i++)
		if (i % GONE == 0)
			dup_index_remove(grown, i);
		else
			kept[n++] = entries[i];
	built = dup_index_new(&settings, kept, n);
	renewed = dup_index_renew(grown);
	assert_int_equal(dup_index_epoch(renewed).entries, n);
	for (size_t i = 0; i < n; i++)
		assert_true(str_eq(dup_index_packed(renewed, i), dup_index_packed(built, i)));
	dup_index_pairs(built, a, &want);
	dup_index_pairs(renewed, a, &pairs);
	assert_true(want.list.n > 20);
	assert_pairs(&pairs, &want);
}

/* Late terms are numbered as they come; scores must not show it. */
static void the_order_of_entries_does_not_count(void **state)
{
	enum { N = 300, FIRST = 60 };
	AUTO_ARENA a = arena_new();
	struct maker maker = { a, 47, N };
	struct dup_entry entries[N] = { 0 };
	struct dup_settings settings = settings_of(a, 0);
	AUTO_DUP_INDEX one = NULL;
	AUTO_DUP_INDEX other = NULL;

	(void)state;
	make_random(&maker, entries);
	one = dup_index_new(&settings, entries, FIRST);
	other = dup_index_new(&settings, entries, FIRST);
	for (size_t i = FIRST; i < N; i++) {
		dup_index_add(one, &entries[i]);
		dup_index_add(other, &entries[N - 1 - (i - FIRST)]);
	}
	for (size_t i = FIRST; i < N; i++)
		for (size_t k = 0; k < N; k++)
			assert_true(dup_index_score(one, i, k) ==
				    dup_index_score(other, N - 1 - (i - FIRST),
						    k < FIRST ? k : N - 1 - (k - FIRST)));
}

static void any_number_of_processes_gives_the_same(void **state)
{
	static const size_t processes[] = { 0, 1, 2, 3, 7 };
	AUTO_ARENA a = arena_new();
	struct maker maker = { a, 53, 500 };
	struct dup_entry entries[500] = { 0 };
	struct dup_settings settings = settings_of(a, 0.2);
	AUTO_DUP_INDEX index = NULL;
	struct dup_pairs want = { 0 };
	struct err err;

	(void)state;
	make_random(&maker, entries);
	index = dup_index_new(&settings, entries, 500);
	dup_index_pairs(index, a, &want);
	assert_true(want.list.n > 50);
	for (size_t i = 0; i < ARRAY_LEN(processes); i++) {
		struct dup_pairs pairs = { 0 };

		assert_true(dup_index_pairs_by(index, a, processes[i], &pairs, &err));
		assert_pairs(&pairs, &want);
	}
}

/* The limit counts for those that are asked about, whoever else has many. */
static void a_limit_counts_for_those_asked_about(void **state)
{
	static const struct str text = STR_INIT("учет скота на пастбищах района");
	AUTO_ARENA a = arena_new();
	struct dup_entry entries[30] = { 0 };
	struct dup_settings settings = settings_of(a, 0.2);
	AUTO_DUP_INDEX index = NULL;
	struct dup_pairs pairs = { 0 };
	size_t asked[2] = { 29, 3 };

	(void)state;
	for (size_t i = 0; i < 30; i++)
		entries[i].text.in[LANG_RU] = text;
	settings.per_entry = 4;
	index = dup_index_new(&settings, entries, 30);
	dup_index_search(index, a, (struct dup_asked){ asked, 2 }, &pairs);
	/* The pair of the two is the last of one and would be the fifth of it. */
	assert_int_equal(pairs.list.n, 8);
	for (size_t i = 0; i < pairs.list.n; i++)
		assert_true(pairs.list.at[i].a == 3 || pairs.list.at[i].b == 3 ||
			    pairs.list.at[i].b == 29);
}

/*
 * What a registry keeps of an entry is of a version: whoever changes the terms of a text or
 * their weights raises DUP_VERSION and puts the new digest here.
 */
static void kept_terms_are_of_this_version(void **state)
{
	const struct dup_entry entries[] = {
		{ TITLE(KK("Жол ақауларын анықтау"), RU("Выявление дефектов дорог"),
			EN("Finding road defects")),
		  TEXT(KK("Камералардың суреттерінен жарықтар мен шұңқырларды табады"),
		       RU("По снимкам камер находит трещины и выбоины, передаёт подрядчику"),
		       EN("From pictures of cameras it finds cracks and potholes")),
		  FUNCTIONS(CODE("fn-road-condition")), OBJECTS(CODE("road"), CODE("kz-roads")),
		  .product = STR_INIT("Vision X") },
		{ TEXT(KK("Qazaqstan joldarynyñ sapasyn bağalaıdy")) },
	};
	static const char digest[] =
		"b343aa56f5d28fb5c39a9af7d3b1a665ed26cb2cb97448f83f083cb1091ec645";
	AUTO_ARENA a = arena_new();
	struct dup_settings settings = settings_of(a, 0.2);
	AUTO_DUP_INDEX index = dup_index_new(&settings, entries, ARRAY_LEN(entries));
	struct dup_stored_term term;
	struct sha256 h;
	AUTO_STRBUF b;

	(void)state;
	strbuf_init(&b, SIZE_MAX);
	for (size_t i = 0; dup_index_epoch(index).terms > i && dup_index_term(index, i, &term);
	     i++)
		strbuf_printf(&b, "%u %u %.*s %.*s\n", term.number, term.counted,
			      STR_FMT(term.key), STR_FMT(term.name));
	for (size_t i = 0; i < ARRAY_LEN(entries); i++)
		strbuf_str(&b, dup_index_packed(index, i));
	h = hash_sha256(strbuf_view(&b));
	assert_int_equal(DUP_VERSION, 2);
	assert_string_equal(hash_hex(a, h.bytes, sizeof(h.bytes)).p, digest);
}

static void verdicts_count_in_any_order(void **state)
{
	static const struct dup_judged judged[] = {
		{ 0.6, false, DUP_COMMON_BOTH, true },
		{ 0.6, true, DUP_COMMON_BOTH, false },
		{ 0.3, false, DUP_COMMON_NOTHING, false },
		{ 0.05, true, DUP_COMMON_OBJECT, true },
	};
	AUTO_ARENA a = arena_new();
	struct dup_table forth = *table_new(a), back = forth;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(judged); i++) {
		dup_table_count(&forth, &judged[i]);
		dup_table_count(&back, &judged[ARRAY_LEN(judged) - 1 - i]);
	}
	dup_table_fit(&forth);
	dup_table_fit(&back);
	assert_memory_equal(&forth, &back, sizeof(forth));
	assert_true(forth.counts[0][DUP_COMMON_BOTH].judged > 100.5 &&
		    forth.counts[1][DUP_COMMON_BOTH].judged > 100.5);
	assert_true(forth.counts[1][DUP_COMMON_BOTH].duplicates < 92.5);
	assert_true(forth.counts[5][DUP_COMMON_OBJECT].duplicates > 1.5);
}

/* Who asks about one entry opens an index with its terms alone and sieves the packed others. */
static void asking_about_one_equals_searching_all(void **state)
{
	AUTO_ARENA a = arena_new();
	struct maker maker = { a, 29, 500 };
	struct dup_entry entries[500] = { 0 };
	struct dup_settings settings = settings_of(a, 0.2);
	AUTO_DUP_INDEX all = NULL;
	size_t hits = 0, passed = 0;

	(void)state;
	make_random(&maker, entries);
	make_codes(&(struct maker){ a, 31, 250 }, entries);
	/* What one that is asked about says once, another says very often. */
	entries[20] = entries[21] = (struct dup_entry){ TEXT(RU("плотина мост паводок")) };
	for (int i = 0; i < 5; i++)
		entries[21].text.in[LANG_RU] =
			arena_printf(a, "%.*s %.*s", STR_FMT(entries[21].text.in[LANG_RU]),
				     STR_FMT(entries[21].text.in[LANG_RU]));
	all = dup_index_new(&settings, entries, 499);
	for (size_t one = 0; one < 500; one += 20) {
		AUTO_DUP_INDEX small = dup_index_open(&settings, dup_index_epoch(all));
		struct dup_pairs want = { 0 }, found = { 0 };
		struct dup_sieve *sieve;
		size_t n, entry;
		const struct dup_stored_term *own =
			dup_entry_terms(&settings, a, &entries[one], &n);

		for (size_t i = 0; i < dup_index_epoch(all).terms; i++) {
			struct dup_stored_term term;
			size_t k = 0;

			assert_true(dup_index_term(all, i, &term));
			while (k < n && !str_eq(own[k].key, term.key))
				k++;
			assert_false(dup_index_has(small, term.key));
			if (k < n)
				assert_true(dup_index_put_term(small, &term));
			assert_int_equal(dup_index_has(small, term.key), k < n);
		}
		entry = dup_index_add(small, &entries[one]);
		sieve = dup_sieve_new(a, small, entry);
		for (size_t i = 0; i < 499; i++)
			if (i != one && dup_sieve_passes(sieve, dup_index_packed(all, i))) {
				assert_true(dup_index_put(small, dup_index_packed(all, i)));
				passed++;
			}
		dup_index_search(small, a, (struct dup_asked){ &entry, 1 }, &found);
		dup_index_search(all, a, (struct dup_asked){ &one, 1 }, &want);
		assert_int_equal(found.list.n, want.list.n);
		for (size_t i = 0; i < want.list.n; i++)
			assert_true(found.list.at[i].score == want.list.at[i].score);
		hits += want.list.n;
	}
	assert_true(hits > 20 && passed < hits + hits / 4 + 10);
}

static void packed_bytes_that_are_none_are_refused(void **state)
{
	AUTO_ARENA a = arena_new();
	struct maker maker = { a, 37, 60 };
	struct dup_entry entries[60] = { 0 };
	struct dup_settings settings = settings_of(a, 0.2);
	AUTO_DUP_INDEX index = NULL;
	struct dup_sieve *sieve;
	struct str packed;
	size_t refused = 0;

	(void)state;
	make_random(&maker, entries);
	index = dup_index_new(&settings, entries, 60);
	sieve = dup_sieve_new(a, index, 0);
	packed = dup_index_packed(index, 7);
	for (size_t n = 0; n < packed.n; n++)
		assert_false(dup_index_put(index, str_sub(packed, 0, n)));
	for (size_t i = 0; i < packed.n; i++)
		for (unsigned bit = 0; bit < 8; bit++) {
			char *copy = arena_alloc(a, packed.n, 1);

			memcpy(copy, packed.p, packed.n);
			copy[i] = (char)(copy[i] ^ (1 << bit));
			refused += !dup_index_put(index, (struct str){ copy, packed.n });
			dup_sieve_passes(sieve, (struct str){ copy, packed.n });
		}
	assert_true(refused > packed.n);
	assert_false(dup_index_put_term(
		index, &(struct dup_stored_term){ 0, 1, STR_INIT("ru:x"), STR_INIT("x") }));
	assert_false(dup_index_put_term(
		index,
		&(struct dup_stored_term){ 1U << 30, 1, STR_INIT("ru:x"), STR_INIT("x") }));
}

/* Unrelated entries; the first `templated` of them get a paragraph that is filled in with
 * numbers, before, behind or amid their own words. */
static void make_templated(struct maker *m, struct dup_entry *e, size_t templated)
{
	static const char *const forms[] = { "%.*s %.*s", "%.*s. %.*s", "%.*s\n%.*s" };
	struct str head = draw_words(m, 50, 9000), tail = draw_words(m, 40, 9000);

	for (size_t i = 0; i < m->n; i++) {
		struct str own = draw_words(m, 12 + draw(m, 30), 4000);
		struct str paragraph = arena_printf(m->arena, "%.*s %u %.*s", STR_FMT(head),
						    draw(m, 100), STR_FMT(tail));
		const char *form = forms[draw(m, 3)];
		bool first = draw(m, 2);

		e[i].title.in[LANG_RU] = draw_words(m, 1 + draw(m, 3), 4000);
		e[i].text.in[LANG_RU] = own;
		if (i < templated)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			e[i].text.in[LANG_RU] =
				first ? arena_printf(m->arena, form, STR_FMT(paragraph),
						     STR_FMT(own))
				      : arena_printf(m->arena, form, STR_FMT(own),
						     STR_FMT(paragraph));
#pragma GCC diagnostic pop
	}
}

enum { UNRELATED = 400, TEMPLATED = 200 };

/* Two hundred unrelated entries with one template have the pairs that they have without. */
static void templates_make_no_pairs(void **state)
{
	AUTO_ARENA a = arena_new();
	struct dup_entry with[UNRELATED] = { 0 }, without[UNRELATED] = { 0 };
	struct dup_settings settings = settings_of(a, 0.05);
	AUTO_DUP_INDEX templated = NULL;
	AUTO_DUP_INDEX plain = NULL;
	struct dup_pairs pairs = { 0 }, want = { 0 };

	(void)state;
	make_templated(&(struct maker){ a, 41, UNRELATED }, with, TEMPLATED);
	make_templated(&(struct maker){ a, 41, UNRELATED }, without, 0);
	templated = dup_index_new(&settings, with, UNRELATED);
	plain = dup_index_new(&settings, without, UNRELATED);
	dup_index_pairs(templated, a, &pairs);
	dup_index_pairs(plain, a, &want);
	assert_true(want.list.n > 100);
	assert_pairs(&pairs, &want);
}

/* An index that was opened with the terms and passages of one entry alone packs it the same. */
static void assert_packed_alone(const struct dup_settings *settings, struct arena *a,
				const struct dup_index *all, const struct dup_entry *entry,
				struct str packed)
{
	AUTO_DUP_INDEX small = dup_index_open(settings, dup_index_epoch(all));
	size_t n, put = 0;
	const struct dup_stored_term *own = dup_entry_terms(settings, a, entry, &n);

	for (size_t i = 0; i < dup_index_epoch(all).terms; i++) {
		struct dup_stored_term term;

		assert_true(dup_index_term(all, i, &term));
		for (size_t k = 0; k < n; k++)
			if (str_eq(own[k].key, term.key)) {
				assert_true(dup_index_put_term(small, &term));
				put += own[k].name.n == 0;
			}
	}
	assert_true(put > 5);
	assert_true(str_eq(dup_index_packed(small, dup_index_add(small, entry)), packed));
}

/* The same for entries that come later, to an index that was built or opened or renewed. */
static void templates_are_known_later(void **state)
{
	enum { BUILT = 300 };
	AUTO_ARENA a = arena_new();
	struct dup_entry with[UNRELATED] = { 0 }, without[UNRELATED] = { 0 };
	struct dup_settings settings = settings_of(a, 0.05);
	AUTO_DUP_INDEX grown = NULL;
	AUTO_DUP_INDEX plain = NULL;
	AUTO_DUP_INDEX opened = NULL;
	AUTO_DUP_INDEX renewed = NULL;
	AUTO_DUP_INDEX whole = NULL;
	struct dup_pairs pairs = { 0 }, want = { 0 };

	(void)state;
	make_templated(&(struct maker){ a, 43, UNRELATED }, with, UNRELATED);
	make_templated(&(struct maker){ a, 43, UNRELATED }, without, 0);
	grown = dup_index_new(&settings, with, BUILT);
	plain = dup_index_new(&settings, without, BUILT);
	opened = dup_index_open(&settings, dup_index_epoch(grown));
	put_all_terms(opened, grown);
	for (size_t i = 0; i < BUILT; i++)
		assert_true(dup_index_put(opened, dup_index_packed(grown, i)));
	for (size_t i = BUILT; i < UNRELATED; i++) {
		dup_index_add(grown, &with[i]);
		dup_index_add(plain, &without[i]);
		dup_index_add(opened, &with[i]);
		assert_true(str_eq(dup_index_packed(grown, i), dup_index_packed(opened, i)));
	}
	assert_packed_alone(&settings, a, grown, &with[BUILT], dup_index_packed(grown, BUILT));
	dup_index_pairs(plain, a, &want);
	dup_index_pairs(grown, a, &pairs);
	assert_true(want.list.n > 100);
	assert_pairs(&pairs, &want);
	renewed = dup_index_renew(opened);
	whole = dup_index_new(&settings, with, UNRELATED);
	pairs.list.n = want.list.n = 0;
	dup_index_pairs(whole, a, &want);
	dup_index_pairs(renewed, a, &pairs);
	assert_pairs(&pairs, &want);
	for (size_t i = 0; i < UNRELATED; i++)
		assert_true(str_eq(dup_index_packed(renewed, i), dup_index_packed(whole, i)));
}

/* Copies of one description, each with the name of another city, are still found. */
static void copies_are_no_template(void **state)
{
	enum { COPIES = 20 };
	AUTO_ARENA a = arena_new();
	struct maker maker = { a, 47, COPIES };
	struct dup_entry entries[COPIES] = { 0 };
	struct str description = draw_words(&maker, 60, 9000);
	struct dup_settings settings = settings_of(a, 0.25);
	AUTO_DUP_INDEX index = NULL;
	struct dup_pairs pairs = { 0 };

	(void)state;
	for (size_t i = 0; i < COPIES; i++) {
		struct str city = draw_words(&maker, 1, 4000);

		entries[i].title.in[LANG_RU] = arena_printf(a, "наводчик %.*s", STR_FMT(city));
		entries[i].text.in[LANG_RU] =
			arena_printf(a, "%.*s. %.*s", STR_FMT(city), STR_FMT(description));
	}
	index = dup_index_new(&settings, entries, COPIES);
	dup_index_pairs(index, a, &pairs);
	assert_int_equal(pairs.list.n, COPIES * (COPIES - 1) / 2);
	for (size_t i = 0; i < pairs.list.n; i++)
		assert_true(pairs.list.at[i].score > 0.7);
}

static const struct group_row {
	const char *label;
	struct {
		size_t a, b;
		double probability;
	} pairs[6];
	const char *groups; /* leader: others; … */
} group_rows[] = {
	{ "nothing", { { 0, 0, 0 } }, "" },
	{ "one pair: the first leads", { { 2, 5, 0.8 } }, "2: 5; " },
	{ "below the threshold", { { 2, 5, 0.4 } }, "" },
	{ "a star", { { 0, 3, 0.6 }, { 1, 3, 0.9 }, { 3, 4, 0.7 } }, "3: 1 4 0; " },
	{ "a chain is not one group",
	  { { 0, 1, 0.8 }, { 1, 2, 0.8 }, { 2, 3, 0.8 }, { 3, 4, 0.8 } },
	  "1: 0 2; 3: 4; " },
	{ "two groups, the larger first",
	  { { 0, 1, 0.9 }, { 4, 5, 0.5 }, { 4, 6, 0.5 }, { 4, 7, 0.5 } },
	  "4: 5 6 7; 0: 1; " },
};

static void group_row(void **state)
{
	const struct group_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct dup_pairs pairs = { 0 };
	struct dup_groups groups = { 0 };
	struct str text = STR("");

	for (size_t i = 0; i < ARRAY_LEN(row->pairs) && row->pairs[i].b; i++)
		vec_push(a, &pairs.list,
			 (struct dup_pair){ .a = row->pairs[i].a,
					    .b = row->pairs[i].b,
					    .probability = row->pairs[i].probability });
	dup_groups_find(a, &pairs, 8, 0.45, &groups);
	for (size_t i = 0; i < groups.list.n; i++) {
		const struct dup_group *g = &groups.list.at[i];

		text = arena_printf(a, "%.*s%zu:", STR_FMT(text), g->leader);
		for (size_t k = 0; k < g->n; k++)
			text = arena_printf(a, "%.*s %zu", STR_FMT(text), g->others[k]);
		text = arena_printf(a, "%.*s; ", STR_FMT(text));
	}
	assert_string_equal(text.n ? text.p : "", row->groups);
}

static void frequent_objects_are_not_shared(void **state)
{
	struct dup_entry entries[40] = { 0 };
	static const struct str citizens[] = { STR_INIT("citizens") };
	AUTO_ARENA a = arena_new();
	struct dup_settings settings = settings_of(a, 0);
	AUTO_DUP_INDEX index = NULL;
	struct dup_pairs pairs = { 0 };

	(void)state;
	for (size_t i = 0; i < 40; i += 2) {
		entries[i].objects = citizens;
		entries[i].objects_n = 1;
	}
	index = dup_index_new(&settings, entries, 40);
	dup_index_pairs(index, a, &pairs);
	assert_int_equal(pairs.list.n, 190);
	for (size_t i = 0; i < pairs.list.n; i++)
		assert_false(pairs.list.at[i].common & DUP_COMMON_OBJECT);
}

/* Copies of one text make more pairs than are given. */
static void many_copies_are_cut(void **state)
{
	enum { COPIES = 700 };
	AUTO_ARENA a = arena_new();
	struct dup_entry *entries = ARENA_ARRAY(a, struct dup_entry, COPIES);
	struct dup_settings settings = settings_of(a, 0.25);
	AUTO_DUP_INDEX index = NULL;
	struct dup_pairs pairs = { 0 };

	(void)state;
	for (size_t i = 0; i < COPIES; i++)
		entries[i].text.in[LANG_RU] = STR("прогноз паводков");
	index = dup_index_new(&settings, entries, COPIES);
	dup_index_pairs(index, a, &pairs);
	assert_int_equal(pairs.list.n, DUP_PAIRS_MAX);
	assert_int_equal(pairs.list.at[0].a, 0);
	assert_int_equal(pairs.list.at[0].b, 1);
	for (size_t i = 1; i < pairs.list.n; i++)
		assert_true(pairs.list.at[i].a >= pairs.list.at[i - 1].a);
}

/* Between brackets stands what the two share. */
static const struct mark_row {
	const char *label;
	enum lang lang;
	const char *one, *other, *marked;
} mark_rows[] = {
	{ "the same words", LANG_RU, "выявляет дефекты дорог", "находит дефекты дорог",
	  "выявляет [дефекты] [дорог]" },
	{ "forms of a word", LANG_RU, "дефект на дороге, дефекты дорог", "дефектам дорог",
	  "[дефект] на [дороге], [дефекты] [дорог]" },
	{ "a phrase of a concept", LANG_RU, "классификация обращений граждан", "классифицирует",
	  "[классификация] обращений граждан" },
	{ "all of the phrase", LANG_RU, "новые обращения граждан", "про обращения граждан",
	  "новые [обращения граждан]" },
	{ "nothing", LANG_RU, "прогноз паводков", "учет доказательств", "прогноз паводков" },
	{ "an empty text", LANG_EN, "", "finds road defects", "" },
};

static void mark_row(void **state)
{
	const struct mark_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct dup_settings settings = settings_of(a, 0.1);
	struct dup_entry both[2] = { { .id = STR("a"), .functions = no_codes },
				     { .id = STR("b"), .functions = no_codes } };
	struct dup_spans spans = { 0 };
	struct str text = str_of(row->one);
	AUTO_DUP_INDEX index = NULL;
	struct dup_speech *speech;
	AUTO_STRBUF b;
	size_t at = 0;

	both[0].text.in[row->lang] = text;
	both[1].text.in[row->lang] = str_of(row->other);
	index = dup_index_new(&settings, both, 2);
	speech = dup_speech_new(a, &settings);
	dup_speech_mark(speech, a, dup_index_shared(index, a, 0, 1),
			&(struct dup_text){ row->lang, text }, &spans);
	dup_speech_free(speech);
	strbuf_init(&b, SIZE_MAX);
	for (size_t i = 0; i < spans.list.n; i++) {
		struct dup_span span = spans.list.at[i];

		assert_true(span.from >= at && span.n > 0);
		strbuf_printf(&b, "%.*s[%.*s]", STR_FMT(str_sub(text, at, span.from)),
			      STR_FMT(str_sub(text, span.from, span.from + span.n)));
		at = span.from + span.n;
	}
	strbuf_str(&b, str_sub(text, at, text.n));
	assert_string_equal(arena_str(a, strbuf_view(&b)).p, row->marked);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, mark_row, mark_rows);
	ADD_ROWS(&list, pair_row, pair_rows);
	ADD_ROWS(&list, exact_row, exact_rows);
	ADD_ROWS(&list, likely_row, likely_rows);
	ADD_ROWS(&list, fit_row, fit_rows);
	ADD_ROWS(&list, group_row, group_rows);
	ADD_TEST(&list, bands_begin_where_they_say);
	ADD_TEST(&list, growing_equals_building);
	ADD_TEST(&list, opening_equals_building);
	ADD_TEST(&list, lean_entries_are_searched_the_same);
	ADD_TEST(&list, renewing_equals_building);
	ADD_TEST(&list, the_order_of_entries_does_not_count);
	ADD_TEST(&list, any_number_of_processes_gives_the_same);
	ADD_TEST(&list, a_limit_counts_for_those_asked_about);
	ADD_TEST(&list, verdicts_count_in_any_order);
	ADD_TEST(&list, kept_terms_are_of_this_version);
	ADD_TEST(&list, asking_about_one_equals_searching_all);
	ADD_TEST(&list, packed_bytes_that_are_none_are_refused);
	ADD_TEST(&list, pairs_come_likeliest_first);
	ADD_TEST(&list, evidence_adds_up_to_the_score);
	ADD_TEST(&list, evidence_names_the_terms);
	ADD_TEST(&list, terms_are_told_in_the_words_of_the_text);
	ADD_TEST(&list, frequent_objects_are_not_shared);
	ADD_TEST(&list, many_copies_are_cut);
	ADD_TEST(&list, templates_make_no_pairs);
	ADD_TEST(&list, templates_are_known_later);
	ADD_TEST(&list, copies_are_no_template);
	return test_list_run(&list, "dup");
}
