#include "checker/audit/audit_internal.h"

#include "checker/text/text.h"

const struct rule_info audit_rules[] = {
	[LINT_ALIAS] = { .id = STR_INIT("pack/alias"),
			 .severity = SEV_WARNING,
			 .title = MT_INIT("бір атау екі жазбаны білдіреді",
					  "одно имя означает две записи",
					  "one name means two entries") },
	[LINT_AMBIGUOUS] = { .id = STR_INIT("pack/ambiguous"),
			     .severity = SEV_WARNING,
			     .title = MT_INIT("көпмағыналы атау екінші жазбада белгіленбеген",
					      "многозначное имя не помечено во второй записи",
					      "an ambiguous name is not marked so in the other "
					      "entry") },
	[LINT_TRANSLATION] = { .id = STR_INIT("pack/translation"),
			       .severity = SEV_WARNING,
			       .title = MT_INIT("мәтін аударылмаған", "текст не переведён",
						"a text is not translated") },
	[LINT_DATES] = { .id = STR_INIT("pack/dates"),
			 .severity = SEV_ERROR,
			 .title = MT_INIT("күндер реті бұзылған", "даты идут не по порядку",
					  "dates are out of order") },
	[LINT_SUCCESSOR] = { .id = STR_INIT("pack/successor"),
			     .severity = SEV_INFO,
			     .title = MT_INIT("мирасқоры жоқ немесе белгісіз",
					      "преемника нет или он неизвестен",
					      "no successor, or none that is known") },
	[LINT_MARK] = { .id = STR_INIT("pack/mark"),
			.severity = SEV_WARNING,
			.title = MT_INIT("сенімділік белгісі жоқ немесе негізсіз",
					 "нет отметки достоверности или она без основания",
					 "a confidence mark is missing or has no ground") },
	[LINT_UNUSED] = { .id = STR_INIT("pack/unused"),
			  .severity = SEV_INFO,
			  .title = MT_INIT("жазбаға ештеңе сілтемейді",
					   "на запись ничто не ссылается",
					   "nothing refers to the entry") },
	[LINT_UNCITED] = { .id = STR_INIT("pack/uncited"),
			   .severity = SEV_INFO,
			   .title = MT_INIT("норманы ешбір ереже негізге алмаған",
					    "на норму не опирается ни одно правило",
					    "no rule rests on the norm") },
	[LINT_BASIS] = { .id = STR_INIT("pack/basis"),
			 .severity = SEV_INFO,
			 .title = MT_INIT("ереже күші жойылған нормаға сүйенеді",
					  "правило опирается на утратившую силу норму",
					  "the rule rests on a lapsed norm") },
};
const size_t audit_rules_n = ARRAY_LEN(audit_rules);

static const struct mtext remedies[LINT_COUNT] = {
	[LINT_ALIAS] =
		MT_INIT("атауды бір жазбада қалдырыңыз немесе екеуінде де ambiguous_aliases "
			"тізіміне көшіріңіз",
			"оставьте имя у одной записи или перенесите его у обеих в "
			"ambiguous_aliases",
			"keep the name with one entry, or move it to ambiguous_aliases in "
			"both"),
	[LINT_AMBIGUOUS] = MT_INIT("атауды осы жазбада да ambiguous_aliases тізіміне көшіріңіз",
				   "перенесите имя и в этой записи в ambiguous_aliases",
				   "move the name to ambiguous_aliases in this entry, too"),
	[LINT_TRANSLATION] =
		MT_INIT("мәтінді аударыңыз", "переведите текст", "translate the text"),
	[LINT_DATES] = MT_INIT("күндерді түзетіңіз", "исправьте даты", "mend the dates"),
	[LINT_SUCCESSOR] =
		MT_INIT("мирасқорды көрсетіңіз, ал жоқ болса, оны note өрісінде айтыңыз",
			"укажите преемника, а если его нет, скажите об этом в note",
			"name the successor; if there is none, say so in note"),
	[LINT_MARK] = MT_INIT("белгіні немесе мекенжайды қосыңыз", "добавьте отметку или адрес",
			      "add the mark or the address"),
	[LINT_UNUSED] = MT_INIT("жазбаны байланыстырыңыз немесе алып тастаңыз",
				"свяжите запись с другими или удалите её",
				"link the entry or remove it"),
	[LINT_UNCITED] = MT_INIT("норма керек болса, оны ереженің basis тізіміне қосыңыз",
				 "если норма нужна, внесите её в basis правила",
				 "if the norm is needed, add it to the basis of a rule"),
	[LINT_BASIS] = MT_INIT("қолданыстағы норманы табыңыз немесе ереженің неге сақталатынын "
			       "ойланыңыз",
			       "найдите действующую норму или решите, почему правило остаётся",
			       "find the norm in force, or decide why the rule stays"),
};

static void emit(struct lint *l, enum lint_rule rule, enum severity severity,
		 const struct node *at, const struct finding *more)
{
	struct finding f = *more;

	f.rule = audit_rules[rule].id;
	f.severity = severity;
	f.remedy = remedies[rule];
	f.at = (struct place){ .file = l->doc->path,
			       .pointer = doc_pointer(l->doc, l->arena, at),
			       .span = 1 };
	if (l->places) {
		struct doc_place p = doc_place(l->doc, at->at);

		f.at.line = p.line;
		f.at.column = p.column;
		f.at.excerpt = doc_line(l->doc, at->at);
	}
	sink_emit(l->sink, &f);
}

