#include "checker/cel/cel_internal.h"

#include <math.h>
#include <string.h>

static const char *symbol(enum cel_op op)
{
	static const char *const symbols[] = {
		[CEL_OP_ADD] = "+", [CEL_OP_SUB] = "-", [CEL_OP_MUL] = "*",
		[CEL_OP_DIV] = "/", [CEL_OP_MOD] = "%",
	};

	return symbols[op];
}

static struct cel_value overflow(struct cel_run *run, const char *kind)
{
	return cel_error(run, "%s overflow", kind);
}

static struct cel_value int_arith(struct cel_run *run, enum cel_op op, int64_t a, int64_t b)
{
	int64_t out = 0;
	bool over = false;

	if (op == CEL_OP_ADD)
		over = __builtin_add_overflow(a, b, &out);
	else if (op == CEL_OP_SUB)
		over = __builtin_sub_overflow(a, b, &out);
	else if (op == CEL_OP_MUL)
		over = __builtin_mul_overflow(a, b, &out);
	else if (b == 0)
		return cel_error(run,
				 op == CEL_OP_DIV ? "division by zero" : "modulus by zero");
	else if (b == -1 && a == INT64_MIN)
		over = true;
	else
		out = op == CEL_OP_DIV ? a / b : a % b;
	return over ? overflow(run, "int") : cel_of_int(out);
}

static struct cel_value uint_arith(struct cel_run *run, enum cel_op op, uint64_t a, uint64_t b)
{
	uint64_t out = 0;
	bool over = false;

	if (op == CEL_OP_ADD)
		over = __builtin_add_overflow(a, b, &out);
	else if (op == CEL_OP_SUB)
		over = __builtin_sub_overflow(a, b, &out);
	else if (op == CEL_OP_MUL)
		over = __builtin_mul_overflow(a, b, &out);
	else if (b == 0)
		return cel_error(run,
				 op == CEL_OP_DIV ? "division by zero" : "modulus by zero");
	else
		out = op == CEL_OP_DIV ? a / b : a % b;
	return over ? overflow(run, "uint") : cel_of_uint(out);
}

static struct cel_value double_arith(struct cel_run *run, enum cel_op op, double a, double b)
{
	if (op == CEL_OP_ADD)
		return cel_of_double(a + b);
	if (op == CEL_OP_SUB)
		return cel_of_double(a - b);
	if (op == CEL_OP_MUL)
		return cel_of_double(a * b);
	if (op == CEL_OP_MOD)
		return cel_no_overload(run, "%", cel_of_double(a), cel_of_double(b));
	if (b == 0) /* written out: division by zero is undefined to sanitizers */
		return cel_of_double(a == 0 || isnan(a)	      ? (double)NAN
				     : (a > 0) == !signbit(b) ? HUGE_VAL
							      : -HUGE_VAL);
	return cel_of_double(a / b);
}

static struct cel_value concat(struct cel_run *run, struct cel_value a, struct cel_value b)
{
	char *p;

	if (a.s.n + b.s.n > CEL_TEXT_MAX)
		return cel_error(run, "text longer than %d bytes", CEL_TEXT_MAX);
	if (!cel_charge(run, (a.s.n + b.s.n) / 64))
		return cel_exhausted();
	p = ARENA_ARRAY(run->arena, char, a.s.n + b.s.n + 1);
	if (a.s.n)
		memcpy(p, a.s.p, a.s.n);
	if (b.s.n)
		memcpy(p + a.s.n, b.s.p, b.s.n);
	a.s = (struct str){ p, a.s.n + b.s.n };
	a.node = NULL;
	return a;
}

static struct cel_value concat_lists(struct cel_run *run, struct cel_value a,
				     struct cel_value b)
{
	size_t n = cel_size(a), m = cel_size(b);
	struct cel_value *at;

	if (!cel_charge(run, n + m))
		return cel_exhausted();
	at = ARENA_ARRAY(run->arena, struct cel_value, n + m);
	for (size_t i = 0; i < n; i++)
		at[i] = cel_item(a, i);
	for (size_t i = 0; i < m; i++)
		at[n + i] = cel_item(b, i);
	return cel_of_list(run->arena, at, n + m);
}

static bool is_time(enum cel_kind kind)
{
	return kind == CEL_TIMESTAMP || kind == CEL_DURATION;
}

struct cel_value cel_arith(struct cel_run *run, enum cel_op op, struct cel_value a,
			   struct cel_value b)
{
	if (a.kind == b.kind && a.kind == CEL_INT)
		return int_arith(run, op, a.i, b.i);
	if (a.kind == b.kind && a.kind == CEL_DOUBLE)
		return double_arith(run, op, a.d, b.d);
	if (a.kind == b.kind && a.kind == CEL_UINT)
		return uint_arith(run, op, a.u, b.u);
	if (op == CEL_OP_ADD && a.kind == b.kind) {
		if (a.kind == CEL_STRING || a.kind == CEL_BYTES)
			return concat(run, a, b);
		if (a.kind == CEL_LIST)
			return concat_lists(run, a, b);
	}
	if ((op == CEL_OP_ADD || op == CEL_OP_SUB) && is_time(a.kind) && is_time(b.kind))
		return cel_time_arith(run, op, a, b);
	return cel_no_overload(run, symbol(op), a, b);
}

struct cel_value cel_negate(struct cel_run *run, struct cel_value v)
{
	if (v.kind == CEL_INT)
		return v.i == INT64_MIN ? overflow(run, "int") : cel_of_int(-v.i);
	if (v.kind == CEL_DOUBLE)
		return cel_of_double(-v.d);
	return cel_error(run, "no such overload: -%.*s", STR_FMT(cel_kind_name(v.kind)));
}
