#include "registry/cmd/session.h"

#include "checker/base/limits.h"
#include "checker/check/check.h"

/* What adopting a pack would change; nothing is changed. */

struct impact_opts {
	struct registry_opts registry;
	struct str date;
	int format;
	bool quiet;
};

enum { PAGE = 1000, CHANGES_SHOWN = 200 };

struct impact_work {
	struct context *c;
	const struct impact_opts *opts;
	struct file_list files; /* none: the registry */
	struct impact_run *run;
	struct impact_options options;
	struct impact *impact;
	struct mtext portfolio;
	size_t cards; /* of other bodies: not to be judged */
};

static bool add_files(struct impact_work *w, struct err *err)
{
	for (size_t i = 0; i < w->files.n; i++) {
		const struct validate_file *f = &w->files.at[i];
		AUTO_ARENA a = arena_new();
		enum file_fault fault = f->fault;
		struct str text;

		if (!fault)
			fault = file_load(&text, a, f->path, LIMIT_DOC_BYTES);
		if (fault == FILE_TROUBLE)
			return file_trouble(f->shown, err);
		if (fault)
			impact_add_unreadable(w->run);
		else
			impact_add(w->run, f->shown, text, doc_syntax_of(f->path) == DOC_JSON);
	}
	return true;
}

/* Page by page, each gone before the next is read; all in one snapshot. */
static bool add_registered(struct db *db, void *context, struct err *err)
{
	struct impact_work *w = context;
	AUTO_ARENA a = arena_new();
	AUTO_ARENA last = arena_new();
	struct store_filter page = { .limit = PAGE };
	struct store_portfolio found;

	do {
		arena_reset(a);
		if (!store_portfolio(&found, a, db, &page, err))
			return false;
		for (size_t i = 0; i < found.n; i++) {
			const struct store_manifest *m = &found.at[i];

			w->cards += !m->whole;
			if (m->whole)
				impact_add(w->run,
					   arena_printf(a, "registry:%.*s@%d", STR_FMT(m->id),
							(int)m->revision),
					   m->bytes, str_eq(m->media, STR("json")));
		}
		arena_reset(last);
		if (found.n)
			page.after = arena_str(last, found.at[found.n - 1].id);
	} while (found.n == PAGE);
	return true;
}

static void progress(void *context, size_t done)
{
	struct impact_work *w = context;
	AUTO_ARENA a = arena_new();

	out_printf(w->c->status, "\r%.*s   ",
		   STR_FMT(context_text(
			   w->c, MTEXT_FILL(a, MT("бағаланды: %1", "оценено: %1", "judged: %1"),
					    mtext_same(arena_printf(a, "%zu", done))))));
	out_flush(w->c->status);
}

/* Whether the caller reads the entries of every body whole. */
static bool reads_all(struct db *db, void *context, struct err *err)
{
	struct impact_work *w = context;
	struct people_duties duties;

	if (!people_whoami(&duties, w->c->arena, db, err))
		return false;
	for (size_t i = 0; i < duties.n; i++)
		w->options.portfolio |= str_eq(duties.at[i].body, STR("-")) &&
					!str_eq(duties.at[i].duty, STR("administrator"));
	return true;
}

static bool read_registry(struct impact_work *w, struct err *err)
{
	struct session s;
	bool ok;

	if (!session_open(&s, w->c, &w->opts->registry, err))
		return false;
	w->portfolio = MTEXT_FILL(w->c->arena,
				  MT("тізілім (%1)", "реестр (%1)", "registry (%1)"), s.name);
	ok = store_read(s.db, reads_all, w, err);
	w->run = impact_begin(w->c->arena, &w->options);
	ok = ok && store_read(s.db, add_registered, w, err);
	session_close(&s);
	return ok;
}

/* The registry is let go before the rules that need all are judged: that takes minutes. */
static bool work(struct impact_work *w, struct err *err)
{
	bool ok;

	w->options.context = w;
	w->options.progress = w->c->progress ? progress : NULL;
	w->portfolio = MT("берілген файлдар", "данные файлы", "the files given");
	if (w->files.n)
		w->run = impact_begin(w->c->arena, &w->options);
	ok = w->files.n ? add_files(w, err) : read_registry(w, err);
	if (w->run)
		impact_end(ok ? w->impact : NULL, w->run);
	return ok;
}

