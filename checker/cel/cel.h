/*
 * CEL, the Common Expression Language (google/cel-spec): compiled and
 * type-checked once, evaluated many times with a step budget. No I/O, no
 * recursion in the language, no clock.
 */
#ifndef CHECKER_CEL_CEL_H
#define CHECKER_CEL_CEL_H

#include "checker/base/err.h"
#include "checker/doc/doc.h"

enum cel_kind {
	CEL_NULL,
	CEL_BOOL,
	CEL_INT,
	CEL_UINT,
	CEL_DOUBLE,
	CEL_STRING,
	CEL_BYTES,
	CEL_LIST,
	CEL_MAP,
	CEL_TIMESTAMP, /* nanoseconds are kept beside the seconds */
	CEL_DURATION,
	CEL_TYPE,
	CEL_OPTIONAL,
	CEL_ERROR,  /* `error` says why */
	CEL_DYN,    /* of types only: not known before evaluation */
	CEL_OBJECT, /* of types only: a map whose fields are known; its values are CEL_MAP */
	CEL_LATE,   /* of slots only: worked out when it is read, see struct cel_run */
};

struct cel_list; /* made by an expression */
struct cel_map;

struct cel_value {
	enum cel_kind kind;
	int32_t nanos; /* CEL_TIMESTAMP, CEL_DURATION */
	union {
		bool truth;
		int64_t i; /* CEL_INT; seconds of CEL_TIMESTAMP, CEL_DURATION */
		uint64_t u;
		double d;
		struct str s; /* CEL_STRING, CEL_BYTES; name of CEL_TYPE; text of CEL_ERROR */
		const struct cel_list *list; /* when node is NULL */
		const struct cel_map *map;
		const struct cel_value *optional; /* NULL: none */
	};
	/* The document node this value is, or NULL: lists and maps of documents stay in place.
	 */
	const struct node *node;
};

/* Types of variables, fields and functions. Immutable, in an arena, shared freely. */
struct cel_type;
const struct cel_type *
cel_type_of(enum cel_kind kind); /* also CEL_DYN; lists and maps of dyn */
const struct cel_type *cel_type_list(struct arena *a, const struct cel_type *element);
const struct cel_type *cel_type_map(struct arena *a,
				    const struct cel_type *value); /* string keys */
/* A text that is one of some words, or the key of a map that has only these; comparing it with
 * another constant does not compile ("did you mean"). `of` says what the words are. */
struct cel_type *cel_type_words(struct arena *a, struct str of);
void cel_type_word(struct cel_type *words, struct str word);
const struct cel_type *cel_type_map_of(struct arena *a, const struct cel_type *keys,
				       const struct cel_type *value);
/* A map with known fields; reading another one does not compile ("did you mean"). */
struct cel_type *cel_type_object(struct arena *a, struct str name);
void cel_type_field(struct arena *a, struct cel_type *object, struct str name,
		    const struct cel_type *type);
/* The element of a list, the value of a map, the field of an object; dyn of dyn; NULL when
 * there is none. */
const struct cel_type *cel_type_element(const struct cel_type *type);
const struct cel_type *cel_type_member(const struct cel_type *type, struct str field);
enum cel_kind cel_type_kind(const struct cel_type *type);
/* Of the fields of an object; empty when none is near. */
struct str cel_type_near(const struct cel_type *object, struct str field);

struct cel_run;

/* A host function: gets its arguments evaluated; returns a value or a CEL_ERROR made by
 * cel_error. */
typedef struct cel_value (*cel_function)(struct cel_run *run, const struct cel_value *args,
					 size_t n);

/* What names mean while compiling. */
struct cel_env;
struct cel_env *cel_env_new(struct arena *a); /* the standard library is in it */
/* Declares a variable; its slot is the number of variables declared before it. */
unsigned cel_env_var(struct cel_env *env, struct str name, const struct cel_type *type);
/* Forgets the variables declared after the first `count`. */
void cel_env_forget(struct cel_env *env, unsigned count);
unsigned cel_env_count(const struct cel_env *env);
/* The slot of a declared variable; false when there is none of that name. */
bool cel_env_slot(const struct cel_env *env, struct str name, unsigned *slot);
/* name may be called as f(x, …) or, with `method`, as x.f(…); `args` counts x. `result` is its
 * type. A later declaration of the same name, style and count wins. */
void cel_env_function(struct cel_env *env, struct str name, size_t args, bool method,
		      const struct cel_type *result, cel_function call);

/* The first argument of the function declared last is one of these words. */
void cel_env_first_word(struct cel_env *env, const struct cel_type *words);

/* The namespace of names: in container a.b the name x may be a.b.x, a.x or x. */
void cel_env_container(struct cel_env *env, struct str name);
/* Patterns that may take exponential time do not compile. */
void cel_env_careful(struct cel_env *env);
/* Types are not checked and unknown names fail only when they are evaluated. */
void cel_env_unchecked(struct cel_env *env);

struct cel_program;
/* Errors name the column in the expression (code points, from 1), hints the nearest known name.
 */
MUST_USE bool cel_compile(struct cel_program **out, struct arena *a, const struct cel_env *env,
			  struct str expression, struct err *err);
