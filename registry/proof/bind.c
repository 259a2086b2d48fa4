#include "registry/proof/proof_internal.h"

#include <string.h>

/* A text, or a node that is none; neither: nothing. */
struct value {
	bool any;
	struct str text;
	const struct node *node;
};

static struct value of_text(struct str s)
{
	return (struct value){ .text = s };
}

static struct value of_node(const struct node *n)
{
	if (!n || n->type == NODE_NULL)
		return (struct value){ 0 };
	if (n->type != NODE_STRING)
		return (struct value){ .node = n };
	return of_text(n->text_n ? node_str(n) : STR(""));
}

static bool is_nothing(struct value v)
{
	return !v.any && !v.text.p && !v.node;
}

/* Whole where it is short; a text never equals what is no text. */
static struct mark mark_of(struct arena *a, struct value v)
{
	struct mark m = { 0 };
	struct str s = v.node ? node_canonical(a, v.node) : v.text;

	if (v.any || is_nothing(v)) {
		m.kind = v.any ? MARK_ANY : MARK_NONE;
	} else if (s.n < sizeof(m.bytes)) {
		m.kind = MARK_TEXT;
		m.n = (unsigned char)(2 * s.n + (v.node != NULL));
		if (s.n)
			memcpy(m.bytes, s.p, s.n);
	} else {
		struct sha256 h = hash_sha256(s);

		m.kind = MARK_DIGEST;
		m.n = v.node != NULL;
		memcpy(m.bytes, h.bytes, sizeof(m.bytes));
	}
	return m;
}

/* A value beside what its event says. */
static bool fits(struct value wanted, struct value found)
{
	if (wanted.any)
		return true;
	if (wanted.node || found.node)
		return wanted.node && found.node && node_equal(wanted.node, found.node);
	return (wanted.text.p == NULL) == (found.text.p == NULL) &&
	       str_eq(wanted.text, found.text);
}

static bool mark_fits(const struct mark *wanted, const struct mark *found)
{
	return wanted->kind == MARK_ANY || memcmp(wanted, found, sizeof(*wanted)) == 0;
}

static struct str behind_slash(struct str s)
{
	size_t slash = str_find(s, STR("/"));

	return slash == SIZE_MAX ? s : str_sub(s, slash + 1, s.n);
}

static struct value value_from(const struct proof *p, const struct effect_field *f)
{
	static const struct node truths[] = { { .type = NODE_BOOL, .truth = false },
					      { .type = NODE_BOOL, .truth = true } };
	const struct current *now = &p->now;
	const struct node *member;

	switch (f->from) {
	case FROM_PAYLOAD:
		return of_node(node_get(now->payload, f->name));
	case FROM_OPTIONAL:
		member = node_get(now->payload, f->name);
		return member ? of_node(member) : (struct value){ .any = true };
	case FROM_SUBJECT:
		return of_text(now->event.subject);
	case FROM_SHORTNAME:
		return of_text(behind_slash(now->event.subject));
	case FROM_ACTOR:
		return of_text(now->event.actor);
	case FROM_PERSON:
		return now->event.person.n ? of_text(now->event.person) : (struct value){ 0 };
	case FROM_AT:
		return of_text(now->at);
	case FROM_KIND:
		return of_text(now->event.kind);
	case FROM_WORD:
		return of_text(f->name);
	case FROM_TRUTH:
		return of_node(&truths[str_eq(f->name, STR("true"))]);
	}
	return (struct value){ 0 };
}

static bool applies(const struct proof *p, const struct effect *e)
{
	struct str kind = p->now.event.kind;

	for (size_t i = 0; i < EFFECT_KINDS && e->events[i].n; i++)
		if (str_eq(kind, e->events[i]))
			return !e->member.n || e->verb == EFFECT_FOLDS ||
			       node_get(p->now.payload, e->member);
	return false;
}

static const struct effect_field *field_named(const struct effect *e, struct str name)
{
	for (size_t i = 0; i < EFFECT_FIELDS && e->fields[i].field.n; i++)
		if (str_eq(name, e->fields[i].field))
			return &e->fields[i];
	return NULL;
}

static struct str text_of(struct arena *a, struct value v)
{
	return v.node ? node_canonical(a, v.node) : v.text;
}

/* "revision egin 1" */
static struct str label_of(struct arena *a, const struct record_kind *kind,
			   const struct value keys[RECORD_KEYS])
{
	struct str label = kind->name;

	for (size_t i = 0; i < RECORD_KEYS && kind->keys[i].n; i++) {
		struct str key = text_of(a, keys[i]);

		label = arena_printf(a, "%.*s %.*s", STR_FMT(label),
				     STR_FMT(str_sub(key, 0, 100)));
	}
	return label;
}

