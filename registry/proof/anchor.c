#include "registry/proof/proof_internal.h"

#include <string.h>

static bool is_hex(struct str s, size_t min, size_t max)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return s.n >= min && s.n <= max;
}

/* What stands behind a word at the beginning of a line. */
static bool behind(struct str *rest, struct str line, struct str word)
{
	if (!str_starts(line, word) || line.n <= word.n || line.p[word.n] != ' ')
		return false;
	*rest = str_sub(line, word.n + 1, line.n);
	return true;
}

static bool read_head(struct proof_anchor *out, struct arena *a, struct str rest)
{
	struct proof_head head = { 0 };
	struct str seq;

	if (!str_cut(&head.body, &rest, ' ') || !str_cut(&seq, &rest, ' ') ||
	    !str_int(seq, &head.seq) || head.seq < 0 ||
	    !is_hex(rest, out->number ? 2 * SHA256_BYTES : PROOF_HEAD_DIGITS, 2 * SHA256_BYTES))
		return false;
	/* In the order of their ids: a checkpoint has one form. */
	if (out->number && out->heads.n &&
	    str_cmp(&out->heads.at[out->heads.n - 1].body, &head.body) >= 0)
		return false;
	head.hash = rest;
	vec_push(a, &out->heads, head);
	return true;
}

static bool read_signature(struct proof_anchor *out, struct arena *a, struct str rest)
{
	struct proof_signature s;
	struct signature bytes;
	struct str word, key;

	if (!str_cut(&word, &rest, ' ') || !str_eq(word, STR("ed25519")) ||
	    !str_cut(&key, &rest, ' ') || !hash_from_hex(s.key.bytes, SIGN_PUBLIC_BYTES, key) ||
	    !hash_from_hex(bytes.bytes, SIGN_BYTES, rest))
		return false;
	s.holds = sign_holds(&bytes, out->text, &s.key);
	vec_push(a, &out->signatures, s);
	return true;
}

/* The next line if it begins with that word. */
static bool take(struct str *value, struct str *rest, const char *word)
{
	struct str after = *rest, line;

	if (!str_cut(&line, &after, '\n') || !behind(value, line, str_of(word)))
		return false;
	*rest = after;
	return true;
}

static bool read_checkpoint(struct proof_anchor *out, struct arena *a, struct str all)
{
	struct str rest = all, value, number;
	struct sha256 root;
	int64_t micros;

	if (!take(&value, &rest, "tizilim") || !str_eq(value, STR("checkpoint 1")) ||
	    !take(&number, &rest, "number") || !str_int(number, &out->number) ||
	    out->number < 1 || !take(&out->at, &rest, "at") || !event_time(&micros, out->at))
		return false;
	if (out->number > 1 && !(take(&out->previous, &rest, "previous") &&
				 is_hex(out->previous, 2 * SHA256_BYTES, 2 * SHA256_BYTES)))
		return false;
	while (take(&value, &rest, "head"))
		if (!read_head(out, a, value))
			return false;
	root = hash_sha256(str_sub(all, 0, all.n - rest.n));
	if (!take(&out->root, &rest, "root") ||
	    !str_eq(out->root, hash_hex(a, root.bytes, SHA256_BYTES)))
		return false;
	out->text = str_sub(all, 0, all.n - rest.n);
	while (take(&value, &rest, "signature"))
		if (!read_signature(out, a, value))
			return false;
	return rest.n == 0 && out->heads.n && str_ends(out->text, STR("\n"));
}

static bool read_heads(struct proof_anchor *out, struct arena *a, struct str rest)
{
	struct str value;

	while (take(&value, &rest, "head"))
		if (!read_head(out, a, value))
			return false;
	return rest.n == 0 && out->heads.n;
}

bool proof_anchor_read(struct proof_anchor *out, struct arena *a, struct str name,
		       struct str text, struct err *err)
{
	struct str all = arena_str(a, text);

	*out = (struct proof_anchor){ .name = name };
	if (str_starts(all, STR("tizilim ")) ? read_checkpoint(out, a, all)
					     : read_heads(out, a, all))
		return true;
	err_set(err, ERR_INPUT, "%.*s is no checkpoint, or was changed", STR_FMT(name));
	return err_hint(err,
			"`tizilim audit checkpoint` writes one; lines \"head <body> <number> "
			"<hash>\" will do, too");
}

struct str proof_signed(struct arena *a, struct str text, const struct sign_secret *secret)
{
	struct signature s = sign_text(text, secret);
	struct sign_public key = sign_public(secret);
	struct str by = hash_hex(a, key.bytes, SIGN_PUBLIC_BYTES),
		   hex = hash_hex(a, s.bytes, SIGN_BYTES);

	return arena_printf(a, "signature ed25519 %.*s %.*s\n", STR_FMT(by), STR_FMT(hex));
}

static void tell(struct proof_verdict *out, struct arena *a, enum proof_kind kind,
		 const struct proof_head *head, struct str name)
{
	vec_push(a, &out->faults,
		 (struct proof_fault){ .kind = kind,
				       .body = head->body,
				       .seq = head->seq,
				       .record = STR(""),
				       .detail = name });
}

static const struct proof_head *head_of(const struct proof_anchor *anchor, struct str body)
{
	for (size_t i = 0; i < anchor->heads.n; i++)
		if (str_eq(anchor->heads.at[i].body, body))
			return &anchor->heads.at[i];
	return NULL;
}

void proof_compare(struct proof_verdict *out, struct arena *a, const struct proof_anchor *older,
		   const struct proof_anchor *newer)
{
	bool follows = newer->number == older->number + 1;
	static const struct proof_head none = { STR_INIT("-"), 0, STR_INIT("") };

	*out = (struct proof_verdict){ .whole = true };
	for (size_t i = 0; i < older->heads.n; i++) {
		const struct proof_head *was = &older->heads.at[i],
					*is = head_of(newer, was->body);

		if (!is || is->seq < was->seq)
			tell(out, a, PROOF_SHORTER, was, older->name);
		else if (is->seq == was->seq && !str_starts(is->hash, was->hash) &&
			 !str_starts(was->hash, is->hash))
			tell(out, a, PROOF_REWRITTEN, was, older->name);
	}
	if (older->number && newer->number &&
	    ((newer->number == older->number && !str_eq(newer->root, older->root)) ||
	     (follows && !str_eq(newer->previous, older->root))))
		tell(out, a, PROOF_REWRITTEN, &none, older->name);
}
