#include "tests/db/server.h"

#include "checker/report/report.h"
#include "registry/kept/kept.h"
#include "registry/people/people.h"

#include <stdio.h>
#include <string.h>

static struct server server;
static struct arena *arena;
static struct pack *pack;

/* ---- invented initiatives ---- */

enum { WORDS = 700, SMALL_N = 90, LARGE_N = KEPT_SMALL + 120, LARGE_FIRST = 300 };
static const char *const bodies[] = { "msh", "msh-a", "mz" };

static uint64_t dice(uint64_t *seed)
{
	uint64_t z = *seed += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static void add_word(struct strbuf *b, uint64_t n)
{
	static const char *const parts[] = { "ба",  "вор", "гил", "дом", "жер", "зим", "кол",
					     "лес", "мор", "нав", "пол", "рат", "сон", "тур" };

	for (int i = 0; i < 3; i++, n /= ARRAY_LEN(parts))
		strbuf_str(b, str_of(parts[n % ARRAY_LEN(parts)]));
	strbuf_byte(b, ' ');
}

/* Every fifth says mostly what the one before it says. The second revision says something else.
 */
static struct str manifest(size_t i, int64_t revision, const char *word)
{
	uint64_t seed = i * 1000 + (uint64_t)revision, before = (i - 1) * 1000 + 1;
	AUTO_STRBUF b;

	strbuf_init(&b, SIZE_MAX);
	strbuf_printf(&b,
		      "schema_version: \"1.0\"\nshort_name: e-%zu\nowner: { body: %s }\n"
		      "stage: idea\nfunctions: [fn-%zu]\nname: { ru: \"e %zu\" }\nsummary: "
		      "{ ru: \"",
		      i, bodies[i % 3], i % 40, i);
	for (int k = 0; k < 14; k++) {
		uint64_t mine = dice(&seed), theirs = dice(&before);
		uint64_t roll = i % 5 == 4 && revision == 1 && k > 3 ? theirs : mine;

		/* Small numbers are frequent. */
		add_word(&b, (roll % WORDS) * (roll / WORDS % WORDS) / WORDS);
	}
	strbuf_printf(&b, "\", kk: \"");
	for (int k = 0; k < 3; k++)
		add_word(&b, dice(&seed) % 50 + 1000);
	strbuf_printf(&b, "%s\" }\n", word ? word : "");
	return arena_str(arena, strbuf_view(&b));
}

/* ---- a registry of them ---- */

struct batch {
	const size_t *at; /* NULL: from `from` on */
	size_t from, n;
	int64_t revision;
	bool append;
	const char *word; /* one more */
};

static bool submit_batch(struct db *db, void *context, struct err *err)
{
	const struct batch *b = context;

	for (size_t k = 0; k < b->n; k++) {
		size_t i = b->at ? b->at[k] : b->from + k;
		struct str text = manifest(i, b->revision, b->word);
		struct str name = arena_printf(arena, "e-%zu", i);
		struct store_manifest m = { .id = arena_printf(arena, "%s/e-%zu", bodies[i % 3],
							       i),
					    .media = STR("yaml"),
					    .bytes = text };
		struct str card;
		struct store_submitted out;
		struct store_submission s = { .key = hash_uuid(arena),
					      .body = str_of(bodies[i % 3]),
					      .short_name = name,
					      .stage = STR("idea"),
					      .name = mtext_same(name),
					      .media = STR("yaml"),
					      .bytes = text,
					      .sha256 = hash_sha256(text),
					      .canonical = text };

		kept_card(arena, pack, kept_parse(arena, &m), &card);
		s.card = card;
		if (!store_submit(&out, db, &s, err))
			return false;
	}
	return true;
}

static bool put_batch(struct db *db, const struct batch *b, struct err *err)
{
	struct batch copy = *b;

	return store_write(db, submit_batch, &copy, err) &&
	       (!b->append || kept_settle(&(struct kept_with){ arena, db, pack }, err));
}

static void submit(struct db *db, struct batch b)
{
	struct err err;

	assert_true(ok(put_batch(db, &b, &err), &err));
}

static struct db *registry_named(const char *database)
{
	struct db *db = server_open(&server, database, "tizilim");
	enum store_outcome outcome;
	struct err err;

	for (size_t i = 0; i < ARRAY_LEN(bodies); i++)
		assert_true(ok(people_body_put(&outcome, db,
					       &(struct people_body){ str_of(bodies[i]),
								      MT("а", "б", "c"),
								      STR("active") },
					       &err),
			       &err));
	return db;
}

static struct db *registry_new(void)
{
	return registry_named(server_database(&server));
}

static void shuffle(size_t *at, size_t n, uint64_t seed)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = dice(&seed) % i, kept = at[i - 1];

		at[i - 1] = at[k];
		at[k] = kept;
	}
}

