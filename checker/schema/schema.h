/*
 * JSON Schema 2020-12 (and draft-07): compiled once, then a boolean pass that
 * costs nothing for a valid document and a detailed pass for what failed. No
 * remote references except to documents given beforehand; never the network.
 */
#ifndef CHECKER_SCHEMA_SCHEMA_H
#define CHECKER_SCHEMA_SCHEMA_H

#include "checker/base/err.h"
#include "checker/doc/doc.h"
#include "checker/finding/finding.h"

struct schema;
struct schema_library; /* documents that references may reach, by URI */

struct schema_library *schema_library_new(struct arena *a); /* holds the meta-schemas already */
/* Makes a document reachable under the URI, and under its own $id; false, and nothing changed,
 * when another document, not a copy of it, already is. */
MUST_USE bool schema_library_add(struct schema_library *lib, struct str uri,
				 const struct doc *doc);
/* The URI of a file, by its absolute path. */
struct str schema_file_uri(struct arena *a, struct str path);

struct schema_options {
	bool assert_formats; /* `format` is an assertion, not only an annotation */
	struct str uri;	     /* of the document: what its relative references start from */
};

/*
 * Compiles a document; the result lives in the arena and points into the
 * document, into the library's and their texts. Errors name file, line and
 * pointer.
 */
MUST_USE bool schema_compile(struct schema **out, struct arena *a,
			     const struct schema_library *lib, const struct doc *doc,
			     struct schema_options options, struct err *err);
void schema_free(struct schema *s); /* the compiled patterns; the rest is the arena's */

enum schema_verdict { SCHEMA_VALID, SCHEMA_INVALID, SCHEMA_LIMIT };
/* The boolean pass. */
enum schema_verdict schema_validate(const struct schema *s, const struct node *instance);

/*
 * The detailed pass: one finding per cause, with a rule id of schema_rules,
 * severity error, place, message in three languages and, where one is near,
 * the nearest known key or value. A missing field stands at the opening of its
 * object, an unknown one at its key. The schema's own title and description
 * (see schema_annotation) are part of what is said. A limit is a finding
 * "schema/limit"; beyond 999 findings the rest is only counted as one. Returns
 * the number of findings, which is 0 exactly when the document is valid.
 */
size_t schema_check(const struct schema *s, const struct doc *doc, struct sink *sink);

/*
 * The schema document's node for a pointer into instances, following $ref,
 * items and properties: for `explain`, "x-required-from" and type-checking of
 * rules. NULL when the schema does not say. Numbers in the pointer or "*" stand
 * for array items.
 */
const struct node *schema_field(const struct schema *s, struct str instance_pointer);

/*
 * An annotation of such a node, "title" or "description", in three languages:
 * the keyword itself is English, "x-title" beside it is {kk, ru}. A language
 * that is missing gets the text of another. Looked for behind $ref when the
 * node has none; empty when there is none at all or `field` is NULL.
 */
struct mtext schema_annotation(const struct schema *s, const struct node *field,
			       struct str name);

/* The rule ids of schema_check, for reports. */
const struct rule_info *schema_rules(size_t *n);

/*
 * All that is wrong with a schema itself, and what may not be meant as it
 * stands: findings of schema_check by its meta-schema, and "definition/fault"
 * (nothing can be judged by it) and "definition/doubt" (a warning).
 */
void schema_inspect(const struct schema_library *lib, const struct doc *doc, struct str uri,
		    struct sink *sink);
const struct rule_info *schema_inspect_rules(size_t *n); /* of these two */

/*
 * What changed between two schemas and whom it breaks: writers, whose documents
 * were valid and may not be any more, or readers, who may get documents that
 * were not. References and allOf are followed, so that a schema that was only
 * taken apart has not changed. What cannot be decided is unknown, never safe.
 */
enum schema_effect { SCHEMA_SAFE, SCHEMA_UNSURE, SCHEMA_BREAKS, SCHEMA_EFFECT_COUNT };
extern const char *const schema_effect_names[SCHEMA_EFFECT_COUNT + 1]; /* "safe", …, NULL */

struct schema_place {
	struct str file, pointer;
	uint32_t line; /* 0: nothing is there */
};

struct schema_change {
	const char *kind;    /* "required-added" */
	struct str instance; /* a pointer; "*" for any item or other field, {pattern}, {} */
	struct schema_place place[2]; /* in the older and in the newer schema */
	struct mtext message;
	enum schema_effect writers, readers;
	bool words; /* a remark, which decides nothing */
};

struct schema_diff {
	VEC(struct schema_change) changes;
};
void schema_diff(struct schema_diff *out, struct arena *a, const struct schema *older,
		 const struct schema *newer);

/* "2020-12", "draft-07", or the $schema of another; by what the document says. */
struct str schema_draft(const struct node *root);

/* The schemas of the product, in the program as they stand in schemas/. */
struct schema_shipped {
	struct str name; /* "initiative-1.0" */
	struct str text;
};
extern const struct schema_shipped schema_shipped_all[];
extern const size_t schema_shipped_n;
/* Upgrades from one version of a schema to the next, by file name; the last name is empty. */
extern const struct schema_shipped schema_upgrades[];
const struct schema_shipped *
schema_shipped_named(struct str name); /* NULL when there is none */

/*
 * Schemas read as plain documents, without compiling: the node that "$ref"s
 * within the document lead to (a chain is followed, a ring ends), and "title" or
 * "description" as it stands there: the keyword in English, "x-…" {kk, ru}.
 */
const struct node *schema_follow(const struct node *root, const struct node *schema);
struct mtext schema_words(const struct node *schema, struct str keyword);

/* Who may read a field, from the most open on: what a class may read, those behind it may, too.
 */
enum visibility { VIS_PUB, VIS_GOV, VIS_REV, VIS_OWN, VIS_COUNT };
extern const char *const visibility_names[VIS_COUNT + 1]; /* "pub", "gov", "rev", "own", NULL */
extern const struct mtext visibility_titles[VIS_COUNT];
bool visibility_parse(enum visibility *out, struct str name);

/*
 * The class of a field, by "x-visibility" of its schema or of the nearest one
 * around it that states it; by that of the whole document where the schema does
 * not know the field, and "own" where nothing that is understood is stated.
 * "x-visibility-range" beside it, [most open, strictest], is what may be made of
 * it; without one it may be stricter and never more open.
 */
struct visible {
	const struct node *root;   /* of the schema's document */
	const struct node *schema; /* NULL: it does not know the field */
	enum visibility class, least, most;
};
struct visible schema_visible(const struct node *root); /* of the whole document */
struct visible schema_visible_member(const struct visible *of, struct str key);
struct visible schema_visible_item(const struct visible *of);
/* By a pointer as schema_field takes it. */
struct visible schema_visible_at(const struct node *root, struct str pointer);

#endif
