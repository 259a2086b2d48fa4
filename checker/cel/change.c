#include "checker/cel/cel_internal.h"
#include "checker/cel/lex_internal.h"

/*
 * Small changes of an expression, by its tokens: what a condition could wrongly
 * have been written as. Whoever tests it should notice each of them.
 */
struct changing {
	struct arena *arena;
	struct str source;
	VEC(struct cel_token) tokens;
	VEC(unsigned) depths; /* parentheses around each token */
	VEC(struct cel_change) changes;
};

static bool read_tokens(struct changing *c)
{
	struct cel_lexer lexer = { .arena = c->arena, .source = c->source };
	struct cel_token token = { 0 };
	struct err err = { 0 };
	unsigned depth = 0;

	lexer.scratch = ARENA_ARRAY(c->arena, char, c->source.n + 1);
	do {
		if (!cel_lex(&lexer, &token, &err))
			return false;
		depth -= token.kind == CEL_TOK_CLOSE || token.kind == CEL_TOK_LIST_CLOSE ||
			 token.kind == CEL_TOK_MAP_CLOSE;
		vec_push(c->arena, &c->tokens, token);
		vec_push(c->arena, &c->depths, depth);
		depth += token.kind == CEL_TOK_OPEN || token.kind == CEL_TOK_LIST_OPEN ||
			 token.kind == CEL_TOK_MAP_OPEN;
	} while (token.kind != CEL_TOK_END);
	return true;
}

/* Bytes [from, to) of the source become `text`. */
static void add(struct changing *c, size_t from, size_t to, struct str text)
{
	struct cel_change change = {
		.from = from,
		.to = to,
		.text = arena_printf(c->arena, "%.*s%.*s%.*s",
				     STR_FMT(str_sub(c->source, 0, from)), STR_FMT(text),
				     STR_FMT(str_sub(c->source, to, c->source.n)))
	};

	vec_push(c->arena, &c->changes, change);
}

static void add_token(struct changing *c, size_t i, struct str text)
{
	const struct cel_token *t = &c->tokens.at[i];

	add(c, t->at, t->at + t->written.n, text);
}

/* Whether the operand of an && or || at the same depth ends here. */
static bool ends_operand(enum cel_token_kind kind, enum cel_token_kind of)
{
	static const bool ends[CEL_TOK_MAP_CLOSE + 1] = {
		[CEL_TOK_END] = true,	[CEL_TOK_COMMA] = true, [CEL_TOK_QUESTION] = true,
		[CEL_TOK_COLON] = true, [CEL_TOK_OR] = true,
	};

	return ends[kind] || (kind == CEL_TOK_AND && of == CEL_TOK_AND);
}

static size_t operand_start(const struct changing *c, size_t i, enum cel_token_kind of)
{
	unsigned depth = c->depths.at[i];

	while (i > 0 && c->depths.at[i - 1] >= depth &&
	       (c->depths.at[i - 1] > depth || !ends_operand(c->tokens.at[i - 1].kind, of)))
		i--;
	/* An opening parenthesis has the depth of what is around it. */
	while (c->depths.at[i] > depth)
		i++;
	return i;
}

static size_t operand_end(const struct changing *c, size_t i, enum cel_token_kind of)
{
	unsigned depth = c->depths.at[i];

	for (i++; c->tokens.at[i].kind != CEL_TOK_END; i++)
		if (c->depths.at[i] < depth ||
		    (c->depths.at[i] == depth && ends_operand(c->tokens.at[i].kind, of)))
			break;
	return i;
}

static size_t written_end(const struct changing *c, size_t i)
{
	return c->tokens.at[i].at + c->tokens.at[i].written.n;
}

