#include "checker/cmd/context.h"

#include <stdlib.h>

/* What packs there are, and what is in one. */

struct list_opts {
	struct common_opts common;
	struct str_list packs;
	int format;
};

struct show_opts {
	struct common_opts common;
	struct str date;
	int format;
};

static size_t facts_of(const struct pack *p)
{
	size_t n = 0;

	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++)
		n += pack_arch(p)->kinds[k].list.n;
	return n;
}

static void list_row(struct context *c, struct table *t, struct str place, const struct pack *p)
{
	const struct pack_info *info = pack_info(p);
	struct arena *a = c->arena;
	struct str cells[] = {
		info->name,
		info->version,
		info->valid_from,
		str_sub(info->sha256, 0, 8),
		context_text(c, MTEXT_FILL(a, MT("дерек %1", "фактов %1", "facts %1"),
					   mtext_same(arena_printf(a, "%zu", facts_of(p))))),
		context_text(c, MTEXT_FILL(a, MT("ереже %1", "правил %1", "rules %1"),
					   mtext_same(arena_printf(a, "%zu", pack_rules(p))))),
		place,
	};

	table_add(t, a, cells);
}

static void list_json(struct context *c, struct str place, const struct pack *p, bool first)
{
	const struct pack_info *info = pack_info(p);

	out_printf(c->out,
		   "%s{\"name\":%.*s,\"version\":%.*s,\"valid_from\":%.*s,\"sha256\":%.*s,"
		   "\"facts\":%zu,\"rules\":%zu,\"place\":%.*s,\"title\":%.*s}",
		   first ? "[" : ",\n", STR_FMT(context_json(c, info->name)),
		   STR_FMT(context_json(c, info->version)),
		   STR_FMT(context_json(c, info->valid_from)),
		   STR_FMT(context_json(c, info->sha256)), facts_of(p), pack_rules(p),
		   STR_FMT(context_json(c, place)), STR_FMT(context_json3(c, info->title)));
}

static enum exit_code list_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct list_opts *o = opts;
	struct table t = { .columns = 7 };

	(void)args;
	for (size_t i = 0; i <= o->packs.n; i++) {
		struct str place = i ? o->packs.at[i - 1] : STR("shipped");
		struct pack *p;

		if (!context_pack(&p, c, place, err))
			return exit_of(err->code);
		if (o->format == DATA_JSON)
			list_json(c, place, p, i == 0);
		else
			list_row(c, &t, place, p);
		pack_free(p);
	}
	if (o->format == DATA_JSON)
		out_str(c->out, STR("]\n"));
	table_print(&t, c->out);
	return EXIT_CLEAN;
}

/* A site that facts were read at. */
struct site {
	struct str host;
	size_t n;
};

/* A day on which something of the pack begins or ends. */
struct turn {
	struct str day, entry;
	const char *field;
};

struct survey {
	struct context *c;
	const struct pack *pack;
	struct str day;
	size_t marks[ARCH_KIND_COUNT][CONF_COUNT];
	size_t norms[NORM_STATE_COUNT], rules[SEV_COUNT];
	size_t without_address;
	VEC(struct site *) sites;
	struct strmap hosts;
	VEC(struct turn) ahead;
};

static struct str host_of(struct str url)
{
	size_t slashes = str_find(url, STR("://"));
	struct str host, rest = str_sub(url, slashes == SIZE_MAX ? 0 : slashes + 3, url.n);

	return str_cut(&host, &rest, '/') ? host : STR("");
}

static void survey_site(struct survey *s, struct str url)
{
	struct str host = host_of(url);
	struct site *site = strmap_get(&s->hosts, host);

	if (host.n == 0) {
		s->without_address++;
		return;
	}
	if (!site) {
		site = ARENA_NEW(s->c->arena, struct site);
		site->host = host;
		strmap_put(&s->hosts, host, site);
		vec_push(s->c->arena, &s->sites, site);
	}
	site->n++;
}

