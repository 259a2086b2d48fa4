#include "registry/store/store_internal.h"

#include <string.h>

enum { LIMIT_DEFAULT = 1000 };

bool store_ref_parse(struct store_ref *out, struct str text, struct err *err)
{
	struct str rest = text, revision = { 0 };

	*out = (struct store_ref){ 0 };
	if (text.n && memchr(text.p, '@', text.n)) {
		struct str id;

		str_cut(&id, &rest, '@');
		revision = rest;
		rest = id;
		if (!str_int(revision, &out->revision) || out->revision < 1 ||
		    out->revision > INT32_MAX) {
			err_set(err, ERR_USAGE, "\"%.*s\" is not a revision",
				STR_FMT(revision));
			return err_hint(err, "revisions count from 1: body/name@1");
		}
	}
	if (str_cut(&out->body, &rest, '/') && out->body.n && rest.n &&
	    !memchr(rest.p, '/', rest.n)) {
		out->short_name = rest;
		return true;
	}
	err_set(err, ERR_USAGE, "\"%.*s\" is not the id of an initiative", STR_FMT(text));
	return err_hint(err, "an id is the body's id, a slash and the short name: body/name");
}

struct store_entry store_get_entry(const struct rows *rows, struct arena *a, size_t row)
{
	return (struct store_entry){
		.id = rows_id(rows, a, row, 0),
		.revision = rows_int(rows, row, 2),
		.status = rows_copy(rows, a, row, 3),
		.stage = rows_copy(rows, a, row, 4),
		.name = rows_names(rows, a, row, 5),
		.submitted_at = rows_time(rows, a, row, 8),
		.whole = rows_bool(rows, row, 9),
	};
}

bool store_get_outcome(enum store_outcome *out, struct str word, struct err *err)
{
	static const struct {
		const char *word;
		enum store_outcome outcome;
	} outcomes[] = {
		{ "unchanged", STORE_UNCHANGED }, { "created", STORE_CREATED },
		{ "changed", STORE_CHANGED },	  { "revised", STORE_CHANGED },
		{ "withdrawn", STORE_CHANGED },
	};

	for (size_t i = 0; i < ARRAY_LEN(outcomes); i++)
		if (str_eq(word, str_of(outcomes[i].word))) {
			*out = outcomes[i].outcome;
			return true;
		}
	return err_set(err, ERR_REFUSED, "the registry answered \"%.*s\", unknown here",
		       STR_FMT(word));
}

struct param store_param_sha256(const struct sha256 *h)
{
	return p_bytes((struct str){ (const char *)h->bytes, sizeof(h->bytes) });
}

struct param store_param_limit(size_t limit)
{
	return p_int(limit ? (int64_t)limit : LIMIT_DEFAULT);
}
