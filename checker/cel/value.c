#include "checker/cel/cel_internal.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

static const char exhausted_text[] = "out of steps";

struct cel_value cel_exhausted(void)
{
	return (struct cel_value){ .kind = CEL_ERROR,
				   .nanos = CEL_ENDS,
				   .s = { exhausted_text, sizeof(exhausted_text) - 1 } };
}

bool cel_is_exhausted(struct cel_value v)
{
	return v.kind == CEL_ERROR && v.s.p == exhausted_text;
}

bool cel_spend(struct cel_run *run, uint64_t steps)
{
	return cel_charge(run, steps);
}

bool cel_ended(struct cel_value v)
{
	return cel_ends(&v) && !cel_is_exhausted(v);
}

/* ---- making ---- */

void cel_set_number(struct cel_value *out, const struct node *n)
{
	const char *p = n->text, *end = n->text + n->text_n;
	bool minus = n->text_n && *p == '-', fits = n->whole;
	uint64_t u = 0;

	for (p += minus; p < end && fits; p++)
		fits = !__builtin_mul_overflow(u, (uint64_t)10, &u) &&
		       !__builtin_add_overflow(u, (uint64_t)(*p - '0'), &u);
	if (fits && u <= (uint64_t)INT64_MAX + minus) {
		out->kind = CEL_INT;
		out->i = minus ? (int64_t)(0 - u) : (int64_t)u;
	} else if (fits && !minus) {
		out->kind = CEL_UINT;
		out->u = u;
	} else {
		out->kind = CEL_DOUBLE;
		out->d = node_double(n);
	}
}

void cel_set_key(struct cel_value *out, const struct member *m)
{
	out->kind = CEL_STRING;
	out->nanos = 0;
	out->s = member_key(m);
	out->node = NULL;
}

void cel_set_bool(struct cel_value *out, bool truth)
{
	out->kind = CEL_BOOL;
	out->truth = truth;
	out->node = NULL;
}

struct cel_value cel_of_node(const struct node *n)
{
	struct cel_value v = { .kind = CEL_NULL };

	if (n)
		cel_set_node(&v, n);
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

struct cel_value cel_absent(struct cel_run *run, struct str key)
{
	struct cel_value v = cel_error(run, "no such key: %.*s", STR_FMT(key));

	v.nanos = CEL_ABSENT;
	return v;
}

bool cel_is_absent(struct cel_value v)
{
	return v.kind == CEL_ERROR && v.nanos == CEL_ABSENT;
}

struct str cel_absent_key(struct cel_value v)
{
	return str_sub(v.s, strlen("no such key: "), v.s.n);
}

struct cel_value cel_unknown(void)
{
	return (struct cel_value){ .kind = CEL_ERROR, .s = STR("not known yet") };
}

struct cel_value cel_no_overload(struct cel_run *run, const char *what, struct cel_value a,
				 struct cel_value b)
{
	return cel_error(run, "no such overload: %.*s %s %.*s", STR_FMT(cel_kind_name(a.kind)),
			 what, STR_FMT(cel_kind_name(b.kind)));
}

struct cel_value cel_of_list(struct arena *a, const struct cel_value *at, size_t n)
{
	struct cel_list *list = arena_raw(a, 1, sizeof(*list));

	*list = (struct cel_list){ n, at };
	return (struct cel_value){ .kind = CEL_LIST, .list = list };
}

struct cel_value cel_of_map(struct arena *a, const struct cel_entry *at, size_t n)
{
	struct cel_map *map = arena_raw(a, 1, sizeof(*map));

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
	struct cel_value *copy = arena_raw(run->arena, 1, sizeof(*copy));

