#include "registry/cmd/session.h"

#include "registry/process/process.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* backup, restore: the whole registry as one file of PostgreSQL's own tools. */

enum { SUM_BYTES = 256 };

struct backup_opts {
	struct registry_opts registry;
};

struct backup {
	struct context *c;
	struct session session;
	struct str file, sum_file;
};

/* In place of the account of every day, which sees what is its own. */
static bool open_admin(struct backup *b, const struct registry_opts *opts, struct err *err)
{
	bool embedded;
	struct str admin;

	if (!session_connect(&b->session, b->c, opts, &embedded, err))
		return false;
	admin = b->session.admin;
	if (!embedded)
		return true;
	session_close(&b->session);
	return session_admin(&b->session.db, b->c, admin, err);
}

/* Connects as we are connected; what it must know stands in its environment, no password among
 * its arguments. */
static bool run_tool(struct backup *b, const char *const *argv, struct err *err)
{
	struct arena *a = b->c->arena;
	struct process p = { .argv = argv, .settings = db_environment(b->session.db, a) };
	struct str output;
	int status;

	if (!process_run(&status, &output, a, &p, err))
		return false;
	if (status == 0)
		return true;
	if (status == 126) {
		err_set(err, ERR_NOT_FOUND, "%s is not installed", argv[0]);
		return err_hint(err, "install PostgreSQL's client programs");
	}
	output = str_trim(output);
	return err_set(err, ERR_IO, "%s ended with %d: %.*s", argv[0], status, STR_FMT(output));
}

/* On the disk, and what it says as hexadecimal digits. */
static bool sum_of(struct str *hex, struct arena *a, struct str file, struct err *err)
{
	enum { PIECE = 1 << 16 };
	char *bytes = ARENA_ARRAY(a, char, PIECE);
	int fd = open(file.p, O_RDONLY | O_CLOEXEC);
	struct hash_run run;
	struct sha256 sum;
	ssize_t n;

	if (fd < 0)
		return err_errno(err, "cannot read %.*s", STR_FMT(file));
	hash_begin(&run);
	while ((n = read(fd, bytes, PIECE)) > 0)
		hash_add(&run, bytes, (size_t)n);
	if (n == 0 && fsync(fd) < 0)
		n = -1;
	sum = hash_end(&run);
	*hex = hash_hex(a, sum.bytes, sizeof(sum.bytes));
	if (n < 0)
		err_errno(err, "cannot read %.*s", STR_FMT(file));
	close(fd);
	return n == 0;
}

/* Where the last step of a path begins. */
static size_t name_at(struct str path)
{
	size_t at = path.n;

	while (at && path.p[at - 1] != '/')
		at--;
	return at;
}

/* As `sha256sum --check` reads it. */
static bool write_sum(const struct backup *b, struct str hex, struct err *err)
{
	struct out out;

	if (!out_create(&out, b->sum_file, err))
		return false;
	out_printf(&out, "%.*s  %s\n", STR_FMT(hex), b->file.p + name_at(b->file));
	return out_close(&out, err);
}

/* Beside the target, and renamed when it is whole and on the disk. */
static bool dump(struct backup *b, struct err *err)
{
	struct arena *a = b->c->arena;
	struct str part = arena_printf(a, "%.*s.part", STR_FMT(b->file)), hex;
	struct str folder = file_join(a, str_sub(b->file, 0, name_at(b->file)), STR("."));
	const char *argv[] = { "pg_dump",
			       "--format=custom",
			       "--no-password",
			       "--lock-wait-timeout=20000",
			       arena_printf(a, "--file=%.*s", STR_FMT(part)).p,
			       NULL };
	mode_t before = umask(077);
	bool ok = run_tool(b, argv, err) && sum_of(&hex, a, part, err);

	umask(before);
	if (ok && rename(part.p, b->file.p) < 0)
		ok = err_errno(err, "cannot rename %s", part.p);
	if (!ok) {
		unlink(part.p);
		return false;
	}
	if (!file_sync_dir(folder, err) || !write_sum(b, hex, err))
		return false;
	LOG(b->c->log, LOG_INFO, "backed up", log_text("file", b->file),
	    log_text("sha256", hex));
	return true;
}

static struct backup about(struct context *c, struct str_list args)
{
	struct str file = arena_str(c->arena, args.at[0]);

	return (struct backup){ .c = c,
				.file = file,
				.sum_file =
					arena_printf(c->arena, "%.*s.sha256", STR_FMT(file)) };
}

static enum exit_code backup_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct backup_opts *o = opts;
	struct backup b = about(c, args);
	bool ok;

	if (!open_admin(&b, &o->registry, err))
		return exit_of(err->code);
	ok = dump(&b, err);
	session_close(&b.session);
	if (!ok)
		return exit_of(err->code);
	context_say(c, MTEXT_FILL(c->arena,
				  MT("сақтық көшірме: %1, бақылау сомасы: %2",
				     "резервная копия: %1, контрольная сумма: %2",
				     "backup: %1, its checksum: %2"),
				  mtext_same(b.file), mtext_same(b.sum_file)));
	return EXIT_CLEAN;
}

