/*
 * The three languages of the product, and text that exists in all of them.
 * Messages are written in three languages where they are made, so none can be
 * missing: MT("kk …", "ru …", "en …").
 */
#ifndef CHECKER_BASE_LANG_H
#define CHECKER_BASE_LANG_H

#include "checker/base/arena.h"

enum lang { LANG_KK, LANG_RU, LANG_EN, LANG_COUNT };

extern const char *const lang_names[LANG_COUNT + 1]; /* "kk", "ru", "en", NULL */

struct mtext {
	struct str in[LANG_COUNT];
};

#define MT(kk, ru, en) ((struct mtext){ { STR_INIT(kk), STR_INIT(ru), STR_INIT(en) } })
#define MT_INIT(kk, ru, en)                                      \
	{                                                        \
		{                                                \
			STR_INIT(kk), STR_INIT(ru), STR_INIT(en) \
		}                                                \
	}

/* The same text in every language: ids, numbers, quoted input. */
struct mtext mtext_same(struct str s);
/* The text in the language; if that is empty, the first that is not, ru before kk before en. */
struct str mtext_in(struct mtext t, enum lang lang);
/* True when all three are there. */
bool mtext_full(struct mtext t);
/* Replaces %1 … %9 in every language by the arguments; "%%" is a percent sign. */
struct mtext mtext_fill(struct arena *a, struct mtext fmt, const struct mtext *args, size_t n);
#define MTEXT_FILL(a, fmt, ...)                                       \
	mtext_fill((a), (fmt), (const struct mtext[]){ __VA_ARGS__ }, \
		   sizeof((const struct mtext[]){ __VA_ARGS__ }) / sizeof(struct mtext))

/* "kk", "ru", "en", or a locale name such as "kk_KZ.UTF-8"; false when none of ours. */
bool lang_parse(enum lang *out, struct str name);

#endif
