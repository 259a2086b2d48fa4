#include "checker/report/html_internal.h"

/* Two initiatives side by side, with what they share marked in both. */

static void write_marked(struct html *h, const struct report_marked *m)
{
	size_t at = 0;

	for (size_t i = 0; i <= m->spans_n; i++) {
		size_t from = i < m->spans_n ? m->spans[i].from : m->text.n;
		size_t n = i < m->spans_n ? m->spans[i].n : 0;

		html_str(h, str_sub(m->text, at, from));
		html_raw(h, n ? "<mark>" : "");
		html_str(h, str_sub(m->text, from, from + n));
		html_raw(h, n ? "</mark>" : "");
		at = from + n;
	}
}

/* Names of codes are there in three languages, texts in that of their row. */
static void write_cell(struct html *h, const struct report_beside *row, int side)
{
	html_raw(h, "<td>");
	if (!row->named)
		write_marked(h, &row->sides[side]);
	for (enum lang l = 0; row->named && l < LANG_COUNT; l++) {
		out_printf(h->out, "<span lang=\"%s\">", lang_names[l]);
		write_marked(h, &row->named[l].at[side]);
		html_raw(h, "</span>");
	}
	html_raw(h, "</td>");
}

void html_beside(struct html *h, const char *id, const struct mtext names[2],
		 const struct report_beside *rows, size_t n)
{
	html_table_open(h, id, "beside");
	html_raw(h, "<thead><tr><td></td>");
	for (int side = 0; side < 2; side++) {
		html_raw(h, "<th scope=\"col\">");
		html_text(h, names[side]);
		html_raw(h, "</th>");
	}
	html_raw(h, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < n; i++) {
		html_raw(h, "<tr><th scope=\"row\">");
		html_text(h, rows[i].field);
		if (rows[i].lang.n)
			out_printf(h->out, " <span class=\"tag\">%.*s</span>",
				   STR_FMT(rows[i].lang));
		html_raw(h, "</th>");
		for (int side = 0; side < 2; side++)
			write_cell(h, &rows[i], side);
		html_raw(h, "</tr>\n");
	}
	html_table_close(h);
}
