#include "checker/schema/explain_internal.h"

#include <assert.h>
#include <string.h>

static struct str escape_token(struct arena *a, struct str key)
{
	char *out = arena_alloc(a, 2 * key.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < key.n; i++) {
		if (key.p[i] == '~' || key.p[i] == '/') {
			out[n++] = '~';
			out[n++] = key.p[i] == '~' ? '0' : '1';
		} else {
			out[n++] = key.p[i];
		}
	}
	return (struct str){ out, n };
}

static struct str pointer_of(struct arena *a, const struct spot *at)
{
	struct str before, token;

	if (!at->up)
		return STR("");
	before = pointer_of(a, at->up);
	if (!at->member)
		return arena_printf(a, "%.*s/%u", STR_FMT(before), at->index);
	token = escape_token(a, member_key(at->member));
	return arena_printf(a, "%.*s/%.*s", STR_FMT(before), STR_FMT(token));
}

void schema_explain_add(struct explainer *e, const struct spot *at, struct problem p)
{
	if (e->run.limit || e->list.n >= e->most)
		return;
	p.node = p.node ? p.node : at->node;
	p.pointer = pointer_of(e->a, at);
	vec_push(e->a, &e->list, p);
}

static struct spot member_spot(const struct spot *at, size_t i)
{
	const struct member *m = &at->node->members[i];

	return (struct spot){ .node = &m->value, .up = at, .member = m };
}

static struct spot item_spot(const struct spot *at, size_t i)
{
	return (struct spot){ .node = &at->node->items[i], .up = at, .index = (uint32_t)i };
}

/* The subschema on the same value, or on a part of it with m == NULL. */
static void descend(struct explainer *e, const struct sub *s, const struct spot *at,
		    struct marks *m)
{
	if (!schema_run_sub(&e->run, s, at->node, m) && !e->run.limit)
		schema_explain_sub(e, s, at, m);
}

static void add_unknown(struct explainer *e, const struct spot *child, const struct sub *s,
			const struct members *known)
{
	schema_explain_add(e, child,
			   (struct problem){ .kind = PROBLEM_UNKNOWN,
					     .member = child->member,
					     .name = member_key(child->member),
					     .holder = child->up->node,
					     .sub = s,
					     .known = known });
}

static void explain_member(struct explainer *e, const struct sub *s, const struct members *plan,
			   const struct spot *child, bool *seen)
{
	struct str key = member_key(child->member);
	size_t known = schema_keys_find(&plan->keys, key.p, key.n);

	*seen = false;
	if (known != SIZE_MAX && plan->subs[known]) {
		*seen = true;
		if (plan->subs[known]->types == TYPE_NONE)
			add_unknown(e, child, s, plan);
		else
			descend(e, plan->subs[known], child, NULL);
	}
	for (size_t i = 0; i < plan->patterns_n; i++) {
		if (!schema_pattern_match(&e->run, plan->patterns[i].pattern, key))
			continue;
		*seen = true;
		descend(e, plan->patterns[i].sub, child, NULL);
	}
	if (*seen || !plan->rest)
		return;
	*seen = true;
	if (plan->rest->types == TYPE_NONE)
		add_unknown(e, child, s, plan);
	else
		descend(e, plan->rest, child, NULL);
}

static void explain_members(struct explainer *e, const struct sub *s, const struct op *op,
			    const struct spot *at, struct marks *m)
{
	const struct members *plan = op->members;

	for (size_t i = 0; i < plan->keys.n; i++)
		if (plan->required[i] && !node_get(at->node, plan->keys.names[i]))
			schema_explain_add(e, at,
					   (struct problem){ .kind = PROBLEM_REQUIRED,
							     .sub = s,
							     .name = plan->keys.names[i] });
	for (uint32_t i = 0; i < at->node->count; i++) {
		struct spot child = member_spot(at, i);
		bool seen;

		explain_member(e, s, plan, &child, &seen);
		if (m && seen)
			schema_mark(m, i);
	}
}

