#include "registry/cluster/cluster_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OUTPUT_MAX = 65536, EXIT_NO_START = 126, TREE_FDS = 16 };

/* In the child: what it must not inherit, then the account. True when it is safe to go on. */
static bool become(const struct account *account)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	umask(077);
	if (chdir("/") < 0)
		return false;
	if (!account->other)
		return true;
	return initgroups(account->name.p, account->gid) == 0 && setgid(account->gid) == 0 &&
	       setuid(account->uid) == 0 && geteuid() != 0;
}

static _Noreturn void child_exec(const struct process *process, int in, int out)
{
	/* PGDATA, PGOPTIONS and the like of the caller are about another server. */
	static const char *const environment[] = { "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
						   "LC_ALL=C", "TZ=UTC", NULL };

	if (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
	    dup2(out, STDERR_FILENO) >= 0) {
		/* A server that holds a pipe of our caller would keep its reader waiting. */
		closefrom(STDERR_FILENO + 1);
		execve(process->argv[0], (char *const *)(uintptr_t)process->argv,
		       (char *const *)(uintptr_t)environment);
	}
	dprintf(STDERR_FILENO, "cannot run %s as %s: %s\n", process->argv[0],
		process->account->name.p, strerrordesc_np(errno));
	_exit(EXIT_NO_START);
}

/* Writes the next of the input; how much of it is done with. */
static size_t feed(int in, struct str input, size_t sent)
{
	ssize_t put = write(in, input.p + sent, input.n - sent);

	if (put >= 0)
		return sent + (size_t)put;
	return errno == EINTR || errno == EAGAIN ? sent : input.n; /* it stopped reading */
}

/* Writes the input and reads the output at once, so that neither side waits for the other. */
static struct str converse(struct arena *a, int in, int out, struct str input)
{
	char *text = arena_alloc(a, OUTPUT_MAX + 1, 1), dropped[4096];
	size_t n = 0, sent = 0;

	for (;;) {
		struct pollfd fds[2] = { { .fd = out, .events = POLLIN },
					 { .fd = in, .events = POLLOUT } };
		ssize_t got;

		if (in >= 0 && sent == input.n) {
			close(in);
			in = fds[1].fd = -1;
		}
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			break;
		if (fds[1].revents)
			sent = feed(in, input, sent);
		if (!fds[0].revents)
			continue;
		got = n < OUTPUT_MAX ? read(out, text + n, OUTPUT_MAX - n)
				     : read(out, dropped, sizeof(dropped));
		if (got == 0 || (got < 0 && errno != EINTR))
			break;
		if (got > 0 && n < OUTPUT_MAX)
			n += (size_t)got;
	}
	if (in >= 0)
		close(in);
	return (struct str){ text, n };
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return EXIT_NO_START;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_NO_START;
}

bool process_run(int *status, struct str *output, struct arena *a,
		 const struct process *process, struct err *err)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	int in[2], out[2];
	pid_t pid;

	if (pipe2(in, O_CLOEXEC) < 0)
		return err_errno(err, "cannot run %s", process->argv[0]);
	if (pipe2(out, O_CLOEXEC) < 0 || (pid = fork()) < 0) {
		err_errno(err, "cannot run %s", process->argv[0]);
		close(in[0]);
		close(in[1]);
		return false;
	}
	if (pid == 0 && become(process->account))
		child_exec(process, in[0], out[1]);
	if (pid == 0)
		_exit(EXIT_NO_START);
	close(in[0]);
	close(out[1]);
	/* A child that ends before it has read its input must not end us. */
	sigaction(SIGPIPE, &ignore, &before);
	*output = converse(a, in[1], out[0], process->input);
	sigaction(SIGPIPE, &before, NULL);
	close(out[0]);
	*status = wait_for(pid);
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
		child_exec(process, in, out);
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
