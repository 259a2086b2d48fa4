/*
 * Signed files (checker/sealed) where they are published: by path, or by an
 * address that begins with https://. What was fetched is kept, serves when the
 * net does not, and nothing that was made earlier replaces it.
 */
#ifndef REGISTRY_CMD_PUBLISHED_H
#define REGISTRY_CMD_PUBLISHED_H

#include "checker/base/sign.h"
#include "checker/cmd/context.h"
#include "checker/sealed/sealed.h"

struct published {
	struct str place; /* a file or an address */
	struct sealed_wanted wanted;
};
/* The file that holds the newest there is. Of the context's `trust` the hosts and certificates
 * count. */
MUST_USE bool published_find(struct str *path, struct context *c, const struct published *what,
			     struct err *err);
/* Whole days between the moment and today; below 0: it is of the future. */
int64_t published_age(struct str made_at, struct str today);
struct str published_now(struct arena *a); /* as such a moment is written */
/* For struct context: by its `trust`. */
MUST_USE bool published_pack(struct pack **out, struct context *c, struct str place,
			     struct err *err);
/* A signed pack, by a path; anybody's when the key is NULL. Proved. */
MUST_USE bool published_open_pack(struct sealed **out, struct context *c, struct str path,
				  const struct sign_public *key, struct err *err);
/* Checked as a folder is. */
MUST_USE bool published_load(struct pack **out, struct context *c, struct sealed *file,
			     struct err *err);
/* What such a file says of itself, as JSON; `more`: its kind's own members, each with a comma
 * behind it. */
void published_info_json(struct context *c, const struct sealed *file, struct str more);
/* For people, once it is proved. */
void published_tell_whole(struct context *c, struct mtext name);

#endif
