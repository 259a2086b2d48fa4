#include "registry/cmd/keys.h"
#include "registry/cmd/session.h"

#include "checker/base/limits.h"
#include "registry/chain/chain.h"

/* audit: what happened, in a form that can be verified by whoever does not trust the registry.
 */

enum { SHOWN_FAULTS = 20, ANCHOR_FILE_BYTES = 16 << 20 };

struct audit_opts {
	struct registry_opts registry;
	struct str body, output, key, public_key;
	struct str_list anchors;
	bool documents;
	int format;
	int64_t number;
};

struct audit {
	struct context *c;
	const struct audit_opts *opts;
	VEC(struct proof_anchor) anchors;
	struct proof *proof;
	struct out out;	 /* export */
	struct str text; /* checkpoint */
};

/* ---- export ---- */

static bool put_line(void *context, struct str line, struct err *err)
{
	struct audit *t = context;

	(void)err;
	out_str(&t->out, line);
	out_str(&t->out, STR("\n"));
	return true;
}

static bool export_work(struct db *db, void *context, struct err *err)
{
	struct audit *t = context;
	struct chain_export x = { .body = t->opts->body,
				  .documents = t->opts->documents,
				  .take = put_line,
				  .context = t };

	return chain_export(db, &x, err);
}

/* The file of -o, or standard output. */
static bool open_output(struct audit *t, struct err *err)
{
	if (t->opts->output.n && !str_eq(t->opts->output, STR("-")))
		return out_create(&t->out, t->opts->output, err);
	out_flush(t->c->out);
	out_init(&t->out, t->c->out->fd);
	return true;
}

static enum exit_code export_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct audit_opts *o = opts;
	struct audit_opts resolved = *o;
	struct audit t = { .c = c, .opts = &resolved };
	bool ok;

	(void)args;
	resolved.body = session_body(c, o->body);
	if (!open_output(&t, err))
		return exit_of(err->code);
	ok = session_read(c, &o->registry, export_work, &t, err);
	if (ok)
		ok = out_close(&t.out, err);
	else
		out_drop(&t.out);
	return ok ? EXIT_CLEAN : exit_of(err->code);
}

/* ---- keys ---- */

static enum exit_code keygen_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	struct sign_public key;

	(void)opts;
	if (!keys_make(&key, args.at[0], err))
		return exit_of(err->code);
	out_printf(c->out, "%.*s\n", STR_FMT(hash_hex(c->arena, key.bytes, SIGN_PUBLIC_BYTES)));
	return EXIT_CLEAN;
}

/* ---- checkpoint ---- */

static bool checkpoint_work(struct db *db, void *context, struct err *err)
{
	struct audit *t = context;

	return t->opts->number
		       ? chain_checkpoint_show(&t->text, t->c->arena, db, t->opts->number, err)
		       : chain_checkpoint(&t->text, t->c->arena, db, err);
}

static bool write_checkpoint(struct audit *t, const struct sign_secret *secret, struct err *err)
{
	if (!open_output(t, err))
		return false;
	out_str(&t->out, t->text);
	if (t->opts->key.n)
		out_str(&t->out, proof_signed(t->c->arena, t->text, secret));
	return out_close(&t->out, err);
}

static enum exit_code checkpoint_run(struct context *c, const void *opts, struct str_list args,
				     struct err *err)
{
	const struct audit_opts *o = opts;
	struct audit t = { .c = c, .opts = o };
	struct sign_secret secret = { 0 };
	bool ok;

	(void)args;
	if (o->key.n && !keys_read_secret(&secret, c->arena, o->key, err))
		return exit_of(err->code);
	ok = (o->number ? session_read : session_write)(c, &o->registry, checkpoint_work, &t,
							err) &&
	     write_checkpoint(&t, &secret, err);
	sign_forget(&secret);
	return ok ? EXIT_CLEAN : exit_of(err->code);
}

/* ---- verify ---- */

