/* The type of a plain scalar by the core schema (10.3.2), written as JSON would. */
#include "checker/doc/yaml_internal.h"

#include <string.h>

static const struct word {
	struct str text;
	enum node_type type;
	bool truth;
} words[] = {
	{ STR_INIT("null"), NODE_NULL, false },	 { STR_INIT("Null"), NODE_NULL, false },
	{ STR_INIT("NULL"), NODE_NULL, false },	 { STR_INIT("~"), NODE_NULL, false },
	{ STR_INIT("true"), NODE_BOOL, true },	 { STR_INIT("True"), NODE_BOOL, true },
	{ STR_INIT("TRUE"), NODE_BOOL, true },	 { STR_INIT("false"), NODE_BOOL, false },
	{ STR_INIT("False"), NODE_BOOL, false }, { STR_INIT("FALSE"), NODE_BOOL, false },
};

static const struct str not_json[] = {
	STR_INIT(".inf"), STR_INIT(".Inf"), STR_INIT(".INF"),
	STR_INIT(".nan"), STR_INIT(".NaN"), STR_INIT(".NAN"),
};

static bool resolve_word(struct str s, struct node *out)
{
	if (s.n == 0 || s.n > 5 || !strchr("nNtTfF~", s.p[0]))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eq(s, words[i].text)) {
			out->type = (uint8_t)words[i].type;
			out->truth = words[i].truth;
			return true;
		}
	return false;
}

static size_t count_digits(struct str s, size_t from)
{
	size_t i = from;

	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i - from;
}

/* The parts of [-+]? digits? (. digits?)? ([eE] [-+]? digits)? */
struct parts {
	bool negative, point;
	struct str whole, fraction, exponent;
};

static bool split(struct str s, struct parts *parts)
{
	size_t i = s.p[0] == '-' || s.p[0] == '+', n = count_digits(s, i);

	*parts = (struct parts){ .negative = s.p[0] == '-', .whole = { s.p + i, n } };
	i += n;
	if (i < s.n && s.p[i] == '.') {
		parts->point = true;
		n = count_digits(s, ++i);
		parts->fraction = (struct str){ s.p + i, n };
		i += n;
	}
	if (parts->whole.n + parts->fraction.n == 0)
		return false;
	if (i < s.n && (s.p[i] | 0x20) == 'e') {
		size_t from = i++;

		i += i < s.n && (s.p[i] == '-' || s.p[i] == '+');
		n = count_digits(s, i);
		if (n == 0)
			return false;
		i += n;
		parts->exponent = (struct str){ s.p + from, i - from };
	}
	return i == s.n;
}

/* Without a plus and leading zeros, with digits on both sides of the point. */
static struct str as_json(struct arena *a, struct str s, struct parts *parts)
{
	struct str whole = parts->whole;

	while (whole.n > 1 && whole.p[0] == '0')
		whole = str_sub(whole, 1, whole.n);
	if (whole.n == parts->whole.n && whole.n && s.p[0] != '+' &&
	    (!parts->point || parts->fraction.n))
		return s;
	return arena_printf(a, "%s%.*s%s%.*s%s%.*s", parts->negative ? "-" : "",
			    STR_FMT(whole.n ? whole : STR("0")), parts->point ? "." : "",
			    STR_FMT(parts->fraction),
			    parts->point && parts->fraction.n == 0 ? "0" : "",
			    STR_FMT(parts->exponent));
}

static bool resolve_decimal(struct yaml *y, struct str s, struct node *out)
{
	struct parts parts;

	if (!split(s, &parts))
		return false;
	s = as_json(y->r->arena, s, &parts);
	out->type = NODE_NUMBER;
	out->whole = !parts.point && parts.exponent.n == 0;
	out->text = s.p;
	out->text_n = (uint32_t)s.n;
	reader_number_fits(y->r, s, out->at);
	return true;
}

/* 0o17 and 0x1F. */
static bool resolve_radix(struct yaml *y, struct str s, struct node *out)
{
	unsigned radix = s.p[1] == 'o' ? 8 : 16;
	uint64_t value = 0;
	bool large = false;

	for (size_t i = 2; i < s.n; i++) {
		char c = s.p[i], lower = (char)(c | 0x20);
		unsigned digit = 16;

		if (c >= '0' && c <= '9')
			digit = (unsigned)(c - '0');
		else if (lower >= 'a' && lower <= 'f')
			digit = (unsigned)(lower - 'a' + 10);
		if (digit >= radix)
			return false;
		large |= value > (UINT64_MAX - digit) / radix;
		value = value * radix + digit;
	}
	if (large)
		reader_fault_on(y->r, FAULT_NUMBER_RADIX, out->at, reader_quote(y->r, s),
				mtext_same(STR("")));
	s = arena_printf(y->r->arena, "%llu", (unsigned long long)value);
	out->type = NODE_NUMBER;
	out->whole = true;
	out->text = s.p;
	out->text_n = (uint32_t)s.n;
	return true;
}

static bool resolve_number(struct yaml *y, struct str s, struct node *out)
{
	struct str unsigned_part = str_sub(s, s.p[0] == '-' || s.p[0] == '+', s.n);

	if (s.n > 2 && s.p[0] == '0' && (s.p[1] == 'o' || s.p[1] == 'x'))
		return resolve_radix(y, s, out);
	for (size_t i = 0; i < ARRAY_LEN(not_json); i++)
		if ((i < 3 || unsigned_part.n == s.n) && str_eq(unsigned_part, not_json[i])) {
			reader_fault_on(y->r, FAULT_NOT_JSON, out->at, mtext_same(s),
					mtext_same(STR("")));
			return true;
		}
	return resolve_decimal(y, s, out);
}

void yaml_resolve(struct yaml *y, const struct scalar *s, struct node *out)
{
	*out = (struct node){ .type = NODE_NULL, .at = (uint32_t)yaml_offset(y, s->start) };
	if (s->lines)
		vec_push(y->r->arena, &y->r->doc->longs,
			 (struct doc_long){ .at = out->at,
					    .end = (uint32_t)yaml_offset(y, y->p),
					    .indent = s->indent });
	if (s->plain && !s->lines) {
		if (resolve_word(s->text, out))
			return;
		if (strchr("+-.0123456789", s->text.p[0]) && resolve_number(y, s->text, out))
			return;
	}
	out->type = NODE_STRING;
	out->text = s->text.p;
	out->text_n = (uint32_t)s->text.n;
}
