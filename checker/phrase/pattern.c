#include "checker/phrase/phrase.h"

#include "checker/base/strmap.h"

#include <assert.h>

enum { PATTERN_WORDS = 6, GAP = 1, BUCKET_POINTS = 2, LONG_WORD = 256 };

struct pattern_word {
	struct str text;		  /* folded */
	bool open;			  /* ends in *: any ending */
	const struct pattern_word *next;  /* that must follow at once, or NULL */
	const struct pattern_word *other; /* that may stand instead of these, or NULL */
	uint64_t begins; /* a bit for how it begins; of the first of several all of theirs */
};

struct pattern {
	const void *owner;
	const struct pattern_word *words[PATTERN_WORDS];
	size_t n;
};

struct bucket {
	VEC(const struct pattern *) patterns;
};

/* The patterns that a word of a text may begin, each with the first of its alternatives that
 * does. */
struct begun {
	struct beginning {
		const struct pattern *pattern;
		const struct pattern_word *word;
	} * at;
	size_t n;
};
static const struct begun none;

struct memo {
	struct {
		/* By number of the word in the vocabulary; NULL: not asked for yet. */
		VEC(const struct begun *) list;
	} begun[LANG_COUNT];
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
		if (last)
			last->next = w;
		else
			first = w;
		last = w;
	} while (cut_mark(rest, '+'));
	return first;
}

/* One of 64 bits for how a word begins; all for what is shorter. */
static uint64_t letters_bit(struct str word)
{
	return word.n < 2 ? UINT64_MAX
			  : UINT64_C(1) << (((unsigned char)word.p[0] << 1 ^
					     (unsigned char)word.p[1]) &
					    63);
}

/* "a*+b|c": the first of them, with the others behind it. */
static struct pattern_word *read_others(const struct pattern_set *set, struct str *rest)
{
	struct pattern_word *first = read_chain(set, rest), *last = first;

	if (first)
		first->begins = letters_bit(first->text);
	while (last && cut_mark(rest, '|')) {
		struct pattern_word *other = read_chain(set, rest);

		last->other = other;
		last = other;
		if (!other)
			break;
		other->begins = letters_bit(other->text);
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
			 struct str word)
{
	struct str key = first_letters(word);
	struct bucket *bucket = strmap_get(&set->buckets[lang], key);

	if (!bucket) {
		bucket = ARENA_NEW(set->arena, struct bucket);
		strmap_put(&set->buckets[lang], key, bucket);
	}
	if (bucket->patterns.n == 0 || bucket->patterns.at[bucket->patterns.n - 1] != p)
		vec_push(set->arena, &bucket->patterns, p);
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
		file_pattern(set, lang, p, w->text);
}

/* Indexes of the first and the last word of a pattern in the text. */
struct span {
	size_t first, last;
};

struct pattern_text {
	const struct pattern_set *set;
	const struct text_words *words;
	uint64_t *begins; /* of each word, as in struct pattern_word */
	struct around {	  /* the words around one: from `first` to before `end` */
		size_t at, first, end;
		uint64_t begins; /* of all of them; 0: not looked at yet */
	} around;
};

static struct str key_of(const struct pattern_set *set, const struct text_token *token)
{
	return set->skeletons ? token->known->skeleton : token->known->folded;
}

static uint64_t *begins_of(const struct pattern_set *set, struct arena *a,
			   const struct text_words *words)
{
	uint64_t *begins = arena_raw(a, words->n, sizeof(*begins));

	for (size_t i = 0; i < words->n; i++)
		begins[i] = letters_bit(key_of(set, &words->at[i]));
	return begins;
}

static bool part_fits(const struct pattern_word *part, struct str key)
{
	return part->open ? key.n >= part->text.n && str_same(key.p, part->text.p, part->text.n)
			  : str_eq(key, part->text);
}

/* How many words of the text from `at` on the word, with what follows it, takes; 0: none.
 * Hardly any of the words around the first of a pattern is one of the others. */
static size_t word_fits(const struct pattern_word *w, const struct pattern_text *text,
			size_t at)
{
	const struct text_words *words = text->words;

	for (; w; w = w->other) {
		const struct pattern_word *part = w;
		size_t n = 0;

		if (!(w->begins & text->begins[at]))
			continue;
		while (part && at + n < words->n &&
		       part_fits(part, key_of(text->set, &words->at[at + n]))) {
			part = part->next;
			n++;
		}
		if (!part)
			return n;
	}
	return 0;
}

/* The words of the pattern behind the first, in order. */
static bool stands_in_order(const struct pattern *p, const struct pattern_text *text,
			    struct span *span)
{
	for (size_t i = 1; i < p->n; i++) {
		size_t next = span->last + 1, end = next + GAP, n = 0;

		for (; next <= end && next < text->words->n; next++)
			if (p->words[i]->begins & text->begins[next] &&
			    (n = word_fits(p->words[i], text, next)))
				break;
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

static void look_around(struct pattern_text *text, size_t at)
{
	size_t reach = text->set->reach, n = text->words->n;
	struct around around = { .at = at,
				 .first = at > reach ? at - reach : 0,
				 .end = at + reach < n ? at + reach + 1 : n };

	if (text->around.begins && text->around.at == at)
		return;
	for (size_t i = around.first; i < around.end; i++)
		around.begins |= text->begins[i];
	text->around = around;
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

		if (near < text->around.end && w->begins & text->begins[near])
			n = word_fits(w, text, near);
		if (n == 0 && d <= at && w->begins & text->begins[near = at - d])
			n = word_fits(w, text, near);
		if (n) {
			widen(span, near, n);
			return true;
		}
	}
	return false;
}

static bool stands_at(const struct beginning *b, struct pattern_text *text, size_t at,
		      struct span *span)
{
	const struct pattern *p = b->pattern;
	/* That it begins here is known. */
	size_t n = b->word->next ? word_fits(b->word, text, at) : 1;

