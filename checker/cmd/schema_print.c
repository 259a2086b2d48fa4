#include "checker/cmd/context.h"

#include "checker/schema/schema.h"

#include <stdlib.h>

enum { WORDS_EN, WORDS_KK, WORDS_RU };

struct print_opts {
	struct common_opts common;
	int words;
};

/* A piece of the text that another stands for. */
struct patch {
	struct str from, by;
};

struct patches {
	struct arena *arena;
	struct str text, lang;
	VEC(struct patch) list;
};

/* A text as it is written, with its quotes. */
static struct str written(const struct patches *p, const struct node *v)
{
	size_t end = v->at + 1;

	while (p->text.p[end] != '"')
		end += p->text.p[end] == '\\' ? 2 : 1;
	return str_sub(p->text, v->at, end + 1);
}

static void patch_word(struct patches *p, const struct node *schema, const char *keyword)
{
	const struct node *english = node_get(schema, str_of(keyword));
	struct str own = arena_printf(p->arena, "x-%s", keyword);
	const struct node *word = node_get(node_get(schema, own), p->lang);

	if (english && word && english->type == NODE_STRING && word->type == NODE_STRING)
		vec_push(p->arena, &p->list,
			 (struct patch){ written(p, english), written(p, word) });
}

static void patch_all(struct patches *p, const struct node *v)
{
	if (v->type == NODE_OBJECT) {
		patch_word(p, v, "title");
		patch_word(p, v, "description");
	}
	for (uint32_t i = 0; v->type >= NODE_ARRAY && i < v->count; i++)
		patch_all(p, v->type == NODE_ARRAY ? &v->items[i] : &v->members[i].value);
}

static int by_place(const void *left, const void *right)
{
	const struct patch *a = left, *b = right;

	return (a->from.p > b->from.p) - (a->from.p < b->from.p);
}

/* Editors know only `title` and `description`: the words of a language take their place. */
static bool print_in(struct context *c, const struct schema_shipped *s, const char *lang,
		     struct err *err)
{
	struct patches p = { .arena = c->arena, .text = s->text, .lang = str_of(lang) };
	struct doc_errors errors = { 0 };
	const char *at = s->text.p;
	struct doc *doc;

	if (!doc_parse(&doc, c->arena, s->name, s->text, DOC_JSON, DOC_GENERAL, &errors))
		return err_set(err, ERR_BUG, "the shipped schema cannot be read");
	patch_all(&p, &doc->root);
	if (p.list.n)
		qsort(p.list.at, p.list.n, sizeof(*p.list.at), by_place);
	for (size_t i = 0; i < p.list.n; i++) {
		const struct patch *one = &p.list.at[i];

		out_bytes(c->out, at, (size_t)(one->from.p - at));
		out_str(c->out, one->by);
		at = one->from.p + one->from.n;
	}
	out_bytes(c->out, at, (size_t)(s->text.p + s->text.n - at));
	return true;
}

static enum exit_code print_run(struct context *c, const void *opts, struct str_list args,
				struct err *err)
{
	const struct schema_shipped *s = schema_shipped_named(args.at[0]);
	const struct print_opts *o = opts;

	if (!s) {
		err_set(err, ERR_NOT_FOUND, "no schema \"%.*s\" is shipped",
			STR_FMT(args.at[0]));
		err_hint(err, "`tizilim schema list` names them");
		return exit_of(err->code);
	}
	if (o->words == WORDS_EN)
		out_str(c->out, s->text);
	else if (!print_in(c, s, o->words == WORDS_KK ? "kk" : "ru", err))
		return exit_of(err->code);
	return EXIT_CLEAN;
}

static const char *const words[] = { "en", "kk", "ru", NULL };

static const struct opt print_options[] = {
	{ 0, "words", OPT_ENUM, offsetof(struct print_opts, words), "<kk|ru|en>",
	  "language of titles and descriptions, which editors show", words, 0, 0 },
	COMMON_OPTIONS{ 0 }
};
static const char *const print_examples[] = {
	"tizilim schema print initiative-1.0 > initiative-1.0.json",
	"tizilim schema print initiative-1.0 --words kk > initiative-1.0.json", NULL
};

const struct command cmd_schema_print = {
	.name = "schema print",
	.group = "Schemas",
	.synopsis = "<schema>",
	.summary =
		"print a shipped schema, for an editor (docs/EDITORS.md) or another validator",
	.next = MT_INIT("редакторды баптау: docs/EDITORS.md",
			"настроить редактор: docs/EDITORS.md",
			"set up an editor: docs/EDITORS.md"),
	.examples = print_examples,
	.options = print_options,
	.opts_size = sizeof(struct print_opts),
	.args_min = 1,
	.args_max = 1,
	.run = print_run,
};