static struct str row_label(struct arena *a, const struct record_kind *kind,
			    const struct node *row)
{
	struct value keys[RECORD_KEYS] = { 0 };

	for (size_t i = 0; i < RECORD_KEYS && kind->keys[i].n; i++)
		keys[i] = of_node(node_get(row, kind->keys[i]));
	return label_of(a, kind, keys);
}

/* What a cell is found by: each key behind its length, so that none can pass for two. */
static struct str cell_key(struct arena *a, const struct record_kind *kind,
			   const struct value keys[RECORD_KEYS])
{
	struct str texts[RECORD_KEYS];
	size_t n = kind->name.n, at = 0, keys_n = 0;
	char *p;

	for (; keys_n < RECORD_KEYS && kind->keys[keys_n].n; keys_n++) {
		texts[keys_n] = text_of(a, keys[keys_n]);
		n += sizeof(texts->n) + texts[keys_n].n;
	}
	p = arena_raw(a, n, 1);
	memcpy(p, kind->name.p, kind->name.n);
	at = kind->name.n;
	for (size_t i = 0; i < keys_n; i++) {
		memcpy(p + at, &texts[i].n, sizeof(texts->n));
		at += sizeof(texts->n);
		if (texts[i].n)
			memcpy(p + at, texts[i].p, texts[i].n);
		at += texts[i].n;
	}
	return (struct str){ p, n };
}

static size_t marks_of(const struct record_kind *kind)
{
	size_t n = 0;

	while (!kind->whole && n < RECORD_FIELDS && kind->fields[n].n)
		n++;
	return kind->whole ? 1 : n;
}

/* The cell of a record, made when there is none yet. */
static struct cell *cell_of(struct proof *p, const struct record_kind *kind,
			    const struct value keys[RECORD_KEYS])
{
	struct str key = cell_key(p->of_event, kind, keys);
	struct cell *cell = strmap_get(&p->chain.cells, key);

	if (!cell) {
		cell = arena_alloc(p->of_chain, 1,
				   sizeof(*cell) + marks_of(kind) * sizeof(struct mark));
		cell->kind = kind;
		cell->label = arena_str(p->of_chain, label_of(p->of_event, kind, keys));
		strmap_put(&p->chain.cells, arena_str(p->of_chain, key), cell);
	}
	return cell;
}

/* A record that stands becomes what the event says. */
static void apply(struct proof *p, const struct effect *e, const struct record_kind *kind)
{
	struct value keys[RECORD_KEYS] = { 0 };
	struct cell *cell;

	for (size_t i = 0; i < RECORD_KEYS && kind->keys[i].n; i++)
		keys[i] = value_from(p, field_named(e, kind->keys[i]));
	cell = cell_of(p, kind, keys);
	if (e->verb == EFFECT_FIRST && cell->live)
		return;
	cell->seq = p->now.event.seq;
	cell->live = e->verb != EFFECT_DROPS;
	for (size_t i = 0; i < RECORD_FIELDS && kind->fields[i].n; i++) {
		const struct effect_field *f = field_named(e, kind->fields[i]);

		if (f)
			cell->marks[i] = mark_of(p->of_event, value_from(p, f));
	}
}

/* What its event says anyway: whose chain it is in, and where. */
static bool is_place(const struct proof *p, const struct member *m)
{
	int64_t n;

	if (str_eq(member_key(m), STR("body_id")))
		return m->value.type == NODE_STRING &&
		       str_eq(node_str(&m->value), p->chain.body);
	return str_eq(member_key(m), STR("seq")) && m->value.type == NODE_NUMBER &&
	       node_int(&m->value, &n) && n == p->now.event.seq;
}

/* A row without its place. What an event has may have nulls, where a record has nothing. */
static struct mark whole_mark(const struct proof *p, struct arena *a, const struct node *row,
			      bool nulls)
{
	struct member *members = ARENA_ARRAY(a, struct member, row->count + 1);
	struct node rest = { .type = NODE_OBJECT, .members = members };

	for (uint32_t i = 0; i < row->count; i++)
		if ((nulls || row->members[i].value.type != NODE_NULL) &&
		    !is_place(p, &row->members[i]))
			members[rest.count++] = row->members[i];
	return mark_of(a, of_node(&rest));
}

