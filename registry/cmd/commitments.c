#include "registry/cmd/review.h"

/* commitments: what was promised when a request was approved, and what became of it. */

struct commitment_opts {
	struct registry_opts registry;
	bool all, json;
	int64_t done, accept, reject; /* the item */
	struct str remark;
};

struct keeping {
	struct context *c;
	const struct commitment_opts *opts;
	struct review_query query;
	struct review_commitments list;
	struct review_act act;
	struct str state;
};

static bool list_work(struct db *db, void *context, struct err *err)
{
	struct keeping *k = context;

	return review_commitments(&k->list, k->c->arena, db, &k->query, err);
}

/* Of the only request with commitments when none is named. */
static bool act_work(struct db *db, void *context, struct err *err)
{
	struct keeping *k = context;

	if (!k->act.ref.number) {
		if (!list_work(db, k, err))
			return false;
		for (size_t i = 0; i < k->list.n; i++)
			if (k->list.at[i].item == k->act.item)
				k->act.ref.number = k->list.at[i].number;
	}
	return review_act(&k->state, k->c->arena, db, &k->act, err);
}

static void print_list(struct keeping *k)
{
	struct context *c = k->c;
	struct table t = { .columns = 4 };

	for (size_t i = 0; i < k->list.n; i++) {
		const struct review_commitment *m = &k->list.at[i];

		if (k->opts->json) {
			out_str(c->out, i ? STR("") : STR("["));
			review_commitment_json(c, m, i == 0);
			continue;
		}
		table_add(&t, c->arena,
			  (struct str[]){ review_deadline(c, m->due, m->late),
					  arena_printf(c->arena, "%.*s#%d/%d", STR_FMT(m->id),
						       (int)m->number, (int)m->item),
					  word_of(c, WORD_STATE, m->state),
					  word_remark(c, m->promise) });
	}
	if (k->opts->json)
		out_str(c->out, k->list.n ? STR("]\n") : STR("[]\n"));
	else if (k->list.n)
		table_print(&t, c->out);
	else
		context_tell(c, MT("міндеттеме жоқ", "обязательств нет", "no commitments"));
}

/* Which of the three acts was asked for; none lists. */
static bool choose(struct keeping *k, struct err *err)
{
	const struct commitment_opts *o = k->opts;
	const struct {
		int64_t item;
		const char *action;
	} acts[] = { { o->done, "report" }, { o->accept, "accept" }, { o->reject, "reject" } };

	for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
		if (!acts[i].item)
			continue;
		if (k->act.item)
			return err_set(err, ERR_USAGE,
				       "one of --done, --accept and --reject at a time");
		k->act.item = acts[i].item;
		k->act.action = str_of(acts[i].action);
	}
	if (!k->act.item || k->query.ref.body.n)
		return true;
	err_set(err, ERR_USAGE, "of which request?");
	return err_hint(err, "tizilim commitments <id>#<request> --done <number>");
}

static enum exit_code commitments_run(struct context *c, const void *opts, struct str_list args,
				      struct err *err)
{
	const struct commitment_opts *o = opts;
	struct keeping k = { .c = c,
			     .opts = o,
			     .query = { .which = o->all ? REVIEW_ALL : REVIEW_OPEN },
			     .act = { .process = REVIEW_COMMITMENT, .remark = o->remark } };

	if ((args.n && !review_ref_parse(&k.query.ref, args.at[0], err)) || !choose(&k, err))
		return exit_of(err->code);
	k.act.ref = k.query.ref;
	if (!k.act.item) {
		if (!session_read(c, &o->registry, list_work, &k, err))
			return exit_of(err->code);
		print_list(&k);
		return EXIT_CLEAN;
	}
	if (!session_write(c, &o->registry, act_work, &k, err))
		return exit_of(err->code);
	out_printf(c->out, "%.*s/%.*s#%d/%d: %.*s\n", STR_FMT(k.act.ref.body),
		   STR_FMT(k.act.ref.short_name), (int)k.act.ref.number, (int)k.act.item,
		   STR_FMT(word_of(c, WORD_STATE, k.state)));
	return EXIT_CLEAN;
}

#define ITEM(field, help)                                                                 \
	{                                                                                 \
		0, #field, OPT_INT, offsetof(struct commitment_opts, field), "<n>", help, \
			NULL, 1, 1000                                                     \
	}
static const struct opt commitment_options[] = {
	ITEM(done, "say that the commitment of this number is fulfilled"),
	ITEM(accept, "accept that it is"),
	ITEM(reject, "do not accept it"),
	{ 0, "remark", OPT_TEXT, offsetof(struct commitment_opts, remark), "<words>",
	  "how it was fulfilled, or what is missing", NULL, 0, 0 },
	{ 0, "all", OPT_FLAG, offsetof(struct commitment_opts, all), NULL,
	  "those fulfilled, too", NULL, 0, 0 },
	{ 0, "json", OPT_FLAG, offsetof(struct commitment_opts, json), NULL, "as JSON", NULL, 0,
	  0 },
	REGISTRY_OPTIONS(struct commitment_opts){ 0 }
};
static const char *const commitment_examples[] = {
	"tizilim commitments",
	"tizilim commitments msh/land-satellite#1 --done 1 --remark "
	"\"order 12 of 2027-01-15\"",
	NULL
};

const struct command cmd_commitments = {
	.name = "commitments",
	.group = "Review",
	.synopsis = "[id[#request]]",
	.summary = "list what was promised with approvals; say or accept that it is done",
	.next = MT_INIT("мерзімдер: tizilim due", "сроки: tizilim due",
			"the days: tizilim due"),
	.examples = commitment_examples,
	.needs = NEEDS_PACK,
	.options = commitment_options,
	.opts_size = sizeof(struct commitment_opts),
	.args_max = 1,
	.run = commitments_run,
};