static void explain_names(struct explainer *e, const struct op *op, const struct spot *at)
{
	for (uint32_t i = 0; i < at->node->count; i++) {
		struct spot child = member_spot(at, i);
		struct node name = node_make_str(member_key(child.member));

		if (!schema_run_sub(&e->run, op->sub, &name, NULL))
			schema_explain_add(e, &child,
					   (struct problem){ .kind = PROBLEM_NAME,
							     .member = child.member,
							     .name = member_key(child.member),
							     .holder = at->node,
							     .sub = op->sub });
	}
}

static void explain_needs(struct explainer *e, const struct sub *s, const struct op *op,
			  const struct spot *at)
{
	const struct needs *needs = op->needs;

	for (size_t i = 0; node_get(at->node, needs->key) && i < needs->n; i++)
		if (!node_get(at->node, needs->names[i]))
			schema_explain_add(e, at,
					   (struct problem){ .kind = PROBLEM_NEEDED,
							     .op = op,
							     .sub = s,
							     .name = needs->names[i] });
}

static void explain_items(struct explainer *e, const struct op *op, const struct spot *at,
			  struct marks *m)
{
	bool closed = op->sub->types == TYPE_NONE;

	if (m)
		m->upto = SIZE_MAX;
	for (uint32_t i = op->n; i < at->node->count; i++) {
		struct spot child = item_spot(at, i);

		if (!closed) {
			descend(e, op->sub, &child, NULL);
			continue;
		}
		schema_explain_add(
			e, &child,
			(struct problem){ .kind = PROBLEM_TOO_MANY, .op = op, .n = op->n });
		break;
	}
}

static void explain_prefix(struct explainer *e, const struct op *op, const struct spot *at,
			   struct marks *m)
{
	uint32_t n = op->n < at->node->count ? op->n : at->node->count;

	for (uint32_t i = 0; i < n; i++) {
		struct spot child = item_spot(at, i);

		descend(e, op->subs[i], &child, NULL);
	}
	if (m && m->upto < n)
		m->upto = n;
}

static void explain_choice(struct explainer *e, const struct op *op, const struct spot *at,
			   struct marks *m)
{
	struct op when = { .kind = OP_ANY_OF, .n = 1, .subs = &op->choice->when };
	const struct sub *next = schema_run_op(&e->run, &when, at->node, m)
					 ? op->choice->then
					 : op->choice->otherwise;

	if (next)
		descend(e, next, at, m);
}

static void explain_one_of(struct explainer *e, const struct sub *s, const struct op *op,
			   const struct spot *at, struct marks *m)
{
	uint64_t fits = 0;
	size_t n = 0;

	for (uint32_t i = 0; i < op->n; i++) {
		bool holds = schema_run_sub(&e->run, op->subs[i], at->node, m);

		n += holds;
		fits |= (uint64_t)(holds && i < 64) << (i & 63);
	}
	if (n == 0)
		schema_explain_branches(e, op, at, m);
	else
		schema_explain_add(e, at,
				   (struct problem){ .kind = PROBLEM_AMBIGUOUS,
						     .op = op,
						     .sub = s,
						     .n = n,
						     .fits = fits });
}

static void explain_contains(struct explainer *e, const struct op *op, const struct spot *at)
{
	size_t n = 0;

	for (uint32_t i = 0; i < at->node->count; i++)
		n += schema_run_sub(&e->run, op->contains->sub, &at->node->items[i], NULL);
	schema_explain_add(e, at,
			   (struct problem){ .kind = n < op->contains->min
							     ? PROBLEM_CONTAINS_FEW
							     : PROBLEM_CONTAINS_MANY,
					     .op = op,
					     .sub = op->contains->sub,
					     .n = n });
}

static void explain_unique(struct explainer *e, const struct op *op, const struct spot *at)
{
	const struct node **twins;
	size_t n = schema_twins(at->node, e->a, &twins);

	for (size_t i = 0; i < n; i++) {
		struct spot child = item_spot(at, (size_t)(twins[i] - at->node->items));

		schema_explain_add(e, &child,
				   (struct problem){ .kind = PROBLEM_UNIQUE, .op = op });
	}
}

/* The names that the schema itself knows, for "did you mean". */
static const struct members *known_members(const struct sub *s)
{
	const struct op_list *list = &s->ops[NODE_OBJECT];

	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].kind == OP_MEMBERS)
			return list->at[i].members;
	return NULL;
}

