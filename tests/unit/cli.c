#include "checker/cli/cli.h"

#include "tests/unit/rows.h"

#include <string.h>

static const char *const formats[] = { "text", "json", "sarif", "html", NULL };

struct check_opts {
	bool quiet, color;
	struct str output, date;
	struct str_list packs;
	int64_t jobs;
	int format;
};

static struct str default_packs[] = { STR_INIT("base") };

static const struct check_opts check_defaults = {
	.jobs = 1,
	.packs = { default_packs, 1 },
};

#define AT(member) offsetof(struct check_opts, member)

static const struct opt check_options[] = {
	{ 'q', "quiet", OPT_FLAG, AT(quiet), NULL, "one line a finding", NULL, 0, 0 },
	{ 'c', "color", OPT_FLAG, AT(color), NULL, "colour the text", NULL, 0, 0 },
	{ 'f', "format", OPT_ENUM, AT(format), "<fmt>", "form of the report", formats, 0, 0 },
	{ 'o', "output", OPT_TEXT, AT(output), "<file>", "write to <file>", NULL, 0, 0 },
	{ 'p', "pack", OPT_LIST, AT(packs), "<dir>", "judge by this pack", NULL, 0, 0 },
	{ 'j', "jobs", OPT_INT, AT(jobs), "<n>", "processes", NULL, 1, 64 },
	{ 0, "date", OPT_DATE, AT(date), "<date>", "judge as of this day", NULL, 0, 0 },
	{ 0 },
};

static const char *const check_examples[] = { "tizilim check initiative.yaml",
					      "tizilim check --format=sarif .", NULL };
static const char *const new_examples[] = { "tizilim new > initiative.yaml", NULL };

static const struct command cmd_new = {
	.name = "new",
	.group = "Write",
	.summary = "print an empty manifest",
	.examples = new_examples,
};

static const struct command cmd_check = {
	.name = "check",
	.group = "Check",
	.synopsis = "<file>…",
	.summary = "check manifests by the rules",
	.examples = check_examples,
	.needs = NEEDS_PACK,
	.options = check_options,
	.opts_size = sizeof(struct check_opts),
	.defaults = &check_defaults,
	.args_min = 1,
	.args_max = SIZE_MAX,
};

static const struct command cmd_explain = {
	.name = "explain",
	.group = "Check",
	.synopsis = "<rule>",
	.summary = "explain a rule",
	.args_min = 1,
	.args_max = 1,
};

static const struct command cmd_pack_list = { .name = "pack list", .group = "Reference" };
static const struct command cmd_pack_diff = { .name = "pack diff", .group = "Reference" };
static const struct command *const commands[] = { &cmd_new, &cmd_check, &cmd_explain, NULL };
static const struct command *const with_family[] = { &cmd_new, &cmd_explain, &cmd_pack_list,
						     &cmd_pack_diff, NULL };

enum { ARGS_MAX = 24 };

/* Splits at single spaces; "_" stands for an empty argument. */
static void split(struct arena *a, char *argv[ARGS_MAX], const char *line)
{
	char *text = ARENA_ARRAY(a, char, strlen(line) + 1);
	size_t n = 0;

	memcpy(text, line, strlen(line));
	while (*text) {
		argv[n++] = *text == '_' && (text[1] == ' ' || !text[1]) ? text + 1 : text;
		text += strcspn(text, " ");
		if (*text)
			*text++ = '\0';
	}
	for (size_t i = 0; i < n; i++)
		if (strcmp(argv[i], "_") == 0)
			argv[i]++;
	argv[n] = NULL;
}

/* One line that says what was parsed: options that differ from nothing, then "|" and the rest.
 */
static struct str describe(struct arena *a, const struct check_opts *o, struct str_list args)
{
	struct str s = arena_printf(a, "%s%sf=%d j=%d o=%.*s d=%.*s p=", o->quiet ? "q " : "",
				    o->color ? "c " : "", o->format, (int)o->jobs,
				    STR_FMT(o->output), STR_FMT(o->date));

