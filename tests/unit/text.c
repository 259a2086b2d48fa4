#include "checker/text/text.h"

#include "tests/unit/rows.h"

#include <string.h>

static const struct key_row {
	const char *label, *a, *b;
	bool strict, loose;
} key_rows[] = {
	{ "letter case", "ҚАЗАҚ", "қазақ", true, true },
	{ "й composed and decomposed", "\u0439", "\u0438\u0306", true, true },
	{ "ё composed and decomposed", "\u0451", "\u0435\u0308", true, true },
	{ "Latin ğ composed and decomposed", "\u011f", "g\u0306", true, true },
	{ "Latin o in a Cyrillic word", "корпус",
	  "к"
	  "o"
	  "рпус",
	  false, true },
	{ "Latin Kazakh dotless i", "tılı", "tili", false, true },
	{ "Latin capital dotted i", "İstanbul", "istanbul", false, true },
	{ "Latin capital I", "I", "i", true, true },
	{ "Cyrillic і and Latin i", "тіл",
	  "т"
	  "i"
	  "л",
	  false, true },
	{ "Cyrillic І and Latin I", "І", "I", false, true },
	{ "Cyrillic ә and Latin ə", "ә", "ə", false, true },
	{ "Cyrillic Ә and Latin Ə", "Ә", "Ə", false, true },
	{ "Cyrillic һ and Latin h", "қаһарман",
	  "қа"
	  "h"
	  "арман",
	  false, true },
	{ "Cyrillic Һ and Latin h", "Һ", "h", false, true },
	{ "Latin M at the start", "Министерство",
	  "M"
	  "инистерство",
	  false, true },
	{ "Latin H for Н", "НАО",
	  "H"
	  "АО",
	  false, true },
	{ "all letters look alike", "РОСТ", "POCT", false, true },
	{ "ё and Latin ë", "ё", "ë", false, true },
	{ "different words", "дәрі", "дерек", false, false },
	{ "ү is not у", "түр", "тур", false, false },
	{ "ң is not н", "таң", "тан", false, false },
	{ "қ is not к", "қой", "кой", false, false },
	{ "й is not и", "й", "и", false, false },
	{ "и is not Latin u", "и", "u", false, false },
	{ "punctuation", "«Smart Bridge»", "smart-bridge", true, true },
	{ "white space", "  a \t\n b\u00a0", "a b", true, true },
	{ "numero sign", "№1", "No1", true, true },
	{ "full width", "ＩＩＮ", "iin", true, true },
	{ "ligature", "ﬁle", "file", true, true },
	{ "sharp s", "Straße", "STRASSE", true, true },
	{ "soft hyphen", "ре\u00adестр", "реестр", true, true },
	{ "zero-width space", "ре\u200bестр", "реестр", true, true },
	{ "a plus counts", "C++", "C", false, false },
	{ "words run together", "a b", "ab", false, false },
	{ "punctuation alone", "—", "", true, true },
};

static void key_row(void **state)
{
	const struct key_row *row = *state;
	AUTO_ARENA a = arena_new();

	for (int kind = TEXT_KEY_STRICT; kind <= TEXT_KEY_LOOSE; kind++) {
		struct str x = text_key(a, (enum text_key)kind, str_of(row->a));
		struct str y = text_key(a, (enum text_key)kind, str_of(row->b));

		assert_int_equal(str_eq(x, y),
				 kind == TEXT_KEY_STRICT ? row->strict : row->loose);
		assert_true(str_eq(text_key(a, (enum text_key)kind, x), x));
	}
}

enum { VALID = -1 };

