#include "checker/phrase/phrase.h"

#include "checker/base/strmap.h"

#include <assert.h>

enum { PATTERN_WORDS = 6, GAP = 1, BUCKET_POINTS = 2, LONG_WORD = 256 };

struct pattern_word {
	struct str text;		  /* folded */
	bool open;			  /* ends in *: any ending */
	const struct pattern_word *next;  /* that must follow at once, or NULL */
	const struct pattern_word *other; /* that may stand instead of these, or NULL */
	uint64_t begins; /* see letters_bit; of the first of several all of theirs */
};

struct pattern {
	const void *owner;
	const struct pattern_word *words[PATTERN_WORDS];
	size_t n;
};

/* Alternatives of first words; those of one pattern stand together, in its order. */
struct bucket {
	VEC(struct filed) list;
};
struct filed {
	const struct pattern *pattern;
	const struct pattern_word *word;
};

/* The patterns that a word of a text may begin, each with those of its alternatives that do, up
 * to the first that is one word. */
struct begun {
	size_t n;
	struct beginning {
		const struct pattern *pattern;
		const struct pattern_word *next; /* that must follow at once, or NULL */
		uint64_t then; /* how one of the words begins that must follow; 0: none must */
	} at[];
};
static const struct begun none;

struct memo {
	struct known_words {
		/* By number in the vocabulary; NULL: not asked for yet. */
		const struct begun **at;
		size_t n;
	} begun[LANG_COUNT];
	struct beginnings {
		VEC(struct beginning) list;
	} found; /* of the word that is looked at */
};

struct pattern_set {
	struct arena *arena;
	struct text_vocabulary *of;
	struct memo *memo;
	size_t reach;			   /* 0: the words stand in order */
	bool skeletons;			   /* words are compared by their skeletons */
	struct strmap buckets[LANG_COUNT]; /* by the first letters of the first word */
	struct strmap read;		   /* long words of patterns, by how they are written */
};

struct pattern_set *pattern_set_new_around(struct arena *a, struct text_vocabulary *of,
					   size_t reach)
{
	struct pattern_set *set = ARENA_NEW(a, struct pattern_set);

	set->arena = a;
	set->of = of;
	set->memo = ARENA_NEW(a, struct memo);
	set->reach = reach;
	for (enum lang l = 0; l < LANG_COUNT; l++)
		strmap_init(&set->buckets[l], a);
	strmap_init(&set->read, a);
	return set;
}

struct pattern_set *pattern_set_new(struct arena *a, struct text_vocabulary *of)
{
	return pattern_set_new_around(a, of, 0);
}

struct pattern_set *pattern_set_new_skeletons(struct arena *a, struct text_vocabulary *of,
					      size_t reach)
{
	struct pattern_set *set = pattern_set_new_around(a, of, reach);

	set->skeletons = true;
	return set;
}

struct text_vocabulary *pattern_set_vocabulary(const struct pattern_set *set)
{
	return set->of;
}

static struct str word_key(const struct pattern_set *set, struct arena *a, struct str folded)
{
	return set->skeletons ? text_skeleton(a, folded) : folded;
}

static struct str first_letters(struct str word)
{
	struct str rest = word;

	for (int i = 0; i < BUCKET_POINTS && rest.n; i++)
		text_next(&rest);
	return str_sub(word, 0, word.n - rest.n);
}

static bool cut_mark(struct str *rest, char mark)
{
	if (rest->n == 0 || rest->p[0] != mark)
		return false;
	*rest = str_sub(*rest, 1, rest->n);
	return true;
}

/* One word, and nothing else than * behind it. */
static bool is_word(struct str piece)
{
	struct str word, rest = piece;

	if (!text_word(&word, &rest) || word.p != piece.p)
		return false;
	cut_mark(&rest, '*');
	return rest.n == 0;
}

static bool are_words(struct str alternatives)
{
	struct str rest = alternatives;
	bool last = false;

	for (size_t n = 0; !last; rest = str_sub(rest, n + 1, rest.n)) {
		for (n = 0; n < rest.n && rest.p[n] != '|' && rest.p[n] != '+';)
			n++;
		last = n == rest.n;
		if (!is_word(str_sub(rest, 0, n)))
			return false;
	}
	return true;
}

