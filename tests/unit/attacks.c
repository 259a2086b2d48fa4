/*
 * Attacks on the reader and the schema compiler: each row is one of a list of
 * hostile inputs by family and number (H: JSON, I: YAML, K: schemas). What a
 * row decides where standards leave a choice is said in docs/adr/0012. The
 * same list through the whole program: tests/cli/attack; its costs by count of
 * instructions: tests/attack; against PostgreSQL and cJSON: tests/db/twin.c.
 */
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/strbuf.h"
#include "checker/schema/schema.h"

#include "tests/unit/rows.h"

#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MIB = 1 << 20 };

static struct str repeat(struct arena *a, struct str head, const char *part, size_t count,
			 struct str tail)
{
	AUTO_STRBUF b;

	strbuf_init(&b, 256 * MIB);
	strbuf_str(&b, head);
	for (size_t i = 0; i < count; i++)
		for (const char *p = part; *p; p++)
			if (*p == '@')
				strbuf_printf(&b, "%zu", i);
			else
				strbuf_byte(&b, *p);
	strbuf_str(&b, tail);
	return arena_str(a, strbuf_view(&b));
}

static bool parse(struct doc **doc, struct arena *a, struct str text, enum doc_syntax syntax,
		  struct doc_errors *errors)
{
	*errors = (struct doc_errors){ 0 };
	return doc_parse(doc, a, STR("t"), text, syntax, DOC_MANIFEST, errors);
}

/* ---- one text, one verdict ---- */

#define TEXT(literal)                           \
	{                                       \
		"" literal, sizeof(literal) - 1 \
	}

