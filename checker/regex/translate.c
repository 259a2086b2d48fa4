#include "checker/regex/regex_internal.h"

#include <string.h>

bool regex_refuse(struct regex_translator *t, size_t offset, const char *why)
{
	err_set(t->err, ERR_INPUT, "%s", why);
	return err_wrap(t->err, "pattern, offset %zu", offset);
}

char regex_peek(const struct regex_translator *t, size_t ahead)
{
	return t->in.n - t->at > ahead ? t->in.p[t->at + ahead] : '\0';
}

static bool next_is(const struct regex_translator *t, const char *text)
{
	return str_starts(str_sub(t->in, t->at, t->in.n), str_of(text));
}

static void copy(struct regex_translator *t, size_t n)
{
	strbuf_str(t->out, str_sub(t->in, t->at, t->at + n));
	t->at += n;
}

/* "[:alpha:]" inside a class of RE2; PCRE2 knows the same names. */
static size_t posix_class(const struct regex_translator *t)
{
	size_t end;

	if (t->syntax != REGEX_RE2 || !next_is(t, "[:"))
		return 0;
	end = str_find(str_sub(t->in, t->at + 2, t->in.n), STR(":]"));
	return end == SIZE_MAX ? 0 : end + 4;
}

static bool class_member(struct regex_translator *t)
{
	char c = regex_peek(t, 0);
	size_t n = posix_class(t);

	if (c == '\\')
		return regex_escape(t, true);
	if (n > 0) {
		copy(t, n);
		/* No range can begin with it: RE2 takes the sign as itself, PCRE2 refuses. */
		if (regex_peek(t, 0) == '-' && regex_peek(t, 1) != ']')
			strbuf_byte(t->out, '\\');
		return true;
	}
	/* What PCRE2 may take for its own syntax is written as a number. */
	if (c && strchr("[]^&~:.=", c))
		strbuf_printf(t->out, "\\x%02x", (unsigned)c);
	else
		strbuf_byte(t->out, c);
	t->at++;
	return true;
}

/* In ECMA-262 [] matches nothing and [^] anything; PCRE2's own option fails on []*. */
static bool empty_class(struct regex_translator *t)
{
	bool all = next_is(t, "[^]");

	if (!all && !next_is(t, "[]"))
		return false;
	strbuf_str(t->out, all ? STR("(?s:.)") : STR("(?:(?!))"));
	t->at += all ? 3 : 2;
	t->atom = true;
	return true;
}

static bool class(struct regex_translator *t)
{
	size_t from = t->at;
	bool first = true;

	if (t->syntax == REGEX_ECMA && empty_class(t))
		return true;
	copy(t, next_is(t, "[^") ? 2 : 1);
	/* In RE2 a bracket at the start is a member, in ECMA-262 it ends the class. */
	for (; t->at < t->in.n; first = false) {
		if (regex_peek(t, 0) == ']' && !(first && t->syntax == REGEX_RE2))
			break;
		if (!class_member(t))
			return false;
	}
	if (t->at >= t->in.n)
		return regex_refuse(t, from, "a class has no end");
	copy(t, 1);
	t->atom = true;
	return true;
}

/* Length of "i", "s-i" and the like before ":" or ")". */
static size_t re2_flags(const struct regex_translator *t)
{
	size_t n = 2;

	while (regex_peek(t, n) && strchr("imsU-", regex_peek(t, n)))
		n++;
	return n > 2 && (regex_peek(t, n) == ':' || regex_peek(t, n) == ')') ? n + 1 : 0;
}

