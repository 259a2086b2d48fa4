#include "checker/cli/cli_internal.h"

#include "checker/base/strbuf.h"

#include <inttypes.h>
#include <string.h>

enum { NEAREST_MAX_DISTANCE = 3, HINT_BYTES = 400 };

/* Longer words may differ in more letters, but not in much more than a third of them; two of
 * five, since swapped letters count as two. */
void nearest_try(struct nearest *n, const char *word)
{
	struct str candidate = str_of(word);
	unsigned third = (unsigned)(n->typed.n < 3 ? 1 : (n->typed.n + 1) / 3);
	unsigned max = third < NEAREST_MAX_DISTANCE ? third : NEAREST_MAX_DISTANCE;
	unsigned distance = str_distance(n->typed, candidate, max);

	if (n->typed.n >= 3 && distance > max && str_starts(candidate, n->typed))
		distance = max;
	if (distance <= max && (!n->word.n || distance < n->distance)) {
		n->word = candidate;
		n->distance = distance;
	}
}

void *opt_place(const struct opt *o, void *opts)
{
	return (char *)opts + o->offset;
}

static void store_list(struct str_list *list, struct str value, struct arena *a)
{
	/* Room is a power of two, so a full list is seen from its length alone. */
	if ((list->n & (list->n - 1)) == 0) {
		struct str *bigger = ARENA_ARRAY(a, struct str, list->n ? 2 * list->n : 1);

		if (list->n)
			memcpy(bigger, list->at, list->n * sizeof(*bigger));
		list->at = bigger;
	}
	list->at[list->n++] = value;
}

static bool store_int(int64_t *place, const struct opt *o, struct str name, struct str value,
		      struct err *err)
{
	int64_t number;

	if (!str_int(value, &number)) {
		err_set(err, ERR_USAGE, "option \"%.*s\" needs a whole number, not \"%.*s\"",
			STR_FMT(name), STR_FMT(value));
		return err_hint(err, "give a number from %lld to %lld", (long long)o->min,
				(long long)o->max);
	}
	if (number < o->min || number > o->max) {
		err_set(err, ERR_USAGE, "option \"%.*s\" is out of range: %lld", STR_FMT(name),
			(long long)number);
		return err_hint(err, "give a number from %lld to %lld", (long long)o->min,
				(long long)o->max);
	}
	*place = number;
	return true;
}

static bool store_enum(int *place, const struct opt *o, struct str name, struct str value,
		       struct err *err)
{
	struct nearest near = { .typed = value };
	AUTO_STRBUF all;

	strbuf_init(&all, HINT_BYTES);
	for (int i = 0; o->values[i]; i++) {
		if (str_eq(value, str_of(o->values[i]))) {
			*place = i;
			return true;
		}
		nearest_try(&near, o->values[i]);
		strbuf_printf(&all, "%s%s", i ? ", " : "", o->values[i]);
	}
	err_set(err, ERR_USAGE, "option \"%.*s\" does not know \"%.*s\"", STR_FMT(name),
		STR_FMT(value));
	if (near.word.n)
		return err_hint(err, "did you mean \"%.*s\"? One of: %.*s", STR_FMT(near.word),
				STR_FMT(strbuf_view(&all)));
	return err_hint(err, "use one of: %.*s", STR_FMT(strbuf_view(&all)));
}

static bool digits(unsigned *out, struct str s)
{
	unsigned value = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		value = value * 10 + (unsigned)(s.p[i] - '0');
	}
	*out = value;
	return true;
}

bool cli_is_date(struct str s)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	unsigned year, month, day, last;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !digits(&year, str_sub(s, 0, 4)) ||
	    !digits(&month, str_sub(s, 5, 7)) || !digits(&day, str_sub(s, 8, 10)))
		return false;
	if (year < 1 || month < 1 || month > 12)
		return false;
	last = days[month - 1];
	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		last = 29;
	return day >= 1 && day <= last;
}

static bool store_date(struct str *place, struct str name, struct str value, struct err *err)
{
	if (!cli_is_date(value)) {
		err_set(err, ERR_USAGE, "option \"%.*s\" needs a date, not \"%.*s\"",
			STR_FMT(name), STR_FMT(value));
		return err_hint(err,
				"write the date as year-month-day, for example 2026-11-23");
	}
	*place = value;
	return true;
}

/* A script's unset variable; taken for an option that was not given, it would pass for what was
 * asked: a snapshot compared with, a pack judged by. */
static bool refuse_empty(struct str name, struct err *err)
{
	err_set(err, ERR_USAGE, "option \"%.*s\" is given nothing", STR_FMT(name));
	return err_hint(err, "give a value, or leave the option out; "
			     "is a variable of the script empty?");
}

bool opt_store(const struct opt *o, struct str name, struct str value, struct arena *a,
	       void *opts, struct err *err)
{
	void *place = opt_place(o, opts);

	switch (o->type) {
	case OPT_FLAG:
		*(bool *)place = true;
		return true;
	case OPT_TEXT:
		*(struct str *)place = value;
		return value.n || refuse_empty(name, err);
	case OPT_LIST:
		store_list(place, value, a);
		return value.n || refuse_empty(name, err);
	case OPT_INT:
		return store_int(place, o, name, value, err);
	case OPT_ENUM:
		return store_enum(place, o, name, value, err);
	case OPT_DATE:
		return store_date(place, name, value, err);
	}
	return false;
}
