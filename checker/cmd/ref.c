#include "checker/cmd/context.h"

#include "checker/text/text.h"

#include <stdlib.h>

struct ref_opts {
	struct common_opts common;
	struct str date;
	bool json;
};

/* How well an entry fits a search; the higher the better. */
enum fit { FIT_NONE, FIT_KEYWORD, FIT_WORDS, FIT_START, FIT_EXACT };

struct hit {
	const struct arch_entry *entry;
	enum fit fit;
	size_t order;
};

/* A word of the query; the skeleton only of one in Latin letters. */
struct wanted {
	struct str stem, skeleton;
};

struct search {
	struct context *c;
	struct stemmer *stemmer;
	struct str key;
	VEC(struct wanted) words;
	VEC(struct hit) hits;
};

static struct wanted wanted(struct search *s, struct str word)
{
	struct arena *a = s->c->arena;
	struct str folded = text_fold(a, word);
	enum lang lang = text_language(word);
	struct wanted w = { .stem = stemmer_stem(s->stemmer, a, lang, folded) };

	if (lang == LANG_EN)
		w.skeleton = stemmer_stem(s->stemmer, a, LANG_KK, folded);
	return w;
}

/* Kazakh in Latin letters finds names in Cyrillic ones. */
static bool begins_word(struct search *s, const struct wanted *w, struct str word)
{
	struct str folded = text_fold(s->c->arena, word);

	return str_starts(folded, w->stem) ||
	       (w->skeleton.n && str_starts(text_skeleton(s->c->arena, folded), w->skeleton));
}

/* Every word of the query begins, by its stem, a word of the text. */
static bool has_all_words(struct search *s, struct str text)
{
	for (size_t i = 0; i < s->words.n; i++) {
		struct str rest = text, word;
		bool found = false;

		while (!found && text_word(&word, &rest))
			found = begins_word(s, &s->words.at[i], word);
		if (!found)
			return false;
	}
	return s->words.n > 0;
}

static enum fit fit_text(struct search *s, struct str text)
{
	struct str key = text_key(s->c->arena, TEXT_KEY_LOOSE, text);

	if (str_eq(key, s->key))
		return FIT_EXACT;
	if (str_starts(key, s->key))
		return FIT_START;
	return has_all_words(s, text) ? FIT_WORDS : FIT_NONE;
}

static enum fit fit_list(struct search *s, const struct node *list, enum fit most)
{
	enum fit best = FIT_NONE;

	for (uint32_t i = 0; list && list->type == NODE_ARRAY && i < list->count; i++) {
		enum fit fit = fit_text(s, node_str(&list->items[i]));

		fit = fit > most ? most : fit;
		best = fit > best ? fit : best;
	}
	return best;
}

static enum fit fit_entry(struct search *s, const struct arch_entry *e)
{
	struct arch_names names = { 0 };
	enum fit best = fit_list(s, node_get(e->node, STR("keywords")), FIT_KEYWORD);
	enum fit unsure = fit_list(s, node_get(e->node, STR("ambiguous_aliases")), FIT_EXACT);
	struct mtext holds = node_mtext(node_get(e->node, STR("holds")));

	best = unsure > best ? unsure : best;
	arch_names_of(e, s->c->arena, &names);
	vec_push(s->c->arena, &names.list, e->id);
	for (size_t i = 0; i < names.list.n; i++) {
		enum fit fit = fit_text(s, names.list.at[i]);

		best = fit > best ? fit : best;
	}
	for (enum lang l = 0; best == FIT_NONE && l < LANG_COUNT; l++)
		if (has_all_words(s, holds.in[l]))
			best = FIT_KEYWORD;
	return best;
}

