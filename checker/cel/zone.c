#include "checker/cel/time_internal.h"

enum { DAY = 86400, LAST = 5 };

/* The n-th or LAST Sunday of a month, and the minute of that day on the clock that ends. */
struct change {
	int month, nth, minute;
};

/*
 * No time zone database: its answers depend on the machine. These zones are
 * the law in force, each row valid from a date on, the newest of a zone first;
 * an earlier instant has no answer rather than a wrong one.
 */
static const struct zone {
	struct str name;
	int year, month; /* valid from its first day */
	int minutes;	 /* east of UTC in winter */
	struct change summer, winter;
} zones[] = {
	{ STR_INIT("UTC"), 1, 1, 0, { 0 }, { 0 } },
	{ STR_INIT("GMT"), 1, 1, 0, { 0 }, { 0 } },
	{ STR_INIT("Etc/UTC"), 1, 1, 0, { 0 }, { 0 } },
	/* Kazakhstan has one time since 1 March 2024. */
	{ STR_INIT("Asia/Almaty"), 2024, 3, 300, { 0 }, { 0 } },
	{ STR_INIT("Asia/Almaty"), 2005, 4, 360, { 0 }, { 0 } },
	{ STR_INIT("Asia/Qostanay"), 2024, 3, 300, { 0 }, { 0 } },
	{ STR_INIT("Asia/Qyzylorda"), 2019, 1, 300, { 0 }, { 0 } },
	{ STR_INIT("Asia/Aqtau"), 2005, 1, 300, { 0 }, { 0 } },
	{ STR_INIT("Asia/Aqtobe"), 2005, 1, 300, { 0 }, { 0 } },
	{ STR_INIT("Asia/Atyrau"), 2005, 1, 300, { 0 }, { 0 } },
	{ STR_INIT("Asia/Oral"), 2005, 1, 300, { 0 }, { 0 } },
	{ STR_INIT("Asia/Tashkent"), 1993, 1, 300, { 0 }, { 0 } },
	{ STR_INIT("Asia/Bishkek"), 2006, 1, 360, { 0 }, { 0 } },
	{ STR_INIT("Asia/Dushanbe"), 1992, 1, 300, { 0 }, { 0 } },
	{ STR_INIT("Asia/Ashgabat"), 1993, 1, 300, { 0 }, { 0 } },
	{ STR_INIT("Asia/Baku"), 2016, 1, 240, { 0 }, { 0 } },
	{ STR_INIT("Asia/Dubai"), 1920, 1, 240, { 0 }, { 0 } },
	{ STR_INIT("Asia/Kolkata"), 1946, 1, 330, { 0 }, { 0 } },
	{ STR_INIT("Asia/Kathmandu"), 1986, 1, 345, { 0 }, { 0 } },
	{ STR_INIT("Asia/Shanghai"), 1992, 1, 480, { 0 }, { 0 } },
	{ STR_INIT("Asia/Hong_Kong"), 1980, 1, 480, { 0 }, { 0 } },
	{ STR_INIT("Asia/Singapore"), 1982, 1, 480, { 0 }, { 0 } },
	{ STR_INIT("Asia/Seoul"), 1989, 1, 540, { 0 }, { 0 } },
	{ STR_INIT("Asia/Tokyo"), 1952, 1, 540, { 0 }, { 0 } },
	{ STR_INIT("Asia/Yekaterinburg"), 2015, 1, 300, { 0 }, { 0 } },
	{ STR_INIT("Asia/Omsk"), 2015, 1, 360, { 0 }, { 0 } },
	{ STR_INIT("Europe/Moscow"), 2015, 1, 180, { 0 }, { 0 } },
	{ STR_INIT("Europe/Istanbul"), 2017, 1, 180, { 0 }, { 0 } },
	{ STR_INIT("Europe/London"), 1996, 1, 0, { 3, LAST, 60 }, { 10, LAST, 120 } },
	{ STR_INIT("Europe/Paris"), 1996, 1, 60, { 3, LAST, 120 }, { 10, LAST, 180 } },
	{ STR_INIT("Europe/Berlin"), 1996, 1, 60, { 3, LAST, 120 }, { 10, LAST, 180 } },
	{ STR_INIT("CET"), 1996, 1, 60, { 3, LAST, 120 }, { 10, LAST, 180 } },
	{ STR_INIT("Europe/Kyiv"), 1997, 1, 120, { 3, LAST, 180 }, { 10, LAST, 240 } },
	{ STR_INIT("America/New_York"), 2007, 1, -300, { 3, 2, 120 }, { 11, 1, 120 } },
	{ STR_INIT("America/New_York"), 1987, 1, -300, { 4, 1, 120 }, { 10, LAST, 120 } },
	{ STR_INIT("US/Eastern"), 2007, 1, -300, { 3, 2, 120 }, { 11, 1, 120 } },
	{ STR_INIT("US/Eastern"), 1987, 1, -300, { 4, 1, 120 }, { 10, LAST, 120 } },
	{ STR_INIT("America/Chicago"), 2007, 1, -360, { 3, 2, 120 }, { 11, 1, 120 } },
	{ STR_INIT("America/Chicago"), 1987, 1, -360, { 4, 1, 120 }, { 10, LAST, 120 } },
	{ STR_INIT("US/Central"), 2007, 1, -360, { 3, 2, 120 }, { 11, 1, 120 } },
	{ STR_INIT("US/Central"), 1987, 1, -360, { 4, 1, 120 }, { 10, LAST, 120 } },
	{ STR_INIT("America/Denver"), 2007, 1, -420, { 3, 2, 120 }, { 11, 1, 120 } },
	{ STR_INIT("America/Denver"), 1987, 1, -420, { 4, 1, 120 }, { 10, LAST, 120 } },
	{ STR_INIT("US/Mountain"), 2007, 1, -420, { 3, 2, 120 }, { 11, 1, 120 } },
	{ STR_INIT("US/Mountain"), 1987, 1, -420, { 4, 1, 120 }, { 10, LAST, 120 } },
	{ STR_INIT("America/Los_Angeles"), 2007, 1, -480, { 3, 2, 120 }, { 11, 1, 120 } },
	{ STR_INIT("America/Los_Angeles"), 1987, 1, -480, { 4, 1, 120 }, { 10, LAST, 120 } },
	{ STR_INIT("US/Pacific"), 2007, 1, -480, { 3, 2, 120 }, { 11, 1, 120 } },
	{ STR_INIT("US/Pacific"), 1987, 1, -480, { 4, 1, 120 }, { 10, LAST, 120 } },
	{ STR_INIT("America/Phoenix"), 1968, 1, -420, { 0 }, { 0 } },
	{ STR_INIT("America/St_Johns"), 2011, 11, -210, { 3, 2, 120 }, { 11, 1, 120 } },
	{ STR_INIT("America/St_Johns"), 2007, 1, -210, { 3, 2, 1 }, { 11, 1, 1 } },
	{ STR_INIT("Australia/Sydney"), 2008, 4, 600, { 10, 1, 120 }, { 4, 1, 180 } },
};

