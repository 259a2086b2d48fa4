#include "registry/cmd/session.h"

#include "registry/migrate/migrate.h"

struct cluster_opts {
	struct common_opts common;
};

static enum exit_code up_run(struct context *c, const void *opts, struct str_list args,
			     struct err *err)
{
	struct registry_opts none = { .common = *(const struct common_opts *)opts };
	struct cluster cluster;
	struct session s;

	(void)args;
	if (!cluster_up(&cluster, c->arena, str_of(c->data_home), err))
		return exit_of(err->code);
	/* The embedded one is meant, whatever the environment names. */
	none.db = cluster.conninfo;
	if (!session_connect(&s, c, &none, &(bool){ false }, err))
		return exit_of(err->code);
	s.admin = cluster.admin;
	if (!session_migrate(&(size_t){ 0 }, &s, c, err)) {
		session_close(&s);
		return exit_of(err->code);
	}
	session_close(&s);
	context_say(c,
		    MTEXT_FILL(c->arena,
			       cluster.started ? MT("кіріктірілген тізілім іске қосылды: %1",
						    "встроенный реестр запущен: %1",
						    "embedded registry started: %1")
					       : MT("кіріктірілген тізілім жұмыс істеп тұр: %1",
						    "встроенный реестр уже работает: %1",
						    "embedded registry is running already: %1"),
			       mtext_same(cluster.dir)));
	context_next(c, MT("тапсыру: tizilim submit <файл>", "подать: tizilim submit <файл>",
			   "submit a manifest: tizilim submit <file>"));
	return EXIT_CLEAN;
}

static enum exit_code down_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	struct cluster before, cluster;

	(void)opts;
	(void)args;
	if (!cluster_status(&before, c->arena, str_of(c->data_home), err) ||
	    !cluster_down(&cluster, c->arena, str_of(c->data_home), err))
		return exit_of(err->code);
	context_say(c, before.pid
			       ? MT("кіріктірілген тізілім тоқтатылды",
				    "встроенный реестр остановлен", "embedded registry stopped")
			       : MT("кіріктірілген тізілім жұмыс істемейді",
				    "встроенный реестр не работает",
				    "embedded registry is not running"));
	return EXIT_CLEAN;
}

struct migrate_opts {
	struct registry_opts registry;
	bool check;
};

static bool able(struct db *db, void *context, struct err *err)
{
	(void)context;
	return migrate_able(db, err);
}

static bool migrate(struct context *c, const struct migrate_opts *o, struct session *s,
		    struct err *err)
{
	const char **names;
	size_t pending, landed = 0;

	if (!o->check && !s->admin.n && !store_read(s->db, able, NULL, err))
		return false;
	if (!migrate_verify(s->db, err) ||
	    !migrate_pending(&names, &pending, c->arena, s->db, err))
		return false;
	if (o->check) {
		for (size_t i = 0; i < pending; i++)
			out_printf(c->out, "%s\n", names[i]);
		if (pending) {
			err_set(err, ERR_REFUSED, "pending migrations: %zu", pending);
			return err_hint(
				err, "its administrator runs: tizilim migrate --db <conninfo>");
		}
		context_say(c, MT("орындалмаған миграция жоқ, орындалғандары өзгермеген",
				  "невыполненных миграций нет, применённые не изменены",
				  "no migration is pending, and none that landed was changed"));
		return true;
	}
	if (!session_migrate(&landed, s, c, err))
		return false;
	LOG(c->log, LOG_INFO, "migrated", log_number("landed", (int64_t)landed));
	context_say(c, MTEXT_FILL(c->arena,
				  MT("орындалған миграциялар: %1", "применено миграций: %1",
				     "migrations applied: %1"),
				  mtext_same(arena_printf(c->arena, "%zu", landed))));
	return true;
}

static enum exit_code migrate_run(struct context *c, const void *opts, struct str_list args,
				  struct err *err)
{
	const struct migrate_opts *o = opts;
	struct session s;
	bool embedded, ok;

	(void)args;
	if (!session_connect(&s, c, &o->registry, &embedded, err))
		return exit_of(err->code);
	ok = migrate(c, o, &s, err);
	session_close(&s);
	return ok ? EXIT_CLEAN : exit_of(err->code);
}

static const struct opt cluster_options[] = { COMMON_OPTIONS{ 0 } };
static const struct opt migrate_options[] = {
	{ 0, "check", OPT_FLAG, offsetof(struct migrate_opts, check), NULL,
	  "change nothing; fail when a landed file changed or one is pending", NULL, 0, 0 },
	REGISTRY_OPTIONS(struct migrate_opts){ 0 }
};

const struct command cmd_up = {
	.name = "up",
	.group = "Run a registry",
	.synopsis = "",
	.summary = "start the embedded registry, creating it if needed",
	.next = MT_INIT("тапсыру: tizilim submit ФАЙЛ", "подать: tizilim submit ФАЙЛ",
			"register one: tizilim submit FILE"),
	.needs = NEEDS_PACK,
	.options = cluster_options,
	.opts_size = sizeof(struct cluster_opts),
	.run = up_run,
};

const struct command cmd_down = {
	.name = "down",
	.group = "Run a registry",
	.synopsis = "",
	.summary = "stop the embedded registry; its data stay",
	.next = MT_INIT("қайта қосу: tizilim up", "снова запустить: tizilim up",
			"start it again: tizilim up"),
	.options = cluster_options,
	.opts_size = sizeof(struct cluster_opts),
	.run = down_run,
};

const struct command cmd_migrate = {
	.name = "migrate",
	.group = "Run a registry",
	.synopsis = "",
	.summary = "bring a registry's schema up to date and load the pack",
	.next = MT_INIT("бастаманы тіркеу: tizilim submit ФАЙЛ",
			"зарегистрировать инициативу: tizilim submit ФАЙЛ",
			"register an initiative: tizilim submit FILE"),
	.needs = NEEDS_PACK,
	.options = migrate_options,
	.opts_size = sizeof(struct migrate_opts),
	.run = migrate_run,
};
