/* Escapes: the same letters mean different things in ECMA-262, RE2 and PCRE2. */
#include "checker/regex/regex_internal.h"

#include <string.h>

/* ECMA-262, WhiteSpace and LineTerminator; and the rest of Unicode. */
#define ECMA_SPACE                                                                     \
	"\\x09-\\x0d\\x20\\xa0\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}" \
	"\\x{205f}\\x{3000}\\x{feff}"
#define ECMA_NO_SPACE                                                                   \
	"\\x00-\\x08\\x0e-\\x1f\\x21-\\x9f\\xa1-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-" \
	"\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-"  \
	"\\x{fefe}\\x{ff00}-\\x{10ffff}"
/* RE2 leaves the vertical tab out. */
#define RE2_SPACE    "\\x09\\x0a\\x0c\\x0d\\x20"
#define RE2_NO_SPACE "\\x00-\\x08\\x0b\\x0e-\\x1f\\x21-\\x{10ffff}"

struct escape {
	char letter;
	const char *outside, *inside; /* inside a class; NULL where it has no meaning */
};

static const struct escape ecma_escapes[] = {
	{ 'd', "\\d", "\\d" },
	{ 'D', "\\D", "\\D" },
	{ 'w', "\\w", "\\w" },
	{ 'W', "\\W", "\\W" },
	{ 's', "[" ECMA_SPACE "]", ECMA_SPACE },
	{ 'S', "[^" ECMA_SPACE "]", ECMA_NO_SPACE },
	{ 'b', "\\b", "\\x08" },
	{ 'B', "\\B", NULL },
	{ 't', "\\x09", "\\x09" },
	{ 'n', "\\x0a", "\\x0a" },
	{ 'v', "\\x0b", "\\x0b" },
	{ 'f', "\\x0c", "\\x0c" },
	{ 'r', "\\x0d", "\\x0d" },
	{ 0 },
};

static const struct escape re2_escapes[] = {
	{ 'd', "\\d", "\\d" },
	{ 'D', "\\D", "\\D" },
	{ 'w', "\\w", "\\w" },
	{ 'W', "\\W", "\\W" },
	{ 's', "[" RE2_SPACE "]", RE2_SPACE },
	{ 'S', "[^" RE2_SPACE "]", RE2_NO_SPACE },
	{ 'b', "\\b", NULL },
	{ 'B', "\\B", NULL },
	{ 'A', "\\A", NULL },
	{ 'z', "\\z", NULL },
	{ 'a', "\\x07", "\\x07" },
	{ 't', "\\x09", "\\x09" },
	{ 'n', "\\x0a", "\\x0a" },
	{ 'v', "\\x0b", "\\x0b" },
	{ 'f', "\\x0c", "\\x0c" },
	{ 'r', "\\x0d", "\\x0d" },
	{ 0 },
};

/* PCRE2 knows the short names of the general categories only. */
static const struct {
	const char *name, *to;
} categories[] = {
	{ "Letter", "L" },
	{ "Cased_Letter", "L&" },
	{ "LC", "L&" },
	{ "Uppercase_Letter", "Lu" },
	{ "Lowercase_Letter", "Ll" },
	{ "Titlecase_Letter", "Lt" },
	{ "Modifier_Letter", "Lm" },
	{ "Other_Letter", "Lo" },
	{ "Mark", "M" },
	{ "Combining_Mark", "M" },
	{ "Nonspacing_Mark", "Mn" },
	{ "Spacing_Mark", "Mc" },
	{ "Enclosing_Mark", "Me" },
	{ "Number", "N" },
	{ "Decimal_Number", "Nd" },
	{ "digit", "Nd" },
	{ "Letter_Number", "Nl" },
	{ "Other_Number", "No" },
	{ "Punctuation", "P" },
	{ "punct", "P" },
	{ "Connector_Punctuation", "Pc" },
	{ "Dash_Punctuation", "Pd" },
	{ "Open_Punctuation", "Ps" },
	{ "Close_Punctuation", "Pe" },
	{ "Initial_Punctuation", "Pi" },
	{ "Final_Punctuation", "Pf" },
	{ "Other_Punctuation", "Po" },
	{ "Symbol", "S" },
	{ "Math_Symbol", "Sm" },
	{ "Currency_Symbol", "Sc" },
	{ "Modifier_Symbol", "Sk" },
	{ "Other_Symbol", "So" },
	{ "Separator", "Z" },
	{ "Space_Separator", "Zs" },
	{ "Line_Separator", "Zl" },
	{ "Paragraph_Separator", "Zp" },
	{ "Other", "C" },
	{ "Control", "Cc" },
	{ "cntrl", "Cc" },
	{ "Format", "Cf" },
	{ "Surrogate", "Cs" },
	{ "Private_Use", "Co" },
	{ "Unassigned", "Cn" },
};

