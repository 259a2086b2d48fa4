#ifndef REGISTRY_KEPT_KEPT_INTERNAL_H
#define REGISTRY_KEPT_KEPT_INTERNAL_H

#include "registry/kept/kept.h"

/* ---- sql.c: what is kept, as statements ---- */

/* Whether any epoch was of that vocabulary. */
MUST_USE bool kept_knows(bool *out, struct db *db, const struct sha256 *vocabulary,
			 struct err *err);

/* Of one initiative. */
struct kept_row {
	struct str body, short_name;
	int64_t revision;
	struct str packed;
};
typedef bool (*kept_take_row)(void *context, const struct kept_row *row, struct err *err);
/* All rows but those of withdrawn initiatives; borrowed during the call. */
MUST_USE bool kept_rows(struct db *db, kept_take_row take, void *context, struct err *err);

/* All terms go into the index. */
MUST_USE bool kept_load_terms(struct dup_index *index, struct db *db, struct err *err);

struct kept_terms {
	VEC(struct dup_stored_term) list;
};
/* Those of the keys that there are. */
MUST_USE bool kept_find_terms(struct kept_terms *out, const struct kept_with *with,
			      int64_t epoch, const struct kept_terms *wanted, struct err *err);
/* The same, and those that there are not are made. */
MUST_USE bool kept_take_terms(struct kept_terms *out, const struct kept_with *with,
			      int64_t epoch, const struct kept_terms *wanted, struct err *err);
MUST_USE bool kept_put_rows(struct db *db, int64_t epoch, const struct kept_row *rows, size_t n,
			    struct err *err);
/* Ids that lag, after one of them or from the first; at most KEPT_PENDING. */
MUST_USE bool kept_list_pending(struct kept_ids *out, const struct kept_with *with,
				struct str after, struct err *err);
/* A whole new epoch, in the transaction that is open. Rows stand by body, then short name. */
struct kept_epoch {
	const struct pack *pack;
	const struct dup_index *index; /* of an epoch that was counted just now */
	const struct kept_row *rows;   /* without their packed terms; by numbers in the index */
	size_t n;
};
MUST_USE bool kept_write_epoch(struct db *db, const struct kept_epoch *epoch, struct err *err);

/* ---- open.c ---- */

/* The terms among those that there are go into an index that is partial. */
MUST_USE bool kept_put_found(struct kept *k, const struct kept_terms *wanted, struct err *err);

/* ---- document.c ---- */

/* The terms of an entry are wanted, too. */
void kept_want(struct kept_terms *wanted, struct arena *a, const struct dup_settings *settings,
	       const struct dup_entry *entry);

/* A registered card as an entry; false when it is not readable. */
bool kept_read(struct dup_entry *out, struct arena *a, const struct pack *pack,
	       const struct store_manifest *card);
/* Cards of all that is registered, a page of them. */
MUST_USE bool kept_page(struct store_portfolio *out, const struct kept_with *with,
			struct str after, size_t limit, struct err *err);
/* Where "body/name" is cut. */
struct kept_row kept_row_of(struct str id, int64_t revision);
int kept_order(const struct kept_row *a, const struct kept_row *b); /* by bytes */

#endif
