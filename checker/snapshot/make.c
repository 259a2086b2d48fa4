#include "checker/snapshot/snapshot_internal.h"

#include "checker/base/strmap.h"

#include <stdlib.h>
#include <string.h>

struct join {
	uint32_t hash, entry;
};

struct snapshot_draft {
	struct arena *arena;
	struct strbuf parts[PARTS];
	struct strbuf block; /* of cards, not yet deflated */
	struct strbuf codes;
	struct strmap words; /* text -> its number plus one */
	VEC(struct join) joins;
	VEC(struct str) keys; /* of terms */
	uint32_t entries;
	struct strbuf file;
};

struct snapshot_draft *snapshot_draft_new(struct arena *a)
{
	struct snapshot_draft *d = ARENA_NEW(a, struct snapshot_draft);

	d->arena = a;
	for (int i = 0; i < PARTS; i++)
		strbuf_init(&d->parts[i], SNAPSHOT_BYTES_MAX);
	strbuf_init(&d->block, SIZE_MAX);
	strbuf_init(&d->codes, SIZE_MAX);
	strbuf_init(&d->file, SIZE_MAX);
	strmap_init(&d->words, a);
	return d;
}

void snapshot_draft_free(struct snapshot_draft *d)
{
	if (!d)
		return;
	for (int i = 0; i < PARTS; i++)
		strbuf_release(&d->parts[i]);
	strbuf_release(&d->block);
	strbuf_release(&d->codes);
	strbuf_release(&d->file);
}

static void put_bytes(struct strbuf *b, uint64_t n, int bytes)
{
	for (int i = 0; i < bytes; i++)
		strbuf_byte(b, (char)(n >> 8 * i));
}

static void put_place(struct snapshot_draft *d, enum part list, enum part texts)
{
	put_bytes(&d->parts[list], d->parts[texts].n, 4);
}

uint32_t snapshot_hash(struct str join)
{
	struct blake2b h = hash_blake2b(join);

	return h.bytes[0] | (uint32_t)h.bytes[1] << 8 | (uint32_t)h.bytes[2] << 16 |
	       (uint32_t)h.bytes[3] << 24;
}

/* Numbered as they are first met: what is frequent is met early. */
static uint32_t word_number(struct snapshot_draft *d, struct str word)
{
	const uint32_t *known = strmap_get(&d->words, word);
	uint32_t *number;

	if (known)
		return *known;
	number = ARENA_NEW(d->arena, uint32_t);
	*number = (uint32_t)d->words.n;
	put_place(d, PART_WORDS, PART_WORD_TEXTS);
	strbuf_str(&d->parts[PART_WORD_TEXTS], word);
	strmap_put(&d->words, arena_str(d->arena, word), number);
	return *number;
}

static void end_block(struct snapshot_draft *d)
{
	if (d->block.n == 0)
		return;
	put_place(d, PART_BLOCKS, PART_CARDS);
	put_bytes(&d->parts[PART_CARDS], d->block.n, 4);
	snapshot_deflate(&d->parts[PART_CARDS], strbuf_view(&d->block));
	strbuf_reset(&d->block);
}

static void put_card(struct snapshot_draft *d, struct str card)
{
	struct str piece = STR("");

	strbuf_reset(&d->codes);
	while (snapshot_cut(&piece, &card))
		snapshot_number_put(&d->codes, word_number(d, piece));
	snapshot_number_put(&d->block, (uint32_t)d->codes.n);
	strbuf_str(&d->block, strbuf_view(&d->codes));
}

void snapshot_put(struct snapshot_draft *d, const struct snapshot_entry *entry, struct str card,
		  const struct str *joins, size_t joins_n)
{
	put_place(d, PART_ENTRIES, PART_IDS);
	put_place(d, PART_ENTRIES, PART_ROWS);
	put_bytes(&d->parts[PART_ENTRIES], entry->revision, 4);
	strbuf_str(&d->parts[PART_IDS], entry->id);
	strbuf_str(&d->parts[PART_ROWS], entry->packed);
	for (size_t i = 0; i < joins_n; i++)
		vec_push(d->arena, &d->joins,
			 (struct join){ snapshot_hash(joins[i]), d->entries });
	put_card(d, card);
	if (++d->entries % BLOCK_CARDS == 0)
		end_block(d);
}

void snapshot_put_term(struct snapshot_draft *d, const struct dup_stored_term *term)
{
	put_bytes(&d->parts[PART_TERMS], term->counted, 4);
	put_place(d, PART_TERMS, PART_TERM_TEXTS);
	strbuf_str(&d->parts[PART_TERM_TEXTS], term->key);
	put_place(d, PART_TERMS, PART_TERM_TEXTS);
	if (!str_eq(term->key, term->name))
		strbuf_str(&d->parts[PART_TERM_TEXTS], term->name);
	vec_push(d->arena, &d->keys, arena_str(d->arena, term->key));
}

static int by_hash(const void *a, const void *b)
{
	const struct join *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->entry < y->entry ? -1 : x->entry > y->entry;
}

static void put_joins(struct snapshot_draft *d)
{
	if (d->joins.n)
		qsort(d->joins.at, d->joins.n, sizeof(*d->joins.at), by_hash);
	for (size_t i = 0; i < d->joins.n; i++) {
		put_bytes(&d->parts[PART_JOINS], d->joins.at[i].hash, 4);
		put_bytes(&d->parts[PART_JOINS], d->joins.at[i].entry, 4);
	}
}

