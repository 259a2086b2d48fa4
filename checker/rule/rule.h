/*
 * A pack: the reference architecture and the rules, compiled once and then
 * immutable. A rule is data: WHERE (for, scan), JOIN (let), CHECK (all), and
 * the relational forms group, pair, cycle and link over the portfolio. docs/RULES.md
 * describes the format; schemas/rule-1.0.json holds it.
 */
#ifndef CHECKER_RULE_RULE_H
#define CHECKER_RULE_RULE_H

#include "checker/base/err.h"
#include "checker/doc/doc.h"
#include "checker/finding/finding.h"
#include "checker/model/model.h"
#include "checker/schema/schema.h"

struct pack;

/* From a folder with pack.yaml. Checked wholly: schema, references, types, languages, examples.
 */
MUST_USE bool pack_load(struct pack **out, struct arena *a, struct str dir, struct err *err);
/*
 * The same for whoever mends a pack: goes on after a fault where it can, and
 * each is a finding. *out is what could be made of it, NULL when that is nothing.
 */
void pack_load_all(struct pack **out, struct arena *a, struct str dir, struct sink *faults);
extern const struct rule_info pack_load_rule; /* "pack/load", of faults that the schema does not
						 tell */
/* From the form pack_image makes, which was checked when it was made. It must outlive the pack
 * and begin at a multiple of eight; one of another version, or changed since, is refused. */
MUST_USE bool pack_load_image(struct pack **out, struct arena *a, struct str image,
			      struct err *err);
/* From what pack_bundle gave, now or by an earlier program: checked as a folder is. */
MUST_USE bool pack_load_bundle(struct pack **out, struct arena *a, struct str bundle,
			       struct err *err);
void pack_free(struct pack *p); /* compiled patterns; the rest is the arena's */

/* The pack with what is compiled from it, for the program to carry. Equal packs, equal bytes.
 */
struct str pack_image(const struct pack *p, struct arena *a);
/* The whole pack as one JSON text, in document order; lives as long as the pack. */
struct str pack_bundle(const struct pack *p);

struct pack_info {
	struct str name, version, valid_from, licence; /* no licence: empty */
	struct mtext title, description;
	struct str sha256; /* hex, of the bundle */
};
const struct pack_info *pack_info(const struct pack *p);
const struct arch *pack_arch(const struct pack *p);
const struct schema *pack_manifest_schema(const struct pack *p);
const struct node *pack_manifest_schema_node(const struct pack *p);
const struct node *pack_arch_schema_node(const struct pack *p);
/* The documents of the pack, pack.yaml first. Of a bundle all share one text. */
size_t pack_docs(const struct pack *p);
const struct doc *pack_doc(const struct pack *p, size_t i);
/* A list document of the pack by its key ("concepts"), NULL when it has none. */
const struct node *pack_list(const struct pack *p, struct str key);

/* The bodies and sources that a text names; denied: its sentence says, by the phrase list of
 * that id, that it is not so. In order of place. */
struct pack_name {
	const struct arch_entry *entry;
	struct str text;
	bool denied;
};
struct pack_names {
	VEC(struct pack_name) list;
};
void pack_names_in(const struct pack *p, struct arena *a, struct str text, struct str list,
		   struct pack_names *out);

/* Life-cycle stages in their order, and the words of "stage". */
enum stage {
	STAGE_IDEA,
	STAGE_DESIGN,
	STAGE_DEVELOPMENT,
	STAGE_PILOT,
	STAGE_USE,
	STAGE_SUSPENDED,
	STAGE_RETIRED,
	STAGE_COUNT
};
extern const char *const stage_names[STAGE_COUNT + 1];
extern const struct mtext stage_titles[STAGE_COUNT];
bool stage_parse(enum stage *out, struct str name);

