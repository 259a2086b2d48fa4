#include "checker/check/check_internal.h"

/* A file that is given twice is one initiative. */
static void keep_different(struct check *c, const struct dup_pairs *pairs,
			   struct alike_pairs *out)
{
	for (size_t i = 0; i < pairs->list.n; i++) {
		const struct dup_pair *p = &pairs->list.at[i];

		if (!str_eq(c->subjects.at[p->a].id, c->subjects.at[p->b].id))
			vec_push(c->arena, &out->list, (struct alike_pair){ .pair = *p });
	}
}

static size_t subject_named(const struct check *c, struct str id)
{
	size_t i = 0;

	while (i < c->subjects.n && !str_eq(c->subjects.at[i].id, id))
		i++;
	return i;
}

static bool find_subject(const struct check *c, struct str id, size_t *out, struct err *err)
{
	*out = subject_named(c, id);
	if (*out < c->subjects.n)
		return true;
	err_set(err, ERR_NOT_FOUND, "no initiative \"%.*s\" among those compared", STR_FMT(id));
	return err_hint(err, "`tizilim list` lists the registered ones");
}

static void show_two(struct check *c, struct dup_index *index, const size_t both[2],
		     const struct alike_options *o, struct report_duplicates *out)
{
	struct alike_two two = { .pack = c->options.pack, .index = index, .lang = o->lang };

	for (int i = 0; i < 2; i++) {
		two.entries[i] = both[i];
		two.ids[i] = c->subjects.at[both[i]].id;
		two.manifests[i] = &c->subjects.at[both[i]].doc->root;
	}
	alike_show_two(c->arena, &two, out);
}

/* Of the subjects that are in a pair, and of all where there is none. */
static void read_members(struct check *c, const struct alike_pairs *pairs,
			 struct alike_member *members)
{
	AUTO_ALIKE_WORDS words = alike_words_new(c->arena, c->options.pack, pairs, NULL);
	bool *paired = ARENA_ARRAY(c->arena, bool, c->subjects.n + 1);

	for (size_t i = 0; i < pairs->list.n; i++)
		paired[pairs->list.at[i].pair.a] = paired[pairs->list.at[i].pair.b] = true;
	for (size_t i = 0; i < c->subjects.n; i++)
		if (paired[i])
			members[i] = alike_member(c->arena, c->options.pack, words,
						  c->subjects.at[i].id,
						  &c->subjects.at[i].doc->root);
}

static void show_found(struct check *c, const struct dup_pairs *pairs, size_t one,
		       const struct alike_options *o, struct report_duplicates *out)
{
	struct alike_member *members =
		ARENA_ARRAY(c->arena, struct alike_member, c->subjects.n + 1);
	struct alike_pairs different = { 0 };
	struct alike_found found = { .pack = c->options.pack,
				     .members = members,
				     .n = c->subjects.n,
				     .one = one,
				     .pairs = &different };

	keep_different(c, pairs, &different);
	read_members(c, &different, members);
	alike_show(c->arena, &found, o, out);
}

bool check_duplicates(struct check *c, const struct alike_options *o,
		      struct report_duplicates *out, struct err *err)
{
	struct dup_settings settings = alike_settings(c->arena, c->options.pack);
	size_t both[2] = { c->subjects.n, c->subjects.n };
	struct dup_pairs pairs = { 0 };
	AUTO_DUP_INDEX index = NULL;

	if ((o->id.n && !find_subject(c, o->id, &both[0], err)) ||
	    (o->beside.n && !find_subject(c, o->beside, &both[1], err)))
		return false;
	index = overlap_index(c, &settings);
	*out = (struct report_duplicates){ .compared = c->subjects.n,
					   .counted = c->subjects.n,
					   .threshold = settings.threshold };
	if (o->beside.n) {
		show_two(c, index, both, o, out);
		return true;
	}
	if (o->id.n)
		dup_index_search(index, c->arena, (struct dup_asked){ both, 1 }, &pairs);
	else if (!dup_index_pairs_by(index, c->arena, o->processes, &pairs, err))
		return false;
	show_found(c, &pairs, both[0], o, out);
	return true;
}
