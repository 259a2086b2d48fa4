#include "registry/cmd/published.h"

#include "registry/cmd/keys.h"
#include "registry/fetch/fetch.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* A moment of UTC is of its day in Kazakhstan, five hours ahead. */
static bool day_of(struct str moment, int64_t *out)
{
	int64_t hour;

	if (!str_day(moment, out))
		return false;
	if (moment.n >= 13 && str_int(str_sub(moment, 11, 13), &hour))
		*out += (hour + 5) / 24;
	return true;
}

int64_t published_age(struct str made_at, struct str today)
{
	int64_t made, now;

	return day_of(made_at, &made) && day_of(today, &now) ? now - made : 0;
}

struct str published_now(struct arena *a)
{
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
			    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* ---- from an address ---- */

/* What was fetched from an address before, and what is fetched now. */
struct kept_copy {
	struct context *c;
	const struct published *what;
	struct str file, etag_file, etag;
	struct str made_at; /* of what is kept; empty: there is none that is sound */
};

static const char *const folders[SEALED_KINDS] = {
	[SEALED_SNAPSHOT] = "tizilim/snapshots",
	[SEALED_PACK] = "tizilim/packs",
};

/* Signed and whole: when it was made. */
static bool look_at(const struct kept_copy *copy, struct str path, struct str *made_at,
		    struct err *err)
{
	struct context *c = copy->c;
	struct sealed *file;
	struct str bytes;

	if (!file_map(&bytes, path, SEALED_BYTES_MAX, err))
		return false;
	if (!sealed_open(&file, c->arena, bytes, &copy->what->wanted, err) ||
	    !sealed_prove(file, 1, err))
		return err_wrap(err, "%.*s", STR_FMT(path));
	*made_at = sealed_about(file)->made_at;
	return true;
}

static bool find_copy(struct kept_copy *copy, struct err *err)
{
	struct context *c = copy->c;
	struct str dir = file_join(c->arena, str_of(c->data_home),
				   str_of(folders[copy->what->wanted.kind]));
	struct sha256 name = hash_sha256(copy->what->place);
	struct err none = { 0 };

	if (!file_make_dirs(dir, err))
		return false;
	copy->file = file_join(c->arena, dir, hash_hex(c->arena, name.bytes, SHA256_BYTES));
	copy->etag_file = arena_printf(c->arena, "%.*s.etag", STR_FMT(copy->file));
	/* One that is not sound, or of another key, is as if there were none. */
	if (!file_exists(copy->file) || !look_at(copy, copy->file, &copy->made_at, &none))
		return true;
	if (file_load(&copy->etag, c->arena, copy->etag_file, 1024) != FILE_GOOD)
		copy->etag = STR("");
	copy->etag = str_trim(copy->etag);
	return true;
}

/* Signed, whole, and not older than what was seen before: else somebody shows an old one. */
static bool accept(const struct kept_copy *copy, struct str file, struct err *err)
{
	struct str made_at;

	if (!look_at(copy, file, &made_at, err))
		return false;
	if (!copy->made_at.n || str_cmp(&made_at, &copy->made_at) >= 0)
		return true;
	return err_set(err, ERR_REFUSED,
		       "what was made at %.*s is older than that of %.*s, which was fetched "
		       "before",
		       STR_FMT(made_at), STR_FMT(copy->made_at));
}

static bool keep(const struct kept_copy *copy, struct str file, struct str etag,
		 struct err *err)
{
	struct out out;

	/* An etag without its file would keep a new one away. */
	unlink(copy->etag_file.p);
	if (rename(file.p, copy->file.p) != 0)
		return err_errno(err, "cannot create %s", copy->file.p);
	if (!etag.n)
		return true;
	if (!out_create(&out, copy->etag_file, err))
		return false;
	out_printf(&out, "%.*s\n", STR_FMT(etag));
	return out_close(&out, err);
}

static bool fetch_new(const struct kept_copy *copy, struct err *err)
{
	struct context *c = copy->c;
	struct str file = arena_printf(c->arena, "%.*s.%.*s", STR_FMT(copy->file),
				       STR_FMT(hash_uuid(c->arena)));
	struct fetch what = { .url = copy->what->place,
			      .into = file,
			      .etag = copy->etag,
			      .limit = SEALED_BYTES_MAX,
			      .private_host = c->trust.private_host,
			      .authorities = c->trust.authorities };
	struct fetched fetched;

	if (!fetch_file(&fetched, c->arena, &what, err))
		return false;
	if (fetched.same)
		return true;
	if (accept(copy, file, err) && keep(copy, file, fetched.etag, err))
		return true;
	unlink(file.p);
	return false;
}

bool published_find(struct str *path, struct context *c, const struct published *what,
		    struct err *err)
{
	struct kept_copy copy = { .c = c, .what = what };

