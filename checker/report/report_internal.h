/*
 * What the writers share: labels, the grouping of findings by file, the
 * window of a source line that is shown, and JSON building.
 */
#ifndef CHECKER_REPORT_REPORT_INTERNAL_H
#define CHECKER_REPORT_REPORT_INTERNAL_H

#include "checker/report/report.h"

#include <cjson/cJSON.h>

enum label {
	LABEL_PACK,
	LABEL_NO_PACK,
	LABEL_SCHEMA,
	LABEL_PORTFOLIO,
	LABEL_JUDGED_BY,
	LABEL_WHY,
	LABEL_NORM,
	LABEL_DO,
	LABEL_SEE,
	LABEL_CONDITION,
	LABEL_ID,
	LABEL_KNOWN,
	LABEL_IGNORED,
	LABEL_IGNORED_UNTIL,
	LABEL_GONE,
	LABEL_UNCOUNTED,
	LABEL_WHOLE_RUN,
	LABEL_VERBOSE,
	LABEL_OTHERS,
	LABEL_MANIFEST,
	LABEL_REFERENCE,
	LABEL_INITIATIVE,
	LABEL_ERRORS,
	LABEL_WARNINGS,
	LABEL_INFOS,
	LABEL_FILES,
	LABEL_FILES_CLEAN,
	LABEL_CLEAN,
	LABEL_NOT_JUDGED,
	LABEL_NOT_JUDGED_WHY,
	LABEL_OVERLAPS,
	LABEL_OVERLAPS_WHY,
	LABEL_DROPPED,
	LABEL_MORE,
	LABEL_ILLUSTRATION,
	LABEL_ILLUSTRATIONS,
	LABEL_NOTHING_JUDGED,
	LABEL_STAGE,
	LABEL_LANGUAGE,
	LABEL_QUESTION,
	LABEL_OVERVIEW,
	LABEL_VERDICT,
	LABEL_BODY,
	LABEL_FINDINGS,
	LABEL_NO_FINDINGS,
	LABEL_RULES,
	LABEL_RULE,
	LABEL_RULES_WHY,
	LABEL_RULES_GROUPED,
	LABEL_SEVERITY,
	LABEL_SCORE,
	LABEL_FIRST,
	LABEL_SECOND,
	LABEL_OF_RULE_FOUND,
	LABEL_OF_RULE_UNJUDGED,
	LABEL_RULES_FOUND,
	LABEL_RULES_UNJUDGED,
	LABEL_RULES_MET,
	LABEL_RULES_IDLE,
	LABEL_RULES_QUIET,
	LABEL_OF_RULE_MET,
	LABEL_OF_RULE_IDLE,
	LABEL_NORMS,
	LABEL_MAP,
	LABEL_REFERENCES,
	LABEL_REFERENCES_WHY,
	LABEL_ENTRY,
	LABEL_INITIATIVES,
	LABEL_WHICH,
	LABEL_NOT_DRAWN,
	LABEL_SKIP,
	LABEL_DISCLAIMER,
	LABEL_BESIDE,
	LABEL_BESIDE_MORE,
	LABEL_TREND,
	LABEL_TREND_WHY,
	LABEL_BY_STAGE,
	LABEL_NO_STAGE,
	LABEL_DAY,
	LABEL_IN_FIGURES,
	LABEL_COUNT
};

extern const struct mtext label_texts[LABEL_COUNT];

int report_percent(double score); /* 0 to 100 */

/* "digital-qazaqstan 2026.2 (pack a1b2c3d4) · portfolio: none · judged by 2026-11-23", or
 * "schema initiative-1.0 · structure only …" */
struct mtext report_heading(struct arena *a, const struct report *r);

void report_write_text(const struct report *r, struct out *o);
void report_write_summary(const struct report *r, struct out *o);
void report_write_json(const struct report *r, struct out *o);
void report_write_sarif(const struct report *r, struct out *o);
void report_write_junit(const struct report *r, struct out *o);
void report_write_gitlab(const struct report *r, struct out *o);
void report_write_github(const struct report *r, struct out *o);
void report_write_tap(const struct report *r, struct out *o);
void report_write_markdown(const struct report *r, struct out *o);
void report_write_csv(const struct report *r, struct out *o);
void report_write_html(const struct report *r, struct out *o);
void report_write_duplicates_html(const struct report_duplicates *d, struct out *o);

enum verdict { VERDICT_CLEAN, VERDICT_UNSURE, VERDICT_REMARKS, VERDICT_NO, VERDICT_COUNT };
extern const struct mtext verdict_titles[VERDICT_COUNT];
extern const char *const verdict_names[VERDICT_COUNT]; /* as class names */

/* Findings of one file, which stand together in the finished sink. */
struct group {
	struct str file;
	const struct report_subject *subject; /* NULL when no subject has this file */
	const struct finding *findings;
	size_t n;
	size_t counts[SEV_COUNT]; /* of those that count */
	size_t uncounted;
	size_t notes; /* about this initiative */
};

