#include "checker/phrase/phrase.h"

#include "checker/base/strmap.h"

enum { PATTERN_WORDS = 6, GAP = 1, BUCKET_POINTS = 2 };

struct pattern_word {
	struct str text;		  /* folded */
	bool open;			  /* ends in *: any ending */
	const struct pattern_word *next;  /* that must follow at once, or NULL */
	const struct pattern_word *other; /* that may stand instead of these, or NULL */
};

struct pattern {
	const void *owner;
	const struct pattern_word *words[PATTERN_WORDS];
	size_t n;
};

struct bucket {
	VEC(const struct pattern *) patterns;
};

struct pattern_set {
	struct arena *arena;
	size_t reach;			   /* 0: the words stand in order */
	bool skeletons;			   /* words are compared by their skeletons */
	struct strmap buckets[LANG_COUNT]; /* by the first letters of the first word */
};

struct pattern_set *pattern_set_new_around(struct arena *a, size_t reach)
{
	struct pattern_set *set = ARENA_NEW(a, struct pattern_set);

	set->arena = a;
	set->reach = reach;
	for (enum lang l = 0; l < LANG_COUNT; l++)
		strmap_init(&set->buckets[l], a);
	return set;
}

struct pattern_set *pattern_set_new(struct arena *a)
{
	return pattern_set_new_around(a, 0);
}

struct pattern_set *pattern_set_new_skeletons(struct arena *a, size_t reach)
{
	struct pattern_set *set = pattern_set_new_around(a, reach);

	set->skeletons = true;
	return set;
}

static struct str word_key(const struct pattern_set *set, struct arena *a, struct str folded)
{
	return set->skeletons ? text_skeleton(a, folded) : folded;
}

static struct str first_letters(struct str word)
{
	struct str rest = word;

	for (int i = 0; i < BUCKET_POINTS && rest.n; i++)
		text_next(&rest);
	return str_sub(word, 0, word.n - rest.n);
}

static bool cut_mark(struct str *rest, char mark)
{
	if (rest->n == 0 || rest->p[0] != mark)
		return false;
	*rest = str_sub(*rest, 1, rest->n);
	return true;
}

/* "a*+b": NULL when no word is left. */
static struct pattern_word *read_chain(const struct pattern_set *set, struct str *rest)
{
	struct pattern_word *first = NULL, *last = NULL;
	struct str word;

	do {
		struct pattern_word *w;

		if (!text_word(&word, rest))
			break;
		w = ARENA_NEW(set->arena, struct pattern_word);
		w->text = word_key(set, set->arena, text_fold(set->arena, word));
		w->open = cut_mark(rest, '*');
		if (last)
			last->next = w;
		else
			first = w;
		last = w;
	} while (cut_mark(rest, '+'));
	return first;
}

/* "a*+b|c": the first of them, with the others behind it. */
static const struct pattern_word *read_word(const struct pattern_set *set, struct str *rest)
{
	struct pattern_word *first = read_chain(set, rest), *last = first;

	while (last && cut_mark(rest, '|')) {
		struct pattern_word *other = read_chain(set, rest);

		last->other = other;
		last = other;
	}
	return first;
}

static void file_pattern(struct pattern_set *set, enum lang lang, const struct pattern *p,
			 struct str word)
{
	struct str key = first_letters(word);
	struct bucket *bucket = strmap_get(&set->buckets[lang], key);

	if (!bucket) {
		bucket = ARENA_NEW(set->arena, struct bucket);
		strmap_put(&set->buckets[lang], key, bucket);
	}
	if (bucket->patterns.n == 0 || bucket->patterns.at[bucket->patterns.n - 1] != p)
		vec_push(set->arena, &bucket->patterns, p);
}

