/* Flow collections (7.4): [a, b] and {a: b}. */
#include "checker/doc/yaml_internal.h"

#include <string.h>

static bool flow_node(struct yaml *y, int n, struct node *out, struct scalar *s);

/* A node that is not there. */
static struct node null_at(const struct yaml *y, const char *p)
{
	return (struct node){ .type = NODE_NULL, .at = (uint32_t)yaml_offset(y, p) };
}

/* Is there a colon at p that ends a key? Behind quotes and brackets it needs no gap (7.4.2). */
static bool at_colon(const struct yaml *y, bool adjacent)
{
	return y->p < y->end && *y->p == ':' &&
	       (adjacent || yaml_at_gap(y, y->p + 1) || yaml_is(y->p[1], YAML_FLOW));
}

static bool at_question(const struct yaml *y)
{
	return y->p < y->end && *y->p == '?' && yaml_at_gap(y, y->p + 1);
}

/* No node stands here: the next thing is a separator, an end or the colon of an empty key. */
static bool at_nothing(const struct yaml *y)
{
	return y->p == y->end || strchr(",]}", *y->p) || at_colon(y, false);
}

/* The value behind a colon, or null. */
static bool pair_value(struct yaml *y, int n, struct node *out)
{
	struct scalar s;
	const char *from = ++y->p;

	if (!yaml_flow_space(y, n))
		return false;
	*out = null_at(y, from);
	return at_nothing(y) || flow_node(y, n, out, &s);
}

/* The key of a pair was read into *key and *s. */
static bool pair_key(struct yaml *y, const struct node *key, const struct scalar *s,
		     struct member *m)
{
	if (key->type == NODE_ARRAY || key->type == NODE_OBJECT)
		return reader_fault(y->r, FAULT_COMPLEX_KEY, key->at);
	return yaml_key(y, s, m);
}

/* "? key : value"; p on the question mark. */
static bool explicit_pair(struct yaml *y, int n, struct member *m)
{
	struct node key;
	struct scalar s;

	y->p++;
	if (!yaml_flow_space(y, n))
		return false;
	if (at_nothing(y))
		return yaml_fault(y, FAULT_NULL_KEY, y->p);
	if (!flow_node(y, n, &key, &s) || !pair_key(y, &key, &s, m))
		return false;
	m->value = null_at(y, y->p);
	if (!yaml_flow_space(y, n))
		return false;
	return !at_colon(y, !s.plain) || pair_value(y, n, &m->value);
}

/* An object of one member, as "a: b" and "? a : b" within a list are. */
static bool single_pair(struct yaml *y, const struct member *m, struct node *out)
{
	struct reader *r = y->r;
	size_t base = r->members.n;

	if (!reader_enter(r, m->key_at) || !reader_member(r, m, base))
		return false;
	reader_object(r, out, m->key_at, base);
	return true;
}

static bool sequence_entry(struct yaml *y, int n, struct node *out)
{
	const char *line = y->line;
	struct scalar s;
	struct member m;

	if (at_question(y))
		return explicit_pair(y, n, &m) && single_pair(y, &m, out);
	if (at_nothing(y))
		return yaml_fault(y, *y->p == ':' ? FAULT_NULL_KEY : FAULT_ENTRY, y->p);
	if (!flow_node(y, n, out, &s))
		return false;
	if (y->line != line)
		return true;
	/* The key of a single pair is on one line (7.4.1). */
	y->p = yaml_skip_blanks(y, y->p);
	if (!at_colon(y, !s.plain))
		return true;
	return pair_key(y, out, &s, &m) && pair_value(y, n, &m.value) &&
	       single_pair(y, &m, out);
}

static bool mapping_entry(struct yaml *y, int n, struct member *m)
{
	struct scalar s;
	struct node key;

	if (at_question(y))
		return explicit_pair(y, n, m);
	if (at_nothing(y))
		return yaml_fault(y, *y->p == ':' ? FAULT_NULL_KEY : FAULT_ENTRY, y->p);
	if (!flow_node(y, n, &key, &s) || !pair_key(y, &key, &s, m))
		return false;
	m->value = null_at(y, y->p);
	if (!yaml_flow_space(y, n))
		return false;
	return !at_colon(y, !s.plain) || pair_value(y, n, &m->value);
}

/* After an entry: true to read a further one; false at the end, or with *ok false at a fault.
 */
static bool separator(struct yaml *y, int n, const struct node *open, bool *ok)
{
	char close = open->type == NODE_ARRAY ? ']' : '}';
	size_t at;

	*ok = yaml_flow_space(y, n);
	if (!*ok)
		return false;
	if (y->p < y->end && *y->p == ',') {
		y->p++;
		*ok = yaml_flow_space(y, n);
		if (!*ok)
			return false;
		if (y->p == y->end || *y->p != close)
			return true;
	}
	if (y->p < y->end && *y->p == close) {
		y->p++;
		return false;
	}
	at = yaml_offset(y, y->p);
	*ok = reader_fault_on(y->r,
			      open->type == NODE_ARRAY ? FAULT_ARRAY_OPEN : FAULT_OBJECT_OPEN,
			      at, reader_line(y->r, open->at), reader_found(y->r, at));
	return false;
}

/* Nothing stands in the brackets that p is behind of the opening one. */
static bool is_empty(struct yaml *y, int n, char close, bool *ok)
{
	y->p++;
	*ok = yaml_flow_space(y, n);
	if (!*ok || y->p == y->end || *y->p != close)
		return false;
	y->p++;
	return true;
}

static bool flow_sequence(struct yaml *y, int n, struct node *out)
{
	struct reader *r = y->r;
	struct node open = { .type = NODE_ARRAY, .at = (uint32_t)yaml_offset(y, y->p) };
	size_t base = r->items.n;
	bool ok;

	if (!reader_enter(r, open.at))
		return false;
	if (!is_empty(y, n, ']', &ok)) {
		if (!ok)
			return false;
		do {
			struct node item;

			if (y->p == y->end)
				continue;
			if (!sequence_entry(y, n, &item))
				return false;
			vec_push(r->arena, &r->items, item);
		} while (separator(y, n, &open, &ok));
	}
	if (ok)
		reader_array(r, out, open.at, base);
	return ok;
}

static bool flow_mapping(struct yaml *y, int n, struct node *out)
{
	struct reader *r = y->r;
	struct node open = { .type = NODE_OBJECT, .at = (uint32_t)yaml_offset(y, y->p) };
	size_t base = r->members.n;
	bool ok;

	if (!reader_enter(r, open.at))
		return false;
	if (!is_empty(y, n, '}', &ok)) {
		if (!ok)
			return false;
		do {
			struct member m;

			if (y->p == y->end)
				continue;
			if (!mapping_entry(y, n, &m) || !reader_member(r, &m, base))
				return false;
		} while (separator(y, n, &open, &ok));
	}
	if (ok)
		reader_object(r, out, open.at, base);
	return ok;
}

bool yaml_flow(struct yaml *y, int n, struct node *out)
{
	bool ok;

	y->brackets++;
	ok = *y->p == '[' ? flow_sequence(y, n, out) : flow_mapping(y, n, out);
	y->brackets--;
	return ok;
}

/* A scalar leaves itself in *s too, for it may turn out to be a key. */
static bool flow_node(struct yaml *y, int n, struct node *out, struct scalar *s)
{
	*s = (struct scalar){ .start = y->p };
	if (*y->p == '[' || *y->p == '{')
		return yaml_flow(y, n, out);
	if (!yaml_refuse(y) || !yaml_scalar(y, n, true, s))
		return false;
	yaml_resolve(y, s, out);
	return true;
}
