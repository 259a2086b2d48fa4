/* What a term was in the text, before it was folded, stemmed and counted. */
#include "checker/dup/dup_internal.h"

#include <string.h>

struct dup_speech {
	struct dup_index *x;   /* whose words know their terms */
	struct dup_index *own; /* it, when it is only for this; else NULL */
	struct dup_words *words;
	struct arena *scratch;
};

struct dup_speech *dup_speech_in(struct arena *a, struct dup_index *index)
{
	struct dup_speech *s = ARENA_NEW(a, struct dup_speech);

	s->x = index;
	s->words = dup_reader_words(index->reader);
	s->scratch = arena_new();
	return s;
}

struct dup_speech *dup_speech_new(struct arena *a, const struct dup_settings *settings)
{
	struct dup_index *own = dup_index_open(settings, (struct dup_epoch){ 0 });
	struct dup_speech *s = dup_speech_in(a, own);

	s->own = own;
	return s;
}

void dup_speech_free(struct dup_speech *s)
{
	if (!s)
		return;
	dup_index_free(s->own);
	arena_free(s->scratch);
}

void dup_speech_want(struct dup_speech *s, struct str key)
{
	struct dup_term *term =
		dup_reader_term(s->x->reader, (struct dup_label){ key, STR("") });

	if (term)
		term->wanted = true;
}

/* One entry that is read. */
struct said {
	struct dup_speech *speech;
	struct arena *arena;
	struct strmap *map;
	uint64_t number;
};

static void say(struct said *s, struct dup_term *term, enum lang lang, struct str word)
{
	if (!term->wanted)
		return;
	if (term->said_by != s->number) {
		term->said_by = s->number;
		term->said = ARENA_NEW(s->arena, struct mtext);
		strmap_put(s->map, arena_str(s->arena, term->key), term->said);
	}
	if (term->said->in[lang].n == 0)
		term->said->in[lang] = arena_str(s->arena, word);
}

/* The phrases of concepts in a text; they live until the scratch is reset. */
static void find_phrases(struct dup_speech *s, enum lang lang, const struct text_words *words,
			 struct pattern_hits *hits)
{
	const struct pattern_set *concepts = s->x->settings.concepts;

	if (concepts)
		pattern_set_scan(concepts, s->scratch, lang, words, hits);
}

static struct str phrase_key(struct dup_speech *s, const struct pattern_hit *hit)
{
	return ARENA_JOIN(s->scratch, STR("concept:"), str_of(hit->owner));
}

static void say_text(struct said *s, enum lang field, struct str text)
{
	struct text_words words = dup_words_in(s->speech->words, s->speech->scratch, text);
	enum lang lang = dup_language_of(field, &words);
	struct pattern_hits hits = { 0 };

	for (size_t i = 0; i < words.n; i++) {
		const struct dup_word *known =
			dup_words_know(s->speech->words, lang, words.at[i].known);

		for (uint32_t k = 0; k < known->n; k++)
			say(s, known->links[k].term, lang, words.at[i].written);
	}
	find_phrases(s->speech, lang, &words, &hits);
	for (size_t i = 0; i < hits.list.n; i++) {
		const struct pattern_hit *hit = &hits.list.at[i];
		struct dup_term *term =
			strmap_get(&s->speech->x->terms, phrase_key(s->speech, hit));

		if (term)
			say(s, term, lang, hit->text);
	}
	arena_reset(s->speech->scratch);
}

const struct strmap *dup_speech_of(struct dup_speech *s, struct arena *a,
				   const struct dup_entry *e)
{
	struct strmap *map = ARENA_NEW(a, struct strmap);
	struct said said = { s, a, map, ++s->x->said };

	strmap_init(map, a);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		say_text(&said, l, e->title.in[l]);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		say_text(&said, l, e->text.in[l]);
	return map;
}

static bool word_wanted(const struct dup_word *word, const struct strmap *wanted)
{
	for (uint32_t i = 0; i < word->n; i++)
		if (strmap_get(wanted, word->links[i].term->key))
			return true;
	return false;
}

void dup_speech_mark(struct dup_speech *s, struct arena *a, const struct strmap *wanted,
		     const struct dup_text *text, struct dup_spans *out)
{
	AUTO_ARENA bytes = arena_new();
	struct text_words words = dup_words_in(s->words, s->scratch, text->text);
	enum lang lang = dup_language_of(text->field, &words);
	struct str all = text->text;
	bool *marked = ARENA_ARRAY(bytes, bool, all.n + 1);
	struct pattern_hits hits = { 0 };

	for (size_t i = 0; i < words.n; i++) {
		struct str word = words.at[i].written;

		if (word_wanted(dup_words_know(s->words, lang, words.at[i].known), wanted))
			memset(marked + (word.p - all.p), true, word.n);
	}
	find_phrases(s, lang, &words, &hits);
	for (size_t i = 0; i < hits.list.n; i++)
		if (strmap_get(wanted, phrase_key(s, &hits.list.at[i])))
			memset(marked + (hits.list.at[i].text.p - all.p), true,
			       hits.list.at[i].text.n);
	arena_reset(s->scratch);
	for (size_t i = 0, from; i < all.n; i++) {
		for (from = i; i < all.n && marked[i]; i++)
			;
		if (i > from)
			vec_push(a, &out->list, (struct dup_span){ from, i - from });
	}
}

static const double bridge_shown = 0.01;

const struct strmap *dup_index_shared(const struct dup_index *index, struct arena *a,
				      size_t one, size_t other)
{
	struct strmap *keys = ARENA_NEW(a, struct strmap);
	struct space_addend *addends =
		arena_raw(a, space_row_at(index->space, (uint32_t)one).n, sizeof(*addends));
	uint32_t n = space_addends(index->space, (uint32_t)one, (uint32_t)other, addends);

	strmap_init(keys, a);
	for (uint32_t i = 0; i < n; i++) {
		struct dup_term *term = index->numbered.at[addends[i].term];

		/* Words that only begin alike, or in translation, are marked where they count.
		 */
		if (term->stream != DUP_PREFIX || addends[i].share >= bridge_shown)
			strmap_put(keys, term->key, term);
	}
	return keys;
}
