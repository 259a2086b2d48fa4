#include "checker/report/html_internal.h"

#include "checker/base/strmap.h"

#include <stdlib.h>

/*
 * Where initiatives stand in the reference: a map of sources, initiatives,
 * integration points and platforms, and a table for each kind of entry, which
 * also says in words what the map shows.
 */

static const struct mtext kind_titles[LINK_KINDS] = {
	[LINK_BODY] = MT_INIT("Органдар", "Органы", "Bodies"),
	[LINK_FUNCTION] = MT_INIT("Функциялар", "Функции", "Functions"),
	[LINK_SOURCE] = MT_INIT("Дереккөздер", "Источники", "Sources"),
	[LINK_POINT] =
		MT_INIT("Интеграция нүктелері", "Точки интеграции", "Integration points"),
	[LINK_PLATFORM] = MT_INIT("Платформалар", "Платформы", "Platforms"),
};
static const char *const kind_ids[LINK_KINDS] = {
	[LINK_BODY] = "by-body",   [LINK_FUNCTION] = "by-function", [LINK_SOURCE] = "by-source",
	[LINK_POINT] = "by-point", [LINK_PLATFORM] = "by-platform",
};

enum column { COLUMN_SOURCES, COLUMN_INITIATIVES, COLUMN_CHANNELS, COLUMNS };
enum {
	BOX_WIDTH = 250,
	BOX_HEIGHT = 56,
	PITCH = 68,
	COLUMN_PITCH = 348,
	LINE_COLUMNS = 32,
	LINE_HEIGHT = 15,
	HOW_MAX = 16,
	DRAWN_MAX = 60, /* initiatives; of more nothing can be seen */
};

struct entry {
	const struct report_link *link;
	VEC(const struct group *) groups; /* that name it */
	size_t counts[SEV_COUNT];
	double weight; /* mean place of those drawn */
	size_t place;  /* in its column */
};

struct reference {
	struct html *h;
	VEC(struct entry *) entries[LINK_KINDS];
	VEC(struct entry *) columns[COLUMNS]; /* the middle one stays empty */
	struct strmap by_id;		      /* kind and id -> struct entry */
	size_t drawn;			      /* initiatives, in the order of the page */
	size_t rows;			      /* of the highest column */
};

static size_t index_of(const struct reference *r, const struct group *g)
{
	return (size_t)(g - r->h->view.groups.at);
}

static struct entry *entry_of(struct reference *r, const struct report_link *link)
{
	struct arena *a = r->h->arena;
	struct str key = arena_printf(a, "%d %.*s", (int)link->kind, STR_FMT(link->id));
	struct entry *e = strmap_get(&r->by_id, key);

	if (e)
		return e;
	e = ARENA_NEW(a, struct entry);
	e->link = link;
	strmap_put(&r->by_id, key, e);
	vec_push(a, &r->entries[link->kind], e);
	return e;
}

static void collect(struct reference *r)
{
	const struct overview *v = &r->h->view;

	for (size_t i = 0; i < v->groups.n; i++) {
		const struct group *g = &v->groups.at[r->h->order[i]];

		for (size_t k = 0; g->subject && k < g->subject->links_n; k++) {
			struct entry *e = entry_of(r, &g->subject->links[k]);

			vec_push(r->h->arena, &e->groups, g);
			for (int sev = 0; sev < SEV_COUNT; sev++)
				e->counts[sev] += g->counts[sev];
		}
	}
}

/* ---- tables ---- */

static int by_use(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;

	if (x->groups.n != y->groups.n)
		return x->groups.n < y->groups.n ? 1 : -1;
	return str_cmp(&x->link->id, &y->link->id);
}

static void write_users(struct reference *r, const struct entry *e)
{
	for (size_t i = 0; i < e->groups.n; i++) {
		html_raw(r->h, i ? "<br>" : "");
		out_printf(r->h->out, "<a href=\"#o%zu\">", index_of(r, e->groups.at[i]) + 1);
		html_group_name(r->h, e->groups.at[i]);
		html_raw(r->h, "</a>");
	}
}

static void write_entry(struct reference *r, const struct entry *e)
{
	struct html *h = r->h;

	html_raw(h, "<tr><th scope=\"row\">");
	html_text(h, e->link->name);
	html_raw(h, "<span class=\"sub\">");
	html_str(h, e->link->id);
	out_printf(h->out, "</span></th><td class=\"number\">%zu</td>", e->groups.n);
	for (int sev = SEV_ERROR; sev >= SEV_WARNING; sev--)
		out_printf(h->out, "<td class=\"number %s\">%zu</td>",
			   e->counts[sev] ? severity_names[sev] : "zero", e->counts[sev]);
	html_raw(h, "<td>");
	write_users(r, e);
	html_raw(h, "</td></tr>\n");
}