	for (size_t i = 0; i < o->packs.n; i++)
		s = arena_printf(a, "%.*s%s%.*s", STR_FMT(s), i ? "," : "",
				 STR_FMT(o->packs.at[i]));
	s = arena_printf(a, "%.*s |", STR_FMT(s));
	for (size_t i = 0; i < args.n; i++)
		s = arena_printf(a, "%.*s [%.*s]", STR_FMT(s), STR_FMT(args.at[i]));
	return s;
}

static const struct parse_row {
	const char *label, *line, *want;
} parse_rows[] = {
	{ "defaults", "a.yaml", "f=0 j=1 o= d= p=base | [a.yaml]" },
	{ "flags apart", "-q --color a", "q c f=0 j=1 o= d= p=base | [a]" },
	{ "flags in a cluster", "-qc a", "q c f=0 j=1 o= d= p=base | [a]" },
	{ "cluster ends in a value", "-qfjson a", "q f=1 j=1 o= d= p=base | [a]" },
	{ "cluster takes the next argument", "-qf sarif a", "q f=2 j=1 o= d= p=base | [a]" },
	{ "long with equals sign", "--format=html a", "f=3 j=1 o= d= p=base | [a]" },
	{ "long with a space", "--format html a", "f=3 j=1 o= d= p=base | [a]" },
	{ "value with an equals sign", "--output=a=b x", "f=0 j=1 o=a=b d= p=base | [x]" },
	{ "the last value counts", "-o a -o b x", "f=0 j=1 o=b d= p=base | [x]" },
	{ "a list replaces its default", "-p x a", "f=0 j=1 o= d= p=x | [a]" },
	{ "a list grows", "-p1 -p2 --pack=3 --pack 4 -p5 a",
	  "f=0 j=1 o= d= p=1,2,3,4,5 | [a]" },
	{ "options after arguments", "a -q b", "q f=0 j=1 o= d= p=base | [a] [b]" },
	{ "two dashes end options", "-q -- -c --format",
	  "q f=0 j=1 o= d= p=base | [-c] [--format]" },
	{ "second two dashes is an argument", "-- --", "f=0 j=1 o= d= p=base | [--]" },
	{ "a single dash is an argument", "-", "f=0 j=1 o= d= p=base | [-]" },
	{ "a dash may be a value", "-o - a", "f=0 j=1 o=- d= p=base | [a]" },
	{ "an empty argument stays", "_ a", "f=0 j=1 o= d= p=base | [] [a]" },
	{ "smallest number", "-j1 a", "f=0 j=1 o= d= p=base | [a]" },
	{ "largest number", "--jobs=64 a", "f=0 j=64 o= d= p=base | [a]" },
	{ "leap day", "--date=2028-02-29 a", "f=0 j=1 o= d=2028-02-29 p=base | [a]" },
	{ "leap day of 2000", "--date=2000-02-29 a", "f=0 j=1 o= d=2000-02-29 p=base | [a]" },
};

static void parse_row(void **state)
{
	const struct parse_row *row = *state;
	AUTO_ARENA a = arena_new();
	char *argv[ARGS_MAX];
	struct check_opts opts;
	struct str_list args;
	struct err err = { 0 };

	memset(&opts, 0xAA, sizeof(opts));
	split(a, argv, row->line);
	assert_true(cli_parse(&cmd_check, a, argv, &opts, &args, &err));
	assert_string_equal(describe(a, &opts, args).p, row->want);
	assert_int_equal(err.code, ERR_NONE);
}

#define ONE_OF	"One of: text, json, sarif, html"
#define AS_DATE "write the date as year-month-day, for example 2026-11-23"