/* ---- restore ---- */

static bool check_sum(const struct backup *b, struct err *err)
{
	struct arena *a = b->c->arena;
	struct str text, hex, wanted;

	if (!sum_of(&hex, a, b->file, err))
		return false;
	if (!file_read(&text, a, b->sum_file, SUM_BYTES, err))
		return err_wrap(err, "the checksum of the backup");
	wanted = str_sub(text, 0, hex.n);
	if (str_eq(wanted, hex))
		return true;
	err_set(err, ERR_REFUSED, "%s is not what was backed up: its checksum differs",
		b->file.p);
	return err_hint(err, "take another copy of it; nothing was restored");
}

/* What a backup does not hold, because a server has it once for all its databases. */
static const char roles[] =
	"do $$ declare name text; begin "
	"foreach name in array array['tizilim_owner', 'tizilim_api', 'tizilim_user'] loop "
	"begin execute format('create role %I nologin noinherit', name); "
	"exception when duplicate_object or unique_violation then null; end; "
	"end loop; end $$";
static const char logins[] =
	"do $$ declare l record; begin "
	"execute format('revoke all on database %I from public', current_database()); "
	"execute format('grant connect on database %I to tizilim_user', current_database()); "
	"execute format('grant create on database %I to tizilim_owner, tizilim_api', "
	"current_database()); "
	"for l in select n.login from registry.login n "
	"where not exists (select from pg_roles r where r.rolname = n.login) loop "
	"execute format('create role %I login in role tizilim_user', l.login); "
	"end loop; "
	"for l in select n.login from registry.login n "
	"join pg_roles r on r.rolname = n.login "
	"where not pg_has_role(r.oid, 'tizilim_user', 'member') loop "
	"execute format('grant tizilim_user to %I', l.login); "
	"end loop; end $$";

static bool is_empty(struct backup *b, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, b->session.db, SQL_doctor_may, NO_PARAMS, err))
		return false;
	if (!rows_bool(&rows, 0, 2))
		return true;
	err_set(err, ERR_REFUSED, "this database holds a registry already");
	return err_hint(err, "restore into an empty database: createdb --encoding=UTF8 "
			     "--template=template0 …");
}

static bool load(struct backup *b, struct err *err)
{
	const char *argv[] = {
		"pg_restore",
		"--exit-on-error",
		"--single-transaction",
		"--no-password",
		arena_printf(b->c->arena, "--dbname=%s", db_database(b->session.db)).p,
		b->file.p,
		NULL
	};

	return db_script(b->session.db, str_of(roles), err) && run_tool(b, argv, err) &&
	       (db_script(b->session.db, str_of(logins), err) ||
		err_wrap(err, "let in the people of the registry"));
}

static enum exit_code restore_run(struct context *c, const void *opts, struct str_list args,
				  struct err *err)
{
	const struct backup_opts *o = opts;
	struct backup b = about(c, args);
	bool ok;

	if (!check_sum(&b, err) || !open_admin(&b, &o->registry, err))
		return exit_of(err->code);
	ok = is_empty(&b, err) && load(&b, err);
	session_close(&b.session);
	if (!ok)
		return exit_of(err->code);
	LOG(c->log, LOG_INFO, "restored", log_text("file", b.file));
	context_say(
		c, MTEXT_FILL(c->arena,
			      MT("қалпына келтірілді: %1", "восстановлено: %1", "restored: %1"),
			      mtext_same(b.file)));
	return EXIT_CLEAN;
}

static const struct opt backup_options[] = { REGISTRY_OPTIONS(struct backup_opts){ 0 } };
static const char *const backup_examples[] = {
	"tizilim backup registry.dump",
	"tizilim backup /backup/registry.dump --db service=registry", NULL
};
static const char *const restore_examples[] = {
	"tizilim restore registry.dump", "tizilim restore registry.dump --db service=empty",
	NULL
};

const struct command cmd_backup = {
	.name = "backup",
	.group = "Run a registry",
	.synopsis = "<file>",
	.summary = "write the whole registry into a file, with its checksum beside it",
	.examples = backup_examples,
	.next = MT_INIT("тексеріп көріңіз: бос дерекқорға tizilim restore",
			"проверьте её: tizilim restore в пустую базу",
			"try it: tizilim restore into an empty database"),
	.options = backup_options,
	.opts_size = sizeof(struct backup_opts),
	.args_min = 1,
	.args_max = 1,
	.run = backup_run,
};

const struct command cmd_restore = {
	.name = "restore",
	.group = "Run a registry",
	.synopsis = "<file>",
	.summary =
		"make a registry of a backup, in an empty database, with its people's logins",
	.examples = restore_examples,
	.next = MT_INIT("тексеру: tizilim doctor, tizilim audit verify",
			"проверить: tizilim doctor, tizilim audit verify",
			"check it: tizilim doctor, tizilim audit verify"),
	.options = backup_options,
	.opts_size = sizeof(struct backup_opts),
	.args_min = 1,
	.args_max = 1,
	.run = restore_run,
};
