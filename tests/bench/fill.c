/*
 * Fills an embedded registry with manifests, without judging them: bench-fill
 * HOME DIR. The registry is made where it is missing; what cannot be read or
 * has no id is left out.
 */
#include "tests/bench/files.h"

#include "checker/doc/doc.h"
#include "registry/cluster/cluster.h"
#include "registry/migrate/migrate.h"
#include "registry/people/people.h"

enum { BATCH = 500 };

struct fill {
	const struct files *files;
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
	struct doc_errors errors = { 0 };
	struct store_submission s = { .media = STR("json"), .bytes = text };
	struct people_body body = { .name = MT("а", "б", "c"), .status = STR("active") };
	struct store_submitted out;
	enum store_outcome outcome;
	struct doc *doc;

	if (!doc_parse(&doc, a, STR("a.json"), text, DOC_JSON, DOC_MANIFEST, &errors))
		return true;
	s.body = body.id = node_text(node_get(&doc->root, STR("owner")), STR("body"));
	s.short_name = node_text(&doc->root, STR("short_name"));
	s.stage = node_text(&doc->root, STR("stage"));
	s.name = node_mtext(node_get(&doc->root, STR("name")));
	if (!is_id(s.body))
		s.body = body.id = STR("msh");
	if (!is_id(s.short_name) || !s.stage.n || !mtext_full(s.name))
		return true;
	s.sha256 = hash_sha256(text);
	s.canonical = node_canonical(a, &doc->root);
	f->done++;
	return people_body_put(&outcome, db, &body, err) && store_submit(&out, db, &s, err);
}

static bool submit_batch(struct db *db, void *context, struct err *err)
{
	struct fill *f = context;
	AUTO_ARENA a = arena_new();

	for (size_t i = f->from; i < f->to; i++)
		if (!submit(db, a, f->files->texts[i], f, err))
			return err_wrap(err, "%.*s", STR_FMT(f->files->names[i]));
	return true;
}

static bool fill(const struct files *files, struct arena *a, const char *home, struct err *err)
{
	struct fill f = { .files = files };
	struct cluster cluster;
	struct db *db;
	size_t landed;

	if (!cluster_up(&cluster, a, str_of(home), err) ||
	    !db_open(&db, &(struct db_config){ .conninfo = cluster.conninfo.p }, err))
		return false;
	if (!migrate_apply(&landed, db, err))
		return false;
	for (; f.from < files->n; f.from = f.to) {
		f.to = f.from + BATCH < files->n ? f.from + BATCH : files->n;
		if (!store_write(db, submit_batch, &f, err))
			return false;
	}
	db_close(db);
	printf("%zu of %zu registered\n", f.done, files->n);
	return true;
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new();
	struct err err = { 0 };
	struct files files;

	if (argc < 3) {
		fprintf(stderr, "usage: bench-fill HOME DIR\n");
		return 2;
	}
	if (!files_read(&files, a, str_of(argv[2])) || !fill(&files, a, argv[1], &err)) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	return 0;
}
