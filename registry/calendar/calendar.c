#include "registry/calendar/calendar.h"

bool calendar_list(struct calendar_days *out, struct arena *a, struct db *db,
		   const struct calendar_span *span, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_calendar_list,
		     PARAMS(p_text(span->first), p_text(span->last)), err))
		return err_wrap(err, "read the calendar");
	*out = (struct calendar_days){ ARENA_ARRAY(a, struct calendar_day, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		struct calendar_day *day = &out->at[i];

		*day = (struct calendar_day){ .day = rows_copy(&rows, a, i, 0),
					      .working = rows_bool(&rows, i, 1),
					      .confidence = rows_copy(&rows, a, i, 5),
					      .holiday = rows_names(&rows, a, i, 2),
					      .reason = rows_copy(&rows, a, i, 6) };
	}
	return true;
}

bool calendar_set(enum store_outcome *out, struct db *db, const struct calendar_move *move,
		  struct err *err)
{
	AUTO_ROWS rows = { 0 };
	bool ever = move->kind == CALENDAR_AS_EVER;

	return (db_one(&rows, db, SQL_day_set,
		       PARAMS(p_text(move->day),
			      ever ? p_null() : p_bool(move->kind == CALENDAR_WORKING),
			      p_text_or_null(move->reason)),
		       err) &&
		store_get_outcome(out, rows_text(&rows, 0, 0), err)) ||
	       err_wrap(err, "day %.*s", STR_FMT(move->day));
}

bool calendar_load(enum store_outcome *out, struct db *db, struct str pack, struct str version,
		   struct err *err)
{
	AUTO_ROWS rows = { 0 };

	return (db_one(&rows, db, SQL_holidays_load, PARAMS(p_text(pack), p_text(version)),
		       err) &&
		store_get_outcome(out, rows_text(&rows, 0, 0), err)) ||
	       err_wrap(err, "load the holidays");
}
