/* The language itself, at its corners: expressions over the fixture of cel.c, with the text and
 * kind of what they give. */
#ifndef TESTS_UNIT_CEL_LANGUAGE_H
#define TESTS_UNIT_CEL_LANGUAGE_H

#include "checker/cel/cel.h"

struct eval_row {
	const char *label, *expression, *want; /* cel_text of the value or the error */
	enum cel_kind kind;
};

#define UTC(time) "timestamp('" time "')"

static const struct eval_row language_rows[] = {
	/* What is written. */
	{ "a list of a comma alone", "size([,])", "0", CEL_INT },
	{ "a map of a comma alone", "size({,})", "0", CEL_INT },
	{ "a comma after the last element", "[1, 2,] == [1, 2]", "true", CEL_BOOL },
	{ "a comma after the last entry", "{'a': 1,}.a", "1", CEL_INT },
	{ "hexadecimal digits of both cases", "0xfF", "255", CEL_INT },
	{ "raw bytes", "size(bR'\\n\\')", "3", CEL_INT },
	{ "octal in a text is a character, in bytes a byte",
	  "[size('\\377'), size(b'\\377'), size(bytes('\\377'))]", "1, 1, 2", CEL_LIST },
	{ "a reserved word as a field", "{'package': 1}.package", "1", CEL_INT },
	{ "a field in backticks", "{'a-b/c.d e_1': 1}.`a-b/c.d e_1`", "1", CEL_INT },
	{ "a text of three quotes with quotes inside", "'''a''b'''", "a''b", CEL_STRING },
	{ "a comment at the end", "1 // + 1", "1", CEL_INT },
	{ "a comment between", "1 // one\n + 1", "2", CEL_INT },
	{ "the smallest int", "-9223372036854775808", "-9223372036854775808", CEL_INT },
	{ "the smallest int, in hexadecimal", "-0x8000000000000000", "-9223372036854775808",
	  CEL_INT },
	{ "signs before a sign", "5 - - -5", "0", CEL_INT },
	{ "a fraction without a whole part", ".5 + .25e1", "3", CEL_DOUBLE },
	{ "product before sum before comparison", "1 + 2 * 3 == 7 && 10 - 4 - 3 == 3", "true",
	  CEL_BOOL },
	{ "and before or", "true || false && false", "true", CEL_BOOL },
	{ "comparisons from the left", "1 in [1] == true", "true", CEL_BOOL },
	{ "conditions from the right", "false ? 1 : true ? 2 : 3", "2", CEL_INT },
	{ "thirty-two arguments",
	  "math.greatest(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 32, 18, 19, "
	  "20, "
	  "21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 17)",
	  "32", CEL_INT },
	/* Numbers. */
	{ "an infinite text", "double('-inf') < -1e308 && double('Infinity') > 1e308", "true",
	  CEL_BOOL },
	{ "a text that is no number", "double('nan') == double('NaN')", "false", CEL_BOOL },
	{ "a sign without a number", "double('-')", "'-' is no double", CEL_ERROR },
	{ "a negative fraction is no uint", "uint(-0.5)", "value is out of the range of uint",
	  CEL_ERROR },
	{ "negative zero is a uint", "uint(-0.0)", "0", CEL_UINT },
	{ "the first double beyond int", "int(9223372036854775808.0)",
	  "value is out of the range of int", CEL_ERROR },
	{ "the last double within int", "int(9223372036854774784.0)", "9223372036854774784",
	  CEL_INT },
	{ "rounded to zero", "[int(1.9), int(-1.9)]", "1, -1", CEL_LIST },
	{ "the sign of a remainder", "[-7 % 3, 7 % -3]", "-1, 1", CEL_LIST },
	{ "the smallest int has no opposite", "-limit * 0 - 9223372036854775807 - 1 / -1",
	  "-9223372036854775806", CEL_INT },
	{ "the smallest int by minus one", "(limit - limit - 9223372036854775807 - 1) / -1",
	  "int overflow", CEL_ERROR },
	{ "its remainder", "(limit - limit - 9223372036854775807 - 1) % -1", "int overflow",
	  CEL_ERROR },
	{ "below zero there is no uint", "1u - 2u", "uint overflow", CEL_ERROR },
	{ "a key of another numeric type", "{1: 'a', 2u: 'b'}[dyn(2.0)]", "b", CEL_STRING },
	{ "keys that are one number", "{1: 'a', 1u: 'b'}", "repeated key: 1", CEL_ERROR },
	{ "an index of another numeric type", "[5, 6][dyn(1u)]", "6", CEL_INT },
	{ "an index that is not whole", "[5, 6][dyn(0.5)]",
	  "no such overload: list indexed by double", CEL_ERROR },
	{ "maps with keys of two types", "{1: 2, 'a': 3} == {'a': 3.0, 1u: 2u}", "true",
	  CEL_BOOL },
	{ "not a number is in no list", "0.0 / 0.0 in [0.0 / 0.0]", "false", CEL_BOOL },
	{ "lists of two types, on purpose", "size(dyn([1]) + ['a'])", "2", CEL_INT },
	/* Errors. */
	{ "an error left of the deciding value", "1 / 0 == 1 || true", "true", CEL_BOOL },
	{ "no condition beside the deciding value", "dyn('x') && false", "false", CEL_BOOL },
	{ "an error that nothing decides", "[0, 1].exists(x, 1 / x == 2)", "division by zero",
	  CEL_ERROR },
	{ "exists_one keeps each error", "[0, 1].exists_one(x, 1 / x == 1)", "division by zero",
	  CEL_ERROR },
	{ "an element that is an error", "[1, 1 / 0].size()", "division by zero", CEL_ERROR },
	{ "the branch that is not taken", "true ? 1 : 1 / 0", "1", CEL_INT },
	/* Optional values. */
	{ "what orValue() does not need", "optional.of(1).orValue(1 / 0)", "1", CEL_INT },
	{ "what orValue() needs", "optional.none().orValue(1 / 0)", "division by zero",
	  CEL_ERROR },
	{ "what or() does not need", "optional.of(1).or(optional.of(1 / 0)).value()", "1",
	  CEL_INT },
	{ "a chain of or()", "optional.none().or(optional.none()).or(optional.of(3)).value()",
	  "3", CEL_INT },
	{ "or() of no optional", "optional.none().or(dyn(1))",
	  "no such overload: or(optional_type, int)", CEL_ERROR },
	{ "orValue() of a number", "dyn(1).orValue(2)", "no such overload: orValue(int, int)",
	  CEL_ERROR },
	{ "an error before or()", "optional.of(1 / 0).or(optional.of(1))", "division by zero",
	  CEL_ERROR },
	{ "an optional index beyond the end", "[1][?1].hasValue() || [1][?-1].hasValue()",
	  "false", CEL_BOOL },
	{ "an optional key that is absent", "m.labels[?'en'].orValue('none')", "none",
	  CEL_STRING },
	{ "an optional index of the wrong type", "dyn(m.tags)[?'x']",
	  "no such overload: list indexed by string", CEL_ERROR },
	{ "an optional index of a number", "any.deep.list[0][?0]",
	  "no such overload: int indexed by int", CEL_ERROR },
	/* Times. */
	{ "the last nanosecond", UTC("9999-12-31T23:59:59.999999999Z") " + duration('1ns')",
	  "value is out of the range of timestamp", CEL_ERROR },
	{ "an offset beyond the first year", UTC("0001-01-01T00:00:00+00:01"),
	  "value is out of the range of timestamp", CEL_ERROR },
	{ "too far apart for a duration",
	  UTC("9999-12-31T23:59:59Z") " - " UTC("0001-01-01T00:00:00Z"),
	  "value is out of the range of duration", CEL_ERROR },
	{ "a duration of several parts", "string(duration('-1h2m3.5s'))", "-3723.5s",
	  CEL_STRING },
	{ "the century without a leap day", UTC("1900-03-01T00:00:00Z") ".getDayOfYear()", "59",
	  CEL_INT },
	{ "before the epoch", UTC("1969-12-31T23:59:59.25Z") ".getMilliseconds()", "250",
	  CEL_INT },
	{ "the hour that Almaty repeats",
	  "[" UTC("2024-02-29T17:59:59Z") ", " UTC(
		  "2024-02-29T18:00:00Z") "]"
					  ".map(t, t.getHours('Asia/Almaty'))",
	  "23, 23", CEL_LIST },
	{ "summer time in Europe",
	  "[" UTC("2024-03-31T00:59:59Z") ", " UTC("2024-03-31T01:00:00Z") ", " UTC(
		  "2024-10-27T00:59:59Z") ", " UTC("2024-10-27T01:00:00Z") "]"
									   ".map(t, "
									   "t.getHours('Europe/"
									   "Paris'))",
	  "1, 3, 2, 2", CEL_LIST },
	{ "summer time in London, on the last of four Sundays",
	  "[" UTC("2029-03-25T00:59:59Z") ", " UTC(
		  "2029-03-25T01:00:00Z") "]"
					  ".map(t, t.getHours('Europe/London'))",
	  "0, 2", CEL_LIST },
	{ "the older law of America",
	  "[" UTC("2006-04-02T06:59:59Z") ", " UTC("2006-04-02T07:00:00Z") ", " UTC(
		  "2006-10-29T06:00:00Z") "].map(t, t.getHours('America/New_York'))",
	  "1, 3, 1", CEL_LIST },
	{ "a zone by its offset", UTC("2024-01-01T00:10:00Z") ".getHours('-00:30')", "23",
	  CEL_INT },
};

#undef UTC

#endif