	*copy = v;
	return (struct cel_value){ .kind = CEL_OPTIONAL, .optional = copy };
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

const struct cel_value *cel_item_at(const struct cel_value *list, size_t i,
				    struct cel_value *room)
{
	if (!list->node)
		return &list->list->at[i];
	cel_set_node(room, &list->node->items[i]);
	return room;
}

struct cel_value cel_item(struct cel_value list, size_t i)
{
	return list.node ? cel_of_node(&list.node->items[i]) : list.list->at[i];
}

struct cel_value cel_map_key(struct cel_value map, size_t i)
{
	return map.node ? cel_of_str(member_key(&map.node->members[i])) : map.map->at[i].key;
}

struct cel_value cel_map_value(struct cel_value map, size_t i)
{
	return map.node ? cel_of_node(&map.node->members[i].value) : map.map->at[i].value;
}

/* ---- comparing ---- */

static double as_double(const struct cel_value *v)
{
	if (v->kind == CEL_INT)
		return (double)v->i;
	return v->kind == CEL_UINT ? (double)v->u : v->d;
}

/* By int and uint exactly, with a double as doubles: the conformance suite wants it so. */
static int compare_numbers(const struct cel_value *a, const struct cel_value *b)
{
	double x, y;

	if (a->kind == CEL_INT && b->kind == CEL_INT)
		return (a->i > b->i) - (a->i < b->i);
	if (a->kind == CEL_UINT && b->kind == CEL_UINT)
		return (a->u > b->u) - (a->u < b->u);
	if (a->kind == CEL_INT && b->kind == CEL_UINT)
		return a->i < 0 ? -1 : ((uint64_t)a->i > b->u) - ((uint64_t)a->i < b->u);
	if (a->kind == CEL_UINT && b->kind == CEL_INT)
		return b->i < 0 ? 1 : (a->u > (uint64_t)b->i) - (a->u < (uint64_t)b->i);
	x = as_double(a);
	y = as_double(b);
	if (isnan(x) || isnan(y))
		return 2;
	return (x > y) - (x < y);
}

bool cel_compare(const struct cel_value *a, const struct cel_value *b, int *order)
{
	if (cel_is_number(a->kind) && cel_is_number(b->kind)) {
		*order = compare_numbers(a, b);
		return true;
	}
	if (a->kind != b->kind)
		return false;
	if (a->kind == CEL_STRING || a->kind == CEL_BYTES) {
		*order = str_cmp(&a->s, &b->s);
		*order = (*order > 0) - (*order < 0);
		return true;
	}
	if (a->kind == CEL_BOOL) {
		*order = (int)a->truth - (int)b->truth;
		return true;
	}
	if (a->kind == CEL_TIMESTAMP || a->kind == CEL_DURATION) {
		*order = a->i != b->i ? (a->i > b->i) - (a->i < b->i)
				      : (a->nanos > b->nanos) - (a->nanos < b->nanos);
		return true;
	}
	return false;
}

enum { BYTES_PER_STEP = 256 }; /* of texts that are compared */

enum verdict { DIFFERENT, SAME, EXHAUSTED };

static enum verdict equal(struct cel_run *run, const struct cel_value *a,
			  const struct cel_value *b);

/* The steps are the caller's when `run` is NULL: hosts compare without a budget. */
static bool pay(struct cel_run *run, size_t steps)
{
	return !run || cel_charge(run, steps);
}

static enum verdict equal_lists(struct cel_run *run, const struct cel_value *a,
				const struct cel_value *b)
{
	struct cel_value x, y;
	enum verdict v = SAME;
	size_t n = cel_size(*a);

	if (n != cel_size(*b))
		return DIFFERENT;
	for (size_t i = 0; i < n && v == SAME; i++)
		v = equal(run, cel_item_at(a, i, &x), cel_item_at(b, i, &y));
	return v;
}

int cel_lookup(struct cel_run *run, const struct cel_value *map, const struct cel_value *key,
	       struct cel_value *out)
{
	if (map->node) {
		const struct node *n =
			key->kind == CEL_STRING ? node_get(map->node, key->s) : NULL;

		if (n)
			cel_set_node(out, n);
		return n != NULL;
	}
	if (!pay(run, map->map->n / 8))
		return -1;
	for (size_t i = 0; i < map->map->n; i++) {
		int order;

		/* Keys are scalars, so equality is order without recursion. */
		if (cel_compare(&map->map->at[i].key, key, &order) && order == 0) {
			*out = map->map->at[i].value;
			return 1;
		}
	}
	return 0;
}

static enum verdict equal_maps(struct cel_run *run, const struct cel_value *a,
			       const struct cel_value *b)
{
	enum verdict v = SAME;

	if (cel_size(*a) != cel_size(*b))
		return DIFFERENT;
	for (size_t i = 0; i < cel_size(*a) && v == SAME; i++) {
		struct cel_value key = cel_map_key(*a, i), mine = cel_map_value(*a, i), other;
		int found = cel_lookup(run, b, &key, &other);

		if (found < 0)
			return EXHAUSTED;
		v = found ? equal(run, &mine, &other) : DIFFERENT;
	}
	return v;
}

static enum verdict equal_optionals(struct cel_run *run, const struct cel_value *a,
				    const struct cel_value *b)
{
	if (!a->optional || !b->optional)
		return a->optional == b->optional ? SAME : DIFFERENT;
	return equal(run, a->optional, b->optional);
}

/* Recursion follows the nesting of values: documents and expressions have limits for it. */
static enum verdict equal(struct cel_run *run, const struct cel_value *a,
			  const struct cel_value *b)
{
	int order;

	if ((a->kind == CEL_STRING || a->kind == CEL_BYTES || a->kind == CEL_TYPE) &&
	    a->kind == b->kind) {
		if (a->s.n != b->s.n)
			return DIFFERENT;
		if (a->s.n > BYTES_PER_STEP && !pay(run, a->s.n / BYTES_PER_STEP))
			return EXHAUSTED;
		return str_eq(a->s, b->s) ? SAME : DIFFERENT;
	}
	if (cel_compare(a, b, &order))
		return order == 0 ? SAME : DIFFERENT;
	if (a->kind != b->kind)
		return DIFFERENT;
	if (a->node && a->node == b->node)
		return SAME;
	if (a->kind == CEL_OPTIONAL)
		return equal_optionals(run, a, b);
	if (a->kind != CEL_LIST && a->kind != CEL_MAP)
		return SAME;
	if (!pay(run, 1 + cel_size(*a)))
		return EXHAUSTED;
	return a->kind == CEL_LIST ? equal_lists(run, a, b) : equal_maps(run, a, b);
}

bool cel_equal(struct cel_value a, struct cel_value b)
{
	return equal(NULL, &a, &b) == SAME;
}

void cel_equal_run(struct cel_run *run, const struct cel_value *a, const struct cel_value *b,
		   struct cel_value *out)
{
	enum verdict v = equal(run, a, b);

