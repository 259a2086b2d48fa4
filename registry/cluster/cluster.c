#include "registry/cluster/cluster_internal.h"

#include "checker/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { LOCK_TRIES = 1200, PAUSE_MS = 100 };

static void pause_a_little(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = PAUSE_MS * 1000000L }, NULL);
}

/* Who starts or stops the server holds this; the kernel lets go if he dies. */
static bool lock_take(int *fd, const struct place *p, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct str path = file_join(a, p->dir, STR("lock"));

	*fd = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*fd < 0)
		return err_errno(err, "cannot open %s", path.p);
	for (int i = 0; i < LOCK_TRIES; i++) {
		if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
			return true;
		if (errno != EWOULDBLOCK && errno != EINTR)
			break;
		pause_a_little();
	}
	err_errno(err, "cannot lock %s", path.p);
	close(*fd);
	return false;
}

/* Quotes for a value in a connection string. */
static struct str conninfo(struct arena *a, struct str host, const char *user)
{
	struct out o;
	struct str text;
	struct err ignored;

	out_init_memory(&o);
	for (size_t i = 0; i < host.n; i++) {
		if (host.p[i] == '\'' || host.p[i] == '\\')
			out_str(&o, STR("\\"));
		out_bytes(&o, &host.p[i], 1);
	}
	text = out_view(&o);
	text = arena_printf(a, "host='%.*s' port=5432 dbname=tizilim user=%s", STR_FMT(text),
			    user);
	return out_close(&o, &ignored) ? text : STR("");
}

static void describe(struct cluster *out, struct arena *a, const struct place *p)
{
	*out = (struct cluster){
		.dir = p->dir,
		.log = p->log,
		.conninfo = conninfo(a, p->sockets, "tizilim"),
		.admin = conninfo(a, p->sockets, "postgres"),
		.moved = p->moved,
	};
}

static bool start(struct cluster *out, struct arena *a, const struct place *p, struct err *err)
{
	struct str bin;

	if (!place_tools(&bin, a, p, out->version, err))
		return false;
	if (!out->version.n) {
		if (!place_make_data(p, bin, err) ||
		    !place_data_version(&out->version, a, p, err))
			return false;
		out->made = true;
	}
	out->started = true;
	return place_start(p, bin, err) && place_wait(p, &out->pid, err);
}

static bool up_locked(struct cluster *out, struct arena *a, const struct place *p,
		      struct err *err)
{
	bool ready;

	out->pid = place_pid(p, &ready);
	if (!place_data_version(&out->version, a, p, err))
		return false;
	/* One may be starting still, left by someone who did not wait, or ending. */
	if (out->pid && place_wait(p, &out->pid, err))
		return true;
	return !out->pid && start(out, a, p, err);
}

/* Nothing is made where no server is installed: the account to run it comes with one, and would
 * not own what another account had begun. */
static bool may_begin(struct arena *a, struct str data_home, struct err *err)
{
	struct place p;
	struct str bin;

	return place_find(&p, a, data_home, false, err) &&
	       (file_exists(p.data) || place_tools(&bin, a, &p, STR(""), err));
}

bool cluster_up(struct cluster *out, struct arena *a, struct str data_home, struct err *err)
{
	struct place p;
	bool ok;
	int lock;

	if (!may_begin(a, data_home, err) || !place_find(&p, a, data_home, true, err) ||
	    !lock_take(&lock, &p, err))
		return err_wrap(err, "start the registry's own PostgreSQL");
	describe(out, a, &p);
	ok = up_locked(out, a, &p, err);
	close(lock);
	return ok || err_wrap(err, "start the registry's own PostgreSQL");
}

bool cluster_down(struct cluster *out, struct arena *a, struct str data_home, struct err *err)
{
	struct place p;
	bool ok;
	int lock;

	if (!place_find(&p, a, data_home, false, err))
		return err_wrap(err, "stop the registry's own PostgreSQL");
	describe(out, a, &p);
	if (!file_exists(p.data))
		return true;
	if (!lock_take(&lock, &p, err))
		return err_wrap(err, "stop the registry's own PostgreSQL");
	ok = place_stop(&p, err);
	close(lock);
	return ok || err_wrap(err, "stop the registry's own PostgreSQL");
}

bool cluster_status(struct cluster *out, struct arena *a, struct str data_home, struct err *err)
{
	struct place p;
	bool ready;

	if (!place_find(&p, a, data_home, false, err))
		return err_wrap(err, "look at the registry's own PostgreSQL");
	describe(out, a, &p);
	out->pid = place_pid(&p, &ready);
	return place_data_version(&out->version, a, &p, err);
}
