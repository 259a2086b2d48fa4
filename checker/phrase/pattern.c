#include "checker/phrase/phrase.h"

#include "checker/base/strmap.h"

enum { PATTERN_WORDS = 6, GAP = 1, BUCKET_POINTS = 2 };

struct pattern_word {
	struct str text; /* folded */
	bool open;	 /* ends in *: any ending */
};

struct pattern {
	struct str text;
	const void *owner;
	struct pattern_word words[PATTERN_WORDS];
	size_t n;
};

struct bucket {
	VEC(const struct pattern *) patterns;
};

struct pattern_set {
	struct arena *arena;
	struct strmap buckets[LANG_COUNT]; /* by the first letters of the first word */
};

struct pattern_set *pattern_set_new(struct arena *a)
{
	struct pattern_set *set = ARENA_NEW(a, struct pattern_set);

	set->arena = a;
	for (enum lang l = 0; l < LANG_COUNT; l++)
		strmap_init(&set->buckets[l], a);
	return set;
}

static struct str first_letters(struct str word)
{
	struct str rest = word;

	for (int i = 0; i < BUCKET_POINTS && rest.n; i++)
		text_next(&rest);
	return str_sub(word, 0, word.n - rest.n);
}

void pattern_set_add(struct pattern_set *set, enum lang lang, struct str pattern,
		     const void *owner)
{
	struct pattern *p = ARENA_NEW(set->arena, struct pattern);
	struct str rest = pattern, word, key;
	struct bucket *bucket;

	*p = (struct pattern){ .text = pattern, .owner = owner };
	while (p->n < PATTERN_WORDS && text_word(&word, &rest))
		p->words[p->n++] = (struct pattern_word){ text_fold(set->arena, word),
							  rest.n && rest.p[0] == '*' };
	if (p->n == 0)
		return;
	key = first_letters(p->words[0].text);
	bucket = strmap_get(&set->buckets[lang], key);
	if (!bucket) {
		bucket = ARENA_NEW(set->arena, struct bucket);
		strmap_put(&set->buckets[lang], key, bucket);
	}
	vec_push(set->arena, &bucket->patterns, p);
}

struct text_words {
	VEC(struct str) folded;
	VEC(struct str) written;
};

static bool word_fits(const struct pattern_word *w, struct str word)
{
	return w->open ? str_starts(word, w->text) : str_eq(word, w->text);
}

/* The index behind the last word of the pattern when it begins at `at`, 0 when it does not. */
static size_t pattern_end(const struct pattern *p, const struct text_words *words, size_t at)
{
	if (!word_fits(&p->words[0], words->folded.at[at]))
		return 0;
	for (size_t i = 1; i < p->n; i++) {
		size_t next = at + 1, last = at + 1 + GAP;

		while (next < words->folded.n && next <= last &&
		       !word_fits(&p->words[i], words->folded.at[next]))
			next++;
		if (next >= words->folded.n || next > last)
			return 0;
		at = next;
	}
	return at + 1;
}

void pattern_set_scan(const struct pattern_set *set, struct arena *a, enum lang lang,
		      struct str text, struct phrase_hits *hits)
{
	struct text_words words = { 0 };
	struct str rest = text, word;

	while (text_word(&word, &rest)) {
		vec_push(a, &words.written, word);
		vec_push(a, &words.folded, text_fold(a, word));
	}
	for (size_t i = 0; i < words.folded.n; i++) {
		const struct bucket *bucket =
			strmap_get(&set->buckets[lang], first_letters(words.folded.at[i]));

		for (size_t k = 0; bucket && k < bucket->patterns.n; k++) {
			const struct pattern *p = bucket->patterns.at[k];
			size_t end = pattern_end(p, &words, i);
			struct str first = words.written.at[i], last;

			if (!end)
				continue;
			last = words.written.at[end - 1];
			vec_push(a, &hits->list,
				 (struct phrase_hit){
					 .text = { first.p,
						   (size_t)(last.p + last.n - first.p) },
					 .phrase = p->text,
					 .owner = p->owner,
				 });
		}
	}
}
