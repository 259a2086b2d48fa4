#include "tests/db/server.h"

#include "checker/base/file.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct home {
	struct arena *a;
	struct str dir;
	struct cluster cluster;
	struct err err;
};

static int open_home(void **state)
{
	static struct home h;

	h = (struct home){ .a = arena_new() };
	h.dir = temp_make(h.a);
	*state = &h;
	return 0;
}

static int close_home(void **state)
{
	struct home *h = *state;
	bool down = cluster_down(&h->cluster, h->a, h->dir, &h->err);

	temp_remove(h->dir);
	if (h->cluster.moved && str_starts(h->cluster.dir, STR("/var/lib/tizilim/")))
		temp_remove(h->cluster.dir);
	arena_free(h->a);
	return down ? 0 : -1;
}

static void up(struct home *h)
{
	assert_true(ok(cluster_up(&h->cluster, h->a, h->dir, &h->err), &h->err));
	assert_true(h->cluster.pid > 0);
}

static void refused(struct home *h, enum err_code code, const char *begins)
{
	assert_false(cluster_up(&h->cluster, h->a, h->dir, &h->err));
	assert_int_equal(h->err.code, code);
	if (!str_starts(str_of(h->err.text), str_of(begins)))
		assert_string_equal(h->err.text, begins);
}

static bool answers(const struct home *h)
{
	struct db *db = NULL;
	struct err err;
	bool good =
		ok(db_open(&db, &(struct db_config){ .conninfo = h->cluster.conninfo.p }, &err),
		   &err);

	db_close(db);
	return good;
}

static struct str inside(struct home *h, const char *name)
{
	return file_join(h->a, h->cluster.dir, str_of(name));
}

static void write_text(struct str path, const char *text)
{
	struct err err;
	struct out o;

	assert_true(ok(out_create(&o, path, &err), &err));
	out_str(&o, str_of(text));
	assert_true(ok(out_close(&o, &err), &err));
}

static void the_first_start_makes_all_and_the_next_nothing(void **state)
{
	struct home *h = *state;
	int64_t pid;

	assert_true(ok(cluster_status(&h->cluster, h->a, h->dir, &h->err), &h->err));
	assert_int_equal(h->cluster.pid, 0);
	assert_int_equal(h->cluster.version.n, 0);
	assert_false(file_exists(h->cluster.dir));
	up(h);
	assert_true(h->cluster.made && h->cluster.started);
	assert_true(answers(h));
	pid = h->cluster.pid;
	up(h);
	assert_false(h->cluster.made || h->cluster.started);
	assert_int_equal(h->cluster.pid, pid);
	assert_true(ok(cluster_down(&h->cluster, h->a, h->dir, &h->err), &h->err));
	assert_true(ok(cluster_down(&h->cluster, h->a, h->dir, &h->err), &h->err));
	assert_true(ok(cluster_status(&h->cluster, h->a, h->dir, &h->err), &h->err));
	assert_int_equal(h->cluster.pid, 0);
	assert_true(h->cluster.version.n > 0);
	up(h);
	assert_true(!h->cluster.made && h->cluster.started);
	assert_true(answers(h));
}

static void starting_is_quick(void **state)
{
	struct home *h = *state;
	struct timespec t[3];

	clock_gettime(CLOCK_MONOTONIC, &t[0]);
	up(h);
	clock_gettime(CLOCK_MONOTONIC, &t[1]);
	assert_true(ok(cluster_down(&h->cluster, h->a, h->dir, &h->err), &h->err));
	clock_gettime(CLOCK_MONOTONIC, &t[1]);
	up(h);
	clock_gettime(CLOCK_MONOTONIC, &t[2]);
	/* Ten times what an idle machine needs: the tests share theirs. */
	assert_true(t[1].tv_sec - t[0].tv_sec < 30);
	assert_true(t[2].tv_sec - t[1].tv_sec < 10);
}

static void many_starts_at_once_make_one_server(void **state)
{
	enum { PROCESSES = 6 };
	struct home *h = *state;

	for (int i = 0; i < PROCESSES; i++)
		if (fork() == 0)
			_exit(ok(cluster_up(&h->cluster, h->a, h->dir, &h->err), &h->err) &&
					      answers(h)
				      ? 0
				      : 1);
	children_wait(PROCESSES);
	up(h);
	assert_false(h->cluster.started);
}

static void a_killed_server_is_started_again(void **state)
{
	struct home *h = *state;
	struct cluster status;
	struct db *busy = NULL;

	up(h);
	/* An open session holds the shared memory for a moment after the kill. */
	assert_true(ok(db_open(&busy, &(struct db_config){ .conninfo = h->cluster.conninfo.p },
			       &h->err),
		       &h->err));
	for (int i = 0; i < 3; i++) {
		assert_int_equal(kill((pid_t)h->cluster.pid, SIGKILL), 0);
		/* Dead, or dead and not yet waited for: no difference to us. */
		do
			assert_true(
				ok(cluster_status(&status, h->a, h->dir, &h->err), &h->err));
		while (status.pid);
		up(h);
		assert_true(h->cluster.started && !h->cluster.made);
		assert_true(answers(h));
	}
	db_close(busy);
}

