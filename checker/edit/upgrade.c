/* The steps that bring a document to the next version: each is data, see
 * schemas/upgrade-1.0.json. */
#include "checker/edit/splice_internal.h"

#include <stdlib.h>
#include <string.h>

struct upgrade {
	struct arena *a;
	const struct doc *doc; /* as it is by now */
	struct edit_upgraded *out;
};

/* One place that a step is about. */
struct task {
	struct splice splice;
	const struct node *step;
	struct str pointer;
	const struct node *holder;   /* the object or list that the place is in */
	const struct member *member; /* NULL when there is none, or for an item */
	const struct node *value;    /* NULL when it is not there */
	struct str target;	     /* where the value must be found afterwards */
};

static struct str parent_of(struct str pointer, struct str *key)
{
	size_t i = pointer.n;

	while (i > 0 && pointer.p[i - 1] != '/')
		i--;
	*key = str_sub(pointer, i, pointer.n);
	return str_sub(pointer, 0, i ? i - 1 : 0);
}

/* "contact/email" from the holder on, "/contact/email" from the root on. */
static bool find_way(struct upgrade *u, struct task *t, struct str to, struct splice_way *way)
{
	const struct node *at = t->holder;
	struct str key, rest = to, above;

	above = parent_of(t->pointer, &key);
	t->target = to.p[0] == '/'
			    ? to
			    : arena_printf(u->a, "%.*s/%.*s", STR_FMT(above), STR_FMT(to));
	if (to.p[0] == '/') {
		at = &u->doc->root;
		rest = str_sub(to, 1, to.n);
	}
	*way = (struct splice_way){ .object = at };
	while (rest.p && str_cut(&key, &rest, '/')) {
		const struct node *next = way->n ? NULL : node_get(way->object, key);

		if (next && next != t->value && rest.p) {
			way->object = next;
			continue;
		}
		if ((next && next != t->value) || way->n == SPLICE_KEYS)
			return false; /* it is there already */
		way->keys[way->n++] = key;
	}
	return way->object && way->object->type == NODE_OBJECT && way->n > 0;
}

static bool do_rename(struct upgrade *u, struct task *t)
{
	struct str to = node_text(t->step, STR("to")), key;
	struct str above = parent_of(t->pointer, &key);

	t->target = arena_printf(u->a, "%.*s/%.*s", STR_FMT(above), STR_FMT(to));
	return t->member && !node_get(t->holder, to) && splice_key(&t->splice, t->member, to);
}

static bool do_move(struct upgrade *u, struct task *t)
{
	struct splice_way way;

	return t->member && find_way(u, t, node_text(t->step, STR("to")), &way) &&
	       splice_move(&t->splice, t->holder, t->member, &way);
}

static bool do_wrap(struct upgrade *u, struct task *t)
{
	struct str key = node_text(t->step, STR("key"));

	t->target = key.n ? arena_printf(u->a, "%.*s/%.*s", STR_FMT(t->pointer), STR_FMT(key))
			  : arena_printf(u->a, "%.*s/0", STR_FMT(t->pointer));
	return splice_wrap(&t->splice, t->member, t->value, key);
}

static bool do_values(struct upgrade *u, struct task *t)
{
	const struct node *to = NULL;

	(void)u;
	if (t->value->type == NODE_STRING)
		to = node_get(node_get(t->step, STR("map")), node_str(t->value));
	return !to || splice_scalar(&t->splice, t->value, node_str(to));
}

static bool do_set(struct upgrade *u, struct task *t)
{
	const struct node *value = node_get(t->step, STR("value"));
	struct splice_way way;
	struct str key;
	bool ok;

	if (t->value)
		return true;
	parent_of(t->pointer, &key);
	ok = find_way(u, t, key, &way) && splice_add(&t->splice, &way, value);
	t->value = ok ? value : NULL;
	return ok;
}

static void note(struct upgrade *u, const struct task *t, struct mtext text)
{
	const struct node *at = t->value ? t->value : t->holder;
	struct doc_place p = doc_place(u->doc, t->member ? t->member->key_at : at ? at->at : 0);

	vec_push(u->a, &u->out->left,
		 (struct edit_made){ .at = { .file = u->doc->path,
					     .pointer = t->pointer,
					     .line = p.line,
					     .column = p.column },
				     .title = text });
}

static bool do_ask(struct upgrade *u, struct task *t)
{
	bool there = str_eq(node_text(t->step, STR("when")), STR("there"));

	if (there == (t->value != NULL))
		note(u, t, node_mtext(node_get(t->step, STR("text"))));
	return true;
}

