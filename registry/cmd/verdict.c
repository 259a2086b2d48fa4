#include "registry/cmd/session.h"

#include "registry/kept/kept.h"

/* verdict and verdicts: what people say of pairs that are alike, and what follows from it. */

struct verdict_opts {
	struct registry_opts registry;
	struct str reason;
	bool table;
	int format;
};

struct verdict_work {
	struct context *c;
	const struct verdict_opts *opts;
	struct str_list args;
	struct kept_with with;
	struct kept_verdict verdict;
	bool changed;
	struct kept_verdicts list;
	struct dup_table table;
};

/* ---- verdict ---- */

static bool read_said(struct kept_verdict *v, struct str word, struct err *err)
{
	for (v->said = 0; v->said < SAID_COUNT; v->said++)
		if (str_eq(word, str_of(said_names[v->said])))
			return true;
	err_set(err, ERR_USAGE, "no verdict \"%.*s\"", STR_FMT(word));
	return err_hint(err, "there are same-function, same-product, new-version, related and "
			     "unrelated");
}

/* The two as they are registered, the first by bytes first. */
static bool read_pair(struct verdict_work *w, struct kept_document both[2], struct err *err)
{
	struct arena *a = w->with.arena;
	struct kept_ids ids = { 0 };
	struct store_portfolio cards;

	for (size_t i = 0; i < 2; i++)
		vec_push(a, &ids.list, w->args.at[i]);
	if (!kept_cards(&cards, &w->with, &ids, err))
		return false;
	for (size_t i = 0; i < 2; i++) {
		const struct store_manifest *m = NULL;

		for (size_t k = 0; k < cards.n && !m; k++)
			if (str_eq(cards.at[k].id, w->args.at[i]))
				m = &cards.at[k];
		if (!m) {
			err_set(err, ERR_NOT_FOUND, "no initiative \"%.*s\" is registered",
				STR_FMT(w->args.at[i]));
			return err_hint(err, "`tizilim list` lists the registered ones");
		}
	}
	for (size_t i = 0; i < 2 && i < cards.n; i++)
		both[i] = (struct kept_document){ cards.at[i].id, cards.at[i].revision,
						  kept_parse(a, &cards.at[i]) };
	return (cards.n == 2 && both[0].card && both[1].card &&
		!str_eq(both[0].id, both[1].id)) ||
	       err_set(err, ERR_USAGE, "a verdict is on two different initiatives");
}

/* What the search sees of the pair is kept with the verdict. */
static bool look_at_pair(struct db *db, void *context, struct err *err)
{
	struct verdict_work *w = context;
	struct kept_document both[2];
	struct kept_state state;
	struct kept_wanted wanted = { .state = &state, .asked = { both, 2 } };
	struct dup_pair pair;
	AUTO_KEPT k = { 0 };

	(void)db;
	if (!read_pair(w, both, err) || !kept_look(&state, &w->with, err) ||
	    !kept_open(&k, &w->with, &wanted, err))
		return false;
	if (!k.index) {
		err_set(err, ERR_REFUSED, "the index of duplicates is of another vocabulary");
		return err_hint(err, "`tizilim index` makes it anew");
	}
	pair = kept_compare(&k);
	w->verdict.a = both[0].id;
	w->verdict.b = both[1].id;
	w->verdict.a_revision = both[0].revision;
	w->verdict.b_revision = both[1].revision;
	w->verdict.judged = (struct dup_judged){ .score = pair.score,
						 .word = pair.word,
						 .common = pair.common,
						 .duplicate = said_alike(w->verdict.said) };
	return true;
}

static bool put_verdict(struct db *db, void *context, struct err *err)
{
	struct verdict_work *w = context;

	return kept_verdict_put(&w->changed, db, &w->verdict, err);
}

static enum exit_code verdict_run(struct context *c, const void *opts, struct str_list args,
				  struct err *err)
{
	const struct verdict_opts *o = opts;
	struct verdict_work w = { .c = c, .opts = o, .args = args };
	struct session s;
	bool ok;

