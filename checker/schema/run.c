#include "checker/schema/run_internal.h"

#include "checker/base/limits.h"

#include <string.h>

void schema_run_init(struct schema_run *r, const struct schema *s)
{
	r->schema = s;
	r->steps = 0;
	r->depth = 0;
	r->limit = false;
	r->scope = NULL;
	r->used = 0;
	r->scratch = NULL;
}

void schema_run_release(struct schema_run *r)
{
	arena_free(r->scratch);
}

void schema_marks_open(struct schema_run *r, struct marks *m, const struct node *v)
{
	*m = (struct marks){ .words = ((size_t)v->count + 63) / 64 };
	if (m->words <= MARK_WORDS - r->used) {
		m->bits = r->pool + r->used;
		memset(m->bits, 0, m->words * sizeof(*m->bits));
		r->used += m->words;
		return;
	}
	if (!r->scratch)
		r->scratch = arena_new();
	m->bits = ARENA_ARRAY(r->scratch, uint64_t, m->words);
	r->steps += m->words;
}

void schema_mark(struct marks *m, size_t at)
{
	m->bits[at >> 6] |= UINT64_C(1) << (at & 63);
}

bool schema_marked(const struct marks *m, size_t at)
{
	return at < m->upto || m->bits[at >> 6] >> (at & 63) & 1;
}

void schema_marks_join(struct marks *into, const struct marks *from)
{
	if (into->upto < from->upto)
		into->upto = from->upto;
	for (size_t i = 0; i < into->words; i++)
		into->bits[i] |= from->bits[i];
}

/* All from the first on, up to `n`. */
static inline void mark_upto(struct marks *m, size_t n)
{
	if (m && m->upto < n)
		m->upto = n;
}

bool schema_pattern_match(struct schema_run *r, const struct pattern *p, struct str s)
{
	if (p->steps) {
		r->steps += s.n / STEP_BYTES;
		return schema_simple_match(p, s);
	}
	switch (regex_match_counted(p->re, s, LIMIT_SUBJECT_BYTES, &r->steps)) {
	case REGEX_NO:
		return false;
	case REGEX_YES:
		return true;
	case REGEX_LIMIT:
		r->limit = true;
	}
	return false;
}

const struct sub *schema_dynamic_target(struct schema_run *r, const struct dynamic *d)
{
	const struct sub *found = d->initial;

	if (d->name == SIZE_MAX)
		return found;
	for (const struct scope *s = r->scope; s; s = s->outer) {
		r->steps += s->resource->dynamics.n;
		for (size_t i = 0; i < s->resource->dynamics.n; i++)
			if (s->resource->dynamics.at[i].name == d->name)
				found = s->resource->dynamics.at[i].sub;
	}
	return found;
}

static bool in_values(struct schema_run *r, const struct values *e, const struct node *v)
{
	if (e->strings)
		return v->type == NODE_STRING &&
		       schema_keys_find(&e->keys, v->text, v->text_n) != SIZE_MAX;
	r->steps += e->weight;
	for (size_t i = 0; i < e->n; i++)
		if (e->at[i].type == v->type && node_equal(&e->at[i], v))
			return true;
	return false;
}

/* Below, equal or above as -1, 0, 1. */
static int compare_bound(struct schema_run *r, const struct node *v, const struct bound *b)
{
	if (v->whole && b->is_whole && v->text_n <= 18) {
		const char *p = v->text, *end = p + v->text_n;
		bool negative = *p == '-';
		int64_t n = 0;

		for (p += negative; p < end; p++)
			n = n * 10 + (*p - '0');
		n = negative ? -n : n;
		return (n > b->whole) - (n < b->whole);
	}
	r->steps += (v->text_n + b->number->text_n) / STEP_BYTES;
	return node_number_cmp(v, b->number);
}

static size_t count_points(struct schema_run *r, const struct node *v)
{
	size_t n = 0;

	r->steps += v->text_n / STEP_BYTES;
	for (uint32_t i = 0; i < v->text_n; i++)
		n += ((unsigned char)v->text[i] & 0xC0) != 0x80;
	return n;
}

