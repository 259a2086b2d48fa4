#include "checker/finding/finding.h"

/* Numbers seven bits a byte, texts behind their length; both ends are one program. */

static void put_number(struct strbuf *b, uint64_t n)
{
	for (; n >= 128; n >>= 7)
		strbuf_byte(b, (char)(n | 128));
	strbuf_byte(b, (char)n);
}

static void put_str(struct strbuf *b, struct str s)
{
	put_number(b, s.n);
	strbuf_str(b, s);
}

/* A text that is the same in every language goes once. */
static void put_mtext(struct strbuf *b, struct mtext t)
{
	bool same = str_eq(t.in[0], t.in[1]) && str_eq(t.in[0], t.in[2]);

	put_number(b, same);
	for (int i = 0; i < (same ? 1 : LANG_COUNT); i++)
		put_str(b, t.in[i]);
}

static void put_place(struct strbuf *b, const struct place *p)
{
	put_str(b, p->file);
	put_str(b, p->pointer);
	put_number(b, p->line);
	put_number(b, p->column);
	put_str(b, p->excerpt);
	put_number(b, p->span);
	put_mtext(b, p->note);
}

static void put_fact(struct strbuf *b, const struct fact *f)
{
	put_number(b, f->kind);
	put_str(b, f->name);
	put_mtext(b, f->value);
	put_number(b, f->confidence);
	put_str(b, f->url);
}

static void put_basis(struct strbuf *b, const struct basis *s)
{
	put_str(b, s->id);
	put_mtext(b, s->citation);
	put_mtext(b, s->text);
	put_number(b, s->state);
	put_str(b, s->from);
	put_str(b, s->to);
	put_number(b, s->confidence);
	put_str(b, s->url);
}

static void put_repair(struct strbuf *b, const struct repair *r)
{
	put_mtext(b, r->title);
	put_number(b, r->edits_n);
	for (size_t i = 0; i < r->edits_n; i++) {
		put_number(b, r->edits[i].at);
		put_number(b, r->edits[i].n);
		put_str(b, r->edits[i].text);
	}
}

static void put_finding(struct strbuf *b, const struct finding *f)
{
	put_str(b, f->rule);
	put_number(b, f->severity);
	put_str(b, f->initiative);
	put_place(b, &f->at);
	put_mtext(b, f->message);
	put_mtext(b, f->remedy);
	put_str(b, f->condition);
	put_str(b, f->key);
	put_number(b, f->related_n);
	for (size_t i = 0; i < f->related_n; i++)
		put_place(b, &f->related[i]);
	put_number(b, f->facts_n);
	for (size_t i = 0; i < f->facts_n; i++)
		put_fact(b, &f->facts[i]);
	put_number(b, f->basis_n);
	for (size_t i = 0; i < f->basis_n; i++)
		put_basis(b, &f->basis[i]);
	put_number(b, f->unjudged);
	put_number(b, f->repair != NULL);
	if (f->repair)
		put_repair(b, f->repair);
}

void sink_pack(struct strbuf *b, const struct sink *s)
{
	put_number(b, s->findings.n);
	for (size_t i = 0; i < s->findings.n; i++)
		put_finding(b, &s->findings.at[i]);
	put_number(b, s->notes.n);
	for (size_t i = 0; i < s->notes.n; i++) {
		const struct note *n = &s->notes.at[i];

		put_str(b, n->rule);
		put_str(b, n->initiative);
		put_place(b, &n->at);
		put_mtext(b, n->text);
	}
	put_number(b, s->dropped);
	put_number(b, s->dropped_worst);
}

struct unpacking {
	struct str rest;
	bool cut; /* the bytes ended too early */
	struct arena *kept, *scratch;
};

static uint64_t get_number(struct unpacking *u)
{
	uint64_t n = 0;

	for (unsigned shift = 0; u->rest.n && shift < 64; shift += 7) {
		unsigned char c = (unsigned char)u->rest.p[0];

		u->rest = str_sub(u->rest, 1, u->rest.n);
		n |= (uint64_t)(c & 127) << shift;
		if (c < 128)
			return n;
	}
	u->cut = true;
	return 0;
}

static struct str get_str(struct unpacking *u)
{
	uint64_t n = get_number(u);
	struct str s;

	if (n > u->rest.n) {
		u->cut = true;
		return STR("");
	}
	s = str_sub(u->rest, 0, n);
	u->rest = str_sub(u->rest, n, u->rest.n);
	return s;
}

/* How many of something follow, each of at least one byte. */
static size_t get_count(struct unpacking *u)
{
	uint64_t n = get_number(u);

	u->cut |= n > u->rest.n;
	return u->cut ? 0 : n;
}

