/* Block scalars (8.1): literal "|" and folded ">". */
#include "checker/doc/yaml_internal.h"

#include <string.h>

enum chomp { CHOMP_CLIP, CHOMP_STRIP, CHOMP_KEEP };

struct block {
	const char *start; /* the indicator */
	bool folded;
	enum chomp chomp;
	int indent; /* of the content; 0 while unknown if `given` is false */
	bool given;
	const char *body, *end; /* first line; behind the last */
};

static bool read_header(struct yaml *y, int n, struct block *b)
{
	const char *p = y->p;
	bool chomped = false;

	*b = (struct block){ .start = p, .folded = *p == '>' };
	for (p++; p < y->end; p++) {
		if ((*p == '+' || *p == '-') && !chomped) {
			b->chomp = *p == '+' ? CHOMP_KEEP : CHOMP_STRIP;
			chomped = true;
		} else if (*p >= '1' && *p <= '9' && !b->given) {
			b->indent = (n < 0 ? 0 : n) + (*p - '0');
			b->given = true;
		} else {
			break;
		}
	}
	if (!yaml_at_gap(y, p))
		return yaml_fault_found(y, FAULT_BLOCK_HEADER, p);
	p = yaml_skip_blanks(y, p);
	if (yaml_at_comment(y, p))
		p = yaml_comment(y, p);
	if (!yaml_at_break(y, p))
		return yaml_fault_found(y, FAULT_BLOCK_HEADER, p);
	b->body = yaml_next_line(y, p);
	return true;
}

/*
 * The first line that is not empty sets the indentation; empty ones before it
 * must not be indented deeper (8.1.1.1).
 */
static bool find_indent(struct yaml *y, int n, struct block *b)
{
	const char *line = b->body, *deepest = line;
	int most = 0;

	for (;; line = yaml_next_line(y, line + yaml_indent(y, line))) {
		int indent = yaml_indent(y, line);

		if (yaml_at_break(y, line + indent)) {
			if (indent > most) {
				most = indent;
				deepest = line;
			}
			b->indent = most > n ? most : n + 1;
			if (line + indent == y->end)
				return true;
			continue;
		}
		b->indent = n + 1;
		if (indent <= n) {
			if (line[indent] == '\t')
				return yaml_fault(y, FAULT_TAB, line + indent);
			return true;
		}
		b->indent = indent;
		if (most > indent)
			return yaml_fault(y, FAULT_BLOCK_INDENT, deepest);
		return true;
	}
}

/* An empty line, or one with only as many spaces as the indentation at most. */
static bool is_empty(const struct yaml *y, const struct block *b, const char *line)
{
	int indent = yaml_indent(y, line);

	return indent <= b->indent && yaml_at_break(y, line + indent);
}

static const char *line_end(const struct yaml *y, const char *p)
{
	while (!yaml_at_break(y, p))
		p++;
	return p;
}

static const char *find_end(const struct yaml *y, const struct block *b)
{
	const char *line = b->body;

	while (line < y->end) {
		if (!is_empty(y, b, line) &&
		    (yaml_indent(y, line) < b->indent || yaml_is_marker(y, line)))
			break;
		line = yaml_next_line(y, line_end(y, line));
	}
	return line;
}

static size_t put_breaks(char *out, size_t n, size_t breaks)
{
	memset(out + n, '\n', breaks);
	return n + breaks;
}

static struct str read_body(const struct yaml *y, const struct block *b)
{
	char *out = arena_alloc(y->r->arena, (size_t)(b->end - b->body) + 2, 1);
	size_t n = 0, empty = 0;
	bool content = false, deep = false, broken = true;

	for (const char *line = b->body; line < b->end;) {
		const char *end = line_end(y, line);
		const char *text = line + b->indent;

		if (is_empty(y, b, line)) {
			empty++;
		} else {
			/* Lines that begin with a blank are not folded (8.1.3). */
			bool deeper = yaml_is(*text, YAML_BLANK);
			bool fold = b->folded && content && !deep && !deeper;

			if (fold && empty == 0)
				out[n++] = ' ';
			n = put_breaks(out, n, empty + (content && !fold));
			memcpy(out + n, text, (size_t)(end - text));
			n += (size_t)(end - text);
			content = true;
			deep = deeper;
			empty = 0;
			/* The text's end ends a line that has nothing to show. */
			broken = end < y->end || yaml_skip_blanks(y, text) == end;
		}
		line = yaml_next_line(y, end);
	}
	if (b->chomp != CHOMP_STRIP && content && broken)
		out[n++] = '\n';
	if (b->chomp == CHOMP_KEEP)
		n = put_breaks(out, n, empty);
	return (struct str){ out, n };
}

bool yaml_block_scalar(struct yaml *y, int n, struct scalar *s)
{
	struct block b;

	if (!read_header(y, n, &b) || (!b.given && !find_indent(y, n, &b)))
		return false;
	b.end = find_end(y, &b);
	*s = (struct scalar){ .text = read_body(y, &b),
			      .start = b.start,
			      .lines = true,
			      .indent = (uint32_t)b.indent };
	y->p = y->line = b.end;
	return true;
}