const struct cel_type *cel_program_type(const struct cel_program *p);
struct str cel_program_source(const struct cel_program *p);
/* The slots that are read, as bits; the last stands for all from the 64th on. */
uint64_t cel_program_slots(const struct cel_program *p);
bool cel_program_loops(const struct cel_program *p); /* all(), filter() and the like */

/*
 * What an expression asks of its surroundings: a field of a declared variable
 * (no name: all of it, or a field that only evaluation tells), or a host
 * function with the text that its first argument is (none: not known).
 */
struct cel_use {
	bool call;
	unsigned slot;		/* of the variable */
	struct str name, first; /* of the field or function; the argument */
};
void cel_program_uses(const struct cel_program *p,
		      void (*each)(void *context, const struct cel_use *use), void *context);
void cel_program_free(
	struct cel_program *p); /* the compiled patterns; the rest is the arena's */

/*
 * What an expression that compiles could wrongly have been written as: another
 * comparison, a part left out of && or ||, another constant, exists for all.
 * Whoever tests it should notice each; not all of them compile.
 */
struct cel_change {
	size_t from, to; /* bytes that are changed */
	struct str text; /* the whole changed expression */
};
size_t cel_changes(struct arena *a, struct str expression, struct cel_change **out);
/* Constants may be what a typed field never is: for changed expressions. */
void cel_env_any_word(struct cel_env *env);

/* The text that contains() was asked about last: when it is asked for many words, as
 * words.exists(w, text.contains(w)) does, most are seen not to be there without looking. */
struct cel_searched {
	struct str text;
	size_t asked;
	uint64_t *runs; /* of four bytes that stand in it, as bits by their hash; or NULL */
};

/* One evaluation's resources: results live in the arena; steps_left counts down. */
struct cel_run {
	struct arena *arena;
	uint64_t steps_left;
	const void *context; /* for host functions */
	/* Puts the value of a late slot into it, under the same budget; false ends the whole
	 * evaluation with cel_ended. */
	bool (*late)(struct cel_run *run, unsigned slot);
	struct cel_searched searched;
};

/*
 * Evaluates with slots[i] the value of the i-th declared variable. The result
 * may be CEL_ERROR: no such key, overflow, wrong type, budget ("out of steps").
 */
struct cel_value cel_eval(const struct cel_program *p, const struct cel_value *slots,
			  struct cel_run *run);

struct cel_value cel_of_node(const struct node *n); /* CEL_NULL for NULL */
void cel_set_number(struct cel_value *out, const struct node *n);
/* cel_of_node in place: copies of values are what evaluation would spend its time on. */
static inline void cel_set_node(struct cel_value *out, const struct node *n)
{
	static const enum cel_kind kinds[] = {
		[NODE_NULL] = CEL_NULL,	    [NODE_BOOL] = CEL_BOOL,  [NODE_NUMBER] = CEL_INT,
		[NODE_STRING] = CEL_STRING, [NODE_ARRAY] = CEL_LIST, [NODE_OBJECT] = CEL_MAP,
	};

	out->kind = kinds[n->type];
	out->nanos = 0;
	out->node = n;
	if (n->type == NODE_STRING)
		out->s = node_str(n);
	else if (n->type == NODE_BOOL)
		out->truth = n->truth;
	else if (n->type == NODE_NUMBER)
		cel_set_number(out, n);
}
struct cel_value cel_of_str(struct str s);
struct cel_value cel_of_bool(bool truth);
struct cel_value cel_of_int(int64_t i);
struct cel_value cel_error(struct cel_run *run, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The error of a look-up that found nothing, and whether an error is that. */
bool cel_is_exhausted(struct cel_value v); /* the budget of steps ran out */
/* Takes steps for what a host function does; false when there are too few, and then it returns
 * cel_exhausted(). */
MUST_USE bool cel_spend(struct cel_run *run, uint64_t steps);
struct cel_value cel_exhausted(void);
bool cel_ended(struct cel_value v); /* a late slot had no value */
struct cel_value cel_absent(struct cel_run *run, struct str key);
bool cel_is_absent(struct cel_value v);
struct str cel_absent_key(struct cel_value v);
/* An error that stands for a variable not bound yet: what comes out without it does not hang on
 * the variable. */
struct cel_value cel_unknown(void);
/* A list from values; copied into the run's arena. */
struct cel_value cel_of_values(struct cel_run *run, const struct cel_value *values, size_t n);

/* Iteration for hosts: elements of a CEL_LIST; keys and values of a CEL_MAP. */
size_t cel_size(struct cel_value v);
struct cel_value cel_item(struct cel_value list, size_t i);
struct cel_value cel_map_key(struct cel_value map, size_t i);
struct cel_value cel_map_value(struct cel_value map, size_t i);
/* False when absent. */
bool cel_map_get(struct cel_value map, struct str key, struct cel_value *out);

bool cel_equal(struct cel_value a, struct cel_value b);
/* As a person would write it: texts bare, lists joined by ", ", {kk, ru, en} maps not handled
 * here. */
struct str cel_text(struct arena *a, struct cel_value v);

#endif
