#include "checker/model/model_internal.h"

const char *const arch_kind_names[ARCH_KIND_COUNT + 1] = {
#define X(name, kk, ru, en) #name,
	ARCH_KINDS(X)
#undef X
		NULL
};

const struct mtext arch_kind_titles[ARCH_KIND_COUNT] = {
#define X(name, kk, ru, en) MT_INIT(kk, ru, en),
	ARCH_KINDS(X)
#undef X
};

bool arch_kind_parse(enum arch_kind *out, struct str name)
{
	static const struct str names[ARCH_KIND_COUNT] = {
#define X(name, kk, ru, en) STR_INIT(#name),
		ARCH_KINDS(X)
#undef X
	};

	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++)
		if (str_eq(name, names[k])) {
			*out = k;
			return true;
		}
	return false;
}

/* References between entries; the target is named by its id. */
static const struct reference {
	enum arch_kind kind;
	const char *field;
	enum arch_kind target;
} references[] = {
	{ ARCH_bodies, "parent", ARCH_bodies },
	{ ARCH_bodies, "successor", ARCH_bodies },
	{ ARCH_bodies, "sector", ARCH_sectors },
	{ ARCH_sources, "owner", ARCH_bodies },
	{ ARCH_sources, "sector", ARCH_sectors },
	{ ARCH_sources, "objects", ARCH_objects },
	{ ARCH_sources, "channels", ARCH_points },
	{ ARCH_sources, "superseded_by", ARCH_sources },
	{ ARCH_sources, "classification", ARCH_classes },
	{ ARCH_sources, "max_class", ARCH_classes },
	{ ARCH_objects, "authority", ARCH_sources },
	{ ARCH_points, "owner", ARCH_bodies },
	{ ARCH_points, "superseded_by", ARCH_points },
	{ ARCH_points, "max_class", ARCH_classes },
	{ ARCH_platforms, "owner", ARCH_bodies },
	{ ARCH_platforms, "functions", ARCH_functions },
	{ ARCH_platforms, "superseded_by", ARCH_platforms },
	{ ARCH_platforms, "max_class", ARCH_classes },
	{ ARCH_goals, "functions", ARCH_functions },
	{ ARCH_goals, "superseded_by", ARCH_goals },
};

const char *arch_successor_field(enum arch_kind kind)
{
	static const char *const fields[ARCH_KIND_COUNT] = {
		[ARCH_bodies] = "successor",	 [ARCH_sources] = "superseded_by",
		[ARCH_points] = "superseded_by", [ARCH_platforms] = "superseded_by",
		[ARCH_goals] = "superseded_by",
	};

	return fields[kind];
}

struct build {
	struct arch *arch;
	const struct doc *doc; /* for messages */
	const struct arch_input *input;
	struct err *err;
};

/* Whether to go on after the fault that was just told. */
static bool goes_on(struct build *b)
{
	return b->input->go_on && b->input->go_on(b->input->context, b->err);
}

static bool fail_at(struct build *b, const struct node *node, const char *what, struct str id)
{
	struct doc_place p = doc_place(b->doc, node->at);

	return err_set(b->err, ERR_INPUT, "%.*s:%u:%u: %s \"%.*s\"", STR_FMT(b->doc->path),
		       p.line, p.column, what, STR_FMT(id));
}

static enum confidence confidence_of(const struct node *entry)
{
	struct str mark = node_text(entry, STR("confidence"));

	for (enum confidence c = 0; c < CONF_COUNT; c++)
		if (str_eq(mark, str_of(confidence_names[c])))
			return c;
	return CONF_MEMORY;
}

/* Norms and goals have no short names: their text serves. */
static struct mtext name_of(const struct node *entry)
{
	const struct node *name = node_get(entry, STR("name"));

	return node_mtext(name ? name : node_get(entry, STR("text")));
}

static bool add_entry(struct build *b, enum arch_kind kind, const struct node *node)
{
	struct arch *arch = b->arch;
	struct arch_kind_index *index = &arch->kinds[kind];
	struct arch_entry *entry = ARENA_NEW(arch->arena, struct arch_entry);
	const struct node *id = node_get(node, STR("id"));

	if (!id || id->type != NODE_STRING)
		return fail_at(b, node, "an entry without id in",
			       str_of(arch_kind_names[kind]));
	*entry = (struct arch_entry){
		.kind = kind,
		.id = node_str(id),
		.name = name_of(node),
		.confidence = confidence_of(node),
		.url = node_text(node, STR("url")),
		.node = node,
	};
	if (strmap_put(&index->ids, entry->id, entry))
		return fail_at(
			b, id,
			kind == ARCH_objects
				? "a data object may have one authority only; second entry for"
				: "this id stands twice:",
			entry->id);
	vec_push(arch->arena, &index->list, entry);
	return true;
}

static bool add_document(struct build *b)
{
	const struct node *root = &b->doc->root;
	enum arch_kind kind;

	if (root->type != NODE_OBJECT || root->count != 1 ||
	    !arch_kind_parse(&kind, member_key(&root->members[0])))
		return err_set(b->err, ERR_INPUT, "%.*s: not an architecture document",
			       STR_FMT(b->doc->path));
	for (uint32_t i = 0; i < root->members[0].value.count; i++)
		if (!add_entry(b, kind, &root->members[0].value.items[i]) && !goes_on(b))
			return false;
	return true;
}

