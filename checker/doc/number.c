#include "checker/doc/doc_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *find_exponent(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] | 0x20) == 'e')
			return s.p + i;
	return NULL;
}

int64_t number_exponent(struct str lexeme)
{
	const char *p = find_exponent(lexeme), *end = lexeme.p + lexeme.n;
	bool negative;
	int64_t value = 0;

	if (!p)
		return 0;
	negative = p[1] == '-';
	p += 1 + (p[1] == '-' || p[1] == '+');
	for (; p < end && value <= NUMBER_EXPONENT_MAX; p++)
		value = value * 10 + (*p - '0');
	return negative ? -value : value;
}

struct decimal decimal_of(struct str lexeme)
{
	const char *e = find_exponent(lexeme), *end = e ? e : lexeme.p + lexeme.n;
	struct decimal d = { .negative = lexeme.p[0] == '-' };
	const char *p = lexeme.p + d.negative, *point = memchr(p, '.', (size_t)(end - p));

	d.exponent = e ? number_exponent(lexeme) : 0;
	d.exponent += point ? point - p : end - p;
	for (; p < end && (*p == '0' || *p == '.'); p++)
		d.exponent -= *p == '0';
	while (end > p && (end[-1] == '0' || end[-1] == '.'))
		end--;
	d.text = p;
	d.digits = (size_t)(end - p) - (point && point >= p && point < end);
	return d.digits ? d : (struct decimal){ .text = p };
}

char decimal_next(struct decimal *d)
{
	if (d->digits == 0)
		return '0';
	d->text += *d->text == '.';
	d->digits--;
	return *d->text++;
}

static int cmp_magnitude(struct decimal a, struct decimal b)
{
	if (a.digits == 0 || b.digits == 0)
		return (a.digits > 0) - (b.digits > 0);
	if (a.exponent != b.exponent)
		return a.exponent < b.exponent ? -1 : 1;
	while (a.digits || b.digits) {
		char x = decimal_next(&a), y = decimal_next(&b);

		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

int node_number_cmp(const struct node *a, const struct node *b)
{
	struct decimal x = decimal_of(node_str(a)), y = decimal_of(node_str(b));

	if (x.negative != y.negative)
		return x.negative ? -1 : 1;
	return x.negative ? cmp_magnitude(y, x) : cmp_magnitude(x, y);
}

bool node_int(const struct node *n, int64_t *out)
{
	struct decimal d;
	uint64_t value = 0, limit;

	if (!n || n->type != NODE_NUMBER)
		return false;
	d = decimal_of(node_str(n));
	limit = (uint64_t)INT64_MAX + d.negative;
	if (d.digits && (d.exponent > 19 || d.exponent < (int64_t)d.digits))
		return false;
	for (int64_t left = d.digits ? d.exponent : 0; left > 0; left--) {
		uint64_t digit = (uint64_t)(decimal_next(&d) - '0');

		if (value > (limit - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = d.negative ? (int64_t)(0 - value) : (int64_t)value;
	return true;
}

/*
 * No double needs more digits to be told from its neighbours: 767 significant
 * ones decide, a further non-zero digit only matters by being there.
 */
enum { DOUBLE_DIGITS = 770, DOUBLE_EXPONENT_MAX = 400 };

/* Both factors are exact, so one rounding happens: the right one (Clinger 1990). */
static bool small_double(struct decimal d, double *out)
{
	static const double powers[] = { 1e0,  1e1,  1e2,  1e3,	 1e4,  1e5,  1e6,  1e7,
					 1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
					 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
	int64_t shift = d.exponent - (int64_t)d.digits;
	int64_t value = 0;

	if (d.digits > 15 || shift < -22 || shift > 22)
		return false;
	while (d.digits)
		value = value * 10 + (decimal_next(&d) - '0');
	*out = shift < 0 ? (double)value / powers[-shift] : (double)value * powers[shift];
	return true;
}

double node_double(const struct node *n)
{
	struct decimal d = decimal_of(node_str(n));
	char text[DOUBLE_DIGITS + 32];
	size_t used = 0;
	double value;

	if (!small_double(d, &value)) {
		int64_t exponent = d.exponent;

		if (exponent > DOUBLE_EXPONENT_MAX)
			exponent = DOUBLE_EXPONENT_MAX;
		if (exponent < -DOUBLE_EXPONENT_MAX)
			exponent = -DOUBLE_EXPONENT_MAX;
		while (d.digits && used < DOUBLE_DIGITS)
			text[used++] = decimal_next(&d);
		if (d.digits)
			text[used++] = '1';
		/* Without a point the text reads the same in every locale. */
		snprintf(text + used, sizeof(text) - used, "e%d",
			 (int)(exponent - (int64_t)used));
		value = strtod(text, NULL);
	}
	/* A zero keeps its sign here alone: it is told by dividing by it. */
	return n->text[0] == '-' ? -value : value;
}
