#include "checker/report/plain_internal.h"

enum {
	MARGIN = 2,
	PLACE_COLUMNS = 8,
	RULE_COLUMNS = 8,
	DETAIL_INDENT = 15,
	WRAP_MIN = 40,
	COLUMNS_DEFAULT = 120,
	NAMES_SHOWN = 20,
};

static const enum ink severity_inks[SEV_COUNT] = {
	[SEV_INFO] = INK_INFO,
	[SEV_WARNING] = INK_WARNING,
	[SEV_ERROR] = INK_ERROR,
};

static struct str in(const struct text_writer *w, struct mtext t)
{
	return mtext_in(t, w->lang);
}

static void end_line(struct text_writer *w)
{
	out_bytes(w->out, "\n", 1);
}

/* Text padded to a number of columns, and one blank. */
static size_t write_column(struct text_writer *w, enum ink ink, struct str s, size_t columns)
{
	size_t wide = cell_columns(s);

	text_writer_ink(w, ink, s);
	if (wide < columns) {
		text_writer_pad(w, columns - wide);
		wide = columns;
	}
	out_bytes(w->out, " ", 1);
	return wide + 1;
}

static size_t severity_columns(const struct text_writer *w)
{
	size_t widest = 0;

	for (int s = 0; s < SEV_COUNT; s++) {
		size_t wide = cell_columns(severity_titles[s].in[w->lang]);

		if (wide > widest)
			widest = wide;
	}
	return widest;
}

static struct str place_text(struct text_writer *w, const struct place *p)
{
	if (!p->line)
		return STR("");
	if (!p->column)
		return arena_printf(w->arena, "%u", p->line);
	return arena_printf(w->arena, "%u:%u", p->line, p->column);
}

static void write_detail_label(struct text_writer *w, enum label label)
{
	struct str s = text_writer_label(w, label);
	size_t used = MARGIN + 2 + cell_columns(s) + 1;

	text_writer_pad(w, MARGIN + 2);
	text_writer_ink(w, INK_BOLD, s);
	text_writer_ink(w, INK_BOLD, STR(":"));
	text_writer_pad(w, used < DETAIL_INDENT ? DETAIL_INDENT - used : 1);
}

static void begin_detail(struct text_writer *w, bool first, enum label label)
{
	if (first)
		write_detail_label(w, label);
	else
		text_writer_pad(w, DETAIL_INDENT);
}

static void write_detail(struct text_writer *w, bool first, enum label label, struct str text)
{
	begin_detail(w, first, label);
	text_writer_prose(w, DETAIL_INDENT, DETAIL_INDENT, text);
	end_line(w);
}

static struct str with_mark(struct text_writer *w, struct str text, enum confidence c)
{
	struct str title = in(w, confidence_titles[c]);

	if (!title.n)
		return text;
	return ARENA_JOIN(w->arena, text, STR(" ["), title, STR("]"));
}

static void write_facts(struct text_writer *w, const struct finding *f)
{
	static const enum label labels[] = {
		[FACT_MANIFEST] = LABEL_MANIFEST,
		[FACT_REFERENCE] = LABEL_REFERENCE,
		[FACT_INITIATIVE] = LABEL_INITIATIVE,
	};

	for (size_t i = 0; i < f->facts_n; i++) {
		const struct fact *fact = &f->facts[i];
		struct str text =
			ARENA_JOIN(w->arena, text_writer_label(w, labels[fact->kind]),
				   STR(": "), fact->name, STR(" = "), in(w, fact->value));
		bool linked;

		begin_detail(w, i == 0, LABEL_WHY);
		linked = text_writer_link(w, fact->url);
		text_writer_prose(w, DETAIL_INDENT, DETAIL_INDENT,
				  with_mark(w, text, fact->confidence));
		text_writer_link_end(w, linked);
		end_line(w);
	}
	if (f->condition.n)
		write_detail(w, f->facts_n == 0, LABEL_WHY,
			     ARENA_JOIN(w->arena, text_writer_label(w, LABEL_CONDITION),
					STR(": "), f->condition));
}

