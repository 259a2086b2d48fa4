#include "checker/report/report.h"
#include "checker/text/text.h"

#include "tests/unit/rows.h"

#include <string.h>

/*
 * One stream for all forms: each severity; lines with tabs, with Kazakh and
 * Chinese letters, too long for the terminal; a finding without a line; every
 * part a finding may have; and text that tries to leave its place.
 */
static const struct basis basis[] = {
	{
		.id = STR_INIT("inf-21-nodup"),
		.citation = MT_INIT("«Ақпараттандыру туралы» Заң, 21-бап",
				    "Закон «Об информатизации», ст. 21",
				    "Law on Informatization, art. 21"),
		.text = MT_INIT("Деректер бір рет жиналады және қайталанбайды.",
				"Данные собираются один раз и не дублируются.",
				"Data are collected once and not duplicated."),
		.state = NORM_UNCONFIRMED,
		.to = STR_INIT("2026-07-11"),
		.confidence = CONF_SEEN,
		.url = STR_INIT("https://adilet.zan.kz/rus/docs/Z1500000418?a=1&b=2"),
	},
	{
		.id = STR_INIT("arch-193"),
		.citation = MT_INIT("Сәулет талаптары, 193-тармақ",
				    "Требования к архитектуре, п. 193",
				    "Architecture requirements, par. 193"),
		.from = STR_INIT("2018-04"),
		.confidence = CONF_SECONDARY,
		.url = STR_INIT("javascript:alert(1)"),
	},
	{
		.id = STR_INIT("dec-1"),
		.citation = MT_INIT("Жарлық, 1-тармақ", "Указ, п. 1", "Decree, par. 1"),
		.confidence = CONF_MEMORY,
	},
};

static const struct fact facts[] = {
	{
		.kind = FACT_MANIFEST,
		.name = STR_INIT("data_sources/0/source"),
		.value = MT_INIT("gbd-flx", "gbd-flx", "gbd-flx"),
	},
	{
		.kind = FACT_REFERENCE,
		.name = STR_INIT("sources/gbd-fl"),
		.value = MT_INIT("«Жеке тұлғалар» мемлекеттік дерекқоры",
				 "Государственная база данных «Физические лица»",
				 "State database of natural persons"),
		.confidence = CONF_SECONDARY,
		.url = STR_INIT("https://example.kz/gbd-fl"),
	},
	{
		.kind = FACT_INITIATIVE,
		.name = STR_INIT("mz/dari"),
		.value = MT_INIT("Дәрі", "Лекарство", "Medicine"),
		.confidence = CONF_MEMORY,
	},
};

static const struct place related[] = {
	{
		.file = STR_INIT("registry:mz/dari@2"),
		.pointer = STR_INIT("/data_sources/1"),
		.note = MT_INIT("тізілімдегі сол дереккөз", "тот же источник в реестре",
				"the same source in the registry"),
	},
	{
		.file = STR_INIT("egin/бастама 1.yaml"),
		.pointer = STR_INIT("/name/kk"),
		.line = 3,
		.column = 7,
		.excerpt = STR_INIT("  kk: Егін"),
		.span = 4,
		.note = MT_INIT("атауы", "название", "its name"),
	},
};

#define HOSTILE                                                                        \
	"</pre><script>alert('x')</script> \x1b[2J\x1b[31mOK\x07 \u202Egnp.exe\u2066 " \
	"[link](http://evil.example) \xC2\x9B"                                         \
	"1m & \"quoted\""

