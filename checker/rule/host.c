#include "checker/rule/judge_internal.h"
#include "checker/rule/words_internal.h"

#include "checker/text/text.h"

#include <string.h>

/* The functions that rules may call beyond the language's own; docs/RULES.md lists them. */

/* A step for so many bytes of text that a function reads, or names that it compares. */
enum { BYTES_PER_STEP = 256, NAMES_PER_STEP = 16 };

static const struct arch *arch_of(const struct cel_run *run)
{
	return ((const struct match *)run->context)->judge->pack->arch;
}

/* Whether args are the name of a kind and a text. */
static bool is_asked(const struct cel_value *args, enum arch_kind *kind)
{
	return args[0].kind == CEL_STRING && args[1].kind == CEL_STRING &&
	       arch_kind_parse(kind, args[0].s);
}

/* NULL: args are not that, or there is none. */
static const struct arch_entry *entry_of(struct cel_run *run, const struct cel_value *args,
					 enum arch_kind *kind)
{
	return is_asked(args, kind) ? arch_find(arch_of(run), *kind, args[1].s) : NULL;
}

/* Why there is no entry. */
static struct cel_value no_entry(struct cel_run *run, const struct cel_value *args)
{
	enum arch_kind kind;

	return is_asked(args, &kind)
		       ? cel_absent(run, args[1].s)
		       : cel_error(run, "not a kind of the reference architecture and a text");
}

static struct cel_value call_known(struct cel_run *run, const struct cel_value *args, size_t n)
{
	enum arch_kind kind;

	(void)n;
	return cel_of_bool(entry_of(run, args, &kind) != NULL);
}

static struct cel_value call_id(struct cel_run *run, const struct cel_value *args, size_t n)
{
	enum arch_kind kind;
	const struct arch_entry *e = entry_of(run, args, &kind);

	(void)n;
	return e ? cel_of_str(e->id) : no_entry(run, args);
}

/* Whether the text is a name that the entry had once. */
static struct cel_value call_former(struct cel_run *run, const struct cel_value *args, size_t n)
{
	enum arch_kind kind;

	(void)n;
	return cel_of_bool(entry_of(run, args, &kind) &&
			   arch_is_former(arch_of(run), kind, args[1].s));
}

/* The entry's name; for an unknown one the text itself, so that messages can always name it. */
static struct cel_value call_name(struct cel_run *run, const struct cel_value *args, size_t n)
{
	enum arch_kind kind;
	const struct arch_entry *e = entry_of(run, args, &kind);
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
	size_t count;

	(void)n;
	if (entry_of(run, args, &kind))
		return cel_of_values(run, &args[1], 1);
	if (!is_asked(args, &kind))
		return no_entry(run, args);
	if (!cel_spend(run, arch_of(run)->kinds[kind].list.n / NAMES_PER_STEP))
		return cel_exhausted();
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
	if (!cel_spend(run, args[0].s.n / BYTES_PER_STEP))
		return cel_exhausted();
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

static size_t words_in(struct str key)
{
	size_t words = 1;

	for (size_t i = 0; i < key.n; i++)
		words += key.p[i] == ' ';
	return words;
}

static bool begins_with_any(struct str key, const struct str *begins, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_starts(key, begins[i]))
			return true;
	return false;
}

/* A word for nothing, or a few that begin so: "будет подписано в январе". */
static bool is_nothing(const struct pack *p, struct str key)
{
	return strmap_get(&p->nothing, key) ||
	       (words_in(key) <= NOTHING_WORDS &&
		begins_with_any(key, p->nothing_begins.list.at, p->nothing_begins.list.n));
}

/* By its first word: few texts begin as what says nothing does. */
static bool may_be_nothing(const struct pack *p, struct arena *a, struct str text)
{
	struct str first = { 0 }, rest;
	size_t n = 0;

	/* The key of what stands before a space is the beginning of the key of the whole. */
	while (n < text.n && (n == 0 || text.p[n] != ' '))
		n++;
	rest = text_key(a, TEXT_KEY_LOOSE, str_sub(text, 0, n));
	str_cut(&first, &rest, ' ');
	return first.n == 0 || strmap_get(&p->nothing_first, first) ||
	       begins_with_any(first, p->nothing_stems.list.at, p->nothing_stems.list.n);
}

