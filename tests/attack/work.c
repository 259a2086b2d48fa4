/*
 * Hostile texts of growing size, for linear.py to count the instructions of:
 * for each its name is printed, and work() is called once with SIZE parts and
 * once with TIMES as many. It reads the text, hashes it and judges it by a
 * schema if the row has one, or makes cards of it. An @ is the number of the part.
 */
#include "checker/base/strbuf.h"
#include "checker/card/card.h"
#include "checker/schema/schema.h"

#include <stdio.h>

enum { SIZE = 300, MANY = 1000, TIMES = 8 };

static const struct attack {
	const char *name;
	enum doc_syntax syntax;
	const char *head, *part, *tail;
	const char *schema_head, *schema_part, *schema_tail; /* NULL: no schema */
	size_t size; /* 0: SIZE; more where 999 findings must be a small part of it */
	bool card;   /* also made a card */
} attacks[] = {
	{ "json-items", DOC_JSON, "[0", ",@", "]", NULL, NULL, NULL },
	{ "json-objects", DOC_JSON, "[0", ",{\"k@\":[],\"b\":{}}", "]", NULL, NULL, NULL },
	{ "json-keys", DOC_JSON, "{\"\":0", ",\"key number @\":0", "}", NULL, NULL, NULL },
	{ "json-keys-alike", DOC_JSON, "{\"\":0",
	  ",\"a long beginning that all of the keys of this object have in common @\":0", "}",
	  NULL, NULL, NULL },
	{ "json-same-key", DOC_JSON, "{\"\":0", ",\"k\":0", "}", NULL, NULL, NULL },
	{ "json-string", DOC_JSON, "\"", "word @ ", "\"", NULL, NULL, NULL },
	{ "json-escapes", DOC_JSON, "\"", "\\u0436\\n\\\"", "\"", NULL, NULL, NULL },
	{ "json-wrong-escapes", DOC_JSON, "[\"", "\\q", "\"]", NULL, NULL, NULL },
	{ "json-wrong-numbers", DOC_JSON, "[0", ",01", "]", NULL, NULL, NULL },
	{ "json-no-commas", DOC_JSON, "[0", " 1", "]", NULL, NULL, NULL },
	{ "json-comments", DOC_JSON, "[0", "/* @ */", "]", NULL, NULL, NULL },
	{ "json-open-comments", DOC_JSON, "[0", ",1/*", "]", NULL, NULL, NULL },
	{ "json-number", DOC_JSON, "0.", "123456789", "1", NULL, NULL, NULL },
	{ "json-brackets", DOC_JSON, "", "[", "", NULL, NULL, NULL },
	{ "json-quotes", DOC_JSON, "[\"", "\",\"", "", NULL, NULL, NULL },
	{ "json-lines", DOC_JSON, "[0", "\n\r\n,01", "]", NULL, NULL, NULL },
	{ "yaml-keys", DOC_YAML, "a: 0\n", "k@: 0\n", "", NULL, NULL, NULL },
	{ "yaml-same-key", DOC_YAML, "a: 0\n", "k: 0\n", "", NULL, NULL, NULL },
	{ "yaml-list", DOC_YAML, "- 0\n", "- @\n", "", NULL, NULL, NULL },
	{ "yaml-nested", DOC_YAML, "- 0\n", "- a: [@, {b: c}]\n  d: |\n    x\n", "", NULL, NULL,
	  NULL },
	{ "yaml-flow", DOC_YAML, "[0", ", {a: @}", "]", NULL, NULL, NULL },
	{ "yaml-flow-lines", DOC_YAML, "[0", ",\n\n \n @", "]", NULL, NULL, NULL },
	{ "yaml-plain", DOC_YAML, "a: b\n", "  word @\n\n", "", NULL, NULL, NULL },
	{ "yaml-plain-line", DOC_YAML, "a: b", " c:d e#", "", NULL, NULL, NULL },
	{ "yaml-quoted", DOC_YAML, "a: \"b", "\n\n  c \\x41 \\\n  d", "\"", NULL, NULL, NULL },
	{ "yaml-single", DOC_YAML, "a: 'b", "''\n  c", "'", NULL, NULL, NULL },
	{ "yaml-literal", DOC_YAML, "a: |\n", "  b @\n\n", "", NULL, NULL, NULL },
	{ "yaml-folded-empty", DOC_YAML, "a: >+\n  b\n", "\n", "", NULL, NULL, NULL },
	{ "yaml-literals", DOC_YAML, "- a\n", "- |\n\n\n", "", NULL, NULL, NULL },
	{ "yaml-comments", DOC_YAML, "a: 1\n", "# @\n\n", "", NULL, NULL, NULL },
	{ "yaml-anchors", DOC_YAML, "a: 1\n", "k@: &a x\n", "", NULL, NULL, NULL },
	{ "yaml-anchor-lines", DOC_YAML, "a: ", "&a\n  ", "", NULL, NULL, NULL },
	{ "yaml-returns", DOC_YAML, "- 0\r", "- .nan\r", "", NULL, NULL, NULL },
	{ "yaml-tabs", DOC_YAML, "a: [", "\t\t", "", NULL, NULL, NULL },
	{ "yaml-controls", DOC_YAML, "a: ", "\001", "", NULL, NULL, NULL },
	{ "yaml-dashes", DOC_YAML, "", "- ", "", NULL, NULL, NULL },
	{ "yaml-questions", DOC_YAML, "a: 1\n", "? k@\n: v\n", "", NULL, NULL, NULL },
	{ "places-in-one-line", DOC_JSON, "[0", ",\"ж\"", "]",
	  "{\"items\":{\"type\":\"number\"}}", "", "" },
	{ "unique", DOC_JSON, "[0", ",{\"a\":@}", "]", "{\"uniqueItems\":true}", "", "" },
	{ "twins", DOC_JSON, "[0", ",{\"a\":1}", "]", "{\"uniqueItems\":true}", "", "", MANY },
	{ "enum", DOC_JSON, "[\"v0\"", ",\"v@\"", "]", "{\"items\":{\"enum\":[\"v0\"",
	  ",\"v@\"", "]}}" },
	{ "enum-alike", DOC_JSON, "[\"0\"", ",\"aaaaaaaa@bbbbbbbb\"", "]",
	  "{\"items\":{\"enum\":[\"0\"", ",\"aaaaaaaa@bbbbbbbb\"", "]}}" },
	{ "enum-refused", DOC_JSON, "[\"v0\"", ",\"w\"", "]", "{\"items\":{\"enum\":[\"v0\"",
	  ",\"x@\"", "]}}", MANY },
	{ "properties", DOC_JSON, "{\"\":0", ",\"k@\":0", "}", "{\"properties\":{\"\":true",
	  ",\"k@\":{\"type\":\"number\"}", "}}" },
	{ "required", DOC_JSON, "{\"\":0", ",\"k@\":0", "}", "{\"required\":[\"\"", ",\"r@\"",
	  "]}", MANY },
	{ "unknown", DOC_JSON, "{\"\":0", ",\"k@\":0", "}", "{\"additionalProperties\":false}",
	  "", "", MANY },
	{ "unevaluated", DOC_JSON, "{\"\":0", ",\"k@\":0", "}",
	  "{\"anyOf\":[{\"patternProperties\":{\"^k1\":true}},true],\"unevaluatedProperties\":{"
	  "\"type\":"
	  "\"number\"}}",
	  "", "" },
	{ "references", DOC_JSON, "[0", ",@", "]",
	  "{\"items\":{\"$ref\":\"#/$defs/d1\"},\"$defs\":{\"d\":true",
	  ",\"d@\":{\"properties\":{\"x\":{\"$ref\":\"#/$defs/d\"}}}", "}}" },
	{ "anchors", DOC_JSON, "[0", ",@", "]", "{\"$defs\":{\"d\":true",
	  ",\"d@\":{\"$anchor\":\"a@\",\"properties\":{\"x\":{\"$ref\":\"#a@\"}}}", "}}" },
	{ "dynamic", DOC_JSON, "[[[0]]]", "", "",
	  "{\"$ref\":\"#/$defs/d1\",\"$defs\":{\"d\":true",
	  ",\"d@\":{\"$dynamicAnchor\":\"a@\",\"items\":{\"$dynamicRef\":\"#a@\"}}", "}}" },
	{ .name = "card-lists",
	  .syntax = DOC_JSON,
	  .head = "{\"visibility\":[{\"pointer\":\"/x/*/*\",\"class\":\"rev\"},{\"pointer\":\"/"
		  "x/"
		  "*/0\",\"class\":\"gov\"}],\"x\":[0",
	  .part = ",[@,{}]",
	  .tail = "]}",
	  .card = true },
	{ .name = "card-keys",
	  .syntax = DOC_JSON,
	  .head = "{\"visibility\":[{\"pointer\":\"/k1\",\"class\":\"own\"},{\"pointer\":\"\","
		  "\"class\":\"rev\"}]",
	  .part = ",\"k@\":{\"a~1\":0}",
	  .tail = "}",
	  .card = true },
	{ .name = "card-pointer",
	  .syntax = DOC_JSON,
	  .head = "{\"visibility\":[{\"class\":\"own\",\"pointer\":\"/x",
	  .part = "/~1@",
	  .tail = "\"}],\"x\":[]}",
	  .card = true },
	{ .name = "card-withheld",
	  .syntax = DOC_JSON,
	  .head = "{\"visibility\":[{\"class\":\"own\",\"pointer\":\"\"}],\"withheld\":[\"a\"",
	  .part = ",\"a@\"",
	  .tail = "]}",
	  .card = true },
	{ "branches", DOC_JSON, "[0", ",@", "]", "{\"anyOf\":[{\"minItems\":1}",
	  ",{\"const\":@}", "]}" },
};