static const struct finding findings[] = {
	{
		.rule = STR_INIT("SRC-001"),
		.severity = SEV_ERROR,
		.initiative = STR_INIT("msh/egin"),
		.at = { .file = STR_INIT("egin/бастама 1.yaml"),
			.pointer = STR_INIT("/data_sources/0/source"),
			.line = 12,
			.column = 13,
			.excerpt = STR_INIT("  - source: gbd-flx # жеке тұлғалар"),
			.span = 7 },
		.message = MT_INIT(
			"Анықтамалықта «gbd-flx» дереккөзі жоқ; ең жақыны — «gbd-fl».",
			"Справочник не знает источник «gbd-flx»; ближайший — «gbd-fl».",
			"The reference does not know the source \"gbd-flx\"; the nearest is "
			"\"gbd-fl\"."),
		.remedy = MT_INIT("Дереккөзді gbd-fl деп көрсетіңіз.",
				  "Укажите источник gbd-fl.", "Write the source as gbd-fl."),
		.condition = STR_INIT("source_known"),
		.related = related,
		.related_n = 2,
		.facts = facts,
		.facts_n = 3,
		.basis = basis,
		.basis_n = 3,
	},
	{
		.rule = STR_INIT("PLT-002"),
		.severity = SEV_WARNING,
		.initiative = STR_INIT("msh/egin"),
		.at = { .file = STR_INIT("egin/бастама 1.yaml"),
			.pointer = STR_INIT("/purpose/kk"),
			.line = 1234,
			.column = 7,
			.excerpt = STR_INIT("\tkk:\t\"Өңірлердегі 中文 егін\"\r"),
			.span = 17 },
		.message = MT_INIT("Ұлттық платформада бар функция қайта жасалады.",
				   "Создаётся функция, которая уже есть на национальной "
				   "платформе.",
				   "A function that the national platform has is built again."),
	},
	{
		.rule = STR_INIT("DUP-007"),
		.severity = SEV_INFO,
		.initiative = STR_INIT("msh/egin"),
		.at = { .file = STR_INIT("egin/бастама 1.yaml"),
			.pointer = STR_INIT("/description/ru"),
			.line = 1300,
			.column = 121,
			.excerpt = STR_INIT(
				"description: Система предназначена для автоматизации "
				"процессов "
				"и повышения эффективности и прозрачности деятельности органа "
				"в рамках цифровизации и также для автоматизации процессов и "
				"повышения эффективности и прозрачности деятельности органа"),
			.span = 20 },
		.message = MT_INIT("Мағынасыз сөз тіркесі.", "Пустая фраза.", "Empty phrase."),
	},
	{
		.rule = STR_INIT("document/duplicate-key"),
		.severity = SEV_ERROR,
		.at = { .file = STR_INIT("evil\x1b[2J<b>.json"), .pointer = STR_INIT("/a~1b") },
		.message = MT_INIT(HOSTILE, HOSTILE, HOSTILE),
		.remedy = MT_INIT("Бір кілтті\nқалдырыңыз.", "Оставьте\nодин ключ.",
				  "Keep\none key."),
	},
	{
		.rule = STR_INIT("document/duplicate-key"),
		.severity = SEV_ERROR,
		.at = { .file = STR_INIT("evil\x1b[2J<b>.json"),
			.line = 2,
			.column = 9,
			.excerpt = STR_INIT("  \"a\": \"\x1b[31m\u202E<i>\", \"a\": 1"),
			.span = 8 },
		.message =
			MT_INIT("Кілт қайталанады.", "Ключ повторяется.", "A key is repeated."),
	},
};

static const struct note notes[] = {
	{ .rule = STR_INIT("SRC-003"),
	  .initiative = STR_INIT("msh/egin"),
	  .at = { .file = STR_INIT("egin/бастама 1.yaml") },
	  .text = MT_INIT("дереккөздің иесі белгісіз", "владелец источника неизвестен",
			  "the owner of the source is not known") },
	{ .rule = STR_INIT("SRC-003"),
	  .initiative = STR_INIT("mz/dari"),
	  .text = MT_INIT("дереккөздің иесі белгісіз", "владелец источника неизвестен",
			  "the owner of the source is not known") },
	{ .text = MT_INIT("тізілім суреті 40 күндік", "снимку реестра 40 дней",
			  "the registry snapshot is 40 days old") },
};

