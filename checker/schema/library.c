#include "checker/schema/compile_internal.h"

#include <assert.h>

/* The file name of a meta-schema says what it is in messages about it. */
static const struct doc *parse_embedded(struct arena *a, const struct embedded *e)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;
	bool ok = doc_parse(&doc, a, e->uri, e->text, DOC_JSON, DOC_GENERAL, &errors);

	assert(ok);
	return doc;
}

struct schema_library *schema_library_new(struct arena *a)
{
	struct schema_library *lib = ARENA_NEW(a, struct schema_library);

	lib->arena = a;
	strmap_init(&lib->by_uri, a);
	for (size_t i = 0; i < schema_embedded_n; i++)
		schema_library_add(lib, schema_embedded[i].uri,
				   parse_embedded(a, &schema_embedded[i]));
	return lib;
}

static struct str without_fragment(struct str uri)
{
	struct str rest = uri, piece = { 0 };

	return str_cut(&piece, &rest, '#') ? piece : uri;
}

static void add(struct schema_library *lib, struct str uri, const struct doc *doc)
{
	union {
		const struct doc *in;
		void *out; /* the map holds borrowed pointers and writes through none */
	} value = { doc };

	strmap_put(&lib->by_uri, without_fragment(uri), value.out);
}

void schema_library_add(struct schema_library *lib, struct str uri, const struct doc *doc)
{
	struct str id = node_text(&doc->root, STR("$id"));

	add(lib, uri, doc);
	if (id.n) {
		struct str fragment;

		add(lib, schema_uri_resolve(lib->arena, uri, id, &fragment), doc);
	}
}

const struct doc *schema_library_get(const struct schema_library *lib, struct str uri)
{
	return strmap_get(&lib->by_uri, uri);
}
