#include "checker/rule/judge_internal.h"
#include "checker/rule/words_internal.h"

#include "checker/text/text.h"

#include <string.h>

/* What a scanner found: bytes of the scanned text, and what they stand for. */
struct hit {
	struct str text;
	struct str id; /* of the source or list; the letter for mixed words */
	bool secret;   /* a report must not spread it further */
};

struct scan {
	struct match *m;
	bool (*found)(struct match *m);
	const struct node *node;
	struct str text;
	struct strmap named;	 /* sources, lists and kinds of filler found so far, by id */
	struct strmap sentences; /* read so far */
};

/* Code points of the words in the source that stand on their first line. */
static uint32_t span_of(struct str words)
{
	struct str line = words;

	for (size_t i = 0; i < words.n && line.n == words.n; i++)
		if (words.p[i] == '\n' || words.p[i] == '\r')
			line.n = i;
	return (uint32_t)text_points(line);
}

static bool is_mail_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
}

/* The line with long numbers and the names before an @ starred out; columns stay. */
static struct str starred(struct arena *a, struct str line)
{
	enum { LONG_NUMBER = 6 };
	struct str copy = arena_str(a, line);
	char *text = ARENA_ARRAY(a, char, line.n + 1);
	size_t digits = 0;

	if (line.n)
		memcpy(text, copy.p, line.n);
	for (size_t i = 0; i < line.n; i++) {
		digits = text[i] >= '0' && text[i] <= '9' ? digits + 1 : 0;
		if (digits == LONG_NUMBER)
			memset(text + i + 1 - digits, '*', digits);
		else if (digits > LONG_NUMBER)
			text[i] = '*';
		for (size_t k = i; text[i] == '@' && k > 0 && is_mail_byte(text[k - 1]); k--)
			text[k - 1] = '*';
	}
	return (struct str){ text, line.n };
}

struct place scan_place(const struct match *m, struct arena *a)
{
	const struct doc *doc = m->subject->doc;
	struct str source = doc_source(doc, m->scanned, m->hit);
	uint32_t at = (uint32_t)(source.p - doc->text.p);
	struct doc_place place = doc_place(doc, at);
	struct str line = doc_line(doc, at);

	return (struct place){
		.file = m->subject->file,
		.pointer = doc_pointer(doc, a, m->scanned),
		.line = place.line,
		.column = place.column,
		.excerpt = m->secret ? starred(a, line) : line,
		.span = span_of(source),
	};
}

static bool emit_hit(struct scan *s, struct hit hit)
{
	struct match *m = s->m;
	struct member *fields = ARENA_ARRAY(m->run.arena, struct member, 2);
	struct node *value = ARENA_NEW(m->run.arena, struct node);

	fields[0] = (struct member){ .key = "id", .key_n = 2, .value = node_make_str(hit.id) };
	fields[1] =
		(struct member){ .key = "text", .key_n = 4, .value = node_make_str(hit.text) };
	*value = node_make_object(m->run.arena, fields, 2);
	m->slots[m->rule->scan.slot] = cel_of_node(value);
	m->scanned = s->node;
	m->hit = hit.text;
	m->secret = hit.secret;
	return s->found(m);
}

/* Of the text, once they are needed: most texts are codes and addresses. */
static const struct text_words *words_of(struct scan *s)
{
	return &judge_text(s->m->judge, s->node)->words;
}

static bool is_denied(struct scan *s, struct str words)
{
	const struct phrase_list *list = s->m->rule->scan.unless;
	struct str by;

	if (!list || !rule_denies(list, s->m->run.arena, words_of(s), words, &by))
		return false;
	trace_denied(s->m, s->node, words, by);
	return true;
}

/* The first mention of each source: one that is not declared is one fault, however often it is
 * named and in however many languages. */
static bool scan_names(struct scan *s)
{
	const struct arch_mentions *names =
		judge_text_names(s->m->judge, judge_text(s->m->judge, s->node));

	for (size_t i = 0; i < names->list.n; i++) {
		const struct arch_entry *e = names->list.at[i].entry;
		struct str text = names->list.at[i].text;

		if (e->kind == ARCH_sources && !is_denied(s, text) &&
		    !strmap_put(&s->named, e->id, s->m) &&
		    !emit_hit(s, (struct hit){ text, e->id }))
			return false;
	}
	return true;
}

static bool scan_mixed(struct scan *s)
{
	const struct text_words *words;

	if (text_is_ascii(s->text))
		return true;
	words = words_of(s);
	for (size_t i = 0; i < words->n; i++) {
		struct str word = words->at[i].written, letter;
		uint32_t point;
		size_t odd;

		if (!words->at[i].known->mixed || !text_mixed(word, &odd, &point))
			continue;
		letter = arena_printf(s->m->run.arena, "U+%04X", (unsigned)point);
		if (!emit_hit(s, (struct hit){ word, letter }))
			return false;
	}
	return true;
}

