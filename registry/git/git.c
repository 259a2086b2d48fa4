#include "registry/git/git.h"

#include "checker/base/strbuf.h"
#include "checker/base/strmap.h"
#include "registry/process/process.h"

enum { NAMES_MAX = 1 << 28, TEXTS_MAX = 1 << 30, ARGS_MAX = 16, EXIT_NO_START = 126 };

/* A blob of the base that is asked for. */
struct blob {
	struct str id, path;
};

struct git {
	struct arena *a;
	const struct git_request *request;
	struct str top; /* of the work tree */
	VEC(struct blob) blobs;
};

static const char *const settings[] = { "LC_ALL=C", "GIT_TERMINAL_PROMPT=0",
					"GIT_NO_LAZY_FETCH=1", NULL };
static const char *const before[] = { "git",
				      "--no-pager",
				      "--no-replace-objects",
				      "--no-optional-locks",
				      "--literal-pathspecs",
				      "-c",
				      "protocol.allow=never",
				      "-c",
				      "core.fsmonitor=false" };

/* What git said, on one line. */
static struct str first_line(struct str said)
{
	struct str line = { 0 };

	str_cut(&line, &said, '\n');
	return str_trim(line);
}

static bool run(struct str *output, struct git *g, const char *const *args, struct str input,
		struct err *err)
{
	const char *argv[ARRAY_LEN(before) + ARGS_MAX] = { 0 };
	struct str said;
	struct process process = { .argv = argv,
				   .input = input,
				   .settings = settings,
				   .output_max = TEXTS_MAX,
				   .errors = &said };
	size_t n = 0;
	int status;

	for (size_t i = 0; i < ARRAY_LEN(before); i++)
		argv[n++] = before[i];
	for (size_t i = 0; args[i] && n + 1 < ARRAY_LEN(argv); i++)
		argv[n++] = args[i];
	if (!process_run(&status, output, g->a, &process, err))
		return false;
	if (status == 0 && output->n < process.output_max)
		return true;
	if (status == 0)
		return err_set(err, ERR_INPUT, "git: more than %zu bytes", process.output_max);
	err_set(err, status == EXIT_NO_START ? ERR_IO : ERR_INPUT, "git %s: %.*s", args[0],
		STR_FMT(first_line(said)));
	return status == EXIT_NO_START
		       ? err_hint(err, "install git, or compare with a report: --baseline FILE")
		       : false;
}

static struct str without_end(struct git *g, struct str s)
{
	return str_ends(s, STR("\n")) ? arena_str(g->a, str_sub(s, 0, s.n - 1)) : s;
}

static bool find_top(struct git *g, struct err *err)
{
	const char *args[] = { "rev-parse", "--show-toplevel", NULL };

	if (!run(&g->top, g, args, STR(""), err))
		return err->code == ERR_INPUT &&
		       err_hint(err, "--since compares with git; run it in a work tree, or use "
				     "--baseline FILE");
	g->top = without_end(g, g->top);
	return true;
}

static bool find_commit(struct str *commit, struct git *g, struct err *err)
{
	struct str name = arena_printf(g->a, "%.*s^{commit}", STR_FMT(g->request->revision));
	const char *args[] = { "rev-parse",	   "--verify", "--quiet",
			       "--end-of-options", name.p,     NULL };

	if (!run(commit, g, args, STR(""), err)) {
		if (err->code != ERR_INPUT)
			return false;
		err_set(err, ERR_INPUT, "git knows no revision \"%.*s\"",
			STR_FMT(g->request->revision));
		return err_hint(err,
				"in CI fetch the target branch first and the whole history "
				"(GitHub: fetch-depth: 0, GitLab: GIT_DEPTH: 0)");
	}
	*commit = without_end(g, *commit);
	return true;
}

static bool find_base(struct str *base, struct git *g, struct str commit, struct err *err)
{
	const char *args[] = { "merge-base", commit.p, "HEAD", NULL };

	if (!run(base, g, args, STR(""), err)) {
		if (err->code != ERR_INPUT)
			return false;
		err_set(err, ERR_INPUT, "\"%.*s\" and HEAD have no common history",
			STR_FMT(g->request->revision));
		return err_hint(err,
				"a shallow clone has only its end: fetch the whole history "
				"(GitHub: fetch-depth: 0, GitLab: GIT_DEPTH: 0)");
	}
	*base = without_end(g, *base);
	return true;
}

static bool is_wanted(const struct git *g, struct str path)
{
	return g->request->wanted(
		g->request->context,
		arena_printf(g->a, "%.*s/%.*s", STR_FMT(g->top), STR_FMT(path)));
}

