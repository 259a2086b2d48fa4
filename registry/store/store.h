/*
 * What the registry does, as verbs. Ids are "body/short_name"; a revision is
 * named by "@2" behind it. Results live in the arena given. The verbs run in
 * the caller's transaction, which store_write and store_read provide.
 */
#ifndef REGISTRY_STORE_STORE_H
#define REGISTRY_STORE_STORE_H

#include "checker/base/hash.h"
#include "checker/base/lang.h"
#include "registry/db/db.h"

struct store_ref {
	struct str body, short_name; /* borrowed from the text it was read from */
	int64_t revision;	     /* 0: the latest */
	struct str heads;	     /* the one that stood then; empty: now */
};
MUST_USE bool store_ref_parse(struct store_ref *out, struct str text, struct err *err);

/* The work of one transaction; it may run several times, so it must begin anew each time. */
typedef bool (*store_work)(struct db *db, void *context, struct err *err);

/*
 * Begin, work, commit: all or nothing. Repeats it, at most ten times, when
 * others were in the way. Work on several initiatives should go in the order
 * of their ids: then it cannot get into a circle with the work of others.
 */
MUST_USE bool store_write(struct db *db, store_work work, void *context, struct err *err);
/* One snapshot for everything the work reads. */
MUST_USE bool store_read(struct db *db, store_work work, void *context, struct err *err);

enum store_outcome {
	STORE_UNCHANGED, /* it was there already, the same */
	STORE_CREATED,
	STORE_CHANGED, /* for an initiative: a new revision */
};

/* The word by which the functions of api answer. */
MUST_USE bool store_get_outcome(enum store_outcome *out, struct str word, struct err *err);

struct store_pack {
	struct str name, version;
	struct sha256 sha256;  /* of the contents */
	struct str valid_from; /* YYYY-MM-DD */
	struct str contents;   /* canonical JSON */
	struct str loaded_at;  /* set when read */
};
/* ERR_REFUSED if the version is there with other contents. */
MUST_USE bool store_pack_put(enum store_outcome *out, struct db *db,
			     const struct store_pack *pack, struct err *err);

struct store_pack_query {
	struct str name;
	struct str date; /* the one in force on that day; empty: the latest of all */
};
/* Without contents; by name, of each the one that counts last first. */
MUST_USE bool store_packs(struct store_pack **at, size_t *n, struct arena *a, struct db *db,
			  struct err *err);
/* Of those the one with these contents, by the digest in hexadecimal; NULL: none has them. */
const struct store_pack *store_pack_with(const struct store_pack *at, size_t n,
					 struct str sha256);
/* NULL when there is none. */
MUST_USE bool store_pack_current(struct store_pack **out, struct arena *a, struct db *db,
				 const struct store_pack_query *query, struct err *err);

/* Of the kind source, point, platform, function, object, store_object, goal, sector, territory,
 * depends_on, replaces, people or product. */
struct store_facet {
	struct str kind, value;
	bool open; /* other bodies may see it */
};

struct store_submission {
	struct str key;	 /* UUID: repeated under the same key, it is answered the same */
	struct str base; /* the revision that was changed, "0" for a new one; empty: any */
	struct str body, short_name;
	struct str stage;
	struct mtext name;
	struct str media;     /* "yaml" or "json" */
	struct str bytes;     /* as the user wrote them */
	struct sha256 sha256; /* of the bytes, as the client saw them */
	struct str canonical; /* decides whether this is a new revision */
	const struct store_facet *facets;
	size_t facets_n;
	const struct str *words; /* folded and stemmed, to be found by */
	size_t words_n;
	struct str card;	      /* canonical form of what other bodies may see */
	const struct str *card_words; /* and its words */
	size_t card_words_n;
	struct str review; /* the same for their reviewers; empty: they may see all of it */
};
struct store_submitted {
	enum store_outcome outcome;
	int64_t revision;
};
/* ERR_NOT_FOUND if the body is not in the registry. A withdrawn one is registered again. */
MUST_USE bool store_submit(struct store_submitted *out, struct db *db,
			   const struct store_submission *s, struct err *err);
/* STORE_UNCHANGED if it was withdrawn before; ERR_NOT_FOUND if it never was there. */
MUST_USE bool store_withdraw(enum store_outcome *out, struct db *db,
			     const struct store_ref *ref, struct str reason, struct err *err);

struct store_entry {
	struct str id;
	int64_t revision;
	struct str status; /* "registered" or "withdrawn" */
	struct str stage;
	struct mtext name;
	struct str submitted_at;
	bool whole; /* else only the card is the caller's to see */
};
struct store_entries {
	struct store_entry *at;
	size_t n;
};

