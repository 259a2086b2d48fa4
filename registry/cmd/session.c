#include "registry/cmd/session.h"

#include "registry/calendar/calendar.h"
#include "registry/migrate/migrate.h"

static void notice(void *context, const char *text)
{
	struct context *c = context;

	out_printf(c->status, "%s\n", text);
}

/* Where the registry is told to be; NULL with *embedded false: libpq's own environment. */
static const char *configured(const struct context *c, const struct registry_opts *opts,
			      bool *embedded)
{
	*embedded = false;
	if (opts->db.n)
		return arena_str(c->arena, opts->db).p;
	if (c->db)
		return c->db;
	*embedded = !c->pg_environment;
	return NULL;
}

static bool start_embedded(struct cluster *cluster, struct context *c, struct err *err)
{
	if (!cluster_up(cluster, c->arena, str_of(c->data_home), err))
		return err_wrap(err, "embedded registry");
	if (cluster->started)
		context_tell(
			c,
			MTEXT_FILL(
				c->arena,
				MT("тізілім бапталмаған: кіріктірілген тізілім іске қосылды "
				   "(%1)",
				   "реестр не настроен: запущен встроенный (%1)",
				   "no registry is configured: started the embedded one (%1)"),
				mtext_same(cluster->dir)));
	return true;
}

bool session_connect(struct session *s, struct context *c, const struct registry_opts *opts,
		     bool *embedded, struct err *err)
{
	struct cluster cluster;
	struct db_config config = { .application = c->application,
				    .log = c->log,
				    .conninfo = configured(c, opts, embedded),
				    .is_argument = opts->db.n > 0,
				    .user = opts->as.n ? arena_str(c->arena, opts->as).p : NULL,
				    .notice = notice,
				    .notice_context = c };

	*s = (struct session){ .name = *embedded
					       ? MT("кіріктірілген", "встроенный", "embedded")
					       : MT("бапталған", "настроенный", "configured") };
	if (*embedded) {
		if (!start_embedded(&cluster, c, err))
			return false;
		config.conninfo = cluster.conninfo.p;
		s->admin = cluster.admin;
	}
	return db_open(&s->db, &config, err);
}

bool session_admin(struct db **out, const struct context *c, struct str conninfo,
		   struct err *err)
{
	struct db_config config = { .conninfo = conninfo.p,
				    .application = c->application,
				    .log = c->log };

	return db_open(out, &config, err);
}

bool session_migrate(size_t *landed, struct session *s, struct context *c, struct err *err)
{
	struct session admin = { 0 };
	bool ok;

	if (!s->admin.n)
		return migrate_apply(landed, s->db, err) && session_load_pack(s, c, err);
	/* Roles and guards are beyond the account of every day. */
	if (!session_admin(&admin.db, c, s->admin, err))
		return false;
	ok = migrate_apply(landed, admin.db, err) && people_settle(admin.db, err) &&
	     session_load_pack(&admin, c, err);
	session_close(&admin);
	return ok;
}

struct pending {
	struct arena *arena;
	size_t n;
};

static bool count_pending(struct db *db, void *context, struct err *err)
{
	struct pending *p = context;
	const char **names;

	return migrate_pending(&names, &p->n, p->arena, db, err);
}

static bool up_to_date(struct session *s, struct context *c, bool embedded, struct err *err)
{
	struct pending p = { .arena = c->arena };
	size_t landed;

	if (!store_read(s->db, count_pending, &p, err))
		return false;
	if (p.n == 0)
		return true;
	if (embedded)
		return session_migrate(&landed, s, c, err);
	err_set(err, ERR_REFUSED,
		"the registry's schema is older than this program (pending migrations: %zu)",
		p.n);
	return err_hint(err, "its administrator runs: tizilim migrate --db <conninfo>");
}

bool session_open(struct session *s, struct context *c, const struct registry_opts *opts,
		  struct err *err)
{
	bool embedded;

	if (!session_connect(s, c, opts, &embedded, err))
		return false;
	if (up_to_date(s, c, embedded, err))
		return true;
	session_close(s);
	return false;
}

