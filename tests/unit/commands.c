/* What every command of the program must have, by the table alone. */
#include "registry/cmd/session.h"

#include "tests/unit/rows.h"

static void every_command_says_what_to_do_next(void **state)
{
	(void)state;
	for (const struct command *const *c = commands; *c; c++)
		if (!mtext_full((*c)->next))
			fail_msg("%s says nothing in some language", (*c)->name);
}

static struct test_list list;

int main(void)
{
	ADD_TEST(&list, every_command_says_what_to_do_next);
	return test_list_run(&list, "commands");
}
