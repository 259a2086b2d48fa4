#include "checker/check/check_internal.h"

#include "checker/text/text.h"

/* What makes a rule hard to understand or to trust, though it loads. */
enum lint { LINT_VALUE, LINT_REMEDY, LINT_IDLE, LINT_UNTESTED, LINT_REASON, LINT_COUNT };

const struct rule_info check_lint_rules[] = {
	[LINT_VALUE] = { .id = STR_INIT("rules/no-value"),
			 .severity = SEV_WARNING,
			 .title = MT_INIT("хабарлама ешбір мәнді атамайды",
					  "сообщение не называет ни одного значения",
					  "the message names no value") },
	[LINT_REMEDY] = { .id = STR_INIT("rules/no-deed"),
			  .severity = SEV_WARNING,
			  .title = MT_INIT("түзету не істеу керегін айтпайды",
					   "в исправлении не сказано, что сделать",
					   "the remedy does not say what to do") },
	[LINT_IDLE] = { .id = STR_INIT("rules/idle-look-up"),
			.severity = SEV_WARNING,
			.title = MT_INIT("іздеу нәтижесі еш жерде оқылмайды",
					 "результат поиска нигде не читается",
					 "nothing reads what is looked up") },
	[LINT_UNTESTED] = { .id = STR_INIT("rules/untested"),
			    .severity = SEV_WARNING,
			    .title = MT_INIT(
				    "шарттың бір нәтижесін ешбір мысал көрсетпейді",
				    "ни один пример не показывает один из исходов условия",
				    "no example shows one outcome of a condition") },
	[LINT_REASON] = { .id = STR_INIT("rules/no-reason"),
			  .severity = SEV_WARNING,
			  .title = MT_INIT("ереженің себебі жазылмаған",
					   "не сказано, зачем правило",
					   "it is not said why the rule exists") },
};
const size_t check_lint_rules_n = LINT_COUNT;

struct linting {
	struct arena *arena;
	const struct pack *pack;
	const struct rule *rule;
	struct sink *sink;
};

static void tell(struct linting *l, enum lint lint, struct mtext what, struct mtext remedy)
{
	struct finding f = {
		.rule = check_lint_rules[lint].id,
		.severity = check_lint_rules[lint].severity,
		.at = rule_place(l->rule, rule_source(l->rule)),
		.message = MTEXT_FILL(l->arena, MT("%1: %2", "%1: %2", "%1: %2"),
				      mtext_same(rule_info(l->rule)->id), what),
		.remedy = remedy,
	};

	f.key = f.message.in[LANG_EN];
	sink_emit(l->sink, &f);
}

static struct mtext named(struct linting *l, enum lint lint, struct str name)
{
	return MTEXT_FILL(l->arena, MT("%1 (%2)", "%1 (%2)", "%1 (%2)"),
			  check_lint_rules[lint].title, mtext_same(name));
}

static void lint_message(struct linting *l)
{
	struct mtext message = node_mtext(node_get(rule_source(l->rule), STR("message")));

	for (enum lang i = 0; i < LANG_COUNT; i++)
		if (str_find(message.in[i], STR("{")) == SIZE_MAX)
			tell(l, LINT_VALUE, named(l, LINT_VALUE, str_of(lang_names[i])),
			     MT("хабарламаға {өрнек} қосыңыз: не табылғаны көрінсін",
				"вставьте в сообщение {выражение}: пусть будет видно, что "
				"найдено",
				"put an {expression} into the message, so that it shows what "
				"was found"));
}

static void lint_reason(struct linting *l)
{
	if (!node_get(rule_source(l->rule), STR("description")))
		tell(l, LINT_REASON, check_lint_rules[LINT_REASON].title,
		     MT("description өрісін қосып, ереженің себебін жазыңыз",
			"добавьте description и напишите, зачем правило",
			"add description and say why the rule exists"));
}

/* A deed is told in the imperative: its endings in Kazakh and Russian; in English the first
 * word is none of those that a statement begins with. */
