#include "checker/sealed/sealed_internal.h"

#include "checker/base/jobs.h"

#include <stdatomic.h>
#include <string.h>

struct sealed {
	struct arena *arena;
	const struct sealed_form *form;
	struct str bytes, hashes, body;
	bool *sound;		   /* of each piece: its hash was seen */
	struct jobs_pool *proving; /* a process that does it; NULL: nobody */
	atomic_size_t *next;	   /* lot to be proved, by whoever comes to it */
	struct str parts[PARTS_MAX];
	struct sealed_about about;
	struct sign_public key;
};

const struct sealed_form sealed_forms[SEALED_KINDS] = {
	[SEALED_SNAPSHOT] = { "tizilim snap 1\r\n", SEALED_SNAPSHOT_PARTS,
			      "the file is no snapshot" },
	[SEALED_PACK] = { "tizilim pack 1\r\n", BUNDLE_PART + 1, "the file is no signed pack" },
};

uint64_t sealed_bits(const char *p, int bytes)
{
	uint64_t n = 0;

	for (int i = 0; i < bytes; i++)
		n |= (uint64_t)(unsigned char)p[i] << 8 * i;
	return n;
}

bool sealed_damaged(const struct sealed *s, const char *at, struct err *err)
{
	err_set(err, ERR_REFUSED, "the file is damaged near byte %zu",
		(size_t)(at - s->bytes.p));
	return err_hint(err, "fetch or export it again");
}

static bool settle(struct sealed *s, size_t piece, const struct blake2b *hash, struct err *err)
{
	if (memcmp(hash->bytes, s->hashes.p + piece * HASH_BYTES, HASH_BYTES) != 0)
		return sealed_damaged(s, s->body.p + piece * PIECE_BYTES, err);
	s->sound[piece] = true;
	return true;
}

static bool hash_one(struct sealed *s, size_t piece, struct err *err)
{
	size_t at = piece * PIECE_BYTES, left = s->body.n - at;
	struct blake2b hash = hash_blake2b(
		str_sub(s->body, at, at + (left < PIECE_BYTES ? left : PIECE_BYTES)));

	return settle(s, piece, &hash, err);
}

/* Whole ones, beside each other. */
static bool hash_four(struct sealed *s, size_t piece, struct err *err)
{
	const char *texts[HASH_LANES];
	struct blake2b hashes[HASH_LANES];

	for (size_t k = 0; k < HASH_LANES; k++)
		texts[k] = s->body.p + (piece + k) * PIECE_BYTES;
	hash_blake2b_four(hashes, texts, PIECE_BYTES);
	for (size_t k = 0; k < HASH_LANES; k++)
		if (!settle(s, piece + k, &hashes[k], err))
			return false;
	return true;
}

bool sealed_bytes(struct sealed *s, struct str bytes, struct err *err)
{
	size_t from = (size_t)(bytes.p - s->body.p), to = from + bytes.n;
	size_t i = from / PIECE_BYTES;

	while (!s->proving && bytes.n && i * PIECE_BYTES < to) {
		bool four = !s->sound[i] && (i + HASH_LANES) * PIECE_BYTES <= to;

		if (!s->sound[i] && !(four ? hash_four : hash_one)(s, i, err))
			return false;
		i += four ? HASH_LANES : 1;
	}
	return true;
}

/* A file's pieces in so many lots. */
enum { LOTS = 64 };

static struct str lot_of(const struct sealed *s, size_t lot)
{
	size_t fours = (s->body.n + FOUR_BYTES - 1) / FOUR_BYTES;
	size_t from = fours * lot / LOTS * FOUR_BYTES;
	size_t to = fours * (lot + 1) / LOTS * FOUR_BYTES;

	return str_sub(s->body, from, to < s->body.n ? to : s->body.n);
}

static bool prove_lots(struct sealed *s, struct err *err)
{
	size_t lot;

	while ((lot = atomic_fetch_add(s->next, 1)) < LOTS)
		if (!sealed_bytes(s, lot_of(s, lot), err))
			return false;
	return true;
}

/* The process of its own. It takes the time that others leave; what it does not come to is left
 * for sealed_proved. */
static bool prove_beside(void *context, size_t piece, struct strbuf *answer, struct err *err)
{
	(void)piece;
	(void)answer;
	jobs_give_way();
	return prove_lots(context, err);
}

static bool take_proof(void *context, struct str answer, struct err *err)
{
	(void)context;
	(void)answer;
	(void)err;
	return true;
}

bool sealed_prove(struct sealed *s, size_t processors, struct err *err)
{
	struct jobs jobs = {
		.context = s, .pieces = 1, .work = prove_beside, .take = take_proof
	};
	struct jobs_pool *proving; /* that process must not think that another does it */

	/* A process takes longer to make than a few pieces to hash. */
	if (processors < 2 || s->body.n < LOTS * PIECE_BYTES)
		return sealed_bytes(s, s->body, err);
	s->next = jobs_shared(sizeof(*s->next), err);
	return s->next && jobs_begin(&proving, s->arena, &jobs, 1, err) &&
	       (s->proving = proving);
}

bool sealed_proved(struct sealed *s, struct err *err)
{
	struct jobs_pool *proving = s->proving;
	bool sound;

	if (!proving)
		return true;
	s->proving = NULL;
	sound = prove_lots(s, err);
	/* Whichever of both comes to it first: one error is as good as the other. */
	if (!jobs_end(proving, err) || !sound)
		return false;
	for (size_t i = 0; i * PIECE_BYTES < s->body.n; i++)
		s->sound[i] = true;
	return true;
}

