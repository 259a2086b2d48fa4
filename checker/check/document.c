#include "checker/check/check_internal.h"

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
				.excerpt = doc_line(doc, e->at),
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
