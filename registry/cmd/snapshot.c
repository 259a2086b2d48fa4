#include "registry/cmd/keys.h"
#include "registry/cmd/offline.h"
#include "registry/cmd/published.h"
#include "registry/cmd/session.h"

#include "checker/base/strmap.h"
#include "registry/kept/kept.h"

struct snapshot_opts {
	struct registry_opts registry;
	struct str key;
	int format; /* index into data_formats */
};

/* ---- export ---- */

struct exporting {
	struct context *c;
	struct kept_with with;
	struct snapshot_draft *draft;
	struct snapshot_meta meta;
	struct strmap rows; /* id -> struct str, packed */
	bool whole;	    /* so few that their terms are counted anew whenever it is opened */
};

static bool keep_row(void *context, const struct kept_row *row, struct err *err)
{
	struct exporting *e = context;
	struct arena *a = e->c->arena;
	struct str *packed = ARENA_NEW(a, struct str);

	*packed = e->whole ? arena_str(a, row->packed) : dup_packed_lean(a, row->packed);
	if (packed->n == 0)
		return err_set(err, ERR_IO, "the kept terms of %.*s/%.*s are not whole",
			       STR_FMT(row->body), STR_FMT(row->short_name));
	strmap_put(&e->rows,
		   arena_printf(a, "%.*s/%.*s", STR_FMT(row->body), STR_FMT(row->short_name)),
		   packed);
	return true;
}

static bool put_terms(struct exporting *e, const struct kept_state *state, struct err *err)
{
	struct dup_settings settings = alike_settings(e->c->arena, e->c->pack);
	AUTO_DUP_INDEX index = dup_index_open(&settings, state->counts);

	if (!kept_load_terms(index, &e->with, err))
		return false;
	for (size_t i = 0; i < state->counts.terms; i++) {
		struct dup_stored_term term;

		if (!dup_index_term(index, i, &term))
			return err_set(err, ERR_IO, "term %u of the index is not whole",
				       (unsigned)i);
		/* The text of a passage is shown to nobody. */
		if (!e->whole && str_starts(term.key, STR("passage:")))
			term.name = term.key;
		snapshot_put_term(e->draft, &term);
	}
	return true;
}

static bool put_card(struct exporting *e, struct arena *a, const struct store_manifest *card,
		     struct err *err)
{
	const struct str *packed = strmap_get(&e->rows, card->id);
	struct snapshot_entry entry = { card->id, (uint32_t)card->revision, { 0 } };
	const struct node *root = kept_parse(a, card);
	struct kept_near_query joined = { .ids = &card->id, .ids_n = 1 };
	struct facets facets = { 0 };
	struct kept_ids joins = { 0 };
	struct mtext name;

	if (!packed || !root) {
		err_set(err, ERR_REFUSED, "the index of duplicates does not have %.*s",
			STR_FMT(card->id));
		return err_hint(
			err,
			"`tizilim index` makes it; that takes a millisecond an initiative");
	}
	entry.packed = *packed;
	facets_of(&facets, a, pack_arch(e->c->pack), root);
	name = node_mtext(node_get(root, STR("name")));
	joined.names = name.in;
	joined.names_n = LANG_COUNT;
	joined.facets = facets.list.at;
	joined.facets_n = facets.list.n;
	kept_joins(&joins, a, &joined);
	snapshot_put(e->draft, &entry, card->bytes, joins.list.at, joins.list.n);
	return true;
}

static bool put_cards(struct exporting *e, const struct kept_state *state, struct err *err)
{
	enum { PAGE = 500 };
	struct store_portfolio page = { .n = PAGE };
	struct str last = { 0 };
	AUTO_ARENA a = arena_new();

	for (size_t done = 0; page.n == PAGE; done += page.n) {
		context_progress(e->c, MT("жазылды", "записано", "written"), done,
				 state->registered);
		arena_reset(a);
		if (!kept_page(&page, &(struct kept_with){ a, e->with.db, e->c->pack, NULL },
			       last, PAGE, err))
			return false;
		for (size_t i = 0; i < page.n; i++)
			if (!put_card(e, a, &page.at[i], err))
				return false;
		if (page.n)
			last = arena_str(e->c->arena, page.at[page.n - 1].id);
	}
	context_progress(e->c, MT("жазылды", "записано", "written"), state->registered,
			 state->registered);
	return true;
}

static bool find_hash(struct sha256 *out, struct str hex)
{
	return hash_from_hex(out->bytes, SHA256_BYTES, hex);
}

