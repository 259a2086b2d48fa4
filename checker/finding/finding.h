/*
 * What is wrong in a checked document: where, why, by which norm, and what to
 * do. Findings go to a sink, which owns them (and copies what they point to
 * into its arena) and puts them into a stable order. Each has a fingerprint that
 * survives moved lines.
 */
#ifndef CHECKER_FINDING_FINDING_H
#define CHECKER_FINDING_FINDING_H

#include "checker/base/arena.h"
#include "checker/base/lang.h"
#include "checker/base/strbuf.h"
#include "checker/base/strmap.h"
#include "checker/base/vec.h"

enum severity { SEV_INFO, SEV_WARNING, SEV_ERROR, SEV_COUNT };
extern const char *const severity_names[SEV_COUNT + 1]; /* "info", "warning", "error", NULL */
extern const struct mtext severity_titles[SEV_COUNT];

/* How sure a statement of the reference is: see the facts' README. */
enum confidence { CONF_SEEN, CONF_SECONDARY, CONF_MEMORY, CONF_COUNT };
extern const char
	*const confidence_names[CONF_COUNT + 1]; /* "seen", "seen-secondary", "memory", NULL */
extern const struct mtext confidence_titles[CONF_COUNT]; /* empty for seen */

struct place {
	struct str file; /* as the user named it; for a registered one "registry:msh/egin@2" */
	struct str pointer;    /* JSON Pointer of the value */
	uint32_t line, column; /* 1-based, code points; 0: no line */
	struct str excerpt;    /* the source line */
	uint32_t span;	       /* code points to mark from the column on, at least 1 */
	struct mtext note;     /* for related places: what it is */
};

enum fact_kind { FACT_MANIFEST, FACT_REFERENCE, FACT_INITIATIVE };

/* A value that the finding rests on. */
struct fact {
	enum fact_kind kind;
	struct str name;    /* "data_sources/0/source", "sources/gbd-fl", "msh/egin" */
	struct mtext value; /* the value, or the entry's name */
	enum confidence confidence;
	struct str url; /* of a reference entry, if known */
};

/* What a norm is on the day judged by; docs/adr/0011-law-by-date.md says what follows from it.
 */
enum norm_state {
	NORM_IN_FORCE,
	NORM_UNSURE,	  /* in force, but the day it began or ends is not known */
	NORM_SUCCEEDED,	  /* lapsed; a confirmed article carries it on */
	NORM_UNCONFIRMED, /* lapsed; which article of the successor carries it on is not
			   * confirmed
			   */
	NORM_LAPSED,	  /* lapsed without a successor */
	NORM_PENDING,	  /* not yet in force */
	NORM_STATE_COUNT
};
extern const char *const norm_state_names[NORM_STATE_COUNT + 1]; /* "in-force", …, NULL */
extern const struct mtext norm_state_titles[NORM_STATE_COUNT];

/* A norm cited: act and article, with its state on the day judged by. */
struct basis {
	struct str id;
	struct mtext citation; /* "Law 418-V, art. 21(2)(5), lapsed 2026-07; successor … not
				  confirmed" */
	struct mtext text;     /* the paraphrase */
	enum norm_state state;
	struct str from,
		to; /* first and last day in force as the pack has them; may be empty */
	enum confidence confidence;
	struct str url;
};

/* A change of a document's text: `n` bytes from an offset give way to others. */
struct text_edit {
	uint32_t at, n;
	struct str text;
};

/* A way to remove what a finding is about, which a program may go without asking. */
struct repair {
	struct mtext title;
	const struct text_edit *edits; /* of the document, in order, apart from each other */
	size_t edits_n;
};

/* How a finding stands to those of an earlier report. */
enum standing { STANDING_UNASKED, STANDING_NEW, STANDING_KNOWN, STANDING_COUNT };
extern const char
	*const standing_names[STANDING_COUNT + 1]; /* "unasked", "new", "known", NULL */

/* Who answers for a finding let it pass, for a reason and until a day. */
struct ignored {
	struct mtext reason;
	struct str until; /* YYYY-MM-DD, the last day */
	struct place at;  /* where that is written */
};

struct finding {
	struct str rule; /* "SRC-002", "schema/type", "document/duplicate-key" */
	enum severity severity;
	struct str initiative; /* "msh/egin"; empty when unknown */
	struct place at;
	struct mtext message;
	struct mtext remedy;
	struct str condition; /* name of the condition that was false; may be empty */
	bool unjudged;	      /* the rule could not be judged: an error, never a pass */
	struct str
		key; /* what tells two findings of one rule in one document apart; see below */
	const struct place *related;
	size_t related_n;
	const struct fact *facts;
	size_t facts_n;
	const struct basis *basis;
	size_t basis_n;
	const struct repair *repair; /* NULL: a person must decide */
	uint32_t ordinal; /* set by the sink: of those with equal fingerprints but for it */
	enum standing standing;	       /* these two are set on what a sink holds */
	const struct ignored *ignored; /* NULL: it is not */
};

