#include "checker/rule/rule.h"

#include "tests/unit/rows.h"
#include "tests/unit/temp_pack.h"

#include <string.h>

/* What every rule needs, with holes for what a row tries. */
static const char rule_head[] =
	"rules:\n"
	"- id: TST-001\n"
	"  title: {kk: а, ru: б, en: c}\n"
	"  remedy: {kk: а, ru: б, en: c}\n"
	"  tests: {fail: [{expect: []}, {expect: []}], pass: [{}, {}]}\n";

static const struct load_row {
	const char *label, *rule, *error, *hint;
} load_rows[] = {
	{ "a sound rule",
	  "  severity: error\n  for: {s: \"$.data_sources[*]\"}\n  all: {ok: "
	  "\"has(s.source)\"}\n  at: \"s\"\n"
	  "  basis: [n-1]\n  message: {kk: а, ru: б, en: \"{s.source}\"}\n",
	  "", "" },
	{ "a path that the manifest does not have",
	  "  severity: error\n  for: {s: \"$.data_source[*]\"}\n  all: {ok: \"true\"}\n  at: "
	  "\"s\"\n"
	  "  basis: [n-1]\n  message: {kk: а, ru: б, en: c}\n",
	  "there is no data_source", NULL },
	{ "a misspelt field in a condition",
	  "  severity: error\n  all: {ok: \"has(manifest.purpsoe)\"}\n  at: \"$\"\n"
	  "  basis: [n-1]\n  message: {kk: а, ru: б, en: c}\n",
	  "purpsoe", NULL },
	{ "a condition that is no condition",
	  "  severity: error\n  all: {ok: \"manifest.short_name\"}\n  at: \"$\"\n"
	  "  basis: [n-1]\n  message: {kk: а, ru: б, en: c}\n",
	  "is not a condition (bool)", NULL },
	{ "a placeholder that is not bound",
	  "  severity: error\n  all: {ok: \"true\"}\n  at: \"$\"\n"
	  "  basis: [n-1]\n  message: {kk: а, ru: б, en: \"{src.name}\"}\n",
	  "placeholder {src.name}", NULL },
	{ "a missing language",
	  "  severity: error\n  all: {ok: \"true\"}\n  at: \"$\"\n  basis: [n-1]\n  message: "
	  "{kk: а, ru: б}\n",
	  "en", NULL },
	{ "an unknown norm",
	  "  severity: error\n  all: {ok: \"true\"}\n  at: \"$\"\n  basis: [n-2]\n  message: "
	  "{kk: а, ru: б, en: c}\n",
	  "no norm \"n-2\"", "did you mean \"n-1\"?" },
	{ "an unknown key",
	  "  severity: error\n  wehn: \"true\"\n  all: {ok: \"true\"}\n  at: \"$\"\n  basis: "
	  "[n-1]\n"
	  "  message: {kk: а, ru: б, en: c}\n",
	  "wehn", NULL },
	{ "no basis",
	  "  severity: error\n  all: {ok: \"true\"}\n  at: \"$\"\n  basis: []\n  message: {kk: "
	  "а, ru: б, en: c}\n",
	  "list is too short", NULL },
	{ "on_missing of what is not bound",
	  "  severity: error\n  all: {ok: \"true\"}\n  on_missing: {x: skip}\n  at: \"$\"\n  "
	  "basis: [n-1]\n"
	  "  message: {kk: а, ru: б, en: c}\n",
	  "\"x\" is not bound by let", NULL },
	{ "a scan for two things, every hit a finding",
	  "  severity: error\n  scan: {text: [\"$..*\"], for: [personal_numbers, "
	  "private_mail], "
	  "as: hit}\n"
	  "  basis: [n-1]\n  message: {kk: а, ru: б, en: \"{hit.id}\"}\n",
	  "", "" },
	{ "a scan for what there is no scanner for",
	  "  severity: error\n  scan: {text: [\"$..*\"], for: [personal_numbers, passports], "
	  "as: "
	  "hit}\n"
	  "  basis: [n-1]\n  message: {kk: а, ru: б, en: c}\n",
	  "passports", NULL },
	{ "signs without a list",
	  "  severity: error\n  scan: {text: [\"$..*\"], for: [mixed_words, signs], list: "
	  "ban-x, as: hit}\n"
	  "  basis: [n-1]\n  message: {kk: а, ru: б, en: c}\n",
	  "no list \"ban-x\" of this kind", NULL },
	{ "a place for each condition, texts that know which one failed",
	  "  severity: error\n  info_when: \"failed == 'b'\"\n  all: {a: \"true\", b: "
	  "\"true\"}\n"
	  "  at: {a: \"$.dates\", b: \"$.stage\"}\n"
	  "  basis: [n-1]\n  message: {kk: а, ru: б, en: \"{failed}\"}\n",
	  "", "" },
	{ "a condition without its place",
	  "  severity: error\n  all: {a: \"true\", b: \"true\"}\n  at: {a: \"$.dates\"}\n"
	  "  basis: [n-1]\n  message: {kk: а, ru: б, en: c}\n",
	  "no place for the condition \"b\"", NULL },
	{ "a place for no condition",
	  "  severity: error\n  all: {a: \"true\"}\n  at: {a: \"$.dates\", b: \"$.stage\"}\n"
	  "  basis: [n-1]\n  message: {kk: а, ru: б, en: c}\n",
	  "2 places for 1 conditions", NULL },
};

static void rules_load_or_say_why(void **state)
{
	const struct load_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct err err = { 0 };
	struct pack *pack;
	bool ok = temp_pack_load(&pack, a, arena_printf(a, "%s%s", rule_head, row->rule), &err);

	if (!strstr(err.text, row->error))
		print_error("%s\n", err.text);
	assert_int_equal(ok, row->error[0] == 0);
	assert_non_null(strstr(err.text, row->error));
	if (!ok)
		assert_non_null(strstr(err.text, "R.yaml:"));
	if (row->hint)
		assert_string_equal(err.hint, row->hint);
	if (ok)
		pack_free(pack);
}

static const struct patch_row {
	const char *label, *target, *patch, *want;
} patch_rows[] = {
	/* The table of RFC 7396, appendix A. */
	{ "replace", "{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}" },
	{ "add", "{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}" },
	{ "remove", "{\"a\":\"b\"}", "{\"a\":null}", "{}" },
	{ "remove one of two", "{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}" },
	{ "a list is replaced", "{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}" },
	{ "by a list", "{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}" },
	{ "nested", "{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}",
	  "{\"a\":{\"b\":\"d\"}}" },
	{ "lists are not merged", "{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}" },
	{ "null below a new member", "{}", "{\"a\":{\"bb\":{\"ccc\":null}}}",
	  "{\"a\":{\"bb\":{}}}" },
	{ "a text becomes an object", "{\"e\":null}", "{\"a\":1}", "{\"a\":1,\"e\":null}" },
};

static void merge_patch_follows_rfc_7396(void **state)
{
	const struct patch_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct doc_errors errors = { 0 };
	struct doc *target, *patch;
	struct node result;

	assert_true(doc_parse(&target, a, STR("t"), str_of(row->target), DOC_JSON, DOC_MANIFEST,
			      &errors));
	assert_true(doc_parse(&patch, a, STR("p"), str_of(row->patch), DOC_JSON, DOC_MANIFEST,
			      &errors));
	result = rule_merge_patch(a, &target->root, &patch->root);
	assert_string_equal(node_canonical(a, &result).p, row->want);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, rules_load_or_say_why, load_rows);
	ADD_ROWS(&list, merge_patch_follows_rfc_7396, patch_rows);
	return test_list_run(&list, "rule");
}