static void describe(struct exporting *e, const struct kept_state *state,
		     const struct dup_table *table)
{
	const struct pack_info *pack = pack_info(e->c->pack);
	bool known = find_hash(&e->meta.about.pack_sha256, pack->sha256);

	(void)known;
	e->meta.about.made_at = published_now(e->c->arena);
	e->meta.about.pack = pack->name;
	e->meta.about.pack_version = pack->version;
	e->meta.vocabulary = state->vocabulary;
	e->meta.counts = state->counts;
	e->meta.entries = state->registered;
	for (size_t i = 0; i < DUP_BANDS; i++)
		for (size_t k = 0; k < DUP_COMMONS; k++)
			e->meta.table[i][k] = table->counts[i][k];
}

static bool export_work(struct db *db, void *context, struct err *err)
{
	struct exporting *e = context;
	struct kept_state state;
	struct dup_table table;

	e->with = (struct kept_with){ e->c->arena, db, e->c->pack, NULL };
	if (!kept_look(&state, &e->with, err) || !kept_table(&table, &e->with, err))
		return false;
	if (!state.readable || state.pending) {
		err_set(err, ERR_REFUSED, "the index of duplicates is not complete");
		return err_hint(
			err,
			"`tizilim index` makes it; that takes a millisecond an initiative");
	}
	snapshot_draft_free(e->draft);
	e->draft = snapshot_draft_new(e->c->arena);
	strmap_init(&e->rows, e->c->arena);
	e->whole = state.registered <= KEPT_SMALL;
	describe(e, &state, &table);
	return (e->whole ? kept_rows : kept_rows_lean)(&e->with, keep_row, e, err) &&
	       put_terms(e, &state, err) && put_cards(e, &state, err);
}

static bool write_file(struct exporting *e, struct str path, const struct sign_secret *key,
		       struct err *err)
{
	struct out out;
	struct str file =
		snapshot_finish(e->draft, &e->meta, pack_image(e->c->pack, e->c->arena), key);

	if (file.n > SEALED_BYTES_MAX)
		return err_set(err, ERR_INPUT, "a snapshot of so much would be too large");
	if (!out_create(&out, path, err))
		return false;
	out_str(&out, file);
	if (!out_close(&out, err))
		return false;
	LOG(e->c->log, LOG_INFO, "snapshot", log_text("file", path),
	    log_number("initiatives", (int64_t)e->meta.entries),
	    log_number("bytes", (int64_t)file.n));
	context_say(e->c,
		    MTEXT_FILL(e->c->arena,
			       MT("жазылды: %1, бастамалар: %2, байт: %3",
				  "записано: %1, инициатив: %2, байт: %3",
				  "written: %1, initiatives: %2, bytes: %3"),
			       mtext_same(path),
			       mtext_same(arena_printf(e->c->arena, "%zu", e->meta.entries)),
			       mtext_same(arena_printf(e->c->arena, "%zu", file.n))));
	return true;
}

static enum exit_code export_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct snapshot_opts *o = opts;
	struct exporting e = { .c = c };
	struct sign_secret key;
	bool ok;

	if (!o->key.n) {
		err_set(err, ERR_USAGE, "a snapshot must be signed: --key");
		err_hint(err, "`tizilim audit keygen` makes one");
		return exit_of(err->code);
	}
	ok = keys_read_secret(&key, c->arena, o->key, err) &&
	     session_read(c, &o->registry, export_work, &e, err) &&
	     write_file(&e, args.at[0], &key, err);
	sign_forget(&key);
	snapshot_draft_free(e.draft);
	return ok ? EXIT_CLEAN : exit_of(err->code);
}

/* ---- verify, info ---- */

static enum exit_code verify_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct snapshot_opts *o = opts;
	struct sign_public key;
	struct offline file = { 0 };
	bool ok;

	if (!o->key.n) {
		err_set(err, ERR_USAGE, "whose signature must it have? --key");
		err_hint(err, "`tizilim snapshot info` shows which one signed it");
		return exit_of(err->code);
	}
	ok = keys_read_public(&key, c->arena, o->key, err) &&
	     offline_look(&file, c, args.at[0], &key, err) &&
	     snapshot_verify(file.snapshot, err);
	if (ok)
		published_tell_whole(c, file.name);
	offline_close(&file);
	return ok ? EXIT_CLEAN : exit_of(err->code);
}

