#include "checker/cmd/context.h"
#include "checker/report/report.h"

#include "checker/audit/audit.h"

struct diff_opts {
	struct common_opts common;
	int format;
};

static const char change_marks[AUDIT_CHANGE_COUNT] = { '+', '-', '~' };

static void print_field(struct context *c, const struct audit_field *f)
{
	struct str before = f->before ? node_canonical(c->arena, f->before) : STR("");
	struct str after = f->after ? node_canonical(c->arena, f->after) : STR("");

	out_printf(c->out, "    %.*s\n", STR_FMT(report_shown(c->arena, f->path)));
	if (before.n)
		out_printf(c->out, "      - %.*s\n", STR_FMT(report_shown(c->arena, before)));
	if (after.n)
		out_printf(c->out, "      + %.*s\n", STR_FMT(report_shown(c->arena, after)));
}

static void print_entry(struct context *c, const struct audit_entry *e)
{
	struct str name = context_text(c, e->name);
	struct str mark = context_text(c, confidence_titles[e->confidence]);

	out_printf(c->out, "%c %.*s/%.*s%s%.*s%s%.*s%s\n", change_marks[e->change],
		   STR_FMT(e->section), STR_FMT(e->id), name.n ? " — " : "", STR_FMT(name),
		   mark.n ? " [" : "", STR_FMT(mark), mark.n ? "]" : "");
	for (size_t i = 0; i < e->fields.n; i++)
		print_field(c, &e->fields.at[i]);
}

/* Sections with their counts, in the order of the first change. */
struct section {
	struct str name;
	size_t counts[AUDIT_CHANGE_COUNT];
};

struct sections {
	VEC(struct section) list;
};

static void count(struct sections *s, struct arena *a, const struct audit_entry *e)
{
	size_t i = 0;

	while (i < s->list.n && !str_eq(s->list.at[i].name, e->section))
		i++;
	if (i == s->list.n)
		vec_push(a, &s->list, (struct section){ .name = e->section });
	s->list.at[i].counts[e->change]++;
}

static void print_sections(struct context *c, const struct audit_diff *diff)
{
	static const struct mtext titles[AUDIT_CHANGE_COUNT] = {
		[AUDIT_ADDED] = MT_INIT("қосылды %1", "добавлено %1", "%1 added"),
		[AUDIT_REMOVED] = MT_INIT("алынды %1", "удалено %1", "%1 removed"),
		[AUDIT_CHANGED] = MT_INIT("өзгерді %1", "изменено %1", "%1 changed"),
	};
	struct table t = { .columns = 1 + AUDIT_CHANGE_COUNT };
	struct sections sections = { 0 };

	for (size_t i = 0; i < diff->list.n; i++)
		count(&sections, c->arena, &diff->list.at[i]);
	for (size_t i = 0; i < sections.list.n; i++) {
		struct str cells[1 + AUDIT_CHANGE_COUNT] = { sections.list.at[i].name };

		for (enum audit_change k = 0; k < AUDIT_CHANGE_COUNT; k++)
			cells[1 + k] = context_text(
				c, MTEXT_FILL(c->arena, titles[k],
					      mtext_same(arena_printf(
						      c->arena, "%zu",
						      sections.list.at[i].counts[k]))));
		table_add(&t, c->arena, cells);
	}
	table_print(&t, c->out);
}

static void print_text(struct context *c, const struct pack *before, const struct pack *after,
		       const struct audit_diff *diff)
{
	const struct pack_info *x = pack_info(before), *y = pack_info(after);

	out_printf(c->out, "%.*s %.*s (%.*s) → %.*s %.*s (%.*s)\n", STR_FMT(x->name),
		   STR_FMT(x->version), STR_FMT(str_sub(x->sha256, 0, 8)), STR_FMT(y->name),
		   STR_FMT(y->version), STR_FMT(str_sub(y->sha256, 0, 8)));
	if (diff->list.n == 0) {
		context_say(c, MT("айырма жоқ", "различий нет", "no difference"));
		return;
	}
	print_sections(c, diff);
	out_str(c->out, STR("\n"));
	for (size_t i = 0; i < diff->list.n; i++)
		print_entry(c, &diff->list.at[i]);
}

