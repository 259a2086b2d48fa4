#include "checker/schema/diff_internal.h"

#include <string.h>

enum { PREFIX_MAX = 64 };

const char *const schema_effect_names[] = {
	[SCHEMA_SAFE] = "safe", [SCHEMA_UNSURE] = "unknown", [SCHEMA_BREAKS] = "breaks", NULL
};

static struct effect flipped(struct effect e)
{
	return (struct effect){ { e.on[NEW], e.on[OLD] } };
}

/* What a difference in a part comes to for the whole. */
static struct effect seen_from(struct where at, const struct told *t)
{
	struct effect e = t->effect;
	bool any = e.on[OLD] || e.on[NEW];

	if (at.flipped)
		e = flipped(e);
	for (int i = 0; i < SIDES; i++) {
		if ((at.trust == TRUST_MUDDLED && any) || (at.trust == TRUST_NONE && !t->words))
			e.on[i] = SCHEMA_UNSURE;
		if (at.trust == TRUST_WEAK && e.on[i] == SCHEMA_BREAKS)
			e.on[i] = SCHEMA_UNSURE;
	}
	return e;
}

/* The keyword's place, else that of the schema it would stand in. */
static void set_place(struct differ *d, struct schema_change *c, int side,
		      const struct op_at *at, struct all flat)
{
	const struct sub *sub = at->sub ? at->sub : flat.n ? flat.at[0] : NULL;
	const struct node *node = at->op && at->op->value ? at->op->value
				  : sub			  ? sub->node
							  : NULL;
	const struct doc *doc = sub ? sub->resource->doc : d->schema[side]->doc;

	c->place[side].file = doc->path;
	if (!node)
		return;
	c->place[side].pointer = doc_pointer(doc, d->a, node);
	c->place[side].line = doc_place(doc, node->at).line;
}

void schema_diff_tell(struct differ *d, struct where at, struct pair flat, struct told t)
{
	struct effect e = seen_from(at, &t);
	struct schema_change change = { .kind = t.kind,
					.instance = at.pointer,
					.message = t.message,
					.writers = e.on[OLD],
					.readers = e.on[NEW],
					.words = t.words };
	struct str key;

	for (int i = 0; i < SIDES; i++)
		set_place(d, &change, i, &t.at[i], flat.side[i]);
	/* A schema that several places refer to has changed once. */
	key = arena_printf(d->a, "%s %.*s %.*s %.*s %.*s %.*s %d %d", t.kind,
			   STR_FMT(change.place[OLD].file), STR_FMT(change.place[OLD].pointer),
			   STR_FMT(change.place[NEW].file), STR_FMT(change.place[NEW].pointer),
			   STR_FMT(t.message.in[LANG_EN]), (int)e.on[OLD], (int)e.on[NEW]);
	if (!strmap_put(&d->told, key, d))
		vec_push(d->a, &d->out->changes, change);
}

struct mtext schema_diff_arrow(struct differ *d, struct str keyword, struct mtext before,
			       struct mtext after)
{
	return MTEXT_FILL(d->a, MT("%1: %2 → %3", "%1: %2 → %3", "%1: %2 → %3"),
			  mtext_same(keyword), before, after);
}

/* A schema that only refers to another says nothing of its own. */
static bool is_reference(const struct sub *s)
{
	return s->node->type == NODE_OBJECT && s->node->count == 1 &&
	       node_get(s->node, STR("$ref"));
}

/* The addresses of all that is compared, and how it is seen. */
static struct str pair_key(struct differ *d, struct where at, const struct pair *flat)
{
	size_t room = flat->side[OLD].n + flat->side[NEW].n + 2, n = 0;
	const struct sub **key = ARENA_ARRAY(d->a, const struct sub *, room);

	for (int side = 0; side < SIDES; side++) {
		for (size_t i = 0; i < flat->side[side].n; i++)
			if (!is_reference(flat->side[side].at[i]))
				key[n++] = flat->side[side].at[i];
		n++; /* NULL between the sides, and behind them for the rest */
	}
	memcpy(&key[n - 1], &(uintptr_t){ (uintptr_t)at.trust * 2 + at.flipped },
	       sizeof(uintptr_t));
	return (struct str){ (const char *)(const void *)key, n * sizeof(*key) };
}

