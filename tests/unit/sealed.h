/* A small snapshot, and one that was changed and signed again. */
#ifndef TESTS_UNIT_SEALED_H
#define TESTS_UNIT_SEALED_H

#include "checker/sealed/sealed_internal.h"
#include "checker/snapshot/snapshot_internal.h"

#include <string.h>

static const struct sign_secret sealed_secret = { { 7, 7, 7 } };

static const struct sealed_row {
	const char *id, *card, *packed;
	const char *join;
} sealed_rows[] = {
	{ "msh/egin", "{\"name\": {\"ru\": \"Учёт  земель,  посевов \"}, \"n\": [1, 2, 3]}",
	  "\x07\x00\x00\x00", "product\nEgin" },
	{ "msh-a/egin", " a b", "\x01\x00\x00", "product\nEgin" },
	{ "mz/mammo", "", "", "name\nmz\nМаммография" },
	{ "mz/stroke", "один два три один  два один", "\x02\x00\x00", "name\nmz\nИнсульт" },
};
enum { SEALED_ROWS = sizeof(sealed_rows) / sizeof(sealed_rows[0]) };

static const struct dup_stored_term sealed_terms[] = {
	{ 0, 4, STR_INIT("ru:земл"), STR_INIT("ru:земель") },
	{ 1, 2, STR_INIT("en:land"), STR_INIT("en:land") },
	{ 2, 0, STR_INIT("function:fn-land"), STR_INIT("function:fn-land") },
};
enum { SEALED_TERMS = sizeof(sealed_terms) / sizeof(sealed_terms[0]) };

static const struct snapshot_meta sealed_meta = {
	.about = { .made_at = STR_INIT("2026-11-26T18:00:00Z"),
		   .pack = STR_INIT("digital-qazaqstan"),
		   .pack_version = STR_INIT("2026.11") },
	.counts = { 4, 3 },
	.table = { { { 1, 2 }, { 3.5, 7 } } },
};

/* In bytes that begin at a multiple of eight, as a mapped file does. */
static inline char *sealed_make(struct arena *a, size_t *n)
{
	struct snapshot_draft *d = snapshot_draft_new(a);
	struct str file;
	char *out;

	for (int i = 0; i < SEALED_ROWS; i++) {
		const struct sealed_row *row = &sealed_rows[i];
		struct snapshot_entry e = { str_of(row->id),
					    (uint32_t)i + 1,
					    { row->packed, i == 0	    ? 4
							   : row->packed[0] ? 3
									    : 0 } };
		struct str join = str_of(row->join);

		snapshot_put(d, &e, str_of(row->card), &join, 1);
	}
	for (int i = 0; i < SEALED_TERMS; i++)
		snapshot_put_term(d, &sealed_terms[i]);
	file = snapshot_finish(d, &sealed_meta, STR("an image of a pack"), &sealed_secret);
	out = arena_raw(a, file.n, 1);
	memcpy(out, file.p, file.n);
	*n = file.n;
	snapshot_draft_free(d);
	return out;
}

/* A signed pack, likewise. */
static inline char *sealed_make_pack(struct arena *a, struct str bundle, size_t *n)
{
	struct sealed_about about = sealed_meta.about;
	AUTO_STRBUF file;
	char *out;

	about.pack_sha256 = hash_sha256(bundle);
	strbuf_init(&file, SIZE_MAX);
	sealed_finish_pack(&file, &about, bundle, &sealed_secret);
	out = arena_raw(a, file.n, 1);
	memcpy(out, file.p, file.n);
	*n = file.n;
	return out;
}

static inline bool sealed_read_pack(struct str file, const struct sign_public *key,
				    struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct sealed *s;
	struct str bundle;

	return sealed_open(&s, a, file, &(struct sealed_wanted){ SEALED_PACK, key }, err) &&
	       sealed_prove(s, 1, err) && sealed_bundle(s, a, &bundle, err);
}

/* The hashes and the signature as they must be of the body that it has. */
static inline void sealed_again(char *file, size_t n)
{
	size_t body = HEAD_BYTES;
	struct blake2b hash;
	struct signature signature;

	while ((body - HEAD_BYTES) / HASH_BYTES < (n - body + PIECE_BYTES - 1) / PIECE_BYTES)
		body += HASH_BYTES;
	for (size_t at = body, i = 0; at < n; at += PIECE_BYTES, i++) {
		hash = hash_blake2b(
			(struct str){ file + at, n - at < PIECE_BYTES ? n - at : PIECE_BYTES });
		memcpy(file + HEAD_BYTES + i * HASH_BYTES, hash.bytes, HASH_BYTES);
	}
	hash = hash_blake2b((struct str){ file + HEAD_BYTES, body - HEAD_BYTES });
	memcpy(file + HEAD_HASHES, hash.bytes, HASH_BYTES);
	signature = sign_text((struct str){ file, HEAD_SIGNED }, &sealed_secret);
	memcpy(file + HEAD_SIGNED, signature.bytes, SIGN_BYTES);
}

/* Everything that can be asked of it; false when anything was refused. */
static inline bool sealed_read(struct str file, const struct sign_public *key, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct snapshot_entries found = { 0 };
	struct dup_stored_term term;
	struct snapshot *s;
	size_t entry;
	bool is, ok = snapshot_open(&s, a, file, key, err) && snapshot_verify(s, err);

	for (int i = 0; ok && i < SEALED_ROWS; i++)
		ok = snapshot_find(s, str_of(sealed_rows[i].id), &entry, err) &&
		     snapshot_joined(s, a, str_of(sealed_rows[i].join), &found, err);
	for (int i = 0; ok && i < SEALED_TERMS; i++)
		ok = snapshot_term_of(s, sealed_terms[i].key, &is, &term, err);
	snapshot_close(s);
	return ok;
}

#endif
