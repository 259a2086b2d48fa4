#include "registry/cmd/session.h"

/* org list, add, rename, merge: the bodies of a registry beyond those that its pack names. */

struct org_opts {
	struct registry_opts registry;
	bool json;
	struct str name[LANG_COUNT];
};

struct org {
	struct context *c;
	const struct org_opts *opts;
	struct str id, successor;
	struct people_bodies bodies;
	struct people_body body;
	enum store_outcome outcome;
};

static bool list_work(struct db *db, void *context, struct err *err)
{
	struct org *o = context;

	return people_body_list(&o->bodies, o->c->arena, db, err);
}

static const struct people_body *find(const struct org *o, struct str id)
{
	for (size_t i = 0; i < o->bodies.n; i++)
		if (str_eq(o->bodies.at[i].id, id))
			return &o->bodies.at[i];
	return NULL;
}

static bool same_name(struct mtext a, struct mtext b)
{
	bool same = true;

	for (enum lang l = 0; l < LANG_COUNT; l++)
		same &= str_eq(a.in[l], b.in[l]);
	return same;
}

static struct str state_of(struct context *c, const struct people_body *b)
{
	if (b->successor.n)
		return arena_printf(c->arena, "→ %.*s", STR_FMT(b->successor));
	return context_text(c, str_eq(b->status, STR("closed"))
				       ? MT("таратылған", "упразднён", "closed")
				       : MT("жұмыс істейді", "действует", "active"));
}

static void print_json(struct context *c, const struct people_bodies *bodies)
{
	out_str(c->out, STR("["));
	for (size_t i = 0; i < bodies->n; i++) {
		const struct people_body *b = &bodies->at[i];

		out_printf(c->out, "%s{\"id\":%.*s,\"status\":%.*s,\"name\":%.*s",
			   i ? ",\n" : "", STR_FMT(context_json(c, b->id)),
			   STR_FMT(context_json(c, b->status)),
			   STR_FMT(context_json3(c, b->name)));
		if (b->successor.n)
			out_printf(c->out, ",\"successor\":%.*s",
				   STR_FMT(context_json(c, b->successor)));
		out_str(c->out, STR("}"));
	}
	out_str(c->out, STR("]\n"));
}

static enum exit_code list_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct org_opts *o = opts;
	struct org org = { .c = c, .opts = o };
	struct table t = { .columns = 3 };

	(void)args;
	if (!session_read(c, &o->registry, list_work, &org, err))
		return exit_of(err->code);
	if (o->json) {
		print_json(c, &org.bodies);
		return EXIT_CLEAN;
	}
	for (size_t i = 0; i < org.bodies.n; i++) {
		const struct people_body *b = &org.bodies.at[i];

		table_add(&t, c->arena,
			  (struct str[]){ b->id, state_of(c, b), context_text(c, b->name) });
	}
	table_print(&t, c->out);
	return EXIT_CLEAN;
}

static bool add_work(struct db *db, void *context, struct err *err)
{
	struct org *o = context;
	const struct people_body *known;

	if (!list_work(db, o, err))
		return false;
	known = find(o, o->id);
	o->body = (struct people_body){ .id = o->id, .status = STR("active") };
	for (enum lang l = 0; l < LANG_COUNT; l++)
		o->body.name.in[l] = o->opts->name[l];
	o->outcome = STORE_UNCHANGED;
	if (!known)
		return people_body_put(&o->outcome, db, &o->body, err);
	if (same_name(known->name, o->body.name))
		return true;
	err_set(err, ERR_REFUSED, "body \"%.*s\" is in the registry, as \"%.*s\"",
		STR_FMT(o->id), STR_FMT(mtext_in(known->name, o->c->lang)));
	return err_hint(err, "to give it another name: tizilim org rename %.*s",
			STR_FMT(o->id));
}

static bool rename_work(struct db *db, void *context, struct err *err)
{
	struct org *o = context;
	const struct people_body *known;

	if (!list_work(db, o, err))
		return false;
	known = find(o, o->id);
	if (!known) {
		err_set(err, ERR_NOT_FOUND, "body \"%.*s\" is not in the registry",
			STR_FMT(o->id));
		return err_hint(err, "`tizilim org list` lists them");
	}
	if (known->successor.n) {
		err_set(err, ERR_REFUSED, "body \"%.*s\" was merged into \"%.*s\"",
			STR_FMT(o->id), STR_FMT(known->successor));
		return err_hint(err, "rename that one");
	}
	o->body = *known;
	for (enum lang l = 0; l < LANG_COUNT; l++)
		if (o->opts->name[l].n)
			o->body.name.in[l] = o->opts->name[l];
	return people_body_put(&o->outcome, db, &o->body, err);
}

static bool merge_work(struct db *db, void *context, struct err *err)
{
	struct org *o = context;

	return people_body_merge(&o->outcome, db, o->id, o->successor, err);
}

static bool check_names(const struct org_opts *o, bool all, struct err *err)
{
	size_t given = 0;

	for (enum lang l = 0; l < LANG_COUNT; l++)
		given += o->name[l].n > 0;
	if (given == LANG_COUNT || (!all && given))
		return true;
	err_set(err, ERR_USAGE, all ? "a body needs its name in kk, ru and en" : "no new name");
	return err_hint(err, all ? "give all of --kk=<name> --ru=<name> --en=<name>"
				 : "give one or more of --kk=<name> --ru=<name> --en=<name>");
}

