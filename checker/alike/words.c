/* What two have in common, as people read it: declared codes and what they mean by their names,
 * the rest in the words of the documents. */
#include "checker/alike/alike.h"

#include "checker/text/text.h"

#include <string.h>

struct alike_words {
	struct arena *arena;
	const struct pack *pack;
	const struct alike_pairs *pairs;
	struct dup_index *index;   /* NULL: they were found elsewhere */
	struct dup_speech *speech; /* NULL: nobody asked yet */
};

struct alike_words *alike_words_new(struct arena *a, const struct pack *pack,
				    const struct alike_pairs *pairs, struct dup_index *index)
{
	struct alike_words *w = ARENA_NEW(a, struct alike_words);

	*w = (struct alike_words){ a, pack, pairs, index, NULL };
	return w;
}

void alike_words_free(struct alike_words *w)
{
	if (w)
		dup_speech_free(w->speech);
}

void alike_words_cleanup(struct alike_words **w)
{
	alike_words_free(*w);
}

static struct dup_speech *speech_for(const struct alike_words *w)
{
	struct dup_settings settings;
	struct dup_speech *speech;

	if (w->index)
		return dup_speech_in(w->arena, w->index);
	settings = alike_settings(w->arena, w->pack);
	speech = dup_speech_new(w->arena, &settings);
	for (size_t i = 0; i < w->pairs->list.n; i++)
		for (size_t k = 0; k < w->pairs->list.at[i].pair.evidence_n; k++)
			dup_speech_want(speech, w->pairs->list.at[i].pair.evidence[k].key);
	return speech;
}

const struct strmap *alike_words_of(struct alike_words *w, const struct dup_entry *entry)
{
	if (!w->speech)
		w->speech = speech_for(w);
	return dup_speech_of(w->speech, w->arena, entry);
}

/* What a document says in its languages; all empty: nothing. */
static struct mtext said(const struct strmap *words, struct str key)
{
	const struct mtext *all = words ? strmap_get(words, key) : NULL;

	return all ? *all : mtext_same(STR(""));
}

static bool is_empty(const struct mtext *t)
{
	return !t->in[LANG_KK].n && !t->in[LANG_RU].n && !t->in[LANG_EN].n;
}

/* The reader's language, if both say it in that; else another one in which both do. */
static enum lang common_lang(const struct mtext *one, const struct mtext *other, enum lang lang)
{
	static const enum lang order[] = { LANG_RU, LANG_KK, LANG_EN };

	for (size_t i = 0; i < ARRAY_LEN(order) && !(one->in[lang].n && other->in[lang].n); i++)
		if (one->in[order[i]].n && other->in[order[i]].n)
			return order[i];
	return lang;
}

static bool same_word(struct arena *a, struct str x, struct str y)
{
	return str_eq(x, y) || str_eq(text_fold(a, x), text_fold(a, y));
}

/* «обращений», or «дорог» ~ «жолдар» where one term has words that are not forms of each other.
 */
static struct str quoted(struct arena *a, struct str one, struct str other, bool stem)
{
	if (one.n == 0 || other.n == 0 || stem || same_word(a, one, other))
		return ARENA_JOIN(a, STR("«"), one.n ? one : other, STR("»"));
	return ARENA_JOIN(a, STR("«"), one, STR("» ~ «"), other, STR("»"));
}

static bool is_of(struct str key, enum lang lang)
{
	const char *name = lang_names[lang];

	return key.n > 2 && key.p[0] == name[0] && key.p[1] == name[1] && key.p[2] == ':';
}

static bool is_stem(struct str key)
{
	return is_of(key, LANG_KK) || is_of(key, LANG_RU) || is_of(key, LANG_EN);
}

struct mtext alike_shared_name(struct arena *a, const struct pack *pack,
			       const struct alike_said *both, const struct dup_evidence *e)
{
	struct mtext one = said(both->one, e->key), other = said(both->other, e->key);
	bool stem = is_stem(e->key);
	struct mtext name;

	if (is_empty(&one) && is_empty(&other))
		return alike_code_name(a, pack, e->term);
	for (enum lang l = 0, before = LANG_COUNT; l < LANG_COUNT; l++) {
		enum lang common = common_lang(&one, &other, l);

		name.in[l] = common == before ? name.in[l - 1]
					      : quoted(a, mtext_in(one, common),
						       mtext_in(other, common), stem);
		before = common;
	}
	return name;
}

enum { TERMS_SHOWN = 5 };

/* Names of what a pair shares, each made when it is first told. */
struct names {
	struct arena *arena;
	const struct pack *pack;
	const struct alike_said *both;
	const struct dup_pair *pair;
	struct mtext *at; /* as much as is made */
	size_t n;
};

static struct str name_of(struct names *names, size_t i, enum lang lang)
{
	for (; names->n <= i; names->n++)
		names->at[names->n] = alike_shared_name(names->arena, names->pack, names->both,
							&names->pair->evidence[names->n]);
	return names->at[i].in[lang];
}

/* In one language: the reader's words where the two share any, else those they share. */
static struct str text_in(struct names *names, enum lang lang)
{
	const struct dup_pair *pair = names->pair;
	struct str shown[2 * TERMS_SHOWN - 1]; /* a comma between two */
	bool own = false;
	size_t n = 0;

	for (size_t i = 0; i < pair->evidence_n; i++)
		own |= is_of(pair->evidence[i].key, lang);
	for (size_t i = 0; i < pair->evidence_n && n < ARRAY_LEN(shown); i++) {
		struct str key = pair->evidence[i].key, name;
		bool seen = own && is_stem(key) && !is_of(key, lang);

		if (seen)
			continue;
		name = name_of(names, i, lang);
		for (size_t k = 0; k < n; k += 2)
			seen = seen || str_eq(shown[k], name);
		if (seen)
			continue;
		if (n)
			shown[n++] = STR(", ");
		shown[n++] = name;
	}
	return arena_join(names->arena, shown, n);
}

struct mtext alike_shared_text(struct arena *a, const struct pack *pack,
			       const struct alike_said *both, const struct dup_pair *pair)
{
	struct mtext out;
	struct names names = {
		.arena = a,
		.pack = pack,
		.both = both,
		.pair = pair,
		.at = arena_raw(a, pair->evidence_n, sizeof(*names.at)),
	};

	for (enum lang l = 0; l < LANG_COUNT; l++)
		out.in[l] = text_in(&names, l);
	return out;
}
