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
/* Without what is set aside for this version of the program. */
MUST_USE bool recheck_queue(struct recheck_queue *out, struct arena *a, struct db *db,
			    struct str program, struct err *err);

/* One body's share of it, the caller's until his transaction ends. */
struct recheck_task {
	struct str body; /* empty: nothing is queued that nobody has taken */
	struct str day;	 /* to judge by */
	const struct str *rows;
	size_t n;
};
MUST_USE bool recheck_take(struct recheck_task *out, struct arena *a, struct db *db,
			   struct str program, struct err *err);

/*
 * Says who judges it, in a transaction of its own on another connection: of three workers of
 * one program version that took it and never were done, it is set aside, and no other takes it
 * until recheck_retry or another version.
 */
struct recheck_worker {
	struct str id; /* UUID, of this process */
	struct str program;
};
MUST_USE bool recheck_begin(struct db *db, const struct recheck_task *task,
			    const struct recheck_worker *worker, struct err *err);

struct recheck_set_aside {
	struct str body;
	int64_t tries;
	struct str at; /* the last one */
};
struct recheck_asides {
	struct recheck_set_aside *at;
	size_t n;
};
/* To those who run the registry. */
MUST_USE bool recheck_aside(struct recheck_asides *out, struct arena *a, struct db *db,
			    struct str program, struct err *err);
/* Of a body, or of all when it is empty; `n` gets how many come back. */
MUST_USE bool recheck_retry(int64_t *n, struct db *db, struct str body, struct err *err);

/* A registered initiative as the last run found it. */
struct recheck_before {
	struct str id;
	int64_t revision;
	struct str run; /* empty: none judged this revision */
	bool official;
	struct sha256 pack;
	bool unsaid; /* of some finding, whether reviewers of other bodies may read it */
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

/* A revision whose cards were made by other classes than the schema's, or by its submitter. */
struct recheck_card {
	struct str body, short_name;
	int64_t revision;
	struct str media, bytes; /* as it was submitted */
	bool latest;
	/* Given back: */
	struct str review; /* for reviewers of other bodies; empty: all of it */
	struct str card;   /* of the latest: for other bodies, with its words and facets */
	const struct str *words;
	size_t words_n;
	const struct store_facet *facets;
	size_t facets_n;
};
struct recheck_cards {
	struct recheck_card *at;
	size_t n;
};
struct recheck_stale {
	struct sha256 form;		  /* of the schema in use */
	const struct recheck_card *after; /* NULL: from the first */
	size_t limit;
};
/* In the order of body, short name and revision. */
MUST_USE bool recheck_stale(struct recheck_cards *out, struct arena *a, struct db *db,
			    const struct recheck_stale *query, struct err *err);
/* `changed`: others see something else now, which is an event. */
MUST_USE bool recheck_remake(bool *changed, struct db *db, const struct sha256 *form,
			     const struct recheck_card *card, struct err *err);

struct recheck_cards_state {
	bool seen; /* the caller may know */
	int64_t stale, uncompared;
};
MUST_USE bool recheck_cards_state(struct recheck_cards_state *out, struct db *db,
				  const struct sha256 *form, struct err *err);

#endif
