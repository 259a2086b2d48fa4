#include "checker/schema/compile_internal.h"

enum { DIALECT_DEPTH = 4 }; /* meta-schemas of meta-schemas */

static const struct vocabulary_row {
	struct str uri;
	enum vocabulary vocabulary;
	bool asserts;
} vocabularies[] = {
	{ STR_INIT("https://json-schema.org/draft/2020-12/vocab/core"), VOCAB_CORE, false },
	{ STR_INIT("https://json-schema.org/draft/2020-12/vocab/applicator"), VOCAB_APPLICATOR,
	  false },
	{ STR_INIT("https://json-schema.org/draft/2020-12/vocab/unevaluated"),
	  VOCAB_UNEVALUATED, false },
	{ STR_INIT("https://json-schema.org/draft/2020-12/vocab/validation"), VOCAB_VALIDATION,
	  false },
	{ STR_INIT("https://json-schema.org/draft/2020-12/vocab/format-annotation"),
	  VOCAB_FORMAT, false },
	{ STR_INIT("https://json-schema.org/draft/2020-12/vocab/format-assertion"),
	  VOCAB_FORMAT, true },
	{ STR_INIT("https://json-schema.org/draft/2020-12/vocab/meta-data"), VOCAB_OTHER,
	  false },
	{ STR_INIT("https://json-schema.org/draft/2020-12/vocab/content"), VOCAB_OTHER, false },
};

/* In an inspection a fault is a finding, and the rest goes on. */
bool schema_fail_hint(struct compiler *c, const struct doc *doc, const struct node *at,
		      struct mtext text, struct mtext remedy)
{
	struct str pointer;

	if (c->sink) {
		schema_inspect_tell(c->sink, doc, at, text, remedy);
		return false;
	}
	pointer = doc_pointer(doc, c->a, at);
	return err_set(c->err, ERR_INPUT, "%.*s:%u: schema at \"%.*s\": %.*s",
		       STR_FMT(doc->path), doc_place(doc, at->at).line, STR_FMT(pointer),
		       STR_FMT(text.in[LANG_EN]));
}

bool schema_fail(struct compiler *c, const struct doc *doc, const struct node *at,
		 struct mtext text)
{
	return schema_fail_hint(c, doc, at, text, (struct mtext){ 0 });
}

static struct str without_empty_fragment(struct str uri)
{
	return str_ends(uri, STR("#")) ? str_sub(uri, 0, uri.n - 1) : uri;
}

/* The $vocabulary of a meta-schema; an unknown one that is required ends the work. */
static bool read_vocabularies(struct compiler *c, const struct doc *meta,
			      const struct node *list, struct dialect *out)
{
	out->vocabularies = VOCAB_CORE;
	for (uint32_t i = 0; i < list->count; i++) {
		const struct member *m = &list->members[i];
		size_t row = 0;

		while (row < ARRAY_LEN(vocabularies) &&
		       !str_eq(vocabularies[row].uri, member_key(m)))
			row++;
		if (row < ARRAY_LEN(vocabularies)) {
			out->vocabularies |= vocabularies[row].vocabulary;
			out->assert_formats |= vocabularies[row].asserts;
		} else if (m->value.truth) {
			return schema_fail(
				c, meta, &m->value,
				MTEXT_FILL(c->a,
					   MT("белгісіз сөздік %1", "неизвестный словарь %1",
					      "unknown vocabulary %1"),
					   mtext_same(member_key(m))));
		}
	}
	return true;
}

