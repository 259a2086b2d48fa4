#include "registry/cmd/session.h"

#include "registry/cmd/remake.h"
#include "registry/doctor/doctor.h"

/* doctor: what is wrong with an installation. */

struct doctor_opts {
	struct registry_opts registry;
	bool json;
};

static const struct mtext grades[] = {
	[DOCTOR_REMARK] = MT_INIT("ескерту", "замечание", "remark"),
	[DOCTOR_DEFECT] = MT_INIT("кемшілік", "дефект", "defect"),
};
static const char *const grade_names[] = { "remark", "defect" };

static void print_json(struct context *c, const struct doctor *d)
{
	out_str(c->out, STR("{\"findings\":["));
	for (size_t i = 0; i < d->findings.n; i++) {
		const struct doctor_finding *f = &d->findings.at[i];

		out_printf(
			c->out,
			"%s\n{\"id\":\"%.*s\",\"grade\":\"%s\",\"subject\":%.*s,\"what\":%.*s,"
			"\"advice\":%.*s}",
			i ? "," : "", STR_FMT(f->id), grade_names[f->grade],
			STR_FMT(context_json(c, f->subject)),
			STR_FMT(context_json3(c, f->what)),
			STR_FMT(context_json3(c, f->advice)));
	}
	out_str(c->out, STR("],\n\"unseen\":["));
	for (size_t i = 0; i < d->unseen.n; i++)
		out_printf(c->out, "%s\n%.*s", i ? "," : "",
			   STR_FMT(context_json3(c, d->unseen.at[i])));
	out_str(c->out, STR("]}\n"));
}

static void print_text(struct context *c, const struct doctor *d)
{
	for (size_t i = 0; i < d->findings.n; i++) {
		const struct doctor_finding *f = &d->findings.at[i];

		context_say(c, MTEXT_FILL(c->arena, MT("%1 %2: %3", "%1 %2: %3", "%1 %2: %3"),
					  grades[f->grade], mtext_same(f->id), f->what));
		context_say(c, MTEXT_FILL(c->arena,
					  MT("  не істеу керек: %1", "  что делать: %1",
					     "  what to do: %1"),
					  f->advice));
	}
	for (size_t i = 0; i < d->unseen.n; i++)
		context_say(c, MTEXT_FILL(c->arena,
					  MT("көрінбеді: %1", "не видно: %1", "not seen: %1"),
					  d->unseen.at[i]));
}

static size_t count(const struct doctor *d, enum doctor_grade grade)
{
	size_t n = 0;

	for (size_t i = 0; i < d->findings.n; i++)
		n += d->findings.at[i].grade == grade;
	return n;
}

static void print_verdict(struct context *c, const struct doctor *d)
{
	size_t defects = count(d, DOCTOR_DEFECT), remarks = count(d, DOCTOR_REMARK);

	context_say(c, MTEXT_FILL(c->arena,
				  MT("кемшіліктер: %1, ескертулер: %2",
				     "дефектов: %1, замечаний: %2", "defects: %1, remarks: %2"),
				  mtext_same(arena_printf(c->arena, "%zu", defects)),
				  mtext_same(arena_printf(c->arena, "%zu", remarks))));
}

struct doctor_job {
	struct context *c;
	struct doctor found;
};

static bool examine(struct db *db, void *context, struct err *err)
{
	struct doctor_job *job = context;
	const struct pack_info *info = pack_info(job->c->pack);
	struct doctor_pack pack = { info->name, info->version, info->sha256,
				    remake_form(job->c->pack), job->c->version };

	return doctor_examine(&job->found, job->c->arena, db, &pack, err);
}

static enum exit_code doctor_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct doctor_opts *o = opts;
	struct doctor_job job = { .c = c };
	struct session s;
	bool embedded, ok;

	(void)args;
	if (!session_connect(&s, c, &o->registry, &embedded, err))
		return exit_of(err->code);
	ok = store_read(s.db, examine, &job, err);
	session_close(&s);
	if (!ok)
		return exit_of(err->code);
	if (o->json) {
		print_json(c, &job.found);
	} else {
		print_text(c, &job.found);
		print_verdict(c, &job.found);
	}
	return count(&job.found, DOCTOR_DEFECT) ? EXIT_FOUND : EXIT_CLEAN;
}

static const struct opt doctor_options[] = { { 0, "json", OPT_FLAG,
					       offsetof(struct doctor_opts, json), NULL,
					       "as JSON", NULL, 0, 0 },
					     REGISTRY_OPTIONS(struct doctor_opts){ 0 } };
static const char *const doctor_examples[] = { "tizilim doctor",
					       "tizilim doctor --db service=registry --json",
					       NULL };

const struct command cmd_doctor = {
	.name = "doctor",
	.group = "Run a registry",
	.synopsis = "",
	.summary = "say what is wrong with a registry's server, rights and schema",
	.next = MT_INIT("кімнің қандай өкілеттігі бар: tizilim duty list",
			"у кого какие полномочия: tizilim duty list",
			"who has which duty: tizilim duty list"),
	.examples = doctor_examples,
	.needs = NEEDS_PACK,
	.options = doctor_options,
	.opts_size = sizeof(struct doctor_opts),
	.run = doctor_run,
};
