#include "checker/regex/regex.h"

#include "tests/unit/rows.h"

#include <string.h>

enum { REFUSED = 9, MAX_SUBJECT = 4096 };

/* A pattern, a subject, and what comes of it; REFUSED: it does not compile. */
static const struct row {
	const char *label, *pattern, *subject;
	int want;
} ecma_rows[] = {
	{ "$ does not match before a newline", "^abc$", "abc\n", REGEX_NO },
	{ "$ matches at the end", "^abc$", "abc", REGEX_YES },
	{ "no anchors: found inside", "b+", "abbbc", REGEX_YES },
	{ "\\t is a tab", "^\\t$", "\t", REGEX_YES },
	{ "\\v is one character only", "^\\v$", "\n", REGEX_NO },
	{ "\\v is the line tabulation", "^\\v$", "\v", REGEX_YES },
	{ "\\cC is a control character", "^\\cC$", "\003", REGEX_YES },
	{ "\\cc too", "^\\cc$", "\003", REGEX_YES },
	{ "\\c alone", "^\\c$", "", REFUSED },
	{ "\\d is ASCII", "^\\d$", "\u07c0", REGEX_NO },
	{ "\\D is all else", "^\\D$", "\u07c0", REGEX_YES },
	{ "\\w is ASCII", "^\\w$", "é", REGEX_NO },
	{ "\\w knows no Cyrillic", "^\\w$", "я", REGEX_NO },
	{ "\\b at a Cyrillic letter is none", "\\bя", "я", REGEX_NO },
	{ "\\s is the no-break space", "^\\s$", "\u00a0", REGEX_YES },
	{ "\\s is the byte order mark", "^\\s$", "\ufeff", REGEX_YES },
	{ "\\s is the paragraph separator", "^\\s$", "\u2029", REGEX_YES },
	{ "\\s is no en dash", "^\\s$", "\u2013", REGEX_NO },
	{ "\\s is not U+0085", "^\\s$", "\xc2\x85", REGEX_NO },
	{ "\\S is none of them", "^\\S$", "\u2003", REGEX_NO },
	{ "\\S in a class", "^[\\Sx]$", "\u2028", REGEX_NO },
	{ "\\S in a class takes a letter", "^[\\S ]+$", "қаз ақ", REGEX_YES },
	{ "\\s in a class", "^[\\s,]+$", ", \u3000,", REGEX_YES },
	{ "a negated \\s in a class", "^[^\\s]$", "\ufeff", REGEX_NO },
	{ "\\b in a class is a backspace", "^[\\b]$", "\b", REGEX_YES },
	{ "a dot does not take U+2028", "^.$", "\u2028", REGEX_NO },
	{ "a dot does not take CR", "^.$", "\r", REGEX_NO },
	{ "a dot takes a whole emoji", "^.$", "🐲", REGEX_YES },
	{ "a repeated emoji", "^🐲*$", "🐲🐲", REGEX_YES },
	{ "another emoji", "^🐲*$", "🐉", REGEX_NO },
	{ "surrogate pair escaped", "^\\uD83D\\uDC32$", "🐲", REGEX_YES },
	{ "half a pair", "\\uD83D", "", REFUSED },
	{ "\\u with four digits", "^\\u0041$", "A", REGEX_YES },
	{ "\\u in braces", "^\\u{1F432}$", "🐲", REGEX_YES },
	{ "\\u beyond Unicode", "\\u{110000}", "", REFUSED },
	{ "\\u with three digits", "\\u041", "", REFUSED },
	{ "\\x with two digits", "^\\x41$", "A", REGEX_YES },
	{ "\\x in braces is not ECMA", "\\x{41}", "", REFUSED },
	{ "\\0", "^a\\0$", "a", REGEX_NO },
	{ "octal is refused", "\\012", "", REFUSED },
	{ "property: long category", "\\p{Letter}cole", "l'école", REGEX_YES },
	{ "property: digit", "^\\p{digit}+$", "৪২", REGEX_YES },
	{ "property: short category", "^\\p{Lu}$", "Қ", REGEX_YES },
	{ "property: general category by key", "^\\p{gc=Uppercase_Letter}$", "q", REGEX_NO },
	{ "property: script", "^\\p{Script=Cyrillic}+$", "қазақ", REGEX_YES },
	{ "property: short script", "^\\p{sc=Cyrl}+$", "qazaq", REGEX_NO },
	{ "property: script name alone", "^\\p{Cyrillic}+$", "қазақ", REGEX_YES },
	{ "property: script extensions", "^\\p{scx=Cyrl}$", "\u0483", REGEX_YES },
	{ "property: binary", "^\\p{Alphabetic}+$", "әлем", REGEX_YES },
	{ "property: Any", "^\\p{Any}$", "\u2028", REGEX_YES },
	{ "property: ASCII", "^\\p{ASCII}$", "ж", REGEX_NO },
	{ "property: Assigned", "^\\p{Assigned}$", "ж", REGEX_YES },
	{ "property: negated", "^\\P{L}$", "ж", REGEX_NO },
	{ "property in a class", "^[\\p{L}\\d-]+$", "дерек-1", REGEX_YES },
	{ "property: unknown", "\\p{Nothing}", "", REFUSED },
	{ "property: PCRE2's own", "\\p{Xan}", "", REFUSED },
	{ "property: negation of PCRE2", "\\p{^Lu}", "", REFUSED },
	{ "property: wrong case", "\\p{letter}", "", REFUSED },
	{ "property without braces", "\\pL", "", REFUSED },
	{ "empty class matches nothing", "[]", "a", REGEX_NO },
	{ "empty negated class matches all", "^[^]$", "\n", REGEX_YES },
	{ "empty class repeated", "^[]*$", "", REGEX_YES },
	{ "empty negated class repeated", "^[^]{2}$", "\n🐲", REGEX_YES },
	{ "lone bracket", "^]$", "]", REGEX_YES },
	{ "escaped dash", "^\\-$", "-", REGEX_YES },
	{ "bracket in a class is a member", "^[[]$", "[", REGEX_YES },
	{ "no POSIX classes", "^[[:alpha:]]$", "a]", REGEX_YES },
	{ "no collating elements", "^[.a-z.]+$", "a.b", REGEX_YES },
	{ "no equivalence classes", "^[=<>=]+$", "<=", REGEX_YES },
	{ "class with a range", "^[а-яә]+$", "дәрі", REGEX_NO },
	{ "caret inside a class", "^[a^]$", "^", REGEX_YES },
	{ "escaped dash in a class", "^[a\\-z]$", "b", REGEX_NO },
	{ "range out of order", "[z-a]", "", REFUSED },
	{ "unclosed class", "[abc", "", REFUSED },
	{ "unclosed group", "^(abc]", "", REFUSED },
	{ "unopened group", "abc)", "", REFUSED },
	{ "\\a", "\\a", "", REFUSED },
	{ "\\Z", "^a\\Z", "", REFUSED },
	{ "\\A", "\\Aa", "", REFUSED },
	{ "\\z", "a\\z", "", REFUSED },
	{ "\\Q", "\\Qa\\E", "", REFUSED },
	{ "\\R", "\\R", "", REFUSED },
	{ "\\K", "a\\Kb", "", REFUSED },
	{ "\\C", "\\C", "", REFUSED },
	{ "\\G", "\\Ga", "", REFUSED },
	{ "\\g", "(a)\\g1", "", REFUSED },
	{ "verbs of PCRE2", "(*ACCEPT)a", "", REFUSED },
	{ "options of PCRE2", "(*UCP)\\w", "", REFUSED },
	{ "limits of PCRE2", "(*LIMIT_MATCH=99999999)a", "", REFUSED },
	{ "inline flags", "(?i)a", "", REFUSED },
	{ "comment", "(?#x)a", "", REFUSED },
	{ "recursion", "(?R)", "", REFUSED },
	{ "call-out", "(?C1)a", "", REFUSED },
	{ "conditional", "(a)?(?(1)b|c)", "", REFUSED },
	{ "atomic group", "(?>a)", "", REFUSED },
	{ "possessive", "a++", "", REFUSED },
	{ "doubled star", "a**", "", REFUSED },
	{ "nothing to repeat", "*a", "", REFUSED },
	{ "nothing to repeat after a bar", "a|+", "", REFUSED },
	{ "lazy", "^a+?b$", "aab", REGEX_YES },
	{ "counted", "^a{2,3}$", "aaaa", REGEX_NO },
	{ "counted with no lower end", "^a{,3}$", "aa", REGEX_NO },
	{ "brace as a letter", "^{.*}$", "{x}", REGEX_YES },
	{ "look-ahead", "^(?=.*\\d).{3}$", "ab1", REGEX_YES },
	{ "negative look-ahead", "^(?!x)", "x", REGEX_NO },
	{ "look-behind", "(?<=a)b", "ab", REGEX_YES },
	{ "negative look-behind", "(?<!a)b", "ab", REGEX_NO },
	{ "named group", "^(?<w>a)\\k<w>$", "aa", REGEX_YES },
	{ "Python's named group", "(?P<w>a)", "", REFUSED },
	{ "back-reference", "^(a|b)\\1$", "ab", REGEX_NO },
	{ "unset group is empty", "^(?:(a)|b)\\1$", "b", REGEX_YES },
	{ "reference to no group", "(a)\\2", "", REFUSED },
	{ "backslash at the end", "a\\", "", REFUSED },
	{ "escaped slash", "^a\\/b$", "a/b", REGEX_YES },
	{ "hash is a letter", "^#a b$", "#a b", REGEX_YES },
	{ "case is not ignored", "^абв$", "АБВ", REGEX_NO },
	{ "empty pattern", "", "abc", REGEX_YES },
	{ "identifier", "^[a-z0-9][a-z0-9-]{1,62}$", "kz-gov-esep", REGEX_YES },
	{ "identifier with a newline", "^[a-z0-9][a-z0-9-]{1,62}$", "kz-gov\n", REGEX_NO },
	{ "too large", "((a{1000}){1000}){1000}", "", REFUSED },
	{ "more than RE2 repeats", "^a{0,1001}$", "a", REGEX_YES },
	{ "a repeated place", "\\b+", "", REFUSED },
	{ "a repeated start", "^*", "", REFUSED },
}, re2_rows[] = {
	{ "found inside", "ubb", "hubba", REGEX_YES },
	{ "counted emoji", "(a|😀){2}", "🐱😀😀", REGEX_YES },
	{ "empty pattern", "", "", REGEX_YES },
	{ "$ only at the end", "a$", "a\n", REGEX_NO },
	{ "\\z", "^a\\z", "a", REGEX_YES },
	{ "\\A", "\\Ab", "ab", REGEX_NO },
	{ "\\Z", "a\\Z", "", REFUSED },
	{ "dot takes CR, not LF", "^.$", "\r", REGEX_YES },
	{ "dot and LF", "^.$", "\n", REGEX_NO },
	{ "dot with s", "(?s)^.$", "\n", REGEX_YES },
	{ "flag i on Cyrillic", "(?i)^ҚАЗАҚ$", "қазақ", REGEX_YES },
	{ "flag i in a group", "^(?i:A)b$", "aB", REGEX_NO },
	{ "flag m", "(?m)^b$", "a\nb\nc", REGEX_YES },
	{ "flag x is not RE2's", "(?x)a b", "", REFUSED },
	{ "\\s without the vertical tab", "^\\s$", "\v", REGEX_NO },
	{ "\\s without the no-break space", "^\\s$", "\u00a0", REGEX_NO },
	{ "\\S", "^[\\S]$", "\v", REGEX_YES },
	{ "\\w is ASCII", "^\\w$", "я", REGEX_NO },
	{ "\\pN", "^\\pN$", "৪", REGEX_YES },
	{ "\\p{Greek}", "^\\p{Greek}$", "λ", REGEX_YES },
	{ "\\p{^Greek}", "^\\p{^Greek}$", "λ", REGEX_NO },
	{ "\\PL", "^\\PL$", "λ", REGEX_NO },
	{ "POSIX class", "^[[:alpha:]_]+$", "a_b", REGEX_YES },
	{ "negated POSIX class", "^[[:^digit:]]$", "1", REGEX_NO },
	{ "unknown POSIX class", "[[:letter:]]", "", REFUSED },
	{ "bracket first in a class", "^[]a]+$", "]a", REGEX_YES },
	{ "octal", "^\\101\\07$", "A\a", REGEX_YES },
	{ "\\x in braces", "^\\x{1F600}$", "😀", REGEX_YES },
	{ "quoted", "^\\Qa.b\\E+$", "a.bb", REGEX_YES },
	{ "named group", "^(?P<n>a)$", "a", REGEX_YES },
	{ "back-reference", "(a)\\1", "", REFUSED },
	{ "named back-reference", "(?P<n>a)(?P=n)", "", REFUSED },
	{ "look-ahead", "(?=a)", "", REFUSED },
	{ "negative look-ahead", "(?!a)", "", REFUSED },
	{ "look-behind", "(?<=a)b", "", REFUSED },
	{ "negative look-behind", "(?<!a)b", "", REFUSED },
	{ "atomic group", "(?>a)", "", REFUSED },
	{ "possessive", "a*+", "", REFUSED },
	{ "possessive count", "a{2}+", "", REFUSED },
	{ "\\C", "\\C", "", REFUSED },
	{ "\\u", "\\u0041", "", REFUSED },
	{ "recursion", "(?R)", "", REFUSED },
	{ "verb", "(*FAIL)", "", REFUSED },
	{ "missing bracket", "a(", "", REFUSED },
	{ "a repeated start", "^*b", "ab", REGEX_YES },
	{ "a repeated end", "^a${2}", "a", REGEX_YES },
	{ "a repeated border of words", "a\\b+ ", "a b", REGEX_YES },
	{ "a repeated \\z, lazily", "b\\z??c", "bc", REGEX_YES },
	{ "a brace after an end", "^a$?{x", "a{x", REGEX_YES },
	{ "a line begins after the last line end", "\n(?m:^)\\z", "a\n", REGEX_YES },
	{ "a thousand times", "^a{1000}", "a", REGEX_NO },
	{ "more than a thousand times", "a{1001}", "", REFUSED },
	{ "up to more than a thousand times", "a{1,1001}", "", REFUSED },
	{ "a sign after a POSIX class", "^[[:alpha:]-z]+$", "a-z", REGEX_YES },
	{ "a sign at the end of a class", "^[[:alpha:]-]+$", "a-", REGEX_YES },
	{ "an escaped space", "^a\\ b$", "a b", REGEX_YES },
	{ "an empty quoted text", "^ab\\Q\\E*$", "abb", REGEX_YES },
	{ "an empty quoted text after a repeat", "a*\\Q\\E+", "", REFUSED },
};

