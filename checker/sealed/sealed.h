/*
 * What is published, in one signed file: parts, and what the file says of
 * itself. Snapshots and packs are of this form. Made in one go, then only read,
 * from bytes that may be a mapped file. Pure.
 *
 * A file is believed by its signature. The signed head names the hash of a list
 * of hashes, one of each 64 KiB; a piece is hashed before it is used for the
 * first time. Nothing in the file is taken for an offset or a length before it
 * is compared with what is there.
 */
#ifndef CHECKER_SEALED_SEALED_H
#define CHECKER_SEALED_SEALED_H

#include "checker/base/err.h"
#include "checker/base/hash.h"
#include "checker/base/sign.h"
#include "checker/base/strbuf.h"
#include "checker/doc/doc.h"

/* A snapshot of 100,000 initiatives takes a twentieth of it. */
#define SEALED_BYTES_MAX ((size_t)1 << 30)

enum sealed_kind { SEALED_SNAPSHOT, SEALED_PACK, SEALED_KINDS };
enum { SEALED_SNAPSHOT_PARTS = 13 };

/* The first part of every file. */
struct sealed_about {
	struct str made_at; /* 2026-11-26T18:00:00Z */
	struct str pack, pack_version;
	struct sha256 pack_sha256; /* of its bundle */
	const struct node *more;   /* set when read: the whole, with what the kind adds */
};

/* ---- reading ---- */

struct sealed;
struct sealed_wanted {
	enum sealed_kind kind;
	const struct sign_public *key; /* that must have signed it; NULL: anybody's */
};
/*
 * The bytes must outlive it. ERR_REFUSED when they are not what is wanted, or not whole.
 */
MUST_USE bool sealed_open(struct sealed **out, struct arena *a, struct str bytes,
			  const struct sealed_wanted *wanted, struct err *err);
/*
 * All hashes, so that nothing that was changed is overlooked because nobody came to it. With
 * one processor it is done at once; with several one does it while the caller reads on; until
 * sealed_proved says that all is sound, nothing that follows from the file may be told to
 * anybody. What reads a file stands any bytes in it, so it may read before.
 */
MUST_USE bool sealed_prove(struct sealed *s, size_t processors, struct err *err);
MUST_USE bool sealed_proved(struct sealed *s, struct err *err);
const struct sealed_about *sealed_about(const struct sealed *s);
struct sign_public sealed_key(const struct sealed *s); /* that it is signed with */
/* Where it lies; its bytes may be used when sealed_bytes says so. */
struct str sealed_part(const struct sealed *s, size_t part);
/* Bytes of parts may be used. */
MUST_USE bool sealed_bytes(struct sealed *s, struct str bytes, struct err *err);
/* Sets the error: what is there cannot be. Returns false. */
bool sealed_damaged(const struct sealed *s, const char *at, struct err *err);
/* Bytes that sealed_deflate made, in `a`. */
MUST_USE bool sealed_inflate(struct sealed *s, struct arena *a, struct str deflated,
			     struct str *out, struct err *err);
/* Of a file that is a pack: for pack_load_bundle. */
MUST_USE bool sealed_bundle(struct sealed *s, struct arena *a, struct str *bundle,
			    struct err *err);

uint64_t sealed_bits(const char *p, int bytes); /* a number, little endian */

/* ---- making ---- */

void sealed_put_bits(struct strbuf *b, uint64_t n, int bytes);
/* The length (four bytes), then deflated. */
void sealed_deflate(struct strbuf *out, struct str bytes);
/* JSON, without its last brace. */
void sealed_put_about(struct strbuf *b, struct arena *a, const struct sealed_about *about);
/* The file of as many parts as the kind has. The same parts make the same bytes. */
void sealed_finish(struct strbuf *file, enum sealed_kind kind, const struct strbuf *parts,
		   const struct sign_secret *key);
void sealed_finish_pack(struct strbuf *file, const struct sealed_about *about,
			struct str bundle, const struct sign_secret *key);

#endif