static const struct text_row {
	const char *label;
	enum doc_syntax syntax;
	struct str head;
	const char *part; /* repeated, with its number for @ */
	size_t count;
	struct str tail;
	const char *refused;   /* place and code of the first fault; NULL: accepted */
	const char *canonical; /* NULL: not compared */
} text_rows[] = {
	{ "H02 keys that differ in case", DOC_JSON, TEXT("{\"a\":1,\"A\":2}"), "", 0, TEXT(""),
	  NULL, "{\"A\":2,\"a\":1}" },
	{ "H03 overlong form", DOC_JSON, TEXT("\"\xC0\xAF\""), "", 0, TEXT(""), "1:2 bad-utf8",
	  NULL },
	{ "H03 overlong form of three bytes", DOC_JSON, TEXT("\"\xE0\x80\xAF\""), "", 0,
	  TEXT(""), "1:2 bad-utf8", NULL },
	{ "H03 surrogate in UTF-8", DOC_JSON, TEXT("\"\xED\xA0\x80\""), "", 0, TEXT(""),
	  "1:2 bad-utf8", NULL },
	{ "H03 a pair of them", DOC_JSON, TEXT("\"\xED\xA0\xBD\xED\xB8\x80\""), "", 0, TEXT(""),
	  "1:2 bad-utf8", NULL },
	{ "H03 beyond Unicode", DOC_JSON, TEXT("\"\xF4\x90\x80\x80\""), "", 0, TEXT(""),
	  "1:2 bad-utf8", NULL },
	{ "H03 byte that no sequence has", DOC_JSON, TEXT("\"\xFF\""), "", 0, TEXT(""),
	  "1:2 bad-utf8", NULL },
	{ "H03 continuation alone", DOC_JSON, TEXT("{\"\x80\":1}"), "", 0, TEXT(""),
	  "1:3 bad-utf8", NULL },
	{ "H03 cut at the end", DOC_JSON, TEXT("\"\xF0\x9F\x98"), "", 0, TEXT(""),
	  "1:2 bad-utf8", NULL },
	{ "H04 escaped NUL", DOC_JSON, TEXT("\"a\\u0000b\""), "", 0, TEXT(""), "1:3 nul",
	  NULL },
	{ "H04 escaped NUL in a key", DOC_JSON, TEXT("{\"a\\u0000b\":1}"), "", 0, TEXT(""),
	  "1:4 nul", NULL },
	{ "H04 raw NUL in a string", DOC_JSON, TEXT("\"a\0b\""), "", 0, TEXT(""), "1:3 control",
	  NULL },
	{ "H04 raw NUL behind the document", DOC_JSON, TEXT("{}\0"), "", 0, TEXT(""),
	  "1:3 trailing", NULL },
	{ "H05 high surrogate alone", DOC_JSON, TEXT("\"\\ud800\""), "", 0, TEXT(""),
	  "1:2 surrogate", NULL },
	{ "H05 low surrogate alone", DOC_JSON, TEXT("\"\\udfff\""), "", 0, TEXT(""),
	  "1:2 surrogate", NULL },
	{ "H05 high one and a letter", DOC_JSON, TEXT("\"\\ud800a\""), "", 0, TEXT(""),
	  "1:2 surrogate", NULL },
	{ "H05 high one twice", DOC_JSON, TEXT("\"\\ud83d\\ud83d\\ude00\""), "", 0, TEXT(""),
	  "1:2 surrogate", NULL },
	{ "H05 a pair is one character", DOC_JSON, TEXT("\"\\ud83d\\ude00\""), "", 0, TEXT(""),
	  NULL, "\"\xF0\x9F\x98\x80\"" },
	{ "H06 newline in a string", DOC_JSON, TEXT("\"a\nb\""), "", 0, TEXT(""), "1:3 control",
	  NULL },
	{ "H06 tab in a string", DOC_JSON, TEXT("\"a\tb\""), "", 0, TEXT(""), "1:3 control",
	  NULL },
	{ "H06 ESC in a string", DOC_JSON, TEXT("\"a\x1B[31m\""), "", 0, TEXT(""),
	  "1:3 control", NULL },
	{ "H06 ESC in a key", DOC_JSON, TEXT("{\"\x1B\":1}"), "", 0, TEXT(""), "1:3 control",
	  NULL },
	{ "H06 ESC as an escape is a character", DOC_JSON, TEXT("\"\\u001b\""), "", 0, TEXT(""),
	  NULL, "\"\\u001b\"" },
	{ "H07 vertical tab as white space", DOC_JSON, TEXT("[1,\v2]"), "", 0, TEXT(""),
	  "1:4 syntax", NULL },
	{ "H07 form feed as white space", DOC_JSON, TEXT("\f{}"), "", 0, TEXT(""), "1:1 syntax",
	  NULL },
	{ "H07 no-break space as white space", DOC_JSON,
	  TEXT("[1,\xC2\xA0"
	       "2]"),
	  "", 0, TEXT(""), "1:4 syntax", NULL },
	{ "H07 NUL as white space", DOC_JSON,
	  TEXT("[1,\0"
	       "2]"),
	  "", 0, TEXT(""), "1:4 syntax", NULL },
	{ "H08 byte order mark", DOC_JSON, TEXT("\xEF\xBB\xBF{}"), "", 0, TEXT(""), "1:1 bom",
	  NULL },
	{ "H08 two of them", DOC_JSON, TEXT("\xEF\xBB\xBF\xEF\xBB\xBF{}"), "", 0, TEXT(""),
	  "1:1 bom", NULL },
	{ "H08 UTF-16, little end first", DOC_JSON, TEXT("\xFF\xFE{\0}\0"), "", 0, TEXT(""),
	  "1:1 bad-utf8", NULL },
	{ "H08 UTF-16, big end first", DOC_JSON, TEXT("\xFE\xFF\0{\0}"), "", 0, TEXT(""),
	  "1:1 bad-utf8", NULL },
	{ "H08 UTF-16 without a mark", DOC_JSON, TEXT("{\0}\0"), "", 0, TEXT(""), "1:2 syntax",
	  NULL },
	{ "H08 a mark inside is a character", DOC_JSON, TEXT("[\"\xEF\xBB\xBF\"]"), "", 0,
	  TEXT(""), NULL, "[\"\xEF\xBB\xBF\"]" },
	{ "H09 garbage behind", DOC_JSON, TEXT("{} x"), "", 0, TEXT(""), "1:4 trailing", NULL },
	{ "H09 a second document", DOC_JSON, TEXT("{}{}"), "", 0, TEXT(""), "1:3 trailing",
	  NULL },
	{ "H09 a comma behind", DOC_JSON, TEXT("{},"), "", 0, TEXT(""), "1:3 trailing", NULL },
	{ "H10 01", DOC_JSON, TEXT("01"), "", 0, TEXT(""), "1:1 number", NULL },
	{ "H10 1.", DOC_JSON, TEXT("1."), "", 0, TEXT(""), "1:1 number", NULL },
	{ "H10 .5", DOC_JSON, TEXT(".5"), "", 0, TEXT(""), "1:1 number", NULL },
	{ "H10 +1", DOC_JSON, TEXT("+1"), "", 0, TEXT(""), "1:1 number", NULL },
	{ "H10 1e", DOC_JSON, TEXT("1e"), "", 0, TEXT(""), "1:1 number", NULL },
	{ "H10 0x10", DOC_JSON, TEXT("0x10"), "", 0, TEXT(""), "1:1 number", NULL },
	{ "H10 NaN", DOC_JSON, TEXT("NaN"), "", 0, TEXT(""), "1:1 syntax", NULL },
	{ "H10 Infinity", DOC_JSON, TEXT("Infinity"), "", 0, TEXT(""), "1:1 syntax", NULL },
	{ "H10 -Infinity", DOC_JSON, TEXT("-Infinity"), "", 0, TEXT(""), "1:1 number", NULL },
	{ "H10 line comment", DOC_JSON, TEXT("// x\n{}"), "", 0, TEXT(""), "1:1 syntax", NULL },
	{ "H10 block comment", DOC_JSON, TEXT("{}/* x */"), "", 0, TEXT(""), "1:3 syntax",
	  NULL },
	{ "H10 single quotes", DOC_JSON, TEXT("'a'"), "", 0, TEXT(""), "1:1 syntax", NULL },
	{ "H10 comma before a bracket", DOC_JSON, TEXT("[1,]"), "", 0, TEXT(""), "1:3 syntax",
	  NULL },
	{ "H10 comma before a brace", DOC_JSON, TEXT("{\"a\":1,}"), "", 0, TEXT(""),
	  "1:7 syntax", NULL },
	{ "H11 integers beyond a double", DOC_JSON,
	  TEXT("[9007199254740993,18446744073709551615,-9223372036854775809]"), "", 0, TEXT(""),
	  NULL, "[9007199254740993,18446744073709551615,-9223372036854775809]" },
	{ "H12 1e400", DOC_JSON, TEXT("1e400"), "", 0, TEXT(""), "1:1 number", NULL },
	{ "H12 -1e400", DOC_JSON, TEXT("-1e400"), "", 0, TEXT(""), "1:1 number", NULL },
	{ "H12 1e-400", DOC_JSON, TEXT("1e-400"), "", 0, TEXT(""), "1:1 number", NULL },
	{ "H13 1e131071", DOC_JSON, TEXT("1e131071"), "", 0, TEXT(""), "1:1 number", NULL },
	{ "H13 a thousand of them", DOC_JSON, TEXT("[0"), ",1e131071", 1000, TEXT("]"),
	  "1:4 number", NULL },
	{ "H13 an exponent of a thousand digits", DOC_JSON, TEXT("1e"), "9", 1000, TEXT(""),
	  "1:1 number", NULL },
	{ "H14 64 levels", DOC_JSON, TEXT(""), "[", 64,
	  TEXT("]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"), NULL,
	  NULL },
	{ "H14 65 levels", DOC_JSON, TEXT(""), "[", 65, TEXT(""), "1:65 depth", NULL },
	{ "H14 1000 levels", DOC_JSON, TEXT(""), "{\"a\":", 1000, TEXT(""), "1:321 depth",
	  NULL },
	{ "H14 1001 levels", DOC_JSON, TEXT(""), "{\"a\":", 1001, TEXT(""), "1:321 depth",
	  NULL },
	{ "H14 6000 levels", DOC_JSON, TEXT(""), "[", 6000, TEXT(""), "1:65 depth", NULL },
	{ "H14 50000 levels", DOC_JSON, TEXT(""), "[", 50000, TEXT(""), "1:65 depth", NULL },
	{ "H14 a million levels", DOC_JSON, TEXT(""), "[", 1000000, TEXT(""), "1:65 depth",
	  NULL },
	{ "H14 a million closings", DOC_JSON, TEXT(""), "]", 1000000, TEXT(""), "1:1 syntax",
	  NULL },
	{ "H15 10000 keys", DOC_JSON, TEXT("{\"\":0"), ",\"k@\":0", 9999, TEXT("}"), NULL,
	  NULL },
	{ "H15 10001 keys", DOC_JSON, TEXT("{\"\":0"), ",\"k@\":0", 10000, TEXT("}"),
	  "1:98887 keys", NULL },
	{ "H15 90000 keys", DOC_JSON, TEXT("{\"\":0"), ",\"k@\":0", 90000, TEXT("}"),
	  "1:98887 keys", NULL },
	{ "H16 200000 items", DOC_JSON, TEXT("[0"), ",@", 150000, TEXT("]"), NULL, NULL },
	{ "H17 nothing", DOC_JSON, TEXT(""), "", 0, TEXT(""), "1:1 empty", NULL },
	{ "H17 one byte", DOC_JSON, TEXT("7"), "", 0, TEXT(""), NULL, "7" },
	{ "H17 one byte that is no document", DOC_JSON, TEXT("{"), "", 0, TEXT(""),
	  "1:2 syntax", NULL },
	{ "H17 1 MiB", DOC_JSON, TEXT("\""), "x", MIB - 2, TEXT("\""), NULL, NULL },
	{ "H17 1 MiB and a byte", DOC_JSON, TEXT("\""), "x", MIB - 1, TEXT("\""),
	  "1:1048577 size", NULL },
	{ "H17 100 MiB", DOC_JSON, TEXT("\""), "0123456789abcdef", 100 * (MIB / 16), TEXT("\""),
	  "1:1048577 size", NULL },
	{ "H18 a key of 1 MiB", DOC_JSON, TEXT("{\""), "k", MIB - 6, TEXT("\":1}"), NULL,
	  NULL },
	{ "H18 the empty key", DOC_JSON, TEXT("{\"\":1}"), "", 0, TEXT(""), NULL, "{\"\":1}" },
	{ "H18 __proto__", DOC_JSON, TEXT("{\"__proto__\":{\"a\":1}}"), "", 0, TEXT(""), NULL,
	  "{\"__proto__\":{\"a\":1}}" },
	{ "H19 a number of 70 digits", DOC_JSON, TEXT(""), "7", 70, TEXT(""), "1:1 number",
	  NULL },
	{ "H19 zeros and ones", DOC_JSON, TEXT("[-0,0.1,1.0,1,10e-1]"), "", 0, TEXT(""), NULL,
	  "[0,0.1,1,1,1]" },

	{ "I01 billion laughs, 5 levels", DOC_YAML,
	  TEXT("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: &d [*c,*c]\ne: [*d,*d]\n"), "", 0,
	  TEXT(""), "1:4 anchor", NULL },
	{ "I01 billion laughs, a thousand levels", DOC_YAML, TEXT(""), "k@: &a [*a,*a,*a]\n",
	  1000, TEXT(""), "1:5 anchor", NULL },
	{ "I02 one anchor, 2000 aliases", DOC_YAML, TEXT("a: &a xxxxxxxxxx\nb:\n"), "- *a\n",
	  2000, TEXT(""), "1:4 anchor", NULL },
	{ "I03 alias to itself", DOC_YAML, TEXT("a: &a [*a]\n"), "", 0, TEXT(""), "1:4 anchor",
	  NULL },
	{ "I03 merge key to itself", DOC_YAML, TEXT("a: &a\n  <<: *a\n"), "", 0, TEXT(""),
	  "1:4 anchor", NULL },
	{ "I03 a merge key is an alias", DOC_YAML, TEXT("<<: *a\n"), "", 0, TEXT(""),
	  "1:5 alias", NULL },
	{ "I03 a merge key without one is a key", DOC_YAML, TEXT("<<: {a: 1}\n"), "", 0,
	  TEXT(""), NULL, "{\"<<\":{\"a\":1}}" },
	{ "I04 invalid UTF-8", DOC_YAML, TEXT("a: \xFF\xFE\n"), "", 0, TEXT(""), "1:4 bad-utf8",
	  NULL },
	{ "I04 invalid UTF-8 in a comment", DOC_YAML, TEXT("a: 1 # \xC0\xAF\n"), "", 0,
	  TEXT(""), "1:8 bad-utf8", NULL },
	{ "I05 10000 keys", DOC_YAML, TEXT(""), "k@: 0\n", 10000, TEXT(""), NULL, NULL },
	{ "I05 20000 keys", DOC_YAML, TEXT(""), "k@: 0\n", 20000, TEXT(""), "10001:1 keys",
	  NULL },
	{ "I05 20000 keys in braces", DOC_YAML, TEXT("{a: 0"), ", k@: 0", 20000, TEXT("}"),
	  "1:98888 keys", NULL },
	{ "I06 a million brackets", DOC_YAML, TEXT(""), "[", 1000000, TEXT(""), "1:65 depth",
	  NULL },
	{ "I06 a million braces", DOC_YAML, TEXT(""), "{a: ", 250000, TEXT(""), "1:257 depth",
	  NULL },
	{ "I06 500000 dashes", DOC_YAML, TEXT(""), "- ", 500000, TEXT(""), "1:129 depth",
	  NULL },
	{ "I06 question marks", DOC_YAML, TEXT(""), "? ", 500000, TEXT(""), "1:129 depth",
	  NULL },
	{ "I07 a second document", DOC_YAML, TEXT("a: 1\n---\nb: 2\n"), "", 0, TEXT(""),
	  "2:1 documents", NULL },
	{ "I07 an empty second document", DOC_YAML, TEXT("a: 1\n---\n"), "", 0, TEXT(""),
	  "2:1 documents", NULL },
	{ "I08 mapping as key", DOC_YAML, TEXT("{a: b}: c\n"), "", 0, TEXT(""), "1:1 key",
	  NULL },
	{ "I08 mapping as explicit key", DOC_YAML, TEXT("? {a: b}\n: c\n"), "", 0, TEXT(""),
	  "1:3 key", NULL },
	{ "I09 duplicate keys", DOC_YAML, TEXT("a: 1\nb: 2\na: 3\n"), "", 0, TEXT(""),
	  "3:1 duplicate-key", NULL },
	{ "I09 duplicate by another writing", DOC_YAML, TEXT("{a: 1, 'a': 2}\n"), "", 0,
	  TEXT(""), "1:8 duplicate-key", NULL },
	{ "I10 !!python/object", DOC_YAML, TEXT("!!python/object:os.system [id]\n"), "", 0,
	  TEXT(""), "1:1 tag", NULL },
	{ "I10 !include", DOC_YAML, TEXT("a: !include /etc/passwd\n"), "", 0, TEXT(""),
	  "1:4 tag", NULL },
	{ "I10 tag directive", DOC_YAML, TEXT("%TAG ! tag:x,2000:\n---\na: 1\n"), "", 0,
	  TEXT(""), "1:1 directive", NULL },
	{ "I10 YAML 2", DOC_YAML, TEXT("%YAML 2.0\n---\na: 1\n"), "", 0, TEXT(""),
	  "1:1 directive", NULL },
	{ "I11 words of YAML 1.2", DOC_YAML,
	  TEXT("[no, on, 012, 0o17, 1_000, 2001-01-01, ~, 1e3, yes, 0x1F, NO, 1:30, null, "
	       "True]"),
	  "", 0, TEXT(""), NULL,
	  "[\"no\",\"on\",12,15,\"1_000\",\"2001-01-01\",null,1000,\"yes\",31,\"NO\",\"1:30\","
	  "null,"
	  "true]" },
	{ "I11 .inf", DOC_YAML, TEXT("a: .inf\n"), "", 0, TEXT(""), "1:4 number", NULL },
	{ "I11 .nan", DOC_YAML, TEXT("a: .nan\n"), "", 0, TEXT(""), "1:4 number", NULL },
	{ "I12 NUL escape", DOC_YAML, TEXT("a: \"\\0\"\n"), "", 0, TEXT(""), "1:5 nul", NULL },
	{ "I12 ESC escape is a character", DOC_YAML, TEXT("\"\\e\\x1b\"\n"), "", 0, TEXT(""),
	  NULL, "\"\\u001b\\u001b\"" },
	{ "I12 raw ESC", DOC_YAML, TEXT("a: \x1B\n"), "", 0, TEXT(""), "1:4 control", NULL },
	{ "I12 tab as indentation", DOC_YAML, TEXT("a:\n\tb: 1\n"), "", 0, TEXT(""), "2:1 tab",
	  NULL },
	{ "I12 byte order mark", DOC_YAML,
	  TEXT("\xEF\xBB\xBF"
	       "a: 1\n"),
	  "", 0, TEXT(""), "1:1 bom", NULL },
	{ "I15 path in an alias", DOC_YAML, TEXT("a: &a {b: 1}\nc: */a/b\n"), "", 0, TEXT(""),
	  "1:4 anchor", NULL },
	{ "I15 path alone", DOC_YAML, TEXT("c: */a/b\n"), "", 0, TEXT(""), "1:4 alias", NULL },
};

