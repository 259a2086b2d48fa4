#include "checker/sealed/sealed_internal.h"

void sealed_put_bits(struct strbuf *b, uint64_t n, int bytes)
{
	for (int i = 0; i < bytes; i++)
		strbuf_byte(b, (char)(n >> 8 * i));
}

static struct str text_of(struct arena *a, struct str s)
{
	struct node n = node_make_str(s);

	return node_canonical(a, &n);
}

void sealed_put_about(struct strbuf *b, struct arena *a, const struct sealed_about *m)
{
	strbuf_printf(b,
		      "{\"made_at\":%.*s,\"pack\":%.*s,\"pack_version\":%.*s,"
		      "\"pack_sha256\":\"%.*s\"",
		      STR_FMT(text_of(a, m->made_at)), STR_FMT(text_of(a, m->pack)),
		      STR_FMT(text_of(a, m->pack_version)),
		      STR_FMT(hash_hex(a, m->pack_sha256.bytes, SHA256_BYTES)));
}

/* Each part begins at a multiple of eight. */
static void put_body(struct strbuf *body, const struct strbuf *parts, size_t n)
{
	static const char zeros[8];
	uint64_t at = n * PLACE_BYTES;

	for (size_t i = 0; i < n; i++) {
		sealed_put_bits(body, at, 8);
		sealed_put_bits(body, parts[i].n, 8);
		at += (parts[i].n + 7) / 8 * 8;
	}
	for (size_t i = 0; i < n; i++) {
		strbuf_str(body, strbuf_view(&parts[i]));
		strbuf_bytes(body, zeros, (8 - body->n % 8) % 8);
	}
}

static void put_hashes(struct strbuf *hashes, struct str body)
{
	for (size_t at = 0; at < body.n; at += PIECE_BYTES) {
		struct blake2b hash = hash_blake2b(str_sub(
			body, at, at + PIECE_BYTES < body.n ? at + PIECE_BYTES : body.n));

		strbuf_bytes(hashes, hash.bytes, HASH_BYTES);
	}
}

void sealed_finish(struct strbuf *file, enum sealed_kind kind, const struct strbuf *parts,
		   const struct sign_secret *key)
{
	struct sign_public public = sign_public(key);
	struct signature signature;
	struct blake2b hash;
	AUTO_STRBUF body, hashes;

	strbuf_init(&body, SIZE_MAX);
	strbuf_init(&hashes, SIZE_MAX);
	put_body(&body, parts, sealed_forms[kind].parts);
	put_hashes(&hashes, strbuf_view(&body));
	hash = hash_blake2b(strbuf_view(&hashes));
	strbuf_str(file, str_of(sealed_forms[kind].magic));
	sealed_put_bits(file, HEAD_BYTES + hashes.n + body.n, 8);
	sealed_put_bits(file, HEAD_BYTES + hashes.n, 8);
	strbuf_bytes(file, public.bytes, SIGN_PUBLIC_BYTES);
	strbuf_bytes(file, hash.bytes, HASH_BYTES);
	while (file->n < HEAD_SIGNED)
		strbuf_byte(file, 0);
	signature = sign_text(strbuf_view(file), key);
	strbuf_bytes(file, signature.bytes, SIGN_BYTES);
	strbuf_str(file, strbuf_view(&hashes));
	strbuf_str(file, strbuf_view(&body));
}

void sealed_finish_pack(struct strbuf *file, const struct sealed_about *about,
			struct str bundle, const struct sign_secret *key)
{
	AUTO_ARENA a = arena_new();
	struct strbuf parts[BUNDLE_PART + 1];

	for (int i = 0; i <= BUNDLE_PART; i++)
		strbuf_init(&parts[i], SEALED_BYTES_MAX);
	sealed_put_about(&parts[ABOUT_PART], a, about);
	strbuf_byte(&parts[ABOUT_PART], '}');
	sealed_deflate(&parts[BUNDLE_PART], bundle);
	sealed_finish(file, SEALED_PACK, parts, key);
	for (int i = 0; i <= BUNDLE_PART; i++)
		strbuf_release(&parts[i]);
}
