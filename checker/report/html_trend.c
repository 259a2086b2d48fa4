#include "checker/report/html_internal.h"

/*
 * How findings and stages went from report to report: two charts that hold
 * figures and days only, so that they are of no language, a legend beside each,
 * and a table that says the same. Time runs evenly.
 */

enum {
	WIDTH = 720,
	HEIGHT = 240,
	LEFT = 48,
	RIGHT = 12,
	TOP = 12,
	BOTTOM = 28,
	DAY_WIDTH = 84, /* of a day that is written below */
	LINES = 4,	/* that are written at the left */
};

struct trend {
	struct html *h;
	const struct report_point *at;
	size_t n;
	int64_t first, last; /* days */
	size_t most;	     /* what the upper edge stands for */
};

static unsigned x_of(const struct trend *t, size_t point)
{
	int64_t day = t->first, span = t->last - t->first;
	bool known = str_day(t->at[point].date, &day);

	return LEFT + (known && span
			       ? (unsigned)((day - t->first) * (WIDTH - LEFT - RIGHT) / span)
			       : 0);
}

static unsigned y_of(const struct trend *t, size_t value)
{
	return HEIGHT - BOTTOM - (unsigned)(value * (HEIGHT - TOP - BOTTOM) / t->most);
}

/* A number that is easy to divide: 1, 2 or 5 with zeros, of which LINES times is enough. */
static size_t step_for(size_t most)
{
	static const size_t nice[] = { 1, 2, 5 };
	size_t power = 1;

	for (;; power *= 10)
		for (size_t i = 0; i < ARRAY_LEN(nice); i++)
			if (nice[i] * power * LINES >= most)
				return nice[i] * power;
}

/* The last one always, and before it those that have room. */
static void write_days(struct trend *t)
{
	unsigned edge = WIDTH, half = DAY_WIDTH / 2;

	for (size_t i = t->n; i-- > 0;) {
		unsigned x = x_of(t, i);

		x = x < LEFT + half ? LEFT + half : x > WIDTH - half ? WIDTH - half : x;
		if (x + half > edge)
			continue;
		edge = x - half;
		out_printf(t->h->out, "<text class=\"middle\" x=\"%u\" y=\"%d\">", x,
			   HEIGHT - 8);
		html_str(t->h, t->at[i].date);
		html_raw(t->h, "</text>\n");
	}
}

static void open_chart(struct trend *t, size_t most, const char *labelled)
{
	struct html *h = t->h;
	size_t step = step_for(most);

	t->most = step * LINES;
	out_printf(h->out,
		   "<div class=\"trend\" role=\"img\" tabindex=\"0\" aria-labelledby=\"%s\">\n"
		   "<svg viewBox=\"0 0 %d %d\" xmlns=\"http://www.w3.org/2000/svg\">\n",
		   labelled, WIDTH, HEIGHT);
	for (size_t i = 0; i <= LINES; i++) {
		unsigned y = y_of(t, step * i);

		out_printf(h->out,
			   "<path class=\"grid\" d=\"M%d %uH%d\"/>"
			   "<text class=\"end\" x=\"%d\" y=\"%u\">%zu</text>\n",
			   LEFT, y, WIDTH - RIGHT, LEFT - 8, y + 4, step * i);
	}
	write_days(t);
}

static void close_chart(struct trend *t)
{
	html_raw(t->h, "</svg>\n</div>\n");
}

static void legend(struct trend *t, const char *class_name, struct mtext text)
{
	out_printf(t->h->out,
		   "<li><svg class=\"key\" viewBox=\"0 0 28 12\" aria-hidden=\"true\" "
		   "xmlns=\"http://www.w3.org/2000/svg\"><path class=\"%s\" d=\"M0 6H28\"/>"
		   "</svg> ",
		   class_name);
	html_text(t->h, text);
	html_raw(t->h, "</li>\n");
}

static void write_line(struct trend *t, enum severity s)
{
	struct html *h = t->h;

	out_printf(h->out, "<path class=\"%s\" d=\"", severity_names[s]);
	for (size_t i = 0; i < t->n; i++)
		out_printf(h->out, "%c%u %u", i ? 'L' : 'M', x_of(t, i),
			   y_of(t, t->at[i].counts[s]));
	html_raw(h, "\"/>\n");
	for (size_t i = 0; i < t->n; i++)
		out_printf(h->out,
			   "<rect class=\"%s\" x=\"%u\" y=\"%u\" width=\"6\" height=\"6\"/>\n",
			   severity_names[s], x_of(t, i) - 3, y_of(t, t->at[i].counts[s]) - 3);
}

