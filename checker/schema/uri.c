#include "checker/schema/parts_internal.h"

#include <string.h>

/* The parts of RFC 3986 appendix B; an absent part has p == NULL. */
struct uri {
	struct str scheme, authority, path, query, fragment;
};

static size_t span_until(struct str s, const char *stops)
{
	size_t n = 0;

	while (n < s.n && !memchr(stops, s.p[n], strlen(stops)))
		n++;
	return n;
}

static struct uri split(struct str s)
{
	struct uri u = { 0 };
	size_t n = span_until(s, ":/?#");

	if (n > 0 && n < s.n && s.p[n] == ':') {
		u.scheme = str_sub(s, 0, n);
		s = str_sub(s, n + 1, s.n);
	}
	if (str_starts(s, STR("//"))) {
		s = str_sub(s, 2, s.n);
		n = span_until(s, "/?#");
		u.authority = str_sub(s, 0, n);
		s = str_sub(s, n, s.n);
	}
	n = span_until(s, "?#");
	u.path = str_sub(s, 0, n);
	s = str_sub(s, n, s.n);
	if (s.n && s.p[0] == '?') {
		n = span_until(s, "#");
		u.query = str_sub(s, 1, n);
		s = str_sub(s, n, s.n);
	}
	if (s.n)
		u.fragment = str_sub(s, 1, s.n);
	return u;
}

/* Section 5.2.4; the result is never longer than the path. */
static struct str remove_dots(struct arena *a, struct str path)
{
	char *out = arena_alloc(a, path.n + 1, 1);
	size_t n = 0, i = 0;

	while (i < path.n) {
		size_t start = i, end;
		struct str part;

		i += path.p[i] == '/';
		end = i + span_until(str_sub(path, i, path.n), "/");
		part = str_sub(path, i, end);
		if (str_eq(part, STR("..")) || str_eq(part, STR("."))) {
			while (part.n == 2 && n > 0 && out[--n] != '/')
				;
			if (end == path.n && (start < i || n > 0))
				out[n++] = '/';
		} else {
			memcpy(out + n, path.p + start, end - start);
			n += end - start;
		}
		i = end;
	}
	return (struct str){ out, n };
}

static struct str merge(struct arena *a, const struct uri *base, struct str path)
{
	size_t n = base->path.n;

	if (base->authority.p && !n)
		return arena_printf(a, "/%.*s", STR_FMT(path));
	while (n > 0 && base->path.p[n - 1] != '/')
		n--;
	return arena_printf(a, "%.*s%.*s", (int)n, base->path.p, STR_FMT(path));
}

static struct str join(struct arena *a, const struct uri *u)
{
	return arena_printf(a, "%.*s%s%s%.*s%.*s%s%.*s", STR_FMT(u->scheme),
			    u->scheme.p ? ":" : "", u->authority.p ? "//" : "",
			    STR_FMT(u->authority), STR_FMT(u->path), u->query.p ? "?" : "",
			    STR_FMT(u->query));
}

struct str schema_uri_resolve(struct arena *a, struct str base_text, struct str ref,
			      struct str *fragment)
{
	struct uri base = split(base_text), u = split(ref);

	*fragment = u.fragment;
	if (u.scheme.p) {
		u.path = remove_dots(a, u.path);
		return join(a, &u);
	}
	u.scheme = base.scheme;
	if (u.authority.p) {
		u.path = remove_dots(a, u.path);
		return join(a, &u);
	}
	u.authority = base.authority;
	if (!u.path.n) {
		u.path = base.path;
		if (!u.query.p)
			u.query = base.query;
	} else {
		if (u.path.p[0] != '/')
			u.path = merge(a, &base, u.path);
		u.path = remove_dots(a, u.path);
	}
	return join(a, &u);
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct str schema_percent_decode(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		int high = i + 2 < s.n && s.p[i] == '%' ? hex_value(s.p[i + 1]) : -1;
		int low = high >= 0 ? hex_value(s.p[i + 2]) : -1;

		if (low >= 0)
			i += 2;
		out[n++] = low >= 0 ? (char)(high * 16 + low) : s.p[i];
	}
	return (struct str){ out, n };
}

struct str schema_percent_encode(struct arena *a, struct str s, bool (*special)(char c))
{
	char *out = arena_alloc(a, 3 * s.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		out[n++] = special(s.p[i]) ? '%' : s.p[i];
		if (!special(s.p[i]))
			continue;
		out[n++] = "0123456789ABCDEF"[c >> 4];
		out[n++] = "0123456789ABCDEF"[c & 15];
	}
	return (struct str){ out, n };
}
