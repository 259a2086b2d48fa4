/*
 * Passages that many entries share: a supplier's praise, a ministry's preamble. They are
 * nobody's own, so the words that an entry has from them say nothing of it.
 *
 * A text is cut into chunks where its own words say so, so equal passages are cut alike
 * wherever they stand. Each entry keeps the hashes of its chunks. A chunk that many entries of
 * an epoch have is a passage; what all those entries have in common (each term as often as in
 * the one that has it least) is taken from each of them. So an entry with a template has the
 * terms that it would have without, and no text is needed to make a new epoch. Two chunks with
 * one hash do no harm: entries that are not alike have hardly a term in common.
 */
#include "checker/dup/dup_internal.h"

#include "checker/base/strbuf.h"

#include <stdlib.h>
#include <string.h>

enum {
	PASSAGE_ENTRIES = 12, /* so many have it at least */
	CHUNK_LEAST = 4,      /* words; fewer are an expression that many may use */
	CHUNK_MAY_END = 6,
	CHUNK_ENDS = 8, /* after every eighth word or so */
	OWN_LEAST = 3,	/* stems; an entry that has fewer of its own is told by its passages */
	CHUNKS_KEPT = 64, /* of an entry: those with the smallest hashes */
};

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
	return hash ^ hash >> 29;
}

uint64_t dup_chunk_word(struct str folded)
{
	uint64_t hash = 0xCBF29CE484222325u;

	for (size_t i = 0; i < folded.n; i++)
		hash = (hash ^ (unsigned char)folded.p[i]) * 0x100000001B3u;
	return mix(hash, folded.n);
}

void dup_chunk_end(struct dup_chunks *c)
{
	if (c->words >= CHUNK_LEAST)
		vec_push(c->arena, &c->list, (uint32_t)(c->hash >> 32));
	c->hash = c->words = 0;
}