static int verdict(const char *pattern, enum regex_syntax syntax, struct str subject)
{
	struct err err = { 0 };
	struct regex *re = NULL;
	enum regex_result result;

	if (!regex_compile(&re, str_of(pattern), syntax, &err)) {
		assert_int_equal(err.code, ERR_INPUT);
		assert_true(str_starts(str_of(err.text), STR("pattern, offset ")));
		return REFUSED;
	}
	result = regex_match(re, subject, MAX_SUBJECT);
	assert_int_equal(regex_match(re, subject, MAX_SUBJECT), result);
	regex_free(re);
	return (int)result;
}

static void ecma_row(void **state)
{
	const struct row *row = *state;

	assert_int_equal(verdict(row->pattern, REGEX_ECMA, str_of(row->subject)), row->want);
}

static void re2_row(void **state)
{
	const struct row *row = *state;

	assert_int_equal(verdict(row->pattern, REGEX_RE2, str_of(row->subject)), row->want);
}

static const struct message_row {
	const char *label;
	enum regex_syntax syntax;
	const char *pattern, *want;
} message_rows[] = {
	{ "our own refusal", REGEX_ECMA, "ab\\a", "pattern, offset 2: unknown escape" },
	{ "PCRE2's offset is that of the source", REGEX_ECMA, "\\s\\S[z-a]",
	  "pattern, offset 9: range out of order in character class" },
	{ "back-reference", REGEX_RE2, "(a)\\1",
	  "pattern, offset 3: back-references are not allowed" },
	{ "end of the pattern", REGEX_ECMA, "\\s(",
	  "pattern, offset 3: missing closing parenthesis" },
};

