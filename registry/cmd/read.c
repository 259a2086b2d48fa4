#include "registry/cmd/review.h"

#include "checker/edit/edit.h"
#include "checker/report/report.h"
#include "checker/text/text.h"

/* list, search, uses, show, history and withdraw: one transaction, one answer. */

struct read_opts {
	struct registry_opts registry;
	bool json;
	struct str body, stage, function, source, territory, status; /* list */
	struct str point, platform;				     /* uses */
	bool direct;
	int64_t limit;
	struct str reason; /* withdraw */
	bool request;	   /* withdraw */
	bool raw;	   /* show */
	struct str day;	   /* list and show: as it stood at its end */
};

struct read {
	struct context *c;
	const struct read_opts *opts;
	struct str_list args;
	struct store_entries entries;
	struct store_document document;
	struct store_findings findings;
	struct review_waivers waivers;
	struct store_history history;
	struct store_users users;
	struct store_uses_query uses;
	enum store_outcome outcome;
};

static enum exit_code transact(struct read *r, store_work work, bool writes, struct err *err)
{
	bool ok = writes ? session_write(r->c, &r->opts->registry, work, r, err)
			 : session_read(r->c, &r->opts->registry, work, r, err);

	return ok ? EXIT_CLEAN : exit_of(err->code);
}

static struct str json_text(struct context *c, struct str s)
{
	struct node n = node_make_str(s);

	return report_json(c->arena, node_canonical(c->arena, &n));
}

static struct str json_mtext(struct context *c, struct mtext t)
{
	struct member *members = ARENA_ARRAY(c->arena, struct member, LANG_COUNT);
	struct node n;
	size_t count = 0;

	for (enum lang l = 0; l < LANG_COUNT; l++)
		if (t.in[l].n)
			members[count++] = (struct member){ .key = lang_names[l],
							    .key_n = 2,
							    .value = node_make_str(t.in[l]) };
	n = node_make_object(c->arena, members, count);
	return report_json(c->arena, node_canonical(c->arena, &n));
}

/* In lists: withdrawn, or the stage; and whether it is another body's, seen as its card. */
static struct str state_word(struct context *c, const struct store_entry *e)
{
	struct str word =
		str_eq(e->status, STR("withdrawn"))
			? context_text(c, MT("қайтарып алынды", "отозвана", "withdrawn"))
			: word_stage(c, e->stage);

	return e->whole ? word
			: arena_printf(
				  c->arena, "%.*s (%.*s)", STR_FMT(word),
				  STR_FMT(context_text(c, MT("карточка", "карточка", "card"))));
}

static struct str day_of(struct str time)
{
	return str_sub(time, 0, 10);
}

static void print_entries(struct read *r)
{
	struct context *c = r->c;
	struct table t = { .columns = 4 };

	for (size_t i = 0; i < r->entries.n; i++) {
		const struct store_entry *e = &r->entries.at[i];

		if (r->opts->json)
			out_printf(c->out,
				   "%s{\"id\":%.*s,\"revision\":%d,\"status\":%.*s,\"stage\":%."
				   "*s,\"name\":%.*s,\"submitted_at\":%.*s,\"whole\":%s}",
				   i ? ",\n" : "[", STR_FMT(json_text(c, e->id)),
				   (int)e->revision, STR_FMT(json_text(c, e->status)),
				   STR_FMT(json_text(c, e->stage)),
				   STR_FMT(json_mtext(c, e->name)),
				   STR_FMT(json_text(c, e->submitted_at)),
				   e->whole ? "true" : "false");
		else
			table_add(
				&t, c->arena,
				(struct str[]){ arena_printf(c->arena, "%.*s@%d",
							     STR_FMT(e->id), (int)e->revision),
						state_word(c, e), day_of(e->submitted_at),
						context_text(c, e->name) });
	}
	if (r->opts->json)
		out_str(c->out, r->entries.n ? STR("]\n") : STR("[]\n"));
	else if (r->entries.n)
		table_print(&t, c->out);
	else
		context_tell(c, MT("ештеңе табылмады", "ничего не найдено", "nothing found"));
}

