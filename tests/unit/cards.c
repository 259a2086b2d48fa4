/* Initiatives judged against cards of the others: what a body is told when it may not see all.
 */
#include "checker/card/card.h"
#include "checker/check/check.h"

#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/strbuf.h"

#include "tests/unit/rows.h"

static struct fixture {
	struct arena *arena;
	struct pack *pack;
} fixture;

static struct str source_path(struct arena *a, const char *below)
{
	return file_join(a, str_of(getenv("TIZILIM_SOURCE")), str_of(below));
}

struct manifests {
	VEC(const struct doc *) list;
};

static void add_text(struct manifests *m, struct arena *a, struct str path, struct str text)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;

	assert_true(doc_parse(&doc, a, path, text, doc_syntax_of(path), DOC_MANIFEST, &errors));
	vec_push(a, &m->list, doc);
}

static struct manifests read_group(struct arena *a, struct str dir)
{
	struct manifests m = { 0 };
	struct str *names, text;
	struct err err = { 0 };
	size_t n;

	assert_true(file_list(&names, &n, a, dir, &err));
	for (size_t i = 0; i < n; i++) {
		struct str path = file_join(a, dir, names[i]);

		assert_true(file_read(&text, a, path, LIMIT_DOC_BYTES, &err));
		add_text(&m, a, names[i], text);
	}
	return m;
}

/* The manifest with one line about a field, by which the owner alone sees it. */
static struct node with_line(struct arena *a, const struct node *manifest, struct str pointer)
{
	struct member *members = ARENA_ARRAY(a, struct member, manifest->count + 1);
	struct member line[] = { { "pointer", 7, 0, node_make_str(pointer) },
				 { "class", 5, 0, node_make_str(STR("own")) } };
	struct node *object = ARENA_NEW(a, struct node);

	*object = node_make_object(a, line, ARRAY_LEN(line));
	for (uint32_t i = 0; i < manifest->count; i++)
		members[i] = manifest->members[i];
	members[manifest->count] =
		(struct member){ "visibility", 10, 0, node_make_array(object, 1) };
	return node_make_object(a, members, manifest->count + 1);
}

enum others { OTHERS_WHOLE, OTHERS_CARDS };

/* What the others are to the one that is judged. */
struct run {
	const struct manifests *all;
	size_t judged;
	enum others others;
	struct str withheld; /* a pointer, with OTHERS_CARDS; p NULL: nothing more than usual */
	const bool *skip;
};

static void add_other(struct check *c, struct arena *a, const struct run *r,
		      const struct doc *doc)
{
	const struct node *schema = pack_manifest_schema_node(fixture.pack);
	struct node changed = doc->root;
	struct card card;

	if (r->others == OTHERS_WHOLE) {
		check_add_registered(
			c, &(struct check_registered){ .file = doc->path,
						       .text = doc->text,
						       .json = doc->syntax == DOC_JSON });
		return;
	}
	if (r->withheld.p)
		changed = with_line(a, &doc->root, r->withheld);
	card_make(&card, a, &changed, schema, VIS_GOV);
	check_add_registered(c, &(struct check_registered){
					.file = doc->path, .text = card.json, .json = true });
}

static const struct sink *judge(struct arena *a, const struct run *r)
{
	struct check_options options = { .pack = fixture.pack,
					 .date = STR("2026-12-01"),
					 .portfolio = true,
					 .part = JUDGE_TOGETHER,
					 .skip = r->skip };
	struct check *c = check_new(a, &options);

	for (size_t i = 0; i < r->all->list.n; i++) {
		const struct doc *doc = r->all->list.at[i];

		if (i == r->judged)
			assert_true(check_add(c, doc->path, doc->text).valid);
		else
			add_other(c, a, r, doc);
	}
	check_judge(c);
	return check_sink(c);
}

