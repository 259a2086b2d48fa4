/*
 * Writes the manual as sources of scdoc: manual DIR makes DIR/LANG/NAME.SECTION.scd, a page for
 * each command, one for the program and one for the manifest, in every language. The build
 * runs it; it is no part of the program.
 */
#include "registry/cmd/session.h"

#include <string.h>
#include <unistd.h>

static const struct man_entry about[] = {
	{ NULL,
	  MT_INIT("Tizilim мемлекеттік органдардың жасанды интеллект бастамаларын тіркейді "
		  "және ақша жұмсалмай тұрып әрқайсысын тексереді: Digital Qazaqstan "
		  "референстік архитектурасымен (ортақ дереккөздер, интеграция нүктелері, "
		  "платформалар, құқық) және басқа бастамалармен салыстырады. Ескертпе не қате "
		  "екенін, файлдың қай жерінде екенін, неге және қандай норма бойынша екенін, "
		  "не істеу керегін айтады.",
		  "Tizilim регистрирует инициативы госорганов в области искусственного "
		  "интеллекта и проверяет каждую до того, как потрачены деньги: по референсной "
		  "архитектуре Digital Qazaqstan (общие источники данных, точки интеграции, "
		  "платформы, право) и сравнивая с другими инициативами. Замечание говорит, "
		  "что не так, где в файле, почему и по какой норме, и что делать.",
		  "Tizilim records the AI initiatives of state bodies and judges each one "
		  "before money is spent: by the reference architecture Digital Qazaqstan "
		  "(shared data sources, integration points, platforms, law) and against every "
		  "other initiative. A finding says what is wrong, where in the file, why and "
		  "by which norm, and what to do.") },
	{ NULL, MT_INIT("Бастама манифестпен сипатталады: tizilim-manifest(5). Тексеруге "
			"тізілім де, желі де қажет емес: референстік архитектура мен ережелер "
			"бағдарламаның ішінде.",
			"Инициативу описывает манифест: tizilim-manifest(5). Для проверки не "
			"нужны ни реестр, ни сеть: референсная архитектура и правила находятся "
			"в самой программе.",
			"An initiative is described by a manifest: tizilim-manifest(5). To "
			"check one needs neither a registry nor a network: the reference "
			"architecture and the rules are in the program.") },
	{ 0 }
};

static const struct man_entry options[] = {
	{ "-h, --help", MT_INIT("командалар тізімі; командадан кейін — сол команда туралы",
				"список команд; после команды — о ней самой",
				"lists the commands; behind a command, tells of that one") },
	{ "--version [--json]",
	  MT_INIT("бағдарламаның, топтаманың және схемалардың нұсқалары",
		  "версии программы, пакета и схем",
		  "the versions of the program, the pack and the schemas") },
	{ 0 }
};

