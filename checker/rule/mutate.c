#include "checker/rule/rule_internal.h"

/* The keys of a rule that hold expressions which decide. */
static const struct spot {
	const char *key, *inner; /* inner: a key below it; "*": each of them */
	bool condition;		 /* it is true or false, and may be left out or turned round */
} spots[] = {
	{ "when", NULL, true },	       { "let", "*", false },
	{ "enough_when", NULL, true }, { "all", "*", true },
	{ "group", "by", false },      { "group", "having", true },
	{ "pair", "on", false },       { "cycle", "to", false },
	{ "link", "to", false },       { "milder_when", NULL, true },
	{ "info_when", NULL, true },
};

static const struct str other_way = STR_INIT("otherwise.");

struct mutating {
	struct arena *arena;
	const struct rule *rule;
	bool other; /* the rule's other way */
	VEC(struct rule_mutant) list;
};

static struct rule_mutant *add(struct mutating *m, const struct spot *spot, struct str inner,
			       struct str before, struct str after)
{
	struct rule_mutant mutant = {
		.key = m->other
			       ? arena_printf(m->arena, "%.*s%s", STR_FMT(other_way), spot->key)
			       : str_of(spot->key),
		.inner = inner,
		.before = before,
		.after = after,
	};

	return vec_push(m->arena, &m->list, mutant);
}

/* What only messages read is not tested by examples. */
static bool decides(const struct rule *r, struct str let)
{
	for (size_t i = 0; i < r->lets.n; i++)
		if (str_eq(r->lets.at[i].name, let))
			return r->lets.at[i].phase != LET_FINDING;
	return false;
}

static void mutate_spot(struct mutating *m, const struct spot *spot, struct str inner,
			const struct node *expression)
{
	struct str before = node_str(expression);
	struct cel_change *changes;
	size_t n = cel_changes(m->arena, before, &changes);

	if (spot->condition) {
		add(m, spot, inner, before, arena_printf(m->arena, "!(%.*s)", STR_FMT(before)));
		add(m, spot, inner, before, STR("true"));
	}
	for (size_t i = 0; i < n; i++)
		add(m, spot, inner, before, changes[i].text)->part = true;
}

static void mutate_key(struct mutating *m, const struct spot *spot)
{
	const struct node *n = node_get(m->rule->source, str_of(spot->key));
	bool lets = str_eq(str_of(spot->key), STR("let"));

	if (n && n->type == NODE_STRING)
		mutate_spot(m, spot, STR(""), n);
	for (uint32_t i = 0; n && n->type == NODE_OBJECT && i < n->count; i++) {
		struct str key = member_key(&n->members[i]);

		if ((str_eq(str_of(spot->inner), STR("*")) ||
		     str_eq(str_of(spot->inner), key)) &&
		    (!lets || decides(m->rule, key)))
			mutate_spot(m, spot, key, &n->members[i].value);
	}
}

/* A text that is not looked at any more; the last one stays. */
static void mutate_texts(struct mutating *m)
{
	static const struct spot spot = { "scan", "text", false };
	const struct node *texts =
		node_get(node_get(m->rule->source, STR("scan")), STR("text"));

	for (uint32_t i = 0; texts && texts->count > 1 && i < texts->count; i++) {
		struct node *rest = ARENA_ARRAY(m->arena, struct node, texts->count);
		struct rule_mutant *mutant =
			add(m, &spot, STR("text"), node_str(&texts->items[i]), STR(""));
		size_t n = 0;

		for (uint32_t k = 0; k < texts->count; k++)
			if (k != i)
				rest[n++] = texts->items[k];
		mutant->rest = ARENA_NEW(m->arena, struct node);
		*mutant->rest = node_make_array(rest, n);
		mutant->part = true;
	}
}

size_t rule_mutants(const struct rule *r, struct arena *a, struct rule_mutant **out)
{
	struct mutating m = { .arena = a };

	for (m.rule = r; m.rule; m.rule = m.rule->otherwise, m.other = true) {
		mutate_texts(&m);
		for (size_t s = 0; s < ARRAY_LEN(spots); s++)
			mutate_key(&m, &spots[s]);
	}
	*out = m.list.at;
	return m.list.n;
}

static struct node object_of(struct arena *a, struct str key, struct node value)
{
	struct member member = { .key = key.p, .key_n = (uint32_t)key.n, .value = value };

	return node_make_object(a, &member, 1);
}

static struct node patch_of(struct arena *a, const struct rule_mutant *m)
{
	bool other = str_starts(m->key, other_way);
	struct str key = str_sub(m->key, other ? other_way.n : 0, m->key.n);
	struct node patch = m->rest ? *m->rest : node_make_str(m->after);

	if (m->inner.n)
		patch = object_of(a, m->inner, patch);
	patch = object_of(a, key, patch);
	return other ? object_of(a, STR("otherwise"), patch) : patch;
}

/* The pack's own arena and list of patterns stay as they are: the trial has its own. */
bool rule_try(struct rule_trial *out, struct arena *a, const struct pack *p,
	      const struct rule *r, const struct rule_mutant *m)
{
	struct node patch = patch_of(a, m), *source = ARENA_NEW(a, struct node);
	struct pack *pack = ARENA_NEW(a, struct pack);
	struct rule *rule;
	struct err err = { 0 };
	bool ok;

	*pack = *p;
	pack->arena = a;
	pack->any_word = true;
	pack->programs.at = NULL;
	pack->programs.n = pack->programs.cap = 0;
	*source = rule_merge_patch(a, r->source, &patch);
	ok = rule_compile(&rule, pack, r->doc, source, &err);
	if (ok)
		rule_number(rule, r->index);
	*out = (struct rule_trial){ .rule = ok ? rule : NULL, .pack = pack };
	if (!ok)
		rule_trial_free(out);
	return ok;
}

void rule_trial_free(struct rule_trial *t)
{
	for (size_t i = 0; i < t->pack->programs.n; i++)
		cel_program_free(t->pack->programs.at[i]);
	t->pack->programs.n = 0;
}
