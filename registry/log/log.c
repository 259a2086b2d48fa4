#include "registry/log/log.h"

#include "checker/base/hash.h"
#include "checker/base/strbuf.h"
#include "checker/doc/doc.h"
#include "checker/report/report.h"

#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

enum { RUN_DIGITS = 8, MODE = 0600 };

struct log {
	struct str file, command, run;
	int failed; /* errno of the first failure */
};

static const char *const levels[] = { "info", "warning", "error" };

struct log_fact log_text(const char *name, struct str text)
{
	return (struct log_fact){ .name = name, .is_text = true, .text = text };
}

struct log_fact log_number(const char *name, int64_t number)
{
	return (struct log_fact){ .name = name, .number = number };
}

int64_t log_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct log_fact log_since(int64_t clock)
{
	return log_number("milliseconds", log_clock() - clock);
}

static void put_text(struct strbuf *line, struct arena *a, const char *name, struct str text)
{
	struct node n = node_make_str(text);
	struct str quoted = report_json(a, node_canonical(a, &n));

	strbuf_printf(line, "%s\"%s\":%.*s", line->n > 1 ? "," : "", name, STR_FMT(quoted));
}

static struct str now(struct arena *a)
{
	struct timespec t;
	struct tm tm;

	clock_gettime(CLOCK_REALTIME, &t);
	gmtime_r(&t.tv_sec, &tm);
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", tm.tm_year + 1900,
			    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
			    (int)(t.tv_nsec / 1000000));
}

static int descriptor(const struct log *log)
{
	if (str_eq(log->file, STR("-")))
		return STDERR_FILENO;
	return open(log->file.p, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, MODE);
}

static void put_line(struct log *log, struct str line)
{
	int fd = descriptor(log);
	bool whole;

	errno = 0;
	whole = fd >= 0 && write(fd, line.p, line.n) == (ssize_t)line.n;
	if (!whole && !log->failed)
		log->failed = errno ? errno : EIO;
	if (fd > STDERR_FILENO)
		close(fd);
}

void log_event(struct log *log, enum log_level level, const char *event,
	       const struct log_fact *facts, size_t n)
{
	AUTO_ARENA a = NULL;
	AUTO_STRBUF line;

	strbuf_init(&line, SIZE_MAX);
	if (!log)
		return;
	a = arena_new();
	strbuf_byte(&line, '{');
	put_text(&line, a, "time", now(a));
	put_text(&line, a, "level", str_of(levels[level]));
	put_text(&line, a, "run", log->run);
	strbuf_printf(&line, ",\"pid\":%d", (int)getpid());
	put_text(&line, a, "command", log->command);
	put_text(&line, a, "event", str_of(event));
	for (size_t i = 0; i < n; i++)
		if (!facts[i].is_text)
			strbuf_printf(&line, ",\"%s\":%lld", facts[i].name,
				      (long long)facts[i].number);
		else if (facts[i].text.n)
			put_text(&line, a, facts[i].name, facts[i].text);
	strbuf_str(&line, STR("}\n"));
	put_line(log, strbuf_view(&line));
}

static bool not_written(const struct log *log, struct err *err)
{
	errno = log->failed;
	return err_errno(err, "cannot write the log %.*s", STR_FMT(log->file));
}

bool log_open(struct log **out, struct arena *a, struct str file, struct str command,
	      struct err *err)
{
	struct log *log = ARENA_NEW(a, struct log);
	int fd;

	*log = (struct log){ .file = arena_str(a, file),
			     .command = command,
			     .run = str_sub(hash_uuid(a), 0, RUN_DIGITS) };
	fd = descriptor(log);
	if (fd < 0) {
		log->failed = errno;
		return not_written(log, err);
	}
	if (fd > STDERR_FILENO)
		close(fd);
	*out = log;
	return true;
}

struct str log_run(const struct log *log)
{
	return log->run;
}

bool log_whole(const struct log *log, struct err *err)
{
	return !log || !log->failed || not_written(log, err);
}
