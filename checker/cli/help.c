#include "checker/cli/cli_internal.h"

#include <inttypes.h>
#include <string.h>

enum { LABEL_COLUMNS_MAX = 30 };

static const struct exit_meaning {
	enum exit_code code;
	const char *meaning;
} exit_meanings[] = {
	{ EXIT_CLEAN, "done; nothing found at or above --fail-on" },
	{ EXIT_FOUND, "findings at or above --fail-on" },
	{ EXIT_USAGE, "the command line is wrong" },
	{ EXIT_INPUT,
	  "input is missing, unreadable, malformed or too large; nothing was judged" },
	{ EXIT_REFUSED, "refused: rights, signature or conflict" },
	{ EXIT_UNAVAILABLE, "the registry or the network is not available; try again" },
	{ EXIT_UNKNOWN, "the outcome is not known; repeat with the same key" },
	{ EXIT_LOCAL, "local trouble: cannot read or write, disk full, out of memory" },
	{ EXIT_BUG, "a fault of this program" },
};

static size_t points(const char *z)
{
	size_t n = 0;

	for (; *z; z++)
		n += ((unsigned char)*z & 0xC0) != 0x80;
	return n;
}

static void spaces(struct out *o, size_t n)
{
	while (n--)
		out_bytes(o, " ", 1);
}

/* "  -f, --format=<fmt>"; the number of its columns. */
static size_t label_columns(const struct opt *opt)
{
	return 6 + 2 + strlen(opt->name) + (opt->arg ? 1 + points(opt->arg) : 0);
}

static void write_label(struct out *o, const struct opt *opt)
{
	if (opt->letter)
		out_printf(o, "  -%c, ", opt->letter);
	else
		spaces(o, 6);
	out_printf(o, "--%s", opt->name);
	if (opt->arg)
		out_printf(o, "=%s", opt->arg);
}

static void write_values(struct out *o, const struct opt *opt)
{
	out_bytes(o, ": ", 2);
	for (size_t i = 0; opt->values[i]; i++)
		out_printf(o, "%s%s", i ? ", " : "", opt->values[i]);
}

/* What an option is when it is not given; nothing is said of what is off or empty. */
static void write_default(struct out *o, const struct opt *opt, const void *defaults)
{
	const void *place = (const char *)defaults + opt->offset;

	switch (opt->type) {
	case OPT_FLAG:
		if (*(const bool *)place)
			out_printf(o, " (default: on)");
		return;
	case OPT_TEXT:
	case OPT_DATE: {
		struct str text = *(const struct str *)place;

		if (text.n)
			out_printf(o, " (default: %.*s)", STR_FMT(text));
		return;
	}
	case OPT_LIST: {
		struct str_list list = *(const struct str_list *)place;

		for (size_t i = 0; i < list.n; i++)
			out_printf(o, "%s%.*s%s", i ? ", " : " (default: ", STR_FMT(list.at[i]),
				   i + 1 == list.n ? ")" : "");
		return;
	}
	case OPT_INT:
		out_printf(o, " (default: %" PRId64 ")", *(const int64_t *)place);
		return;
	case OPT_ENUM:
		out_printf(o, " (default: %s)", opt->values[*(const int *)place]);
		return;
	}
}

static void write_option(struct out *o, const struct command *c, const struct opt *opt,
			 size_t columns)
{
	size_t used = label_columns(opt);

	write_label(o, opt);
	if (used > columns) {
		out_bytes(o, "\n", 1);
		used = 0;
	}
	spaces(o, columns - used + 2);
	out_printf(o, "%s", opt->help);
	if (opt->type == OPT_ENUM)
		write_values(o, opt);
	if (opt->type == OPT_INT && opt->max)
		out_printf(o, ", %" PRId64 " to %" PRId64, opt->min, opt->max);
	if (opt->type == OPT_LIST)
		out_printf(o, "; may be repeated");
	if (c->defaults)
		write_default(o, opt, c->defaults);
	out_bytes(o, "\n", 1);
}

