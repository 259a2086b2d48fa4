#include "checker/snapshot/read_internal.h"

bool snapshot_numbers(struct snapshot *s, struct snapshot_span span, uint32_t *out,
		      struct err *err)
{
	struct str list = s->parts[span.part], here;

	if (span.from > span.to || span.to > list.n / 4)
		return sealed_damaged(s->file, list.p, err);
	here = str_sub(list, span.from * 4, span.to * 4);
	if (!sealed_bytes(s->file, here, err))
		return false;
	for (size_t i = 0; i < span.to - span.from; i++)
		out[i] = (uint32_t)sealed_bits(here.p + i * 4, 4);
	return true;
}

bool snapshot_text(struct snapshot *s, struct snapshot_span span, struct str *out,
		   struct err *err)
{
	struct str texts = s->parts[span.part];

	if (span.from > span.to || span.to > texts.n)
		return sealed_damaged(s->file, texts.p, err);
	*out = str_sub(texts, span.from, span.to);
	return sealed_bytes(s->file, *out, err);
}

/* ---- what it says of itself ---- */

/* How many things a list has, of so many numbers each, but for the last. */
static bool count(struct snapshot *s, enum part part, size_t numbers, size_t *n,
		  struct err *err)
{
	struct str list = s->parts[part];

	if (list.n % (numbers * 4) || list.n == 0)
		return sealed_damaged(s->file, list.p, err);
	*n = list.n / (numbers * 4) - 1;
	return true;
}

static bool read_counts(struct snapshot *s, struct err *err)
{
	if (!count(s, PART_ENTRIES, ENTRY_NUMBERS, &s->meta.entries, err) ||
	    !count(s, PART_TERMS, TERM_NUMBERS, &s->meta.counts.terms, err) ||
	    !count(s, PART_WORDS, 1, &s->words, err) ||
	    !count(s, PART_BLOCKS, 1, &s->blocks, err))
		return false;
	if (s->parts[PART_TERM_ORDER].n != s->meta.counts.terms * 4 ||
	    s->parts[PART_JOINS].n % (JOIN_NUMBERS * 4) ||
	    s->blocks != (s->meta.entries + BLOCK_CARDS - 1) / BLOCK_CARDS)
		return sealed_damaged(s->file, s->parts[PART_META].p, err);
	return true;
}

static bool read_hash(struct sha256 *out, const struct node *root, const char *name)
{
	return hash_from_hex(out->bytes, SHA256_BYTES, node_text(root, str_of(name)));
}

static bool read_table(struct snapshot *s, const struct node *table)
{
	if (!table || table->type != NODE_ARRAY || table->count != DUP_BANDS * DUP_COMMONS)
		return false;
	for (uint32_t i = 0; i < table->count; i++) {
		const struct node *pair = &table->items[i];
		struct dup_count *cell = &s->meta.table[i / DUP_COMMONS][i % DUP_COMMONS];

		if (pair->type != NODE_ARRAY || pair->count != 2 ||
		    pair->items[0].type != NODE_NUMBER || pair->items[1].type != NODE_NUMBER)
			return false;
		*cell = (struct dup_count){ node_double(&pair->items[0]),
					    node_double(&pair->items[1]) };
		if (!(cell->duplicates >= 0 && cell->judged >= cell->duplicates))
			return false;
	}
	return true;
}

static bool read_meta(struct snapshot *s, struct err *err)
{
	struct snapshot_meta *m = &s->meta;
	const struct node *root, *counted;
	int64_t n;

	m->about = *sealed_about(s->file);
	root = m->about.more;
	counted = node_get(root, STR("counted"));
	if (!read_hash(&m->vocabulary, root, "vocabulary") || !counted ||
	    !node_int(counted, &n) || n < 0 || n > UINT32_MAX ||
	    !read_table(s, node_get(root, STR("table"))))
		return sealed_damaged(s->file, s->parts[PART_META].p, err);
	m->counts.entries = (size_t)n;
	return true;
}

bool snapshot_open(struct snapshot **out, struct arena *a, struct str bytes,
		   const struct sign_public *key, struct err *err)
{
	struct snapshot *s = ARENA_NEW(a, struct snapshot);
	struct sealed_wanted wanted = { SEALED_SNAPSHOT, key };

	s->arena = a;
	*out = s;
	if (!sealed_open(&s->file, a, bytes, &wanted, err))
		return false;
	for (int i = 0; i < PARTS; i++)
		s->parts[i] = sealed_part(s->file, (size_t)i);
	return read_counts(s, err) && read_meta(s, err);
}

void snapshot_close(struct snapshot *s)
{
	if (s)
		arena_free(s->inflated);
}

struct sealed *snapshot_file(const struct snapshot *s)
{
	return s->file;
}

const struct snapshot_meta *snapshot_meta(const struct snapshot *s)
{
	return &s->meta;
}
