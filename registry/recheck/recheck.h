/*
 * What a change may have changed is judged again (migrations/0016_recheck.sql). Verbs for one
 * worker of many: follow what happened, take what is queued of one body, judge it, and be done
 * with it in the transaction that records the run. Until that is committed everything stays
 * queued.
 */
#ifndef REGISTRY_RECHECK_RECHECK_H
#define REGISTRY_RECHECK_RECHECK_H

#include "registry/store/store.h"

struct recheck_basis {
	struct sha256 pack;
	size_t counted_anew; /* up to so many initiatives terms are counted anew */
	bool all;	     /* queue every initiative, whatever happened */
};
/* Queues what may have changed since it was followed last; `queued` gets how much, 0 too when
 * another worker is at it. */
MUST_USE bool recheck_follow(int64_t *queued, struct db *db, const struct recheck_basis *basis,
			     struct err *err);

/* What is queued, by its cause: "revision", "neighbour", "pack", "day", "index". */
struct recheck_cause {
	struct str cause;
	int64_t initiatives;
};
struct recheck_queue {
	struct recheck_cause *at;
	size_t n;
};
MUST_USE bool recheck_queue(struct recheck_queue *out, struct arena *a, struct db *db,
			    struct err *err);

/* One body's share of it, the caller's until his transaction ends. */
struct recheck_task {
	struct str body; /* empty: nothing is queued that nobody has taken */
	struct str day;	 /* to judge by */
	const struct str *rows;
	size_t n;
};
MUST_USE bool recheck_take(struct recheck_task *out, struct arena *a, struct db *db,
			   struct err *err);

/* A registered initiative as the last run found it. */
struct recheck_before {
	struct str id;
	int64_t revision;
	struct str run; /* empty: none judged this revision */
	bool official;
	struct sha256 pack;
	const struct store_finding *findings; /* by fingerprint, without details */
	size_t findings_n;
};
struct recheck_befores {
	struct recheck_before *at; /* by id */
	size_t n;
};
MUST_USE bool recheck_before(struct recheck_befores *out, struct arena *a, struct db *db,
			     struct str body, struct err *err);

/* What became of it. */
struct recheck_change {
	struct str short_name;
	bool neighbour;	    /* what is new is about another initiative */
	struct str payload; /* JSON */
};
struct recheck_link {
	struct str short_name, other; /* a finding of the one is about the other */
};
struct recheck_done {
	const struct recheck_task *task;
	const struct recheck_link *links; /* all of the body */
	size_t links_n;
	bool spread; /* queue those that are so for the first time */
	const struct recheck_change *changes;
	size_t changes_n;
};
MUST_USE bool recheck_done(struct db *db, const struct recheck_done *done, struct err *err);

#endif
