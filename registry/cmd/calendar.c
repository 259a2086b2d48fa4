#include "registry/cmd/review.h"

#include "registry/calendar/calendar.h"

/* calendar list and set, authority list, add and drop: what an administrator sets. */

struct calendar_opts {
	struct registry_opts registry;
	bool off, working, ever, json;
	struct str reason;
};

struct setting {
	struct context *c;
	const struct calendar_opts *opts;
	struct calendar_span span;
	struct calendar_days days;
	struct calendar_move move;
	struct review_authorities authorities;
	struct review_authority authority;
	bool named;
	enum store_outcome outcome;
};

static bool days_work(struct db *db, void *context, struct err *err)
{
	struct setting *s = context;

	return calendar_list(&s->days, s->c->arena, db, &s->span, err);
}

static bool move_work(struct db *db, void *context, struct err *err)
{
	struct setting *s = context;

	return calendar_set(&s->outcome, db, &s->move, err);
}

static void day_json(struct context *c, const struct calendar_day *d, bool first)
{
	out_printf(c->out, "%s{\"day\":%.*s,\"working\":%s", first ? "[" : ",\n",
		   STR_FMT(context_json(c, d->day)), d->working ? "true" : "false");
	if (mtext_full(d->holiday))
		out_printf(c->out, ",\"holiday\":%.*s,\"confidence\":%.*s",
			   STR_FMT(context_json3(c, d->holiday)),
			   STR_FMT(context_json(c, d->confidence)));
	if (d->reason.n)
		out_printf(c->out, ",\"reason\":%.*s", STR_FMT(context_json(c, d->reason)));
	out_str(c->out, STR("}"));
}

/* A holiday with the mark of how sure it is. */
static struct str holiday_of(struct context *c, const struct calendar_day *d)
{
	for (enum confidence k = 0; k < CONF_COUNT; k++) {
		struct str mark = context_text(c, confidence_titles[k]);

		if (str_eq(d->confidence, str_of(confidence_names[k])) && mark.n)
			return arena_printf(c->arena, "%.*s (%.*s)",
					    STR_FMT(context_text(c, d->holiday)),
					    STR_FMT(mark));
	}
	return context_text(c, d->holiday);
}

static void day_row(struct context *c, struct table *t, const struct calendar_day *d)
{
	table_add(
		t, c->arena,
		(struct str[]){
			d->day,
			context_text(c, d->working ? MT("жұмыс күні", "рабочий", "working day")
						   : MT("демалыс", "выходной", "day off")),
			holiday_of(c, d), word_remark(c, d->reason) });
}

static enum exit_code days_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct calendar_opts *o = opts;
	struct str year = args.n ? args.at[0] : str_sub(c->today, 0, 4);
	struct setting s = { .c = c, .opts = o };
	struct table t = { .columns = 4 };
	int64_t number;

	if (year.n != 4 || !str_int(year, &number) || number < 1) {
		err_set(err, ERR_USAGE, "\"%.*s\" is not a year", STR_FMT(year));
		return EXIT_USAGE;
	}
	s.span.first = arena_printf(c->arena, "%.*s-01-01", STR_FMT(year));
	s.span.last = arena_printf(c->arena, "%.*s-12-31", STR_FMT(year));
	if (!session_read(c, &o->registry, days_work, &s, err))
		return exit_of(err->code);
	for (size_t i = 0; i < s.days.n; i++)
		if (o->json)
			day_json(c, &s.days.at[i], i == 0);
		else
			day_row(c, &t, &s.days.at[i]);
	if (o->json)
		out_str(c->out, s.days.n ? STR("]\n") : STR("[]\n"));
	else
		table_print(&t, c->out);
	return EXIT_CLEAN;
}

static void say_outcome(struct context *c, enum store_outcome outcome)
{
	context_say(c, outcome == STORE_UNCHANGED
			       ? MT("бұрыннан солай", "так уже и было", "it was so already")
			       : MT("өзгертілді", "изменено", "changed"));
}

static enum exit_code set_run(struct context *c, const void *opts, struct str_list args,
			      struct err *err)
{
	const struct calendar_opts *o = opts;
	struct setting s = { .c = c,
			     .opts = o,
			     .move = { .day = args.at[0],
				       .kind = o->ever	    ? CALENDAR_AS_EVER
					       : o->working ? CALENDAR_WORKING
							    : CALENDAR_OFF,
				       .reason = o->reason } };

	if (!cli_is_date(args.at[0])) {
		err_set(err, ERR_USAGE, "\"%.*s\" is not a day", STR_FMT(args.at[0]));
		err_hint(err, "write it as year-month-day, for example 2027-01-04");
		return EXIT_USAGE;
	}
	if (o->off + o->working + o->ever != 1 || (!o->ever && !o->reason.n)) {
		err_set(err, ERR_USAGE, "say --off or --working with --reason, or --as-ever");
		return EXIT_USAGE;
	}
	if (!session_write(c, &o->registry, move_work, &s, err))
		return exit_of(err->code);
	say_outcome(c, s.outcome);
	return EXIT_CLEAN;
}

static bool authorities_work(struct db *db, void *context, struct err *err)
{
	struct setting *s = context;

	return review_authorities(&s->authorities, s->c->arena, db, err);
}

