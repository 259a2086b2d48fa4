#include "registry/cmd/session.h"

/* whoami, person and duty: who may do what, so that an administrator never writes SQL. */

struct people_opts {
	struct registry_opts registry;
	bool json;
	struct str name, body, same; /* person add */
};

struct people {
	struct context *c;
	const struct people_opts *opts;
	struct str_list args;
	struct session *session; /* person add */
	struct people_duties duties;
	struct people_bodies bodies;
	enum store_outcome outcome;
	bool admitted; /* the server did not know the login before */
	bool on;       /* enable, grant */
};

enum { LOGIN_MAX = 63 }; /* the server cuts longer names */

static const struct duty {
	struct str name;
	struct mtext title;
} duties[] = {
	{ STR_INIT("submitter"),
	  MT_INIT("бастамаларды тапсырады", "подаёт инициативы", "registers initiatives") },
	{ STR_INIT("architect"),
	  MT_INIT("қаралама дайындайды", "готовит черновики", "prepares drafts") },
	{ STR_INIT("reviewer"),
	  MT_INIT("қарап, ескерту жасайды", "рассматривает, делает замечания",
		  "reads and remarks") },
	{ STR_INIT("approver"), MT_INIT("шешім қабылдайды", "принимает решения", "decides") },
	{ STR_INIT("checker"),
	  MT_INIT("ресми тексереді", "проверяет официально", "makes the official checks") },
	{ STR_INIT("auditor"),
	  MT_INIT("тарихты тексереді", "проверяет историю", "verifies the history") },
	{ STR_INIT("administrator"), MT_INIT("адамдар, органдар, топтамалар",
					     "люди, органы, пакеты", "people, bodies, packs") },
};

static const struct duty *duty_named(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(duties); i++)
		if (str_eq(name, duties[i].name))
			return &duties[i];
	return NULL;
}

void duties_offer(struct completion *to, enum lang lang)
{
	for (size_t i = 0; i < ARRAY_LEN(duties); i++)
		cli_offer(to, duties[i].name, mtext_in(duties[i].title, lang));
}

static struct str duty_title(const struct people *p, struct str name)
{
	const struct duty *d = duty_named(name);

	return d ? context_text(p->c, d->title) : STR("");
}

static bool is_all(struct str body)
{
	return str_eq(body, STR("-"));
}

/* What a body's id stands for. */
static struct str body_title(const struct people *p, struct str id)
{
	if (is_all(id))
		return context_text(p->c, MT("барлық органдар", "все органы", "all bodies"));
	for (size_t i = 0; i < p->bodies.n; i++)
		if (str_eq(p->bodies.at[i].id, id))
			return context_text(p->c, p->bodies.at[i].name);
	return STR("");
}

static bool whoami_work(struct db *db, void *context, struct err *err)
{
	struct people *p = context;

	return people_whoami(&p->duties, p->c->arena, db, err) &&
	       people_body_list(&p->bodies, p->c->arena, db, err);
}

static bool list_work(struct db *db, void *context, struct err *err)
{
	struct people *p = context;

	return people_list(&p->duties, p->c->arena, db, err) &&
	       people_body_list(&p->bodies, p->c->arena, db, err);
}

static void print_duties(const struct people *p)
{
	struct table t = { .columns = 4 };
	struct arena *a = p->c->arena;

	for (size_t i = 0; i < p->duties.n; i++) {
		const struct people_duty *d = &p->duties.at[i];

		if (d->duty.n)
			table_add(&t, a,
				  (struct str[]){ arena_printf(a, "  %.*s", STR_FMT(d->duty)),
						  duty_title(p, d->duty), d->body,
						  body_title(p, d->body) });
	}
	table_print(&t, p->c->out);
}

