#include "checker/lsp/spot_internal.h"

/* How editors call what is offered. */
enum { KIND_FIELD = 5, KIND_REFERENCE = 18, KIND_MEMBER = 20 };

struct offers {
	const struct lsp_call *call;
	const struct lsp_spot *spot;
	struct node range;
	struct lsp_nodes items;
};

struct offer {
	int kind;
	struct str label;
	struct str detail, more; /* may be empty */
	struct str names;	 /* that it is found by, too */
	struct str text;	 /* what is written */
};

static void offer(struct offers *o, const struct offer *of)
{
	struct arena *a = o->call->a;
	struct str quote = { &o->spot->quote, o->spot->quote != 0 };
	struct str filter =
		arena_printf(a, "%.*s%.*s%s%.*s", STR_FMT(quote), STR_FMT(of->label),
			     of->names.n ? " " : "", STR_FMT(of->names));
	struct str order = arena_printf(a, "%05zu", o->items.list.n);
	struct node edit =
		LSP_OBJECT(a, { "range", o->range }, { "newText", node_make_str(of->text) });

	vec_push(a, &o->items.list,
		 LSP_OBJECT(a, { "label", node_make_str(of->label) },
			    { "kind", node_make_int(a, of->kind) },
			    { of->detail.n ? "detail" : NULL, node_make_str(of->detail) },
			    { of->more.n ? "documentation" : NULL, node_make_str(of->more) },
			    { "filterText", node_make_str(filter) },
			    { "sortText", node_make_str(order) }, { "textEdit", edit }));
}

/* ---- keys ---- */

static bool is_there(const struct offers *o, const struct node *object, struct str key)
{
	const struct spot_level *level = &o->spot->path.levels[o->spot->levels];
	struct str written = str_sub(document_text(o->call->d), o->spot->from, o->spot->to);

	if (str_eq(written, key))
		return false; /* it is itself what would give way */
	if (node_get(object, key))
		return true;
	for (size_t i = 0; o->spot->levels < o->spot->path.n && i < level->keys.list.n; i++)
		if (str_eq(level->keys.list.at[i], key))
			return true;
	return false;
}

/* Behind the key of an object or a list its value begins on the next line. */
static struct str key_text(const struct offers *o, struct str key, const struct node *field)
{
	struct arena *a = o->call->a;
	bool yaml = o->call->d->syntax == DOC_YAML;
	struct str text = doc_scalar(a, o->call->d->syntax, o->spot->flow, key);
	struct str type = node_text(field, STR("type"));
	bool below = str_eq(type, STR("object")) || str_eq(type, STR("array"));

	if (o->spot->colon)
		return text;
	return arena_printf(a, "%.*s:%s", STR_FMT(text),
			    yaml && below && !o->spot->flow ? "" : " ");
}

static void offer_keys(struct offers *o, struct str pointer, const struct node *schema)
{
	const struct pack *p = o->call->l->options.pack;
	const struct node *root = pack_manifest_schema_node(p);
	const struct node *fields = node_get(schema_follow(root, schema), STR("properties"));
	const struct lsp_document *d = o->call->d;
	const struct node *object = d->doc ? doc_at(&d->doc->root, pointer) : NULL;

	for (uint32_t i = 0; fields && i < fields->count; i++) {
		struct str key = member_key(&fields->members[i]);
		const struct node *field = &fields->members[i].value;

		if (is_there(o, object, key))
			continue;
		offer(o,
		      &(struct offer){
			      .kind = KIND_FIELD,
			      .label = key,
			      .detail = lsp_text(o->call->l, schema_words(field, STR("title"))),
			      .more = lsp_text(o->call->l,
					       schema_words(field, STR("description"))),
			      .text = key_text(o, key, schema_follow(root, field)) });
	}
}

/* ---- values ---- */

static struct str scalar_text(const struct offers *o, struct str value, bool word)
{
	struct arena *a = o->call->a;
	struct str text =
		word ? value : doc_scalar(a, o->call->d->syntax, o->spot->flow, value);

	return o->spot->tight ? arena_printf(a, " %.*s", STR_FMT(text)) : text;
}

static void offer_value(struct offers *o, struct str value, struct mtext title, bool word)
{
	offer(o, &(struct offer){ .kind = KIND_MEMBER,
				  .label = value,
				  .detail = lsp_text(o->call->l, title),
				  .text = scalar_text(o, value, word) });
}

