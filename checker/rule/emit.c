#include "checker/rule/judge_internal.h"

#include "checker/text/text.h"

#include <string.h>

/* What a finding is made of lives as long as the sink; documents do, too. */
static struct arena *kept_in(const struct match *m)
{
	return m->judge->sink->arena;
}

static struct place find_place(const struct match *m, const struct node *node)
{
	const struct doc *doc = m->subject->doc;
	struct doc_place p = doc_place(doc, node->at);
	bool text = node->type == NODE_STRING || node->type == NODE_NUMBER;

	return (struct place){
		.file = m->subject->file,
		.pointer = doc_pointer(doc, kept_in(m), node),
		.line = p.line,
		.column = p.column,
		.excerpt = doc_line(doc, node->at),
		.span = text && node->text_n ? (uint32_t)text_points(node_str(node)) : 1,
	};
}

/* The many findings of a pair stand at one node. What an expression made has no place, and its
 * memory is used again. */
static struct place node_place(const struct match *m, const struct node *node)
{
	struct placed *last = &m->judge->placed;

	if (node->at == 0)
		return find_place(m, node);
	if (last->node != node || last->subject != m->subject)
		*last = (struct placed){ m->subject, node, find_place(m, node) };
	return last->place;
}

/* The node a place rule points at: the first path that is there, else what is nearest above. */
static const struct node *place_node(struct match *m, const struct place_rule *rule)
{
	const struct node *last = NULL;

	for (size_t i = 0; i < rule->any.n; i++) {
		const struct path *p = &rule->any.at[i];
		const struct node *base = match_base(m, p->base), *above;
		const struct node *node = base ? path_first(p, base, &above) : NULL;

		if (node)
			return node;
		if (base)
			last = above;
	}
	return last ? last : &m->subject->doc->root;
}

/* NULL when the finding points at the words that a scan found. */
static const struct node *emit_node(struct match *m, const struct place_rule *rule)
{
	return rule->any.n == 0 && m->scanned ? NULL : place_node(m, rule);
}

/* Of the node, or of the words that a scan found. */
static struct place place_at(const struct match *m, const struct node *node)
{
	return node ? node_place(m, node) : scan_place(m, kept_in(m));
}

struct place match_place(struct match *m, const struct place_rule *rule)
{
	return place_at(m, emit_node(m, rule));
}

/* An entry of the reference, or an initiative; nothing else is a fact by itself. */
static size_t node_fact(struct arena *a, const struct node *node, struct fact *fact)
{
	struct str id, mark, short_name;
	const struct node *name;

	if (!node || node->type != NODE_OBJECT)
		return 0;
	id = node_text(node, STR("id"));
	mark = node_text(node, STR("confidence"));
	short_name = node_text(node, STR("short_name"));
	name = node_get(node, STR("name"));
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
	if (!short_name.n)
		return 0;
	fact->kind = FACT_INITIATIVE;
	fact->name = ARENA_JOIN(a, node_text(node_get(node, STR("owner")), STR("body")),
				STR("/"), short_name);
	return 1;
}

static const struct fact *keep_facts(struct arena *a, const struct fact *facts, size_t n)
{
	struct fact *kept = arena_raw(a, n, sizeof(*kept));

	if (n)
		memcpy(kept, facts, n * sizeof(*kept));
	return kept;
}

/* Its name, as the place where the reader finds it. */
static struct place place_of_name(const struct subject *s)
{
	const struct node *name = node_get(&s->doc->root, STR("name"));
	struct place place = { .file = s->file,
			       .pointer = STR("/name"),
			       .note = mtext_same(s->id) };

	if (name) {
		struct doc_place p = doc_place(s->doc, name->at);

		place.line = p.line;
		place.column = p.column;
	}
	return place;
}

/* An initiative has as many pairs as there are findings that name it. */
static const struct as_other *as_other(const struct match *m, const struct subject *s)
{
	struct judge *j = m->judge;
	const struct as_other **known;
	struct as_other *made;
	struct fact fact;

	if (!j->others)
		j->others = ARENA_ARRAY(j->arena, const struct as_other *, j->n);
	known = &j->others[s - j->subjects];
	if (*known)
		return *known;
	made = arena_raw(kept_in(m), 1, sizeof(*made));
	made->place = place_of_name(s);
	made->fact = node_fact(kept_in(m), &s->doc->root, &fact)
			     ? keep_facts(kept_in(m), &fact, 1)
			     : NULL;
	return *known = made;
}

/* Facts of a finding: what its look-ups found, and the other of a pair. */
static size_t collect_facts(struct match *m, const struct as_other *other, struct fact *facts)
{
	const struct rule *r = m->rule;
	size_t n = 0;

	/* There the finding's own initiative is what the look-ups found; the fact is this one.
	 */
	if (m->end)
		return node_fact(kept_in(m), m->slots[SLOT_MANIFEST].node, facts);
	if (other && other->fact)
		facts[n++] = *other->fact;
	for (size_t i = 0; i < r->lets.n; i++)
		n += node_fact(kept_in(m), m->slots[r->lets.at[i].slot].node, &facts[n]);
	return n;
}

