#include "checker/base/file_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool map(struct str *bytes, int fd, struct str path, size_t limit, struct err *err)
{
	struct stat st;
	void *p;

	if (fstat(fd, &st) != 0)
		return err_errno(err, "cannot read %.*s", STR_FMT(path));
	if (!S_ISREG(st.st_mode) || st.st_size <= 0 || (uintmax_t)st.st_size > limit)
		return err_set(err, ERR_INPUT, "%.*s is no file of 1 to %zu bytes",
			       STR_FMT(path), limit);
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		return err_errno(err, "cannot read %.*s", STR_FMT(path));
	*bytes = (struct str){ p, (size_t)st.st_size };
	return true;
}

bool file_map(struct str *bytes, struct str path, size_t limit, struct err *err)
{
	char z[PATH_BYTES];
	int fd;
	bool ok;

	if (!file_path_z(z, path))
		return err_set(err, ERR_INPUT, "no file \"%.*s\"", STR_FMT(path));
	fd = open(z, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR
			       ? err_set(err, ERR_INPUT, "no file \"%.*s\"", STR_FMT(path))
			       : err_errno(err, "cannot read %.*s", STR_FMT(path));
	ok = map(bytes, fd, path, limit, err);
	close(fd);
	return ok;
}

void file_unmap(struct str bytes)
{
	union {
		const char *in;
		void *out;
	} p = { bytes.p };

	if (bytes.n)
		munmap(p.out, bytes.n);
}
