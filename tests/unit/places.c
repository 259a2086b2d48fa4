/*
 * Where a finding stands. Each row plants one fault in a document that is else
 * good; the mark § in the text stands before the token that must be named and
 * is taken out before the text is read. Each is tried as it is, behind text of
 * many bytes a character, deeper in another document, with other line ends,
 * and JSON also as YAML. Then all rows together make one document whose
 * findings must be as many as the faults.
 */
#include "checker/base/limits.h"
#include "checker/base/strbuf.h"
#include "checker/schema/schema.h"

#include "tests/unit/rows.h"

#include <string.h>

#define MARK "§"

static const struct fault_row {
	const char *label, *schema;
	const char *json, *yaml; /* of the value */
	const char *rule;
} fault_rows[] = {
	{ "wrong type", "{'properties':{'a':{'type':'string'}}}", "{'b': 0, 'a': §5}",
	  "b: 0\na: §5\n", "schema/type" },
	{ "wrong type of an object", "{'properties':{'a':{'type':'string'}}}",
	  "{'a':\n  §{'x': 1}}", "a:\n  §x: 1\n", "schema/type" },
	{ "wrong type of a list", "{'properties':{'a':{'type':'string'}}}", "{'a': §[1]}",
	  "a:\n§- 1\n", "schema/type" },
	{ "wrong type of nothing", "{'properties':{'a':{'type':'string'}}}", "{'a': §null}",
	  "a: §~\n", "schema/type" },
	{ "missing field", "{'properties':{'a':{'required':['b']}}}",
	  "{'z': 1, 'a': §{'c': 1}}", "z: 1\na:\n  §c: 1\n", "schema/required" },
	{ "missing field of an empty object", "{'properties':{'a':{'required':['b']}}}",
	  "{'a': §{}}", "a: §{}\n", "schema/required" },
	{ "missing field in a list", "{'properties':{'a':{'items':{'required':['b']}}}}",
	  "{'a': [{'b': 0}, §{'c': 1}]}", "a:\n- b: 0\n- §c: 1\n", "schema/required" },
	{ "unknown field", "{'properties':{'қала':{}},'additionalProperties':false}",
	  "{'қала': 'ё', §'ауыл': 1}", "қала: ё\n§ауыл: 1\n", "schema/unknown-field" },
	{ "unknown field, quoted", "{'properties':{'a':{}},'additionalProperties':false}",
	  "{'a': 0,\n §'b c':\n 1}", "a: 0\n§'b c': 1\n", "schema/unknown-field" },
	{ "unknown field after branches",
	  "{'allOf':[{'properties':{'a':{}}}],'unevaluatedProperties':false}",
	  "{'a': 0, §'b': 1}", "a: 0\n§b: 1\n", "schema/unknown-field" },
	{ "name of a field", "{'propertyNames':{'maxLength':2}}", "{'аб': 0, §'абв': 1}",
	  "аб: 0\n§абв: 1\n", "schema/unknown-field" },
	{ "value of a list", "{'properties':{'a':{'enum':['pilot']}}}", "{'a': §'pilott'}",
	  "a: §pilott\n", "schema/enum" },
	{ "constant", "{'properties':{'a':{'const':'1.0'}}}", "{'a': §'1.1'}", "a: §\"1.1\"\n",
	  "schema/const" },
	{ "pattern", "{'properties':{'a':{'pattern':'^[a-z]+$'}}}", "{'a': §'A'}", "a: §A\n",
	  "schema/pattern" },
	{ "pattern, text in a block", "{'properties':{'a':{'pattern':'^[a-z]+$'}}}",
	  "{'a': §'A\\n'}", "a: §|\n  A\n", "schema/pattern" },
	{ "format", "{'properties':{'a':{'format':'date'}}}", "{'a': §'2026-02-30'}",
	  "a: §2026-02-30\n", "schema/format" },
	{ "too short", "{'properties':{'a':{'minLength':3}}}", "{'a': §'аб'}", "a: §аб\n",
	  "schema/length" },
	{ "too long", "{'properties':{'a':{'maxLength':1}}}", "{'a': §'😀😀'}", "a: §😀😀\n",
	  "schema/length" },
	{ "too small", "{'properties':{'a':{'minimum':1}}}", "{'a': §0.5}", "a: §0.5\n",
	  "schema/range" },
	{ "too large", "{'properties':{'a':{'exclusiveMaximum':1}}}", "{'a': §1}", "a: §0x1\n",
	  "schema/range" },
	{ "no multiple", "{'properties':{'a':{'multipleOf':0.01}}}", "{'a': §0.001}",
	  "a: §0.001\n", "schema/range" },
	{ "too few items", "{'properties':{'a':{'minItems':2}}}", "{'a': §[1]}", "a:\n§- 1\n",
	  "schema/items" },
	{ "too many items", "{'properties':{'a':{'maxItems':1}}}", "{'a': §[1, 2]}",
	  "a:\n  §- 1\n  - 2\n", "schema/items" },
	{ "surplus item", "{'properties':{'a':{'prefixItems':[true],'items':false}}}",
	  "{'a': [1, §2, 3]}", "a:\n- 1\n- §2\n- 3\n", "schema/items" },
	{ "surplus item after branches",
	  "{'properties':{'a':{'allOf':[{'prefixItems':[true]}],'unevaluatedItems':false}}}",
	  "{'a': [1, §2]}", "a: [1, §2]\n", "schema/items" },
	{ "no item that is needed", "{'properties':{'a':{'contains':{'const':1}}}}",
	  "{'a': §[2]}", "a: §[2]\n", "schema/items" },
	{ "too few fields", "{'properties':{'a':{'minProperties':2}}}", "{'a': §{'b': 1}}",
	  "a: §{b: 1}\n", "schema/items" },
	{ "repeated item", "{'properties':{'a':{'uniqueItems':true}}}",
	  "{'a': ['ә', {'b': 1.0}, §{'b': 1}]}", "a:\n- ә\n- b: 1.0\n- §b: 1\n",
	  "schema/unique" },
	{ "field needed by another", "{'properties':{'a':{'dependentRequired':{'b':['c']}}}}",
	  "{'a': §{'b': 1}}", "a: §{b: 1}\n", "schema/required" },
	{ "schema that depends on a field",
	  "{'properties':{'a':{'dependentSchemas':{'b':{'properties':{'c':{'type':'null'}}}}}}"
	  "}",
	  "{'a': {'b': 1, 'c': §2}}", "a:\n  b: 1\n  c: §2\n", "schema/type" },
	{ "branch of oneOf",
	  "{'properties':{'a':{'oneOf':[{'properties':{'k':{'const':'x'},'v':{'type':'string'}}"
	  "},"
	  "{'properties':{'k':{'const':'y'},'v':{'type':'number'}}}]}}}",
	  "{'a': {'k': 'y', 'v': §'1'}}", "a:\n  k: y\n  v: §'1'\n", "schema/type" },
	{ "no branch of oneOf",
	  "{'properties':{'a':{'oneOf':[{'properties':{'k':{'const':'x'}}},{'properties':{'k':{"
	  "'const':'y'}}}]}}}",
	  "{'a': {'k': §'z'}}", "a: {k: §z}\n", "schema/enum" },
	{ "two branches of oneOf", "{'properties':{'a':{'oneOf':[true,{'type':'number'}]}}}",
	  "{'a': §1}", "a: §1\n", "schema/other" },
	{ "then", "{'if':{'required':['a']},'then':{'properties':{'b':{'minimum':5}}}}",
	  "{'a': 1, 'b': §4}", "a: 1\nb: §4\n", "schema/range" },
	{ "not", "{'properties':{'a':{'not':{'const':1}}}}", "{'a': §1}", "a: §1\n",
	  "schema/other" },
	{ "field that must not be there", "{'properties':{'a':{'not':{'required':['b']}}}}",
	  "{'a': {'c': 1, §'b': 2}}", "a:\n  c: 1\n  §b: 2\n", "schema/other" },
	{ "behind a reference",
	  "{'properties':{'a':{'$ref':'#/$defs/x'}},'$defs':{'x':{'items':{'$ref':'#/$defs/"
	  "y'}},"
	  "'y':{'properties':{'v':{'type':'boolean'}}}}}",
	  "{'a': [{}, {'v': §0}]}", "a:\n- {}\n- v: §0\n", "schema/type" },
	{ "by a pattern of names", "{'patternProperties':{'^x-':{'type':'string'}}}",
	  "{'a': 0, 'x-b': §1}", "a: 0\nx-b: §1\n", "schema/type" },
};

