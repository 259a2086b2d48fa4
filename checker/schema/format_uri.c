#include "checker/schema/parts_internal.h"

#include <string.h>

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, (unsigned char)c);
}

/* Unreserved characters, sub-delims and `more`, percent triplets, and what Unicode adds. */
static bool all_of(struct str s, const char *more, bool unicode)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '%') {
			if (i + 2 >= s.n || !is_hex(s.p[i + 1]) || !is_hex(s.p[i + 2]))
				return false;
			i += 2;
		} else if ((unsigned char)c >= 0x80
				   ? !unicode
				   : !is_alnum(c) && !is_one_of(c, "-._~!$&'()*+,;=") &&
					     !is_one_of(c, more)) {
			return false;
		}
	}
	return true;
}

static bool is_scheme(struct str s)
{
	if (!s.n || !((s.p[0] | 32) >= 'a' && (s.p[0] | 32) <= 'z'))
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (!is_alnum(s.p[i]) && !is_one_of(s.p[i], "+-."))
			return false;
	return true;
}

static bool is_port(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

/* RFC 3986: "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" ) */
static bool is_future_address(struct str s)
{
	size_t dot = str_find(s, STR("."));

	if (dot == SIZE_MAX || dot < 2 || (s.p[0] | 32) != 'v' || dot + 1 == s.n)
		return false;
	for (size_t i = 1; i < dot; i++)
		if (!is_hex(s.p[i]))
			return false;
	return !memchr(s.p, '%', s.n) && all_of(str_sub(s, dot + 1, s.n), ":", false);
}

static bool is_authority(struct str s, bool unicode)
{
	size_t at = str_find(s, STR("@")), colon;

	if (at != SIZE_MAX) {
		if (!all_of(str_sub(s, 0, at), ":", unicode))
			return false;
		s = str_sub(s, at + 1, s.n);
	}
	if (s.n && s.p[0] == '[') {
		size_t end = str_find(s, STR("]"));
		struct str in = str_sub(s, 1, end);

		if (end == SIZE_MAX || (!schema_ipv6_ok(in) && !is_future_address(in)))
			return false;
		s = str_sub(s, end + 1, s.n);
		return !s.n || (s.p[0] == ':' && is_port(str_sub(s, 1, s.n)));
	}
	colon = str_find(s, STR(":"));
	if (colon == SIZE_MAX)
		return all_of(s, "", unicode);
	return all_of(str_sub(s, 0, colon), "", unicode) && is_port(str_sub(s, colon + 1, s.n));
}

/* Cuts at the first character of `stops`. */
static struct str cut(struct str *rest, const char *stops)
{
	struct str piece = *rest;
	size_t n = 0;

	while (n < rest->n && !is_one_of(rest->p[n], stops))
		n++;
	piece.n = n;
	*rest = str_sub(*rest, n, rest->n);
	return piece;
}

static bool is_tail(struct str s, bool unicode)
{
	if (s.n && s.p[0] == '?') {
		s = str_sub(s, 1, s.n);
		if (!all_of(cut(&s, "#"), ":@/?", unicode))
			return false;
	}
	return !s.n || all_of(str_sub(s, 1, s.n), ":@/?", unicode);
}

bool schema_uri_ok(struct str s, struct uri_kind kind)
{
	struct str rest = s, scheme = cut(&rest, ":/?#"), path;
	bool absolute = rest.n && rest.p[0] == ':';

	if (absolute) {
		if (!is_scheme(scheme))
			return false;
		s = str_sub(rest, 1, rest.n);
	} else if (!kind.relative) {
		return false;
	}
	if (str_starts(s, STR("//"))) {
		s = str_sub(s, 2, s.n);
		if (!is_authority(cut(&s, "/?#"), kind.unicode))
			return false;
	}
	path = cut(&s, "?#");
	return all_of(path, ":@/", kind.unicode) && is_tail(s, kind.unicode);
}

/* RFC 6570 section 2.3 */
static bool is_variable(struct str s)
{
	bool dot = true;
	size_t i = 0;

	for (; i < s.n && s.p[i] != ':' && s.p[i] != '*'; i++) {
		if (s.p[i] == '%') {
			if (i + 2 >= s.n || !is_hex(s.p[i + 1]) || !is_hex(s.p[i + 2]))
				return false;
			i += 2;
			dot = false;
		} else if (s.p[i] == '.') {
			if (dot)
				return false;
			dot = true;
		} else if (!is_alnum(s.p[i]) && s.p[i] != '_') {
			return false;
		} else {
			dot = false;
		}
	}
	if (dot)
		return false;
	s = str_sub(s, i, s.n);
	if (!s.n || str_eq(s, STR("*")))
		return true;
	return s.p[0] == ':' && s.n >= 2 && s.n <= 5 && s.p[1] != '0' &&
	       is_port(str_sub(s, 1, s.n));
}

static bool is_expression(struct str s)
{
	struct str piece;

	if (s.n && is_one_of(s.p[0], "+#./;?&=,!@|"))
		s = str_sub(s, 1, s.n);
	do {
		piece = cut(&s, ",");
		if (!is_variable(piece) || str_eq(s, STR(",")))
			return false;
		s = str_sub(s, 1, s.n);
	} while (s.n);
	return true;
}

bool schema_uri_template_ok(struct str s)
{
	while (s.n) {
		struct str literal = cut(&s, "{");
		size_t end = str_find(s, STR("}"));

		for (size_t i = 0; i < literal.n; i++) {
			char c = literal.p[i];

			if ((c >= 0 && c <= 0x20) || is_one_of(c, "\x7f\"<>\\^`|}") ||
			    (c == '%' && (i + 2 >= literal.n || !is_hex(literal.p[i + 1]) ||
					  !is_hex(literal.p[i + 2]))))
				return false;
		}
		if (!s.n)
			return true;
		if (end == SIZE_MAX || !is_expression(str_sub(s, 1, end)))
			return false;
		s = str_sub(s, end + 1, s.n);
	}
	return true;
}