/* Fields that tell what an object is about; the first of them that it has does. */
static const struct str telling[] = {
	STR_INIT("source"),   STR_INIT("name"),	  STR_INIT("partner"), STR_INIT("initiative"),
	STR_INIT("platform"), STR_INIT("system"), STR_INIT("norm"),    STR_INIT("kind"),
	STR_INIT("type"),     STR_INIT("point"),
};

static size_t telling_rank(struct str key)
{
	size_t i = 0;

	while (i < ARRAY_LEN(telling) && !str_eq(key, telling[i]))
		i++;
	return i;
}

/* What tells two findings of a rule apart, without positions: the values bound and pointed at.
 */
static struct str identity_of(const struct node *node)
{
	size_t best = ARRAY_LEN(telling);
	struct str out = STR("");

	if (node->type == NODE_STRING || node->type == NODE_NUMBER)
		return node_str(node);
	for (uint32_t i = 0; node->type == NODE_OBJECT && i < node->count; i++) {
		const struct member *m = &node->members[i];
		size_t rank = m->value.type == NODE_STRING ? telling_rank(member_key(m)) : best;

		if (rank < best) {
			best = rank;
			out = node_str(&m->value);
		}
	}
	return out;
}

/* With a bar between. */
static struct str joined(struct arena *a, const struct str *pieces, size_t n)
{
	size_t size = n, used = 0;
	char *text;

	for (size_t i = 0; i < n; i++)
		size += pieces[i].n;
	text = ARENA_ARRAY(a, char, size);
	for (size_t i = 0; i < n; i++) {
		if (i)
			text[used++] = '|';
		if (pieces[i].n)
			memcpy(text + used, pieces[i].p, pieces[i].n);
		used += pieces[i].n;
	}
	return (struct str){ text, used };
}

static struct str key_of(struct match *m, struct str condition)
{
	struct str pieces[SLOTS_MAX + 3];
	size_t n = 0;

	pieces[n++] = condition;
	for (size_t i = 0; i < m->rule->binds.n; i++) {
		const struct node *node = m->slots[m->rule->binds.at[i].slot].node;

		if (node)
			pieces[n++] = identity_of(node);
	}
	if (m->scanned)
		pieces[n++] = node_text(m->slots[m->rule->scan.slot].node, STR("id"));
	if (m->end)
		pieces[n++] = m->subject->id;
	return joined(kept_in(m), pieces, n);
}

enum { FACT_VALUE_BYTES = 200 };

/* The value pointed at, when it is one that can be read at a glance; the number of facts made.
 */
static size_t value_fact(struct match *m, struct fact *fact, const struct node *node,
			 const struct place *at)
{
	struct str text;

	if (m->secret || !node || (node->type != NODE_STRING && node->type != NODE_NUMBER) ||
	    node->text_n > FACT_VALUE_BYTES)
		return 0;
	/* What an expression made does not stay; a document does. */
	text = node->at ? node_str(node) : arena_str(kept_in(m), node_str(node));
	*fact = (struct fact){ .kind = FACT_MANIFEST,
			       .name = at->pointer,
			       .value = mtext_same(text) };
	return 1;
}

static enum severity milder(enum severity s)
{
	return s == SEV_INFO ? SEV_INFO : s - 1;
}

/* False when it could not be said. */
static bool holds(struct match *m, const struct cel_program *program, bool *yes)
{
	struct cel_value v =
		program ? cel_eval(program, m->slots, &m->run) : cel_of_bool(false);

	*yes = v.kind == CEL_BOOL && v.truth;
	if (v.kind == CEL_ERROR)
		match_broken(m, v);
	return v.kind != CEL_ERROR;
}

static bool severity_of(struct match *m, enum severity *out)
{
	bool info, mild;

	if (!holds(m, m->rule->info_when, &info) || !holds(m, m->rule->milder_when, &mild))
		return false;
	*out = info ? SEV_INFO : mild ? milder(m->severity) : m->severity;
	return true;
}

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

/* The form stands for the condition in a rule that has none. */
static struct str condition_name(const struct rule *r, const struct condition *failed)
{
	return failed ? failed->name : str_of(form_name(r));
}

/* The rule's norms with their state at the day judged by. */
static const struct basis *basis_of(struct judge *j, const struct rule *r)
{
	const struct basis **known = &j->basis[r->index];
	struct basis *made;

	if (*known)
		return *known;
	made = ARENA_ARRAY(j->arena, struct basis, r->basis.n);
	for (size_t i = 0; i < r->basis.n; i++)
		made[i] = arch_basis(j->pack->arch, j->arena, r->basis.at[i], j->options->date);
	return *known = made;
}