/* The rest in an order of its own, in batches of a size of its own. */
static void grow(struct db *db, size_t from, size_t to, uint64_t seed)
{
	size_t *at = ARENA_ARRAY(arena, size_t, to - from);
	size_t step = 3 + seed % 50;

	for (size_t i = from; i < to; i++)
		at[i - from] = i;
	shuffle(at, to - from, seed);
	for (size_t i = 0; i < to - from; i += step)
		submit(db, (struct batch){ .at = at + i,
					   .n = to - from - i < step ? to - from - i : step,
					   .revision = 1,
					   .append = true });
}

static void withdraw(struct db *db, const char *id)
{
	struct store_ref ref;
	enum store_outcome outcome;
	struct err err;

	assert_true(ok(store_ref_parse(&ref, str_of(id), &err), &err));
	assert_true(ok(store_withdraw(&outcome, db, &ref, STR("test"), &err), &err));
	assert_int_equal(outcome, STORE_CHANGED);
}

static struct kept_done renew(struct db *db, bool always)
{
	struct kept_done done;
	struct err err;

	assert_true(ok(kept_renew(&done, &(struct kept_with){ arena, db, pack }, always, &err),
		       &err));
	assert_true(done.state.readable);
	assert_int_equal(done.state.pending, 0);
	return done;
}

static struct kept_state state_of(struct db *db)
{
	struct kept_state out;
	struct err err;

	assert_true(ok(kept_look(&out, &(struct kept_with){ arena, db, pack }, &err), &err));
	return out;
}

/* ---- what it answers ---- */

struct str_list_of {
	struct str *at;
	size_t n, cap;
};

struct question {
	const struct kept_document *asked; /* NULL: all pairs */
	size_t processes;
	struct str heads; /* as it stood then */
	struct str json;
	struct alike_pairs pairs;
	struct str_list_of lines; /* a pair each: ids, score, probability; sorted */
	struct str_list_of named; /* a pair each: ids, in the order of pairs */
	const struct dup_table *table;
	size_t left_out, counted, registered;
	bool partial, of_today;
};

static void add_line(struct question *q, const struct kept *k, const struct dup_pair *p)
{
	struct str a = k->entries.at[p->a].id, b = k->entries.at[p->b].id;
	bool turned = str_cmp(&a, &b) > 0;

	vec_push(arena, &q->lines,
		 arena_printf(arena, " %.*s %.*s %.12f %.3f %zu", STR_FMT(turned ? b : a),
			      STR_FMT(turned ? a : b), p->score, p->probability,
			      p->evidence_n));
	vec_push(arena, &q->named,
		 arena_printf(arena, "%.*s %.*s", STR_FMT(turned ? b : a),
			      STR_FMT(turned ? a : b)));
}

