#include "registry/process/process.h"

#include "tests/unit/rows.h"

#include <string.h>

/* More than pipes hold, both ways at once: neither side may wait for the other. */
static void a_lot_goes_in_and_comes_out(void **state)
{
	static const char *const argv[] = { "cat", NULL };
	AUTO_ARENA a = arena_new();
	size_t n = 10 << 20;
	char *text = ARENA_ARRAY(a, char, n);
	struct process process = { .argv = argv, .input = { text, n }, .output_max = 1 << 30 };
	struct err err = { 0 };
	struct str output;
	int status;

	(void)state;
	for (size_t i = 0; i < n; i++)
		text[i] = (char)('a' + i % 26);
	assert_true(process_run(&status, &output, a, &process, &err));
	assert_int_equal(status, 0);
	assert_true(str_eq(output, process.input));
}

static const struct process_row {
	const char *label, *script;
	int status;
	const char *output, *errors; /* NULL: not apart */
} process_rows[] = {
	{ "output and code", "echo out; exit 3", 3, "out\n", NULL },
	{ "errors among the output", "echo out; echo err >&2", 0, "out\nerr\n", NULL },
	{ "errors apart", "echo out; echo err >&2", 0, "out\n", "err\n" },
	{ "a setting", "echo $OURS", 0, "set\n", NULL },
	{ "no input read", "exec <&-; sleep 0.1; echo done", 0, "done\n", NULL },
	{ "ended by a signal", "kill -9 $$", 126, "", NULL },
	{ "beyond the maximum", "head -c 100000 /dev/zero | tr '\\0' x | head -c 99999; echo",
	  0, NULL, NULL },
};

static void process_row(void **state)
{
	static const char *const settings[] = { "OURS=set", NULL };
	const struct process_row *row = *state;
	const char *argv[] = { "sh", "-c", row->script, NULL };
	AUTO_ARENA a = arena_new();
	char *input = ARENA_ARRAY(a, char, 1 << 20);
	struct str output, errors;
	struct process process = { .argv = argv,
				   .input = { input, 1 << 20 },
				   .settings = settings,
				   .errors = row->errors ? &errors : NULL };
	struct err err = { 0 };
	int status;

	assert_true(process_run(&status, &output, a, &process, &err));
	assert_int_equal(status, row->status);
	if (row->output)
		assert_string_equal(output.p, row->output);
	else
		assert_int_equal(output.n, 65536);
	if (row->errors)
		assert_string_equal(errors.p, row->errors);
}

static void what_is_not_there_is_told(void **state)
{
	static const char *const argv[] = { "no-such-program", NULL };
	AUTO_ARENA a = arena_new();
	struct process process = { .argv = argv };
	struct err err = { 0 };
	struct str output;
	int status;

	(void)state;
	assert_true(process_run(&status, &output, a, &process, &err));
	assert_int_equal(status, 126);
	assert_string_equal(output.p,
			    "cannot run no-such-program: No such file or directory\n");
}

/* What it said before is kept. */
static void what_takes_too_long_is_ended(void **state)
{
	static const char *const argv[] = { "sh", "-c", "echo out; exec sleep 100", NULL };
	AUTO_ARENA a = arena_new();
	struct process process = { .argv = argv, .seconds = 1 };
	struct err err = { 0 };
	struct str output;
	int status;

	(void)state;
	assert_true(process_run(&status, &output, a, &process, &err));
	assert_int_equal(status, 124);
	assert_string_equal(output.p, "out\n");
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, process_row, process_rows);
	ADD_TEST(&list, a_lot_goes_in_and_comes_out);
	ADD_TEST(&list, what_is_not_there_is_told);
	ADD_TEST(&list, what_takes_too_long_is_ended);
	return test_list_run(&list, "process");
}
