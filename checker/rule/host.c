#include "checker/rule/judge_internal.h"
#include "checker/rule/words_internal.h"

#include "checker/text/text.h"

#include <stdio.h>

/* The functions that rules may call beyond the language's own; docs/RULES.md lists them, and
 * checker/check/same.c must know those that look up facts. */

static const struct arch *arch_of(const struct cel_run *run)
{
	return ((const struct match *)run->context)->judge->pack->arch;
}

/* args: kind name, text. NULL with *error set when they are not that. */
static const struct arch_entry *entry_of(struct cel_run *run, const struct cel_value *args,
					 enum arch_kind *kind, struct cel_value *error)
{
	const struct arch_entry *entry;

	if (args[0].kind != CEL_STRING || args[1].kind != CEL_STRING ||
	    !arch_kind_parse(kind, args[0].s)) {
		*error = cel_error(run, "not a kind of the reference architecture and a text");
		return NULL;
	}
	entry = arch_find(arch_of(run), *kind, args[1].s);
	if (!entry)
		*error = cel_absent(run, args[1].s);
	return entry;
}

static struct cel_value call_known(struct cel_run *run, const struct cel_value *args, size_t n)
{
	enum arch_kind kind;
	struct cel_value error;

	(void)n;
	return cel_of_bool(entry_of(run, args, &kind, &error) != NULL);
}

static struct cel_value call_id(struct cel_run *run, const struct cel_value *args, size_t n)
{
	enum arch_kind kind;
	struct cel_value error;
	const struct arch_entry *e = entry_of(run, args, &kind, &error);

	(void)n;
	return e ? cel_of_str(e->id) : error;
}

/* Whether the text is a name that the entry had once. */
static struct cel_value call_former(struct cel_run *run, const struct cel_value *args, size_t n)
{
	enum arch_kind kind;
	struct cel_value error;

	(void)n;
	return cel_of_bool(entry_of(run, args, &kind, &error) &&
			   arch_is_former(arch_of(run), kind, args[1].s));
}

/* The entry's name; for an unknown one the text itself, so that messages can always name it. */
static struct cel_value call_name(struct cel_run *run, const struct cel_value *args, size_t n)
{
	enum arch_kind kind;
	struct cel_value error;
	const struct arch_entry *e = entry_of(run, args, &kind, &error);
	const struct node *name = e ? node_get(e->node, STR("name")) : NULL;

	(void)n;
	return name ? cel_of_node(name) : args[1];
}

static struct cel_value call_nearest(struct cel_run *run, const struct cel_value *args,
				     size_t n)
{
	struct cel_value found[3];
	struct str ids[ARRAY_LEN(found)];
	enum arch_kind kind;
	struct cel_value error;
	size_t count;

	(void)n;
	if (entry_of(run, args, &kind, &error))
		return cel_of_values(run, &args[1], 1);
	if (args[0].kind != CEL_STRING || !arch_kind_parse(&kind, args[0].s))
		return error;
	count = arch_nearest(arch_of(run), kind, args[1].s, ids, ARRAY_LEN(ids));
	for (size_t i = 0; i < count; i++)
		found[i] = cel_of_str(ids[i]);
	return cel_of_values(run, found, count);
}

static struct cel_value call_key(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	if (args[0].kind != CEL_STRING)
		return cel_error(run, "key() needs a text");
	return cel_of_str(text_key(run->arena, TEXT_KEY_LOOSE, args[0].s));
}

/* add_months("2026-01-31", 1) is "2026-02-28": the day is cut to the month's last. */
static struct cel_value call_add_months(struct cel_run *run, const struct cel_value *args,
					size_t n)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t year, month, day;

	(void)n;
	if (args[0].kind != CEL_STRING || args[1].kind != CEL_INT || args[0].s.n != 10 ||
	    args[1].i < -12000 || args[1].i > 12000 ||
	    !str_int(str_sub(args[0].s, 0, 4), &year) ||
	    !str_int(str_sub(args[0].s, 5, 7), &month) ||
	    !str_int(str_sub(args[0].s, 8, 10), &day))
		return cel_error(run, "add_months() needs a date and a number of months");
	month = year * 12 + month - 1 + args[1].i;
	year = month / 12;
	month %= 12;
	if (day > days[month])
		day = days[month] +
		      (month == 1 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
	return cel_of_str(arena_printf(run->arena, "%04d-%02d-%02d", (int)year, (int)month + 1,
				       (int)day));
}

enum { NOTHING_WORDS = 6 };

/* A word for nothing, or a few that begin so: "будет подписано в январе". */
static bool is_nothing(const struct pack *p, struct str key)
{
	size_t words = 1;

	if (strmap_get(&p->nothing, key))
		return true;
	for (size_t i = 0; i < key.n; i++)
		words += key.p[i] == ' ';
	for (size_t i = 0; words <= NOTHING_WORDS && i < p->nothing_begins.list.n; i++)
		if (str_starts(key, p->nothing_begins.list.at[i]))
			return true;
	return false;
}

