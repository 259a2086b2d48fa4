#include "registry/cmd/keys.h"

enum { KEY_FILE_BYTES = 4096 };

static const char secret_head[] = "tizilim ed25519 secret key\n";

bool keys_make(struct sign_public *public, struct str path, struct err *err)
{
	struct sign_secret secret;
	struct out out;

	if (!out_create_private(&out, path, err))
		return false;
	sign_make(&secret);
	*public = sign_public(&secret);
	out_str(&out, str_of(secret_head));
	for (size_t i = 0; i < SIGN_SECRET_BYTES; i++)
		out_printf(&out, "%02x", secret.bytes[i]);
	out_str(&out, STR("\n"));
	sign_forget(&secret);
	return out_close(&out, err);
}

bool keys_read_secret(struct sign_secret *secret, struct arena *a, struct str path,
		      struct err *err)
{
	struct str text;

	if (!file_read(&text, a, path, KEY_FILE_BYTES, err))
		return false;
	if (!file_is_private(path)) {
		err_set(err, ERR_REFUSED, "%.*s can be read by others", STR_FMT(path));
		return err_hint(err, "chmod 600 %.*s, or better: make a new key",
				STR_FMT(path));
	}
	if (str_starts(text, str_of(secret_head)) &&
	    hash_from_hex(secret->bytes, SIGN_SECRET_BYTES,
			  str_trim(str_sub(text, sizeof(secret_head) - 1, text.n))))
		return true;
	err_set(err, ERR_INPUT, "%.*s is no secret key", STR_FMT(path));
	return err_hint(err, "`tizilim audit keygen` makes one");
}

bool keys_read_public(struct sign_public *key, struct arena *a, struct str value,
		      struct err *err)
{
	struct str text;

	if (hash_from_hex(key->bytes, SIGN_PUBLIC_BYTES, value))
		return true;
	if (!file_read(&text, a, value, KEY_FILE_BYTES, err))
		return false;
	return hash_from_hex(key->bytes, SIGN_PUBLIC_BYTES, str_trim(text)) ||
	       err_set(err, ERR_INPUT, "%.*s is no public key: 64 hexadecimal digits",
		       STR_FMT(value));
}
