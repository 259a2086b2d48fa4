#include "checker/cel/cel.h"

#include "checker/base/file.h"
#include "checker/base/limits.h"

#include "tests/unit/rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { STEPS = 1000000 };

/* ---- the conformance suite: tests/shared/suites/cel, see its README.md ---- */

static struct arena *suite_arena;

static struct str text_of(const struct node *n, const char *key)
{
	return node_text(n, str_of(key));
}

static struct str base64(struct arena *a, struct str s)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *out = ARENA_ARRAY(a, char, s.n + 1);
	size_t n = 0;
	unsigned bits = 0, count = 0;

	for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
		bits = bits << 6 | (unsigned)(strchr(digits, s.p[i]) - digits);
		count += 6;
		if (count >= 8) {
			count -= 8;
			out[n++] = (char)(unsigned char)(bits >> count);
		}
	}
	return (struct str){ out, n };
}

static struct cel_value tagged(struct arena *a, const struct node *n);

static struct cel_value tagged_map(struct arena *a, const struct node *pairs)
{
	struct cel_run run = { .arena = a, .steps_left = STEPS };
	struct cel_value *halves = ARENA_ARRAY(a, struct cel_value, 2);
	struct cel_value *at = ARENA_ARRAY(a, struct cel_value, pairs->count);

	for (uint32_t i = 0; i < pairs->count; i++) {
		halves[0] = tagged(a, &pairs->items[i].items[0]);
		halves[1] = tagged(a, &pairs->items[i].items[1]);
		at[i] = cel_of_values(&run, halves, 2);
	}
	return cel_of_values(&run, at, pairs->count);
}

static double special_double(struct str s)
{
	if (str_eq(s, STR("NaN")))
		return NAN;
	if (str_eq(s, STR("Infinity")))
		return INFINITY;
	return str_eq(s, STR("-Infinity")) ? -(double)INFINITY : strtod(s.p, NULL);
}

/* Maps become lists of pairs; bindings of maps are made by make_map. */
static struct cel_value tagged(struct arena *a, const struct node *n)
{
	struct cel_run run = { .arena = a, .steps_left = STEPS };
	const struct node *v = node_get(n, STR("value"));
	struct str type = text_of(n, "type"), s = text_of(n, "value");
	struct cel_value out = { .kind = CEL_NULL };

	if (str_eq(type, STR("bool")))
		return cel_of_bool(v->truth);
	if (str_eq(type, STR("string")))
		return cel_of_str(s);
	if (str_eq(type, STR("bytes")))
		return (struct cel_value){ .kind = CEL_BYTES, .s = base64(a, s) };
	if (str_eq(type, STR("type")))
		return (struct cel_value){ .kind = CEL_TYPE, .s = s };
	if (str_eq(type, STR("int")) || str_eq(type, STR("uint"))) {
		out.kind = str_eq(type, STR("int")) ? CEL_INT : CEL_UINT;
		out.u = out.kind == CEL_INT ? (uint64_t)strtoll(s.p, NULL, 10)
					    : strtoull(s.p, NULL, 10);
	} else if (str_eq(type, STR("double"))) {
		out.kind = CEL_DOUBLE;
		out.d = special_double(arena_str(a, s));
	} else if (str_eq(type, STR("list"))) {
		struct cel_value *at = ARENA_ARRAY(a, struct cel_value, v->count);

		for (uint32_t i = 0; i < v->count; i++)
			at[i] = tagged(a, &v->items[i]);
		return cel_of_values(&run, at, v->count);
	} else if (str_eq(type, STR("map"))) {
		return tagged_map(a, v);
	} else if (str_eq(type, STR("timestamp")) || str_eq(type, STR("duration"))) {
		int64_t nanos = 0;

		out.kind = str_eq(type, STR("timestamp")) ? CEL_TIMESTAMP : CEL_DURATION;
		out.i = strtoll(text_of(v, "seconds").p, NULL, 10);
		node_int(node_get(v, STR("nanos")), &nanos);
		out.nanos = (int32_t)nanos;
	}
	return out;
}

/* A map cannot be made through the header but by an expression: from [[key, value], …]. */
static struct cel_value make_map(struct arena *a, struct cel_value pairs)
{
	struct cel_env *env = cel_env_new(a);
	struct cel_run run = { .arena = a, .steps_left = STEPS };
	struct cel_program *p;
	struct cel_value v;
	struct err err;

	cel_env_var(env, STR("pairs"), cel_type_of(CEL_DYN));
	assert_true(cel_compile(
		&p, a, env, STR("pairs.transformMapEntry(i, pair, {pair[0]: pair[1]})"), &err));
	v = cel_eval(p, &pairs, &run);
	assert_int_equal(v.kind, CEL_MAP);
	return v;
}

static const struct cel_type *type_of_decl(struct arena *a, const struct node *t)
{
	static const struct {
		const char *name;
		enum cel_kind kind;
	} kinds[] = {
		{ "null", CEL_NULL },
		{ "bool", CEL_BOOL },
		{ "int", CEL_INT },
		{ "uint", CEL_UINT },
		{ "double", CEL_DOUBLE },
		{ "string", CEL_STRING },
		{ "bytes", CEL_BYTES },
		{ "map", CEL_MAP },
		{ "timestamp", CEL_TIMESTAMP },
		{ "duration", CEL_DURATION },
	};

	if (str_eq(text_of(t, "type"), STR("list")))
		return cel_type_list(a, type_of_decl(a, node_get(t, STR("elem"))));
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eq(text_of(t, "type"), str_of(kinds[i].name)))
			return cel_type_of(kinds[i].kind);
	return cel_type_of(CEL_DYN);
}

