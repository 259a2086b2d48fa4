#include "checker/cel/cel.h"

#include "checker/base/file.h"
#include "checker/base/limits.h"

#include "tests/unit/cel_language.h"
#include "tests/unit/cel_refused.h"
#include "tests/unit/rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { STEPS = 1000000 };

/* ---- the conformance suite: tests/shared/suites/cel, see its README.md ---- */

/* Of the suite's extension cases those in these files are ours; the others are counted. */
static const char *const extensions[] = {
	"bindings_ext", "encoders_ext", "macros2",	  "math_ext",
	"optionals",	"string_ext",	"type_deduction",
};

static struct arena *suite_arena;
static size_t suite_ours, suite_others;

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

static struct cel_value tagged(struct arena *a, const struct node *n);

static struct cel_value tagged_map(struct arena *a, const struct node *pairs)
{
	struct cel_run run = { .arena = a, .steps_left = STEPS };
	struct cel_value *at = ARENA_ARRAY(a, struct cel_value, pairs->count);

	for (uint32_t i = 0; i < pairs->count; i++) {
		struct cel_value halves[2] = { tagged(a, &pairs->items[i].items[0]),
					       tagged(a, &pairs->items[i].items[1]) };

		at[i] = cel_of_values(&run, halves, 2);
	}
	return make_map(a, cel_of_values(&run, at, pairs->count));
}

static double special_double(struct str s)
{
	if (str_eq(s, STR("NaN")))
		return (double)NAN;
	if (str_eq(s, STR("Infinity")))
		return HUGE_VAL;
	return str_eq(s, STR("-Infinity")) ? -HUGE_VAL : strtod(s.p, NULL);
}

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

		slots[i] = tagged(a, &bindings->members[i].value);
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

/* Lists by element, since NaN equals NaN here. */
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

/* Functions of the row's own, with type parameters: our host declares its functions in C. */
static bool declares_functions(const struct node *row)
{
	const struct node *decls = node_get(row, STR("type_env"));

	for (uint32_t i = 0; decls && i < decls->count; i++)
		if (node_get(&decls->items[i], STR("function")))
			return true;
	return false;
}

static bool is_ours(const struct node *row)
{
	if (!node_get(row, STR("extensions")))
		return true;
	if (declares_functions(row))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(extensions); i++)
		if (str_eq(text_of(row, "file"), str_of(extensions[i])))
			return true;
	return false;
}

static void suite_missing(void **state)
{
	(void)state;
	test_skip("the shared suites are not there");
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
		if (!is_ours(row->row)) {
			suite_others++;
			continue;
		}
		suite_ours++;
		row->label = arena_str(suite_arena, text_of(row->row, "id")).p;
		test_list_rows(list, suite_case, row, 1, sizeof(*row));
	}
}

/* ---- expressions over documents ---- */

static const char document[] =
	"{\"purpose\": \"register of pets\", \"code\": \"KZ-7\", \"cost\": 5, \"count\": 3,"
	" \"big\": 18446744073709551615, \"huge\": 184467440737095516150, \"half\": 0.5,"
	" \"tags\": [\"open\", \"data\"], \"none\": null, \"live\": true,"
	" \"owner\": {\"name\": \"Agency\", \"bin\": \"123\"},"
	" \"links\": [{\"to\": \"a\", \"kind\": \"uses\"}, {\"to\": \"b\"}],"
	" \"labels\": {\"kk\": \"\xD2\x9B\xD0\xB0\xD0\xB7\xD0\xB0\xD2\x9B\", \"ru\": \"x\"},"
	" \"extra\": {\"deep\": {\"list\": [1, 2.5, \"x\", [null]]},"
	" \"cold\": [-0.0, 0.0, -0]}}";

struct fixture {
	struct arena *arena;
	struct cel_env *env;
	struct cel_value slots[4];
};

static struct cel_value host_double(struct cel_run *run, const struct cel_value *args, size_t n)
{
	assert_int_equal(n, 1);
	if (args[0].kind != CEL_INT)
		return cel_error(run, "twice() wants an int");
	return cel_of_int(2 * args[0].i);
}

