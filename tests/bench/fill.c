/*
 * Fills an embedded registry with manifests, without judging them: bench-fill
 * HOME PACK DIR|FILE.jsonl. The registry is made where it is missing; what cannot
 * be read or has no id is left out. Its index of duplicates is made at the end.
 */
#include "tests/bench/files.h"

#include "checker/doc/doc.h"
#include "registry/cluster/cluster.h"
#include "registry/kept/kept.h"
#include "registry/migrate/migrate.h"
#include "registry/people/people.h"

enum { BATCH = 500 };

struct fill {
	const struct pack *pack;
	struct files files;
	size_t from, to, done;
};

/* Manifests may name a body by any of its names; those are put under one body, for only an id
 * can be registered. */
static bool is_id(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
		      s.p[i] == '-'))
			return false;
	return s.n > 0;
}

static bool submit(struct db *db, struct arena *a, struct str text, struct fill *f,
		   struct err *err)
{
	struct store_manifest m = { .id = STR("a"), .media = STR("json"), .bytes = text };
	struct store_submission s = { .media = STR("json"), .bytes = text };
	const struct node *root = kept_parse(a, &m);
	struct store_submitted out;

	if (!root)
		return true;
	s.body = node_text(node_get(root, STR("owner")), STR("body"));
	s.short_name = node_text(root, STR("short_name"));
	s.stage = node_text(root, STR("stage"));
	s.name = node_mtext(node_get(root, STR("name")));
	if (!is_id(s.body))
		s.body = STR("msh");
	if (!is_id(s.short_name) || !s.stage.n || !mtext_full(s.name))
		return true;
	s.key = hash_uuid(a);
	s.sha256 = hash_sha256(text);
	s.canonical = node_canonical(a, root);
	kept_card(a, f->pack, root, &s.card);
	f->done++;
	return store_submit(&out, db, &s, err);
}

static bool put_bodies(struct db *db, void *context, struct err *err)
{
	const struct fill *f = context;
	const struct arch_kind_index *bodies = &pack_arch(f->pack)->kinds[ARCH_bodies];
	enum store_outcome outcome;

	for (size_t i = 0; i < bodies->list.n; i++) {
		struct people_body body = { .id = bodies->list.at[i]->id,
					    .name = bodies->list.at[i]->name,
					    .status = STR("active") };

		if (!people_body_put(&outcome, db, &body, err))
			return false;
	}
	return true;
}

static bool submit_batch(struct db *db, void *context, struct err *err)
{
	struct fill *f = context;
	AUTO_ARENA a = arena_new();

	for (size_t i = f->from; i < f->to; i++) {
		if (!submit(db, a, f->files.texts[i], f, err))
			return err_wrap(err, "%.*s", STR_FMT(f->files.names[i]));
		arena_reset(a);
	}
	return true;
}

/* As the superuser the schema, then as the one user of the registry. */
static bool open_registry(struct db **db, struct arena *a, const char *home, struct err *err)
{
	struct cluster cluster;
	struct db *admin;
	size_t landed;
	bool ok;

	if (!cluster_up(&cluster, a, str_of(home), err) ||
	    !db_open(&admin, &(struct db_config){ .conninfo = cluster.admin.p }, err))
		return false;
	ok = migrate_apply(&landed, admin, err) && people_settle(admin, err);
	db_close(admin);
	return ok && db_open(db,
			     &(struct db_config){ .conninfo = cluster.conninfo.p,
						  .statement_seconds = 3600 },
			     err);
}

static bool fill(struct fill *f, struct arena *a, const char *home, struct err *err)
{
	struct kept_done done;
	struct db *db;

	if (!open_registry(&db, a, home, err) || !store_write(db, put_bodies, f, err))
		return false;
	for (; f->from < f->files.n; f->from = f->to) {
		f->to = f->from + BATCH < f->files.n ? f->from + BATCH : f->files.n;
		if (!store_write(db, submit_batch, f, err))
			return false;
	}
	if (!kept_renew(&done, &(struct kept_with){ a, db, f->pack }, false, err))
		return false;
	db_close(db);
	printf("%zu of %zu registered\n", f->done, f->files.n);
	return true;
}

/* Each line is a manifest. */
static bool read_lines(struct files *f, struct arena *a, struct str path, struct err *err)
{
	VEC(struct str) lines = { 0 };
	struct str text, line;

	if (!file_read(&text, a, path, (size_t)4 << 30, err))
		return false;
	while (str_cut(&line, &text, '\n'))
		if (line.n)
			vec_push(a, &lines, line);
	*f = (struct files){ .names = ARENA_ARRAY(a, struct str, lines.n + 1),
			     .texts = lines.at,
			     .n = lines.n };
	return true;
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new();
	struct err err = { 0 };
	struct fill f = { 0 };
	struct pack *pack;
	bool ok;

	if (argc < 4) {
		fprintf(stderr, "usage: bench-fill HOME PACK DIR|FILE.jsonl\n");
		return 2;
	}
	ok = pack_load(&pack, a, str_of(argv[2]), &err);
	f.pack = pack;
	ok = ok &&
	     (file_is_dir(str_of(argv[3])) ? files_read(&f.files, a, str_of(argv[3]))
					   : read_lines(&f.files, a, str_of(argv[3]), &err));
	if (!ok || !fill(&f, a, argv[1], &err)) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	return 0;
}
