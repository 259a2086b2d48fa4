#include "registry/chain/chain.h"

#include "checker/base/strbuf.h"
#include "checker/doc/doc.h"

/* Events that one statement answers with, with their records. */
enum { PART = 1000 };

static bool take_line(void *context, const struct rows *row, struct err *err)
{
	const struct chain_export *o = context;

	return o->take(o->context, rows_text(row, 0, 0), err);
}

static bool export_chain(struct db *db, const struct chain_export *o, struct str body,
			 struct err *err)
{
	struct chain_export context = *o;
	int64_t from = INT64_MIN, to = 0;

	while (to != INT64_MAX) {
		AUTO_ROWS upto = { 0 };

		if (!db_one(&upto, db, SQL_chain_upto,
			    PARAMS(p_text(body), p_int(from), p_int(PART)), err))
			return false;
		to = rows_int(&upto, 0, 0);
		if (!db_each(db, SQL_chain_lines,
			     PARAMS(p_text(body), p_int(from), p_int(to), p_bool(o->documents)),
			     (struct db_taker){ take_line, &context }, err))
			return false;
		from = to == INT64_MAX ? to : to + 1;
	}
	return true;
}

static bool put_header(const struct chain_export *o, const struct rows *chains, struct err *err)
{
	AUTO_STRBUF b;
	AUTO_ARENA a = arena_new();

	strbuf_init(&b, SIZE_MAX);
	strbuf_printf(
		&b,
		"{\"is\":\"export\",\"version\":1,\"whole\":%s,\"documents\":%s,\"chains\":[",
		o->body.n ? "false" : "true", o->documents ? "true" : "false");
	for (size_t i = 0; i < chains->n; i++) {
		struct node body = node_make_str(rows_text(chains, i, 0));

		strbuf_printf(&b, "%s%.*s", i ? "," : "", STR_FMT(node_canonical(a, &body)));
	}
	strbuf_str(&b, STR("]}"));
	return o->take(o->context, strbuf_view(&b), err);
}

bool chain_export(struct db *db, const struct chain_export *o, struct err *err)
{
	AUTO_ROWS chains = { 0 };

	if (!db_many(&chains, db, SQL_chain_list, PARAMS(p_text_or_null(o->body)), err))
		return err_wrap(err, "export the history");
	if (o->body.n && !chains.n) {
		err_set(err, ERR_NOT_FOUND, "there is no chain of \"%.*s\"", STR_FMT(o->body));
		return err_hint(err, "`tizilim org list` lists the bodies");
	}
	if (!put_header(o, &chains, err))
		return false;
	for (size_t i = 0; i < chains.n; i++)
		if (!export_chain(db, o, rows_text(&chains, i, 0), err))
			return err_wrap(err, "export the history");
	return true;
}

bool chain_head(struct proof_head *out, struct arena *a, struct db *db, struct str body,
		struct err *err)
{
	AUTO_ROWS rows = { 0 };
	struct str hash;

	*out = (struct proof_head){ .body = arena_str(a, body) };
	if (!db_many(&rows, db, SQL_chain_head, PARAMS(p_text(body)), err))
		return err_wrap(err, "read the head of %.*s", STR_FMT(body));
	if (!rows.n)
		return true;
	hash = rows_bytes(&rows, a, 0, 1);
	out->seq = rows_int(&rows, 0, 0);
	out->hash = hash_hex(a, (const unsigned char *)hash.p, hash.n);
	return true;
}

bool chain_checkpoint(struct str *text, struct arena *a, struct db *db, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, db, SQL_checkpoint_make, NO_PARAMS, err))
		return err_wrap(err, "make a checkpoint");
	*text = arena_str(a, rows_text(&rows, 0, 1));
	return true;
}

bool chain_checkpoint_show(struct str *text, struct arena *a, struct db *db, int64_t number,
			   struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_checkpoint_show, PARAMS(p_int(number)), err))
		return err_wrap(err, "read a checkpoint");
	if (!rows.n)
		return err_set(err, ERR_NOT_FOUND, "there is no checkpoint %lld",
			       (long long)number);
	*text = arena_str(a, rows_text(&rows, 0, 1));
	return true;
}
