#include "checker/schema/schema.h"

#include "tests/unit/rows.h"

static struct doc *doc_of(struct arena *a, const char *name, const char *text)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;

	if (!doc_parse(&doc, a, str_of(name), str_of(text), doc_syntax_of(str_of(name)),
		       DOC_GENERAL, &errors))
		fail_msg("%s: %s", text, errors.list.at[0].message.in[LANG_EN].p);
	return doc;
}

static struct schema *schema_of(struct arena *a, const char *name, const char *text)
{
	struct err err = { 0 };
	struct schema *s;

	if (!schema_compile(&s, a, schema_library_new(a), doc_of(a, name, text),
			    (struct schema_options){ 0 }, &err))
		fail_msg("%s", err.text);
	return s;
}

/* "kind instance writers readers", the effects as = safe, ? unknown, ! breaks; words alone. */
static const char *changes_of(struct arena *a, const struct schema_diff *diff)
{
	static const char marks[] = {
		[SCHEMA_SAFE] = '=', [SCHEMA_UNSURE] = '?', [SCHEMA_BREAKS] = '!'
	};
	struct str s = STR("");

	for (size_t i = 0; i < diff->changes.n; i++) {
		const struct schema_change *c = &diff->changes.at[i];

		s = arena_printf(a, "%.*s%s%s %.*s %c%c", STR_FMT(s), i ? ", " : "", c->kind,
				 STR_FMT(c->instance), marks[c->writers], marks[c->readers]);
	}
	return s.p;
}

#define DEFS(x) "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":" x "}}"
#define PROP(x) "{\"properties\":{\"a\":" x "}}"

