#include "registry/cmd/words.h"

#include "checker/base/strbuf.h"
#include "checker/report/report.h"

static const struct word {
	enum word_group group;
	const char *name;
	struct mtext title;
} words[] = {
	{ WORD_KIND, "establish", MT_INIT("құру", "создание", "establish") },
	{ WORD_KIND, "pilot", MT_INIT("пилот", "пилот", "pilot") },
	{ WORD_KIND, "use",
	  MT_INIT("пайдалануға беру", "ввод в эксплуатацию", "take into use") },
	{ WORD_KIND, "change", MT_INIT("өзгерту", "изменение", "change") },
	{ WORD_KIND, "transfer",
	  MT_INIT("басқа органға беру", "передача другому органу", "transfer") },
	{ WORD_KIND, "retire", MT_INIT("пайдаланудан шығару", "вывод", "retire") },

	{ WORD_STATE, "review", MT_INIT("қаралып жатыр", "на рассмотрении", "under review") },
	{ WORD_STATE, "returned",
	  MT_INIT("ескертумен қайтарылды", "возвращено с замечаниями", "returned") },
	{ WORD_STATE, "approved", MT_INIT("мақұлданды", "одобрено", "approved") },
	{ WORD_STATE, "refused", MT_INIT("бас тартылды", "отказано", "refused") },
	{ WORD_STATE, "withdrawn", MT_INIT("қайтарып алынды", "отозвано", "withdrawn") },
	{ WORD_STATE, "open", MT_INIT("орындалуға тиіс", "не исполнено", "open") },
	{ WORD_STATE, "reported",
	  MT_INIT("орындалды деп хабарланды", "заявлено исполненным", "reported as done") },
	{ WORD_STATE, "done", MT_INIT("орындалды", "исполнено", "done") },
	{ WORD_STATE, "pending", MT_INIT("шешім күтуде", "ждёт решения", "pending") },
	{ WORD_STATE, "half",
	  MT_INIT("екі мақұлдаудың біреуі берілді", "одно одобрение из двух",
		  "one of two approvals") },
	{ WORD_STATE, "revoked", MT_INIT("күші жойылды", "отменено", "revoked") },
	{ WORD_STATE, "expired", MT_INIT("мерзімі өтті", "срок истёк", "expired") },

	{ WORD_PART, "architecture", MT_INIT("архитектура", "архитектура", "architecture") },
	{ WORD_PART, "data", MT_INIT("деректер", "данные", "data") },
	{ WORD_PART, "security", MT_INIT("қауіпсіздік", "безопасность", "security") },
	{ WORD_PART, "law", MT_INIT("құқық", "право", "law") },

	{ WORD_VERDICT, "positive", MT_INIT("оң", "положительное", "positive") },
	{ WORD_VERDICT, "negative", MT_INIT("теріс", "отрицательное", "negative") },
	{ WORD_VERDICT, "dismissed", MT_INIT("қатысы жоқ", "не относится", "dismissed") },

	{ WORD_TASK, "part", MT_INIT("қорытынды беру", "дать заключение", "give a part") },
	{ WORD_TASK, "decide", MT_INIT("шешім қабылдау", "принять решение", "decide") },
	{ WORD_TASK, "answer",
	  MT_INIT("ескертуге жауап беру", "ответить на замечания", "answer") },
	{ WORD_TASK, "fulfil",
	  MT_INIT("міндеттемені орындау", "исполнить обязательство", "fulfil") },
	{ WORD_TASK, "accept",
	  MT_INIT("орындалғанын растау", "принять исполнение", "accept as done") },
	{ WORD_TASK, "waiver",
	  MT_INIT("ерекше рұқсатты шешу", "решить об исключении", "decide on a waiver") },

	{ WORD_EVENT, "created", MT_INIT("тіркелді", "зарегистрирована", "registered") },
	{ WORD_EVENT, "revised", MT_INIT("жаңа редакция", "новая редакция", "new revision") },
	{ WORD_EVENT, "withdrawn", MT_INIT("қайтарып алынды", "отозвана", "withdrawn") },
	{ WORD_EVENT, "pair_judged",
	  MT_INIT("жұбы бағаланды", "пара оценена", "a pair judged") },
	{ WORD_EVENT, "registered",
	  MT_INIT("қайта тіркелді", "зарегистрирована снова", "registered again") },
	{ WORD_EVENT, "request_submit",
	  MT_INIT("өтінім берілді", "подана заявка", "request submitted") },
	{ WORD_EVENT, "request_part",
	  MT_INIT("қорытынды берілді", "дано заключение", "part given") },
	{ WORD_EVENT, "request_comment", MT_INIT("пікір", "комментарий", "comment") },
	{ WORD_EVENT, "request_return",
	  MT_INIT("ескертумен қайтарылды", "возвращена с замечаниями", "returned") },
	{ WORD_EVENT, "request_answer", MT_INIT("жауап", "ответ", "answer") },
	{ WORD_EVENT, "request_approve", MT_INIT("мақұлданды", "одобрена", "approved") },
	{ WORD_EVENT, "request_refuse", MT_INIT("бас тартылды", "отказано", "refused") },
	{ WORD_EVENT, "request_withdraw",
	  MT_INIT("өтінім қайтарып алынды", "заявка отозвана", "request withdrawn") },
	{ WORD_EVENT, "request_overdue",
	  MT_INIT("өтінім бойынша шешім мерзімі өтті", "срок решения по заявке прошёл",
		  "the decision on a request is overdue") },
	{ WORD_EVENT, "commitment_due",
	  MT_INIT("міндеттеме мерзімі жақын", "подходит срок обязательства",
		  "a commitment is due soon") },
	{ WORD_EVENT, "card_remade",
	  MT_INIT("карточка қайта жасалды", "карточка сделана заново",
		  "the card was made again") },
	{ WORD_EVENT, "review_card_made",
	  MT_INIT("рецензенттер карточкасы жасалды", "сделана карточка для рецензентов",
		  "the card for reviewers was made") },
	{ WORD_EVENT, "review_card_dropped",
	  MT_INIT("рецензенттерге бәрі ашылды", "рецензентам открыто всё",
		  "all is open to reviewers") },
	{ WORD_EVENT, "commitment_report",
	  MT_INIT("міндеттеме орындалды деп хабарланды", "обязательство заявлено исполненным",
		  "commitment reported as done") },
	{ WORD_EVENT, "commitment_accept",
	  MT_INIT("міндеттеме орындалды", "обязательство исполнено", "commitment done") },
	{ WORD_EVENT, "commitment_reject",
	  MT_INIT("міндеттеме орындалған жоқ", "исполнение не принято",
		  "commitment not accepted") },
	{ WORD_EVENT, "waiver_request",
	  MT_INIT("ерекше рұқсат сұралды", "запрошено исключение", "waiver asked for") },
	{ WORD_EVENT, "waiver_approve",
	  MT_INIT("ерекше рұқсат берілді", "исключение одобрено", "waiver approved") },
	{ WORD_EVENT, "waiver_refuse",
	  MT_INIT("ерекше рұқсат берілмеді", "в исключении отказано", "waiver refused") },
	{ WORD_EVENT, "waiver_revoke",
	  MT_INIT("ерекше рұқсат жойылды", "исключение отменено", "waiver revoked") },
	{ WORD_EVENT, "prohibition_request",
	  MT_INIT("тыйым белгісіне рұқсат сұралды", "запрошено исключение по признаку запрета",
		  "waiver of a sign of a ban asked for") },
	{ WORD_EVENT, "prohibition_approve",
	  MT_INIT("тыйым белгісіне рұқсат мақұлданды",
		  "исключение по признаку запрета одобрено",
		  "waiver of a sign of a ban approved") },
	{ WORD_EVENT, "prohibition_refuse",
	  MT_INIT("тыйым белгісіне рұқсат берілмеді",
		  "в исключении по признаку запрета отказано",
		  "waiver of a sign of a ban refused") },
	{ WORD_EVENT, "prohibition_revoke",
	  MT_INIT("тыйым белгісіне рұқсат жойылды", "исключение по признаку запрета отменено",
		  "waiver of a sign of a ban revoked") },
	{ WORD_EVENT, "life_suspend",
	  MT_INIT("тоқтата тұрылды", "приостановлена", "suspended") },
	{ WORD_EVENT, "life_resume", MT_INIT("жалғастырылды", "возобновлена", "resumed") },
	{ WORD_EVENT, "life_take_over",
	  MT_INIT("басқа органнан қабылданды", "принята от другого органа",
		  "taken over from another body") },
	{ WORD_EVENT, "findings_changed",
	  MT_INIT("ескертпелері өзгерді", "изменились замечания", "findings changed") },
	{ WORD_EVENT, "neighbour_found",
	  MT_INIT("ұқсас бастама пайда болды", "появилась похожая инициатива",
		  "a similar initiative appeared") },
	{ WORD_EVENT, "waiver_expired",
	  MT_INIT("ерекше рұқсат мерзімі бітті", "срок исключения истёк", "waiver expired") },
	{ WORD_EVENT, "commitment_overdue",
	  MT_INIT("міндеттеме мерзімі өтті", "обязательство просрочено",
		  "commitment overdue") },
};