static void text_row(void **state)
{
	const struct text_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct str text = repeat(a, row->head, row->part, row->count, row->tail);
	size_t before = arena_size(a);
	struct doc_errors errors;
	struct doc *doc;
	bool good = parse(&doc, a, text, row->syntax, &errors);

	if (row->refused) {
		struct doc_place place;

		assert_false(good);
		place = doc_place(doc, errors.list.at[0].at);
		assert_string_equal(arena_printf(a, "%u:%u %s", place.line, place.column,
						 errors.list.at[0].code)
					    .p,
				    row->refused);
	} else if (!good) {
		fail_msg("refused: %s", errors.list.at[0].message.in[LANG_EN].p);
	}
	if (row->canonical)
		assert_string_equal(node_canonical(a, &doc->root).p, row->canonical);
	assert_true(arena_size(a) - before < 64 * (size_t)MIB);
}

static void both_places_of_a_duplicate_are_named(void **state)
{
	AUTO_ARENA a = arena_new();
	struct doc_errors errors;
	struct doc *doc;

	(void)state;
	assert_false(
		parse(&doc, a, STR("{\n\"a\": 1,\n\"b\": 2,\n \"a\": 3}"), DOC_JSON, &errors));
	assert_int_equal(errors.list.n, 1);
	assert_int_equal(doc_place(doc, errors.list.at[0].at).line, 4);
	assert_int_equal(doc_place(doc, errors.list.at[0].at).column, 2);
	assert_string_equal(errors.list.at[0].message.in[LANG_EN].p,
			    "key \"a\" is given twice; first on line 2");
}