/* ---- the head ---- */

static bool refuse(struct err *err, const char *why)
{
	err_set(err, ERR_REFUSED, "%s", why);
	return err_hint(err, "fetch or export it again");
}

static bool signed_by(const struct sealed *s, const struct sign_public *key, struct err *err)
{
	struct signature signature;

	if (key && memcmp(key->bytes, s->key.bytes, SIGN_PUBLIC_BYTES) != 0) {
		err_set(err, ERR_REFUSED, "the file is signed with another key");
		return err_hint(err, "`tizilim snapshot info` or `tizilim pack info` shows "
				     "which; who publishes it says which is his");
	}
	memcpy(signature.bytes, s->bytes.p + HEAD_SIGNED, SIGN_BYTES);
	return sign_holds(&signature, str_sub(s->bytes, 0, HEAD_SIGNED), &s->key) ||
	       refuse(err, "the signature of the file does not hold");
}

static bool read_head(struct sealed *s, const struct sign_public *key, struct err *err)
{
	struct str head = s->bytes;
	struct blake2b hash;
	uint64_t body, pieces;

	if (head.n < HEAD_BYTES + s->form->parts * PLACE_BYTES ||
	    !str_starts(head, str_of(s->form->magic)))
		return refuse(err, s->form->foreign);
	memcpy(s->key.bytes, head.p + HEAD_KEY, SIGN_PUBLIC_BYTES);
	if (!signed_by(s, key, err))
		return false;
	body = sealed_bits(head.p + HEAD_BODY, 8);
	if (sealed_bits(head.p + HEAD_LENGTH, 8) != head.n || body < HEAD_BYTES ||
	    body > head.n - s->form->parts * PLACE_BYTES || (body - HEAD_BYTES) % HASH_BYTES)
		return refuse(err, "the file is cut or has more than it says");
	s->hashes = str_sub(head, HEAD_BYTES, body);
	s->body = str_sub(head, body, head.n);
	pieces = (s->body.n + PIECE_BYTES - 1) / PIECE_BYTES;
	hash = hash_blake2b(s->hashes);
	if (s->hashes.n / HASH_BYTES != pieces ||
	    memcmp(hash.bytes, head.p + HEAD_HASHES, HASH_BYTES) != 0)
		return sealed_damaged(s, s->hashes.p, err);
	s->sound = ARENA_ARRAY(s->arena, bool, pieces);
	return true;
}

static bool read_directory(struct sealed *s, struct err *err)
{
	struct str directory = str_sub(s->body, 0, s->form->parts * PLACE_BYTES);

	if (!sealed_bytes(s, directory, err))
		return false;
	for (size_t i = 0; i < s->form->parts; i++) {
		uint64_t at = sealed_bits(directory.p + i * PLACE_BYTES, 8);
		uint64_t n = sealed_bits(directory.p + i * PLACE_BYTES + 8, 8);

		if (at > s->body.n || n > s->body.n - at)
			return sealed_damaged(s, directory.p, err);
		s->parts[i] = str_sub(s->body, at, at + n);
	}
	return true;
}

static bool read_about(struct sealed *s, struct err *err)
{
	struct str json = s->parts[ABOUT_PART];
	struct sealed_about *m = &s->about;
	struct doc_errors errors = { 0 };
	struct doc *doc;

	if (!sealed_bytes(s, json, err))
		return false;
	if (!doc_parse(&doc, s->arena, STR("about"), arena_str(s->arena, json), DOC_JSON,
		       DOC_MANIFEST, &errors))
		return sealed_damaged(s, json.p, err);
	m->more = &doc->root;
	m->made_at = node_text(m->more, STR("made_at"));
	m->pack = node_text(m->more, STR("pack"));
	m->pack_version = node_text(m->more, STR("pack_version"));
	return hash_from_hex(m->pack_sha256.bytes, SHA256_BYTES,
			     node_text(m->more, STR("pack_sha256"))) ||
	       sealed_damaged(s, json.p, err);
}

bool sealed_open(struct sealed **out, struct arena *a, struct str bytes,
		 const struct sealed_wanted *wanted, struct err *err)
{
	struct sealed *s = ARENA_NEW(a, struct sealed);

	s->arena = a;
	s->form = &sealed_forms[wanted->kind];
	s->bytes = bytes;
	*out = s;
	return read_head(s, wanted->key, err) && read_directory(s, err) && read_about(s, err);
}

const struct sealed_about *sealed_about(const struct sealed *s)
{
	return &s->about;
}

struct sign_public sealed_key(const struct sealed *s)
{
	return s->key;
}

struct str sealed_part(const struct sealed *s, size_t part)
{
	return s->parts[part];
}

bool sealed_bundle(struct sealed *s, struct arena *a, struct str *bundle, struct err *err)
{
	struct sha256 hash;

	if (!sealed_bytes(s, s->parts[BUNDLE_PART], err) ||
	    !sealed_inflate(s, a, s->parts[BUNDLE_PART], bundle, err))
		return false;
	hash = hash_sha256(*bundle);
	return hash_same(&hash, &s->about.pack_sha256) ||
	       sealed_damaged(s, s->parts[BUNDLE_PART].p, err);
}
