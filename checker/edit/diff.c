/* Myers' algorithm on lines, between what the texts have in common at both ends. */
#include "checker/edit/edit.h"

#include "checker/base/strbuf.h"
#include "checker/report/report.h"

#include <string.h>

enum {
	CONTEXT = 3,
	STEPS_MAX = 1000, /* of difference looked for; beyond it the whole middle is replaced */
};

struct text_lines {
	VEC(struct str) list; /* with their line ends */
};

/* What becomes of a line of the text before, and how many of the text after come in front. */
struct change {
	size_t from, to; /* lines of the text before that go */
	size_t new_from, new_to;
};

struct diff {
	struct arena *a;
	struct text_lines before, after;
	VEC(struct change) changes;
	struct strbuf *out;
	bool color;
};

static struct text_lines lines_of(struct arena *a, struct str text)
{
	struct text_lines lines = { 0 };

	while (text.n) {
		const char *end = memchr(text.p, '\n', text.n);
		size_t n = end ? (size_t)(end - text.p) + 1 : text.n;

		vec_push(a, &lines.list, str_sub(text, 0, n));
		text = str_sub(text, n, text.n);
	}
	return lines;
}

static bool same(const struct diff *d, size_t i, size_t k)
{
	return str_eq(d->before.list.at[i], d->after.list.at[k]);
}

static void add_change(struct diff *d, struct change c)
{
	struct change *last = d->changes.n ? &d->changes.at[d->changes.n - 1] : NULL;

	if (last && last->to == c.from && last->new_to == c.new_from) {
		last->to = c.to;
		last->new_to = c.new_to;
		return;
	}
	vec_push(d->a, &d->changes, c);
}

/*
 * The shortest way from one part to the other: rows[k] is how far each
 * diagonal was after k steps. 0: more than STEPS_MAX are needed.
 */
struct search {
	struct change part;
	int *rows[STEPS_MAX + 1];
	int steps;
};

static bool search_way(struct diff *d, struct search *s)
{
	int n = (int)(s->part.to - s->part.from), m = (int)(s->part.new_to - s->part.new_from);
	int *reach = ARENA_ARRAY(d->a, int, 2 * STEPS_MAX + 3);
	int *at = reach + STEPS_MAX + 1;

	for (s->steps = 0; s->steps <= STEPS_MAX; s->steps++) {
		int step = s->steps;

		for (int k = -step; k <= step; k += 2) {
			int x = k == -step || (k != step && at[k - 1] < at[k + 1])
					? at[k + 1]
					: at[k - 1] + 1;

			while (x < n && x - k < m && x - k >= 0 &&
			       same(d, s->part.from + (size_t)x,
				    s->part.new_from + (size_t)(x - k)))
				x++;
			at[k] = x;
			if (x >= n && x - k >= m)
				return true;
		}
		s->rows[step] = ARENA_ARRAY(d->a, int, (size_t)(2 * step + 1));
		memcpy(s->rows[step], at - step, sizeof(int) * (size_t)(2 * step + 1));
	}
	return false;
}

/* Back from the end; each step is one line gone or come. */
static void follow_way(struct diff *d, const struct search *s)
{
	struct change *steps = ARENA_ARRAY(d->a, struct change, (size_t)s->steps + 1);
	int x = (int)(s->part.to - s->part.from), y = (int)(s->part.new_to - s->part.new_from);

	for (int step = s->steps; step > 0; step--) {
		const int *at = s->rows[step - 1] + (step - 1);
		int k = x - y;
		bool down = k == -step || (k != step && at[k - 1] < at[k + 1]);
		int from_k = down ? k + 1 : k - 1;
		int from_x = at[from_k], from_y = from_x - from_k;
		size_t i = s->part.from + (size_t)from_x, j = s->part.new_from + (size_t)from_y;

		steps[step - 1] = (struct change){ i, i + !down, j, j + down };
		x = from_x;
		y = from_y;
	}
	for (int i = 0; i < s->steps; i++)
		add_change(d, steps[i]);
}

static void compare(struct diff *d)
{
	size_t n = d->before.list.n, m = d->after.list.n, head = 0, tail = 0;
	struct search *s = ARENA_NEW(d->a, struct search);

	while (head < n && head < m && same(d, head, head))
		head++;
	while (tail < n - head && tail < m - head && same(d, n - tail - 1, m - tail - 1))
		tail++;
	s->part = (struct change){ head, n - tail, head, m - tail };
	if (s->part.to == s->part.from && s->part.new_to == s->part.new_from)
		return;
	if (search_way(d, s))
		follow_way(d, s);
	else
		add_change(d, s->part);
}

