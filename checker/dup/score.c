#include "checker/dup/dup_internal.h"

struct walk {
	const struct dup_item *a, *b, *a_end, *b_end;
};

static struct walk walk_of(const struct dup_row *a, const struct dup_row *b)
{
	return (struct walk){ a->items, b->items, a->items + a->n, b->items + b->n };
}

/* The next term of both rows. */
static bool next_shared(struct walk *w, const struct dup_item **a, const struct dup_item **b)
{
	while (w->a < w->a_end && w->b < w->b_end) {
		if (w->a->term < w->b->term) {
			w->a++;
		} else if (w->a->term > w->b->term) {
			w->b++;
		} else {
			*a = w->a++;
			*b = w->b++;
			return true;
		}
	}
	return false;
}

/* In one order of addition, so that the same pair has the same score to the last bit. */
double dup_score(const struct dup_index *x, size_t a, size_t b)
{
	const struct dup_row *one = &x->rows[a < b ? a : b], *other = &x->rows[a < b ? b : a];
	struct dup_view view = dup_view(x, one->languages & other->languages);
	double norm = one->length[view.shared] * other->length[view.shared], sum = 0;
	struct walk walk = walk_of(one, other);
	const struct dup_item *i, *j;

	while (next_shared(&walk, &i, &j)) {
		enum dup_stream stream = x->ranked[i->term]->stream;

		sum += view.scale[dup_groups[stream]] * (double)i->weight * (double)j->weight /
		       norm;
	}
	return sum;
}

/* An object that more than a quarter of the entries have does not tell two of them from the
 * rest. */
static bool is_telling(const struct dup_index *x, const struct dup_term *term)
{
	return term->entries <= 2 || (size_t)term->entries * 4 <= x->n;
}

void dup_shared_find(const struct dup_index *x, struct arena *a, size_t one, size_t other,
		     struct dup_shared *out)
{
	const struct dup_row *r = &x->rows[one], *q = &x->rows[other];
	struct dup_view view = dup_view(x, r->languages & q->languages);
	double norm = r->length[view.shared] * q->length[view.shared];
	bool declared = r->has_functions && q->has_functions;
	struct walk walk = walk_of(r, q);
	const struct dup_item *i, *j;

	while (next_shared(&walk, &i, &j)) {
		const struct dup_term *term = x->ranked[i->term];
		double scale = view.scale[dup_groups[term->stream]];
		double share = scale * (double)i->weight * (double)j->weight / norm;
		bool concept = term->stream == DUP_CONCEPT;

		/* What the text seems to do counts only where a body did not say it. */
		out->function |= term->function && !(concept && declared);
		out->object |= term->object && is_telling(x, term);
		if (dup_groups[term->stream] != DUP_GROUP_CODE && share > out->word)
			out->word = share;
		vec_push(a, &out->evidence,
			 (struct dup_evidence){
				 .term = term->name,
				 .share = share,
				 .entries = term->entries,
			 });
	}
}