static const struct cel_type *manifest_type(struct arena *a)
{
	const struct cel_type *text = cel_type_of(CEL_STRING);
	struct cel_type *m = cel_type_object(a, STR("manifest"));
	struct cel_type *owner = cel_type_object(a, STR("owner"));
	struct cel_type *link = cel_type_object(a, STR("link"));

	cel_type_field(a, owner, STR("name"), text);
	cel_type_field(a, owner, STR("phone"), text);
	cel_type_field(a, link, STR("to"), text);
	cel_type_field(a, link, STR("kind"), text);
	cel_type_field(a, m, STR("purpose"), text);
	cel_type_field(a, m, STR("code"), text);
	cel_type_field(a, m, STR("cost"), cel_type_of(CEL_DOUBLE));
	cel_type_field(a, m, STR("count"), cel_type_of(CEL_INT));
	cel_type_field(a, m, STR("big"), cel_type_of(CEL_UINT));
	cel_type_field(a, m, STR("huge"), cel_type_of(CEL_DOUBLE));
	cel_type_field(a, m, STR("half"), cel_type_of(CEL_DOUBLE));
	cel_type_field(a, m, STR("tags"), cel_type_list(a, text));
	cel_type_field(a, m, STR("none"), text);
	cel_type_field(a, m, STR("live"), cel_type_of(CEL_BOOL));
	cel_type_field(a, m, STR("missing"), text);
	cel_type_field(a, m, STR("owner"), owner);
	cel_type_field(a, m, STR("links"), cel_type_list(a, link));
	cel_type_field(a, m, STR("labels"), cel_type_map(a, text));
	cel_type_field(a, m, STR("extra"), cel_type_of(CEL_DYN));
	return m;
}

static void fixture_init(struct fixture *f, struct arena *a)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;

	assert_true(doc_parse(&doc, a, STR("m.json"), str_of(document), DOC_JSON, DOC_GENERAL,
			      &errors));
	f->arena = a;
	f->env = cel_env_new(a);
	assert_int_equal(cel_env_var(f->env, STR("m"), manifest_type(a)), 0);
	assert_int_equal(cel_env_var(f->env, STR("any"), cel_type_of(CEL_DYN)), 1);
	assert_int_equal(cel_env_var(f->env, STR("limit"), cel_type_of(CEL_INT)), 2);
	cel_env_function(f->env, STR("twice"), 1, false, cel_type_of(CEL_INT), host_double);
	cel_env_function(f->env, STR("twice"), 1, true, cel_type_of(CEL_INT), host_double);
	f->slots[0] = cel_of_node(&doc->root);
	f->slots[1] = cel_of_node(node_get(&doc->root, STR("extra")));
	f->slots[2] = cel_of_int(10);
}

