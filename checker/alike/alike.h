/*
 * Initiatives that are alike, as people and the registry deal with them: what of
 * a manifest is compared, and how pairs that were found are shown: in groups,
 * for one initiative, or two side by side. Pure, as dup is.
 */
#ifndef CHECKER_ALIKE_ALIKE_H
#define CHECKER_ALIKE_ALIKE_H

#include "checker/base/hash.h"
#include "checker/dup/dup.h"
#include "checker/report/report.h"
#include "checker/rule/rule.h"

/* What of a manifest is compared, and how the pack compares. */
struct dup_entry alike_entry(struct arena *a, const struct pack *pack, struct str id,
			     const struct node *manifest);
struct dup_settings alike_settings(struct arena *a, const struct pack *pack);
/* Equal when two packs make the same terms with the same weights of any manifest. */
struct sha256 alike_vocabulary(const struct pack *pack);

/* A declared code, or the term of one, as people read it. */
struct mtext alike_code_name(struct arena *a, const struct pack *pack, struct str term);
struct mtext alike_body_name(const struct pack *pack, const struct node *manifest);

/* A pair by the numbers of two initiatives, and what a person said of it. */
struct alike_pair {
	struct dup_pair pair;
	const struct report_verdict *verdict; /* NULL: nobody judged it */
};
struct alike_pairs {
	VEC(struct alike_pair) list;
};

/* How documents say what pairs have in common; the pairs are borrowed, and so is the index that
 * found them, or NULL. */
struct alike_words;
struct alike_words *alike_words_new(struct arena *a, const struct pack *pack,
				    const struct alike_pairs *pairs, struct dup_index *index);
void alike_words_free(struct alike_words *w);
void alike_words_cleanup(struct alike_words **w);
#define AUTO_ALIKE_WORDS __attribute__((cleanup(alike_words_cleanup))) struct alike_words *
/* The words of a document that pairs have evidence of. */
const struct strmap *alike_words_of(struct alike_words *w, const struct dup_entry *entry);
/* The words of two documents by keys of evidence; NULL: not known. */
struct alike_said {
	const struct strmap *one, *other;
};
/* What two share: a declared code by its name, words as they stand in the documents. */
struct mtext alike_shared_name(struct arena *a, const struct pack *pack,
			       const struct alike_said *both, const struct dup_evidence *e);
/* The strongest of all that they share, each once. */
struct mtext alike_shared_text(struct arena *a, const struct pack *pack,
			       const struct alike_said *both, const struct dup_pair *pair);

enum alike_under { UNDER_NOTHING, UNDER_FUNCTION, UNDER_SECTOR, UNDER_TERRITORY, UNDER_COUNT };
struct alike_options {
	struct str id;	   /* the initiative that is asked about; empty: all, in groups */
	struct str beside; /* another one: both side by side */
	enum alike_under under;
	double probability; /* least, of a pair */
	size_t processes;   /* that search; the answer does not depend on it */
	enum lang lang;	    /* of names of codes, side by side */
};

struct alike_member {
	struct report_member shown;
	const struct strmap *said;     /* its words, NULL: not known */
	struct str under[UNDER_COUNT]; /* what it declares; empty: nothing */
};
struct alike_member alike_member(struct arena *a, const struct pack *pack,
				 struct alike_words *words, struct str id,
				 const struct node *manifest);

/* Pairs as groups, or with those of one initiative only. */
struct alike_found {
	const struct pack *pack;
	const struct alike_member *members; /* those that are in no pair may be empty */
	size_t n, one;			    /* one: the initiative asked about; n: groups */
	const struct alike_pairs *pairs;
};
void alike_show(struct arena *a, const struct alike_found *found, const struct alike_options *o,
		struct report_duplicates *out);

/* Two side by side: entries of the index, and as much of their texts as may be seen. */
struct alike_two {
	const struct pack *pack;
	struct dup_index *index;
	size_t entries[2];
	struct str ids[2];
	const struct node *manifests[2];
	const struct report_verdict *verdict; /* NULL: nobody judged them */
	enum lang lang;
};
void alike_show_two(struct arena *a, const struct alike_two *two,
		    struct report_duplicates *out);
/* The rows alone, in `a`; how many. */
size_t alike_beside(struct arena *a, const struct alike_two *two,
		    const struct report_beside **rows);

#endif
