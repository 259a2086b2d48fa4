#include "checker/schema/explain_internal.h"

#include "checker/text/text.h"

#include <string.h>

enum { EXCERPT_BYTES = 1000, KEY_BYTES = 100, SHORT_BYTES = 60 };

#define RULE_IDS(X)                              \
	X(type, "schema/type")                   \
	X(required, "schema/required")           \
	X(unknown_field, "schema/unknown-field") \
	X(enum, "schema/enum")                   \
	X(const, "schema/const")                 \
	X(pattern, "schema/pattern")             \
	X(format, "schema/format")               \
	X(length, "schema/length")               \
	X(range, "schema/range")                 \
	X(items, "schema/items")                 \
	X(unique, "schema/unique")               \
	X(limit, "schema/limit")                 \
	X(other, "schema/other")

enum rule {
#define X(id, name) RULE_##id,
	RULE_IDS(X)
#undef X
};

static const struct str rule_ids[] = {
#define X(id, name) [RULE_##id] = STR_INIT(name),
	RULE_IDS(X)
#undef X
};

static const enum rule rule_of[PROBLEM_COUNT] = {
#define X(id, rule) [PROBLEM_##id] = RULE_##rule,
	PROBLEM_KINDS(X)
#undef X
};

/* %1 and %2 are said at arguments(); %3 is what the schema says about the value, if it does. */
static const struct {
	struct mtext message, remedy;
} texts[PROBLEM_COUNT] = {
	[PROBLEM_TYPE] = { MT_INIT("%1 болуы керек, бірақ %2 берілген",
				   "ожидается %1, а указано: %2", "must be %1, but is %2"),
			   MT_INIT("мәнді %1 етіп жазыңыз", "укажите здесь %1",
				   "write %1 here") },
	[PROBLEM_REQUIRED] = { MT_INIT("міндетті %1%2 өрісі жоқ", "нет обязательного поля %1%2",
				       "required field %1%2 is missing"),
			       MT_INIT("%1 өрісін қосыңыз", "добавьте поле %1",
				       "add the field %1") },
	[PROBLEM_REQUIRED_ONE] = { MT_INIT("мына өрістердің бірі болуы керек: %1",
					   "должно быть одно из полей: %1",
					   "one of these fields must be there: %1"),
				   MT_INIT("осы өрістердің бірін қосыңыз",
					   "добавьте одно из этих полей",
					   "add one of these fields") },
	[PROBLEM_NEEDED] = { MT_INIT("%2 өрісі болғанда %1 өрісі міндетті",
				     "при поле %2 обязательно и поле %1",
				     "field %1 is required when %2 is there"),
			     MT_INIT("%1 өрісін қосыңыз", "добавьте поле %1",
				     "add the field %1") },
	[PROBLEM_UNKNOWN] = { MT_INIT("белгісіз өріс: %1", "неизвестное поле: %1",
				      "unknown field %1"),
			      MT_INIT("оны алып тастаңыз; мұнда мүмкін өрістер: %2",
				      "удалите его; здесь возможны поля: %2",
				      "remove it; fields possible here: %2") },
	[PROBLEM_NAME] = { MT_INIT("өрістің атауы жарамсыз: %1", "недопустимое имя поля: %1",
				   "field name %1 is not allowed"),
			   MT_INIT("атауын өзгертіңіз", "измените имя", "change the name") },
	[PROBLEM_FORBIDDEN] = { MT_INIT("мұнда мән болмауы керек",
					"здесь не должно быть значения",
					"no value is allowed here"),
				MT_INIT("оны алып тастаңыз", "удалите его", "remove it") },
	[PROBLEM_ENUM] = { MT_INIT("%1 мәні рұқсат етілмеген; мүмкін мәндер: %2",
				   "значение %1 недопустимо; возможные значения: %2",
				   "value %1 is not allowed; possible values: %2"),
			   MT_INIT("мүмкін мәндердің бірін жазыңыз",
				   "укажите одно из возможных значений",
				   "write one of the possible values") },
	[PROBLEM_CONST] = { MT_INIT("мән %2 болуы керек, %1 емес",
				    "значение должно быть %2, а не %1",
				    "value must be %2, not %1"),
			    MT_INIT("%2 деп жазыңыз", "укажите %2", "write %2") },
	[PROBLEM_PATTERN] = { MT_INIT("%1 мәні үлгіге сай емес: %2",
				      "значение %1 не соответствует образцу: %2",
				      "value %1 does not match the pattern %2"),
			      MT_INIT("мәнді үлгі бойынша жазыңыз",
				      "запишите значение по образцу",
				      "write the value in this form") },
	[PROBLEM_FORMAT] = { MT_INIT("%1 мәнінің пішімі дұрыс емес; керегі: %2",
				     "неверный формат значения %1; нужно: %2",
				     "value %1 is not %2"),
			     MT_INIT("мәнді осы пішімде жазыңыз",
				     "запишите значение в этом формате",
				     "write the value in this format") },
	[PROBLEM_MIN_LENGTH] = { MT_INIT("мәтін тым қысқа: %1 таңба, кемінде %2 керек",
					 "текст слишком короткий: символов %1, нужно не "
					 "меньше %2",
					 "text is too short: characters %1, at least %2 "
					 "needed"),
				 MT_INIT("толығырақ жазыңыз", "напишите подробнее",
					 "write more") },
	[PROBLEM_MAX_LENGTH] = { MT_INIT("мәтін тым ұзын: %1 таңба, ең көбі %2",
					 "текст слишком длинный: символов %1, можно не "
					 "больше %2",
					 "text is too long: characters %1, at most %2 allowed"),
				 MT_INIT("қысқартыңыз", "сократите", "shorten it") },
	[PROBLEM_MINIMUM] = { MT_INIT("%1 тым кіші: кемінде %2 болуы керек",
				      "%1 — слишком мало: нужно не меньше %2",
				      "%1 is too small: at least %2 needed"),
			      MT_INIT("санды түзетіңіз", "исправьте число",
				      "correct the number") },
	[PROBLEM_MAXIMUM] = { MT_INIT("%1 тым үлкен: ең көбі %2 болуы керек",
				      "%1 — слишком много: можно не больше %2",
				      "%1 is too large: at most %2 allowed"),
			      MT_INIT("санды түзетіңіз", "исправьте число",
				      "correct the number") },
	[PROBLEM_ABOVE] = { MT_INIT("%1 тым кіші: %2 санынан үлкен болуы керек",
				    "%1 — слишком мало: нужно больше %2",
				    "%1 is too small: must be greater than %2"),
			    MT_INIT("санды түзетіңіз", "исправьте число",
				    "correct the number") },
	[PROBLEM_BELOW] = { MT_INIT("%1 тым үлкен: %2 санынан кіші болуы керек",
				    "%1 — слишком много: нужно меньше %2",
				    "%1 is too large: must be less than %2"),
			    MT_INIT("санды түзетіңіз", "исправьте число",
				    "correct the number") },
	[PROBLEM_MULTIPLE_OF] = { MT_INIT("%1 саны %2 санына еселі емес", "%1 не кратно %2",
					  "%1 is not a multiple of %2"),
				  MT_INIT("санды түзетіңіз", "исправьте число",
					  "correct the number") },
	[PROBLEM_MIN_ITEMS] = { MT_INIT("тізімде элемент тым аз: %1, кемінде %2 керек",
					"в списке мало элементов: %1, нужно не меньше %2",
					"list is too short: items %1, at least %2 needed"),
				MT_INIT("элементтер қосыңыз", "добавьте элементы",
					"add items") },
	[PROBLEM_MAX_ITEMS] = { MT_INIT("тізімде элемент тым көп: %1, ең көбі %2",
					"в списке много элементов: %1, можно не больше %2",
					"list is too long: items %1, at most %2 allowed"),
				MT_INIT("артық элементтерді алып тастаңыз",
					"удалите лишние элементы", "remove items") },
	[PROBLEM_MIN_PROPERTIES] = { MT_INIT("объектіде өріс тым аз: %1, кемінде %2 керек",
					     "в объекте мало полей: %1, нужно не меньше %2",
					     "object has too few fields: %1 of at least %2"),
				     MT_INIT("өрістер қосыңыз", "добавьте поля",
					     "add fields") },
	[PROBLEM_MAX_PROPERTIES] = { MT_INIT("объектіде өріс тым көп: %1, ең көбі %2",
					     "в объекте много полей: %1, можно не больше %2",
					     "object has too many fields: %1, at most %2 "
					     "allowed"),
				     MT_INIT("артық өрістерді алып тастаңыз",
					     "удалите лишние поля", "remove fields") },
	[PROBLEM_TOO_MANY] = { MT_INIT("артық элемент: тізімде ең көбі %1 элемент болады",
				       "лишний элемент: в списке может быть не больше %1",
				       "surplus item: the list has at most %1"),
			       MT_INIT("артық элементтерді алып тастаңыз",
				       "удалите лишние элементы", "remove the surplus items") },
	[PROBLEM_CONTAINS_FEW] = { MT_INIT("шартқа сай элемент тым аз: %1, кемінде %2 керек",
					   "мало элементов, отвечающих условию: %1, нужно не "
					   "меньше %2",
					   "too few items meet the condition: %1 of at least "
					   "%2"),
				   MT_INIT("шартқа сай элемент қосыңыз",
					   "добавьте элемент, отвечающий условию",
					   "add an item that meets it") },
	[PROBLEM_CONTAINS_MANY] = { MT_INIT("шартқа сай элемент тым көп: %1, ең көбі %2",
					    "много элементов, отвечающих условию: %1, можно не "
					    "больше %2",
					    "too many items meet the condition: %1, at most %2 "
					    "allowed"),
				    MT_INIT("артық элементтерді алып тастаңыз",
					    "удалите лишние элементы",
					    "remove the surplus items") },
	[PROBLEM_UNIQUE] = { MT_INIT("элемент қайталанады: %1", "элемент повторяется: %1",
				     "item %1 is there twice"),
			     MT_INIT("қайталанған элементті алып тастаңыз",
				     "удалите повторный элемент", "remove the second one") },
	[PROBLEM_AMBIGUOUS] = { MT_INIT("мән бірден %1 нұсқаға сай келеді (%2), ал тек "
					"біреуіне "
					"сай болуы керек",
					"значение подходит сразу под несколько вариантов (%2), "
					"а должно — только под один",
					"value fits %1 of the alternatives (%2), must fit "
					"exactly one"),
				MT_INIT("тек бір нұсқаның өрістерін қалдырыңыз",
					"оставьте поля только одного варианта",
					"keep the fields of one alternative only") },
	[PROBLEM_NOT] = { MT_INIT("мұндай мән рұқсат етілмеген: %1",
				  "такое значение недопустимо: %1",
				  "such a value is not allowed: %1"),
			  MT_INIT("мәнді өзгертіңіз", "измените значение",
				  "change the value") },
	[PROBLEM_EXCLUDED] = { MT_INIT("бұл жағдайда өріс болмауы керек: %1",
				       "в этом случае поля быть не должно: %1",
				       "field is not allowed in this case: %1"),
			       MT_INIT("оны алып тастаңыз", "удалите его", "remove it") },
	[PROBLEM_TOGETHER] = { MT_INIT("бұл өрістер бірге болмауы керек: %1",
				       "эти поля не могут быть вместе: %1",
				       "these fields must not be there together: %1"),
			       MT_INIT("біреуін алып тастаңыз", "удалите одно из них",
				       "remove one of them") },
	[PROBLEM_UNFIT] = { MT_INIT("мән схемаға сай емес", "значение не соответствует схеме",
				    "value does not fit the schema"),
			    MT_INIT("мәнді схемамен салыстырыңыз", "сверьте значение со схемой",
				    "compare the value with the schema") },
	[PROBLEM_LIMIT] = { MT_INIT("тексеру шекке жетіп, аяқталмады: құжат немесе үлгі тым "
				    "күрделі",
				    "проверка дошла до предела и не закончена: документ или "
				    "образец слишком сложны",
				    "the check met a limit and did not finish: the document or "
				    "a pattern is too complex"),
			    MT_INIT("құжатты бөліңіз", "разделите документ",
				    "split the document") },
	[PROBLEM_MORE] = { MT_INIT("қателер тым көп, алғашқы %1 ғана көрсетілді",
				   "слишком много ошибок, показаны первые %1",
				   "too many errors, only the first %1 are shown"),
			   MT_INIT("осыларды түзетіп, қайта тексеріңіз",
				   "исправьте эти и проверьте снова",
				   "correct these and check again") },
};

