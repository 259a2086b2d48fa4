/* What the commands about rules share. */
#ifndef CHECKER_CMD_RULES_H
#define CHECKER_CMD_RULES_H

#include "checker/cmd/context.h"

/* "[<dir>] [<rule>…]": a folder stands for the pack in it; ids choose rules, else they are all.
 */
struct rules_chosen {
	const struct pack *pack;
	struct pack *own; /* the folder's, which is released with this */
	struct str place; /* the folder; empty: none was named */
	const struct rule **at;
	size_t n;
};
void rules_chosen_release(struct rules_chosen *chosen);
#define AUTO_RULES __attribute__((cleanup(rules_chosen_release))) struct rules_chosen
/* The pack alone; a folder that leads args is taken off them. */
MUST_USE bool rules_folder(struct rules_chosen *out, struct context *c, struct str_list *args,
			   struct err *err);
/* Also after a failure the chosen rules are to be released. */
MUST_USE bool rules_choose(struct rules_chosen *out, struct context *c, struct str_list args,
			   struct err *err);

/* "what: tizilim COMMAND DIR ID" as the next step, with the pack and the rule chosen here. */
void rules_next(struct context *c, const struct rules_chosen *chosen, struct mtext what,
		const char *command);

/* Title, rationale, severity by stage, remedy, norms with their state on the day. */
void rules_explain(struct context *c, const struct pack *p, const struct rule *r,
		   struct str day);

extern const struct command cmd_rules_list, cmd_rules_show, cmd_rules_test, cmd_rules_lint,
	cmd_rules_coverage, cmd_rules_mutate;

#endif