static bool answer(struct db *db, void *context, struct err *err)
{
	struct question *q = context;
	struct kept_state state;
	struct kept_with with = { .arena = arena, .db = db, .pack = pack, .heads = q->heads };
	struct kept_wanted wanted = { .state = &state,
				      .asked = { q->asked, q->asked ? 1 : 0 } };
	struct alike_found compared = { .pack = pack, .pairs = &q->pairs };
	struct alike_options options = { .probability = 0.1 };
	struct report_duplicates d = { 0 };
	struct alike_member *members;
	struct out out;
	AUTO_KEPT k = { 0 };

	if (!kept_look(&state, &with, err) ||
	    (with.heads.n && !kept_look_back(&with.since, &with, &state, err)))
		return false;
	q->of_today = with.since != NULL;
	if (with.since)
		state.registered = with.since->registered;
	q->registered = state.registered;
	if (!kept_open(&k, &with, &wanted, err) ||
	    !kept_pairs(&q->pairs, &k, q->processes, err))
		return false;
	members = ARENA_ARRAY(arena, struct alike_member, k.entries.n + 1);
	compared.members = members;
	compared.n = k.entries.n;
	compared.one = k.entries.n;
	for (size_t i = 0; i < k.entries.n; i++) {
		members[i].shown.id = k.entries.at[i].id;
		if (q->asked && k.entries.at[i].asked == 0)
			compared.one = i;
	}
	for (size_t i = 0; i < q->pairs.list.n; i++)
		add_line(q, &k, &q->pairs.list.at[i].pair);
	if (q->lines.n)
		qsort(q->lines.at, q->lines.n, sizeof(*q->lines.at), str_cmp);
	q->left_out = k.left_out;
	q->partial = k.partial;
	q->counted = dup_index_epoch(k.index).entries;
	alike_show(arena, &compared, &options, &d);
	out_init_memory(&out);
	report_duplicates_write(&d, 1, &out);
	q->json = arena_str(arena, out_view(&out));
	return out_close(&out, err);
}

static struct question ask(struct db *db, struct question q)
{
	struct err err;

	assert_true(ok(store_read(db, answer, &q, &err), &err));
	return q;
}

static void assert_json(struct str got, struct str want)
{
	assert_int_equal(got.n, want.n);
	assert_memory_equal(got.p, want.p, want.n);
}

static void assert_whole(struct db *db, size_t n)
{
	struct kept_verified v;
	struct err err;

	assert_true(ok(kept_verify(&v, &(struct kept_with){ arena, db, pack }, &err), &err));
	assert_int_equal(v.compared, n);
	assert_int_equal(v.differ.list.n, 0);
}

/* ---- tests ---- */

/* However they came, and whether anything was kept of them: what is registered decides. */
static void few_are_answered_by_what_is_registered(void **state)
{
	AUTO_DB one = registry_new();
	AUTO_DB other = registry_new();
	AUTO_DB texts = registry_new();
	struct question want, got;

	(void)state;
	submit(one, (struct batch){ .n = 7, .revision = 1 });
	assert_int_equal(renew(one, false).what, KEPT_READ);
	grow(one, 7, SMALL_N, 11);
	submit(other, (struct batch){ .n = 2, .revision = 1 });
	renew(other, false);
	grow(other, 2, SMALL_N, 29);
	submit(texts, (struct batch){ .n = SMALL_N, .revision = 1 });
	want = ask(texts, (struct question){ .processes = 1 });
	assert_true(want.pairs.list.n > 20 && want.json.n > 5000);
	assert_int_equal(want.counted, SMALL_N);
	got = ask(one, (struct question){ .processes = 2 });
	assert_json(got.json, want.json);
	got = ask(other, (struct question){ .processes = 1 });
	assert_json(got.json, want.json);
	assert_whole(one, SMALL_N);
	renew(one, true);
	got = ask(one, (struct question){ .processes = 1 });
	assert_json(got.json, want.json);
	assert_int_equal(renew(one, false).what, KEPT_WAS_WHOLE);
}

static void withdrawn_and_revised_ones_are_followed(void **state)
{
	static const size_t revised[] = { 3, 8, 60 };
	AUTO_DB grown = registry_new();
	AUTO_DB texts = registry_new();
	struct db *both[2];
	struct question want, got;
	struct kept_state look;

	(void)state;
	both[0] = grown;
	both[1] = texts;
	submit(grown, (struct batch){ .n = 5, .revision = 1 });
	renew(grown, false);
	grow(grown, 5, SMALL_N, 5);
	submit(texts, (struct batch){ .n = SMALL_N, .revision = 1 });
	for (int i = 0; i < 2; i++) {
		withdraw(both[i], "msh/e-0");
		withdraw(both[i], "mz/e-5");
		withdraw(both[i], "msh-a/e-4");
		submit(both[i],
		       (struct batch){
			       .at = revised, .n = 3, .revision = 2, .append = i == 0 });
		/* Registered again. */
		submit(both[i],
		       (struct batch){ .from = 4, .n = 1, .revision = 1, .append = i == 0 });
	}
	want = ask(texts, (struct question){ .processes = 1 });
	got = ask(grown, (struct question){ .processes = 1 });
	assert_json(got.json, want.json);
	assert_whole(grown, SMALL_N - 2);
	/* A writer that knows nothing of the index: what it wrote is known to lag, and read. */
	submit(grown, (struct batch){ .from = 20, .n = 2, .revision = 2 });
	submit(texts, (struct batch){ .from = 20, .n = 2, .revision = 2 });
	look = state_of(grown);
	assert_int_equal(look.pending, 2);
	want = ask(texts, (struct question){ .processes = 1 });
	got = ask(grown, (struct question){ .processes = 1 });
	assert_json(got.json, want.json);
	assert_int_equal(renew(grown, false).added, 2);
	got = ask(grown, (struct question){ .processes = 1 });
	assert_json(got.json, want.json);
}