/* The part before "=" and what PCRE2 writes for it. */
static const struct {
	const char *name, *to;
} property_kinds[] = {
	{ "General_Category", "" },
	{ "gc", "" },
	{ "Script", "sc:" },
	{ "sc", "sc:" },
	{ "Script_Extensions", "scx:" },
	{ "scx", "scx:" },
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static int hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

static void put_point(struct regex_translator *t, uint32_t point)
{
	strbuf_printf(t->out, "\\x{%x}", point);
}

/* Exactly `digits` hexadecimal digits at `at`, which moves past them. */
static bool take_hex(struct regex_translator *t, unsigned digits, uint32_t *value)
{
	*value = 0;
	for (unsigned i = 0; i < digits; i++) {
		int digit = hex_value(regex_peek(t, i));

		if (digit < 0)
			return false;
		*value = *value * 16 + (uint32_t)digit;
	}
	t->at += digits;
	return true;
}

/* One or more hexadecimal digits in braces. */
static bool take_braced_hex(struct regex_translator *t, uint32_t *value)
{
	size_t n = 1;

	*value = 0;
	for (; hex_value(regex_peek(t, n)) >= 0 && *value <= 0x10FFFF; n++)
		*value = *value * 16 + (uint32_t)hex_value(regex_peek(t, n));
	if (n == 1 || regex_peek(t, n) != '}' || *value > 0x10FFFF)
		return false;
	t->at += n + 1;
	return true;
}

static bool is_surrogate(uint32_t point)
{
	return point >= 0xD800 && point <= 0xDFFF;
}

/* \uHHHH, a pair of them for one code point, or \u{H…}. */
static bool escape_u(struct regex_translator *t, size_t from)
{
	uint32_t point, low;
	bool good;

	if (regex_peek(t, 0) == '{')
		good = take_braced_hex(t, &point);
	else
		good = take_hex(t, 4, &point);
	if (good && point >= 0xD800 && point <= 0xDBFF && regex_peek(t, 0) == '\\' &&
	    regex_peek(t, 1) == 'u') {
		t->at += 2;
		good = take_hex(t, 4, &low) && low >= 0xDC00 && low <= 0xDFFF;
		if (good)
			point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
	}
	if (!good || is_surrogate(point))
		return regex_refuse(t, from,
				    "\\u wants the hexadecimal digits of a code point");
	put_point(t, point);
	return true;
}

static bool escape_x(struct regex_translator *t, size_t from)
{
	uint32_t point;
	bool braces = t->syntax == REGEX_RE2 && regex_peek(t, 0) == '{';

	if (!(braces ? take_braced_hex(t, &point) : take_hex(t, 2, &point)) ||
	    is_surrogate(point))
		return regex_refuse(t, from, "\\x wants hexadecimal digits");
	put_point(t, point);
	return true;
}

static bool put_property(struct regex_translator *t, bool negated, struct str name)
{
	size_t eq = str_find(name, STR("="));
	const char *kind = NULL;
	struct str value = name;

	if (eq != SIZE_MAX) {
		value = str_sub(name, eq + 1, name.n);
		for (size_t i = 0; i < ARRAY_LEN(property_kinds); i++) {
			if (str_eq(str_sub(name, 0, eq), str_of(property_kinds[i].name)))
				kind = property_kinds[i].to;
		}
		if (!kind)
			return false;
	}
	/* PCRE2's own inventions, and its loose spelling, are nobody else's */
	for (size_t i = 0; i < value.n; i++) {
		if (!is_letter(value.p[i]) && !is_digit(value.p[i]) && value.p[i] != '_')
			return false;
	}
	if (value.n == 0 || (value.n == 3 && value.p[0] == 'X' &&
			     str_find(STR("an sp ps wd uc"), str_sub(value, 1, 3)) != SIZE_MAX))
		return false;
	if (str_eq(value, STR("Assigned"))) {
		negated = !negated;
		value = STR("Cn");
	}
	for (size_t i = 0; i < ARRAY_LEN(categories); i++) {
		if (str_eq(value, str_of(categories[i].name)))
			value = str_of(categories[i].to);
	}
	strbuf_printf(t->out, "\\%c{%s%.*s}", negated ? 'P' : 'p', kind ? kind : "",
		      STR_FMT(value));
	return true;
}

/* \p{Name}, \p{Kind=Name}; RE2 also \pN and \p{^Name}. */
static bool escape_p(struct regex_translator *t, size_t from, bool negated)
{
	struct str name = str_sub(t->in, t->at, t->at + 1);
	size_t end = str_find(str_sub(t->in, t->at, t->in.n), STR("}"));

	if (regex_peek(t, 0) == '{' && end != SIZE_MAX) {
		name = str_sub(t->in, t->at + 1, t->at + end);
		t->at += end + 1;
	} else if (t->syntax == REGEX_RE2 && is_letter(regex_peek(t, 0))) {
		t->at++;
	} else {
		return regex_refuse(t, from, "\\p wants the name of a property in braces");
	}
	if (t->syntax == REGEX_RE2 && name.n > 0 && name.p[0] == '^') {
		negated = !negated;
		name = str_sub(name, 1, name.n);
	}
	if (!put_property(t, negated, name))
		return regex_refuse(t, from, "unknown property");
	return true;
}

static bool escape_number(struct regex_translator *t, size_t from, bool in_class)
{
	uint32_t value = 0;

	if (t->syntax == REGEX_RE2) {
		/* octal with a leading zero or three digits; the rest would refer back */
		bool octal = regex_peek(t, 0) == '0' ||
			     (regex_peek(t, 0) <= '7' && regex_peek(t, 1) >= '0' &&
			      regex_peek(t, 1) <= '7' && regex_peek(t, 2) >= '0' &&
			      regex_peek(t, 2) <= '7');

		if (!octal)
			return regex_refuse(t, from, "back-references are not allowed");
		for (int i = 0; i < 3 && regex_peek(t, 0) >= '0' && regex_peek(t, 0) <= '7';
		     i++)
			value = value * 8 + (uint32_t)(t->in.p[t->at++] - '0');
		put_point(t, value);
		return true;
	}
	if (regex_peek(t, 0) == '0' && !is_digit(regex_peek(t, 1))) {
		t->at++;
		put_point(t, 0);
		return true;
	}
	for (; is_digit(regex_peek(t, 0)) && value < 10000; t->at++)
		value = value * 10 + (uint32_t)(t->in.p[t->at] - '0');
	if (in_class || value == 0 || t->in.p[from + 1] == '0')
		return regex_refuse(t, from, "a number after a backslash must name a group");
	strbuf_printf(t->out, "\\g{%u}", value);
	return true;
}

static bool escape_named_group(struct regex_translator *t, size_t from)
{
	size_t end = str_find(str_sub(t->in, t->at, t->in.n), STR(">"));

	if (regex_peek(t, 0) != '<' || end == SIZE_MAX)
		return regex_refuse(t, from, "\\k wants the name of a group");
	strbuf_printf(t->out, "\\k%.*s", STR_FMT(str_sub(t->in, t->at, t->at + end + 1)));
	t->at += end + 1;
	return true;
}

static bool escape_control(struct regex_translator *t, size_t from)
{
	if (!is_letter(regex_peek(t, 0)))
		return regex_refuse(t, from, "\\c wants a letter");
	put_point(t, (uint32_t)t->in.p[t->at++] & 31);
	return true;
}

/* RE2: \Q starts text that is all literal, up to \E. */
static void quoted(struct regex_translator *t, bool atom_before)
{
	struct str rest = str_sub(t->in, t->at, t->in.n);
	size_t end = str_find(rest, STR("\\E"));

	/* What stands after an empty text repeats what stood before it. */
	if (!rest.n || !end)
		t->atom = atom_before;

	for (size_t i = 0; i < rest.n && i < end; i++) {
		if ((unsigned char)rest.p[i] < 0x80)
			put_point(t, (uint32_t)rest.p[i]);
		else
			strbuf_byte(t->out, rest.p[i]);
	}
	t->at += end == SIZE_MAX ? rest.n : end + 2;
}

static bool escape_table(struct regex_translator *t, size_t from, bool in_class)
{
	const struct escape *e = t->syntax == REGEX_ECMA ? ecma_escapes : re2_escapes;
	char c = t->in.p[from + 1];
	const char *to;

	while (e->letter && e->letter != c)
		e++;
	to = in_class ? e->inside : e->outside;
	if (!to)
		return regex_refuse(t, from, "unknown escape");
	if (!in_class && strchr("bBAz", c))
		regex_put_place(t, str_of(to));
	else
		strbuf_str(t->out, str_of(to));
	return true;
}

bool regex_escape(struct regex_translator *t, bool in_class)
{
	bool ecma = t->syntax == REGEX_ECMA, atom_before = t->atom;
	size_t from = t->at;
	char c = regex_peek(t, 1);

	if (from + 1 >= t->in.n)
		return regex_refuse(t, from, "a backslash ends the pattern");
	t->at += 2;
	t->atom = true;
	if (is_digit(c)) {
		t->at--;
		return escape_number(t, from, in_class);
	}
	if (c == 'x')
		return escape_x(t, from);
	if (c == 'p' || c == 'P')
		return escape_p(t, from, c == 'P');
	if (c == 'u' && ecma)
		return escape_u(t, from);
	if (c == 'c' && ecma)
		return escape_control(t, from);
	if (c == 'k' && ecma && !in_class)
		return escape_named_group(t, from);
	if (c == 'Q' && !ecma && !in_class) {
		quoted(t, atom_before);
		return true;
	}
	if (is_letter(c))
		return escape_table(t, from, in_class);
	if ((unsigned char)c >= 0x80 || (ecma && c <= ' '))
		return regex_refuse(t, from, "only punctuation may follow a backslash");
	put_point(t, (uint32_t)c);
	return true;
}
