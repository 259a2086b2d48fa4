#include "checker/rule/words_internal.h"

#include "checker/base/file.h"
#include "checker/base/hash.h"
#include "checker/text/text.h"

#include <stdlib.h>

/* The product's own schemas, compiled into the program. */
enum own_schema { OWN_INITIATIVE, OWN_ARCHITECTURE, OWN_PACK, OWN_RULES, OWN_LIST, OWN_COUNT };
struct own_schemas {
	const struct doc *docs[OWN_COUNT];
	struct schema *compiled[OWN_COUNT]; /* only those asked for */
};

static bool parse(const struct doc **out, struct arena *a, struct str path, struct str text,
		  struct err *err)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;
	/* A bundle is one JSON text of many documents, so the general profile's size holds for
	 * it. */
	enum doc_profile profile = text.n > LIMIT_DOC_BYTES ? DOC_GENERAL : DOC_MANIFEST;

	if (doc_parse(&doc, a, path, text, doc_syntax_of(path), profile, &errors)) {
		*out = doc;
		return true;
	}
	return doc_fault(doc, a, &errors, err);
}

static bool load_schema(struct own_schemas *own, struct arena *a, enum own_schema which,
			bool compile, struct err *err)
{
	static const char *const names[OWN_COUNT] = { "initiative-1.0", "architecture-1.0",
						      "pack-1.0", "rule-1.0", "list-1.0" };
	const struct schema_shipped *shipped = schema_shipped_named(str_of(names[which]));
	struct schema_library *library;

	if (!parse(&own->docs[which], a, arena_printf(a, "%s.json", names[which]),
		   shipped->text, err))
		return err_wrap(err, "own schema");
	if (!compile)
		return true;
	library = schema_library_new(a);
	return schema_compile(&own->compiled[which], a, library, own->docs[which],
			      (struct schema_options){ .assert_formats = true }, err) ||
	       err_wrap(err, "own schema");
}

static bool conforms(const struct pack *p, const struct schema *schema, const struct doc *doc,
		     struct err *err)
{
	AUTO_ARENA a = NULL;
	const struct finding *f;
	struct sink sink;

	if (schema_validate(schema, &doc->root) == SCHEMA_VALID)
		return true;
	if (p->faults) {
		schema_check(schema, doc, p->faults);
		return false;
	}
	a = arena_new();
	sink_init(&sink, a);
	schema_check(schema, doc, &sink);
	sink_finish(&sink);
	f = &sink.findings.at[0];
	return err_tell(err, ERR_INPUT,
			MTEXT_FILL(a, MT("%1: %2", "%1: %2", "%1: %2"),
				   mtext_same(arena_printf(a, "%.*s:%u:%u", STR_FMT(doc->path),
							   f->at.line, f->at.column)),
				   f->message),
			f->remedy);
}

static struct str bundle_hash(struct pack *p)
{
	struct sha256 h;

	p->bundle = rule_bundle(p);
	h = hash_sha256(p->bundle);
	return hash_hex(p->arena, h.bytes, sizeof(h.bytes));
}

static void set_info(struct pack *p, const struct node *root)
{
	p->info = (struct pack_info){
		.name = node_text(root, STR("pack")),
		.version = node_text(root, STR("version")),
		.valid_from = node_text(root, STR("valid_from")),
		.licence = node_text(root, STR("licence")),
		.title = node_mtext(node_get(root, STR("title"))),
		.description = node_mtext(node_get(root, STR("description"))),
		.sha256 = p->bundle.n ? p->info.sha256 : bundle_hash(p),
	};
}

/* Whether a file stands in the folder named like a key of pack.yaml. */
static bool is_listed(const struct pack *p, const char *folder, size_t file)
{
	struct str rest = p->names.at[file], first;

	return str_cut(&first, &rest, '/') && str_eq(first, str_of(folder));
}

static bool build_arch(struct pack *p, const struct schema *schema, struct err *err)
{
	const struct doc **docs = ARENA_ARRAY(p->arena, const struct doc *, p->files.n);
	size_t n = 0;

	for (size_t i = 1; i < p->files.n; i++)
		if (is_listed(p, "architecture", i)) {
			if (schema && !conforms(p, schema, p->files.at[i], err)) {
				if (!pack_goes_on(p, err))
					return false;
				continue;
			}
			docs[n++] = p->files.at[i];
		}
	return arch_build(&p->arch, p->arena,
			  &(struct arch_input){ .docs = docs,
						.n = n,
						.go_on = p->faults ? pack_goes_on : NULL,
						.context = p },
			  err);
}