/* The heads that name the state asked for; empty: now. */
static bool read_day(struct str *heads, const struct read *r, struct db *db, struct err *err)
{
	*heads = STR("");
	return !r->opts->day.n || store_heads_on(heads, r->c->arena, db, r->opts->day, err);
}

static bool list_work(struct db *db, void *context, struct err *err)
{
	struct read *r = context;
	const struct read_opts *o = r->opts;
	struct store_filter filter = { .body = o->body,
				       .stage = o->stage,
				       .function = o->function,
				       .source = o->source,
				       .territory = o->territory,
				       .status = o->status,
				       .limit = (size_t)o->limit };

	return read_day(&filter.heads, r, db, err) &&
	       store_list(&r->entries, r->c->arena, db, &filter, err);
}

/* Any name of an entry to its id. An unknown one is an error: "nothing found" would be taken
 * for an answer. */
static bool resolve(struct context *c, enum arch_kind kind, struct str *text, struct err *err)
{
	const struct arch *arch = pack_arch(c->pack);
	const struct arch_entry *e = text->n ? arch_find(arch, kind, *text) : NULL;
	struct str near[1];

	if (e)
		*text = e->id;
	if (e || !text->n)
		return true;
	err_set(err, ERR_NOT_FOUND, "the reference has no \"%.*s\" among its %s",
		STR_FMT(*text), arch_kind_names[kind]);
	if (arch_nearest(arch, kind, *text, near, 1))
		return err_hint(err, "did you mean \"%.*s\"?", STR_FMT(near[0]));
	return err_hint(err, "`tizilim ref list %s` lists them", arch_kind_names[kind]);
}

static bool check_word(struct str word, const char *option, const char *const *known,
		       struct err *err)
{
	if (!word.n)
		return true;
	for (; *known; known++)
		if (str_eq(word, str_of(*known)))
			return true;
	return err_set(err, ERR_USAGE, "--%s: there is no \"%.*s\"", option, STR_FMT(word));
}

static bool resolve_filters(struct context *c, struct read_opts *o, struct err *err)
{
	static const char *const statuses[] = { "registered", "withdrawn", NULL };

	return check_word(o->stage, "stage", stage_names, err) &&
	       check_word(o->status, "status", statuses, err) &&
	       resolve(c, ARCH_bodies, &o->body, err) &&
	       resolve(c, ARCH_sources, &o->source, err) &&
	       resolve(c, ARCH_functions, &o->function, err) &&
	       resolve(c, ARCH_territories, &o->territory, err);
}

static enum exit_code list_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	struct read_opts o = *(const struct read_opts *)opts;
	struct read r = { .c = c, .opts = &o, .args = args };
	enum exit_code code;

	if (!resolve_filters(c, &o, err))
		return exit_of(err->code);
	code = transact(&r, list_work, false, err);
	if (code == EXIT_CLEAN)
		print_entries(&r);
	return code;
}

static bool search_work(struct db *db, void *context, struct err *err)
{
	struct read *r = context;
	struct facets words = { 0 };
	struct store_query query;

	for (size_t i = 0; i < r->args.n; i++)
		words_of(&words, r->c->arena, r->args.at[i]);
	query = (struct store_query){ words.words.at, words.words.n, (size_t)r->opts->limit };
	return store_search(&r->entries, r->c->arena, db, &query, err);
}

static enum exit_code search_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	struct read r = { .c = c, .opts = opts, .args = args };
	enum exit_code code = transact(&r, search_work, false, err);

	if (code == EXIT_CLEAN)
		print_entries(&r);
	return code;
}

static bool show_work(struct db *db, void *context, struct err *err)
{
	struct read *r = context;
	struct review_query query = { .day = r->opts->day };
	struct store_ref ref;

	if (!store_ref_parse(&ref, r->args.at[0], err) || !read_day(&ref.heads, r, db, err))
		return false;
	if (ref.heads.n && ref.revision)
		return err_set(err, ERR_USAGE,
			       "a revision is named by its number or by a day, not by both");
	query.ref = (struct review_ref){ ref.body, ref.short_name, 0 };
	return store_show(&r->document, r->c->arena, db, &ref, err) &&
	       store_findings_of(&r->findings, r->c->arena, db, &ref, err) &&
	       review_waivers(&r->waivers, r->c->arena, db, &query, err);
}