static const struct eval_row eval_rows[] = {
	{ "a field", "m.purpose", "register of pets", CEL_STRING },
	{ "a field by index", "m['code']", "KZ-7", CEL_STRING },
	{ "a field that is absent", "m.missing", "no such key: missing", CEL_ERROR },
	{ "a key that is absent", "m.labels['en']", "no such key: en", CEL_ERROR },
	{ "has() of a field", "has(m.purpose)", "true", CEL_BOOL },
	{ "has() of an absent field", "has(m.missing)", "false", CEL_BOOL },
	{ "has() of a null", "has(m.none)", "true", CEL_BOOL },
	{ "has() below an absent field", "has(any.a.b)", "no such key: a", CEL_ERROR },
	{ "an error is absorbed by true", "m.missing == 'x' || true", "true", CEL_BOOL },
	{ "an error is absorbed by false before it", "false && m.missing == 'x'", "false",
	  CEL_BOOL },
	{ "an error is not absorbed by true", "m.missing == 'x' && true",
	  "no such key: missing", CEL_ERROR },
	{ "the first of two errors stands", "m.missing == 'x' || m.labels.en == 'x'",
	  "no such key: missing", CEL_ERROR },
	{ "JSON null is null", "m.none == null", "true", CEL_BOOL },
	{ "a text is not null", "m.purpose == null", "false", CEL_BOOL },
	{ "null has no size", "size(m.none)", "no such overload: size(null_type)", CEL_ERROR },
	{ "a whole number is int", "type(any.deep.list[0]) == int", "true", CEL_BOOL },
	{ "a fraction is double", "type(any.deep.list[1]) == double", "true", CEL_BOOL },
	{ "beyond int64 it is uint", "m.big", "18446744073709551615", CEL_UINT },
	{ "beyond uint64 it is double", "m.huge", "1.844674407370955e+20", CEL_DOUBLE },
	{ "a declared double is one where 5 is written", "m.cost + 0.5", "5.5", CEL_DOUBLE },
	{ "a declared double in an optional", "m.?cost.orValue(1.0)", "5", CEL_DOUBLE },
	{ "a zero keeps its sign", "[string(any.cold[0]), string(any.cold[1])]", "-0, 0",
	  CEL_LIST },
	{ "which side of zero it is", "1.0 / any.cold[0]", "-Infinity", CEL_DOUBLE },
	{ "an int has one zero", "string(any.cold[2])", "0", CEL_STRING },
	{ "zeros are equal", "any.cold[0] == any.cold[1] && any.cold[0] == any.cold[2]", "true",
	  CEL_BOOL },
	{ "int beside double", "m.count < 3.5 && m.half == 0.5", "true", CEL_BOOL },
	{ "a boolean", "m.live && !(m.count > limit)", "true", CEL_BOOL },
	{ "an item", "m.tags[1]", "data", CEL_STRING },
	{ "an item beyond the end", "m.tags[2]", "index out of bounds: 2", CEL_ERROR },
	{ "an item before the start", "m.tags[-1]", "index out of bounds: -1", CEL_ERROR },
	{ "in a list of the document", "'open' in m.tags && !('shut' in m.tags)", "true",
	  CEL_BOOL },
	{ "in an object", "'kk' in m.labels && !('en' in m.labels)", "true", CEL_BOOL },
	{ "a number is in no object", "dyn(1) in m.labels", "false", CEL_BOOL },
	{ "in a list of constants", "m.code in ['KZ-6', 'KZ-7']", "true", CEL_BOOL },
	{ "all over a list", "m.links.all(l, has(l.to))", "true", CEL_BOOL },
	{ "all absorbs an error when another is false", "m.links.all(l, l.kind == 'x')",
	  "false", CEL_BOOL },
	{ "all keeps an error when nothing is false", "m.links.all(l, l.kind == 'uses')",
	  "no such key: kind", CEL_ERROR },
	{ "exists absorbs an error when another is true", "m.links.exists(l, l.kind == 'uses')",
	  "true", CEL_BOOL },
	{ "exists_one", "m.links.exists_one(l, l.to == 'b')", "true", CEL_BOOL },
	{ "loop over an object is over its keys", "m.labels.map(k, k + '!')", "kk!, ru!",
	  CEL_LIST },
	{ "filter keeps the nodes", "m.links.filter(l, !has(l.kind)).map(l, l.to)", "b",
	  CEL_LIST },
	{ "map with a condition", "m.tags.map(t, t.startsWith('o'), t.upperAscii())", "OPEN",
	  CEL_LIST },
	{ "loops in loops", "m.links.all(l, m.tags.exists(t, t != l.to))", "true", CEL_BOOL },
	{ "an inner variable hides an outer one", "m.tags.map(t, [1].map(t, t + 1)[0])", "2, 2",
	  CEL_LIST },
	{ "two variables", "m.tags.transformList(i, t, string(i) + t)", "0open, 1data",
	  CEL_LIST },
	{ "bind", "cel.bind(n, size(m.tags), n * n)", "4", CEL_INT },
	{ "size of a text is in characters", "size(m.labels.kk)", "5", CEL_INT },
	{ "size of a list and an object", "size(m.tags) + m.labels.size()", "4", CEL_INT },
	{ "matches", "m.code.matches('^KZ-[0-9]+$')", "true", CEL_BOOL },
	{ "matches with a pattern of the document", "'aa'.matches(m.links[0].to + '{2}')",
	  "true", CEL_BOOL },
	{ "a pattern of the document may be wrong", "'a'.matches(m.tags[0] + '(')",
	  "pattern, offset 5: missing closing parenthesis", CEL_ERROR },
	{ "equal parts of a document", "any.deep == m.extra.deep", "true", CEL_BOOL },
	{ "a document equals a literal", "any.deep.list == [1, 2.5, 'x', [null]]", "true",
	  CEL_BOOL },
	{ "an object equals a literal", "m.owner == {'bin': '123', 'name': 'Agency'}", "true",
	  CEL_BOOL },
	{ "a field of a text", "any.deep.list[2].x", "string has no fields: 'x' cannot be read",
	  CEL_ERROR },
	{ "optional field", "m.?missing.orValue('none given')", "none given", CEL_STRING },
	{ "optional chain", "any.?deep.?list[?0].orValue(7)", "1", CEL_INT },
	{ "optional chain that breaks", "any.?a.b.c.hasValue()", "false", CEL_BOOL },
	{ "the branch not taken is not evaluated", "m.live ? 1 : 1 / 0", "1", CEL_INT },
	{ "division by zero", "m.count / 0", "division by zero", CEL_ERROR },
	{ "overflow", "m.count + 9223372036854775807", "int overflow", CEL_ERROR },
	{ "wrong operands at run time", "any.deep.list[2] + 1",
	  "no such overload: string + int", CEL_ERROR },
	{ "a condition that is none", "any.deep.list[0] ? 1 : 2",
	  "no such overload: int is no condition", CEL_ERROR },
	{ "host function", "twice(m.count) + m.count.twice()", "12", CEL_INT },
	{ "host function with an error", "twice(any.deep)", "twice() wants an int", CEL_ERROR },
	{ "date arithmetic", "timestamp('2024-02-29T00:00:00Z') + duration('24h')",
	  "2024-03-01T00:00:00Z", CEL_TIMESTAMP },
	{ "Almaty before the change",
	  "timestamp('2024-02-29T12:00:00Z').getHours('Asia/Almaty')", "18", CEL_INT },
	{ "Almaty after the change",
	  "timestamp('2024-03-01T12:00:00Z').getHours('Asia/Almaty')", "17", CEL_INT },
	{ "a zone before its law", "timestamp('1999-01-01T00:00:00Z').getHours('Asia/Almaty')",
	  "unknown time zone 'Asia/Almaty'", CEL_ERROR },
	{ "summer time begins",
	  "[timestamp('2024-03-10T07:59:59Z'), timestamp('2024-03-10T08:00:00Z')]"
	  ".map(t, t.getHours('US/Central'))",
	  "1, 3", CEL_LIST },
	{ "summer time ends",
	  "[timestamp('2024-11-03T06:59:59Z'), timestamp('2024-11-03T07:00:00Z')]"
	  ".map(t, t.getHours('US/Central'))",
	  "1, 1", CEL_LIST },
	{ "leap days", "timestamp('2023-02-29T00:00:00Z')",
	  "'2023-02-29T00:00:00Z' is no timestamp", CEL_ERROR },
	{ "bytes that are no text", "string(b'\\xff')", "bytes are no valid UTF-8 at offset 0",
	  CEL_ERROR },
};

