#include "checker/cel/eval_internal.h"

/* What a loop has gathered. */
struct loop {
	struct frame *f;
	const struct cel_expr *e;
	struct cel_value over;
	size_t n, hits;
	struct cel_value
		error; /* of all() and exists(): stands unless a later element decides */
	VEC(struct cel_value) items;
	struct cel_map *map;
	VEC(struct cel_entry) entries;
};

enum pace { GO_ON, STOP };

static struct cel_value no_loop(struct cel_run *run, struct cel_value v)
{
	return cel_error(run, "no such overload: %.*s cannot be looped over",
			 STR_FMT(cel_kind_name(v.kind)));
}

/* One variable is the element, or the key of a map; two are index or key, and value. */
static void set_variables(struct loop *l, size_t i)
{
	struct cel_value *var = &l->f->locals[l->e->slot];

	if (l->over.kind == CEL_LIST) {
		var[0] = l->e->pair ? cel_of_int((int64_t)i) : cel_item(l->over, i);
		if (l->e->pair)
			var[1] = cel_item(l->over, i);
		return;
	}
	var[0] = cel_map_key(l->over, i);
	if (l->e->pair)
		var[1] = cel_map_value(l->over, i);
}

static enum pace stop_with(struct cel_value *out, struct cel_value v)
{
	*out = v;
	return STOP;
}

static struct cel_value condition(struct loop *l, const struct cel_expr *e)
{
	struct cel_value v = cel_eval_node(l->f, e);

	if (v.kind == CEL_BOOL || v.kind == CEL_ERROR)
		return v;
	return cel_error(l->f->run, "no such overload: %.*s is no condition",
			 STR_FMT(cel_kind_name(v.kind)));
}

static enum pace quantify(struct loop *l, struct cel_value *out)
{
	bool decides = l->e->op == CEL_OP_EXISTS;
	struct cel_value v = condition(l, l->e->kids[1]);

	if (cel_is_exhausted(v) || (v.kind == CEL_BOOL && v.truth == decides))
		return stop_with(out, v);
	if (v.kind == CEL_ERROR && l->error.kind != CEL_ERROR)
		l->error = v;
	return GO_ON;
}

static enum pace count_one(struct loop *l, struct cel_value *out)
{
	struct cel_value v = condition(l, l->e->kids[1]);

	if (v.kind == CEL_ERROR)
		return stop_with(out, v);
	l->hits += v.truth;
	return GO_ON;
}

static enum pace filter(struct loop *l, struct cel_value *out)
{
	struct cel_value v = condition(l, l->e->kids[1]);

	if (v.kind == CEL_ERROR)
		return stop_with(out, v);
	if (v.truth)
		vec_push(l->f->run->arena, &l->items, l->f->locals[l->e->slot]);
	return GO_ON;
}

static enum pace add_entry(struct loop *l, struct cel_entry entry, struct cel_value *out)
{
	struct arena *a = l->f->run->arena;
	struct cel_value added;

	vec_push(a, &l->entries, (struct cel_entry){ 0 });
	l->map->at = l->entries.at;
	added = cel_map_add(l->f->run, l->map, l->entries.at, entry);
	return added.kind == CEL_ERROR ? stop_with(out, added) : GO_ON;
}

static enum pace add_entries(struct loop *l, struct cel_value from, struct cel_value *out)
{
	enum pace pace = GO_ON;

	if (from.kind != CEL_MAP)
		return stop_with(out, cel_error(l->f->run, "no such overload: %.*s is no map",
						STR_FMT(cel_kind_name(from.kind))));
	if (!cel_charge(l->f->run, cel_size(from)))
		return stop_with(out, cel_out_of_steps());
	for (size_t i = 0; i < cel_size(from) && pace == GO_ON; i++) {
		struct cel_entry entry = { cel_map_key(from, i), cel_map_value(from, i) };

		pace = add_entry(l, entry, out);
	}
	return pace;
}

