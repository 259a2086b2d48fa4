#include "checker/base/format.h"

#include <stdio.h>
#include <string.h>

enum { DIGITS = 24 };

struct piece {
	const char *p;
	size_t n;
	char digits[DIGITS];
};

static void set_number(struct piece *out, bool minus, uint64_t u)
{
	char *end = out->digits + DIGITS, *at = end;

	do
		*--at = (char)('0' + u % 10);
	while ((u /= 10) > 0);
	if (minus)
		*--at = '-';
	out->p = at;
	out->n = (size_t)(end - at);
}

static void set_signed(struct piece *out, int64_t i)
{
	set_number(out, i < 0, i < 0 ? 0 - (uint64_t)i : (uint64_t)i);
}

size_t format_int(char at[FORMAT_INT], int64_t i)
{
	struct piece piece;

	set_signed(&piece, i);
	memcpy(at, piece.p, piece.n);
	return piece.n;
}

/* A copy of what the caller's list holds: a pointer to va_list cannot be passed on everywhere.
 */
struct given {
	va_list args;
};

/* The conversion at fmt, behind its %; 0 when it is none of ours, else its length. */
static size_t convert(struct piece *out, const char *fmt, struct given *given)
{
	int most;

	if (fmt[0] == 's') {
		out->p = va_arg(given->args, const char *);
		out->n = out->p ? strlen(out->p) : 0;
		return out->p ? 1 : 0;
	}
	if (strncmp(fmt, ".*s", 3) == 0) {
		most = va_arg(given->args, int);
		out->p = va_arg(given->args, const char *);
		out->n = most > 0 && out->p ? strnlen(out->p, (size_t)most) : 0;
		return most == 0 || (most > 0 && out->p) ? 3 : 0;
	}
	if (fmt[0] == 'd')
		set_signed(out, va_arg(given->args, int));
	else if (fmt[0] == 'u')
		set_number(out, false, va_arg(given->args, unsigned));
	else if (strncmp(fmt, "zu", 2) == 0)
		set_number(out, false, va_arg(given->args, size_t));
	else if (strncmp(fmt, "lld", 3) == 0)
		set_signed(out, va_arg(given->args, long long));
	else
		return 0;
	return fmt[0] == 'l' ? 3 : fmt[0] == 'z' ? 2 : 1;
}

/* The next piece of the text and *fmt behind it; false when it is not for us. */
static bool next_piece(struct piece *out, const char **fmt, struct given *given)
{
	const char *at = *fmt;
	size_t n;

	if (*at != '%') {
		*fmt = strchrnul(at, '%');
		out->p = at;
		out->n = (size_t)(*fmt - at);
		return true;
	}
	if (at[1] == '%') {
		out->p = at;
		out->n = 1;
		*fmt = at + 2;
		return true;
	}
	n = convert(out, at + 1, given);
	*fmt = at + 1 + n;
	return n > 0;
}

static void put(char *at, size_t size, size_t used, const struct piece *piece)
{
	size_t room = used + 1 < size ? size - used - 1 : 0;

	if (room && piece->n)
		memcpy(at + used, piece->p, piece->n < room ? piece->n : room);
}

int format_text(char *at, size_t size, const char *fmt, va_list args)
{
	const char *rest = fmt;
	struct given given;
	struct piece piece;
	size_t used = 0;

	va_copy(given.args, args);
	while (*rest && next_piece(&piece, &rest, &given)) {
		put(at, size, used, &piece);
		used += piece.n;
	}
	va_end(given.args);
	if (*rest || used > INT32_MAX)
		return vsnprintf(at, size, fmt, args);
	if (size)
		at[used < size ? used : size - 1] = '\0';
	return (int)used;
}
