/*
 * What a field of the manifest, a rule or an entry of the architecture means, as
 * lines for people: the command `explain` prints them, editors show them.
 */
#ifndef CHECKER_EXPLAIN_EXPLAIN_H
#define CHECKER_EXPLAIN_EXPLAIN_H

#include "checker/check/check.h"

struct explain_line {
	unsigned depth; /* 0: the heading */
	struct mtext text;
};

struct explanation {
	struct arena *arena; /* given */
	VEC(struct explain_line) lines;
};

/* All add lines to what is there; false, and nothing added, when nothing is of that name. */
bool explain_field(struct explanation *out, const struct pack *p, struct str pointer);
/* The fields that the field has, or an item of it, with what they take; nothing when it has
 * none.
 */
void explain_parts(struct explanation *out, const struct pack *p, struct str pointer);
/* Also what is said of packs, rules and schemas, which no check of manifests finds. The norms
 * with their state on the day (YYYY-MM-DD). */
bool explain_rule(struct explanation *out, const struct pack *p, struct str id, struct str day);
/* The same of a rule that may be of any pack: title, rationale, severity by stage, remedy,
 * norms. */
void explain_rule_of(struct explanation *out, const struct pack *p, const struct rule *rule,
		     struct str day);
/* A finding with its rule. */
void explain_finding(struct explanation *out, const struct pack *p, const struct finding *f);
void explain_entry(struct explanation *out, const struct arch_entry *entry);

#endif
