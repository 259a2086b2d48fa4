#include "checker/report/report_internal.h"

static cJSON *line_or_null(struct json *j, uint32_t value)
{
	return value ? json_number(j, value) : json_optional(j, (struct str){ 0 });
}

static void add_place(struct json *j, cJSON *o, const struct place *p)
{
	bool column = p->line && p->column;

	json_add(j, o, "file", json_optional(j, p->file));
	json_add(j, o, "line", line_or_null(j, p->line));
	json_add(j, o, "column", line_or_null(j, column ? p->column : 0));
	json_add(j, o, "span", line_or_null(j, column ? (p->span ? p->span : 1) : 0));
	json_add(j, o, "pointer", json_str(j, p->pointer));
	json_add(j, o, "excerpt", json_optional(j, json_excerpt(p)));
}

static cJSON *facts(struct json *j, const struct finding *f)
{
	static const char *const kinds[] = {
		[FACT_MANIFEST] = "manifest",
		[FACT_REFERENCE] = "reference",
		[FACT_INITIATIVE] = "initiative",
	};
	cJSON *array = json_array(j);

	for (size_t i = 0; i < f->facts_n; i++) {
		const struct fact *fact = &f->facts[i];
		cJSON *o = json_object(j);

		json_add(j, o, "kind", json_str(j, str_of(kinds[fact->kind])));
		json_add(j, o, "name", json_str(j, fact->name));
		json_add(j, o, "value", json_mtext(j, fact->value));
		json_add(j, o, "confidence",
			 json_str(j, str_of(confidence_names[fact->confidence])));
		json_add(j, o, "url", json_optional(j, fact->url));
		json_push(j, array, o);
	}
	return array;
}

static cJSON *related(struct json *j, const struct finding *f)
{
	cJSON *array = json_array(j);

	for (size_t i = 0; i < f->related_n; i++) {
		cJSON *o = json_object(j);

		add_place(j, o, &f->related[i]);
		json_add(j, o, "note", json_mtext(j, f->related[i].note));
		json_push(j, array, o);
	}
	return array;
}

static cJSON *ignored(struct json *j, const struct finding *f)
{
	cJSON *o;

	if (!f->ignored)
		return json_optional(j, STR(""));
	o = json_object(j);
	json_add(j, o, "reason", json_mtext(j, f->ignored->reason));
	json_add(j, o, "until", json_str(j, f->ignored->until));
	add_place(j, o, &f->ignored->at);
	return o;
}

static void write_finding(struct json *j, const struct finding *f)
{
	cJSON *o = json_object(j);

	json_add(j, o, "rule", json_str(j, f->rule));
	json_add(j, o, "severity", json_str(j, str_of(severity_names[f->severity])));
	json_add(j, o, "initiative", json_optional(j, f->initiative));
	add_place(j, o, &f->at);
	json_add(j, o, "message", json_mtext(j, f->message));
	json_add(j, o, "remedy", json_mtext(j, f->remedy));
	json_add(j, o, "condition", json_optional(j, f->condition));
	json_add(j, o, "judged", cJSON_CreateBool(!f->unjudged));
	json_add(j, o, "fingerprint", json_str(j, finding_fingerprint(j->scratch, f)));
	json_add(j, o, "standing", json_str(j, str_of(standing_names[f->standing])));
	json_add(j, o, "ignored", ignored(j, f));
	json_add(j, o, "facts", facts(j, f));
	json_add(j, o, "basis", json_basis(j, f->basis, f->basis_n));
	json_add(j, o, "related", related(j, f));
	json_write(j, NULL, o);
}

static void write_note(struct json *j, const struct note *n)
{
	cJSON *o = json_object(j);

	json_add(j, o, "rule", json_optional(j, n->rule));
	json_add(j, o, "initiative", json_optional(j, n->initiative));
	add_place(j, o, &n->at);
	json_add(j, o, "text", json_mtext(j, n->text));
	json_write(j, NULL, o);
}

static void write_subject(struct json *j, const struct group *g)
{
	const struct report_subject *s = g->subject;
	cJSON *o = json_object(j), *numbers = json_object(j);

	json_add(j, o, "file", json_str(j, s->file));
	json_add(j, o, "initiative", json_optional(j, s->initiative));
	json_add(j, o, "name", json_mtext(j, s->name));
	json_add(j, o, "body", json_mtext(j, s->body));
	json_add(j, o, "stage", json_optional(j, s->stage));
	json_add(j, o, "sha256", json_hash(j, s->bytes));
	json_add(j, o, "illustration", cJSON_CreateBool(s->illustration));
	json_add(j, o, "verdict", json_str(j, str_of(verdict_names[verdict_of(g)])));
	for (int sev = SEV_ERROR; sev >= SEV_INFO; sev--)
		json_add(j, numbers, severity_names[sev],
			 json_number(j, (double)g->counts[sev]));
	json_add(j, o, "counts", numbers);
	json_write(j, NULL, o);
}