	w.verdict.reason = str_trim(o->reason);
	if (!read_said(&w.verdict, args.at[2], err))
		return EXIT_USAGE;
	if (!w.verdict.reason.n) {
		err_set(err, ERR_USAGE, "a verdict needs its reason");
		err_hint(err, "--reason \"why the two do, or do not, do the same\"");
		return EXIT_USAGE;
	}
	if (!session_open(&s, c, &o->registry, err))
		return exit_of(err->code);
	w.with = (struct kept_with){ c->arena, s.db, c->pack };
	ok = store_read(s.db, look_at_pair, &w, err) && store_write(s.db, put_verdict, &w, err);
	session_close(&s);
	if (!ok)
		return exit_of(err->code);
	context_say(c,
		    MTEXT_FILL(c->arena,
			       w.changed ? MT("%1 ~ %2: %3 — жазылды", "%1 ~ %2: %3 — записано",
					      "%1 ~ %2: %3, recorded")
					 : MT("%1 ~ %2: %3 — осылай деп айтылған",
					      "%1 ~ %2: %3 — так уже сказано",
					      "%1 ~ %2: %3, as was said before"),
			       mtext_same(w.verdict.a), mtext_same(w.verdict.b),
			       said_titles[w.verdict.said]));
	return EXIT_CLEAN;
}

/* ---- verdicts ---- */

static bool read_list(struct db *db, void *context, struct err *err)
{
	struct verdict_work *w = context;

	(void)db;
	if (w->opts->table)
		return kept_table(&w->table, &w->with, err);
	return kept_verdict_list(&w->list, &w->with, w->args.n ? w->args.at[0] : STR(""),
				 err) &&
	       kept_review(&w->list, &w->with, err);
}

static void print_list(const struct verdict_work *w)
{
	struct context *c = w->c;

	for (size_t i = 0; i < w->list.list.n; i++) {
		const struct kept_verdict *v = w->list.list.at[i];

		out_printf(c->out, "%.*s ~ %.*s\n  %.*s · %.*s · %.*s\n",
			   STR_FMT(report_shown(c->arena, v->a)),
			   STR_FMT(report_shown(c->arena, v->b)),
			   STR_FMT(context_text(c, said_titles[v->said])),
			   STR_FMT(report_shown(c->arena, v->reviewer)), STR_FMT(v->at));
		out_printf(c->out, "  %.*s\n", STR_FMT(report_shown(c->arena, v->reason)));
		if (!v->stands)
			out_printf(c->out, "  %.*s\n",
				   STR_FMT(context_text(
					   c, MT("содан бері мәтін өзгерді, қайта қарау керек",
						 "с тех пор текст изменился, нужно посмотреть "
						 "снова",
						 "the text has changed since: to be looked at "
						 "again"))));
	}
}

static void print_list_json(const struct verdict_work *w)
{
	struct context *c = w->c;

	out_str(c->out, STR("["));
	for (size_t i = 0; i < w->list.list.n; i++) {
		const struct kept_verdict *v = w->list.list.at[i];

		out_printf(c->out, "%s{\"a\":%.*s,\"a_revision\":%lld,", i ? ",\n" : "",
			   STR_FMT(context_json(c, v->a)), (long long)v->a_revision);
		out_printf(c->out, "\"b\":%.*s,\"b_revision\":%lld,",
			   STR_FMT(context_json(c, v->b)), (long long)v->b_revision);
		out_printf(c->out, "\"verdict\":\"%s\",\"stands\":%s,\"reviewer\":%.*s,",
			   said_names[v->said], v->stands ? "true" : "false",
			   STR_FMT(context_json(c, v->reviewer)));
		out_printf(c->out, "\"at\":%.*s,\"reason\":%.*s,\"score\":%.6f,",
			   STR_FMT(context_json(c, v->at)), STR_FMT(context_json(c, v->reason)),
			   v->judged.score);
		out_printf(c->out, "\"common\":\"%s\",\"one_word\":%s}",
			   dup_common_names[v->judged.common],
			   v->judged.word ? "true" : "false");
	}
	out_str(c->out, STR("]\n"));
}

