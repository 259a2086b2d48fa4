#include "checker/cmd/context.h"

#include "checker/audit/audit.h"
#include "checker/cmd/output.h"

struct lint_opts {
	struct common_opts common;
	struct output_opts output;
	struct str date;
};

/* Every rule that a finding about a pack may name. */
static const struct rule_info *lint_rules(struct arena *a, size_t *n)
{
	size_t schema_n;
	const struct rule_info *schema = schema_rules(&schema_n);
	struct rule_info *all = ARENA_ARRAY(a, struct rule_info, schema_n + audit_rules_n + 1);

	*n = 0;
	all[(*n)++] = pack_load_rule;
	for (size_t i = 0; i < audit_rules_n; i++)
		all[(*n)++] = audit_rules[i];
	for (size_t i = 0; i < schema_n; i++)
		all[(*n)++] = schema[i];
	return all;
}

static void add_subjects(struct report *r, struct arena *a, const struct pack *p)
{
	struct report_subject *subjects = ARENA_ARRAY(a, struct report_subject, pack_docs(p));

	for (size_t i = 0; i < pack_docs(p); i++)
		subjects[i].file = pack_doc(p, i)->path;
	r->subjects = subjects;
	r->subjects_n = pack_docs(p);
	r->pack = pack_info(p)->name;
	r->pack_version = pack_info(p)->version;
	r->pack_hash = pack_info(p)->sha256;
}

/* A pack that does not load has no facts to be looked at, but faults to be told. */
static bool load(struct pack **out, struct context *c, struct str dir, struct sink *faults,
		 struct err *err)
{
	if (context_is_shipped(dir))
		return context_pack(out, c, dir, err);
	if (!context_has_pack(c, dir, err))
		return false;
	pack_load_all(out, c->arena, dir, faults);
	return true;
}

static enum exit_code lint_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct lint_opts *o = opts;
	struct str dir = args.n ? args.at[0] : o->common.pack;
	struct report r = { .date = context_day(c, o->date),
			    .portfolio = MT("топтаманың өзі", "сам пакет", "the pack itself") };
	struct pack *p = NULL;
	enum exit_code code;
	struct sink sink;

	sink_init(&sink, c->arena);
	if (!load(&p, c, dir, &sink, err))
		return exit_of(err->code);
	if (p) {
		struct audit_options options = { .pack = p,
						 .date = r.date,
						 .places = !context_is_shipped(dir) };

		audit_lint(&options, &sink);
		add_subjects(&r, c->arena, p);
	}
	sink_finish(&sink);
	r.sink = &sink;
	r.rules = lint_rules(c->arena, &r.rules_n);
	code = output_findings(c, &o->output, &r, err);
	pack_free(p);
	return code;
}

static const struct opt lint_options[] = { AS_OF_OPTION(struct lint_opts) OUTPUT_OPTIONS(
	struct lint_opts) COMMON_OPTIONS{ 0 } };
static const char *const lint_examples[] = {
	"tizilim pack lint drafts/2027.1",
	"tizilim pack lint drafts/2027.1 --fail-on warning -q",
	"tizilim pack lint drafts/2027.1 -f sarif=pack.sarif",
	NULL,
};

const struct command cmd_pack_lint = {
	.name = "pack lint",
	.group = "Reference",
	.synopsis = "[<dir>]",
	.summary = "all that is wrong or doubtful in a pack: names, dates, norms, translations",
	.next = MT_INIT("ережелерді тексеру: tizilim rules lint",
			"проверить правила: tizilim rules lint",
			"check its rules: tizilim rules lint"),
	.examples = lint_examples,
	.options = lint_options,
	.opts_size = sizeof(struct lint_opts),
	.args_max = 1,
	.run = lint_run,
};
