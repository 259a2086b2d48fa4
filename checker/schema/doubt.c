#include "checker/schema/inspect_internal.h"

enum { NEAR = 3 };

/* Keywords that only say something to people and tools. */
static const struct str remarks[] = {
	STR_INIT("title"),	     STR_INIT("description"),
	STR_INIT("default"),	     STR_INIT("examples"),
	STR_INIT("deprecated"),	     STR_INIT("readOnly"),
	STR_INIT("writeOnly"),	     STR_INIT("$comment"),
	STR_INIT("contentEncoding"), STR_INIT("contentMediaType"),
};

struct nearest {
	struct str wanted, found;
	unsigned distance;
};

static void consider(struct nearest *best, struct str candidate)
{
	unsigned most = best->wanted.n < 4 ? 1 : best->wanted.n < 8 ? 2 : NEAR;
	unsigned distance = str_distance(best->wanted, candidate, most);

	if (distance <= most && (!best->found.n || distance < best->distance)) {
		best->found = candidate;
		best->distance = distance;
	}
}

static struct mtext did_you_mean(const struct inspection *in, struct str word,
				 struct mtext otherwise)
{
	if (!word.n)
		return otherwise;
	return MTEXT_FILL(in->a,
			  MT("мүмкін, «%1» деп жазғыңыз келген шығар?",
			     "возможно, имелось в виду «%1»?", "did you mean \"%1\"?"),
			  mtext_same(word));
}

static bool is_remark(struct str key)
{
	for (size_t i = 0; i < ARRAY_LEN(remarks); i++)
		if (str_eq(remarks[i], key))
			return true;
	return str_starts(key, STR("x-"));
}

static struct str near_keyword(struct str key, enum draft draft)
{
	struct nearest best = { .wanted = key };

	for (enum keyword kw = 0; kw < KW_COUNT; kw++)
		if (schema_keywords[kw].drafts & draft)
			consider(&best, schema_keywords[kw].name);
	for (size_t i = 0; i < ARRAY_LEN(remarks); i++)
		consider(&best, remarks[i]);
	return best.found;
}

static void doubt_keyword(const struct inspection *in, const struct member *m,
			  const struct dialect *dialect)
{
	struct mtext name = mtext_same(member_key(m));
	enum keyword kw = schema_keyword(member_key(m));

	if (kw < KW_COUNT && !(schema_keywords[kw].drafts & dialect->draft))
		schema_inspect_doubt(
			in, m,
			MTEXT_FILL(in->a,
				   MT("«%1» кілтсөзі схеманың осы нұсқасында жоқ, сондықтан "
				      "ескерілмейді",
				      "ключевого слова «%1» нет в этой версии, оно не "
				      "учитывается",
				      "keyword \"%1\" is not of this draft and is ignored"),
				   name),
			dialect->draft == DRAFT_7
				? MT("схеманы 2020-12 нұсқасына көшіріңіз немесе сөзді "
				     "ауыстырыңыз",
				     "перейдите на версию 2020-12 или замените слово",
				     "go over to 2020-12, or replace the word")
				: MT("оны 2020-12 нұсқасындағы сөзбен ауыстырыңыз",
				     "замените его словом из версии 2020-12",
				     "replace it by the word of 2020-12"));
	else if (kw == KW_COUNT && !is_remark(member_key(m)))
		schema_inspect_doubt(
			in, m,
			MTEXT_FILL(in->a,
				   MT("белгісіз «%1» кілтсөзі ескерілмейді",
				      "неизвестное ключевое слово «%1» не учитывается",
				      "unknown keyword \"%1\" is ignored"),
				   name),
			did_you_mean(in, near_keyword(member_key(m), dialect->draft),
				     MT("өз сөздеріңізді «x-» деп бастаңыз",
					"свои слова начинайте с «x-»",
					"begin words of your own with \"x-\"")));
}

/* Keywords that do nothing without another one. */
static const struct need_row {
	struct str keyword, other;
} need_rows[] = {
	{ STR_INIT("then"), STR_INIT("if") },
	{ STR_INIT("else"), STR_INIT("if") },
	{ STR_INIT("minContains"), STR_INIT("contains") },
	{ STR_INIT("maxContains"), STR_INIT("contains") },
	{ STR_INIT("additionalItems"), STR_INIT("items") },
};

