#include "checker/regex/regex.h"

#include <string.h>

enum { NESTING = 256 };

/* Bytes of a class or an escape, in which no letter repeats anything. */
static size_t atom_length(struct str p, size_t at)
{
	size_t n = at;

	if (p.p[at] == '\\')
		return at + 1 < p.n ? 2 : 1;
	if (p.p[at] != '[')
		return 1;
	n += n + 1 < p.n && p.p[n + 1] == '^' ? 2 : 1;
	n += n < p.n && p.p[n] == ']';
	while (n < p.n && p.p[n] != ']')
		n += p.p[n] == '\\' ? 2 : 1;
	return (n < p.n ? n + 1 : p.n) - at;
}

/* "*", "+" and "{n,}" stand for any number of times. */
static bool repeats(struct str p, size_t at)
{
	if (at >= p.n)
		return false;
	if (p.p[at] == '*' || p.p[at] == '+')
		return true;
	if (p.p[at++] != '{')
		return false;
	while (at < p.n && p.p[at] >= '0' && p.p[at] <= '9')
		at++;
	return at + 1 < p.n && p.p[at] == ',' && p.p[at + 1] == '}';
}

/* Whether the atom may be the letter; said of all that is not a plain letter or a plain class.
 */
static bool may_be(struct str atom, char letter)
{
	if (atom.n == 1)
		return atom.p[0] == letter || atom.p[0] == '.' || atom.p[0] == ')';
	if (atom.p[0] != '[' || atom.p[1] == '^' || memchr(atom.p, '\\', atom.n))
		return true;
	for (size_t i = 1; i + 1 < atom.n; i++) {
		if (atom.p[i] == letter)
			return true;
		if (atom.p[i] == '-' && i > 1 && i + 2 < atom.n && atom.p[i - 1] <= letter &&
		    letter <= atom.p[i + 1])
			return true;
	}
	return false;
}

/*
 * Whether each turn of the group begins with a letter that nothing repeated in
 * it can be: then a text has one way to be cut into turns.
 */
static bool is_separated(struct str group)
{
	size_t first = str_starts(group, STR("?:")) ? 2 : 0,
	       length = first < group.n ? atom_length(group, first) : 0;
	char letter = length == 1 ? group.p[first] : '.';

	if (length == 3 && group.p[first] == '[') /* [.] is a dot */
		letter = group.p[first + 1];
	else if (strchr(".[(\\^$|?*+{)", letter))
		return false;
	if (memchr(group.p, '|', group.n) || repeats(group, first + length))
		return false;
	for (size_t i = first + length; i < group.n;) {
		size_t n = atom_length(group, i);

		if (repeats(group, i + n) && may_be(str_sub(group, i, i + n), letter))
			return false;
		i += n;
	}
	return true;
}

bool regex_explodes(struct str pattern)
{
	struct {
		size_t from;
		bool repeats; /* something in it does, without bound */
	} open[NESTING] = { { 0, false } };
	size_t depth = 0;

	for (size_t i = 0; i < pattern.n; i += atom_length(pattern, i)) {
		if (pattern.p[i] == '(' && depth + 1 < NESTING) {
			open[++depth].from = i + 1;
			open[depth].repeats = false;
		} else if (pattern.p[i] == ')' && depth) {
			bool again = repeats(pattern, i + 1);

			if (again && open[depth].repeats &&
			    !is_separated(str_sub(pattern, open[depth].from, i)))
				return true;
			depth--;
			open[depth].repeats |= open[depth + 1].repeats || again;
		} else if (repeats(pattern, i)) {
			open[depth].repeats = true;
		}
	}
	return false;
}