static void compare_types(struct differ *d, struct where at, struct pair flat,
			  const unsigned types[SIDES])
{
	struct effect e;

	for (int i = 0; i < SIDES; i++) {
		unsigned from = types[i], to = types[!i];

		if (to & ON_NUMBER)
			to |= TYPE_INTEGER;
		e.on[i] = from & ~to ? SCHEMA_BREAKS : SCHEMA_SAFE;
	}
	if (e.on[OLD] || e.on[NEW])
		schema_diff_tell(d, at, flat,
				 (struct told){ .kind = "type",
						.message = schema_diff_arrow(
							d, STR("type"),
							schema_diff_type_names(d, types[OLD]),
							schema_diff_type_names(d, types[NEW])),
						.effect = e });
}

static struct where below(struct differ *d, struct where at, struct str token)
{
	at.pointer = arena_printf(d->a, "%.*s/%.*s", STR_FMT(at.pointer), STR_FMT(token));
	return at;
}

static struct pair members(struct differ *d, struct pair flat, struct str name,
			   struct all (*of)(struct differ *, struct all, struct str))
{
	return (struct pair){ { of(d, flat.side[OLD], name), of(d, flat.side[NEW], name) } };
}

/* What says something about a name, on each side. */
struct declared {
	struct op_at by[SIDES];
	struct op_at required[SIDES];
};

static struct declared *declared(struct differ *d, struct strmap *names, struct str name)
{
	struct declared *one = strmap_get(names, name);

	if (!one) {
		one = ARENA_NEW(d->a, struct declared);
		strmap_put(names, name, one);
	}
	return one;
}

/* All names that either side says something about; patterns apart. */
static void gather(struct differ *d, struct pair flat, struct strmap *names,
		   struct strmap *patterns)
{
	for (int side = 0; side < SIDES; side++) {
		struct ops_found found = schema_diff_ops(d, flat.side[side], OP_MEMBERS);

		for (size_t i = 0; i < found.n; i++) {
			const struct members *m = found.at[i].op->members;

			for (size_t k = 0; k < m->keys.n; k++) {
				struct declared *one = declared(d, names, m->keys.names[k]);

				if (m->subs[k])
					one->by[side] = found.at[i];
				if (m->required[k])
					one->required[side] = found.at[i];
			}
			for (size_t k = 0; k < m->patterns_n; k++)
				declared(d, patterns, m->patterns[k].pattern->text)->by[side] =
					found.at[i];
		}
	}
}

static void compare_required(struct differ *d, struct where at, struct pair flat,
			     struct strmap_entry *entry)
{
	const struct declared *one = entry->value;
	bool old = one->required[OLD].op, new = one->required[NEW].op;
	struct mtext name = mtext_same(entry->key);
	struct told t = { .kind = new ? "required-added" : "required-removed",
			  .effect = { { new ? SCHEMA_BREAKS : SCHEMA_SAFE,
					old ? SCHEMA_BREAKS : SCHEMA_SAFE } } };

	if (old == new)
		return;
	for (int i = 0; i < SIDES; i++)
		if (one->required[i].op) {
			struct op *place = ARENA_NEW(d->a, struct op);

			*place = *one->required[i].op;
			place->value = place->members->required_node;
			t.at[i] = (struct op_at){ place, one->required[i].sub };
		}
	t.message =
		new ? MTEXT_FILL(d->a,
				 MT("«%1» өрісі міндетті болды", "поле «%1» стало обязательным",
				    "field \"%1\" became required"),
				 name)
		    : MTEXT_FILL(d->a,
				 MT("«%1» өрісі міндетті болмай қалды",
				    "поле «%1» перестало быть обязательным",
				    "field \"%1\" is no longer required"),
				 name);
	schema_diff_tell(d, at, flat, t);
}

/* A field that only one side names is told as one change, whatever else changes with it. */
static void tell_field(struct differ *d, struct where at, struct pair child,
		       const struct declared *one, struct str name)
{
	bool added = one->by[NEW].op;
	struct where neutral = { .pointer = at.pointer };
	struct told t = { .kind = added ? "property-added" : "property-removed",
			  .effect = schema_diff_quiet(d, neutral, child) };
	struct mtext quoted = mtext_same(name);

	t.message = added ? MTEXT_FILL(d->a,
				       MT("«%1» өрісі қосылды", "добавлено поле «%1»",
					  "field \"%1\" was added"),
				       quoted)
			  : MTEXT_FILL(d->a,
				       MT("«%1» өрісі алынып тасталды", "удалено поле «%1»",
					  "field \"%1\" was removed"),
				       quoted);
	schema_diff_tell(d, at, child, t);
}