static void survey_days(struct survey *s, const struct arch_entry *e)
{
	static const char *const fields[] = { "in_force_from", "in_force_to", "from", "until",
					      "retired_on" };

	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		struct str day = node_text(e->node, str_of(fields[i]));

		if (day.n && arch_surely_after(day, s->day))
			vec_push(s->c->arena, &s->ahead,
				 (struct turn){ day,
						arena_printf(s->c->arena, "%s/%.*s",
							     arch_kind_names[e->kind],
							     STR_FMT(e->id)),
						fields[i] });
	}
}

static int by_count(const void *x, const void *y)
{
	const struct site *a = *(const struct site *const *)x,
			  *b = *(const struct site *const *)y;

	return a->n != b->n ? (a->n > b->n ? -1 : 1) : str_cmp(&a->host, &b->host);
}

static int by_day(const void *x, const void *y)
{
	const struct turn *a = x, *b = y;
	int order = str_cmp(&a->day, &b->day);

	return order ? order : str_cmp(&a->entry, &b->entry);
}

static void survey_make(struct survey *s)
{
	const struct arch *arch = pack_arch(s->pack);

	strmap_init(&s->hosts, s->c->arena);
	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++)
		for (size_t i = 0; i < arch->kinds[k].list.n; i++) {
			const struct arch_entry *e = arch->kinds[k].list.at[i];

			s->marks[k][e->confidence]++;
			survey_site(s, e->url);
			survey_days(s, e);
			if (k == ARCH_norms)
				s->norms[arch_basis(arch, s->c->arena, e->id, s->day).state]++;
		}
	for (size_t i = 0; i < pack_rules(s->pack); i++)
		s->rules[rule_info(pack_rule(s->pack, i))->severity]++;
	if (s->sites.n)
		qsort(s->sites.at, s->sites.n, sizeof(*s->sites.at), by_count);
	if (s->ahead.n)
		qsort(s->ahead.at, s->ahead.n, sizeof(*s->ahead.at), by_day);
}

static const struct mtext mark_titles[CONF_COUNT] = {
	[CONF_SEEN] = MT_INIT("оқылған", "прочитано", "seen"),
	[CONF_SECONDARY] = MT_INIT("жанама", "вторичный источник", "secondary"),
	[CONF_MEMORY] = MT_INIT("расталмаған", "не подтверждено", "memory"),
};

static struct str number(struct survey *s, size_t n)
{
	return n ? arena_printf(s->c->arena, "%zu", n) : STR("–");
}

static void show_marks(struct survey *s)
{
	struct table t = { .columns = CONF_COUNT + 2 };
	struct str head[CONF_COUNT + 2] = { STR(""), STR("Σ") };

	for (enum confidence m = 0; m < CONF_COUNT; m++)
		head[m + 2] = context_text(s->c, mark_titles[m]);
	table_add(&t, s->c->arena, head);
	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++) {
		struct str cells[CONF_COUNT + 2] = {
			str_of(arch_kind_names[k]),
			number(s, pack_arch(s->pack)->kinds[k].list.n)
		};

		for (enum confidence m = 0; m < CONF_COUNT; m++)
			cells[m + 2] = number(s, s->marks[k][m]);
		table_add(&t, s->c->arena, cells);
	}
	table_print(&t, s->c->out);
}

static void show_counts(struct survey *s, struct mtext head, const struct mtext *titles,
			const size_t *counts, size_t n)
{
	struct context *c = s->c;
	const char *between = ": ";

	out_printf(c->out, "%.*s", STR_FMT(context_text(c, head)));
	for (size_t i = 0; i < n; i++)
		if (counts[i]) {
			out_printf(c->out, "%s%.*s %zu", between,
				   STR_FMT(context_text(c, titles[i])), counts[i]);
			between = "; ";
		}
	out_str(c->out, STR("\n"));
}

enum { SITES_SHOWN = 10 };

