#include "checker/cmd/rewrite.h"

#include "checker/card/card.h"
#include "checker/cmd/schemas.h"
#include "checker/report/report.h"

enum { CARD_YAML, CARD_JSON };

struct card_opts {
	struct common_opts common;
	int reader; /* enum visibility */
	int format;
};

struct show {
	struct rewrite files;
	const struct card_opts *options;
	struct schema *schema;
	const struct node *form; /* its document */
	bool faults;
};

/* Which fields are not in the card, on standard error. */
static void tell_withheld(struct show *s, const struct doc *doc, const struct card *card)
{
	struct context *c = s->files.c;
	struct mtext n = mtext_same(arena_printf(c->arena, "%zu", card->withheld.n));

	context_tell(c, MTEXT_FILL(c->arena,
				   MT("карточканы көретіндер: %1; жасырылған өрістер: %2",
				      "кто видит карточку: %1; скрыто полей: %2",
				      "who sees this card: %1; fields withheld: %2"),
				   visibility_titles[s->options->reader], n));
	for (size_t i = 0; i < card->withheld.n; i++) {
		struct str pointer = doc_pointer(doc, c->arena, card->withheld.at[i]);
		const struct node *field = schema_field(s->schema, pointer);
		struct str title = context_text(c, schema_words(field, STR("title")));

		out_printf(c->status, "  %.*s%s%.*s\n",
			   STR_FMT(report_shown(c->arena, pointer)), title.n ? " — " : "",
			   STR_FMT(title));
	}
	if (card->withheld.n)
		context_next(
			c,
			MT("өрісті кім көреді: tizilim explain /<өріс>; оны манифестегі "
			   "visibility өзгертеді",
			   "кто видит поле: tizilim explain /<поле>; меняет это visibility в "
			   "манифесте",
			   "who sees a field: tizilim explain /<field>; visibility in the "
			   "manifest changes it"));
}

/* A manifest that is none has no card: what its author meant is not known. */
static bool has_faults(struct show *s, const struct doc *doc)
{
	struct sink sink;

	sink_init(&sink, s->files.c->arena);
	if (schema_check(s->schema, doc, &sink) == 0)
		return false;
	sink_finish(&sink);
	rewrite_tell_findings(&s->files, &sink);
	s->faults = true;
	return true;
}

static bool change(struct rewrite *r, struct str *out, const struct doc *doc, struct err *err)
{
	struct show *s = (struct show *)r;
	struct arena *a = r->c->arena;
	struct doc_errors errors = { 0 };
	struct card card;
	struct doc *shown;

	*out = STR("");
	if (has_faults(s, doc))
		return true;
	card_make(&card, a, &doc->root, s->form, (enum visibility)s->options->reader);
	tell_withheld(s, doc, &card);
	*out = arena_printf(a, "%.*s\n", STR_FMT(card.json));
	if (s->options->format == CARD_JSON)
		return true;
	/* JSON is YAML as well. */
	return doc_parse(&shown, a, doc->path, *out, DOC_YAML, DOC_GENERAL, &errors)
		       ? edit_format(out, a, shown, s->form, err)
		       : err_set(err, ERR_BUG, "the card cannot be read");
}

static bool load(struct show *s, struct err *err)
{
	struct context *c = s->files.c;
	struct schema_source source;
	const struct doc *form;

	if (!schemas_read(&source, c, STR("initiative-1.0"), (struct str_list){ 0 }, err) ||
	    !schemas_parse(&form, c, &source, err))
		return false;
	s->form = &form->root;
	return schemas_compile(&s->schema, c, &source, true, err);
}

static enum exit_code card_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	struct show s = { .files = { .c = c, .show = REWRITE_TEXT, .change = change },
			  .options = opts };
	enum exit_code code;

	if (file_is_dir(args.at[0])) {
		err_set(err, ERR_USAGE, "%.*s is a folder", STR_FMT(args.at[0]));
		err_hint(err, "a card is of one manifest: name its file");
		return EXIT_USAGE;
	}
	code = load(&s, err) ? rewrite_files(&s.files, args, err) : exit_of(err->code);
	schema_free(s.schema);
	return s.faults ? exit_worse(code, EXIT_FOUND) : code;
}

static const char *const formats[] = { "yaml", "json", NULL };
static const struct card_opts defaults = { .reader = VIS_GOV };

static const struct opt card_options[] = {
	{ 0, "for", OPT_ENUM, offsetof(struct card_opts, reader), "<class>",
	  "who reads it: pub everybody, gov all state bodies, rev reviewers, own the owner",
	  visibility_names, 0, 0 },
	{ 'f', "format", OPT_ENUM, offsetof(struct card_opts, format), "<fmt>",
	  "yaml for people, or json in the canonical form", formats, 0, 0 },
	LOOK_OPTIONS{ 0 }
};
static const char *const card_examples[] = { "tizilim card initiative.yaml",
					     "tizilim card initiative.yaml --for pub",
					     "tizilim card - -f json <initiative.yaml", NULL };

const struct command cmd_card = {
	.name = "card",
	.group = "Write",
	.synopsis = "<file|->",
	.summary = "show what of a manifest others may read",
	.next = MT_INIT("өрістің көрінуі неден: tizilim explain /өріс",
			"почему поле видно или нет: tizilim explain /поле",
			"why a field is shown or not: tizilim explain /field"),
	.examples = card_examples,
	.needs = NEEDS_NOTHING,
	.options = card_options,
	.opts_size = sizeof(struct card_opts),
	.defaults = &defaults,
	.args_min = 1,
	.args_max = 1,
	.run = card_run,
};