static void look_ups_see_the_case_of_a_key(void **state)
{
	AUTO_ARENA a = arena_new();
	struct doc_errors errors;
	struct doc *doc;
	int64_t value;

	(void)state;
	assert_true(parse(&doc, a, STR("{\"a\":1,\"A\":2}"), DOC_JSON, &errors));
	assert_true(node_int(node_get(&doc->root, STR("A")), &value) && value == 2);
	assert_true(node_int(node_get(&doc->root, STR("a")), &value) && value == 1);
	assert_null(node_get(&doc->root, STR("B")));
}

static void pointers_escape_keys(void **state)
{
	AUTO_ARENA a = arena_new();
	struct doc_errors errors;
	struct doc *doc;
	const struct node *n;

	(void)state;
	assert_true(parse(&doc, a, STR("{\"a/b\":{\"~1\":{\"\":{\"__proto__\":7}}}}"), DOC_JSON,
			  &errors));
	n = doc_at(&doc->root, STR("/a~1b/~01//__proto__"));
	assert_non_null(n);
	assert_string_equal(doc_pointer(doc, a, n).p, "/a~1b/~01//__proto__");
}

static void integers_are_never_narrowed(void **state)
{
	static const struct {
		const char *text;
		int64_t value;
		bool ok;
	} rows[] = {
		{ "2147483648", 2147483648, true },
		{ "-2147483649", -2147483649, true },
		{ "4294967297", 4294967297, true },
		{ "9007199254740993", 9007199254740993, true },
		{ "18446744073709551617", 0, false },
	};
	AUTO_ARENA a = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct doc_errors errors;
		struct doc *doc;
		int64_t value = 0;

		assert_true(parse(&doc, a, str_of(rows[i].text), DOC_JSON, &errors));
		assert_int_equal(node_int(&doc->root, &value), rows[i].ok);
		assert_int_equal(value, rows[i].value);
	}
}

