#include "checker/schema/parts_internal.h"

#include <string.h>

enum { LABEL_MAX = 63 };

/* A label as code points; longer ones are refused before. */
struct label {
	uint32_t at[LABEL_MAX + 1];
	size_t n;
};

/* Text is valid UTF-8, so the first byte tells the length. */
static uint32_t next_point(struct str *s)
{
	unsigned char c = (unsigned char)s->p[0];
	size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
	uint32_t point = n == 1 ? c : c & (0xFFu >> (n + 1));

	for (size_t i = 1; i < n && i < s->n; i++)
		point = point << 6 | ((unsigned char)s->p[i] & 0x3F);
	*s = str_sub(*s, n, s->n);
	return point;
}

/* RFC 3492 section 6.1, with the parameters of IDNA. */
static uint32_t adapt(uint32_t delta, uint32_t count, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / 700 : delta / 2;
	for (delta += delta / count; delta > 455; k += 36)
		delta /= 35;
	return k + 36 * delta / (delta + 38);
}

static uint32_t threshold(uint32_t k, uint32_t bias)
{
	return k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
}

static bool insert_point(struct label *l, uint32_t at, uint32_t point)
{
	if (l->n == LABEL_MAX || point > 0x10FFFF)
		return false;
	memmove(&l->at[at + 1], &l->at[at], (l->n - at) * sizeof(l->at[0]));
	l->at[at] = point;
	l->n++;
	return true;
}

static bool decode_delta(struct str *s, uint32_t bias, uint32_t *i)
{
	uint64_t sum = *i, weight = 1;

	for (uint32_t k = 36;; k += 36) {
		uint32_t digit, t = threshold(k, bias);
		char c;

		if (!s->n)
			return false;
		c = s->p[0];
		*s = str_sub(*s, 1, s->n);
		digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') + 26
					     : (uint32_t)((c | 32) - 'a');
		sum += digit * weight;
		if (digit > 35 || sum > INT32_MAX)
			return false;
		if (digit < t)
			break;
		weight *= 36 - t;
		if (weight > INT32_MAX)
			return false;
	}
	*i = (uint32_t)sum;
	return true;
}

/* The part of an A-label after "xn--"; section 6.2. */
static bool decode_punycode(struct str s, struct label *l)
{
	uint32_t point = 128, i = 0, bias = 72;
	size_t dash = s.n;

	l->n = 0;
	while (dash > 0 && s.p[dash - 1] != '-')
		dash--;
	for (size_t j = 0; j + 1 < dash; j++)
		l->at[l->n++] = (unsigned char)s.p[j];
	s = str_sub(s, dash, s.n);
	if (!s.n)
		return false;
	while (s.n) {
		uint32_t before = i, count = (uint32_t)l->n + 1;

		if (!decode_delta(&s, bias, &i))
			return false;
		bias = adapt(i - before, count, before == 0);
		point += i / count;
		i %= count;
		if (!insert_point(l, i++, point))
			return false;
	}
	return true;
}

static uint32_t digits_of(uint32_t delta, uint32_t bias)
{
	uint32_t n = 1;

	for (uint32_t k = 36;; k += 36, n++) {
		uint32_t t = threshold(k, bias);

		if (delta < t)
			return n;
		delta = (delta - t) / (36 - t);
	}
}

/* Bytes of the A-label of a label that is not all ASCII; section 6.3. */
static size_t encoded_length(const struct label *l)
{
	uint32_t point = 128, delta = 0, bias = 72, done = 0, basic;
	size_t bytes = 4;

	for (size_t i = 0; i < l->n; i++)
		done += l->at[i] < 128;
	basic = done;
	bytes += basic ? basic + 1 : 0;
	while (done < l->n) {
		uint32_t next = UINT32_MAX;

		for (size_t i = 0; i < l->n; i++)
			if (l->at[i] >= point && l->at[i] < next)
				next = l->at[i];
		delta += (next - point) * (done + 1);
		point = next;
		for (size_t i = 0; i < l->n; i++) {
			delta += l->at[i] < point;
			if (l->at[i] != point)
				continue;
			bytes += digits_of(delta, bias);
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
		delta++;
		point++;
	}
	return bytes;
}

static bool in_ranges(uint32_t c, const uint32_t (*ranges)[2], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c >= ranges[i][0] && c <= ranges[i][1])
			return true;
	return false;
}

static bool is_greek(uint32_t c)
{
	return (c >= 0x370 && c <= 0x3FF) || (c >= 0x1F00 && c <= 0x1FFF);
}

static bool is_hebrew(uint32_t c)
{
	return c >= 0x591 && c <= 0x5F4;
}

