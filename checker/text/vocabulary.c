#include "checker/text/text_internal.h"

#include "checker/base/hash.h"

/* Texts of a hundred thousand initiatives have fewer words than this, and hostile ones end
 * here.
 */
enum { WORDS_MAX = 1 << 16, WORD_BYTES_MAX = 64, FIRST_SLOTS = 1 << 9, AT_ONCE = 16 };

/* What a look-up reads stands together: texts have so many words that it mostly waits for
 * memory. */
struct numbered {
	struct text_known known;
	uint32_t bytes;
	char word[];
};

struct text_vocabulary {
	struct arena *arena;
	struct slot {
		uint64_t hash;
		struct numbered *word; /* NULL: free */
	} * slots;
	size_t slot_count; /* more than half of them are free */
	uint32_t n;
};

struct text_vocabulary *text_vocabulary_new(struct arena *a)
{
	struct text_vocabulary *v = ARENA_NEW(a, struct text_vocabulary);

	v->arena = a;
	v->slot_count = FIRST_SLOTS;
	v->slots = ARENA_ARRAY(a, struct slot, v->slot_count);
	return v;
}

/* The slot of the word, or the free one where it belongs. */
static inline struct slot *slot_of(const struct text_vocabulary *v, struct str word,
				   uint64_t hash)
{
	size_t mask = v->slot_count - 1, i = hash & mask;

	while (v->slots[i].word &&
	       (v->slots[i].hash != hash || v->slots[i].word->bytes != word.n ||
		!str_same(v->slots[i].word->word, word.p, word.n)))
		i = (i + 1) & mask;
	return &v->slots[i];
}

static RARE void grow(struct text_vocabulary *v)
{
	const struct slot *before = v->slots;
	size_t before_n = v->slot_count, mask = 2 * before_n - 1;

	v->slot_count = 2 * before_n;
	v->slots = ARENA_ARRAY(v->arena, struct slot, v->slot_count);
	for (size_t k = 0; k < before_n; k++) {
		size_t i = before[k].hash & mask;

		if (!before[k].word)
			continue;
		while (v->slots[i].word)
			i = (i + 1) & mask;
		v->slots[i] = before[k];
	}
}

static void learn(struct text_known *known, struct arena *a, struct str word)
{
	uint32_t point;
	size_t odd;

	known->points = (uint32_t)text_points(word);
	known->mixed = text_mixed(word, &odd, &point);
	known->letters = text_count_letters(word);
	known->folded = text_unmix(a, text_fold(a, word));
	known->skeleton = text_skeleton(a, known->folded);
	text_beginning(known->folded, &known->folded_begins);
	text_beginning(known->skeleton, &known->skeleton_begins);
}

static APART const struct text_known *meet(struct text_vocabulary *v, struct arena *a,
					   struct str word, uint64_t hash)
{
	struct numbered *numbered;

	if (v->n == WORDS_MAX || word.n > WORD_BYTES_MAX) {
		struct text_known *known = ARENA_NEW(a, struct text_known);

		known->number = TEXT_UNNUMBERED;
		learn(known, a, word);
		return known;
	}
	if (2 * (v->n + 1) > v->slot_count)
		grow(v);
	numbered = arena_alloc(v->arena, 1, sizeof(*numbered) + word.n);
	numbered->known.number = v->n++;
	numbered->bytes = (uint32_t)word.n;
	memcpy(numbered->word, word.p, word.n);
	learn(&numbered->known, v->arena, (struct str){ numbered->word, word.n });
	*slot_of(v, word, hash) = (struct slot){ hash, numbered };
	return &numbered->known;
}

static const struct text_known *know(struct text_vocabulary *v, struct arena *a,
				     struct str word, uint64_t hash)
{
	const struct numbered *numbered = slot_of(v, word, hash)->word;

	return numbered ? &numbered->known : meet(v, a, word, hash);
}

/* What a look-up waits for is asked for ahead of it: the slots of all, then their words. */
static void know_some(struct text_vocabulary *v, struct arena *a, struct text_token *at,
		      size_t n)
{
	uint64_t hashes[AT_ONCE];
	size_t mask = v->slot_count - 1;

	for (size_t i = 0; i < n; i++) {
		hashes[i] = hash_str(at[i].written, (uintptr_t)v->arena);
		__builtin_prefetch(&v->slots[hashes[i] & mask]);
	}
	for (size_t i = 0; i < n; i++)
		__builtin_prefetch(v->slots[hashes[i] & mask].word);
	for (size_t i = 0; i < n; i++)
		at[i].known = know(v, a, at[i].written, hashes[i]);
}

struct text_words text_words_of(struct text_vocabulary *v, struct arena *a, struct str text)
{
	struct text_words words = { .of = v, .text = text };
	struct text_token *at = text_cut(a, text, &words.n);

	for (size_t i = 0; i < words.n; i += AT_ONCE)
		know_some(v, a, at + i, words.n - i < AT_ONCE ? words.n - i : AT_ONCE);
	words.at = at;
	return words;
}

struct text_words text_words_cut(struct text_words *rest, struct str part)
{
	struct text_words cut = { rest->of, part, rest->at, 0 };
	size_t left = rest->n;

	for (; left && cut.at->written.p < part.p; left--)
		cut.at++;
	while (cut.n < left &&
	       cut.at[cut.n].written.p + cut.at[cut.n].written.n <= part.p + part.n)
		cut.n++;
	rest->at = cut.at + cut.n;
	rest->n = left - cut.n;
	return cut;
}
