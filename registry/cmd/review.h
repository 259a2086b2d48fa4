/* What the commands of the review share: one request found, deadlines, what acts say. */
#ifndef REGISTRY_CMD_REVIEW_H
#define REGISTRY_CMD_REVIEW_H

#include "registry/cmd/session.h"
#include "registry/cmd/words.h"
#include "registry/review/review.h"

/* "2026-12-24", or with a mark that it is past; empty stays empty. */
struct str review_deadline(const struct context *c, struct str due, bool late);
/* "3 of 20 days" */
struct str review_days(const struct context *c, int64_t used, int64_t days);
/* What an event's payload says: revision, part and verdict, words. */
struct str review_told(const struct context *c, struct str payload);

/* What a reader has in hand: how `--read` names it. At least 16 digits. */
enum { REVIEW_DIGITS = 16 };
/* Fails unless `read`, the beginning of a SHA-256 in hex, is of what the request is about. */
MUST_USE bool review_was_read(const struct context *c, const struct review_request *r,
			      struct str read, struct err *err);

/* The waiver in force that lets a finding pass; NULL when none does. A rule whose norm bans
 * what it finds takes one of that kind. */
const struct review_waiver *review_waived(const struct context *c,
					  const struct review_waivers *waivers,
					  const struct store_finding *f);

/* What a finding says, with the waiver that lets it pass. */
struct str review_message(const struct context *c, const struct review_waivers *waivers,
			  const struct store_finding *f);

/* As members of a list. */
void review_commitment_json(const struct context *c, const struct review_commitment *m,
			    bool first);
void review_waiver_json(const struct context *c, const struct review_waiver *w, bool first);

extern const struct command cmd_queue, cmd_due, cmd_inbox, cmd_review, cmd_part, cmd_decide,
	cmd_comment, cmd_suspend, cmd_resume, cmd_commitments, cmd_waiver_request,
	cmd_waiver_approve, cmd_waiver_refuse, cmd_waiver_revoke, cmd_waiver_list,
	cmd_calendar_list, cmd_calendar_set, cmd_authority_list, cmd_authority_add,
	cmd_authority_drop;

#endif