static void write_kind(struct reference *r, enum report_link_kind kind)
{
	static const enum label heads[] = { LABEL_ENTRY, LABEL_INITIATIVES, LABEL_ERRORS,
					    LABEL_WARNINGS, LABEL_WHICH };
	struct html *h = r->h;
	size_t n = r->entries[kind].n;

	if (!n)
		return;
	qsort(r->entries[kind].at, n, sizeof(*r->entries[kind].at), by_use);
	html_fold_open(h, kind_ids[kind], kind_titles[kind], n);
	html_table_open(h, kind_ids[kind], "reference");
	html_row_heads(h, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < n; i++)
		write_entry(r, r->entries[kind].at[i]);
	html_table_close(h);
	html_fold_close(h);
}

/* ---- the map ---- */

/* The entry stands where those that name it stand on average, so that lines cross little. */
static bool weigh(const struct reference *r, struct entry *e)
{
	size_t n = 0;

	e->weight = 0;
	for (size_t i = 0; i < r->drawn; i++)
		for (size_t k = 0; k < e->groups.n; k++)
			if (index_of(r, e->groups.at[k]) == r->h->order[i]) {
				e->weight += (double)i;
				n++;
			}
	e->weight = n ? e->weight / (double)n : 0;
	return n > 0;
}

static int by_weight(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;

	if (x->weight < y->weight || x->weight > y->weight)
		return x->weight < y->weight ? -1 : 1;
	return str_cmp(&x->link->id, &y->link->id);
}

static void lay_out(struct reference *r)
{
	static const enum column column_of[LINK_KINDS] = {
		[LINK_BODY] = COLUMN_INITIATIVES,  [LINK_FUNCTION] = COLUMN_INITIATIVES,
		[LINK_SOURCE] = COLUMN_SOURCES,	   [LINK_POINT] = COLUMN_CHANNELS,
		[LINK_PLATFORM] = COLUMN_CHANNELS,
	};
	size_t groups = r->h->view.groups.n;

	r->rows = r->drawn = groups < DRAWN_MAX ? groups : DRAWN_MAX;
	for (enum report_link_kind kind = 0; kind < LINK_KINDS; kind++)
		for (size_t i = 0; i < r->entries[kind].n; i++)
			if (column_of[kind] != COLUMN_INITIATIVES &&
			    weigh(r, r->entries[kind].at[i]))
				vec_push(r->h->arena, &r->columns[column_of[kind]],
					 r->entries[kind].at[i]);
	for (enum column c = 0; c < COLUMNS; c++) {
		if (r->columns[c].n)
			qsort(r->columns[c].at, r->columns[c].n, sizeof(*r->columns[c].at),
			      by_weight);
		for (size_t i = 0; i < r->columns[c].n; i++)
			r->columns[c].at[i]->place = i;
		r->rows = r->columns[c].n > r->rows ? r->columns[c].n : r->rows;
	}
}

/* The upper edge of a box; a column that is not full stands in the middle. */
static unsigned top_of(const struct reference *r, size_t column_n, size_t place)
{
	return (unsigned)((r->rows - column_n) * PITCH / 2 + place * PITCH + 2);
}

static void write_lines(struct html *h, struct str text, unsigned x, unsigned y)
{
	struct str rest = str_trim(text);

	for (unsigned i = 0; i < 2 && rest.n; i++) {
		struct str line = cell_line(&rest, LINE_COLUMNS);

		out_printf(h->out, "<text x=\"%u\" y=\"%u\">", x, y + i * LINE_HEIGHT);
		html_str(h, line);
		html_raw(h, i && rest.n ? "…</text>" : "</text>");
	}
}

struct box {
	enum column column;
	unsigned top;
	const char *class_name;
	struct mtext name;
	struct str id, how;
};

static void write_box(struct html *h, const struct box *b)
{
	unsigned x = (unsigned)b->column * COLUMN_PITCH + 2, y = b->top;

	out_printf(h->out, "<rect class=\"%s\" x=\"%u\" y=\"%u\" width=\"%d\" height=\"%d\"/>",
		   b->class_name, x, y, BOX_WIDTH, BOX_HEIGHT);
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		out_printf(h->out, "<g lang=\"%s\">", lang_names[l]);
		write_lines(h, mtext_in(b->name, l), x + 8, y + 17);
		html_raw(h, "</g>");
	}
	out_printf(h->out, "<text class=\"id\" x=\"%u\" y=\"%u\">", x + 8, y + BOX_HEIGHT - 7);
	html_str(h, cell_line(&(struct str){ b->id.p, b->id.n }, LINE_COLUMNS - b->how.n));
	html_raw(h, b->how.n ? " · " : "");
	html_str(h, b->how);
	html_raw(h, "</text>\n");
}