static struct str severity_word(struct context *c, struct str name)
{
	for (enum severity s = 0; s < SEV_COUNT; s++)
		if (str_eq(name, str_of(severity_names[s])))
			return context_text(c, severity_titles[s]);
	return name;
}

static void show_findings(struct read *r)
{
	struct context *c = r->c;
	struct table t = { .columns = 4 };

	for (size_t i = 0; i < r->findings.n; i++) {
		const struct store_finding *f = &r->findings.at[i];

		table_add(&t, c->arena,
			  (struct str[]){ arena_printf(c->arena, "  %d:%d", (int)f->line,
						       (int)f->column),
					  severity_word(c, f->severity), f->rule,
					  review_message(c, &r->waivers, f) });
	}
	out_str(c->out, STR("\n"));
	table_print(&t, c->out);
}

/* A card is canonical JSON; people read it as the manifest that it is of. */
static bool show_card(struct read *r, struct err *err)
{
	struct context *c = r->c;
	const struct store_document *d = &r->document;
	struct doc_errors errors = { 0 };
	struct doc *doc;
	struct str text;

	if (!doc_parse(&doc, c->arena, STR("card"), d->bytes, DOC_YAML, DOC_GENERAL, &errors))
		return err_set(err, ERR_REFUSED, "the card of %.*s cannot be read",
			       STR_FMT(d->entry.id));
	if (!edit_format(&text, c->arena, doc, pack_manifest_schema_node(c->pack), err))
		return false;
	/* Reviewers are told who submitted it. */
	context_say(c,
		    MTEXT_FILL(c->arena,
			       d->submitted_by.n
				       ? MT("кезеңі: %1 · тапсырылған: %2 · карточка: орган "
					    "рецензенттерге ашқаны ғана",
					    "стадия: %1 · подана: %2 · карточка: только то, "
					    "что орган открыл рецензентам",
					    "stage: %1 · submitted: %2 · card: what its body "
					    "shows to reviewers")
				       : MT("кезеңі: %1 · тапсырылған: %2 · карточка: басқа "
					    "органдар көре алатыны ғана",
					    "стадия: %1 · подана: %2 · карточка: только то, "
					    "что видят другие органы",
					    "stage: %1 · submitted: %2 · card: what other "
					    "bodies may see"),
			       mtext_same(word_stage(c, d->entry.stage)),
			       mtext_same(word_moment(c, d->entry.submitted_at))));
	out_str(c->out, STR("\n"));
	context_lines(c, text);
	if (r->findings.n)
		show_findings(r);
	return true;
}

static enum exit_code show_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	struct read r = { .c = c, .opts = opts, .args = args };
	enum exit_code code = transact(&r, show_work, false, err);
	const struct store_document *d = &r.document;

	if (code != EXIT_CLEAN)
		return code;
	if (r.opts->raw) {
		out_str(c->out, d->bytes);
		return code;
	}
	context_say(c, mtext_same(arena_printf(c->arena, "%.*s@%d — %.*s", STR_FMT(d->entry.id),
					       (int)d->entry.revision,
					       STR_FMT(context_text(c, d->entry.name)))));
	if (!d->entry.whole)
		return show_card(&r, err) ? code : exit_of(err->code);
	context_say(c, MTEXT_FILL(c->arena,
				  MT("кезеңі: %1 · тапсырылған: %2 (%3) · соңғы редакция: %4",
				     "стадия: %1 · подана: %2 (%3) · последняя редакция: %4",
				     "stage: %1 · submitted: %2 (%3) · latest revision: %4"),
				  mtext_same(word_stage(c, d->entry.stage)),
				  mtext_same(word_moment(c, d->entry.submitted_at)),
				  mtext_same(d->submitted_by),
				  mtext_same(arena_printf(c->arena, "%d", (int)d->latest))));
	out_printf(c->out, "sha256 %.*s\n\n",
		   STR_FMT(hash_hex(c->arena, hash_sha256(d->bytes).bytes, SHA256_BYTES)));
	context_lines(c, d->bytes);
	if (r.findings.n)
		show_findings(&r);
	return code;
}