/* In a container numbers of processes come again after every restart. */
static void a_stale_pid_file_of_a_living_stranger_is_no_obstacle(void **state)
{
	struct home *h = *state;
	struct str path, text;
	struct err err;

	up(h);
	path = inside(h, "data/postmaster.pid");
	assert_true(ok(file_read(&text, h->a, path, 4096, &err), &err));
	assert_true(ok(cluster_down(&h->cluster, h->a, h->dir, &err), &err));
	text = str_sub(text, str_find(text, STR("\n")), text.n);
	write_text(path, arena_printf(h->a, "%d%.*s", (int)getppid(), STR_FMT(text)).p);
	assert_true(ok(cluster_status(&h->cluster, h->a, h->dir, &err), &err));
	assert_int_equal(h->cluster.pid, 0);
	up(h);
	assert_true(answers(h));
}

static void data_of_another_version_is_named(void **state)
{
	struct home *h = *state;
	struct err err;
	struct str want;

	up(h);
	assert_true(ok(cluster_down(&h->cluster, h->a, h->dir, &err), &err));
	write_text(inside(h, "data/PG_VERSION"), "9\n");
	want = arena_printf(h->a,
			    "start the registry's own PostgreSQL: %s/data was made by "
			    "PostgreSQL 9, installed is ",
			    h->cluster.dir.p);
	refused(h, ERR_IO, want.p);
	assert_true(str_starts(str_of(h->err.hint), STR("install PostgreSQL 9, or move")));
	assert_int_equal(unlink(inside(h, "data/PG_VERSION").p), 0);
	refused(h, ERR_IO, "start the registry's own PostgreSQL: ");
	assert_true(str_starts(str_of(h->err.hint), STR("put the data back")));
}

static void a_half_made_folder_is_made_anew(void **state)
{
	struct home *h = *state;

	up(h);
	assert_true(ok(cluster_down(&h->cluster, h->a, h->dir, &h->err), &h->err));
	assert_int_equal(rename(inside(h, "data").p, inside(h, "data.new").p), 0);
	assert_int_equal(unlink(inside(h, "data.new/PG_VERSION").p), 0);
	up(h);
	assert_true(h->cluster.made);
	assert_true(answers(h));
	assert_false(file_exists(inside(h, "data.new")));
}

static void a_server_that_cannot_start_says_why(void **state)
{
	struct home *h = *state;

	up(h);
	assert_true(ok(cluster_down(&h->cluster, h->a, h->dir, &h->err), &h->err));
	assert_int_equal(unlink(inside(h, "data/global/pg_control").p), 0);
	refused(h, ERR_IO, "start the registry's own PostgreSQL: PostgreSQL did not start: ");
	assert_true(str_find(str_of(h->err.text), STR("could not find the database system")) !=
		    SIZE_MAX);
	assert_true(str_starts(str_of(h->err.hint), STR("the whole log is ")));
}

static const struct name_row {
	const char *label, *name;
} name_rows[] = {
	{ "quotes, commas and blanks in the path", "it's, \"a\\b\" c $(touch x) `id`" },
	{ "Kazakh in the path", "Тізілім" },
	{ "a path too long for a socket",
	  "0123456789012345678901234567890123456789012345678901234567890123456789"
	  "0123456789012345678901234567890123456789" },
};

static void name_row(void **state)
{
	const struct name_row *row = *state;
	struct home *h;
	void *slot;
	struct str top;
	const char *begin = "host='/tmp/tizilim-";
	char top_path[64];

	open_home(&slot);
	h = slot;
	snprintf(top_path, sizeof(top_path), "%s", h->dir.p);
	top = str_of(top_path);
	h->dir = file_join(h->a, top, str_of(row->name));
	assert_int_equal(mkdir(h->dir.p, 0755), 0);
	up(h);
	assert_true(answers(h));
	if (str_starts(h->cluster.conninfo, str_of(begin))) {
		struct str rest = str_sub(h->cluster.conninfo, strlen("host='"),
					  h->cluster.conninfo.n),
			   path;
		struct stat st;

		assert_true(str_cut(&path, &rest, '\''));
		path = arena_str(h->a, path);

		if (!str_starts(path, top)) {
			assert_int_equal(lstat(path.p, &st), 0);
			assert_int_equal(st.st_mode & 0777, 0700);
			assert_true(
				ok(cluster_down(&h->cluster, h->a, h->dir, &h->err), &h->err));
			assert_int_equal(rmdir(path.p), 0);
		}
	}
	assert_int_equal(close_home(&slot), 0);
	temp_remove(top);
}

static void the_server_holds_no_pipe_of_ours(void **state)
{
	struct home *h = *state;
	int ends[2];
	char byte;

	assert_int_equal(pipe(ends), 0);
	up(h);
	close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 0);
	close(ends[0]);
}

