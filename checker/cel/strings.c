#include "checker/cel/cel_internal.h"

#include "checker/base/strbuf.h"
#include "checker/text/text.h"

#include <string.h>

/* ---- searching ---- */

struct cel_value cel_matches(struct cel_run *run, const struct regex *re, struct str subject)
{
	enum regex_result r;

	if (!cel_charge(run, 10 + subject.n / 16))
		return cel_exhausted();
	r = regex_match(re, subject, LIMIT_SUBJECT_BYTES);
	if (r == REGEX_LIMIT && subject.n > LIMIT_SUBJECT_BYTES)
		return cel_error(run, "matches: text of %zu bytes is longer than %d", subject.n,
				 LIMIT_SUBJECT_BYTES);
	if (r == REGEX_LIMIT)
		return cel_error(run, "matches: the pattern takes too many steps");
	return cel_of_bool(r == REGEX_YES);
}

/* A pattern that is known only now. */
static struct cel_value matches(struct cel_run *run, const struct cel_value *args, size_t n)
{
	struct regex *re;
	struct err why = { 0 };
	struct cel_value v;

	(void)n;
	if (!cel_charge(run, 100 + args[1].s.n))
		return cel_exhausted();
	if (!regex_compile(&re, args[1].s, REGEX_RE2, &why))
		return cel_error(run, "%s", why.text);
	v = cel_matches(run, re, args[0].s);
	regex_free(re);
	return v;
}

enum { RUN_BYTES = 4, RUN_BITS = 12, WORD_BITS = 64, MANY_ASKED = 4 };

/* Where the bit of the run of bytes at p is. */
static size_t run_hash(const char *p)
{
	uint32_t bytes;

	memcpy(&bytes, p, RUN_BYTES);
	return bytes * 0x9E3779B1U >> (32 - RUN_BITS);
}

static bool has_run(const uint64_t *runs, const char *p)
{
	size_t bit = run_hash(p);

	return runs[bit / WORD_BITS] >> bit % WORD_BITS & 1;
}

static uint64_t *runs_of(struct arena *a, struct str text)
{
	uint64_t *runs = ARENA_ARRAY(a, uint64_t, (1 << RUN_BITS) / WORD_BITS);

	for (size_t i = 0; i + RUN_BYTES <= text.n; i++) {
		size_t bit = run_hash(text.p + i);

		runs[bit / WORD_BITS] |= (uint64_t)1 << bit % WORD_BITS;
	}
	return runs;
}

/* True: the word does not stand in the text. False says nothing. */
static bool surely_lacks(struct cel_run *run, struct str text, struct str word)
{
	struct cel_searched *s = &run->searched;

	if (s->text.p != text.p || s->text.n != text.n)
		*s = (struct cel_searched){ .text = text };
	if (++s->asked < MANY_ASKED || word.n < RUN_BYTES)
		return false;
	if (!s->runs)
		s->runs = runs_of(run->arena, text);
	return !has_run(s->runs, word.p) || !has_run(s->runs, word.p + word.n - RUN_BYTES);
}

static struct cel_value contains(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	if (!cel_charge(run, args[0].s.n / 64))
		return cel_exhausted();
	return cel_of_bool(!surely_lacks(run, args[0].s, args[1].s) &&
			   str_find(args[0].s, args[1].s) != SIZE_MAX);
}

static struct cel_value starts_with(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	if (!cel_charge(run, args[1].s.n / 256))
		return cel_exhausted();
	return cel_of_bool(str_starts(args[0].s, args[1].s));
}

static struct cel_value ends_with(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	if (!cel_charge(run, args[1].s.n / 256))
		return cel_exhausted();
	return cel_of_bool(str_ends(args[0].s, args[1].s));
}

/* ---- positions: code points ---- */

static struct cel_value bad_index(struct cel_run *run, struct cel_value i)
{
	return cel_error(run, "index out of range: %lld", (long long)i.i);
}

