#include "checker/cel/cel_internal.h"
#include "checker/cel/lex_internal.h"

struct parser {
	struct cel_lexer lexer;
	struct cel_token token; /* the next one */
	struct arena *arena;
	struct err *err;
	unsigned nesting;
	bool too_deep;
	size_t deep_at;
};

bool cel_at_column(struct str source, size_t at, struct err *err)
{
	size_t column = 1;

	for (size_t i = 0; i < at && i < source.n; i++)
		column += ((unsigned char)source.p[i] & 0xC0) != 0x80;
	return err_wrap(err, "column %zu", column);
}

bool cel_fail_at(struct str source, size_t at, struct err *err, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	err_vset(err, ERR_INPUT, fmt, args);
	va_end(args);
	return cel_at_column(source, at, err);
}

static struct cel_expr *parse_expr(struct parser *p);

static bool advance(struct parser *p)
{
	return cel_lex(&p->lexer, &p->token, p->err);
}

static bool next_is(const struct parser *p, enum cel_token_kind kind)
{
	return p->token.kind == kind;
}

/* NULL, so that a failing production is one line. */
static struct cel_expr *unexpected(struct parser *p, const char *wanted)
{
	if (next_is(p, CEL_TOK_END))
		cel_fail_at(p->lexer.source, p->token.at, p->err, "expected %s at the end",
			    wanted);
	else
		cel_fail_at(p->lexer.source, p->token.at, p->err, "expected %s, not '%.*s'",
			    wanted, STR_FMT(p->token.written));
	return NULL;
}

static struct cel_expr *make(struct parser *p, enum cel_op op, size_t at)
{
	struct cel_expr *e = ARENA_NEW(p->arena, struct cel_expr);

	e->op = op;
	e->at = (uint32_t)at;
	e->depth = 1;
	return e;
}

static void add_kid(struct parser *p, struct cel_expr *e, struct cel_expr *kid)
{
	e->kids = vec_room(p->arena, e->kids, e->n, &e->cap, sizeof(struct cel_expr *));
	e->kids[e->n++] = kid;
	if (kid->depth >= e->depth)
		e->depth = kid->depth + 1;
	if (e->depth > LIMIT_CEL_DEPTH && !p->too_deep) {
		p->too_deep = true;
		p->deep_at = e->at;
	}
}

static struct cel_expr *make_const(struct parser *p, size_t at, struct cel_value v)
{
	struct cel_expr *e = make(p, CEL_OP_CONST, at);

	e->value = v;
	return e;
}

/* A literal number; `minus` when an odd number of signs stands before it. */
static struct cel_expr *number(struct parser *p, bool minus, size_t at)
{
	const struct cel_token *t = &p->token;
	const uint64_t limit = (uint64_t)INT64_MAX + minus;
	struct cel_value v;

	if (t->kind == CEL_TOK_DOUBLE) {
		double d = cel_double_of(p->arena, t->text);

		v = cel_of_double(minus ? -d : d);
	} else if (t->kind == CEL_TOK_UINT) {
		v = cel_of_uint(t->u);
	} else if (t->u > limit) {
		cel_fail_at(p->lexer.source, t->at, p->err, "integer literal is out of range");
		return NULL;
	} else {
		v = cel_of_int(minus ? (int64_t)(0 - t->u) : (int64_t)t->u);
	}
	return advance(p) ? make_const(p, at, v) : NULL;
}

static bool parse_args(struct parser *p, struct cel_expr *call)
{
	size_t count = 0;

	while (!next_is(p, CEL_TOK_CLOSE)) {
		struct cel_expr *arg = parse_expr(p);

		if (!arg)
			return false;
		if (++count >= CEL_ARGS)
			return cel_fail_at(p->lexer.source, arg->at, p->err,
					   "more than %d arguments", CEL_ARGS - 1);
		add_kid(p, call, arg);
		if (next_is(p, CEL_TOK_CLOSE))
			break;
		if (!next_is(p, CEL_TOK_COMMA))
			return unexpected(p, "',' or ')'");
		if (!advance(p))
			return false;
		/* Literals may end with a comma, calls may not. */
		if (next_is(p, CEL_TOK_CLOSE))
			return unexpected(p, "<expression>");
	}
	return advance(p);
}

/* Macros: calls of these names become nodes that bind variables. Counts are without receiver.
 */
