/* Checking against what is registered: shared by check and submit. */
#ifndef REGISTRY_CMD_JUDGE_H
#define REGISTRY_CMD_JUDGE_H

#include "checker/check/check.h"
#include "checker/cmd/output.h"
#include "registry/cmd/session.h"

/*
 * Opens the registry, adds its portfolio to the check and says what it was.
 * Those named in `judged` are judged, the others are judged against; NULL
 * judges all. Every name must be registered.
 */
MUST_USE bool judge_add_portfolio(struct context *c, const struct registry_opts *opts,
				  struct check *check, const struct str_list *judged,
				  struct mtext *description, struct err *err);
/* The same over an open session. */
MUST_USE bool judge_add_registered(struct context *c, struct session *s, struct check *check,
				   const struct str_list *judged, struct mtext *description,
				   struct err *err);

#endif