/* map(), transformList(), transformMap(), transformMapEntry(), with or without a condition. */
static enum pace transform(struct loop *l, struct cel_value *out)
{
	struct cel_value v;

	if (l->e->n == 3) {
		v = condition(l, l->e->kids[2]);
		if (v.kind == CEL_ERROR)
			return stop_with(out, v);
		if (!v.truth)
			return GO_ON;
	}
	v = cel_eval_node(l->f, l->e->kids[1]);
	if (v.kind == CEL_ERROR)
		return stop_with(out, v);
	if (l->e->op == CEL_OP_TO_LIST) {
		vec_push(l->f->run->arena, &l->items, v);
		return GO_ON;
	}
	if (l->e->op == CEL_OP_TO_ENTRIES)
		return add_entries(l, v, out);
	/* The keys of what is looped over are distinct already. */
	vec_push(l->f->run->arena, &l->entries,
		 (struct cel_entry){ l->f->locals[l->e->slot], v });
	l->map->at = l->entries.at;
	l->map->n = l->entries.n;
	return GO_ON;
}

static enum pace turn(struct loop *l, struct cel_value *out)
{
	if (l->e->op == CEL_OP_ALL || l->e->op == CEL_OP_EXISTS)
		return quantify(l, out);
	if (l->e->op == CEL_OP_EXISTS_ONE)
		return count_one(l, out);
	return l->e->op == CEL_OP_FILTER ? filter(l, out) : transform(l, out);
}

static struct cel_value outcome(const struct loop *l)
{
	struct arena *a = l->f->run->arena;

	if (l->error.kind == CEL_ERROR)
		return l->error;
	if (l->e->op == CEL_OP_ALL || l->e->op == CEL_OP_EXISTS)
		return cel_of_bool(l->e->op == CEL_OP_ALL);
	if (l->e->op == CEL_OP_EXISTS_ONE)
		return cel_of_bool(l->hits == 1);
	if (l->map)
		return (struct cel_value){ .kind = CEL_MAP, .map = l->map };
	return cel_of_list(a, l->items.at, l->items.n);
}

struct cel_value cel_eval_loop(struct frame *f, const struct cel_expr *e)
{
	struct loop l = { .f = f, .e = e, .over = cel_eval_node(f, e->kids[0]) };
	struct cel_value out;

	if (l.over.kind == CEL_ERROR)
		return l.over;
	if (l.over.kind != CEL_LIST && l.over.kind != CEL_MAP)
		return no_loop(f->run, l.over);
	if (e->op == CEL_OP_TO_MAP || e->op == CEL_OP_TO_ENTRIES)
		l.map = ARENA_NEW(f->run->arena, struct cel_map);
	l.n = cel_size(l.over);
	for (size_t i = 0; i < l.n; i++) {
		set_variables(&l, i);
		if (turn(&l, &out) == STOP)
			return out;
	}
	return outcome(&l);
}

struct cel_value cel_eval_bind(struct frame *f, const struct cel_expr *e)
{
	struct cel_value v = cel_eval_node(f, e->kids[0]);

	/* A bound error surfaces where the name is read, if it is read. */
	if (e->op == CEL_OP_BIND) {
		if (cel_is_exhausted(v))
			return v;
		f->locals[e->slot] = v;
		return cel_eval_node(f, e->kids[1]);
	}
	if (v.kind == CEL_ERROR)
		return v;
	if (v.kind != CEL_OPTIONAL)
		return cel_error(f->run, "no such overload: %.*s is no optional",
				 STR_FMT(cel_kind_name(v.kind)));
	if (!v.optional)
		return v;
	f->locals[e->slot] = *v.optional;
	v = cel_eval_node(f, e->kids[1]);
	return v.kind == CEL_ERROR || e->op == CEL_OP_OPT_FLAT_MAP ? v
								   : cel_optional_of(f->run, v);
}
