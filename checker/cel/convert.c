#include "checker/cel/cel_internal.h"
#include "checker/text/text.h"

#include <math.h>

static struct cel_value out_of_range(struct cel_run *run, const char *kind)
{
	return cel_error(run, "value is out of the range of %s", kind);
}

static struct cel_value no_conversion(struct cel_run *run, struct str s, const char *kind)
{
	if (s.n > 80)
		return cel_error(run, "text of %zu bytes is no %s", s.n, kind);
	return cel_error(run, "'%.*s' is no %s", STR_FMT(s), kind);
}

static struct cel_value same(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)run;
	(void)n;
	return args[0];
}

static struct cel_value type_of(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)run;
	(void)n;
	return cel_of_type(cel_kind_name(args[0].kind));
}

static struct cel_value size_of(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	if (args[0].kind == CEL_BYTES)
		return cel_of_int((int64_t)args[0].s.n);
	if (args[0].kind != CEL_STRING)
		return cel_of_int((int64_t)cel_size(args[0]));
	if (!cel_charge(run, args[0].s.n / 256))
		return cel_exhausted();
	return cel_of_int((int64_t)text_points(args[0].s));
}

/* Digits with an optional sign, and nothing else. */
static bool parse_whole(struct str s, bool *minus, uint64_t *out)
{
	*minus = s.n && s.p[0] == '-';
	if (s.n && (*minus || s.p[0] == '+'))
		s = str_sub(s, 1, s.n);
	*out = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' ||
		    __builtin_mul_overflow(*out, (uint64_t)10, out) ||
		    __builtin_add_overflow(*out, (uint64_t)(s.p[i] - '0'), out))
			return false;
	}
	return s.n > 0;
}

static struct cel_value int_of_text(struct cel_run *run, struct str s)
{
	bool minus;
	uint64_t u;

	if (!parse_whole(s, &minus, &u) || u > (uint64_t)INT64_MAX + minus)
		return no_conversion(run, s, "int");
	return cel_of_int(minus ? (int64_t)(0 - u) : (int64_t)u);
}

static struct cel_value to_int(struct cel_run *run, const struct cel_value *args, size_t n)
{
	struct cel_value v = args[0];

	(void)n;
	if (v.kind == CEL_STRING)
		return int_of_text(run, v.s);
	if (v.kind == CEL_UINT)
		return v.u <= INT64_MAX ? cel_of_int((int64_t)v.u) : out_of_range(run, "int");
	if (v.kind == CEL_TIMESTAMP)
		return cel_of_int(v.i);
	/* Both ends excluded: the nearest doubles are beyond the range. */
	if (v.kind == CEL_DOUBLE)
		return v.d > -9223372036854775808.0 && v.d < 9223372036854775808.0
			       ? cel_of_int((int64_t)v.d)
			       : out_of_range(run, "int");
	return v;
}

static struct cel_value to_uint(struct cel_run *run, const struct cel_value *args, size_t n)
{
	struct cel_value v = args[0];
	bool minus;
	uint64_t u;

	(void)n;
	if (v.kind == CEL_STRING)
		return parse_whole(v.s, &minus, &u) && !minus ? cel_of_uint(u)
							      : no_conversion(run, v.s, "uint");
	if (v.kind == CEL_INT)
		return v.i >= 0 ? cel_of_uint((uint64_t)v.i) : out_of_range(run, "uint");
	if (v.kind == CEL_DOUBLE)
		return v.d >= 0 && v.d < 18446744073709551616.0 ? cel_of_uint((uint64_t)v.d)
								: out_of_range(run, "uint");
	return v;
}

static size_t skip_digits(struct str s, size_t i)
{
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i;
}

/* Decimal digits with optional sign, fraction and exponent. */
static bool is_decimal(struct str s)
{
	size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+'), start = i, digits;

	i = skip_digits(s, i);
	digits = i - start;
	if (i < s.n && s.p[i] == '.') {
		start = ++i;
		i = skip_digits(s, i);
		digits = i > start ? digits + i - start : 0;
	}
	if (digits && i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		i++;
		i += i < s.n && (s.p[i] == '-' || s.p[i] == '+');
		start = i;
		i = skip_digits(s, i);
		digits = i - start;
	}
	return digits && i == s.n;
}

/* As this and as other implementations write it. */
static bool special_double(struct str s, double *out)
{
	static const char *const infinities[] = { "Infinity", "infinity", "Inf", "inf" };
	bool minus = s.n && s.p[0] == '-';

	*out = (double)NAN;
	if (str_eq(s, STR("NaN")) || str_eq(s, STR("nan")))
		return true;
	*out = minus ? -HUGE_VAL : HUGE_VAL;
	if (minus || (s.n && s.p[0] == '+'))
		s = str_sub(s, 1, s.n);
	for (size_t i = 0; i < ARRAY_LEN(infinities); i++)
		if (str_eq(s, str_of(infinities[i])))
			return true;
	return false;
}

static struct cel_value to_double(struct cel_run *run, const struct cel_value *args, size_t n)
{
	struct cel_value v = args[0];
	double special;

