#include "checker/text/text.h"

#include "tests/unit/rows.h"

#include <string.h>

static const struct key_row {
	const char *label, *a, *b;
	bool strict, loose;
} key_rows[] = {
	{ "letter case", "ҚАЗАҚ", "қазақ", true, true },
	{ "й composed and decomposed", "\u0439", "\u0438\u0306", true, true },
	{ "Latin o in a Cyrillic word", "корпус", "к" "o" "рпус", false, true },
	{ "Latin Kazakh dotless i", "tılı", "tili", false, true },
	{ "different words", "дәрі", "дерек", false, false },
};

static void key_row(void **state)
{
	const struct key_row *row = *state;
	AUTO_ARENA a = arena_new();

	for (int kind = TEXT_KEY_STRICT; kind <= TEXT_KEY_LOOSE; kind++) {
		struct str x = text_key(a, (enum text_key)kind, str_of(row->a));
		struct str y = text_key(a, (enum text_key)kind, str_of(row->b));

		assert_int_equal(str_eq(x, y), kind == TEXT_KEY_STRICT ? row->strict : row->loose);
	}
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, key_row, key_rows);
	return test_list_run(&list, "text");
}
