#include "checker/report/report_internal.h"

#include "checker/base/strmap.h"
#include "checker/base/strbuf.h"

#include <stdlib.h>
#include <string.h>

/*
 * The overlap map: initiatives that are alike as nodes, their likeness as edges,
 * in the language of Graphviz. Texts go into quoted labels, in which only the
 * quote and the backslash mean something.
 */

enum { EDGES_MAX = 150, LINE_COLUMNS = 30, NAME_LINES = 3, BODY_LINES = 2 };

struct map {
	struct arena *arena;
	struct strbuf *dot;
	enum lang lang;
	struct strmap nodes; /* id -> size_t, its number */
};

static void put_text(struct strbuf *b, struct str s)
{
	while (s.n) {
		bool blank = s.p[0] == '\n' || s.p[0] == '\r' || s.p[0] == '\t';
		struct cell c = cell_next(&s);

		if (blank)
			c = (struct cell){ " ", 1 };
		for (size_t i = 0; i < c.n; i++) {
			if (c.text[i] == '"' || c.text[i] == '\\')
				strbuf_byte(b, '\\');
			strbuf_byte(b, c.text[i]);
		}
	}
}

/* Lines of a label; the widest, in columns. */
static size_t put_lines(struct strbuf *b, struct str text, size_t lines)
{
	struct str rest = str_trim(text);
	size_t widest = 0;

	for (size_t i = 0; i < lines && rest.n; i++) {
		struct str line = cell_line(&rest, LINE_COLUMNS);
		size_t columns = cell_columns(line);

		put_text(b, line);
		strbuf_str(b, rest.n && i + 1 == lines ? STR("…\\n") : STR("\\n"));
		widest = columns > widest ? columns : widest;
	}
	return widest;
}

static void put_node(struct map *m, size_t number, const struct report_edge_end *end)
{
	const struct {
		struct str text;
		size_t lines;
	} parts[] = { { mtext_in(end->name, m->lang), NAME_LINES },
		      { end->id, 1 },
		      { mtext_in(end->body, m->lang), BODY_LINES } };
	size_t widest = 0;

	strbuf_printf(m->dot, "  n%zu [label=\"", number);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		size_t columns = put_lines(m->dot, parts[i].text, parts[i].lines);

		widest = columns > widest ? columns : widest;
	}
	/* Wide enough also where Graphviz knows no font with the letters. */
	strbuf_printf(m->dot, "\", width=%.2f];\n", (double)widest * 0.085 + 0.3);
}

static size_t node_of(struct map *m, const struct report_edge_end *end)
{
	size_t *number = strmap_get(&m->nodes, end->id);

	if (number)
		return *number;
	number = ARENA_NEW(m->arena, size_t);
	*number = m->nodes.n + 1;
	strmap_put(&m->nodes, end->id, number);
	put_node(m, *number, end);
	return *number;
}

static int by_probability(const void *a, const void *b)
{
	const struct report_edge *x = a, *y = b;

	if (x->probability < y->probability || x->probability > y->probability)
		return x->probability < y->probability ? 1 : -1;
	return str_cmp(&x->a.id, &y->a.id) ? str_cmp(&x->a.id, &y->a.id)
					   : str_cmp(&x->b.id, &y->b.id);
}

/* Settled by a person, likely, to be reviewed, possible: as elsewhere in reports. */
static const char *color_of(const struct report_edge *e)
{
	if (e->settled)
		return "#1c6136";
	if (e->probability >= 0.75)
		return "#a61b1b";
	return e->probability >= 0.45 ? "#b26b00" : "#5a6470";
}

struct str report_map_dot(struct arena *a, const struct report_edges *edges, enum lang lang)
{
	AUTO_STRBUF dot;
	struct map m = { .arena = a, .dot = &dot, .lang = lang };
	size_t n = edges->list.n < EDGES_MAX ? edges->list.n : EDGES_MAX;
	struct report_edge *sorted = ARENA_ARRAY(a, struct report_edge, edges->list.n + 1);

	if (edges->list.n)
		memcpy(sorted, edges->list.at, edges->list.n * sizeof(*sorted));
	qsort(sorted, edges->list.n, sizeof(*sorted), by_probability);
	strmap_init(&m.nodes, a);
	strbuf_init(&dot, SIZE_MAX);
	strbuf_str(&dot,
		   STR("graph map {\n"
		       "  graph [rankdir=LR, nodesep=0.25, ranksep=1.1, pad=0.2];\n"
		       "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#f5f7f9\", "
		       "color=\"#5a6470\", fontname=\"sans-serif\", fontsize=11];\n"
		       "  edge [fontname=\"sans-serif\", fontsize=11];\n"));
	for (size_t i = 0; i < n; i++) {
		const struct report_edge *e = &sorted[i];
		size_t one = node_of(&m, &e->a), other = node_of(&m, &e->b);

		strbuf_printf(
			&dot,
			"  n%zu -- n%zu [label=\"%d %%\", penwidth=%.1f, color=\"%s\"];\n", one,
			other, report_percent(e->probability),
			0.6 + e->probability * e->probability * 3, color_of(e));
	}
	strbuf_str(&dot, STR("}\n"));
	return arena_str(a, strbuf_view(&dot));
}

size_t report_map_left_out(const struct report_edges *edges)
{
	return edges->list.n > EDGES_MAX ? edges->list.n - EDGES_MAX : 0;
}

