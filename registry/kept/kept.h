/*
 * The index of duplicates as the registry keeps it: of every registered
 * initiative its terms, packed, and what people said of pairs. Opened, it is
 * the serving copy of this process. Compared are cards, what every body shows
 * the others, so everybody gets the same answer.
 *
 * Up to KEPT_SMALL initiatives terms are counted anew whenever it is opened, so
 * its answers follow from what is registered and from nothing else. Beyond, the
 * counts are those of an epoch, and `tizilim index` makes a new one.
 */
#ifndef REGISTRY_KEPT_KEPT_H
#define REGISTRY_KEPT_KEPT_H

#include "checker/check/check.h"
#include "checker/snapshot/snapshot.h"
#include "registry/store/store.h"

enum {
	KEPT_SMALL = 1000,
	KEPT_PENDING = 200,	 /* so many that lag are read from their cards on the way */
	KEPT_CHANGED_MAX = 2000, /* the same of what has changed since a state of then */
	KEPT_LINKED_MAX = 2000,	 /* that a snapshot follows from one to the next */
};

/*
 * What every call needs: where results live, the open transaction, the pack in use. Calls that
 * read take a snapshot instead of the transaction.
 */
struct kept_since;
struct kept_with {
	struct arena *arena;
	struct db *db;
	const struct pack *pack;
	struct snapshot *snapshot;	/* NULL: the registry itself */
	struct str heads;		/* of all chains: as it all stood then; empty: now */
	const struct kept_since *since; /* of these heads, when little; NULL: all is read */
};

/* What is kept, and whether this pack can read it. */
struct kept_state {
	int64_t epoch; /* 0: there is none */
	struct sha256 vocabulary;
	struct str pack, pack_version; /* it was made with */
	struct dup_epoch counts;       /* of the epoch; terms: all there are */
	size_t registered;
	size_t pending; /* of those, not kept in their last revision */
	bool readable;	/* the vocabulary is that of the pack given */
	bool writable;	/* by the caller */
};
MUST_USE bool kept_look(struct kept_state *out, const struct kept_with *with, struct err *err);

/* Registered initiatives that rules across initiatives may join with the ones given; the SQL
 * says which. */
struct kept_ids {
	VEC(struct str) list;
};
struct kept_near_query {
	const struct str *ids;
	size_t ids_n;
	const struct str *names; /* in all languages */
	size_t names_n;
	const struct store_facet *facets;
	size_t facets_n;
	size_t limit;
};
MUST_USE bool kept_near(struct kept_ids *out, const struct kept_with *with,
			const struct kept_near_query *query, struct err *err);

/* What became another since the heads, so that the index of today answers for all else. */
struct kept_since {
	struct kept_ids ids;
	size_t registered; /* then */
};
/* NULL when it was a small registry then, or has changed much since, or has no index that this
 * pack can read: then all that stood is to be read and counted anew. */
MUST_USE bool kept_look_back(const struct kept_since **out, const struct kept_with *with,
			     const struct kept_state *state, struct err *err);

/* By which a snapshot finds an entry again that is near: of one id, its names and facets. */
void kept_joins(struct kept_ids *out, struct arena *a, const struct kept_near_query *entry);

/* ---- what is kept, as it is ---- */

/* Of one initiative. */
struct kept_row {
	struct str body, short_name;
	int64_t revision;
	struct str packed;
};
typedef bool (*kept_take_row)(void *context, const struct kept_row *row, struct err *err);
/* Where "body/name" is cut. */
struct kept_row kept_row_of(struct str id, int64_t revision);
/* All rows but those of withdrawn initiatives; borrowed during the call. */
MUST_USE bool kept_rows(const struct kept_with *with, kept_take_row take, void *context,
			struct err *err);
/* The same without what only counting anew needs (dup_packed_lean). */
MUST_USE bool kept_rows_lean(const struct kept_with *with, kept_take_row take, void *context,
			     struct err *err);

/* All terms go into the index. */
MUST_USE bool kept_load_terms(struct dup_index *index, const struct kept_with *with,
			      struct err *err);

/* What people say of a pair. */
enum said {
	SAID_SAME_FUNCTION,
	SAID_SAME_PRODUCT,
	SAID_NEW_VERSION,
	SAID_RELATED,
	SAID_UNRELATED,
	SAID_COUNT
};
extern const char *const said_names[SAID_COUNT + 1]; /* "same-function", …, NULL */
extern const struct mtext said_titles[SAID_COUNT];
bool said_alike(enum said said); /* counts as a duplicate */

struct kept_verdict {
	struct str a, b; /* ids; a before b by bytes of body and short name */
	int64_t a_revision, b_revision;
	enum said said;
	struct str reason, reviewer, at;
	struct dup_judged judged;  /* as the search saw the pair */
	struct str a_card, b_card; /* as they were judged; set when read */
	bool stands;		   /* set by kept_review */
};
/* The likeness at which a changed text is still the one that was judged. */
#define KEPT_SAME_TEXT 0.9