static bool history_work(struct db *db, void *context, struct err *err)
{
	struct read *r = context;
	struct store_ref ref;

	return store_ref_parse(&ref, r->args.at[0], err) &&
	       store_history(&r->history, r->c->arena, db, &ref, err);
}

static void print_history(struct read *r)
{
	struct context *c = r->c;
	struct table t = { .columns = 4 };

	for (size_t i = 0; i < r->history.events_n; i++) {
		const struct store_event *e = &r->history.events[i];

		if (r->opts->json)
			out_printf(c->out,
				   "%s{\"seq\":%d,\"at\":%.*s,\"actor\":%.*s,\"kind\":%.*s,"
				   "\"payload\":%.*s}",
				   i ? ",\n" : "[", (int)e->seq, STR_FMT(json_text(c, e->at)),
				   STR_FMT(json_text(c, e->actor)),
				   STR_FMT(json_text(c, e->kind)),
				   STR_FMT(report_json(c->arena, e->payload)));
		else
			table_add(&t, c->arena,
				  (struct str[]){ word_moment(c, e->at), e->actor,
						  word_of(c, WORD_EVENT, e->kind),
						  review_told(c, e->payload) });
	}
	if (r->opts->json)
		out_str(c->out, STR("]\n"));
	else
		table_print(&t, c->out);
}

static enum exit_code history_run(struct context *c, const void *opts, struct str_list args,
				  struct err *err)
{
	struct read r = { .c = c, .opts = opts, .args = args };
	enum exit_code code = transact(&r, history_work, false, err);

	if (code != EXIT_CLEAN)
		return code;
	print_history(&r);
	if (r.history.revisions_n > 1)
		context_next(c, MTEXT_FILL(c->arena,
					   MT("айырмасы: tizilim diff %1 1 %2",
					      "разница: tizilim diff %1 1 %2",
					      "what changed: tizilim diff %1 1 %2"),
					   mtext_same(args.at[0]),
					   mtext_same(arena_printf(c->arena, "%zu",
								   r.history.revisions_n))));
	return code;
}

static bool withdraw_request(struct db *db, void *context, struct err *err)
{
	struct read *r = context;
	struct review_act act = { .action = STR("withdraw"), .remark = r->opts->reason };
	struct review_request found;
	struct str state;

	if (!review_ref_parse(&act.ref, r->args.at[0], err) ||
	    !review_find(&found, r->c->arena, db, &act.ref, err))
		return false;
	act.ref.number = found.number;
	return review_act(&state, r->c->arena, db, &act, err);
}

static bool withdraw_work(struct db *db, void *context, struct err *err)
{
	struct read *r = context;
	struct store_ref ref;

	return store_ref_parse(&ref, r->args.at[0], err) &&
	       store_withdraw(&r->outcome, db, &ref, r->opts->reason, err);
}

static enum exit_code withdraw_run(struct context *c, const void *opts, struct str_list args,
				   struct err *err)
{
	struct read r = { .c = c, .opts = opts, .args = args };
	enum exit_code code =
		transact(&r, r.opts->request ? withdraw_request : withdraw_work, true, err);

	if (code == EXIT_CLEAN && r.opts->request)
		context_say(c, MT("өтінім қайтарып алынды", "заявка отозвана",
				  "the request is withdrawn"));
	else if (code == EXIT_CLEAN)
		context_say(c, r.outcome == STORE_UNCHANGED
				       ? MT("бұрын қайтарып алынған", "уже была отозвана",
					    "was withdrawn before")
				       : MT("қайтарып алынды; тарихы сақталады",
					    "отозвана; история сохраняется",
					    "withdrawn; its history stays"));
	return code;
}

static bool uses_work(struct db *db, void *context, struct err *err)
{
	struct read *r = context;

	return store_uses(&r->users, r->c->arena, db, &r->uses, err);
}

