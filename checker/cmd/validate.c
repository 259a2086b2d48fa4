#include "checker/cmd/context.h"

#include "checker/base/limits.h"
#include "checker/check/check.h"
#include "checker/cmd/output.h"

struct validate_opts {
	struct common_opts common;
	struct output_opts output;
};

static enum exit_code validate_run(struct context *c, const void *opts, struct str_list args,
				   struct err *err)
{
	const struct validate_opts *o = opts;
	struct check_options options = { .pack = c->pack,
					 .date = c->today,
					 .schema_only = true };
	struct check *check = check_new(c->arena, &options);
	struct str_list files;

	if (!context_files(c, args, &files, err))
		return exit_of(err->code);
	for (size_t i = 0; i < files.n; i++) {
		struct str text;

		if (!file_read(&text, c->arena, files.at[i], LIMIT_DOC_BYTES, err))
			return exit_of(err->code);
		check_add(check, files.at[i], text);
	}
	check_judge(check);
	return output_report(c, &o->output, check,
			     MT("тек құрылым (ережелер қолданылмады)",
				"только структура (правила не применялись)",
				"structure only (no rules were run)"),
			     err);
}

static const struct opt validate_options[] = { OUTPUT_OPTIONS(struct validate_opts)
						       COMMON_OPTIONS{ 0 } };
static const char *const validate_examples[] = { "tizilim validate initiative.yaml", NULL };

const struct command cmd_validate = {
	.name = "validate",
	.group = "Check",
	.synopsis = "<file|dir>…",
	.summary = "check the structure of manifests (schema only)",
	.examples = validate_examples,
	.needs = NEEDS_PACK,
	.options = validate_options,
	.opts_size = sizeof(struct validate_opts),
	.args_min = 1,
	.args_max = SIZE_MAX,
	.run = validate_run,
};
