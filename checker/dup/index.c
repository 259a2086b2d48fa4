#include "checker/dup/dup_internal.h"

#include <math.h>
#include <stdlib.h>

/*
 * Few entries tell little about how rare a term is, so this many imagined ones
 * are added, of which so many have any term, and so many a common one.
 */
static const double imagined = 200, imagined_with_term = 2, imagined_with_common = 50;

/* An entry that says almost nothing is measured as if it said this share of what it could. */
static const double least_said = 0.5;

const struct dup_weights dup_default_weights = {
	.text = 0.60,
	.title = 2.0,
	.function = 0.15,
	.object = 0.10,
	.concept = 0.10,
	.prefix = 0.05,
};

const enum dup_group dup_groups[DUP_STREAMS] = {
	[LANG_KK] = DUP_GROUP_STEM,	  [LANG_RU] = DUP_GROUP_STEM,
	[LANG_EN] = DUP_GROUP_STEM,	  [DUP_PREFIX] = DUP_GROUP_BRIDGE,
	[DUP_CONCEPT] = DUP_GROUP_BRIDGE, [DUP_FUNCTION] = DUP_GROUP_CODE,
	[DUP_OBJECT] = DUP_GROUP_CODE,
};

/* The languages share the weight of the text, however many there are; without a common one
 * prefixes and concepts carry it. */
struct dup_view dup_view(const struct dup_index *x, unsigned languages)
{
	int n = __builtin_popcount(languages);

	return (struct dup_view){
		.scale = { [DUP_GROUP_STEM] = n > 0 ? 1.0 / n : 0,
			   [DUP_GROUP_BRIDGE] = n > 0 ? 1 : x->bridge,
			   [DUP_GROUP_CODE] = 1 },
		.shared = n > 0,
	};
}

static void take_weights(struct dup_index *x)
{
	const struct dup_weights *w = &x->settings.weights;
	double bridge = w->prefix + w->concept;

	for (enum lang l = 0; l < LANG_COUNT; l++)
		x->weight[l] = w->text;
	x->weight[DUP_PREFIX] = w->prefix;
	x->weight[DUP_CONCEPT] = w->concept;
	x->weight[DUP_FUNCTION] = w->function;
	x->weight[DUP_OBJECT] = w->object;
	x->bridge = bridge > 0 ? (w->text + bridge) / bridge : 1;
}

static int by_entries(const void *a, const void *b)
{
	const struct dup_term *x = *(const struct dup_term *const *)a;
	const struct dup_term *y = *(const struct dup_term *const *)b;

	if (x->entries != y->entries)
		return x->entries < y->entries ? -1 : 1;
	return str_cmp(&x->key, &y->key);
}

static void rank_terms(struct dup_index *x, struct arena *a)
{
	struct dup_term **ranked = ARENA_ARRAY(a, struct dup_term *, x->terms.n);

	for (size_t i = 0; i < x->terms.n; i++)
		ranked[i] = x->terms.at[i].value;
	if (x->terms.n > 0)
		qsort(ranked, x->terms.n, sizeof(struct dup_term *), by_entries);
	for (size_t i = 0; i < x->terms.n; i++)
		ranked[i]->rank = (uint32_t)i;
	x->ranked = ranked;
}

/* How much it says that an entry has the term. */
static double rarity(const struct dup_index *x, const struct dup_term *term)
{
	double with = term->common ? imagined_with_common : imagined_with_term;

	return log(((double)x->n + imagined + 1) / ((double)term->entries + with));
}

static int by_rank(const void *a, const void *b)
{
	const struct dup_item *x = a, *y = b;

	return (x->term > y->term) - (x->term < y->term);
}

static double length_of(const struct dup_index *x, const bool *present, struct dup_view view)
{
	const struct dup_weights *w = &x->settings.weights;
	double all = w->text + w->prefix + w->concept + w->function + w->object, said = 0;
	bool text = present[LANG_KK] || present[LANG_RU] || present[LANG_EN];

	if (view.shared && text)
		said += w->text;
	for (enum dup_stream s = DUP_PREFIX; s < DUP_STREAMS; s++)
		said += present[s] ? x->weight[s] * view.scale[dup_groups[s]] : 0;
	return sqrt(fmax(said, least_said * all));
}

static void weigh_row(const struct dup_index *x, struct dup_row *row)
{
	double squares[DUP_STREAMS] = { 0 };
	bool present[DUP_STREAMS];

	for (uint32_t i = 0; i < row->n; i++) {
		struct dup_item *item = &row->items[i];
		const struct dup_term *term = x->terms.at[item->term].value;
		double weight = log(1 + (double)item->weight) * rarity(x, term);

		squares[term->stream] += weight * weight;
		item->weight = (float)weight;
	}
	for (uint32_t i = 0; i < row->n; i++) {
		struct dup_item *item = &row->items[i];
		const struct dup_term *term = x->terms.at[item->term].value;

		item->weight *= (float)sqrt(x->weight[term->stream] / squares[term->stream]);
		item->term = term->rank;
	}
	if (row->n > 0)
		qsort(row->items, row->n, sizeof(*row->items), by_rank);
	for (enum dup_stream s = 0; s < DUP_STREAMS; s++)
		present[s] = squares[s] > 0;
	row->length[0] = length_of(x, present, dup_view(x, 0));
	row->length[1] = length_of(x, present, dup_view(x, 1));
}

static void post_rows(struct dup_index *x, struct arena *a)
{
	uint32_t *filled = ARENA_ARRAY(a, uint32_t, x->terms.n);

	x->postings = ARENA_ARRAY(a, struct dup_posting *, x->terms.n);
	for (size_t t = 0; t < x->terms.n; t++)
		x->postings[t] = ARENA_ARRAY(a, struct dup_posting, x->ranked[t]->entries);
	for (size_t r = 0; r < x->n; r++) {
		for (uint32_t i = 0; i < x->rows[r].n; i++) {
			const struct dup_item *item = &x->rows[r].items[i];

			x->postings[item->term][filled[item->term]++] =
				(struct dup_posting){ (uint32_t)r, item->weight };
		}
	}
}

struct dup_index *dup_index_new(struct arena *a, const struct dup_settings *settings,
				const struct dup_entry *entries, size_t n)
{
	struct dup_index *x = ARENA_NEW(a, struct dup_index);

	x->settings = *settings;
	x->entries = entries;
	x->n = n;
	x->rows = ARENA_ARRAY(a, struct dup_row, n);
	take_weights(x);
	dup_terms_read(x, a);
	rank_terms(x, a);
	for (size_t i = 0; i < n; i++)
		weigh_row(x, &x->rows[i]);
	post_rows(x, a);
	x->sums = ARENA_ARRAY(a, struct dup_sum, n);
	x->met = ARENA_ARRAY(a, uint32_t, n);
	return x;
}
