/*
 * Inside of the CEL module: the expression tree that the parser builds, the
 * checker resolves in place and the evaluator walks. One tree serves all
 * three, so a compiled program is the checked tree.
 */
#ifndef CHECKER_CEL_CEL_INTERNAL_H
#define CHECKER_CEL_CEL_INTERNAL_H

#include "checker/base/limits.h"
#include "checker/base/strmap.h"
#include "checker/base/vec.h"
#include "checker/cel/value_internal.h"
#include "checker/regex/regex.h"

enum {
	CEL_LOCALS = 32,	/* loop variables visible at one place */
	CEL_ARGS = 33,		/* arguments of one call, with the receiver */
	CEL_TEXT_MAX = 1 << 16, /* bytes of a text that an expression makes */
	CEL_FOLD_STEPS = 20000, /* for all constants of one expression */
};

/* ---- the tree ---- */

enum cel_op {
	CEL_OP_CONST,
	CEL_OP_SLOT,  /* a declared variable */
	CEL_OP_LOCAL, /* a loop variable */
	CEL_OP_FAIL,  /* a name that only an unchecked expression may hold */
	CEL_OP_IDENT, /* before checking */
	CEL_OP_SELECT,
	CEL_OP_HAS,
	CEL_OP_INDEX,
	CEL_OP_CALL,
	CEL_OP_MATCHES, /* a pattern compiled with the expression */
	CEL_OP_LIST,
	CEL_OP_MAP,	   /* kids: key, value, key, value … */
	CEL_OP_IF_PRESENT, /* [?x], {?k: x}: kids of LIST and MAP only */
	CEL_OP_OPT_OR,	   /* x.or(y), x.orValue(y): y is asked for when x is none */
	CEL_OP_OPT_OR_VALUE,
	CEL_OP_AND,
	CEL_OP_OR,
	CEL_OP_NOT,
	CEL_OP_NEG,
	CEL_OP_COND,
	CEL_OP_EQ,
	CEL_OP_NE,
	CEL_OP_LT,
	CEL_OP_LE,
	CEL_OP_GT,
	CEL_OP_GE,
	CEL_OP_IN,
	CEL_OP_ADD,
	CEL_OP_SUB,
	CEL_OP_MUL,
	CEL_OP_DIV,
	CEL_OP_MOD,
	/* Loops. kids: what to loop over, what to compute, and a condition or nothing. */
	CEL_OP_ALL,
	CEL_OP_EXISTS,
	CEL_OP_EXISTS_ONE,
	CEL_OP_TO_LIST, /* map(), transformList() */
	CEL_OP_FILTER,
	CEL_OP_TO_MAP,	   /* transformMap() */
	CEL_OP_TO_ENTRIES, /* transformMapEntry() */
	/* One variable, no loop. */
	CEL_OP_BIND,
	CEL_OP_OPT_MAP,
	CEL_OP_OPT_FLAT_MAP,
};

struct cel_overload;

/* One field of a chain a.b.c, and where it stood in the last object asked. */
struct cel_step {
	struct str name;
	uint32_t hint;
};

/* What evaluation reads stands in front. */
struct cel_expr {
	enum cel_op op;
	bool to_double; /* declared double: documents write 5 for 5.0 */
	bool optional;	/* SELECT, INDEX: a.?b, a[?b] */
	bool pair;	/* loops: two variables, in slot and slot + 1 */
	bool method;	/* CALL: kids[0] is the receiver */
	bool absolute;	/* IDENT: written .name */
	bool quoted;	/* SELECT: written a.`b`, never part of a dotted name */
	uint32_t slot;
	/* SELECT of a variable's field, or of a field of such a SELECT: all steps from the
	 * variable on, which a document is walked by without a value for each. */
	uint32_t steps_n;
	struct cel_step *steps, *last; /* the last is there for every SELECT and HAS */
	const struct cel_expr *variable;
	struct cel_expr **kids;
	size_t n;
	const struct cel_overload *overload; /* CALL: the first of `overloads` */
	size_t overloads;
	struct cel_value value; /* CONST; SELECT, FAIL: the error when absent */
	struct str name, name2; /* of field, function, loop variables */
	const struct regex *re;
	const struct cel_type *type;
	size_t cap;
	uint32_t depth;
	uint32_t at; /* byte offset in the expression */
};

struct cel_program {
	struct cel_expr *root;
	struct str source;
	uint64_t slots;
	VEC(struct regex *) patterns;
};