bool pattern_is_sound(struct str pattern)
{
	struct str piece, rest = pattern;
	size_t n = 0;

	while (str_cut(&piece, &rest, ' '))
		if (++n > PATTERN_WORDS || !are_words(piece))
			return false;
	return n > 0;
}

/* One of 64 bits for how it begins, which a word that fits has too. */
static uint64_t letters_bit(const struct pattern_word *w)
{
	uint8_t begins;

	return !text_beginning(w->text, &begins) && w->open ? UINT64_MAX
							    : UINT64_C(1) << begins;
}

/* "a*+b": NULL when no word is left. */
static struct pattern_word *read_chain(const struct pattern_set *set, struct str *rest)
{
	struct pattern_word *first = NULL, *last = NULL;
	struct str word;

	do {
		struct pattern_word *w;

		if (!text_word(&word, rest))
			break;
		w = ARENA_NEW(set->arena, struct pattern_word);
		w->text = word_key(set, set->arena, text_fold(set->arena, word));
		w->open = cut_mark(rest, '*');
		w->begins = letters_bit(w);
		if (last)
			last->next = w;
		else
			first = w;
		last = w;
	} while (cut_mark(rest, '+'));
	return first;
}

/* "a*+b|c": the first of them, with the others behind it. */
static struct pattern_word *read_others(const struct pattern_set *set, struct str *rest)
{
	struct pattern_word *first = read_chain(set, rest), *last = first;

	while (last && cut_mark(rest, '|')) {
		struct pattern_word *other = read_chain(set, rest);

		last->other = other;
		last = other;
		if (!other)
			break;
		first->begins |= other->begins;
	}
	return first;
}

/* Words that many patterns have, such as those for people, are read once. */
static const struct pattern_word *read_word(struct pattern_set *set, struct str *rest)
{
	struct pattern_word *first;
	struct str word, left, key;

	while (cut_mark(rest, ' '))
		;
	left = *rest;
	if (!str_cut(&word, &left, ' ') || word.n < LONG_WORD)
		return read_others(set, rest);
	first = strmap_get(&set->read, key = word);
	if (!first) {
		first = read_others(set, &word);
		if (word.n)
			left = str_sub(*rest, key.n - word.n, rest->n);
		else
			strmap_put(&set->read, key, first);
	}
	*rest = left;
	return first;
}

static void file_pattern(struct pattern_set *set, enum lang lang, const struct pattern *p,
			 const struct pattern_word *word)
{
	struct str key = first_letters(word->text);
	struct bucket *bucket = strmap_get(&set->buckets[lang], key);

	if (!bucket) {
		bucket = ARENA_NEW(set->arena, struct bucket);
		strmap_put(&set->buckets[lang], key, bucket);
	}
	vec_push(set->arena, &bucket->list, (struct filed){ p, word });
}

void pattern_set_add(struct pattern_set *set, enum lang lang, struct str pattern,
		     const void *owner)
{
	struct pattern *p = ARENA_NEW(set->arena, struct pattern);
	struct str rest = pattern;

	*p = (struct pattern){ .owner = owner };
	while (p->n < PATTERN_WORDS) {
		p->words[p->n] = read_word(set, &rest);
		if (!p->words[p->n])
			break;
		p->n++;
	}
	for (const struct pattern_word *w = p->n ? p->words[0] : NULL; w; w = w->other)
		file_pattern(set, lang, p, w);
}

/* Indexes of the first and the last word of a pattern in the text. */
struct span {
	size_t first, last;
};

struct pattern_text {
	const struct pattern_set *set;
	const struct text_words *words;
	struct arena *arena;
	/* Of each word, as in struct pattern_word, and none behind the last; NULL: nobody asked
	 * yet. */
	uint64_t *begins;
	struct around { /* the words around one: from `first` to before `end` */
		size_t at, first, end;
		uint64_t begins; /* of all of them but it */
	} around;
};

static struct str key_of(const struct pattern_set *set, const struct text_token *token)
{
	return set->skeletons ? token->known->skeleton : token->known->folded;
}

static uint8_t begins_of(const struct pattern_set *set, const struct text_token *token)
{
	return set->skeletons ? token->known->skeleton_begins : token->known->folded_begins;
}

static uint64_t *all_begins(const struct pattern_text *text)
{
	size_t n = text->words->n;
	uint64_t *begins = arena_raw(text->arena, n + GAP + 1, sizeof(*begins));

	for (size_t i = 0; i < n; i++)
		begins[i] = UINT64_C(1) << begins_of(text->set, &text->words->at[i]);
	memset(begins + n, 0, (GAP + 1) * sizeof(*begins));
	return begins;
}