static void evaluates(const struct eval_row *row, bool checked)
{
	AUTO_ARENA a = arena_new();
	struct cel_run run = { .arena = a, .steps_left = STEPS };
	struct cel_program *p;
	struct cel_value v;
	struct fixture f;
	struct err err = { 0 };

	fixture_init(&f, a);
	if (!checked)
		cel_env_unchecked(f.env);
	if (!cel_compile(&p, a, f.env, str_of(row->expression), &err))
		fail_msg("%s", err.text);
	v = cel_eval(p, f.slots, &run);
	assert_string_equal(arena_str(a, cel_text(a, v)).p, row->want);
	assert_int_equal(v.kind, row->kind);
	cel_program_free(p);
}

static void eval_row(void **state)
{
	evaluates(*state, true);
}

/* Checking types refuses expressions and changes no result. */
static void unchecked_row(void **state)
{
	evaluates(*state, false);
}

/* ---- what does not compile ---- */

static void refuse_row(void **state)
{
	const struct refuse_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct cel_program *p = NULL;
	struct fixture f;
	struct err err = { 0 };

	fixture_init(&f, a);
	assert_false(cel_compile(&p, a, f.env, str_of(row->expression), &err));
	assert_string_equal(
		arena_printf(a, "%s%s%s", err.text, *err.hint ? "; " : "", err.hint).p,
		row->want);
	assert_int_equal(err.code, ERR_INPUT);
}

/* ---- types for hosts ---- */

