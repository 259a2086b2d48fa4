#include "checker/phrase/phrase_internal.h"

#include <string.h>

enum {
	SURE_STEM = 4,	  /* letters of a stem that two different words hardly share */
	SHORT_STEM = 3,	  /* letters of a stem that needs a known ending behind it */
	ABBR_LETTERS = 2, /* one capital letter is no abbreviation */
	ABBR_SURE = 3,	  /* МОда is no form of МО */
};

static void add(struct phrase_keys *keys, struct arena *a, enum phrase_key kind, struct str s)
{
	char *p = arena_alloc(a, s.n + 1, 1);

	p[0] = (char)kind;
	memcpy(p + 1, s.p, s.n);
	for (size_t i = 0; i < keys->n; i++) {
		if (str_eq(keys->at[i], (struct str){ p, s.n + 1 }))
			return;
	}
	keys->at[keys->n++] = (struct str){ p, s.n + 1 };
}

/* The word folded, ё as е: most people write е, and names come both ways. */
static struct str folded(struct arena *a, struct str word)
{
	struct str s = text_fold(a, word);
	char *copy;
	size_t at = str_find(s, STR("ё"));

	if (at == SIZE_MAX)
		return s;
	copy = arena_alloc(a, s.n + 1, 1);
	memcpy(copy, s.p, s.n);
	for (; at + 1 < s.n; at++) {
		if (memcmp(copy + at, "ё", 2) == 0)
			memcpy(copy + at, "е", 2);
	}
	return (struct str){ copy, s.n };
}

static bool is_cyrillic(struct str word)
{
	while (word.n > 0) {
		uint32_t point = text_next(&word);

		if (point >= 0x400 && point < 0x530)
			return true;
	}
	return false;
}

struct letters {
	size_t upper, lower;
};

static struct letters letters_of(struct str word)
{
	struct letters n = { 0 };

	while (word.n > 0) {
		uint32_t point = text_next(&word);

		n.upper += text_is_upper(point);
		n.lower += text_is_lower(point);
	}
	return n;
}

bool phrase_is_abbr(struct str word)
{
	struct letters n = letters_of(word);

	return n.upper >= ABBR_LETTERS && n.lower == 0;
}

/*
 * Endings behind a stem too short to be sure of: "баз" with one of them is
 * "база" and not "базар". "Данные" is a noun with the endings of an adjective.
 */
static bool is_russian_ending(struct str s)
{
	static const char *const endings[] = {
		"",   "а",  "у",   "е",	 "ом", "ой",  "ы",   "и",   "ов",
		"ам", "ах", "ами", "о",	 "ые", "ным", "ных", "ные", "ными",
		"ый", "ая", "ое",  "ых", "ым", "ыми", "ого", "ому", "ую",
	};

	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		if (str_eq(s, str_of(endings[i])))
			return true;
	}
	return false;
}

static void add_russian(struct phrase_keys *keys, struct stemmer *stemmer, struct arena *a,
			struct str word)
{
	struct str stem = stemmer_stem(stemmer, a, LANG_RU, word);
	size_t points = text_points(stem);

	if (points >= SURE_STEM || (points == SHORT_STEM && str_starts(word, stem) &&
				    is_russian_ending(str_sub(word, stem.n, word.n))))
		add(keys, a, PHRASE_KEY_RUSSIAN, stem);
}

/* The stemmer takes портал for a verb in the past, and порталом for the noun. */
static void add_russian_noun(struct phrase_keys *keys, struct stemmer *stemmer, struct arena *a,
			     struct str word)
{
	if (str_ends(word, STR("л")))
		add_russian(keys, stemmer, a, arena_printf(a, "%.*sом", STR_FMT(word)));
}

static bool has_stem(struct str stem, struct str word)
{
	return text_points(stem) >= SURE_STEM ||
	       (text_points(stem) == SHORT_STEM && str_eq(stem, word));
}

enum { SHORT_WORD = 2 }; /* letters of a word that helps among the others of a name: су */

/* Of the word and of its stem when they have so many letters. */
static void add_skeletons(struct phrase_keys *keys, struct stemmer *stemmer, struct arena *a,
			  struct str word, size_t letters)
{
	struct str skeleton = text_skeleton(a, word);

