/*
 * Patterns of paths, as people know them from their shell: "*" and "?" within a
 * name, "[a-z]" and "[!a-z]" for one character, "**" for any folders. What
 * begins with a dot is matched only by a dot. Time is bounded by the product of
 * both lengths.
 */
#ifndef CHECKER_BASE_GLOB_H
#define CHECKER_BASE_GLOB_H

#include "checker/base/arena.h"

bool glob_is_pattern(struct str s);
/* The whole path, step by step; neither begins with "./". */
bool glob_match(struct str pattern, struct str path);
/* The pattern of a path itself, whatever signs are in it. */
struct str glob_literal(struct arena *a, struct str path);
/* The folder that all matches are below: what stands before the first step with a sign. */
struct str glob_folder(struct str pattern);

#endif
