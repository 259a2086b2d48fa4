/* Runs a fuzz target over files and directories of inputs where there is no libFuzzer. */
#include "checker/base/file.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_BYTES_MAX = 1 << 20 };

static bool replay(struct str path, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct str text;

	if (!file_read(&text, a, path, INPUT_BYTES_MAX, err))
		return false;
	LLVMFuzzerTestOneInput((const uint8_t *)text.p, text.n);
	return true;
}

static bool replay_all(struct str path, size_t *count, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct str *names;
	size_t n;

	if (!file_is_dir(path)) {
		++*count;
		return replay(path, err);
	}
	if (!file_list(&names, &n, a, path, err))
		return false;
	for (size_t i = 0; i < n; i++, ++*count)
		if (!replay(file_join(a, path, names[i]), err))
			return false;
	return true;
}

int main(int argc, char **argv)
{
	struct err err;
	size_t count = 0;

	for (int i = 1; i < argc; i++)
		if (!replay_all(str_of(argv[i]), &count, &err)) {
			printf("%s\n", err.text);
			return 1;
		}
	printf("%zu inputs\n", count);
	return count == 0;
}
