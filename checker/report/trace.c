#include "checker/report/report_internal.h"

/* How rules came to their verdicts: for people, and as JSON. */

static const char *const trace_kind_names[] = {
	[TRACE_BIND] = "bind", [TRACE_HIT] = "hit",	[TRACE_DENIED] = "denied",
	[TRACE_LET] = "let",   [TRACE_WHEN] = "when",	[TRACE_CONDITION] = "condition",
	[TRACE_KEY] = "key",   [TRACE_OTHER] = "other",
};
static const char *const trace_outcome_names[] = {
	[TRACE_SILENT] = "silent",	   [TRACE_NOT_APPLICABLE] = "not_applicable",
	[TRACE_PASSED] = "passed",	   [TRACE_FOUND] = "found",
	[TRACE_NOT_JUDGED] = "not_judged",
};
static const char *const trace_result_names[] = {
	[TRACE_VALUE] = "value",   [TRACE_TRUE] = "true",   [TRACE_FALSE] = "false",
	[TRACE_ABSENT] = "absent", [TRACE_ERROR] = "error", [TRACE_UNASKED] = "unasked",
};

static const struct mtext outcome_titles[] = {
	[TRACE_SILENT] = MT_INIT("бұл кезеңде сұралмайды", "на этой стадии не спрашивается",
				 "not asked at this stage"),
	[TRACE_NOT_APPLICABLE] = MT_INIT("қолданылмайды", "не применимо", "does not apply"),
	[TRACE_PASSED] = MT_INIT("орындалған", "выполнено", "met"),
	[TRACE_FOUND] = MT_INIT("ескертпе бар", "есть замечание", "a finding"),
	[TRACE_NOT_JUDGED] = MT_INIT("бағаланбады", "не оценено", "not judged"),
};
static const struct mtext result_titles[] = {
	[TRACE_TRUE] = MT_INIT("ақиқат", "истинно", "true"),
	[TRACE_FALSE] = MT_INIT("жалған", "ложно", "false"),
	[TRACE_ABSENT] = MT_INIT("табылмады", "не найдено", "nothing found"),
	[TRACE_ERROR] = MT_INIT("қате", "ошибка", "error"),
	[TRACE_UNASKED] = MT_INIT("сұралмады", "не спрашивалось", "not asked"),
};
static const struct mtext kind_titles[] = {
	[TRACE_BIND] = MT_INIT("қайда", "где", "where"),
	[TRACE_HIT] = MT_INIT("мәтінде", "в тексте", "in the text"),
	[TRACE_DENIED] =
		MT_INIT("мәтін жоққа шығарған", "в тексте отрицается", "denied in the text"),
	[TRACE_LET] = MT_INIT("іздеу", "поиск", "look-up"),
	[TRACE_WHEN] = MT_INIT("қашан", "когда", "when"),
	[TRACE_CONDITION] = MT_INIT("шарт", "условие", "condition"),
	[TRACE_KEY] = MT_INIT("кілт", "ключ", "key"),
	[TRACE_OTHER] = MT_INIT("басқасы", "другая", "other"),
};

/* What has no name of its own beside its kind. */
static bool is_nameless(enum trace_kind kind)
{
	return kind == TRACE_WHEN || kind == TRACE_KEY;
}

struct mtext report_trace_outcome(enum trace_outcome outcome)
{
	return outcome_titles[outcome];
}

struct mtext report_trace_step(struct arena *a, const struct trace_step *s)
{
	bool plain = s->result == TRACE_VALUE || s->result == TRACE_ERROR;
	struct mtext out;

	for (enum lang l = 0; l < LANG_COUNT; l++) {
		struct str value = plain ? mtext_in(s->value, l) : STR("");
		struct str result = s->result == TRACE_VALUE
					    ? STR("")
					    : mtext_in(result_titles[s->result], l);
		bool named = !is_nameless(s->kind);

		out.in[l] = ARENA_JOIN(a, mtext_in(kind_titles[s->kind], l),
				       named ? STR(" ") : STR(""), named ? s->name : STR(""),
				       STR(" = "), result,
				       plain && result.n ? STR(": ") : STR(""), value);
	}
	return out;
}