static void show_sites(struct survey *s)
{
	struct context *c = s->c;

	out_str(c->out, STR("\n"));
	context_say(c, MT("Мәліметтер оқылған сайттар:", "Где прочитаны сведения:",
			  "Where the facts were read:"));
	for (size_t i = 0; i < s->sites.n && i < SITES_SHOWN; i++)
		out_printf(c->out, "  %4zu  %.*s\n", s->sites.at[i]->n,
			   STR_FMT(s->sites.at[i]->host));
	if (s->sites.n > SITES_SHOWN)
		context_say(c, MTEXT_FILL(c->arena,
					  MT("        тағы %1 сайт", "        и ещё сайтов: %1",
					     "        and %1 more sites"),
					  mtext_same(number(s, s->sites.n - SITES_SHOWN))));
	context_say(c, MTEXT_FILL(c->arena,
				  MT("  мекенжайсыз жазбалар: %1", "  записей без адреса: %1",
				     "  entries without an address: %1"),
				  mtext_same(number(s, s->without_address))));
}

static void show_text(struct survey *s)
{
	struct context *c = s->c;
	const struct pack_info *info = pack_info(s->pack);
	struct str licence =
		info->licence.n
			? info->licence
			: context_text(c, MT("көрсетілмеген", "не указана", "not stated"));

	out_printf(c->out, "%.*s %.*s — %.*s\n%.*s\n\n", STR_FMT(info->name),
		   STR_FMT(info->version), STR_FMT(context_text(c, info->title)),
		   STR_FMT(context_text(c, info->description)));
	context_say(c, MTEXT_FILL(c->arena,
				  MT("қолданыла бастайды: %1 · лицензия: %2",
				     "действует с %1 · лицензия: %2",
				     "valid from %1 · licence: %2"),
				  mtext_same(info->valid_from), mtext_same(licence)));
	out_printf(c->out, "sha256 %.*s\n\n", STR_FMT(info->sha256));
	show_marks(s);
	out_str(c->out, STR("\n"));
	show_counts(s,
		    MTEXT_FILL(c->arena, MT("Ережелер: %1", "Правил: %1", "Rules: %1"),
			       mtext_same(number(s, pack_rules(s->pack)))),
		    severity_titles, s->rules, SEV_COUNT);
	show_counts(s,
		    MTEXT_FILL(c->arena, MT("Нормалар, %1", "Нормы на %1", "Norms on %1"),
			       mtext_same(s->day)),
		    norm_state_titles, s->norms, NORM_STATE_COUNT);
	show_sites(s);
	if (s->ahead.n) {
		out_str(c->out, STR("\n"));
		context_say(c, MT("Алда тұрған күндер:", "Предстоящие даты:", "Dates ahead:"));
	}
	for (size_t i = 0; i < s->ahead.n; i++)
		out_printf(c->out, "  %-10.*s  %.*s  %s\n", STR_FMT(s->ahead.at[i].day),
			   STR_FMT(s->ahead.at[i].entry), s->ahead.at[i].field);
}

static void json_counts(struct survey *s, const char *key, const char *const *names,
			const size_t *counts)
{
	out_printf(s->c->out, ",\n\"%s\":{", key);
	for (size_t i = 0; names[i]; i++)
		out_printf(s->c->out, "%s\"%s\":%zu", i ? "," : "", names[i], counts[i]);
	out_str(s->c->out, STR("}"));
}

static void json_entries(struct survey *s)
{
	out_str(s->c->out, STR(",\n\"entries\":{"));
	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++) {
		out_printf(s->c->out, "%s\n  \"%s\":{", k ? "," : "", arch_kind_names[k]);
		for (enum confidence m = 0; m < CONF_COUNT; m++)
			out_printf(s->c->out, "%s\"%s\":%zu", m ? "," : "", confidence_names[m],
				   s->marks[k][m]);
		out_str(s->c->out, STR("}"));
	}
	out_str(s->c->out, STR("}"));
}