static const struct macro {
	struct str name;
	size_t args;
	bool pair, guard;
	enum cel_op op;
} macros[] = {
	{ STR_INIT("all"), 2, false, false, CEL_OP_ALL },
	{ STR_INIT("all"), 3, true, false, CEL_OP_ALL },
	{ STR_INIT("exists"), 2, false, false, CEL_OP_EXISTS },
	{ STR_INIT("exists"), 3, true, false, CEL_OP_EXISTS },
	{ STR_INIT("exists_one"), 2, false, false, CEL_OP_EXISTS_ONE },
	{ STR_INIT("exists_one"), 3, true, false, CEL_OP_EXISTS_ONE },
	{ STR_INIT("existsOne"), 2, false, false, CEL_OP_EXISTS_ONE },
	{ STR_INIT("existsOne"), 3, true, false, CEL_OP_EXISTS_ONE },
	{ STR_INIT("map"), 2, false, false, CEL_OP_TO_LIST },
	{ STR_INIT("map"), 3, false, true, CEL_OP_TO_LIST },
	{ STR_INIT("filter"), 2, false, false, CEL_OP_FILTER },
	{ STR_INIT("transformList"), 3, true, false, CEL_OP_TO_LIST },
	{ STR_INIT("transformList"), 4, true, true, CEL_OP_TO_LIST },
	{ STR_INIT("transformMap"), 3, true, false, CEL_OP_TO_MAP },
	{ STR_INIT("transformMap"), 4, true, true, CEL_OP_TO_MAP },
	{ STR_INIT("transformMapEntry"), 3, true, false, CEL_OP_TO_ENTRIES },
	{ STR_INIT("transformMapEntry"), 4, true, true, CEL_OP_TO_ENTRIES },
	{ STR_INIT("optMap"), 2, false, false, CEL_OP_OPT_MAP },
	{ STR_INIT("optFlatMap"), 2, false, false, CEL_OP_OPT_FLAT_MAP },
};

static bool is_variable(const struct parser *p, const struct cel_expr *e,
			const struct cel_expr *call)
{
	if (e->op == CEL_OP_IDENT && !e->absolute)
		return true;
	return cel_fail_at(p->lexer.source, e->at, p->err,
			   "%.*s() needs the name of a variable here", STR_FMT(call->name));
}

static struct cel_expr *expand_macro(struct parser *p, const struct macro *m,
				     const struct cel_expr *call)
{
	struct cel_expr *e = make(p, m->op, call->at);
	const size_t body = m->args; /* the last; the receiver is kid 0 */

	if (!is_variable(p, call->kids[1], call) ||
	    (m->pair && !is_variable(p, call->kids[2], call)))
		return NULL;
	e->pair = m->pair;
	e->name = call->kids[1]->name;
	if (m->pair)
		e->name2 = call->kids[2]->name;
	if (m->pair && str_eq(e->name, e->name2)) {
		cel_fail_at(p->lexer.source, call->kids[2]->at, p->err,
			    "both variables are named '%.*s'", STR_FMT(e->name));
		return NULL;
	}
	add_kid(p, e, call->kids[0]);
	add_kid(p, e, call->kids[body]);
	if (m->guard)
		add_kid(p, e, call->kids[body - 1]);
	return e;
}

/* cel.bind(name, value, expression) */
static struct cel_expr *expand_bind(struct parser *p, const struct cel_expr *call)
{
	struct cel_expr *e = make(p, CEL_OP_BIND, call->at);

	if (!is_variable(p, call->kids[1], call))
		return NULL;
	e->name = call->kids[1]->name;
	add_kid(p, e, call->kids[2]);
	add_kid(p, e, call->kids[3]);
	return e;
}

static struct cel_expr *expand_has(struct parser *p, struct cel_expr *call)
{
	struct cel_expr *field = call->kids[0];

	if (field->op != CEL_OP_SELECT || field->optional) {
		cel_fail_at(p->lexer.source, field->at, p->err,
			    "has() needs a field: has(a.b)");
		return NULL;
	}
	field->op = CEL_OP_HAS;
	return field;
}

static struct cel_expr *expand(struct parser *p, struct cel_expr *call)
{
	if (!call->method)
		return call->n == 1 && str_eq(call->name, STR("has")) ? expand_has(p, call)
								      : call;
	if (call->n == 4 && str_eq(call->name, STR("bind")) &&
	    call->kids[0]->op == CEL_OP_IDENT && str_eq(call->kids[0]->name, STR("cel")))
		return expand_bind(p, call);
	for (size_t i = 0; i < ARRAY_LEN(macros); i++)
		if (call->n == macros[i].args + 1 && str_eq(call->name, macros[i].name))
			return expand_macro(p, &macros[i], call);
	return call;
}