static void apply_row(struct proof *p, const struct record_kind *kind, const struct node *row)
{
	struct value keys[RECORD_KEYS] = { 0 };
	struct cell *cell;

	if (row->type != NODE_OBJECT)
		return;
	for (size_t i = 0; i < RECORD_KEYS && kind->keys[i].n; i++)
		keys[i] = of_node(node_get(row, kind->keys[i]));
	cell = cell_of(p, kind, keys);
	cell->seq = p->now.event.seq;
	cell->live = !(kind->dropped.n && str_eq(p->now.event.kind, kind->dropped)) &&
		     !(kind->needed.n && is_nothing(of_node(node_get(row, kind->needed))));
	cell->marks[0] = whole_mark(p, p->of_event, row, false);
}

static void end_all(struct proof *p, const struct record_kind *kind)
{
	for (size_t i = 0; i < p->chain.cells.n; i++) {
		struct cell *cell = p->chain.cells.at[i].value;

		if (cell->kind == kind)
			cell->live = false;
	}
}

/* A row, or each of an array. */
static void apply_rows(struct proof *p, const struct record_kind *kind, const struct node *rows)
{
	if (kind->all)
		end_all(p, kind);
	if (rows->type != NODE_ARRAY)
		apply_row(p, kind, rows);
	for (uint32_t i = 0; rows->type == NODE_ARRAY && i < rows->count; i++)
		apply_row(p, kind, &rows->items[i]);
}

void bind_event(struct proof *p)
{
	struct current *now = &p->now;
	size_t folds = 0;

	memset(now->found, 0, sizeof(now->found));
	for (size_t i = 0; i < effects_n; i++) {
		const struct record_kind *kind;

		if (effects[i].verb == EFFECT_FOLDS)
			hash_begin(&now->folds[folds++]);
		else if (applies(p, &effects[i])) {
			kind = record_named(effects[i].record);
			if (kind->standing)
				apply(p, &effects[i], kind);
		}
	}
	for (size_t i = 0; i < record_kinds_n; i++) {
		const struct record_kind *kind = &record_kinds[i];
		const struct node *rows =
			kind->whole ? node_get(now->payload, kind->name) : NULL;

		if (rows && kind->standing)
			apply_rows(p, kind, rows);
	}
}

static void differs(struct proof *p, struct str label, struct str what)
{
	proof_tell(p, PROOF_RECORD, p->now.event.seq, label, what);
}

static bool is_left_out(const struct record_kind *kind, struct str name)
{
	return kind->contents.n && str_eq(name, kind->contents);
}

/* What in a record differs from what its event says; no pointer: nothing. */
static struct str field_wrong(const struct proof *p, const struct effect *e,
			      const struct record_kind *kind, const struct node *row)
{
	for (uint32_t i = 0; i < row->count; i++) {
		struct str name = member_key(&row->members[i]);

		if (!field_named(e, name) && !is_left_out(kind, name))
			return name;
	}
	for (size_t i = 0; i < EFFECT_FIELDS && e->fields[i].field.n; i++)
		if (!fits(value_from(p, &e->fields[i]),
			  of_node(node_get(row, e->fields[i].field))))
			return e->fields[i].field;
	return (struct str){ NULL, 0 };
}

/* A record behind its event. */
static void compare(struct proof *p, const struct effect *e, const struct record_kind *kind,
		    const struct node *row)
{
	struct str name = field_wrong(p, e, kind, row);

	if (name.p)
		differs(p, row_label(p->of_line, kind, row), name);
}

/* The digest of the fields, each with its length before it, in its turn. */
static void fold(struct proof *p, const struct effect *e, struct hash_run *all,
		 const struct node *row)
{
	struct hash_run one;
	struct sha256 h;

	hash_begin(&one);
	for (size_t i = 0; i < EFFECT_FIELDS && e->fields[i].field.n; i++) {
		struct str s = text_of(p->of_line, of_node(node_get(row, e->fields[i].field)));
		unsigned char n[4] = { (unsigned char)(s.n >> 24), (unsigned char)(s.n >> 16),
				       (unsigned char)(s.n >> 8), (unsigned char)s.n };

		hash_add(&one, n, sizeof(n));
		hash_add(&one, s.p, s.n);
	}
	h = hash_end(&one);
	hash_add(all, h.bytes, SHA256_BYTES);
}

static bool is_digest(const struct proof *p, struct str bytes, struct str hex)
{
	struct sha256 h = hash_sha256(bytes);

	return str_eq(hash_hex(p->of_line, h.bytes, SHA256_BYTES), hex);
}

