#include "registry/kept/kept_internal.h"

#include "checker/base/strmap.h"

#include <stdlib.h>

enum { PAGE = 1000 };

/* ---- adding ---- */

/* An index of those terms alone, to pack entries with. */
static bool open_terms(struct dup_index **out, const struct dup_settings *settings,
		       struct dup_epoch counts, const struct kept_terms *terms, struct err *err)
{
	/* New ones are numbered behind those that were there. */
	for (size_t i = 0; i < terms->list.n; i++)
		if (terms->list.at[i].number >= counts.terms)
			counts.terms = terms->list.at[i].number + (size_t)1;
	*out = dup_index_open(settings, counts);
	for (size_t i = 0; i < terms->list.n; i++)
		if (!dup_index_put_term(*out, &terms->list.at[i]))
			return err_set(err, ERR_IO, "term %u of the index is not whole",
				       terms->list.at[i].number);
	return true;
}

/* Nothing happens when the index is of another vocabulary; the initiatives stay pending. */
static bool append(const struct kept_with *with, struct kept_documents documents,
		   struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct kept_with here = { a, with->db, with->pack };
	struct dup_settings settings = alike_settings(a, with->pack);
	struct dup_entry *entries = ARENA_ARRAY(a, struct dup_entry, documents.n);
	struct kept_terms wanted = { 0 }, terms = { 0 };
	struct kept_state state;
	struct kept_row *rows = ARENA_ARRAY(a, struct kept_row, documents.n);
	AUTO_DUP_INDEX index = NULL;

	if (!kept_look(&state, &here, err))
		return false;
	if (!state.readable)
		return true;
	for (size_t i = 0; i < documents.n; i++) {
		entries[i] =
			alike_entry(a, with->pack, documents.at[i].id, documents.at[i].card);
		kept_want(&wanted, a, &settings, &entries[i]);
	}
	if (!kept_take_terms(&terms, &here, state.epoch, &wanted, err) ||
	    !open_terms(&index, &settings, state.counts, &terms, err))
		return false;
	for (size_t i = 0; i < documents.n; i++) {
		rows[i] = kept_row_of(documents.at[i].id, documents.at[i].revision);
		rows[i].packed = dup_index_packed(index, dup_index_add(index, &entries[i]));
	}
	return kept_put_rows(with->db, state.epoch, rows, documents.n, err);
}

/* ---- a new epoch ---- */

struct renewing {
	struct kept_with with;
	struct dup_settings settings;
	struct dup_index *index; /* as it was read, then counted anew */
	VEC(struct kept_row) rows;
};

static void add_page(struct renewing *r, const struct store_portfolio *page)
{
	AUTO_ARENA a = arena_new();

	for (size_t i = 0; i < page->n; i++) {
		const struct store_manifest *m = &page->at[i];
		struct dup_entry entry;

		/* What is not readable stays pending. */
		if (!kept_read(&entry, a, r->with.pack, m))
			continue;
		dup_index_add(r->index, &entry);
		vec_push(r->with.arena, &r->rows,
			 kept_row_of(arena_str(r->with.arena, m->id), m->revision));
		arena_reset(a);
	}
}

static bool read_texts(struct db *db, void *context, struct err *err)
{
	struct renewing *r = context;
	struct store_portfolio page = { .n = PAGE };
	struct str last = { 0 };
	AUTO_ARENA a = arena_new();

	r->index = dup_index_open(&r->settings, (struct dup_epoch){ 0 });
	while (page.n == PAGE) {
		arena_reset(a);
		if (!kept_page(&page, &(struct kept_with){ a, db, r->with.pack }, last, PAGE,
			       err))
			return false;
		add_page(r, &page);
		if (page.n)
			last = arena_str(r->with.arena, page.at[page.n - 1].id);
	}
	return true;
}

static bool keep_row(void *context, const struct kept_row *row, struct err *err)
{
	struct renewing *r = context;
	struct str id = arena_printf(r->with.arena, "%.*s/%.*s", STR_FMT(row->body),
				     STR_FMT(row->short_name));
	struct kept_row kept = kept_row_of(id, row->revision);

	(void)err;
	kept.packed = arena_str(r->with.arena, row->packed);
	vec_push(r->with.arena, &r->rows, kept);
	return true;
}

static int by_id(const void *a, const void *b)
{
	return kept_order(a, b);
}

static bool read_rows(struct db *db, void *context, struct err *err)
{
	struct renewing *r = context;
	struct kept_with here = { r->with.arena, db, r->with.pack, NULL };
	struct kept_state state;

	if (!kept_look(&state, &r->with, err))
		return false;
	r->index = dup_index_open(&r->settings, state.counts);
	if (!kept_load_terms(r->index, &here, err) || !kept_rows(&here, keep_row, r, err))
		return false;
	if (r->rows.n)
		qsort(r->rows.at, r->rows.n, sizeof(*r->rows.at), by_id);
	for (size_t i = 0; i < r->rows.n; i++)
		if (!dup_index_put(r->index, r->rows.at[i].packed))
			return err_set(err, ERR_IO, "the kept terms of %.*s/%.*s are not whole",
				       STR_FMT(r->rows.at[i].body),
				       STR_FMT(r->rows.at[i].short_name));
	return true;
}