static const struct report_subject subjects[] = {
	{ .file = STR_INIT("egin/бастама 1.yaml"),
	  .initiative = STR_INIT("msh/egin"),
	  .name = MT_INIT("Егін болжамы", "Прогноз урожая", "Harvest forecast"),
	  .body = MT_INIT("Ауыл шаруашылығы министрлігі", "Министерство сельского хозяйства",
			  "Ministry of Agriculture"),
	  .stage = STR_INIT("pilot"),
	  .bytes = STR_INIT("abc"),
	  .illustration = true },
	{ .file = STR_INIT("evil\x1b[2J<b>.json") },
	{ .file = STR_INIT("dari.yaml"),
	  .initiative = STR_INIT("mz/dari"),
	  .name = MT_INIT("Дәрі", "Лекарство", "Medicine"),
	  .body = MT_INIT("Денсаулық сақтау министрлігі", "Министерство здравоохранения",
			  "Ministry of Healthcare"),
	  .stage = STR_INIT("idea") },
	{ .file = STR_INIT("jol.yaml"),
	  .initiative = STR_INIT("mt/jol"),
	  .name = MT_INIT("Жол", "Дорога", "Road"),
	  .body = MT_INIT("Көлік министрлігі", "Министерство транспорта",
			  "Ministry of Transport") },
};

static const struct rule_info rules[] = {
	{ .id = STR_INIT("DUP-007"),
	  .severity = SEV_INFO,
	  .title = MT_INIT("Мағынасыз мәтін", "Пустой текст", "Filler text"),
	  .description = MT_INIT("Мәтін ештеңе айтпайды.", "Текст ничего не говорит.",
				 "The text says nothing.") },
	{ .id = STR_INIT("PLT-002"),
	  .severity = SEV_WARNING,
	  .title = MT_INIT("Бар нәрсе қайта жасалады", "Строится уже существующее",
			   "Builds what a platform provides") },
	{ .id = STR_INIT("SRC-001"),
	  .severity = SEV_ERROR,
	  .title = MT_INIT("Белгісіз дереккөз", "Неизвестный источник", "Unknown data source"),
	  .description = MT_INIT("Дереккөз анықтамалықта болуы керек.",
				 "Источник должен быть в справочнике.",
				 "A source must be in the reference."),
	  .basis = basis,
	  .basis_n = 3 },
	{ .id = STR_INIT("SRC-003"),
	  .severity = SEV_ERROR,
	  .title = MT_INIT("Өз тіркелімі", "Собственный регистр", "Own register") },
};

static const struct report_overlap overlaps[] = {
	{ .a = STR_INIT("msh/egin"),
	  .b = STR_INIT("mz/dari"),
	  .a_name = MT_INIT("Егін болжамы", "Прогноз урожая", "Harvest forecast"),
	  .b_name = MT_INIT("Дәрі", "Лекарство", "Medicine"),
	  .a_body = MT_INIT("Ауыл шаруашылығы министрлігі", "Министерство сельского хозяйства",
			    "Ministry of Agriculture"),
	  .b_body = MT_INIT("Денсаулық сақтау министрлігі", "Министерство здравоохранения",
			    "Ministry of Healthcare"),
	  .score = 0.875,
	  .why = MT_INIT("функциясы мен нысаны бірдей: болжам, дәнді дақылдар",
			 "одна функция и один объект: прогноз, зерновые",
			 "same function and object: forecast, cereals") },
};

static const struct ignored ignored = {
	.reason = MT_INIT("келісім </failure> <b>жасалуда</b>\n::error::",
			  "соглашение </failure> <b>готовится</b>\n::error::",
			  "the agreement </failure> <b>is made</b>\n::error::"),
	.until = STR_INIT("2026-12-31"),
	.at = { .file = STR_INIT(".tizilim-ignore.yaml"), .line = 4, .column = 5 },
};

