/* Signing keys as files. */
#ifndef REGISTRY_CMD_KEYS_H
#define REGISTRY_CMD_KEYS_H

#include "checker/base/sign.h"
#include "checker/cmd/context.h"

/* A new one, for the eyes of its owner; fails where there is a file already. */
MUST_USE bool keys_make(struct sign_public *public, struct str path, struct err *err);
/* Refused when others can read it. */
MUST_USE bool keys_read_secret(struct sign_secret *secret, struct arena *a, struct str path,
			       struct err *err);
/* By its digits, or by the name of a file that holds them. */
MUST_USE bool keys_read_public(struct sign_public *key, struct arena *a, struct str value,
			       struct err *err);

#endif