static struct mtext count_text(struct arena *a, uint64_t n)
{
	return mtext_same(arena_printf(a, "%ju", (uintmax_t)n));
}

static size_t text_points_of(const struct node *v)
{
	size_t n = 0;

	for (uint32_t i = 0; i < v->text_n; i++)
		n += ((unsigned char)v->text[i] & 0xC0) != 0x80;
	return n;
}

static struct mtext value_list(struct arena *a, const struct problem *p)
{
	struct mtext parts[LIST_MAX] = { 0 };

	for (size_t i = 0; i < p->n && i < LIST_MAX; i++)
		parts[i] = schema_explain_value(a, p->values[i]);
	if (!p->types)
		return schema_explain_list(a, parts, p->n);
	return MTEXT_FILL(a, MT("%1 немесе %2", "%1 или %2", "%1 or %2"),
			  schema_explain_list(a, parts, p->n),
			  schema_explain_types(a, p->types));
}

/* The alternatives that hold, by title or by number. */
static struct mtext fitting(struct teller *t, const struct problem *p)
{
	struct mtext parts[LIST_MAX] = { 0 };
	size_t n = 0;

	for (uint32_t i = 0; i < p->op->n && i < 64; i++) {
		struct mtext title;

		if (!(p->fits >> i & 1) || n++ >= LIST_MAX)
			continue;
		title = schema_annotation(t->schema, p->op->subs[i]->node, STR("title"));
		parts[n - 1] = mtext_full(title) ? title : count_text(t->a, i + 1);
	}
	return schema_explain_list(t->a, parts, n);
}