static struct report report_of(struct sink *sink, struct finding *own, struct note *own_notes)
{
	memcpy(own, findings, sizeof(findings));
	for (size_t i = 0; i < ARRAY_LEN(findings); i++)
		own[i].standing = STANDING_NEW;
	own[1].standing = STANDING_KNOWN;
	own[4].ignored = &ignored;
	memcpy(own_notes, notes, sizeof(notes));
	*sink = (struct sink){ .findings = { own, ARRAY_LEN(findings), ARRAY_LEN(findings) },
			       .notes = { own_notes, ARRAY_LEN(notes), ARRAY_LEN(notes) },
			       .dropped = 3 };
	return (struct report){
		.program_version = STR("0.1.0"),
		.pack = STR("digital-qazaqstan"),
		.pack_version = STR("2026.11"),
		.pack_hash =
			STR("a1b2c3d4bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015"),
		.portfolio = MT("тізілім (40 бастама)", "реестр (40 инициатив)",
				"registry (40 initiatives)"),
		.date = STR("2026-11-23"),
		.root = STR("/srv/repo"),
		.compared = true,
		.gone = 2,
		.subjects = subjects,
		.subjects_n = ARRAY_LEN(subjects),
		.sink = sink,
		.rules = rules,
		.rules_n = ARRAY_LEN(rules),
		.overlaps = overlaps,
		.overlaps_n = ARRAY_LEN(overlaps),
	};
}

static struct str written(struct arena *a, const char *format, const struct report *r)
{
	struct err err = { 0 };
	struct str text;
	struct out o;

	out_init_memory(&o);
	report_format_named(str_of(format))->write(r, &o);
	text = arena_str(a, out_view(&o));
	assert_true(out_close(&o, &err));
	return text;
}

static const struct golden_row {
	const char *label, *format;
	enum lang lang;
	size_t width;
	bool color, quiet, verbose, links;
} golden_rows[] = {
	{ "text.kk", "text", LANG_KK, 100, false, false, false, false },
	{ "text.ru", "text", LANG_RU, 80, false, false, true, false },
	{ "text.en", "text", LANG_EN, 0, false, false, false, false },
	{ "text.color", "text", LANG_EN, 100, true, false, true, false },
	{ "text.quiet", "text", LANG_EN, 100, false, true, false, false },
	{ "text.links", "text", LANG_RU, 60, true, false, false, true },
	{ "json", "json", LANG_KK, 0, false, false, false, false },
	{ "sarif", "sarif", LANG_KK, 0, false, false, false, false },
	{ "junit", "junit", LANG_EN, 0, false, false, false, false },
	{ "gitlab", "gitlab", LANG_RU, 0, false, false, false, false },
	{ "github", "github", LANG_EN, 0, true, false, false, false },
	{ "tap", "tap", LANG_KK, 0, false, false, false, false },
	{ "markdown", "markdown", LANG_EN, 0, false, false, false, false },
	{ "csv", "csv", LANG_RU, 0, false, false, false, false },
	{ "html", "html", LANG_RU, 0, false, false, false, false },
};

static void golden_row(void **state)
{
	const struct golden_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct finding own[ARRAY_LEN(findings)];
	struct note own_notes[ARRAY_LEN(notes)];
	struct sink sink;
	struct report r = report_of(&sink, own, own_notes);
	struct str path = arena_printf(a, "%s/tests/cases/report/%s.golden",
				       env_get("TIZILIM_SOURCE"), row->label);
	struct str got, want;
	struct err err = { 0 };
	struct out o;

	r.lang = row->lang;
	r.width = row->width;
	r.color = row->color;
	r.quiet = row->quiet;
	r.verbose = row->verbose;
	r.links = row->links;
	got = written(a, row->format, &r);
	if (env_get("TIZILIM_REWRITE")) {
		assert_true(out_create(&o, path, &err));
		out_str(&o, got);
		assert_true(out_close(&o, &err));
	}
	if (!file_read(&want, a, path, 1 << 20, &err))
		fail_msg("%s", err.text);
	assert_string_equal(got.p, want.p);
}

static void machine_forms_are_the_same_in_every_language(void **state)
{
	static const char *const formats[] = { "json", "sarif" };
	AUTO_ARENA a = arena_new();
	struct finding own[ARRAY_LEN(findings)];
	struct note own_notes[ARRAY_LEN(notes)];
	struct sink sink;
	struct report r = report_of(&sink, own, own_notes);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		struct str kk = written(a, formats[i], &r);

		r.lang = LANG_EN;
		r.color = true;
		assert_string_equal(written(a, formats[i], &r).p, kk.p);
		r.lang = LANG_KK;
		r.color = false;
	}
}