static int by_key(const void *a, const void *b)
{
	const struct str *const *x = a, *const *y = b;

	return str_cmp(*x, *y);
}

static void put_order(struct snapshot_draft *d)
{
	const struct str **sorted = ARENA_ARRAY(d->arena, const struct str *, d->keys.n + 1);

	for (size_t i = 0; i < d->keys.n; i++)
		sorted[i] = &d->keys.at[i];
	if (d->keys.n)
		qsort(sorted, d->keys.n, sizeof(const struct str *), by_key);
	for (size_t i = 0; i < d->keys.n; i++)
		put_bytes(&d->parts[PART_TERM_ORDER], (uint64_t)(sorted[i] - d->keys.at), 4);
}

static struct str text_of(struct arena *a, struct str s)
{
	struct node n = node_make_str(s);

	return node_canonical(a, &n);
}

static void put_meta(struct snapshot_draft *d, const struct snapshot_meta *m)
{
	struct strbuf *b = &d->parts[PART_META];
	struct arena *a = d->arena;

	strbuf_printf(b,
		      "{\"made_at\":%.*s,\"pack\":%.*s,\"pack_version\":%.*s,"
		      "\"pack_sha256\":\"%.*s\",\"vocabulary\":\"%.*s\",\"counted\":%zu,"
		      "\"table\":[",
		      STR_FMT(text_of(a, m->made_at)), STR_FMT(text_of(a, m->pack)),
		      STR_FMT(text_of(a, m->pack_version)),
		      STR_FMT(hash_hex(a, m->pack_sha256.bytes, SHA256_BYTES)),
		      STR_FMT(hash_hex(a, m->vocabulary.bytes, SHA256_BYTES)),
		      m->counts.entries);
	for (size_t i = 0; i < DUP_BANDS; i++)
		for (size_t k = 0; k < DUP_COMMONS; k++)
			strbuf_printf(b, "%s[%.17g,%.17g]", i + k ? "," : "",
				      m->table[i][k].duplicates, m->table[i][k].judged);
	strbuf_str(b, STR("]}"));
}

/* The ends of the last ones. */
static void end_lists(struct snapshot_draft *d)
{
	put_place(d, PART_ENTRIES, PART_IDS);
	put_place(d, PART_ENTRIES, PART_ROWS);
	put_bytes(&d->parts[PART_ENTRIES], 0, 4);
	put_bytes(&d->parts[PART_TERMS], 0, 4);
	put_place(d, PART_TERMS, PART_TERM_TEXTS);
	put_place(d, PART_TERMS, PART_TERM_TEXTS);
	put_place(d, PART_WORDS, PART_WORD_TEXTS);
	put_place(d, PART_BLOCKS, PART_CARDS);
}

static void put_body(struct snapshot_draft *d, struct strbuf *body)
{
	static const char zeros[8];
	uint64_t at = DIRECTORY_BYTES;

	for (int i = 0; i < PARTS; i++) {
		put_bytes(body, at, 8);
		put_bytes(body, d->parts[i].n, 8);
		at += (d->parts[i].n + 7) / 8 * 8;
	}
	for (int i = 0; i < PARTS; i++) {
		strbuf_str(body, strbuf_view(&d->parts[i]));
		strbuf_bytes(body, zeros, (8 - body->n % 8) % 8);
	}
}

struct str snapshot_finish(struct snapshot_draft *d, const struct snapshot_meta *meta,
			   struct str pack_image, const struct sign_secret *key)
{
	struct strbuf *file = &d->file;
	struct signature signature;
	struct sign_public public = sign_public(key);
	struct blake2b hash;
	AUTO_STRBUF body, hashes;

	strbuf_init(&body, SIZE_MAX);
	strbuf_init(&hashes, SIZE_MAX);
	end_block(d);
	end_lists(d);
	put_joins(d);
	put_order(d);
	put_meta(d, meta);
	put_bytes(&d->parts[PART_PACK], pack_image.n, 4);
	snapshot_deflate(&d->parts[PART_PACK], pack_image);
	put_body(d, &body);
	for (size_t at = 0; at < body.n; at += PIECE_BYTES) {
		hash = hash_blake2b(
			str_sub(strbuf_view(&body), at,
				at + PIECE_BYTES < body.n ? at + PIECE_BYTES : body.n));
		strbuf_bytes(&hashes, hash.bytes, HASH_BYTES);
	}
	hash = hash_blake2b(strbuf_view(&hashes));
	strbuf_str(file, STR(SNAPSHOT_MAGIC));
	put_bytes(file, HEAD_BYTES + hashes.n + body.n, 8);
	put_bytes(file, HEAD_BYTES + hashes.n, 8);
	strbuf_bytes(file, public.bytes, SIGN_PUBLIC_BYTES);
	strbuf_bytes(file, hash.bytes, HASH_BYTES);
	while (file->n < HEAD_SIGNED)
		strbuf_byte(file, 0);
	signature = sign_text(strbuf_view(file), key);
	strbuf_bytes(file, signature.bytes, SIGN_BYTES);
	strbuf_str(file, strbuf_view(&hashes));
	strbuf_str(file, strbuf_view(&body));
	return strbuf_view(file);
}
