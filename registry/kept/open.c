#include "registry/kept/kept_internal.h"

#include "checker/base/strmap.h"

#include <stdlib.h>

/*
 * Sieving takes a few nanoseconds a term for each document asked about; for more documents than
 * these an index of all is sooner made.
 */
enum { SIEVES = 8 };

/* An entry on its way into the index: packed, or read from its text. */
struct incoming {
	struct str id;
	struct kept_row row;
	struct dup_entry entry; /* when there is no packed row */
};

struct opening {
	struct kept *k;
	const struct kept_wanted *wanted;
	struct strmap skipped; /* ids whose rows are not taken */
	struct strmap by_row;  /* ids that are asked about as they are registered -> place */
	bool *read;	       /* of those asked about: already in the index */
	VEC(struct incoming) incoming;
	const struct dup_sieve *sieves[SIEVES];
	size_t sieves_n; /* 0: every row is taken */
	bool sifted;	 /* rows that do not pass do not come */
};

static int by_id(const void *a, const void *b)
{
	return kept_order(&((const struct incoming *)a)->row,
			  &((const struct incoming *)b)->row);
}

static void skip(struct opening *o, struct str id)
{
	strmap_put(&o->skipped, id, o);
}

static void name_entry(struct kept *k, struct str id, int64_t revision, size_t asked)
{
	vec_push(k->with.arena, &k->entries, (struct kept_entry){ id, revision, asked });
}

/* An entry as it is registered, which may be one of those asked about. */
static void name_registered(struct opening *o, const struct incoming *in)
{
	const size_t *place = strmap_get(&o->by_row, in->id);

	if (place)
		o->read[*place] = true;
	name_entry(o->k, in->id, in->row.revision, place ? *place : SIZE_MAX);
}

/* ---- texts ---- */

static void add_texts(struct opening *o, const struct store_portfolio *p)
{
	struct arena *a = o->k->with.arena;

	for (size_t i = 0; i < p->n; i++) {
		struct incoming in = { .id = p->at[i].id };

		in.row = kept_row_of(in.id, p->at[i].revision);
		if (strmap_get(&o->skipped, in.id))
			continue;
		if (kept_read(&in.entry, a, o->k->with.pack, &p->at[i]))
			vec_push(a, &o->incoming, in);
		else
			o->k->left_out++;
	}
}

/* Instead of their rows: as they are registered, or were. */
static bool read_named(struct opening *o, const struct kept_ids *ids, struct err *err)
{
	struct store_portfolio p;

	if (!kept_cards(&p, &o->k->with, ids, err))
		return false;
	add_texts(o, &p);
	for (size_t i = 0; i < ids->list.n; i++)
		skip(o, ids->list.at[i]);
	return true;
}

/* What lags is read; more than a few stay as they are kept. */
static bool read_pending(struct opening *o, struct err *err)
{
	struct kept *k = o->k;
	struct kept_ids ids = { 0 };

	if (!k->state.pending)
		return true;
	if (k->state.pending > KEPT_PENDING) {
		k->left_out = k->state.pending;
		return true;
	}
	return kept_list_pending(&ids, &k->with, STR(""), err) && read_named(o, &ids, err);
}

static struct dup_entry asked_entry(const struct opening *o, size_t i)
{
	const struct kept_document *d = &o->wanted->asked.at[i];

	return alike_entry(o->k->with.arena, o->k->with.pack, d->id, d->card);
}

static void add_asked(struct opening *o)
{
	for (size_t i = 0; i < o->wanted->asked.n; i++) {
		const struct kept_document *d = &o->wanted->asked.at[i];
		struct dup_entry entry;

		if (o->read[i])
			continue;
		entry = asked_entry(o, i);
		dup_index_add(o->k->index, &entry);
		name_entry(o->k, d->id, d->revision, i);
	}
}

/* ---- rows ---- */