static bool has_finding(const struct sink *sink, const struct finding *f, bool message)
{
	for (size_t i = 0; i < sink->findings.n; i++) {
		const struct finding *other = &sink->findings.at[i];

		if (str_eq(other->rule, f->rule) && str_eq(other->initiative, f->initiative) &&
		    str_eq(other->at.pointer, f->at.pointer) &&
		    (!message || str_eq(other->message.in[LANG_RU], f->message.in[LANG_RU])))
			return true;
	}
	return false;
}

static void each_group(void (*one)(struct arena *a, const struct manifests *m))
{
	AUTO_ARENA a = arena_new();
	struct str *names, dir = source_path(a, "tests/cases/portfolio/groups");
	struct err err = { 0 };
	size_t n;

	assert_true(file_list(&names, &n, a, dir, &err));
	assert_true(n > 20);
	for (size_t i = 0; i < n; i++) {
		AUTO_ARENA b = arena_new();
		struct manifests m = read_group(b, file_join(b, dir, names[i]));

		one(b, &m);
	}
}

static size_t found;

static void compare_group(struct arena *a, const struct manifests *m)
{
	for (size_t i = 0; i < m->list.n; i++) {
		struct run whole = { m, i, OTHERS_WHOLE, { 0 }, NULL },
			   cards = { m, i, OTHERS_CARDS, { 0 }, NULL };
		const struct sink *x = judge(a, &whole), *y = judge(a, &cards);

		found += x->findings.n;
		assert_int_equal(x->findings.n, y->findings.n);
		for (size_t k = 0; k < x->findings.n; k++)
			if (!has_finding(y, &x->findings.at[k], true))
				fail_msg("%.*s",
					 STR_FMT(x->findings.at[k].message.in[LANG_EN]));
	}
}

/* The classes of the schema withhold nothing from state bodies that a rule asks of others. */
static void cards_find_what_manifests_find(void **state)
{
	(void)state;
	found = 0;
	each_group(compare_group);
	assert_true(found > 20);
}

/* ---- withholding ---- */

struct pointers {
	struct str *at;
	size_t n;
};

static void add_pointers(struct arena *a, const struct visible *field, struct str pointer,
			 struct pointers *out)
{
	const struct node *properties = node_get(field->schema, STR("properties"));

	/* Pieces of texts in three languages are no fields. */
	if (field->class <= VIS_GOV && field->most > VIS_GOV &&
	    !str_ends(pointer, STR("/kk")) && !str_ends(pointer, STR("/ru")) &&
	    !str_ends(pointer, STR("/en")))
		out->at[out->n++] = pointer;
	for (uint32_t i = 0; properties && i < properties->count; i++) {
		struct str key = member_key(&properties->members[i]);
		struct visible member = schema_visible_member(field, key);

		add_pointers(a, &member,
			     arena_printf(a, "%.*s/%.*s", STR_FMT(pointer), STR_FMT(key)), out);
	}
	if (node_get(field->schema, STR("items"))) {
		struct visible item = schema_visible_item(field);

		add_pointers(a, &item, arena_printf(a, "%.*s/*", STR_FMT(pointer)), out);
	}
}

static struct pointers all_pointers(struct arena *a)
{
	struct visible whole = schema_visible(pack_manifest_schema_node(fixture.pack));
	struct pointers out = { ARENA_ARRAY(a, struct str, 2000), 0 };

	out.at[out.n++] = STR("");
	add_pointers(a, &whole, STR(""), &out);
	assert_true(out.n > 100 && out.n < 2000);
	return out;
}

static struct pointers pointers;

/* Only what the others have can be withheld from a rule. */
static bool is_theirs(const struct manifests *m, size_t judged, struct str pointer)
{
	struct node nothing = { .type = NODE_OBJECT };

	for (size_t i = 0; i < m->list.n; i++)
		if (i != judged && card_leads(&m->list.at[i]->root, &nothing, pointer))
			return true;
	return false;
}

/* Likeness is of what is known of both: that of two names alone may be greater. */
static bool is_new(const struct sink *usual, const struct finding *f)
{
	const struct rule *rule = pack_rule_named(fixture.pack, f->rule);

	return f->unjudged || (!has_finding(usual, f, false) && !rule_of_pairs(rule));
}