/* An index of another vocabulary is not read: few are compared by their texts, and appending
 * leaves them pending. */
static void another_vocabulary_is_noticed(void **state)
{
	const char *database = server_database(&server);
	AUTO_DB db = registry_named(database);
	AUTO_DB admin = server_open(&server, database, "postgres");
	struct question want, got;
	struct kept_state look;
	struct err err;

	(void)state;
	submit(db, (struct batch){ .n = 40, .revision = 1 });
	renew(db, false);
	want = ask(db, (struct question){ .processes = 1 });
	run_sql(admin,
		"insert into registry.dup_epoch values (2, sha256('x'), 'p', '1', 40, now(), "
		"'me')");
	look = state_of(db);
	assert_false(look.readable);
	got = ask(db, (struct question){ .processes = 1 });
	assert_json(got.json, want.json);
	submit(db, (struct batch){ .from = 40, .n = 1, .revision = 1, .append = true });
	look = state_of(db);
	assert_int_equal(look.pending, 1);
	/* Ours was there before: somebody has a newer pack, whose index stays. */
	assert_true(ok(kept_settle(&(struct kept_with){ arena, db, pack }, &err), &err));
	look = state_of(db);
	assert_false(look.readable);
	assert_int_equal(renew(db, false).what, KEPT_READ);
	assert_whole(db, 41);
}

/* One document of a large registry: its terms alone, and the rows that may be near. */
static void assert_one(struct db *db, const struct question *all, struct str id, size_t i)
{
	struct store_manifest m = { .id = id,
				    .media = STR("yaml"),
				    .bytes = manifest(i, 1, NULL) };
	struct str json;
	struct kept_document d = { id, 1,
				   kept_card(arena, pack, kept_parse(arena, &m), &json) };
	struct question q = ask(db, (struct question){ .asked = &d });
	struct str_list_of want = { 0 };

	assert_true(q.partial);
	for (size_t n = 0; n < all->lines.n; n++)
		if (str_find(all->lines.at[n], arena_printf(arena, " %.*s ", STR_FMT(id))) !=
		    SIZE_MAX)
			vec_push(arena, &want, all->lines.at[n]);
	assert_true(want.n > 0);
	assert_int_equal(q.lines.n, want.n);
	for (size_t n = 0; n < want.n; n++)
		assert_json(q.lines.at[n], want.at[n]);
}

/* Beyond KEPT_SMALL terms weigh as the epoch counted them, and the order in which others came
 * shows nowhere. */
static void many_are_answered_by_an_epoch(void **state)
{
	AUTO_DB one = registry_new();
	AUTO_DB other = registry_new();
	struct db *both[2];
	struct question want, got;

	(void)state;
	both[0] = one;
	both[1] = other;
	for (int i = 0; i < 2; i++) {
		submit(both[i], (struct batch){ .n = LARGE_FIRST, .revision = 1 });
		renew(both[i], false);
		grow(both[i], LARGE_FIRST, LARGE_N, i ? 97 : 41);
	}
	want = ask(one, (struct question){ .processes = 1 });
	assert_int_equal(want.counted, LARGE_FIRST);
	assert_true(want.pairs.list.n > 300);
	got = ask(other, (struct question){ .processes = 3 });
	assert_json(got.json, want.json);
	assert_whole(one, LARGE_N);
	assert_whole(other, LARGE_N);
	assert_one(one, &want, STR("mz/e-1004"), 1004);
	assert_one(one, &want, STR("msh/e-9"), 9);
	assert_one(one, &want, STR("msh/e-600"), 600);
	/* Counted anew from what is kept, or read anew from the texts: the same. */
	assert_int_equal(renew(one, false).what, KEPT_COUNTED);
	assert_int_equal(renew(other, true).what, KEPT_READ);
	want = ask(one, (struct question){ .processes = 1 });
	assert_int_equal(want.counted, LARGE_N);
	got = ask(other, (struct question){ .processes = 2 });
	assert_json(got.json, want.json);
	assert_whole(one, LARGE_N);
}

