#include "checker/base/glob.h"
#include "checker/base/err.h"
#include "checker/base/file.h"
#include "checker/base/hash.h"
#include "checker/base/jobs.h"
#include "checker/base/lang.h"
#include "checker/base/sign.h"
#include "checker/base/strbuf.h"
#include "checker/base/strmap.h"
#include "checker/base/words.h"
#include "checker/base/vec.h"

#include "tests/unit/rows.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct int_row {
	const char *label, *text;
	bool ok;
	int64_t value;
} int_rows[] = {
	{ "zero", "0", true, 0 },
	{ "largest", "9223372036854775807", true, INT64_MAX },
	{ "smallest", "-9223372036854775808", true, INT64_MIN },
	{ "one too large", "9223372036854775808", false, 0 },
	{ "one too small", "-9223372036854775809", false, 0 },
	{ "twenty digits", "99999999999999999999", false, 0 },
	{ "empty", "", false, 0 },
	{ "sign alone", "-", false, 0 },
	{ "space before", " 1", false, 0 },
};

static void int_row(void **state)
{
	const struct int_row *row = *state;
	int64_t value = 0;

	assert_int_equal(str_int(str_of(row->text), &value), row->ok);
	assert_int_equal(value, row->value);
}

static const struct distance_row {
	const char *label, *a, *b;
	unsigned max, want;
} distance_rows[] = {
	{ "equal", "purpose", "purpose", 3, 0 },
	{ "swapped letters", "purpsoe", "purpose", 3, 2 },
	{ "one missing", "purpos", "purpose", 3, 1 },
	{ "beyond the maximum", "abc", "xyz", 2, 3 },
	{ "empty and not", "", "ab", 3, 2 },
};

static void distance_row(void **state)
{
	const struct distance_row *row = *state;

	assert_int_equal(str_distance(str_of(row->a), str_of(row->b), row->max), row->want);
}

static void strings_cut_and_trim(void **state)
{
	struct str rest = STR("a,,b"), piece;

	(void)state;
	assert_true(str_cut(&piece, &rest, ',') && str_eq(piece, STR("a")));
	assert_true(str_cut(&piece, &rest, ',') && piece.n == 0);
	assert_true(str_cut(&piece, &rest, ',') && str_eq(piece, STR("b")));
	assert_false(str_cut(&piece, &rest, ','));
	assert_true(str_eq(str_trim(STR(" \t x y\n")), STR("x y")));
	assert_true(str_ends(STR("a.yaml"), STR(".yaml")));
}

static size_t find_slowly(struct str s, struct str needle)
{
	for (size_t i = 0; i + needle.n <= s.n; i++)
		if (memcmp(s.p + i, needle.p, needle.n) == 0)
			return i;
	return SIZE_MAX;
}

/* Of few letters, so that much looks alike; in memory of its own size, so that a byte read too
 * far is seen. */
static void strings_are_found_where_they_stand(void **state)
{
	uint64_t seed = 88172645463325252U;

	(void)state;
	assert_int_equal(str_find(STR("abc"), STR("")), 0);
	for (size_t n = 0; n < 120; n++)
		for (size_t k = 1; k < 24; k++) {
			char *text = base_realloc(NULL, n + 1), *word = base_realloc(NULL, k);
			size_t at;

			for (size_t i = 0; i < n + k; i++) {
				seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
				*(i < n ? &text[i] : &word[i - n]) =
					(char)('a' + (seed >> 40) % 2);
			}
			at = n > k ? (seed >> 20) % (n - k) : 0;
			if (n > k && seed & 1)
				memcpy(word, text + at, k);
			assert_int_equal(
				str_find((struct str){ text, n }, (struct str){ word, k }),
				find_slowly((struct str){ text, n }, (struct str){ word, k }));
			free(text);
			free(word);
		}
}

