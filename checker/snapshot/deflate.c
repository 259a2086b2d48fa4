#include "checker/snapshot/snapshot_internal.h"

#include <assert.h>
#include <zlib.h>

void snapshot_deflate(struct strbuf *out, struct str bytes)
{
	uLongf n = compressBound((uLong)bytes.n);
	bool room = strbuf_room(out, n);
	int done;

	assert(room);
	done = compress2((Bytef *)out->p + out->n, &n, (const Bytef *)bytes.p, (uLong)bytes.n,
			 Z_BEST_COMPRESSION);
	assert(done == Z_OK);
	out->n += n;
}

bool snapshot_inflate(char *out, size_t n, struct str deflated)
{
	uLongf got = (uLongf)n;
	uLong used = (uLong)deflated.n;

	return uncompress2((Bytef *)out, &got, (const Bytef *)deflated.p, &used) == Z_OK &&
	       got == n && used == deflated.n;
}
