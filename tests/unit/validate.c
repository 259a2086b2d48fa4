#include "checker/validate/validate.h"

#include "tests/unit/rows.h"

#include <fcntl.h>
#include <unistd.h>

static const char schema_text[] = "{\"properties\":{\"n\":{\"type\":\"integer\"}}}";

static const struct schema *schema_of(struct arena *a)
{
	struct doc_errors errors = { 0 };
	struct err err = { 0 };
	struct schema *s;
	struct doc *doc;

	assert_true(doc_parse(&doc, a, STR("s.json"), str_of(schema_text), DOC_JSON,
			      DOC_GENERAL, &errors));
	assert_true(schema_compile(&s, a, schema_library_new(a), doc,
				   (struct schema_options){ 0 }, &err));
	return s;
}

static struct str written(struct arena *a, const char *dir, const char *name, const char *text)
{
	struct str path = file_join(a, str_of(dir), str_of(name));
	struct err err = { 0 };
	struct out o;

	assert_true(out_create(&o, path, &err));
	out_str(&o, str_of(text));
	assert_true(out_close(&o, &err));
	return path;
}

/* One file; what is found as "line:column rule" a line, behind the counts. */
static const struct file_row {
	const char *label, *name, *text, *want;
	enum validate_syntax syntax;
	enum file_fault fault;
} file_rows[] = {
	{ "a good document", "a.json", "{\"n\":1}", "1 0" },
	{ "a bad one", "a.yaml", "n: x\n", "1 0 1:4 schema/type" },
	{ "no document", "a.json", "{", "0 1 1:2 document/syntax" },
	{ "nothing to read", "a.json", "{}", "0 1 0:0 document/unreadable", 0, FILE_DENIED },
	{ "lines are counted from the file's first", "a.jsonl",
	  "{\"n\":1}\n\n{\"n\":\"x\"}\r\n{\n{\"n\":2.5}",
	  "3 1 3:6 schema/type 4:2 document/syntax 5:6 schema/type" },
	{ "an empty file of lines holds no document", "a.jsonl", "\n \n", "0 0" },
	{ "the syntax said goes before the name", "a.json", "n: x\n", "1 0 1:4 schema/type",
	  VALIDATE_YAML },
	{ "lines by another name", "a.txt", "{\"n\":1}\n{\"n\":2}\n", "2 0", VALIDATE_LINES },
	{ "a line that is cut off tells the file's line", "a.ndjson", "{}\n{\"n\":[1\n",
	  "1 1 2:8 document/syntax" },
};

static const char *outcome(struct arena *a, const struct validation *v)
{
	struct str s = arena_printf(a, "%zu %zu", v->documents, v->unreadable);

	for (size_t i = 0; i < v->sink.findings.n; i++) {
		const struct finding *f = &v->sink.findings.at[i];

		s = arena_printf(a, "%.*s %u:%u %.*s", STR_FMT(s), f->at.line, f->at.column,
				 STR_FMT(f->rule));
	}
	return s.p;
}

static void file_row(void **state)
{
	const struct file_row *row = *state;
	AUTO_ARENA a = arena_new();
	char dir[] = "/tmp/tizilim-validate-XXXXXX";
	struct validate_file file = { .fault = row->fault };
	struct validate_run run = { .schema = schema_of(a),
				    .profile = DOC_GENERAL,
				    .syntax = row->syntax,
				    .files = &file,
				    .files_n = 1 };
	struct validation v;
	struct err err = { 0 };

	assert_non_null(mkdtemp(dir));
	file.path = file.shown = written(a, dir, row->name, row->text);
	assert_true(validate_files(&v, a, &run, &err));
	assert_string_equal(outcome(a, &v), row->want);
	unlink(file.path.p);
	rmdir(dir);
}

/* A message that names a line names that of the file. */
static void messages_know_the_line_of_the_file(void **state)
{
	AUTO_ARENA a = arena_new();
	char dir[] = "/tmp/tizilim-validate-XXXXXX";
	struct validate_file file = { 0 };
	struct validate_run run = {
		.schema = schema_of(a), .profile = DOC_GENERAL, .files = &file, .files_n = 1
	};
	struct validation v;
	struct err err = { 0 };

	(void)state;
	assert_non_null(mkdtemp(dir));
	file.path = file.shown = written(a, dir, "a.jsonl", "{}\n{}\n{\"n\":1,\"n\":2}\n");
	assert_true(validate_files(&v, a, &run, &err));
	assert_int_equal(v.sink.findings.n, 1);
	assert_non_null(strstr(v.sink.findings.at[0].message.in[LANG_EN].p, "line 3"));
	unlink(file.path.p);
	rmdir(dir);
}

enum { MANY = 100 };

static void any_number_of_processes_finds_the_same(void **state)
{
	AUTO_ARENA a = arena_new();
	char dir[] = "/tmp/tizilim-validate-XXXXXX";
	struct validate_file *files = ARENA_ARRAY(a, struct validate_file, MANY);
	struct validate_run run = {
		.schema = schema_of(a), .profile = DOC_GENERAL, .files = files, .files_n = MANY
	};
	const char *want = NULL;

	(void)state;
	assert_non_null(mkdtemp(dir));
	for (int i = 0; i < MANY; i++) {
		struct str name = arena_printf(a, "%02d.json", i);
		struct str text = arena_printf(a, i % 3 ? "{\"n\":%d}" : "{\"n\":\"%d\"}", i);

		files[i].path = files[i].shown = written(a, dir, name.p, text.p);
	}
	for (run.jobs = 0; run.jobs < 5; run.jobs++) {
		struct validation v;
		struct err err = { 0 };

		assert_true(validate_files(&v, a, &run, &err));
		assert_int_equal(v.sink.findings.n, 34);
		want = want ? want : outcome(a, &v);
		assert_string_equal(outcome(a, &v), want);
	}
	for (int i = 0; i < MANY; i++)
		unlink(files[i].path.p);
	rmdir(dir);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, file_row, file_rows);
	ADD_TEST(&list, messages_know_the_line_of_the_file);
	ADD_TEST(&list, any_number_of_processes_finds_the_same);
	return test_list_run(&list, "validate");
}