/* Individual identification number: 12 digits, a date in the first six, a check digit last. */
static bool is_iin(struct str s)
{
	static const int weights[2][11] = { { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 },
					    { 3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2 } };
	int month = (s.p[2] - '0') * 10 + s.p[3] - '0';
	int day = (s.p[4] - '0') * 10 + s.p[5] - '0';
	int check = 10;

	if (month < 1 || month > 12 || day < 1 || day > 31 || s.p[6] < '0' || s.p[6] > '6')
		return false;
	for (int round = 0; round < 2 && check == 10; round++) {
		int sum = 0;

		for (int i = 0; i < 11; i++)
			sum += weights[round][i] * (s.p[i] - '0');
		check = sum % 11;
	}
	return check == s.p[11] - '0';
}

static size_t digits_from(struct str s, size_t at)
{
	size_t n = 0;

	while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
		n++;
	return n;
}

enum { IIN_DIGITS = 12, BIRTH_DIGITS = 6 };

/* Length of the number that `run` digits at `at` are or begin: people set the date of birth
 * apart. */
static size_t iin_length(struct str s, size_t at, size_t run)
{
	char digits[IIN_DIGITS];
	size_t behind = at + run + 1;

	if (run == IIN_DIGITS)
		return is_iin(str_sub(s, at, at + run)) ? run : 0;
	if (run != BIRTH_DIGITS || behind >= s.n || !strchr(" -", s.p[behind - 1]) ||
	    digits_from(s, behind) != IIN_DIGITS - BIRTH_DIGITS)
		return 0;
	memcpy(digits, s.p + at, BIRTH_DIGITS);
	memcpy(digits + BIRTH_DIGITS, s.p + behind, IIN_DIGITS - BIRTH_DIGITS);
	return is_iin((struct str){ digits, IIN_DIGITS }) ? IIN_DIGITS + 1 : 0;
}

/* A run of so many digits has one at a place that is a multiple of it. */
static bool may_have_run(struct str t, size_t digits)
{
	for (size_t at = digits - 1; at < t.n; at += digits)
		if (t.p[at] >= '0' && t.p[at] <= '9')
			return true;
	return false;
}

static bool scan_numbers(struct scan *s)
{
	struct str t = s->text;

	if (t.n < IIN_DIGITS || !may_have_run(t, BIRTH_DIGITS))
		return true;
	for (size_t at = 0; at < t.n; at++) {
		size_t run = digits_from(t, at), n = iin_length(t, at, run);

		if (n && !emit_hit(s, (struct hit){ str_sub(t, at, at + n), STR("iin"), true }))
			return false;
		at += n > run ? n : run;
	}
	return true;
}

/* Mail services that people, not bodies, have their boxes at. */
static const char *const private_hosts[] = {
	"gmail.com",   "mail.ru",	 "bk.ru",      "inbox.ru",    "list.ru",
	"yandex.ru",   "yandex.kz",	 "ya.ru",      "yahoo.com",   "hotmail.com",
	"outlook.com", "icloud.com",	 "rambler.ru", "proton.me",   "protonmail.com",
	"live.com",    "googlemail.com", "mail.kz",    "internet.ru", "me.com",
};

/* The next @. */
static size_t after(struct str t, size_t at)
{
	size_t next = str_find(str_sub(t, at + 1, t.n), STR("@"));

	return next == SIZE_MAX ? next : at + 1 + next;
}

static bool scan_mail(struct scan *s)
{
	struct str t = s->text;

	for (size_t at = str_find(t, STR("@")); at < t.n; at = after(t, at)) {
		size_t from = at, to = at + 1;
		struct str host;

		while (from > 0 && is_mail_byte(t.p[from - 1]))
			from--;
		while (to < t.n && is_mail_byte(t.p[to]))
			to++;
		while (to > at + 1 && t.p[to - 1] == '.')
			to--;
		host = text_fold(s->m->run.arena, str_sub(t, at + 1, to));
		for (size_t i = 0; from < at && i < ARRAY_LEN(private_hosts); i++)
			if (str_eq(host, str_of(private_hosts[i])) &&
			    !emit_hit(s, (struct hit){ str_sub(t, from, to), host, true }))
				return false;
	}
	return true;
}

static bool is_known(const struct pack *p, const struct path *path)
{
	for (size_t i = 0; i < p->sign_texts.list.n; i++)
		if (path_same(&p->sign_texts.list.at[i], path))
			return true;
	return false;
}

void scan_note_texts(struct pack *p, struct arena *a, struct scan_rule *scan)
{
	scan->signs_alone = scan->kinds.n == 1 && scan->kinds.at[0] == SCAN_signs;
	for (size_t i = 0; i < scan->texts.n; i++)
		scan->signs_alone &= scan->texts.at[i].base == SLOT_MANIFEST;
	for (size_t i = 0; scan->signs_alone && i < scan->texts.n; i++)
		if (!is_known(p, &scan->texts.at[i]))
			vec_push(a, &p->sign_texts.list, scan->texts.at[i]);
}