/* The next token is the opening parenthesis. */
static struct cel_expr *parse_call(struct parser *p, struct cel_expr *receiver, struct str name,
				   size_t at)
{
	struct cel_expr *call = make(p, CEL_OP_CALL, at);

	call->name = name;
	call->method = receiver != NULL;
	if (receiver)
		add_kid(p, call, receiver);
	if (!advance(p) || !parse_args(p, call))
		return NULL;
	return expand(p, call);
}

/* An element of a list or map, which may be written ?x. The mark is read by the caller. */
static struct cel_expr *parse_element(struct parser *p, bool if_present, size_t at)
{
	struct cel_expr *value = parse_expr(p), *e;

	if (!value || !if_present)
		return value;
	e = make(p, CEL_OP_IF_PRESENT, at);
	add_kid(p, e, value);
	return e;
}

static bool skip_mark(struct parser *p, bool *there)
{
	*there = next_is(p, CEL_TOK_QUESTION);
	return !*there || advance(p);
}

static bool list_element(struct parser *p, struct cel_expr *e)
{
	size_t at = p->token.at;
	struct cel_expr *kid;
	bool mark;

	if (!skip_mark(p, &mark) || !(kid = parse_element(p, mark, at)))
		return false;
	add_kid(p, e, kid);
	return true;
}

static bool map_element(struct parser *p, struct cel_expr *e)
{
	size_t at = p->token.at;
	struct cel_expr *kid;
	bool mark;

	if (!skip_mark(p, &mark) || !(kid = parse_expr(p)))
		return false;
	add_kid(p, e, kid);
	if (!next_is(p, CEL_TOK_COLON))
		return unexpected(p, "':'");
	if (!advance(p) || !(kid = parse_element(p, mark, at)))
		return false;
	add_kid(p, e, kid);
	return true;
}

/* A list or map literal; the next token opens it. */
static struct cel_expr *parse_literal(struct parser *p, enum cel_op op,
				      enum cel_token_kind close)
{
	struct cel_expr *e = make(p, op, p->token.at);

	if (!advance(p))
		return NULL;
	/* [,] is as empty as []. */
	if (next_is(p, CEL_TOK_COMMA)) {
		if (!advance(p))
			return NULL;
		if (!next_is(p, close))
			return unexpected(p, op == CEL_OP_LIST ? "']'" : "'}'");
	}
	while (!next_is(p, close)) {
		if (op == CEL_OP_LIST ? !list_element(p, e) : !map_element(p, e))
			return NULL;
		if (next_is(p, close))
			break;
		if (!next_is(p, CEL_TOK_COMMA))
			return unexpected(p, op == CEL_OP_LIST ? "',' or ']'" : "',' or '}'");
		if (!advance(p))
			return NULL;
	}
	return advance(p) ? e : NULL;
}

static bool is_reserved(struct str name)
{
	static const char *const words[] = {
		"as",	    "break",  "const",	"continue", "else",  "for",
		"function", "if",     "import", "let",	    "loop",  "namespace",
		"package",  "return", "var",	"void",	    "while",
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eq(name, str_of(words[i])))
			return true;
	return false;
}

static const struct word {
	struct str name;
	struct cel_value value;
} literals[] = {
	{ STR_INIT("true"), { .kind = CEL_BOOL, .truth = true } },
	{ STR_INIT("false"), { .kind = CEL_BOOL, .truth = false } },
	{ STR_INIT("null"), { .kind = CEL_NULL } },
};

static const struct word *literal(const struct parser *p)
{
	for (size_t i = 0; i < ARRAY_LEN(literals); i++)
		if (next_is(p, CEL_TOK_IDENT) && str_eq(p->token.text, literals[i].name))
			return &literals[i];
	return NULL;
}

static struct cel_expr *parse_name(struct parser *p, bool absolute)
{
	struct cel_token name = p->token;
	const struct word *word = literal(p);
	struct cel_expr *e;

	if (!next_is(p, CEL_TOK_IDENT) || (word && absolute))
		return unexpected(p, "<name>");
	if (word)
		return advance(p) ? make_const(p, name.at, word->value) : NULL;
	if (is_reserved(name.text)) {
		cel_fail_at(p->lexer.source, name.at, p->err, "'%.*s' is a reserved word",
			    STR_FMT(name.text));
		return NULL;
	}
	if (!advance(p))
		return NULL;
	if (next_is(p, CEL_TOK_OPEN))
		return parse_call(p, NULL, name.text, name.at);
	e = make(p, CEL_OP_IDENT, name.at);
	e->name = name.text;
	e->absolute = absolute;
	return e;
}

