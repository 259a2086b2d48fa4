#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/strbuf.h"
#include "checker/doc/doc.h"

#include "tests/unit/rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct str suite_path(struct arena *a, const char *name)
{
	const char *shared = env_get("TIZILIM_SHARED"), *source = env_get("TIZILIM_SOURCE");

	return shared ? arena_printf(a, "%s/suites/%s", shared, name)
		      : arena_printf(a, "%s/../shared/suites/%s", source ? source : ".", name);
}

static struct doc *parse(struct arena *a, struct str text, enum doc_syntax syntax,
			 enum doc_profile profile, struct doc_errors *errors)
{
	struct doc *doc;
	bool good;

	*errors = (struct doc_errors){ 0 };
	good = doc_parse(&doc, a, STR("t"), text, syntax, profile, errors);
	assert_int_equal(good, errors->list.n == 0);
	return doc;
}

static const struct node *parse_root(struct arena *a, const char *text, enum doc_syntax syntax)
{
	struct doc_errors errors;
	struct doc *doc = parse(a, str_of(text), syntax, DOC_GENERAL, &errors);

	assert_int_equal(errors.list.n, 0);
	return &doc->root;
}

/* "line:column code: message" of each, one a line. */
static struct str errors_text(struct arena *a, const struct doc *doc,
			      const struct doc_errors *errors)
{
	AUTO_STRBUF b;

	strbuf_init(&b, 1 << 20);
	for (size_t i = 0; i < errors->list.n; i++) {
		const struct doc_error *e = &errors->list.at[i];
		struct doc_place place = doc_place(doc, e->at);

		assert_true(mtext_full(e->message) && mtext_full(e->hint));
		strbuf_printf(&b, "%u:%u %s: %.*s\n", place.line, place.column, e->code,
			      STR_FMT(e->message.in[LANG_EN]));
	}
	return arena_str(a, strbuf_view(&b));
}

