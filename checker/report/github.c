/* Workflow commands, which GitHub shows as annotations beside the lines of a change. */
#include "checker/report/plain_internal.h"

#include "checker/text/text.h"

struct github {
	const struct report *report;
	struct out *out;
	struct arena *arena; /* emptied after each line */
};

static const char *const commands[SEV_COUNT] = {
	[SEV_INFO] = "notice",
	[SEV_WARNING] = "warning",
	[SEV_ERROR] = "error",
};

/* GitHub's own escapes; a value also ends at a comma and a colon. */
static void put(struct github *g, struct str s, bool value)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '%' || c == '\n' || c == '\r' || (value && (c == ':' || c == ',')))
			out_printf(g->out, "%%%02X", (unsigned)c);
		else
			out_bytes(g->out, &c, 1);
	}
}

static void property(struct github *g, const char *name, struct str value)
{
	out_printf(g->out, "%s=", name);
	put(g, value, true);
}

static void write_place(struct github *g, const struct place *p)
{
	struct str excerpt = json_excerpt(p);
	size_t last = excerpt.n ? text_points(excerpt) : 0;
	size_t end = (size_t)p->column + (p->span ? p->span : 1) - 1;

	property(g, " file", plain_target(g->arena, g->report, p->file));
	if (!p->line)
		return;
	out_printf(g->out, ",line=%u,endLine=%u", p->line, p->line);
	if (p->column)
		out_printf(g->out, ",col=%u,endColumn=%zu", p->column,
			   last >= p->column && end > last ? last : end);
}

/* What does not count is kept in the log and not shown beside the lines. */
static void write_finding(struct github *g, const struct finding *f)
{
	bool counts = finding_counts(f);

	out_printf(g->out, "::%s", counts ? commands[f->severity] : "debug");
	if (counts) {
		if (f->at.file.n)
			write_place(g, &f->at);
		property(g, f->at.file.n ? ",title" : " title", plain_line(g->arena, f->rule));
	}
	out_str(g->out, STR("::"));
	put(g, plain_line(g->arena, mtext_in(f->message, g->report->lang)), false);
	put(g, STR("\n"), false);
	put(g, plain_details(g->arena, g->report, f), false);
	out_str(g->out, STR("\n"));
	arena_reset(g->arena);
}

static void write_notice(struct github *g, struct str text)
{
	out_str(g->out, STR("::notice title=tizilim::"));
	put(g, text, false);
	out_str(g->out, STR("\n"));
}

void report_write_github(const struct report *r, struct out *o)
{
	AUTO_ARENA a = arena_new();
	AUTO_ARENA scratch = arena_new();
	struct github g = { r, o, scratch };
	struct overview v;
	struct str notes = STR("");

	overview_make(&v, a, r);
	/* It shows ten of a kind for each step, so the totals come first. */
	write_notice(&g, plain_verdict(a, r, &v));
	for (size_t i = 0; i < v.notes.n; i++)
		notes = ARENA_JOIN(a, notes, STR("\n"), plain_note(a, r, &v.notes.at[i]));
	if (notes.n)
		write_notice(&g, ARENA_JOIN(a, label_texts[LABEL_NOT_JUDGED].in[r->lang],
					    STR(":"), notes));
	for (size_t i = 0; i < r->sink->findings.n; i++)
		write_finding(&g, &r->sink->findings.at[i]);
}
