#include "checker/base/file_internal.h"
#include "checker/base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A name in a folder, with what it stands for where the system says so at once. */
struct entry {
	struct str name;
	unsigned char type;
};

struct walk {
	struct tree *tree;
	struct arena *a;
	bool (*wanted)(struct str name);
	struct err *err;
};

static int by_name(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	return str_cmp(&a->name, &b->name);
}

static bool add(struct walk *w, struct str path, enum file_fault fault)
{
	if (w->tree->files.n == LIMIT_FILES) {
		err_set(w->err, ERR_INPUT, "more than %d files", LIMIT_FILES);
		return err_hint(w->err, "nothing was judged; name fewer folders");
	}
	vec_push(w->a, &w->tree->files, (struct tree_file){ path, fault });
	return true;
}

/* Some file systems do not say the type with the name. */
static unsigned char type_of(int fd, const struct dirent *d)
{
	struct stat st;

	if (d->d_type != DT_UNKNOWN)
		return d->d_type;
	if (fstatat(fd, d->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return DT_REG; /* opening it will tell what is wrong */
	return (unsigned char)IFTODT(st.st_mode);
}

/* NULL with errno set when the folder cannot be read; only the first may be behind a link. */
static struct entry *list(struct arena *a, const char *path, unsigned depth, size_t *n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY | (depth ? O_NOFOLLOW : 0));
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	VEC(struct entry) found = { 0 };
	const struct dirent *one;
	int error;

	if (!d)
		return NULL;
	errno = 0;
	while ((one = readdir(d))) {
		if (strcmp(one->d_name, ".") != 0 && strcmp(one->d_name, "..") != 0)
			vec_push(a, &found,
				 (struct entry){ arena_str(a, str_of(one->d_name)),
						 type_of(fd, one) });
		if (found.n > LIMIT_FILES)
			break;
		errno = 0;
	}
	error = errno;
	closedir(d);
	errno = error;
	if (error)
		return NULL;
	if (found.n)
		qsort(found.at, found.n, sizeof(*found.at), by_name);
	*n = found.n;
	return found.at ? found.at : ARENA_NEW(a, struct entry);
}

static bool enter(struct walk *w, struct str dir, unsigned depth);

static bool visit(struct walk *w, struct str dir, const struct entry *e, unsigned depth)
{
	if (str_starts(e->name, STR(".")) && !w->tree->hidden)
		return true;
	if (e->type == DT_LNK) {
		w->tree->links++;
		return true;
	}
	if (e->type == DT_DIR)
		return enter(w, file_join(w->a, dir, e->name), depth + 1);
	return !w->wanted(e->name) || add(w, file_join(w->a, dir, e->name), FILE_GOOD);
}

static bool enter(struct walk *w, struct str dir, unsigned depth)
{
	AUTO_ARENA a = arena_new();
	char z[PATH_BYTES];
	struct entry *entries;
	size_t n;

	if (depth > LIMIT_TREE_DEPTH)
		return add(w, dir, FILE_DEEP);
	if (!file_path_z(z, dir))
		return add(w, dir, FILE_NAME);
	entries = list(a, z, depth, &n);
	if (!entries) {
		enum file_fault fault = file_fault_of(errno);

		return fault == FILE_TROUBLE ? file_trouble(dir, w->err) : add(w, dir, fault);
	}
	for (size_t i = 0; i < n; i++)
		if (!visit(w, dir, &entries[i], depth))
			return false;
	return true;
}

bool tree_add(struct tree *t, struct arena *a, struct str dir, bool (*wanted)(struct str name),
	      struct err *err)
{
	struct walk w = { t, a, wanted, err };

	return enter(&w, dir, 0);
}
