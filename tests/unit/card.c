#include "checker/card/card.h"

#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/strbuf.h"

#include "tests/unit/rows.h"

#include <string.h>

/* The shipped schema of manifests; every test reads it only. */
static struct fixture {
	struct arena *arena;
	const struct doc *doc;
	struct schema *schema;
} fixture;

static const struct doc *parsed(struct arena *a, struct str text, enum doc_syntax syntax)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;

	assert_true(doc_parse(&doc, a, STR("a"), text, syntax, DOC_GENERAL, &errors));
	return doc;
}

static struct str card_for(struct arena *a, const struct node *manifest, enum visibility reader)
{
	struct card card;

	card_make(&card, a, manifest, &fixture.doc->root, reader);
	return card.json;
}

#define SMALL(lines, more)                                                                    \
	"schema_version: '1.0'\nshort_name: a-b\nname: {ru: Имя, kk: Ат}\nstage: idea\n" more \
	"\nvisibility: " lines

#define LINE(pointer, class) "[{pointer: '" pointer "', class: " class ", ground: приказ}]"
#define OWNER		     "owner: {body: msh, unit: Отдел}\n"
/* What is there whatever a line says. */
#define FIXED(name)                                                                            \
	"\"name\":{" name "},\"owner\":{\"body\":\"msh\"},\"schema_version\":\"1.0\",\"short_" \
	"name\":\"a-b\",\"stage\":\"idea\""
#define BOTH "\"kk\":\"Ат\",\"ru\":\"Имя\""

