#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/schema/schema.h"

#include "tests/unit/rows.h"

#include <stdio.h>
#include <string.h>

/* ---- the public suite ---- */

/* A part of the suite that is left out, and why. */
static const struct left_out {
	const char *file, *group, *test, *reason;
} left_out[] = {
	{ "cross-draft.json", "refs to historic drafts are processed as historic drafts", NULL,
	  "draft 2019-09 is not supported" },
	{ "ecmascript-regex.json", "ECMA 262 lookbehind is valid, including variable width",
	  "a variable-width lookbehind (ES2018)",
	  "PCRE2 10.42 takes look-behind of fixed width only" },
};

struct tally {
	struct arena *arena;
	struct schema_library *lib;
	struct schema_options options;
	size_t passed, failed, skipped;
};

static struct str shared_path(struct arena *a, const char *name)
{
	const char *shared = env_get("TIZILIM_SHARED");
	const char *source = env_get("TIZILIM_SOURCE");

	if (shared)
		return arena_printf(a, "%s/%s", shared, name);
	return arena_printf(a, "%s/../shared/%s", source ? source : ".", name);
}

static struct doc *read_doc(struct arena *a, struct str path)
{
	struct doc_errors errors = { 0 };
	struct err err = { 0 };
	struct str text;
	struct doc *doc;

	if (!file_read(&text, a, path, LIMIT_DOC_BYTES_GENERAL, &err))
		fail_msg("%s", err.text);
	if (!doc_parse(&doc, a, path, text, DOC_JSON, DOC_GENERAL, &errors))
		fail_msg("%s: %s", path.p, errors.list.at[0].message.in[LANG_EN].p);
	return doc;
}

/* A document of its own whose root is a part of another. */
static struct doc *part_of(struct arena *a, const struct doc *doc, const struct node *node)
{
	struct doc *part = ARENA_NEW(a, struct doc);

	*part = *doc;
	part->root = *node;
	return part;
}

static void add_remotes(struct tally *t, struct str dir, const char *uri)
{
	struct err err = { 0 };
	struct str *names;
	size_t n;

	if (!file_list(&names, &n, t->arena, dir, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < n; i++) {
		struct str path = file_join(t->arena, dir, names[i]);
		struct str inner = arena_printf(t->arena, "%s/%s", uri, names[i].p);

		if (file_is_dir(path))
			add_remotes(t, path, inner.p);
		else
			schema_library_add(t->lib, inner, read_doc(t->arena, path));
	}
}

static bool is_left_out(struct str file, struct str group, struct str test)
{
	for (size_t i = 0; i < ARRAY_LEN(left_out); i++)
		if (str_ends(file, str_of(left_out[i].file)) &&
		    str_eq(group, str_of(left_out[i].group)) &&
		    (!left_out[i].test || str_eq(test, str_of(left_out[i].test))))
			return true;
	return false;
}

static void run_case(struct tally *t, const struct schema *s, const struct doc *file,
		     const struct node *group, const struct node *test)
{
	struct str title = node_text(group, STR("description"));
	struct str what = node_text(test, STR("description"));
	const struct node *data = node_get(test, STR("data"));
	bool valid = node_get(test, STR("valid"))->truth;
	enum schema_verdict verdict = s ? schema_validate(s, data) : SCHEMA_LIMIT;
	bool good = verdict == (valid ? SCHEMA_VALID : SCHEMA_INVALID);

	if (is_left_out(file->path, title, what)) {
		if (good)
			fail_msg("%s: %s: works and need not be left out", title.p, what.p);
		t->skipped++;
		return;
	}
	if (!good)
		print_message("# %.*s: %.*s: %.*s: want %d, verdict %d\n", STR_FMT(file->path),
			      STR_FMT(title), STR_FMT(what), valid, verdict);
	t->passed += good;
	t->failed += !good;
}

static void run_group(struct tally *t, const struct doc *file, const struct node *group)
{
	AUTO_ARENA a = arena_new();
	const struct node *tests = node_get(group, STR("tests"));
	struct doc *doc = part_of(a, file, node_get(group, STR("schema")));
	struct schema *s = NULL;
	struct err err = { 0 };

	if (!schema_compile(&s, a, t->lib, doc, t->options, &err) &&
	    !is_left_out(file->path, node_text(group, STR("description")), STR("")))
		print_message("# %s\n", err.text);
	for (uint32_t i = 0; i < tests->count; i++)
		run_case(t, s, file, group, &tests->items[i]);
	schema_free(s);
}

static void run_file(struct tally *t, struct str path)
{
	const struct doc *file = read_doc(t->arena, path);

	for (uint32_t i = 0; i < file->root.count; i++)
		run_group(t, file, &file->root.items[i]);
}

static const struct suite_row {
	const char *label, *dir, *only; /* one file of the folder */
	bool assert_formats;
	size_t passed, failed, skipped;
} suite_rows[] = {
	{ "suite: required tests", "tests", NULL, false, 1299, 0, 0 },
	{ "suite: optional tests", "tests/optional", NULL, false, 161, 0, 1 },
	{ "suite: formats asserted", "tests/optional/format", NULL, true, 763, 0, 1 },
};

static void suite_row(void **state)
{
	const struct suite_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct str root = shared_path(a, "suites/json-schema-2020-12");
	struct tally t = { .arena = a, .options = { row->assert_formats } };
	struct err err = { 0 };
	struct str dir = file_join(a, root, str_of(row->dir));
	struct str *names;
	size_t n;

	if (!file_is_dir(root)) {
		print_message("# SKIP: no %s\n", root.p);
		skip();
	}
	t.lib = schema_library_new(a);
	add_remotes(&t, file_join(a, root, STR("remotes")), "http://localhost:1234");
	if (!file_list(&names, &n, a, dir, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < n; i++)
		if (str_ends(names[i], STR(".json")) &&
		    (!row->only || str_eq(names[i], str_of(row->only))))
			run_file(&t, file_join(a, dir, names[i]));
	print_message("# %s: %zu passed, %zu failed, %zu left out\n", row->label, t.passed,
		      t.failed, t.skipped);
	assert_int_equal(t.failed, row->failed);
	assert_int_equal(t.passed, row->passed);
	assert_int_equal(t.skipped, row->skipped);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, suite_row, suite_rows);
	return test_list_run(&list, "schema");
}
