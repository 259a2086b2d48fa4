/*
 * Table tests: each row of a table becomes one TAP line named by its label.
 *
 *   static const struct my_row { const char *label; … } my_rows[] = { … };
 *   static void my_row(void **state) { const struct my_row *row = *state; … }
 *   static struct test_list list;
 *   int main(void) { ADD_ROWS(&list, my_row, my_rows); return test_list_run(&list, "mine"); }
 *
 * The label must be the row's first member. Include this instead of cmocka.h.
 */
#ifndef TESTS_UNIT_ROWS_H
#define TESTS_UNIT_ROWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct test_list {
	struct CMUnitTest at[4000];
	size_t n;
};

static inline void test_list_rows(struct test_list *t, CMUnitTestFunction test,
				  const void *rows, size_t n, size_t size)
{
	for (size_t i = 0; i < n && t->n < sizeof(t->at) / sizeof(t->at[0]); i++) {
		const char *row = (const char *)rows + i * size;

		t->at[t->n++] = (struct CMUnitTest){
			.name = *(const char *const *)(const void *)row,
			.test_func = test,
			.initial_state = (void *)(uintptr_t)row,
		};
	}
}

#define ADD_ROWS(t, test, rows) \
	test_list_rows((t), (test), (rows), sizeof(rows) / sizeof((rows)[0]), sizeof((rows)[0]))
#define ADD_TEST(t, test) ((t)->at[(t)->n++] = (struct CMUnitTest)cmocka_unit_test(test))

/* Tests of suites beside the source tree: visibly not run when they are not there. */
static inline void test_skip(const char *reason)
{
	print_message("# SKIP: %s\n", reason);
	skip();
}

/* cmocka marks a skipped test "not ok", which the harness takes for a failed one. */
static inline ssize_t test_write_line(void *context, const char *line, size_t n)
{
	bool skipped =
		n > 7 && memcmp(line, "not ok ", 7) == 0 && memmem(line, n, " # SKIP", 7);
	size_t from = skipped ? 4 : 0;

	(void)context;
	return write(STDOUT_FILENO, line + from, n - from) < 0 ? 0 : (ssize_t)n;
}

/* One TAP plan for the whole program, as the harness expects. */
static inline int test_list_run(const struct test_list *t, const char *name)
{
	stdout = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = test_write_line });
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests(name, t->at, t->n, NULL, NULL);
}

#endif
