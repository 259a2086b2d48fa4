#include "checker/report/report_internal.h"

enum { HASH_SHOWN = 8 };

struct mtext report_heading(struct arena *a, const struct report *r)
{
	struct mtext heading;

	for (int l = 0; l < LANG_COUNT; l++) {
		struct str hash = str_sub(r->pack_hash, 0, HASH_SHOWN);
		struct str pack = label_texts[LABEL_NO_PACK].in[l];

		if (r->pack.n)
			pack = arena_printf(a, "%.*s %.*s", STR_FMT(r->pack),
					    STR_FMT(r->pack_version));
		if (r->pack.n && hash.n)
			pack = arena_printf(a, "%.*s (%.*s %.*s)", STR_FMT(pack),
					    STR_FMT(label_texts[LABEL_PACK].in[l]),
					    STR_FMT(hash));
		heading.in[l] = arena_printf(
			a, "%.*s · %.*s: %.*s · %.*s%s %.*s", STR_FMT(pack),
			STR_FMT(label_texts[LABEL_PORTFOLIO].in[l]),
			STR_FMT(mtext_in(r->portfolio, (enum lang)l)),
			STR_FMT(label_texts[LABEL_JUDGED_BY].in[l]), l == LANG_KK ? ":" : "",
			STR_FMT(r->date));
	}
	return heading;
}

const struct report_format *report_format_named(struct str name)
{
	for (const struct report_format *f = report_formats; f->name; f++)
		if (str_eq(name, str_of(f->name)))
			return f;
	return NULL;
}