static struct str expand(struct arena *a, const char *head, const char *part, size_t n,
			 const char *tail)
{
	AUTO_STRBUF b;

	strbuf_init(&b, SIZE_MAX);
	strbuf_str(&b, str_of(head));
	for (size_t i = 1; i <= n && *part; i++)
		for (const char *p = part; *p; p++)
			if (*p == '@')
				strbuf_printf(&b, "%zu", i);
			else
				strbuf_byte(&b, *p);
	strbuf_str(&b, str_of(tail));
	return arena_str(a, strbuf_view(&b));
}

static bool judge(struct arena *a, const struct attack *t, size_t n, const struct doc *doc)
{
	struct str text = expand(a, t->schema_head, t->schema_part, n, t->schema_tail);
	struct doc_errors errors = { 0 };
	struct err err = { 0 };
	struct doc *rules;
	struct schema *s;
	struct sink sink;

	if (!doc_parse(&rules, a, STR("s.json"), text, DOC_JSON, DOC_GENERAL, &errors))
		return false;
	if (!schema_compile(&s, a, schema_library_new(a), rules,
			    (struct schema_options){ .assert_formats = true }, &err)) {
		printf("%s\n", err.text);
		return false;
	}
	sink_init(&sink, a);
	schema_check(s, doc, &sink);
	sink_finish(&sink);
	schema_free(s);
	return true;
}