static void explain_unevaluated(struct explainer *e, const struct sub *s, const struct op *op,
				const struct spot *at, struct marks *m)
{
	bool closed = op->sub->types == TYPE_NONE;

	assert(m);
	for (uint32_t i = 0; i < at->node->count; i++) {
		struct spot child =
			at->node->type == NODE_ARRAY ? item_spot(at, i) : member_spot(at, i);

		if (schema_marked(m, i))
			continue;
		if (!closed) {
			descend(e, op->sub, &child, NULL);
		} else if (at->node->type == NODE_OBJECT) {
			add_unknown(e, &child, s, known_members(s));
		} else {
			schema_explain_add(
				e, &child,
				(struct problem){ .kind = PROBLEM_TOO_MANY, .op = op, .n = i });
			break;
		}
	}
	m->upto = SIZE_MAX;
}

static void explain_values(struct explainer *e, const struct sub *s, const struct op *op,
			   const struct spot *at)
{
	schema_explain_add(
		e, at,
		(struct problem){ .kind = op->kind == OP_CONST ? PROBLEM_CONST : PROBLEM_ENUM,
				  .op = op,
				  .sub = s,
				  .values = op->values->each,
				  .n = op->values->n });
}

/* The names, when all that a schema asks for is that fields are there. */
static const struct members *only_required(const struct sub *s)
{
	const struct op_list *list = &s->ops[NODE_OBJECT];
	const struct members *plan =
		list->n == 1 && list->at[0].kind == OP_MEMBERS ? list->at[0].members : NULL;

	for (size_t i = 0; plan && i < plan->keys.n; i++)
		if (plan->subs[i] || !plan->required[i])
			return NULL;
	return plan && !plan->rest && !plan->patterns_n ? plan : NULL;
}

/* Fields that must not be there are named; the last of them in the text is the place. */
static void explain_not(struct explainer *e, const struct sub *s, const struct op *op,
			const struct spot *at)
{
	const struct members *plan =
		at->node->type == NODE_OBJECT ? only_required(op->sub) : NULL;
	struct problem p = { .kind = PROBLEM_NOT, .op = op, .sub = s };
	struct spot child = *at;

	if (!plan) {
		schema_explain_add(e, at, p);
		return;
	}
	for (uint32_t i = 0; i < at->node->count; i++) {
		struct str key = member_key(&at->node->members[i]);

		if (schema_keys_find(&plan->keys, key.p, key.n) != SIZE_MAX)
			child = member_spot(at, i);
	}
	p.kind = plan->keys.n > 1 ? PROBLEM_TOGETHER : PROBLEM_EXCLUDED;
	p.member = child.member;
	p.names = plan->keys.names;
	p.n = plan->keys.n;
	schema_explain_add(e, &child, p);
}

/* Checks of one value without parts: the kind of the problem is all there is to say. */
static const enum problem_kind simple_kinds[OP_COUNT] = {
	[OP_MINIMUM] = PROBLEM_MINIMUM,
	[OP_MAXIMUM] = PROBLEM_MAXIMUM,
	[OP_ABOVE] = PROBLEM_ABOVE,
	[OP_BELOW] = PROBLEM_BELOW,
	[OP_MULTIPLE_OF] = PROBLEM_MULTIPLE_OF,
	[OP_MIN_LENGTH] = PROBLEM_MIN_LENGTH,
	[OP_MAX_LENGTH] = PROBLEM_MAX_LENGTH,
	[OP_FORMAT] = PROBLEM_FORMAT,
	[OP_PATTERN] = PROBLEM_PATTERN,
	[OP_MIN_ITEMS] = PROBLEM_MIN_ITEMS,
	[OP_MAX_ITEMS] = PROBLEM_MAX_ITEMS,
	[OP_MIN_PROPERTIES] = PROBLEM_MIN_PROPERTIES,
	[OP_MAX_PROPERTIES] = PROBLEM_MAX_PROPERTIES,
};

