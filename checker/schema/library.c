#include "checker/schema/compile_internal.h"

#include <assert.h>
#include <string.h>

/* The file name of a meta-schema says what it is in messages about it. */
static const struct doc *parse_embedded(struct arena *a, const struct embedded *e)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;
	bool ok = doc_parse(&doc, a, e->uri, e->text, DOC_JSON, DOC_GENERAL, &errors);

	assert(ok);
	return doc;
}

static void put(struct schema_library *lib, struct str uri, const struct doc *doc)
{
	union {
		const struct doc *in;
		void *out; /* the map holds borrowed pointers and writes through none */
	} value = { doc };

	strmap_put(&lib->by_uri, uri, value.out);
}

struct schema_library *schema_library_new(struct arena *a)
{
	struct schema_library *lib = ARENA_NEW(a, struct schema_library);

	lib->arena = a;
	strmap_init(&lib->by_uri, a);
	for (size_t i = 0; i < schema_embedded_n; i++)
		put(lib, schema_embedded[i].uri, parse_embedded(a, &schema_embedded[i]));
	return lib;
}

static struct str without_fragment(struct str uri)
{
	struct str rest = uri, piece = { 0 };

	return str_cut(&piece, &rest, '#') ? piece : uri;
}

/* What a URI may not hold as it is. */
static bool needs_percent(char c)
{
	return (unsigned char)c <= ' ' || (unsigned char)c >= 127 || strchr("\"<>\\^`{|}", c);
}

bool schema_library_add(struct schema_library *lib, struct str uri, const struct doc *doc)
{
	struct str id = node_text(&doc->root, STR("$id")), fragment;
	struct str names[] = {
		without_fragment(uri),
		without_fragment(id.n ? schema_uri_resolve(lib->arena, uri, id, &fragment)
				      : uri),
		/* A reference may spell the path of a file with or without percent signs. */
		schema_percent_encode(lib->arena, without_fragment(uri), needs_percent),
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct doc *known = schema_library_get(lib, names[i]);

		if (known && known != doc && !node_equal(&known->root, &doc->root))
			return false;
	}
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!schema_library_get(lib, names[i]))
			put(lib, names[i], doc);
	return true;
}

static bool ends_path(char c)
{
	return c == '%' || c == '?' || c == '#';
}

struct str schema_file_uri(struct arena *a, struct str path)
{
	struct str fragment;

	return schema_uri_resolve(a, STR("file:///"), schema_percent_encode(a, path, ends_path),
				  &fragment);
}

const struct doc *schema_library_get(const struct schema_library *lib, struct str uri)
{
	return strmap_get(&lib->by_uri, uri);
}
