/*
 * Writers: one finding stream, many forms. Each is a function in a table.
 * json and sarif are the same bytes whatever the language: they carry all
 * three, and so does html, which opens in the one asked for; the other forms
 * are in that one. Every form but the summary has every finding, also those
 * that do not count. Every text is taken as hostile: control characters and
 * those that turn the writing direction are shown by their code points. cJSON
 * lives here.
 */
#ifndef CHECKER_REPORT_REPORT_H
#define CHECKER_REPORT_REPORT_H

#include "checker/base/err.h"
#include "checker/base/file.h"
#include "checker/finding/finding.h"

/* What a document names of the reference, by its id, or as it is written when unknown. */
enum report_link_kind {
	LINK_BODY,
	LINK_FUNCTION,
	LINK_SOURCE,
	LINK_POINT,
	LINK_PLATFORM,
	LINK_KINDS
};
struct report_link {
	enum report_link_kind kind;
	struct str id;
	struct mtext name;
	struct str how; /* "authority", "consumes"; may be empty */
};
enum { REPORT_LINKS_MAX = 500 }; /* of a document; more are not shown */

/* One checked document. */
struct report_subject {
	struct str file;
	struct str initiative; /* "msh/egin", empty if it could not be read */
	struct mtext name;
	struct mtext body; /* name of the owner body */
	struct str stage;
	struct str bytes;		 /* of the file; reports tell their hash */
	const struct report_link *links; /* html only */
	size_t links_n;
	bool illustration; /* an example made from public announcements, no statement about any
			      body */
};

/* What a person said of two initiatives. */
struct report_verdict {
	struct str kind; /* "unrelated" */
	struct mtext title;
	bool alike;  /* the two do the same */
	bool stands; /* false: one of the texts has changed since */
	struct str reviewer, reason, at;
};
/* All of it in a line. */
struct mtext report_verdict_text(struct arena *a, const struct report_verdict *v);

/* One group of initiatives that do the same; for the summary and the HTML report. */
struct report_overlap {
	struct str a, b;
	struct mtext a_name, b_name;
	struct mtext a_body, b_body; /* names of the owner bodies */
	double score;
	struct mtext why; /* what they share, and what a person said of the pair */
	const struct report_verdict *verdict; /* NULL: nobody judged the pair */
	const struct report_beside *beside;   /* html only: side by side; NULL: not wanted */
	size_t beside_n;
};

/* What a run counted, for the trend. */
enum { REPORT_STAGES = 8, REPORT_DATE_BYTES = 10 };
struct report_point {
	struct str date;
	size_t subjects;
	size_t counts[SEV_COUNT];
	size_t stages[REPORT_STAGES]; /* the last: of none that is known */
};

struct report {
	struct str program_version;
	struct str schema; /* that alone was judged by, without a pack; empty: none */
	struct str pack, pack_version, pack_hash; /* "digital-qazaqstan", "2026.2", hex */
	struct mtext portfolio; /* compared with: "none", "registry … (40 initiatives)" */
	struct str date;	/* judged by, YYYY-MM-DD */
	enum lang lang;		/* of the human forms */
	const struct report_subject *subjects;
	size_t subjects_n;
	const struct sink *sink;       /* finished */
	const struct rule_info *rules; /* all rules that were run, by id */
	size_t rules_n;
	const struct report_overlap *overlaps;
	size_t overlaps_n;
	struct str maps[LANG_COUNT]; /* html only: pictures of them, cleaned; empty: none */
	const struct report_point *trend; /* html only: by day, this run as well */
	size_t trend_n;
	/* Stages of the life cycle, as points count them, but for the last of a point. */
	const char *const *stage_names;
	const struct mtext *stages;
	size_t stages_n;
	const struct trace
		*trace; /* text and json: how verdicts came about; NULL: not asked for */
	const struct trace *outcomes; /* html: of each rule and document; NULL: not known */
	struct str
		root;  /* folder that machine forms name files from; empty: as they are named */
	bool compared; /* with an earlier report: every finding is new or known */
	size_t gone;   /* findings of that report that are no more */
	bool color;    /* text only */
	bool links;    /* text only: the terminal knows hyperlinks */
	bool quiet;    /* text only: no excerpts, no remedies */
	bool verbose;  /* text only: also what does not count, and all that is clean */
	size_t width;  /* text only: columns of the terminal; 0 if none, then prose is not
			  wrapped */
};

/* Initiatives that seem to do the same, as groups or as pairs of one. */
struct report_member {
	struct str id;
	struct mtext name, body;
	struct str stage;
	struct str cost; /* band of the schema; empty when not told */
};