static void show_json(struct survey *s)
{
	struct context *c = s->c;
	const struct pack_info *info = pack_info(s->pack);

	out_printf(
		c->out,
		"{\"name\":%.*s,\"version\":%.*s,\"valid_from\":%.*s,\"sha256\":%.*s,"
		"\"licence\":%.*s,\n\"title\":%.*s,\n\"description\":%.*s,\n\"as_of\":%.*s",
		STR_FMT(context_json(c, info->name)), STR_FMT(context_json(c, info->version)),
		STR_FMT(context_json(c, info->valid_from)),
		STR_FMT(context_json(c, info->sha256)),
		STR_FMT(info->licence.n ? context_json(c, info->licence) : STR("null")),
		STR_FMT(context_json3(c, info->title)),
		STR_FMT(context_json3(c, info->description)), STR_FMT(context_json(c, s->day)));
	json_entries(s);
	json_counts(s, "rules", severity_names, s->rules);
	json_counts(s, "norms", norm_state_names, s->norms);
	out_printf(c->out, ",\n\"without_address\":%zu,\n\"sites\":[", s->without_address);
	for (size_t i = 0; i < s->sites.n; i++)
		out_printf(c->out, "%s{\"host\":%.*s,\"entries\":%zu}", i ? "," : "",
			   STR_FMT(context_json(c, s->sites.at[i]->host)), s->sites.at[i]->n);
	out_str(c->out, STR("],\n\"ahead\":["));
	for (size_t i = 0; i < s->ahead.n; i++)
		out_printf(c->out, "%s{\"day\":%.*s,\"entry\":%.*s,\"field\":\"%s\"}",
			   i ? "," : "", STR_FMT(context_json(c, s->ahead.at[i].day)),
			   STR_FMT(context_json(c, s->ahead.at[i].entry)),
			   s->ahead.at[i].field);
	out_str(c->out, STR("]}\n"));
}

static enum exit_code show_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct show_opts *o = opts;
	struct survey s = { .c = c, .day = context_day(c, o->date) };
	struct pack *p;

	if (!context_pack(&p, c, args.n ? args.at[0] : o->common.pack, err))
		return exit_of(err->code);
	s.pack = p;
	survey_make(&s);
	if (o->format == DATA_JSON)
		show_json(&s);
	else
		show_text(&s);
	pack_free(p);
	return EXIT_CLEAN;
}

static const struct opt list_options[] = { { 0, "pack", OPT_LIST,
					     offsetof(struct list_opts, packs), "<dir>",
					     "also the pack in this folder", NULL, 0, 0 },
					   DATA_OPTION(struct list_opts) LOOK_OPTIONS{ 0 } };
static const char *const list_examples[] = { "tizilim pack list",
					     "tizilim pack list --pack drafts/2027.1", NULL };

const struct command cmd_pack_list = {
	.name = "pack list",
	.group = "Reference",
	.summary = "the packs known: the shipped one and those named",
	.next = MT_INIT("топтаманың ішін көру: tizilim pack show",
			"что в пакете: tizilim pack show", "what is in one: tizilim pack show"),
	.examples = list_examples,
	.options = list_options,
	.opts_size = sizeof(struct list_opts),
	.run = list_run,
};

static const struct opt show_options[] = { AS_OF_OPTION(struct show_opts) DATA_OPTION(
	struct show_opts) COMMON_OPTIONS{ 0 } };
static const char *const show_examples[] = { "tizilim pack show",
					     "tizilim pack show drafts/2027.1 --format json",
					     NULL };

const struct command cmd_pack_show = {
	.name = "pack show",
	.group = "Reference",
	.synopsis = "[<dir>]",
	.summary = "what a pack holds: version, hash, facts by kind and mark, norms, sources",
	.next = MT_INIT("тексеру: tizilim pack lint; салыстыру: tizilim pack diff БУМА",
			"проверить его: tizilim pack lint; сравнить: tizilim pack diff ПАПКА",
			"check it: tizilim pack lint; compare it: tizilim pack diff FOLDER"),
	.examples = show_examples,
	.options = show_options,
	.opts_size = sizeof(struct show_opts),
	.args_max = 1,
	.run = show_run,
};
