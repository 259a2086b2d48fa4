#include "checker/cmd/rewrite.h"

#include "checker/base/limits.h"
#include "checker/cmd/schemas.h"

enum { HOPS_MAX = 100 }; /* versions passed at once */

struct upgrade_opts {
	struct common_opts common;
	bool write;
	struct str steps;
};

struct upgrade {
	struct rewrite files;
	VEC(const struct node *) steps; /* documents of schemas/upgrade-1.0.json */
	struct schema *form;		/* that schema */
	struct schema *schema;		/* of manifests */
	struct str newest;
	size_t left;
};

static bool add_steps(struct upgrade *u, struct str path, struct str text, struct err *err)
{
	struct context *c = u->files.c;
	struct doc_errors errors = { 0 };
	struct mtext fault;
	struct doc_place p;
	struct sink sink;
	struct doc *doc;

	sink_init(&sink, c->arena);
	if (!doc_parse(&doc, c->arena, path, text, doc_syntax_of(path), DOC_MANIFEST,
		       &errors)) {
		p = doc_place(doc, errors.list.at[0].at);
		fault = errors.list.at[0].message;
	} else if (schema_check(u->form, doc, &sink)) {
		p = (struct doc_place){ sink.findings.at[0].at.line,
					sink.findings.at[0].at.column };
		fault = sink.findings.at[0].message;
	} else {
		vec_push(c->arena, &u->steps, &doc->root);
		return true;
	}
	return err_set(err, ERR_INPUT, "%.*s:%u:%u: %.*s", STR_FMT(path), p.line, p.column,
		       STR_FMT(context_text(c, fault)));
}