static bool read_heads(struct db *db, void *context, struct err *err)
{
	return store_heads(context, arena, db, err);
}

static void assert_same_lines(const struct question *got, const struct question *want)
{
	assert_int_equal(got->lines.n, want->lines.n);
	for (size_t n = 0; n < want->lines.n; n++)
		assert_json(got->lines.at[n], want->lines.at[n]);
}

/* What is alike to one was revised and withdrawn, others came: then it was what it was, and it
 * is the index of today that says so while little has changed. */
static void what_was_alike_is_found_again(void **state)
{
	static const size_t revised[] = { 8, 14 };
	AUTO_DB db = registry_new();
	struct store_manifest m = { .id = STR("msh/e-9"),
				    .media = STR("yaml"),
				    .bytes = manifest(9, 1, NULL) };
	struct str json, heads;
	struct kept_document d = { m.id, 0,
				   kept_card(arena, pack, kept_parse(arena, &m), &json) };
	struct question then, now, small;
	struct err err;

	(void)state;
	submit(db, (struct batch){ .n = 40, .revision = 1 });
	assert_true(ok(store_read(db, read_heads, &heads, &err), &err));
	submit(db, (struct batch){ .from = 40, .n = LARGE_N - 40, .revision = 1 });
	renew(db, true);
	small = ask(db, (struct question){ .asked = &d, .processes = 1, .heads = heads });
	assert_false(small.of_today);
	then = ask(db, (struct question){ .asked = &d, .processes = 1 });
	assert_true(then.lines.n > 0 && then.partial);
	assert_true(ok(store_read(db, read_heads, &heads, &err), &err));
	submit(db, (struct batch){ .at = revised, .n = 2, .revision = 2, .append = true });
	withdraw(db, "msh-a/e-4");
	submit(db, (struct batch){ .from = LARGE_N, .n = 30, .revision = 1, .append = true });
	now = ask(db, (struct question){ .asked = &d, .processes = 1 });
	assert_false(now.lines.n == then.lines.n && str_eq(now.lines.at[0], then.lines.at[0]));
	assert_int_equal(now.registered, LARGE_N + 29);
	now = ask(db, (struct question){ .asked = &d, .processes = 1, .heads = heads });
	assert_true(now.of_today && now.partial);
	assert_int_equal(now.registered, LARGE_N);
	assert_same_lines(&now, &then);
}

/* ---- verdicts ---- */

static bool judge_pair(struct db *db, const char *a, const char *b, enum said said,
		       struct err *err)
{
	struct kept_verdict v = {
		.a = str_of(a),
		.b = str_of(b),
		.a_revision = 1,
		.b_revision = 1,
		.said = said,
		.reason = STR("because"),
		.judged = { 0.41, true, DUP_COMMON_OBJECT, said_alike(said) },
	};
	bool changed;
	bool done = db_begin(db, err) && kept_verdict_put(&changed, db, &v, err) &&
		    db_commit(db, err);

	if (!done)
		db_rollback(db);
	return done;
}

static const struct report_verdict *verdict_on(const struct question *q, const char *a,
					       const char *b)
{
	for (size_t i = 0; i < q->pairs.list.n; i++) {
		struct str line = q->named.at[i];

		if (str_eq(line, arena_printf(arena, "%s %s", a, b)) ||
		    str_eq(line, arena_printf(arena, "%s %s", b, a)))
			return q->pairs.list.at[i].verdict;
	}
	return NULL;
}

