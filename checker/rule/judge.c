#include "checker/rule/rule_internal.h"

#include "checker/text/text.h"

#include <string.h>

bool judge_severity(const struct rule *r, const struct subject *s, enum severity *out)
{
	enum stage stage;

	if (!stage_parse(&stage, node_text(&s->doc->root, STR("stage"))))
		stage = STAGE_IDEA;
	return rule_severity(r, stage, out);
}

void judge_note(struct judge *j, const struct rule *r, const struct subject *s,
		struct mtext text)
{
	struct note note = { .rule = r->info.id, .text = text };
	size_t told = j->sink->notes.n;
	const struct note *last = told ? &j->sink->notes.at[told - 1] : NULL;

	/* Said once of a rule and an initiative, however many bindings meet it. */
	if (s && last && str_eq(last->rule, note.rule) && str_eq(last->initiative, s->id) &&
	    str_eq(last->text.in[LANG_EN], text.in[LANG_EN]))
		return;
	if (s) {
		note.initiative = s->id;
		note.at.file = s->file;
	}
	sink_note(j->sink, &note);
}

void match_start(struct match *m, struct judge *j, const struct rule *r,
		 const struct subject *s)
{
	*m = (struct match){ .judge = j, .rule = r, .subject = s };
	m->slots[SLOT_MANIFEST] = cel_of_node(&s->doc->root);
	m->slots[SLOT_ARCH] = cel_of_node(&j->arch);
	m->slots[SLOT_PORTFOLIO] = cel_of_node(&j->portfolio);
	m->slots[SLOT_TODAY] = cel_of_str(j->options->date);
	m->slots[SLOT_ID] = cel_of_str(s->id);
	m->run = (struct cel_run){ .arena = j->scratch,
				   .steps_left = LIMIT_RULE_STEPS,
				   .context = m };
}

static struct place node_place(const struct match *m, const struct node *node)
{
	const struct doc *doc = m->subject->doc;
	struct doc_place p = doc_place(doc, node->at);
	bool text = node->type == NODE_STRING || node->type == NODE_NUMBER;

	return (struct place){
		.file = m->subject->file,
		.pointer = doc_pointer(doc, m->run.arena, node),
		.line = p.line,
		.column = p.column,
		.excerpt = doc_line(doc, node->at),
		.span = text && node->text_n ? (uint32_t)text_points(node_str(node)) : 1,
	};
}

/* The node a place rule points at: the first path that is there, else what is nearest above. */
static const struct node *place_node(struct match *m, const struct place_rule *rule)
{
	const struct node *last = NULL;

	for (size_t i = 0; i < rule->any.n; i++) {
		const struct path *p = &rule->any.at[i];
		const struct node *base = m->slots[p->base].node, *above;
		const struct node *node = base ? path_first(p, base, &above) : NULL;

		if (node)
			return node;
		if (base)
			last = above;
	}
	return last ? last : &m->subject->doc->root;
}

struct place match_place(struct match *m, const struct place_rule *rule)
{
	if (rule->any.n == 0 && m->hit.file.n)
		return m->hit;
	return node_place(m, place_node(m, rule));
}

/* An entry of the reference, or an initiative; nothing else is a fact by itself. */
static size_t node_fact(struct arena *a, const struct node *node, struct fact *fact)
{
	struct str id = node_text(node, STR("id")), mark = node_text(node, STR("confidence"));
	struct str short_name = node_text(node, STR("short_name"));
	struct str body = node_text(node_get(node, STR("owner")), STR("body"));

	const struct node *name = node_get(node, STR("name"));

	/* A norm has no name; it is cited by the short name of its act. */
	name = name ? name : node_get(node, STR("short"));
	*fact = (struct fact){ .name = id, .value = node_mtext(name) };
	if (id.n && mark.n) {
		fact->kind = FACT_REFERENCE;
		fact->url = node_text(node, STR("url"));
		fact->confidence = CONF_MEMORY;
		for (enum confidence c = 0; c < CONF_COUNT; c++)
			if (str_eq(mark, str_of(confidence_names[c])))
				fact->confidence = c;
		return 1;
	}
	fact->kind = FACT_INITIATIVE;
	fact->name = arena_printf(a, "%.*s/%.*s", STR_FMT(body), STR_FMT(short_name));
	return short_name.n > 0;
}

