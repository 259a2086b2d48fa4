/*
 * How long one evaluation takes: the conditions of a typical rule set over a
 * manifest, beside the same judgements written by hand in C.
 * cel [EVALUATIONS], one sample of each in nanoseconds.
 */
#include "checker/cel/cel.h"
#include "tests/bench/bench.h"

#include <stdlib.h>

static const char document[] =
	"{\"id\": \"kz-001\", \"purpose\": \"one register of pets for all regions\","
	" \"status\": \"planned\", \"cost\": 120, \"owner\": {\"code\": \"moa\"},"
	" \"tags\": [\"open\", \"data\", \"api\"],"
	" \"components\": ["
	"  {\"id\": \"web\", \"kind\": \"portal\", \"uses\": [\"db\", \"auth\"]},"
	"  {\"id\": \"db\", \"kind\": \"store\", \"uses\": []},"
	"  {\"id\": \"auth\", \"kind\": \"service\", \"uses\": [\"db\"]}],"
	" \"known\": {\"web\": 1, \"db\": 2, \"auth\": 3}}";

static bool text_is(const struct node *n, const char *key, const char *want)
{
	return str_eq(node_text(n, str_of(key)), str_of(want));
}

static bool hand_field(const struct node *m)
{
	return text_is(m, "status", "planned");
}

static bool hand_has(const struct node *m)
{
	return node_get(m, STR("purpose")) && node_text(m, STR("purpose")).n > 0;
}

static bool hand_in(const struct node *m)
{
	static const char *const allowed[] = { "draft", "running", "closed", "planned" };
	struct str status = node_text(m, STR("status"));

	for (size_t i = 0; i < ARRAY_LEN(allowed); i++)
		if (str_eq(status, str_of(allowed[i])))
			return true;
	return false;
}

static bool hand_references(const struct node *m)
{
	const struct node *components = node_get(m, STR("components"));
	const struct node *known = node_get(m, STR("known"));

	for (uint32_t i = 0; i < components->count; i++) {
		const struct node *uses = node_get(&components->items[i], STR("uses"));

		for (uint32_t j = 0; j < uses->count; j++)
			if (!node_get(known, node_str(&uses->items[j])))
				return false;
	}
	return true;
}

static bool hand_number(const struct node *m)
{
	int64_t cost;

	return node_int(node_get(m, STR("cost")), &cost) && cost > 100 && cost < 1000;
}

static const struct bench {
	const char *expression;
	bool (*hand)(const struct node *m);
} benches[] = {
	{ "m.status == 'planned'", hand_field },
	{ "has(m.purpose) && m.purpose != ''", hand_has },
	{ "m.status in ['draft', 'running', 'closed', 'planned']", hand_in },
	{ "m.components.all(c, c.uses.all(u, u in m.known))", hand_references },
	{ "m.cost > 100 && m.cost < 1000", hand_number },
	{ "m.id.matches('^[a-z]{2}-[0-9]{3}$')", NULL },
};

static const struct cel_type *manifest(struct arena *a)
{
	const struct cel_type *text = cel_type_of(CEL_STRING);
	struct cel_type *m = cel_type_object(a, STR("manifest"));
	struct cel_type *c = cel_type_object(a, STR("component"));

	cel_type_field(a, c, STR("uses"), cel_type_list(a, text));
	cel_type_field(a, m, STR("components"), cel_type_list(a, c));
	cel_type_field(a, m, STR("known"), cel_type_map(a, cel_type_of(CEL_INT)));
	cel_type_field(a, m, STR("cost"), cel_type_of(CEL_INT));
	cel_type_field(a, m, STR("status"), text);
	cel_type_field(a, m, STR("purpose"), text);
	cel_type_field(a, m, STR("id"), text);
	return m;
}

static void measure(const struct bench *b, struct arena *a, const struct node *root,
		    unsigned rounds)
{
	struct cel_env *env = cel_env_new(a);
	struct cel_value slot = cel_of_node(root);
	struct cel_program *p;
	struct err err;
	double start, cel, hand = 0;
	unsigned yes = 0;

	cel_env_var(env, STR("m"), manifest(a));
	if (!cel_compile(&p, a, env, str_of(b->expression), &err)) {
		printf("%s\n", err.text);
		return;
	}
	start = bench_now();
	for (unsigned i = 0; i < rounds; i++) {
		struct cel_run run = { .arena = a, .steps_left = 20000 };
		struct cel_value v = cel_eval(p, &slot, &run);

		yes += v.kind == CEL_BOOL && v.truth;
	}
	cel = (bench_now() - start) / rounds * 1e9;
	if (b->hand) {
		start = bench_now();
		for (unsigned i = 0; i < rounds; i++)
			yes += b->hand(root);
		hand = (bench_now() - start) / rounds * 1e9;
	}
	if (yes != rounds * (1U + (b->hand != NULL)))
		printf("%s is not true\n", b->expression);
	bench_sample(b->expression, "ours", cel, "ns");
	if (b->hand)
		bench_sample(b->expression, "by hand", hand, "ns");
	cel_program_free(p);
}

int main(int argc, char **argv)
{
	unsigned rounds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1000000;
	AUTO_ARENA a = arena_new();
	struct doc_errors errors = { 0 };
	struct doc *doc;

	if (!doc_parse(&doc, a, STR("m.json"), str_of(document), DOC_JSON, DOC_GENERAL,
		       &errors))
		return 1;
	for (size_t i = 0; i < ARRAY_LEN(benches); i++)
		measure(&benches[i], a, &doc->root, rounds);
	return 0;
}
