#include "checker/edit/edit_internal.h"

#include <string.h>

static void put_after(struct yaml_writer *w, const struct part *p)
{
	if (p->after.n) {
		strbuf_byte(w->out, ' ');
		strbuf_str(w->out, p->after);
	}
	strbuf_byte(w->out, '\n');
}

void yaml_put_indent(struct yaml_writer *w, size_t column)
{
	strbuf_printf(w->out, "%*s", (int)column, "");
}

static void put_content(struct yaml_writer *w, size_t column, struct str line)
{
	if (line.n) {
		yaml_put_indent(w, column);
		strbuf_str(w->out, line);
	}
	strbuf_byte(w->out, '\n');
}

/* Cuts a line off, without its end. */
static struct str cut_line(struct str *rest)
{
	size_t n = 0, end;

	while (n < rest->n && rest->p[n] != '\n' && rest->p[n] != '\r')
		n++;
	end = n < rest->n;
	if (n + 1 < rest->n && rest->p[n] == '\r' && rest->p[n + 1] == '\n')
		end = 2;
	*rest = str_sub(*rest, n + end, rest->n);
	return str_sub((struct str){ rest->p - n - end, n }, 0, n);
}

static size_t line_feeds_at_end(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[s.n - n - 1] == '\n')
		n++;
	return n;
}

/* "|" or ">" with what the content needs to be read as it is. */
static void put_header(struct yaml_writer *w, const struct part *p, char mark, bool deeper)
{
	size_t feeds = line_feeds_at_end(node_str(p->node));

	strbuf_byte(w->out, mark);
	if (deeper)
		strbuf_byte(w->out, '2');
	if (feeds != 1)
		strbuf_byte(w->out, feeds ? '+' : '-');
	put_after(w, p);
}

/* The empty lines that "+" keeps; one line feed ended the content. */
static void put_kept(struct yaml_writer *w, const struct part *p)
{
	for (size_t i = line_feeds_at_end(node_str(p->node)); i > 1; i--)
		strbuf_byte(w->out, '\n');
}

/* Does the content begin with a blank, so that its indentation must be said? */
static bool begins_deeper(struct str text)
{
	while (text.n) {
		struct str line = cut_line(&text);

		if (line.n)
			return line.p[0] == ' ';
	}
	return false;
}

static void put_literal(struct yaml_writer *w, const struct part *p, size_t column)
{
	struct str text = node_str(p->node);

	put_header(w, p, '|', begins_deeper(text));
	text.n -= line_feeds_at_end(text);
	while (text.n)
		put_content(w, column, cut_line(&text));
	put_kept(w, p);
}

/* The lines as they were folded; those that are empty at the end are told by the value. */
static void put_folded(struct yaml_writer *w, const struct part *p, size_t column)
{
	const struct doc_long *from = doc_long(w->doc, p->node->at);
	struct str text = str_sub(w->doc->text, from->at, from->end);
	VEC(struct str) lines = { 0 };
	size_t n = 0;
	bool deeper = false;

	cut_line(&text);
	while (text.n) {
		struct str line = cut_line(&text);

		line = str_sub(line, from->indent, line.n);
		if (line.n && !n)
			deeper = line.p[0] == ' ';
		vec_push(w->arena, &lines, line);
		if (line.n)
			n = lines.n;
	}
	put_header(w, p, '>', deeper);
	for (size_t i = 0; i < n; i++)
		put_content(w, column, lines.at[i]);
	put_kept(w, p);
}

static struct str trim_blanks(struct str s, bool escapes)
{
	size_t slashes = 0, blanks = 0;

	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = str_sub(s, 1, s.n);
	while (blanks < s.n && (s.p[s.n - blanks - 1] == ' ' || s.p[s.n - blanks - 1] == '\t'))
		blanks++;
	s.n -= blanks;
	while (slashes < s.n && s.p[s.n - slashes - 1] == '\\')
		slashes++;
	/* A blank that is escaped is content. */
	s.n += escapes && blanks && slashes % 2;
	return s;
}

/* Quoted or plain over several lines: the same lines at another column. */
static void put_long(struct yaml_writer *w, const struct part *p, size_t column)
{
	const struct doc_long *from = doc_long(w->doc, p->node->at);
	struct str text = str_sub(w->doc->text, from->at, from->end);
	bool escapes = text.p[0] == '"';

	strbuf_str(w->out, trim_blanks(cut_line(&text), escapes));
	while (text.n) {
		struct str line = cut_line(&text);

		strbuf_byte(w->out, '\n');
		line = trim_blanks(line, escapes && text.n);
		if (line.n) {
			yaml_put_indent(w, column);
			strbuf_str(w->out, line);
		}
	}
	put_after(w, p);
}

/* Only blanks and line feeds cannot stand in a block. */
static bool has_content(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\n')
			return true;
	return false;
}

/* Would an escaped text be easier to read as lines, without loss? */
static bool reads_as_lines(struct str s)
{
	struct str rest = s;

	if (!s.n || !memchr(s.p, '\n', s.n) || !has_content(s) || s.p[0] == ' ' ||
	    s.p[0] == '\n')
		return false;
	/* A reader takes it for the end of a line. */
	if (memchr(s.p, '\r', s.n))
		return false;
	while (rest.n) {
		struct str line = cut_line(&rest);

		if ((line.n && line.p[line.n - 1] == ' ') || !doc_is_shown(line))
			return false;
	}
	return true;
}

bool yaml_is_short(const struct yaml_writer *w, const struct node *n)
{
	return n->type < NODE_ARRAY && (n->type != NODE_STRING || !doc_long(w->doc, n->at));
}

struct str yaml_line_text(struct yaml_writer *w, const struct node *n, bool flow)
{
	switch ((enum node_type)n->type) {
	case NODE_NULL:
		return STR("null");
	case NODE_BOOL:
		return n->truth ? STR("true") : STR("false");
	case NODE_NUMBER:
		return node_str(n);
	case NODE_STRING:
		return doc_scalar(w->arena, DOC_YAML, flow, node_str(n));
	case NODE_ARRAY:
		return STR("[]");
	case NODE_OBJECT:
		return STR("{}");
	}
	return STR("");
}

/* The lines of a flow scalar can be kept, unless the first would be a marker of the document.
 */
static bool keeps_lines(const struct yaml_writer *w, const struct node *n, char mark)
{
	struct str rest = str_sub(w->doc->text, n->at, w->doc->text.n);

	return !yaml_is_short(w, n) && mark != '|' && mark != '>' &&
	       !str_starts(rest, STR("---")) && !str_starts(rest, STR("..."));
}

void yaml_put_scalar(struct yaml_writer *w, const struct part *p, size_t column)
{
	bool text = p->node->type == NODE_STRING;
	struct str value = text ? node_str(p->node) : STR("");
	char mark = text ? w->doc->text.p[p->node->at] : '\0';

	if (mark == '|' && has_content(value)) {
		put_literal(w, p, column + 2);
	} else if (mark == '>' && has_content(value)) {
		put_folded(w, p, column + 2);
	} else if (text && keeps_lines(w, p->node, mark)) {
		put_long(w, p, column + 2);
	} else if (reads_as_lines(value)) {
		put_literal(w, p, column + 2);
	} else {
		strbuf_str(w->out, yaml_line_text(w, p->node, false));
		put_after(w, p);
	}
}
