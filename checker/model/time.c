#include "checker/model/model_internal.h"

/* The architecture by date. Every kind with dates of its own, and the words its status takes
 * before it begins, while it lasts and after its end. */
static const struct dated_kind {
	enum arch_kind kind;
	const char *end;     /* field of its end; its first day is "from" everywhere */
	bool ends_before;    /* the end is the first day without it, not the last day with it */
	const char *planned; /* status words; NULL: an entry out of its time is left out */
	const char *ended[4]; /* the first is given; the others are left as they are */
} dated_kinds[] = {
	{ ARCH_bodies, "until", false, "planned", { "abolished", "renamed", "merged" } },
	{ ARCH_sources, "retired_on", true, "in_development", { "retired" } },
	{ ARCH_points, "until", false, "in_development", { "retired" } },
	{ ARCH_platforms, "until", false, "in_development", { "retired" } },
	{ ARCH_goals, "until", false, NULL, { NULL } },
};

static const struct dated_kind *dated(enum arch_kind kind)
{
	for (size_t i = 0; i < ARRAY_LEN(dated_kinds); i++)
		if (dated_kinds[i].kind == kind)
			return &dated_kinds[i];
	return NULL;
}

static bool is_ended(const struct dated_kind *k, struct str status)
{
	for (size_t i = 0; i < ARRAY_LEN(k->ended) && k->ended[i]; i++)
		if (str_eq(status, str_of(k->ended[i])))
			return true;
	return false;
}

enum phase { PHASE_UNDATED, PHASE_BEFORE, PHASE_DURING, PHASE_AFTER };

static enum phase phase_of(const struct dated_kind *k, const struct node *entry, struct str day)
{
	struct str from = node_text(entry, STR("from"));
	struct str end = node_text(entry, str_of(k->end));

	if (from.n && arch_surely_after(from, day))
		return PHASE_BEFORE;
	if (end.n && (arch_surely_before(end, day) || (k->ends_before && str_eq(end, day))))
		return PHASE_AFTER;
	return from.n || end.n ? PHASE_DURING : PHASE_UNDATED;
}

/* The status an entry has in a phase; the one written where the phase does not gainsay it. */
static struct str status_in(const struct dated_kind *k, enum phase phase, struct str written,
			    bool begins)
{
	switch (phase) {
	case PHASE_UNDATED:
		break;
	case PHASE_BEFORE:
		return str_of(k->planned);
	case PHASE_DURING:
		if (is_ended(k, written) || (begins && str_eq(written, str_of(k->planned))))
			return STR("active");
		break;
	case PHASE_AFTER:
		return is_ended(k, written) ? written : str_of(k->ended[0]);
	}
	return written;
}

static struct member member_of(struct str key, struct node value)
{
	return (struct member){ .key = key.p, .key_n = (uint32_t)key.n, .value = value };
}

static struct node with_status(struct arena *a, const struct node *entry, struct str status)
{
	struct member *members = ARENA_ARRAY(a, struct member, entry->count);
	struct node out;

	for (uint32_t i = 0; i < entry->count; i++) {
		members[i] = entry->members[i];
		if (str_eq(member_key(&members[i]), STR("status")))
			members[i].value = node_make_str(status);
	}
	out = node_make_object(a, members, entry->count);
	out.at = entry->at;
	return out;
}

bool arch_entry_at(struct node *out, struct arena *a, enum arch_kind kind,
		   const struct node *entry, struct str date)
{
	const struct dated_kind *k = dated(kind);
	enum phase phase = k ? phase_of(k, entry, date) : PHASE_UNDATED;
	struct str written = node_text(entry, STR("status")), status;

	*out = *entry;
	if (phase == PHASE_UNDATED)
		return true;
	if (!k->planned)
		return phase == PHASE_DURING;
	status = status_in(k, phase, written, node_text(entry, STR("from")).n > 0);
	if (!str_eq(status, written))
		*out = with_status(a, entry, status);
	return true;
}

/* The entries of a kind as of the day: the same ones, or *changed when any differs. */
static struct node kind_at(struct arena *a, enum arch_kind kind, const struct node *entries,
			   struct str date, bool *changed)
{
	struct member *members = ARENA_ARRAY(a, struct member, entries->count);
	bool same = true;
	size_t n = 0;

	for (uint32_t i = 0; i < entries->count; i++) {
		const struct member *m = &entries->members[i];
		struct node entry;
		bool there = arch_entry_at(&entry, a, kind, &m->value, date);

		same = same && there && entry.members == m->value.members;
		if (there)
			members[n++] = member_of(member_key(m), entry);
	}
	*changed = *changed || !same;
	return same ? *entries : node_make_object(a, members, n);
}

static bool in_use(const struct node *source)
{
	return str_eq(node_text(source, STR("status")), STR("active"));
}

/* The source in use that the authority took over from, for an object it holds. */
static const struct member *predecessor(const struct node *sources, struct str authority,
					struct str object)
{
	for (uint32_t i = 0; i < sources->count; i++) {
		const struct node *s = &sources->members[i].value;

		if (str_eq(node_text(s, STR("superseded_by")), authority) && in_use(s) &&
		    model_source_holds(s, object))
			return &sources->members[i];
	}
	return NULL;
}

/* Only what the day changed: an authority that the pack itself calls not yet active stays. */
static struct node authorities_at(struct arena *a, const struct node *before,
				  const struct node *sources, const struct node *authority)
{
	struct member *members = ARENA_ARRAY(a, struct member, authority->count);
	size_t n = 0;

	for (uint32_t i = 0; i < authority->count; i++) {
		const struct member *m = &authority->members[i];
		struct str id = node_str(&m->value), object = member_key(m);
		const struct node *then = node_get(sources, id), *now = node_get(before, id);
		const struct member *old;

		if (!then || in_use(then) || then->members == now->members) {
			members[n++] = *m;
			continue;
		}
		old = predecessor(sources, id, object);
		if (old)
			members[n++] = member_of(object, node_make_str(member_key(old)));
	}
	return node_make_object(a, members, n);
}

struct node arch_tree_at(struct arena *a, const struct node *tree, struct str date)
{
	struct member *members = ARENA_ARRAY(a, struct member, tree->count);
	const struct node *sources = node_get(tree, STR("sources"));
	bool changed = false, sources_changed = false;
	struct node sources_then = { 0 };

	for (uint32_t i = 0; i < tree->count; i++) {
		struct str key = member_key(&tree->members[i]);
		enum arch_kind kind;
		bool *mark;

		members[i] = tree->members[i];
		if (!arch_kind_parse(&kind, key) || !dated(kind))
			continue;
		mark = kind == ARCH_sources ? &sources_changed : &changed;
		members[i].value = kind_at(a, kind, &tree->members[i].value, date, mark);
		if (kind == ARCH_sources)
			sources_then = members[i].value;
	}
	if (!changed && !sources_changed)
		return *tree;
	for (uint32_t i = 0; sources_changed && i < tree->count; i++)
		if (str_eq(member_key(&members[i]), STR("authority")))
			members[i].value = authorities_at(a, sources, &sources_then,
							  &tree->members[i].value);
	return node_make_object(a, members, tree->count);
}