static bool check_reference(struct build *b, const struct reference *r,
			    const struct node *value)
{
	struct str nearest[1];

	/* Where all entries of a kind failed to load, that is told already. */
	if (value->type != NODE_STRING ||
	    (b->input->go_on && !b->arch->kinds[r->target].list.n) ||
	    strmap_get(&b->arch->kinds[r->target].ids, node_str(value)))
		return true;
	fail_at(b, value, r->field, node_str(value));
	err_wrap(b->err, "unknown %s", arch_kind_names[r->target]);
	if (arch_nearest(b->arch, r->target, node_str(value), nearest, 1))
		err_hint(b->err, "did you mean \"%.*s\"?", STR_FMT(nearest[0]));
	return false;
}

static bool check_references(struct build *b, enum arch_kind kind, const struct node *entry)
{
	for (size_t i = 0; i < ARRAY_LEN(references); i++) {
		const struct node *value = node_get(entry, str_of(references[i].field));

		if (references[i].kind != kind || !value)
			continue;
		if (value->type == NODE_ARRAY) {
			for (uint32_t k = 0; k < value->count; k++)
				if (!check_reference(b, &references[i], &value->items[k]) &&
				    !goes_on(b))
					return false;
		} else if (!check_reference(b, &references[i], value) && !goes_on(b)) {
			return false;
		}
	}
	return true;
}

bool model_source_holds(const struct node *source, struct str object)
{
	const struct node *objects = node_get(source, STR("objects"));

	for (uint32_t i = 0; objects && i < objects->count; i++)
		if (str_eq(node_str(&objects->items[i]), object))
			return true;
	return false;
}

/* An authority must hold its object and be neither legacy nor retired. */
static bool check_authority(struct build *b, const struct node *object)
{
	const struct node *authority = node_get(object, STR("authority"));
	const struct arch_entry *source;
	struct str status;

	if (!authority || authority->type != NODE_STRING)
		return true;
	source = strmap_get(&b->arch->kinds[ARCH_sources].ids, node_str(authority));
	if (!source)
		return true;
	status = node_text(source->node, STR("status"));
	if (!model_source_holds(source->node, node_text(object, STR("id"))))
		return fail_at(b, authority,
			       "the authority does not hold the object:", node_str(authority));
	if (str_eq(status, STR("legacy")) || str_eq(status, STR("retired")))
		return fail_at(b, authority,
			       "a legacy source cannot be an authority:", node_str(authority));
	return true;
}

static bool check_document(struct build *b)
{
	const struct member *m = &b->doc->root.members[0];
	enum arch_kind kind = ARCH_KIND_COUNT;

	arch_kind_parse(&kind, member_key(m));
	for (uint32_t i = 0; i < m->value.count; i++) {
		const struct node *entry = &m->value.items[i];

		if (!check_references(b, kind, entry) ||
		    (kind == ARCH_objects && !check_authority(b, entry) && !goes_on(b)))
			return false;
	}
	return true;
}

static struct member member_of(struct str key, struct node value)
{
	return (struct member){ .key = key.p, .key_n = (uint32_t)key.n, .value = value };
}

static struct node authority_tree(struct arch *arch)
{
	struct arch_kind_index *objects = &arch->kinds[ARCH_objects];
	struct member *members = ARENA_ARRAY(arch->arena, struct member, objects->list.n);
	size_t n = 0;

	for (size_t i = 0; i < objects->list.n; i++) {
		const struct arch_entry *e = objects->list.at[i];
		const struct node *authority = node_get(e->node, STR("authority"));

		if (authority && authority->type == NODE_STRING)
			members[n++] = member_of(e->id, *authority);
	}
	return node_make_object(arch->arena, members, n);
}

static void build_tree(struct arch *arch)
{
	struct member *top = ARENA_ARRAY(arch->arena, struct member, ARCH_KIND_COUNT + 1);

	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++) {
		struct arch_kind_index *index = &arch->kinds[k];
		struct member *members = ARENA_ARRAY(arch->arena, struct member, index->list.n);

		for (size_t i = 0; i < index->list.n; i++)
			members[i] = member_of(index->list.at[i]->id, *index->list.at[i]->node);
		top[k] = member_of(str_of(arch_kind_names[k]),
				   node_make_object(arch->arena, members, index->list.n));
	}
	top[ARCH_KIND_COUNT] = member_of(STR("authority"), authority_tree(arch));
	arch->tree = node_make_object(arch->arena, top, ARCH_KIND_COUNT + 1);
}

bool arch_build(struct arch **out, struct arena *a, const struct arch_input *input,
		struct err *err)
{
	struct arch *arch = ARENA_NEW(a, struct arch);
	struct build b = { .arch = arch, .input = input, .err = err };

	arch->arena = a;
	arch->vocabulary = text_vocabulary_new(a);
	strmap_init(&arch->links, a);
	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++) {
		strmap_init(&arch->kinds[k].ids, a);
		arch->kinds[k].names = arch_name_index_new(a);
	}
	for (size_t i = 0; i < input->n; i++) {
		b.doc = input->docs[i];
		if (!add_document(&b))
			return false;
	}
	for (size_t i = 0; i < input->n; i++) {
		b.doc = input->docs[i];
		if (!check_document(&b))
			return false;
	}
	build_tree(arch);
	*out = arch;
	return true;
}
