/*
 * vsnprintf for the few forms that nearly all our texts are made of: %s, %.*s,
 * %d, %u, %zu, %lld and %%. They only copy, which the library takes ten times
 * as long for; a text with any other form is left to it.
 */
#ifndef CHECKER_BASE_FORMAT_H
#define CHECKER_BASE_FORMAT_H

#include "checker/base/str.h"

#include <stdarg.h>

/* As vsnprintf: writes at most `size` bytes with the NUL, returns the length of the whole. */
int format_text(char *at, size_t size, const char *fmt, va_list args) PRINTF_LIKE(3, 0);

/* The number in decimal, at most FORMAT_INT bytes and no NUL; how many. */
enum { FORMAT_INT = 20 };
size_t format_int(char at[FORMAT_INT], int64_t i);

#endif
