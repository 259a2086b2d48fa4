#include "registry/proof/proof_internal.h"

#include "checker/base/limits.h"

#include <stdlib.h>

const char *const proof_kind_names[PROOF_KINDS] = {
	[PROOF_FORM] = "form",	     [PROOF_CONTENT] = "content",     [PROOF_GAP] = "gap",
	[PROOF_LINK] = "link",	     [PROOF_TIME] = "time",	      [PROOF_HEAD] = "head",
	[PROOF_STRAY] = "stray",     [PROOF_MISSING] = "missing",     [PROOF_RECORD] = "record",
	[PROOF_SHORTER] = "shorter", [PROOF_REWRITTEN] = "rewritten",
};

void proof_tell(struct proof *p, enum proof_kind kind, int64_t seq, struct str record,
		struct str detail)
{
	struct arena *a = p->arena;

	if (p->verdict.faults.n == PROOF_FAULTS) {
		p->verdict.dropped++;
		return;
	}
	vec_push(a, &p->verdict.faults,
		 (struct proof_fault){ .kind = kind,
				       .body = arena_str(a, p->chain.body),
				       .seq = seq,
				       .record = arena_str(a, record),
				       .detail = arena_str(a, detail),
				       .line = p->lines });
}

static void form(struct proof *p, struct str why)
{
	proof_tell(p, PROOF_FORM, 0, STR(""), why);
}

struct proof *proof_new(struct arena *a, const struct proof_anchor *anchors, size_t n)
{
	struct proof *p = ARENA_NEW(a, struct proof);

	*p = (struct proof){ .arena = a,
			     .of_chain = arena_new(),
			     .of_event = arena_new(),
			     .of_line = arena_new(),
			     .anchors = anchors,
			     .anchors_n = n,
			     .chain.body = STR("") };
	return p;
}

static bool truth(const struct node *root, struct str name)
{
	const struct node *n = node_get(root, name);

	return n && n->type == NODE_BOOL && n->truth;
}

/* Chains are named in the order of their ids, each once. */
static bool read_chains(struct proof *p, const struct node *list)
{
	if (!list || list->type != NODE_ARRAY)
		return false;
	for (uint32_t i = 0; i < list->count; i++) {
		struct str body = node_str(&list->items[i]);

		if (list->items[i].type != NODE_STRING ||
		    (i && str_cmp(&p->chains.at[i - 1], &body) >= 0))
			return false;
		vec_push(p->arena, &p->chains, arena_str(p->arena, body));
	}
	return true;
}

static void read_header(struct proof *p, const struct node *root)
{
	const struct node *version = node_get(root, STR("version"));
	int64_t n = 0;

	if (p->headed || p->lines != 1) {
		form(p, STR("header"));
		return;
	}
	p->headed = true;
	p->documents = truth(root, STR("documents"));
	p->verdict.whole = truth(root, STR("whole"));
	if (root->count != 5 || !version || version->type != NODE_NUMBER ||
	    !node_int(version, &n) || n != 1)
		form(p, STR("version"));
	else if (!read_chains(p, node_get(root, STR("chains"))))
		form(p, STR("chains"));
}

/* Heads of the anchors that are of this chain, by number. */
static void find_anchored(struct proof *p)
{
	struct chain *c = &p->chain;
	size_t room = 0;

	for (size_t i = 0; i < p->anchors_n; i++)
		room += p->anchors[i].heads.n;
	c->anchored = ARENA_ARRAY(p->of_chain, const struct proof_head *, room + 1);
	c->anchors = ARENA_ARRAY(p->of_chain, const struct proof_anchor *, room + 1);
	for (size_t i = 0; i < p->anchors_n; i++)
		for (size_t k = 0; k < p->anchors[i].heads.n; k++) {
			const struct proof_head *head = &p->anchors[i].heads.at[k];
			size_t at = c->anchored_n;

			if (!str_eq(head->body, c->body))
				continue;
			for (; at && c->anchored[at - 1]->seq > head->seq; at--) {
				c->anchored[at] = c->anchored[at - 1];
				c->anchors[at] = c->anchors[at - 1];
			}
			c->anchored[at] = head;
			c->anchors[at] = &p->anchors[i];
			c->anchored_n++;
		}
}

