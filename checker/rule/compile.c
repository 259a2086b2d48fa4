#include "checker/rule/rule_internal.h"

#include <string.h>

struct compile {
	struct pack *pack;
	struct arena *arena;
	struct rule *rule;
	const struct doc *doc;
	struct cel_env *env;
	struct err *err;
	bool other;		       /* the rule's other way */
	const struct cel_type *failed; /* what `failed` may be, in either way */
	uint64_t own; /* slots of what is a part of the manifest judged, as bits */
};

/* Adds file, line and what was compiled to the error; false. */
static bool fail(struct compile *c, const struct node *at, const char *what)
{
	struct doc_place p = doc_place(c->doc, at->at);

	return err_wrap(c->err, "%.*s:%u:%u: rule %.*s: %s%s", STR_FMT(c->doc->path), p.line,
			p.column, STR_FMT(c->rule->info.id), c->other ? "otherwise: " : "",
			what);
}

static bool expression(struct compile *c, struct cel_program **out, const struct node *at,
		       const char *what)
{
	if (!cel_compile(out, c->arena, c->env, node_str(at), c->err))
		return fail(c, at, what);
	vec_push(c->arena, &c->pack->programs, *out);
	return true;
}

/* An expression of one type; dyn passes, its value is looked at when it is there. */
static bool typed(struct compile *c, struct cel_program **out, const struct node *at,
		  enum cel_kind kind, const char *what)
{
	enum cel_kind got;

	if (!expression(c, out, at, what))
		return false;
	got = cel_type_kind(cel_program_type(*out));
	if (got == kind || got == CEL_DYN)
		return true;
	err_set(c->err, ERR_INPUT,
		kind == CEL_BOOL ? "\"%.*s\" is not a condition (bool)"
				 : "\"%.*s\" is not a text (string)",
		STR_FMT(node_str(at)));
	return fail(c, at, what);
}

static bool declare(struct compile *c, const struct node *at, struct str name,
		    const struct cel_type *type, unsigned *slot)
{
	if (cel_env_slot(c->env, name, slot)) {
		err_set(c->err, ERR_INPUT, "\"%.*s\" is bound already", STR_FMT(name));
		return fail(c, at, "binding");
	}
	*slot = cel_env_var(c->env, name, type);
	if (*slot < SLOTS_MAX)
		return true;
	err_set(c->err, ERR_INPUT, "more than %d variables", SLOTS_MAX);
	return fail(c, at, "too many bindings");
}

/* "a[*] | b[*]": what each path finds, in this order. Fields of different lists are not typed.
 */
static bool compile_bind(struct compile *c, struct bind_for *bind, const struct cel_type **type,
			 struct str text)
{
	struct str rest = text;

	for (bool first = true; rest.n; first = false) {
		size_t bar = str_find(rest, STR("|"));
		struct str one = str_sub(rest, 0, bar == SIZE_MAX ? rest.n : bar);
		struct path path;
		const struct cel_type *found;

		if (!path_compile(&path, &found, c->arena, c->env, one, c->err))
			return false;
		*type = first || *type == found ? found : cel_type_of(CEL_DYN);
		vec_push(c->arena, &bind->all, path);
		rest = bar == SIZE_MAX ? STR("") : str_sub(rest, bar + 1, rest.n);
	}
	return true;
}

static bool is_own(const struct compile *c, const struct bind_for *bind)
{
	for (size_t i = 0; i < bind->all.n; i++)
		if (!(c->own >> bind->all.at[i].base & 1))
			return false;
	return true;
}

static bool compile_binds(struct compile *c, const struct node *source)
{
	const struct node *binds = node_get(source, STR("for"));

	for (uint32_t i = 0; binds && i < binds->count; i++) {
		const struct member *m = &binds->members[i];
		struct bind_for bind = { .name = member_key(m), .source = node_str(&m->value) };
		const struct cel_type *type = cel_type_of(CEL_DYN);

		if (!compile_bind(c, &bind, &type, node_str(&m->value)))
			return fail(c, &m->value, "for");
		if (!declare(c, &m->value, bind.name, type, &bind.slot))
			return false;
		if (is_own(c, &bind))
			c->own |= (uint64_t)1 << bind.slot;
		vec_push(c->arena, &c->rule->binds, bind);
	}
	return true;
}

