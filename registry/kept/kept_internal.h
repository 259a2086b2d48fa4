#ifndef REGISTRY_KEPT_KEPT_INTERNAL_H
#define REGISTRY_KEPT_KEPT_INTERNAL_H

#include "registry/kept/kept.h"

/* ---- sql.c: what is kept, as statements ---- */

/* Whether any epoch was of that vocabulary. */
MUST_USE bool kept_knows(bool *out, struct db *db, const struct sha256 *vocabulary,
			 struct err *err);

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
int kept_order(const struct kept_row *a, const struct kept_row *b); /* by bytes */

/* ---- offline.c: the same of a snapshot ---- */

MUST_USE bool kept_file_look(struct kept_state *out, const struct kept_with *with,
			     struct err *err);
MUST_USE bool kept_file_rows(const struct kept_with *with, kept_take_row take, void *context,
			     struct err *err);
/* Those that pass alone, looked through by so many processes. */
struct kept_sift {
	bool (*passes)(const void *context, struct str packed);
	kept_take_row take;
	void *context;
	size_t processes;
};
MUST_USE bool kept_file_sift(const struct kept_with *with, const struct kept_sift *sift,
			     struct err *err);
MUST_USE bool kept_file_load_terms(struct dup_index *index, const struct kept_with *with,
				   struct err *err);
MUST_USE bool kept_file_find_terms(struct kept_terms *out, const struct kept_with *with,
				   const struct kept_terms *wanted, struct err *err);
MUST_USE bool kept_file_cards(struct store_portfolio *out, const struct kept_with *with,
			      const struct kept_ids *ids, struct err *err);
MUST_USE bool kept_file_page(struct store_portfolio *out, const struct kept_with *with,
			     struct str after, size_t limit, struct err *err);
MUST_USE bool kept_file_near(struct kept_ids *out, const struct kept_with *with,
			     const struct kept_near_query *q, struct err *err);
void kept_file_table(struct dup_table *out, const struct kept_with *with);

#endif