static void write_rule(struct json *j, const struct rule_info *rule,
		       const struct rule_tally *tally)
{
	cJSON *o = json_object(j);

	json_add(j, o, "id", json_str(j, rule->id));
	json_add(j, o, "severity", json_str(j, str_of(severity_names[rule->severity])));
	json_add(j, o, "title", json_mtext(j, rule->title));
	json_add(j, o, "findings", json_number(j, (double)tally->findings));
	json_add(j, o, "not_judged", json_number(j, (double)tally->notes));
	json_write(j, NULL, o);
}

static void write_overlap(struct json *j, const struct report_overlap *overlap)
{
	cJSON *o = json_object(j);

	json_add(j, o, "a", json_str(j, overlap->a));
	json_add(j, o, "b", json_str(j, overlap->b));
	json_add(j, o, "a_name", json_mtext(j, overlap->a_name));
	json_add(j, o, "b_name", json_mtext(j, overlap->b_name));
	json_add(j, o, "a_body", json_mtext(j, overlap->a_body));
	json_add(j, o, "b_body", json_mtext(j, overlap->b_body));
	/* Whole percents: the last digits of a double are not the same on every machine. */
	json_add(j, o, "score", json_number(j, report_percent(overlap->score) / 100.0));
	json_add(j, o, "why", json_mtext(j, overlap->why));
	json_write(j, NULL, o);
}

static cJSON *totals(struct json *j, const struct report *r, const struct overview *v)
{
	cJSON *o = json_object(j);

	json_add(j, o, "error", json_number(j, (double)v->counts[SEV_ERROR]));
	json_add(j, o, "warning", json_number(j, (double)v->counts[SEV_WARNING]));
	json_add(j, o, "info", json_number(j, (double)v->counts[SEV_INFO]));
	json_add(j, o, "known", json_number(j, (double)v->known));
	json_add(j, o, "ignored", json_number(j, (double)v->ignored));
	json_add(j, o, "gone", json_number(j, (double)r->gone));
	json_add(j, o, "dropped", json_number(j, (double)r->sink->dropped));
	json_add(j, o, "files", json_number(j, (double)v->groups.n));
	json_add(j, o, "files_clean", json_number(j, (double)v->clean));
	json_add(j, o, "notes", json_number(j, (double)r->sink->notes.n));
	return o;
}

static void write_head(struct json *j, const struct report *r, const struct overview *v)
{
	cJSON *tool = json_object(j), *pack = json_object(j);

	json_add(j, tool, "name", json_str(j, STR("tizilim")));
	json_add(j, tool, "version", json_str(j, r->program_version));
	json_add(j, pack, "name", json_optional(j, r->pack));
	json_add(j, pack, "version", json_optional(j, r->pack_version));
	json_add(j, pack, "sha256", json_optional(j, r->pack_hash));
	json_write(j, "report", json_str(j, STR("1.0")));
	json_write(j, "heading", json_mtext(j, report_heading(j->scratch, r)));
	json_write(j, "tool", tool);
	json_write(j, "pack", pack);
	if (r->schema.n)
		json_write(j, "schema", json_str(j, r->schema));
	json_write(j, "portfolio", json_mtext(j, r->portfolio));
	json_write(j, "judged_by", json_str(j, r->date));
	json_write(j, "counts", totals(j, r, v));
}

void report_write_json(const struct report *r, struct out *o)
{
	AUTO_ARENA a = arena_new();
	AUTO_ARENA scratch = arena_new();
	struct json j = { o, scratch, false };
	struct overview v;

	overview_make(&v, a, r);
	json_open(&j, NULL, '{');
	write_head(&j, r, &v);
	json_open(&j, "subjects", '[');
	for (size_t i = 0; i < v.groups.n; i++)
		if (v.groups.at[i].subject)
			write_subject(&j, &v.groups.at[i]);
	json_close(&j, ']');
	json_open(&j, "rules", '[');
	for (size_t i = 0; i < r->rules_n; i++)
		write_rule(&j, &r->rules[i], &v.tallies[i]);
	json_close(&j, ']');
	json_open(&j, "findings", '[');
	for (size_t i = 0; i < r->sink->findings.n; i++)
		write_finding(&j, &r->sink->findings.at[i]);
	json_close(&j, ']');
	json_open(&j, "notes", '[');
	for (size_t i = 0; i < r->sink->notes.n; i++)
		write_note(&j, &r->sink->notes.at[i]);
	json_close(&j, ']');
	json_open(&j, "overlaps", '[');
	for (size_t i = 0; i < r->overlaps_n; i++)
		write_overlap(&j, &r->overlaps[i]);
	json_close(&j, ']');
	if (r->trace)
		trace_write_json(&j, r->trace);
	json_close(&j, '}');
	out_bytes(o, "\n", 1);
}