static bool put_pack(struct db *db, void *context, struct err *err)
{
	struct context *c = context;
	const struct pack_info *info = pack_info(c->pack);
	const struct arch_kind_index *bodies = &pack_arch(c->pack)->kinds[ARCH_bodies];
	struct str bundle = pack_bundle(c->pack);
	struct store_pack pack = { .name = info->name,
				   .version = info->version,
				   .sha256 = hash_sha256(bundle),
				   .valid_from = info->valid_from,
				   .contents = bundle };
	enum store_outcome outcome;

	if (!store_pack_put(&outcome, db, &pack, err))
		return err_wrap(err, "load pack %.*s %.*s", STR_FMT(info->name),
				STR_FMT(info->version));
	for (size_t i = 0; i < bodies->list.n; i++) {
		const struct arch_entry *e = bodies->list.at[i];
		struct str status = node_text(e->node, STR("status"));
		struct people_body body = { .id = e->id,
					    .name = e->name,
					    .status = str_eq(status, STR("abolished"))
							      ? STR("closed")
							      : STR("active") };

		if (!people_body_put(&outcome, db, &body, err))
			return err_wrap(err, "load body %.*s", STR_FMT(e->id));
	}
	return calendar_load(&outcome, db, info->name, info->version, err);
}

static bool outdated(const struct store_pack *theirs, const struct pack_info *info,
		     struct err *err)
{
	err_set(err, ERR_REFUSED,
		"the registry judges by pack %.*s %.*s, valid from %.*s; yours is %.*s",
		STR_FMT(theirs->name), STR_FMT(theirs->version), STR_FMT(theirs->valid_from),
		STR_FMT(info->version));
	return err_hint(err, "update tizilim, or name the folder of that pack with --pack");
}

/* Who may not load it is told who may. */
static bool load_pack(struct session *s, struct context *c, struct err *err)
{
	const struct pack_info *info = pack_info(c->pack);

	if (store_write(s->db, put_pack, c, err))
		return true;
	if (!str_eq(str_of(err->sqlstate), STR("TZ403")))
		return false;
	err_set(err, ERR_REFUSED,
		"the registry has no pack %.*s %.*s (%.*s), and you may not load it",
		STR_FMT(info->name), STR_FMT(info->version),
		STR_FMT(str_sub(info->sha256, 0, 8)));
	return err_hint(err, "an administrator of the registry runs `tizilim migrate` with the "
			     "same program or --pack");
}

struct packs {
	struct arena *arena;
	struct store_pack *at;
	size_t n;
};

static bool list_packs(struct db *db, void *context, struct err *err)
{
	struct packs *p = context;

	return store_packs(&p->at, &p->n, p->arena, db, err);
}

bool session_load_pack(struct session *s, struct context *c, struct err *err)
{
	const struct pack_info *info = pack_info(c->pack);
	const struct store_pack *ours, *in_force = NULL;
	struct packs p = { .arena = c->arena };

	if (!store_read(s->db, list_packs, &p, err))
		return false;
	ours = store_pack_with(p.at, p.n, info->sha256);
	for (size_t i = 0; i < p.n && !in_force; i++)
		if (str_eq(p.at[i].name, info->name) &&
		    str_cmp(&p.at[i].valid_from, &c->today) <= 0)
			in_force = &p.at[i];
	if (ours && (ours == in_force || str_cmp(&info->valid_from, &c->today) > 0))
		return true;
	if (in_force && (ours || str_cmp(&in_force->valid_from, &info->valid_from) > 0))
		return outdated(in_force, info, err);
	return load_pack(s, c, err);
}

void session_close(struct session *s)
{
	db_close(s->db);
	s->db = NULL;
}

bool session_read(struct context *c, const struct registry_opts *opts, store_work work,
		  void *context, struct err *err)
{
	struct session s;
	bool ok;

	if (!session_open(&s, c, opts, err))
		return false;
	ok = store_read(s.db, work, context, err);
	session_close(&s);
	return ok;
}

bool session_write(struct context *c, const struct registry_opts *opts, store_work work,
		   void *context, struct err *err)
{
	struct session s;
	bool ok;

	if (!session_open(&s, c, opts, err))
		return false;
	ok = store_write(s.db, work, context, err);
	session_close(&s);
	return ok;
}

struct str session_body(const struct context *c, struct str name)
{
	const struct arch_entry *e = arch_find(pack_arch(c->pack), ARCH_bodies, name);

	return e ? e->id : name;
}