/* Looking for what is alike takes longest; it reads whole fields. */
static const bool *no_pairs(struct arena *a)
{
	bool *skip = ARENA_ARRAY(a, bool, pack_rules(fixture.pack));

	for (size_t i = 0; i < pack_rules(fixture.pack); i++)
		skip[i] = rule_of_pairs(pack_rule(fixture.pack, i));
	return skip;
}

static bool is_nested(struct str pointer)
{
	return pointer.n && str_find(str_sub(pointer, 1, pointer.n), STR("/")) != SIZE_MAX;
}

static void withhold_from(const struct manifests *m, size_t judged)
{
	AUTO_ARENA a = arena_new();
	struct run r = { m, judged, OTHERS_CARDS, { 0 }, NULL };
	const struct sink *usual = judge(a, &r);

	for (size_t i = 0; i < pointers.n; i++) {
		AUTO_ARENA b = arena_new();
		const struct sink *sink;

		if (!is_theirs(m, judged, pointers.at[i]))
			continue;
		r.withheld = pointers.at[i];
		r.skip = is_nested(pointers.at[i]) ? no_pairs(b) : NULL;
		sink = judge(b, &r);
		for (size_t k = 0; k < sink->findings.n; k++)
			if (is_new(usual, &sink->findings.at[k]))
				fail_msg("without %.*s: %.*s", STR_FMT(pointers.at[i]),
					 STR_FMT(sink->findings.at[k].message.in[LANG_EN]));
		found += sink->findings.n < usual->findings.n;
	}
}

static void withhold_in_group(struct arena *a, const struct manifests *m)
{
	(void)a;
	for (size_t i = 0; i < m->list.n && i < 3; i++)
		withhold_from(m, i);
}

/* Whatever the others withhold: no rule breaks on it, and none accuses anybody for it. */
static void withholding_finds_nothing_new(void **state)
{
	(void)state;
	pointers = all_pointers(fixture.arena);
	found = 0;
	each_group(withhold_in_group);
	assert_true(found > 20);
}

/* ---- what is told ---- */

static const struct told_row {
	const char *label, *group, *pointer, *words;
} told_rows[] = {
	{ "a function that both have", "same-function-two-bodies", "/functions",
	  "общее: Оценка состояния дорог" },
	{ "what is alike in the whole", "same-function-two-bodies", "",
	  "общее: Оценка состояния дорог" },
	{ "a contact", "same-product", "/contact", "@" },
	{ "a product", "same-territory", "/product/name", "там — «" },
	{ "an interface", "ends-other-object", "/integrations/*/interface", "fire/zones/v1" },
	{ "a reason", "after-refused", "/ending", "Не доказана точность" },
};

static bool is_told(const struct sink *sink, const char *words)
{
	AUTO_STRBUF b;

	strbuf_init(&b, LIMIT_DOC_BYTES_GENERAL);
	sink_pack(&b, sink);
	return str_find(strbuf_view(&b), str_of(words)) != SIZE_MAX;
}

/* Told of one of them when nothing is withheld, and of none when it is. */
static void withheld_is_not_told(void **state)
{
	const struct told_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct str groups = source_path(a, "tests/cases/portfolio/groups");
	struct manifests m = read_group(a, file_join(a, groups, str_of(row->group)));
	bool told = false;

	for (size_t i = 0; i < m.list.n; i++) {
		struct run usual = { &m, i, OTHERS_CARDS, { 0 }, NULL };
		struct run less = { &m, i, OTHERS_CARDS, str_of(row->pointer), NULL };

		told = told || is_told(judge(a, &usual), row->words);
		assert_false(is_told(judge(a, &less), row->words));
	}
	assert_true(told);
}

/* ---- lines that do not do what they say ---- */

#define LINE(pointer, class) \
	"visibility: [{pointer: '" pointer "', class: " class ", ground: закон}]\n"