/* Both ways: what breaks writers in one direction breaks readers in the other. */
static const struct diff_row {
	const char *label, *old, *new, *want;
} diff_rows[] = {
	{ "nothing", "{\"type\":\"string\"}", "{\"type\":\"string\"}", "" },
	{ "order and white space", "{\"type\":[\"string\",\"null\"],\"minLength\":1}",
	  "{ \"minLength\": 1, \"type\": [\"null\", \"string\"] }", "" },
	{ "true and {}", "true", "{}", "" },
	{ "words only", "{\"title\":\"a\"}", "{\"title\":\"b\",\"x-n\":1}",
	  "words  ==, words  ==" },
	{ "a type less", "{\"type\":[\"string\",\"null\"]}", "{\"type\":\"string\"}",
	  "type  !=" },
	{ "another type", "{\"type\":\"string\"}", "{\"type\":\"boolean\"}", "type  !!" },
	{ "integer for number", "{\"type\":\"number\"}", "{\"type\":\"integer\"}", "type  !=" },
	{ "any type to one", "{}", "{\"type\":\"object\"}", "type  !=" },
	{ "required added", "{\"required\":[\"a\"]}", "{\"required\":[\"a\",\"b\"]}",
	  "required-added  !=" },
	{ "required of what is no object says nothing", "{\"type\":\"string\"}",
	  "{\"type\":\"string\",\"required\":[\"b\"]}", "" },
	{ "a value less", "{\"enum\":[\"a\",\"b\"]}", "{\"enum\":[\"a\"]}",
	  "values-removed  !=" },
	{ "a value more and one less", "{\"enum\":[\"a\",\"b\"]}", "{\"enum\":[\"a\",\"c\"]}",
	  "values-removed  !=, values-added  =!" },
	{ "a list for a type", "{\"type\":\"string\"}",
	  "{\"type\":\"string\",\"enum\":[\"a\"]}", "values-listed  !=" },
	{ "a list of values that the type never let in",
	  "{\"type\":\"string\",\"enum\":[\"a\",1]}", "{\"enum\":[\"a\"]}", "" },
	{ "a list against a bound: decided by trying", "{\"enum\":[3,5]}", "{\"minimum\":1}",
	  "values-freed  =!" },
	{ "const", "{\"const\":1}", "{\"const\":1.0}", "" },
	{ "a higher minimum", "{\"minimum\":1}", "{\"minimum\":2}", "lower-bound  !=" },
	{ "a lower maximum", "{\"maximum\":9}", "{\"maximum\":8.5}", "upper-bound  !=" },
	{ "no maximum", "{\"maximum\":9}", "{}", "upper-bound  =!" },
	{ "exclusive is stronger", "{\"minimum\":1}", "{\"exclusiveMinimum\":1}",
	  "lower-bound  !=" },
	{ "above 0 is from 1 on among integers", "{\"type\":\"integer\",\"minimum\":1}",
	  "{\"type\":\"integer\",\"exclusiveMinimum\":0}", "" },
	{ "a bound of texts says nothing of numbers", "{\"type\":\"integer\"}",
	  "{\"type\":\"integer\",\"maxLength\":2}", "" },
	{ "a minimum of none is no bound", "{}", "{\"minItems\":0,\"minLength\":0}", "" },
	{ "lengths", "{\"minLength\":1,\"maxLength\":9}", "{\"minLength\":2,\"maxLength\":10}",
	  "lower-bound  !=, upper-bound  =!" },
	{ "items and properties counted", "{\"maxItems\":3,\"minProperties\":1}",
	  "{\"maxItems\":2,\"minProperties\":2}", "upper-bound  !=, lower-bound  !=" },
	{ "a coarser step", "{\"multipleOf\":2}", "{\"multipleOf\":4}", "multipleOf  !=" },
	{ "steps that do not divide", "{\"multipleOf\":4}", "{\"multipleOf\":6}",
	  "multipleOf  !!" },
	{ "integers are multiples of one half", "{\"type\":\"integer\"}",
	  "{\"type\":\"integer\",\"multipleOf\":0.5}", "" },
	{ "unique items", "{}", "{\"uniqueItems\":true}", "uniqueItems  !=" },
	{ "a pattern for any text", "{}", "{\"pattern\":\"^[a-z]+$\"}", "pattern  !=" },
	{ "a wider pattern", "{\"pattern\":\"^[a-z]{3}$\"}",
	  "{\"pattern\":\"^[a-z0-9]{3,5}$\"}", "pattern  =!" },
	{ "patterns that cross", "{\"pattern\":\"^[a-f]{3}$\"}", "{\"pattern\":\"^[d-k]{3}$\"}",
	  "pattern  !!" },
	{ "patterns beyond us are not guessed", "{\"pattern\":\"^(?:qwerty|asdfgh)$\"}",
	  "{\"pattern\":\"^(?:asdfgh|qwerty)$\"}", "pattern  ??" },
	{ "format is a remark", "{}", "{\"format\":\"date\"}", "words  ==" },
	{ "a field added to an open object", "{\"type\":\"object\"}",
	  "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}",
	  "property-added /a !=" },
	{ "a field of any kind added to an open object", "{}", PROP("{}"),
	  "property-added /a ==" },
	{ "a field added to a closed object", "{\"additionalProperties\":false}",
	  "{\"properties\":{\"a\":{\"type\":\"string\"}},\"additionalProperties\":false}",
	  "property-added /a =!" },
	{ "a field removed from a closed object",
	  "{\"properties\":{\"a\":{}},\"additionalProperties\":false}",
	  "{\"additionalProperties\":false}", "property-removed /a !=" },
	{ "closed", PROP("{}"), "{\"properties\":{\"a\":{}},\"additionalProperties\":false}",
	  "closed  !=" },
	{ "closed by unevaluatedProperties", PROP("{}"),
	  "{\"properties\":{\"a\":{}},\"unevaluatedProperties\":false}", "closed  !=" },
	{ "opened", "{\"additionalProperties\":false}", "{}", "opened  =!" },
	{ "other fields narrowed",
	  "{\"additionalProperties\":{\"type\":[\"string\",\"null\"]}}",
	  "{\"additionalProperties\":{\"type\":\"string\"}}", "type /* !=" },
	{ "deep in a field", PROP("{\"items\":{\"maximum\":2}}"),
	  PROP("{\"items\":{\"maximum\":1}}"), "upper-bound /a/* !=" },
	{ "fields by pattern", "{\"patternProperties\":{\"^x-\":{\"maximum\":2}}}",
	  "{\"patternProperties\":{\"^x-\":{\"maximum\":3}}}", "upper-bound /{^x-} =!" },
	{ "a named field that a pattern covers as well",
	  "{\"patternProperties\":{\"^a\":{\"type\":\"string\"}}}",
	  "{\"patternProperties\":{\"^a\":{\"type\":\"string\"}},\"properties\":{\"ab\":{}}}",
	  "property-added /ab ==" },
	{ "items by place", "{\"prefixItems\":[{\"type\":\"string\"}],\"items\":false}",
	  "{\"prefixItems\":[{\"type\":\"string\"},{}],\"items\":false}", "type /1 =!" },
	{ "moved behind a $ref", "{\"type\":\"string\",\"minLength\":2}",
	  DEFS("{\"type\":\"string\",\"minLength\":2}"), "" },
	{ "moved into allOf", PROP("{\"minimum\":1}"),
	  "{\"allOf\":[{\"properties\":{\"a\":{\"minimum\":1}}}]}", "" },
	{ "followed behind $ref", DEFS("{\"minimum\":1}"), DEFS("{\"minimum\":3}"),
	  "lower-bound  !=" },
	{ "a shared definition is told once",
	  "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/n\"},\"b\":{\"$ref\":\"#/$defs/n\"}},"
	  "\"$defs\":{\"n\":{\"minimum\":1}}}",
	  "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/n\"},\"b\":{\"$ref\":\"#/$defs/n\"}},"
	  "\"$defs\":{\"n\":{\"minimum\":2}}}",
	  "lower-bound /a !=" },
	{ "a definition that nothing uses", "{\"$defs\":{\"n\":{\"minimum\":1}}}",
	  "{\"$defs\":{\"n\":{\"minimum\":2}}}", "" },
	{ "a schema of itself",
	  "{\"properties\":{\"next\":{\"$ref\":\"#\"},\"n\":{\"maximum\":1}}}",
	  "{\"properties\":{\"next\":{\"$ref\":\"#\"},\"n\":{\"maximum\":2}}}",
	  "upper-bound /n =!" },
	{ "below a not it turns round", "{\"not\":{\"minimum\":5}}",
	  "{\"not\":{\"minimum\":6}}", "lower-bound  =!" },
	{ "cases told apart by a field",
	  "{\"oneOf\":[{\"properties\":{\"k\":{\"const\":1},\"n\":{\"maximum\":5}},\"type\":"
	  "\"object\",\"required\":[\"k\"]},{\"properties\":{\"k\":{\"const\":2}},\"type\":"
	  "\"object\",\"required\":[\"k\"]}]}",
	  "{\"oneOf\":[{\"properties\":{\"k\":{\"const\":1},\"n\":{\"maximum\":4}},\"type\":"
	  "\"object\",\"required\":[\"k\"]},{\"properties\":{\"k\":{\"const\":2}},\"type\":"
	  "\"object\",\"required\":[\"k\"]}]}",
	  "upper-bound /n !=" },
	{ "branches that may meet: anyOf", "{\"anyOf\":[{\"minimum\":1},{\"multipleOf\":2}]}",
	  "{\"anyOf\":[{\"minimum\":2},{\"multipleOf\":2}]}", "lower-bound  ?=" },
	{ "branches that may meet: oneOf", "{\"oneOf\":[{\"minimum\":1},{\"multipleOf\":2}]}",
	  "{\"oneOf\":[{\"minimum\":2},{\"multipleOf\":2}]}", "lower-bound  ??" },
	{ "branches in another order",
	  "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}",
	  "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"string\"}]}", "" },
	{ "an alternative more", "{\"anyOf\":[{\"type\":\"string\"}]}",
	  "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}", "branch-added  =!" },
	{ "an alternative less", "{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}",
	  "{\"oneOf\":[{\"type\":\"null\"}]}", "branch-removed  !=" },
	{ "then", "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]}}",
	  "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\",\"c\"]}}",
	  "required-added  !=" },
	{ "if itself", "{\"if\":{\"minimum\":1},\"then\":{\"maximum\":5}}",
	  "{\"if\":{\"minimum\":2},\"then\":{\"maximum\":5}}", "if  ??" },
	{ "a condition added", "{}", "{\"not\":{\"required\":[\"a\"]}}", "not  ?=" },
	{ "contains", "{\"contains\":{\"minimum\":1}}",
	  "{\"contains\":{\"minimum\":2},\"minContains\":2}",
	  "contains  !=, lower-bound /* !=" },
	{ "contains with a maximum goes either way",
	  "{\"contains\":{\"minimum\":1},\"maxContains\":2}",
	  "{\"contains\":{\"minimum\":2},\"maxContains\":2}", "lower-bound /* ??" },
	{ "names of fields", "{\"propertyNames\":{\"maxLength\":5}}",
	  "{\"propertyNames\":{\"maxLength\":4}}", "upper-bound /{} !=" },
	{ "fields required together", "{\"dependentRequired\":{\"a\":[\"b\"]}}",
	  "{\"dependentRequired\":{\"a\":[\"b\",\"c\"]}}", "dependentRequired  !=" },
	{ "a schema that a field brings",
	  "{\"dependentSchemas\":{\"a\":{\"required\":[\"b\"]}}}",
	  "{\"dependentSchemas\":{\"a\":{\"required\":[]}}}", "required-removed  =!" },
	{ "draft 7 to 2020-12",
	  "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"items\":[{\"type\":"
	  "\"string\"}],\"additionalItems\":false}",
	  "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"prefixItems\":[{"
	  "\"type\":\"string\"}],\"items\":false}",
	  "" },
	{ "nothing is accepted any more", PROP("{\"type\":\"string\"}"), PROP("false"),
	  "type /a !=" },
};

