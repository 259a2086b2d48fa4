/*
 * A light stemmer: Kazakh endings stand in a fixed order (plural, possessive,
 * case, person), so each layer is tried once from the outside in. Which form
 * of an ending a word takes follows from its last letter and its vowels; an
 * ending in the wrong form is part of the stem.
 */
#include "checker/text/text_internal.h"

#include <string.h>

/* Classes of the last letter that decide about the consonant of an ending. */
enum {
	VOWEL = 1,
	GLIDE = 2, /* р й у */
	NASAL = 4, /* м н ң */
	BUZZ = 8,  /* л з ж */
	VOICELESS = 16,
	CONSONANT = GLIDE | NASAL | BUZZ | VOICELESS,
	VOICED = VOWEL | GLIDE | NASAL | BUZZ,
	SONANT = VOWEL | GLIDE | NASAL,
};

enum { MIN_STEM = 3 };

/* In each layer the longest first. */
struct ending {
	struct str back, front, back_skeleton, front_skeleton;
	unsigned after;
};

#define ENDING(back, front, back_skeleton, front_skeleton, after)         \
	{                                                                 \
		STR_INIT(back), STR_INIT(front), STR_INIT(back_skeleton), \
			STR_INIT(front_skeleton), after                   \
	}

static const struct ending person[] = {
	ENDING("сыңдар", "сіңдер", "sindar", "sinder", VOWEL | CONSONANT),
	ENDING("сыздар", "сіздер", "sizdar", "sizder", VOWEL | CONSONANT),
	ENDING("мыз", "міз", "miz", "miz", GLIDE),
	ENDING("быз", "біз", "biz", "biz", NASAL | BUZZ),
	ENDING("пыз", "піз", "piz", "piz", VOICELESS),
};

static const struct ending cases[] = {
	ENDING("сындағы", "сіндегі", "sindagi", "sindegi", VOWEL),
	ENDING("ындағы", "індегі", "indagi", "indegi", CONSONANT),
	ENDING("сынан", "сінен", "sinan", "sinen", VOWEL),
	ENDING("сында", "сінде", "sinda", "sinde", VOWEL),
	ENDING("менен", "менен", "menen", "menen", SONANT | BUZZ),
	ENDING("ынан", "інен", "inan", "inen", CONSONANT),
	ENDING("ында", "інде", "inda", "inde", CONSONANT),
	ENDING("дағы", "дегі", "dagi", "degi", VOICED),
	ENDING("тағы", "тегі", "tagi", "tegi", VOICELESS),
	ENDING("нікі", "нікі", "niki", "niki", VOWEL | NASAL),
	ENDING("дікі", "дікі", "diki", "diki", GLIDE | BUZZ),
	ENDING("тікі", "тікі", "tiki", "tiki", VOICELESS),
	ENDING("сына", "сіне", "sina", "sine", VOWEL),
	ENDING("сын", "сін", "sin", "sin", VOWEL),
	ENDING("ына", "іне", "ina", "ine", CONSONANT),
	ENDING("ның", "нің", "nin", "nin", VOWEL | NASAL),
	ENDING("дың", "дің", "din", "din", GLIDE | BUZZ),
	ENDING("тың", "тің", "tin", "tin", VOICELESS),
	ENDING("нан", "нен", "nan", "nen", NASAL),
	ENDING("дан", "ден", "dan", "den", VOWEL | GLIDE | BUZZ),
	ENDING("тан", "тен", "tan", "ten", VOICELESS),
	ENDING("мен", "мен", "men", "men", SONANT | BUZZ),
	ENDING("бен", "бен", "ben", "ben", BUZZ),
	ENDING("пен", "пен", "pen", "pen", VOICELESS),
	ENDING("ын", "ін", "in", "in", CONSONANT),
	ENDING("ға", "ге", "ga", "ge", VOICED),
	ENDING("қа", "ке", "ka", "ke", VOICELESS),
	ENDING("ны", "ні", "ni", "ni", VOWEL),
	ENDING("ды", "ді", "di", "di", GLIDE | NASAL | BUZZ),
	ENDING("ты", "ті", "ti", "ti", VOICELESS),
	ENDING("да", "де", "da", "de", VOICED),
	ENDING("та", "те", "ta", "te", VOICELESS),
};

