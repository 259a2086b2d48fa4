/*
 * Names in running text, measured on labelled sentences: tests/cases/names/README.md. Precision
 * and recall must not fall below the goal, nor below those of the last landing in floor.tsv.
 */
#include "checker/rule/rule.h"

#include "checker/base/file.h"
#include "checker/text/text.h"

#include "tests/unit/rows.h"

#include <string.h>

enum { COLUMNS = 7 };
enum column { COL_ID, COL_PART, COL_LANG, COL_KIND, COL_TEXT, COL_EXPECTED, COL_REASON };

static struct fixture {
	struct arena *arena;
	struct pack *pack;
	struct str table, floor;
} fixture;

static struct str source_path(struct arena *a, const char *below)
{
	return file_join(a, str_of(getenv("TIZILIM_SOURCE")), str_of(below));
}

/* \n, \t, \\ and \u{hex}. */
static struct str unescaped(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\\') {
			out[n++] = s.p[i];
			continue;
		}
		i++;
		if (s.p[i] == 'u') {
			char *end;

			n += text_encode(out + n, (uint32_t)strtoul(s.p + i + 2, &end, 16));
			i = (size_t)(end - s.p);
		} else {
			out[n++] = s.p[i] == 'n' ? '\n' : s.p[i] == 't' ? '\t' : s.p[i];
		}
	}
	return (struct str){ out, n };
}

/* Hits as they stand in the table: id@column:text, joined by " | ". */
static struct str found_in(struct arena *a, struct str text)
{
	struct pack_names names = { 0 };
	struct str all = STR("");

	pack_names_in(fixture.pack, a, text, STR("not-used"), &names);
	for (size_t i = 0; i < names.list.n; i++) {
		const struct pack_name *name = &names.list.at[i];
		struct str before = { text.p, (size_t)(name->text.p - text.p) };

		if (name->entry->kind == ARCH_sources && name->denied)
			continue;
		all = arena_printf(a, "%.*s%s%.*s@%zu:%.*s", STR_FMT(all), all.n ? " | " : "",
				   STR_FMT(name->entry->id), text_points(before) + 1,
				   STR_FMT(name->text));
	}
	return all;
}

struct score {
	size_t right, found, wanted, sentences;
};

static bool next_hit(struct str *hit, struct str *rest)
{
	size_t at = str_find(*rest, STR(" | "));

	if (rest->n == 0)
		return false;
	*hit = str_sub(*rest, 0, at);
	*rest = at == SIZE_MAX ? STR("") : str_sub(*rest, at + 3, rest->n);
	return true;
}

static bool has_hit(struct str all, struct str wanted)
{
	struct str hit;

	while (next_hit(&hit, &all))
		if (str_eq(hit, wanted))
			return true;
	return false;
}

static void count(struct score *score, struct str got, struct str wanted)
{
	struct str hit, rest;

	score->sentences++;
	for (rest = got; next_hit(&hit, &rest); score->found++)
		score->right += has_hit(wanted, hit);
	for (rest = wanted; next_hit(&hit, &rest);)
		score->wanted++;
}

static bool cut_row(struct str columns[COLUMNS], struct str *rest)
{
	struct str line;

	if (!str_cut(&line, rest, '\n') || line.n == 0)
		return false;
	for (size_t i = 0; i < COLUMNS; i++)
		assert_true(str_cut(&columns[i], &line, '\t'));
	return true;
}

static bool is_of(struct str value, const char *wanted)
{
	return !*wanted || str_eq(value, str_of(wanted));
}

static struct score measure(struct arena *a, const char *part, const char *lang)
{
	struct score score = { 0 };
	struct str rest = fixture.table, c[COLUMNS];

	assert_true(cut_row(c, &rest));
	while (cut_row(c, &rest)) {
		struct str got, wanted;

		if (!is_of(c[COL_PART], part) || !is_of(c[COL_LANG], lang))
			continue;
		got = found_in(a, unescaped(a, c[COL_TEXT]));
		wanted = str_eq(c[COL_EXPECTED], STR("-")) ? STR("")
							   : unescaped(a, c[COL_EXPECTED]);
		count(&score, got, wanted);
		if (!*lang && !str_eq(got, wanted) &&
		    (str_eq(c[COL_PART], STR("tune")) || getenv("NAMES_HELD")))
			print_message("# %.*s: %.*s\n#   wanted %.*s\n#   found  %.*s\n",
				      STR_FMT(c[COL_ID]), STR_FMT(c[COL_TEXT]),
				      STR_FMT(c[COL_EXPECTED]), STR_FMT(got));
	}
	return score;
}

/* Of a thousand; nothing found is nothing wrong. */
static size_t per_mille(size_t of, size_t all)
{
	return all ? of * 1000 / all : 1000;
}