struct str word_of(const struct context *c, enum word_group group, struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (words[i].group == group && str_eq(name, str_of(words[i].name)))
			return context_text(c, words[i].title);
	return name;
}

struct str words_of_list(const struct context *c, enum word_group group, struct str names)
{
	struct str out = STR(""), rest = names, one;

	while (rest.n) {
		if (!str_cut(&one, &rest, ',')) {
			one = rest;
			rest = STR("");
		}
		while (one.n && one.p[0] == ' ')
			one = str_sub(one, 1, one.n);
		out = arena_printf(c->arena, "%.*s%s%.*s", STR_FMT(out), out.n ? ", " : "",
				   STR_FMT(word_of(c, group, one)));
	}
	return out;
}

struct str word_stage(const struct context *c, struct str stage)
{
	enum stage s;

	return stage_parse(&s, stage) ? context_text(c, stage_titles[s]) : stage;
}

struct str word_moment(const struct context *c, struct str time)
{
	return arena_printf(c->arena, "%.*s %.*s UTC", STR_FMT(str_sub(time, 0, 10)),
			    STR_FMT(str_sub(time, 11, 19)));
}

struct str word_remark(const struct context *c, struct str remark)
{
	AUTO_STRBUF b;

	strbuf_init(&b, SIZE_MAX / 2);
	for (size_t i = 0; i < remark.n; i++)
		strbuf_byte(&b, remark.p[i] == '\n' || remark.p[i] == '\t' ? ' ' : remark.p[i]);
	return report_shown(c->arena, arena_str(c->arena, strbuf_view(&b)));
}
