#include "checker/cli/cli_internal.h"

#include <string.h>

enum exit_code exit_of(enum err_code code)
{
	switch (code) {
	case ERR_NONE:
		return EXIT_CLEAN;
	case ERR_USAGE:
		return EXIT_USAGE;
	case ERR_INPUT:
	case ERR_NOT_FOUND:
		return EXIT_INPUT;
	case ERR_REFUSED:
		return EXIT_REFUSED;
	case ERR_NET:
		return EXIT_UNAVAILABLE;
	case ERR_UNKNOWN:
		return EXIT_UNKNOWN;
	case ERR_IO:
		return EXIT_LOCAL;
	case ERR_BUG:
		break;
	}
	return EXIT_BUG;
}

enum exit_code exit_worse(enum exit_code a, enum exit_code b)
{
	return a > b ? a : b;
}

struct parser {
	const struct command *command;
	struct arena *arena;
	char **rest; /* arguments not yet read */
	void *opts;
	struct str_list *args;
	bool *given; /* by index of the option */
	struct err *err;
};

static const struct opt no_options[] = { { 0 } };

static const struct opt *options_of(const struct command *c)
{
	return c->options ? c->options : no_options;
}

static bool unknown_option(struct parser *p, struct str written, struct nearest near)
{
	err_set(p->err, ERR_USAGE, "unknown option \"%.*s\"", STR_FMT(written));
	if (near.word.n)
		return err_hint(p->err, "did you mean \"--%.*s\"?", STR_FMT(near.word));
	return err_hint(p->err, "\"tizilim %s -h\" lists the options", p->command->name);
}

static bool missing_value(struct parser *p, const struct opt *o, struct str written)
{
	err_set(p->err, ERR_USAGE, "option \"%.*s\" needs a value", STR_FMT(written));
	return err_hint(p->err, "write --%s=%s", o->name, o->arg);
}

static bool store(struct parser *p, const struct opt *o, struct str written, struct str value)
{
	bool *given = &p->given[o - options_of(p->command)];

	/* A list that is given replaces the default one; it does not add to it. */
	if (o->type == OPT_LIST && !*given)
		*(struct str_list *)opt_place(o, p->opts) = (struct str_list){ 0 };
	*given = true;
	return opt_store(o, written, value, p->arena, p->opts, p->err);
}

/* "--name", "--name=value" or "--name value". */
static bool parse_long(struct parser *p, struct str arg)
{
	struct str rest = arg, written;
	struct nearest near;
	const struct opt *o = options_of(p->command);

	str_cut(&written, &rest, '=');
	near = (struct nearest){ .typed = str_sub(written, 2, written.n) };
	for (; o->name && !str_eq(near.typed, str_of(o->name)); o++)
		nearest_try(&near, o->name);
	if (!o->name)
		return unknown_option(p, written, near);
	if (o->type == OPT_FLAG && rest.p) {
		err_set(p->err, ERR_USAGE, "option \"--%s\" takes no value", o->name);
		return err_hint(p->err, "write --%s alone, or leave it out", o->name);
	}
	if (o->type != OPT_FLAG && !rest.p) {
		if (!*p->rest)
			return missing_value(p, o, written);
		rest = str_of(*p->rest++);
	}
	return store(p, o, written, rest);
}

/* "-a", "-abc" as three flags, "-fvalue" or "-f value". */
static bool parse_short(struct parser *p, struct str arg)
{
	for (size_t i = 1; i < arg.n; i++) {
		char written[] = { '-', arg.p[i], '\0' };
		const struct opt *o = options_of(p->command);
		struct str value = str_sub(arg, i + 1, arg.n);

		while (o->name && o->letter != arg.p[i])
			o++;
		if (!o->name && (unsigned char)arg.p[i] >= 0x80)
			return unknown_option(p, arg, (struct nearest){ 0 });
		if (!o->name)
			return unknown_option(p, str_of(written), (struct nearest){ 0 });
		if (o->type == OPT_FLAG) {
			if (!store(p, o, str_of(written), value))
				return false;
			continue;
		}
		if (value.n)
			return store(p, o, str_of(written), value);
		if (!*p->rest)
			return missing_value(p, o, str_of(written));
		return store(p, o, str_of(written), str_of(*p->rest++));
	}
	return true;
}

