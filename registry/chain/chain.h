/*
 * The history of a registry as lines for registry/proof, and its heads. A chain is exported to
 * those who read all of it; the chain of the registry itself, "-", to those administrators and
 * auditors who do. The verbs run in the caller's transaction: its snapshot is what is exported.
 */
#ifndef REGISTRY_CHAIN_CHAIN_H
#define REGISTRY_CHAIN_CHAIN_H

#include "registry/db/db.h"
#include "registry/proof/proof.h"

struct chain_export {
	struct str body; /* empty: all chains */
	bool documents;	 /* with the contents of manifests and packs */
	/* Each line without its end, in order. */
	bool (*take)(void *context, struct str line, struct err *err);
	void *context;
};
/* Equal for equal contents, in constant memory. ERR_NOT_FOUND if there is no such chain. */
MUST_USE bool chain_export(struct db *db, const struct chain_export *o, struct err *err);

/* With the whole hash; without a hash if the caller does not read that chain. */
MUST_USE bool chain_head(struct proof_head *out, struct arena *a, struct db *db,
			 struct str body, struct err *err);

/* Writes down the heads of all chains: the text of a checkpoint, unsigned. */
MUST_USE bool chain_checkpoint(struct str *text, struct arena *a, struct db *db,
			       struct err *err);
/* The text of an old one; ERR_NOT_FOUND if there is none of that number. */
MUST_USE bool chain_checkpoint_show(struct str *text, struct arena *a, struct db *db,
				    int64_t number, struct err *err);

#endif
