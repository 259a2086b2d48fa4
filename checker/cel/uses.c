#include "checker/cel/cel_internal.h"

struct walk {
	void (*each)(void *context, const struct cel_use *use);
	void *context;
};

static struct str text_of(const struct cel_expr *e)
{
	return e->op == CEL_OP_CONST && e->value.kind == CEL_STRING ? e->value.s : STR("");
}

static void walk(const struct walk *w, const struct cel_expr *e);

static void walk_kids(const struct walk *w, const struct cel_expr *e, size_t from)
{
	for (size_t i = from; i < e->n; i++)
		walk(w, e->kids[i]);
}

/* Recursion is bounded by the depth of the tree, which compiling limits. */
static void walk(const struct walk *w, const struct cel_expr *e)
{
	bool field = e->op == CEL_OP_SELECT || e->op == CEL_OP_HAS;
	struct cel_use use = { 0 };

	if ((field || e->op == CEL_OP_INDEX) && e->kids[0]->op == CEL_OP_SLOT) {
		use.slot = e->kids[0]->slot;
		use.name = field ? e->name : text_of(e->kids[1]);
		w->each(w->context, &use);
		walk_kids(w, e, 1);
		return;
	}
	if (e->op == CEL_OP_SLOT) {
		use.slot = e->slot;
		w->each(w->context, &use);
	}
	if (e->op == CEL_OP_CALL && e->overload->type) {
		use.call = true;
		use.name = e->name;
		use.first = e->n ? text_of(e->kids[0]) : STR("");
		w->each(w->context, &use);
	}
	walk_kids(w, e, 0);
}

void cel_program_uses(const struct cel_program *p,
		      void (*each)(void *context, const struct cel_use *use), void *context)
{
	const struct walk w = { each, context };

	walk(&w, p->root);
}
