#include "checker/dup/hits_internal.h"
#include "checker/dup/unpack_internal.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * Few entries tell little about how rare a term is, so this many imagined ones
 * are added, of which so many have any term, and so many a common one.
 */
static const double imagined = 200, imagined_with_term = 2, imagined_with_common = 50;

/* An entry that says almost nothing is measured as if it said this share of what it could. */
static const double least_said = 0.5;

const enum dup_family dup_families[DUP_STREAMS] = {
	[LANG_KK] = DUP_FAMILY_STEM,	   [LANG_RU] = DUP_FAMILY_STEM,
	[LANG_EN] = DUP_FAMILY_STEM,	   [DUP_PREFIX] = DUP_FAMILY_BRIDGE,
	[DUP_CONCEPT] = DUP_FAMILY_BRIDGE, [DUP_FUNCTION] = DUP_FAMILY_CODE,
	[DUP_OBJECT] = DUP_FAMILY_CODE,
};

/*
 * The languages that both entries have share the weight of the text, however many there are;
 * without a common one prefixes and concepts carry it.
 */
static void make_model(struct dup_index *x)
{
	const struct dup_weights *w = &x->settings.weights;
	double bridge = w->prefix + w->concept;

	for (enum lang l = 0; l < LANG_COUNT; l++)
		x->weight[l] = w->text;
	x->weight[DUP_PREFIX] = w->prefix;
	x->weight[DUP_CONCEPT] = w->concept;
	x->weight[DUP_FUNCTION] = w->function;
	x->weight[DUP_OBJECT] = w->object;
	bridge = bridge > 0 ? (w->text + bridge) / bridge : 1;
	for (unsigned languages = 0; languages < 1U << LANG_COUNT; languages++) {
		struct space_view *view = &x->model.views[languages];
		int n = __builtin_popcount(languages);

		view->length = n > 0;
		for (enum dup_stream s = 0; s < DUP_STREAMS; s++) {
			double scale[] = {
				[DUP_FAMILY_STEM] = languages >> s & 1 ? 1.0 / n : 0,
				[DUP_FAMILY_BRIDGE] = n > 0 ? 1 : bridge,
				[DUP_FAMILY_CODE] = 1,
			};

			view->scale[s] = (float)scale[dup_families[s]];
		}
	}
}

/* Counts of which the logarithm is kept: a term that stands so often in an entry is rare. */
enum { LOGS_KEPT = 64 * DUP_COUNT_ONE };

double dup_log2(double x)
{
	enum { PLACES = 24 };
	int exponent;
	/* In [0.5, 1), then [1, 2), as a fixed point number of 31 places. */
	uint64_t m = (uint64_t)(frexp(x, &exponent) * 2 * (1ULL << 31));
	int64_t result = exponent - 1;

	for (int i = 0; i < PLACES; i++) {
		m = m * m >> 31;
		result *= 2;
		if (m >> 32) {
			result++;
			m >>= 1;
		}
	}
	return (double)result / (1 << PLACES);
}

/* The more frequent first; those of the epoch come before those of later entries. */
static int by_entries(const void *a, const void *b)
{
	const struct dup_term *x = *(const struct dup_term *const *)a;
	const struct dup_term *y = *(const struct dup_term *const *)b;

	if (x->entries != y->entries)
		return x->entries > y->entries ? -1 : 1;
	return str_cmp(&x->key, &y->key);
}

/* How much it says that an entry has the term. */
static double rarity(const struct dup_index *x, const struct dup_term *term)
{
	double with = term->common ? imagined_with_common : imagined_with_term;

	return dup_log2(((double)x->counted + imagined + 1) / ((double)term->counted + with));
}

static void number_term(struct dup_index *x, struct dup_term *term)
{
	term->number = (uint32_t)x->numbered.n;
	term->rarity = rarity(x, term);
	vec_push(x->arena, &x->numbered, term);
	vec_push(x->arena, &x->streams, (uint8_t)term->stream);
}