static const struct ending possessive[] = {
	ENDING("ымыз", "іміз", "imiz", "imiz", CONSONANT),
	ENDING("ыңыз", "іңіз", "iniz", "iniz", CONSONANT),
	ENDING("мыз", "міз", "miz", "miz", VOWEL),
	ENDING("ңыз", "ңіз", "niz", "niz", VOWEL),
	ENDING("сы", "сі", "si", "si", VOWEL),
	ENDING("ы", "і", "i", "i", CONSONANT),
};

static const struct ending plural[] = {
	ENDING("лар", "лер", "lar", "ler", VOWEL | GLIDE),
	ENDING("дар", "дер", "dar", "der", NASAL | BUZZ),
	ENDING("тар", "тер", "tar", "ter", VOICELESS),
};

static const struct {
	const struct ending *at;
	size_t n;
} layers[] = {
	{ person, ARRAY_LEN(person) },
	{ cases, ARRAY_LEN(cases) },
	{ possessive, ARRAY_LEN(possessive) },
	{ plural, ARRAY_LEN(plural) },
};

/* Words that only look as if they had an ending; their own forms lead back to them. */
static const struct {
	struct str word, skeleton;
} roots[] = {
	{ STR_INIT("тұлға"), STR_INIT("tulga") },
	{ STR_INIT("сауда"), STR_INIT("sauda") },
	{ STR_INIT("нұсқа"), STR_INIT("nuska") },
	{ STR_INIT("қысқа"), STR_INIT("kiska") },
	{ STR_INIT("басқа"), STR_INIT("baska") },
	{ STR_INIT("кесте"), STR_INIT("keste") },
	{ STR_INIT("пошта"), STR_INIT("poshta") },
	{ STR_INIT("почта"), STR_INIT("pochta") },
	{ STR_INIT("команда"), STR_INIT("komanda") },
	{ STR_INIT("аренда"), STR_INIT("arenda") },
	{ STR_INIT("астана"), STR_INIT("astana") },
	{ STR_INIT("жылқы"), STR_INIT("jilki") },
	{ STR_INIT("өкілді"), STR_INIT("okildi") },
	{ STR_INIT("тиісті"), STR_INIT("tiisti") },
	{ STR_INIT("қажетті"), STR_INIT("kajetti") },
	{ STR_INIT("жүйелі"), STR_INIT("juieli") },
	{ STR_INIT("арқылы"), STR_INIT("arkili") },
	{ STR_INIT("мүлде"), STR_INIT("mulde") },
	{ STR_INIT("бірге"), STR_INIT("birge") },
	{ STR_INIT("қазіргі"), STR_INIT("kazirgi") },
	{ STR_INIT("барлығы"), STR_INIT("barligi") },
	{ STR_INIT("сияқты"), STR_INIT("siakti") },
	{ STR_INIT("ұсыныс"), STR_INIT("usinis") },
	{ STR_INIT("мекен"), STR_INIT("meken") },
	{ STR_INIT("негізгі"), STR_INIT("negizgi") },
	{ STR_INIT("маңызды"), STR_INIT("manizdi") },
	{ STR_INIT("қоршаған"), STR_INIT("korshagan") },
	{ STR_INIT("азаматтық"), STR_INIT("azamattik") },
};

static bool is_among(uint32_t point, struct str letters)
{
	char bytes[4];
	struct str letter = { bytes, text_encode(bytes, point) };

	return str_find(letters, letter) != SIZE_MAX;
}

/* Of a letter, Cyrillic or of a skeleton. */
static unsigned letter_class(uint32_t point)
{
	static const struct {
		struct str letters;
		unsigned class;
	} classes[] = {
		/* heard as both; the i of a skeleton is и and й */
		{ STR_INIT("уui"), VOWEL | GLIDE }, { STR_INIT("аәеёиоөұүыіэюяaeo"), VOWEL },
		{ STR_INIT("рйr"), GLIDE },	    { STR_INIT("мнңmn"), NASAL },
		{ STR_INIT("лзжlzj"), BUZZ },
	};

	for (size_t i = 0; i < ARRAY_LEN(classes); i++) {
		if (is_among(point, classes[i].letters))
			return classes[i].class;
	}
	return VOICELESS;
}

enum harmony { HARMONY_ANY, HARMONY_BACK, HARMONY_FRONT };

/* What a vowel, or the soft sign of a loan word, demands of the endings. */
static enum harmony letter_harmony(uint32_t point)
{
	if (is_among(point, STR("аоұыяё")))
		return HARMONY_BACK;
	return is_among(point, STR("әеөүіэь")) ? HARMONY_FRONT : HARMONY_ANY;
}

struct shape {
	unsigned last;
	enum harmony harmony;
	bool has_vowel;
};

