#include "checker/cmd/context.h"

#include "checker/base/glob.h"
#include "checker/base/strmap.h"
#include "checker/report/report.h"
#include "checker/text/text.h"

#include <string.h>

const char *const common_langs[] = { "auto", "kk", "ru", "en", NULL };
const char *const common_colors[] = { "auto", "always", "never", NULL };

struct str context_text(const struct context *c, struct mtext t)
{
	return report_shown(c->arena, mtext_in(t, c->lang));
}

static void line(struct context *c, struct out *o, struct str before, struct str s)
{
	out_str(o, before);
	out_str(o, report_shown(c->arena, s));
	out_str(o, STR("\n"));
}

void context_lines(struct context *c, struct str text)
{
	struct str one;

	while (text.n && str_cut(&one, &text, '\n'))
		line(c, c->out, STR(""), one);
}

const char *const data_formats[] = { "text", "json", NULL };

struct str context_json(const struct context *c, struct str text)
{
	struct node n = node_make_str(text);

	return report_json(c->arena, node_canonical(c->arena, &n));
}

struct str context_json3(const struct context *c, struct mtext text)
{
	return arena_printf(c->arena, "{\"kk\":%.*s,\"ru\":%.*s,\"en\":%.*s}",
			    STR_FMT(context_json(c, text.in[LANG_KK])),
			    STR_FMT(context_json(c, text.in[LANG_RU])),
			    STR_FMT(context_json(c, text.in[LANG_EN])));
}

bool context_is_shipped(struct str dir)
{
	return dir.n == 0 || str_eq(dir, STR("shipped"));
}

bool context_has_pack(struct context *c, struct str dir, struct err *err)
{
	if (file_exists(file_join(c->arena, dir, STR("pack.yaml"))))
		return true;
	err_set(err, ERR_INPUT, "no pack in %.*s", STR_FMT(dir));
	return err_hint(err, "a pack is a folder with pack.yaml in it: docs/PACK.md");
}

/* People read names of files, and JSON cannot hold other bytes. */
static struct str as_text(struct arena *a, struct str bytes)
{
	struct str out = STR("");
	size_t bad;

	while (!text_valid(bytes, &bad)) {
		out = arena_printf(a, "%.*s%.*s\\x%02X", STR_FMT(out), (int)bad, bytes.p,
				   (unsigned char)bytes.p[bad]);
		bytes = str_sub(bytes, bad + 1, bytes.n);
	}
	return out.n ? ARENA_JOIN(a, out, bytes) : bytes;
}

static void tell_fault(struct context *c, const struct finding *f)
{
	struct str place =
		arena_printf(c->arena, "%.*s%s", STR_FMT(f->at.file), f->at.file.n ? ": " : "");
	struct mtext hint = MT("  кеңес: ", "  подсказка: ", "  hint: ");

	if (f->at.line)
		place = arena_printf(c->arena, "%.*s:%u:%u: ", STR_FMT(f->at.file), f->at.line,
				     f->at.column);
	line(c, c->status, report_shown(c->arena, as_text(c->arena, place)),
	     context_text(c, f->message));
	if (f->remedy.in[LANG_EN].n)
		line(c, c->status, context_text(c, hint), context_text(c, f->remedy));
}

enum { FAULTS_SHOWN = 20 }; /* more are mended in several rounds anyhow */

/* Whoever mends a pack sees its faults together; the error keeps the code of the first. */
static void tell_faults(struct context *c, struct str dir, struct err *err)
{
	struct pack *rest;
	struct sink faults;
	size_t n;

	sink_init(&faults, c->arena);
	pack_load_all(&rest, c->arena, dir, &faults);
	pack_free(rest);
	sink_finish(&faults);
	n = faults.findings.n + faults.dropped;
	if (n < 2)
		return;
	for (size_t i = 0; i < faults.findings.n && i < FAULTS_SHOWN; i++)
		tell_fault(c, &faults.findings.at[i]);
	err_set(err, err->code, "pack %.*s does not load; faults: %zu", STR_FMT(dir), n);
	if (n > FAULTS_SHOWN)
		err_hint(err, "and %zu more: `tizilim pack lint %.*s` tells all",
			 n - FAULTS_SHOWN, STR_FMT(dir));
}

static bool load_folder(struct pack **out, struct context *c, struct str dir, struct err *err)
{
	if (pack_load(out, c->arena, dir, err))
		return true;
	if (err->code == ERR_INPUT)
		tell_faults(c, dir, err);
	return false;
}

bool context_pack(struct pack **out, struct context *c, struct str place, struct err *err)
{
	bool published = c->published_pack && !file_is_dir(place) &&
			 (file_exists(place) || str_find(place, STR("://")) < place.n);

	if (context_is_shipped(place))
		return pack_load_image(out, c->arena, c->shipped, err);
	if (published)
		return c->published_pack(out, c, place, err);
	return context_has_pack(c, place, err) && load_folder(out, c, place, err);
}

