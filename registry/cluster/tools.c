#include "registry/cluster/cluster_internal.h"

#include "checker/base/file.h"

#include <unistd.h>

enum { VERSION_OLDEST = 15 };

static const char version_line[] = "postgres (PostgreSQL) ";

static bool complete(struct arena *a, struct str bin)
{
	static const char *const needed[] = { "initdb", "postgres" };

	for (size_t i = 0; i < ARRAY_LEN(needed); i++)
		if (access(file_join(a, bin, str_of(needed[i])).p, X_OK) < 0)
			return false;
	return true;
}

/* The major version of the tools in a folder, 0 if they are not there or do not say. */
static int64_t tools_version(struct arena *a, const struct place *p, struct str bin)
{
	const char *argv[] = { file_join(a, bin, STR("postgres")).p, "--version", NULL };
	struct process process = { &p->account, argv, { 0 } };
	struct str output;
	size_t digits = 0;
	struct err ignored;
	int64_t version = 0;
	int status;

	if (!complete(a, bin) || !process_run(&status, &output, a, &process, &ignored) ||
	    status != 0 || !str_starts(output, str_of(version_line)))
		return 0;
	output = str_sub(output, sizeof(version_line) - 1, output.n);
	while (digits < output.n && output.p[digits] >= '0' && output.p[digits] <= '9')
		digits++;
	return str_int(str_sub(output, 0, digits), &version) ? version : 0;
}

struct choice {
	struct arena *a;
	const struct place *place;
	int64_t wanted; /* 0: the newest */
	int64_t version;
	struct str bin;
};

static void consider(struct choice *c, struct str bin)
{
	int64_t version = tools_version(c->a, c->place, bin);

	if (version > c->version && (c->wanted == 0 || version == c->wanted)) {
		c->version = version;
		c->bin = bin;
	}
}

/* Where packages put them: Debian's /usr/lib/postgresql/15/bin, then the others'. */
static void consider_packages(struct choice *c)
{
	static const struct {
		const char *parent, *prefix;
	} layouts[] = { { "/usr/lib/postgresql", "" }, { "/usr", "pgsql-" } };

	for (size_t i = 0; i < ARRAY_LEN(layouts); i++) {
		struct str parent = str_of(layouts[i].parent), *names;
		struct err ignored;
		size_t n;

		if (!file_is_dir(parent) || !file_list(&names, &n, c->a, parent, &ignored))
			continue;
		for (size_t k = 0; k < n; k++)
			if (str_starts(names[k], str_of(layouts[i].prefix)))
				consider(c, file_join(c->a, file_join(c->a, parent, names[k]),
						      STR("bin")));
	}
}

static void consider_path(struct choice *c)
{
	struct str rest = str_of(env_get("PATH")), dir;

	while (str_cut(&dir, &rest, ':'))
		if (dir.n && dir.p[0] == '/')
			consider(c, arena_str(c->a, dir));
}

bool place_tools(struct str *bin, struct arena *a, const struct place *p, struct str version,
		 struct err *err)
{
	struct choice c = { .a = a, .place = p };
	struct choice newest;

	if (version.n && !str_int(version, &c.wanted))
		return err_set(err, ERR_IO, "%s/PG_VERSION says \"%.*s\", which is no version",
			       p->data.p, STR_FMT(version));
	consider_packages(&c);
	if (!c.version)
		consider_path(&c);
	*bin = c.bin;
	if (c.version >= VERSION_OLDEST)
		return true;
	newest = (struct choice){ .a = a, .place = p };
	consider_packages(&newest);
	if (!newest.version)
		consider_path(&newest);
	if (newest.version >= VERSION_OLDEST) {
		err_set(err, ERR_IO, "%s was made by PostgreSQL %.*s, installed is %lld",
			p->data.p, STR_FMT(version), (long long)newest.version);
		return err_hint(err,
				"install PostgreSQL %.*s, or move the data to the new one "
				"with pg_dump or pg_upgrade",
				STR_FMT(version));
	}
	err_set(err, ERR_IO, "PostgreSQL %d or newer is not installed", VERSION_OLDEST);
	return err_hint(err,
			"install the package postgresql, or connect to a server of your own");
}

bool place_data_version(struct str *version, struct arena *a, const struct place *p,
			struct err *err)
{
	struct str text;

	*version = STR("");
	if (!file_exists(p->data))
		return true;
	if (!file_read(&text, a, file_join(a, p->data, STR("PG_VERSION")), 64, err)) {
		err_wrap(err, "%s holds no database", p->data.p);
		err->code = ERR_IO;
		return err_hint(err, "put the data back there, or remove the folder to begin "
				     "with an empty registry");
	}
	*version = str_trim(text);
	return true;
}
