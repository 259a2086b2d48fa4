#include "checker/cel/cel_internal.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

static const char exhausted_text[] = "out of steps";

struct cel_value cel_out_of_steps(void)
{
	return (struct cel_value){ .kind = CEL_ERROR,
				   .s = { exhausted_text, sizeof(exhausted_text) - 1 } };
}

bool cel_is_exhausted(struct cel_value v)
{
	return v.kind == CEL_ERROR && v.s.p == exhausted_text;
}

bool cel_charge(struct cel_run *run, size_t steps)
{
	if (run->steps_left < steps) {
		run->steps_left = 0;
		return false;
	}
	run->steps_left -= steps;
	return true;
}

/* ---- making ---- */

static struct cel_value number_of_node(const struct node *n)
{
	struct cel_value v = { .kind = CEL_INT, .node = n };
	const char *p = n->text, *end = n->text + n->text_n;
	bool minus = n->text_n && *p == '-', fits = true;
	uint64_t u = 0;

	if (!n->whole) {
		v.kind = CEL_DOUBLE;
		v.d = node_double(n);
		return v;
	}
	for (p += minus; p < end && fits; p++)
		fits = !__builtin_mul_overflow(u, (uint64_t)10, &u) &&
		       !__builtin_add_overflow(u, (uint64_t)(*p - '0'), &u);
	if (fits && u <= (uint64_t)INT64_MAX + minus) {
		v.i = minus ? (int64_t)(0 - u) : (int64_t)u;
	} else if (fits && !minus) {
		v.kind = CEL_UINT;
		v.u = u;
	} else {
		v.kind = CEL_DOUBLE;
		v.d = node_double(n);
	}
	return v;
}

struct cel_value cel_of_node(const struct node *n)
{
	struct cel_value v = { .kind = CEL_NULL, .node = n };

	if (!n)
		return v;
	switch ((enum node_type)n->type) {
	case NODE_NULL:
		break;
	case NODE_BOOL:
		v.kind = CEL_BOOL;
		v.truth = n->truth;
		break;
	case NODE_NUMBER:
		return number_of_node(n);
	case NODE_STRING:
		v.kind = CEL_STRING;
		v.s = node_str(n);
		break;
	case NODE_ARRAY:
		v.kind = CEL_LIST;
		break;
	case NODE_OBJECT:
		v.kind = CEL_MAP;
		break;
	}
	return v;
}

struct cel_value cel_of_str(struct str s)
{
	return (struct cel_value){ .kind = CEL_STRING, .s = s };
}

struct cel_value cel_of_bytes(struct str s)
{
	return (struct cel_value){ .kind = CEL_BYTES, .s = s };
}

struct cel_value cel_of_type(struct str name)
{
	return (struct cel_value){ .kind = CEL_TYPE, .s = name };
}

struct cel_value cel_of_bool(bool truth)
{
	return (struct cel_value){ .kind = CEL_BOOL, .truth = truth };
}

struct cel_value cel_of_int(int64_t i)
{
	return (struct cel_value){ .kind = CEL_INT, .i = i };
}

struct cel_value cel_of_uint(uint64_t u)
{
	return (struct cel_value){ .kind = CEL_UINT, .u = u };
}

struct cel_value cel_of_double(double d)
{
	return (struct cel_value){ .kind = CEL_DOUBLE, .d = d };
}

struct cel_value cel_error(struct cel_run *run, const char *fmt, ...)
{
	struct cel_value v = { .kind = CEL_ERROR };
	va_list args;

	va_start(args, fmt);
	v.s = arena_vprintf(run->arena, fmt, args);
	va_end(args);
	return v;
}

struct cel_value cel_no_overload(struct cel_run *run, const char *what, struct cel_value a,
				 struct cel_value b)
{
	return cel_error(run, "no such overload: %.*s %s %.*s", STR_FMT(cel_kind_name(a.kind)),
			 what, STR_FMT(cel_kind_name(b.kind)));
}

