#include "checker/snapshot/read_internal.h"

#include "checker/base/jobs.h"

#include <string.h>

uint64_t snapshot_bits(const char *p, int bytes)
{
	uint64_t n = 0;

	for (int i = 0; i < bytes; i++)
		n |= (uint64_t)(unsigned char)p[i] << 8 * i;
	return n;
}

bool snapshot_damaged(const struct snapshot *s, const char *at, struct err *err)
{
	err_set(err, ERR_REFUSED, "the snapshot is damaged near byte %zu",
		(size_t)(at - s->bytes.p));
	return err_hint(err, "fetch or export it again");
}

bool snapshot_bytes(struct snapshot *s, struct str bytes, struct err *err)
{
	size_t from = (size_t)(bytes.p - s->body.p), to = from + bytes.n;

	for (size_t i = from / PIECE_BYTES; bytes.n && i * PIECE_BYTES < to; i++) {
		struct str piece = str_sub(s->body, i * PIECE_BYTES,
					   s->body.n - i * PIECE_BYTES < PIECE_BYTES
						   ? s->body.n
						   : (i + 1) * PIECE_BYTES);
		struct blake2b hash;

		if (s->sound[i])
			continue;
		hash = hash_blake2b(piece);
		if (memcmp(hash.bytes, s->hashes.p + i * HASH_BYTES, HASH_BYTES) != 0)
			return snapshot_damaged(s, piece.p, err);
		s->sound[i] = true;
	}
	return true;
}

/* A file's pieces in so many parts. */
enum { PARTS_PROVED = 16 };

static struct str part_of(const struct snapshot *s, size_t part)
{
	size_t pieces = (s->body.n + PIECE_BYTES - 1) / PIECE_BYTES;
	size_t from = pieces * part / PARTS_PROVED * PIECE_BYTES;
	size_t to = pieces * (part + 1) / PARTS_PROVED * PIECE_BYTES;

	return str_sub(s->body, from, to < s->body.n ? to : s->body.n);
}

static bool prove_part(void *context, size_t part, struct strbuf *answer, struct err *err)
{
	struct snapshot *s = context;

	(void)answer;
	return snapshot_bytes(s, part_of(s, part), err);
}

static bool take_part(void *context, struct str answer, struct err *err)
{
	(void)context;
	(void)answer;
	(void)err;
	return true;
}

bool snapshot_prove(struct snapshot *s, size_t processes, struct err *err)
{
	struct jobs jobs = {
		.context = s, .pieces = PARTS_PROVED, .work = prove_part, .take = take_part
	};

	/* A process takes longer to make than a few pieces to hash. */
	if (!jobs_run(&jobs, s->body.n < 64 * PIECE_BYTES ? 1 : processes, err))
		return false;
	for (size_t i = 0; i * PIECE_BYTES < s->body.n; i++)
		s->sound[i] = true;
	return true;
}

bool snapshot_numbers(struct snapshot *s, struct snapshot_span span, uint32_t *out,
		      struct err *err)
{
	struct str list = s->parts[span.part], here;

	if (span.from > span.to || span.to > list.n / 4)
		return snapshot_damaged(s, list.p, err);
	here = str_sub(list, span.from * 4, span.to * 4);
	if (!snapshot_bytes(s, here, err))
		return false;
	for (size_t i = 0; i < span.to - span.from; i++)
		out[i] = (uint32_t)snapshot_bits(here.p + i * 4, 4);
	return true;
}

bool snapshot_text(struct snapshot *s, struct snapshot_span span, struct str *out,
		   struct err *err)
{
	struct str texts = s->parts[span.part];

	if (span.from > span.to || span.to > texts.n)
		return snapshot_damaged(s, texts.p, err);
	*out = str_sub(texts, span.from, span.to);
	return snapshot_bytes(s, *out, err);
}

/* ---- the head ---- */

static bool refuse(struct err *err, const char *why)
{
	err_set(err, ERR_REFUSED, "%s", why);
	return err_hint(err, "fetch or export it again");
}

static bool signed_by(const struct snapshot *s, const struct sign_public *key, struct err *err)
{
	struct signature signature;

	if (key && memcmp(key->bytes, s->key.bytes, SIGN_PUBLIC_BYTES) != 0) {
		err_set(err, ERR_REFUSED, "the snapshot is signed with another key");
		return err_hint(err, "`tizilim snapshot info` shows which; who publishes it "
				     "says which is his");
	}
	memcpy(signature.bytes, s->bytes.p + HEAD_SIGNED, SIGN_BYTES);
	return sign_holds(&signature, str_sub(s->bytes, 0, HEAD_SIGNED), &s->key) ||
	       refuse(err, "the signature of the snapshot does not hold");
}

