#include "registry/kept/kept_internal.h"

#include "checker/base/strmap.h"

const char *const said_names[SAID_COUNT + 1] = {
	[SAID_SAME_FUNCTION] = "same-function", [SAID_SAME_PRODUCT] = "same-product",
	[SAID_NEW_VERSION] = "new-version",	[SAID_RELATED] = "related",
	[SAID_UNRELATED] = "unrelated",
};

const struct mtext said_titles[SAID_COUNT] = {
	[SAID_SAME_FUNCTION] =
		MT_INIT("бір функцияны атқарады", "одна и та же функция", "the same function"),
	[SAID_SAME_PRODUCT] = MT_INIT("бір өнім", "один и тот же продукт", "the same product"),
	[SAID_NEW_VERSION] =
		MT_INIT("бірі — екіншісінің жаңа нұсқасы", "одна — новая версия другой",
			"one is a new version of the other"),
	[SAID_RELATED] = MT_INIT("байланысты, бірақ қайталамайды", "связаны, но не дублируют",
				 "related, not duplicates"),
	[SAID_UNRELATED] = MT_INIT("байланысты емес", "не связаны", "unrelated"),
};

bool said_alike(enum said said)
{
	return said <= SAID_NEW_VERSION;
}

/* Scores are kept in millionths. */
enum { MILLION = 1000000 };

bool kept_verdict_put(bool *changed, struct db *db, const struct kept_verdict *v,
		      struct err *err)
{
	struct kept_row a = kept_row_of(v->a, v->a_revision);
	struct kept_row b = kept_row_of(v->b, v->b_revision);
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, db, SQL_verdict_put,
		    PARAMS(p_text(a.body), p_text(a.short_name), p_int(a.revision),
			   p_text(b.body), p_text(b.short_name), p_int(b.revision),
			   p_text(str_of(said_names[v->said])), p_text(v->reason),
			   p_int((int64_t)(v->judged.score * MILLION + 0.5)),
			   p_bool(v->judged.word),
			   p_text(str_of(dup_common_names[v->judged.common]))),
		    err))
		return err_wrap(err, "record the verdict");
	*changed = !str_eq(rows_text(&rows, 0, 0), STR("unchanged"));
	return true;
}

/* The place of a word in a table; false when it has none. */
static bool place_of(const char *const *words, struct str word, int *out)
{
	for (int i = 0; words[i]; i++)
		if (str_eq(word, str_of(words[i]))) {
			*out = i;
			return true;
		}
	return false;
}

/* Score, word and common in columns that follow each other, then the verdict. */
static bool read_mark(struct dup_judged *out, const struct rows *rows, size_t i, int column,
		      struct err *err)
{
	int said, common;

	if (!place_of(dup_common_names, rows_text(rows, i, column + 2), &common) ||
	    !place_of(said_names, rows_text(rows, i, column + 3), &said))
		return err_set(err, ERR_REFUSED,
			       "the registry has a verdict unknown here: %.*s",
			       STR_FMT(rows_text(rows, i, column + 3)));
	*out = (struct dup_judged){ .score = (double)rows_int(rows, i, column) / MILLION,
				    .word = rows_bool(rows, i, column + 1),
				    .common = (enum dup_common)common,
				    .duplicate = said_alike((enum said)said) };
	return true;
}

static bool read_verdict(struct kept_verdict *v, const struct rows *rows, struct arena *a,
			 size_t i, struct err *err)
{
	int said = 0;

	*v = (struct kept_verdict){
		.a = rows_id(rows, a, i, 0),
		.a_revision = rows_int(rows, i, 2),
		.b = rows_id(rows, a, i, 3),
		.b_revision = rows_int(rows, i, 5),
		.reviewer = rows_copy(rows, a, i, 6),
		.at = rows_time(rows, a, i, 7),
		.reason = rows_copy(rows, a, i, 8),
		.a_card = rows_copy(rows, a, i, 13),
		.b_card = rows_copy(rows, a, i, 14),
	};
	if (!read_mark(&v->judged, rows, i, 9, err))
		return false;
	place_of(said_names, rows_text(rows, i, 12), &said);
	v->said = (enum said)said;
	return true;
}

bool kept_verdict_list(struct kept_verdicts *out, const struct kept_with *with, struct str id,
		       struct err *err)
{
	struct kept_row row = kept_row_of(id, 0);
	AUTO_ROWS rows = { 0 };

	/* Who said what of a pair is for the bodies of the two. */
	if (with->snapshot)
		return true;
	if (!db_many(&rows, with->db, SQL_verdict_list,
		     PARAMS(id.n ? p_text(row.body) : p_null(),
			    id.n ? p_text(row.short_name) : p_null(),
			    p_text_or_null(with->heads)),
		     err))
		return err_wrap(err, "read the verdicts");
	for (size_t i = 0; i < rows.n; i++) {
		struct kept_verdict *v = ARENA_NEW(with->arena, struct kept_verdict);

		if (!read_verdict(v, &rows, with->arena, i, err))
			return err_wrap(err, "read the verdicts");
		vec_push(with->arena, &out->list, v);
	}
	return true;
}