static void diff_row(void **state)
{
	const struct diff_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct schema *old = schema_of(a, "old.json", row->old);
	struct schema *new = schema_of(a, "new.json", row->new);
	struct schema_diff diff, back;

	schema_diff(&diff, a, old, new);
	assert_string_equal(changes_of(a, &diff), row->want);
	schema_diff(&back, a, new, old);
	assert_int_equal(back.changes.n, diff.changes.n);
	for (size_t i = 0; i < diff.changes.n; i++) {
		bool found = false;

		for (size_t k = 0; k < back.changes.n; k++)
			found |= back.changes.at[k].writers == diff.changes.at[i].readers &&
				 back.changes.at[k].readers == diff.changes.at[i].writers;
		assert_true(found);
	}
	schema_free(old);
	schema_free(new);
}

/*
 * Is "safe" ever wrong? Schemas made by chance and changed here and there, and
 * every value of a small world tried on both: one that was valid and is not any
 * more must not have been called safe.
 */
struct maker {
	struct arena *a;
	uint64_t seed, salt; /* salt: some places of it are made differently; 0: none */
};

static uint64_t chance(uint64_t h)
{
	h = (h ^ h >> 31) * 0x9E3779B97F4A7C15u;
	h = (h ^ h >> 29) * 0xBF58476D1CE4E5B9u;
	return h ^ h >> 32;
}

