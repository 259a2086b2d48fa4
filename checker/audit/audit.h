/*
 * Statements about packs themselves, for whoever changes or adopts one: what
 * is doubtful in a pack that loads, and what differs between two.
 */
#ifndef CHECKER_AUDIT_AUDIT_H
#define CHECKER_AUDIT_AUDIT_H

#include "checker/finding/finding.h"
#include "checker/rule/rule.h"

extern const struct rule_info audit_rules[]; /* "pack/alias" and so on */
extern const size_t audit_rules_n;

struct audit_options {
	const struct pack *pack;
	struct str date; /* whose law counts, YYYY-MM-DD */
	bool places;	 /* its documents are files: findings name lines */
};

/* Findings about facts, names, dates, norms and rules; the sink is not finished. */
void audit_lint(const struct audit_options *options, struct sink *sink);

enum audit_change { AUDIT_ADDED, AUDIT_REMOVED, AUDIT_CHANGED, AUDIT_CHANGE_COUNT };
extern const char *const audit_change_names[AUDIT_CHANGE_COUNT + 1];

struct audit_field {
	struct str path; /* JSON Pointer within the entry */
	const struct node *before, *after;
};

/* An entry of the architecture, a rule, an item of a list, or pack.yaml ("pack"). */
struct audit_entry {
	struct str section, id; /* "sources", "gbd-fl" */
	struct mtext name;
	enum confidence confidence; /* CONF_SEEN where there is no mark */
	enum audit_change change;
	VEC(struct audit_field) fields; /* of a changed one */
};

struct audit_diff {
	VEC(struct audit_entry) list; /* by section, in the order of the documents */
};

/* The order of conditions and bindings counts: it decides which explanation is given. */
void audit_diff(struct audit_diff *out, struct arena *a, const struct pack *before,
		const struct pack *after);

#endif
