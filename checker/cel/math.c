#include "checker/cel/cel_internal.h"

#include <math.h>

/* The number that `order` of every other says is first; NaN is never chosen over a number. */
static struct cel_value choose(struct cel_run *run, const struct cel_value *at, size_t n,
			       int order)
{
	struct cel_value best = { .kind = CEL_NULL };

	for (size_t i = 0; i < n; i++) {
		int is;

		if (!cel_is_number(at[i].kind))
			return cel_error(run, "no such overload: %.*s is no number",
					 STR_FMT(cel_kind_name(at[i].kind)));
		if (i == 0 || (cel_compare(&at[i], &best, &is) && is == order))
			best = at[i];
	}
	return n ? best : cel_error(run, "an empty list has no greatest and no least");
}

static struct cel_value choose_in_list(struct cel_run *run, struct cel_value list, int order)
{
	size_t n = cel_size(list);
	struct cel_value *at;

	if (!cel_charge(run, n))
		return cel_exhausted();
	at = ARENA_ARRAY(run->arena, struct cel_value, n);
	for (size_t i = 0; i < n; i++)
		at[i] = cel_item(list, i);
	return choose(run, at, n, order);
}

static struct cel_value greatest(struct cel_run *run, const struct cel_value *args, size_t n)
{
	return n == 1 && args[0].kind == CEL_LIST ? choose_in_list(run, args[0], 1)
						  : choose(run, args, n, 1);
}

static struct cel_value least(struct cel_run *run, const struct cel_value *args, size_t n)
{
	return n == 1 && args[0].kind == CEL_LIST ? choose_in_list(run, args[0], -1)
						  : choose(run, args, n, -1);
}

static struct cel_value absolute(struct cel_run *run, const struct cel_value *args, size_t n)
{
	struct cel_value v = args[0];

	(void)n;
	if (v.kind == CEL_DOUBLE)
		return cel_of_double(fabs(v.d));
	if (v.kind == CEL_INT && v.i < 0)
		return cel_negate(run, v);
	return v;
}

static struct cel_value sign(struct cel_run *run, const struct cel_value *args, size_t n)
{
	struct cel_value v = args[0];

	(void)run;
	(void)n;
	if (v.kind == CEL_INT)
		return cel_of_int((v.i > 0) - (v.i < 0));
	if (v.kind == CEL_UINT)
		return cel_of_uint(v.u > 0);
	return isnan(v.d) ? v : cel_of_double((double)((v.d > 0) - (v.d < 0)));
}

#define OF_DOUBLE(name, make, expression)                                               \
	static struct cel_value name(struct cel_run *run, const struct cel_value *args, \
				     size_t n)                                          \
	{                                                                               \
		double d = args[0].d;                                                   \
                                                                                        \
		(void)run;                                                              \
		(void)n;                                                                \
		return make(expression);                                                \
	}

OF_DOUBLE(ceiling, cel_of_double, ceil(d))
OF_DOUBLE(flooring, cel_of_double, floor(d))
OF_DOUBLE(rounded, cel_of_double, round(d))
OF_DOUBLE(truncated, cel_of_double, trunc(d))
OF_DOUBLE(root, cel_of_double, d < 0 ? (double)NAN : sqrt(d))
OF_DOUBLE(is_nan, cel_of_bool, isnan(d))
OF_DOUBLE(is_infinite, cel_of_bool, isinf(d))
OF_DOUBLE(is_finite, cel_of_bool, isfinite(d))

static struct cel_value root_of_whole(struct cel_run *run, const struct cel_value *args,
				      size_t n)
{
	struct cel_value d =
		cel_of_double(args[0].kind == CEL_INT ? (double)args[0].i : (double)args[0].u);

	return root(run, &d, n);
}

/* The bits of an int are those of the uint beside it in the union. */
static struct cel_value with_bits(struct cel_value like, uint64_t bits)
{
	return like.kind == CEL_UINT ? cel_of_uint(bits) : cel_of_int((int64_t)bits);
}

static struct cel_value bit_and(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)run;
	(void)n;
	return with_bits(args[0], args[0].u & args[1].u);
}

static struct cel_value bit_or(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)run;
	(void)n;
	return with_bits(args[0], args[0].u | args[1].u);
}

static struct cel_value bit_xor(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)run;
	(void)n;
	return with_bits(args[0], args[0].u ^ args[1].u);
}

static struct cel_value bit_not(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)run;
	(void)n;
	return with_bits(args[0], ~args[0].u);
}

static struct cel_value shift(struct cel_run *run, const struct cel_value *args, bool left)
{
	int64_t by = args[1].i;

	if (by < 0)
		return cel_error(run, "negative shift: %lld", (long long)by);
	if (by > 63)
		return with_bits(args[0], 0);
	return with_bits(args[0], left ? args[0].u << by : args[0].u >> by);
}

static struct cel_value shift_left(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	return shift(run, args, true);
}

static struct cel_value shift_right(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	return shift(run, args, false);
}

/* As many arguments as a call may have. */
#define MANY "................................"
_Static_assert(sizeof(MANY) == CEL_ARGS, "a letter for each argument");

const struct cel_overload cel_math_table[] = {
	{ STR_INIT("math.greatest"), false, MANY, '.', greatest, .fewer = true },
	{ STR_INIT("math.least"), false, MANY, '.', least, .fewer = true },
	{ STR_INIT("math.abs"), false, "i", 'i', absolute },
	{ STR_INIT("math.abs"), false, "u", 'u', absolute },
	{ STR_INIT("math.abs"), false, "d", 'd', absolute },
	{ STR_INIT("math.sign"), false, "i", 'i', sign },
	{ STR_INIT("math.sign"), false, "u", 'u', sign },
	{ STR_INIT("math.sign"), false, "d", 'd', sign },
	{ STR_INIT("math.ceil"), false, "d", 'd', ceiling },
	{ STR_INIT("math.floor"), false, "d", 'd', flooring },
	{ STR_INIT("math.round"), false, "d", 'd', rounded },
	{ STR_INIT("math.trunc"), false, "d", 'd', truncated },
	{ STR_INIT("math.sqrt"), false, "d", 'd', root },
	{ STR_INIT("math.sqrt"), false, "i", 'd', root_of_whole },
	{ STR_INIT("math.sqrt"), false, "u", 'd', root_of_whole },
	{ STR_INIT("math.isNaN"), false, "d", 'b', is_nan },
	{ STR_INIT("math.isInf"), false, "d", 'b', is_infinite },
	{ STR_INIT("math.isFinite"), false, "d", 'b', is_finite },
	{ STR_INIT("math.bitAnd"), false, "ii", 'i', bit_and },
	{ STR_INIT("math.bitAnd"), false, "uu", 'u', bit_and },
	{ STR_INIT("math.bitOr"), false, "ii", 'i', bit_or },
	{ STR_INIT("math.bitOr"), false, "uu", 'u', bit_or },
	{ STR_INIT("math.bitXor"), false, "ii", 'i', bit_xor },
	{ STR_INIT("math.bitXor"), false, "uu", 'u', bit_xor },
	{ STR_INIT("math.bitNot"), false, "i", 'i', bit_not },
	{ STR_INIT("math.bitNot"), false, "u", 'u', bit_not },
	{ STR_INIT("math.bitShiftLeft"), false, "ii", 'i', shift_left },
	{ STR_INIT("math.bitShiftLeft"), false, "ui", 'u', shift_left },
	{ STR_INIT("math.bitShiftRight"), false, "ii", 'i', shift_right },
	{ STR_INIT("math.bitShiftRight"), false, "ui", 'u', shift_right },
	{ .name = { NULL, 0 } },
};
