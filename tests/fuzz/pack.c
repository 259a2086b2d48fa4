/*
 * Any changes of a signed pack's body, signed again: no crash, nothing read
 * outside of it, and nothing believed that is no pack. Six bytes a change:
 * where, and four bytes to put there; what follows the mark is the bundle.
 */
#include "checker/rule/rule.h"
#include "tests/unit/sealed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void load(struct str file)
{
	AUTO_ARENA a = arena_new();
	struct sign_public key = sign_public(&sealed_secret);
	struct err err = { 0 };
	struct pack *pack = NULL;
	struct sealed *s;
	struct str bundle;

	if (sealed_open(&s, a, file, &(struct sealed_wanted){ SEALED_PACK, &key }, &err) &&
	    sealed_prove(s, 1, &err) && sealed_bundle(s, a, &bundle, &err) &&
	    pack_load_bundle(&pack, a, bundle, &err))
		pack_free(pack);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ARENA a = arena_new();
	struct str input = { (const char *)data, size };
	size_t mark = str_find(input, STR("|")), n, body = HEAD_BYTES + HASH_BYTES;
	struct str changes = str_sub(input, 0, mark < size ? mark : 0);
	struct str bundle = str_sub(input, mark < size ? mark + 1 : 0, size);
	char *file = sealed_make_pack(a, bundle, &n);

	for (size_t i = 0; i + 6 <= changes.n; i += 6) {
		const unsigned char *p = (const unsigned char *)changes.p + i;
		size_t at = body + (size_t)(p[0] | p[1] << 8) % (n - body);

		memcpy(file + at, p + 2, n - at < 4 ? n - at : 4);
	}
	sealed_again(file, n);
	load((struct str){ file, n });
	return 0;
}
