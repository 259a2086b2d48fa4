#include "checker/edit/edit.h"

#include <stdlib.h>
#include <string.h>

enum {
	ROUNDS_MAX = 10, /* a repair may show what is wrong within */
	TRIES_MAX = 200, /* of repairs together, for one document */
	TRIES_MIN = 8,
	TRIED_BYTES = 64 << 20, /* read in all these tries, unless they are few */
	DEPTH_MAX = 3,		/* of repairs that only together lower the number of findings */
};

struct fixer {
	struct arena *a;
	const struct doc *doc; /* as it is by now */
	const struct schema *schema;
	struct edit_fixed *out;
	size_t *tries; /* left */
	unsigned depth;
};

/* Repairs of one round. */
struct round {
	VEC(const struct finding *) offered;
	VEC(struct text_edit) edits; /* made of those taken so far */
	VEC(const struct finding *) taken;
	size_t findings; /* left when they are made */
};

static int by_place(const void *x, const void *y)
{
	const struct text_edit *a = x, *b = y;

	return (a->at > b->at) - (a->at < b->at);
}

/* What the document is with the edits; NULL when they do not fit or it is none any more. */
static struct doc *edited(const struct fixer *f, struct arena *a, const struct text_edit *edits,
			  size_t n)
{
	struct text_edit *sorted = ARENA_ARRAY(a, struct text_edit, n);
	struct doc_errors errors = { 0 };
	struct doc *doc;
	struct str text;

	if (n)
		memcpy(sorted, edits, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), by_place);
	if (!edit_apply(&text, a, f->doc->text, sorted, n) ||
	    !doc_parse(&doc, a, f->doc->path, text, f->doc->syntax, DOC_GENERAL, &errors))
		return NULL;
	return doc;
}

/* How many findings the edits leave; SIZE_MAX when they cannot be made. */
static size_t count_left(const struct fixer *f, const struct text_edit *edits, size_t n)
{
	AUTO_ARENA scratch = arena_new();
	const struct doc *doc = edited(f, scratch, edits, n);
	struct sink sink;

	sink_init(&sink, scratch);
	return doc ? schema_check(f->schema, doc, &sink) : SIZE_MAX;
}

/* Takes repairs from the offered on, if each of them removes a finding. */
static bool take(struct fixer *f, struct round *r, size_t from, size_t n)
{
	size_t edits = r->edits.n, left;

	for (size_t i = from; i < from + n; i++)
		for (size_t k = 0; k < r->offered.at[i]->repair->edits_n; k++)
			vec_push(f->a, &r->edits, r->offered.at[i]->repair->edits[k]);
	left = count_left(f, r->edits.at, r->edits.n);
	if (left > r->findings || r->findings - left < n) {
		r->edits.n = edits;
		return false;
	}
	for (size_t i = from; i < from + n; i++)
		vec_push(f->a, &r->taken, r->offered.at[i]);
	r->findings = left;
	return true;
}

/* Those that cannot be taken together are tried by halves. */
static void take_most(struct fixer *f, struct round *r, size_t from, size_t n)
{
	if (!*f->tries)
		return;
	--*f->tries;
	if (take(f, r, from, n) || n == 1)
		return;
	take_most(f, r, from, n / 2);
	take_most(f, r, from + n / 2, n - n / 2);
}

static void note_made(struct fixer *f, const struct round *r)
{
	for (size_t i = 0; i < r->taken.n; i++)
		vec_push(f->a, &f->out->made,
			 (struct edit_made){ r->taken.at[i]->at,
					     r->taken.at[i]->repair->title });
}

static void fix_all(struct fixer *f);

/*
 * A field that gets its name is checked for the first time, and what is wrong
 * in it may be repaired in turn: both together must lower the number.
 */
static bool take_deep(struct fixer *f, const struct finding *finding, size_t findings)
{
	const struct repair *repair = finding->repair;
	struct arena_mark mark = arena_mark(f->a);
	struct edit_fixed inner = { 0 };
	struct fixer deeper = *f;

	if (f->depth == DEPTH_MAX || !*f->tries)
		return false;
	--*f->tries;
	deeper.doc = edited(f, f->a, repair->edits, repair->edits_n);
	deeper.out = &inner;
	deeper.depth++;
	if (deeper.doc)
		fix_all(&deeper);
	if (!deeper.doc || inner.left.findings.n >= findings) {
		arena_rewind(f->a, mark);
		return false;
	}
	vec_push(f->a, &f->out->made, (struct edit_made){ finding->at, repair->title });
	for (size_t i = 0; i < inner.made.n; i++)
		vec_push(f->a, &f->out->made, inner.made.at[i]);
	f->doc = deeper.doc;
	return true;
}

static void judge(struct fixer *f)
{
	sink_init(&f->out->left, f->a);
	schema_check(f->schema, f->doc, &f->out->left);
	sink_finish(&f->out->left);
}

/* False when nothing more can be made. */
static bool fix_round(struct fixer *f)
{
	struct round r = { .findings = f->out->left.findings.n };

	for (size_t i = 0; i < f->out->left.findings.n; i++)
		if (f->out->left.findings.at[i].repair)
			vec_push(f->a, &r.offered, &f->out->left.findings.at[i]);
	if (r.offered.n)
		take_most(f, &r, 0, r.offered.n);
	for (size_t i = 0; !r.taken.n && i < r.offered.n; i++)
		if (take_deep(f, r.offered.at[i], r.findings))
			return true;
	if (!r.taken.n)
		return false;
	note_made(f, &r);
	f->doc = edited(f, f->a, r.edits.at, r.edits.n);
	return true;
}

static void fix_all(struct fixer *f)
{
	judge(f);
	for (int round = 0; round < ROUNDS_MAX && fix_round(f); round++)
		judge(f);
}

void edit_fix(struct edit_fixed *out, struct arena *a, const struct doc *doc,
	      const struct schema *schema)
{
	size_t tries = TRIED_BYTES / (doc->text.n + 1);
	struct fixer f = { .a = a, .doc = doc, .schema = schema, .out = out, .tries = &tries };

	tries = tries < TRIES_MIN ? TRIES_MIN : tries > TRIES_MAX ? TRIES_MAX : tries;
	*out = (struct edit_fixed){ 0 };
	fix_all(&f);
	out->text = f.doc->text;
}
