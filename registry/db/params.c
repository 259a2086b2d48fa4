#include "registry/db/db_internal.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

enum { FORMAT_TEXT, FORMAT_BINARY };

struct param p_null(void)
{
	return (struct param){ .kind = PARAM_NULL };
}

struct param p_text(struct str s)
{
	return (struct param){ .kind = PARAM_TEXT, .text = s };
}

struct param p_text_or_null(struct str s)
{
	return s.n ? p_text(s) : p_null();
}

struct param p_int(int64_t n)
{
	return (struct param){ .kind = PARAM_INT, .number = n };
}

struct param p_bool(bool b)
{
	return (struct param){ .kind = PARAM_BOOL, .number = b };
}

struct param p_bytes(struct str s)
{
	return (struct param){ .kind = PARAM_BYTES, .text = s };
}

struct param p_texts(const struct str *at, size_t n)
{
	return (struct param){ .kind = PARAM_TEXTS, .texts = at, .texts_n = n };
}

struct param p_blobs(const struct str *at, size_t n)
{
	return (struct param){ .kind = PARAM_BLOBS, .texts = at, .texts_n = n };
}

static bool fits(enum param_kind kind, unsigned type)
{
	switch (kind) {
	case PARAM_NULL:
		return true;
	case PARAM_TEXT:
		return type == OID_TEXT || type == OID_DATE || type == OID_TIME ||
		       type == OID_UUID || type == OID_JSONB;
	case PARAM_INT:
		return type == OID_INT4 || type == OID_INT8;
	case PARAM_BOOL:
		return type == OID_BOOL;
	case PARAM_BYTES:
		return type == OID_BYTEA;
	case PARAM_TEXTS:
		return type == OID_TEXTS;
	case PARAM_BLOBS:
		return type == OID_BLOBS;
	}
	return false;
}

static char *put_int32(char *at, size_t n)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		*at++ = (char)(unsigned char)(n >> shift);
	return at;
}

/* The binary form of text[] and bytea[]: no quoting, and a NUL in a text is refused instead of
 * cutting it. */
static struct str array_binary(struct arena *a, const struct param *p, unsigned element)
{
	size_t n = 12 + (p->texts_n ? 8 : 0);
	char *bytes, *at;

	for (size_t i = 0; i < p->texts_n; i++)
		n += 4 + p->texts[i].n;
	bytes = arena_alloc(a, n, 1);
	at = put_int32(bytes, p->texts_n ? 1 : 0); /* dimensions */
	at = put_int32(at, 0);			   /* no nulls */
	at = put_int32(at, element);
	if (p->texts_n) {
		at = put_int32(at, p->texts_n);
		at = put_int32(at, 1); /* lower bound */
	}
	for (size_t i = 0; i < p->texts_n; i++) {
		at = put_int32(at, p->texts[i].n);
		if (p->texts[i].n)
			memcpy(at, p->texts[i].p, p->texts[i].n);
		at += p->texts[i].n;
	}
	return (struct str){ bytes, n };
}

/* Text and bytes go as they are, in binary; types with a syntax of their own as C strings. */
static bool encode(struct wire *w, size_t i, struct arena *a, const struct param *p, bool plain)
{
	struct str s = p->text;

	w->formats[i] = FORMAT_BINARY;
	switch (p->kind) {
	case PARAM_NULL:
		return true;
	case PARAM_TEXT:
		if (!plain && s.n && memchr(s.p, '\0', s.n))
			return false;
		if (!plain)
			w->formats[i] = FORMAT_TEXT;
		s = arena_str(a, s);
		break;
	case PARAM_INT:
		w->formats[i] = FORMAT_TEXT;
		s = arena_printf(a, "%lld", (long long)p->number);
		break;
	case PARAM_BOOL:
		w->formats[i] = FORMAT_TEXT;
		s = p->number ? STR("t") : STR("f");
		break;
	case PARAM_BYTES:
		if (!s.n)
			s = STR("");
		break;
	case PARAM_TEXTS:
		s = array_binary(a, p, OID_TEXT);
		break;
	case PARAM_BLOBS:
		s = array_binary(a, p, OID_BYTEA);
		break;
	}
	w->values[i] = s.p;
	w->lengths[i] = (int)s.n;
	return s.n <= INT_MAX;
}

bool wire_encode(struct wire *w, struct arena *a, const struct sql_statement *statement,
		 struct params params, struct err *err)
{
	assert(params.n == statement->params);
	w->values = ARENA_ARRAY(a, const char *, params.n + 1);
	w->lengths = ARENA_ARRAY(a, int, params.n + 1);
	w->formats = ARENA_ARRAY(a, int, params.n + 1);
	for (size_t i = 0; i < params.n; i++) {
		assert(fits(params.at[i].kind, statement->types[i]));
		if (!encode(w, i, a, &params.at[i], statement->types[i] == OID_TEXT))
			return err_set(err, ERR_INPUT, "%s: value %zu cannot be sent",
				       statement->name, i + 1);
	}
	return true;
}