/* Byte offset of a code point; SIZE_MAX when it is beyond the end. */
static size_t offset_of(struct str s, int64_t point)
{
	struct str rest = s;

	if (point < 0)
		return SIZE_MAX;
	for (; point > 0 && rest.n; point--)
		text_next(&rest);
	return point ? SIZE_MAX : s.n - rest.n;
}

static int64_t point_of(struct str s, size_t offset)
{
	return (int64_t)text_points(str_sub(s, 0, offset));
}

static struct cel_value char_at(struct cel_run *run, const struct cel_value *args, size_t n)
{
	struct str rest;
	size_t at;

	(void)n;
	if (!cel_charge(run, args[0].s.n / 64))
		return cel_exhausted();
	at = offset_of(args[0].s, args[1].i);
	if (at == SIZE_MAX)
		return bad_index(run, args[1]);
	rest = str_sub(args[0].s, at, args[0].s.n);
	if (rest.n)
		text_next(&rest);
	return cel_of_str(str_sub(args[0].s, at, args[0].s.n - rest.n));
}

static struct cel_value index_of(struct cel_run *run, const struct cel_value *args, size_t n)
{
	struct str s = args[0].s;
	size_t from, found;

	if (!cel_charge(run, s.n / 64))
		return cel_exhausted();
	from = n > 2 ? offset_of(s, args[2].i) : 0;
	if (from == SIZE_MAX)
		return bad_index(run, args[2]);
	found = str_find(str_sub(s, from, s.n), args[1].s);
	return cel_of_int(found == SIZE_MAX ? -1 : point_of(s, from + found));
}

static struct cel_value last_index_of(struct cel_run *run, const struct cel_value *args,
				      size_t n)
{
	struct str s = args[0].s, want = args[1].s;
	size_t at;

	if (!cel_charge(run, s.n))
		return cel_exhausted();
	at = n > 2 ? offset_of(s, args[2].i) : s.n;
	if (at == SIZE_MAX)
		return bad_index(run, args[2]);
	for (at++; at-- > 0;)
		if (str_starts(str_sub(s, at, s.n), want))
			return cel_of_int(point_of(s, at));
	return cel_of_int(-1);
}

static struct cel_value substring(struct cel_run *run, const struct cel_value *args, size_t n)
{
	struct str s = args[0].s;
	size_t from, to;

	if (!cel_charge(run, s.n / 64))
		return cel_exhausted();
	from = offset_of(s, args[1].i);
	to = n > 2 ? offset_of(s, args[2].i) : s.n;
	if (from == SIZE_MAX)
		return bad_index(run, args[1]);
	if (to == SIZE_MAX || to < from)
		return bad_index(run, args[2]);
	return cel_of_str(str_sub(s, from, to));
}

/* ---- making new text ---- */

/* The text of the buffer, which is released; an error when it overflowed. */
static struct cel_value finish(struct cel_run *run, struct strbuf *b)
{
	if (b->overflow)
		return cel_error(run, "text longer than %d bytes", CEL_TEXT_MAX);
	if (!cel_charge(run, b->n / 64))
		return cel_exhausted();
	return cel_of_str(arena_str(run->arena, strbuf_view(b)));
}

static struct cel_value shift_case(struct cel_run *run, struct str s, char from)
{
	char *p;

	if (s.n > CEL_TEXT_MAX)
		return cel_error(run, "text longer than %d bytes", CEL_TEXT_MAX);
	if (!cel_charge(run, s.n / 64))
		return cel_exhausted();
	p = ARENA_ARRAY(run->arena, char, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] >= from && s.p[i] <= from + 25 ? (char)(s.p[i] ^ 0x20) : s.p[i];
	return cel_of_str((struct str){ p, s.n });
}

static struct cel_value lower_ascii(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	return shift_case(run, args[0].s, 'A');
}

