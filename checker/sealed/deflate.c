#include "checker/sealed/sealed_internal.h"

#include <assert.h>
#include <zlib.h>

enum { LENGTH_BYTES = 4 };

void sealed_deflate(struct strbuf *out, struct str bytes)
{
	uLongf n = compressBound((uLong)bytes.n);
	bool room;
	int done;

	sealed_put_bits(out, bytes.n, LENGTH_BYTES);
	room = strbuf_room(out, n);
	assert(room);
	done = compress2((Bytef *)out->p + out->n, &n, (const Bytef *)bytes.p, (uLong)bytes.n,
			 Z_BEST_COMPRESSION);
	assert(done == Z_OK);
	out->n += n;
}

/* Exactly n bytes. */
static bool inflate_all(char *out, size_t n, struct str deflated)
{
	uLongf got = (uLongf)n;
	uLong used = (uLong)deflated.n;

	return uncompress2((Bytef *)out, &got, (const Bytef *)deflated.p, &used) == Z_OK &&
	       got == n && used == deflated.n;
}

bool sealed_inflate(struct sealed *s, struct arena *a, struct str deflated, struct str *out,
		    struct err *err)
{
	size_t n = deflated.n < LENGTH_BYTES ? SIZE_MAX : sealed_bits(deflated.p, LENGTH_BYTES);
	char *text;

	if (n > INFLATED_BYTES_MAX)
		return sealed_damaged(s, deflated.p, err);
	text = arena_raw(a, n + 1, 1);
	*out = (struct str){ text, n };
	return inflate_all(text, n, str_sub(deflated, LENGTH_BYTES, deflated.n)) ||
	       sealed_damaged(s, deflated.p, err);
}
