#include "checker/doc/doc_internal.h"

#include <string.h>

enum { MAX_DIGITS = 10 }; /* of an index */

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
static char *put_key(char *out, struct str key)
{
	for (size_t i = 0; i < key.n; i++) {
		char c = key.p[i];

		if (c == '~' || c == '/') {
			*out++ = '~';
			c = c == '~' ? '0' : '1';
		}
		*out++ = c;
	}
	return out;
}

static char *put_index(char *out, uint32_t i)
{
	char digits[MAX_DIGITS], *p = digits + MAX_DIGITS;
	size_t n;

	do
		*--p = (char)('0' + i % 10);
	while (i /= 10);
	n = (size_t)(digits + MAX_DIGITS - p);
	memcpy(out, p, n);
	return out + n;
}

struct str doc_pointer(const struct doc *doc, struct arena *a, const struct node *node)
{
	const struct node *above[LIMIT_DOC_DEPTH + 1];
	uint32_t steps[LIMIT_DOC_DEPTH + 1];
	size_t depth = 0, size = 1;
	char *text, *end;

	for (const struct node *at = &doc->root; at != node; depth++) {
		if (child_count(at) == 0 || depth > LIMIT_DOC_DEPTH)
			return STR("");
		above[depth] = at;
		steps[depth] = (uint32_t)child_towards(at, node);
		size += 1 + (at->type == NODE_ARRAY
				     ? MAX_DIGITS
				     : 2 * (size_t)at->members[steps[depth]].key_n);
		at = child(at, steps[depth]);
	}
	text = end = arena_raw(a, size, 1);
	for (size_t i = 0; i < depth; i++) {
		*end++ = '/';
		if (above[i]->type == NODE_ARRAY)
			end = put_index(end, steps[i]);
		else
			end = put_key(end, member_key(&above[i]->members[steps[i]]));
	}
	*end = '\0';
	return (struct str){ text, (size_t)(end - text) };
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