static const struct card_row {
	const char *label, *manifest;
	enum visibility reader;
	const char *want;
	size_t withheld;
} card_rows[] = {
	{ "classes of the schema, for everybody", SMALL("[]", OWNER "costs: {band: none}"),
	  VIS_PUB, "{" FIXED(BOTH) "}", 3 },
	{ "for state bodies", SMALL("[]", OWNER "costs: {band: none}\nmodels: [{name: m}]"),
	  VIS_GOV,
	  "{\"models\":[{\"name\":\"m\"}],\"name\":{" BOTH
	  "},\"owner\":{\"body\":\"msh\",\"unit\":\"Отдел\"},"
	  "\"schema_version\":\"1.0\",\"short_name\":\"a-b\",\"stage\":\"idea\"}",
	  2 },
	{ "what the schema does not know is not for others",
	  SMALL("[]", "owner: {body: msh, nick: n}\nx-note: text\nfoo: bar\nproduct: {name: p, "
		      "x: {y: 1}}"),
	  VIS_GOV,
	  "{\"name\":{" BOTH
	  "},\"owner\":{\"body\":\"msh\"},\"product\":{\"name\":\"p\"},\"schema_version\":\"1."
	  "0\",\"short_name\":\"a-b\",\"stage\":\"idea\"}",
	  5 },
	{ "but for reviewers",
	  SMALL(LINE("/x-note", "own"), "owner: {body: msh}\nx-note: text\nx-b: [1]"), VIS_REV,
	  "{\"name\":{" BOTH
	  "},\"owner\":{\"body\":\"msh\"},\"schema_version\":\"1.0\",\"short_name\":\"a-b\","
	  "\"stage\":\"idea\",\"visibility\":[{\"class\":\"own\",\"ground\":\"приказ\","
	  "\"pointer\":\"/"
	  "x-note\"}],\"x-b\":[1]}",
	  1 },
	{ "the whole withheld: a law-enforcement entry, for everybody",
	  SMALL(LINE("", "own"), OWNER "purpose: {ru: Слежка}\nfunctions: [fn-a]\nrisk: "
				       "{declared: high}\ndocuments: []"),
	  VIS_PUB,
	  "{\"owner\":{\"body\":\"msh\"},\"schema_version\":\"1.0\",\"short_name\":\"a-b\","
	  "\"stage\":"
	  "\"idea\",\"withheld\":[\"*\"]}",
	  7 },
	{ "and for state bodies, who are told its name",
	  SMALL(LINE("", "own"), OWNER "purpose: {ru: Слежка}\nfunctions: [fn-a]"), VIS_GOV,
	  "{" FIXED(BOTH) ",\"withheld\":[\"*\"]}", 4 },
	{ "the whole withheld but for a field",
	  SMALL("[{pointer: '', class: own, ground: g}, {pointer: /functions, class: pub, "
		"ground: g}]",
		"owner: {body: msh}\npurpose: {ru: Слежка}\nfunctions: [fn-a]"),
	  VIS_GOV, "{\"functions\":[\"fn-a\"]," FIXED(BOTH) ",\"withheld\":[\"*\"]}", 2 },
	{ "a line for a parent makes no field within it more open",
	  SMALL(LINE("/risk", "gov"),
		"owner: {body: msh}\nrisk: {declared: high, practices: [manipulation]}"),
	  VIS_GOV,
	  "{\"name\":{" BOTH
	  "},\"owner\":{\"body\":\"msh\"},\"risk\":{\"declared\":\"high\"},\"schema_version\":"
	  "\"1.0\",\"short_name\":\"a-b\",\"stage\":\"idea\"}",
	  2 },
	{ "opened where the schema allows it",
	  SMALL(LINE("/costs", "pub"), "owner: {body: msh}\ncosts: {band: none}"), VIS_PUB,
	  "{\"costs\":{\"band\":\"none\"}," FIXED(BOTH) "}", 1 },
	{ "and not where it does not",
	  SMALL(LINE("/hosting", "pub"), "owner: {body: msh}\nhosting: {country: KZ}"), VIS_GOV,
	  "{" FIXED(BOTH) "}", 2 },
	{ "the strictest of two for one field",
	  SMALL("[{pointer: /keywords, class: own, ground: g}, {pointer: /keywords, class: "
		"pub, ground: g}]",
		"owner: {body: msh}\nkeywords: [a]"),
	  VIS_REV,
	  "{\"name\":{" BOTH "},\"owner\":{\"body\":\"msh\"},\"schema_version\":\"1.0\","
	  "\"short_name\":\"a-b\",\"stage\":"
	  "\"idea\",\"visibility\":[{\"class\":\"own\",\"ground\":\"g\",\"pointer\":\"/"
	  "keywords\"},{\"class\":\"pub\","
	  "\"ground\":\"g\",\"pointer\":\"/keywords\"}],\"withheld\":[\"keywords\"]}",
	  1 },
	{ "an item of a list, the others in their order",
	  SMALL(LINE("/keywords/1", "rev"), "owner: {body: msh}\nkeywords: [c, b, a]"), VIS_GOV,
	  "{\"keywords\":[\"c\",\"a\"]," FIXED(BOTH) ",\"withheld\":[\"keywords\"]}", 2 },
	{ "a field of each item",
	  SMALL(LINE("/partners/*/role", "rev"),
		"owner: {body: msh}\npartners: [{body: a, role: r}, {body: b}]"),
	  VIS_GOV,
	  "{" FIXED(BOTH) ",\"partners\":[{\"body\":\"a\"},{\"body\":\"b\"}],\"withheld\":["
			  "\"partners\"]}",
	  2 },
	{ "an item that lost what it must have goes whole",
	  SMALL(LINE("/partners/0/body", "rev"),
		"owner: {body: msh}\npartners: [{body: a, role: r}, {body: b}]"),
	  VIS_GOV,
	  "{" FIXED(BOTH) ",\"partners\":[{\"body\":\"b\"}],\"withheld\":[\"partners\"]}", 2 },
	{ "of what it must have one is enough",
	  SMALL(LINE("/data_sources/*/name", "rev"),
		"owner: {body: msh}\ndata_sources: [{name: n, source: s}, {name: m, obtained: "
		"copy}]"),
	  VIS_GOV,
	  "{\"data_sources\":[{\"source\":\"s\"}]," FIXED(
		  BOTH) ",\"withheld\":[\"data_sources\"]}",
	  3 },
	{ "a list left empty is not there: it would say that there are none",
	  SMALL(LINE("/data_sources/*", "rev"),
		"owner: {body: msh}\ndata_sources: [{name: n}]"),
	  VIS_GOV, "{" FIXED(BOTH) ",\"withheld\":[\"data_sources\"]}", 2 },
	{ "an empty list says that there are none",
	  SMALL("[]", "owner: {body: msh}\ndata_sources: []"), VIS_PUB,
	  "{\"data_sources\":[]," FIXED(BOTH) "}", 1 },
	{ "unless that is withheld",
	  SMALL(LINE("/data_sources", "rev"), "owner: {body: msh}\ndata_sources: []"), VIS_GOV,
	  "{" FIXED(BOTH) ",\"withheld\":[\"data_sources\"]}", 2 },
	{ "a name in one language", SMALL(LINE("/name/kk", "own"), "owner: {body: msh}"),
	  VIS_PUB, "{" FIXED("\"ru\":\"Имя\"") ",\"withheld\":[\"name\"]}", 2 },
	{ "state bodies are told it all the same",
	  SMALL(LINE("/name/kk", "own"), "owner: {body: msh}"), VIS_GOV, "{" FIXED(BOTH) "}",
	  1 },
	{ "what is not there is named all the same",
	  SMALL(LINE("/integrations/*/volume", "rev"), "owner: {body: msh}"), VIS_GOV,
	  "{" FIXED(BOTH) ",\"withheld\":[\"integrations\"]}", 1 },
	{ "what the class withholds anyway is not",
	  SMALL(LINE("/hosting", "own"), "owner: {body: msh}\nhosting: {country: KZ}"), VIS_GOV,
	  "{" FIXED(BOTH) "}", 2 },
	{ "names of two cards: once each, in order",
	  SMALL("[{pointer: /sector, class: own, ground: g}, {pointer: /goals, class: own, "
		"ground: g}]",
		"owner: {body: msh}\nwithheld: [sector, people]"),
	  VIS_PUB, "{" FIXED(BOTH) ",\"withheld\":[\"goals\",\"people\",\"sector\"]}", 1 },
	/* Pointers that mean harm, or nothing. */
	{ "~1 and ~0 within a key",
	  SMALL("[{pointer: /x-a/b~1c, class: own, ground: g}, {pointer: /x-a/d~0e, class: "
		"own, ground: g}]",
		"owner: {body: msh}\nx-a: {b/c: 1, d~e: 2, b~1c: 3, b: {c: 4}}"),
	  VIS_REV,
	  "{\"name\":{" BOTH "},\"owner\":{\"body\":\"msh\"},\"schema_version\":\"1.0\","
	  "\"short_name\":\"a-b\",\"stage\":\"idea\","
	  "\"visibility\":[{\"class\":\"own\",\"ground\":\"g\",\"pointer\":\"/x-a/"
	  "b~1c\"},{\"class\":\"own\",\"ground\":\"g\","
	  "\"pointer\":\"/x-a/d~0e\"}],\"x-a\":{\"b\":{\"c\":4},\"b~1c\":3}}",
	  2 },
	{ "~1 does not lead into a field",
	  SMALL(LINE("/purpose~1ru", "own"), "owner: {body: msh}\npurpose: {ru: р}"), VIS_GOV,
	  "{" FIXED(BOTH) ",\"purpose\":{\"ru\":\"р\"}}", 1 },
	{ "an escape that is none: all is withheld",
	  SMALL(LINE("/purpose~2", "gov"), "owner: {body: msh}\npurpose: {ru: р}"), VIS_GOV,
	  "{" FIXED(BOTH) ",\"withheld\":[\"*\"]}", 2 },
	{ "an escape cut short",
	  SMALL(LINE("/purpose~", "gov"), "owner: {body: msh}\npurpose: {ru: р}"), VIS_GOV,
	  "{" FIXED(BOTH) ",\"withheld\":[\"*\"]}", 2 },
	{ "no slash before it",
	  SMALL(LINE("purpose", "gov"), "owner: {body: msh}\npurpose: {ru: р}"), VIS_GOV,
	  "{" FIXED(BOTH) ",\"withheld\":[\"*\"]}", 2 },
	{ "a slash behind it names another field",
	  SMALL(LINE("/purpose/", "own"), "owner: {body: msh}\npurpose: {ru: р}"), VIS_GOV,
	  "{" FIXED(BOTH) ",\"purpose\":{\"ru\":\"р\"}}", 1 },
	{ "a slash alone is not the whole",
	  SMALL(LINE("/", "own"), "owner: {body: msh}\npurpose: {ru: р}"), VIS_GOV,
	  "{" FIXED(BOTH) ",\"purpose\":{\"ru\":\"р\"}}", 1 },
	{ "an item that is not there; indexes that are none",
	  SMALL("[{pointer: /keywords/2, class: own, ground: g}, {pointer: /keywords/01, "
		"class: own, ground: g},"
		"{pointer: /keywords/-, class: own, ground: g}, {pointer: /keywords/+1, class: "
		"own, ground: g},"
		"{pointer: /keywords/99999999999999999999, class: own, ground: g}]",
		"owner: {body: msh}\nkeywords: [a, b]"),
	  VIS_GOV, "{\"keywords\":[\"a\",\"b\"]," FIXED(BOTH) ",\"withheld\":[\"keywords\"]}",
	  1 },
	{ "a number is a key of an object",
	  SMALL(LINE("/x-a/0", "own"), "owner: {body: msh}\nx-a: {'0': z, '1': o, '*': s}"),
	  VIS_REV,
	  "{\"name\":{" BOTH "},\"owner\":{\"body\":\"msh\"},\"schema_version\":\"1.0\","
	  "\"short_name\":\"a-b\",\"stage\":\"idea\","
	  "\"visibility\":[{\"class\":\"own\",\"ground\":\"приказ\",\"pointer\":\"/x-a/"
	  "0\"}],\"x-a\":{\"*\":\"s\",\"1\":\"o\"}}",
	  1 },
	{ "so is a star",
	  SMALL(LINE("/x-a/*", "own"), "owner: {body: msh}\nx-a: {a: z, '*': s}"), VIS_REV,
	  "{\"name\":{" BOTH "},\"owner\":{\"body\":\"msh\"},\"schema_version\":\"1.0\","
	  "\"short_name\":\"a-b\",\"stage\":\"idea\","
	  "\"visibility\":[{\"class\":\"own\",\"ground\":\"приказ\",\"pointer\":\"/x-a/"
	  "*\"}],\"x-a\":{\"a\":\"z\"}}",
	  1 },
	{ "below a text there is nothing",
	  SMALL(LINE("/sector/x", "own"), "owner: {body: msh}\nsector: s"), VIS_GOV,
	  "{" FIXED(BOTH) ",\"sector\":\"s\"}", 1 },
	{ "a parent of what is fixed", SMALL(LINE("/owner", "own"), OWNER), VIS_PUB,
	  "{" FIXED(BOTH) ",\"withheld\":[\"owner\"]}", 2 },
	{ "what is fixed",
	  SMALL("[{pointer: /owner/body, class: own, ground: g}, {pointer: /stage, class: own, "
		"ground: g}]",
		"owner: {body: msh}"),
	  VIS_PUB, "{" FIXED(BOTH) "}", 1 },
	{ "the list of lines opens itself to nobody",
	  SMALL(LINE("/visibility", "pub"), "owner: {body: msh}"), VIS_GOV, "{" FIXED(BOTH) "}",
	  1 },
	/* What is not a line withholds. */
	{ "an unknown class", SMALL(LINE("/sector", "secret"), "owner: {body: msh}\nsector: s"),
	  VIS_GOV, "{" FIXED(BOTH) ",\"withheld\":[\"sector\"]}", 2 },
	{ "no class", SMALL("[{pointer: /sector}]", "owner: {body: msh}\nsector: s"), VIS_GOV,
	  "{" FIXED(BOTH) ",\"withheld\":[\"sector\"]}", 2 },
	{ "no pointer", SMALL("[{class: gov}]", "owner: {body: msh}\nsector: s"), VIS_GOV,
	  "{" FIXED(BOTH) ",\"withheld\":[\"*\"]}", 2 },
	{ "a line that is a text", SMALL("[/sector]", "owner: {body: msh}\nsector: s"), VIS_GOV,
	  "{" FIXED(BOTH) ",\"withheld\":[\"*\"]}", 2 },
	{ "no list", SMALL("{pointer: /sector, class: pub}", "owner: {body: msh}\nsector: s"),
	  VIS_GOV, "{" FIXED(BOTH) ",\"withheld\":[\"*\"]}", 2 },
	{ "a document that is no manifest", "- [1, 2]\n- {stage: idea}\n", VIS_OWN, "{}", 1 },
};