static bool find_dialect(struct compiler *c, const struct doc *doc, const struct node *root,
			 unsigned depth, struct dialect *out)
{
	const struct node *name = node_get(root, STR("$schema"));
	const struct doc *meta;
	const struct node *list;
	struct str uri;

	if (!name)
		return true;
	if (name->type != NODE_STRING)
		return schema_fail(c, doc, name,
				   MT("$schema мәтін болуы керек",
				      "$schema должен быть строкой",
				      "$schema must be a string"));
	uri = without_empty_fragment(node_str(name));
	*out = (struct dialect){ DRAFT_2020, VOCAB_ALL, c->options.assert_formats };
	if (str_eq(uri, STR("https://json-schema.org/draft/2020-12/schema")))
		return true;
	if (str_eq(uri, STR("http://json-schema.org/draft-07/schema"))) {
		out->draft = DRAFT_7;
		return true;
	}
	meta = schema_library_get(c->lib, uri);
	if (!meta || depth == DIALECT_DEPTH)
		return schema_fail_hint(
			c, doc, name,
			MTEXT_FILL(c->a,
				   MT("белгісіз $schema \"%1\"", "неизвестная $schema \"%1\"",
				      "unknown $schema \"%1\""),
				   mtext_same(uri)),
			MT("схеманы мына нұсқалардың біріне көшіріңіз: "
			   "https://json-schema.org/draft/2020-12/schema, "
			   "http://json-schema.org/draft-07/schema#; басқа метасхеманы --ref "
			   "арқылы "
			   "беріңіз",
			   "переведите схему на одну из версий: "
			   "https://json-schema.org/draft/2020-12/schema, "
			   "http://json-schema.org/draft-07/schema#; другую метасхему укажите "
			   "через "
			   "--ref",
			   "bring the schema to one of these drafts: "
			   "https://json-schema.org/draft/2020-12/schema, "
			   "http://json-schema.org/draft-07/schema#; give another meta-schema "
			   "with "
			   "--ref"));
	if (!find_dialect(c, meta, &meta->root, depth + 1, out))
		return false;
	list = node_get(&meta->root, STR("$vocabulary"));
	return !list || list->type != NODE_OBJECT || read_vocabularies(c, meta, list, out);
}

static struct place_entry *place_of(const struct compiler *c, const struct node *node)
{
	return strmap_get(&c->places, schema_address_key(&node));
}

struct resource *schema_resource_of(const struct compiler *c, const struct node *node,
				    struct resource *otherwise)
{
	const struct place_entry *entry = place_of(c, node);

	return entry ? entry->resource : otherwise;
}

static bool register_uri(struct compiler *c, struct resource *r)
{
	const struct resource *before = strmap_get(&c->resources, r->uri);
	bool own = r->doc == c->schema->doc;
	const struct doc *known = own ? schema_library_get(c->lib, r->uri) : NULL;

	/* A copy of a known schema is that schema. */
	if (known && r->root == &r->doc->root && node_equal(&known->root, r->root))
		known = NULL;
	if (own && (before || (known && known != r->doc)))
		return schema_fail(
			c, r->doc, r->root,
			MTEXT_FILL(c->a,
				   before ? MT("$id \"%1\" екі рет берілген",
					       "$id \"%1\" задан дважды",
					       "$id \"%1\" is there twice")
					  : MT("$id \"%1\" белгілі схемаға тиесілі",
					       "$id \"%1\" принадлежит известной схеме",
					       "$id \"%1\" is that of a known schema"),
				   mtext_same(r->uri)));
	if (!before)
		strmap_put(&c->resources, r->uri, r);
	return true;
}

static struct resource *new_resource(struct compiler *c, const struct doc *doc,
				     const struct node *root, struct str uri)
{
	struct resource *r = ARENA_NEW(c->a, struct resource);

	r->uri = uri;
	r->doc = doc;
	r->root = root;
	strmap_init(&r->anchors, c->a);
	return r;
}

static bool add_anchor(struct compiler *c, struct resource *r, const struct node *node,
		       struct str name)
{
	union {
		const struct node *in;
		void *out;
	} value = { node };
	void *before = strmap_put(&r->anchors, name, value.out);

	if (before && before != value.out)
		return schema_fail(c, r->doc, node,
				   MTEXT_FILL(c->a,
					      MT("\"%1\" зәкірі екі рет берілген",
						 "якорь \"%1\" задан дважды",
						 "anchor \"%1\" is there twice"),
					      mtext_same(name)));
	return true;
}

struct dynamic_name *schema_dynamic_name(struct compiler *c, struct str name)
{
	struct dynamic_name *entry = strmap_get(&c->names, name);

	if (!entry) {
		entry = ARENA_NEW(c->a, struct dynamic_name);
		entry->number = c->names.n;
		strmap_put(&c->names, name, entry);
	}
	return entry;
}