static void message_row(void **state)
{
	const struct message_row *row = *state;
	struct err err = { 0 };
	struct regex *re = NULL;

	assert_false(regex_compile(&re, str_of(row->pattern), row->syntax, &err));
	assert_string_equal(err.text, row->want);
}

/* Patterns that try the same text in many ways: each call must end, whatever it answers. */
static const struct attack_row {
	const char *label, *pattern, *pump, *end;
	int want;
} attack_rows[] = {
	{ "nested repeats", "^(a+)+$", "a", "!", REGEX_LIMIT },
	{ "alternatives that overlap", "^(a|aa)+$", "a", "!", REGEX_LIMIT },
	{ "three repeats in a row, anywhere", "a*a*a*b$", "a", "!", REGEX_NO },
	{ "three repeats in a row and a letter", "[a-z]*[a-z]*[a-z]+[.][0-9]$", "a", "!1.",
	  REGEX_LIMIT },
	{ "spaces before the end", "\\s+$", " ", "x", REGEX_LIMIT },
	{ "e-mail", "^([a-z0-9]+[-_.]?)+@", "a", "!", REGEX_NO },
	{ "e-mail with its sign", "^([a-z0-9]+[-_.]?)+@", "a", "!@", REGEX_LIMIT },
	{ "back-reference", "^(a*)*\\1b?$", "a", "!", REGEX_LIMIT },
	{ "look-ahead", "^(?=(a+)+$)", "a", "!", REGEX_LIMIT },
	{ "plain and long", "^[a-z]+!$", "a", "!", REGEX_YES },
	{ "anywhere and long", "b!", "ab", "!", REGEX_YES },
	{ "alternatives that do not overlap", "^(?:a|b)+$", "a", "b", REGEX_YES },
};

