#include "checker/base/file_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_STEP = 65536 };

bool file_path_z(char z[PATH_BYTES], struct str path)
{
	if (path.n >= PATH_BYTES || (path.n && memchr(path.p, '\0', path.n)))
		return false;
	if (path.n)
		memcpy(z, path.p, path.n);
	z[path.n] = '\0';
	return true;
}

enum file_fault file_fault_of(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return FILE_ABSENT;
	case EACCES:
	case EPERM:
		return FILE_DENIED;
	case ELOOP:
	case EISDIR:
	case ENXIO:
		return FILE_SPECIAL;
	case ENAMETOOLONG:
		return FILE_NAME;
	}
	return FILE_TROUBLE;
}

/* A descriptor that we were given open: standard input, or N of /dev/fd/N; -1 when it is none.
 */
static int given_descriptor(struct str path)
{
	int64_t n;

	if (str_eq(path, STR("-")) || str_eq(path, STR("/dev/stdin")))
		return STDIN_FILENO;
	if (!str_starts(path, STR("/dev/fd/")) || !str_int(str_sub(path, 8, path.n), &n) ||
	    n < 0 || n > INT16_MAX)
		return -1;
	return (int)n;
}

/* *size is 0 where nothing is known of it. */
static enum file_fault open_path(int *fd, size_t *size, struct str path)
{
	char z[PATH_BYTES];
	struct stat st;

	*size = 0;
	*fd = given_descriptor(path);
	if (*fd >= 0) {
		*fd = fcntl(*fd, F_DUPFD_CLOEXEC, 3);
		return *fd < 0 && errno == EBADF ? FILE_ABSENT
		       : *fd < 0		 ? FILE_TROUBLE
						 : FILE_GOOD;
	}
	if (!file_path_z(z, path))
		return FILE_NAME;
	*fd = open(z, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (*fd < 0)
		return file_fault_of(errno);
	if (fstat(*fd, &st) == 0 && S_ISREG(st.st_mode)) {
		*size = (size_t)st.st_size;
		return FILE_GOOD;
	}
	close(*fd);
	return FILE_SPECIAL;
}

/* Up to `n` bytes, fewer only at the end; false on a failure. */
static bool read_some(int fd, char *p, size_t n, size_t *done)
{
	*done = 0;
	while (*done < n) {
		ssize_t got = read(fd, p + *done, n - *done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			return true;
		*done += (size_t)got;
	}
	return true;
}

/* A file of `size` bytes takes two calls of the system: the last sees its end. */
static enum file_fault read_all(struct str *text, struct arena *a, int fd, size_t size,
				size_t limit)
{
	size_t cap = size ? size + 1 : READ_STEP, n = 0, got;
	char *p = arena_alloc(a, cap + 1, 1);

	for (;;) {
		if (!read_some(fd, p + n, cap - n, &got))
			return FILE_TROUBLE;
		n += got;
		if (n > limit)
			return FILE_LARGE;
		if (n < cap)
			break;
		char *bigger = arena_alloc(a, 2 * cap + 1, 1);

		memcpy(bigger, p, n);
		p = bigger;
		cap *= 2;
	}
	*text = (struct str){ p, n };
	return FILE_GOOD;
}

enum file_fault file_load(struct str *text, struct arena *a, struct str path, size_t limit)
{
	size_t size;
	int fd, error;
	enum file_fault fault = open_path(&fd, &size, path);

	if (fault)
		return fault;
	fault = size > limit ? FILE_LARGE : read_all(text, a, fd, size, limit);
	error = errno;
	close(fd);
	errno = error;
	return fault;
}

bool file_trouble(struct str path, struct err *err)
{
	if (str_eq(path, STR("-")))
		return err_errno(err, "cannot read standard input");
	return err_errno(err, "cannot read %.*s", STR_FMT(path));
}

bool file_read(struct str *text, struct arena *a, struct str path, size_t limit,
	       struct err *err)
{
	switch (file_load(text, a, path, limit)) {
	case FILE_GOOD:
		return true;
	case FILE_LARGE:
		err_set(err, ERR_INPUT, "%.*s: larger than %zu bytes", STR_FMT(path), limit);
		return err_hint(err, "the limit protects the checker; split the file");
	case FILE_SPECIAL:
		return err_set(err, ERR_INPUT, "%.*s is not a regular file", STR_FMT(path));
	case FILE_NAME:
	case FILE_DEEP:
		return err_set(err, ERR_INPUT, "the path is not usable: %.*s",
			       (int)(path.n < 200 ? path.n : 200), path.p);
	case FILE_ABSENT:
	case FILE_DENIED:
		err_errno(err, "cannot open %.*s", STR_FMT(path));
		err->code = ERR_INPUT;
		return false;
	case FILE_TROUBLE:
		break;
	}
	return file_trouble(path, err);
}

enum file_fault lines_open(struct lines *l, struct str path, size_t limit)
{
	size_t size;

	*l = (struct lines){ .fd = -1, .limit = limit };
	return open_path(&l->fd, &size, path);
}

/* More bytes behind those not given out yet, which move to the front. */
static bool fill(struct lines *l)
{
	size_t got;

	if (l->from) {
		memmove(l->buffer, l->buffer + l->from, l->to - l->from);
		l->to -= l->from;
		l->from = 0;
	}
	if (l->to == l->cap) {
		l->cap = l->cap ? 2 * l->cap : READ_STEP;
		l->buffer = base_realloc(l->buffer, l->cap);
	}
	if (!read_some(l->fd, l->buffer + l->to, l->cap - l->to, &got))
		return false;
	l->ended = got < l->cap - l->to;
	l->to += got;
	return true;
}

bool lines_next(struct lines *l, struct str *line, enum file_fault *fault)
{
	size_t seen = 0; /* bytes that hold no line break */
	const char *end;

	*fault = FILE_GOOD;
	for (;;) {
		size_t have = l->to - l->from;

		end = have > seen ? memchr(l->buffer + l->from + seen, '\n', have - seen)
				  : NULL;
		if (end || (l->ended && have))
			break;
		if (l->ended)
			return false;
		seen = have;
		*fault = have > l->limit ? FILE_LARGE : fill(l) ? FILE_GOOD : FILE_TROUBLE;
		if (*fault)
			return false;
	}
	*line = (struct str){ l->buffer + l->from, 0 };
	line->n = end ? (size_t)(end - line->p) : l->to - l->from;
	l->from += line->n + (end != NULL);
	*fault = line->n > l->limit ? FILE_LARGE : FILE_GOOD;
	return !*fault;
}

void lines_close(struct lines *l)
{
	if (l->fd >= 0)
		close(l->fd);
	free(l->buffer);
	*l = (struct lines){ .fd = -1 };
}