static uint64_t pick(const struct maker *m, uint64_t place, uint64_t n)
{
	if (m->salt && chance(place ^ m->salt) % 12 == 0)
		place ^= m->salt * 3;
	return chance(place ^ m->seed) % n;
}

static const char *made_schema(const struct maker *m, uint64_t place, int depth);

static const char *const plain_checks[] = {
	"\"type\":\"string\"",
	"\"type\":\"integer\"",
	"\"type\":[\"number\",\"null\"]",
	"\"type\":\"array\"",
	"\"type\":\"object\"",
	"\"type\":[\"object\",\"string\"]",
	"\"enum\":[1,\"a\",null]",
	"\"enum\":[\"a\",\"ab\"]",
	"\"const\":1",
	"\"minimum\":1",
	"\"minimum\":0",
	"\"maximum\":1",
	"\"exclusiveMinimum\":0",
	"\"exclusiveMaximum\":2",
	"\"multipleOf\":2",
	"\"multipleOf\":0.5",
	"\"minLength\":1",
	"\"maxLength\":1",
	"\"pattern\":\"^[ab]+$\"",
	"\"pattern\":\"^a\"",
	"\"minItems\":1",
	"\"maxItems\":1",
	"\"uniqueItems\":true",
	"\"required\":[\"a\"]",
	"\"required\":[\"b\"]",
	"\"minProperties\":1",
	"\"maxProperties\":1",
	"\"additionalProperties\":false",
	"\"dependentRequired\":{\"a\":[\"b\"]}",
	"\"unevaluatedProperties\":false",
	"\"unevaluatedItems\":false",
	"\"title\":\"t\"",
};

