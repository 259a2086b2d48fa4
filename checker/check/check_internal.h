#ifndef CHECKER_CHECK_CHECK_INTERNAL_H
#define CHECKER_CHECK_CHECK_INTERNAL_H

#include "checker/check/check.h"
#include "checker/dup/dup.h"

struct check {
	struct arena *arena;
	struct check_options options;
	struct sink sink;
	VEC(struct subject) subjects;
	VEC(struct report_subject) shown; /* those to judge */
	VEC(struct report_overlap) overlaps;
	struct stage_fields *fields;
	size_t judged, unreadable;
};

/* Fields that a stage requires, from the schema's x-required-from. */
struct stage_fields;
struct stage_fields *stage_fields_new(struct arena *a, const struct pack *p);
void stage_fields_check(const struct stage_fields *fields, const struct subject *s,
			struct sink *sink);
extern const struct rule_info stage_rule;

/* The pairs that the duplicate engine finds among the subjects. */
const struct candidate *find_candidates(struct check *c, size_t *n);

#endif