static const struct man_entry environment[] = {
	{ "LC_ALL, LC_MESSAGES, LANG",
	  MT_INIT("--lang берілмесе, адам оқитын мәтіннің тілі: бірінші берілгені; белгісіз "
		  "тілде "
		  "— орысша",
		  "язык того, что читают люди, если нет --lang: решает первая заданная; при "
		  "незнакомом языке — русский",
		  "language of what people read where --lang is not given: the first that is "
		  "set "
		  "decides; Russian for a language that is not known") },
	{ "TIZILIM_DB",
	  MT_INIT("--db берілмесе, тізілім: libpq жолы, URI немесе service=атауы",
		  "реестр, если нет --db: строка libpq, URI или service=имя",
		  "the registry where --db is not given: libpq string, URI or service=name") },
	{ "TIZILIM_LOG",
	  MT_INIT("--log берілмесе, тізілімде істелгеннің журналы: файл немесе -",
		  "журнал того, что делается с реестром, если нет --log: файл или -",
		  "the log of what is done to a registry where --log is not given: a file or "
		  "-") },
	{ "PGSERVICE, PGHOST, PGDATABASE",
	  MT_INIT("бұлардың бірі берілсе, тізілім libpq айнымалыларымен табылады, ал "
		  "кіріктірілгені іске қосылмайды",
		  "если задана одна из них, реестр находят по переменным libpq, а встроенный "
		  "не "
		  "запускают",
		  "where one of them is set, the registry is found by the variables of libpq, "
		  "and the embedded one is not started") },
	{ "XDG_DATA_HOME",
	  MT_INIT("кіріктірілген тізілім тұратын бума; әйтпесе ~/.local/share",
		  "папка, в которой живёт встроенный реестр; иначе ~/.local/share",
		  "the folder that the embedded registry lives in; else ~/.local/share") },
	{ "XDG_RUNTIME_DIR",
	  MT_INIT("деректер бумасының жолы тым ұзын болса, ұясы осында тұрады",
		  "здесь лежит его сокет, если путь к папке данных слишком длинный",
		  "holds its socket where the path of the data folder is too long for one") },
	{ "PATH", MT_INIT("PostgreSQL серверінің бағдарламалары осы бумалардан да ізделеді",
			  "программы сервера PostgreSQL ищут и в этих папках",
			  "folders that are searched, too, for the programs of the PostgreSQL "
			  "server") },
	{ "NO_COLOR",
	  MT_INIT("берілсе, түс қолданылмайды", "если задана, цвета не используются",
		  "no colours where it is set") },
	{ "FORCE_HYPERLINK",
	  MT_INIT("0 — сілтемесіз, басқа мән — терминал қандай болса да сілтемемен",
		  "0 — без ссылок, другое значение — со ссылками на любом терминале",
		  "0 for no hyperlinks, any other value for hyperlinks on any terminal") },
	{ 0 }
};

static const struct man_entry files[] = {
	{ "$XDG_DATA_HOME/tizilim",
	  MT_INIT("кіріктірілген тізілім: жергілікті ұя арқылы ғана қолжетімді жеке PostgreSQL",
		  "встроенный реестр: личный PostgreSQL, доступный только через локальный "
		  "сокет",
		  "the embedded registry: a private PostgreSQL, reachable by a local socket "
		  "only") },
	{ "/var/lib/tizilim", MT_INIT("root іске қосқан және серверінің тіркелгісі үй бумасын "
				      "оқи алмайтын кіріктірілген тізілім",
				      "встроенный реестр, если запускает root, а учётной "
				      "записи сервера его домашняя папка недоступна",
				      "the embedded registry of root, whose home the account "
				      "of the server cannot reach") },
	{ 0 }
};

static const struct man_entry manifest_about[] = {
	{ NULL, MT_INIT("Манифест бір бастаманы сипаттайды: бір файл, UTF-8 кодтауындағы YAML "
			"немесе JSON. Бос манифестті tizilim-new(1) шығарады, tizilim-fmt(1) "
			"бір қалыпқа келтіреді, tizilim-fix(1) қатесін түзетеді, "
			"tizilim-check(1) тексереді. Атаулардың орнына анықтамалықтың "
			"идентификаторлары жазылады: tizilim-ref(1).",
			"Манифест описывает одну инициативу: один файл, YAML или JSON в "
			"кодировке UTF-8. Пустой манифест выводит tizilim-new(1), к единому "
			"виду приводит tizilim-fmt(1), ошибки исправляет tizilim-fix(1), "
			"проверяет tizilim-check(1). Вместо названий пишутся идентификаторы "
			"справочника: tizilim-ref(1).",
			"A manifest describes one initiative: one file, YAML or JSON in UTF-8. "
			"tizilim-new(1) prints an empty one, tizilim-fmt(1) gives it the one "
			"form, tizilim-fix(1) mends it, tizilim-check(1) judges it. What has "
			"an id in the reference is written by its id: tizilim-ref(1).") },
	{ 0 }
};

static const struct mtext manifest_name = MT_INIT(
	"ЖИ бастамасының манифесті", "манифест инициативы ИИ", "manifest of an AI initiative");

