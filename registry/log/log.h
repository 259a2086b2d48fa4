/*
 * What a program does to a registry, for those who run one: an event is a line
 * of JSON with its time, how grave it is, the program's run and process, the
 * command, and the facts of the event. A line is written at once and whole, to
 * a file opened for it alone: many programs may share one, and it may be moved
 * away at any time. Never what a manifest says, never a password.
 */
#ifndef REGISTRY_LOG_LOG_H
#define REGISTRY_LOG_LOG_H

#include "checker/base/arena.h"
#include "checker/base/err.h"

struct log;

enum log_level { LOG_INFO, LOG_WARNING, LOG_ERROR };

/* An empty text is left out. */
struct log_fact {
	const char *name;
	bool is_text;
	struct str text;
	int64_t number;
};
struct log_fact log_text(const char *name, struct str text);
struct log_fact log_number(const char *name, int64_t number);
/* Milliseconds since a log_clock(). */
struct log_fact log_since(int64_t clock);
int64_t log_clock(void);

/* "-" is standard error. Fails if the file cannot be written. */
MUST_USE bool log_open(struct log **out, struct arena *a, struct str file, struct str command,
		       struct err *err);
/* A name of this run of the program, unlike others'. */
struct str log_run(const struct log *log);
/* Without a log nothing is written. */
void log_event(struct log *log, enum log_level level, const char *event,
	       const struct log_fact *facts, size_t n);
#define LOG(log, level, event, ...)                                                  \
	log_event((log), (level), (event), (const struct log_fact[]){ __VA_ARGS__ }, \
		  ARRAY_LEN(((const struct log_fact[]){ __VA_ARGS__ })))
/* Fails if a line could not be written. */
MUST_USE bool log_whole(const struct log *log, struct err *err);

#endif
