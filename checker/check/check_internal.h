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
	VEC(struct report_overlap) overlaps;
	const struct check_pairs *given; /* NULL: pairs are looked for */
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
/* The words of two documents by keys of evidence; NULL: not known. */
struct check_said {
	const struct strmap *one, *other;
};
/* The words of a document that pairs have evidence of. */
const struct strmap *check_words_of(struct check_words *w, struct str id,
				    const struct node *manifest);
/* What two share: a declared code by its name, words as they stand in the documents. */
struct mtext check_shared_name(struct arena *a, const struct pack *pack,
			       const struct check_said *both, const struct dup_evidence *e);
/* The strongest of all that they share, each once. */
struct mtext check_shared_text(struct arena *a, const struct pack *pack,
			       const struct check_said *both, const struct dup_pair *pair);
struct mtext overlap_body_name(const struct pack *pack, const struct node *root);

/* The pairs that the duplicate engine finds among the subjects. */
const struct candidate *find_candidates(struct check *c, size_t *n);

/* Gives a check the documents of another, which must outlive it. */
void check_share(struct check *c, const struct check *other);

/* By the index of p's rules: they find the same as those of the other pack. */
const bool *same_rules(struct arena *a, const struct pack *p, const struct pack *other);

#endif
