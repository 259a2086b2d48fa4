#include "checker/check/check_internal.h"

#include <stdlib.h>

/* Points of the trend: what earlier reports counted, and what this run counts. */

static size_t count_of(const struct node *counts, const char *name)
{
	const struct node *n = node_get(counts, str_of(name));
	int64_t value;

	return n && node_int(n, &value) && value > 0 && value <= UINT32_MAX ? (size_t)value : 0;
}

/* A stage that is no stage, or that a document does not tell, is the last. */
static size_t *stage_of(struct report_point *p, struct str name)
{
	enum stage stage;

	return &p->stages[stage_parse(&stage, name) ? (size_t)stage : STAGE_COUNT];
}

bool check_earlier(struct check *c, struct str path, struct str text, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct doc_errors errors = { 0 };
	struct report_point point = { 0 };
	const struct node *counts, *subjects;
	struct doc *doc;
	int64_t day;

	if (!doc_parse(&doc, a, path, text, DOC_JSON, DOC_GENERAL, &errors))
		return err_set(err, ERR_INPUT, "%.*s is no report of this program in JSON",
			       STR_FMT(path));
	counts = node_get(&doc->root, STR("counts"));
	subjects = node_get(&doc->root, STR("subjects"));
	point.date = node_text(&doc->root, STR("judged_by"));
	if (!node_get(&doc->root, STR("report")) || !str_day(point.date, &day) || !counts ||
	    !subjects || subjects->type != NODE_ARRAY)
		return err_set(err, ERR_INPUT, "%.*s is no report of this program in JSON",
			       STR_FMT(path));
	point.date = arena_str(c->arena, str_sub(point.date, 0, REPORT_DATE_BYTES));
	for (enum severity s = SEV_INFO; s < SEV_COUNT; s++)
		point.counts[s] = count_of(counts, severity_names[s]);
	point.subjects = subjects->count;
	for (uint32_t i = 0; i < subjects->count; i++)
		++*stage_of(&point, node_text(&subjects->items[i], STR("stage")));
	vec_push(c->arena, &c->earlier, point);
	return true;
}

static struct report_point present(const struct check *c)
{
	struct report_point p = { .date = c->options.date, .subjects = c->shown.n };

	for (size_t i = 0; i < c->sink.findings.n; i++)
		if (finding_counts(&c->sink.findings.at[i]))
			p.counts[c->sink.findings.at[i].severity]++;
	for (size_t i = 0; i < c->shown.n; i++)
		++*stage_of(&p, c->shown.at[i].stage);
	return p;
}

struct dated {
	struct report_point point;
	size_t given;
};

static int by_date(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;
	int order = str_cmp(&x->point.date, &y->point.date);

	return order ? order : x->given < y->given ? -1 : x->given > y->given;
}

/* Of several reports of a day the last that was given counts, and this run before all. */
void earlier_report(struct check *c, struct report *r)
{
	size_t n = c->earlier.n + 1, kept = 0;
	struct dated *all = ARENA_ARRAY(c->arena, struct dated, n);
	struct report_point *points = ARENA_ARRAY(c->arena, struct report_point, n);

	if (!c->earlier.n)
		return;
	for (size_t i = 0; i < n; i++)
		all[i] = (struct dated){ i + 1 < n ? c->earlier.at[i] : present(c), i };
	qsort(all, n, sizeof(*all), by_date);
	for (size_t i = 0; i < n; i++) {
		if (kept && str_eq(points[kept - 1].date, all[i].point.date))
			kept--;
		points[kept++] = all[i].point;
	}
	r->trend = points;
	r->trend_n = kept;
}
