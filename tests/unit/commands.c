/* What every command of the program must have, by the table alone. */
#include "checker/base/words.h"
#include "registry/cmd/session.h"

#include "tests/unit/rows.h"

static void every_command_says_what_to_do_next(void **state)
{
	(void)state;
	for (const struct command *const *c = commands; *c; c++)
		if (!mtext_full((*c)->next))
			fail_msg("%s says nothing in some language", (*c)->name);
}

static size_t missing;

static void need(const char *english)
{
	if (!english || words_known(english))
		return;
	print_message("# no translation in checker/base/words_help.c: %s\n", english);
	missing++;
}

static void all_help_exists_in_three_languages(void **state)
{
	(void)state;
	for (const struct command *const *c = commands; *c; c++) {
		need((*c)->group);
		need((*c)->summary);
		for (const struct opt *o = (*c)->options; o && o->name; o++) {
			need(o->arg);
			need(o->help);
		}
	}
	assert_int_equal(missing, 0);
}

/* Help in a language has no line of words that is English. */
static void help_is_in_the_language(void **state)
{
	static const enum lang langs[] = { LANG_KK, LANG_RU };

	(void)state;
	for (const struct command *const *c = commands; *c; c++)
		for (size_t i = 0; i < ARRAY_LEN(langs); i++) {
			AUTO_ARENA a = arena_new();
			struct out memory;
			struct err err;
			struct str text;

			out_init_memory(&memory);
			cli_help(&memory, langs[i], *c, true);
			text = arena_str(a, out_view(&memory));
			assert_true(out_close(&memory, &err));
			assert_true(str_find(text, str_of((*c)->summary)) == SIZE_MAX);
			assert_true(str_find(text, STR("Options:")) == SIZE_MAX);
			assert_true(str_find(text, STR("Exit codes")) == SIZE_MAX);
			assert_true(str_find(text, STR("default")) == SIZE_MAX);
		}
}

static struct test_list list;

int main(void)
{
	ADD_TEST(&list, every_command_says_what_to_do_next);
	ADD_TEST(&list, all_help_exists_in_three_languages);
	ADD_TEST(&list, help_is_in_the_language);
	return test_list_run(&list, "commands");
}
