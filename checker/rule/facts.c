#include "checker/rule/judge_internal.h"

#include <string.h>

/*
 * Look-ups that read the reference and what they are asked about, but not the
 * manifest: many manifests of a run ask the same. What was found is kept by the
 * texts asked about, with the steps it took, so that a budget is the same
 * whether it was kept or not.
 */
enum { KEY_BYTES = 512, KEPT_MAX = 1 << 14 };

struct kept {
	struct cel_value value;
	uint64_t steps;
};

struct key {
	char bytes[KEY_BYTES];
	size_t n;
	bool whole;
};

static void put(struct key *k, const void *p, size_t n)
{
	k->whole = k->whole && n <= KEY_BYTES - k->n;
	if (!k->whole)
		return;
	if (n)
		memcpy(k->bytes + k->n, p, n);
	k->n += n;
}

static void put_value(struct key *k, struct cel_value v)
{
	uint32_t head[2] = { v.kind, 0 };

	if (v.kind == CEL_STRING) {
		head[1] = (uint32_t)v.s.n;
		put(k, head, sizeof(head));
		put(k, v.s.p, v.s.n);
	} else if (v.kind == CEL_BOOL) {
		head[1] = v.truth;
		put(k, head, sizeof(head));
	} else if (v.kind == CEL_LIST) {
		head[1] = (uint32_t)cel_size(v);
		put(k, head, sizeof(head));
		for (size_t i = 0; i < head[1] && k->whole; i++)
			put_value(k, cel_item(v, i));
	} else {
		k->whole = false;
	}
}

/* Of the look-up and what it reads; false when that is not to be put into a few bytes. */
static bool make_key(struct key *k, const struct match *m, const struct bind_let *let)
{
	k->n = 0;
	k->whole = true;
	put(k, &let, sizeof(let));
	for (unsigned slot = SLOT_FIXED; let->asks >> slot; slot++)
		if (let->asks >> slot & 1)
			put_value(k, m->slots[slot]);
	return k->whole;
}

/* A copy that hangs on nothing; false when the value is no text, truth, number or list of them.
 */
static bool copy_value(struct cel_value *out, struct arena *a, struct cel_value v)
{
	struct cel_value *items;
	size_t n;

	*out = v;
	out->node = NULL;
	if (v.kind == CEL_STRING)
		out->s = arena_str(a, v.s);
	if (v.kind != CEL_LIST)
		return v.kind == CEL_STRING || v.kind == CEL_BOOL || v.kind == CEL_INT;
	n = cel_size(v);
	items = ARENA_ARRAY(a, struct cel_value, n);
	for (size_t i = 0; i < n; i++)
		if (!copy_value(&items[i], a, cel_item(v, i)))
			return false;
	*out = cel_of_values(&(struct cel_run){ .arena = a }, items, n);
	return true;
}

static void keep(struct judge *j, const struct key *k, struct cel_value v, uint64_t steps)
{
	struct kept *kept;

	if (j->facts.n >= KEPT_MAX || v.kind == CEL_ERROR)
		return;
	kept = ARENA_NEW(j->arena, struct kept);
	kept->steps = steps;
	if (copy_value(&kept->value, j->arena, v))
		strmap_put(&j->facts, arena_str(j->arena, (struct str){ k->bytes, k->n }),
			   kept);
}

struct cel_value match_look_up(struct match *m, const struct bind_let *let)
{
	struct judge *j = m->judge;
	uint64_t before = m->run.steps_left;
	const struct kept *kept;
	struct cel_value v;
	struct key k;

	if (!let->of_facts || !make_key(&k, m, let))
		return cel_eval(let->program, m->slots, &m->run);
	kept = strmap_get(&j->facts, (struct str){ k.bytes, k.n });
	if (kept && kept->steps <= before) {
		m->run.steps_left -= kept->steps;
		return kept->value;
	}
	v = cel_eval(let->program, m->slots, &m->run);
	if (!kept)
		keep(j, &k, v, before - m->run.steps_left);
	return v;
}
