/*
 * H23: generated documents, whole and broken, before our reader, PostgreSQL's
 * jsonb and cJSON. What we accept (manifest profile) both must accept, with
 * equal content; what jsonb accepts and we do not must be for a reason of
 * docs/adr/0012. Each document that is not compared is counted under its
 * reason. 20,000 of them, with TIZILIM_LONG a million; the same ones always.
 */
#include "tests/db/server.h"

#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/strbuf.h"
#include "checker/doc/doc.h"
#include "checker/text/text.h"

#include <cjson/cJSON.h>
#include <libpq-fe.h>
#include <math.h>
#include <string.h>

enum {
	DOCUMENTS = 20000,
	DOCUMENTS_LONG = 1000000,
	BATCH = 4000,
	TEXT_MAX = 4096,
	DEPTH_MAX = 7,
	CJSON_NUMBER_BYTES = 63, /* cJSON reads no more of a number */
};

enum excuse {
	EXCUSE_NOT_TEXT,  /* invalid UTF-8 or a NUL byte: the server has no way to be asked */
	EXCUSE_DUPLICATE, /* jsonb takes the last of equal keys */
	EXCUSE_NUMBER,	  /* jsonb writes out what we refuse for its length or exponent */
	EXCUSE_DEPTH,	  /* jsonb goes deeper */
	EXCUSE_LARGE_INTEGER, /* cJSON holds a double: compared as one */
	EXCUSE_LONG_NUMBER,   /* cJSON cuts it: not compared */
	EXCUSE_YAML,	      /* refused as YAML, such as a key beyond 1024 characters */
	EXCUSE_COUNT
};

static const char *const excuse_names[EXCUSE_COUNT] = {
	[EXCUSE_NOT_TEXT] = "not text for the server",
	[EXCUSE_DUPLICATE] = "refused by us only: duplicate key",
	[EXCUSE_NUMBER] = "refused by us only: number out of range",
	[EXCUSE_DEPTH] = "refused by us only: nested too deep",
	[EXCUSE_LARGE_INTEGER] = "integers compared as doubles with cJSON",
	[EXCUSE_LONG_NUMBER] = "numbers too long for cJSON",
	[EXCUSE_YAML] = "refused by our YAML reader",
};

struct twins {
	PGconn *server;
	uint64_t seed;
	size_t excused[EXCUSE_COUNT];
	size_t accepted, refused;
	struct strbuf batch; /* rows for COPY */
	size_t rows;
};

/* ---- documents ---- */

static unsigned pick(struct twins *t, unsigned below)
{
	t->seed ^= t->seed << 13;
	t->seed ^= t->seed >> 7;
	t->seed ^= t->seed << 17;
	return (unsigned)(t->seed >> 33) % below;
}

static void put(struct strbuf *b, const char *text)
{
	strbuf_str(b, str_of(text));
}

static void make_space(struct twins *t, struct strbuf *b)
{
	static const char *const spaces[] = { " ", "\n", "\t", "\r\n", "  " };

	if (pick(t, 6) == 0)
		put(b, spaces[pick(t, ARRAY_LEN(spaces))]);
}

static void make_string(struct twins *t, struct strbuf *b)
{
	static const char *const parts[] = { "a",
					     "key",
					     "қала",
					     "ё",
					     "\\n",
					     "\\u0416",
					     "\\/",
					     "\\\\",
					     "\\\"",
					     "\\ud83d\\ude00",
					     "😀",
					     " ",
					     "1",
					     "\\u0001",
					     "\x7f",
					     "\xC2\x85",
					     "\xEF\xBB\xBF",
					     "'",
					     "\xE2\x80\xA8",
					     "\\t",
					     "#",
					     ": ",
					     "\\uFFFF" };

	strbuf_byte(b, '"');
	for (unsigned n = pick(t, 5); n > 0; n--)
		put(b, parts[pick(t, ARRAY_LEN(parts))]);
	strbuf_byte(b, '"');
}