/* A code point takes one to four bytes, so most lengths are decided without counting. */
static bool long_enough(struct schema_run *r, const struct node *v, uint64_t min)
{
	if (v->text_n < min)
		return false;
	return (uint64_t)v->text_n >= 4 * min || count_points(r, v) >= min;
}

static bool short_enough(struct schema_run *r, const struct node *v, uint64_t max)
{
	return v->text_n <= max || (v->text_n <= 4 * max && count_points(r, v) <= max);
}

static const struct member *find_member(const struct node *v, struct str key)
{
	for (uint32_t i = 0; i < v->count; i++)
		if (v->members[i].key_n == key.n && !memcmp(v->members[i].key, key.p, key.n))
			return &v->members[i];
	return NULL;
}

static bool run_few(struct schema_run *r, const struct members *plan, const struct node *v,
		    struct marks *m)
{
	for (size_t i = 0; i < plan->keys.n; i++) {
		const struct member *found = find_member(v, plan->keys.names[i]);

		if (!found && plan->required[i])
			return false;
		if (!found || !plan->subs[i])
			continue;
		if (!schema_run_sub(r, plan->subs[i], &found->value, NULL))
			return false;
		if (m)
			schema_mark(m, (size_t)(found - v->members));
	}
	return true;
}

/* A member whose name is none of the keys: patterns, then the rest. */
static bool run_other(struct schema_run *r, const struct members *plan,
		      const struct member *member, bool *seen)
{
	const struct sub *rest = plan->rest;

	for (size_t i = 0; i < plan->patterns_n; i++) {
		if (!schema_pattern_match(r, plan->patterns[i].pattern, member_key(member)))
			continue;
		if (!schema_run_sub(r, plan->patterns[i].sub, &member->value, NULL))
			return false;
		*seen = true;
	}
	if (*seen || !rest)
		return true;
	*seen = true;
	return schema_run_sub(r, rest, &member->value, NULL);
}

static bool run_members(struct schema_run *r, const struct members *plan, const struct node *v,
			struct marks *m)
{
	size_t found = 0;

	r->steps += v->count;
	if (plan->few)
		return run_few(r, plan, v, m);
	for (uint32_t i = 0; i < v->count; i++) {
		const struct member *member = &v->members[i];
		size_t at = schema_keys_find(&plan->keys, member->key, member->key_n);
		bool seen = false;

		if (at != SIZE_MAX) {
			found += plan->required[at];
			seen = plan->subs[at] != NULL;
			if (seen && !schema_run_sub(r, plan->subs[at], &member->value, NULL))
				return false;
		}
		if ((plan->patterns_n || (!seen && plan->rest)) &&
		    !run_other(r, plan, member, &seen))
			return false;
		if (m && seen)
			schema_mark(m, i);
	}
	return found == plan->required_n;
}

static bool run_names(struct schema_run *r, const struct sub *s, const struct node *v)
{
	r->steps += v->count;
	for (uint32_t i = 0; i < v->count; i++) {
		struct node name = node_make_str(member_key(&v->members[i]));

		if (!schema_run_sub(r, s, &name, NULL))
			return false;
	}
	return true;
}

static bool run_needs(struct schema_run *r, const struct needs *needs, const struct node *v)
{
	r->steps += (1 + needs->n) * v->count;
	if (!find_member(v, needs->key))
		return true;
	for (size_t i = 0; i < needs->n; i++)
		if (!find_member(v, needs->names[i]))
			return false;
	return true;
}

static bool run_items(struct schema_run *r, const struct op *op, const struct node *v,
		      struct marks *m)
{
	r->steps += v->count;
	for (uint32_t i = op->n; i < v->count; i++)
		if (!schema_run_sub(r, op->sub, &v->items[i], NULL))
			return false;
	mark_upto(m, SIZE_MAX);
	return true;
}

