#include "checker/report/html_internal.h"

/* Duplicates as a page: the map, groups or the pairs of one, or two side by side. */

static const struct mtext words_title =
	MT_INIT("Бір істі атқаратын бастамалар", "Инициативы, которые делают одно и то же",
		"Initiatives that do the same");
static const struct mtext words_why = MT_INIT(
	"Пайыз — адам мұны қайталау деп бағалау ықтималдығы; шешімді адам қабылдайды.",
	"Процент — вероятность, что человек назовёт это дублированием; решает человек.",
	"The percentage is how likely a person would call it a duplicate; a person decides.");
static const struct mtext words_best =
	MT_INIT("негізге алуға лайықтысы", "лучшая основа", "best to build on");
static const struct mtext words_bodies = MT_INIT("органдар", "органов", "bodies");
static const struct mtext words_nothing =
	MT_INIT("Ұқсастары табылмады.", "Похожих не найдено.", "Nothing alike was found.");

struct page {
	struct html h;
	const struct report_duplicates *d;
};

static void cell(struct html *h, struct str text)
{
	html_raw(h, "<td>");
	html_str(h, text);
	html_raw(h, "</td>");
}

static void member_cell(struct html *h, const struct report_member *m)
{
	html_raw(h, "<th scope=\"row\">");
	html_text(h, m->name);
	html_raw(h, "<span class=\"sub\">");
	html_str(h, m->id);
	html_raw(h, "</span><span class=\"sub\">");
	html_text(h, m->body);
	html_raw(h, "</span></th>");
	cell(h, m->stage);
	cell(h, m->cost);
}

static void shared_cell(struct html *h, const struct report_likeness *l)
{
	html_raw(h, "<td>");
	for (size_t i = 0; i < l->shared_n; i++) {
		html_raw(h, i ? "; " : "");
		html_text(h, l->shared[i].name);
		out_printf(h->out, " <span class=\"number\">%.2f</span> (%zu)",
			   l->shared[i].share, l->shared[i].entries);
	}
	if (l->verdict) {
		html_raw(h, "<p class=\"remedy\">");
		html_text(h, report_verdict_text(h->arena, l->verdict));
		html_raw(h, "</p>");
	}
	html_raw(h, "</td>");
}

static void heads(struct html *h)
{
	static const struct mtext titles[] = {
		MT_INIT("бастама", "инициатива", "initiative"),
		MT_INIT("кезеңі", "стадия", "stage"),
		MT_INIT("құны", "стоимость", "cost"),
		MT_INIT("ұқсастық", "похожа на первую", "alike"),
		MT_INIT("ортақ белгілер: үлесі, қанша бастамада бар",
			"общие признаки: вклад, у скольких есть",
			"what they share: what it adds, how many have it"),
	};

	html_raw(h, "<thead><tr>");
	for (size_t i = 0; i < ARRAY_LEN(titles); i++) {
		html_raw(h, "<th scope=\"col\">");
		html_text(h, titles[i]);
		html_raw(h, "</th>");
	}
	html_raw(h, "</tr></thead>\n<tbody>\n");
}

/* The first, and those that are alike to it. */
static void likeness_table(struct html *h, const char *id, const struct report_likeness *pairs,
			   size_t n)
{
	html_table_open(h, id, "overlaps");
	heads(h);
	html_raw(h, "<tr>");
	member_cell(h, pairs[0].a);
	html_raw(h, "<td></td><td></td></tr>\n");
	for (size_t i = 0; i < n; i++) {
		html_raw(h, "<tr>");
		member_cell(h, pairs[i].b);
		out_printf(h->out, "<td class=\"number\">%d%%</td>",
			   report_percent(pairs[i].probability));
		shared_cell(h, &pairs[i]);
		html_raw(h, "</tr>\n");
	}
	html_table_close(h);
}

static void write_group(struct page *p, size_t index)
{
	struct html *h = &p->h;
	const struct report_group *g = &p->d->groups[index];
	struct str id = arena_printf(h->arena, "g%zu", index + 1);

	if (g->under.in[LANG_RU].n &&
	    (index == 0 || !str_eq(g->under.in[LANG_RU], g[-1].under.in[LANG_RU]))) {
		html_raw(h, "<h2>");
		html_text(h, g->under);
		html_raw(h, "</h2>\n");
	}
	out_printf(h->out, "<section>\n<h3 id=\"%s\">%zu. ", id.p, index + 1);
	html_text(h, g->pairs[0].a->name);
	out_printf(h->out, " + %zu</h3>\n<p class=\"sub\">", g->n);
	html_text(h, words_bodies);
	out_printf(h->out, ": %zu · ", g->bodies);
	html_text(h, words_best);
	html_raw(h, ": <b>");
	html_str(h, g->best->id);
	html_raw(h, "</b></p>\n");
	likeness_table(h, id.p, g->pairs, g->n);
	html_raw(h, "</section>\n");
}

static void write_beside(struct page *p)
{
	struct html *h = &p->h;
	const struct report_likeness *l = p->d->pairs;

	html_raw(h, "<h2 id=\"beside\">");
	html_str(h, l->a->id);
	html_raw(h, " · ");
	html_str(h, l->b->id);
	html_raw(h, "</h2>\n");
	html_beside(h, "beside", (const struct mtext[]){ l->a->name, l->b->name }, p->d->beside,
		    p->d->beside_n);
}

static void write_heading(struct page *p)
{
	struct html *h = &p->h;

	html_raw(h, "<p class=\"compared\">");
	html_str(h, p->d->pack);
	html_raw(h, " ");
	html_str(h, p->d->pack_version);
	html_raw(h, " · ");
	html_text(h, p->d->portfolio);
	html_raw(h, "</p>\n</header>\n<div id=\"content\" tabindex=\"-1\">\n<section "
		    "class=\"answer\">\n<h1>");
	html_text(h, words_title);
	html_raw(h, "</h1>\n<p class=\"small\">");
	html_text(h, p->d->groups_n || p->d->pairs_n ? words_why : words_nothing);
	html_raw(h, "</p>\n</section>\n");
}

void report_write_duplicates_html(const struct report_duplicates *d, struct out *o)
{
	AUTO_ARENA a = arena_new();
	struct page p = { .h = { .out = o, .arena = a }, .d = d };
	struct html *h = &p.h;

	html_head(h, d->lang, mtext_in(words_title, d->lang));
	html_languages(h, d->lang);
	write_heading(&p);
	html_map(h, d->maps);
	for (size_t i = 0; i < d->groups_n; i++)
		write_group(&p, i);
	if (d->pairs_n) {
		html_raw(h, "<h2 id=\"pairs\">");
		html_str(h, d->pairs[0].a->id);
		html_raw(h, "</h2>\n");
		likeness_table(h, "pairs", d->pairs, d->pairs_n);
	}
	if (d->beside)
		write_beside(&p);
	html_raw(h, "</div>\n<footer><p>tizilim ");
	html_str(h, d->program_version);
	html_raw(h, "</p></footer>\n</div>\n</main>\n</body>\n</html>\n");
}
