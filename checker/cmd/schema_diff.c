#include "checker/cmd/schemas.h"

#include "checker/report/report.h"

#include <string.h>

enum { FORM_TEXT, FORM_JSON };

struct diff_opts {
	struct common_opts common;
	struct str_list refs;
	bool formats;
	int form;
};

/* Changes by what they do to those who write documents, and to those who read them. */
struct tally {
	size_t writers[SCHEMA_EFFECT_COUNT], readers[SCHEMA_EFFECT_COUNT], words;
};

static const struct mtext effect_titles[] = {
	[SCHEMA_SAFE] = MT_INIT("зияны жоқ", "не ломает", "safe"),
	[SCHEMA_UNSURE] = MT_INIT("белгісіз", "неизвестно", "unknown"),
	[SCHEMA_BREAKS] = MT_INIT("бұзады", "ломает", "breaks"),
};

static struct tally count(const struct schema_diff *diff)
{
	struct tally t = { 0 };

	for (size_t i = 0; i < diff->changes.n; i++) {
		const struct schema_change *c = &diff->changes.at[i];

		t.writers[c->writers]++;
		t.readers[c->readers]++;
		t.words += c->words;
	}
	return t;
}

static void print_place(struct context *c, const struct schema_place *p)
{
	out_str(c->out, report_shown(c->arena, p->file));
	if (p->line)
		out_printf(c->out, ":%u", p->line);
}

static void print_change(struct context *c, const struct schema_change *change)
{
	struct str writers = context_text(c, effect_titles[change->writers]);
	struct str readers = context_text(c, effect_titles[change->readers]);

	out_str(c->out,
		change->instance.n ? report_shown(c->arena, change->instance) : STR("/"));
	out_str(c->out, STR("  ("));
	print_place(c, &change->place[0]);
	out_str(c->out, STR(" → "));
	print_place(c, &change->place[1]);
	out_str(c->out, STR(")\n    "));
	out_str(c->out, context_text(c, change->message));
	out_str(c->out, STR("\n    "));
	if (change->words)
		out_str(c->out, context_text(c, MT("тек түсіндірме сөздер", "только пояснения",
						   "words only")));
	else
		out_str(c->out,
			context_text(c, MTEXT_FILL(c->arena,
						   MT("жазатындарға: %1 · оқитындарға: %2",
						      "пишущим: %1 · читающим: %2",
						      "writers: %1 · readers: %2"),
						   mtext_same(writers), mtext_same(readers))));
	out_str(c->out, STR("\n"));
}

static struct mtext number(struct context *c, size_t n)
{
	return mtext_same(arena_printf(c->arena, "%zu", n));
}

static void print_text(struct context *c, const struct schema_diff *diff)
{
	struct tally t = count(diff);

	for (size_t i = 0; i < diff->changes.n; i++)
		print_change(c, &diff->changes.at[i]);
	context_say(
		c,
		MTEXT_FILL(
			c->arena,
			MT("өзгеріс: %1 · жазатындарға бұзады: %2, белгісіз: %3 · "
			   "оқитындарға бұзады: %4, белгісіз: %5 · тек сөздер: %6",
			   "изменений: %1 · пишущим ломает: %2, неизвестно: %3 · читающим "
			   "ломает: %4, неизвестно: %5 · только пояснения: %6",
			   "changes: %1 · break writers: %2, unknown: %3 · break readers: %4, "
			   "unknown: %5 · words only: %6"),
			number(c, diff->changes.n), number(c, t.writers[SCHEMA_BREAKS]),
			number(c, t.writers[SCHEMA_UNSURE]),
			number(c, t.readers[SCHEMA_BREAKS]),
			number(c, t.readers[SCHEMA_UNSURE]), number(c, t.words)));
}

static struct member member(const char *key, struct node value)
{
	return (struct member){ .key = key, .key_n = (uint32_t)strlen(key), .value = value };
}

static struct node place_node(struct arena *a, const struct schema_place *p)
{
	struct member all[] = { member("file", node_make_str(p->file)),
				member("pointer", node_make_str(p->pointer)),
				member("line", node_make_int(a, p->line)) };

