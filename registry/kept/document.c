#include "registry/kept/kept_internal.h"

#include "checker/card/card.h"

#include <assert.h>

const struct node *kept_parse(struct arena *a, const struct store_manifest *m)
{
	struct doc_errors errors = { 0 };
	enum doc_syntax syntax = str_eq(m->media, STR("json")) ? DOC_JSON : DOC_YAML;
	struct doc *doc;

	/* Escapes may make a card larger than a manifest may be. */
	return doc_parse(&doc, a, m->id, m->bytes, syntax, DOC_GENERAL, &errors) ? &doc->root
										 : NULL;
}

const struct node *kept_card(struct arena *a, const struct pack *pack,
			     const struct node *manifest, struct str *json)
{
	struct card card;
	const struct node *root;

	card_make(&card, a, manifest, pack_manifest_schema_node(pack), VIS_GOV);
	*json = card.json;
	root = kept_parse(a,
			  &(struct store_manifest){ .media = STR("json"), .bytes = card.json });
	assert(root);
	return root;
}

bool kept_read(struct dup_entry *out, struct arena *a, const struct pack *pack,
	       const struct store_manifest *card)
{
	const struct node *root = kept_parse(a, card);

	if (root)
		*out = alike_entry(a, pack, card->id, root);
	return root != NULL;
}

void kept_want(struct kept_terms *wanted, struct arena *a, const struct dup_settings *settings,
	       const struct dup_entry *entry)
{
	size_t n;
	const struct dup_stored_term *terms = dup_entry_terms(settings, a, entry, &n);

	for (size_t i = 0; i < n; i++)
		vec_push(a, &wanted->list, terms[i]);
}

struct kept_row kept_row_of(struct str id, int64_t revision)
{
	size_t slash = str_find(id, STR("/"));

	return (struct kept_row){ .body = str_sub(id, 0, slash),
				  .short_name = str_sub(id, slash + 1, id.n),
				  .revision = revision };
}

int kept_order(const struct kept_row *a, const struct kept_row *b)
{
	int c = str_cmp(&a->body, &b->body);

	return c ? c : str_cmp(&a->short_name, &b->short_name);
}

static struct store_portfolio read_cards(const struct rows *rows, struct arena *a)
{
	struct store_portfolio out = { ARENA_ARRAY(a, struct store_manifest, rows->n),
				       rows->n };

	for (size_t i = 0; i < rows->n; i++)
		out.at[i] = (struct store_manifest){
			.id = rows_id(rows, a, i, 0),
			.revision = rows_int(rows, i, 2),
			.media = STR("json"),
			.bytes = rows_copy(rows, a, i, 3),
		};
	return out;
}

/* Bodies and short names as two arrays. */
static void id_columns(struct arena *a, const struct kept_ids *ids, struct str *columns[2])
{
	columns[0] = ARENA_ARRAY(a, struct str, ids->list.n);
	columns[1] = ARENA_ARRAY(a, struct str, ids->list.n);
	for (size_t i = 0; i < ids->list.n; i++) {
		struct kept_row row = kept_row_of(ids->list.at[i], 0);

		columns[0][i] = row.body;
		columns[1][i] = row.short_name;
	}
}

static struct store_portfolio read_manifests(const struct rows *rows, struct arena *a)
{
	struct store_portfolio out = { ARENA_ARRAY(a, struct store_manifest, rows->n),
				       rows->n };

	for (size_t i = 0; i < rows->n; i++)
		out.at[i] = (struct store_manifest){
			.id = rows_id(rows, a, i, 0),
			.revision = rows_int(rows, i, 2),
			.media = rows_copy(rows, a, i, 3),
			.bytes = rows_bytes(rows, a, i, 4),
			.whole = rows_bool(rows, i, 5),
		};
	return out;
}

static bool read_past(struct store_portfolio *out, const struct kept_with *with,
		      const struct kept_ids *ids, struct param own, struct err *err)
{
	size_t n = ids->list.n;
	struct str *columns[2];
	AUTO_ROWS rows = { 0 };

	id_columns(with->arena, ids, columns);
	if (!db_many(&rows, with->db, SQL_past_named,
		     PARAMS(p_text(with->heads), p_texts(columns[0], n), p_texts(columns[1], n),
			    own),
		     err))
		return err_wrap(err, "read what was registered");
	*out = read_manifests(&rows, with->arena);
	return true;
}