/* Facts of a finding: what its look-ups found, and the other of a pair. */
static size_t collect_facts(struct match *m, struct fact *facts)
{
	const struct rule *r = m->rule;
	size_t n = 0;

	/* There the finding's own initiative is what the look-ups found; the fact is this one.
	 */
	if (m->end)
		return node_fact(m->run.arena, m->slots[SLOT_MANIFEST].node, facts);

	if (r->form == FORM_PAIR)
		n += node_fact(m->run.arena, m->slots[r->relation_slot].node, &facts[n]);
	for (size_t i = 0; i < r->lets.n; i++)
		n += node_fact(m->run.arena, m->slots[r->lets.at[i].slot].node, &facts[n]);
	return n;
}

/* What tells two findings of a rule apart, without positions: the values bound and pointed at.
 */
static struct str identity_of(const struct node *node)
{
	static const char *const fields[] = { "source",	  "name",   "partner", "initiative",
					      "platform", "system", "norm",    "kind",
					      "type",	  "point" };

	if (node->type == NODE_STRING || node->type == NODE_NUMBER)
		return node_str(node);
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		const struct node *field = node_get(node, str_of(fields[i]));

		if (field && field->type == NODE_STRING)
			return node_str(field);
	}
	return STR("");
}

static struct str key_of(struct match *m, struct str condition)
{
	struct str key = condition;

	for (size_t i = 0; i < m->rule->binds.n; i++) {
		const struct node *node = m->slots[m->rule->binds.at[i].slot].node;

		if (node)
			key = arena_printf(m->run.arena, "%.*s|%.*s", STR_FMT(key),
					   STR_FMT(identity_of(node)));
	}
	if (m->hit.file.n)
		key = arena_printf(
			m->run.arena, "%.*s|%.*s", STR_FMT(key),
			STR_FMT(node_text(m->slots[m->rule->scan.slot].node, STR("id"))));
	if (m->end)
		key = arena_printf(m->run.arena, "%.*s|%.*s", STR_FMT(key),
				   STR_FMT(m->subject->id));
	return key;
}

enum { FACT_VALUE_BYTES = 200 };

/* The value pointed at, when it is one that can be read at a glance; the number of facts made.
 */
static size_t value_fact(struct match *m, struct fact *fact, const struct place *at)
{
	const struct subject *s = m->end ? m->end->subject : m->subject;
	const struct node *node = doc_at(&s->doc->root, at->pointer);

	if (m->secret || !node || (node->type != NODE_STRING && node->type != NODE_NUMBER) ||
	    node->text_n > FACT_VALUE_BYTES)
		return 0;
	*fact = (struct fact){ .kind = FACT_MANIFEST,
			       .name = at->pointer,
			       .value = mtext_same(node_str(node)) };
	return 1;
}

static enum severity milder(enum severity s)
{
	return s == SEV_INFO ? SEV_INFO : s - 1;
}

static bool holds(struct match *m, const struct cel_program *program)
{
	struct cel_value v =
		program ? cel_eval(program, m->slots, &m->run) : cel_of_bool(false);

	return v.kind == CEL_BOOL && v.truth;
}

static enum severity severity_of(struct match *m)
{
	if (holds(m, m->rule->info_when))
		return SEV_INFO;
	return holds(m, m->rule->milder_when) ? milder(m->severity) : m->severity;
}

/* What stands for the condition in a rule that has none. */
static const char *form_name(const struct rule *r)
{
	switch (r->form) {
	case FORM_GROUP:
		return "group";
	case FORM_PAIR:
		return "pair";
	case FORM_CYCLE:
		return "cycle";
	case FORM_LINK:
		return "link";
	case FORM_EACH:
		break;
	}
	return "scan";
}