static bool add_anchors(struct compiler *c, struct resource *r, const struct node *node)
{
	struct str plain = node_text(node, STR("$anchor"));
	struct str dynamic = node_text(node, STR("$dynamicAnchor"));
	struct dynamic_name *name;

	if (r->dialect.draft == DRAFT_7)
		return true;
	if (plain.n && !add_anchor(c, r, node, plain))
		return false;
	if (!dynamic.n)
		return true;
	name = schema_dynamic_name(c, dynamic);
	vec_push(c->a, &r->dynamics, (struct dynamic_anchor){ name->number, node, NULL });
	vec_push(c->a, &name->anchors, (struct anchor_place){ r, r->dynamics.n - 1 });
	if (name->wanted)
		vec_push(c->a, &c->wanted, name);
	return add_anchor(c, r, node, dynamic);
}

/* *r becomes the resource that the $id of an embedded schema starts, if it has one. */
static bool enter_resource(struct compiler *c, struct resource **r, const struct node *node)
{
	const struct node *id = node_get(node, STR("$id"));
	struct dialect dialect = (*r)->dialect;
	struct resource *inner;
	struct str uri, fragment;

	if (!id || id->type != NODE_STRING || node == (*r)->root)
		return true;
	if (!find_dialect(c, (*r)->doc, node, 0, &dialect))
		return false;
	/* Draft 7, section 8.3: all siblings of $ref are ignored, $id too. */
	if (dialect.draft == DRAFT_7 && node_get(node, STR("$ref")))
		return true;
	uri = schema_uri_resolve(c->a, (*r)->uri, node_str(id), &fragment);
	if (dialect.draft == DRAFT_7 && fragment.n && str_starts(node_str(id), STR("#")))
		return add_anchor(c, *r, node, fragment);
	if (fragment.n)
		return schema_fail(c, (*r)->doc, id,
				   MT("$id ішінде # бөлігі болмауы керек",
				      "в $id не должно быть части после #",
				      "$id must have no fragment"));
	inner = new_resource(c, (*r)->doc, node, uri);
	inner->dialect = dialect;
	*r = inner;
	return register_uri(c, inner);
}

static bool walk(struct compiler *c, struct resource *r, const struct node *node);

static bool walk_all(struct compiler *c, struct resource *r, const struct node *list)
{
	for (uint32_t i = 0; i < list->count; i++)
		if (!walk(c, r,
			  list->type == NODE_ARRAY ? &list->items[i] : &list->members[i].value))
			return false;
	return true;
}

static bool walk_keyword(struct compiler *c, struct resource *r, enum keyword kw,
			 const struct node *value)
{
	if (!(schema_keywords[kw].drafts & r->dialect.draft))
		return true;
	switch (schema_keywords[kw].holds) {
	case HOLDS_NONE:
		return true;
	case HOLDS_ONE:
		return walk(c, r, value);
	case HOLDS_LIST:
		return value->type != NODE_ARRAY || walk_all(c, r, value);
	case HOLDS_MAP:
	case HOLDS_MAP_OR_NAMES:
		return value->type != NODE_OBJECT || walk_all(c, r, value);
	case HOLDS_ONE_OR_LIST:
		return value->type == NODE_ARRAY ? walk_all(c, r, value) : walk(c, r, value);
	}
	return true;
}

static bool walk(struct compiler *c, struct resource *r, const struct node *node)
{
	struct place_entry *entry;

	if (node->type != NODE_OBJECT)
		return true;
	if ((!enter_resource(c, &r, node) || !add_anchors(c, r, node)) && !c->sink)
		return false;
	entry = ARENA_NEW(c->a, struct place_entry);
	*entry = (struct place_entry){ node, r };
	strmap_put(&c->places, schema_address_key(&entry->node), entry);
	for (uint32_t i = 0; i < node->count; i++) {
		enum keyword kw = schema_keyword(member_key(&node->members[i]));

		if (kw < KW_COUNT && !walk_keyword(c, r, kw, &node->members[i].value))
			return false;
	}
	return true;
}

bool schema_index(struct compiler *c, const struct doc *doc, struct str uri,
		  struct resource **root)
{
	struct resource *r = schema_resource_of(c, &doc->root, NULL);
	struct str id = node_text(&doc->root, STR("$id")), fragment = { 0 };