static bool add_folder(struct upgrade *u, struct str dir, struct err *err)
{
	struct context *c = u->files.c;
	struct str *names, text;
	size_t n;

	if (!file_is_dir(dir))
		return err_set(err, ERR_INPUT, "--steps: there is no folder %.*s",
			       STR_FMT(dir));
	if (!file_list(&names, &n, c->arena, dir, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct str path = file_join(c->arena, dir, names[i]);

		if (context_is_document(names[i]) &&
		    (!file_read(&text, c->arena, path, LIMIT_DOC_BYTES, err) ||
		     !add_steps(u, path, text, err)))
			return false;
	}
	return true;
}

static bool load(struct upgrade *u, const struct upgrade_opts *o, struct err *err)
{
	struct context *c = u->files.c;
	struct schema_source source;
	const struct doc *doc;
	const struct node *version;

	if (!schemas_read(&source, c, STR("upgrade-1.0"), (struct str_list){ 0 }, err) ||
	    !schemas_compile(&u->form, c, &source, true, err) ||
	    !schemas_read(&source, c, STR("initiative-1.0"), (struct str_list){ 0 }, err) ||
	    !schemas_compile(&u->schema, c, &source, true, err) ||
	    !schemas_parse(&doc, c, &source, err))
		return false;
	version = node_get(node_get(&doc->root, STR("properties")), STR("schema_version"));
	u->newest = node_text(version, STR("const"));
	for (const struct schema_shipped *s = schema_upgrades; s->name.n; s++)
		if (!add_steps(u, s->name, s->text, err))
			return false;
	return !o->steps.n || add_folder(u, o->steps, err);
}

static const struct node *steps_from(const struct upgrade *u, struct str version)
{
	for (size_t i = 0; i < u->steps.n; i++)
		if (str_eq(node_text(u->steps.at[i], STR("from")), version))
			return u->steps.at[i];
	return NULL;
}

/* "1.10" is newer than "1.9". */
static bool is_newer(struct str a, struct str b)
{
	struct str x, y;
	int64_t m, n;

	while (a.p && b.p && str_cut(&x, &a, '.') && str_cut(&y, &b, '.')) {
		if (!str_int(x, &m) || !str_int(y, &n))
			return false;
		if (m != n)
			return m > n;
	}
	return false;
}

static void refuse(struct upgrade *u, const struct doc *doc, const struct node *at,
		   struct mtext text)
{
	struct doc_place p = doc_place(doc, at ? at->at : doc->root.at);
	struct place place = { .file = doc->path, .line = p.line, .column = p.column };

	rewrite_tell(&u->files, &place, text,
		     MT("файл өзгертілген жоқ", "файл не изменён", "the file was not changed"));
	u->files.unreadable++;
}

/* The version as the document gives it, also as a number; empty with a word about it. */
static struct str version_of(struct upgrade *u, const struct doc *doc)
{
	const struct node *at = node_get(&doc->root, STR("schema_version"));

	if (at && (at->type == NODE_STRING || at->type == NODE_NUMBER) && node_str(at).n)
		return node_str(at);
	refuse(u, doc, at,
	       MT("schema_version жоқ: бұл қай нұсқаның манифесі екені белгісіз",
		  "нет schema_version: неизвестно, по какой версии написан манифест",
		  "no schema_version: which version the manifest is of is not known"));
	return STR("");
}

static void refuse_version(struct upgrade *u, const struct doc *doc, struct str version)
{
	struct arena *a = u->files.c->arena;
	struct mtext known = mtext_same(u->newest), given = mtext_same(version);

	refuse(u, doc, node_get(&doc->root, STR("schema_version")),
	       is_newer(version, u->newest)
		       ? MTEXT_FILL(
				 a,
				 MT("%1 нұсқасы бұл бағдарлама білетін %2 нұсқасынан жаңа: "
				    "бағдарламаны жаңартыңыз",
				    "версия %1 новее, чем знает эта программа (%2): обновите "
				    "программу",
				    "version %1 is newer than this program knows (%2): "
				    "upgrade the program"),
				 given, known)
		       : MTEXT_FILL(a,
				    MT("%1 нұсқасынан %2 нұсқасына көшу жолы белгісіз",
				       "переход с версии %1 на %2 неизвестен",
				       "no way from version %1 to %2 is known"),
				    given, known));
}

static void tell(struct upgrade *u, const struct edit_upgraded *upgraded)
{
	struct sink sink;

	for (size_t i = 0; i < upgraded->left.n; i++)
		rewrite_tell(&u->files, &upgraded->left.at[i].at, upgraded->left.at[i].title,
			     (struct mtext){ 0 });
	sink_init(&sink, u->files.c->arena);
	schema_check(u->schema, upgraded->doc, &sink);
	sink_finish(&sink);
	rewrite_tell_findings(&u->files, &sink);
	u->left += upgraded->left.n + sink.findings.n;
}

static bool change(struct rewrite *r, struct str *out, const struct doc *doc, struct err *err)
{
	struct upgrade *u = (struct upgrade *)r;
	struct edit_upgraded upgraded = { .doc = doc };
	struct str version = version_of(u, doc);

	(void)err;
	*out = doc->text;
	if (!version.n)
		return true;
	for (int hops = 0; !str_eq(version, u->newest); hops++) {
		const struct node *steps = hops < HOPS_MAX ? steps_from(u, version) : NULL;

		if (!steps || !edit_upgrade(&upgraded, r->c->arena, upgraded.doc, steps)) {
			refuse_version(u, doc, version);
			return true;
		}
		version = node_text(steps, STR("to"));
	}
	if (upgraded.doc != doc)
		tell(u, &upgraded);
	*out = upgraded.doc->text;
	return true;
}

static void tell_end(const struct upgrade *u)
{
	struct context *c = u->files.c;
	struct mtext changed = mtext_same(arena_printf(c->arena, "%zu", u->files.changed));
	struct mtext left = mtext_same(arena_printf(c->arena, "%zu", u->left));

	context_tell(c,
		     MTEXT_FILL(c->arena,
				MT("%1 нұсқасына көшірілген файлдар: %2; адам шешуі керек: %3",
				   "переведено на версию %1 файлов: %2; осталось решить "
				   "человеку: %3",
				   "files brought to version %1: %2; left for a person to "
				   "decide: %3"),
				mtext_same(u->newest), changed, left));
	if (u->files.changed && !u->files.write)
		context_next(c, MT("файлдарға жазу үшін: --write",
				   "чтобы записать в файлы: --write",
				   "to write them into the files: --write"));
}

static enum exit_code upgrade_run(struct context *c, const void *opts, struct str_list args,
				  struct err *err)
{
	const struct upgrade_opts *o = opts;
	struct upgrade u = {
		.files = { .c = c, .write = o->write, .show = REWRITE_DIFF, .change = change }
	};
	enum exit_code code =
		load(&u, o, err) ? rewrite_files(&u.files, args, err) : exit_of(err->code);

	schema_free(u.form);
	schema_free(u.schema);
	if (err->code != ERR_NONE)
		return code;
	tell_end(&u);
	return exit_worse(code, u.left ? EXIT_FOUND : EXIT_CLEAN);
}

static const struct opt upgrade_options[] = {
	WRITE_OPTION(struct upgrade_opts),
	{ 0, "steps", OPT_TEXT, offsetof(struct upgrade_opts, steps), "<dir>",
	  "upgrades in this folder as well, to try them before they are shipped", NULL, 0, 0 },
	LOOK_OPTIONS{ 0 }
};
static const char *const upgrade_examples[] = { "tizilim upgrade initiative.yaml",
						"tizilim upgrade --write initiatives/", NULL };

const struct command cmd_upgrade = {
	.name = "upgrade",
	.group = "Write",
	.synopsis = "<file|dir|->…",
	.summary = "bring manifests of an older schema version to the newest",
	.next = MT_INIT("тексеру: tizilim check ФАЙЛ", "проверить: tizilim check ФАЙЛ",
			"check it: tizilim check FILE"),
	.examples = upgrade_examples,
	.needs = NEEDS_NOTHING,
	.options = upgrade_options,
	.opts_size = sizeof(struct upgrade_opts),
	.args_min = 1,
	.args_max = SIZE_MAX,
	.run = upgrade_run,
};
