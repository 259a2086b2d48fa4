#include "checker/edit/edit.h"

#include <string.h>

bool edit_apply(struct str *out, struct arena *a, struct str text,
		const struct text_edit *edits, size_t n)
{
	size_t size = text.n, from = 0, put = 0;
	char *p;

	for (size_t i = 0; i < n; i++) {
		if (edits[i].at < from || edits[i].n > text.n ||
		    edits[i].at > text.n - edits[i].n)
			return false;
		from = edits[i].at + edits[i].n;
		size += edits[i].text.n;
	}
	p = ARENA_ARRAY(a, char, size + 1);
	from = 0;
	for (size_t i = 0; i <= n; i++) {
		size_t to = i < n ? edits[i].at : text.n;

		memcpy(p + put, text.p + from, to - from);
		put += to - from;
		if (i == n)
			break;
		memcpy(p + put, edits[i].text.p, edits[i].text.n);
		put += edits[i].text.n;
		from = to + edits[i].n;
	}
	*out = (struct str){ p, put };
	return true;
}