struct kept_verdicts {
	VEC(struct kept_verdict *) list;
};

/* The registry grew or shrank by a fifth since terms were counted. */
bool kept_drifted(const struct kept_state *s);

/* What is compared with what is registered; its own registered revision is left out. */
struct kept_document {
	struct str id;
	int64_t revision; /* registered as; 0: a file */
	const struct node *card;
};
/* The card of a manifest for other state bodies, as it is registered. */
const struct node *kept_card(struct arena *a, const struct pack *pack,
			     const struct node *manifest, struct str *json);

struct kept_documents {
	const struct kept_document *at;
	size_t n;
};

struct kept_entry {
	struct str id;
	int64_t revision;
	size_t asked; /* its place among the documents asked about; SIZE_MAX: registered */
};

struct kept {
	struct kept_with with;
	struct kept_state state;
	struct dup_settings settings; /* verdicts count in its table */
	struct dup_index *index;      /* NULL: too much to read, and no index to read it from */
	bool partial;		      /* only terms of the documents asked about are in it */
	VEC(struct kept_entry) entries; /* by their numbers in the index */
	struct kept_verdicts verdicts;	/* those that the caller may read */
	size_t left_out;		/* registered, not compared in their last revision */
	size_t compared;
};

/*
 * Opens the index for some documents, or without any for all pairs. Runs in the caller's
 * transaction of reading.
 */
struct kept_wanted {
	const struct kept_state *state; /* as kept_look found it in this transaction */
	struct kept_documents asked;
	uint32_t per_entry; /* as in struct dup_settings */
	size_t processes;   /* that look through a snapshot; 0: one */
};
MUST_USE bool kept_open(struct kept *out, const struct kept_with *with,
			const struct kept_wanted *wanted, struct err *err);
void kept_close(struct kept *k);
void kept_cleanup(struct kept *k);
#define AUTO_KEPT __attribute__((cleanup(kept_cleanup))) struct kept

/* Pairs of the documents asked about, or all by so many processes; with what people said. */
MUST_USE bool kept_pairs(struct alike_pairs *out, struct kept *k, size_t processes,
			 struct err *err);

/*
 * Makes the index whole: reads what is pending, and makes a new epoch when there is none, when
 * the pack has another vocabulary, when the registry grew or shrank by a fifth since terms were
 * counted, or when told to. Begins its own transactions. `done` is told what happened.
 */
enum kept_renewal { KEPT_WAS_WHOLE, KEPT_ADDED, KEPT_COUNTED, KEPT_READ };
struct kept_done {
	enum kept_renewal what;
	size_t added; /* initiatives that were read */
	struct kept_state state;
};
MUST_USE bool kept_renew(struct kept_done *done, const struct kept_with *with, bool always,
			 struct err *err);
/*
 * After a submission: adds what is pending, if the caller may and it is not much; else it is
 * left to who may. In a small registry the same as kept_renew, unless the pack's vocabulary was
 * that of an earlier epoch: who comes with an older pack than others must not turn the index
 * back.
 */
MUST_USE bool kept_settle(const struct kept_with *with, struct err *err);

/* Compares what is kept of each initiative with its card. */
struct kept_verified {
	size_t compared;
	struct kept_ids differ;
};
MUST_USE bool kept_verify(struct kept_verified *out, const struct kept_with *with,
			  struct err *err);

/* A registered document, read: a manifest or a card; NULL when it is not readable. */
const struct node *kept_parse(struct arena *a, const struct store_manifest *m);
/* The registered documents of some ids: whole where the caller may, as store_portfolio gives
 * them, or as cards. */
MUST_USE bool kept_cards(struct store_portfolio *out, const struct kept_with *with,
			 const struct kept_ids *ids, struct err *err);
MUST_USE bool kept_manifests(struct store_portfolio *out, const struct kept_with *with,
			     const struct kept_ids *ids, struct err *err);

/* Cards of all that is registered, a page of them. */
MUST_USE bool kept_page(struct store_portfolio *out, const struct kept_with *with,
			struct str after, size_t limit, struct err *err);

/* The pair of two documents that were asked about, alike or not. */
struct dup_pair kept_compare(const struct kept *k);

/* What people said of a pair of entries. */
MUST_USE bool kept_recall(struct alike_pair *pair, struct kept *k, struct err *err);

/* `changed`: false when the same reviewer said the same of the same revisions before. */
MUST_USE bool kept_verdict_put(bool *changed, struct db *db, const struct kept_verdict *v,
			       struct err *err);
/* All, or those of one initiative; by pair, then time. */
MUST_USE bool kept_verdict_list(struct kept_verdicts *out, const struct kept_with *with,
				struct str id, struct err *err);
/* Whether both of each pair still say what was judged. */
MUST_USE bool kept_review(struct kept_verdicts *verdicts, const struct kept_with *with,
			  struct err *err);
/* The pack's table with the verdicts of all pairs counted, fitted: the same for everybody. */
MUST_USE bool kept_table(struct dup_table *out, const struct kept_with *with, struct err *err);

#endif
