#include "registry/store/store_internal.h"

#include <string.h>

/* Until it is said, reviewers see no more of the revision than everybody. */
static bool show_reviewers(const struct store_submitted *made, struct db *db,
			   const struct store_submission *s, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	return made->outcome == STORE_UNCHANGED ||
	       db_one(&rows, db, SQL_review_card_put,
		      PARAMS(p_text(s->body), p_text(s->short_name), p_int(made->revision),
			     p_text_or_null(s->review)),
		      err);
}

bool store_submit(struct store_submitted *out, struct db *db, const struct store_submission *s,
		  struct err *err)
{
	AUTO_ARENA a = arena_new();
	AUTO_ROWS rows = { 0 };
	struct str *kinds = ARENA_ARRAY(a, struct str, s->facets_n);
	struct str *values = ARENA_ARRAY(a, struct str, s->facets_n);
	struct str *open = ARENA_ARRAY(a, struct str, s->facets_n);

	for (size_t i = 0; i < s->facets_n; i++) {
		kinds[i] = s->facets[i].kind;
		values[i] = s->facets[i].value;
		open[i] = s->facets[i].open ? STR("t") : STR("f");
	}
	if (!db_one(&rows, db, SQL_initiative_submit,
		    PARAMS(p_text(s->key), p_text_or_null(s->base), p_text(s->body),
			   p_text(s->short_name), p_text(s->stage), p_text(s->name.in[LANG_KK]),
			   p_text(s->name.in[LANG_RU]), p_text(s->name.in[LANG_EN]),
			   p_text(s->media), p_bytes(s->bytes), store_param_sha256(&s->sha256),
			   p_text(s->canonical), p_texts(kinds, s->facets_n),
			   p_texts(values, s->facets_n), p_texts(open, s->facets_n),
			   p_texts(s->words, s->words_n), p_text(s->card),
			   p_texts(s->card_words, s->card_words_n)),
		    err))
		return err_wrap(err, "submit %.*s/%.*s", STR_FMT(s->body),
				STR_FMT(s->short_name));
	out->revision = rows_int(&rows, 0, 1);
	return store_get_outcome(&out->outcome, rows_text(&rows, 0, 0), err) &&
	       show_reviewers(out, db, s, err);
}

bool store_withdraw(enum store_outcome *out, struct db *db, const struct store_ref *ref,
		    struct str reason, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, db, SQL_initiative_withdraw,
		    PARAMS(p_text(ref->body), p_text(ref->short_name), p_text(reason)), err))
		return err_wrap(err, "withdraw");
	return store_get_outcome(out, rows_text(&rows, 0, 0), err);
}

static struct store_entries read_entries(const struct rows *rows, struct arena *a)
{
	struct store_entries entries = { ARENA_ARRAY(a, struct store_entry, rows->n), rows->n };

	for (size_t i = 0; i < rows->n; i++)
		entries.at[i] = store_get_entry(rows, a, i);
	return entries;
}

bool store_list(struct store_entries *out, struct arena *a, struct db *db,
		const struct store_filter *filter, struct err *err)
{
	AUTO_ROWS rows = { 0 };
	struct store_ref after = { 0 };

	if (filter->after.n && !store_ref_parse(&after, filter->after, err))
		return false;
	if (!db_many(&rows, db, SQL_initiative_list,
		     PARAMS(p_text_or_null(filter->body), p_text_or_null(filter->stage),
			    p_text_or_null(filter->function), p_text_or_null(filter->source),
			    p_text_or_null(filter->territory), p_text_or_null(filter->status),
			    p_text_or_null(after.body), p_text_or_null(after.short_name),
			    store_param_limit(filter->limit), p_text_or_null(filter->heads)),
		     err))
		return err_wrap(err, "list the initiatives");
	*out = read_entries(&rows, a);
	return true;
}

bool store_search(struct store_entries *out, struct arena *a, struct db *db,
		  const struct store_query *query, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_initiative_search,
		     PARAMS(p_texts(query->words, query->words_n),
			    store_param_limit(query->limit)),
		     err))
		return err_wrap(err, "search the registry");
	*out = read_entries(&rows, a);
	return true;
}

bool store_uses(struct store_users *out, struct arena *a, struct db *db,
		const struct store_uses_query *query, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_initiative_users,
		     PARAMS(p_text(query->kind), p_text(query->value),
			    p_bool(query->transitive)),
		     err))
		return err_wrap(err, "look for users of %.*s", STR_FMT(query->value));
	*out = (struct store_users){ ARENA_ARRAY(a, struct store_user, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		bool direct = rows_bool(&rows, i, 7);

		out->at[i] = (struct store_user){
			.id = rows_id(&rows, a, i, 0),
			.revision = rows_int(&rows, i, 2),
			.stage = rows_copy(&rows, a, i, 3),
			.name = rows_names(&rows, a, i, 4),
			.direct = direct,
			.via = direct ? STR("") : rows_copy(&rows, a, i, 8),
		};
	}
	return true;
}

bool store_portfolio(struct store_portfolio *out, struct arena *a, struct db *db,
		     const struct store_filter *page, struct err *err)
{
	AUTO_ROWS rows = { 0 };
	struct store_ref after = { 0 };

	if (page && page->after.n && !store_ref_parse(&after, page->after, err))
		return false;
	if (!db_many(&rows, db, SQL_initiative_portfolio,
		     PARAMS(p_text_or_null(page ? page->own : STR("")),
			    p_text_or_null(after.body), p_text_or_null(after.short_name),
			    page ? store_param_limit(page->limit) : p_null(),
			    p_text_or_null(page ? page->heads : STR(""))),
		     err))
		return err_wrap(err, "read the portfolio");
	*out = (struct store_portfolio){ ARENA_ARRAY(a, struct store_manifest, rows.n),
					 rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = (struct store_manifest){
			.id = rows_id(&rows, a, i, 0),
			.revision = rows_int(&rows, i, 2),
			.media = rows_copy(&rows, a, i, 3),
			.bytes = rows_bytes(&rows, a, i, 4),
			.whole = rows_bool(&rows, i, 5),
		};
	return true;
}
