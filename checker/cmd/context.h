/*
 * What every command gets, and the options that every command has. The
 * program's main fills it; commands read neither clock nor environment.
 */
#ifndef CHECKER_CMD_CONTEXT_H
#define CHECKER_CMD_CONTEXT_H

#include "checker/base/file.h"
#include "checker/cli/cli.h"
#include "checker/rule/rule.h"
#include "checker/validate/validate.h"

struct log;

struct context {
	struct arena *arena;
	struct out *out;    /* standard output */
	struct out *status; /* standard error: progress and advice */
	enum lang lang;
	bool color;
	bool links;			    /* the terminal knows hyperlinks */
	bool advised;			    /* it was said what to do next */
	size_t width;			    /* columns of the terminal; 0: no terminal */
	bool progress;			    /* standard error is a terminal */
	size_t cpus;			    /* that we may run on */
	struct str today;		    /* YYYY-MM-DD */
	struct str (*day)(struct arena *a); /* the same by now, for those that run long */
	struct str version;
	struct str shipped;    /* bundle of the pack in the program */
	struct str pack_place; /* that was asked for, as in context_pack */
	struct pack *pack;     /* when the command needs it */
	/* Whom to believe of what is signed or fetched. */
	struct trust {
		struct str key;		 /* of packs, by its digits or its file */
		struct str private_host; /* whose address may be private; empty: nobody's */
		struct str authorities;	 /* file of certificates; empty: the system's */
	} trust;
	/* A pack that is no folder, by that. */
	bool (*published_pack)(struct pack **out, struct context *c, struct str place,
			       struct err *err);
	/* A graph in the language of Graphviz as a picture; ERR_NOT_FOUND: nothing draws here.
	 */
	bool (*draw)(struct str *svg, struct arena *a, struct str dot, struct err *err);
	const char *data_home, *db; /* from the environment, for the registry's commands */
	bool pg_environment;	    /* PG* variables or a service name are set */
	const char *log_file;	    /* the same; NULL: none */
	struct log *log;	    /* of what is done to a registry; NULL: none */
	const char *application;    /* what a server calls this run of the program */
};

/* The first member of every command's options struct. */
struct common_opts {
	int lang;  /* index into common_langs */
	int color; /* index into common_colors */
	struct str pack;
	struct trust trust;
	struct str log; /* of commands with a registry */
};

extern const char *const common_langs[];  /* "auto", "kk", "ru", "en" */
extern const char *const common_colors[]; /* "auto", "always", "never" */

#define LOOK_OPTIONS                                                     \
	{ 0,                                                             \
	  "lang",                                                        \
	  OPT_ENUM,                                                      \
	  offsetof(struct common_opts, lang),                            \
	  "<kk|ru|en>",                                                  \
	  "language of what people read; auto is the locale's, else ru", \
	  common_langs,                                                  \
	  0,                                                             \
	  0 },                                                           \
		{ 0,                                                     \
		  "color",                                               \
		  OPT_ENUM,                                              \
		  offsetof(struct common_opts, color),                   \
		  "<when>",                                              \
		  "auto, always or never",                               \
		  common_colors,                                         \
		  0,                                                     \
		  0 },
#define COMMON_TEXT(name, member, argument, help)                                              \
	{                                                                                      \
		0, name, OPT_TEXT, offsetof(struct common_opts, member), argument, help, NULL, \
			0, 0                                                                   \
	}
#define COMMON_OPTIONS                                                                     \
	LOOK_OPTIONS COMMON_TEXT("pack", pack, "<dir|file|url>",                           \
				 "pack to use instead of the shipped one: a folder, or a " \
				 "signed file (`tizilim pack export`)"),                   \
		COMMON_TEXT("pack-key", trust.key, "<key|file>",                           \
			    "public key that such a file must be signed with"),            \
		COMMON_TEXT("private-host", trust.private_host, "<host>",                  \
			    "host that may have a private address when it is asked for a " \
			    "file"),                                                       \
		COMMON_TEXT("ca", trust.authorities, "<file>",                             \
			    "certificates that such a host is known by, instead of the "   \
			    "system's"),

