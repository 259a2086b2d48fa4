#include "checker/cli/cli_internal.h"

#include "checker/base/words.h"

#include <inttypes.h>
#include <string.h>

enum { LABEL_COLUMNS_MAX = 30 };

const struct opt help_option = { .letter = 'h',
				 .name = "help",
				 .help = "help; -h is the short form" };

const struct exit_meaning exit_meanings[] = {
	{ EXIT_CLEAN, "done; nothing found at or above --fail-on", "done" },
	{ EXIT_FOUND, "findings at or above --fail-on",
	  "done; the answer is that something is wrong, missing or different" },
	{ EXIT_USAGE, "the command line is wrong" },
	{ EXIT_INPUT,
	  "input is missing, unreadable, malformed or too large; nothing was judged" },
	{ EXIT_REFUSED, "refused: rights, signature or conflict" },
	{ EXIT_UNAVAILABLE, "the registry or the network is not available; try again" },
	{ EXIT_UNKNOWN, "the outcome is not known; repeat with the same key" },
	{ EXIT_LOCAL, "local trouble: cannot read or write, disk full, out of memory" },
	{ EXIT_BUG, "a fault of this program" },
	{ 0 },
};

static const char *word(const struct help *h, const char *english)
{
	return words_in(english, h->lang);
}

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
static size_t label_columns(const struct help *h, const struct opt *opt)
{
	return 6 + 2 + strlen(opt->name) + (opt->arg ? 1 + points(word(h, opt->arg)) : 0);
}

void help_label(const struct help *h, const struct opt *opt)
{
	if (opt->letter)
		out_printf(h->out, "-%c, ", opt->letter);
	out_printf(h->out, "--%s", opt->name);
	if (opt->arg)
		out_printf(h->out, "=%s", word(h, opt->arg));
}

static void write_values(struct out *o, const struct opt *opt)
{
	out_bytes(o, ": ", 2);
	for (size_t i = 0; opt->values[i]; i++)
		out_printf(o, "%s%s", i ? ", " : "", opt->values[i]);
}

/* What an option is when it is not given; nothing is said of what is off or empty. */
static void write_default(const struct help *h, const struct opt *opt, const void *defaults)
{
	struct out *o = h->out;
	const char *is = word(h, "default");
	const void *place = (const char *)defaults + opt->offset;

	switch (opt->type) {
	case OPT_FLAG:
		if (*(const bool *)place)
			out_printf(o, " (%s: %s)", is, word(h, "on"));
		return;
	case OPT_TEXT:
	case OPT_DATE: {
		struct str text = *(const struct str *)place;

		if (text.n)
			out_printf(o, " (%s: %.*s)", is, STR_FMT(text));
		return;
	}
	case OPT_LIST: {
		struct str_list list = *(const struct str_list *)place;

		for (size_t i = 0; i < list.n; i++)
			out_printf(o, "%s%s%s%.*s%s", i ? ", " : " (", i ? "" : is,
				   i ? "" : ": ", STR_FMT(list.at[i]),
				   i + 1 == list.n ? ")" : "");
		return;
	}
	case OPT_INT:
		out_printf(o, " (%s: %" PRId64 ")", is, *(const int64_t *)place);
		return;
	case OPT_ENUM:
		out_printf(o, " (%s: %s)", is, opt->values[*(const int *)place]);
		return;
	}
}

void help_about(const struct help *h, const struct command *c, const struct opt *opt)
{
	struct out *o = h->out;

	out_printf(o, "%s", word(h, opt->help));
	if (opt->type == OPT_ENUM)
		write_values(o, opt);
	if (opt->type == OPT_INT && opt->max)
		out_printf(o, ", %" PRId64 " %s %" PRId64, opt->min, word(h, "to"), opt->max);
	if (opt->type == OPT_LIST)
		out_printf(o, "%s", word(h, "; may be repeated"));
	if (c->defaults && opt != &help_option)
		write_default(h, opt, c->defaults);
}

static void write_option(const struct help *h, const struct command *c, const struct opt *opt,
			 size_t columns)
{
	size_t used = label_columns(h, opt);

	spaces(h->out, opt->letter ? 2 : 6);
	help_label(h, opt);
	if (used > columns) {
		out_bytes(h->out, "\n", 1);
		used = 0;
	}
	spaces(h->out, columns - used + 2);
	help_about(h, c, opt);
	out_bytes(h->out, "\n", 1);
}

static void write_options(const struct help *h, const struct command *c)
{
	size_t columns = label_columns(h, &help_option);

	for (const struct opt *opt = c->options; opt && opt->name; opt++) {
		size_t n = label_columns(h, opt);

		if (n > columns && n <= LABEL_COLUMNS_MAX)
			columns = n;
	}
	out_printf(h->out, "\n%s\n", word(h, "Options:"));
	for (const struct opt *opt = c->options; opt && opt->name; opt++)
		write_option(h, c, opt, columns);
	write_option(h, c, &help_option, columns);
}