struct cel_value cel_of_list(struct arena *a, const struct cel_value *at, size_t n)
{
	struct cel_list *list = ARENA_NEW(a, struct cel_list);

	*list = (struct cel_list){ n, at };
	return (struct cel_value){ .kind = CEL_LIST, .list = list };
}

struct cel_value cel_of_map(struct arena *a, const struct cel_entry *at, size_t n)
{
	struct cel_map *map = ARENA_NEW(a, struct cel_map);

	*map = (struct cel_map){ n, at };
	return (struct cel_value){ .kind = CEL_MAP, .map = map };
}

struct cel_value cel_of_values(struct cel_run *run, const struct cel_value *values, size_t n)
{
	struct cel_value *copy = ARENA_ARRAY(run->arena, struct cel_value, n);

	if (n)
		memcpy(copy, values, n * sizeof(*copy));
	return cel_of_list(run->arena, copy, n);
}

struct cel_value cel_optional_none(void)
{
	return (struct cel_value){ .kind = CEL_OPTIONAL };
}

struct cel_value cel_optional_of(struct cel_run *run, struct cel_value v)
{
	struct cel_value *copy = ARENA_NEW(run->arena, struct cel_value);

	*copy = v;
	return (struct cel_value){ .kind = CEL_OPTIONAL, .optional = copy };
}

struct cel_value cel_key_of_member(const struct member *m)
{
	return cel_of_str(member_key(m));
}

struct str cel_kind_name(enum cel_kind kind)
{
	static const struct str names[] = {
		[CEL_NULL] = STR_INIT("null_type"),
		[CEL_BOOL] = STR_INIT("bool"),
		[CEL_INT] = STR_INIT("int"),
		[CEL_UINT] = STR_INIT("uint"),
		[CEL_DOUBLE] = STR_INIT("double"),
		[CEL_STRING] = STR_INIT("string"),
		[CEL_BYTES] = STR_INIT("bytes"),
		[CEL_LIST] = STR_INIT("list"),
		[CEL_MAP] = STR_INIT("map"),
		[CEL_TIMESTAMP] = STR_INIT("google.protobuf.Timestamp"),
		[CEL_DURATION] = STR_INIT("google.protobuf.Duration"),
		[CEL_TYPE] = STR_INIT("type"),
		[CEL_OPTIONAL] = STR_INIT("optional_type"),
		[CEL_ERROR] = STR_INIT("error"),
		[CEL_DYN] = STR_INIT("dyn"),
		[CEL_OBJECT] = STR_INIT("map"),
	};

	return names[kind];
}

bool cel_is_number(enum cel_kind kind)
{
	return kind == CEL_INT || kind == CEL_UINT || kind == CEL_DOUBLE;
}

/* ---- looking inside ---- */

size_t cel_size(struct cel_value v)
{
	if (v.kind == CEL_LIST)
		return v.node ? v.node->count : v.list->n;
	if (v.kind == CEL_MAP)
		return v.node ? v.node->count : v.map->n;
	return 0;
}

struct cel_value cel_item(struct cel_value list, size_t i)
{
	return list.node ? cel_of_node(&list.node->items[i]) : list.list->at[i];
}

struct cel_value cel_map_key(struct cel_value map, size_t i)
{
	return map.node ? cel_key_of_member(&map.node->members[i]) : map.map->at[i].key;
}

struct cel_value cel_map_value(struct cel_value map, size_t i)
{
	return map.node ? cel_of_node(&map.node->members[i].value) : map.map->at[i].value;
}

/* ---- comparing ---- */

