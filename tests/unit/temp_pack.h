/*
 * A whole pack in a folder of its own, gone again once it is loaded: one
 * norm and the rules under test. Include after rows.h.
 */
#ifndef TESTS_UNIT_TEMP_PACK_H
#define TESTS_UNIT_TEMP_PACK_H

#include "checker/base/file.h"
#include "checker/rule/rule.h"

#include <unistd.h>

static const char temp_pack_yaml[] =
	"pack: test\nversion: \"1.0\"\nvalid_from: \"2026-01-01\"\ntitle: {kk: а, ru: б, en: "
	"c}\n"
	"description: {kk: а, ru: б, en: c}\nmanifest_schema: initiative-1.0\n"
	"languages: [kk, ru, en]\narchitecture: [norms.yaml]\nrules: [R.yaml]\nlists: []\n";
static const char temp_norms_yaml[] =
	"norms:\n  - {id: n-1, act: {kk: а, ru: б, en: c}, short: {kk: а, ru: б, en: c}, "
	"article: \"1\",\n     text: {kk: а, ru: б, en: c}, applies_to: null, check: null, "
	"in_force_from: \"2020\", in_force_to: null,\n     successor: null, url: "
	"\"https://example.org/\", confidence: seen}\n";

static const struct {
	const char *name, *text;
} temp_files[] = {
	{ "pack.yaml", temp_pack_yaml },
	{ "architecture/norms.yaml", temp_norms_yaml },
	{ "rules/R.yaml", NULL },
};

static inline void temp_write(struct arena *a, struct str dir, const char *name,
			      struct str text)
{
	struct err err = { 0 };
	struct out o;

	assert_true(out_create(&o, file_join(a, dir, str_of(name)), &err));
	out_str(&o, text);
	assert_true(out_close(&o, &err));
}

/* pack_load of a pack with this text as its rules file. */
static inline bool temp_pack_load(struct pack **out, struct arena *a, struct str rules,
				  struct err *err)
{
	char name[] = "/tmp/tizilim-pack-XXXXXX";
	struct err ignored;
	struct str dir;
	bool ok;

	assert_non_null(mkdtemp(name));
	dir = str_of(name);
	assert_true(file_make_dirs(file_join(a, dir, STR("architecture")), &ignored));
	assert_true(file_make_dirs(file_join(a, dir, STR("rules")), &ignored));
	for (size_t i = 0; i < ARRAY_LEN(temp_files); i++)
		temp_write(a, dir, temp_files[i].name,
			   temp_files[i].text ? str_of(temp_files[i].text) : rules);
	ok = pack_load(out, a, dir, err);
	for (size_t i = 0; i < ARRAY_LEN(temp_files); i++)
		unlink(file_join(a, dir, str_of(temp_files[i].name)).p);
	rmdir(file_join(a, dir, STR("architecture")).p);
	rmdir(file_join(a, dir, STR("rules")).p);
	rmdir(name);
	return ok;
}

#endif
