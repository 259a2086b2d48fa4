#include "checker/cmd/context.h"

/* "initiative-1.0" */
static struct str name_of(struct str schema, struct str *version)
{
	size_t at = schema.n;

	while (at && schema.p[at - 1] != '-')
		at--;
	*version = str_sub(schema, at, schema.n);
	return str_sub(schema, 0, at ? at - 1 : 0);
}

static void print_json(struct context *c, const struct pack_info *pack)
{
	out_printf(c->out,
		   "{\"program\":\"tizilim\",\"version\":%.*s,\n\"pack\":{\"name\":%.*s,"
		   "\"version\":%.*s,\"valid_from\":%.*s,\"sha256\":%.*s},\n\"schemas\":[",
		   STR_FMT(context_json(c, c->version)), STR_FMT(context_json(c, pack->name)),
		   STR_FMT(context_json(c, pack->version)),
		   STR_FMT(context_json(c, pack->valid_from)),
		   STR_FMT(context_json(c, pack->sha256)));
	for (size_t i = 0; i < schema_shipped_n; i++) {
		struct str version, name = name_of(schema_shipped_all[i].name, &version);

		out_printf(c->out, "%s{\"name\":%.*s,\"version\":%.*s}", i ? "," : "",
			   STR_FMT(context_json(c, name)), STR_FMT(context_json(c, version)));
	}
	out_str(c->out, STR("]}\n"));
}

static void print_text(struct context *c, const struct pack_info *pack)
{
	struct str schemas = STR("");

	for (size_t i = 0; i < schema_shipped_n; i++)
		schemas = arena_printf(c->arena, "%.*s%s%.*s", STR_FMT(schemas), i ? ", " : "",
				       STR_FMT(schema_shipped_all[i].name));
	out_printf(c->out, "tizilim %.*s\n", STR_FMT(c->version));
	context_say(c,
		    MTEXT_FILL(c->arena,
			       MT("топтама %1 %2, %3 күнінен бастап қолданылады",
				  "пакет %1 %2, действует с %3", "pack %1 %2, valid from %3"),
			       mtext_same(pack->name), mtext_same(pack->version),
			       mtext_same(pack->valid_from)));
	out_printf(c->out, "  sha256 %.*s\n", STR_FMT(pack->sha256));
	context_say(c, MTEXT_FILL(c->arena, MT("схемалар %1", "схемы %1", "schemas %1"),
				  mtext_same(schemas)));
}

struct version_opts {
	struct common_opts common;
	bool json;
};

static enum exit_code version_run(struct context *c, const void *opts, struct str_list args,
				  struct err *err)
{
	const struct version_opts *o = opts;

	(void)args;
	(void)err;
	(o->json ? print_json : print_text)(c, pack_info(c->pack));
	return EXIT_CLEAN;
}

static const struct opt version_options[] = { { 0, "json", OPT_FLAG,
						offsetof(struct version_opts, json), NULL,
						"as JSON", NULL, 0, 0 },
					      COMMON_OPTIONS{ 0 } };
static const char *const version_examples[] = { "tizilim --version", "tizilim version --json",
						NULL };

const struct command cmd_version = {
	.name = "version",
	.group = "Reference",
	.summary = "the versions of the program, the pack and the schemas",
	.next = MT_INIT(
		"топтаманың ішін көру: tizilim pack show; схемалар: tizilim schema list",
		"что в пакете: tizilim pack show; схемы: tizilim schema list",
		"what is in the pack: tizilim pack show; the schemas: tizilim schema "
		"list"),
	.examples = version_examples,
	.needs = NEEDS_PACK,
	.options = version_options,
	.opts_size = sizeof(struct version_opts),
	.run = version_run,
};
