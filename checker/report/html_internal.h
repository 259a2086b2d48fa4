/* What the parts of a page have in common. */
#ifndef CHECKER_REPORT_HTML_INTERNAL_H
#define CHECKER_REPORT_HTML_INTERNAL_H

#include "checker/report/plain_internal.h"

struct html {
	const struct report *report;
	struct out *out;
	struct arena *arena;
	struct overview view;
	const size_t *order; /* of the groups */
};

void html_element(struct html *h, const char *name, enum label label);
void html_row_heads(struct html *h, const enum label *labels, size_t n);
/* What is folded up until the reader wants it, or the page is printed. */
void html_fold_open(struct html *h, const char *id, struct mtext title, size_t n);
void html_fold_close(struct html *h);
/* The citation as a link, with its state and how sure it is where that matters, and its text.
 */
void html_basis(struct html *h, const struct basis *b);
/* The norms that findings rest on; what came of each rule. */
void html_norms(struct html *h);
void html_rules(struct html *h);
/* Where initiatives stand in the reference. */
void html_reference(struct html *h);
/* A table of two initiatives; its region is named by the element of that id. */
void html_beside(struct html *h, const char *id, const struct mtext names[2],
		 const struct report_beside *rows, size_t n);
/* How it went from report to report. */
void html_trend(struct html *h);
void html_group_name(struct html *h, const struct group *g);

extern const char *const html_style[]; /* ends with NULL */
/* The page up to its body; the way to its content and the switch of the language, which opens
 * <div class="page"><header>. */
void html_head(struct html *h, enum lang lang, struct str title);
void html_languages(struct html *h, enum lang lang);
/* Wide tables scroll in a frame of their own, which the keyboard can reach. */
void html_table_open(struct html *h, const char *id, const char *class_name);
void html_table_close(struct html *h);
/* The map of what is alike: pictures that report_map_clean let pass. */
void html_map(struct html *h, const struct str maps[LANG_COUNT]);
void html_raw(struct html *h, const char *markup);
void html_str(struct html *h, struct str s);	/* escaped */
void html_text(struct html *h, struct mtext t); /* all three languages */
void html_label(struct html *h, enum label label);
void html_finding(struct html *h, const struct finding *f);

#endif
