#include "checker/rule/rule_internal.h"

#include <string.h>

static void use_all(struct rule_uses *out)
{
	memset(out->kinds, true, sizeof(out->kinds));
	out->names = out->words = true;
}

/* A look-up by name finds bodies and sources in running text, too. */
static void use_names(struct rule_uses *out, enum arch_kind kind)
{
	out->kinds[kind] = true;
	out->names = out->names || kind == ARCH_bodies || kind == ARCH_sources;
}

static void use_call(struct rule_uses *out, const struct cel_use *use)
{
	enum arch_kind kind;

	switch (rule_function_need(use->name)) {
	case NEED_NOTHING:
		return;
	case NEED_KIND:
		if (arch_kind_parse(&kind, use->first))
			use_names(out, kind);
		else
			use_all(out);
		return;
	case NEED_FUNCTIONS:
		out->kinds[ARCH_functions] = out->concepts = true;
		return;
	case NEED_WORDS:
		out->words = true;
		return;
	}
}

/* A field of `arch`; without a name it may be any. */
static void use_arch(struct rule_uses *out, struct str name)
{
	enum arch_kind kind;

	if (arch_kind_parse(&kind, name))
		out->kinds[kind] = true;
	else if (str_eq(name, STR("authority")))
		out->kinds[ARCH_objects] = out->kinds[ARCH_sources] = true;
	else
		use_all(out);
}

static void use_slot(struct rule_uses *out, unsigned slot, struct str field)
{
	if (slot == SLOT_ARCH)
		use_arch(out, field);
	out->portfolio = out->portfolio || slot == SLOT_PORTFOLIO;
}

static void each_use(void *context, const struct cel_use *use)
{
	if (use->call)
		use_call(context, use);
	else
		use_slot(context, use->slot, use->name);
}

static void use_program(struct rule_uses *out, const struct cel_program *p)
{
	if (p)
		cel_program_uses(p, each_use, out);
}

static void use_template(struct rule_uses *out, struct text_template *t)
{
	struct err err = { 0 };

	if (!t->in && !template_compile(t, &err))
		use_all(out);
	for (size_t i = 0; i < t->programs.n; i++)
		use_program(out, t->programs.at[i]);
}

static void use_path(struct rule_uses *out, const struct path *p)
{
	bool field = p->steps.n && p->steps.at[0].kind == STEP_KEY;

	use_slot(out, p->base, field ? p->steps.at[0].key : STR(""));
}

static void use_scan(struct rule_uses *out, const struct scan_rule *scan)
{
	for (size_t i = 0; i < scan->kinds.n; i++) {
		out->words = true;
		if (scan->kinds.at[i] == SCAN_names)
			use_names(out, ARCH_sources);
	}
	for (size_t i = 0; i < scan->texts.n; i++)
		use_path(out, &scan->texts.at[i]);
	for (size_t i = 0; i < scan->codes.n; i++)
		use_path(out, &scan->codes.at[i]);
}

static void use_way(struct rule_uses *out, const struct rule *r)
{
	const struct cel_program *asked[] = { r->when,	 r->enough_when, r->key,
					      r->having, r->milder_when, r->info_when };

	for (size_t i = 0; i < r->binds.n; i++)
		for (size_t k = 0; k < r->binds.at[i].all.n; k++)
			use_path(out, &r->binds.at[i].all.at[k]);
	use_scan(out, &r->scan);
	for (size_t i = 0; i < r->lets.n; i++)
		use_program(out, r->lets.at[i].program);
	for (size_t i = 0; i < r->all.n; i++)
		use_program(out, r->all.at[i].program);
	for (size_t i = 0; i < ARRAY_LEN(asked); i++)
		use_program(out, asked[i]);
	use_template(out, r->message);
	use_template(out, r->remedy);
}

void rule_uses(struct rule_uses *out, const struct rule *r)
{
	*out = (struct rule_uses){ 0 };
	for (const struct rule *way = r; way; way = way->otherwise)
		use_way(out, way);
}
