#include "checker/check/check_internal.h"

#include "checker/card/card.h"

enum { RULE_NOWHERE, RULE_CLASS, RULE_WITHHELD };

const struct rule_info visibility_rules[] = {
	[RULE_NOWHERE] = { .id = STR_INIT("visibility/nowhere"),
			   .severity = SEV_ERROR,
			   .title = MT_INIT("visibility жолы ешқайда апармайды",
					    "строка visibility никуда не ведёт",
					    "a line of visibility leads nowhere"),
			   .description = MT_INIT(
				   "Көрсеткіш ешбір өріске сай келмейді, сондықтан жасырылады "
				   "деп ойлаған мәліметті басқалар көреді.",
				   "Указатель не отвечает ни одному полю, поэтому то, что "
				   "считают скрытым, увидят другие.",
				   "The pointer is that of no field, so others see what is "
				   "thought to be withheld.") },
	[RULE_CLASS] = { .id = STR_INIT("visibility/class"),
			 .severity = SEV_ERROR,
			 .title = MT_INIT("өріске мұндай көріну сыныбын беруге болмайды",
					  "полю нельзя задать такой класс видимости",
					  "a class of visibility that the field may not have"),
			 .description =
				 MT_INIT("Схема өрісті қаншалықты жасыруға немесе ашуға "
					 "болатынын шектейді; жол сол шектен әрі әсер етпейді.",
					 "Схема ограничивает, насколько поле можно скрыть или "
					 "открыть; дальше этого строка не действует.",
					 "The schema limits how far a field may be withheld or "
					 "opened; beyond that the line does nothing.") },
	[RULE_WITHHELD] = { .id = STR_INIT("visibility/withheld"),
			    .severity = SEV_WARNING,
			    .title = MT_INIT("withheld өрісін тек бағдарлама жазады",
					     "поле withheld пишет только программа",
					     "withheld is written by the program only"),
			    .description =
				    MT_INIT("Бұл өріс басқаларға көрсетілетін карточкада ғана "
					    "болады; манифесте ол ештеңені жасырмайды.",
					    "Это поле бывает только в карточке, которую видят "
					    "другие; в манифесте оно ничего не скрывает.",
					    "The field belongs into the card that others see; "
					    "in a manifest it withholds nothing.") },
};
const size_t visibility_rules_n = ARRAY_LEN(visibility_rules);

struct telling {
	const struct subject *subject;
	struct sink *sink;
};

static void tell(const struct telling *t, int rule, const struct node *at, struct mtext message,
		 struct mtext remedy)
{
	struct arena *a = t->sink->arena;
	const struct doc *doc = t->subject->doc;
	struct doc_place p = doc_place(doc, at->at);
	struct finding f = {
		.rule = visibility_rules[rule].id,
		.severity = visibility_rules[rule].severity,
		.initiative = t->subject->id,
		.at = { .file = t->subject->file,
			.pointer = doc_pointer(doc, a, at),
			.line = p.line,
			.column = p.column,
			.excerpt = doc_line(doc, at->at),
			.span = 1 },
		.message = message,
		.remedy = remedy,
		.key = message.in[LANG_EN],
	};

	sink_emit(t->sink, &f);
}

static void tell_nowhere(const struct telling *t, const struct card_line *line)
{
	tell(t, RULE_NOWHERE, node_get(line->node, STR("pointer")),
	     MTEXT_FILL(t->sink->arena,
			MT("«%1» көрсеткіші ешбір өріске апармайды: бұл жол ештеңені "
			   "өзгертпейді",
			   "указатель «%1» не ведёт ни к какому полю: строка ничего не меняет",
			   "pointer \"%1\" leads to no field: the line does nothing"),
			mtext_same(line->pointer)),
	     MT("көрсеткішті түзетіңіз (тізімнің әр элементі — *); басқалар не көретінін "
		"tizilim "
		"card көрсетеді",
		"исправьте указатель (каждый элемент списка — *); что увидят другие, покажет "
		"tizilim card",
		"correct the pointer (* is each item of a list); tizilim card shows what "
		"others "
		"will see"));
}

static void tell_class(const struct telling *t, const struct card_line *line,
		       const struct visible *field)
{
	struct arena *a = t->sink->arena;
	bool open = line->class < field->least;
	struct mtext limit =
		mtext_same(str_of(visibility_names[open ? field->least : field->most]));

	tell(t, RULE_CLASS, node_get(line->node, STR("class")),
	     MTEXT_FILL(
		     a,
		     open ? MT("«%1» өрісін %2 сыныбынан ашығырақ етуге болмайды, ал жолда %3",
			       "поле «%1» нельзя открыть шире, чем %2, а в строке %3",
			       "field \"%1\" may not be more open than %2, and the line says "
			       "%3")
			  : MT("«%1» өрісін %2 сыныбынан қатаң жасыруға болмайды, ал жолда %3",
			       "поле «%1» нельзя скрыть строже, чем %2, а в строке %3",
			       "field \"%1\" may not be stricter than %2, and the line says "
			       "%3"),
		     mtext_same(line->pointer), limit,
		     mtext_same(str_of(visibility_names[line->class]))),
	     MTEXT_FILL(
		     a,
		     MT("%1 деп жазыңыз немесе жолды алып тастаңыз; өріс басқаша да %1 болып "
			"саналады",
			"укажите %1 или уберите строку: поле и так считается %1",
			"write %1 or remove the line: the field counts as %1 in any case"),
		     limit));
}

static void check_line(const struct telling *t, const struct node *schema,
		       const struct card_line *line)
{
	struct visible field = schema_visible_at(schema, line->pointer);

	if (!card_leads(&t->subject->doc->root, schema, line->pointer))
		tell_nowhere(t, line);
	/* A line for the whole concerns many fields, each as far as it may. */
	else if (line->pointer.n && (line->class < field.least || line->class > field.most))
		tell_class(t, line, &field);
}

void visibility_check(const struct node *schema, const struct subject *s, struct sink *sink)
{
	const struct node *withheld = node_get(&s->doc->root, STR("withheld"));
	struct telling t = { s, sink };
	struct card_lines lines;

	card_lines_of(&lines, sink->arena, &s->doc->root);
	for (size_t i = 0; i < lines.list.n; i++)
		check_line(&t, schema, &lines.list.at[i]);
	if (withheld)
		tell(&t, RULE_WITHHELD, withheld,
		     MT("манифесте withheld бар: мұны тек карточка жасайтын бағдарлама жазады",
			"в манифесте есть withheld: это пишет только программа, когда делает "
			"карточку",
			"the manifest has withheld, which only the program writes, into a "
			"card"),
		     MT("оны алып тастаңыз; өрісті жасыру үшін visibility ішіне жол қосыңыз",
			"уберите его; чтобы скрыть поле, добавьте строку в visibility",
			"remove it; to withhold a field add a line to visibility"));
}