void lint_tell(struct lint *l, enum lint_rule rule, const struct node *at, struct mtext message,
	       struct str key)
{
	emit(l, rule, audit_rules[rule].severity, at,
	     &(struct finding){ .message = message, .key = key });
}

void lint_tell_as(struct lint *l, enum lint_rule rule, enum severity severity,
		  const struct node *at, struct mtext message)
{
	emit(l, rule, severity, at, &(struct finding){ .message = message });
}

/* Kazakh that is Russian word for word: several Cyrillic words, all the same. */
static bool untranslated(struct str kk, struct str ru)
{
	struct str rest = ru, word;
	size_t words = 0;

	while (text_word(&word, &rest))
		words += (unsigned char)word.p[0] >= 0x80;
	return words >= 3 && str_eq(kk, ru);
}

static void lint_texts(struct lint *l, const struct node *n)
{
	if (n->type == NODE_ARRAY) {
		for (uint32_t i = 0; i < n->count; i++)
			lint_texts(l, &n->items[i]);
		return;
	}
	if (n->type != NODE_OBJECT)
		return;
	if (untranslated(node_text(n, STR("kk")), node_text(n, STR("ru"))))
		lint_tell(l, LINT_TRANSLATION, n,
			  MT("қазақша мәтін орысшасынан айырмасыз",
			     "казахский текст не отличается от русского",
			     "the Kazakh text is the Russian one"),
			  STR(""));
	for (uint32_t i = 0; i < n->count; i++)
		if (!str_eq(member_key(&n->members[i]), STR("tests")))
			lint_texts(l, &n->members[i].value);
}

static bool is_id_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Everything in a text that could be an id. */
static void add_words(struct lint *l, struct str text)
{
	for (size_t i = 0; i < text.n;) {
		size_t from = i;

		while (i < text.n && is_id_letter(text.p[i]))
			i++;
		if (i > from)
			strmap_put(&l->words, str_sub(text, from, i), l);
		else
			i++;
	}
}

static void add_references(struct lint *l, const struct node *n)
{
	if (n->type == NODE_STRING)
		add_words(l, node_str(n));
	for (uint32_t i = 0; n->type == NODE_ARRAY && i < n->count; i++)
		add_references(l, &n->items[i]);
	for (uint32_t i = 0; n->type == NODE_OBJECT && i < n->count; i++) {
		struct str key = member_key(&n->members[i]);

		/* Its own id and the examples of rules are no use of an entry. */
		if (!str_eq(key, STR("id")) && !str_eq(key, STR("tests")))
			add_references(l, &n->members[i].value);
	}
}

/* Kinds whose entries matter through others; the rest a manifest names itself. */
static bool needs_reference(enum arch_kind kind)
{
	return kind == ARCH_objects || kind == ARCH_points || kind == ARCH_classes;
}

static void lint_use(struct lint *l, enum arch_kind kind, const struct node *entry)
{
	struct str id = node_text(entry, STR("id"));
	struct mtext name = mtext_same(id);

	if (needs_reference(kind) && !strmap_get(&l->words, id))
		lint_tell(l, LINT_UNUSED, entry,
			  MTEXT_FILL(l->arena,
				     MT("«%1» жазбасына ештеңе сілтемейді",
					"на «%1» ничто не ссылается", "nothing refers to %1"),
				     name),
			  id);
	if (kind == ARCH_norms && !strmap_get(&l->cited, id))
		lint_tell(l, LINT_UNCITED, entry,
			  MTEXT_FILL(l->arena,
				     MT("«%1» нормасына ешбір ереже сүйенбейді",
					"на норму «%1» не опирается ни одно правило",
					"no rule rests on %1"),
				     name),
			  id);
}

static void lint_document(struct lint *l)
{
	const struct member *m = &l->doc->root.members[0];
	bool rules = str_eq(member_key(m), STR("rules"));
	enum arch_kind kind;
	bool known = arch_kind_parse(&kind, member_key(m));

	lint_texts(l, &l->doc->root);
	if (m->value.type != NODE_ARRAY || (!known && !rules))
		return;
	if (known)
		lint_names(l, &m->value);
	for (uint32_t i = 0; i < m->value.count; i++) {
		const struct node *entry = &m->value.items[i];

		if (rules) {
			lint_rule_basis(l, entry);
			continue;
		}
		lint_law(l, kind, entry);
		lint_use(l, kind, entry);
	}
}

static void collect_uses(struct lint *l)
{
	strmap_init(&l->words, l->arena);
	strmap_init(&l->cited, l->arena);
	for (size_t i = 1; i < pack_docs(l->pack); i++) {
		const struct node *root = &pack_doc(l->pack, i)->root;
		const struct node *rules = node_get(root, STR("rules"));

		add_references(l, root);
		for (uint32_t k = 0; rules && rules->type == NODE_ARRAY && k < rules->count;
		     k++) {
			const struct node *basis = node_get(&rules->items[k], STR("basis"));

			for (uint32_t b = 0;
			     basis && basis->type == NODE_ARRAY && b < basis->count; b++)
				strmap_put(&l->cited, node_str(&basis->items[b]), l);
		}
	}
}

void audit_lint(const struct audit_options *options, struct sink *sink)
{
	struct lint l = { .pack = options->pack,
			  .sink = sink,
			  .arena = sink->arena,
			  .date = options->date,
			  .places = options->places };

	collect_uses(&l);
	for (size_t i = 1; i < pack_docs(l.pack); i++) {
		l.doc = pack_doc(l.pack, i);
		if (l.doc->root.type == NODE_OBJECT && l.doc->root.count == 1)
			lint_document(&l);
	}
}
