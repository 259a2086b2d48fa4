/* A pack as one signed file: made, proved, looked at. What reads it is `--pack`. */
#include "registry/cmd/session.h"

#include "registry/cmd/keys.h"
#include "registry/cmd/published.h"

struct pack_file_opts {
	struct common_opts common;
	struct str key;
	int format; /* index into data_formats */
};

static struct mtext name_of(struct context *c, const struct sealed_about *about)
{
	return mtext_same(arena_printf(c->arena, "%.*s %.*s (%.*s)", STR_FMT(about->pack),
				       STR_FMT(about->pack_version), STR_FMT(about->made_at)));
}

/* ---- export ---- */

static bool write_file(struct context *c, struct str path, const struct sign_secret *key,
		       struct err *err)
{
	const struct pack_info *info = pack_info(c->pack);
	struct str bundle = pack_bundle(c->pack);
	struct sealed_about about = { .made_at = published_now(c->arena),
				      .pack = info->name,
				      .pack_version = info->version,
				      .pack_sha256 = hash_sha256(bundle) };
	AUTO_STRBUF file;
	struct out out;

	strbuf_init(&file, SIZE_MAX);
	sealed_finish_pack(&file, &about, bundle, key);
	if (!out_create(&out, path, err))
		return false;
	out_str(&out, strbuf_view(&file));
	if (!out_close(&out, err))
		return false;
	context_say(c, MTEXT_FILL(c->arena,
				  MT("жазылды: %1, %2, байт: %3", "записано: %1, %2, байт: %3",
				     "written: %1, %2, bytes: %3"),
				  mtext_same(path), name_of(c, &about),
				  mtext_same(arena_printf(c->arena, "%zu", file.n))));
	return true;
}

static enum exit_code export_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct pack_file_opts *o = opts;
	struct sign_secret key;
	bool ok;

	if (!o->key.n) {
		err_set(err, ERR_USAGE, "a pack must be signed: --key");
		err_hint(err, "`tizilim audit keygen` makes one");
		return exit_of(err->code);
	}
	ok = keys_read_secret(&key, c->arena, o->key, err) &&
	     write_file(c, args.at[0], &key, err);
	sign_forget(&key);
	return ok ? EXIT_CLEAN : exit_of(err->code);
}

/* ---- verify, info ---- */

static bool verify(struct context *c, struct str path, const struct sign_public *key,
		   struct err *err)
{
	struct sealed *file;
	struct pack *pack;

	if (!published_open_pack(&file, c, path, key, err) ||
	    !published_load(&pack, c, file, err))
		return false;
	pack_free(pack);
	published_tell_whole(c, name_of(c, sealed_about(file)));
	return true;
}

static enum exit_code verify_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct pack_file_opts *o = opts;
	struct sign_public key;

	if (!o->key.n) {
		err_set(err, ERR_USAGE, "whose signature must it have? --key");
		err_hint(err, "`tizilim pack info` shows which one signed it");
		return exit_of(err->code);
	}
	return keys_read_public(&key, c->arena, o->key, err) && verify(c, args.at[0], &key, err)
		       ? EXIT_CLEAN
		       : exit_of(err->code);
}

static void info_text(struct context *c, const struct sealed *file)
{
	const struct sealed_about *about = sealed_about(file);
	struct sign_public key = sealed_key(file);
	struct arena *a = c->arena;

	context_say(c, MTEXT_FILL(a, MT("топтама: %1", "пакет: %1", "pack: %1"),
				  name_of(c, about)));
	context_say(c,
		    MTEXT_FILL(a, MT("жасы, күн: %1", "возраст, дней: %1", "age in days: %1"),
			       mtext_same(arena_printf(
				       a, "%lld",
				       (long long)published_age(about->made_at, c->today)))));
	context_say(c, mtext_same(arena_printf(
			       a, "sha256: %.*s",
			       STR_FMT(hash_hex(a, about->pack_sha256.bytes, SHA256_BYTES)))));
	context_say(c, MTEXT_FILL(a,
				  MT("қол қойған кілт: %1", "подписан ключом: %1",
				     "signed with the key: %1"),
				  mtext_same(hash_hex(a, key.bytes, SIGN_PUBLIC_BYTES))));
}

static enum exit_code info_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct pack_file_opts *o = opts;
	struct sealed *file;

	if (!published_open_pack(&file, c, args.at[0], NULL, err))
		return exit_of(err->code);
	if (o->format == DATA_JSON)
		published_info_json(c, file, STR(""));
	else
		info_text(c, file);
	return EXIT_CLEAN;
}

static const struct opt export_options[] = { { 0, "key", OPT_TEXT,
					       offsetof(struct pack_file_opts, key), "<file>",
					       "secret key to sign with", NULL, 0, 0 },
					     COMMON_OPTIONS{ 0 } };
static const struct opt verify_options[] = {
	{ 0, "key", OPT_TEXT, offsetof(struct pack_file_opts, key), "<key|file>",
	  "public key that such a file must be signed with", NULL, 0, 0 },
	LOOK_OPTIONS{ 0 }
};
static const struct opt info_options[] = { DATA_OPTION(struct pack_file_opts)
						   LOOK_OPTIONS{ 0 } };
static const char *const export_examples[] = {
	"tizilim audit keygen publisher.key",
	"tizilim pack export 2026.11.pack --key publisher.key --pack packs/2026.11", NULL
};
static const char *const verify_examples[] = {
	"tizilim pack verify 2026.11.pack --key publisher.pub", NULL
};

#define PACK_COMMAND(...)                                                         \
	.group = "Reference", .synopsis = "<file>", .args_min = 1, .args_max = 1, \
	.opts_size = sizeof(struct pack_file_opts), __VA_ARGS__

const struct command cmd_pack_export = {
	.name = "pack export",
	.summary = "write a pack into one signed file, for others to check by",
	.next = MT_INIT("тексеру: tizilim pack verify", "проверить: tizilim pack verify",
			"prove it: tizilim pack verify"),
	.examples = export_examples,
	.needs = NEEDS_PACK,
	PACK_COMMAND(.options = export_options, .run = export_run)
};
const struct command cmd_pack_verify = {
	.name = "pack verify",
	.summary = "read all of a signed pack: its signature, its hashes, its contents",
	.next = MT_INIT("онымен тексеру: tizilim check --pack ФАЙЛ --pack-key КІЛТ",
			"проверять по нему: tizilim check --pack ФАЙЛ --pack-key КЛЮЧ",
			"check by it: tizilim check --pack FILE --pack-key KEY"),
	.examples = verify_examples,
	PACK_COMMAND(.options = verify_options, .run = verify_run)
};
const struct command cmd_pack_info = {
	.name = "pack info",
	.summary = "what a signed pack says of itself: its age, its version, who signed it",
	.next = MT_INIT("тексеру: tizilim pack verify", "проверить: tizilim pack verify",
			"prove it: tizilim pack verify"),
	PACK_COMMAND(.options = info_options, .run = info_run)
};
