#include "registry/cmd/compare.h"

#include "checker/base/strmap.h"
#include "registry/kept/kept.h"

struct work {
	struct context *c;
	const struct compare *what;
	struct report_duplicates *out;
	struct kept_with with;
	VEC(struct kept_document) asked;
	VEC(const struct node *) shown; /* of those asked about: as far as the caller may see */
	struct kept *index;
	struct alike_pairs pairs;
	struct alike_words *words;
	struct alike_member *members; /* by numbers in the index */
	VEC(size_t) needed;	      /* of those the ones whose document is to be read */
};

enum { PAGE = 500 };

static bool read_page(struct work *w, size_t from, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct kept_with here = { a, w->with.db, w->with.pack, w->with.snapshot };
	struct kept_ids ids = { 0 };
	struct store_portfolio p;
	struct strmap by_id;

	strmap_init(&by_id, a);
	for (size_t i = from; i < w->needed.n && i - from < PAGE; i++) {
		struct str id = w->index->entries.at[w->needed.at[i]].id;

		vec_push(a, &ids.list, id);
		strmap_put(&by_id, id, &w->members[w->needed.at[i]]);
	}
	if (!kept_manifests(&p, &here, &ids, err))
		return false;
	for (size_t i = 0; i < p.n; i++) {
		const struct node *root = kept_parse(a, &p.at[i]);
		struct alike_member *member = strmap_get(&by_id, p.at[i].id);

		if (root && member)
			*member = alike_member(w->c->arena, w->c->pack, w->words, p.at[i].id,
					       root);
	}
	return true;
}

static void need(struct work *w, size_t entry)
{
	/* An id is there as soon as the member is known, or asked for. */
	if (w->members[entry].shown.id.n)
		return;
	w->members[entry].shown.id = w->index->entries.at[entry].id;
	vec_push(w->c->arena, &w->needed, entry);
}

/* Of those that something is said of: a page of documents at a time. */
static bool read_members(struct work *w, struct err *err)
{
	const struct kept *k = w->index;
	AUTO_ALIKE_WORDS words = alike_words_new(w->c->arena, w->c->pack, &w->pairs, NULL);
	bool ok = true;

	w->words = words;
	w->members = ARENA_ARRAY(w->c->arena, struct alike_member, k->entries.n + 1);
	for (size_t i = 0; i < k->entries.n; i++) {
		const struct kept_entry *e = &k->entries.at[i];

		if (e->asked != SIZE_MAX)
			w->members[i] = alike_member(w->c->arena, w->c->pack, w->words, e->id,
						     w->shown.at[e->asked]);
	}
	for (size_t i = 0; i < w->pairs.list.n; i++) {
		const struct alike_pair *p = &w->pairs.list.at[i];

		if (p->pair.probability < w->what->options->probability && !p->verdict)
			continue;
		need(w, p->pair.a);
		need(w, p->pair.b);
	}
	for (size_t from = 0; ok && from < w->needed.n; from += PAGE)
		ok = read_page(w, from, err);
	return ok;
}

static bool no_index(const struct kept_state *s, struct err *err)
{
	if (s->epoch)
		err_set(err, ERR_REFUSED,
			"the index of duplicates was made with another vocabulary, that of "
			"%.*s %.*s",
			STR_FMT(s->pack), STR_FMT(s->pack_version));
	else
		err_set(err, ERR_REFUSED, "there is no index of duplicates yet");
	return err_hint(err,
			"`tizilim index` makes it; that takes a millisecond an initiative");
}

static size_t entry_of(const struct kept *k, struct str id)
{
	size_t i = 0;

	while (i < k->entries.n && !(id.n && str_eq(k->entries.at[i].id, id)))
		i++;
	return i;
}

/* Both are among those asked about. */
static bool show_two(struct work *w, const struct alike_options *o, struct err *err)
{
	struct kept *k = w->index;
	struct str ids[2] = { o->id, o->beside };
	struct alike_two two = { .pack = w->c->pack, .index = k->index, .lang = o->lang };
	struct alike_pair pair = { 0 };

	for (int i = 0; i < 2; i++) {
		size_t entry = entry_of(k, ids[i]);

		two.entries[i] = entry;
		two.ids[i] = ids[i];
		two.manifests[i] = w->shown.at[k->entries.at[entry].asked];
	}
	pair.pair.a = two.entries[0];
	pair.pair.b = two.entries[1];
	if (!kept_recall(&pair, k, err))
		return false;
	two.verdict = pair.verdict;
	alike_show_two(w->c->arena, &two, w->out);
	return true;
}

static bool show_found(struct work *w, const struct alike_options *o, struct err *err)
{
	struct alike_found found = { .pack = w->c->pack, .pairs = &w->pairs };

	if (!kept_pairs(&w->pairs, w->index, o->processes, err) || !read_members(w, err))
		return false;
	found.members = w->members;
	found.n = w->index->entries.n;
	found.one = entry_of(w->index, o->id);
	alike_show(w->c->arena, &found, o, w->out);
	return true;
}

