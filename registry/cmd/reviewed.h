/*
 * What reviewers of other bodies may read: of a manifest all but what its body keeps to itself,
 * and of what was found all that would be found, in the same words, in what they may read.
 */
#ifndef REGISTRY_CMD_REVIEWED_H
#define REGISTRY_CMD_REVIEWED_H

#include "registry/cmd/judge.h"

/* The card for reviewers; empty when nothing of the manifest is kept from them. */
struct str reviewed_card(struct arena *a, const struct pack *pack, const struct node *manifest);

struct reviewed {
	bool all;	    /* nothing is kept from them */
	struct strmap same; /* else what they may read: id and fingerprint -> struct finding */
};
struct reviewed_query {
	const struct check *check; /* judged, of which findings will be kept with the body */
	struct str body, day, past;
	size_t files; /* the first so many of its documents are none of the registry's */
	bool own;     /* judged by judge_own, else by judge_near */
};
/* Judges again where the body keeps anything to itself. */
MUST_USE bool reviewed_find(struct reviewed *out, struct context *c, struct session *s,
			    const struct reviewed_query *q, struct err *err);
/* Whether they may not read the words of a finding. */
bool reviewed_closed(const struct reviewed *r, struct arena *a, const struct finding *f);

#endif