static void compare_fields(struct differ *d, struct where at, struct pair flat,
			   const struct strmap *names, bool patterns)
{
	for (size_t i = 0; i < names->n; i++) {
		struct strmap_entry *entry = &names->at[i];
		const struct declared *one = entry->value;
		struct pair child =
			members(d, flat, entry->key,
				patterns ? schema_diff_pattern : schema_diff_member);
		struct str token = patterns ? arena_printf(d->a, "{%.*s}", STR_FMT(entry->key))
					    : entry->key;

		if (!patterns)
			compare_required(d, at, flat, entry);
		if (!one->by[OLD].op && !one->by[NEW].op)
			continue;
		if (!one->by[OLD].op != !one->by[NEW].op)
			tell_field(d, below(d, at, token), child, one, entry->key);
		else
			schema_diff_compare(d, below(d, at, token), child);
	}
}

static bool accepts_nothing(struct differ *d, struct all list)
{
	return list.n && !schema_diff_types(schema_diff_flatten(d, list));
}

/* Fields that no one names: they may have been let in or shut out. */
static void compare_rest(struct differ *d, struct where at, struct pair flat)
{
	struct pair rest = members(d, flat, (struct str){ 0 }, schema_diff_member);
	bool closed[SIDES] = { accepts_nothing(d, rest.side[OLD]),
			       accepts_nothing(d, rest.side[NEW]) };
	struct told t = { .kind = closed[NEW] ? "closed" : "opened",
			  .effect = { { closed[NEW] ? SCHEMA_BREAKS : SCHEMA_SAFE,
					closed[OLD] ? SCHEMA_BREAKS : SCHEMA_SAFE } } };

	if (closed[OLD] == closed[NEW]) {
		schema_diff_compare(d, below(d, at, STR("*")), rest);
		return;
	}
	t.message = closed[NEW] ? MT("басқа өрістерге енді рұқсат жоқ",
				     "прочие поля больше не допускаются",
				     "other fields are no longer allowed")
				: MT("басқа өрістерге рұқсат берілді",
				     "прочие поля теперь допускаются",
				     "other fields are now allowed");
	schema_diff_tell(d, at, flat, t);
}

static void compare_object(struct differ *d, struct where at, struct pair flat)
{
	struct strmap names, patterns;

	strmap_init(&names, d->a);
	strmap_init(&patterns, d->a);
	gather(d, flat, &names, &patterns);
	compare_fields(d, at, flat, &names, false);
	compare_fields(d, at, flat, &patterns, true);
	compare_rest(d, at, flat);
}

static size_t prefix_length(struct differ *d, struct pair flat)
{
	size_t n = 0;

	for (int side = 0; side < SIDES; side++) {
		struct ops_found found = schema_diff_ops(d, flat.side[side], OP_PREFIX_ITEMS);

		for (size_t i = 0; i < found.n; i++)
			n = found.at[i].op->n > n ? found.at[i].op->n : n;
	}
	return n < PREFIX_MAX ? n : PREFIX_MAX;
}

static void compare_array(struct differ *d, struct where at, struct pair flat)
{
	size_t n = prefix_length(d, flat);

	for (size_t i = 0; i <= n; i++) {
		struct str token = i < n ? arena_printf(d->a, "%zu", i) : STR("*");
		struct pair child = {
			{ schema_diff_item(d, flat.side[OLD], i < n ? i : SIZE_MAX),
			  schema_diff_item(d, flat.side[NEW], i < n ? i : SIZE_MAX) }
		};

		schema_diff_compare(d, below(d, at, token), child);
	}
}

static bool has_any(struct differ *d, struct pair flat, const enum opcode *kinds, size_t n)
{
	for (int side = 0; side < SIDES; side++)
		for (size_t i = 0; i < n; i++)
			if (schema_diff_ops(d, flat.side[side], kinds[i]).n)
				return true;
	return false;
}

/* What an unevaluated keyword refuses depends on which branches hold. */
static bool is_tangled(struct differ *d, struct pair flat)
{
	static const enum opcode rest[] = { OP_UNEVALUATED_ITEMS, OP_UNEVALUATED_PROPERTIES };
	static const enum opcode branches[] = { OP_ANY_OF,   OP_ONE_OF,	   OP_IF,
						OP_CONTAINS, OP_DEPENDENT, OP_DYNAMIC };

	return has_any(d, flat, rest, ARRAY_LEN(rest)) &&
	       has_any(d, flat, branches, ARRAY_LEN(branches));
}

