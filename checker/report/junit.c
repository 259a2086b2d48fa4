/* JUnit XML, the form that Ant's schema describes: a suite for each file, a case for each
 * finding. */
#include "checker/report/plain_internal.h"

struct junit {
	const struct report *report;
	struct out *out;
	struct arena *arena; /* emptied after each suite */
	struct overview view;
	size_t suites;
};

static void put(struct junit *j, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		const char *entity = plain_entity(s.p[i]);

		if (entity)
			out_str(j->out, str_of(entity));
		else
			out_bytes(j->out, &s.p[i], 1);
	}
}

static void attribute(struct junit *j, const char *name, struct str value)
{
	out_printf(j->out, " %s=\"", name);
	put(j, plain_line(j->arena, value));
	out_str(j->out, STR("\""));
}

static void number(struct junit *j, const char *name, size_t value)
{
	out_printf(j->out, " %s=\"%zu\"", name, value);
}

static struct str in(const struct junit *j, struct mtext t)
{
	return mtext_in(t, j->report->lang);
}

/* A case fails as the exit code does by default: on what is an error. */
static bool fails(const struct finding *f)
{
	return finding_counts(f) && f->severity == SEV_ERROR;
}

static void write_outcome(struct junit *j, const struct finding *f)
{
	const char *element = f->unjudged ? "error" : "failure";

	out_printf(j->out, "      <%s", element);
	attribute(j, "message", in(j, f->message));
	attribute(j, "type", f->rule);
	out_str(j->out, STR(">\n"));
	put(j, plain_details(j->arena, j->report, f));
	out_printf(j->out, "\n</%s>\n", element);
}

static void write_case(struct junit *j, struct str class, struct str name,
		       const struct finding *f)
{
	out_str(j->out, STR("    <testcase"));
	attribute(j, "name", name);
	attribute(j, "classname", class);
	out_str(j->out, STR(" time=\"0\">\n"));
	if (f && fails(f)) {
		write_outcome(j, f);
	} else if (f && !finding_counts(f)) {
		out_str(j->out, STR("      <skipped"));
		attribute(j, "message", in(j, plain_pardon(j->arena, f)));
		out_str(j->out, STR(">\n"));
		put(j, plain_details(j->arena, j->report, f));
		out_str(j->out, STR("\n</skipped>\n"));
	}
	out_str(j->out, STR("    </testcase>\n"));
}

/* What neither fails nor is skipped has no text of its own in a case. */
static void write_remarks(struct junit *j, const struct group *g)
{
	out_str(j->out, STR("    <system-out>"));
	for (size_t i = 0; i < g->n; i++) {
		if (fails(&g->findings[i]) || !finding_counts(&g->findings[i]))
			continue;
		out_str(j->out, STR("\n"));
		put(j, plain_finding(j->arena, j->report, &g->findings[i]));
	}
	out_str(j->out, STR("</system-out>\n"));
}

static void write_notes(struct junit *j, bool last)
{
	out_str(j->out, STR("    <system-err>"));
	for (size_t i = 0; last && i < j->view.notes.n; i++) {
		put(j, in(j, label_texts[LABEL_NOT_JUDGED]));
		out_str(j->out, STR(": "));
		put(j, plain_note(j->arena, j->report, &j->view.notes.at[i]));
		out_str(j->out, STR("\n"));
	}
	out_str(j->out, STR("</system-err>\n"));
}

static void write_properties(struct junit *j, const struct group *g)
{
	const struct report_subject *s = g->subject;
	const struct {
		const char *name;
		struct str value;
	} all[] = {
		{ "heading", in(j, report_heading(j->arena, j->report)) },
		{ "initiative", s ? s->initiative : STR("") },
		{ "name", s ? in(j, s->name) : STR("") },
		{ "body", s ? in(j, s->body) : STR("") },
		{ "stage", s ? s->stage : STR("") },
	};

	out_str(j->out, STR("    <properties>\n"));
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		if (!all[i].value.n)
			continue;
		out_printf(j->out, "      <property name=\"%s\"", all[i].name);
		attribute(j, "value", all[i].value);
		out_str(j->out, STR("/>\n"));
	}
	out_str(j->out, STR("    </properties>\n"));
}

/* The schema wants a time and a host; a report is the same file on every machine. */
static void write_head(struct junit *j, const struct group *g)
{
	size_t failures = 0, errors = 0;

	for (size_t i = 0; i < g->n; i++) {
		failures += fails(&g->findings[i]) && !g->findings[i].unjudged;
		errors += fails(&g->findings[i]) && g->findings[i].unjudged;
	}
	out_str(j->out, STR("  <testsuite"));
	attribute(j, "name", g->file.n ? g->file : in(j, label_texts[LABEL_WHOLE_RUN]));
	out_str(j->out, STR(" package=\"tizilim\""));
	number(j, "id", j->suites++);
	out_str(j->out, STR(" timestamp=\""));
	put(j, j->report->date);
	out_str(j->out, STR("T00:00:00\" hostname=\"localhost\""));
	number(j, "tests", g->n ? g->n : 1);
	number(j, "failures", failures);
	number(j, "errors", errors);
	number(j, "skipped", g->uncounted);
	out_str(j->out, STR(" time=\"0\">\n"));
}

static struct str case_name(struct junit *j, const struct finding *f)
{
	struct str place = f->at.line
				   ? arena_printf(j->arena, " %u:%u", f->at.line, f->at.column)
				   : STR("");

	return ARENA_JOIN(j->arena, f->rule, place, STR(" ["),
			  in(j, severity_titles[f->severity]), STR("] "), in(j, f->message));
}

static void write_suite(struct junit *j, const struct group *g, bool last)
{
	struct str class =
		g->subject && g->subject->initiative.n ? g->subject->initiative : g->file;

	class = class.n ? class : STR("tizilim");
	write_head(j, g);
	write_properties(j, g);
	for (size_t i = 0; i < g->n; i++)
		write_case(j, class, case_name(j, &g->findings[i]), &g->findings[i]);
	if (!g->n)
		write_case(j, class, in(j, label_texts[LABEL_CLEAN]), NULL);
	write_remarks(j, g);
	write_notes(j, last);
	out_str(j->out, STR("  </testsuite>\n"));
	arena_reset(j->arena);
}

void report_write_junit(const struct report *r, struct out *o)
{
	AUTO_ARENA a = arena_new();
	AUTO_ARENA scratch = arena_new();
	struct junit j = { .report = r, .out = o, .arena = scratch };

	overview_make(&j.view, a, r);
	out_str(o, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"));
	for (size_t i = 0; i < j.view.groups.n; i++)
		write_suite(&j, &j.view.groups.at[i], i + 1 == j.view.groups.n);
	out_str(o, STR("</testsuites>\n"));
}
