/* The same that sql.c and document.c read of a registry, out of a snapshot. */
#include "registry/kept/kept_internal.h"

#include "checker/base/jobs.h"
#include "checker/base/strbuf.h"
#include "checker/base/strmap.h"

#include <stdlib.h>
#include <string.h>

bool kept_file_look(struct kept_state *out, const struct kept_with *with, struct err *err)
{
	const struct snapshot_meta *m = snapshot_meta(with->snapshot);
	struct sha256 ours = alike_vocabulary(with->pack);

	*out = (struct kept_state){
		.epoch = 1,
		.vocabulary = m->vocabulary,
		.pack = m->about.pack,
		.pack_version = m->about.pack_version,
		.counts = m->counts,
		.registered = m->entries,
		.readable = hash_same(&m->vocabulary, &ours),
	};
	if (out->readable)
		return true;
	err_set(err, ERR_REFUSED, "the snapshot was made by another version of tizilim");
	return err_hint(err, "both must be of one version, as with a registry");
}

bool kept_file_rows(const struct kept_with *with, kept_take_row take, void *context,
		    struct err *err)
{
	for (size_t i = 0; i < snapshot_meta(with->snapshot)->entries; i++) {
		struct snapshot_entry e;
		struct kept_row row;

		if (!snapshot_entry(with->snapshot, i, &e, err))
			return false;
		row = kept_row_of(e.id, e.revision);
		row.packed = e.packed;
		if (!take(context, &row, err))
			return false;
	}
	return true;
}

struct sifting {
	const struct kept_with *with;
	const struct kept_sift *sift;
};

enum { SIFT_PARTS = 16 };

/* Answers with the numbers of those that pass. */
static bool sift_part(void *context, size_t part, struct strbuf *answer, struct err *err)
{
	const struct sifting *s = context;
	size_t n = snapshot_meta(s->with->snapshot)->entries, from = n * part / SIFT_PARTS;

	for (size_t i = from; i < n * (part + 1) / SIFT_PARTS; i++) {
		struct snapshot_entry e;

		if (!snapshot_entry(s->with->snapshot, i, &e, err))
			return false;
		if (s->sift->passes(s->sift->context, e.packed))
			strbuf_bytes(answer, &i, sizeof(i));
	}
	return true;
}

static bool take_sifted(void *context, struct str answer, struct err *err)
{
	const struct sifting *s = context;

	for (size_t i; answer.n >= sizeof(i); answer = str_sub(answer, sizeof(i), answer.n)) {
		struct snapshot_entry e;
		struct kept_row row;

		memcpy(&i, answer.p, sizeof(i));
		if (!snapshot_entry(s->with->snapshot, i, &e, err))
			return false;
		row = kept_row_of(e.id, e.revision);
		row.packed = e.packed;
		if (!s->sift->take(s->sift->context, &row, err))
			return false;
	}
	return true;
}

bool kept_file_sift(const struct kept_with *with, const struct kept_sift *sift, struct err *err)
{
	struct sifting s = { with, sift };
	struct jobs jobs = {
		.context = &s, .pieces = SIFT_PARTS, .work = sift_part, .take = take_sifted
	};

	return jobs_run(&jobs, sift->processes ? sift->processes : 1, err) ||
	       err_wrap(err, "look through the snapshot");
}

bool kept_file_load_terms(struct dup_index *index, const struct kept_with *with,
			  struct err *err)
{
	for (size_t i = 0; i < snapshot_meta(with->snapshot)->counts.terms; i++) {
		struct dup_stored_term term;

		if (!snapshot_term(with->snapshot, i, &term, err))
			return false;
		if (!dup_index_put_term(index, &term))
			return err_set(err, ERR_IO, "term %u of the index is not whole",
				       term.number);
	}
	return true;
}