static const struct cel_type *declared(struct arena *a, const struct node *row, struct str name)
{
	const struct node *decls = node_get(row, STR("type_env"));

	for (uint32_t i = 0; decls && i < decls->count; i++)
		if (str_eq(text_of(&decls->items[i], "name"), name))
			return type_of_decl(a, node_get(&decls->items[i], STR("ident")));
	return cel_type_of(CEL_DYN);
}

static bool flag(const struct node *row, const char *key)
{
	const struct node *n = node_get(row, str_of(key));

	return n && n->type == NODE_BOOL && n->truth;
}

static struct cel_value run_case(struct arena *a, const struct node *row, struct err *err)
{
	const struct node *bindings = node_get(row, STR("bindings"));
	struct cel_env *env = cel_env_new(a);
	struct cel_value slots[16];
	struct cel_run run = { .arena = a, .steps_left = STEPS };
	struct cel_program *p;
	struct cel_value v;

	for (uint32_t i = 0; i < bindings->count; i++) {
		struct str name = member_key(&bindings->members[i]);
		const struct node *n = &bindings->members[i].value;

		slots[i] = tagged(a, n);
		if (str_eq(text_of(n, "type"), STR("map")))
			slots[i] = make_map(a, slots[i]);
		cel_env_var(env, name, declared(a, row, name));
	}
	cel_env_container(env, text_of(row, "container"));
	if (flag(row, "disable_check"))
		cel_env_unchecked(env);
	if (!cel_compile(&p, a, env, text_of(row, "expr"), err))
		return cel_error(&run, "%s", err->text);
	v = cel_eval(p, slots, &run);
	cel_program_free(p);
	return v;
}

/* Maps are expected as lists of pairs; NaN equals NaN. */
static bool same(struct cel_value got, const struct node *want, struct arena *a)
{
	struct str type = text_of(want, "type");
	const struct node *v = node_get(want, STR("value"));
	struct cel_value expected;

	if (str_eq(type, STR("list"))) {
		if (got.kind != CEL_LIST || cel_size(got) != v->count)
			return false;
		for (uint32_t i = 0; i < v->count; i++)
			if (!same(cel_item(got, i), &v->items[i], a))
				return false;
		return true;
	}
	expected = tagged(a, want);
	if (str_eq(type, STR("map")))
		expected = make_map(a, expected);
	if (got.kind == CEL_DOUBLE && expected.kind == CEL_DOUBLE && isnan(expected.d))
		return isnan(got.d);
	return got.kind == expected.kind && cel_equal(got, expected);
}

struct suite_row {
	const char *label;
	const struct node *row;
};

static bool passes(const struct node *row, struct str *got)
{
	AUTO_ARENA a = arena_new();
	const struct node *expected = node_get(row, STR("expected"));
	struct err err = { 0 };
	struct cel_value v = run_case(a, row, &err);

	*got = arena_str(suite_arena, cel_text(a, v));
	if (str_eq(text_of(expected, "kind"), STR("error")))
		return v.kind == CEL_ERROR;
	return flag(row, "check_only") ? err.code == ERR_NONE
				       : same(v, node_get(expected, STR("value")), a);
}

static void suite_case(void **state)
{
	const struct suite_row *row = *state;
	struct str got;
	bool passed = passes(row->row, &got);

	if (!passed)
		fail_msg("%.*s gives %.*s", STR_FMT(text_of(row->row, "expr")), STR_FMT(got));
}

static void suite_missing(void **state)
{
	(void)state;
	print_message("# the shared suites are not there\n");
	skip();
}

/* One case a line; each becomes a test. */
static void add_suite(struct test_list *list, const char *name)
{
	const char *shared = getenv("TIZILIM_SHARED"), *source = getenv("TIZILIM_SOURCE");
	struct str path = arena_printf(suite_arena, "%s%s/suites/cel/%s",
				       shared	? shared
				       : source ? source
						: ".",
				       shared ? "" : "/../shared", name);
	struct str text, line;
	struct err err;

	if (!file_read(&text, suite_arena, path, 16 << 20, &err)) {
		ADD_TEST(list, suite_missing);
		return;
	}
	while (str_cut(&line, &text, '\n')) {
		struct suite_row *row = ARENA_NEW(suite_arena, struct suite_row);
		struct doc_errors errors = { 0 };
		struct doc *doc;

		if (!line.n ||
		    !doc_parse(&doc, suite_arena, path, line, DOC_JSON, DOC_GENERAL, &errors))
			continue;
		row->row = &doc->root;
		row->label = arena_str(suite_arena, text_of(row->row, "id")).p;
		test_list_rows(list, suite_case, row, 1, sizeof(*row));
	}
}

int main(void)
{
	static struct test_list list;
	int failed;

	suite_arena = arena_new();
	add_suite(&list, "core.jsonl");
	failed = test_list_run(&list, "cel");
	arena_free(suite_arena);
	return failed;
}