void help_needs(const struct help *h, unsigned needs)
{
	if (needs & (NEEDS_PACK | NEEDS_PACK_LATER))
		out_printf(h->out, "\n%s\n",
			   word(h, "It judges by a reference pack; without one named, by the "
				   "one that is installed."));
	if (needs & NEEDS_REGISTRY)
		out_printf(h->out, "\n%s\n",
			   word(h, "It works on the registry; when none is configured, a "
				   "private one is started\nfor this user."));
}

const char *exit_meaning_of(const struct exit_meaning *m, const struct command *c)
{
	if (!c || !m->plain)
		return m->meaning;
	for (const struct opt *o = c->options; o && o->name; o++)
		if (!strcmp(o->name, "fail-on"))
			return m->meaning;
	return m->plain;
}

static void write_exits(const struct help *h, const struct command *c)
{
	out_printf(h->out, "\n%s\n", word(h, "Exit codes:"));
	for (size_t i = 0; exit_meanings[i].meaning; i++)
		out_printf(h->out, "  %2d  %s\n", (int)exit_meanings[i].code,
			   word(h, exit_meaning_of(&exit_meanings[i], c)));
}

static void write_synopsis(const struct help *h, const struct command *c)
{
	AUTO_STRBUF text;

	strbuf_init(&text, SIZE_MAX);
	if (!c->synopsis || !*c->synopsis)
		return;
	words_synopsis(&text, str_of(c->synopsis), h->lang);
	out_printf(h->out, " %.*s", STR_FMT(strbuf_view(&text)));
}

void cli_help(struct out *o, enum lang lang, const struct command *c, bool full)
{
	const struct help h = { o, lang };

	out_printf(o, "tizilim %s: %s\n\n%s tizilim %s [%s]", c->name, word(&h, c->summary),
		   word(&h, "Usage:"), c->name, word(&h, "options"));
	write_synopsis(&h, c);
	out_str(o, STR("\n"));
	if (full)
		help_needs(&h, c->needs);
	write_options(&h, c);
	if (c->examples && c->examples[0]) {
		out_printf(o, "\n%s\n",
			   word(&h, full && c->examples[1] ? "Examples:" : "Example:"));
		for (size_t i = 0; c->examples[i] && (full || i == 0); i++)
			out_printf(o, "  %s\n", c->examples[i]);
	}
	if (full)
		write_exits(&h, c);
	else
		out_printf(o, "\n\"tizilim %s --help\" %s.\n", c->name, word(&h, "tells more"));
}

static void write_start(const struct help *h, const struct command *const *all)
{
	size_t shown = 0;

	out_printf(h->out, "%s\n", word(h, "Start with:"));
	for (; *all && shown < 2; all++) {
		if (!(*all)->examples || !(*all)->examples[0])
			continue;
		out_printf(h->out, "  %s\n", (*all)->examples[0]);
		shown++;
	}
}

void cli_help_all(struct out *o, enum lang lang, const struct command *const *all)
{
	const struct help h = { o, lang };
	const char *group = "";
	size_t columns = 0;

	for (size_t i = 0; all[i]; i++)
		if (strlen(all[i]->name) > columns)
			columns = strlen(all[i]->name);
	out_printf(o, "tizilim: %s\n\n%s tizilim <%s> [%s] [%s]\n\n",
		   word(&h,
			"a register of the AI initiatives of state bodies, and a checker that "
			"judges\nthem by the reference architecture and against each other"),
		   word(&h, "Usage:"), word(&h, "command"), word(&h, "options"),
		   word(&h, "arguments"));
	write_start(&h, all);
	for (; *all; all++) {
		if (strcmp(group, (*all)->group) != 0)
			out_printf(o, "\n%s:\n", word(&h, (*all)->group));
		group = (*all)->group;
		out_printf(o, "  %s", (*all)->name);
		spaces(o, columns - strlen((*all)->name) + 2);
		out_printf(o, "%s\n", word(&h, (*all)->summary));
	}
	out_printf(o, "\n\"tizilim <%s> -h\" %s.\n", word(&h, "command"),
		   word(&h, "shows the options of a command, \"--help\" also examples\nand "
			    "exit codes"));
}

bool cli_help_family(struct out *o, enum lang lang, const struct command *const *all,
		     struct str first)
{
	const struct help h = { o, lang };
	size_t n = 0;

	for (; *all; all++) {
		if (!cli_in_family(*all, first))
			continue;
		if (n++ == 0)
			out_printf(o, "%s tizilim %.*s <%s> [%s] [%s]\n\n", word(&h, "Usage:"),
				   STR_FMT(first), word(&h, "command"), word(&h, "options"),
				   word(&h, "arguments"));
		out_printf(o, "  tizilim %s", (*all)->name);
		write_synopsis(&h, *all);
		out_printf(o, "\n      %s\n", word(&h, (*all)->summary));
	}
	return n > 0;
}
