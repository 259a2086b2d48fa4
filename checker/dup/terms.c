#include "checker/dup/dup_internal.h"

#include <string.h>

/* Bytes of Cyrillic text in which the lack of Kazakh letters shows the wrong field. */
enum { TEXT_TELLS_LANGUAGE = 80 };

struct dup_reader {
	struct dup_index *x;
	struct arena *arena, *scratch;
	struct dup_words *words;
	struct {
		VEC(struct dup_item) list;
	} items; /* of the row that is read */
	struct dup_chunks chunks;
	uint32_t row;
	unsigned languages;
	bool title; /* is read */
};

struct dup_term *dup_reader_term(struct dup_reader *r, struct dup_label label)
{
	static const struct {
		struct str kind;
		enum dup_stream stream;
	} kinds[] = {
		{ STR_INIT("kk:"), (enum dup_stream)LANG_KK },
		{ STR_INIT("ru:"), (enum dup_stream)LANG_RU },
		{ STR_INIT("en:"), (enum dup_stream)LANG_EN },
		{ STR_INIT("prefix:"), DUP_PREFIX },
		{ STR_INIT("concept:"), DUP_CONCEPT },
		{ STR_INIT("function:"), DUP_FUNCTION },
		{ STR_INIT("object:"), DUP_OBJECT },
		{ STR_INIT("product:"), DUP_OBJECT },
		/* In no row, so it needs a stream but uses none. */
		{ STR_INIT("passage:"), DUP_OBJECT },
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_starts(label.key, kinds[i].kind))
			return dup_words_term(r->words, kinds[i].stream, label);
	return NULL;
}

/* The item of the term in the row that is read, made when it is not there. */
static struct dup_item *item_of(struct dup_reader *r, struct dup_term *term)
{
	if (term->row != r->row) {
		term->entries++;
		term->row = r->row;
		term->place = (uint32_t)r->items.list.n;
		vec_push(r->arena, &r->items.list, (struct dup_item){ .term = term });
	}
	return &r->items.list.at[term->place];
}

static void add_count(struct dup_reader *r, struct dup_term *term, uint32_t count)
{
	struct dup_item *item = item_of(r, term);

	item->count += count;
	item->title += r->title ? count : 0;
}

static void add_code(struct dup_reader *r, enum dup_stream stream, const char *kind,
		     struct str code)
{
	struct str key = ARENA_JOIN(r->scratch, str_of(kind), STR(":"), code);

	/* Codes are a set: one that is given twice counts once. */
	if (code.n > 0 && key.n <= DUP_KEY_BYTES && r->x->weight[stream] > 0)
		item_of(r, dup_words_term(r->words, stream, (struct dup_label){ key, key }))
			->count = DUP_COUNT_ONE;
}

/* The field says the language, unless its text plainly has another one. */
enum lang dup_language_of(enum lang field, const struct text_words *words)
{
	enum lang seen = text_words_language(words);

	if (field == seen || words->text.n < TEXT_TELLS_LANGUAGE)
		return field;
	/* Kazakh in Latin letters looks like English, and names are often in Latin letters. */
	return seen == LANG_EN ? field : seen;
}

static void add_word(struct dup_reader *r, enum lang lang, const struct dup_word *word,
		     double count)
{
	for (uint32_t i = 0; i < word->n && count > 0; i++)
		add_count(r, word->links[i].term, (uint32_t)(count * word->links[i].count));
	r->languages |= (unsigned)word->speaks << lang;
}

static void add_concept(struct dup_reader *r, struct str tag)
{
	struct str key = ARENA_JOIN(r->scratch, STR("concept:"), tag);

	if (r->x->weight[DUP_CONCEPT] > 0)
		add_count(r,
			  dup_words_term(r->words, DUP_CONCEPT, (struct dup_label){ key, key }),
			  DUP_COUNT_ONE);
}

static void add_concepts(struct dup_reader *r, enum lang lang, const struct text_words *words)
{
	struct pattern_hits hits = { 0 };

	if (r->x->settings.concepts)
		pattern_set_scan(r->x->settings.concepts, r->scratch, lang, words, &hits);
	for (size_t i = 0; i < hits.list.n; i++)
		add_concept(r, str_of(hits.list.at[i].owner));
}