static void card_is(void **state)
{
	const struct card_row *row = *state;
	AUTO_ARENA a = arena_new();
	const struct doc *doc = parsed(a, str_of(row->manifest), DOC_YAML);
	struct card card;

	card_make(&card, a, &doc->root, &fixture.doc->root, row->reader);
	doc = parsed(a, str_of(row->want), DOC_JSON);
	assert_string_equal(card.json.p, node_canonical(a, &doc->root).p);
	assert_int_equal(card.withheld.n, row->withheld);
}

/* ---- manifests of the examples ---- */

struct manifests {
	VEC(const struct doc *) list;
};

static struct str source_path(struct arena *a, const char *below)
{
	return file_join(a, str_of(getenv("TIZILIM_SOURCE")), str_of(below));
}

static void read_folder(struct manifests *m, struct arena *a, const char *below)
{
	struct str *names, text, dir = source_path(a, below);
	struct err err = { 0 };
	size_t n;

	assert_true(file_list(&names, &n, a, dir, &err));
	for (size_t i = 0; i < n; i++) {
		struct str path = file_join(a, dir, names[i]);
		const struct doc *doc;

		if (file_is_dir(path))
			continue;
		assert_true(file_read(&text, a, path, LIMIT_DOC_BYTES, &err));
		doc = parsed(a, text, doc_syntax_of(path));
		/* In the order of keys that a card has. */
		text = node_canonical(a, &doc->root);
		vec_push(a, &m->list, parsed(a, text, DOC_JSON));
	}
}

