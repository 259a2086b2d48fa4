#include "checker/edit/edit_internal.h"

bool edit_format(struct str *out, struct arena *a, const struct doc *doc,
		 const struct node *schema, struct err *err)
{
	struct order order = order_of(schema);
	struct doc_errors errors = { 0 };
	struct doc *again;

	*out = doc->syntax == DOC_JSON ? edit_json(a, doc, order) : edit_yaml(a, doc, order);
	if (!out->n)
		return err_set(err, ERR_INPUT, "%.*s: its canonical form would be too large",
			       STR_FMT(doc->path));
	if (doc_parse(&again, a, doc->path, *out, doc->syntax, DOC_GENERAL, &errors) &&
	    node_equal(&doc->root, &again->root))
		return true;
	err_set(err, ERR_INPUT, "%.*s: its canonical form would not mean the same",
		STR_FMT(doc->path));
	return err_hint(err, "nothing was written; this is a fault of tizilim: please report "
			     "it with the file");
}