static void info_json(struct context *c, const struct offline *file)
{
	const struct snapshot_meta *m = snapshot_meta(file->snapshot);

	published_info_json(c, snapshot_file(file->snapshot),
			    arena_printf(c->arena,
					 "\"initiatives\":%zu,\"terms\":%zu,\"bytes\":%zu,",
					 m->entries, m->counts.terms, file->bytes.n));
}

static void info_text(struct context *c, const struct offline *file)
{
	const struct snapshot_meta *m = snapshot_meta(file->snapshot);
	struct sign_public key = sealed_key(snapshot_file(file->snapshot));
	struct arena *a = c->arena;

	context_say(c, file->name);
	context_say(c,
		    MTEXT_FILL(a, MT("жасы, күн: %1", "возраст, дней: %1", "age in days: %1"),
			       mtext_same(arena_printf(
				       a, "%lld", (long long)offline_age(file, c->today)))));
	context_say(c,
		    MTEXT_FILL(a, MT("топтама: %1 %2", "пакет: %1 %2", "pack: %1 %2"),
			       mtext_same(m->about.pack), mtext_same(m->about.pack_version)));
	context_say(c, MTEXT_FILL(a, MT("байт: %1", "байт: %1", "bytes: %1"),
				  mtext_same(arena_printf(a, "%zu", file->bytes.n))));
	context_say(c, MTEXT_FILL(a,
				  MT("қол қойған кілт: %1", "подписан ключом: %1",
				     "signed with the key: %1"),
				  mtext_same(hash_hex(a, key.bytes, SIGN_PUBLIC_BYTES))));
}

static enum exit_code info_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct snapshot_opts *o = opts;
	struct offline file;

	if (!offline_look(&file, c, args.at[0], NULL, err))
		return exit_of(err->code);
	if (o->format)
		info_json(c, &file);
	else
		info_text(c, &file);
	offline_close(&file);
	return EXIT_CLEAN;
}

static const struct opt export_options[] = { { 0, "key", OPT_TEXT,
					       offsetof(struct snapshot_opts, key), "<file>",
					       "secret key to sign with", NULL, 0, 0 },
					     REGISTRY_OPTIONS(struct snapshot_opts){ 0 } };
static const struct opt verify_options[] = {
	{ 0, "key", OPT_TEXT, offsetof(struct snapshot_opts, key), "<key|file>",
	  "public key that the snapshot must be signed with: 64 hexadecimal digits, or a file "
	  "of them",
	  NULL, 0, 0 },
	COMMON_OPTIONS{ 0 }
};
static const struct opt info_options[] = { { 'f', "format", OPT_ENUM,
					     offsetof(struct snapshot_opts, format), "<fmt>",
					     "form of the answer", data_formats, 0, 0 },
					   COMMON_OPTIONS{ 0 } };
static const char *const export_examples[] = {
	"tizilim audit keygen publisher.key",
	"tizilim snapshot export registry.snapshot --key publisher.key", NULL
};
static const char *const verify_examples[] = {
	"tizilim snapshot verify registry.snapshot --key publisher.pub", NULL
};

#define SNAPSHOT_COMMAND(...)                                                                \
	.group = "Run a registry", .opts_size = sizeof(struct snapshot_opts), .args_min = 1, \
	.args_max = 1, __VA_ARGS__

const struct command cmd_snapshot_export = {
	.name = "snapshot export",
	.synopsis = "<file>",
	.summary = "write what all state bodies may see of the registry into one signed file",
	.next = MT_INIT("тексеру: tizilim snapshot verify",
			"проверить: tizilim snapshot verify",
			"prove it: tizilim snapshot verify"),
	.examples = export_examples,
	.needs = NEEDS_PACK,
	SNAPSHOT_COMMAND(.options = export_options, .run = export_run)
};
const struct command cmd_snapshot_verify = {
	.name = "snapshot verify",
	.synopsis = "<file>",
	.summary = "read all of a snapshot: its signature, its hashes, its contents",
	.next = MT_INIT("онымен салыстыру: tizilim check --snapshot",
			"сверяться с ним: tizilim check --snapshot",
			"check against it: tizilim check --snapshot"),
	.examples = verify_examples,
	SNAPSHOT_COMMAND(.options = verify_options, .run = verify_run)
};
const struct command cmd_snapshot_info = {
	.name = "snapshot info",
	.synopsis = "<file>",
	.summary = "what a snapshot says of itself: its age, its pack, who signed it",
	.next = MT_INIT("тексеру: tizilim snapshot verify",
			"проверить: tizilim snapshot verify",
			"prove it: tizilim snapshot verify"),
	SNAPSHOT_COMMAND(.options = info_options, .run = info_run)
};
