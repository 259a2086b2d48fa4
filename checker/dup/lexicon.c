#include "checker/dup/dup_internal.h"

/* Folded; words of grammar and of every official text. */
static const char *const stop_words[LANG_COUNT] = {
	[LANG_KK] = "ал алу алып арасында арқылы астам атап ақылы әр әрбір әрі бар барлық бас "
		    "басқа без бен "
		    "беру береді беретін бойы бойынша болады болса болған болып болатын бола "
		    "бол бұл біз бір бірақ "
		    "бірге біркелкі ғана да дағы де дейін деген деп дегі ден ед еді егер екен "
		    "екі ең енді ерте "
		    "еске ететін етеді ету етті етіп жаңа жатыр және жоқ жөнінде жөніндегі "
		    "жүзеге жылы жыл жылғы "
		    "кез кезде кезінде келген керек кейін кейбір көп көптеген қана қарай қатар "
		    "қоса қолдану "
		    "қолданылады мен менен мұнда мүмкін не немесе нәтижесінде негізінде олар "
		    "ол онда оның осы "
		    "осындай өз өзі өте пайдалана пайдаланып пен соң сол сондай сонымен сияқты "
		    "та тағы тек тиіс "
		    "туралы түрде түрі тыс үшін үш шаралар шейін ішінде",
	[LANG_RU] = "а без более бы был была были было быть в вам вас весь во вот все всего "
		    "всех вы где год года "
		    "году да для до его ее ей если есть еще ж же за здесь и из или им их к как "
		    "какой когда "
		    "конца кто которая которого которой которые который которых ко ли либо "
		    "между менее меньше мы "
		    "на над нас не него нее нет ни них но ну о об обеспечение обеспечения один "
		    "он она они оно "
		    "от очень по под после при про путем раз рамках с сам своего своей свои "
		    "своих себя со "
		    "согласно также такие такой так там то того тоже той только том тот у уже "
		    "целях часть чем "
		    "через что чтобы чтоб эта эти этих это этого этой этом этот я",
	[LANG_EN] = "a about above after again against all also am an and any are as at be "
		    "because been before "
		    "being below between both but by can could did do does doing done down "
		    "during each either "
		    "etc few for from further had has have having he her here hers him his how "
		    "i if in into is "
		    "it its itself just let me more most my no nor not now of off on once only "
		    "or other our out "
		    "over own per same she should so some such than that the their them then "
		    "there these they "
		    "this those through to too under until up upon us very via was we were "
		    "what when where "
		    "which while who whom whose why will with within without would you your "
		    "may might must "
		    "shall one two new able help helps allow allows based provide provides "
		    "provided providing "
		    "none use used uses user users using utilize utilizes utilizing",
};

/* Folded; in a register of AI initiatives nearly every entry has them. */
static const char *const common_words[LANG_COUNT] = {
	[LANG_KK] =
		"автоматты автоматтандыру агент ассистент көмекші модель ақпарат ақпараттық "
		"анықтау әзірлеу басқару бірыңғай "
		"деректер деректерді дерекқор жасанды жи жоба жүйе жүйесі жұмыс интеллект "
		"қамтамасыз қызмет қызметі қызметтер құрал құралы мемлекеттік модуль модулі "
		"орган органдар платформа платформасы процесс сервис талдау технология ұлттық "
		"цифрлық цифрландыру шешім электрондық",
	[LANG_RU] =
		"автоматизация автоматический автоматическая агент ассистент помощник модель "
		"находит поиск анализ выявление государственный "
		"государственных данные данных единый единая ии инструмент интеллект "
		"интеллектуальный информация информационный искусственный использование "
		"контроль модуль национальный обработка основе органы платформа помощь "
		"проект процесс работа развитие решение сервис система создание технология "
		"управление услуги услуга цифровой цифровая электронный",
	[LANG_EN] = "agency agent assist assistant detect find identify ai algorithm analysis "
		    "analyze artificial automate automated automatic "
		    "capability data develop digital improve information intelligence learning "
		    "machine ml model module national platform process program project public "
		    "service solution state support system task technology time tool work",
};

struct dup_label dup_label_stem(struct arena *a, struct stemmer *stemmer, enum lang lang,
				struct str word)
{
	struct str stem = stemmer_stem(stemmer, a, lang, word);
	struct str name = ARENA_JOIN(a, str_of(lang_names[lang]), STR(":"), stem);
	struct str key = name;

	/* Kazakh is written in two scripts; the stem is made first, as only Cyrillic shows the
	 * harmony of vowels that tells a suffix from a part of the word. */
	if (lang == LANG_KK)
		key = ARENA_JOIN(a, STR("kk:"), text_skeleton(a, stem));
	return (struct dup_label){ key, name };
}

struct str dup_label_word(struct dup_label label)
{
	size_t colon = str_find(label.key, STR(":"));

	return str_sub(label.key, colon + 1, label.key.n);
}

enum { BRIDGE_BYTES = 5 };

struct str dup_bridge(struct arena *a, struct str stem)
{
	struct str skeleton = text_skeleton(a, stem);
	size_t n = 0;

	/* A skeleton is ASCII but for letters of other scripts, which are not to be cut. */
	for (struct str rest = skeleton; rest.n > 0 && n < BRIDGE_BYTES;
	     n = skeleton.n - rest.n)
		text_next(&rest);
	return str_sub(skeleton, 0, n);
}

struct dup_label dup_label_bridge(struct arena *a, struct str bridge)
{
	struct str key = ARENA_JOIN(a, STR("prefix:"), bridge);

	return (struct dup_label){ key, key };
}

static struct str stop_key(struct arena *a, enum lang lang, struct str word)
{
	return lang == LANG_KK ? text_skeleton(a, word) : word;
}

bool dup_lexicon_stops(const struct dup_lexicon *lexicon, struct arena *a, enum lang lang,
		       struct str word)
{
	return strmap_get(&lexicon->stops[lang], stop_key(a, lang, word));
}

static void init_language(struct dup_lexicon *lexicon, struct arena *a, struct stemmer *stemmer,
			  enum lang lang)
{
	struct str rest = str_of(stop_words[lang]), word;

	strmap_init(&lexicon->stops[lang], a);
	while (str_cut(&word, &rest, ' '))
		strmap_put(&lexicon->stops[lang], stop_key(a, lang, word), lexicon);
	rest = str_of(common_words[lang]);
	while (str_cut(&word, &rest, ' ')) {
		struct dup_label stem = dup_label_stem(a, stemmer, lang, word);

		strmap_put(&lexicon->commons, stem.key, lexicon);
		strmap_put(&lexicon->commons,
			   dup_label_bridge(a, dup_bridge(a, dup_label_word(stem))).key,
			   lexicon);
	}
}

void dup_lexicon_init(struct dup_lexicon *lexicon, struct arena *a, struct stemmer *stemmer)
{
	strmap_init(&lexicon->commons, a);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		init_language(lexicon, a, stemmer, l);
}