/* Of all fields but one the schema knows nothing, and everybody reads them. */
static void make_cards(struct arena *a, const struct node *manifest)
{
	struct str text =
		STR("{\"x-visibility\":\"pub\",\"properties\":{\"x\":{\"items\":{}}}}");
	struct doc_errors errors = { 0 };
	struct doc *schema;
	struct card card;

	if (!doc_parse(&schema, a, STR("s.json"), text, DOC_JSON, DOC_GENERAL, &errors))
		return;
	for (enum visibility reader = 0; reader < VIS_COUNT; reader++)
		card_make(&card, a, manifest, &schema->root, reader);
}

/* Linear.py knows it by its name. */
__attribute__((noinline)) static bool work(const struct attack *t, size_t n)
{
	AUTO_ARENA a = arena_new();
	struct str text = expand(a, t->head, t->part, n, t->tail);
	struct doc_errors errors = { 0 };
	struct doc *doc;

	if (doc_parse(&doc, a, STR("d"), text, t->syntax, DOC_GENERAL, &errors)) {
		node_hash(&doc->root);
		if (t->card)
			make_cards(a, &doc->root);
	} else {
		for (size_t i = 0; i < errors.list.n; i++)
			doc_place(doc, errors.list.at[i].at);
	}
	return !t->schema_head || judge(a, t, n, doc);
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_LEN(attacks); i++) {
		size_t n = attacks[i].size ? attacks[i].size : SIZE;

		printf("%s\n", attacks[i].name);
		if (!work(&attacks[i], n) || !work(&attacks[i], n * TIMES))
			return 1;
	}
	return 0;
}
