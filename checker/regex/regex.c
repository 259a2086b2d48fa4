#define PCRE2_CODE_UNIT_WIDTH 8

#include "checker/regex/regex.h"
#include "checker/base/limits.h"
#include "checker/regex/regex_internal.h"

#include <pcre2.h>

enum {
	MAX_TRANSLATION = LIMIT_PATTERN_BYTES * 128, /* \S in a class is the longest form */
	/*
	 * Steps of one call. PCRE2 counts them anew at each start, so that a limit of its own
	 * leaves a call with thousands of starts unbounded, and a step may scan the whole
	 * subject.
	 */
	TOTAL_STEPS = LIMIT_REGEX_MATCH * 50,
	/* Steps for each byte on the first try, and how they grow until they are enough. */
	FIRST_STEPS = 16,
	GROWTH = 8,
	CHARGED_STEPS = 4, /* of PCRE2 take about the time of one that is charged */
	/* Bytes that one step of a search scans in the time of a counted one. */
	SCAN_BYTES = 256,
};

struct regex {
	struct arena *arena; /* all that PCRE2 allocates for this pattern */
	pcre2_code *code;
	pcre2_code *single; /* the same with one start only; NULL: `code` has no more itself */
	pcre2_match_context *limits;
	pcre2_match_data *data; /* the vector of frames grows in it and is used again */
};

static uint32_t options_of(enum regex_syntax syntax)
{
	uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C;

	/* In ECMA-262 a reference to an unset group matches empty; in RE2 a line begins after
	 * the last line end too. */
	return options |
	       (syntax == REGEX_ECMA ? PCRE2_MATCH_UNSET_BACKREF : PCRE2_ALT_CIRCUMFLEX);
}

/* In our tables of words where people meet it; else in those of PCRE2. */
static const char *reason_of(int code, char *room, size_t size)
{
	static const struct {
		int code;
		const char *why;
	} reasons[] = {
		{ PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS, "missing closing parenthesis" },
		{ PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS, "unmatched closing parenthesis" },
		{ PCRE2_ERROR_CLASS_RANGE_ORDER, "range out of order in character class" },
		{ PCRE2_ERROR_QUANTIFIER_OUT_OF_ORDER,
		  "numbers out of order in {} quantifier" },
		{ PCRE2_ERROR_QUANTIFIER_TOO_BIG, "number too big in {} quantifier" },
	};

	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (reasons[i].code == code)
			return reasons[i].why;
	pcre2_get_error_message(code, (PCRE2_UCHAR *)room, size);
	return room;
}

/* The offset in the pattern that the user wrote: translate again up to that place. */
static bool refuse_by_pcre2(struct regex_translator *done, int code, size_t offset)
{
	AUTO_STRBUF out;
	struct regex_translator t = {
		.in = done->in, .syntax = done->syntax, .out = &out, .err = done->err
	};
	char text[256] = "";

	strbuf_init(&out, MAX_TRANSLATION);
	if (offset > 0 && !regex_translate(&t, offset))
		return false;
	return regex_refuse(&t, t.at, reason_of(code, text, sizeof(text)));
}

static void *allocate(PCRE2_SIZE n, void *arena)
{
	return arena_alloc(arena, n, 1);
}

/* It goes with the arena; the vector of frames doubles, so what it leaves behind is bounded. */
static void release(void *p, void *arena)
{
	(void)p;
	(void)arena;
}

static bool is_anchored(const pcre2_code *code)
{
	uint32_t options = 0;

	return pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options) == 0 &&
	       (options & PCRE2_ANCHORED);
}

/* The search itself becomes part of the pattern, so that its steps are counted together. */
static pcre2_code *compile_single(struct regex_translator *t, pcre2_compile_context *context)
{
	AUTO_STRBUF text;
	size_t offset;
	int code;

	strbuf_init(&text, MAX_TRANSLATION + 64);
	strbuf_str(&text, STR("(?s:.*?)(?:"));
	strbuf_str(&text, strbuf_view(t->out));
	strbuf_str(&text, STR(")"));
	return pcre2_compile((PCRE2_SPTR)text.p, text.n, options_of(t->syntax) | PCRE2_ANCHORED,
			     &code, &offset, context);
}

