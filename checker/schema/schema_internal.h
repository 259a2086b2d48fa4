/*
 * The compiled form. A schema document becomes subs: one a subschema, each
 * with its checks already sorted by the type of the instance, so that the
 * boolean pass never asks a question that the type has answered.
 */
#ifndef CHECKER_SCHEMA_SCHEMA_INTERNAL_H
#define CHECKER_SCHEMA_SCHEMA_INTERNAL_H

#include "checker/base/strmap.h"
#include "checker/base/vec.h"
#include "checker/regex/regex.h"
#include "checker/schema/schema.h"

enum { NODE_TYPES = NODE_OBJECT + 1 };

/* Bits of a set of types; the last one admits a number only if it is an integer. */
enum {
	TYPE_INTEGER = 1 << NODE_TYPES,
	TYPE_ANY = (1 << NODE_TYPES) - 1,
	TYPE_NONE = 0,
};

/* ---- keywords ---- */

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

/* Where a keyword's value holds subschemas. */
enum holds {
	HOLDS_NONE,
	HOLDS_ONE,
	HOLDS_LIST,
	HOLDS_MAP,
	HOLDS_ONE_OR_LIST,
	HOLDS_MAP_OR_NAMES
};

/* id, name, vocabulary, drafts, where subschemas are */
#define SCHEMA_KEYWORDS(X)                                                         \
	X(ID, "$id", CORE, BOTH, NONE)                                             \
	X(SCHEMA, "$schema", CORE, BOTH, NONE)                                     \
	X(ANCHOR, "$anchor", CORE, 2020, NONE)                                     \
	X(DYNAMIC_ANCHOR, "$dynamicAnchor", CORE, 2020, NONE)                      \
	X(VOCABULARY, "$vocabulary", CORE, 2020, NONE)                             \
	X(REF, "$ref", CORE, BOTH, NONE)                                           \
	X(DYNAMIC_REF, "$dynamicRef", CORE, 2020, NONE)                            \
	X(DEFS, "$defs", CORE, 2020, MAP)                                          \
	X(DEFINITIONS, "definitions", CORE, BOTH, MAP)                             \
	X(ALL_OF, "allOf", APPLICATOR, BOTH, LIST)                                 \
	X(ANY_OF, "anyOf", APPLICATOR, BOTH, LIST)                                 \
	X(ONE_OF, "oneOf", APPLICATOR, BOTH, LIST)                                 \
	X(NOT, "not", APPLICATOR, BOTH, ONE)                                       \
	X(IF, "if", APPLICATOR, BOTH, ONE)                                         \
	X(THEN, "then", APPLICATOR, BOTH, ONE)                                     \
	X(ELSE, "else", APPLICATOR, BOTH, ONE)                                     \
	X(DEPENDENT_SCHEMAS, "dependentSchemas", APPLICATOR, 2020, MAP)            \
	X(DEPENDENCIES, "dependencies", APPLICATOR, BOTH, MAP_OR_NAMES)            \
	X(PREFIX_ITEMS, "prefixItems", APPLICATOR, 2020, LIST)                     \
	X(ITEMS, "items", APPLICATOR, BOTH, ONE_OR_LIST)                           \
	X(ADDITIONAL_ITEMS, "additionalItems", APPLICATOR, 7, ONE)                 \
	X(CONTAINS, "contains", APPLICATOR, BOTH, ONE)                             \
	X(PROPERTIES, "properties", APPLICATOR, BOTH, MAP)                         \
	X(PATTERN_PROPERTIES, "patternProperties", APPLICATOR, BOTH, MAP)          \
	X(ADDITIONAL_PROPERTIES, "additionalProperties", APPLICATOR, BOTH, ONE)    \
	X(PROPERTY_NAMES, "propertyNames", APPLICATOR, BOTH, ONE)                  \
	X(UNEVALUATED_ITEMS, "unevaluatedItems", UNEVALUATED, 2020, ONE)           \
	X(UNEVALUATED_PROPERTIES, "unevaluatedProperties", UNEVALUATED, 2020, ONE) \
	X(TYPE, "type", VALIDATION, BOTH, NONE)                                    \
	X(CONST, "const", VALIDATION, BOTH, NONE)                                  \
	X(ENUM, "enum", VALIDATION, BOTH, NONE)                                    \
	X(MULTIPLE_OF, "multipleOf", VALIDATION, BOTH, NONE)                       \
	X(MAXIMUM, "maximum", VALIDATION, BOTH, NONE)                              \
	X(EXCLUSIVE_MAXIMUM, "exclusiveMaximum", VALIDATION, BOTH, NONE)           \
	X(MINIMUM, "minimum", VALIDATION, BOTH, NONE)                              \
	X(EXCLUSIVE_MINIMUM, "exclusiveMinimum", VALIDATION, BOTH, NONE)           \
	X(MAX_LENGTH, "maxLength", VALIDATION, BOTH, NONE)                         \
	X(MIN_LENGTH, "minLength", VALIDATION, BOTH, NONE)                         \
	X(PATTERN, "pattern", VALIDATION, BOTH, NONE)                              \
	X(MAX_ITEMS, "maxItems", VALIDATION, BOTH, NONE)                           \
	X(MIN_ITEMS, "minItems", VALIDATION, BOTH, NONE)                           \
	X(UNIQUE_ITEMS, "uniqueItems", VALIDATION, BOTH, NONE)                     \
	X(MAX_CONTAINS, "maxContains", VALIDATION, 2020, NONE)                     \
	X(MIN_CONTAINS, "minContains", VALIDATION, 2020, NONE)                     \
	X(MAX_PROPERTIES, "maxProperties", VALIDATION, BOTH, NONE)                 \
	X(MIN_PROPERTIES, "minProperties", VALIDATION, BOTH, NONE)                 \
	X(REQUIRED, "required", VALIDATION, BOTH, NONE)                            \
	X(DEPENDENT_REQUIRED, "dependentRequired", VALIDATION, 2020, NONE)         \
	X(FORMAT, "format", FORMAT, BOTH, NONE)                                    \
	X(CONTENT_SCHEMA, "contentSchema", OTHER, 2020, ONE)