/* A finding tells the places of one document; what is no part of it has none there. */
static bool is_placed(struct compile *c, const struct path *path, struct str text)
{
	if (c->own >> path->base & 1)
		return true;
	err_set(c->err, ERR_INPUT, "\"%.*s\" is no place in the manifest that is judged",
		STR_FMT(str_trim(text)));
	return err_hint(c->err,
			"begin it with \"$\" or with a name that \"for\" binds; the other "
			"initiative is shown beside the finding by itself");
}

static void propose(struct compile *c, struct str near)
{
	if (near.n)
		err_hint(c->err, "did you mean \"%.*s\"?", STR_FMT(near));
}

/* Of the keys of an object. */
static void propose_member(struct compile *c, const struct node *object, struct str key)
{
	struct cel_type *names = cel_type_object(c->arena, key);

	for (uint32_t i = 0; object && i < object->count; i++)
		cel_type_field(c->arena, names, member_key(&object->members[i]),
			       cel_type_of(CEL_DYN));
	propose(c, cel_type_near(names, key));
}

static void propose_list(struct compile *c, const struct strmap *lists, struct str id)
{
	struct cel_type *names = cel_type_object(c->arena, id);

	for (size_t i = 0; i < lists->n; i++)
		cel_type_field(c->arena, names, lists->at[i].key, cel_type_of(CEL_DYN));
	propose(c, cel_type_near(names, id));
}

static bool compile_scan_list(struct compile *c, const struct node *scan, struct str list,
			      bool signs)
{
	struct strmap *lists = signs ? &c->pack->sign_lists : &c->pack->phrases;
	const char *what = signs ? "signs" : "phrases";
	void *found = strmap_get(lists, list);

	if (signs && found)
		vec_push(c->arena, &c->rule->scan.lists, found);
	else
		c->rule->scan.unless = found;
	if (found || (!signs && list.n == 0))
		return true;
	err_set(c->err, ERR_INPUT, "no list \"%.*s\" of %s", STR_FMT(list), what);
	err_hint(c->err, "the pack's lists/ has them, under the key \"%s\"", what);
	propose_list(c, lists, list);
	return fail(c, scan, "scan");
}

/* One of them or several. */
static uint32_t several(const struct node *value, const struct node **items)
{
	bool more = value && value->type == NODE_ARRAY;

	*items = more ? value->items : value;
	return more ? value->count : 1;
}

/* What is looked for, and by which lists. */
static bool compile_scan_kinds(struct compile *c, const struct node *scan)
{
	static const char *const names[] = {
#define X(name) #name,
		SCAN_KINDS(X)
#undef X
	};
	const struct node *kinds, *lists;
	uint32_t n = several(node_get(scan, STR("for")), &kinds);
	bool signs = false;

	for (uint32_t i = 0; i < n; i++)
		for (enum scan_kind k = 0; k < SCAN_KIND_COUNT; k++)
			if (str_eq(node_str(&kinds[i]), str_of(names[k]))) {
				vec_push(c->arena, &c->rule->scan.kinds, k);
				signs = signs || k == SCAN_signs;
			}
	n = several(node_get(scan, STR("list")), &lists);
	if (!signs && n > 1) {
		err_set(c->err, ERR_INPUT, "only signs are looked for by several lists");
		return fail(c, lists, "scan");
	}
	for (uint32_t i = 0; i < n; i++)
		if (!compile_scan_list(c, scan, lists ? node_str(&lists[i]) : STR(""), signs))
			return false;
	return true;
}

static bool compile_scan_words(struct compile *c, const struct node *scan)
{
	const struct node *codes = node_get(scan, STR("codes"));
	struct scan_rule *rule = &c->rule->scan;
	const struct cel_type *type;
	struct bind_for found = { 0 };

	if (!compile_scan_kinds(c, scan))
		return false;
	rule->code = node_text(scan, STR("code"));
	if (codes && !compile_bind(c, &found, &type, node_str(codes)))
		return fail(c, codes, "scan");
	for (size_t i = 0; i < found.all.n; i++) {
		if (!is_placed(c, &found.all.at[i], node_str(codes)))
			return fail(c, codes, "scan");
		vec_push(c->arena, &rule->codes, found.all.at[i]);
	}
	return true;
}

