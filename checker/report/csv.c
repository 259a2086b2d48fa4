/* For spreadsheets and scripts: a row for each finding (RFC 4180). */
#include "checker/report/plain_internal.h"

/* Also after white space, and in the full width that some spreadsheets take for the same. */
static bool is_formula(struct str text)
{
	static const struct str signs[] = { STR_INIT("="),  STR_INIT("+"),  STR_INIT("-"),
					    STR_INIT("@"),  STR_INIT("＝"), STR_INIT("＋"),
					    STR_INIT("－"), STR_INIT("＠") };
	struct str rest = str_trim(text);

	if (text.n && (text.p[0] == '\t' || text.p[0] == '\r' || text.p[0] == '\n'))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (str_starts(rest, signs[i]))
			return true;
	return false;
}

/* White space is kept, so that what is read again is the same text. */
void report_csv_cell(struct out *o, struct str text, char end)
{
	out_str(o, is_formula(text) ? STR("\"'") : STR("\""));
	while (text.n) {
		bool space = text.p[0] == '\n' || text.p[0] == '\r' || text.p[0] == '\t';
		struct cell c = { { text.p[0] }, 1 };

		if (space)
			text = str_sub(text, 1, text.n);
		else
			c = cell_next(&text);
		if (c.text[0] == '"')
			out_str(o, STR("\""));
		out_bytes(o, c.text, c.n);
	}
	out_str(o, STR("\""));
	out_bytes(o, &end, 1);
}

static struct str norms(struct arena *a, const struct report *r, const struct finding *f)
{
	struct str all = STR("");

	for (size_t i = 0; i < f->basis_n; i++)
		all = ARENA_JOIN(a, all, all.n ? STR("; ") : STR(""),
				 mtext_in(f->basis[i].citation, r->lang));
	return all;
}

static void write_number(struct out *o, uint32_t n)
{
	if (n)
		out_printf(o, "%u", n);
	out_str(o, STR(","));
}

static void write_row(struct out *o, struct arena *a, const struct report *r,
		      const struct finding *f)
{
	report_csv_cell(o, f->at.file, ',');
	write_number(o, f->at.line);
	write_number(o, f->at.line ? f->at.column : 0);
	report_csv_cell(o, str_of(severity_names[f->severity]), ',');
	report_csv_cell(o, f->rule, ',');
	report_csv_cell(o, f->initiative, ',');
	report_csv_cell(o, f->at.pointer, ',');
	report_csv_cell(o, mtext_in(f->message, r->lang), ',');
	report_csv_cell(o, mtext_in(f->remedy, r->lang), ',');
	report_csv_cell(o, norms(a, r, f), ',');
	report_csv_cell(o, mtext_in(plain_pardon(a, f), r->lang), ',');
	report_csv_cell(o, finding_fingerprint(a, f), '\n');
}

void report_write_csv(const struct report *r, struct out *o)
{
	AUTO_ARENA a = arena_new();

	out_str(o, STR("file,line,column,severity,rule,initiative,pointer,message,remedy,norms,"
		       "uncounted,fingerprint\n"));
	for (size_t i = 0; i < r->sink->findings.n; i++) {
		write_row(o, a, r, &r->sink->findings.at[i]);
		arena_reset(a);
	}
}