static const struct error_row {
	const char *label, *text, *errors;
} json_error_rows[] = {
	{ "empty file", "",
	  "1:1 empty: the file is empty\n" },
	{ "only white space", " \n\t",
	  "1:1 empty: the file is empty\n" },
	{ "byte order mark", "\357\273\277{}",
	  "1:1 bom: the file begins with a byte order mark (BOM)\n" },
	{ "UTF-16", "\377\376{",
	  "1:1 bad-utf8: byte 0xFF cannot stand here in UTF-8 text\n" },
	{ "Windows-1251", "{\"a\": \"\344\340\"}",
	  "1:8 bad-utf8: byte 0xE4 cannot stand here in UTF-8 text\n" },
	{ "overlong form", "\"\300\257\"",
	  "1:2 bad-utf8: byte 0xC0 cannot stand here in UTF-8 text\n" },
	{ "surrogate in UTF-8", "\"\355\240\200\"",
	  "1:2 bad-utf8: byte 0xED cannot stand here in UTF-8 text\n" },
	{ "beyond Unicode", "\"\364\220\200\200\"",
	  "1:2 bad-utf8: byte 0xF4 cannot stand here in UTF-8 text\n" },
	{ "cut sequence", "\"\320",
	  "1:2 bad-utf8: byte 0xD0 cannot stand here in UTF-8 text\n" },
	{ "duplicate key", "{\n \"a\": 1,\n \"b\": {\"a\": 2},\n \"a\": 3\n}",
	  "4:2 duplicate-key: key \"a\" is given twice; first on line 2\n" },
	{ "duplicate key, escaped", "{\"a\": 1, \"\\u0061\": 2}",
	  "1:10 duplicate-key: key \"a\" is given twice; first on line 1\n" },
	{ "key three times", "{\"a\":1,\"a\":2,\"a\":3}",
	  "1:8 duplicate-key: key \"a\" is given twice; first on line 1\n"
	  "1:14 duplicate-key: key \"a\" is given twice; first on line 1\n" },
	{ "duplicate among many keys", "{\"k0\":0,\"k1\":0,\"k2\":0,\"k3\":0,\"k4\":0,\"k5\":0,\"k6\":0,\"k7\":0,\"k8\":0,\"k9\":0,\"k10\":0,\"k11\":0,\"k12\":0,\"k13\":0,\"k14\":0,\"k15\":0,\"k16\":0,\"k17\":0,\n\"k17\":1,\"k3\":1}",
	  "2:1 duplicate-key: key \"k17\" is given twice; first on line 1\n"
	  "2:9 duplicate-key: key \"k3\" is given twice; first on line 1\n" },
	{ "zero before", "[01, -012, 00]",
	  "1:2 number: number \"01\" begins with a needless zero\n"
	  "1:6 number: number \"-012\" begins with a needless zero\n"
	  "1:12 number: number \"00\" begins with a needless zero\n" },
	{ "plus and point first", "[+1, .5, -.5]",
	  "1:2 number: a number must begin with a digit or a minus: \"+1\"\n"
	  "1:6 number: a number must begin with a digit or a minus: \".5\"\n"
	  "1:10 number: a number must begin with a digit or a minus: \"-.5\"\n" },
	{ "digit missing", "[1., 1.e2, 1e, 1e+, -]",
	  "1:2 number: a digit is missing in number \"1.\"\n"
	  "1:6 number: a digit is missing in number \"1.e2\"\n"
	  "1:12 number: a digit is missing in number \"1e\"\n"
	  "1:16 number: a digit is missing in number \"1e+\"\n"
	  "1:21 number: a digit is missing in number \"-\"\n" },
	{ "no number at all", "[0x10, 1a, 1.2.3, 1-2]",
	  "1:2 number: \"0x10\" is not a number\n"
	  "1:8 number: \"1a\" is not a number\n"
	  "1:12 number: \"1.2.3\" is not a number\n"
	  "1:19 number: \"1-2\" is not a number\n" },
	{ "number out of range", "[1e400, -1e-301, 0e301, 9e300]",
	  "1:2 number: the exponent of number \"1e400\" is too large\n"
	  "1:9 number: the exponent of number \"-1e-301\" is too large\n"
	  "1:18 number: the exponent of number \"0e301\" is too large\n" },
	{ "exponent of many digits", "[1e99999999999999999999]",
	  "1:2 number: the exponent of number \"1e99999999999999999999\" is too large\n" },
	{ "words", "[True, NaN, undefined, null_, иә]",
	  "1:2 syntax: the word \"True\" without quotes\n"
	  "1:8 syntax: the word \"NaN\" without quotes\n"
	  "1:13 syntax: the word \"undefined\" without quotes\n"
	  "1:24 syntax: the word \"null_\" without quotes\n"
	  "1:31 syntax: the word \"иә\" without quotes\n" },
	{ "single quotes", "{'a': 'b', 'c': 1, 'a': 2}",
	  "1:2 syntax: text in single quotes\n"
	  "1:7 syntax: text in single quotes\n"
	  "1:12 syntax: text in single quotes\n"
	  "1:20 syntax: text in single quotes\n"
	  "1:20 duplicate-key: key \"a\" is given twice; first on line 1\n" },
	{ "key without quotes", "{a: 1, b: 2}",
	  "1:2 syntax: a key in double quotes is needed here, not \"a\"\n"
	  "1:8 syntax: a key in double quotes is needed here, not \"b\"\n" },
	{ "comments", "{ // one\n \"a\": /* two */ 1 }",
	  "1:3 syntax: JSON has no comments\n"
	  "2:7 syntax: JSON has no comments\n" },
	{ "missing commas", "{\"a\": [1 2]\n \"b\": \"c\" \"d\": []}",
	  "1:10 syntax: a comma is missing before \"2\"\n"
	  "2:2 syntax: a comma is missing before \"\"\"\n"
	  "2:11 syntax: a comma is missing before \"\"\"\n" },
	{ "extra commas", "{\"a\": [1, 2,], }",
	  "1:12 syntax: a comma too many\n"
	  "1:14 syntax: a comma too many\n" },
	{ "comma alone", "[,]",
	  "1:2 syntax: a value is needed here, not \",\"\n" },
	{ "two commas", "[1,,2]",
	  "1:4 syntax: a value is needed here, not \",\"\n" },
	{ "no colon", "{\"a\" 1}",
	  "1:6 syntax: a colon must follow the key, not \"1\"\n" },
	{ "no value", "{\"a\": }",
	  "1:7 syntax: a value is needed here, not \"}\"\n" },
	{ "wrong closing bracket", "{\"a\": [1}",
	  "1:9 unclosed: the list opened on line 1 is not closed: \"}\" instead of \"]\" or \",\"\n" },
	{ "closed by the other one", "[\"a\": 1]",
	  "1:5 unclosed: the list opened on line 1 is not closed: \":\" instead of \"]\" or \",\"\n" },
	{ "object not closed", "{\n\"a\": 1\n",
	  "3:1 unclosed: the object opened on line 1 is not closed: the end of the file instead of \"}\" or \",\"\n" },
	{ "list not closed", "[1,",
	  "1:4 syntax: a value is needed here, not the end of the file\n" },
	{ "string not closed", "{\"a\": \"b",
	  "1:7 unclosed: the quote opened on line 1 is not closed\n" },
	{ "string not closed before a line break", "{\"a\": \"b,\n \"c\": 1}",
	  "1:10 control: line break inside a string: the quote opened on line 1 is not closed\n" },
	{ "backslash at the end", "\"a\\",
	  "1:1 unclosed: the quote opened on line 1 is not closed\n" },
	{ "control character", "[\"a\tb\001\"]",
	  "1:4 control: control character U+0009 stands raw in a string\n"
	  "1:6 control: control character U+0001 stands raw in a string\n" },
	{ "control character between values", "[1,\0132]",
	  "1:4 syntax: a value is needed here, not \"U+000B\"\n" },
	{ "form feed", "\014[]",
	  "1:1 syntax: a value is needed here, not \"U+000C\"\n" },
	{ "wrong escapes", "[\"\\a\", \"\\x41\", \"\\ж\"]",
	  "1:3 escape: there is no escape \"\\a\"\n"
	  "1:9 escape: there is no escape \"\\x\"\n"
	  "1:17 escape: there is no escape \"\\ж\"\n" },
	{ "wrong hexadecimal digits", "[\"\\u12\", \"\\u00g0\"]",
	  "1:3 escape: \"\\u\" must be followed by hexadecimal digits: 4\n"
	  "1:11 escape: \"\\u\" must be followed by hexadecimal digits: 4\n" },
	{ "lone surrogates", "[\"\\ud800\", \"\\udc00x\", \"\\ud83dx\", \"\\ud83d\\u0041\"]",
	  "1:3 surrogate: \"\\ud800\" is only one half of a surrogate pair\n"
	  "1:13 surrogate: \"\\udc00\" is only one half of a surrogate pair\n"
	  "1:24 surrogate: \"\\ud83d\" is only one half of a surrogate pair\n"
	  "1:35 surrogate: \"\\ud83d\" is only one half of a surrogate pair\n" },
	{ "escaped NUL", "{\"a\\u0000\": \"\\u0000\"}",
	  "1:4 nul: the character U+0000 is not allowed\n"
	  "1:14 nul: the character U+0000 is not allowed\n" },
	{ "text behind", "{} x",
	  "1:4 trailing: \"x\" after the end of the document\n" },
	{ "second document", "{}\n{}",
	  "2:1 trailing: \"{\" after the end of the document\n" },
	{ "all at once", "{\"a\": 01,\n \"a\": \"\\q\",\n \"b\": tru,\n \"c\": \"\t\"}",
	  "1:7 number: number \"01\" begins with a needless zero\n"
	  "2:2 duplicate-key: key \"a\" is given twice; first on line 1\n"
	  "2:8 escape: there is no escape \"\\q\"\n"
	  "3:7 syntax: the word \"tru\" without quotes\n"
	  "4:8 control: control character U+0009 stands raw in a string\n" },
	{ "faults before the end of the file", "{\"a\": 01, \"a\": 1, \"b\": [",
	  "1:7 number: number \"01\" begins with a needless zero\n"
	  "1:11 duplicate-key: key \"a\" is given twice; first on line 1\n"
	  "1:25 syntax: a value is needed here, not the end of the file\n" },
}, yaml_error_rows[] = {
	{ "empty file", "",
	  "1:1 empty: the file is empty\n" },
	{ "only comments", "# a\n\n  # b\n",
	  "1:1 empty: the file is empty\n" },
	{ "byte order mark", "\357\273\277a: 1\n",
	  "1:1 bom: the file begins with a byte order mark (BOM)\n" },
	{ "Windows-1251", "a: \344\n",
	  "1:4 bad-utf8: byte 0xE4 cannot stand here in UTF-8 text\n" },
	{ "control characters", "a: \001\nb: \"\033\"\n",
	  "1:4 control: control character U+0001 stands raw in a string\n"
	  "2:5 control: control character U+001B stands raw in a string\n" },
	{ "tab before a key", "a:\n\tb: 1\n",
	  "2:1 tab: a tab is used for indentation\n" },
	{ "tab after spaces before a key", "a:\n  b: 1\n  \tc: 2\n",
	  "3:3 tab: a tab is used for indentation\n" },
	{ "tab before a dash", "a:\n\t- 1\n",
	  "2:1 tab: a tab is used for indentation\n" },
	{ "tab between dashes", "-\t- a\n",
	  "1:2 tab: a tab is used for indentation\n" },
	{ "tab in a quoted text", "a: \"b\n\tc\"\n",
	  "2:1 tab: a tab is used for indentation\n" },
	{ "tab in a block scalar", "a: |\n\tb\n",
	  "2:1 tab: a tab is used for indentation\n" },
	{ "tab within brackets", "a: [\n\tb]\n",
	  "2:1 tab: a tab is used for indentation\n" },
	{ "duplicate key", "a: 1\nb: 2\n\"a\": 3\n",
	  "3:1 duplicate-key: key \"a\" is given twice; first on line 1\n" },
	{ "duplicate key in brackets", "{a: 1,\n 'a': 2}\n",
	  "2:2 duplicate-key: key \"a\" is given twice; first on line 1\n" },
	{ "duplicate through a number", "1: a\n'1': b\n",
	  "2:1 duplicate-key: key \"1\" is given twice; first on line 1\n" },
	{ "key deeper than its neighbours", "a:\n  b: 1\n   c: 2\n",
	  "3:4 indent: looks like a key but is indented wrongly: the line continues the text before it\n" },
	{ "key less deep than its neighbours", "a:\n  b: 1\n c: 2\n",
	  "3:2 indent: the line is not aligned with its block, begun on line 2: spaces needed: 2\n" },
	{ "key nearer to an outer block", "a:\n    b: 1\n c: 2\n",
	  "3:2 indent: the line is not aligned with its block, begun on line 1: spaces needed: 0\n" },
	{ "key between three blocks", "a:\n  b:\n    c:\n      d: 1\n     e: 2\n",
	  "5:6 indent: the line is not aligned with its block, begun on line 4: spaces needed: 6\n" },
	{ "key deeper than plain text", "a: b\n  c: d\n",
	  "2:3 indent: looks like a key but is indented wrongly: the line continues the text before it\n" },
	{ "root moved left", "  a: 1\nb: 2\n",
	  "2:1 indent: the line is not aligned with its block, begun on line 1: spaces needed: 2\n" },
	{ "items not aligned", "a:\n   - b\n  - c\n",
	  "3:3 indent: the line is not aligned with its block, begun on line 2: spaces needed: 3\n" },
	{ "second key on a line", "title: AI: system\n",
	  "1:10 syntax: \": \" cannot stand here: a second key on one line\n" },
	{ "value on the line of a list", "a: - b\n",
	  "1:4 syntax: a list or an object cannot begin on this line\n" },
	{ "key on the marker's line", "--- a: b\n",
	  "1:6 syntax: a list or an object cannot begin on this line\n" },
	{ "list after a key's value", "a: 1\n- b\n",
	  "2:1 syntax: \"key: value\" is needed here, there is no colon\n" },
	{ "key among items", "- a\nb: 1\n",
	  "2:1 syntax: the next list item, beginning with \"- \", is needed here, not \"b\"\n" },
	{ "text among keys", "a: 1\nb\nc: 2\n",
	  "2:1 syntax: \"key: value\" is needed here, there is no colon\n" },
	{ "no space after the colon", "a:b\nc: d\n",
	  "2:1 indent: looks like a key but is indented wrongly: the line continues the text before it\n" },
	{ "quote not closed", "a: \"b\n  c: d\n",
	  "1:4 unclosed: the quote opened on line 1 is not closed\n" },
	{ "quote closed too late", "a: \"b\nc: \"d\"\n",
	  "2:1 indent: the text in the quotes opened on line 1 continues too far to the left\n" },
	{ "single quote not closed", "a: 'b\n",
	  "1:4 unclosed: the quote opened on line 1 is not closed\n" },
	{ "text behind quotes", "a: \"b\" c\n",
	  "1:8 syntax: \"c\" after the value on the same line\n" },
	{ "text in front of quotes is plain, colon within", "a: b \"c: d\"\n",
	  "1:8 syntax: \": \" cannot stand here: a second key on one line\n" },
	{ "list not closed", "a: [b, c\n",
	  "2:1 unclosed: the list opened on line 1 is not closed: the end of the file instead of \"]\" or \",\"\n" },
	{ "list closed at the left edge", "a: [\n  b\n]\n",
	  "3:1 indent: a line inside brackets must be indented by more spaces than 0\n" },
	{ "object not closed before a key", "a: {b: c\nd: e\n",
	  "2:1 indent: a line inside brackets must be indented by more spaces than 0\n" },
	{ "wrong bracket", "a: [b}\n",
	  "1:6 unclosed: the list opened on line 1 is not closed: \"}\" instead of \"]\" or \",\"\n" },
	{ "bracket too many", "a: [b]]\n",
	  "1:7 syntax: \"]\" after the value on the same line\n" },
	{ "commas", "[a, , b]\n",
	  "1:5 syntax: there is no value between commas\n" },
	{ "comma first", "[, a]\n",
	  "1:2 syntax: there is no value between commas\n" },
	{ "indicator first", "a: @b\n",
	  "1:4 syntax: a value without quotes cannot begin with \"@\"\n" },
	{ "percent first", "a: %b\n",
	  "1:4 syntax: a value without quotes cannot begin with \"%\"\n" },
	{ "backquote first", "- `a`\n",
	  "1:3 syntax: a value without quotes cannot begin with \"`\"\n" },
	{ "dash in brackets", "[-]\n",
	  "1:2 syntax: a value without quotes cannot begin with \"-\"\n" },
	{ "comment without space", "a: \"b\"#c\n",
	  "1:7 syntax: there is no space before the \"#\" of a comment\n" },
	{ "comment within text", "a: b # c\n  d\n",
	  "2:3 indent: the line is not aligned with its block, begun on line 1: spaces needed: 0\n" },
	{ "anchor and alias", "a: &x b\nc: *x\nd: &y\n  e: 1\n",
	  "1:4 anchor: an anchor (\"&\") is not allowed\n"
	  "2:4 alias: an alias (\"*\") is not allowed\n"
	  "3:4 anchor: an anchor (\"&\") is not allowed\n" },
	{ "alias in a list", "- *a\n",
	  "1:3 alias: an alias (\"*\") is not allowed\n" },
	{ "merge key", "<<: *a\n",
	  "1:5 alias: an alias (\"*\") is not allowed\n" },
	{ "alias as key", "*a : b\n",
	  "1:1 alias: an alias (\"*\") is not allowed\n" },
	{ "tag", "a: !!str 1\nb: !x\n  c: 1\n",
	  "1:4 tag: a tag (\"!\") is not allowed\n"
	  "2:4 tag: a tag (\"!\") is not allowed\n" },
	{ "python tag", "!!python/object:x {}\n",
	  "1:1 tag: a tag (\"!\") is not allowed\n" },
	{ "second document", "a: 1\n---\nb: 2\n",
	  "2:1 documents: a second document begins in the file\n" },
	{ "document after the end marker", "a: 1\n...\nb: 2\n",
	  "3:1 documents: a second document begins in the file\n" },
	{ "tag directive", "%TAG ! x:\n---\na\n",
	  "1:1 directive: such a directive (\"%\") is not allowed here\n" },
	{ "YAML 2", "%YAML 2.0\n---\na\n",
	  "1:1 directive: such a directive (\"%\") is not allowed here\n" },
	{ "directive without marker", "%YAML 1.2\na: 1\n",
	  "1:1 directive: such a directive (\"%\") is not allowed here\n" },
	{ "marker within quotes", "a: \"b\n---\nc\"\n",
	  "2:1 syntax: a document marker (\"---\" or \"...\") inside a value\n" },
	{ "marker within brackets", "[a,\n---\n]\n",
	  "2:1 syntax: a document marker (\"---\" or \"...\") inside a value\n" },
	{ "empty key", ": a\n",
	  "1:1 key: the key is empty\n" },
	{ "null key", "~: a\n",
	  "1:1 key: the key is empty\n" },
	{ "list as key", "[a]: b\n",
	  "1:1 key: a list or an object cannot be a key\n" },
	{ "object as key", "? {a: b}\n: c\n",
	  "1:3 key: a list or an object cannot be a key\n" },
	{ "block as key", "? - a\n: c\n",
	  "1:3 key: a list or an object cannot be a key\n" },
	{ "object as key in brackets", "{{a: b}: c}\n",
	  "1:2 key: a list or an object cannot be a key\n" },
	{ "not in JSON", "[.inf, -.INF, .nan, +.Inf]\n",
	  "1:2 number: \".inf\" has no counterpart in JSON\n"
	  "1:8 number: \"-.INF\" has no counterpart in JSON\n"
	  "1:15 number: \".nan\" has no counterpart in JSON\n"
	  "1:21 number: \"+.Inf\" has no counterpart in JSON\n" },
	{ "number out of range", "a: 1e400\n",
	  "1:4 number: the exponent of number \"1e400\" is too large\n" },
	{ "hexadecimal too large", "a: 0x10000000000000000\n",
	  "1:4 number: number \"0x10000000000000000\" is too large for this notation\n" },
	{ "wrong escapes", "a: \"\\q\"\nb: \"\\xZ1\"\nc: \"\\ud800\"\nd: \"\\U00110000\"\n",
	  "1:5 escape: there is no escape \"\\q\"\n"
	  "2:5 escape: \"\\x\" must be followed by hexadecimal digits: 2\n"
	  "3:5 surrogate: \"\\ud800\" is only one half of a surrogate pair\n"
	  "4:5 escape: there is no character \"\\U00110000\" in Unicode\n" },
	{ "escaped NUL", "\"\\0\\x00\\u0000\"\n",
	  "1:2 nul: the character U+0000 is not allowed\n"
	  "1:4 nul: the character U+0000 is not allowed\n"
	  "1:8 nul: the character U+0000 is not allowed\n" },
	{ "block scalar's header", "a: |x\n  b\n",
	  "1:5 syntax: \"x\" after \"|\" or \">\"\n" },
	{ "block scalar's indentation zero", "a: |0\n  b\n",
	  "1:5 syntax: \"0\" after \"|\" or \">\"\n" },
	{ "text on the header's line", "a: > b\n  c\n",
	  "1:6 syntax: \"b\" after \"|\" or \">\"\n" },
	{ "empty line deeper than the text", "a: |\n    \n  b\n",
	  "2:1 indent: an empty line is indented deeper than the first line of the text\n" },
	{ "text after the document", "'a'\nb\n",
	  "2:1 trailing: \"b\" after the end of the document\n" },
	{ "faults in one pass", "a: .nan\nb: \"\\q\"\na: *x\nc: d: e\nf: .nan\n",
	  "1:4 number: \".nan\" has no counterpart in JSON\n"
	  "2:5 escape: there is no escape \"\\q\"\n"
	  "3:1 duplicate-key: key \"a\" is given twice; first on line 1\n"
	  "3:4 alias: an alias (\"*\") is not allowed\n"
	  "4:5 syntax: \": \" cannot stand here: a second key on one line\n" },
};

