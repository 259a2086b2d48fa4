/*
 * Changes to documents. The first byte chooses the syntax, the rest is the
 * text. The canonical form of what is accepted means the same, keeps its
 * comments and is its own canonical form, with keys in the order of a schema
 * or not; a difference of the two is never empty unless they are equal. Repairs
 * never add findings, leave a valid document alone and are made once. Steps of an
 * upgrade lose neither comment nor value.
 */
#include "checker/edit/edit.h"
#include "checker/text/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char schema_text[] =
	"{\"properties\": {\"z\": {\"properties\": {\"b\": {}, \"a\": {}}}, \"list\": "
	"{\"items\":"
	" {\"$ref\": \"#/properties/z\"}}, \"b\": {\"$ref\": \"#\"}, \"a\": {\"anyOf\":"
	" [{\"$ref\": \"#\"}]}}, \"additionalProperties\": {\"$ref\": \"#/properties/z\"}}";

static const char rules_text[] =
	"{\"$defs\": {\"o\": {\"properties\": {\"stage\": {\"enum\": [\"design\", \"in_use\", "
	"1]},"
	" \"version\": {\"const\": \"1.0\"}, \"start\": {\"format\": \"date\"},"
	" \"name\": {\"pattern\": \"^[a-z]+( [a-z]+)*$\"}, \"items\": {\"uniqueItems\": true,"
	" \"items\": {\"oneOf\": [{\"$ref\": \"#/$defs/o\"}, {\"enum\": [\"alpha\", "
	"\"alpine\"]}]}},"
	" \"owner\": {\"$ref\": \"#/$defs/o\"}}, \"additionalProperties\": false,"
	" \"required\": [\"stage\"]}}, \"$ref\": \"#/$defs/o\"}";

static const char steps_text[] =
	"{\"to\": \"2.0\", \"steps\": [{\"rename\": \"/stage\", \"to\": \"z\"},"
	" {\"move\": \"/z/a\", \"to\": \"/list\"}, {\"move\": \"/list/*/b\", \"to\": \"a/b\"},"
	" {\"move\": \"/b\", \"to\": \"a/z\"}, {\"move\": \"/owner/items\", \"to\": "
	"\"/owner/stage/i\"},"
	" {\"wrap\": \"/a\"}, {\"wrap\": \"/items\", \"key\": \"k\"}, {\"wrap\": "
	"\"/items/k/*\"},"
	" {\"values\": \"/list/*\", \"map\": {\"x\": \"y: #\"}},"
	" {\"set\": \"/a/0/new\", \"value\": [\"x, y\"]}, {\"set\": \"/list/0/q\", \"value\": "
	"\"\"},"
	" {\"ask\": \"/z\", \"when\": \"there\", \"text\": \"why\"}]}";

static bool parse(struct doc **doc, struct arena *a, struct str text, enum doc_syntax syntax)
{
	struct doc_errors errors = { 0 };

	return doc_parse(doc, a, STR("input"), text, syntax, DOC_GENERAL, &errors);
}

static int by_text(const void *x, const void *y)
{
	return str_cmp(x, y);
}

static struct str *comments_of(struct arena *a, const struct doc *doc)
{
	struct str *all = ARENA_ARRAY(a, struct str, doc->comments.n + 1);

	for (size_t i = 0; i < doc->comments.n; i++) {
		const struct doc_comment *c = &doc->comments.at[i];

		all[i] = str_trim(str_sub(doc->text, c->at, c->at + c->n));
	}
	qsort(all, doc->comments.n, sizeof(*all), by_text);
	return all;
}

static void check_comments(struct arena *a, const struct doc *doc, const struct doc *again)
{
	struct str *before = comments_of(a, doc), *after = comments_of(a, again);

	assert(doc->comments.n == again->comments.n);
	for (size_t i = 0; i < doc->comments.n; i++)
		assert(str_eq(before[i], after[i]));
}

static void check_form(struct arena *a, const struct doc *doc, const struct node *schema)
{
	struct str form, second;
	struct err err = { 0 };
	struct doc *again;

	if (!edit_format(&form, a, doc, schema, &err)) {
		assert(strstr(err.text, "too large"));
		return;
	}
	assert(parse(&again, a, form, doc->syntax));
	assert(node_equal(&doc->root, &again->root));
	check_comments(a, doc, again);
	assert(edit_format(&second, a, again, schema, &err));
	assert(str_eq(form, second));
	assert((edit_diff(a, STR("x"), doc->text, form, false).n == 0) ==
	       str_eq(doc->text, form));
}

static void check_fix(struct arena *a, const struct doc *doc, const struct schema *rules)
{
	struct edit_fixed fixed, again;
	struct sink sink;
	struct doc *after;
	size_t before;

	sink_init(&sink, a);
	before = schema_check(rules, doc, &sink);
	edit_fix(&fixed, a, doc, rules);
	assert(fixed.left.findings.n + (fixed.made.n > 0) <= before);
	assert(str_eq(fixed.text, doc->text) == (fixed.made.n == 0));
	assert(parse(&after, a, fixed.text, doc->syntax));
	assert(after->comments.n == doc->comments.n);
	assert(schema_check(rules, after, &sink) == fixed.left.findings.n);
	edit_fix(&again, a, after, rules);
	assert(again.made.n == 0);
}

static size_t count_scalars(const struct node *n)
{
	size_t count = n->type < NODE_ARRAY;

	for (uint32_t i = 0; i < n->count; i++)
		count += count_scalars(n->type == NODE_ARRAY ? &n->items[i]
							     : &n->members[i].value);
	return count;
}

/* With a version in front, as the document is an object. */
static void check_upgrade(struct arena *a, const struct doc *doc)
{
	struct str text = arena_printf(a, "schema_version: 1\n%.*s", STR_FMT(doc->text));
	struct edit_upgraded out = { 0 };
	struct doc *steps, *old, *again;

	assert(parse(&steps, a, str_of(steps_text), DOC_JSON));
	if (doc->syntax == DOC_JSON || !parse(&old, a, text, DOC_YAML) ||
	    old->root.type != NODE_OBJECT)
		return;
	if (!edit_upgrade(&out, a, old, &steps->root))
		return;
	assert(parse(&again, a, out.doc->text, DOC_YAML));
	check_comments(a, old, again);
	assert(count_scalars(&again->root) >= count_scalars(&old->root));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ARENA a = arena_new();
	struct schema_options options = { .assert_formats = true };
	struct doc *schema, *doc;
	struct schema *rules;
	struct err err = { 0 };
	char *text;

	if (size == 0)
		return 0;
	/* A block of its own, so that reading past either end is seen. */
	text = malloc(size > 1 ? size - 1 : 1);
	if (!text)
		return 0;
	memcpy(text, data + 1, size - 1);
	if (parse(&schema, a, str_of(schema_text), DOC_JSON) &&
	    parse(&doc, a, (struct str){ text, size - 1 }, data[0] & 1 ? DOC_YAML : DOC_JSON)) {
		check_form(a, doc, NULL);
		check_form(a, doc, &schema->root);
		assert(parse(&schema, a, str_of(rules_text), DOC_JSON));
		assert(schema_compile(&rules, a, schema_library_new(a), schema, options, &err));
		check_fix(a, doc, rules);
		check_upgrade(a, doc);
		schema_free(rules);
	}
	free(text);
	return 0;
}
