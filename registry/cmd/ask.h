/* What submitted revisions ask for: the options of submit, and what came of them. */
#ifndef REGISTRY_CMD_ASK_H
#define REGISTRY_CMD_ASK_H

#include "registry/cmd/session.h"
#include "registry/review/review.h"

struct ask_opts {
	int kind; /* index into ask_kinds; 0: what the manifest says, else what fits */
	struct str to, remark;
};
extern const char *const ask_kinds[]; /* "auto", "establish", … */

#define ASK_OPTIONS(type)                                                                 \
	{ 0,	     "kind",                                                              \
	  OPT_ENUM,  offsetof(type, ask.kind),                                            \
	  "<kind>",  "what is asked for; auto is request.kind, else what fits the stage", \
	  ask_kinds, 0,                                                                   \
	  0 },                                                                            \
		{ 0,                                                                      \
		  "to",                                                                   \
		  OPT_TEXT,                                                               \
		  offsetof(type, ask.to),                                                 \
		  "<id>",                                                                 \
		  "of a transfer: the initiative of the other body that goes on with it", \
		  NULL,                                                                   \
		  0,                                                                      \
		  0 },                                                                    \
		{ 0,	     "remark",                                                    \
		  OPT_TEXT,  offsetof(type, ask.remark),                                  \
		  "<words>", "to those who read it; auto is request.reason",              \
		  NULL,	     0,                                                           \
		  0 },

/* What is asked for with a manifest; `unchanged` is a revision that was there before. */
struct review_submission ask_of(const struct ask_opts *o, struct str id,
				const struct node *manifest, bool unchanged);
/* "request #1: establish, under review, due 2026-12-24"; empty when nothing is asked for. */
struct str ask_told(const struct context *c, const struct review_plan *plan);
/* The same before it is done, or why it would be refused. */
void ask_tell_plan(struct context *c, struct str id, const struct review_plan *plan);
/* As a member of an object. */
void ask_json(const struct context *c, const struct review_plan *plan);

#endif
