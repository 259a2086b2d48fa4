#include "checker/report/plain_internal.h"

#include "checker/text/text.h"

const char *const report_duplicate_formats[] = { "text", "json", "csv", "html", "svg", NULL };

enum { SHARED_SHOWN = 6 };

struct writer {
	const struct report_duplicates *d;
	struct out *out;
};

static struct str in(const struct writer *w, struct mtext t)
{
	return mtext_in(t, w->d->lang);
}

/* What is hidden or steers shown by its code point. */
static void put(struct writer *w, struct str text)
{
	while (text.n) {
		struct cell c = cell_next(&text);

		out_bytes(w->out, c.text, c.n);
	}
}

static void put_bold(struct writer *w, struct str text)
{
	out_str(w->out, w->d->color ? STR("\033[1m") : STR(""));
	put(w, text);
	out_str(w->out, w->d->color ? STR("\033[0m") : STR(""));
}

static const struct mtext words_best =
	MT_INIT("негізге алуға лайықтысы", "лучшая основа", "best to build on");
static const struct mtext words_bodies = MT_INIT("орган", "органов", "bodies");

static void text_member(struct writer *w, const struct report_member *m)
{
	put_bold(w, m->id);
	out_str(w->out, STR("  "));
	put(w, in(w, m->name));
	out_str(w->out, STR("\n      "));
	put(w, in(w, m->body));
	out_printf(w->out, " · %.*s", STR_FMT(m->stage));
	if (m->cost.n)
		out_printf(w->out, " · %.*s", STR_FMT(m->cost));
	out_str(w->out, STR("\n"));
}

struct mtext report_verdict_text(struct arena *a, const struct report_verdict *v)
{
	struct mtext said = MTEXT_FILL(
		a, MT("%2 бағалады: %1 (%3)", "%2 считает: %1 (%3)", "judged by %2: %1 (%3)"),
		v->title, mtext_same(v->reviewer), mtext_same(v->reason));

	return v->stands ? said
			 : MTEXT_FILL(a,
				      MT("%1; содан бері мәтін өзгерді",
					 "%1; с тех пор текст изменился",
					 "%1; the text has changed since"),
				      said);
}

static void text_verdict(struct writer *w, const struct report_verdict *v)
{
	AUTO_ARENA a = arena_new();

	out_str(w->out, STR("      "));
	put(w, in(w, report_verdict_text(a, v)));
	out_str(w->out, STR("\n"));
}

static void text_shared(struct writer *w, const struct report_likeness *l)
{
	double rest = l->rest;

	out_str(w->out, STR("      "));
	for (size_t i = 0; i < l->shared_n; i++) {
		if (i >= SHARED_SHOWN) {
			rest += l->shared[i].share;
			continue;
		}
		if (i)
			out_str(w->out, STR("; "));
		put(w, in(w, l->shared[i].name));
		out_printf(w->out, " %.2f (%zu)", l->shared[i].share, l->shared[i].entries);
	}
	if (rest >= 0.005)
		out_printf(w->out, "; %.*s %.2f",
			   STR_FMT(in(w, MT("қалғаны", "остальное", "the rest"))), rest);
	out_str(w->out, STR("\n"));
}

static void text_likeness(struct writer *w, const struct report_likeness *l)
{
	out_printf(w->out, "%3d%%  ", report_percent(l->probability));
	text_member(w, l->b);
	text_shared(w, l);
	if (l->verdict)
		text_verdict(w, l->verdict);
}

static void text_group(struct writer *w, const struct report_group *g, size_t number)
{
	out_printf(w->out, "\n%zu. %zu · %.*s: %zu · %.*s: ", number, g->n + 1,
		   STR_FMT(in(w, words_bodies)), g->bodies, STR_FMT(in(w, words_best)));
	put_bold(w, g->best->id);
	out_str(w->out, STR("\n      "));
	text_member(w, g->pairs[0].a);
	for (size_t i = 0; i < g->n; i++)
		text_likeness(w, &g->pairs[i]);
}

