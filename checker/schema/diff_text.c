#include "checker/schema/compile_internal.h"
#include "checker/schema/diff_internal.h"

enum { TEXT_MAX = 2048, RUN_MORE = 40 };

/* ---- texts that may tell two patterns apart ---- */

static const struct str samples[] = {
	STR_INIT(""),	 STR_INIT("a"),	    STR_INIT("A"),     STR_INIT("0"),
	STR_INIT(" "),	 STR_INIT("aaaa"),  STR_INIT("0000"),  STR_INIT("а"),
	STR_INIT("a-b"), STR_INIT("A_1"),   STR_INIT("a.b/c"), STR_INIT("a b c"),
	STR_INIT("\n"),	 STR_INIT("1.2.3"), STR_INIT("#"),
};

struct asking {
	struct differ *d;
	struct all from;
	int side;
	const struct pattern *to;
};

/* A text that is accepted and does not match is the proof. */
static bool is_proof(const struct asking *q, struct str text)
{
	struct node v = node_make_str(text);
	struct schema_run r;
	bool matches;

	if (schema_diff_accepts(q->d, q->side, q->from, &v) != SCHEMA_VALID)
		return false;
	schema_run_init(&r, q->d->schema[!q->side]);
	matches = schema_pattern_match(&r, q->to, text) || r.limit;
	schema_run_release(&r);
	return !matches;
}

static bool in_set(const struct run_step *s, unsigned c)
{
	return s->set[c >> 6] >> (c & 63) & 1;
}

/* The first character of a step that the other step does not have, else its first. */
static char letter(const struct run_step *s, const struct run_step *avoid)
{
	for (unsigned c = 0; avoid && c < 128; c++)
		if (in_set(s, c) && !in_set(avoid, c))
			return (char)c;
	for (unsigned c = 0; c < 128; c++)
		if (in_set(s, c))
			return (char)c;
	return 'a';
}

/* The shortest text of the pattern, but at one step: as long as it may be, or another letter.
 */
static struct str text_of(struct arena *a, const struct pattern *p, const struct pattern *to,
			  size_t odd, bool longer)
{
	char *out = arena_alloc(a, TEXT_MAX, 1);
	size_t n = 0;

	for (size_t i = 0; i < p->steps_n; i++) {
		const struct run_step *s = &p->steps[i];
		const struct run_step *other =
			to->steps && i < to->steps_n && i == odd ? &to->steps[i] : NULL;
		uint32_t most = s->max - s->min < RUN_MORE ? s->max : s->min + RUN_MORE;
		uint32_t count = i == odd && longer ? most : s->min ? s->min : i == odd;

		if (count > TEXT_MAX - n)
			return STR("");
		while (count--)
			out[n++] = letter(s, longer ? NULL : other);
	}
	return (struct str){ out, n };
}

static bool ask_about(const struct asking *q, const struct pattern *p)
{
	for (size_t odd = 0; p->steps && odd <= p->steps_n; odd++)
		for (int longer = 0; longer < 2; longer++)
			if (is_proof(q, text_of(q->d->a, p, q->to, odd, longer)))
				return true;
	return false;
}

bool schema_diff_text_between(struct differ *d, struct all from, int side,
			      const struct pattern *to)
{
	struct asking q = { d, from, side, to };
	struct ops_found patterns = schema_diff_ops(d, from, OP_PATTERN);

	for (size_t i = 0; i < ARRAY_LEN(samples); i++)
		if (is_proof(&q, samples[i]))
			return true;
	for (size_t i = 0; i < patterns.n; i++)
		if (ask_about(&q, patterns.at[i].op->pattern))
			return true;
	return false;
}

bool schema_diff_pattern_within(const struct pattern *from, const struct pattern *to)
{
	if (str_eq(from->text, to->text))
		return true;
	if (!from->steps || !to->steps || from->steps_n != to->steps_n)
		return false;
	for (size_t i = 0; i < from->steps_n; i++) {
		const struct run_step *a = &from->steps[i], *b = &to->steps[i];

		if (a->set[0] & ~b->set[0] || a->set[1] & ~b->set[1] || a->min < b->min ||
		    a->max > b->max)
			return false;
	}
	return true;
}

/* ---- words ---- */

struct words {
	struct op_at at[SIDES];
	const struct node *value[SIDES];
};

/* Keywords that decide nothing: remarks for people, and those that we do not know. */
static bool is_remark(const struct differ *d, const struct sub *s, struct str key)
{
	enum keyword kw = schema_keyword(key);

	(void)d;
	if (kw == KW_FORMAT)
		return !s->resource->dialect.assert_formats;
	return kw == KW_COUNT;
}

static void gather_words(struct differ *d, struct all flat, int side, struct strmap *words)
{
	for (size_t i = 0; i < flat.n; i++) {
		const struct node *node = flat.at[i]->node;

		for (uint32_t k = 0; node->type == NODE_OBJECT && k < node->count; k++) {
			struct str key = member_key(&node->members[k]);
			struct words *w = strmap_get(words, key);
			struct op *place;

			if (!is_remark(d, flat.at[i], key) || (w && w->value[side]))
				continue;
			if (!w) {
				w = ARENA_NEW(d->a, struct words);
				strmap_put(words, key, w);
			}
			place = ARENA_NEW(d->a, struct op);
			place->value = &node->members[k].value;
			w->value[side] = place->value;
			w->at[side] = (struct op_at){ place, flat.at[i] };
		}
	}
}

void schema_diff_words(struct differ *d, struct where at, struct pair flat)
{
	struct strmap words;

	strmap_init(&words, d->a);
	for (int side = 0; side < SIDES; side++)
		gather_words(d, flat.side[side], side, &words);
	for (size_t i = 0; i < words.n; i++) {
		const struct words *w = words.at[i].value;
		struct told t = { .kind = "words",
				  .words = true,
				  .at = { w->at[OLD], w->at[NEW] } };

		if (w->value[OLD] && w->value[NEW] && node_equal(w->value[OLD], w->value[NEW]))
			continue;
		t.message = schema_diff_arrow(d, words.at[i].key,
					      schema_diff_value(d, w->value[OLD]),
					      schema_diff_value(d, w->value[NEW]));
		schema_diff_tell(d, at, flat, t);
	}
}