/* A file is refused by its size before it is read: a hole of 3 GiB costs nothing. */
static void three_gibibytes_are_not_read(void **state)
{
	AUTO_ARENA a = arena_new();
	char path[] = "/tmp/tizilim-attack-XXXXXX";
	int fd = mkstemp(path);
	struct err err = { 0 };
	struct str text;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, (off_t)3 << 30), 0);
	close(fd);
	assert_false(file_read(&text, a, str_of(path), LIMIT_DOC_BYTES, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_true(arena_size(a) < MIB);
	unlink(path);
}

/* Locales in which a number has a comma, or "i" another capital. */
static void no_locale_changes_a_verdict(void **state)
{
	static const char *const names[] = { "de_DE.UTF-8", "ru_RU.UTF-8", "kk_KZ.UTF-8",
					     "tr_TR.UTF-8", "C" };
	static const struct str texts[] = {
		STR_INIT("{\"I\":1.5,\"i\":1.5e-7,\"title\":\"TITLE\"}"),
		STR_INIT("I: 1.5\ni: 1.5e-7\ntitle: TITLE\n"),
	};
	size_t tried = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		locale_t other = newlocale(LC_ALL_MASK, names[i], (locale_t)0);
		locale_t before;

		if (!other)
			continue;
		before = uselocale(other);
		for (size_t k = 0; k < ARRAY_LEN(texts); k++) {
			AUTO_ARENA a = arena_new();
			struct doc_errors errors;
			struct doc *doc;

			assert_true(parse(&doc, a, texts[k], (enum doc_syntax)k, &errors));
			assert_string_equal(node_canonical(a, &doc->root).p,
					    "{\"I\":1.5,\"i\":1.5e-7,\"title\":\"TITLE\"}");
			assert_true(node_double(node_get(&doc->root, STR("i"))) == 1.5e-7);
		}
		uselocale(before);
		freelocale(other);
		tried++;
	}
	if (tried < 2)
		test_skip("no locale with a decimal comma is installed");
}

