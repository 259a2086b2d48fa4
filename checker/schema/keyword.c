#include "checker/schema/compile_internal.h"

const struct keyword_row schema_keywords[] = {
#define X(id, name, vocab, drafts, holds) \
	[KW_##id] = { STR_INIT(name), VOCAB_##vocab, DRAFT_##drafts, HOLDS_##holds },
	SCHEMA_KEYWORDS(X)
#undef X
};

const uint8_t schema_op_types[] = {
#define X(id, types) [OP_##id] = ON_##types,
	SCHEMA_OPS(X)
#undef X
};

enum keyword schema_keyword(struct str name)
{
	enum keyword kw = 0;

	while (kw < KW_COUNT && !str_eq(schema_keywords[kw].name, name))
		kw++;
	return kw;
}