static const struct refuse_row {
	const char *label;
	const struct command *command;
	const char *line, *text, *hint;
} refuse_rows[] = {
	{ "letters swapped", &cmd_check, "--formta=json a", "unknown option \"--formta\"",
	  "did you mean \"--format\"?" },
	{ "letter missing", &cmd_check, "--formt json a", "unknown option \"--formt\"",
	  "did you mean \"--format\"?" },
	{ "beginning of a name", &cmd_check, "--out=x a", "unknown option \"--out\"",
	  "did you mean \"--output\"?" },
	{ "nothing is near", &cmd_check, "--verbose a", "unknown option \"--verbose\"",
	  "\"tizilim check -h\" lists the options" },
	{ "no name", &cmd_check, "--=x a", "unknown option \"--\"",
	  "\"tizilim check -h\" lists the options" },
	{ "unknown letter", &cmd_check, "-x a", "unknown option \"-x\"",
	  "\"tizilim check -h\" lists the options" },
	{ "unknown letter in a cluster", &cmd_check, "-qx a", "unknown option \"-x\"",
	  "\"tizilim check -h\" lists the options" },
	{ "letter that is not ASCII", &cmd_check, "-қ a", "unknown option \"-қ\"",
	  "\"tizilim check -h\" lists the options" },
	{ "options of a command without any", &cmd_explain, "--quiet X",
	  "unknown option \"--quiet\"", "\"tizilim explain -h\" lists the options" },
	{ "flag with a value", &cmd_check, "--quiet=yes a", "option \"--quiet\" takes no value",
	  "write --quiet alone, or leave it out" },
	{ "long value missing", &cmd_check, "a --format", "option \"--format\" needs a value",
	  "write --format=<fmt>" },
	{ "short value missing", &cmd_check, "a -f", "option \"-f\" needs a value",
	  "write --format=<fmt>" },
	{ "value empty", &cmd_check, "--output= a", "option \"--output\" is given nothing",
	  "give a value, or leave the option out; is a variable of the script empty?" },
	{ "value empty in a list", &cmd_check, "--pack= a",
	  "option \"--pack\" is given nothing",
	  "give a value, or leave the option out; is a variable of the script empty?" },
	{ "value mistyped", &cmd_check, "--format=jsn a",
	  "option \"--format\" does not know \"jsn\"", "did you mean \"json\"? " ONE_OF },
	{ "value unknown", &cmd_check, "-f pdf a", "option \"-f\" does not know \"pdf\"",
	  "use one of: text, json, sarif, html" },
	{ "value in capitals", &cmd_check, "-f JSON a", "option \"-f\" does not know \"JSON\"",
	  "use one of: text, json, sarif, html" },
	{ "number with a tail", &cmd_check, "-j 2x a",
	  "option \"-j\" needs a whole number, not \"2x\"", "give a number from 1 to 64" },
	{ "number too large for 64 bits", &cmd_check, "-j 9223372036854775808 a",
	  "option \"-j\" needs a whole number, not \"9223372036854775808\"",
	  "give a number from 1 to 64" },
	{ "number below", &cmd_check, "--jobs=0 a", "option \"--jobs\" is out of range: 0",
	  "give a number from 1 to 64" },
	{ "number above", &cmd_check, "--jobs=65 a", "option \"--jobs\" is out of range: 65",
	  "give a number from 1 to 64" },
	{ "no such day", &cmd_check, "--date=2026-02-29 a",
	  "option \"--date\" needs a date, not \"2026-02-29\"", AS_DATE },
	{ "no leap year in 1900", &cmd_check, "--date=1900-02-29 a",
	  "option \"--date\" needs a date, not \"1900-02-29\"", AS_DATE },
	{ "month thirteen", &cmd_check, "--date=2026-13-01 a",
	  "option \"--date\" needs a date, not \"2026-13-01\"", AS_DATE },
	{ "day zero", &cmd_check, "--date=2026-01-00 a",
	  "option \"--date\" needs a date, not \"2026-01-00\"", AS_DATE },
	{ "date with a time", &cmd_check, "--date=2026-01-01T00 a",
	  "option \"--date\" needs a date, not \"2026-01-01T00\"", AS_DATE },
	{ "date with a sign", &cmd_check, "--date=+026-01-01 a",
	  "option \"--date\" needs a date, not \"+026-01-01\"", AS_DATE },
	{ "too few of any number", &cmd_check, "-q",
	  "arguments of check: at least 1 needed, 0 given",
	  "usage: tizilim check [options] <file>…" },
	{ "too few of one", &cmd_explain, "", "arguments of explain: 1 needed, 0 given",
	  "usage: tizilim explain [options] <rule>" },
	{ "too many", &cmd_explain, "A B", "arguments of explain: at most 1; \"B\" is too many",
	  "usage: tizilim explain [options] <rule>" },
	{ "arguments where there are none", &cmd_new, "x", "new takes no arguments, got \"x\"",
	  "usage: tizilim new [options]" },
};

