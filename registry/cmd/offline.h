/* A registry in a file: what check and duplicates compare with instead of a connection. */
#ifndef REGISTRY_CMD_OFFLINE_H
#define REGISTRY_CMD_OFFLINE_H

#include "checker/base/sign.h"
#include "checker/cmd/context.h"
#include "checker/snapshot/snapshot.h"

struct offline_opts {
	struct str snapshot; /* a file, or an address that begins with https://; empty: none */
	struct str key;	     /* that it must be signed with */
	int64_t max_age;     /* days; 0: the usual */
};

#define OFFLINE_OPTION(type, kind, name, member, argument, help, most)               \
	{                                                                            \
		0, name, kind, offsetof(type, offline.member), argument, help, NULL, \
			(most) != 0, most                                            \
	}
#define OFFLINE_OPTIONS(type)                                                                 \
	OFFLINE_OPTION(type, OPT_TEXT, "snapshot", snapshot, "<file|url>",                    \
		       "compare with what a snapshot of the registry holds, by its pack", 0), \
		OFFLINE_OPTION(                                                               \
			type, OPT_TEXT, "key", key, "<key|file>",                             \
			"public key that the snapshot must be signed with: 64 hexadecimal "   \
			"digits, or a file of them",                                          \
			0),                                                                   \
		OFFLINE_OPTION(type, OPT_INT, "max-age", max_age, "<days>",                   \
			       "warn when the snapshot is older (default: 14)", 36500)

struct offline {
	struct str path, bytes;
	struct snapshot *snapshot;
	struct mtext name; /* for people: which one it is, and of when */
};
/* Whether the options go together: what nothing is verified by must not seem to be. */
MUST_USE bool offline_sound(const struct offline_opts *o, bool with_registry, struct err *err);
/* The pack of the context becomes that of the snapshot. Warns of age. */
MUST_USE bool offline_open(struct offline *out, struct context *c, const struct offline_opts *o,
			   struct err *err);
/* The same, but that all of it is what was signed is looked at while it is used: nothing that
 * follows from it may be told before offline_settle says so. Its error takes the place of one
 * that the use of what is damaged ended with. */
MUST_USE bool offline_begin(struct offline *out, struct context *c,
			    const struct offline_opts *o, struct err *err);
MUST_USE bool offline_settle(struct offline *o, struct err *err);
/* Without believing it: whoever signed it, of whatever pack. NULL as key: anybody's. */
MUST_USE bool offline_look(struct offline *out, struct context *c, struct str path,
			   const struct sign_public *key, struct err *err);
void offline_close(struct offline *o);
/* Whole days between the snapshot and today; below 0: it is of the future. */
int64_t offline_age(const struct offline *o, struct str today);

#endif
