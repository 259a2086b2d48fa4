#include "registry/cluster/cluster_internal.h"

#include "checker/base/file.h"
#include "registry/sql/sql.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { QUOTED_LINES = 4 };

/* Where and how to listen is said anew at every start: the sockets may have moved. */
static const char settings[] = "# Written by tizilim before every start; changes are lost.\n"
			       "listen_addresses = ''\n"
			       "port = 5432\n"
			       "unix_socket_permissions = 0700\n"
			       /* Needs no /dev/shm, which containers and chroots may lack. */
			       "dynamic_shared_memory_type = mmap\n"
			       "max_connections = 20\n"
			       "shared_buffers = 64MB\n"
			       "max_wal_size = 256MB\n"
			       "jit = off\n"
			       "log_checkpoints = off\n"
			       "log_timezone = 'UTC'\n"
			       "timezone = 'UTC'\n";

static struct str last_lines(struct str s, size_t lines)
{
	size_t from;

	s = str_trim(s);
	for (from = s.n; from > 0; from--)
		if (s.p[from - 1] == '\n' && --lines == 0)
			break;
	return str_sub(s, from, s.n);
}

static void one_line(char *text)
{
	for (; *text; text++)
		if (*text == '\n')
			*text = ' ';
}

bool process_error(struct err *err, const char *what, struct str printed)
{
	struct str quoted = last_lines(printed, QUOTED_LINES);

	err_set(err, ERR_IO, "%.*s", STR_FMT(quoted));
	err_wrap(err, "%s", what);
	one_line(err->text);
	for (enum lang l = 0; l < LANG_EN; l++)
		one_line(err->others[l].text);
	if (str_find(printed, STR("No space left")) != SIZE_MAX)
		return err_hint(err, "free some space on that file system and repeat the "
				     "command");
	return false;
}

/* One path as a list of paths: quoted for the list, then for postgresql.conf. */
static void put_quoted(struct out *o, struct str path)
{
	out_str(o, STR("'\""));
	for (size_t i = 0; i < path.n; i++) {
		out_bytes(o, &path.p[i], 1);
		if (path.p[i] == '\'' || path.p[i] == '\\' || path.p[i] == '"')
			out_bytes(o, &path.p[i], 1);
	}
	out_str(o, STR("\"'"));
}

static bool write_file(const struct place *p, struct str dir, const char *name, struct str text,
		       struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct str path = file_join(a, dir, str_of(name));
	struct out o;

	if (!out_create(&o, path, err))
		return false;
	out_str(&o, text);
	if (!out_close(&o, err))
		return false;
	if (p->account.other && lchown(path.p, p->account.uid, p->account.gid) < 0)
		return err_errno(err, "cannot give %s to %s", path.p, p->account.name.p);
	return true;
}

/*
 * Only through the socket, whose folder is closed to others. The superuser
 * stays within reach for later administration; whoever owns the files could
 * take it anyway, or come as any person.
 */
static bool admit_the_user(const struct place *p, struct str data, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct str names = arena_printf(a, "tizilim \"%s\" tizilim\ntizilim \"%s\" postgres\n",
					p->user.p, p->user.p);

	return write_file(p, data, "pg_hba.conf",
			  STR("local all tizilim,postgres peer map=tizilim\n"
			      "local all +tizilim_user trust\n"),
			  err) &&
	       write_file(p, data, "pg_ident.conf", names, err);
}

bool place_configure(const struct place *p, struct str data, struct err *err)
{
	struct out text;
	bool ok;

	out_init_memory(&text);
	out_str(&text, str_of(settings));
	out_str(&text, STR("unix_socket_directories = "));
	put_quoted(&text, p->sockets);
	out_str(&text, STR("\n"));
	ok = write_file(p, data, "postgresql.conf", out_view(&text), err) &&
	     admit_the_user(p, data, err);
	return out_close(&text, err) && ok;
}

static bool init(const struct place *p, struct str bin, struct err *err)
{
	AUTO_ARENA a = arena_new();
	const char *argv[] = { file_join(a, bin, STR("initdb")).p,
			       "--pgdata",
			       p->half.p,
			       "--username=postgres",
			       "--encoding=UTF8",
			       "--locale=C",
			       "--data-checksums",
			       "--auth=peer",
			       "--no-instructions",
			       NULL };
	struct process process = { &p->account, argv, { 0 } };
	struct str printed;
	int status;

	if (!process_run(&status, &printed, a, &process, err))
		return false;
	return status == 0 || process_error(err, "initdb failed", printed);
}

/* In single-user mode, so that a data folder with its final name is complete. */
static bool create_database(const struct place *p, struct str bin, struct err *err)
{
	AUTO_ARENA a = arena_new();
	const char *argv[] = { file_join(a, bin, STR("postgres")).p,
			       "--single",
			       "-j",
			       "-c",
			       "exit_on_error=on",
			       "-c",
			       "log_checkpoints=off",
			       "-D",
			       p->half.p,
			       "postgres",
			       NULL };
	/* With -j a statement ends at a semicolon and an empty line. */
	struct str input =
		arena_printf(a, "%s;\n\n%s;\n\n", sql_statements[SQL_cluster_role].text,
			     sql_statements[SQL_cluster_database].text);
	struct process process = { &p->account, argv, input };
	struct str printed;
	int status;

	if (!process_run(&status, &printed, a, &process, err))
		return false;
	return status == 0 || process_error(err, "cannot create the database", printed);
}

bool place_make_data(const struct place *p, struct str bin, struct err *err)
{
	struct err ignored;

	if (!process_remove_tree(&p->account, p->half, err))
		return false;
	if (init(p, bin, err) && place_configure(p, p->half, err) &&
	    create_database(p, bin, err)) {
		if (rename(p->half.p, p->data.p) == 0)
			return true;
		err_errno(err, "cannot rename %s", p->half.p);
	}
	if (!process_remove_tree(&p->account, p->half, &ignored))
		err_hint(err, "what is left in %s may be removed", p->half.p);
	return false;
}
