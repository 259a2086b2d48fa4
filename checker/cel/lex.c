#include "checker/cel/lex_internal.h"

#include "checker/cel/cel_internal.h"
#include "checker/text/text.h"

#include <string.h>

static const struct punct {
	struct str text;
	enum cel_token_kind kind;
} puncts[] = {
	/* Longer ones first. */
	{ STR_INIT("||"), CEL_TOK_OR },	      { STR_INIT("&&"), CEL_TOK_AND },
	{ STR_INIT("=="), CEL_TOK_EQ },	      { STR_INIT("!="), CEL_TOK_NE },
	{ STR_INIT("<="), CEL_TOK_LE },	      { STR_INIT(">="), CEL_TOK_GE },
	{ STR_INIT("<"), CEL_TOK_LT },	      { STR_INIT(">"), CEL_TOK_GT },
	{ STR_INIT("+"), CEL_TOK_PLUS },      { STR_INIT("-"), CEL_TOK_MINUS },
	{ STR_INIT("*"), CEL_TOK_STAR },      { STR_INIT("/"), CEL_TOK_SLASH },
	{ STR_INIT("%"), CEL_TOK_PERCENT },   { STR_INIT("!"), CEL_TOK_NOT },
	{ STR_INIT("?"), CEL_TOK_QUESTION },  { STR_INIT(":"), CEL_TOK_COLON },
	{ STR_INIT("."), CEL_TOK_DOT },	      { STR_INIT(","), CEL_TOK_COMMA },
	{ STR_INIT("("), CEL_TOK_OPEN },      { STR_INIT(")"), CEL_TOK_CLOSE },
	{ STR_INIT("["), CEL_TOK_LIST_OPEN }, { STR_INIT("]"), CEL_TOK_LIST_CLOSE },
	{ STR_INIT("{"), CEL_TOK_MAP_OPEN },  { STR_INIT("}"), CEL_TOK_MAP_CLOSE },
};

/* The character `ahead` bytes further; NUL past the end. */
static char peek(const struct cel_lexer *l, size_t ahead)
{
	return l->pos + ahead < l->source.n ? l->source.p[l->pos + ahead] : '\0';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* -1 when it is no digit of the base. */
static int digit(char c, unsigned base)
{
	int value = -1;

	if (is_digit(c))
		value = c - '0';
	else if (c >= 'a' && c <= 'f')
		value = c - 'a' + 10;
	else if (c >= 'A' && c <= 'F')
		value = c - 'A' + 10;
	return value < (int)base ? value : -1;
}

static void skip_space(struct cel_lexer *l)
{
	for (;;) {
		char c = peek(l, 0);

		if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
			l->pos++;
		} else if (c == '/' && peek(l, 1) == '/') {
			while (l->pos < l->source.n && peek(l, 0) != '\n')
				l->pos++;
		} else {
			return;
		}
	}
}

static bool lex_digits(struct cel_lexer *l, struct cel_token *t, unsigned base, struct err *err)
{
	size_t start = l->pos;

	t->u = 0;
	for (int d; (d = digit(peek(l, 0), base)) >= 0; l->pos++)
		if (__builtin_mul_overflow(t->u, (uint64_t)base, &t->u) ||
		    __builtin_add_overflow(t->u, (uint64_t)d, &t->u))
			return cel_fail_at(l->source, t->at, err,
					   "integer literal is out of range");
	if (l->pos == start)
		return cel_fail_at(l->source, t->at, err, "hexadecimal digits are missing");
	t->kind = CEL_TOK_INT;
	if (peek(l, 0) == 'u' || peek(l, 0) == 'U') {
		t->kind = CEL_TOK_UINT;
		l->pos++;
	}
	return true;
}

static void skip_digits(struct cel_lexer *l)
{
	while (is_digit(peek(l, 0)))
		l->pos++;
}