/* Numbers are scanned as they are written. */
static bool is_text(const struct cel_type *type)
{
	enum cel_kind kind = cel_type_kind(type);

	return kind != CEL_OBJECT && kind != CEL_MAP && kind != CEL_LIST && kind != CEL_BOOL;
}

static bool compile_scan(struct compile *c, const struct node *source)
{
	const struct node *scan = node_get(source, STR("scan")),
			  *texts = node_get(scan, STR("text"));
	struct cel_type *hit;

	if (!scan)
		return true;
	if (!compile_scan_words(c, scan))
		return false;
	for (uint32_t i = 0; i < texts->count; i++) {
		struct path path;
		const struct cel_type *type;

		if (!path_compile(&path, &type, c->arena, c->env, node_str(&texts->items[i]),
				  c->err) ||
		    !is_placed(c, &path, node_str(&texts->items[i])))
			return fail(c, &texts->items[i], "scan");
		if (!is_text(type)) {
			err_set(c->err, ERR_INPUT, "\"%.*s\" is no text",
				STR_FMT(node_str(&texts->items[i])));
			err_hint(c->err, "write \"%.*s.*\" for the text in each language",
				 STR_FMT(node_str(&texts->items[i])));
			return fail(c, &texts->items[i], "scan");
		}
		vec_push(c->arena, &c->rule->scan.texts, path);
	}
	scan_note_texts(c->pack, c->arena, &c->rule->scan);
	hit = cel_type_object(c->arena, STR("hit"));
	cel_type_field(c->arena, hit, STR("text"), cel_type_of(CEL_STRING));
	cel_type_field(c->arena, hit, STR("id"), cel_type_of(CEL_STRING));
	return declare(c, scan, node_text(scan, STR("as")), hit, &c->rule->scan.slot);
}

static enum missing missing_of(const struct node *source, struct str name)
{
	struct str word = node_text(node_get(source, STR("on_missing")), name);

	if (str_eq(word, STR("report")))
		return MISSING_REPORT;
	return str_eq(word, STR("unknown")) ? MISSING_UNKNOWN : MISSING_SKIP;
}

static bool compile_lets(struct compile *c, const struct node *source)
{
	const struct node *lets = node_get(source, STR("let")),
			  *missing = node_get(source, STR("on_missing"));

	for (uint32_t i = 0; lets && i < lets->count; i++) {
		const struct member *m = &lets->members[i];
		struct bind_let let = { .name = member_key(m),
					.missing = missing_of(source, member_key(m)) };

		if (!expression(c, &let.program, &m->value,
				arena_printf(c->arena, "let %.*s", STR_FMT(let.name)).p) ||
		    !declare(c, &m->value, let.name, cel_program_type(let.program), &let.slot))
			return false;
		vec_push(c->arena, &c->rule->lets, let);
	}
	for (uint32_t i = 0; missing && i < missing->count; i++)
		if (!node_get(lets, member_key(&missing->members[i]))) {
			err_set(c->err, ERR_INPUT, "\"%.*s\" is not bound by let",
				STR_FMT(member_key(&missing->members[i])));
			propose_member(c, lets, member_key(&missing->members[i]));
			return fail(c, &missing->members[i].value, "on_missing");
		}
	return true;
}

/* What the duplicate engine says of a pair, or the key that both share. */
static bool declare_pair(struct compile *c, const struct node *source)
{
	struct cel_type *pair;
	unsigned slot;

	if (c->rule->key)
		return declare(c, source, STR("key_value"), cel_type_of(CEL_STRING), &slot);
	if (!pack_list(c->pack, STR("duplicates"))) {
		err_set(c->err, ERR_INPUT,
			"the pack has no list \"duplicates\" to find pairs by");
		return fail(c, node_get(source, STR("pair")), "pair");
	}
	pair = cel_type_object(c->arena, STR("pair"));
	cel_type_field(c->arena, pair, STR("percent"), cel_type_of(CEL_INT));
	cel_type_field(c->arena, pair, STR("score"), cel_type_of(CEL_INT));
	cel_type_field(c->arena, pair, STR("shared"), cel_type_of(CEL_MAP));
	return declare(c, source, STR("pair"), pair, &slot);
}

