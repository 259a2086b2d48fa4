/*
 * A registry's history as lines that prove themselves. Each body has a chain of events, dense
 * by number, each hashed together with the hash of the one before. An event binds the records
 * that it made: they stand behind it, or, where later events may change them, behind the last
 * event. A chain ends with its head. An export is a header and the chains in the order of their
 * bodies, one JSON object a line; docs/AUDIT.md has the format.
 *
 * Needs no database: who holds an export can verify it, and who holds an anchor (a checkpoint,
 * or a head that the registry told after a submission) can tell a history that was cut or
 * rewritten from its beginning on.
 */
#ifndef REGISTRY_PROOF_PROOF_H
#define REGISTRY_PROOF_PROOF_H

#include "checker/base/err.h"
#include "checker/base/hash.h"
#include "checker/base/lang.h"
#include "checker/base/sign.h"
#include "checker/base/vec.h"

struct proof_event {
	struct str body;
	int64_t seq; /* from 1 on */
	int64_t at;  /* microseconds since 1970-01-01T00:00:00Z */
	struct str actor;
	struct str person; /* a UUID; empty when the registry knew none */
	struct str kind, subject, payload;
	struct sha256 prev; /* of the event before; of the first, the hash of the body's id */
};
struct sha256 proof_event_hash(const struct proof_event *e);

/* So many digits of a hash suffice for an anchor. */
enum { PROOF_HEAD_DIGITS = 32 };

/* The end of a chain after event `seq`. */
struct proof_head {
	struct str body;
	int64_t seq;
	struct str hash; /* hex; of an anchor perhaps only its beginning */
};

struct proof_signature {
	struct sign_public key;
	bool holds;
};

/* The heads of chains at some time, kept where the registry cannot reach. */
struct proof_anchor {
	struct str name; /* for messages: the file */
	int64_t number;	 /* of a checkpoint; 0: bare heads, without what follows */
	struct str at, previous, root; /* hex; `previous` of the first is empty */
	struct str text;	       /* what is signed */
	VEC(struct proof_head) heads;
	VEC(struct proof_signature) signatures;
};

/*
 * A checkpoint, or lines "head BODY SEQ HASH" with PROOF_HEAD_DIGITS digits of the hash or
 * more. Of a checkpoint the root is recomputed; a signature that does not hold is told, not
 * refused.
 */
MUST_USE bool proof_anchor_read(struct proof_anchor *out, struct arena *a, struct str name,
				struct str text, struct err *err);
/* The line behind a checkpoint's text that signs it. */
struct str proof_signed(struct arena *a, struct str text, const struct sign_secret *secret);

enum proof_kind {
	PROOF_FORM,	 /* no line of an export, or not in its place */
	PROOF_CONTENT,	 /* the fields of an event do not give its hash */
	PROOF_GAP,	 /* an event is missing */
	PROOF_LINK,	 /* an event does not follow the one before it */
	PROOF_TIME,	 /* an event is earlier than the one before it */
	PROOF_HEAD,	 /* a chain does not end where its head says */
	PROOF_STRAY,	 /* a record that no event made */
	PROOF_MISSING,	 /* an event without its record */
	PROOF_RECORD,	 /* a record that is not what its event says */
	PROOF_SHORTER,	 /* history ends before an anchor */
	PROOF_REWRITTEN, /* history has another event where an anchor is */
	PROOF_KINDS
};
extern const char *const proof_kind_names[PROOF_KINDS];

struct proof_fault {
	enum proof_kind kind;
	struct str body;   /* may be empty for PROOF_FORM */
	int64_t seq;	   /* of the event that it is about; 0: none */
	struct str record; /* "revision egin 1"; empty: the event itself */
	struct str detail; /* what differs, or the anchor */
	size_t line;	   /* of the export; 0: none */
};
/* For people. */
struct mtext proof_fault_text(struct arena *a, const struct proof_fault *f);
/* "content@5", or with the record "revision@5". */
struct str proof_fault_place(struct arena *a, const struct proof_fault *f);

enum { PROOF_FAULTS = 1000 };

struct proof_verdict {
	VEC(struct proof_fault) faults; /* as met, at most PROOF_FAULTS */
	size_t dropped;
	uint64_t events, records;
	VEC(struct proof_head) heads; /* of the chains that were read */
	size_t unchecked;	      /* heads of anchors whose chains the export leaves out */
	bool whole;		      /* an export of all chains */
};

struct proof;

/* The anchors live longer than the proof. What it finds lives in the arena. */
struct proof *proof_new(struct arena *a, const struct proof_anchor *anchors, size_t n);
/* The next line, without its end. Memory depends on how much stands, not on how much happened.
 */
void proof_line(struct proof *p, struct str line);
/* Once, after the last line. */
const struct proof_verdict *proof_end(struct proof *p);

/* Whether an older anchor can be of the same history as a newer one. */
void proof_compare(struct proof_verdict *out, struct arena *a, const struct proof_anchor *older,
		   const struct proof_anchor *newer);

#endif
