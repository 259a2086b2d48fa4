/* What forms in one language that are read line by line have in common. */
#ifndef CHECKER_REPORT_PLAIN_INTERNAL_H
#define CHECKER_REPORT_PLAIN_INTERNAL_H

#include "checker/report/report_internal.h"

/* White space as single blanks, what is hidden or steers by its code point. */
struct str plain_line(struct arena *a, struct str s);
struct str plain_place(struct arena *a, const struct place *p); /* "a.yaml:3:7" */
/* The finding as the text form has it, and without its first line. */
struct str plain_finding(struct arena *a, const struct report *r, const struct finding *f);
struct str plain_details(struct arena *a, const struct report *r, const struct finding *f);
/* Why it does not count; empty when it does. */
struct mtext plain_pardon(struct arena *a, const struct finding *f);
/* "Not as it is · errors: 1, …" */
struct str plain_verdict(struct arena *a, const struct report *r, const struct overview *v);
/* A file as CI and viewers look for it: from the root with slashes, without "." and "..".
 * False: it is not below the root, and the path is one from the root of the file system. */
bool plain_path(struct str *path, struct arena *a, const struct report *r, struct str file);
/* The bytes of a name, which is shown as valid UTF-8 (validate/validate.h): for addresses. */
struct str plain_bytes(struct arena *a, struct str shown);
struct str plain_target(struct arena *a, const struct report *r, struct str file); /* as text */
struct str plain_note(struct arena *a, const struct report *r, const struct note_group *g);
const char *plain_entity(char c); /* of XML and HTML; NULL when it may stand as it is */

#endif