/* By int and uint exactly, with a double as doubles: the conformance suite wants it so. */
static int compare_numbers(struct cel_value a, struct cel_value b)
{
	double x, y;

	if (a.kind == CEL_INT && b.kind == CEL_INT)
		return (a.i > b.i) - (a.i < b.i);
	if (a.kind == CEL_UINT && b.kind == CEL_UINT)
		return (a.u > b.u) - (a.u < b.u);
	if (a.kind == CEL_INT && b.kind == CEL_UINT)
		return a.i < 0 ? -1 : ((uint64_t)a.i > b.u) - ((uint64_t)a.i < b.u);
	if (a.kind == CEL_UINT && b.kind == CEL_INT)
		return b.i < 0 ? 1 : (a.u > (uint64_t)b.i) - (a.u < (uint64_t)b.i);
	x = a.kind == CEL_INT ? (double)a.i : a.kind == CEL_UINT ? (double)a.u : a.d;
	y = b.kind == CEL_INT ? (double)b.i : b.kind == CEL_UINT ? (double)b.u : b.d;
	if (isnan(x) || isnan(y))
		return 2;
	return (x > y) - (x < y);
}

bool cel_compare(struct cel_value a, struct cel_value b, int *order)
{
	if (cel_is_number(a.kind) && cel_is_number(b.kind)) {
		*order = compare_numbers(a, b);
		return true;
	}
	if (a.kind != b.kind)
		return false;
	if (a.kind == CEL_STRING || a.kind == CEL_BYTES) {
		*order = str_cmp(&a.s, &b.s);
		*order = (*order > 0) - (*order < 0);
		return true;
	}
	if (a.kind == CEL_BOOL) {
		*order = (int)a.truth - (int)b.truth;
		return true;
	}
	if (a.kind == CEL_TIMESTAMP || a.kind == CEL_DURATION) {
		*order = a.i != b.i ? (a.i > b.i) - (a.i < b.i)
				    : (a.nanos > b.nanos) - (a.nanos < b.nanos);
		return true;
	}
	return false;
}

enum verdict { DIFFERENT, SAME, EXHAUSTED };

static enum verdict equal(struct cel_run *run, struct cel_value a, struct cel_value b);

/* The steps are the caller's when `run` is NULL: hosts compare without a budget. */
static bool pay(struct cel_run *run, size_t steps)
{
	return !run || cel_charge(run, steps);
}

static enum verdict equal_lists(struct cel_run *run, struct cel_value a, struct cel_value b)
{
	enum verdict v = SAME;

	if (cel_size(a) != cel_size(b))
		return DIFFERENT;
	for (size_t i = 0; i < cel_size(a) && v == SAME; i++)
		v = equal(run, cel_item(a, i), cel_item(b, i));
	return v;
}

static int lookup(struct cel_run *run, struct cel_value map, struct cel_value key,
		  struct cel_value *out)
{
	if (map.node) {
		const struct node *n =
			key.kind == CEL_STRING ? node_get(map.node, key.s) : NULL;

		if (n)
			*out = cel_of_node(n);
		return n != NULL;
	}
	if (!pay(run, map.map->n / 8))
		return -1;
	for (size_t i = 0; i < map.map->n; i++) {
		struct cel_value have = map.map->at[i].key;
		int order;

		/* Keys are scalars, so equality is order without recursion. */
		if (cel_compare(have, key, &order) && order == 0) {
			*out = map.map->at[i].value;
			return 1;
		}
	}
	return 0;
}

static enum verdict equal_maps(struct cel_run *run, struct cel_value a, struct cel_value b)
{
	enum verdict v = SAME;

	if (cel_size(a) != cel_size(b))
		return DIFFERENT;
	for (size_t i = 0; i < cel_size(a) && v == SAME; i++) {
		struct cel_value other;
		int found = lookup(run, b, cel_map_key(a, i), &other);

		if (found < 0)
			return EXHAUSTED;
		v = found ? equal(run, cel_map_value(a, i), other) : DIFFERENT;
	}
	return v;
}

static enum verdict equal_optionals(struct cel_run *run, struct cel_value a, struct cel_value b)
{
	if (!a.optional || !b.optional)
		return a.optional == b.optional ? SAME : DIFFERENT;
	return equal(run, *a.optional, *b.optional);
}

