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
	struct str key;
};
struct path {
	unsigned base; /* slot it starts from */
	VEC(struct step) steps;
};

/* Compiles "$.a.b[*]" or "var.c"; *type is the type of what it finds. */
bool path_compile(struct path *out, const struct cel_type **type, struct arena *a,
		  const struct cel_env *env, struct str text, struct err *err);
typedef bool (*path_found)(void *context, const struct node *node); /* false stops the walk */
bool path_walk(const struct path *p, const struct node *base, path_found found, void *context);
/* The first node, or NULL; *last is the deepest node that was there. */
const struct node *path_first(const struct path *p, const struct node *base,
			      const struct node **last);

/* Text with {expression} in it, in each language. */
struct part {
	struct str text;
	struct cel_program *program; /* NULL: the text as it is */
};
struct text_template {
	struct mtext text;
	const struct cel_env *env;
	struct pack *pack;   /* its arena; its programs, to be freed with it */
	struct parts *parts; /* of each language; NULL until they are compiled */
};
/* Text and env must outlive the template. What is not compiled is when first rendered. */
MUST_USE bool template_compile(struct text_template *t, struct err *err);
struct mtext template_render(struct text_template *t, struct arena *a,
			     const struct cel_value *slots, struct cel_run *run);
/* A value as people read it: {kk, ru, en} in each language, lists joined. */
struct mtext value_text(struct arena *a, struct cel_value v);

enum missing { MISSING_SKIP, MISSING_REPORT, MISSING_UNKNOWN };

struct bind_for {
	struct str name;
	VEC(struct path) all; /* what each of them finds */
	unsigned slot;
};
/* When a look-up is made: as late as what reads it allows. */
enum let_phase { LET_WHEN, LET_CHECK, LET_FINDING };
struct bind_let {
	struct str name;
	struct cel_program *program;
	enum missing missing;
	unsigned slot;
	enum let_phase phase;
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
	const struct phrase_list *unless; /* of names: what denies them */
	const struct sign_list *list;	  /* for signs */
	VEC(struct path) codes;		  /* where codes stand that say the same */
	struct str code;		  /* the one that does; empty: each of them */
	unsigned slot;
};

/* Expressions that are a sign of something, in pack.signs, and those that deny it in its
 * clause. */
struct sign_list {
	struct str id;
	struct pattern_set *denials;
};

enum form { FORM_EACH, FORM_GROUP, FORM_PAIR, FORM_CYCLE, FORM_LINK };

struct rule {
	struct rule_info info;
	const struct doc *doc;
	const struct node *source;
	enum form form;
	bool needs_portfolio;
	int severity[STAGE_COUNT]; /* enum severity; -1: silent */
	struct cel_program *milder_when, *info_when;
	VEC(struct bind_for) binds;
	struct scan_rule scan;
	VEC(struct bind_let) lets;
	VEC(struct condition) when, all;
	struct cel_program *by, *having, *to; /* group: by, having; cycle and link: to */
	unsigned relation_slot;		      /* first slot of what the form binds */
	unsigned failed_slot;		      /* name of the condition that was not true */
	struct place_rule at;
	struct place_rule there; /* link: where the finding points at the other end */
	VEC(struct place_rule) related;
	struct text_template *message, *remedy;
	VEC(struct str) basis;
};

struct pack {
	struct arena *arena;
	bool made;	     /* from an image: it was checked when that was made */
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
	struct strmap nothing; /* comparison keys of words that say nothing */
	struct {
		VEC(struct str) list;
	} images; /* compiled phrases: names of the architecture, then denials of each list */
	struct strmap sign_lists;  /* id -> struct sign_list */
	struct pattern_set *signs; /* owner: struct sign_list */
	VEC(struct rule *) rules;
	struct strmap by_id;
	VEC(struct cel_program *) programs; /* all that hold compiled patterns */
	const struct cel_type *manifest_type, *arch_type;
};

/* Whether loading goes on after the fault, which then is a finding; `pack` is a struct pack. */
bool pack_goes_on(void *pack, struct err *err);

/* Sets bundle, images and sha256 of the pack from what pack_image made. */
bool rule_image_open(struct pack *p, struct str image, struct err *err);
/* Makes the bundle of the pack's documents. */
struct str rule_bundle(const struct pack *p);

/* Types from JSON Schema documents. */
const struct cel_type *rule_type_of_schema(struct arena *a, const struct node *root,
					   const struct node *schema);
const struct cel_type *rule_type_of_arch(struct arena *a, const struct node *schema);

/* Compiles one rule; the error names file, line and column. */
bool rule_compile(struct rule **out, struct pack *p, const struct doc *doc,
		  const struct node *source, struct err *err);

/* One run of pack_judge. */
struct judge {
	const struct pack *pack;
	struct arena *arena;
	const struct judge_options *options;
	const struct subject *subjects;
	size_t n;
	struct sink *sink;
	struct node arch;      /* the reference as it was on the day judged by */
	bool *idle;	       /* by rule: none of its norms is a ground on that day */
	bool *shadowed;	       /* registered subjects whose file is judged in this run */
	struct node portfolio; /* {id: manifest} */
	struct arena *scratch; /* reset between rules */
	struct scan_cache {
		struct arena *arena; /* reset between subjects */
		struct strmap texts; /* address of a node -> struct scanned */
	} cache;
};

/* The other end of a link, when the finding is told there. */
struct link_end {
	const struct subject *subject;
	struct place at;
};

/* One rule on one manifest: the bindings so far. */
struct match {
	struct judge *judge;
	const struct rule *rule;
	const struct subject *subject;
	enum severity severity;
	struct cel_value slots[SLOTS_MAX];
	struct cel_run run;
	struct place hit;		/* of a scan; file empty when none */
	bool secret;			/* the hit is personal: no value is shown */
	bool (*found)(struct match *m); /* all bindings made, `when` true; false stops */
	void *context;
	const struct node *scanned;
	const struct link_end *end; /* NULL: the finding is the subject's own */
};

/* Standard functions of rules: known, id, nearest, name, key, add_months, stated,
 * told_functions. */
void rule_functions(struct cel_env *env, struct arena *a);

/* Makes every binding of the rule and calls m->found for each; false when stopped. */
bool match_run(struct match *m);
/* The next condition of `all`, from *next on, that is not true; NULL when the rest are. Errors
 * are reported by it. */
const struct condition *match_failed(struct match *m, size_t *next, bool *judged);
void match_start(struct match *m, struct judge *j, const struct rule *r,
		 const struct subject *s);
/* Emits the rule's finding for the bindings; without a condition it is named for the form. */
void match_emit(struct match *m, const struct condition *failed, const struct place *related,
		size_t related_n);
/* "could not be judged because …": a finding, never a pass. */
void match_broken(struct match *m, struct str why);
struct place match_place(struct match *m, const struct place_rule *rule);
/* Scans texts and calls back for each hit with its place. */
bool scan_run(struct match *m, bool (*found)(struct match *m));

/* Sets what the day judged by decides, and says which rules have no ground on it. */
void judge_by_date(struct judge *j);
void judge_group(struct judge *j, const struct rule *r);
void judge_pairs(struct judge *j, const struct rule *r);
void judge_cycles(struct judge *j, const struct rule *r);
void judge_links(struct judge *j, const struct rule *r);
/* Severity for the subject's stage; false when silent. */
bool judge_severity(const struct rule *r, const struct subject *s, enum severity *out);
void judge_note(struct judge *j, const struct rule *r, const struct subject *s,
		struct mtext text);

#endif
