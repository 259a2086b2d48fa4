#include "checker/report/html_internal.h"

#include <stdlib.h>

void html_raw(struct html *h, const char *markup)
{
	out_str(h->out, str_of(markup));
}

void html_str(struct html *h, struct str s)
{
	while (s.n) {
		bool line_break = s.p[0] == '\n' || s.p[0] == '\r';
		struct cell c = cell_next(&s);

		if (line_break)
			c = (struct cell){ " ", 1 };
		for (size_t i = 0; i < c.n; i++) {
			const char *entity = plain_entity(c.text[i]);

			if (entity)
				html_raw(h, entity);
			else
				out_bytes(h->out, &c.text[i], 1);
		}
	}
}

void html_text(struct html *h, struct mtext t)
{
	struct str kk = mtext_in(t, LANG_KK);

	if (str_eq(kk, mtext_in(t, LANG_RU)) && str_eq(kk, mtext_in(t, LANG_EN))) {
		html_str(h, kk);
		return;
	}
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		out_printf(h->out, "<span lang=\"%s\">", lang_names[l]);
		html_str(h, mtext_in(t, l));
		html_raw(h, "</span>");
	}
}

void html_label(struct html *h, enum label label)
{
	html_text(h, label_texts[label]);
}

void html_element(struct html *h, const char *name, enum label label)
{
	out_printf(h->out, "<%s>", name);
	html_label(h, label);
	out_printf(h->out, "</%s>\n", name);
}

void html_row_heads(struct html *h, const enum label *labels, size_t n)
{
	html_raw(h, "<thead><tr>");
	for (size_t i = 0; i < n; i++) {
		html_raw(h, "<th scope=\"col\">");
		html_label(h, labels[i]);
		html_raw(h, "</th>");
	}
	html_raw(h, "</tr></thead>\n<tbody>\n");
}

void html_fold_open(struct html *h, const char *id, struct mtext title, size_t n)
{
	out_printf(h->out, "<details>\n<summary id=\"%s\">", id);
	html_text(h, title);
	out_printf(h->out, ": <b>%zu</b></summary>\n", n);
}

void html_fold_close(struct html *h)
{
	html_raw(h, "</details>\n");
}

static void write_count(struct html *h, const char *class_name, enum label label, size_t n)
{
	out_printf(h->out, "<li class=\"%s\">", class_name);
	html_label(h, label);
	out_printf(h->out, ": <b>%zu</b></li>\n", n);
}

static void write_counts(struct html *h)
{
	static const struct {
		enum severity severity;
		enum label label;
	} rows[] = {
		{ SEV_ERROR, LABEL_ERRORS },
		{ SEV_WARNING, LABEL_WARNINGS },
		{ SEV_INFO, LABEL_INFOS },
	};

	html_raw(h, "<ul class=\"counts\">\n");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		write_count(h, severity_names[rows[i].severity], rows[i].label,
			    h->view.counts[rows[i].severity]);
	write_count(h, "files", LABEL_FILES, h->view.groups.n);
	write_count(h, "files", LABEL_FILES_CLEAN, h->view.clean);
	if (h->view.known || h->report->compared)
		write_count(h, "known", LABEL_KNOWN, h->view.known);
	if (h->view.ignored)
		write_count(h, "known", LABEL_IGNORED, h->view.ignored);
	if (h->report->compared)
		write_count(h, "known", LABEL_GONE, h->report->gone);
	html_raw(h, "</ul>\n");
}

