#include "checker/schema/repair_internal.h"

#include "checker/base/lang.h"
#include "checker/text/text.h"

#include <string.h>

/* As they stand in a date, folded. */
static const char *const months[12][LANG_COUNT] = {
	{ "қаңтар", "января", "january" },
	{ "ақпан", "февраля", "february" },
	{ "наурыз", "марта", "march" },
	{ "сәуір", "апреля", "april" },
	{ "мамыр", "мая", "may" },
	{ "маусым", "июня", "june" },
	{ "шілде", "июля", "july" },
	{ "тамыз", "августа", "august" },
	{ "қыркүйек", "сентября", "september" },
	{ "қазан", "октября", "october" },
	{ "қараша", "ноября", "november" },
	{ "желтоқсан", "декабря", "december" },
};

static const char *const year_words[] = { "г", "года", "ж", "жыл", "жылғы", "жылы" };

enum { WORDS_MAX = 4, TEXT_BYTES = 60 };

struct words {
	struct str at[WORDS_MAX], gaps[WORDS_MAX]; /* what stands before each */
	size_t n;
	struct str rest; /* behind the last */
};

/* False when there are too many; words that only say "year" are left out. */
static bool split(struct words *w, struct arena *a, struct str s)
{
	struct str word, before = s;

	*w = (struct words){ 0 };
	while (text_word(&word, &s)) {
		struct str gap = { before.p, (size_t)(word.p - before.p) };
		struct str folded = text_fold(a, word);
		bool year = false;

		before = s;
		for (size_t i = 0; i < ARRAY_LEN(year_words); i++)
			year |= str_eq(folded, str_of(year_words[i]));
		if (year && w->n)
			continue;
		if (w->n == WORDS_MAX)
			return false;
		w->gaps[w->n] = gap;
		w->at[w->n++] = folded;
	}
	w->rest = before;
	return true;
}

static bool only(struct str s, const char *of)
{
	for (size_t i = 0; i < s.n; i++)
		if (!s.p[i] || !strchr(of, s.p[i]))
			return false;
	return true;
}

static bool number(struct str s, size_t least, size_t most, int64_t *out)
{
	return s.n >= least && s.n <= most && only(s, "0123456789") && str_int(s, out);
}

static int month_named(struct str word)
{
	for (int m = 0; m < 12; m++)
		for (int l = 0; l < LANG_COUNT; l++)
			if (str_eq(word, str_of(months[m][l])))
				return m + 1;
	return 0;
}

static struct str iso(struct arena *a, int64_t year, int64_t month, int64_t day)
{
	return arena_printf(a, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
}

/* A day, a month by its name and a year of four digits, in any order. */
static struct str named(struct arena *a, const struct words *w)
{
	int64_t year = -1, day = -1, value;
	int month = 0, found = 0;

	for (size_t i = 0; i < w->n; i++) {
		if (!only(w->gaps[i], i ? " .," : " "))
			return STR("");
		if (number(w->at[i], 4, 4, &value) && year < 0)
			year = value;
		else if (number(w->at[i], 1, 2, &value) && day < 0)
			day = value;
		else if (month_named(w->at[i]) && !month)
			month = month_named(w->at[i]);
		else
			return STR("");
		found++;
	}
	return found == 3 && month && year >= 0 && day >= 0 ? iso(a, year, month, day)
							    : STR("");
}

/* Year first with any sign between; day first only with points, as nobody puts the month there.
 */
static struct str digits(struct arena *a, const struct words *w)
{
	struct str sign = w->gaps[1];
	int64_t first, second, third;

	if (w->gaps[0].n || sign.n != 1 || !only(sign, "./-") || !str_eq(sign, w->gaps[2]) ||
	    !number(w->at[1], 1, 2, &second))
		return STR("");
	if (number(w->at[0], 4, 4, &first) && number(w->at[2], 1, 2, &third))
		return iso(a, first, second, third);
	if (sign.p[0] == '.' && number(w->at[0], 1, 2, &first) &&
	    number(w->at[2], 4, 4, &third))
		return iso(a, third, second, first);
	return STR("");
}

struct str schema_repair_date(struct arena *a, struct str s)
{
	struct str found;
	struct words w;

	s = str_trim(s);
	if (s.n > TEXT_BYTES || !split(&w, a, s) || w.n != 3 || !only(w.rest, " .,"))
		return STR("");
	found = digits(a, &w);
	return found.n ? found : named(a, &w);
}