static const struct valid_row {
	const char *label, *bytes;
	int bad;
} valid_rows[] = {
	{ "empty", "", VALID },
	{ "ASCII over eight bytes", "abcdefghijklm", VALID },
	{ "two bytes, first", "\xc2\x80", VALID },
	{ "two bytes, overlong", "\xc1\xbf", 0 },
	{ "NUL, overlong", "\xc0\x80", 0 },
	{ "three bytes, first", "\xe0\xa0\x80", VALID },
	{ "three bytes, overlong", "a\xe0\x9f\xbf", 1 },
	{ "last before the surrogates", "\xed\x9f\xbf", VALID },
	{ "first surrogate", "\xed\xa0\x80", 0 },
	{ "last surrogate", "\xed\xbf\xbf", 0 },
	{ "first after the surrogates", "\xee\x80\x80", VALID },
	{ "non-character", "\xef\xbf\xbf", VALID },
	{ "four bytes, first", "\xf0\x90\x80\x80", VALID },
	{ "four bytes, overlong", "\xf0\x8f\xbf\xbf", 0 },
	{ "last code point", "\xf4\x8f\xbf\xbf", VALID },
	{ "beyond Unicode", "\xf4\x90\x80\x80", 0 },
	{ "five bytes", "\xf8\x88\x80\x80\x80", 0 },
	{ "continuation alone", "ab\x80", 2 },
	{ "cut after one", "\xd0", 0 },
	{ "cut after two", "жж\xe2\x82", 4 },
	{ "cut after three", "\xf0\x9f\x98", 0 },
	{ "second byte is ASCII",
	  "\xd0"
	  "a",
	  0 },
	{ "third byte is a lead", "\xe2\x82\xd0", 0 },
	{ "wrong behind eight good bytes", "abcdefgh\xff", 8 },
	{ "0xFE", "\xfe", 0 },
};

static void valid_row(void **state)
{
	const struct valid_row *row = *state;
	size_t bad = 999;

	assert_int_equal(text_valid(str_of(row->bytes), &bad), row->bad == VALID);
	assert_int_equal(bad, row->bad == VALID ? 999 : row->bad);
}

static void every_code_point_comes_back(void **state)
{
	(void)state;
	for (uint32_t point = 0; point <= 0x10FFFF; point++) {
		char bytes[4];
		struct str s = { bytes, text_encode(bytes, point) };
		size_t bad;

		if (point >= 0xD800 && point <= 0xDFFF) {
			assert_false(text_valid(s, &bad));
			continue;
		}
		assert_true(text_valid(s, &bad));
		assert_int_equal(text_points(s), 1);
		assert_int_equal(text_next(&s), point);
		assert_int_equal(s.n, 0);
	}
}

static const struct pair_row {
	const char *label, *in, *want;
} nfc_rows[] = {
	{ "ASCII", "abc", "abc" },
	{ "й", "\u0438\u0306", "\u0439" },
	{ "stays", "Қазақстан", "Қазақстан" },
	{ "case and compatibility stay", "ＡﬁŞ", "ＡﬁŞ" },
	{ "order of marks", "a\u0323\u0307", "\u1ea1\u0307" },
	{ "other order of marks", "a\u0307\u0323", "\u1ea1\u0307" },
	{ "singleton", "\u212b", "\u00c5" },
	{ "Hangul", "\u1112\u1161\u11ab", "\ud55c" },
	{ "excluded from composition", "\u0958", "\u0915\u093c" },
}, fold_rows[] = {
	{ "ASCII", "AbC-1", "abc-1" },
	{ "Cyrillic", "ЁЖИК Ѓ Ѡ", "ёжик ѓ ѡ" },
	{ "Kazakh", "ӘҒҚҢӨҰҮҺІ", "әғқңөұүһі" },
	{ "palochka", "Ӏ Ӂ Ӎ ӏ", "ӏ ӂ ӎ ӏ" },
	{ "Cyrillic supplement", "Ԁ Ԯ", "ԁ ԯ" },
	{ "Latin Kazakh", "ÄÖÜĞŞÑ", "äöüğşñ" },
	{ "dotted I", "İ", "i\u0307" },
	{ "dotless i", "ı", "ı" },
	{ "composed", "И\u0306", "й" },
	{ "sigma", "Σς", "σσ" },
	{ "longest expansion", "\ufdfa", "صلى الله عليه وسلم" },
	{ "ignorables", "a\u200d\ufeffb", "ab" },
};