static void arena_gives_zeroed_memory_again(void **state)
{
	AUTO_ARENA a = arena_new();

	(void)state;
	for (int round = 0; round < 3; round++) {
		struct arena_mark mark;
		unsigned char *p = arena_alloc(a, 100, 1);

		for (size_t i = 0; i < 100; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xAA, 100);
		mark = arena_mark(a);
		memset(arena_alloc(a, 3000, 7), 0xBB, 21000);
		arena_rewind(a, mark);
		p = arena_alloc(a, 64, 1);
		for (size_t i = 0; i < 64; i++)
			assert_int_equal(p[i], 0);
		arena_reset(a);
	}
	assert_string_equal(arena_printf(a, "%d-%s", 7, "x").p, "7-x");
}

static void strmap_keeps_order_and_finds_all(void **state)
{
	AUTO_ARENA a = arena_new();
	struct strmap m;
	static int values[1000];

	(void)state;
	strmap_init(&m, a);
	assert_null(strmap_get(&m, STR("k0")));
	for (int i = 0; i < 1000; i++)
		assert_null(strmap_put(&m, arena_printf(a, "k%d", i), &values[i]));
	for (int i = 0; i < 1000; i++)
		assert_ptr_equal(strmap_get(&m, arena_printf(a, "k%d", i)), &values[i]);
	assert_true(str_eq(m.at[999].key, STR("k999")));
	assert_ptr_equal(strmap_put(&m, STR("k5"), &values[6]), &values[5]);
	assert_int_equal(m.n, 1000);
}

static void strbuf_stops_at_its_maximum(void **state)
{
	AUTO_STRBUF b;

	(void)state;
	strbuf_init(&b, 10);
	strbuf_str(&b, STR("12345678"));
	strbuf_str(&b, STR("abc"));
	assert_true(b.overflow);
	assert_true(str_eq(strbuf_view(&b), STR("12345678")));
}

static void errors_wrap_and_stay_utf8(void **state)
{
	struct err err = { 0 };
	char big[3000];

	(void)state;
	assert_false(err_set(&err, ERR_INPUT, "line %d", 3));
	assert_false(err_wrap(&err, "rule pack %s", "x"));
	assert_string_equal(err.text, "rule pack x: line 3");
	for (size_t i = 0; i + 2 < sizeof(big); i += 2)
		memcpy(big + i, "\xD0\xB0", 3);
	err_set(&err, ERR_IO, "x%s", big);
	assert_int_equal(strlen(err.text) % 2, 1);
}

static void texts_fill_in_three_languages(void **state)
{
	AUTO_ARENA a = arena_new();
	struct mtext t = MTEXT_FILL(a, MT("%2 ішінде %1", "%1 в %2", "%1 in %2, 100%%"),
				    mtext_same(STR("x")), MT("кк", "рр", "ee"));
	enum lang lang = LANG_EN;

	(void)state;
	assert_string_equal(t.in[LANG_KK].p, "кк ішінде x");
	assert_string_equal(t.in[LANG_RU].p, "x в рр");
	assert_string_equal(t.in[LANG_EN].p, "x in ee, 100%");
	t = MTEXT_FILL(a, MT("%1%2", "%1%2", "%1%2"), (struct mtext){ 0 },
		       mtext_same(STR("x")));
	assert_string_equal(t.in[LANG_EN].p, "x");
	assert_true(lang_parse(&lang, STR("kk_KZ.UTF-8")) && lang == LANG_KK);
	assert_false(lang_parse(&lang, STR("de_DE")));
	assert_false(lang_parse(&lang, STR("rue")));
}