/* %s: a schema. */
static const char *const deep_checks[] = {
	"\"items\":%s",
	"\"prefixItems\":[%s]",
	"\"contains\":%s",
	"\"contains\":%s,\"maxContains\":1",
	"\"contains\":%s,\"minContains\":2",
	"\"properties\":{\"a\":%s}",
	"\"properties\":{\"a\":%s,\"b\":%s}",
	"\"additionalProperties\":%s",
	"\"patternProperties\":{\"^a\":%s}",
	"\"propertyNames\":%s",
	"\"dependentSchemas\":{\"a\":%s}",
	"\"allOf\":[%s,%s]",
	"\"anyOf\":[%s,%s]",
	"\"oneOf\":[%s,%s]",
	"\"not\":%s",
	"\"if\":%s,\"then\":%s",
	"\"if\":%s,\"then\":%s,\"else\":%s",
	"\"unevaluatedProperties\":%s",
	"\"unevaluatedItems\":%s",
	"\"$ref\":\"#/$defs/r\"",
};

static const char *made_check(const struct maker *m, uint64_t place, int depth)
{
	const char *form;
	struct str s = STR("");

	if (depth == 0 || pick(m, place, 3) == 0)
		return plain_checks[pick(m, place + 1, ARRAY_LEN(plain_checks))];
	form = deep_checks[pick(m, place + 2, ARRAY_LEN(deep_checks))];
	for (uint64_t i = 0; *form; form++) {
		bool hole = form[0] == '%';

		s = hole ? arena_printf(m->a, "%.*s%s", STR_FMT(s),
					made_schema(m, chance(place + 10 + i++), depth - 1))
			 : arena_printf(m->a, "%.*s%c", STR_FMT(s), *form);
		form += hole;
	}
	return s.p;
}

static const char *made_schema(const struct maker *m, uint64_t place, int depth)
{
	uint64_t n = pick(m, place + 3, 8);
	struct str s = STR("{");

	if (n == 0)
		return pick(m, place + 4, 2) ? "true" : "false";
	for (uint64_t i = 0; i < 1 + n % 3; i++) {
		const char *check = made_check(m, chance(place + 100 + i), depth);
		size_t key = (size_t)(strchr(check + 1, '"') - check) + 1;

		/* A key that is there already would make it no document. */
		if (str_find(s, (struct str){ check, key }) == SIZE_MAX)
			s = arena_printf(m->a, "%.*s%s%s", STR_FMT(s), s.n > 1 ? "," : "",
					 check);
	}
	return arena_printf(m->a, "%.*s}", STR_FMT(s)).p;
}

static struct schema *made(const struct maker *m, const char **text)
{
	struct doc_errors errors = { 0 };
	struct err err = { 0 };
	struct doc *doc;
	struct schema *s;

	*text = arena_printf(m->a, "{\"allOf\":[%s],\"$defs\":{\"r\":%s}}",
			     made_schema(m, 1, 2), made_schema(m, 2, 0))
			.p;
	if (!doc_parse(&doc, m->a, STR("s.json"), str_of(*text), DOC_JSON, DOC_GENERAL,
		       &errors) ||
	    !schema_compile(&s, m->a, schema_library_new(m->a), doc,
			    (struct schema_options){ 0 }, &err))
		return NULL;
	return s;
}