	if (v == EXHAUSTED)
		*out = cel_exhausted();
	else
		cel_set_bool(out, v == SAME);
}

bool cel_map_get(struct cel_value map, struct str key, struct cel_value *out)
{
	const struct cel_value k = cel_of_str(key);

	return map.kind == CEL_MAP && cel_lookup(NULL, &map, &k, out) > 0;
}

static void in_list(struct cel_run *run, const struct cel_value *x,
		    const struct cel_value *list, struct cel_value *out)
{
	size_t n = cel_size(*list);
	enum verdict v = cel_charge(run, n / 8) ? DIFFERENT : EXHAUSTED;
	struct cel_value room;

	for (size_t i = 0; i < n && v == DIFFERENT; i++)
		v = equal(run, x, cel_item_at(list, i, &room));
	if (v == EXHAUSTED)
		*out = cel_exhausted();
	else
		cel_set_bool(out, v == SAME);
}

void cel_in(struct cel_run *run, const struct cel_value *x, const struct cel_value *in,
	    struct cel_value *out)
{
	struct cel_value ignored;
	int found;

	if (in->kind == CEL_LIST) {
		in_list(run, x, in, out);
		return;
	}
	if (in->kind != CEL_MAP) {
		*out = cel_no_overload(run, "in", *x, *in);
		return;
	}
	found = cel_lookup(run, in, x, &ignored);
	if (found < 0)
		*out = cel_exhausted();
	else
		cel_set_bool(out, found > 0);
}

/* Whole numbers of any kind are indexes. */
static bool index_of(const struct cel_value *key, int64_t *i)
{
	if (key->kind == CEL_INT)
		*i = key->i;
	else if (key->kind == CEL_UINT && key->u <= INT64_MAX)
		*i = (int64_t)key->u;
	else if (key->kind == CEL_DOUBLE && key->d >= 0 && key->d < 4294967296.0 &&
		 key->d == floor(key->d))
		*i = (int64_t)key->d;
	else
		return false;
	return true;
}

static void index_list(struct cel_run *run, const struct cel_value *in,
		       const struct cel_value *key, struct cel_value *out)
{
	struct cel_value room;
	int64_t i;

	if (!index_of(key, &i)) {
		*out = cel_no_overload(run, "indexed by", *in, *key);
	} else if (i < 0 || (uint64_t)i >= cel_size(*in)) {
		*out = cel_error(run, "index out of bounds: %lld", (long long)i);
		out->nanos = CEL_OUTSIDE;
	} else {
		*out = *cel_item_at(in, (size_t)i, &room);
	}
}

void cel_index(struct cel_run *run, const struct cel_value *in, const struct cel_value *key,
	       struct cel_value *out)
{
	int found;

	if (in->kind == CEL_LIST) {
		index_list(run, in, key, out);
		return;
	}
	if (in->kind != CEL_MAP) {
		*out = cel_no_overload(run, "indexed by", *in, *key);
		return;
	}
	found = cel_lookup(run, in, key, out);
	if (found < 0)
		*out = cel_exhausted();
	else if (!found)
		*out = cel_absent(run, cel_text(run->arena, *key));
}
