/*
 * Any bytes as an expression over a small document: no crash, no leak, no
 * endless work. What compiles is evaluated, whole and with too few steps.
 */
#include "checker/base/limits.h"
#include "checker/cel/cel.h"
#include "checker/text/text.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char document[] =
	"{\"s\": \"text\", \"i\": 7, \"d\": 0.5, \"n\": null, \"b\": true,"
	" \"l\": [1, \"x\", [2]], \"o\": {\"s\": \"y\", \"l\": [{\"s\": \"z\"}]}}";

static const struct cel_type *document_type(struct arena *a)
{
	struct cel_type *type = cel_type_object(a, STR("document"));

	cel_type_field(a, type, STR("s"), cel_type_of(CEL_STRING));
	cel_type_field(a, type, STR("i"), cel_type_of(CEL_INT));
	cel_type_field(a, type, STR("d"), cel_type_of(CEL_DOUBLE));
	cel_type_field(a, type, STR("l"), cel_type_of(CEL_LIST));
	cel_type_field(a, type, STR("o"), cel_type_of(CEL_DYN));
	return type;
}

static void evaluate(const struct cel_program *p, const struct cel_value *slots, uint64_t steps)
{
	AUTO_ARENA a = arena_new();
	struct cel_run run = { .arena = a, .steps_left = steps };
	struct cel_value v = cel_eval(p, slots, &run);
	size_t bad;

	assert(v.kind <= CEL_ERROR);
	assert(v.kind != CEL_STRING || text_valid(v.s, &bad));
	assert(cel_text(a, v).n <= LIMIT_DOC_BYTES);
	cel_equal(v, slots[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ARENA a = arena_new();
	struct str expression = { (const char *)data, size };
	struct cel_env *env = cel_env_new(a);
	struct doc_errors errors = { 0 };
	struct cel_program *p;
	struct cel_value slots[2];
	struct doc *doc;
	struct err err;
	size_t bad;

	/* The edge of the program lets only valid text in. */
	if (!text_valid(expression, &bad) ||
	    !doc_parse(&doc, a, STR("d.json"), str_of(document), DOC_JSON, DOC_GENERAL,
		       &errors))
		return 0;
	slots[0] = cel_of_node(&doc->root);
	slots[1] = slots[0];
	cel_env_var(env, STR("m"), document_type(a));
	cel_env_var(env, STR("x"), cel_type_of(CEL_DYN));
	if (size && data[0] == '!')
		cel_env_unchecked(env);
	if (!cel_compile(&p, a, env, expression, &err))
		return 0;
	evaluate(p, slots, LIMIT_RULE_STEPS);
	evaluate(p, slots, 5);
	cel_program_free(p);
	return 0;
}