static bool run_prefix(struct schema_run *r, const struct op *op, const struct node *v,
		       struct marks *m)
{
	uint32_t n = op->n < v->count ? op->n : v->count;

	for (uint32_t i = 0; i < n; i++)
		if (!schema_run_sub(r, op->subs[i], &v->items[i], NULL))
			return false;
	mark_upto(m, n);
	return true;
}

static bool run_contains(struct schema_run *r, const struct contains *c, const struct node *v,
			 struct marks *m)
{
	uint64_t n = 0;

	r->steps += v->count;
	for (uint32_t i = 0; i < v->count; i++) {
		if (!schema_run_sub(r, c->sub, &v->items[i], NULL))
			continue;
		n++;
		if (m)
			schema_mark(m, i);
		if (n > c->max || (!m && n >= c->min && c->max == UINT64_MAX))
			break;
	}
	return n >= c->min && n <= c->max;
}

/* A branch whose marks count only when it holds. */
static bool run_branch(struct schema_run *r, const struct sub *s, const struct node *v,
		       struct marks *m)
{
	struct marks own;
	size_t used = r->used;
	bool ok;

	if (!m)
		return schema_run_sub(r, s, v, NULL);
	schema_marks_open(r, &own, v);
	ok = schema_run_sub(r, s, v, &own);
	if (ok)
		schema_marks_join(m, &own);
	r->used = used;
	return ok;
}

static bool run_any(struct schema_run *r, const struct op *op, const struct node *v,
		    struct marks *m)
{
	bool ok = false;

	for (uint32_t i = 0; i < op->n && (m || !ok); i++)
		ok |= run_branch(r, op->subs[i], v, m);
	return ok;
}

static bool run_one(struct schema_run *r, const struct op *op, const struct node *v,
		    struct marks *m)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < op->n && n < 2; i++)
		n += run_branch(r, op->subs[i], v, m);
	return n == 1;
}

static bool run_choice(struct schema_run *r, const struct choice *c, const struct node *v,
		       struct marks *m)
{
	const struct sub *next = run_branch(r, c->when, v, m) ? c->then : c->otherwise;

	return !next || schema_run_sub(r, next, v, m);
}

static bool run_unevaluated(struct schema_run *r, const struct sub *s, const struct node *v,
			    struct marks *m)
{
	r->steps += v->count;
	for (uint32_t i = 0; i < v->count; i++) {
		const struct node *child =
			v->type == NODE_ARRAY ? &v->items[i] : &v->members[i].value;

		if (!schema_marked(m, i) && !schema_run_sub(r, s, child, NULL))
			return false;
	}
	m->upto = SIZE_MAX;
	return true;
}

static bool run_dependent(struct schema_run *r, const struct dependent *d, const struct node *v,
			  struct marks *m)
{
	r->steps += v->count;
	return !find_member(v, d->key) || schema_run_sub(r, d->sub, v, m);
}

