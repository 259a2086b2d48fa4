/*
 * A made history of one body, as `tizilim audit export` writes it: bench-proof EVENTS on
 * standard output. Ten thousand initiatives, revised in turn, each event with its three
 * records.
 */
#include "checker/base/file.h"
#include "registry/proof/proof.h"

#include <stdio.h>

enum { INITIATIVES = 10000, EVENTS_MAX = 8000000 };

static const char person[] = "6ba7b810-9dad-41d1-80b4-00c04fd430c8";
static const char name[] =
	"{\"en\": \"Crop forecast\", \"kk\": \"Егін болжамы\", \"ru\": \"Прогноз урожая\"}";

struct made {
	struct arena *arena;
	struct out *out;
	struct proof_event last;
	struct sha256 hash;
};

static struct str hex(struct made *m, struct sha256 h)
{
	return hash_hex(m->arena, h.bytes, SHA256_BYTES);
}

/* A hundred a second, within the one day 2026-01-01. */
enum { STEP_MICROS = 10000 };
static const int64_t day_micros = INT64_C(20454) * 86400 * 1000000;

static struct str moment(struct made *m, int64_t n)
{
	int64_t second = n * STEP_MICROS / 1000000;

	return arena_printf(m->arena, "2026-01-01T%02lld:%02lld:%02lld.%06lldZ",
			    (long long)(second / 3600), (long long)(second / 60 % 60),
			    (long long)(second % 60), (long long)(n * STEP_MICROS % 1000000));
}

static struct str quoted(struct made *m, struct str s)
{
	char *p = arena_alloc(m->arena, 2 * s.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			p[n++] = '\\';
		p[n++] = s.p[i];
	}
	return (struct str){ p, n };
}

static void event(struct made *m, const char *kind, struct str subject, struct str payload)
{
	struct str before = hex(m, m->hash), at = moment(m, m->last.seq);

	m->last = (struct proof_event){ .body = STR("msh"),
					.seq = m->last.seq + 1,
					.at = day_micros + m->last.seq * STEP_MICROS,
					.actor = STR("asel"),
					.person = str_of(person),
					.kind = str_of(kind),
					.subject = subject,
					.payload = payload,
					.prev = m->hash };
	m->hash = proof_event_hash(&m->last);
	out_printf(m->out,
		   "{\"is\" : \"event\", \"body\" : \"msh\", \"seq\" : %lld, \"at\" : \"%s\", "
		   "\"actor\" : \"asel\", \"person\" : \"%s\", \"kind\" : \"%s\", "
		   "\"subject\" : \"%.*s\", \"payload\" : \"%.*s\", \"prev\" : \"%s\", "
		   "\"hash\" : \"%s\"}\n",
		   (long long)m->last.seq, at.p, person, kind, STR_FMT(subject),
		   STR_FMT(quoted(m, payload)), before.p, hex(m, m->hash).p);
}