/* What findings of the same bindings share, unless it is there from the one before. */
static void start_draft(struct match *m, struct draft *d, const struct condition *failed)
{
	const struct rule *r = m->rule;
	const struct place_rule *at = failed && failed->at.any.n ? &failed->at : &r->at;
	const struct node *node = emit_node(m, at);

	if (d->made && node && d->node == node && d->failed == failed)
		return;
	*d = (struct draft){
		.made = true,
		.node = node,
		.failed = failed,
		.f = { .rule = r->info.id,
		       .initiative = m->end ? m->end->subject->id : m->subject->id,
		       .at = m->end ? m->end->at : place_at(m, node),
		       .condition = failed ? failed->name : STR(""),
		       .key = key_of(m, condition_name(r, failed)),
		       .basis = basis_of(m->judge, r),
		       .basis_n = r->basis.n },
	};
}

/* Those of the rule, then those of the form. */
static void draft_related(struct match *m, struct draft *d, const struct place *related,
			  size_t related_n)
{
	const struct rule *r = m->rule;
	size_t n = r->related.n;
	struct place *places;

	d->f.related = related;
	d->f.related_n = n + related_n;
	if (!n)
		return;
	d->f.related = places = arena_raw(kept_in(m), n + related_n, sizeof(*places));
	for (size_t i = 0; i < n; i++)
		places[i] = match_place(m, &r->related.at[i]);
	if (related_n)
		memcpy(places + n, related, related_n * sizeof(*places));
}

static void draft_facts(struct match *m, struct draft *d, const struct as_other *other)
{
	const struct node *node =
		m->end ? doc_at(&m->end->subject->doc->root, m->end->at.pointer) : d->node;
	struct fact facts[SLOTS_MAX + 2];
	size_t values = value_fact(m, facts, node ? node : m->scanned, &d->f.at);
	size_t n = values + collect_facts(m, other, facts + values);

	/* The value alone is the same for all. */
	if (n == 1 && values == 1 && d->f.facts_n == 1 && d->alone)
		return;
	d->alone = n == values;
	d->f.facts = keep_facts(kept_in(m), facts, n);
	d->f.facts_n = n;
}

void match_emit(struct match *m, const struct condition *failed, const struct place *related,
		size_t related_n)
{
	const struct rule *r = m->rule;
	struct arena *a = kept_in(m);
	const struct as_other *other;
	struct draft own, *d = m->draft ? m->draft : &own;

	own.made = false;
	start_draft(m, d, failed);
	if (match_lets(m, LET_FINDING) != BOUND) {
		if (m->outcome == TRACE_PASSED)
			m->outcome = TRACE_NOT_APPLICABLE;
		return;
	}
	m->slots[r->failed_slot] = cel_of_str(condition_name(r, failed));
	if (!severity_of(m, &d->f.severity))
		return;
	m->outcome = TRACE_FOUND;
	m->told = true;
	d->f.message = template_render(r->message, a, m->slots, &m->run);
	d->f.remedy = template_render(r->remedy, a, m->slots, &m->run);
	other = m->other ? as_other(m, m->other) : NULL;
	draft_related(m, d, other ? &other->place : related, other ? 1 : related_n);
	draft_facts(m, d, other);
	sink_put(m->judge->sink, &d->f);
}

/* Why, as the reader may understand it; what only programmers can is left in their words. */
static struct mtext reason(struct match *m, struct cel_value why)
{
	if (cel_is_exhausted(why))
		return MT("есептеу шегі таусылды", "исчерпан предел вычислений",
			  "its budget of evaluation steps ran out");
	if (cel_is_absent(why))
		return MTEXT_FILL(m->run.arena,
				  MT("ереже жоқ мәнді оқиды (%1)",
				     "правило читает значение, которого нет (%1)",
				     "the rule reads a value that is not there (%1)"),
				  mtext_same(cel_absent_key(why)));
	return mtext_same(why.s);
}

void match_broken(struct match *m, struct cel_value why)
{
	struct finding f = {
		.rule = m->rule->info.id,
		.severity = SEV_ERROR,
		.unjudged = true,
		.initiative = m->subject->id,
		.at = node_place(m, &m->subject->doc->root),
		.message = MTEXT_FILL(m->run.arena,
				      MT("%1 ережесі бойынша бағалау мүмкін болмады: %2",
					 "проверить по правилу %1 не удалось: %2",
					 "rule %1 could not be judged: %2"),
				      mtext_same(m->rule->info.id), reason(m, why)),
		.remedy = MT("манифестті қысқартыңыз немесе ереже иесіне хабарлаңыз",
			     "сократите манифест или сообщите владельцу правила",
			     "shorten the manifest, or tell the owner of the rule"),
		.key = STR("not judged"),
	};

	m->outcome = TRACE_NOT_JUDGED;
	m->told = true;
	sink_emit(m->judge->sink, &f);
}