/* In the form of the pack's list, to be taken over there; probabilities behind. */
static void print_table(const struct verdict_work *w)
{
	struct out *out = w->c->out;

	out_str(out, STR("judged:\n"));
	for (size_t i = 0; i < DUP_BANDS; i++) {
		const struct dup_count *counts = w->table.counts[i];

		out_printf(out, "  - { from: %.2f", w->table.from[i]);
		for (size_t k = 0; k < DUP_COMMONS; k++)
			out_printf(out, ", %s: [%.0f, %.0f]", dup_common_names[k],
				   counts[k].duplicates, counts[k].judged);
		out_str(out, STR(" } #"));
		for (size_t k = 0; k < DUP_COMMONS; k++)
			out_printf(out, " %.3f", w->table.probability[i][k]);
		out_str(out, STR("\n"));
	}
}

static void print_table_json(const struct verdict_work *w)
{
	struct out *out = w->c->out;

	for (size_t i = 0; i < DUP_BANDS; i++) {
		const struct dup_count *counts = w->table.counts[i];

		out_printf(out, "%s{\"from\":%.2f", i ? ",\n" : "[", w->table.from[i]);
		for (size_t k = 0; k < DUP_COMMONS; k++)
			out_printf(out,
				   ",\"%s\":{\"duplicates\":%.0f,\"judged\":%.0f,"
				   "\"probability\":%.3f}",
				   dup_common_names[k], counts[k].duplicates, counts[k].judged,
				   w->table.probability[i][k]);
		out_str(out, STR("}"));
	}
	out_str(out, STR("]\n"));
}

static enum exit_code verdicts_run(struct context *c, const void *opts, struct str_list args,
				   struct err *err)
{
	static void (*const printers[2][2])(const struct verdict_work *) = {
		{ print_list, print_list_json }, { print_table, print_table_json }
	};
	const struct verdict_opts *o = opts;
	struct verdict_work w = { .c = c, .opts = o, .args = args };
	struct session s;
	bool ok;

	if (!session_open(&s, c, &o->registry, err))
		return exit_of(err->code);
	w.with = (struct kept_with){ c->arena, s.db, c->pack };
	ok = store_read(s.db, read_list, &w, err);
	session_close(&s);
	if (!ok)
		return exit_of(err->code);
	printers[o->table][o->format](&w);
	return EXIT_CLEAN;
}

static const struct opt verdict_options[] = {
	{ 0, "reason", OPT_TEXT, offsetof(struct verdict_opts, reason), "<text>",
	  "why: it is shown wherever the pair is", NULL, 0, 0 },
	REGISTRY_OPTIONS(struct verdict_opts){ 0 }
};
static const struct opt verdicts_options[] = {
	{ 0, "table", OPT_FLAG, offsetof(struct verdict_opts, table), NULL,
	  "how likely a pair is a duplicate, with the verdicts counted: as the pack has it",
	  NULL, 0, 0 },
	DATA_OPTION(struct verdict_opts) REGISTRY_OPTIONS(struct verdict_opts){ 0 }
};
static const char *const verdict_examples[] = {
	"tizilim verdict mt/roads-platform akimat-mangystau/aktau-roads same-function --reason "
	"\"both rate road surface from video\"",
	NULL,
};
static const char *const verdicts_examples[] = { "tizilim verdicts",
						 "tizilim verdicts mt/roads-platform",
						 "tizilim verdicts --table", NULL };

const struct command cmd_verdict = {
	.name = "verdict",
	.group = "Register",
	.synopsis = "<id> <id> same-function|same-product|new-version|related|unrelated",
	.summary = "say of two initiatives whether they do the same; the pair is then settled",
	.next = MT_INIT("барлық шешім: tizilim verdicts", "все решения: tizilim verdicts",
			"all verdicts: tizilim verdicts"),
	.examples = verdict_examples,
	.needs = NEEDS_PACK,
	.options = verdict_options,
	.opts_size = sizeof(struct verdict_opts),
	.args_min = 3,
	.args_max = 3,
	.run = verdict_run,
};

const struct command cmd_verdicts = {
	.name = "verdicts",
	.group = "Register",
	.synopsis = "[<id>]",
	.summary = "list what people said of pairs, and what follows for the others",
	.next = MT_INIT("ұқсастары: tizilim duplicates ID", "похожие: tizilim duplicates ID",
			"what is alike: tizilim duplicates ID"),
	.examples = verdicts_examples,
	.needs = NEEDS_PACK,
	.options = verdicts_options,
	.opts_size = sizeof(struct verdict_opts),
	.args_max = 1,
	.run = verdicts_run,
};
