/*
 * A command's connection to the registry: the one configured (--db,
 * TIZILIM_DB, a service name or PG* variables), else the embedded one, which
 * is started and brought up to date on the way.
 */
#ifndef REGISTRY_CMD_SESSION_H
#define REGISTRY_CMD_SESSION_H

#include "checker/cmd/context.h"
#include "registry/cluster/cluster.h"
#include "registry/db/db.h"
#include "registry/people/people.h"
#include "registry/store/store.h"

struct registry_opts {
	struct common_opts common; /* first, as in every command */
	struct str db, as;
};

#define REGISTRY_OPTIONS(type)                                                          \
	{ 0,                                                                            \
	  "db",                                                                         \
	  OPT_TEXT,                                                                     \
	  offsetof(type, registry.db),                                                  \
	  "<conninfo>",                                                                 \
	  "registry to use: libpq string, URI or service=name (no passwords; default: " \
	  "embedded)",                                                                  \
	  NULL,                                                                         \
	  0,                                                                            \
	  0 },                                                                          \
		{ 0,	     "as",                                                      \
		  OPT_TEXT,  offsetof(type, registry.as),                               \
		  "<login>", "come with this login",                                    \
		  NULL,	     0,                                                         \
		  0 },                                                                  \
		{ 0,	    "log",                                                      \
		  OPT_TEXT, offsetof(type, registry.common.log),                        \
		  "<file>", "add a line of JSON for each event; -: on standard error",  \
		  NULL,	    0,                                                          \
		  0 },                                                                  \
		COMMON_OPTIONS

struct session {
	struct db *db;
	struct mtext name; /* for people: which registry it is */
	struct str admin;  /* of the embedded one: how its superuser connects */
};

/* The embedded registry is started and its schema brought up to date on the way. */
MUST_USE bool session_open(struct session *s, struct context *c,
			   const struct registry_opts *opts, struct err *err);
/* Opens without landing migrations; for migrate. */
MUST_USE bool session_connect(struct session *s, struct context *c,
			      const struct registry_opts *opts, bool *embedded,
			      struct err *err);
/* A connection as the superuser of the embedded registry. */
MUST_USE bool session_admin(struct db **out, const struct context *c, struct str conninfo,
			    struct err *err);
/* Lands what is pending and loads the pack; the embedded registry also gets its one user. */
MUST_USE bool session_migrate(size_t *landed, struct session *s, struct context *c,
			      struct err *err);
/* Puts the pack's bodies and the pack itself, which a submission refers to; nothing happens
 * when they are there. Refused when the registry judges by a later pack, and to who may not
 * load one that it has not. */
MUST_USE bool session_load_pack(struct session *s, struct context *c, struct err *err);
void session_close(struct session *s);
/* Opens, does the work in one transaction, closes. */
MUST_USE bool session_read(struct context *c, const struct registry_opts *opts, store_work work,
			   void *context, struct err *err);
MUST_USE bool session_write(struct context *c, const struct registry_opts *opts,
			    store_work work, void *context, struct err *err);

/* The id of a body that the pack knows by this name; the text itself when none. */
struct str session_body(const struct context *c, struct str name);

/* What may stand for the last of the words typed (cli_complete). */
void complete_print(struct context *c, char *const *typed);
void duties_offer(struct completion *to, enum lang lang);

/* Facets by which a manifest is found, and its folded stems. */
struct facets {
	VEC(struct store_facet) list;
	VEC(struct str) words;
};
void facets_of(struct facets *out, struct arena *a, const struct arch *arch,
	       const struct node *manifest);
bool facets_have(const struct facets *facets, const struct store_facet *f);
void words_of(struct facets *out, struct arena *a, struct str text);

extern const struct command cmd_check, cmd_duplicates, cmd_lsp, cmd_up, cmd_down, cmd_migrate,
	cmd_submit, cmd_list, cmd_show, cmd_history, cmd_diff, cmd_withdraw, cmd_search,
	cmd_uses, cmd_pack_impact, cmd_pack_export, cmd_pack_verify, cmd_pack_info, cmd_index,
	cmd_work, cmd_verdict, cmd_verdicts, cmd_whoami, cmd_org_list, cmd_org_add,
	cmd_org_rename, cmd_org_merge, cmd_person_list, cmd_person_add, cmd_person_disable,
	cmd_person_enable, cmd_duty_list, cmd_duty_grant, cmd_duty_revoke, cmd_draft_save,
	cmd_draft_list, cmd_draft_show, cmd_draft_drop, cmd_audit_export, cmd_audit_verify,
	cmd_audit_checkpoint, cmd_audit_compare, cmd_audit_keygen, cmd_snapshot_export,
	cmd_snapshot_verify, cmd_snapshot_info, cmd_replay, cmd_doctor, cmd_health, cmd_backup,
	cmd_restore, cmd_export;
extern const struct command *const commands[];

#endif
