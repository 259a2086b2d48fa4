#include "checker/explain/explain.h"

#include "checker/audit/audit.h"

static void add(struct explanation *out, unsigned depth, struct mtext text)
{
	vec_push(out->arena, &out->lines, (struct explain_line){ depth, text });
}

static void add_heading(struct explanation *out, struct str name, struct mtext title)
{
	add(out, 0,
	    MTEXT_FILL(out->arena, MT("%1 — %2", "%1 — %2", "%1 — %2"), mtext_same(name),
		       title));
}

static void add_text(struct explanation *out, struct mtext text)
{
	if (mtext_in(text, LANG_EN).n)
		add(out, 1, text);
}

/* ---- fields ---- */

static struct str values_of(struct arena *a, const struct node *field)
{
	const struct node *values = node_get(field, STR("enum")),
			  *items = node_get(field, STR("items"));
	struct str list = STR("");

	if (!values)
		values = node_get(items, STR("enum"));
	for (uint32_t i = 0; values && i < values->count; i++)
		list = arena_printf(a, "%.*s%s%.*s", STR_FMT(list), i ? ", " : "",
				    STR_FMT(node_str(&values->items[i])));
	return list;
}

static void add_values(struct explanation *out, const struct node *field)
{
	struct str list = values_of(out->arena, field);

	if (list.n)
		add(out, 1,
		    MTEXT_FILL(out->arena, MT("мәндері: %1", "значения: %1", "values: %1"),
			       mtext_same(list)));
}

/* Who sees the field, and the classes that a line of "visibility" may give it instead. */
static void add_class(struct explanation *out, const struct pack *p, struct str pointer)
{
	struct visible v = schema_visible_at(pack_manifest_schema_node(p), pointer);
	struct mtext now = mtext_same(str_of(visibility_names[v.class]));
	struct str others = STR("");

	for (enum visibility other = v.least; other <= v.most; other++)
		if (other != v.class)
			others = arena_printf(out->arena, "%.*s%s%s", STR_FMT(others),
					      others.n ? ", " : "", visibility_names[other]);
	add(out, 1,
	    MTEXT_FILL(out->arena,
		       others.n ? MT("кім көреді: %1 (%2); visibility жолымен "
				     "беруге болатын сынып: %3",
				     "кто видит: %1 (%2); строкой visibility можно "
				     "задать: %3",
				     "who sees it: %1 (%2); a line of visibility "
				     "may make it: %3")
				: MT("кім көреді: %1 (%2); visibility жолымен "
				     "өзгермейді",
				     "кто видит: %1 (%2); строкой visibility не "
				     "меняется",
				     "who sees it: %1 (%2); no line of visibility "
				     "changes that"),
		       visibility_titles[v.class], now, mtext_same(others)));
}

/* What a pattern and limits ask of a text or a number. */
static void add_limits(struct explanation *out, const struct node *field)
{
	static const struct {
		const char *key;
		struct mtext says;
	} limits[] = {
		{ "pattern", MT_INIT("үлгісі: %1", "образец: %1", "pattern: %1") },
		{ "minLength", MT_INIT("таңбадан кем емес: %1", "знаков не меньше: %1",
				       "characters at least: %1") },
		{ "maxLength", MT_INIT("таңбадан көп емес: %1", "знаков не больше: %1",
				       "characters at most: %1") },
		{ "minimum", MT_INIT("кемінде: %1", "не меньше: %1", "at least: %1") },
		{ "maximum", MT_INIT("көп дегенде: %1", "не больше: %1", "at most: %1") },
		{ "minItems", MT_INIT("элементтен кем емес: %1", "элементов не меньше: %1",
				      "items at least: %1") },
	};

	for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
		const struct node *limit = node_get(field, str_of(limits[i].key));

		if (limit)
			add(out, 1,
			    MTEXT_FILL(out->arena, limits[i].says,
				       mtext_same(node_str(limit))));
	}
}

/* An item has no title of its own: its list's tells what it is. */
static struct mtext title_of(struct explanation *out, const struct pack *p, struct str pointer,
			     const struct node *field)
{
	struct mtext title = schema_words(field, STR("title"));
	size_t n = pointer.n;

	while (n && pointer.p[n - 1] != '/')
		n--;
	if (mtext_in(title, LANG_EN).n || n < 2)
		return title;
	field = schema_field(pack_manifest_schema(p), str_sub(pointer, 0, n - 1));
	return MTEXT_FILL(out->arena,
			  MT("%1: бір элементі", "%1: один элемент", "%1: one item"),
			  schema_words(field, STR("title")));
}

/* What the field takes, whatever it is called. */
static struct mtext type_words(const struct node *field)
{
	static const struct {
		const char *type;
		struct mtext says;
	} types[] = {
		{ "string", MT_INIT("мәтін", "текст", "text") },
		{ "array", MT_INIT("тізім", "список", "list") },
		{ "boolean", MT_INIT("true не false", "true или false", "true or false") },
		{ "integer", MT_INIT("бүтін сан", "целое число", "whole number") },
		{ "number", MT_INIT("сан", "число", "number") },
	};
	const struct node *properties = node_get(field, STR("properties"));