void pattern_set_add(struct pattern_set *set, enum lang lang, struct str pattern,
		     const void *owner)
{
	struct pattern *p = ARENA_NEW(set->arena, struct pattern);
	struct str rest = pattern;

	*p = (struct pattern){ .owner = owner };
	while (p->n < PATTERN_WORDS) {
		p->words[p->n] = read_word(set, &rest);
		if (!p->words[p->n])
			break;
		p->n++;
	}
	for (const struct pattern_word *w = p->n ? p->words[0] : NULL; w; w = w->other)
		file_pattern(set, lang, p, w->text);
}

struct text_words {
	VEC(struct str) folded;
	VEC(struct str) written;
};

/* Indexes of the first and the last word of a pattern in the text. */
struct span {
	size_t first, last;
};

/* How many words of the text from `at` on the word, with what follows it, takes; 0: none. */
static size_t word_fits(const struct pattern_word *w, const struct text_words *words, size_t at)
{
	for (; w; w = w->other) {
		const struct pattern_word *part = w;
		size_t n = 0;

		while (part && at + n < words->folded.n &&
		       (part->open ? str_starts(words->folded.at[at + n], part->text)
				   : str_eq(words->folded.at[at + n], part->text))) {
			part = part->next;
			n++;
		}
		if (!part)
			return n;
	}
	return 0;
}

/* The words of the pattern behind the first, in order. */
static bool stands_in_order(const struct pattern *p, const struct text_words *words,
			    struct span *span)
{
	for (size_t i = 1; i < p->n; i++) {
		size_t next = span->last + 1, end = next + GAP, n = 0;

		while (next <= end && !(n = word_fits(p->words[i], words, next)))
			next++;
		if (n == 0)
			return false;
		span->last = next + n - 1;
	}
	return true;
}

static void widen(struct span *span, size_t first, size_t n)
{
	span->first = first < span->first ? first : span->first;
	span->last = first + n - 1 > span->last ? first + n - 1 : span->last;
}

/* Widens the span by the nearest words to `at` that fit. */
static bool stands_near(const struct pattern_word *w, const struct text_words *words, size_t at,
			size_t reach, struct span *span)
{
	for (size_t d = 1; d <= reach; d++) {
		size_t n = word_fits(w, words, at + d);

		if (n) {
			widen(span, at + d, n);
			return true;
		}
		n = d <= at ? word_fits(w, words, at - d) : 0;
		if (n) {
			widen(span, at - d, n);
			return true;
		}
	}
	return false;
}

static bool stands_at(const struct pattern_set *set, const struct pattern *p,
		      const struct text_words *words, size_t at, struct span *span)
{
	size_t n = word_fits(p->words[0], words, at);

	if (n == 0)
		return false;
	*span = (struct span){ at, at + n - 1 };
	if (set->reach == 0)
		return stands_in_order(p, words, span);
	for (size_t i = 1; i < p->n; i++)
		if (!stands_near(p->words[i], words, at, set->reach, span))
			return false;
	return true;
}

void pattern_set_scan(const struct pattern_set *set, struct arena *a, enum lang lang,
		      struct str text, struct pattern_hits *hits)
{
	struct text_words words = { 0 };
	struct str rest = text, word;

	while (text_word(&word, &rest)) {
		vec_push(a, &words.written, word);
		vec_push(a, &words.folded, word_key(set, a, text_unmix(a, text_fold(a, word))));
	}
	for (size_t i = 0; i < words.folded.n; i++) {
		const struct bucket *bucket =
			strmap_get(&set->buckets[lang], first_letters(words.folded.at[i]));

		for (size_t k = 0; bucket && k < bucket->patterns.n; k++) {
			const struct pattern *p = bucket->patterns.at[k];
			struct span span;
			struct str first, last;

			if (!stands_at(set, p, &words, i, &span))
				continue;
			first = words.written.at[span.first];
			last = words.written.at[span.last];
			vec_push(a, &hits->list,
				 (struct pattern_hit){
					 .text = { first.p,
						   (size_t)(last.p + last.n - first.p) },
					 .owner = p->owner,
				 });
		}
	}
}