/* What is kept under the digest gives it, and a manifest also its canonical form. The field
 * that is wrong, or no pointer. */
static struct str contents_wrong(const struct proof *p, const struct record_kind *kind,
				 const struct node *row)
{
	const struct node *contents = node_get(row, kind->contents),
			  *canonical = node_get(row, STR("canonical_sha256"));
	enum doc_syntax syntax =
		str_eq(node_text(row, STR("media")), STR("json")) ? DOC_JSON : DOC_YAML;
	struct doc_errors errors = { 0 };
	struct str bytes;
	struct doc *doc;

	if (!p->documents && (!contents || contents->type == NODE_NULL))
		return (struct str){ NULL, 0 };
	if (!contents || contents->type != NODE_STRING ||
	    !hash_from_base64(&bytes, p->of_line, node_str(contents)) ||
	    !is_digest(p, bytes, node_text(row, kind->digest)))
		return kind->contents;
	if (!canonical)
		return (struct str){ NULL, 0 };
	if (!doc_parse(&doc, p->of_line, STR(""), bytes, syntax, DOC_MANIFEST, &errors))
		return STR("media");
	return is_digest(p, node_canonical(p->of_line, &doc->root),
			 node_text(row, STR("canonical_sha256")))
		       ? (struct str){ NULL, 0 }
		       : STR("canonical_sha256");
}

static void check_contents(struct proof *p, const struct record_kind *kind,
			   const struct node *row)
{
	struct str name = contents_wrong(p, kind, row);

	if (name.p)
		differs(p, row_label(p->of_line, kind, row), name);
}

static void stray(struct proof *p, const struct record_kind *kind, const struct line *line)
{
	const struct node *row = node_get(line->root, STR("row"));
	const struct node *seq = node_get(line->root, STR("seq"));
	int64_t n = 0;

	if (seq && seq->type == NODE_NUMBER && !node_int(seq, &n))
		n = 0;
	proof_tell(p, PROOF_STRAY, n, row_label(p->of_line, kind, row), STR(""));
}

/* Whether it is the record that the event made, whatever it says. */
static bool is_made(const struct proof *p, const struct effect *e,
		    const struct record_kind *kind, const struct node *row)
{
	for (size_t i = 0; i < RECORD_KEYS && kind->keys[i].n; i++)
		if (!fits(value_from(p, field_named(e, kind->keys[i])),
			  of_node(node_get(row, kind->keys[i]))))
			return false;
	return true;
}

static void bind_behind(struct proof *p, const struct record_kind *kind,
			const struct line *line)
{
	const struct node *row = node_get(line->root, STR("row"));
	struct current *now = &p->now;
	size_t folds = 0;

	for (size_t i = 0; i < effects_n; i++) {
		const struct effect *e = &effects[i];

		if (str_eq(e->record, kind->name) && applies(p, e) &&
		    (e->verb == EFFECT_FOLDS
			     ? node_get(now->payload, e->member) != NULL
			     : now->found[i] == 0 && is_made(p, e, kind, row))) {
			now->found[i]++;
			if (e->verb == EFFECT_FOLDS)
				fold(p, e, &now->folds[folds], row);
			else
				compare(p, e, kind, row);
			return;
		}
		folds += e->verb == EFFECT_FOLDS;
	}
	stray(p, kind, line);
}

static void bind_whole(struct proof *p, const struct record_kind *kind, const struct line *line)
{
	const struct node *row = node_get(line->root, STR("row")),
			  *wanted = node_get(p->now.payload, kind->name);
	unsigned *found = &p->now.found[effects_n + (size_t)(kind - record_kinds)];
	struct mark a, b;

	if (!wanted || wanted->type != NODE_OBJECT || *found) {
		stray(p, kind, line);
		return;
	}
	++*found;
	a = whole_mark(p, p->of_line, wanted, false);
	b = whole_mark(p, p->of_line, row, true);
	if (!mark_fits(&a, &b))
		differs(p, row_label(p->of_line, kind, row), STR(""));
}

static bool is_field(const struct record_kind *kind, struct str name)
{
	for (size_t i = 0; i < RECORD_KEYS && kind->keys[i].n; i++)
		if (str_eq(name, kind->keys[i]))
			return true;
	for (size_t i = 0; i < RECORD_FIELDS && kind->fields[i].n; i++)
		if (str_eq(name, kind->fields[i]))
			return true;
	return false;
}