static void write_answer(struct html *h)
{
	const struct overview *v = &h->view;

	html_raw(h, "<p class=\"compared\">");
	html_text(h, report_heading(h->arena, h->report));
	html_raw(h, "</p>\n</header>\n<div id=\"content\" tabindex=\"-1\">\n");
	if (v->illustration) {
		html_raw(h, "<aside class=\"banner\">\n");
		for (enum lang l = 0; l < LANG_COUNT; l++) {
			out_printf(h->out, "<p lang=\"%s\">", lang_names[l]);
			html_str(h, label_texts[LABEL_ILLUSTRATIONS].in[l]);
			html_raw(h, "</p>\n");
		}
		html_raw(h, "</aside>\n");
	}
	out_printf(h->out, "<section class=\"answer %s\">\n",
		   v->groups.n ? verdict_names[v->verdict] : "unsure");
	html_element(h, "h1", LABEL_QUESTION);
	html_raw(h, "<p class=\"verdict\">");
	if (v->groups.n)
		html_text(h, verdict_titles[v->verdict]);
	else
		html_label(h, LABEL_NOTHING_JUDGED);
	html_raw(h, "</p>\n");
	write_counts(h);
	if (h->report->sink->dropped) {
		html_raw(h, "<p>");
		html_label(h, LABEL_DROPPED);
		out_printf(h->out, ": %zu</p>\n", h->report->sink->dropped);
	}
	html_raw(h, "<p class=\"small\">");
	html_label(h, LABEL_DISCLAIMER);
	html_raw(h, "</p>\n</section>\n");
}

void html_group_name(struct html *h, const struct group *g)
{
	const struct report_subject *s = g->subject;

	if (!s || !mtext_in(s->name, LANG_RU).n)
		html_str(h, s && s->initiative.n ? s->initiative : g->file);
	else
		html_text(h, s->name);
}

static void write_overview_row(struct html *h, size_t index)
{
	const struct group *g = &h->view.groups.at[index];
	const struct report_subject *s = g->subject;
	enum verdict verdict = verdict_of(g);

	out_printf(h->out, "<tr id=\"o%zu\"><th scope=\"row\">", index + 1);
	if (g->n)
		out_printf(h->out, "<a href=\"#i%zu\">", index + 1);
	html_group_name(h, g);
	html_raw(h, g->n ? "</a>" : "");
	if (s && s->illustration) {
		html_raw(h, " <span class=\"tag\">");
		html_label(h, LABEL_ILLUSTRATION);
		html_raw(h, "</span>");
	}
	if (s && s->initiative.n) {
		html_raw(h, "<span class=\"sub\">");
		html_str(h, s->initiative);
		html_raw(h, "</span>");
	}
	out_printf(h->out, "</th><td class=\"verdict %s\">", verdict_names[verdict]);
	html_text(h, verdict_titles[verdict]);
	html_raw(h, "</td>");
	for (int sev = SEV_ERROR; sev >= SEV_INFO; sev--)
		out_printf(h->out, "<td class=\"number %s\">%zu</td>",
			   g->counts[sev] ? severity_names[sev] : "zero", g->counts[sev]);
	html_raw(h, "<td>");
	if (s)
		html_text(h, s->body);
	html_raw(h, "</td></tr>\n");
}

static void write_overview(struct html *h)
{
	static const enum label heads[] = { LABEL_INITIATIVE, LABEL_VERDICT, LABEL_ERRORS,
					    LABEL_WARNINGS,   LABEL_INFOS,   LABEL_BODY };

	html_raw(h, "<section>\n<h2 id=\"overview\">");
	html_label(h, LABEL_OVERVIEW);
	html_raw(h, "</h2>\n");
	html_table_open(h, "overview", "overview");
	html_row_heads(h, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < h->view.groups.n; i++)
		write_overview_row(h, h->order[i]);
	html_table_close(h);
	html_raw(h, "</section>\n");
}

static void write_overlap_side(struct html *h, struct str id, struct mtext name,
			       struct mtext body)
{
	html_raw(h, "<td>");
	html_text(h, name);
	html_raw(h, "<span class=\"sub\">");
	html_str(h, id);
	html_raw(h, "</span><span class=\"sub\">");
	html_text(h, body);
	html_raw(h, "</span></td>");
}