static void text_count(struct writer *w, struct mtext what, size_t n)
{
	AUTO_ARENA a = arena_new();

	if (n)
		out_printf(w->out, "\n%.*s\n",
			   STR_FMT(in(w, MTEXT_FILL(a, what,
						    mtext_same(arena_printf(a, "%zu", n))))));
}

/* Words that both have between marks that a terminal shows, or brackets. */
static void put_marked(struct writer *w, const struct report_marked *m)
{
	size_t at = 0;

	for (size_t i = 0; i <= m->spans_n; i++) {
		size_t from = i < m->spans_n ? m->spans[i].from : m->text.n;
		size_t n = i < m->spans_n ? m->spans[i].n : 0;

		put(w, str_sub(m->text, at, from));
		if (n && !w->d->color)
			out_str(w->out, STR("["));
		if (n)
			put_bold(w, str_sub(m->text, from, from + n));
		if (n && !w->d->color)
			out_str(w->out, STR("]"));
		at = from + n;
	}
}

static void text_beside(struct writer *w)
{
	for (size_t i = 0; i < w->d->beside_n; i++) {
		const struct report_beside *row = &w->d->beside[i];

		out_str(w->out, STR("\n"));
		put(w, in(w, row->field));
		if (row->lang.n)
			out_printf(w->out, " (%.*s)", STR_FMT(row->lang));
		for (int side = 0; side < 2; side++) {
			out_str(w->out, side ? STR("\n  2  ") : STR("\n  1  "));
			if (row->sides[side].text.n)
				put_marked(w, &row->sides[side]);
			else
				out_str(w->out, STR("—"));
		}
		out_str(w->out, STR("\n"));
	}
}

/* What the answer does not show. */
static void text_rest(struct writer *w)
{
	text_count(w,
		   MT("адамдар қайталау емес деген жұптар: %1",
		      "пар, которые люди не сочли дублированием: %1",
		      "pairs that people judged to be no duplicates: %1"),
		   w->d->apart);
	text_count(w,
		   MT("соңғы редакциясы ескерілмегендер: %1 (tizilim index)",
		      "не учтена последняя редакция: %1 (tizilim index)",
		      "left out in their last revision: %1 (tizilim index)"),
		   w->d->left_out);
}

static void write_text(struct writer *w)
{
	const struct report_duplicates *d = w->d;

	out_printf(w->out, "%.*s %.*s · ", STR_FMT(d->pack), STR_FMT(d->pack_version));
	put(w, in(w, d->portfolio));
	out_str(w->out, STR("\n"));
	for (size_t i = 0; i < d->groups_n; i++) {
		const struct report_group *g = &d->groups[i];

		if (g->under.in[LANG_RU].n &&
		    (i == 0 || !str_eq(g->under.in[LANG_RU], g[-1].under.in[LANG_RU]))) {
			out_str(w->out, STR("\n"));
			put_bold(w, in(w, g->under));
			out_str(w->out, STR("\n"));
		}
		text_group(w, g, i + 1);
	}
	if (d->pairs_n) {
		out_str(w->out, STR("\n      "));
		text_member(w, d->pairs[0].a);
	}
	for (size_t i = 0; i < d->pairs_n; i++)
		text_likeness(w, &d->pairs[i]);
	text_beside(w);
	text_rest(w);
	out_printf(
		w->out, "\n%.*s\n",
		STR_FMT(in(
			w,
			MT("Пайыз — адам мұны қайталау деп бағалау ықтималдығы; сан — ортақ "
			   "белгінің үлесі, жақша ішінде — ол қанша бастамада бар",
			   "Процент — вероятность, что человек назовёт это дублированием; "
			   "число — вклад общего признака, в скобках — у скольких "
			   "инициатив он есть",
			   "The percentage is how likely a person would call it a duplicate; "
			   "the number is what a shared sign adds, in brackets how many "
			   "initiatives have it"))));
}