/* ---- text ---- */

enum { STEP_INDENT = 6 };

static void write_step(struct text_writer *w, const struct trace_step *s)
{
	struct str line = mtext_in(report_trace_step(w->arena, s), w->lang);

	text_writer_pad(w, STEP_INDENT);
	text_writer_prose(w, STEP_INDENT, STEP_INDENT + 2, line);
	if (s->expression.n) {
		out_bytes(w->out, "   ", 3);
		text_writer_ink(w, INK_DIM, s->expression);
	}
	out_bytes(w->out, "\n", 1);
}

static void write_match(struct text_writer *w, const struct trace_match *m, size_t number)
{
	text_writer_pad(w, STEP_INDENT - 2);
	out_printf(w->out, "%zu. ", number);
	text_writer_ink(w, m->outcome == TRACE_FOUND ? INK_ERROR : INK_BOLD,
			mtext_in(outcome_titles[m->outcome], w->lang));
	out_bytes(w->out, "\n", 1);
	for (size_t i = 0; i < m->steps.n; i++)
		write_step(w, &m->steps.at[i]);
}

void trace_write_text(struct text_writer *w)
{
	const struct trace *t = w->report->trace;

	if (!t)
		return;
	text_writer_ink(
		w, INK_BOLD,
		mtext_in(MT("Қалай бағаланды", "Как это проверялось", "How it was judged"),
			 w->lang));
	out_bytes(w->out, "\n", 1);
	for (size_t i = 0; i < t->rules.n; i++) {
		const struct trace_rule *r = t->rules.at[i];

		text_writer_pad(w, 2);
		text_writer_ink(w, INK_BOLD, r->rule);
		out_bytes(w->out, " ", 1);
		text_writer_plain(w, r->file);
		out_printf(w->out, ": ");
		text_writer_ink(w, r->outcome == TRACE_FOUND ? INK_ERROR : INK_DIM,
				mtext_in(outcome_titles[r->outcome], w->lang));
		out_bytes(w->out, "\n", 1);
		for (size_t m = 0; m < r->matches.n; m++)
			write_match(w, r->matches.at[m], m + 1);
		arena_reset(w->arena);
	}
	out_bytes(w->out, "\n", 1);
}

/* ---- JSON ---- */

static cJSON *step_json(struct json *j, const struct trace_step *s)
{
	cJSON *o = json_object(j);

	json_add(j, o, "kind", json_str(j, str_of(trace_kind_names[s->kind])));
	json_add(j, o, "name", json_str(j, s->name));
	json_add(j, o, "expression", json_optional(j, s->expression));
	json_add(j, o, "result", json_str(j, str_of(trace_result_names[s->result])));
	json_add(j, o, "value", json_mtext(j, s->value));
	return o;
}

static cJSON *match_json(struct json *j, const struct trace_match *m)
{
	cJSON *o = json_object(j), *steps = json_array(j);

	json_add(j, o, "outcome", json_str(j, str_of(trace_outcome_names[m->outcome])));
	for (size_t i = 0; i < m->steps.n; i++)
		json_push(j, steps, step_json(j, &m->steps.at[i]));
	json_add(j, o, "steps", steps);
	return o;
}

void trace_write_json(struct json *j, const struct trace *t)
{
	json_open(j, "explanations", '[');
	for (size_t i = 0; i < t->rules.n; i++) {
		const struct trace_rule *r = t->rules.at[i];
		cJSON *o = json_object(j), *matches = json_array(j);

		json_add(j, o, "rule", json_str(j, r->rule));
		json_add(j, o, "initiative", json_optional(j, r->initiative));
		json_add(j, o, "file", json_str(j, r->file));
		json_add(j, o, "outcome", json_str(j, str_of(trace_outcome_names[r->outcome])));
		for (size_t m = 0; m < r->matches.n; m++)
			json_push(j, matches, match_json(j, r->matches.at[m]));
		json_add(j, o, "matches", matches);
		json_write(j, NULL, o);
	}
	json_close(j, ']');
}