static int by_fit(const void *x, const void *y)
{
	const struct hit *a = x, *b = y;

	if (a->fit != b->fit)
		return a->fit > b->fit ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

static void find(struct search *s, struct str text)
{
	struct str rest = text, word;

	s->key = text_key(s->c->arena, TEXT_KEY_LOOSE, text);
	while (text_word(&word, &rest))
		vec_push(s->c->arena, &s->words, wanted(s, word));
	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++) {
		const struct arch_kind_index *index = &pack_arch(s->c->pack)->kinds[k];
		const struct arch_entry *meant = arch_find(pack_arch(s->c->pack), k, text);

		for (size_t i = 0; i < index->list.n; i++) {
			struct hit hit = { index->list.at[i], FIT_EXACT, s->hits.n };

			if (hit.entry != meant)
				hit.fit = fit_entry(s, hit.entry);
			if (hit.fit != FIT_NONE)
				vec_push(s->c->arena, &s->hits, hit);
		}
	}
	if (s->hits.n)
		qsort(s->hits.at, s->hits.n, sizeof(*s->hits.at), by_fit);
}

static struct str with_tag(struct context *c, struct str name, struct mtext tag)
{
	struct str text = context_text(c, tag);

	return text.n ? arena_printf(c->arena, "%.*s [%.*s]", STR_FMT(name), STR_FMT(text))
		      : name;
}

static void add_row(struct context *c, struct table *t, const struct arch_entry *e,
		    struct str day)
{
	struct str name = context_text(c, e->name);
	struct str cells[] = { e->id, context_text(c, arch_kind_titles[e->kind]), name };
	struct node then;

	if (e->kind == ARCH_norms) {
		struct basis b = arch_basis(pack_arch(c->pack), c->arena, e->id, day);

		if (b.state != NORM_IN_FORCE)
			cells[2] = with_tag(c, name, norm_state_titles[b.state]);
	} else if (!arch_entry_at(&then, c->arena, e->kind, e->node, day)) {
		cells[2] = with_tag(c, name,
				    MT("бұл күні қолданылмайды", "в этот день не действует",
				       "not in force on that day"));
	}
	cells[2] = with_tag(c, cells[2], confidence_titles[e->confidence]);

	table_add(t, c->arena, cells);
}

/* Entries as they were on the day; a norm also with its state then. */
static void print_json(struct context *c, struct str day,
		       const struct arch_entry *const *entries, size_t n)
{
	out_str(c->out, STR("["));
	for (size_t i = 0; i < n; i++) {
		const struct arch_entry *e = entries[i];
		struct node then;
		bool there = arch_entry_at(&then, c->arena, e->kind, e->node, day);

		out_printf(c->out, "%s{\"kind\":\"%s\",\"entry\":%.*s", i ? ",\n" : "",
			   arch_kind_names[e->kind], STR_FMT(node_canonical(c->arena, &then)));
		if (e->kind == ARCH_norms)
			out_printf(c->out, ",\"state\":\"%s\"",
				   norm_state_names[arch_basis(pack_arch(c->pack), c->arena,
							       e->id, day)
							    .state]);
		out_printf(c->out, "%s}", there ? "" : ",\"in_force\":false");
	}
	out_str(c->out, STR("]\n"));
}

static void print_entries(struct context *c, const struct ref_opts *o,
			  const struct arch_entry *const *entries, size_t n)
{
	struct table t = { .columns = 3 };

	if (o->json) {
		print_json(c, context_day(c, o->date), entries, n);
		return;
	}
	for (size_t i = 0; i < n; i++)
		add_row(c, &t, entries[i], context_day(c, o->date));
	table_print(&t, c->out);
}

enum { SEARCH_SHOWN = 20 };

static bool ref_search(struct context *c, const struct ref_opts *o, struct str text,
		       struct err *err)
{
	struct search s = { .c = c, .stemmer = stemmer_new(c->arena) };
	const struct arch_entry *entries[SEARCH_SHOWN];
	size_t n;

