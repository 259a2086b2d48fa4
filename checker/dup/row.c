#include "checker/dup/dup_internal.h"

#include "checker/base/strbuf.h"

#include <math.h>
#include <string.h>

/*
 * A packed row: a byte of languages and whether functions are declared; a byte that says which
 * streams it has; of each its scale, four bytes; the count of terms; then the terms by rising
 * number, each as what it is above the one before, doubled, odd when a count follows that is
 * not one. Numbers are little endian groups of seven bits, the last without its top bit.
 */
enum { HAS_FUNCTIONS = 1 << LANG_COUNT };

static void put_number(struct strbuf *b, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		strbuf_byte(b, (char)(n | 0x80));
	strbuf_byte(b, (char)n);
}

static void put_scale(struct strbuf *b, float scale)
{
	uint32_t bits;

	memcpy(&bits, &scale, sizeof(bits));
	for (int i = 0; i < 4; i++)
		strbuf_byte(b, (char)(bits >> 8 * i));
}

struct str dup_row_pack(struct arena *a, const struct dup_row *row)
{
	AUTO_STRBUF b;
	unsigned streams = 0;
	uint32_t before = 0;

	strbuf_init(&b, SIZE_MAX);
	for (enum dup_stream s = 0; s < DUP_STREAMS; s++)
		streams |= (unsigned)(row->scale[s] > 0) << s;
	strbuf_byte(&b, (char)(row->languages | (row->has_functions ? HAS_FUNCTIONS : 0)));
	strbuf_byte(&b, (char)streams);
	for (enum dup_stream s = 0; s < DUP_STREAMS; s++)
		if (row->scale[s] > 0)
			put_scale(&b, row->scale[s]);
	put_number(&b, row->n);
	for (uint32_t i = 0; i < row->n; i++) {
		bool counted = row->items[i].count != DUP_COUNT_ONE;

		put_number(&b, (uint64_t)(row->items[i].term->number - before) << 1 | counted);
		if (counted)
			put_number(&b, row->items[i].count);
		before = row->items[i].term->number;
	}
	return arena_str(a, strbuf_view(&b));
}

static bool take_number(struct dup_unpack *u, uint64_t *n)
{
	const unsigned char *p = u->p;

	*n = 0;
	for (unsigned shift = 0; p < u->end && shift < 42; shift += 7) {
		unsigned char c = *p++;

		*n |= (uint64_t)(c & 0x7F) << shift;
		if (!(c & 0x80)) {
			u->p = p;
			return true;
		}
	}
	return false;
}

static bool take_scale(struct dup_unpack *u, float *scale)
{
	uint32_t bits = 0;

	if (u->end - u->p < 4)
		return false;
	for (int i = 0; i < 4; i++)
		bits |= (uint32_t)*u->p++ << 8 * i;
	memcpy(scale, &bits, sizeof(bits));
	return isfinite(*scale) && *scale > 0;
}

bool dup_unpack_open(struct dup_unpack *u, struct str packed, struct dup_head *head)
{
	unsigned streams;

	*u = (struct dup_unpack){ .p = (const unsigned char *)packed.p, .first = true };
	u->end = u->p + packed.n;
	*head = (struct dup_head){ 0 };
	if (packed.n < 2)
		return false;
	head->languages = u->p[0] & (HAS_FUNCTIONS - 1);
	head->has_functions = u->p[0] & HAS_FUNCTIONS;
	streams = u->p[1];
	u->p += 2;
	for (enum dup_stream s = 0; s < DUP_STREAMS; s++)
		if (streams >> s & 1 && !take_scale(u, &head->scale[s]))
			return false;
	return streams >> DUP_STREAMS == 0 && take_number(u, &u->left) &&
	       u->left <= SPACE_ROW_TERMS;
}

bool dup_unpack_next(struct dup_unpack *u)
{
	uint64_t step;

	if (u->left == 0 || !take_number(u, &step) || (step >> 1 == 0 && !u->first))
		return false;
	u->term += step >> 1;
	u->count = DUP_COUNT_ONE;
	u->first = false;
	if (step & 1 && (!take_number(u, &u->count) || u->count > UINT32_MAX))
		return false;
	u->left--;
	return true;
}

bool dup_row_unpack(const struct dup_index *x, struct arena *a, struct str packed,
		    struct dup_head *head, struct space_row *row)
{
	struct dup_unpack u;
	uint32_t *terms, n = 0;
	uint16_t *weights;

	if (!dup_unpack_open(&u, packed, head))
		return false;
	terms = arena_raw(a, u.left, sizeof(*terms));
	weights = arena_raw(a, u.left, sizeof(*weights));
	while (dup_unpack_next(&u)) {
		const struct dup_term *known;
		double weight;

		if (u.term >= x->numbered.n)
			return false;
		known = x->numbered.at[u.term];
		if (!known)
			continue;
		weight = dup_term_weight(known, (uint32_t)u.count) *
			 (double)head->scale[known->stream];
		terms[n] = (uint32_t)u.term;
		weights[n++] = (uint16_t)fmin(weight * SPACE_ONE + 0.5, SPACE_ONE);
	}
	*row = (struct space_row){
		.terms = terms, .weights = weights, .n = n, .kind = (uint8_t)head->languages
	};
	return u.left == 0 && u.p == u.end;
}
