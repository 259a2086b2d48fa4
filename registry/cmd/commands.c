#include "registry/cmd/session.h"

#include "checker/cmd/rules.h"

/* Every command of the program, in the order of its help. */
const struct command *const commands[] = {
	&cmd_new,	   &cmd_fmt,
	&cmd_fix,	   &cmd_upgrade,
	&cmd_explain,	   &cmd_validate,
	&cmd_check,	   &cmd_duplicates,
	&cmd_submit,	   &cmd_list,
	&cmd_show,	   &cmd_history,
	&cmd_diff,	   &cmd_search,
	&cmd_uses,	   &cmd_withdraw,
	&cmd_ref,	   &cmd_rules_list,
	&cmd_rules_show,   &cmd_rules_test,
	&cmd_rules_lint,   &cmd_rules_coverage,
	&cmd_rules_mutate, &cmd_pack_list,
	&cmd_pack_show,	   &cmd_pack_lint,
	&cmd_pack_diff,	   &cmd_pack_impact,
	&cmd_schema_list,  &cmd_schema_print,
	&cmd_schema_check, &cmd_schema_diff,
	&cmd_up,	   &cmd_down,
	&cmd_migrate,	   NULL,
};
