#include "checker/base/lang.h"

#include <string.h>

const char *const lang_names[LANG_COUNT + 1] = { "kk", "ru", "en", NULL };

struct mtext mtext_same(struct str s)
{
	return (struct mtext){ { s, s, s } };
}

struct str mtext_in(struct mtext t, enum lang lang)
{
	static const enum lang order[] = { LANG_RU, LANG_KK, LANG_EN };

	for (size_t i = 0; t.in[lang].n == 0 && i < ARRAY_LEN(order); i++)
		if (t.in[order[i]].n)
			return t.in[order[i]];
	return t.in[lang];
}

bool mtext_full(struct mtext t)
{
	return t.in[LANG_KK].n && t.in[LANG_RU].n && t.in[LANG_EN].n;
}

/* The text that "%1" … "%9" or "%%" at fmt[i] stands for; NULL pointer when it is none of them.
 */
static struct str placeholder(struct str fmt, size_t i, const struct mtext *args, size_t n,
			      enum lang l)
{
	struct str text;
	size_t k;

	if (fmt.p[i] != '%' || i + 1 == fmt.n)
		return (struct str){ NULL, 0 };
	if (fmt.p[i + 1] == '%')
		return STR("%");
	k = (size_t)(unsigned char)fmt.p[i + 1] - '1';
	if (k >= n)
		return (struct str){ NULL, 0 };
	text = mtext_in(args[k], l);
	return text.p ? text : STR(""); /* an argument may be empty */
}

/* What stands before the next "%"; at least one byte. */
static struct str plain_run(struct str fmt, size_t i)
{
	const char *next = fmt.n - i > 1 ? memchr(fmt.p + i + 1, '%', fmt.n - i - 1) : NULL;

	return str_sub(fmt, i, next ? (size_t)(next - fmt.p) : fmt.n);
}

/* With at NULL only counts. */
static size_t fill_one(char *at, struct str fmt, const struct mtext *args, size_t n,
		       enum lang l)
{
	size_t used = 0;

	for (size_t i = 0; i < fmt.n;) {
		struct str piece = placeholder(fmt, i, args, n, l);

		if (piece.p) {
			i += 2;
		} else {
			piece = plain_run(fmt, i);
			i += piece.n;
		}
		if (at && piece.n)
			memcpy(at + used, piece.p, piece.n);
		used += piece.n;
	}
	return used;
}

struct mtext mtext_fill(struct arena *a, struct mtext fmt, const struct mtext *args, size_t n)
{
	struct mtext out;

	for (enum lang l = 0; l < LANG_COUNT; l++) {
		size_t size = fill_one(NULL, fmt.in[l], args, n, l);
		char *text = arena_alloc(a, size + 1, 1);

		fill_one(text, fmt.in[l], args, n, l);
		out.in[l] = (struct str){ text, size };
	}
	return out;
}

bool lang_parse(enum lang *out, struct str name)
{
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		struct str code = str_of(lang_names[l]);

		if (str_starts(name, code) &&
		    (name.n == 2 || name.p[2] == '_' || name.p[2] == '.' || name.p[2] == '-')) {
			*out = l;
			return true;
		}
	}
	return false;
}
