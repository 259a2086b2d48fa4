/*
 * The life of an initiative: requests and their parts, decisions, commitments, waivers, and
 * what waits for whom. The database holds the table of who may do what in which state
 * (migrations/0012_life.sql); these verbs ask it, in the caller's transaction. Words of states,
 * actions and kinds are those of that table. Days are YYYY-MM-DD; what is absent is empty or 0.
 */
#ifndef REGISTRY_REVIEW_REVIEW_H
#define REGISTRY_REVIEW_REVIEW_H

#include "registry/store/store.h"

/* "msh/egin#2"; without "#2" number is 0. */
struct review_ref {
	struct str body, short_name;
	int64_t number;
};
MUST_USE bool review_ref_parse(struct review_ref *out, struct str text, struct err *err);

/* What a submission does: after store_submit, in its transaction. */
struct review_submission {
	struct str body, short_name;
	struct str kind;   /* empty: the open request, else the kind that fits the stage */
	struct str heir;   /* of a transfer: "body/name" */
	struct str remark; /* may be empty */
	struct str stage;  /* that the manifest declares; for review_plan alone */
};
struct review_plan {
	struct str action; /* "open", "continue", "none" */
	int64_t number;	   /* 0: nothing is asked for */
	struct str kind, state, due;
	struct str refused, hint; /* by review_plan: why it would be refused */
};
MUST_USE bool review_submit(struct review_plan *out, struct arena *a, struct db *db,
			    const struct review_submission *s, struct err *err);
/* The same asked before; nothing is written. */
MUST_USE bool review_plan(struct review_plan *out, struct arena *a, struct db *db,
			  const struct review_submission *s, struct err *err);

/* What to list. */
enum review_which { REVIEW_ALL, REVIEW_OPEN, REVIEW_CLOSED };
struct review_query {
	struct review_ref ref;	 /* empty: of every initiative; no number: all of it */
	enum review_which which; /* those that are over or not; not of waivers */
	struct str day;		 /* waivers: state and force on that day; empty: today */
};

struct review_request {
	struct str id; /* of the initiative */
	int64_t number;
	struct str kind, state;
	struct str turn; /* "authority", "submitter"; empty: it is over */
	int64_t revision;
	struct sha256 sha256; /* of its bytes */
	int64_t days, used;   /* working days that the authority has, and has taken */
	struct str due;	      /* while the turn is the authority's */
	bool late, broken;    /* broken: a commitment is open past its day */
	struct str opened_at, opened_by, heir;
	struct str stage; /* that the initiative has reached */
	struct mtext name;
};
struct review_requests {
	struct review_request *at;
	size_t n;
};
MUST_USE bool review_list(struct review_requests *out, struct arena *a, struct db *db,
			  const struct review_query *query, struct err *err);
/* The one named; without number the only open one, else the last. ERR_NOT_FOUND when there is
 * none, ERR_USAGE when several are open. */
MUST_USE bool review_find(struct review_request *out, struct arena *a, struct db *db,
			  const struct review_ref *ref, struct err *err);

enum review_process { REVIEW_REQUEST, REVIEW_LIFE, REVIEW_COMMITMENT, REVIEW_WAIVER };
/*
 * What somebody does, or did. Of a request: part, return, answer, comment, withdraw; of the
 * life of an initiative: suspend, resume; of a commitment: report, accept, reject; of a waiver:
 * approve, refuse, revoke.
 */
struct review_act {
	enum review_process process;
	struct review_ref ref;
	int64_t item; /* the commitment */
	struct str action;
	int64_t revision; /* for a part: what was read */
	struct sha256 sha256;
	struct str part, verdict, fingerprint, remark;
	struct str at, actor, state; /* set when read */
};
struct review_acts {
	struct review_act *at;
	size_t n;
};
/* Of a request and its commitments, in their order. */
MUST_USE bool review_acts(struct review_acts *out, struct arena *a, struct db *db,
			  const struct review_ref *ref, struct err *err);
/* `state` gets what follows. */
MUST_USE bool review_act(struct str *state, struct arena *a, struct db *db,
			 const struct review_act *act, struct err *err);

