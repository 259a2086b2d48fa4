#include "tests/unit/rows.h"
#include "tests/unit/sealed.h"

static struct snapshot *open_good(struct arena *a)
{
	struct sign_public key = sign_public(&sealed_secret);
	struct err err = { 0 };
	struct snapshot *s;
	size_t n;
	char *file = sealed_make(a, &n);

	if (!snapshot_open(&s, a, (struct str){ file, n }, &key, &err))
		fail_msg("%s", err.text);
	return s;
}

static void what_was_put_is_there(void **state)
{
	AUTO_ARENA a = arena_new();
	struct snapshot *s = open_good(a);
	const struct snapshot_meta *m = snapshot_meta(s);
	struct err err = { 0 };
	struct str pack;

	(void)state;
	assert_true(snapshot_verify(s, &err));
	assert_int_equal(m->entries, SEALED_ROWS);
	assert_int_equal(m->counts.terms, SEALED_TERMS);
	assert_int_equal(m->counts.entries, 4);
	assert_true(str_eq(m->about.made_at, sealed_meta.about.made_at));
	assert_true(m->table[0][1].duplicates == 3.5 && m->table[0][1].judged == 7);
	assert_true(snapshot_pack(s, a, &pack, &err));
	assert_true(str_eq(pack, STR("an image of a pack")));
	for (size_t i = 0; i < SEALED_ROWS; i++) {
		struct snapshot_entry e;
		struct str card;
		size_t place;

		assert_true(snapshot_entry(s, i, &e, &err));
		assert_string_equal(arena_str(a, e.id).p, sealed_rows[i].id);
		assert_int_equal(e.revision, i + 1);
		assert_true(snapshot_card(s, a, i, &card, &err));
		assert_string_equal(card.p, sealed_rows[i].card);
		assert_true(snapshot_find(s, e.id, &place, &err));
		assert_int_equal(place, i);
	}
	snapshot_close(s);
}

static void terms_are_found_by_key(void **state)
{
	AUTO_ARENA a = arena_new();
	struct snapshot *s = open_good(a);
	struct dup_stored_term term;
	struct err err = { 0 };
	bool found;

	(void)state;
	for (int i = 0; i < SEALED_TERMS; i++) {
		assert_true(snapshot_term_of(s, sealed_terms[i].key, &found, &term, &err));
		assert_true(found && str_eq(term.name, sealed_terms[i].name));
		assert_int_equal(term.number, i);
		assert_int_equal(term.counted, sealed_terms[i].counted);
	}
	assert_true(snapshot_term_of(s, STR("en:lan"), &found, &term, &err));
	assert_false(found);
	assert_true(snapshot_term_of(s, STR("zz"), &found, &term, &err));
	assert_false(found);
	snapshot_close(s);
}

static void entries_are_found_by_joins(void **state)
{
	AUTO_ARENA a = arena_new();
	struct snapshot *s = open_good(a);
	struct snapshot_entries both = { 0 }, none = { 0 };
	struct err err = { 0 };
	size_t place;

	(void)state;
	assert_true(snapshot_joined(s, a, STR("product\nEgin"), &both, &err));
	assert_int_equal(both.list.n, 2);
	assert_int_equal(both.list.at[0] + both.list.at[1], 1);
	assert_true(snapshot_joined(s, a, STR("product\nNone"), &none, &err));
	assert_int_equal(none.list.n, 0);
	assert_true(snapshot_find(s, STR("msh/egi"), &place, &err));
	assert_true(place == SIZE_MAX);
	snapshot_close(s);
}

static void the_same_makes_the_same_bytes(void **state)
{
	AUTO_ARENA a = arena_new();
	size_t n, m;
	char *one = sealed_make(a, &n), *other = sealed_make(a, &m);

	(void)state;
	assert_int_equal(n, m);
	assert_memory_equal(one, other, n);
}

/* Wherever it is. */
static void a_changed_byte_is_refused(void **state)
{
	AUTO_ARENA a = arena_new();
	struct sign_public key = sign_public(&sealed_secret);
	size_t n;
	char *file = sealed_make(a, &n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct err err = { 0 };

		file[i] ^= 0x20;
		if (sealed_read((struct str){ file, n }, &key, &err))
			fail_msg("byte %zu was changed, and nobody saw it", i);
		assert_int_equal(err.code, ERR_REFUSED);
		file[i] ^= 0x20;
	}
}

static void a_cut_file_is_refused(void **state)
{
	AUTO_ARENA a = arena_new();
	struct sign_public key = sign_public(&sealed_secret);
	size_t n;
	char *file = sealed_make(a, &n), *longer = arena_raw(a, n + 1, 1);
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < n; i++) {
		/* Bytes of its own, so that a sanitizer sees what is read behind them. */
		AUTO_ARENA own = arena_new();
		char *copy = arena_raw(own, i + 1, 1);

		memcpy(copy, file, i);
		err = (struct err){ 0 };
		assert_false(sealed_read((struct str){ copy, i }, &key, &err));
		assert_int_equal(err.code, ERR_REFUSED);
	}
	memcpy(longer, file, n);
	longer[n] = 0;
	assert_false(sealed_read((struct str){ longer, n + 1 }, &key, &err));
}

static void another_key_is_refused(void **state)
{
	AUTO_ARENA a = arena_new();
	struct sign_public key = sign_public(&sealed_secret);
	struct err err = { 0 };
	size_t n;
	char *file = sealed_make(a, &n);

	(void)state;
	assert_true(sealed_read((struct str){ file, n }, NULL, &err));
	key.bytes[0] ^= 1;
	assert_false(sealed_read((struct str){ file, n }, &key, &err));
	assert_int_equal(err.code, ERR_REFUSED);
	assert_string_equal(err.text, "the file is signed with another key");
}

/* A publisher that lies: all is signed, and every number of the body is another. */
static const struct number_row {
	const char *label;
	uint32_t number;
} number_rows[] = {
	{ "nothing", 0 },
	{ "one", 1 },
	{ "so many as to be behind everything", 0x7FFFFFFF },
	{ "the largest", 0xFFFFFFFF },
	{ "a few more than there are", 9 },
};

static void number_row(void **state)
{
	const struct number_row *row = *state;
	struct sign_public key = sign_public(&sealed_secret);
	size_t opened = 0;

	for (size_t at = HEAD_BYTES + HASH_BYTES;; at += 4) {
		AUTO_ARENA a = arena_new();
		struct err err = { 0 };
		size_t n;
		char *file = sealed_make(a, &n);

		if (at + 4 > n)
			break;
		for (int i = 0; i < 4; i++)
			file[at + (size_t)i] = (char)(row->number >> 8 * i);
		sealed_again(file, n);
		opened += sealed_read((struct str){ file, n }, &key, &err);
	}
	assert_true(opened > 0); /* the count of a term, or a revision, may be anything */
}

static struct test_list list;

int main(void)
{
	ADD_TEST(&list, what_was_put_is_there);
	ADD_TEST(&list, terms_are_found_by_key);
	ADD_TEST(&list, entries_are_found_by_joins);
	ADD_TEST(&list, the_same_makes_the_same_bytes);
	ADD_TEST(&list, a_changed_byte_is_refused);
	ADD_TEST(&list, a_cut_file_is_refused);
	ADD_TEST(&list, another_key_is_refused);
	ADD_ROWS(&list, number_row, number_rows);
	return test_list_run(&list, "snapshot");
}