	if (letters == SHORT_STEM && skeleton.n == SHORT_WORD)
		add(keys, a, PHRASE_KEY_SKELETON, skeleton);
	if (skeleton.n < letters)
		return;
	add(keys, a, PHRASE_KEY_SKELETON, skeleton);
	skeleton = stemmer_stem(stemmer, a, LANG_KK, skeleton);
	if (skeleton.n >= letters)
		add(keys, a, PHRASE_KEY_SKELETON, skeleton);
}

static void name_in_cyrillic(struct phrase_keys *keys, const struct phrase_namer *namer,
			     struct str word)
{
	struct arena *a = namer->arena;
	struct str stem = stemmer_stem(namer->stemmer, a, LANG_KK, word);
	bool kazakh = namer->lang == LANG_KK, sure = text_points(stem) >= SURE_STEM;
	bool helped = kazakh && namer->among_others && text_points(stem) == SHORT_STEM;

	if (text_points(word) > SHORT_STEM || kazakh) {
		add(keys, a, PHRASE_KEY_KAZAKH, word);
		if (helped || has_stem(stem, word))
			add(keys, a, PHRASE_KEY_KAZAKH, stem);
	}
	if (!kazakh) {
		add_russian(keys, namer->stemmer, a, word);
		add_russian_noun(keys, namer->stemmer, a, word);
	}
	add_skeletons(keys, namer->stemmer, a, word,
		      kazakh && namer->among_others ? SHORT_STEM : SURE_STEM);
	if (sure || helped)
		add(keys, a, PHRASE_KEY_SKELETON, text_skeleton(a, stem));
}

/*
 * Only the plural: a stemmer would make one of bridge and bridging, of open
 * bank and open banking.
 */
static void add_english(struct phrase_keys *keys, struct arena *a, struct str word)
{
	static const char *const kept[] = { "ss", "us", "is" };
	static const char *const cut[] = { "xes", "ches", "shes", "sses" };

	for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
		if (str_ends(word, str_of(kept[i])))
			return;
	}
	if (!str_ends(word, STR("s")) || word.n <= SURE_STEM)
		return;
	word.n--;
	for (size_t i = 0; i < ARRAY_LEN(cut); i++) {
		if (str_ends(word, str_sub(str_of(cut[i]), 0, strlen(cut[i]) - 1)))
			word.n--;
	}
	if (str_ends(word, STR("ie")))
		word = arena_printf(a, "%.*sy", (int)word.n - 2, word.p);
	add(keys, a, PHRASE_KEY_WORD, text_key(a, TEXT_KEY_LOOSE, word));
}

void phrase_keys_of_name(struct phrase_keys *keys, const struct phrase_namer *namer,
			 struct str word)
{
	struct arena *a = namer->arena;
	struct str s;

	keys->n = 0;
	if (word.n > PHRASE_WORD_BYTES)
		return;
	s = folded(a, word);
	if (phrase_is_abbr(word)) {
		add(keys, a, namer->any_case ? PHRASE_KEY_WORD : PHRASE_KEY_ABBR,
		    text_key(a, TEXT_KEY_LOOSE, s));
		return;
	}
	add(keys, a, PHRASE_KEY_WORD, text_key(a, TEXT_KEY_LOOSE, s));
	s = text_unmix(a, s);
	if (is_cyrillic(s)) {
		name_in_cyrillic(keys, namer, s);
	} else {
		add_english(keys, a, s);
		add_skeletons(keys, namer->stemmer, a, s, SURE_STEM);
	}
}

/*
 * Case endings that are written to a name at once, without a hyphen, by their
 * skeleton: ЕГКНнен, eGovтан, НУЦа. Plural before case: ЦОНдардан.
 */
static bool is_ending(struct str skeleton, bool plural_too)
{
	static const char *const plurals[] = { "lar", "ler", "dar", "der", "tar", "ter" };
	static const char *const endings[] = {
		"nin", "din", "tin",  "ga",   "ge",   "ka",   "ke",  "ni",  "di",  "ti",  "da",
		"de",  "ta",  "te",   "dan",  "den",  "tan",  "ten", "nan", "nen", "men", "ben",
		"pen", "i",   "dagi", "degi", "tagi", "tegi", "a",   "u",   "e",   "om",  "ov",
		"am",  "ah",  "ami",  "s",    "nda",  "nde",  "si",  "sin", "in",  "ina", "ine",
	};

	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		if (str_eq(skeleton, str_of(endings[i])))
			return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(plurals) && plural_too; i++) {
		if (str_starts(skeleton, str_of(plurals[i])))
			return skeleton.n == 3 ||
			       is_ending(str_sub(skeleton, 3, skeleton.n), false);
	}
	return false;
}

