#include "registry/cmd/offline.h"

#include "checker/text/text.h"
#include "registry/cmd/keys.h"
#include "registry/fetch/fetch.h"

#include <stdio.h>
#include <unistd.h>

enum { USUAL_DAYS = 14 };

/* Days since the first of March of the year 0, of "2026-11-26" or of a moment of UTC, which is
 * of its day in Kazakhstan, five hours ahead; false when it is no date. */
static bool day_number(struct str date, int64_t *out)
{
	int64_t year, month, day, hour;

	if (date.n < 10 || !str_int(str_sub(date, 0, 4), &year) ||
	    !str_int(str_sub(date, 5, 7), &month) || !str_int(str_sub(date, 8, 10), &day))
		return false;
	/* The year that begins with March ends with its odd day. */
	year -= month < 3;
	month = (month + 9) % 12;
	*out = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day;
	if (date.n >= 13 && str_int(str_sub(date, 11, 13), &hour))
		*out += (hour + 5) / 24;
	return true;
}

int64_t offline_age(const struct offline *o, struct str today)
{
	int64_t made, now;

	return day_number(snapshot_meta(o->snapshot)->made_at, &made) && day_number(today, &now)
		       ? now - made
		       : 0;
}

static void warn_of_age(const struct offline *o, struct context *c,
			const struct offline_opts *opts)
{
	int64_t age = offline_age(o, c->today),
		most = opts->max_age ? opts->max_age : USUAL_DAYS;

	if (age <= most)
		return;
	context_tell(c, MTEXT_FILL(c->arena,
				   MT("ескерту: суретке %1 күн болды; жаңасын алыңыз",
				      "внимание: снимку %1 дн.; возьмите новый",
				      "warning: the snapshot is %1 days old; get a new one"),
				   mtext_same(arena_printf(c->arena, "%lld", (long long)age))));
}

bool offline_look(struct offline *out, struct context *c, struct str path,
		  const struct sign_public *key, struct err *err)
{
	const struct snapshot_meta *m;

	*out = (struct offline){ 0 };
	if (!file_map(&out->bytes, path, SNAPSHOT_BYTES_MAX, err))
		return false;
	if (!snapshot_open(&out->snapshot, c->arena, out->bytes, key, err)) {
		offline_close(out);
		return err_wrap(err, "%.*s", STR_FMT(path));
	}
	m = snapshot_meta(out->snapshot);
	out->name = MTEXT_FILL(c->arena,
			       MT("%1 суреті, бастамалар: %2", "снимок от %1, инициатив: %2",
				  "snapshot of %1, %2 initiatives"),
			       mtext_same(m->made_at),
			       mtext_same(arena_printf(c->arena, "%zu", m->entries)));
	return true;
}

/* The shipped pack is it, mostly. */
static bool take_pack(struct offline *o, struct context *c, struct err *err)
{
	struct str ours = pack_info(c->pack)->sha256, image;
	const struct sha256 *theirs = &snapshot_meta(o->snapshot)->pack_sha256;
	struct pack *pack;

	if (str_eq(hash_hex(c->arena, theirs->bytes, SHA256_BYTES), ours))
		return true;
	if (!snapshot_pack(o->snapshot, c->arena, &image, err) ||
	    !pack_load_image(&pack, c->arena, image, err))
		return err_wrap(err, "the pack of the snapshot");
	pack_free(c->pack);
	c->pack = pack;
	return true;
}

/* ---- from an address ---- */

/* What was fetched from an address before, and what is fetched now. */
struct kept_copy {
	struct str file, etag_file, etag;
	struct offline before; /* its snapshot is NULL when there is none that is sound */
};

static bool find_copy(struct kept_copy *copy, struct context *c, struct str url,
		      const struct sign_public *key, struct err *err)
{
	struct str dir = file_join(c->arena, str_of(c->data_home), STR("tizilim/snapshots"));
	struct sha256 name = hash_sha256(url);
	struct err none = { 0 };

	if (!file_make_dirs(dir, err))
		return false;
	copy->file = file_join(c->arena, dir, hash_hex(c->arena, name.bytes, SHA256_BYTES));
	copy->etag_file = arena_printf(c->arena, "%.*s.etag", STR_FMT(copy->file));
	/* One that is not sound, or of another key, is as if there were none. */
	if (!file_exists(copy->file) ||
	    !offline_look(&copy->before, c, copy->file, key, &none) ||
	    !snapshot_prove(copy->before.snapshot, c->cpus, &none)) {
		offline_close(&copy->before);
		return true;
	}
	if (file_load(&copy->etag, c->arena, copy->etag_file, 1024) != FILE_GOOD)
		copy->etag = STR("");
	copy->etag = str_trim(copy->etag);
	return true;
}