static void doubt_needs(const struct inspection *in, const struct node *schema,
			const struct dialect *dialect)
{
	for (size_t i = 0; i < ARRAY_LEN(need_rows); i++) {
		const struct member *m = node_member(schema, need_rows[i].keyword);
		enum keyword kw = schema_keyword(need_rows[i].keyword);

		if (m && schema_keywords[kw].drafts & dialect->draft &&
		    !node_get(schema, need_rows[i].other))
			schema_inspect_doubt(
				in, m,
				MTEXT_FILL(in->a,
					   MT("«%1» «%2» сөзінсіз ештеңе істемейді",
					      "«%1» ничего не делает без «%2»",
					      "\"%1\" does nothing without \"%2\""),
					   mtext_same(need_rows[i].keyword),
					   mtext_same(need_rows[i].other)),
				MT("жетіспейтін сөзді қосыңыз немесе мұны алып тастаңыз",
				   "добавьте недостающее слово или удалите это",
				   "add the missing word or remove this one"));
	}
}

/* Pairs of which the first must not be greater. */
static const struct range_row {
	struct str least, most;
} range_rows[] = {
	{ STR_INIT("minimum"), STR_INIT("maximum") },
	{ STR_INIT("minLength"), STR_INIT("maxLength") },
	{ STR_INIT("minItems"), STR_INIT("maxItems") },
	{ STR_INIT("minProperties"), STR_INIT("maxProperties") },
	{ STR_INIT("minContains"), STR_INIT("maxContains") },
	{ STR_INIT("exclusiveMinimum"), STR_INIT("maximum") },
	{ STR_INIT("minimum"), STR_INIT("exclusiveMaximum") },
};

static void doubt_ranges(const struct inspection *in, const struct node *schema)
{
	for (size_t i = 0; i < ARRAY_LEN(range_rows); i++) {
		const struct member *m = node_member(schema, range_rows[i].least);
		const struct node *most = node_get(schema, range_rows[i].most);

		if (m && most && m->value.type == NODE_NUMBER && most->type == NODE_NUMBER &&
		    node_number_cmp(&m->value, most) > 0)
			schema_inspect_doubt(
				in, m,
				MTEXT_FILL(in->a,
					   MT("«%1» «%2» шегінен үлкен: ешбір мән сай келмейді",
					      "«%1» больше, чем «%2»: ни одно значение не "
					      "подойдёт",
					      "\"%1\" is above \"%2\": no value fits"),
					   mtext_same(range_rows[i].least),
					   mtext_same(range_rows[i].most)),
				MT("шектерді түзетіңіз", "исправьте границы",
				   "correct the bounds"));
	}
}

static void doubt_name(const struct inspection *in, const struct member *required,
		       const struct node *properties, struct str name)
{
	struct nearest best = { .wanted = name };

	if (node_get(properties, name))
		return;
	for (uint32_t i = 0; properties && i < properties->count; i++)
		consider(&best, member_key(&properties->members[i]));
	schema_inspect_doubt(
		in, required,
		MTEXT_FILL(in->a,
			   MT("«%1» өрісі міндетті, бірақ оған рұқсат жоқ: ешбір объект сай "
			      "келмейді",
			      "поле «%1» обязательно, но не допускается: ни один объект не "
			      "подойдёт",
			      "field \"%1\" is required but not allowed: no object fits"),
			   mtext_same(name)),
		did_you_mean(in, best.found,
			     MT("оны properties ішіне қосыңыз", "добавьте его в properties",
				"add it to properties")));
}

/* A field that must be there and must not is mostly one whose name is misspelt. */
static void doubt_required(const struct inspection *in, const struct node *schema)
{
	const struct node *properties = node_get(schema, STR("properties"));
	const struct member *required = node_member(schema, STR("required"));
	const struct node *rest = node_get(schema, STR("additionalProperties"));

	if (!required || required->value.type != NODE_ARRAY || !rest ||
	    rest->type != NODE_BOOL || rest->truth ||
	    node_get(schema, STR("patternProperties")) ||
	    (properties && properties->type != NODE_OBJECT))
		return;
	for (uint32_t i = 0; i < required->value.count; i++)
		if (required->value.items[i].type == NODE_STRING)
			doubt_name(in, required, properties,
				   node_str(&required->value.items[i]));
}

/* An unknown format is allowed, but one that nearly is a known one is a slip. */
static void doubt_format(const struct inspection *in, const struct node *schema)
{
#define X(id, name) STR_INIT(name),
	static const struct str names[] = { SCHEMA_FORMATS(X) };
#undef X
	const struct member *m = node_member(schema, STR("format"));
	struct nearest best = { 0 };

	if (!m || m->value.type != NODE_STRING ||
	    schema_format(node_str(&m->value)) != FORMAT_COUNT)
		return;
	best.wanted = node_str(&m->value);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		consider(&best, names[i]);
	if (best.found.n)
		schema_inspect_doubt(
			in, m,
			MTEXT_FILL(in->a,
				   MT("белгісіз «%1» пішімі", "неизвестный формат «%1»",
				      "unknown format \"%1\""),
				   mtext_same(best.wanted)),
			did_you_mean(in, best.found, (struct mtext){ 0 }));
}

