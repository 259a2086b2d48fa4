/*
 * The program: finds the command in the table, fills its options, opens what
 * it needs, calls it, prints the error if any, flushes the output.
 */
#include "checker/cmd/output.h"
#include "checker/text/text.h"
#include "registry/cmd/published.h"
#include "registry/cmd/session.h"
#include "registry/graph/graph.h"
#include "registry/log/log.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

extern const unsigned char main_pack[];
extern const size_t main_pack_size;

static enum lang locale_lang(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	enum lang lang = LANG_RU;

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (env_get(names[i])) {
			lang_parse(&lang, str_of(env_get(names[i])));
			return lang;
		}
	return lang;
}

static size_t terminal_width(void)
{
	struct winsize size;

	return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0
		       ? size.ws_col
		       : 0;
}

/* Those that show an address as a link; others would show it as rubbish or not at all. */
static bool terminal_links(void)
{
	static const struct {
		const char *name, *value; /* NULL: any */
	} known[] = { { "KITTY_WINDOW_ID", NULL },   { "WT_SESSION", NULL },
		      { "KONSOLE_VERSION", NULL },   { "DOMTERM", NULL },
		      { "VTE_VERSION", NULL },	     { "TERM_PROGRAM", "iTerm.app" },
		      { "TERM_PROGRAM", "WezTerm" }, { "TERM_PROGRAM", "vscode" },
		      { "TERM_PROGRAM", "ghostty" }, { "TERM", "xterm-kitty" },
		      { "TERM", "alacritty" },	     { "TERM", "foot" },
		      { "TERM", "foot-direct" } };
	const char *forced = env_get("FORCE_HYPERLINK");

	if (forced)
		return strcmp(forced, "0") != 0;
	for (size_t i = 0; i < ARRAY_LEN(known) && isatty(STDOUT_FILENO); i++) {
		const char *value = env_get(known[i].name);

		if (value && (!known[i].value || !strcmp(value, known[i].value)))
			return true;
	}
	return false;
}

static size_t usable_cpus(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 ? (size_t)CPU_COUNT(&set) : 1;
}

/* A day of the law is a day in Kazakhstan, which has one time, five hours ahead of UTC; so
 * wherever this runs, it goes by the same law and the same waivers as the registry. */
static struct str today(struct arena *a)
{
	enum { AHEAD_SECONDS = 5 * 3600 };
	time_t now = time(NULL) + AHEAD_SECONDS;
	struct tm tm;