static void number_terms(struct dup_index *x)
{
	AUTO_ARENA a = arena_new();
	struct dup_term **terms = ARENA_ARRAY(a, struct dup_term *, x->terms.n);

	for (size_t i = 0; i < x->terms.n; i++)
		terms[i] = x->terms.at[i].value;
	if (x->terms.n > 0)
		qsort(terms, x->terms.n, sizeof(struct dup_term *), by_entries);
	for (size_t i = 0; i < x->terms.n; i++) {
		terms[i]->counted = terms[i]->entries;
		number_term(x, terms[i]);
	}
}

enum { DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS };

/* By one digit of the numbers of their terms; equal ones stay in their order. */
static void sort_by_digit(struct dup_item *to, const struct dup_item *from, uint32_t n,
			  unsigned shift)
{
	uint32_t starts[DIGITS + 1] = { 0 };

	for (uint32_t i = 0; i < n; i++)
		starts[(from[i].term->number >> shift & (DIGITS - 1)) + 1]++;
	for (size_t d = 1; d < DIGITS; d++)
		starts[d] += starts[d - 1];
	for (uint32_t i = 0; i < n; i++)
		to[starts[from[i].term->number >> shift & (DIGITS - 1)]++] = from[i];
}

static void sort_by_number(struct arena *a, struct dup_row *row, uint32_t numbers)
{
	struct dup_item *room = arena_raw(a, row->n, sizeof(*room));
	struct dup_item *from = row->items, *to = room, *before;

	for (unsigned shift = 0; shift < 32 && numbers >> shift; shift += DIGIT_BITS) {
		sort_by_digit(to, from, row->n, shift);
		before = from;
		from = to;
		to = before;
	}
	if (from != row->items)
		memcpy(row->items, from, row->n * sizeof(*from));
}

/* What the rounding of a row's weights may add to its length. */
enum { LENGTH_SLACK = 8 };

/*
 * Length by what streams the row has, each brought to the square root of its weight; with or
 * without a language of the other row.
 */
static uint16_t length_of(const struct dup_index *x, const struct dup_head *head, bool shared)
{
	const struct dup_weights *w = &x->settings.weights;
	const struct space_view *view = &x->model.views[shared ? 1 : 0];
	double all = w->text + w->prefix + w->concept + w->function + w->object;
	double said = shared && head->languages ? w->text : 0;

	for (enum dup_stream s = DUP_PREFIX; s < DUP_STREAMS; s++)
		said += head->scale[s] > 0 ? x->weight[s] * (double)view->scale[s] : 0;
	return (uint16_t)fmin(sqrt(fmax(said, least_said * all)) * SPACE_ONE + LENGTH_SLACK,
			      SPACE_ONE);
}

void dup_row_lengths(const struct dup_index *x, const struct dup_head *head, uint16_t out[2])
{
	out[0] = length_of(x, head, false);
	out[1] = length_of(x, head, true);
}

/* Of one more than a count; of the small ones, which nearly all are, worked out once. */
static double log_of_count(const struct dup_index *x, uint32_t count)
{
	double log;

	if (count < LOGS_KEPT && x->logs[count] > 0)
		return x->logs[count];
	log = dup_log2(1 + (double)count / DUP_COUNT_ONE);
	if (count < LOGS_KEPT)
		x->logs[count] = log;
	return log;
}

double dup_term_weight(const struct dup_index *x, const struct dup_term *term, uint32_t count)
{
	/* Most stand there once, and the logarithm of two is one; a concept is there or not. */
	return count == DUP_COUNT_ONE || term->stream == DUP_CONCEPT
		       ? term->rarity
		       : log_of_count(x, count) * term->rarity;
}

/*
 * Brings each stream to its length. Squares are summed as integers of 24 places behind the
 * point, so the sum does not depend on the order of the terms, which is that of their numbers.
 */
static void scale_row(const struct dup_index *x, struct dup_row *row)
{
	static const double one = 1 << 24;
	uint64_t squares[DUP_STREAMS] = { 0 };

	for (uint32_t i = 0; i < row->n; i++) {
		double weight = row->items[i].own ? dup_term_weight(x, row->items[i].term,
								    row->items[i].own)
						  : 0;

		squares[row->items[i].term->stream] += (uint64_t)(weight * weight * one);
	}
	for (enum dup_stream s = 0; s < DUP_STREAMS; s++)
		row->scale[s] = squares[s] > 0
					? (float)sqrt(x->weight[s] * one / (double)squares[s])
					: 0;
}

