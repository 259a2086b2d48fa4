#include "checker/cli/cli_internal.h"

#include "checker/base/words.h"

#include <stdio.h>
#include <string.h>

/* Further ones stand where the last does. */
enum { ARGS_MAX = 8 };

struct completion {
	struct out found;
	enum lang lang;
	struct str before; /* of a word in parts, "--lang=": stands before what is offered */
	struct str begun;  /* what is offered begins like this */
	bool files, dirs;
	const struct command *command;
	struct str args[ARGS_MAX]; /* positionals before the word */
	size_t args_n;
	const struct opt *waits; /* the option whose value the word is */
	bool ended;		 /* options, by "--" */
	const struct cli_more *more;
};

static bool is_clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20)
			return false;
	return true;
}

void cli_offer(struct completion *to, struct str word, struct str about)
{
	if (!word.n || !str_starts(word, to->begun) || !is_clean(word))
		return;
	out_printf(&to->found, "%.*s%.*s", STR_FMT(to->before), STR_FMT(word));
	if (about.n && is_clean(about))
		out_printf(&to->found, "\t%.*s", STR_FMT(about));
	out_str(&to->found, STR("\n"));
}

static struct str in_lang(const struct completion *k, const char *english)
{
	return str_of(words_in(english, k->lang));
}

/* Names of files and folders are the shell's affair, all others the program's. */
static void offer_place(struct completion *k, struct str place)
{
	static const struct {
		const char *place;
		bool files, dirs;
	} known[] = { { "file", true, false },
		      { "report", true, false },
		      { "pattern", true, false },
		      { "dir", false, true } };

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (str_eq(place, str_of(known[i].place))) {
			k->files |= known[i].files;
			k->dirs |= known[i].dirs;
			return;
		}
	k->more->offer(k->more->context, place, k);
}

/* The parts of "<file|name>", "<dir>|shipped", "a|b": in angles a place, else a word itself. */
static void offer_parts(struct completion *k, struct str item)
{
	bool inside = false;
	size_t from = 0;

	for (size_t i = 0; i <= item.n; i++) {
		char c = i < item.n ? item.p[i] : '|';
		struct str part = str_sub(item, from, i);

		if (!strchr("<>|[]", c))
			continue;
		if (part.n && inside)
			offer_place(k, part);
		else if (part.n && !str_eq(part, STR("…")))
			cli_offer(k, part, STR(""));
		inside = c == '<' || (inside && c == '|');
		from = i + 1;
	}
}

static void offer_value(struct completion *k, const struct opt *o)
{
	for (size_t i = 0; o->values && o->values[i]; i++)
		cli_offer(k, str_of(o->values[i]), STR(""));
	if (!o->values && o->arg)
		offer_parts(k, str_sub(str_of(o->arg), 0, strcspn(o->arg, "[")));
}

static void offer_options(struct completion *k)
{
	char text[64];

	for (const struct opt *o = k->command->options; o && o->name; o++) {
		int n = snprintf(text, sizeof(text), "--%s%s", o->name, o->arg ? "=" : "");

		if (n > 0 && (size_t)n < sizeof(text))
			cli_offer(k, str_of(text), in_lang(k, o->help));
	}
	cli_offer(k, STR("--help"), in_lang(k, help_option.help));
}

static bool is_literal(struct str item)
{
	return item.n && !memchr(item.p, '<', item.n) && !memchr(item.p, '|', item.n);
}

/* Of "show <id> | list <kind>" the forms that begin like what was typed; of a form, its next
 * word, and what may stand there instead when that one may be left out. */
static void offer_form(struct completion *k, struct str form)
{
	struct str item, last = { 0 };
	size_t i = 0;

	while (str_cut(&item, &form, ' ') && item.n) {
		if (i < k->args_n && is_literal(item) && !str_eq(item, k->args[i]))
			return;
		if (i >= k->args_n)
			offer_parts(k, item);
		if (i >= k->args_n && item.p[0] != '[')
			return;
		last = item;
		i++;
	}
	if (i <= k->args_n && str_find(last, STR("…")) != SIZE_MAX)
		offer_parts(k, last);
}