static void explain_op(struct explainer *e, const struct sub *s, const struct op *op,
		       const struct spot *at, struct marks *m)
{
	switch ((enum opcode)op->kind) {
	case OP_CONST:
	case OP_ENUM:
		explain_values(e, s, op, at);
		return;
	case OP_MINIMUM:
	case OP_MAXIMUM:
	case OP_ABOVE:
	case OP_BELOW:
	case OP_MULTIPLE_OF:
	case OP_MIN_LENGTH:
	case OP_MAX_LENGTH:
	case OP_FORMAT:
	case OP_PATTERN:
	case OP_MIN_ITEMS:
	case OP_MAX_ITEMS:
	case OP_MIN_PROPERTIES:
	case OP_MAX_PROPERTIES:
		schema_explain_add(
			e, at,
			(struct problem){ .kind = simple_kinds[op->kind], .op = op, .sub = s });
		return;
	case OP_NOT:
		explain_not(e, s, op, at);
		return;
	case OP_MEMBERS:
		explain_members(e, s, op, at, m);
		return;
	case OP_PROPERTY_NAMES:
		explain_names(e, op, at);
		return;
	case OP_NEEDS:
		explain_needs(e, s, op, at);
		return;
	case OP_PREFIX_ITEMS:
		explain_prefix(e, op, at, m);
		return;
	case OP_ITEMS:
		explain_items(e, op, at, m);
		return;
	case OP_APPLY:
		schema_explain_sub(e, op->sub, at, m);
		return;
	case OP_DYNAMIC:
		schema_explain_sub(e, schema_dynamic_target(&e->run, op->dynamic), at, m);
		return;
	case OP_DEPENDENT:
		schema_explain_sub(e, op->dependent->sub, at, m);
		return;
	case OP_IF:
		explain_choice(e, op, at, m);
		return;
	case OP_ANY_OF:
		schema_explain_branches(e, op, at, m);
		return;
	case OP_ONE_OF:
		explain_one_of(e, s, op, at, m);
		return;
	case OP_CONTAINS:
		explain_contains(e, op, at);
		return;
	case OP_UNIQUE:
		explain_unique(e, op, at);
		return;
	case OP_UNEVALUATED_ITEMS:
	case OP_UNEVALUATED_PROPERTIES:
		explain_unevaluated(e, s, op, at, m);
		return;
	case OP_COUNT:
		return;
	}
}

static void explain_ops(struct explainer *e, const struct sub *s, const struct spot *at,
			struct marks *m)
{
	const struct op_list *list = &s->ops[at->node->type];

	for (size_t i = 0; i < list->n && !e->run.limit && e->list.n < e->most; i++)
		if (!schema_run_op(&e->run, &list->at[i], at->node, m))
			explain_op(e, s, &list->at[i], at, m);
}

static bool type_fits(const struct sub *s, const struct node *v)
{
	return s->types >> v->type & 1 ||
	       (v->type == NODE_NUMBER && s->types & TYPE_INTEGER && schema_is_integer(v));
}

/*
 * Keywords that fail still mark what they looked at, so that an unevaluated
 * keyword does not name a field whose value is wrong as an unknown one.
 */
void schema_explain_sub(struct explainer *e, const struct sub *s, const struct spot *at,
			struct marks *m)
{
	const struct scope *outer = e->run.scope;
	struct scope scope = { s->resource, outer };
	size_t used = e->run.used;
	struct marks own;

	if (!type_fits(s, at->node)) {
		schema_explain_add(e, at,
				   (struct problem){ .kind = s->types == TYPE_NONE
								     ? PROBLEM_FORBIDDEN
								     : PROBLEM_TYPE,
						     .sub = s,
						     .types = s->types });
		return;
	}
	if (e->run.depth >= RUN_DEPTH)
		e->run.limit = true;
	if (e->run.limit)
		return;
	e->run.depth++;
	e->run.scope = &scope;
	if (s->owns_marks && at->node->type >= NODE_ARRAY) {
		schema_marks_open(&e->run, &own, at->node);
		explain_ops(e, s, at, &own);
		if (m)
			schema_marks_join(m, &own);
	} else {
		explain_ops(e, s, at, m);
	}
	e->run.used = used;
	e->run.scope = outer;
	e->run.depth--;
}

