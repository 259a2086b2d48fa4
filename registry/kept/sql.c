#include "registry/kept/kept_internal.h"

#include "checker/base/strmap.h"

#include <string.h>

/* Rows sent with one statement: bounds the memory of both sides. */
enum { CHUNK = 4000, SEGMENT = 256 };

static struct sha256 sha256_of(struct str bytes)
{
	struct sha256 h = { 0 };

	if (bytes.n == sizeof(h.bytes))
		memcpy(h.bytes, bytes.p, bytes.n);
	return h;
}

static struct str sha256_bytes(const struct sha256 *h)
{
	return (struct str){ (const char *)h->bytes, sizeof(h->bytes) };
}

bool kept_look(struct kept_state *out, const struct kept_with *with, struct err *err)
{
	AUTO_ROWS rows = { 0 };
	struct sha256 ours;

	if (with->snapshot)
		return kept_file_look(out, with, err);
	ours = alike_vocabulary(with->pack);
	if (!db_one(&rows, with->db, SQL_dup_state, NO_PARAMS, err))
		return err_wrap(err, "read the index of duplicates");
	*out = (struct kept_state){
		.registered = (size_t)rows_int(&rows, 0, 0),
		.pending = (size_t)rows_int(&rows, 0, 1),
		.epoch = rows_int(&rows, 0, 2),
		.writable = rows_bool(&rows, 0, 8),
	};
	if (!out->epoch)
		return true;
	out->vocabulary = sha256_of(rows_bytes(&rows, with->arena, 0, 3));
	out->pack = rows_copy(&rows, with->arena, 0, 4);
	out->pack_version = rows_copy(&rows, with->arena, 0, 5);
	out->counts.entries = (size_t)rows_int(&rows, 0, 6);
	out->counts.terms = (size_t)rows_int(&rows, 0, 7);
	out->readable = memcmp(&out->vocabulary, &ours, sizeof(ours)) == 0;
	return true;
}

bool kept_knows(bool *out, struct db *db, const struct sha256 *vocabulary, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, db, SQL_dup_vocabulary_known,
		    PARAMS(p_bytes(sha256_bytes(vocabulary))), err))
		return err_wrap(err, "read the epochs");
	*out = rows_bool(&rows, 0, 0);
	return true;
}

/* ---- reading ---- */

struct rows_walk {
	kept_take_row take;
	void *context;
	struct arena *arena;
	struct strmap gone; /* ids that were withdrawn since they were kept */
};

static bool read_gone(struct rows_walk *w, struct db *db, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	strmap_init(&w->gone, w->arena);
	if (!db_many(&rows, db, SQL_dup_gone, NO_PARAMS, err))
		return false;
	for (size_t i = 0; i < rows.n; i++)
		strmap_put(&w->gone, rows_id(&rows, w->arena, i, 0), w);
	return true;
}

static bool is_gone(const struct rows_walk *w, const struct kept_row *row)
{
	AUTO_ARENA a = w->gone.n ? arena_new() : NULL;

	return a && strmap_get(&w->gone, arena_printf(a, "%.*s/%.*s", STR_FMT(row->body),
						      STR_FMT(row->short_name)));
}

static bool take_segment(void *context, const struct stream_row *row, struct err *err)
{
	const struct rows_walk *w = context;
	struct stream_array names = stream_array_open(row->fields[1]);
	struct stream_array revisions = stream_array_open(row->fields[2]);
	struct stream_array packed = stream_array_open(row->fields[3]);
	struct kept_row r = { .body = row->fields[0] };
	struct str revision;

	while (stream_array_next(&names, &r.short_name)) {
		if (!stream_array_next(&revisions, &revision) ||
		    !stream_array_next(&packed, &r.packed))
			return err_set(err, ERR_IO, "a segment of \"%.*s\" is not whole",
				       STR_FMT(r.body));
		r.revision = stream_int(revision);
		if (!is_gone(w, &r) && !w->take(w->context, &r, err))
			return false;
	}
	return true;
}

static bool read_segments(const struct kept_with *with, enum sql_id rows, struct rows_walk *w,
			  struct err *err)
{
	AUTO_ARENA a = arena_new();

	if (with->snapshot)
		return kept_file_rows(with, w->take, w->context, err);
	w->arena = a;
	return (read_gone(w, with->db, err) &&
		db_stream(with->db, rows, take_segment, w, err)) ||
	       err_wrap(err, "read the index of duplicates");
}

bool kept_rows(const struct kept_with *with, kept_take_row take, void *context, struct err *err)
{
	return read_segments(with, SQL_dup_rows,
			     &(struct rows_walk){ .take = take, .context = context }, err);
}