static struct manifests manifests(struct arena *a)
{
	struct manifests m = { 0 };

	read_folder(&m, a, "docs/examples/initiatives");
	read_folder(&m, a, "tests/cases/portfolio/clean");
	read_folder(&m, a, "tests/cases/portfolio/one");
	assert_true(m.list.n > 50);
	return m;
}

/* Every value that holds no other, "pointer=value", items as "*". */
struct leaves {
	struct arena *a;
	bool (*wanted)(struct str pointer, enum visibility reader);
	enum visibility reader;
	struct strbuf text;
};

static void list_leaves(struct leaves *l, const struct node *n, struct str pointer,
			struct str plain)
{
	if (n->type == NODE_ARRAY)
		for (uint32_t i = 0; i < n->count; i++)
			list_leaves(l, &n->items[i],
				    arena_printf(l->a, "%.*s/%u", STR_FMT(pointer), i),
				    arena_printf(l->a, "%.*s/*", STR_FMT(plain)));
	if (n->type == NODE_OBJECT)
		for (uint32_t i = 0; i < n->count; i++) {
			struct str key = member_key(&n->members[i]);

			list_leaves(
				l, &n->members[i].value,
				arena_printf(l->a, "%.*s/%.*s", STR_FMT(pointer), STR_FMT(key)),
				arena_printf(l->a, "%.*s/%.*s", STR_FMT(plain), STR_FMT(key)));
		}
	if (!n->count && (!l->wanted || l->wanted(pointer, l->reader)))
		strbuf_printf(&l->text, "%.*s=%.*s\n", STR_FMT(plain),
			      STR_FMT(node_canonical(l->a, n)));
}