static void make_number(struct twins *t, struct strbuf *b)
{
	static const char *const fixed[] = {
		"0",
		"-0",
		"1.0",
		"9007199254740993",
		"18446744073709551615",
		"1e300",
		"-1e-300",
		"0.1",
		"123456789012345678",
		"4.9e-300",
		"1E+2",
		"100e-2",
		"0e5",
		"-0.0e-7",
		"0.000001",
		"1e-7",
		"1e21",
		"12e20",
		"2.2250738585072011e-300",
	};
	unsigned n = pick(t, 3);

	if (n == 0) {
		put(b, fixed[pick(t, ARRAY_LEN(fixed))]);
		return;
	}
	if (pick(t, 2))
		strbuf_byte(b, '-');
	strbuf_byte(b, (char)('1' + pick(t, 9)));
	for (unsigned i = pick(t, pick(t, 20) ? 8 : 60); i > 0; i--)
		strbuf_byte(b, (char)('0' + pick(t, 10)));
	if (n == 2) {
		strbuf_byte(b, '.');
		for (unsigned i = 1 + pick(t, 10); i > 0; i--)
			strbuf_byte(b, (char)('0' + pick(t, 10)));
	}
	if (pick(t, 4) == 0)
		strbuf_printf(b, "%c%s%u", "eE"[pick(t, 2)], pick(t, 2) ? "-" : "",
			      pick(t, pick(t, 30) ? 20 : 400));
}

static void make_value(struct twins *t, struct strbuf *b, unsigned depth);

static void make_children(struct twins *t, struct strbuf *b, unsigned depth, bool object)
{
	unsigned n = pick(t, pick(t, 12) ? 5 : 24);

	strbuf_byte(b, object ? '{' : '[');
	for (unsigned i = 0; i < n; i++) {
		if (i)
			strbuf_byte(b, ',');
		make_space(t, b);
		if (object) {
			if (pick(t, 8))
				strbuf_printf(b, "\"k%u\"", i * 7);
			else
				make_string(t, b);
			make_space(t, b);
			strbuf_byte(b, ':');
		}
		make_value(t, b, depth + 1);
	}
	make_space(t, b);
	strbuf_byte(b, object ? '}' : ']');
}

static void make_value(struct twins *t, struct strbuf *b, unsigned depth)
{
	static const char *const words[] = { "null", "true", "false" };

	make_space(t, b);
	switch (pick(t, depth > DEPTH_MAX ? 5 : depth ? 9 : 7)) {
	case 0:
		put(b, words[pick(t, ARRAY_LEN(words))]);
		break;
	case 1:
	case 2:
		make_string(t, b);
		break;
	case 3:
	case 4:
		make_number(t, b);
		break;
	default:
		make_children(t, b, depth, pick(t, 3) > 0);
	}
	make_space(t, b);
}

/* ---- mutations ---- */

static void splice(struct strbuf *b, size_t at, size_t cut, struct str in)
{
	AUTO_STRBUF rest;

	strbuf_init(&rest, SIZE_MAX);
	strbuf_str(&rest, str_sub(strbuf_view(b), at + cut, b->n));
	b->n = at;
	strbuf_str(b, in);
	strbuf_str(b, strbuf_view(&rest));
}

static size_t token_end(struct str s, size_t at)
{
	size_t n = at + 1;

	while (n < s.n && !strchr("{}[],:\" \n", s.p[n]))
		n++;
	return n;
}

static void swap_tokens(struct twins *t, struct strbuf *b)
{
	AUTO_ARENA a = arena_new();
	size_t at = pick(t, (unsigned)b->n), other = pick(t, (unsigned)b->n);
	struct str s = arena_str(a, strbuf_view(b));
	struct str one = str_sub(s, at, token_end(s, at));
	struct str two = str_sub(s, other, token_end(s, other));

	splice(b, at, one.n, two);
	if (other + two.n <= b->n)
		splice(b, other, two.n, one);
}

