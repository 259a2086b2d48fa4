#ifndef CHECKER_CLI_CLI_INTERNAL_H
#define CHECKER_CLI_CLI_INTERNAL_H

#include "checker/cli/cli.h"

/* The known word that a mistyped one is closest to; word is empty when none is near enough. */
struct nearest {
	struct str typed, word;
	unsigned distance;
};

void nearest_try(struct nearest *n, const char *word);

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