static void nfc_row(void **state)
{
	const struct pair_row *row = *state;
	AUTO_ARENA a = arena_new();

	assert_string_equal(text_nfc(a, str_of(row->in)).p, row->want);
}

static void fold_row(void **state)
{
	const struct pair_row *row = *state;
	AUTO_ARENA a = arena_new();

	assert_string_equal(text_fold(a, str_of(row->in)).p, row->want);
}

/* The quick way for Cyrillic and the tables must say the same: an accent forces the tables. */
static void quick_folding_agrees_with_the_tables(void **state)
{
	(void)state;
	for (uint32_t point = 1; point < 0x530; point++) {
		AUTO_ARENA a = arena_new();
		char bytes[8] = { 0 };
		size_t n = text_encode(bytes, point);
		struct str quick = text_fold(a, (struct str){ bytes, n }), slow;

		memcpy(bytes + n, "é", 2);
		slow = text_fold(a, (struct str){ bytes, n + 2 });
		assert_true(str_eq(quick, str_sub(slow, 0, slow.n - 2)));
	}
}

/* A letter that needs the tables makes the whole text need them. */
static void quick_keys_agree_with_the_tables(void **state)
{
	(void)state;
	for (uint32_t point = 1; point < 0x2100; point++) {
		for (int kind = TEXT_KEY_STRICT; kind <= TEXT_KEY_LOOSE; kind++) {
			AUTO_ARENA a = arena_new();
			char bytes[12] = "a";
			size_t n = 1 + text_encode(bytes + 1, point);
			struct str quick, slow;

			bytes[n++] = 'b';
			quick = text_key(a, (enum text_key)kind, (struct str){ bytes, n });
			memcpy(bytes + n, "é", 2);
			slow = text_key(a, (enum text_key)kind, (struct str){ bytes, n + 2 });
			assert_true(str_eq(quick, str_sub(slow, 0, slow.n - 2)));
		}
	}
}

static void hostile_marks_are_ordered_in_linear_time(void **state)
{
	enum { PAIRS = 200000 };
	AUTO_ARENA a = arena_new();
	char *text = arena_alloc(a, PAIRS * 4 + 2, 1);
	struct str nfc, again;

	(void)state;
	text[0] = 'a';
	for (size_t i = 0; i < PAIRS; i++)
		memcpy(text + 1 + i * 4, "\xcc\x81\xcc\xa3", 4); /* class 230, class 220 */
	nfc = text_nfc(a, (struct str){ text, PAIRS * 4 + 1 });
	assert_true(str_starts(nfc, STR("\u1ea1\u0323\u0323")));
	assert_true(str_ends(nfc, STR("\u0301\u0301")));
	again = text_nfc(a, nfc);
	assert_true(str_eq(nfc, again));
}

static const struct width_row {
	const char *label, *text;
	size_t points, width;
} width_rows[] = {
	{ "ASCII", "abc", 3, 3 },
	{ "Kazakh", "Қазақ", 5, 5 },
	{ "combining mark", "и\u0306", 2, 1 },
	{ "wide", "漢字", 2, 4 },
	{ "emoji", "😀", 1, 2 },
	{ "control", "a\tb", 3, 2 },
	{ "zero-width joiner", "a\u200db", 3, 2 },
	{ "empty", "", 0, 0 },
};

static void width_row(void **state)
{
	const struct width_row *row = *state;

	assert_int_equal(text_points(str_of(row->text)), row->points);
	assert_int_equal(text_width(str_of(row->text)), row->width);
}

