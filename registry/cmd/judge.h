/* Checking against what is registered: shared by check and submit. */
#ifndef REGISTRY_CMD_JUDGE_H
#define REGISTRY_CMD_JUDGE_H

#include "checker/check/check.h"
#include "checker/cmd/output.h"
#include "registry/cmd/offline.h"
#include "registry/cmd/session.h"
#include "registry/kept/kept.h"
#include "registry/review/review.h"

/* What is registered, to judge by: read once, used by one check or several. */
struct judge_portfolio {
	/* Given: of bodies other than this the cards alone, even where the caller may read
	 * more, because a verdict that is kept with a body must not quote others. Empty: as the
	 * caller may. */
	struct str own;
	bool for_review;	 /* given: whole ones as reviewers of other bodies read them */
	struct session *session; /* open until it is released */
	struct offline *offline; /* instead of a session */
	struct store_portfolio read;
	struct kept_state state;       /* of its index of duplicates */
	struct str day;		       /* set before: the day judged by; empty: today */
	struct str as_of;	       /* set before: as it stood at the end of this day */
	struct str past;	       /* the same by heads of chains, set before or found */
	struct review_waivers waivers; /* on that day */
	struct str heads;	       /* of all chains, which name its state */
	struct mtext description;
};
MUST_USE bool judge_read_portfolio(struct judge_portfolio *p, struct context *c,
				   const struct registry_opts *opts, struct err *err);
/*
 * Adds it to the check, and the pairs that are alike. Those named in `judged` are judged, the
 * others are judged against; NULL judges all. Every name must be registered. A card is judged
 * against, never judged. After the files.
 */
MUST_USE bool judge_use_portfolio(struct context *c, struct check *check,
				  const struct judge_portfolio *p,
				  const struct str_list *judged, struct err *err);
/* After check_judge: lets pass what a waiver lets pass. */
void judge_waive(struct context *c, struct check *check, const struct judge_portfolio *p);
/* Before anything is told of what was judged by a snapshot: that it is what was signed. */
MUST_USE bool judge_settle(const struct judge_portfolio *p, struct err *err);
void judge_release(struct judge_portfolio *p);
/* The same from a snapshot, which is opened. Of a large one a few files are judged by what is
 * near to them. */
MUST_USE bool judge_read_snapshot(struct judge_portfolio *p, struct context *c,
				  const struct offline_opts *opts, struct err *err);
/* A finding as it is kept with a run. */
struct store_finding judge_finding(const struct context *c, const struct finding *f,
				   int64_t revision);

/* The same for files over an open session; of a large registry only what may matter to them:
 * the answer must come in time. The report says so. */
MUST_USE bool judge_near(struct judge_portfolio *p, struct context *c, struct session *s,
			 struct check *check, struct err *err);

/* Over an open session, all that is registered of the body `own`, beside the cards of all
 * others: what is found follows from what is registered then, and from nothing else. */
MUST_USE bool judge_own(struct judge_portfolio *p, struct context *c, struct session *s,
			struct check *check, struct err *err);

/* An argument is a file, a folder or a pattern of files if there is one of that name, else the
 * id of a registered initiative. */
void judge_split_args(struct context *c, struct str_list args, struct str_list *files,
		      struct str_list *ids);
/* Files and folders to judge. */
MUST_USE bool judge_add_files(struct context *c, struct check *check, struct str_list args,
			      struct err *err);
/* The same of files that were found already. */
MUST_USE bool judge_add_list(struct context *c, struct check *check,
			     const struct file_list *files, struct err *err);

#endif
