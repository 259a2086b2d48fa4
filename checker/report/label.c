#include "checker/report/report_internal.h"

const struct mtext label_texts[LABEL_COUNT] = {
	[LABEL_PACK] = MT_INIT("топтама", "пакет", "pack"),
	[LABEL_NO_PACK] = MT_INIT("ереже топтамасыз", "без пакета правил", "no rule pack"),
	[LABEL_SCHEMA] = MT_INIT("схема", "схема", "schema"),
	[LABEL_PORTFOLIO] = MT_INIT("портфель", "портфель", "portfolio"),
	[LABEL_JUDGED_BY] = MT_INIT("бағалау күні:", "на дату", "judged by"),
	[LABEL_WHY] = MT_INIT("негізі", "почему", "why"),
	[LABEL_NORM] = MT_INIT("норма", "норма", "norm"),
	[LABEL_DO] = MT_INIT("түзету", "исправить", "do"),
	[LABEL_SEE] = MT_INIT("қараңыз", "смотрите", "see also"),
	[LABEL_CONDITION] = MT_INIT("шарт", "условие", "condition"),
	[LABEL_ID] = MT_INIT("таңба", "отпечаток", "id"),
	[LABEL_KNOWN] = MT_INIT("бұрыннан белгілі", "известно ранее", "known before"),
	[LABEL_IGNORED] = MT_INIT("ескерілмейді", "не учитывается", "ignored"),
	[LABEL_IGNORED_UNTIL] =
		MT_INIT("%1 күніне дейін ескерілмейді: %2 (%3)",
			"не учитывается по %1: %2 (%3)", "ignored until %1: %2 (%3)"),
	[LABEL_GONE] = MT_INIT("жойылған", "исчезло", "gone"),
	[LABEL_UNCOUNTED] = MT_INIT("Есепке алынбағаны", "Не в счёт", "Not counted"),
	[LABEL_WHOLE_RUN] = MT_INIT("бүкіл тексеру", "вся проверка", "the whole run"),
	[LABEL_VERBOSE] = MT_INIT("көрсету үшін: --verbose", "показать: --verbose",
				  "--verbose shows them"),
	[LABEL_OTHERS] =
		MT_INIT("Басқа ережелердің ескертпелері көрсетілмеді, бірақ қорытынды мен "
			"шығу коды оларды да ескереді",
			"Замечания по другим правилам не показаны, но вывод и код выхода их "
			"учитывают",
			"Findings of other rules are not shown, but the verdict and the exit "
			"code count them"),
	[LABEL_MANIFEST] = MT_INIT("манифест", "манифест", "manifest"),
	[LABEL_REFERENCE] = MT_INIT("анықтамалық", "справочник", "reference"),
	[LABEL_INITIATIVE] = MT_INIT("бастама", "инициатива", "initiative"),
	[LABEL_ERRORS] = MT_INIT("қате", "ошибок", "errors"),
	[LABEL_WARNINGS] = MT_INIT("ескерту", "предупреждений", "warnings"),
	[LABEL_INFOS] = MT_INIT("ақпарат", "информационных", "information"),
	[LABEL_FILES] = MT_INIT("файл", "файлов", "files"),
	[LABEL_FILES_CLEAN] = MT_INIT("оның ішінде ескертпесіз", "из них без замечаний",
				      "of them without findings"),
	[LABEL_CLEAN] = MT_INIT("Ескертпесіз", "Без замечаний", "Without findings"),
	[LABEL_NOT_JUDGED] = MT_INIT("Бағаланбағаны және түсініктемелер",
				     "Не оценено и примечания", "Not judged, and remarks"),
	[LABEL_NOT_JUDGED_WHY] = MT_INIT(
		"Бұл ережелерді қолдануға анықтамалықтың немесе манифестің деректері "
		"жетпеді. Бұл — «бәрі дұрыс» деген сөз емес.",
		"Для этих правил не хватило данных справочника или манифеста. Это не "
		"значит, что всё в порядке.",
		"The reference or the manifest did not hold what these rules need. That "
		"is not a pass."),
	[LABEL_OVERLAPS] = MT_INIT("Қайталанатын бастамалар", "Пересечения инициатив",
				   "Overlapping initiatives"),
	[LABEL_OVERLAPS_WHY] =
		MT_INIT("Бір істі атқаратын сияқты жұптар; шешімді адам қабылдайды.",
			"Пары, которые, похоже, делают одно и то же; решает "
			"человек.",
			"Pairs that seem to do the same; a person decides."),
	[LABEL_DROPPED] = MT_INIT("Шектен асқан ескертпелер көрсетілмеді",
				  "Замечаний сверх предела не показано",
				  "Findings beyond the limit that are not shown"),
	[LABEL_MORE] = MT_INIT("тағы", "ещё", "more:"),
	[LABEL_ILLUSTRATION] = MT_INIT("мысал", "иллюстрация", "illustration"),
	[LABEL_ILLUSTRATIONS] =
		MT_INIT("Бұл — ашық хабарламалар бойынша құрастырылған мысалдар; олар ешбір "
			"орган туралы тұжырым емес.",
			"Это иллюстрации, составленные по открытым сообщениям; они не содержат "
			"утверждений ни о каком органе.",
			"These are illustrations built from public announcements; they are no "
			"statement about any body."),
	[LABEL_NOTHING_JUDGED] =
		MT_INIT("Ештеңе бағаланған жоқ", "Ничего не оценено", "Nothing was judged"),
	[LABEL_STAGE] = MT_INIT("кезең", "стадия", "stage"),
	[LABEL_LANGUAGE] = MT_INIT("Тіл", "Язык", "Language"),
	[LABEL_QUESTION] = MT_INIT("Бұған жол беруге бола ма?", "Можно ли дать этому ход?",
				   "May this go ahead?"),
	[LABEL_OVERVIEW] = MT_INIT("Шолу", "Обзор", "Overview"),
	[LABEL_VERDICT] = MT_INIT("Қорытынды", "Вывод", "Verdict"),
	[LABEL_BODY] = MT_INIT("Орган", "Орган", "Body"),
	[LABEL_FINDINGS] = MT_INIT("Ескертпелер", "Замечания", "Findings"),
	[LABEL_NO_FINDINGS] = MT_INIT("Ескертпе жоқ.", "Замечаний нет.", "No findings."),
	[LABEL_RULES] =
		MT_INIT("Қолданылған ережелер", "Применённые правила", "Rules that were run"),
	[LABEL_RULE] = MT_INIT("Ереже", "Правило", "Rule"),
	[LABEL_RULES_WHY] = MT_INIT(
		"Ескертпесі де, бағаланбағаны да жоқ ереже орындалды немесе қатысы жоқ.",
		"Правило без замечаний и без неоценённого соблюдено или не относится к "
		"делу.",
		"A rule without findings and with nothing unjudged was met or does not "
		"apply."),
	[LABEL_RULES_GROUPED] =
		MT_INIT("Әр ереже нәтижесі бойынша бір топта тұр; топтар басқанда ашылады.",
			"Каждое правило стоит в одной группе по своему итогу; группы "
			"раскрываются.",
			"Each rule stands in one group by what came of it; the groups unfold."),
	[LABEL_SEVERITY] = MT_INIT("Деңгейі", "Уровень", "Severity"),
	[LABEL_SCORE] = MT_INIT("Ұқсастық", "Сходство", "Likeness"),
	[LABEL_FIRST] = MT_INIT("Бірінші бастама", "Первая инициатива", "First initiative"),
	[LABEL_SECOND] = MT_INIT("Екінші бастама", "Вторая инициатива", "Second initiative"),
	[LABEL_OF_RULE_FOUND] = MT_INIT("Ескертпелер", "Замечаний", "Findings"),
	[LABEL_OF_RULE_UNJUDGED] = MT_INIT("Бағаланбады", "Не оценено", "Not judged"),
	[LABEL_RULES_FOUND] = MT_INIT("Ескертпесі бар", "С замечаниями", "With findings"),
	[LABEL_RULES_UNJUDGED] =
		MT_INIT("Толық бағаланбаған", "Оценено не всё", "Not everything judged"),
	[LABEL_RULES_MET] = MT_INIT("Орындалған", "Выполнено", "Met"),
	[LABEL_RULES_IDLE] = MT_INIT("Қатысы жоқ немесе бұл кезеңде сұралмайды",
				     "Не относится к делу или не спрашивается на этой стадии",
				     "Do not apply, or are not asked at this stage"),
	[LABEL_RULES_QUIET] =
		MT_INIT("Орындалған немесе қатысы жоқ", "Выполнено или не относится к делу",
			"Met, or do not apply"),
	[LABEL_OF_RULE_MET] = MT_INIT("Орындалды", "Выполнено", "Met"),
	[LABEL_OF_RULE_IDLE] = MT_INIT("Қатысы жоқ", "Не относится", "Does not apply"),
	[LABEL_NORMS] = MT_INIT("Ескертпелер негізделген нормалар",
				"Нормы, на которых основаны замечания",
				"Norms that the findings rest on"),
	[LABEL_MAP] = MT_INIT("Ұқсастық картасы", "Карта сходства", "Map of what is alike"),
	[LABEL_REFERENCES] = MT_INIT("Архитектурадағы орны", "Место в архитектуре",
				     "Place in the architecture"),
	[LABEL_REFERENCES_WHY] =
		MT_INIT("Сол жақта — дереккөздер, оң жақта — интеграция нүктелері мен "
			"платформалар. Кестелер соны сөзбен айтады.",
			"Слева источники, справа точки интеграции и платформы. Таблицы говорят "
			"то же словами.",
			"Sources on the left, integration points and platforms on the right. "
			"The tables say the same in words."),
	[LABEL_ENTRY] =
		MT_INIT("Анықтамалық жазбасы", "Запись справочника", "Entry of the reference"),
	[LABEL_INITIATIVES] = MT_INIT("Бастама", "Инициатив", "Initiatives"),
	[LABEL_WHICH] = MT_INIT("Қайсысы", "Какие", "Which"),
	[LABEL_NOT_DRAWN] = MT_INIT("Картаға сыймаған бастамалар", "Не поместилось на карту",
				    "Not drawn on the map"),
	[LABEL_SKIP] = MT_INIT("Мазмұнына өту", "К содержанию", "Skip to the content"),
	[LABEL_BESIDE] = MT_INIT("Қатар қойып салыстыру", "Рядом", "Side by side"),
	[LABEL_BESIDE_MORE] =
		MT_INIT("Қалған жұптарды қатар қою: tizilim duplicates ID ID -f html",
			"Остальные пары рядом: tizilim duplicates ID ID -f html",
			"The other pairs side by side: tizilim duplicates ID ID -f html"),
	[LABEL_TREND] = MT_INIT("Өзгеру барысы", "Динамика", "Trend"),
	[LABEL_TREND_WHY] = MT_INIT(
		"Бұрынғы есептер мен осы тексеру санағаны. Тексерілген файлдар жиыны өзгерсе, "
		"сандар да өзгереді.",
		"Что насчитали прежние отчёты и эта проверка. Если менялся набор файлов, "
		"менялись и числа.",
		"What earlier reports and this run counted. Where the set of files changed, "
		"so did the figures."),
	[LABEL_BY_STAGE] = MT_INIT("Кезеңдер бойынша бастамалар", "Инициативы по стадиям",
				   "Initiatives by stage"),
	[LABEL_NO_STAGE] =
		MT_INIT("кезеңі көрсетілмеген", "стадия не указана", "no stage told"),
	[LABEL_DAY] = MT_INIT("Күні", "Дата", "Day"),
	[LABEL_IN_FIGURES] = MT_INIT("Сандармен, күн", "В числах, дней", "In figures, days"),
	[LABEL_DISCLAIMER] =
		MT_INIT("Бұл есеп манифесті ережелермен салыстырады; шешімді уәкілетті адам "
			"қабылдайды.",
			"Отчёт сопоставляет манифест с правилами; решение принимает "
			"уполномоченное лицо.",
			"This report compares a manifest with rules; an authorised person "
			"decides."),
};

const struct mtext verdict_titles[VERDICT_COUNT] = {
	[VERDICT_CLEAN] = MT_INIT("Кедергі табылмады", "Препятствий не найдено",
				  "Nothing found against it"),
	[VERDICT_UNSURE] = MT_INIT("Кедергі табылмады, бірақ бәрі бағаланған жоқ",
				   "Препятствий не найдено, но оценено не всё",
				   "Nothing found against it, but not everything was judged"),
	[VERDICT_REMARKS] = MT_INIT("Болады, ескертпелері бар", "Можно, с замечаниями",
				    "Yes, with remarks"),
	[VERDICT_NO] = MT_INIT("Осы күйінде болмайды", "В таком виде нельзя", "Not as it is"),
};

const char *const verdict_names[VERDICT_COUNT] = {
	[VERDICT_CLEAN] = "clean",
	[VERDICT_UNSURE] = "unsure",
	[VERDICT_REMARKS] = "remarks",
	[VERDICT_NO] = "no",
};