static void check_anchored(struct proof *p)
{
	struct chain *c = &p->chain;
	struct str hex = STR("");

	while (c->anchored_at < c->anchored_n && c->anchored[c->anchored_at]->seq <= c->seq) {
		const struct proof_head *head = c->anchored[c->anchored_at];

		if (!hex.n)
			hex = hash_hex(p->of_line, c->hash.bytes, SHA256_BYTES);
		if (head->seq != c->seq || !str_starts(hex, head->hash))
			proof_tell(p, PROOF_REWRITTEN, head->seq, STR(""),
				   c->anchors[c->anchored_at]->name);
		c->anchored_at++;
	}
}

/* What it begins with follows from its name. */
static void open_chain(struct proof *p, struct str body)
{
	arena_reset(p->of_chain);
	p->chain = (struct chain){ .open = true,
				   .body = arena_str(p->of_chain, body),
				   .at = INT64_MIN,
				   .hash = hash_sha256(body) };
	strmap_init(&p->chain.cells, p->of_chain);
	find_anchored(p);
	check_anchored(p);
}

/* After its head, or without one. */
static void close_chain(struct proof *p)
{
	struct chain *c = &p->chain;

	bind_event_end(p);
	bind_chain_end(p);
	for (; c->anchored_at < c->anchored_n; c->anchored_at++)
		proof_tell(p, PROOF_SHORTER, c->anchored[c->anchored_at]->seq, STR(""),
			   c->anchors[c->anchored_at]->name);
	vec_push(p->arena, &p->verdict.heads,
		 (struct proof_head){ arena_str(p->arena, c->body), c->seq,
				      hash_hex(p->arena, c->hash.bytes, SHA256_BYTES) });
	c->open = false;
}

static void no_head(struct proof *p)
{
	proof_tell(p, PROOF_HEAD, p->chain.seq, STR(""), STR(""));
	close_chain(p);
}

/* Chains that the header announced and that did not come, up to another. */
static void absent_chains(struct proof *p, size_t upto)
{
	for (; p->chain_at < upto; p->chain_at++) {
		p->chain.body = p->chains.at[p->chain_at];
		proof_tell(p, PROOF_HEAD, 0, STR(""), STR(""));
	}
	p->chain.body = STR("");
}

/* The chain that a line is of; it begins where the one before has ended. */
static bool enter(struct proof *p, struct str body)
{
	size_t at = p->chain_at;

	if (p->chain.open && str_eq(p->chain.body, body))
		return true;
	while (at < p->chains.n && !str_eq(p->chains.at[at], body))
		at++;
	if (at == p->chains.n) {
		form(p, STR("body"));
		return false;
	}
	if (p->chain.open)
		no_head(p);
	absent_chains(p, at);
	p->chain_at++;
	open_chain(p, body);
	return true;
}

static void check_event(struct proof *p, const struct proof_event *e, const struct sha256 *hash)
{
	struct chain *c = &p->chain;
	struct sha256 computed = proof_event_hash(e);

	if (e->seq > c->seq + 1)
		proof_tell(p, PROOF_GAP, c->seq + 1, STR(""), STR(""));
	else if (e->seq != c->seq + 1 || !hash_same(&e->prev, &c->hash))
		proof_tell(p, PROOF_LINK, e->seq, STR(""), STR(""));
	if (!hash_same(&computed, hash))
		proof_tell(p, PROOF_CONTENT, e->seq, STR(""), STR(""));
	if (e->at < c->at)
		proof_tell(p, PROOF_TIME, e->seq, STR(""), STR(""));
	c->seq = e->seq > c->seq ? e->seq : c->seq;
	c->at = e->at;
	c->hash = *hash;
	check_anchored(p);
}

static void read_payload(struct proof *p, struct str text)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;

	p->now.payload = NULL;
	if (doc_parse(&doc, p->of_event, STR("payload"), text, DOC_JSON, DOC_GENERAL,
		      &errors) &&
	    doc->root.type == NODE_OBJECT)
		p->now.payload = &doc->root;
	else
		proof_tell(p, PROOF_FORM, p->now.event.seq, STR(""), STR("payload"));
}