	*path = what->place;
	if (str_find(what->place, STR("://")) >= what->place.n)
		return true;
	if (!find_copy(&copy, err))
		return false;
	*path = copy.file;
	if (fetch_new(&copy, err))
		return true;
	if (err->code != ERR_NET || !copy.made_at.n)
		return false;
	context_tell(c,
		     MTEXT_FILL(c->arena,
				MT("жаңасы алынбады (%1); бұрынғысы қолданылады: %2",
				   "новый не получен (%1); используется прежний: %2",
				   "no new one could be fetched (%1); the one from before is "
				   "used: %2"),
				mtext_same(arena_str(c->arena, str_of(err->text))),
				mtext_same(copy.made_at)));
	*err = (struct err){ 0 };
	return true;
}

/* ---- packs ---- */

bool published_open_pack(struct sealed **out, struct context *c, struct str path,
			 const struct sign_public *key, struct err *err)
{
	struct sealed_wanted wanted = { SEALED_PACK, key };
	struct str bytes;

	if (!file_map(&bytes, path, SEALED_BYTES_MAX, err))
		return false;
	return (sealed_open(out, c->arena, bytes, &wanted, err) &&
		sealed_prove(*out, 1, err)) ||
	       err_wrap(err, "%.*s", STR_FMT(path));
}

bool published_load(struct pack **out, struct context *c, struct sealed *file, struct err *err)
{
	struct str bundle, ours = STR("");

	/* Mostly it is the shipped one, which is compiled. */
	if (context_pack(out, c, ours, err)) {
		ours = pack_info(*out)->sha256;
		if (str_eq(ours, hash_hex(c->arena, sealed_about(file)->pack_sha256.bytes,
					  SHA256_BYTES)))
			return true;
		pack_free(*out);
	}
	*err = (struct err){ 0 };
	return sealed_bundle(file, c->arena, &bundle, err) &&
	       pack_load_bundle(out, c->arena, bundle, err);
}

bool published_pack(struct pack **out, struct context *c, struct str place, struct err *err)
{
	struct sign_public key;
	struct published what = { .place = place, .wanted = { SEALED_PACK, &key } };
	struct sealed *file;
	struct str path;

	if (!c->trust.key.n) {
		err_set(err, ERR_USAGE, "a pack that is no folder needs --pack-key");
		return err_hint(err, "the publisher of the pack tells its public key; "
				     "`tizilim pack info` shows which one signed it");
	}
	return keys_read_public(&key, c->arena, c->trust.key, err) &&
	       published_find(&path, c, &what, err) &&
	       published_open_pack(&file, c, path, &key, err) &&
	       published_load(out, c, file, err);
}

void published_info_json(struct context *c, const struct sealed *file, struct str more)
{
	const struct sealed_about *about = sealed_about(file);
	struct sign_public key = sealed_key(file);
	struct arena *a = c->arena;

	out_printf(c->out,
		   "{\"made_at\":%.*s,\"age_days\":%lld,\"pack\":%.*s,\"pack_version\":%.*s,"
		   "\"pack_sha256\":\"%.*s\",%.*s\"key\":\"%.*s\"}\n",
		   STR_FMT(context_json(c, about->made_at)),
		   (long long)published_age(about->made_at, c->today),
		   STR_FMT(context_json(c, about->pack)),
		   STR_FMT(context_json(c, about->pack_version)),
		   STR_FMT(hash_hex(a, about->pack_sha256.bytes, SHA256_BYTES)), STR_FMT(more),
		   STR_FMT(hash_hex(a, key.bytes, SIGN_PUBLIC_BYTES)));
}

void published_tell_whole(struct context *c, struct mtext name)
{
	context_say(c, MTEXT_FILL(c->arena,
				  MT("тұтас және сол кілтпен қол қойылған: %1",
				     "цел и подписан этим ключом: %1",
				     "whole and signed with that key: %1"),
				  name));
}