/* Of a list of words; those of stages and classes have names. */
static void offer_words(struct offers *o, const struct node *words)
{
	for (uint32_t i = 0; words && words->type == NODE_ARRAY && i < words->count; i++) {
		struct mtext title = { 0 };
		struct str word = node_str(&words->items[i]);
		enum visibility class;
		enum stage stage;

		if (words->items[i].type != NODE_STRING)
			continue;
		if (words->count == STAGE_COUNT && stage_parse(&stage, word))
			title = stage_titles[stage];
		else if (words->count == VIS_COUNT && visibility_parse(&class, word))
			title = visibility_titles[class];
		offer_value(o, word, title, false);
	}
}

static void offer_entry(struct offers *o, const struct arch_entry *e)
{
	struct arena *a = o->call->a;
	struct arch_names names = { 0 };
	struct str all = STR("");

	arch_names_of(e, a, &names);
	for (size_t i = 0; i < names.list.n; i++)
		all = arena_printf(a, "%.*s%s%.*s", STR_FMT(all), all.n ? " " : "",
				   STR_FMT(names.list.at[i]));
	offer(o, &(struct offer){ .kind = KIND_REFERENCE,
				  .label = e->id,
				  .detail = lsp_text(o->call->l, e->name),
				  .names = all,
				  .text = scalar_text(o, e->id, false) });
}

static void offer_values(struct offers *o, struct str pointer, const struct node *schema)
{
	const struct pack *p = o->call->l->options.pack;
	const struct node *value = schema_follow(pack_manifest_schema_node(p), schema);
	const struct node *exact = node_get(value, STR("const"));
	struct str type = node_text(value, STR("type"));
	const struct node *field;
	enum arch_kind kind;

	if (str_eq(type, STR("object")) || str_eq(type, STR("array")))
		return;
	if (str_eq(type, STR("boolean"))) {
		offer_value(o, STR("true"), (struct mtext){ 0 }, true);
		offer_value(o, STR("false"), (struct mtext){ 0 }, true);
	}
	if (exact && exact->type == NODE_STRING)
		offer_value(o, node_str(exact), (struct mtext){ 0 }, false);
	offer_words(o, node_get(value, STR("enum")));
	field = lsp_field(p, &pointer);
	if (!lsp_entries(&kind, field))
		return;
	for (size_t i = 0; i < pack_arch(p)->kinds[kind].list.n; i++)
		offer_entry(o, pack_arch(p)->kinds[kind].list.at[i]);
	offer_words(o, node_get(field, STR("x-entries-or")));
}

/* ---- the place ---- */

static struct str pointer_of(struct arena *a, const struct lsp_spot *s)
{
	AUTO_STRBUF b = { 0 };

	strbuf_init(&b, LSP_TEXT_BYTES);
	for (size_t i = 0; i < s->levels; i++) {
		const struct spot_level *level = &s->path.levels[i];

		strbuf_byte(&b, '/');
		if (level->list)
			strbuf_printf(&b, "%u", level->index);
		for (size_t k = 0; !level->list && k < level->key.n; k++)
			if (level->key.p[k] == '~' || level->key.p[k] == '/')
				strbuf_str(&b, level->key.p[k] == '~' ? STR("~0") : STR("~1"));
			else
				strbuf_byte(&b, level->key.p[k]);
	}
	return b.n ? arena_str(a, strbuf_view(&b)) : STR("");
}

static bool find_spot(struct lsp_spot *s, const struct lsp_call *call, size_t at)
{
	struct spot_place place = { document_text(call->d), at, call->d->syntax == DOC_YAML };
	size_t begin = 0;

	if (place.yaml)
		return spot_yaml(s, call->a, &place);
	return spot_flow(s, call->a, &place, &begin) == SPOT_HERE;
}

static void offer_all(struct offers *o)
{
	struct str pointer = pointer_of(o->call->a, o->spot);
	const struct node *schema =
		schema_field(pack_manifest_schema(o->call->l->options.pack), pointer);

	if (schema && o->spot->key)
		offer_keys(o, pointer, schema);
	if (schema && o->spot->value)
		offer_values(o, pointer, schema);
}

enum lsp_fault lsp_complete(struct lsp_call *call)
{
	struct lsp_spot *spot = ARENA_NEW(call->a, struct lsp_spot);
	struct offers o = { .call = call, .spot = spot };
	struct cursor c = lsp_cursor(call->l, document_text(call->d));
	size_t at;

	if (!lsp_offset(&at, call->l, c.text, node_get(call->params, STR("position"))))
		return LSP_BAD_PARAMS;
	document_judge(call->l, call->d);
	if (find_spot(spot, call, at)) {
		o.range = lsp_range(call->a, &c, spot->from, spot->to);
		offer_all(&o);
	}
	call->result = LSP_OBJECT(call->a, { "isIncomplete", node_make_bool(false) },
				  { "items", lsp_array(&o.items) });
	return LSP_GOOD;
}