/* e-4 and e-3, e-9 and e-8 … are alike. */
static void verdicts_stand_until_a_text_changes(void **state)
{
	static const size_t revised[] = { 9 };
	AUTO_DB db = registry_new();
	struct kept_with with = { arena, db, pack };
	struct kept_verdicts list = { 0 };
	struct kept_verdict *v;
	struct question q;
	struct err err;
	bool changed;

	(void)state;
	submit(db, (struct batch){ .n = 40, .revision = 1 });
	renew(db, false);
	assert_true(ok(judge_pair(db, "msh/e-3", "msh-a/e-4", SAID_UNRELATED, &err), &err));
	assert_true(ok(judge_pair(db, "msh/e-9", "mz/e-8", SAID_SAME_FUNCTION, &err), &err));
	q = ask(db, (struct question){ .processes = 1 });
	assert_true(verdict_on(&q, "msh/e-3", "msh-a/e-4")->stands);
	assert_false(verdict_on(&q, "msh/e-3", "msh-a/e-4")->alike);
	assert_true(verdict_on(&q, "msh/e-9", "mz/e-8")->alike);
	/* A word more in a long text is the same text. */
	submit(db,
	       (struct batch){
		       .at = revised, .n = 1, .revision = 1, .append = true, .word = "тағы" });
	q = ask(db, (struct question){ .processes = 1 });
	assert_true(verdict_on(&q, "msh/e-9", "mz/e-8")->stands);
	assert_true(ok(kept_verdict_list(&list, &with, STR(""), &err), &err));
	assert_true(ok(kept_review(&list, &with, &err), &err));
	assert_int_equal(list.list.n, 2);
	assert_true(list.list.at[0]->stands && list.list.at[1]->stands);
	/* Another text is not. */
	submit(db, (struct batch){ .at = revised, .n = 1, .revision = 2, .append = true });
	list = (struct kept_verdicts){ 0 };
	assert_true(ok(kept_verdict_list(&list, &with, STR("mz/e-8"), &err), &err));
	assert_true(ok(kept_review(&list, &with, &err), &err));
	assert_int_equal(list.list.n, 1);
	v = list.list.at[0];
	assert_false(v->stands);
	assert_true(str_eq(v->reason, STR("because")) && v->judged.word &&
		    v->judged.common == DUP_COMMON_OBJECT && v->said == SAID_SAME_FUNCTION);
	/* What was said of revisions that are no more is not said again by mistake. */
	assert_false(judge_pair(db, "msh/e-9", "mz/e-8", SAID_RELATED, &err));
	assert_string_equal(err.sqlstate, "TZ412");
	v->b_revision = v->a_revision = 7;
	assert_false(db_begin(db, &err) && kept_verdict_put(&changed, db, v, &err));
	db_rollback(db);
}

static void the_same_verdicts_make_the_same_table(void **state)
{
	static const struct {
		const char *a, *b;
		enum said said;
	} all[] = { { "msh/e-3", "msh-a/e-4", SAID_UNRELATED },
		    { "msh/e-9", "mz/e-8", SAID_SAME_PRODUCT },
		    { "msh/e-0", "mz/e-2", SAID_RELATED },
		    { "msh/e-6", "msh-a/e-1", SAID_NEW_VERSION } };
	AUTO_DB forth = registry_new();
	AUTO_DB back = registry_new();
	struct dup_table pack_alone, one, other;
	struct err err;

	(void)state;
	submit(forth, (struct batch){ .n = 12, .revision = 1 });
	submit(back, (struct batch){ .n = 12, .revision = 1 });
	assert_true(ok(kept_table(&pack_alone, &(struct kept_with){ arena, back, pack }, &err),
		       &err));
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		size_t k = ARRAY_LEN(all) - 1 - i;

		assert_true(ok(judge_pair(forth, all[i].a, all[i].b, all[i].said, &err), &err));
		assert_true(ok(judge_pair(back, all[k].a, all[k].b, all[k].said, &err), &err));
	}
	assert_true(
		ok(kept_table(&one, &(struct kept_with){ arena, forth, pack }, &err), &err));
	assert_true(
		ok(kept_table(&other, &(struct kept_with){ arena, back, pack }, &err), &err));
	assert_memory_equal(&one, &other, sizeof(one));
	/* 0.41, less a row for one word: the third. */
	assert_int_equal((int)(one.counts[2][DUP_COMMON_OBJECT].judged + 0.5),
			 (int)(pack_alone.counts[2][DUP_COMMON_OBJECT].judged + 4.5));
	assert_int_equal((int)(one.counts[2][DUP_COMMON_OBJECT].duplicates + 0.5),
			 (int)(pack_alone.counts[2][DUP_COMMON_OBJECT].duplicates + 2.5));
	/* Who says something else of the same revisions takes back what he said. */
	assert_true(ok(judge_pair(forth, all[0].a, all[0].b, SAID_SAME_FUNCTION, &err), &err));
	assert_true(
		ok(kept_table(&one, &(struct kept_with){ arena, forth, pack }, &err), &err));
	assert_int_equal((int)(one.counts[2][DUP_COMMON_OBJECT].judged + 0.5),
			 (int)(other.counts[2][DUP_COMMON_OBJECT].judged + 0.5));
}