static bool write_epoch(struct db *db, void *context, struct err *err)
{
	const struct renewing *r = context;
	struct kept_epoch epoch = { r->with.pack, r->index, r->rows.at, r->rows.n };

	return kept_write_epoch(db, &epoch, err);
}

/* What is read takes long and holds nobody; what is written does not. */
static bool make_epoch(const struct kept_with *with, store_work read, struct err *err)
{
	struct renewing r = { .with = *with,
			      .settings = alike_settings(with->arena, with->pack) };
	bool ok = store_read(with->db, read, &r, err);

	if (ok) {
		struct dup_index *renewed = dup_index_renew(r.index);

		dup_index_free(r.index);
		r.index = renewed;
		ok = store_write(with->db, write_epoch, &r, err);
	}
	dup_index_free(r.index);
	return ok;
}

/* ---- what lags ---- */

struct lagging {
	struct kept_with with;
	struct str after; /* who was read last */
	struct kept_ids ids;
	size_t added;
};

static bool add_lagging(struct db *db, void *context, struct err *err)
{
	struct lagging *l = context;
	struct arena *a = l->with.arena;
	struct store_portfolio p;
	struct kept_document *documents;
	size_t n = 0;

	(void)db;
	l->ids = (struct kept_ids){ 0 };
	if (!kept_list_pending(&l->ids, &l->with, l->after, err) ||
	    !kept_cards(&p, &l->with, &l->ids, err))
		return false;
	documents = ARENA_ARRAY(a, struct kept_document, p.n);
	for (size_t i = 0; i < p.n; i++) {
		const struct node *root = kept_parse(a, &p.at[i]);

		if (root)
			documents[n++] =
				(struct kept_document){ p.at[i].id, p.at[i].revision, root };
	}
	l->added = n;
	return append(&l->with, (struct kept_documents){ documents, n }, err);
}

static bool add_all_lagging(struct kept_done *done, const struct kept_with *with,
			    struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct lagging l = { .with = { a, with->db, with->pack } };

	do {
		arena_reset(a);
		if (!store_write(with->db, add_lagging, &l, err))
			return false;
		done->added += l.added;
		if (l.ids.list.n)
			l.after = arena_str(with->arena, l.ids.list.at[l.ids.list.n - 1]);
	} while (l.ids.list.n == KEPT_PENDING);
	return true;
}

struct looking {
	const struct kept_with *with;
	struct kept_state state;
	bool known; /* the pack's vocabulary was that of some epoch */
};

static bool look(struct db *db, void *context, struct err *err)
{
	struct looking *l = context;
	struct sha256 vocabulary;

	if (!kept_look(&l->state, l->with, err))
		return false;
	l->known = l->state.readable;
	if (l->known)
		return true;
	vocabulary = alike_vocabulary(l->with->pack);
	return kept_knows(&l->known, db, &vocabulary, err);
}

bool kept_drifted(const struct kept_state *s)
{
	size_t then = s->counts.entries, now = s->registered;

	return now > KEPT_SMALL && (now > then ? now - then : then - now) * 5 > then;
}

bool kept_renew(struct kept_done *done, const struct kept_with *with, bool always,
		struct err *err)
{
	struct looking l = { .with = with };
	bool ok = true;

	*done = (struct kept_done){ .what = KEPT_WAS_WHOLE };
	if (!store_read(with->db, look, &l, err))
		return false;
	if (always || !l.state.readable) {
		done->what = KEPT_READ;
		ok = make_epoch(with, read_texts, err);
	} else if (kept_drifted(&l.state)) {
		done->what = KEPT_COUNTED;
		ok = make_epoch(with, read_rows, err);
	}
	if (!ok || !add_all_lagging(done, with, err) || !store_read(with->db, look, &l, err))
		return false;
	if (done->what == KEPT_WAS_WHOLE && done->added)
		done->what = KEPT_ADDED;
	done->state = l.state;
	return true;
}

bool kept_settle(const struct kept_with *with, struct err *err)
{
	struct looking l = { .with = with };
	struct kept_done done = { 0 };

	if (!store_read(with->db, look, &l, err))
		return false;
	if (!l.state.writable || (l.state.readable && !l.state.pending))
		return true;
	if (l.state.registered > KEPT_SMALL)
		return !l.state.readable || l.state.pending > KEPT_PENDING ||
		       add_all_lagging(&done, with, err);
	if (!l.state.readable && l.known)
		return true;
	return kept_renew(&done, with, false, err);
}