/* Also those that do not count. A summary has none. */
static void every_form_has_every_finding(void **state)
{
	AUTO_ARENA a = arena_new();
	struct finding own[ARRAY_LEN(findings)];
	struct note own_notes[ARRAY_LEN(notes)];
	struct sink sink;
	struct report r = report_of(&sink, own, own_notes);

	(void)state;
	r.verbose = true;
	for (const struct report_format *f = report_formats; f->name; f++) {
		struct str text = written(a, f->name, &r);

		for (size_t k = 0; k < ARRAY_LEN(findings) && strcmp(f->name, "summary"); k++)
			assert_true(str_find(text, finding_fingerprint(a, &own[k])) !=
				    SIZE_MAX);
	}
}

static const struct hostile_row {
	const char *label, *format, *never;
} hostile_rows[] = {
	{ "no escape sequence in text", "text", "\x1b" },
	{ "no C1 control in text", "text", "\xC2\x9B" },
	{ "no override in text", "text", "\u202E" },
	{ "no link that was not asked for", "text", "]8;;" },
	{ "no isolate in text", "text", "\u2066" },
	{ "no bell in text", "text", "\x07" },
	{ "no escape sequence in html", "html", "\x1b" },
	{ "no override in html", "html", "\u202E" },
	{ "no script in html", "html", "<script" },
	{ "no attribute left in html", "html", "alert('x')" },
	{ "no script link in html", "html", "href=\"javascript:" },
	{ "no markup from a file name", "html", "<b>.json" },
	{ "no outside resource in html", "html", " src=" },
	{ "no link in sarif", "sarif", "\"text\":\"[link](" },
	{ "no line 0 in sarif", "sarif", "\"startLine\":0" },
	{ "no escape sequence in json", "json", "\x1b" },
	{ "no override in json", "json", "\u202E" },
	{ "no C1 control in json", "json", "\xC2\x9B" },
	{ "no override in sarif", "sarif", "\u202E" },
	{ "no escape sequence in junit", "junit", "\x1b" },
	{ "no override in junit", "junit", "\u202E" },
	{ "no element from a text in junit", "junit", "<script" },
	{ "no element ended by a text in junit", "junit", "готовится</" },
	{ "no escape sequence in gitlab", "gitlab", "\\u001b" },
	{ "no override in gitlab", "gitlab", "\u202E" },
	{ "no escape sequence in github", "github", "\x1b" },
	{ "no command from a reason in github", "github", "\n::error::" },
	{ "no override in github", "github", "\u202E" },
	{ "no escape sequence in tap", "tap", "\x1b" },
	{ "no override in tap", "tap", "\u202E" },
	{ "no markup in markdown", "markdown", "pre><script" },
	{ "no link in markdown", "markdown", "[link](" },
	{ "no address in markdown", "markdown", "http://evil" },
	{ "no override in markdown", "markdown", "\u202E" },
	{ "no escape sequence in csv", "csv", "\x1b" },
	{ "no override in csv", "csv", "\u202E" },
};

static void hostile_row(void **state)
{
	const struct hostile_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct finding own[ARRAY_LEN(findings)];
	struct note own_notes[ARRAY_LEN(notes)];
	struct sink sink;
	struct report r = report_of(&sink, own, own_notes);
	struct str text = written(a, row->format, &r);

	assert_true(str_find(text, STR("gnp.exe")) != SIZE_MAX);
	assert_int_equal(str_find(text, str_of(row->never)), SIZE_MAX);
}

