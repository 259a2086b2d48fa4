#include "checker/report/report_internal.h"

#include "checker/base/strmap.h"

/* The files in which the rule was asked; elsewhere something kept it from being asked. */
static void files_asked(struct strmap *files, struct arena *a, const struct trace *t)
{
	strmap_init(files, a);
	for (size_t i = 0; i < t->rules.n; i++)
		strmap_put(files, t->rules.at[i]->file, t->rules.at[i]);
}

static void narrow_sink(struct sink *out, struct arena *a, const struct report *r)
{
	struct str only = r->trace->only;
	struct strmap asked;

	files_asked(&asked, a, r->trace);
	sink_init(out, a);
	for (size_t i = 0; i < r->sink->findings.n; i++) {
		const struct finding *f = &r->sink->findings.at[i];

		if (str_eq(f->rule, only) || !strmap_get(&asked, f->at.file))
			vec_push(a, &out->findings, *f);
	}
	for (size_t i = 0; i < r->sink->notes.n; i++) {
		const struct note *n = &r->sink->notes.at[i];

		if (n->rule.n == 0 || str_eq(n->rule, only))
			vec_push(a, &out->notes, *n);
	}
}

bool report_narrow(struct report *out, struct arena *a, const struct report *r)
{
	struct sink *sink;

	*out = *r;
	if (!r->trace || !r->trace->only.n)
		return false;
	sink = ARENA_NEW(a, struct sink);
	narrow_sink(sink, a, r);
	out->sink = sink;
	out->overlaps_n = 0;
	for (size_t i = 0; i < r->rules_n; i++)
		if (str_eq(r->rules[i].id, r->trace->only))
			out->rules = &r->rules[i];
	out->rules_n = 1;
	return true;
}
