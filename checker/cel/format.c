#include "checker/cel/cel_internal.h"

#include "checker/base/strbuf.h"
#include "checker/text/text.h"

#include <math.h>
#include <stdlib.h>

/* "…".format([…]): one clause at a time. */
struct formatter {
	struct cel_run *run;
	struct strbuf out;
	int precision;	/* of the clause; -1 when none is written */
	struct str why; /* the failed clause's error; out of steps when it has no text */
};

static bool refuse(struct formatter *f, const char *wants, struct cel_value v)
{
	f->why = arena_printf(f->run->arena, "format: %s, not %.*s", wants,
			      STR_FMT(cel_kind_name(v.kind)));
	return false;
}

static bool put_value(struct formatter *f, struct cel_value v);

static int entry_order(const void *a, const void *b)
{
	return str_cmp(a, b);
}

/* Keys in the order of their text, so that equal maps read alike. */
static bool put_map(struct formatter *f, struct cel_value map)
{
	size_t n = cel_size(map);
	struct keyed {
		struct str text;
		struct cel_value value;
	} *at = arena_alloc(f->run->arena, n, sizeof(*at));

	for (size_t i = 0; i < n; i++) {
		at[i].text = cel_text(f->run->arena, cel_map_key(map, i));
		at[i].value = cel_map_value(map, i);
	}
	if (n)
		qsort(at, n, sizeof(*at), entry_order);
	strbuf_byte(&f->out, '{');
	for (size_t i = 0; i < n; i++) {
		strbuf_str(&f->out, i ? STR(", ") : STR(""));
		strbuf_str(&f->out, at[i].text);
		strbuf_str(&f->out, STR(": "));
		if (!put_value(f, at[i].value))
			return false;
	}
	strbuf_byte(&f->out, '}');
	return true;
}

static bool put_list(struct formatter *f, struct cel_value list)
{
	strbuf_byte(&f->out, '[');
	for (size_t i = 0; i < cel_size(list); i++) {
		strbuf_str(&f->out, i ? STR(", ") : STR(""));
		if (!put_value(f, cel_item(list, i)))
			return false;
	}
	strbuf_byte(&f->out, ']');
	return true;
}

/* %s. Recursion follows the nesting of values. */
static bool put_value(struct formatter *f, struct cel_value v)
{
	size_t bad;

	if (!cel_charge(f->run, 1 + cel_size(v))) {
		f->why = (struct str){ NULL, 0 };
		return false;
	}
	if (v.kind == CEL_LIST)
		return put_list(f, v);
	if (v.kind == CEL_MAP)
		return put_map(f, v);
	if (v.kind != CEL_BYTES)
		strbuf_str(&f->out, cel_text(f->run->arena, v));
	else if (text_valid(v.s, &bad))
		strbuf_str(&f->out, v.s);
	else
		return refuse(f, "%s wants UTF-8 text", v);
	return true;
}

static bool put_special(struct formatter *f, struct cel_value v)
{
	if (v.kind != CEL_DOUBLE || isfinite(v.d))
		return false;
	strbuf_str(&f->out, cel_double_text(f->run->arena, v.d));
	return true;
}

static bool put_decimal(struct formatter *f, struct cel_value v)
{
	if (put_special(f, v))
		return true;
	if (v.kind != CEL_INT && v.kind != CEL_UINT)
		return refuse(f, "%d wants an integer", v);
	strbuf_str(&f->out, cel_text(f->run->arena, v));
	return true;
}

static bool put_real(struct formatter *f, struct cel_value v, bool exponent)
{
	int precision = f->precision < 0 ? 6 : f->precision;
	double d = v.kind == CEL_INT ? (double)v.i : v.kind == CEL_UINT ? (double)v.u : v.d;

	if (put_special(f, v))
		return true;
	if (!cel_is_number(v.kind))
		return refuse(f, exponent ? "%e wants a number" : "%f wants a number", v);
	if (exponent)
		strbuf_printf(&f->out, "%.*e", precision, d);
	else
		strbuf_printf(&f->out, "%.*f", precision, d);
	return true;
}

static void put_digits(struct formatter *f, uint64_t u, unsigned bits, bool upper)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char text[64];
	size_t n = sizeof(text);

	do {
		text[--n] = digits[u & ((1U << bits) - 1)];
		u >>= bits;
	} while (u);
	strbuf_bytes(&f->out, text + n, sizeof(text) - n);
}