static struct mtext name_list(struct arena *a, const struct str *names, size_t n)
{
	struct mtext parts[LIST_MAX] = { 0 };

	for (size_t i = 0; i < n && i < LIST_MAX; i++)
		parts[i] = schema_explain_quote(a, names[i]);
	return schema_explain_list(a, parts, n);
}

/* The fields that may stand here and do not yet. */
static struct mtext free_fields(struct arena *a, const struct problem *p)
{
	VEC(struct str) names = { 0 };

	for (size_t i = 0; p->known && i < p->known->keys.n; i++)
		if (p->known->subs[i] && p->known->subs[i]->types != TYPE_NONE &&
		    !node_get(p->holder, p->known->keys.names[i]))
			vec_push(a, &names, p->known->keys.names[i]);
	return names.n ? name_list(a, names.at, names.n) : (struct mtext){ 0 };
}

static struct mtext bracketed_title(struct teller *t, const struct problem *p)
{
	struct str pointer =
		arena_printf(t->a, "%.*s/%.*s", STR_FMT(p->pointer), STR_FMT(p->name));
	struct mtext title =
		schema_annotation(t->schema, schema_field(t->schema, pointer), STR("title"));

	if (!mtext_full(title))
		return title;
	return MTEXT_FILL(t->a, MT(" (%1)", " (%1)", " (%1)"), title);
}