static void a_relative_data_home_is_refused(void **state)
{
	struct home *h = *state;
	struct str dir = h->dir;

	h->dir = STR("share");
	refused(h, ERR_USAGE,
		"start the registry's own PostgreSQL: the data home is not an absolute path: "
		"share");
	h->dir = dir;
}

static void a_folder_open_to_others_is_refused(void **state)
{
	struct home *h = *state;
	struct str path = file_join(h->a, h->dir, STR("tizilim"));

	assert_int_equal(mkdir(path.p, 0700), 0);
	assert_int_equal(chmod(path.p, 0777), 0);
	refused(h, ERR_REFUSED, "start the registry's own PostgreSQL: /tmp/");
	assert_int_equal(rmdir(path.p), 0);
	assert_int_equal(symlink("/var", path.p), 0);
	refused(h, ERR_REFUSED, "start the registry's own PostgreSQL: /tmp/");
	assert_int_equal(unlink(path.p), 0);
}

static void needs_root(void)
{
	if (getuid() != 0)
		test_skip("needs root");
}

static void root_with_a_closed_home_gets_another_place(void **state)
{
	struct home *h = *state;
	mode_t before;

	needs_root();
	before = umask(077);
	assert_int_equal(chmod(h->dir.p, 0700), 0);
	up(h);
	umask(before);
	assert_true(h->cluster.moved);
	assert_true(str_starts(h->cluster.dir, STR("/var/lib/tizilim/")));
	assert_true(answers(h));
	/* The data stay where they are when the home is opened. */
	assert_int_equal(chmod(h->dir.p, 0755), 0);
	up(h);
	assert_true(h->cluster.moved && !h->cluster.made && !h->cluster.started);
}

static void another_user_does_not_get_in(void **state)
{
	struct home *h = *state;
	int status;

	needs_root();
	up(h);
	/* Even if the folder let him through to the socket. */
	assert_int_equal(chmod(h->cluster.dir.p, 0755), 0);
	assert_int_equal(chmod(inside(h, "run").p, 0755), 0);
	assert_int_equal(chmod(inside(h, "run/.s.PGSQL.5432").p, 0777), 0);
	if (fork() == 0) {
		struct db_config config = { .conninfo = h->cluster.conninfo.p };
		struct err err;
		struct db *db;

		_exit(setgid(65534) == 0 && setuid(65534) == 0 &&
				      !db_open(&db, &config, &err) && err.code == ERR_REFUSED
			      ? 0
			      : 1);
	}
	assert_true(wait(&status) > 0);
	assert_int_equal(status, 0);
}

static void a_full_disk_leaves_nothing_behind(void **state)
{
	struct home *h = *state;

	needs_root();
	if (mount("none", h->dir.p, "tmpfs", 0, "size=12m,mode=755") < 0)
		test_skip("no right to mount a small file system");
	refused(h, ERR_IO, "start the registry's own PostgreSQL: initdb failed: ");
	assert_true(str_starts(str_of(h->err.hint), STR("free some space")));
	assert_false(file_exists(inside(h, "data")));
	assert_false(file_exists(inside(h, "data.new")));
	assert_int_equal(mount("none", h->dir.p, "tmpfs", MS_REMOUNT, "size=200m,mode=755"), 0);
	up(h);
	assert_true(answers(h));
	assert_true(ok(cluster_down(&h->cluster, h->a, h->dir, &h->err), &h->err));
	/* Detached: a process of the server may still be ending. */
	assert_int_equal(umount2(h->dir.p, MNT_DETACH), 0);
}

static struct test_list list;

#define ADD_HOME_TEST(test)                                                      \
	(list.at[list.n++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown( \
		 test, open_home, close_home))

int main(void)
{
	ADD_HOME_TEST(the_first_start_makes_all_and_the_next_nothing);
	ADD_HOME_TEST(starting_is_quick);
	ADD_HOME_TEST(many_starts_at_once_make_one_server);
	ADD_HOME_TEST(a_killed_server_is_started_again);
	ADD_HOME_TEST(a_stale_pid_file_of_a_living_stranger_is_no_obstacle);
	ADD_HOME_TEST(data_of_another_version_is_named);
	ADD_HOME_TEST(a_half_made_folder_is_made_anew);
	ADD_HOME_TEST(a_server_that_cannot_start_says_why);
	ADD_ROWS(&list, name_row, name_rows);
	ADD_HOME_TEST(the_server_holds_no_pipe_of_ours);
	ADD_HOME_TEST(a_relative_data_home_is_refused);
	ADD_HOME_TEST(a_folder_open_to_others_is_refused);
	ADD_HOME_TEST(root_with_a_closed_home_gets_another_place);
	ADD_HOME_TEST(another_user_does_not_get_in);
	ADD_HOME_TEST(a_full_disk_leaves_nothing_behind);
	return test_list_run(&list, "cluster");
}