/* What CI and viewers look for is a path from the root, without dots. */
static const struct path_row {
	const char *label, *root, *file, *gitlab, *sarif;
} path_rows[] = {
	{ "relative", "/srv/repo", "a/b.yaml", "\"a/b.yaml\"", "\"uri\":\"a/b.yaml\"" },
	{ "a dot", "/srv/repo", "./a//b.yaml", "\"a/b.yaml\"", "\"uri\":\"a/b.yaml\"" },
	{ "up and down", "/srv/repo", "x/../a.yaml", "\"a.yaml\"", "\"uri\":\"a.yaml\"" },
	{ "up and back", "/srv/repo", "../repo/a.yaml", "\"a.yaml\"", "\"uri\":\"a.yaml\"" },
	{ "from the root", "/srv/repo", "/srv/repo/a.yaml", "\"a.yaml\"",
	  "\"uri\":\"a.yaml\"" },
	{ "a neighbour", "/srv/repo", "../repo2/a.yaml", "\"/srv/repo2/a.yaml\"",
	  "\"uri\":\"srv/repo2/a.yaml\",\"uriBaseId\":\"FILESYSTEM\"" },
	{ "elsewhere", "/srv/repo", "/etc/a.yaml", "\"/etc/a.yaml\"",
	  "\"uri\":\"etc/a.yaml\",\"uriBaseId\":\"FILESYSTEM\"" },
	{ "far above", "/srv/repo", "../../../../etc/a.yaml", "\"/etc/a.yaml\"",
	  "\"uri\":\"etc/a.yaml\",\"uriBaseId\":\"FILESYSTEM\"" },
	{ "the root of all", "/", "/etc/a.yaml", "\"etc/a.yaml\"", "\"uri\":\"etc/a.yaml\"" },
	{ "encoded dots", "/srv/repo", "%2e%2e/a.yaml", "\"%2e%2e/a.yaml\"",
	  "\"uri\":\"%252e%252e/a.yaml\"" },
	{ "a backslash", "/srv/repo", "..\\a.yaml", "\"..\\\\a.yaml\"",
	  "\"uri\":\"..%5Ca.yaml\"" },
	{ "a scheme", "/srv/repo", "file:a.yaml", "\"file:a.yaml\"",
	  "\"uri\":\"file%3Aa.yaml\"" },
	{ "registered", "/srv/repo", "registry:msh/egin@2", "\"registry:msh/egin@2\"",
	  "\"uri\":\"registry:msh/egin@2\"" },
};

static void path_row(void **state)
{
	const struct path_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct finding f = { .rule = STR("X-001"),
			     .at = { .file = str_of(row->file), .line = 1 },
			     .message = MT("а", "б", "c") };
	struct sink sink = { .findings = { &f, 1, 1 } };
	struct report r = { .sink = &sink, .root = str_of(row->root), .lang = LANG_EN };
	struct str gitlab = arena_printf(a, "\"location\":{\"path\":%s", row->gitlab);

	assert_true(str_find(written(a, "gitlab", &r), gitlab) != SIZE_MAX);
	assert_true(str_find(written(a, "sarif", &r), str_of(row->sarif)) != SIZE_MAX);
	assert_int_equal(str_find(written(a, "sarif", &r), STR("originalUriBaseIds")) ==
				 SIZE_MAX,
			 strstr(row->sarif, "FILESYSTEM") == NULL);
}

static const struct csv_row {
	const char *label, *message, *want;
} csv_rows[] = {
	{ "a plain text", "abc", "\"abc\"" },
	{ "quotes, a comma and a line", "a \"b\", c\nd", "\"a \"\"b\"\", c\nd\"" },
	{ "a formula", "=1+1", "\"'=1+1\"" },
	{ "a formula behind blanks", "  @SUM(A1)", "\"'  @SUM(A1)\"" },
	{ "a formula in full width", "＝1", "\"'＝1\"" },
	{ "a minus", "-2", "\"'-2\"" },
	{ "a tab", "\t=1", "\"'\t=1\"" },
	{ "a carriage return", "\rx", "\"'\rx\"" },
	{ "a sign within", "a=1", "\"a=1\"" },
	{ "controls", "a\x1b[2J", "\"a<U+001B>[2J\"" },
};

static void csv_row(void **state)
{
	const struct csv_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct finding f = { .rule = STR("X-001"),
			     .message = mtext_same(str_of(row->message)) };
	struct sink sink = { .findings = { &f, 1, 1 } };
	struct report r = { .sink = &sink, .lang = LANG_EN };
	struct str want = arena_printf(a, "\"X-001\",\"\",\"\",%s,", row->want);

	assert_true(str_find(written(a, "csv", &r), want) != SIZE_MAX);
}