/* A key that nothing is verified by must not seem to be. */
static bool key_has_use(const struct context *c, struct err *err)
{
	if (!c->trust.key.n ||
	    (!context_is_shipped(c->pack_place) && !file_is_dir(c->pack_place)))
		return true;
	err_set(err, ERR_USAGE, "--pack-key is of a signed pack, and none is named");
	return err_hint(err,
			"name the file or the address of one with --pack, or leave it out");
}

bool context_need_pack(struct context *c, struct err *err)
{
	return c->pack ||
	       (key_has_use(c, err) && context_pack(&c->pack, c, c->pack_place, err));
}

struct str context_pack_option(const struct context *c)
{
	return context_is_shipped(c->pack_place)
		       ? STR("")
		       : ARENA_JOIN(c->arena, STR(" --pack "), c->pack_place);
}

struct str context_day(const struct context *c, struct str as_of)
{
	return as_of.n ? as_of : c->today;
}

void context_say(struct context *c, struct mtext t)
{
	line(c, c->out, STR(""), context_text(c, t));
}

void context_tell(struct context *c, struct mtext t)
{
	line(c, c->status, STR(""), context_text(c, t));
}

void context_next(struct context *c, struct mtext t)
{
	line(c, c->status, STR("→ "), context_text(c, t));
	c->advised = true;
}

enum { LONG_RUN = 500 }; /* fewer are done before a line could be read */

void context_progress(struct context *c, struct mtext what, size_t done, size_t all)
{
	size_t step = all / 100;

	if (!c->progress || all < LONG_RUN || (done < all && done % step))
		return;
	if (done >= all)
		out_printf(c->status, "\r\033[K");
	else
		out_printf(c->status, "\r%.*s: %zu %%", STR_FMT(context_text(c, what)),
			   done * 100 / all);
	out_flush(c->status);
}

bool context_is_document(struct str name)
{
	return str_ends(name, STR(".yaml")) || str_ends(name, STR(".yml")) ||
	       str_ends(name, STR(".json"));
}

/* A backslash that would be taken for one of ours is shown as what it is: no two names look the
 * same. */
static struct str shown(struct arena *a, struct str path)
{
	struct str out = STR("");

	while (str_starts(path, STR("./")) && path.n > 2)
		path = str_sub(path, 2, path.n);
	for (size_t at; (at = str_find(path, STR("\\x"))) != SIZE_MAX;) {
		out = ARENA_JOIN(a, out, str_sub(path, 0, at), STR("\\x5C"));
		path = str_sub(path, at + 1, path.n);
	}
	return as_text(a, out.n ? ARENA_JOIN(a, out, path) : path);
}

void context_fail(struct context *c, const struct err *err)
{
	struct str hint = str_of(err_hint_text(err, c->lang));
	struct mtext before = MT("кеңес: ", "подсказка: ", "hint: ");

	line(c, c->status, STR("tizilim: "), as_text(c->arena, str_of(err_text(err, c->lang))));
	if (hint.n)
		line(c, c->status, context_text(c, before), as_text(c->arena, hint));
}

/* A folder says how many files it stands for: none, or too many, is a mistake to be seen. */
static void tell_folder(struct context *c, struct str dir, size_t n, size_t links)
{
	AUTO_ARENA a = arena_new();
	struct mtext name = mtext_same(dir);
	struct mtext count = mtext_same(arena_printf(a, "%zu", n));

	if (links)
		context_tell(c, MTEXT_FILL(a,
					   MT("%1: %2 файл; сілтемелер ашылмады: %3",
					      "%1: файлов: %2; по ссылкам не переходили: %3",
					      "%1: files: %2; symbolic links not followed: %3"),
					   name, count,
					   mtext_same(arena_printf(a, "%zu", links))));
	else
		context_tell(c,
			     MTEXT_FILL(a, MT("%1: %2 файл", "%1: файлов: %2", "%1: files: %2"),
					name, count));
}

static bool add_folder(struct context *c, struct tree *tree, struct str dir,
		       bool (*wanted)(struct str name), struct err *err)
{
	size_t files = tree->files.n, links = tree->links;

	if (!tree_add(tree, c->arena, dir, wanted, err))
		return false;
	tell_folder(c, dir, tree->files.n - files, tree->links - links);
	return true;
}

/* A folder that is told of is one that was named; of a pattern only what it found is told. */
static bool add_pattern(struct context *c, struct tree *tree, struct str pattern,
			bool (*wanted)(struct str name), struct err *err)
{
	struct str normal = file_normal(c->arena, pattern), folder = glob_folder(normal);
	struct tree all = { .hidden = true };
	size_t before = tree->files.n;

	if (folder.n && !file_is_dir(folder))
		return true;
	if (!tree_add(&all, c->arena, folder.n ? folder : STR("."), wanted, err))
		return false;
	for (size_t i = 0; i < all.files.n; i++) {
		struct tree_file f = all.files.at[i];

		f.path = file_normal(c->arena, f.path);
		if (glob_match(normal, f.path))
			vec_push(c->arena, &tree->files, f);
	}
	tell_folder(c, pattern, tree->files.n - before, 0);
	return true;
}