struct review_part {
	struct str part;
	struct str authorities; /* bodies whose reviewers give it: "mai, -" */
	struct str rules;	/* beginnings of the ids of the rules that it is about */
	struct str verdict, at, actor, remark; /* of the revision in question */
};
struct review_parts {
	struct review_part *at;
	size_t n;
};
MUST_USE bool review_parts(struct review_parts *out, struct arena *a, struct db *db,
			   const struct review_ref *ref, struct err *err);

/* What the caller may do with a request now: words of struct review_act, submit, approve,
 * refuse.
 */
struct review_steps {
	struct str *at;
	size_t n;
};
MUST_USE bool review_steps(struct review_steps *out, struct arena *a, struct db *db,
			   const struct review_ref *ref, struct err *err);

struct review_verdict {
	struct review_ref ref;
	struct str action; /* "approve", "refuse" */
	int64_t revision;  /* that was read */
	struct sha256 sha256;
	struct str reason;
	const struct str *promises, *dues; /* commitments */
	size_t promises_n;
};
MUST_USE bool review_decide(struct str *state, struct arena *a, struct db *db,
			    const struct review_verdict *v, struct err *err);

struct review_decision {
	struct str verdict; /* empty: it is not decided */
	struct str at, actor;
	int64_t revision;
	struct sha256 sha256;
	struct str run;
	bool official;
	struct sha256 pack_sha256;
	struct str judged_by;
	struct str heads, waivers; /* JSON */
	struct str reason;
};
MUST_USE bool review_decision(struct review_decision *out, struct arena *a, struct db *db,
			      const struct review_ref *ref, struct err *err);

struct review_life {
	struct str stage; /* "idea" while nothing was approved */
	struct str before;
	int64_t revision; /* the one that was approved last */
	struct str heir, at, actor;
};
MUST_USE bool review_life(struct review_life *out, struct arena *a, struct db *db,
			  const struct review_ref *ref, struct err *err);

struct review_commitment {
	struct str id;
	int64_t number, item;
	struct str promise, due, state; /* "open", "reported", "done" */
	bool late;
};
struct review_commitments {
	struct review_commitment *at;
	size_t n;
};
/* By their days. */
MUST_USE bool review_commitments(struct review_commitments *out, struct arena *a, struct db *db,
				 const struct review_query *query, struct err *err);

struct review_waiver {
	struct str id;
	int64_t number;
	struct str rule, fingerprint; /* no fingerprint: all findings of the rule */
	struct str reason, until;     /* the last day */
	struct str state; /* "pending", "half", "approved", "refused", "revoked", "expired" */
	bool in_force, of_banned;
	struct str asked_at, asked_by, approved_by;
};
struct review_waivers {
	struct review_waiver *at;
	size_t n;
};
MUST_USE bool review_waivers(struct review_waivers *out, struct arena *a, struct db *db,
			     const struct review_query *query, struct err *err);
/* id, rule or fingerprint, reason and until; `number` gets that of the waiver. */
MUST_USE bool review_waiver_request(int64_t *number, struct db *db,
				    const struct review_waiver *w, struct err *err);

struct review_task {
	struct str what; /* "part", "decide", "answer", "fulfil", "accept", "waiver" */
	struct str id;
	int64_t number, item;
	struct str kind, detail; /* parts, promise, or what is to be waived */
	int64_t used, days;
	struct str due;
	bool late;
	struct mtext name;
};
struct review_tasks {
	struct review_task *at;
	size_t n;
};
/* What waits for the caller, the most urgent first. */
MUST_USE bool review_queue(struct review_tasks *out, struct arena *a, struct db *db,
			   struct err *err);

struct review_notice {
	struct str body;
	int64_t seq;
	struct str at, actor, kind, subject, payload;
};
struct review_notices {
	struct review_notice *at;
	size_t n;
};
/* Events that concern the caller and are not his own, unread ones, oldest first. */
MUST_USE bool review_inbox(struct review_notices *out, struct arena *a, struct db *db,
			   size_t limit, struct err *err);
MUST_USE bool review_inbox_mark(struct db *db, const struct review_notices *read,
				struct err *err);

struct review_authority {
	struct str part, body;
};
struct review_authorities {
	struct review_authority *at;
	size_t n;
};
MUST_USE bool review_authorities(struct review_authorities *out, struct arena *a, struct db *db,
				 struct err *err);
MUST_USE bool review_authority_set(enum store_outcome *out, struct db *db,
				   const struct review_authority *authority, bool named,
				   struct err *err);

#endif