static void sha256_of_abc(void **state)
{
	AUTO_ARENA a = arena_new();
	struct sha256 h = hash_sha256(STR("abc"));

	(void)state;
	assert_string_equal(hash_hex(a, h.bytes, sizeof(h.bytes)).p,
			    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* As the library does one, at each length around a block, and of texts that differ. */
static void blake2b_of_four(void **state)
{
	static char text[HASH_LANES * 5 * 128];

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i * 31 + i / 7);
	for (size_t n = 0; n <= 5 * 128; n += n % 128 == 0 || n % 128 == 127 ? 1 : 126) {
		const char *const texts[HASH_LANES] = { text, text + n, text + 2 * n,
							text + 3 * n };
		struct blake2b four[HASH_LANES];

		hash_blake2b_four(four, texts, n);
		for (size_t k = 0; k < HASH_LANES; k++) {
			struct blake2b one = hash_blake2b((struct str){ texts[k], n });

			assert_memory_equal(four[k].bytes, one.bytes, sizeof(one.bytes));
		}
	}
}

static void sha256_of_pieces(void **state)
{
	struct hash_run run;
	struct sha256 whole = hash_sha256(STR("abc")), pieces;

	(void)state;
	hash_begin(&run);
	hash_add(&run, "a", 1);
	hash_add(&run, "", 0);
	hash_add(&run, "bc", 2);
	pieces = hash_end(&run);
	assert_true(hash_same(&whole, &pieces));
	hash_begin(&run);
	pieces = hash_end(&run);
	assert_false(hash_same(&whole, &pieces));
}

static const struct bytes_row {
	const char *label, *text, *hex, *base64;
} bytes_rows[] = {
	{ "bytes: none", "", "", "" },
	{ "bytes: one", "f", "66", "Zg==" },
	{ "bytes: two", "fo", "666f", "Zm8=" },
	{ "bytes: three", "foo", "666f6f", "Zm9v" },
	{ "bytes: no hex of one digit", NULL, "6", "Zg=" },
	{ "bytes: no capital digits", NULL, "6F", "Zg" },
	{ "bytes: no other letters", NULL, "6g", "Zg*=" },
	{ "bytes: no line breaks", NULL, "66\n", "Zm8=\n" },
	{ "bytes: nothing behind", NULL, "0x66", "Zg==Zg==" },
};

static void bytes_row(void **state)
{
	const struct bytes_row *row = *state;
	AUTO_ARENA a = arena_new();
	size_t n = row->text ? strlen(row->text) : 1;
	unsigned char bytes[8];
	struct str decoded;

	assert_int_equal(hash_from_hex(bytes, n, str_of(row->hex)), row->text != NULL);
	assert_int_equal(hash_from_base64(&decoded, a, str_of(row->base64)), row->text != NULL);
	if (!row->text)
		return;
	assert_memory_equal(bytes, row->text, n);
	assert_true(str_eq(decoded, str_of(row->text)));
	assert_string_equal(hash_hex(a, bytes, n).p, row->hex);
}

/* RFC 8032, 7.1, tests 2 and 1. */
static void signatures_are_those_of_the_standard(void **state)
{
	AUTO_ARENA a = arena_new();
	struct sign_secret secret;
	struct sign_public key;
	struct signature s;

	(void)state;
	assert_true(hash_from_hex(
		secret.bytes, SIGN_SECRET_BYTES,
		STR("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")));
	key = sign_public(&secret);
	assert_string_equal(hash_hex(a, key.bytes, SIGN_PUBLIC_BYTES).p,
			    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
	s = sign_text(STR("\x72"), &secret);
	assert_string_equal(hash_hex(a, s.bytes, SIGN_BYTES).p,
			    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
			    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
	assert_true(sign_holds(&s, STR("\x72"), &key));
	assert_false(sign_holds(&s, STR("\x73"), &key));
	assert_false(sign_holds(&s, STR(""), &key));
	s.bytes[0] ^= 1;
	assert_false(sign_holds(&s, STR("\x72"), &key));
	sign_forget(&secret);
	assert_int_equal(secret.bytes[0], 0);
}

static void keys_are_no_others_keys(void **state)
{
	struct sign_secret one, two;

	(void)state;
	sign_make(&one);
	sign_make(&two);
	assert_memory_not_equal(one.bytes, two.bytes, SIGN_SECRET_BYTES);
}

static void private_files_are_new_and_private(void **state)
{
	AUTO_ARENA a = arena_new();
	char dir[] = "/tmp/tizilim-base-XXXXXX";
	struct str path, text;
	struct err err = { 0 };
	struct out out;
	mode_t mask = umask(0);

	(void)state;
	assert_non_null(mkdtemp(dir));
	path = file_join(a, str_of(dir), STR("key"));
	assert_true(out_create_private(&out, path, &err));
	out_str(&out, STR("secret"));
	assert_true(out_close(&out, &err));
	umask(mask);
	assert_true(file_is_private(path));
	assert_false(out_create_private(&out, path, &err));
	assert_int_equal(err.code, ERR_IO);
	assert_true(file_read(&text, a, path, 100, &err));
	assert_true(str_eq(text, STR("secret")));
	assert_int_equal(chmod(path.p, 0640), 0);
	assert_false(file_is_private(path));
	/* What is dropped leaves what was there. */
	assert_true(out_create(&out, path, &err));
	out_str(&out, STR("other"));
	out_drop(&out);
	assert_true(file_read(&text, a, path, 100, &err));
	assert_true(str_eq(text, STR("secret")));
	unlink(path.p);
	assert_int_equal(rmdir(dir), 0);
}

static void output_is_whole_or_not_there(void **state)
{
	AUTO_ARENA a = arena_new();
	char dir[] = "/tmp/tizilim-base-XXXXXX";
	struct str path, text, *names;
	struct err err = { 0 };
	struct out o;
	size_t n;

	(void)state;
	assert_non_null(mkdtemp(dir));
	path = file_join(a, str_of(dir), STR("x.txt"));
	assert_true(out_create(&o, path, &err));
	for (int i = 0; i < 50000; i++)
		out_printf(&o, "%d\n", i);
	assert_false(file_exists(path));
	assert_true(out_close(&o, &err));
	assert_true(file_read(&text, a, path, 1 << 20, &err));
	assert_int_equal(text.n, 288890);
	assert_true(file_list(&names, &n, a, str_of(dir), &err));
	assert_int_equal(n, 1);
	assert_false(file_read(&text, a, path, 100, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_false(out_create(&o, STR("/proc/none/x"), &err));
	assert_int_equal(err.code, ERR_IO);
	unlink(path.p);
	rmdir(dir);
}

static void write_file(struct arena *a, const char *dir, const char *name, const char *text)
{
	struct err err = { 0 };
	struct out o;

	assert_true(out_create(&o, file_join(a, str_of(dir), str_of(name)), &err));
	out_str(&o, str_of(text));
	assert_true(out_close(&o, &err));
}

static void links_stay_links(void **state)
{
	AUTO_ARENA a = arena_new();
	char dir[] = "/tmp/tizilim-base-XXXXXX";
	struct str file, link, text;
	struct err err = { 0 };
	struct stat st;

	(void)state;
	assert_non_null(mkdtemp(dir));
	file = file_join(a, str_of(dir), STR("file"));
	link = file_join(a, str_of(dir), STR("link"));
	write_file(a, dir, "file", "old");
	assert_int_equal(chmod(file.p, 0640), 0);
	assert_int_equal(symlink("file", link.p), 0);
	write_file(a, dir, "link", "new");
	assert_int_equal(lstat(link.p, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_true(file_read(&text, a, file, 100, &err));
	assert_string_equal(text.p, "new");
	assert_int_equal(stat(file.p, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	unlink(link.p);
	unlink(file.p);
	rmdir(dir);
}

static void pipes_are_written_in_place(void **state)
{
	struct err err = { 0 };
	char path[40], got[4] = { 0 };
	struct out o;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[1]);
	assert_true(out_create(&o, str_of(path), &err));
	out_str(&o, STR("abc"));
	assert_true(out_close(&o, &err));
	assert_int_equal(read(ends[0], got, 3), 3);
	assert_string_equal(got, "abc");
	close(ends[0]);
	close(ends[1]);
	assert_false(out_create(&o, STR("/tmp"), &err));
	assert_int_equal(err.code, ERR_IO);
}

static bool is_json(struct str name)
{
	return str_ends(name, STR(".json"));
}

static void trees_are_walked_in_order(void **state)
{
	AUTO_ARENA a = arena_new();
	char dir[] = "/tmp/tizilim-base-XXXXXX";
	static const char *const names[] = { "b.json", "a.json", "sub/c.json", "sub/d.txt",
					     "sub/deeper/e.json" };
	static const char *const want[] = { "a.json", "b.json", "sub/c.json",
					    "sub/deeper/e.json" };
	struct tree t = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_true(file_make_dirs(file_join(a, str_of(dir), STR("sub/deeper")), &err));
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		write_file(a, dir, names[i], "1");
	assert_int_equal(symlink("..", file_join(a, str_of(dir), STR("sub/up.json")).p), 0);
	assert_true(tree_add(&t, a, str_of(dir), is_json, &err));
	assert_int_equal(t.links, 1);
	assert_int_equal(t.files.n, ARRAY_LEN(want));
	for (size_t i = 0; i < ARRAY_LEN(want); i++)
		assert_string_equal(t.files.at[i].path.p + strlen(dir) + 1, want[i]);
	unlink(file_join(a, str_of(dir), STR("sub/up.json")).p);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		unlink(file_join(a, str_of(dir), str_of(names[i])).p);
	rmdir(file_join(a, str_of(dir), STR("sub/deeper")).p);
	rmdir(file_join(a, str_of(dir), STR("sub")).p);
	rmdir(dir);
}

static void lines_are_read_one_at_a_time(void **state)
{
	AUTO_ARENA a = arena_new();
	char dir[] = "/tmp/tizilim-base-XXXXXX";
	char *large = arena_alloc(a, 200002, 1);
	enum file_fault fault;
	struct lines l;
	struct str line;

	(void)state;
	assert_non_null(mkdtemp(dir));
	memset(large, 'x', 200000);
	memcpy(large, "one\n\n", 5);
	large[200000] = '\n';
	large[200001] = 'y';
	write_file(a, dir, "l", arena_str(a, (struct str){ large, 200002 }).p);
	assert_int_equal(lines_open(&l, file_join(a, str_of(dir), STR("l")), 200000), 0);
	assert_true(lines_next(&l, &line, &fault) && str_eq(line, STR("one")));
	assert_true(lines_next(&l, &line, &fault) && line.n == 0);
	assert_true(lines_next(&l, &line, &fault) && line.n == 199995);
	assert_true(lines_next(&l, &line, &fault) && str_eq(line, STR("y")));
	assert_false(lines_next(&l, &line, &fault));
	assert_int_equal(fault, FILE_GOOD);
	lines_close(&l);
	assert_int_equal(lines_open(&l, file_join(a, str_of(dir), STR("l")), 1000), 0);
	assert_true(lines_next(&l, &line, &fault) && lines_next(&l, &line, &fault));
	assert_false(lines_next(&l, &line, &fault));
	assert_int_equal(fault, FILE_LARGE);
	lines_close(&l);
	unlink(file_join(a, str_of(dir), STR("l")).p);
	rmdir(dir);
}

/* What a path can be that is no file to read. */
static const struct fault_row {
	const char *label, *path;
	enum file_fault want;
} fault_rows[] = {
	{ "absent", "/nowhere/x", FILE_ABSENT },
	{ "a file as a folder", "/proc/self/stat/x", FILE_ABSENT },
	{ "a folder", "/", FILE_SPECIAL },
	{ "a device", "/dev/zero", FILE_SPECIAL },
	{ "a descriptor that is not open", "/dev/fd/999", FILE_ABSENT },
	{ "a file that does not tell its size", "/proc/self/stat", FILE_GOOD },
};

static void fault_row(void **state)
{
	const struct fault_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct str text;

	assert_int_equal(file_load(&text, a, str_of(row->path), 1 << 20), row->want);
}

/* Pieces answer with their number; what a piece of another kind does is its row. */
enum mishap { NO_MISHAP, FAILS, DIES, EXITS, CUT_OFF };
static const struct jobs_row {
	const char *label;
	size_t pieces, processes;
	enum mishap mishap; /* of piece 7 */
	enum err_code want;
} jobs_rows[] = {
	{ "here", 20, 1, NO_MISHAP, ERR_NONE },
	{ "here, a piece fails", 20, 1, FAILS, ERR_NOT_FOUND },
	{ "two", 20, 2, NO_MISHAP, ERR_NONE },
	{ "more than there is work", 3, 8, NO_MISHAP, ERR_NONE },
	{ "no work", 0, 8, NO_MISHAP, ERR_NONE },
	{ "a piece fails", 20, 3, FAILS, ERR_NOT_FOUND },
	{ "a process is killed", 20, 3, DIES, ERR_IO },
	{ "a process aborts", 20, 3, CUT_OFF, ERR_BUG },
	{ "a process gives up", 20, 3, EXITS, ERR_IO },
};

struct jobs_state {
	enum mishap mishap;
	size_t taken;
};

static bool jobs_work(void *context, size_t piece, struct strbuf *answer, struct err *err)
{
	const struct jobs_state *s = context;

	if (piece == 7 && s->mishap == FAILS)
		return err_set(err, ERR_NOT_FOUND, "piece %zu", piece);
	if (piece == 7 && s->mishap == DIES)
		raise(SIGKILL);
	if (piece == 7 && s->mishap == CUT_OFF) {
		signal(SIGABRT, SIG_DFL);
		abort();
	}
	if (piece == 7 && s->mishap == EXITS)
		_exit(0);
	/* The first pieces are the slowest, so that later ones are ready before them. */
	usleep(piece < 3 ? 3000 : 0);
	strbuf_printf(answer, "%zu", piece);
	return true;
}

static bool jobs_take(void *context, struct str answer, struct err *err)
{
	struct jobs_state *s = context;
	int64_t n;

	(void)err;
	assert_true(str_int(answer, &n));
	assert_int_equal((size_t)n, s->taken);
	s->taken++;
	return true;
}

static void jobs_beside(const struct jobs_row *row)
{
	AUTO_ARENA a = arena_new();
	struct jobs_state s = { .mishap = row->mishap };
	struct jobs jobs = { &s, row->pieces, jobs_work, jobs_take };
	struct jobs_pool *pool;
	struct err err = { 0 };

	assert_true(jobs_begin(&pool, a, &jobs, row->processes, &err));
	assert_int_equal(s.taken, 0);
	assert_int_equal(jobs_end(pool, &err), row->want == ERR_NONE);
	assert_int_equal(err.code, row->want);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void jobs_row(void **state)
{
	const struct jobs_row *row = *state;
	struct jobs_state s = { .mishap = row->mishap };
	struct jobs jobs = { &s, row->pieces, jobs_work, jobs_take };
	struct err err = { 0 };

	assert_int_equal(jobs_run(&jobs, row->processes, &err), row->want == ERR_NONE);
	assert_int_equal(err.code, row->want);
	assert_int_equal(s.taken, row->want == ERR_NONE ? row->pieces : 7);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* none is left behind */
	if (row->processes == 1 && row->mishap != NO_MISHAP)
		return;
	jobs_beside(row);
}

static const struct glob_row {
	const char *label, *pattern, *path;
	bool matches;
} glob_rows[] = {
	{ "the same", "a/b.yaml", "a/b.yaml", true },
	{ "a star in a name", "a/*.yaml", "a/b.yaml", true },
	{ "a star for nothing", "b*.yaml", "b.yaml", true },
	{ "two stars that go back", "*a*b.yaml", "xaabab.yaml", true },
	{ "a star stays in its folder", "*.yaml", "a/b.yaml", false },
	{ "a star wants a name", "a/*", "a", false },
	{ "any folders", "**/*.yaml", "a/b/c.yaml", true },
	{ "no folder", "**/*.yaml", "c.yaml", true },
	{ "folders between", "a/**/c.yaml", "a/x/y/c.yaml", true },
	{ "no folder between", "a/**/c.yaml", "a/c.yaml", true },
	{ "all below", "a/**", "a/b/c.yaml", true },
	{ "another root", "a/**", "b/c.yaml", false },
	{ "folders that go back", "**/a/b.yaml", "a/x/a/b.yaml", true },
	{ "two times any", "**/a/**/b", "x/a/a/y/b", true },
	{ "only stars", "**", "a/b", true },
	{ "one character", "?.yaml", "ә.yaml", true },
	{ "two are not one", "?.yaml", "ab.yaml", false },
	{ "a class", "[a-c].yaml", "b.yaml", true },
	{ "outside of a class", "[a-c].yaml", "d.yaml", false },
	{ "not in a class", "[!a-c].yaml", "d.yaml", true },
	{ "a class of Cyrillic letters", "[а-я]x", "жx", true },
	{ "a bracket in a class", "[]a]", "]", true },
	{ "a bracket that does not end", "[a", "[a", true },
	{ "a hidden name", "*.yaml", ".a.yaml", false },
	{ "a hidden name asked for", ".*.yaml", ".a.yaml", true },
	{ "a hidden folder", "**/a.yaml", ".git/a.yaml", false },
	{ "a hidden folder further down", "**/a.yaml", "x/.git/a.yaml", false },
	{ "bytes that are no UTF-8", "?", "\xFF", true },
	{ "longer than the pattern", "a", "a/b", false },
	{ "shorter than the pattern", "a/b", "a", false },
	{ "from the root", "/a/*", "/a/b", true },
	{ "any folders from the root", "/**/b", "/x/y/b", true },
	{ "not from the root", "a/*", "/a/b", false },
	{ "letters are what they are", "A.yaml", "a.yaml", false },
};

static void a_literal_matches_itself_alone(void **state)
{
	static const char *const paths[] = { "/a [b]/*c?.yaml", "/[!a-z]/x", "/plain", "[",
					     "" };
	AUTO_ARENA a = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		struct str pattern = glob_literal(a, str_of(paths[i]));

		for (size_t k = 0; k < ARRAY_LEN(paths); k++)
			assert_int_equal(glob_match(pattern, str_of(paths[k])), i == k);
	}
	assert_false(glob_match(glob_literal(a, STR("/a*")), STR("/ab")));
}

static void glob_row(void **state)
{
	const struct glob_row *row = *state;

	assert_int_equal(glob_match(str_of(row->pattern), str_of(row->path)), row->matches);
}

/* What takes others exponential time. */
static void hostile_patterns_end(void **state)
{
	AUTO_ARENA a = arena_new();
	AUTO_STRBUF pattern, path;

	(void)state;
	(void)a;
	strbuf_init(&pattern, 1 << 20);
	strbuf_init(&path, 1 << 20);
	for (int i = 0; i < 1000; i++) {
		strbuf_str(&pattern, i % 2 ? STR("**/") : STR("*a*b*/"));
		strbuf_str(&path, STR("aaaaaaaaab/"));
	}
	strbuf_str(&pattern, STR("*a*a*a*a*a*a*a*a*c"));
	for (int i = 0; i < 1000; i++)
		strbuf_str(&path, STR("aaaa"));
	assert_false(glob_match(strbuf_view(&pattern), strbuf_view(&path)));
}

static const struct normal_row {
	const char *label, *path, *want, *folder;
} normal_rows[] = {
	{ "as it is", "a/b.yaml", "a/b.yaml", "a" },
	{ "dots and empty steps", "./a//./b.yaml", "a/b.yaml", "./a//." },
	{ "up and down", "a/../b/*.yaml", "b/*.yaml", "a/../b" },
	{ "above the beginning", "../../a/../b/*", "../../b/*", "../../a/../b" },
	{ "above and down", "a/../../b/c*", "../b/c*", "a/../../b" },
	{ "from the root", "/a/./b/../c/*", "/a/c/*", "/a/./b/../c" },
	{ "above the root", "/../../a", "/a", "/../.." },
	{ "the root", "/", "/", "/" },
	{ "nothing", ".", "", "" },
	{ "all", "*/x/y", "*/x/y", "" },
	{ "in the root", "/*", "/*", "/" },
};

static void normal_row(void **state)
{
	const struct normal_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct str folder = glob_folder(str_of(row->path));

	assert_string_equal(file_normal(a, str_of(row->path)).p, row->want);
	assert_string_equal(arena_str(a, folder).p, row->folder);
}

/* ---- what SQL raises ---- */

struct raised_row {
	const char *english, *ru;
};

static const struct raised_row raised_rows[] = {
	{ "body \"msh\" is not in the registry", "органа «msh» в реестре нет" },
	{ "body \"\" is not in the registry", "органа «» в реестре нет" },
	{ "body \"a\" is not in the registry\" is not in the registry",
	  "органа «a\" is not in the registry» в реестре нет" },
	{ "granted or revoked?", "дать или забрать?" },
	{ "granted or revoked??", "granted or revoked??" },
	{ "this needs the duty of submitter for msh",
	  "для этого нужно полномочие submitter, орган: msh" },
	{ "this needs the duty of submitter or checker for msh",
	  "для этого нужно полномочие submitter или checker, орган: msh" },
	{ "this needs the duty of checker or administrator for the whole registry",
	  "для этого нужно полномочие checker или administrator по всему реестру" },
	{ "your change is of revision 3, the registry holds revision 4",
	  "ваше изменение от редакции 3, а в реестре редакция 4" },
	{ "the draft of msh/a %s%n was changed in the meantime",
	  "черновик msh/a %s%n тем временем изменён" },
	{ "these duties exclude each other: submitter, approver",
	  "эти полномочия исключают друг друга: submitter, approver" },
	{ "division by zero", "division by zero" },
	{ "", "" },
};

static void raised_texts_are_said_in_the_language(void **state)
{
	const struct raised_row *row = *state;
	AUTO_STRBUF b;

	strbuf_init(&b, SIZE_MAX);
	words_raised(&b, str_of(row->english), LANG_RU);
	assert_int_equal(b.n, strlen(row->ru));
	assert_memory_equal(strbuf_view(&b).p, row->ru, b.n);
	strbuf_reset(&b);
	words_raised(&b, str_of(row->english), LANG_EN);
	assert_int_equal(b.n, strlen(row->english));
	assert_memory_equal(strbuf_view(&b).p, row->english, b.n);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, int_row, int_rows);
	ADD_ROWS(&list, distance_row, distance_rows);
	ADD_TEST(&list, strings_cut_and_trim);
	ADD_TEST(&list, strings_are_found_where_they_stand);
	ADD_TEST(&list, arena_gives_zeroed_memory_again);
	ADD_TEST(&list, strmap_keeps_order_and_finds_all);
	ADD_TEST(&list, strbuf_stops_at_its_maximum);
	ADD_TEST(&list, errors_wrap_and_stay_utf8);
	ADD_TEST(&list, texts_fill_in_three_languages);
	ADD_TEST(&list, sha256_of_abc);
	ADD_TEST(&list, sha256_of_pieces);
	ADD_TEST(&list, blake2b_of_four);
	ADD_ROWS(&list, bytes_row, bytes_rows);
	ADD_TEST(&list, signatures_are_those_of_the_standard);
	ADD_TEST(&list, keys_are_no_others_keys);
	ADD_TEST(&list, private_files_are_new_and_private);
	ADD_TEST(&list, output_is_whole_or_not_there);
	ADD_TEST(&list, links_stay_links);
	ADD_TEST(&list, pipes_are_written_in_place);
	ADD_TEST(&list, trees_are_walked_in_order);
	ADD_TEST(&list, lines_are_read_one_at_a_time);
	ADD_ROWS(&list, fault_row, fault_rows);
	ADD_ROWS(&list, jobs_row, jobs_rows);
	ADD_ROWS(&list, glob_row, glob_rows);
	ADD_TEST(&list, a_literal_matches_itself_alone);
	ADD_ROWS(&list, normal_row, normal_rows);
	ADD_TEST(&list, hostile_patterns_end);
	ADD_ROWS(&list, raised_texts_are_said_in_the_language, raised_rows);
	return test_list_run(&list, "base");
}
