#include "checker/dup/dup_internal.h"

#include <math.h>

/* What rounding may have taken from a sum that was made in another order. */
static const double rounding = 1e-4;

struct search {
	struct dup_index *x;
	size_t met_n;
	uint32_t end; /* rows from here on are left out */
};

static void forget(struct search *s)
{
	for (size_t i = 0; i < s->met_n; i++)
		s->x->sums[s->x->met[i]] = (struct dup_sum){ .met = false };
	s->met_n = 0;
}

/*
 * What of a row is not read yet: its squared length, stream by stream. By Cauchy
 * and Schwarz it adds no more than its length to the score with any row, as
 * the other's part is not longer than the other's length.
 */
struct rest {
	double square[DUP_STREAMS];
};

static double rest_bound(const struct search *s, const struct dup_row *row,
			 const struct rest *rest)
{
	double most = 0;

	for (unsigned shared = 0; shared < 2; shared++) {
		struct dup_view view = dup_view(s->x, shared);
		double sum = 0;

		for (enum lang l = 0; l < LANG_COUNT; l++)
			sum = fmax(sum, view.scale[DUP_GROUP_STEM] * rest->square[l]);
		for (enum dup_stream k = DUP_PREFIX; k < DUP_STREAMS; k++)
			sum += view.scale[dup_groups[k]] * rest->square[k];
		most = fmax(most, sqrt(fmax(sum, 0)) / row->length[shared]);
	}
	return most;
}

static void change_rest(const struct search *s, struct rest *rest, const struct dup_item *item,
			int sign)
{
	rest->square[s->x->ranked[item->term]->stream] +=
		sign * (double)item->weight * (double)item->weight;
}

static void add_item(struct search *s, const struct dup_item *item, bool only_met)
{
	const struct dup_term *term = s->x->ranked[item->term];
	const struct dup_posting *p = s->x->postings[item->term], *end = p + term->entries;
	enum dup_group group = dup_groups[term->stream];

	for (; p < end && p->row < s->end; p++) {
		struct dup_sum *sum = &s->x->sums[p->row];

		if (!sum->met) {
			if (only_met)
				continue;
			sum->met = true;
			s->x->met[s->met_n++] = p->row;
		}
		sum->group[group] += item->weight * p->weight;
	}
}

static double sum_score(const struct search *s, uint32_t one, uint32_t other)
{
	const struct dup_row *a = &s->x->rows[one], *b = &s->x->rows[other];
	struct dup_view view = dup_view(s->x, a->languages & b->languages);
	double sum = 0;

	for (enum dup_group g = 0; g < DUP_GROUPS; g++)
		sum += view.scale[g] * (double)s->x->sums[other].group[g];
	return sum / (a->length[view.shared] * b->length[view.shared]);
}

/* Forgets the rows that cannot reach the threshold even with all of the rest. */
static void sift(struct search *s, uint32_t row, double rest)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->met_n; i++) {
		uint32_t other = s->x->met[i];

		if (sum_score(s, row, other) + rest >= s->x->settings.threshold - rounding)
			s->x->met[kept++] = other;
		else
			s->x->sums[other] = (struct dup_sum){ .met = false };
	}
	s->met_n = kept;
}

/*
 * Meets every row that can reach the threshold, and few others. Once the rest
 * of the terms, the frequent ones, cannot bring a new row that far, their lists
 * are read for the rows met only, and not at all when these are so few that
 * comparing each is less work.
 */
static void meet(struct search *s, uint32_t at)
{
	const struct dup_row *row = &s->x->rows[at];
	struct rest rest = { { 0 } };
	bool only_met = false;
	size_t left = 0; /* places in lists */

	for (uint32_t i = 0; i < row->n; i++) {
		change_rest(s, &rest, &row->items[i], 1);
		left += s->x->ranked[row->items[i].term]->entries;
	}
	for (uint32_t i = 0; i < row->n; i++) {
		size_t list = s->x->ranked[row->items[i].term]->entries;
		double bound = rest_bound(s, row, &rest);

		only_met |= bound < s->x->settings.threshold - rounding;
		if (only_met && list > s->met_n)
			sift(s, at, bound);
		if (only_met && s->met_n * row->n * 2 < left)
			return;
		add_item(s, &row->items[i], only_met);
		change_rest(s, &rest, &row->items[i], -1);
		left -= list;
	}
	sift(s, at, 0);
}

static void add_hit(const struct dup_index *x, struct arena *a, struct dup_hits *hits,
		    struct dup_hit hit)
{
	hit.score = dup_score(x, hit.a, hit.b);
	if (hit.score > 0 && hit.score >= x->settings.threshold)
		dup_hits_add(hits, a, hit);
}

static void search_row(struct search *s, struct arena *a, uint32_t row, struct dup_hits *hits)
{
	meet(s, row);
	for (size_t i = 0; i < s->met_n; i++) {
		uint32_t other = s->x->met[i];

		if (other != row)
			add_hit(s->x, a, hits,
				(struct dup_hit){ row < other ? row : other,
						  row < other ? other : row, 0 });
	}
	forget(s);
}

void dup_index_pairs(struct dup_index *index, struct arena *a, struct dup_pairs *out)
{
	AUTO_ARENA scratch = arena_new();
	struct search s = { .x = index };
	struct dup_hits hits = { 0 };

	for (s.end = 0; s.end < index->n; s.end++)
		search_row(&s, scratch, s.end, &hits);
	dup_hits_explain(index, a, &hits, out);
}

void dup_index_search(struct dup_index *index, struct arena *a, size_t entry,
		      struct dup_pairs *out)
{
	AUTO_ARENA scratch = arena_new();
	struct search s = { .x = index };
	struct dup_hits hits = { 0 };

	s.end = (uint32_t)index->n;
	search_row(&s, scratch, (uint32_t)entry, &hits);
	dup_hits_explain(index, a, &hits, out);
}

void dup_index_brute(struct dup_index *index, struct arena *a, struct dup_pairs *out)
{
	AUTO_ARENA scratch = arena_new();
	struct dup_hits hits = { 0 };

	for (uint32_t i = 0; i < index->n; i++) {
		for (uint32_t j = i + 1; j < index->n; j++)
			add_hit(index, scratch, &hits, (struct dup_hit){ i, j, 0 });
	}
	dup_hits_explain(index, a, &hits, out);
}