/* All rules in the order of their ids. */
size_t pack_rules(const struct pack *p);
const struct rule *pack_rule(const struct pack *p, size_t i);
const struct rule *pack_rule_named(const struct pack *p, struct str id);
const struct rule_info *rule_info(const struct rule *r); /* severity: the highest it can have */
/* Severity at a stage; false when it is silent there. */
bool rule_severity(const struct rule *r, enum stage stage, enum severity *out);
const struct node *rule_source(const struct rule *r); /* the rule as written, tests included */
/* How else its fault shows (`otherwise`), as a rule that shares all else with it; NULL: in no
 * other way. */
const struct rule *rule_otherwise(const struct rule *r);
struct mtext rule_remedy(const struct rule *r); /* with its placeholders as written */
bool rule_prohibits(const struct rule *r);	/* the norm bans what it looks for */
bool rule_of_pairs(const struct rule *r);	/* judged on the candidates */
/* Whether it looks at other initiatives than the one judged. */
bool rule_needs_others(const struct rule *r);
/* What of a pack a rule reads, but for its norms: what else differs does not matter to it. */
struct rule_uses {
	bool kinds[ARCH_KIND_COUNT]; /* of the reference */
	bool names;    /* of bodies and sources in running text, by the list "names" */
	bool concepts; /* the vocabulary of the list "concepts" */
	bool words;    /* any other list */
	bool portfolio;
};
void rule_uses(struct rule_uses *out, const struct rule *r);
/* Whether one of its norms is a ground on that day: docs/adr/0011-law-by-date.md. */
bool rule_grounded(const struct pack *p, const struct rule *r, struct str date);

/* An initiative: to be judged, or one of the portfolio it is judged against. */
struct subject {
	struct str id;	 /* "msh/egin" */
	struct str file; /* for places */
	const struct doc *doc;
	bool judged;
};

/* Two subjects that the duplicate engine thinks do the same. */
struct candidate {
	size_t a, b; /* indexes of subjects */
	double score, probability;
	struct mtext evidence; /* what they share */
};

/* Rules that look at an initiative alone, or those that look at others, too. */
enum judge_part { JUDGE_ALL, JUDGE_ALONE, JUDGE_TOGETHER };

struct judge_options {
	struct str date; /* YYYY-MM-DD, the day judged by */
	bool portfolio;	 /* the subjects not judged are the whole registered portfolio */
	const struct candidate *candidates;
	size_t candidates_n;
	enum judge_part part;
	const bool *skip; /* by the index of the rule: not judged, nothing said; NULL: none */
	const struct rule *only; /* one rule alone; NULL: all */
	const struct node *arch; /* another architecture tree, for examples; NULL: the pack's */
	struct trace *trace;	 /* NULL, or where to say how each verdict came about */
	size_t processes;	 /* that judge; what is found does not depend on it; 0: one */
};

/* Judges every subject that is to be judged; findings and notes go to the sink, which the
 * documents must outlive. */
void pack_judge(const struct pack *p, struct arena *a, const struct subject *subjects, size_t n,
		const struct judge_options *options, struct sink *sink);

/* Whether anything in the rule reads the variable: a look-up that nothing reads is idle. */
bool rule_reads(const struct rule *r, struct str variable);
/* The file that holds it and the place of a part of its source; of the shipped pack without
 * lines. */
struct place rule_place(const struct rule *r, const struct node *part);

/* A rule with one small change, to see whether an example notices it. */
struct rule_mutant {
	struct str key, inner; /* "all", "agreed"; inner may be empty */
	struct str before, after;
	struct node *rest; /* of a list that `before` is left out of; NULL: of an expression */
	bool part; /* of an expression or a list; else a whole condition, left out or turned
		    * round */
};
size_t rule_mutants(const struct rule *r, struct arena *a, struct rule_mutant **out);
/* The changed rule, to be judged alone (judge_options.only) with the pack. */
struct rule_trial {
	const struct rule *rule;
	struct pack *pack;
};
/* False when the change does not compile. */
bool rule_try(struct rule_trial *out, struct arena *a, const struct pack *p,
	      const struct rule *r, const struct rule_mutant *m);
void rule_trial_free(struct rule_trial *t);

/* JSON Merge Patch (RFC 7396) of immutable trees. */
struct node rule_merge_patch(struct arena *a, const struct node *target,
			     const struct node *patch);

#endif