static bool compare_all(struct work *w, struct err *err)
{
	const struct alike_options *options = w->what->options;
	struct kept_state state;
	struct kept_wanted wanted = { .state = &state,
				      .asked = { w->asked.at, w->asked.n },
				      .processes = options->processes };
	AUTO_KEPT k = { 0 };

	if (!kept_look(&state, &w->with, err) || !kept_open(&k, &w->with, &wanted, err))
		return false;
	if (!k.index)
		return no_index(&state, err);
	w->index = &k;
	*w->out = (struct report_duplicates){ .compared = k.compared,
					      .counted = dup_index_epoch(k.index).entries,
					      .left_out = k.left_out,
					      .threshold = k.settings.threshold };
	return options->beside.n ? show_two(w, options, err) : show_found(w, options, err);
}

static void ask_files(struct work *w)
{
	struct arena *a = w->c->arena;
	size_t n;
	const struct subject *files = check_subjects(w->what->files, &n);
	struct str json;

	for (size_t i = 0; i < n; i++) {
		const struct node *file = &files[i].doc->root;

		vec_push(a, &w->shown, file);
		vec_push(a, &w->asked,
			 (struct kept_document){
				 .id = files[i].id,
				 .card = kept_card(a, w->c->pack, file, &json) });
	}
}

/* A registered one that is named, unless it is one of the files. */
static bool ask_named(struct work *w, struct str id, struct err *err)
{
	struct arena *a = w->c->arena;
	struct kept_ids ids = { 0 };
	struct store_portfolio card, manifest;
	const struct node *root;

	for (size_t i = 0; i < w->asked.n; i++)
		if (str_eq(w->asked.at[i].id, id))
			return true;
	vec_push(a, &ids.list, id);
	if (!kept_cards(&card, &w->with, &ids, err) ||
	    !kept_manifests(&manifest, &w->with, &ids, err))
		return false;
	root = manifest.n && card.n ? kept_parse(a, &card.at[0]) : NULL;
	if (!root) {
		err_set(err, ERR_NOT_FOUND, "no initiative \"%.*s\" among those compared",
			STR_FMT(id));
		return err_hint(err, "`tizilim list` lists the registered ones");
	}
	vec_push(a, &w->asked,
		 (struct kept_document){ card.at[0].id, card.at[0].revision, root });
	root = kept_parse(a, &manifest.at[0]);
	vec_push(a, &w->shown, root ? root : w->asked.at[w->asked.n - 1].card);
	return true;
}

static bool ask(struct work *w, struct err *err)
{
	const struct alike_options *o = w->what->options;

	ask_files(w);
	return (!o->id.n || ask_named(w, o->id, err)) &&
	       (!o->beside.n || ask_named(w, o->beside, err));
}

static bool work(struct db *db, void *context, struct err *err)
{
	(void)db;
	return ask(context, err) && compare_all(context, err);
}

static bool compare_offline(struct report_duplicates *out, struct context *c,
			    const struct compare *what, struct err *err)
{
	struct work w = { .c = c,
			  .what = what,
			  .out = out,
			  .with = { c->arena, NULL, c->pack, what->offline->snapshot } };
	bool ok = ask(&w, err) && compare_all(&w, err);

	out->portfolio = what->offline->name;
	return ok;
}

bool compare_registered(struct report_duplicates *out, struct context *c,
			const struct registry_opts *opts, const struct compare *what,
			struct err *err)
{
	struct work w = { .c = c, .what = what, .out = out };
	struct session s;
	bool ok;

	if (what->offline)
		return compare_offline(out, c, what, err);
	if (!session_open(&s, c, opts, err))
		return false;
	w.with = (struct kept_with){ c->arena, s.db, c->pack, NULL };
	ok = store_read(s.db, work, &w, err);
	out->portfolio =
		MTEXT_FILL(c->arena,
			   MT("тізілім (%1), бастамалар: %2", "реестр (%1), инициатив: %2",
			      "registry (%1), initiatives: %2"),
			   s.name, mtext_same(arena_printf(c->arena, "%zu", out->compared)));
	session_close(&s);
	return ok;
}

/* ---- what a submission overlaps with ---- */

enum { OVERLAPS_SHOWN = 20 };

void compare_overlaps(struct context *c, struct check *check)
{
	struct report r = { 0 };

	check_report(check, &r);
	if (!r.overlaps_n)
		return;
	out_str(c->out, STR("\n"));
	context_say(c, MT("ұқсас бастамалар (қайталау болуы мүмкін):",
			  "похожие инициативы (возможное дублирование):",
			  "similar initiatives (possible duplication):"));
	for (size_t i = 0; i < r.overlaps_n && i < OVERLAPS_SHOWN; i++) {
		const struct report_overlap *o = &r.overlaps[i];

		context_say(c, mtext_same(arena_printf(c->arena, "  %3d %%  %.*s ~ %.*s  %.*s",
						       (int)(o->score * 100 + 0.5),
						       STR_FMT(o->a), STR_FMT(o->b),
						       STR_FMT(context_text(c, o->why)))));
	}
	if (r.overlaps_n > OVERLAPS_SHOWN)
		context_say(
			c, MTEXT_FILL(c->arena,
				      MT("  тағы %1; барлығы: tizilim duplicates",
					 "  ещё %1; все: tizilim duplicates",
					 "  %1 more; all of them: tizilim duplicates"),
				      mtext_same(arena_printf(c->arena, "%zu",
							      r.overlaps_n - OVERLAPS_SHOWN))));
}
