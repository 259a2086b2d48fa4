#include "checker/check/check_internal.h"

#include <stdlib.h>

/* The day that examples are judged by, so that they never grow old. */
static const struct str example_date = STR_INIT("2026-12-01");
static const struct str example_file = STR_INIT("example.json");

struct example_run {
	struct arena *arena;
	const struct pack *pack;
	const struct rule *rule;
	const struct node *base;
	struct trace *trace;
};

static struct str patched(struct example_run *x, const struct node *patch)
{
	struct node manifest = patch ? rule_merge_patch(x->arena, x->base, patch) : *x->base;

	return node_canonical(x->arena, &manifest);
}

/* "/a /b", sorted; the whole manifest is the pointer "". */
static struct mtext join(struct arena *a, struct str *list, size_t n)
{
	struct str out = STR("");

	if (n)
		qsort(list, n, sizeof(*list), str_cmp);
	for (size_t i = 0; i < n; i++)
		out = arena_printf(a, "%.*s%s%.*s", STR_FMT(out), i ? " " : "",
				   STR_FMT(list[i].n ? list[i] : STR("\"\"")));
	return n ? mtext_same(out) : MT("ештеңе", "ничего", "nothing");
}

static struct mtext expected(struct example_run *x, const struct node *example)
{
	const struct node *expect = node_get(example, STR("expect"));
	uint32_t n = expect ? expect->count : 0;
	struct str *list = ARENA_ARRAY(x->arena, struct str, n + 1);

	for (uint32_t i = 0; i < n; i++)
		list[i] = node_str(&expect->items[i]);
	return join(x->arena, list, n);
}

/* What the rule found; the schema's findings mean that the example itself is wrong. */
static struct mtext found(struct example_run *x, const struct check *c,
			  const struct node *example)
{
	const struct sink *sink = check_sink(c);
	struct str *list = ARENA_ARRAY(x->arena, struct str, sink->findings.n + 1);
	struct str severity = node_text(example, STR("severity"));
	size_t n = 0;

	for (size_t i = 0; i < sink->findings.n; i++) {
		const struct finding *f = &sink->findings.at[i];

		if (!str_eq(f->rule, rule_info(x->rule)->id))
			return MTEXT_FILL(x->arena, MT("%1 %2: %3", "%1 %2: %3", "%1 %2: %3"),
					  mtext_same(f->rule), mtext_same(f->at.pointer),
					  f->message);
		if (f->unjudged)
			return f->message;
		if (severity.n && !str_eq(severity, str_of(severity_names[f->severity])))
			return mtext_same(arena_printf(x->arena, "severity: %s",
						       severity_names[f->severity]));
		list[n++] = f->at.pointer;
	}
	return join(x->arena, list, n);
}

/* What came of an example. */
struct verdict {
	struct mtext why; /* it does not hold; empty when it does */
	struct mtext
		unjudged; /* why the rule was not judged, or not wholly; empty when it was */
	bool nothing;	  /* found */
};

/* What the run says of the rule in the example itself. */
static struct mtext note_of(const struct example_run *x, const struct check *c)
{
	const struct sink *sink = check_sink(c);

	for (size_t i = 0; i < sink->notes.n; i++) {
		const struct note *n = &sink->notes.at[i];

		if (str_eq(n->rule, rule_info(x->rule)->id) &&
		    (n->at.file.n == 0 || str_eq(n->at.file, example_file)))
			return n->text;
	}
	return mtext_same(STR(""));
}

static struct check *judged(struct example_run *x, const struct node *example,
			    struct trace *trace)
{
	const struct node *arch_patch = node_get(example, STR("arch")),
			  *with = node_get(example, STR("with")),
			  *registry = node_get(example, STR("registry"));
	struct str date = node_text(example, STR("date"));
	struct node *arch = ARENA_NEW(x->arena, struct node);
	struct check_options options = {
		.pack = x->pack,
		.date = date.n ? date : example_date,
		.portfolio = !registry || registry->truth,
		.only = x->rule,
		.arch = arch,
		.trace = trace,
	};
	struct check *c = check_new(x->arena, &options);

	*arch = arch_patch ? rule_merge_patch(x->arena, &pack_arch(x->pack)->tree, arch_patch)
			   : pack_arch(x->pack)->tree;
	check_add(c, example_file, patched(x, node_get(example, STR("patch"))));
	for (uint32_t i = 0; with && i < with->count; i++)
		check_add_registered(
			c, &(struct check_registered){
				   .file = arena_printf(x->arena, "other-%u.json", i + 1),
				   .text = patched(x, &with->items[i]),
				   .json = true });
	check_judge(c);
	return c;
}

/* That an example means the rule not to be judged must be so. */
static bool is_as_meant(const struct node *example, const struct verdict *v)
{
	return !node_get(example, STR("not_judged")) || v->unjudged.in[LANG_EN].n;
}

static struct verdict run_example(struct example_run *x, const struct node *example)
{
	struct check *c = judged(x, example, x->trace);
	struct verdict v = { mtext_same(STR("")), note_of(x, c),
			     check_sink(c)->findings.n == 0 };
	struct mtext want = expected(x, example), got = found(x, c, example);

