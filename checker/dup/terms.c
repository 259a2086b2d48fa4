#include "checker/dup/dup_internal.h"

#include <string.h>

/* Bytes of Cyrillic text in which the lack of Kazakh letters shows the wrong field. */
enum { TEXT_TELLS_LANGUAGE = 80 };

struct reader {
	struct dup_index *x;
	struct arena *arena, *scratch, *words;
	struct stemmer *stemmer;
	struct dup_lexicon lexicon;
	struct {
		VEC(struct dup_item) list;
	} items; /* of the row that is read */
	uint32_t row;
	unsigned languages;
};

static struct dup_term *term_of(struct reader *r, enum dup_stream stream, struct str name)
{
	struct dup_term *term = strmap_get(&r->x->terms, name);
	struct str code;

	if (term)
		return term;
	code = str_sub(name, strlen(dup_stream_kinds[stream].name) + 1, name.n);
	term = ARENA_NEW(r->arena, struct dup_term);
	*term = (struct dup_term){
		.name = arena_str(r->arena, name),
		.id = (uint32_t)r->x->terms.n,
		.stream = stream,
		.common = strmap_get(&r->lexicon.commons, name),
		.function = stream == DUP_FUNCTION ||
			    (stream == DUP_CONCEPT && str_starts(code, STR("f:"))),
		.object = stream == DUP_OBJECT ||
			  (stream == DUP_CONCEPT && str_starts(code, STR("o:"))),
	};
	strmap_put(&r->x->terms, term->name, term);
	return term;
}

static void add(struct reader *r, enum dup_stream stream, struct str name, double count)
{
	struct dup_term *term;

	if (!(r->x->weight[stream] > 0) || !(count > 0))
		return;
	term = term_of(r, stream, name);
	if (term->entries == 0 || term->row != r->row) {
		term->entries++;
		term->row = r->row;
		term->place = (uint32_t)r->items.list.n;
		vec_push(r->scratch, &r->items.list, (struct dup_item){ term->id, 0 });
	}
	r->items.list.at[term->place].weight += (float)count;
}

static void add_code(struct reader *r, enum dup_stream stream, struct str code)
{
	struct str name =
		arena_printf(r->words, "%s:%.*s", dup_stream_kinds[stream].name, STR_FMT(code));
	struct dup_term *term = strmap_get(&r->x->terms, name);

	/* A code stands in a set: once or not at all. */
	if (code.n > 0 && !(term && term->entries > 0 && term->row == r->row))
		add(r, stream, name, 1);
}

/* The field says the language, unless its text plainly has another one. */
static enum lang language_of(enum lang field, struct str text)
{
	enum lang seen = text_language(text);

	if (field == seen || text.n < TEXT_TELLS_LANGUAGE)
		return field;
	/* Kazakh in Latin letters looks like English, and names are often in Latin letters. */
	return seen == LANG_EN ? field : seen;
}

static bool is_number(struct str word)
{
	for (size_t i = 0; i < word.n; i++) {
		if (word.p[i] < '0' || word.p[i] > '9')
			return false;
	}
	return true;
}

static void add_word(struct reader *r, enum lang lang, struct str raw, double count)
{
	struct str word = text_unmix(r->words, text_fold(r->words, raw));

	if (text_points(word) < 2 || is_number(word) ||
	    strmap_get(&r->lexicon.stops[lang], word))
		return;
	add(r, (enum dup_stream)lang, dup_stem_name(r->words, r->stemmer, lang, word), count);
	add(r, DUP_PREFIX, dup_prefix_name(r->words, word), count);
	r->languages |= 1u << lang;
}

static void add_concepts(struct reader *r, struct str text)
{
	struct phrase_hits hits = { 0 };

	if (r->x->settings.concepts)
		phrase_set_scan(r->x->settings.concepts, r->words, text, &hits);
	for (size_t i = 0; i < hits.list.n; i++)
		add_code(r, DUP_CONCEPT, str_of(hits.list.at[i].owner));
}

static void add_text(struct reader *r, enum lang field, struct str text, double count)
{
	enum lang lang = language_of(field, text);
	struct str word, rest = text;

	while (text_word(&word, &rest)) {
		add_word(r, lang, word, count);
		arena_reset(r->words);
	}
	add_concepts(r, text);
	arena_reset(r->words);
}

static void add_codes(struct reader *r, const struct dup_entry *e)
{
	for (size_t i = 0; i < e->functions_n; i++)
		add_code(r, DUP_FUNCTION, e->functions[i]);
	for (size_t i = 0; i < e->objects_n; i++)
		add_code(r, DUP_OBJECT, e->objects[i]);
	arena_reset(r->words);
}

static void read_entry(struct reader *r, const struct dup_entry *e)
{
	struct dup_row *row = &r->x->rows[r->row];

	r->items.list.n = 0;
	r->languages = 0;
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		add_text(r, l, e->title.in[l], r->x->settings.weights.title);
		add_text(r, l, e->text.in[l], 1);
	}
	add_codes(r, e);
	row->n = (uint32_t)r->items.list.n;
	row->items = ARENA_ARRAY(r->arena, struct dup_item, row->n);
	if (row->n > 0)
		memcpy(row->items, r->items.list.at, row->n * sizeof(*row->items));
	row->languages = r->languages;
	row->has_functions = e->functions_n > 0;
}

void dup_terms_read(struct dup_index *x, struct arena *a)
{
	AUTO_ARENA scratch = arena_new();
	AUTO_ARENA words = arena_new();
	struct reader r = { .x = x, .arena = a, .scratch = scratch, .words = words };

	r.stemmer = stemmer_new(scratch);
	strmap_init(&x->terms, a);
	dup_lexicon_init(&r.lexicon, scratch, r.stemmer);
	for (r.row = 0; r.row < x->n; r.row++)
		read_entry(&r, &x->entries[r.row]);
	stemmer_free(r.stemmer);
}