static void put_line(struct diff *d, char mark, struct str line)
{
	const char *ink = mark == '-' ? "\x1b[31m" : mark == '+' ? "\x1b[32m" : "";
	bool ended = str_ends(line, STR("\n"));

	if (ended)
		line.n--;
	if (d->color && *ink)
		strbuf_str(d->out, str_of(ink));
	strbuf_byte(d->out, mark);
	strbuf_str(d->out, d->color ? report_shown(d->a, line) : line);
	if (d->color && *ink)
		strbuf_str(d->out, STR("\x1b[0m"));
	strbuf_byte(d->out, '\n');
	if (!ended)
		strbuf_str(d->out, STR("\\ No newline at end of file\n"));
}

static void put_range(struct strbuf *out, char mark, size_t from, size_t to)
{
	strbuf_printf(out, "%c%zu", mark, to == from ? from : from + 1);
	if (to - from != 1)
		strbuf_printf(out, ",%zu", to - from);
}

/* Changes [first, last) that stand near enough to share their context. */
static void put_hunk(struct diff *d, size_t first, size_t last)
{
	const struct change *c = d->changes.at;
	size_t lead = c[first].from < CONTEXT ? c[first].from : CONTEXT;
	size_t left = d->before.list.n - c[last - 1].to;
	size_t trail = left < CONTEXT ? left : CONTEXT;
	size_t line = c[first].from - lead;

	strbuf_str(d->out, d->color ? STR("\x1b[36m@@ ") : STR("@@ "));
	put_range(d->out, '-', line, c[last - 1].to + trail);
	strbuf_byte(d->out, ' ');
	put_range(d->out, '+', c[first].new_from - lead, c[last - 1].new_to + trail);
	strbuf_str(d->out, d->color ? STR(" @@\x1b[0m\n") : STR(" @@\n"));
	for (size_t i = first; i < last; i++) {
		for (; line < c[i].from; line++)
			put_line(d, ' ', d->before.list.at[line]);
		for (; line < c[i].to; line++)
			put_line(d, '-', d->before.list.at[line]);
		for (size_t k = c[i].new_from; k < c[i].new_to; k++)
			put_line(d, '+', d->after.list.at[k]);
	}
	for (size_t k = 0; k < trail; k++)
		put_line(d, ' ', d->before.list.at[line + k]);
}

/* A name with quotes or control characters is quoted, as patch reads it. */
static void put_path(struct diff *d, const char *mark, const char *side, struct str path)
{
	bool quoted = false;

	for (size_t i = 0; i < path.n; i++)
		quoted |= (unsigned char)path.p[i] < 0x20 || path.p[i] == '"' ||
			  path.p[i] == '\\';
	strbuf_printf(d->out, "%s %s%s", mark, quoted ? "\"" : "", side);
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];

		if (c < 0x20)
			strbuf_printf(d->out, "\\%03o", c);
		else if (c == '"' || c == '\\')
			strbuf_printf(d->out, "\\%c", c);
		else
			strbuf_byte(d->out, path.p[i]);
	}
	strbuf_str(d->out, quoted ? STR("\"\n") : STR("\n"));
}

static void put_all(struct diff *d, struct str path)
{
	while (str_starts(path, STR("/")) || str_starts(path, STR("./")))
		path = str_sub(path, path.p[0] == '/' ? 1 : 2, path.n);
	put_path(d, "---", "a/", path);
	put_path(d, "+++", "b/", path);
	for (size_t i = 0, k; i < d->changes.n; i = k) {
		for (k = i + 1; k < d->changes.n &&
				d->changes.at[k].from - d->changes.at[k - 1].to <= 2 * CONTEXT;
		     k++)
			;
		put_hunk(d, i, k);
	}
}

struct str edit_diff(struct arena *a, struct str path, struct str before, struct str after,
		     bool color)
{
	AUTO_ARENA scratch = arena_new();
	AUTO_STRBUF out;
	struct diff d = { .a = scratch,
			  .before = lines_of(scratch, before),
			  .after = lines_of(scratch, after),
			  .out = &out,
			  .color = color };

	strbuf_init(&out, SIZE_MAX);
	compare(&d);
	if (d.changes.n)
		put_all(&d, path);
	return arena_str(a, strbuf_view(&out));
}