static const struct type_row {
	const char *label, *expression;
	enum cel_kind kind, element;
} type_rows[] = {
	{ "a text", "m.purpose", CEL_STRING, CEL_ERROR },
	{ "an object", "m.owner", CEL_OBJECT, CEL_ERROR },
	{ "a list of objects", "m.links", CEL_LIST, CEL_OBJECT },
	{ "a filtered list of objects", "m.links.filter(l, has(l.kind))", CEL_LIST,
	  CEL_OBJECT },
	{ "a list made by map", "m.links.map(l, l.to)", CEL_LIST, CEL_STRING },
	{ "keys", "m.labels.map(k, k)", CEL_LIST, CEL_STRING },
	{ "lists added", "m.tags + ['x']", CEL_LIST, CEL_STRING },
	{ "lists of two kinds", "[1, 'x']", CEL_LIST, CEL_DYN },
	{ "an object's values", "m.labels", CEL_MAP, CEL_STRING },
	{ "a choice", "m.live ? m.links : []", CEL_LIST, CEL_DYN },
	{ "pieces", "m.code.split('-')", CEL_LIST, CEL_STRING },
	{ "an optional", "m.?code", CEL_OPTIONAL, CEL_STRING },
	{ "anything", "m.extra.a.b[0]", CEL_DYN, CEL_DYN },
	{ "a host's result", "twice(any)", CEL_INT, CEL_ERROR },
};

static void type_row(void **state)
{
	const struct type_row *row = *state;
	AUTO_ARENA a = arena_new();
	const struct cel_type *type, *element;
	struct cel_program *p;
	struct fixture f;
	struct err err;

	fixture_init(&f, a);
	assert_true(cel_compile(&p, a, f.env, str_of(row->expression), &err));
	type = cel_program_type(p);
	assert_int_equal(cel_type_kind(type), row->kind);
	element = cel_type_element(type);
	assert_int_equal(element ? cel_type_kind(element) : CEL_ERROR, row->element);
	cel_program_free(p);
}

static void members_have_types(void **state)
{
	AUTO_ARENA a = arena_new();
	const struct cel_type *m = manifest_type(a), *link;

	(void)state;
	link = cel_type_element(cel_type_member(m, STR("links")));
	assert_int_equal(cel_type_kind(cel_type_member(link, STR("to"))), CEL_STRING);
	assert_null(cel_type_member(link, STR("from")));
	assert_null(cel_type_member(cel_type_of(CEL_INT), STR("to")));
}

/* ---- budget and hostile expressions ---- */

static const struct budget_row {
	const char *label, *expression;
	uint64_t steps;
	const char *want;
} budget_rows[] = {
	{ "exactly enough", "m.tags.all(t, t != '')", 9, "true" },
	{ "one too few", "m.tags.all(t, t != '')", 8, "out of steps" },
	{ "none", "1", 0, "out of steps" },
	{ "true does not hide it", "true && (m.tags.all(t, t != '') || true)", 5,
	  "out of steps" },
	{ "or does not hide it", "m.tags.all(t, t != '') || true", 4, "out of steps" },
	{ "a loop does not hide it", "[1, 2, 3].exists(x, m.tags.all(t, t != '') || x == 1)",
	  11, "out of steps" },
	{ "an optional does not hide it", "m.tags[?size(m.tags)].hasValue()", 5,
	  "out of steps" },
	{ "a literal in a loop in a loop",
	  "[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, "
	  "[1,2,3,4,5,6,7,8,9].all(d, a + b + c + d > 0))))",
	  20000, "out of steps" },
	{ "a list that grows",
	  "cel.bind(a, m.tags + m.tags + m.tags + m.tags, cel.bind(b, a + a + a + a + a + a, "
	  "cel.bind(c, b + b + b + b + b + b + b + b, c.map(x, c.map(y, c)) == [])))",
	  20000, "out of steps" },
	{ "a comparison of lists", "cel.bind(a, [1, 2, 3, 4].map(x, [x, x, x, x]), a == a)", 51,
	  "true" },
	{ "a comparison of lists, one step less",
	  "cel.bind(a, [1, 2, 3, 4].map(x, [x, x, x, x]), a == a)", 50, "out of steps" },
};

static void budget_row(void **state)
{
	const struct budget_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct cel_run run = { .arena = a, .steps_left = row->steps };
	struct cel_program *p;
	struct cel_value v;
	struct fixture f;
	struct err err = { 0 };

	fixture_init(&f, a);
	if (!cel_compile(&p, a, f.env, str_of(row->expression), &err))
		fail_msg("%s", err.text);
	v = cel_eval(p, f.slots, &run);
	assert_string_equal(arena_str(a, cel_text(a, v)).p, row->want);
	assert_int_equal(v.kind == CEL_ERROR, strcmp(row->want, "out of steps") == 0);
	cel_program_free(p);
}

