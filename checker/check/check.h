/*
 * One run: documents + pack + portfolio + date -> findings. A function of
 * these alone, so CI and the registry give the same verdict.
 */
#ifndef CHECKER_CHECK_CHECK_H
#define CHECKER_CHECK_CHECK_H

#include "checker/alike/alike.h"
#include "checker/base/err.h"
#include "checker/finding/finding.h"
#include "checker/report/report.h"
#include "checker/rule/rule.h"
#include "checker/validate/validate.h"

struct check_options {
	const struct pack *pack;
	struct str date;	 /* YYYY-MM-DD, the day judged by */
	bool portfolio;		 /* check_add_registered gives the whole registered portfolio */
	enum judge_part part;	 /* without JUDGE_ALL no duplicates are shown */
	const bool *skip;	 /* rules not to be judged, by index */
	const struct rule *only; /* one rule alone; NULL: all */
	const struct node *arch; /* another architecture tree, for examples */
	struct trace *trace;	 /* NULL, or where to say how each verdict came about */
	size_t processes;	 /* that judge; what is found does not depend on it; 0: one */
};

struct check;

/* Lives in the arena; everything the run keeps does. */
struct check *check_new(struct arena *a, const struct check_options *options);

/* What one document is, once read. */
struct check_document {
	struct str id;	       /* "msh/egin"; empty when its structure does not tell */
	const struct doc *doc; /* NULL when it is not readable */
	bool readable;	       /* JSON or YAML that we accept */
	bool valid;	       /* of the manifest's structure */
};

/* A document to judge. The text must outlive the run. */
struct check_document check_add(struct check *c, struct str path, struct str text);
/* A file to judge that could not be read: a finding. */
struct check_document check_add_fault(struct check *c, struct str path, enum file_fault fault);
/* A registered one: to judge, or to be judged against. */
struct check_registered {
	struct str id; /* empty: not known. Who says to be another is left out with a remark */
	struct str file, text; /* the file is shown as its place */
	bool json, judged;
};
struct check_document check_add_registered(struct check *c, const struct check_registered *r);
/* Something that the reader of the report must know of the whole run. */
void check_remark(struct check *c, struct mtext text);
/* Judges all; once, at the end. */
void check_judge(struct check *c);
/* One that a registry holds: for one finding, or for all of a rule in an initiative. */
struct waiver {
	struct str initiative, rule;
	struct str fingerprint; /* empty: all of the rule */
	struct ignored ignored;
	bool of_banned; /* a rule whose norm bans what it finds takes only these */
};
/* After check_judge, in this order. Waivers let findings pass; so does a file by
 * schemas/ignore-1.0.json: what is wrong with it is found, and then it has no effect. Relative
 * names of files, there and in findings, start from the folder `here`. */
void check_waive(struct check *c, const struct waiver *waivers, size_t n);
void check_ignore(struct check *c, struct str path, struct str text, struct str here);
/* Findings that an earlier report has as well (sink_know) do not count. */
void check_compare(struct check *c, const struct strmap *known);
/* The findings of a report in JSON or SARIF. */
MUST_USE bool check_read_known(struct strmap *known, struct arena *a, struct str path,
			       struct str text, struct err *err);
/* What an earlier report in JSON counted, for the trend of the page. */
MUST_USE bool check_earlier(struct check *c, struct str path, struct str text, struct err *err);
/* After check_judge. */
const struct sink *check_sink(const struct check *c);
size_t check_judged(const struct check *c);	/* documents that were judged */
size_t check_unreadable(const struct check *c); /* those that are not JSON or YAML */
size_t check_unjudged(const struct check *c);	/* rules that broke, a document each */
/* Before check_report, for its page: what each document names of the reference. */
void check_links(struct check *c);
/* Likewise: its strongest overlaps side by side. */
void check_beside(struct check *c, enum lang lang);
/* Fills subjects, rules, overlaps, pack and date of a report. */
void check_report(struct check *c, struct report *r);

/* All subjects so far, by their numbers. */
const struct subject *check_subjects(const struct check *c, size_t *n);
/* Pairs found elsewhere: check_judge looks for none then. One judged for good is no finding. */
void check_give_pairs(struct check *c, const struct alike_pairs *pairs);
/* A judged one is told so many of its strongest pairs. */
enum { CHECK_PAIRS_TOLD = 5 };
/*
 * Instead of judging: which of all subjects seem to do the same. Those of one initiative when
 * `id` is not empty (false when there is none of that id), else groups under what they declare.
 * With two ids, both side by side.
 */
MUST_USE bool check_duplicates(struct check *c, const struct alike_options *o,
			       struct report_duplicates *out, struct err *err);

