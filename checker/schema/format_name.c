#include "checker/schema/parts_internal.h"

#include <string.h>

enum { LABEL_MAX = 63, NAME_MAX_BYTES = 253, EMAIL_LOCAL_MAX = 64 };

/* What the labels of a name have in common. */
struct name {
	bool unicode;
	bool right_to_left; /* one of them is */
	bool digit_first;   /* one of them, which RFC 5893 then forbids */
	size_t bytes;	    /* as A-labels, with dots */
};

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static bool label_ok(struct str s, struct name *name)
{
	bool ascii = true;

	name->digit_first |= s.n && s.p[0] >= '0' && s.p[0] <= '9';
	name->bytes++;
	if (!s.n || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		ascii &= (unsigned char)s.p[i] < 0x80;
		if ((unsigned char)s.p[i] < 0x80 && !is_alnum(s.p[i]) && s.p[i] != '-')
			return false;
	}
	if (!ascii) {
		struct idn_label label = { 0 };
		bool ok = name->unicode && schema_u_label_ok(s, &label);

		name->right_to_left |= label.right_to_left;
		name->bytes += label.bytes;
		return ok;
	}
	name->bytes += s.n;
	if (s.n > LABEL_MAX)
		return false;
	if (s.n < 4 || s.p[2] != '-' || s.p[3] != '-')
		return true;
	return (s.p[0] | 32) == 'x' && (s.p[1] | 32) == 'n' && schema_a_label_ok(s);
}

/* RFC 3490 section 3.1: three more characters count as dots. */
static size_t dot_at(struct str s, size_t i, bool unicode)
{
	static const char *const dots[] = { "\u3002", "\uff0e", "\uff61" };

	if (s.p[i] == '.')
		return 1;
	for (size_t k = 0; unicode && k < ARRAY_LEN(dots); k++)
		if (str_starts(str_sub(s, i, s.n), str_of(dots[k])))
			return 3;
	return 0;
}

bool schema_hostname_ok(struct str s, bool unicode)
{
	struct name name = { .unicode = unicode };
	size_t start = 0;

	if (!s.n || s.n > (unicode ? 4 * NAME_MAX_BYTES : NAME_MAX_BYTES))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		size_t dot = dot_at(s, i, unicode);

		if (!dot)
			continue;
		if (!label_ok(str_sub(s, start, i), &name))
			return false;
		start = i + dot;
		i = start - 1;
	}
	return label_ok(str_sub(s, start, s.n), &name) && name.bytes <= NAME_MAX_BYTES + 1 &&
	       !(name.right_to_left && name.digit_first);
}

bool schema_ipv4_ok(struct str s)
{
	unsigned parts = 0;

	while (s.n && parts < 4) {
		unsigned value = 0;
		size_t n = 0;

		while (n < s.n && n < 4 && s.p[n] >= '0' && s.p[n] <= '9')
			value = value * 10 + (unsigned)(s.p[n++] - '0');
		if (!n || n > 3 || value > 255 || (n > 1 && s.p[0] == '0'))
			return false;
		parts++;
		s = str_sub(s, n, s.n);
		if (parts < 4) {
			if (s.n < 2 || s.p[0] != '.')
				return false;
			s = str_sub(s, 1, s.n);
		}
	}
	return parts == 4 && !s.n;
}

static size_t hex_digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_alnum(s.p[n]) && ((s.p[n] | 32) <= 'f' || s.p[n] <= '9'))
		n++;
	return n;
}

/* One to four hex digits and the colon to the next group; not the double colon of a gap. */
static bool take_group(struct str *s)
{
	size_t n = hex_digits(*s);

	if (!n || n > 4)
		return false;
	*s = str_sub(*s, n, s->n);
	if (!s->n || str_starts(*s, STR("::")))
		return true;
	if (s->n < 2 || s->p[0] != ':')
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

/* RFC 4291 section 2.2 */
bool schema_ipv6_ok(struct str s)
{
	unsigned groups = 0;
	bool gap = false;

	while (s.n) {
		size_t n = hex_digits(s);

		if (str_starts(s, STR("::"))) {
			if (gap)
				return false;
			gap = true;
			s = str_sub(s, 2, s.n);
		} else if (n < s.n && s.p[n] == '.') {
			if (!schema_ipv4_ok(s))
				return false;
			groups += 2;
			break;
		} else if (take_group(&s)) {
			groups++;
		} else {
			return false;
		}
	}
	return gap ? groups < 8 : groups == 8;
}

static bool is_atom(char c, bool unicode)
{
	return is_alnum(c) || ((unsigned char)c >= 0x80 && unicode) ||
	       (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

/* RFC 5321 section 4.1.2: Quoted-string */
static bool quoted_ok(struct str s, bool unicode)
{
	if (s.n < 2 || s.p[s.n - 1] != '"')
		return false;
	for (size_t i = 1; i + 1 < s.n; i++) {
		unsigned char c;

		if (s.p[i] == '"' || (s.p[i] == '\\' && ++i + 1 >= s.n))
			return false;
		c = (unsigned char)s.p[i];
		if (c < 0x20 || c == 0x7F || (c >= 0x80 && !unicode))
			return false;
	}
	return true;
}

static bool local_ok(struct str s, bool unicode)
{
	bool dot = true;

	if (!s.n || s.n > EMAIL_LOCAL_MAX * (unicode ? (size_t)4 : 1))
		return false;
	if (s.p[0] == '"')
		return quoted_ok(s, unicode);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' ? dot : !is_atom(s.p[i], unicode))
			return false;
		dot = s.p[i] == '.';
	}
	return !dot;
}

bool schema_email_ok(struct str s, bool unicode)
{
	size_t at = s.n;
	struct str domain, v6 = STR("IPv6:");

	while (at > 0 && s.p[at - 1] != '@')
		at--;
	if (!at || !local_ok(str_sub(s, 0, at - 1), unicode))
		return false;
	domain = str_sub(s, at, s.n);
	if (!domain.n || domain.p[0] != '[')
		return schema_hostname_ok(domain, unicode);
	if (domain.p[domain.n - 1] != ']')
		return false;
	domain = str_sub(domain, 1, domain.n - 1);
	return str_starts(domain, v6) ? schema_ipv6_ok(str_sub(domain, v6.n, domain.n))
				      : schema_ipv4_ok(domain);
}