bool kept_table(struct dup_table *out, const struct kept_with *with, struct err *err)
{
	struct dup_settings settings =
		dup_settings_read(with->arena, pack_list(with->pack, STR("duplicates")));
	AUTO_ROWS rows = { 0 };

	*out = *settings.table;
	if (with->snapshot) {
		kept_file_table(out, with);
		dup_table_fit(out);
		return true;
	}
	if (!db_many(&rows, with->db, SQL_verdict_marks, PARAMS(p_text_or_null(with->heads)),
		     err))
		return err_wrap(err, "count the verdicts");
	for (size_t i = 0; i < rows.n; i++) {
		struct dup_judged judged;

		if (!read_mark(&judged, &rows, i, 0, err))
			return err_wrap(err, "count the verdicts");
		dup_table_count(out, &judged);
	}
	dup_table_fit(out);
	return true;
}

/* ---- what people said of the pairs that were found ---- */

struct memory {
	struct kept *k;
	struct strmap pairs; /* "a\nb" -> the last verdict */
};

static void remember(struct memory *m, const struct kept_verdicts *verdicts)
{
	strmap_init(&m->pairs, m->k->with.arena);
	for (size_t i = 0; i < verdicts->list.n; i++) {
		struct kept_verdict *v = verdicts->list.at[i];

		strmap_put(&m->pairs,
			   arena_printf(m->k->with.arena, "%.*s\n%.*s", STR_FMT(v->a),
					STR_FMT(v->b)),
			   v);
	}
}

/* How alike an entry is to the card that was judged, as the index sees both. */
static bool likeness(struct memory *m, double *out, size_t entry, struct str card,
		     struct err *err)
{
	struct kept *k = m->k;
	struct store_manifest judged = { .id = k->entries.at[entry].id,
					 .media = STR("json"),
					 .bytes = card };
	struct dup_entry old;
	struct kept_terms wanted = { 0 };
	size_t added;

	*out = 0;
	if (!kept_read(&old, k->with.arena, k->with.pack, &judged))
		return true;
	kept_want(&wanted, k->with.arena, &k->settings, &old);
	if (k->partial && !kept_put_found(k, &wanted, err))
		return false;
	added = dup_index_add(k->index, &old);
	*out = dup_index_score(k->index, entry, added);
	dup_index_remove(k->index, added);
	return true;
}

/* One of a pair: as it is now, and as it was judged. */
struct side {
	size_t entry;
	struct str card;
	int64_t revision;
};

/* Whether an entry still says what was judged. */
static bool is_same(struct memory *m, bool *out, struct side side, struct err *err)
{
	double alike;

	*out = m->k->entries.at[side.entry].revision == side.revision;
	if (*out)
		return true;
	if (!likeness(m, &alike, side.entry, side.card, err))
		return false;
	*out = alike >= KEPT_SAME_TEXT;
	return true;
}

struct dup_pair kept_compare(const struct kept *k)
{
	size_t of[2] = { 0, 0 };

	for (size_t i = 0; i < k->entries.n; i++)
		if (k->entries.at[i].asked < 2)
			of[k->entries.at[i].asked] = i;
	return dup_index_compare(k->index, k->with.arena, of[0], of[1]);
}

static bool recall(struct memory *m, struct alike_pair *pair, struct err *err)
{
	struct arena *a = m->k->with.arena;
	const struct kept_entry *entries = m->k->entries.at;
	size_t one = pair->pair.a, other = pair->pair.b;
	struct kept_row x = kept_row_of(entries[one].id, 0);
	struct kept_row y = kept_row_of(entries[other].id, 0);
	const struct kept_verdict *v;
	struct report_verdict *out;
	bool first, second;

	if (kept_order(&x, &y) > 0) {
		one = pair->pair.b;
		other = pair->pair.a;
	}
	v = strmap_get(&m->pairs, arena_printf(a, "%.*s\n%.*s", STR_FMT(entries[one].id),
					       STR_FMT(entries[other].id)));
	if (!v)
		return true;
	if (!is_same(m, &first, (struct side){ one, v->a_card, v->a_revision }, err) ||
	    !is_same(m, &second, (struct side){ other, v->b_card, v->b_revision }, err))
		return false;
	out = ARENA_NEW(a, struct report_verdict);
	*out = (struct report_verdict){ .kind = str_of(said_names[v->said]),
					.title = said_titles[v->said],
					.alike = said_alike(v->said),
					.stands = first && second,
					.reviewer = v->reviewer,
					.reason = v->reason,
					.at = v->at };
	pair->verdict = out;
	return true;
}

bool kept_recall(struct alike_pair *pair, struct kept *k, struct err *err)
{
	struct memory m = { .k = k };

	remember(&m, &k->verdicts);
	return recall(&m, pair, err);
}