/* TAP's readers take a plan of no points for a pass. */
static void nothing_judged_is_no_pass(void **state)
{
	AUTO_ARENA a = arena_new();
	struct sink sink = { 0 };
	struct report r = { .sink = &sink, .lang = LANG_EN };

	(void)state;
	assert_true(str_ends(written(a, "tap", &r), STR("Bail out! Nothing was judged\n")));
}

static const struct verdict_row {
	const char *label;
	int severity; /* of the one finding; -1: none */
	bool note;
	size_t subjects;
	const char *want;
} verdict_rows[] = {
	{ "an error stops", SEV_ERROR, false, 1, "Not as it is · errors: 1," },
	{ "an error and a note stop", SEV_ERROR, true, 1, "Not as it is · errors: 1," },
	{ "a warning lets pass with remarks", SEV_WARNING, true, 1,
	  "Yes, with remarks · errors: 0, warnings: 1," },
	{ "information does not stop", SEV_INFO, false, 1,
	  "Nothing found against it · errors: 0" },
	{ "clean", -1, false, 1, "Nothing found against it · errors: 0" },
	{ "unjudged is not clean", -1, true, 1,
	  "Nothing found against it, but not everything was judged · errors: 0" },
	{ "nothing given is not clean", -1, false, 0, "Nothing was judged · errors: 0" },
};

static void verdict_row(void **state)
{
	const struct verdict_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct finding f = { .rule = STR("X-001"),
			     .at = { .file = STR("dari.yaml"), .line = 1 },
			     .message = MT("а", "б", "c"),
			     .severity = row->severity < 0 ? SEV_INFO
							   : (enum severity)row->severity };
	struct note n = { .rule = STR("X-002"), .text = MT("а", "б", "c") };
	struct sink sink = { .findings = { &f, row->severity >= 0, 1 },
			     .notes = { &n, row->note, 1 } };
	struct report r = { .sink = &sink,
			    .subjects = &subjects[2],
			    .subjects_n = row->subjects,
			    .portfolio = MT("жоқ", "нет", "none"),
			    .date = STR("2026-11-23"),
			    .lang = LANG_EN };
	struct str text = written(a, "text", &r);

	assert_true(str_find(text, str_of(row->want)) != SIZE_MAX);
	assert_true(str_starts(text,
			       STR("no rule pack · portfolio: none · judged by 2026-11-23\n")));
}

static const struct mark_row {
	const char *label, *line;
	uint32_t column, span;
	size_t width;
	const char *want; /* both lines, without gutters, separated by "|" */
} mark_rows[] = {
	{ "one letter", "abc", 2, 1, 80, "abc| ^" },
	{ "Cyrillic", "әбв где", 5, 3, 80, "әбв где|    ^~~" },
	{ "wide letters", "中文字x", 2, 2, 80, "中文字x|  ^~~~" },
	{ "combining mark", "и\u0306x", 3, 1, 80, "и\u0306x| ^" },
	{ "tab before", "\tx", 2, 1, 80, "    x|    ^" },
	{ "past the end", "ab", 3, 1, 80, "ab|  ^" },
	{ "far past the end", "ab", 900, 50, 80, "ab|  ^" },
	{ "span past the end", "abc", 2, 4000000000U, 80, "abc| ^~" },
	{ "span of zero", "abc", 2, 0, 80, "abc| ^" },
	{ "shown by code point", "a\x01z", 2, 1, 80, "a<U+0001>z| ^~~~~~~~" },
	{ "beyond the basic plane", "a\U000E0041z", 3, 1, 80, "a<U+E0041>z|          ^" },
	{ "fits exactly", "0123456789012345678901234567", 28, 1, 40,
	  "0123456789012345678901234567|                           ^" },
	{ "cut at the right", "0123456789012345678901234567x", 1, 2, 40,
	  "01234567890123456789012345…|^~" },
	{ "cut at the left", "0123456789012345678901234567x", 29, 1, 40,
	  "…3456789012345678901234567x|                          ^" },
	{ "cut at both ends", "0123456789012345678901234567890123456789", 21, 2, 40,
	  "…45678901234567890123456789…|                 ^~" },
	{ "span wider than the line", "x0123456789012345678901234567890123456789", 2, 40, 40,
	  "…01234567890123456789012345…| ^~~~~~~~~~~~~~~~~~~~~~~~~~" },
	{ "no column, no mark", "abc", 0, 0, 80, "abc|" },
};