static void write_edge(struct html *h, enum column side, unsigned from, unsigned to)
{
	bool left = side == COLUMN_SOURCES;
	unsigned x = (left ? 0 : COLUMN_PITCH) + BOX_WIDTH + 2,
		 end = x + COLUMN_PITCH - BOX_WIDTH;
	unsigned middle = (x + end) / 2, half = BOX_HEIGHT / 2;

	out_printf(h->out, "<path d=\"M%u %uC%u %u %u %u %u %u\"/>\n", x,
		   (left ? from : to) + half, middle, (left ? from : to) + half, middle,
		   (left ? to : from) + half, end, (left ? to : from) + half);
}

static void write_edges(struct reference *r, enum column column)
{
	for (size_t i = 0; i < r->columns[column].n; i++) {
		const struct entry *e = r->columns[column].at[i];
		unsigned from = top_of(r, r->columns[column].n, e->place);

		for (size_t k = 0; k < r->drawn; k++)
			for (size_t m = 0; m < e->groups.n; m++)
				if (index_of(r, e->groups.at[m]) == r->h->order[k])
					write_edge(r->h, column, from, top_of(r, r->drawn, k));
	}
}

static void write_boxes(struct reference *r, enum column column)
{
	static const char *const classes[LINK_KINDS] = {
		[LINK_SOURCE] = "source", [LINK_POINT] = "point", [LINK_PLATFORM] = "platform"
	};

	for (size_t i = 0; i < r->columns[column].n; i++) {
		const struct report_link *link = r->columns[column].at[i]->link;
		struct box box = { column,
				   top_of(r, r->columns[column].n, i),
				   classes[link->kind],
				   link->name,
				   link->id,
				   r->drawn == 1 && link->how.n < HOW_MAX ? link->how
									  : STR("") };

		write_box(r->h, &box);
	}
}

static void write_initiatives(struct reference *r)
{
	for (size_t i = 0; i < r->drawn; i++) {
		const struct group *g = &r->h->view.groups.at[r->h->order[i]];
		const struct report_subject *s = g->subject;
		bool named = s && mtext_in(s->name, LANG_RU).n;
		struct box box = {
			COLUMN_INITIATIVES,	      top_of(r, r->drawn, i),
			verdict_names[verdict_of(g)], named ? s->name : mtext_same(g->file),
			s ? s->initiative : STR(""),  STR("")
		};

		write_box(r->h, &box);
	}
}

static void write_map(struct reference *r)
{
	struct html *h = r->h;
	unsigned width = 2 * COLUMN_PITCH + BOX_WIDTH + 4;
	unsigned height = (unsigned)r->rows * PITCH;

	html_raw(h, "<div class=\"map\" role=\"img\" tabindex=\"0\" "
		    "aria-labelledby=\"reference\">\n");
	out_printf(h->out,
		   "<svg width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\" "
		   "xmlns=\"http://www.w3.org/2000/svg\">\n",
		   width, height, width, height);
	write_edges(r, COLUMN_SOURCES);
	write_edges(r, COLUMN_CHANNELS);
	write_boxes(r, COLUMN_SOURCES);
	write_initiatives(r);
	write_boxes(r, COLUMN_CHANNELS);
	html_raw(h, "</svg>\n</div>\n");
	if (h->view.groups.n == r->drawn)
		return;
	html_raw(h, "<p class=\"small\">");
	html_label(h, LABEL_NOT_DRAWN);
	out_printf(h->out, ": %zu</p>\n", h->view.groups.n - r->drawn);
}

void html_reference(struct html *h)
{
	struct reference r = { .h = h };
	size_t n = 0;

	strmap_init(&r.by_id, h->arena);
	collect(&r);
	for (enum report_link_kind kind = 0; kind < LINK_KINDS; kind++)
		n += r.entries[kind].n;
	if (!n)
		return;
	html_raw(h, "<section>\n<h2 id=\"reference\">");
	html_label(h, LABEL_REFERENCES);
	html_raw(h, "</h2>\n");
	html_element(h, "p", LABEL_REFERENCES_WHY);
	lay_out(&r);
	if (r.columns[COLUMN_SOURCES].n || r.columns[COLUMN_CHANNELS].n)
		write_map(&r);
	for (enum report_link_kind kind = 0; kind < LINK_KINDS; kind++)
		write_kind(&r, kind);
	html_raw(h, "</section>\n");
}
