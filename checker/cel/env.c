#include "checker/cel/cel_internal.h"

#include <string.h>

struct cel_env *cel_env_new(struct arena *a)
{
	struct cel_env *env = ARENA_NEW(a, struct cel_env);

	env->arena = a;
	return env;
}

unsigned cel_env_var(struct cel_env *env, struct str name, const struct cel_type *type)
{
	vec_push(env->arena, &env->vars,
		 (struct cel_var){ .name = arena_str(env->arena, name), .type = type });
	return (unsigned)(env->vars.n - 1);
}

void cel_env_forget(struct cel_env *env, unsigned count)
{
	if (count < env->vars.n)
		env->vars.n = count;
}

bool cel_env_slot(const struct cel_env *env, struct str name, unsigned *slot)
{
	/* The latest declaration of a name hides those before it. */
	for (size_t i = env->vars.n; i-- > 0;)
		if (str_eq(env->vars.at[i].name, name)) {
			*slot = (unsigned)i;
			return true;
		}
	return false;
}

unsigned cel_env_count(const struct cel_env *env)
{
	return (unsigned)env->vars.n;
}

void cel_env_function(struct cel_env *env, struct str name, size_t args, bool method,
		      const struct cel_type *result, cel_function call)
{
	struct cel_overload row = {
		.name = arena_str(env->arena, name),
		.method = method,
		.type = result,
		.call = call,
	};
	char *letters = ARENA_ARRAY(env->arena, char, args + 1);

	memset(letters, '.', args);
	row.args = letters;
	vec_push(env->arena, &env->functions, row);
}

void cel_env_container(struct cel_env *env, struct str name)
{
	env->container = arena_str(env->arena, name);
}

void cel_env_careful(struct cel_env *env)
{
	env->careful = true;
}

void cel_env_any_word(struct cel_env *env)
{
	env->any_word = true;
}

void cel_env_unchecked(struct cel_env *env)
{
	env->unchecked = true;
}

static const struct cel_overload *const tables[] = {
	cel_convert_table, cel_string_table, cel_time_table,   cel_optional_table,
	cel_math_table,	   cel_format_table, cel_base64_table,
};

void cel_env_first_word(struct cel_env *env, const struct cel_type *words)
{
	env->functions.at[env->functions.n - 1].first = words;
}

/* Narrows `found` by one row; rows of one kind stand together. */
static void consider(struct cel_found *found, const struct cel_overload *row, struct str name,
		     bool method, size_t args)
{
	size_t takes = strlen(row->args);

	if (!str_eq(row->name, name) || row->method != method)
		return;
	found->name_known = true;
	found->other_args = takes;
	if (row->fewer ? !args || args > takes : args != takes)
		return;
	if (!found->first)
		found->first = row;
	found->n++;
}

struct cel_found cel_env_find(const struct cel_env *env, struct str name, bool method,
			      size_t args)
{
	struct cel_found found = { 0 };

	/* The host's latest declaration wins over everything before it. */
	for (size_t i = env->functions.n; i-- > 0 && !found.first;)
		consider(&found, &env->functions.at[i], name, method, args);
	if (found.first)
		return found;
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		for (const struct cel_overload *row = tables[i]; row->name.n; row++)
			consider(&found, row, name, method, args);
	return found;
}

void cel_env_offer(const struct cel_env *env, struct cel_nearest *n, bool method)
{
	for (size_t i = 0; i < env->functions.n; i++)
		if (env->functions.at[i].method == method)
			cel_nearest_offer(n, env->functions.at[i].name);
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		for (const struct cel_overload *row = tables[i]; row->name.n; row++)
			if (row->method == method)
				cel_nearest_offer(n, row->name);
}

void cel_nearest_start(struct cel_nearest *n, struct str want)
{
	/* Two swapped letters are two changes; a short name is near to too many. */
	*n = (struct cel_nearest){ .want = want, .distance = want.n < 4 ? 2 : 3 };
}

void cel_nearest_offer(struct cel_nearest *n, struct str name)
{
	unsigned d = str_distance(n->want, name, n->distance);

	if (d < n->distance && d < name.n) {
		n->distance = d;
		n->best = name;
	}
}

const char cel_kind_letters[] = {
	[CEL_NULL] = 'n',     [CEL_BOOL] = 'b',	     [CEL_INT] = 'i',	   [CEL_UINT] = 'u',
	[CEL_DOUBLE] = 'd',   [CEL_STRING] = 's',    [CEL_BYTES] = 'y',	   [CEL_LIST] = 'l',
	[CEL_MAP] = 'm',      [CEL_TIMESTAMP] = 't', [CEL_DURATION] = 'D', [CEL_TYPE] = 'T',
	[CEL_OPTIONAL] = 'o', [CEL_ERROR] = 'e',     [CEL_DYN] = '.',	   [CEL_OBJECT] = 'm',
};

const struct cel_type *cel_type_of_letter(char letter)
{
	for (enum cel_kind kind = CEL_NULL; kind <= CEL_OPTIONAL; kind++)
		if (cel_kind_letter(kind) == letter)
			return cel_type_of(kind);
	return cel_type_of(CEL_DYN);
}