	if (n == 0)
		return false;
	*span = (struct span){ at, at + n - 1 };
	if (text->set->reach == 0)
		return stands_in_order(p, text, span);
	if (p->n > 1)
		look_around(text, at);
	for (size_t i = 1; i < p->n; i++)
		if (!stands_near(p->words[i], text, span))
			return false;
	return true;
}

static const struct pattern_word *begins(const struct pattern *p, struct str key)
{
	const struct pattern_word *w = p->words[0];

	while (w && !part_fits(w, key))
		w = w->other;
	return w;
}

static const struct begun *find_begun(const struct pattern_set *set, struct arena *a,
				      enum lang lang, struct str key)
{
	const struct bucket *bucket = strmap_get(&set->buckets[lang], first_letters(key));
	struct begun *found = NULL;

	for (size_t i = 0; bucket && i < bucket->patterns.n; i++) {
		const struct pattern *p = bucket->patterns.at[i];
		const struct pattern_word *word = begins(p, key);

		if (!word)
			continue;
		if (!found) {
			found = ARENA_NEW(a, struct begun);
			found->at = ARENA_ARRAY(a, struct beginning, bucket->patterns.n);
		}
		found->at[found->n++] = (struct beginning){ p, word };
	}
	return found ? found : &none;
}

static const struct begun *learn_begun(const struct pattern_set *set, struct arena *a,
				       enum lang lang, const struct text_token *token)
{
	uint32_t number = token->known->number;
	struct memo *memo = set->memo;

	if (number == TEXT_UNNUMBERED)
		return find_begun(set, a, lang, key_of(set, token));
	while (memo->begun[lang].list.n <= number)
		vec_push(set->arena, &memo->begun[lang].list, NULL);
	return memo->begun[lang].list.at[number] =
		       find_begun(set, set->arena, lang, key_of(set, token));
}

static inline const struct begun *begun_by(const struct pattern_set *set, struct arena *a,
					   enum lang lang, const struct text_token *token)
{
	uint32_t number = token->known->number;
	const struct begun *known = number < set->memo->begun[lang].list.n
					    ? set->memo->begun[lang].list.at[number]
					    : NULL;

	return known ? known : learn_begun(set, a, lang, token);
}

static struct str written_from(const struct text_words *words, struct span span)
{
	struct str first = words->at[span.first].written, last = words->at[span.last].written;

	return (struct str){ first.p, (size_t)(last.p + last.n - first.p) };
}

void pattern_set_scan(const struct pattern_set *set, struct arena *a, enum lang lang,
		      const struct text_words *words, struct pattern_hits *hits)
{
	struct pattern_text text = { set, words, begins_of(set, a, words), { 0 } };

	assert(words->of == set->of);
	for (size_t i = 0; i < words->n; i++) {
		const struct begun *begun = begun_by(set, a, lang, &words->at[i]);

		for (size_t k = 0; k < begun->n; k++) {
			struct span span;

			if (stands_at(&begun->at[k], &text, i, &span))
				vec_push(a, &hits->list,
					 (struct pattern_hit){ written_from(words, span),
							       begun->at[k].pattern->owner });
		}
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