/* Recursion follows the nesting of values: documents and expressions have limits for it. */
static enum verdict equal(struct cel_run *run, struct cel_value a, struct cel_value b)
{
	int order;

	if (a.node && a.node == b.node)
		return SAME;
	if ((a.kind == CEL_STRING || a.kind == CEL_BYTES || a.kind == CEL_TYPE) &&
	    a.kind == b.kind)
		return str_eq(a.s, b.s) ? SAME : DIFFERENT;
	if (cel_compare(a, b, &order))
		return order == 0 ? SAME : DIFFERENT;
	if (a.kind != b.kind)
		return DIFFERENT;
	if (a.kind == CEL_OPTIONAL)
		return equal_optionals(run, a, b);
	if (a.kind != CEL_LIST && a.kind != CEL_MAP)
		return SAME;
	if (!pay(run, 1 + cel_size(a)))
		return EXHAUSTED;
	return a.kind == CEL_LIST ? equal_lists(run, a, b) : equal_maps(run, a, b);
}

bool cel_equal(struct cel_value a, struct cel_value b)
{
	return equal(NULL, a, b) == SAME;
}

struct cel_value cel_equal_run(struct cel_run *run, struct cel_value a, struct cel_value b)
{
	enum verdict v = equal(run, a, b);

	return v == EXHAUSTED ? cel_out_of_steps() : cel_of_bool(v == SAME);
}

int cel_lookup(struct cel_run *run, struct cel_value map, struct cel_value key,
	       struct cel_value *out)
{
	return lookup(run, map, key, out);
}

bool cel_map_get(struct cel_value map, struct str key, struct cel_value *out)
{
	return map.kind == CEL_MAP && lookup(NULL, map, cel_of_str(key), out) > 0;
}

static struct cel_value in_list(struct cel_run *run, struct cel_value x, struct cel_value list)
{
	size_t n = cel_size(list);

	if (!cel_charge(run, n / 8))
		return cel_out_of_steps();
	for (size_t i = 0; i < n; i++) {
		enum verdict v = equal(run, x, cel_item(list, i));

		if (v != DIFFERENT)
			return v == SAME ? cel_of_bool(true) : cel_out_of_steps();
	}
	return cel_of_bool(false);
}

struct cel_value cel_in(struct cel_run *run, struct cel_value x, struct cel_value in)
{
	struct cel_value ignored;
	int found;

	if (in.kind == CEL_LIST)
		return in_list(run, x, in);
	if (in.kind != CEL_MAP)
		return cel_no_overload(run, "in", x, in);
	found = lookup(run, in, x, &ignored);
	return found < 0 ? cel_out_of_steps() : cel_of_bool(found > 0);
}

/* Whole numbers of any kind are indexes. */
static bool index_of(struct cel_value key, int64_t *i)
{
	if (key.kind == CEL_INT)
		*i = key.i;
	else if (key.kind == CEL_UINT && key.u <= INT64_MAX)
		*i = (int64_t)key.u;
	else if (key.kind == CEL_DOUBLE && key.d >= 0 && key.d < 4294967296.0 &&
		 key.d == floor(key.d))
		*i = (int64_t)key.d;
	else
		return false;
	return true;
}

struct cel_value cel_index(struct cel_run *run, struct cel_value in, struct cel_value key)
{
	struct cel_value out;
	int64_t i;
	int found;

	if (in.kind == CEL_LIST) {
		if (!index_of(key, &i))
			return cel_no_overload(run, "indexed by", in, key);
		if (i < 0 || (uint64_t)i >= cel_size(in))
			return cel_error(run, "index out of bounds: %lld", (long long)i);
		return cel_item(in, (size_t)i);
	}
	if (in.kind != CEL_MAP)
		return cel_no_overload(run, "indexed by", in, key);
	found = lookup(run, in, key, &out);
	if (found < 0)
		return cel_out_of_steps();
	if (!found)
		return cel_error(run, "no such key: %.*s", STR_FMT(cel_text(run->arena, key)));
	return out;
}