struct arguments {
	struct mtext first, second;
};

static struct arguments arguments(struct teller *t, const struct problem *p)
{
	struct arena *a = t->a;

	switch (p->kind) {
	case PROBLEM_TYPE:
		return (struct arguments){ schema_explain_types(a, p->types),
					   p->types & TYPE_INTEGER &&
							   p->node->type == NODE_NUMBER
						   ? schema_explain_value(a, p->node)
						   : schema_explain_found_type(p->node) };
	case PROBLEM_REQUIRED:
		return (struct arguments){ schema_explain_quote(a, p->name),
					   bracketed_title(t, p) };
	case PROBLEM_REQUIRED_ONE:
	case PROBLEM_EXCLUDED:
	case PROBLEM_TOGETHER:
		return (struct arguments){ .first = name_list(a, p->names, p->n) };
	case PROBLEM_NEEDED:
		return (struct arguments){ schema_explain_quote(a, p->name),
					   schema_explain_quote(a, p->op->needs->key) };
	case PROBLEM_UNKNOWN:
		return (struct arguments){ schema_explain_quote(a, p->name),
					   free_fields(a, p) };
	case PROBLEM_NAME:
		return (struct arguments){ .first = schema_explain_quote(a, p->name) };
	case PROBLEM_ENUM:
	case PROBLEM_CONST:
		return (struct arguments){ schema_explain_value(a, p->node), value_list(a, p) };
	case PROBLEM_PATTERN:
		return (struct arguments){ schema_explain_value(a, p->node),
					   mtext_same(p->op->pattern->text) };
	case PROBLEM_FORMAT:
		return (struct arguments){ schema_explain_value(a, p->node),
					   schema_format_title(p->op->format) };
	case PROBLEM_MIN_LENGTH:
	case PROBLEM_MAX_LENGTH:
		return (struct arguments){ count_text(a, text_points_of(p->node)),
					   count_text(a, p->op->count) };
	case PROBLEM_MINIMUM:
	case PROBLEM_MAXIMUM:
	case PROBLEM_ABOVE:
	case PROBLEM_BELOW:
	case PROBLEM_MULTIPLE_OF:
		return (struct arguments){ schema_explain_value(a, p->node),
					   schema_explain_value(a, p->op->value) };
	case PROBLEM_MIN_ITEMS:
	case PROBLEM_MAX_ITEMS:
	case PROBLEM_MIN_PROPERTIES:
	case PROBLEM_MAX_PROPERTIES:
		return (struct arguments){ count_text(a, p->node->count),
					   count_text(a, p->op->count) };
	case PROBLEM_CONTAINS_FEW:
		return (struct arguments){ count_text(a, p->n),
					   count_text(a, p->op->contains->min) };
	case PROBLEM_CONTAINS_MANY:
		return (struct arguments){ count_text(a, p->n),
					   count_text(a, p->op->contains->max) };
	case PROBLEM_UNIQUE:
		return (struct arguments){ .first = schema_explain_value(a, p->node) };
	case PROBLEM_NOT:
		return (struct arguments){
			.first = p->node->type < NODE_ARRAY ? schema_explain_value(a, p->node)
							    : schema_explain_found_type(p->node)
		};
	case PROBLEM_AMBIGUOUS:
		return (struct arguments){ count_text(a, p->n), fitting(t, p) };
	case PROBLEM_TOO_MANY:
	case PROBLEM_MORE:
		return (struct arguments){ .first = count_text(a, p->n) };
	case PROBLEM_FORBIDDEN:
	case PROBLEM_UNFIT:
	case PROBLEM_LIMIT:
	case PROBLEM_COUNT:
		break;
	}
	return (struct arguments){ 0 };
}

