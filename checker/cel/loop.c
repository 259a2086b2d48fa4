#include "checker/cel/eval_internal.h"

/* What a loop has gathered. */
struct loop {
	struct frame *f;
	const struct cel_expr *e;
	size_t hits;
	struct cel_value
		error; /* of all() and exists(): stands unless a later element decides */
	VEC(struct cel_value) items;
	struct cel_map *map;
	VEC(struct cel_entry) entries;
};

enum pace { GO_ON, STOP };

static void no_loop(struct cel_run *run, const struct cel_value *v, struct cel_value *out)
{
	*out = v->kind == CEL_ERROR
		       ? *v
		       : cel_error(run, "no such overload: %.*s cannot be looped over",
				   STR_FMT(cel_kind_name(v->kind)));
}

static bool can_loop(const struct cel_value *v)
{
	return v->kind == CEL_LIST || v->kind == CEL_MAP;
}

/* One variable is the element, or the key of a map; two are index or key, and value. */
static void set_variables(struct frame *f, const struct cel_expr *e,
			  const struct cel_value *over, size_t i)
{
	struct cel_value *var = &f->locals[e->slot];

	if (over->kind == CEL_LIST) {
		const struct cel_value *at;

		if (e->pair)
			*var++ = cel_of_int((int64_t)i);
		at = cel_item_at(over, i, var);
		if (at != var)
			*var = *at;
		return;
	}
	if (over->node)
		cel_set_key(var, &over->node->members[i]);
	else
		*var = over->map->at[i].key;
	if (e->pair)
		var[1] = cel_map_value(*over, i);
}

static struct cel_value no_condition(struct cel_run *run, const struct cel_value *v)
{
	if (v->kind == CEL_ERROR)
		return *v;
	return cel_error(run, "no such overload: %.*s is no condition",
			 STR_FMT(cel_kind_name(v->kind)));
}

/* all() and exists(): an error stands unless a later element decides. */
void cel_eval_quantifier(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	const bool decides = e->op == CEL_OP_EXISTS;
	struct cel_value over_room, room;
	const struct cel_value *over = cel_eval_at(f, e->kids[0], &over_room), *v;
	bool failed = false;
	size_t n;

	if (!can_loop(over)) {
		no_loop(f->run, over, out);
		return;
	}
	n = cel_size(*over);
	for (size_t i = 0; i < n; i++) {
		set_variables(f, e, over, i);
		v = cel_eval_at(f, e->kids[1], &room);
		if (v->kind == CEL_BOOL && v->truth != decides)
			continue;
		if (v->kind == CEL_BOOL || cel_ends(v)) {
			*out = *v;
			return;
		}
		if (!failed)
			*out = no_condition(f->run, v);
		failed = true;
	}
	if (!failed)
		cel_set_bool(out, !decides);
}

static enum pace stop_with(struct cel_value *out, struct cel_value v)
{
	*out = v;
	return STOP;
}

static struct cel_value condition(struct loop *l, const struct cel_expr *e)
{
	struct cel_value v;

	cel_eval_into(l->f, e, &v);
	return v.kind == CEL_BOOL ? v : no_condition(l->f->run, &v);
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
		return stop_with(out, cel_exhausted());
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
	cel_eval_into(l->f, l->e->kids[1], &v);
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
	if (l->e->op == CEL_OP_EXISTS_ONE)
		return count_one(l, out);
	return l->e->op == CEL_OP_FILTER ? filter(l, out) : transform(l, out);
}

static void conclude(const struct loop *l, struct cel_value *out)
{
	if (l->e->op == CEL_OP_EXISTS_ONE)
		cel_set_bool(out, l->hits == 1);
	else if (l->map)
		*out = (struct cel_value){ .kind = CEL_MAP, .map = l->map };
	else
		*out = cel_of_list(l->f->run->arena, l->items.at, l->items.n);
}

void cel_eval_loop(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	struct loop l = { .f = f, .e = e };
	struct cel_value over;
	size_t n;

	cel_eval_into(f, e->kids[0], &over);
	if (!can_loop(&over)) {
		no_loop(f->run, &over, out);
		return;
	}
	if (e->op == CEL_OP_TO_MAP || e->op == CEL_OP_TO_ENTRIES)
		l.map = ARENA_NEW(f->run->arena, struct cel_map);
	n = cel_size(over);
	for (size_t i = 0; i < n; i++) {
		set_variables(f, e, &over, i);
		if (turn(&l, out) == STOP)
			return;
	}
	conclude(&l, out);
}

void cel_eval_bind(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	cel_eval_into(f, e->kids[0], out);
	/* A bound error surfaces where the name is read, if it is read. */
	if (e->op == CEL_OP_BIND) {
		if (cel_ends(out))
			return;
		f->locals[e->slot] = *out;
		cel_eval_into(f, e->kids[1], out);
		return;
	}
	if (out->kind == CEL_ERROR || (out->kind == CEL_OPTIONAL && !out->optional))
		return;
	if (out->kind != CEL_OPTIONAL) {
		*out = cel_error(f->run, "no such overload: %.*s is no optional",
				 STR_FMT(cel_kind_name(out->kind)));
		return;
	}
	f->locals[e->slot] = *out->optional;
	cel_eval_into(f, e->kids[1], out);
	if (out->kind != CEL_ERROR && e->op == CEL_OP_OPT_MAP)
		*out = cel_optional_of(f->run, *out);
}