enum keyword {
#define X(id, name, vocab, drafts, holds) KW_##id,
	SCHEMA_KEYWORDS(X)
#undef X
		KW_COUNT
};

struct keyword_row {
	struct str name;
	enum vocabulary vocabulary;
	enum draft drafts;
	enum holds holds;
};
extern const struct keyword_row schema_keywords[KW_COUNT];
/* KW_COUNT for a word that is none of ours. */
enum keyword schema_keyword(struct str name);

/* ---- resources: documents and the parts of them that have an $id ---- */

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

/* ---- small parts ---- */

/* Names looked up by a hash of their ends: three loads, no loop over the bytes. */
struct key_slot {
	uint32_t hash;
	uint32_t at; /* index plus one; 0 is free */
};

struct key_table {
	struct str *names;
	size_t n;
	struct key_slot *slots;
	uint32_t mask;
};
void schema_keys_init(struct key_table *t, struct arena *a, struct str *names, size_t n);
/* Index of the name, or SIZE_MAX. */
size_t schema_keys_find(const struct key_table *t, const char *key, size_t n);

/* A number by value: digits without leading and trailing zeros, times ten to the exponent. */
struct decimal {
	const char *at; /* in the lexeme; may hold the point, which is skipped */
	size_t span;	/* bytes from the first to the last digit; 0 for zero */
	int64_t exponent;
	bool negative;
};
struct decimal schema_decimal(const struct node *number);
bool schema_is_integer(const struct node *number);
/* The digits as an integer; false beyond 18 digits. */
bool schema_decimal_digits(struct decimal d, uint64_t *out);
/* Whether number / (step * 10 ^ exponent) is whole; step is not a multiple of ten. */
bool schema_is_multiple(const struct node *number, uint64_t step, int64_t exponent);