static void insert_token(struct twins *t, struct strbuf *b)
{
	static const char *const tokens[] = {
		",",
		":",
		"[",
		"]",
		"{",
		"}",
		"\"",
		"\\",
		"\\u0000",
		"\\ud800",
		"\\udc00",
		"\\ud83d\\ude00",
		"\\x41",
		"1e400",
		"1e131071",
		"01",
		"1.",
		"NaN",
		"-",
		"+1",
		"null",
		"tru",
		"\x1F",
		"\x01",
		"\f",
		"\xC2\xA0",
		"//",
		"/**/",
		"'",
		"\xFF",
		"\xED\xA0\x80",
		"\xC0\xAF",
		"\xEF\xBB\xBF",
		"\"k0\":1,",
		"\"k7\":2,",
		"e5",
		"E-3",
		"0",
		"[[[[[[[[[[",
		"\r",
	};
	size_t n = 1;

	if (pick(t, 40) == 0)
		n = 60;
	while (n-- > 0)
		splice(b, pick(t, (unsigned)b->n + 1), 0,
		       str_of(tokens[pick(t, ARRAY_LEN(tokens))]));
}

/* Brackets around it, as many as the readers' limits are apart. */
static void wrap(struct twins *t, struct strbuf *b)
{
	unsigned n = 55 + pick(t, 20);

	for (unsigned i = 0; i < n; i++)
		splice(b, 0, 0, STR("["));
	for (unsigned i = 0; i < n; i++)
		strbuf_byte(b, ']');
}

static void mutate(struct twins *t, struct strbuf *b)
{
	size_t at = pick(t, (unsigned)b->n), n = 1 + pick(t, 9);

	switch (pick(t, 8)) {
	case 0:
		b->p[at] = (char)(b->p[at] ^ 1 << pick(t, 8));
		break;
	case 1:
		splice(b, at, n < b->n - at ? n : b->n - at, STR(""));
		break;
	case 2: {
		AUTO_ARENA a = arena_new();

		splice(b, pick(t, (unsigned)b->n), 0,
		       arena_str(a, str_sub(strbuf_view(b), at, at + n)));
		break;
	}
	case 3:
		b->n = at;
		break;
	case 4:
		wrap(t, b);
		break;
	case 5:
		b->p[at] = (char)pick(t, 256);
		break;
	case 6:
		swap_tokens(t, b);
		break;
	default:
		insert_token(t, b);
	}
}

static void make_document(struct twins *t, struct strbuf *b)
{
	make_value(t, b, 0);
	if (b->n > TEXT_MAX)
		b->n = TEXT_MAX;
	for (unsigned n = pick(t, 3) ? pick(t, 3) : 0; n > 0 && b->n > 0; n--)
		mutate(t, b);
}

/* ---- cJSON ---- */

static bool same_as_cjson(struct twins *t, const struct node *n, const cJSON *c);

static bool same_number(struct twins *t, const struct node *n, const cJSON *c)
{
	if (n->text_n > CJSON_NUMBER_BYTES) {
		t->excused[EXCUSE_LONG_NUMBER]++;
		return cJSON_IsNumber(c);
	}
	if (fabs(node_double(n)) > 9007199254740992.0)
		t->excused[EXCUSE_LARGE_INTEGER]++;
	return cJSON_IsNumber(c) && !(node_double(n) < c->valuedouble) &&
	       !(node_double(n) > c->valuedouble);
}

static bool same_children(struct twins *t, const struct node *n, const cJSON *c)
{
	const cJSON *child = c->child;

	for (uint32_t i = 0; i < n->count; i++, child = child->next) {
		const struct node *value =
			n->type == NODE_ARRAY ? &n->items[i] : &n->members[i].value;

		if (!child || !same_as_cjson(t, value, child))
			return false;
		if (n->type == NODE_OBJECT &&
		    !str_eq(member_key(&n->members[i]), str_of(child->string)))
			return false;
	}
	return !child;
}

