/*
 * Any changes of a snapshot's body, signed again: no crash, nothing read
 * outside of it. Six bytes a change: where, and four bytes to put there.
 */
#include "tests/unit/sealed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ARENA a = arena_new();
	struct sign_public key = sign_public(&sealed_secret);
	struct err err = { 0 };
	size_t n, body = HEAD_BYTES + HASH_BYTES;
	char *file = sealed_make(a, &n);

	for (size_t i = 0; i + 6 <= size; i += 6) {
		size_t at = body + (size_t)(data[i] | data[i + 1] << 8) % (n - body);

		memcpy(file + at, data + i + 2, n - at < 4 ? n - at : 4);
	}
	sealed_again(file, n);
	sealed_read((struct str){ file, n }, &key, &err);
	return 0;
}