/* Absence, as CEL and the host functions say it. */
static bool is_missing(struct cel_value v)
{
	return v.kind == CEL_NULL ||
	       (v.kind == CEL_ERROR && str_starts(v.s, STR("no such key")));
}

static void note_missing(struct match *m, const struct bind_let *let)
{
	struct mtext name = mtext_same(let->name);

	switch (let->missing) {
	case MISSING_SKIP:
		return;
	case MISSING_REPORT:
		judge_note(m->judge, m->rule, m->subject,
			   MTEXT_FILL(m->run.arena,
				      MT("анықтамалықта қайшылық бар: %1 табылмады",
					 "справочник противоречив: %1 не найдено",
					 "the reference is inconsistent: %1 not found"),
				      name));
		return;
	case MISSING_UNKNOWN:
		judge_note(m->judge, m->rule, m->subject,
			   MTEXT_FILL(m->run.arena,
				      MT("бағаланбады: %1 анықтамалықта белгісіз",
					 "не проверено: %1 в справочнике неизвестно",
					 "not judged: %1 is unknown in the reference"),
				      name));
		return;
	}
}

/* False when the rule does not apply; *stop when it broke. */
static bool bind_lets(struct match *m, enum let_phase phase, bool *stop)
{
	for (size_t i = 0; i < m->rule->lets.n; i++) {
		const struct bind_let *let = &m->rule->lets.at[i];
		struct cel_value v;

		if (let->phase != phase)
			continue;
		v = cel_eval(let->program, m->slots, &m->run);

		if (is_missing(v)) {
			note_missing(m, let);
			return false;
		}
		if (v.kind == CEL_ERROR) {
			match_broken(m, v.s);
			*stop = true;
			return false;
		}
		m->slots[let->slot] = v;
	}
	return true;
}

static struct place condition_place(struct match *m, const struct condition *failed)
{
	return match_place(m, failed && failed->at.any.n ? &failed->at : &m->rule->at);
}

void match_emit(struct match *m, const struct condition *failed, const struct place *related,
		size_t related_n)
{
	const struct rule *r = m->rule;
	struct str condition = failed ? failed->name : str_of(form_name(r));
	struct arena *a = m->run.arena;
	struct fact *facts = ARENA_ARRAY(a, struct fact, r->lets.n + 3);
	struct place *places = ARENA_ARRAY(a, struct place, r->related.n + related_n);
	struct basis *basis = ARENA_ARRAY(m->judge->arena, struct basis, r->basis.n);
	struct finding f = {
		.rule = r->info.id,
		.initiative = m->end ? m->end->subject->id : m->subject->id,
		.at = m->end ? m->end->at : condition_place(m, failed),
		.condition = failed ? failed->name : STR(""),
		.key = key_of(m, condition),
		.related = places,
		.facts = facts,
		.basis = basis,
		.basis_n = r->basis.n,
	};
	bool stop = false;

	if (!bind_lets(m, LET_FINDING, &stop))
		return;
	m->slots[r->failed_slot] = cel_of_str(condition);
	f.severity = severity_of(m);
	f.message = template_render(r->message, a, m->slots, &m->run);
	f.remedy = template_render(r->remedy, a, m->slots, &m->run);
	for (size_t i = 0; i < r->related.n; i++)
		places[f.related_n++] = match_place(m, &r->related.at[i]);
	for (size_t i = 0; i < related_n; i++)
		places[f.related_n++] = related[i];
	f.facts_n = value_fact(m, facts, &f.at);
	f.facts_n += collect_facts(m, facts + f.facts_n);
	for (size_t i = 0; i < r->basis.n; i++)
		basis[i] = arch_basis(m->judge->pack->arch, m->judge->arena, r->basis.at[i],
				      m->judge->options->date);
	sink_emit(m->judge->sink, &f);
}

