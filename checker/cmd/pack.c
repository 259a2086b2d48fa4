#include "checker/cmd/context.h"

struct pack_opts {
	struct common_opts common;
};

static enum exit_code pack_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct pack_info *info = pack_info(c->pack);
	struct table t = { .columns = 2 };

	(void)opts;
	(void)args;
	(void)err;
	out_printf(c->out, "%.*s %.*s — %.*s\n", STR_FMT(info->name), STR_FMT(info->version),
		   STR_FMT(context_text(c, info->title)));
	out_printf(c->out, "%.*s\n\n", STR_FMT(context_text(c, info->description)));
	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++) {
		struct str cells[] = { str_of(arch_kind_names[k]),
				       arena_printf(c->arena, "%zu",
						    pack_arch(c->pack)->kinds[k].list.n) };

		table_add(&t, c->arena, cells);
	}
	table_add(&t, c->arena,
		  (struct str[]){ STR("rules"),
				  arena_printf(c->arena, "%zu", pack_rules(c->pack)) });
	table_add(&t, c->arena, (struct str[]){ STR("valid from"), info->valid_from });
	table_add(&t, c->arena, (struct str[]){ STR("sha256"), info->sha256 });
	table_print(&t, c->out);
	return EXIT_CLEAN;
}

static const struct opt pack_options[] = { COMMON_OPTIONS{ 0 } };

const struct command cmd_pack = {
	.name = "pack",
	.group = "Reference",
	.synopsis = "",
	.summary = "say which reference pack is in use, its version, contents and hash",
	.needs = NEEDS_PACK,
	.options = pack_options,
	.opts_size = sizeof(struct pack_opts),
	.run = pack_run,
};
