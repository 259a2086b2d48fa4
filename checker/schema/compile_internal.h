/* From a schema document to its compiled form. */
#ifndef CHECKER_SCHEMA_COMPILE_INTERNAL_H
#define CHECKER_SCHEMA_COMPILE_INTERNAL_H

#include "checker/schema/schema_internal.h"

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

/* What the map of places holds: a schema and the resource it stands in. */
struct place_entry {
	const struct node *node;
	struct resource *resource;
};

struct anchor_place {
	struct resource *resource;
	size_t at; /* in its dynamics */
};

/* All $dynamicAnchors of one name. */
struct dynamic_name {
	size_t number;
	bool wanted; /* a $dynamicRef may go to any of them, wherever the path has been */
	VEC(struct anchor_place) anchors;
	size_t queued; /* so many have their sub */
};

struct compiler {
	struct arena *a;
	const struct schema_library *lib;
	struct schema_options options;
	struct schema *schema;
	struct err *err;
	struct sink *sink;	 /* of an inspection: faults are findings and end nothing */
	struct strmap resources; /* by URI */
	struct strmap places;	 /* node address to struct place_entry */
	struct strmap names;	 /* to struct dynamic_name */
	struct strmap patterns;	 /* text to struct pattern */
	bool all_indexed;
	enum draft usual; /* of documents that do not say theirs: that of the first */
	VEC(struct sub *) queue;
	VEC(struct dynamic_name *) wanted; /* those with anchors not yet queued */
};

/* Fails with file, line and pointer of a node of the schema. */
bool schema_fail(struct compiler *c, const struct doc *doc, const struct node *at,
		 struct mtext text);
bool schema_fail_hint(struct compiler *c, const struct doc *doc, const struct node *at,
		      struct mtext text, struct mtext remedy);
/* The same as a finding, unless one is there already. */
void schema_inspect_tell(struct sink *sink, const struct doc *doc, const struct node *at,
			 struct mtext text, struct mtext remedy);
/* Indexes and builds the document and all that it refers to. */
MUST_USE bool schema_build_all(struct compiler *c);
void schema_compiler_init(struct compiler *c, struct arena *a, const struct schema_library *lib,
			  const struct doc *doc, struct schema_options options);

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
struct dynamic_name *schema_dynamic_name(struct compiler *c, struct str name);
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
MUST_USE bool schema_build_fail(const struct build *b, const struct node *at,
				struct mtext what);
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

#endif
