/* Ed25519 signatures (RFC 8032) of texts. */
#ifndef CHECKER_BASE_SIGN_H
#define CHECKER_BASE_SIGN_H

#include "checker/base/str.h"

enum { SIGN_PUBLIC_BYTES = 32, SIGN_SECRET_BYTES = 32, SIGN_BYTES = 64 };

struct sign_public {
	unsigned char bytes[SIGN_PUBLIC_BYTES];
};

struct sign_secret {
	unsigned char bytes[SIGN_SECRET_BYTES]; /* the seed: all there is to keep */
};

struct signature {
	unsigned char bytes[SIGN_BYTES];
};

/* A key from the system's source of randomness. */
void sign_make(struct sign_secret *secret);
struct sign_public sign_public(const struct sign_secret *secret);
struct signature sign_text(struct str text, const struct sign_secret *secret);
bool sign_holds(const struct signature *s, struct str text, const struct sign_public *public);
/* Overwrites the key in memory. */
void sign_forget(struct sign_secret *secret);

#endif