/* The same data in both syntaxes, and what a hash says of it. */
static void json_and_yaml_have_one_hash(void **state)
{
	static const struct str json = STR_INIT(
		"{\"b\":[1.0,\"x\\ny\",null,true],\"a\":{\"k\":1e2,\"\":\"\\u0436\"}}");
	static const struct str yaml =
		STR_INIT("a:\n  \"\": ж\n  k: 100\nb:\n- 1\n- |-\n  x\n  y\n- ~\n- True\n");
	AUTO_ARENA a = arena_new();
	struct sha256 hash[2];
	struct doc_errors errors;
	struct doc *doc;

	(void)state;
	assert_true(parse(&doc, a, json, DOC_JSON, &errors));
	hash[0] = node_hash(&doc->root);
	assert_true(parse(&doc, a, yaml, DOC_YAML, &errors));
	hash[1] = node_hash(&doc->root);
	assert_memory_equal(hash[0].bytes, hash[1].bytes, SHA256_BYTES);
}

/* ---- schemas ---- */

#define TWO(a, b) \
	"\"" a "\":{\"allOf\":[{\"$ref\":\"#/$defs/" b "\"},{\"$ref\":\"#/$defs/" b "\"}]},"

static const struct schema_row {
	const char *label;
	struct str head;
	const char *part;
	size_t count;
	struct str tail;
	const char *refused;  /* the reason is part of the error; NULL: it compiles */
	const char *instance; /* then: judged, and must end at the limit */
} schema_rows[] = {
	{ "K12 $ref to itself", TEXT("{\"$ref\":\"#\"}"), "", 0, TEXT(""),
	  "comes back to itself on the same value", NULL },
	{ "K12 empty $ref", TEXT("{\"$ref\":\"\"}"), "", 0, TEXT(""),
	  "comes back to itself on the same value", NULL },
	{ "K12 a ring of two",
	  TEXT("{\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"$ref\":\"#/$defs/a\"}},"
	       "\"$ref\":\"#/$defs/a\"}"),
	  "", 0, TEXT(""), "comes back to itself on the same value", NULL },
	{ "K12 a ring through not", TEXT("{\"not\":{\"$ref\":\"#\"}}"), "", 0, TEXT(""),
	  "comes back to itself on the same value", NULL },
	{ "K12 a ring through if",
	  TEXT("{\"if\":{\"$ref\":\"#/$defs/a\"},\"$defs\":{\"a\":{\"$ref\":\"#\"}}}"), "", 0,
	  TEXT(""), "comes back to itself on the same value", NULL },
	{ "K12 a ring through dependentSchemas",
	  TEXT("{\"dependentSchemas\":{\"a\":{\"$ref\":\"#\"}}}"), "", 0, TEXT(""),
	  "comes back to itself on the same value", NULL },
	{ "K12 allOf doubles 30 times",
	  TEXT("{\"$ref\":\"#/$defs/a\",\"$defs\":{" TWO("a", "b") TWO("b", "c") TWO(
		  "c", "d") TWO("d", "e") TWO("e", "f") TWO("f", "g") TWO("g", "h")
		       TWO("h", "i") TWO("i", "j") TWO("j", "k") TWO("k", "l") TWO(
			       "l", "m") TWO("m", "n") TWO("n", "o") TWO("o", "p") TWO("p", "q")
			       TWO("q", "r") TWO("r", "s") TWO("s", "t") TWO("t", "u") TWO(
				       "u", "v") TWO("v", "w") TWO("w", "x") TWO("x", "y")
				       TWO("y", "z") TWO("z", "z1") TWO("z1", "z2")
					       TWO("z2", "z3") TWO("z3", "z4") TWO(
						       "z4", "z5") "\"z5\":{\"minimum\":0}}}"),
	  "", 0, TEXT(""), NULL, "1" },
	{ "K12 a ring of dynamic references",
	  TEXT("{\"$dynamicAnchor\":\"n\",\"$dynamicRef\":\"#n\"}"), "", 0, TEXT(""), NULL,
	  "1" },
	{ "K12 5000 dynamic references and anchors", TEXT("{\"$defs\":{\"x\":true"),
	  ",\"a@\":{\"$dynamicAnchor\":\"a@\",\"$dynamicRef\":\"#a@\"}", 5000, TEXT("}}"), NULL,
	  NULL },
	{ "K13 http", TEXT("{\"$ref\":\"http://example.org/s.json\"}"), "", 0, TEXT(""),
	  "references never reach the network", NULL },
	{ "K13 https", TEXT("{\"$ref\":\"https://example.org/s.json\"}"), "", 0, TEXT(""),
	  "references never reach the network", NULL },
	{ "K13 file", TEXT("{\"$ref\":\"file:///etc/passwd\"}"), "", 0, TEXT(""),
	  "references never reach the network", NULL },
	{ "K13 other host",
	  TEXT("{\"$id\":\"https://a.example/s\",\"$ref\":\"//b.example/s\"}"), "", 0, TEXT(""),
	  "no schema \"https://b.example/s\" is at hand", NULL },
	{ "K13 steps up", TEXT("{\"$ref\":\"../../../etc/passwd\"}"), "", 0, TEXT(""),
	  "is at hand; references never reach the network", NULL },
	{ "K13 a remote dialect", TEXT("{\"$schema\":\"https://example.org/meta\"}"), "", 0,
	  TEXT(""), "unknown $schema", NULL },
	{ "K14 $id of a known schema",
	  TEXT("{\"$id\":\"https://json-schema.org/draft/2020-12/schema\"}"), "", 0, TEXT(""),
	  "is that of a known schema", NULL },
	{ "K14 $id of a known schema, embedded",
	  TEXT("{\"$defs\":{\"a\":{\"$id\":\"http://json-schema.org/draft-07/schema\"}}}"), "",
	  0, TEXT(""), "is that of a known schema", NULL },
	{ "K14 $id twice",
	  TEXT("{\"$defs\":{\"a\":{\"$id\":\"urn:x\"},\"b\":{\"$id\":\"urn:x\"}}}"), "", 0,
	  TEXT(""), "is there twice", NULL },
	{ "K14 $anchor twice",
	  TEXT("{\"$defs\":{\"a\":{\"$anchor\":\"x\"},\"b\":{\"$anchor\":\"x\"}}}"), "", 0,
	  TEXT(""), "is there twice", NULL },
	{ "K14 $anchor and $dynamicAnchor",
	  TEXT("{\"$defs\":{\"a\":{\"$anchor\":\"x\"},\"b\":{\"$dynamicAnchor\":\"x\"}}}"), "",
	  0, TEXT(""), "is there twice", NULL },
	{ "K15 a pattern of two kilobytes", TEXT("{\"pattern\":\"(x|"), "y", 2000, TEXT(")\"}"),
	  "longer than 1024 bytes", NULL },
	{ "K15 a pattern of patternProperties",
	  TEXT("{\"patternProperties\":{\"(?C1)a\":true}}"), "", 0, TEXT(""), "pattern, offset",
	  NULL },
	{ "K15 (a+)+$", TEXT("{\"pattern\":\"^(a+)+$\"}"), "", 0, TEXT(""), NULL,
	  "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"" },
	{ "K15 (a|aa)+$", TEXT("{\"pattern\":\"^(a|aa)+$\"}"), "", 0, TEXT(""), NULL,
	  "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"" },
	{ "K15 as a format", TEXT("{\"propertyNames\":{\"pattern\":\"^(a|a?)+$\"}}"), "", 0,
	  TEXT(""), NULL, "{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\":1}" },
};

static struct schema *compile(struct arena *a, struct str text, struct err *err)
{
	struct schema_options options = { .assert_formats = true };
	struct doc_errors errors = { 0 };
	struct schema *s = NULL;
	struct doc *doc;

	if (!doc_parse(&doc, a, STR("s.json"), text, DOC_JSON, DOC_GENERAL, &errors))
		fail_msg("%s", errors.list.at[0].message.in[LANG_EN].p);
	return schema_compile(&s, a, schema_library_new(a), doc, options, err) ? s : NULL;
}

static void schema_row(void **state)
{
	const struct schema_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct err err = { 0 };
	struct schema *s =
		compile(a, repeat(a, row->head, row->part, row->count, row->tail), &err);
	struct doc_errors errors;
	struct doc *doc;
	struct sink sink;

	if (row->refused) {
		assert_null(s);
		assert_int_equal(err.code, ERR_INPUT);
		assert_non_null(strstr(err.text, row->refused));
		return;
	}
	if (!s)
		fail_msg("%s", err.text);
	if (row->instance) {
		assert_true(parse(&doc, a, str_of(row->instance), DOC_JSON, &errors));
		assert_int_equal(schema_validate(s, &doc->root), SCHEMA_LIMIT);
		sink_init(&sink, a);
		assert_int_equal(schema_check(s, doc, &sink), 1);
		assert_string_equal(sink.findings.at[0].rule.p, "schema/limit");
	}
	schema_free(s);
}

/* Work that costs much for each item ends at the limit, however it is hidden. */
static const struct costly_row {
	const char *label;
	struct str head;
	const char *part;
	size_t count;
	struct str tail;
	const char *item;
} costly_rows[] = {
	{ "K15 a pattern that is slow for every item",
	  TEXT("{\"items\":{\"not\":{\"pattern\":\"^.*.*.*.*[#!]\"}}}"), "", 0, TEXT(""),
	  ",\"abcdefghijklmnopqrstuvwxyz0123456@\"" },
	{ "K12 an enumeration of objects for every item",
	  TEXT("{\"items\":{\"not\":{\"enum\":[\"x\""), ",{\"a\":@}", 9000, TEXT("]}}}"),
	  ",@" },
	{ "K12 dependent names for every item",
	  TEXT("{\"items\":{\"dependentRequired\":{\"\":[]"), ",\"k@\":[]", 9000, TEXT("}}}"),
	  ",{\"a@\":0}" },
};

static void costly_row(void **state)
{
	const struct costly_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct err err = { 0 };
	struct schema *s =
		compile(a, repeat(a, row->head, row->part, row->count, row->tail), &err);
	struct str text = repeat(a, STR("[\"\""), row->item, 9000, STR("]"));
	struct doc_errors errors;
	struct doc *doc;

	if (!s)
		fail_msg("%s", err.text);
	assert_true(parse(&doc, a, text, DOC_JSON, &errors));
	assert_int_equal(schema_validate(s, &doc->root), SCHEMA_LIMIT);
	schema_free(s);
}

/* A chain that ends, longer than any that people write. */
static void a_chain_of_ten_thousand_is_refused(void **state)
{
	AUTO_ARENA a = arena_new();
	struct err err = { 0 };
	AUTO_STRBUF b;

	(void)state;
	strbuf_init(&b, 4 * MIB);
	strbuf_str(&b, STR("{\"$ref\":\"#/$defs/d0\",\"$defs\":{"));
	for (int i = 0; i < 9999; i++)
		strbuf_printf(&b, "\"d%d\":{\"$ref\":\"#/$defs/d%d\"},", i, i + 1);
	strbuf_str(&b, STR("\"d9999\":{}}}"));
	assert_null(compile(a, strbuf_view(&b), &err));
	assert_non_null(strstr(err.text, "more than 256 references in a row"));
}

static struct test_list list;

static void add(const char *name, CMUnitTestFunction test)
{
	list.at[list.n++] = (struct CMUnitTest){ .name = name, .test_func = test };
}

int main(void)
{
	ADD_ROWS(&list, text_row, text_rows);
	add("H01 both places of a duplicate", both_places_of_a_duplicate_are_named);
	add("H02 look-ups see the case", look_ups_see_the_case_of_a_key);
	add("H17 3 GiB are not read", three_gibibytes_are_not_read);
	add("H18 pointers escape keys", pointers_escape_keys);
	add("H20 no locale changes a verdict", no_locale_changes_a_verdict);
	add("H21 integers are never narrowed", integers_are_never_narrowed);
	add("I14 one hash in both syntaxes", json_and_yaml_have_one_hash);
	ADD_ROWS(&list, schema_row, schema_rows);
	ADD_ROWS(&list, costly_row, costly_rows);
	add("K12 a chain of ten thousand", a_chain_of_ten_thousand_is_refused);
	return test_list_run(&list, "attacks");
}