static bool compile(struct regex *re, struct regex_translator *t)
{
	pcre2_general_context *memory;
	pcre2_compile_context *context;
	struct str text;
	size_t offset;
	int code;

	if (!regex_translate(t, SIZE_MAX))
		return false;
	if (t->out->overflow)
		return regex_refuse(t, t->in.n, "too large");
	text = strbuf_view(t->out);
	memory = pcre2_general_context_create(allocate, release, re->arena);
	context = pcre2_compile_context_create(memory);
	re->code = pcre2_compile((PCRE2_SPTR)text.p, text.n, options_of(t->syntax), &code,
				 &offset, context);
	if (!re->code)
		return refuse_by_pcre2(t, code, offset);
	if (!is_anchored(re->code)) {
		re->single = compile_single(t, context);
		if (!re->single)
			return regex_refuse(t, t->in.n, "too large");
	}
	re->data = pcre2_match_data_create(1, memory);
	re->limits = pcre2_match_context_create(memory);
	pcre2_set_depth_limit(re->limits, LIMIT_REGEX_MATCH);
	pcre2_set_heap_limit(re->limits, LIMIT_REGEX_HEAP_KB);
	return true;
}

bool regex_compile(struct regex **out, struct str pattern, enum regex_syntax syntax,
		   struct err *err)
{
	AUTO_STRBUF text;
	struct regex_translator t = {
		.in = pattern, .syntax = syntax, .out = &text, .err = err
	};
	struct arena *a;
	struct regex *re;

	strbuf_init(&text, MAX_TRANSLATION);
	if (pattern.n > LIMIT_PATTERN_BYTES)
		return err_set(err, ERR_INPUT, "pattern, offset %d: longer than %d bytes",
			       LIMIT_PATTERN_BYTES, LIMIT_PATTERN_BYTES);
	a = arena_new();
	re = ARENA_NEW(a, struct regex);
	re->arena = a;
	if (!compile(re, &t)) {
		regex_free(re);
		return false;
	}
	*out = re;
	return true;
}

void regex_free(struct regex *re)
{
	if (re)
		arena_free(re->arena);
}

static int run(const struct regex *re, const pcre2_code *code, struct str subject, size_t steps)
{
	pcre2_set_match_limit(re->limits, (uint32_t)steps);
	return pcre2_match(code, (PCRE2_SPTR)subject.p, subject.n, 0, PCRE2_NO_UTF_CHECK,
			   re->data, re->limits);
}

/* Each start has its share of the steps. */
static int run_share(const struct regex *re, struct str subject, uint64_t total)
{
	return run(re, re->code, subject, re->single ? total / (subject.n + 1) : total);
}

/*
 * PCRE2 does not tell how many steps it took, so it is tried with few and then
 * with ever more: what is charged is at most GROWTH times what was needed.
 */
enum regex_result regex_match_counted(const struct regex *re, struct str subject,
				      size_t max_subject, uint64_t *work)
{
	uint64_t length = subject.n + 1, total = length * FIRST_STEPS;
	int code;

	if (subject.n > max_subject)
		return REGEX_LIMIT;
	if (re->single)
		*work += length * length / SCAN_BYTES;
	for (;; total *= GROWTH) {
		total = total < TOTAL_STEPS ? total : TOTAL_STEPS;
		*work += total / CHARGED_STEPS;
		code = run_share(re, subject, total);
		if (code != PCRE2_ERROR_MATCHLIMIT || total == TOTAL_STEPS)
			break;
	}
	/* A share was too small for one start, but all of them may need less together. */
	if (re->single && code < 0 && code != PCRE2_ERROR_NOMATCH) {
		*work += TOTAL_STEPS / CHARGED_STEPS;
		code = run(re, re->single, subject, TOTAL_STEPS);
	}
	if (code >= 0)
		return REGEX_YES;
	return code == PCRE2_ERROR_NOMATCH ? REGEX_NO : REGEX_LIMIT;
}

enum regex_result regex_match(const struct regex *re, struct str subject, size_t max_subject)
{
	uint64_t work = 0;

	return regex_match_counted(re, subject, max_subject, &work);
}