static struct str number(struct context *c, size_t n)
{
	return n ? arena_printf(c->arena, "%zu", n) : STR("–");
}

static const struct mtext kind_titles[IMPACT_KIND_COUNT] = {
	[IMPACT_GAINED] = MT_INIT("қосылады", "прибавится", "gained"),
	[IMPACT_LOST] = MT_INIT("жойылады", "исчезнет", "lost"),
	[IMPACT_SEVERER] = MT_INIT("қатаяды", "станет строже", "severer"),
	[IMPACT_MILDER] = MT_INIT("жеңілдейді", "станет мягче", "milder"),
};

static struct str pack_text(struct context *c, const struct pack *p)
{
	const struct pack_info *info = pack_info(p);

	return arena_printf(c->arena, "%.*s %.*s (%.*s)", STR_FMT(info->name),
			    STR_FMT(info->version), STR_FMT(str_sub(info->sha256, 0, 8)));
}

static void print_head(struct impact_work *w)
{
	struct context *c = w->c;
	const struct impact *im = w->impact;
	struct mtext counts[] = { mtext_same(number(c, im->documents)),
				  mtext_same(number(c, im->touched)),
				  mtext_same(number(c, im->rules_same)) };

	out_printf(c->out, "%.*s → %.*s · %.*s · %.*s\n",
		   STR_FMT(pack_text(c, w->options.before)),
		   STR_FMT(pack_text(c, w->options.after)),
		   STR_FMT(context_text(c, w->portfolio)), STR_FMT(w->options.date));
	context_say(c, MTEXT_FILL(c->arena,
				  MT("бастамалар: %1, оның ішінде ескертпелері өзгеретіні: %2 "
				     "(нәтижесі өзгермейтіні белгілі ережелер: %3)",
				     "инициатив: %1, из них с изменениями: %2 (правил, вывод "
				     "которых заведомо тот же: %3)",
				     "initiatives: %1, of them changed: %2 (rules that cannot "
				     "but find the same: %3)"),
				  counts[0], counts[1], counts[2]));
	if (im->unreadable)
		context_say(c, MTEXT_FILL(c->arena,
					  MT("оқылмады: %1", "не прочитано: %1",
					     "not readable: %1"),
					  mtext_same(number(c, im->unreadable))));
}

/* Initiatives that the rule did not judge, and does not; a rule that only one of the packs
 * judges at all says so. */
static struct str unjudged(struct context *c, const struct impact_rule *r)
{
	if (r->grounded[0] == r->grounded[1])
		return arena_printf(c->arena, "%.*s → %.*s", STR_FMT(number(c, r->unjudged[0])),
				    STR_FMT(number(c, r->unjudged[1])));
	return context_text(c, r->grounded[1]
				       ? MT("ереже бұрын қолданылмаған, енді қолданылады",
					    "прежде не применялось, теперь применяется",
					    "the rule did not apply before and now does")
				       : MT("ереже бұрын қолданылған, енді қолданылмайды",
					    "прежде применялось, теперь не применяется",
					    "the rule applied before and no longer does"));
}

static void print_rules(struct impact_work *w)
{
	struct context *c = w->c;
	struct table t = { .columns = IMPACT_KIND_COUNT + 2 };
	struct str head[IMPACT_KIND_COUNT + 2] = { STR("") };

	for (enum impact_kind k = 0; k < IMPACT_KIND_COUNT; k++)
		head[k + 1] = context_text(c, kind_titles[k]);
	head[IMPACT_KIND_COUNT + 1] =
		context_text(c, MT("бағаланбайды", "не оценено", "not judged"));
	table_add(&t, c->arena, head);
	for (size_t i = 0; i < w->impact->rules.n; i++) {
		const struct impact_rule *r = w->impact->rules.at[i];
		struct str cells[IMPACT_KIND_COUNT + 2] = { r->id };

		for (enum impact_kind k = 0; k < IMPACT_KIND_COUNT; k++)
			cells[k + 1] = number(c, r->changes[k]);
		cells[IMPACT_KIND_COUNT + 1] = unjudged(c, r);
		table_add(&t, c->arena, cells);
	}
	table_print(&t, c->out);
}

