#include "registry/cmd/session.h"

#include "checker/lsp/lsp.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

struct lsp_opts {
	struct common_opts common;
	struct str_list manifests;
	struct str date;
	bool stdio;
};

enum { CHUNK = 1 << 16, DAY_SECONDS = 60 };

/* Whether something can be read now, or within so many milliseconds. */
static bool is_readable(int wait)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&in, 1, wait) > 0;
}

struct serving {
	struct context *c;
	struct lsp *lsp;
	char *chunk;
	bool by_clock; /* judges by the day that it is */
	bool ended;    /* the input */
};

static bool take(struct serving *s, struct err *err)
{
	ssize_t n = read(STDIN_FILENO, s->chunk, CHUNK);

	if (n < 0 && errno != EINTR && errno != EAGAIN)
		return err_errno(err, "cannot read standard input");
	s->ended = n == 0;
	if (n > 0)
		lsp_take(s->lsp, (struct str){ s->chunk, (size_t)n });
	return true;
}

static void look_at_clock(struct serving *s)
{
	AUTO_ARENA a = arena_new();

	if (s->by_clock)
		lsp_day(s->lsp, s->c->day(a));
}

/* All that has come is read before the next step, so what is stale is never worked on. */
static enum lsp_state serve(struct serving *s, struct err *err)
{
	enum lsp_state state = LSP_WORKS;

	while (state == LSP_WORKS || (state == LSP_WAITS && !s->ended)) {
		bool idle = state == LSP_WAITS;

		if (!s->ended && lsp_takes(s->lsp) &&
		    is_readable(idle ? DAY_SECONDS * 1000 : 0)) {
			if (!take(s, err))
				return LSP_BREAKS;
			if (!idle)
				continue;
		}
		if (idle)
			look_at_clock(s);
		state = lsp_step(s->lsp, s->c->out);
		out_flush(s->c->out);
		if (s->c->out->failed)
			return LSP_BREAKS;
	}
	return state;
}

static enum exit_code lsp_run(struct context *c, const void *opts, struct str_list args,
			      struct err *err)
{
	const struct lsp_opts *o = opts;
	struct lsp_options options = { .pack = c->pack,
				       .version = c->version,
				       .date = context_day(c, o->date),
				       .lang = c->lang,
				       .lang_given = o->common.lang != 0,
				       .patterns = o->manifests.at,
				       .patterns_n = o->manifests.n };
	struct serving serving = { .c = c,
				   .lsp = lsp_new(&options),
				   .chunk = arena_raw(c->arena, CHUNK, 1),
				   .by_clock = !o->date.n };
	enum lsp_state state;

	(void)args;
	/* Whoever starts it by hand is told what it is for; an editor's log stays empty. */
	c->advised = !isatty(STDIN_FILENO);
	if (!c->advised)
		context_next(c, cmd_lsp.next);
	state = serve(&serving, err);
	lsp_free(serving.lsp);
	if (err->code != ERR_NONE)
		return exit_of(err->code);
	return state == LSP_ENDS ? EXIT_CLEAN : EXIT_FOUND;
}

static const struct opt lsp_options_table[] = {
	{ 0, "manifests", OPT_LIST, offsetof(struct lsp_opts, manifests), "<pattern>",
	  "files that are manifests whatever stands in them, from the editor's folder on", NULL,
	  0, 0 },
	{ 0, "stdio", OPT_FLAG, offsetof(struct lsp_opts, stdio), NULL,
	  "speak over standard input and output, which it always does", NULL, 0, 0 },
	AS_OF_OPTION(struct lsp_opts) COMMON_OPTIONS{ 0 }
};
static const char *const lsp_examples[] = { "tizilim lsp", "tizilim lsp --lang kk",
					    "tizilim lsp --manifests 'initiatives/**'", NULL };

const struct command cmd_lsp = {
	.name = "lsp",
	.group = "Write",
	.synopsis = "",
	.summary = "serve editors: findings, explanations and repairs while you type",
	.next = MT_INIT("мұны редактор іске қосады: docs/EDITORS.md",
			"это запускает редактор: docs/EDITORS.md",
			"an editor starts this: docs/EDITORS.md"),
	.examples = lsp_examples,
	.needs = NEEDS_PACK,
	.options = lsp_options_table,
	.opts_size = sizeof(struct lsp_opts),
	.args_max = 0,
	.run = lsp_run,
};