/* With double quotes for single ones, as rows are easier to read so. */
static struct str quoted(struct arena *a, const char *text)
{
	struct str s = arena_str(a, str_of(text));
	char *p = arena_alloc(a, s.n + 1, 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i];
	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '\'')
			p[i] = '"';
	return (struct str){ p, s.n };
}

/* ---- writings of one text ---- */

enum writing { AS_IS, BEHIND, DEEPER, RETURNS, WRITINGS };

static const char *const writing_names[] = { "as it is", "behind other text", "deeper",
					     "with CR LF" };

static void put_deeper(struct strbuf *b, struct str text)
{
	struct str line;

	while (str_cut(&line, &text, '\n')) {
		if (line.n || text.n)
			strbuf_printf(b, "   %.*s\n", STR_FMT(line));
	}
}

static struct str write_text(struct arena *a, struct str text, enum doc_syntax syntax,
			     enum writing writing)
{
	AUTO_STRBUF b;

	strbuf_init(&b, LIMIT_DOC_BYTES);
	switch (writing) {
	case AS_IS:
		strbuf_str(&b, text);
		break;
	case BEHIND:
		if (syntax == DOC_JSON)
			strbuf_str(&b, STR("{\"қ😀\": [\"ё\\n\", {\"w\": \"ә\"}], \"in\": "));
		else
			strbuf_str(&b, STR("\"қ😀\": {w: [\"ё\", 'ә']} # ескерту\nin:\n"));
		if (syntax == DOC_JSON) {
			strbuf_str(&b, text);
			strbuf_byte(&b, '}');
		} else {
			put_deeper(&b, text);
		}
		break;
	case DEEPER:
		if (syntax == DOC_JSON) {
			strbuf_printf(&b, "\n\t{\"in\":\n   {\"ін\":\r\n\t%.*s\n}}",
				      STR_FMT(text));
		} else {
			AUTO_STRBUF inner;

			strbuf_init(&inner, LIMIT_DOC_BYTES);
			strbuf_str(&inner, STR("# ескерту\nін:\n\n"));
			put_deeper(&inner, text);
			strbuf_str(&b, STR("---\nin:\n"));
			put_deeper(&b, strbuf_view(&inner));
		}
		break;
	case RETURNS:
		for (size_t i = 0; i < text.n; i++) {
			if (text.p[i] == '\n')
				strbuf_byte(&b, '\r');
			strbuf_byte(&b, text.p[i]);
		}
		break;
	case WRITINGS:
		break;
	}
	return arena_str(a, strbuf_view(&b));
}