static const struct pair_row word_rows[] = {
	{ "spaces and punctuation", " «ГБД ФЛ», v2.0!", "ГБД|ФЛ|v2|0|" },
	{ "hyphen splits", "e-Өтініш", "e|Өтініш|" },
	{ "apostrophe splits", "Qazaq'stan", "Qazaq|stan|" },
	{ "underscore splits", "a_b", "a|b|" },
	{ "marks belong to the word", "и\u0306од", "и\u0306од|" },
	{ "digits belong to the word", "ISO27001 2026ж", "ISO27001|2026ж|" },
	{ "soft hyphen inside", "ре\u00adестр", "ре\u00adестр|" },
	{ "soft hyphen at the end", "ре\u00ad естр", "ре|естр|" },
	{ "signs between", "a+b=c №5", "a|b|c|5|" },
	{ "thousands sign splits", "х\u0482у", "х|у|" },
	{ "nothing", " ,.— ", "" },
	{ "empty", "", "" },
	{ "other scripts", "漢字 λόγος", "漢字|λόγος|" },
};

static void word_row(void **state)
{
	const struct pair_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct str rest = str_of(row->in), word, got = STR("");

	while (text_word(&word, &rest))
		got = arena_printf(a, "%.*s%.*s|", STR_FMT(got), STR_FMT(word));
	assert_string_equal(got.p, row->want);
	assert_int_equal(rest.n, 0);
	assert_int_equal(word.n, 0);
}

static void equal_words_have_one_number(void **state)
{
	AUTO_ARENA a = arena_new();
	struct text_vocabulary *v = text_vocabulary_new(a);
	struct text_words words = text_words_of(v, a, STR("Ёлки, палки. Ёлки ЁЛКИ 880101x")),
			  rest;

	(void)state;
	assert_int_equal(words.n, 5);
	assert_ptr_equal(words.at[0].known, words.at[2].known);
	assert_int_equal(words.at[0].known->number, 0);
	assert_int_equal(words.at[3].known->number, 2);
	assert_true(str_eq(words.at[0].known->folded, words.at[3].known->folded));
	assert_int_equal(words.at[0].known->points, 4);
	rest = text_words_of(v, a, STR("палки"));
	assert_ptr_equal(rest.at[0].known, words.at[1].known);
}

/* Texts put together from these are cut in blocks as they are word by word. */
static void words_of_texts_are_those_cut_off_one_by_one(void **state)
{
	static const char *const parts[] = {
		"a",   "Zz9",	 "дом", "қ",	  "ғылым",	"\u0481", "\u04FF",
		" ",   " ",	 "\n",	", ",	  "-",		"«",	  "»",
		" — ", "\u00A0", "№",	"\u0482", "\u0483",	"\u00AD", "\u200B",
		"é",   "\u0501", "²",	"漢",	  "\U0001F600",
	};
	AUTO_ARENA a = arena_new();
	struct text_vocabulary *v = text_vocabulary_new(a);
	uint32_t chance = 1;

	(void)state;
	for (unsigned round = 0; round < 20000; round++) {
		/* Half of the texts have plain letters alone, a quarter U+0482 among them. */
		unsigned kinds = round % 4 == 0 ? ARRAY_LEN(parts) : round % 4 == 1 ? 18 : 17;
		unsigned length = round % 97;
		struct str text = STR(""), rest, word;
		struct text_words words;
		size_t n = 0;

		for (unsigned i = 0; i < length; i++) {
			chance = chance * 1664525 + 1013904223;
			text = ARENA_JOIN(a, text, str_of(parts[(chance >> 16) % kinds]));
		}
		words = text_words_of(v, a, text);
		for (rest = text; text_word(&word, &rest); n++) {
			assert_true(n < words.n);
			assert_ptr_equal(words.at[n].written.p, word.p);
			assert_int_equal(words.at[n].written.n, word.n);
			assert_int_equal(words.at[n].known->points, text_points(word));
		}
		assert_int_equal(n, words.n);
		if (round % 100 == 0) {
			arena_reset(a);
			v = text_vocabulary_new(a);
		}
	}
}

