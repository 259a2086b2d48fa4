#include "checker/cli/cli_internal.h"

#include "checker/base/words.h"

#include <string.h>

static const char *word(const struct man *m, const char *english)
{
	return words_in(english, m->lang);
}

void man_text(const struct man *m, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] && strchr("\\*_#-|[].~+<>`'", text.p[i]))
			out_bytes(m->out, "\\", 1);
		out_bytes(m->out, &text.p[i], 1);
	}
}

void man_page(struct out *o, const char *topic)
{
	out_printf(o, "tizilim%s", topic ? "-" : "");
	for (const char *p = topic; p && *p; p++)
		out_bytes(o, *p == ' ' ? "-" : p, 1);
}

void man_title(const struct man *m, struct mtext title)
{
	out_printf(m->out, "\n# %.*s\n\n", STR_FMT(mtext_in(title, m->lang)));
}

void man_head(const struct man *m, const char *topic, int section, struct str what)
{
	man_page(m->out, topic);
	out_printf(m->out, "(%d) \"tizilim %.*s\" \"tizilim\"\n", section, STR_FMT(m->version));
	man_title(m, MT("АТАУЫ", "ИМЯ", "NAME"));
	man_page(m->out, topic);
	out_str(m->out, STR(" - "));
	man_text(m, what);
	out_str(m->out, STR("\n"));
}

void man_usage(const struct man *m, const char *command, const char *synopsis)
{
	AUTO_STRBUF text;

	strbuf_init(&text, SIZE_MAX);
	words_synopsis(&text, str_of(command), m->lang);
	man_title(m, MT("ҚОЛДАНЫЛУЫ", "ОБЗОР", "SYNOPSIS"));
	out_printf(m->out, "*tizilim %.*s* \\[%s\\]", STR_FMT(strbuf_view(&text)),
		   word(m, "options"));
	if (synopsis && *synopsis) {
		strbuf_reset(&text);
		words_synopsis(&text, str_of(synopsis), m->lang);
		out_str(m->out, STR(" "));
		man_text(m, strbuf_view(&text));
	}
	out_str(m->out, STR("\n"));
}

void man_entries(const struct man *m, struct mtext title, const struct man_entry *entries)
{
	man_title(m, title);
	for (; entries->text.in[m->lang].n; entries++) {
		if (entries->label) {
			out_str(m->out, STR("*"));
			man_text(m, str_of(entries->label));
			out_str(m->out, STR("*\n\t"));
		}
		man_text(m, entries->text.in[m->lang]);
		out_str(m->out, STR("\n\n"));
	}
}

void man_exits(const struct man *m, const struct command *c)
{
	man_title(m, MT("АЯҚТАЛУ КОДТАРЫ", "КОДЫ ЗАВЕРШЕНИЯ", "EXIT STATUS"));
	for (size_t i = 0; exit_meanings[i].meaning; i++) {
		out_printf(m->out, "*%d*\n\t", (int)exit_meanings[i].code);
		man_text(m, str_of(word(m, exit_meaning_of(&exit_meanings[i], c))));
		out_str(m->out, STR("\n\n"));
	}
}

void man_commands(const struct man *m, const struct command *const *all)
{
	const char *group = "";

	man_title(m, MT("КОМАНДАЛАРЫ", "КОМАНДЫ", "COMMANDS"));
	for (; *all; all++) {
		if (strcmp(group, (*all)->group) != 0)
			out_printf(m->out, "## %s\n\n", word(m, (*all)->group));
		group = (*all)->group;
		out_str(m->out, STR("*"));
		man_page(m->out, (*all)->name);
		out_str(m->out, STR("*(1)\n\t"));
		man_text(m, str_of(word(m, (*all)->summary)));
		out_str(m->out, STR("\n\n"));
	}
}

/* What the help says of the command stands in the page as text. */
struct quote {
	struct out memory;
	struct help help;
};

static const struct help *quote(struct quote *q, const struct man *m)
{
	out_init_memory(&q->memory);
	q->help = (struct help){ &q->memory, m->lang };
	return &q->help;
}

static void unquote(struct quote *q, const struct man *m)
{
	struct err none = { 0 };

	man_text(m, out_view(&q->memory));
	if (!out_close(&q->memory, &none))
		m->out->failed = q->memory.failed;
}

static void option(const struct man *m, const struct command *c, const struct opt *opt)
{
	struct quote q;

	out_str(m->out, STR("*"));
	help_label(quote(&q, m), opt);
	unquote(&q, m);
	out_str(m->out, STR("*\n\t"));
	help_about(quote(&q, m), c, opt);
	unquote(&q, m);
	out_str(m->out, STR("\n\n"));
}

static void examples(const struct man *m, const struct command *c)
{
	if (!c->examples || !c->examples[0])
		return;
	man_title(m, MT("МЫСАЛДАРЫ", "ПРИМЕРЫ", "EXAMPLES"));
	out_str(m->out, STR("```\n"));
	for (size_t i = 0; c->examples[i]; i++)
		out_printf(m->out, "%s\n", c->examples[i]);
	out_str(m->out, STR("```\n"));
}

void man_command(const struct man *m, const struct command *c)
{
	static const struct man_entry see[] = {
		{ NULL, MT_INIT("tizilim(1)", "tizilim(1)", "tizilim(1)") }, { 0 }
	};
	const struct man_entry next[] = { { NULL, c->next }, { 0 } };
	struct quote q;

	man_head(m, c->name, 1, str_of(word(m, c->summary)));
	man_usage(m, c->name, c->synopsis);
	if (c->needs) {
		man_title(m, MT("СИПАТТАМАСЫ", "ОПИСАНИЕ", "DESCRIPTION"));
		help_needs(quote(&q, m), c->needs);
		unquote(&q, m);
	}
	man_title(m, MT("ПАРАМЕТРЛЕРІ", "ПАРАМЕТРЫ", "OPTIONS"));
	for (const struct opt *opt = c->options; opt && opt->name; opt++)
		option(m, c, opt);
	option(m, c, &help_option);
	examples(m, c);
	man_entries(m, MT("КЕЛЕСІ ҚАДАМ", "ЧТО ДАЛЬШЕ", "WHAT TO DO NEXT"), next);
	man_exits(m, c);
	man_entries(m, MT("ТАҒЫ ҚАРАҢЫЗ", "СМОТРИТЕ ТАКЖЕ", "SEE ALSO"), see);
}