static bool check_count(struct parser *p)
{
	const struct command *c = p->command;

	if (p->args->n < c->args_min)
		err_set(p->err, ERR_USAGE,
			c->args_max > c->args_min
				? "arguments of %s: at least %zu needed, %zu given"
				: "arguments of %s: %zu needed, %zu given",
			c->name, c->args_min, p->args->n);
	else if (p->args->n > c->args_max && c->args_max == 0)
		err_set(p->err, ERR_USAGE, "%s takes no arguments, got \"%.*s\"", c->name,
			STR_FMT(p->args->at[0]));
	else if (p->args->n > c->args_max)
		err_set(p->err, ERR_USAGE, "arguments of %s: at most %zu; \"%.*s\" is too many",
			c->name, c->args_max, STR_FMT(p->args->at[c->args_max]));
	else
		return true;
	return err_hint(p->err, "usage: tizilim %s [options]%s%s", c->name,
			c->synopsis ? " " : "", c->synopsis ? c->synopsis : "");
}

static size_t count_of(char **argv)
{
	size_t n = 0;

	while (argv[n])
		n++;
	return n;
}

bool cli_parse(const struct command *c, struct arena *a, char **argv, void *opts,
	       struct str_list *args, struct err *err)
{
	struct parser p = { c, a, argv, opts, args, NULL, err };
	size_t options = 0;
	bool ended = false;

	while (options_of(c)[options].name)
		options++;
	p.given = ARENA_ARRAY(a, bool, options + 1);
	*args = (struct str_list){ ARENA_ARRAY(a, struct str, count_of(argv) + 1), 0 };
	if (c->opts_size)
		memset(opts, 0, c->opts_size);
	if (c->opts_size && c->defaults)
		memcpy(opts, c->defaults, c->opts_size);
	while (*p.rest) {
		struct str arg = str_of(*p.rest++);
		bool ok = true;

		if (!ended && str_eq(arg, STR("--")))
			ended = true;
		else if (!ended && str_starts(arg, STR("--")))
			ok = parse_long(&p, arg);
		else if (!ended && arg.n > 1 && arg.p[0] == '-')
			ok = parse_short(&p, arg);
		else
			args->at[args->n++] = arg;
		if (!ok)
			return false;
	}
	return check_count(&p);
}

bool cli_in_family(const struct command *c, struct str word)
{
	struct str name = str_of(c->name);

	return str_starts(name, word) && name.n > word.n && name.p[word.n] == ' ';
}

static bool is_name(const struct command *c, char *const *argv, size_t words)
{
	struct str name = str_of(c->name), first = str_of(argv[0]);

	if (words == 1)
		return str_eq(name, first);
	return cli_in_family(c, first) && argv[1] &&
	       str_eq(str_sub(name, first.n + 1, name.n), str_of(argv[1]));
}

/* "pack" alone, or with a word that none of its commands has. */
static void unknown_member(const struct command *const *all, char *const *argv, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct str first = str_of(argv[0]), list = STR("");

	for (; *all; all++)
		if (cli_in_family(*all, first))
			list = arena_printf(a, "%.*s%s%s", STR_FMT(list), list.n ? ", " : "",
					    (*all)->name);
	if (argv[1])
		err_set(err, ERR_USAGE, "unknown command \"%s %s\"", argv[0], argv[1]);
	else
		err_set(err, ERR_USAGE, "\"%s\" needs a second word", argv[0]);
	err_hint(err, "%.*s", STR_FMT(list));
}

static void unknown_command(const struct command *const *all, char *const *argv,
			    struct err *err)
{
	struct nearest near = { .typed = str_of(argv[0]) };

	for (size_t i = 0; all[i]; i++) {
		if (cli_in_family(all[i], near.typed)) {
			unknown_member(all, argv, err);
			return;
		}
		nearest_try(&near, all[i]->name);
	}
	err_set(err, ERR_USAGE, "unknown command \"%s\"", argv[0]);
	if (near.word.n)
		err_hint(err, "did you mean \"%.*s\"?", STR_FMT(near.word));
	else
		err_hint(err, "\"tizilim --help\" lists the commands");
}

const struct command *cli_find(const struct command *const *all, char *const *argv,
			       size_t *words, struct err *err)
{
	for (*words = 2; *words > 0; --*words)
		for (size_t i = 0; all[i]; i++)
			if (is_name(all[i], argv, *words))
				return all[i];
	*words = 1;
	unknown_command(all, argv, err);
	return NULL;
}

bool cli_wants_help(char **argv, bool *full)
{
	for (; *argv; argv++) {
		struct str arg = str_of(*argv);

		if (str_eq(arg, STR("--")))
			return false;
		*full = str_eq(arg, STR("--help"));
		if (*full || str_eq(arg, STR("-h")))
			return true;
	}
	return false;
}
