#include "checker/lsp/spot_internal.h"

/* JSON, and what stands in brackets in YAML. */

struct flow {
	struct str text;
	bool yaml;
	size_t pos, at; /* at: where something is to be written */
	struct spot_path path;
};

/* A quoted or plain word from pos on. */
struct word {
	size_t from, to; /* with the quotes */
	struct str text; /* without */
	bool closed;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The end of a line, too, ends a quoted word that is still being written. */
struct spot_quoted spot_quoted(struct str text, size_t from)
{
	char quote = text.p[from];

	for (size_t i = from + 1; i < text.n; i++) {
		char c = text.p[i];

		if (c == '\n' || c == '\r')
			return (struct spot_quoted){ i, false };
		if (c == quote && quote == '\'' && i + 1 < text.n && text.p[i + 1] == quote)
			i++;
		else if (c == quote)
			return (struct spot_quoted){ i + 1, true };
		else if (c == '\\' && quote == '"')
			i++;
	}
	return (struct spot_quoted){ text.n, false };
}

static bool ends_plain(const struct flow *f, size_t i)
{
	char c = f->text.p[i];
	bool last = i + 1 == f->text.n;

	if (strchr(",[]{}\r\n", c) || (!f->yaml && (is_space(c) || c == ':' || c == '"')))
		return true;
	if (c == ':')
		return last || is_space(f->text.p[i + 1]) || strchr(",[]{}", f->text.p[i + 1]);
	return c == '#' && is_space(f->text.p[i - 1]);
}

static struct word word_at(const struct flow *f)
{
	struct word w = { .from = f->pos, .to = f->pos + 1, .closed = true };
	char first = f->text.p[f->pos];

	if (first == '"' || (first == '\'' && f->yaml)) {
		struct spot_quoted q = spot_quoted(f->text, f->pos);

		w.to = q.end;
		w.closed = q.closed;
		w.text = str_sub(f->text, w.from + 1, w.to - q.closed);
		return w;
	}
	while (w.to < f->text.n && !ends_plain(f, w.to))
		w.to++;
	while (w.to > w.from + 1 && is_space(f->text.p[w.to - 1]))
		w.to--;
	w.text = str_sub(f->text, w.from, w.to);
	return w;
}

/* Whether the place is in the word, or behind a plain one. */
static bool holds_place(const struct flow *f, const struct word *w)
{
	bool quoted = w->text.p != f->text.p + w->from;

	return f->at < w->to || (f->at == w->to && !(quoted && w->closed));
}

/* A bracket, a comma or a colon; false when brackets are too deep. */
static bool take_sign(struct flow *f, char c)
{
	struct spot_level *top = spot_top(&f->path);

	f->pos++;
	switch (c) {
	case '{':
	case '[':
		return spot_push(&f->path, c == '[');
	case '}':
	case ']':
		f->path.n--;
		if (spot_top(&f->path))
			spot_top(&f->path)->done = true;
		return true;
	case ',':
		top->index++;
		top->valued = top->done = false;
		return true;
	}
	top->valued = true;
	top->done = false;
	return true;
}

static void take_word(struct flow *f, struct arena *a, const struct word *w)
{
	struct spot_level *top = spot_top(&f->path);

	if (!top->list && !top->valued)
		spot_name(top, a, w->text);
	top->done = true;
	f->pos = w->to;
}

static void skip_comment(struct flow *f)
{
	while (f->pos < f->text.n && f->text.p[f->pos] != '\n' && f->text.p[f->pos] != '\r')
		f->pos++;
}

static void tell_spot(struct flow *f, struct lsp_spot *s, const struct word *w)
{
	struct spot_level *top = spot_top(&f->path);
	size_t behind = w->to;

	s->from = w->from;
	s->to = w->to;
	s->quote =
		w->from < w->to && strchr("\"'", f->text.p[w->from]) ? f->text.p[w->from] : 0;
	s->flow = true;
	while (behind < f->text.n && is_space(f->text.p[behind]))
		behind++;
	s->colon = behind < f->text.n && f->text.p[behind] == ':';
	s->key = !top->list && !top->valued;
	s->value = !s->key;
	s->levels = f->path.n - s->key;
	s->path = f->path;
}

/* Goes on behind the sign or word at pos; SPOT_BEHIND: there is more to read. */
static enum spot_found take(struct flow *f, struct lsp_spot *s, struct arena *a, size_t outer)
{
	char c = f->text.p[f->pos];
	bool opens = c == '{' || c == '[';
	struct word w;

	if (is_space(c)) {
		f->pos++;
		return SPOT_BEHIND;
	}
	if (f->yaml && c == '#') {
		skip_comment(f);
		return f->pos < f->at ? SPOT_BEHIND : SPOT_NONE;
	}
	if (f->path.n == outer && !opens)
		return SPOT_NONE;
	if (strchr("{}[],:", c))
		return take_sign(f, c) ? SPOT_BEHIND : SPOT_NONE;
	w = word_at(f);
	if (holds_place(f, &w) && !spot_top(&f->path)->done) {
		tell_spot(f, s, &w);
		return SPOT_HERE;
	}
	take_word(f, a, &w);
	return SPOT_BEHIND;
}

static bool is_sign_at(const struct flow *f)
{
	return f->pos == f->at && strchr("{}[],:", f->text.p[f->pos]);
}

enum spot_found spot_flow(struct lsp_spot *s, struct arena *a, const struct spot_place *place,
			  size_t *end)
{
	struct flow f = { .text = place->text,
			  .yaml = place->yaml,
			  .pos = *end,
			  .at = place->at,
			  .path = s->path };
	size_t outer = f.path.n;
	struct word none = { .from = f.at, .to = f.at };

	while (f.pos < f.text.n && f.pos <= f.at && !is_sign_at(&f)) {
		enum spot_found found = take(&f, s, a, outer);

		if (found != SPOT_BEHIND)
			return found;
		if (f.path.n == outer && strchr("}]", f.text.p[f.pos - 1])) {
			*end = f.pos;
			return SPOT_BEHIND;
		}
	}
	if (f.path.n == outer || spot_top(&f.path)->done)
		return SPOT_NONE;
	tell_spot(&f, s, &none);
	return SPOT_HERE;
}