static void write_norms(struct text_writer *w, const struct finding *f)
{
	for (size_t i = 0; i < f->basis_n; i++) {
		const struct basis *b = &f->basis[i];
		struct str paraphrase = in(w, b->text);
		bool linked;

		begin_detail(w, i == 0, LABEL_NORM);
		linked = text_writer_link(w, b->url);
		text_writer_prose(w, DETAIL_INDENT, DETAIL_INDENT,
				  with_mark(w, in(w, b->citation), b->confidence));
		text_writer_link_end(w, linked);
		end_line(w);
		if (paraphrase.n)
			write_detail(w, false, LABEL_NORM, paraphrase);
		if (b->url.n && !linked)
			write_detail(w, false, LABEL_NORM, b->url);
	}
}

static void write_related(struct text_writer *w, const struct finding *f)
{
	for (size_t i = 0; i < f->related_n; i++) {
		const struct place *p = &f->related[i];
		struct str where = place_text(w, p);
		struct str inside = where.n ? where : p->pointer;

		write_detail(w, i == 0, LABEL_SEE,
			     ARENA_JOIN(w->arena, p->file, inside.n ? STR(":") : STR(""),
					inside, STR(" "), in(w, p->note)));
		text_writer_excerpt(w, p, INK_DIM);
	}
}

static void write_pardon(struct text_writer *w, const struct finding *f)
{
	struct str pardon = in(w, plain_pardon(w->arena, f));

	if (pardon.n)
		write_detail(w, true, LABEL_UNCOUNTED, pardon);
}

static void write_head(struct text_writer *w, const struct finding *f)
{
	size_t at = MARGIN;
	struct str where = place_text(w, &f->at);

	text_writer_pad(w, MARGIN);
	at += write_column(w, severity_inks[f->severity], in(w, severity_titles[f->severity]),
			   severity_columns(w));
	at += write_column(w, INK_DIM, where, PLACE_COLUMNS);
	at += write_column(w, INK_BOLD, f->rule, RULE_COLUMNS);
	text_writer_prose(w, at, at > w->wrap / 2 ? DETAIL_INDENT : at, in(w, f->message));
	end_line(w);
}

void text_writer_details(struct text_writer *w, const struct finding *f)
{
	text_writer_excerpt(w, &f->at, severity_inks[f->severity]);
	if (!f->at.line && f->at.pointer.n) {
		text_writer_pad(w, DETAIL_INDENT);
		text_writer_ink(w, INK_DIM, f->at.pointer);
		end_line(w);
	}
	write_facts(w, f);
	write_norms(w, f);
	if (in(w, f->remedy).n)
		write_detail(w, true, LABEL_DO, in(w, f->remedy));
	write_related(w, f);
	write_pardon(w, f);
	write_detail_label(w, LABEL_ID);
	text_writer_ink(w, INK_DIM, finding_fingerprint(w->arena, f));
	end_line(w);
}

void text_writer_finding(struct text_writer *w, const struct finding *f)
{
	write_head(w, f);
	text_writer_details(w, f);
}

/* "file:line:column: error: SRC-001: message", as editors read it. */
static void write_quiet(struct text_writer *w, const struct finding *f)
{
	struct str where = place_text(w, &f->at);
	size_t wrap = w->wrap;

	text_writer_plain(w, f->at.file);
	if (where.n)
		out_printf(w->out, ":%s", where.p);
	out_printf(w->out, ": ");
	text_writer_ink(w, severity_inks[f->severity], in(w, severity_titles[f->severity]));
	out_printf(w->out, ": ");
	text_writer_plain(w, f->rule);
	out_printf(w->out, ": ");
	w->wrap = SIZE_MAX;
	text_writer_prose(w, 0, 0, in(w, f->message));
	w->wrap = wrap;
	end_line(w);
}

