#include "tests/db/server.h"

#include "checker/base/strbuf.h"
#include "registry/calendar/calendar.h"

static struct server server;
static struct db *calendar_db; /* of the administrator */
static struct db *calendar_admin;

static const char *const holidays[] = { "01-01", "01-02", "01-07", "03-21",
					"03-22", "03-23", "12-16", "2026-05-27" };

/* A pack with these holidays, as the bundle of a pack is. */
static struct str pack_with_holidays(struct arena *a, const char *const *days, size_t n)
{
	AUTO_STRBUF b;

	strbuf_init(&b, 1 << 16);
	strbuf_str(&b,
		   STR("{\"pack.yaml\":{\"lists\":[\"h.yaml\"]},\n\"lists/w.yaml\":{\"empty\":"
		       "{}},\n\"lists/h.yaml\":{\"holidays\":["));
	for (size_t i = 0; i < n; i++)
		strbuf_printf(
			&b,
			"%s{\"day\":\"%s\",\"name\":{\"kk\":\"Мереке\",\"ru\":\"Праздник\","
			"\"en\":\"Holiday\"},\"confidence\":\"memory\"}",
			i ? "," : "", days[i]);
	strbuf_str(&b, STR("]}}\n"));
	return arena_str(a, strbuf_view(&b));
}

static void load(struct db *db, const char *version, struct str contents,
		 enum store_outcome expected)
{
	struct store_pack pack = { .name = STR("p"),
				   .version = str_of(version),
				   .sha256 = hash_sha256(contents),
				   .valid_from = STR("2026-01-01"),
				   .contents = contents };
	enum store_outcome outcome;
	struct err err;

	assert_true(ok(store_pack_put(&outcome, db, &pack, &err), &err));
	assert_true(ok(calendar_load(&outcome, db, pack.name, pack.version, &err), &err));
	assert_int_equal(outcome, expected);
}

static enum store_outcome move(struct db *db, const char *day, enum calendar_kind kind)
{
	struct calendar_move move = { str_of(day), kind, STR("moved by an order") };
	enum store_outcome outcome = STORE_UNCHANGED;
	struct err err;

	assert_true(ok(calendar_set(&outcome, db, &move, &err), &err));
	return outcome;
}

static const struct between_row {
	const char *label, *from, *to;
	int days;
} between_rows[] = {
	{ "no day passes on one day", "2026-11-26", "2026-11-26", 0 },
	{ "time does not go back", "2026-11-26", "2026-11-20", 0 },
	{ "from one day to the next", "2026-11-26", "2026-11-27", 1 },
	{ "over a weekend", "2026-11-27", "2026-11-30", 1 },
	{ "to a Sunday", "2026-11-27", "2026-11-29", 0 },
	{ "over the New Year", "2026-12-31", "2027-01-04", 1 },
	{ "over the New Year and a holiday that was worked", "2026-12-30", "2027-01-08", 6 },
	{ "over that holiday of another year", "2026-01-06", "2026-01-08", 1 },
	{ "over Nauryz with its weekend", "2026-03-20", "2026-03-24", 1 },
	{ "over Nauryz within a week", "2027-03-19", "2027-03-25", 2 },
	{ "over a holiday of one year", "2026-05-26", "2026-05-28", 1 },
	{ "the next year that day is worked", "2027-05-26", "2027-05-28", 2 },
	{ "over a holiday, a day off and a worked Saturday", "2026-12-15", "2026-12-21", 3 },
	{ "over a whole year", "2026-01-01", "2026-12-31", 255 },
};

static void between_row(void **state)
{
	const struct between_row *row = *state;
	AUTO_ARENA a = arena_new();

	expect_sql(calendar_admin, arena_printf(a, "registry.days_between('%s', '%s') = %d",
						row->from, row->to, row->days)
					   .p);
}

static const struct behind_row {
	const char *label, *day;
	int n;
	const char *expected;
} behind_rows[] = {
	{ "no working day later is the day itself", "2026-11-28", 0, "2026-11-28" },
	{ "one working day after a Friday", "2026-11-27", 1, "2026-11-30" },
	{ "one working day after a Saturday", "2026-11-28", 1, "2026-11-30" },
	{ "twenty over a holiday, a day off and a worked Saturday", "2026-11-26", 20,
	  "2026-12-25" },
	{ "five within such a week", "2026-12-14", 5, "2026-12-22" },
	{ "five over the New Year", "2026-12-30", 5, "2027-01-07" },
	{ "three over Nauryz", "2027-03-18", 3, "2027-03-25" },
};

static void behind_row(void **state)
{
	const struct behind_row *row = *state;
	AUTO_ARENA a = arena_new();

	expect_sql(calendar_admin, arena_printf(a, "registry.day_behind('%s', %d) = '%s'",
						row->day, row->n, row->expected)
					   .p);
}