static void words_that_begin_alike_have_one_number(void **state)
{
	uint8_t one, other;

	(void)state;
	assert_true(text_beginning(STR("жол"), &one));
	assert_true(text_beginning(STR("жолдар"), &other));
	assert_int_equal(one, other);
	assert_true(text_beginning(STR("ai"), &one));
	assert_true(text_beginning(STR("aid"), &other));
	assert_int_equal(one, other);
	assert_false(text_beginning(STR("ж"), &one));
	assert_false(text_beginning(STR("ж2"), &one));
	assert_false(text_beginning(STR("a"), &one));
	assert_false(text_beginning(STR(""), &one));
}

/* What no vocabulary keeps is told all the same. */
static void words_without_a_number_are_told(void **state)
{
	AUTO_ARENA a = arena_new();
	struct text_vocabulary *v = text_vocabulary_new(a);
	char text[300];
	struct text_words words;

	(void)state;
	memset(text, 'A', sizeof(text));
	words = text_words_of(v, a, (struct str){ text, sizeof(text) });
	assert_int_equal(words.n, 1);
	assert_int_equal(words.at[0].known->number, TEXT_UNNUMBERED);
	assert_int_equal(words.at[0].known->points, sizeof(text));
	assert_int_equal(words.at[0].known->folded.p[0], 'a');
	for (unsigned i = 0; i < (1U << 16) + 1; i++)
		words = text_words_of(v, a, arena_printf(a, "w%x", i));
	assert_int_equal(words.at[0].known->number, TEXT_UNNUMBERED);
	assert_true(str_eq(words.at[0].known->folded, STR("w10000")));
	words = text_words_of(v, a, STR("w0"));
	assert_int_equal(words.at[0].known->number, 0);
}

static void words_are_cut_off_by_parts(void **state)
{
	AUTO_ARENA a = arena_new();
	struct str text = STR("один два, а три. четыре");
	struct text_words rest = text_words_of(text_vocabulary_new(a), a, text);
	struct text_words first = text_words_cut(&rest, str_sub(text, 0, 16)),
			  second = text_words_cut(&rest, str_sub(text, 20, 26)),
			  none = text_words_cut(&rest, str_sub(text, 26, 26));

	(void)state;
	assert_int_equal(first.n, 2);
	assert_int_equal(second.n, 1);
	assert_true(str_eq(second.at[0].written, STR("три")));
	assert_int_equal(none.n, 0);
	assert_int_equal(rest.n, 1);
}

enum { PURE = -1 };

static const struct mixed_row {
	const char *label, *word;
	int odd;
	uint32_t point;
} mixed_rows[] = {
	{ "Latin M",
	  "M"
	  "инистерство",
	  0, 'M' },
	{ "Latin o inside",
	  "корп"
	  "o"
	  "с",
	  8, 'o' },
	{ "Cyrillic in a Latin word",
	  "Qaz"
	  "Т"
	  "ech",
	  3, 0x422 },
	{ "more Latin than Cyrillic", "QazТех", 0, 'Q' },
	{ "equal: the Latin one", "жa", 2, 'a' },
	{ "Cyrillic", "Министерство", PURE, 0 },
	{ "Latin", "QazTech", PURE, 0 },
	{ "Latin Kazakh", "äöüğşñı", PURE, 0 },
	{ "digits", "2026ж", PURE, 0 },
	{ "Latin with digits", "ISO27001", PURE, 0 },
	{ "digits alone", "1414", PURE, 0 },
	{ "Greek is neither", "λж", PURE, 0 },
	{ "Cyrillic schwa", "әлем", PURE, 0 },
	{ "Latin schwa",
	  "ə"
	  "лем",
	  0, 0x259 },
	{ "empty", "", PURE, 0 },
};

