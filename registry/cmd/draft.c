#include "registry/cmd/session.h"

#include "checker/base/limits.h"
#include "checker/check/check.h"
#include "registry/draft/draft.h"

/* draft save, list, show, drop: what a body works on before it submits. */

struct draft_opts {
	struct registry_opts registry;
	bool json, raw, over;
};

struct work {
	struct context *c;
	const struct draft_opts *opts;
	struct store_ref ref;
	struct draft draft;
	struct drafts drafts;
	enum store_outcome outcome;
};

static bool save_work(struct db *db, void *context, struct err *err)
{
	struct work *w = context;

	return draft_save(&w->outcome, db, &w->draft, w->opts->over, err);
}

/* A draft needs no more than to be readable and to say whose it is. */
static bool read_draft(struct work *w, size_t *faults, struct str path, struct err *err)
{
	struct context *c = w->c;
	struct check_options options = { .pack = c->pack, .date = c->today };
	struct check *check = check_new(c->arena, &options);
	struct check_document document;
	struct str text;

	if (!file_read(&text, c->arena, path, LIMIT_DOC_BYTES, err))
		return false;
	document = check_add(check, path, text);
	if (!document.readable) {
		err_set(err, ERR_INPUT, "%.*s cannot be read", STR_FMT(path));
		return err_hint(err, "tizilim check shows where");
	}
	if (!document.id.n) {
		err_set(err, ERR_INPUT, "%.*s does not say whose it is", STR_FMT(path));
		return err_hint(err, "a draft needs owner.body and short_name");
	}
	*faults = check_sink(check)->findings.n;
	w->draft = (struct draft){
		.media = doc_syntax_of(path) == DOC_JSON ? STR("json") : STR("yaml"),
		.bytes = text,
	};
	if (!store_ref_parse(&w->ref, document.id, err))
		return false;
	w->draft.body = w->ref.body;
	w->draft.short_name = w->ref.short_name;
	return true;
}

static struct str id_of(struct context *c, const struct draft *d)
{
	return arena_printf(c->arena, "%.*s/%.*s", STR_FMT(d->body), STR_FMT(d->short_name));
}

static enum exit_code save_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	struct work w = { .c = c, .opts = opts };
	struct mtext id;
	size_t faults = 0;

	if (!read_draft(&w, &faults, args.at[0], err) ||
	    !session_write(c, &w.opts->registry, save_work, &w, err))
		return exit_of(err->code);
	id = mtext_same(id_of(c, &w.draft));
	context_say(c, MTEXT_FILL(c->arena,
				  w.outcome == STORE_UNCHANGED
					  ? MT("%1: қаралама өзгермеген",
					       "%1: черновик не изменился",
					       "%1: the draft is unchanged")
					  : MT("%1: қаралама сақталды", "%1: черновик сохранён",
					       "%1: draft saved"),
				  id));
	if (faults)
		context_tell(
			c,
			MTEXT_FILL(c->arena,
				   MT("құрылымындағы ескертпелер: %1, қараңыз: tizilim check",
				      "замечаний к структуре: %1, посмотреть: tizilim check",
				      "remarks on its structure: %1, see tizilim check"),
				   mtext_same(arena_printf(c->arena, "%zu", faults))));
	context_next(c, MTEXT_FILL(c->arena,
				   MT("тапсыру: tizilim submit --draft %1",
				      "подать: tizilim submit --draft %1",
				      "submit it: tizilim submit --draft %1"),
				   id));
	return EXIT_CLEAN;
}

static bool list_work(struct db *db, void *context, struct err *err)
{
	struct work *w = context;

	return draft_list(&w->drafts, w->c->arena, db, err);
}

static enum exit_code list_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	struct work w = { .c = c, .opts = opts };
	struct table t = { .columns = 3 };

	(void)args;
	if (!session_read(c, &w.opts->registry, list_work, &w, err))
		return exit_of(err->code);
	for (size_t i = 0; i < w.drafts.n; i++) {
		const struct draft *d = &w.drafts.at[i];

		if (w.opts->json)
			out_printf(c->out,
				   "%s{\"id\":%.*s,\"saved_at\":%.*s,\"saved_by\":%.*s}",
				   i ? ",\n" : "[", STR_FMT(context_json(c, id_of(c, d))),
				   STR_FMT(context_json(c, d->saved_at)),
				   STR_FMT(context_json(c, d->saved_by)));
		else
			table_add(&t, c->arena,
				  (struct str[]){ id_of(c, d), str_sub(d->saved_at, 0, 10),
						  d->saved_by });
	}
	if (w.opts->json)
		out_str(c->out, w.drafts.n ? STR("]\n") : STR("[]\n"));
	else if (w.drafts.n)
		table_print(&t, c->out);
	else
		context_tell(c, MT("қаралама жоқ", "черновиков нет", "no drafts"));
	return EXIT_CLEAN;
}