struct report_shared { /* what two have in common */
	struct mtext name;
	double share;	/* addend of the score */
	size_t entries; /* how many of those compared have it */
};

struct report_likeness {
	const struct report_member *a, *b;
	double probability;
	size_t judged; /* pairs that people judged, on which the probability rests */
	double score;  /* the sum of all that is shared and the rest */
	const struct report_shared *shared; /* the largest first */
	size_t shared_n;
	double rest;			      /* what the smaller ones add that are left out */
	const struct report_verdict *verdict; /* NULL: nobody judged the pair */
};

/* A field of two initiatives side by side, with what they share marked in both. */
struct report_span {
	size_t from, n; /* bytes */
};
struct report_marked {
	struct str text;
	const struct report_span *spans;
	size_t spans_n;
};
struct report_sides {
	struct report_marked at[2];
};
struct report_beside {
	struct mtext field;
	struct str lang; /* "kk"; empty for codes */
	struct report_marked sides[2];
	const struct report_sides *named; /* of codes: by language; NULL: of texts */
};

struct report_group {
	struct mtext under;		     /* heading it stands under; empty: none */
	const struct report_member *best;    /* to build on: the furthest in its life */
	const struct report_likeness *pairs; /* of the group's first with each other */
	size_t n;
	size_t bodies; /* different ones */
};

struct report_duplicates {
	struct str pack, pack_version;
	struct mtext portfolio;
	size_t compared;
	size_t counted;	  /* entries that the weights of terms were counted over */
	size_t left_out;  /* registered, but not compared in their last revision */
	size_t apart;	  /* pairs that people judged to be no duplicates */
	double threshold; /* of the score; searched exactly down to it */
	const struct report_group *groups; /* NULL: pairs of one initiative */
	size_t groups_n;
	const struct report_likeness *pairs;
	size_t pairs_n;
	const struct report_beside
		*beside; /* of the only pair: side by side; NULL: not wanted */
	size_t beside_n;
	struct str maps[LANG_COUNT]; /* html and svg only: pictures, cleaned; empty: none */
	struct str program_version;
	enum lang lang;
	bool color;
};

/*
 * The map of what is alike, as Graphviz reads it; its picture is cleaned before it goes into a
 * page: false when it holds anything but shapes and texts. Pairs that people judged to be no
 * duplicates are left out, and of very many the weakest (report_map_left_out).
 */
struct report_edge_end {
	struct str id;
	struct mtext name, body;
};
struct report_edge {
	struct report_edge_end a, b;
	double probability;
	bool settled; /* by a person */
};
struct report_edges {
	VEC(struct report_edge) list;
};
void report_edges_of_duplicates(struct report_edges *out, struct arena *a,
				const struct report_duplicates *d);
void report_edges_of_overlaps(struct report_edges *out, struct arena *a,
			      const struct report *r);
struct str report_map_dot(struct arena *a, const struct report_edges *edges, enum lang lang);
size_t report_map_left_out(const struct report_edges *edges);
MUST_USE bool report_map_clean(struct str *out, struct arena *a, struct str svg);

enum { DUPLICATES_TEXT, DUPLICATES_JSON, DUPLICATES_CSV, DUPLICATES_HTML, DUPLICATES_SVG };
extern const char *const report_duplicate_formats[]; /* "text", "json", "csv", NULL */
void report_duplicates_write(const struct report_duplicates *d, int format, struct out *out);

struct report_format {
	const char *name;
	void (*write)(const struct report *r, struct out *out);
};

/* A cell of CSV and what stands behind it: quoted, and what a spreadsheet would take for a
 * formula disarmed. */
void report_csv_cell(struct out *o, struct str text, char end);
/* A text as it may be shown on a terminal: control characters and those that turn the writing
 * direction by their code points. */
struct str report_shown(struct arena *a, struct str s);
/* A name as reports show it: none that a schema lets pass is cut, and of one that is longer,
 * which is a finding, "…" stands for the rest. */
struct str report_short(struct arena *a, struct str name);
struct mtext report_short_name(struct arena *a, struct mtext name);
/* JSON as it may be shown there: in its strings these are escaped. */
struct str report_json(struct arena *a, struct str printed);

extern const struct report_format report_formats[]; /* ends with a NULL name */
const struct report_format *report_format_named(struct str name);
struct str report_format_list(struct arena *a); /* "text, summary, …" */

/* How a verdict came about, for people: an outcome, and one step without its expression. */
struct mtext report_trace_outcome(enum trace_outcome outcome);
struct mtext report_trace_step(struct arena *a, const struct trace_step *s);

#endif
