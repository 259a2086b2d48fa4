#include "checker/check/check_internal.h"

/* Whether what an example changes has the form of what it changes. Of the manifest judged only
 * the fields are seen to: all else of it is found when it is judged. */

struct shape {
	struct arena *arena;
	const struct pack *pack;
	struct mtext fault; /* the first */
};

static struct mtext joined(struct arena *a, struct str before, struct mtext text,
			   struct mtext hint)
{
	struct mtext out =
		MTEXT_FILL(a, MT("%1: %2", "%1: %2", "%1: %2"), mtext_same(before), text);

	return hint.in[LANG_EN].n ? MTEXT_FILL(a, MT("%1; %2", "%1; %2", "%1; %2"), out, hint)
				  : out;
}

static const struct finding *first_of(struct sink *sink, struct str rule)
{
	sink_finish(sink);
	for (size_t i = 0; i < sink->findings.n; i++)
		if (rule.n == 0 || str_eq(sink->findings.at[i].rule, rule))
			return &sink->findings.at[i];
	return NULL;
}

/* False when the schema finds a fault of this rule (empty: any), which is told then. */
static bool fits(struct shape *s, const struct schema *schema, struct str what,
		 const struct node *value, struct str rule)
{
	struct doc_errors errors = { 0 };
	const struct finding *f;
	struct sink sink;
	struct doc *doc;

	if (!doc_parse(&doc, s->arena, what, node_canonical(s->arena, value), DOC_JSON,
		       DOC_GENERAL, &errors))
		return true; /* too large for any document: found when it is judged */
	sink_init(&sink, s->arena);
	if (schema_check(schema, doc, &sink) == 0)
		return true;
	f = first_of(&sink, rule);
	if (!f)
		return true;
	s->fault = joined(
		s->arena,
		arena_printf(s->arena, "%.*s %.*s", STR_FMT(what), STR_FMT(f->at.pointer)),
		f->message, f->remedy);
	return false;
}

/* Fields by themselves: beside all others of what is changed no nearest name could be told. */
static bool fields_fit(struct shape *s, const struct schema *schema, struct str what,
		       const struct node *value)
{
	return fits(s, schema, what, value, STR("schema/unknown-field"));
}

/* What a card says of itself is no field of a manifest. */
static struct node without_withheld(struct arena *a, const struct node *manifest)
{
	static const struct node nothing = { .type = NODE_NULL };
	struct member gone = { .key = "withheld", .key_n = 8, .value = nothing };
	struct node patch = node_make_object(a, &gone, 1);

	return rule_merge_patch(a, manifest, &patch);
}

static bool manifests_fit(struct shape *s, const struct node *example)
{
	const struct node *with = node_get(example, STR("with")),
			  *patch = node_get(example, STR("patch")),
			  *base = pack_list(s->pack, STR("example"));
	const struct schema *schema = pack_manifest_schema(s->pack);

	if (patch && !fields_fit(s, schema, STR("patch"), patch))
		return false;
	for (uint32_t i = 0; with && i < with->count; i++) {
		struct str what = arena_printf(s->arena, "with %u", i + 1);
		struct node whole = rule_merge_patch(s->arena, base, &with->items[i]);
		struct node fields = without_withheld(s->arena, &with->items[i]),
			    manifest = without_withheld(s->arena, &whole);

		if (!fields_fit(s, schema, what, &fields) ||
		    !fits(s, schema, what, &manifest, STR("")))
			return false;
	}
	return true;
}

static struct node object_of(struct arena *a, struct str key, struct node value)
{
	struct member member = { .key = key.p, .key_n = (uint32_t)key.n, .value = value };

	return node_make_object(a, &member, 1);
}

/* An entry that there is not and that is not written out whole is a slip of its id. */
static bool no_entry(struct shape *s, struct str kind, struct str id)
{
	struct mtext hint = mtext_same(STR(""));
	enum arch_kind k;
	struct str near[1];

	if (arch_kind_parse(&k, kind) && arch_nearest(pack_arch(s->pack), k, id, near, 1))
		hint = MTEXT_FILL(
			s->arena,
			MT("мүмкін, «%1»?", "может быть, «%1»?", "did you mean \"%1\"?"),
			mtext_same(near[0]));
	s->fault = joined(s->arena, arena_printf(s->arena, "arch.%.*s", STR_FMT(kind)),
			  MTEXT_FILL(s->arena,
				     MT("анықтамалықта мұндай жазба жоқ: «%1»",
					"в справочнике нет записи «%1»",
					"the reference has no entry \"%1\""),
				     mtext_same(id)),
			  hint);
	return false;
}

/* The entry as the example leaves it, in a document of its kind. */
static bool entry_fits(struct shape *s, const struct schema *schema, struct str kind,
		       const struct member *patch)
{
	const struct node *entries = node_get(&pack_arch(s->pack)->tree, kind),
			  *known = node_get(entries, member_key(patch));
	struct node *entry = ARENA_NEW(s->arena, struct node), document;

	if (patch->value.type == NODE_NULL)
		return known || no_entry(s, kind, member_key(patch));
	document = object_of(s->arena, kind, node_make_array(&patch->value, 1));
	if (known && !fields_fit(s, schema, STR("arch"), &document))
		return false;
	*entry = known ? rule_merge_patch(s->arena, known, &patch->value) : patch->value;
	document = object_of(s->arena, kind, node_make_array(entry, 1));
	return fits(s, schema, STR("arch"), &document, STR("")) ||
	       (!known && no_entry(s, kind, member_key(patch)));
}

static bool kind_fits(struct shape *s, const struct schema *schema, const struct member *kind)
{
	struct node document;

	if (kind->value.type != NODE_OBJECT ||
	    !node_get(&pack_arch(s->pack)->tree, member_key(kind))) {
		document = object_of(s->arena, member_key(kind), kind->value);
		return fits(s, schema, STR("arch"), &document, STR(""));
	}
	/* Who is the authority of an object follows from the objects; it has no document. */
	if (str_eq(member_key(kind), STR("authority")))
		return true;
	for (uint32_t i = 0; i < kind->value.count; i++)
		if (!entry_fits(s, schema, member_key(kind), &kind->value.members[i]))
			return false;
	return true;
}

static bool arch_fits(struct shape *s, const struct node *arch, struct err *err)
{
	static const struct schema_options options = { .assert_formats = true };
	struct doc_errors errors = { 0 };
	struct schema *schema;
	struct doc *doc;

	if (!arch)
		return true;
	if (!doc_parse(&doc, s->arena, STR("architecture-1.0.json"),
		       schema_shipped_named(STR("architecture-1.0"))->text, DOC_JSON,
		       DOC_GENERAL, &errors))
		return doc_fault(doc, s->arena, &errors, err);
	if (!schema_compile(&schema, s->arena, schema_library_new(s->arena), doc, options, err))
		return false;
	for (uint32_t i = 0; i < arch->count && kind_fits(s, schema, &arch->members[i]);)
		i++;
	schema_free(schema);
	return true;
}

bool check_example_fits(struct mtext *fault, struct arena *a, const struct pack *p,
			const struct node *example, struct err *err)
{
	struct shape s = { .arena = a, .pack = p, .fault = mtext_same(STR("")) };

	bool ok = !manifests_fit(&s, example) ||
		  arch_fits(&s, node_get(example, STR("arch")), err);

	*fault = s.fault;
	return ok;
}