static void error_row(const struct error_row *row, enum doc_syntax syntax)
{
	AUTO_ARENA a = arena_new();
	struct doc_errors errors;
	struct doc *doc = parse(a, str_of(row->text), syntax, DOC_MANIFEST, &errors);

	assert_int_equal(doc->root.type, NODE_NULL);
	assert_string_equal(errors_text(a, doc, &errors).p, row->errors);
}

static void json_error_row(void **state)
{
	error_row(*state, DOC_JSON);
}

static void yaml_error_row(void **state)
{
	error_row(*state, DOC_YAML);
}

/* YAML text and its canonical form. */
static const struct value_row {
	const char *label, *yaml, *canonical;
} value_rows[] = {
	{ "words of the core schema", "[null, Null, NULL, ~, true, True, TRUE, false, FALSE]",
	  "[null,null,null,null,true,true,true,false,false]" },
	{ "words that stay text", "[yes, no, on, off, y, nuLL, tRUE, none, '~', \"null\"]",
	  "[\"yes\",\"no\",\"on\",\"off\",\"y\",\"nuLL\",\"tRUE\",\"none\",\"~\",\"null\"]" },
	{ "integers", "[0, 012, +7, -0, -12, 0o17, 0x1F, 0xff]", "[0,12,7,0,-12,15,31,255]" },
	{ "what only looks like one",
	  "[0x, 0o8, 0xG, -0x1, +0o7, 1_000, 0b1, 1:30, 1-2, +, --1]",
	  "[\"0x\",\"0o8\",\"0xG\",\"-0x1\",\"+0o7\",\"1_000\",\"0b1\",\"1:30\",\"1-2\","
	  "\"+\",\"--1\"]" },
	{ "floats", "[1., .5, -.5, +1.50, 1e3, 1E-2, 1.e+2, 00.5]",
	  "[1,0.5,-0.5,1.5,1000,0.01,100,0.5]" },
	{ "not floats", "[., .e1, 1e, 1e+, 1.2.3, e1]",
	  "[\".\",\".e1\",\"1e\",\"1e+\",\"1.2.3\",\"e1\"]" },
	{ "dates, versions and codes", "[2001-01-01, 1.2.0, 7701-23, 10:30]",
	  "[\"2001-01-01\",\"1.2.0\",\"7701-23\",\"10:30\"]" },
	{ "keys as written", "1: a\n0x10: b\ntrue: c\n1.0: d\n",
	  "{\"0x10\":\"b\",\"1\":\"a\",\"1.0\":\"d\",\"true\":\"c\"}" },
	{ "list at the key's column", "a:\n- 1\n- 2\nb:\n  - 3\n", "{\"a\":[1,2],\"b\":[3]}" },
	{ "empty values", "a:\nb: # note\nc: {d, e: , \"f\":1}\n",
	  "{\"a\":null,\"b\":null,\"c\":{\"d\":null,\"e\":null,\"f\":1}}" },
	{ "nested on one line", "- - a\n  - b: 1\n    c: 2\n- - - d\n",
	  "[[\"a\",{\"b\":1,\"c\":2}],[[\"d\"]]]" },
	{ "plain text over lines", "a: one\n  two\n\n  three # note\n",
	  "{\"a\":\"one two\\nthree\"}" },
	{ "a number over two lines is text", "1\n2\n", "\"1 2\"" },
	{ "colon and hash without blanks", "a: b:c#d -e ?f\nhttp://x: y\n",
	  "{\"a\":\"b:c#d -e ?f\",\"http://x\":\"y\"}" },
	{ "single quotes", "'it''s\n\n  a''b'\n", "\"it's\\na'b\"" },
	{ "escapes", "\"\\x41\\u0416\\U0001F600\\t\\e\\/\\_\\N\\L\\P\\\n  x\"",
	  "\"AЖ😀\\t\\u001b/\302\240\302\205\u2028\u2029x\"" },
	{ "a pair of JSON escapes", "\"\\ud83d\\ude00\"", "\"😀\"" },
	{ "literal, clipped", "a: |\n  b\n   c\n\n  d\n\n\n", "{\"a\":\"b\\n c\\n\\nd\\n\"}" },
	{ "literal, stripped", "a: |-\n  b\n\n", "{\"a\":\"b\"}" },
	{ "literal, kept", "a: |+\n  b\n\n \nc: 1\n", "{\"a\":\"b\\n\\n\\n\",\"c\":1}" },
	{ "literal with given indentation", "a: |1\n   b\n  c\n", "{\"a\":\"  b\\n c\\n\"}" },
	{ "folded", "a: >\n  b\n  c\n\n  d\n   e\n  f\n  g\n",
	  "{\"a\":\"b c\\nd\\n e\\nf g\\n\"}" },
	{ "folded in a list", "- >-\n a\n b\n- c\n", "[\"a b\",\"c\"]" },
	{ "no line feed at the end", "a: |\n  b", "{\"a\":\"b\"}" },
	{ "CR LF", "a: 1\r\nb:\r\n  - |\r\n    x\r\n    y\r\n",
	  "{\"a\":1,\"b\":[\"x\\ny\\n\"]}" },
	{ "CR alone", "a: 1\rb: 2\r", "{\"a\":1,\"b\":2}" },
	{ "explicit keys", "? a\n: b\n? c\n? |\n  d\n:\n- 1\n",
	  "{\"a\":\"b\",\"c\":null,\"d\\n\":[1]}" },
	{ "pairs within a list", "[a: b, \"c\":d, ? e : f, {g: h}]",
	  "[{\"a\":\"b\"},{\"c\":\"d\"},{\"e\":\"f\"},{\"g\":\"h\"}]" },
	{ "version and markers", "%YAML 1.2\n---\na: 1\n...\n# end\n", "{\"a\":1}" },
	{ "comments everywhere", "# x\na: # y\n  # z\n  b # t\n# u\nc: [1, # v\n  2]\n",
	  "{\"a\":\"b\",\"c\":[1,2]}" },
};

