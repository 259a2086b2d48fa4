#ifndef CHECKER_RULE_RULE_INTERNAL_H
#define CHECKER_RULE_RULE_INTERNAL_H

#include "checker/base/limits.h"
#include "checker/base/strmap.h"
#include "checker/cel/cel.h"
#include "checker/rule/phrases_internal.h"
#include "checker/rule/rule.h"

/* Variables that every expression sees, in the order of their slots. */
enum slot { SLOT_MANIFEST, SLOT_ARCH, SLOT_PORTFOLIO, SLOT_TODAY, SLOT_ID, SLOT_FIXED };
enum { SLOTS_MAX = 24 };

/* One step of a path: .key, [*], .* or ..* (every text below). */
enum step_kind { STEP_KEY, STEP_ITEMS, STEP_MEMBERS, STEP_TEXTS };
struct step {
	enum step_kind kind;
	uint32_t hint; /* where the key stood last */
	struct str key;
};
struct path {
	unsigned base; /* slot it starts from */
	VEC(struct step) steps;
};

/* Compiles "$.a.b[*]" or "var.c"; *type is the type of what it finds. */
bool path_compile(struct path *out, const struct cel_type **type, struct arena *a,
		  const struct cel_env *env, struct str text, struct err *err);
bool path_same(const struct path *a, const struct path *b);
typedef bool (*path_found)(void *context, const struct node *node); /* false stops the walk */
bool path_walk(const struct path *p, const struct node *base, path_found found, void *context);
/* The first node, or NULL; *last is the deepest node that was there. */
const struct node *path_first(const struct path *p, const struct node *base,
			      const struct node **last);

/* Text with {expression} in it, in each language; an expression that stands in several is asked
 * once. */
struct part {
	struct str text;
	size_t value; /* index into programs plus one; 0: the text as it is */
};
struct text_template {
	struct mtext text;
	const struct cel_env *env;
	struct pack *pack; /* its arena; its programs, to be freed with it */
	VEC(struct cel_program *) programs;
	struct parts {
		VEC(struct part) list;
	} * in; /* of each language; NULL until they are compiled */
};
/* Text and env must outlive the template. What is not compiled is when first rendered. */
MUST_USE bool template_compile(struct text_template *t, struct err *err);
/* The result lives in `a`, what it takes in the run's arena. */
struct mtext template_render(struct text_template *t, struct arena *a,
			     const struct cel_value *slots, struct cel_run *run);
/* A value as people read it: {kk, ru, en} in each language, lists joined. */
struct mtext value_text(struct arena *a, struct cel_value v);

enum missing { MISSING_SKIP, MISSING_REPORT, MISSING_UNKNOWN };

struct bind_for {
	struct str name, source;
	VEC(struct path) all; /* what each of them finds */
	unsigned slot;
};
/* When a look-up is made at the latest: before the conditions, or for a finding. */
enum let_phase { LET_CHECK, LET_FINDING };
struct bind_let {
	struct str name;
	struct cel_program *program;
	enum missing missing;
	unsigned slot;
	enum let_phase phase;
	bool fixed;    /* hangs on no binding: bound once */
	bool of_facts; /* searches the reference, and hangs on what it asks about alone */
	uint64_t asks; /* slots, as bits */
};
struct place_rule {
	VEC(struct path) any; /* the first that is there */
};
struct condition {
	struct str name;
	struct cel_program *program;
	struct place_rule at; /* empty: the rule's */
};

#define SCAN_KINDS(X)       \
	X(names)            \
	X(mixed_words)      \
	X(personal_numbers) \
	X(private_mail)     \
	X(signs)            \
	X(template_text)    \
	X(empty_text)       \
	X(repeated_sentence)
enum scan_kind {
#define X(name) SCAN_##name,
	SCAN_KINDS(X)
#undef X
		SCAN_KIND_COUNT
};
struct scan_rule {
	VEC(enum scan_kind) kinds;
	VEC(struct path) texts;
	const struct phrase_list *unless;    /* of names: what denies them */
	VEC(const struct sign_list *) lists; /* for signs */
	VEC(struct path) codes;		     /* where codes stand that say the same */
	struct str code;		     /* the one that does; empty: each of them */
	unsigned slot;
	bool signs_alone; /* of texts of the manifest, and nothing else */
};

/* Patterns as they are written, and the Kazakh ones for texts in Latin letters. */
struct sign_sets {
	struct pattern_set *written, *latin;
};

/* Expressions that are a sign of something, in pack.signs, and those that deny it in its
 * clause, made when there is something to deny. */
struct sign_list {
	struct str id;
	const struct node *source;
	struct sign_sets *denials; /* empty sets: not made yet */
};

/* A form binds at most so many variables. */
enum { RELATION_SLOTS = 3 };
enum form { FORM_EACH, FORM_GROUP, FORM_PAIR, FORM_CYCLE, FORM_LINK };

