#include "checker/report/report_internal.h"

#include "checker/text/text.h"

#include <stdlib.h>

/* The whole run on a screen or two: one line an initiative, one a rule, the strongest overlaps.
 */

enum { OVERLAPS_SHOWN = 12, NAME_COLUMNS = 58 };

struct summary {
	const struct report *report;
	struct out *out;
	struct arena *arena;
	struct overview view;
};

static struct str in(const struct summary *s, struct mtext t)
{
	return mtext_in(t, s->report->lang);
}

static struct str label(const struct summary *s, enum label l)
{
	return label_texts[l].in[s->report->lang];
}

/* At most so many columns, what is hidden or steers shown by its code point. */
static void write_plain(struct summary *s, struct str text, size_t columns)
{
	size_t used = 0;

	while (text.n) {
		struct cell c = cell_next(&text);
		size_t wide = text_width((struct str){ c.text, c.n });

		if (used + wide + 1 > columns && text.n) {
			out_str(s->out, STR("…"));
			return;
		}
		out_bytes(s->out, c.text, c.n);
		used += wide;
	}
}

static void write_heading(struct summary *s, struct str text)
{
	out_printf(s->out, s->report->color ? "\n\033[1m%.*s\033[0m\n" : "\n%.*s\n",
		   STR_FMT(text));
}

/* A count in its colour when there is one and colour is wanted; a dot for none. */
static void write_count(struct summary *s, size_t n, const char *ink)
{
	bool color = s->report->color && n;

	if (n)
		out_printf(s->out, "%s%s%s%4zu%s", color ? "\033[" : "", color ? ink : "",
			   color ? "m" : "", n, color ? "\033[0m" : "");
	else
		out_str(s->out, STR("   ·"));
}

static size_t name_columns(const struct summary *s)
{
	size_t width = s->report->width;

	return width > 70 ? width - 45 : NAME_COLUMNS;
}

static void write_initiatives(struct summary *s)
{
	size_t widest = 0;

	for (size_t i = 0; i < s->report->subjects_n; i++) {
		size_t w = text_width(s->report->subjects[i].initiative);

		widest = w > widest ? w : widest;
	}
	write_heading(s, label(s, LABEL_OVERVIEW));
	for (size_t i = 0; i < s->view.groups.n; i++) {
		const struct group *g = &s->view.groups.at[i];
		struct str id = g->subject && g->subject->initiative.n ? g->subject->initiative
								       : g->file;

		write_count(s, g->counts[SEV_ERROR], "1;31");
		write_count(s, g->counts[SEV_WARNING], "1;33");
		write_count(s, g->counts[SEV_INFO], "1;36");
		out_str(s->out, STR("  "));
		write_plain(s, id, SIZE_MAX - 1);
		out_printf(s->out, "%*s",
			   (int)(widest > text_width(id) ? widest - text_width(id) + 2 : 2),
			   "");
		if (g->subject)
			write_plain(s, in(s, g->subject->name), name_columns(s));
		out_str(s->out, STR("\n"));
	}
}

struct tally {
	const struct rule_info *rule;
	size_t findings;
};

static int by_findings(const void *x, const void *y)
{
	const struct tally *a = x, *b = y;

	if (a->findings != b->findings)
		return a->findings > b->findings ? -1 : 1;
	return str_cmp(&a->rule->id, &b->rule->id);
}

static void write_rules(struct summary *s)
{
	struct tally *tallies = ARENA_ARRAY(s->arena, struct tally, s->report->rules_n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s->report->rules_n; i++)
		if (s->view.tallies[i].findings)
			tallies[n++] = (struct tally){ &s->report->rules[i],
						       s->view.tallies[i].findings };
	if (!n)
		return;
	qsort(tallies, n, sizeof(*tallies), by_findings);
	write_heading(s, label(s, LABEL_FINDINGS));
	for (size_t i = 0; i < n; i++)
		out_printf(s->out, "%4zu  %-16.*s %.*s\n", tallies[i].findings,
			   STR_FMT(tallies[i].rule->id),
			   STR_FMT(in(s, tallies[i].rule->title)));
}

static void write_overlaps(struct summary *s)
{
	const struct report *r = s->report;

	if (!r->overlaps_n)
		return;
	write_heading(s, label(s, LABEL_OVERLAPS));
	for (size_t i = 0; i < r->overlaps_n && i < OVERLAPS_SHOWN; i++) {
		const struct report_overlap *o = &r->overlaps[i];

		out_printf(s->out, "%3d%%  ", report_percent(o->score));
		write_plain(s, o->a, SIZE_MAX - 1);
		out_str(s->out, STR(" ~ "));
		write_plain(s, o->b, SIZE_MAX - 1);
		out_str(s->out, STR("\n      "));
		write_plain(s, in(s, o->why), r->width > 20 ? r->width - 8 : 100);
		out_str(s->out, STR("\n"));
	}
	if (r->overlaps_n > OVERLAPS_SHOWN)
		out_printf(s->out, "      %.*s %zu\n", STR_FMT(label(s, LABEL_MORE)),
			   r->overlaps_n - OVERLAPS_SHOWN);
}

static void write_notes(struct summary *s)
{
	if (!s->view.notes.n)
		return;
	write_heading(s, label(s, LABEL_NOT_JUDGED));
	for (size_t i = 0; i < s->view.notes.n; i++) {
		const struct note_group *g = &s->view.notes.at[i];

		out_printf(s->out, "%4zu  %.*s: ", g->n, STR_FMT(g->rule));
		write_plain(s, in(s, g->text), SIZE_MAX - 1);
		out_str(s->out, STR("\n"));
	}
}

void report_write_summary(const struct report *r, struct out *o)
{
	AUTO_ARENA a = arena_new();
	struct summary s = { .report = r, .out = o, .arena = a };
	const struct overview *v = &s.view;

	overview_make(&s.view, a, r);
	out_printf(o, "%.*s\n", STR_FMT(in(&s, report_heading(a, r))));
	if (v->illustration)
		out_printf(o, "%.*s\n", STR_FMT(label(&s, LABEL_ILLUSTRATIONS)));
	write_initiatives(&s);
	write_rules(&s);
	write_overlaps(&s);
	write_notes(&s);
	out_printf(o, "\n%.*s: %zu, %.*s: %zu, %.*s: %zu · %.*s: %zu, %.*s: %zu\n",
		   STR_FMT(label(&s, LABEL_ERRORS)), v->counts[SEV_ERROR],
		   STR_FMT(label(&s, LABEL_WARNINGS)), v->counts[SEV_WARNING],
		   STR_FMT(label(&s, LABEL_INFOS)), v->counts[SEV_INFO],
		   STR_FMT(label(&s, LABEL_FILES)), v->groups.n,
		   STR_FMT(label(&s, LABEL_FILES_CLEAN)), v->clean);
}
