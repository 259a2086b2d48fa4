/* Calendar and time zones. */
#ifndef CHECKER_CEL_TIME_INTERNAL_H
#define CHECKER_CEL_TIME_INTERNAL_H

#include "checker/base/str.h"

/* Gregorian, without bounds of its own. */
struct cel_date {
	int64_t year;
	int month, day; /* from 1 */
	int week_day;	/* 0 is Sunday */
	int year_day;	/* from 0 */
};

int64_t cel_days_of(int64_t year, int month, int day); /* since 1970-01-01 */
struct cel_date cel_date_of(int64_t days);
/*
 * Seconds east of UTC at an instant. Zones are "UTC", "+05:00", "05:00", and
 * the names of zone.c, each from the year its present law holds; false for
 * others and before.
 */
bool cel_zone_offset(struct str zone, int64_t seconds, int64_t *offset);

#endif