/* Numbers the new terms of a row, sorts and packs it. */
static struct str pack_row(struct dup_index *x, struct arena *a, struct dup_row row)
{
	for (uint32_t i = 0; i < row.n; i++)
		if (row.items[i].term->number == UINT32_MAX)
			number_term(x, row.items[i].term);
	if (!row.taken)
		dup_passages_take(x, &row);
	sort_by_number(a, &row, (uint32_t)x->numbered.n);
	scale_row(x, &row);
	return dup_row_pack(x->arena, &row);
}

bool dup_index_put(struct dup_index *index, struct str packed)
{
	AUTO_ARENA a = arena_new();
	struct space_row row;
	struct dup_head head;

	if (!dup_row_unpack(index, a, packed, &head, &row))
		return false;
	dup_row_lengths(index, &head, row.least);
	space_terms(index->space, index->streams.at, (uint32_t)index->streams.n);
	space_add(index->space, &row);
	vec_push(index->arena, &index->has_functions, head.has_functions);
	vec_push(index->arena, &index->packed, packed);
	return true;
}

struct str dup_index_packed(const struct dup_index *index, size_t entry)
{
	return index->packed.at[entry];
}

/* What it takes lives in `a`. */
static void add_row(struct dup_index *x, struct arena *a, struct dup_row row)
{
	struct str packed = pack_row(x, a, row);
	bool whole = dup_index_put(x, packed);

	assert(whole);
}

static struct dup_index *new_index(const struct dup_settings *settings)
{
	struct arena *a = arena_new();
	struct dup_index *x = ARENA_NEW(a, struct dup_index);

	x->arena = a;
	x->settings = *settings;
	x->logs = ARENA_ARRAY(a, double, LOGS_KEPT);
	make_model(x);
	strmap_init(&x->terms, a);
	x->reader = dup_reader_new(x);
	x->space = space_new(&x->model);
	x->search = space_search_new(a, x->space);
	return x;
}

/* Makes the epoch of an index whose terms know how many entries have them, and adds the rows.
 */
static void make_epoch(struct dup_index *x, const struct dup_rows *rows)
{
	AUTO_ARENA a = arena_new();
	const bool *taken;

	x->counted = rows->n;
	taken = dup_passages_find(x, rows);
	number_terms(x);
	for (uint32_t i = 0; i < rows->n; i++) {
		struct dup_row row;

		arena_reset(a);
		row = rows->row(rows->context, i, a);
		row.taken = rows->kept && taken && taken[i];
		add_row(x, a, row);
	}
}

static struct dup_row row_read(void *context, uint32_t i, struct arena *a)
{
	const struct dup_row *rows = context;

	(void)a;
	return rows[i];
}

struct dup_index *dup_index_new(const struct dup_settings *settings,
				const struct dup_entry *entries, size_t n)
{
	AUTO_ARENA scratch = arena_new();
	struct dup_index *x = new_index(settings);
	struct dup_row *read = ARENA_ARRAY(scratch, struct dup_row, n);
	struct dup_chunked *at = ARENA_ARRAY(scratch, struct dup_chunked, n);
	struct dup_rows rows = {
		.n = (uint32_t)n, .at = at, .row = row_read, .context = read, .kept = true
	};

	for (size_t i = 0; i < n; i++) {
		read[i] = dup_reader_entry(x->reader, &entries[i], (uint32_t)i, scratch);
		at[i] = (struct dup_chunked){ read[i].chunks, read[i].chunks_n };
		rows.chunks += read[i].chunks_n;
	}
	make_epoch(x, &rows);
	return x;
}

struct dup_index *dup_index_open(const struct dup_settings *settings, struct dup_epoch epoch)
{
	struct dup_index *x = new_index(settings);

	x->counted = epoch.entries;
	for (size_t i = 0; i < epoch.terms; i++) {
		vec_push(x->arena, &x->numbered, NULL);
		vec_push(x->arena, &x->streams, 0);
	}
	return x;
}