static const char world[] = "[null,true,false,0,1,2,3,-1,0.5,1.5,\"\",\"a\",\"b\",\"ab\","
			    "\"aa\",\"c\",\"abc\",[],[1],[1,1],"
			    "[\"a\"],[\"a\",1],[0,2],[1,2,\"b\"],[[]],[{}],[null,null],{},{"
			    "\"a\":1},{\"a\":\"a\"},{\"b\":1},"
			    "{\"b\":\"ab\"},{\"c\":null},{\"a\":1,\"b\":2},{\"a\":\"\",\"b\":"
			    "\"b\"},{\"a\":0,\"c\":1},{\"ab\":1},"
			    "{\"a\":[],\"b\":{}},{\"a\":{\"a\":1}},{\"a\":{},\"b\":null,\"c\":"
			    "true},{\"aa\":\"x\",\"b\":[1]},"
			    "{\"b\":2,\"c\":[]},{\"a\":[1,1]},{\"a\":null}]";

static bool is_broken(const struct schema *from, const struct schema *to,
		      const struct node *values)
{
	for (uint32_t i = 0; i < values->count; i++)
		if (schema_validate(from, &values->items[i]) == SCHEMA_VALID &&
		    schema_validate(to, &values->items[i]) == SCHEMA_INVALID)
			return true;
	return false;
}

static void safe_is_never_wrong(void **state)
{
	enum { PAIRS = 6000 };
	AUTO_ARENA kept = arena_new();
	const struct node *values = &doc_of(kept, "world.json", world)->root;
	size_t compared = 0, broken = 0;

	(void)state;
	for (uint64_t i = 0; i < PAIRS; i++) {
		AUTO_ARENA a = arena_new();
		struct maker old_maker = { a, chance(i + 1), 0 };
		struct maker new_maker = { a, chance(i + 1), chance(i + 77) | 1 };
		const char *old_text, *new_text;
		struct schema *old = made(&old_maker, &old_text);
		struct schema *new = made(&new_maker, &new_text);
		enum schema_effect writers = SCHEMA_SAFE, readers = SCHEMA_SAFE;
		struct schema_diff diff;

		if (old && new) {
			schema_diff(&diff, a, old, new);
			for (size_t k = 0; k < diff.changes.n; k++) {
				const struct schema_change *c = &diff.changes.at[k];

				writers = c->writers > writers ? c->writers : writers;
				readers = c->readers > readers ? c->readers : readers;
			}
			compared++;
			broken += is_broken(old, new, values);
			if ((writers == SCHEMA_SAFE && is_broken(old, new, values)) ||
			    (readers == SCHEMA_SAFE && is_broken(new, old, values)))
				fail_msg("called safe:\n%s\n%s", old_text, new_text);
		}
		schema_free(old);
		schema_free(new);
	}
	/* The test says something only while most pairs compare and many of them break. */
	assert_true(compared > PAIRS / 2 && broken > PAIRS / 20);
}

/* Branches in branches, each compared with each: an end comes, and it is not "safe". */
static void a_comparison_without_end_is_unknown(void **state)
{
	enum { LEVELS = 12, WIDE = 8 };
	AUTO_ARENA a = arena_new();
	struct str text[2] = { STR("{\"minimum\":1}"), STR("{\"minimum\":2}") };
	struct schema *s[2];
	struct schema_diff diff;
	bool limit = false;

	(void)state;
	for (int side = 0; side < 2; side++) {
		struct str all = STR("");

		for (int level = 0; level < LEVELS; level++) {
			struct str list = STR("");

			for (int i = 0; i < WIDE; i++)
				list = arena_printf(
					a, "%.*s%s{\"$ref\":\"#/$defs/d%d\",\"title\":\"%d\"}",
					STR_FMT(list), i ? "," : "", level + 1, i);
			all = arena_printf(a, "%.*s\"d%d\":{\"anyOf\":[%.*s]},", STR_FMT(all),
					   level, STR_FMT(list));
		}
		all = arena_printf(a, "{\"$ref\":\"#/$defs/d0\",\"$defs\":{%.*s\"d%d\":%.*s}}",
				   STR_FMT(all), LEVELS, STR_FMT(text[side]));
		s[side] = schema_of(a, "s.json", all.p);
	}
	schema_diff(&diff, a, s[0], s[1]);
	for (size_t i = 0; i < diff.changes.n; i++)
		limit |= diff.changes.at[i].writers != SCHEMA_SAFE;
	assert_true(limit);
	schema_free(s[0]);
	schema_free(s[1]);
}