static void mixed_row(void **state)
{
	const struct mixed_row *row = *state;
	size_t odd = 99;
	uint32_t point = 0;

	assert_int_equal(text_mixed(str_of(row->word), &odd, &point), row->odd != PURE);
	assert_int_equal(odd, row->odd == PURE ? 99 : row->odd);
	assert_int_equal(point, row->point);
}

static const struct pair_row unmix_rows[] = {
	{ "Latin M",
	  "m"
	  "инистерство",
	  "министерство" },
	{ "Latin H",
	  "h"
	  "ациональный",
	  "национальный" },
	{ "Latin i",
	  "т"
	  "i"
	  "л",
	  "тіл" },
	{ "Latin schwa",
	  "ə"
	  "лем",
	  "әлем" },
	{ "Cyrillic с",
	  "qazte"
	  "с"
	  "h",
	  "qaztech" },
	{ "no twin stays",
	  "q"
	  "азақ",
	  "qазақ" },
	{ "pure", "қазақ", "қазақ" },
};

static void unmix_row(void **state)
{
	const struct pair_row *row = *state;
	AUTO_ARENA a = arena_new();

	assert_true(str_eq(text_unmix(a, str_of(row->in)), str_of(row->want)));
}

static const struct language_row {
	const char *label, *text;
	enum lang want;
} language_rows[] = {
	{ "Kazakh word", "өтініш", LANG_KK },
	{ "Kazakh sentence", "Жеке тұлғалар туралы мемлекеттік деректер базасы", LANG_KK },
	{ "Russian", "Государственная база данных", LANG_RU },
	{ "English", "State database", LANG_EN },
	{ "Latin Kazakh", "memlekettık", LANG_EN },
	{ "Russian with Latin names", "Использует eGov Mobile и Smart Bridge как каналы приёма",
	  LANG_RU },
	{ "Russian that quotes a Kazakh name",
	  "Система «Өтініш» принимает обращения граждан и распределяет их между исполнителями "
	  "по "
	  "тематике, определяя срочность и ответственный государственный орган автоматически",
	  LANG_RU },
	{ "Kazakh with Latin names", "Smart Bridge пен eGov арқылы алынады", LANG_KK },
	{ "Kazakh with more Latin than Cyrillic",
	  "Smart Bridge, eGov Mobile, QazTech платформасы арқылы", LANG_KK },
	{ "English that quotes a Kazakh name", "The system Тасқын forecasts floods", LANG_EN },
	{ "English that quotes one Cyrillic word", "The register is called реестр in Russian",
	  LANG_EN },
	{ "digits", "2026", LANG_EN },
	{ "nothing", "", LANG_EN },
};

static void language_row(void **state)
{
	const struct language_row *row = *state;

	assert_int_equal(text_language(str_of(row->text)), row->want);
}

/* Cyrillic, and the same word in the drafts of 2021, of 2018 and in plain ASCII. */
static const struct skeleton_row {
	const char *label, *cyrillic, *latin[3];
} skeleton_rows[] = {
	{ "қазақ", "қазақ", { "qazaq", "qazaq", "kazak" } },
	{ "тұлға", "тұлға", { "tūlğa", "tulǵa", "tulga" } },
	{ "мемлекеттік", "мемлекеттік", { "memlekettık", "memlekettik", "memlekettik" } },
	{ "дәрігер", "дәрігер", { "därıger", "dáriger", "dariger" } },
	{ "өтініш", "өтініш", { "ötınış", "ótinish", "otinish" } },
	{ "жүйе", "жүйе", { "jüie", "júıe", "zhuye" } },
	{ "шығыс", "шығыс", { "şyğys", "shyǵys", "shygys" } },
	{ "хабарлама", "хабарлама", { "habarlama", "habarlama", "khabarlama" } },
	{ "қаһарман", "қаһарман", { "qaharman", "qaharman", "kakharman" } },
	{ "оқу", "оқу", { "oqu", "oqý", "oku" } },
	{ "таң", "таң", { "tañ", "tań", "tan" } },
	{ "яғни", "яғни", { "iağni", "ıaǵnı", "yagni" } },
	{ "ұлттық", "ұлттық", { "ūlttyq", "ulttyq", "ulttyk" } },
	{ "чек", "чек", { "çek", "chek", "chek" } },
};

