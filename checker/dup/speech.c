/* What a term was in the text, before it was folded, stemmed and counted. */
#include "checker/dup/dup_internal.h"

struct dup_speech {
	struct dup_index *x; /* empty: its words know the keys of their terms */
	struct dup_words *words;
	struct arena *scratch;
};

struct dup_speech *dup_speech_new(struct arena *a, const struct dup_settings *settings)
{
	struct dup_speech *s = ARENA_NEW(a, struct dup_speech);

	s->x = dup_index_open(settings, (struct dup_epoch){ 0 });
	s->words = dup_words_new(s->x);
	s->scratch = arena_new();
	return s;
}

void dup_speech_free(struct dup_speech *s)
{
	if (!s)
		return;
	dup_words_free(s->words);
	dup_index_free(s->x);
	arena_free(s->scratch);
}

/* One entry that is read. */
struct said {
	struct dup_speech *speech;
	struct arena *arena;
	const struct strmap *wanted;
	struct strmap *map;
};

static void say(struct said *s, struct str key, enum lang lang, struct str word)
{
	struct mtext *words;

	if (!strmap_get(s->wanted, key))
		return;
	words = strmap_get(s->map, key);
	if (!words) {
		words = ARENA_NEW(s->arena, struct mtext);
		strmap_put(s->map, arena_str(s->arena, key), words);
	}
	if (words->in[lang].n == 0)
		words->in[lang] = arena_str(s->arena, word);
}

static void say_text(struct said *s, enum lang field, struct str text)
{
	const struct pattern_set *concepts = s->speech->x->settings.concepts;
	struct text_words words = dup_words_in(s->speech->words, s->speech->scratch, text);
	enum lang lang = dup_language_of(field, &words);
	struct pattern_hits hits = { 0 };

	for (size_t i = 0; i < words.n; i++) {
		const struct dup_word *known =
			dup_words_know(s->speech->words, lang, words.at[i].known);

		for (uint32_t k = 0; k < known->n; k++)
			say(s, known->links[k].term->key, lang, words.at[i].written);
	}
	if (concepts)
		pattern_set_scan(concepts, s->speech->scratch, lang, &words, &hits);
	for (size_t i = 0; i < hits.list.n; i++) {
		const struct pattern_hit *hit = &hits.list.at[i];

		say(s, arena_printf(s->speech->scratch, "concept:%s", (const char *)hit->owner),
		    lang, hit->text);
	}
	arena_reset(s->speech->scratch);
}

const struct strmap *dup_speech_of(struct dup_speech *s, struct arena *a,
				   const struct strmap *wanted, const struct dup_entry *e)
{
	struct strmap *map = ARENA_NEW(a, struct strmap);
	struct said said = { s, a, wanted, map };

	strmap_init(map, a);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		say_text(&said, l, e->title.in[l]);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		say_text(&said, l, e->text.in[l]);
	return map;
}