/* A body is also of the pack, by which manifests are judged. */
static void tell_of_pack(struct org *o)
{
	struct context *c = o->c;
	const struct arch_entry *e = arch_find(pack_arch(c->pack), ARCH_bodies, o->id);

	if (e && !same_name(e->name, o->body.name))
		context_tell(
			c,
			MTEXT_FILL(
				c->arena,
				MT("топтамада бұл органның аты басқа: %1; топтаманың келесі "
				   "нұсқасы жүктелгенде сол атау қайтады, топтамада да "
				   "өзгертіңіз",
				   "в пакете этот орган назван иначе: %1; при загрузке "
				   "следующей "
				   "версии пакета вернётся это название, измените его и там",
				   "the pack calls this body otherwise: %1; the next version "
				   "of "
				   "the pack brings that name back unless it is changed there, "
				   "too"),
				e->name));
}

static enum exit_code change(struct org *o, store_work work, struct mtext said, struct err *err)
{
	if (!session_write(o->c, &o->opts->registry, work, o, err))
		return exit_of(err->code);
	context_say(o->c, o->outcome == STORE_UNCHANGED
				  ? MT("өзгеріссіз: бұрыннан солай", "без изменений: уже так",
				       "unchanged: it is so already")
				  : said);
	return EXIT_CLEAN;
}

static enum exit_code add_run(struct context *c, const void *opts, struct str_list args,
			      struct err *err)
{
	struct org o = { .c = c, .opts = opts, .id = args.at[0] };

	if (!check_names(opts, true, err))
		return exit_of(err->code);
	return change(&o, add_work, MT("орган қосылды", "орган добавлен", "body added"), err);
}

static enum exit_code rename_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	struct org o = { .c = c, .opts = opts, .id = session_body(c, args.at[0]) };
	enum exit_code code;

	if (!check_names(opts, false, err))
		return exit_of(err->code);
	code = change(&o, rename_work,
		      MT("орган аты өзгертілді", "орган переименован", "body renamed"), err);
	if (code == EXIT_CLEAN)
		tell_of_pack(&o);
	return code;
}

static enum exit_code merge_run(struct context *c, const void *opts, struct str_list args,
				struct err *err)
{
	struct org o = { .c = c,
			 .opts = opts,
			 .id = session_body(c, args.at[0]),
			 .successor = session_body(c, args.at[1]) };

	return change(&o, merge_work,
		      MTEXT_FILL(c->arena,
				 MT("%1 таратылды; оның бастамаларына енді %2 жауап береді",
				    "%1 упразднён; за его инициативы теперь отвечает %2",
				    "%1 is closed; %2 answers for its initiatives now"),
				 mtext_same(o.id), mtext_same(o.successor)),
		      err);
}

#define NAME(lang, index, help)                                                         \
	{                                                                               \
		0, #lang, OPT_TEXT,                                                     \
			offsetof(struct org_opts, name) + (index) * sizeof(struct str), \
			"<name>", help, NULL, 0, 0                                      \
	}
#define NAMES                                                                           \
	NAME(kk, LANG_KK, "name in Kazakh"), NAME(ru, LANG_RU, "name in Russian"),      \
		NAME(en, LANG_EN, "name in English"), REGISTRY_OPTIONS(struct org_opts) \
	{                                                                               \
		0                                                                       \
	}
#define ORG_COMMAND(...)                                                                      \
	.group = "Run a registry", .needs = NEEDS_PACK, .opts_size = sizeof(struct org_opts), \
	__VA_ARGS__

static const struct opt list_options[] = {
	{ 0, "json", OPT_FLAG, offsetof(struct org_opts, json), NULL, "as JSON", NULL, 0, 0 },
	REGISTRY_OPTIONS(struct org_opts){ 0 }
};
static const struct opt add_options[] = { NAMES };
static const struct opt rename_options[] = { NAMES };
static const struct opt merge_options[] = { REGISTRY_OPTIONS(struct org_opts){ 0 } };
static const char *const add_examples[] = {
	"tizilim org add new-agency --kk \"Жаңа агенттік\" --ru \"Новое агентство\" --en \"New "
	"agency\"",
	NULL
};

const struct command cmd_org_list = { .name = "org list",
				      .synopsis = "",
				      .summary = "list the bodies of the registry",
				      .next = MT_INIT(
					      "органның бастамалары: tizilim list --body ID",
					      "инициативы органа: tizilim list --body ID",
					      "the initiatives of one: tizilim list --body ID"),
				      ORG_COMMAND(.options = list_options, .run = list_run) };
const struct command cmd_org_add = {
	.name = "org add",
	.synopsis = "<id>",
	.summary = "add a body that the pack does not name",
	.next = MT_INIT("адамға өкілеттік беру: tizilim duty grant",
			"дать человеку полномочие: tizilim duty grant",
			"give a person a duty there: tizilim duty grant"),
	.examples = add_examples,
	ORG_COMMAND(.options = add_options, .run = add_run, .args_min = 1, .args_max = 1)
};
const struct command cmd_org_rename = {
	.name = "org rename",
	.synopsis = "<id>",
	.summary = "give a body another name; its id stays",
	.next = MT_INIT("тексеру: tizilim org list", "проверить: tizilim org list",
			"see it: tizilim org list"),
	ORG_COMMAND(.options = rename_options, .run = rename_run, .args_min = 1, .args_max = 1)
};
const struct command cmd_org_merge = {
	.name = "org merge",
	.synopsis = "<id> <successor>",
	.summary = "close a body; the successor answers for its initiatives",
	.next = MT_INIT("мирасқордың бастамалары: tizilim list --body ID",
			"инициативы преемника: tizilim list --body ID",
			"the initiatives of the successor: tizilim list --body ID"),
	ORG_COMMAND(.options = merge_options, .run = merge_run, .args_min = 2, .args_max = 2)
};
