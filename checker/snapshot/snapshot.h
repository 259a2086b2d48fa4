/*
 * A registry in one file: the pack, the cards of all that is registered, and
 * the index of duplicates, sealed (checker/sealed). Made in one go, then only
 * read, from bytes that may be a mapped file. Pure.
 */
#ifndef CHECKER_SNAPSHOT_SNAPSHOT_H
#define CHECKER_SNAPSHOT_SNAPSHOT_H

#include "checker/dup/dup.h"
#include "checker/sealed/sealed.h"

struct snapshot_meta {
	struct sealed_about about;
	struct sha256 vocabulary;			/* that the index was made with */
	struct dup_epoch counts;			/* set when read: terms */
	struct dup_count table[DUP_BANDS][DUP_COMMONS]; /* with what people said of pairs */
	size_t entries;					/* set when read */
};

/* ---- reading ---- */

struct snapshot;
/* As sealed_open. */
MUST_USE bool snapshot_open(struct snapshot **out, struct arena *a, struct str bytes,
			    const struct sign_public *key, struct err *err);
void snapshot_close(struct snapshot *s);
struct sealed *
snapshot_file(const struct snapshot *s); /* whether it was proved, and whose it is */
/* As sealed_prove. The pack is proved at once: it is believed as it lies there. */
MUST_USE bool snapshot_prove(struct snapshot *s, size_t processors, struct err *err);
/* All hashes, and everything that the others look at when they come to it. */
MUST_USE bool snapshot_verify(struct snapshot *s, struct err *err);
const struct snapshot_meta *snapshot_meta(const struct snapshot *s);
/* For pack_load_image; lives as long as `a`. */
MUST_USE bool snapshot_pack(struct snapshot *s, struct arena *a, struct str *image,
			    struct err *err);

/* By bytes of body, then short name. */
struct snapshot_entry {
	struct str id;
	uint32_t revision;
	struct str packed; /* of the index of duplicates */
};
MUST_USE bool snapshot_entry(struct snapshot *s, size_t entry, struct snapshot_entry *out,
			     struct err *err);
/* SIZE_MAX: there is none. */
MUST_USE bool snapshot_find(struct snapshot *s, struct str id, size_t *entry, struct err *err);
/* Canonical JSON, in `a`. */
MUST_USE bool snapshot_card(struct snapshot *s, struct arena *a, size_t entry, struct str *json,
			    struct err *err);
/* Entries that were put with a join of that text, and a few others. */
struct snapshot_entries {
	VEC(size_t) list;
};
MUST_USE bool snapshot_joined(struct snapshot *s, struct arena *a, struct str join,
			      struct snapshot_entries *out, struct err *err);

MUST_USE bool snapshot_term(struct snapshot *s, size_t number, struct dup_stored_term *out,
			    struct err *err);
/* *found is false when no term has the key. */
MUST_USE bool snapshot_term_of(struct snapshot *s, struct str key, bool *found,
			       struct dup_stored_term *out, struct err *err);

/* ---- making ---- */

struct snapshot_draft;
struct snapshot_draft *snapshot_draft_new(struct arena *a);
void snapshot_draft_free(struct snapshot_draft *d);
/* In order. `joins`: what of the entry others may be joined by. */
void snapshot_put(struct snapshot_draft *d, const struct snapshot_entry *entry, struct str card,
		  const struct str *joins, size_t joins_n);
/* In the order of numbers, from 0. */
void snapshot_put_term(struct snapshot_draft *d, const struct dup_stored_term *term);
/* The file; lives as long as the draft. The same draft and meta make the same bytes. */
struct str snapshot_finish(struct snapshot_draft *d, const struct snapshot_meta *meta,
			   struct str pack_image, const struct sign_secret *key);

#endif
