#include "registry/cluster/cluster_internal.h"

#include "checker/base/file.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Waits of at most a minute for the server, and ten seconds for those before it. */
enum {
	PID_FILE_MAX = 4096,
	START_TRIES = 100,
	READY_TRIES = 3000,
	PAUSE_MS = 20,
	LOG_TAIL = 4096,
	CMDLINE_MAX = 65536
};

static void pause_a_little(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = PAUSE_MS * 1000000L }, NULL);
}

static bool command_line(struct str *line, struct arena *a, int64_t pid)
{
	struct str path = arena_printf(a, "/proc/%lld/cmdline", (long long)pid);
	struct err ignored;

	return file_exists(path) && file_read(line, a, path, CMDLINE_MAX, &ignored);
}

/* One that has ended but was not waited for keeps its number: state Z, behind the name. */
static bool is_running(struct arena *a, int64_t pid)
{
	struct str path = arena_printf(a, "/proc/%lld/stat", (long long)pid), text;
	struct err ignored;
	size_t name_end;

	if (!file_exists(path) || !file_read(&text, a, path, PID_FILE_MAX, &ignored))
		return false;
	for (name_end = text.n; name_end > 0 && text.p[name_end - 1] != ')'; name_end--)
		;
	text = str_trim(str_sub(text, name_end, text.n));
	return !str_starts(text, STR("Z")) && !str_starts(text, STR("X"));
}

/*
 * A process of that number may be another program: numbers are given out
 * again, in containers after every restart. Ours has the data folder among its
 * arguments; one started by hand may have it as its working folder only.
 */
static bool is_ours(struct arena *a, int64_t pid, struct str data)
{
	struct str path = arena_printf(a, "/proc/%lld/cwd", (long long)pid), line, argument;
	char cwd[PATH_MAX];
	ssize_t n = readlink(path.p, cwd, sizeof(cwd));

	if (n > 0 && str_eq((struct str){ cwd, (size_t)n }, data))
		return true;
	if (!command_line(&line, a, pid))
		return false;
	while (str_cut(&argument, &line, '\0'))
		if (str_eq(argument, data))
			return true;
	return false;
}

/* First line: process id; eighth: "ready" once it takes connections. Also of a socket's lock.
 */
static int64_t pid_file(struct arena *a, struct str path, bool *ready)
{
	struct str text, line;
	struct err ignored;
	int64_t pid = 0;

	*ready = false;
	if (!file_exists(path) || !file_read(&text, a, path, PID_FILE_MAX, &ignored))
		return 0;
	for (int n = 1; str_cut(&line, &text, '\n'); n++) {
		if (n == 1 && !str_int(str_trim(line), &pid))
			return 0;
		if (n == 8)
			*ready = str_eq(str_trim(line), STR("ready"));
	}
	return pid > 0 && pid <= INT32_MAX ? pid : 0;
}

int64_t place_pid(const struct place *p, bool *ready)
{
	AUTO_ARENA a = arena_new();
	int64_t pid = pid_file(a, file_join(a, p->data, STR("postmaster.pid")), ready);

	return pid && is_ours(a, pid, p->data) ? pid : 0;
}

/*
 * The server takes a file left by a crash for stale only when no process has
 * the number. When another program has it by now, or the dead server still
 * waits for a parent to notice, we must say so. The server's own check of
 * shared memory still keeps two of them apart.
 */
static bool drop_stale_locks(const struct place *p, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct str paths[] = { file_join(a, p->data, STR("postmaster.pid")),
			       file_join(a, p->sockets, STR(".s.PGSQL.5432.lock")) };

	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		bool ready;
		int64_t pid = pid_file(a, paths[i], &ready);

		if (pid && !is_ours(a, pid, p->data) && unlink(paths[i].p) < 0 &&
		    errno != ENOENT)
			return err_errno(err, "cannot remove %s", paths[i].p);
	}
	return true;
}

static off_t log_size(const struct place *p)
{
	struct stat st;

	return stat(p->log.p, &st) == 0 ? st.st_size : 0;
}

/* What the server wrote since the log had that size. */
static struct str log_since(struct arena *a, const struct place *p, off_t from)
{
	struct str text;
	struct err ignored;

	if (!file_read(&text, a, p->log, 64 << 20, &ignored))
		return STR("");
	text = str_sub(text, (size_t)from, text.n);
	return text.n > LOG_TAIL ? str_sub(text, text.n - LOG_TAIL, text.n) : text;
}

static bool start_once(const struct place *p, struct str bin, bool *again, struct err *err)
{
	AUTO_ARENA a = arena_new();
	const char *argv[] = { file_join(a, bin, STR("postgres")).p, "-D", p->data.p, NULL };
	struct process process = { &p->account, argv, { 0 } };
	off_t before = log_size(p);
	struct str log;
	pid_t pid;

	*again = false;
	/* Not through pg_ctl: it hands our paths to a shell, and looks ten times a second. */
	if (!process_spawn(&pid, &process, p->log, err))
		return false;
	for (int i = 0; i < READY_TRIES && is_running(a, pid); i++) {
		bool ready;

		if (place_pid(p, &ready) && ready)
			return true;
		pause_a_little();
	}
	if (is_running(a, pid))
		return err_set(err, ERR_NET, "PostgreSQL is still starting; see %s", p->log.p);
	log = log_since(a, p, before);
	*again = str_find(log, STR("pre-existing shared memory")) != SIZE_MAX;
	process_error(err, "PostgreSQL did not start", log);
	if (!err->hint[0])
		err_hint(err, "the whole log is %s", p->log.p);
	return false;
}

bool place_start(const struct place *p, struct str bin, struct err *err)
{
	bool again = true;

	if (!drop_stale_locks(p, err) || !place_configure(p, p->data, err))
		return false;
	/* After a kill the orphaned sessions take a moment to notice and to leave. */
	for (int i = 0; i < START_TRIES && again; i++) {
		for (int pauses = 0; i && pauses < 5; pauses++)
			pause_a_little();
		if (start_once(p, bin, &again, err))
			return true;
	}
	return false;
}

bool place_wait(const struct place *p, int64_t *pid, struct err *err)
{
	bool ready = false;

	for (int i = 0; i < READY_TRIES; i++) {
		*pid = place_pid(p, &ready);
		if (!*pid || ready)
			break;
		pause_a_little();
	}
	if (*pid && ready)
		return true;
	if (*pid)
		return err_set(err, ERR_NET, "PostgreSQL is still starting; see %s", p->log.p);
	return err_set(err, ERR_NET, "PostgreSQL ended while it was starting; see %s",
		       p->log.p);
}

bool place_stop(const struct place *p, struct err *err)
{
	bool ready;
	int64_t pid = place_pid(p, &ready);

	/* The server's "fast" mode: sessions are cut, then a checkpoint. */
	if (pid && kill((pid_t)pid, SIGINT) < 0)
		return err_errno(err, "cannot stop process %lld", (long long)pid);
	for (int i = 0; i < READY_TRIES; i++) {
		if (!place_pid(p, &ready))
			return true;
		pause_a_little();
	}
	return err_set(err, ERR_IO, "PostgreSQL did not stop in time; see %s", p->log.p);
}