static bool signed_by(const struct proof_anchor *a, const struct sign_public *key)
{
	for (size_t i = 0; i < a->signatures.n; i++)
		if (a->signatures.at[i].holds &&
		    memcmp(a->signatures.at[i].key.bytes, key->bytes, SIGN_PUBLIC_BYTES) == 0)
			return true;
	return false;
}

/* A signature that does not hold is worse than none. */
static bool check_signatures(struct audit *t, const struct proof_anchor *a, struct err *err)
{
	struct sign_public key;

	for (size_t i = 0; i < a->signatures.n; i++)
		if (!a->signatures.at[i].holds)
			return err_set(err, ERR_REFUSED, "%.*s: a signature does not hold",
				       STR_FMT(a->name));
	if (!t->opts->public_key.n)
		return true;
	return keys_read_public(&key, t->c->arena, t->opts->public_key, err) &&
	       (signed_by(a, &key) ||
		err_set(err, ERR_REFUSED, "%.*s is not signed by this key", STR_FMT(a->name)));
}

static bool read_anchors(struct audit *t, struct str_list files, struct err *err)
{
	struct context *c = t->c;

	for (size_t i = 0; i < files.n; i++) {
		struct proof_anchor *a =
			vec_push(c->arena, &t->anchors, (struct proof_anchor){ 0 });
		struct str text;

		if (!file_read(&text, c->arena, files.at[i], ANCHOR_FILE_BYTES, err) ||
		    !proof_anchor_read(a, c->arena, files.at[i], text, err) ||
		    !check_signatures(t, a, err))
			return false;
	}
	return true;
}

static bool take_line(void *context, struct str line, struct err *err)
{
	struct audit *t = context;

	(void)err;
	proof_line(t->proof, line);
	return true;
}

static bool verify_work(struct db *db, void *context, struct err *err)
{
	struct audit *t = context;
	struct chain_export x = {
		.body = t->opts->body, .documents = true, .take = take_line, .context = t
	};

	t->proof = proof_new(t->c->arena, t->anchors.at, t->anchors.n);
	return chain_export(db, &x, err);
}

static bool verify_file(struct audit *t, struct str path, struct err *err)
{
	enum file_fault fault;
	struct lines lines;
	struct str line;

	fault = lines_open(&lines, path, LIMIT_PROOF_LINE);
	t->proof = proof_new(t->c->arena, t->anchors.at, t->anchors.n);
	if (!fault) {
		while (lines_next(&lines, &line, &fault))
			proof_line(t->proof, line);
		lines_close(&lines);
	}
	if (fault == FILE_TROUBLE)
		return file_trouble(path, err);
	if (fault == FILE_LARGE)
		return err_set(err, ERR_INPUT, "%.*s: a line is longer than %d bytes",
			       STR_FMT(path), LIMIT_PROOF_LINE);
	return fault == FILE_GOOD ||
	       err_set(err, ERR_INPUT, "%.*s cannot be read", STR_FMT(path));
}

static void print_fault(struct context *c, const struct proof_fault *f)
{
	struct str place = proof_fault_place(c->arena, f);

	if (f->line)
		out_printf(c->out, "%.*s%s%.*s (%zu): %.*s\n", STR_FMT(f->body),
			   f->body.n ? " " : "", STR_FMT(place), f->line,
			   STR_FMT(context_text(c, proof_fault_text(c->arena, f))));
	else
		out_printf(c->out, "%.*s%s%.*s: %.*s\n", STR_FMT(f->body), f->body.n ? " " : "",
			   STR_FMT(place),
			   STR_FMT(context_text(c, proof_fault_text(c->arena, f))));
}

static struct mtext number(struct context *c, uint64_t n)
{
	return mtext_same(arena_printf(c->arena, "%llu", (unsigned long long)n));
}

