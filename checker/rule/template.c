#include "checker/rule/rule_internal.h"

#include <assert.h>
#include <string.h>

struct parts {
	VEC(struct part) list;
};

static void add_part(struct parts *parts, struct arena *a, struct part part)
{
	if (part.text.n || part.program)
		vec_push(a, &parts->list, part);
}

static bool compile_one(const struct text_template *t, struct parts *out, struct str text,
			struct err *err)
{
	struct arena *a = t->pack->arena;

	while (text.n) {
		size_t open = str_find(text, STR("{"));
		size_t close;
		struct part part = { .text = STR("") };

		add_part(out, a, (struct part){ .text = str_sub(text, 0, open) });
		if (open == SIZE_MAX)
			return true;
		close = str_find(text, STR("}"));
		if (close == SIZE_MAX || close < open)
			return err_set(err, ERR_INPUT, "\"{\" without \"}\" in \"%.*s\"",
				       STR_FMT(text));
		if (!cel_compile(&part.program, a, t->env, str_sub(text, open + 1, close), err))
			return err_wrap(err, "placeholder {%.*s}",
					STR_FMT(str_sub(text, open + 1, close)));
		vec_push(a, &t->pack->programs, part.program);
		add_part(out, a, part);
		text = str_sub(text, close + 1, text.n);
	}
	return true;
}

bool template_compile(struct text_template *t, struct err *err)
{
	t->parts = ARENA_ARRAY(t->pack->arena, struct parts, LANG_COUNT);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		if (!compile_one(t, &t->parts[l], t->text.in[l], err))
			return err_wrap(err, "%s", lang_names[l]);
	return true;
}

static bool is_mtext(const struct node *n)
{
	return n && n->type == NODE_OBJECT &&
	       (node_get(n, STR("ru")) || node_get(n, STR("kk")) || node_get(n, STR("en")));
}

static struct mtext joined(struct arena *a, struct cel_value list)
{
	struct mtext out = mtext_same(STR(""));

	for (size_t i = 0; i < cel_size(list); i++) {
		struct mtext one = value_text(a, cel_item(list, i));

		out = i == 0 ? one : MTEXT_FILL(a, MT("%1, %2", "%1, %2", "%1, %2"), out, one);
	}
	return out;
}

struct mtext value_text(struct arena *a, struct cel_value v)
{
	if (v.kind == CEL_MAP && is_mtext(v.node))
		return node_mtext(v.node);
	if (v.kind == CEL_LIST)
		return joined(a, v);
	if (v.kind == CEL_ERROR || v.kind == CEL_NULL)
		return mtext_same(STR("—"));
	return mtext_same(cel_text(a, v));
}

/* Pieces of one language joined; there are few, so they are measured and copied. */
static struct str render_one(const struct parts *parts, struct arena *a,
			     const struct mtext *values, enum lang lang)
{
	size_t size = 0, used = 0;
	char *text;

	for (size_t i = 0; i < parts->list.n; i++)
		size += parts->list.at[i].program ? mtext_in(values[i], lang).n
						  : parts->list.at[i].text.n;
	text = ARENA_ARRAY(a, char, size + 1);
	for (size_t i = 0; i < parts->list.n; i++) {
		const struct part *part = &parts->list.at[i];
		struct str piece = part->program ? mtext_in(values[i], lang) : part->text;

		if (piece.n)
			memcpy(text + used, piece.p, piece.n);
		used += piece.n;
	}
	return (struct str){ text, size };
}

struct mtext template_render(struct text_template *t, struct arena *a,
			     const struct cel_value *slots, struct cel_run *run)
{
	struct err err = { 0 };
	bool compiled = t->parts || template_compile(t, &err);
	struct mtext out;

	assert(compiled); /* it was, when the pack was made */
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		const struct parts *parts = &t->parts[l];
		struct mtext *values = ARENA_ARRAY(a, struct mtext, parts->list.n);

		for (size_t i = 0; i < parts->list.n; i++)
			if (parts->list.at[i].program)
				values[i] = value_text(
					a, cel_eval(parts->list.at[i].program, slots, run));
		out.in[l] = render_one(parts, a, values, l);
	}
	return out;
}
