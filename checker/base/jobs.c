#include "checker/base/jobs.h"

#include "checker/base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ANSWER_MAX = 1 << 30, PIPE_BYTES = 1 << 20, EXIT_LOCAL = 7 };

/* What stands before each answer, and before the error of a piece that failed. */
struct head {
	uint32_t n;
	uint32_t failed;
};

struct worker {
	pid_t pid;
	int pipe; /* to read from */
};

struct jobs_pool {
	struct jobs jobs;
	struct worker at[JOBS_MAX];
	size_t n, started;
};

static bool write_all(int fd, const void *p, size_t n)
{
	const char *at = p;

	while (n) {
		ssize_t put = write(fd, at, n);

		if (put < 0 && errno != EINTR)
			return false;
		if (put > 0) {
			at += put;
			n -= (size_t)put;
		}
	}
	return true;
}

static bool read_all(int fd, void *p, size_t n)
{
	char *at = p;

	while (n) {
		ssize_t got = read(fd, at, n);

		if (got == 0 || (got < 0 && errno != EINTR))
			return false;
		if (got > 0) {
			at += got;
			n -= (size_t)got;
		}
	}
	return true;
}

/* The pieces of one process: every n-th. It says goodbye by _exit: buffers of the parent's
 * output that it inherited must not be written twice. */
static _Noreturn void work(const struct jobs_pool *pool, size_t self, int fd)
{
	AUTO_STRBUF answer;
	struct err err = { 0 };

	strbuf_init(&answer, ANSWER_MAX);
	for (size_t i = self; i < pool->jobs.pieces; i += pool->n) {
		struct head head;

		strbuf_reset(&answer);
		if (!pool->jobs.work(pool->jobs.context, i, &answer, &err)) {
			head = (struct head){ sizeof(err), 1 };
			if (!write_all(fd, &head, sizeof(head)) ||
			    !write_all(fd, &err, sizeof(err)))
				_exit(EXIT_LOCAL);
			_exit(0);
		}
		head = (struct head){ (uint32_t)answer.n, 0 };
		if (answer.overflow || !write_all(fd, &head, sizeof(head)) ||
		    !write_all(fd, answer.p, answer.n))
			_exit(EXIT_LOCAL);
	}
	_exit(0);
}

static bool start(struct jobs_pool *pool, size_t self, struct err *err)
{
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return err_errno(err, "cannot make a pipe");
	/* A process runs ahead of the one whose answer is taken as far as its pipe holds. */
	(void)fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES);
	pid = fork();
	if (pid < 0) {
		err_errno(err, "cannot start a process");
		close(ends[0]);
		close(ends[1]);
		return err_hint(err, "use fewer --jobs");
	}
	if (pid == 0) {
		for (size_t i = 0; i < self; i++)
			close(pool->at[i].pipe);
		close(ends[0]);
		work(pool, self, ends[1]);
	}
	close(ends[1]);
	pool->at[self] = (struct worker){ pid, ends[0] };
	return true;
}

/* Why a process that owed an answer ended. A kill comes from outside, other signals are ours.
 */
static bool tell_death(struct worker *w, struct err *err)
{
	int status = 0;

	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		;
	w->pid = 0;
	if (WIFSIGNALED(status)) {
		bool outside = WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGTERM;

		err_set(err, outside ? ERR_IO : ERR_BUG, "a process was ended by signal %d",
			WTERMSIG(status));
	} else {
		err_set(err, ERR_IO, "a process ended early with code %d", WEXITSTATUS(status));
	}
	return err_hint(err, "nothing is known of what it had to do; repeat with --jobs 1");
}

static bool take(struct jobs_pool *pool, struct worker *w, struct strbuf *answer,
		 struct err *err)
{
	struct head head;

	strbuf_reset(answer);
	if (!read_all(w->pipe, &head, sizeof(head)))
		return tell_death(w, err);
	if (head.failed)
		return read_all(w->pipe, err, sizeof(*err)) ? false : tell_death(w, err);
	if (!strbuf_room(answer, head.n))
		return err_set(err, ERR_BUG, "an answer of %u bytes", head.n);
	if (head.n && !read_all(w->pipe, answer->p, head.n))
		return tell_death(w, err);
	answer->n = head.n;
	return pool->jobs.take(pool->jobs.context, strbuf_view(answer), err);
}

/* A process that failed at its end, after its last answer, has failed. */
static bool stop(struct worker *w, bool ok, struct err *err)
{
	int status = 0;

	close(w->pipe);
	if (!w->pid)
		return false;
	if (!ok)
		kill(w->pid, SIGKILL);
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!ok || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
		return ok;
	return err_set(err, ERR_BUG, "a process failed after its work");
}

static bool run_here(const struct jobs *j, struct strbuf *answer, struct err *err)
{
	for (size_t i = 0; i < j->pieces; i++) {
		strbuf_reset(answer);
		if (!j->work(j->context, i, answer, err))
			return false;
		if (answer->overflow)
			return err_set(err, ERR_BUG, "an answer is too large");
		if (!j->take(j->context, strbuf_view(answer), err))
			return false;
	}
	return true;
}

/* As many as there are pieces, at most. */
static size_t share_among(const struct jobs *j, size_t processes)
{
	processes = processes < j->pieces ? processes : j->pieces;
	return processes < JOBS_MAX ? processes : JOBS_MAX;
}

static bool start_all(struct jobs_pool *pool, struct err *err)
{
	bool ok = true;

	for (; pool->started < pool->n && ok; pool->started += ok)
		ok = start(pool, pool->started, err);
	return ok;
}

static bool finish(struct jobs_pool *pool, bool ok, struct err *err)
{
	AUTO_STRBUF answer;

	strbuf_init(&answer, ANSWER_MAX);
	for (size_t i = 0; i < pool->jobs.pieces && ok; i++)
		ok = take(pool, &pool->at[i % pool->n], &answer, err);
	for (size_t i = 0; i < pool->started; i++)
		ok = stop(&pool->at[i], ok, err) && ok;
	return ok;
}

bool jobs_run(const struct jobs *j, size_t processes, struct err *err)
{
	struct jobs_pool pool = { .jobs = *j, .n = share_among(j, processes) };
	AUTO_STRBUF answer;

	strbuf_init(&answer, ANSWER_MAX);
	if (pool.n <= 1)
		return run_here(j, &answer, err);
	return finish(&pool, start_all(&pool, err), err);
}

bool jobs_begin(struct jobs_pool **out, struct arena *a, const struct jobs *j, size_t processes,
		struct err *err)
{
	struct jobs_pool *pool = ARENA_NEW(a, struct jobs_pool);

	*pool = (struct jobs_pool){ .jobs = *j,
				    .n = share_among(j, processes ? processes : 1) };
	*out = pool;
	return start_all(pool, err) || finish(pool, false, err);
}

bool jobs_end(struct jobs_pool *pool, struct err *err)
{
	return finish(pool, true, err);
}

void jobs_give_way(void)
{
	enum { LESS = 10 };

	(void)setpriority(PRIO_PROCESS, 0, LESS);
}

void *jobs_shared(size_t n, struct err *err)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p != MAP_FAILED)
		return p;
	err_errno(err, "cannot share memory");
	return NULL;
}
