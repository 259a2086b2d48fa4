#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/schema/schema.h"

#include "tests/unit/rows.h"

#include <stdio.h>
#include <string.h>

/* ---- the public suite ---- */

/* A part of the suite that is left out, and why. */
static const struct left_out {
	const char *file, *group, *test, *reason;
} left_out[] = {
	{ "cross-draft.json", "refs to historic drafts are processed as historic drafts", NULL,
	  "draft 2019-09 is not supported" },
	{ "ecmascript-regex.json", "ECMA 262 lookbehind is valid, including variable width",
	  "a variable-width lookbehind (ES2018)",
	  "PCRE2 10.42 takes look-behind of fixed width only" },
};

struct tally {
	struct arena *arena;
	struct schema_library *lib;
	struct schema_options options;
	size_t passed, failed, skipped;
};

static struct str shared_path(struct arena *a, const char *name)
{
	const char *shared = env_get("TIZILIM_SHARED");
	const char *source = env_get("TIZILIM_SOURCE");

	if (shared)
		return arena_printf(a, "%s/%s", shared, name);
	return arena_printf(a, "%s/../shared/%s", source ? source : ".", name);
}

static struct doc *read_doc(struct arena *a, struct str path)
{
	struct doc_errors errors = { 0 };
	struct err err = { 0 };
	struct str text;
	struct doc *doc;

	if (!file_read(&text, a, path, LIMIT_DOC_BYTES_GENERAL, &err))
		fail_msg("%s", err.text);
	if (!doc_parse(&doc, a, path, text, DOC_JSON, DOC_GENERAL, &errors))
		fail_msg("%s: %s", path.p, errors.list.at[0].message.in[LANG_EN].p);
	return doc;
}

/* A document of its own whose root is a part of another. */
static struct doc *part_of(struct arena *a, const struct doc *doc, const struct node *node)
{
	struct doc *part = ARENA_NEW(a, struct doc);

	*part = *doc;
	part->root = *node;
	return part;
}

