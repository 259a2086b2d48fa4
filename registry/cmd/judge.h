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

/* The same in two steps, for who judges by it twice. */
struct judge_portfolio {
	struct store_portfolio read;
	struct mtext description;
};
MUST_USE bool judge_read_portfolio(struct judge_portfolio *p, struct context *c,
				   const struct registry_opts *opts, struct err *err);
MUST_USE bool judge_use_portfolio(struct context *c, struct check *check,
				  const struct judge_portfolio *p,
				  const struct str_list *judged, struct err *err);

/* An argument is a file, a folder or a pattern of files if there is one of that name, else the
 * id of a registered initiative. */
void judge_split_args(struct context *c, struct str_list args, struct str_list *files,
		      struct str_list *ids);
/* Files and folders to judge. */
MUST_USE bool judge_add_files(struct context *c, struct check *check, struct str_list args,
			      struct err *err);
/* The same of files that were found already. */
MUST_USE bool judge_add_list(struct context *c, struct check *check,
			     const struct file_list *files, struct err *err);

#endif