static bool passes(const void *context, struct str packed)
{
	const struct opening *o = context;
	bool any = o->sieves_n == 0;

	for (size_t i = 0; i < o->sieves_n && !any; i++)
		any = dup_sieve_passes(o->sieves[i], packed);
	return any;
}

static bool take_row(void *context, const struct kept_row *row, struct err *err)
{
	struct opening *o = context;
	struct arena *a = o->k->with.arena;
	struct incoming in = { 0 };

	(void)err;
	if (!o->sifted && !passes(o, row->packed))
		return true;
	in.id = arena_printf(a, "%.*s/%.*s", STR_FMT(row->body), STR_FMT(row->short_name));
	if (strmap_get(&o->skipped, in.id))
		return true;
	in.row = kept_row_of(in.id, row->revision);
	in.row.packed = arena_str(a, row->packed);
	vec_push(a, &o->incoming, in);
	return true;
}

static bool put_incoming(struct opening *o, struct err *err)
{
	if (o->incoming.n)
		qsort(o->incoming.at, o->incoming.n, sizeof(*o->incoming.at), by_id);
	for (size_t i = 0; i < o->incoming.n; i++) {
		const struct incoming *in = &o->incoming.at[i];

		if (in->row.packed.n == 0)
			dup_index_add(o->k->index, &in->entry);
		else if (!dup_index_put(o->k->index, in->row.packed))
			return err_set(err, ERR_IO, "the kept terms of %.*s are not whole",
				       STR_FMT(in->id));
		name_registered(o, in);
	}
	return true;
}

/* ---- three ways to open ---- */

/* The cards of all that are registered, or were. */
static bool read_cards(struct store_portfolio *out, const struct kept_with *with,
		       struct err *err)
{
	struct store_filter past = { .own = STR("-"), .heads = with->heads };

	return with->heads.n ? store_portfolio(out, with->arena, with->db, &past, err)
			     : kept_page(out, with, STR(""), KEPT_SMALL, err);
}

/* No index that this pack can read: all texts, where they are few. */
static bool open_texts(struct opening *o, struct err *err)
{
	struct kept *k = o->k;
	struct store_portfolio all;
	struct dup_entry *entries;
	size_t n = 0;

	if (!read_cards(&all, &k->with, err))
		return false;
	add_texts(o, &all);
	entries = ARENA_ARRAY(k->with.arena, struct dup_entry,
			      o->incoming.n + o->wanted->asked.n);
	for (; n < o->incoming.n; n++) {
		entries[n] = o->incoming.at[n].entry;
		name_registered(o, &o->incoming.at[n]);
	}
	for (size_t i = 0; i < o->wanted->asked.n; i++) {
		const struct kept_document *d = &o->wanted->asked.at[i];

		if (o->read[i])
			continue;
		entries[n++] = asked_entry(o, i);
		name_entry(k, d->id, d->revision, i);
	}
	k->index = dup_index_new(&k->settings, entries, n);
	return true;
}

/* All rows; few are counted anew. */
static bool open_all(struct opening *o, struct err *err)
{
	struct kept *k = o->k;
	bool small = k->state.registered <= KEPT_SMALL;

	k->index = dup_index_open(&k->settings, k->state.counts);
	if (!kept_load_terms(k->index, &k->with, err) ||
	    !(small ? kept_rows : kept_rows_lean)(&k->with, take_row, o, err) ||
	    !put_incoming(o, err))
		return false;
	add_asked(o);
	if (small) {
		struct dup_index *renewed = dup_index_renew(k->index);

		dup_index_free(k->index);
		k->index = renewed;
	}
	return true;
}

bool kept_put_found(struct kept *k, const struct kept_terms *wanted, struct err *err)
{
	struct kept_terms known = { 0 };

	if (!kept_find_terms(&known, &k->with, k->state.epoch, wanted, err))
		return false;
	for (size_t i = 0; i < known.list.n; i++)
		if (!dup_index_has(k->index, known.list.at[i].key) &&
		    !dup_index_put_term(k->index, &known.list.at[i]))
			return err_set(err, ERR_IO, "term %u of the index is not whole",
				       known.list.at[i].number);
	return true;
}