static void changes_stand_at_their_lines(void **state)
{
	AUTO_ARENA a = arena_new();
	struct schema *old =
		schema_of(a, "old.yaml", "properties:\n  a:\n    minimum: 1\nrequired: [a]\n");
	struct schema *new = schema_of(a, "new.yaml", "properties:\n  a:\n    minimum: 2\n");
	const struct schema_change *c;
	struct schema_diff diff;

	(void)state;
	schema_diff(&diff, a, old, new);
	assert_int_equal(diff.changes.n, 2);
	c = &diff.changes.at[1];
	assert_string_equal(c->kind, "lower-bound");
	assert_string_equal(c->place[0].file.p, "old.yaml");
	assert_string_equal(c->place[0].pointer.p, "/properties/a/minimum");
	assert_int_equal(c->place[0].line, 3);
	assert_int_equal(c->place[1].line, 3);
	assert_string_equal(c->message.in[LANG_EN].p, "minimum: 1 → 2");
	c = &diff.changes.at[0];
	assert_string_equal(c->kind, "required-removed");
	assert_string_equal(c->place[0].pointer.p, "/required");
	assert_int_equal(c->place[0].line, 4);
}

/* What is found in a schema as "line:column rule" a line. */
static const struct inspect_row {
	const char *label, *schema, *want;
} inspect_rows[] = {
	{ "a good one", "{\"type\":\"object\",\"x-note\":1,\"title\":\"a\"}", "" },
	{ "true", "true", "" },
	{ "no schema", "[]", "1:1 schema/type" },
	{ "told once by meta-schema and compiler", "{\"type\":\"strin\"}", "1:9 schema/enum" },
	{ "two references to nothing", "{\"allOf\":[{\"$ref\":\"#/a\"},{\"$ref\":\"b.json\"}]}",
	  "1:19 definition/fault, 1:34 definition/fault" },
	{ "a bad pattern, and one of fields",
	  "{\"pattern\":\"(\",\"patternProperties\":{\"[\":{}}}",
	  "1:12 definition/fault, 1:41 definition/fault" },
	{ "a ring",
	  "{\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"$ref\":\"#/$defs/a\"}},"
	  "\"$ref\":\"#/$defs/a\"}",
	  "1:15 definition/fault" },
	{ "a ring that takes a step is none", "{\"items\":{\"$ref\":\"#\"}}", "" },
	{ "$id and $anchor twice",
	  "{\"$defs\":{\"a\":{\"$id\":\"urn:x\",\"$anchor\":\"n\"},\"b\":{\"$id\":\"urn:x\"},"
	  "\"c\":{\"$anchor\":\"m\"},\"d\":{\"$anchor\":\"m\"}}}",
	  "1:49 definition/fault, 1:89 definition/fault" },
	{ "an unknown draft", "{\"$schema\":\"https://example.org/s\"}",
	  "1:12 definition/fault" },
	{ "an unknown keyword", "{\"requird\":[]}", "1:2 definition/doubt" },
	{ "a keyword of another draft",
	  "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"prefixItems\":[{}]}",
	  "1:54 definition/doubt" },
	{ "draft 7: beside $ref",
	  "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"definitions\":{\"a\":{}},"
	  "\"items\":{\"$ref\":\"#/definitions/a\",\"type\":\"null\"}}",
	  "1:111 definition/doubt" },
	{ "then without if", "{\"then\":{}}", "1:2 definition/doubt" },
	{ "bounds that cross", "{\"minimum\":3,\"maximum\":2}", "1:2 definition/doubt" },
	{ "required and not allowed",
	  "{\"required\":[\"nam\"],\"properties\":{\"name\":{}},\"additionalProperties\":"
	  "false}",
	  "1:2 definition/doubt" },
	{ "a format nearly known", "{\"format\":\"dat-time\"}", "1:2 definition/doubt" },
	{ "classes of visibility that are none",
	  "{\"$id\":\"urn:tizilim:schema:a:1.0\",\"x-visibility\":\"goov\",\"properties\":{"
	  "\"a\":{"
	  "\"x-visibility\":[\"pub\"]}}}",
	  "1:35 definition/doubt, 1:76 definition/doubt" },
	{ "ranges of visibility that are none",
	  "{\"$id\":\"urn:tizilim:schema:a:1.0\",\"x-visibility-range\":[\"pub\",\"own\"],"
	  "\"properties\":{\"a\":{\"x-visibility\":\"pub\",\"x-visibility-range\":[\"gov\","
	  "\"own\"]}}}",
	  "1:35 definition/doubt, 1:110 definition/doubt" },
	{ "a class and a range",
	  "{\"$id\":\"urn:tizilim:schema:a:1.0\",\"x-visibility\":\"gov\",\"x-visibility-"
	  "range\":[\"pub\","
	  "\"own\"]}",
	  "" },
	{ "in the schema of somebody else the words are theirs",
	  "{\"$id\":\"urn:a\",\"x-visibility\":\"goov\"}", "" },
	{ "a format of one's own", "{\"format\":\"iin\"}", "" },
	{ "what is under unknown words is no schema", "{\"x-a\":{\"requird\":1}}", "" },
	{ "words of hostile kinds",
	  "{\"minimum\":3,\"maximum\":[],\"required\":1,"
	  "\"additionalProperties\":false,\"properties\":[]}",
	  "1:24 schema/type, 1:38 schema/type, 1:82 schema/type" },
};

