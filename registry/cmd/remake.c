#include "registry/cmd/remake.h"

#include "registry/cmd/reviewed.h"
#include "registry/kept/kept.h"
#include "registry/recheck/recheck.h"

enum { PAGE = 100 };

struct remaking {
	struct context *c;
	struct arena *arena; /* of the page */
	struct sha256 form;
	struct recheck_card last; /* of the page before */
	bool begun;
	struct recheck_cards page;
	int64_t changed; /* by this page */
};

struct sha256 remake_form(const struct pack *pack)
{
	AUTO_ARENA a = arena_new();

	return hash_sha256(node_canonical(a, pack_manifest_schema_node(pack)));
}

static bool read_page(struct db *db, void *context, struct err *err)
{
	struct remaking *m = context;
	struct recheck_stale query = { .form = m->form,
				       .after = m->begun ? &m->last : NULL,
				       .limit = PAGE };

	return recheck_stale(&m->page, m->arena, db, &query, err);
}

/* False when a document cannot be read: its cards stay, and doctor goes on to tell of them. */
static bool make(struct remaking *m, struct recheck_card *card)
{
	struct store_manifest manifest = { .media = card->media, .bytes = card->bytes };
	const struct node *root = kept_parse(m->arena, &manifest);
	struct facets shown = { 0 };

	if (!root)
		return false;
	card->review = reviewed_card(m->arena, m->c->pack, root);
	if (!card->latest)
		return true;
	facets_of(&shown, m->arena, pack_arch(m->c->pack),
		  kept_card(m->arena, m->c->pack, root, &card->card));
	card->words = shown.words.at;
	card->words_n = shown.words.n;
	card->facets = shown.list.at;
	card->facets_n = shown.list.n;
	return true;
}

static bool write_page(struct db *db, void *context, struct err *err)
{
	struct remaking *m = context;

	m->changed = 0;
	for (size_t i = 0; i < m->page.n; i++) {
		bool changed;

		if (!make(m, &m->page.at[i]))
			continue;
		if (!recheck_remake(&changed, db, &m->form, &m->page.at[i], err))
			return false;
		m->changed += changed;
	}
	return true;
}

bool remake_cards(int64_t *n, struct context *c, struct db *db, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct remaking m = { .c = c, .arena = a, .form = remake_form(c->pack) };

	*n = 0;
	do {
		const struct recheck_card *last;

		arena_reset(a);
		if (!store_read(db, read_page, &m, err) ||
		    !store_write(db, write_page, &m, err))
			return err_wrap(err, "make cards again");
		*n += m.changed;
		if (!m.page.n)
			break;
		last = &m.page.at[m.page.n - 1];
		m.last = (struct recheck_card){ .body = arena_str(c->arena, last->body),
						.short_name =
							arena_str(c->arena, last->short_name),
						.revision = last->revision };
		m.begun = true;
	} while (m.page.n == PAGE);
	return true;
}
