#include "checker/rule/rule_internal.h"

static void add_phrases(struct phrase_builder *b, const struct node *by_lang, bool exact,
			uint32_t owner)
{
	for (uint32_t l = 0; by_lang && l < by_lang->count; l++)
		for (uint32_t i = 0; i < by_lang->members[l].value.count; i++)
			phrase_builder_add(b, node_str(&by_lang->members[l].value.items[i]),
					   exact, owner);
}

static void read_lists(struct pack *p)
{
	const struct node *phrases = pack_list(p, STR("phrases"));

	strmap_init(&p->phrases, p->arena);
	for (uint32_t i = 0; phrases && i < phrases->count; i++) {
		struct phrase_list *list = ARENA_NEW(p->arena, struct phrase_list);

		list->id = node_text(&phrases->items[i], STR("id"));
		list->source = &phrases->items[i];
		list->by_clauses = node_get(list->source, STR("turns"));
		strmap_put(&p->phrases, list->id, list);
	}
}

static const struct phrase_list *list_at(const struct pack *p, size_t i)
{
	return p->phrases.at[i].value;
}

static void make_images(struct pack *p)
{
	struct phrase_builder *b = phrase_builder_new(p->arena);

	arch_names_add(p->arch, pack_list(p, STR("names")), b);
	vec_push(p->arena, &p->images.list, phrase_builder_image(b, p->arena));
	for (size_t i = 0; i < p->phrases.n; i++) {
		b = phrase_builder_new(p->arena);
		/* Turns are words of one letter, so "а" must not be the English article too. */
		for (enum denial d = 0; d < DENIAL_COUNT; d++)
			add_phrases(b, node_get(list_at(p, i)->source, str_of(denial_keys[d])),
				    d == DENIAL_TURNS, d);
		vec_push(p->arena, &p->images.list, phrase_builder_image(b, p->arena));
	}
}

bool rule_phrases(struct pack *p, struct err *err)
{
	read_lists(p);
	if (p->images.list.n == 0)
		make_images(p);
	if (p->images.list.n != p->phrases.n + 1)
		return err_set(err, ERR_INPUT, "the compiled phrases are not of this pack");
	for (size_t i = 0; i < p->images.list.n; i++) {
		const struct phrase_set *set =
			phrase_set_open(p->arena, p->arch->vocabulary, p->images.list.at[i]);

		if (!set)
			return err_set(err, ERR_INPUT,
				       "the compiled phrases are of another version");
		if (i == 0)
			arch_names_use(p->arch, pack_list(p, STR("names")), set);
		else
			((struct phrase_list *)p->phrases.at[i - 1].value)->denials = set;
	}
	return true;
}

void pack_names_in(const struct pack *p, struct arena *a, struct str text, struct str list,
		   struct pack_names *out)
{
	const struct phrase_list *by = strmap_get(&p->phrases, list);
	struct text_words words = text_words_of(p->arch->vocabulary, a, text);
	struct arch_mentions names = { 0 };
	struct str said;

	arch_mentions_in(p->arch, a, &words, &names);
	for (size_t i = 0; i < names.list.n; i++) {
		struct arch_mention *m = &names.list.at[i];

		vec_push(
			a, &out->list,
			(struct pack_name){ m->entry, m->text,
					    by && rule_denies(by, a, &words, m->text, &said) });
	}
}
