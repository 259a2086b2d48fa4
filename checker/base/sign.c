#include "checker/base/sign.h"

#include <sodium.h>

void sign_make(struct sign_secret *secret)
{
	randombytes_buf(secret->bytes, sizeof(secret->bytes));
}

struct sign_public sign_public(const struct sign_secret *secret)
{
	unsigned char pair[crypto_sign_SECRETKEYBYTES];
	struct sign_public public;

	crypto_sign_seed_keypair(public.bytes, pair, secret->bytes);
	sodium_memzero(pair, sizeof(pair));
	return public;
}

struct signature sign_text(struct str text, const struct sign_secret *secret)
{
	unsigned char pair[crypto_sign_SECRETKEYBYTES];
	struct sign_public public;
	struct signature s;

	crypto_sign_seed_keypair(public.bytes, pair, secret->bytes);
	crypto_sign_detached(s.bytes, NULL, (const unsigned char *)text.p, text.n, pair);
	sodium_memzero(pair, sizeof(pair));
	return s;
}

bool sign_holds(const struct signature *s, struct str text, const struct sign_public *public)
{
	return crypto_sign_verify_detached(s->bytes, (const unsigned char *)text.p, text.n,
					   public->bytes) == 0;
}

void sign_forget(struct sign_secret *secret)
{
	sodium_memzero(secret->bytes, sizeof(secret->bytes));
}
