#include "checker/base/glob.h"

bool glob_is_pattern(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '*' || s.p[i] == '?' || s.p[i] == '[')
			return true;
	return false;
}

struct str glob_literal(struct arena *a, struct str path)
{
	char *text = ARENA_ARRAY(a, char, 3 * path.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < path.n; i++) {
		bool sign = glob_is_pattern(str_sub(path, i, i + 1));

		if (sign)
			text[n++] = '[';
		text[n++] = path.p[i];
		if (sign)
			text[n++] = ']';
	}
	return (struct str){ text, n };
}

/* Bytes of the first character; paths need not be valid UTF-8. */
static size_t step_of(struct str s)
{
	size_t n = 1;

	while (n < s.n && n < 4 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n++;
	return n;
}

static struct str first(struct str s)
{
	return str_sub(s, 0, step_of(s));
}

/* The class that begins at "["; bytes it takes, 0 when it does not end and is a plain sign. */
static size_t match_class(struct str class, struct str c, bool *matches)
{
	bool not = class.n > 1 && (class.p[1] == '!' || class.p[1] == '^');
	size_t begin = not ? 2 : 1, i = begin;
	bool in = false;

	while (i < class.n && (class.p[i] != ']' || i == begin)) {
		struct str low = first(str_sub(class, i, class.n)), high = low;

		i += low.n;
		if (i + 1 < class.n && class.p[i] == '-' && class.p[i + 1] != ']') {
			high = first(str_sub(class, i + 1, class.n));
			i += 1 + high.n;
		}
		/* UTF-8 has the order of its code points. */
		in |= str_cmp(&low, &c) <= 0 && str_cmp(&c, &high) <= 0;
	}
	*matches = in != not ;
	return i < class.n ? i + 1 : 0;
}

/* One character; bytes taken from the pattern, 0 when it does not match. */
static size_t match_one(struct str pattern, struct str c)
{
	bool matches;
	size_t n;

	if (pattern.p[0] == '?')
		return 1;
	if (pattern.p[0] == '[' && (n = match_class(pattern, c, &matches)))
		return matches ? n : 0;
	return str_starts(pattern, c) ? c.n : 0;
}

static bool is_hidden(struct str name)
{
	return name.n && name.p[0] == '.';
}

/* A name; a star takes as little as it can, and only the last one is tried again. */
static bool match_name(struct str pattern, struct str name)
{
	struct str star = { 0 }, from = { 0 };
	size_t n;

	if (is_hidden(name) && !is_hidden(pattern))
		return false;
	while (name.n) {
		if (pattern.n && pattern.p[0] == '*') {
			star = pattern = str_sub(pattern, 1, pattern.n);
			from = name;
		} else if (pattern.n && (n = match_one(pattern, first(name)))) {
			pattern = str_sub(pattern, n, pattern.n);
			name = str_sub(name, step_of(name), name.n);
		} else if (star.p) {
			from = name = str_sub(from, step_of(from), from.n);
			pattern = star;
		} else {
			return false;
		}
	}
	while (pattern.n && pattern.p[0] == '*')
		pattern = str_sub(pattern, 1, pattern.n);
	return pattern.n == 0;
}

/* A path without steps still has none; str_cut would say that of an empty step as well. */
static bool next_step(struct str *step, struct str *rest)
{
	return rest->n && str_cut(step, rest, '/');
}

bool glob_match(struct str pattern, struct str path)
{
	struct str star = { 0 }, from = { 0 };
	bool starred = false;

	while (path.n) {
		struct str wanted = { 0 }, rest = pattern, step, after = path;
		bool more = next_step(&wanted, &rest);

		if (str_eq(wanted, STR("**"))) {
			starred = true;
			star = pattern = rest;
			from = path;
			continue;
		}
		next_step(&step, &after);
		if (more && match_name(wanted, step)) {
			pattern = rest;
			path = after;
		} else if (starred && !is_hidden(from)) {
			next_step(&step, &from);
			path = from;
			pattern = star;
		} else {
			return false;
		}
	}
	while (pattern.n && str_starts(pattern, STR("**")))
		pattern = str_sub(pattern, str_starts(pattern, STR("**/")) ? 3 : 2, pattern.n);
	return pattern.n == 0;
}

struct str glob_folder(struct str pattern)
{
	size_t folder = 0;

	for (size_t i = 0; i < pattern.n; i++) {
		if (pattern.p[i] == '/')
			folder = i ? i : 1;
		else if (glob_is_pattern(str_sub(pattern, i, i + 1)))
			break;
	}
	return str_sub(pattern, 0, folder);
}
