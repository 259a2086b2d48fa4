#include "checker/validate/validate.h"

#include "checker/base/jobs.h"
#include "checker/base/limits.h"

#include <string.h>

enum { PIECE = 16 }; /* files that are given to a process at once */

struct counts {
	uint64_t documents, unreadable;
};

struct work {
	const struct validate_run *run;
	struct validation *out;
	struct arena *document; /* emptied after each */
	struct arena *piece;
	struct sink sink; /* of one piece */
	struct counts counts;
	size_t done; /* files, where the findings are taken */
};

static size_t size_limit(const struct work *w)
{
	return w->run->profile == DOC_MANIFEST ? LIMIT_DOC_BYTES : LIMIT_DOC_BYTES_GENERAL;
}

/* `lines_before`: of the file before the text, when it is a part of it. */
static void validate_text(struct work *w, struct str shown, struct str text,
			  enum doc_syntax syntax, uint32_t lines_before)
{
	struct doc_errors errors = { .lines_before = lines_before };
	struct doc *doc;

	if (doc_parse(&doc, w->document, shown, text, syntax, w->run->profile, &errors)) {
		w->counts.documents++;
		schema_check(w->run->schema, doc, &w->sink);
	} else {
		w->counts.unreadable++;
		validate_tell_errors(&w->sink, doc, &errors);
	}
}

static void tell_fault(struct work *w, const struct validate_file *f, enum file_fault fault)
{
	w->counts.unreadable++;
	validate_tell_fault(&w->sink, f->shown, fault);
}

static void set_lines(struct work *w, size_t findings, size_t notes, uint32_t line)
{
	for (size_t i = findings; i < w->sink.findings.n; i++)
		w->sink.findings.at[i].at.line = line;
	for (size_t i = notes; i < w->sink.notes.n; i++)
		w->sink.notes.at[i].at.line = line;
}

static bool validate_lines(struct work *w, const struct validate_file *f, struct err *err)
{
	struct lines lines;
	enum file_fault fault = lines_open(&lines, f->path, size_limit(w));
	struct str line;

	for (uint32_t n = 1; !fault && lines_next(&lines, &line, &fault); n++) {
		size_t findings = w->sink.findings.n, notes = w->sink.notes.n;

		if (!str_trim(line).n)
			continue;
		validate_text(w, f->shown, line, DOC_JSON, n - 1);
		set_lines(w, findings, notes, n);
		arena_reset(w->document);
	}
	if (fault == FILE_TROUBLE)
		file_trouble(f->path, err);
	else if (fault)
		tell_fault(w, f, fault);
	lines_close(&lines);
	return fault != FILE_TROUBLE;
}

bool validate_is_lines(struct str path)
{
	return str_ends(path, STR(".jsonl")) || str_ends(path, STR(".ndjson"));
}

static bool is_lines(const struct work *w, struct str path)
{
	if (w->run->syntax != VALIDATE_BY_NAME)
		return w->run->syntax == VALIDATE_LINES;
	return validate_is_lines(path);
}

static enum doc_syntax syntax_of(const struct work *w, const struct validate_file *f,
				 struct str text)
{
	struct str begin = str_trim(str_sub(text, 0, 64));

	if (w->run->syntax != VALIDATE_BY_NAME)
		return w->run->syntax == VALIDATE_JSON ? DOC_JSON : DOC_YAML;
	if (str_eq(f->shown, STR("-")))
		return str_starts(begin, STR("{")) || str_starts(begin, STR("[")) ? DOC_JSON
										  : DOC_YAML;
	return doc_syntax_of(f->shown);
}

static bool validate_file(struct work *w, const struct validate_file *f, struct err *err)
{
	enum file_fault fault = f->fault;
	struct str text;

	if (!fault && is_lines(w, f->shown))
		return validate_lines(w, f, err);
	if (!fault)
		fault = file_load(&text, w->document, f->path, size_limit(w));
	if (fault == FILE_TROUBLE)
		return file_trouble(f->path, err);
	if (fault)
		tell_fault(w, f, fault);
	else
		validate_text(w, f->shown, text, syntax_of(w, f, text), 0);
	arena_reset(w->document);
	return true;
}

static bool do_piece(void *context, size_t piece, struct strbuf *answer, struct err *err)
{
	struct work *w = context;
	size_t from = piece * PIECE, to = from + PIECE;

	w->counts = (struct counts){ 0 };
	sink_init(&w->sink, w->piece);
	for (size_t i = from; i < to && i < w->run->files_n; i++)
		if (!validate_file(w, &w->run->files[i], err))
			return false;
	strbuf_bytes(answer, &w->counts, sizeof(w->counts));
	sink_pack(answer, &w->sink);
	arena_reset(w->piece);
	return true;
}

static bool take_piece(void *context, struct str answer, struct err *err)
{
	struct work *w = context;
	struct counts counts;

	memcpy(&counts, answer.p, sizeof(counts));
	w->out->documents += counts.documents;
	w->out->unreadable += counts.unreadable;
	w->done = w->done + PIECE < w->run->files_n ? w->done + PIECE : w->run->files_n;
	if (w->run->progress)
		w->run->progress(w->run->context, w->done);
	return sink_unpack(&w->out->sink, str_sub(answer, sizeof(counts), answer.n)) ||
	       err_set(err, ERR_BUG, "findings of a process cannot be read");
}

bool validate_files(struct validation *out, struct arena *a, const struct validate_run *run,
		    struct err *err)
{
	AUTO_ARENA document = arena_new();
	AUTO_ARENA piece = arena_new();
	struct work w = { .run = run, .out = out, .document = document, .piece = piece };
	struct jobs jobs = { &w, (run->files_n + PIECE - 1) / PIECE, do_piece, take_piece };

	*out = (struct validation){ 0 };
	sink_init(&out->sink, a);
	if (!jobs_run(&jobs, run->jobs, err))
		return false;
	sink_finish(&out->sink);
	return true;
}
