#include "checker/base/file_internal.h"

#include "checker/base/format.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OUT_BUFFER = 65536, DIR_ENTRIES_MAX = 100000 };

/* The same with the reason as an error. */
static bool path_z(char z[PATH_BYTES], struct str path, struct err *err)
{
	return file_path_z(z, path) || err_set(err, ERR_INPUT, "the path is not usable: %.*s",
					       (int)(path.n < 200 ? path.n : 200), path.p);
}

static bool path_stat(struct stat *st, struct str path)
{
	char z[PATH_BYTES];

	return file_path_z(z, path) && stat(z, st) == 0;
}

bool file_exists(struct str path)
{
	struct stat st;

	return path_stat(&st, path);
}

bool file_is_dir(struct str path)
{
	struct stat st;

	return path_stat(&st, path) && S_ISDIR(st.st_mode);
}

bool file_is_private(struct str path)
{
	struct stat st;

	return path_stat(&st, path) && (st.st_mode & 077) == 0;
}

bool file_list(struct str **names, size_t *n, struct arena *a, struct str dir, struct err *err)
{
	VEC(struct str) found = { 0 };
	char z[PATH_BYTES];
	struct dirent *entry;
	DIR *d;

	if (!path_z(z, dir, err))
		return false;
	d = opendir(z);
	if (!d)
		return err_errno(err, "cannot open %s", z);
	while ((entry = readdir(d)) && found.n <= DIR_ENTRIES_MAX)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			vec_push(a, &found, arena_str(a, str_of(entry->d_name)));
	closedir(d);
	if (found.n > DIR_ENTRIES_MAX)
		return err_set(err, ERR_INPUT, "%s: more than %d files", z, DIR_ENTRIES_MAX);
	if (found.n)
		qsort(found.at, found.n, sizeof(*found.at), str_cmp);
	*names = found.at;
	*n = found.n;
	return true;
}

bool file_make_dirs(struct str path, struct err *err)
{
	char z[PATH_BYTES];

	if (!path_z(z, path, err))
		return false;
	for (size_t i = 1; i <= path.n; i++) {
		if (i < path.n && z[i] != '/')
			continue;
		z[i] = '\0';
		if (mkdir(z, 0700) < 0 && errno != EEXIST)
			return err_errno(err, "cannot create %s", z);
		if (i < path.n)
			z[i] = '/';
	}
	return true;
}

