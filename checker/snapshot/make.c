#include "checker/snapshot/snapshot_internal.h"

#include "checker/base/strmap.h"

#include <stdlib.h>

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
		strbuf_init(&d->parts[i], SEALED_BYTES_MAX);
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

static void put_place(struct snapshot_draft *d, enum part list, enum part texts)
{
	sealed_put_bits(&d->parts[list], d->parts[texts].n, 4);
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
	sealed_deflate(&d->parts[PART_CARDS], strbuf_view(&d->block));
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
	sealed_put_bits(&d->parts[PART_ENTRIES], entry->revision, 4);
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
	sealed_put_bits(&d->parts[PART_TERMS], term->counted, 4);
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
		sealed_put_bits(&d->parts[PART_JOINS], d->joins.at[i].hash, 4);
		sealed_put_bits(&d->parts[PART_JOINS], d->joins.at[i].entry, 4);
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
		sealed_put_bits(&d->parts[PART_TERM_ORDER], (uint64_t)(sorted[i] - d->keys.at),
				4);
}

static void put_meta(struct snapshot_draft *d, const struct snapshot_meta *m)
{
	struct strbuf *b = &d->parts[PART_META];
	struct arena *a = d->arena;

	sealed_put_about(b, a, &m->about);
	strbuf_printf(b, ",\"vocabulary\":\"%.*s\",\"counted\":%zu,\"table\":[",
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
	sealed_put_bits(&d->parts[PART_ENTRIES], 0, 4);
	sealed_put_bits(&d->parts[PART_TERMS], 0, 4);
	put_place(d, PART_TERMS, PART_TERM_TEXTS);
	put_place(d, PART_TERMS, PART_TERM_TEXTS);
	put_place(d, PART_WORDS, PART_WORD_TEXTS);
	put_place(d, PART_BLOCKS, PART_CARDS);
}

struct str snapshot_finish(struct snapshot_draft *d, const struct snapshot_meta *meta,
			   struct str pack_image, const struct sign_secret *key)
{
	end_block(d);
	end_lists(d);
	put_joins(d);
	put_order(d);
	put_meta(d, meta);
	sealed_deflate(&d->parts[PART_PACK], pack_image);
	sealed_finish(&d->file, SEALED_SNAPSHOT, d->parts, key);
	return strbuf_view(&d->file);
}