/* What in a row is not as the cell has it; no pointer: nothing. */
static struct str difference(const struct proof *p, const struct cell *cell,
			     const struct node *row)
{
	const struct record_kind *kind = cell->kind;
	struct mark found;

	if (kind->whole) {
		found = whole_mark(p, p->of_line, row, true);
		return mark_fits(&cell->marks[0], &found) ? (struct str){ NULL, 0 } : STR("");
	}
	for (uint32_t i = 0; i < row->count; i++)
		if (!is_field(kind, member_key(&row->members[i])))
			return member_key(&row->members[i]);
	for (size_t i = 0; i < RECORD_FIELDS && kind->fields[i].n; i++) {
		struct str name = kind->fields[i];

		found = mark_of(p->of_line, of_node(node_get(row, name)));
		if (!mark_fits(&cell->marks[i], &found))
			return name;
	}
	return (struct str){ NULL, 0 };
}

static void bind_standing(struct proof *p, const struct record_kind *kind,
			  const struct line *line)
{
	const struct node *row = node_get(line->root, STR("row"));
	struct value keys[RECORD_KEYS] = { 0 };
	struct cell *cell;
	struct str what;

	for (size_t i = 0; i < RECORD_KEYS && kind->keys[i].n; i++)
		keys[i] = of_node(node_get(row, kind->keys[i]));
	cell = strmap_get(&p->chain.cells, cell_key(p->of_line, kind, keys));
	if (!cell || !cell->live || cell->seen) {
		stray(p, kind, line);
		return;
	}
	cell->seen = true;
	what = difference(p, cell, row);
	if (what.p)
		proof_tell(p, PROOF_RECORD, cell->seq, cell->label, what);
}

void bind_record(struct proof *p, const struct line *line)
{
	const struct record_kind *kind = record_named(line->is);
	const struct node *row = node_get(line->root, STR("row")),
			  *seq = node_get(line->root, STR("seq"));
	int64_t n;
	bool numbered = seq && seq->type == NODE_NUMBER && node_int(seq, &n);

	if (!kind || !row || row->type != NODE_OBJECT || !seq || line->root->count != 4 ||
	    (kind->standing && seq->type != NODE_NULL)) {
		proof_tell(p, PROOF_FORM, 0, STR(""), str_sub(line->is, 0, 100));
		return;
	}
	p->verdict.records++;
	if (kind->standing) {
		if (!p->chain.events_over)
			bind_event_end(p);
		p->chain.events_over = true;
		bind_standing(p, kind, line);
	} else if (p->chain.events_over || !numbered || !p->now.payload ||
		   n != p->now.event.seq) {
		stray(p, kind, line);
	} else {
		if (kind->whole)
			bind_whole(p, kind, line);
		else
			bind_behind(p, kind, line);
		if (kind->contents.n)
			check_contents(p, kind, row);
	}
}

static void missing(struct proof *p, struct str record)
{
	proof_tell(p, PROOF_MISSING, p->now.event.seq, record, STR(""));
}

void bind_event_end(struct proof *p)
{
	struct current *now = &p->now;
	size_t folds = 0;

	for (size_t i = 0; now->payload && i < effects_n; i++) {
		const struct effect *e = &effects[i];

		if (e->verb == EFFECT_FOLDS && applies(p, e)) {
			struct sha256 h = hash_end(&now->folds[folds]);
			struct str wanted = node_text(now->payload, e->member),
				   found = hash_hex(p->of_event, h.bytes, SHA256_BYTES);

			if (wanted.n && !str_eq(wanted, found))
				differs(p, e->record, e->member);
		} else if (e->verb == EFFECT_MAKES && applies(p, e) && !now->found[i] &&
			   !record_named(e->record)->standing) {
			missing(p, e->record);
		}
		folds += e->verb == EFFECT_FOLDS;
	}
	for (size_t i = 0; now->payload && i < record_kinds_n; i++)
		if (record_kinds[i].whole && !record_kinds[i].standing &&
		    node_get(now->payload, record_kinds[i].name) && !now->found[effects_n + i])
			missing(p, record_kinds[i].name);
	now->payload = NULL;
}

void bind_chain_end(struct proof *p)
{
	const struct strmap *cells = &p->chain.cells;

	for (size_t i = 0; i < cells->n; i++) {
		const struct cell *cell = cells->at[i].value;

		if (cell->live && !cell->seen)
			proof_tell(p, PROOF_MISSING, cell->seq, cell->label, STR(""));
	}
}