/*
 * Anchored patterns of single characters and ASCII classes with counts, such
 * as ^[a-z]+-[0-9]{3}$, where taking as many as possible is never wrong. They
 * are most of the patterns that schemas have, and need no backtracking.
 */
struct run_step {
	uint64_t set[2]; /* of ASCII characters */
	uint32_t min, max;
};

struct pattern {
	struct str text;
	const struct run_step *steps; /* NULL: `re` decides */
	size_t steps_n;
	struct regex *re;
};
/* False when the pattern is not of that kind. */
bool schema_simple_compile(struct pattern *p, struct arena *a, struct str text);
bool schema_simple_match(const struct pattern *p, struct str subject);

/* All different by value? */
bool schema_unique(const struct node *array, const struct node **twin);

/* RFC 3986 section 5: the reference against the base, without its fragment. */
struct str schema_uri_resolve(struct arena *a, struct str base, struct str ref,
			      struct str *fragment);
/* ~0 and ~1 of a token of a JSON Pointer. */
struct str schema_unescape(struct arena *a, struct str token);
struct str schema_percent_decode(struct arena *a, struct str s);

/* ---- formats ---- */

#define SCHEMA_FORMATS(X)                                 \
	X(DATE_TIME, "date-time")                         \
	X(DATE, "date")                                   \
	X(TIME, "time")                                   \
	X(DURATION, "duration")                           \
	X(EMAIL, "email")                                 \
	X(IDN_EMAIL, "idn-email")                         \
	X(HOSTNAME, "hostname")                           \
	X(IDN_HOSTNAME, "idn-hostname")                   \
	X(IPV4, "ipv4")                                   \
	X(IPV6, "ipv6")                                   \
	X(URI, "uri")                                     \
	X(URI_REFERENCE, "uri-reference")                 \
	X(IRI, "iri")                                     \
	X(IRI_REFERENCE, "iri-reference")                 \
	X(URI_TEMPLATE, "uri-template")                   \
	X(UUID, "uuid")                                   \
	X(JSON_POINTER, "json-pointer")                   \
	X(RELATIVE_JSON_POINTER, "relative-json-pointer") \
	X(REGEX, "regex")

enum format {
#define X(id, name) FORMAT_##id,
	SCHEMA_FORMATS(X)
#undef X
		FORMAT_COUNT
};

/* FORMAT_COUNT for one that we do not know. */
enum format schema_format(struct str name);
bool schema_format_ok(enum format format, struct str s);
/* Trilingual "a date such as 2026-03-01". */
struct mtext schema_format_title(enum format format);
/* `unicode`: the international forms. */
bool schema_email_ok(struct str s, bool unicode);
bool schema_hostname_ok(struct str s, bool unicode);
bool schema_ipv4_ok(struct str s);
bool schema_ipv6_ok(struct str s);
/* `unicode` admits the characters of RFC 3987, `relative` a reference without scheme. */
struct uri_kind {
	bool unicode, relative;
};
bool schema_uri_ok(struct str s, struct uri_kind kind);
bool schema_uri_template_ok(struct str s);

/* ---- checks ---- */

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
	size_t n;
	bool strings; /* all are: `keys` decides */
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

/* ---- library ---- */

struct schema_library {
	struct arena *arena;
	struct strmap by_uri; /* to const struct doc */
};
const struct doc *schema_library_get(const struct schema_library *lib, struct str uri);

struct embedded {
	struct str uri, text;
};
extern const struct embedded schema_embedded[];
extern const size_t schema_embedded_n;

/* ---- compiler ---- */

struct compiler {
	struct arena *a;
	const struct schema_library *lib;
	struct schema_options options;
	struct schema *schema;
	struct err *err;
	struct strmap resources; /* by URI */
	struct strmap places;	 /* node address to struct place_entry */
	struct strmap names;	 /* of dynamic anchors, to struct name_entry */
	struct strmap patterns;	 /* text to struct pattern */
	bool all_indexed;
	VEC(struct sub *) queue;
	VEC(struct resource *) all;
	VEC(size_t) dynamic_names; /* wanted by a $dynamicRef */
};

