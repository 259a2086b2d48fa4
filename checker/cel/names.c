#include "checker/cel/check_internal.h"

/* ---- variables ---- */

static bool find_local(const struct checker *c, struct str name, unsigned *slot)
{
	for (unsigned i = c->local_count; i-- > 0;)
		if (str_eq(c->locals[i].name, name)) {
			*slot = i;
			return true;
		}
	return false;
}

/* In container a.b the name x may be a.b.x, a.x or x, in this order. */
static bool find_in_containers(const struct checker *c, struct str name, unsigned *slot)
{
	struct str in = c->env->container;

	while (in.n) {
		size_t cut = in.n;

		if (cel_env_slot(
			    c->env,
			    arena_printf(c->arena, "%.*s.%.*s", STR_FMT(in), STR_FMT(name)),
			    slot))
			return true;
		while (cut > 0 && in.p[cut - 1] != '.')
			cut--;
		in.n = cut ? cut - 1 : 0;
	}
	return cel_env_slot(c->env, name, slot);
}

static bool find_type(struct str name, struct cel_value *out)
{
	for (enum cel_kind kind = CEL_NULL; kind <= CEL_OPTIONAL; kind++)
		if (str_eq(cel_kind_name(kind), name)) {
			*out = cel_of_type(cel_kind_name(kind));
			return true;
		}
	return false;
}

/* A dotted or plain name that stands for a variable or type as a whole. */
static bool resolve(struct checker *c, struct cel_expr *e, struct str name, bool absolute)
{
	unsigned slot;

	if (absolute ? cel_env_slot(c->env, name, &slot) : find_in_containers(c, name, &slot)) {
		e->op = CEL_OP_SLOT;
		e->slot = slot;
		e->type = c->env->vars.at[slot].type;
		e->n = 0;
		return true;
	}
	if (!find_type(name, &e->value))
		return false;
	e->op = CEL_OP_CONST;
	e->type = cel_type_of(CEL_TYPE);
	e->n = 0;
	return true;
}

/* Of an unchecked expression: the error comes when (and if) this is evaluated. */
static bool propose(struct checker *c, const struct cel_nearest *near)
{
	return near->best.n && err_hint(c->err, "did you mean \"%.*s\"?", STR_FMT(near->best));
}

static bool fail_later(struct checker *c, struct cel_expr *e, const char *what)
{
	e->op = CEL_OP_FAIL;
	e->n = 0;
	e->type = cel_type_of(CEL_DYN);
	e->value = (struct cel_value){
		.kind = CEL_ERROR,
		.s = arena_printf(c->arena, "%s '%.*s'", what, STR_FMT(e->name)),
	};
	return true;
}

bool cel_check_name(struct checker *c, struct cel_expr *e)
{
	struct cel_nearest near;
	unsigned slot;

	if (!e->absolute && find_local(c, e->name, &slot)) {
		e->op = CEL_OP_LOCAL;
		e->slot = slot;
		e->type = c->locals[slot].type;
		return true;
	}
	if (resolve(c, e, e->name, e->absolute))
		return true;
	if (c->env->unchecked)
		return fail_later(c, e, "unknown variable");
	cel_nearest_start(&near, e->name);
	for (unsigned i = 0; i < c->local_count; i++)
		cel_nearest_offer(&near, c->locals[i].name);
	for (size_t i = 0; i < c->env->vars.n; i++)
		cel_nearest_offer(&near, c->env->vars.at[i].name);
	CEL_FAIL(c, e, "unknown variable '%.*s'", STR_FMT(e->name));
	return propose(c, &near);
}

/* ---- fields ---- */

/* a.b.c written as plain names; false when it is not, or when a loop variable starts it. */
static bool dotted(const struct checker *c, const struct cel_expr *e, struct str *name,
		   bool *absolute)
{
	const struct cel_expr *parts[LIMIT_CEL_DEPTH];
	size_t n = 0;
	unsigned slot;

	for (; e->op == CEL_OP_SELECT; e = e->kids[0]) {
		if (e->quoted || e->optional || n == ARRAY_LEN(parts))
			return false;
		parts[n++] = e;
	}
	if (e->op != CEL_OP_IDENT || (!e->absolute && find_local(c, e->name, &slot)))
		return false;
	*absolute = e->absolute;
	*name = e->name;
	for (; n > 0; n--)
		*name = arena_printf(c->arena, "%.*s.%.*s", STR_FMT(*name),
				     STR_FMT(parts[n - 1]->name));
	return true;
}

enum { NAMES_SHOWN = 12 };

/* The nearest, or what there is: the first of it when it is much. */
static bool propose_of(struct checker *c, const struct cel_type *type, struct str name)
{
	struct cel_nearest near;
	struct str text = STR("");

	cel_nearest_start(&near, name);
	for (size_t i = 0; i < type->fields.n; i++)
		cel_nearest_offer(&near, type->fields.at[i].key);
	if (near.best.n || type->fields.n == 0)
		return propose(c, &near);
	for (size_t i = 0; i < type->fields.n && i < NAMES_SHOWN; i++)
		text = arena_printf(c->arena, "%.*s%s%.*s", STR_FMT(text), i ? ", " : "",
				    STR_FMT(type->fields.at[i].key));
	return err_hint(c->err, "there are: %.*s%s", STR_FMT(text),
			type->fields.n > NAMES_SHOWN ? ", …" : "");
}