static void refuse_row(void **state)
{
	const struct refuse_row *row = *state;
	AUTO_ARENA a = arena_new();
	char *argv[ARGS_MAX];
	struct check_opts opts;
	struct str_list args;
	struct err err = { 0 };

	split(a, argv, row->line);
	assert_false(cli_parse(row->command, a, argv, &opts, &args, &err));
	assert_string_equal(err.text, row->text);
	assert_string_equal(err.hint, row->hint);
	assert_int_equal(exit_of(err.code), EXIT_USAGE);
}

static const struct find_row {
	const char *label, *name;
	const struct command *want;
	const char *text, *hint;
	const struct command *const *among; /* NULL: those without families */
} find_rows[] = {
	{ "found", "explain", &cmd_explain, "", "" },
	{ "mistyped", "chekc", NULL, "unknown command \"chekc\"", "did you mean \"check\"?" },
	{ "cut short", "expl", NULL, "unknown command \"expl\"", "did you mean \"explain\"?" },
	{ "nothing is near", "frobnicate", NULL, "unknown command \"frobnicate\"",
	  "\"tizilim --help\" lists the commands" },
	{ "two words", "pack diff", &cmd_pack_diff, "", "", with_family },
	{ "half of two words", "pack", NULL, "\"pack\" needs a second word",
	  "pack list, pack diff", with_family },
	{ "a wrong second word", "pack dif", NULL, "unknown command \"pack dif\"",
	  "pack list, pack diff", with_family },
	{ "an argument is no second word", "explain diff", &cmd_explain, "", "", with_family },
	{ "empty", "", NULL, "unknown command \"\"", "\"tizilim --help\" lists the commands" },
};

static void find_row(void **state)
{
	const struct find_row *row = *state;
	AUTO_ARENA a = arena_new();
	char empty[] = "", *argv[ARGS_MAX] = { empty };
	struct err err = { 0 };
	size_t words;

	if (row->name[0])
		split(a, argv, row->name);
	assert_ptr_equal(cli_find(row->among ? row->among : commands, argv, &words, &err),
			 row->want);
	if (row->want)
		assert_int_equal(words, strchr(row->want->name, ' ') ? 2 : 1);
	assert_string_equal(err.text, row->text);
	assert_string_equal(err.hint, row->hint);
}

static const struct exit_row {
	const char *label;
	enum err_code code;
	enum exit_code want;
} exit_rows[] = {
	{ "none", ERR_NONE, EXIT_CLEAN },	  { "usage", ERR_USAGE, EXIT_USAGE },
	{ "input", ERR_INPUT, EXIT_INPUT },	  { "not found", ERR_NOT_FOUND, EXIT_INPUT },
	{ "refused", ERR_REFUSED, EXIT_REFUSED }, { "net", ERR_NET, EXIT_UNAVAILABLE },
	{ "unknown", ERR_UNKNOWN, EXIT_UNKNOWN }, { "io", ERR_IO, EXIT_LOCAL },
};

static void exit_row(void **state)
{
	const struct exit_row *row = *state;

	assert_int_equal(exit_of(row->code), row->want);
}

static void worse_of_several_files_wins(void **state)
{
	(void)state;
	assert_int_equal(exit_worse(EXIT_CLEAN, EXIT_FOUND), EXIT_FOUND);
	assert_int_equal(exit_worse(EXIT_INPUT, EXIT_FOUND), EXIT_INPUT);
	assert_int_equal(exit_worse(EXIT_INPUT, EXIT_LOCAL), EXIT_LOCAL);
	assert_int_equal(exit_worse(EXIT_BUG, EXIT_LOCAL), EXIT_BUG);
}

static const struct wants_row {
	const char *label, *line;
	bool wants, full;
} wants_rows[] = {
	{ "no help", "a -q", false, false },
	{ "short", "-h", true, false },
	{ "full", "a --help", true, true },
	{ "the first counts", "-h --help", true, false },
	{ "after the end", "-- -h", false, false },
	{ "nothing", "", false, false },
};