/* The schema's own words about the value, or about the field that is missing. */
static struct mtext described(struct teller *t, const struct problem *p)
{
	const struct node *field = p->sub ? p->sub->node : NULL;
	struct mtext text;

	if (p->kind == PROBLEM_REQUIRED || p->kind == PROBLEM_NEEDED) {
		struct str pointer =
			arena_printf(t->a, "%.*s/%.*s", STR_FMT(p->pointer), STR_FMT(p->name));

		field = schema_field(t->schema, pointer);
	} else if (p->kind == PROBLEM_UNKNOWN || p->kind == PROBLEM_AMBIGUOUS) {
		return (struct mtext){ 0 };
	} else if (p->kind == PROBLEM_NOT || p->kind == PROBLEM_EXCLUDED ||
		   p->kind == PROBLEM_TOGETHER) {
		field = schema_sub_of(t->schema, p->op->value)->node;
	}
	text = schema_annotation(t->schema, field, STR("description"));
	if (!mtext_full(text) && p->kind != PROBLEM_NAME && p->kind != PROBLEM_CONTAINS_FEW)
		text = schema_annotation(t->schema, schema_field(t->schema, p->pointer),
					 STR("description"));
	return text;
}

/* Would the text, without its quotes, be a value of one of the types? */
static bool reads_as(struct str s, unsigned types)
{
	bool whole = s.n > 0, number;
	size_t i = s.n > 0 && s.p[0] == '-';

	if (types & ON_BOOL && (str_eq(s, STR("true")) || str_eq(s, STR("false"))))
		return true;
	number = i < s.n && s.n <= 20 && (s.p[i] != '0' || i + 1 == s.n || s.p[i + 1] == '.');
	for (size_t points = 0; i < s.n; i++) {
		bool point = s.p[i] == '.';

		points += point;
		whole &= !point;
		number &= (s.p[i] >= '0' && s.p[i] <= '9') ||
			  (point && points == 1 && i > 0 && i + 1 < s.n && s.p[i - 1] != '-');
	}
	return number && (types & ON_NUMBER || (whole && types & TYPE_INTEGER));
}

