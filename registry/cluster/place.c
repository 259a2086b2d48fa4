#include "registry/cluster/cluster_internal.h"

#include "checker/base/file.h"
#include "checker/base/hash.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* sun_path holds 108 bytes; the server appends this name and keeps a lock beside it. */
#define SOCKET_NAME "/.s.PGSQL.5432.lock"
enum { SOCKET_PATH_MAX = 107 };

static const char moved_root[] = "/var/lib/tizilim";

static bool account_find(struct place *p, struct arena *a, struct err *err)
{
	static const char *const unprivileged[] = { "postgres", "nobody" };
	uid_t uid = getuid();
	const struct passwd *entry = getpwuid(uid);

	if (!entry) {
		err_set(err, ERR_IO, "the user number %u has no name on this system",
			(unsigned)uid);
		return err_hint(err,
				"PostgreSQL needs one: add it to /etc/passwd, or connect to a "
				"server of your own");
	}
	p->user = arena_str(a, str_of(entry->pw_name));
	for (size_t i = 0; uid == 0 && i < ARRAY_LEN(unprivileged); i++) {
		entry = getpwnam(unprivileged[i]);
		if (entry && entry->pw_uid != 0)
			break;
	}
	if (!entry || entry->pw_uid == 0)
		return err_set(err, ERR_IO,
			       "PostgreSQL does not run as root, and there is no account "
			       "postgres or nobody to run it as");
	p->account = (struct account){
		.uid = entry->pw_uid,
		.gid = entry->pw_gid,
		.name = arena_str(a, str_of(entry->pw_name)),
		.other = entry->pw_uid != uid,
	};
	return true;
}

static bool may_enter(const struct account *account, const struct stat *st)
{
	if (st->st_uid == account->uid)
		return st->st_mode & S_IXUSR;
	if (st->st_gid == account->gid)
		return st->st_mode & S_IXGRP;
	return st->st_mode & S_IXOTH;
}

/* Every folder on the way lets the account through. */
static bool reachable(const struct account *account, struct arena *a, struct str path)
{
	struct stat st;

	for (size_t i = 1; i <= path.n; i++) {
		if (i < path.n && path.p[i] != '/')
			continue;
		if (stat(arena_str(a, str_sub(path, 0, i)).p, &st) < 0 ||
		    !may_enter(account, &st))
			return false;
	}
	return true;
}

static bool resolve(struct str *out, struct arena *a, struct str path, struct err *err)
{
	char real[PATH_MAX];

	if (!realpath(arena_str(a, path).p, real))
		return err_errno(err, "cannot use %.*s", STR_FMT(path));
	*out = arena_str(a, str_of(real));
	return true;
}

/* A folder, no link, of the account, without any of these rights. */
static bool own_dir(const struct account *account, struct str path, mode_t closed,
		    struct err *err)
{
	struct stat st;

	if (mkdir(path.p, 0700) == 0) {
		if (account->other && lchown(path.p, account->uid, account->gid) < 0)
			return err_errno(err, "cannot give %s to %s", path.p, account->name.p);
	} else if (errno != EEXIST) {
		return err_errno(err, "cannot create %s", path.p);
	}
	if (lstat(path.p, &st) < 0)
		return err_errno(err, "cannot use %s", path.p);
	/* Root took the name before the account did: an attempt was cut between the two. */
	if (S_ISDIR(st.st_mode) && account->other && st.st_uid == 0) {
		if (lchown(path.p, account->uid, account->gid) < 0)
			return err_errno(err, "cannot give %s to %s", path.p, account->name.p);
		st.st_uid = account->uid;
	}
	if (S_ISDIR(st.st_mode) && st.st_uid == account->uid && (st.st_mode & closed) == 0)
		return true;
	err_set(err, ERR_REFUSED, "%s is not a folder of %s alone", path.p, account->name.p);
	return err_hint(err,
			"it should belong to %s with mode 0700; remove it if it is not "
			"yours",
			account->name.p);
}

static bool public_dir(const char *path, struct err *err)
{
	if (mkdir(path, 0755) == 0 ? chmod(path, 0755) < 0 : errno != EEXIST)
		return err_errno(err, "cannot create %s", path);
	return true;
}

/* Eight hex digits that tell one data home from another. */
static struct str tag(struct arena *a, struct str path)
{
	struct sha256 h = hash_sha256(path);

	return hash_hex(a, h.bytes, 4);
}

static bool has_data(struct arena *a, struct str dir)
{
	return file_exists(file_join(a, dir, STR("data")));
}

static bool dir_find(struct place *p, struct arena *a, struct str data_home, bool make,
		     struct err *err)
{
	struct str home = data_home, moved;

	if (make && !file_make_dirs(data_home, err))
		return false;
	if (file_is_dir(data_home) && !resolve(&home, a, data_home, err))
		return false;
	p->dir = file_join(a, home, STR("tizilim"));
	moved = arena_printf(a, "%s/%s", moved_root, tag(a, home).p);
	/* Where the data are they stay, whatever becomes of the home's rights. */
	p->moved = p->account.other && !has_data(a, p->dir) &&
		   (has_data(a, moved) || !reachable(&p->account, a, home));
	if (p->moved)
		p->dir = moved;
	if (!make)
		return true;
	if (p->moved && !public_dir(moved_root, err))
		return false;
	return own_dir(&p->account, p->dir, S_IWGRP | S_IWOTH, err);
}

/* libpq takes a comma for the end of a host. */
static bool socket_fits(struct str dir)
{
	return dir.n + sizeof(SOCKET_NAME) <= SOCKET_PATH_MAX && !memchr(dir.p, ',', dir.n);
}

static bool sockets_find(struct place *p, struct arena *a, bool make, struct err *err)
{
	const char *runtime = p->account.other ? NULL : env_get("XDG_RUNTIME_DIR");

	p->sockets = file_join(a, p->dir, STR("run"));
	if (!socket_fits(p->sockets) && runtime)
		p->sockets = arena_printf(a, "%s/tizilim-%s", runtime, tag(a, p->dir).p);
	if (!socket_fits(p->sockets))
		p->sockets = arena_printf(a, "/tmp/tizilim-%u-%s", (unsigned)p->account.uid,
					  tag(a, p->dir).p);
	return !make || own_dir(&p->account, p->sockets, S_IRWXG | S_IRWXO, err);
}

bool place_find(struct place *p, struct arena *a, struct str data_home, bool make,
		struct err *err)
{
	*p = (struct place){ 0 };
	if (!data_home.n || data_home.p[0] != '/' || memchr(data_home.p, '\n', data_home.n))
		return err_set(err, ERR_USAGE, "the data home is not an absolute path: %.*s",
			       STR_FMT(data_home));
	if (!account_find(p, a, err) || !dir_find(p, a, data_home, make, err) ||
	    !sockets_find(p, a, make, err))
		return false;
	p->data = file_join(a, p->dir, STR("data"));
	p->half = file_join(a, p->dir, STR("data.new"));
	p->log = file_join(a, p->dir, STR("postgres.log"));
	return true;
}