static void skeleton_row(void **state)
{
	const struct skeleton_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct str want = text_skeleton(a, str_of(row->cyrillic));

	for (size_t i = 0; i < 3; i++)
		assert_string_equal(text_skeleton(a, text_fold(a, str_of(row->latin[i]))).p,
				    want.p);
}

static const struct stem_row {
	const char *label;
	enum lang lang;
	const char *a, *b;
	bool same;
} stem_rows[] = {
	{ "ru: cases", LANG_RU, "реестра", "реестр", true },
	{ "ru: plural", LANG_RU, "базами", "база", true },
	{ "ru: ё", LANG_RU, "учёта", "учет", true },
	{ "ru: other word", LANG_RU, "базар", "база", false },
	{ "en: plural", LANG_EN, "registers", "register", true },
	{ "en: other word", LANG_EN, "registry", "regime", false },
	{ "kk: ablative after a possessive", LANG_KK, "базасынан", "база", true },
	{ "kk: genitive after a possessive", LANG_KK, "базасының", "база", true },
	{ "kk: plural", LANG_KK, "деректер", "дерек", true },
	{ "kk: plural and accusative", LANG_KK, "деректерді", "дерек", true },
	{ "kk: plural, possessive and locative", LANG_KK, "деректерінде", "дерек", true },
	{ "kk: stem stays", LANG_KK, "деректерінің", "дерек", true },
	{ "kk: instrumental", LANG_KK, "жүйемен", "жүйе", true },
	{ "kk: dative", LANG_KK, "жүйеге", "жүйе", true },
	{ "kk: -дағы", LANG_KK, "қаладағы", "қала", true },
	{ "kk: voiced at the end", LANG_KK, "кітабы", "кітап", true },
	{ "kk: қ and ғ", LANG_KK, "салығы", "салық", true },
	{ "kk: к and г", LANG_KK, "дерегі", "дерек", true },
	{ "kk: loan with a soft sign", LANG_KK, "модульдер", "модуль", true },
	{ "kk: loan with и", LANG_KK, "министрлерге", "министр", true },
	{ "kk: our own", LANG_KK, "жүйеміздің", "жүйе", true },
	{ "kk: a root that looks like a dative", LANG_KK, "тұлғаларға", "тұлға", true },
	{ "kk: a root that looks like a locative", LANG_KK, "сауданың", "сауда", true },
	{ "kk: harmony keeps the ending", LANG_KK, "баладе", "бала", false },
	{ "kk: the wrong consonant keeps it", LANG_KK, "дерекден", "дерек", false },
	{ "kk: person and personal", LANG_KK, "тұлға", "тұл", false },
	{ "kk: loan word in к", LANG_KK, "банкінен", "банк", true },
	{ "kk: Latin, a glide before the ending", LANG_KK, "reseidin", "resei", true },
	{ "kk: stem of three letters at least", LANG_KK, "ана", "а", false },
	{ "kk: other word", LANG_KK, "дәрі", "дерек", false },
	{ "kk: Latin, ablative", LANG_KK, "bazasynan", "база", true },
	{ "kk: Latin, plural", LANG_KK, "derekterdı", "дерек", true },
	{ "kk: Latin, other word", LANG_KK, "bazalyq", "база", false },
};