void dup_chunk_add(struct dup_chunks *c, uint64_t word)
{
	c->hash = mix(c->hash, word);
	c->words++;
	if (c->words >= CHUNK_MAY_END && word % CHUNK_ENDS == 0)
		dup_chunk_end(c);
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

uint32_t dup_chunks_settle(struct dup_chunks *c)
{
	uint32_t n = 0;

	if (c->list.n)
		qsort(c->list.at, c->list.n, sizeof(*c->list.at), by_value);
	for (size_t i = 0; i < c->list.n && n < CHUNKS_KEPT; i++)
		if (n == 0 || c->list.at[n - 1] != c->list.at[i])
			c->list.at[n++] = c->list.at[i];
	return n;
}

struct dup_label dup_label_passage(struct arena *a, uint32_t chunk)
{
	unsigned char bytes[] = { (unsigned char)(chunk >> 24), (unsigned char)(chunk >> 16),
				  (unsigned char)(chunk >> 8), (unsigned char)chunk };
	struct str key = ARENA_JOIN(a, STR("passage:"), hash_hex(a, bytes, sizeof(bytes)));

	return (struct dup_label){ key, key };
}

/* What a text has of a term: what is declared or stands in a title is the entry's own. */
static uint32_t text_count(const struct dup_item *item)
{
	return dup_families[item->term->stream] == DUP_FAMILY_CODE ? 0
								   : item->count - item->title;
}

static uint32_t own_stems(const struct dup_row *row)
{
	uint32_t stems[LANG_COUNT] = { 0 }, most = 0;

	for (uint32_t i = 0; i < row->n; i++)
		if (row->items[i].term->stream < (enum dup_stream)LANG_COUNT &&
		    row->items[i].own) {
			uint32_t n = ++stems[row->items[i].term->stream];

			most = n > most ? n : most;
		}
	return most;
}

/* The terms of a row by their places in it, until another is marked. */
static void mark(struct dup_index *x, const struct dup_row *row)
{
	x->mark++;
	for (uint32_t i = 0; i < row->n; i++) {
		row->items[i].term->marked = x->mark;
		row->items[i].term->mark_place = i;
	}
}

static struct dup_item *marked(const struct dup_index *x, const struct dup_row *row,
			       const struct dup_term *term)
{
	return term->marked == x->mark ? &row->items[term->mark_place] : NULL;
}

/* "12:16 40:32": numbers of terms and their counts. */
static void read_bag(struct dup_index *x, struct dup_term *passage)
{
	struct dup_bag *bag = ARENA_NEW(x->arena, struct dup_bag);
	struct str rest = passage->name, part;

	while (!str_eq(passage->name, passage->key) && str_cut(&part, &rest, ' ')) {
		uint64_t of[2] = { 0 };
		size_t k = 0;

		for (size_t i = 0; i < part.n; i++)
			if (part.p[i] == ':')
				k = 1;
			else if (of[k] < UINT32_MAX)
				of[k] = of[k] * 10 + (uint64_t)(part.p[i] - '0') % 10;
		/* Terms that were not put are in no entry that is read. */
		if (of[0] < x->numbered.n && x->numbered.at[of[0]])
			vec_push(x->arena, &bag->list,
				 (struct dup_part){ x->numbered.at[of[0]], (uint32_t)of[1] });
	}
	passage->bag = bag;
}

static void take(struct dup_index *x, const struct dup_row *row, const struct dup_bag *bag)
{
	for (size_t i = 0; i < bag->list.n; i++) {
		struct dup_item *item = marked(x, row, bag->list.at[i].term);
		uint32_t count = bag->list.at[i].count, left;

		if (!item || text_count(item) == 0)
			continue;
		left = item->count - (count < text_count(item) ? count : text_count(item));
		item->own = left < item->own ? left : item->own;
	}
}

void dup_passages_take(struct dup_index *x, struct dup_row *row)
{
	AUTO_ARENA a = arena_new();
	bool any = false;

	for (uint32_t i = 0; i < row->n; i++)
		row->items[i].own = row->items[i].count;
	for (uint32_t i = 0; x->passages && i < row->chunks_n; i++) {
		struct dup_term *passage =
			strmap_get(&x->terms, dup_label_passage(a, row->chunks[i]).key);

		if (!passage)
			continue;
		if (!passage->bag)
			read_bag(x, passage);
		if (!any)
			mark(x, row);
		take(x, row, passage->bag);
		any = true;
	}
	if (any && own_stems(row) < OWN_LEAST)
		for (uint32_t i = 0; i < row->n; i++)
			row->items[i].own = row->items[i].count;
}

/* Chunks of all rows with the rows that have them. */
struct met {
	uint32_t chunk, row;
};

struct mets {
	VEC(struct met) list;
};

static int by_chunk(const void *a, const void *b)
{
	const struct met *x = a, *y = b;

	if (x->chunk != y->chunk)
		return x->chunk < y->chunk ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

/* Only those that may be in many rows: most chunks are in one. */
static struct mets find_met(const struct dup_rows *rows, struct arena *a)
{
	struct mets mets = { 0 };
	size_t slots = 1 << 12;
	uint8_t *counts;

	while (slots < rows->chunks * 4)
		slots *= 2;
	counts = ARENA_ARRAY(a, uint8_t, slots);
	for (int counting = 1; counting >= 0; counting--)
		for (uint32_t i = 0; i < rows->n; i++)
			for (uint32_t k = 0; k < rows->at[i].n; k++) {
				uint32_t chunk = rows->at[i].chunks[k];
				uint8_t *count = &counts[chunk % slots];

				if (counting)
					*count = (uint8_t)(*count + (*count < UINT8_MAX));
				else if (*count >= PASSAGE_ENTRIES)
					vec_push(a, &mets.list, (struct met){ chunk, i });
			}
	if (mets.list.n)
		qsort(mets.list.at, mets.list.n, sizeof(*mets.list.at), by_chunk);
	return mets;
}

static struct dup_row row_at(const struct dup_rows *rows, uint32_t i, struct arena *a)
{
	return rows->row(rows->context, i, a);
}

/* What all rows that have the chunk have in common. */
static struct dup_bag *bag_of(struct dup_index *x, const struct dup_rows *rows,
			      const struct met *met, size_t n)
{
	struct dup_bag *bag = ARENA_NEW(x->arena, struct dup_bag);
	AUTO_ARENA a = arena_new();
	struct dup_row row = row_at(rows, met[0].row, a);

	for (uint32_t i = 0; i < row.n; i++)
		vec_push(x->arena, &bag->list,
			 (struct dup_part){ row.items[i].term, text_count(&row.items[i]) });
	for (size_t r = 0; r < n; r++) {
		size_t kept = 0;

		arena_reset(a);
		row = row_at(rows, met[r].row, a);
		mark(x, &row);
		for (size_t i = 0; i < bag->list.n; i++) {
			struct dup_part part = bag->list.at[i];
			const struct dup_item *item = marked(x, &row, part.term);
			uint32_t count = item ? text_count(item) : 0;

			part.count = count < part.count ? count : part.count;
			if (part.count)
				bag->list.at[kept++] = part;
		}
		bag->list.n = kept;
	}
	return bag;
}

/* The bag of rows that another chunk of the same passage was met in. */
struct known_rows {
	uint64_t hash;
	size_t n;
	struct dup_bag *bag;
};

struct known_bags {
	VEC(struct known_rows) list;
};

static struct dup_bag *bag_for(struct dup_index *x, const struct dup_rows *rows,
			       const struct met *met, size_t n, struct known_bags *known)
{
	uint64_t hash = n;

	for (size_t i = 0; i < n; i++)
		hash = mix(hash, met[i].row);
	for (size_t i = known->list.n; i > 0; i--)
		if (known->list.at[i - 1].hash == hash && known->list.at[i - 1].n == n)
			return known->list.at[i - 1].bag;
	vec_push(x->arena, &known->list,
		 (struct known_rows){ hash, n, bag_of(x, rows, met, n) });
	return known->list.at[known->list.n - 1].bag;
}

/* The rows of passages no longer count for the terms that they have from them alone. */
static const bool *uncount(struct dup_index *x, const struct dup_rows *rows,
			   const struct mets *mets)
{
	bool *done = ARENA_ARRAY(x->arena, bool, rows->n);
	AUTO_ARENA a = arena_new();

	for (size_t i = 0; i < mets->list.n; i++) {
		uint32_t r = mets->list.at[i].row;
		struct dup_row row;

		if (done[r])
			continue;
		done[r] = true;
		arena_reset(a);
		row = row_at(rows, r, a);
		dup_passages_take(x, &row);
		for (uint32_t k = 0; k < row.n; k++)
			row.items[k].term->entries -= row.items[k].own == 0;
	}
	return done;
}

const bool *dup_passages_find(struct dup_index *x, const struct dup_rows *rows)
{
	AUTO_ARENA a = arena_new();
	struct mets mets = find_met(rows, a);
	struct known_bags known = { 0 };

	for (size_t i = 0, n; i < mets.list.n; i += n) {
		struct dup_term *passage;

		for (n = 1;
		     i + n < mets.list.n && mets.list.at[i + n].chunk == mets.list.at[i].chunk;)
			n++;
		if (n < PASSAGE_ENTRIES)
			continue;
		passage =
			dup_reader_term(x->reader, dup_label_passage(a, mets.list.at[i].chunk));
		passage->entries = (uint32_t)n;
		passage->bag = bag_for(x, rows, &mets.list.at[i], n, &known);
		x->passages = true;
	}
	return x->passages ? uncount(x, rows, &mets) : NULL;
}

struct str dup_passage_name(struct arena *a, const struct dup_term *passage)
{
	const struct dup_bag *bag = passage->bag;
	AUTO_STRBUF b;

	strbuf_init(&b, SIZE_MAX);
	if (!bag || !str_eq(passage->name, passage->key))
		return passage->name;
	for (size_t i = 0; i < bag->list.n; i++)
		strbuf_printf(&b, "%s%u:%u", i ? " " : "", bag->list.at[i].term->number,
			      bag->list.at[i].count);
	return arena_str(a, strbuf_view(&b));
}