static bool part_fits(const struct pattern_word *part, struct str key)
{
	return part->open ? key.n >= part->text.n && str_same(key.p, part->text.p, part->text.n)
			  : str_eq(key, part->text);
}

/* How many words of the text from `at` on the part takes with what follows it; 0: others stand
 * there. */
static size_t parts_fit(const struct pattern_word *part, const struct pattern_text *text,
			size_t at)
{
	size_t n = 0;

	for (; part; part = part->next, n++)
		if (!(part->begins & text->begins[at + n]) ||
		    !part_fits(part, key_of(text->set, &text->words->at[at + n])))
			return 0;
	return n;
}

/* The same of the first that fits of the word and those that may stand instead of it; hardly
 * any of the words around the first of a pattern is one of them. */
static size_t word_fits(const struct pattern_word *w, const struct pattern_text *text,
			size_t at)
{
	size_t n = 0;

	if (w->begins & text->begins[at])
		for (; w && !n; w = w->other)
			n = w->begins & text->begins[at] ? parts_fit(w, text, at) : 0;
	return n;
}

/* The words of the pattern behind the first, in order. */
static bool stands_in_order(const struct pattern *p, const struct pattern_text *text,
			    struct span *span)
{
	for (size_t i = 1; i < p->n; i++) {
		size_t next = span->last + 1, n = word_fits(p->words[i], text, next);

		for (size_t gap = 0; gap < GAP && !n; gap++)
			n = word_fits(p->words[i], text, ++next);
		if (n == 0)
			return false;
		span->last = next + n - 1;
	}
	return true;
}

static void widen(struct span *span, size_t first, size_t n)
{
	span->first = first < span->first ? first : span->first;
	span->last = first + n - 1 > span->last ? first + n - 1 : span->last;
}

static const struct around *look_around(struct pattern_text *text, size_t at)
{
	size_t reach = text->set->reach, n = text->words->n;
	struct around around = { .at = at,
				 .first = at > reach ? at - reach : 0,
				 .end = at + reach < n ? at + reach + 1 : n };

	if (text->around.end && text->around.at == at)
		return &text->around;
	for (size_t i = around.first; i < around.end; i++)
		around.begins |= i == at ? 0 : text->begins[i];
	text->around = around;
	return &text->around;
}

/* Widens the span by the nearest words to `at` that fit. */
static bool stands_near(const struct pattern_word *w, const struct pattern_text *text,
			struct span *span)
{
	size_t at = text->around.at;

	if (!(w->begins & text->around.begins))
		return false;
	for (size_t d = 1; d <= text->set->reach; d++) {
		size_t n = 0, near = at + d;

		if (near < text->around.end)
			n = word_fits(w, text, near);
		if (n == 0 && d <= at)
			n = word_fits(w, text, near = at - d);
		if (n) {
			widen(span, near, n);
			return true;
		}
	}
	return false;
}

/* How the words begin among which the next of a pattern must be. */
static uint64_t begins_near(struct pattern_text *text, size_t at, bool at_once)
{
	_Static_assert(GAP == 1, "the next word or the one behind it");
	if (at_once)
		return text->begins[at + 1];
	return text->set->reach ? look_around(text, at)->begins
				: text->begins[at + 1] | text->begins[at + 2];
}

/* How many words of the text from `at` on the first of a pattern takes; 0: what must follow
 * does not. That it begins here is known. */
static size_t begins_at(const struct beginning *b, struct pattern_text *text, size_t at)
{
	size_t n;

	if (!b->then)
		return 1;
	if (!(b->then & begins_near(text, at, b->next != NULL)))
		return 0;
	n = b->next ? parts_fit(b->next, text, at + 1) : 0;
	return b->next && n == 0 ? 0 : n + 1;
}

/* The words of the pattern behind the first. */
static bool goes_on(const struct pattern *p, struct pattern_text *text, struct span *span)
{
	if (text->set->reach == 0)
		return stands_in_order(p, text, span);
	if (p->n > 1)
		look_around(text, span->first);
	for (size_t i = 1; i < p->n; i++)
		if (!stands_near(p->words[i], text, span))
			return false;
	return true;
}