static void value_row(void **state)
{
	const struct value_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct doc_errors errors;
	struct doc *doc = parse(a, str_of(row->yaml), DOC_YAML, DOC_MANIFEST, &errors);

	assert_string_equal(errors_text(a, doc, &errors).p, "");
	assert_string_equal(node_canonical(a, &doc->root).p, row->canonical);
}

static const struct canonical_row {
	const char *label, *json, *canonical;
} canonical_rows[] = {
	{ "keys by bytes", "{\"b\":1,\"a\":2,\"B\":3,\"қ\":4,\"\":5}",
	  "{\"\":5,\"B\":3,\"a\":2,\"b\":1,\"қ\":4}" },
	{ "one value, one form", "[1, 1.0, 1e0, 10e-1, 0.1e1, 1.000]", "[1,1,1,1,1,1]" },
	{ "zeros", "[0, -0, 0.0, -0.0e5, 0e-9]", "[0,0,0,0,0]" },
	{ "written out up to 21 digits", "[1e2, 1e20, 1e21, 123456789012345678901e0]",
	  "[100,100000000000000000000,1e+21,123456789012345678901]" },
	{ "fractions", "[0.5, 12.50, 0.000001, 0.0000001, 1.5e-9]",
	  "[0.5,12.5,0.000001,1e-7,1.5e-9]" },
	{ "large", "[1234567890123456789012345, 1e300, -12e299]",
	  "[1.234567890123456789012345e+24,1e+300,-1.2e+300]" },
	{ "beyond a double", "[9007199254740993, 18446744073709551616.5]",
	  "[9007199254740993,18446744073709551616.5]" },
	{ "least escapes", "[\"\\u0041\\/\\u000a\\u001F\\u007f\\\"\\\\ğ\"]",
	  "[\"A/\\n\\u001f\x7f\\\"\\\\ğ\"]" },
	{ "more keys than are looked through",
	  "{\"r\":1,\"q\":1,\"p\":1,\"o\":1,\"n\":1,\"m\":1,\"l\":1,\"k\":1,\"j\":1,\"i\":1,"
	  "\"h\":1,\"g\":1,\"f\":1,\"e\":1,\"d\":1,\"c\":1,\"b\":1,\"a\":{}}",
	  "{\"a\":{},\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,"
	  "\"k\":1,\"l\":1,\"m\":1,\"n\":1,\"o\":1,\"p\":1,\"q\":1,\"r\":1}" },
};

static void canonical_row(void **state)
{
	const struct canonical_row *row = *state;
	AUTO_ARENA a = arena_new();
	const struct node *json = parse_root(a, row->json, DOC_JSON);
	const struct node *yaml = parse_root(a, row->json, DOC_YAML);
	struct sha256 x = node_hash(json), y = hash_sha256(str_of(row->canonical));

	assert_string_equal(node_canonical(a, json).p, row->canonical);
	assert_string_equal(node_canonical(a, yaml).p, row->canonical);
	assert_memory_equal(x.bytes, y.bytes, SHA256_BYTES);
	assert_true(node_equal(json, yaml));
}

static const struct number_row {
	const char *label, *a, *b;
	int order;
} number_rows[] = {
	{ "equal in another form", "1.50", "15e-1", 0 },
	{ "minus zero is zero", "-0.0", "0", 0 },
	{ "signs", "-1", "1", -1 },
	{ "zero and a small one", "0", "1e-300", -1 },
	{ "zero and a small negative one", "0", "-1e-300", 1 },
	{ "above 2^53", "9007199254740993", "9007199254740992", 1 },
	{ "negative, by size", "-10", "-9", -1 },
	{ "a last digit after many", "0.10000000000000000000000000000000000000000000000000001",
	  "0.1", 1 },
	{ "exponents far apart", "1e999999999", "9e999999998", 1 },
	{ "point moved", "123.456", "0.123456e3", 0 },
	{ "zeros before and behind", "0.00120", "12e-4", 0 },
};

static void number_row(void **state)
{
	const struct number_row *row = *state;
	AUTO_ARENA a = arena_new();
	const struct node *x = parse_root(a, row->a, DOC_JSON);
	const struct node *y = parse_root(a, row->b, DOC_JSON);

	assert_int_equal(node_number_cmp(x, y), row->order);
	assert_int_equal(node_number_cmp(y, x), -row->order);
	assert_int_equal(node_equal(x, y), row->order == 0);
}

static const struct int_row {
	const char *label, *text;
	bool ok;
	int64_t value;
	double real;
} int_rows[] = {
	{ "plain", "42", true, 42, 42 },
	{ "with a zero fraction", "1.0", true, 1, 1 },
	{ "with an exponent", "1e2", true, 100, 100 },
	{ "exponent takes the fraction away", "1.25e2", true, 125, 125 },
	{ "negative exponent", "500e-2", true, 5, 5 },
	{ "minus zero", "-0", true, 0, -0.0 },
	{ "minus zero with a fraction", "-0.0", true, 0, -0.0 },
	{ "minus zero with an exponent", "-0e5", true, 0, -0.0 },
	{ "zero with a fraction", "0.0", true, 0, 0 },
	{ "a negative one too small to tell from zero", "-1e-999", false, 0, -0.0 },
	{ "a half", "0.5", false, 0, 0.5 },
	{ "largest", "9223372036854775807", true, INT64_MAX, 9223372036854775807.0 },
	{ "smallest", "-9223372036854775808", true, INT64_MIN, -9223372036854775808.0 },
	{ "one too large", "9223372036854775808", false, 0, 9223372036854775808.0 },
	{ "one too small", "-9223372036854775809", false, 0, -9223372036854775808.0 },
	{ "far too large", "1e300", false, 0, 1e300 },
	{ "tenth", "0.1", false, 0, 0.1 },
	{ "exact product", "123456e17", false, 0, 123456e17 },
	{ "between two doubles, to even", "9007199254740993", true, 9007199254740993,
	  9007199254740992.0 },
	{ "just above the middle", "9007199254740993.00000000000000000000001", false, 0,
	  9007199254740994.0 },
	{ "smallest denormal", "4.9e-324", false, 0, 4.9e-324 },
	{ "largest double", "1.7976931348623157e308", false, 0, 1.7976931348623157e308 },
	{ "hard to round", "2.2250738585072011e-308", false, 0, 2.2250738585072011e-308 },
};

static void int_row(void **state)
{
	const struct int_row *row = *state;
	AUTO_ARENA a = arena_new();
	const struct node *n = parse_root(a, row->text, DOC_JSON);
	const struct node *yaml = parse_root(a, row->text, DOC_YAML);
	int64_t value = 0;

	assert_int_equal(node_int(n, &value), row->ok);
	assert_int_equal(value, row->value);
	assert_true(node_double(n) == row->real);
	assert_int_equal(signbit(node_double(n)) != 0, signbit(row->real) != 0);
	assert_int_equal(signbit(node_double(yaml)) != 0, signbit(row->real) != 0);
}

static void doubles_round_after_many_digits(void **state)
{
	AUTO_ARENA a = arena_new();
	AUTO_STRBUF b;

	(void)state;
	/* The middle between two doubles with 900 zeros behind, and then a one. */
	strbuf_init(&b, 4096);
	strbuf_str(&b, STR("9007199254740993."));
	for (int i = 0; i < 900; i++)
		strbuf_byte(&b, '0');
	strbuf_str(&b, STR("0"));
	assert_true(node_double(parse_root(a, arena_str(a, strbuf_view(&b)).p, DOC_JSON)) ==
		    9007199254740992.0);
	b.p[b.n - 1] = '1';
	assert_true(node_double(parse_root(a, arena_str(a, strbuf_view(&b)).p, DOC_JSON)) ==
		    9007199254740994.0);
}