bool kept_rows_lean(const struct kept_with *with, kept_take_row take, void *context,
		    struct err *err)
{
	return read_segments(with, SQL_dup_lean,
			     &(struct rows_walk){ .take = take, .context = context }, err);
}

static bool take_term(void *context, const struct stream_row *row, struct err *err)
{
	struct dup_stored_term t = {
		.number = (uint32_t)stream_int(row->fields[0]),
		.counted = (uint32_t)stream_int(row->fields[1]),
		.key = row->fields[2],
		.name = row->fields[3].p ? row->fields[3] : row->fields[2],
	};

	if (dup_index_put_term(context, &t))
		return true;
	return err_set(err, ERR_IO, "term %u of the index is not whole", t.number);
}

bool kept_load_terms(struct dup_index *index, const struct kept_with *with, struct err *err)
{
	if (with->snapshot)
		return kept_file_load_terms(index, with, err);
	return db_stream(with->db, SQL_dup_terms, take_term, index, err) ||
	       err_wrap(err, "read the terms of the index");
}

static void read_terms(struct kept_terms *out, struct arena *a, const struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		vec_push(a, &out->list,
			 (struct dup_stored_term){
				 .number = (uint32_t)rows_int(rows, i, 0),
				 .counted = (uint32_t)rows_int(rows, i, 1),
				 .key = rows_copy(rows, a, i, 2),
				 .name = rows_copy(rows, a, i, 3),
			 });
}

/* Keys and names as two arrays. */
static void term_texts(struct arena *a, const struct dup_stored_term *terms, size_t n,
		       struct str *columns[2])
{
	columns[0] = ARENA_ARRAY(a, struct str, n);
	columns[1] = ARENA_ARRAY(a, struct str, n);
	for (size_t i = 0; i < n; i++) {
		columns[0][i] = terms[i].key;
		columns[1][i] = terms[i].name;
	}
}

bool kept_find_terms(struct kept_terms *out, const struct kept_with *with, int64_t epoch,
		     const struct kept_terms *wanted, struct err *err)
{
	AUTO_ARENA scratch = arena_new();
	AUTO_ROWS rows = { 0 };
	struct str *columns[2];

	if (with->snapshot)
		return kept_file_find_terms(out, with, wanted, err);
	term_texts(scratch, wanted->list.at, wanted->list.n, columns);
	if (!db_many(&rows, with->db, SQL_dup_terms_find,
		     PARAMS(p_int(epoch), p_texts(columns[0], wanted->list.n)), err))
		return err_wrap(err, "find terms of the index");
	read_terms(out, with->arena, &rows);
	return true;
}

/* ---- writing ---- */

bool kept_take_terms(struct kept_terms *out, const struct kept_with *with, int64_t epoch,
		     const struct kept_terms *wanted, struct err *err)
{
	AUTO_ARENA scratch = arena_new();
	AUTO_ROWS rows = { 0 };
	struct kept_terms made = { 0 }, found = { 0 };
	struct str *columns[2];

	/* Passages are those of the epoch. */
	for (size_t i = 0; i < wanted->list.n; i++)
		vec_push(scratch, wanted->list.at[i].name.n ? &made.list : &found.list,
			 wanted->list.at[i]);
	term_texts(scratch, made.list.at, made.list.n, columns);
	if (!db_many(&rows, with->db, SQL_dup_terms_take,
		     PARAMS(p_int(epoch), p_texts(columns[0], made.list.n),
			    p_texts(columns[1], made.list.n)),
		     err))
		return err_wrap(err, "add terms to the index");
	read_terms(out, with->arena, &rows);
	return kept_find_terms(out, with, epoch, &found, err);
}

bool kept_put_rows(struct db *db, int64_t epoch, const struct kept_row *rows, size_t n,
		   struct err *err)
{
	enum { BODY, NAME, REVISION, PACKED, LEAN, COLUMNS };
	AUTO_ARENA a = arena_new();
	struct str *columns[COLUMNS];

	for (int c = 0; c < COLUMNS; c++)
		columns[c] = ARENA_ARRAY(a, struct str, n);
	for (size_t i = 0; i < n; i++) {
		columns[BODY][i] = rows[i].body;
		columns[NAME][i] = rows[i].short_name;
		columns[REVISION][i] = arena_printf(a, "%lld", (long long)rows[i].revision);
		columns[PACKED][i] = rows[i].packed;
		columns[LEAN][i] = dup_packed_lean(a, rows[i].packed);
	}
	return db_none(db, SQL_dup_put,
		       PARAMS(p_int(epoch), p_texts(columns[BODY], n),
			      p_texts(columns[NAME], n), p_texts(columns[REVISION], n),
			      p_blobs(columns[PACKED], n), p_blobs(columns[LEAN], n)),
		       err) ||
	       err_wrap(err, "add to the index of duplicates");
}

