#include "registry/cmd/offline.h"

#include "registry/cmd/keys.h"
#include "registry/cmd/published.h"

enum { USUAL_DAYS = 14 };

int64_t offline_age(const struct offline *o, struct str today)
{
	return published_age(snapshot_meta(o->snapshot)->about.made_at, today);
}

static void warn_of_age(const struct offline *o, struct context *c,
			const struct offline_opts *opts)
{
	int64_t age = offline_age(o, c->today),
		most = opts->max_age ? opts->max_age : USUAL_DAYS;

	if (age <= most)
		return;
	context_tell(c,
		     MTEXT_FILL(c->arena,
				MT("ескерту: лездік көшірмеге %1 күн болды; жаңасын алыңыз",
				   "внимание: снимку %1 дн.; возьмите новый",
				   "warning: age of the snapshot in days: %1; get a new one"),
				mtext_same(arena_printf(c->arena, "%lld", (long long)age))));
}

bool offline_look(struct offline *out, struct context *c, struct str path,
		  const struct sign_public *key, struct err *err)
{
	const struct snapshot_meta *m;

	*out = (struct offline){ .path = path };
	if (!file_map(&out->bytes, path, SEALED_BYTES_MAX, err))
		return false;
	if (!snapshot_open(&out->snapshot, c->arena, out->bytes, key, err)) {
		offline_close(out);
		return err_wrap(err, "%.*s", STR_FMT(path));
	}
	m = snapshot_meta(out->snapshot);
	out->name =
		MTEXT_FILL(c->arena,
			   MT("%1 лездік көшірмесі, бастамалар: %2",
			      "снимок от %1, инициатив: %2", "snapshot of %1, initiatives: %2"),
			   mtext_same(m->about.made_at),
			   mtext_same(arena_printf(c->arena, "%zu", m->entries)));
	return true;
}

/* The shipped pack is it, mostly. */
static bool take_pack(struct offline *o, struct context *c, struct err *err)
{
	struct str ours = pack_info(c->pack)->sha256, image;
	const struct sha256 *theirs = &snapshot_meta(o->snapshot)->about.pack_sha256;
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

bool offline_sound(const struct offline_opts *o, bool with_registry, struct err *err)
{
	if (with_registry && o->snapshot.n)
		return err_set(err, ERR_USAGE, "either --registry or --snapshot");
	if (o->snapshot.n || (!o->key.n && !o->max_age))
		return true;
	err_set(err, ERR_USAGE, "--key and --max-age are of a snapshot, and none is named");
	return err_hint(err, "add --snapshot, or leave them out");
}

bool offline_begin(struct offline *out, struct context *c, const struct offline_opts *o,
		   struct err *err)
{
	struct sign_public key;
	struct published what = { o->snapshot, { SEALED_SNAPSHOT, &key } };
	struct str path;
	bool proving;

	if (!o->key.n) {
		err_set(err, ERR_USAGE, "--snapshot needs --key");
		return err_hint(err, "the publisher of the snapshot tells its public key; "
				     "`tizilim snapshot info` shows which one signed it");
	}
	if (!keys_read_public(&key, c->arena, o->key, err) ||
	    !published_find(&path, c, &what, err) || !offline_look(out, c, path, &key, err))
		return false;
	/* The file is proved while the pack is made ready. */
	proving = snapshot_prove(out->snapshot, c->cpus, err);
	if (proving && !context_need_pack(c, err)) {
		offline_close(out);
		return false;
	}
	if (proving && take_pack(out, c, err)) {
		warn_of_age(out, c, o);
		return true;
	}
	offline_close(out);
	return err_wrap(err, "%.*s", STR_FMT(path));
}

bool offline_settle(struct offline *o, struct err *err)
{
	struct err damage = { 0 };

	if (sealed_proved(snapshot_file(o->snapshot), &damage))
		return true;
	*err = damage;
	return err_wrap(err, "%.*s", STR_FMT(o->path));
}

bool offline_open(struct offline *out, struct context *c, const struct offline_opts *o,
		  struct err *err)
{
	if (!offline_begin(out, c, o, err))
		return false;
	if (offline_settle(out, err))
		return true;
	offline_close(out);
	return false;
}

void offline_close(struct offline *o)
{
	struct err late = { 0 };

	/* Nobody asked: something else went wrong. The process must end all the same. */
	if (o->snapshot && !offline_settle(o, &late))
		late.code = ERR_NONE;
	snapshot_close(o->snapshot);
	/* A pack that was taken from it lies in it, so it stays until the process ends. */
	o->snapshot = NULL;
}
