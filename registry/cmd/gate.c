#include "registry/cmd/gate.h"

#include "checker/base/glob.h"
#include "checker/base/limits.h"
#include "checker/base/strmap.h"
#include "registry/git/git.h"

/* What the arguments stand for, by absolute paths. */
struct wanted {
	struct arena *a;
	struct strmap files;
	VEC(struct str) folders, patterns;
};

static void collect_wanted(struct wanted *w, const struct gate *g)
{
	w->a = g->c->arena;
	strmap_init(&w->files, w->a);
	for (size_t i = 0; i < g->files.n; i++)
		strmap_put(&w->files, file_full(w->a, g->files.at[i].shown), w);
	for (size_t i = 0; i < g->args.n; i++) {
		struct str path = file_full(w->a, g->args.at[i]);

		if (file_is_dir(g->args.at[i]))
			vec_push(w->a, &w->folders, path);
		else if (glob_is_pattern(g->args.at[i]))
			vec_push(w->a, &w->patterns, path);
	}
}

static bool is_below(struct str path, struct str folder)
{
	return str_starts(path, folder) &&
	       (folder.n == 1 || (path.n > folder.n && path.p[folder.n] == '/'));
}

/* Also a file that is no more: what was wrong in it is gone. */
static bool is_wanted(void *context, struct str path)
{
	const struct wanted *w = context;

	if (strmap_get(&w->files, path))
		return true;
	if (!context_is_document(path))
		return false;
	for (size_t i = 0; i < w->folders.n; i++)
		if (is_below(path, w->folders.at[i]))
			return true;
	for (size_t i = 0; i < w->patterns.n; i++)
		if (glob_match(w->patterns.at[i], path))
			return true;
	return false;
}

static void tell_base(const struct gate *g, const struct git_base *base)
{
	struct arena *a = g->c->arena;

	context_tell(g->c,
		     MTEXT_FILL(a,
				MT("салыстырылды: %1 тармақталған жері (%2), файл: %3",
				   "сравнено с местом ответвления от %1 (%2), файлов: %3",
				   "compared with where the branch left %1 (%2), files: %3"),
				mtext_same(g->opts->since),
				mtext_same(str_sub(base->commit, 0, 12)),
				mtext_same(arena_printf(a, "%zu", base->files.n))));
}

/* The same run over the files as they were: what it finds was known before. */
static bool since(const struct gate *g, struct strmap *known, struct err *err)
{
	struct wanted wanted = { 0 };
	struct git_request request = { .revision = g->opts->since,
				       .wanted = is_wanted,
				       .context = &wanted,
				       .limit = LIMIT_DOC_BYTES };
	struct check_options options = *g->options;
	struct str_list none = { NULL, 0 };
	struct git_base base;
	struct check *check;

	collect_wanted(&wanted, g);
	if (!git_base_read(&base, g->c->arena, &request, err))
		return err_wrap(err, "--since");
	options.trace = NULL;
	check = check_new(g->c->arena, &options);
	for (size_t i = 0; i < base.files.n; i++)
		check_add(check, base.files.at[i].path, base.files.at[i].text);
	if (g->portfolio && !judge_use_portfolio(g->c, check, g->portfolio, &none, err))
		return false;
	check_judge(check);
	for (size_t i = 0; i < check_sink(check)->findings.n; i++) {
		const struct finding *f = &check_sink(check)->findings.at[i];

		sink_know(known, finding_fingerprint(g->c->arena, f), f->severity);
	}
	tell_base(g, &base);
	return true;
}

static bool baseline(const struct gate *g, struct strmap *known, struct err *err)
{
	struct str text;

	return (file_read(&text, g->c->arena, g->opts->baseline, LIMIT_DOC_BYTES_GENERAL,
			  err) &&
		check_read_known(known, g->c->arena, g->opts->baseline, text, err)) ||
	       err_wrap(err, "--baseline");
}

static bool ignore(const struct gate *g, struct check *check, struct err *err)
{
	struct str text;

	if (!file_read(&text, g->c->arena, g->opts->ignore, LIMIT_DOC_BYTES, err))
		return err_wrap(err, "--ignore");
	check_ignore(check, g->opts->ignore, text, file_here(g->c->arena));
	return true;
}

bool gate_apply(const struct gate *g, struct check *check, struct err *err)
{
	const struct gate_opts *o = g->opts;
	struct strmap known;

	strmap_init(&known, g->c->arena);
	if ((o->ignore.n && !ignore(g, check, err)) ||
	    (o->baseline.n && !baseline(g, &known, err)) ||
	    (o->since.n && !since(g, &known, err)))
		return false;
	if (o->baseline.n || o->since.n)
		check_compare(check, &known);
	return true;
}