/* Where capitals give way to small letters, or Latin letters to Cyrillic ones: 0 if nowhere. */
static size_t ending_at(struct str word)
{
	struct str rest = word;
	size_t upper = 0;
	bool cyrillic = false;

	while (rest.n > 0) {
		size_t at = (size_t)(rest.p - word.p);
		uint32_t point = text_next(&rest);
		bool is_cyr = point >= 0x400 && point < 0x530;

		if (at > 0 && !text_is_upper(point) &&
		    (upper >= ABBR_SURE || (is_cyr && !cyrillic && at >= ABBR_SURE)))
			return at;
		cyrillic |= is_cyr;
		upper = text_is_upper(point) || point <= '9' ? upper + 1 : 0;
	}
	return 0;
}

static void add_without_ending(struct phrase_keys *keys, struct arena *a, struct str word)
{
	enum { LONGEST = 16 };
	size_t at = ending_at(word);
	struct str base = str_sub(word, 0, at);

	if (at == 0 || word.n - at > LONGEST ||
	    !is_ending(text_skeleton(a, folded(a, str_sub(word, at, word.n))), true))
		return;
	base = text_key(a, TEXT_KEY_LOOSE, base);
	if (phrase_is_abbr(str_sub(word, 0, at)))
		add(keys, a, PHRASE_KEY_ABBR, base);
	add(keys, a, PHRASE_KEY_WORD, base);
}

/* The first three letters of a key are those of the word, whatever its kind. */
static uint32_t filter_bit(struct str key)
{
	uint32_t hash = (uint32_t)(unsigned char)key.p[0] == PHRASE_KEY_SKELETON;
	struct str s = str_sub(key, 1, key.n);

	for (int i = 0; i < SHORT_STEM && s.n > 0; i++)
		hash = (hash ^ text_next(&s)) * 0x9E3779B1u;
	return hash >> 20;
}

void phrase_filter_add(struct phrase_filter *filter, struct str key)
{
	uint32_t bit = filter_bit(key);

	filter->bits[bit / 64] |= (uint64_t)1 << bit % 64;
}

static bool may_be(const struct phrase_filter *filter, struct str key)
{
	uint32_t bit = filter_bit(key);

	return filter->bits[bit / 64] >> bit % 64 & 1;
}

static bool has_kazakh_letter(struct str word)
{
	return text_language(word) == LANG_KK;
}

static void text_in_cyrillic(struct phrase_keys *keys, struct stemmer *stemmer, struct arena *a,
			     struct str word)
{
	struct str stem = stemmer_stem(stemmer, a, LANG_KK, word);

	add(keys, a, PHRASE_KEY_KAZAKH, word);
	add(keys, a, PHRASE_KEY_KAZAKH, stem);
	if (!has_kazakh_letter(word))
		add_russian(keys, stemmer, a, word);
}

void phrase_keys_of_text(struct phrase_keys *keys, struct stemmer *stemmer, struct arena *a,
			 struct str word, const struct phrase_filter *filter)
{
	struct str s;
	bool known;

	keys->n = 0;
	if (word.n > PHRASE_WORD_BYTES)
		return;
	s = folded(a, word);
	add(keys, a, PHRASE_KEY_WORD, text_key(a, TEXT_KEY_LOOSE, s));
	known = may_be(filter, keys->at[0]);
	if (known && phrase_is_abbr(word))
		add(keys, a, PHRASE_KEY_ABBR, str_sub(keys->at[0], 1, keys->at[0].n));
	if (known)
		add_without_ending(keys, a, word);
	s = text_unmix(a, s);
	if (!is_cyrillic(s)) {
		if (known)
			add_english(keys, a, s);
		add_skeletons(keys, stemmer, a, s, SHORT_STEM);
	} else if (known) {
		text_in_cyrillic(keys, stemmer, a, s);
	}
}

struct str phrase_exact_key(struct arena *a, struct str word)
{
	struct phrase_keys keys = { .n = 0 };

	if (word.n <= PHRASE_WORD_BYTES)
		add(&keys, a, PHRASE_KEY_EXACT, text_nfc(a, word));
	return keys.n ? keys.at[0] : (struct str){ "", 0 };
}
