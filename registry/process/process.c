#include "registry/process/process.h"

#include "checker/base/strbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { OUTPUT_MAX = 65536, EXIT_NO_START = 126, EXIT_LATE = 124, TREE_FDS = 16 };

/* In the child: what it must not inherit, then the account. True when it is safe to go on. */
static bool become(const struct account *account)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (!account)
		return true;
	umask(077);
	if (chdir("/") < 0)
		return false;
	if (!account->other)
		return true;
	return initgroups(account->name.p, account->gid) == 0 && setgid(account->gid) == 0 &&
	       setuid(account->uid) == 0 && geteuid() != 0;
}

/* Ends only when the program cannot be run. */
static void exec(const struct process *process)
{
	/* PGDATA, PGOPTIONS and the like of the caller are about another server. */
	static const char *const environment[] = { "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
						   "LC_ALL=C", "TZ=UTC", NULL };
	char *const *argv = (char *const *)(uintptr_t)process->argv;

	if (process->account) {
		execve(argv[0], argv, (char *const *)(uintptr_t)environment);
		return;
	}
	for (const char *const *s = process->settings; s && *s; s++)
		putenv((char *)(uintptr_t)*s);
	execvp(argv[0], argv);
}

static _Noreturn void child_exec(const struct process *process, int in, int out, int errors)
{
	if (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
	    dup2(errors, STDERR_FILENO) >= 0) {
		/* A server that holds a pipe of our caller would keep its reader waiting. */
		closefrom(STDERR_FILENO + 1);
		exec(process);
	}
	dprintf(STDERR_FILENO, "cannot run %s%s%s: %s\n", process->argv[0],
		process->account ? " as " : "",
		process->account ? process->account->name.p : "", strerrordesc_np(errno));
	_exit(EXIT_NO_START);
}

/* What we hold of a child's streams; -1 when it is closed. */
struct streams {
	int in, out, errors;
	struct str input;
	size_t sent;
	struct strbuf output, said;
	int64_t until; /* milliseconds of a clock that only goes on; 0: no end */
};

