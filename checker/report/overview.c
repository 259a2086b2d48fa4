#include "checker/report/report_internal.h"

#include "checker/base/strmap.h"

enum verdict verdict_of(const struct group *g)
{
	if (g->counts[SEV_ERROR])
		return VERDICT_NO;
	if (g->counts[SEV_WARNING])
		return VERDICT_REMARKS;
	return g->notes ? VERDICT_UNSURE : VERDICT_CLEAN;
}

static void count_finding(struct overview *v, struct group *g, const struct finding *f)
{
	bool counts = finding_counts(f);

	g->n++;
	g->uncounted += !counts;
	g->counts[f->severity] += counts;
	v->counts[f->severity] += counts;
	v->known += f->standing == STANDING_KNOWN;
	v->ignored += f->standing != STANDING_KNOWN && f->ignored;
}

static void group_findings(struct overview *v, struct arena *a, const struct report *r)
{
	for (size_t i = 0; i < r->sink->findings.n; i++) {
		const struct finding *f = &r->sink->findings.at[i];
		size_t last = v->groups.n;

		if (!last || !str_eq(v->groups.at[last - 1].file, f->at.file))
			vec_push(a, &v->groups,
				 (struct group){ .file = f->at.file, .findings = f });
		count_finding(v, &v->groups.at[v->groups.n - 1], f);
	}
	for (size_t i = 0; i < v->groups.n; i++)
		v->clean += v->groups.at[i].n == v->groups.at[i].uncounted;
}

/* Joins subjects with the groups of their files; by_name finds a group by its initiative. */
static void join_subjects(struct overview *v, struct arena *a, const struct report *r,
			  struct strmap *by_file, struct strmap *by_name)
{
	size_t found = v->groups.n;

	for (size_t i = 0; i < r->subjects_n; i++)
		vec_push(a, &v->groups, (struct group){ .file = r->subjects[i].file });
	for (size_t i = 0; i < found; i++)
		strmap_put(by_file, v->groups.at[i].file, &v->groups.at[i]);
	v->groups.n = found;
	for (size_t i = 0; i < r->subjects_n; i++) {
		const struct report_subject *s = &r->subjects[i];
		struct group *g = strmap_get(by_file, s->file);

		if (!g) {
			g = &v->groups.at[v->groups.n++];
			*g = (struct group){ .file = s->file };
			strmap_put(by_file, s->file, g);
			v->clean++;
		}
		g->subject = s;
		v->illustration = v->illustration || s->illustration;
		if (s->initiative.n)
			strmap_put(by_name, s->initiative, g);
	}
}

static void group_note(struct overview *v, struct arena *a, struct strmap *seen,
		       const struct note *n)
{
	struct str text = mtext_in(n->text, LANG_EN);
	struct str key = ARENA_JOIN(a, n->rule, STR("\n"), text);
	struct str name = n->initiative.n ? n->initiative : n->at.file;
	const size_t *index = strmap_get(seen, key);
	struct note_group *g;

	if (!index) {
		size_t *place = ARENA_NEW(a, size_t);

		*place = v->notes.n;
		strmap_put(seen, key, place);
		vec_push(a, &v->notes, (struct note_group){ .rule = n->rule, .text = n->text });
		index = place;
	}
	g = &v->notes.at[*index];
	g->n++;
	for (size_t i = 0; i < g->names_n; i++)
		if (str_eq(g->names[i], name))
			return;
	if (name.n && g->names_n < NOTE_NAMES_MAX)
		g->names[g->names_n++] = name;
	else if (name.n)
		g->more = true;
}

static void tally_rules(struct overview *v, struct arena *a, const struct report *r)
{
	struct strmap rules;
	struct rule_tally *t;

	strmap_init(&rules, a);
	v->tallies = ARENA_ARRAY(a, struct rule_tally, r->rules_n + 1);
	for (size_t i = 0; i < r->rules_n; i++)
		strmap_put(&rules, r->rules[i].id, &v->tallies[i]);
	for (size_t i = 0; i < r->sink->findings.n; i++)
		if ((t = strmap_get(&rules, r->sink->findings.at[i].rule)))
			t->findings++;
	for (size_t i = 0; i < r->sink->notes.n; i++)
		if ((t = strmap_get(&rules, r->sink->notes.at[i].rule)))
			t->notes++;
	for (size_t i = 0; r->outcomes && i < r->outcomes->rules.n; i++) {
		const struct trace_rule *rule = r->outcomes->rules.at[i];

		if (!(t = strmap_get(&rules, rule->rule)))
			continue;
		t->met += rule->outcome == TRACE_PASSED;
		t->idle +=
			rule->outcome == TRACE_NOT_APPLICABLE || rule->outcome == TRACE_SILENT;
	}
}

void overview_make(struct overview *v, struct arena *a, const struct report *r)
{
	struct strmap by_file, by_name, notes;

	*v = (struct overview){ 0 };
	strmap_init(&by_file, a);
	strmap_init(&by_name, a);
	strmap_init(&notes, a);
	tally_rules(v, a, r);
	group_findings(v, a, r);
	join_subjects(v, a, r, &by_file, &by_name);
	for (size_t i = 0; i < r->sink->notes.n; i++) {
		const struct note *n = &r->sink->notes.at[i];
		struct group *g = n->at.file.n ? strmap_get(&by_file, n->at.file) : NULL;

		if (!g && n->initiative.n)
			g = strmap_get(&by_name, n->initiative);
		if (g)
			g->notes++;
		group_note(v, a, &notes, n);
	}
	for (size_t i = 0; i < v->groups.n; i++)
		if (verdict_of(&v->groups.at[i]) > v->verdict)
			v->verdict = verdict_of(&v->groups.at[i]);
	/* A run-wide note, or findings left out, also mean that not everything was judged. */
	if (v->verdict == VERDICT_CLEAN && (v->notes.n || r->sink->dropped))
		v->verdict = VERDICT_UNSURE;
}