static void json_pack(struct context *c, const char *key, const struct pack *p)
{
	const struct pack_info *info = pack_info(p);

	out_printf(c->out, "\"%s\":{\"name\":%.*s,\"version\":%.*s,\"sha256\":%.*s}", key,
		   STR_FMT(context_json(c, info->name)),
		   STR_FMT(context_json(c, info->version)),
		   STR_FMT(context_json(c, info->sha256)));
}

static struct str json_value(struct context *c, const struct node *n)
{
	return n ? node_canonical(c->arena, n) : STR("null");
}

static void json_entry(struct context *c, const struct audit_entry *e)
{
	out_printf(c->out,
		   "{\"section\":%.*s,\"id\":%.*s,\"change\":\"%s\",\"name\":%.*s,"
		   "\"confidence\":\"%s\",\"fields\":[",
		   STR_FMT(context_json(c, e->section)), STR_FMT(context_json(c, e->id)),
		   audit_change_names[e->change], STR_FMT(context_json3(c, e->name)),
		   confidence_names[e->confidence]);
	for (size_t i = 0; i < e->fields.n; i++) {
		const struct audit_field *f = &e->fields.at[i];

		out_printf(c->out,
			   "%s{\"op\":\"%s\",\"path\":%.*s,\"before\":%.*s,\"after\":%.*s}",
			   i ? "," : "",
			   !f->before  ? "add"
			   : !f->after ? "remove"
				       : "replace",
			   STR_FMT(context_json(c, f->path)), STR_FMT(json_value(c, f->before)),
			   STR_FMT(json_value(c, f->after)));
	}
	out_str(c->out, STR("]}"));
}

static void print_json(struct context *c, const struct pack *before, const struct pack *after,
		       const struct audit_diff *diff)
{
	out_str(c->out, STR("{"));
	json_pack(c, "before", before);
	out_str(c->out, STR(",\n"));
	json_pack(c, "after", after);
	out_str(c->out, STR(",\n\"changes\":["));
	for (size_t i = 0; i < diff->list.n; i++) {
		out_str(c->out, i ? STR(",\n") : STR("\n"));
		json_entry(c, &diff->list.at[i]);
	}
	out_str(c->out, STR("]}\n"));
}

static enum exit_code diff_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct diff_opts *o = opts;
	struct str old = args.n > 1 ? args.at[0] : o->common.pack;
	struct pack *before, *after;
	struct audit_diff diff;

	if (!context_pack(&before, c, old, err))
		return exit_of(err->code);
	if (!context_pack(&after, c, args.at[args.n - 1], err)) {
		pack_free(before);
		return exit_of(err->code);
	}
	audit_diff(&diff, c->arena, before, after);
	if (o->format == DATA_JSON)
		print_json(c, before, after, &diff);
	else
		print_text(c, before, after, &diff);
	pack_free(before);
	pack_free(after);
	return diff.list.n ? EXIT_FOUND : EXIT_CLEAN;
}

static const struct opt diff_options[] = { DATA_OPTION(struct diff_opts) COMMON_OPTIONS{ 0 } };
static const char *const diff_examples[] = {
	"tizilim pack diff drafts/2027.1",
	"tizilim pack diff 2026.11 2027.1 --format json",
	"tizilim pack diff 2027.1 shipped --lang kk",
	NULL,
};

const struct command cmd_pack_diff = {
	.name = "pack diff",
	.group = "Reference",
	.synopsis = "[<dir>|shipped] <dir>|shipped",
	.summary =
		"what differs between two packs, field by field; the first is the shipped one",
	.next = MT_INIT("тіркелген бастамаларда не өзгереді: tizilim pack impact БУМА",
			"что изменится у зарегистрированных: tizilim pack impact ПАПКА",
			"what changes for what is registered: tizilim pack impact FOLDER"),
	.examples = diff_examples,
	.options = diff_options,
	.opts_size = sizeof(struct diff_opts),
	.args_min = 1,
	.args_max = 2,
	.run = diff_run,
};
