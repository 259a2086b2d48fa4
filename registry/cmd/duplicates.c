#include "registry/cmd/judge.h"

#include "checker/base/jobs.h"
#include "registry/cmd/compare.h"

struct duplicates_opts {
	struct registry_opts registry;
	struct offline_opts offline;
	int by;	    /* enum alike_under */
	int format; /* index into report_duplicate_formats */
	int64_t least, jobs;
	bool with_registry;
};

static const char *const bys[] = { "likeness", "function", "sector", "territory", NULL };

enum { REVIEW_PERCENT = 45 };

/* The initiative that is asked about: of the id, or of the only file; empty: all are. */
static struct str asked(struct check *check, struct str_list ids)
{
	size_t n;
	const struct subject *files = check_subjects(check, &n);

	if (ids.n)
		return ids.at[0];
	return n == 1 ? files[0].id : STR("");
}

static void say_next(struct context *c, const struct report_duplicates *d)
{
	if (d->groups_n == 0 && d->pairs_n == 0)
		context_next(
			c,
			MT("ұқсастары табылмады; --least 20 мүмкін деген жұптарды да көрсетеді",
			   "похожих не найдено; --least 20 покажет и возможные пары",
			   "nothing alike was found; --least 20 shows possible pairs too"));
	else if (d->groups_n)
		context_next(c, MT("бір бастаманың жұптары: tizilim duplicates ID",
				   "пары одной инициативы: tizilim duplicates ID",
				   "the pairs of one initiative: tizilim duplicates ID"));
	else if (!d->beside)
		context_next(c, MT("екеуін қатар қарау: tizilim duplicates ID ID",
				   "две рядом: tizilim duplicates ID ID",
				   "two side by side: tizilim duplicates ID ID"));
	else
		context_next(c, MT("шешім айту: tizilim verdict ID ID … --reason …",
				   "сказать своё решение: tizilim verdict ID ID … --reason …",
				   "to settle it: tizilim verdict ID ID … --reason …"));
}

static bool check_ids(const struct duplicates_opts *o, struct str_list ids, struct err *err)
{
	if (ids.n > 2) {
		err_set(err, ERR_USAGE, "one initiative at a time, or two side by side");
		return err_hint(err, "without an id all are compared and shown in groups");
	}
	if (ids.n == 2 && str_eq(ids.at[0], ids.at[1]))
		return err_set(err, ERR_USAGE, "an initiative is not compared with itself");
	if (ids.n == 2 && (o->format == DUPLICATES_CSV || o->format == DUPLICATES_SVG)) {
		err_set(err, ERR_USAGE, "two side by side have no form %s",
			report_duplicate_formats[o->format]);
		return err_hint(err, "they have text, html and json");
	}
	return true;
}

/* In a page the map is a help; alone it is all there is. */
static bool draw(struct context *c, struct report_duplicates *d, int format, struct err *err)
{
	struct report_edges edges = { 0 };
	size_t left_out;

	if ((format != DUPLICATES_HTML && format != DUPLICATES_SVG) || d->beside)
		return true;
	report_edges_of_duplicates(&edges, c->arena, d);
	left_out = report_map_left_out(&edges);
	if (format == DUPLICATES_SVG) {
		if (!output_map(c, &edges, c->lang, &d->maps[c->lang], err))
			return false;
	} else if (edges.list.n) {
		output_maps(c, &edges, d->maps);
	}
	if (left_out)
		context_tell(c,
			     MTEXT_FILL(c->arena,
					MT("картада жоқ әлсіз жұптар: %1",
					   "слабых пар нет на карте: %1",
					   "weaker pairs that are not on the map: %1"),
					mtext_same(arena_printf(c->arena, "%zu", left_out))));
	return true;
}

/* Of the files, or of what is registered. */
static bool find(struct report_duplicates *d, struct context *c,
		 const struct duplicates_opts *o, const struct compare *what, struct err *err)
{
	size_t files;

	check_subjects(what->files, &files);
	if (!files || o->with_registry || what->offline)
		return compare_registered(d, c, &o->registry, what, err);
	if (!check_duplicates(what->files, what->options, d, err))
		return false;
	d->portfolio =
		MT("тек берілген файлдар", "только данные файлы", "only the files given");
	return true;
}

