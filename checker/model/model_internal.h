/* What the files of this module share. */
#ifndef CHECKER_MODEL_MODEL_INTERNAL_H
#define CHECKER_MODEL_MODEL_INTERNAL_H

#include "checker/model/model.h"

struct arch_name_index *arch_name_index_new(struct arena *a);

/* A body or source whose name, but for endings and the state, is the whole text. */
struct arch_mention arch_whole_text(const struct arch *arch, enum arch_kind kind,
				    struct str text);

/* Whether a source's entry lists the data object. */
bool model_source_holds(const struct node *source, struct str object);

#endif