/* Which of --source, --point, --platform was given, resolved by any name. */
static bool uses_query(struct read *r, struct err *err)
{
	const struct {
		const char *kind;
		struct str value;
		enum arch_kind resolve;
	} options[] = { { "source", r->opts->source, ARCH_sources },
			{ "point", r->opts->point, ARCH_points },
			{ "platform", r->opts->platform, ARCH_platforms } };

	for (size_t i = 0; i < ARRAY_LEN(options); i++)
		if (options[i].value.n) {
			r->uses =
				(struct store_uses_query){ str_of(options[i].kind),
							   options[i].value, !r->opts->direct };
			return resolve(r->c, options[i].resolve, &r->uses.value, err);
		}
	err_set(err, ERR_USAGE, "what is used?");
	return err_hint(err, "give --source, --point or --platform, by id or by any name");
}

static enum exit_code uses_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	struct read r = { .c = c, .opts = opts, .args = args };
	struct table t = { .columns = 4 };
	enum exit_code code;

	if (!uses_query(&r, err))
		return exit_of(err->code);
	code = transact(&r, uses_work, false, err);
	for (size_t i = 0; code == EXIT_CLEAN && i < r.users.n; i++) {
		const struct store_user *u = &r.users.at[i];
		struct str how =
			u->direct ? context_text(c, MT("тікелей", "напрямую", "directly"))
				  : context_text(c, MTEXT_FILL(c->arena,
							       MT("%1 арқылы", "через %1",
								  "through %1"),
							       mtext_same(u->via)));

		if (r.opts->json)
			out_printf(c->out,
				   "%s{\"id\":%.*s,\"revision\":%d,\"direct\":%s,\"via\":%.*s}",
				   i ? ",\n" : "[", STR_FMT(json_text(c, u->id)),
				   (int)u->revision, u->direct ? "true" : "false",
				   STR_FMT(json_text(c, u->via)));
		else
			table_add(&t, c->arena,
				  (struct str[]){ u->id, word_stage(c, u->stage), how,
						  context_text(c, u->name) });
	}
	if (code == EXIT_CLEAN && r.opts->json)
		out_str(c->out, r.users.n ? STR("]\n") : STR("[]\n"));
	else if (code == EXIT_CLEAN && r.users.n)
		table_print(&t, c->out);
	else if (code == EXIT_CLEAN)
		context_tell(
			c, MT("ешкім пайдаланбайды", "никто не использует", "nobody uses it"));
	return code;
}

static const struct read_opts read_defaults = { .limit = 1000 };

#define FILTER(field, help)                                                                   \
	{                                                                                     \
		0, #field, OPT_TEXT, offsetof(struct read_opts, field), "<" #field ">", help, \
			NULL, 0, 0                                                            \
	}
#define JSON                                                                                  \
	{                                                                                     \
		0, "json", OPT_FLAG, offsetof(struct read_opts, json), NULL, "as JSON", NULL, \
			0, 0                                                                  \
	}
#define LIMIT                                                                  \
	{                                                                      \
		0, "limit", OPT_INT, offsetof(struct read_opts, limit), "<n>", \
			"at most so many", NULL, 1, 100000                     \
	}

#define DAY                                                                            \
	{                                                                              \
		0, "as-of", OPT_DATE, offsetof(struct read_opts, day), "<YYYY-MM-DD>", \
			"as the registry stood at the end of this day", NULL, 0, 0     \
	}
static const struct opt list_options[] = { FILTER(body, "of this body, by id or any name"),
					   FILTER(stage, "in this stage"),
					   FILTER(function, "with this function"),
					   FILTER(source, "that read this source"),
					   FILTER(territory, "for this territory"),
					   FILTER(status, "registered or withdrawn"),
					   DAY,
					   LIMIT,
					   JSON,
					   REGISTRY_OPTIONS(struct read_opts){ 0 } };
static const struct opt search_options[] = { LIMIT, JSON,
					     REGISTRY_OPTIONS(struct read_opts){ 0 } };