static void write_severities(struct trend *t)
{
	static const enum label labels[SEV_COUNT] = { [SEV_ERROR] = LABEL_ERRORS,
						      [SEV_WARNING] = LABEL_WARNINGS,
						      [SEV_INFO] = LABEL_INFOS };
	size_t most = 1;

	for (size_t i = 0; i < t->n; i++)
		for (enum severity s = SEV_INFO; s < SEV_COUNT; s++)
			most = t->at[i].counts[s] > most ? t->at[i].counts[s] : most;
	html_raw(t->h, "<h3 id=\"trend-findings\">");
	html_label(t->h, LABEL_FINDINGS);
	html_raw(t->h, "</h3>\n<ul class=\"keys\">\n");
	for (int s = SEV_ERROR; s >= SEV_INFO; s--)
		legend(t, severity_names[s], label_texts[labels[s]]);
	html_raw(t->h, "</ul>\n");
	open_chart(t, most, "trend-findings");
	for (enum severity s = SEV_INFO; s < SEV_COUNT; s++)
		write_line(t, s);
	close_chart(t);
}

static struct mtext stage_title(const struct trend *t, size_t stage)
{
	return stage < t->h->report->stages_n ? t->h->report->stages[stage]
					      : label_texts[LABEL_NO_STAGE];
}

/* A stage that no report has is not shown. */
static bool has_stage(const struct trend *t, size_t stage)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->at[i].stages[stage])
			return true;
	return false;
}

/* Areas one upon the other, each from its own sum down to that of the one below. */
static void write_area(struct trend *t, size_t stage, size_t *below)
{
	struct html *h = t->h;

	out_printf(h->out, "<path class=\"stage-%zu\" d=\"", stage);
	for (size_t i = 0; i < t->n; i++)
		out_printf(h->out, "%c%u %u", i ? 'L' : 'M', x_of(t, i),
			   y_of(t, below[i] + t->at[i].stages[stage]));
	for (size_t i = t->n; i-- > 0;) {
		out_printf(h->out, "L%u %u", x_of(t, i), y_of(t, below[i]));
		below[i] += t->at[i].stages[stage];
	}
	html_raw(h, "Z\"/>\n");
}

static void write_stages(struct trend *t)
{
	size_t *below = ARENA_ARRAY(t->h->arena, size_t, t->n), most = 1;
	size_t stages = t->h->report->stages_n + 1;

	for (size_t i = 0; i < t->n; i++)
		most = t->at[i].subjects > most ? t->at[i].subjects : most;
	html_raw(t->h, "<h3 id=\"trend-stages\">");
	html_label(t->h, LABEL_BY_STAGE);
	html_raw(t->h, "</h3>\n<ul class=\"keys\">\n");
	for (size_t s = stages; s-- > 0;)
		if (has_stage(t, s))
			legend(t, arena_printf(t->h->arena, "stage-%zu", s).p,
			       stage_title(t, s));
	html_raw(t->h, "</ul>\n");
	open_chart(t, most, "trend-stages");
	for (size_t s = 0; s < stages; s++)
		if (has_stage(t, s))
			write_area(t, s, below);
	close_chart(t);
}

static void write_head(struct trend *t)
{
	static const enum label heads[] = { LABEL_DAY, LABEL_ERRORS, LABEL_WARNINGS,
					    LABEL_INFOS, LABEL_INITIATIVES };
	struct html *h = t->h;

	html_raw(h, "<thead><tr>");
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		html_raw(h, "<th scope=\"col\">");
		html_label(h, heads[i]);
		html_raw(h, "</th>");
	}
	for (size_t s = 0; s <= h->report->stages_n; s++) {
		if (!has_stage(t, s))
			continue;
		html_raw(h, "<th scope=\"col\">");
		html_text(h, stage_title(t, s));
		html_raw(h, "</th>");
	}
	html_raw(h, "</tr></thead>\n<tbody>\n");
}

static void write_number(struct html *h, const char *class_name, size_t n)
{
	out_printf(h->out, "<td class=\"number %s\">%zu</td>", n ? class_name : "zero", n);
}

static void write_row(struct trend *t, const struct report_point *p)
{
	struct html *h = t->h;

	html_raw(h, "<tr><th scope=\"row\">");
	html_str(h, p->date);
	html_raw(h, "</th>");
	for (int s = SEV_ERROR; s >= SEV_INFO; s--)
		write_number(h, severity_names[s], p->counts[s]);
	write_number(h, "files", p->subjects);
	for (size_t s = 0; s <= h->report->stages_n; s++)
		if (has_stage(t, s))
			write_number(h, "files", p->stages[s]);
	html_raw(h, "</tr>\n");
}

void html_trend(struct html *h)
{
	struct trend t = { .h = h, .at = h->report->trend, .n = h->report->trend_n };

	if (t.n < 2 || !str_day(t.at[0].date, &t.first) ||
	    !str_day(t.at[t.n - 1].date, &t.last))
		return;
	html_raw(h, "<section>\n<h2 id=\"trend\">");
	html_label(h, LABEL_TREND);
	html_raw(h, "</h2>\n");
	html_element(h, "p", LABEL_TREND_WHY);
	write_severities(&t);
	write_stages(&t);
	html_fold_open(h, "trend-table", label_texts[LABEL_IN_FIGURES], t.n);
	html_table_open(h, "trend-table", "figures");
	write_head(&t);
	for (size_t i = 0; i < t.n; i++)
		write_row(&t, &t.at[i]);
	html_table_close(h);
	html_fold_close(h);
	html_raw(h, "</section>\n");
}
