/* Judging: the bindings of a rule on a subject, what comes of them, and how it is told. */
#ifndef CHECKER_RULE_JUDGE_INTERNAL_H
#define CHECKER_RULE_JUDGE_INTERNAL_H

#include "checker/rule/rule_internal.h"

/* What was worked out about nodes of documents, by their addresses: asked hundreds of times a
 * manifest. */
struct node_map {
	struct arena *arena; /* of the map and of what is in it */
	struct node_slot {
		const struct node *node;
		void *value;
	} * slots;
	size_t n, count; /* of slots: a power of two */
	uint64_t multiplier;
};

void node_map_init(struct node_map *map);
void node_map_release(struct node_map *map);
void node_map_forget(struct node_map *map);
/* Where the value of the node is kept, NULL at first; NULL for a node of no document. */
void **node_map_at(struct node_map *map, const struct node *node);

/* A text of the manifest that is judged, read once for all rules. */
struct judge_text {
	struct text_words words;
	const struct arch_mentions *names; /* NULL: not asked for yet */
	const struct pattern_hits *signs;
	struct denied_signs *denied; /* of a trace alone */
};

/* The lists that a manifest has signs of, wherever rules look for signs. */
struct judge_signs {
	const struct subject *of; /* NULL: of none yet */
	VEC(const struct sign_list *) lists;
};

/* Where the finding before points. */
struct placed {
	const struct subject *subject;
	const struct node *node;
	struct place place;
};

/* What findings in other initiatives say of one, made when the first of them is told. */
struct as_other {
	struct place place;	 /* of its name */
	const struct fact *fact; /* or NULL */
};

/* A finding, with what the next of the same bindings shares with it. */
struct draft {
	bool made;  /* there was one */
	bool alone; /* its only fact is the value that it points at */
	const struct node *node;
	const struct condition *failed;
	struct finding f;
};

/* One run of pack_judge. */
struct judge {
	const struct pack *pack;
	const struct rule *const *rules;
	size_t rules_n;
	struct arena *arena;
	const struct judge_options *options;
	const struct subject *subjects;
	size_t n;
	struct sink *sink;
	struct node arch;      /* the reference as it was on the day judged by */
	bool *idle;	       /* by rule: none of its norms is a ground on that day */
	enum stage *stages;    /* of the subjects; STAGE_COUNT: not asked for yet */
	uint32_t *first;       /* of each subject the first of the same id */
	bool *shadowed;	       /* registered subjects whose file is judged in this run */
	struct node portfolio; /* {id: manifest}; null: not asked for yet */
	struct arena *scratch; /* reset between rules */
	struct trace *trace;   /* NULL: not asked for */
	const struct basis *
		*basis;		 /* by rule: its norms at the day judged by, once asked for */
	uint64_t steps_left;	 /* of the manifest that is judged */
	struct cel_value *pairs; /* of candidates, as rules see them; NULL: not asked for yet */
	struct placed placed;
	const struct as_other **others; /* by subject; NULL: not asked for yet */
	struct node_map texts;		/* struct judge_text; of the subject under way */
	struct judge_signs signs;
	struct node_map names; /* struct name_words, of alike() */
	struct strmap facts;   /* look-ups in the reference alone, by what they ask about */
};

const struct node *judge_portfolio(struct judge *j);

struct judge_text *judge_text(struct judge *j, const struct node *node);
/* The bodies and sources that the text names, and the signs in it. */
const struct arch_mentions *judge_text_names(struct judge *j, struct judge_text *text);
const struct pattern_hits *judge_text_signs(struct judge *j, struct judge_text *text);

/* Whether any text of the subject that rules look for signs in has one of the list. */
bool judge_has_signs(struct judge *j, const struct subject *s, const struct sign_list *list);

/* The other end of a link, when the finding is told there. */
struct link_end {
	const struct subject *subject;
	struct place at;
};

/* What became of look-ups and `when`. */
enum bound { BOUND, BOUND_NOTHING, BOUND_NEVER, BOUND_BROKEN };

