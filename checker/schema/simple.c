#include "checker/schema/parts_internal.h"

#include <string.h>

enum { STEPS_MAX = 64, COUNT_MAX = 100000 };

struct reader {
	const char *p, *end;
};

static void set_add(struct run_step *s, unsigned from, unsigned to)
{
	for (unsigned c = from; c <= to; c++)
		s->set[c >> 6] |= UINT64_C(1) << (c & 63);
}

static bool set_has(const struct run_step *s, unsigned char c)
{
	return c < 128 && s->set[c >> 6] >> (c & 63) & 1;
}

static bool sets_meet(const struct run_step *a, const struct run_step *b)
{
	return (a->set[0] & b->set[0]) || (a->set[1] & b->set[1]);
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* After a backslash: a class (false in *single), or a punctuation mark as itself. */
static bool read_escape(struct reader *r, struct run_step *s, bool *single)
{
	char c;

	if (r->p == r->end)
		return false;
	c = *r->p++;
	*single = false;
	if (c == 'd' || c == 'w') {
		set_add(s, '0', '9');
		if (c == 'w') {
			set_add(s, 'a', 'z');
			set_add(s, 'A', 'Z');
			set_add(s, '_', '_');
		}
		return true;
	}
	*single = true;
	return strchr("^$\\.*+?()[]{}|/-", c) && c;
}

static bool read_class_part(struct reader *r, struct run_step *s)
{
	char from = *r->p++, to;
	bool single = true;

	if (from == '\\') {
		if (!read_escape(r, s, &single))
			return false;
		from = r->p[-1];
	}
	if ((unsigned char)from >= 128 || r->p == r->end)
		return false;
	if (*r->p != '-' || r->end - r->p < 2 || r->p[1] == ']') {
		if (single)
			set_add(s, (unsigned)from, (unsigned)from);
		return true;
	}
	to = r->p[1];
	r->p += 2;
	if (!single || !is_alnum(from) || !is_alnum(to) || from > to)
		return false;
	set_add(s, (unsigned)from, (unsigned)to);
	return true;
}

static bool read_atom(struct reader *r, struct run_step *s)
{
	char c = *r->p++;
	bool single;

	if (c == '[') {
		if (r->p < r->end && *r->p == '^')
			return false;
		while (r->p < r->end && *r->p != ']')
			if (!read_class_part(r, s))
				return false;
		return r->p < r->end && r->p++;
	}
	if (c == '\\') {
		if (!read_escape(r, s, &single))
			return false;
		if (single)
			set_add(s, (unsigned)r->p[-1], (unsigned)r->p[-1]);
		return true;
	}
	if ((unsigned char)c >= 128 || strchr("^$.*+?()[]{}|", c))
		return false;
	set_add(s, (unsigned)c, (unsigned)c);
	return true;
}

static bool read_number(struct reader *r, uint32_t *out)
{
	const char *start = r->p;

	*out = 0;
	while (r->p < r->end && *r->p >= '0' && *r->p <= '9' && *out < COUNT_MAX)
		*out = *out * 10 + (uint32_t)(*r->p++ - '0');
	return r->p > start && *out < COUNT_MAX;
}

static bool read_braces(struct reader *r, struct run_step *s)
{
	if (!read_number(r, &s->min))
		return false;
	s->max = s->min;
	if (r->p < r->end && *r->p == ',') {
		r->p++;
		s->max = UINT32_MAX;
		if (r->p < r->end && *r->p != '}' && !read_number(r, &s->max))
			return false;
	}
	return r->p < r->end && *r->p++ == '}' && s->min <= s->max;
}

static bool read_count(struct reader *r, struct run_step *s)
{
	char c = r->p < r->end ? *r->p : 0;

	s->min = s->max = 1;
	if (c != '*' && c != '+' && c != '?' && c != '{')
		return true;
	r->p++;
	if (c == '{') {
		if (!read_braces(r, s))
			return false;
	} else {
		s->min = c == '+';
		s->max = c == '?' ? 1 : UINT32_MAX;
	}
	return r->p == r->end || !strchr("?+*{", *r->p);
}

/* What a step may leave for later must not be eaten by it. */
static bool is_greedy_safe(const struct run_step *steps, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (steps[i].min == steps[i].max)
			continue;
		for (size_t j = i + 1; j < n; j++) {
			if (sets_meet(&steps[i], &steps[j]))
				return false;
			if (steps[j].min > 0)
				break;
		}
	}
	return true;
}

bool schema_simple_compile(struct pattern *p, struct arena *a, struct str text)
{
	struct reader r = { text.p + 1, text.p + text.n - 1 };
	struct run_step steps[STEPS_MAX] = { 0 };
	struct run_step *kept;
	size_t n = 0;

	if (text.n < 2 || text.p[0] != '^' || text.p[text.n - 1] != '$' ||
	    memchr(text.p, 0, text.n))
		return false;
	while (r.p < r.end) {
		if (n == STEPS_MAX || !read_atom(&r, &steps[n]) || !read_count(&r, &steps[n]))
			return false;
		n++;
	}
	if (!is_greedy_safe(steps, n))
		return false;
	kept = ARENA_ARRAY(a, struct run_step, n + 1);
	memcpy(kept, steps, n * sizeof(*steps));
	*p = (struct pattern){ .text = text, .steps = kept, .steps_n = n };
	return true;
}

bool schema_simple_match(const struct pattern *p, struct str subject)
{
	size_t at = 0;

	for (size_t i = 0; i < p->steps_n; i++) {
		const struct run_step *s = &p->steps[i];
		size_t start = at;
		size_t end = subject.n - at > s->max ? at + s->max : subject.n;

		while (at < end && set_has(s, (unsigned char)subject.p[at]))
			at++;
		if (at - start < s->min)
			return false;
	}
	return at == subject.n;
}
