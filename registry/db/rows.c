#include "registry/db/db_internal.h"

#include <assert.h>
#include <string.h>

void rows_release(struct rows *rows)
{
	PQclear(rows->result);
	*rows = (struct rows){ 0 };
}

static struct str field(const struct rows *rows, size_t row, int column)
{
	assert(row < rows->n && column < PQnfields(rows->result));
	return (struct str){ PQgetvalue(rows->result, (int)row, column),
			     (size_t)PQgetlength(rows->result, (int)row, column) };
}

bool rows_null(const struct rows *rows, size_t row, int column)
{
	assert(row < rows->n && column < PQnfields(rows->result));
	return PQgetisnull(rows->result, (int)row, column);
}

struct str rows_text(const struct rows *rows, size_t row, int column)
{
	Oid type = PQftype(rows->result, column);

	assert(type == OID_TEXT || type == OID_UUID || type == OID_DATE || type == OID_JSON);
	return field(rows, row, column);
}

struct str rows_copy(const struct rows *rows, struct arena *a, size_t row, int column)
{
	return arena_str(a, rows_text(rows, row, column));
}

struct str rows_id(const struct rows *rows, struct arena *a, size_t row, int column)
{
	return arena_printf(a, "%.*s/%.*s", STR_FMT(rows_text(rows, row, column)),
			    STR_FMT(rows_text(rows, row, column + 1)));
}

struct mtext rows_names(const struct rows *rows, struct arena *a, size_t row, int column)
{
	struct mtext names;

	for (int lang = 0; lang < LANG_COUNT; lang++)
		names.in[lang] = rows_copy(rows, a, row, column + lang);
	return names;
}

int64_t rows_int(const struct rows *rows, size_t row, int column)
{
	Oid type = PQftype(rows->result, column);
	int64_t n = 0;

	assert(type == OID_INT4 || type == OID_INT8);
	if (!rows_null(rows, row, column)) {
		bool is_number = str_int(field(rows, row, column), &n);

		assert(is_number);
	}
	return n;
}

bool rows_bool(const struct rows *rows, size_t row, int column)
{
	assert(PQftype(rows->result, column) == OID_BOOL);
	return str_eq(field(rows, row, column), STR("t"));
}

static unsigned nibble(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

struct str rows_bytes(const struct rows *rows, struct arena *a, size_t row, int column)
{
	struct str hex = field(rows, row, column);
	char *bytes;

	assert(PQftype(rows->result, column) == OID_BYTEA);
	if (!str_starts(hex, STR("\\x")))
		return STR("");
	hex = str_sub(hex, 2, hex.n);
	bytes = arena_alloc(a, hex.n / 2 + 1, 1);
	for (size_t i = 0; i < hex.n / 2; i++)
		bytes[i] = (char)(nibble(hex.p[2 * i]) << 4 | nibble(hex.p[2 * i + 1]));
	return (struct str){ bytes, hex.n / 2 };
}

struct sha256 rows_sha256(const struct rows *rows, struct arena *a, size_t row, int column)
{
	struct str bytes = rows_bytes(rows, a, row, column);
	struct sha256 h = { 0 };

	if (bytes.n == sizeof(h.bytes))
		memcpy(h.bytes, bytes.p, bytes.n);
	return h;
}

struct str rows_time(const struct rows *rows, struct arena *a, size_t row, int column)
{
	struct str s = field(rows, row, column), date;

	assert(PQftype(rows->result, column) == OID_TIME);
	/* The session's settings make it "2026-07-20 09:15:00.123456+00". */
	if (!str_ends(s, STR("+00")) || !str_cut(&date, &s, ' '))
		return arena_str(a, s);
	return arena_printf(a, "%.*sT%.*sZ", STR_FMT(date), STR_FMT(str_sub(s, 0, s.n - 3)));
}