static int64_t change_at(const struct change *c, int64_t year)
{
	struct cel_date first = cel_date_of(cel_days_of(year, c->month, 1));
	int day = 1 + (7 - first.week_day) % 7 + 7 * (c->nth - 1);

	/* The months whose last Sunday matters here have 31 days. */
	if (day > 31)
		day -= 7;
	return cel_days_of(year, c->month, day) * DAY + (int64_t)c->minute * 60;
}

static bool in_summer(const struct zone *z, int64_t winter_clock)
{
	int64_t days = winter_clock / DAY - (winter_clock % DAY < 0);
	int64_t year = cel_date_of(days).year;
	int64_t start = change_at(&z->summer, year), end = change_at(&z->winter, year) - 3600;

	if (start < end)
		return winter_clock >= start && winter_clock < end;
	return winter_clock >= start || winter_clock < end;
}

static bool fixed(struct str zone, int64_t *offset)
{
	bool minus = zone.n && zone.p[0] == '-';
	int64_t hours, minutes;

	if (minus || (zone.n && zone.p[0] == '+'))
		zone = str_sub(zone, 1, zone.n);
	if (zone.n != 5 || zone.p[2] != ':' || zone.p[0] == '-' || zone.p[3] == '-' ||
	    !str_int(str_sub(zone, 0, 2), &hours) || !str_int(str_sub(zone, 3, 5), &minutes) ||
	    hours > 23 || minutes > 59)
		return false;
	*offset = (hours * 60 + minutes) * 60 * (minus ? -1 : 1);
	return true;
}

/* A law begins by the clock that it ends: of the next row, when that is the same zone. */
static bool in_force(const struct zone *z, int64_t seconds)
{
	bool older = z + 1 < zones + ARRAY_LEN(zones) && str_eq(z[1].name, z->name);
	int64_t clock = seconds + (int64_t)z[older].minutes * 60;

	return clock >= cel_days_of(z->year, z->month, 1) * DAY;
}

bool cel_zone_offset(struct str zone, int64_t seconds, int64_t *offset)
{
	if (fixed(zone, offset))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(zones); i++) {
		const struct zone *z = &zones[i];

		if (!str_eq(zone, z->name) || !in_force(z, seconds))
			continue;
		*offset = (int64_t)z->minutes * 60;
		if (z->summer.month && in_summer(z, seconds + *offset))
			*offset += 3600;
		return true;
	}
	return false;
}
