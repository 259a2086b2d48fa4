#include "checker/check/check_internal.h"

#include "checker/base/strmap.h"

static void add_overlap(struct check *c, const struct alike_pair *found, struct mtext why)
{
	const struct subject *a = &c->subjects.at[found->pair.a];
	const struct subject *b = &c->subjects.at[found->pair.b];

	vec_push(c->arena, &c->overlaps,
		 (struct report_overlap){
			 .a = a->id,
			 .b = b->id,
			 .a_name = report_short_name(
				 c->arena, node_mtext(node_get(&a->doc->root, STR("name")))),
			 .b_name = report_short_name(
				 c->arena, node_mtext(node_get(&b->doc->root, STR("name")))),
			 .a_body = alike_body_name(c->options.pack, &a->doc->root),
			 .b_body = alike_body_name(c->options.pack, &b->doc->root),
			 .score = found->pair.probability,
			 .verdict = found->verdict,
			 .why = found->verdict
					? MTEXT_FILL(
						  c->arena, MT("%1; %2", "%1; %2", "%1; %2"),
						  why,
						  report_verdict_text(c->arena, found->verdict))
					: why,
		 });
}

static struct dup_entry entry_of(const struct check *c, size_t subject)
{
	const struct subject *s = &c->subjects.at[subject];

	return alike_entry(c->arena, c->options.pack, s->id, &s->doc->root);
}

struct dup_index *overlap_index(struct check *c, const struct dup_settings *settings)
{
	struct dup_entry *entries = ARENA_ARRAY(c->arena, struct dup_entry, c->subjects.n);

	for (size_t i = 0; i < c->subjects.n; i++)
		entries[i] = entry_of(c, i);
	c->entries = entries;
	return dup_index_new(settings, entries, c->subjects.n);
}

/* The pairs of what is judged. The registered revision of a file that is judged is the same
 * initiative, so it is no other. */
static void search_judged(struct check *c, struct dup_index *index, struct dup_pairs *pairs)
{
	size_t *judged = ARENA_ARRAY(c->arena, size_t, c->subjects.n), n = 0;
	struct strmap files;

	strmap_init(&files, c->arena);
	for (size_t i = 0; i < c->subjects.n; i++)
		if (c->subjects.at[i].judged) {
			strmap_put(&files, c->subjects.at[i].id, &c->subjects.at[i]);
			judged[n++] = i;
		}
	for (size_t i = 0; i < c->subjects.n; i++)
		if (!c->subjects.at[i].judged && strmap_get(&files, c->subjects.at[i].id))
			dup_index_remove(index, i);
	if (n == c->subjects.n)
		dup_index_pairs(index, c->arena, pairs);
	else
		dup_index_search(index, c->arena, (struct dup_asked){ judged, n }, pairs);
}

/* What is found borrows from the index. */
static struct dup_index *look_for_pairs(struct check *c, struct alike_pairs *out)
{
	struct dup_settings settings;
	struct dup_pairs pairs = { 0 };
	struct dup_index *index;

	if (c->subjects.n < 2)
		return NULL;
	settings = alike_settings(c->arena, c->options.pack);
	settings.per_entry = CHECK_PAIRS_TOLD;
	index = overlap_index(c, &settings);
	search_judged(c, index, &pairs);
	for (size_t i = 0; i < pairs.list.n; i++)
		vec_push(c->arena, &out->list, (struct alike_pair){ .pair = pairs.list.at[i] });
	return index;
}

/* Of a subject, once it is in a pair. */
static const struct strmap *words_of(struct check *c, struct alike_words *speech,
				     const struct strmap **words, size_t subject)
{
	struct dup_entry entry;

	if (!words[subject]) {
		entry = c->entries ? c->entries[subject] : entry_of(c, subject);
		words[subject] = alike_words_of(speech, &entry);
	}
	return words[subject];
}

const struct candidate *find_candidates(struct check *c, size_t *n)
{
	VEC(struct candidate) found = { 0 };
	struct alike_pairs own = { 0 };
	const struct alike_pairs *pairs = c->given ? c->given : &own;
	AUTO_DUP_INDEX index = c->given ? NULL : look_for_pairs(c, &own);
	const struct strmap **words =
		ARENA_ARRAY(c->arena, const struct strmap *, c->subjects.n + 1);
	AUTO_ALIKE_WORDS speech = alike_words_new(c->arena, c->options.pack, pairs, index);

	for (size_t i = 0; i < pairs->list.n; i++) {
		const struct alike_pair *f = &pairs->list.at[i];
		const struct dup_pair *p = &f->pair;
		int order = str_cmp(&c->subjects.at[p->a].id, &c->subjects.at[p->b].id);
		struct mtext why;

		/* A file that is given twice is one initiative. */
		if (order == 0)
			continue;
		/* By their ids, so that the words do not depend on how the two came here. */
		why = alike_shared_text(
			c->arena, c->options.pack,
			&(struct alike_said){
				words_of(c, speech, words, order < 0 ? p->a : p->b),
				words_of(c, speech, words, order < 0 ? p->b : p->a) },
			p);
		if (!f->verdict || !f->verdict->stands)
			vec_push(c->arena, &found,
				 (struct candidate){ p->a, p->b, p->score, p->probability,
						     why });
		if (!c->options.only && c->options.part == JUDGE_ALL)
			add_overlap(c, f, why);
	}
	*n = found.n;
	return found.at;
}