bool dup_index_put_term(struct dup_index *index, const struct dup_stored_term *stored)
{
	struct dup_term *term;

	if (stored->number >= index->numbered.n || index->numbered.at[stored->number])
		return false;
	term = dup_reader_term(index->reader, (struct dup_label){ stored->key, stored->name });
	if (!term || term->number != UINT32_MAX)
		return false;
	term->counted = term->entries = stored->counted;
	term->number = stored->number;
	term->rarity = rarity(index, term);
	index->numbered.at[term->number] = term;
	index->passages |= str_starts(term->key, STR("passage:"));
	index->streams.at[term->number] = (uint8_t)term->stream;
	return true;
}

/* Terms of another index by their numbers here, made when they are met. */
struct renewal {
	const struct dup_index *old;
	struct dup_index *index;
	struct dup_term **terms;
	size_t *entries; /* numbers there of those that are left */
};

static struct dup_term *term_anew(struct renewal *r, uint64_t number)
{
	const struct dup_term *known = r->old->numbered.at[number];

	if (!r->terms[number])
		r->terms[number] = dup_reader_term(
			r->index->reader, (struct dup_label){ known->key, known->name });
	return r->terms[number];
}

static struct dup_row row_anew(void *context, uint32_t i, struct arena *a)
{
	struct renewal *r = context;
	struct dup_unpack u;
	struct dup_head head;
	bool whole = dup_unpack_open(&u, r->old->packed.at[r->entries[i]], &head);
	struct dup_row row = { .languages = head.languages,
			       .has_functions = head.has_functions };

	assert(whole);
	row.items = arena_raw(a, u.left, sizeof(*row.items));
	while (dup_unpack_next(&u))
		row.items[row.n++] = (struct dup_item){ .term = term_anew(r, u.term),
							.count = (uint32_t)u.count,
							.own = (uint32_t)u.count,
							.title = (uint32_t)u.title };
	whole = dup_unpack_chunks(&u, a, &row.chunks, &row.chunks_n);
	assert(whole);
	return row;
}

struct dup_index *dup_index_renew(const struct dup_index *old)
{
	AUTO_ARENA all = arena_new();
	AUTO_ARENA a = arena_new();
	struct dup_index *x = new_index(&old->settings);
	struct renewal r = { old, x, ARENA_ARRAY(all, struct dup_term *, old->numbered.n),
			     ARENA_ARRAY(all, size_t, old->packed.n) };
	struct dup_chunked *at = ARENA_ARRAY(all, struct dup_chunked, old->packed.n);
	struct dup_rows rows = { .at = at, .row = row_anew, .context = &r };

	for (uint32_t i = 0; i < old->packed.n; i++) {
		uint32_t *chunks;
		struct dup_row row;

		if (space_is_removed(old->space, i))
			continue;
		arena_reset(a);
		r.entries[rows.n] = i;
		row = row_anew(&r, rows.n, a);
		for (uint32_t k = 0; k < row.n; k++)
			row.items[k].term->entries++;
		chunks = arena_raw(all, row.chunks_n, sizeof(*chunks));
		if (row.chunks_n)
			memcpy(chunks, row.chunks, row.chunks_n * sizeof(*chunks));
		at[rows.n++] = (struct dup_chunked){ chunks, row.chunks_n };
		rows.chunks += row.chunks_n;
	}
	make_epoch(x, &rows);
	return x;
}

bool dup_index_has(const struct dup_index *index, struct str key)
{
	return strmap_get(&index->terms, key) != NULL;
}

struct dup_epoch dup_index_epoch(const struct dup_index *index)
{
	return (struct dup_epoch){ index->counted, index->numbered.n };
}

bool dup_index_term(const struct dup_index *index, size_t number, struct dup_stored_term *out)
{
	const struct dup_term *t = index->numbered.at[number];

	if (t)
		*out = (struct dup_stored_term){ t->number, t->counted, t->key,
						 dup_passage_name(index->arena, t) };
	return t != NULL;
}

void dup_index_free(struct dup_index *index)
{
	if (!index)
		return;
	dup_reader_free(index->reader);
	space_free(index->space);
	arena_free(index->arena);
}

void dup_index_cleanup(struct dup_index **index)
{
	dup_index_free(*index);
}