static void wants_row(void **state)
{
	const struct wants_row *row = *state;
	AUTO_ARENA a = arena_new();
	char *argv[ARGS_MAX];
	bool full = false;

	split(a, argv, row->line);
	assert_int_equal(cli_wants_help(argv, &full), row->wants);
	assert_int_equal(full, row->full);
}

#define CHECK_HEAD                                      \
	"tizilim check: check manifests by the rules\n" \
	"\n"                                            \
	"Usage: tizilim check [options] <file>…\n"
#define CHECK_OPTIONS                                                                          \
	"\nOptions:\n"                                                                         \
	"  -q, --quiet          one line a finding\n"                                          \
	"  -c, --color          colour the text\n"                                             \
	"  -f, --format=<fmt>   form of the report: text, json, sarif, html (default: text)\n" \
	"  -o, --output=<file>  write to <file>\n"                                             \
	"  -p, --pack=<dir>     judge by this pack; may be repeated (default: base)\n"         \
	"  -j, --jobs=<n>       processes, 1 to 64 (default: 1)\n"                             \
	"      --date=<date>    judge as of this day\n"                                        \
	"  -h, --help           help; -h is the short form\n"

static const char help_short[] =
	CHECK_HEAD CHECK_OPTIONS "\nExample:\n"
				 "  tizilim check initiative.yaml\n"
				 "\n\"tizilim check --help\" tells more.\n";

static const char help_full[] = CHECK_HEAD
	"\nIt judges by a reference pack; without one named, by the one that is "
	"installed.\n" CHECK_OPTIONS "\nExamples:\n"
	"  tizilim check initiative.yaml\n"
	"  tizilim check --format=sarif .\n"
	"\nExit codes:\n"
	"   0  done\n"
	"   1  done; the answer is that something is wrong, missing or different\n"
	"   2  the command line is wrong\n"
	"   3  input is missing, unreadable, malformed or too large; nothing was judged\n"
	"   4  refused: rights, signature or conflict\n"
	"   5  the registry or the network is not available; try again\n"
	"   6  the outcome is not known; repeat with the same key\n"
	"   7  local trouble: cannot read or write, disk full, out of memory\n"
	"  70  a fault of this program\n";

static const char help_all[] =
	"tizilim: a register of the AI initiatives of state bodies, and a checker that judges\n"
	"them by the reference architecture and against each other\n"
	"\n"
	"Usage: tizilim <command> [options] [arguments]\n"
	"\n"
	"Start with:\n"
	"  tizilim new > initiative.yaml\n"
	"  tizilim check initiative.yaml\n"
	"\n"
	"Write:\n"
	"  new      print an empty manifest\n"
	"\n"
	"Check:\n"
	"  check    check manifests by the rules\n"
	"  explain  explain a rule\n"
	"\n"
	"\"tizilim <command> -h\" shows the options of a command, \"--help\" also examples\n"
	"and exit codes.\n";

static void help_is(const struct out *o, const char *want)
{
	AUTO_ARENA a = arena_new();

	assert_string_equal(arena_str(a, out_view(o)).p, want);
}

static void help_is_written_from_the_tables(void **state)
{
	struct err err = { 0 };
	struct out o;

	(void)state;
	out_init_memory(&o);
	cli_help(&o, LANG_EN, &cmd_check, false);
	help_is(&o, help_short);
	assert_true(out_close(&o, &err));
	cli_help(&o, LANG_EN, &cmd_check, true);
	help_is(&o, help_full);
	assert_true(out_close(&o, &err));
	cli_help_all(&o, LANG_EN, commands);
	help_is(&o, help_all);
	assert_true(out_close(&o, &err));
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, parse_row, parse_rows);
	ADD_ROWS(&list, refuse_row, refuse_rows);
	ADD_ROWS(&list, find_row, find_rows);
	ADD_ROWS(&list, exit_row, exit_rows);
	ADD_ROWS(&list, wants_row, wants_rows);
	ADD_TEST(&list, worse_of_several_files_wins);
	ADD_TEST(&list, help_is_written_from_the_tables);
	return test_list_run(&list, "cli");
}
