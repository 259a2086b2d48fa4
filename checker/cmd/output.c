#include "checker/cmd/output.h"

#include "checker/text/text.h"

const char *const output_levels[] = { "error", "warning", "info", "never", NULL };
enum { LEVEL_ERROR, LEVEL_WARNING, LEVEL_INFO, LEVEL_NEVER };

static enum exit_code verdict_of(const struct output_opts *opts, const struct sink *sink)
{
	static const enum severity least[] = { SEV_ERROR, SEV_WARNING, SEV_INFO };

	return opts->fail_on == LEVEL_NEVER || sink_count(sink, least[opts->fail_on]) == 0
		       ? EXIT_CLEAN
		       : EXIT_FOUND;
}

enum exit_code output_verdict(const struct output_opts *opts, const struct check *check)
{
	if (check_unreadable(check) || check_judged(check) == 0 || check_unjudged(check) > 0)
		return EXIT_INPUT;
	return verdict_of(opts, check_sink(check));
}

/* One report that is asked for. */
struct target {
	const struct report_format *format;
	struct str path; /* empty: standard output */
};

static bool read_target(struct target *out, struct context *c, struct str spec, struct err *err)
{
	size_t eq = str_find(spec, STR("="));
	struct str name = str_sub(spec, 0, eq == SIZE_MAX ? spec.n : eq);

	*out = (struct target){ report_format_named(name),
				eq == SIZE_MAX ? STR("") : str_sub(spec, eq + 1, spec.n) };
	if (!out->format) {
		err_set(err, ERR_USAGE, "no report format \"%.*s\"", STR_FMT(name));
		return err_hint(err, "formats: %.*s; write to a file with -f sarif=out.sarif",
				STR_FMT(report_format_list(c->arena)));
	}
	if (eq != SIZE_MAX && !out->path.n) {
		err_set(err, ERR_USAGE, "\"%.*s\" names no file", STR_FMT(spec));
		return err_hint(err, "write to a file with -f sarif=out.sarif");
	}
	return true;
}

static bool is_same_place(struct context *c, const struct target *x, const struct target *y)
{
	if (!x->path.n || !y->path.n)
		return x->path.n == y->path.n;
	return str_eq(file_full(c->arena, x->path), file_full(c->arena, y->path));
}

/* All that is asked for, before any of it is written. */
static bool read_targets(struct target *out, struct context *c, struct str_list specs,
			 struct err *err)
{
	for (size_t i = 0; i < specs.n; i++) {
		if (!read_target(&out[i], c, specs.at[i], err))
			return false;
		for (size_t k = 0; k < i; k++) {
			if (!is_same_place(c, &out[k], &out[i]))
				continue;
			err_set(err, ERR_USAGE, "two reports are to go to %.*s",
				STR_FMT(out[i].path.n ? file_full(c->arena, out[i].path)
						      : STR("stdout")));
			return err_hint(err, "give each a file of its own: "
					     "-f text -f sarif=out.sarif");
		}
	}
	return true;
}

bool output_sound(struct context *c, struct str_list formats, struct err *err)
{
	return read_targets(ARENA_ARRAY(c->arena, struct target, formats.n), c, formats, err);
}

static bool write_one(struct context *c, const struct report *r, const struct target *t,
		      struct err *err)
{
	struct out file;

	if (!t->path.n) {
		t->format->write(r, c->out);
		return true;
	}
	if (!out_create(&file, t->path, err))
		return false;
	t->format->write(r, &file);
	return out_close(&file, err);
}

static bool is_for_people(struct str format)
{
	return str_eq(format, STR("text")) || str_eq(format, STR("summary"));
}

/* The first to mend: an error before a warning; of one rule alone unless that is empty. NULL
 * when nothing counts. */
static const struct finding *first_of(const struct sink *sink, struct str rule)
{
	const struct finding *first = NULL;

	for (size_t i = 0; i < sink->findings.n; i++) {
		const struct finding *f = &sink->findings.at[i];

		if (rule.n && !str_eq(f->rule, rule))
			continue;
		if (finding_counts(f) && (!first || f->severity > first->severity))
			first = f;
	}
	return first;
}

static size_t repairs_in(const struct sink *sink, struct str file)
{
	size_t n = 0;

	for (size_t i = 0; i < sink->findings.n; i++) {
		const struct finding *f = &sink->findings.at[i];

		n += f->repair && finding_counts(f) && str_eq(f->at.file, file);
	}
	return n;
}