static void inspect_row(void **state)
{
	const struct inspect_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct str s = STR("");
	struct sink sink;

	sink_init(&sink, a);
	schema_inspect(schema_library_new(a), doc_of(a, "s.json", row->schema), STR(""), &sink);
	sink_finish(&sink);
	for (size_t i = 0; i < sink.findings.n; i++) {
		const struct finding *f = &sink.findings.at[i];

		s = arena_printf(a, "%.*s%s%u:%u %.*s", STR_FMT(s), i ? ", " : "", f->at.line,
				 f->at.column, STR_FMT(f->rule));
		assert_true(mtext_full(f->message) && mtext_full(f->remedy));
	}
	assert_string_equal(s.p, row->want);
}

static void nearest_words_are_offered(void **state)
{
	static const struct str wants[] = { STR_INIT("did you mean \"required\"?"),
					    STR_INIT("did you mean \"date-time\"?") };
	AUTO_ARENA a = arena_new();
	struct sink sink;

	(void)state;
	sink_init(&sink, a);
	schema_inspect(schema_library_new(a),
		       doc_of(a, "s.json", "{\"requird\":[],\"format\":\"datetime\"}"), STR(""),
		       &sink);
	assert_int_equal(sink.findings.n, ARRAY_LEN(wants));
	for (size_t i = 0; i < ARRAY_LEN(wants); i++)
		assert_string_equal(sink.findings.at[i].remedy.in[LANG_EN].p, wants[i].p);
}

/* As many faults as anybody puts in: bounded work, and the rest counted. */
static void too_many_faults_are_cut(void **state)
{
	enum { MANY = 20000 };
	AUTO_ARENA a = arena_new();
	struct str text = STR("{\"allOf\":[");
	char *p = arena_alloc(a, (size_t)MANY * 20 + 100, 1);
	struct sink sink;
	size_t n = text.n;

	(void)state;
	memcpy(p, text.p, text.n);
	for (int i = 0; i < MANY; i++)
		n += (size_t)snprintf(p + n, 20, "%s{\"$ref\":\"#/a\"}", i ? "," : "");
	memcpy(p + n, "]}", 3);
	sink_init(&sink, a);
	schema_inspect(schema_library_new(a), doc_of(a, "s.json", p), STR(""), &sink);
	assert_int_equal(sink.findings.n, 1000);
	assert_int_equal(sink.dropped, MANY - 1000);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, diff_row, diff_rows);
	ADD_ROWS(&list, inspect_row, inspect_rows);
	ADD_TEST(&list, nearest_words_are_offered);
	ADD_TEST(&list, too_many_faults_are_cut);
	ADD_TEST(&list, safe_is_never_wrong);
	ADD_TEST(&list, a_comparison_without_end_is_unknown);
	ADD_TEST(&list, changes_stand_at_their_lines);
	return test_list_run(&list, "schema tools");
}
