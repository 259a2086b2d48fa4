#include "checker/base/hash.h"

#include <string.h>

/*
 * BLAKE2b (RFC 7693) of four texts side by side: a processor that has vectors of
 * four numbers does the work of one for all. One text alone keeps it waiting for
 * its own results. Where there are no such vectors, the library does one after
 * the other.
 */
enum { LANES = HASH_LANES, BLOCK = 128, ROUNDS = 12, WORDS = 16 };

typedef uint64_t lanes __attribute__((vector_size(8 * LANES)));

#if defined(__x86_64__)

static const uint64_t start[8] = {
	0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
	0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};

/* The order of the words of a block in each round; the last two are the first two again. */
static const unsigned char order[ROUNDS][WORDS] = {
	{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
	{ 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3 },
	{ 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4 },
	{ 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8 },
	{ 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13 },
	{ 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9 },
	{ 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11 },
	{ 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10 },
	{ 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5 },
	{ 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0 },
	{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
	{ 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3 },
};

#define TURN(x, n) ((x) >> (n) | (x) << (64 - (n)))
#define MIX(a, b, c, d, x, y)                 \
	do {                                  \
		v[a] += v[b] + (x);           \
		v[d] = TURN(v[d] ^ v[a], 32); \
		v[c] += v[d];                 \
		v[b] = TURN(v[b] ^ v[c], 24); \
		v[a] += v[b] + (y);           \
		v[d] = TURN(v[d] ^ v[a], 16); \
		v[c] += v[d];                 \
		v[b] = TURN(v[b] ^ v[c], 63); \
	} while (0)

struct four {
	lanes state[8];
	uint64_t hashed; /* bytes of each */
};

#define ALWAYS static inline __attribute__((always_inline))

ALWAYS void compress(struct four *f, const lanes *words, bool last)
{
	lanes v[WORDS];

	for (size_t i = 0; i < 8; i++) {
		v[i] = f->state[i];
		v[i + 8] = start[i] - (lanes){ 0 };
	}
	v[12] ^= f->hashed;
	if (last)
		v[14] = ~v[14];
	for (size_t r = 0; r < ROUNDS; r++) {
		const unsigned char *at = order[r];

		MIX(0, 4, 8, 12, words[at[0]], words[at[1]]);
		MIX(1, 5, 9, 13, words[at[2]], words[at[3]]);
		MIX(2, 6, 10, 14, words[at[4]], words[at[5]]);
		MIX(3, 7, 11, 15, words[at[6]], words[at[7]]);
		MIX(0, 5, 10, 15, words[at[8]], words[at[9]]);
		MIX(1, 6, 11, 12, words[at[10]], words[at[11]]);
		MIX(2, 7, 8, 13, words[at[12]], words[at[13]]);
		MIX(3, 4, 9, 14, words[at[14]], words[at[15]]);
	}
	for (size_t i = 0; i < 8; i++)
		f->state[i] ^= v[i] ^ v[i + 8];
}

/* The block of each that begins there, word by word; x86 is little endian, as the hash is. */
ALWAYS void take_block(lanes *words, const char *const *texts, size_t at)
{
	for (size_t i = 0; i < WORDS; i++) {
		uint64_t word[LANES];

		for (size_t k = 0; k < LANES; k++)
			memcpy(&word[k], texts[k] + at + 8 * i, 8);
		words[i] = (lanes){ word[0], word[1], word[2], word[3] };
	}
}

ALWAYS void hash_all(struct blake2b *out, const char *const *texts, size_t n)
{
	struct four f = { .hashed = 0 };
	lanes words[WORDS];

	for (size_t i = 0; i < 8; i++)
		f.state[i] = start[i] - (lanes){ 0 };
	f.state[0] ^= (lanes){ 0 } + (0x01010000 ^ BLAKE2B_BYTES);
	for (size_t at = 0; at < n; at += BLOCK) {
		take_block(words, texts, at);
		f.hashed += BLOCK;
		compress(&f, words, at + BLOCK == n);
	}
	for (size_t k = 0; k < LANES; k++)
		for (size_t i = 0; i < BLAKE2B_BYTES / 8; i++)
			memcpy(out[k].bytes + 8 * i, (const char *)&f.state[i] + 8 * k, 8);
}

__attribute__((target("avx2"))) static void hash_avx2(struct blake2b *out,
						      const char *const *texts, size_t n)
{
	hash_all(out, texts, n);
}

/* It turns numbers in one step. */
__attribute__((target("avx2,avx512f,avx512vl"))) static void
hash_avx512(struct blake2b *out, const char *const *texts, size_t n)
{
	hash_all(out, texts, n);
}

static bool hash_beside(struct blake2b *out, const char *const *texts, size_t n)
{
	bool avx2 = __builtin_cpu_supports("avx2");

	if (n == 0 || n % BLOCK || !avx2)
		return false;
	if (__builtin_cpu_supports("avx512vl"))
		hash_avx512(out, texts, n);
	else
		hash_avx2(out, texts, n);
	return true;
}

#else

static bool hash_beside(struct blake2b *out, const char *const *texts, size_t n)
{
	(void)out;
	(void)texts;
	(void)n;
	return false;
}

#endif

void hash_blake2b_four(struct blake2b out[HASH_LANES], const char *const texts[HASH_LANES],
		       size_t n)
{
	if (hash_beside(out, texts, n))
		return;
	for (size_t k = 0; k < HASH_LANES; k++)
		out[k] = hash_blake2b((struct str){ texts[k], n });
}