static struct beginning beginning_of(const struct filed *f)
{
	const struct pattern *p = f->pattern;
	const struct pattern_word *next = f->word->next;
	struct beginning b = { p, next, 0 };

	if (next)
		b.then = next->begins;
	else if (p->n > 1)
		b.then = p->words[1]->begins;
	return b;
}

static const struct begun *find_begun(const struct pattern_set *set, struct arena *a,
				      enum lang lang, struct str key)
{
	const struct bucket *bucket = strmap_get(&set->buckets[lang], first_letters(key));
	const struct pattern *whole = NULL; /* one that a word alone begins */
	struct beginnings *found = &set->memo->found;
	struct begun *begun;

	found->list.n = 0;
	for (size_t i = 0; bucket && i < bucket->list.n; i++) {
		const struct filed *f = &bucket->list.at[i];

		if (f->pattern == whole || !part_fits(f->word, key))
			continue;
		vec_push(set->arena, &found->list, beginning_of(f));
		if (!f->word->next)
			whole = f->pattern;
	}
	if (found->list.n == 0)
		return &none;
	begun = arena_raw(a, 1, sizeof(*begun) + found->list.n * sizeof(*begun->at));
	begun->n = found->list.n;
	memcpy(begun->at, found->list.at, begun->n * sizeof(*begun->at));
	return begun;
}

/* For the word and as many others as there are before it. */
static void make_room(struct arena *a, struct known_words *words, uint32_t number)
{
	const struct begun **before = words->at;
	size_t n = words->n;

	words->n = 2 * ((size_t)number + 1);
	words->at = ARENA_ARRAY(a, const struct begun *, words->n);
	if (n)
		memcpy(words->at, before, n * sizeof(*before));
}

static const struct begun *learn_begun(const struct pattern_set *set, struct arena *a,
				       enum lang lang, const struct text_token *token)
{
	uint32_t number = token->known->number;
	struct memo *memo = set->memo;

	if (number == TEXT_UNNUMBERED)
		return find_begun(set, a, lang, key_of(set, token));
	if (memo->begun[lang].n <= number)
		make_room(set->arena, &memo->begun[lang], number);
	return memo->begun[lang].at[number] =
		       find_begun(set, set->arena, lang, key_of(set, token));
}

static inline const struct begun *begun_by(const struct pattern_set *set, struct arena *a,
					   enum lang lang, const struct text_token *token)
{
	uint32_t number = token->known->number;
	const struct known_words *words = &set->memo->begun[lang];
	const struct begun *known = number < words->n ? words->at[number] : NULL;

	return known ? known : learn_begun(set, a, lang, token);
}

static struct str written_from(const struct text_words *words, struct span span)
{
	struct str first = words->at[span.first].written, last = words->at[span.last].written;

	return (struct str){ first.p, (size_t)(last.p + last.n - first.p) };
}

static void scan_from(struct pattern_text *text, size_t at, const struct begun *begun,
		      struct pattern_hits *hits)
{
	const struct pattern *seen = NULL;

	if (!text->begins)
		text->begins = all_begins(text);
	for (size_t i = 0; i < begun->n; i++) {
		const struct beginning *b = &begun->at[i];
		size_t n = b->pattern == seen ? 0 : begins_at(b, text, at);
		struct span span = { at, at + n - 1 };

		if (n == 0)
			continue;
		seen = b->pattern;
		if (goes_on(seen, text, &span))
			vec_push(text->arena, &hits->list,
				 (struct pattern_hit){ written_from(text->words, span),
						       seen->owner });
	}
}

void pattern_set_scan(const struct pattern_set *set, struct arena *a, enum lang lang,
		      const struct text_words *words, struct pattern_hits *hits)
{
	struct pattern_text text = { .set = set, .words = words, .arena = a };

	assert(words->of == set->of);
	for (size_t i = 0; i < words->n; i++) {
		const struct begun *begun = begun_by(set, a, lang, &words->at[i]);

		if (begun->n)
			scan_from(&text, i, begun, hits);
	}
}

bool pattern_set_begins(const struct pattern_set *set, struct arena *a, enum lang lang,
			const struct text_words *words)
{
	assert(words->of == set->of);
	for (size_t i = 0; i < words->n; i++)
		if (begun_by(set, a, lang, &words->at[i])->n)
			return true;
	return false;
}