static void swap(struct arena **a, struct arena **b)
{
	struct arena *held = *a;

	*a = *b;
	*b = held;
}

static void read_event(struct proof *p, const struct node *root)
{
	struct proof_event e;
	struct sha256 hash;

	if (!event_read(&e, &hash, root)) {
		form(p, STR("event"));
		return;
	}
	bind_event_end(p);
	/* It stays until the next. */
	swap(&p->of_event, &p->of_line);
	if (!enter(p, e.body))
		return;
	if (p->chain.events_over)
		form(p, STR("order"));
	p->verdict.events++;
	check_event(p, &e, &hash);
	p->now.event = e;
	p->now.at = node_text(root, STR("at"));
	read_payload(p, e.payload);
	if (p->now.payload)
		bind_event(p);
}

/* Of a chain without events there is no time. */
static bool head_fits(const struct chain *c, const struct node *root)
{
	const struct node *seq = node_get(root, STR("seq")), *at = node_get(root, STR("at"));
	struct sha256 hash;
	int64_t n, micros;

	if (root->count != 5 || !seq || seq->type != NODE_NUMBER || !node_int(seq, &n) || !at ||
	    !hash_from_hex(hash.bytes, SHA256_BYTES, node_text(root, STR("hash"))))
		return false;
	if (n != c->seq || !hash_same(&hash, &c->hash))
		return false;
	return c->seq == 0 ? at->type == NODE_NULL
			   : at->type == NODE_STRING && event_time(&micros, node_str(at)) &&
				     micros == c->at;
}

static void read_head(struct proof *p, const struct node *root)
{
	if (!enter(p, node_text(root, STR("body"))))
		return;
	if (!head_fits(&p->chain, root))
		proof_tell(p, PROOF_HEAD, p->chain.seq, STR(""), STR(""));
	close_chain(p);
}

void proof_line(struct proof *p, struct str text)
{
	struct doc_errors errors = { 0 };
	struct line line = { 0 };
	struct doc *doc;

	p->lines++;
	arena_reset(p->of_line);
	if (text.n > LIMIT_PROOF_LINE ||
	    !doc_parse(&doc, p->of_line, STR("line"), arena_str(p->of_line, text), DOC_JSON,
		       DOC_GENERAL, &errors) ||
	    doc->root.type != NODE_OBJECT) {
		form(p, STR("json"));
		return;
	}
	line = (struct line){ &doc->root, node_text(&doc->root, STR("is")),
			      node_text(&doc->root, STR("body")) };
	if (p->lines == 1 && !str_eq(line.is, STR("export")))
		form(p, STR("header"));
	if (str_eq(line.is, STR("export")))
		read_header(p, line.root);
	else if (str_eq(line.is, STR("event")))
		read_event(p, line.root);
	else if (str_eq(line.is, STR("head")))
		read_head(p, line.root);
	else if (enter(p, line.body))
		bind_record(p, &line);
}

/* Anchors know chains that are not there. */
static void absent_anchored(struct proof *p)
{
	for (size_t i = 0; i < p->anchors_n; i++)
		for (size_t k = 0; k < p->anchors[i].heads.n; k++) {
			const struct proof_head *head = &p->anchors[i].heads.at[k];

			if (p->chains.n && bsearch(&head->body, p->chains.at, p->chains.n,
						   sizeof(*p->chains.at), str_cmp))
				continue;
			p->chain.body = head->body;
			if (p->verdict.whole)
				proof_tell(p, PROOF_SHORTER, head->seq, STR(""),
					   p->anchors[i].name);
			else
				p->verdict.unchecked++;
		}
}

const struct proof_verdict *proof_end(struct proof *p)
{
	if (p->chain.open)
		no_head(p);
	absent_chains(p, p->chains.n);
	if (p->lines == 0)
		form(p, STR("empty"));
	absent_anchored(p);
	arena_free(p->of_chain);
	arena_free(p->of_event);
	arena_free(p->of_line);
	return &p->verdict;
}