/* The least right and the most wrong that the last landing had: part, language, per mille. */
static const struct group {
	const char *label, *part, *lang;
	size_t precision, recall; /* the goal */
} groups[] = {
	{ "all", "", "", 950, 900 },
	{ "the part for tuning", "tune", "", 950, 900 },
	{ "the held part", "held", "", 950, 900 },
	{ "kk", "", "kk", 950, 900 },
	{ "kk in Latin letters", "", "kk-Latn", 950, 900 },
	{ "ru", "", "ru", 950, 900 },
	{ "en", "", "en", 950, 900 },
};

/* Of a row "label TAB precision TAB recall". */
static void read_floor(const char *label, size_t *precision, size_t *recall)
{
	struct str rest = fixture.floor, line, piece;
	int64_t value = 0;

	while (str_cut(&line, &rest, '\n')) {
		if (!str_cut(&piece, &line, '\t') || !str_eq(piece, str_of(label)))
			continue;
		assert_true(str_cut(&piece, &line, '\t') && str_int(piece, &value));
		*precision = (size_t)value;
		assert_true(str_int(line, &value));
		*recall = (size_t)value;
		return;
	}
	fail_msg("floor.tsv has no row \"%s\"", label);
}

static void group(void **state)
{
	const struct group *g = *state;
	AUTO_ARENA a = arena_new();
	struct score s = measure(a, g->part, g->lang);
	size_t precision = per_mille(s.right, s.found), recall = per_mille(s.right, s.wanted);
	size_t least_precision = SIZE_MAX, least_recall = SIZE_MAX;

	print_message("# %s: %zu sentences, %zu hits wanted, %zu found, %zu right: "
		      "precision %.3f, recall %.3f\n",
		      g->label, s.sentences, s.wanted, s.found, s.right,
		      (double)precision / 1000, (double)recall / 1000);
	read_floor(g->label, &least_precision, &least_recall);
	assert_true(s.sentences > 0 && s.wanted > 0);
	assert_true(precision >= g->precision && precision >= least_precision);
	assert_true(recall >= g->recall && recall >= least_recall);
}

/* The set is what its README says. */
static void set_is_as_described(void **state)
{
	struct str rest = fixture.table, c[COLUMNS];
	size_t sentences = 0, traps = 0, held = 0;

	(void)state;
	assert_true(cut_row(c, &rest));
	for (; cut_row(c, &rest); sentences++) {
		traps += str_eq(c[COL_KIND], STR("trap"));
		held += str_eq(c[COL_PART], STR("held"));
		assert_true(c[COL_REASON].n > 0);
	}
	assert_true(sentences >= 240);
	assert_true(traps * 2 >= sentences);
	assert_true(held * 4 >= sentences);
}

/* Bodies as people write them in `owner.body`; NULL: not known. */
static const struct body_row {
	const char *label, *text, *want;
	bool former;
} body_rows[] = {
	{ "id", "mj", "mj", false },
	{ "kk: official name", "Қазақстан Республикасының Әділет министрлігі", "mj", false },
	{ "kk: genitive", "Әділет министрлігінің", "mj", false },
	{ "kk: Latin of 2021", "Ädilet ministrlıgı", "mj", false },
	{ "kk: ad-hoc Latin, with the state", "Qazaqstan Respublikasynyn Adilet ministrligi",
	  "mj", false },
	{ "kk: Latin, instrumental", "Qarjy ministrligimen", "mf", false },
	{ "kk: abbreviation with an ending", "ЖИЦДМ-нің", "miicr", false },
	{ "kk: ambiguous abbreviation with the state", "ҚР ӘМ", "mj", false },
	{ "kk: abbreviation that two share", "ҚМ", NULL, false },
	{ "kk: former name", "Есеп комитетінің", "vap", true },
	{ "kk: former name in Latin letters", "Esep komitetı", "vap", true },
	{ "kk: former abbreviation with the state", "ҚР ЦДИАӨМ", "miicr", true },
	{ "kk: of another state", "Өзбекстанның Әділет министрлігі", NULL, false },
	{ "ru: instrumental", "Министерством юстиции", "mj", false },
	{ "ru: capitals and the state", "МИНИСТЕРСТВО ЮСТИЦИИ РК", "mj", false },
	{ "ru: colloquial, genitive, the state", "Минюста РК", "mj", false },
	{ "ru: quotes", "«Минздрав»", "mz", false },
	{ "ru: committee of a ministry", "Комитет государственных доходов", "kgd", false },
	{ "ru: former name, ё", "Счётный комитет", "vap", true },
	{ "ru: former name, genitive",
	  "Министерства цифрового развития, инноваций и "
	  "аэрокосмической промышленности",
	  "miicr", true },
	{ "ru: former abbreviation", "МЦРИАП РК", "miicr", true },
	{ "ru: former name of an akimat", "Акимат Нур-Султана", "akimat-astana", true },
	{ "ru: of another state", "Минюст РФ", NULL, false },
	{ "ru: more than a name", "Академия Министерства юстиции", NULL, false },
	{ "ru: two bodies", "Минюст и Минфин", NULL, false },
	{ "ru: no name", "Министерство погоды", NULL, false },
	{ "en: article and state", "the Ministry of Justice of the Republic of Kazakhstan",
	  "mj", false },
	{ "en: capitals", "MINISTRY OF JUSTICE", "mj", false },
	{ "en: former abbreviation", "MDDIAI", "miicr", true },
	{ "en: former name with the state", "Accounts Committee of Kazakhstan", "vap", true },
	{ "en: of another state", "Ministry of Justice of Estonia", NULL, false },
	{ "nothing", "", NULL, false },
};