/* ---- what is near ---- */

static size_t near(struct db *db, const char *kind, const char *value)
{
	struct store_facet facet = { .kind = str_of(kind), .value = str_of(value) };
	struct kept_near_query query = { .facets = &facet, .facets_n = 1, .limit = 10 };
	struct kept_ids out = { 0 };
	struct err err;

	assert_true(ok(kept_near(&out, &(struct kept_with){ arena, db, pack }, &query, &err),
		       &err));
	return out.list.n;
}

/* What a manifest said before it was revised brings it no longer. */
static void older_revisions_are_not_near(void **state)
{
	AUTO_DB db = registry_new();
	struct store_facet facet = { .kind = STR("product"), .value = STR("one") };
	struct store_submission s = { .body = STR("msh"),
				      .short_name = STR("a-b"),
				      .stage = STR("idea"),
				      .name = MT("а", "б", "c"),
				      .media = STR("yaml"),
				      .card = STR("{}"),
				      .facets = &facet,
				      .facets_n = 1 };
	static const char *const products[] = { "one", "two" };
	struct store_submitted out;
	struct err err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(products); i++) {
		facet.value = str_of(products[i]);
		s.key = hash_uuid(arena);
		s.bytes = s.canonical = str_of(products[i]);
		s.sha256 = hash_sha256(s.bytes);
		assert_true(ok(store_submit(&out, db, &s, &err), &err));
		assert_int_equal(near(db, "product", products[i]), 1);
	}
	assert_int_equal(near(db, "product", "one"), 0);
}

/* ---- rights ---- */

/* Nobody who does not work for the whole registry gets hold of its lock, or names terms. */
static bool holds_no_index(struct db *db)
{
	struct err err = { 0 };

	return !db_script(db, STR("select api.dup_terms_take(1, '{}', '{}')"), &err) &&
	       strcmp(err.sqlstate, "TZ403") == 0 &&
	       !db_script(db, STR("select api.dup_put(1, '{}', '{}', '{}', '{}', '{}')"),
			  &err) &&
	       strcmp(err.sqlstate, "TZ403") == 0;
}

static bool as_submitter(struct db *db, void *context)
{
	const struct question *want = context;
	struct kept_with with = { arena, db, pack };
	struct kept_done done;
	struct kept_verdicts list = { 0 };
	struct question q = { .processes = 1 };
	struct batch own = { .from = 60, .n = 1, .revision = 1, .append = true };
	struct batch other = { .from = 61, .n = 1, .revision = 1, .append = true };
	struct dup_table table;
	struct err err = { 0 };

	/* The same answer as everybody's, the same table; no verdict on others. */
	return ok(store_read(db, answer, &q, &err), &err) && str_eq(q.json, want->json) &&
	       ok(kept_table(&table, &with, &err), &err) &&
	       memcmp(&table, want->table, sizeof(table)) == 0 &&
	       ok(kept_verdict_list(&list, &with, STR(""), &err), &err) && list.list.n == 0 &&
	       /* Its own are pending, and the index is not its. */
	       ok(put_batch(db, &own, &err), &err) && !put_batch(db, &other, &err) &&
	       err.code == ERR_REFUSED && holds_no_index(db) &&
	       !kept_renew(&done, &with, true, &err) && err.code == ERR_REFUSED &&
	       !judge_pair(db, "msh/e-3", "msh-a/e-4", SAID_RELATED, &err) &&
	       err.code == ERR_REFUSED;
}

static bool as_nobody(struct db *db, void *context)
{
	(void)context;
	return holds_no_index(db);
}

