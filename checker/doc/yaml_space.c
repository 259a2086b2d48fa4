#include "checker/doc/yaml_internal.h"

#include <string.h>

const unsigned char yaml_classes[256] = {
	[' '] = YAML_BLANK,
	['\t'] = YAML_BLANK,
	['\n'] = YAML_BREAK,
	['\r'] = YAML_BREAK,
	[','] = YAML_FLOW | YAML_FIRST,
	['['] = YAML_FLOW | YAML_FIRST,
	[']'] = YAML_FLOW | YAML_FIRST,
	['{'] = YAML_FLOW | YAML_FIRST,
	['}'] = YAML_FLOW | YAML_FIRST,
	[':'] = YAML_MARK,
	['#'] = YAML_MARK | YAML_FIRST,
	['&'] = YAML_FIRST,
	['*'] = YAML_FIRST,
	['!'] = YAML_FIRST,
	['|'] = YAML_FIRST,
	['>'] = YAML_FIRST,
	['%'] = YAML_FIRST,
	['@'] = YAML_FIRST,
	['`'] = YAML_FIRST,
};

bool(yaml_fault)(struct yaml *y, enum fault fault, const char *at)
{
	return reader_fault(y->r, fault, yaml_offset(y, at));
}

bool(yaml_fault_found)(struct yaml *y, enum fault fault, const char *at)
{
	size_t offset = yaml_offset(y, at);

	return reader_fault_on(y->r, fault, offset, reader_found(y->r, offset),
			       mtext_same(STR("")));
}

const char *yaml_next_line(const struct yaml *y, const char *p)
{
	if (p == y->end)
		return p;
	return p + (*p == '\r' && p + 1 < y->end && p[1] == '\n' ? 2 : 1);
}

int yaml_indent(const struct yaml *y, const char *line)
{
	const char *p = line;

	while (p < y->end && *p == ' ')
		p++;
	return (int)(p - line);
}

bool yaml_is_marker(const struct yaml *y, const char *line)
{
	return y->end - line >= 3 &&
	       (memcmp(line, "---", 3) == 0 || memcmp(line, "...", 3) == 0) &&
	       yaml_at_gap(y, line + 3);
}

bool yaml_at_comment(const struct yaml *y, const char *p)
{
	return p < y->end && *p == '#' && (p == y->line || yaml_is(p[-1], YAML_BLANK));
}

const char *yaml_comment(struct yaml *y, const char *p)
{
	struct doc *doc = y->r->doc;
	const char *from = p;

	while (!yaml_at_break(y, p))
		p++;
	vec_push(y->r->arena, &doc->comments,
		 (struct doc_comment){ .at = (uint32_t)yaml_offset(y, from),
				       .n = (uint32_t)(p - from),
				       .depth = y->r->depth,
				       .inside = y->brackets > 0 });
	return p;
}

void yaml_space(struct yaml *y)
{
	for (;;) {
		y->p = yaml_skip_blanks(y, y->p);
		if (yaml_at_comment(y, y->p))
			y->p = yaml_comment(y, y->p);
		if (y->p == y->end || !yaml_is(*y->p, YAML_BREAK))
			return;
		y->line = y->p = yaml_next_line(y, y->p);
	}
}

bool yaml_fresh(const struct yaml *y)
{
	return yaml_skip_blanks(y, y->line) >= y->p;
}

bool yaml_tab(const struct yaml *y)
{
	return memchr(y->line, '\t', (size_t)(y->p - y->line)) != NULL;
}

bool yaml_line_end(struct yaml *y)
{
	const char *p = yaml_skip_blanks(y, y->p);

	if (yaml_at_break(y, p))
		return true;
	if (*p == '#')
		return p > y->p || yaml_fault(y, FAULT_COMMENT_SPACE, p);
	if (*p == ':' && yaml_at_gap(y, p + 1))
		return yaml_fault(y, FAULT_MAPPING_HERE, p);
	return yaml_fault_found(y, FAULT_AFTER_VALUE, p);
}

bool yaml_flow_space(struct yaml *y, int n)
{
	const char *line = y->line;
	int indent;

	yaml_space(y);
	if (y->line == line || y->p == y->end)
		return true;
	if (yaml_is_marker(y, y->line))
		return yaml_fault(y, FAULT_MARKER_INSIDE, y->line);
	indent = yaml_indent(y, y->line);
	if (indent > n)
		return true;
	if (y->line[indent] == '\t')
		return yaml_fault(y, FAULT_TAB, y->line + indent);
	return reader_fault_on(y->r, FAULT_FLOW_INDENT, yaml_offset(y, y->p),
			       reader_number(y->r, (size_t)n), mtext_same(STR("")));
}