static void print_change(struct context *c, const struct impact_change *h)
{
	static const char marks[IMPACT_KIND_COUNT] = { '+', '-', '!', '~' };
	struct str severity = mtext_in(severity_titles[h->after], c->lang);

	if (h->before != h->after)
		severity = arena_printf(c->arena, "%.*s → %.*s",
					STR_FMT(mtext_in(severity_titles[h->before], c->lang)),
					STR_FMT(severity));
	out_printf(c->out, "  %c %.*s %.*s %.*s: %.*s\n", marks[h->kind], STR_FMT(severity),
		   STR_FMT(h->rule), STR_FMT(h->pointer), STR_FMT(context_text(c, h->message)));
}

static void print_changes(struct impact_work *w)
{
	const struct impact *im = w->impact;
	size_t n = im->changes.n < CHANGES_SHOWN ? im->changes.n : CHANGES_SHOWN;

	out_str(w->c->out, STR("\n"));
	for (size_t i = 0; i < n; i++) {
		const struct impact_change *h = &im->changes.at[i];

		if (i == 0 || !str_eq(h->initiative, im->changes.at[i - 1].initiative))
			out_printf(w->c->out, "%.*s\n", STR_FMT(h->initiative));
		print_change(w->c, h);
	}
	if (n < im->changes.n)
		context_say(w->c, MTEXT_FILL(w->c->arena,
					     MT("… тағы %1; барлығы: --format json",
						"… и ещё %1; все: --format json",
						"… and %1 more; all of them: --format json"),
					     mtext_same(number(w->c, im->changes.n - n))));
}

static void tell_cards(struct impact_work *w)
{
	if (w->cards)
		context_tell(w->c, MTEXT_FILL(w->c->arena,
					      MT("басқа органдардың бастамалары қаралмады: %1",
						 "инициативы других органов не рассмотрены: %1",
						 "initiatives of other bodies, left out: %1"),
					      mtext_same(number(w->c, w->cards))));
}

static void print_text(struct impact_work *w)
{
	print_head(w);
	if (w->impact->rules.n) {
		out_str(w->c->out, STR("\n"));
		print_rules(w);
	}
	if (w->impact->changes.n && !w->opts->quiet)
		print_changes(w);
	if (!w->files.n && !w->impact->documents)
		context_tell(
			w->c,
			MT("тізілім бос: салыстыратын бастама жоқ; файлдарды БУМА атынан "
			   "кейін көрсетуге болады",
			   "реестр пуст: сравнивать не на чем; файлы можно назвать после "
			   "папки пакета",
			   "the registry is empty, so there is nothing to compare; files may "
			   "be named behind the pack's folder"));
	context_tell(w->c,
		     MT("ештеңе өзгертілген жоқ", "ничего не изменено", "nothing was changed"));
}

static void json_pack(struct context *c, const char *key, const struct pack *p)
{
	const struct pack_info *info = pack_info(p);

	out_printf(c->out, "\"%s\":{\"name\":%.*s,\"version\":%.*s,\"sha256\":%.*s},\n", key,
		   STR_FMT(context_json(c, info->name)),
		   STR_FMT(context_json(c, info->version)),
		   STR_FMT(context_json(c, info->sha256)));
}

static void json_rule(struct context *c, const struct impact_rule *r)
{
	out_printf(c->out, "{\"rule\":%.*s", STR_FMT(context_json(c, r->id)));
	for (enum impact_kind k = 0; k < IMPACT_KIND_COUNT; k++)
		out_printf(c->out, ",\"%s\":%zu", impact_kind_names[k], r->changes[k]);
	out_printf(c->out, ",\"not_judged\":[%zu,%zu],\"grounded\":[%s,%s]}", r->unjudged[0],
		   r->unjudged[1], r->grounded[0] ? "true" : "false",
		   r->grounded[1] ? "true" : "false");
}