static bool nothing_there(struct str arg, struct err *err)
{
	err_set(err, ERR_INPUT, "nothing matches \"%.*s\"", STR_FMT(arg));
	return err_hint(err, "nothing was judged; ** stands for any folders, and a name that "
			     "begins with a dot must be asked for by a dot");
}

static bool add_argument(struct context *c, struct tree *tree, struct str arg,
			 bool (*wanted)(struct str name), struct err *err)
{
	size_t before = tree->files.n;

	if (file_is_dir(arg))
		return add_folder(c, tree, arg, wanted, err);
	if (file_exists(arg) || !glob_is_pattern(arg)) {
		vec_push(c->arena, &tree->files, (struct tree_file){ arg, 0 });
		return true;
	}
	return add_pattern(c, tree, arg, wanted, err) &&
	       (tree->files.n > before || nothing_there(arg, err));
}

/* A file that two arguments stand for is one. */
static void keep_once(struct context *c, struct tree *tree)
{
	struct strmap seen;
	size_t n = 0;

	strmap_init(&seen, c->arena);
	for (size_t i = 0; i < tree->files.n; i++)
		if (!strmap_put(&seen, file_full(c->arena, tree->files.at[i].path), &seen))
			tree->files.at[n++] = tree->files.at[i];
	tree->files.n = n;
}

bool context_files(struct context *c, struct str_list args, bool (*wanted)(struct str name),
		   struct file_list *files, struct err *err)
{
	struct tree tree = { 0 };
	size_t inputs = 0;

	for (size_t i = 0; i < args.n; i++) {
		inputs += str_eq(args.at[i], STR("-"));
		if (!add_argument(c, &tree, args.at[i], wanted, err))
			return false;
	}
	if (inputs > 1)
		return err_set(err, ERR_USAGE, "standard input is named %zu times", inputs);
	keep_once(c, &tree);
	files->n = tree.files.n;
	files->at = ARENA_ARRAY(c->arena, struct validate_file, files->n);
	for (size_t i = 0; i < files->n; i++)
		files->at[i] = (struct validate_file){ tree.files.at[i].path,
						       shown(c->arena, tree.files.at[i].path),
						       tree.files.at[i].fault };
	if (files->n)
		return true;
	err_set(err, ERR_INPUT, "no *.yaml, *.yml or *.json there");
	return err_hint(err, "nothing was judged; name a file or a folder of manifests");
}

bool context_name_input(struct context *c, struct file_list *files, struct str name,
			struct err *err)
{
	struct str own = file_full(c->arena, name);
	size_t n = 0;
	bool found = false;

	if (!name.n)
		return true;
	for (size_t i = 0; i < files->n; i++) {
		struct validate_file f = files->at[i];
		bool input = str_eq(f.path, STR("-"));

		found |= input;
		if (input)
			f.shown = shown(c->arena, name);
		else if (str_eq(file_full(c->arena, f.path), own))
			continue;
		files->at[n++] = f;
	}
	files->n = n;
	if (found)
		return true;
	err_set(err, ERR_USAGE, "--stdin-path names standard input, which is not read");
	return err_hint(err, "add - to the files");
}

enum { CELL_COLUMNS = 80 };

/* A cell before the last must not push the others off the screen. */
static struct str cut_cell(struct arena *a, struct str s)
{
	struct str rest = s;
	size_t used = 0;

	if (text_width(s) <= CELL_COLUMNS)
		return s;
	while (rest.n) {
		struct str next = rest;

		text_next(&next);
		used += text_width(str_sub(rest, 0, rest.n - next.n));
		if (used >= CELL_COLUMNS)
			break;
		rest = next;
	}
	return arena_printf(a, "%.*s…", (int)(s.n - rest.n), s.p);
}

void table_add(struct table *t, struct arena *a, const struct str *cells)
{
	for (size_t i = 0; i < t->columns; i++) {
		struct str shown = report_shown(a, cells[i]);

		vec_push(a, &t->cells, i + 1 < t->columns ? cut_cell(a, shown) : shown);
	}
	t->n++;
}

void table_print(const struct table *t, struct out *o)
{
	size_t widths[16] = { 0 };

	for (size_t i = 0; i < t->cells.n; i++) {
		size_t w = text_width(t->cells.at[i]);

		if (w > widths[i % t->columns])
			widths[i % t->columns] = w;
	}
	for (size_t i = 0; i < t->cells.n; i++) {
		size_t column = i % t->columns, w = text_width(t->cells.at[i]);

		out_str(o, t->cells.at[i]);
		if (column + 1 == t->columns)
			out_str(o, STR("\n"));
		else
			out_printf(o, "%*s", (int)(widths[column] - w + 2), "");
	}
}