static void print_anchors(struct audit *t, const struct proof_verdict *v)
{
	struct context *c = t->c;

	for (size_t i = 0; i < t->anchors.n; i++)
		for (size_t k = 0; k < t->anchors.at[i].signatures.n; k++) {
			const struct proof_signature *s = &t->anchors.at[i].signatures.at[k];

			context_say(c, MTEXT_FILL(c->arena,
						  MT("%1: қолы дұрыс, кілті %2",
						     "%1: подпись верна, ключ %2",
						     "%1: the signature holds, by the key %2"),
						  mtext_same(t->anchors.at[i].name),
						  mtext_same(hash_hex(c->arena, s->key.bytes,
								      SIGN_PUBLIC_BYTES))));
		}
	if (v->unchecked)
		context_say(c,
			    MTEXT_FILL(c->arena,
				       MT("тірек нүктелерінің бұл экспортта жоқ тізбектері: "
					  "%1, олар тексерілмеді",
					  "цепочек опорных точек, которых в этом экспорте нет: "
					  "%1, они не проверены",
					  "chains of anchors that this export leaves out: %1, "
					  "not verified"),
				       number(c, v->unchecked)));
	if (!t->anchors.n)
		context_next(
			c, MT("тірек нүктесінсіз басынан қайта жазылған тарих байқалмайды: "
			      "--anchor",
			      "без опорной точки не видно истории, переписанной с начала: "
			      "--anchor",
			      "without an anchor a history rewritten from its beginning cannot "
			      "be told: --anchor"));
}

static void print_text(struct audit *t, const struct proof_verdict *v)
{
	struct context *c = t->c;
	size_t shown = v->faults.n < SHOWN_FAULTS ? v->faults.n : SHOWN_FAULTS;

	for (size_t i = 0; i < shown; i++)
		print_fault(c, &v->faults.at[i]);
	if (v->faults.n + v->dropped > shown)
		context_say(c, MTEXT_FILL(c->arena, MT("тағы %1", "и ещё %1", "and %1 more"),
					  number(c, v->faults.n + v->dropped - shown)));
	context_say(c,
		    MTEXT_FILL(c->arena,
			       v->faults.n ? MT("тарих бүлінген: тізбек %1, оқиға %2, жазба %3",
						"история нарушена: цепочек %1, событий %2, "
						"записей %3",
						"the history is broken: chains %1, events %2, "
						"records %3")
					   : MT("тарих бүтін: тізбек %1, оқиға %2, жазба %3",
						"история цела: цепочек %1, событий %2, "
						"записей %3",
						"the history is whole: chains %1, events %2, "
						"records %3"),
			       number(c, v->heads.n), number(c, v->events),
			       number(c, v->records)));
	print_anchors(t, v);
}

static void print_json(struct context *c, const struct proof_verdict *v)
{
	out_printf(c->out,
		   "{\"good\":%s,\"whole\":%s,\"events\":%llu,\"records\":%llu,\"chains\":[",
		   v->faults.n ? "false" : "true", v->whole ? "true" : "false",
		   (unsigned long long)v->events, (unsigned long long)v->records);
	for (size_t i = 0; i < v->heads.n; i++) {
		const struct proof_head *h = &v->heads.at[i];

		out_printf(c->out, "%s{\"body\":%.*s,\"seq\":%lld,\"hash\":\"%.*s\"}",
			   i ? ",\n" : "", STR_FMT(context_json(c, h->body)), (long long)h->seq,
			   STR_FMT(h->hash));
	}
	out_str(c->out, STR("],\"faults\":["));
	for (size_t i = 0; i < v->faults.n; i++) {
		const struct proof_fault *f = &v->faults.at[i];

		out_printf(c->out,
			   "%s{\"kind\":\"%s\",\"body\":%.*s,\"seq\":%lld,\"record\":%.*s,"
			   "\"detail\":%.*s,\"line\":%zu,\"message\":%.*s}",
			   i ? ",\n" : "", proof_kind_names[f->kind],
			   STR_FMT(context_json(c, f->body)), (long long)f->seq,
			   STR_FMT(context_json(c, f->record)),
			   STR_FMT(context_json(c, f->detail)), f->line,
			   STR_FMT(context_json3(c, proof_fault_text(c->arena, f))));
	}
	out_printf(c->out, "],\"dropped\":%zu,\"unchecked\":%zu}\n", v->dropped, v->unchecked);
}