static bool is_kana_or_han(uint32_t c)
{
	static const uint32_t ranges[][2] = {
		{ 0x3005, 0x3007 },   { 0x3041, 0x309F },   { 0x30A1, 0x30FA },
		{ 0x30FC, 0x30FF },   { 0x31F0, 0x31FF },   { 0x3400, 0x4DBF },
		{ 0x4E00, 0x9FFF },   { 0xF900, 0xFAFF },   { 0xFF66, 0xFF9F },
		{ 0x1B000, 0x1B16F }, { 0x20000, 0x3FFFF },
	};

	return in_ranges(c, ranges, ARRAY_LEN(ranges));
}

/* Canonical combining class 9. */
static bool is_virama(uint32_t c)
{
	static const uint32_t ranges[][2] = {
		{ 0x94D, 0x94D },     { 0x9CD, 0x9CD },	  { 0xA4D, 0xA4D },
		{ 0xACD, 0xACD },     { 0xB4D, 0xB4D },	  { 0xBCD, 0xBCD },
		{ 0xC4D, 0xC4D },     { 0xCCD, 0xCCD },	  { 0xD3B, 0xD3C },
		{ 0xD4D, 0xD4D },     { 0xDCA, 0xDCA },	  { 0xE3A, 0xE3A },
		{ 0xEBA, 0xEBA },     { 0xF84, 0xF84 },	  { 0x1039, 0x103A },
		{ 0x1714, 0x1715 },   { 0x1734, 0x1734 }, { 0x17D2, 0x17D2 },
		{ 0x1A60, 0x1A60 },   { 0x1B44, 0x1B44 }, { 0x1BAA, 0x1BAB },
		{ 0x1BF2, 0x1BF3 },   { 0x2D7F, 0x2D7F }, { 0xA806, 0xA806 },
		{ 0xA8C4, 0xA8C4 },   { 0xA953, 0xA953 }, { 0xA9C0, 0xA9C0 },
		{ 0xAAF6, 0xAAF6 },   { 0xABED, 0xABED }, { 0x10A3F, 0x10A3F },
		{ 0x11046, 0x11046 },
	};

	return in_ranges(c, ranges, ARRAY_LEN(ranges));
}

/* Arabic letters that join to both sides, or (then) only to the one before. */
static bool joins_next(uint32_t c)
{
	static const uint32_t ranges[][2] = {
		{ 0x620, 0x620 }, { 0x626, 0x626 }, { 0x628, 0x628 }, { 0x62A, 0x62E },
		{ 0x633, 0x63F }, { 0x641, 0x647 }, { 0x649, 0x64A }, { 0x66E, 0x66F },
		{ 0x678, 0x687 }, { 0x69A, 0x6BF }, { 0x6CC, 0x6CC }, { 0x6CE, 0x6CE }
	};

	return in_ranges(c, ranges, ARRAY_LEN(ranges));
}

static bool joins_before(uint32_t c)
{
	return c >= 0x620 && c <= 0x6D3 && !(c >= 0x64B && c <= 0x66D) && c != 0x621 &&
	       c != 0x674;
}

static bool is_arabic_mark(uint32_t c)
{
	return (c >= 0x64B && c <= 0x65F) || c == 0x670;
}

/* RFC 5892 appendix A.1: between letters that would join otherwise. */
static bool splits_letters(const struct label *l, size_t i)
{
	size_t before = i, after = i + 1;

	while (before > 0 && is_arabic_mark(l->at[before - 1]))
		before--;
	while (after < l->n && is_arabic_mark(l->at[after]))
		after++;
	return before > 0 && after < l->n && joins_next(l->at[before - 1]) &&
	       joins_before(l->at[after]);
}

static bool has(const struct label *l, bool (*test)(uint32_t))
{
	for (size_t i = 0; i < l->n; i++)
		if (test(l->at[i]))
			return true;
	return false;
}

static bool is_arabic_digit(uint32_t c)
{
	return c >= 0x660 && c <= 0x669;
}

static bool is_extended_digit(uint32_t c)
{
	return c >= 0x6F0 && c <= 0x6F9;
}

/* RFC 5892 appendix A: characters that are allowed beside some others only. */
static bool context_ok(const struct label *l, size_t i)
{
	uint32_t before = i > 0 ? l->at[i - 1] : 0, after = i + 1 < l->n ? l->at[i + 1] : 0;

	switch (l->at[i]) {
	case 0x200C:
		return is_virama(before) || splits_letters(l, i);
	case 0x200D:
		return is_virama(before);
	case 0xB7:
		return before == 'l' && after == 'l';
	case 0x375:
		return is_greek(after);
	case 0x5F3:
	case 0x5F4:
		return is_hebrew(before);
	case 0x30FB:
		return has(l, is_kana_or_han);
	}
	return !is_arabic_digit(l->at[i]) || !has(l, is_extended_digit);
}

