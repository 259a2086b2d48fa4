/*
 * One run: documents + pack + portfolio + date -> findings. A function of
 * these alone, so CI and the registry give the same verdict.
 */
#ifndef CHECKER_CHECK_CHECK_H
#define CHECKER_CHECK_CHECK_H

#include "checker/base/err.h"
#include "checker/finding/finding.h"
#include "checker/report/report.h"
#include "checker/rule/rule.h"
#include "checker/validate/validate.h"

struct check_options {
	const struct pack *pack;
	struct str date;	 /* YYYY-MM-DD, the day judged by */
	bool portfolio;		 /* check_add_registered gives the whole registered portfolio */
	const struct rule *only; /* one rule alone; NULL: all */
	const struct node *arch; /* another architecture tree, for examples */
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
/* A registered one: to judge (`judged`), or to be judged against. `file` is shown as its place.
 */
struct check_document check_add_registered(struct check *c, struct str file, struct str text,
					   bool json, bool judged);

/* Judges all; once, at the end. */
void check_judge(struct check *c);

/* After check_judge. */
const struct sink *check_sink(const struct check *c);
size_t check_judged(const struct check *c);	/* documents that were judged */
size_t check_unreadable(const struct check *c); /* those that are not JSON or YAML */
size_t check_unjudged(const struct check *c);	/* rules that broke, a document each */
/* Fills subjects, rules, overlaps, pack and date of a report. */
void check_report(struct check *c, struct report *r);

/* All rules a report may name: documents', schema's and the pack's. */
const struct rule_info *check_rules(struct arena *a, const struct pack *p, size_t *n);
/* A rule or check by its id; NULL when there is none. */
const struct rule_info *check_rule_named(struct arena *a, const struct pack *p, struct str id);

/* Runs the examples of one rule (NULL: of all); each failure is a line. */
struct check_examples {
	size_t run, failed;
	VEC(struct str) failures; /* "SRC-001 fail 2: expected …, got …" */
};
MUST_USE bool check_run_examples(struct check_examples *out, struct arena *a,
				 const struct pack *p, const struct rule *only,
				 struct err *err);

#endif
