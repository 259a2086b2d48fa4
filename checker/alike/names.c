#include "checker/alike/alike.h"

struct mtext alike_code_name(struct arena *a, const struct pack *pack, struct str term)
{
	static const enum arch_kind kinds[] = { ARCH_functions, ARCH_sources, ARCH_objects,
						ARCH_people, ARCH_sectors };
	size_t colon = str_find(term, STR(":"));
	struct str code = colon == SIZE_MAX ? term : str_sub(term, colon + 1, term.n);

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct arch_entry *e =
			strmap_get(&pack_arch(pack)->kinds[kinds[i]].ids, code);

		if (e)
			return e->name;
	}
	return mtext_same(arena_str(a, code));
}

struct mtext alike_body_name(const struct pack *pack, const struct node *root)
{
	struct str body = node_text(node_get(root, STR("owner")), STR("body"));
	const struct arch_entry *known = arch_find(pack_arch(pack), ARCH_bodies, body);

	return known ? known->name : mtext_same(body);
}
