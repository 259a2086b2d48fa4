/* TAP 14: a test point for each finding and for each file without one. */
#include "checker/report/plain_internal.h"

struct tap {
	const struct report *report;
	struct out *out;
	struct json json; /* for values in quotation marks, and as the scratch */
	size_t number;
};

static struct str in(const struct tap *t, struct mtext text)
{
	return mtext_in(text, t->report->lang);
}

/* In a description a number sign would begin a directive. */
static void put_description(struct tap *t, struct str s)
{
	s = plain_line(t->json.scratch, s);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '#' || s.p[i] == '\\')
			out_str(t->out, STR("\\"));
		out_bytes(t->out, &s.p[i], 1);
	}
}

static void put_value(struct tap *t, const char *name, struct str value)
{
	if (!value.n)
		return;
	out_printf(t->out, "%s: ", name);
	out_str(t->out, json_quoted(&t->json, plain_line(t->json.scratch, value)));
	out_str(t->out, STR("\n"));
}

static void write_details(struct tap *t, const struct finding *f)
{
	out_str(t->out, STR("  ---\n"));
	put_value(t, "  message", in(t, f->message));
	put_value(t, "  severity", str_of(severity_names[f->severity]));
	put_value(t, "  rule", f->rule);
	put_value(t, "  initiative", f->initiative);
	put_value(t, "  file", f->at.file);
	if (f->at.line)
		out_printf(t->out, "  line: %u\n", f->at.line);
	if (f->at.line && f->at.column)
		out_printf(t->out, "  column: %u\n", f->at.column);
	put_value(t, "  pointer", f->at.pointer);
	for (size_t i = 0; i < f->basis_n; i++) {
		out_str(t->out, i ? STR("") : STR("  norms:\n"));
		put_value(t, "  - citation", in(t, f->basis[i].citation));
	}
	put_value(t, "  remedy", in(t, f->remedy));
	put_value(t, "  fingerprint", finding_fingerprint(t->json.scratch, f));
	out_str(t->out, STR("  ...\n"));
}

/* As the exit code by default: an error fails. One that is known or ignored is TAP's "to do".
 */
static void write_finding(struct tap *t, const struct finding *f)
{
	bool fails = f->severity == SEV_ERROR;
	struct str pardon = in(t, plain_pardon(t->json.scratch, f));
	struct str place = plain_place(t->json.scratch, &f->at);

	out_printf(t->out, "%s %zu - ", fails ? "not ok" : "ok", ++t->number);
	put_description(t, ARENA_JOIN(t->json.scratch, place, place.n ? STR(" ") : STR(""),
				      f->rule, STR(" ["), in(t, severity_titles[f->severity]),
				      STR("] "), in(t, f->message)));
	if (pardon.n) {
		out_str(t->out, fails ? STR(" # TO"
					    "DO ")
				      : STR(" · "));
		put_description(t, pardon);
	}
	out_str(t->out, STR("\n"));
	write_details(t, f);
	arena_reset(t->json.scratch);
}

static void write_comment(struct tap *t, struct str s)
{
	out_str(t->out, STR("# "));
	out_str(t->out, plain_line(t->json.scratch, s));
	out_str(t->out, STR("\n"));
}

static void write_notes(struct tap *t, const struct overview *v)
{
	if (v->notes.n)
		write_comment(t, in(t, label_texts[LABEL_NOT_JUDGED]));
	for (size_t i = 0; i < v->notes.n; i++)
		write_comment(t, plain_note(t->json.scratch, t->report, &v->notes.at[i]));
}

static void write_points(struct tap *t, const struct overview *v)
{
	for (size_t i = 0; i < v->groups.n; i++) {
		const struct group *g = &v->groups.at[i];

		for (size_t k = 0; k < g->n; k++)
			write_finding(t, &g->findings[k]);
		if (g->n)
			continue;
		out_printf(t->out, "ok %zu - ", ++t->number);
		put_description(t, g->file);
		out_str(t->out, STR("\n"));
	}
}

void report_write_tap(const struct report *r, struct out *o)
{
	AUTO_ARENA a = arena_new();
	AUTO_ARENA scratch = arena_new();
	struct tap t = { .report = r, .out = o, .json = { o, scratch, false } };
	struct overview v;
	size_t points = r->sink->findings.n;

	overview_make(&v, a, r);
	for (size_t i = 0; i < v.groups.n; i++)
		points += v.groups.at[i].n == 0;
	out_printf(o, "TAP version 14\n1..%zu\n", points);
	write_comment(&t, in(&t, report_heading(scratch, r)));
	write_points(&t, &v);
	write_notes(&t, &v);
	write_comment(&t, plain_verdict(scratch, r, &v));
	/* A plan of none would be read as a pass. */
	if (!points)
		out_printf(o, "Bail out! %.*s\n",
			   STR_FMT(in(&t, label_texts[LABEL_NOTHING_JUDGED])));
}