static struct str schema_for(struct arena *a, struct str schema, enum writing writing)
{
	struct str head = STR("{\"properties\":{\"in\":");
	struct str defs, part;
	size_t at;

	if (writing == AS_IS || writing == RETURNS)
		return schema;
	/* Its references begin at its own root. */
	part = arena_printf(a, "{\"$id\":\"urn:in\",%.*s",
			    STR_FMT(str_sub(schema, 1, schema.n)));
	at = part.n;
	defs = writing == DEEPER
		       ? arena_printf(a, "{\"properties\":{\"ін\":%.*s}}", (int)at, part.p)
		       : part;
	return arena_printf(a, "%.*s%.*s}}", STR_FMT(head), STR_FMT(defs));
}

/* Takes the marks out; their places in *at. */
struct marked {
	struct str text;
	struct doc_place at[100];
	size_t n;
};

static struct marked unmark(struct arena *a, struct str text)
{
	struct marked m = { 0 };
	char *out = arena_alloc(a, text.n + 1, 1);
	uint32_t line = 1, column = 1;
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (str_starts(str_sub(text, i, text.n), STR(MARK))) {
			m.at[m.n++] = (struct doc_place){ line, column };
			i += sizeof(MARK) - 2;
			continue;
		}
		out[n++] = text.p[i];
		if (text.p[i] == '\n') {
			line++;
			column = 1;
		} else if (((unsigned char)text.p[i] & 0xC0) != 0x80) {
			column++;
		}
	}
	m.text = (struct str){ out, n };
	return m;
}

static struct doc *read_text(struct arena *a, const char *name, struct str text,
			     enum doc_syntax syntax)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;

	if (!doc_parse(&doc, a, str_of(name), text, syntax, DOC_MANIFEST, &errors))
		fail_msg("%s: %s: %.*s", name, errors.list.at[0].message.in[LANG_EN].p,
			 STR_FMT(text));
	return doc;
}