bool cel_check_field(struct checker *c, const struct cel_type *object, struct str name,
		     struct cel_expr *e)
{
	e->type = cel_type_member(object, name);
	if (e->type)
		return true;
	if (object->name.n)
		CEL_FAIL(c, e, "unknown field '%.*s' of %.*s", STR_FMT(name),
			 STR_FMT(object->name));
	else
		CEL_FAIL(c, e, "unknown field '%.*s'", STR_FMT(name));
	return propose_of(c, object, name);
}

static bool check_word(struct checker *c, const struct cel_type *words,
		       const struct cel_value *v, const struct cel_expr *e)
{
	if (v->kind != CEL_STRING || strmap_get(&words->fields, v->s))
		return true;
	CEL_FAIL(c, e, "'%.*s' is none of %.*s", STR_FMT(v->s), STR_FMT(words->name));
	return propose_of(c, words, v->s);
}

bool cel_check_words(struct checker *c, const struct cel_type *words, const struct cel_expr *e)
{
	struct cel_value room;

	if (c->env->unchecked || c->env->any_word || words->kind != CEL_STRING ||
	    !words->fields.n || e->op != CEL_OP_CONST)
		return true;
	if (e->value.kind != CEL_LIST)
		return check_word(c, words, &e->value, e);
	for (size_t i = 0; i < cel_size(e->value); i++)
		if (!check_word(c, words, cel_item_at(&e->value, i, &room), e))
			return false;
	return true;
}

/* Sets e->type to the type of the member. */
static bool check_member(struct checker *c, const struct cel_type *from, struct cel_expr *e)
{
	if (from->kind == CEL_OBJECT)
		return cel_check_field(c, from, e->name, e);
	if (from->kind == CEL_DYN ||
	    (from->kind == CEL_MAP && cel_type_fits(from->key, cel_type_of(CEL_STRING)))) {
		e->type = cel_type_element(from);
		return true;
	}
	return CEL_FAIL(c, e, "%.*s has no fields: '%.*s' cannot be read",
			STR_FMT(cel_type_text(c->arena, from)), STR_FMT(e->name));
}

/* The steps from the variable that a chain of fields begins with; of another field, where it
 * stood last. */
static void chain(struct checker *c, struct cel_expr *e)
{
	const struct cel_expr *from = e->kids[0];
	bool variable = from->op == CEL_OP_SLOT || from->op == CEL_OP_LOCAL;

	if (e->optional || (!variable && !(from->op == CEL_OP_SELECT && from->steps_n))) {
		e->steps = ARENA_NEW(c->arena, struct cel_step);
		e->last = e->steps;
		return;
	}
	e->steps_n = from->steps_n + 1;
	e->variable = variable ? from : from->variable;
	e->steps = ARENA_ARRAY(c->arena, struct cel_step, e->steps_n);
	for (uint32_t i = 0; i < from->steps_n; i++)
		e->steps[i] = from->steps[i];
	e->last = &e->steps[e->steps_n - 1];
	e->last->name = e->name;
}

bool cel_check_select(struct checker *c, struct cel_expr *e)
{
	const struct cel_type *from;
	struct str name;
	bool absolute;

	if (e->op == CEL_OP_SELECT && dotted(c, e, &name, &absolute) &&
	    resolve(c, e, name, absolute))
		return true;
	if (!cel_check_node(c, e->kids[0]))
		return false;
	from = e->kids[0]->type;
	if (from->kind == CEL_OPTIONAL)
		from = from->element;
	if (!check_member(c, from, e))
		return false;
	e->value = (struct cel_value){
		.kind = CEL_ERROR,
		.nanos = CEL_ABSENT,
		.s = arena_printf(c->arena, "no such key: %.*s", STR_FMT(e->name)),
	};
	chain(c, e);
	if (e->op == CEL_OP_HAS)
		e->type = cel_type_of(CEL_BOOL);
	else if (e->optional || e->kids[0]->type->kind == CEL_OPTIONAL)
		e->type = cel_type_optional(c->arena, e->type);
	return true;
}

/* ---- calls ---- */

/* optional.of(x) is written like a method of a variable `optional`. */
static void resolve_namespace(struct checker *c, struct cel_expr *e)
{
	struct str name;
	bool absolute;

	if (!e->method || !dotted(c, e->kids[0], &name, &absolute))
		return;
	name = arena_printf(c->arena, "%.*s.%.*s", STR_FMT(name), STR_FMT(e->name));
	if (!cel_env_find(c->env, name, false, e->n - 1).name_known)
		return;
	e->name = name;
	e->method = false;
	e->kids++;
	e->n--;
	e->cap = 0;
}

