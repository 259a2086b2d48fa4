#ifndef CHECKER_CHECK_CHECK_INTERNAL_H
#define CHECKER_CHECK_CHECK_INTERNAL_H

#include "checker/base/strmap.h"
#include "checker/check/check.h"
#include "checker/dup/dup.h"

struct check {
	struct arena *arena;
	struct check_options options;
	struct sink sink;
	VEC(struct subject) subjects;
	VEC(struct report_subject) shown; /* those to judge */
	VEC(const struct node *) roots;	  /* of these */
	VEC(struct report_overlap) overlaps;
	VEC(struct report_point) earlier; /* of earlier reports */
	const struct alike_pairs *given;  /* NULL: pairs are looked for */
	const struct dup_entry *entries;  /* of the subjects; NULL: not made yet */
	struct stage_fields *fields;
	size_t judged, unreadable;
	bool compared; /* with earlier findings, of which so many are gone */
	size_t gone;
};

/* Fields that a stage requires, from the schema's x-required-from. */
struct stage_fields;
struct stage_fields *stage_fields_new(struct arena *a, const struct pack *p);
void stage_fields_check(const struct stage_fields *fields, const struct subject *s,
			struct sink *sink);
extern const struct rule_info stage_rule;
extern const struct rule_info ignore_rules[];
extern const size_t ignore_rules_n;

/* Lines of "visibility" that do not do what they say. */
void visibility_check(const struct node *schema, const struct subject *s, struct sink *sink);
extern const struct rule_info visibility_rules[];
extern const size_t visibility_rules_n;

/* All subjects in an index of the duplicate search; their numbers are those of the subjects. */
struct dup_index *overlap_index(struct check *c, const struct dup_settings *settings);

/* The pairs that the duplicate engine finds among the subjects. */
const struct candidate *find_candidates(struct check *c, size_t *n);

/* What is wrong with the other initiatives and the reference that an example states; empty:
 * nothing. False when it could not be seen. */
MUST_USE bool check_example_fits(struct mtext *fault, struct arena *a, const struct pack *p,
				 const struct node *example, struct err *err);
/* Why a rule found no more than it did in an example, from its trace; empty when that is not
 * told. */
struct mtext check_example_why(struct arena *a, const struct trace *t);

/* Gives a check the documents of another, which must outlive it. */
void check_share(struct check *c, const struct check *other);

/* By the index of p's rules: they find the same as those of the other pack. */
const bool *same_rules(struct arena *a, const struct pack *p, const struct pack *other);

/* What says that something was not judged, or that an entry is wrong, cannot be hidden. */
bool check_may_ignore(const struct finding *f);

/* The trend, when there are earlier reports. */
void earlier_report(struct check *c, struct report *r);

#endif
