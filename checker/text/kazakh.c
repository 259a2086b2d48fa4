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

enum { MIN_STEM = 3, ENDING_BYTES = 16 };

/* In each layer the longest first. */
struct ending {
	char back[ENDING_BYTES], front[ENDING_BYTES];
	char back_skeleton[ENDING_BYTES / 2], front_skeleton[ENDING_BYTES / 2];
	unsigned after;
};

static const struct ending person[] = {
	{ "сыңдар", "сіңдер", "sindar", "sinder", VOWEL | CONSONANT },
	{ "сыздар", "сіздер", "sizdar", "sizder", VOWEL | CONSONANT },
	{ "мыз", "міз", "miz", "miz", GLIDE },
	{ "быз", "біз", "biz", "biz", NASAL | BUZZ },
	{ "пыз", "піз", "piz", "piz", VOICELESS },
};

static const struct ending cases[] = {
	{ "сындағы", "сіндегі", "sindagi", "sindegi", VOWEL },
	{ "ындағы", "індегі", "indagi", "indegi", CONSONANT },
	{ "сынан", "сінен", "sinan", "sinen", VOWEL },
	{ "сында", "сінде", "sinda", "sinde", VOWEL },
	{ "менен", "менен", "menen", "menen", SONANT | BUZZ },
	{ "ынан", "інен", "inan", "inen", CONSONANT },
	{ "ында", "інде", "inda", "inde", CONSONANT },
	{ "дағы", "дегі", "dagi", "degi", VOICED },
	{ "тағы", "тегі", "tagi", "tegi", VOICELESS },
	{ "нікі", "нікі", "niki", "niki", VOWEL | NASAL },
	{ "дікі", "дікі", "diki", "diki", GLIDE | BUZZ },
	{ "тікі", "тікі", "tiki", "tiki", VOICELESS },
	{ "сына", "сіне", "sina", "sine", VOWEL },
	{ "сын", "сін", "sin", "sin", VOWEL },
	{ "ына", "іне", "ina", "ine", CONSONANT },
	{ "ның", "нің", "nin", "nin", VOWEL | NASAL },
	{ "дың", "дің", "din", "din", GLIDE | BUZZ },
	{ "тың", "тің", "tin", "tin", VOICELESS },
	{ "нан", "нен", "nan", "nen", NASAL },
	{ "дан", "ден", "dan", "den", VOWEL | GLIDE | BUZZ },
	{ "тан", "тен", "tan", "ten", VOICELESS },
	{ "мен", "мен", "men", "men", SONANT | BUZZ },
	{ "бен", "бен", "ben", "ben", BUZZ },
	{ "пен", "пен", "pen", "pen", VOICELESS },
	{ "ын", "ін", "in", "in", CONSONANT },
	{ "ға", "ге", "ga", "ge", VOICED },
	{ "қа", "ке", "ka", "ke", VOICELESS },
	{ "ны", "ні", "ni", "ni", VOWEL },
	{ "ды", "ді", "di", "di", GLIDE | NASAL | BUZZ },
	{ "ты", "ті", "ti", "ti", VOICELESS },
	{ "да", "де", "da", "de", VOICED },
	{ "та", "те", "ta", "te", VOICELESS },
};

static const struct ending possessive[] = {
	{ "ымыз", "іміз", "imiz", "imiz", CONSONANT },
	{ "ыңыз", "іңіз", "iniz", "iniz", CONSONANT },
	{ "мыз", "міз", "miz", "miz", VOWEL },
	{ "ңыз", "ңіз", "niz", "niz", VOWEL },
	{ "сы", "сі", "si", "si", VOWEL },
	{ "ы", "і", "i", "i", CONSONANT },
};

