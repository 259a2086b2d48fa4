/* Which findings count in a check: not those ignored, nor those that were there before. */
#ifndef REGISTRY_CMD_GATE_H
#define REGISTRY_CMD_GATE_H

#include "registry/cmd/judge.h"

struct gate_opts {
	struct str baseline, since, ignore;
};

#define GATE_OPTIONS(type)                                                                       \
	{ 0,	      "baseline",                                                                \
	  OPT_TEXT,   offsetof(type, gate.baseline),                                             \
	  "<report>", "count only findings that this report (json or sarif) does not have",      \
	  NULL,	      0,                                                                         \
	  0 },                                                                                   \
		{ 0,	      "since",                                                           \
		  OPT_TEXT,   offsetof(type, gate.since),                                        \
		  "<commit>", "count only findings that are new since the branch left it (git)", \
		  NULL,	      0,                                                                 \
		  0 },                                                                           \
		{ 0,	    "ignore",                                                            \
		  OPT_TEXT, offsetof(type, gate.ignore),                                         \
		  "<file>", "findings to ignore, each with a reason and a last day",             \
		  NULL,	    0,                                                                   \
		  0 },

/* A check that was judged, and what it was made of, to make the like of an earlier state. */
struct gate {
	struct context *c;
	const struct gate_opts *opts;
	const struct check_options *options;
	struct str_list args;			 /* files, folders and patterns */
	struct file_list files;			 /* that they stood for */
	const struct judge_portfolio *portfolio; /* NULL: not compared with one */
};

MUST_USE bool gate_apply(const struct gate *g, struct check *check, struct err *err);

#endif