/* What group, pair, cycle and link bind; it starts at relation_slot. */
static bool declare_relation(struct compile *c, const struct node *source)
{
	const struct cel_type *text = cel_type_of(CEL_STRING);
	unsigned slot;

	c->rule->relation_slot = cel_env_count(c->env);
	switch (c->rule->form) {
	case FORM_EACH:
		return true;
	case FORM_GROUP:
		return declare(c, source, STR("key_value"), text, &slot) &&
		       declare(c, source, STR("count"), cel_type_of(CEL_INT), &slot) &&
		       declare(c, source, STR("members"), cel_type_list(c->arena, text), &slot);
	case FORM_PAIR:
		return declare(c, source, STR("other"), c->pack->manifest_type, &slot) &&
		       declare(c, source, STR("other_id"), text, &slot) &&
		       declare_pair(c, source);
	case FORM_CYCLE:
		return declare(c, source, STR("path"), cel_type_list(c->arena, text), &slot);
	case FORM_LINK:
		return declare(c, source, STR("there"), cel_type_of(CEL_BOOL), &slot);
	}
	return true;
}

/* "a.b ?? c": paths in order of preference. */
static bool compile_place(struct compile *c, struct place_rule *out, const struct node *at,
			  const char *what)
{
	struct str rest = node_str(at);

	while (rest.n) {
		size_t bar = str_find(rest, STR("??"));
		struct str one = str_sub(rest, 0, bar == SIZE_MAX ? rest.n : bar);
		struct path path;
		const struct cel_type *type;

		if (!path_compile(&path, &type, c->arena, c->env, one, c->err) ||
		    !is_placed(c, &path, one))
			return fail(c, at, what);
		vec_push(c->arena, &out->any, path);
		rest = bar == SIZE_MAX ? STR("") : str_sub(rest, bar + 2, rest.n);
	}
	return true;
}

/* In the other initiative nothing is bound. */
static bool compile_there(struct compile *c, const struct node *there)
{
	uint64_t own = c->own;
	bool ok;

	c->own = (uint64_t)1 << SLOT_MANIFEST;
	ok = compile_place(c, &c->rule->there, there, "link at");
	c->own = own;
	return ok;
}

static bool compile_key(struct compile *c, const struct node *source)
{
	static const struct {
		const char *form, *key, *what;
	} keys[] = { { "group", "by", "group by" },
		     { "pair", "on", "pair on" },
		     { "cycle", "to", "cycle to" },
		     { "link", "to", "link to" } };
	const struct node *there = node_get(node_get(source, STR("link")), STR("at"));

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		const struct node *key =
			node_get(node_get(source, str_of(keys[i].form)), str_of(keys[i].key));

		if (key && !typed(c, &c->rule->key, key, CEL_STRING, keys[i].what))
			return false;
	}
	return !there || compile_there(c, there);
}

static bool compile_when(struct compile *c, const struct node *source)
{
	const struct node *when = node_get(source, STR("when"));

	return !when || typed(c, &c->rule->when, when, CEL_BOOL, "when");
}

static bool compile_enough(struct compile *c, const struct node *source)
{
	const struct node *enough = node_get(source, STR("enough_when"));

	if (!enough)
		return true;
	if (c->rule->needs_portfolio && c->rule->form == FORM_EACH)
		return typed(c, &c->rule->enough_when, enough, CEL_BOOL, "enough_when");
	err_set(c->err, ERR_INPUT,
		"only a rule with \"scope: registry\" and without group, "
		"pair, cycle and link needs to say when it does without");
	return fail(c, enough, "enough_when");
}

static bool compile_all(struct compile *c, const struct node *source)
{
	const struct node *all = node_get(source, STR("all")),
			  *group = node_get(source, STR("group"));
	const struct node *having = node_get(group, STR("having"));

	for (uint32_t i = 0; all && i < all->count; i++) {
		struct condition condition = { .name = member_key(&all->members[i]) };

		if (!typed(c, &condition.program, &all->members[i].value, CEL_BOOL,
			   arena_printf(c->arena, "all: %.*s", STR_FMT(condition.name)).p))
			return false;
		vec_push(c->arena, &c->rule->all, condition);
	}
	return !having || typed(c, &c->rule->having, having, CEL_BOOL, "having");
}