/* The rows of one login, from i on: as an object. Returns how many there were. */
static size_t json_login(const struct people *p, size_t i)
{
	const struct people_duty *all = p->duties.at;
	struct out *o = p->c->out;
	size_t n = 0;

	out_printf(o,
		   "{\"login\":%.*s,\"person\":%.*s,\"name\":%.*s,\"body\":%.*s,\"active\":%s,"
		   "\"duties\":[",
		   STR_FMT(context_json(p->c, all[i].login)),
		   STR_FMT(context_json(p->c, all[i].person)),
		   STR_FMT(context_json(p->c, all[i].name)),
		   STR_FMT(context_json(p->c, all[i].home)), all[i].active ? "true" : "false");
	for (; i + n < p->duties.n && str_eq(all[i + n].login, all[i].login); n++)
		if (all[i + n].duty.n)
			out_printf(o, "%s{\"duty\":%.*s,\"body\":%.*s}", n ? "," : "",
				   STR_FMT(context_json(p->c, all[i + n].duty)),
				   STR_FMT(context_json(p->c, all[i + n].body)));
	out_str(o, STR("]}"));
	return n;
}

static enum exit_code whoami_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct people_opts *o = opts;
	struct people p = { .c = c, .opts = o };
	const struct people_duty *me;

	(void)args;
	if (!session_read(c, &o->registry, whoami_work, &p, err))
		return exit_of(err->code);
	me = &p.duties.at[0];
	if (!me->person.n) {
		err_set(err, ERR_REFUSED,
			"the login \"%.*s\" belongs to no active person of this registry",
			STR_FMT(me->login));
		err_hint(err, "its administrator runs: tizilim person add, or person enable");
		return exit_of(err->code);
	}
	if (o->json) {
		json_login(&p, 0);
		out_str(c->out, STR("\n"));
		return EXIT_CLEAN;
	}
	out_printf(c->out, "%.*s — %.*s, %.*s\n", STR_FMT(me->login), STR_FMT(me->name),
		   STR_FMT(is_all(me->home)
				   ? context_text(c, MT("тізілім", "реестр", "the registry"))
				   : body_title(&p, me->home)));
	if (me->duty.n)
		print_duties(&p);
	else
		context_say(c, MT("өкілеттігі жоқ: басқалардың карточкаларын ғана көреді",
				  "полномочий нет: видит только карточки",
				  "no duties: sees cards only"));
	return EXIT_CLEAN;
}

static enum exit_code person_list_run(struct context *c, const void *opts, struct str_list args,
				      struct err *err)
{
	const struct people_opts *o = opts;
	struct people p = { .c = c, .opts = o };
	struct table t = { .columns = 5 };
	size_t n;

	(void)args;
	if (!session_read(c, &o->registry, list_work, &p, err))
		return exit_of(err->code);
	for (size_t i = 0; o->json && i < p.duties.n; i += n) {
		out_str(c->out, i ? STR(",\n") : STR("["));
		n = json_login(&p, i);
	}
	if (o->json) {
		out_str(c->out, p.duties.n ? STR("]\n") : STR("[]\n"));
		return EXIT_CLEAN;
	}
	for (size_t i = 0; i < p.duties.n; i += n) {
		const struct people_duty *all = &p.duties.at[i];
		struct str held = STR("");

		for (n = 0; i + n < p.duties.n && str_eq(all[n].login, all->login); n++)
			if (all[n].duty.n)
				held = arena_printf(c->arena, "%.*s%s%.*s %.*s", STR_FMT(held),
						    n ? ", " : "", STR_FMT(all[n].duty),
						    STR_FMT(all[n].body));
		table_add(&t, c->arena,
			  (struct str[]){ all->login, all->name, all->home,
					  all->active
						  ? STR("")
						  : context_text(c, MT("өшірілген", "отключён",
								       "disabled")),
					  held });
	}
	table_print(&t, c->out);
	return EXIT_CLEAN;
}

static enum exit_code duty_list_run(struct context *c, const void *opts, struct str_list args,
				    struct err *err)
{
	const struct people_opts *o = opts;
	struct people p = { .c = c, .opts = o };
	struct table t = { .columns = 5 };
	size_t shown = 0;

	if (!session_read(c, &o->registry, list_work, &p, err))
		return exit_of(err->code);
	for (size_t i = 0; i < p.duties.n; i++) {
		const struct people_duty *d = &p.duties.at[i];

		if (!d->duty.n || (args.n && !str_eq(d->login, args.at[0])))
			continue;
		if (o->json)
			out_printf(c->out, "%s{\"login\":%.*s,\"duty\":%.*s,\"body\":%.*s}",
				   shown ? ",\n" : "[", STR_FMT(context_json(c, d->login)),
				   STR_FMT(context_json(c, d->duty)),
				   STR_FMT(context_json(c, d->body)));
		else
			table_add(&t, c->arena,
				  (struct str[]){ d->login, d->duty, duty_title(&p, d->duty),
						  d->body, body_title(&p, d->body) });
		shown++;
	}
	if (o->json)
		out_str(c->out, shown ? STR("]\n") : STR("[]\n"));
	table_print(&t, c->out);
	return EXIT_CLEAN;
}

