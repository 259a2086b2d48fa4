#include "checker/validate/validate.h"

#include "checker/text/text.h"

#include <string.h>

enum { EXCERPT_BYTES = 4096 };
enum { RULE_SYNTAX, RULE_UNREADABLE };

static const struct rule_info rules[] = {
	[RULE_SYNTAX] = { .id = STR_INIT("document/syntax"),
			  .severity = SEV_ERROR,
			  .title = MT_INIT("құжат оқылмайды", "документ не читается",
					   "the document cannot be read"),
			  .description = MT_INIT("Файл қатаң JSON немесе YAML емес.",
						 "Файл не является строгим JSON или YAML.",
						 "The file is not strict JSON or YAML.") },
	[RULE_UNREADABLE] = { .id = STR_INIT("document/unreadable"),
			      .severity = SEV_ERROR,
			      .title = MT_INIT("файл ашылмайды", "файл не открывается",
					       "the file cannot be opened"),
			      .description = MT_INIT(
				      "Файлды оқу мүмкін болмады, сондықтан ол "
				      "тексерілген жоқ.",
				      "Файл не удалось прочитать, поэтому он не проверен.",
				      "The file could not be read, so it was not "
				      "checked.") },
};

const struct rule_info *validate_rules(size_t *n)
{
	*n = ARRAY_LEN(rules);
	return rules;
}

static const struct {
	struct mtext message, remedy;
} faults[] = {
	[FILE_ABSENT] = { MT_INIT("мұндай файл жоқ", "такого файла нет",
				  "there is no such file"),
			  MT_INIT("файлдың атын тексеріңіз", "проверьте имя файла",
				  "check the name of the file") },
	[FILE_DENIED] = { MT_INIT("файлды оқуға рұқсат жоқ", "нет прав на чтение",
				  "no permission to read it"),
			  MT_INIT("оқу құқығын беріңіз", "дайте право на чтение",
				  "grant the right to read it") },
	[FILE_LARGE] = { MT_INIT("файл тым үлкен, сондықтан оқылған жоқ",
				 "файл слишком велик и потому не прочитан",
				 "the file is too large and was not read"),
			 MT_INIT("файлды бөліңіз", "разделите файл", "split the file") },
	[FILE_SPECIAL] = { MT_INIT("бұл кәдімгі файл емес", "это не обычный файл",
				   "this is not a regular file"),
			   MT_INIT("файлдың өзін көрсетіңіз; ағын үшін «-» жазыңыз",
				   "укажите сам файл; для потока напишите «-»",
				   "name the file itself; for a stream write \"-\"") },
	[FILE_NAME] = { MT_INIT("мұндай атпен файл ашылмайды", "файл с таким именем не открыть",
				"a file of such a name cannot be opened"),
			MT_INIT("атын қысқартыңыз", "сократите имя", "shorten the name") },
	[FILE_DEEP] = { MT_INIT("бума тым терең, ішіндегісі оқылған жоқ",
				"папка вложена слишком глубоко, её содержимое не прочитано",
				"the folder lies too deep, what is in it was not read"),
			MT_INIT("осы буманың өзін көрсетіңіз", "укажите саму эту папку",
				"name this folder itself") },
};

void validate_tell_fault(struct sink *s, struct str file, enum file_fault fault)
{
	struct finding f = { .rule = rules[RULE_UNREADABLE].id,
			     .severity = SEV_ERROR,
			     .at = { .file = file, .pointer = STR("") },
			     .message = faults[fault].message,
			     .remedy = faults[fault].remedy };

	sink_emit(s, &f);
}

/* The line as a report may print it: reports rely on UTF-8, and the fault may be that it is
 * not. */
static struct str printable(struct arena *a, struct str line)
{
	size_t from = 0, bad;
	char *text;

	if (line.n > EXCERPT_BYTES)
		return STR("");
	if (text_valid(line, &bad))
		return line;
	text = ARENA_ARRAY(a, char, line.n);
	memcpy(text, line.p, line.n);
	while (!text_valid(str_sub(line, from, line.n), &bad)) {
		text[from + bad] = '?';
		from += bad + 1;
	}
	return (struct str){ text, line.n };
}

static void tell_dropped(struct sink *s, struct arena *a, const struct doc *doc, size_t n)
{
	struct note note = {
		.rule = rules[RULE_SYNTAX].id,
		.at = { .file = doc->path },
		.text = MTEXT_FILL(a,
				   MT("тағы %1 қате көрсетілмеді", "ещё %1 ошибок не показано",
				      "%1 more errors are not shown"),
				   mtext_same(arena_printf(a, "%zu", n))),
	};

	sink_note(s, &note);
}

void validate_tell_errors(struct sink *s, const struct doc *doc,
			  const struct doc_errors *errors)
{
	AUTO_ARENA a = arena_new();

	for (size_t i = 0; i < errors->list.n; i++) {
		const struct doc_error *e = &errors->list.at[i];
		struct doc_place p = doc_place(doc, e->at);
		struct finding f = {
			.rule = rules[RULE_SYNTAX].id,
			.severity = SEV_ERROR,
			.at = { .file = doc->path,
				.pointer = STR(""),
				.line = p.line,
				.column = p.column,
				.excerpt = printable(a, doc_line(doc, e->at)),
				.span = 1 },
			.message = e->message,
			.remedy = e->hint,
			.key = arena_printf(a, "%s|%u", e->code, p.line),
		};

		sink_emit(s, &f);
	}
	if (errors->dropped)
		tell_dropped(s, a, doc, errors->dropped);
}
