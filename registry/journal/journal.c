#include "registry/journal/journal.h"

#include "checker/base/file.h"

#include <unistd.h>

enum { UUID_LENGTH = 36, ENTRY_MAX = 4096 };

static bool is_uuid(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
	}
	return s.n == UUID_LENGTH;
}

static bool find(struct journal_entry *e, struct arena *a, struct err *err)
{
	struct str text, key;
	enum file_fault fault = file_load(&text, a, e->path, ENTRY_MAX);

	if (fault == FILE_TROUBLE || fault == FILE_DENIED)
		return file_trouble(e->path, err);
	e->repeated = !fault && str_cut(&key, &text, '\n') && is_uuid(key);
	if (e->repeated)
		e->key = key;
	return true;
}

static bool put(struct journal_entry *e, struct arena *a, struct str dir, struct err *err)
{
	struct out o;

	e->key = hash_uuid(a);
	if (!out_create(&o, e->path, err))
		return false;
	out_printf(&o, "%.*s\n", STR_FMT(e->key));
	return out_close(&o, err) && file_sync_dir(dir, err);
}

bool journal_open(struct journal_entry *out, struct arena *a, struct str data_home,
		  const struct journal_what *what, struct err *err)
{
	struct str dir = file_join(a, data_home, STR("tizilim/journal"));
	struct str named = arena_printf(a, "%.*s\n%s", STR_FMT(what->id),
					hash_hex(a, what->bytes.bytes, SHA256_BYTES).p);

	*out = (struct journal_entry){
		.path = file_join(a, dir, hash_hex(a, hash_sha256(named).bytes, SHA256_BYTES)),
	};
	if (file_make_dirs(dir, err) && find(out, a, err) &&
	    (out->repeated || put(out, a, dir, err)))
		return true;
	return err_wrap(err, "note the submission");
}

void journal_close(const struct journal_entry *entry)
{
	unlink(entry->path.p);
}