/* What is no export at all was not judged. */
static enum exit_code verdict_code(const struct proof_verdict *v)
{
	enum exit_code code = EXIT_CLEAN;

	for (size_t i = 0; i < v->faults.n; i++)
		code = exit_worse(code,
				  v->faults.at[i].kind == PROOF_FORM ? EXIT_INPUT : EXIT_FOUND);
	return code;
}

static enum exit_code answer(struct audit *t, const struct proof_verdict *v)
{
	if (t->opts->format == DATA_JSON)
		print_json(t->c, v);
	else
		print_text(t, v);
	return verdict_code(v);
}

static enum exit_code verify_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct audit_opts *o = opts;
	struct audit_opts resolved = *o;
	struct audit t = { .c = c, .opts = &resolved };
	const struct proof_verdict *v;
	bool ok;

	resolved.body = session_body(c, o->body);
	if (!read_anchors(&t, o->anchors, err))
		return exit_of(err->code);
	ok = args.n ? verify_file(&t, args.at[0], err)
		    : session_read(c, &o->registry, verify_work, &t, err);
	v = t.proof ? proof_end(t.proof) : NULL;
	return ok ? answer(&t, v) : exit_of(err->code);
}

static enum exit_code compare_run(struct context *c, const void *opts, struct str_list args,
				  struct err *err)
{
	struct audit t = { .c = c, .opts = opts };
	struct proof_verdict v;

	if (!read_anchors(&t, args, err))
		return exit_of(err->code);
	proof_compare(&v, c->arena, &t.anchors.at[0], &t.anchors.at[1]);
	if (t.opts->format == DATA_JSON) {
		print_json(c, &v);
		return verdict_code(&v);
	}
	for (size_t i = 0; i < v.faults.n; i++)
		print_fault(c, &v.faults.at[i]);
	if (!v.faults.n)
		context_say(c,
			    MT("екеуі бір тарихтан болуы мүмкін; дәлелі: tizilim audit verify "
			       "--anchor",
			       "обе могут быть от одной истории; доказывает это: tizilim audit "
			       "verify --anchor",
			       "both can be of one history; `tizilim audit verify --anchor` "
			       "proves it"));
	return verdict_code(&v);
}

#define BODY(help)                                                                             \
	{                                                                                      \
		0, "body", OPT_TEXT, offsetof(struct audit_opts, body), "<id>", help, NULL, 0, \
			0                                                                      \
	}
#define OUTPUT                                                                          \
	{                                                                               \
		'o', "output", OPT_TEXT, offsetof(struct audit_opts, output), "<file>", \
			"write there instead of to standard output", NULL, 0, 0         \
	}
#define PUBLIC_KEY                                                                            \
	{                                                                                     \
		0, "public-key", OPT_TEXT, offsetof(struct audit_opts, public_key),           \
			"<key|file>", "every checkpoint must be signed by this key", NULL, 0, \
			0                                                                     \
	}

static const struct opt export_options[] = {
	BODY("only the chain of this body; - is the registry itself"),
	{ 0, "documents", OPT_FLAG, offsetof(struct audit_opts, documents), NULL,
	  "with the bytes of manifests and packs", NULL, 0, 0 },
	OUTPUT,
	REGISTRY_OPTIONS(struct audit_opts){ 0 }
};
static const struct opt verify_options[] = {
	{ 0, "anchor", OPT_LIST, offsetof(struct audit_opts, anchors), "<file>",
	  "a checkpoint kept elsewhere, or heads that submissions told", NULL, 0, 0 },
	PUBLIC_KEY,
	BODY("of the registry only the chain of this body"),
	DATA_OPTION(struct audit_opts) REGISTRY_OPTIONS(struct audit_opts){ 0 }
};
static const struct opt checkpoint_options[] = {
	{ 0, "key", OPT_TEXT, offsetof(struct audit_opts, key), "<file>",
	  "sign it with this secret key", NULL, 0, 0 },
	{ 0, "number", OPT_INT, offsetof(struct audit_opts, number), "<n>",
	  "an old one again instead of a new one", NULL, 1, INT32_MAX },
	OUTPUT,
	REGISTRY_OPTIONS(struct audit_opts){ 0 }
};
static const struct opt compare_options[] = { PUBLIC_KEY, DATA_OPTION(struct audit_opts)
								  COMMON_OPTIONS{ 0 } };