static const struct ending plural[] = {
	{ "лар", "лер", "lar", "ler", VOWEL | GLIDE },
	{ "дар", "дер", "dar", "der", NASAL | BUZZ },
	{ "тар", "тер", "tar", "ter", VOICELESS },
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
	char word[24], skeleton[12];
} roots[] = {
	{ "тұлға", "tulga" },	      { "сауда", "sauda" },	{ "нұсқа", "nuska" },
	{ "қысқа", "kiska" },	      { "басқа", "baska" },	{ "кесте", "keste" },
	{ "пошта", "poshta" },	      { "почта", "pochta" },	{ "команда", "komanda" },
	{ "аренда", "arenda" },	      { "астана", "astana" },	{ "жылқы", "jilki" },
	{ "өкілді", "okildi" },	      { "тиісті", "tiisti" },	{ "қажетті", "kajetti" },
	{ "жүйелі", "juieli" },	      { "арқылы", "arkili" },	{ "мүлде", "mulde" },
	{ "бірге", "birge" },	      { "қазіргі", "kazirgi" }, { "барлығы", "barligi" },
	{ "сияқты", "siakti" },	      { "ұсыныс", "usinis" },	{ "мекен", "meken" },
	{ "негізгі", "negizgi" },     { "маңызды", "manizdi" }, { "қоршаған", "korshagan" },
	{ "азаматтық", "azamattik" },
};

/* U+0430 to U+045F and, behind them, the letters of Kazakh. */
static unsigned letter_class(uint32_t point)
{
	switch (point) {
	case 0x443: /* у is heard as a vowel and as a glide */
		return VOWEL | GLIDE;
	case 0x430:
	case 0x435:
	case 0x451:
	case 0x438:
	case 0x43E:
	case 0x44B:
	case 0x44D:
	case 0x44E:
	case 0x44F:
	case 0x456:
	case 0x4D9:
	case 0x4E9:
	case 0x4B1:
	case 0x4AF:
	case 'a':
	case 'e':
	case 'i':
	case 'o':
		return VOWEL;
	case 'u':
		return VOWEL | GLIDE;
	case 0x440:
	case 0x439:
	case 'r':
		return GLIDE;
	case 0x43C:
	case 0x43D:
	case 0x4A3:
	case 'm':
	case 'n':
		return NASAL;
	case 0x43B:
	case 0x437:
	case 0x436:
	case 'l':
	case 'z':
	case 'j':
		return BUZZ;
	}
	return VOICELESS;
}

enum harmony { HARMONY_ANY, HARMONY_BACK, HARMONY_FRONT };

/* What a vowel, or the soft sign of a loan word, demands of the endings. */
static enum harmony letter_harmony(uint32_t point)
{
	switch (point) {
	case 0x430:
	case 0x43E:
	case 0x4B1:
	case 0x44B:
	case 0x44F:
	case 0x451:
		return HARMONY_BACK;
	case 0x435:
	case 0x456:
	case 0x4D9:
	case 0x4E9:
	case 0x4AF:
	case 0x44D:
	case 0x44C:
		return HARMONY_FRONT;
	}
	return HARMONY_ANY;
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
	enum { SOFT_SIGN = 0x44C, I = 0x438 };
	struct shape shape = { 0 };
	bool decided = false;

	while (stem.n > 0 && !(decided && shape.has_vowel)) {
		uint32_t point = last_point(&stem);
		unsigned class = letter_class(point);

		if (!decided) {
			shape.harmony = letter_harmony(point);
			/* loan words in и take either form: министрлер, химиктар */
			decided = shape.harmony != HARMONY_ANY || point == I;
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
		if (str_eq(word, str_of(skeleton ? roots[i].skeleton : roots[i].word)))
			return true;
	}
	return false;
}

static bool strip(struct str *word, struct str ending, unsigned after, enum harmony harmony)
{
	struct str stem = *word;
	struct shape shape;

	if (!str_ends(stem, ending))
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
	if (skeleton)
		return strip(word, str_of(e->back_skeleton), e->after, HARMONY_ANY) ||
		       strip(word, str_of(e->front_skeleton), e->after, HARMONY_ANY);
	if (strcmp(e->back, e->front) == 0)
		return strip(word, str_of(e->back), e->after, HARMONY_ANY);
	return strip(word, str_of(e->back), e->after, HARMONY_BACK) ||
	       strip(word, str_of(e->front), e->after, HARMONY_FRONT);
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