/* Whether it counts in verdicts: it was not known before and is not ignored. */
bool finding_counts(const struct finding *f);

/*
 * The fingerprint is a hash of rule, initiative (or the file's name without
 * its folder when there is none), and key. The emitter chooses a key of
 * values, not of positions: for SRC-001 the source's name, not its index. An
 * empty key is replaced by the pointer. Equal fingerprints in one run get an
 * ordinal. 32 hex digits.
 */
struct str finding_fingerprint(struct arena *a, const struct finding *f);

/* What a rule is, for reports. */
struct rule_info {
	struct str id;
	enum severity severity;
	struct mtext title, description;
	const struct basis *basis;
	size_t basis_n;
};

/* Something that could not be judged, or a remark of the run; never a pass. */
struct note {
	struct str rule;
	struct str initiative;
	struct place at; /* file may be empty */
	struct mtext text;
};

/*
 * How rules came to their verdicts, for those who ask: for each rule and
 * initiative what was bound, and what each expression gave, in the order in
 * which it was asked.
 */
enum trace_kind {
	TRACE_BIND,   /* `expression` is a path */
	TRACE_HIT,    /* of a scan */
	TRACE_DENIED, /* what a scan would find, did the text not deny it there */
	TRACE_LET,
	TRACE_WHEN,
	TRACE_CONDITION,
	TRACE_KEY,   /* what group, pair and cycle go by */
	TRACE_OTHER, /* the other initiative of a pair; the ring of a cycle */
};

enum trace_outcome {
	TRACE_SILENT,	      /* nothing is asked at this stage */
	TRACE_NOT_APPLICABLE, /* nothing bound, nothing looked up, or `when` is false */
	TRACE_PASSED,
	TRACE_FOUND,
	TRACE_NOT_JUDGED,
	TRACE_OUTCOMES
};

struct trace_step {
	enum trace_kind kind;
	struct str name, expression;
	struct mtext value;
	enum {
		TRACE_VALUE,
		TRACE_TRUE,
		TRACE_FALSE,
		TRACE_ABSENT,
		TRACE_ERROR,
		TRACE_UNASKED
	} result;
};

struct trace_match {
	enum trace_outcome outcome;
	VEC(struct trace_step) steps;
};

struct trace_rule {
	struct str rule, initiative, file;
	enum trace_outcome outcome; /* the last of those of its matches */
	VEC(struct trace_match *) matches;
	size_t denied; /* matches of what the text denies */
};

struct trace {
	struct arena *arena;
	struct str only; /* the rule that is asked about; empty: all */
	bool brief;	 /* outcomes of rules alone, without matches */
	bool others;	 /* of rules that compare, initiatives not judged, too */
	VEC(struct trace_rule *) rules;
};

struct sink {
	struct arena *arena;
	VEC(struct finding) findings;
	VEC(struct note) notes;
	size_t limit;		     /* LIMIT_FINDINGS */
	size_t dropped;		     /* beyond it */
	enum severity dropped_worst; /* of these */
};

/* What sink_finish adds when findings had to be left out, as severe as the worst of them. */
extern const struct rule_info finding_limit_rule;

void sink_init(struct sink *s, struct arena *a);
/* Copies everything the finding points to, except rule, basis and reference texts, which must
 * outlive the sink. */
void sink_emit(struct sink *s, const struct finding *f);
/* The same for one that points only to what lives as long as the sink: nothing is copied. */
void sink_put(struct sink *s, const struct finding *f);
void sink_note(struct sink *s, const struct note *n);
/* Sorts by file, line, column, rule, key; sets ordinals. At the end, and again when more
 * were emitted after it. */
void sink_finish(struct sink *s);
/* Of those that count. */
size_t sink_count(const struct sink *s, enum severity at_least);

/* Findings of an earlier report, by fingerprint. */
void sink_know(struct strmap *known, struct str fingerprint, enum severity severity);
/* Marks each as known before or, when it was not there or was milder, as new; returns how many
 * of those before are no more. Once, after sink_finish. */
size_t sink_compare(struct sink *s, const struct strmap *known);

/*
 * All that a sink holds as bytes, for another process of the same run: unpacking emits it into
 * a sink as if it had been emitted there. False when the bytes are not whole.
 */
void sink_pack(struct strbuf *b, const struct sink *s);
MUST_USE bool sink_unpack(struct sink *s, struct str bytes);

#endif