/* For commands that answer with data of their own, not with a report. */
enum { DATA_TEXT, DATA_JSON };
extern const char *const data_formats[]; /* "text", "json" */
#define DATA_OPTION(type)               \
	{ 'f',                          \
	  "format",                     \
	  OPT_ENUM,                     \
	  offsetof(type, format),       \
	  "<fmt>",                      \
	  "for people or for programs", \
	  data_formats,                 \
	  0,                            \
	  0 },

/* For commands that judge or show by a day: the architecture and the law as they were then. */
#define AS_OF_OPTION(type)                                                        \
	{ 0,                                                                      \
	  "as-of",                                                                \
	  OPT_DATE,                                                               \
	  offsetof(type, date),                                                   \
	  "<YYYY-MM-DD>",                                                         \
	  "judge by the law and the architecture of this day instead of today's", \
	  NULL,                                                                   \
	  0,                                                                      \
	  0 },
/* The day of --as-of, else today. */
struct str context_day(const struct context *c, struct str as_of);

/* Whether a pack is in the folder; the error says what one is. */
MUST_USE bool context_has_pack(struct context *c, struct str dir, struct err *err);
/* The pack in a folder, or a signed one by its file or address; the shipped one when it is
 * named "shipped" or not at all. */
MUST_USE bool context_pack(struct pack **out, struct context *c, struct str place,
			   struct err *err);
/* Makes c->pack, of the place asked for, unless it is there. */
MUST_USE bool context_need_pack(struct context *c, struct err *err);
bool context_is_shipped(struct str dir);
/* " --pack PLACE", for command lines that are proposed; empty for the shipped one. */
struct str context_pack_option(const struct context *c);

/* The text as JSON, in quotation marks; in three languages as an object. */
struct str context_json(const struct context *c, struct str text);
struct str context_json3(const struct context *c, struct mtext text);

/* The text in the user's language. It may come from a document or another's pack: nothing in it
 * steers a terminal or begins a line. */
struct str context_text(const struct context *c, struct mtext t);
/* A line on standard output or error in the user's language. */
void context_say(struct context *c, struct mtext t);
void context_tell(struct context *c, struct mtext t);
/* The error that a command ended with. */
void context_fail(struct context *c, const struct err *err);
/* A text of many lines on standard output. */
void context_lines(struct context *c, struct str text);
/* "→ …": what to do next; on standard error, so that a pipe gets data only. A command that says
 * nothing gets the line of its row. */
void context_next(struct context *c, struct mtext t);
/* How far a long run is; on a terminal only, in one line that is gone when all is done. */
void context_progress(struct context *c, struct mtext what, size_t done, size_t all);

/*
 * Files named by arguments: a folder stands for those below it whose names are wanted, sorted,
 * and a pattern (base/glob.h) for those of them that it matches; how many is told. Each file
 * once. At least one, and one for each pattern, or an error.
 */
struct file_list {
	struct validate_file *at;
	size_t n;
};
MUST_USE bool context_files(struct context *c, struct str_list args,
			    bool (*wanted)(struct str name), struct file_list *files,
			    struct err *err);
/* What standard input is called in reports; a file of that name gives way to it. */
MUST_USE bool context_name_input(struct context *c, struct file_list *files, struct str name,
				 struct err *err);
#define STDIN_PATH_OPTION(type)                                                           \
	{ 0,	    "stdin-path",                                                         \
	  OPT_TEXT, offsetof(type, stdin_path),                                           \
	  "<file>", "name of what standard input (-) holds; it replaces the file itself", \
	  NULL,	    0,                                                                    \
	  0 },
bool context_is_document(struct str name); /* *.yaml, *.yml, *.json */

/* Rows of columns, padded by display width and cut at 80; the last column is not. */
struct table {
	size_t columns, n;
	VEC(struct str) cells;
};
void table_add(struct table *t, struct arena *a, const struct str *cells);
void table_print(const struct table *t, struct out *o);

/* The commands that need no registry. */
extern const struct command cmd_validate, cmd_new, cmd_explain, cmd_card, cmd_ref, cmd_fmt,
	cmd_fix, cmd_upgrade, cmd_pack_list, cmd_pack_show, cmd_pack_lint, cmd_pack_diff,
	cmd_version;
extern const struct command cmd_schema_list, cmd_schema_check, cmd_schema_print,
	cmd_schema_diff;

#endif