static void mark_row(void **state)
{
	const struct mark_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct finding f = { .rule = STR("X-001"),
			     .at = { .file = STR("a"),
				     .line = 1,
				     .column = row->column,
				     .span = row->span,
				     .excerpt = str_of(row->line) },
			     .message = MT("а", "б", "c") };
	struct sink sink = { .findings = { &f, 1, 1 } };
	struct report r = { .sink = &sink, .lang = LANG_EN, .width = row->width };
	struct str rest = written(a, "text", &r), line, source = { 0 }, mark = { 0 };

	while (str_cut(&line, &rest, '\n')) {
		size_t bar = str_find(line, STR("│ "));

		if (bar == SIZE_MAX)
			continue;
		line = str_sub(line, bar + 4, line.n);
		if (source.p)
			mark = line;
		else
			source = line;
	}
	assert_string_equal(arena_printf(a, "%.*s|%.*s", STR_FMT(source), STR_FMT(mark)).p,
			    row->want);
}

/* Words that no line can hold go on in the next; each line fits. */
static void a_word_of_any_width_breaks_no_line(void **state)
{
	AUTO_ARENA a = arena_new();
	AUTO_STRBUF word;
	struct finding f = { .rule = STR("X-001"), .at = { .file = STR("a") } };
	struct sink sink = { .findings = { &f, 1, 1 } };
	struct report r = { .sink = &sink, .lang = LANG_EN, .width = 60 };
	struct str rest, line;
	size_t seen = 0;

	(void)state;
	strbuf_init(&word, 1 << 20);
	for (int i = 0; i < 30000; i++)
		strbuf_str(&word, i % 3 ? STR("ә") : STR("中"));
	f.message = mtext_same(strbuf_view(&word));
	rest = written(a, "text", &r);
	while (str_cut(&line, &rest, '\n')) {
		struct str left = line;

		assert_true(str_find(line, STR("ә")) == SIZE_MAX || text_width(line) <= 60);
		while (left.n)
			seen += text_next(&left) == 0x4E2D;
	}
	assert_int_equal(seen, 10000);
}

static void formats_are_found_by_name(void **state)
{
	(void)state;
	assert_string_equal(report_format_named(STR("sarif"))->name, "sarif");
	assert_null(report_format_named(STR("pdf")));
	assert_null(report_format_named(STR("")));
}

static void nul_in_a_text_hides_nothing(void **state)
{
	AUTO_ARENA a = arena_new();
	struct finding f = { .rule = STR("X-001"),
			     .at = { .file = STR("a") },
			     .message = mtext_same(STR("before\0after")) };
	struct sink sink = { .findings = { &f, 1, 1 } };
	struct report r = { .sink = &sink };

	(void)state;
	/* A summary shows no messages. */
	for (const struct report_format *format = report_formats; format->name; format++)
		if (!str_eq(str_of(format->name), STR("summary")))
			assert_true(str_find(written(a, format->name, &r), STR("after")) !=
				    SIZE_MAX);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, golden_row, golden_rows);
	ADD_ROWS(&list, hostile_row, hostile_rows);
	ADD_ROWS(&list, verdict_row, verdict_rows);
	ADD_ROWS(&list, mark_row, mark_rows);
	ADD_ROWS(&list, path_row, path_rows);
	ADD_ROWS(&list, csv_row, csv_rows);
	ADD_TEST(&list, nothing_judged_is_no_pass);
	ADD_TEST(&list, a_word_of_any_width_breaks_no_line);
	ADD_TEST(&list, machine_forms_are_the_same_in_every_language);
	ADD_TEST(&list, every_form_has_every_finding);
	ADD_TEST(&list, formats_are_found_by_name);
	ADD_TEST(&list, nul_in_a_text_hides_nothing);
	return test_list_run(&list, "report");
}
