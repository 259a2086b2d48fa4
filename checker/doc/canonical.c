#include "checker/doc/doc_internal.h"

#include "checker/base/strbuf.h"

#include <stdlib.h>
#include <string.h>

/* Integers up to this many digits are written out, as JavaScript does. */
enum { PLAIN_DIGITS = 21, PLAIN_ZEROS = 6 };

static bool equal_objects(const struct node *a, const struct node *b)
{
	for (uint32_t i = 0; i < a->count; i++) {
		const struct node *other = node_get(b, member_key(&a->members[i]));

		if (!other || !node_equal(&a->members[i].value, other))
			return false;
	}
	return true;
}

bool node_equal(const struct node *a, const struct node *b)
{
	if (a->type != b->type || a->count != b->count)
		return false;
	switch ((enum node_type)a->type) {
	case NODE_NULL:
		return true;
	case NODE_BOOL:
		return a->truth == b->truth;
	case NODE_NUMBER:
		return node_number_cmp(a, b) == 0;
	case NODE_STRING:
		return str_eq(node_str(a), node_str(b));
	case NODE_ARRAY:
		for (uint32_t i = 0; i < a->count; i++)
			if (!node_equal(&a->items[i], &b->items[i]))
				return false;
		return true;
	case NODE_OBJECT:
		return equal_objects(a, b);
	}
	return false;
}

static void put_zeros(struct strbuf *b, int64_t n)
{
	while (n-- > 0)
		strbuf_byte(b, '0');
}

/* The next `n` significant digits. */
static void put_digits(struct strbuf *b, struct decimal *d, size_t n)
{
	while (n-- > 0)
		strbuf_byte(b, decimal_next(d));
}

static void put_fraction(struct strbuf *b, struct decimal *d)
{
	if (d->digits) {
		strbuf_byte(b, '.');
		put_digits(b, d, d->digits);
	}
}

static void put_number(struct strbuf *b, struct str lexeme)
{
	struct decimal d = decimal_of(lexeme);
	int64_t exponent = d.exponent;

	if (d.negative)
		strbuf_byte(b, '-');
	if (d.digits == 0) {
		strbuf_byte(b, '0');
	} else if (exponent > 0 && exponent <= PLAIN_DIGITS) {
		int64_t whole = exponent < (int64_t)d.digits ? exponent : (int64_t)d.digits;

		put_digits(b, &d, (size_t)whole);
		put_zeros(b, exponent - whole);
		put_fraction(b, &d);
	} else if (exponent <= 0 && exponent > -PLAIN_ZEROS) {
		strbuf_str(b, STR("0."));
		put_zeros(b, -exponent);
		put_digits(b, &d, d.digits);
	} else {
		put_digits(b, &d, 1);
		put_fraction(b, &d);
		strbuf_printf(b, "e%+lld", (long long)(exponent - 1));
	}
}

static void put_string(struct strbuf *b, struct str s)
{
	static const char short_form[] = "\bb\tt\nn\ff\rr";
	size_t plain = 0;

	strbuf_byte(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		const char *form;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		strbuf_bytes(b, s.p + plain, i - plain);
		plain = i + 1;
		form = c && c < 0x20 ? strchr(short_form, c) : NULL;
		if (c >= 0x20)
			strbuf_printf(b, "\\%c", c);
		else if (form)
			strbuf_printf(b, "\\%c", form[1]);
		else
			strbuf_printf(b, "\\u%04x", c);
	}
	strbuf_bytes(b, s.p + plain, s.n - plain);
	strbuf_byte(b, '"');
}

static int member_cmp(const void *a, const void *b)
{
	const struct member *const *x = a, *const *y = b;

	return node_key_cmp(*x, *y);
}

/* The members by key: from the index, or sorted into `few`. */
static void sort_members(const struct node *n, const struct member **few)
{
	for (uint32_t i = 0; i < n->count; i++)
		few[i] = &n->members[i];
	if (n->count)
		qsort(few, n->count, sizeof(*few), member_cmp);
}

static void put_node(struct strbuf *b, const struct node *n);

static void put_object(struct strbuf *b, const struct node *n)
{
	const struct member *few[INDEX_ABOVE];
	const uint32_t *index = n->count > INDEX_ABOVE ? node_index(n) : NULL;

	if (!index)
		sort_members(n, few);
	strbuf_byte(b, '{');
	for (uint32_t i = 0; i < n->count; i++) {
		const struct member *m = index ? &n->members[index[i]] : few[i];

		if (i)
			strbuf_byte(b, ',');
		put_string(b, member_key(m));
		strbuf_byte(b, ':');
		put_node(b, &m->value);
	}
	strbuf_byte(b, '}');
}

static void put_array(struct strbuf *b, const struct node *n)
{
	strbuf_byte(b, '[');
	for (uint32_t i = 0; i < n->count; i++) {
		if (i)
			strbuf_byte(b, ',');
		put_node(b, &n->items[i]);
	}
	strbuf_byte(b, ']');
}

static void put_node(struct strbuf *b, const struct node *n)
{
	switch ((enum node_type)n->type) {
	case NODE_NULL:
		strbuf_str(b, STR("null"));
		break;
	case NODE_BOOL:
		strbuf_str(b, n->truth ? STR("true") : STR("false"));
		break;
	case NODE_NUMBER:
		put_number(b, node_str(n));
		break;
	case NODE_STRING:
		put_string(b, node_str(n));
		break;
	case NODE_ARRAY:
		put_array(b, n);
		break;
	case NODE_OBJECT:
		put_object(b, n);
		break;
	}
}

struct str node_canonical(struct arena *a, const struct node *n)
{
	AUTO_STRBUF b;

	strbuf_init(&b, SIZE_MAX);
	put_node(&b, n);
	return arena_str(a, strbuf_view(&b));
}

struct sha256 node_hash(const struct node *n)
{
	AUTO_STRBUF b;

	strbuf_init(&b, SIZE_MAX);
	put_node(&b, n);
	return hash_sha256(strbuf_view(&b));
}