/* What tells causes apart: two schemas that refuse one field or type have one cause. */
static struct str cause_key(struct arena *a, const struct problem *p)
{
	bool same = p->kind == PROBLEM_UNKNOWN || p->kind == PROBLEM_TYPE ||
		    p->kind == PROBLEM_REQUIRED || p->kind == PROBLEM_UNIQUE;
	const struct node *value = same || !p->op ? NULL : p->op->value;

	return arena_printf(a, "%d %p %p %p %.*s", (int)p->kind, (const void *)p->node,
			    (const void *)p->member, (const void *)value, STR_FMT(p->name));
}

/*
 * Causes that stand for others: a value of the wrong type is not also one that
 * is not in a list, and a misspelt field is not also a missing one.
 */
static void gather_covering(struct explainer *e, struct strmap *covered)
{
	static const enum problem_kind lists[] = { PROBLEM_ENUM, PROBLEM_CONST };

	for (size_t i = 0; i < e->list.n; i++) {
		const struct problem *p = &e->list.at[i];
		struct problem other = { .kind = PROBLEM_REQUIRED, .node = p->holder };

		if (p->kind == PROBLEM_UNKNOWN) {
			other.name = schema_explain_nearest(p);
			if (other.name.n)
				strmap_put(covered, cause_key(e->a, &other), e);
		}
		for (size_t k = 0; p->kind == PROBLEM_TYPE && k < ARRAY_LEN(lists); k++) {
			other = (struct problem){ .kind = lists[k], .node = p->node };
			strmap_put(covered, cause_key(e->a, &other), e);
		}
	}
}

static bool is_covered(struct explainer *e, const struct strmap *covered,
		       const struct problem *p)
{
	bool one_of = p->kind == PROBLEM_REQUIRED_ONE;

	for (size_t i = 0; i < (one_of ? p->n : 1); i++) {
		struct problem bare = { .kind = one_of ? PROBLEM_REQUIRED : p->kind,
					.node = p->node,
					.name = one_of ? p->names[i] : p->name };

		if (strmap_get(covered, cause_key(e->a, &bare)))
			return true;
	}
	return false;
}

static size_t tell_all(struct explainer *e, struct sink *sink)
{
	struct teller t = { e->schema, e->doc, e->a, sink };
	struct strmap covered, told;
	size_t n = 0;

	strmap_init(&covered, e->a);
	strmap_init(&told, e->a);
	gather_covering(e, &covered);
	for (size_t i = 0; i < e->list.n; i++) {
		const struct problem *p = &e->list.at[i];

		if (is_covered(e, &covered, p) || strmap_put(&told, cause_key(e->a, p), e))
			continue;
		schema_explain_tell(&t, p);
		n++;
	}
	return n;
}

size_t schema_check(const struct schema *s, const struct doc *doc, struct sink *sink)
{
	enum schema_verdict verdict = schema_validate(s, &doc->root);
	struct spot root = { .node = &doc->root };
	AUTO_ARENA a = arena_new();
	struct explainer e = { .schema = s, .doc = doc, .a = a, .most = PROBLEMS_MAX };
	size_t n;

	if (verdict == SCHEMA_VALID)
		return 0;
	schema_run_init(&e.run, s);
	if (verdict == SCHEMA_INVALID)
		schema_explain_sub(&e, s->root, &root, NULL);
	if (e.run.limit || verdict == SCHEMA_LIMIT) {
		e.run.limit = false;
		schema_explain_add(&e, &root,
				   (struct problem){ .kind = PROBLEM_LIMIT, .sub = s->root });
	} else if (e.list.n == PROBLEMS_MAX) {
		e.list.at[PROBLEMS_MAX - 1] = (struct problem){ .kind = PROBLEM_MORE,
								.node = &doc->root,
								.n = PROBLEMS_MAX - 1 };
	}
	n = tell_all(&e, sink);
	if (!n) {
		schema_explain_add(&e, &root,
				   (struct problem){ .kind = PROBLEM_UNFIT, .sub = s->root });
		n = tell_all(&e, sink);
	}
	schema_run_release(&e.run);
	return n;
}
