#ifndef REGISTRY_PROOF_PROOF_INTERNAL_H
#define REGISTRY_PROOF_PROOF_INTERNAL_H

#include "registry/proof/proof.h"

#include "checker/base/strmap.h"
#include "checker/doc/doc.h"

enum { RECORD_KEYS = 5, RECORD_FIELDS = 16, EFFECT_FIELDS = 18, EFFECT_KINDS = 4 };

/* A kind of record. */
struct record_kind {
	struct str name;
	struct mtext title;
	/* It may change later: exported behind the last event, as it stands then. */
	bool standing;
	/* The payload of whatever event writes it has the row, or an array of rows, under the
	   record's name: no effect needs to be told. */
	bool whole;
	/* Of whole ones that stand: the event has all rows there are; a kind of event ends the
	   rows it has; a row ends that lacks this member. */
	bool all;
	struct str dropped, needed;
	struct str keys[RECORD_KEYS];	  /* what tells one from another in its chain */
	struct str fields[RECORD_FIELDS]; /* of a standing one, unless whole */
	/* A member that holds the contents in base64, and the field with their digest; left out
	   of exports without documents. */
	struct str contents, digest;
};
extern const struct record_kind record_kinds[];
extern const size_t record_kinds_n;
/* NULL: there is none of that name. */
const struct record_kind *record_named(struct str name);

/* Where the value of a field is found. */
enum source {
	FROM_PAYLOAD,	/* member `name` of the payload */
	FROM_OPTIONAL,	/* the same; events of older versions lack it, then any value will do */
	FROM_SUBJECT,	/* the whole of it */
	FROM_SHORTNAME, /* what stands behind its first slash */
	FROM_ACTOR,
	FROM_PERSON,
	FROM_AT,
	FROM_KIND,
	FROM_WORD,  /* `name` itself */
	FROM_TRUTH, /* `name` is "true" or "false" */
};

struct effect_field {
	struct str field;
	enum source from;
	struct str name;
};

enum effect_verb {
	EFFECT_MAKES, /* one record behind the event; of a standing one the fields named */
	EFFECT_FIRST, /* the same, unless one stands already */
	EFFECT_DROPS, /* a standing record */
	EFFECT_FOLDS, /* any number behind the event, whose digest is member `member` */
};

/* What an event does to records of a kind. */
struct effect {
	struct str events[EFFECT_KINDS];
	struct str record;
	enum effect_verb verb;
	struct str member; /* only if the payload has it; of EFFECT_FOLDS the digest */
	struct effect_field fields[EFFECT_FIELDS];
};
extern const struct effect effects[];
extern const size_t effects_n;

/* A value small enough to keep for each field of each record that stands. */
struct mark {
	unsigned char kind; /* MARK_… */
	unsigned char n;
	char bytes[SHA256_BYTES];
};
enum { MARK_NONE, MARK_ANY, MARK_TEXT, MARK_DIGEST };

/* A record that stands, as the events so far say. */
struct cell {
	int64_t seq; /* of the event that said so last */
	const struct record_kind *kind;
	struct str label;
	bool live, seen;
	struct mark marks[];
};

/* The fields of a line. */
struct line {
	const struct node *root;
	struct str is, body;
};

struct chain {
	struct str body;
	bool open, events_over;
	int64_t seq, at;
	struct sha256 hash;
	struct strmap cells;
	const struct proof_head **anchored; /* by number */
	const struct proof_anchor **anchors;
	size_t anchored_n, anchored_at;
};

struct current {
	struct proof_event event;
	struct str at;
	const struct node *payload; /* NULL: there is no event, or its payload cannot be read */
	unsigned found[96];	    /* records behind it, by effect; then by whole kind */
	struct hash_run folds[8];   /* by the number of folds before */
};

struct proof {
	struct arena *arena; /* the caller's */
	struct arena *of_chain, *of_event, *of_line;
	const struct proof_anchor *anchors;
	size_t anchors_n;
	struct proof_verdict verdict;
	size_t lines;
	bool headed, documents;
	VEC(struct str) chains; /* that the header announced */
	size_t chain_at;	/* of them those that were begun */
	struct chain chain;
	struct current now;
};

/* event.c */
MUST_USE bool event_read(struct proof_event *e, struct sha256 *hash, const struct node *root);
/* "2026-07-20T09:15:00.123456Z" */
MUST_USE bool event_time(int64_t *micros, struct str text);

/* bind.c: records and their events. */
void bind_event(struct proof *p);
void bind_event_end(struct proof *p);
void bind_record(struct proof *p, const struct line *line);
void bind_chain_end(struct proof *p);

/* verify.c */
void proof_tell(struct proof *p, enum proof_kind kind, int64_t seq, struct str record,
		struct str detail);

#endif
