#include "checker/check/check_internal.h"

#include "checker/text/text.h"

#include <string.h>

const struct rule_info document_rules[] = {
	{ .id = STR_INIT("document/syntax"),
	  .severity = SEV_ERROR,
	  .title = MT_INIT("құжат оқылмайды", "документ не читается",
			   "the document cannot be read"),
	  .description = MT_INIT("Файл қатаң JSON немесе YAML емес.",
				 "Файл не является строгим JSON или YAML.",
				 "The file is not strict JSON or YAML.") },
};
const size_t document_rules_n = ARRAY_LEN(document_rules);

/* The line as a report may print it: reports rely on UTF-8, and the fault may be that it is
 * not. */
static struct str printable(struct arena *a, struct str line)
{
	size_t from = 0, bad;
	char *text;

	if (text_valid(line, &bad))
		return line;
	text = ARENA_ARRAY(a, char, line.n);
	memcpy(text, line.p, line.n);
	while (!text_valid(str_sub(line, from, line.n), &bad)) {
		text[from + bad] = '?';
		from += bad + 1;
	}
	return (struct str){ text, line.n };
}

/* Each fault the reader knows by its code is a rule "document/<code>". */
void report_errors(struct check *c, const struct doc *doc, const struct doc_errors *errors)
{
	for (size_t i = 0; i < errors->list.n; i++) {
		const struct doc_error *e = &errors->list.at[i];
		struct doc_place p = doc_place(doc, e->at);
		struct finding f = {
			.rule = document_rules[0].id,
			.severity = SEV_ERROR,
			.at = { .file = doc->path,
				.pointer = STR(""),
				.line = p.line,
				.column = p.column,
				.excerpt = printable(c->arena, doc_line(doc, e->at)),
				.span = 1 },
			.message = e->message,
			.remedy = e->hint,
			.key = arena_printf(c->arena, "%s|%u", e->code, p.line),
		};

		sink_emit(&c->sink, &f);
	}
	if (errors->dropped)
		sink_note(&c->sink,
			  &(struct note){ .rule = document_rules[0].id,
					  .at = { .file = doc->path },
					  .text = MTEXT_FILL(
						  c->arena,
						  MT("тағы %1 қате көрсетілмеді",
						     "ещё %1 ошибок не показано",
						     "%1 more errors are not shown"),
						  mtext_same(arena_printf(c->arena, "%zu",
									  errors->dropped))) });
}