static cJSON *json_member(struct json *j, const struct report_member *m)
{
	cJSON *o = json_object(j);

	json_add(j, o, "id", json_str(j, m->id));
	json_add(j, o, "name", json_mtext(j, m->name));
	json_add(j, o, "body", json_mtext(j, m->body));
	json_add(j, o, "stage", json_str(j, m->stage));
	json_add(j, o, "cost", json_optional(j, m->cost));
	return o;
}

static cJSON *json_verdict(struct json *j, const struct report_verdict *v)
{
	cJSON *o = json_object(j);

	json_add(j, o, "verdict", json_str(j, v->kind));
	json_add(j, o, "alike", cJSON_CreateBool(v->alike));
	json_add(j, o, "stands", cJSON_CreateBool(v->stands));
	json_add(j, o, "reviewer", json_str(j, v->reviewer));
	json_add(j, o, "reason", json_str(j, v->reason));
	json_add(j, o, "at", json_str(j, v->at));
	return o;
}

static int thousandths(double x)
{
	return (int)(x * 1000 + 0.5);
}

/* As its addends are shown, which sum to it. */
static int shown_score(const struct report_likeness *l)
{
	int sum = thousandths(l->rest);

	for (size_t i = 0; i < l->shared_n; i++)
		sum += thousandths(l->shared[i].share);
	return sum;
}

static cJSON *json_likeness(struct json *j, const struct report_likeness *l)
{
	cJSON *o = json_object(j), *shared = json_array(j);

	json_add(j, o, "with", json_member(j, l->b));
	json_add(j, o, "probability", json_number(j, l->probability));
	json_add(j, o, "judged", json_number(j, (double)l->judged));
	json_add(j, o, "score", json_number(j, shown_score(l) / 1000.0));
	for (size_t i = 0; i < l->shared_n; i++) {
		cJSON *s = json_object(j);

		json_add(j, s, "name", json_mtext(j, l->shared[i].name));
		json_add(j, s, "share",
			 json_number(j, thousandths(l->shared[i].share) / 1000.0));
		json_add(j, s, "entries", json_number(j, (double)l->shared[i].entries));
		json_push(j, shared, s);
	}
	json_add(j, o, "shared", shared);
	json_add(j, o, "rest", json_number(j, thousandths(l->rest) / 1000.0));
	if (l->verdict)
		json_add(j, o, "judgement", json_verdict(j, l->verdict));
	return o;
}

static cJSON *json_marked(struct json *j, const struct report_marked *m)
{
	cJSON *o = json_object(j), *spans = json_array(j);

	json_add(j, o, "text", json_str(j, m->text));
	for (size_t i = 0; i < m->spans_n; i++)
		json_push(j, spans,
			  json_str(j, str_sub(m->text, m->spans[i].from,
					      m->spans[i].from + m->spans[i].n)));
	json_add(j, o, "shared", spans);
	return o;
}

static void json_beside(struct json *j, const struct report_duplicates *d)
{
	json_open(j, "beside", '[');
	for (size_t i = 0; i < d->beside_n; i++) {
		const struct report_beside *row = &d->beside[i];
		cJSON *o = json_object(j);

		json_add(j, o, "field", json_mtext(j, row->field));
		json_add(j, o, "lang", json_optional(j, row->lang));
		json_add(j, o, "first", json_marked(j, &row->sides[0]));
		json_add(j, o, "second", json_marked(j, &row->sides[1]));
		json_write(j, NULL, o);
	}
	json_close(j, ']');
}

static cJSON *json_pairs(struct json *j, const struct report_likeness *pairs, size_t n)
{
	cJSON *array = json_array(j);

	for (size_t i = 0; i < n; i++)
		json_push(j, array, json_likeness(j, &pairs[i]));
	return array;
}