/* Cuts the last code point off. */
static uint32_t last_point(struct str *s)
{
	size_t at = s->n;
	struct str tail;

	do
		at--;
	while (((unsigned char)s->p[at] & 0xC0) == 0x80);
	tail = str_sub(*s, at, s->n);
	s->n = at;
	return text_next(&tail);
}

static struct shape shape_of(struct str stem)
{
	enum { SOFT_SIGN = 0x44C, I = 0x438, K = 0x43A };
	struct shape shape = { 0 };
	bool decided = false;

	while (stem.n > 0 && !(decided && shape.has_vowel)) {
		uint32_t point = last_point(&stem);
		unsigned class = letter_class(point);

		if (!decided) {
			shape.harmony = letter_harmony(point);
			/* loan words in и or with к at the end take either form: министрлер,
			 * химиктар, банкі, блогы */
			decided = shape.harmony != HARMONY_ANY || point == I ||
				  (shape.last == 0 && point == K);
		}
		if (shape.last == 0 && point != SOFT_SIGN)
			shape.last = class;
		shape.has_vowel |= (class & VOWEL) != 0;
	}
	return shape;
}

static bool is_root(struct str word, bool skeleton)
{
	for (size_t i = 0; i < ARRAY_LEN(roots); i++) {
		struct str root = skeleton ? roots[i].skeleton : roots[i].word;

		if (root.n == word.n && str_eq(root, word))
			return true;
	}
	return false;
}

static bool strip(struct str *word, struct str ending, unsigned after, enum harmony harmony)
{
	struct str stem = *word;
	struct shape shape;

	if (stem.n <= ending.n || !str_ends(stem, ending))
		return false;
	stem.n -= ending.n;
	if (text_points(stem) < MIN_STEM)
		return false;
	shape = shape_of(stem);
	if (!shape.has_vowel || !(shape.last & after))
		return false;
	if (harmony != HARMONY_ANY && shape.harmony != HARMONY_ANY && shape.harmony != harmony)
		return false;
	*word = stem;
	return true;
}

static bool strip_ending(struct str *word, const struct ending *e, bool skeleton)
{
	struct str back = skeleton ? e->back_skeleton : e->back;
	struct str front = skeleton ? e->front_skeleton : e->front;
	char last = word->n ? word->p[word->n - 1] : '\0';

	/* nearly every ending fails at its last byte */
	if (last != back.p[back.n - 1] && last != front.p[front.n - 1])
		return false;
	if (str_eq(back, front))
		return strip(word, back, e->after, HARMONY_ANY);
	return strip(word, back, e->after, skeleton ? HARMONY_ANY : HARMONY_BACK) ||
	       strip(word, front, e->after, skeleton ? HARMONY_ANY : HARMONY_FRONT);
}

static struct str strip_layers(struct str word, bool skeleton)
{
	for (size_t layer = 0; layer < ARRAY_LEN(layers); layer++) {
		size_t i = 0;

		if (is_root(word, skeleton))
			break;
		while (i < layers[layer].n &&
		       !strip_ending(&word, &layers[layer].at[i], skeleton))
			i++;
	}
	return word;
}

/* к, қ and п at the end of a stem are voiced before a vowel: кітап, кітабы. */
static const struct {
	char voiced[3], plain[3];
} voicing[] = { { "г", "к" }, { "ғ", "қ" }, { "б", "п" } };

struct str text_kazakh_stem(struct arena *a, struct str folded_word)
{
	struct str stem = strip_layers(folded_word, false);
	char *copy;

	for (size_t i = 0; i < ARRAY_LEN(voicing); i++) {
		if (!str_ends(stem, str_of(voicing[i].voiced)) || stem.n <= 4)
			continue;
		copy = arena_alloc(a, stem.n + 1, 1);
		memcpy(copy, stem.p, stem.n - 2);
		memcpy(copy + stem.n - 2, voicing[i].plain, 2);
		return (struct str){ copy, stem.n };
	}
	return stem;
}

struct str text_kazakh_stem_skeleton(struct arena *a, struct str skeleton)
{
	struct str stem = strip_layers(skeleton, true);
	char last = stem.n > 2 ? stem.p[stem.n - 1] : 'x';
	char *copy;

	if (last != 'g' && last != 'b')
		return stem;
	copy = arena_alloc(a, stem.n + 1, 1);
	memcpy(copy, stem.p, stem.n);
	copy[stem.n - 1] = last == 'g' ? 'k' : 'p';
	return (struct str){ copy, stem.n };
}