static const struct line_row {
	const char *label, *lines, *want;
} line_rows[] = {
	{ "sound ones",
	  "visibility:\n- {pointer: /sector, class: own, ground: g}\n- {pointer: /costs, "
	  "class: pub, "
	  "ground: g}\n- {pointer: '', class: gov, ground: g}\n- {pointer: /partners/*/role, "
	  "class: "
	  "rev, ground: g}\n- {pointer: /owner, class: own, ground: g}\n",
	  "" },
	{ "a misspelt field", LINE("/sektor", "own"),
	  "/visibility/0/pointer visibility/nowhere" },
	{ "an item that is not there", LINE("/keywords/2", "own"),
	  "/visibility/0/pointer visibility/nowhere" },
	{ "an item that is", LINE("/keywords/1", "own"), "" },
	{ "a key of the body's own", LINE("/x-a/b~1c", "own"), "" },
	{ "its pieces are no path", LINE("/x-a/b/c", "own"),
	  "/visibility/0/pointer visibility/nowhere" },
	{ "opened though it may not be", LINE("/hosting", "gov"),
	  "/visibility/0/class visibility/class" },
	{ "opened, though not as far", LINE("/integrations/*/volume", "pub"),
	  "/visibility/0/class visibility/class" },
	{ "withheld though it may not be", LINE("/owner/body", "gov"),
	  "/visibility/0/class visibility/class" },
	{ "withheld from whom it may not be", LINE("/name", "rev"),
	  "/visibility/0/class visibility/class" },
	{ "from others it may be", LINE("/name/ru", "gov"), "" },
	{ "what the program writes", "withheld: [sector]\n", "/withheld visibility/withheld" },
	{ "a pointer of bad form is the schema's business", LINE("sector", "own"),
	  "/visibility/0/pointer schema/format" },
	{ "so is a class", LINE("/sector", "secret"), "/visibility/0/class schema/enum" },
};

static void line_is_told(void **state)
{
	static const struct str parts[] = { STR_INIT("visibility/"), STR_INIT("schema/") };
	const struct line_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct check_options options = { .pack = fixture.pack, .date = STR("2026-12-01") };
	struct check *c = check_new(a, &options);
	struct str text = arena_printf(a,
				       "schema_version: '1.0'\nshort_name: a-b\nname: {ru: "
				       "Имя}\nowner: {body: msh}\nstage: idea\nkeywords: [a, "
				       "b]\nx-a: {b/c: 1}\n%s",
				       row->lines),
		   told = STR("");

	check_add(c, STR("a.yaml"), text);
	check_judge(c);
	for (size_t i = 0; i < check_sink(c)->findings.n; i++) {
		const struct finding *f = &check_sink(c)->findings.at[i];

		if (!str_starts(f->rule, parts[0]) && !str_starts(f->rule, parts[1]))
			continue;
		assert_true(mtext_full(f->message) && mtext_full(f->remedy));
		assert_non_null(check_rule_named(a, fixture.pack, f->rule));
		told = arena_printf(a, "%.*s%s%.*s %.*s", STR_FMT(told), told.n ? ", " : "",
				    STR_FMT(f->at.pointer), STR_FMT(f->rule));
	}
	assert_string_equal(told.p, row->want);
}

int main(void)
{
	static struct test_list list;
	struct err err = { 0 };
	int failed;

	fixture.arena = arena_new();
	if (!pack_load(&fixture.pack, fixture.arena,
		       source_path(fixture.arena, "checker/pack/digital-qazaqstan"), &err)) {
		print_error("%s\n", err.text);
		return 1;
	}
	ADD_TEST(&list, cards_find_what_manifests_find);
	ADD_TEST(&list, withholding_finds_nothing_new);
	ADD_ROWS(&list, withheld_is_not_told, told_rows);
	ADD_ROWS(&list, line_is_told, line_rows);
	failed = test_list_run(&list, "cards");
	pack_free(fixture.pack);
	arena_free(fixture.arena);
	return failed;
}