static void write_json(struct writer *w)
{
	const struct report_duplicates *d = w->d;
	AUTO_ARENA scratch = arena_new();
	struct json j = { .out = w->out, .scratch = scratch };

	json_open(&j, NULL, '{');
	json_write(&j, "pack", json_str(&j, d->pack));
	json_write(&j, "pack_version", json_str(&j, d->pack_version));
	json_write(&j, "compared", json_number(&j, (double)d->compared));
	json_write(&j, "counted", json_number(&j, (double)d->counted));
	json_write(&j, "left_out", json_number(&j, (double)d->left_out));
	json_write(&j, "judged_apart", json_number(&j, (double)d->apart));
	json_write(&j, "exact_from", json_number(&j, d->threshold));
	if (!d->groups) {
		if (d->pairs_n)
			json_write(&j, "initiative", json_member(&j, d->pairs[0].a));
		json_write(&j, "duplicates", json_pairs(&j, d->pairs, d->pairs_n));
		if (d->beside)
			json_beside(&j, d);
	} else {
		json_open(&j, "groups", '[');
		for (size_t i = 0; i < d->groups_n; i++) {
			const struct report_group *g = &d->groups[i];
			cJSON *o = json_object(&j);

			json_add(&j, o, "under", json_mtext(&j, g->under));
			json_add(&j, o, "best", json_str(&j, g->best->id));
			json_add(&j, o, "bodies", json_number(&j, (double)g->bodies));
			json_add(&j, o, "leader", json_member(&j, g->pairs[0].a));
			json_add(&j, o, "others", json_pairs(&j, g->pairs, g->n));
			json_write(&j, NULL, o);
		}
		json_close(&j, ']');
	}
	json_close(&j, '}');
	out_str(w->out, STR("\n"));
}

/* RFC 4180; a first character that a spreadsheet takes for a formula gets an apostrophe before
 * it. */
static void csv_pairs(struct writer *w, const struct report_likeness *pairs, size_t n,
		      size_t group)
{
	for (size_t i = 0; i < n; i++) {
		const struct report_likeness *l = &pairs[i];

		out_printf(w->out, "%zu,%d,", group, report_percent(l->probability));
		report_csv_cell(w->out, l->a->id, ',');
		report_csv_cell(w->out, in(w, l->a->name), ',');
		report_csv_cell(w->out, in(w, l->a->body), ',');
		report_csv_cell(w->out, l->a->stage, ',');
		report_csv_cell(w->out, l->a->cost, ',');
		report_csv_cell(w->out, l->b->id, ',');
		report_csv_cell(w->out, in(w, l->b->name), ',');
		report_csv_cell(w->out, in(w, l->b->body), ',');
		report_csv_cell(w->out, l->b->stage, ',');
		report_csv_cell(w->out, l->b->cost, ',');
		report_csv_cell(w->out, l->shared_n ? in(w, l->shared[0].name) : STR(""), ',');
		report_csv_cell(w->out, l->verdict ? l->verdict->kind : STR(""), '\n');
	}
}

static void write_csv(struct writer *w)
{
	const struct report_duplicates *d = w->d;

	out_str(w->out, STR("group,percent,a,a_name,a_body,a_stage,a_cost,b,b_name,b_body,b_"
			    "stage,b_cost,most_shared,judged\n"));
	for (size_t i = 0; i < d->groups_n; i++)
		csv_pairs(w, d->groups[i].pairs, d->groups[i].n, i + 1);
	csv_pairs(w, d->pairs, d->pairs_n, 0);
}

static void write_html(struct writer *w)
{
	report_write_duplicates_html(w->d, w->out);
}

static void write_svg(struct writer *w)
{
	out_str(w->out, w->d->maps[w->d->lang]);
	out_str(w->out, STR("\n"));
}

void report_duplicates_write(const struct report_duplicates *d, int format, struct out *out)
{
	static void (*const writers[])(struct writer *) = { write_text, write_json, write_csv,
							    write_html, write_svg };
	struct writer w = { d, out };

	writers[format](&w);
}
