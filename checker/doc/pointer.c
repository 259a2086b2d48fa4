#include "checker/doc/doc_internal.h"

#include <string.h>

static size_t child_count(const struct node *n)
{
	return n->type == NODE_ARRAY || n->type == NODE_OBJECT ? n->count : 0;
}

static const struct node *child(const struct node *n, size_t i)
{
	return n->type == NODE_ARRAY ? &n->items[i] : &n->members[i].value;
}

/* Index of the child that is the node or holds it: the last that does not begin behind it. */
static size_t child_towards(const struct node *n, const struct node *target)
{
	size_t low = 0, high = n->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (child(n, middle)->at <= target->at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* RFC 6901, 3: "~" and "/" within a key. */
static size_t escape_key(char *out, struct str key)
{
	size_t n = 0;

	for (size_t i = 0; i < key.n; i++) {
		char c = key.p[i];

		if (c == '~' || c == '/') {
			out[n++] = '~';
			c = c == '~' ? '0' : '1';
		}
		out[n++] = c;
	}
	return n;
}

static struct str index_step(struct arena *a, size_t i)
{
	enum { DIGITS = 20 };
	char *text = arena_alloc(a, DIGITS + 1, 1), *p = text + DIGITS + 1;

	do
		*--p = (char)('0' + i % 10);
	while (i /= 10);
	*--p = '/';
	return (struct str){ p, (size_t)(text + DIGITS + 1 - p) };
}

static struct str step(struct arena *a, const struct node *n, size_t i)
{
	struct str key;
	char *text;

	if (n->type == NODE_ARRAY)
		return index_step(a, i);
	key = member_key(&n->members[i]);
	text = arena_alloc(a, 2 * key.n + 1, 1);
	text[0] = '/';
	return (struct str){ text, 1 + escape_key(text + 1, key) };
}

struct str doc_pointer(const struct doc *doc, struct arena *a, const struct node *node)
{
	struct str steps[LIMIT_DOC_DEPTH + 1];
	size_t depth = 0, size = 0, n = 0;
	char *text;

	for (const struct node *at = &doc->root; at != node; depth++) {
		size_t i;

		if (child_count(at) == 0 || depth > LIMIT_DOC_DEPTH)
			return STR("");
		i = child_towards(at, node);
		steps[depth] = step(a, at, i);
		size += steps[depth].n;
		at = child(at, i);
	}
	text = arena_alloc(a, size + 1, 1);
	for (size_t i = 0; i < depth; n += steps[i++].n)
		memcpy(text + n, steps[i].p, steps[i].n);
	return (struct str){ text, n };
}

struct str doc_unescape(struct arena *a, struct str token)
{
	char *out = arena_alloc(a, token.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < token.n; i++) {
		bool escape = token.p[i] == '~' && i + 1 < token.n &&
			      (token.p[i + 1] == '0' || token.p[i + 1] == '1');

		i += escape;
		out[n++] = !escape ? token.p[i] : token.p[i] == '0' ? '~' : '/';
	}
	return (struct str){ out, n };
}

/* Does the token, with "~0" for "~" and "~1" for "/", name the key? */
static bool token_names(struct str token, struct str key)
{
	size_t i = 0, k = 0;

	for (; i < token.n && k < key.n; i++, k++) {
		char c = token.p[i];

		if (c == '~') {
			c = ++i < token.n ? token.p[i] : '\0';
			if (c != '0' && c != '1')
				return false;
			c = c == '0' ? '~' : '/';
		}
		if (c != key.p[k])
			return false;
	}
	return i == token.n && k == key.n;
}

static const struct node *member_by_token(const struct node *n, struct str token)
{
	if (!memchr(token.p, '~', token.n))
		return node_get(n, token);
	for (uint32_t i = 0; n->type == NODE_OBJECT && i < n->count; i++)
		if (token_names(token, member_key(&n->members[i])))
			return &n->members[i].value;
	return NULL;
}

static const struct node *item_by_token(const struct node *n, struct str token)
{
	int64_t i;

	/* RFC 6901, 4: digits without leading zeros. */
	if (token.n == 0 || token.p[0] == '-' || (token.p[0] == '0' && token.n > 1) ||
	    !str_int(token, &i) || i >= n->count)
		return NULL;
	return &n->items[i];
}

/* RFC 6901, 3. */
bool doc_is_pointer(struct str s)
{
	if (s.n && s.p[0] != '/')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '~' && (i + 1 == s.n || (s.p[i + 1] != '0' && s.p[i + 1] != '1')))
			return false;
	return true;
}

const struct node *doc_at(const struct node *root, struct str pointer)
{
	struct str token;

	if (pointer.n == 0)
		return root;
	if (pointer.p[0] != '/')
		return NULL;
	pointer = str_sub(pointer, 1, pointer.n);
	while (root && str_cut(&token, &pointer, '/')) {
		if (root->type == NODE_ARRAY)
			root = item_by_token(root, token);
		else
			root = member_by_token(root, token);
	}
	return root;
}
