#include "tests/unit/rows.h"

#include "checker/base/file.h"
#include "registry/journal/journal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char home[] = "/tmp/tizilim-journal-XXXXXX";

static struct journal_entry entry(struct arena *a, const char *id, const char *bytes)
{
	struct journal_what what = { str_of(id), hash_sha256(str_of(bytes)) };
	struct journal_entry e;
	struct err err = { 0 };

	if (!journal_open(&e, a, str_of(home), &what, &err))
		fail_msg("%s", err.text);
	return e;
}

static void a_key_is_kept_until_the_answer_is_known(void **state)
{
	AUTO_ARENA a = arena_new();
	struct journal_entry first = entry(a, "msh/egin", "a: 1"), again, other;

	(void)state;
	assert_false(first.repeated);
	assert_int_equal(first.key.n, 36);
	again = entry(a, "msh/egin", "a: 1");
	assert_true(again.repeated);
	assert_true(str_eq(again.key, first.key));
	other = entry(a, "msh/egin", "a: 2");
	assert_false(other.repeated);
	assert_false(str_eq(other.key, first.key));
	other = entry(a, "mz/egin", "a: 1");
	assert_false(other.repeated);
	journal_close(&again);
	again = entry(a, "msh/egin", "a: 1");
	assert_false(again.repeated);
	assert_false(str_eq(again.key, first.key));
	journal_close(&again);
	journal_close(&again); /* gone already: no matter */
}

static const struct damage_row {
	const char *label;
	struct str text;
} damage_rows[] = {
	{ "empty", STR_INIT("") },
	{ "cut", STR_INIT("0d0e9a4e-6e0a-4d7c-8a63-2f0") },
	{ "cut before the end of its line", STR_INIT("0d0e9a4e-6e0a-4d7c-8a63-2f0d2b1c9a1") },
	{ "another text", STR_INIT("select 1; drop table registry.event; ------\n") },
	{ "a letter beyond f", STR_INIT("0d0e9a4g-6e0a-4d7c-8a63-2f0d2b1c9a1e\n") },
	{ "dashes elsewhere", STR_INIT("0d0e9a4-e6e0a-4d7c-8a63-2f0d2b1c9a1e\n") },
	{ "NULs", STR_INIT("\0\0\0\0") },
};

static void damage_row(void **state)
{
	const struct damage_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct journal_entry e = entry(a, "msh/egin", row->label);
	struct err err;
	struct out o;

	assert_true(out_create(&o, e.path, &err));
	out_str(&o, row->text);
	assert_true(out_close(&o, &err));
	e = entry(a, "msh/egin", row->label);
	assert_false(e.repeated);
	e = entry(a, "msh/egin", row->label);
	assert_true(e.repeated);
}

static void nothing_is_sent_that_cannot_be_noted(void **state)
{
	AUTO_ARENA a = arena_new();
	struct journal_what what = { STR("msh/egin"), hash_sha256(STR("a: 1")) };
	struct journal_entry e;
	struct err err = { 0 };

	(void)state;
	assert_false(journal_open(&e, a, STR("/proc/none"), &what, &err));
	assert_int_equal(err.code, ERR_IO);
	assert_non_null(strstr(err.text, "note the submission: cannot create /proc/none"));
}

static int start(void **state)
{
	(void)state;
	return mkdtemp(home) ? 0 : -1;
}

static int stop(void **state)
{
	AUTO_ARENA a = arena_new();
	struct str dir = file_join(a, str_of(home), STR("tizilim/journal")), *names;
	struct err err;
	size_t n;

	(void)state;
	if (!file_list(&names, &n, a, dir, &err))
		return -1;
	for (size_t i = 0; i < n; i++)
		unlink(file_join(a, dir, names[i]).p);
	rmdir(dir.p);
	rmdir(file_join(a, str_of(home), STR("tizilim")).p);
	return rmdir(home);
}

static struct test_list list;

int main(void)
{
	ADD_TEST(&list, a_key_is_kept_until_the_answer_is_known);
	ADD_ROWS(&list, damage_row, damage_rows);
	ADD_TEST(&list, nothing_is_sent_that_cannot_be_noted);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("journal", list.at, list.n, start, stop);
}
