#include "checker/schema/schema.h"

const struct schema_shipped *schema_shipped_named(struct str name)
{
	for (size_t i = 0; i < schema_shipped_n; i++)
		if (str_eq(schema_shipped_all[i].name, name))
			return &schema_shipped_all[i];
	return NULL;
}

struct str schema_draft(const struct node *root)
{
	struct str uri = node_text(root, STR("$schema"));

	if (!uri.n || str_starts(uri, STR("https://json-schema.org/draft/2020-12/schema")))
		return STR("2020-12");
	if (str_starts(uri, STR("http://json-schema.org/draft-07/schema")))
		return STR("draft-07");
	return uri;
}