static bool show_work(struct db *db, void *context, struct err *err)
{
	struct work *w = context;

	return draft_show(&w->draft, w->c->arena, db, &w->ref, err);
}

static enum exit_code show_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	struct work w = { .c = c, .opts = opts };

	if (!store_ref_parse(&w.ref, args.at[0], err) ||
	    !session_read(c, &w.opts->registry, show_work, &w, err))
		return exit_of(err->code);
	if (w.opts->raw) {
		out_str(c->out, w.draft.bytes);
		return EXIT_CLEAN;
	}
	context_say(c, MTEXT_FILL(c->arena,
				  MT("%1 · қаралама · сақталған: %2 (%3)",
				     "%1 · черновик · сохранён: %2 (%3)",
				     "%1 · draft · saved: %2 (%3)"),
				  mtext_same(id_of(c, &w.draft)),
				  mtext_same(str_sub(w.draft.saved_at, 0, 10)),
				  mtext_same(w.draft.saved_by)));
	out_str(c->out, STR("\n"));
	context_lines(c, w.draft.bytes);
	return EXIT_CLEAN;
}

static bool drop_work(struct db *db, void *context, struct err *err)
{
	struct work *w = context;

	return draft_drop(db, &w->ref, NULL, err);
}

static enum exit_code drop_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	struct work w = { .c = c, .opts = opts };

	if (!store_ref_parse(&w.ref, args.at[0], err) ||
	    !session_write(c, &w.opts->registry, drop_work, &w, err))
		return exit_of(err->code);
	context_say(c, MT("қаралама жойылды", "черновик удалён", "draft dropped"));
	return EXIT_CLEAN;
}

#define FLAG(field, help)                                                                     \
	{                                                                                     \
		0, #field, OPT_FLAG, offsetof(struct draft_opts, field), NULL, help, NULL, 0, \
			0                                                                     \
	}
static const struct opt save_options[] = { FLAG(over,
						"also in place of what a colleague saved"),
					   REGISTRY_OPTIONS(struct draft_opts){ 0 } };
static const struct opt list_options[] = { FLAG(json, "as JSON"),
					   REGISTRY_OPTIONS(struct draft_opts){ 0 } };
static const struct opt show_options[] = { FLAG(raw,
						"the bytes as they were saved, nothing else"),
					   REGISTRY_OPTIONS(struct draft_opts){ 0 } };
static const struct opt drop_options[] = { REGISTRY_OPTIONS(struct draft_opts){ 0 } };
static const char *const save_examples[] = { "tizilim draft save my.yaml", NULL };

#define DRAFT_COMMAND(...)                                                                \
	.group = "Register", .needs = NEEDS_PACK, .opts_size = sizeof(struct draft_opts), \
	__VA_ARGS__

const struct command cmd_draft_save = {
	.name = "draft save",
	.synopsis = "<file>",
	.summary = "keep a manifest that is not finished, for your body alone",
	.next = MT_INIT("тапсыру: tizilim submit --draft ID",
			"подать: tizilim submit --draft ID",
			"submit it: tizilim submit --draft ID"),
	.examples = save_examples,
	DRAFT_COMMAND(.options = save_options, .run = save_run, .args_min = 1, .args_max = 1)
};
const struct command cmd_draft_list = {
	.name = "draft list",
	.synopsis = "",
	.summary = "list the drafts of your body",
	.next = MT_INIT("біреуін қарау: tizilim draft show ID",
			"посмотреть один: tizilim draft show ID",
			"see one: tizilim draft show ID"),
	DRAFT_COMMAND(.options = list_options, .run = list_run)
};
const struct command cmd_draft_show = { .name = "draft show",
					.synopsis = "<id>",
					.summary = "show a draft",
					.next = MT_INIT("тапсыру: tizilim submit --draft ID",
							"подать: tizilim submit --draft ID",
							"submit it: tizilim submit --draft ID"),
					DRAFT_COMMAND(.options = show_options, .run = show_run,
						      .args_min = 1, .args_max = 1) };
const struct command cmd_draft_drop = {
	.name = "draft drop",
	.synopsis = "<id>",
	.summary = "throw a draft away",
	.next = MT_INIT("қалғандары: tizilim draft list", "остальные: tizilim draft list",
			"the others: tizilim draft list"),
	DRAFT_COMMAND(.options = drop_options, .run = drop_run, .args_min = 1, .args_max = 1)
};