	find(&s, text);
	stemmer_free(s.stemmer);
	if (s.hits.n == 0) {
		err_set(err, ERR_NOT_FOUND, "nothing in the reference is called \"%.*s\"",
			STR_FMT(text));
		return err_hint(err, "try fewer or other words, in kk, ru or en; `tizilim ref "
				     "list sources` lists all");
	}
	n = s.hits.n < SEARCH_SHOWN ? s.hits.n : SEARCH_SHOWN;
	for (size_t i = 0; i < n; i++)
		entries[i] = s.hits.at[i].entry;
	print_entries(c, o, entries, n);
	if (s.hits.n > n)
		context_tell(
			c, MTEXT_FILL(c->arena,
				      MT("… және тағы %1", "… и ещё %1", "… and %1 more"),
				      mtext_same(arena_printf(c->arena, "%zu", s.hits.n - n))));
	context_next(
		c, MTEXT_FILL(c->arena,
			      MT("толығырақ: tizilim ref show %1",
				 "подробнее: tizilim ref show %1", "more: tizilim ref show %1"),
			      mtext_same(entries[0]->id)));
	return true;
}

static bool is_text3(const struct node *n)
{
	return n->type == NODE_OBJECT && node_get(n, STR("kk")) && node_get(n, STR("ru"));
}

static void print_value(struct context *c, const struct node *v);

static void print_list(struct context *c, const struct node *list)
{
	for (uint32_t i = 0; i < list->count; i++) {
		if (i)
			out_str(c->out, STR("; "));
		print_value(c, &list->items[i]);
	}
}

static void print_value(struct context *c, const struct node *v)
{
	if (is_text3(v))
		out_str(c->out, context_text(c, node_mtext(v)));
	else if (v->type == NODE_ARRAY)
		print_list(c, v);
	else if (v->type == NODE_NULL)
		out_str(c->out, context_text(c, MT("белгісіз", "неизвестно", "unknown")));
	else if (v->type == NODE_STRING || v->type == NODE_NUMBER)
		out_str(c->out, node_str(v));
	else
		out_str(c->out, node_canonical(c->arena, v));
}

/* The name of what an id of the entry stands for, so that nobody must look twice. */
static void print_named(struct context *c, const struct node *v)
{
	static const enum arch_kind kinds[] = { ARCH_bodies,  ARCH_points,    ARCH_sources,
						ARCH_objects, ARCH_functions, ARCH_sectors };

	print_value(c, v);
	for (size_t i = 0; v->type == NODE_STRING && i < ARRAY_LEN(kinds); i++) {
		const struct arch_entry *e =
			strmap_get(&pack_arch(c->pack)->kinds[kinds[i]].ids, node_str(v));

		if (e) {
			out_printf(c->out, " (%.*s)", STR_FMT(context_text(c, e->name)));
			return;
		}
	}
}

/* What the schema of architecture documents calls a field, in the reader's language. */
static struct str field_title(struct context *c, enum arch_kind kind, struct str field)
{
	const struct node *root = pack_arch_schema_node(c->pack);
	const struct node *list =
		node_get(node_get(root, STR("properties")), str_of(arch_kind_names[kind]));
	const struct node *entry =
		schema_follow(root, node_get(schema_follow(root, list), STR("items")));
	const struct node *schema = node_get(node_get(entry, STR("properties")), field);
	struct str text = context_text(c, schema_words(schema, STR("title")));

	return text.n ? text : field;
}

/* How a norm stands on the day; it has no status of its own. */
static void show_state(struct context *c, const struct arch_entry *e, struct str day)
{
	struct basis b;

	if (e->kind != ARCH_norms)
		return;
	b = arch_basis(pack_arch(c->pack), c->arena, e->id, day);
	out_printf(c->out, "  %.*s: %.*s\n", STR_FMT(day),
		   STR_FMT(with_tag(c, context_text(c, b.citation),
				    confidence_titles[b.confidence])));
}

static void show_entry(struct context *c, const struct arch_entry *e, struct str day)
{
	struct node then;

	arch_entry_at(&then, c->arena, e->kind, e->node, day);
	out_printf(c->out, "%.*s — %.*s\n", STR_FMT(e->id), STR_FMT(context_text(c, e->name)));
	show_state(c, e, day);
	for (uint32_t i = 0; i < then.count; i++) {
		const struct member *m = &then.members[i];
		struct str key = member_key(m);

		if (str_eq(key, STR("id")) || str_eq(key, STR("name")) ||
		    (m->value.type == NODE_ARRAY && m->value.count == 0))
			continue;
		out_printf(c->out, "  %.*s: ", STR_FMT(field_title(c, e->kind, key)));
		if (m->value.type == NODE_ARRAY && m->value.count &&
		    m->value.items[0].type == NODE_STRING && !str_eq(key, STR("aliases"))) {
			for (uint32_t k = 0; k < m->value.count; k++) {
				out_str(c->out, k ? STR("; ") : STR(""));
				print_named(c, &m->value.items[k]);
			}
		} else {
			print_named(c, &m->value);
		}
		out_str(c->out, STR("\n"));
	}
}

