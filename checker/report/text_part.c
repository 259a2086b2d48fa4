#include "checker/report/plain_internal.h"

static const char *const ink_codes[] = {
	[INK_ERROR] = "1;31", [INK_WARNING] = "1;33", [INK_INFO] = "1;36",
	[INK_DIM] = "2",      [INK_BOLD] = "1",
};

struct str text_writer_label(const struct text_writer *w, enum label label)
{
	return label_texts[label].in[w->lang];
}

void text_writer_pad(struct text_writer *w, size_t n)
{
	while (n--)
		out_bytes(w->out, " ", 1);
}

void text_writer_plain(struct text_writer *w, struct str s)
{
	while (s.n) {
		size_t plain = cell_plain(s);

		if (plain) {
			out_bytes(w->out, s.p, plain);
			s = str_sub(s, plain, s.n);
		} else {
			struct cell c = cell_next(&s);

			out_bytes(w->out, c.text, c.n);
		}
	}
}

void text_writer_ink(struct text_writer *w, enum ink ink, struct str s)
{
	bool color = w->report->color && s.n;

	if (color)
		out_printf(w->out, "\033[%sm", ink_codes[ink]);
	text_writer_plain(w, s);
	if (color)
		out_printf(w->out, "\033[0m");
}

/* What a terminal may take for the end of the address, or of the sequence, by its number. */
static void open_link(struct text_writer *w, const char *scheme, struct str rest)
{
	out_printf(w->out, "\033]8;;%s", scheme);
	for (size_t i = 0; i < rest.n; i++) {
		unsigned char c = (unsigned char)rest.p[i];

		if (c <= ' ' || c >= 0x7F || c == ';' || c == '\\')
			out_printf(w->out, "%%%02X", c);
		else
			out_bytes(w->out, &rest.p[i], 1);
	}
	out_printf(w->out, "\033\\");
}

bool text_writer_link(struct text_writer *w, struct str url)
{
	if (!w->report->links ||
	    (!str_starts(url, STR("https://")) && !str_starts(url, STR("http://"))))
		return false;
	open_link(w, "", url);
	return true;
}

bool text_writer_link_file(struct text_writer *w, struct str file)
{
	struct str path;

	if (!w->report->links || !file.n || str_eq(file, STR("-")) ||
	    str_starts(file, STR("registry:")))
		return false;
	if (plain_path(&path, w->arena, w->report, file))
		path = ARENA_JOIN(w->arena, w->report->root, STR("/"), path);
	else
		path = ARENA_JOIN(w->arena, STR("/"), path);
	open_link(w, "file://", plain_bytes(w->arena, path));
	return true;
}

void text_writer_link_end(struct text_writer *w, bool open)
{
	if (open)
		out_printf(w->out, "\033]8;;\033\\");
}

/* Words end at white space, so a line break in a message cannot begin a line of its own. */
static bool cut_word(struct str *word, struct str *rest)
{
	size_t n = 0;

	*rest = str_trim(*rest);
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\n' && rest->p[n] != '\t' &&
	       rest->p[n] != '\r')
		n++;
	*word = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->n);
	return n > 0;
}

/* A word that no line can hold goes on in the next one. */
static size_t write_long(struct text_writer *w, size_t at, size_t indent, struct str word)
{
	while (word.n) {
		struct cell c = cell_next(&word);
		size_t wide = cell_columns((struct str){ c.text, c.n });

		if (at + wide > w->wrap && at > indent) {
			out_bytes(w->out, "\n", 1);
			text_writer_pad(w, indent);
			at = indent;
		}
		out_bytes(w->out, c.text, c.n);
		at += wide;
	}
	return at;
}

size_t text_writer_prose(struct text_writer *w, size_t at, size_t indent, struct str s)
{
	struct str word;
	bool first = true;

	while (cut_word(&word, &s)) {
		size_t wide = cell_columns(word);

		if (!first && at + 1 + wide > w->wrap) {
			out_bytes(w->out, "\n", 1);
			text_writer_pad(w, indent);
			at = indent;
		} else if (!first) {
			out_bytes(w->out, " ", 1);
			at++;
		}
		if (wide > w->wrap) {
			at = write_long(w, at, indent, word);
		} else {
			text_writer_plain(w, word);
			at += wide;
		}
		first = false;
	}
	return at;
}

static void write_gutter(struct text_writer *w, struct str number, size_t columns)
{
	text_writer_pad(w, columns - number.n);
	text_writer_ink(w, INK_DIM, number);
	out_bytes(w->out, " ", 1);
	text_writer_ink(w, INK_DIM, STR("│"));
	out_bytes(w->out, " ", 1);
}

/* "^~~~" under the marked columns. */
static struct str mark(struct arena *a, size_t columns)
{
	char *text = ARENA_ARRAY(a, char, columns + 1);

	for (size_t i = 0; i < columns; i++)
		text[i] = i ? '~' : '^';
	return (struct str){ text, columns };
}

enum { GUTTER_COLUMNS = 9, EXCERPT_COLUMNS_MIN = 20 };

void text_writer_excerpt(struct text_writer *w, const struct place *p, enum ink ink)
{
	struct str dots = STR("…");
	size_t room = w->columns > GUTTER_COLUMNS + 3 + EXCERPT_COLUMNS_MIN
			      ? w->columns - GUTTER_COLUMNS - 3
			      : EXCERPT_COLUMNS_MIN;
	size_t columns;
	struct excerpt e;

	if (!p->line || !p->excerpt.n)
		return;
	excerpt_cut(&e, p, room);
	write_gutter(w, arena_printf(w->arena, "%u", p->line), GUTTER_COLUMNS);
	if (e.cut_left)
		text_writer_ink(w, INK_DIM, dots);
	text_writer_plain(w, e.before);
	text_writer_plain(w, e.marked);
	text_writer_plain(w, e.after);
	if (e.cut_right)
		text_writer_ink(w, INK_DIM, dots);
	out_bytes(w->out, "\n", 1);
	if (!p->column)
		return;
	write_gutter(w, STR(""), GUTTER_COLUMNS);
	text_writer_pad(w, (e.cut_left ? 1 : 0) + cell_columns(e.before));
	columns = cell_columns(e.marked);
	text_writer_ink(w, ink, mark(w->arena, columns ? columns : 1));
	out_bytes(w->out, "\n", 1);
}
