#include "checker/rule/rule_internal.h"

#include <assert.h>
#include <string.h>

static void add_part(struct parts *parts, struct arena *a, struct str text, size_t value)
{
	if (text.n || value)
		vec_push(a, &parts->list, (struct part){ text, value });
}

/* The expression's number, from one on; 0 when it does not compile. */
static size_t add_program(struct text_template *t, struct str source, struct err *err)
{
	struct cel_program *program;

	for (size_t i = 0; i < t->programs.n; i++)
		if (str_eq(cel_program_source(t->programs.at[i]), source))
			return i + 1;
	if (!cel_compile(&program, t->pack->arena, t->env, source, err)) {
		err_wrap(err, "placeholder {%.*s}", STR_FMT(source));
		return 0;
	}
	vec_push(t->pack->arena, &t->programs, program);
	vec_push(t->pack->arena, &t->pack->programs, program);
	return t->programs.n;
}

static bool compile_one(struct text_template *t, enum lang lang, struct err *err)
{
	struct arena *a = t->pack->arena;
	struct parts *out = &t->in[lang];
	struct str text = t->text.in[lang];

	while (text.n) {
		size_t open = str_find(text, STR("{")), close = str_find(text, STR("}")), value;

		add_part(out, a, str_sub(text, 0, open), 0);
		if (open == SIZE_MAX)
			return true;
		if (close == SIZE_MAX || close < open)
			return err_set(err, ERR_INPUT, "\"{\" without \"}\" in \"%.*s\"",
				       STR_FMT(text));
		value = add_program(t, str_sub(text, open + 1, close), err);
		if (!value)
			return false;
		add_part(out, a, STR(""), value);
		text = str_sub(text, close + 1, text.n);
	}
	return true;
}

bool template_compile(struct text_template *t, struct err *err)
{
	t->in = ARENA_ARRAY(t->pack->arena, struct parts, LANG_COUNT);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		if (!compile_one(t, l, err))
			return err_wrap(err, "%s", lang_names[l]);
	return true;
}

static bool is_mtext(const struct node *n)
{
	return n && n->type == NODE_OBJECT &&
	       (node_get(n, STR("ru")) || node_get(n, STR("kk")) || node_get(n, STR("en")));
}

/* The texts of a list with commas between them. */
static struct mtext joined(struct arena *a, struct cel_value list)
{
	size_t n = cel_size(list), pieces = n ? 2 * n - 1 : 0;
	struct str *in[LANG_COUNT];
	struct mtext out;

	for (enum lang l = 0; l < LANG_COUNT; l++)
		in[l] = ARENA_ARRAY(a, struct str, pieces);
	for (size_t i = 0; i < n; i++) {
		struct mtext one = value_text(a, cel_item(list, i));

		for (enum lang l = 0; l < LANG_COUNT; l++) {
			in[l][2 * i] = n > 1 ? mtext_in(one, l) : one.in[l];
			if (i)
				in[l][2 * i - 1] = STR(", ");
		}
	}
	for (enum lang l = 0; l < LANG_COUNT; l++)
		out.in[l] = arena_join(a, in[l], pieces);
	return out;
}

struct mtext value_text(struct arena *a, struct cel_value v)
{
	if (v.kind == CEL_STRING)
		return mtext_same(v.s);
	if (v.kind == CEL_MAP && is_mtext(v.node))
		return node_mtext(v.node);
	if (v.kind == CEL_LIST)
		return joined(a, v);
	if (v.kind == CEL_ERROR || v.kind == CEL_NULL)
		return mtext_same(STR("—"));
	return mtext_same(cel_text(a, v));
}

static struct str piece(const struct part *part, const struct mtext *values, enum lang lang)
{
	const struct mtext *value = part->value ? &values[part->value - 1] : NULL;

	if (!value)
		return part->text;
	return value->in[lang].n ? value->in[lang] : mtext_in(*value, lang);
}

/* What the languages are put together from, one after the other; their bytes in all. */
static size_t find_pieces(const struct text_template *t, const struct mtext *values,
			  struct str *pieces)
{
	size_t n = 0, bytes = 0;

	for (enum lang l = 0; l < LANG_COUNT; l++)
		for (size_t i = 0; i < t->in[l].list.n; i++) {
			pieces[n] = piece(&t->in[l].list.at[i], values, l);
			bytes += pieces[n++].n;
		}
	return bytes;
}

/* From *room on; a NUL follows. */
static struct str put_pieces(char **room, const struct str *pieces, size_t n)
{
	char *text = *room, *end = text;

	for (size_t i = 0; i < n; i++) {
		if (pieces[i].n)
			memcpy(end, pieces[i].p, pieces[i].n);
		end += pieces[i].n;
	}
	*end = '\0';
	*room = end + 1;
	return (struct str){ text, (size_t)(end - text) };
}

/* It compiled when the pack was made. */
static RARE void compile_late(struct text_template *t)
{
	struct err err = { 0 };
	bool compiled = template_compile(t, &err);

	assert(compiled);
}

struct mtext template_render(struct text_template *t, struct arena *a,
			     const struct cel_value *slots, struct cel_run *run)
{
	struct mtext *values, out;
	struct str *pieces;
	size_t n = 0;
	char *room;

	if (!t->in)
		compile_late(t);
	if (!t->programs.n)
		return t->text;
	values = arena_raw(run->arena, t->programs.n, sizeof(*values));
	for (size_t i = 0; i < t->programs.n; i++)
		values[i] = value_text(run->arena, cel_eval(t->programs.at[i], slots, run));
	for (enum lang l = 0; l < LANG_COUNT; l++)
		n += t->in[l].list.n;
	pieces = arena_raw(run->arena, n, sizeof(*pieces));
	room = arena_raw(a, find_pieces(t, values, pieces) + LANG_COUNT, 1);
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		out.in[l] = put_pieces(&room, pieces, t->in[l].list.n);
		pieces += t->in[l].list.n;
	}
	return out;
}
