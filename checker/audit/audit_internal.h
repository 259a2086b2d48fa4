#ifndef CHECKER_AUDIT_AUDIT_INTERNAL_H
#define CHECKER_AUDIT_AUDIT_INTERNAL_H

#include "checker/audit/audit.h"
#include "checker/base/strmap.h"

/* Rows of audit_rules, in their order. */
enum lint_rule {
	LINT_ALIAS,
	LINT_AMBIGUOUS,
	LINT_TRANSLATION,
	LINT_DATES,
	LINT_SUCCESSOR,
	LINT_MARK,
	LINT_UNUSED,
	LINT_UNCITED,
	LINT_BASIS,
	LINT_COUNT
};

struct lint {
	const struct pack *pack;
	struct sink *sink;
	struct arena *arena;
	struct str date;
	bool places;
	const struct doc *doc; /* the one looked at */
	struct strmap words;   /* ids that other entries, rules and lists name */
	struct strmap cited;   /* norms that rules rest on */
};

/* A finding at a node of l->doc; the key tells it from others of the rule. */
void lint_tell(struct lint *l, enum lint_rule rule, const struct node *at, struct mtext message,
	       struct str key);
/* The same with another severity than the rule's. */
void lint_tell_as(struct lint *l, enum lint_rule rule, enum severity severity,
		  const struct node *at, struct mtext message);
/* Names of one kind that mean two entries. */
void lint_names(struct lint *l, const struct node *entries);
/* Dates, successors and marks of one entry. */
void lint_law(struct lint *l, enum arch_kind kind, const struct node *entry);
void lint_rule_basis(struct lint *l, const struct node *rule);

#endif