static void offer_args(struct completion *k)
{
	struct str rest = str_of(k->command->synopsis ? k->command->synopsis : "");
	size_t at;

	while ((at = str_find(rest, STR(" | "))) != SIZE_MAX) {
		offer_form(k, str_sub(rest, 0, at));
		rest = str_sub(rest, at + 3, rest.n);
	}
	offer_form(k, rest);
}

/* First words, each once; or, behind the first word of a family, the second ones. */
static void offer_commands(struct completion *k, const struct command *const *all,
			   struct str first)
{
	struct str last = { 0 };

	for (; *all; all++) {
		struct str rest = str_of((*all)->name), word;

		str_cut(&word, &rest, ' ');
		if (first.p && rest.n && str_eq(word, first))
			cli_offer(k, rest, in_lang(k, (*all)->summary));
		if (!first.p && !str_eq(word, last))
			cli_offer(k, word, rest.n ? STR("") : in_lang(k, (*all)->summary));
		last = word;
	}
}

static const struct opt *option_of(const struct completion *k, struct str name, char letter)
{
	const struct opt *o = k->command->options;

	for (; o && o->name; o++)
		if (letter ? o->letter == letter : str_eq(str_of(o->name), name))
			return o;
	return NULL;
}

/* One of the words before. */
static void pass(struct completion *k, struct str word)
{
	bool option = !k->ended && !k->waits && word.n > 1 && word.p[0] == '-';
	const struct opt *o = NULL;

	if (k->waits) {
		k->waits = NULL;
	} else if (option && str_eq(word, STR("--"))) {
		k->ended = true;
	} else if (option) {
		if (word.p[1] == '-')
			o = option_of(k, str_sub(word, 2, word.n), 0);
		else if (word.n == 2)
			o = option_of(k, (struct str){ 0 }, word.p[1]);
		if (o && o->type != OPT_FLAG)
			k->waits = o;
	} else if (k->args_n < ARGS_MAX) {
		k->args[k->args_n++] = word;
	}
}

static void offer_last(struct completion *k, struct str word)
{
	struct str rest = word, name;
	bool option = !k->ended && str_starts(word, STR("-"));

	k->begun = word;
	if (k->waits) {
		offer_value(k, k->waits);
	} else if (option && str_find(word, STR("=")) != SIZE_MAX) {
		str_cut(&name, &rest, '=');
		k->before = str_sub(word, 0, name.n + 1);
		k->begun = rest;
		k->waits = option_of(k, str_sub(name, 2, name.n), 0);
		if (k->waits)
			offer_value(k, k->waits);
	} else if (option) {
		offer_options(k);
	} else {
		offer_args(k);
	}
}

static void offer_all(struct completion *k, const struct command *const *all,
		      char *const *typed)
{
	struct err unknown = { 0 };
	size_t n = 0, words;

	while (typed[n])
		n++;
	if (n == 0)
		return;
	k->begun = str_of(typed[n - 1]);
	if (n == 1) {
		cli_offer(k, STR("--help"), in_lang(k, help_option.help));
		cli_offer(k, STR("--version"), STR(""));
	}
	if (n <= 2)
		offer_commands(k, all, n == 2 ? str_of(typed[0]) : (struct str){ 0 });
	if (n == 1)
		return;
	k->command = cli_find(all, typed, &words, &unknown);
	if (!k->command || words >= n)
		return;
	for (size_t i = words; i + 1 < n; i++)
		pass(k, str_of(typed[i]));
	offer_last(k, str_of(typed[n - 1]));
}

void cli_complete(struct out *o, enum lang lang, const struct command *const *all,
		  char *const *typed, const struct cli_more *more)
{
	struct completion k = { .lang = lang, .more = more };
	struct err none = { 0 };

	out_init_memory(&k.found);
	offer_all(&k, all, typed);
	if (k.files || k.dirs)
		out_printf(o, "%s\n", k.files ? "@files" : "@dirs");
	out_str(o, out_view(&k.found));
	if (!out_close(&k.found, &none))
		o->failed = k.found.failed;
}