/* Each operand of && as true, of || as false: as if it were not there. */
static void drop_operands(struct changing *c, size_t i)
{
	enum cel_token_kind kind = c->tokens.at[i].kind;
	struct str neutral = kind == CEL_TOK_AND ? STR("true") : STR("false");
	size_t start = operand_start(c, i, kind), end = operand_end(c, i, kind);

	if (start == 0 || c->depths.at[start - 1] < c->depths.at[i] ||
	    c->tokens.at[start - 1].kind != kind)
		add(c, c->tokens.at[start].at, written_end(c, i - 1), neutral);
	add(c, c->tokens.at[i + 1].at, written_end(c, end - 1), neutral);
}

/* The condition of a choice as true and as false. */
static void decide(struct changing *c, size_t i)
{
	size_t start = i, end = written_end(c, i - 1);
	unsigned depth = c->depths.at[i];

	while (start > 0 && c->depths.at[start - 1] >= depth &&
	       (c->depths.at[start - 1] > depth ||
		(c->tokens.at[start - 1].kind != CEL_TOK_COMMA &&
		 c->tokens.at[start - 1].kind != CEL_TOK_COLON &&
		 c->tokens.at[start - 1].kind != CEL_TOK_QUESTION)))
		start--;
	while (c->depths.at[start] > depth)
		start++;
	add(c, c->tokens.at[start].at, end, STR("true"));
	add(c, c->tokens.at[start].at, end, STR("false"));
}

static void change_name(struct changing *c, size_t i)
{
	static const struct {
		struct str name, other;
		bool method;
	} pairs[] = {
		{ STR_INIT("true"), STR_INIT("false"), false },
		{ STR_INIT("false"), STR_INIT("true"), false },
		{ STR_INIT("exists"), STR_INIT("all"), true },
		{ STR_INIT("all"), STR_INIT("exists"), true },
	};
	bool method = i > 0 && c->tokens.at[i - 1].kind == CEL_TOK_DOT;

	for (size_t k = 0; k < ARRAY_LEN(pairs); k++)
		if (method == pairs[k].method && str_eq(c->tokens.at[i].text, pairs[k].name) &&
		    (!method || c->tokens.at[i + 1].kind == CEL_TOK_OPEN))
			add_token(c, i, pairs[k].other);
}

static void change_token(struct changing *c, size_t i)
{
	static const struct str others[] = {
		[CEL_TOK_EQ] = STR_INIT("!="), [CEL_TOK_NE] = STR_INIT("=="),
		[CEL_TOK_LT] = STR_INIT("<="), [CEL_TOK_LE] = STR_INIT("<"),
		[CEL_TOK_GT] = STR_INIT(">="), [CEL_TOK_GE] = STR_INIT(">"),
	};
	const struct cel_token *t = &c->tokens.at[i];

	if (t->kind < ARRAY_LEN(others) && others[t->kind].n)
		add_token(c, i, others[t->kind]);
	else if (t->kind == CEL_TOK_AND || t->kind == CEL_TOK_OR)
		drop_operands(c, i);
	else if (t->kind == CEL_TOK_QUESTION && c->tokens.at[i - 1].kind != CEL_TOK_DOT &&
		 c->tokens.at[i - 1].kind != CEL_TOK_LIST_OPEN)
		decide(c, i);
	else if (t->kind == CEL_TOK_NOT)
		add_token(c, i, STR(""));
	else if (t->kind == CEL_TOK_INT)
		add_token(c, i, arena_printf(c->arena, "%llu", (unsigned long long)t->u + 1));
	else if (t->kind == CEL_TOK_STRING)
		add_token(c, i, STR("'\\u00b7'"));
	else if (t->kind == CEL_TOK_IDENT)
		change_name(c, i);
}

size_t cel_changes(struct arena *a, struct str expression, struct cel_change **out)
{
	struct changing c = { .arena = a, .source = expression };

	*out = NULL;
	if (!read_tokens(&c))
		return 0;
	for (size_t i = 0; i + 1 < c.tokens.n; i++)
		change_token(&c, i);
	*out = c.changes.at;
	return c.changes.n;
}
