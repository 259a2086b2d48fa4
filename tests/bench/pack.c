/*
 * The complete shipped pack over manifests, as `tizilim check` judges them and
 * without the report: pack SOURCE DATA ROUNDS. Each round reads, parses and
 * validates all files below DATA and judges them together.
 */
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/check/check.h"
#include "tests/bench/bench.h"

#include <stdlib.h>

static bool is_manifest(struct str name)
{
	return str_ends(name, STR(".json")) || str_ends(name, STR(".yaml"));
}

static bool judge_all(const struct pack *p, const struct tree *tree, size_t *findings,
		      struct err *err)
{
	AUTO_ARENA a = arena_new();
	const struct check_options options = { .pack = p,
					       .date = STR("2026-12-01"),
					       .portfolio = true };
	struct check *c = check_new(a, &options);

	for (size_t i = 0; i < tree->files.n; i++) {
		struct str text;

		if (!file_read(&text, a, tree->files.at[i].path, LIMIT_DOC_BYTES, err))
			return false;
		check_add(c, tree->files.at[i].path, text);
	}
	check_judge(c);
	*findings = check_sink(c)->findings.n;
	return true;
}

static bool run(struct arena *a, char **argv, struct err *err)
{
	struct str folder =
		file_join(a, str_of(argv[1]), STR("checker/pack/digital-qazaqstan"));
	struct tree tree = { 0 };
	struct pack *p;
	size_t findings = 0;
	bool ok = true;

	if (!tree_add(&tree, a, str_of(argv[2]), is_manifest, err) ||
	    !pack_load(&p, a, folder, err))
		return false;
	for (unsigned long left = strtoul(argv[3], NULL, 10); left > 0 && ok; left--) {
		double start = bench_cpu();

		ok = judge_all(p, &tree, &findings, err);
		bench_sample("read, parse, validate, the complete pack, CPU time", "ours",
			     (double)tree.files.n / (bench_cpu() - start), "manifests/s");
	}
	printf("ours: %zu findings in %zu manifests\n", findings, tree.files.n);
	pack_free(p);
	return ok;
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new();
	struct err err;

	if (argc < 4)
		return 2;
	if (run(a, argv, &err))
		return 0;
	fprintf(stderr, "%s\n", err.text);
	return 2;
}