	if (node_get(properties, STR("kk")) && node_get(properties, STR("ru")))
		return MT("kk, ru, en тілдеріндегі мәтін", "текст на kk, ru, en",
			  "text in kk, ru, en");
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (str_eq(node_text(field, STR("type")), str_of(types[i].type)))
			return types[i].says;
	return properties ? MT("өрістер", "поля", "fields") : MT("мәтін", "текст", "text");
}

static bool is_required(const struct node *of, struct str name)
{
	const struct node *required = node_get(of, STR("required"));

	for (uint32_t i = 0; required && i < required->count; i++)
		if (str_eq(node_str(&required->items[i]), name))
			return true;
	return false;
}

static void add_part(struct explanation *out, const struct pack *p, const struct node *field,
		     struct str name, bool required)
{
	const struct node *takes = schema_follow(pack_manifest_schema_node(p), field);
	struct mtext line = MTEXT_FILL(
		out->arena, MT("%1 — %2: %3", "%1 — %2: %3", "%1 — %2: %3"), mtext_same(name),
		schema_words(field, STR("title")), type_words(takes));
	struct str values = values_of(out->arena, takes);

	if (values.n)
		line = MTEXT_FILL(out->arena,
				  MT("%1; мәндері: %2", "%1; значения: %2", "%1; values: %2"),
				  line, mtext_same(values));
	if (required)
		line = MTEXT_FILL(out->arena,
				  MT("%1 (міндетті)", "%1 (обязательно)", "%1 (required)"),
				  line);
	add(out, 2, line);
}

void explain_parts(struct explanation *out, const struct pack *p, struct str pointer)
{
	const struct schema *schema = pack_manifest_schema(p);
	const struct node *field = schema_field(schema, pointer);
	bool list = str_eq(node_text(field, STR("type")), STR("array"));
	const struct node *properties;

	if (list) {
		pointer = ARENA_JOIN(out->arena, pointer, STR("/0"));
		field = schema_field(schema, pointer);
	}
	properties = node_get(field, STR("properties"));
	if (!properties)
		return;
	add(out, 1,
	    list ? MT("бір элементтің өрістері:", "поля одного элемента:", "fields of an item:")
		 : MT("өрістері:", "поля:", "fields:"));
	for (uint32_t i = 0; i < properties->count; i++) {
		struct str name = member_key(&properties->members[i]);

		add_part(out, p,
			 schema_field(schema, ARENA_JOIN(out->arena, pointer, STR("/"), name)),
			 name, is_required(field, name));
	}
}

bool explain_field(struct explanation *out, const struct pack *p, struct str pointer)
{
	const struct node *field = schema_field(pack_manifest_schema(p), pointer);
	const struct node *examples = node_get(field, STR("examples"));
	enum stage stage;

	if (!field)
		return false;
	add_heading(out, pointer, title_of(out, p, pointer, field));
	add_text(out, schema_words(field, STR("description")));
	add_values(out, field);
	add_limits(out, schema_follow(pack_manifest_schema_node(p), field));
	add_class(out, p, pointer);
	if (stage_parse(&stage, node_text(field, STR("x-required-from"))))
		add(out, 1,
		    MTEXT_FILL(out->arena,
			       MT("«%1» кезеңінен бастап қажет", "требуется со стадии «%1»",
				  "required from stage \"%1\" on"),
			       stage_titles[stage]));
	if (examples && examples->count)
		add(out, 1,
		    MTEXT_FILL(out->arena, MT("мысалы: %1", "например: %1", "for example: %1"),
			       mtext_same(node_canonical(out->arena, &examples->items[0]))));
	return true;
}

/* ---- rules ---- */

static void add_norm(struct explanation *out, const struct basis *b)
{
	struct mtext mark = confidence_titles[b->confidence];

	add(out, 1,
	    mark.in[LANG_EN].n
		    ? MTEXT_FILL(out->arena, MT("§ %1 [%2]", "§ %1 [%2]", "§ %1 [%2]"),
				 b->citation, mark)
		    : MTEXT_FILL(out->arena, MT("§ %1", "§ %1", "§ %1"), b->citation));
	add(out, 2, b->text);
}

static void add_basis(struct explanation *out, const struct pack *p, const struct rule *rule,
		      struct str day)
{
	const struct node *ids = node_get(rule_source(rule), STR("basis"));

