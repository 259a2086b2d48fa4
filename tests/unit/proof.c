#include "registry/proof/proof_internal.h"

#include "checker/base/file.h"

#include "tests/unit/rows.h"

static struct arena *arena;
static struct str history;	   /* tests/cases/proof: a real export with documents */
static struct proof_anchor anchor; /* and the checkpoint made at its end */
static struct err err;

/* ---- the hash ---- */

static struct proof_event sample(void)
{
	return (struct proof_event){ .body = STR("msh"),
				     .seq = 7,
				     .at = 1784538900123456,
				     .actor = STR("әсел"),
				     .person = STR("6ba7b810-9dad-41d1-80b4-00c04fd430c8"),
				     .kind = STR("withdrawn"),
				     .subject = STR("msh/egin"),
				     .payload = STR("{\"reason\" : \"say 'no' 🌾\"}"),
				     .prev = hash_sha256(STR("msh")) };
}

/* Computed by another program. */
static void the_hash_is_this(void **state)
{
	struct proof_event e = sample();
	struct sha256 h = proof_event_hash(&e);

	(void)state;
	assert_string_equal(hash_hex(arena, h.bytes, SHA256_BYTES).p,
			    "748fb956b4d702fc43274790bbad7de24f5a0c82df3704f6c57277a4bf285608");
}

static void other_body(struct proof_event *e)
{
	e->body = STR("mz");
}

static void other_seq(struct proof_event *e)
{
	e->seq++;
}

static void other_time(struct proof_event *e)
{
	e->at++;
}

static void other_actor(struct proof_event *e)
{
	e->actor = STR("әсем");
}

static void no_person(struct proof_event *e)
{
	e->person = STR("");
}

static void other_kind(struct proof_event *e)
{
	e->kind = STR("revised");
}

static void other_subject(struct proof_event *e)
{
	e->subject = STR("msh/egim");
}

static void other_payload(struct proof_event *e)
{
	e->payload = STR("{\"reason\" : \"say 'yes' 🌾\"}");
}

static void other_before(struct proof_event *e)
{
	e->prev.bytes[SHA256_BYTES - 1] ^= 1;
}

static void moved_byte(struct proof_event *e)
{
	e->kind = STR("withdraw");
	e->subject = STR("nmsh/egin");
}

static const struct field_row {
	const char *label;
	void (*change)(struct proof_event *e);
} field_rows[] = {
	{ "hash: body", other_body },
	{ "hash: number", other_seq },
	{ "hash: time", other_time },
	{ "hash: actor", other_actor },
	{ "hash: person", no_person },
	{ "hash: kind", other_kind },
	{ "hash: subject", other_subject },
	{ "hash: payload", other_payload },
	{ "hash: the one before", other_before },
	{ "hash: a byte from one field to the next", moved_byte },
};

static void field_row(void **state)
{
	const struct field_row *row = *state;
	struct proof_event e = sample();
	struct sha256 before = proof_event_hash(&e), after;

	row->change(&e);
	after = proof_event_hash(&e);
	assert_false(hash_same(&before, &after));
}

static const struct time_row {
	const char *label, *text;
	bool good;
	int64_t micros;
} time_rows[] = {
	{ "time: the beginning", "1970-01-01T00:00:00.000000Z", true, 0 },
	{ "time: before it", "1969-12-31T23:59:59.999999Z", true, -1 },
	{ "time: a leap day", "2024-02-29T12:34:56.789012Z", true, 1709210096789012 },
	{ "time: none in that year", "2023-02-29T00:00:00.000000Z", false, 0 },
	{ "time: 31 November", "2023-11-31T00:00:00.000000Z", false, 0 },
	{ "time: 31 December", "2023-12-31T00:00:00.000000Z", true, 1703980800000000 },
	{ "time: month 13", "2023-13-01T00:00:00.000000Z", false, 0 },
	{ "time: month 0", "2023-00-01T00:00:00.000000Z", false, 0 },
	{ "time: day 0", "2023-01-00T00:00:00.000000Z", false, 0 },
	{ "time: hour 24", "2023-01-01T24:00:00.000000Z", false, 0 },
	{ "time: second 60", "2023-01-01T00:00:60.000000Z", false, 0 },
	{ "time: milliseconds", "2023-01-01T00:00:00.000Z", false, 0 },
	{ "time: another zone", "2023-01-01T00:00:00.000000+", false, 0 },
	{ "time: a letter", "2023-01-01T00:00:00.00000oZ", false, 0 },
	{ "time: year 9999", "9999-12-31T23:59:59.999999Z", true, 253402300799999999 },
	{ "time: nothing", "", false, 0 },
};

