/* Signed packs; what they share with snapshots is also tried by snapshot.c. */
#include "tests/unit/rows.h"
#include "tests/unit/sealed.h"

static const struct str bundle = STR_INIT("{\"pack.yaml\":{\"name\":\"p\"}}\n");

static void what_was_put_is_there(void **state)
{
	AUTO_ARENA a = arena_new();
	struct sign_public key = sign_public(&sealed_secret), signer;
	struct err err = { 0 };
	struct sealed *s;
	struct str back;
	size_t n;
	char *file = sealed_make_pack(a, bundle, &n);

	(void)state;
	assert_true(sealed_open(&s, a, (struct str){ file, n },
				&(struct sealed_wanted){ SEALED_PACK, &key }, &err));
	assert_true(sealed_prove(s, 2, &err));
	assert_true(sealed_bundle(s, a, &back, &err));
	assert_true(str_eq(back, bundle));
	assert_true(str_eq(sealed_about(s)->made_at, sealed_meta.about.made_at));
	assert_true(str_eq(sealed_about(s)->pack_version, STR("2026.11")));
	signer = sealed_key(s);
	assert_memory_equal(signer.bytes, key.bytes, SIGN_PUBLIC_BYTES);
}

static void the_same_makes_the_same_bytes(void **state)
{
	AUTO_ARENA a = arena_new();
	size_t n, m;
	char *one = sealed_make_pack(a, bundle, &n), *other = sealed_make_pack(a, bundle, &m);

	(void)state;
	assert_int_equal(n, m);
	assert_memory_equal(one, other, n);
}

static void a_changed_byte_is_refused(void **state)
{
	AUTO_ARENA a = arena_new();
	struct sign_public key = sign_public(&sealed_secret);
	size_t n;
	char *file = sealed_make_pack(a, bundle, &n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct err err = { 0 };

		file[i] ^= 0x20;
		if (sealed_read_pack((struct str){ file, n }, &key, &err))
			fail_msg("byte %zu was changed, and nobody saw it", i);
		assert_int_equal(err.code, ERR_REFUSED);
		file[i] ^= 0x20;
	}
	for (size_t i = 0; i < n; i++) {
		struct err err = { 0 };

		assert_false(sealed_read_pack((struct str){ file, i }, &key, &err));
		assert_int_equal(err.code, ERR_REFUSED);
	}
}

/* Signed by the right key, but it holds another pack than it says. */
static void what_it_says_of_its_pack_holds(void **state)
{
	AUTO_ARENA a = arena_new();
	struct sealed_about about = sealed_meta.about;
	struct sign_public key = sign_public(&sealed_secret);
	struct err err = { 0 };
	AUTO_STRBUF file;

	(void)state;
	about.pack_sha256 = hash_sha256(STR("another"));
	strbuf_init(&file, SIZE_MAX);
	sealed_finish_pack(&file, &about, bundle, &sealed_secret);
	assert_false(sealed_read_pack(arena_str(a, strbuf_view(&file)), &key, &err));
	assert_int_equal(err.code, ERR_REFUSED);
}

static void a_kind_is_no_other(void **state)
{
	AUTO_ARENA a = arena_new();
	struct sign_public key = sign_public(&sealed_secret);
	struct err err = { 0 };
	size_t n;
	char *pack = sealed_make_pack(a, bundle, &n);

	(void)state;
	assert_false(sealed_read((struct str){ pack, n }, &key, &err));
	assert_string_equal(err.text, "the file is no snapshot");
	err = (struct err){ 0 };
	assert_false(sealed_read_pack((struct str){ sealed_make(a, &n), n }, &key, &err));
	assert_string_equal(err.text, "the file is no signed pack");
	key.bytes[3] ^= 1;
	err = (struct err){ 0 };
	pack = sealed_make_pack(a, bundle, &n);
	assert_false(sealed_read_pack((struct str){ pack, n }, &key, &err));
	assert_string_equal(err.text, "the file is signed with another key");
}

/* A publisher that lies: all is signed, and each number of the body in turn is another. */
static void no_number_is_believed(void **state)
{
	static const uint32_t numbers[] = { 0, 1, 0x7FFFFFFF, 0xFFFFFFFF };
	struct sign_public key = sign_public(&sealed_secret);
	size_t refused = 0;

	(void)state;
	for (size_t at = HEAD_BYTES + HASH_BYTES, n = SIZE_MAX; at + 4 <= n; at += 4)
		for (size_t k = 0; k < sizeof(numbers) / sizeof(numbers[0]); k++) {
			AUTO_ARENA a = arena_new();
			struct err err = { 0 };
			char *file = sealed_make_pack(a, bundle, &n);

			if (at + 4 > n)
				break;
			for (size_t i = 0; i < 4; i++)
				file[at + i] = (char)(numbers[k] >> 8 * i);
			sealed_again(file, n);
			refused += !sealed_read_pack((struct str){ file, n }, &key, &err);
		}
	assert_true(refused > 0);
}

/* So large that another process hashes, too: what it finds is found, wherever that is. */
static void a_large_file_is_proved_by_two(void **state)
{
	enum { BYTES = 10 << 20, STEP = 700001 };
	AUTO_ARENA a = arena_new();
	struct sign_public key = sign_public(&sealed_secret);
	struct sealed_wanted wanted = { SEALED_PACK, &key };
	char *text = arena_raw(a, BYTES, 1), *file;
	uint32_t dice = 1;
	size_t n;

	(void)state;
	for (size_t i = 0; i < BYTES; i++) {
		dice = dice * 1664525 + 1013904223;
		text[i] = (char)('0' + (dice >> 24) % 64);
	}
	file = sealed_make_pack(a, (struct str){ text, BYTES }, &n);
	assert_true(n > 64 * PIECE_BYTES);
	for (size_t at = 0; at < n; at += STEP) {
		AUTO_ARENA own = arena_new();
		struct err err = { 0 };
		struct sealed *s;
		struct str back;

		assert_true(sealed_open(&s, own, (struct str){ file, n }, &wanted, &err));
		assert_true(sealed_prove(s, 2, &err) && sealed_proved(s, &err));
		if (at == 0)
			assert_true(sealed_bundle(s, own, &back, &err) && back.n == BYTES);
		file[n - 1 - at] ^= 1;
		assert_true(sealed_open(&s, own, (struct str){ file, n }, &wanted, &err) ==
			    (err.code == ERR_NONE));
		if (err.code == ERR_NONE &&
		    (sealed_prove(s, 2, &err) && sealed_proved(s, &err)))
			fail_msg("byte %zu was changed, and nobody saw it", n - 1 - at);
		assert_int_equal(err.code, ERR_REFUSED);
		file[n - 1 - at] ^= 1;
	}
}

static struct test_list list;

int main(void)
{
	ADD_TEST(&list, what_was_put_is_there);
	ADD_TEST(&list, the_same_makes_the_same_bytes);
	ADD_TEST(&list, a_changed_byte_is_refused);
	ADD_TEST(&list, what_it_says_of_its_pack_holds);
	ADD_TEST(&list, a_kind_is_no_other);
	ADD_TEST(&list, no_number_is_believed);
	ADD_TEST(&list, a_large_file_is_proved_by_two);
	return test_list_run(&list, "sealed");
}
