/* Repairs that cannot be wrong: the schema itself says what was meant. */
#include "checker/schema/explain_internal.h"
#include "checker/schema/repair_internal.h"

#include "checker/text/text.h"

#include <string.h>

enum { REPAIRED_BYTES = 1000 };

enum repair_kind { REPAIR_FIELD, REPAIR_VALUE, REPAIR_QUOTES, REPAIR_SPACES, REPAIR_DATE };

static const struct mtext titles[] = {
	[REPAIR_FIELD] =
		MT_INIT("өріс атауы: %1 → %2", "имя поля: %1 → %2", "field name: %1 → %2"),
	[REPAIR_VALUE] = MT_INIT("мән: %1 → %2", "значение: %1 → %2", "value: %1 → %2"),
	[REPAIR_QUOTES] =
		MT_INIT("мәтін тырнақшамен жазылады: %2", "текст пишется в кавычках: %2",
			"a text is written in quotation marks: %2"),
	[REPAIR_SPACES] = MT_INIT("артық бос орындар: %1 → %2", "лишние пробелы: %1 → %2",
				  "surplus spaces: %1 → %2"),
	[REPAIR_DATE] = MT_INIT("күн: %1 → %2", "дата: %1 → %2", "date: %1 → %2"),
};

static bool put(struct repair *out, struct teller *t, const struct problem *p,
		enum repair_kind kind, struct str text)
{
	bool key = kind == REPAIR_FIELD;
	uint32_t at = key ? p->member->key_at : p->node->at;
	struct str value = { NULL, 0 };
	struct text_edit *edit = ARENA_NEW(t->a, struct text_edit);
	size_t n;

	if (key)
		value = member_key(p->member);
	else if (p->node->type == NODE_STRING || p->node->type == NODE_NUMBER)
		value = node_str(p->node);
	n = doc_written(t->doc, at, value);
	if (!n)
		return false;
	*edit = (struct text_edit){ at, (uint32_t)n, doc_scalar_at(t->a, t->doc, at, text) };
	*out = (struct repair){ MTEXT_FILL(t->a, titles[kind],
					   schema_explain_quote(t->a, value),
					   schema_explain_quote(t->a, text)),
				edit, 1 };
	return true;
}

/* A number or a word that is written like a text of the list. */
static bool quote(struct repair *out, struct teller *t, const struct problem *p)
{
	struct str value = p->node->type == NODE_NUMBER ? node_str(p->node) : STR("");
	size_t n = doc_written(t->doc, p->node->at, value);
	struct str written = str_sub(t->doc->text, p->node->at, p->node->at + n);

	if (p->node->type >= NODE_STRING || !n)
		return false;
	for (size_t i = 0; i < p->n; i++)
		if (p->values[i]->type == NODE_STRING &&
		    str_eq(node_str(p->values[i]), written))
			return put(out, t, p, REPAIR_QUOTES, written);
	return false;
}

/* Without blanks at both ends and with single ones inside. */
static struct str single_spaced(struct arena *a, struct str s)
{
	char *out = ARENA_ARRAY(a, char, s.n + 1);
	size_t n = 0;

	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' || s.p[i + 1] != ' ')
			out[n++] = s.p[i];
	return (struct str){ out, n };
}

static bool holds(const struct teller *t, const struct problem *p, struct str s)
{
	struct node text = node_make_str(s);
	struct schema_run run;
	bool ok;

	schema_run_init(&run, t->schema);
	ok = schema_run_op(&run, p->op, &text, NULL) && !run.limit;
	schema_run_release(&run);
	return ok;
}

/* A text that its pattern or format takes once it is written as it should be. */
static bool rewrite(struct repair *out, struct teller *t, const struct problem *p)
{
	struct str text = node_str(p->node), trimmed = str_trim(text), date;

	if (p->node->type != NODE_STRING || !trimmed.n || text.n > REPAIRED_BYTES)
		return false;
	if (trimmed.n < text.n && holds(t, p, trimmed))
		return put(out, t, p, REPAIR_SPACES, trimmed);
	trimmed = single_spaced(t->a, text);
	if (trimmed.n < text.n && holds(t, p, trimmed))
		return put(out, t, p, REPAIR_SPACES, trimmed);
	if (p->kind != PROBLEM_FORMAT || p->op->format != schema_format(STR("date")))
		return false;
	date = schema_repair_date(t->a, text);
	return date.n && holds(t, p, date) && put(out, t, p, REPAIR_DATE, date);
}

bool schema_explain_repair(struct repair *out, struct teller *t, const struct problem *p)
{
	bool field = p->kind == PROBLEM_UNKNOWN;
	struct str meant;

	if (p->kind == PROBLEM_PATTERN || p->kind == PROBLEM_FORMAT)
		return rewrite(out, t, p);
	if (!field && p->kind != PROBLEM_ENUM && p->kind != PROBLEM_CONST)
		return false;
	meant = schema_explain_meant(t->a, p);
	if (meant.n)
		return put(out, t, p, field ? REPAIR_FIELD : REPAIR_VALUE, meant);
	return !field && quote(out, t, p);
}