void match_broken(struct match *m, struct str why)
{
	struct finding f = {
		.rule = m->rule->info.id,
		.severity = m->severity,
		.initiative = m->subject->id,
		.at = node_place(m, &m->subject->doc->root),
		.message = MTEXT_FILL(m->run.arena,
				      MT("%1 ережесі бойынша тексеру мүмкін болмады: %2",
					 "проверить по правилу %1 не удалось: %2",
					 "rule %1 could not be judged: %2"),
				      mtext_same(m->rule->info.id), mtext_same(why)),
		.remedy = MT("манифестті қысқартыңыз немесе ереже иесіне хабарлаңыз",
			     "сократите манифест или сообщите владельцу правила",
			     "shorten the manifest, or tell the owner of the rule"),
		.key = STR("not judged"),
	};

	sink_emit(m->judge->sink, &f);
}

static bool evaluate_when(struct match *m, bool *stop)
{
	for (size_t i = 0; i < m->rule->when.n; i++) {
		struct cel_value v = cel_eval(m->rule->when.at[i].program, m->slots, &m->run);

		if (v.kind == CEL_ERROR) {
			match_broken(m, v.s);
			*stop = true;
		}
		if (v.kind != CEL_BOOL || !v.truth)
			return false;
	}
	return true;
}

static bool match_bound(struct match *m)
{
	bool stop = false;

	if (!bind_lets(m, LET_WHEN, &stop) || !evaluate_when(m, &stop) ||
	    !bind_lets(m, LET_CHECK, &stop))
		return !stop;
	return m->found(m);
}

struct bind_walk {
	struct match *m;
	size_t depth;
};

static bool bind_from(struct match *m, size_t depth);

static bool bind_found(void *context, const struct node *node)
{
	struct bind_walk *w = context;

	w->m->slots[w->m->rule->binds.at[w->depth].slot] = cel_of_node(node);
	return bind_from(w->m, w->depth + 1);
}

static bool bind_from(struct match *m, size_t depth)
{
	struct bind_walk w = { m, depth };
	const struct bind_for *bind;

	if (depth == m->rule->binds.n)
		return m->rule->scan.kinds.n ? scan_run(m, match_bound) : match_bound(m);
	bind = &m->rule->binds.at[depth];
	for (size_t i = 0; i < bind->all.n; i++) {
		const struct path *path = &bind->all.at[i];

		if (m->slots[path->base].node &&
		    !path_walk(path, m->slots[path->base].node, bind_found, &w))
			return false;
	}
	return true;
}

bool match_run(struct match *m)
{
	return bind_from(m, 0);
}

const struct condition *match_failed(struct match *m, size_t *next, bool *judged)
{
	*judged = true;
	while (*next < m->rule->all.n) {
		const struct condition *condition = &m->rule->all.at[(*next)++];
		struct cel_value v = cel_eval(condition->program, m->slots, &m->run);

		if (v.kind == CEL_ERROR) {
			match_broken(m, v.s);
			*judged = false;
			return NULL;
		}
		if (v.kind != CEL_BOOL || !v.truth)
			return condition;
	}
	return NULL;
}

/* Places that findings of one match already point at. */
struct told {
	VEC(struct str) pointers;
};

static bool is_told(struct match *m, struct told *told, const struct condition *failed)
{
	struct str pointer = match_place(m, &failed->at).pointer;

	for (size_t i = 0; i < told->pointers.n; i++)
		if (str_eq(told->pointers.at[i], pointer))
			return true;
	vec_push(m->run.arena, &told->pointers, pointer);
	return false;
}

/*
 * The first false condition is the finding. Where conditions have places of
 * their own, each place is a fault of its own and gets a finding.
 */
static bool judge_match(struct match *m)
{
	const struct condition *failed;
	struct told told = { 0 };
	size_t next = 0;
	bool judged;

	/* Of a scan without conditions each hit is what is wrong. */
	if (m->rule->all.n == 0)
		match_emit(m, NULL, NULL, 0);
	while ((failed = match_failed(m, &next, &judged))) {
		bool own_place = failed->at.any.n > 0;

		if (!own_place || !is_told(m, &told, failed))
			match_emit(m, failed, NULL, 0);
		if (!own_place)
			return true;
	}
	return m->rule->all.n == 0 || judged;
}

static bool judge_wants(const struct judge *j, size_t i)
{
	return !j->idle[i] && (!j->options->only || j->options->only == j->pack->rules.at[i]);
}

