#include "checker/base/err.h"

#include "checker/base/words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* A shortened text ends at a code point, so that it stays valid UTF-8. */
static void put(char *at, size_t size, struct str s)
{
	size_t n = s.n < size ? s.n : size - 1;

	while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n--;
	if (n)
		memcpy(at, s.p, n);
	at[n] = '\0';
}

static PRINTF_LIKE(3, 0) void fill(char *at, size_t size, const char *fmt, va_list args)
{
	int n = vsnprintf(at, size, fmt, args);

	if (n >= 0 && (size_t)n >= size) {
		size_t end = size - 1;

		while (end > 0 && ((unsigned char)at[end] & 0xC0) == 0x80)
			end--;
		if (end < size - 1 || ((unsigned char)at[end] & 0x80))
			at[end] = '\0';
	}
}

static char *text_at(struct err *err, enum lang l, size_t *size)
{
	*size = l == LANG_EN ? sizeof(err->text) : sizeof(err->others[l].text);
	return l == LANG_EN ? err->text : err->others[l].text;
}

static char *hint_at(struct err *err, enum lang l, size_t *size)
{
	*size = l == LANG_EN ? sizeof(err->hint) : sizeof(err->others[l].hint);
	return l == LANG_EN ? err->hint : err->others[l].hint;
}

const char *err_text(const struct err *err, enum lang lang)
{
	return lang == LANG_EN ? err->text : err->others[lang].text;
}

const char *err_hint_text(const struct err *err, enum lang lang)
{
	return lang == LANG_EN ? err->hint : err->others[lang].hint;
}

/* In every language; `at` says where. */
static PRINTF_LIKE(3, 0) void fill_all(struct err *err,
				       char *(*at)(struct err *err, enum lang l, size_t *size),
				       const char *fmt, va_list args)
{
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		va_list again;
		size_t size;
		char *text = at(err, l, &size);

		va_copy(again, args);
		if (strcmp(fmt, "%s") == 0)
			put(text, size, str_of(words_in(va_arg(again, const char *), l)));
		else
			fill(text, size, words_in(fmt, l), again);
		va_end(again);
	}
}

bool err_vset(struct err *err, enum err_code code, const char *fmt, va_list args)
{
	*err = (struct err){ .code = code };
	fill_all(err, text_at, fmt, args);
	return false;
}

bool(err_set)(struct err *err, enum err_code code, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	err_vset(err, code, fmt, args);
	va_end(args);
	return false;
}

bool(err_tell)(struct err *err, enum err_code code, struct mtext text, struct mtext hint)
{
	*err = (struct err){ .code = code };
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		struct str words = mtext_in(text, l), advice = mtext_in(hint, l);
		size_t size;
		char *at = text_at(err, l, &size);

		put(at, size, words);
		at = hint_at(err, l, &size);
		put(at, size, advice);
	}
	return false;
}

/* ": " and another text behind the one that is there. */
static void append(struct err *err, enum lang l, const char *more)
{
	size_t size, n;
	char *text = text_at(err, l, &size);

	n = strlen(text);
	put(text + n, size - n, STR(": "));
	n = strlen(text);
	put(text + n, size - n, str_of(more));
}

bool(err_wrap)(struct err *err, const char *fmt, ...)
{
	const struct err before = *err;
	va_list args;

	va_start(args, fmt);
	fill_all(err, text_at, fmt, args);
	va_end(args);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		append(err, l, err_text(&before, l));
	return false;
}

bool(err_hint)(struct err *err, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fill_all(err, hint_at, fmt, args);
	va_end(args);
	return false;
}

bool(err_errno)(struct err *err, const char *fmt, ...)
{
	int code = errno;
	va_list args;

	*err = (struct err){ .code = ERR_IO };
	va_start(args, fmt);
	fill_all(err, text_at, fmt, args);
	va_end(args);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		append(err, l, words_in(strerrordesc_np(code), l));
	if (code == ENOSPC)
		err_hint(err, "free some space on that file system and repeat the command");
	else if (code == EACCES || code == EPERM || code == EROFS)
		err_hint(err, "name a place that you may use, or ask its owner for the right");
	return false;
}
