#include "checker/lsp/spot_internal.h"

bool spot_push(struct spot_path *p, bool list)
{
	struct spot_level *level;

	if (p->n == LIMIT_DOC_DEPTH)
		return false;
	level = &p->levels[p->n++];
	*level = (struct spot_level){ .list = list, .keys = level->keys };
	level->keys.list.n = 0;
	return true;
}

void spot_name(struct spot_level *level, struct arena *a, struct str key)
{
	level->key = key;
	vec_push(a, &level->keys.list, key);
}

/* The text line by line; columns are bytes, as indentation is spaces. */
struct block {
	struct arena *a;
	const struct spot_place *place;
	struct lsp_spot *s;
	size_t from, end;  /* the line */
	bool in_text;	   /* a block scalar goes on */
	size_t text_above; /* in lines deeper than this */
	char open;	   /* a quote that was not closed */
	bool deep;
};

static size_t line_end(struct str text, size_t from)
{
	while (from < text.n && text.p[from] != '\n' && text.p[from] != '\r')
		from++;
	return from;
}

static size_t skip_spaces(const struct block *b, size_t i)
{
	while (i < b->end && b->place->text.p[i] == ' ')
		i++;
	return i;
}

static bool is_blank(const struct block *b, size_t i)
{
	return i >= b->end || strchr(" \t", b->place->text.p[i]);
}

/* ---- the levels ---- */

static void leave(struct block *b, size_t column, bool list)
{
	struct spot_path *p = &b->s->path;

	while (p->n && (spot_top(p)->column > column ||
			(spot_top(p)->column == column && spot_top(p)->list && !list)))
		p->n--;
}

static void enter_item(struct block *b, size_t column)
{
	struct spot_level *top;

	leave(b, column, true);
	top = spot_top(&b->s->path);
	if (top && top->list && top->column == column) {
		top->index++;
		return;
	}
	if (!spot_push(&b->s->path, true)) {
		b->deep = true;
		return;
	}
	spot_top(&b->s->path)->column = column;
}

static void enter_key(struct block *b, size_t column, struct str key)
{
	struct spot_level *top;

	leave(b, column, false);
	top = spot_top(&b->s->path);
	if (!top || top->list || top->column != column) {
		if (!spot_push(&b->s->path, false)) {
			b->deep = true;
			return;
		}
		top = spot_top(&b->s->path);
		top->column = column;
	}
	spot_name(top, b->a, key);
}

/* ---- one line ---- */

struct key {
	size_t from, to; /* with quotes */
	struct str name;
	size_t behind; /* the colon */
};

static bool key_at(const struct block *b, size_t i, struct key *key)
{
	struct str text = b->place->text;

	*key = (struct key){ .from = i };
	if (i >= b->end || strchr("#[]{},|>&*!%@`", text.p[i]))
		return false;
	if (strchr("\"'", text.p[i])) {
		struct spot_quoted q = spot_quoted(text, i);

		key->to = q.end;
		key->name = str_sub(text, i + 1, q.end - 1);
		key->behind = skip_spaces(b, q.end) + 1;
		return q.closed && key->behind <= b->end && text.p[key->behind - 1] == ':' &&
		       is_blank(b, key->behind);
	}
	for (size_t k = i; k < b->end; k++) {
		if (text.p[k] == '#' && k > i && is_blank(b, k - 1))
			return false;
		if (text.p[k] != ':' || !is_blank(b, k + 1))
			continue;
		key->name = str_trim(str_sub(text, i, k));
		key->to = i + key->name.n;
		key->behind = k + 1;
		return true;
	}
	return false;
}

/* Dashes from i on, up to `limit`; returns what stands behind them. */
static size_t read_dashes(struct block *b, size_t i, size_t limit)
{
	while (i < b->end && i < limit && b->place->text.p[i] == '-' && is_blank(b, i + 1)) {
		enter_item(b, i - b->from);
		i = skip_spaces(b, i + 1);
	}
	return i;
}

/* A value that goes on in the next lines. */
static enum spot_found read_value(struct block *b, size_t i, size_t column)
{
	char c = i < b->end ? b->place->text.p[i] : ' ';

	if (c == '|' || c == '>') {
		b->in_text = true;
		b->text_above = column;
	} else if (c == '"' || c == '\'') {
		b->open = spot_quoted(b->place->text, i).closed ? 0 : c;
	} else if (c == '{' || c == '[') {
		struct lsp_spot inner = *b->s;
		size_t end = i;
		enum spot_found found = spot_flow(&inner, b->a, b->place, &end);

		if (found == SPOT_HERE)
			*b->s = inner;
		if (found == SPOT_BEHIND)
			b->end = line_end(b->place->text, end);
		return found;
	}
	return SPOT_BEHIND;
}

