/* Judging across initiatives: bindings kept until all have been seen, and memory fetched ahead.
 */
#ifndef CHECKER_RULE_RELATE_INTERNAL_H
#define CHECKER_RULE_RELATE_INTERNAL_H

#include "checker/rule/judge_internal.h"

/* One binding of a relational rule, kept until all subjects have been seen. */
struct bound_match {
	const struct subject *subject;
	struct place *place;	   /* NULL: not asked for yet */
	struct trace_match *trace; /* where it was bound; NULL: not asked for */
	struct cel_value slots[];  /* of `for`, `scan` and `let` */
};
struct bound_match *bound_keep(struct arena *a, const struct match *m);
void bound_restore(struct match *m, struct judge *j, const struct rule *r,
		   const struct bound_match *b);
/* Where the kept binding stands, with its initiative as the note. */
struct place bound_place(struct judge *j, const struct rule *r, struct bound_match *b);
/* The key that the form goes by; false when there is none, *stop when it broke. */
bool match_key(struct match *m, struct str *key, bool *stop);

/* A finding was told in an initiative that the match is not of. */
void trace_rule_found(struct judge *j, const struct rule *r, const struct subject *s);

/* The number of the first subject with the id of this one. */
static inline uint32_t judge_first(const struct judge *j, const struct subject *s)
{
	return j->first[s - j->subjects];
}

/* Whether two subjects are one initiative. */
static inline bool judge_same(const struct judge *j, const struct subject *a,
			      const struct subject *b)
{
	return judge_first(j, a) == judge_first(j, b);
}

/*
 * Manifests lie far apart in memory: of those that come next the beginning is
 * fetched while others are judged, in three steps, each of which reads what the
 * one before fetched. Inlined by force: gcc leaves out the call of a function
 * that does nothing else.
 */
#define FETCHING static inline __attribute__((always_inline)) void
FETCHING fetch_root(const struct subject *s)
{
	__builtin_prefetch(&s->doc->root);
}

FETCHING fetch_members(const struct subject *s)
{
	enum { LINE = 64, MOST = 1024 };
	const struct node *root = &s->doc->root;
	size_t n = root->type == NODE_OBJECT ? root->count * sizeof(*root->members) : 0;

	for (size_t k = 0; k < n && k < MOST; k += LINE)
		__builtin_prefetch((const char *)root->members + k);
}

/* And what stands next below them. */
FETCHING fetch_keys(const struct subject *s)
{
	enum { MOST = 24 };
	const struct node *root = &s->doc->root;
	size_t n = root->type == NODE_OBJECT ? root->count : 0;

	for (size_t k = 0; k < n && k < MOST; k++) {
		__builtin_prefetch(root->members[k].key);
		if (root->members[k].value.type >= NODE_ARRAY)
			__builtin_prefetch(root->members[k].value.items);
	}
}

/* In the order of the subjects. */
FETCHING judge_ahead(const struct judge *j, size_t i)
{
	if (i + 6 < j->n)
		fetch_root(&j->subjects[i + 6]);
	if (i + 4 < j->n)
		fetch_members(&j->subjects[i + 4]);
	if (i + 2 < j->n)
		fetch_keys(&j->subjects[i + 2]);
}

#endif