/* All rules a report may name: documents', schema's and the pack's. */
const struct rule_info *check_rules(struct arena *a, const struct pack *p, size_t *n);
/* A rule or check by its id; NULL when there is none. */
const struct rule_info *check_rule_named(struct arena *a, const struct pack *p, struct str id);
/*
 * What adopting another pack would change: the findings of both for the same
 * initiatives. Rules that look at one initiative alone are judged batch by
 * batch, so memory holds no more than a batch; the others need all at once.
 */
enum impact_kind {
	IMPACT_GAINED,
	IMPACT_LOST,
	IMPACT_SEVERER, /* the same finding, of a higher severity */
	IMPACT_MILDER,
	IMPACT_KIND_COUNT
};
extern const char *const impact_kind_names[IMPACT_KIND_COUNT + 1];

struct impact_change {
	enum impact_kind kind;
	struct str initiative; /* its file when its structure does not tell */
	struct str rule, pointer;
	enum severity before, after; /* equal when gained or lost */
	struct mtext message;
};

struct impact_rule {
	struct str id;
	size_t changes[IMPACT_KIND_COUNT];
	size_t unjudged[2]; /* initiatives it could not judge: before, after */
	bool grounded[2];   /* a norm of it is a ground on the day; false when absent */
};

struct impact {
	size_t documents, unreadable;
	size_t rules_same; /* rules that must find the same in both, so were not judged again */
	size_t same;	   /* findings of the others that both packs give */
	size_t touched;	   /* initiatives with a change */
	VEC(struct impact_change) changes; /* by initiative, then rule */
	VEC(struct impact_rule *) rules;   /* those with a change or another ground */
};

struct impact_options {
	const struct pack *before, *after;
	struct str date;
	bool portfolio; /* the documents are all that is registered */
	/* Told now and then how many were judged alone; may be NULL. */
	void (*progress)(void *context, size_t done);
	void *context;
};
struct impact_run;
struct impact_run *impact_begin(struct arena *a, const struct impact_options *options);
/* A document; its texts need not outlive the call. */
void impact_add(struct impact_run *run, struct str file, struct str text, bool json);
void impact_add_unreadable(struct impact_run *run); /* one that could not even be read */
/* Frees the run; with NULL that is all. The rules that need all documents are judged here. */
void impact_end(struct impact *out, struct impact_run *run);

/* Runs the examples of one rule (NULL: of all); each failure is a line. */
struct check_examples {
	size_t run, failed;
	VEC(struct mtext) failures; /* "FILE:LINE:COLUMN: SRC-001 fail 2: expected …, got …" */
	/* Those that hold without the rule's being judged, though they do not say so. */
	VEC(struct mtext) unjudged;
};
MUST_USE bool check_run_examples(struct check_examples *out, struct arena *a,
				 const struct pack *p, const struct rule *only,
				 struct err *err);

/* The examples of one rule, failing ones first. */
struct check_example {
	const struct node *node;
	struct str label; /* "fail 2" */
	struct str name;
};
struct check_example_list {
	struct check_example *at;
	size_t n, cap;
};
struct check_example_list check_examples_of(struct arena *a, const struct rule *rule);

/* One example judged by a rule: its own, or a changed one. */
struct check_trial {
	const struct rule *rule;
	const struct check_example *example;
	struct trace *trace; /* NULL: not asked for */
};
MUST_USE bool check_example_run(bool *holds, struct arena *a, const struct pack *p,
				const struct check_trial *trial, struct err *err);

/*
 * What the examples of a rule show of it: for each of its expressions the
 * examples in which it came out so. A condition is missed when it has never
 * been true or never false; a look-up never is.
 */
enum { CHECK_TRUE, CHECK_FALSE, CHECK_OUTCOMES }; /* of a look-up: found, nothing found */
struct check_outcome {
	struct str name, expression;
	enum trace_kind kind;
	VEC(struct str) examples[CHECK_OUTCOMES];
};
struct check_coverage {
	VEC(struct check_outcome *) list; /* in the order in which they are asked */
	size_t missed;
};
MUST_USE bool check_cover(struct check_coverage *out, struct arena *a, const struct pack *p,
			  const struct rule *rule, struct err *err);

/* Small changes of the rule, and which of them no example notices. */
struct check_mutants {
	bool parts;    /* given: also parts of expressions, not only whole conditions */
	size_t failed; /* examples that do not hold: then nothing is tried */
	size_t tried;
	VEC(struct rule_mutant) survived;
};
MUST_USE bool check_mutate(struct check_mutants *out, struct arena *a, const struct pack *p,
			   const struct rule *rule, struct err *err);

/* What makes rules hard to understand or to trust, as findings of these. */
extern const struct rule_info check_lint_rules[];
extern const size_t check_lint_rules_n;
MUST_USE bool check_lint(struct sink *sink, struct arena *a, const struct pack *p,
			 const struct rule *only, struct err *err);

#endif