bool kept_file_find_terms(struct kept_terms *out, const struct kept_with *with,
			  const struct kept_terms *wanted, struct err *err)
{
	struct strmap seen;

	strmap_init(&seen, with->arena);
	for (size_t i = 0; i < wanted->list.n; i++) {
		struct str key = wanted->list.at[i].key;
		struct dup_stored_term term;
		bool found;

		if (strmap_put(&seen, key, out))
			continue;
		if (!snapshot_term_of(with->snapshot, key, &found, &term, err))
			return false;
		if (found)
			vec_push(with->arena, &out->list, term);
	}
	return true;
}

static bool read_card(struct store_manifest *out, const struct kept_with *with, size_t entry,
		      struct err *err)
{
	struct snapshot_entry e;

	if (!snapshot_entry(with->snapshot, entry, &e, err) ||
	    !snapshot_card(with->snapshot, with->arena, entry, &out->bytes, err))
		return false;
	out->id = e.id;
	out->revision = e.revision;
	out->media = STR("json");
	out->whole = false;
	return true;
}

bool kept_file_cards(struct store_portfolio *out, const struct kept_with *with,
		     const struct kept_ids *ids, struct err *err)
{
	*out = (struct store_portfolio){
		ARENA_ARRAY(with->arena, struct store_manifest, ids->list.n + 1), 0
	};
	for (size_t i = 0; i < ids->list.n; i++) {
		size_t entry;

		if (!snapshot_find(with->snapshot, ids->list.at[i], &entry, err))
			return false;
		if (entry == SIZE_MAX)
			continue;
		if (!read_card(&out->at[out->n++], with, entry, err))
			return false;
	}
	return true;
}

bool kept_file_page(struct store_portfolio *out, const struct kept_with *with, struct str after,
		    size_t limit, struct err *err)
{
	size_t n = snapshot_meta(with->snapshot)->entries, from = 0;

	if (after.n && !snapshot_find(with->snapshot, after, &from, err))
		return false;
	from += after.n && from != SIZE_MAX;
	n = from >= n ? 0 : n - from < limit ? n - from : limit;
	*out = (struct store_portfolio){ ARENA_ARRAY(with->arena, struct store_manifest, n + 1),
					 n };
	for (size_t i = 0; i < n; i++)
		if (!read_card(&out->at[i], with, from + i, err))
			return false;
	return true;
}

void kept_file_table(struct dup_table *out, const struct kept_with *with)
{
	memcpy(out->counts, snapshot_meta(with->snapshot)->table, sizeof(out->counts));
}

/* ---- what is near ---- */

static const char *const links[] = { "depends_on",   "replaces",   "part_of", "realises",
				     "same_product", "version_of", "partner" };

static bool is_link(struct str kind)
{
	for (size_t i = 0; i < ARRAY_LEN(links); i++)
		if (str_eq(kind, str_of(links[i])))
			return true;
	return false;
}

static bool has_product(const struct store_facet *facets, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(facets[i].kind, STR("product")))
			return true;
	return false;
}

struct joining {
	struct arena *arena;
	const struct store_facet *facets;
	size_t n;
	struct kept_ids *out;
};

static void join(struct joining *j, const char *what, struct str first, struct str second)
{
	vec_push(j->arena, &j->out->list,
		 arena_printf(j->arena, "%s\n%.*s\n%.*s", what, STR_FMT(first),
			      STR_FMT(second)));
}

/* A function of which a product is named, in each region. */
static void join_function(struct joining *j, struct str function)
{
	for (size_t i = 0; i < j->n; i++)
		if (str_eq(j->facets[i].kind, STR("territory")))
			join(j, "function", function, str_sub(j->facets[i].value, 0, 2));
}

static void join_facets(struct joining *j)
{
	bool product = has_product(j->facets, j->n);

	for (size_t i = 0; i < j->n; i++) {
		const struct store_facet *f = &j->facets[i];

		if (str_eq(f->kind, STR("product")) || str_eq(f->kind, STR("store_object")))
			join(j, "same", f->kind, f->value);
		else if (product && str_eq(f->kind, STR("function")))
			join_function(j, f->value);
	}
}

static void join_name(struct joining *j, struct str id, struct str name)
{
	join(j, "name", kept_row_of(id, 0).body, name);
}