/* After a report for people; what is clean gets the line of the command's row. */
static void say_next(struct context *c, const struct report *r)
{
	struct str rule = r->trace ? r->trace->only : STR("");
	const struct finding *first = first_of(r->sink, rule);
	size_t repairs = first ? repairs_in(r->sink, first->at.file) : 0;

	if (!first) { /* what others found is against the line of the row as well */
		c->advised = c->advised || first_of(r->sink, STR(""));
		return;
	}
	if (repairs)
		context_next(c, MTEXT_FILL(c->arena,
					   MT("tizilim fix %1 — өзі түзете алатыны: %2",
					      "tizilim fix %1 — исправит сам: %2",
					      "tizilim fix %1 — mends itself: %2"),
					   mtext_same(report_shown(c->arena, first->at.file)),
					   mtext_same(arena_printf(c->arena, "%zu", repairs))));
	else
		context_next(c, MTEXT_FILL(c->arena,
					   MT("ереже туралы: tizilim explain %1%2",
					      "о правиле: tizilim explain %1%2",
					      "about the rule: tizilim explain %1%2"),
					   mtext_same(first->rule),
					   mtext_same(context_pack_option(c))));
}

enum exit_code output_findings(struct context *c, const struct output_opts *opts,
			       struct report *r, struct err *err)
{
	static struct str text_only[] = { STR_INIT("text") };
	struct str_list formats =
		opts->formats.n ? opts->formats : (struct str_list){ text_only, 1 };
	struct target *targets = ARENA_ARRAY(c->arena, struct target, formats.n);

	r->program_version = c->version;
	r->lang = c->lang;
	r->root = file_here(c->arena);
	r->quiet = opts->quiet;
	r->verbose = opts->verbose;
	r->width = c->width;
	r->color = c->color;
	r->links = c->links;
	if (!read_targets(targets, c, formats, err))
		return exit_of(err->code);
	for (size_t i = 0; i < formats.n; i++)
		if (!write_one(c, r, &targets[i], err))
			return exit_of(err->code);
	if (opts->quiet || !is_for_people(formats.at[0]))
		c->advised = true;
	else
		say_next(c, r);
	return verdict_of(opts, r->sink);
}

bool output_map(struct context *c, const struct report_edges *edges, enum lang lang,
		struct str *map, struct err *err)
{
	struct str svg;

	if (!c->draw)
		return err_set(err, ERR_NOT_FOUND, "this program draws no pictures");
	return c->draw(&svg, c->arena, report_map_dot(c->arena, edges, lang), err) &&
	       (report_map_clean(map, c->arena, svg) ||
		err_set(err, ERR_IO, "Graphviz drew what is not expected of it"));
}

void output_maps(struct context *c, const struct report_edges *edges,
		 struct str maps[LANG_COUNT])
{
	struct err err = { 0 };

	for (enum lang l = 0; l < LANG_COUNT; l++)
		if (!output_map(c, edges, l, &maps[l], &err)) {
			context_tell(
				c,
				MTEXT_FILL(c->arena,
					   MT("картасыз: %1 (%2)", "без карты: %1 (%2)",
					      "without the map: %1 (%2)"),
					   mtext_same(arena_str(c->arena, str_of(err.text))),
					   mtext_same(arena_str(c->arena, str_of(err.hint)))));
			return;
		}
}

bool output_wants_html(const struct output_opts *opts)
{
	for (size_t i = 0; i < opts->formats.n; i++)
		if (str_starts(opts->formats.at[i], STR("html")))
			return true;
	return false;
}

enum exit_code output_report(struct context *c, const struct output_opts *opts,
			     struct check *check, struct mtext portfolio, struct err *err)
{
	struct report r = { .portfolio = portfolio };
	struct report_edges edges = { 0 };
	enum exit_code code;

	if (output_wants_html(opts)) {
		check_links(check);
		check_beside(check, c->lang);
	}
	check_report(check, &r);
	report_edges_of_overlaps(&edges, c->arena, &r);
	if (edges.list.n && output_wants_html(opts))
		output_maps(c, &edges, r.maps);
	code = output_findings(c, opts, &r, err);
	return err->code == ERR_NONE ? output_verdict(opts, check) : code;
}
