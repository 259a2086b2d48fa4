#include "checker/schema/inspect_internal.h"

enum { FINDINGS_MAX = 1000 };
enum { RULE_FAULT, RULE_DOUBT };

static const struct rule_info rules[] = {
	[RULE_FAULT] = { .id = STR_INIT("definition/fault"),
			 .severity = SEV_ERROR,
			 .title = MT_INIT("Схемадағы қате", "Ошибка в схеме",
					  "Fault in a schema"),
			 .description = MT_INIT("Мұндай схемамен ештеңе тексерілмейді.",
						"По такой схеме ничего нельзя проверить.",
						"Nothing can be judged by such a schema.") },
	[RULE_DOUBT] = { .id = STR_INIT("definition/doubt"),
			 .severity = SEV_WARNING,
			 .title = MT_INIT("Схемадағы күмәнді жер", "Сомнительное место в схеме",
					  "Doubtful place in a schema"),
			 .description = MT_INIT(
				 "Схема жарамды, бірақ ойлағандай жұмыс істемеуі мүмкін.",
				 "Схема годится, но, возможно, значит не то, что "
				 "задумано.",
				 "The schema is valid but may not mean what was meant.") },
};

const struct rule_info *schema_inspect_rules(size_t *n)
{
	*n = ARRAY_LEN(rules);
	return rules;
}

static struct place place_of(const struct doc *doc, uint32_t at, struct str pointer)
{
	struct doc_place p = doc_place(doc, at);

	return (struct place){ .file = doc->path,
			       .pointer = pointer,
			       .line = p.line,
			       .column = p.column,
			       .excerpt = doc_line(doc, at),
			       .span = 1 };
}

/* The meta-schema has told it, or another way to the same schema has. */
static struct finding *told_at(const struct sink *sink, const struct place *p)
{
	for (size_t i = 0; i < sink->findings.n; i++) {
		const struct place *other = &sink->findings.at[i].at;

		if (other->line == p->line && other->column == p->column &&
		    str_eq(other->file, p->file))
			return &sink->findings.at[i];
	}
	return NULL;
}

bool schema_inspect_full(const struct sink *sink)
{
	return sink->findings.n >= FINDINGS_MAX;
}

static const struct mtext correct_it =
	MT_INIT("схеманы түзетіңіз", "исправьте схему", "correct the schema");

void schema_inspect_tell(struct sink *sink, const struct doc *doc, const struct node *at,
			 struct mtext text, struct mtext remedy)
{
	AUTO_ARENA a = arena_new();
	struct finding f = { .rule = rules[RULE_FAULT].id,
			     .severity = SEV_ERROR,
			     .message = text,
			     .remedy = remedy.in[LANG_EN].n ? remedy : correct_it,
			     .key = text.in[LANG_EN] };
	struct finding *told;

	if (schema_inspect_full(sink)) {
		sink->dropped++;
		sink->dropped_worst = SEV_ERROR;
		return;
	}
	f.at = place_of(doc, at->at, doc_pointer(doc, a, at));
	told = told_at(sink, &f.at);
	/* A meta-schema cannot say what to do; the compiler may know. */
	if (told && remedy.in[LANG_EN].n)
		told->remedy = mtext_fill(sink->arena, remedy, NULL, 0);
	else if (!told)
		sink_emit(sink, &f);
}

void schema_inspect_doubt(const struct inspection *in, const struct member *m,
			  struct mtext message, struct mtext remedy)
{
	AUTO_ARENA a = arena_new();
	struct finding f = { .rule = rules[RULE_DOUBT].id,
			     .severity = SEV_WARNING,
			     .at = place_of(in->doc, m->key_at,
					    doc_pointer(in->doc, a, &m->value)),
			     .message = message,
			     .remedy = remedy,
			     .key = message.in[LANG_EN] };

	f.at.span = m->key_n;
	sink_emit(in->sink, &f);
}

/* The meta-schema that the document names, when it is at hand. */
static void check_by_meta(struct arena *a, const struct schema_library *lib,
			  const struct doc *doc, struct sink *sink)
{
	struct str uri = node_text(&doc->root, STR("$schema")), piece = uri;
	const struct doc *meta;
	struct err ignored = { 0 };
	struct schema *s;

	if (!uri.n)
		piece = STR("https://json-schema.org/draft/2020-12/schema");
	else if (str_ends(uri, STR("#")))
		piece = str_sub(uri, 0, uri.n - 1);
	meta = schema_library_get(lib, piece);
	if (!meta || !schema_compile(&s, a, lib, meta, (struct schema_options){ 0 }, &ignored))
		return; /* an unknown one is a fault that the compiler tells */
	schema_check(s, doc, sink);
	schema_free(s);
}

void schema_inspect(const struct schema_library *lib, const struct doc *doc, struct str uri,
		    struct sink *sink)
{
	AUTO_ARENA a = arena_new();
	struct inspection in = { .a = a, .doc = doc, .sink = sink };
	struct compiler c;

	check_by_meta(a, lib, doc, sink);
	schema_compiler_init(&c, a, lib, doc, (struct schema_options){ .uri = uri });
	c.sink = sink;
	/* What is wrong has been told by now. */
	if (schema_build_all(&c))
		for (size_t i = 0; i < c.places.n; i++) {
			const struct place_entry *place = c.places.at[i].value;

			if (place->resource->doc == doc)
				schema_inspect_place(&in, place->node,
						     &place->resource->dialect);
		}
	schema_free(c.schema);
}
