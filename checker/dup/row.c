#include "checker/dup/unpack_internal.h"

#include "checker/base/strbuf.h"

#include <math.h>
#include <string.h>

/*
 * A packed row: a byte of languages and whether functions are declared; a byte that says which
 * streams it has; of each its scale, four bytes; the count of terms; then the terms by rising
 * number, each as what it is above the one before, doubled, odd when a count follows that is
 * not one: four times the count, two more when the count from the title follows, one more when
 * that of what is the entry's own follows. Behind the terms the count of chunks, then their
 * hashes, four bytes each. Numbers are little endian groups of seven bits, the last without its
 * top bit.
 */
enum { HAS_FUNCTIONS = 1 << LANG_COUNT };

static void put_number(struct strbuf *b, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		strbuf_byte(b, (char)(n | 0x80));
	strbuf_byte(b, (char)n);
}

static void put_bits(struct strbuf *b, uint32_t bits)
{
	for (int i = 0; i < 4; i++)
		strbuf_byte(b, (char)(bits >> 8 * i));
}

static void put_scale(struct strbuf *b, float scale)
{
	uint32_t bits;

	memcpy(&bits, &scale, sizeof(bits));
	put_bits(b, bits);
}

static void put_head(struct strbuf *b, const struct dup_head *head)
{
	unsigned streams = 0;

	for (enum dup_stream s = 0; s < DUP_STREAMS; s++)
		streams |= (unsigned)(head->scale[s] > 0) << s;
	strbuf_byte(b, (char)(head->languages | (head->has_functions ? HAS_FUNCTIONS : 0)));
	strbuf_byte(b, (char)streams);
	for (enum dup_stream s = 0; s < DUP_STREAMS; s++)
		if (head->scale[s] > 0)
			put_scale(b, head->scale[s]);
}

struct str dup_row_pack(struct arena *a, const struct dup_row *row)
{
	AUTO_STRBUF b;
	struct dup_head head = { .languages = row->languages,
				 .has_functions = row->has_functions };
	uint32_t before = 0;

	strbuf_init(&b, SIZE_MAX);
	memcpy(head.scale, row->scale, sizeof(head.scale));
	put_head(&b, &head);
	put_number(&b, row->n);
	for (uint32_t i = 0; i < row->n; i++) {
		const struct dup_item *item = &row->items[i];
		bool shared = item->own != item->count;
		bool title = item->title > 0;
		bool counted = item->count != DUP_COUNT_ONE || title || shared;

		put_number(&b, (uint64_t)(item->term->number - before) << 1 | counted);
		if (counted)
			put_number(&b,
				   (uint64_t)item->count << 2 | (unsigned)title << 1 | shared);
		if (title)
			put_number(&b, item->title);
		if (shared)
			put_number(&b, item->own);
		before = item->term->number;
	}
	put_number(&b, row->chunks_n);
	for (uint32_t i = 0; i < row->chunks_n; i++)
		put_bits(&b, row->chunks[i]);
	return arena_str(a, strbuf_view(&b));
}

static bool take_long(struct dup_unpack *u, uint64_t *n)
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

/* Most have one byte or two. */
static inline bool take_number(struct dup_unpack *u, uint64_t *n)
{
	const unsigned char *p = u->p;

	if (u->end - p >= 2 && p[0] < 0x80) {
		*n = p[0];
		u->p = p + 1;
		return true;
	}
	if (u->end - p >= 2 && p[1] < 0x80) {
		*n = (p[0] & 0x7FU) | (uint64_t)p[1] << 7;
		u->p = p + 2;
		return true;
	}
	return take_long(u, n);
}

static bool take_bits(struct dup_unpack *u, uint32_t *bits)
{
	*bits = 0;
	if (u->end - u->p < 4)
		return false;
	for (int i = 0; i < 4; i++)
		*bits |= (uint32_t)*u->p++ << 8 * i;
	return true;
}

static bool take_scale(struct dup_unpack *u, float *scale)
{
	uint32_t bits;

	if (!take_bits(u, &bits))
		return false;
	memcpy(scale, &bits, sizeof(bits));
	return isfinite(*scale) && *scale > 0;
}