/* Whether a value says something: a text that is not a word for nothing, a list or map with
 * one. */
static bool is_stated(const struct match *m, struct arena *a, struct cel_value v)
{
	switch (v.kind) {
	case CEL_NULL:
		return false;
	case CEL_OPTIONAL:
		return v.optional && is_stated(m, a, *v.optional);
	case CEL_STRING: {
		struct str key = text_key(a, TEXT_KEY_LOOSE, v.s);

		return key.n && !is_nothing(m->judge->pack, key);
	}
	case CEL_LIST:
		for (size_t i = 0; i < cel_size(v); i++)
			if (is_stated(m, a, cel_item(v, i)))
				return true;
		return false;
	case CEL_MAP:
		for (size_t i = 0; i < cel_size(v); i++)
			if (is_stated(m, a, cel_map_value(v, i)))
				return true;
		return false;
	default:
		return true;
	}
}

static struct cel_value call_stated(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	return cel_of_bool(is_stated(run->context, run->arena, args[0]));
}

enum { NAME_WORDS = 24, SHORT_WORD = 3 };

/* Comparison keys of the words of a name; numbers and short words tell versions, not things. */
static size_t name_words(struct arena *a, struct str name, struct str *words)
{
	struct str rest = text_key(a, TEXT_KEY_LOOSE, name), word;
	size_t n = 0;

	while (n < NAME_WORDS && str_cut(&word, &rest, ' '))
		if (text_points(word) > SHORT_WORD)
			words[n++] = word;
	return n;
}

/* Percent of the words of two names that both have. */
static int64_t names_alike(struct arena *a, struct str x, struct str y)
{
	struct str first[NAME_WORDS], second[NAME_WORDS];
	size_t n = name_words(a, x, first), m = name_words(a, y, second), both = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m; k++)
			if (str_eq(first[i], second[k])) {
				second[k] = STR("");
				both++;
				break;
			}
	return n + m ? (int64_t)(both * 100 / (n + m - both)) : 0;
}

/* Of two texts in three languages: in the one in which they are nearest. */
static struct cel_value call_alike(struct cel_run *run, const struct cel_value *args, size_t n)
{
	int64_t best = 0;

	(void)n;
	for (size_t i = 0; args[0].kind == CEL_MAP && i < cel_size(args[0]); i++) {
		struct cel_value x = cel_map_value(args[0], i), y;

		if (args[1].kind == CEL_MAP && x.kind == CEL_STRING &&
		    cel_map_get(args[1], cel_map_key(args[0], i).s, &y) &&
		    y.kind == CEL_STRING) {
			int64_t one = names_alike(run->arena, x.s, y.s);

			best = one > best ? one : best;
		}
	}
	return cel_of_int(best);
}

static struct cel_value call_told(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	return told_functions(run, ((const struct match *)run->context)->judge->pack, args[0]);
}

/* Of told_functions(): {id, score, words}. */
static const struct cel_type *told_type(struct arena *a)
{
	struct cel_type *type = cel_type_object(a, STR("function told"));

	cel_type_field(a, type, STR("id"), cel_type_of(CEL_STRING));
	cel_type_field(a, type, STR("score"), cel_type_of(CEL_INT));
	cel_type_field(a, type, STR("words"), cel_type_list(a, cel_type_of(CEL_STRING)));
	return cel_type_list(a, type);
}

static const struct cel_type *kinds_type(struct arena *a)
{
	struct cel_type *kinds = cel_type_words(a, STR("the kinds of the reference"));

	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++)
		cel_type_word(kinds, str_of(arch_kind_names[k]));
	return kinds;
}

void rule_functions(struct cel_env *env, struct arena *a)
{
	const struct cel_type *kinds = kinds_type(a), *told = told_type(a),
			      *texts = cel_type_list(a, cel_type_of(CEL_STRING)),
			      *text = cel_type_of(CEL_STRING), *yes = cel_type_of(CEL_BOOL);
	const struct {
		const char *name;
		size_t args;
		const struct cel_type *result;
		cel_function call;
		bool of_kind; /* the first argument is a kind of the reference */
	} functions[] = {
		{ "known", 2, yes, call_known, true },
		{ "former", 2, yes, call_former, true },
		{ "id", 2, text, call_id, true },
		{ "name", 2, cel_type_of(CEL_DYN), call_name, true },
		{ "nearest", 2, texts, call_nearest, true },
		{ "alike", 2, cel_type_of(CEL_INT), call_alike, false },
		{ "told_functions", 1, told, call_told, false },
		{ "key", 1, text, call_key, false },
		{ "stated", 1, yes, call_stated, false },
		{ "add_months", 2, text, call_add_months, false },
	};

	for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
		cel_env_function(env, str_of(functions[i].name), functions[i].args, false,
				 functions[i].result, functions[i].call);
		if (functions[i].of_kind)
			cel_env_first_word(env, kinds);
	}
}
