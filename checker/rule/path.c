#include "checker/rule/rule_internal.h"

#include <string.h>

static size_t name_length(struct str s)
{
	size_t n = 0;

	while (n < s.n &&
	       (s.p[n] == '_' || s.p[n] == '-' || (s.p[n] >= '0' && s.p[n] <= '9') ||
		(s.p[n] >= 'a' && s.p[n] <= 'z') || (s.p[n] >= 'A' && s.p[n] <= 'Z')))
		n++;
	return n;
}

/* Reads one step off the rest of the path. */
static bool next_step(struct step *step, struct str *rest)
{
	static const struct {
		const char *text;
		enum step_kind kind;
	} fixed[] = { { "[*]", STEP_ITEMS }, { "..*", STEP_TEXTS }, { ".*", STEP_MEMBERS } };
	size_t n;

	for (size_t i = 0; i < ARRAY_LEN(fixed); i++)
		if (str_starts(*rest, str_of(fixed[i].text))) {
			*step = (struct step){ .kind = fixed[i].kind };
			*rest = str_sub(*rest, strlen(fixed[i].text), rest->n);
			return true;
		}
	if (rest->n == 0 || rest->p[0] != '.')
		return false;
	n = name_length(str_sub(*rest, 1, rest->n));
	*step = (struct step){ .kind = STEP_KEY, .key = str_sub(*rest, 1, 1 + n) };
	*rest = str_sub(*rest, 1 + n, rest->n);
	return n > 0;
}

static const struct cel_type *step_type(const struct cel_type *type, const struct step *step)
{
	switch (step->kind) {
	case STEP_KEY:
		return cel_type_member(type, step->key);
	case STEP_ITEMS:
	case STEP_MEMBERS:
		return cel_type_kind(type) == CEL_OBJECT ? cel_type_of(CEL_DYN)
							 : cel_type_element(type);
	case STEP_TEXTS:
		return cel_type_of(CEL_STRING);
	}
	return NULL;
}

/* The slot and type of the variable a path starts with; "$" is the manifest. */
static bool path_base(unsigned *slot, const struct cel_type **type, struct arena *a,
		      const struct cel_env *env, struct str name, struct err *err)
{
	struct cel_program *program;

	if (str_eq(name, STR("$")))
		name = STR("manifest");
	if (!cel_compile(&program, a, env, name, err))
		return false;
	*type = cel_program_type(program);
	return cel_env_slot(env, name, slot) ||
	       err_set(err, ERR_INPUT, "no variable \"%.*s\"", STR_FMT(name));
}

static bool no_step(struct err *err, struct str text, const struct step *step,
		    const struct cel_type *in)
{
	struct str near = cel_type_near(in, step->key);

	if (step->kind != STEP_KEY)
		return err_set(err, ERR_INPUT, "path \"%.*s\": there is no list here",
			       STR_FMT(text));
	err_set(err, ERR_INPUT, "path \"%.*s\": there is no %.*s", STR_FMT(text),
		STR_FMT(step->key));
	return near.n && err_hint(err, "did you mean \"%.*s\"?", STR_FMT(near));
}

bool path_compile(struct path *out, const struct cel_type **type, struct arena *a,
		  const struct cel_env *env, struct str text, struct err *err)
{
	struct str rest = str_trim(text);
	size_t n = str_starts(rest, STR("$")) ? 1 : name_length(rest);

	*out = (struct path){ 0 };
	if (!path_base(&out->base, type, a, env, str_sub(rest, 0, n), err))
		return err_wrap(err, "path \"%.*s\"", STR_FMT(text));
	rest = str_sub(rest, n, rest.n);
	while (rest.n) {
		const struct cel_type *in = *type;
		struct step step;

		if (!next_step(&step, &rest))
			return err_set(err, ERR_INPUT,
				       "path \"%.*s\": not understood from \"%.*s\" on",
				       STR_FMT(text), STR_FMT(rest));
		*type = step_type(*type, &step);
		if (!*type)
			return no_step(err, text, &step, in);
		vec_push(a, &out->steps, step);
	}
	return true;
}

bool path_same(const struct path *a, const struct path *b)
{
	bool same = a->base == b->base && a->steps.n == b->steps.n;

	for (size_t i = 0; same && i < a->steps.n; i++)
		same = a->steps.at[i].kind == b->steps.at[i].kind &&
		       str_eq(a->steps.at[i].key, b->steps.at[i].key);
	return same;
}

struct walk {
	const struct path *path;
	path_found found;
	void *context;
};

static bool walk_texts(const struct walk *w, const struct node *node)
{
	if (node->type == NODE_STRING || node->type == NODE_NUMBER)
		return w->found(w->context, node);
	for (uint32_t i = 0; node->type == NODE_ARRAY && i < node->count; i++)
		if (!walk_texts(w, &node->items[i]))
			return false;
	for (uint32_t i = 0; node->type == NODE_OBJECT && i < node->count; i++)
		if (!walk_texts(w, &node->members[i].value))
			return false;
	return true;
}

static bool walk_from(const struct walk *w, size_t i, const struct node *node);

/* What stands after step i of the path, in a node that is there. */
static inline bool walk_on(const struct walk *w, size_t i, const struct node *node)
{
	return i + 1 == w->path->steps.n ? w->found(w->context, node)
					 : walk_from(w, i + 1, node);
}

/* Depth is the path's length and the document's depth, both limited. */
static bool walk_from(const struct walk *w, size_t i, const struct node *node)
{
	struct step *step = &w->path->steps.at[i];

	switch (step->kind) {
	case STEP_KEY:
		node = node_get_near(node, step->key, &step->hint);
		return !node || walk_on(w, i, node);
	case STEP_ITEMS:
		for (uint32_t k = 0; node->type == NODE_ARRAY && k < node->count; k++)
			if (!walk_on(w, i, &node->items[k]))
				return false;
		return true;
	case STEP_MEMBERS:
		for (uint32_t k = 0; node->type == NODE_OBJECT && k < node->count; k++)
			if (!walk_on(w, i, &node->members[k].value))
				return false;
		return true;
	case STEP_TEXTS:
		return walk_texts(w, node);
	}
	return true;
}

bool path_walk(const struct path *p, const struct node *base, path_found found, void *context)
{
	struct walk w = { p, found, context };

	if (!base)
		return true;
	return p->steps.n ? walk_from(&w, 0, base) : found(context, base);
}

const struct node *path_first(const struct path *p, const struct node *base,
			      const struct node **last)
{
	const struct node *node = base;

	*last = base;
	for (size_t i = 0; node && i < p->steps.n; i++) {
		struct step *step = &p->steps.at[i];

		node = step->kind == STEP_KEY ? node_get_near(node, step->key, &step->hint)
					      : NULL;
		if (node)
			*last = node;
	}
	return node;
}