static struct cel_expr *parse_parens(struct parser *p)
{
	struct cel_expr *e;

	if (!advance(p) || !(e = parse_expr(p)))
		return NULL;
	if (!next_is(p, CEL_TOK_CLOSE))
		return unexpected(p, "')'");
	return advance(p) ? e : NULL;
}

static struct cel_expr *parse_text(struct parser *p)
{
	const struct cel_token t = p->token;

	if (!advance(p))
		return NULL;
	return make_const(p, t.at,
			  t.kind == CEL_TOK_BYTES ? cel_of_bytes(t.text) : cel_of_str(t.text));
}

static struct cel_expr *parse_primary(struct parser *p)
{
	if (next_is(p, CEL_TOK_INT) || next_is(p, CEL_TOK_UINT) || next_is(p, CEL_TOK_DOUBLE))
		return number(p, false, p->token.at);
	if (next_is(p, CEL_TOK_STRING) || next_is(p, CEL_TOK_BYTES))
		return parse_text(p);
	if (next_is(p, CEL_TOK_OPEN))
		return parse_parens(p);
	if (next_is(p, CEL_TOK_LIST_OPEN))
		return parse_literal(p, CEL_OP_LIST, CEL_TOK_LIST_CLOSE);
	if (next_is(p, CEL_TOK_MAP_OPEN))
		return parse_literal(p, CEL_OP_MAP, CEL_TOK_MAP_CLOSE);
	if (next_is(p, CEL_TOK_DOT))
		return advance(p) ? parse_name(p, true) : NULL;
	if (next_is(p, CEL_TOK_IDENT))
		return parse_name(p, false);
	return unexpected(p, "<expression>");
}

/* After the dot. */
static struct cel_expr *parse_select(struct parser *p, struct cel_expr *from)
{
	struct cel_token name;
	struct cel_expr *e;
	bool mark;

	if (!skip_mark(p, &mark))
		return NULL;
	name = p->token;
	if ((!next_is(p, CEL_TOK_IDENT) && !next_is(p, CEL_TOK_QUOTED)) || literal(p))
		return unexpected(p, "<field>");
	if (!advance(p))
		return NULL;
	if (next_is(p, CEL_TOK_OPEN) && name.kind == CEL_TOK_IDENT && !mark)
		return parse_call(p, from, name.text, name.at);
	e = make(p, CEL_OP_SELECT, name.at);
	e->name = name.text;
	e->quoted = name.kind == CEL_TOK_QUOTED;
	e->optional = mark;
	add_kid(p, e, from);
	return e;
}

/* After the bracket. */
static struct cel_expr *parse_index(struct parser *p, struct cel_expr *from, size_t at)
{
	struct cel_expr *e = make(p, CEL_OP_INDEX, at), *key;

	if (!skip_mark(p, &e->optional) || !(key = parse_expr(p)))
		return NULL;
	add_kid(p, e, from);
	add_kid(p, e, key);
	if (!next_is(p, CEL_TOK_LIST_CLOSE))
		return unexpected(p, "']'");
	return advance(p) ? e : NULL;
}

static struct cel_expr *parse_member(struct parser *p, struct cel_expr *e)
{
	while (e && (next_is(p, CEL_TOK_DOT) || next_is(p, CEL_TOK_LIST_OPEN))) {
		size_t at = p->token.at;
		bool dot = next_is(p, CEL_TOK_DOT);

		if (!advance(p))
			return NULL;
		e = dot ? parse_select(p, e) : parse_index(p, e, at);
	}
	return e;
}

static struct cel_expr *wrap(struct parser *p, enum cel_op op, size_t times, size_t at,
			     struct cel_expr *e)
{
	for (; e && times; times--) {
		struct cel_expr *outer = make(p, op, at);

		add_kid(p, outer, e);
		e = outer;
	}
	return e;
}

static struct cel_expr *parse_unary(struct parser *p)
{
	enum cel_token_kind sign = p->token.kind;
	size_t at = p->token.at, count = 0;