	for (uint32_t i = 0; ids && i < ids->count; i++) {
		struct basis b =
			arch_basis(pack_arch(p), out->arena, node_str(&ids->items[i]), day);

		add_norm(out, &b);
	}
	if (!rule_grounded(p, rule, day))
		add(out, 1,
		    MTEXT_FILL(out->arena,
			       MT("%1 күні бұл нормалардың ешқайсысы күшінде "
				  "болмаған: ереже бағаламайды",
				  "на %1 ни одна из этих норм не действовала: "
				  "правило не применяется",
				  "on %1 none of these norms was in force: the "
				  "rule is not judged"),
			       mtext_same(day)));
}

/* A text of a rule with "…" where a finding puts its values. */
static struct str without_values(struct arena *a, struct str text)
{
	struct str out = STR("");

	while (text.n) {
		size_t open = str_find(text, STR("{")), close = str_find(text, STR("}"));

		if (open == SIZE_MAX || close == SIZE_MAX || close < open)
			return arena_printf(a, "%.*s%.*s", STR_FMT(out), STR_FMT(text));
		out = arena_printf(a, "%.*s%.*s…", STR_FMT(out),
				   STR_FMT(str_sub(text, 0, open)));
		text = str_sub(text, close + 1, text.n);
	}
	return out;
}

static void add_deed(struct explanation *out, struct mtext remedy)
{
	if (mtext_in(remedy, LANG_EN).n)
		add(out, 1,
		    MTEXT_FILL(out->arena,
			       MT("не істеу керек: %1", "что делать: %1", "what to do: %1"),
			       remedy));
}

static void add_remedy(struct explanation *out, const struct rule *rule)
{
	struct mtext remedy = rule_remedy(rule);

	for (enum lang l = 0; l < LANG_COUNT; l++)
		remedy.in[l] = without_values(out->arena, remedy.in[l]);
	add(out, 1,
	    MTEXT_FILL(out->arena, MT("не істеу керек: %1", "что делать: %1", "what to do: %1"),
		       remedy));
}

static void add_stages(struct explanation *out, const struct rule *rule)
{
	int last = -2;

	for (enum stage s = 0; s < STAGE_RETIRED; s++) {
		enum severity severity;
		int now = rule_severity(rule, s, &severity) ? (int)severity : -1;

		if (now != last && now >= 0)
			add(out, 1,
			    MTEXT_FILL(out->arena,
				       MT("«%1» кезеңінен бастап: %2", "со стадии «%1»: %2",
					  "from stage \"%1\" on: %2"),
				       stage_titles[s], severity_titles[now]));
		last = now;
	}
}

static void add_info(struct explanation *out, const struct rule_info *info)
{
	add_heading(out, info->id, info->title);
	add_text(out, info->description);
}

void explain_rule_of(struct explanation *out, const struct pack *p, const struct rule *rule,
		     struct str day)
{
	add_info(out, rule_info(rule));
	add_stages(out, rule);
	add_remedy(out, rule);
	add_basis(out, p, rule, day);
}

static const struct rule_info *info_named(struct arena *a, const struct pack *p, struct str id)
{
	size_t inspect_n;
	const struct rule_info *inspect = schema_inspect_rules(&inspect_n);
	const struct {
		const struct rule_info *at;
		size_t n;
	} sets[] = { { inspect, inspect_n },
		     { audit_rules, audit_rules_n },
		     { check_lint_rules, check_lint_rules_n },
		     { &pack_load_rule, 1 } };

	for (size_t i = 0; i < ARRAY_LEN(sets); i++)
		for (size_t k = 0; k < sets[i].n; k++)
			if (str_eq(sets[i].at[k].id, id))
				return &sets[i].at[k];
	return check_rule_named(a, p, id);
}

bool explain_rule(struct explanation *out, const struct pack *p, struct str id, struct str day)
{
	const struct rule *rule = pack_rule_named(p, id);
	const struct rule_info *info = rule ? NULL : info_named(out->arena, p, id);

	if (rule)
		explain_rule_of(out, p, rule, day);
	else if (info)
		add_info(out, info);
	return rule || info;
}

void explain_finding(struct explanation *out, const struct pack *p, const struct finding *f)
{
	const struct rule_info *info = check_rule_named(out->arena, p, f->rule);

	add_heading(out, f->rule, info ? info->title : severity_titles[f->severity]);
	add_text(out, f->message);
	add_deed(out, f->remedy);
	if (info)
		add_text(out, info->description);
	for (size_t i = 0; i < f->basis_n; i++)
		add_norm(out, &f->basis[i]);
}

/* ---- entries ---- */

void explain_entry(struct explanation *out, const struct arch_entry *entry)
{
	struct mtext mark = confidence_titles[entry->confidence];

	add_heading(out, entry->id, entry->name);
	add(out, 1,
	    mark.in[LANG_EN].n ? MTEXT_FILL(out->arena, MT("%1 [%2]", "%1 [%2]", "%1 [%2]"),
					    arch_kind_titles[entry->kind], mark)
			       : arch_kind_titles[entry->kind]);
	add_text(out, node_mtext(node_get(entry->node, STR("holds"))));
	if (entry->url.n)
		add(out, 1, mtext_same(entry->url));
}
