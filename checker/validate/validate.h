/*
 * Structure alone: any number of documents against one schema, in memory that
 * does not grow with them: what stays of a document is its findings. Also the
 * findings about files that are no documents at all.
 */
#ifndef CHECKER_VALIDATE_VALIDATE_H
#define CHECKER_VALIDATE_VALIDATE_H

#include "checker/base/file.h"
#include "checker/doc/doc.h"
#include "checker/finding/finding.h"
#include "checker/schema/schema.h"

/* By the name's ending: .json, .jsonl and .ndjson (a document a line), all else YAML; standard
 * input that begins with a bracket is JSON. */
enum validate_syntax { VALIDATE_BY_NAME, VALIDATE_JSON, VALIDATE_YAML, VALIDATE_LINES };

struct validate_file {
	struct str path;
	struct str shown;      /* the path as reports print it: valid UTF-8, other bytes
				  as \xFF, and a backslash before such as \x5C */
	enum file_fault fault; /* not good: nothing to read, say why */
};

struct validate_run {
	const struct schema *schema;
	enum doc_profile profile;
	enum validate_syntax syntax;
	const struct validate_file *files;
	size_t files_n;
	size_t jobs; /* processes; 0 and 1: none but this one */
	void (*progress)(void *context, size_t files_done); /* told now and then; may be NULL */
	void *context;
};

struct validation {
	struct sink sink;  /* finished */
	size_t documents;  /* that could be read; a file of lines has many */
	size_t unreadable; /* files, and lines of files, that are no documents */
};

/* Results are the same for any number of jobs. Fails only where the machine does. */
MUST_USE bool validate_files(struct validation *out, struct arena *a,
			     const struct validate_run *run, struct err *err);

/* By its name: a file with a document on each line. */
bool validate_is_lines(struct str path);

/* Findings for a text that is no document, and for a file that cannot be read. */
void validate_tell_errors(struct sink *s, const struct doc *doc,
			  const struct doc_errors *errors);
void validate_tell_fault(struct sink *s, struct str file, enum file_fault fault);
/* The rule ids of these two, for reports. */
const struct rule_info *validate_rules(size_t *n);

#endif