/* Between two words. */
static bool ends_sentence(const char *from, const char *to)
{
	for (; from < to; from++)
		if (*from == '.' || *from == '!' || *from == '?' || *from == ';' ||
		    *from == ':' || *from == '\n')
			return true;
	return false;
}

static void add_text(struct dup_reader *r, enum lang field, struct str text, double count)
{
	struct text_words words = dup_words_in(r->words, r->scratch, text);
	enum lang lang = dup_language_of(field, &words);
	const char *before = text.p;

	for (size_t i = 0; i < words.n; i++) {
		struct str word = words.at[i].written;
		const struct dup_word *known =
			dup_words_know(r->words, lang, words.at[i].known);

		if (!r->title) {
			if (ends_sentence(before, word.p))
				dup_chunk_end(&r->chunks);
			dup_chunk_add(&r->chunks, known->chunk);
		}
		add_word(r, lang, known, count);
		before = word.p + word.n;
	}
	dup_chunk_end(&r->chunks);
	add_concepts(r, lang, &words);
	arena_reset(r->scratch);
}

static void add_codes(struct dup_reader *r, const struct dup_entry *e)
{
	for (size_t i = 0; i < e->functions_n; i++)
		add_code(r, DUP_FUNCTION, "function", e->functions[i]);
	for (size_t i = 0; i < e->objects_n; i++)
		add_code(r, DUP_OBJECT, "object", e->objects[i]);
	add_code(r, DUP_OBJECT, "product", text_key(r->scratch, TEXT_KEY_LOOSE, e->product));
	arena_reset(r->scratch);
}

struct dup_row dup_reader_entry(struct dup_reader *r, const struct dup_entry *e,
				uint32_t number, struct arena *a)
{
	struct dup_row row = { .has_functions = e->functions_n > 0 };

	r->row = number;
	r->items.list.n = 0;
	r->languages = 0;
	r->chunks = (struct dup_chunks){ .arena = a };
	add_codes(r, e);
	r->title = true;
	for (enum lang l = 0; l < LANG_COUNT; l++)
		add_text(r, l, e->title.in[l], r->x->settings.weights.title);
	r->title = false;
	for (enum lang l = 0; l < LANG_COUNT; l++)
		add_text(r, l, e->text.in[l], 1);
	/* What a very long text says first is enough; by what is rare the cut would depend on
	 * the epoch. */
	for (; r->items.list.n > SPACE_ROW_TERMS; r->items.list.n--)
		r->items.list.at[r->items.list.n - 1].term->entries--;
	row.n = (uint32_t)r->items.list.n;
	row.items = ARENA_ARRAY(a, struct dup_item, row.n);
	if (row.n > 0)
		memcpy(row.items, r->items.list.at, row.n * sizeof(*row.items));
	row.languages = r->languages;
	row.chunks_n = dup_chunks_settle(&r->chunks);
	row.chunks = r->chunks.list.at;
	return row;
}

struct dup_reader *dup_reader_new(struct dup_index *x)
{
	struct arena *a = arena_new();
	struct dup_reader *r = ARENA_NEW(a, struct dup_reader);

	*r = (struct dup_reader){ .x = x, .arena = a, .scratch = arena_new() };
	r->words = dup_words_new(x);
	return r;
}

void dup_reader_free(struct dup_reader *r)
{
	dup_words_free(r->words);
	arena_free(r->scratch);
	arena_free(r->arena);
}

struct dup_words *dup_reader_words(struct dup_reader *r)
{
	return r->words;
}

const struct dup_stored_term *dup_entry_terms(const struct dup_settings *settings,
					      struct arena *a, const struct dup_entry *entry,
					      size_t *n)
{
	AUTO_DUP_INDEX x = dup_index_open(settings, (struct dup_epoch){ 0 });
	struct dup_row row = dup_reader_entry(x->reader, entry, 0, x->arena);
	struct dup_stored_term *terms =
		ARENA_ARRAY(a, struct dup_stored_term, row.n + row.chunks_n);

	*n = 0;
	for (uint32_t i = 0; i < row.n; i++)
		terms[(*n)++] = (struct dup_stored_term){
			.key = arena_str(a, row.items[i].term->key),
			.name = arena_str(a, row.items[i].term->name),
		};
	for (uint32_t i = 0; i < row.chunks_n; i++)
		terms[(*n)++].key = dup_label_passage(a, row.chunks[i]).key;
	return terms;
}