/* Puts "column N: " before the text; false. */
bool cel_at_column(struct str source, size_t at, struct err *err);
/* err_set with that. */
bool cel_fail_at(struct str source, size_t at, struct err *err, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

MUST_USE bool cel_parse(struct cel_expr **out, struct arena *a, struct str source,
			struct err *err);
/* Resolves names, types and overloads of the program's tree in place, and folds constants. */
MUST_USE bool cel_check(struct cel_program *p, struct arena *a, const struct cel_env *env,
			struct str source, struct err *err);
/* Evaluates a tree without variables; for folding. */
struct cel_value cel_eval_const(struct cel_expr *e, struct cel_run *run);

/* ---- types ---- */

struct cel_field {
	const struct cel_type *type;
};

struct cel_type {
	enum cel_kind kind;
	struct str name; /* of an object */
	const struct cel_type *key, *element;
	struct strmap
		fields; /* of an object: struct cel_field; the words of a text, if known */
};

const struct cel_type *cel_type_keyed(struct arena *a, const struct cel_type *key,
				      const struct cel_type *value);
const struct cel_type *cel_type_optional(struct arena *a, const struct cel_type *element);
/* May a value of one stand where the other is compared with it or expected? */
bool cel_type_fits(const struct cel_type *a, const struct cel_type *b);
/* The type of a place that holds either. */
const struct cel_type *cel_type_join(const struct cel_type *a, const struct cel_type *b);
struct str cel_type_text(struct arena *a, const struct cel_type *t);

/* ---- names ---- */

/*
 * One row of the library. `args` has a letter a parameter (the receiver
 * first), '.' is any; `result` is a letter too. Letters: n null, b bool, i int,
 * u uint, d double, s string, y bytes, l list, m map, t timestamp, D duration,
 * T type, o optional. Results also: '.' dyn, 'S' list of strings, 'O' optional
 * of the first argument, 'E' element of the first argument, '1' the first
 * argument's type. Rows of one name, style and count stand together.
 */
struct cel_overload {
	struct str name;
	bool method;
	const char *args;
	char result;
	cel_function call;
	const struct cel_type *type;  /* host functions: instead of `result` */
	const struct cel_type *first; /* the words that a constant first argument may be */
	bool fewer;		      /* takes fewer arguments too, but at least one */
};

extern const char cel_kind_letters[];
static inline char cel_kind_letter(enum cel_kind kind)
{
	return cel_kind_letters[kind];
}
const struct cel_type *cel_type_of_letter(char letter);

/* The tables of the library, each ended by a row without a name. */
extern const struct cel_overload cel_convert_table[];
extern const struct cel_overload cel_string_table[];
extern const struct cel_overload cel_time_table[];
extern const struct cel_overload cel_optional_table[];
extern const struct cel_overload cel_math_table[];
extern const struct cel_overload cel_format_table[];
extern const struct cel_overload cel_base64_table[];

struct cel_var {
	struct str name;
	const struct cel_type *type;
};

struct cel_env {
	struct arena *arena;
	VEC(struct cel_var) vars;
	VEC(struct cel_overload) functions; /* the host's */
	struct str container;
	bool unchecked, careful, any_word;
};

/* The nearest of the names offered, for "did you mean"; empty when none is near. */
struct cel_nearest {
	struct str want, best;
	unsigned distance;
};

void cel_nearest_start(struct cel_nearest *n, struct str want);
void cel_nearest_offer(struct cel_nearest *n, struct str name);

/* Calls `each` for every row that may be called so; returns the number of rows visited. */
struct cel_found {
	const struct cel_overload *first;
	size_t n;
	bool name_known;   /* with another number of arguments or in the other style */
	size_t other_args; /* a number of arguments that the name takes */
};

/* `args` counts the receiver. */
struct cel_found cel_env_find(const struct cel_env *env, struct str name, bool method,
			      size_t args);
void cel_env_offer(const struct cel_env *env, struct cel_nearest *n, bool method);

/* ---- operations ---- */

struct cel_value cel_arith(struct cel_run *run, enum cel_op op, struct cel_value a,
			   struct cel_value b);
struct cel_value cel_negate(struct cel_run *run, struct cel_value v);
struct cel_value cel_matches(struct cel_run *run, const struct regex *re, struct str subject);
struct str cel_time_text(struct arena *a, struct cel_value v);
/* Timestamps and durations; range is checked. */
struct cel_value cel_time_arith(struct cel_run *run, enum cel_op op, struct cel_value a,
				struct cel_value b);
struct cel_value cel_timestamp_of(struct cel_run *run, struct str text);
struct cel_value cel_duration_of(struct cel_run *run, struct str text);
bool cel_timestamp_in_range(int64_t seconds);

#endif