static void revision(struct made *m, int64_t i)
{
	int64_t which = i % INITIATIVES, number = i / INITIATIVES + 1;
	struct str short_name = arena_printf(m->arena, "e-%lld", (long long)which);
	struct str sha = hex(m, hash_sha256((struct str){ (const char *)&i, sizeof(i) }));
	const char *kind = number == 1 ? "created" : "revised";
	struct str key = arena_printf(m->arena, "%.8s-%.4s-4%.3s-8%.3s-%.12s", sha.p, sha.p + 8,
				      sha.p + 12, sha.p + 15, sha.p + 18);
	struct str at = moment(m, m->last.seq);

	event(m, kind, arena_printf(m->arena, "msh/%s", short_name.p),
	      arena_printf(m->arena,
			   "{\"key\" : \"%s\", \"revision\" : %lld, \"sha256\" : \"%s\", "
			   "\"canonical_sha256\" : \"%s\", \"stage\" : \"pilot\", "
			   "\"media\" : \"yaml\", \"name\" : %s, \"card_sha256\" : \"%s\"}",
			   key.p, (long long)number, sha.p, sha.p, name, sha.p));
	out_printf(
		m->out,
		"{\"is\" : \"revision\", \"body\" : \"msh\", \"seq\" : %lld, \"row\" : "
		"{\"short_name\" : \"%s\", \"number\" : %lld, \"bytes_sha256\" : \"%s\", "
		"\"canonical_sha256\" : \"%s\", \"stage\" : \"pilot\", \"media\" : \"yaml\", "
		"\"name\" : %s, \"submitted_at\" : \"%s\", \"submitted_by\" : \"asel\", "
		"\"bytes\" : null}}\n",
		(long long)m->last.seq, short_name.p, (long long)number, sha.p, sha.p, name,
		at.p);
	out_printf(
		m->out,
		"{\"is\" : \"standing\", \"body\" : \"msh\", \"seq\" : %lld, \"row\" : "
		"{\"short_name\" : \"%s\", \"revision\" : %lld, \"status\" : \"registered\", "
		"\"at\" : \"%s\"}}\n",
		(long long)m->last.seq, short_name.p, (long long)number, at.p);
	out_printf(m->out,
		   "{\"is\" : \"shown\", \"body\" : \"msh\", \"seq\" : %lld, \"row\" : "
		   "{\"short_name\" : \"%s\", \"revision\" : %lld, \"contents_sha256\" : "
		   "\"%s\", \"name\" : %s, \"stage\" : \"pilot\"}}\n",
		   (long long)m->last.seq, short_name.p, (long long)number, sha.p, name);
	out_printf(m->out,
		   "{\"is\" : \"submission\", \"body\" : \"msh\", \"seq\" : %lld, \"row\" : "
		   "{\"key\" : \"%s\", \"short_name\" : \"%s\", \"bytes_sha256\" : \"%s\", "
		   "\"outcome\" : \"%s\", \"revision\" : %lld}}\n",
		   (long long)m->last.seq, key.p, short_name.p, sha.p, kind, (long long)number);
}

/* What stands after n revisions: initiative i of them. */
static void standing(struct made *m, int64_t i, int64_t n)
{
	int64_t last = i + (n - 1 - i) / INITIATIVES * INITIATIVES;
	struct str sha = hex(m, hash_sha256((struct str){ (const char *)&last, sizeof(last) }));

	out_printf(m->out,
		   "{\"is\" : \"initiative\", \"body\" : \"msh\", \"seq\" : null, \"row\" : "
		   "{\"short_name\" : \"e-%lld\", \"status\" : \"registered\", \"revision\" : "
		   "%lld, \"created_at\" : \"%s\"}}\n",
		   (long long)i, (long long)(last / INITIATIVES + 1), moment(m, i).p);
	out_printf(m->out,
		   "{\"is\" : \"card\", \"body\" : \"msh\", \"seq\" : null, \"row\" : "
		   "{\"short_name\" : \"e-%lld\", \"revision\" : %lld, \"status\" : "
		   "\"registered\", \"stage\" : \"pilot\", \"name\" : %s, "
		   "\"contents_sha256\" : \"%s\", \"submitted_at\" : \"%s\"}}\n",
		   (long long)i, (long long)(last / INITIATIVES + 1), name, sha.p,
		   moment(m, last).p);
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new();
	struct arena_mark mark = arena_mark(a);
	struct out out;
	struct made m = { .arena = a, .out = &out, .hash = hash_sha256(STR("msh")) };
	struct err err = { 0 };
	int64_t n = 0;

	if (argc != 2 || !str_int(str_of(argv[1]), &n) || n < 1 || n > EVENTS_MAX) {
		fprintf(stderr, "usage: bench-proof EVENTS, at most %d\n", EVENTS_MAX);
		return 2;
	}
	out_init(&out, 1);
	out_str(&out,
		STR("{\"is\":\"export\",\"version\":1,\"whole\":false,\"documents\":false,"
		    "\"chains\":[\"msh\"]}\n"));
	for (int64_t i = 0; i < n; i++) {
		revision(&m, i);
		arena_rewind(a, mark);
	}
	for (int64_t i = 0; i < n && i < INITIATIVES; i++) {
		standing(&m, i, n);
		arena_rewind(a, mark);
	}
	out_printf(&out,
		   "{\"is\" : \"head\", \"body\" : \"msh\", \"seq\" : %lld, \"at\" : \"%s\", "
		   "\"hash\" : \"%s\"}\n",
		   (long long)m.last.seq, moment(&m, m.last.seq - 1).p, hex(&m, m.hash).p);
	return out_close(&out, &err) ? 0 : 7;
}
