/*
 * Drafts: manifests that their body works on, for its submitters and architects alone. Others
 * do not learn that there are any.
 */
#ifndef REGISTRY_DRAFT_DRAFT_H
#define REGISTRY_DRAFT_DRAFT_H

#include "registry/store/store.h"

struct draft {
	struct str body, short_name;
	struct str media; /* "yaml" or "json" */
	struct str bytes;
	struct sha256 sha256;	       /* set when read */
	struct str saved_at, saved_by; /* set when read */
};

/* ERR_REFUSED over what somebody else saved, unless `over`. */
MUST_USE bool draft_save(enum store_outcome *out, struct db *db, const struct draft *draft,
			 bool over, struct err *err);

struct drafts {
	struct draft *at; /* without media and bytes */
	size_t n;
};
MUST_USE bool draft_list(struct drafts *out, struct arena *a, struct db *db, struct err *err);

/* ERR_NOT_FOUND if there is none, or none that the caller may see. */
MUST_USE bool draft_show(struct draft *out, struct arena *a, struct db *db,
			 const struct store_ref *ref, struct err *err);

/* The same; ERR_REFUSED when `only` is given and it is not that one any more. */
MUST_USE bool draft_drop(struct db *db, const struct store_ref *ref, const struct sha256 *only,
			 struct err *err);

#endif
