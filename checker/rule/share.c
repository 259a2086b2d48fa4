#include "checker/rule/judge_internal.h"

#include "checker/base/jobs.h"

/* Manifests alone, shared among processes: each has all that was read, and sends what it finds.
 */

enum { PIECE = 16, SHARE_FROM = 64 }; /* fewer are done before other processes have begun */

struct share {
	struct judge *judge;
	struct sink *all;
	struct arena *piece; /* of one answer */
	VEC(const struct subject *) judged;
};

static bool do_piece(void *context, size_t piece, struct strbuf *answer, struct err *err)
{
	struct share *s = context;
	size_t from = piece * PIECE, to = from + PIECE;
	struct sink own;

	(void)err;
	sink_init(&own, s->piece);
	own.limit = SIZE_MAX;
	s->judge->sink = &own;
	for (size_t i = from; i < to && i < s->judged.n; i++)
		judge_subject(s->judge, s->judged.at[i]);
	sink_pack(answer, &own);
	arena_reset(s->piece);
	return true;
}

static bool take_piece(void *context, struct str answer, struct err *err)
{
	struct share *s = context;

	return sink_unpack(s->all, answer) ||
	       err_set(err, ERR_BUG, "findings of a process cannot be read");
}

bool judge_shared(struct judge *j)
{
	AUTO_ARENA piece = arena_new();
	struct share s = { .judge = j, .all = j->sink, .piece = piece };
	const struct sink before = *j->sink;
	struct err err = { 0 };
	struct jobs jobs;

	if (j->options->processes < 2 || j->trace)
		return false;
	for (size_t i = 0; i < j->n; i++)
		if (j->subjects[i].judged)
			vec_push(j->arena, &s.judged, &j->subjects[i]);
	if (s.judged.n < SHARE_FROM)
		return false;
	jobs = (struct jobs){ &s, (s.judged.n + PIECE - 1) / PIECE, do_piece, take_piece };
	if (jobs_run(&jobs, j->options->processes, &err))
		return true;
	/* A machine that has no more processes: what is lost is judged here. */
	j->sink->findings.n = before.findings.n;
	j->sink->notes.n = before.notes.n;
	j->sink->dropped = before.dropped;
	j->sink->dropped_worst = before.dropped_worst;
	return false;
}
