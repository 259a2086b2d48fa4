#include "checker/cel/cel_internal.h"

static const char base64_digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static struct cel_value base64_encode(struct cel_run *run, const struct cel_value *args,
				      size_t n)
{
	const unsigned char *from = (const unsigned char *)args[0].s.p;
	size_t bytes = args[0].s.n, at = 0;
	char *out;

	(void)n;
	if (!cel_charge(run, bytes / 16))
		return cel_exhausted();
	out = ARENA_ARRAY(run->arena, char, bytes / 3 * 4 + 5);
	for (size_t i = 0; i < bytes; i += 3) {
		unsigned bits = (unsigned)from[i] << 16;

		if (i + 1 < bytes)
			bits |= (unsigned)from[i + 1] << 8;
		if (i + 2 < bytes)
			bits |= from[i + 2];
		out[at++] = base64_digits[bits >> 18];
		out[at++] = base64_digits[bits >> 12 & 63];
		out[at++] = i + 1 < bytes ? base64_digits[bits >> 6 & 63] : '=';
		out[at++] = i + 2 < bytes ? base64_digits[bits & 63] : '=';
	}
	return cel_of_str((struct str){ out, at });
}

static int base64_digit(char c)
{
	for (int i = 0; i < 64; i++)
		if (base64_digits[i] == c)
			return i;
	return -1;
}

/* Padding may be missing. */
static struct cel_value base64_decode(struct cel_run *run, const struct cel_value *args,
				      size_t n)
{
	struct str s = args[0].s;
	size_t at = 0, padding = 0;
	unsigned bits = 0, count = 0;
	char *out;

	(void)n;
	if (!cel_charge(run, s.n / 4))
		return cel_exhausted();
	for (; s.n && s.p[s.n - 1] == '=' && padding < 2; padding++)
		s.n--;
	out = ARENA_ARRAY(run->arena, char, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		int digit = base64_digit(s.p[i]);

		if (digit < 0)
			return cel_error(run, "no base64 at offset %zu", i);
		bits = (bits << 6 | (unsigned)digit) & 0xFFFF;
		count += 6;
		if (count >= 8) {
			count -= 8;
			out[at++] = (char)(unsigned char)(bits >> count & 0xFF);
		}
	}
	if (s.n % 4 == 1 || (padding && (s.n + padding) % 4))
		return cel_error(run, "no base64: %zu digits", s.n);
	return cel_of_bytes((struct str){ out, at });
}

const struct cel_overload cel_base64_table[] = {
	{ STR_INIT("base64.encode"), false, "y", 's', base64_encode },
	{ STR_INIT("base64.decode"), false, "s", 'y', base64_decode },
	{ .name = { NULL, 0 } },
};