void report_edges_of_duplicates(struct report_edges *out, struct arena *a,
				const struct report_duplicates *d)
{
	for (size_t i = 0; i <= d->groups_n; i++) {
		const struct report_likeness *pairs =
			i < d->groups_n ? d->groups[i].pairs : d->pairs;
		size_t n = i < d->groups_n ? d->groups[i].n : d->pairs_n;

		for (size_t k = 0; k < n; k++) {
			const struct report_likeness *l = &pairs[k];
			bool settled = l->verdict && l->verdict->stands;

			if (settled && !l->verdict->alike)
				continue;
			vec_push(
				a, &out->list,
				(struct report_edge){ .a = { l->a->id, l->a->name, l->a->body },
						      .b = { l->b->id, l->b->name, l->b->body },
						      .probability = l->probability,
						      .settled = settled });
		}
	}
}

void report_edges_of_overlaps(struct report_edges *out, struct arena *a, const struct report *r)
{
	for (size_t i = 0; i < r->overlaps_n; i++) {
		const struct report_overlap *o = &r->overlaps[i];
		bool settled = o->verdict && o->verdict->stands;

		if (settled && !o->verdict->alike)
			continue;
		vec_push(a, &out->list,
			 (struct report_edge){ .a = { o->a, o->a_name, o->a_body },
					       .b = { o->b, o->b_name, o->b_body },
					       .probability = o->score,
					       .settled = settled });
	}
}

/* ---- the picture ---- */

/*
 * What Graphviz draws with, and nothing that could run or load: the picture goes into a page
 * among the texts of others.
 */
static const char *const elements[] = { "svg", "g", "title", "path", "polygon", "text", NULL };
static const char *const attributes[] = { "width",
					  "height",
					  "viewBox",
					  "xmlns",
					  "xmlns:xlink",
					  "id",
					  "class",
					  "transform",
					  "fill",
					  "stroke",
					  "d",
					  "points",
					  "x",
					  "y",
					  "text-anchor",
					  "font-family",
					  "font-size",
					  "stroke-width",
					  "fill-opacity",
					  "stroke-dasharray",
					  NULL };

static bool is_one_of(const char *const *words, struct str word)
{
	for (size_t i = 0; words[i]; i++)
		if (str_eq(word, str_of(words[i])))
			return true;
	return false;
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ':' || c == '-';
}

static struct str take_name(struct str *rest)
{
	size_t n = 0;
	struct str name;

	while (n < rest->n && is_name(rest->p[n]))
		n++;
	name = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->n);
	return name;
}

/* Attributes up to the end of a tag: known ones, quoted, without a way to load anything. Ids
 * stay behind: several pictures come into one page. */
static bool take_attributes(struct strbuf *b, struct str *rest)
{
	for (;;) {
		struct str name, value;

		*rest = str_trim(*rest);
		if (str_starts(*rest, STR(">")) || str_starts(*rest, STR("/>")))
			return true;
		name = take_name(rest);
		if (!is_one_of(attributes, name) || !str_starts(*rest, STR("=\"")))
			return false;
		*rest = str_sub(*rest, 2, rest->n);
		if (!str_cut(&value, rest, '"') || str_find(value, STR("url(")) != SIZE_MAX ||
		    str_find(value, STR("<")) != SIZE_MAX)
			return false;
		if (!str_eq(name, STR("id")))
			strbuf_printf(b, " %.*s=\"%.*s\"", STR_FMT(name), STR_FMT(value));
	}
}

static bool take_tag(struct strbuf *b, struct str *rest)
{
	bool closing = str_starts(*rest, STR("</")), empty;
	struct str name;

	*rest = str_sub(*rest, closing ? 2 : 1, rest->n);
	name = take_name(rest);
	strbuf_printf(b, closing ? "</%.*s" : "<%.*s", STR_FMT(name));
	if (!is_one_of(elements, name) || !take_attributes(b, rest))
		return false;
	empty = str_starts(*rest, STR("/>"));
	strbuf_str(b, empty ? STR("/>") : STR(">"));
	*rest = str_sub(*rest, empty ? 2 : 1, rest->n);
	return true;
}

/* They name the version of Graphviz, and repeat what is in titles. */
static bool skip_comment(struct str *rest)
{
	size_t end = str_find(*rest, STR("-->"));

	if (end == SIZE_MAX)
		return false;
	*rest = str_sub(*rest, end + 3, rest->n);
	if (str_starts(*rest, STR("\n")))
		*rest = str_sub(*rest, 1, rest->n);
	return true;
}

bool report_map_clean(struct str *out, struct arena *a, struct str svg)
{
	size_t from = str_find(svg, STR("<svg"));
	AUTO_STRBUF b;

	strbuf_init(&b, SIZE_MAX);
	svg = from == SIZE_MAX ? STR("") : str_sub(svg, from, svg.n);
	while (svg.n) {
		bool good = true;

		if (str_starts(svg, STR("<!--"))) {
			good = skip_comment(&svg);
		} else if (svg.p[0] == '<') {
			good = take_tag(&b, &svg);
		} else {
			size_t n = str_find(svg, STR("<"));

			strbuf_str(&b, str_sub(svg, 0, n));
			svg = str_sub(svg, n, svg.n);
		}
		if (!good)
			return false;
	}
	*out = arena_str(a, strbuf_view(&b));
	return out->n > 0;
}
