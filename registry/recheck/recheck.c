#include "registry/recheck/recheck.h"

bool recheck_follow(int64_t *queued, struct db *db, const struct recheck_basis *basis,
		    struct err *err)
{
	AUTO_ROWS rows = { 0 };
	struct str pack = { (const char *)basis->pack.bytes, SHA256_BYTES };

	if (!db_one(&rows, db, SQL_recheck_follow,
		    PARAMS(p_bytes(pack), p_int((int64_t)basis->counted_anew),
			   p_bool(basis->all)),
		    err))
		return err_wrap(err, "follow what changed");
	*queued = rows_int(&rows, 0, 0);
	return true;
}

bool recheck_queue(struct recheck_queue *out, struct arena *a, struct db *db,
		   struct str program, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_recheck_queue, PARAMS(p_text(program)), err))
		return err_wrap(err, "ask what is queued");
	*out = (struct recheck_queue){ ARENA_ARRAY(a, struct recheck_cause, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = (struct recheck_cause){ rows_copy(&rows, a, i, 0),
						     rows_int(&rows, i, 1) };
	return true;
}

bool recheck_take(struct recheck_task *out, struct arena *a, struct db *db, struct str program,
		  struct err *err)
{
	AUTO_ROWS rows = { 0 };
	struct str *ids;

	*out = (struct recheck_task){ 0 };
	if (!db_many(&rows, db, SQL_recheck_take, PARAMS(p_text(program)), err))
		return err_wrap(err, "take what is queued");
	if (rows.n == 0)
		return true;
	ids = ARENA_ARRAY(a, struct str, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		ids[i] = arena_printf(a, "%lld", (long long)rows_int(&rows, i, 0));
	*out = (struct recheck_task){ .body = rows_copy(&rows, a, 0, 1),
				      .day = rows_copy(&rows, a, 0, 2),
				      .rows = ids,
				      .n = rows.n };
	return true;
}

enum { COL_RULE = 5 };

static struct store_finding read_finding(const struct rows *rows, struct arena *a, size_t i)
{
	return (struct store_finding){
		.rule = rows_copy(rows, a, i, COL_RULE),
		.severity = rows_copy(rows, a, i, 6),
		.fingerprint = rows_copy(rows, a, i, 7),
		.line = rows_int(rows, i, 8),
		.column = rows_int(rows, i, 9),
		.pointer = rows_copy(rows, a, i, 10),
		.message = rows_names(rows, a, i, 11),
	};
}

bool recheck_before(struct recheck_befores *out, struct arena *a, struct db *db,
		    struct str body, struct err *err)
{
	AUTO_ROWS rows = { 0 };
	struct recheck_before *last = NULL;
	struct store_finding *findings;

	if (!db_many(&rows, db, SQL_recheck_before, PARAMS(p_text(body)), err))
		return err_wrap(err, "read what was found before");
	*out = (struct recheck_befores){ ARENA_ARRAY(a, struct recheck_before, rows.n), 0 };
	findings = ARENA_ARRAY(a, struct store_finding, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		struct str id = arena_printf(a, "%.*s/%.*s", STR_FMT(body),
					     STR_FMT(rows_text(&rows, i, 0)));

		if (!last || !str_eq(last->id, id)) {
			last = &out->at[out->n++];
			*last = (struct recheck_before){
				.id = id,
				.revision = rows_int(&rows, i, 1),
				.run = rows_copy(&rows, a, i, 2),
				.official = rows_bool(&rows, i, 3),
				.pack = rows_sha256(&rows, a, i, 4),
				.findings = &findings[i],
			};
		}
		if (rows_null(&rows, i, COL_RULE))
			continue;
		findings[i] = read_finding(&rows, a, i);
		last->unsaid |= rows_bool(&rows, i, 14);
		last->findings_n++;
	}
	return true;
}

bool recheck_done(struct db *db, const struct recheck_done *done, struct err *err)
{
	AUTO_ARENA a = arena_new();
	AUTO_ROWS rows = { 0 }, ended = { 0 };
	struct str *named = ARENA_ARRAY(a, struct str, done->links_n);
	struct str *others = ARENA_ARRAY(a, struct str, done->links_n);
	struct str *subjects = ARENA_ARRAY(a, struct str, done->changes_n);
	struct str *kinds = ARENA_ARRAY(a, struct str, done->changes_n);
	struct str *changes = ARENA_ARRAY(a, struct str, done->changes_n);

	for (size_t i = 0; i < done->links_n; i++) {
		named[i] = done->links[i].short_name;
		others[i] = done->links[i].other;
	}
	for (size_t i = 0; i < done->changes_n; i++) {
		subjects[i] = done->changes[i].short_name;
		kinds[i] = done->changes[i].neighbour ? STR("neighbour_found")
						      : STR("findings_changed");
		changes[i] = done->changes[i].payload;
	}
	return (db_one(&rows, db, SQL_recheck_done,
		       PARAMS(p_text(done->task->body),
			      p_texts(done->task->rows, done->task->n),
			      p_texts(named, done->links_n), p_texts(others, done->links_n),
			      p_bool(done->spread), p_texts(subjects, done->changes_n),
			      p_texts(kinds, done->changes_n),
			      p_texts(changes, done->changes_n)),
		       err) &&
		db_one(&ended, db, SQL_recheck_end, PARAMS(p_text(done->task->body)), err)) ||
	       err_wrap(err, "be done with what was queued");
}

bool recheck_begin(struct db *db, const struct recheck_task *task,
		   const struct recheck_worker *worker, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	return db_one(&rows, db, SQL_recheck_begin,
		      PARAMS(p_text(task->body), p_text(worker->program), p_text(worker->id)),
		      err) ||
	       err_wrap(err, "say what is begun");
}

bool recheck_aside(struct recheck_asides *out, struct arena *a, struct db *db,
		   struct str program, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_recheck_aside, PARAMS(p_text(program)), err))
		return err_wrap(err, "ask what is set aside");
	*out = (struct recheck_asides){ ARENA_ARRAY(a, struct recheck_set_aside, rows.n),
					rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = (struct recheck_set_aside){ rows_copy(&rows, a, i, 0),
							 rows_int(&rows, i, 1),
							 rows_time(&rows, a, i, 2) };
	return true;
}

bool recheck_retry(int64_t *n, struct db *db, struct str body, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, db, SQL_recheck_end, PARAMS(p_text_or_null(body)), err))
		return err_wrap(err, "bring back what was set aside");
	*n = rows_int(&rows, 0, 0);
	return true;
}