bool dup_unpack_open(struct dup_unpack *u, struct str packed, struct dup_head *head)
{
	unsigned streams;
	uint64_t left;

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
	if (streams >> DUP_STREAMS || !take_number(u, &left) || left > SPACE_ROW_TERMS)
		return false;
	u->left = (uint32_t)left;
	return true;
}

static bool take_counts(struct dup_unpack *u)
{
	uint64_t packed;

	if (!take_number(u, &packed) || packed >> 2 > UINT32_MAX)
		return false;
	u->count = u->own = packed >> 2;
	if (packed & 2 && (!take_number(u, &u->title) || u->title > u->count))
		return false;
	return !(packed & 1) || (take_number(u, &u->own) && u->own <= u->count);
}

bool dup_unpack_next(struct dup_unpack *u)
{
	uint64_t step;

	if (u->left == 0 || !take_number(u, &step) || (step >> 1 == 0 && !u->first))
		return false;
	u->term += step >> 1;
	u->count = u->own = DUP_COUNT_ONE;
	u->title = 0;
	u->first = false;
	if (step & 1 && !take_counts(u))
		return false;
	u->left--;
	return true;
}

bool dup_unpack_chunks(struct dup_unpack *u, struct arena *a, const uint32_t **chunks,
		       uint32_t *n)
{
	uint64_t count;
	uint32_t *out;

	if (u->left || !take_number(u, &count) || (size_t)(u->end - u->p) != count * 4)
		return false;
	out = arena_raw(a, count, sizeof(*out));
	for (*n = 0; *n < count; (*n)++)
		take_bits(u, &out[*n]);
	*chunks = out;
	return true;
}

static void put_term(struct strbuf *b, uint64_t step, uint64_t count)
{
	bool counted = count != DUP_COUNT_ONE;

	put_number(b, step << 1 | counted);
	if (counted)
		put_number(b, count << 2);
}

struct str dup_packed_lean(struct arena *a, struct str packed)
{
	AUTO_STRBUF b, terms;
	struct dup_unpack u;
	struct dup_head head;
	uint64_t before = 0, n = 0;

	strbuf_init(&b, SIZE_MAX);
	strbuf_init(&terms, SIZE_MAX);
	if (!dup_unpack_open(&u, packed, &head))
		return STR("");
	while (dup_unpack_next(&u)) {
		if (u.own == 0)
			continue;
		put_term(&terms, u.term - before, u.own);
		before = u.term;
		n++;
	}
	if (u.left)
		return STR("");
	put_head(&b, &head);
	put_number(&b, n);
	strbuf_str(&b, strbuf_view(&terms));
	put_number(&b, 0); /* chunks */
	return arena_str(a, strbuf_view(&b));
}

bool dup_row_unpack(const struct dup_index *x, struct arena *a, struct str packed,
		    struct dup_head *head, struct space_row *row)
{
	struct dup_unpack u;
	uint32_t *terms, n = 0, chunks_n;
	const uint32_t *chunks;
	uint16_t *weights;

	if (!dup_unpack_open(&u, packed, head))
		return false;
	terms = arena_raw(a, u.left, sizeof(*terms));
	weights = arena_raw(a, u.left, sizeof(*weights));
	while (dup_unpack_short(&u) || dup_unpack_next(&u)) {
		const struct dup_term *known;
		double weight;

		if (u.term >= x->numbered.n)
			return false;
		known = x->numbered.at[u.term];
		if (!known || u.own == 0)
			continue;
		weight = dup_term_weight(x, known, (uint32_t)u.own) *
			 (double)head->scale[known->stream];
		terms[n] = (uint32_t)u.term;
		weights[n++] = (uint16_t)fmin(weight * SPACE_ONE + 0.5, SPACE_ONE);
	}
	*row = (struct space_row){
		.terms = terms, .weights = weights, .n = n, .kind = (uint8_t)head->languages
	};
	return dup_unpack_chunks(&u, a, &chunks, &chunks_n);
}