static bool same_as_cjson(struct twins *t, const struct node *n, const cJSON *c)
{
	switch ((enum node_type)n->type) {
	case NODE_NULL:
		return cJSON_IsNull(c);
	case NODE_BOOL:
		return n->truth ? cJSON_IsTrue(c) : cJSON_IsFalse(c);
	case NODE_NUMBER:
		return same_number(t, n, c);
	case NODE_STRING:
		return cJSON_IsString(c) && str_eq(node_str(n), str_of(c->valuestring));
	case NODE_ARRAY:
		return cJSON_IsArray(c) && same_children(t, n, c);
	case NODE_OBJECT:
		return cJSON_IsObject(c) && same_children(t, n, c);
	}
	return false;
}

static void ask_cjson(struct twins *t, struct str text, const struct node *root)
{
	cJSON *c = cJSON_ParseWithLength(text.p, text.n);
	bool same = c && same_as_cjson(t, root, c);

	if (!same)
		fail_msg("cJSON %s: %.*s", c ? "reads something else" : "refuses it",
			 STR_FMT(text));
	cJSON_Delete(c);
}

/* ---- PostgreSQL ---- */

static void put_field(struct strbuf *b, struct str s, char end)
{
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '\\':
			strbuf_str(b, STR("\\\\"));
			break;
		case '\n':
			strbuf_str(b, STR("\\n"));
			break;
		case '\r':
			strbuf_str(b, STR("\\r"));
			break;
		case '\t':
			strbuf_str(b, STR("\\t"));
			break;
		default:
			strbuf_byte(b, s.p[i]);
		}
	}
	strbuf_byte(b, end);
}

static PGresult *query(struct twins *t, const char *sql, ExecStatusType want)
{
	PGresult *r = PQexec(t->server, sql);

	if (PQresultStatus(r) != want)
		fail_msg("%s: %s", sql, PQerrorMessage(t->server));
	return r;
}

static void command(struct twins *t, const char *sql)
{
	PQclear(query(t, sql, PGRES_COMMAND_OK));
}

/*
 * A row of the answer is a document on which the two differ. Our canonical
 * text is read by the server too, so equal values are an equal tree.
 */
static const char compare[] =
	"select doc, code, coalesce(twin::text, 'refused') "
	"from (select doc, code, canonical, pg_temp.read_jsonb(doc) as twin from twins) t "
	"where (code = '') <> (twin is not null) "
	"or (code = '' and twin is distinct from canonical::jsonb)";

static const struct reason {
	const char *code;
	enum excuse excuse;
} reasons[] = {
	{ "duplicate-key", EXCUSE_DUPLICATE },
	{ "number", EXCUSE_NUMBER },
	{ "depth", EXCUSE_DEPTH },
};

static void judge_difference(struct twins *t, const PGresult *r, int row)
{
	const char *code = PQgetvalue(r, row, 1);

	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		if (strcmp(code, reasons[i].code) == 0) {
			t->excused[reasons[i].excuse]++;
			return;
		}
	}
	fail_msg("we: %s, jsonb: %s: %s", code[0] ? code : "accepted", PQgetvalue(r, row, 2),
		 PQgetvalue(r, row, 0));
}

static void ask_server(struct twins *t)
{
	PGresult *r;

	command(t, "truncate twins");
	PQclear(query(t, "copy twins from stdin", PGRES_COPY_IN));
	assert_int_equal(PQputCopyData(t->server, t->batch.p, (int)t->batch.n), 1);
	assert_int_equal(PQputCopyEnd(t->server, NULL), 1);
	r = PQgetResult(t->server);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%s", PQerrorMessage(t->server));
	PQclear(r);
	while ((r = PQgetResult(t->server)))
		PQclear(r);
	r = query(t, compare, PGRES_TUPLES_OK);
	for (int i = 0; i < PQntuples(r); i++)
		judge_difference(t, r, i);
	PQclear(r);
	t->batch.n = 0;
	t->rows = 0;
}

