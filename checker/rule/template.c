#include "checker/rule/rule_internal.h"

#include <string.h>

static bool add_part(struct parts *parts, struct arena *a, struct str text,
		     struct cel_program *program)
{
	if (text.n || program)
		vec_push(a, &parts->list, (struct part){ text, program });
	return true;
}

static bool compile_one(struct parts *out, struct arena *a, const struct cel_env *env,
			struct str text, struct err *err)
{
	while (text.n) {
		size_t open = str_find(text, STR("{"));
		size_t close;
		struct cel_program *program;

		if (open == SIZE_MAX)
			return add_part(out, a, text, NULL);
		add_part(out, a, str_sub(text, 0, open), NULL);
		close = str_find(text, STR("}"));
		if (close == SIZE_MAX || close < open)
			return err_set(err, ERR_INPUT, "\"{\" without \"}\" in \"%.*s\"",
				       STR_FMT(text));
		if (!cel_compile(&program, a, env, str_sub(text, open + 1, close), err))
			return err_wrap(err, "placeholder {%.*s}",
					STR_FMT(str_sub(text, open + 1, close)));
		add_part(out, a, STR(""), program);
		text = str_sub(text, close + 1, text.n);
	}
	return true;
}

bool template_compile(struct text_template *out, struct arena *a, const struct cel_env *env,
		      struct mtext text, struct err *err)
{
	for (enum lang l = 0; l < LANG_COUNT; l++)
		if (!compile_one(&out->in[l], a, env, text.in[l], err))
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

static struct str concatenated(struct arena *a, const struct str *pieces, size_t n)
{
	size_t size = 0, at = 0;
	char *text;

	for (size_t i = 0; i < n; i++)
		size += pieces[i].n;
	text = arena_alloc(a, size + 1, 1);
	for (size_t i = 0; i < n; at += pieces[i++].n)
		if (pieces[i].n)
			memcpy(text + at, pieces[i].p, pieces[i].n);
	return (struct str){ text, size };
}

struct mtext template_render(const struct text_template *t, struct arena *a,
			     const struct cel_value *slots, struct cel_run *run)
{
	struct mtext out;

	for (enum lang l = 0; l < LANG_COUNT; l++) {
		size_t n = t->in[l].list.n;
		struct str *pieces = ARENA_ARRAY(a, struct str, n);

		for (size_t i = 0; i < n; i++) {
			const struct part *part = &t->in[l].list.at[i];

			pieces[i] = part->text;
			if (part->program)
				pieces[i] = mtext_in(
					value_text(a, cel_eval(part->program, slots, run)), l);
		}
		out.in[l] = concatenated(a, pieces, n);
	}
	return out;
}