static const struct {
	struct str name;
	bool absent; /* it is also about places where nothing is */
	bool (*make)(struct upgrade *u, struct task *t);
} kinds[] = {
	{ STR_INIT("rename"), false, do_rename }, { STR_INIT("move"), false, do_move },
	{ STR_INIT("wrap"), false, do_wrap },	  { STR_INIT("values"), false, do_values },
	{ STR_INIT("set"), true, do_set },	  { STR_INIT("ask"), true, do_ask },
};

static int by_place(const void *x, const void *y)
{
	const struct text_edit *a = x, *b = y;

	return a->at != b->at ? (a->at > b->at) - (a->at < b->at)
			      : (a->n > b->n) - (a->n < b->n);
}

/* Makes the edits if what comes out is a document with all comments and the value in its place.
 */
static bool commit(struct upgrade *u, struct task *t)
{
	struct doc_errors errors = { 0 };
	const struct node *found;
	struct doc *doc;
	struct str text;

	if (!t->splice.edits.n)
		return true;
	qsort(t->splice.edits.at, t->splice.edits.n, sizeof(*t->splice.edits.at), by_place);
	if (!edit_apply(&text, u->a, u->doc->text, t->splice.edits.at, t->splice.edits.n) ||
	    !doc_parse(&doc, u->a, u->doc->path, text, u->doc->syntax, DOC_GENERAL, &errors) ||
	    doc->comments.n != u->doc->comments.n)
		return false;
	found = t->target.n ? doc_at(&doc->root, t->target) : NULL;
	if (t->target.n && (!found || !node_equal(found, t->value)))
		return false;
	u->doc = doc;
	return true;
}

static void by_hand(struct upgrade *u, const struct task *t)
{
	note(u, t,
	     MTEXT_FILL(u->a,
			MT("мұны шығынсыз өзгерту мүмкін болмады, қолмен жасаңыз: %1",
			   "это не удалось изменить без потерь, сделайте вручную: %1",
			   "this could not be changed without loss, do it by hand: %1"),
			mtext_same(node_canonical(u->a, t->step))));
}

static void run_task(struct upgrade *u, const struct node *step, size_t kind,
		     struct str pointer)
{
	struct task t = { .splice = { .a = u->a, .doc = u->doc },
			  .step = step,
			  .pointer = pointer };
	struct str key, above = parent_of(pointer, &key);

	t.value = doc_at(&u->doc->root, pointer);
	t.holder = doc_at(&u->doc->root, above);
	if (!t.holder || (!t.value && !kinds[kind].absent))
		return;
	t.member = node_member(t.holder, key);
	if (!kinds[kind].make(u, &t) || !commit(u, &t))
		by_hand(u, &t);
}

struct pointers {
	VEC(struct str) list;
};

/* "*" stands for every item of a list. The last key need not be there. */
static void expand(struct upgrade *u, struct pointers *out, const struct node *at,
		   struct str done, struct str rest)
{
	struct str key;

	if (!rest.p || !str_cut(&key, &rest, '/')) {
		vec_push(u->a, &out->list, done);
		return;
	}
	if (!str_eq(key, STR("*"))) {
		expand(u, out, node_get(at, key),
		       arena_printf(u->a, "%.*s/%.*s", STR_FMT(done), STR_FMT(key)), rest);
		return;
	}
	for (uint32_t i = 0; at && at->type == NODE_ARRAY && i < at->count; i++)
		expand(u, out, &at->items[i], arena_printf(u->a, "%.*s/%u", STR_FMT(done), i),
		       rest);
}

static void run_step(struct upgrade *u, const struct node *step)
{
	struct str name = member_key(&step->members[0]);
	struct str pointer = node_str(&step->members[0].value);
	struct pointers found = { 0 };
	size_t kind = 0;

	while (kind < ARRAY_LEN(kinds) && !str_eq(kinds[kind].name, name))
		kind++;
	if (kind == ARRAY_LEN(kinds))
		return;
	expand(u, &found, &u->doc->root, STR(""), str_sub(pointer, 1, pointer.n));
	for (size_t i = 0; i < found.list.n; i++)
		run_task(u, step, kind, found.list.at[i]);
}

bool edit_upgrade(struct edit_upgraded *out, struct arena *a, const struct doc *doc,
		  const struct node *steps)
{
	struct upgrade u = { .a = a, .doc = doc, .out = out };
	const struct node *list = node_get(steps, STR("steps"));
	struct task version = { .splice = { .a = a } };
	const struct node *at;

	for (uint32_t i = 0; i < list->count; i++)
		run_step(&u, &list->items[i]);
	at = node_get(&u.doc->root, STR("schema_version"));
	version.splice.doc = u.doc;
	if (!at || !splice_scalar(&version.splice, at, node_text(steps, STR("to"))) ||
	    !commit(&u, &version))
		return false;
	out->doc = u.doc;
	return true;
}
