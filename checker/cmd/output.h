/* Reports as options and files: -f text -f sarif=out.sarif, --fail-on, --quiet, --verbose. */
#ifndef CHECKER_CMD_OUTPUT_H
#define CHECKER_CMD_OUTPUT_H

#include "checker/check/check.h"
#include "checker/cmd/context.h"

struct output_opts {
	struct str_list formats; /* "text", "sarif=out.sarif" */
	int fail_on;		 /* index into output_levels */
	bool quiet, verbose;
};

extern const char *const output_levels[]; /* "error", "warning", "info", "never" */

#define OUTPUT_OPTIONS(type)                                                               \
	{ 'f',                                                                             \
	  "format",                                                                        \
	  OPT_LIST,                                                                        \
	  offsetof(type, output.formats),                                                  \
	  "<fmt>[=<file>]",                                                                \
	  "text, summary, json, sarif, junit, gitlab, github, tap, markdown, csv or html", \
	  NULL,                                                                            \
	  0,                                                                               \
	  0 },                                                                             \
		{ 0,                                                                       \
		  "fail-on",                                                               \
		  OPT_ENUM,                                                                \
		  offsetof(type, output.fail_on),                                          \
		  "<level>",                                                               \
		  "exit 1 on findings of this level or above",                             \
		  output_levels,                                                           \
		  0,                                                                       \
		  0 },                                                                     \
		{ 'q',	    "quiet",                                                       \
		  OPT_FLAG, offsetof(type, output.quiet),                                  \
		  NULL,	    "one line a finding",                                          \
		  NULL,	    0,                                                             \
		  0 },                                                                     \
		{ 'v',	    "verbose",                                                     \
		  OPT_FLAG, offsetof(type, output.verbose),                                \
		  NULL,	    "also what does not count, every clean file, and every rule",  \
		  NULL,	    0,                                                             \
		  0 },

/* Whether there are such reports and each has a place of its own: asked before anything is
 * done, of the values of --format. */
MUST_USE bool output_sound(struct context *c, struct str_list formats, struct err *err);
/* Writes every report asked for (text when none is); the exit code says what was found. */
enum exit_code output_report(struct context *c, const struct output_opts *opts,
			     struct check *check, struct mtext portfolio, struct err *err);
/* Whether one of them is the page, which also tells what was met and what did not apply. */
bool output_wants_html(const struct output_opts *opts);
/* The same of a report that no check made. */
enum exit_code output_findings(struct context *c, const struct output_opts *opts,
			       struct report *r, struct err *err);
/* Pictures of what is alike, in every language. Where nothing draws there are none, and the
 * reader is told how to get them. */
void output_maps(struct context *c, const struct report_edges *edges,
		 struct str maps[LANG_COUNT]);
/* The same in one language; without a picture an error. */
MUST_USE bool output_map(struct context *c, const struct report_edges *edges, enum lang lang,
			 struct str *map, struct err *err);
/* The exit code alone. */
enum exit_code output_verdict(const struct output_opts *opts, const struct check *check);

#endif