static void close_one(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Writes the next of the input, no more than is sure to fit: it must not wait for a reader that
 * waits for us. */
static void feed(struct streams *s)
{
	size_t rest = s->input.n - s->sent;
	ssize_t put =
		rest ? write(s->in, s->input.p + s->sent, rest < PIPE_BUF ? rest : PIPE_BUF)
		     : 0;

	if (put > 0)
		s->sent += (size_t)put;
	/* Done, or it stopped reading. */
	if (s->sent == s->input.n || (put < 0 && errno != EINTR && errno != EAGAIN))
		close_one(&s->in);
}

/* Reads what is there; what is beyond the maximum is lost. */
static void drain(int *fd, struct strbuf *b)
{
	char piece[1 << 16];
	ssize_t got = read(*fd, piece, sizeof(piece));

	if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
		close_one(fd);
	if (got > 0) {
		size_t room = b->max - b->n;

		strbuf_bytes(b, piece, (size_t)got < room ? (size_t)got : room);
	}
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Milliseconds to wait at most, as poll takes them. */
static int patience(const struct streams *s)
{
	int64_t left = s->until - now_ms();

	if (!s->until)
		return -1;
	return left > 0 ? (int)left : 0;
}

/* Writes and reads at once, so that neither side waits for the other. False: it took too long.
 */
static bool converse(struct streams *s)
{
	bool late = false;

	while (!late && (s->out >= 0 || s->errors >= 0)) {
		struct pollfd fds[3] = { { .fd = s->out, .events = POLLIN },
					 { .fd = s->errors, .events = POLLIN },
					 { .fd = s->in, .events = POLLOUT } };

		if (poll(fds, 3, patience(s)) < 0 && errno != EINTR)
			break;
		late = s->until && now_ms() >= s->until;
		if (fds[2].revents)
			feed(s);
		if (fds[0].revents)
			drain(&s->out, &s->output);
		if (fds[1].revents)
			drain(&s->errors, &s->said);
	}
	close_one(&s->in);
	close_one(&s->out);
	close_one(&s->errors);
	return !late;
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return EXIT_NO_START;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_NO_START;
}

/* Both ends of a pipe for each stream; one that is not wanted has none. */
struct pipes {
	int in[2], out[2], errors[2];
};

static bool open_pipes(struct pipes *p, bool apart)
{
	*p = (struct pipes){ { -1, -1 }, { -1, -1 }, { -1, -1 } };
	return pipe2(p->in, O_CLOEXEC) == 0 && pipe2(p->out, O_CLOEXEC) == 0 &&
	       (!apart || pipe2(p->errors, O_CLOEXEC) == 0);
}

static void close_pipes(struct pipes *p)
{
	for (int i = 0; i < 2; i++) {
		close_one(&p->in[i]);
		close_one(&p->out[i]);
		close_one(&p->errors[i]);
	}
}

static bool talk(struct str *output, struct arena *a, const struct process *process,
		 struct pipes *p)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	struct streams s = { .in = p->in[1],
			     .out = p->out[0],
			     .errors = p->errors[0],
			     .input = process->input,
			     .until = process->seconds
					      ? now_ms() + (int64_t)process->seconds * 1000
					      : 0 };
	bool in_time;

	strbuf_init(&s.output, process->output_max ? process->output_max : OUTPUT_MAX);
	strbuf_init(&s.said, OUTPUT_MAX);
	/* A child that ends before it has read its input must not end us. */
	sigaction(SIGPIPE, &ignore, &before);
	in_time = converse(&s);
	sigaction(SIGPIPE, &before, NULL);
	*output = arena_str(a, strbuf_view(&s.output));
	if (process->errors)
		*process->errors = arena_str(a, strbuf_view(&s.said));
	strbuf_release(&s.output);
	strbuf_release(&s.said);
	return in_time;
}

bool process_run(int *status, struct str *output, struct arena *a,
		 const struct process *process, struct err *err)
{
	struct pipes p;
	pid_t pid = -1;

	if (!open_pipes(&p, process->errors) || (pid = fork()) < 0) {
		err_errno(err, "cannot run %s", process->argv[0]);
		close_pipes(&p);
		return false;
	}
	if (pid == 0 && become(process->account))
		child_exec(process, p.in[0], p.out[1],
			   process->errors ? p.errors[1] : p.out[1]);
	if (pid == 0)
		_exit(EXIT_NO_START);
	close_one(&p.in[0]);
	close_one(&p.out[1]);
	close_one(&p.errors[1]);
	if (talk(output, a, process, &p)) {
		*status = wait_for(pid);
		return true;
	}
	kill(pid, SIGKILL);
	wait_for(pid);
	*status = EXIT_LATE;
	return true;
}

/* Between the caller and the server, so that the server is nobody's child; tells its number. */
static _Noreturn void child_spawn(const struct process *process, struct str log, int tell)
{
	pid_t pid = -1;
	int in, out;

	if (!become(process->account) || setsid() < 0)
		_exit(EXIT_NO_START);
	in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	out = open(log.p, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (in >= 0 && out >= 0)
		pid = fork();
	if (pid == 0)
		child_exec(process, in, out, out);
	_exit(pid > 0 && write(tell, &pid, sizeof(pid)) == sizeof(pid) ? 0 : EXIT_NO_START);
}

bool process_spawn(pid_t *pid, const struct process *process, struct str log, struct err *err)
{
	int tell[2];
	pid_t between;
	ssize_t got;

	if (pipe2(tell, O_CLOEXEC) < 0)
		return err_errno(err, "cannot run %s", process->argv[0]);
	between = fork();
	if (between == 0)
		child_spawn(process, log, tell[1]);
	close(tell[1]);
	do
		got = read(tell[0], pid, sizeof(*pid));
	while (got < 0 && errno == EINTR);
	close(tell[0]);
	if (between > 0 && wait_for(between) == 0 && got == sizeof(*pid))
		return true;
	err_set(err, ERR_IO, "cannot run %s as %s", process->argv[0], process->account->name.p);
	return err_hint(err, "it writes its log to %s", log.p);
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

bool process_remove_tree(const struct account *account, struct str path, struct err *err)
{
	struct stat st;
	pid_t pid;

	if (lstat(path.p, &st) < 0 && errno == ENOENT)
		return true;
	pid = fork();
	if (pid < 0)
		return err_errno(err, "cannot remove %s", path.p);
	/* As the account, not as root: in its folder it could swap a part for a link. */
	if (pid == 0)
		_exit(become(account) && nftw(path.p, remove_entry, TREE_FDS,
					      FTW_DEPTH | FTW_PHYS) == 0
			      ? 0
			      : 1);
	if (wait_for(pid) != 0)
		return err_set(err, ERR_IO, "cannot remove %s", path.p);
	return true;
}