/* Fails with file, line and pointer of a node of the schema. */
bool schema_fail(struct compiler *c, const struct doc *doc, const struct node *at,
		 const char *fmt, ...) PRINTF_LIKE(4, 5);

/* Finds resources, anchors and dialects in a document; does nothing the second time. */
MUST_USE bool schema_index(struct compiler *c, const struct doc *doc, struct str uri,
			   struct resource **root);
/* What a reference names. */
struct target {
	const struct node *node;
	struct resource *resource;
	struct str anchor; /* the fragment, if it is a name */
};
MUST_USE bool schema_resolve(struct compiler *c, const struct resource *from,
			     const struct node *ref, struct target *out);
size_t schema_name_number(struct compiler *c, struct str name);
struct resource *schema_resource_of(const struct compiler *c, const struct node *node,
				    struct resource *otherwise);

/* The sub for a node, made and queued when it is new. */
const struct sub *schema_sub(struct compiler *c, const struct node *node,
			     const struct resource *parent);
/* One sub being compiled. */
struct build {
	struct compiler *c;
	struct sub *sub;
	VEC(struct op) ops;
};
/* The keyword's value if the schema has it and its dialect knows it. */
const struct node *schema_get(const struct build *b, enum keyword kw);
void schema_add_op(struct build *b, struct op op);
MUST_USE bool schema_build_fail(const struct build *b, const struct node *at, const char *what);
MUST_USE bool schema_want_count(const struct build *b, const struct node *value, uint64_t *out);
MUST_USE bool schema_want_schema(const struct build *b, const struct node *value,
				 const struct sub **out);
MUST_USE bool schema_want_pattern(const struct build *b, struct str text, const struct node *at,
				  const struct pattern **out);
MUST_USE bool schema_want_names(const struct build *b, const struct node *value,
				const struct str **names);
MUST_USE bool schema_build_members(struct build *b);
MUST_USE bool schema_build_objects(struct build *b, enum keyword kw, const struct node *value);
MUST_USE bool schema_build_values(struct build *b, enum keyword kw, const struct node *value);
/* Refuses references that come back to themselves without a step into the instance. */
MUST_USE bool schema_find_rings(struct compiler *c);

/* ---- the boolean pass ---- */

/* What of one object or array has been looked at by keywords that succeeded. */
struct marks {
	uint64_t *bits; /* of members or items */
	size_t words;
	size_t upto; /* all before this index are marked; SIZE_MAX: all */
};

struct scope {
	const struct resource *resource;
	const struct scope *outer;
};

enum { MARK_WORDS = 256, RUN_DEPTH = 1024 };

struct schema_run {
	const struct schema *schema;
	uint64_t steps;
	unsigned depth;
	bool limit; /* a limit ended it: the verdict says nothing */
	const struct scope *scope;
	size_t used;	       /* words of `pool` */
	struct arena *scratch; /* for objects beyond the pool; made when needed */
	uint64_t pool[MARK_WORDS];
};

void schema_run_init(struct schema_run *r, const struct schema *s);
void schema_run_release(struct schema_run *r);
/* `marks` may be NULL when nobody asks. */
bool schema_run_sub(struct schema_run *r, const struct sub *s, const struct node *v,
		    struct marks *m);
bool schema_run_op(struct schema_run *r, const struct op *op, const struct node *v,
		   struct marks *m);
const struct sub *schema_dynamic_target(const struct schema_run *r, const struct dynamic *d);
bool schema_pattern_match(struct schema_run *r, const struct pattern *p, struct str s);
void schema_marks_open(struct schema_run *r, struct marks *m, const struct node *v);
/* Back to `used` as it was before the marks were opened. */
void schema_mark(struct marks *m, size_t at);
bool schema_marked(const struct marks *m, size_t at);
void schema_marks_join(struct marks *into, const struct marks *from);

#endif