static void others_ask_and_submit_their_own(void **state)
{
	const char *database = server_database(&server);
	AUTO_DB admin = server_open(&server, database, "postgres");
	AUTO_DB db = registry_named(database);
	struct dup_table table;
	struct question want;
	struct kept_state look;
	struct err err;

	(void)state;
	submit(db, (struct batch){ .n = 50, .revision = 1 });
	renew(db, false);
	assert_true(ok(judge_pair(db, "msh-a/e-1", "msh-a/e-4", SAID_UNRELATED, &err), &err));
	assert_true(ok(kept_table(&table, &(struct kept_with){ arena, db, pack }, &err), &err));
	want = ask(db, (struct question){ .processes = 1, .table = &table });
	run_sql(admin, "create role msh_submits login in role tizilim_user;"
		       "select api.person_add('msh_submits', 'A', 'msh', null);"
		       "select api.duty_set('msh_submits', 'submitter', 'msh', true)");
	run_sql(admin, "create role idle login in role tizilim_user;"
		       "select api.person_add('idle', 'B', 'msh', null)");
	child_start_as(&server, database, "msh_submits", as_submitter, &want);
	child_start_as(&server, database, "idle", as_nobody, NULL);
	children_wait(2);
	look = state_of(db);
	assert_int_equal(look.registered, 51);
	assert_int_equal(look.pending, 1);
	assert_int_equal(renew(db, false).added, 1);
	assert_whole(db, 51);
}

static bool append_some(struct db *db, void *context)
{
	struct batch *b = context;
	struct err err;

	for (size_t i = 0; i < 8; i++) {
		struct batch each = {
			.from = b->from + i, .n = 1, .revision = 1, .append = true
		};

		if (!ok(put_batch(db, &each, &err), &err))
			return false;
	}
	return true;
}

static bool renew_often(struct db *db, void *context)
{
	struct kept_done done;
	struct err err;

	(void)context;
	for (int i = 0; i < 4; i++)
		if (!ok(kept_renew(&done, &(struct kept_with){ arena, db, pack }, true, &err),
			&err))
			return false;
	return true;
}

/* Numbers of terms are one for all, and a new epoch loses nobody. */
static void many_writers_make_one_index(void **state)
{
	enum { PROCESSES = 5 };
	const char *database = server_database(&server);
	AUTO_DB db = registry_named(database);
	struct question want, got;

	(void)state;
	submit(db, (struct batch){ .n = 3, .revision = 1 });
	renew(db, false);
	for (size_t p = 0; p < PROCESSES; p++)
		child_start(&server, database, append_some,
			    &(struct batch){ .from = 100 + 8 * p });
	child_start(&server, database, renew_often, NULL);
	children_wait(PROCESSES + 1);
	renew(db, false);
	assert_whole(db, 3 + 8 * PROCESSES);
	got = ask(db, (struct question){ .processes = 1 });
	renew(db, true);
	want = ask(db, (struct question){ .processes = 1 });
	assert_json(got.json, want.json);
}

static int start(void **state)
{
	const char *root = getenv("TIZILIM_SOURCE");
	struct err err;

	(void)state;
	arena = arena_new();
	server_start(&server);
	return ok(pack_load(&pack, arena,
			    arena_printf(arena, "%s/checker/pack/digital-qazaqstan",
					 root ? root : "."),
			    &err),
		  &err)
		       ? 0
		       : 1;
}

static int stop(void **state)
{
	(void)state;
	server_stop(&server);
	pack_free(pack);
	arena_free(arena);
	return 0;
}

static struct test_list list;

int main(void)
{
	ADD_TEST(&list, few_are_answered_by_what_is_registered);
	ADD_TEST(&list, withdrawn_and_revised_ones_are_followed);
	ADD_TEST(&list, another_vocabulary_is_noticed);
	ADD_TEST(&list, many_are_answered_by_an_epoch);
	ADD_TEST(&list, what_was_alike_is_found_again);
	ADD_TEST(&list, many_writers_make_one_index);
	ADD_TEST(&list, verdicts_stand_until_a_text_changes);
	ADD_TEST(&list, the_same_verdicts_make_the_same_table);
	ADD_TEST(&list, older_revisions_are_not_near);
	ADD_TEST(&list, others_ask_and_submit_their_own);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("kept", list.at, list.n, start, stop);
}