	gmtime_r(&now, &tm);
	return arena_printf(a, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

/* $XDG_DATA_HOME, else ~/.local/share. */
static const char *data_home(struct arena *a)
{
	const char *home = env_get("HOME");

	if (env_get("XDG_DATA_HOME"))
		return env_get("XDG_DATA_HOME");
	return arena_printf(a, "%s/.local/share", home ? home : "/tmp").p;
}

static void apply_common(struct context *c, const struct common_opts *common)
{
	if (common->lang)
		lang_parse(&c->lang, str_of(common_langs[common->lang]));
	if (common->color == 1)
		c->color = true;
	if (common->color == 2)
		c->color = c->links = false;
}

static const struct opt *option(const struct command *command, const char *name)
{
	for (const struct opt *o = command->options; o && o->name; o++)
		if (strcmp(o->name, name) == 0)
			return o;
	return NULL;
}

static const void *value(const struct opt *o, const void *opts)
{
	return (const char *)opts + o->offset;
}

/* The first value of --format, where it is a choice; reports say it themselves. */
static bool is_for_people(const struct command *command, const void *opts)
{
	const struct opt *format = option(command, "format");

	return !format || format->type != OPT_ENUM || *(const int *)value(format, opts) == 0;
}

/* Of commands that report: what cannot be told is not judged, nor registered. */
static bool can_report(struct context *c, const struct command *command, const void *opts,
		       struct err *err)
{
	const struct opt *format = option(command, "format");

	return !format || format->type != OPT_LIST ||
	       output_sound(c, *(const struct str_list *)value(format, opts), err);
}

/* The name of this run goes to the server's log with it. */
static bool open_log(struct context *c, const struct command *command, struct str file,
		     struct err *err)
{
	struct str name = str_of(command->name);

	c->application =
		arena_printf(c->arena, "tizilim %.*s %.*s", STR_FMT(c->version), STR_FMT(name))
			.p;
	file = file.n ? file : str_of(c->log_file);
	if (!file.n || !option(command, "log"))
		return true;
	if (!log_open(&c->log, c->arena, file, name, err))
		return false;
	c->application =
		arena_printf(c->arena, "%s %.*s", c->application, STR_FMT(log_run(c->log))).p;
	LOG(c->log, LOG_INFO, "begun", log_text("version", c->version));
	return log_whole(c->log, err);
}

/* An error is told in English, whatever the language of who reads the program's answers. */
static bool close_log(struct context *c, enum exit_code code, int64_t since, struct err *err)
{
	static const enum log_level levels[] = {
		[ERR_NONE] = LOG_INFO,	     [ERR_USAGE] = LOG_WARNING,
		[ERR_INPUT] = LOG_WARNING,   [ERR_NOT_FOUND] = LOG_WARNING,
		[ERR_REFUSED] = LOG_WARNING, [ERR_NET] = LOG_ERROR,
		[ERR_UNKNOWN] = LOG_ERROR,   [ERR_IO] = LOG_ERROR,
		[ERR_BUG] = LOG_ERROR,
	};

	LOG(c->log, levels[err->code], "ended", log_since(since), log_number("exit", code),
	    log_text("error", str_of(err->text)), log_text("sqlstate", str_of(err->sqlstate)));
	return log_whole(c->log, err);
}

/* `tizilim help check` is `tizilim check --help`. */
static enum exit_code help_of(struct context *c, char **argv, struct err *err)
{
	size_t words;
	const struct command *command = cli_find(commands, argv, &words, err);

	if (command)
		cli_help(c->out, c->lang, command, true);
	else if (!cli_help_family(c->out, c->lang, commands, str_of(argv[0])))
		return EXIT_USAGE;
	*err = (struct err){ 0 };
	return EXIT_CLEAN;
}

static enum exit_code run_command(struct context *c, const struct command *command, char **argv,
				  struct err *err)
{
	struct common_opts *opts = arena_alloc(c->arena, 1, command->opts_size);
	struct str_list args;
	int64_t since = log_clock();
	enum exit_code code;
	bool full;

	if (cli_wants_help(argv, &full)) {
		cli_help(c->out, c->lang, command, full);
		return EXIT_CLEAN;
	}
	if (!cli_parse(command, c->arena, argv, opts, &args, err))
		return exit_of(err->code);
	apply_common(c, opts);
	c->trust = opts->trust;
	c->pack_place = opts->pack;
	if (!can_report(c, command, opts, err))
		return exit_of(err->code);
	if (!open_log(c, command, opts->log, err))
		return exit_of(err->code);
	if ((command->needs & NEEDS_PACK) && !context_need_pack(c, err))
		return exit_of(err->code);
	code = command->run(c, opts, args, err);
	if (err->code == ERR_NONE && !c->advised && is_for_people(command, opts))
		context_next(c, command->next);
	pack_free(c->pack);
	return close_log(c, code, since, err) ? code : exit_of(err->code);
}

/* Help and errors of the command line come before its options are read. */
static void find_lang(struct context *c, char **argv)
{
	for (; *argv; argv++) {
		struct str arg = str_of(*argv);
		bool apart = str_eq(arg, STR("--lang"));

		if (apart && argv[1])
			lang_parse(&c->lang, str_of(argv[1]));
		if (str_starts(arg, STR("--lang=")))
			lang_parse(&c->lang, str_sub(arg, 7, arg.n));
	}
}

static enum exit_code run(struct context *c, char **argv, struct err *err)
{
	const struct command *command;
	size_t words;
	bool full;

	find_lang(c, argv);
	for (char **arg = argv; *arg; arg++) {
		size_t bad;

		if (!text_valid(str_of(*arg), &bad)) {
			err_set(err, ERR_USAGE, "argument %d is not valid UTF-8",
				(int)(arg - argv));
			return EXIT_USAGE;
		}
	}
	if (argv[1] && !strcmp(argv[1], "help") && argv[2] && argv[2][0] != '-')
		return help_of(c, argv + 2, err);
	if (!argv[1] || !strcmp(argv[1], "help") || !strcmp(argv[1], "-h") ||
	    !strcmp(argv[1], "--help")) {
		cli_help_all(c->out, c->lang, commands);
		return argv[1] ? EXIT_CLEAN : EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--version"))
		return run_command(c, &cmd_version, argv + 2, err);
	if (!strcmp(argv[1], "--complete")) {
		complete_print(c, argv + 2);
		return EXIT_CLEAN;
	}
	command = cli_find(commands, argv + 1, &words, err);
	if (!command && cli_wants_help(argv + 2, &full) &&
	    cli_help_family(c->out, c->lang, commands, str_of(argv[1]))) {
		*err = (struct err){ 0 };
		return EXIT_CLEAN;
	}
	return command ? run_command(c, command, argv + 1 + words, err) : EXIT_USAGE;
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new();
	struct out out, status;
	struct context c = {
		.arena = a,
		.out = &out,
		.status = &status,
		.lang = locale_lang(),
		.color = isatty(STDOUT_FILENO) && !env_get("NO_COLOR"),
		.links = terminal_links(),
		.width = terminal_width(),
		.progress = isatty(STDERR_FILENO),
		.shipped = { (const char *)main_pack, main_pack_size },
		.cpus = usable_cpus(),
		.today = today(a),
		.day = today,
		.version = STR(TIZILIM_VERSION),
		.draw = graph_draw,
		.published_pack = published_pack,
		.data_home = data_home(a),
		.db = env_get("TIZILIM_DB"),
		.log_file = env_get("TIZILIM_LOG"),
		.pg_environment =
			env_get("PGSERVICE") || env_get("PGHOST") || env_get("PGDATABASE"),
	};
	struct err err = { 0 };
	enum exit_code code;

	(void)argc;
	out_init(&out, STDOUT_FILENO);
	out_init(&status, STDERR_FILENO);
	code = run(&c, argv, &err);
	if (!out_close(&out, &err))
		code = EXIT_LOCAL;
	if (err.code != ERR_NONE)
		context_fail(&c, &err);
	return out_close(&status, &err) ? (int)code : EXIT_LOCAL;
}
