#include "checker/check/check_internal.h"

#include "checker/text/text.h"

/* One field of the schema that a stage requires; parent steps with "*" for the items of a list.
 */
struct stage_field {
	VEC(struct str) parent;
	struct str name;
	enum stage from;
	struct mtext title, description;
};

struct stage_fields {
	struct arena *arena;
	const struct node *root;
	VEC(struct stage_field) list;
};

const struct rule_info stage_rule = {
	.id = STR_INIT("stage/required"),
	.severity = SEV_WARNING,
	.title = MT_INIT("кезең талап ететін өріс жоқ", "нет поля, которого требует стадия",
			 "a field that the stage requires is missing"),
	.description = MT_INIT(
		"Құрылым бұл өріссіз де дұрыс, бірақ бастаманың кезеңі оны талап етеді.",
		"Структура верна и без этого поля, но стадия инициативы его требует.",
		"The structure is right without the field, but the initiative’s stage requires "
		"it."),
};

static struct mtext annotation(const struct node *schema, const char *en, const char *others)
{
	struct mtext t = node_mtext(node_get(schema, str_of(others)));

	t.in[LANG_EN] = node_text(schema, str_of(en));
	return t;
}

struct stage_walk {
	struct stage_fields *fields;
	struct str path[16];
	size_t depth;
};

static const struct node *resolve(const struct node *root, const struct node *schema)
{
	struct str ref = node_text(schema, STR("$ref"));

	return ref.n > 1 && ref.p[0] == '#' ? doc_at(root, str_sub(ref, 1, ref.n)) : schema;
}

static void add_field(struct stage_walk *w, struct str name, const struct node *schema)
{
	struct stage_field field = {
		.name = name,
		.title = annotation(schema, "title", "x-title"),
		.description = annotation(schema, "description", "x-description"),
	};

	if (!stage_parse(&field.from, node_text(schema, STR("x-required-from"))))
		return;
	for (size_t i = 0; i < w->depth; i++)
		vec_push(w->fields->arena, &field.parent, w->path[i]);
	vec_push(w->fields->arena, &w->fields->list, field);
}

static void walk_schema(struct stage_walk *w, const struct node *schema)
{
	const struct node *properties = node_get(schema, STR("properties"));
	const struct node *items = node_get(schema, STR("items"));

	if (w->depth + 1 >= ARRAY_LEN(w->path))
		return;
	for (uint32_t i = 0; properties && i < properties->count; i++) {
		const struct member *m = &properties->members[i];

		add_field(w, member_key(m), &m->value);
		w->path[w->depth++] = member_key(m);
		walk_schema(w, resolve(w->fields->root, &m->value));
		w->depth--;
	}
	if (items) {
		w->path[w->depth++] = STR("*");
		walk_schema(w, resolve(w->fields->root, items));
		w->depth--;
	}
}

struct stage_fields *stage_fields_new(struct arena *a, const struct pack *p)
{
	struct stage_fields *fields = ARENA_NEW(a, struct stage_fields);
	struct stage_walk w = { .fields = fields };

	fields->arena = a;
	fields->root = pack_manifest_schema_node(p);
	walk_schema(&w, fields->root);
	return fields;
}

static void emit(const struct stage_field *field, const struct subject *s,
		 const struct node *parent, struct sink *sink)
{
	struct arena *a = sink->arena;
	struct doc_place p = doc_place(s->doc, parent->at);
	struct str pointer = doc_pointer(s->doc, a, parent);
	struct finding f = {
		.rule = stage_rule.id,
		.severity = stage_rule.severity,
		.initiative = s->id,
		.at = { .file = s->file,
			.pointer = pointer,
			.line = p.line,
			.column = p.column,
			.excerpt = doc_line(s->doc, parent->at),
			.span = 1 },
		.message = MTEXT_FILL(
			a,
			MT("«%1» өрісі (%2) жоқ: ол «%3» кезеңінен бастап қажет",
			   "нет поля «%1» (%2): оно требуется со стадии «%3»",
			   "field \"%1\" (%2) is missing: it is required from stage \"%3\" on"),
			mtext_same(field->name), field->title, stage_titles[field->from]),
		.remedy = field->description,
		.key = arena_printf(a, "%.*s/%.*s", STR_FMT(pointer), STR_FMT(field->name)),
	};

	sink_emit(sink, &f);
}

static void check_from(const struct stage_field *field, const struct subject *s,
		       const struct node *node, size_t step, struct sink *sink)
{
	if (!node)
		return;
	if (step == field->parent.n) {
		if (node->type == NODE_OBJECT && !node_get(node, field->name))
			emit(field, s, node, sink);
		return;
	}
	if (!str_eq(field->parent.at[step], STR("*"))) {
		check_from(field, s, node_get(node, field->parent.at[step]), step + 1, sink);
		return;
	}
	for (uint32_t i = 0; node->type == NODE_ARRAY && i < node->count; i++)
		check_from(field, s, &node->items[i], step + 1, sink);
}

void stage_fields_check(const struct stage_fields *fields, const struct subject *s,
			struct sink *sink)
{
	enum stage stage;

	if (!stage_parse(&stage, node_text(&s->doc->root, STR("stage"))))
		return;
	for (size_t i = 0; i < fields->list.n; i++)
		if (stage >= fields->list.at[i].from)
			check_from(&fields->list.at[i], s, &s->doc->root, 0, sink);
}