static void add_conditions(struct cel_type *words, const struct node *way)
{
	const struct node *all = node_get(way, STR("all"));

	for (uint32_t i = 0; all && i < all->count; i++)
		cel_type_word(words, member_key(&all->members[i]));
}

/* The conditions of a rule and of its other way, which share their texts, and what stands for
 * one where there are none. */
static const struct cel_type *failed_type(struct arena *a, const struct node *source)
{
	static const char *const forms[] = { "scan", "group", "pair", "cycle", "link" };
	struct cel_type *words = cel_type_words(a, STR("all"));

	add_conditions(words, source);
	add_conditions(words, node_get(source, STR("otherwise")));
	for (size_t i = 0; i < ARRAY_LEN(forms); i++)
		if (node_get(source, str_of(forms[i])) ||
		    node_get(node_get(source, STR("otherwise")), str_of(forms[i])))
			cel_type_word(words, str_of(forms[i]));
	return words;
}

/* What a finding says may depend on the condition that failed. */
static bool compile_milder(struct compile *c, const struct node *source)
{
	const struct node *milder = node_get(source, STR("milder_when")),
			  *info = node_get(source, STR("info_when"));

	if (!declare(c, source, STR("failed"), c->failed, &c->rule->failed_slot))
		return false;
	if (milder && !typed(c, &c->rule->milder_when, milder, CEL_BOOL, "milder_when"))
		return false;
	return !info || typed(c, &c->rule->info_when, info, CEL_BOOL, "info_when");
}

/* A place for each condition by its name. */
static bool compile_condition_places(struct compile *c, const struct node *at)
{
	for (size_t i = 0; i < c->rule->all.n; i++) {
		struct condition *condition = &c->rule->all.at[i];
		const struct node *place = node_get(at, condition->name);

		if (!place) {
			err_set(c->err, ERR_INPUT, "no place for the condition \"%.*s\"",
				STR_FMT(condition->name));
			return fail(c, at, "at");
		}
		if (!compile_place(c, &condition->at, place, "at"))
			return false;
	}
	for (uint32_t i = 0; i < at->count; i++) {
		struct str name = member_key(&at->members[i]);
		const struct node *all = node_get(c->rule->source, STR("all"));

		if (node_get(all, name))
			continue;
		err_set(c->err, ERR_INPUT, "no condition \"%.*s\"", STR_FMT(name));
		propose_member(c, all, name);
		return fail(c, &at->members[i].value, "at");
	}
	return true;
}

static bool compile_places(struct compile *c, const struct node *source)
{
	const struct node *at = node_get(source, STR("at")),
			  *related = node_get(source, STR("related"));

	if (at && at->type == NODE_OBJECT && !compile_condition_places(c, at))
		return false;
	if (at && at->type != NODE_OBJECT && !compile_place(c, &c->rule->at, at, "at"))
		return false;
	for (uint32_t i = 0; related && i < related->count; i++) {
		struct place_rule place = { 0 };

		if (!compile_place(c, &place, &related->items[i], "related"))
			return false;
		vec_push(c->arena, &c->rule->related, place);
	}
	return true;
}

/* The language whose text does not compile. */
static const struct node *faulty_text(const struct text_template *t, const struct node *text)
{
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		struct text_template one = { .env = t->env, .pack = t->pack };
		struct err err = { 0 };

		one.text = mtext_same(STR(""));
		one.text.in[l] = t->text.in[l];
		if (!template_compile(&one, &err))
			return node_get(text, str_of(lang_names[l]));
	}
	return text;
}

/* Texts are a third of what there is to compile, and most runs show few of them: those of a
 * pack that was checked when it was made wait until they are shown. */
static bool compile_text(struct compile *c, struct text_template **out,
			 const struct node *source, const char *key)
{
	const struct node *text = node_get(source, str_of(key));
	struct text_template *t = ARENA_NEW(c->arena, struct text_template);

	*t = (struct text_template){ .text = node_mtext(text), .env = c->env, .pack = c->pack };
	*out = t;
	return c->pack->made || template_compile(t, c->err) ||
	       fail(c, faulty_text(t, text), key);
}