static void a_body_is_found_as_written(void **state)
{
	const struct body_row *row = *state;
	AUTO_ARENA a = arena_new();
	const struct arch *arch = pack_arch(fixture.pack);
	const struct arch_entry *found = arch_find(arch, ARCH_bodies, str_of(row->text));

	assert_string_equal(found ? arena_str(a, found->id).p : "nothing",
			    row->want ? row->want : "nothing");
	assert_int_equal(arch_is_former(arch, ARCH_bodies, str_of(row->text)), row->former);
}

/* An abbreviation of two ministries is none's, and both are near. */
static void a_shared_abbreviation_names_both(void **state)
{
	struct str ids[3];
	size_t n = arch_nearest(pack_arch(fixture.pack), ARCH_bodies, STR("ҚМ"), ids, 3);

	(void)state;
	assert_true(n >= 2);
	assert_true(str_eq(ids[0], STR("mf")) && str_eq(ids[1], STR("mo")));
}

/* The pack from its image finds what the pack from its folder finds. */
static void an_image_finds_the_same(void **state)
{
	AUTO_ARENA a = arena_new();
	struct pack *from_folder = fixture.pack, *from_image;
	struct str rest = fixture.table, c[COLUMNS];
	struct err err = { 0 };
	size_t hits = 0;

	(void)state;
	assert_true(pack_load_image(&from_image, a, pack_image(from_folder, a), &err));
	assert_true(str_eq(pack_info(from_image)->sha256, pack_info(from_folder)->sha256));
	assert_true(str_eq(pack_image(from_image, a), pack_image(from_folder, a)));
	assert_true(cut_row(c, &rest));
	while (cut_row(c, &rest)) {
		struct str text = unescaped(a, c[COL_TEXT]), folder = found_in(a, text), image;

		fixture.pack = from_image;
		image = found_in(a, text);
		fixture.pack = from_folder;
		assert_true(str_eq(image, folder));
		hits += folder.n > 0;
	}
	assert_true(hits > 100);
	pack_free(from_image);
}

/* Images that are not what this program made of these documents. */
static const struct stale_row {
	const char *label;
	size_t at; /* the byte that differs; SIZE_MAX: the last of the bundle is missing */
	const char *want;
} stale_rows[] = {
	{ "another kind of file", 0, "compiled pack: not a compiled pack of this version" },
	{ "another version", 8, "compiled pack: not a compiled pack of this version" },
	{ "cut off", SIZE_MAX, "compiled pack: not a compiled pack of this version" },
	{ "other documents", 4000,
	  "compiled pack: the compiled pack was made of other documents than it holds" },
};

static void a_stale_image_is_refused(void **state)
{
	const struct stale_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct str image = pack_image(fixture.pack, a);
	char *copy = arena_alloc(a, image.n, 1);
	struct pack *pack;
	struct err err = { 0 };

	memcpy(copy, image.p, image.n);
	if (row->at == SIZE_MAX)
		image.n /= 2;
	else
		copy[row->at] ^= 1;
	assert_false(pack_load_image(&pack, a, (struct str){ copy, image.n }, &err));
	assert_string_equal(err.text, row->want);
}

static struct test_list list;

int main(void)
{
	struct err err = { 0 };
	int failed;

	fixture.arena = arena_new();
	if (!pack_load(&fixture.pack, fixture.arena,
		       source_path(fixture.arena, "checker/pack/digital-qazaqstan"), &err) ||
	    !file_read(&fixture.table, fixture.arena,
		       source_path(fixture.arena, "tests/cases/names/names.tsv"), 1 << 20,
		       &err) ||
	    !file_read(&fixture.floor, fixture.arena,
		       source_path(fixture.arena, "tests/cases/names/floor.tsv"), 1 << 20,
		       &err)) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	ADD_TEST(&list, set_is_as_described);
	ADD_ROWS(&list, group, groups);
	ADD_ROWS(&list, a_body_is_found_as_written, body_rows);
	ADD_TEST(&list, a_shared_abbreviation_names_both);
	ADD_TEST(&list, an_image_finds_the_same);
	ADD_ROWS(&list, a_stale_image_is_refused, stale_rows);
	failed = test_list_run(&list, "names");
	pack_free(fixture.pack);
	arena_free(fixture.arena);
	return failed;
}