static bool build_lists(struct pack *p, const struct schema *schema, struct err *err)
{
	strmap_init(&p->lists, p->arena);
	for (size_t i = 1; i < p->files.n; i++) {
		const struct doc *doc = p->files.at[i];
		struct node *list;

		if (!is_listed(p, "lists", i))
			continue;
		if (schema && !conforms(p, schema, doc, err)) {
			if (!pack_goes_on(p, err))
				return false;
			continue;
		}
		list = ARENA_NEW(p->arena, struct node);
		*list = doc->root.members[0].value;
		if (strmap_put(&p->lists, member_key(&doc->root.members[0]), list)) {
			err_set(err, ERR_INPUT, "%.*s: a second list \"%.*s\"",
				STR_FMT(doc->path), STR_FMT(member_key(&doc->root.members[0])));
			if (!pack_goes_on(p, err))
				return false;
		}
	}
	return true;
}

static void add_nothing(struct pack *p, struct str word)
{
	struct str key = text_key(p->arena, TEXT_KEY_LOOSE, word), rest = key, first = key;
	bool open = str_ends(word, STR("*"));

	str_cut(&first, &rest, ' ');
	if (open && first.n == key.n)
		vec_push(p->arena, &p->nothing_stems.list, key);
	else
		strmap_put(&p->nothing_first, first, p);
	if (open)
		vec_push(p->arena, &p->nothing_begins.list, key);
	else
		strmap_put(&p->nothing, key, p);
	if (key.n > p->nothing_longest)
		p->nothing_longest = key.n;
}

/* "no", "to be decided": what fills a field and says nothing. */
static void build_nothing(struct pack *p)
{
	const struct node *words = pack_list(p, STR("nothing"));

	strmap_init(&p->nothing, p->arena);
	strmap_init(&p->nothing_first, p->arena);
	for (uint32_t l = 0; words && l < words->count; l++)
		for (uint32_t i = 0; i < words->members[l].value.count; i++)
			add_nothing(p, node_str(&words->members[l].value.items[i]));
}

static bool add_rule(struct pack *p, const struct doc *doc, const struct node *source,
		     struct err *err)
{
	struct rule *rule;

	if (!rule_compile(&rule, p, doc, source, err))
		return false;
	if (strmap_put(&p->by_id, rule->info.id, rule)) {
		struct doc_place at = doc_place(doc, source->at);

		return err_set(err, ERR_INPUT, "%.*s:%u:%u: rule %.*s stands twice",
			       STR_FMT(doc->path), at.line, at.column, STR_FMT(rule->info.id));
	}
	vec_push(p->arena, &p->rules, rule);
	return true;
}

static int by_id(const void *x, const void *y)
{
	const struct rule *const *a = x, *const *b = y;

	return str_cmp(&(*a)->info.id, &(*b)->info.id);
}

/* Marks the rules that a finding of the schema, from that one on, stands in; false when one
 * stands in none. */
static bool mark_faulty(bool *faulty, const struct pack *p, size_t from, uint32_t rules)
{
	const struct str list = STR("/rules/");

	for (size_t i = from; i < p->faults->findings.n; i++) {
		struct str pointer = p->faults->findings.at[i].at.pointer, rest, number;
		int64_t rule;

		rest = str_sub(pointer, list.n, pointer.n);
		if (!str_starts(pointer, list) || !str_cut(&number, &rest, '/') ||
		    !str_int(number, &rule) || rule < 0 || rule >= rules)
			return false;
		faulty[rule] = true;
	}
	return p->faults->dropped == 0;
}

/* What is wrong with the form of a rule is told, and the meaning of the others looked at. */
static bool form_holds(bool *faulty, struct pack *p, const struct schema *schema,
		       const struct doc *doc, struct err *err)
{
	const struct node *rules = node_get(&doc->root, STR("rules"));
	size_t before = p->faults ? p->faults->findings.n : 0;

	return conforms(p, schema, doc, err) ||
	       (p->faults && rules && mark_faulty(faulty, p, before, rules->count));
}

static bool add_rules(struct pack *p, const struct schema *schema, const struct doc *doc,
		      struct err *err)
{
	const struct node *rules = node_get(&doc->root, STR("rules"));
	bool *faulty = ARENA_ARRAY(p->arena, bool, rules ? rules->count : 0);

	if (schema && !form_holds(faulty, p, schema, doc, err))
		return pack_goes_on(p, err);
	for (uint32_t i = 0; i < rules->count; i++)
		if (!faulty[i] && !add_rule(p, doc, &rules->items[i], err) &&
		    !pack_goes_on(p, err))
			return false;
	return true;
}

static bool build_rules(struct pack *p, const struct schema *schema, struct err *err)
{
	strmap_init(&p->by_id, p->arena);
	for (size_t i = 1; i < p->files.n; i++)
		if (is_listed(p, "rules", i) && !add_rules(p, schema, p->files.at[i], err))
			return false;
	if (p->rules.n)
		qsort(p->rules.at, p->rules.n, sizeof(*p->rules.at), by_id);
	for (size_t i = 0; i < p->rules.n; i++)
		rule_number(p->rules.at[i], i);
	return true;
}