static struct str leaves_of(struct arena *a, const struct doc *doc,
			    bool (*wanted)(struct str, enum visibility), enum visibility reader)
{
	struct leaves l = { .a = a, .wanted = wanted, .reader = reader };
	struct str text;

	strbuf_init(&l.text, LIMIT_DOC_BYTES);
	list_leaves(&l, &doc->root, STR(""), STR(""));
	text = arena_str(a, strbuf_view(&l.text));
	strbuf_release(&l.text);
	return text;
}

/* By the compiled schema, another way than the card goes: the nearest field around that states
 * a class. */
static bool by_schema(struct str pointer, enum visibility reader)
{
	for (;;) {
		const struct node *field = schema_field(fixture.schema, pointer);
		struct str word = node_text(field, STR("x-visibility"));
		enum visibility class;

		if (visibility_parse(&class, word))
			return class <= reader;
		assert_true(pointer.n > 0);
		do
			pointer.n--;
		while (pointer.n && pointer.p[pointer.n] != '/');
	}
}

static void exactly_the_allowed(void **state)
{
	AUTO_ARENA a = arena_new();
	struct manifests m = manifests(a);

	(void)state;
	for (size_t i = 0; i < m.list.n; i++)
		for (enum visibility v = 0; v < VIS_COUNT; v++) {
			AUTO_ARENA b = arena_new();
			const struct doc *card =
				parsed(b, card_for(b, &m.list.at[i]->root, v), DOC_JSON);
			struct str want = leaves_of(b, m.list.at[i], by_schema, v);

			if (node_get(&m.list.at[i]->root, STR("visibility")))
				continue;
			assert_string_equal(leaves_of(b, card, NULL, v).p, want.p);
		}
}

static void cards_are_sound(void **state)
{
	AUTO_ARENA a = arena_new();
	struct manifests m = manifests(a);

	(void)state;
	for (size_t i = 0; i < m.list.n; i++) {
		const struct node *manifest = &m.list.at[i]->root;

		if (schema_validate(fixture.schema, manifest) != SCHEMA_VALID)
			continue;
		assert_string_equal(card_for(a, manifest, VIS_OWN).p,
				    node_canonical(a, manifest).p);
		for (enum visibility v = 0; v < VIS_COUNT; v++) {
			struct str json = card_for(a, manifest, v);
			const struct doc *card = parsed(a, json, DOC_JSON);

			assert_int_equal(schema_validate(fixture.schema, &card->root),
					 SCHEMA_VALID);
			/* Of a card the same card; of the card of a stricter class as well. */
			for (enum visibility w = v; w < VIS_COUNT; w++) {
				const struct doc *wider =
					parsed(a, card_for(a, manifest, w), DOC_JSON);

				assert_string_equal(card_for(a, &wider->root, v).p, json.p);
			}
			assert_true(json.n <= node_canonical(a, manifest).n);
		}
	}
}