static bool check_login(struct str login, struct err *err)
{
	if (login.n >= 1 && login.n <= LOGIN_MAX)
		return true;
	return err_set(err, ERR_USAGE, "a login is between 1 and %d bytes", LOGIN_MAX);
}

/* The login of a person who is known by another one brings no name and body. */
static bool known_person(struct people *p, struct db *db, struct people_person *person,
			 struct err *err)
{
	if (!person->same.n)
		return true;
	if (!people_list(&p->duties, p->c->arena, db, err))
		return false;
	for (size_t i = 0; i < p->duties.n; i++)
		if (str_eq(p->duties.at[i].login, person->same)) {
			person->name = p->duties.at[i].name;
			person->body = p->duties.at[i].home;
			return true;
		}
	err_set(err, ERR_NOT_FOUND, "the login \"%.*s\" is of nobody you may see",
		STR_FMT(person->same));
	return err_hint(err, "`tizilim person list` lists the people");
}

/* The embedded registry's every-day account makes no logins; its superuser does. */
static bool admit(struct people *p, struct db *db, struct str login, struct err *err)
{
	AUTO_DB admin = NULL;

	if (!p->session->admin.n)
		return people_admit(&p->admitted, db, login, err);
	return session_admin(&admin, p->c, p->session->admin, err) &&
	       people_admit(&p->admitted, admin, login, err);
}

static bool add_work(struct db *db, void *context, struct err *err)
{
	struct people *p = context;
	const struct people_opts *o = p->opts;
	struct people_person person = { .login = p->args.at[0],
					.name = o->name,
					.body = session_body(p->c, o->body),
					.same = o->same };

	/* Rights first: who may not add a person makes no login either. */
	return known_person(p, db, &person, err) && people_add(&p->outcome, db, &person, err) &&
	       admit(p, db, person.login, err);
}

static bool check_person(const struct people_opts *o, struct str login, struct err *err)
{
	if (!check_login(login, err))
		return false;
	if (o->same.n && (o->name.n || o->body.n)) {
		err_set(err, ERR_USAGE, "--same names a person who has a name and a body");
		return err_hint(err, "leave out --name and --body");
	}
	if (o->same.n || (o->name.n && o->body.n))
		return true;
	err_set(err, ERR_USAGE, "who is it, and where do they work?");
	return err_hint(err, "give --name=<name> --body=<body>, with --body=- for somebody of "
			     "the registry itself; or --same=<login> for a second login of a "
			     "person");
}

static const struct mtext unchanged = MT_INIT(
	"өзгеріссіз: бұрыннан солай", "без изменений: уже так", "unchanged: it is so already");

static void say_added(struct people *p, bool embedded)
{
	struct context *c = p->c;
	struct mtext login = mtext_same(p->args.at[0]);

	context_say(c,
		    p->outcome == STORE_UNCHANGED
			    ? unchanged
			    : MTEXT_FILL(c->arena, MT("%1 қосылды", "%1: добавлен", "%1 added"),
					 login));
	if (p->admitted && !embedded)
		context_tell(
			c,
			MTEXT_FILL(
				c->arena,
				MT("%1 логині серверде құпиясөзсіз құрылды: сервер оны "
				   "сертификатпен кіргізеді немесе құпиясөзді дерекқор "
				   "әкімшісі қояды",
				   "логин %1 создан на сервере без пароля: сервер пускает его "
				   "по сертификату или пароль задаёт администратор базы данных",
				   "the login %1 was made on the server, without a password: "
				   "the server admits it by certificate, or a database "
				   "administrator sets one"),
				login));
	context_next(c,
		     MTEXT_FILL(c->arena,
				MT("өкілеттік беру: tizilim duty grant %1 submitter <орган>",
				   "дать полномочие: tizilim duty grant %1 submitter <орган>",
				   "give a duty: tizilim duty grant %1 submitter <body>"),
				login));
}