static void stem_row(void **state)
{
	const struct stem_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct stemmer *stemmer = stemmer_new(a);
	struct str x = stemmer_stem(stemmer, a, row->lang, str_of(row->a));
	struct str y = stemmer_stem(stemmer, a, row->lang, str_of(row->b));

	/* Latin words give skeletons. */
	if (row->lang == LANG_KK && (unsigned char)row->a[0] < 0x80)
		y = text_skeleton(a, y);
	assert_int_equal(str_eq(x, y), row->same);
	stemmer_free(stemmer);
}

static void stemming_survives_any_word(void **state)
{
	AUTO_ARENA a = arena_new();
	struct stemmer *stemmer = stemmer_new(a);
	static const char *const words[] = {
		"", "а", "я", "ь", "ннн", "1", "ың", "漢", "i", "ё"
	};
	char *big = arena_alloc(a, 100001, 1);

	(void)state;
	memset(big, 'n', 100000);
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		for (size_t i = 0; i < ARRAY_LEN(words); i++)
			stemmer_stem(stemmer, a, (enum lang)lang, str_of(words[i]));
		assert_int_equal(stemmer_stem(stemmer, a, (enum lang)lang, str_of(big)).n,
				 100000);
	}
	stemmer_free(stemmer);
	stemmer_free(NULL);
}

static struct test_list list;

/* Sixteen bytes are looked at together, so every character and fault is tried at every place of
 * a window and across its edge, among neighbours of one, two and three bytes. */
static void validity_does_not_depend_on_the_place(void **state)
{
	static const char *const around[] = { "a", "\u04d9", "\u20ac" };
	char text[96];

	(void)state;
	for (size_t r = 0; r < ARRAY_LEN(valid_rows); r++)
		for (size_t k = 0; k < ARRAY_LEN(around); k++)
			for (size_t before = 0; before < 20; before++) {
				struct str middle = str_of(valid_rows[r].bytes);
				struct str fill = str_of(around[k]);
				size_t n = 0, bad = SIZE_MAX, start;

				for (size_t i = 0; i < before; i++, n += fill.n)
					memcpy(text + n, fill.p, fill.n);
				start = n;
				assert_true(n + middle.n + 17 < sizeof(text));
				memcpy(text + n, middle.p, middle.n);
				n += middle.n;
				memset(text + n, 'z', 17);
				n += 17;
				if (text_valid((struct str){ text, n }, &bad))
					assert_int_equal(valid_rows[r].bad, VALID);
				else
					assert_int_equal(bad,
							 start + (size_t)valid_rows[r].bad);
			}
}

int main(void)
{
	ADD_ROWS(&list, key_row, key_rows);
	ADD_ROWS(&list, valid_row, valid_rows);
	ADD_TEST(&list, validity_does_not_depend_on_the_place);
	ADD_TEST(&list, every_code_point_comes_back);
	ADD_ROWS(&list, nfc_row, nfc_rows);
	ADD_ROWS(&list, fold_row, fold_rows);
	ADD_TEST(&list, quick_folding_agrees_with_the_tables);
	ADD_TEST(&list, quick_keys_agree_with_the_tables);
	ADD_TEST(&list, hostile_marks_are_ordered_in_linear_time);
	ADD_ROWS(&list, width_row, width_rows);
	ADD_ROWS(&list, word_row, word_rows);
	ADD_TEST(&list, equal_words_have_one_number);
	ADD_TEST(&list, words_of_texts_are_those_cut_off_one_by_one);
	ADD_TEST(&list, words_that_begin_alike_have_one_number);
	ADD_TEST(&list, words_without_a_number_are_told);
	ADD_TEST(&list, words_are_cut_off_by_parts);
	ADD_ROWS(&list, mixed_row, mixed_rows);
	ADD_ROWS(&list, unmix_row, unmix_rows);
	ADD_ROWS(&list, language_row, language_rows);
	ADD_ROWS(&list, skeleton_row, skeleton_rows);
	ADD_ROWS(&list, stem_row, stem_rows);
	ADD_TEST(&list, stemming_survives_any_word);
	return test_list_run(&list, "text");
}
