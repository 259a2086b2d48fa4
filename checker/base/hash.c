#include "checker/base/hash.h"

#include <sodium.h>
#include <string.h>

struct sha256 hash_sha256(struct str s)
{
	struct sha256 h;

	crypto_hash_sha256(h.bytes, (const unsigned char *)s.p, s.n);
	return h;
}

struct str hash_hex(struct arena *a, const unsigned char *bytes, size_t n)
{
	char *text = arena_alloc(a, 2 * n + 1, 1);

	sodium_bin2hex(text, 2 * n + 1, bytes, n);
	return (struct str){ text, 2 * n };
}

struct str hash_uuid(struct arena *a)
{
	unsigned char b[16];
	struct str hex;

	randombytes_buf(b, sizeof(b));
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	hex = hash_hex(a, b, sizeof(b));
	return arena_printf(a, "%.8s-%.4s-%.4s-%.4s-%.12s", hex.p, hex.p + 8, hex.p + 12,
			    hex.p + 16, hex.p + 20);
}

uint64_t hash_str(struct str s, uintptr_t seed)
{
	unsigned char key[crypto_shorthash_KEYBYTES] = "tizilim-map-key";
	unsigned char out[crypto_shorthash_BYTES];
	uint64_t value;

	memcpy(key, &seed, sizeof(seed));
	crypto_shorthash(out, (const unsigned char *)s.p, s.n, key);
	memcpy(&value, out, sizeof(value));
	return value;
}