static const struct pointer_row {
	const char *label, *pointer, *canonical;
} pointer_rows[] = {
	{ "whole document", "", "{\"\":3,\"a/b\":[1,{\"m~n\":2}],\"c~1d\":4}" },
	{ "slash in a key", "/a~1b", "[1,{\"m~n\":2}]" },
	{ "item", "/a~1b/0", "1" },
	{ "tilde in a key", "/a~1b/1/m~0n", "2" },
	{ "empty key", "/", "3" },
	{ "a key that looks escaped", "/c~01d", "4" },
	{ "wrong escape", "/c~2d", NULL },
	{ "tilde at the end", "/c~", NULL },
	{ "beyond the list", "/a~1b/2", NULL },
	{ "index with a zero before", "/a~1b/00", NULL },
	{ "no index", "/a~1b/x", NULL },
	{ "item behind the last", "/a~1b/-", NULL },
	{ "through a scalar", "/a~1b/0/x", NULL },
	{ "no slash before", "a~1b", NULL },
};

static void pointer_row(void **state)
{
	const struct pointer_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct doc_errors errors;
	struct doc *doc = parse(a, STR("{\"a/b\":[1,{\"m~n\":2}],\"\":3,\"c~1d\":4}"), DOC_JSON,
				DOC_MANIFEST, &errors);
	const struct node *n = doc_at(&doc->root, str_of(row->pointer));

	assert_int_equal(n != NULL, row->canonical != NULL);
	if (!n)
		return;
	assert_string_equal(node_canonical(a, n).p, row->canonical);
	assert_string_equal(doc_pointer(doc, a, n).p, row->pointer);
}

static const struct place_row {
	const char *label, *text;
	enum doc_syntax syntax;
	uint32_t at, line, column;
	const char *excerpt;
} place_rows[] = {
	{ "first byte", "[1]", DOC_JSON, 0, 1, 1, "[1]" },
	{ "code points, not bytes", "[\"қала\", 1]", DOC_JSON, 13, 1, 10, "[\"қала\", 1]" },
	{ "after a line feed", "[\n1]", DOC_JSON, 2, 2, 1, "1]" },
	{ "CR LF is one end", "[\r\n1\r\n]", DOC_JSON, 3, 2, 1, "1" },
	{ "CR alone is none in JSON", "[\r1]", DOC_JSON, 2, 1, 3, "[\r1]" },
	{ "CR alone is one in YAML", "a: 1\rb: 2", DOC_YAML, 5, 2, 1, "b: 2" },
	{ "the end", "[1]\n", DOC_JSON, 4, 2, 1, "" },
	{ "the line feed itself", "[1]\n", DOC_JSON, 3, 1, 4, "[1]" },
};

static void place_row(void **state)
{
	const struct place_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct doc_errors errors;
	struct doc *doc = parse(a, str_of(row->text), row->syntax, DOC_MANIFEST, &errors);
	struct doc_place place = doc_place(doc, row->at);

	assert_int_equal(place.line, row->line);
	assert_int_equal(place.column, row->column);
	assert_string_equal(arena_str(a, doc_line(doc, row->at)).p, row->excerpt);
}

/* A text made of `count` copies of `part` between two others. */
static struct str repeat(struct arena *a, const char *head, const char *part, size_t count,
			 const char *tail)
{
	AUTO_STRBUF b;

	strbuf_init(&b, 256 << 20);
	strbuf_str(&b, str_of(head));
	for (size_t i = 0; i < count; i++)
		strbuf_str(&b, str_of(part));
	strbuf_str(&b, str_of(tail));
	return arena_str(a, strbuf_view(&b));
}

static const struct limit_row {
	const char *label;
	const char *head, *part, *tail;
	size_t count;
	enum doc_syntax syntax;
	enum doc_profile profile;
	const char *error; /* NULL: accepted */
} limit_rows[] = {
	{ "64 levels", "[", "[", "", 0, DOC_JSON, DOC_MANIFEST,
	  "1:2 syntax: a value is needed here, not the end of the file\n" },
	{ "65 levels", "", "[", "", 65, DOC_JSON, DOC_MANIFEST,
	  "1:65 depth: nested deeper than 64 levels\n" },
	{ "a million levels", "", "[", "", 1000000, DOC_JSON, DOC_MANIFEST,
	  "1:65 depth: nested deeper than 64 levels\n" },
	{ "250 kB of objects in lists", "", "[{\"\":", "", 50000, DOC_JSON, DOC_GENERAL,
	  "1:161 depth: nested deeper than 64 levels\n" },
	{ "65 levels of YAML dashes", "", "- ", "1", 65, DOC_YAML, DOC_MANIFEST,
	  "1:129 depth: nested deeper than 64 levels\n" },
	{ "64 levels of YAML dashes", "", "- ", "1", 64, DOC_YAML, DOC_MANIFEST, NULL },
	{ "a million YAML brackets", "", "[", "", 1000000, DOC_YAML, DOC_MANIFEST,
	  "1:65 depth: nested deeper than 64 levels\n" },
	{ "1 MiB", "\"", "x", "\"", LIMIT_DOC_BYTES - 2, DOC_JSON, DOC_MANIFEST, NULL },
	{ "1 MiB and one byte", "\"", "x", "\"", LIMIT_DOC_BYTES - 1, DOC_JSON, DOC_MANIFEST,
	  "1:1048577 size: the file is larger than 1048576 bytes\n" },
	{ "more in the general profile", "\"", "x", "\"", LIMIT_DOC_BYTES, DOC_JSON,
	  DOC_GENERAL, NULL },
	{ "number of 64 characters", "", "1", "", 64, DOC_JSON, DOC_MANIFEST, NULL },
	{ "number of 65 characters", "", "1", "", 65, DOC_JSON, DOC_MANIFEST,
	  "1:1 number: the number is longer than 64 characters\n" },
	{ "number of 65 characters in YAML", "a: ", "1", "", 65, DOC_YAML, DOC_MANIFEST,
	  "1:4 number: the number is longer than 64 characters\n" },
	{ "number of any length", "", "1", "", 100000, DOC_JSON, DOC_GENERAL, NULL },
	{ "anchors in a row end", "", "&a\n", "", 100000, DOC_YAML, DOC_MANIFEST,
	  "1:1 anchor: an anchor (\"&\") is not allowed\n" },
	{ "YAML key of 1024 characters", "", "к", ": 1", 1024, DOC_YAML, DOC_MANIFEST, NULL },
	{ "YAML key of 1025 characters", "", "к", ": 1", 1025, DOC_YAML, DOC_MANIFEST,
	  "1:1 key: the key is longer than 1024 characters\n" },
};

static void limit_row(void **state)
{
	const struct limit_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct doc_errors errors;
	struct str text = repeat(a, row->head, row->part, row->count, row->tail);
	struct doc *doc = parse(a, text, row->syntax, row->profile, &errors);

	assert_string_equal(errors_text(a, doc, &errors).p, row->error ? row->error : "");
}

static void keys_are_found_and_limited(void **state)
{
	AUTO_ARENA a = arena_new();
	struct doc_errors errors;
	struct doc *doc;

	(void)state;
	for (int n = 1; n <= LIMIT_DOC_KEYS + 1; n = n < 40    ? n + 1
						     : n == 40 ? LIMIT_DOC_KEYS
							       : n + 1) {
		AUTO_STRBUF b;

		strbuf_init(&b, LIMIT_DOC_BYTES);
		for (int i = 0; i < n; i++)
			strbuf_printf(&b, "%s\"k%d\":%d", i ? "," : "{", i * 7919 % 10007, i);
		strbuf_byte(&b, '}');
		doc = parse(a, strbuf_view(&b), DOC_JSON, DOC_MANIFEST, &errors);
		if (n > LIMIT_DOC_KEYS) {
			assert_int_equal(errors.list.n, 1);
			assert_string_equal(errors.list.at[0].code, "keys");
			break;
		}
		assert_int_equal(errors.list.n, 0);
		for (int i = 0; i < n; i++) {
			struct str key = arena_printf(a, "k%d", i * 7919 % 10007);
			const struct member *m = node_member(&doc->root, key);

			assert_ptr_equal(m, &doc->root.members[i]);
		}
		assert_null(node_get(&doc->root, STR("k")));
		assert_null(node_get(&doc->root, STR("k99999")));
	}
}

/* Near ones are compared as they come, the others through the index. */
static void duplicates_are_found_at_any_distance(void **state)
{
	(void)state;
	for (int n = 2; n < 80; n++)
		for (int first = 0; first < n - 1; first += 7) {
			AUTO_ARENA a = arena_new();
			AUTO_STRBUF b;
			struct doc_errors errors;
			struct doc *doc;

			strbuf_init(&b, LIMIT_DOC_BYTES);
			for (int i = 0; i < n; i++)
				strbuf_printf(&b, "%s\"k%d\":0", i ? ",\n" : "{",
					      i == n - 1 ? first : i);
			strbuf_byte(&b, '}');
			doc = parse(a, strbuf_view(&b), DOC_JSON, DOC_MANIFEST, &errors);
			assert_int_equal(errors.list.n, 1);
			assert_string_equal(errors.list.at[0].code, "duplicate-key");
			assert_int_equal(doc_place(doc, errors.list.at[0].at).line, n);
		}
}

/* Keys whose first bytes are the same, and short ones that others begin with. */
static void canonical_keys_are_in_order(void **state)
{
	(void)state;
	for (int n = 30; n < 80; n++) {
		AUTO_ARENA a = arena_new();
		AUTO_STRBUF b;
		struct doc_errors errors;
		struct doc *doc, *again;
		struct str canonical;

		strbuf_init(&b, LIMIT_DOC_BYTES);
		for (int i = 0; i < n; i++)
			strbuf_printf(&b, "%s\"%.*s\":%d", i ? "," : "{",
				      i % 5 ? 11 : 1 + i / 5,
				      arena_printf(a, "samehead%03d......", i * 37 % 101).p, i);
		strbuf_byte(&b, '}');
		doc = parse(a, strbuf_view(&b), DOC_JSON, DOC_MANIFEST, &errors);
		assert_int_equal(errors.list.n, 0);
		canonical = node_canonical(a, &doc->root);
		again = parse(a, canonical, DOC_JSON, DOC_MANIFEST, &errors);
		assert_int_equal(again->root.count, n);
		for (int i = 1; i < n; i++) {
			struct str before = member_key(&again->root.members[i - 1]);
			struct str key = member_key(&again->root.members[i]);

			assert_true(str_cmp(&before, &key) < 0);
		}
	}
}

