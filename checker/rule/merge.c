#include "checker/rule/rule.h"

struct node rule_merge_patch(struct arena *a, const struct node *target,
			     const struct node *patch)
{
	uint32_t kept = target && target->type == NODE_OBJECT ? target->count : 0;
	struct member *members;
	size_t n = 0;

	if (patch->type != NODE_OBJECT)
		return *patch;
	members = ARENA_ARRAY(a, struct member, (size_t)kept + patch->count);
	for (uint32_t i = 0; i < kept; i++) {
		const struct node *change = node_get(patch, member_key(&target->members[i]));

		if (change && change->type == NODE_NULL)
			continue;
		members[n] = target->members[i];
		if (change)
			members[n].value =
				rule_merge_patch(a, &target->members[i].value, change);
		n++;
	}
	for (uint32_t i = 0; i < patch->count; i++) {
		const struct member *m = &patch->members[i];

		if (m->value.type == NODE_NULL || (kept && node_get(target, member_key(m))))
			continue;
		members[n] = *m;
		members[n++].value = rule_merge_patch(a, NULL, &m->value);
	}
	return node_make_object(a, members, n);
}
