/*
 * Commands and options as const data: parsing, help, completion and the tests
 * read the same rows without running anything.
 */
#ifndef CHECKER_CLI_CLI_H
#define CHECKER_CLI_CLI_H

#include "checker/base/err.h"
#include "checker/base/file.h"
#include "checker/base/lang.h"

enum exit_code {
	EXIT_CLEAN = 0, /* nothing at or above --fail-on */
	EXIT_FOUND = 1, /* findings at or above it */
	EXIT_USAGE = 2,
	EXIT_INPUT = 3, /* unreadable, malformed or oversized input; nothing judged */
	EXIT_REFUSED = 4,
	EXIT_UNAVAILABLE = 5,
	EXIT_UNKNOWN = 6, /* outcome unknown: repeat with the same key */
	EXIT_LOCAL = 7,
	EXIT_BUG = 70,
};

enum exit_code exit_of(enum err_code code);
/* Over several files the highest of 7, 3, 1 wins. */
enum exit_code exit_worse(enum exit_code a, enum exit_code b);

enum opt_type {
	OPT_FLAG, /* bool */
	OPT_TEXT, /* struct str */
	OPT_LIST, /* struct str_list: may be given several times */
	OPT_INT,  /* int64_t, between min and max */
	OPT_ENUM, /* int: index into values */
	OPT_DATE, /* struct str, YYYY-MM-DD, checked */
};

struct str_list {
	struct str *at;
	size_t n;
};

struct opt {
	char letter; /* 0 for none */
	const char *name;
	enum opt_type type;
	size_t offset;		   /* into the options struct */
	const char *arg;	   /* "<file>"; NULL for a flag */
	const char *help;	   /* one line, lower case, no full stop */
	const char *const *values; /* OPT_ENUM: NULL-terminated */
	int64_t min, max;	   /* OPT_INT */
};

enum needs {
	NEEDS_NOTHING = 0,
	NEEDS_PACK = 1 << 0,
	NEEDS_REGISTRY = 1 << 1, /* opens it; starts the embedded one when none is configured */
	NEEDS_PACK_LATER = 1 << 2, /* asks for it itself: context_need_pack */
};

struct context;

struct command {
	const char *name;
	const char *group;	     /* heading in the list of commands */
	const char *synopsis;	     /* "<file>…" */
	const char *summary;	     /* one line */
	const char *const *examples; /* NULL-terminated command lines for --help */
	struct mtext next;	     /* what to do after it, where it does not say so itself */
	unsigned needs;
	const struct opt *options; /* ends with a NULL name */
	size_t opts_size;
	const void *defaults;	   /* of the options struct; NULL: zero */
	size_t args_min, args_max; /* positionals; SIZE_MAX: any number */
	enum exit_code (*run)(struct context *c, const void *opts, struct str_list args,
			      struct err *err);
};

/*
 * Fills opts (zeroed, then the defaults) and args from argv, which ends with
 * NULL and starts after the command's name. Texts point into argv, lists live
 * in the arena. The last value of an option counts; a list that is given
 * replaces its default. Unknown options and values fail with "did you mean".
 * "--" ends options; a single "-" is a positional.
 */
MUST_USE bool cli_parse(const struct command *c, struct arena *a, char **argv, void *opts,
			struct str_list *args, struct err *err);
/*
 * The command that argv begins with; a name may be of two words, "pack diff".
 * *words is how many were its name. Of a first word that only begins such
 * names, *words is 1 and the error lists what may follow.
 */
const struct command *cli_find(const struct command *const *all, char *const *argv,
			       size_t *words, struct err *err);
/* YYYY-MM-DD: a day of the Gregorian calendar, years 0001 to 9999. */
bool cli_is_date(struct str s);
/* Help is in the language: what rows say in English is looked up (base/words.h). */
void cli_help(struct out *o, enum lang lang, const struct command *c, bool full);
/* Commands of one group stand together in `all`; the first examples of the first two commands
 * are shown as the way to start. */
void cli_help_all(struct out *o, enum lang lang, const struct command *const *all);
/* Lists the commands of two words that begin with that one; false when there are none. */
bool cli_help_family(struct out *o, enum lang lang, const struct command *const *all,
		     struct str word);

/*
 * Pages of the manual, as sources of scdoc. A topic is the name of a command or another word;
 * NULL stands for the program. What a page is about follows its head.
 */
struct man {
	struct out *out;
	enum lang lang;
	struct str version;
};
struct man_entry {
	const char *label; /* NULL: a paragraph */
	struct mtext text;
};
void man_page(struct out *o, const char *topic); /* "tizilim-pack-diff" */
void man_head(const struct man *m, const char *topic, int section, struct str what);
void man_title(const struct man *m, struct mtext title);
void man_text(const struct man *m, struct str text); /* without markup of its own */
void man_usage(const struct man *m, const char *command, const char *synopsis);
void man_entries(const struct man *m, struct mtext title,
		 const struct man_entry *entries /* the last has no text */);
void man_commands(const struct man *m, const struct command *const *all);
void man_exits(const struct man *m, const struct command *c /* NULL: of the program */);
/* A whole page: what its full help says. */
void man_command(const struct man *m, const struct command *c);

/*
 * What may stand for the last of the words typed after the program's name, a
 * line each: the word, a tab, what it is about. The first line may instead be
 * "@files" or "@dirs": names of these may stand there, too. `more` offers what
 * a place for values takes ("source" of "<source>"), where rows do not say it.
 */
struct completion;
struct cli_more {
	void (*offer)(void *context, struct str place, struct completion *to);
	void *context;
};
void cli_offer(struct completion *to, struct str word, struct str about);
void cli_complete(struct out *o, enum lang lang, const struct command *const *all,
		  char *const *typed /* ends with NULL */, const struct cli_more *more);

/* True when argv asks for help: -h (short) or --help (full). */
bool cli_wants_help(char **argv, bool *full);

#endif
