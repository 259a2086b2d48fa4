#include "checker/report/plain_internal.h"

struct str plain_line(struct arena *a, struct str s)
{
	struct text_writer w = { .arena = a, .wrap = SIZE_MAX };
	struct out memory;
	struct str line;
	struct err none;

	out_init_memory(&memory);
	w.out = &memory;
	text_writer_prose(&w, 0, 0, s);
	line = arena_str(a, out_view(&memory));
	return out_close(&memory, &none) ? line : STR("");
}

struct str plain_place(struct arena *a, const struct place *p)
{
	struct str file = plain_line(a, p->file);

	if (!p->line)
		return file;
	if (!p->column)
		return arena_printf(a, "%.*s:%u", STR_FMT(file), p->line);
	return arena_printf(a, "%.*s:%u:%u", STR_FMT(file), p->line, p->column);
}

static struct str written(struct arena *a, const struct report *r, const struct finding *f,
			  void (*write)(struct text_writer *w, const struct finding *f))
{
	struct text_writer w = {
		.arena = a, .lang = r->lang, .wrap = SIZE_MAX, .columns = 120
	};
	struct report uncoloured = *r;
	struct out memory;
	struct str text;
	struct err none;

	uncoloured.color = uncoloured.links = false;
	w.report = &uncoloured;
	out_init_memory(&memory);
	w.out = &memory;
	write(&w, f);
	text = out_view(&memory);
	text = arena_str(a,
			 str_sub(text, 0, text.n - 1)); /* without the end of the last line */
	return out_close(&memory, &none) ? text : STR("");
}

struct str plain_finding(struct arena *a, const struct report *r, const struct finding *f)
{
	return written(a, r, f, text_writer_finding);
}

struct str plain_details(struct arena *a, const struct report *r, const struct finding *f)
{
	return written(a, r, f, text_writer_details);
}

struct mtext plain_pardon(struct arena *a, const struct finding *f)
{
	if (f->standing == STANDING_KNOWN)
		return label_texts[LABEL_KNOWN];
	if (!f->ignored)
		return (struct mtext){ 0 };
	return MTEXT_FILL(a, label_texts[LABEL_IGNORED_UNTIL], mtext_same(f->ignored->until),
			  f->ignored->reason, mtext_same(plain_place(a, &f->ignored->at)));
}

/* Counts stand behind their words, so that no language needs its plural forms. */
static struct str counted(struct arena *a, const struct report *r, struct str before,
			  enum label label, size_t n)
{
	return ARENA_JOIN(a, before, before.n ? STR(", ") : STR(""),
			  label_texts[label].in[r->lang], STR(": "), arena_printf(a, "%zu", n));
}

struct str plain_verdict(struct arena *a, const struct report *r, const struct overview *v)
{
	const struct mtext *verdict =
		v->groups.n ? &verdict_titles[v->verdict] : &label_texts[LABEL_NOTHING_JUDGED];
	struct str found = counted(a, r, STR(""), LABEL_ERRORS, v->counts[SEV_ERROR]);
	struct str files = counted(a, r, STR(""), LABEL_FILES, v->groups.n);
	struct str rest = STR("");

	found = counted(a, r, found, LABEL_WARNINGS, v->counts[SEV_WARNING]);
	found = counted(a, r, found, LABEL_INFOS, v->counts[SEV_INFO]);
	files = counted(a, r, files, LABEL_FILES_CLEAN, v->clean);
	if (v->known || r->compared)
		rest = counted(a, r, rest, LABEL_KNOWN, v->known);
	if (v->ignored)
		rest = counted(a, r, rest, LABEL_IGNORED, v->ignored);
	if (r->compared)
		rest = counted(a, r, rest, LABEL_GONE, r->gone);
	return ARENA_JOIN(a, verdict->in[r->lang], STR(" · "), found, STR(" · "), files,
			  rest.n ? STR(" · ") : STR(""), rest);
}

bool plain_path(struct str *path, struct arena *a, const struct report *r, struct str file)
{
	struct str root = file_normal(a, ARENA_JOIN(a, r->root, STR("/")));
	bool absolute = str_starts(file, STR("/"));
	struct str full = absolute ? file : ARENA_JOIN(a, STR("/"), root, STR("/"), file);

	full = file_normal(a, full);
	root = root.n > 1 ? ARENA_JOIN(a, root, STR("/")) : STR("/");
	if (str_starts(full, root) && (r->root.n || !absolute)) {
		*path = str_sub(full, root.n, full.n);
		return true;
	}
	*path = str_sub(full, 1, full.n);
	return false;
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that "\\xFF" stands for; -1: it is no such thing. */
static int shown_byte(struct str s)
{
	int high, low;

	if (s.n < 4 || !str_starts(s, STR("\\x")))
		return -1;
	high = hex_digit(s.p[2]);
	low = hex_digit(s.p[3]);
	return high < 0 || low < 0 ? -1 : 16 * high + low;
}

struct str plain_bytes(struct arena *a, struct str shown)
{
	char *text = ARENA_ARRAY(a, char, shown.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < shown.n; i++) {
		int byte = shown_byte(str_sub(shown, i, shown.n));

		text[n++] = byte < 0 ? shown.p[i] : (char)byte;
		i += byte < 0 ? 0 : 3;
	}
	return (struct str){ text, n };
}

struct str plain_target(struct arena *a, const struct report *r, struct str file)
{
	struct str path;

	if (str_starts(file, STR("registry:")))
		return plain_line(a, file);
	if (plain_path(&path, a, r, file))
		return plain_line(a, path);
	return ARENA_JOIN(a, STR("/"), plain_line(a, path));
}

struct str plain_note(struct arena *a, const struct report *r, const struct note_group *g)
{
	struct str s = ARENA_JOIN(a, g->rule, g->rule.n ? STR(": ") : STR(""),
				  mtext_in(g->text, r->lang), arena_printf(a, " (%zu", g->n));

	for (size_t i = 0; i < g->names_n; i++)
		s = ARENA_JOIN(a, s, i ? STR(", ") : STR(": "), g->names[i]);
	return plain_line(a, ARENA_JOIN(a, s, g->more ? STR(", …)") : STR(")")));
}

const char *plain_entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	}
	return NULL;
}