static bool authority_work(struct db *db, void *context, struct err *err)
{
	struct setting *s = context;

	return review_authority_set(&s->outcome, db, &s->authority, s->named, err);
}

static enum exit_code authorities_run(struct context *c, const void *opts, struct str_list args,
				      struct err *err)
{
	const struct calendar_opts *o = opts;
	struct setting s = { .c = c, .opts = o };
	struct table t = { .columns = 2 };

	(void)args;
	if (!session_read(c, &o->registry, authorities_work, &s, err))
		return exit_of(err->code);
	for (size_t i = 0; i < s.authorities.n; i++) {
		const struct review_authority *a = &s.authorities.at[i];

		if (o->json)
			out_printf(c->out, "%s{\"part\":%.*s,\"body\":%.*s}", i ? ",\n" : "[",
				   STR_FMT(context_json(c, a->part)),
				   STR_FMT(context_json(c, a->body)));
		else
			table_add(&t, c->arena,
				  (struct str[]){ word_of(c, WORD_PART, a->part), a->body });
	}
	if (o->json)
		out_str(c->out, s.authorities.n ? STR("]\n") : STR("[]\n"));
	else
		table_print(&t, c->out);
	return EXIT_CLEAN;
}

static enum exit_code authority(struct context *c, const struct calendar_opts *o,
				struct str_list args, bool named, struct err *err)
{
	struct setting s = { .c = c,
			     .opts = o,
			     .authority = { args.at[0], session_body(c, args.at[1]) },
			     .named = named };

	if (!session_write(c, &o->registry, authority_work, &s, err))
		return exit_of(err->code);
	say_outcome(c, s.outcome);
	return EXIT_CLEAN;
}

static enum exit_code add_run(struct context *c, const void *opts, struct str_list args,
			      struct err *err)
{
	return authority(c, opts, args, true, err);
}

static enum exit_code drop_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	return authority(c, opts, args, false, err);
}

#define FLAG(name, field, help)                                                                \
	{                                                                                      \
		0, name, OPT_FLAG, offsetof(struct calendar_opts, field), NULL, help, NULL, 0, \
			0                                                                      \
	}
static const struct opt list_options[] = { FLAG("json", json, "as JSON"),
					   REGISTRY_OPTIONS(struct calendar_opts){ 0 } };
static const struct opt set_options[] = {
	FLAG("off", off, "a day off"),
	FLAG("working", working, "a working day"),
	FLAG("as-ever", ever, "as the week and the holidays say"),
	{ 0, "reason", OPT_TEXT, offsetof(struct calendar_opts, reason), "<words>",
	  "by which act", NULL, 0, 0 },
	REGISTRY_OPTIONS(struct calendar_opts){ 0 }
};
static const struct opt authority_options[] = { REGISTRY_OPTIONS(struct calendar_opts){ 0 } };

#define CALENDAR_COMMAND(...)                           \
	.group = "Run a registry", .needs = NEEDS_PACK, \
	.opts_size = sizeof(struct calendar_opts), __VA_ARGS__
#define CALENDAR_NEXT                                                                          \
	.next = MT_INIT("күнтізбе: tizilim calendar list", "календарь: tizilim calendar list", \
			"the calendar: tizilim calendar list")
#define AUTHORITY_NEXT                                                                        \
	.next = MT_INIT("органдар: tizilim authority list", "органы: tizilim authority list", \
			"the authorities: tizilim authority list")

const struct command cmd_calendar_list = {
	.name = "calendar list",
	.synopsis = "[<year>]",
	.summary = "holidays and moved days, by which deadlines are counted",
	.next = MT_INIT("бір күнді ауыстыру: tizilim calendar set",
			"перенести день: tizilim calendar set",
			"move a day: tizilim calendar set"),
	CALENDAR_COMMAND(.options = list_options, .run = days_run, .args_max = 1)
};
const struct command cmd_calendar_set = {
	.name = "calendar set",
	.synopsis = "<YYYY-MM-DD>",
	.summary = "make a single day a day off or a working day",
	CALENDAR_NEXT,
	CALENDAR_COMMAND(.options = set_options, .run = set_run, .args_min = 1, .args_max = 1)
};
const struct command cmd_authority_list = {
	.name = "authority list",
	.synopsis = "",
	.summary = "whose reviewers give which part of a review",
	.next = MT_INIT("орган қосу: tizilim authority add",
			"назвать орган: tizilim authority add",
			"name a body: tizilim authority add"),
	CALENDAR_COMMAND(.options = list_options, .run = authorities_run)
};
const struct command cmd_authority_add = { .name = "authority add",
					   .synopsis = "<part> <body>",
					   .summary = "let the reviewers of a body give a part",
					   AUTHORITY_NEXT,
					   CALENDAR_COMMAND(.options = authority_options,
							    .run = add_run, .args_min = 2,
							    .args_max = 2) };
const struct command cmd_authority_drop = { .name = "authority drop",
					    .synopsis = "<part> <body>",
					    .summary = "let them give it no more",
					    AUTHORITY_NEXT,
					    CALENDAR_COMMAND(.options = authority_options,
							     .run = drop_run, .args_min = 2,
							     .args_max = 2) };