static bool ref_show(struct context *c, const struct ref_opts *o, struct str text,
		     struct err *err)
{
	const struct arch_entry *e = NULL;

	for (enum arch_kind k = 0; !e && k < ARCH_KIND_COUNT; k++)
		e = strmap_get(&pack_arch(c->pack)->kinds[k].ids, text);
	for (enum arch_kind k = 0; !e && k < ARCH_KIND_COUNT; k++)
		e = arch_find(pack_arch(c->pack), k, text);
	if (!e) {
		err_set(err, ERR_NOT_FOUND, "the reference does not know \"%.*s\"",
			STR_FMT(text));
		return err_hint(err, "search for it: tizilim ref search %.*s", STR_FMT(text));
	}
	if (o->json)
		print_json(c, context_day(c, o->date), &e, 1);
	else
		show_entry(c, e, context_day(c, o->date));
	return true;
}

static bool ref_list(struct context *c, const struct ref_opts *o, struct str kind,
		     struct err *err)
{
	enum arch_kind k;
	const struct arch_kind_index *index;

	if (!arch_kind_parse(&k, kind)) {
		err_set(err, ERR_USAGE, "no kind \"%.*s\"", STR_FMT(kind));
		return err_hint(err, "kinds: bodies, sources, objects, points, platforms, "
				     "functions, sectors, people, "
				     "classes, goals, norms, territories");
	}
	index = &pack_arch(c->pack)->kinds[k];
	print_entries(c, o, (const struct arch_entry *const *)index->list.at, index->list.n);
	return true;
}

static enum exit_code ref_run(struct context *c, const void *opts, struct str_list args,
			      struct err *err)
{
	static const struct {
		const char *word;
		bool (*run)(struct context *c, const struct ref_opts *o, struct str text,
			    struct err *err);
	} verbs[] = { { "search", ref_search }, { "show", ref_show }, { "list", ref_list } };
	struct str text = args.at[1];

	for (size_t i = 2; i < args.n; i++)
		text = arena_printf(c->arena, "%.*s %.*s", STR_FMT(text), STR_FMT(args.at[i]));
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (str_eq(args.at[0], str_of(verbs[i].word)))
			return verbs[i].run(c, opts, text, err) ? EXIT_CLEAN
								: exit_of(err->code);
	err_set(err, ERR_USAGE, "ref %.*s is not known", STR_FMT(args.at[0]));
	err_hint(err, "ref search <text>, ref show <id>, ref list <kind>");
	return EXIT_USAGE;
}

static const struct opt ref_options[] = {
	{ 0, "json", OPT_FLAG, offsetof(struct ref_opts, json), NULL, "as JSON", NULL, 0, 0 },
	AS_OF_OPTION(struct ref_opts) COMMON_OPTIONS{ 0 }
};
static const char *const ref_examples[] = { "tizilim ref search кадастр",
					    "tizilim ref show gbd-fl --lang kk",
					    "tizilim ref list points",
					    "tizilim ref list norms --as-of 2026-03-01", NULL };

const struct command cmd_ref = {
	.name = "ref",
	.group = "Reference",
	.synopsis = "search <text> | show <entry> | list <kind>",
	.summary = "look up sources, integration points, platforms and the like by any name",
	.next = MT_INIT("толығырақ: tizilim ref show ID", "подробнее: tizilim ref show ID",
			"more about one: tizilim ref show ID"),
	.examples = ref_examples,
	.needs = NEEDS_PACK,
	.options = ref_options,
	.opts_size = sizeof(struct ref_opts),
	.args_min = 2,
	.args_max = SIZE_MAX,
	.run = ref_run,
};