/* Entries of a kind whose file is faulty are not there to be found. */
static bool has_all_kinds(const struct arch *arch)
{
	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++)
		if (!arch->kinds[k].list.n)
			return false;
	return true;
}

/* From the documents in p->files; `check` also against the schemas of packs. */
static bool build_from(struct pack *p, struct own_schemas *own, bool check, struct err *err)
{
	if (!load_schema(own, p->arena, OWN_INITIATIVE, true, err) ||
	    !load_schema(own, p->arena, OWN_ARCHITECTURE, check, err) ||
	    (check && (!load_schema(own, p->arena, OWN_PACK, true, err) ||
		       !load_schema(own, p->arena, OWN_RULES, true, err) ||
		       !load_schema(own, p->arena, OWN_LIST, true, err) ||
		       (!conforms(p, own->compiled[OWN_PACK], p->files.at[0], err) &&
			!pack_goes_on(p, err)))))
		return false;
	p->manifest_doc = own->docs[OWN_INITIATIVE];
	p->arch_doc = own->docs[OWN_ARCHITECTURE];
	p->manifest_type =
		rule_type_of_schema(p->arena, &p->manifest_doc->root, &p->manifest_doc->root);
	if (!build_arch(p, own->compiled[OWN_ARCHITECTURE], err))
		return false;
	p->any_word = p->faults && !has_all_kinds(p->arch);
	p->arch_type = rule_type_of_arch(p->arena, &p->arch_doc->root, p->arch);
	if (!build_lists(p, own->compiled[OWN_LIST], err))
		return false;
	build_nothing(p);
	filler_build(p);
	told_build(p);
	if (!rule_phrases(p, err) || !signs_build(p, err))
		return false;
	if (!build_rules(p, own->compiled[OWN_RULES], err))
		return false;
	set_info(p, &p->files.at[0]->root);
	return true;
}

static bool build(struct pack **out, struct pack *p, bool check, struct err *err)
{
	struct own_schemas own = { 0 };
	bool ok = build_from(p, &own, check, err);

	p->manifest_schema = own.compiled[OWN_INITIATIVE];
	for (enum own_schema s = OWN_ARCHITECTURE; s < OWN_COUNT; s++)
		schema_free(own.compiled[s]);
	if (ok)
		*out = p;
	else
		pack_free(p);
	return ok;
}

static bool load_file(struct pack *p, struct str dir, struct str name, struct err *err)
{
	struct str path = file_join(p->arena, dir, name), text;
	const struct doc *doc;

	if (!file_read(&text, p->arena, path, LIMIT_DOC_BYTES, err) ||
	    !parse(&doc, p->arena, path, text, err))
		return pack_goes_on_after(p, path, err);
	vec_push(p->arena, &p->files, doc);
	vec_push(p->arena, &p->names, name);
	return true;
}

static bool is_yaml(struct str name)
{
	return str_ends(name, STR(".yaml"));
}

static bool names_file(const struct node *names, struct str name)
{
	for (uint32_t i = 0; names && names->type == NODE_ARRAY && i < names->count; i++)
		if (str_eq(node_str(&names->items[i]), name))
			return true;
	return false;
}

/* A rule in a file that pack.yaml does not list would never speak, and nobody would know. */
static bool nothing_left_out(struct pack *p, struct str dir, const char *folder,
			     struct err *err)
{
	const struct node *names = node_get(&p->files.at[0]->root, str_of(folder));
	struct tree tree = { 0 };
	struct str whole = file_join(p->arena, dir, str_of(folder));
	struct str below = file_join(p->arena, whole, STR(""));

	if (!tree_add(&tree, p->arena, whole, is_yaml, err))
		return false;
	for (size_t i = 0; i < tree.files.n; i++) {
		struct str path = tree.files.at[i].path;

		if (tree.files.at[i].fault || names_file(names, str_sub(path, below.n, path.n)))
			continue;
		err_set(err, ERR_INPUT, "%.*s: pack.yaml does not list this file",
			STR_FMT(path));
		err_hint(err, "add it to \"%s\" in pack.yaml, or take it out of the folder",
			 folder);
		if (!pack_goes_on_after(p, path, err))
			return false;
	}
	return true;
}

static bool load_listed(struct pack *p, struct str dir, const char *folder, struct err *err)
{
	const struct node *names = node_get(&p->files.at[0]->root, str_of(folder));

	for (uint32_t i = 0; names && names->type == NODE_ARRAY && i < names->count; i++)
		if (names->items[i].type == NODE_STRING &&
		    !load_file(p, dir,
			       file_join(p->arena, str_of(folder), node_str(&names->items[i])),
			       err))
			return false;
	return nothing_left_out(p, dir, folder, err);
}

