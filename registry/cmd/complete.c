#include "registry/cmd/session.h"

#include "checker/report/report.h"

/* What places for values take that rows of commands do not say; ids are those of the shipped
 * pack. Nothing asks a registry: a key pressed in a shell starts no server. */
struct asked {
	struct context *c;
	struct completion *to;
};

static void offer_words(struct asked *a, const char *const *words, const struct mtext *titles)
{
	for (size_t i = 0; words[i]; i++)
		cli_offer(a->to, str_of(words[i]),
			  titles ? context_text(a->c, titles[i]) : STR(""));
}

static const struct pack *shipped(struct context *c)
{
	struct err none = { 0 };

	if (!c->pack && !context_pack(&c->pack, c, STR(""), &none))
		return NULL;
	return c->pack;
}

static void offer_entries(struct asked *a, enum arch_kind kind)
{
	const struct pack *p = shipped(a->c);

	for (size_t i = 0; p && i < pack_arch(p)->kinds[kind].list.n; i++) {
		const struct arch_entry *e = pack_arch(p)->kinds[kind].list.at[i];

		cli_offer(a->to, e->id, context_text(a->c, e->name));
	}
}

static void offer_all_entries(struct asked *a)
{
	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++)
		offer_entries(a, k);
}

static void offer_kinds(struct asked *a)
{
	offer_words(a, arch_kind_names, arch_kind_titles);
}

static void offer_stages(struct asked *a)
{
	offer_words(a, stage_names, stage_titles);
}

static void offer_rules(struct asked *a)
{
	const struct pack *p = shipped(a->c);

	for (size_t i = 0; p && i < pack_rules(p); i++)
		cli_offer(a->to, rule_info(pack_rule(p, i))->id,
			  context_text(a->c, rule_info(pack_rule(p, i))->title));
}

/* The fields of the manifest, without those inside of others. */
static void offer_fields(struct asked *a)
{
	const struct pack *p = shipped(a->c);
	const struct node *fields =
		p ? node_get(pack_manifest_schema_node(p), STR("properties")) : NULL;

	for (uint32_t i = 0; fields && i < fields->count; i++)
		cli_offer(a->to,
			  arena_printf(a->c->arena, "/%.*s", (int)fields->members[i].key_n,
				       fields->members[i].key),
			  context_text(a->c,
				       schema_words(&fields->members[i].value, STR("title"))));
}

static void offer_schemas(struct asked *a)
{
	for (size_t i = 0; i < schema_shipped_n; i++)
		cli_offer(a->to, schema_shipped_all[i].name, STR(""));
}

static void offer_formats(struct asked *a)
{
	for (const struct report_format *f = report_formats; f->name; f++)
		cli_offer(a->to, str_of(f->name), STR(""));
}

static void offer_duties(struct asked *a)
{
	duties_offer(a->to, a->c->lang);
}

static const struct {
	const char *place;
	enum arch_kind kind;
} entries[] = { { "body", ARCH_bodies },	{ "function", ARCH_functions },
		{ "source", ARCH_sources },	{ "point", ARCH_points },
		{ "platform", ARCH_platforms }, { "territory", ARCH_territories } };

static const struct {
	const char *place;
	void (*offer)(struct asked *a);
} others[] = { { "entry", offer_all_entries }, { "kind", offer_kinds },
	       { "stage", offer_stages },      { "rule", offer_rules },
	       { "field", offer_fields },      { "schema", offer_schemas },
	       { "fmt", offer_formats },       { "duty", offer_duties } };

static void offer(void *context, struct str place, struct completion *to)
{
	struct asked a = { context, to };

	for (size_t i = 0; i < ARRAY_LEN(entries); i++)
		if (str_eq(place, str_of(entries[i].place)))
			offer_entries(&a, entries[i].kind);
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (str_eq(place, str_of(others[i].place)))
			others[i].offer(&a);
}

void complete_print(struct context *c, char *const *typed)
{
	cli_complete(c->out, c->lang, commands, typed, &(struct cli_more){ offer, c });
	pack_free(c->pack);
}