static void write_pair(struct html *h, size_t index)
{
	const struct report_overlap *o = &h->report->overlaps[index];
	struct str id = arena_printf(h->arena, "pair%zu", index + 1);

	out_printf(h->out, "<details>\n<summary id=\"%s\">", id.p);
	html_text(h, o->a_name);
	html_raw(h, " · ");
	html_text(h, o->b_name);
	out_printf(h->out, ": <b>%d%%</b></summary>\n", report_percent(o->score));
	html_beside(h, id.p, (const struct mtext[]){ o->a_name, o->b_name }, o->beside,
		    o->beside_n);
	html_fold_close(h);
}

/* Side by side, as many as are wanted. */
static void write_pairs(struct html *h)
{
	const struct report *r = h->report;
	size_t n = 0;

	while (n < r->overlaps_n && r->overlaps[n].beside)
		n++;
	if (n)
		html_element(h, "h3", LABEL_BESIDE);
	for (size_t i = 0; i < n; i++)
		write_pair(h, i);
	if (n && n < r->overlaps_n)
		html_element(h, "p", LABEL_BESIDE_MORE);
}

static void write_overlaps(struct html *h)
{
	static const enum label heads[] = { LABEL_FIRST, LABEL_SECOND, LABEL_SCORE, LABEL_WHY };
	const struct report *r = h->report;

	if (!r->overlaps_n)
		return;
	html_raw(h, "<section>\n<h2 id=\"overlaps\">");
	html_label(h, LABEL_OVERLAPS);
	html_raw(h, "</h2>\n");
	html_element(h, "p", LABEL_OVERLAPS_WHY);
	html_table_open(h, "overlaps", "overlaps");
	html_row_heads(h, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < r->overlaps_n; i++) {
		const struct report_overlap *o = &r->overlaps[i];

		html_raw(h, "<tr>");
		write_overlap_side(h, o->a, o->a_name, o->a_body);
		write_overlap_side(h, o->b, o->b_name, o->b_body);
		out_printf(h->out, "<td class=\"number\">%d%%</td><td>",
			   report_percent(o->score));
		html_text(h, o->why);
		html_raw(h, "</td></tr>\n");
	}
	html_table_close(h);
	html_map(h, r->maps);
	write_pairs(h);
	html_raw(h, "</section>\n");
}

static void write_uncounted(struct html *h, const struct group *g)
{
	struct str id = arena_printf(h->arena, "u%zu", (size_t)(g - h->view.groups.at) + 1);

	if (!g->uncounted)
		return;
	html_fold_open(h, id.p, label_texts[LABEL_UNCOUNTED], g->uncounted);
	for (size_t i = 0; i < g->n; i++)
		if (!finding_counts(&g->findings[i]))
			html_finding(h, &g->findings[i]);
	html_fold_close(h);
}

/* As people call it; one that is none as it is written. */
static void write_stage(struct html *h, struct str stage)
{
	const struct report *r = h->report;

	for (size_t i = 0; i < r->stages_n; i++)
		if (str_eq(stage, str_of(r->stage_names[i]))) {
			html_text(h, r->stages[i]);
			return;
		}
	html_str(h, stage);
}

static void write_group(struct html *h, size_t index)
{
	const struct group *g = &h->view.groups.at[index];
	const struct report_subject *s = g->subject;

	out_printf(h->out, "<section class=\"initiative\">\n<h3 id=\"i%zu\">", index + 1);
	html_group_name(h, g);
	html_raw(h, "</h3>\n<p class=\"sub\">");
	if (s && s->initiative.n) {
		html_str(h, s->initiative);
		html_raw(h, " · ");
	}
	html_raw(h, "<code>");
	html_str(h, g->file);
	html_raw(h, "</code>");
	if (s && s->stage.n) {
		html_raw(h, " · ");
		html_label(h, LABEL_STAGE);
		html_raw(h, ": ");
		write_stage(h, s->stage);
	}
	out_printf(h->out, "</p>\n<p class=\"verdict %s\">", verdict_names[verdict_of(g)]);
	html_text(h, verdict_titles[verdict_of(g)]);
	html_raw(h, "</p>\n");
	for (int sev = SEV_ERROR; sev >= SEV_INFO; sev--)
		for (size_t i = 0; i < g->n; i++)
			if ((int)g->findings[i].severity == sev &&
			    finding_counts(&g->findings[i]))
				html_finding(h, &g->findings[i]);
	write_uncounted(h, g);
	html_raw(h, "</section>\n");
}