static void add_remotes(struct tally *t, struct str dir, const char *uri)
{
	struct err err = { 0 };
	struct str *names;
	size_t n;

	if (!file_list(&names, &n, t->arena, dir, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < n; i++) {
		struct str path = file_join(t->arena, dir, names[i]);
		struct str inner = arena_printf(t->arena, "%s/%s", uri, names[i].p);

		if (file_is_dir(path))
			add_remotes(t, path, inner.p);
		else
			assert_true(
				schema_library_add(t->lib, inner, read_doc(t->arena, path)));
	}
}

static bool is_left_out(struct str file, struct str group, struct str test)
{
	for (size_t i = 0; i < ARRAY_LEN(left_out); i++)
		if (str_ends(file, str_of(left_out[i].file)) &&
		    str_eq(group, str_of(left_out[i].group)) &&
		    (!left_out[i].test || str_eq(test, str_of(left_out[i].test))))
			return true;
	return false;
}

/* The detailed pass finds something exactly when the boolean one says no. */
static void assert_same_verdict(struct tally *t, const struct schema *s, const struct doc *doc,
				enum schema_verdict verdict)
{
	struct sink sink;
	size_t n;

	sink_init(&sink, t->arena);
	n = schema_check(s, doc, &sink);
	assert_int_equal(n, sink.findings.n);
	assert_int_equal(n == 0, verdict == SCHEMA_VALID);
	for (size_t i = 0; i < n; i++) {
		assert_true(mtext_full(sink.findings.at[i].message));
		assert_true(mtext_full(sink.findings.at[i].remedy));
		assert_null(strstr(sink.findings.at[i].message.in[LANG_EN].p, "%1"));
	}
}

static void run_case(struct tally *t, const struct schema *s, const struct doc *file,
		     const struct node *group, const struct node *test)
{
	struct str title = node_text(group, STR("description"));
	struct str what = node_text(test, STR("description"));
	const struct node *data = node_get(test, STR("data"));
	bool valid = node_get(test, STR("valid"))->truth;
	enum schema_verdict verdict = s ? schema_validate(s, data) : SCHEMA_LIMIT;
	bool good = verdict == (valid ? SCHEMA_VALID : SCHEMA_INVALID);

	if (s)
		assert_same_verdict(t, s, part_of(t->arena, file, data), verdict);

	if (is_left_out(file->path, title, what)) {
		if (good)
			fail_msg("%s: %s: works and need not be left out", title.p, what.p);
		t->skipped++;
		return;
	}
	if (!good)
		print_message("# %.*s: %.*s: %.*s: want %d, verdict %d\n", STR_FMT(file->path),
			      STR_FMT(title), STR_FMT(what), valid, verdict);
	t->passed += good;
	t->failed += !good;
}

static void run_group(struct tally *t, const struct doc *file, const struct node *group)
{
	AUTO_ARENA a = arena_new();
	const struct node *tests = node_get(group, STR("tests"));
	struct doc *doc = part_of(a, file, node_get(group, STR("schema")));
	struct schema *s = NULL;
	struct err err = { 0 };

	if (!schema_compile(&s, a, t->lib, doc, t->options, &err) &&
	    !is_left_out(file->path, node_text(group, STR("description")), STR("")))
		print_message("# %s\n", err.text);
	for (uint32_t i = 0; i < tests->count; i++)
		run_case(t, s, file, group, &tests->items[i]);
	schema_free(s);
}

static void run_file(struct tally *t, struct str path)
{
	const struct doc *file = read_doc(t->arena, path);

	for (uint32_t i = 0; i < file->root.count; i++)
		run_group(t, file, &file->root.items[i]);
}

static const struct suite_row {
	const char *label, *dir, *only; /* one file of the folder */
	bool assert_formats;
	size_t passed, failed, skipped;
} suite_rows[] = {
	{ "suite: required tests", "tests", NULL, false, 1299, 0, 0 },
	{ "suite: optional tests", "tests/optional", NULL, false, 161, 0, 1 },
	{ "suite: formats asserted", "tests/optional/format", NULL, true, 763, 0, 1 },
};

static void suite_row(void **state)
{
	const struct suite_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct str root = shared_path(a, "suites/json-schema-2020-12");
	struct tally t = { .arena = a, .options = { row->assert_formats } };
	struct err err = { 0 };
	struct str dir = file_join(a, root, str_of(row->dir));
	struct str *names;
	size_t n;

	if (!file_is_dir(root)) {
		test_skip("the shared suites are not there");
	}
	t.lib = schema_library_new(a);
	add_remotes(&t, file_join(a, root, STR("remotes")), "http://localhost:1234");
	if (!file_list(&names, &n, a, dir, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < n; i++)
		if (str_ends(names[i], STR(".json")) &&
		    (!row->only || str_eq(names[i], str_of(row->only))))
			run_file(&t, file_join(a, dir, names[i]));
	print_message("# %s: %zu passed, %zu failed, %zu left out\n", row->label, t.passed,
		      t.failed, t.skipped);
	assert_int_equal(t.failed, row->failed);
	assert_int_equal(t.passed, row->passed);
	assert_int_equal(t.skipped, row->skipped);
}

/* ---- own schemas ---- */

static struct doc *doc_of(struct arena *a, const char *name, const char *text)
{
	struct doc_errors errors = { 0 };
	struct str path = str_of(name);
	struct doc *doc;

	if (!doc_parse(&doc, a, path, str_of(text), doc_syntax_of(path), DOC_GENERAL, &errors))
		fail_msg("%s: %s", name, errors.list.at[0].message.in[LANG_EN].p);
	return doc;
}

static struct schema *schema_of(struct arena *a, const char *text)
{
	struct err err = { 0 };
	struct schema *s;

	if (!schema_compile(&s, a, schema_library_new(a), doc_of(a, "s.json", text),
			    (struct schema_options){ .assert_formats = true }, &err))
		fail_msg("%s", err.text);
	return s;
}

/* All findings, each as "line:column+span rule: message; remedy". */
static const char *findings_of(struct arena *a, const char *schema, const struct doc *doc,
			       enum lang lang)
{
	struct schema *s = schema_of(a, schema);
	struct str all = STR("");
	struct sink sink;

	sink_init(&sink, a);
	schema_check(s, doc, &sink);
	sink_finish(&sink);
	for (size_t i = 0; i < sink.findings.n; i++) {
		const struct finding *f = &sink.findings.at[i];

		all = arena_printf(a, "%s%s%u:%u+%u %s: %s; %s", all.p, i ? "\n" : "",
				   f->at.line, f->at.column, f->at.span, f->rule.p,
				   f->message.in[lang].p, f->remedy.in[lang].p);
	}
	schema_free(s);
	return all.p;
}

static const struct message_row {
	const char *label, *schema, *data, *want;
} message_rows[] = {
	{ "type", "{\"type\":\"string\"}", "5",
	  "1:1+1 schema/type: must be a text, but is a number; put it in quotes: \"5\"" },
	{ "one of two types", "{\"type\":[\"null\",\"object\"]}", "[]",
	  "1:1+1 schema/type: must be an object or null, but is a list; write an object or "
	  "null "
	  "here" },
	{ "whole number", "{\"type\":\"integer\"}", "1.5",
	  "1:1+3 schema/type: must be a whole number, but is 1.5; write a whole number here" },
	{ "nothing but the type when it is wrong",
	  "{\"allOf\":[{\"type\":\"string\"},{\"enum\":[\"a\"]}]}", "5",
	  "1:1+1 schema/type: must be a text, but is a number; put it in quotes: \"5\"" },
	{ "missing field at the opening of the object",
	  "{\"properties\":{\"o\":{\"required\":[\"a\"]}}}", "{\n \"o\": {}\n}",
	  "2:7+1 schema/required: required field \"a\" is missing; add the field \"a\"" },
	{ "missing field with its title and description",
	  "{\"required\":[\"a\"],\"properties\":{\"a\":{\"title\":\"Aim\",\"description\":"
	  "\"What "
	  "for\"}}}",
	  "{}",
	  "1:1+1 schema/required: required field \"a\" (Aim) is missing; add the field \"a\": "
	  "What "
	  "for" },
	{ "title behind a reference",
	  "{\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#/$defs/"
	  "t\"}},\"$defs\":{\"t\":"
	  "{\"title\":\"Aim\"}}}",
	  "{}",
	  "1:1+1 schema/required: required field \"a\" (Aim) is missing; add the field \"a\"" },
	{ "field needed by another", "{\"dependentRequired\":{\"a\":[\"b\"]}}", "{\"a\":1}",
	  "1:1+1 schema/required: field \"b\" is required when \"a\" is there; add the field "
	  "\"b\"" },
	{ "unknown field, misspelt",
	  "{\"properties\":{\"purpose\":{}},\"additionalProperties\":false}",
	  "{\n  \"purpsoe\": 1 }",
	  "2:3+9 schema/unknown-field: unknown field \"purpsoe\"; did you mean \"purpose\"?" },
	{ "a misspelt required field is one cause",
	  "{\"properties\":{\"purpose\":{}},\"required\":[\"purpose\"],"
	  "\"additionalProperties\":"
	  "false}",
	  "{\"purpsoe\":1}",
	  "1:2+9 schema/unknown-field: unknown field \"purpsoe\"; did you mean \"purpose\"?" },
	{ "a misspelt field of which one is required is one cause",
	  "{\"properties\":{\"source\":{},\"name\":{}},\"additionalProperties\":false,"
	  "\"anyOf\":[{\"required\":[\"source\"]},{\"required\":[\"name\"]}]}",
	  "{\"sourc\":1}",
	  "1:2+7 schema/unknown-field: unknown field \"sourc\"; did you mean \"source\"?" },
	{ "another field is a cause of its own",
	  "{\"properties\":{\"source\":{},\"name\":{}},\"additionalProperties\":false,"
	  "\"anyOf\":[{\"required\":[\"source\"]},{\"required\":[\"name\"]}]}",
	  "{\"zzz\":1}",
	  "1:1+1 schema/required: one of these fields must be there: \"source\", \"name\"; add "
	  "one of these fields\n"
	  "1:2+5 schema/unknown-field: unknown field \"zzz\"; remove it; fields possible here: "
	  "\"source\", \"name\"" },
	{ "unknown field, nothing near",
	  "{\"properties\":{\"purpose\":{},\"owner\":{}},\"additionalProperties\":false}",
	  "{\"owner\":1,\"zzz\":2}",
	  "1:12+5 schema/unknown-field: unknown field \"zzz\"; remove it; fields possible "
	  "here: "
	  "\"purpose\"" },
	{ "unknown field of an unevaluated object",
	  "{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"string\"}}}],"
	  "\"unevaluatedProperties\":"
	  "false}",
	  "{\"a\":1,\"b\":2}",
	  "1:6+1 schema/type: must be a text, but is a number; put it in quotes: \"1\"\n"
	  "1:8+3 schema/unknown-field: unknown field \"b\"; remove it" },
	{ "forbidden field", "{\"properties\":{\"a\":false}}", "{\"a\":1}",
	  "1:2+3 schema/unknown-field: unknown field \"a\"; remove it" },
	{ "field name not in the list", "{\"propertyNames\":{\"enum\":[\"kk\",\"ru\",\"en\"]}}",
	  "{\"kz\":1}",
	  "1:2+4 schema/unknown-field: field name \"kz\" is not allowed; did you mean "
	  "\"kk\"?" },
	{ "enum, near", "{\"enum\":[\"planned\",\"pilot\"]}", "\"pilott\"",
	  "1:1+8 schema/enum: value \"pilott\" is not allowed; possible values: \"planned\", "
	  "\"pilot\"; did you mean \"pilot\"?" },
	{ "enum, long list is cut", "{\"enum\":[1,2,3,4,5,6,7,8,9,10]}", "0",
	  "1:1+1 schema/enum: value 0 is not allowed; possible values: 1, 2, 3, 4, 5, 6, 7, 8, "
	  "…; "
	  "write one of the possible values" },
	{ "const", "{\"const\":\"1.2\"}", "\"1.1\"",
	  "1:1+5 schema/const: value must be \"1.2\", not \"1.1\"; write \"1.2\"" },
	{ "pattern without words", "{\"pattern\":\"^a$\"}", "\"b\"",
	  "1:1+3 schema/pattern: value \"b\" does not match the pattern ^a$; write the value "
	  "in "
	  "this form" },
	{ "pattern in the schema's words",
	  "{\"pattern\":\"^[0-9]{12}$\",\"description\":\"twelve digits\"}", "\"12\"",
	  "1:1+4 schema/pattern: value \"12\" is not as required: twelve digits; write the "
	  "value "
	  "in this form" },
	{ "format", "{\"format\":\"date\"}", "\"2027-13-45\"",
	  "1:1+12 schema/format: value \"2027-13-45\" is not a date such as 2026-03-01; write "
	  "the "
	  "value in this format" },
	{ "too short, in code points", "{\"minLength\":3}", "\"аб\"",
	  "1:1+4 schema/length: text is too short: characters 2, at least 3 needed; write "
	  "more" },
	{ "too long", "{\"maxLength\":2}", "\"абв\"",
	  "1:1+5 schema/length: text is too long: characters 3, at most 2 allowed; shorten "
	  "it" },
	{ "minimum", "{\"minimum\":1}", "0",
	  "1:1+1 schema/range: 0 is too small: at least 1 needed; correct the number" },
	{ "maximum", "{\"maximum\":5}", "9",
	  "1:1+1 schema/range: 9 is too large: at most 5 allowed; correct the number" },
	{ "exclusive minimum", "{\"exclusiveMinimum\":0}", "0",
	  "1:1+1 schema/range: 0 is too small: must be greater than 0; correct the number" },
	{ "exclusive maximum", "{\"exclusiveMaximum\":1}", "1.0",
	  "1:1+3 schema/range: 1.0 is too large: must be less than 1; correct the number" },
	{ "multiple", "{\"multipleOf\":0.01}", "0.075",
	  "1:1+5 schema/range: 0.075 is not a multiple of 0.01; correct the number" },
	{ "too few items", "{\"minItems\":1}", "[]",
	  "1:1+1 schema/items: list is too short: items 0, at least 1 needed; add items" },
	{ "too many items", "{\"maxItems\":1}", "[1,2]",
	  "1:1+1 schema/items: list is too long: items 2, at most 1 allowed; remove items" },
	{ "surplus item", "{\"prefixItems\":[true],\"items\":false}", "[1,2,3]",
	  "1:4+1 schema/items: surplus item: the list has at most 1; remove the surplus "
	  "items" },
	{ "contains", "{\"contains\":{\"const\":1}}", "[2]",
	  "1:1+1 schema/items: too few items meet the condition: 0 of at least 1; add an "
	  "item "
	  "that meets it" },
	{ "too few fields", "{\"minProperties\":1}", "{}",
	  "1:1+1 schema/items: object has too few fields: 0 of at least 1; add fields" },
	{ "unique", "{\"uniqueItems\":true}", "[\"a\",\"b\",\"a\"]",
	  "1:10+3 schema/unique: item \"a\" is there twice; remove the second one" },
	{ "branch chosen by its constant",
	  "{\"oneOf\":[{\"properties\":{\"k\":{\"const\":\"a\"},\"x\":{}},\"required\":[\"x\"]}"
	  ","
	  "{\"properties\":{\"k\":{\"const\":\"b\"}},\"required\":[\"p\",\"q\"]}]}",
	  "{\"k\":\"b\",\"p\":1}",
	  "1:1+1 schema/required: required field \"q\" is missing; add the field \"q\"" },
	{ "no branch has the constant",
	  "{\"oneOf\":[{\"properties\":{\"k\":{\"const\":\"trained\"}},\"required\":[\"x\"]},"
	  "{\"properties\":{\"k\":{\"const\":\"external\"}}}]}",
	  "{\"k\":\"externl\"}",
	  "1:6+9 schema/enum: value \"externl\" is not allowed; possible values: \"trained\", "
	  "\"external\"; did you mean \"external\"?" },
	{ "branches of other types say nothing",
	  "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"string\",\"minLength\":2}]}", "\"a\"",
	  "1:1+3 schema/length: text is too short: characters 1, at least 2 needed; write "
	  "more" },
	{ "all branches want another type",
	  "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"string\"}]}", "5",
	  "1:1+1 schema/type: must be a text or null, but is a number; put it in quotes: "
	  "\"5\"" },
	{ "one of two fields", "{\"anyOf\":[{\"required\":[\"a\"]},{\"required\":[\"b\"]}]}",
	  "{}",
	  "1:1+1 schema/required: one of these fields must be there: \"a\", \"b\"; add one of "
	  "these fields" },
	{ "a value of the wrong writing: a text that is a number", "{\"type\":\"integer\"}",
	  "\"-12\"",
	  "1:1+5 schema/type: must be a whole number, but is a text; write it without quotes: "
	  "-12" },
	{ "a text that is no whole number", "{\"type\":\"integer\"}", "\"1.5\"",
	  "1:1+5 schema/type: must be a whole number, but is a text; write a whole number "
	  "here" },
	{ "a text that is a truth", "{\"type\":\"boolean\"}", "\"true\"",
	  "1:1+6 schema/type: must be true or false, but is a text; write it without quotes: "
	  "true" },
	{ "one value where a list is needed", "{\"type\":\"array\"}", "\"a\"",
	  "1:1+3 schema/type: must be a list, but is a text; write a list: [\"a\"]" },
	{ "a name in another form",
	  "{\"properties\":{\"data_sources\":{}},\"additionalProperties\":false}",
	  "{\"dataSources\":1}",
	  "1:2+13 schema/unknown-field: unknown field \"dataSources\"; did you mean "
	  "\"data_sources\"?" },
	{ "a value in capitals", "{\"enum\":[\"pilot\",\"in-use\"]}", "\"IN_USE\"",
	  "1:1+8 schema/enum: value \"IN_USE\" is not allowed; possible values: \"pilot\", "
	  "\"in-use\"; did you mean \"in-use\"?" },
	{ "a name by a pattern", "{\"propertyNames\":{\"pattern\":\"^[a-z]+$\"}}",
	  "{\"a b\":1}",
	  "1:2+5 schema/unknown-field: field name \"a b\" is not allowed; write the name by "
	  "the "
	  "pattern ^[a-z]+$" },
	{ "a name by a pattern that is described",
	  "{\"propertyNames\":{\"pattern\":\"^[a-z]+$\",\"description\":\"small letters\"}}",
	  "{\"a b\":1}",
	  "1:2+5 schema/unknown-field: field name \"a b\" is not allowed; change the name: "
	  "small "
	  "letters" },
	{ "every repeated item", "{\"uniqueItems\":true}", "[1,2,1,2,1.0]",
	  "1:6+1 schema/unique: item 1 is there twice; remove the second one\n"
	  "1:8+1 schema/unique: item 2 is there twice; remove the second one\n"
	  "1:10+3 schema/unique: item 1.0 is there twice; remove the second one" },
	{ "branches: values and a type",
	  "{\"anyOf\":[{\"const\":\"auto\"},{\"enum\":[\"auto\",\"off\"]},{\"type\":"
	  "\"integer\"}]}",
	  "\"atuo\"",
	  "1:1+6 schema/enum: value \"atuo\" is not allowed; possible values: \"auto\", "
	  "\"off\" or "
	  "a whole number; did you mean \"auto\"?" },
	{ "branches: the field that is there speaks, not the shorter list of faults",
	  "{\"oneOf\":[{\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"string\"}}},"
	  "{\"required\":[\"b\"],\"properties\":{\"b\":{\"type\":\"string\"}}}]}",
	  "{\"b\":{}}",
	  "1:6+1 schema/type: must be a text, but is an object; write a text here" },
	{ "branches: a list of values names the variant",
	  "{\"oneOf\":[{\"required\":[\"k\",\"x\"],\"properties\":{\"k\":{\"enum\":[\"a\","
	  "\"b\"]},"
	  "\"x\":{\"type\":\"number\"}}},{\"required\":[\"k\",\"y\",\"z\"],\"properties\":{"
	  "\"k\":{"
	  "\"const\":\"c\"},\"y\":{},\"z\":{}}}]}",
	  "{\"k\":\"c\",\"x\":1}",
	  "1:1+1 schema/required: required field \"y\" is missing; add the field \"y\"\n"
	  "1:1+1 schema/required: required field \"z\" is missing; add the field \"z\"" },
	{ "branches: a list of values that both have names none",
	  "{\"oneOf\":[{\"required\":[\"a\"],\"properties\":{\"a\":{},\"s\":{\"enum\":["
	  "\"pilot\"]}}},"
	  "{\"required\":[\"b\"],\"properties\":{\"b\":{},\"s\":{\"enum\":[\"pilot\"]}}}]}",
	  "{\"b\":1,\"s\":\"pilott\"}",
	  "1:12+8 schema/enum: value \"pilott\" is not allowed; possible values: \"pilot\"; "
	  "did you "
	  "mean \"pilot\"?" },
	{ "branches: behind references, closed",
	  "{\"anyOf\":[{\"$ref\":\"#/$defs/p\"},{\"$ref\":\"#/$defs/"
	  "c\"}],\"$defs\":{\"p\":{\"type\":"
	  "\"object\",\"required\":[\"name\",\"iin\"],\"properties\":{\"name\":{\"type\":"
	  "\"string\"},\"iin\":{\"type\":\"string\"}},\"additionalProperties\":false},\"c\":{"
	  "\"type\":"
	  "\"object\",\"required\":[\"name\",\"bin\"],\"properties\":{\"name\":{\"type\":"
	  "\"string\"},\"bin\":{\"type\":\"string\"}},\"additionalProperties\":false}}}",
	  "{\"name\":\"x\",\"bin\":123}",
	  "1:19+3 schema/type: must be a text, but is a number; put it in quotes: \"123\"" },
	{ "branches: lists of different items",
	  "{\"anyOf\":[{\"type\":\"array\",\"items\":{\"type\":\"string\"}},{\"type\":"
	  "\"array\","
	  "\"items\":{\"type\":\"integer\"}},{\"type\":\"null\"}]}",
	  "[1,2,\"x\"]",
	  "1:6+3 schema/type: must be a whole number, but is a text; write a whole number "
	  "here" },
	{ "branches in branches: the leaf",
	  "{\"$ref\":\"#/$defs/"
	  "e\",\"$defs\":{\"e\":{\"oneOf\":[{\"type\":\"boolean\"},{\"type\":"
	  "\"object\",\"properties\":{\"k\":{\"const\":\"and\"},\"of\":{\"items\":{\"$ref\":"
	  "\"#/$defs/"
	  "e\"}}},\"required\":[\"k\",\"of\"]},{\"type\":\"object\",\"properties\":{\"k\":{"
	  "\"const\":\"eq\"},\"v\":{\"type\":\"number\"}},\"required\":[\"k\",\"v\"]},{"
	  "\"type\":"
	  "\"object\",\"properties\":{\"k\":{\"const\":\"in\"},\"v\":{\"type\":\"array\"}},"
	  "\"required\":[\"k\",\"v\"]}]}}}",
	  "{\"k\":\"and\",\"of\":[true,{\"k\":\"and\",\"of\":[{\"k\":\"in\",\"v\":3}]}]}",
	  "1:54+1 schema/type: must be a list, but is a number; write a list: [3]" },
	{ "branches: an object or its short form",
	  "{\"oneOf\":[{\"type\":\"string\",\"pattern\":\"^[a-z]+$\"},{\"type\":\"object\","
	  "\"required\":["
	  "\"name\"]}]}",
	  "{\"nam\":\"x\"}",
	  "1:1+1 schema/required: required field \"name\" is missing; add the field \"name\"" },
	{ "branches: no field of any",
	  "{\"anyOf\":[{\"required\":[\"file\"]},{\"required\":[\"url\"]},{\"required\":["
	  "\"text\"]}]}",
	  "{\"x\":1}",
	  "1:1+1 schema/required: one of these fields must be there: \"file\", \"url\", "
	  "\"text\"; add "
	  "one of these fields" },
	{ "branches: alternatives by title",
	  "{\"oneOf\":[{\"title\":\"Person\",\"required\":[\"iin\"]},{\"title\":\"Company\","
	  "\"required\":[\"bin\"]}]}",
	  "{\"iin\":1,\"bin\":2}",
	  "1:1+1 schema/other: value fits 2 of the alternatives (Person, Company), must fit "
	  "exactly "
	  "one; keep the fields of one alternative only" },
	{ "two branches at once", "{\"oneOf\":[{\"type\":\"number\"},{\"minimum\":1}]}", "2",
	  "1:1+1 schema/other: value fits 2 of the alternatives (1, 2), must fit exactly one; "
	  "keep "
	  "the "
	  "fields of one alternative only" },
	{ "not", "{\"not\":{\"const\":1}}", "1",
	  "1:1+1 schema/other: such a value is not allowed: 1; change the value" },
	{ "not, of an object", "{\"not\":{\"minProperties\":1}}", "{\"a\":1}",
	  "1:1+1 schema/other: such a value is not allowed: an object; change the value" },
	{ "a field that must not be there",
	  "{\"if\":{\"required\":[\"a\"]},\"then\":{\"not\":{\"required\":[\"b\"]}}}",
	  "{\"a\":1,\"b\":2}",
	  "1:8+3 schema/other: field is not allowed in this case: \"b\"; remove it" },
	{ "two fields that exclude each other", "{\"not\":{\"required\":[\"a\",\"b\"]}}",
	  "{\"b\":1,\"a\":2}",
	  "1:8+3 schema/other: these fields must not be there together: \"a\", \"b\"; remove "
	  "one "
	  "of them" },
	{ "then", "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]}}",
	  "{\"a\":1}",
	  "1:1+1 schema/required: required field \"b\" is missing; add the field \"b\"" },
	{ "the cause deep inside, no parent with it",
	  "{\"$ref\":\"#/$defs/"
	  "n\",\"$defs\":{\"n\":{\"properties\":{\"c\":{\"items\":{\"$ref\":"
	  "\"#/$defs/n\"}},\"v\":{\"type\":\"number\"}}}}}",
	  "{\"c\":[{\"c\":[{\"v\":\"x\"}]}]}",
	  "1:18+3 schema/type: must be a number, but is a text; write a number here" },
};

static void message_row(void **state)
{
	const struct message_row *row = *state;
	AUTO_ARENA a = arena_new();

	assert_string_equal(
		findings_of(a, row->schema, doc_of(a, "d.json", row->data), LANG_EN),
		row->want);
}

static const struct language_row {
	const char *label;
	enum lang lang;
	const char *want;
} language_rows[] = {
	{ "Kazakh", LANG_KK,
	  "1:1+1 schema/required: міндетті «a» (Мақсаты) өрісі жоқ; «a» өрісін қосыңыз: Не "
	  "үшін "
	  "керек\n"
	  "1:6+1 schema/type: мәтін болуы керек, бірақ сан берілген; тырнақшаға алыңыз: "
	  "\"1\"" },
	{ "Russian", LANG_RU,
	  "1:1+1 schema/required: нет обязательного поля «a» (Цель); добавьте поле «a»: Для "
	  "чего\n"
	  "1:6+1 schema/type: ожидается текст, а указано: число; возьмите в кавычки: \"1\"" },
	{ "English", LANG_EN,
	  "1:1+1 schema/required: required field \"a\" (Aim) is missing; add the field \"a\": "
	  "What "
	  "for\n"
	  "1:6+1 schema/type: must be a text, but is a number; put it in quotes: \"1\"" },
};

static void language_row(void **state)
{
	const struct language_row *row = *state;
	AUTO_ARENA a = arena_new();
	const char *schema =
		"{\"required\":[\"a\"],\"properties\":{\"b\":{\"type\":\"string\"},\"a\":{"
		"\"title\":"
		"\"Aim\",\"x-title\":{\"kk\":\"Мақсаты\",\"ru\":\"Цель\"},\"description\":"
		"\"What "
		"for\",\"x-description\":{\"kk\":\"Не үшін керек\",\"ru\":\"Для чего\"}}}}";

	assert_string_equal(findings_of(a, schema, doc_of(a, "d.json", "{\"b\":1}"), row->lang),
			    row->want);
}

static void yaml_findings_stand_where_the_text_is(void **state)
{
	AUTO_ARENA a = arena_new();
	const char *schema =
		"{\"properties\":{\"owner\":{\"required\":[\"bin\"],\"properties\":{\"name\":{"
		"\"type\":\"string\"},\"bin\":{}},\"additionalProperties\":false}}}";

	(void)state;
	assert_string_equal(
		findings_of(a, schema, doc_of(a, "d.yaml", "owner:\n  name: 5\n  agency: x\n"),
			    LANG_EN),
		"2:3+1 schema/required: required field \"bin\" is missing; add the field "
		"\"bin\"\n"
		"2:9+1 schema/type: must be a text, but is a number; put it in quotes: \"5\"\n"
		"3:3+6 schema/unknown-field: unknown field \"agency\"; remove it; fields "
		"possible "
		"here: \"bin\"");
}

static const struct compile_row {
	const char *label, *schema, *want;
} compile_rows[] = {
	{ "a reference to itself", "{\"$ref\":\"#\"}",
	  "s.json:1: schema at \"\": a reference comes back to itself on the same value" },
	{ "a ring of two",
	  "{\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\n\"b\":{\"anyOf\":[{\"$ref\":\"#/$defs/"
	  "a\"}]}},\"$ref\":\"#/$defs/a\"}",
	  "s.json:1: schema at \"/$defs/a\": a reference comes back to itself on the same "
	  "value" },
	{ "nothing at the pointer", "{\n\"$ref\":\"#/$defs/x\"}",
	  "s.json:2: schema at \"/$ref\": nothing is at \"#/$defs/x\"" },
	{ "never the network", "{\"$ref\":\"https://example.org/x.json\"}",
	  "s.json:1: schema at \"/$ref\": no schema \"https://example.org/x.json\" is at hand; "
	  "references never reach the network" },
	{ "unknown type", "{\"type\":\"text\"}",
	  "s.json:1: schema at \"/type\": unknown type" },
	{ "negative count", "{\"minLength\":-1}",
	  "s.json:1: schema at \"/minLength\": a count must be a non-negative integer" },
	{ "multipleOf zero", "{\"multipleOf\":0}",
	  "s.json:1: schema at \"/multipleOf\": multipleOf must be greater than zero" },
	{ "unknown dialect", "{\"$schema\":\"https://example.org/s\"}",
	  "s.json:1: schema at \"/$schema\": unknown $schema \"https://example.org/s\"" },
	{ "anchors twice", "{\"$defs\":{\"a\":{\"$anchor\":\"x\"},\"b\":{\"$anchor\":\"x\"}}}",
	  "s.json:1: schema at \"/$defs/b\": anchor \"x\" is there twice" },
	{ "ids twice", "{\"$defs\":{\"a\":{\"$id\":\"urn:x\"},\"b\":{\"$id\":\"urn:x\"}}}",
	  "s.json:1: schema at \"/$defs/b\": $id \"urn:x\" is there twice" },
	{ "the id of a known schema",
	  "{\"$id\":\"https://json-schema.org/draft/2020-12/schema\"}",
	  "s.json:1: schema at \"\": $id \"https://json-schema.org/draft/2020-12/schema\" is "
	  "that "
	  "of a known schema" },
	{ "a schema that is a text", "{\"properties\":{\"a\":\"string\"}}",
	  "s.json:1: schema at \"/properties/a\": a schema must be an object or a boolean" },
};

static void compile_row(void **state)
{
	const struct compile_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct err err = { 0 };
	struct schema *s;

	assert_false(schema_compile(&s, a, schema_library_new(a),
				    doc_of(a, "s.json", row->schema),
				    (struct schema_options){ 0 }, &err));
	assert_string_equal(err.text, row->want);
	assert_int_equal(err.code, ERR_INPUT);
}

static const struct verdict_row {
	const char *label, *schema, *data;
	enum schema_verdict want;
} verdict_rows[] = {
	{ "wild: multipleOf 1e-8", "{\"multipleOf\":1e-8}", "0.00000012", SCHEMA_VALID },
	{ "wild: no multiple of 1e-8", "{\"multipleOf\":1e-8}", "0.000000123", SCHEMA_INVALID },
	{ "wild: multipleOf 0.01 and a large number", "{\"multipleOf\":0.01}", "1e20",
	  SCHEMA_VALID },
	{ "wild: multipleOf an even number beyond 2^53", "{\"multipleOf\":2}",
	  "9007199254740993", SCHEMA_INVALID },
	{ "wild: maximum beyond 2^53", "{\"maximum\":9007199254740992}", "9007199254740993",
	  SCHEMA_INVALID },
	{ "wild: a bound with an exponent", "{\"exclusiveMaximum\":1e2}", "99.99",
	  SCHEMA_VALID },
	{ "wild: const of a large number", "{\"const\":100.0}", "1e2", SCHEMA_VALID },
	{ "wild: 1 and true differ", "{\"uniqueItems\":true}", "[1,true,0,false,null,\"\"]",
	  SCHEMA_VALID },
	{ "wild: 1 and 1.0 do not", "{\"uniqueItems\":true}", "[1,1.0]", SCHEMA_INVALID },
	{ "wild: a property by a percent-encoded pointer",
	  "{\"$defs\":{\"a "
	  "b/%\":{\"type\":\"string\"}},\"properties\":{\"x\":{\"$ref\":\"#/$defs/"
	  "a%20b~1%25\"}}}",
	  "{\"x\":1}", SCHEMA_INVALID },
	{ "wild: a property by a Cyrillic pointer",
	  "{\"$defs\":{\"қала\":{\"type\":\"string\"}},\"properties\":{\"x\":{\"$ref\":\"#/"
	  "$defs/%D2%9B%D0%B0%D0%BB%D0%B0\"}}}",
	  "{\"x\":1}", SCHEMA_INVALID },
	{ "wild: names beyond the basic plane",
	  "{\"properties\":{\"\\ud83d\\ude00\":{\"type\":\"string\"}}}", "{\"😀\":1}",
	  SCHEMA_INVALID },
	{ "wild: patternProperties by a script",
	  "{\"patternProperties\":{\"^\\\\p{Script=Cyrillic}+$\":{\"type\":\"string\"}}}",
	  "{\"қала\":1,\"x\":\"a\"}", SCHEMA_INVALID },
	{ "wild: patternProperties by a category",
	  "{\"patternProperties\":{\"^\\\\p{Lu}$\":{\"type\":\"string\"}}}",
	  "{\"А\":\"a\",\"а\":1}", SCHEMA_VALID },
	{ "wild: two patterns and the rest",
	  "{\"patternProperties\":{\"^a\":{\"type\":\"integer\"},\"b$\":{\"minimum\":5}},"
	  "\"additionalProperties\":{\"type\":\"boolean\"}}",
	  "{\"ab\":5,\"c\":true}", SCHEMA_VALID },
	{ "wild: named groups", "{\"pattern\":\"^(?<y>\\\\d{4})-\\\\k<y>$\"}", "\"2026-2026\"",
	  SCHEMA_VALID },
	{ "wild: look-behind", "{\"pattern\":\"(?<=\\\\$)\\\\d+\"}", "\"$12\"", SCHEMA_VALID },
	{ "wild: negative look-behind", "{\"pattern\":\"^(?<!\\\\$)\\\\d+$\"}", "\"$12\"",
	  SCHEMA_INVALID },
	{ "wild: a code point in braces", "{\"pattern\":\"^\\\\u{1F600}$\"}", "\"😀\"",
	  SCHEMA_VALID },
	{ "wild: a control letter", "{\"pattern\":\"^\\\\cA$\"}", "\"\\u0001\"", SCHEMA_VALID },
	{ "wild: a pair of surrogates in a pattern", "{\"pattern\":\"^\\\\ud83d\\\\ude00$\"}",
	  "\"😀\"", SCHEMA_VALID },
	{ "wild: \\S takes no ideographic space", "{\"pattern\":\"^\\\\S$\"}", "\"\\u3000\"",
	  SCHEMA_INVALID },
	{ "wild: minContains 0 asks for nothing",
	  "{\"contains\":{\"type\":\"string\"},\"minContains\":0}", "[1]", SCHEMA_VALID },
	{ "wild: maxContains",
	  "{\"contains\":{\"type\":\"string\"},\"minContains\":0,\"maxContains\":1}",
	  "[\"a\",\"b\",1]", SCHEMA_INVALID },
	{ "wild: maxContains without contains is nothing", "{\"maxContains\":1}",
	  "[\"a\",\"b\"]", SCHEMA_VALID },
	{ "wild: propertyNames false", "{\"propertyNames\":false}", "{\"a\":1}",
	  SCHEMA_INVALID },
	{ "wild: propertyNames false, no names", "{\"propertyNames\":false}", "{}",
	  SCHEMA_VALID },
	{ "wild: required of names of Object.prototype",
	  "{\"required\":[\"__proto__\",\"toString\"]}", "{}", SCHEMA_INVALID },
	{ "wild: unevaluatedProperties through if and anyOf",
	  "{\"if\":{\"properties\":{\"k\":{\"const\":1}},\"required\":[\"k\"]},\"then\":{"
	  "\"properties\":{\"a\":true}},\"anyOf\":[{\"properties\":{\"b\":true},\"required\":["
	  "\"b\"]},{\"properties\":{\"c\":true},\"required\":[\"c\"]}],"
	  "\"unevaluatedProperties\":false}",
	  "{\"k\":1,\"a\":1,\"b\":1}", SCHEMA_VALID },
	{ "wild: unevaluatedProperties: a failed branch marks nothing",
	  "{\"anyOf\":[{\"properties\":{\"b\":true},\"required\":[\"b\"]},{\"properties\":{"
	  "\"c\":{\"type\":\"string\"}}}],\"unevaluatedProperties\":false}",
	  "{\"b\":1,\"c\":1}", SCHEMA_INVALID },
	{ "wild: unevaluatedProperties do not see into not",
	  "{\"not\":{\"not\":{\"properties\":{\"a\":true}}},\"unevaluatedProperties\":false}",
	  "{\"a\":1}", SCHEMA_INVALID },
	{ "wild: unevaluatedItems and contains",
	  "{\"contains\":{\"type\":\"string\"},\"prefixItems\":[true],\"unevaluatedItems\":"
	  "false}",
	  "[1,\"a\"]", SCHEMA_VALID },
	{ "wild: unevaluatedItems behind a reference",
	  "{\"$ref\":\"#/$defs/"
	  "p\",\"unevaluatedItems\":false,\"$defs\":{\"p\":{\"prefixItems\":[true]}}}",
	  "[1,2]", SCHEMA_INVALID },
	{ "wild: dependentSchemas mark",
	  "{\"properties\":{\"a\":true},\"dependentSchemas\":{\"a\":{\"properties\":{\"b\":"
	  "true}}},\"unevaluatedProperties\":false}",
	  "{\"a\":1,\"b\":2}", SCHEMA_VALID },
	{ "wild: an embedded resource by a relative $id",
	  "{\"$id\":\"https://x.example/a/b\",\"$ref\":\"c\",\"$defs\":{\"c\":{\"$id\":\"../a/"
	  "c\",\"type\":\"number\"}}}",
	  "\"x\"", SCHEMA_INVALID },
	{ "wild: a tree that is extended by $dynamicRef",
	  "{\"$id\":\"https://x.example/"
	  "strict\",\"$dynamicAnchor\":\"node\",\"$ref\":\"tree\",\"unevaluatedProperties\":"
	  "false,\"$defs\":{\"tree\":{\"$id\":\"tree\",\"$dynamicAnchor\":\"node\",\"type\":"
	  "\"object\",\"properties\":{\"data\":true,\"children\":{\"type\":\"array\",\"items\":"
	  "{\"$dynamicRef\":\"#node\"}}}}}}",
	  "{\"children\":[{\"dat\":1}]}", SCHEMA_INVALID },
	{ "wild: a keyword in a place that holds no schema",
	  "{\"default\":{\"$ref\":\"#/nothing\"},\"examples\":[{\"$id\":\"x\"}],\"const\":1}",
	  "1", SCHEMA_VALID },
	{ "wild: $ref as the name of a property",
	  "{\"properties\":{\"$ref\":{\"type\":\"string\"}}}", "{\"$ref\":1}", SCHEMA_INVALID },
	{ "wild: $id in an enum is data",
	  "{\"enum\":[{\"$id\":\"urn:a\"}],\"$defs\":{\"x\":{\"$id\":\"urn:a\"}}}",
	  "{\"$id\":\"urn:a\"}", SCHEMA_VALID },
	{ "wild: an unknown format is an annotation", "{\"format\":\"kz-iin\"}", "\"x\"",
	  SCHEMA_VALID },
	{ "wild: draft 7: contains without bounds",
	  "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"contains\":true}", "[]",
	  SCHEMA_INVALID },
	{ "wild: draft 7: $defs is no keyword, but a pointer reaches it",
	  "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"$ref\":\"#/$defs/"
	  "a\",\"$defs\":{\"a\":{\"type\":\"string\"}}}",
	  "1", SCHEMA_INVALID },
	{ "wild: no $schema: definitions are reached",
	  "{\"$ref\":\"#/definitions/a\",\"definitions\":{\"a\":{\"type\":\"string\"}}}", "1",
	  SCHEMA_INVALID },
	{ "cents are exact", "{\"multipleOf\":0.01}", "19.99", SCHEMA_VALID },
	{ "a third of a cent", "{\"multipleOf\":0.01}", "19.999", SCHEMA_INVALID },
	{ "a tenth thirty times", "{\"multipleOf\":0.1}", "123456789012345678901234567890.3",
	  SCHEMA_VALID },
	{ "a huge exponent", "{\"multipleOf\":7}", "7e1000000", SCHEMA_VALID },
	{ "a huge exponent, no multiple", "{\"multipleOf\":7}", "1e1000000", SCHEMA_INVALID },
	{ "a tiny number", "{\"multipleOf\":7}", "7e-1000000", SCHEMA_INVALID },
	{ "an integer beyond 64 bits", "{\"type\":\"integer\",\"minimum\":9223372036854775807}",
	  "9223372036854775808", SCHEMA_VALID },
	{ "one below it", "{\"minimum\":9223372036854775807}", "9223372036854775806",
	  SCHEMA_INVALID },
	{ "an integer with exponent", "{\"type\":\"integer\"}", "1.20e1", SCHEMA_VALID },
	{ "not one", "{\"type\":\"integer\"}", "1.25e1", SCHEMA_INVALID },
	{ "minus zero", "{\"type\":\"integer\",\"const\":0}", "-0.0", SCHEMA_VALID },
	{ "equal numbers are not unique", "{\"uniqueItems\":true}",
	  "[1,2,3,4,5,6,7,8,9,10,11,12,13,1.00,15]", SCHEMA_INVALID },
	{ "1.5 and 15 are", "{\"uniqueItems\":true}", "[1,2,3,4,5,6,7,8,9,10,11,12,13,1.5,15]",
	  SCHEMA_VALID },
	{ "objects without order, many", "{\"uniqueItems\":true}",
	  "[{\"a\":1,\"b\":2},1,2,3,4,5,6,7,8,9,10,11,12,13,{\"b\":2,\"a\":1}]",
	  SCHEMA_INVALID },
	{ "nested lists differ, many", "{\"uniqueItems\":true}",
	  "[[1,[2]],[[1],2],1,2,3,4,5,6,7,8,9,10,11,12,13]", SCHEMA_VALID },
	{ "draft 7: siblings of $ref are ignored",
	  "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"definitions\":{\"a\":{}},"
	  "\"properties\":{\"x\":{\"$ref\":\"#/definitions/a\",\"type\":\"string\"}}}",
	  "{\"x\":1}", SCHEMA_VALID },
	{ "2020-12: they are not",
	  "{\"$defs\":{\"a\":{}},\"properties\":{\"x\":{\"$ref\":\"#/$defs/a\",\"type\":"
	  "\"string\"}}}",
	  "{\"x\":1}", SCHEMA_INVALID },
	{ "draft 7: items as a list",
	  "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"items\":[{\"type\":"
	  "\"string\"}],\"additionalItems\":{\"type\":\"number\"}}",
	  "[\"a\",1,\"b\"]", SCHEMA_INVALID },
	{ "draft 7: dependencies",
	  "{\"$schema\":\"http://json-schema.org/draft-07/"
	  "schema#\",\"dependencies\":{\"a\":[\"b\"]"
	  ",\"c\":{\"required\":[\"d\"]}}}",
	  "{\"c\":1}", SCHEMA_INVALID },
	{ "draft 7: no unevaluatedProperties",
	  "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"unevaluatedProperties\":"
	  "false}",
	  "{\"c\":1}", SCHEMA_VALID },
	{ "draft 7: an $id of a fragment is an anchor",
	  "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"definitions\":{\"a\":{"
	  "\"$id\":\"#n\",\"type\":\"number\"}},\"allOf\":[{\"$ref\":\"#n\"}]}",
	  "\"x\"", SCHEMA_INVALID },
	{ "a schema against the meta-schema",
	  "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}",
	  "{\"properties\":{\"a\":{\"type\":\"strin\"}}}", SCHEMA_INVALID },
	{ "a good one", "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}",
	  "{\"properties\":{\"a\":{\"type\":[\"string\"]}},\"$defs\":{\"b\":false}}",
	  SCHEMA_VALID },
	{ "draft 7's own", "{\"$ref\":\"http://json-schema.org/draft-07/schema#\"}",
	  "{\"items\":[{\"minimum\":\"1\"}]}", SCHEMA_INVALID },
	{ "doubling thirty times ends at a limit",
	  "{\"$ref\":\"#/$defs/a\",\"$defs\":{"
#define TWICE(x, y) \
	"\"" x "\":{\"allOf\":[{\"$ref\":\"#/$defs/" y "\"},{\"$ref\":\"#/$defs/" y "\"}]},"
	  TWICE("a", "b") TWICE("b", "c") TWICE("c", "d") TWICE("d", "e") TWICE("e", "f") TWICE(
		  "f", "g") TWICE("g", "h") TWICE("h", "i") TWICE("i", "j") TWICE("j", "k")
		  TWICE("k", "l") TWICE("l", "m") TWICE("m", "n") TWICE("n", "o")
			  TWICE("o", "p") TWICE("p", "q") TWICE("q", "r") TWICE("r", "s") TWICE(
				  "s", "t") TWICE("t", "u") TWICE("u", "v") TWICE("v", "w")
				  TWICE("w", "x") TWICE("x", "y") TWICE("y", "z")
#undef TWICE
					  "\"z\":{\"minimum\":0}}}",
	  "1", SCHEMA_LIMIT },
	{ "a ring of dynamic references ends at a limit",
	  "{\"$dynamicAnchor\":\"n\",\"$dynamicRef\":\"#n\"}", "1", SCHEMA_LIMIT },
	{ "a pattern that backtracks for ever", "{\"not\":{\"pattern\":\"^(a+)+$\"}}",
	  "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"", SCHEMA_LIMIT },
	{ "simple pattern: a count", "{\"pattern\":\"^fn\\\\.[a-z]+\\\\.[0-9]{3}$\"}",
	  "\"fn.ocr.012\"", SCHEMA_VALID },
	{ "simple pattern: too long", "{\"pattern\":\"^fn\\\\.[a-z]+\\\\.[0-9]{3}$\"}",
	  "\"fn.ocr.0123\"", SCHEMA_INVALID },
	{ "simple pattern: end only at the end", "{\"pattern\":\"^[a-z]+$\"}", "\"abc\\n\"",
	  SCHEMA_INVALID },
	{ "a class that meets the next needs backtracking", "{\"pattern\":\"^[a-z0-9]+0$\"}",
	  "\"a00\"", SCHEMA_VALID },
	{ "optional part before the same letter", "{\"pattern\":\"^a?ab$\"}", "\"ab\"",
	  SCHEMA_VALID },
	{ "open range of counts", "{\"pattern\":\"^[A-Z]{2,}$\"}", "\"A\"", SCHEMA_INVALID },
	{ "letters of another script", "{\"pattern\":\"^[a-z]+$\"}", "\"аб\"", SCHEMA_INVALID },
};

static void verdict_row(void **state)
{
	const struct verdict_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct schema *s = schema_of(a, row->schema);
	const struct doc *doc = doc_of(a, "d.json", row->data);
	struct sink sink;

	assert_int_equal(schema_validate(s, &doc->root), row->want);
	sink_init(&sink, a);
	assert_int_equal(schema_check(s, doc, &sink) == 0, row->want == SCHEMA_VALID);
	if (row->want == SCHEMA_LIMIT)
		assert_string_equal(sink.findings.at[0].rule.p, "schema/limit");
	schema_free(s);
}

static const char field_schema[] =
	"{\"title\":\"Manifest\",\"properties\":{"
	"\"own\":{\"title\":\"Own\"},"
	"\"ref\":{\"$ref\":\"#/$defs/text\"},"
	"\"mark\":{\"$ref\":\"#/$defs/text\",\"x-required-from\":\"pilot\"},"
	"\"list\":{\"items\":{\"properties\":{\"a\":{\"title\":\"In list\"}}}},"
	"\"pair\":{\"prefixItems\":[{\"title\":\"First\"}],\"items\":{\"title\":\"Others\"}},"
	"\"one\":{\"properties\":{\"kind\":true},\"oneOf\":[{\"properties\":{\"kind\":{"
	"\"const\":1},"
	"\"v\":{\"title\":\"Branch\"}}},{\"properties\":{\"w\":{\"title\":\"Other\"}}}]},"
	"\"a/b\":{\"title\":\"Slash\"}},"
	"\"allOf\":[{\"if\":{},\"then\":{\"properties\":{\"then\":{\"title\":\"Then\"}}}}],"
	"\"patternProperties\":{\"^x-\":{\"title\":\"Free\"}},\"additionalProperties\":false,"
	"\"$defs\":{\"text\":{\"title\":\"Text\"}}}";

static const struct field_row {
	const char *label, *pointer, *title; /* NULL: the schema does not say */
} field_rows[] = {
	{ "the root", "", "Manifest" },
	{ "a property", "/own", "Own" },
	{ "through a reference", "/ref", "Text" },
	{ "an item by number", "/list/3/a", "In list" },
	{ "an item by star", "/list/*/a", "In list" },
	{ "the first of a pair", "/pair/0", "First" },
	{ "one after the pair", "/pair/1", "Others" },
	{ "in a branch", "/one/v", "Branch" },
	{ "in the other branch", "/one/w", "Other" },
	{ "in then, in allOf", "/then", "Then" },
	{ "by pattern", "/x-notes", "Free" },
	{ "an escaped name", "/a~1b", "Slash" },
	{ "an unknown field", "/nothing", NULL },
	{ "below a leaf", "/own/deeper", NULL },
	{ "a name where items are", "/list/a", NULL },
};

static void field_row(void **state)
{
	const struct field_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct schema *s = schema_of(a, field_schema);
	const struct node *field = schema_field(s, str_of(row->pointer));

	if (!row->title)
		assert_null(field);
	else
		assert_string_equal(
			arena_str(a, schema_annotation(s, field, STR("title")).in[LANG_EN]).p,
			row->title);
	schema_free(s);
}

static void a_reference_with_marks_of_its_own_is_the_field(void **state)
{
	AUTO_ARENA a = arena_new();
	struct schema *s = schema_of(a, field_schema);
	const struct node *field = schema_field(s, STR("/mark"));

	(void)state;
	assert_true(str_eq(node_text(field, STR("x-required-from")), STR("pilot")));
	assert_string_equal(
		arena_str(a, schema_annotation(s, field, STR("title")).in[LANG_KK]).p, "Text");
	schema_free(s);
}

/* A document of n items, every one of which has one error of its own. */
static void every_seeded_error_is_found_once(void **state)
{
	static const char *const items[] = {
		"{}",
		"{\"id\":5}",
		"{\"id\":\"A1\"}",
		"{\"id\":\"a1\",\"nmae\":\"x\"}",
		"{\"id\":\"a1\",\"zzzzz\":1}",
		"{\"id\":\"a1\",\"status\":\"pilott\"}",
		"{\"id\":\"a1\",\"status\":7}",
		"{\"id\":\"a1\",\"score\":9}",
		"{\"id\":\"a1\",\"score\":0}",
		"{\"id\":\"a1\",\"score\":1.5}",
		"{\"id\":\"a1\",\"score\":\"1\"}",
		"{\"id\":\"a1\",\"name\":\"\"}",
		"{\"id\":\"a1\",\"name\":\"xxxxxxxxxxx\"}",
		"{\"id\":\"a1\",\"date\":\"2026-02-30\"}",
		"{\"id\":\"a1\",\"tags\":[]}",
		"{\"id\":\"a1\",\"tags\":[\"a\",\"a\"]}",
		"{\"id\":\"a1\",\"tags\":[\"a\",\"b\",\"c\",\"d\"]}",
		"{\"id\":\"a1\",\"tags\":[\"a\",1]}",
		"{\"id\":\"a1\",\"tags\":\"a\"}",
		"{\"id\":\"a1\",\"model\":{\"kind\":\"own\"}}",
		"{\"id\":\"a1\",\"model\":{\"kind\":\"rented\",\"url\":\"no scheme\"}}",
		"{\"id\":\"a1\",\"model\":{\"kind\":\"stolen\"}}",
		"{\"id\":\"a1\",\"model\":{\"kind\":\"own\",\"version\":\"1\",\"more\":1}}",
		"{\"id\":\"a1\",\"model\":[]}",
		"[]",
	};
	static const char schema[] = "{\"items\":{\"$ref\":\"#/$defs/"
				     "item\"},\"$defs\":{\"item\":{\"type\":\"object\","
				     "\"required\":[\"id\"],\"additionalProperties\":false,"
				     "\"properties\":{\"id\":{\"type\":"
				     "\"string\",\"pattern\":\"^[a-z][0-9]$\"},\"name\":{"
				     "\"type\":\"string\",\"minLength\":1,"
				     "\"maxLength\":10},\"status\":{\"enum\":[\"pilot\","
				     "\"live\"]},\"score\":{\"type\":"
				     "\"integer\",\"minimum\":1,\"maximum\":5},\"date\":{"
				     "\"type\":\"string\",\"format\":"
				     "\"date\"},\"tags\":{\"type\":\"array\",\"minItems\":1,"
				     "\"maxItems\":3,\"uniqueItems\":"
				     "true,\"items\":{\"type\":\"string\"}},\"model\":{"
				     "\"type\":\"object\",\"required\":["
				     "\"kind\"],\"oneOf\":[{\"properties\":{\"kind\":{"
				     "\"const\":\"own\"},\"version\":{"
				     "\"type\":\"string\"}},\"required\":[\"version\"]},{"
				     "\"properties\":{\"kind\":{\"const\":"
				     "\"rented\"},\"url\":{\"type\":\"string\",\"format\":"
				     "\"uri\"}},\"required\":[\"url\"]}],"
				     "\"unevaluatedProperties\":false}}}}}";
	AUTO_ARENA a = arena_new();
	struct schema *s = schema_of(a, schema);
	struct str text = STR("[");
	struct sink sink;

	(void)state;
	assert_int_equal(ARRAY_LEN(items), 25);
	for (size_t i = 0; i < ARRAY_LEN(items); i++)
		text = arena_printf(a, "%s%s\n%s", text.p, i ? "," : "", items[i]);
	text = arena_printf(a, "%s]", text.p);
	sink_init(&sink, a);
	assert_int_equal(schema_check(s, doc_of(a, "d.json", text.p), &sink), ARRAY_LEN(items));
	sink_finish(&sink);
	for (size_t i = 0; i < ARRAY_LEN(items); i++) {
		assert_int_equal(sink.findings.at[i].at.line, i + 2);
		for (size_t j = 0; j < i; j++)
			assert_false(str_eq(finding_fingerprint(a, &sink.findings.at[i]),
					    finding_fingerprint(a, &sink.findings.at[j])));
	}
	schema_free(s);
}

static void too_many_findings_are_cut(void **state)
{
	AUTO_ARENA a = arena_new();
	struct schema *s = schema_of(a, "{\"items\":{\"type\":\"string\"}}");
	struct str text = STR("[0");
	struct sink sink;

	(void)state;
	for (int i = 0; i < 12; i++)
		text = arena_printf(a, "%s,%s", text.p, text.p + 1);
	text = arena_printf(a, "%s]", text.p);
	sink_init(&sink, a);
	assert_int_equal(schema_check(s, doc_of(a, "d.json", text.p), &sink), 1000);
	assert_string_equal(sink.findings.at[999].rule.p, "schema/limit");
	assert_string_equal(sink.findings.at[999].message.in[LANG_EN].p,
			    "too many errors, only the first 999 are shown");
	schema_free(s);
}

/* A new item before it moves a finding; its key and fingerprint stay. */
static void fingerprints_survive_new_items(void **state)
{
	static const char schema[] = "{\"properties\":{\"s\":{\"items\":{\"properties\":{\"k\":"
				     "{\"enum\":[\"a\"]}}}}}}";
	static const char *const data[] = { "{\"s\":[{\"k\":\"zz\"}]}",
					    "{\"s\":[{},\n{\"k\":\"zz\"}]}" };
	AUTO_ARENA a = arena_new();
	struct schema *s = schema_of(a, schema);
	struct str prints[2];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(data); i++) {
		struct sink sink;

		sink_init(&sink, a);
		schema_check(s, doc_of(a, "d.json", data[i]), &sink);
		sink_finish(&sink);
		assert_string_equal(sink.findings.at[0].key.p, "/s/*/k=zz");
		prints[i] = finding_fingerprint(a, &sink.findings.at[0]);
	}
	assert_true(str_eq(prints[0], prints[1]));
	schema_free(s);
}

static void a_long_chain_of_references_is_refused(void **state)
{
	AUTO_ARENA a = arena_new();
	struct str text = STR("{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
	struct err err = { 0 };
	struct schema *s;

	(void)state;
	for (int i = 0; i < 9000; i += 100) {
		struct str part = STR("");

		for (int j = i; j < i + 100; j++)
			part = arena_printf(a, "%s\"d%d\":{\"$ref\":\"#/$defs/d%d\"},", part.p,
					    j, j + 1);
		text = arena_printf(a, "%s%s", text.p, part.p);
	}
	text = arena_printf(a, "%s\"d9000\":{}}}", text.p);
	assert_false(schema_compile(&s, a, schema_library_new(a), doc_of(a, "s.json", text.p),
				    (struct schema_options){ 0 }, &err));
	assert_string_equal(
		err.text,
		"s.json:1: schema at \"/$defs/d256\": more than 256 references in a row");
}

static void large_objects_are_tracked(void **state)
{
	AUTO_ARENA a = arena_new();
	struct schema *s = schema_of(a, "{\"anyOf\":[{\"patternProperties\":{\"^k\":{}}}],"
					"\"unevaluatedProperties\":false}");
	struct str text = STR("{\"k\":0");

	(void)state;
	for (int i = 0; i < 9000; i += 100) {
		struct str part = STR("");

		for (int j = i; j < i + 100; j++)
			part = arena_printf(a, "%s,\"k%d\":0", part.p, j);
		text = arena_printf(a, "%s%s", text.p, part.p);
	}
	assert_int_equal(
		schema_validate(s,
				&doc_of(a, "d.json", arena_printf(a, "%s}", text.p).p)->root),
		SCHEMA_VALID);
	assert_int_equal(
		schema_validate(
			s,
			&doc_of(a, "d.json", arena_printf(a, "%s,\"x\":0}", text.p).p)->root),
		SCHEMA_INVALID);
	schema_free(s);
}

/* Six million steps for six million bytes: size alone is no reason to give up. */
static void a_large_document_is_judged_to_its_end(void **state)
{
	enum { ITEMS = 3000000 };
	AUTO_ARENA a = arena_new();
	struct schema *s = schema_of(a, "{\"items\":{\"minimum\":0}}");
	char *text = arena_alloc(a, 2 * ITEMS + 2, 1);
	struct sink sink;

	(void)state;
	for (size_t i = 0; i < ITEMS; i++)
		memcpy(text + 2 * i, i ? ",1" : "[1", 2);
	text[2 * ITEMS] = ']';
	sink_init(&sink, a);
	assert_int_equal(schema_check(s, doc_of(a, "d.json", text), &sink), 0);
}

static void a_library_document_is_reached_by_its_names(void **state)
{
	AUTO_ARENA a = arena_new();
	struct schema_library *lib = schema_library_new(a);
	struct err err = { 0 };
	struct schema *s;

	(void)state;
	assert_true(schema_library_add(
		lib, STR("file:lists.json"),
		doc_of(a, "lists.json",
		       "{\"$id\":\"https://x.example/lists\",\"$defs\":{\"n\":{\"$id\":"
		       "\"inner\",\"type\":\"null\"}}}")));
	assert_true(schema_compile(
		&s, a, lib,
		doc_of(a, "s.json",
		       "{\"prefixItems\":[{\"$ref\":\"file:lists.json#/$defs/n\"},{\"$ref\":"
		       "\"https://x.example/lists#/$defs/n\"},{\"$ref\":\"https://x.example/"
		       "inner\"}]}"),
		(struct schema_options){ 0 }, &err));
	assert_int_equal(schema_validate(s, &doc_of(a, "d.json", "[null,null,null]")->root),
			 SCHEMA_VALID);
	assert_int_equal(schema_validate(s, &doc_of(a, "d.json", "[null,null,1]")->root),
			 SCHEMA_INVALID);
	schema_free(s);
}

static void a_schema_may_be_yaml(void **state)
{
	AUTO_ARENA a = arena_new();
	struct err err = { 0 };
	struct schema *s;

	(void)state;
	assert_true(schema_compile(
		&s, a, schema_library_new(a),
		doc_of(a, "s.yaml", "properties:\n  a: {type: integer, maximum: 5}\n"),
		(struct schema_options){ 0 }, &err));
	assert_int_equal(schema_validate(s, &doc_of(a, "d.yaml", "a: 5\n")->root),
			 SCHEMA_VALID);
	assert_int_equal(schema_validate(s, &doc_of(a, "d.yaml", "a: 6\n")->root),
			 SCHEMA_INVALID);
	schema_free(s);
}

static void every_rule_is_told_in_three_languages(void **state)
{
	size_t n;
	const struct rule_info *rules = schema_rules(&n);

	(void)state;
	assert_int_equal(n, 13);
	for (size_t i = 0; i < n; i++) {
		assert_true(str_starts(rules[i].id, STR("schema/")));
		assert_true(mtext_full(rules[i].title) && mtext_full(rules[i].description));
		assert_int_equal(rules[i].severity, SEV_ERROR);
	}
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, suite_row, suite_rows);
	ADD_ROWS(&list, message_row, message_rows);
	ADD_ROWS(&list, language_row, language_rows);
	ADD_TEST(&list, yaml_findings_stand_where_the_text_is);
	ADD_ROWS(&list, compile_row, compile_rows);
	ADD_ROWS(&list, verdict_row, verdict_rows);
	ADD_ROWS(&list, field_row, field_rows);
	ADD_TEST(&list, a_reference_with_marks_of_its_own_is_the_field);
	ADD_TEST(&list, every_seeded_error_is_found_once);
	ADD_TEST(&list, too_many_findings_are_cut);
	ADD_TEST(&list, fingerprints_survive_new_items);
	ADD_TEST(&list, a_long_chain_of_references_is_refused);
	ADD_TEST(&list, large_objects_are_tracked);
	ADD_TEST(&list, a_large_document_is_judged_to_its_end);
	ADD_TEST(&list, a_library_document_is_reached_by_its_names);
	ADD_TEST(&list, a_schema_may_be_yaml);
	ADD_TEST(&list, every_rule_is_told_in_three_languages);
	return test_list_run(&list, "schema");
}