static const struct opt keygen_options[] = { LOOK_OPTIONS{ 0 } };

static const char *const export_examples[] = { "tizilim audit export -o history.jsonl",
					       "tizilim audit export --body msh --documents",
					       NULL };
static const char *const verify_examples[] = {
	"tizilim audit verify history.jsonl --anchor checkpoint-7.txt",
	"tizilim audit verify --anchor checkpoint-7.txt --public-key auditor.pub", NULL
};

const struct command cmd_audit_export = {
	.name = "audit export",
	.group = "Prove",
	.synopsis = "",
	.summary = "write the history as lines that prove themselves",
	.examples = export_examples,
	.needs = NEEDS_PACK,
	.options = export_options,
	.opts_size = sizeof(struct audit_opts),
	.next = MT_INIT("тексеру: tizilim audit verify <файл>",
			"проверить: tizilim audit verify <файл>",
			"verify it: tizilim audit verify <file>"),
	.run = export_run,
};
const struct command cmd_audit_verify = {
	.name = "audit verify",
	.group = "Prove",
	.synopsis = "[<export.jsonl>]",
	.summary = "find what was changed in a history, of a file or of the registry",
	.examples = verify_examples,
	.needs = NEEDS_PACK,
	.options = verify_options,
	.opts_size = sizeof(struct audit_opts),
	.args_max = 1,
	.next = MT_INIT("тірек нүктесін жаңарту: tizilim audit checkpoint",
			"обновить опорную точку: tizilim audit checkpoint",
			"renew the anchor: tizilim audit checkpoint"),
	.run = verify_run,
};
const struct command cmd_audit_checkpoint = {
	.name = "audit checkpoint",
	.group = "Prove",
	.synopsis = "",
	.summary = "write down the heads of all chains, to be kept elsewhere",
	.needs = NEEDS_PACK,
	.options = checkpoint_options,
	.opts_size = sizeof(struct audit_opts),
	.next = MT_INIT(
		"оны тізілім жете алмайтын жерде сақтаңыз; кейін: tizilim audit verify "
		"--anchor",
		"храните её там, куда реестр не достаёт; потом: tizilim audit verify --anchor",
		"keep it where the registry cannot reach; later: tizilim audit verify "
		"--anchor"),
	.run = checkpoint_run,
};
const struct command cmd_audit_compare = {
	.name = "audit compare",
	.group = "Prove",
	.synopsis = "<older> <newer>",
	.summary = "whether two checkpoints can be of one history",
	.options = compare_options,
	.opts_size = sizeof(struct audit_opts),
	.args_min = 2,
	.args_max = 2,
	.next = MT_INIT("дәлелдеу: tizilim audit verify --anchor",
			"доказать: tizilim audit verify --anchor",
			"prove it: tizilim audit verify --anchor"),
	.run = compare_run,
};
const struct command cmd_audit_keygen = {
	.name = "audit keygen",
	.group = "Prove",
	.synopsis = "<file>",
	.summary = "make a key to sign checkpoints and snapshots with",
	.options = keygen_options,
	.opts_size = sizeof(struct common_opts),
	.args_min = 1,
	.args_max = 1,
	.next = MT_INIT(
		"бұл ашық кілт, оны тексерушілерге беріңіз; құпия кілт файлда қалсын",
		"это открытый ключ, раздайте его проверяющим; секретный остаётся в файле",
		"this is the public key, give it to whoever verifies; the secret one stays in "
		"the file"),
	.run = keygen_run,
};