static struct cel_value upper_ascii(struct cel_run *run, const struct cel_value *args, size_t n)
{
	(void)n;
	return shift_case(run, args[0].s, 'a');
}

/* Unicode's White_Space. */
static bool is_space(uint32_t point)
{
	return (point >= 9 && point <= 13) || point == 0x20 || point == 0x85 || point == 0xA0 ||
	       point == 0x1680 || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 ||
	       point == 0x2029 || point == 0x202F || point == 0x205F || point == 0x3000;
}

static struct cel_value trim(struct cel_run *run, const struct cel_value *args, size_t n)
{
	struct str s = args[0].s, rest = s;
	size_t from = SIZE_MAX, to = 0;

	(void)n;
	if (!cel_charge(run, s.n / 64))
		return cel_exhausted();
	while (rest.n) {
		size_t at = s.n - rest.n;

		if (is_space(text_next(&rest)))
			continue;
		if (from == SIZE_MAX)
			from = at;
		to = s.n - rest.n;
	}
	return cel_of_str(from == SIZE_MAX ? STR("") : str_sub(s, from, to));
}

static struct cel_value reverse(struct cel_run *run, const struct cel_value *args, size_t n)
{
	struct str s = args[0].s, rest = s;
	char *p;

	(void)n;
	if (!cel_charge(run, s.n / 16))
		return cel_exhausted();
	p = ARENA_ARRAY(run->arena, char, s.n + 1);
	while (rest.n) {
		struct str before = rest;

		text_next(&rest);
		memcpy(p + rest.n, before.p, before.n - rest.n);
	}
	return cel_of_str((struct str){ p, s.n });
}

static struct cel_value reverse_list(struct cel_run *run, const struct cel_value *args,
				     size_t n)
{
	size_t count = cel_size(args[0]);
	struct cel_value *at;

	(void)n;
	if (!cel_charge(run, count))
		return cel_exhausted();
	at = ARENA_ARRAY(run->arena, struct cel_value, count);
	for (size_t i = 0; i < count; i++)
		at[i] = cel_item(args[0], count - 1 - i);
	return cel_of_list(run->arena, at, count);
}

static struct cel_value join(struct cel_run *run, const struct cel_value *args, size_t n)
{
	size_t count = cel_size(args[0]);
	AUTO_STRBUF b;

	strbuf_init(&b, CEL_TEXT_MAX);
	if (!cel_charge(run, count))
		return cel_exhausted();
	for (size_t i = 0; i < count && !b.overflow; i++) {
		struct cel_value v = cel_item(args[0], i);

		if (v.kind != CEL_STRING)
			return cel_error(run, "no such overload: join of %.*s",
					 STR_FMT(cel_kind_name(v.kind)));
		if (i && n > 1)
			strbuf_str(&b, args[1].s);
		strbuf_str(&b, v.s);
	}
	return finish(run, &b);
}

/* Bytes of the first code point. */
static size_t first_point(struct str s)
{
	struct str rest = s;

	text_next(&rest);
	return s.n - rest.n;
}

static struct cel_value replace(struct cel_run *run, const struct cel_value *args, size_t n)
{
	struct str rest = args[0].s, from = args[1].s, to = args[2].s;
	int64_t left = n > 3 ? args[3].i : -1;
	AUTO_STRBUF b;

	strbuf_init(&b, CEL_TEXT_MAX);
	if (!cel_charge(run, rest.n / 16))
		return cel_exhausted();
	for (; left != 0 && !b.overflow; left--) {
		size_t at = str_find(rest, from), skip = from.n;

		if (at == SIZE_MAX)
			break;
		strbuf_str(&b, str_sub(rest, 0, at));
		strbuf_str(&b, to);
		/* Nothing is found before every character and at the end. */
		if (!from.n && !rest.n)
			break;
		if (!from.n) {
			skip = first_point(rest);
			strbuf_str(&b, str_sub(rest, 0, skip));
		}
		rest = str_sub(rest, at + skip, rest.n);
	}
	strbuf_str(&b, rest);
	return finish(run, &b);
}