	if (sign != CEL_TOK_NOT && sign != CEL_TOK_MINUS)
		return parse_member(p, parse_primary(p));
	for (; next_is(p, sign); count++)
		if (!advance(p))
			return NULL;
	if (sign == CEL_TOK_NOT)
		return wrap(p, CEL_OP_NOT, count, at, parse_member(p, parse_primary(p)));
	/* The last sign belongs to the literal: the smallest int has no positive twin. */
	if (next_is(p, CEL_TOK_INT) || next_is(p, CEL_TOK_DOUBLE))
		return wrap(p, CEL_OP_NEG, count - 1, at, parse_member(p, number(p, true, at)));
	return wrap(p, CEL_OP_NEG, count, at, parse_member(p, parse_primary(p)));
}

static const struct binary {
	enum cel_token_kind token;
	unsigned rank; /* a higher one binds tighter */
	enum cel_op op;
} binaries[] = {
	{ CEL_TOK_OR, 1, CEL_OP_OR },	  { CEL_TOK_AND, 2, CEL_OP_AND },
	{ CEL_TOK_EQ, 3, CEL_OP_EQ },	  { CEL_TOK_NE, 3, CEL_OP_NE },
	{ CEL_TOK_LT, 3, CEL_OP_LT },	  { CEL_TOK_LE, 3, CEL_OP_LE },
	{ CEL_TOK_GT, 3, CEL_OP_GT },	  { CEL_TOK_GE, 3, CEL_OP_GE },
	{ CEL_TOK_IN, 3, CEL_OP_IN },	  { CEL_TOK_PLUS, 4, CEL_OP_ADD },
	{ CEL_TOK_MINUS, 4, CEL_OP_SUB }, { CEL_TOK_STAR, 5, CEL_OP_MUL },
	{ CEL_TOK_SLASH, 5, CEL_OP_DIV }, { CEL_TOK_PERCENT, 5, CEL_OP_MOD },
};

static const struct binary *binary_of(enum cel_token_kind kind)
{
	for (size_t i = 0; i < ARRAY_LEN(binaries); i++)
		if (binaries[i].token == kind)
			return &binaries[i];
	return NULL;
}

/* Operators of at least `rank`; recursion is bounded by the number of ranks. */
static struct cel_expr *parse_binary(struct parser *p, unsigned rank)
{
	struct cel_expr *left = parse_unary(p);
	const struct binary *b;

	while (left && (b = binary_of(p->token.kind)) && b->rank >= rank) {
		bool chain = (b->op == CEL_OP_AND || b->op == CEL_OP_OR) && left->op == b->op;
		size_t at = p->token.at;
		struct cel_expr *right, *e;

		if (!advance(p) || !(right = parse_binary(p, b->rank + 1)))
			return NULL;
		/* a && b && c is one node, so a long chain is not deep. */
		e = chain ? left : make(p, b->op, at);
		if (!chain)
			add_kid(p, e, left);
		add_kid(p, e, right);
		left = e;
	}
	return left;
}

static struct cel_expr *parse_cond(struct parser *p)
{
	struct cel_expr *e, *kid = parse_binary(p, 1);

	if (!kid || !next_is(p, CEL_TOK_QUESTION))
		return kid;
	e = make(p, CEL_OP_COND, p->token.at);
	add_kid(p, e, kid);
	if (!advance(p) || !(kid = parse_binary(p, 1)))
		return NULL;
	add_kid(p, e, kid);
	if (!next_is(p, CEL_TOK_COLON))
		return unexpected(p, "':'");
	if (!advance(p) || !(kid = parse_expr(p)))
		return NULL;
	add_kid(p, e, kid);
	return e;
}

static struct cel_expr *parse_expr(struct parser *p)
{
	struct cel_expr *e;

	if (p->nesting >= LIMIT_CEL_DEPTH) {
		cel_fail_at(p->lexer.source, p->token.at, p->err,
			    "expression nests deeper than %d", LIMIT_CEL_DEPTH);
		return NULL;
	}
	p->nesting++;
	e = parse_cond(p);
	p->nesting--;
	return e;
}

bool cel_parse(struct cel_expr **out, struct arena *a, struct str source, struct err *err)
{
	struct parser p = {
		.lexer = { .arena = a, .source = source },
		.arena = a,
		.err = err,
	};

	if (!advance(&p) || !(*out = parse_expr(&p)))
		return false;
	if (!next_is(&p, CEL_TOK_END))
		return unexpected(&p, "<operator>");
	if (p.too_deep)
		return cel_fail_at(source, p.deep_at, err, "expression nests deeper than %d",
				   LIMIT_CEL_DEPTH);
	return true;
}