/* Empty texts do not filter. */
struct store_filter {
	struct str body, stage, function, source, territory, status;
	struct str after; /* id of the last entry of the page before */
	struct str own;	  /* of a portfolio: other bodies' as cards, whoever asks */
	size_t limit;	  /* 0: a thousand */
	struct str heads; /* as it stood then, see store_heads; empty: now */
};
/* In the order of body, then short name, by bytes. */
MUST_USE bool store_list(struct store_entries *out, struct arena *a, struct db *db,
			 const struct store_filter *filter, struct err *err);

struct store_query {
	const struct str *words; /* all of them, as beginnings; folded and stemmed */
	size_t words_n, limit;	 /* no limit: a thousand */
};
/* Registered ones; none for no words. */
MUST_USE bool store_search(struct store_entries *out, struct arena *a, struct db *db,
			   const struct store_query *query, struct err *err);

struct store_document {
	struct store_entry entry; /* of the revision asked for */
	int64_t latest;
	struct str submitted_by; /* empty for a card */
	struct str media, bytes;
};
/* ERR_NOT_FOUND if there is no such initiative or revision. */
MUST_USE bool store_show(struct store_document *out, struct arena *a, struct db *db,
			 const struct store_ref *ref, struct err *err);

struct store_revision {
	int64_t number;
	struct str stage, submitted_at, submitted_by;
	struct sha256 sha256, canonical_sha256;
};

struct store_event {
	int64_t seq; /* counts the events of the body */
	struct str at, actor, kind;
	struct str payload; /* JSON */
};
struct store_history {
	struct store_revision *revisions;
	size_t revisions_n;
	struct store_event *events;
	size_t events_n;
};
/* Oldest first. ERR_NOT_FOUND if there is no such initiative. */
MUST_USE bool store_history(struct store_history *out, struct arena *a, struct db *db,
			    const struct store_ref *ref, struct err *err);

struct store_user {
	struct str id;
	int64_t revision;
	struct str stage;
	struct mtext name;
	bool direct;	/* names the value itself */
	struct str via; /* otherwise an initiative that it depends on and that uses it */
};
struct store_users {
	struct store_user *at;
	size_t n;
};
struct store_uses_query {
	struct str kind, value; /* as in struct store_facet */
	bool transitive;	/* also who depends on a user */
};
MUST_USE bool store_uses(struct store_users *out, struct arena *a, struct db *db,
			 const struct store_uses_query *query, struct err *err);

struct store_manifest {
	struct str id;
	int64_t revision;
	struct str media, bytes;
	bool whole; /* else the card */
};
struct store_portfolio {
	struct store_manifest *at;
	size_t n;
};
/* The latest revisions of all registered, as store_list orders them; by `after` and `limit`. */
MUST_USE bool store_portfolio(struct store_portfolio *out, struct arena *a, struct db *db,
			      const struct store_filter *page, struct err *err);

struct store_finding {
	struct str id; /* of the initiative */
	int64_t revision;
	struct str rule;
	struct str severity;	/* "info", "warning", "error" */
	struct str fingerprint; /* unlike the others of the run */
	int64_t line, column;
	struct str pointer;
	struct mtext message;
	struct str details; /* JSON; empty is {} */
	bool closed; /* set to record: it says what reviewers of other bodies may not read */
};

struct store_run {
	struct str body; /* whose history it belongs to; "-" for a run over several */
	struct sha256 pack_sha256;
	struct str judged_by; /* YYYY-MM-DD */
	struct str portfolio; /* what was compared with */
	struct sha256 portfolio_sha256;
	struct str heads; /* of all chains when that was read; may be empty */
	int64_t milliseconds;
	struct str program_version;
	const struct store_manifest *judged; /* id and revision suffice */
	size_t judged_n;
	const struct store_finding *findings;
	size_t findings_n;
};

/* Heads of all chains, as JSON: with store_portfolio in one snapshot they name what it read. */
MUST_USE bool store_heads(struct str *out, struct arena *a, struct db *db, struct err *err);
/* Those at the end of a day; empty for one that has not ended. */
MUST_USE bool store_heads_on(struct str *out, struct arena *a, struct db *db, struct str day,
			     struct err *err);
/* `id` gets the run's id. Findings must be of revisions that were judged. */
MUST_USE bool store_run_record(struct str *id, struct arena *a, struct db *db,
			       const struct store_run *run, struct err *err);

struct store_findings {
	struct store_finding *at;
	size_t n;
	struct str run; /* empty: no run has judged the latest revision */
	struct str finished_at;
};
/* Of the last run that judged the latest revision, by place. */
MUST_USE bool store_findings_of(struct store_findings *out, struct arena *a, struct db *db,
				const struct store_ref *ref, struct err *err);
/* One for each row of run_findings or finding_list. */
struct store_finding *store_read_findings(const struct rows *rows, struct arena *a);

#endif
