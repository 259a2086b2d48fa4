#include "checker/phrase/phrase_internal.h"

enum mark {
	MARK_SPACE,
	MARK_LINE,
	MARK_QUOTE,
	MARK_DASH,
	MARK_DOT,
	MARK_NAME,
	MARK_END,
	MARK_ELSE,
};

static enum mark mark_of(uint32_t point)
{
	static const struct str marks[MARK_ELSE] = {
		[MARK_SPACE] = STR_INIT(" \t\r\u00a0\u2009\u202f"),
		[MARK_LINE] = STR_INIT("\n\u2028\u2029"),
		[MARK_QUOTE] = STR_INIT("\"'`«»‹›‘’‚“”„"),
		[MARK_DASH] = STR_INIT("-\u2010\u2011\u2012\u2013\u2014\u2212"),
		[MARK_DOT] = STR_INIT("."),
		[MARK_NAME] = STR_INIT("_@"),
		[MARK_END] = STR_INIT("!?;…"),
	};
	char bytes[4];
	struct str one = { bytes, text_encode(bytes, point) };
	enum mark mark = MARK_SPACE;

	while (mark < MARK_ELSE && str_find(marks[mark], one) == SIZE_MAX)
		mark++;
	return mark;
}

static bool is_lower_word(struct str word)
{
	while (word.n > 0) {
		if (text_is_upper(text_next(&word)))
			return false;
	}
	return true;
}

static bool is_latin(struct str word)
{
	uint32_t point = text_next(&word) | 0x20;

	return point >= 'a' && point <= 'z';
}

/* г. and обл. end no sentence. */
static bool is_abbreviation(struct str word)
{
	enum { LONGEST = 4 };

	return text_points(word) <= LONGEST && is_lower_word(word);
}

static bool begins_upper(struct str word)
{
	return text_is_upper(text_next(&word));
}

static struct phrase_between dot_between(struct str before, struct str after, bool tight)
{
	/* A dot without a space is inside a name, unless a sentence begins behind it. */
	if (tight && (!begins_upper(after) || (is_latin(before) && is_latin(after))))
		return (struct phrase_between){ PHRASE_GAP_DOT, PHRASE_GLUE_NAME };
	if (is_abbreviation(before))
		return (struct phrase_between){ PHRASE_GAP_PLAIN, PHRASE_GLUE_NONE };
	return (struct phrase_between){ PHRASE_GAP_END, PHRASE_GLUE_NONE };
}

static struct phrase_between by_marks(const size_t count[MARK_ELSE + 1], struct str before,
				      struct str after)
{
	bool tight = count[MARK_SPACE] + count[MARK_LINE] == 0;

	if (count[MARK_END] > 0 || count[MARK_LINE] > 1 || count[MARK_DOT] > 1)
		return (struct phrase_between){ PHRASE_GAP_END, PHRASE_GLUE_NONE };
	if (count[MARK_DOT] == 1 && count[MARK_ELSE] + count[MARK_DASH] + count[MARK_NAME] == 0)
		return dot_between(before, after, tight && count[MARK_QUOTE] == 0);
	if (count[MARK_DOT] == 1)
		return (struct phrase_between){ PHRASE_GAP_END, PHRASE_GLUE_NONE };
	if (count[MARK_NAME] > 0 && tight)
		return (struct phrase_between){ count[MARK_ELSE] ? PHRASE_GAP_MARK
								 : PHRASE_GAP_PLAIN,
						PHRASE_GLUE_NAME };
	if (count[MARK_ELSE] + count[MARK_NAME] > 0 || count[MARK_DASH] > 1 ||
	    (count[MARK_DASH] == 1 && !tight))
		return (struct phrase_between){ PHRASE_GAP_MARK, PHRASE_GLUE_NONE };
	if (count[MARK_DASH] == 1 && count[MARK_QUOTE] == 0)
		return (struct phrase_between){ PHRASE_GAP_PLAIN, PHRASE_GLUE_HYPHEN };
	return (struct phrase_between){ PHRASE_GAP_PLAIN, PHRASE_GLUE_NONE };
}

struct phrase_between phrase_between(struct str before, struct str after)
{
	size_t count[MARK_ELSE + 1] = { 0 };
	struct str s = { before.p + before.n, (size_t)(after.p - (before.p + before.n)) };

	if (s.n == 1 && *s.p == ' ')
		return (struct phrase_between){ PHRASE_GAP_PLAIN, PHRASE_GLUE_NONE };
	while (s.n > 0)
		count[mark_of(text_next(&s))]++;
	return by_marks(count, before, after);
}
