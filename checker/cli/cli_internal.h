#ifndef CHECKER_CLI_CLI_INTERNAL_H
#define CHECKER_CLI_CLI_INTERNAL_H

#include "checker/cli/cli.h"

/* The known word that a mistyped one is closest to; word is empty when none is near enough. */
struct nearest {
	struct str typed, word;
	unsigned distance;
};

void nearest_try(struct nearest *n, const char *word);

/* Whom a text about commands is for. */
struct help {
	struct out *out;
	enum lang lang;
};

struct exit_meaning {
	enum exit_code code;
	const char *meaning;
	const char *plain; /* of a command without --fail-on, where it differs */
};
/* `c` NULL: of the program. */
const char *exit_meaning_of(const struct exit_meaning *m, const struct command *c);
extern const struct exit_meaning exit_meanings[]; /* ends with a NULL meaning */
extern const struct opt help_option;		  /* -h, which every command has */

/* "-f, --format=<fmt>" */
void help_label(const struct help *h, const struct opt *opt);
/* What the option is for, which values it takes, what holds without it. */
void help_about(const struct help *h, const struct command *c, const struct opt *opt);
/* What the command works on, a line each behind an empty one. */
void help_needs(const struct help *h, unsigned needs);

/* Whether the command's name is of two words and this is the first. */
bool cli_in_family(const struct command *c, struct str word);

/*
 * Checks the text given for an option and stores it at its place in opts; a
 * list grows in the arena. name is the option as the user wrote it.
 */
bool opt_store(const struct opt *o, struct str name, struct str value, struct arena *a,
	       void *opts, struct err *err);
/* The option's place in the options struct, as the type that opt_type promises. */
void *opt_place(const struct opt *o, void *opts);

#endif