static const struct opt show_options[] = {
	{ 0, "raw", OPT_FLAG, offsetof(struct read_opts, raw), NULL,
	  "the bytes as they were submitted, nothing else", NULL, 0, 0 },
	DAY,
	REGISTRY_OPTIONS(struct read_opts){ 0 }
};
static const struct opt history_options[] = { JSON, REGISTRY_OPTIONS(struct read_opts){ 0 } };
static const struct opt withdraw_options[] = {
	FILTER(reason, "why"),
	{ 0, "request", OPT_FLAG, offsetof(struct read_opts, request), NULL,
	  "only its request: the initiative stays registered", NULL, 0, 0 },
	REGISTRY_OPTIONS(struct read_opts){ 0 }
};
static const struct opt uses_options[] = { FILTER(source, "a shared source"),
					   FILTER(point, "an integration point"),
					   FILTER(platform, "a platform"),
					   { 0, "direct", OPT_FLAG,
					     offsetof(struct read_opts, direct), NULL,
					     "only those that name it themselves", NULL, 0, 0 },
					   JSON,
					   REGISTRY_OPTIONS(struct read_opts){ 0 } };

#define READ_COMMAND(...)                                           \
	.needs = NEEDS_PACK, .opts_size = sizeof(struct read_opts), \
	.defaults = &read_defaults, __VA_ARGS__

const struct command cmd_list = { .name = "list",
				  .group = "Register",
				  .synopsis = "",
				  .summary = "list registered initiatives",
				  .next = MT_INIT("біреуін қарау: tizilim show ID",
						  "посмотреть одну: tizilim show ID",
						  "look at one: tizilim show ID"),
				  READ_COMMAND(.options = list_options, .run = list_run) };
const struct command cmd_search = {
	.name = "search",
	.group = "Register",
	.synopsis = "<text>",
	.summary = "find registered initiatives by words in kk, ru or en",
	.next = MT_INIT("біреуін қарау: tizilim show ID", "посмотреть одну: tizilim show ID",
			"look at one: tizilim show ID"),
	READ_COMMAND(.options = search_options, .run = search_run, .args_min = 1,
		     .args_max = SIZE_MAX)
};
const struct command cmd_show = {
	.name = "show",
	.group = "Register",
	.synopsis = "<id>[@<revision>]",
	.summary = "show an initiative as it was submitted, with its findings",
	.next = MT_INIT(
		"тарихы: tizilim history ID; ұқсастары: tizilim duplicates "
		"ID",
		"история: tizilim history ID; похожие: tizilim duplicates "
		"ID",
		"its history: tizilim history ID; what does the same: tizilim duplicates ID"),
	READ_COMMAND(.options = show_options, .run = show_run, .args_min = 1, .args_max = 1)
};
const struct command cmd_history = {
	.name = "history",
	.group = "Register",
	.synopsis = "<id>",
	.summary = "show every event of an initiative",
	.next = MT_INIT("екі редакцияның айырмасы: tizilim diff ID 1 2",
			"разница двух редакций: tizilim diff ID 1 2",
			"what changed between two: tizilim diff ID 1 2"),
	READ_COMMAND(.options = history_options, .run = history_run, .args_min = 1,
		     .args_max = 1)
};
const struct command cmd_withdraw = { .name = "withdraw",
				      .group = "Register",
				      .synopsis = "<id>",
				      .summary = "take an initiative back; its history stays",
				      .next = MT_INIT("тарихы сақталды: tizilim history ID",
						      "история осталась: tizilim history ID",
						      "its history stays: tizilim history ID"),
				      READ_COMMAND(.options = withdraw_options,
						   .run = withdraw_run, .args_min = 1,
						   .args_max = 1) };
const struct command cmd_uses = {
	.name = "uses",
	.group = "Register",
	.synopsis = "",
	.summary = "who uses a source, an integration point or a platform",
	.next = MT_INIT("біреуін қарау: tizilim show ID", "посмотреть одну: tizilim show ID",
			"look at one: tizilim show ID"),
	READ_COMMAND(.options = uses_options, .run = uses_run)
};