/* ---- */

static void ask_yaml(struct twins *t, struct arena *a, struct str text, struct str canonical)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;

	if (!doc_parse(&doc, a, STR("t.yaml"), text, DOC_YAML, DOC_MANIFEST, &errors)) {
		t->excused[EXCUSE_YAML]++;
		return;
	}
	if (!str_eq(node_canonical(a, &doc->root), canonical))
		fail_msg("as YAML it is %s: %.*s", node_canonical(a, &doc->root).p,
			 STR_FMT(text));
}

static void ask_all(struct twins *t, struct str text)
{
	AUTO_ARENA a = arena_new();
	struct doc_errors errors = { 0 };
	struct str canonical = { 0 };
	struct doc *doc;
	size_t bad;
	bool good = doc_parse(&doc, a, STR("t.json"), text, DOC_JSON, DOC_MANIFEST, &errors);

	t->accepted += good;
	t->refused += !good;
	if (good) {
		canonical = node_canonical(a, &doc->root);
		ask_cjson(t, text, &doc->root);
		ask_yaml(t, a, text, canonical);
	}
	if (!text_valid(text, &bad) || memchr(text.p, '\0', text.n)) {
		assert_false(good);
		t->excused[EXCUSE_NOT_TEXT]++;
		return;
	}
	put_field(&t->batch, text, '\t');
	put_field(&t->batch, str_of(good ? "" : errors.list.at[0].code), '\t');
	put_field(&t->batch, canonical, '\n');
	if (++t->rows == BATCH)
		ask_server(t);
}

static struct server server;

static void h23_what_we_accept_others_accept_with_equal_content(void **state)
{
	AUTO_ARENA a = arena_new();
	size_t documents = env_get("TIZILIM_LONG") ? DOCUMENTS_LONG : DOCUMENTS;
	struct twins t = { .seed = 0x9E3779B97F4A7C15U };
	struct str conninfo = arena_printf(a, "host=%s/run dbname=postgres user=postgres",
					   server.cluster.dir.p);

	(void)state;
	t.server = PQconnectdb(conninfo.p);
	assert_int_equal(PQstatus(t.server), CONNECTION_OK);
	command(&t, "create temporary table twins (doc text, code text, canonical text)");
	command(&t,
		"create function pg_temp.read_jsonb(doc text) returns jsonb language plpgsql "
		"as $$ begin return doc::jsonb; exception when others then return null; end "
		"$$");
	strbuf_init(&t.batch, SIZE_MAX);
	for (size_t i = 0; i < documents; i++) {
		AUTO_STRBUF b;

		strbuf_init(&b, SIZE_MAX);
		make_document(&t, &b);
		ask_all(&t, b.n ? strbuf_view(&b) : STR(""));
	}
	ask_server(&t);
	print_message("# %zu documents: %zu accepted, %zu refused\n", documents, t.accepted,
		      t.refused);
	for (size_t i = 0; i < EXCUSE_COUNT; i++)
		print_message("# %s: %zu\n", excuse_names[i], t.excused[i]);
	assert_true(t.accepted > documents / 4 && t.refused > documents / 4);
	strbuf_release(&t.batch);
	PQfinish(t.server);
}

static struct test_list list;

static int set_up(void **state)
{
	(void)state;
	server_start(&server);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	server_stop(&server);
	return 0;
}

int main(void)
{
	list.at[list.n++] = (struct CMUnitTest){
		.name = "H23 jsonb and cJSON read the same",
		.test_func = h23_what_we_accept_others_accept_with_equal_content,
		.setup_func = set_up,
		.teardown_func = tear_down,
	};
	return test_list_run(&list, "twin");
}
