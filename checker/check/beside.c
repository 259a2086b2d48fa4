#include "checker/check/check_internal.h"

#include "checker/base/strmap.h"

/* The overlaps that the page shows side by side, with what they share marked. */

enum { PAIRS_MAX = 20 };

/* A file that is judged stands for what is registered of it. */
static void by_id(const struct check *c, struct strmap *subjects)
{
	strmap_init(subjects, c->arena);
	for (size_t i = 0; i < c->subjects.n; i++) {
		struct subject *s = &c->subjects.at[i];

		if (s->judged || !strmap_get(subjects, s->id))
			strmap_put(subjects, s->id, s);
	}
}

/* Of those two alone: which words they share depends on nobody else. */
static void show_beside(struct check *c, struct report_overlap *o, struct alike_two *two,
			const struct dup_settings *settings)
{
	struct dup_entry entries[2];

	for (size_t i = 0; i < 2; i++)
		entries[i] = alike_entry(c->arena, two->pack, two->ids[i], two->manifests[i]);
	two->index = dup_index_new(settings, entries, 2);
	o->beside_n = alike_beside(c->arena, two, &o->beside);
	dup_index_free(two->index);
}

void check_beside(struct check *c, enum lang lang)
{
	struct dup_settings settings = { 0 };
	struct strmap subjects;

	if (c->overlaps.n)
		settings = alike_settings(c->arena, c->options.pack);
	by_id(c, &subjects);
	for (size_t i = 0; i < c->overlaps.n && i < PAIRS_MAX; i++) {
		struct report_overlap *o = &c->overlaps.at[i];
		const struct subject *a = strmap_get(&subjects, o->a);
		const struct subject *b = strmap_get(&subjects, o->b);

		if (a && b)
			show_beside(c, o,
				    &(struct alike_two){
					    .pack = c->options.pack,
					    .entries = { 0, 1 },
					    .ids = { o->a, o->b },
					    .manifests = { &a->doc->root, &b->doc->root },
					    .lang = lang },
				    &settings);
	}
}