/* One piece before a NUL. */
static bool next(struct str *piece, struct str *rest)
{
	return rest->n && str_cut(piece, rest, '\0');
}

struct tree_entry {
	struct str mode, id, path;
	int64_t size;
};

/* "100644 blob <id> <size>\t<path>", the size padded by blanks. */
static bool parse_entry(struct tree_entry *e, struct str line)
{
	struct str kind, size = { 0 };

	return str_cut(&e->mode, &line, ' ') && str_cut(&kind, &line, ' ') &&
	       str_cut(&e->id, &line, ' ') && str_cut(&size, &line, '\t') && line.p &&
	       str_eq(kind, STR("blob")) && str_int(str_trim(size), &e->size) &&
	       ((e->path = line), true);
}

/* A link is not followed, here as in folders. */
static bool is_file(const struct tree_entry *e, const struct git *g)
{
	return str_starts(e->mode, STR("100")) && e->size >= 0 &&
	       (uint64_t)e->size <= g->request->limit;
}

/* Of files that are asked for by their new names the old ones, with those. */
static bool find_renames(struct strmap *renamed, struct git *g, struct str base,
			 struct err *err)
{
	const char *args[] = { "diff-tree",
			       "-r",
			       "-z",
			       "-M",
			       "--diff-filter=R",
			       "--name-status",
			       "--no-ext-diff",
			       "--no-textconv",
			       base.p,
			       "HEAD",
			       NULL };
	struct str rest, kind, from, to;

	if (!run(&rest, g, args, STR(""), err))
		return false;
	while (next(&kind, &rest) && next(&from, &rest) && next(&to, &rest)) {
		struct str *name = ARENA_NEW(g->a, struct str);

		*name = to;
		if (is_wanted(g, to))
			strmap_put(renamed, from, name);
	}
	return true;
}

static bool find_blobs(struct git *g, struct str base, struct err *err)
{
	const char *args[] = { "ls-tree", "-r", "-l", "-z", "--full-tree", base.p, NULL };
	struct str rest, line;
	struct strmap renamed;

	strmap_init(&renamed, g->a);
	if (!find_renames(&renamed, g, base, err) || !run(&rest, g, args, STR(""), err))
		return false;
	while (next(&line, &rest)) {
		struct tree_entry e;
		const struct str *now;

		if (!parse_entry(&e, line) || !is_file(&e, g))
			continue;
		if (is_wanted(g, e.path))
			vec_push(g->a, &g->blobs, (struct blob){ e.id, e.path });
		else if ((now = strmap_get(&renamed, e.path)))
			vec_push(g->a, &g->blobs, (struct blob){ e.id, *now });
	}
	return true;
}

/* "<id> blob <size>\n<bytes>\n"; cuts it off. */
static bool parse_blob(struct str *text, struct str *rest, struct str id)
{
	struct str head = { 0 }, own = { 0 }, kind;
	int64_t size;

	if (!str_cut(&head, rest, '\n') || !str_cut(&own, &head, ' ') ||
	    !str_cut(&kind, &head, ' ') || !str_eq(own, id) || !str_int(head, &size) ||
	    size < 0 || (uint64_t)size >= rest->n)
		return false;
	*text = str_sub(*rest, 0, (size_t)size);
	*rest = str_sub(*rest, (size_t)size + 1, rest->n);
	return true;
}

static bool read_blobs(struct git_base *out, struct git *g, struct err *err)
{
	const char *args[] = { "cat-file", "--batch", NULL };
	AUTO_STRBUF ids;
	struct str rest;

	strbuf_init(&ids, NAMES_MAX);
	for (size_t i = 0; i < g->blobs.n; i++) {
		strbuf_str(&ids, g->blobs.at[i].id);
		strbuf_byte(&ids, '\n');
	}
	if (ids.n == 0)
		return true;
	if (!run(&rest, g, args, strbuf_view(&ids), err))
		return false;
	for (size_t i = 0; i < g->blobs.n; i++) {
		struct git_file file = { .path = g->blobs.at[i].path };

		if (!parse_blob(&file.text, &rest, g->blobs.at[i].id))
			return err_set(err, ERR_INPUT, "git does not have the object %.*s",
				       STR_FMT(g->blobs.at[i].id));
		vec_push(g->a, &out->files, file);
	}
	return true;
}

bool git_base_read(struct git_base *out, struct arena *a, const struct git_request *request,
		   struct err *err)
{
	struct git g = { .a = a, .request = request };
	struct str commit;

	*out = (struct git_base){ 0 };
	return find_top(&g, err) && find_commit(&commit, &g, err) &&
	       find_base(&out->commit, &g, commit, err) && find_blobs(&g, out->commit, err) &&
	       read_blobs(out, &g, err);
}