static const struct moment_row {
	const char *label, *at, *day;
} moment_rows[] = {
	{ "the year ends five hours before it does in UTC", "2026-12-31 19:00Z", "2027-01-01" },
	{ "a moment before", "2026-12-31 18:59:59.999999Z", "2026-12-31" },
};

static void moment_row(void **state)
{
	const struct moment_row *row = *state;
	AUTO_ARENA a = arena_new();

	run_sql(calendar_admin, "set time zone 'America/New_York'");
	expect_sql(calendar_admin,
		   arena_printf(a, "registry.day_of('%s') = '%s'", row->at, row->day).p);
}

static void days_are_listed_with_their_reasons(void **state)
{
	AUTO_ARENA a = arena_new();
	struct calendar_span span = { STR("2026-12-01"), STR("2026-12-31") };
	struct calendar_days days;
	struct err err;

	(void)state;
	assert_true(ok(calendar_list(&days, a, calendar_db, &span, &err), &err));
	assert_int_equal(days.n, 3);
	assert_true(str_eq(days.at[0].day, STR("2026-12-16")));
	assert_false(days.at[0].working);
	assert_true(str_eq(days.at[0].holiday.in[LANG_RU], STR("Праздник")));
	assert_true(str_eq(days.at[0].confidence, STR("memory")));
	assert_true(str_eq(days.at[1].reason, STR("moved by an order")));
	assert_false(days.at[1].working);
	assert_true(days.at[2].working);
}

static void an_administrator_changes_days(void **state)
{
	AUTO_ARENA a = arena_new();
	const char *database = server_database(&server);
	AUTO_DB db = server_open(&server, database, "tizilim");
	AUTO_DB other = NULL;
	AUTO_DB admin = server_open(&server, database, "postgres");
	struct calendar_move day = { STR("2026-12-18"), CALENDAR_OFF, STR("x") };
	enum store_outcome outcome;
	struct err err = { 0 };

	(void)state;
	load(db, "1", pack_with_holidays(a, holidays, 3), STORE_CHANGED);
	assert_int_equal(move(db, "2026-12-18", CALENDAR_OFF), STORE_CHANGED);
	assert_int_equal(move(db, "2026-12-18", CALENDAR_OFF), STORE_UNCHANGED);
	expect_sql(admin, "registry.days_between('2026-12-17', '2026-12-18') = 0");
	assert_int_equal(move(db, "2026-12-18", CALENDAR_AS_EVER), STORE_CHANGED);
	assert_int_equal(move(db, "2026-12-18", CALENDAR_AS_EVER), STORE_UNCHANGED);
	expect_sql(admin, "registry.days_between('2026-12-17', '2026-12-18') = 1");
	/* A later pack takes the place of the holidays, and each change is in the history. */
	load(db, "2", pack_with_holidays(a, holidays + 3, 2), STORE_CHANGED);
	expect_sql(admin, "(select count(*) from registry.holiday) = 2");
	expect_sql(admin,
		   "(select count(*) from registry.event where body_id = '-' and kind in "
		   "('holidays_loaded', 'day_set')) = 4");
	run_sql(admin, "create role nobody_here login in role tizilim_user");
	other = server_open(&server, database, "nobody_here");
	assert_false(calendar_set(&outcome, other, &day, &err));
	assert_int_equal(err.code, ERR_REFUSED);
	assert_string_equal(err.sqlstate, "TZ403");
}

static int start(void **state)
{
	AUTO_ARENA a = arena_new();
	const char *database;

	(void)state;
	server_start(&server);
	database = server_database(&server);
	calendar_db = server_open(&server, database, "tizilim");
	calendar_admin = server_open(&server, database, "postgres");
	load(calendar_db, "1", pack_with_holidays(a, holidays, ARRAY_LEN(holidays)),
	     STORE_CHANGED);
	load(calendar_db, "1", pack_with_holidays(a, holidays, ARRAY_LEN(holidays)),
	     STORE_UNCHANGED);
	move(calendar_db, "2026-12-17", CALENDAR_OFF);
	move(calendar_db, "2026-12-19", CALENDAR_WORKING);
	move(calendar_db, "2027-01-07", CALENDAR_WORKING);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	db_close(calendar_db);
	db_close(calendar_admin);
	server_stop(&server);
	return 0;
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, between_row, between_rows);
	ADD_ROWS(&list, behind_row, behind_rows);
	ADD_ROWS(&list, moment_row, moment_rows);
	ADD_TEST(&list, days_are_listed_with_their_reasons);
	ADD_TEST(&list, an_administrator_changes_days);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("calendar", list.at, list.n, start, stop);
}