size_t dup_index_add(struct dup_index *index, const struct dup_entry *entry)
{
	AUTO_ARENA scratch = arena_new();
	uint32_t number = space_count(index->space);

	add_row(index, scratch, dup_reader_entry(index->reader, entry, number, scratch));
	return number;
}

void dup_index_remove(struct dup_index *index, size_t entry)
{
	space_remove(index->space, (uint32_t)entry);
}

double dup_index_score(const struct dup_index *index, size_t a, size_t b)
{
	return space_score(index->space, (uint32_t)a, (uint32_t)b);
}

static void add_pair(void *context, uint32_t a, uint32_t b, double score)
{
	dup_hits_add(context, (struct dup_hit){ a, b, score });
}

void dup_index_pairs(struct dup_index *index, struct arena *a, struct dup_pairs *out)
{
	AUTO_ARENA scratch = arena_new();
	AUTO_DUP_HITS hits;

	dup_hits_init(&hits, index, scratch);
	space_pairs(index->search, &(struct space_join){ .threshold = index->settings.threshold,
							 .parts = 1,
							 .emit = add_pair,
							 .context = &hits });
	dup_hits_explain(&hits, a, out);
}

/* Pairs in parts; a process answers with its hits as they lie in memory. */
struct parted {
	struct dup_index *index;
	struct dup_hits *hits; /* of the parts that were taken */
};

enum { PARTS = 64 };

static bool work_part(void *context, size_t part, struct strbuf *answer, struct err *err)
{
	const struct parted *p = context;
	AUTO_ARENA scratch = arena_new();
	struct dup_hits hits = { .arena = scratch };

	(void)err;
	space_pairs(p->index->search,
		    &(struct space_join){ .threshold = p->index->settings.threshold,
					  .part = (uint32_t)part,
					  .parts = PARTS,
					  .emit = add_pair,
					  .context = &hits });
	strbuf_bytes(answer, hits.list.at, hits.list.n * sizeof(*hits.list.at));
	return true;
}

static bool take_part(void *context, struct str answer, struct err *err)
{
	struct parted *p = context;
	struct dup_hit hit;

	(void)err;
	for (; answer.n >= sizeof(hit); answer = str_sub(answer, sizeof(hit), answer.n)) {
		memcpy(&hit, answer.p, sizeof(hit));
		dup_hits_add(p->hits, hit);
	}
	return true;
}

bool dup_index_pairs_by(struct dup_index *index, struct arena *a, size_t processes,
			struct dup_pairs *out, struct err *err)
{
	AUTO_ARENA scratch = arena_new();
	AUTO_DUP_HITS hits;
	struct parted p = { index, &hits };
	struct jobs jobs = {
		.context = &p, .pieces = PARTS, .work = work_part, .take = take_part
	};

	dup_hits_init(&hits, index, scratch);
	space_settle(index->space);
	if (!jobs_run(&jobs, processes, err))
		return err_wrap(err, "look for duplicates");
	dup_hits_explain(&hits, a, out);
	return true;
}

void dup_index_search(struct dup_index *index, struct arena *a, struct dup_asked asked,
		      struct dup_pairs *out)
{
	AUTO_ARENA scratch = arena_new();
	size_t n = space_count(index->space) + 1;
	bool *mine = ARENA_ARRAY(scratch, bool, n), *done = ARENA_ARRAY(scratch, bool, n);
	AUTO_DUP_HITS hits;

	for (size_t i = 0; i < asked.n; i++)
		mine[asked.at[i]] = true;
	dup_hits_init(&hits, index, scratch);
	hits.asked = mine;
	for (size_t i = 0; i < asked.n; i++) {
		struct space_hits found = { 0 };
		uint32_t one = (uint32_t)asked.at[i];

		space_find(index->search, one, index->settings.threshold, scratch, &found);
		for (size_t k = 0; k < found.list.n; k++) {
			uint32_t other = found.list.at[k].row;

			/* A pair of two that are asked about was met with the first. */
			if (!done[other])
				add_pair(&hits, one < other ? one : other,
					 one < other ? other : one, found.list.at[k].score);
		}
		done[one] = true;
	}
	dup_hits_explain(&hits, a, out);
}
