#include "registry/proof/proof_internal.h"

static void add_number(struct hash_run *run, uint64_t n, int bytes)
{
	unsigned char big[8];

	for (int i = 0; i < bytes; i++)
		big[i] = (unsigned char)(n >> (8 * (bytes - 1 - i)));
	hash_add(run, big, (size_t)bytes);
}

/* With its length before it, so that no byte can move from one field to the next. */
static void add_field(struct hash_run *run, const void *p, size_t n)
{
	add_number(run, n, 4);
	hash_add(run, p, n);
}

/* registry.event_hash says the same in SQL; tests hold the two together. */
struct sha256 proof_event_hash(const struct proof_event *e)
{
	static const char domain[] = "tizilim.event.1";
	const struct str texts[] = { e->actor, e->person, e->kind, e->subject, e->payload };
	struct hash_run run;

	hash_begin(&run);
	hash_add(&run, domain, sizeof(domain) - 1);
	add_field(&run, e->prev.bytes, SHA256_BYTES);
	add_field(&run, e->body.p, e->body.n);
	add_number(&run, (uint64_t)e->seq, 8);
	add_number(&run, (uint64_t)e->at, 8);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		add_field(&run, texts[i].p, texts[i].n);
	return hash_end(&run);
}

/* Days since 1970-01-01 of a day of the Gregorian calendar. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
	/* Years begin with March, so that the leap day is the last of one. */
	int64_t y = month > 2 ? year : year - 1, m = (month + 9) % 12;

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719469;
}

bool event_time(int64_t *micros, struct str text)
{
	static const char form[] = "0000-00-00T00:00:00.000000Z";
	static const struct {
		unsigned char at, digits;
		int64_t max;
	} parts[] = { { 0, 4, 9999 }, { 5, 2, 12 },  { 8, 2, 31 },     { 11, 2, 23 },
		      { 14, 2, 59 },  { 17, 2, 59 }, { 20, 6, 999999 } };
	int64_t n[ARRAY_LEN(parts)], days;

	if (text.n != sizeof(form) - 1)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (form[i] == '0' ? text.p[i] < '0' || text.p[i] > '9' : text.p[i] != form[i])
			return false;
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		n[i] = 0;
		for (size_t k = 0; k < parts[i].digits; k++)
			n[i] = 10 * n[i] + (text.p[parts[i].at + k] - '0');
		if (n[i] > parts[i].max)
			return false;
	}
	days = days_of(n[0], n[1], n[2]);
	*micros = (((days * 24 + n[3]) * 60 + n[4]) * 60 + n[5]) * 1000000 + n[6];
	/* The day is one of its month. */
	return n[0] && n[1] && n[2] && days < days_of(n[0] + n[1] / 12, n[1] % 12 + 1, 1);
}

static bool get_text(struct str *out, const struct node *root, const char *name)
{
	const struct node *n = node_get(root, str_of(name));

	if (!n || n->type != NODE_STRING)
		return false;
	*out = node_str(n);
	return true;
}

static bool get_hash(struct sha256 *out, const struct node *root, const char *name)
{
	struct str hex;

	return get_text(&hex, root, name) && hash_from_hex(out->bytes, SHA256_BYTES, hex);
}

bool event_read(struct proof_event *e, struct sha256 *hash, const struct node *root)
{
	enum { MEMBERS = 11 };
	const struct node *seq = node_get(root, STR("seq")),
			  *person = node_get(root, STR("person"));
	struct str at;

	*e = (struct proof_event){ 0 };
	return root->count == MEMBERS && seq && seq->type == NODE_NUMBER &&
	       node_int(seq, &e->seq) && get_text(&at, root, "at") && event_time(&e->at, at) &&
	       get_text(&e->body, root, "body") && get_text(&e->actor, root, "actor") &&
	       get_text(&e->kind, root, "kind") && get_text(&e->subject, root, "subject") &&
	       get_text(&e->payload, root, "payload") && get_hash(&e->prev, root, "prev") &&
	       get_hash(hash, root, "hash") && person &&
	       (person->type == NODE_NULL || get_text(&e->person, root, "person"));
}