/* ---- cards ---- */

bool recheck_stale(struct recheck_cards *out, struct arena *a, struct db *db,
		   const struct recheck_stale *query, struct err *err)
{
	const struct recheck_card *last = query->after;
	struct str form = { (const char *)query->form.bytes, SHA256_BYTES };
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_cards_stale,
		     PARAMS(p_bytes(form), last ? p_text(last->body) : p_null(),
			    last ? p_text(last->short_name) : p_null(),
			    last ? p_int(last->revision) : p_null(),
			    p_int((int64_t)query->limit)),
		     err))
		return err_wrap(err, "look for cards of another schema");
	*out = (struct recheck_cards){ ARENA_ARRAY(a, struct recheck_card, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		out->at[i] = (struct recheck_card){
			.body = rows_copy(&rows, a, i, 0),
			.short_name = rows_copy(&rows, a, i, 1),
			.revision = rows_int(&rows, i, 2),
			.media = rows_copy(&rows, a, i, 3),
			.bytes = rows_bytes(&rows, a, i, 4),
			.latest = rows_bool(&rows, i, 5),
		};
	return true;
}

bool recheck_remake(bool *changed, struct db *db, const struct sha256 *form,
		    const struct recheck_card *card, struct err *err)
{
	AUTO_ARENA a = arena_new();
	AUTO_ROWS rows = { 0 };
	struct str *kinds = ARENA_ARRAY(a, struct str, card->facets_n);
	struct str *values = ARENA_ARRAY(a, struct str, card->facets_n);

	for (size_t i = 0; i < card->facets_n; i++) {
		kinds[i] = card->facets[i].kind;
		values[i] = card->facets[i].value;
	}
	if (!db_one(&rows, db, SQL_card_remake,
		    PARAMS(p_bytes((struct str){ (const char *)form->bytes, SHA256_BYTES }),
			   p_text(card->body), p_text(card->short_name), p_int(card->revision),
			   p_text_or_null(card->review),
			   card->latest ? p_text(card->card) : p_null(),
			   p_texts(card->words, card->words_n), p_texts(kinds, card->facets_n),
			   p_texts(values, card->facets_n)),
		    err))
		return err_wrap(err, "the card of %.*s/%.*s", STR_FMT(card->body),
				STR_FMT(card->short_name));
	*changed = rows_bool(&rows, 0, 0);
	return true;
}

bool recheck_cards_state(struct recheck_cards_state *out, struct db *db,
			 const struct sha256 *form, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	*out = (struct recheck_cards_state){ 0 };
	if (!db_many(&rows, db, SQL_cards_state,
		     PARAMS(p_bytes((struct str){ (const char *)form->bytes, SHA256_BYTES })),
		     err))
		return err_wrap(err, "count the cards of another schema");
	if (rows.n)
		*out = (struct recheck_cards_state){ true, rows_int(&rows, 0, 0),
						     rows_int(&rows, 0, 1) };
	return true;
}