static bool takes(const struct cel_overload *row, const struct cel_expr *e)
{
	for (size_t i = 0; i < e->n; i++) {
		enum cel_kind kind = cel_type_kind(e->kids[i]->type);

		if (row->args[i] != '.' && kind != CEL_DYN &&
		    row->args[i] != cel_kind_letter(kind))
			return false;
	}
	return true;
}

static const struct cel_type *result_type(struct checker *c, const struct cel_overload *row,
					  const struct cel_expr *e)
{
	const struct cel_type *first = e->n ? e->kids[0]->type : cel_type_of(CEL_DYN);

	if (row->type)
		return row->type;
	if (row->result == 'S')
		return cel_type_list(c->arena, cel_type_of(CEL_STRING));
	if (row->result == 'O')
		return cel_type_optional(c->arena, first);
	if (row->result == 'E')
		return first->kind == CEL_LIST || first->kind == CEL_OPTIONAL
			       ? first->element
			       : cel_type_of(CEL_DYN);
	return row->result == '1' ? first : cel_type_of_letter(row->result);
}

static bool no_function(struct checker *c, struct cel_expr *e, struct cel_found found)
{
	size_t receiver = e->method;
	struct cel_nearest near;

	if (c->env->unchecked)
		return fail_later(c, e, "unknown function");
	if (found.name_known)
		return CEL_FAIL(c, e, "arguments of function '%.*s': %zu, not %zu",
				STR_FMT(e->name), found.other_args - receiver, e->n - receiver);
	if (cel_env_find(c->env, e->name, !e->method, e->n).name_known)
		return CEL_FAIL(c, e, "function '%.*s' is called as %s%.*s(…)",
				STR_FMT(e->name), e->method ? "" : "x.", STR_FMT(e->name));
	cel_nearest_start(&near, e->name);
	cel_env_offer(c->env, &near, e->method);
	CEL_FAIL(c, e, "unknown function '%.*s'", STR_FMT(e->name));
	return near.best.n
		       ? propose(c, &near)
		       : err_hint(c->err, "docs/RULES.md lists what an expression may call");
}

static bool wrong_arguments(struct checker *c, const struct cel_expr *e)
{
	struct str list = { "", 0 };

	for (size_t i = 0; i < e->n; i++)
		list = arena_printf(c->arena, "%.*s%s%.*s", STR_FMT(list), i ? ", " : "",
				    STR_FMT(cel_type_text(c->arena, e->kids[i]->type)));
	return CEL_FAIL(c, e, "no such overload: %.*s(%.*s)", STR_FMT(e->name), STR_FMT(list));
}

/* A pattern that is known now is compiled now. */
static bool compile_pattern(struct checker *c, struct cel_expr *e)
{
	const struct cel_expr *pattern = e->kids[1];
	struct regex *re;
	struct err why = { 0 };

	if (!str_eq(e->name, STR("matches")) || pattern->op != CEL_OP_CONST ||
	    pattern->value.kind != CEL_STRING || e->overload->type)
		return true;
	if (c->env->careful && regex_explodes(pattern->value.s))
		return CEL_FAIL(c, pattern,
				"a repetition within a repetition may take for ever");
	if (!regex_compile(&re, pattern->value.s, REGEX_RE2, &why)) {
		if (c->env->unchecked)
			return true;
		*c->err = why;
		return cel_at_column(c->source, pattern->at, c->err);
	}
	vec_push(c->arena, &c->program->patterns, re);
	e->op = CEL_OP_MATCHES;
	e->re = re;
	e->n = 1;
	return true;
}

/* What x.or(y) and x.orValue(y) of the library do not call is what they do not need. */
static void make_lazy(struct cel_expr *e)
{
	if (!e->method || e->n != 2 || e->overload->type)
		return;
	if (str_eq(e->name, STR("or")))
		e->op = CEL_OP_OPT_OR;
	else if (str_eq(e->name, STR("orValue")))
		e->op = CEL_OP_OPT_OR_VALUE;
}

bool cel_check_call(struct checker *c, struct cel_expr *e)
{
	struct cel_found found;

	resolve_namespace(c, e);
	if (!cel_check_kids(c, e))
		return false;
	found = cel_env_find(c->env, e->name, e->method, e->n);
	if (!found.first)
		return no_function(c, e, found);
	e->overload = found.first;
	e->overloads = found.n;
	e->type = NULL;
	for (size_t i = 0; i < found.n; i++) {
		const struct cel_type *t;

		if (!takes(&found.first[i], e))
			continue;
		t = result_type(c, &found.first[i], e);
		e->type = e->type ? cel_type_join(e->type, t) : t;
	}
	if (!e->type)
		return wrong_arguments(c, e);
	if (found.first->first && !cel_check_words(c, found.first->first, e->kids[0]))
		return false;
	make_lazy(e);
	return e->n != 2 || compile_pattern(c, e);
}