static const struct repeat_row {
	const char *label, *before, *middle, *after;
	unsigned times;
	const char *want; /* the value, or the error of compiling */
} repeat_rows[] = {
	{ "parentheses within the limit", "(", "1", ")", 63, "1" },
	{ "parentheses beyond it", "(", "1", ")", 64,
	  "column 65: expression nests deeper than 64" },
	{ "parentheses to the end", "(", "1", "", 8000,
	  "column 65: expression nests deeper than 64" },
	{ "lists beyond it", "[", "", "]", 100, "column 65: expression nests deeper than 64" },
	{ "signs beyond it", "-", "limit", "", 100,
	  "column 1: expression nests deeper than 64" },
	{ "signs within it", "!", "true", "", 60, "true" },
	{ "a long chain of or", "false || ", "true", "", 800, "true" },
	{ "a long chain of and", "true && ", "false", "", 800, "false" },
	{ "sums beyond it", "1 + ", "1", "", 100,
	  "column 255: expression nests deeper than 64" },
	{ "fields beyond it", "", "any", ".a", 100,
	  "column 131: expression nests deeper than 64" },
	{ "conditions beyond it", "true ? 1 : ", "2", "", 70,
	  "column 705: expression nests deeper than 64" },
	{ "loops beyond it", "[1].all(x, ", "true", ")", 70,
	  "column 695: expression nests deeper than 64" },
	{ "longer than any", "          ", "1", "", 820,
	  "expression of 8201 bytes is longer than 8192" },
};

static struct str repeated(struct arena *a, const struct repeat_row *row)
{
	char *p = ARENA_ARRAY(a, char, 20000);
	size_t n = 0;

	for (unsigned i = 0; i < row->times; i++)
		n += (size_t)snprintf(p + n, 20000 - n, "%s", row->before);
	n += (size_t)snprintf(p + n, 20000 - n, "%s", row->middle);
	for (unsigned i = 0; i < row->times; i++)
		n += (size_t)snprintf(p + n, 20000 - n, "%s", row->after);
	return (struct str){ p, n };
}

static void repeat_row(void **state)
{
	const struct repeat_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct cel_run run = { .arena = a, .steps_left = STEPS };
	struct cel_program *p;
	struct fixture f;
	struct err err = { 0 };

	fixture_init(&f, a);
	if (!cel_compile(&p, a, f.env, repeated(a, row), &err)) {
		assert_string_equal(err.text, row->want);
		return;
	}
	assert_string_equal(arena_str(a, cel_text(a, cel_eval(p, f.slots, &run))).p, row->want);
	cel_program_free(p);
}

/* A document is read in place: no memory for fields, loops and comparisons. */
static void hot_operations_take_no_memory(void **state)
{
	static const char expression[] =
		"m.links.all(l, l.to in m.tags || has(m.owner.name) && m.owner.name == "
		"'Agency')"
		" && 'kk' in m.labels && m.labels['ru'] == 'x' && m.code in ['KZ-6', 'KZ-7']"
		" && m.tags.exists(t, t == 'data') && size(m.tags) > 1 && m.missing == 'x' == "
		"true";
	AUTO_ARENA a = arena_new();
	AUTO_ARENA scratch = arena_new();
	struct cel_program *p;
	struct fixture f;
	struct err err = { 0 };
	struct arena_mark mark = arena_mark(scratch), now;

	(void)state;
	fixture_init(&f, a);
	if (!cel_compile(&p, a, f.env, str_of(expression), &err))
		fail_msg("%s", err.text);
	for (int i = 0; i < 1000; i++) {
		struct cel_run run = { .arena = scratch, .steps_left = STEPS };
		struct cel_value v = cel_eval(p, f.slots, &run);

		assert_int_equal(v.kind, CEL_ERROR);
		assert_true(str_eq(v.s, STR("no such key: missing")));
	}
	now = arena_mark(scratch);
	assert_ptr_equal(now.block, mark.block);
	assert_int_equal(now.used, mark.used);
	cel_program_free(p);
}

