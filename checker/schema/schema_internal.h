/*
 * The compiled form. A schema document becomes subs: one a subschema, each
 * with its checks already sorted by the type of the instance, so that the
 * boolean pass never asks a question that the type has answered.
 */
#ifndef CHECKER_SCHEMA_SCHEMA_INTERNAL_H
#define CHECKER_SCHEMA_SCHEMA_INTERNAL_H

#include "checker/base/strmap.h"
#include "checker/base/vec.h"
#include "checker/schema/parts_internal.h"
#include "checker/schema/schema.h"

enum { NODE_TYPES = NODE_OBJECT + 1 };

/* Bits of a set of types; the last one admits a number only if it is an integer. */
enum {
	TYPE_INTEGER = 1 << NODE_TYPES,
	TYPE_ANY = (1 << NODE_TYPES) - 1,
	TYPE_NONE = 0,
};

enum draft { DRAFT_7 = 1, DRAFT_2020 = 2, DRAFT_BOTH = 3 };

enum vocabulary {
	VOCAB_CORE = 1,
	VOCAB_APPLICATOR = 2,
	VOCAB_UNEVALUATED = 4,
	VOCAB_VALIDATION = 8,
	VOCAB_FORMAT = 16,
	VOCAB_OTHER = 32, /* annotations */
	VOCAB_ALL = 63,
};

struct dialect {
	enum draft draft;
	unsigned vocabularies; /* set of enum vocabulary */
	bool assert_formats;
};

struct dynamic_anchor {
	size_t name; /* number of the name, see compiler.names */
	const struct node *node;
	const struct sub *sub; /* once something needs it */
};

struct resource {
	struct str uri; /* absolute where the schema says so; no fragment */
	const struct doc *doc;
	const struct node *root;
	struct dialect dialect;
	struct strmap anchors; /* name to const struct node, dynamic ones too */
	VEC(struct dynamic_anchor) dynamics;
};

enum {
	ON_NULL = 1 << NODE_NULL,
	ON_BOOL = 1 << NODE_BOOL,
	ON_NUMBER = 1 << NODE_NUMBER,
	ON_STRING = 1 << NODE_STRING,
	ON_ARRAY = 1 << NODE_ARRAY,
	ON_OBJECT = 1 << NODE_OBJECT,
	ON_ANY = TYPE_ANY,
};

/*
 * In the order in which they run: cheap ones first, those that read what
 * others have marked last. With the types they apply to.
 */
#define SCHEMA_OPS(X)               \
	X(CONST, ANY)               \
	X(ENUM, ANY)                \
	X(MINIMUM, NUMBER)          \
	X(MAXIMUM, NUMBER)          \
	X(ABOVE, NUMBER)            \
	X(BELOW, NUMBER)            \
	X(MULTIPLE_OF, NUMBER)      \
	X(MIN_LENGTH, STRING)       \
	X(MAX_LENGTH, STRING)       \
	X(FORMAT, STRING)           \
	X(PATTERN, STRING)          \
	X(MIN_ITEMS, ARRAY)         \
	X(MAX_ITEMS, ARRAY)         \
	X(MIN_PROPERTIES, OBJECT)   \
	X(MAX_PROPERTIES, OBJECT)   \
	X(MEMBERS, OBJECT)          \
	X(PROPERTY_NAMES, OBJECT)   \
	X(NEEDS, OBJECT)            \
	X(PREFIX_ITEMS, ARRAY)      \
	X(ITEMS, ARRAY)             \
	X(APPLY, ANY)               \
	X(DYNAMIC, ANY)             \
	X(DEPENDENT, OBJECT)        \
	X(IF, ANY)                  \
	X(ANY_OF, ANY)              \
	X(ONE_OF, ANY)              \
	X(NOT, ANY)                 \
	X(CONTAINS, ARRAY)          \
	X(UNIQUE, ARRAY)            \
	X(UNEVALUATED_ITEMS, ARRAY) \
	X(UNEVALUATED_PROPERTIES, OBJECT)

enum opcode {
#define X(id, types) OP_##id,
	SCHEMA_OPS(X)
#undef X
		OP_COUNT
};
extern const uint8_t schema_op_types[OP_COUNT];

struct pattern_member {
	const struct pattern *pattern;
	const struct sub *sub;
};

/* properties, patternProperties, additionalProperties and required in one walk. */
struct members {
	struct key_table keys;
	const struct sub **subs; /* of the keys; NULL for one that is only required */
	const bool *required;	 /* of the keys */
	size_t required_n;
	const struct node *required_node;
	const struct pattern_member *patterns;
	size_t patterns_n;
	const struct sub *rest; /* NULL: others are not looked at */
	bool few;		/* look the keys up instead of walking over the members */
};

struct values {
	const struct node *at;
	const struct node *const *each; /* their addresses */
	size_t n;
	uint64_t weight; /* of all of them, see schema_weight */
	bool strings;	 /* all are: `keys` decides */
	struct key_table keys;
};

struct bound {
	const struct node *number;
	int64_t whole;
	bool is_whole;
};

struct step {
	uint64_t digits;
	int64_t exponent;
};

struct contains {
	const struct sub *sub;
	uint64_t min, max;
};

struct choice {
	const struct sub *when, *then, *otherwise; /* the last two may be NULL */
};

struct needs { /* when the key is there, all of the names must be */
	struct str key;
	const struct str *names;
	size_t n;
};

struct dependent {
	struct str key;
	const struct sub *sub;
};

struct dynamic {
	size_t name;
	const struct sub *initial;
};

struct op {
	uint8_t kind;		  /* enum opcode */
	uint32_t n;		  /* of subs */
	const struct node *value; /* of the keyword */
	union {
		const struct sub *sub;
		const struct sub *const *subs;
		const struct members *members;
		const struct values *values;
		const struct bound *bound;
		const struct step *step;
		const struct pattern *pattern;
		const struct contains *contains;
		const struct choice *choice;
		const struct needs *needs;
		const struct dependent *dependent;
		const struct dynamic *dynamic;
		uint64_t count;
		enum format format;
	};
};

struct op_list {
	const struct op *at;
	size_t n;
};

struct sub {
	const struct node *node;
	const struct resource *resource;
	uint8_t types;
	bool owns_marks; /* has an unevaluated keyword that needs to know what others looked at
			  */
	bool visited, active; /* of the search for rings */
	struct op_list ops[NODE_TYPES];
};

struct schema {
	const struct doc *doc;
	struct arena *arena;
	const struct sub *root;
	bool dynamic;	    /* has a $dynamicRef */
	struct strmap subs; /* by the address of the schema node */
	VEC(struct regex *) regexes;
};

/* The sub compiled for a node of the schema; NULL when none was. */
const struct sub *schema_sub_of(const struct schema *s, const struct node *node);
/* A key for maps: the bytes of the address in *slot, which must outlive the map. */
static inline struct str schema_address_key(const struct node *const *slot)
{
	return (struct str){ (const char *)(const void *)slot, sizeof(*slot) };
}

#endif
