/* All files of a folder of manifests, read before any clock runs. */
#ifndef TESTS_BENCH_FILES_H
#define TESTS_BENCH_FILES_H

#include "checker/base/file.h"
#include "checker/base/limits.h"

#include <stdio.h>

struct files {
	struct str *names, *texts;
	size_t n, bytes;
};

static inline bool files_read(struct files *f, struct arena *a, struct str dir)
{
	struct err err;

	*f = (struct files){ 0 };
	if (!file_list(&f->names, &f->n, a, dir, &err))
		goto fail;
	f->texts = ARENA_ARRAY(a, struct str, f->n);
	for (size_t i = 0; i < f->n; i++) {
		f->names[i] = file_join(a, dir, f->names[i]);
		if (!file_read(&f->texts[i], a, f->names[i], LIMIT_DOC_BYTES, &err))
			goto fail;
		f->bytes += f->texts[i].n;
	}
	return true;
fail:
	fprintf(stderr, "%s\n", err.text);
	return false;
}

#endif