static const struct man_entry
	see_program[] = { { NULL, MT_INIT("tizilim-manifest(5)", "tizilim-manifest(5)",
					  "tizilim-manifest(5)") },
			  { 0 } },
	see_manifest[] = { { NULL, MT_INIT("tizilim-explain(1), tizilim-schema-print(1)",
					   "tizilim-explain(1), tizilim-schema-print(1)",
					   "tizilim-explain(1), tizilim-schema-print(1)") },
			   { 0 } };

static const struct mtext title_description = MT_INIT("СИПАТТАМАСЫ", "ОПИСАНИЕ", "DESCRIPTION"),
			  title_see = MT_INIT("ТАҒЫ ҚАРАҢЫЗ", "СМОТРИТЕ ТАКЖЕ", "SEE ALSO");

static void program_page(const struct man *m)
{
	man_head(m, NULL, 1,
		 mtext_in(MT("мемлекеттік органдардың ЖИ бастамаларының тізілімі және оларды "
			     "тексергіш",
			     "реестр инициатив ИИ государственных органов и их проверка",
			     "register and checker of the AI initiatives of state bodies"),
			  m->lang));
	man_usage(m, "<command>", "[<argument>]…");
	man_entries(m, title_description, about);
	man_entries(m, MT("ПАРАМЕТРЛЕРІ", "ПАРАМЕТРЫ", "OPTIONS"), options);
	man_commands(m, commands);
	man_exits(m, NULL);
	man_entries(m, MT("ОРТА АЙНЫМАЛЫЛАРЫ", "ПЕРЕМЕННЫЕ ОКРУЖЕНИЯ", "ENVIRONMENT"),
		    environment);
	man_entries(m, MT("ФАЙЛДАРЫ", "ФАЙЛЫ", "FILES"), files);
	man_entries(m, title_see, see_program);
}

/* The page of manifests: what the schema says of its fields. */
struct page {
	const struct man *man;
	struct arena *arena;
	const struct node *schema;
};

static struct str in(const struct page *p, struct mtext text)
{
	return mtext_in(text, p->man->lang);
}

static void fact(struct page *p, struct mtext label, struct str value)
{
	if (value.n == 0)
		return;
	man_text(p->man, in(p, MTEXT_FILL(p->arena, label, mtext_same(value))));
	out_str(p->man->out, STR("\n\t"));
}

static struct str values(const struct page *p, const struct node *field)
{
	const struct node *all = node_get(field, STR("enum"));
	struct str list = STR("");

	for (uint32_t i = 0; all && i < all->count; i++)
		list = arena_printf(p->arena, "%.*s%s%.*s", STR_FMT(list), i ? ", " : "",
				    STR_FMT(node_canonical(p->arena, &all->items[i])));
	return list;
}

/* A longer one has no place in a line to break it at. */
enum { EXAMPLE_MAX = 60 };

static void field_entry(struct page *p, struct str pointer, const struct node *field)
{
	const struct node *meant = schema_follow(p->schema, field);
	const struct node *examples = node_get(field, STR("examples"));
	struct str example = STR("");
	enum stage stage;

	if (examples && examples->count)
		example = node_canonical(p->arena, &examples->items[0]);

	out_str(p->man->out, STR("*"));
	man_text(p->man, pointer);
	out_str(p->man->out, STR("* — "));
	man_text(p->man, in(p, schema_words(field, STR("title"))));
	out_str(p->man->out, STR("\n\t"));
	man_text(p->man, in(p, schema_words(field, STR("description"))));
	out_str(p->man->out, STR("\n\n\t"));
	fact(p, MT("Мәндері: %1.", "Значения: %1.", "Values: %1."), values(p, meant));
	if (stage_parse(&stage, node_text(field, STR("x-required-from"))))
		fact(p,
		     MT("«%1» кезеңінен бастап қажет.", "Требуется со стадии «%1».",
			"Required from stage \"%1\" on."),
		     in(p, stage_titles[stage]));
	fact(p, MT("Кім көреді: %1.", "Кто видит: %1.", "Who sees it: %1."),
	     in(p, visibility_titles[schema_visible_at(p->schema, pointer).class]));
	if (example.n <= EXAMPLE_MAX)
		fact(p, MT("Мысалы: %1", "Например: %1", "For example: %1"), example);
	out_str(p->man->out, STR("\n\n"));
}