static enum exit_code person_add_run(struct context *c, const void *opts, struct str_list args,
				     struct err *err)
{
	const struct people_opts *o = opts;
	struct session s;
	struct people p = { .c = c, .opts = o, .args = args, .session = &s };
	bool ok;

	if (!check_person(o, args.at[0], err) || !session_open(&s, c, &o->registry, err))
		return exit_of(err->code);
	ok = store_write(s.db, add_work, &p, err);
	session_close(&s);
	if (!ok)
		return exit_of(err->code);
	say_added(&p, s.admin.n > 0);
	return EXIT_CLEAN;
}

static bool switch_work(struct db *db, void *context, struct err *err)
{
	struct people *p = context;

	return people_switch(&p->outcome, db, p->args.at[0], p->on, err);
}

static bool duty_work(struct db *db, void *context, struct err *err)
{
	struct people *p = context;
	struct people_duty duty = { .login = p->args.at[0],
				    .duty = p->args.at[1],
				    .body = session_body(p->c, p->args.at[2]) };

	return people_duty_set(&p->outcome, db, &duty, p->on, err);
}

static enum exit_code change(struct people *p, store_work work, struct mtext said,
			     struct err *err)
{
	if (!session_write(p->c, &p->opts->registry, work, p, err))
		return exit_of(err->code);
	context_say(p->c, p->outcome == STORE_UNCHANGED ? unchanged : said);
	return EXIT_CLEAN;
}

static enum exit_code person_disable_run(struct context *c, const void *opts,
					 struct str_list args, struct err *err)
{
	struct people p = { .c = c, .opts = opts, .args = args };

	return change(&p, switch_work,
		      MT("өшірілді; ашық сеанстарында да ештеңе істей алмайды",
			 "отключён; и в открытых сеансах больше ничего не может",
			 "disabled; in sessions that are open, too"),
		      err);
}

static enum exit_code person_enable_run(struct context *c, const void *opts,
					struct str_list args, struct err *err)
{
	struct people p = { .c = c, .opts = opts, .args = args, .on = true };

	return change(&p, switch_work, MT("қосылды", "включён", "enabled"), err);
}

static bool check_duty(struct str_list args, struct err *err)
{
	const struct duty *d = duty_named(args.at[1]);

	if (!d) {
		err_set(err, ERR_USAGE, "there is no duty \"%.*s\"", STR_FMT(args.at[1]));
		return err_hint(err, "submitter, architect, reviewer, approver, checker, "
				     "auditor or administrator");
	}
	if (is_all(args.at[2]) || !str_eq(d->name, STR("administrator")))
		return true;
	err_set(err, ERR_USAGE, "an administrator is one of the whole registry");
	return err_hint(err, "give \"-\" in place of the body");
}

static enum exit_code duty_grant_run(struct context *c, const void *opts, struct str_list args,
				     struct err *err)
{
	struct people p = { .c = c, .opts = opts, .args = args, .on = true };

	return check_duty(args, err)
		       ? change(&p, duty_work,
				MT("өкілеттік берілді", "полномочие дано", "duty granted"), err)
		       : exit_of(err->code);
}

static enum exit_code duty_revoke_run(struct context *c, const void *opts, struct str_list args,
				      struct err *err)
{
	struct people p = { .c = c, .opts = opts, .args = args };

	return check_duty(args, err)
		       ? change(&p, duty_work,
				MT("өкілеттік алынды", "полномочие снято", "duty revoked"), err)
		       : exit_of(err->code);
}

#define JSON                                                                              \
	{                                                                                 \
		0, "json", OPT_FLAG, offsetof(struct people_opts, json), NULL, "as JSON", \
			NULL, 0, 0                                                        \
	}
#define PERSON(field, arg, help)                                                              \
	{                                                                                     \
		0, #field, OPT_TEXT, offsetof(struct people_opts, field), arg, help, NULL, 0, \
			0                                                                     \
	}

