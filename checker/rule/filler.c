#include "checker/rule/words_internal.h"

#include "checker/text/text.h"

#include <string.h>

/* Texts that fill a field without saying anything: what the starter manifest had there, empty
 * words only, or a sentence that stands elsewhere already. */

enum {
	SHORT_WORD = 3,	    /* letters: particles and the like */
	SENTENCE_WORDS = 4, /* below it one repetition proves nothing */
	TIMES_IN_A_ROW = 3, /* that is filler however short the sentence */
	CONTENT_SHARE = 8,  /* a text is empty when one word in so many says something */
};

/* The examples of the schema's texts, which `tizilim new` writes as they are. */
static void add_examples(struct pack *p, const struct node *value)
{
	for (uint32_t i = 0; value->type == NODE_OBJECT && i < value->count; i++)
		add_examples(p, &value->members[i].value);
	for (uint32_t i = 0; value->type == NODE_ARRAY && i < value->count; i++)
		add_examples(p, &value->items[i]);
	if (value->type == NODE_STRING)
		strmap_put(&p->examples, node_str(value), p);
}

void filler_build(struct pack *p)
{
	const struct node *properties = node_get(&p->manifest_doc->root, STR("properties")),
			  *words = pack_list(p, STR("empty"));

	strmap_init(&p->examples, p->arena);
	p->empty_words = pattern_set_new(p->arena, p->arch->vocabulary);
	for (uint32_t i = 0; i < properties->count; i++) {
		const struct node *field = &properties->members[i].value,
				  *examples = node_get(field, STR("examples"));

		if (examples &&
		    str_find(node_text(field, STR("$ref")), STR("mtext")) != SIZE_MAX)
			add_examples(p, examples);
	}
	for (uint32_t l = 0; words && l < words->count; l++)
		for (uint32_t i = 0; i < words->members[l].value.count; i++)
			pattern_set_add(p->empty_words, LANG_RU,
					node_str(&words->members[l].value.items[i]), p);
}

bool filler_is_example(const struct pack *p, struct str text)
{
	return strmap_get(&p->examples, str_trim(text)) != NULL;
}

static size_t long_words(const struct text_words *words)
{
	size_t n = 0;

	for (size_t i = 0; i < words->n; i++)
		n += words->at[i].known->points > SHORT_WORD;
	return n;
}

/* Most texts say something within their first words; the rest of them is not looked at. */
bool filler_is_empty(const struct pack *p, struct arena *a, const struct text_words *words)
{
	size_t all = long_words(words), content = 0;

	if (all < SENTENCE_WORDS)
		return false;
	for (size_t i = 0; i < words->n && content * CONTENT_SHARE <= all; i++) {
		struct text_words one = { words->of, words->at[i].written, &words->at[i], 1 };
		struct pattern_hits hits = { 0 };

		if (words->at[i].known->points <= SHORT_WORD)
			continue;
		pattern_set_scan(p->empty_words, a, LANG_RU, &one, &hits);
		content += hits.list.n == 0;
	}
	return content * CONTENT_SHARE <= all;
}

static bool ends_sentence(char c)
{
	return c == '.' || c == '!' || c == '?' || c == '\n' || c == '\0';
}

/* What stands before the next mark that ends a sentence, trimmed. */
static struct str cut_sentence(struct str *rest)
{
	size_t n = 0;
	struct str sentence;

	while (n < rest->n && !ends_sentence(rest->p[n]))
		n++;
	sentence = str_trim(str_sub(*rest, 0, n));
	*rest = str_sub(*rest, n < rest->n ? n + 1 : n, rest->n);
	return sentence;
}

bool filler_repeats(struct strmap *seen, const struct text_words *words, struct str *sentence)
{
	struct str rest = words->text, last = { 0 };
	struct text_words left = *words;
	int times = 0;

	while (rest.n) {
		struct text_words here;

		*sentence = cut_sentence(&rest);
		here = text_words_cut(&left, *sentence);
		if (long_words(&here) >= SENTENCE_WORDS && strmap_put(seen, *sentence, seen))
			return true;
		times = sentence->n && str_eq(*sentence, last) ? times + 1 : 1;
		if (times == TIMES_IN_A_ROW)
			return true;
		last = *sentence;
	}
	return false;
}