static bool compile_texts(struct compile *c, const struct node *source)
{
	return compile_text(c, &c->rule->message, source, "message") &&
	       compile_text(c, &c->rule->remedy, source, "remedy");
}

static bool compile_basis(struct compile *c, const struct node *source)
{
	const struct node *basis = node_get(source, STR("basis"));

	for (uint32_t i = 0; i < basis->count; i++) {
		struct str id = node_str(&basis->items[i]), near[1];

		/* Where all norms failed to load, that is told already. */
		if (c->pack->faults && !c->pack->arch->kinds[ARCH_norms].list.n)
			break;
		if (!strmap_get(&c->pack->arch->kinds[ARCH_norms].ids, id)) {
			err_set(c->err, ERR_INPUT, "no norm \"%.*s\"", STR_FMT(id));
			if (arch_nearest(c->pack->arch, ARCH_norms, id, near, 1))
				err_hint(c->err, "did you mean \"%.*s\"?", STR_FMT(near[0]));
			return fail(c, &basis->items[i], "basis");
		}
		vec_push(c->arena, &c->rule->basis, id);
	}
	return true;
}

static int severity_word(struct str word)
{
	for (int s = 0; s < SEV_COUNT; s++)
		if (str_eq(word, str_of(severity_names[s])))
			return s;
	return -1;
}

/* A word for all stages, or a map: from that stage on. Nothing is asked of what is retired. */
static void compile_severity(struct rule *r, const struct node *severity)
{
	int now = severity->type == NODE_STRING ? severity_word(node_str(severity)) : -1;

	for (enum stage s = 0; s < STAGE_COUNT; s++) {
		struct str word = node_text(severity, str_of(stage_names[s]));

		if (word.n)
			now = severity_word(word);
		r->severity[s] = s == STAGE_RETIRED ? -1 : now;
		if (now > (int)r->info.severity)
			r->info.severity = (enum severity)now;
	}
}

static enum form form_of(const struct node *source)
{
	if (node_get(source, STR("group")))
		return FORM_GROUP;
	if (node_get(source, STR("pair")))
		return FORM_PAIR;
	if (node_get(source, STR("cycle")))
		return FORM_CYCLE;
	return node_get(source, STR("link")) ? FORM_LINK : FORM_EACH;
}

static struct cel_env *new_env(struct pack *p)
{
	struct cel_env *env = cel_env_new(p->arena);

	rule_functions(env, p->arena);
	cel_env_careful(env);
	if (p->any_word)
		cel_env_any_word(env);
	cel_env_var(env, STR("manifest"), p->manifest_type);
	cel_env_var(env, STR("arch"), p->arch_type);
	cel_env_var(env, STR("portfolio"), cel_type_map(p->arena, p->manifest_type));
	cel_env_var(env, STR("today"), cel_type_of(CEL_STRING));
	cel_env_var(env, STR("initiative"), cel_type_of(CEL_STRING));
	return env;
}

static void set_info(struct rule *r, const struct node *source)
{
	r->info.title = node_mtext(node_get(source, STR("title")));
	r->info.description = node_mtext(node_get(source, STR("description")));
	r->needs_portfolio = str_eq(node_text(source, STR("scope")), STR("registry"));
	r->form = form_of(source);
	compile_severity(r, node_get(source, STR("severity")));
}

/* What one initiative is judged by is right only when the portfolio is whole. Forms that
 * compare work on what there is, and a look-up that finds nothing ends the rule. */
static bool check_scope(struct compile *c)
{
	const struct rule *r = c->rule;

	if (r->form != FORM_EACH || r->needs_portfolio || !rule_judges_by(r, SLOT_PORTFOLIO))
		return true;
	err_set(c->err, ERR_INPUT, "portfolio is read without \"scope: registry\"");
	return fail(c, c->rule->source, "scope");
}

/* A key that the form never looks at is a mistake of its writer. */
static bool check_form(struct compile *c, const struct node *source)
{
	const struct node *all = node_get(source, STR("all"));

	if (!all || (c->rule->form != FORM_GROUP && c->rule->form != FORM_CYCLE))
		return true;
	err_set(c->err, ERR_INPUT,
		c->rule->form == FORM_GROUP
			? "a group asks no conditions of its own; say \"having\" within it"
			: "a cycle asks no conditions of its own");
	return fail(c, all, "all");
}