static const struct opt list_options[] = { JSON, REGISTRY_OPTIONS(struct people_opts){ 0 } };
static const struct opt change_options[] = { REGISTRY_OPTIONS(struct people_opts){ 0 } };
static const struct opt add_options[] = {
	PERSON(name, "<name>", "the person's name"),
	PERSON(body, "<body>", "where they work, by id or any name; - for the registry itself"),
	PERSON(same, "<login>", "instead: another login of the same person"),
	REGISTRY_OPTIONS(struct people_opts){ 0 }
};
static const char *const add_examples[] = {
	"tizilim person add a.serikova --name \"Айгүл Серікова\" --body msh",
	"tizilim person add ci-msh --same a.serikova", NULL
};
static const char *const grant_examples[] = { "tizilim duty grant a.serikova submitter msh",
					      "tizilim duty grant b.omarov reviewer -", NULL };

#define PEOPLE_COMMAND(...)                             \
	.group = "Run a registry", .needs = NEEDS_PACK, \
	.opts_size = sizeof(struct people_opts), __VA_ARGS__

const struct command cmd_whoami = {
	.name = "whoami",
	.synopsis = "",
	.summary = "who you are to the registry, and your duties",
	.next = MT_INIT("кімнің қандай өкілеттігі бар: tizilim duty list",
			"у кого какие полномочия: tizilim duty list",
			"who has which duty: tizilim duty list"),
	PEOPLE_COMMAND(.options = list_options, .run = whoami_run)
};
const struct command cmd_person_list = {
	.name = "person list",
	.synopsis = "",
	.summary = "list people, their logins and duties",
	.next = MT_INIT("адамды қосу: tizilim person add",
			"впустить человека: tizilim person add",
			"let a person in: tizilim person add"),
	PEOPLE_COMMAND(.options = list_options, .run = person_list_run)
};
const struct command cmd_person_add = {
	.name = "person add",
	.synopsis = "<login>",
	.summary = "let a person in; makes the login on the server when it is missing",
	.next = MT_INIT("өкілеттік беру: tizilim duty grant",
			"дать полномочие: tizilim duty grant",
			"give a duty: tizilim duty grant"),
	.examples = add_examples,
	PEOPLE_COMMAND(.options = add_options, .run = person_add_run, .args_min = 1,
		       .args_max = 1)
};
const struct command cmd_person_disable = {
	.name = "person disable",
	.synopsis = "<login>",
	.summary = "shut a person out, under every login, at once",
	.next = MT_INIT("қайта қосу: tizilim person enable",
			"снова впустить: tizilim person enable",
			"let the person in again: tizilim person enable"),
	PEOPLE_COMMAND(.options = change_options, .run = person_disable_run, .args_min = 1,
		       .args_max = 1)
};
const struct command cmd_person_enable = {
	.name = "person enable",
	.synopsis = "<login>",
	.summary = "let a disabled person in again",
	.next = MT_INIT("өкілеттіктерін көру: tizilim duty list",
			"посмотреть полномочия: tizilim duty list",
			"see the duties: tizilim duty list"),
	PEOPLE_COMMAND(.options = change_options, .run = person_enable_run, .args_min = 1,
		       .args_max = 1)
};
const struct command cmd_duty_list = {
	.name = "duty list",
	.synopsis = "[<login>]",
	.summary = "list who has which duty for which body",
	.next = MT_INIT("өкілеттік беру: tizilim duty grant; алып тастау: tizilim duty revoke",
			"дать полномочие: tizilim duty grant; забрать: tizilim duty revoke",
			"give a duty: tizilim duty grant; take it back: tizilim duty revoke"),
	PEOPLE_COMMAND(.options = list_options, .run = duty_list_run, .args_max = 1)
};
const struct command cmd_duty_grant = {
	.name = "duty grant",
	.synopsis = "<login> <duty> <body|->",
	.summary = "give a duty, for one body or for all (-)",
	.next = MT_INIT("тексеру: tizilim duty list", "проверить: tizilim duty list",
			"see it: tizilim duty list"),
	.examples = grant_examples,
	PEOPLE_COMMAND(.options = change_options, .run = duty_grant_run, .args_min = 3,
		       .args_max = 3)
};
const struct command cmd_duty_revoke = {
	.name = "duty revoke",
	.synopsis = "<login> <duty> <body|->",
	.summary = "take a duty back",
	.next = MT_INIT("тексеру: tizilim duty list", "проверить: tizilim duty list",
			"see what is left: tizilim duty list"),
	PEOPLE_COMMAND(.options = change_options, .run = duty_revoke_run, .args_min = 3,
		       .args_max = 3)
};
