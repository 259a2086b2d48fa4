/* The words of the registry's tables as people read them: kinds, states, parts, tasks, events.
 */
#ifndef REGISTRY_CMD_WORDS_H
#define REGISTRY_CMD_WORDS_H

#include "checker/cmd/context.h"

enum word_group { WORD_KIND, WORD_STATE, WORD_PART, WORD_VERDICT, WORD_TASK, WORD_EVENT };

/* The word itself when nothing is known of it. */
struct str word_of(const struct context *c, enum word_group group, struct str name);
/* "архитектура, данные" of "architecture, data". */
struct str words_of_list(const struct context *c, enum word_group group, struct str names);
/* The title of a stage of a manifest. */
struct str word_stage(const struct context *c, struct str stage);
/* "2026-11-24 09:15:00 UTC": fractions are for machines. */
struct str word_moment(const struct context *c, struct str time);
/* What somebody wrote, made safe for a terminal and put on one line. */
struct str word_remark(const struct context *c, struct str remark);

#endif