/* ---- a line for every place of the clean example ---- */

static struct node with_line(struct arena *a, const struct node *manifest, struct str pointer,
			     const char *class)
{
	struct member *members = ARENA_ARRAY(a, struct member, manifest->count + 1);
	struct member line[] = { { "pointer", 7, 0, node_make_str(pointer) },
				 { "class", 5, 0, node_make_str(str_of(class)) },
				 { "ground", 6, 0, node_make_str(STR("закон")) } };
	struct node *object = ARENA_NEW(a, struct node);
	size_t n = 0;

	*object = node_make_object(a, line, ARRAY_LEN(line));
	for (uint32_t i = 0; i < manifest->count; i++)
		if (!member_is(&manifest->members[i], STR("visibility")))
			members[n++] = manifest->members[i];
	members[n++] = (struct member){ "visibility", 10, 0, node_make_array(object, 1) };
	return node_make_object(a, members, n);
}

struct tries {
	struct arena *arena;
	const struct node *manifest;
	struct str before; /* leaves of the card without a line */
	size_t n;
};

static bool within(struct str pointer, struct str top)
{
	return str_starts(pointer, top) && (pointer.n == top.n || pointer.p[top.n] == '/');
}

/* Withheld at the place, and nowhere else but where an object would not be whole. */
static void try_place(struct tries *t, struct str pointer, struct str plain)
{
	AUTO_ARENA a = arena_new();
	struct node changed = with_line(a, t->manifest, pointer, "own");
	const struct doc *card = parsed(a, card_for(a, &changed, VIS_GOV), DOC_JSON);
	struct str rest = leaves_of(a, card, NULL, VIS_GOV), leaf;
	static const struct str fixed[] = {
		STR_INIT("/schema_version="), STR_INIT("/short_name="), STR_INIT("/name/"),
		STR_INIT("/owner/body="),     STR_INIT("/stage="),	STR_INIT("/withheld/")
	};
	const struct node *value = doc_at(&changed, pointer);

	t->n++;
	assert_non_null(value);
	assert_int_equal(schema_validate(fixture.schema, &card->root), SCHEMA_VALID);
	while (str_cut(&leaf, &rest, '\n') && leaf.n) {
		struct str path = str_sub(leaf, 0, str_find(leaf, STR("=")));
		bool known = false;

		for (size_t i = 0; i < ARRAY_LEN(fixed); i++)
			known = known || str_starts(leaf, fixed[i]);
		/* Items of other numbers keep theirs. */
		if (!known && within(path, plain) && str_find(plain, STR("/*")) == SIZE_MAX)
			fail_msg("%.*s: still %.*s", STR_FMT(pointer), STR_FMT(leaf));
		if (!str_starts(leaf, STR("/withheld/")) &&
		    str_find(t->before, leaf) == SIZE_MAX)
			fail_msg("%.*s: new is %.*s", STR_FMT(pointer), STR_FMT(leaf));
	}
}

static void try_all(struct tries *t, const struct node *n, struct str pointer, struct str plain)
{
	try_place(t, pointer, plain);
	for (uint32_t i = 0; n->type >= NODE_ARRAY && i < n->count; i++) {
		bool item = n->type == NODE_ARRAY;
		struct str step =
			item ? arena_printf(t->arena, "%u", i) : member_key(&n->members[i]);

		if (str_eq(step, STR("visibility")))
			continue;
		try_all(t, item ? &n->items[i] : &n->members[i].value,
			arena_printf(t->arena, "%.*s/%.*s", STR_FMT(pointer), STR_FMT(step)),
			arena_printf(t->arena, "%.*s/%.*s", STR_FMT(plain),
				     STR_FMT(item ? STR("*") : step)));
	}
}

static void every_place_can_be_withheld(void **state)
{
	AUTO_ARENA a = arena_new();
	struct str text;
	struct err err = { 0 };
	struct tries t = { .arena = a };
	struct node elsewhere;
	const struct doc *doc, *card;

	(void)state;
	assert_true(file_read(
		&text, a, source_path(a, "checker/pack/digital-qazaqstan/lists/example.yaml"),
		LIMIT_DOC_BYTES, &err));
	doc = parsed(a, text, DOC_YAML);
	t.manifest = node_get(&doc->root, STR("example"));
	elsewhere = with_line(a, t.manifest, STR("/x-none"), "own");
	card = parsed(a, card_for(a, &elsewhere, VIS_GOV), DOC_JSON);
	t.before = leaves_of(a, card, NULL, VIS_GOV);
	try_all(&t, t.manifest, STR(""), STR(""));
	assert_true(t.n > 200);
}