static bool sift(struct opening *o, struct err *err)
{
	struct kept_sift how = { passes, take_row, o, o->wanted->processes };

	if (!o->k->with.snapshot)
		return kept_rows_lean(&o->k->with, take_row, o, err);
	o->sifted = true;
	return kept_file_sift(&o->k->with, &how, err);
}

/* The terms of what is asked about, and the rows that may be near to it. */
static bool open_sieve(struct opening *o, struct err *err)
{
	struct kept *k = o->k;
	struct kept_terms wanted = { 0 };

	k->partial = true;
	k->index = dup_index_open(&k->settings, k->state.counts);
	for (size_t i = 0; i < o->wanted->asked.n; i++) {
		struct dup_entry entry = asked_entry(o, i);

		kept_want(&wanted, k->with.arena, &k->settings, &entry);
	}
	for (size_t i = 0; i < o->incoming.n; i++)
		kept_want(&wanted, k->with.arena, &k->settings, &o->incoming.at[i].entry);
	if (!kept_put_found(k, &wanted, err))
		return false;
	add_asked(o);
	o->sieves_n = o->wanted->asked.n;
	for (size_t i = 0; i < o->sieves_n; i++)
		o->sieves[i] = dup_sieve_new(k->with.arena, k->index, i);
	return sift(o, err) && put_incoming(o, err);
}

/* A file stands for its registered revision. What is asked about as it is registered is taken
 * from its row, if all rows are taken. */
static void expect_asked(struct opening *o, bool all_rows)
{
	for (size_t i = 0; i < o->wanted->asked.n; i++) {
		const struct kept_document *d = &o->wanted->asked.at[i];
		size_t *place = ARENA_NEW(o->k->with.arena, size_t);

		*place = i;
		if (d->revision && all_rows)
			strmap_put(&o->by_row, d->id, place);
		else
			skip(o, d->id);
	}
}

static bool open_any(struct opening *o, struct err *err)
{
	const struct kept_state *s = &o->k->state;
	bool small = s->registered <= KEPT_SMALL;
	bool all = small || o->wanted->asked.n == 0 || o->wanted->asked.n > SIEVES;

	expect_asked(o, all);
	if ((o->k->with.heads.n && !o->k->with.since) ||
	    (small && (!s->readable || s->pending > KEPT_PENDING)))
		return open_texts(o, err);
	if (!s->readable) {
		o->k->left_out = s->registered;
		return true;
	}
	return (!o->k->with.since || read_named(o, &o->k->with.since->ids, err)) &&
	       read_pending(o, err) && (all ? open_all(o, err) : open_sieve(o, err));
}

bool kept_open(struct kept *out, const struct kept_with *with, const struct kept_wanted *wanted,
	       struct err *err)
{
	struct opening o = { .k = out, .wanted = wanted };
	struct dup_table *table = ARENA_NEW(with->arena, struct dup_table);

	*out = (struct kept){ .with = *with, .state = *wanted->state };
	strmap_init(&o.skipped, with->arena);
	strmap_init(&o.by_row, with->arena);
	o.read = ARENA_ARRAY(with->arena, bool, wanted->asked.n);
	out->settings = alike_settings(with->arena, with->pack);
	out->settings.per_entry = wanted->per_entry;
	if (!kept_verdict_list(&out->verdicts, with, STR(""), err) ||
	    !kept_table(table, with, err))
		return false;
	out->settings.table = table;
	out->compared = out->state.registered;
	if (open_any(&o, err))
		return true;
	kept_close(out);
	return false;
}

void kept_close(struct kept *k)
{
	dup_index_free(k->index);
	k->index = NULL;
}

void kept_cleanup(struct kept *k)
{
	kept_close(k);
}