/* A value of the right kind in the wrong writing: how to write it. */
static bool rewritten(struct teller *t, const struct problem *p, struct mtext *out)
{
	const struct node *v = p->node;
	struct str text = node_str(v);

	if (p->kind != PROBLEM_TYPE || v->type < NODE_BOOL || v->type > NODE_STRING)
		return false;
	if (v->type == NODE_BOOL)
		text = v->truth ? STR("true") : STR("false");
	if (v->type == NODE_STRING && reads_as(text, p->types))
		*out = MTEXT_FILL(t->a,
				  MT("тырнақшасыз жазыңыз: %1", "запишите без кавычек: %1",
				     "write it without quotes: %1"),
				  mtext_same(text));
	else if (v->type != NODE_STRING && p->types & ON_STRING)
		*out = MTEXT_FILL(t->a,
				  MT("тырнақшаға алыңыз: \"%1\"", "возьмите в кавычки: \"%1\"",
				     "put it in quotes: \"%1\""),
				  mtext_same(text));
	else if (p->types == ON_ARRAY && text.n <= SHORT_BYTES)
		*out = MTEXT_FILL(
			t->a,
			MT("тізім етіп жазыңыз: [%1]", "запишите списком: [%1]",
			   "write a list: [%1]"),
			mtext_same(v->type == NODE_STRING ? node_canonical(t->a, v) : text));
	else
		return false;
	return true;
}

/* The form that the names of fields must have, where the schema has no words for it. */
static bool name_form(struct teller *t, const struct problem *p, struct mtext *out)
{
	const struct op_list *list;

	if (p->kind != PROBLEM_NAME)
		return false;
	list = &p->sub->ops[NODE_STRING];
	for (size_t i = 0; i < list->n; i++) {
		if (list->at[i].kind != OP_PATTERN)
			continue;
		*out = MTEXT_FILL(t->a,
				  MT("атауын үлгі бойынша жазыңыз: %1",
				     "запишите имя по образцу: %1",
				     "write the name by the pattern %1"),
				  mtext_same(list->at[i].pattern->text));
		return true;
	}
	return false;
}

/* The first letter of the word that is Cyrillic where what was meant has none: they may look
 * the same. */
static struct str cyrillic_letter(struct str word, struct str meant)
{
	struct str rest = word, before;

	for (size_t i = 0; i < meant.n; i++)
		if ((unsigned char)meant.p[i] >= 0x80)
			return STR("");
	while (rest.n) {
		before = rest;
		if (text_is_cyrillic(text_next(&rest)))
			return str_sub(before, 0, before.n - rest.n);
	}
	return STR("");
}

static struct mtext did_you_mean(struct teller *t, const struct problem *p, struct str near)
{
	struct str letter =
		cyrillic_letter(p->kind == PROBLEM_ENUM ? node_str(p->node) : p->name, near);
	struct mtext out = MTEXT_FILL(t->a,
				      MT("мүмкін, %1 деп жазғыңыз келген шығар?",
					 "возможно, имелось в виду %1?", "did you mean %1?"),
				      schema_explain_quote(t->a, near));

	if (!letter.n)
		return out;
	return MTEXT_FILL(t->a,
			  MT("%1 «%2» әрпі — кириллица, латын әрпін жазыңыз",
			     "%1 Буква «%2» кириллическая, нужна латинская",
			     "%1 The letter \"%2\" is Cyrillic; write the Latin one"),
			  out, mtext_same(letter));
}

static struct mtext remedy_of(struct teller *t, const struct problem *p, struct arguments args,
			      struct mtext description)
{
	struct str near = schema_explain_nearest(p);
	struct mtext plain = texts[p->kind].remedy;

