#include "registry/cmd/session.h"

#include "registry/kept/kept.h"

struct index_opts {
	struct registry_opts registry;
	bool check, anew;
};

static const struct mtext done_texts[] = {
	[KEPT_WAS_WHOLE] =
		MT_INIT("индекс толық еді", "индекс был полон", "the index was complete"),
	[KEPT_ADDED] = MT_INIT("жетіспейтіндері қосылды: %1", "добавлены недостающие: %1",
			       "added what was missing: %1"),
	[KEPT_COUNTED] = MT_INIT("терминдер қайта саналды", "термины пересчитаны",
				 "terms were counted anew"),
	[KEPT_READ] = MT_INIT("барлық мәтін қайта оқылды", "все тексты прочитаны заново",
			      "all texts were read anew"),
};

static void say_state(struct context *c, const struct kept_state *s)
{
	struct arena *a = c->arena;

	context_say(
		c,
		MTEXT_FILL(
			a,
			MT("%1-дәуір: терминдер %2 бастама бойынша саналған, барлығы %3",
			   "эпоха %1: термины сосчитаны по инициативам: %2, всего терминов: %3",
			   "epoch %1: terms counted over initiatives: %2, terms in all: %3"),
			mtext_same(arena_printf(a, "%lld", (long long)s->epoch)),
			mtext_same(arena_printf(a, "%zu", s->counts.entries)),
			mtext_same(arena_printf(a, "%zu", s->counts.terms))));
	if (s->pending)
		context_say(c, MTEXT_FILL(a,
					  MT("индексте жоқ бастамалар: %1",
					     "нет в индексе инициатив: %1",
					     "initiatives that are not in the index: %1"),
					  mtext_same(arena_printf(a, "%zu", s->pending))));
}

static bool renew(struct context *c, const struct index_opts *o, struct session *s,
		  struct err *err)
{
	struct kept_with with = { c->arena, s->db, c->pack };
	struct kept_done done;

	if (!kept_renew(&done, &with, o->anew, err))
		return false;
	context_say(c, MTEXT_FILL(c->arena, done_texts[done.what],
				  mtext_same(arena_printf(c->arena, "%zu", done.added))));
	say_state(c, &done.state);
	return true;
}

static enum exit_code verify(struct context *c, struct session *s, struct err *err)
{
	struct kept_with with = { c->arena, s->db, c->pack };
	struct kept_verified v;

	if (!kept_verify(&v, &with, err))
		return exit_of(err->code);
	for (size_t i = 0; i < v.differ.list.n; i++)
		out_printf(c->out, "%.*s\n", STR_FMT(v.differ.list.at[i]));
	context_tell(c, MTEXT_FILL(c->arena,
				   MT("мәтінімен салыстырылды: %1, айырмашылығы барлар: %2",
				      "сличено с текстами: %1, расходятся: %2",
				      "compared with their texts: %1, different: %2"),
				   mtext_same(arena_printf(c->arena, "%zu", v.compared)),
				   mtext_same(arena_printf(c->arena, "%zu", v.differ.list.n))));
	return v.differ.list.n ? EXIT_FOUND : EXIT_CLEAN;
}

static enum exit_code index_run(struct context *c, const void *opts, struct str_list args,
				struct err *err)
{
	const struct index_opts *o = opts;
	enum exit_code code = EXIT_CLEAN;
	struct session s;

	(void)args;
	if (!session_open(&s, c, &o->registry, err))
		return exit_of(err->code);
	if (o->check)
		code = verify(c, &s, err);
	else if (!renew(c, o, &s, err))
		code = exit_of(err->code);
	session_close(&s);
	return code;
}

static const struct opt index_options[] = {
	{ 0, "check", OPT_FLAG, offsetof(struct index_opts, check), NULL,
	  "change nothing; hold what is kept against the texts, exit 1 when they differ", NULL,
	  0, 0 },
	{ 0, "anew", OPT_FLAG, offsetof(struct index_opts, anew), NULL,
	  "read all texts and count all terms again", NULL, 0, 0 },
	REGISTRY_OPTIONS(struct index_opts){ 0 }
};
static const char *const index_examples[] = { "tizilim index", "tizilim index --check", NULL };

const struct command cmd_index = {
	.name = "index",
	.group = "Run a registry",
	.synopsis = "",
	.summary = "complete the registry's index of duplicates; after a new pack, or nightly",
	.examples = index_examples,
	.next = MT_INIT("ұқсастарын қарау: tizilim duplicates",
			"посмотреть похожие: tizilim duplicates",
			"see what is alike: tizilim duplicates"),
	.needs = NEEDS_PACK,
	.options = index_options,
	.opts_size = sizeof(struct index_opts),
	.run = index_run,
};
