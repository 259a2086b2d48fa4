#include "checker/base/hash.h"

#include <sodium.h>
#include <string.h>

struct sha256 hash_sha256(struct str s)
{
	struct sha256 h;

	crypto_hash_sha256(h.bytes, (const unsigned char *)s.p, s.n);
	return h;
}

struct blake2b hash_blake2b(struct str s)
{
	struct blake2b h;

	crypto_generichash(h.bytes, sizeof(h.bytes), (const unsigned char *)s.p, s.n, NULL, 0);
	return h;
}

bool hash_same(const struct sha256 *a, const struct sha256 *b)
{
	return memcmp(a->bytes, b->bytes, SHA256_BYTES) == 0;
}

static crypto_hash_sha256_state *state_of(struct hash_run *run)
{
	_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(run->state), "room for it");
	return (crypto_hash_sha256_state *)(void *)run->state;
}

void hash_begin(struct hash_run *run)
{
	crypto_hash_sha256_init(state_of(run));
}

void hash_add(struct hash_run *run, const void *p, size_t n)
{
	crypto_hash_sha256_update(state_of(run), p, n);
}

struct sha256 hash_end(struct hash_run *run)
{
	struct sha256 h;

	crypto_hash_sha256_final(state_of(run), h.bytes);
	return h;
}

struct str hash_hex(struct arena *a, const unsigned char *bytes, size_t n)
{
	char *text = arena_alloc(a, 2 * n + 1, 1);

	sodium_bin2hex(text, 2 * n + 1, bytes, n);
	return (struct str){ text, 2 * n };
}

bool hash_from_hex(unsigned char *bytes, size_t n, struct str hex)
{
	if (hex.n != 2 * n)
		return false;
	for (size_t i = 0; i < hex.n; i++) {
		char c = hex.p[i];
		unsigned nibble = c >= '0' && c <= '9'	 ? (unsigned)(c - '0')
				  : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
							 : 16;

		if (nibble == 16)
			return false;
		bytes[i / 2] = (unsigned char)(i % 2 ? bytes[i / 2] | nibble : nibble << 4);
	}
	return true;
}

bool hash_from_base64(struct str *bytes, struct arena *a, struct str text)
{
	size_t room = text.n / 4 * 3 + 3, n;
	unsigned char *p = arena_raw(a, room, 1);

	if (sodium_base642bin(p, room, text.p, text.n, NULL, &n, NULL,
			      sodium_base64_VARIANT_ORIGINAL) != 0)
		return false;
	*bytes = (struct str){ (const char *)p, n };
	return true;
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

/* Both halves of the product: every bit of it hangs on every bit of both. */
static inline uint64_t folded(uint64_t x, uint64_t y)
{
	__extension__ unsigned __int128 product = (unsigned __int128)x * y;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t load(const char *p, size_t n)
{
	uint64_t word = 0;

	memcpy(&word, p, n);
	return word;
}

/* Chosen by chance when a process first needs them: nobody outside knows them, whatever is
 * known of its addresses. */
static uint64_t keys[2];

static void choose_keys(void)
{
	randombytes_buf(keys, sizeof(keys));
	keys[0] |= 1; /* chosen */
}

/*
 * Sixteen bytes a multiplication, each half under a secret of its own: who does not know the
 * keys cannot make texts that meet. SipHash takes five times as long, and tables are asked
 * thousands of times a document.
 */
uint64_t hash_str(struct str s, uintptr_t seed)
{
	uint64_t first, second, hash, x = 0, y = 0;
	const char *p = s.p;
	size_t left = s.n;

	if (!keys[0])
		choose_keys();
	first = keys[0] ^ seed;
	second = keys[1];
	hash = first ^ s.n;
	for (; left > 16; left -= 16, p += 16)
		hash = folded(hash ^ load(p, 8), second ^ load(p + 8, 8));
	if (left >= 8) {
		x = load(p, 8);
		y = load(p + left - 8, 8);
	} else if (left >= 4) {
		x = load(p, 4);
		y = load(p + left - 4, 4);
	} else if (left) {
		x = (uint64_t)(unsigned char)p[0] << 16 |
		    (uint64_t)(unsigned char)p[left / 2] << 8 | (unsigned char)p[left - 1];
	}
	hash = folded(hash ^ x, second ^ y);
	return folded(hash ^ first, 0x94D049BB133111EBu);
}