static void time_row(void **state)
{
	const struct time_row *row = *state;
	int64_t micros = 0;

	assert_int_equal(event_time(&micros, str_of(row->text)), row->good);
	if (row->good)
		assert_int_equal(micros, row->micros);
}

/* ---- files ---- */

static const struct proof_verdict *verify(struct arena *a, struct str text, bool anchored)
{
	struct proof *p = proof_new(a, &anchor, anchored);
	struct str line;

	if (str_ends(text, STR("\n")))
		text.n--;
	while (str_cut(&line, &text, '\n'))
		proof_line(p, line);
	return proof_end(p);
}

static void a_real_history_is_good(void **state)
{
	const struct proof_verdict *v = verify(arena, history, true);

	(void)state;
	for (size_t i = 0; i < v->faults.n; i++)
		print_error("%s\n", proof_fault_text(arena, &v->faults.at[i]).in[LANG_EN].p);
	assert_int_equal(v->faults.n, 0);
	assert_int_equal(v->heads.n, 5);
}

static size_t lines_of(struct str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n;
}

static uint64_t dice(uint64_t *seed)
{
	uint64_t z = *seed += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

/* The n-th line with its end. */
static struct str line_at(struct str text, size_t n)
{
	size_t from = 0, to;

	for (; n; from++)
		n -= text.p[from] == '\n';
	for (to = from; to < text.n && text.p[to] != '\n';)
		to++;
	return str_sub(text, from, to + 1);
}

struct change {
	size_t at, n;	 /* bytes of the text that go */
	struct str with; /* what comes in their place */
};

static struct str changed(struct change c)
{
	return arena_printf(arena, "%.*s%.*s%.*s", (int)c.at, history.p, STR_FMT(c.with),
			    (int)(history.n - c.at - c.n), history.p + c.at + c.n);
}

/* One of the ways in which a file is spoilt, by chance. */
static struct str mutate(uint64_t *seed)
{
	static const char bytes[] = "0123456789abcdefghijklmnopqrstuvwxyz\"\\{}[],: -TZ.";
	size_t lines = lines_of(history), at = dice(seed) % history.n;
	struct str a = line_at(history, dice(seed) % lines), b = a;
	char c = bytes[dice(seed) % (sizeof(bytes) - 1)];
	size_t here = (size_t)(a.p - history.p);

	switch (dice(seed) % 8) {
	case 0: /* a byte for another */
	case 1:
	case 2:
		return changed((struct change){ at, 1, { &c, 1 } });
	case 3: /* a byte more, or less */
		return changed((struct change){ at, 0, { &c, 1 } });
	case 4:
		return changed((struct change){ at, 1, { "", 0 } });
	case 5: /* a line more, or less */
		return changed((struct change){ here, a.n, { "", 0 } });
	case 6:
		return changed(
			(struct change){ here, 0, line_at(history, dice(seed) % lines) });
	}
	/* The end is gone, or two lines changed places. */
	if (dice(seed) % 2)
		return str_sub(history, 0, at);
	b = line_at(history, (dice(seed) % (lines - 1)));
	here = (size_t)(b.p - history.p);
	a = str_sub(history, here + b.n, history.n);
	a = line_at(a, 0);
	return changed((struct change){
		here, b.n + a.n, arena_printf(arena, "%.*s%.*s", STR_FMT(a), STR_FMT(b)) });
}

/* Line by line the same values: white space, escapes and the like changed. */
static bool means_the_same(struct str x, struct str y)
{
	struct str a, b;

	while (str_cut(&a, &x, '\n')) {
		struct doc_errors errors = { 0 };
		struct doc *one, *two;

		if (!str_cut(&b, &y, '\n'))
			return a.n == 0 && x.n == 0;
		if (str_eq(a, b))
			continue;
		if (!doc_parse(&one, arena, STR(""), a, DOC_JSON, DOC_GENERAL, &errors) ||
		    !doc_parse(&two, arena, STR(""), b, DOC_JSON, DOC_GENERAL, &errors) ||
		    !node_equal(&one->root, &two->root))
			return false;
	}
	return y.n == 0;
}

static size_t sorted_lines(struct str *lines, struct str text)
{
	size_t n = 0;

	while (str_cut(&lines[n], &text, '\n'))
		n++;
	qsort(lines, n, sizeof(*lines), str_cmp);
	return n;
}

/* The same lines: what stands at a chain's end, or behind one event, may come in any order. */
static bool only_the_order(struct str x)
{
	struct str *a = ARENA_ARRAY(arena, struct str, lines_of(history) + 2),
		   *b = ARENA_ARRAY(arena, struct str, lines_of(x) + 2);
	size_t n = sorted_lines(a, history), m = sorted_lines(b, x);

	for (size_t i = 0; n == m && i < n; i++)
		if (!str_eq(a[i], b[i]))
			return false;
	return n == m;
}

/* The two flags of the header say what is asked of the rest, not what happened. */
static bool only_the_flags(struct str text)
{
	struct str first = line_at(text, 0), rest = str_sub(text, first.n, text.n),
		   was = line_at(history, 0);

	return str_eq(rest, str_sub(history, was.n, history.n)) &&
	       str_find(first, STR("\"chains\":[\"-\",\"mcr\",\"msh\",\"mz\",\"old\"]")) !=
		       SIZE_MAX;
}

static void no_spoilt_file_is_accepted(void **state)
{
	const size_t times = getenv("TIZILIM_LONG") ? 300000 : 3000;
	struct arena_mark mark = arena_mark(arena);
	uint64_t seed = 20261126;
	size_t harmless = 0;

	(void)state;
	for (size_t i = 0; i < times; i++) {
		struct str text = mutate(&seed);
		const struct proof_verdict *v = verify(arena, text, false);

		if (v->faults.n == 0 && !means_the_same(history, text) &&
		    !only_the_order(text) && !only_the_flags(text)) {
			size_t at = 0, from;

			while (at < text.n && at < history.n && text.p[at] == history.p[at])
				at++;
			from = at < 100 ? 0 : at - 100;
			fail_msg("accepted, at %zu: %.*s", at,
				 STR_FMT(str_sub(text, from, at + 50)));
		}
		harmless += v->faults.n == 0;
		arena_rewind(arena, mark);
	}
	assert_true(harmless < times / 4);
}

/* ---- checkpoints ---- */

static struct str checkpoint_text;

static void checkpoints_are_signed(void **state)
{
	struct sign_secret secret = { { 1, 2, 3 } }, other = { { 4 } };
	struct str signature = proof_signed(arena, checkpoint_text, &secret);
	struct str text = arena_printf(arena, "%s%s%s", checkpoint_text.p, signature.p,
				       proof_signed(arena, checkpoint_text, &other).p);
	struct proof_anchor a;
	struct sign_public key = sign_public(&secret);

	(void)state;
	assert_true(proof_anchor_read(&a, arena, STR("a"), text, &err));
	assert_int_equal(a.number, 1);
	assert_int_equal(a.heads.n, 5);
	assert_int_equal(a.signatures.n, 2);
	assert_true(a.signatures.at[0].holds && a.signatures.at[1].holds);
	assert_memory_equal(a.signatures.at[0].key.bytes, key.bytes, SIGN_PUBLIC_BYTES);
	text = arena_printf(arena, "%s%s", checkpoint_text.p, signature.p);
	text = arena_printf(arena, "%.*s%c\n", (int)text.n - 2, text.p,
			    text.p[text.n - 2] == '0' ? '1' : '0');
	assert_true(proof_anchor_read(&a, arena, STR("a"), text, &err));
	assert_false(a.signatures.at[0].holds);
}

/* No byte of it can be another: the root is of all that stands before. */
static void a_checkpoint_has_one_form(void **state)
{
	struct arena_mark mark = arena_mark(arena);

	(void)state;
	for (size_t i = 0; i < checkpoint_text.n; i++)
		for (const char *c = "0a \nz"; *c; c++) {
			struct str text = arena_str(arena, checkpoint_text);
			char *p = arena_alloc(arena, text.n + 1, 1);
			struct proof_anchor a;

			memcpy(p, text.p, text.n);
			p[i] = *c;
			if (*c != text.p[i])
				assert_false(proof_anchor_read(
					&a, arena, STR("a"), (struct str){ p, text.n }, &err));
			arena_rewind(arena, mark);
		}
}

#define H1 "00000000000000000000000000000001"
#define H2 "00000000000000000000000000000002"

static const struct compare_row {
	const char *label, *older, *newer, *want;
} compare_rows[] = {
	{ "compare: grown", "head a 1 " H1 "\nhead b 0 " H1 "\n",
	  "head a 2 " H2 "\nhead b 0 " H1 "\nhead c 9 " H1 "\n", "" },
	{ "compare: shorter", "head a 2 " H1 "\n", "head a 1 " H1 "\n", "a shorter@2" },
	{ "compare: a chain is gone", "head a 2 " H1 "\n", "head b 2 " H1 "\n", "a shorter@2" },
	{ "compare: rewritten", "head a 2 " H1 "\n", "head a 2 " H2 "\n", "a rewritten@2" },
	{ "compare: a longer piece of the hash", "head a 2 " H1 "\n", "head a 2 " H1 "ff\n",
	  "" },
};

static void compare_row(void **state)
{
	const struct compare_row *row = *state;
	struct proof_anchor older, newer;
	struct proof_verdict v;
	struct str got = STR("");

	assert_true(proof_anchor_read(&older, arena, STR("o"), str_of(row->older), &err));
	assert_true(proof_anchor_read(&newer, arena, STR("n"), str_of(row->newer), &err));
	proof_compare(&v, arena, &older, &newer);
	for (size_t i = 0; i < v.faults.n; i++)
		got = arena_printf(arena, "%.*s %.*s", STR_FMT(v.faults.at[i].body),
				   STR_FMT(proof_fault_place(arena, &v.faults.at[i])));
	assert_string_equal(got.p, row->want);
}

static struct str checkpoint_of(int number, struct str previous, const char *hash)
{
	struct str head =
		arena_printf(arena,
			     "tizilim checkpoint 1\nnumber %d\nat 2026-01-01T00:00:00.000000Z\n"
			     "%s%.*s%shead - %d %s%s\n",
			     number, previous.n ? "previous " : "", STR_FMT(previous),
			     previous.n ? "\n" : "", number, hash, hash);
	struct sha256 root = hash_sha256(head);

	return arena_printf(arena, "%sroot %s\n", head.p,
			    hash_hex(arena, root.bytes, SHA256_BYTES).p);
}

/* A registry that shows different histories to two auditors. */
static void a_split_view_is_told(void **state)
{
	struct proof_anchor one, two, other, next;
	struct proof_verdict v;

	(void)state;
	assert_true(
		proof_anchor_read(&one, arena, STR("1"), checkpoint_of(1, STR(""), H1), &err));
	assert_true(
		proof_anchor_read(&two, arena, STR("2"), checkpoint_of(2, one.root, H2), &err));
	proof_compare(&v, arena, &one, &two);
	assert_int_equal(v.faults.n, 0);
	assert_true(proof_anchor_read(&other, arena, STR("o"), checkpoint_of(1, STR(""), H2),
				      &err));
	proof_compare(&v, arena, &one, &other);
	assert_int_equal(v.faults.n, 2);
	assert_int_equal(v.faults.at[0].kind, PROOF_REWRITTEN);
	assert_true(proof_anchor_read(&next, arena, STR("n"), checkpoint_of(2, other.root, H2),
				      &err));
	proof_compare(&v, arena, &one, &next);
	assert_int_equal(v.faults.n, 1);
	assert_int_equal(v.faults.at[0].kind, PROOF_REWRITTEN);
}

static const struct anchor_row {
	const char *label, *text;
	bool good;
} anchor_rows[] = {
	{ "anchor: a head", "head msh 3 " H1 "\n", true },
	{ "anchor: without a line's end", "head msh 3 " H1, true },
	{ "anchor: the beginning of a hash is too short", "head msh 3 0000\n", false },
	{ "anchor: longer than a hash", "head msh 3 " H1 H1 "0\n", false },
	{ "anchor: capital letters", "head msh 3 0000000000000000000000000000000A\n", false },
	{ "anchor: a negative number", "head msh -3 " H1 "\n", false },
	{ "anchor: words behind", "head msh 3 " H1 " yes\n", false },
	{ "anchor: another line", "head msh 3 " H1 "\nhello\n", false },
	{ "anchor: nothing", "", false },
	{ "anchor: only a title", "tizilim checkpoint 1\n", false },
};

static void anchor_row(void **state)
{
	const struct anchor_row *row = *state;
	struct proof_anchor a;

	assert_int_equal(proof_anchor_read(&a, arena, STR("a"), str_of(row->text), &err),
			 row->good);
}

static void memory_does_not_grow_with_events(void **state)
{
	struct proof *p = proof_new(arena, NULL, 0);
	struct proof_event e = sample();
	size_t held = 0;

	(void)state;
	proof_line(p, STR("{\"is\":\"export\",\"version\":1,\"whole\":true,\"documents\":false,"
			  "\"chains\":[\"msh\"]}"));
	for (e.seq = 1; e.seq <= 20000; e.seq++) {
		struct arena_mark mark = arena_mark(arena);
		struct sha256 h;
		struct str text;

		e.payload = STR("{}");
		e.kind = STR("noted");
		h = proof_event_hash(&e);
		text = arena_printf(
			arena,
			"{\"is\":\"event\",\"body\":\"msh\",\"seq\":%lld,"
			"\"at\":\"2026-07-20T09:15:00.123456Z\",\"actor\":\"әсел\","
			"\"person\":\"%s\",\"kind\":\"noted\",\"subject\":\"msh/egin\","
			"\"payload\":\"{}\",\"prev\":\"%s\",\"hash\":\"%s\"}",
			(long long)e.seq, e.person.p,
			hash_hex(arena, e.prev.bytes, SHA256_BYTES).p,
			hash_hex(arena, h.bytes, SHA256_BYTES).p);
		proof_line(p, text);
		e.prev = h;
		arena_rewind(arena, mark);
		if (e.seq == 12000) /* whose numbers are as long as the last ones */
			held = arena_size(p->of_chain) + arena_size(p->of_event) +
			       arena_size(p->of_line);
	}
	assert_int_equal(p->verdict.faults.n, 0);
	assert_int_equal(p->verdict.events, 20000);
	assert_true(arena_size(p->of_chain) + arena_size(p->of_event) +
			    arena_size(p->of_line) <=
		    held);
	proof_end(p);
}

static void load(struct str *text, const char *name)
{
	const char *source = getenv("TIZILIM_SOURCE");

	if (!file_read(
		    text, arena,
		    arena_printf(arena, "%s/tests/cases/proof/%s", source ? source : ".", name),
		    1 << 24, &err))
		fail_msg("%s", err.text);
}

static void files_are_there(void **state)
{
	(void)state;
	load(&history, "history.jsonl");
	load(&checkpoint_text, "checkpoint.txt");
	assert_true(proof_anchor_read(&anchor, arena, STR("checkpoint.txt"), checkpoint_text,
				      &err));
}

static struct test_list list;

int main(void)
{
	int failed;

	arena = arena_new();
	ADD_TEST(&list, files_are_there);
	ADD_TEST(&list, the_hash_is_this);
	ADD_ROWS(&list, field_row, field_rows);
	ADD_ROWS(&list, time_row, time_rows);
	ADD_TEST(&list, a_real_history_is_good);
	ADD_TEST(&list, no_spoilt_file_is_accepted);
	ADD_TEST(&list, checkpoints_are_signed);
	ADD_TEST(&list, a_checkpoint_has_one_form);
	ADD_ROWS(&list, compare_row, compare_rows);
	ADD_TEST(&list, a_split_view_is_told);
	ADD_ROWS(&list, anchor_row, anchor_rows);
	ADD_TEST(&list, memory_does_not_grow_with_events);
	failed = test_list_run(&list, "proof");
	arena_free(arena);
	return failed;
}