static void attack_row(void **state)
{
	const struct attack_row *row = *state;
	char text[MAX_SUBJECT];
	size_t n = 0, pump = strlen(row->pump), end = strlen(row->end);

	for (; n + pump + end <= 2000; n += pump)
		memcpy(text + n, row->pump, pump);
	memcpy(text + n, row->end, end);
	assert_int_equal(verdict(row->pattern, REGEX_ECMA, (struct str){ text, n + end }),
			 row->want);
}

static void long_things_are_refused(void **state)
{
	static char text[5000];

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	assert_int_equal(verdict(text, REGEX_ECMA, STR("")), REFUSED);
	assert_int_equal(verdict("a", REGEX_ECMA, (struct str){ text, MAX_SUBJECT }),
			 REGEX_YES);
	assert_int_equal(verdict("a", REGEX_ECMA, (struct str){ text, MAX_SUBJECT + 1 }),
			 REGEX_LIMIT);
	text[39] = '!';
	assert_int_equal(verdict("^(a+)+$", REGEX_ECMA, (struct str){ text, 40 }), REGEX_LIMIT);
	assert_int_equal(verdict("^(a|a)*$", REGEX_RE2, (struct str){ text, 40 }), REGEX_LIMIT);
	assert_int_equal(verdict("^\\0$", REGEX_ECMA, (struct str){ "\0", 1 }), REGEX_YES);
	regex_free(NULL);
}