bool schema_run_op(struct schema_run *r, const struct op *op, const struct node *v,
		   struct marks *m)
{
	switch ((enum opcode)op->kind) {
	case OP_CONST:
	case OP_ENUM:
		return in_values(r, op->values, v);
	case OP_MINIMUM:
		return compare_bound(r, v, op->bound) >= 0;
	case OP_MAXIMUM:
		return compare_bound(r, v, op->bound) <= 0;
	case OP_ABOVE:
		return compare_bound(r, v, op->bound) > 0;
	case OP_BELOW:
		return compare_bound(r, v, op->bound) < 0;
	case OP_MULTIPLE_OF:
		r->steps += v->text_n / STEP_BYTES;
		return schema_is_multiple(v, op->step->digits, op->step->exponent);
	case OP_MIN_LENGTH:
		return long_enough(r, v, op->count);
	case OP_MAX_LENGTH:
		return short_enough(r, v, op->count);
	case OP_FORMAT:
		r->steps += v->text_n / STEP_BYTES;
		return schema_format_ok(op->format, node_str(v));
	case OP_PATTERN:
		return schema_pattern_match(r, op->pattern, node_str(v));
	case OP_MIN_ITEMS:
	case OP_MIN_PROPERTIES:
		return v->count >= op->count;
	case OP_MAX_ITEMS:
	case OP_MAX_PROPERTIES:
		return v->count <= op->count;
	case OP_MEMBERS:
		return run_members(r, op->members, v, m);
	case OP_PROPERTY_NAMES:
		return run_names(r, op->sub, v);
	case OP_NEEDS:
		return run_needs(r, op->needs, v);
	case OP_PREFIX_ITEMS:
		return run_prefix(r, op, v, m);
	case OP_ITEMS:
		return run_items(r, op, v, m);
	case OP_APPLY:
		return schema_run_sub(r, op->sub, v, m);
	case OP_DYNAMIC:
		return schema_run_sub(r, schema_dynamic_target(r, op->dynamic), v, m);
	case OP_DEPENDENT:
		return run_dependent(r, op->dependent, v, m);
	case OP_IF:
		return run_choice(r, op->choice, v, m);
	case OP_ANY_OF:
		return run_any(r, op, v, m);
	case OP_ONE_OF:
		return run_one(r, op, v, m);
	case OP_NOT:
		return !schema_run_sub(r, op->sub, v, NULL);
	case OP_CONTAINS:
		return run_contains(r, op->contains, v, m);
	case OP_UNIQUE:
		r->steps += schema_weight(v);
		return schema_unique(v);
	case OP_UNEVALUATED_ITEMS:
	case OP_UNEVALUATED_PROPERTIES:
		return run_unevaluated(r, op->sub, v, m);
	case OP_COUNT:
		break;
	}
	return false;
}

static bool run_list(struct schema_run *r, const struct sub *s, const struct node *v,
		     struct marks *m)
{
	const struct op *op = s->ops[v->type].at, *end = op + s->ops[v->type].n;

	for (; op < end; op++)
		if (!schema_run_op(r, op, v, m))
			return false;
	return true;
}

/* Unevaluated keywords see what their own schema looked at, not what its neighbours did. */
static bool run_owner(struct schema_run *r, const struct sub *s, const struct node *v,
		      struct marks *m)
{
	struct marks own;
	size_t used = r->used;
	bool ok;

	schema_marks_open(r, &own, v);
	ok = run_list(r, s, v, &own);
	if (ok && m)
		schema_marks_join(m, &own);
	r->used = used;
	return ok;
}

static bool run_deep(struct schema_run *r, const struct sub *s, const struct node *v,
		     struct marks *m)
{
	const struct scope *outer = r->scope;
	struct scope scope = { s->resource, outer };
	bool ok;

	if (r->schema->dynamic && (!outer || outer->resource != s->resource))
		r->scope = &scope;
	ok = s->owns_marks && v->type >= NODE_ARRAY ? run_owner(r, s, v, m)
						    : run_list(r, s, v, m);
	r->scope = outer;
	return ok;
}

bool schema_run_sub(struct schema_run *r, const struct sub *s, const struct node *v,
		    struct marks *m)
{
	bool ok;

	if (!(s->types >> v->type & 1) &&
	    !(v->type == NODE_NUMBER && s->types & TYPE_INTEGER && schema_is_integer(v)))
		return false;
	if (!s->ops[v->type].n)
		return true;
	r->steps += s->ops[v->type].n;
	if (r->limit || r->steps > LIMIT_SCHEMA_STEPS || r->depth == RUN_DEPTH) {
		r->limit = true;
		return false;
	}
	r->depth++;
	ok = run_deep(r, s, v, m);
	r->depth--;
	return ok;
}

enum schema_verdict schema_validate(const struct schema *s, const struct node *instance)
{
	struct schema_run r;
	bool ok;

	schema_run_init(&r, s);
	ok = schema_run_sub(&r, s->root, instance, NULL);
	schema_run_release(&r);
	if (r.limit)
		return SCHEMA_LIMIT;
	return ok ? SCHEMA_VALID : SCHEMA_INVALID;
}