/* What a file is, as far as known: "msh/egin · Harvest forecast · Ministry … · pilot". */
static struct str description(struct text_writer *w, const struct report_subject *s)
{
	const struct str parts[] = { s->initiative, in(w, s->name), in(w, s->body), s->stage };
	struct str all = STR("");

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (parts[i].n)
			all = ARENA_JOIN(w->arena, all, all.n ? STR(" · ") : STR(""), parts[i]);
	return all;
}

static void write_group_head(struct text_writer *w, const struct group *g, size_t margin)
{
	const struct report_subject *s = g->subject;
	struct str file = g->file.n ? g->file : text_writer_label(w, LABEL_WHOLE_RUN);
	struct str what = { 0 };
	size_t at = margin + cell_columns(file);
	bool linked;

	text_writer_pad(w, margin);
	linked = text_writer_link_file(w, g->file);
	text_writer_ink(w, INK_BOLD, file);
	text_writer_link_end(w, linked);
	what = s ? description(w, s) : what;
	if (what.n) {
		out_printf(w->out, "  ");
		text_writer_prose(w, at + 2, DETAIL_INDENT, what);
	}
	if (s && s->illustration) {
		out_printf(w->out, " · ");
		text_writer_ink(w, INK_WARNING, text_writer_label(w, LABEL_ILLUSTRATION));
	}
	end_line(w);
}

static void write_group(struct text_writer *w, const struct group *g)
{
	bool all = w->report->verbose;

	if ((all ? g->n : g->n - g->uncounted) && !w->report->quiet)
		write_group_head(w, g, 0);
	for (size_t i = 0; i < g->n; i++) {
		if (!all && !finding_counts(&g->findings[i]))
			continue;
		if (w->report->quiet) {
			write_quiet(w, &g->findings[i]);
		} else {
			text_writer_finding(w, &g->findings[i]);
			end_line(w);
		}
		arena_reset(w->arena);
	}
}

static void write_clean(struct text_writer *w)
{
	size_t shown = 0, most = w->report->verbose ? SIZE_MAX : NAMES_SHOWN;

	if (!w->view.clean)
		return;
	text_writer_ink(w, INK_BOLD, text_writer_label(w, LABEL_CLEAN));
	end_line(w);
	for (size_t i = 0; i < w->view.groups.n && shown < most; i++) {
		const struct group *g = &w->view.groups.at[i];

		if (g->n > g->uncounted)
			continue;
		write_group_head(w, g, MARGIN);
		shown++;
	}
	if (shown < w->view.clean)
		out_printf(w->out, "  %.*s %zu\n", STR_FMT(text_writer_label(w, LABEL_MORE)),
			   w->view.clean - shown);
	end_line(w);
}

/* What was met stands beside what was not. */
static void write_rules(struct text_writer *w)
{
	const struct report *r = w->report;

	if (!r->verbose || !r->rules_n)
		return;
	text_writer_ink(w, INK_BOLD, text_writer_label(w, LABEL_RULES));
	end_line(w);
	text_writer_pad(w, MARGIN);
	text_writer_prose(w, MARGIN, MARGIN, text_writer_label(w, LABEL_RULES_WHY));
	end_line(w);
	for (size_t i = 0; i < r->rules_n; i++) {
		const struct rule_tally *t = &w->view.tallies[i];

		text_writer_pad(w, MARGIN);
		write_column(w, t->findings ? INK_BOLD : INK_DIM, r->rules[i].id, RULE_COLUMNS);
		out_printf(w->out, "%.*s: %zu, %.*s: %zu  ",
			   STR_FMT(text_writer_label(w, LABEL_OF_RULE_FOUND)), t->findings,
			   STR_FMT(text_writer_label(w, LABEL_OF_RULE_UNJUDGED)), t->notes);
		text_writer_plain(w, in(w, r->rules[i].title));
		end_line(w);
	}
	end_line(w);
}

