#include "checker/cel/cel_internal.h"

#include "checker/base/strbuf.h"

#include <math.h>

double cel_double_of(struct arena *a, struct str lexeme)
{
	struct node n = { .type = NODE_NUMBER };
	bool minus = lexeme.n && lexeme.p[0] == '-';

	if (lexeme.n && (minus || lexeme.p[0] == '+'))
		lexeme = str_sub(lexeme, 1, lexeme.n);
	/* The reader of numbers is JSON's: a digit must stand before the point. */
	if (lexeme.n && lexeme.p[0] == '.')
		lexeme = arena_printf(a, "0%.*s", STR_FMT(lexeme));
	n.text = lexeme.p;
	n.text_n = (uint32_t)lexeme.n;
	return minus ? -node_double(&n) : node_double(&n);
}

/* The shortest text that reads back as the same number. */
struct str cel_double_text(struct arena *a, double d)
{
	struct str s = { NULL, 0 };

	if (isnan(d))
		return STR("NaN");
	if (isinf(d))
		return d > 0 ? STR("Infinity") : STR("-Infinity");
	for (int digits = 15; digits <= 17; digits++) {
		s = arena_printf(a, "%.*g", digits, d);
		if (cel_double_of(a, s) == d)
			break;
	}
	return s;
}

static void append(struct strbuf *b, struct arena *a, struct cel_value v);

static void append_items(struct strbuf *b, struct arena *a, struct cel_value v)
{
	for (size_t i = 0; i < cel_size(v) && !b->overflow; i++) {
		if (i)
			strbuf_str(b, STR(", "));
		if (v.kind == CEL_MAP) {
			append(b, a, cel_map_key(v, i));
			strbuf_str(b, STR(": "));
			append(b, a, cel_map_value(v, i));
		} else {
			append(b, a, cel_item(v, i));
		}
	}
}

/* Recursion follows the nesting of values: documents and expressions have limits for it. */
static void append(struct strbuf *b, struct arena *a, struct cel_value v)
{
	switch (v.kind) {
	case CEL_NULL:
		strbuf_str(b, STR("null"));
		break;
	case CEL_BOOL:
		strbuf_str(b, v.truth ? STR("true") : STR("false"));
		break;
	case CEL_INT:
		strbuf_printf(b, "%lld", (long long)v.i);
		break;
	case CEL_UINT:
		strbuf_printf(b, "%llu", (unsigned long long)v.u);
		break;
	case CEL_DOUBLE:
		strbuf_str(b, cel_double_text(a, v.d));
		break;
	case CEL_STRING:
	case CEL_TYPE:
	case CEL_ERROR:
		strbuf_str(b, v.s);
		break;
	case CEL_BYTES:
		strbuf_str(b, hash_hex(a, (const unsigned char *)v.s.p, v.s.n));
		break;
	case CEL_LIST:
	case CEL_MAP:
		append_items(b, a, v);
		break;
	case CEL_TIMESTAMP:
	case CEL_DURATION:
		strbuf_str(b, cel_time_text(a, v));
		break;
	case CEL_OPTIONAL:
		if (v.optional)
			append(b, a, *v.optional);
		break;
	case CEL_DYN:
	case CEL_OBJECT:
	case CEL_LATE:
		break;
	}
}

struct str cel_text(struct arena *a, struct cel_value v)
{
	AUTO_STRBUF b;

	strbuf_init(&b, CEL_TEXT_MAX);
	if (v.kind == CEL_STRING)
		return v.s;
	append(&b, a, v);
	return arena_str(a, strbuf_view(&b));
}

struct str cel_brief(struct arena *a, struct cel_value v)
{
	size_t n = 80;

	if (v.kind > CEL_STRING)
		return cel_kind_name(v.kind);
	if (v.kind != CEL_STRING)
		return cel_text(a, v);
	if (v.s.n <= n)
		return v.s;
	while (n && ((unsigned char)v.s.p[n] & 0xC0) == 0x80)
		n--;
	return str_sub(v.s, 0, n);
}
