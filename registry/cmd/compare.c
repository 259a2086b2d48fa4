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
	struct check_pairs pairs;
	struct check_words *words;
	struct check_member *members; /* by numbers in the index */
	VEC(size_t) needed;	      /* of those the ones whose document is to be read */
};

enum { PAGE = 500 };

static bool read_page(struct work *w, size_t from, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct kept_with here = { a, w->with.db, w->with.pack };
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
		struct check_member *member = strmap_get(&by_id, p.at[i].id);

		if (root && member)
			*member = check_member(w->c->arena, w->c->pack, w->words, p.at[i].id,
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
	AUTO_CHECK_WORDS words = check_words_new(w->c->arena, w->c->pack, &w->pairs);
	bool ok = true;

	w->words = words;
	w->members = ARENA_ARRAY(w->c->arena, struct check_member, k->entries.n + 1);
	for (size_t i = 0; i < k->entries.n; i++) {
		const struct kept_entry *e = &k->entries.at[i];

		if (e->asked != SIZE_MAX)
			w->members[i] = check_member(w->c->arena, w->c->pack, w->words, e->id,
						     w->shown.at[e->asked]);
	}
	for (size_t i = 0; i < w->pairs.list.n; i++) {
		const struct check_pair *p = &w->pairs.list.at[i];

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

static bool compare_all(struct work *w, struct err *err)
{
	const struct check_duplicates_options *options = w->what->options;
	struct kept_state state;
	struct kept_wanted wanted = { .state = &state, .asked = { w->asked.at, w->asked.n } };
	struct check_compared compared = { .pack = w->c->pack, .pairs = &w->pairs };
	AUTO_KEPT k = { 0 };

	if (!kept_look(&state, &w->with, err) || !kept_open(&k, &w->with, &wanted, err))
		return false;
	if (!k.index)
		return no_index(&state, err);
	w->index = &k;
	if (!kept_pairs(&w->pairs, &k, options->processes, err) || !read_members(w, err))
		return false;
	compared.members = w->members;
	compared.n = k.entries.n;
	compared.one = entry_of(&k, options->id);
	*w->out = (struct report_duplicates){ .compared = k.compared,
					      .counted = dup_index_epoch(k.index).entries,
					      .left_out = k.left_out,
					      .threshold = k.settings.threshold };
	check_show_duplicates(w->c->arena, &compared, options, w->out);
	return true;
}

/* The files, and the registered one that is named if it is none of them. */
static bool ask(struct work *w, struct err *err)
{
	struct arena *a = w->c->arena;
	struct str id = w->what->options->id;
	bool found = id.n == 0;
	size_t n;
	const struct subject *files = check_subjects(w->what->files, &n);
	struct kept_ids ids = { 0 };
	struct store_portfolio card, manifest;
	const struct node *root;
	struct str json;

	for (size_t i = 0; i < n; i++) {
		const struct node *file = &files[i].doc->root;

		found = found || str_eq(files[i].id, id);
		vec_push(a, &w->shown, file);
		vec_push(a, &w->asked,
			 (struct kept_document){
				 .id = files[i].id,
				 .card = kept_card(a, w->c->pack, file, &json) });
	}
	if (found)
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

static bool work(struct db *db, void *context, struct err *err)
{
	(void)db;
	return ask(context, err) && compare_all(context, err);
}

bool compare_registered(struct report_duplicates *out, struct context *c,
			const struct registry_opts *opts, const struct compare *what,
			struct err *err)
{
	struct work w = { .c = c, .what = what, .out = out };
	struct session s;
	bool ok;

	if (!session_open(&s, c, opts, err))
		return false;
	w.with = (struct kept_with){ c->arena, s.db, c->pack };
	ok = store_read(s.db, work, &w, err);
	out->portfolio =
		MTEXT_FILL(c->arena,
			   MT("тізілім (%1), бастамалар: %2", "реестр (%1), инициатив: %2",
			      "registry (%1), %2 initiatives"),
			   s.name, mtext_same(arena_printf(c->arena, "%zu", out->compared)));
	session_close(&s);
	return ok;
}