	return node_make_object(a, all, ARRAY_LEN(all));
}

static struct node text_node(struct arena *a, struct mtext t)
{
	struct member all[LANG_COUNT];

	for (int i = 0; i < LANG_COUNT; i++)
		all[i] = member(lang_names[i], node_make_str(t.in[i]));
	return node_make_object(a, all, LANG_COUNT);
}

static struct node change_node(struct arena *a, const struct schema_change *c)
{
	struct member all[] = {
		member("kind", node_make_str(str_of(c->kind))),
		member("instance", node_make_str(c->instance)),
		member("old", place_node(a, &c->place[0])),
		member("new", place_node(a, &c->place[1])),
		member("message", text_node(a, c->message)),
		member("writers", node_make_str(str_of(schema_effect_names[c->writers]))),
		member("readers", node_make_str(str_of(schema_effect_names[c->readers]))),
		member("words", node_make_bool(c->words)),
	};

	return node_make_object(a, all, ARRAY_LEN(all));
}

/* One change a line, so that two runs can be compared by line. */
static void print_json(struct context *c, const struct schema_diff *diff)
{
	out_str(c->out, STR("["));
	for (size_t i = 0; i < diff->changes.n; i++) {
		struct node n = change_node(c->arena, &diff->changes.at[i]);

		out_str(c->out, i ? STR(",\n") : STR("\n"));
		out_str(c->out, report_json(c->arena, node_canonical(c->arena, &n)));
	}
	out_str(c->out, STR("\n]\n"));
}

static enum exit_code diff_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct diff_opts *o = opts;
	struct schema *schema[2] = { NULL, NULL };
	struct schema_source source[2];
	enum exit_code code;
	bool ok = schemas_read(&source[0], c, args.at[0], o->refs, err) &&
		  schemas_read(&source[1], c, args.at[1], o->refs, err);

	/* Formats are a check in both or in none. */
	for (int i = 0; i < 2 && ok; i++)
		ok = schemas_compile(&schema[i], c, &source[i],
				     o->formats || source[!i].shipped, err);
	code = exit_of(err->code);
	if (ok) {
		struct schema_diff diff;
		struct tally t;

		schema_diff(&diff, c->arena, schema[0], schema[1]);
		if (o->form == FORM_JSON)
			print_json(c, &diff);
		else
			print_text(c, &diff);
		t = count(&diff);
		code = t.writers[SCHEMA_BREAKS] || t.writers[SCHEMA_UNSURE] ? EXIT_FOUND
									    : EXIT_CLEAN;
	}
	schema_free(schema[0]);
	schema_free(schema[1]);
	return code;
}

static const char *const forms[] = { "text", "json", NULL };

static const struct opt diff_options[] = {
	{ 'f', "format", OPT_ENUM, offsetof(struct diff_opts, form), "<fmt>", "text or json",
	  forms, 0, 0 },
	{ 0, "formats", OPT_FLAG, offsetof(struct diff_opts, formats), NULL,
	  "take `format` for a check; by the standard it is only a remark", NULL, 0, 0 },
	SCHEMA_REF_OPTION(struct diff_opts),
	COMMON_OPTIONS{ 0 }
};
static const char *const diff_examples[] = {
	"tizilim schema diff order-1.0.json order-1.1.json",
	"git show main:order.json > old.json; tizilim schema diff old.json order.json",
	NULL,
};

const struct command cmd_schema_diff = {
	.name = "schema diff",
	.group = "Schemas",
	.synopsis = "<old> <new>",
	.summary = "say which change breaks those who write documents, or those who read them; "
		   "exit 1 when writers may break",
	.next = MT_INIT(
		"жаңа схемамен құжаттарды тексеру: tizilim validate --schema ЖАҢА құжаттар/",
		"проверить документы новой схемой: tizilim validate --schema НОВАЯ документы/",
		"check documents by the newer one: tizilim validate --schema NEWER documents/"),
	.examples = diff_examples,
	.options = diff_options,
	.opts_size = sizeof(struct diff_opts),
	.args_min = 2,
	.args_max = 2,
	.run = diff_run,
};
