#include "checker/schema/compile_internal.h"

enum {
	RING_DEPTH = 256
}; /* references and branches on one value; deeper is no schema for people */

static bool visit(struct compiler *c, const struct sub *s, unsigned depth);

static bool visit_op(struct compiler *c, const struct op *op, unsigned depth)
{
	switch ((enum opcode)op->kind) {
	case OP_APPLY:
	case OP_NOT:
		return visit(c, op->sub, depth);
	case OP_DEPENDENT:
		return visit(c, op->dependent->sub, depth);
	case OP_IF:
		return visit(c, op->choice->when, depth) &&
		       (!op->choice->then || visit(c, op->choice->then, depth)) &&
		       (!op->choice->otherwise || visit(c, op->choice->otherwise, depth));
	case OP_ANY_OF:
	case OP_ONE_OF:
		for (uint32_t i = 0; i < op->n; i++)
			if (!visit(c, op->subs[i], depth))
				return false;
		return true;
	case OP_DYNAMIC: /* where it goes is known at run time, which has its own depth */
	case OP_CONST:
	case OP_ENUM:
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
	case OP_MEMBERS:
	case OP_PROPERTY_NAMES:
	case OP_NEEDS:
	case OP_PREFIX_ITEMS:
	case OP_ITEMS:
	case OP_CONTAINS:
	case OP_UNIQUE:
	case OP_UNEVALUATED_ITEMS:
	case OP_UNEVALUATED_PROPERTIES:
	case OP_COUNT:
		return true;
	}
	return true;
}

static bool visit(struct compiler *c, const struct sub *s, unsigned depth)
{
	/* The one place that writes to a sub after it was built; all are in the queue as
	 * mutable. */
	struct sub *own = strmap_get(&c->schema->subs, schema_address_key(&s->node));
	bool ok = true;

	if (own->active)
		return schema_fail(c, s->resource->doc, s->node,
				   MT("сілтеме сол мәннің өзінде өзіне қайта келеді",
				      "ссылка возвращается к себе на том же значении",
				      "a reference comes back to itself on the same value"));
	if (own->visited)
		return true;
	if (depth > RING_DEPTH)
		return schema_fail(
			c, s->resource->doc, s->node,
			MTEXT_FILL(c->a,
				   MT("қатарынан %1 сілтемеден көп", "больше %1 ссылок подряд",
				      "more than %1 references in a row"),
				   mtext_same(arena_printf(c->a, "%d", RING_DEPTH))));
	own->visited = own->active = true;
	for (size_t type = 0; type < NODE_TYPES && ok; type++)
		for (size_t i = 0; i < s->ops[type].n && ok; i++)
			ok = visit_op(c, &s->ops[type].at[i], depth + 1);
	own->active = false;
	return ok;
}

bool schema_find_rings(struct compiler *c)
{
	for (size_t i = 0; i < c->queue.n; i++)
		if (!visit(c, c->queue.at[i], 0) && !c->sink)
			return false;
	return true;
}