	if (!str_eq(want.in[LANG_EN], got.in[LANG_EN]))
		v.why = MTEXT_FILL(x->arena,
				   MT("күтілгені: %1, шыққаны: %2",
				      "ожидалось: %1, получилось: %2", "expected %1, got %2"),
				   want, got);
	else if (!is_as_meant(example, &v))
		v.why = MT("not_judged деп жазылған, ал ереже бағаланды",
			   "указано not_judged, а правило оценено",
			   "it says not_judged, and the rule was judged");
	return v;
}

static bool find_base(struct example_run *x, struct err *err)
{
	x->base = pack_list(x->pack, STR("example"));
	return x->base ||
	       err_set(err, ERR_INPUT, "the pack has no clean example (lists/example.yaml)");
}

struct check_example_list check_examples_of(struct arena *a, const struct rule *rule)
{
	static const char *const kinds[] = { "fail", "pass" };
	const struct node *tests = node_get(rule_source(rule), STR("tests"));
	struct check_example_list list = { 0 };

	for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
		const struct node *of_kind = node_get(tests, str_of(kinds[k]));

		for (uint32_t i = 0; i < of_kind->count; i++) {
			struct check_example e = {
				.node = &of_kind->items[i],
				.label = arena_printf(a, "%s %u", kinds[k], i + 1),
				.name = node_text(&of_kind->items[i], STR("name")),
			};

			vec_push(a, &list, e);
		}
	}
	return list;
}

bool check_example_run(bool *holds, struct arena *a, const struct pack *p,
		       const struct check_trial *trial, struct err *err)
{
	struct example_run x = {
		.arena = a, .pack = p, .rule = trial->rule, .trace = trial->trace
	};

	if (!find_base(&x, err))
		return false;
	*holds = !run_example(&x, trial->example->node).why.in[LANG_EN].n;
	return true;
}

static struct mtext told_of(struct arena *a, const struct rule *r,
			    const struct check_example *e, struct mtext why)
{
	struct place at = rule_place(r, e->node);
	struct str name = e->name.n ? arena_printf(a, " (%.*s)", STR_FMT(e->name)) : STR("");
	struct str where =
		at.line ? arena_printf(a, "%.*s:%u:%u: ", STR_FMT(at.file), at.line, at.column)
			: STR("");

	return MTEXT_FILL(a, MT("%1: %2", "%1: %2", "%1: %2"),
			  mtext_same(arena_printf(a, "%.*s%.*s %.*s%.*s", STR_FMT(where),
						  STR_FMT(rule_info(r)->id), STR_FMT(e->label),
						  STR_FMT(name))),
			  why);
}

/* Where the rule found nothing, what it made of the example. */
static struct mtext explained(struct example_run *x, const struct node *example,
			      const struct verdict *v)
{
	struct trace trace = { .arena = x->arena };
	struct mtext because = v->unjudged;

	if (!v->nothing)
		return v->why;
	if (!because.in[LANG_EN].n) {
		judged(x, example, &trace);
		because = check_example_why(x->arena, &trace);
	}
	return because.in[LANG_EN].n ? MTEXT_FILL(x->arena, MT("%1 (%2)", "%1 (%2)", "%1 (%2)"),
						  v->why, because)
				     : v->why;
}

/* Whoever wants to show that the rule passes shows nothing then. */
static bool passes_unjudged(const struct node *example, const struct verdict *v)
{
	const struct node *expect = node_get(example, STR("expect"));

	return v->unjudged.in[LANG_EN].n && !(expect && expect->count) &&
	       !node_get(example, STR("not_judged"));
}

static bool try_example(struct check_examples *out, struct example_run *x,
			const struct check_example *e, struct err *err)
{
	struct verdict v;

	if (!check_example_fits(&v.why, x->arena, x->pack, e->node, err))
		return false;
	out->run++;
	if (!v.why.in[LANG_EN].n) {
		v = run_example(x, e->node);
		if (v.why.in[LANG_EN].n)
			v.why = explained(x, e->node, &v);
		else if (passes_unjudged(e->node, &v))
			vec_push(x->arena, &out->unjudged,
				 told_of(x->arena, x->rule, e, v.unjudged));
	}
	if (v.why.in[LANG_EN].n) {
		out->failed++;
		vec_push(x->arena, &out->failures, told_of(x->arena, x->rule, e, v.why));
	}
	return true;
}

static bool run_rule(struct check_examples *out, struct example_run *x, struct err *err)
{
	struct check_example_list list = check_examples_of(x->arena, x->rule);

	for (size_t i = 0; i < list.n; i++)
		if (!try_example(out, x, &list.at[i], err))
			return false;
	return true;
}

bool check_run_examples(struct check_examples *out, struct arena *a, const struct pack *p,
			const struct rule *only, struct err *err)
{
	struct example_run x = { .arena = a, .pack = p };

	*out = (struct check_examples){ 0 };
	if (!find_base(&x, err))
		return false;
	for (size_t i = 0; i < pack_rules(p); i++) {
		x.rule = pack_rule(p, i);
		if ((!only || only == x.rule) && !run_rule(out, &x, err))
			return false;
	}
	return true;
}
