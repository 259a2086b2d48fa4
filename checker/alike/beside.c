#include "checker/alike/alike.h"

#include "checker/base/strbuf.h"

/* What the search reads of a manifest, as a reader sees it. */
static const struct text_field {
	const char *name;
	struct mtext title;
} texts[] = {
	{ "name", MT_INIT("Атауы", "Название", "Name") },
	{ "summary", MT_INIT("Қысқаша", "Кратко", "Summary") },
	{ "purpose", MT_INIT("Мақсаты", "Назначение", "Purpose") },
	{ "benefits", MT_INIT("Пайдасы", "Польза", "Benefits") },
	{ "outputs", MT_INIT("Нәтижелері", "Результаты", "Outputs") },
};

struct beside {
	struct arena *arena;
	const struct alike_two *two;
	struct dup_speech *speech;
	const struct strmap *shared; /* keys of terms */
	VEC(struct report_beside) rows;
};

static struct report_marked marked(struct beside *b, enum lang lang, struct str text)
{
	struct dup_spans found = { 0 };
	struct report_span *spans;

	dup_speech_mark(b->speech, b->arena, b->shared, &(struct dup_text){ lang, text },
			&found);
	spans = ARENA_ARRAY(b->arena, struct report_span, found.list.n);
	for (size_t i = 0; i < found.list.n; i++)
		spans[i] = (struct report_span){ found.list.at[i].from, found.list.at[i].n };
	return (struct report_marked){ text, spans, found.list.n };
}

static struct str text_in(const struct node *manifest, const char *field, enum lang lang)
{
	const struct node *node = node_get(manifest, str_of(field));

	return node && node->type == NODE_OBJECT ? node_mtext(node).in[lang] : STR("");
}

static void add_text(struct beside *b, const struct text_field *field, enum lang lang)
{
	struct report_beside row = { .field = field->title, .lang = str_of(lang_names[lang]) };
	bool any = false;

	for (int i = 0; i < 2; i++) {
		struct str text = text_in(b->two->manifests[i], field->name, lang);

		any = any || text.n;
		row.sides[i] = marked(b, lang, text);
	}
	if (any)
		vec_push(b->arena, &b->rows, row);
}

struct codes {
	VEC(struct str) list;
};

static bool has_code(const struct codes *codes, struct str code)
{
	for (size_t i = 0; i < codes->list.n; i++)
		if (str_eq(codes->list.at[i], code))
			return true;
	return false;
}

/* Names of codes; those that the other has, too, marked. */
static struct report_marked named(struct beside *b, enum lang lang, const struct codes *own,
				  const struct codes *other)
{
	struct arena *a = b->arena;
	VEC(struct report_span) spans = { 0 };
	AUTO_STRBUF text;

	strbuf_init(&text, SIZE_MAX);
	for (size_t i = 0; i < own->list.n; i++) {
		struct mtext name = alike_code_name(a, b->two->pack, own->list.at[i]);
		struct str shown = mtext_in(name, lang);

		strbuf_str(&text, i ? STR("; ") : STR(""));
		if (has_code(other, own->list.at[i]))
			vec_push(a, &spans, (struct report_span){ text.n, shown.n });
		strbuf_str(&text, shown);
	}
	return (struct report_marked){ arena_str(a, strbuf_view(&text)), spans.at, spans.n };
}

static void add_names(struct beside *b, struct mtext title, const struct codes both[2])
{
	struct report_beside row = { .field = title };
	struct report_sides *in;

	if (!both[0].list.n && !both[1].list.n)
		return;
	in = ARENA_ARRAY(b->arena, struct report_sides, LANG_COUNT);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		for (int i = 0; i < 2; i++)
			in[l].at[i] = named(b, l, &both[i], &both[1 - i]);
	for (int i = 0; i < 2; i++)
		row.sides[i] = in[b->two->lang].at[i];
	row.named = in;
	vec_push(b->arena, &b->rows, row);
}

static void read_entry(struct beside *b, int side, struct codes *functions,
		       struct codes *objects, struct codes *product)
{
	struct dup_entry e =
		alike_entry(b->arena, b->two->pack, b->two->ids[side], b->two->manifests[side]);

	for (size_t i = 0; i < e.functions_n; i++)
		vec_push(b->arena, &functions->list, e.functions[i]);
	for (size_t i = 0; i < e.objects_n; i++)
		vec_push(b->arena, &objects->list, e.objects[i]);
	if (e.product.n)
		vec_push(b->arena, &product->list, e.product);
}

static void add_texts(struct beside *b)
{
	struct dup_settings settings = alike_settings(b->arena, b->two->pack);

	b->shared = dup_index_shared(b->two->index, b->arena, b->two->entries[0],
				     b->two->entries[1]);
	b->speech = dup_speech_new(b->arena, &settings);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		for (enum lang l = 0; l < LANG_COUNT; l++)
			add_text(b, &texts[i], l);
	dup_speech_free(b->speech);
}

static void add_all_names(struct beside *b)
{
	struct codes functions[2] = { 0 }, objects[2] = { 0 }, products[2] = { 0 };

	for (int i = 0; i < 2; i++)
		read_entry(b, i, &functions[i], &objects[i], &products[i]);
	add_names(b, MT("Функциялары", "Функции", "Functions"), functions);
	add_names(
		b,
		MT("Деректер, адамдар, сала", "Данные, люди, отрасль", "Data, people, sector"),
		objects);
	add_names(b, MT("Өнім", "Продукт", "Product"), products);
}

static void show_pair(struct arena *a, const struct alike_two *two,
		      struct report_duplicates *out)
{
	struct alike_member *members = ARENA_ARRAY(a, struct alike_member, 2);
	struct alike_pairs pairs = { 0 };
	struct alike_pair pair = {
		.pair = dup_index_compare(two->index, a, two->entries[0], two->entries[1]),
		.verdict = two->verdict,
	};
	struct alike_found found = { two->pack, members, 2, 0, &pairs };
	AUTO_ALIKE_WORDS words = NULL;

	pair.pair.a = 0;
	pair.pair.b = 1;
	vec_push(a, &pairs.list, pair);
	words = alike_words_new(a, two->pack, &pairs, NULL);
	for (int i = 0; i < 2; i++)
		members[i] = alike_member(a, two->pack, words, two->ids[i], two->manifests[i]);
	alike_show(a, &found, &(struct alike_options){ 0 }, out);
}

size_t alike_beside(struct arena *a, const struct alike_two *two,
		    const struct report_beside **rows)
{
	struct beside b = { .arena = a, .two = two };

	add_texts(&b);
	add_all_names(&b);
	*rows = b.rows.at;
	return b.rows.n;
}

void alike_show_two(struct arena *a, const struct alike_two *two, struct report_duplicates *out)
{
	const struct report_beside *rows;
	size_t n = alike_beside(a, two, &rows);

	show_pair(a, two, out);
	out->beside = rows;
	out->beside_n = n;
}