static bool lacks_portfolio(const struct judge *j, const struct rule *r)
{
	return r->needs_portfolio && !j->options->portfolio;
}

/* The rule would have something to judge here; once is enough to say that it could not. */
static bool note_match(struct match *m)
{
	judge_note(m->judge, m->rule, m->subject,
		   MT("бағаланбады: тізілімдегі бастамалармен салыстырылған жоқ (--registry)",
		      "не проверено: сравнения с реестром не было (--registry)",
		      "not judged: not compared with the registry (--registry)"));
	return false;
}

/* Subject by subject, so that what one rule found in a text serves the next. */
static void judge_subject(struct judge *j, const struct subject *s)
{
	arena_reset(j->cache.arena);
	strmap_init(&j->cache.texts, j->cache.arena);
	for (size_t i = 0; i < j->pack->rules.n; i++) {
		const struct rule *r = j->pack->rules.at[i];
		struct match m;
		enum severity severity;

		if (r->form != FORM_EACH || !judge_wants(j, i) ||
		    !judge_severity(r, s, &severity))
			continue;
		match_start(&m, j, r, s);
		m.severity = severity;
		m.found = lacks_portfolio(j, r) ? note_match : judge_match;
		match_run(&m);
		arena_reset(j->scratch);
	}
}

static void judge_relations(struct judge *j, const struct rule *r)
{
	switch (r->form) {
	case FORM_EACH:
		return;
	case FORM_GROUP:
		judge_group(j, r);
		return;
	case FORM_PAIR:
		judge_pairs(j, r);
		return;
	case FORM_CYCLE:
		judge_cycles(j, r);
		return;
	case FORM_LINK:
		judge_links(j, r);
		return;
	}
}

static void judge_rules(struct judge *j)
{
	for (size_t i = 0; i < j->pack->rules.n; i++) {
		if (judge_wants(j, i))
			judge_relations(j, j->pack->rules.at[i]);
	}
	for (size_t i = 0; i < j->n; i++)
		if (j->subjects[i].judged)
			judge_subject(j, &j->subjects[i]);
}

/* {id: manifest}; of two with one id the later stands for it, as the file judged stands for the
 * registered one. */
static struct node portfolio_tree(struct arena *a, const struct subject *subjects, size_t n)
{
	struct member *members = ARENA_ARRAY(a, struct member, n);
	struct strmap seen;
	size_t count = 0;

	strmap_init(&seen, a);
	for (size_t i = n; i > 0; i--) {
		const struct subject *s = &subjects[i - 1];

		if (s->id.n == 0 || strmap_put(&seen, s->id, ARENA_NEW(a, char)))
			continue;
		members[count++] = (struct member){ .key = s->id.p,
						    .key_n = (uint32_t)s->id.n,
						    .value = s->doc->root };
	}
	return node_make_object(a, members, count);
}

static bool *find_shadowed(struct arena *a, const struct subject *subjects, size_t n)
{
	bool *shadowed = ARENA_ARRAY(a, bool, n + 1);
	struct strmap judged;

	strmap_init(&judged, a);
	for (size_t i = 0; i < n; i++)
		if (subjects[i].judged && subjects[i].id.n)
			strmap_put(&judged, subjects[i].id, &shadowed[i]);
	for (size_t i = 0; i < n; i++)
		shadowed[i] = !subjects[i].judged && strmap_get(&judged, subjects[i].id);
	return shadowed;
}

void pack_judge(const struct pack *p, struct arena *a, const struct subject *subjects, size_t n,
		const struct judge_options *options, struct sink *sink)
{
	struct judge j = {
		.pack = p,
		.arena = a,
		.options = options,
		.subjects = subjects,
		.n = n,
		.sink = sink,
		.scratch = arena_new(),
		.cache = { .arena = arena_new() },
	};

	j.portfolio = portfolio_tree(a, subjects, n);
	j.shadowed = find_shadowed(a, subjects, n);
	judge_by_date(&j);
	judge_rules(&j);
	arena_free(j.cache.arena);
	arena_free(j.scratch);
}