static void check_text(struct arena *a, struct str schema, struct str text,
		       enum doc_syntax syntax, struct sink *sink)
{
	struct err err = { 0 };
	struct schema *s;

	if (!schema_compile(&s, a, schema_library_new(a),
			    read_text(a, "schema", schema, DOC_JSON),
			    (struct schema_options){ .assert_formats = true }, &err))
		fail_msg("%s", err.text);
	sink_init(sink, a);
	schema_check(s, read_text(a, "document", text, syntax), sink);
	sink_finish(sink);
	schema_free(s);
}

static void check_one(const struct fault_row *row, struct str text, enum doc_syntax written,
		      enum doc_syntax syntax)
{
	for (enum writing w = AS_IS; w < WRITINGS; w++) {
		AUTO_ARENA a = arena_new();
		struct marked m = unmark(a, write_text(a, text, written, w));
		const struct finding *f;
		struct sink sink;

		/* In YAML a tab is no indentation. */
		if (written != syntax && w == DEEPER)
			continue;
		check_text(a, schema_for(a, quoted(a, row->schema), w), m.text, syntax, &sink);
		if (sink.findings.n != 1)
			fail_msg("%s: %zu findings: %.*s", writing_names[w], sink.findings.n,
				 STR_FMT(m.text));
		f = &sink.findings.at[0];
		if (f->at.line != m.at[0].line || f->at.column != m.at[0].column)
			fail_msg("%s: %u:%u instead of %u:%u: %.*s", writing_names[w],
				 f->at.line, f->at.column, m.at[0].line, m.at[0].column,
				 STR_FMT(m.text));
		assert_string_equal(f->rule.p, row->rule);
	}
}

static void fault_row(void **state)
{
	const struct fault_row *row = *state;
	AUTO_ARENA a = arena_new();

	check_one(row, quoted(a, row->json), DOC_JSON, DOC_JSON);
	check_one(row, quoted(a, row->json), DOC_JSON, DOC_YAML);
	check_one(row, str_of(row->yaml), DOC_YAML, DOC_YAML);
}

/* Every row in one document: as many findings as faults, each at its place, no parent's. */
static void all_at_once(enum doc_syntax syntax)
{
	AUTO_ARENA a = arena_new();
	AUTO_STRBUF schema, text;
	struct marked m;
	struct sink sink;

	strbuf_init(&schema, LIMIT_DOC_BYTES);
	strbuf_init(&text, LIMIT_DOC_BYTES);
	for (size_t i = 0; i < ARRAY_LEN(fault_rows); i++) {
		struct str part = quoted(a, fault_rows[i].schema);

		strbuf_printf(&schema, "%s\"r%zu\":{\"$id\":\"urn:r%zu\",%.*s",
			      i ? "," : "{\"properties\":{", i, i,
			      STR_FMT(str_sub(part, 1, part.n)));
		if (syntax == DOC_JSON) {
			strbuf_printf(&text, "%s\"r%zu\": %s", i ? ",\n" : "{", i,
				      quoted(a, fault_rows[i].json).p);
		} else {
			strbuf_printf(&text, "r%zu:\n", i);
			put_deeper(&text, str_of(fault_rows[i].yaml));
		}
	}
	strbuf_str(&schema, STR("}}"));
	if (syntax == DOC_JSON)
		strbuf_byte(&text, '}');
	m = unmark(a, strbuf_view(&text));
	assert_int_equal(m.n, ARRAY_LEN(fault_rows));
	check_text(a, strbuf_view(&schema), m.text, syntax, &sink);
	assert_int_equal(sink.findings.n, m.n);
	for (size_t i = 0; i < m.n; i++) {
		assert_int_equal(sink.findings.at[i].at.line, m.at[i].line);
		assert_int_equal(sink.findings.at[i].at.column, m.at[i].column);
		assert_string_equal(sink.findings.at[i].rule.p, fault_rows[i].rule);
	}
}

static void all_faults_in_one_json_file(void **state)
{
	(void)state;
	all_at_once(DOC_JSON);
}

static void all_faults_in_one_yaml_file(void **state)
{
	(void)state;
	all_at_once(DOC_YAML);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, fault_row, fault_rows);
	ADD_TEST(&list, all_faults_in_one_json_file);
	ADD_TEST(&list, all_faults_in_one_yaml_file);
	return test_list_run(&list, "places");
}