/* With the pack that is in use now. */
static enum exit_code compare(struct context *c, const struct duplicates_opts *o,
			      const struct offline *offline, struct str_list args,
			      struct err *err)
{
	struct check_options options = { .pack = c->pack, .date = c->today, .portfolio = true };
	struct check *check = check_new(c->arena, &options);
	struct report_duplicates d = { 0 };
	struct alike_options wanted = { .under = (enum alike_under)o->by,
					.probability = (double)o->least / 100,
					.processes = o->jobs ? (size_t)o->jobs : c->cpus,
					.lang = c->lang };
	struct str_list files, ids;

	judge_split_args(c, args, &files, &ids);
	if (!check_ids(o, ids, err) || (files.n && !judge_add_files(c, check, files, err)))
		return exit_of(err->code);
	wanted.id = asked(check, ids);
	wanted.beside = ids.n == 2 ? ids.at[1] : STR("");
	if (!find(&d, c, o, &(struct compare){ check, &wanted, offline }, err) ||
	    !draw(c, &d, o->format, err))
		return exit_of(err->code);
	d.program_version = c->version;
	d.lang = c->lang;
	d.color = c->color;
	report_duplicates_write(&d, o->format, c->out);
	if (o->format == DUPLICATES_TEXT)
		say_next(c, &d);
	return check_unreadable(check) ? EXIT_INPUT : EXIT_CLEAN;
}

static enum exit_code duplicates_run(struct context *c, const void *opts, struct str_list args,
				     struct err *err)
{
	const struct duplicates_opts *o = opts;
	struct offline offline = { 0 };
	enum exit_code code;

	if (!offline_sound(&o->offline, o->with_registry, err) ||
	    (o->offline.snapshot.n && !offline_open(&offline, c, &o->offline, err)))
		return exit_of(err->code);
	code = compare(c, o, offline.snapshot ? &offline : NULL, args, err);
	offline_close(&offline);
	return code;
}

static const struct opt duplicates_options[] = {
	{ 0, "by", OPT_ENUM, offsetof(struct duplicates_opts, by), "<what>",
	  "heading that groups stand under: what their first declares", bys, 0, 0 },
	{ 0, "least", OPT_INT, offsetof(struct duplicates_opts, least), "<percent>",
	  "least probability of a pair: 75 likely, 45 to review, 20 possible", NULL, 1, 100 },
	{ 'j', "jobs", OPT_INT, offsetof(struct duplicates_opts, jobs), "<n>",
	  "processes that search; by default as many as processors", NULL, 1, JOBS_MAX },
	{ 'f', "format", OPT_ENUM, offsetof(struct duplicates_opts, format), "<fmt>",
	  "form of the answer", report_duplicate_formats, 0, 0 },
	{ 0, "registry", OPT_FLAG, offsetof(struct duplicates_opts, with_registry), NULL,
	  "compare the files with all that is registered too", NULL, 0, 0 },
	OFFLINE_OPTIONS(struct duplicates_opts),
	REGISTRY_OPTIONS(struct duplicates_opts){ 0 }
};
static const struct duplicates_opts duplicates_defaults = { .least = REVIEW_PERCENT };
static const char *const duplicates_examples[] = {
	"tizilim duplicates",
	"tizilim duplicates mt/roads-platform",
	"tizilim duplicates mt/roads-platform akimat-mangystau/aktau-roads",
	"tizilim duplicates -f html > overlaps.html",
	"tizilim duplicates --by function -f csv > overlaps.csv",
	"tizilim duplicates new.yaml --registry --least 20",
	"tizilim duplicates new.yaml --snapshot registry.snapshot --key publisher.pub",
	NULL,
};

const struct command cmd_duplicates = {
	.name = "duplicates",
	.group = "Check",
	.synopsis = "[<id> [<id>] | <file|dir>…]",
	.summary = "show which initiatives seem to do the same, in groups or for one",
	.next = MT_INIT("екеуін қатар қарау: tizilim show ID",
			"посмотреть каждую: tizilim show ID", "look at each: tizilim show ID"),
	.examples = duplicates_examples,
	.needs = NEEDS_PACK,
	.options = duplicates_options,
	.opts_size = sizeof(struct duplicates_opts),
	.defaults = &duplicates_defaults,
	.args_max = SIZE_MAX,
	.run = duplicates_run,
};