/* Fields of what is defined once for all, such as texts in languages, are not told again. */
static void fields(struct page *p, struct str pointer, const struct node *object)
{
	const struct node *all = node_get(object, STR("properties"));

	for (uint32_t i = 0; all && i < all->count; i++) {
		const struct member *m = &all->members[i];
		const struct node *items = node_get(&m->value, STR("items"));
		struct str at = arena_printf(p->arena, "%.*s/%.*s", STR_FMT(pointer),
					     (int)m->key_n, m->key);

		field_entry(p, at, &m->value);
		fields(p, at, &m->value);
		if (items)
			fields(p, arena_printf(p->arena, "%.*s/*", STR_FMT(at)), items);
	}
}

static bool manifest_page(const struct man *m, struct err *err)
{
	AUTO_ARENA a = arena_new();
	const struct schema_shipped *text = schema_shipped_named(STR("initiative-1.0"));
	struct doc_errors faults = { 0 };
	struct page p = { m, a, NULL };
	struct doc *doc;

	if (!doc_parse(&doc, a, text->name, text->text, DOC_JSON, DOC_GENERAL, &faults))
		return err_set(err, ERR_BUG, "%.*s cannot be read", STR_FMT(text->name));
	p.schema = &doc->root;
	man_head(m, "manifest", 5, in(&p, manifest_name));
	man_entries(m, title_description, manifest_about);
	man_title(m, MT("ӨРІСТЕРІ", "ПОЛЯ", "FIELDS"));
	fields(&p, STR(""), p.schema);
	man_entries(m, title_see, see_manifest);
	return true;
}

/* Where pages of a language go. */
struct book {
	struct arena *arena;
	struct str dir;
	struct man man;
	struct out page;
};

static bool page_create(struct book *b, const char *topic, int section, struct err *err)
{
	struct out name;
	struct str path;
	bool made;

	out_init_memory(&name);
	man_page(&name, topic);
	path = arena_printf(b->arena, "%.*s/%.*s.%d.scd", STR_FMT(b->dir),
			    STR_FMT(out_view(&name)), section);
	made = out_create(&b->page, path, err);
	return out_close(&name, err) && made;
}

static bool pages(struct book *b, struct err *err)
{
	if (!file_make_dirs(b->dir, err) || !page_create(b, NULL, 1, err))
		return false;
	program_page(&b->man);
	if (!out_close(&b->page, err))
		return false;
	for (const struct command *const *c = commands; *c; c++) {
		if (!page_create(b, (*c)->name, 1, err))
			return false;
		man_command(&b->man, *c);
		if (!out_close(&b->page, err))
			return false;
	}
	return page_create(b, "manifest", 5, err) && manifest_page(&b->man, err) &&
	       out_close(&b->page, err);
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new();
	struct err err = { 0 };
	struct out status;

	if (argc != 2)
		return EXIT_USAGE;
	for (enum lang l = 0; l < LANG_COUNT && err.code == ERR_NONE; l++) {
		struct book b = { .arena = a };

		b.dir = file_join(a, str_of(argv[1]), str_of(lang_names[l]));
		b.man = (struct man){ &b.page, l, STR(TIZILIM_VERSION) };
		if (!pages(&b, &err))
			break;
	}
	out_init(&status, STDERR_FILENO);
	if (err.code != ERR_NONE)
		out_printf(&status, "manual: %s\n", err.text);
	return out_close(&status, &err) ? (int)exit_of(err.code) : EXIT_LOCAL;
}
