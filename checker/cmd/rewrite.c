#include "checker/cmd/rewrite.h"

#include "checker/base/limits.h"
#include "checker/report/report.h"

static bool is_stdin(const struct validate_file *f)
{
	return str_eq(f->path, STR("-"));
}

static bool write_text(struct str path, struct str text, struct err *err)
{
	struct out file;

	if (!out_create(&file, path, err))
		return false;
	out_str(&file, text);
	return out_close(&file, err);
}

static bool finish(struct rewrite *r, const struct validate_file *f, struct str before,
		   struct str after, struct err *err)
{
	struct context *c = r->c;
	bool same = str_eq(before, after);

	r->changed += !same;
	if (r->write && !is_stdin(f))
		return same || write_text(f->path, after, err);
	if (r->write || r->show == REWRITE_TEXT)
		out_str(c->out, after);
	else if (r->show == REWRITE_DIFF)
		out_str(c->out, edit_diff(c->arena, report_shown(c->arena, f->shown), before,
					  after, c->color));
	else if (!same)
		out_printf(c->out, "%.*s\n", STR_FMT(report_shown(c->arena, f->shown)));
	return true;
}

static enum doc_syntax syntax_of(const struct validate_file *f, struct str text)
{
	struct str begin = str_trim(str_sub(text, 0, 64));

	if (!is_stdin(f))
		return doc_syntax_of(f->path);
	return str_starts(begin, STR("{")) || str_starts(begin, STR("[")) ? DOC_JSON : DOC_YAML;
}

void rewrite_tell(struct rewrite *r, const struct place *at, struct mtext text,
		  struct mtext remedy)
{
	struct context *c = r->c;
	struct str advice = context_text(c, remedy);

	out_str(c->status, report_shown(c->arena, at->file));
	if (at->line)
		out_printf(c->status, ":%u:%u", at->line, at->column);
	out_printf(c->status, ": %.*s\n",
		   STR_FMT(report_shown(c->arena, context_text(c, text))));
	if (advice.n)
		out_printf(c->status, "→ %.*s\n", STR_FMT(report_shown(c->arena, advice)));
}

void rewrite_tell_findings(struct rewrite *r, const struct sink *sink)
{
	for (size_t i = 0; i < sink->findings.n; i++)
		rewrite_tell(r, &sink->findings.at[i].at, sink->findings.at[i].message,
			     sink->findings.at[i].remedy);
}

static void tell_all(struct rewrite *r, struct sink *sink)
{
	sink_finish(sink);
	rewrite_tell_findings(r, sink);
	r->unreadable++;
}

static void tell_fault(struct rewrite *r, const struct validate_file *f, enum file_fault fault)
{
	struct sink sink;

	sink_init(&sink, r->c->arena);
	validate_tell_fault(&sink, f->shown, fault);
	tell_all(r, &sink);
}

static void tell_errors(struct rewrite *r, const struct doc *doc,
			const struct doc_errors *errors)
{
	struct sink sink;

	sink_init(&sink, r->c->arena);
	validate_tell_errors(&sink, doc, errors);
	tell_all(r, &sink);
}

/* As one document of YAML its lines would be told to be badly indented. */
static void tell_lines(struct rewrite *r, const struct validate_file *f)
{
	const struct place at = { .file = f->shown };

	rewrite_tell(
		r, &at,
		MT("әр жолында бір құжат бар файл өзгертілмейді",
		   "файл, где в каждой строке свой документ, не меняется",
		   "a file with a document on each line is not changed"),
		MT("құжаттарды бөлек файлдарға бөліңіз; оны tizilim validate тексереді",
		   "разнесите документы по файлам; проверить его может tizilim validate",
		   "put the documents into files of their own; tizilim validate can check it"));
	r->unreadable++;
}

static bool rewrite_file(struct rewrite *r, const struct validate_file *f, struct err *err)
{
	struct arena *a = r->c->arena;
	enum file_fault fault = f->fault;
	struct doc_errors errors = { 0 };
	struct str text, changed;
	struct doc *doc;

	if (!fault && validate_is_lines(f->path)) {
		tell_lines(r, f);
		return true;
	}
	if (!fault)
		fault = file_load(&text, a, f->path, LIMIT_DOC_BYTES_GENERAL);
	if (fault == FILE_TROUBLE)
		return file_trouble(f->path, err);
	if (fault) {
		tell_fault(r, f, fault);
		return true;
	}
	if (!doc_parse(&doc, a, f->shown, text, syntax_of(f, text), DOC_GENERAL, &errors)) {
		tell_errors(r, doc, &errors);
		return true;
	}
	return r->change(r, &changed, doc, err) && finish(r, f, text, changed, err);
}

enum exit_code rewrite_files(struct rewrite *r, struct str_list args, struct err *err)
{
	struct context *c = r->c;
	struct file_list files;

	if (!context_files(c, args, context_is_document, &files, err))
		return exit_of(err->code);
	if (files.n > 1 && !r->write && r->show == REWRITE_TEXT) {
		err_set(err, ERR_USAGE, "several files have no one output");
		err_hint(err, "use --write to change them or --check to be told which would "
			      "change");
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < files.n; i++) {
		struct arena *whole = c->arena;
		AUTO_ARENA one = arena_new();
		bool ok;

		c->arena = one;
		ok = rewrite_file(r, &files.at[i], err);
		c->arena = whole;
		if (!ok)
			return exit_of(err->code);
	}
	return r->unreadable ? EXIT_INPUT : EXIT_CLEAN;
}