/* Draft 7, section 8.3: they are all ignored. */
static void doubt_siblings(const struct inspection *in, const struct node *schema)
{
	for (uint32_t i = 0; i < schema->count; i++) {
		struct str key = member_key(&schema->members[i]);
		enum keyword kw = schema_keyword(key);

		if (kw < KW_COUNT && kw != KW_REF && kw != KW_DEFINITIONS && kw != KW_SCHEMA &&
		    kw != KW_ID)
			schema_inspect_doubt(
				in, &schema->members[i],
				MTEXT_FILL(in->a,
					   MT("7-нұсқада $ref жанындағы «%1» ескерілмейді",
					      "в версии 7 рядом с $ref «%1» не учитывается",
					      "in draft 7 \"%1\" beside $ref is ignored"),
					   mtext_same(key)),
				MT("екеуін де allOf ішіне салыңыз", "поместите оба в allOf",
				   "put both into allOf"));
	}
}

static bool class_at(enum visibility *out, const struct node *word)
{
	return word && word->type == NODE_STRING && visibility_parse(out, node_str(word));
}

static bool is_range(const struct node *range, enum visibility class)
{
	enum visibility least, most;

	return range->type == NODE_ARRAY && range->count == 2 &&
	       class_at(&least, &range->items[0]) && class_at(&most, &range->items[1]) &&
	       least <= class && class <= most;
}

static struct mtext near_class(const struct inspection *in, const struct node *word)
{
	struct nearest best = { .wanted =
					word->type == NODE_STRING ? node_str(word) : STR("") };

	for (enum visibility v = 0; v < VIS_COUNT; v++)
		consider(&best, str_of(visibility_names[v]));
	return did_you_mean(in, best.found,
			    MT("сыныптар: pub, gov, rev, own", "классы: pub, gov, rev, own",
			       "the classes are pub, gov, rev, own"));
}

/* In schemas of our own; to others the words may mean something else. */
static void doubt_visibility(const struct inspection *in, const struct node *schema)
{
	const struct member *word = node_member(schema, STR("x-visibility"));
	const struct member *range = node_member(schema, STR("x-visibility-range"));
	enum visibility class = VIS_OWN;

	if (!str_starts(node_text(&in->doc->root, STR("$id")), STR("urn:tizilim:schema:")))
		return;
	if (word && !class_at(&class, &word->value))
		schema_inspect_doubt(in, word,
				     MT("мұндай көріну сыныбы жоқ: өрісті тек иесі көреді",
					"нет такого класса видимости: поле увидит только "
					"владелец",
					"there is no such class of visibility: the owner alone "
					"sees the field"),
				     near_class(in, &word->value));
	else if (range && (!word || !is_range(&range->value, class)))
		schema_inspect_doubt(
			in, range,
			MT("x-visibility-range — арасында x-visibility жататын екі сынып, "
			   "алдымен ашығырағы",
			   "x-visibility-range — два класса, сначала более открытый, между "
			   "которыми лежит x-visibility",
			   "x-visibility-range is two classes, the more open first, with "
			   "x-visibility between them"),
			MT("мысалы: \"x-visibility\": \"gov\", \"x-visibility-range\": "
			   "[\"pub\", "
			   "\"own\"]",
			   "например: \"x-visibility\": \"gov\", \"x-visibility-range\": "
			   "[\"pub\", \"own\"]",
			   "such as: \"x-visibility\": \"gov\", \"x-visibility-range\": "
			   "[\"pub\", "
			   "\"own\"]"));
}

void schema_inspect_place(const struct inspection *in, const struct node *schema,
			  const struct dialect *dialect)
{
	for (uint32_t i = 0; i < schema->count && !schema_inspect_full(in->sink); i++)
		doubt_keyword(in, &schema->members[i], dialect);
	if (schema_inspect_full(in->sink))
		return;
	doubt_needs(in, schema, dialect);
	doubt_ranges(in, schema);
	doubt_required(in, schema);
	doubt_format(in, schema);
	doubt_visibility(in, schema);
	if (dialect->draft == DRAFT_7 && node_get(schema, STR("$ref")))
		doubt_siblings(in, schema);
}