/* Words for nothing are few and short: a text whose beginning is longer than any is none. */
static bool says_something(const struct pack *p, struct arena *a, struct str text)
{
	enum { FAR = 2, JOINED = 8 };
	size_t longest = p->nothing_longest, n = FAR * longest;
	struct str key;

	if (!may_be_nothing(p, a, text))
		return true;
	while (n < text.n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
		n++;
	/* The key of a beginning is as long as that of the whole there, but for what joins it.
	 */
	if (n < text.n) {
		key = text_key(a, TEXT_KEY_LOOSE, str_sub(text, 0, n));
		if (key.n > longest + JOINED && words_in(key) > NOTHING_WORDS)
			return true;
	}
	key = text_key(a, TEXT_KEY_LOOSE, text);
	return key.n && !is_nothing(p, key);
}

/* Whether a value says something: a text that is not a word for nothing, a list or map with
 * one. */
static bool is_stated(struct cel_run *run, struct cel_value v, uint64_t *steps)
{
	const struct pack *p = ((const struct match *)run->context)->judge->pack;

	++*steps;
	if (v.kind == CEL_OPTIONAL)
		return v.optional && is_stated(run, *v.optional, steps);
	if (v.kind == CEL_STRING) {
		*steps += v.s.n / BYTES_PER_STEP;
		return says_something(p, run->arena, v.s);
	}
	if (v.kind != CEL_LIST && v.kind != CEL_MAP)
		return v.kind != CEL_NULL;
	for (size_t i = 0; i < cel_size(v); i++)
		if (is_stated(run, v.kind == CEL_LIST ? cel_item(v, i) : cel_map_value(v, i),
			      steps))
			return true;
	return false;
}

static struct cel_value call_stated(struct cel_run *run, const struct cel_value *args, size_t n)
{
	uint64_t steps = 0;
	bool stated = is_stated(run, args[0], &steps);

	(void)n;
	return cel_spend(run, steps) ? cel_of_bool(stated) : cel_exhausted();
}

enum { NAME_WORDS = 24, SHORT_WORD = 3 };

/* Comparison keys of the words of a name; numbers and short words tell versions, not things. */
struct name_words {
	size_t n;
	struct str at[];
};

static struct name_words *read_name(struct arena *a, struct str name)
{
	struct str rest = text_key(a, TEXT_KEY_LOOSE, name), words[NAME_WORDS];
	struct name_words *kept;
	size_t n = 0;

	while (n < NAME_WORDS && str_cut(&words[n], &rest, ' '))
		n += text_points(words[n]) > SHORT_WORD;
	kept = arena_alloc(a, 1, sizeof(*kept) + n * sizeof(*words));
	kept->n = n;
	if (n)
		memcpy(kept->at, words, n * sizeof(*words));
	return kept;
}

/* A name is compared with that of every candidate. */
static const struct name_words *name_words(struct cel_run *run, const struct cel_value *name)
{
	struct node_map *map = &((const struct match *)run->context)->judge->names;
	void **known = name->node ? node_map_at(map, name->node) : NULL;

	if (!known)
		return read_name(run->arena, name->s);
	if (!*known)
		*known = read_name(map->arena, name->s);
	return *known;
}

/* Percent of the words of two names that both have. */
static int64_t names_alike(const struct name_words *x, const struct name_words *y)
{
	bool taken[NAME_WORDS] = { false };
	size_t both = 0;

	for (size_t i = 0; i < x->n; i++)
		for (size_t k = 0; k < y->n; k++)
			if (!taken[k] && str_eq(x->at[i], y->at[k])) {
				taken[k] = true;
				both++;
				break;
			}
	return x->n + y->n ? (int64_t)(both * 100 / (x->n + y->n - both)) : 0;
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
			int64_t one = names_alike(name_words(run, &x), name_words(run, &y));

			best = one > best ? one : best;
		}
	}
	return cel_of_int(best);
}

static struct cel_value call_told(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	return told_functions(run, ((const struct match *)run->context)->judge, args[0]);
}

/* Of told_functions(): {id, score, words}. */
static const struct cel_type *told_type(struct arena *a)
{
	struct cel_type *type = cel_type_object(a, STR("function told"));

	cel_type_field(a, type, STR("id"), cel_type_of(CEL_STRING));
	cel_type_field(a, type, STR("score"), cel_type_of(CEL_INT));
	cel_type_field(a, type, STR("own"), cel_type_of(CEL_INT));
	cel_type_field(a, type, STR("words"), cel_type_list(a, cel_type_of(CEL_STRING)));
	return cel_type_list(a, type);
}

static const struct cel_type *kinds_type(struct arena *a)
{
	struct cel_type *kinds = cel_type_words(a, STR("arch.*"));

	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++)
		cel_type_word(kinds, str_of(arch_kind_names[k]));
	return kinds;
}

enum result { RESULT_TRUTH, RESULT_TEXT, RESULT_TEXTS, RESULT_NUMBER, RESULT_ANY, RESULT_TOLD };

static const struct function {
	const char *name;
	size_t args;
	enum result result;
	cel_function call;
	enum rule_need need;
} functions[] = {
	{ "known", 2, RESULT_TRUTH, call_known, NEED_KIND },
	{ "former", 2, RESULT_TRUTH, call_former, NEED_KIND },
	{ "id", 2, RESULT_TEXT, call_id, NEED_KIND },
	{ "name", 2, RESULT_ANY, call_name, NEED_KIND },
	{ "nearest", 2, RESULT_TEXTS, call_nearest, NEED_KIND },
	{ "alike", 2, RESULT_NUMBER, call_alike, NEED_NOTHING },
	{ "told_functions", 1, RESULT_TOLD, call_told, NEED_FUNCTIONS },
	{ "key", 1, RESULT_TEXT, call_key, NEED_NOTHING },
	{ "stated", 1, RESULT_TRUTH, call_stated, NEED_WORDS },
	{ "add_months", 2, RESULT_TEXT, call_add_months, NEED_NOTHING },
};

enum rule_need rule_function_need(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(functions); i++)
		if (str_eq(name, str_of(functions[i].name)))
			return functions[i].need;
	return NEED_NOTHING;
}

void rule_functions(struct cel_env *env, struct arena *a)
{
	const struct cel_type *kinds = kinds_type(a), *results[] = {
		[RESULT_TRUTH] = cel_type_of(CEL_BOOL),
		[RESULT_TEXT] = cel_type_of(CEL_STRING),
		[RESULT_TEXTS] = cel_type_list(a, cel_type_of(CEL_STRING)),
		[RESULT_NUMBER] = cel_type_of(CEL_INT),
		[RESULT_ANY] = cel_type_of(CEL_DYN),
		[RESULT_TOLD] = told_type(a),
	};

	for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
		const struct function *f = &functions[i];

		cel_env_function(env, str_of(f->name), f->args, false, results[f->result],
				 f->call);
		if (f->need == NEED_KIND)
			cel_env_first_word(env, kinds);
	}
}