/* ---- the schema itself ---- */

static void walk_fields(const struct node *schema, struct str pointer, size_t *n)
{
	const struct node *properties = node_get(schema, STR("properties"));

	for (uint32_t i = 0; properties && i < properties->count; i++) {
		const struct node *field = &properties->members[i].value;
		const struct node *range = node_get(field, STR("x-visibility-range"));
		enum visibility class, least = VIS_PUB, most = VIS_OWN;

		*n += 1;
		if (!pointer.n)
			assert_true(visibility_parse(&class,
						     node_text(field, STR("x-visibility"))));
		if (range)
			assert_true(range->count == 2 &&
				    visibility_parse(&class,
						     node_text(field, STR("x-visibility"))) &&
				    visibility_parse(&least, node_str(&range->items[0])) &&
				    visibility_parse(&most, node_str(&range->items[1])) &&
				    least <= class && class <= most);
		walk_fields(field, STR("/"), n);
	}
	if (node_get(schema, STR("items")))
		walk_fields(node_get(schema, STR("items")), STR("/"), n);
}

/* A field that is added says who may read it. */
static void top_fields_state_a_class(void **state)
{
	size_t n = 0;

	(void)state;
	walk_fields(&fixture.doc->root, STR(""), &n);
	assert_true(n > 150);
	assert_int_equal(schema_visible(&fixture.doc->root).class, VIS_REV);
}

static const struct class_row {
	const char *label, *schema;
	enum visibility class, least, most;
} class_rows[] = {
	{ "/a: nothing is stated anywhere", "{\"properties\": {\"a\": {}}}", VIS_OWN, VIS_OWN,
	  VIS_OWN },
	{ "/a: that of around it", "{\"x-visibility\": \"gov\", \"properties\": {\"a\": {}}}",
	  VIS_GOV, VIS_GOV, VIS_OWN },
	{ "/b: not known: that of the whole",
	  "{\"x-visibility\": \"rev\", \"properties\": {\"a\": {\"x-visibility\": \"pub\"}}}",
	  VIS_REV, VIS_REV, VIS_OWN },
	{ "/a/b: not known in an open field",
	  "{\"x-visibility\": \"rev\", \"properties\": {\"a\": {\"x-visibility\": \"pub\"}}}",
	  VIS_REV, VIS_REV, VIS_OWN },
	{ "/a: a word that is none",
	  "{\"x-visibility\": \"pub\", \"properties\": {\"a\": {\"x-visibility\": \"all\"}}}",
	  VIS_OWN, VIS_OWN, VIS_OWN },
	{ "/a: a class that is no text",
	  "{\"x-visibility\": \"pub\", \"properties\": {\"a\": {\"x-visibility\": [\"pub\"]}}}",
	  VIS_OWN, VIS_OWN, VIS_OWN },
	{ "/a: behind a reference",
	  "{\"$defs\": {\"d\": {\"x-visibility\": \"gov\"}}, \"properties\": {\"a\": "
	  "{\"$ref\": \"#/$defs/d\"}}}",
	  VIS_GOV, VIS_GOV, VIS_OWN },
	{ "/a: before what is behind a reference",
	  "{\"$defs\": {\"d\": {\"x-visibility\": \"gov\"}}, \"properties\": {\"a\": "
	  "{\"x-visibility\": \"pub\", \"$ref\": \"#/$defs/d\"}}}",
	  VIS_PUB, VIS_PUB, VIS_OWN },
	{ "/a/3/c: through items, with a range",
	  "{\"properties\": {\"a\": {\"x-visibility\": \"rev\", \"x-visibility-range\": "
	  "[\"gov\", \"rev\"], \"items\": {\"properties\": {\"c\": {}}}}}}",
	  VIS_REV, VIS_GOV, VIS_REV },
	{ "/a/*: a range that is none",
	  "{\"properties\": {\"a\": {\"x-visibility\": \"gov\", \"x-visibility-range\": "
	  "[\"pub\"], \"items\": {}}}}",
	  VIS_GOV, VIS_GOV, VIS_OWN },
	{ "/a~1b: escapes", "{\"properties\": {\"a/b\": {\"x-visibility\": \"pub\"}}}", VIS_PUB,
	  VIS_PUB, VIS_OWN },
};

