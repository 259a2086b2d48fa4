/*
 * A run again: what it was, what it judged, what it found, and the pack by which it judged. The
 * state of the registry that it saw is named by heads of chains (store_filter, store_ref).
 */
#ifndef REGISTRY_PAST_PAST_H
#define REGISTRY_PAST_PAST_H

#include "registry/store/store.h"

struct past_run {
	struct str id, body, actor;
	struct str at; /* when it ended */
	bool official;
	struct sha256 pack_sha256;
	struct str judged_by; /* YYYY-MM-DD */
	struct str portfolio, program_version;
	struct sha256 findings_sha256; /* as they were sealed */
	struct str heads;	       /* JSON; empty: it did not keep them */
	const struct store_manifest *judged;
	size_t judged_n;
	const struct store_finding *findings;
	size_t findings_n;
};
/* ERR_NOT_FOUND when the caller may read no such run. */
MUST_USE bool past_run(struct past_run *out, struct arena *a, struct db *db, struct str id,
		       struct err *err);
/* The pack of that hash, which is verified. */
MUST_USE bool past_pack(struct str *contents, struct arena *a, struct db *db,
			const struct sha256 *sha256, struct err *err);

/* As the registry seals findings: of their fields, in the order of initiative, revision and
 * fingerprint, whatever their order here. */
struct sha256 past_digest(const struct store_finding *at, size_t n);

#endif