static bool tells_deed(struct str text, enum lang lang)
{
	static const char *const endings[LANG_COUNT][4] = {
		[LANG_KK] = { "ңыз", "ңіз" },
		[LANG_RU] = { "те", "тесь" },
	};
	static const char *const statements[] = { "The",  "A",	  "An",	   "It",
						  "This", "That", "There", "No" };
	struct str word, rest = text;
	bool first = true;

	while (text_word(&word, &rest)) {
		for (size_t i = 0; lang == LANG_EN && i < ARRAY_LEN(statements); i++)
			if (str_eq(word, str_of(statements[i])))
				return false;
		if (lang == LANG_EN && first)
			return true;
		for (size_t i = 0; endings[lang][i]; i++)
			if (str_ends(word, str_of(endings[lang][i])))
				return true;
		first = false;
	}
	return false;
}

static void lint_remedy(struct linting *l)
{
	struct mtext remedy = rule_remedy(l->rule);

	for (enum lang i = 0; i < LANG_COUNT; i++)
		if (!tells_deed(remedy.in[i], i))
			tell(l, LINT_REMEDY, named(l, LINT_REMEDY, str_of(lang_names[i])),
			     MT("бұйрық райымен не істеу керегін жазыңыз",
				"напишите в повелительном наклонении, что сделать",
				"say in the imperative what to do"));
}

static void lint_lets(struct linting *l)
{
	const struct node *lets = node_get(rule_source(l->rule), STR("let"));

	for (uint32_t i = 0; lets && i < lets->count; i++)
		if (!rule_reads(l->rule, member_key(&lets->members[i])))
			tell(l, LINT_IDLE, named(l, LINT_IDLE, member_key(&lets->members[i])),
			     MT("артық іздеуді өшіріңіз", "удалите лишний поиск",
				"remove the look-up"));
}

/* Of the rule, or of how else its fault shows. */
static void lint_way(struct linting *l, const struct rule *way)
{
	const struct node *other = node_get(rule_source(l->rule), STR("otherwise"));
	struct linting one = *l;

	one.rule = way;
	if (way == l->rule || node_get(other, STR("message")))
		lint_message(&one);
	if (way == l->rule || node_get(other, STR("remedy")))
		lint_remedy(&one);
	lint_lets(&one);
}

static bool lint_examples(struct linting *l, struct err *err)
{
	static const struct mtext outcomes[CHECK_OUTCOMES] = {
		MT_INIT("%1: ешқашан ақиқат емес", "%1: ни разу не истинно",
			"%1 is never true"),
		MT_INIT("%1: ешқашан жалған емес", "%1: ни разу не ложно", "%1 is never false"),
	};
	struct check_coverage c;

	if (!check_cover(&c, l->arena, l->pack, l->rule, err))
		return false;
	for (size_t i = 0; i < c.list.n; i++)
		for (size_t k = 0; k < CHECK_OUTCOMES; k++)
			if (c.list.at[i]->kind != TRACE_LET && c.list.at[i]->examples[k].n == 0)
				tell(l, LINT_UNTESTED,
				     MTEXT_FILL(l->arena, outcomes[k],
						mtext_same(c.list.at[i]->name)),
				     MT("осы нәтижені көрсететін мысал қосыңыз",
					"добавьте пример с таким исходом",
					"add an example that shows it"));
	return true;
}

bool check_lint(struct sink *sink, struct arena *a, const struct pack *p,
		const struct rule *only, struct err *err)
{
	struct linting l = { .arena = a, .pack = p, .sink = sink };

	for (size_t i = 0; i < pack_rules(p); i++) {
		l.rule = pack_rule(p, i);
		if (only && only != l.rule)
			continue;
		lint_reason(&l);
		for (const struct rule *way = l.rule; way; way = rule_otherwise(way))
			lint_way(&l, way);
		if (!lint_examples(&l, err))
			return false;
	}
	return true;
}