	if (near.n)
		return did_you_mean(t, p, near);
	if (p->kind == PROBLEM_UNKNOWN && !mtext_full(args.second))
		return MT("оны алып тастаңыз", "удалите его", "remove it");
	if (!mtext_full(description) && name_form(t, p, &plain))
		return plain;
	if (rewritten(t, p, &plain))
		return plain;
	plain = MTEXT_FILL(t->a, plain, args.first, args.second);
	if (mtext_full(description) && p->kind != PROBLEM_PATTERN)
		return MTEXT_FILL(t->a, MT("%1: %2", "%1: %2", "%1: %2"), plain, description);
	return plain;
}

/* A pattern says little to its reader; the description says what it is for. */
static struct mtext message_of(struct teller *t, const struct problem *p, struct arguments args,
			       struct mtext description)
{
	if (p->kind == PROBLEM_PATTERN && mtext_full(description))
		return MTEXT_FILL(t->a,
				  MT("%1 мәні талапқа сай емес: %2",
				     "значение %1 не отвечает требованию: %2",
				     "value %1 is not as required: %2"),
				  args.first, description);
	return MTEXT_FILL(t->a, texts[p->kind].message, args.first, args.second);
}

/* Code points that the value takes in its line, as it is written there. */
static uint32_t written_span(const struct doc *doc, const struct problem *p)
{
	struct str line;
	uint32_t at = p->member ? p->member->key_at : p->node->at;
	struct str rest = str_sub(doc->text, at, at + EXCERPT_BYTES);
	size_t n = p->member ? p->member->key_n : p->node->text_n;
	uint32_t points = 0;

	if (!p->member && p->node->type != NODE_STRING && p->node->type != NODE_NUMBER)
		return 1;
	line = str_sub(rest, 0, str_find(rest, STR("\n")));
	if (line.n && (line.p[0] == '"' || line.p[0] == '\'')) {
		for (n = 1; n < line.n && line.p[n] != line.p[0]; n++)
			n += line.p[n] == '\\' && line.p[0] == '"';
		n++;
	}
	line = str_sub(line, 0, n);
	for (size_t i = 0; i < line.n; i++)
		points += ((unsigned char)line.p[i] & 0xC0) != 0x80;
	return points ? points : 1;
}

static struct place place_of(const struct teller *t, const struct problem *p)
{
	uint32_t at = p->member ? p->member->key_at : p->node->at;
	struct doc_place place = doc_place(t->doc, at);
	struct str line = doc_line(t->doc, at);

	return (struct place){ .file = t->doc->path,
			       .pointer = p->pointer,
			       .line = place.line,
			       .column = place.column,
			       .excerpt = line.n <= EXCERPT_BYTES ? line : STR(""),
			       .span = written_span(t->doc, p) };
}

/* The pointer with "*" for indexes, and what was wrong there: survives moved and new items. */
static struct str key_of(struct teller *t, const struct problem *p)
{
	struct str rest = p->pointer, piece, key = STR("");

	while (str_cut(&piece, &rest, '/')) {
		int64_t index;

		if (!piece.n)
			continue;
		key = arena_printf(t->a, "%.*s/%.*s", STR_FMT(key),
				   str_int(piece, &index) ? 1 : (int)piece.n,
				   str_int(piece, &index) ? "*" : piece.p);
	}
	if (p->name.n)
		return arena_printf(t->a, "%.*s:%.*s", STR_FMT(key), STR_FMT(p->name));
	if (p->node->type == NODE_STRING || p->node->type == NODE_NUMBER) {
		struct str value = node_str(p->node);

		if (value.n > KEY_BYTES)
			for (value.n = KEY_BYTES;
			     ((unsigned char)value.p[value.n] & 0xC0) == 0x80;)
				value.n--;
		return arena_printf(t->a, "%.*s=%.*s", STR_FMT(key), STR_FMT(value));
	}
	return key;
}

void schema_explain_tell(struct teller *t, const struct problem *p)
{
	struct str rule = rule_ids[rule_of[p->kind]];
	struct arguments args = arguments(t, p);
	struct mtext description = described(t, p);
	struct finding f = { .rule = rule,
			     .severity = SEV_ERROR,
			     .at = place_of(t, p),
			     .message = message_of(t, p, args, description),
			     .remedy = remedy_of(t, p, args, description),
			     .key = key_of(t, p) };
	struct repair repair;

	if (schema_explain_repair(&repair, t, p))
		f.repair = &repair;
	sink_emit(t->sink, &f);
}