enum { NOTE_NAMES_MAX = 5 };

/* Notes of one rule that say the same. */
struct note_group {
	struct str rule;
	struct mtext text;
	size_t n;
	struct str names[NOTE_NAMES_MAX]; /* of the first initiatives, or their files */
	size_t names_n;
	bool more; /* initiatives than fit */
};

/* What came of one rule. Met or not applicable where all are zero: where the report has no
 * outcomes, and of what is checked before rules. */
struct rule_tally {
	size_t findings, notes;
	size_t met, idle; /* documents; idle: not asked at their stage too */
};

struct overview {
	VEC(struct group) groups; /* those with findings first, in the order of the findings */
	VEC(struct note_group) notes;
	struct rule_tally *tallies; /* by the index of the rule in the report */
	size_t counts[SEV_COUNT];
	size_t known, ignored; /* findings that do not count */
	size_t clean;	       /* groups without findings that count */
	enum verdict verdict;
	bool illustration; /* some subject is one */
};

/* What concerns the rule asked about, and what kept it from being asked; false: none is. */
bool report_narrow(struct report *out, struct arena *a, const struct report *r);
void overview_make(struct overview *v, struct arena *a, const struct report *r);
enum verdict verdict_of(const struct group *g);

/* One code point as it may be shown: a tab as blanks, what is hidden or steers as "<U+202E>".
 */
struct cell {
	char text[16];
	size_t n;
};

bool cell_hides(uint32_t point); /* it is hidden or steers */
struct cell cell_next(struct str *s);
size_t cell_plain(struct str s); /* bytes in front that are shown as they are, a column each */
size_t cell_columns(struct str s); /* of the whole text, shown so */
/* The first columns of a text up to a blank, if there is one; `*rest` is what stands behind. */
struct str cell_line(struct str *rest, size_t columns);

/* The part of a source line that is shown, at most `columns` wide, and in it what is marked. */
struct excerpt {
	struct str before, marked, after;
	bool cut_left, cut_right;
};

void excerpt_cut(struct excerpt *e, const struct place *p, size_t columns);

/*
 * JSON is written piece by piece, one cJSON tree a finding, so that memory does
 * not grow with the report. When memory fails the output fails.
 */
struct json {
	struct out *out;
	struct arena *scratch; /* emptied by json_write */
	bool comma;	       /* before the next member or element */
};

void json_open(struct json *j, const char *member, char bracket);
void json_close(struct json *j, char bracket);
/* Writes the tree as a member, or as an element when the name is NULL, and frees it. */
void json_write(struct json *j, const char *member, cJSON *tree);
cJSON *json_object(struct json *j);
cJSON *json_array(struct json *j);
void json_add(struct json *j, cJSON *object, const char *key, cJSON *value);
void json_push(struct json *j, cJSON *array, cJSON *value);
cJSON *json_str(struct json *j, struct str s);
cJSON *json_optional(struct json *j, struct str s); /* null when empty */
cJSON *json_hash(struct json *j, struct str bytes); /* SHA-256 in hex; null when empty */
cJSON *json_mtext(struct json *j, struct mtext t);
/* The source line; empty when it is too long to repeat it with each finding. */
struct str json_excerpt(const struct place *p);
cJSON *json_number(struct json *j, double value);
/* The text in quotation marks, as JSON and YAML read it. */
struct str json_quoted(struct json *j, struct str s);
cJSON *json_basis(struct json *j, const struct basis *basis, size_t n);

/* Writers of text parts. */
struct text_writer {
	const struct report *report;
	struct out *out;
	struct arena *arena; /* emptied after each finding */
	struct overview view;
	enum lang lang;
	size_t wrap;	/* columns to wrap prose at; SIZE_MAX for not at all */
	size_t columns; /* for source lines */
};

enum ink { INK_ERROR, INK_WARNING, INK_INFO, INK_DIM, INK_BOLD };

void text_writer_ink(struct text_writer *w, enum ink ink, struct str s);
void text_writer_plain(struct text_writer *w, struct str s);
void text_writer_pad(struct text_writer *w, size_t n);
/* Words from column `at` on, next lines from column `indent`; returns the column reached. */
size_t text_writer_prose(struct text_writer *w, size_t at, size_t indent, struct str s);
/* What is written between the two leads to the address, where the terminal can and the address
 * is one of the web; a file's is made from its name. */
bool text_writer_link(struct text_writer *w, struct str url);
bool text_writer_link_file(struct text_writer *w, struct str file);
void text_writer_link_end(struct text_writer *w, bool open);
void text_writer_excerpt(struct text_writer *w, const struct place *p, enum ink ink);
struct str text_writer_label(const struct text_writer *w, enum label label);
void text_writer_finding(struct text_writer *w, const struct finding *f);
void text_writer_details(struct text_writer *w, const struct finding *f); /* without its head */

/* How verdicts came about; of JSON only when there is a trace. */
void trace_write_text(struct text_writer *w);
void trace_write_json(struct json *j, const struct trace *t);

#endif