/* Lines are counted from marks spread over the text; here against counting from its start. */
static void places_equal_those_counted_from_the_start(void **state)
{
	static const char *const parts[] = { "a", "\u04d9", "\n", "\r\n", "\r", "bc", "\n\n" };
	uint64_t seed = 88172645463325252U;

	(void)state;
	for (unsigned round = 0; round < 200; round++) {
		AUTO_ARENA a = arena_new();
		AUTO_STRBUF b;
		struct doc_errors errors = { 0 };
		struct str text;
		struct doc *doc;
		uint32_t line = 1, column = 1;
		enum doc_syntax syntax = round % 2 ? DOC_JSON : DOC_YAML;

		strbuf_init(&b, LIMIT_DOC_BYTES);
		for (unsigned i = 0; i < round * 3; i++) {
			seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
			strbuf_str(&b, str_of(parts[(seed >> 33) % ARRAY_LEN(parts)]));
		}
		text = strbuf_view(&b);
		if (doc_parse(&doc, a, STR("t"), text, syntax, DOC_GENERAL, &errors))
			assert_int_equal(errors.list.n, 0);
		for (uint32_t i = 0; i < text.n; i++) {
			char c = text.p[i];
			bool ends = c == '\n' || (c == '\r' && syntax == DOC_YAML &&
						  (i + 1 == text.n || text.p[i + 1] != '\n'));
			struct doc_place place = doc_place(doc, i);

			assert_int_equal(place.line, line);
			assert_int_equal(place.column, column);
			column = ends ? 1 : column + (((unsigned char)c & 0xC0) != 0x80);
			line += ends;
		}
		assert_int_equal(doc_line_count(doc), line);
	}
}

static void errors_are_capped_and_counted(void **state)
{
	AUTO_ARENA a = arena_new();
	struct doc_errors errors;
	struct str text = repeat(a, "[0", ",01", LIMIT_DOC_ERRORS + 50, "]");

	(void)state;
	parse(a, text, DOC_JSON, DOC_MANIFEST, &errors);
	assert_int_equal(errors.list.n, LIMIT_DOC_ERRORS);
	assert_int_equal(errors.dropped, 50);
}

static void strings_point_into_the_text(void **state)
{
	AUTO_ARENA a = arena_new();
	struct str text = STR("{\"key\": \"value\", \"e\": \"a\\nb\"}");
	struct doc_errors errors;
	struct doc *doc = parse(a, text, DOC_JSON, DOC_MANIFEST, &errors);

	(void)state;
	assert_ptr_equal(doc->root.members[0].key, text.p + 2);
	assert_ptr_equal(doc->root.members[0].value.text, text.p + 9);
	assert_int_equal(doc->root.members[1].value.text_n, 3);
	assert_true(str_eq(node_text(&doc->root, STR("e")), STR("a\nb")));
	assert_int_equal(node_text(&doc->root, STR("none")).n, 0);
	assert_int_equal(doc_syntax_of(STR("a.json")), DOC_JSON);
	assert_int_equal(doc_syntax_of(STR("a.yml")), DOC_YAML);
}

static void texts_in_three_languages(void **state)
{
	AUTO_ARENA a = arena_new();
	struct mtext all = node_mtext(parse_root(a, "{\"ru\":\"да\",\"kk\":\"иә\"}", DOC_JSON));
	struct mtext one = node_mtext(parse_root(a, "\"x\"", DOC_JSON));

	(void)state;
	assert_true(str_eq(all.in[LANG_RU], STR("да")) && str_eq(all.in[LANG_KK], STR("иә")));
	assert_int_equal(all.in[LANG_EN].n, 0);
	assert_true(mtext_full(one));
	assert_int_equal(node_mtext(NULL).in[LANG_RU].n, 0);
}

static void built_trees_equal_read_ones(void **state)
{
	AUTO_ARENA a = arena_new();
	struct node items[2] = { node_make_bool(true), node_make_int(a, INT64_MIN) };
	struct member members[40];
	struct node built;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		struct str key = arena_printf(a, "k%zu", ARRAY_LEN(members) - i);

		members[i] = (struct member){ .key = key.p,
					      .key_n = (uint32_t)key.n,
					      .value = node_make_str(key) };
	}
	members[3].value = node_make_array(items, 2);
	for (size_t n = 0; n <= ARRAY_LEN(members); n++) {
		built = node_make_object(a, members, n);
		assert_true(node_equal(&built,
				       parse_root(a, node_canonical(a, &built).p, DOC_JSON)));
		for (size_t i = 0; i < n; i++)
			assert_ptr_equal(node_member(&built, member_key(&members[i])),
					 &built.members[i]);
	}
	assert_false(node_equal(&built, &items[0]));
}

/*
 * One random tree written as JSON and as YAML; where each value was put is
 * known, so the readers' places are held against it.
 */
enum { MADE_MAX = 3000, MADE_PATH = 400 };

struct made {
	struct strbuf text[2];
	uint64_t seed;
	char path[MADE_PATH];
	size_t n;
	struct made_place {
		char pointer[MADE_PATH];
		uint32_t at[2];
	} at[MADE_MAX];
};

static unsigned made_random(struct made *m, unsigned below)
{
	m->seed ^= m->seed << 13;
	m->seed ^= m->seed >> 7;
	m->seed ^= m->seed << 17;
	return (unsigned)(m->seed >> 33) % below;
}

static void made_gap(struct made *m)
{
	static const char *const gaps[] = { "", " ", "\n", "\r\n  ", "   " };

	strbuf_str(&m->text[DOC_JSON], str_of(gaps[made_random(m, ARRAY_LEN(gaps))]));
}

static void made_both(struct made *m, const char *json, const char *yaml)
{
	strbuf_str(&m->text[DOC_JSON], str_of(json));
	strbuf_str(&m->text[DOC_YAML], str_of(yaml));
}

static void made_line(struct made *m, unsigned column)
{
	strbuf_printf(&m->text[DOC_YAML], "%s%*s", made_random(m, 8) ? "\n" : "  # note\n\n",
		      (int)column, "");
}

static void made_note(struct made *m)
{
	struct made_place *place = &m->at[m->n++];

	assert_true(m->n < MADE_MAX);
	memcpy(place->pointer, m->path, MADE_PATH);
	place->at[DOC_JSON] = (uint32_t)m->text[DOC_JSON].n;
	place->at[DOC_YAML] = (uint32_t)m->text[DOC_YAML].n;
}

static void made_scalar(struct made *m)
{
	static const struct {
		const char *json, *yaml;
	} scalars[] = {
		{ "null", "~" },
		{ "true", "True" },
		{ "31", "0x1F" },
		{ "0.5", ".5" },
		{ "-12e3", "-12e3" },
		{ "\"\"", "''" },
		{ "\"мәтін\"", "мәтін" },
		{ "\"a: b\"", "\"a: b\"" },
		{ "\"it's\"", "'it''s'" },
		{ "\"\\u0451\\n\"", "\"ё\\n\"" },
		{ "\"31\"", "'31'" },
		{ "\"x # y\"", "'x # y'" },
		{ "\"http://x\"", "http://x" },
		{ "[]", "[]" },
		{ "{}", "{ }" },
		{ "\"a b\"", "a b" },
	};
	size_t i = made_random(m, ARRAY_LEN(scalars));

	made_note(m);
	made_both(m, scalars[i].json, scalars[i].yaml);
}

/* `compact`: in YAML a block may begin right here, at `column`; else on a new line. */
static void made_value(struct made *m, unsigned depth, unsigned column, bool compact)
{
	unsigned kind = made_random(m, depth > 5 ? 1 : 4);
	size_t path = strlen(m->path);
	unsigned count = 1 + made_random(m, made_random(m, 10) ? 4 : 24);

	if (kind < 2 && depth > 0) {
		if (!compact)
			strbuf_byte(&m->text[DOC_YAML], ' ');
		made_scalar(m);
		return;
	}
	if (!compact)
		made_line(m, column);
	made_note(m);
	strbuf_byte(&m->text[DOC_JSON], kind == 3 ? '[' : '{');
	for (unsigned i = 0; i < count && (i == 0 || m->n < MADE_MAX / 2); i++) {
		if (i) {
			made_gap(m);
			strbuf_byte(&m->text[DOC_JSON], ',');
			made_line(m, column);
		}
		made_gap(m);
		if (kind == 3) {
			snprintf(m->path + path, MADE_PATH - path, "/%u", i);
			strbuf_str(&m->text[DOC_YAML], STR("- "));
			made_value(m, depth + 1, column + 2, true);
		} else {
			snprintf(m->path + path, MADE_PATH - path, "/кілт %u", i * 7 % 31);
			strbuf_printf(&m->text[DOC_JSON], "\"%s\":", m->path + path + 1);
			made_gap(m);
			strbuf_printf(&m->text[DOC_YAML], made_random(m, 2) ? "%s:" : "\"%s\":",
				      m->path + path + 1);
			made_value(m, depth + 1, column + 1 + made_random(m, 3), false);
		}
	}
	m->path[path] = '\0';
	made_gap(m);
	strbuf_byte(&m->text[DOC_JSON], kind == 3 ? ']' : '}');
}