static void write_findings(struct html *h)
{
	html_raw(h, "<section>\n");
	html_element(h, "h2", LABEL_FINDINGS);
	if (!h->report->sink->findings.n)
		html_element(h, "p", LABEL_NO_FINDINGS);
	for (size_t i = 0; i < h->view.groups.n; i++)
		if (h->view.groups.at[h->order[i]].n)
			write_group(h, h->order[i]);
	html_raw(h, "</section>\n");
}

static void write_notes(struct html *h)
{
	if (!h->view.notes.n)
		return;
	html_raw(h, "<section>\n");
	html_element(h, "h2", LABEL_NOT_JUDGED);
	html_element(h, "p", LABEL_NOT_JUDGED_WHY);
	html_raw(h, "<ul class=\"notes\">\n");
	for (size_t i = 0; i < h->view.notes.n; i++) {
		const struct note_group *g = &h->view.notes.at[i];

		html_raw(h, "<li>");
		if (g->rule.n) {
			html_raw(h, "<code>");
			html_str(h, g->rule);
			html_raw(h, "</code> ");
		}
		html_text(h, g->text);
		out_printf(h->out, " <span class=\"tag\">%zu</span>", g->n);
		html_raw(h, g->names_n ? "<span class=\"sub\">" : "");
		for (size_t k = 0; k < g->names_n; k++) {
			html_raw(h, k ? ", " : "");
			html_str(h, g->names[k]);
		}
		html_raw(h, g->more ? ", …" : "");
		html_raw(h, g->names_n ? "</span></li>\n" : "</li>\n");
	}
	html_raw(h, "</ul>\n</section>\n");
}

struct ranked {
	const struct group *group;
	size_t index;
};

static int by_findings(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	for (int sev = SEV_ERROR; sev >= SEV_INFO; sev--)
		if (x->group->counts[sev] != y->group->counts[sev])
			return x->group->counts[sev] < y->group->counts[sev] ? 1 : -1;
	return x->index < y->index ? -1 : 1;
}

/* Those with the most and the worst findings first. */
static const size_t *worst_first(struct arena *a, const struct overview *v)
{
	struct ranked *ranked = ARENA_ARRAY(a, struct ranked, v->groups.n + 1);
	size_t *order = ARENA_ARRAY(a, size_t, v->groups.n + 1);

	for (size_t i = 0; i < v->groups.n; i++)
		ranked[i] = (struct ranked){ &v->groups.at[i], i };
	qsort(ranked, v->groups.n, sizeof(*ranked), by_findings);
	for (size_t i = 0; i < v->groups.n; i++)
		order[i] = ranked[i].index;
	return order;
}

void report_write_html(const struct report *r, struct out *o)
{
	AUTO_ARENA a = arena_new();
	struct html h = { .report = r, .out = o, .arena = a };

	overview_make(&h.view, a, r);
	h.order = worst_first(a, &h.view);
	html_head(&h, r->lang,
		  ARENA_JOIN(a, label_texts[LABEL_QUESTION].in[r->lang], STR(" · "),
			     mtext_in(report_heading(a, r), r->lang)));
	html_languages(&h, r->lang);
	write_answer(&h);
	write_overview(&h);
	write_findings(&h);
	write_overlaps(&h);
	html_reference(&h);
	html_trend(&h);
	write_notes(&h);
	html_norms(&h);
	html_rules(&h);
	html_raw(&h, "</div>\n<footer><p>tizilim ");
	html_str(&h, r->program_version);
	html_raw(&h, " · ");
	html_text(&h, report_heading(a, r));
	html_raw(&h, "</p></footer>\n</div>\n</main>\n</body>\n</html>\n");
}
