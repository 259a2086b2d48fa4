#include "checker/cel/cel_internal.h"

static struct cel_value optional_none(struct cel_run *run, const struct cel_value *args,
				      size_t n)
{
	(void)run;
	(void)args;
	(void)n;
	return cel_optional_none();
}

static struct cel_value optional_of(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	return cel_optional_of(run, args[0]);
}

/* null, false, 0, empty: what a field has when nobody set it. */
static bool is_zero(struct cel_value v)
{
	switch (v.kind) {
	case CEL_NULL:
		return true;
	case CEL_BOOL:
		return !v.truth;
	case CEL_INT:
	case CEL_UINT:
		return v.u == 0;
	case CEL_DOUBLE:
		return v.d == 0;
	case CEL_STRING:
	case CEL_BYTES:
		return v.s.n == 0;
	case CEL_LIST:
	case CEL_MAP:
		return cel_size(v) == 0;
	case CEL_TIMESTAMP:
	case CEL_DURATION:
		return v.i == 0 && v.nanos == 0;
	case CEL_OPTIONAL:
		return !v.optional;
	case CEL_TYPE:
	case CEL_ERROR:
	case CEL_DYN:
	case CEL_OBJECT:
	case CEL_LATE:
		break;
	}
	return false;
}

static struct cel_value optional_of_non_zero(struct cel_run *run, const struct cel_value *args,
					     size_t n)
{
	(void)n;
	return is_zero(args[0]) ? cel_optional_none() : cel_optional_of(run, args[0]);
}

static struct cel_value has_value(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)run;
	(void)n;
	return cel_of_bool(args[0].optional != NULL);
}

static struct cel_value value_of(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	return args[0].optional ? *args[0].optional
				: cel_error(run, "optional.none() has no value");
}

static struct cel_value or_value(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)run;
	(void)n;
	return args[0].optional ? *args[0].optional : args[1];
}

static struct cel_value or_else(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)run;
	(void)n;
	return args[0].optional ? args[0] : args[1];
}

/* The values of a list of optionals, those that are there. */
static struct cel_value unwrap(struct cel_run *run, const struct cel_value *args, size_t n)
{
	size_t count = cel_size(args[0]), kept = 0;
	struct cel_value *at;

	(void)n;
	if (!cel_charge(run, count))
		return cel_exhausted();
	at = ARENA_ARRAY(run->arena, struct cel_value, count);
	for (size_t i = 0; i < count; i++) {
		struct cel_value v = cel_item(args[0], i);

		if (v.kind != CEL_OPTIONAL)
			return cel_error(run, "no such overload: unwrap of %.*s",
					 STR_FMT(cel_kind_name(v.kind)));
		if (v.optional)
			at[kept++] = *v.optional;
	}
	return cel_of_list(run->arena, at, kept);
}

const struct cel_overload cel_optional_table[] = {
	{ STR_INIT("optional.none"), false, "", 'o', optional_none },
	{ STR_INIT("optional.of"), false, ".", 'O', optional_of },
	{ STR_INIT("optional.ofNonZeroValue"), false, ".", 'O', optional_of_non_zero },
	{ STR_INIT("optional.unwrap"), false, "l", 'l', unwrap },
	{ STR_INIT("unwrapOpt"), true, "l", 'l', unwrap },
	{ STR_INIT("hasValue"), true, "o", 'b', has_value },
	{ STR_INIT("value"), true, "o", 'E', value_of },
	{ STR_INIT("orValue"), true, "o.", 'E', or_value },
	{ STR_INIT("or"), true, "oo", '1', or_else },
	{ .name = { NULL, 0 } },
};
