#include "checker/dup/dup.h"

#include "tests/unit/rows.h"

static void builds(void **state)
{
	AUTO_ARENA a = arena_new();
	struct dup_entry e[2] = { { .title = MT("x", "чат бот налог", "chatbot tax") },
				  { .title = MT("x", "чат бот налог", "chatbot tax") } };
	struct dup_settings s = { .weights = dup_default_weights, .threshold = 0.25 };
	struct dup_pairs p = { 0 };

	(void)state;
	dup_index_pairs(dup_index_new(a, &s, e, 2), a, &p);
	assert_int_equal(p.list.n, 1);
}
static struct test_list list;

int main(void)
{
	ADD_TEST(&list, builds);
	return test_list_run(&list, "dup");
}