/* What is not structure: text that goes on, a comment, an empty line. */
static bool is_passed(struct block *b, size_t i)
{
	struct str text = b->place->text;

	if (b->open) {
		if (memchr(text.p + b->from, b->open, b->end - b->from))
			b->open = 0;
		return true;
	}
	if (i == b->end || text.p[i] == '#')
		return true;
	b->in_text = b->in_text && i - b->from > b->text_above;
	return b->in_text;
}

static enum spot_found read_line(struct block *b)
{
	size_t i = skip_spaces(b, b->from), column;
	struct key key;

	if (is_passed(b, i))
		return SPOT_BEHIND;
	if (str_starts(str_sub(b->place->text, b->from, b->end), STR("---"))) {
		b->s->path.n = 0;
		return SPOT_BEHIND;
	}
	i = read_dashes(b, i, b->end);
	column = i - b->from;
	if (!key_at(b, i, &key))
		return read_value(b, i, b->s->path.n ? spot_top(&b->s->path)->column : 0);
	enter_key(b, column, key.name);
	return read_value(b, skip_spaces(b, key.behind), column);
}

/* ---- the line of the place ---- */

static bool is_in_comment(const struct block *b)
{
	for (size_t i = b->from; i < b->place->at; i++)
		if (b->place->text.p[i] == '#' && (i == b->from || is_blank(b, i - 1)))
			return true;
	return false;
}

/* A quoted or plain word from i on, in which or at whose end the place is. */
static bool take_word(struct block *b, size_t i)
{
	struct str text = b->place->text;
	struct lsp_spot *s = b->s;
	size_t at = b->place->at;

	s->from = i;
	s->to = i;
	if (i < b->end && strchr("\"'", text.p[i])) {
		struct spot_quoted q = spot_quoted(text, i);

		s->quote = text.p[i];
		s->to = q.end;
		return at < q.end || (at == q.end && !q.closed);
	}
	while (s->to < b->end && !(text.p[s->to] == '#' && is_blank(b, s->to - 1)))
		s->to++;
	while (s->to > i && is_blank(b, s->to - 1))
		s->to--;
	return at <= s->to;
}

static bool value_here(struct block *b, size_t behind)
{
	struct lsp_spot *s = b->s;
	size_t i = skip_spaces(b, behind), at = b->place->at, end = i;

	s->value = true;
	s->levels = s->path.n;
	s->tight = at == behind;
	if (i >= b->end || at < i || b->place->text.p[i] == '#') {
		s->from = s->to = at;
		return true;
	}
	if (strchr("{[", b->place->text.p[i]))
		return at > i && spot_flow(s, b->a, b->place, &end) == SPOT_HERE;
	return !strchr("|>", b->place->text.p[i]) && take_word(b, i);
}

/* A word without a colon: a key to be, an item, or a value below its key. */
static bool word_here(struct block *b, size_t i)
{
	struct lsp_spot *s = b->s;
	struct spot_level *top;
	size_t column = i - b->from;

	leave(b, column, false);
	top = spot_top(&s->path);
	s->key = true;
	s->levels = s->path.n;
	if (top && !top->list && top->column == column)
		s->levels--;
	else
		s->value = top != NULL;
	/* the keys of the object are those of the level that its next key would take */
	if (s->value)
		spot_push(&s->path, false);
	return take_word(b, i);
}

static bool here(struct block *b)
{
	size_t at = b->place->at, i = skip_spaces(b, b->from);
	bool text = b->in_text && (i == b->end ? at : i) - b->from > b->text_above;
	struct key key;

	if (b->open || text || is_in_comment(b) || b->deep)
		return false;
	i = read_dashes(b, i < at ? i : at, at);
	if (i > at) /* between a dash and what stands behind it */
		return i >= b->end && word_here(b, at);
	if (!key_at(b, i, &key))
		return i < b->end && strchr("{[", b->place->text.p[i]) ? value_here(b, i)
								       : word_here(b, i);
	if (at >= key.behind) {
		enter_key(b, i - b->from, key.name);
		return value_here(b, key.behind);
	}
	word_here(b, i);
	b->s->value = false;
	b->s->colon = true;
	b->s->to = key.to;
	return at <= key.to;
}

bool spot_yaml(struct lsp_spot *s, struct arena *a, const struct spot_place *place)
{
	struct block b = { .a = a, .place = place, .s = s };

	for (;;) {
		enum spot_found found;

		b.end = line_end(place->text, b.from);
		if (place->at <= b.end)
			return here(&b);
		found = read_line(&b);
		if (found != SPOT_BEHIND || b.deep)
			return found == SPOT_HERE;
		if (place->at <= b.end)
			return false;
		b.from = b.end + 1;
	}
}