static struct mtext get_mtext(struct unpacking *u)
{
	struct mtext t;

	if (get_number(u))
		return mtext_same(get_str(u));
	for (int i = 0; i < LANG_COUNT; i++)
		t.in[i] = get_str(u);
	return t;
}

static struct place get_place(struct unpacking *u)
{
	struct place p;

	p.file = get_str(u);
	p.pointer = get_str(u);
	p.line = (uint32_t)get_number(u);
	p.column = (uint32_t)get_number(u);
	p.excerpt = get_str(u);
	p.span = (uint32_t)get_number(u);
	p.note = get_mtext(u);
	return p;
}

static struct fact get_fact(struct unpacking *u)
{
	struct fact f;

	f.kind = (enum fact_kind)get_number(u);
	f.name = get_str(u);
	f.value = get_mtext(u);
	f.confidence = (enum confidence)get_number(u);
	f.url = get_str(u);
	return f;
}

static struct mtext kept_mtext(struct unpacking *u)
{
	struct mtext t = get_mtext(u);

	for (int i = 0; i < LANG_COUNT; i++)
		t.in[i] = arena_str(u->kept, t.in[i]);
	return t;
}

/* A sink keeps the texts of norms as they are, so these must stay. */
static struct basis get_basis(struct unpacking *u)
{
	struct basis b;

	b.id = arena_str(u->kept, get_str(u));
	b.citation = kept_mtext(u);
	b.text = kept_mtext(u);
	b.state = (enum norm_state)get_number(u);
	b.from = arena_str(u->kept, get_str(u));
	b.to = arena_str(u->kept, get_str(u));
	b.confidence = (enum confidence)get_number(u);
	b.url = arena_str(u->kept, get_str(u));
	return b;
}

static void get_lists(struct unpacking *u, struct finding *f)
{
	struct place *related;
	struct fact *facts;
	struct basis *basis;

	f->related_n = get_count(u);
	f->related = related = ARENA_ARRAY(u->scratch, struct place, f->related_n);
	for (size_t i = 0; i < f->related_n; i++)
		related[i] = get_place(u);
	f->facts_n = get_count(u);
	f->facts = facts = ARENA_ARRAY(u->scratch, struct fact, f->facts_n);
	for (size_t i = 0; i < f->facts_n; i++)
		facts[i] = get_fact(u);
	f->basis_n = get_count(u);
	f->basis = basis = ARENA_ARRAY(u->scratch, struct basis, f->basis_n);
	for (size_t i = 0; i < f->basis_n; i++)
		basis[i] = get_basis(u);
}

static const struct repair *get_repair(struct unpacking *u)
{
	struct repair *r = ARENA_NEW(u->scratch, struct repair);
	struct text_edit *edits;

	r->title = get_mtext(u);
	r->edits_n = get_count(u);
	r->edits = edits = ARENA_ARRAY(u->scratch, struct text_edit, r->edits_n);
	for (size_t i = 0; i < r->edits_n; i++) {
		edits[i].at = (uint32_t)get_number(u);
		edits[i].n = (uint32_t)get_number(u);
		edits[i].text = get_str(u);
	}
	return r;
}

static struct finding get_finding(struct unpacking *u)
{
	struct finding f = { .rule = arena_str(u->kept, get_str(u)) };

	f.severity = (enum severity)get_number(u);
	f.initiative = get_str(u);
	f.at = get_place(u);
	f.message = get_mtext(u);
	f.remedy = get_mtext(u);
	f.condition = get_str(u);
	f.key = get_str(u);
	get_lists(u, &f);
	f.unjudged = get_number(u);
	if (get_number(u))
		f.repair = get_repair(u);
	return f;
}

bool sink_unpack(struct sink *s, struct str bytes)
{
	AUTO_ARENA scratch = arena_new();
	struct unpacking u = { .rest = bytes, .kept = s->arena, .scratch = scratch };
	uint64_t worst;

	for (size_t n = get_count(&u); n && !u.cut; n--) {
		struct finding f = get_finding(&u);

		if (!u.cut)
			sink_emit(s, &f);
	}
	for (size_t n = get_count(&u); n && !u.cut; n--) {
		struct note note = { .rule = arena_str(s->arena, get_str(&u)) };

		note.initiative = get_str(&u);
		note.at = get_place(&u);
		note.text = get_mtext(&u);
		if (!u.cut)
			sink_note(s, &note);
	}
	s->dropped += get_number(&u);
	worst = get_number(&u);
	if (worst > s->dropped_worst)
		s->dropped_worst = (enum severity)worst;
	return !u.cut && !u.rest.n;
}
