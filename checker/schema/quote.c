#include "checker/schema/explain_internal.h"

enum { QUOTE_POINTS = 60, CONTAINER_MAX = 4 };

static const struct {
	unsigned types;
	struct mtext title;
} type_titles[] = {
	{ ON_STRING, MT_INIT("мәтін", "текст", "a text") },
	{ ON_NUMBER, MT_INIT("сан", "число", "a number") },
	{ TYPE_INTEGER, MT_INIT("бүтін сан", "целое число", "a whole number") },
	{ ON_BOOL, MT_INIT("true немесе false", "true или false", "true or false") },
	{ ON_ARRAY, MT_INIT("тізім", "список", "a list") },
	{ ON_OBJECT, MT_INIT("объект", "объект", "an object") },
	{ ON_NULL, MT_INIT("null", "null", "null") },
};

static struct str cut(struct arena *a, struct str s)
{
	size_t points = 0, i = 0;

	for (; i < s.n; i++) {
		points += ((unsigned char)s.p[i] & 0xC0) != 0x80;
		if (points > QUOTE_POINTS)
			return arena_printf(a, "%.*s…", (int)i, s.p);
	}
	return s;
}

struct mtext schema_explain_quote(struct arena *a, struct str s)
{
	struct str in = cut(a, s);
	struct str guillemets = arena_printf(a, "«%.*s»", STR_FMT(in));

	return (struct mtext){ { guillemets, guillemets,
				 arena_printf(a, "\"%.*s\"", STR_FMT(in)) } };
}

struct mtext schema_explain_value(struct arena *a, const struct node *v)
{
	switch ((enum node_type)v->type) {
	case NODE_NULL:
		return mtext_same(STR("null"));
	case NODE_BOOL:
		return mtext_same(v->truth ? STR("true") : STR("false"));
	case NODE_NUMBER:
		return mtext_same(cut(a, node_str(v)));
	case NODE_STRING:
		return schema_explain_quote(a, node_str(v));
	case NODE_ARRAY:
	case NODE_OBJECT:
		if (v->count > CONTAINER_MAX)
			return schema_explain_found_type(v);
		return mtext_same(cut(a, node_canonical(a, v)));
	}
	return (struct mtext){ 0 };
}

static struct mtext join(struct arena *a, struct mtext left, struct mtext between,
			 struct mtext right)
{
	return MTEXT_FILL(a, MT("%1%2%3", "%1%2%3", "%1%2%3"), left, between, right);
}

struct mtext schema_explain_list(struct arena *a, const struct mtext *parts, size_t n)
{
	struct mtext list = n ? parts[0] : mtext_same(STR("–"));

	for (size_t i = 1; i < n && i < LIST_MAX; i++)
		list = join(a, list, MT(", ", ", ", ", "), parts[i]);
	if (n > LIST_MAX)
		list = join(a, list, MT(", …", ", …", ", …"), (struct mtext){ 0 });
	return list;
}

struct mtext schema_explain_types(struct arena *a, unsigned types)
{
	struct mtext list = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(type_titles); i++) {
		if (!(types & type_titles[i].types))
			continue;
		list = list.in[LANG_EN].n ? join(a, list, MT(" немесе ", " или ", " or "),
						 type_titles[i].title)
					  : type_titles[i].title;
	}
	return list;
}

struct mtext schema_explain_found_type(const struct node *v)
{
	size_t i = 0;

	while (!(type_titles[i].types & 1u << v->type))
		i++;
	return type_titles[i].title;
}
