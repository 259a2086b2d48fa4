#include "checker/schema/parts_internal.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The value of an exponent; beyond 10^15 every comparison that we make is decided. */
static int64_t read_exponent(const char *p, const char *end)
{
	bool negative = p < end && *p == '-';
	int64_t value = 0;

	for (p += p < end && !is_digit(*p); p < end; p++)
		if (value < 1000000000000000)
			value = value * 10 + (*p - '0');
	return negative ? -value : value;
}

struct decimal schema_decimal(const struct node *number)
{
	const char *p = number->text, *end = p + number->text_n;
	const char *first = NULL, *last = NULL, *point = NULL, *stop;
	struct decimal d = { .negative = p < end && *p == '-' };

	for (p += d.negative; p < end && (is_digit(*p) || *p == '.'); p++) {
		if (*p == '.') {
			point = p;
		} else if (*p != '0') {
			first = first ? first : p;
			last = p;
		}
	}
	stop = p;
	if (!first)
		return d;
	d.at = first;
	d.span = (size_t)(last - first) + 1;
	d.exponent = p < end ? read_exponent(p + 1, end) : 0;
	if (!point)
		d.exponent += stop - last - 1;
	else
		d.exponent -= last > point ? last - point : last + 1 - point;
	return d;
}

bool schema_is_integer(const struct node *number)
{
	return number->whole || schema_decimal(number).exponent >= 0;
}

bool schema_decimal_digits(struct decimal d, uint64_t *out)
{
	uint64_t value = 0;
	size_t digits = 0;

	for (size_t i = 0; i < d.span; i++) {
		if (d.at[i] == '.')
			continue;
		if (++digits > 18)
			return false;
		value = value * 10 + (uint64_t)(d.at[i] - '0');
	}
	*out = value;
	return true;
}

static uint64_t multiply_modulo(uint64_t a, uint64_t b, uint64_t m)
{
	__extension__ unsigned __int128 product = a;

	return (uint64_t)(product * b % m);
}

/*
 * Both numbers end in a digit other than zero. With a smaller exponent the
 * number has digits behind the last one of any multiple of the step.
 */
bool schema_is_multiple(const struct node *number, uint64_t step, int64_t exponent)
{
	struct decimal d = schema_decimal(number);
	uint64_t rest = 0, ten = 10 % step;

	if (!d.span)
		return true;
	if (d.exponent < exponent)
		return false;
	for (size_t i = 0; i < d.span; i++)
		if (d.at[i] != '.')
			rest = (rest * 10 + (uint64_t)(d.at[i] - '0')) % step;
	for (uint64_t n = (uint64_t)(d.exponent - exponent); n; n >>= 1) {
		if (n & 1)
			rest = multiply_modulo(rest, ten, step);
		ten = multiply_modulo(ten, ten, step);
	}
	return rest == 0;
}