void kept_joins(struct kept_ids *out, struct arena *a, const struct kept_near_query *entry)
{
	struct joining j = { a, entry->facets, entry->facets_n, out };

	join_facets(&j);
	for (size_t i = 0; i < entry->facets_n; i++)
		if (is_link(entry->facets[i].kind))
			join(&j, "to", entry->facets[i].value, STR(""));
	for (size_t i = 0; i < entry->names_n; i++)
		join_name(&j, entry->ids[0], entry->names[i]);
}

/* What a query looks for is put by an entry that it is to find. */
static void wanted_joins(struct kept_ids *out, struct arena *a, const struct kept_near_query *q)
{
	struct joining j = { a, q->facets, q->facets_n, out };

	join_facets(&j);
	for (size_t i = 0; i < q->ids_n; i++) {
		join(&j, "to", q->ids[i], STR(""));
		for (size_t k = 0; k < q->names_n; k++)
			join_name(&j, q->ids[i], q->names[k]);
	}
}

struct nearing {
	const struct kept_with *with;
	struct strmap seen; /* ids */
	VEC(size_t) entries;
	bool *taken; /* by entry */
};

static bool take_linked(struct nearing *n, struct str id, struct err *err);

/* Dependences are followed to their end. */
static bool follow(struct nearing *n, size_t entry, struct err *err)
{
	struct store_manifest card;
	const struct node *root, *relations;

	if (!read_card(&card, n->with, entry, err))
		return false;
	root = kept_parse(n->with->arena, &card);
	relations = root ? node_get(root, STR("relations")) : NULL;
	for (uint32_t i = 0; relations && relations->type == NODE_ARRAY && i < relations->count;
	     i++)
		if (str_eq(node_text(&relations->items[i], STR("type")), STR("depends_on")) &&
		    !take_linked(n, node_text(&relations->items[i], STR("initiative")), err))
			return false;
	return true;
}

static void take(struct nearing *n, size_t entry)
{
	if (!n->taken[entry])
		vec_push(n->with->arena, &n->entries, entry);
	n->taken[entry] = true;
}

static bool take_linked(struct nearing *n, struct str id, struct err *err)
{
	size_t entry;

	if (!id.n || n->seen.n >= KEPT_LINKED_MAX || strmap_put(&n->seen, id, n))
		return true;
	if (!snapshot_find(n->with->snapshot, id, &entry, err))
		return false;
	if (entry == SIZE_MAX)
		return true;
	take(n, entry);
	return follow(n, entry, err);
}

static bool take_joined(struct nearing *n, const struct kept_near_query *q, struct err *err)
{
	struct kept_ids joins = { 0 };
	struct snapshot_entries found = { 0 };

	wanted_joins(&joins, n->with->arena, q);
	for (size_t i = 0; i < joins.list.n; i++)
		if (!snapshot_joined(n->with->snapshot, n->with->arena, joins.list.at[i],
				     &found, err))
			return false;
	for (size_t i = 0; i < found.list.n; i++)
		take(n, found.list.at[i]);
	return true;
}

static int by_number(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

bool kept_file_near(struct kept_ids *out, const struct kept_with *with,
		    const struct kept_near_query *q, struct err *err)
{
	struct nearing n = { .with = with };

	strmap_init(&n.seen, with->arena);
	n.taken = ARENA_ARRAY(with->arena, bool, snapshot_meta(with->snapshot)->entries + 1);
	for (size_t i = 0; i < q->facets_n; i++)
		if (is_link(q->facets[i].kind) && !take_linked(&n, q->facets[i].value, err))
			return false;
	if (!take_joined(&n, q, err))
		return false;
	if (n.entries.n)
		qsort(n.entries.at, n.entries.n, sizeof(*n.entries.at), by_number);
	for (size_t i = 0; i < n.entries.n && i < q->limit; i++) {
		struct snapshot_entry e;

		if (!snapshot_entry(with->snapshot, n.entries.at[i], &e, err))
			return false;
		vec_push(with->arena, &out->list, e.id);
	}
	return true;
}