bool kept_cards(struct store_portfolio *out, const struct kept_with *with,
		const struct kept_ids *ids, struct err *err)
{
	size_t n = ids->list.n;
	struct str *columns[2];
	AUTO_ROWS rows = { 0 };

	if (with->snapshot)
		return kept_file_cards(out, with, ids, err);
	if (with->heads.n)
		return read_past(out, with, ids, p_text(STR("-")), err);
	id_columns(with->arena, ids, columns);
	if (!db_many(&rows, with->db, SQL_card_named,
		     PARAMS(p_texts(columns[0], n), p_texts(columns[1], n)), err))
		return err_wrap(err, "read registered cards");
	*out = read_cards(&rows, with->arena);
	return true;
}

bool kept_page(struct store_portfolio *out, const struct kept_with *with, struct str after,
	       size_t limit, struct err *err)
{
	struct kept_row from = kept_row_of(after, 0);
	AUTO_ROWS rows = { 0 };

	if (with->snapshot)
		return kept_file_page(out, with, after, limit, err);
	if (!db_many(&rows, with->db, SQL_card_list,
		     PARAMS(p_text_or_null(from.body), p_text_or_null(from.short_name),
			    p_int((int64_t)limit)),
		     err))
		return err_wrap(err, "read registered cards");
	*out = read_cards(&rows, with->arena);
	return true;
}

bool kept_manifests(struct store_portfolio *out, const struct kept_with *with,
		    const struct kept_ids *ids, struct err *err)
{
	struct arena *a = with->arena;
	size_t n = ids->list.n;
	struct str *columns[2];
	AUTO_ROWS rows = { 0 };

	if (with->snapshot)
		return kept_file_cards(out, with, ids, err);
	if (with->heads.n)
		return read_past(out, with, ids, p_null(), err);
	id_columns(a, ids, columns);
	if (!db_many(&rows, with->db, SQL_initiative_named,
		     PARAMS(p_texts(columns[0], n), p_texts(columns[1], n)), err))
		return err_wrap(err, "read registered manifests");
	*out = read_manifests(&rows, a);
	return true;
}

bool kept_near(struct kept_ids *out, const struct kept_with *with,
	       const struct kept_near_query *q, struct err *err)
{
	AUTO_ARENA scratch = arena_new();
	struct str *kinds = ARENA_ARRAY(scratch, struct str, q->facets_n);
	struct str *values = ARENA_ARRAY(scratch, struct str, q->facets_n);
	AUTO_ROWS rows = { 0 };

	if (with->snapshot)
		return kept_file_near(out, with, q, err);
	for (size_t i = 0; i < q->facets_n; i++) {
		kinds[i] = q->facets[i].kind;
		values[i] = q->facets[i].value;
	}
	if (!db_many(&rows, with->db, SQL_initiative_near,
		     PARAMS(p_texts(q->ids, q->ids_n), p_texts(kinds, q->facets_n),
			    p_texts(values, q->facets_n), p_texts(q->names, q->names_n),
			    p_int((int64_t)q->limit)),
		     err))
		return err_wrap(err, "look for what is near");
	for (size_t i = 0; i < rows.n; i++)
		vec_push(with->arena, &out->list, rows_id(&rows, with->arena, i, 0));
	return true;
}

bool kept_look_back(const struct kept_since **out, const struct kept_with *with,
		    const struct kept_state *state, struct err *err)
{
	struct kept_since *since = ARENA_NEW(with->arena, struct kept_since);
	AUTO_ROWS rows = { 0 };

	*out = NULL;
	if (state->registered <= KEPT_SMALL || !state->readable ||
	    state->pending > KEPT_PENDING)
		return true;
	if (!db_many(&rows, with->db, SQL_past_changed,
		     PARAMS(p_text(with->heads), p_int(KEPT_CHANGED_MAX + 1)), err))
		return err_wrap(err, "look for what changed since");
	since->registered = state->registered;
	for (size_t i = 0; i < rows.n; i++) {
		vec_push(with->arena, &since->ids.list, rows_id(&rows, with->arena, i, 0));
		since->registered -= rows_bool(&rows, i, 2);
		since->registered += rows_bool(&rows, i, 3);
	}
	if (rows.n <= KEPT_CHANGED_MAX && since->registered > KEPT_SMALL)
		*out = since;
	return true;
}