static void write_overlaps(struct text_writer *w)
{
	const struct report *r = w->report;

	if (!r->overlaps_n)
		return;
	text_writer_ink(w, INK_BOLD, text_writer_label(w, LABEL_OVERLAPS));
	end_line(w);
	for (size_t i = 0; i < r->overlaps_n; i++) {
		const struct report_overlap *o = &r->overlaps[i];
		struct str percent = arena_printf(w->arena, "%d%% ", report_percent(o->score));
		struct str pair =
			ARENA_JOIN(w->arena, percent, o->a, STR(" ("), in(w, o->a_name),
				   STR(") — "), o->b, STR(" ("), in(w, o->b_name), STR(")"));

		text_writer_pad(w, MARGIN);
		text_writer_prose(w, MARGIN, MARGIN + 4, pair);
		end_line(w);
		text_writer_pad(w, MARGIN + 4);
		text_writer_prose(w, MARGIN + 4, MARGIN + 4, in(w, o->why));
		end_line(w);
	}
	end_line(w);
}

static void write_notes(struct text_writer *w)
{
	if (!w->view.notes.n)
		return;
	text_writer_ink(w, INK_BOLD, text_writer_label(w, LABEL_NOT_JUDGED));
	end_line(w);
	for (size_t i = 0; i < w->view.notes.n; i++) {
		text_writer_pad(w, MARGIN);
		text_writer_prose(w, MARGIN, MARGIN + 4,
				  plain_note(w->arena, w->report, &w->view.notes.at[i]));
		end_line(w);
	}
	end_line(w);
}

/* Of what is judged, that of one rule alone stands above. */
static void write_others(struct text_writer *w, const struct report *whole)
{
	size_t n = sink_count(whole->sink, SEV_INFO) - sink_count(w->report->sink, SEV_INFO);

	if (!n)
		return;
	text_writer_prose(w, 0, MARGIN, text_writer_label(w, LABEL_OTHERS));
	out_printf(w->out, ": %zu\n", n);
}

static void write_summary(struct text_writer *w)
{
	const struct overview *v = &w->view;
	struct str line = plain_verdict(w->arena, w->report, v);
	size_t verdict = str_find(line, STR(" · "));

	if (v->known + v->ignored && !w->report->verbose)
		line = ARENA_JOIN(w->arena, line, STR(" ("),
				  text_writer_label(w, LABEL_VERBOSE), STR(")"));
	text_writer_ink(w, INK_BOLD, str_sub(line, 0, verdict));
	out_bytes(w->out, " ", 1);
	text_writer_prose(w, cell_columns(str_sub(line, 0, verdict)) + 1, MARGIN,
			  str_sub(line, verdict, line.n));
	end_line(w);
}

void report_write_text(const struct report *r, struct out *o)
{
	AUTO_ARENA a = arena_new();
	AUTO_ARENA scratch = arena_new();
	struct report shown;
	bool narrow = report_narrow(&shown, a, r);
	struct text_writer w = {
		.report = &shown, .out = o, .arena = scratch, .lang = r->lang
	};

	w.wrap = r->width == 0 ? SIZE_MAX : r->width < WRAP_MIN ? WRAP_MIN : r->width;
	w.columns = r->width ? r->width : COLUMNS_DEFAULT;
	overview_make(&w.view, a, &shown);
	text_writer_prose(&w, 0, MARGIN, in(&w, report_heading(scratch, r)));
	end_line(&w);
	if (w.view.illustration) {
		text_writer_prose(&w, 0, 0, text_writer_label(&w, LABEL_ILLUSTRATIONS));
		end_line(&w);
	}
	if (!r->quiet)
		end_line(&w);
	for (size_t i = 0; i < w.view.groups.n; i++)
		write_group(&w, &w.view.groups.at[i]);
	if (!r->quiet) {
		if (!narrow)
			write_clean(&w);
		write_rules(&w);
		write_overlaps(&w);
		write_notes(&w);
	}
	trace_write_text(&w);
	write_others(&w, r);
	if (narrow)
		overview_make(&w.view, a, r);
	write_summary(&w);
}
