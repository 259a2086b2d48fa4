#include "registry/cmd/session.h"

#include "registry/kept/kept.h"
#include "registry/migrate/migrate.h"
#include "registry/recheck/recheck.h"

#include <time.h>

/* health: whether a registry can do its work now, for those who watch it. */

struct health_opts {
	struct registry_opts registry;
	bool json;
};

struct health {
	struct context *c;
	struct str server;
	bool writable;
	size_t migrations;	 /* that have not landed */
	bool pack;		 /* the registry has that of this program */
	struct kept_state index; /* when the schema is current */
	struct recheck_asides asides;
	long milliseconds; /* from connecting to the last answer */
};

static bool find_pack(struct health *h, struct db *db, struct err *err)
{
	const struct pack_info *info = pack_info(h->c->pack);
	struct store_pack *at;
	size_t n;

	if (!store_packs(&at, &n, h->c->arena, db, err))
		return false;
	h->pack = store_pack_with(at, n, info->sha256);
	return true;
}

static bool look(struct db *db, void *context, struct err *err)
{
	struct health *h = context;
	struct arena *a = h->c->arena;
	AUTO_ROWS rows = { 0 };
	const char **names;

	if (!db_one(&rows, db, SQL_health, NO_PARAMS, err) ||
	    !migrate_pending(&names, &h->migrations, a, db, err))
		return false;
	h->writable = rows_bool(&rows, 0, 0);
	h->server = rows_copy(&rows, a, 0, 1);
	return h->migrations ||
	       (find_pack(h, db, err) &&
		kept_look(&h->index, &(struct kept_with){ a, db, h->c->pack }, err) &&
		recheck_aside(&h->asides, a, db, h->c->version, err));
}

static long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool is_well(const struct health *h)
{
	return h->writable && !h->migrations && h->pack;
}

static void print_json(const struct health *h)
{
	out_printf(h->c->out,
		   "{\"well\":%s,\"milliseconds\":%ld,\"server\":%.*s,\"writable\":%s,"
		   "\"migrations_pending\":%zu,\"pack\":%s,\"registered\":%zu,"
		   "\"index_pending\":%zu,\"set_aside\":%zu}\n",
		   is_well(h) ? "true" : "false", h->milliseconds,
		   STR_FMT(context_json(h->c, h->server)), h->writable ? "true" : "false",
		   h->migrations, h->pack ? "true" : "false", h->index.registered,
		   h->index.pending, h->asides.n);
}

static void say(const struct health *h, bool fault, struct mtext text)
{
	if (fault)
		context_say(h->c, text);
}

static void print_text(const struct health *h)
{
	say(h, !h->writable,
	    MT("сервер тек оқуға ашық: негізгісіне қосылыңыз",
	       "сервер доступен только для чтения: подключитесь к основному",
	       "the server can only be read: connect to the primary"));
	say(h, h->migrations > 0,
	    MT("схема ескі: tizilim migrate", "схема устарела: tizilim migrate",
	       "the schema is old: tizilim migrate"));
	say(h, !h->migrations && !h->pack,
	    MT("тізілімде бұл бағдарламаның топтамасы жоқ: tizilim migrate",
	       "в реестре нет пакета этой программы: tizilim migrate",
	       "the registry has not this program's pack: tizilim migrate"));
	say(h, h->asides.n > 0,
	    MTEXT_FILL(h->c->arena,
		       MT("қайта тексеру шетке қойылған органдар: %1 (tizilim doctor)",
			  "органов, проверка которых отложена: %1 (tizilim doctor)",
			  "bodies whose share of the work is set aside: %1 (tizilim doctor)"),
		       mtext_same(arena_printf(h->c->arena, "%zu", h->asides.n))));
	say(h, is_well(h),
	    MTEXT_FILL(h->c->arena,
		       MT("дұрыс: PostgreSQL %1, %2 мс, тіркелгені %3, индекс күтетіні %4",
			  "в порядке: PostgreSQL %1, %2 мс, зарегистрировано %3, ждут индекса "
			  "%4",
			  "well: PostgreSQL %1, %2 ms, %3 registered, %4 wait for the index"),
		       mtext_same(h->server),
		       mtext_same(arena_printf(h->c->arena, "%ld", h->milliseconds)),
		       mtext_same(arena_printf(h->c->arena, "%zu", h->index.registered)),
		       mtext_same(arena_printf(h->c->arena, "%zu", h->index.pending))));
}

static enum exit_code health_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct health_opts *o = opts;
	struct health h = { .c = c, .milliseconds = now() };
	struct session s;
	bool embedded, ok;

	(void)args;
	if (!session_connect(&s, c, &o->registry, &embedded, err))
		return exit_of(err->code);
	ok = store_read(s.db, look, &h, err);
	session_close(&s);
	if (!ok)
		return exit_of(err->code);
	h.milliseconds = now() - h.milliseconds;
	LOG(c->log, is_well(&h) ? LOG_INFO : LOG_ERROR, "health",
	    log_number("milliseconds", h.milliseconds), log_number("writable", h.writable),
	    log_number("migrations_pending", (int64_t)h.migrations), log_number("pack", h.pack),
	    log_number("registered", (int64_t)h.index.registered),
	    log_number("index_pending", (int64_t)h.index.pending));
	if (o->json)
		print_json(&h);
	else
		print_text(&h);
	return is_well(&h) ? EXIT_CLEAN : EXIT_FOUND;
}

static const struct opt health_options[] = { { 0, "json", OPT_FLAG,
					       offsetof(struct health_opts, json), NULL,
					       "as JSON", NULL, 0, 0 },
					     REGISTRY_OPTIONS(struct health_opts){ 0 } };
static const char *const health_examples[] = { "tizilim health",
					       "tizilim health --db service=registry --json",
					       NULL };

const struct command cmd_health = {
	.name = "health",
	.group = "Run a registry",
	.synopsis = "",
	.summary =
		"whether a registry can do its work now; exit 1 if not, 5 if it is not there",
	.next = MT_INIT("не дұрыс емесі: tizilim doctor", "что не так: tizilim doctor",
			"what is wrong: tizilim doctor"),
	.examples = health_examples,
	.needs = NEEDS_PACK,
	.options = health_options,
	.opts_size = sizeof(struct health_opts),
	.run = health_run,
};
