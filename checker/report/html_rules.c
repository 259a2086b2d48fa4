#include "checker/report/html_internal.h"

#include "checker/base/strmap.h"

/* The norms that findings rest on, and what came of each rule. */

struct cited {
	const struct basis *basis;
	size_t findings;
	struct str rules; /* "SRC-001, SRC-002" */
};

struct citations {
	VEC(struct cited *) list; /* in the order of the findings */
	struct strmap by_id, by_rule;
};

static void cite(struct html *h, struct citations *all, const struct finding *f,
		 const struct basis *b)
{
	struct cited *c = strmap_get(&all->by_id, b->id);
	struct str pair = ARENA_JOIN(h->arena, b->id, STR("\n"), f->rule);

	if (!c) {
		c = ARENA_NEW(h->arena, struct cited);
		c->basis = b;
		strmap_put(&all->by_id, b->id, c);
		vec_push(h->arena, &all->list, c);
	}
	c->findings++;
	if (strmap_get(&all->by_rule, pair))
		return;
	strmap_put(&all->by_rule, pair, c);
	c->rules = ARENA_JOIN(h->arena, c->rules, c->rules.n ? STR(", ") : STR(""), f->rule);
}

static void write_cited(struct html *h, const struct cited *c)
{
	html_raw(h, "<tr><th scope=\"row\">");
	html_basis(h, c->basis);
	html_raw(h, "</th><td><code>");
	html_str(h, c->rules);
	out_printf(h->out, "</code></td><td class=\"number\">%zu</td></tr>\n", c->findings);
}

void html_norms(struct html *h)
{
	static const enum label heads[] = { LABEL_NORM, LABEL_RULE, LABEL_OF_RULE_FOUND };
	const struct sink *sink = h->report->sink;
	struct citations all = { 0 };

	strmap_init(&all.by_id, h->arena);
	strmap_init(&all.by_rule, h->arena);
	for (size_t i = 0; i < sink->findings.n; i++)
		for (size_t k = 0; k < sink->findings.at[i].basis_n; k++)
			cite(h, &all, &sink->findings.at[i], &sink->findings.at[i].basis[k]);
	if (!all.list.n)
		return;
	html_raw(h, "<section>\n<h2 id=\"norms\">");
	html_label(h, LABEL_NORMS);
	html_raw(h, "</h2>\n");
	html_table_open(h, "norms", "norms");
	html_row_heads(h, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < all.list.n; i++)
		write_cited(h, all.list.at[i]);
	html_table_close(h);
	html_raw(h, "</section>\n");
}

/* What came of a rule as a whole: the worst of all documents. */
enum outcome { RULE_FOUND, RULE_UNJUDGED, RULE_MET, RULE_IDLE, RULE_QUIET, RULE_OUTCOMES };

static const enum label outcome_labels[RULE_OUTCOMES] = {
	[RULE_FOUND] = LABEL_RULES_FOUND, [RULE_UNJUDGED] = LABEL_RULES_UNJUDGED,
	[RULE_MET] = LABEL_RULES_MET,	  [RULE_IDLE] = LABEL_RULES_IDLE,
	[RULE_QUIET] = LABEL_RULES_QUIET,
};

static enum outcome outcome_of(const struct rule_tally *t)
{
	if (t->findings)
		return RULE_FOUND;
	if (t->notes)
		return RULE_UNJUDGED;
	if (t->met)
		return RULE_MET;
	return t->idle ? RULE_IDLE : RULE_QUIET;
}

static void write_rule(struct html *h, const struct rule_info *rule, const struct rule_tally *t)
{
	const size_t numbers[] = { t->findings, t->notes, t->met, t->idle };

	html_raw(h, "<tr><th scope=\"row\"><code>");
	html_str(h, rule->id);
	html_raw(h, "</code> ");
	html_text(h, rule->title);
	html_raw(h, "</th><td>");
	html_text(h, severity_titles[rule->severity]);
	html_raw(h, "</td>");
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		out_printf(h->out, "<td class=\"number%s\">%zu</td>", numbers[i] ? "" : " zero",
			   numbers[i]);
	html_raw(h, "</tr>\n");
}

static void write_outcome(struct html *h, enum outcome outcome, size_t n)
{
	static const enum label heads[] = { LABEL_RULE,		 LABEL_SEVERITY,
					    LABEL_OF_RULE_FOUND, LABEL_OF_RULE_UNJUDGED,
					    LABEL_OF_RULE_MET,	 LABEL_OF_RULE_IDLE };
	static const char *const ids[RULE_OUTCOMES] = { "rules-found", "rules-unjudged",
							"rules-met", "rules-idle",
							"rules-quiet" };
	const struct report *r = h->report;

	if (!n)
		return;
	html_fold_open(h, ids[outcome], label_texts[outcome_labels[outcome]], n);
	html_table_open(h, ids[outcome], "rules");
	html_row_heads(h, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < r->rules_n; i++)
		if (outcome_of(&h->view.tallies[i]) == outcome)
			write_rule(h, &r->rules[i], &h->view.tallies[i]);
	html_table_close(h);
	html_fold_close(h);
}

void html_rules(struct html *h)
{
	const struct report *r = h->report;
	size_t counts[RULE_OUTCOMES] = { 0 };

	if (!r->rules_n)
		return;
	for (size_t i = 0; i < r->rules_n; i++)
		counts[outcome_of(&h->view.tallies[i])]++;
	html_raw(h, "<section>\n<h2 id=\"rules\">");
	html_label(h, LABEL_RULES);
	html_raw(h, "</h2>\n");
	html_element(h, "p", LABEL_RULES_GROUPED);
	for (enum outcome o = 0; o < RULE_OUTCOMES; o++)
		write_outcome(h, o, counts[o]);
	html_raw(h, "</section>\n");
}
