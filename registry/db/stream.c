#include "registry/db/db_internal.h"

#include <assert.h>
#include <string.h>

/* "PGCOPY\n\377\r\n\0", flags, and the length of what follows before the first row. */
enum { SIGNATURE = 11, HEADER = SIGNATURE + 4 + 4, FIELDS_MAX = 16 };

struct stream {
	struct db *db;
	bool begun; /* the header was read */
	db_take take;
	void *context;
};

static uint32_t get_int32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static bool broken(struct err *err)
{
	return err_set(err, ERR_NET, "the server's stream is not in the binary form expected");
}

/* Cuts so many bytes off the front. */
static bool cut(struct str *piece, struct str *rest, size_t n)
{
	if (n > rest->n)
		return false;
	*piece = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->n);
	return true;
}

static bool take_row(struct stream *s, struct str bytes, struct err *err)
{
	struct str fields[FIELDS_MAX], piece;
	struct stream_row row = { fields, 0 };

	if (!cut(&piece, &bytes, 2))
		return broken(err);
	row.n = (size_t)(unsigned char)piece.p[0] << 8 | (unsigned char)piece.p[1];
	/* The trailer counts -1 fields. */
	if (row.n == 0xFFFF)
		return true;
	if (row.n > FIELDS_MAX)
		return broken(err);
	for (size_t i = 0; i < row.n; i++) {
		uint32_t n;

		if (!cut(&piece, &bytes, 4))
			return broken(err);
		n = get_int32(piece.p);
		fields[i] = (struct str){ 0 };
		if (n != UINT32_MAX && !cut(&fields[i], &bytes, n))
			return broken(err);
	}
	return s->take(s->context, &row, err);
}

static bool take_chunk(struct stream *s, struct str bytes, struct err *err)
{
	struct str piece;

	if (!s->begun) {
		if (!cut(&piece, &bytes, HEADER) || memcmp(piece.p, "PGCOPY\n", 7) != 0 ||
		    !cut(&piece, &bytes, get_int32(piece.p + SIGNATURE + 4)))
			return broken(err);
		s->begun = true;
		if (!bytes.n)
			return true;
	}
	return take_row(s, bytes, err);
}

/* Every row is read even when one was not taken: the connection must come to its end. */
static bool take_all(struct stream *s, struct err *err)
{
	bool ok = true;
	char *chunk;
	int n;

	while ((n = PQgetCopyData(s->db->conn, &chunk, 0)) > 0) {
		s->db->work.rows++;
		ok = ok && take_chunk(s, (struct str){ chunk, (size_t)n }, err);
		PQfreemem(chunk);
	}
	return ok;
}

/* The server's last word on the copy. */
static bool finish(struct db *db, bool ok, struct err *err)
{
	PGresult *result;

	while ((result = PQgetResult(db->conn))) {
		if (ok && PQresultStatus(result) != PGRES_COMMAND_OK)
			ok = db_error_result(err, db, result);
		PQclear(result);
	}
	return ok;
}

bool db_stream(struct db *db, enum sql_id id, db_take take, void *context, struct err *err)
{
	struct stream s = { .db = db, .take = take, .context = context };
	PGresult *result;
	bool ok;

	assert(sql_statements[id].shape == SHAPE_STREAM);
	db_work_next(db, sql_statements[id].name);
	result = PQexec(db->conn, sql_statements[id].text);
	ok = PQresultStatus(result) == PGRES_COPY_OUT || db_error_result(err, db, result);
	PQclear(result);
	return ok && finish(db, take_all(&s, err), err);
}

int64_t stream_int(struct str field)
{
	uint64_t n = 0;

	assert(field.n == 4 || field.n == 8);
	for (size_t i = 0; i < field.n; i++)
		n = n << 8 | (unsigned char)field.p[i];
	return field.n == 4 ? (int32_t)(uint32_t)n : (int64_t)n;
}

struct stream_array stream_array_open(struct str field)
{
	/* Dimensions, flags, type of the elements; of one dimension its length and first index.
	 */
	enum { HEAD = 12, DIMENSION = 8 };

	if (field.n < HEAD + DIMENSION || get_int32(field.p) != 1)
		return (struct stream_array){ 0 };
	return (struct stream_array){ str_sub(field, HEAD + DIMENSION, field.n),
				      get_int32(field.p + HEAD) };
}

bool stream_array_next(struct stream_array *array, struct str *element)
{
	struct str n;

	if (!array->n || !cut(&n, &array->rest, 4) ||
	    !cut(element, &array->rest, get_int32(n.p)))
		return false;
	array->n--;
	return true;
}