static struct str made_check(const struct made *m, struct arena *a, enum doc_syntax written,
			     enum doc_syntax syntax)
{
	struct doc_errors errors;
	struct doc *doc =
		parse(a, strbuf_view(&m->text[written]), syntax, DOC_MANIFEST, &errors);

	assert_string_equal(errors_text(a, doc, &errors).p, "");
	for (size_t i = 0; i < m->n; i++) {
		const struct node *n = doc_at(&doc->root, str_of(m->at[i].pointer));

		assert_non_null(n);
		assert_int_equal(n->at, m->at[i].at[written]);
		assert_string_equal(doc_pointer(doc, a, n).p, m->at[i].pointer);
	}
	return node_canonical(a, &doc->root);
}

static void made_documents_keep_places_and_values(void **state)
{
	static struct made m;

	(void)state;
	for (uint64_t round = 1; round <= 400; round++) {
		AUTO_ARENA a = arena_new();
		struct str json, yaml, flow;

		m = (struct made){ .seed = round * 0x9E3779B97F4A7C15U };
		strbuf_init(&m.text[DOC_JSON], LIMIT_DOC_BYTES);
		strbuf_init(&m.text[DOC_YAML], LIMIT_DOC_BYTES);
		made_value(&m, 0, 0, true);
		json = made_check(&m, a, DOC_JSON, DOC_JSON);
		flow = made_check(&m, a, DOC_JSON, DOC_YAML);
		yaml = made_check(&m, a, DOC_YAML, DOC_YAML);
		assert_string_equal(flow.p, json.p);
		assert_string_equal(yaml.p, json.p);
		assert_string_equal(node_canonical(a, parse_root(a, json.p, DOC_JSON)).p,
				    json.p);
		strbuf_release(&m.text[DOC_JSON]);
		strbuf_release(&m.text[DOC_YAML]);
	}
}

/*
 * The i_ files of the JSON parsing suite, on which RFC 8259 leaves the choice:
 * what each profile refuses them for (NULL: accepted) and why; see
 * docs/adr/0012.
 */
static const struct free_row {
	const char *label, *manifest, *general, *why;
} free_rows[] = {
	{ "i_number_double_huge_neg_exp.json", "number", NULL,
	  "numbers keep their lexeme; a manifest needs none beyond 10^300 or 64 characters" },
	{ "i_number_huge_exp.json", "number", "number",
	  "an exponent of more than nine digits is no number that anyone compares" },
	{ "i_number_neg_int_huge_exp.json", "number", NULL,
	  "numbers keep their lexeme; a manifest needs none beyond 10^300 or 64 characters" },
	{ "i_number_pos_double_huge_exp.json", "number", NULL,
	  "numbers keep their lexeme; a manifest needs none beyond 10^300 or 64 characters" },
	{ "i_number_real_neg_overflow.json", "number", NULL,
	  "numbers keep their lexeme; a manifest needs none beyond 10^300 or 64 characters" },
	{ "i_number_real_pos_overflow.json", "number", NULL,
	  "numbers keep their lexeme; a manifest needs none beyond 10^300 or 64 characters" },
	{ "i_number_real_underflow.json", "number", NULL,
	  "numbers keep their lexeme; a manifest needs none beyond 10^300 or 64 characters" },
	{ "i_number_too_big_neg_int.json", NULL, NULL,
	  "numbers keep their lexeme; a manifest needs none beyond 10^300 or 64 characters" },
	{ "i_number_too_big_pos_int.json", NULL, NULL,
	  "numbers keep their lexeme; a manifest needs none beyond 10^300 or 64 characters" },
	{ "i_number_very_big_negative_int.json", NULL, NULL,
	  "numbers keep their lexeme; a manifest needs none beyond 10^300 or 64 characters" },
	{ "i_object_key_lone_2nd_surrogate.json", "surrogate", "surrogate",
	  "half a pair is no character" },
	{ "i_string_1st_surrogate_but_2nd_missing.json", "surrogate", "surrogate",
	  "half a pair is no character" },
	{ "i_string_1st_valid_surrogate_2nd_invalid.json", "surrogate", "surrogate",
	  "half a pair is no character" },
	{ "i_string_UTF-16LE_with_BOM.json", "bad-utf8", "bad-utf8", "text is valid UTF-8" },
	{ "i_string_UTF-8_invalid_sequence.json", "bad-utf8", "bad-utf8",
	  "text is valid UTF-8" },
	{ "i_string_UTF8_surrogate_U+D800.json", "bad-utf8", "bad-utf8",
	  "text is valid UTF-8" },
	{ "i_string_incomplete_surrogate_and_escape_valid.json", "surrogate", "surrogate",
	  "half a pair is no character" },
	{ "i_string_incomplete_surrogate_pair.json", "surrogate", "surrogate",
	  "half a pair is no character" },
	{ "i_string_incomplete_surrogates_escape_valid.json", "surrogate", "surrogate",
	  "half a pair is no character" },
	{ "i_string_invalid_lonely_surrogate.json", "surrogate", "surrogate",
	  "half a pair is no character" },
	{ "i_string_invalid_surrogate.json", "surrogate", "surrogate",
	  "half a pair is no character" },
	{ "i_string_invalid_utf-8.json", "bad-utf8", "bad-utf8", "text is valid UTF-8" },
	{ "i_string_inverted_surrogates_U+1D11E.json", "surrogate", "surrogate",
	  "half a pair is no character" },
	{ "i_string_iso_latin_1.json", "bad-utf8", "bad-utf8", "text is valid UTF-8" },
	{ "i_string_lone_second_surrogate.json", "surrogate", "surrogate",
	  "half a pair is no character" },
	{ "i_string_lone_utf8_continuation_byte.json", "bad-utf8", "bad-utf8",
	  "text is valid UTF-8" },
	{ "i_string_not_in_unicode_range.json", "bad-utf8", "bad-utf8", "text is valid UTF-8" },
	{ "i_string_overlong_sequence_2_bytes.json", "bad-utf8", "bad-utf8",
	  "text is valid UTF-8" },
	{ "i_string_overlong_sequence_6_bytes.json", "bad-utf8", "bad-utf8",
	  "text is valid UTF-8" },
	{ "i_string_overlong_sequence_6_bytes_null.json", "bad-utf8", "bad-utf8",
	  "text is valid UTF-8" },
	{ "i_string_truncated-utf-8.json", "bad-utf8", "bad-utf8", "text is valid UTF-8" },
	{ "i_string_utf16BE_no_BOM.json", "bad-utf8", "bad-utf8", "text is valid UTF-8" },
	{ "i_string_utf16LE_no_BOM.json", "bad-utf8", "bad-utf8", "text is valid UTF-8" },
	{ "i_structure_500_nested_arrays.json", "depth", "depth", "64 levels" },
	{ "i_structure_UTF-8_BOM_empty_object.json", "bom", "bom",
	  "exchange is without a mark" },
};

static void free_row(void **state)
{
	const struct free_row *row = *state;
	const char *const want[] = {
		[DOC_MANIFEST] = row->manifest, [DOC_GENERAL] = row->general
	};
	AUTO_ARENA a = arena_new();
	struct str dir = suite_path(a, "json-parsing/test_parsing"), text;
	struct err err;

	if (!file_read(&text, a, file_join(a, dir, str_of(row->label)), 1 << 20, &err))
		test_skip("the shared suites are not there");
	for (enum doc_profile p = DOC_MANIFEST; p <= DOC_GENERAL; p++) {
		struct doc_errors errors;

		parse(a, text, DOC_JSON, p, &errors);
		assert_string_equal(errors.list.n ? errors.list.at[0].code : "accepted",
				    want[p] ? want[p] : "accepted");
	}
}

static bool is_free(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(free_rows); i++)
		if (str_eq(name, str_of(free_rows[i].label)))
			return true;
	return false;
}

static bool is_listed(struct str name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(name, str_of(list[i])))
			return true;
	return false;
}

static void json_suite(void **state)
{
	static const char *const duplicate[] = { "y_object_duplicated_key.json",
						 "y_object_duplicated_key_and_value.json" };
	AUTO_ARENA a = arena_new();
	struct str dir = suite_path(a, "json-parsing/test_parsing"), *names, text;
	struct err err;
	size_t n;

	(void)state;
	if (!file_list(&names, &n, a, dir, &err))
		test_skip("the shared suites are not there");
	assert_int_equal(n, 317);
	for (size_t i = 0; i < n; i++) {
		bool good = names[i].p[0] == 'y' &&
			    !is_listed(names[i], duplicate, ARRAY_LEN(duplicate));
		struct doc_errors errors = { 0 };
		struct doc *doc;

		if (names[i].p[0] == 'i') {
			assert_true(is_free(names[i]));
			continue;
		}
		assert_true(file_read(&text, a, file_join(a, dir, names[i]), 1 << 20, &err));
		if (doc_parse(&doc, a, names[i], text, DOC_JSON, DOC_GENERAL, &errors) != good)
			fail_msg("%.*s", STR_FMT(names[i]));
	}
}

