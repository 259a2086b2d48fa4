#include "checker/cmd/context.h"

#include "checker/text/text.h"

#include <string.h>

const char *const common_langs[] = { "auto", "kk", "ru", "en", NULL };
const char *const common_colors[] = { "auto", "always", "never", NULL };

struct str context_text(const struct context *c, struct mtext t)
{
	return mtext_in(t, c->lang);
}

static void line(struct out *o, struct str before, struct str s)
{
	out_str(o, before);
	out_str(o, s);
	out_str(o, STR("\n"));
}

const char *const data_formats[] = { "text", "json", NULL };

struct str context_json(const struct context *c, struct str text)
{
	struct node n = node_make_str(text);

	return node_canonical(c->arena, &n);
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

bool context_pack(struct pack **out, struct context *c, struct str dir, struct err *err)
{
	return context_is_shipped(dir) ? pack_load_bundle(out, c->arena, c->shipped, err)
				       : pack_load(out, c->arena, dir, err);
}

struct str context_day(const struct context *c, struct str as_of)
{
	return as_of.n ? as_of : c->today;
}

void context_say(struct context *c, struct mtext t)
{
	line(c->out, STR(""), context_text(c, t));
}

void context_tell(struct context *c, struct mtext t)
{
	line(c->status, STR(""), context_text(c, t));
}

void context_next(struct context *c, struct mtext t)
{
	line(c->status, STR("→ "), context_text(c, t));
}

static bool is_document(struct str name)
{
	return str_ends(name, STR(".yaml")) || str_ends(name, STR(".yml")) ||
	       str_ends(name, STR(".json"));
}

/* Reports show the names of files, and JSON cannot hold other bytes. */
static bool is_text(struct str name, struct str folder, struct err *err)
{
	size_t bad;

	if (text_valid(name, &bad))
		return true;
	err_set(err, ERR_INPUT, "a file name in %.*s is not valid UTF-8: %.*s…",
		STR_FMT(folder), (int)bad, name.p);
	return err_hint(err, "nothing was judged; rename the file");
}

bool context_files(struct context *c, struct str_list args, struct str_list *files,
		   struct err *err)
{
	VEC(struct str) found = { 0 };

	for (size_t i = 0; i < args.n; i++) {
		struct str *names;
		size_t n;

		if (!file_is_dir(args.at[i])) {
			vec_push(c->arena, &found, args.at[i]);
			continue;
		}
		if (!file_list(&names, &n, c->arena, args.at[i], err))
			return false;
		for (size_t k = 0; k < n; k++) {
			if (!is_document(names[k]))
				continue;
			if (!is_text(names[k], args.at[i], err))
				return false;
			vec_push(c->arena, &found, file_join(c->arena, args.at[i], names[k]));
		}
	}
	*files = (struct str_list){ found.at, found.n };
	if (found.n)
		return true;
	err_set(err, ERR_INPUT, "no *.yaml, *.yml or *.json there");
	return err_hint(err, "nothing was judged; name a file or a folder of manifests");
}

void table_add(struct table *t, struct arena *a, const struct str *cells)
{
	for (size_t i = 0; i < t->columns; i++)
		vec_push(a, &t->cells, cells[i]);
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