static bool read_head(struct snapshot *s, const struct sign_public *key, struct err *err)
{
	struct str head = s->bytes;
	struct blake2b hash;
	uint64_t body, pieces;

	if (head.n < HEAD_BYTES || !str_starts(head, STR(SNAPSHOT_MAGIC)))
		return refuse(err, "the file is no snapshot");
	memcpy(s->key.bytes, head.p + HEAD_KEY, SIGN_PUBLIC_BYTES);
	if (!signed_by(s, key, err))
		return false;
	body = snapshot_bits(head.p + HEAD_BODY, 8);
	if (snapshot_bits(head.p + HEAD_LENGTH, 8) != head.n || body < HEAD_BYTES ||
	    body > head.n - DIRECTORY_BYTES || (body - HEAD_BYTES) % HASH_BYTES)
		return refuse(err, "the snapshot is cut or has more than it says");
	s->hashes = str_sub(head, HEAD_BYTES, body);
	s->body = str_sub(head, body, head.n);
	pieces = (s->body.n + PIECE_BYTES - 1) / PIECE_BYTES;
	hash = hash_blake2b(s->hashes);
	if (s->hashes.n / HASH_BYTES != pieces ||
	    memcmp(hash.bytes, head.p + HEAD_HASHES, HASH_BYTES) != 0)
		return snapshot_damaged(s, s->hashes.p, err);
	s->sound = ARENA_ARRAY(s->arena, bool, pieces);
	return true;
}

static bool read_directory(struct snapshot *s, struct err *err)
{
	struct str directory = str_sub(s->body, 0, DIRECTORY_BYTES);

	if (!snapshot_bytes(s, directory, err))
		return false;
	for (int i = 0; i < PARTS; i++) {
		uint64_t at = snapshot_bits(directory.p + i * 16, 8);
		uint64_t n = snapshot_bits(directory.p + i * 16 + 8, 8);

		if (at > s->body.n || n > s->body.n - at)
			return snapshot_damaged(s, directory.p, err);
		s->parts[i] = str_sub(s->body, at, at + n);
	}
	return true;
}

/* How many things a list has, of so many numbers each, but for the last. */
static bool count(struct snapshot *s, enum part part, size_t numbers, size_t *n,
		  struct err *err)
{
	struct str list = s->parts[part];

	if (list.n % (numbers * 4) || list.n == 0)
		return snapshot_damaged(s, list.p, err);
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
		return snapshot_damaged(s, s->body.p, err);
	return true;
}

/* ---- what it says of itself ---- */

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
	struct doc_errors errors = { 0 };
	struct snapshot_meta *m = &s->meta;
	const struct node *root, *counted;
	struct doc *doc;
	int64_t n;

	if (!snapshot_bytes(s, s->parts[PART_META], err))
		return false;
	if (!doc_parse(&doc, s->arena, STR("snapshot"),
		       arena_str(s->arena, s->parts[PART_META]), DOC_JSON, DOC_MANIFEST,
		       &errors))
		return snapshot_damaged(s, s->parts[PART_META].p, err);
	root = &doc->root;
	counted = node_get(root, STR("counted"));
	m->made_at = node_text(root, STR("made_at"));
	m->pack = node_text(root, STR("pack"));
	m->pack_version = node_text(root, STR("pack_version"));
	if (!read_hash(&m->pack_sha256, root, "pack_sha256") ||
	    !read_hash(&m->vocabulary, root, "vocabulary") || !counted ||
	    !node_int(counted, &n) || n < 0 || n > UINT32_MAX ||
	    !read_table(s, node_get(root, STR("table"))))
		return snapshot_damaged(s, s->parts[PART_META].p, err);
	m->counts.entries = (size_t)n;
	return true;
}

bool snapshot_open(struct snapshot **out, struct arena *a, struct str bytes,
		   const struct sign_public *key, struct err *err)
{
	struct snapshot *s = ARENA_NEW(a, struct snapshot);

	s->arena = a;
	s->bytes = bytes;
	*out = s;
	return read_head(s, key, err) && read_directory(s, err) && read_counts(s, err) &&
	       read_meta(s, err);
}

void snapshot_close(struct snapshot *s)
{
	if (s)
		arena_free(s->inflated);
}

const struct snapshot_meta *snapshot_meta(const struct snapshot *s)
{
	return &s->meta;
}

struct sign_public snapshot_key(const struct snapshot *s)
{
	return s->key;
}