/* Valid cases of the YAML suite that are not JSON-shaped, and what we refuse them for. */
static const struct refused {
	const char *code, *ids;
} yaml_refused[] = {
	{ "anchor", "26DV 2SXE 3GZX 3R3P 6KGN 6M2F 7BMT 8XYN 9KAX BU8L CN3R E76Z F2C7 FTA2 "
		    "PW8X SKE5 W5VH X38W ZH7C ZWK4" },
	{ "directive", "5TYM C4HZ CC74 U3C3 Z9M4" },
	{ "documents", "6XDY 6ZKB 7Z25 9DXL JHB9 L383 PUW8 U9NS UT92 W4TN" },
	{ "empty", "8G76 98YD AVM7" },
	{ "key", "2JQS 6PBE CFD4 FRK4 KK5P M2N8-00 M2N8-01 M5DY NHX8 NKF9 Q9WF RZP5 "
		 "SM9W-01 V9D5" },
	{ "tag", "2AUY 2XXW 33X3 35KP 52DL 565N 57H4 6JWB 6WLZ 735Y 7FWL 8MK2 9WXW CUP7 "
		 "FH7J L94M LE5A S4JQ UGM3 WZ62" },
};

static const char *refused_code(struct str id)
{
	for (size_t i = 0; i < ARRAY_LEN(yaml_refused); i++) {
		struct str ids = str_of(yaml_refused[i].ids), word;

		while (str_cut(&word, &ids, ' '))
			if (str_eq(word, id))
				return yaml_refused[i].code;
	}
	return NULL;
}

/* The place that is named begins with what is refused. */
static bool stands_at_reason(const struct doc *doc, const struct doc_error *e)
{
	static const struct {
		const char *code, *starts;
	} rows[] = {
		{ "anchor", "&" },
		{ "directive", "%" },
		{ "tag", "!" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(rows[i].code, e->code) == 0)
			return e->at < doc->text.n && doc->text.p[e->at] == rows[i].starts[0];
	return e->at <= doc->text.n;
}

static void yaml_suite_case(struct arena *a, const struct node *c, size_t *counts)
{
	struct str id = node_text(c, STR("id"));
	const char *code = refused_code(id);
	const struct node *fail = node_get(c, STR("fail"));
	struct doc_errors errors = { 0 };
	struct doc *doc;
	bool good = doc_parse(&doc, a, id, node_text(c, STR("yaml")), DOC_YAML, DOC_GENERAL,
			      &errors);

	if (fail->truth) {
		if (good)
			fail_msg("%.*s is accepted", STR_FMT(id));
		counts[0]++;
	} else if (code) {
		if (good || strcmp(errors.list.at[0].code, code) != 0)
			fail_msg("%.*s is not refused for %s", STR_FMT(id), code);
		if (!stands_at_reason(doc, &errors.list.at[0]))
			fail_msg("%.*s is not refused at the reason", STR_FMT(id));
		counts[1]++;
	} else {
		struct str json = arena_str(a, node_text(c, STR("json")));

		if (!good || !str_eq(node_canonical(a, &doc->root),
				     node_canonical(a, parse_root(a, json.p, DOC_JSON))))
			fail_msg("%.*s differs", STR_FMT(id));
		counts[2]++;
	}
}

static void yaml_suite(void **state)
{
	AUTO_ARENA a = arena_new();
	struct str text, line;
	struct err err;
	size_t counts[3] = { 0 };

	(void)state;
	if (!file_read(&text, a, suite_path(a, "yaml/cases.jsonl"), 1 << 20, &err))
		test_skip("the shared suites are not there");
	while (str_cut(&line, &text, '\n')) {
		struct doc_errors errors;
		struct doc *doc;

		if (line.n == 0)
			continue;
		doc = parse(a, line, DOC_JSON, DOC_GENERAL, &errors);
		if (!node_get(&doc->root, STR("skip")))
			yaml_suite_case(a, &doc->root, counts);
	}
	assert_int_equal(counts[0], 58);
	assert_int_equal(counts[1], 72);
	assert_int_equal(counts[2], 150);
}

/* Where a piece of the value of "a" was read from: line:column and the bytes. */
static const struct source_row {
	const char *label, *text, *piece;
	enum doc_syntax syntax;
	const char *want;
} source_rows[] = {
	{ "plain", "a: из ГБД ФЛ\n", "ГБД ФЛ", DOC_YAML, "1:7 ГБД ФЛ" },
	{ "plain, over two lines", "a: из\n  базы ГБД\n  ФЛ тут\n", "ГБД ФЛ", DOC_YAML,
	  "2:8 ГБД\n  ФЛ" },
	{ "single quotes, one doubled before", "a: 'it''s ГБД ФЛ'\n", "ГБД ФЛ", DOC_YAML,
	  "1:11 ГБД ФЛ" },
	{ "single quotes, one doubled inside", "a: 'x d''Or y'\n", "d'Or", DOC_YAML,
	  "1:7 d''Or" },
	{ "double quotes, escapes before", "a: \"\\t\\\"\\u0413 ГБД\"\n", " ГБД", DOC_YAML,
	  "1:16 ГБД" },
	{ "double quotes, escapes inside", "a: \"x \\u0413\\u0411Д y\"\n", "ГБД", DOC_YAML,
	  "1:7 \\u0413\\u0411Д" },
	{ "double quotes, a line joined", "a: \"x ГБ\\\n  Д y\"\n", "ГБД", DOC_YAML,
	  "1:7 ГБ\\\n  Д" },
	{ "double quotes, folded", "a: \"x\n\n  ГБД ФЛ\"\n", "ГБД", DOC_YAML, "3:3 ГБД" },
	{ "double quotes, escaped spaces", "a: \"x\\ \\_ГБД\"\n", "ГБД", DOC_YAML, "1:10 ГБД" },
	{ "literal block", "a: |\n  из\n    ГБД ФЛ\n", "ГБД", DOC_YAML, "3:5 ГБД" },
	{ "literal block, a comment behind its sign", "a: |- # ГБД\n  из ГБД\n", "ГБД",
	  DOC_YAML, "2:6 ГБД" },
	{ "folded block", "a: >-\n  из ГБД\n  ФЛ и\n\n  ЕГКН\n", "ГБД ФЛ", DOC_YAML,
	  "2:6 ГБД\n  ФЛ" },
	{ "folded block, the second paragraph", "a: >-\n  из\n\n  ЕГКН\n", "ЕГКН", DOC_YAML,
	  "4:3 ЕГКН" },
	{ "folded block, what looks like an escape is text", "a: >-\n  \\u0413 ''x ГБД\n  y\n",
	  "ГБД", DOC_YAML, "2:14 ГБД" },
	{ "the word stands twice, the second", "a: >-\n  ГБД и\n  [ГБД\n", "[ГБД", DOC_YAML,
	  "3:3 [ГБД" },
	{ "lines end in \\r\\n", "a: |\r\n  из\r\n  ГБД\r\n", "ГБД", DOC_YAML, "3:3 ГБД" },
	{ "JSON without escapes", "{\"a\": \"из ГБД\"}", "ГБД", DOC_JSON, "1:11 ГБД" },
	{ "JSON, escapes before", "{\"a\": \"\\n\\\\\\/ ГБД\"}", "ГБД", DOC_JSON, "1:15 ГБД" },
	{ "JSON, all escaped", "{\"a\": \"x \\u0413\\u0411\\u0414!\"}", "ГБД", DOC_JSON,
	  "1:10 \\u0413\\u0411\\u0414" },
	{ "JSON, a pair of escapes before", "{\"a\": \"\\ud83d\\ude00ГБД\"}", "ГБД", DOC_JSON,
	  "1:20 ГБД" },
	{ "JSON, an escaped line break inside", "{\"a\": \"x ГБД\\nФЛ\"}", "ГБД\nФЛ", DOC_JSON,
	  "1:10 ГБД\\nФЛ" },
};

static void a_piece_knows_its_source(void **state)
{
	const struct source_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct doc_errors errors;
	struct doc *doc = parse(a, str_of(row->text), row->syntax, DOC_GENERAL, &errors);
	const struct node *node = node_get(&doc->root, STR("a"));
	size_t at = str_find(node_str(node), str_of(row->piece));
	struct str source;
	struct doc_place place;

	assert_true(at != SIZE_MAX);
	source = doc_source(doc, node, str_sub(node_str(node), at, at + str_of(row->piece).n));
	place = doc_place(doc, (uint32_t)(source.p - doc->text.p));
	assert_string_equal(
		arena_printf(a, "%u:%u %.*s", place.line, place.column, STR_FMT(source)).p,
		row->want);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, json_error_row, json_error_rows);
	ADD_ROWS(&list, yaml_error_row, yaml_error_rows);
	ADD_ROWS(&list, value_row, value_rows);
	ADD_ROWS(&list, canonical_row, canonical_rows);
	ADD_ROWS(&list, number_row, number_rows);
	ADD_ROWS(&list, int_row, int_rows);
	ADD_ROWS(&list, pointer_row, pointer_rows);
	ADD_ROWS(&list, place_row, place_rows);
	ADD_ROWS(&list, limit_row, limit_rows);
	ADD_TEST(&list, doubles_round_after_many_digits);
	ADD_TEST(&list, keys_are_found_and_limited);
	ADD_TEST(&list, duplicates_are_found_at_any_distance);
	ADD_TEST(&list, canonical_keys_are_in_order);
	ADD_TEST(&list, places_equal_those_counted_from_the_start);
	ADD_TEST(&list, errors_are_capped_and_counted);
	ADD_TEST(&list, strings_point_into_the_text);
	ADD_TEST(&list, texts_in_three_languages);
	ADD_TEST(&list, built_trees_equal_read_ones);
	ADD_TEST(&list, made_documents_keep_places_and_values);
	ADD_ROWS(&list, free_row, free_rows);
	ADD_ROWS(&list, a_piece_knows_its_source, source_rows);
	ADD_TEST(&list, json_suite);
	ADD_TEST(&list, yaml_suite);
	return test_list_run(&list, "doc");
}