/* RFC 5892 section 2.6 and what NFKC would change, of the letters. */
static bool is_disallowed(uint32_t c)
{
	static const uint32_t ranges[][2] = {
		{ 0x640, 0x640 },   { 0x7FA, 0x7FA },	{ 0x302E, 0x302F }, { 0x3031, 0x3035 },
		{ 0x303B, 0x303B }, { 0x1100, 0x11FF }, { 0xA960, 0xA97F }, { 0xD7B0, 0xD7FF },
		{ 0xFF00, 0xFFEF }, { 0xFB00, 0xFDFF },
	};

	return in_ranges(c, ranges, ARRAY_LEN(ranges));
}

/* Code points that IDNA allows are, with few exceptions, the small letters, marks and digits.
 */
static bool letters_ok(struct str label)
{
	static const char pattern[] =
		"^(?!\\p{M})[\\p{Ll}\\p{Lo}\\p{Lm}\\p{Mn}\\p{Mc}\\p{Nd}\\-"
		"\\u00b7\\u0375\\u05f3\\u05f4\\u06fd\\u06fe\\u0f0b\\u200c\\u200d\\u3007\\u30fb]"
		"+$";
	struct err err = { 0 };
	struct regex *re;
	bool ok;

	if (!regex_compile(&re, str_of(pattern), REGEX_ECMA, &err))
		return false;
	ok = regex_match(re, label, (size_t)4 * LABEL_MAX) == REGEX_YES;
	regex_free(re);
	return ok;
}

static bool is_right_to_left(uint32_t c)
{
	return (c >= 0x590 && c <= 0x8FF && !is_arabic_digit(c) && !is_extended_digit(c)) ||
	       (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFF) ||
	       (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF);
}

static bool is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || is_extended_digit(c);
}

static bool is_left_to_right(uint32_t c)
{
	return !is_right_to_left(c) && !is_digit(c) && !is_arabic_digit(c) && c != '-' &&
	       !(c >= 0x300 && c <= 0x36F) && c != 0x200C && c != 0x200D;
}

/* RFC 5893 section 2, as far as one label goes: rules 1 to 4. */
static bool direction_ok(const struct label *l)
{
	if (!has(l, is_right_to_left) && !has(l, is_arabic_digit))
		return true;
	return is_right_to_left(l->at[0]) && !has(l, is_left_to_right) &&
	       !(has(l, is_digit) && has(l, is_arabic_digit));
}

static bool points_ok(const struct label *l)
{
	if (!direction_ok(l) || (l->n > 3 && l->at[2] == '-' && l->at[3] == '-'))
		return false;
	for (size_t i = 0; i < l->n; i++)
		if (is_disallowed(l->at[i]) || !context_ok(l, i))
			return false;
	return true;
}

static void put_point(char *out, size_t *n, uint32_t c)
{
	if (c < 0x80) {
		out[(*n)++] = (char)c;
		return;
	}
	if (c < 0x800) {
		out[(*n)++] = (char)(0xC0 | c >> 6);
	} else {
		if (c < 0x10000) {
			out[(*n)++] = (char)(0xE0 | c >> 12);
		} else {
			out[(*n)++] = (char)(0xF0 | c >> 18);
			out[(*n)++] = (char)(0x80 | (c >> 12 & 0x3F));
		}
		out[(*n)++] = (char)(0x80 | (c >> 6 & 0x3F));
	}
	out[(*n)++] = (char)(0x80 | (c & 0x3F));
}

bool schema_a_label_ok(struct str s)
{
	char text[4 * (LABEL_MAX + 1)];
	struct label l;
	size_t n = 0;

	if (!decode_punycode(str_sub(s, 4, s.n), &l))
		return false;
	for (size_t i = 0; i < l.n; i++) {
		if (l.at[i] >= 0xD800 && l.at[i] <= 0xDFFF)
			return false;
		put_point(text, &n, l.at[i]);
	}
	return encoded_length(&l) == s.n && points_ok(&l) &&
	       letters_ok((struct str){ text, n });
}

bool schema_u_label_ok(struct str s, struct idn_label *out)
{
	struct str rest = s;
	struct label l = { .n = 0 };

	while (rest.n) {
		if (l.n == LABEL_MAX)
			return false;
		l.at[l.n++] = next_point(&rest);
	}
	out->right_to_left = has(&l, is_right_to_left);
	out->bytes = encoded_length(&l);
	return out->bytes <= LABEL_MAX && points_ok(&l) && letters_ok(s);
}