/* One rule on one manifest: the bindings so far. */
struct match {
	struct judge *judge;
	const struct rule *rule;
	const struct subject *subject;
	enum severity severity;
	struct cel_value slots[SLOTS_MAX];
	struct cel_run run;
	const struct node *scanned; /* the text of a scan's hit; NULL: none */
	struct str hit;		    /* the words of it that were found */
	bool secret;		    /* the hit is personal: no value is shown */
	bool told;		    /* a finding came of it, or of the way before */
	bool lets_kept;		    /* those of LET_CHECK are made already */
	bool fixed_kept; /* of them those that hang on no binding, as far as they are made */
	enum bound let_bound; /* of a look-up that was made while an expression was evaluated */
	uint64_t missing_told; /* look-ups that found nothing and were told, as bits of slots */
	bool when_true;	       /* whatever is bound */
	bool (*bound)(
		struct match *m); /* `for` and `scan` are bound: match_bound, or a form's */
	bool (*found)(struct match *m); /* look-ups made, `when` true; false stops */
	void *context;
	const struct link_end *end;  /* NULL: the finding is the subject's own */
	const struct subject *other; /* of a pair */
	struct draft *draft;	     /* NULL: the bindings give one finding */
	enum trace_outcome outcome;
	struct trace_match *trace; /* NULL when not asked for */
};

/* Makes every binding of the rule and calls m->bound for each; false when stopped. None when
 * `when` is false whatever is bound; match_all makes them all the same. */
bool match_run(struct match *m);
bool match_all(struct match *m);
/* What a path from the slot starts at; NULL for what is no part of a document. */
const struct node *match_base(struct match *m, unsigned slot);
/* The value of a look-up. */
struct cel_value match_look_up(struct match *m, const struct bind_let *let);
/* Makes the look-ups that are not made yet. */
enum bound match_lets(struct match *m, enum let_phase phase);
/* Forgets those of the binding before; they are made when they are first read. */
void match_forget_lets(struct match *m);
enum bound match_when(struct match *m);
/* Whether the rule does without the registry here. */
enum bound match_enough(struct match *m);
/* Look-ups, `when`, then m->found; false stops. */
bool match_bound(struct match *m);
/* Absence, as CEL and the host functions say it. */
bool match_missing(struct cel_value v);
/* The next condition of `all`, from *next on, that is not true; NULL when the rest are. Errors
 * are reported by it. */
const struct condition *match_failed(struct match *m, size_t *next, bool *judged);
/* A match of the rule on the subject; or one after the other, for many rules on one subject. */
void match_start(struct match *m, struct judge *j, const struct rule *r,
		 const struct subject *s);
void match_subject(struct match *m, struct judge *j, const struct subject *s);
void match_rule(struct match *m, const struct rule *r);
/* Emits the rule's finding for the bindings; without a condition it is named for the form.
 * The related places must live as long as the sink. */
void match_emit(struct match *m, const struct condition *failed, const struct place *related,
		size_t related_n);
/* "could not be judged because …": a finding, never a pass. */
void match_broken(struct match *m, struct cel_value why);
struct place match_place(struct match *m, const struct place_rule *rule);
/* Scans texts and calls back for each hit. */
bool scan_run(struct match *m, bool (*found)(struct match *m));
/* Where the hit stands; its texts live in `a` or with the document. */
struct place scan_place(const struct match *m, struct arena *a);

/* Traces. A match is traced between open and close, and only when that was asked for. */
void trace_rule_open(struct judge *j, const struct rule *r, const struct subject *s,
		     enum trace_outcome outcome);
void trace_match_open(struct match *m);
void trace_match_close(struct match *m);
/* What is found in a text that denies it, if traces are told. */
void trace_denied(struct match *m, const struct node *text, struct str hit, struct str by);
/* Whether steps are told, not outcomes alone. */
bool trace_of_steps(const struct judge *j);
/* So much of a text as is read at a glance. */
struct str trace_brief(struct arena *a, struct str text);
void trace_step_add(struct match *m, enum trace_kind kind, struct str name,
		    const struct cel_program *program, const struct cel_value *v);

static inline void trace_value(struct match *m, enum trace_kind kind, struct str name,
			       const struct cel_program *program, const struct cel_value *v)
{
	if (m->trace)
		trace_step_add(m, kind, name, program, v);
}

/* All rules that look at one initiative alone. */
void judge_subject(struct judge *j, const struct subject *s);
/* The same of every subject, by several processes; false when that is not asked for, not worth
 * it or not to be had, and then nothing was judged. */
bool judge_shared(struct judge *j);
/* Sets what the day judged by decides, and says which rules have no ground on it. */
void judge_by_date(struct judge *j);
void judge_group(struct judge *j, const struct rule *r);
void judge_pairs(struct judge *j, const struct rule *r);
void judge_cycles(struct judge *j, const struct rule *r);
void judge_links(struct judge *j, const struct rule *r);
/* Severity for the subject's stage; false when silent. */
bool judge_severity(const struct judge *j, const struct rule *r, const struct subject *s,
		    enum severity *out);
void judge_note(struct judge *j, const struct rule *r, const struct subject *s,
		struct mtext text);

#endif
