#include "checker/cel/cel_internal.h"
#include "checker/cel/time_internal.h"

enum { NANOS = 1000000000, DAY = 86400 };

static const int64_t timestamp_min = -62135596800; /* 0001-01-01T00:00:00Z */
static const int64_t timestamp_max = 253402300799; /* 9999-12-31T23:59:59Z */

bool cel_timestamp_in_range(int64_t seconds)
{
	return seconds >= timestamp_min && seconds <= timestamp_max;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t floor_mod(int64_t a, int64_t b)
{
	return a - floor_div(a, b) * b;
}

/* Months are counted from March, so that the leap day ends the year. */
int64_t cel_days_of(int64_t year, int month, int day)
{
	int64_t y = month > 2 ? year : year - 1;
	int64_t era = floor_div(y, 400), in_era = floor_mod(y, 400);
	int64_t year_day = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + year_day - 719468;
}

struct cel_date cel_date_of(int64_t days)
{
	int64_t since = days + 719468;
	int64_t era = floor_div(since, 146097), day = floor_mod(since, 146097);
	int64_t in_era = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int64_t year_day = day - (365 * in_era + in_era / 4 - in_era / 100);
	int64_t month = (5 * year_day + 2) / 153;
	struct cel_date d = {
		.day = (int)(year_day - (153 * month + 2) / 5 + 1),
		.month = (int)(month < 10 ? month + 3 : month - 9),
		.week_day = (int)floor_mod(days + 4, 7),
	};

	d.year = in_era + era * 400 + (d.month <= 2);
	d.year_day = (int)(days - cel_days_of(d.year, 1, 1));
	return d;
}

/* ---- reading ---- */

/* Cuts `width` digits off; false when they are not there. */
static bool take_digits(struct str *s, size_t width, int *out)
{
	*out = 0;
	if (s->n < width)
		return false;
	for (size_t i = 0; i < width; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		*out = *out * 10 + (s->p[i] - '0');
	}
	*s = str_sub(*s, width, s->n);
	return true;
}

static bool take(struct str *s, char a, char b)
{
	if (!s->n || (s->p[0] != a && s->p[0] != b))
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

/* Up to nine digits after a point. */
static bool take_fraction(struct str *s, int32_t *nanos)
{
	int32_t unit = NANOS / 10;

	*nanos = 0;
	if (!take(s, '.', '.'))
		return true;
	if (!s->n || s->p[0] < '0' || s->p[0] > '9')
		return false;
	for (; s->n && s->p[0] >= '0' && s->p[0] <= '9'; *s = str_sub(*s, 1, s->n)) {
		if (!unit)
			return false;
		*nanos += (s->p[0] - '0') * unit;
		unit /= 10;
	}
	return true;
}

static bool take_zone(struct str *s, int64_t *offset)
{
	int hours, minutes;
	bool minus;

	*offset = 0;
	if (take(s, 'Z', 'z'))
		return true;
	minus = s->n && s->p[0] == '-';
	if (!take(s, '+', '-') || !take_digits(s, 2, &hours) || !take(s, ':', ':') ||
	    !take_digits(s, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*offset = (int64_t)(hours * 60 + minutes) * 60 * (minus ? -1 : 1);
	return true;
}

static int month_days(int64_t year, int month)
{
	return (int)(cel_days_of(month < 12 ? year : year + 1, month % 12 + 1, 1) -
		     cel_days_of(year, month, 1));
}

/* RFC 3339; out of range is for the caller to see. */
static bool parse_timestamp(struct str s, int64_t *seconds, int32_t *nanos)
{
	int year, month, day, hour, minute, second;
	int64_t offset;

	if (!take_digits(&s, 4, &year) || !take(&s, '-', '-') || !take_digits(&s, 2, &month) ||
	    !take(&s, '-', '-') || !take_digits(&s, 2, &day) || !take(&s, 'T', 't') ||
	    !take_digits(&s, 2, &hour) || !take(&s, ':', ':') || !take_digits(&s, 2, &minute) ||
	    !take(&s, ':', ':') || !take_digits(&s, 2, &second) || !take_fraction(&s, nanos) ||
	    !take_zone(&s, &offset) || s.n)
		return false;
	if (month < 1 || month > 12 || day < 1 || day > month_days(year, month) || hour > 23 ||
	    minute > 59 || second > 59)
		return false;
	*seconds = cel_days_of(year, month, day) * DAY + (int64_t)hour * 3600 +
		   (int64_t)minute * 60 + second - offset;
	return true;
}

struct cel_value cel_timestamp_of(struct cel_run *run, struct str text)
{
	struct cel_value v = { .kind = CEL_TIMESTAMP };

	if (text.n > 40 || !parse_timestamp(text, &v.i, &v.nanos))
		return cel_error(run, "'%.*s' is no timestamp",
				 STR_FMT(cel_brief(run->arena, cel_of_str(text))));
	if (!cel_timestamp_in_range(v.i))
		return cel_error(run, "value is out of the range of timestamp");
	return v;
}

static struct cel_value duration_of_nanos(int64_t nanos)
{
	return (struct cel_value){ .kind = CEL_DURATION,
				   .i = nanos / NANOS,
				   .nanos = (int32_t)(nanos % NANOS) };
}

static const struct unit {
	struct str name;
	int64_t nanos;
} units[] = {
	/* Longer names first. */
	{ STR_INIT("ns"), 1 },		 { STR_INIT("us"), 1000 },
	{ STR_INIT("\u00b5s"), 1000 },	 { STR_INIT("\u03bcs"), 1000 },
	{ STR_INIT("ms"), 1000000 },	 { STR_INIT("s"), NANOS },
	{ STR_INIT("m"), 60LL * NANOS }, { STR_INIT("h"), 3600LL * NANOS },
};

static const struct unit *take_unit(struct str *s)
{
	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (str_starts(*s, units[i].name)) {
			*s = str_sub(*s, units[i].name.n, s->n);
			return &units[i];
		}
	return NULL;
}

/* One "1.5h": whole part and fraction, in nanoseconds. */
static bool take_term(struct str *s, int64_t *nanos)
{
	int64_t whole = 0, part = 0, scale = 1;
	const struct unit *unit;
	size_t digits = 0;

	for (; s->n && s->p[0] >= '0' && s->p[0] <= '9'; *s = str_sub(*s, 1, s->n), digits++)
		if (__builtin_mul_overflow(whole, (int64_t)10, &whole) ||
		    __builtin_add_overflow(whole, (int64_t)(s->p[0] - '0'), &whole))
			return false;
	if (take(s, '.', '.'))
		for (; s->n && s->p[0] >= '0' && s->p[0] <= '9';
		     *s = str_sub(*s, 1, s->n), digits++)
			if (scale < NANOS) {
				part = part * 10 + (s->p[0] - '0');
				scale *= 10;
			}
	unit = take_unit(s);
	if (!digits || !unit || __builtin_mul_overflow(whole, unit->nanos, &whole))
		return false;
	/* part < 10^9 and an hour is 3.6 * 10^12 ns, so seconds and up divide first. */
	part = unit->nanos >= scale ? part * (unit->nanos / scale) : part * unit->nanos / scale;
	return !__builtin_add_overflow(whole, part, nanos);
}

struct cel_value cel_duration_of(struct cel_run *run, struct str text)
{
	struct str s = text;
	bool minus = s.n && s.p[0] == '-';
	int64_t total = 0, term;

	if (minus || (s.n && s.p[0] == '+'))
		s = str_sub(s, 1, s.n);
	if (str_eq(s, STR("0")))
		return duration_of_nanos(0);
	if (!s.n || text.n > 80)
		return cel_error(run, "'%.*s' is no duration",
				 STR_FMT(cel_brief(run->arena, cel_of_str(text))));
	while (s.n)
		if (!take_term(&s, &term) || __builtin_add_overflow(total, term, &total))
			return cel_error(run, "'%.*s' is no duration", STR_FMT(text));
	return duration_of_nanos(minus ? -total : total);
}

/* ---- writing ---- */

static struct str fraction(struct arena *a, int32_t nanos)
{
	struct str s;

	if (!nanos)
		return STR("");
	s = arena_printf(a, ".%09d", nanos);
	while (s.p[s.n - 1] == '0')
		s.n--;
	return s;
}

struct str cel_time_text(struct arena *a, struct cel_value v)
{
	int64_t days = floor_div(v.i, DAY), second = floor_mod(v.i, DAY);
	int32_t nanos = v.nanos < 0 ? -v.nanos : v.nanos;
	struct cel_date d = cel_date_of(days);

	if (v.kind == CEL_DURATION)
		return arena_printf(a, "%s%lld%.*ss", v.i < 0 || v.nanos < 0 ? "-" : "",
				    (long long)(v.i < 0 ? -v.i : v.i),
				    STR_FMT(fraction(a, nanos)));
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d%.*sZ", (int)d.year, d.month,
			    d.day, (int)(second / 3600), (int)(second / 60 % 60),
			    (int)(second % 60), STR_FMT(fraction(a, nanos)));
}

/* ---- arithmetic ---- */

/* Of a duration: int64 nanoseconds are its range, so this fits. */
static int64_t nanos_of(struct cel_value v)
{
	return v.i * NANOS + v.nanos;
}

static struct cel_value out_of_range(struct cel_run *run, const char *what)
{
	return cel_error(run, "value is out of the range of %s", what);
}

static struct cel_value shift(struct cel_run *run, struct cel_value t, struct cel_value d,
			      int sign)
{
	int64_t nanos = (int64_t)t.nanos + (int64_t)sign * d.nanos;

	t.i += sign * d.i + floor_div(nanos, NANOS);
	t.nanos = (int32_t)floor_mod(nanos, NANOS);
	t.node = NULL;
	return cel_timestamp_in_range(t.i) ? t : out_of_range(run, "timestamp");
}

static struct cel_value between(struct cel_run *run, struct cel_value a, struct cel_value b)
{
	int64_t seconds = a.i - b.i, nanos;

	if (__builtin_mul_overflow(seconds, (int64_t)NANOS, &nanos) ||
	    __builtin_add_overflow(nanos, (int64_t)a.nanos - b.nanos, &nanos))
		return out_of_range(run, "duration");
	return duration_of_nanos(nanos);
}

struct cel_value cel_time_arith(struct cel_run *run, enum cel_op op, struct cel_value a,
				struct cel_value b)
{
	bool add = op == CEL_OP_ADD;
	int64_t nanos;

	if (a.kind == CEL_DURATION && b.kind == CEL_DURATION) {
		if (add ? __builtin_add_overflow(nanos_of(a), nanos_of(b), &nanos)
			: __builtin_sub_overflow(nanos_of(a), nanos_of(b), &nanos))
			return out_of_range(run, "duration");
		return duration_of_nanos(nanos);
	}
	if (a.kind == CEL_TIMESTAMP && b.kind == CEL_DURATION)
		return shift(run, a, b, add ? 1 : -1);
	if (a.kind == CEL_DURATION && add)
		return shift(run, b, a, 1);
	if (a.kind == CEL_TIMESTAMP && !add)
		return between(run, a, b);
	return cel_no_overload(run, add ? "+" : "-", a, b);
}

/* ---- parts ---- */

/* The instant as the zone's clocks show it, as if it were UTC. */
static bool local(struct cel_run *run, const struct cel_value *args, size_t n, int64_t *seconds,
		  struct cel_value *error)
{
	int64_t offset = 0;

	*seconds = args[0].i;
	if (n < 2)
		return true;
	if (!cel_zone_offset(args[1].s, args[0].i, &offset)) {
		*error = cel_error(run, "unknown time zone '%.*s'",
				   STR_FMT(cel_brief(run->arena, args[1])));
		return false;
	}
	*seconds += offset;
	return true;
}

#define DATE_PART(name, expression)                                                     \
	static struct cel_value name(struct cel_run *run, const struct cel_value *args, \
				     size_t n)                                          \
	{                                                                               \
		struct cel_value error;                                                 \
		struct cel_date d;                                                      \
		int64_t seconds;                                                        \
                                                                                        \
		if (!local(run, args, n, &seconds, &error))                             \
			return error;                                                   \
		d = cel_date_of(floor_div(seconds, DAY));                               \
		return cel_of_int(expression);                                          \
	}

#define CLOCK_PART(name, of_timestamp, of_duration)                                     \
	static struct cel_value name(struct cel_run *run, const struct cel_value *args, \
				     size_t n)                                          \
	{                                                                               \
		struct cel_value error;                                                 \
		int64_t seconds;                                                        \
                                                                                        \
		if (args[0].kind == CEL_DURATION)                                       \
			return cel_of_int(of_duration);                                 \
		if (!local(run, args, n, &seconds, &error))                             \
			return error;                                                   \
		seconds = floor_mod(seconds, DAY);                                      \
		return cel_of_int(of_timestamp);                                        \
	}

DATE_PART(full_year, d.year)
DATE_PART(month, d.month - 1)
DATE_PART(date, d.day)
DATE_PART(day_of_month, d.day - 1)
DATE_PART(day_of_week, d.week_day)
DATE_PART(day_of_year, d.year_day)
CLOCK_PART(hours, seconds / 3600, args[0].i / 3600)
CLOCK_PART(minutes, seconds / 60 % 60, args[0].i / 60)
CLOCK_PART(seconds_part, seconds % 60, args[0].i)
/* Of a duration too, the milliseconds within the second. */
CLOCK_PART(milliseconds, args[0].nanos / 1000000, args[0].nanos / 1000000)

const struct cel_overload cel_time_table[] = {
	{ STR_INIT("getFullYear"), true, "t", 'i', full_year },
	{ STR_INIT("getFullYear"), true, "ts", 'i', full_year },
	{ STR_INIT("getMonth"), true, "t", 'i', month },
	{ STR_INIT("getMonth"), true, "ts", 'i', month },
	{ STR_INIT("getDate"), true, "t", 'i', date },
	{ STR_INIT("getDate"), true, "ts", 'i', date },
	{ STR_INIT("getDayOfMonth"), true, "t", 'i', day_of_month },
	{ STR_INIT("getDayOfMonth"), true, "ts", 'i', day_of_month },
	{ STR_INIT("getDayOfWeek"), true, "t", 'i', day_of_week },
	{ STR_INIT("getDayOfWeek"), true, "ts", 'i', day_of_week },
	{ STR_INIT("getDayOfYear"), true, "t", 'i', day_of_year },
	{ STR_INIT("getDayOfYear"), true, "ts", 'i', day_of_year },
	{ STR_INIT("getHours"), true, "t", 'i', hours },
	{ STR_INIT("getHours"), true, "D", 'i', hours },
	{ STR_INIT("getHours"), true, "ts", 'i', hours },
	{ STR_INIT("getMinutes"), true, "t", 'i', minutes },
	{ STR_INIT("getMinutes"), true, "D", 'i', minutes },
	{ STR_INIT("getMinutes"), true, "ts", 'i', minutes },
	{ STR_INIT("getSeconds"), true, "t", 'i', seconds_part },
	{ STR_INIT("getSeconds"), true, "D", 'i', seconds_part },
	{ STR_INIT("getSeconds"), true, "ts", 'i', seconds_part },
	{ STR_INIT("getMilliseconds"), true, "t", 'i', milliseconds },
	{ STR_INIT("getMilliseconds"), true, "D", 'i', milliseconds },
	{ STR_INIT("getMilliseconds"), true, "ts", 'i', milliseconds },
	{ .name = { NULL, 0 } },
};