bool kept_pairs(struct alike_pairs *out, struct kept *k, size_t processes, struct err *err)
{
	struct memory m = { .k = k };
	size_t *asked = ARENA_ARRAY(k->with.arena, size_t, k->entries.n + 1), n = 0;
	struct dup_pairs found = { 0 };

	for (size_t i = 0; i < k->entries.n; i++)
		if (k->entries.at[i].asked != SIZE_MAX)
			asked[n++] = i;
	if (n)
		dup_index_search(k->index, k->with.arena, (struct dup_asked){ asked, n },
				 &found);
	else if (!dup_index_pairs_by(k->index, k->with.arena, processes, &found, err))
		return false;
	remember(&m, &k->verdicts);
	for (size_t i = 0; i < found.list.n; i++) {
		struct alike_pair pair = { .pair = found.list.at[i] };

		if (!recall(&m, &pair, err))
			return false;
		vec_push(k->with.arena, &out->list, pair);
	}
	return true;
}

/* ---- whether verdicts still stand ---- */

/* The registered ones that verdicts are on: as they are now, by id. */
struct present {
	const struct kept_with *with;
	struct strmap documents; /* id -> struct kept_document; none: withdrawn */
	VEC(struct kept_document) changed;
	struct strmap places; /* id -> entry of the index */
};

static bool read_present(struct present *p, const struct kept_verdicts *verdicts,
			 struct err *err)
{
	struct arena *a = p->with->arena;
	struct kept_ids ids = { 0 };
	struct store_portfolio cards;
	struct strmap seen;

	strmap_init(&seen, a);
	for (size_t i = 0; i < verdicts->list.n; i++) {
		const struct kept_verdict *v = verdicts->list.at[i];

		if (!strmap_put(&seen, v->a, p))
			vec_push(a, &ids.list, v->a);
		if (!strmap_put(&seen, v->b, p))
			vec_push(a, &ids.list, v->b);
	}
	if (!kept_cards(&cards, p->with, &ids, err))
		return false;
	for (size_t i = 0; i < cards.n; i++) {
		struct kept_document *d = ARENA_NEW(a, struct kept_document);

		*d = (struct kept_document){ cards.at[i].id, cards.at[i].revision,
					     kept_parse(a, &cards.at[i]) };
		if (d->card)
			strmap_put(&p->documents, d->id, d);
	}
	return true;
}

/* Of another revision than was judged: the texts must be compared. */
static void note_changed(struct present *p, struct strmap *seen, struct str id,
			 int64_t revision)
{
	const struct kept_document *d = strmap_get(&p->documents, id);

	if (d && d->revision != revision && !strmap_put(seen, id, p))
		vec_push(p->with->arena, &p->changed, *d);
}

static bool stands(struct memory *m, struct present *p, const struct kept_verdict *v, bool *out,
		   struct err *err)
{
	const size_t *a = strmap_get(&p->places, v->a), *b = strmap_get(&p->places, v->b);
	bool first = true, second = true;

	if ((a && !is_same(m, &first, (struct side){ *a, v->a_card, v->a_revision }, err)) ||
	    (b && !is_same(m, &second, (struct side){ *b, v->b_card, v->b_revision }, err)))
		return false;
	*out = first && second;
	return true;
}

static bool compare_changed(struct present *p, struct kept_verdicts *verdicts, struct err *err)
{
	struct kept_state state;
	struct kept_wanted wanted = { .state = &state,
				      .asked = { p->changed.at, p->changed.n } };
	AUTO_KEPT k = { 0 };
	struct memory m = { .k = &k };

	if (!kept_look(&state, p->with, err) || !kept_open(&k, p->with, &wanted, err))
		return false;
	for (size_t i = 0; i < k.entries.n; i++)
		if (k.entries.at[i].asked != SIZE_MAX) {
			size_t *place = ARENA_NEW(p->with->arena, size_t);

			*place = i;
			strmap_put(&p->places, k.entries.at[i].id, place);
		}
	for (size_t i = 0; i < verdicts->list.n; i++) {
		struct kept_verdict *v = verdicts->list.at[i];

		if (!stands(&m, p, v, &v->stands, err))
			return false;
	}
	return true;
}

bool kept_review(struct kept_verdicts *verdicts, const struct kept_with *with, struct err *err)
{
	struct present p = { .with = with };
	struct strmap seen;

	strmap_init(&p.documents, with->arena);
	strmap_init(&p.places, with->arena);
	strmap_init(&seen, with->arena);
	if (!read_present(&p, verdicts, err))
		return false;
	for (size_t i = 0; i < verdicts->list.n; i++) {
		struct kept_verdict *v = verdicts->list.at[i];

		v->stands = true;
		note_changed(&p, &seen, v->a, v->a_revision);
		note_changed(&p, &seen, v->b, v->b_revision);
	}
	return p.changed.n == 0 || compare_changed(&p, verdicts, err);
}