	(void)n;
	if (v.kind == CEL_INT)
		return cel_of_double((double)v.i);
	if (v.kind == CEL_UINT)
		return cel_of_double((double)v.u);
	if (v.kind != CEL_STRING)
		return v;
	if (special_double(v.s, &special))
		return cel_of_double(special);
	if (v.s.n > 400 || !is_decimal(v.s))
		return no_conversion(run, v.s, "double");
	return cel_of_double(cel_double_of(run->arena, v.s));
}

static struct cel_value to_string(struct cel_run *run, const struct cel_value *args, size_t n)
{
	size_t bad;

	(void)n;
	if (args[0].kind != CEL_BYTES)
		return cel_of_str(cel_text(run->arena, args[0]));
	if (!cel_charge(run, args[0].s.n / 64))
		return cel_exhausted();
	if (!text_valid(args[0].s, &bad))
		return cel_error(run, "bytes are no valid UTF-8 at offset %zu", bad);
	return cel_of_str(args[0].s);
}

static struct cel_value to_bytes(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)run;
	(void)n;
	return cel_of_bytes(args[0].s);
}

static struct cel_value to_bool(struct cel_run *run, const struct cel_value *args, size_t n)
{
	static const char *const words[][2] = {
		{ "false", "true" }, { "FALSE", "TRUE" }, { "False", "True" },
		{ "0", "1" },	     { "f", "t" },
	};

	(void)n;
	if (args[0].kind == CEL_BOOL)
		return args[0];
	for (size_t i = 0; i < ARRAY_LEN(words) * 2; i++)
		if (str_eq(args[0].s, str_of(words[i / 2][i % 2])))
			return cel_of_bool(i % 2);
	return no_conversion(run, args[0].s, "bool");
}

static struct cel_value to_timestamp(struct cel_run *run, const struct cel_value *args,
				     size_t n)
{
	struct cel_value v = args[0];

	(void)n;
	if (v.kind == CEL_STRING)
		return cel_timestamp_of(run, v.s);
	if (v.kind != CEL_INT)
		return v;
	if (!cel_timestamp_in_range(v.i))
		return out_of_range(run, "timestamp");
	return (struct cel_value){ .kind = CEL_TIMESTAMP, .i = v.i };
}

static struct cel_value to_duration(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	return args[0].kind == CEL_STRING ? cel_duration_of(run, args[0].s) : args[0];
}

const struct cel_overload cel_convert_table[] = {
	{ STR_INIT("bool"), false, "b", 'b', to_bool },
	{ STR_INIT("bool"), false, "s", 'b', to_bool },
	{ STR_INIT("bytes"), false, "y", 'y', to_bytes },
	{ STR_INIT("bytes"), false, "s", 'y', to_bytes },
	{ STR_INIT("double"), false, "d", 'd', to_double },
	{ STR_INIT("double"), false, "i", 'd', to_double },
	{ STR_INIT("double"), false, "u", 'd', to_double },
	{ STR_INIT("double"), false, "s", 'd', to_double },
	{ STR_INIT("duration"), false, "D", 'D', to_duration },
	{ STR_INIT("duration"), false, "s", 'D', to_duration },
	{ STR_INIT("dyn"), false, ".", '.', same },
	{ STR_INIT("int"), false, "i", 'i', to_int },
	{ STR_INIT("int"), false, "u", 'i', to_int },
	{ STR_INIT("int"), false, "d", 'i', to_int },
	{ STR_INIT("int"), false, "s", 'i', to_int },
	{ STR_INIT("int"), false, "t", 'i', to_int },
	{ STR_INIT("size"), false, "s", 'i', size_of },
	{ STR_INIT("size"), false, "y", 'i', size_of },
	{ STR_INIT("size"), false, "l", 'i', size_of },
	{ STR_INIT("size"), false, "m", 'i', size_of },
	{ STR_INIT("size"), true, "s", 'i', size_of },
	{ STR_INIT("size"), true, "y", 'i', size_of },
	{ STR_INIT("size"), true, "l", 'i', size_of },
	{ STR_INIT("size"), true, "m", 'i', size_of },
	{ STR_INIT("string"), false, "s", 's', to_string },
	{ STR_INIT("string"), false, "b", 's', to_string },
	{ STR_INIT("string"), false, "i", 's', to_string },
	{ STR_INIT("string"), false, "u", 's', to_string },
	{ STR_INIT("string"), false, "d", 's', to_string },
	{ STR_INIT("string"), false, "y", 's', to_string },
	{ STR_INIT("string"), false, "t", 's', to_string },
	{ STR_INIT("string"), false, "D", 's', to_string },
	{ STR_INIT("timestamp"), false, "t", 't', to_timestamp },
	{ STR_INIT("timestamp"), false, "i", 't', to_timestamp },
	{ STR_INIT("timestamp"), false, "s", 't', to_timestamp },
	{ STR_INIT("type"), false, ".", 'T', type_of },
	{ STR_INIT("uint"), false, "u", 'u', to_uint },
	{ STR_INIT("uint"), false, "i", 'u', to_uint },
	{ STR_INIT("uint"), false, "d", 'u', to_uint },
	{ STR_INIT("uint"), false, "s", 'u', to_uint },
	{ .name = { NULL, 0 } },
};