bool file_sync_dir(struct str path, struct err *err)
{
	char z[PATH_BYTES];
	bool ok;
	int fd;

	if (!path_z(z, path, err))
		return false;
	fd = open(z, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_errno(err, "cannot open %s", z);
	ok = fsync(fd) == 0 || err_errno(err, "cannot write %s", z);
	close(fd);
	return ok;
}

struct str file_join(struct arena *a, struct str dir, struct str name)
{
	if (dir.n == 0 || (name.n && name.p[0] == '/'))
		return arena_str(a, name);
	return arena_printf(a, "%.*s%s%.*s", STR_FMT(dir), dir.p[dir.n - 1] == '/' ? "" : "/",
			    STR_FMT(name));
}

/* Length of the path without its last step. */
static size_t before_last(struct str path, size_t root)
{
	size_t n = path.n;

	while (n > root && path.p[n - 1] != '/')
		n--;
	return n > root ? n - 1 : root;
}

struct str file_normal(struct arena *a, struct str path)
{
	size_t root = path.n && path.p[0] == '/';
	char *text = ARENA_ARRAY(a, char, path.n + 2);
	struct str out = { text, root }, step;
	size_t ups = root; /* what cannot be gone back from */

	text[0] = '/';
	while (str_cut(&step, &path, '/')) {
		bool up = str_eq(step, STR(".."));

		if (!step.n || str_eq(step, STR(".")) || (up && root && out.n == root))
			continue;
		if (up && out.n > ups) {
			out.n = before_last(out, ups);
			continue;
		}
		if (out.n > root)
			text[out.n++] = '/';
		memcpy(text + out.n, step.p, step.n);
		out.n += step.n;
		ups = up ? out.n : ups;
	}
	text[out.n] = '\0';
	return out;
}

struct str file_here(struct arena *a)
{
	char here[PATH_BYTES];

	return getcwd(here, sizeof(here)) ? arena_str(a, str_of(here)) : STR("");
}

struct str file_absolute(struct arena *a, struct str path)
{
	char here[PATH_BYTES];

	return path.n && path.p[0] != '/' && getcwd(here, sizeof(here))
		       ? file_join(a, str_of(here), path)
		       : path;
}

struct str file_full(struct arena *a, struct str path)
{
	return file_normal(a, file_absolute(a, path));
}

void out_init(struct out *o, int fd)
{
	*o = (struct out){ .fd = fd };
}

void out_init_memory(struct out *o)
{
	*o = (struct out){ .fd = -1 };
}

static char *copied(const char *z, const char *suffix)
{
	size_t n = strlen(z), more = strlen(suffix);
	char *s = base_realloc(NULL, n + more + 1);

	memcpy(s, z, n);
	memcpy(s + n, suffix, more + 1);
	return s;
}

/* What the umask leaves of the rights of a new file. */
static mode_t new_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

bool out_create(struct out *o, struct str path, struct err *err)
{
	char z[PATH_BYTES];
	struct stat old;
	bool exists;

	if (!path_z(z, path, err))
		return false;
	*o = (struct out){ .fd = -1 };
	exists = stat(z, &old) == 0;
	if (exists && access(z, W_OK) < 0)
		return err_errno(err, "cannot write %s", z);
	if (exists && !S_ISREG(old.st_mode)) {
		o->fd = open(z, O_WRONLY | O_CLOEXEC);
		o->target = copied(z, "");
	} else {
		/* What a link leads to is replaced, not the link. */
		o->target = exists ? realpath(z, NULL) : NULL;
		o->target = o->target ? o->target : copied(z, "");
		o->temp = copied(o->target, ".XXXXXX");
		o->fd = mkostemp(o->temp, O_CLOEXEC);
	}
	if (o->fd < 0) {
		err_errno(err, exists ? "cannot write %s" : "cannot create %s", z);
		free(o->temp);
		free(o->target);
		*o = (struct out){ .fd = -1 };
		return false;
	}
	/* A file that is replaced keeps its rights: a private one stays private. */
	if (o->temp && fchmod(o->fd, exists ? old.st_mode & 0777 : new_mode()) < 0)
		o->failed = errno;
	return true;
}

bool out_create_private(struct out *o, struct str path, struct err *err)
{
	char z[PATH_BYTES];

	*o = (struct out){ .fd = -1 };
	if (!path_z(z, path, err))
		return false;
	o->fd = open(z, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (o->fd < 0)
		return err_errno(err, "cannot create %s", z);
	o->target = copied(z, "");
	return true;
}

void out_flush(struct out *o)
{
	size_t done = 0;

	while (!o->failed && done < o->n) {
		ssize_t put = write(o->fd, o->buffer + done, o->n - done);

		if (put < 0 && errno != EINTR)
			o->failed = errno;
		if (put > 0)
			done += (size_t)put;
	}
	o->n = 0;
}

static void make_room(struct out *o, size_t n)
{
	size_t cap = o->cap ? o->cap : OUT_BUFFER;

	if (o->fd >= 0 && o->n + n > cap)
		out_flush(o);
	while (cap - o->n < n)
		cap *= 2;
	if (cap != o->cap) {
		o->buffer = base_realloc(o->buffer, cap);
		o->cap = cap;
	}
}

void out_bytes(struct out *o, const void *p, size_t n)
{
	if (n == 0 || o->failed)
		return;
	make_room(o, n);
	memcpy(o->buffer + o->n, p, n);
	o->n += n;
}

void out_str(struct out *o, struct str s)
{
	out_bytes(o, s.p, s.n);
}

void out_printf(struct out *o, const char *fmt, ...)
{
	va_list args, again;
	int n;

	va_start(args, fmt);
	va_copy(again, args);
	n = format_text(NULL, 0, fmt, again);
	va_end(again);
	if (n > 0 && !o->failed) {
		make_room(o, (size_t)n + 1);
		format_text(o->buffer + o->n, (size_t)n + 1, fmt, args);
		o->n += (size_t)n;
	}
	va_end(args);
}

bool out_close(struct out *o, struct err *err)
{
	bool ok;

	if (o->fd >= 0)
		out_flush(o);
	if (o->temp && !o->failed && (fsync(o->fd) < 0 || rename(o->temp, o->target) < 0))
		o->failed = errno;
	ok = !o->failed;
	if (!ok) {
		errno = o->failed;
		if (o->target)
			err_errno(err, "cannot write %s", o->target);
		else
			err_errno(err, "cannot write the output");
	}
	if (o->temp && !ok)
		unlink(o->temp);
	if (o->target)
		close(o->fd);
	free(o->buffer);
	free(o->temp);
	free(o->target);
	*o = (struct out){ .fd = -1 };
	return ok;
}

void out_drop(struct out *o)
{
	struct err ignored;
	bool written;

	o->failed = ECANCELED;
	written = out_close(o, &ignored);
	assert(!written);
}

struct str out_view(const struct out *o)
{
	return (struct str){ o->buffer ? o->buffer : "", o->n };
}

const char *env_get(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}
