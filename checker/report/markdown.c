/* Markdown for the comment of a merge request, as GitHub and GitLab read it. */
#include "checker/report/plain_internal.h"

#include <string.h>

struct markdown {
	const struct report *report;
	struct out *out;
	struct arena *arena; /* emptied after each finding */
	struct overview view;
};

static struct str in(const struct markdown *m, struct mtext t)
{
	return mtext_in(t, m->report->lang);
}

/* What means something within a line. */
static bool is_sign(char c)
{
	return memchr("\\`*_[]<>#!|~&@^{}$", c, 18) != NULL;
}

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       c == '"';
}

/* Where a server would still see a name, a number of an issue or an address in plain text. */
static bool begins_reference(struct str s)
{
	char next = s.n > 1 ? s.p[1] : ' ';

	switch (s.p[0]) {
	case '@':
	case '#':
	case '!':
	case '%':
	case '&':
	case '~':
	case '^':
		return is_word(next);
	case '$':
		return true;
	case ':':
		return is_word(next) || next == '/';
	}
	return str_starts(s, STR("www."));
}

/*
 * A sign loses its meaning by a backslash, so no link, image, markup or code begins; what the
 * servers look for after that is torn by an empty comment.
 */
static void put_text(struct markdown *m, struct str s)
{
	s = plain_line(m->arena, s);
	for (size_t i = 0; i < s.n; i++) {
		if (is_sign(s.p[i]))
			out_str(m->out, STR("\\"));
		out_bytes(m->out, &s.p[i], 1);
		if (begins_reference(str_sub(s, i, s.n)))
			out_str(m->out, STR("<!-- -->"));
	}
}

/* Code means nothing but itself; its fence is longer than any run of backticks in it. */
static void put_code(struct markdown *m, struct str s)
{
	size_t run = 0, longest = 0;

	s = plain_line(m->arena, s);
	for (size_t i = 0; i < s.n; i++) {
		run = s.p[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	for (size_t i = 0; i <= longest; i++)
		out_str(m->out, STR("`"));
	out_printf(m->out, longest ? " %.*s " : "%.*s", STR_FMT(s));
	for (size_t i = 0; i <= longest; i++)
		out_str(m->out, STR("`"));
}

static void write_detail(struct markdown *m, enum label label, struct str text)
{
	if (!text.n)
		return;
	out_printf(m->out, "  - %.*s: ", STR_FMT(in(m, label_texts[label])));
	put_text(m, text);
	out_str(m->out, STR("\n"));
}

static void write_finding(struct markdown *m, const struct finding *f)
{
	struct place inside = f->at;

	inside.file = plain_target(m->arena, m->report, f->at.file);
	out_printf(m->out, "- **%.*s** ", STR_FMT(in(m, severity_titles[f->severity])));
	if (f->at.file.n) {
		put_code(m, plain_place(m->arena, &inside));
		out_str(m->out, STR(" "));
	}
	put_code(m, f->rule);
	out_str(m->out, STR(" "));
	put_text(m, in(m, f->message));
	out_str(m->out, STR("\n"));
	write_detail(m, LABEL_DO, in(m, f->remedy));
	for (size_t i = 0; i < f->basis_n; i++)
		write_detail(m, LABEL_NORM, in(m, f->basis[i].citation));
	write_detail(m, LABEL_UNCOUNTED, in(m, plain_pardon(m->arena, f)));
	out_printf(m->out, "  - %.*s: ", STR_FMT(in(m, label_texts[LABEL_ID])));
	put_code(m, finding_fingerprint(m->arena, f));
	out_str(m->out, STR("\n"));
	arena_reset(m->arena);
}

static void write_group(struct markdown *m, const struct group *g)
{
	struct str name = g->subject ? in(m, g->subject->name) : STR("");

	if (g->n == g->uncounted)
		return;
	out_str(m->out, STR("\n### "));
	if (g->file.n)
		put_code(m, plain_target(m->arena, m->report, g->file));
	else
		put_text(m, in(m, label_texts[LABEL_WHOLE_RUN]));
	if (name.n) {
		out_str(m->out, STR(" · "));
		put_text(m, name);
	}
	out_str(m->out, STR("\n\n"));
	for (size_t i = 0; i < g->n; i++)
		if (finding_counts(&g->findings[i]))
			write_finding(m, &g->findings[i]);
}

static void open_details(struct markdown *m, enum label label, size_t n)
{
	out_printf(m->out, "\n<details><summary>%.*s: %zu</summary>\n\n",
		   STR_FMT(in(m, label_texts[label])), n);
}

static void write_uncounted(struct markdown *m)
{
	const struct sink *sink = m->report->sink;

	if (!(m->view.known + m->view.ignored))
		return;
	open_details(m, LABEL_UNCOUNTED, m->view.known + m->view.ignored);
	for (size_t i = 0; i < sink->findings.n; i++)
		if (!finding_counts(&sink->findings.at[i]))
			write_finding(m, &sink->findings.at[i]);
	out_str(m->out, STR("\n</details>\n"));
}

static void write_notes(struct markdown *m)
{
	if (!m->view.notes.n)
		return;
	open_details(m, LABEL_NOT_JUDGED, m->report->sink->notes.n);
	for (size_t i = 0; i < m->view.notes.n; i++) {
		out_str(m->out, STR("- "));
		put_text(m, plain_note(m->arena, m->report, &m->view.notes.at[i]));
		out_str(m->out, STR("\n"));
	}
	out_str(m->out, STR("\n</details>\n"));
}

void report_write_markdown(const struct report *r, struct out *o)
{
	AUTO_ARENA a = arena_new();
	AUTO_ARENA scratch = arena_new();
	struct markdown m = { .report = r, .out = o, .arena = scratch };

	overview_make(&m.view, a, r);
	out_str(o, STR("## tizilim: "));
	put_text(&m, plain_verdict(scratch, r, &m.view));
	out_str(o, STR("\n\n"));
	put_text(&m, in(&m, report_heading(scratch, r)));
	out_str(o, STR("\n"));
	if (m.view.illustration) {
		out_str(o, STR("\n"));
		put_text(&m, in(&m, label_texts[LABEL_ILLUSTRATIONS]));
		out_str(o, STR("\n"));
	}
	for (size_t i = 0; i < m.view.groups.n; i++)
		write_group(&m, &m.view.groups.at[i]);
	write_uncounted(&m);
	write_notes(&m);
}
