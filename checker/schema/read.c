#include "checker/schema/schema.h"

enum { REF_HOPS = 16 };

const struct node *schema_follow(const struct node *root, const struct node *schema)
{
	for (int hops = 0; schema && hops < REF_HOPS; hops++) {
		struct str ref = node_text(schema, STR("$ref"));

		if (ref.n == 0 || ref.p[0] != '#')
			return schema;
		schema = doc_at(root, str_sub(ref, 1, ref.n));
	}
	return schema;
}

struct mtext schema_words(const struct node *schema, struct str keyword)
{
	struct mtext t = mtext_same(STR(""));

	for (uint32_t i = 0; schema && schema->type == NODE_OBJECT && i < schema->count; i++) {
		struct str key = member_key(&schema->members[i]);

		if (str_starts(key, STR("x-")) && str_eq(str_sub(key, 2, key.n), keyword))
			t = node_mtext(&schema->members[i].value);
	}
	t.in[LANG_EN] = node_text(schema, keyword);
	return t;
}