static bool group(struct regex_translator *t)
{
	static const char *const ecma_starts[] = { "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?<" };
	static const char *const re2_starts[] = { "(?:", "(?P<", "(?<" };
	const char *const *starts = t->syntax == REGEX_ECMA ? ecma_starts : re2_starts;
	size_t count = t->syntax == REGEX_ECMA ? ARRAY_LEN(ecma_starts) : ARRAY_LEN(re2_starts);
	size_t n = 0;

	t->atom = false;
	if (next_is(t, "(*"))
		return regex_refuse(t, t->at, "nothing to repeat");
	if (!next_is(t, "(?")) {
		copy(t, 1);
		return true;
	}
	if (t->syntax == REGEX_RE2 && !next_is(t, "(?<=") && !next_is(t, "(?<!"))
		n = re2_flags(t);
	else if (t->syntax == REGEX_RE2)
		count = 0;
	for (size_t i = 0; i < count && n == 0; i++) {
		if (next_is(t, starts[i]))
			n = strlen(starts[i]);
	}
	if (n == 0)
		return regex_refuse(t, t->at, "this kind of group is not allowed");
	copy(t, n);
	return true;
}

/* Length of "{2}", "{2,}" or "{2,5}" at `at`, 0 if it is something else. */
static size_t counted(const struct regex_translator *t)
{
	size_t n = 1, digits = 0;

	for (; regex_peek(t, n) >= '0' && regex_peek(t, n) <= '9'; n++)
		digits++;
	if (regex_peek(t, n) == ',') {
		do
			n++;
		while (regex_peek(t, n) >= '0' && regex_peek(t, n) <= '9');
	}
	return digits > 0 && regex_peek(t, n) == '}' ? n + 1 : 0;
}

void regex_put_place(struct regex_translator *t, struct str place)
{
	char next = regex_peek(t, 0);
	bool repeated = next && (strchr("*+?", next) || (next == '{' && counted(t)));
	bool grouped = t->syntax == REGEX_RE2 && repeated;

	strbuf_str(t->out, grouped ? STR("(?:") : STR(""));
	strbuf_str(t->out, place);
	strbuf_str(t->out, grouped ? STR(")") : STR(""));
	t->atom = t->syntax == REGEX_RE2;
}

enum { RE2_REPEATS = 1000 };

/* Whether a number in the `n` bytes of "{2,5}" is larger than RE2 takes. */
static bool repeats_too_often(const struct regex_translator *t, size_t n)
{
	unsigned value = 0;

	for (size_t i = 0; i < n && value <= RE2_REPEATS; i++) {
		char c = regex_peek(t, i);

		value = c >= '0' && c <= '9' ? value * 10 + (unsigned)(c - '0') : 0;
	}
	return value > RE2_REPEATS;
}

static bool repeat(struct regex_translator *t, size_t n)
{
	if (!t->atom)
		return regex_refuse(t, t->at, "nothing to repeat");
	if (t->syntax == REGEX_RE2 && repeats_too_often(t, n))
		return regex_refuse(t, t->at, "more than 1000 repetitions");
	copy(t, n);
	if (regex_peek(t, 0) == '?')
		copy(t, 1);
	t->atom = false;
	return true;
}

static bool token(struct regex_translator *t)
{
	bool ecma = t->syntax == REGEX_ECMA;

	switch (regex_peek(t, 0)) {
	case '\\':
		return regex_escape(t, false);
	case '[':
		return class(t);
	case '(':
		return group(t);
	case '*':
	case '+':
	case '?':
		return repeat(t, 1);
	case '{':
		if (counted(t))
			return repeat(t, counted(t));
		strbuf_str(t->out, STR("\\x7b"));
		t->at++;
		t->atom = true;
		return true;
	case '.':
		if (!ecma)
			break;
		strbuf_str(t->out, STR("[^\\x0a\\x0d\\x{2028}\\x{2029}]"));
		t->at++;
		t->atom = true;
		return true;
	case '^':
	case '$':
		t->at++;
		regex_put_place(t, str_sub(t->in, t->at - 1, t->at));
		return true;
	case '|':
		copy(t, 1);
		t->atom = false;
		return true;
	}
	copy(t, 1);
	t->atom = true;
	return true;
}

bool regex_translate(struct regex_translator *t, size_t stop)
{
	while (t->at < t->in.n && t->out->n < stop) {
		if (!token(t))
			return false;
	}
	return true;
}
