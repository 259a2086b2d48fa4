#include "checker/cmd/schemas.h"

#include "checker/base/limits.h"

static bool parse(const struct doc **out, struct arena *a, struct str path, struct str text,
		  struct err *err)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;

	if (doc_parse(&doc, a, path, text, doc_syntax_of(path), DOC_GENERAL, &errors)) {
		*out = doc;
		return true;
	}
	return doc_fault(doc, a, &errors, err);
}

/* A document is reached by its own $id as well; two of one $id would make that a guess. */
static bool add_ref(struct schema_library *library, struct context *c,
		    const struct validate_file *f, struct str own_uri, struct err *err)
{
	struct str text, uri = schema_file_uri(c->arena, file_absolute(c->arena, f->path));
	const struct doc *doc;

	if (f->fault)
		return err_set(err, ERR_INPUT, "--ref: cannot read %.*s", STR_FMT(f->shown));
	if (str_eq(uri, own_uri))
		return true;
	if (!file_read(&text, c->arena, f->path, LIMIT_DOC_BYTES_GENERAL, err) ||
	    !parse(&doc, c->arena, f->shown, text, err))
		return err_wrap(err, "--ref");
	if (!schema_library_add(library, uri, doc))
		return err_set(err, ERR_INPUT, "--ref: %.*s has the $id of another document",
			       STR_FMT(f->shown));
	return true;
}

bool schemas_add_refs(struct schema_library *library, struct context *c, struct str_list refs,
		      struct str own_uri, struct err *err)
{
	struct file_list files;

	if (!refs.n)
		return true;
	if (!context_files(c, refs, context_is_document, &files, err))
		return err_wrap(err, "--ref");
	for (size_t i = 0; i < files.n; i++)
		if (!add_ref(library, c, &files.at[i], own_uri, err))
			return false;
	return true;
}

bool schemas_read(struct schema_source *out, struct context *c, struct str name,
		  struct str_list refs, struct err *err)
{
	const struct schema_shipped *shipped =
		file_exists(name) ? NULL : schema_shipped_named(name);

	*out = (struct schema_source){ .name = name, .shipped = shipped };
	out->library = schema_library_new(c->arena);
	if (shipped) {
		out->name = arena_printf(c->arena, "%.*s.json", STR_FMT(name));
		out->text = shipped->text;
	} else {
		if (!str_eq(name, STR("-")))
			out->uri = schema_file_uri(c->arena, file_absolute(c->arena, name));
		if (!file_read(&out->text, c->arena, name, LIMIT_DOC_BYTES_GENERAL, err)) {
			err_wrap(err, "schema");
			return err_hint(err, "a file, or one that `tizilim schema list` names");
		}
	}
	return schemas_add_refs(out->library, c, refs, out->uri, err);
}

bool schemas_parse(const struct doc **out, struct context *c,
		   const struct schema_source *source, struct err *err)
{
	return parse(out, c->arena, source->name, source->text, err) || err_wrap(err, "schema");
}

bool schemas_compile(struct schema **out, struct context *c, const struct schema_source *source,
		     bool formats, struct err *err)
{
	struct schema_options options = { .assert_formats = formats || source->shipped,
					  .uri = source->uri };
	const struct doc *doc;

	if (!schemas_parse(&doc, c, source, err))
		return false;
	if (schema_compile(out, c->arena, source->library, doc, options, err))
		return true;
	return err_hint(err,
			"`tizilim schema check %.*s` tells all that is wrong with it; "
			"--ref gives it documents that $ref may reach",
			STR_FMT(source->name));
}
