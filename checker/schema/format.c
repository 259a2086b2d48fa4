#include "checker/schema/parts_internal.h"

#include <string.h>

static const struct str names[FORMAT_COUNT] = {
#define X(id, name) [FORMAT_##id] = STR_INIT(name),
	SCHEMA_FORMATS(X)
#undef X
};

static const struct mtext titles[FORMAT_COUNT] = {
	[FORMAT_DATE_TIME] = MT_INIT("күн мен уақыт, мысалы 2026-03-01T09:30:00+05:00",
				     "дата и время, например 2026-03-01T09:30:00+05:00",
				     "a date and time such as 2026-03-01T09:30:00+05:00"),
	[FORMAT_DATE] = MT_INIT("күн, мысалы 2026-03-01", "дата, например 2026-03-01",
				"a date such as 2026-03-01"),
	[FORMAT_TIME] =
		MT_INIT("уақыт, мысалы 09:30:00+05:00", "время, например 09:30:00+05:00",
			"a time such as 09:30:00+05:00"),
	[FORMAT_DURATION] = MT_INIT("ұзақтық, мысалы P1Y6M", "длительность, например P1Y6M",
				    "a duration such as P1Y6M"),
	[FORMAT_EMAIL] = MT_INIT("электрондық пошта, мысалы aty@mekeme.gov.kz",
				 "адрес почты, например imya@vedomstvo.gov.kz",
				 "an e-mail address such as name@agency.gov.kz"),
	[FORMAT_IDN_EMAIL] = MT_INIT("электрондық пошта мекенжайы", "адрес электронной почты",
				     "an e-mail address"),
	[FORMAT_HOSTNAME] = MT_INIT("хост атауы, мысалы egov.kz", "имя хоста, например egov.kz",
				    "a host name such as egov.kz"),
	[FORMAT_IDN_HOSTNAME] =
		MT_INIT("хост атауы, мысалы egov.kz", "имя хоста, например egov.kz",
			"a host name such as egov.kz"),
	[FORMAT_IPV4] =
		MT_INIT("IPv4 мекенжайы, мысалы 192.0.2.1", "адрес IPv4, например 192.0.2.1",
			"an IPv4 address such as 192.0.2.1"),
	[FORMAT_IPV6] = MT_INIT("IPv6 мекенжайы, мысалы 2001:db8::1",
				"адрес IPv6, например 2001:db8::1",
				"an IPv6 address such as 2001:db8::1"),
	[FORMAT_URI] = MT_INIT("толық сілтеме, мысалы https://egov.kz/page",
			       "полный адрес, например https://egov.kz/page",
			       "a full address such as https://egov.kz/page"),
	[FORMAT_URI_REFERENCE] = MT_INIT("сілтеме", "ссылка", "an address or a relative one"),
	[FORMAT_IRI] = MT_INIT("толық сілтеме, мысалы https://egov.kz/page",
			       "полный адрес, например https://egov.kz/page",
			       "a full address such as https://egov.kz/page"),
	[FORMAT_IRI_REFERENCE] = MT_INIT("сілтеме", "ссылка", "an address or a relative one"),
	[FORMAT_URI_TEMPLATE] = MT_INIT("сілтеме үлгісі, мысалы https://egov.kz/{id}",
					"шаблон адреса, например https://egov.kz/{id}",
					"an address template such as https://egov.kz/{id}"),
	[FORMAT_UUID] = MT_INIT("UUID, мысалы 123e4567-e89b-12d3-a456-426614174000",
				"UUID, например 123e4567-e89b-12d3-a456-426614174000",
				"a UUID such as 123e4567-e89b-12d3-a456-426614174000"),
	[FORMAT_JSON_POINTER] = MT_INIT("JSON Pointer, мысалы /data/0",
					"JSON Pointer, например "
					"/data/0",
					"a JSON Pointer such as /data/0"),
	[FORMAT_RELATIVE_JSON_POINTER] = MT_INIT("салыстырмалы JSON Pointer, мысалы 1/name",
						 "относительный JSON Pointer, например 1/name",
						 "a relative JSON Pointer such as 1/name"),
	[FORMAT_REGEX] = MT_INIT("дұрыс тұрақты өрнек", "правильное регулярное выражение",
				 "a regular expression"),
};

enum format schema_format(struct str name)
{
	enum format f = 0;

	while (f < FORMAT_COUNT && !str_eq(names[f], name))
		f++;
	return f;
}

struct mtext schema_format_title(enum format format)
{
	return titles[format];
}

/* N digits as a number; false when there are not as many. */
static bool take_digits(struct str *s, size_t n, unsigned *out)
{
	*out = 0;
	if (s->n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		*out = *out * 10 + (unsigned)(s->p[i] - '0');
	}
	*s = str_sub(*s, n, s->n);
	return true;
}

static bool take(struct str *s, char c)
{
	if (!s->n || s->p[0] != c)
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

static bool take_date(struct str *s)
{
	static const unsigned char days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	unsigned year, month, day;
	bool leap;

	if (!take_digits(s, 4, &year) || !take(s, '-') || !take_digits(s, 2, &month) ||
	    !take(s, '-') || !take_digits(s, 2, &day))
		return false;
	leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] &&
	       (month != 2 || day < 29 || leap);
}