static bool lex_number(struct cel_lexer *l, struct cel_token *t, struct err *err)
{
	size_t start = l->pos;
	bool whole = true;

	if (peek(l, 0) == '0' && peek(l, 1) == 'x') {
		l->pos += 2;
		return lex_digits(l, t, 16, err);
	}
	skip_digits(l);
	if (peek(l, 0) == '.' && is_digit(peek(l, 1))) {
		whole = false;
		l->pos++;
		skip_digits(l);
	}
	if (peek(l, 0) == 'e' || peek(l, 0) == 'E') {
		size_t sign = peek(l, 1) == '+' || peek(l, 1) == '-';

		if (is_digit(peek(l, 1 + sign))) {
			whole = false;
			l->pos += 1 + sign;
			skip_digits(l);
		}
	}
	if (whole) {
		l->pos = start;
		return lex_digits(l, t, 10, err);
	}
	t->kind = CEL_TOK_DOUBLE;
	t->text = str_sub(l->source, start, l->pos);
	return true;
}

struct escape {
	struct cel_lexer *l;
	char *out;
	size_t n;
	bool bytes;
};

static bool escape_number(struct escape *x, unsigned base, size_t digits, struct err *err)
{
	struct cel_lexer *l = x->l;
	uint32_t value = 0;

	for (size_t i = 0; i < digits; i++, l->pos++) {
		int d = digit(peek(l, 0), base);

		if (d < 0)
			return cel_fail_at(l->source, l->pos, err,
					   "escape sequence needs %zu digits", digits);
		value = value * base + (uint32_t)d;
	}
	if (x->bytes && value <= 0xFF) {
		x->out[x->n++] = (char)(unsigned char)value;
		return true;
	}
	if (x->bytes || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
		return cel_fail_at(l->source, l->pos, err,
				   "escape sequence is no valid character");
	x->n += text_encode(x->out + x->n, value);
	return true;
}

/* The backslash is behind us. Never writes more bytes than the escape was long. */
static bool escape_one(struct escape *x, struct err *err)
{
	static const char from[] = "abfnrtv\\?\"'`", to[] = "\a\b\f\n\r\t\v\\?\"'`";
	struct cel_lexer *l = x->l;
	char c = peek(l, 0);
	const char *at = c ? strchr(from, c) : NULL;

	if (at) {
		x->out[x->n++] = to[at - from];
		l->pos++;
		return true;
	}
	if (c >= '0' && c <= '3')
		return escape_number(x, 8, 3, err);
	l->pos++;
	if (c == 'x' || c == 'X')
		return escape_number(x, 16, 2, err);
	if (c == 'u' && !x->bytes)
		return escape_number(x, 16, 4, err);
	if (c == 'U' && !x->bytes)
		return escape_number(x, 16, 8, err);
	return cel_fail_at(l->source, l->pos - 2, err, "unknown escape sequence");
}

static bool at_quotes(const struct cel_lexer *l, char quote, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (peek(l, i) != quote)
			return false;
	return true;
}

/* At the opening quote. */
static bool lex_text(struct cel_lexer *l, struct cel_token *t, bool raw, struct err *err)
{
	char quote = peek(l, 0);
	size_t quotes = at_quotes(l, quote, 3) ? 3 : 1;
	struct escape x = { .l = l, .bytes = t->kind == CEL_TOK_BYTES };

	l->pos += quotes;
	/* An escape is never shorter than what it stands for, so the source bounds the text. */
	if (!l->scratch)
		l->scratch = ARENA_ARRAY(l->arena, char, l->source.n + 4);
	x.out = l->scratch;
	while (!at_quotes(l, quote, quotes)) {
		char c = peek(l, 0);

		if (l->pos >= l->source.n || (quotes == 1 && (c == '\n' || c == '\r')))
			return cel_fail_at(l->source, t->at, err, "text has no closing quote");
		l->pos++;
		if (c != '\\' || raw)
			x.out[x.n++] = c;
		else if (!escape_one(&x, err))
			return false;
	}
	l->pos += quotes;
	t->text = arena_str(l->arena, (struct str){ x.out, x.n });
	return true;
}

/* True when a literal with its prefix (r, b, br) starts here. */
static bool text_prefix(const struct cel_lexer *l, size_t *prefix, bool *raw, bool *bytes)
{
	*bytes = peek(l, 0) == 'b' || peek(l, 0) == 'B';
	*prefix = *bytes;
	*raw = peek(l, *prefix) == 'r' || peek(l, *prefix) == 'R';
	*prefix += *raw;
	return peek(l, *prefix) == '"' || peek(l, *prefix) == '\'';
}

static bool may_be_quoted(char c)
{
	return is_name_start(c) || is_digit(c) || c == '.' || c == '-' || c == '/' || c == ' ';
}

static bool lex_quoted_name(struct cel_lexer *l, struct cel_token *t, struct err *err)
{
	size_t start = ++l->pos;

	while (may_be_quoted(peek(l, 0)))
		l->pos++;
	if (peek(l, 0) != '`' || l->pos == start)
		return cel_fail_at(l->source, t->at, err,
				   "a name in backticks has letters, digits, '_', '.', '-', "
				   "'/' and spaces");
	t->kind = CEL_TOK_QUOTED;
	t->text = str_sub(l->source, start, l->pos++);
	return true;
}

/* Operators of which other languages write the half. */
static const struct str halves[] = { STR_INIT("=="), STR_INIT("&&"), STR_INIT("||") };

static bool lex_punct(struct cel_lexer *l, struct cel_token *t, struct err *err)
{
	struct str rest = str_sub(l->source, l->pos, l->source.n);
	bool cyrillic;

	for (size_t i = 0; i < ARRAY_LEN(puncts); i++)
		if (str_starts(rest, puncts[i].text)) {
			t->kind = puncts[i].kind;
			l->pos += puncts[i].text.n;
			return true;
		}
	for (size_t i = 0; i < ARRAY_LEN(halves); i++)
		if (str_starts(rest, str_sub(halves[i], 0, 1)))
			return cel_fail_at(l->source, l->pos, err,
					   "unexpected character '%.1s' instead of '%.2s'",
					   halves[i].p, halves[i].p);
	cyrillic = text_is_cyrillic(text_next(&rest));
	cel_fail_at(l->source, l->pos, err, "unexpected character '%.*s'",
		    (int)(rest.p - l->source.p) - (int)l->pos, l->source.p + l->pos);
	return cyrillic && err_hint(err, "this letter is Cyrillic: names are written in Latin "
					 "letters, texts in quotes");
}

static void lex_name(struct cel_lexer *l, struct cel_token *t)
{
	size_t start = l->pos;

	while (is_name_start(peek(l, 0)) || is_digit(peek(l, 0)))
		l->pos++;
	t->text = str_sub(l->source, start, l->pos);
	t->kind = str_eq(t->text, STR("in")) ? CEL_TOK_IN : CEL_TOK_IDENT;
}

static bool lex_any(struct cel_lexer *l, struct cel_token *t, struct err *err)
{
	size_t prefix;
	bool raw, bytes;
	char c = peek(l, 0);

	if (l->pos >= l->source.n)
		return true;
	if (is_digit(c) || (c == '.' && is_digit(peek(l, 1))))
		return lex_number(l, t, err);
	if (text_prefix(l, &prefix, &raw, &bytes)) {
		t->kind = bytes ? CEL_TOK_BYTES : CEL_TOK_STRING;
		l->pos += prefix;
		return lex_text(l, t, raw, err);
	}
	if (is_name_start(c)) {
		lex_name(l, t);
		return true;
	}
	return c == '`' ? lex_quoted_name(l, t, err) : lex_punct(l, t, err);
}

bool cel_lex(struct cel_lexer *l, struct cel_token *t, struct err *err)
{
	skip_space(l);
	*t = (struct cel_token){ .kind = CEL_TOK_END, .at = l->pos };
	if (!lex_any(l, t, err))
		return false;
	t->written = str_sub(l->source, t->at, l->pos);
	return true;
}
