#include "checker/schema/schema.h"

const struct schema_shipped *schema_shipped_named(struct str name)
{
	for (size_t i = 0; i < schema_shipped_n; i++)
		if (str_eq(schema_shipped_all[i].name, name))
			return &schema_shipped_all[i];
	return NULL;
}