/* Z or an offset; minutes east of Greenwich. */
static bool take_offset(struct str *s, int *minutes)
{
	bool west = s->n && s->p[0] == '-';
	unsigned hour, minute;

	*minutes = 0;
	if (take(s, 'Z') || take(s, 'z'))
		return true;
	if ((!take(s, '+') && !take(s, '-')) || !take_digits(s, 2, &hour) || !take(s, ':') ||
	    !take_digits(s, 2, &minute) || hour > 23 || minute > 59)
		return false;
	*minutes = (int)(hour * 60 + minute) * (west ? -1 : 1);
	return true;
}

/* RFC 3339 section 5.6; a leap second is at the end of a day of UTC. */
static bool take_time(struct str *s)
{
	unsigned hour, minute, second;
	int offset, utc;

	if (!take_digits(s, 2, &hour) || !take(s, ':') || !take_digits(s, 2, &minute) ||
	    !take(s, ':') || !take_digits(s, 2, &second))
		return false;
	if (take(s, '.')) {
		unsigned digit;
		size_t n = 0;

		while (take_digits(s, 1, &digit))
			n++;
		if (!n)
			return false;
	}
	if (!take_offset(s, &offset) || hour > 23 || minute > 59 || second > 60)
		return false;
	utc = ((int)(hour * 60 + minute) - offset + 2 * 24 * 60) % (24 * 60);
	return second < 60 || utc == 23 * 60 + 59;
}

static bool is_date(struct str s)
{
	return take_date(&s) && !s.n;
}

static bool is_time(struct str s)
{
	return take_time(&s) && !s.n;
}

static bool is_date_time(struct str s)
{
	return take_date(&s) && (take(&s, 'T') || take(&s, 't')) && take_time(&s) && !s.n;
}

/* Numbers with units in their order, none left out between two: RFC 3339 appendix A. */
static bool take_units(struct str *s, const char *units)
{
	const char *next = NULL;
	unsigned digit;

	while (s->n && s->p[0] >= '0' && s->p[0] <= '9') {
		const char *unit;

		while (take_digits(s, 1, &digit))
			;
		if (!s->n)
			return false;
		unit = memchr(units, s->p[0], strlen(units));
		if (!unit || (next && unit != next))
			return false;
		next = unit + 1;
		*s = str_sub(*s, 1, s->n);
	}
	return next != NULL;
}

static bool is_duration(struct str s)
{
	bool date;

	if (!take(&s, 'P'))
		return false;
	if (str_ends(s, STR("W")))
		return take_units(&s, "W") && !s.n;
	date = s.n && s.p[0] != 'T';
	if (date && !take_units(&s, "YMD"))
		return false;
	if (take(&s, 'T'))
		return take_units(&s, "HMS") && !s.n;
	return date && !s.n;
}

static bool is_uuid(struct str s)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	if (s.n != sizeof(shape) - 1)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		bool hex = (s.p[i] >= '0' && s.p[i] <= '9') ||
			   ((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'f');

		if (shape[i] == 'x' ? !hex : s.p[i] != '-')
			return false;
	}
	return true;
}

static bool is_relative_pointer(struct str s)
{
	bool zero = s.n && s.p[0] == '0';
	unsigned digit;
	size_t n = 0;

	while (take_digits(&s, 1, &digit))
		n++;
	if (!n || (zero && n > 1))
		return false;
	return str_eq(s, STR("#")) || doc_is_pointer(s);
}

static bool is_regex(struct str s)
{
	struct err err = { 0 };
	struct regex *re;

	if (!regex_compile(&re, s, REGEX_ECMA, &err))
		return false;
	regex_free(re);
	return true;
}

bool schema_format_ok(enum format format, struct str s)
{
	switch (format) {
	case FORMAT_DATE_TIME:
		return is_date_time(s);
	case FORMAT_DATE:
		return is_date(s);
	case FORMAT_TIME:
		return is_time(s);
	case FORMAT_DURATION:
		return is_duration(s);
	case FORMAT_EMAIL:
		return schema_email_ok(s, false);
	case FORMAT_IDN_EMAIL:
		return schema_email_ok(s, true);
	case FORMAT_HOSTNAME:
		return schema_hostname_ok(s, false);
	case FORMAT_IDN_HOSTNAME:
		return schema_hostname_ok(s, true);
	case FORMAT_IPV4:
		return schema_ipv4_ok(s);
	case FORMAT_IPV6:
		return schema_ipv6_ok(s);
	case FORMAT_URI:
		return schema_uri_ok(s, (struct uri_kind){ 0 });
	case FORMAT_URI_REFERENCE:
		return schema_uri_ok(s, (struct uri_kind){ .relative = true });
	case FORMAT_IRI:
		return schema_uri_ok(s, (struct uri_kind){ .unicode = true });
	case FORMAT_IRI_REFERENCE:
		return schema_uri_ok(s, (struct uri_kind){ .unicode = true, .relative = true });
	case FORMAT_URI_TEMPLATE:
		return schema_uri_template_ok(s);
	case FORMAT_UUID:
		return is_uuid(s);
	case FORMAT_JSON_POINTER:
		return doc_is_pointer(s);
	case FORMAT_RELATIVE_JSON_POINTER:
		return is_relative_pointer(s);
	case FORMAT_REGEX:
		return is_regex(s);
	case FORMAT_COUNT:
		break;
	}
	return true;
}