bool kept_list_pending(struct kept_ids *out, const struct kept_with *with, struct str after,
		       struct err *err)
{
	struct kept_row from = kept_row_of(after, 0);
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, with->db, SQL_dup_pending,
		     PARAMS(p_text_or_null(from.body), p_text_or_null(from.short_name),
			    p_int(KEPT_PENDING)),
		     err))
		return err_wrap(err, "read what the index lacks");
	for (size_t i = 0; i < rows.n; i++)
		vec_push(with->arena, &out->list, rows_id(&rows, with->arena, i, 0));
	return true;
}

static bool write_terms(struct db *db, int64_t epoch, const struct dup_index *index,
			size_t from, struct err *err)
{
	AUTO_ARENA a = arena_new();
	size_t all = dup_index_epoch(index).terms, n = all - from < CHUNK ? all - from : CHUNK;
	struct dup_stored_term *terms = ARENA_ARRAY(a, struct dup_stored_term, n);
	struct str *counts = ARENA_ARRAY(a, struct str, n), *columns[2];

	for (size_t i = 0; i < n; i++) {
		if (!dup_index_term(index, from + i, &terms[i]))
			return err_set(err, ERR_BUG, "term %zu was never put", from + i);
		counts[i] = arena_printf(a, "%u", terms[i].counted);
	}
	term_texts(a, terms, n, columns);
	return db_none(db, SQL_dup_terms_put,
		       PARAMS(p_int(epoch), p_int((int64_t)from), p_texts(counts, n),
			      p_texts(columns[0], n), p_texts(columns[1], n)),
		       err);
}

/* Rows of one body. */
struct segment {
	size_t from, n, number;
};

static bool write_segment(struct db *db, int64_t epoch, const struct kept_epoch *e,
			  const struct segment *s, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct str *names = ARENA_ARRAY(a, struct str, s->n);
	struct str *revisions = ARENA_ARRAY(a, struct str, s->n);
	struct str *packed = ARENA_ARRAY(a, struct str, s->n);
	struct str *lean = ARENA_ARRAY(a, struct str, s->n);

	for (size_t i = 0; i < s->n; i++) {
		const struct kept_row *row = &e->rows[s->from + i];

		names[i] = row->short_name;
		revisions[i] = arena_printf(a, "%lld", (long long)row->revision);
		packed[i] = dup_index_packed(e->index, s->from + i);
		lean[i] = dup_packed_lean(a, packed[i]);
	}
	return db_none(db, SQL_dup_segment_put,
		       PARAMS(p_int(epoch), p_text(e->rows[s->from].body),
			      p_int((int64_t)s->number), p_texts(names, s->n),
			      p_texts(revisions, s->n), p_blobs(packed, s->n),
			      p_blobs(lean, s->n)),
		       err);
}

static bool write_segments(struct db *db, int64_t epoch, const struct kept_epoch *e,
			   struct err *err)
{
	struct segment s = { 0 };

	for (; s.from < e->n; s.from += s.n) {
		struct str body = e->rows[s.from].body;

		s.number = s.from && str_eq(e->rows[s.from - 1].body, body) ? s.number + 1 : 1;
		s.n = 1;
		while (s.from + s.n < e->n && s.n < SEGMENT &&
		       str_eq(e->rows[s.from + s.n].body, body))
			s.n++;
		if (!write_segment(db, epoch, e, &s, err))
			return false;
	}
	return true;
}

bool kept_write_epoch(struct db *db, const struct kept_epoch *e, struct err *err)
{
	const struct pack_info *info = pack_info(e->pack);
	struct sha256 vocabulary = alike_vocabulary(e->pack);
	struct dup_epoch counts = dup_index_epoch(e->index);
	AUTO_ROWS rows = { 0 };
	int64_t epoch;
	bool ok = true;

	if (!db_one(&rows, db, SQL_dup_epoch_open,
		    PARAMS(p_bytes(sha256_bytes(&vocabulary)), p_text(info->name),
			   p_text(info->version), p_int((int64_t)counts.entries)),
		    err))
		return err_wrap(err, "make the index of duplicates");
	epoch = rows_int(&rows, 0, 0);
	for (size_t i = 0; ok && i < counts.terms; i += CHUNK)
		ok = write_terms(db, epoch, e->index, i, err);
	if (ok && write_segments(db, epoch, e, err) &&
	    db_none(db, SQL_dup_epoch_close, PARAMS(p_int(epoch)), err))
		return true;
	return err_wrap(err, "make the index of duplicates");
}