/* Integers in base 2, 8 or 16. */
static bool put_bits(struct formatter *f, struct cel_value v, unsigned bits, bool upper)
{
	uint64_t u = v.u;

	if (v.kind == CEL_BOOL && bits == 1) {
		u = v.truth;
	} else if (v.kind == CEL_INT && v.i < 0) {
		strbuf_byte(&f->out, '-');
		u = 0 - u;
	} else if (v.kind != CEL_INT && v.kind != CEL_UINT) {
		return refuse(f, "%b, %o and %x want an integer", v);
	}
	put_digits(f, u, bits, upper);
	return true;
}

static bool put_hex(struct formatter *f, struct cel_value v, bool upper)
{
	if (v.kind != CEL_STRING && v.kind != CEL_BYTES)
		return put_bits(f, v, 4, upper);
	for (size_t i = 0; i < v.s.n && !f->out.overflow; i++)
		strbuf_printf(&f->out, upper ? "%02X" : "%02x", (unsigned char)v.s.p[i]);
	return true;
}

static bool put_clause(struct formatter *f, char clause, struct cel_value v)
{
	switch (clause) {
	case 's':
		return put_value(f, v);
	case 'd':
		return put_decimal(f, v);
	case 'f':
	case 'e':
		return put_real(f, v, clause == 'e');
	case 'b':
		return put_bits(f, v, 1, false);
	case 'o':
		return put_bits(f, v, 3, false);
	case 'x':
	case 'X':
		return put_hex(f, v, clause == 'X');
	}
	f->why = arena_printf(f->run->arena, "format: there is no clause %%%c", clause);
	return false;
}

/* Reads ".3" off the pattern; false when it is no precision up to 60. */
static bool take_precision(struct formatter *f, struct str *rest)
{
	f->precision = -1;
	if (!rest->n || rest->p[0] != '.')
		return true;
	*rest = str_sub(*rest, 1, rest->n);
	for (f->precision = 0; rest->n && rest->p[0] >= '0' && rest->p[0] <= '9';
	     *rest = str_sub(*rest, 1, rest->n)) {
		f->precision = f->precision * 10 + (rest->p[0] - '0');
		if (f->precision > 60)
			return false;
	}
	return true;
}

static bool put_all(struct formatter *f, struct str pattern, struct cel_value args)
{
	struct str rest = pattern, plain;
	size_t next = 0;

	while (!f->out.overflow && str_cut(&plain, &rest, '%')) {
		strbuf_str(&f->out, plain);
		if (plain.p + plain.n == pattern.p + pattern.n)
			break;
		if (rest.n && rest.p[0] == '%') {
			strbuf_byte(&f->out, '%');
			rest = str_sub(rest, 1, rest.n);
			continue;
		}
		if (!take_precision(f, &rest) || !rest.n || rest.p[0] < ' ' ||
		    rest.p[0] > '~') {
			f->why = STR("format: '%' without a clause");
			return false;
		}
		if (next >= cel_size(args)) {
			f->why = arena_printf(f->run->arena, "format: no value with index %zu",
					      next);
			return false;
		}
		if (!put_clause(f, rest.p[0], cel_item(args, next++)))
			return false;
		rest = str_sub(rest, 1, rest.n);
	}
	return true;
}

static struct cel_value format(struct cel_run *run, const struct cel_value *args, size_t n)
{
	struct formatter f = { .run = run };
	struct cel_value v = { .kind = CEL_STRING };

	(void)n;
	if (!cel_charge(run, args[0].s.n / 16))
		return cel_exhausted();
	strbuf_init(&f.out, CEL_TEXT_MAX);
	if (!put_all(&f, args[0].s, args[1]))
		v = f.why.p ? (struct cel_value){ .kind = CEL_ERROR, .s = f.why }
			    : cel_exhausted();
	else if (f.out.overflow)
		v = cel_error(run, "text longer than %d bytes", CEL_TEXT_MAX);
	else if (!cel_charge(run, f.out.n / 64))
		v = cel_exhausted();
	else
		v.s = arena_str(run->arena, strbuf_view(&f.out));
	strbuf_release(&f.out);
	return v;
}

const struct cel_overload cel_format_table[] = {
	{ STR_INIT("format"), true, "sl", 's', format },
	{ .name = { NULL, 0 } },
};
