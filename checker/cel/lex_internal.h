/* Tokens of an expression. */
#ifndef CHECKER_CEL_LEX_INTERNAL_H
#define CHECKER_CEL_LEX_INTERNAL_H

#include "checker/base/arena.h"
#include "checker/base/err.h"

enum cel_token_kind {
	CEL_TOK_END,
	CEL_TOK_IDENT,
	CEL_TOK_QUOTED, /* `name` */
	CEL_TOK_INT,	/* without sign: `u` */
	CEL_TOK_UINT,
	CEL_TOK_DOUBLE,
	CEL_TOK_STRING,
	CEL_TOK_BYTES,
	CEL_TOK_IN,
	CEL_TOK_OR,
	CEL_TOK_AND,
	CEL_TOK_EQ,
	CEL_TOK_NE,
	CEL_TOK_LE,
	CEL_TOK_GE,
	CEL_TOK_LT,
	CEL_TOK_GT,
	CEL_TOK_PLUS,
	CEL_TOK_MINUS,
	CEL_TOK_STAR,
	CEL_TOK_SLASH,
	CEL_TOK_PERCENT,
	CEL_TOK_NOT,
	CEL_TOK_QUESTION,
	CEL_TOK_COLON,
	CEL_TOK_DOT,
	CEL_TOK_COMMA,
	CEL_TOK_OPEN,
	CEL_TOK_CLOSE,
	CEL_TOK_LIST_OPEN,
	CEL_TOK_LIST_CLOSE,
	CEL_TOK_MAP_OPEN,
	CEL_TOK_MAP_CLOSE,
};

struct cel_token {
	enum cel_token_kind kind;
	size_t at;
	struct str written; /* as in the source */
	struct str text;    /* IDENT, QUOTED; STRING and BYTES with escapes resolved; DOUBLE */
	uint64_t u;
};

struct cel_lexer {
	struct arena *arena;
	struct str source;
	size_t pos;
	char *scratch; /* one literal */
};

MUST_USE bool cel_lex(struct cel_lexer *l, struct cel_token *t, struct err *err);

#endif