static void write_options(struct out *o, const struct command *c)
{
	static const struct opt help_option = { .letter = 'h',
						.name = "help",
						.help = "help; -h is the short form" };
	size_t columns = label_columns(&help_option);

	for (const struct opt *opt = c->options; opt && opt->name; opt++) {
		size_t n = label_columns(opt);

		if (n > columns && n <= LABEL_COLUMNS_MAX)
			columns = n;
	}
	out_printf(o, "\nOptions:\n");
	for (const struct opt *opt = c->options; opt && opt->name; opt++)
		write_option(o, c, opt, columns);
	write_option(o, &(struct command){ 0 }, &help_option, columns);
}

static void write_needs(struct out *o, unsigned needs)
{
	if (needs & NEEDS_PACK)
		out_printf(o, "\nIt judges by a reference pack; without one named, by the one "
			      "that is installed.\n");
	if (needs & NEEDS_REGISTRY)
		out_printf(o, "\nIt works on the registry; when none is configured, a private "
			      "one is started\nfor this user.\n");
}

static void write_exits(struct out *o)
{
	out_printf(o, "\nExit codes:\n");
	for (size_t i = 0; i < ARRAY_LEN(exit_meanings); i++)
		out_printf(o, "  %2d  %s\n", (int)exit_meanings[i].code,
			   exit_meanings[i].meaning);
}

void cli_help(struct out *o, const struct command *c, bool full)
{
	out_printf(o, "tizilim %s: %s\n\nUsage: tizilim %s [options]%s%s\n", c->name,
		   c->summary, c->name, c->synopsis ? " " : "", c->synopsis ? c->synopsis : "");
	if (full)
		write_needs(o, c->needs);
	write_options(o, c);
	if (c->examples && c->examples[0]) {
		out_printf(o, "\n%s\n", full && c->examples[1] ? "Examples:" : "Example:");
		for (size_t i = 0; c->examples[i] && (full || i == 0); i++)
			out_printf(o, "  %s\n", c->examples[i]);
	}
	if (full)
		write_exits(o);
	else
		out_printf(o, "\n\"tizilim %s --help\" tells more.\n", c->name);
}

static void write_start(struct out *o, const struct command *const *all)
{
	size_t shown = 0;

	out_printf(o, "Start with:\n");
	for (; *all && shown < 2; all++) {
		if (!(*all)->examples || !(*all)->examples[0])
			continue;
		out_printf(o, "  %s\n", (*all)->examples[0]);
		shown++;
	}
}

void cli_help_all(struct out *o, const struct command *const *all)
{
	const char *group = "";
	size_t columns = 0;

	for (size_t i = 0; all[i]; i++)
		if (strlen(all[i]->name) > columns)
			columns = strlen(all[i]->name);
	out_printf(o,
		   "tizilim: a register of the AI initiatives of state bodies, and a checker "
		   "that judges\nthem by the reference architecture and against each other\n"
		   "\nUsage: tizilim <command> [options] [arguments]\n\n");
	write_start(o, all);
	for (; *all; all++) {
		if (strcmp(group, (*all)->group) != 0)
			out_printf(o, "\n%s:\n", (*all)->group);
		group = (*all)->group;
		out_printf(o, "  %s", (*all)->name);
		spaces(o, columns - strlen((*all)->name) + 2);
		out_printf(o, "%s\n", (*all)->summary);
	}
	out_printf(o, "\n\"tizilim <command> -h\" shows the options of a command, \"--help\" "
		      "also examples\nand exit codes.\n");
}

bool cli_help_family(struct out *o, const struct command *const *all, struct str word)
{
	size_t n = 0;

	for (; *all; all++) {
		if (!cli_in_family(*all, word))
			continue;
		if (n++ == 0)
			out_printf(o, "Usage: tizilim %.*s <command> [options] [arguments]\n\n",
				   STR_FMT(word));
		out_printf(o, "  tizilim %s%s%s\n      %s\n", (*all)->name,
			   (*all)->synopsis ? " " : "",
			   (*all)->synopsis ? (*all)->synopsis : "", (*all)->summary);
	}
	return n > 0;
}