static struct cel_value split(struct cel_run *run, const struct cel_value *args, size_t n)
{
	struct str rest = args[0].s, by = args[1].s;
	int64_t left = n > 2 ? args[2].i : -1;
	VEC(struct cel_value) pieces = { 0 };

	if (!cel_charge(run, rest.n / 16))
		return cel_exhausted();
	if (left == 0)
		return cel_of_list(run->arena, NULL, 0);
	for (; left != 1; left--) {
		size_t at = by.n ? str_find(rest, by) : rest.n ? first_point(rest) : 0;

		if (at == SIZE_MAX || (!by.n && at == rest.n))
			break;
		if (!cel_charge(run, 1))
			return cel_exhausted();
		vec_push(run->arena, &pieces, cel_of_str(str_sub(rest, 0, at)));
		rest = str_sub(rest, at + by.n, rest.n);
	}
	if (by.n || rest.n)
		vec_push(run->arena, &pieces, cel_of_str(rest));
	return cel_of_list(run->arena, pieces.at, pieces.n);
}

/* As a literal: quotes around it, escapes inside. */
static struct cel_value quote(struct cel_run *run, const struct cel_value *args, size_t n)
{
	static const char from[] = "\a\b\f\n\r\t\v\\\"", to[] = "abfnrtv\\\"";
	AUTO_STRBUF b;

	(void)n;
	strbuf_init(&b, CEL_TEXT_MAX);
	if (!cel_charge(run, args[0].s.n / 16))
		return cel_exhausted();
	strbuf_byte(&b, '"');
	for (size_t i = 0; i < args[0].s.n; i++) {
		char c = args[0].s.p[i];
		const char *at = c ? strchr(from, c) : NULL;

		if (at)
			strbuf_byte(&b, '\\');
		strbuf_byte(&b, at ? to[at - from] : c);
	}
	strbuf_byte(&b, '"');
	return finish(run, &b);
}

const struct cel_overload cel_string_table[] = {
	{ STR_INIT("charAt"), true, "si", 's', char_at },
	{ STR_INIT("contains"), true, "ss", 'b', contains },
	{ STR_INIT("endsWith"), true, "ss", 'b', ends_with },
	{ STR_INIT("indexOf"), true, "ss", 'i', index_of },
	{ STR_INIT("indexOf"), true, "ssi", 'i', index_of },
	{ STR_INIT("join"), true, "l", 's', join },
	{ STR_INIT("join"), true, "ls", 's', join },
	{ STR_INIT("lastIndexOf"), true, "ss", 'i', last_index_of },
	{ STR_INIT("lastIndexOf"), true, "ssi", 'i', last_index_of },
	{ STR_INIT("lowerAscii"), true, "s", 's', lower_ascii },
	{ STR_INIT("matches"), true, "ss", 'b', matches },
	{ STR_INIT("matches"), false, "ss", 'b', matches },
	{ STR_INIT("replace"), true, "sss", 's', replace },
	{ STR_INIT("replace"), true, "sssi", 's', replace },
	{ STR_INIT("reverse"), true, "s", 's', reverse },
	{ STR_INIT("reverse"), true, "l", '1', reverse_list },
	{ STR_INIT("split"), true, "ss", 'S', split },
	{ STR_INIT("split"), true, "ssi", 'S', split },
	{ STR_INIT("startsWith"), true, "ss", 'b', starts_with },
	{ STR_INIT("strings.quote"), false, "s", 's', quote },
	{ STR_INIT("substring"), true, "si", 's', substring },
	{ STR_INIT("substring"), true, "sii", 's', substring },
	{ STR_INIT("trim"), true, "s", 's', trim },
	{ STR_INIT("upperAscii"), true, "s", 's', upper_ascii },
	{ .name = { NULL, 0 } },
};
