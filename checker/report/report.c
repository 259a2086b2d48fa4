#include "checker/report/report_internal.h"

#include "checker/text/text.h"

#include <string.h>

const struct report_format report_formats[] = {
	{ "text", report_write_text },	       { "summary", report_write_summary },
	{ "json", report_write_json },	       { "sarif", report_write_sarif },
	{ "junit", report_write_junit },       { "gitlab", report_write_gitlab },
	{ "github", report_write_github },     { "tap", report_write_tap },
	{ "markdown", report_write_markdown }, { "csv", report_write_csv },
	{ "html", report_write_html },	       { 0 },
};

enum { HASH_SHOWN = 8 };

int report_percent(double score)
{
	if (!(score > 0))
		return 0;
	return score < 1 ? (int)(score * 100 + 0.5) : 100;
}

static struct str pack_named(struct arena *a, const struct report *r, enum lang lang)
{
	struct str hash = str_sub(r->pack_hash, 0, HASH_SHOWN);
	struct str word = label_texts[LABEL_PACK].in[lang];

	if (!r->pack.n)
		return label_texts[LABEL_NO_PACK].in[lang];
	if (!hash.n)
		return ARENA_JOIN(a, r->pack, STR(" "), r->pack_version);
	return ARENA_JOIN(a, r->pack, STR(" "), r->pack_version, STR(" ("), word, STR(" "),
			  hash, STR(")"));
}

struct mtext report_heading(struct arena *a, const struct report *r)
{
	struct mtext heading;

	for (enum lang l = 0; l < LANG_COUNT && r->schema.n; l++)
		heading.in[l] = ARENA_JOIN(a, label_texts[LABEL_SCHEMA].in[l], STR(" "),
					   r->schema, STR(" · "), mtext_in(r->portfolio, l));
	for (enum lang l = 0; l < LANG_COUNT && !r->schema.n; l++)
		heading.in[l] = ARENA_JOIN(
			a, pack_named(a, r, l), STR(" · "), label_texts[LABEL_PORTFOLIO].in[l],
			STR(": "), mtext_in(r->portfolio, l), STR(" · "),
			label_texts[LABEL_JUDGED_BY].in[l], STR(" "), r->date);
	return heading;
}

const struct report_format *report_format_named(struct str name)
{
	for (const struct report_format *f = report_formats; f->name; f++)
		if (str_eq(name, str_of(f->name)))
			return f;
	return NULL;
}

struct str report_format_list(struct arena *a)
{
	struct str list = STR("");

	for (const struct report_format *f = report_formats; f->name; f++)
		list = ARENA_JOIN(a, list, list.n ? STR(", ") : STR(""), str_of(f->name));
	return list;
}

struct str report_short(struct arena *a, struct str name)
{
	enum { POINTS = 200 };
	struct str rest = name;

	if (name.n <= POINTS)
		return name;
	for (size_t i = 0; i < POINTS && rest.n; i++)
		text_next(&rest);
	return rest.n ? ARENA_JOIN(a, str_sub(name, 0, name.n - rest.n), STR("…")) : name;
}

struct mtext report_short_name(struct arena *a, struct mtext name)
{
	for (enum lang l = 0; l < LANG_COUNT; l++)
		name.in[l] = report_short(a, name.in[l]);
	return name;
}