void pack_load_all(struct pack **out, struct arena *a, struct str dir, struct sink *faults)
{
	struct pack *p = ARENA_NEW(a, struct pack);
	struct err err = { 0 };

	*out = NULL;
	p->arena = a;
	p->faults = faults;
	if (!load_file(p, dir, STR("pack.yaml"), &err) || p->files.n == 0)
		return;
	if (!load_listed(p, dir, "architecture", &err) || !load_listed(p, dir, "rules", &err) ||
	    !load_listed(p, dir, "lists", &err) || !build(out, p, true, &err))
		pack_goes_on(p, &err);
}

bool pack_load(struct pack **out, struct arena *a, struct str dir, struct err *err)
{
	struct pack *p = ARENA_NEW(a, struct pack);

	p->arena = a;
	return (load_file(p, dir, STR("pack.yaml"), err) &&
		load_listed(p, dir, "architecture", err) && load_listed(p, dir, "rules", err) &&
		load_listed(p, dir, "lists", err) && build(out, p, true, err)) ||
	       err_wrap(err, "pack %.*s", STR_FMT(dir));
}

/* A bundle is one JSON text; each of its members is a document. */
static bool take_bundle(struct pack *p, struct str bundle, struct err *err)
{
	const struct doc *whole;

	if (!parse(&whole, p->arena, STR("pack.json"), bundle, err))
		return false;
	if (whole->root.type != NODE_OBJECT || !whole->root.count)
		return err_set(err, ERR_INPUT, "this is no bundle of a pack");
	for (uint32_t i = 0; i < whole->root.count; i++) {
		struct doc *doc = ARENA_NEW(p->arena, struct doc);

		*doc = *whole;
		doc->path = member_key(&whole->root.members[i]);
		doc->root = whole->root.members[i].value;
		vec_push(p->arena, &p->files, doc);
		vec_push(p->arena, &p->names, doc->path);
	}
	return true;
}

bool pack_load_bundle(struct pack **out, struct arena *a, struct str bundle, struct err *err)
{
	struct pack *p = ARENA_NEW(a, struct pack);

	p->arena = a;
	return (take_bundle(p, bundle, err) && build(out, p, true, err)) ||
	       err_wrap(err, "stored pack");
}

bool pack_load_image(struct pack **out, struct arena *a, struct str image, struct err *err)
{
	struct pack *p = ARENA_NEW(a, struct pack);

	p->arena = a;
	return (rule_image_open(p, image, err) && take_bundle(p, p->bundle, err) &&
		build(out, p, false, err)) ||
	       err_wrap(err, "compiled pack");
}

void pack_free(struct pack *p)
{
	if (!p)
		return;
	schema_free(p->manifest_schema);
	for (size_t i = 0; i < p->programs.n; i++)
		cel_program_free(p->programs.at[i]);
}

const struct pack_info *pack_info(const struct pack *p)
{
	return &p->info;
}

struct str pack_bundle(const struct pack *p)
{
	return p->bundle;
}

const struct arch *pack_arch(const struct pack *p)
{
	return p->arch;
}

const struct schema *pack_manifest_schema(const struct pack *p)
{
	return p->manifest_schema;
}

const struct node *pack_manifest_schema_node(const struct pack *p)
{
	return &p->manifest_doc->root;
}

const struct node *pack_arch_schema_node(const struct pack *p)
{
	return &p->arch_doc->root;
}

const struct node *pack_list(const struct pack *p, struct str key)
{
	return strmap_get(&p->lists, key);
}

size_t pack_docs(const struct pack *p)
{
	return p->files.n;
}

const struct doc *pack_doc(const struct pack *p, size_t i)
{
	return p->files.at[i];
}

size_t pack_rules(const struct pack *p)
{
	return p->rules.n;
}

const struct rule *pack_rule(const struct pack *p, size_t i)
{
	return p->rules.at[i];
}

const struct rule *pack_rule_named(const struct pack *p, struct str id)
{
	return strmap_get(&p->by_id, id);
}

const struct rule_info *rule_info(const struct rule *r)
{
	return &r->info;
}

const struct rule *rule_otherwise(const struct rule *r)
{
	return r->otherwise;
}

const struct node *rule_source(const struct rule *r)
{
	return r->source;
}

struct mtext rule_remedy(const struct rule *r)
{
	return node_mtext(node_get(r->source, STR("remedy")));
}

bool rule_severity(const struct rule *r, enum stage stage, enum severity *out)
{
	if (r->severity[stage] < 0)
		return false;
	*out = (enum severity)r->severity[stage];
	return true;
}