/* In a group, a cycle and a link `when` decides who takes part; in a pair it may look at both.
 */
static bool compile_relation(struct compile *c, const struct node *source)
{
	if (c->rule->form == FORM_PAIR)
		return compile_key(c, source) && declare_relation(c, source) &&
		       compile_when(c, source);
	return compile_when(c, source) && compile_key(c, source) && declare_relation(c, source);
}

/* What tells how the fault is found; all else a rule shares with its other way. */
static bool is_way_key(struct str key)
{
	static const char *const keys[] = { "for",	  "scan",	 "let",
					    "on_missing", "when",	 "all",
					    "at",	  "related",	 "milder_when",
					    "info_when",  "enough_when", "otherwise" };

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (str_eq(key, str_of(keys[i])))
			return true;
	return false;
}

/* The rule with the other way in place of its own. */
static struct node *other_way(struct arena *a, const struct node *source,
			      const struct node *way)
{
	struct member *members =
		ARENA_ARRAY(a, struct member, (size_t)source->count + way->count);
	struct node *out = ARENA_NEW(a, struct node);
	size_t n = 0;

	for (uint32_t i = 0; i < source->count; i++) {
		struct str key = member_key(&source->members[i]);

		if (!is_way_key(key) && !node_get(way, key))
			members[n++] = source->members[i];
	}
	for (uint32_t i = 0; i < way->count; i++)
		members[n++] = way->members[i];
	*out = node_make_object(a, members, n);
	out->at = way->at;
	return out;
}

static bool compile_rule(struct rule **out, struct compile *c, const struct node *source);

static bool compile_otherwise(struct compile *c, const struct node *source)
{
	const struct node *way = node_get(source, STR("otherwise"));
	struct compile other = *c;

	if (!way)
		return true;
	other.other = true;
	if (c->rule->form == FORM_EACH)
		return compile_rule(&c->rule->otherwise, &other,
				    other_way(c->arena, source, way));
	err_set(c->err, ERR_INPUT,
		"only a rule without group, pair, cycle and link has another way");
	return fail(c, way, "otherwise");
}

static bool compile_rule(struct rule **out, struct compile *c, const struct node *source)
{
	struct rule *r = ARENA_NEW(c->arena, struct rule);

	c->rule = r;
	c->env = new_env(c->pack);
	c->own = (uint64_t)1 << SLOT_MANIFEST;
	r->doc = c->doc;
	r->source = source;
	r->info.id = node_text(source, STR("id"));
	set_info(r, source);
	if (!compile_binds(c, source) || !compile_scan(c, source) || !compile_lets(c, source))
		return false;
	if (!compile_relation(c, source))
		return false;
	if (!compile_enough(c, source) || !compile_all(c, source) ||
	    !compile_milder(c, source) || !compile_places(c, source) ||
	    !compile_texts(c, source) || !compile_basis(c, source))
		return false;
	r->slots_n = cel_env_count(c->env);
	rule_order_lets(r);
	if (!check_scope(c) || !check_form(c, source) || !compile_otherwise(c, source))
		return false;
	*out = r;
	return true;
}

bool rule_compile(struct rule **out, struct pack *p, const struct doc *doc,
		  const struct node *source, struct err *err)
{
	struct compile c = { .pack = p,
			     .arena = p->arena,
			     .doc = doc,
			     .err = err,
			     .failed = failed_type(p->arena, source) };

	return compile_rule(out, &c, source);
}

void rule_number(struct rule *r, size_t index)
{
	for (struct rule *way = r; way; way = way->otherwise)
		way->index = index;
}

struct place rule_place(const struct rule *r, const struct node *part)
{
	struct place place = { .file = r->doc->path };
	struct doc_place p;

	if (r->message->pack->made) /* its text is the bundle's, which nobody reads */
		return place;
	p = doc_place(r->doc, part->at);
	place.line = p.line;
	place.column = p.column;
	place.excerpt = doc_line(r->doc, part->at);
	place.span = 1;
	return place;
}