struct rule {
	struct rule_info info;
	const struct doc *doc;
	const struct node *source;
	enum form form;
	bool needs_portfolio;
	int severity[STAGE_COUNT]; /* enum severity; -1: silent */
	struct cel_program *milder_when, *info_when;
	struct cel_program *enough_when; /* what is given is enough without the registry */
	VEC(struct bind_for) binds;
	struct scan_rule scan;
	VEC(struct bind_let) lets;
	/* So many are made before `when` is asked, and before `all`: to the last that is told
	 * when it finds nothing. The others are made when something reads them. */
	size_t lets_first, lets_told;
	struct cel_program *when; /* NULL: always */
	bool early_when;	  /* it may be false whatever is bound */
	VEC(struct condition) all;
	struct cel_program *key, *having; /* by, on, to of the form; having of a group */
	unsigned relation_slot;		  /* first slot of what the form binds */
	unsigned failed_slot;		  /* name of the condition that was not true */
	unsigned slots_n;		  /* all that the rule declares */
	struct place_rule at;
	struct place_rule there; /* link: where the finding points at the other end */
	VEC(struct place_rule) related;
	struct text_template *message, *remedy;
	VEC(struct str) basis;
	struct rule
		*otherwise; /* NULL, or how else the fault shows, asked when nothing is found */
	size_t index;	    /* among the pack's rules */
};

struct pack {
	struct arena *arena;
	bool made;	     /* from an image: it was checked when that was made */
	bool any_word;	     /* constants may be what fields never are */
	struct sink *faults; /* NULL: the first fault ends the loading */
	struct pack_info info;
	struct str bundle;
	struct arch *arch;
	struct schema *manifest_schema;
	const struct doc *manifest_doc, *arch_doc; /* their schemas */
	VEC(const struct doc *) files;		   /* pack.yaml first */
	VEC(struct str) names;			   /* of files, within the pack's folder */
	struct strmap lists;			   /* key -> struct node */
	struct strmap phrases;			   /* id -> struct phrase_list */
	struct pattern_set *empty_words;	   /* of texts that say nothing */
	struct strmap examples;			   /* the schema's texts */
	struct told_index *told;
	struct strmap nothing;	/* comparison keys of words that say nothing */
	size_t nothing_longest; /* bytes of the longest of them */
	struct {
		VEC(struct str) list;
	} nothing_begins,	     /* keys that what says nothing begins with */
		nothing_stems;	     /* those of them that end within its first word */
	struct strmap nothing_first; /* first words of all others */
	struct {
		VEC(struct str) list;
	} images; /* compiled phrases: names of the architecture, then denials of each list */
	struct strmap sign_lists; /* id -> struct sign_list */
	struct sign_sets signs;	  /* owner: struct sign_list */
	struct {
		VEC(struct path) list;
	} sign_texts; /* where rules look for signs in a manifest, each once */
	VEC(struct rule *) rules;
	struct strmap by_id;
	VEC(struct cel_program *) programs; /* all that hold compiled patterns */
	const struct cel_type *manifest_type, *arch_type;
};

/* Whether loading goes on after the fault, which then is a finding; `pack` is a struct pack. */
bool pack_goes_on(void *pack, struct err *err);
/* The same after a fault of a file that is none of the pack's documents. */
bool pack_goes_on_after(struct pack *p, struct str file, struct err *err);

/* Sets bundle, images and sha256 of the pack from what pack_image made. */
bool rule_image_open(struct pack *p, struct str image, struct err *err);
/* Makes the bundle of the pack's documents. */
struct str rule_bundle(const struct pack *p);

/* Types from JSON Schema documents. */
const struct cel_type *rule_type_of_schema(struct arena *a, const struct node *root,
					   const struct node *schema);
const struct cel_type *rule_type_of_arch(struct arena *a, const struct node *schema,
					 const struct arch *arch);

/* Compiles one rule; the error names file, line and column. */
bool rule_compile(struct rule **out, struct pack *p, const struct doc *doc,
		  const struct node *source, struct err *err);
/* Decides when each look-up is made. */
void rule_order_lets(struct rule *r);
/* What looks for signs and nothing else has only to look where a manifest has them. */
void scan_note_texts(struct pack *p, struct arena *a, struct scan_rule *scan);
/* Whether a condition or a text reads the variable itself. */
bool rule_judges_by(const struct rule *r, enum slot slot);
/* Its index among the pack's rules, for each of its ways. */
void rule_number(struct rule *r, size_t index);

/* Standard functions of rules: known, id, nearest, name, key, add_months, stated,
 * told_functions. */
void rule_functions(struct cel_env *env, struct arena *a);
/* What a function reads of a pack beside its arguments. */
enum rule_need {
	NEED_NOTHING,
	NEED_KIND,	/* the kind of the reference that its first argument names */
	NEED_FUNCTIONS, /* functions of the reference and the vocabulary of concepts */
	NEED_WORDS,	/* lists of words */
};
enum rule_need rule_function_need(struct str name);

#endif