static void json_change(struct context *c, const struct impact_change *h)
{
	out_printf(c->out,
		   "{\"initiative\":%.*s,\"change\":\"%s\",\"rule\":%.*s,\"pointer\":%.*s,"
		   "\"before\":%s%s%s,\"after\":%s%s%s,\"message\":%.*s}",
		   STR_FMT(context_json(c, h->initiative)), impact_kind_names[h->kind],
		   STR_FMT(context_json(c, h->rule)), STR_FMT(context_json(c, h->pointer)),
		   h->kind == IMPACT_GAINED ? "" : "\"",
		   h->kind == IMPACT_GAINED ? "null" : severity_names[h->before],
		   h->kind == IMPACT_GAINED ? "" : "\"", h->kind == IMPACT_LOST ? "" : "\"",
		   h->kind == IMPACT_LOST ? "null" : severity_names[h->after],
		   h->kind == IMPACT_LOST ? "" : "\"", STR_FMT(context_json3(c, h->message)));
}

static void print_json(struct impact_work *w)
{
	struct context *c = w->c;
	const struct impact *im = w->impact;

	out_str(c->out, STR("{"));
	json_pack(c, "before", w->options.before);
	json_pack(c, "after", w->options.after);
	out_printf(c->out,
		   "\"judged_by\":%.*s,\"registry\":%s,\"initiatives\":%zu,\"changed\":%zu,"
		   "\"rules_same\":%zu,\"findings_same\":%zu,\"unreadable\":%zu,\n\"rules\":[",
		   STR_FMT(context_json(c, w->options.date)), w->files.n ? "false" : "true",
		   im->documents, im->touched, im->rules_same, im->same, im->unreadable);
	for (size_t i = 0; i < im->rules.n; i++) {
		out_str(c->out, i ? STR(",\n") : STR("\n"));
		json_rule(c, im->rules.at[i]);
	}
	out_str(c->out, STR("],\n\"changes\":["));
	for (size_t i = 0; i < im->changes.n; i++) {
		out_str(c->out, i ? STR(",\n") : STR("\n"));
		json_change(c, &im->changes.at[i]);
	}
	out_str(c->out, STR("]}\n"));
}

static bool prepare(struct impact_work *w, struct str_list args, struct pack **after,
		    struct err *err)
{
	struct str_list rest = { args.at + 1, args.n - 1 };

	if (rest.n && !context_files(w->c, rest, context_is_document, &w->files, err))
		return false;
	return context_pack(after, w->c, args.at[0], err);
}

static enum exit_code impact_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct impact_opts *o = opts;
	struct impact impact;
	struct impact_work w = { .c = c, .opts = o, .impact = &impact };
	struct pack *after;
	bool ok;

	if (!prepare(&w, args, &after, err))
		return exit_of(err->code);
	w.options.before = c->pack;
	w.options.after = after;
	w.options.date = context_day(c, o->date);
	ok = work(&w, err);
	if (c->progress)
		out_str(c->status, STR("\r"));
	if (ok && o->format == DATA_JSON)
		print_json(&w);
	else if (ok)
		print_text(&w);
	if (ok)
		tell_cards(&w);
	pack_free(after);
	if (!ok)
		return exit_of(err->code);
	if (impact.unreadable)
		return EXIT_INPUT;
	return impact.changes.n ? EXIT_FOUND : EXIT_CLEAN;
}

static const struct opt impact_options[] = {
	AS_OF_OPTION(struct impact_opts) DATA_OPTION(struct impact_opts){
		'q', "quiet", OPT_FLAG, offsetof(struct impact_opts, quiet), NULL,
		"counts by rule alone", NULL, 0, 0 },
	REGISTRY_OPTIONS(struct impact_opts){ 0 }
};
static const char *const impact_examples[] = {
	"tizilim pack impact drafts/2027.1",
	"tizilim pack impact drafts/2027.1 --as-of 2027-01-01 --format json",
	"tizilim pack impact drafts/2027.1 initiatives/",
	NULL,
};

const struct command cmd_pack_impact = {
	.name = "pack impact",
	.group = "Reference",
	.synopsis = "<dir>|shipped [<file|dir>…]",
	.summary = "which registered initiatives would gain or lose which findings by a pack",
	.next = MT_INIT("ереженің өзгергенін көру: tizilim pack diff БУМА",
			"что изменилось в правилах: tizilim pack diff ПАПКА",
			"what changed in the rules: tizilim pack diff FOLDER"),
	.examples = impact_examples,
	.needs = NEEDS_PACK,
	.options = impact_options,
	.opts_size = sizeof(struct impact_opts),
	.args_min = 1,
	.args_max = SIZE_MAX,
	.run = impact_run,
};
