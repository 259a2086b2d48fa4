#include "checker/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cuts at a code point, so that a shortened text stays valid UTF-8. */
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

bool(err_set)(struct err *err, enum err_code code, const char *fmt, ...)
{
	va_list args;

	*err = (struct err){ .code = code };
	va_start(args, fmt);
	fill(err->text, sizeof(err->text), fmt, args);
	va_end(args);
	return false;
}

bool(err_wrap)(struct err *err, const char *fmt, ...)
{
	char before[sizeof(err->text)];
	size_t n;
	va_list args;

	memcpy(before, err->text, sizeof(before));
	va_start(args, fmt);
	fill(err->text, sizeof(err->text), fmt, args);
	va_end(args);
	n = strlen(err->text);
	snprintf(err->text + n, sizeof(err->text) - n, ": %.*s", (int)(sizeof(before) - 1),
		 before);
	return false;
}

bool(err_hint)(struct err *err, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fill(err->hint, sizeof(err->hint), fmt, args);
	va_end(args);
	return false;
}

bool(err_errno)(struct err *err, const char *fmt, ...)
{
	int code = errno;
	size_t n;
	va_list args;

	*err = (struct err){ .code = ERR_IO };
	va_start(args, fmt);
	fill(err->text, sizeof(err->text), fmt, args);
	va_end(args);
	n = strlen(err->text);
	snprintf(err->text + n, sizeof(err->text) - n, ": %s", strerrordesc_np(code));
	if (code == ENOSPC)
		err_hint(err, "free some space on that file system and repeat the command");
	return false;
}
