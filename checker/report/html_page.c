#include "checker/report/html_internal.h"

/* What pages have in common: their head, the switch of the language, wide tables, the map. */

void html_table_open(struct html *h, const char *id, const char *class_name)
{
	out_printf(h->out,
		   "<div class=\"scroll\" role=\"region\" aria-labelledby=\"%s\" "
		   "tabindex=\"0\"><table class=\"%s\">\n",
		   id, class_name);
}

void html_table_close(struct html *h)
{
	html_raw(h, "</tbody></table></div>\n");
}

void html_languages(struct html *h, enum lang lang)
{
	static const char *const names[LANG_COUNT] = {
		[LANG_KK] = "Қазақша",
		[LANG_RU] = "Русский",
		[LANG_EN] = "English",
	};

	html_raw(h, "<main>\n");
	for (enum lang l = 0; l < LANG_COUNT; l++)
		out_printf(h->out,
			   "<input class=\"switch\" type=\"radio\" name=\"language\" "
			   "id=\"show-%s\" lang=\"%s\" aria-label=\"%s\"%s>\n",
			   lang_names[l], lang_names[l], names[l], lang == l ? " checked" : "");
	html_raw(h, "<div class=\"page\">\n<a class=\"skip\" href=\"#content\">");
	html_label(h, LABEL_SKIP);
	html_raw(h, "</a>\n<header>\n<div class=\"languages\">");
	for (enum lang l = 0; l < LANG_COUNT; l++)
		out_printf(h->out, "<label for=\"show-%s\" lang=\"%s\">%s</label>",
			   lang_names[l], lang_names[l], names[l]);
	html_raw(h, "</div>\n");
}

void html_head(struct html *h, enum lang lang, struct str title)
{
	out_printf(h->out,
		   "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		   "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
		   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		   "<meta name=\"color-scheme\" content=\"light dark\">\n"
		   "<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
		   lang_names[lang]);
	html_str(h, title);
	html_raw(h, "</title>\n<style>\n");
	for (size_t i = 0; html_style[i]; i++)
		html_raw(h, html_style[i]);
	html_raw(h, "</style>\n</head>\n<body>\n");
}

void html_map(struct html *h, const struct str maps[LANG_COUNT])
{
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		if (!maps[l].n)
			continue;
		out_printf(h->out,
			   "<span class=\"map\" role=\"img\" tabindex=\"0\" "
			   "aria-label=\"%.*s\" lang=\"%s\">\n",
			   STR_FMT(label_texts[LABEL_MAP].in[l]), lang_names[l]);
		out_str(h->out, maps[l]);
		html_raw(h, "</span>\n");
	}
}