static void class_is(void **state)
{
	const struct class_row *row = *state;
	AUTO_ARENA a = arena_new();
	const struct doc *doc = parsed(a, str_of(row->schema), DOC_JSON);
	struct str label = str_of(row->label), pointer;
	struct visible v;

	assert_true(str_cut(&pointer, &label, ':'));
	v = schema_visible_at(&doc->root, pointer);
	assert_int_equal(v.class, row->class);
	assert_int_equal(v.least, row->least);
	assert_int_equal(v.most, row->most);
}

static const struct lead_row {
	const char *label;
	bool leads;
} lead_rows[] = {
	{ "", true },
	{ "/sector", true },
	{ "/costs/band", true },
	{ "/keywords/1", true },
	{ "/keywords/2", false },
	{ "/keywords/*", true },
	{ "/keywords/01", false },
	{ "/partners/*/role", true },
	{ "/partners/0/role", false },
	{ "/partners/*/rolle", false },
	{ "/x-a/b~1c", true },
	{ "/x-a/b/c", false },
	{ "/purpose", true },
	{ "/purpose/ru", true },
	{ "/purpose/fr", false },
	{ "/purpsoe", false },
	{ "/sector/x", false },
	{ "/", false },
};

static void pointer_leads(void **state)
{
	const struct lead_row *row = *state;
	AUTO_ARENA a = arena_new();
	const struct doc *doc = parsed(
		a, STR(SMALL("[]", "sector: s\nkeywords: [a, b]\nx-a: {b/c: 1}")), DOC_YAML);

	assert_int_equal(card_leads(&doc->root, &fixture.doc->root, str_of(row->label)),
			 row->leads);
}

/* ---- size ---- */

/* The largest of documents, all of it in lists of lists, and as many lines into it as count. */
static void a_hostile_manifest_is_bounded(void **state)
{
	enum { LISTS = 180000 };
	AUTO_ARENA a = arena_new();
	AUTO_STRBUF b;
	const struct doc *doc;
	struct card card;

	(void)state;
	strbuf_init(&b, LIMIT_DOC_BYTES);
	strbuf_str(&b, STR("{\"visibility\":["));
	for (int i = 0; i < 100; i++)
		strbuf_printf(&b, "%s{\"pointer\":\"/x-a/*/0/%d\",\"class\":\"own\"}",
			      i ? "," : "", i);
	strbuf_str(&b, STR("],\"x-a\":["));
	for (int i = 0; i < LISTS; i++)
		strbuf_printf(&b, "%s[1]", i ? "," : "");
	strbuf_str(&b, STR("]}"));
	assert_false(b.overflow);
	doc = parsed(a, strbuf_view(&b), DOC_JSON);
	card_make(&card, a, &doc->root, &fixture.doc->root, VIS_REV);
	assert_int_equal(card.withheld.n, 0);
	assert_true(arena_size(a) < (size_t)64 << 20);
	/* One more, and they count no more: all is withheld. */
	strbuf_reset(&b);
	strbuf_str(&b, STR("{\"sector\":\"s\",\"visibility\":["));
	for (int i = 0; i < 101; i++)
		strbuf_printf(&b, "%s{\"pointer\":\"/x-%d\",\"class\":\"own\"}", i ? "," : "",
			      i);
	strbuf_str(&b, STR("]}"));
	doc = parsed(a, strbuf_view(&b), DOC_JSON);
	assert_string_equal(card_for(a, &doc->root, VIS_GOV).p, "{\"withheld\":[\"*\"]}");
}

int main(void)
{
	static struct test_list list;
	struct schema_options options = { .assert_formats = true };
	struct err err = { 0 };
	int failed;

	fixture.arena = arena_new();
	fixture.doc = parsed(fixture.arena, schema_shipped_named(STR("initiative-1.0"))->text,
			     DOC_JSON);
	if (!schema_compile(&fixture.schema, fixture.arena, schema_library_new(fixture.arena),
			    fixture.doc, options, &err))
		return 1;
	ADD_ROWS(&list, card_is, card_rows);
	ADD_ROWS(&list, class_is, class_rows);
	ADD_ROWS(&list, pointer_leads, lead_rows);
	ADD_TEST(&list, exactly_the_allowed);
	ADD_TEST(&list, cards_are_sound);
	ADD_TEST(&list, every_place_can_be_withheld);
	ADD_TEST(&list, top_fields_state_a_class);
	ADD_TEST(&list, a_hostile_manifest_is_bounded);
	failed = test_list_run(&list, "card");
	schema_free(fixture.schema);
	arena_free(fixture.arena);
	return failed;
}