static const struct explode_row {
	const char *label, *pattern;
	bool explodes;
} explode_rows[] = {
	{ "a repetition within a repetition", "^(a+)+$", true },
	{ "of classes", "([a-z]+)*", true },
	{ "deeper", "((a|b+)c?)*x", true },
	{ "bounded below only", "(a{2,}){3,}", true },
	{ "a separator that the repeated class may be", "(-[a-z-]*)+", true },
	{ "a separator that the repeated class may be, as a range", "(b[a-z]*)+", true },
	{ "a separator in front of a dot", "(/.*)+", true },
	{ "a repetition", "^[a-z]+$", false },
	{ "one after the other", "a+b+c*", false },
	{ "within a group that stands once", "(a+b*)?", false },
	{ "bounded above", "(a+){1,3}", false },
	{ "segments with a separator", "^x(/[a-z0-9]*)+$", false },
	{ "segments with a separator in a class", "^[0-9]+([.][0-9]+)*$", false },
	{ "signs in a class", "[(+*]+", false },
	{ "escaped signs", "\\(a\\+\\)+", false },
};

static void exploding_patterns_are_known(void **state)
{
	const struct explode_row *row = *state;

	assert_int_equal(regex_explodes(str_of(row->pattern)), row->explodes);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, ecma_row, ecma_rows);
	ADD_ROWS(&list, re2_row, re2_rows);
	ADD_ROWS(&list, message_row, message_rows);
	ADD_ROWS(&list, attack_row, attack_rows);
	ADD_TEST(&list, long_things_are_refused);
	ADD_ROWS(&list, exploding_patterns_are_known, explode_rows);
	return test_list_run(&list, "regex");
}