/* Signed, whole, and not older than what was seen before: else somebody shows an old one. */
static bool accept(const struct kept_copy *copy, struct context *c, struct str file,
		   const struct sign_public *key, struct err *err)
{
	struct offline now;
	struct str before;
	bool ok;

	if (!offline_look(&now, c, file, key, err))
		return false;
	ok = snapshot_prove(now.snapshot, c->cpus, err);
	if (ok && copy->before.snapshot) {
		before = snapshot_meta(copy->before.snapshot)->made_at;
		if (str_cmp(&snapshot_meta(now.snapshot)->made_at, &before) < 0)
			ok = err_set(err, ERR_REFUSED,
				     "the snapshot of %.*s is older than that of %.*s, which "
				     "was fetched before",
				     STR_FMT(snapshot_meta(now.snapshot)->made_at),
				     STR_FMT(before));
	}
	offline_close(&now);
	return ok;
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

static bool fetch_new(struct kept_copy *copy, struct context *c, const struct offline_opts *o,
		      const struct sign_public *key, struct err *err)
{
	struct str file = arena_printf(c->arena, "%.*s.%.*s", STR_FMT(copy->file),
				       STR_FMT(hash_uuid(c->arena)));
	struct fetch what = { .url = o->snapshot,
			      .into = file,
			      .etag = copy->etag,
			      .limit = SNAPSHOT_BYTES_MAX,
			      .private_host = o->private_host,
			      .authorities = o->authorities };
	struct fetched fetched;

	if (!fetch_file(&fetched, c->arena, &what, err))
		return false;
	if (fetched.same)
		return true;
	if (accept(copy, c, file, key, err) && keep(copy, file, fetched.etag, err))
		return true;
	unlink(file.p);
	return false;
}

/* The newest there is: what was fetched before serves when the net does not. */
static bool fetch_any(struct str *path, struct context *c, const struct offline_opts *o,
		      const struct sign_public *key, struct err *err)
{
	struct kept_copy copy = { 0 };
	bool ok;

	if (!find_copy(&copy, c, o->snapshot, key, err))
		return false;
	*path = copy.file;
	ok = fetch_new(&copy, c, o, key, err);
	if (!ok && err->code == ERR_NET && copy.before.snapshot) {
		context_tell(c, MTEXT_FILL(c->arena,
					   MT("жаңасы алынбады (%1); бұрынғысы қолданылады: %2",
					      "новый не получен (%1); используется прежний: %2",
					      "no new one could be fetched (%1); the one from "
					      "before is used: %2"),
					   mtext_same(arena_str(c->arena, str_of(err->text))),
					   copy.before.name));
		*err = (struct err){ 0 };
		ok = true;
	}
	offline_close(&copy.before);
	return ok;
}

bool offline_open(struct offline *out, struct context *c, const struct offline_opts *o,
		  struct err *err)
{
	struct sign_public key;
	struct str path = o->snapshot;

	if (!o->key.n) {
		err_set(err, ERR_USAGE, "--snapshot needs --key");
		return err_hint(err, "the publisher of the snapshot tells its public key; "
				     "`tizilim snapshot info` shows which one signed it");
	}
	if (!keys_read_public(&key, c->arena, o->key, err) ||
	    (str_find(path, STR("://")) < path.n && !fetch_any(&path, c, o, &key, err)) ||
	    !offline_look(out, c, path, &key, err))
		return false;
	if (snapshot_prove(out->snapshot, c->cpus, err) && take_pack(out, c, err)) {
		warn_of_age(out, c, o);
		return true;
	}
	offline_close(out);
	return false;
}

void offline_close(struct offline *o)
{
	snapshot_close(o->snapshot);
	/* A pack that was taken from it lies in it, so it stays until the process ends. */
	o->snapshot = NULL;
}
