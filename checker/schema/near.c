/* What a misspelt field or value may have meant, and what it meant beyond doubt. */
#include "checker/schema/explain_internal.h"

#include "checker/text/text.h"

enum {
	NEAR = 3,
	SPELLED_BYTES = 200,   /* a longer text is no word of a list */
	SPELLED_CHOICES = 500, /* among more nothing is beyond doubt */
};

/* Choices are given one after the other to `consider`. */
struct search {
	void (*consider)(struct search *s, struct str choice);
	struct str wanted, found;
	unsigned distance; /* of what was found */
};

static void give_fields(struct search *s, const struct problem *p)
{
	for (size_t i = 0; p->known && i < p->known->keys.n; i++)
		if (p->known->subs[i] && p->known->subs[i]->types != TYPE_NONE &&
		    !node_get(p->holder, p->known->keys.names[i]))
			s->consider(s, p->known->keys.names[i]);
}

/* The names that propertyNames lists. */
static void give_names(struct search *s, const struct sub *sub)
{
	const struct op_list *list = &sub->ops[NODE_STRING];

	for (size_t i = 0; i < list->n; i++) {
		const struct values *v = list->at[i].values;

		if (list->at[i].kind != OP_ENUM || !v->strings)
			continue;
		for (size_t j = 0; j < v->n; j++)
			s->consider(s, v->keys.names[j]);
	}
}

static void give_values(struct search *s, const struct problem *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->values[i]->type == NODE_STRING)
			s->consider(s, node_str(p->values[i]));
}

static char form_less(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static size_t skip_joints(struct str s, size_t i)
{
	while (i < s.n && (s.p[i] == '_' || s.p[i] == '-' || s.p[i] == ' '))
		i++;
	return i;
}

/* Like "dataSources" and "data_sources". */
static bool differs_in_form(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	for (;; i++, k++) {
		i = skip_joints(a, i);
		k = skip_joints(b, k);
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (form_less(a.p[i]) != form_less(b.p[k]))
			return false;
	}
}

/* Half of a short word is not a misspelling of it. */
static void consider_near(struct search *s, struct str choice)
{
	unsigned most = s->wanted.n < 4 ? 1 : s->wanted.n < 8 ? 2 : NEAR;
	unsigned distance =
		differs_in_form(s->wanted, choice) ? 0 : str_distance(s->wanted, choice, most);

	if (distance <= most && distance < s->distance) {
		s->found = choice;
		s->distance = distance;
	}
}

struct str schema_explain_nearest(const struct problem *p)
{
	struct search s = { .consider = consider_near,
			    .wanted = p->name,
			    .distance = UINT32_MAX };

	if (p->kind == PROBLEM_UNKNOWN) {
		give_fields(&s, p);
	} else if (p->kind == PROBLEM_NAME) {
		give_names(&s, p->sub);
	} else if (p->kind == PROBLEM_ENUM && p->node->type == NODE_STRING) {
		s.wanted = node_str(p->node);
		give_values(&s, p);
	}
	return s.found;
}

/* ---- beyond doubt ---- */

struct certain {
	struct search search; /* wanted: as it is spelled; found: the same spelling */
	struct arena *a;
	size_t choices, same_n, near_n;
	struct str near;
	struct str written; /* as it stands in the document */
	bool ascii;	    /* it is; choices that are too need no more than case and joints */
};

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* Most names and words of lists are ASCII, and so is what was meant to be one of them. */
static struct str ascii_spelling(struct arena *a, struct str s)
{
	char *bare = ARENA_ARRAY(a, char, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] > ' ' && s.p[i] != '-' && s.p[i] != '_')
			bare[n++] = form_less(s.p[i]);
	return (struct str){ bare, n };
}

/* Without case, spaces, hyphens and underscores, and with look-alike letters made one. */
static struct str spelling_of(struct arena *a, struct str s)
{
	char *bare = ARENA_ARRAY(a, char, s.n + 1);
	size_t n = 0;

	while (s.n) {
		uint32_t point = text_next(&s);

		if (point != ' ' && point != '-' && point != '_' && point != 0xA0 &&
		    (point < 0x2010 || point > 0x2015))
			n += text_encode(bare + n, point);
	}
	return text_key(a, TEXT_KEY_LOOSE, (struct str){ bare, n });
}

/* Another number is another value, however near. */
static bool same_digits(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	for (;; i++, k++) {
		while (i < a.n && (a.p[i] < '0' || a.p[i] > '9'))
			i++;
		while (k < b.n && (b.p[k] < '0' || b.p[k] > '9'))
			k++;
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (a.p[i] != b.p[k])
			return false;
	}
}

/* Two letters side by side have changed places. */
static bool is_swap(struct str a, struct str b)
{
	size_t i = 0;

	if (a.n != b.n)
		return false;
	while (i < a.n && a.p[i] == b.p[i])
		i++;
	return i + 1 < a.n && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i] &&
	       str_eq(str_sub(a, i + 2, a.n), str_sub(b, i + 2, b.n));
}

/* One slip in a word, two in a long one, none in a code of two or three letters. */
static bool is_slip(struct str a, struct str b)
{
	unsigned most = a.n < 8 ? 1 : 2;

	return a.n >= 4 && (is_swap(a, b) || str_distance(a, b, most) <= most);
}

static void consider_certain(struct search *s, struct str choice)
{
	struct certain *c = (struct certain *)s;
	bool ascii = c->ascii && is_ascii(choice);
	struct str spelling, wanted = s->wanted;

	if (++c->choices > SPELLED_CHOICES || choice.n > SPELLED_BYTES)
		return;
	spelling = ascii ? ascii_spelling(c->a, choice) : spelling_of(c->a, choice);
	if (c->ascii && !ascii)
		wanted = spelling_of(c->a, c->written);
	if (str_eq(spelling, wanted)) {
		s->found = choice;
		c->same_n++;
	} else if (is_slip(wanted, spelling)) {
		c->near = choice;
		c->near_n++;
	}
}

struct str schema_explain_meant(struct arena *a, const struct problem *p)
{
	bool value = p->kind == PROBLEM_ENUM || p->kind == PROBLEM_CONST;
	struct certain c = { .search = { .consider = consider_certain },
			     .a = a,
			     .written = p->name };

	if (value)
		c.written = p->node->type == NODE_STRING ? node_str(p->node) : STR("");
	if (!c.written.n || c.written.n > SPELLED_BYTES)
		return STR("");
	c.ascii = is_ascii(c.written);
	c.search.wanted = c.ascii ? ascii_spelling(a, c.written) : spelling_of(a, c.written);
	if (value)
		give_values(&c.search, p);
	else
		give_fields(&c.search, p);
	if (c.choices > SPELLED_CHOICES || c.same_n > 1)
		return STR("");
	if (c.same_n)
		return c.search.found;
	/* One constant is no list of words to misspell. */
	return c.near_n == 1 && p->kind != PROBLEM_CONST && same_digits(c.written, c.near)
		       ? c.near
		       : STR("");
}
