/*
 * What a written word says to the search: its stem, and bridges by which words of different
 * languages meet: how its stem begins in a script-neutral form, and how its Kazakh translations
 * begin. Worked out once for each word.
 */
#include "checker/dup/dup_internal.h"

struct dup_words {
	struct dup_index *x;
	struct arena *arena, *scratch;
	struct stemmer *stemmer;
	struct dup_lexicon lexicon;
	struct text_vocabulary *vocabulary;
	struct {
		VEC(struct dup_word *) list; /* by number in the vocabulary */
	} known[LANG_COUNT];
	struct strmap others[LANG_COUNT]; /* struct dup_word by folded words without a number */
};

struct dup_words *dup_words_new(struct dup_index *x)
{
	struct arena *a = arena_new();
	struct dup_words *w = ARENA_NEW(a, struct dup_words);

	*w = (struct dup_words){ .x = x, .arena = a, .scratch = arena_new() };
	w->stemmer = stemmer_new(a);
	dup_lexicon_init(&w->lexicon, a, w->stemmer);
	for (size_t i = 0; i < x->settings.ordinary_n; i++) {
		struct str tag = x->settings.ordinary[i];

		strmap_put(&w->lexicon.commons, arena_printf(a, "concept:%.*s", STR_FMT(tag)),
			   w);
	}
	w->vocabulary = x->settings.concepts ? pattern_set_vocabulary(x->settings.concepts)
					     : text_vocabulary_new(a);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		strmap_init(&w->others[l], a);
	return w;
}

void dup_words_free(struct dup_words *w)
{
	stemmer_free(w->stemmer);
	arena_free(w->scratch);
	arena_free(w->arena);
}

struct dup_term *dup_words_term(struct dup_words *w, enum dup_stream stream,
				struct dup_label label)
{
	struct dup_index *x = w->x;
	struct dup_term *term = strmap_get(&x->terms, label.key);

	if (term) {
		/* Of several spellings the last by bytes, Cyrillic before Latin, whichever
		 * entry came first. */
		if (str_cmp(&label.name, &term->name) > 0)
			term->name = arena_str(x->arena, label.name);
		return term;
	}
	term = ARENA_NEW(x->arena, struct dup_term);
	*term = (struct dup_term){
		.key = arena_str(x->arena, label.key),
		.name = arena_str(x->arena, label.name),
		.number = UINT32_MAX,
		.row = UINT32_MAX,
		.stream = stream,
		.common = strmap_get(&w->lexicon.commons, label.key),
		.function = str_starts(label.key, STR("function:")) ||
			    str_starts(label.key, STR("concept:f:")),
		.object = str_starts(label.key, STR("object:")) ||
			  str_starts(label.key, STR("concept:o:")),
	};
	strmap_put(&x->terms, term->key, term);
	return term;
}

static bool is_number(struct str word)
{
	for (size_t i = 0; i < word.n; i++) {
		if (word.p[i] < '0' || word.p[i] > '9')
			return false;
	}
	return true;
}

static int compare_bytes(struct str a, struct str b)
{
	return str_cmp(&a, &b);
}

/* What stands behind the stem in its line; empty when it has none. Lines are sorted by bytes.
 */
static struct str translation_of(struct str lines, struct str stem)
{
	size_t low = 0, high = lines.n;

	while (low < high) {
		size_t from = low + (high - low) / 2;
		struct str rest, line, first;
		int order;

		while (from > low && lines.p[from - 1] != '\n')
			from--;
		rest = str_sub(lines, from, high);
		str_cut(&line, &rest, '\n');
		high = from;
		str_cut(&first, &line, ' ');
		order = compare_bytes(stem, first);
		if (order == 0)
			return line;
		if (order > 0) {
			low = (size_t)(rest.p - lines.p);
			high = low + rest.n;
		}
	}
	return STR("");
}

static void add_link(struct dup_words *w, struct dup_word *word, enum dup_stream stream,
		     struct dup_label label, uint32_t count)
{
	if (w->x->weight[stream] > 0 && word->n < DUP_LINKS && label.key.n <= DUP_KEY_BYTES)
		word->links[word->n++] =
			(struct dup_link){ dup_words_term(w, stream, label), count };
}

/* The bridges of the translations of a stem: "jol 15 autoj 1" in sixteenths. */
static void add_translations(struct dup_words *w, struct dup_word *word, struct str line)
{
	struct str bridge, weight;

	while (str_cut(&bridge, &line, ' ') && str_cut(&weight, &line, ' ')) {
		uint32_t count = 0;

		for (size_t i = 0; i < weight.n && i < 2; i++)
			count = count * 10 + (uint32_t)(weight.p[i] - '0') % 10;
		add_link(w, word, DUP_PREFIX, dup_label_bridge(w->scratch, bridge), count);
	}
}

static void learn(struct dup_words *w, struct dup_word *word, enum lang lang, struct str folded)
{
	struct dup_label label;
	struct str stem;

	/* Templates are filled in with other numbers. */
	word->chunk = dup_chunk_word(is_number(folded) ? STR("0") : folded);
	if (text_points(folded) < 2 || is_number(folded) ||
	    dup_lexicon_stops(&w->lexicon, w->scratch, lang, folded))
		return;
	label = dup_label_stem(w->scratch, w->stemmer, lang, folded);
	stem = dup_label_word(label);
	add_link(w, word, (enum dup_stream)lang, label, DUP_COUNT_ONE);
	add_link(w, word, DUP_PREFIX,
		 dup_label_bridge(w->scratch, dup_bridge(w->scratch, stem)), DUP_COUNT_ONE);
	add_translations(w, word, translation_of(w->x->settings.translations[lang], stem));
	word->speaks = true;
}

struct text_words dup_words_in(struct dup_words *w, struct arena *a, struct str text)
{
	return text_words_of(w->vocabulary, a, text);
}

/* Where the word is kept; NULL: it is not known yet. */
static struct dup_word **place_of(struct dup_words *w, enum lang lang, uint32_t number)
{
	while (w->known[lang].list.n <= number)
		vec_push(w->arena, &w->known[lang].list, NULL);
	return &w->known[lang].list.at[number];
}

const struct dup_word *dup_words_know(struct dup_words *w, enum lang lang,
				      const struct text_known *known)
{
	bool numbered = known->number != TEXT_UNNUMBERED;
	struct dup_word *word = numbered ? *place_of(w, lang, known->number)
					 : strmap_get(&w->others[lang], known->folded);

	if (word)
		return word;
	word = ARENA_NEW(w->arena, struct dup_word);
	learn(w, word, lang, known->folded);
	arena_reset(w->scratch);
	if (numbered)
		*place_of(w, lang, known->number) = word;
	else
		strmap_put(&w->others[lang], arena_str(w->arena, known->folded), word);
	return word;
}
