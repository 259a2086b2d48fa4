#include "checker/check/check_internal.h"

#include "checker/text/text.h"

/* A field that a stage requires. */
struct stage_field {
	struct str name;
	enum stage from;
	struct mtext title;
};

/* An object of the schema with such fields; path steps with "*" for the items of a list. */
struct stage_object {
	VEC(struct str) path;
	VEC(struct stage_field) fields;
};

struct stage_fields {
	struct arena *arena;
	const struct node *root;
	const struct node *reached; /* by the kind of ending: the last stage there was */
	VEC(struct stage_object *) objects;
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

struct stage_walk {
	struct stage_fields *fields;
	struct str path[16];
	size_t depth;
};

static void add_object(struct stage_walk *w, const struct node *properties)
{
	struct arena *a = w->fields->arena;
	struct stage_object *object = ARENA_NEW(a, struct stage_object);

	for (uint32_t i = 0; i < properties->count; i++) {
		const struct member *m = &properties->members[i];
		struct stage_field field = { .name = member_key(m),
					     .title = schema_words(&m->value, STR("title")) };

		if (stage_parse(&field.from, node_text(&m->value, STR("x-required-from"))))
			vec_push(a, &object->fields, field);
	}
	for (size_t i = 0; i < w->depth; i++)
		vec_push(a, &object->path, w->path[i]);
	if (object->fields.n)
		vec_push(a, &w->fields->objects, object);
}

static void walk_schema(struct stage_walk *w, const struct node *schema)
{
	const struct node *properties = node_get(schema, STR("properties"));
	const struct node *items = node_get(schema, STR("items"));

	if (w->depth + 1 >= ARRAY_LEN(w->path))
		return;
	if (properties)
		add_object(w, properties);
	for (uint32_t i = 0; properties && i < properties->count; i++) {
		w->path[w->depth++] = member_key(&properties->members[i]);
		walk_schema(w, schema_follow(w->fields->root, &properties->members[i].value));
		w->depth--;
	}
	if (items) {
		w->path[w->depth++] = STR("*");
		walk_schema(w, schema_follow(w->fields->root, items));
		w->depth--;
	}
}

struct stage_fields *stage_fields_new(struct arena *a, const struct pack *p)
{
	struct stage_fields *fields = ARENA_NEW(a, struct stage_fields);
	struct stage_walk w = { .fields = fields };

	fields->arena = a;
	fields->root = pack_manifest_schema_node(p);
	fields->reached = node_get(schema_field(pack_manifest_schema(p), STR("/ending/kind")),
				   STR("x-reached"));
	walk_schema(&w, fields->root);
	return fields;
}

/* One finding an object, whatever the number of its missing fields: they have one cause. */
struct stage_check {
	const struct subject *subject;
	const struct stage_object *object;
	enum stage stage;
	enum stage reached; /* the last that it was in before; the same unless it ended early */
	struct sink *sink;
};

/* What ended before it was built was never in the stages between. */
static bool is_asked(const struct stage_check *c, enum stage from)
{
	return from <= c->reached || from == c->stage;
}

static void emit(const struct stage_check *c, const struct node *node, struct mtext missing)
{
	struct arena *a = c->sink->arena;
	const struct doc *doc = c->subject->doc;
	struct doc_place p = doc_place(doc, node->at);
	struct str pointer = doc_pointer(doc, a, node);
	struct finding f = {
		.rule = stage_rule.id,
		.severity = stage_rule.severity,
		.initiative = c->subject->id,
		.at = { .file = c->subject->file,
			.pointer = pointer,
			.line = p.line,
			.column = p.column,
			.excerpt = doc_line(doc, node->at),
			.span = 1 },
		.message = MTEXT_FILL(a,
				      MT("«%1» кезеңіне қажет өрістер жоқ: %2",
					 "стадии «%1» не хватает полей: %2",
					 "stage \"%1\" needs fields that are missing: %2"),
				      stage_titles[c->stage], missing),
		.remedy = MT(
			"өрістерді толтырыңыз; әрқайсысының мағынасы: tizilim explain /<өріс>",
			"заполните эти поля; смысл каждого: tizilim explain /<поле>",
			"fill them in; what each means: tizilim explain /<field>"),
		.key = pointer,
	};

	sink_emit(c->sink, &f);
}

static void check_object(const struct stage_check *c, const struct node *node)
{
	struct arena *a = c->sink->arena;
	struct mtext missing = mtext_same(STR(""));
	size_t n = 0;

	for (size_t i = 0; i < c->object->fields.n; i++) {
		const struct stage_field *field = &c->object->fields.at[i];
		struct mtext one;

		if (!is_asked(c, field->from) || node_get(node, field->name))
			continue;
		one = MTEXT_FILL(a, MT("%1 (%2)", "%1 (%2)", "%1 (%2)"),
				 mtext_same(field->name), field->title);
		missing = n++ ? MTEXT_FILL(a, MT("%1, %2", "%1, %2", "%1, %2"), missing, one)
			      : one;
	}
	if (n)
		emit(c, node, missing);
}

static void check_from(const struct stage_check *c, const struct node *node, size_t step)
{
	struct str key;

	if (!node)
		return;
	if (step == c->object->path.n) {
		if (node->type == NODE_OBJECT)
			check_object(c, node);
		return;
	}
	key = c->object->path.at[step];
	if (!str_eq(key, STR("*"))) {
		check_from(c, node_get(node, key), step + 1);
		return;
	}
	for (uint32_t i = 0; node->type == NODE_ARRAY && i < node->count; i++)
		check_from(c, &node->items[i], step + 1);
}

void stage_fields_check(const struct stage_fields *fields, const struct subject *s,
			struct sink *sink)
{
	struct stage_check c = { .subject = s, .sink = sink };
	const struct node *ending = node_get(&s->doc->root, STR("ending"));

	if (!stage_parse(&c.stage, node_text(&s->doc->root, STR("stage"))))
		return;
	if (c.stage != STAGE_RETIRED ||
	    !stage_parse(&c.reached,
			 node_text(fields->reached, node_text(ending, STR("kind")))))
		c.reached = c.stage;
	for (size_t i = 0; i < fields->objects.n; i++) {
		c.object = fields->objects.at[i];
		check_from(&c, &s->doc->root, 0);
	}
}