	*root = r;
	if (r)
		return true;
	r = new_resource(c, doc, &doc->root, uri);
	r->dialect = (struct dialect){ c->usual, VOCAB_ALL, c->options.assert_formats };
	if (!find_dialect(c, doc, &doc->root, 0, &r->dialect) && !c->sink)
		return false;
	if (id.n && !(r->dialect.draft == DRAFT_7 && node_get(&doc->root, STR("$ref"))))
		r->uri = schema_uri_resolve(c->a, uri, id, &fragment);
	if (fragment.n && r->dialect.draft != DRAFT_7 &&
	    !schema_fail(c, doc, &doc->root,
			 MT("$id ішінде # бөлігі болмауы керек",
			    "в $id не должно быть части после #",
			    "$id must have no fragment")) &&
	    !c->sink)
		return false;
	*root = r;
	if (!str_eq(uri, r->uri) && !strmap_get(&c->resources, uri))
		strmap_put(&c->resources, uri, r);
	return (register_uri(c, r) || c->sink) && walk(c, r, &doc->root);
}

static bool index_library(struct compiler *c)
{
	struct resource *root;

	c->all_indexed = true;
	for (size_t i = 0; i < c->lib->by_uri.n; i++)
		if (!schema_index(c, c->lib->by_uri.at[i].value, c->lib->by_uri.at[i].key,
				  &root))
			return false;
	return true;
}

/* NULL in *out when nothing has the URI. */
static bool find_resource(struct compiler *c, struct str uri, struct resource **out)
{
	const struct doc *doc;

	*out = strmap_get(&c->resources, uri);
	if (*out)
		return true;
	doc = schema_library_get(c->lib, uri);
	if (doc)
		return schema_index(c, doc, uri, out);
	if (!c->all_indexed && !index_library(c))
		return false;
	*out = strmap_get(&c->resources, uri);
	return true;
}

static const struct node *child(const struct node *node, struct str token)
{
	int64_t at;

	if (node->type == NODE_OBJECT)
		return node_get(node, token);
	if (node->type != NODE_ARRAY || !str_int(token, &at) || at < 0 || at >= node->count)
		return NULL;
	return &node->items[at];
}

/* A pointer may lead from one resource into another that is embedded in it. */
static void follow(struct compiler *c, struct target *t, struct str pointer)
{
	struct str piece, rest = str_sub(pointer, 1, pointer.n);
	bool more = true;

	while (t->node && more) {
		size_t slash = str_find(rest, STR("/"));

		more = slash != SIZE_MAX;
		piece = more ? str_sub(rest, 0, slash) : rest;
		rest = more ? str_sub(rest, slash + 1, rest.n) : rest;
		t->node = child(t->node, doc_unescape(c->a, piece));
		if (t->node)
			t->resource = schema_resource_of(c, t->node, t->resource);
	}
}

bool schema_resolve(struct compiler *c, const struct resource *from, const struct node *ref,
		    struct target *out)
{
	struct str uri, fragment = { 0 };

	*out = (struct target){ 0 };
	if (ref->type != NODE_STRING)
		return schema_fail(c, from->doc, ref,
				   MT("сілтеме мәтін болуы керек", "ссылка должна быть строкой",
				      "a reference must be a string"));
	uri = schema_uri_resolve(c->a, from->uri, node_str(ref), &fragment);
	if (!find_resource(c, uri, &out->resource))
		return false;
	if (!out->resource)
		return schema_fail_hint(
			c, from->doc, ref,
			MTEXT_FILL(c->a,
				   MT("\"%1\" схемасы берілмеген; сілтемелер желіге "
				      "шықпайды",
				      "схема \"%1\" не дана; ссылки никогда не ведут в "
				      "сеть",
				      "no schema \"%1\" is at hand; references never "
				      "reach the network"),
				   mtext_same(uri)),
			MT("оны --ref арқылы беріңіз", "дайте её через --ref",
			   "give it with --ref"));
	out->node = out->resource->root;
	fragment = schema_percent_decode(c->a, fragment);
	if (str_starts(fragment, STR("/"))) {
		follow(c, out, fragment);
	} else if (fragment.n) {
		out->node = strmap_get(&out->resource->anchors, fragment);
		out->anchor = fragment;
	}
	if (!out->node)
		return schema_fail(
			c, from->doc, ref,
			MTEXT_FILL(c->a,
				   MT("\"%1\" бойынша ештеңе жоқ",
				      "по ссылке \"%1\" ничего нет", "nothing is at \"%1\""),
				   mtext_same(node_str(ref))));
	return true;
}