/* To allow anything explicitly refuses nothing, but it is one more part that is looked at. */
static void compare_presence(struct differ *d, struct where at, struct pair flat)
{
	struct told t = { .kind = "named" };

	t.message = flat.side[NEW].n ? MT("бұл мән енді схемада аталады",
					  "это значение теперь названо в схеме",
					  "the schema now names this value")
				     : MT("бұл мән енді схемада аталмайды",
					  "это значение больше не названо в схеме",
					  "the schema no longer names this value");
	if (!flat.side[OLD].n != !flat.side[NEW].n)
		schema_diff_tell(d, at, flat, t);
}

static void compare_parts(struct differ *d, struct where at, struct pair flat)
{
	unsigned types[SIDES] = { schema_diff_types(flat.side[OLD]),
				  schema_diff_types(flat.side[NEW]) };
	unsigned common = types[OLD] & types[NEW];

	if (types[OLD] & (ON_NUMBER | TYPE_INTEGER) && types[NEW] & (ON_NUMBER | TYPE_INTEGER))
		common |= types[OLD] & types[NEW] & ON_NUMBER ? ON_NUMBER : TYPE_INTEGER;
	schema_diff_words(d, at, flat);
	if (schema_diff_values(d, at, flat))
		return;
	if (is_tangled(d, flat))
		at.trust = TRUST_NONE;
	compare_types(d, at, flat, types);
	schema_diff_checks(d, at, flat, common);
	if (common & ON_ARRAY)
		compare_array(d, at, flat);
	if (common & ON_OBJECT)
		compare_object(d, at, flat);
	schema_diff_branches(d, at, flat, common);
}

static void give_up(struct differ *d, struct where at, struct pair flat)
{
	schema_diff_tell(
		d, at, flat,
		(struct told){ .kind = "limit",
			       .message = MT("салыстыру шекке жетіп, аяқталмады",
					     "сравнение дошло до предела и не закончено",
					     "the comparison met a limit and did not "
					     "finish"),
			       .effect = { { SCHEMA_UNSURE, SCHEMA_UNSURE } } });
}

void schema_diff_compare(struct differ *d, struct where at, struct pair pair)
{
	struct pair flat;
	size_t told;

	if (d->depth >= DIFF_DEPTH || ++d->steps > DIFF_STEPS) {
		give_up(d, at, pair);
		return;
	}
	for (int i = 0; i < SIDES; i++)
		flat.side[i] = schema_diff_flatten(d, pair.side[i]);
	if (strmap_put(&d->seen, pair_key(d, at, &flat), d))
		return;
	d->depth++;
	told = d->out->changes.n;
	compare_parts(d, at, flat);
	if (told == d->out->changes.n)
		compare_presence(d, at, flat);
	d->depth--;
}

struct effect schema_diff_quiet(struct differ *d, struct where at, struct pair pair)
{
	struct schema_diff found = { 0 };
	struct differ inner = *d;
	struct effect e = { 0 };

	inner.out = &found;
	strmap_init(&inner.seen, d->a);
	strmap_init(&inner.told, d->a);
	schema_diff_compare(&inner, at, pair);
	d->steps = inner.steps;
	for (size_t i = 0; i < found.changes.n; i++) {
		const struct schema_change *c = &found.changes.at[i];

		e.on[OLD] = c->writers > e.on[OLD] ? c->writers : e.on[OLD];
		e.on[NEW] = c->readers > e.on[NEW] ? c->readers : e.on[NEW];
	}
	return e;
}

void schema_diff(struct schema_diff *out, struct arena *a, const struct schema *older,
		 const struct schema *newer)
{
	struct differ d = { .a = a, .schema = { older, newer }, .out = out };
	struct pair roots = { { schema_diff_one(&d, older->root),
				schema_diff_one(&d, newer->root) } };

	*out = (struct schema_diff){ 0 };
	strmap_init(&d.seen, a);
	strmap_init(&d.told, a);
	schema_diff_compare(&d, (struct where){ 0 }, roots);
	if (d.steps >= DIFF_STEPS)
		give_up(&d, (struct where){ 0 }, roots);
}