static void variables_are_forgotten(void **state)
{
	AUTO_ARENA a = arena_new();
	struct cel_env *env = cel_env_new(a);
	struct cel_program *p;
	struct err err;

	(void)state;
	cel_env_var(env, STR("one"), cel_type_of(CEL_INT));
	cel_env_var(env, STR("two"), cel_type_of(CEL_INT));
	assert_true(cel_compile(&p, a, env, STR("one + two"), &err));
	cel_env_forget(env, 1);
	assert_int_equal(cel_env_count(env), 1);
	assert_false(cel_compile(&p, a, env, STR("one + two"), &err));
	assert_string_equal(err.text, "column 7: unknown variable 'two'");
	assert_int_equal(cel_env_var(env, STR("three"), cel_type_of(CEL_INT)), 1);
}

/* From the fourth word on a text is not always searched. */
static void many_words_of_one_text_are_found(void **state)
{
	static const char *const words[] = {
		"zz",
		"register",
		"of",
		"pets",
		"gist",
		"r of p",
		"pet",
		"pats",
		"",
		"s",
		"register of pets",
		"registers",
		"ster of",
		"of ",
		"egis",
		"tsip",
	};
	AUTO_ARENA a = arena_new();
	struct cel_value list[ARRAY_LEN(words)], slots[2], v;
	struct cel_env *env = cel_env_new(a);
	struct cel_run run = { .arena = a, .steps_left = STEPS };
	struct cel_program *p;
	struct err err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		list[i] = cel_of_str(str_of(words[i]));
	slots[0] = cel_of_values(&run, list, ARRAY_LEN(words));
	slots[1] = cel_of_str(STR("register of pets"));
	cel_env_var(env, STR("words"), cel_type_of(CEL_LIST));
	cel_env_var(env, STR("text"), cel_type_of(CEL_STRING));
	assert_true(cel_compile(&p, a, env, STR("words.filter(w, text.contains(w))"), &err));
	v = cel_eval(p, slots, &run);
	assert_string_equal(cel_text(a, v).p, "register, of, pets, gist, r of p, pet, , s, "
					      "register of pets, ster of, of , egis");
}

static void hosts_look_inside_values(void **state)
{
	AUTO_ARENA a = arena_new();
	struct cel_run run = { .arena = a, .steps_left = STEPS };
	struct cel_value list, out;
	struct fixture f;

	(void)state;
	fixture_init(&f, a);
	assert_int_equal(cel_size(f.slots[0]), 14);
	assert_true(str_eq(cel_map_key(f.slots[0], 0).s, STR("purpose")));
	assert_true(str_eq(cel_map_value(f.slots[0], 0).s, STR("register of pets")));
	assert_true(cel_map_get(f.slots[0], STR("tags"), &out));
	assert_int_equal(cel_size(out), 2);
	assert_true(str_eq(cel_item(out, 1).s, STR("data")));
	assert_non_null(cel_item(out, 1).node);
	assert_false(cel_map_get(f.slots[0], STR("tag"), &out));
	assert_false(cel_map_get(cel_of_int(1), STR("tag"), &out));
	assert_int_equal(cel_of_node(NULL).kind, CEL_NULL);
	list = cel_of_values(&run, f.slots, 3);
	assert_true(cel_equal(cel_item(list, 0), f.slots[0]));
	assert_false(cel_equal(cel_item(list, 0), f.slots[1]));
}

int main(void)
{
	static struct test_list list;
	int failed;

	suite_arena = arena_new();
	ADD_ROWS(&list, eval_row, eval_rows);
	ADD_ROWS(&list, eval_row, language_rows);
	ADD_ROWS(&list, unchecked_row, language_rows);
	ADD_ROWS(&list, refuse_row, refuse_rows);
	ADD_ROWS(&list, type_row, type_rows);
	ADD_TEST(&list, members_have_types);
	ADD_ROWS(&list, budget_row, budget_rows);
	ADD_ROWS(&list, repeat_row, repeat_rows);
	ADD_TEST(&list, hot_operations_take_no_memory);
	ADD_TEST(&list, variables_are_forgotten);
	ADD_TEST(&list, many_words_of_one_text_are_found);
	ADD_TEST(&list, hosts_look_inside_values);
	add_suite(&list, "core.jsonl");
	add_suite(&list, "extensions.jsonl");
	print_message("# conformance: %zu cases; %zu of extensions that we do not have\n",
		      suite_ours, suite_others);
	failed = test_list_run(&list, "cel");
	arena_free(suite_arena);
	return failed;
}