static bool is_looked_for(const struct scan_rule *rule, const struct sign_list *list)
{
	for (size_t i = 0; i < rule->lists.n; i++)
		if (rule->lists.at[i] == list)
			return true;
	return false;
}

/* The first sign of a list: the practice is one, in however many words. */
static bool scan_signs(struct scan *s)
{
	const struct scan_rule *rule = &s->m->rule->scan;
	struct judge_text *text = judge_text(s->m->judge, s->node);
	const struct pattern_hits *hits = judge_text_signs(s->m->judge, text);

	for (size_t i = 0; text->denied && i < text->denied->list.n; i++)
		if (is_looked_for(rule, text->denied->list.at[i].sign.owner))
			trace_denied(s->m, s->node, text->denied->list.at[i].sign.text,
				     text->denied->list.at[i].by);
	for (size_t i = 0; i < hits->list.n; i++) {
		const struct sign_list *list = hits->list.at[i].owner;

		if (is_looked_for(rule, list) && !strmap_put(&s->named, list->id, s->m) &&
		    !emit_hit(s, (struct hit){ hits->list.at[i].text, list->id }))
			return false;
	}
	return true;
}

/* One finding of a kind of filler is enough to look at the whole. */
static bool emit_filler(struct scan *s, struct str text, const char *kind)
{
	struct hit hit = { text, str_of(kind) };

	return strmap_put(&s->named, hit.id, s->m) || emit_hit(s, hit);
}

static bool scan_filler(struct scan *s, enum scan_kind kind)
{
	const struct pack *p = s->m->judge->pack;
	struct str sentence;

	if (kind == SCAN_template_text)
		return !filler_is_example(p, s->text) ||
		       emit_filler(s, s->text, "template_text");
	if (kind == SCAN_empty_text)
		return !filler_is_empty(p, s->m->run.arena, words_of(s)) ||
		       emit_filler(s, s->text, "empty_text");
	return !filler_repeats(&s->sentences, words_of(s), &sentence) ||
	       emit_filler(s, sentence, "repeated_sentence");
}

static bool scan_kind_run(struct scan *s, enum scan_kind kind)
{
	switch (kind) {
	case SCAN_names:
		return scan_names(s);
	case SCAN_mixed_words:
		return scan_mixed(s);
	case SCAN_personal_numbers:
		return scan_numbers(s);
	case SCAN_private_mail:
		return scan_mail(s);
	case SCAN_signs:
		return scan_signs(s);
	case SCAN_template_text:
	case SCAN_empty_text:
	case SCAN_repeated_sentence:
		return scan_filler(s, kind);
	case SCAN_KIND_COUNT:
		return true;
	}
	return true;
}

static bool scan_text(void *context, const struct node *node)
{
	struct scan *s = context;
	const struct scan_rule *rule = &s->m->rule->scan;

	/* A number written without quotes is as much a text as one with them. */
	if (node->type != NODE_STRING && node->type != NODE_NUMBER)
		return true;
	s->node = node;
	s->text = node_str(node);
	for (size_t i = 0; i < rule->kinds.n; i++)
		if (!scan_kind_run(s, rule->kinds.at[i]))
			return false;
	return true;
}

static bool scan_code(void *context, const struct node *node)
{
	struct scan *s = context;
	struct str wanted = s->m->rule->scan.code, code;

	s->node = node;
	code = node->type == NODE_BOOL ? node_canonical(s->m->run.arena, node) : node_str(node);
	if (node->type != NODE_STRING && node->type != NODE_BOOL)
		return true;
	return (wanted.n && !str_eq(code, wanted)) || emit_hit(s, (struct hit){ code, code });
}

/* Most manifests have signs of few lists. One rule alone reads its own texts only, and a trace
 * tells of signs that are denied, too. */
static bool has_no_sign(struct match *m)
{
	const struct scan_rule *rule = &m->rule->scan;

	if (!rule->signs_alone || m->judge->rules_n <= 1 || trace_of_steps(m->judge))
		return false;
	for (size_t i = 0; i < rule->lists.n; i++)
		if (judge_has_signs(m->judge, m->subject, rule->lists.at[i]))
			return false;
	return true;
}

bool scan_run(struct match *m, bool (*found)(struct match *m))
{
	const struct scan_rule *rule = &m->rule->scan;
	struct scan s = { .m = m, .found = found };
	bool idle = has_no_sign(m);

	strmap_init(&s.named, m->run.arena);
	strmap_init(&s.sentences, m->run.arena);
	for (size_t i = 0; i < rule->texts.n && !idle; i++)
		if (!path_walk(&rule->texts.at[i], match_base(m, rule->texts.at[i].base),
			       scan_text, &s))
			return false;
	for (size_t i = 0; i < rule->codes.n; i++)
		if (!path_walk(&rule->codes.at[i], match_base(m, rule->codes.at[i].base),
			       scan_code, &s))
			return false;
	return true;
}
