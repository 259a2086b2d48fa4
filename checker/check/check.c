#include "checker/check/check_internal.h"

#include "checker/base/limits.h"

struct check *check_new(struct arena *a, const struct check_options *options)
{
	struct check *c = ARENA_NEW(a, struct check);

	c->arena = a;
	c->options = *options;
	c->fields = stage_fields_new(a, options->pack);
	sink_init(&c->sink, a);
	/* Who judges in parts must see all of each. */
	if (options->part != JUDGE_ALL)
		c->sink.limit = SIZE_MAX;
	return c;
}

/* body/short-name, the body by its id even when another of its names is written. */
static struct str id_from(struct check *c, struct str body, struct str short_name)
{
	const struct arch_entry *known =
		arch_find(pack_arch(c->options.pack), ARCH_bodies, body);

	if (body.n == 0 || short_name.n == 0)
		return STR("");
	if (known)
		body = known->id;
	/* One that no schema lets pass is told with each finding all the same. */
	return report_short(c->arena, arena_printf(c->arena, "%.*s/%.*s", STR_FMT(body),
						   STR_FMT(short_name)));
}

static struct str id_of(struct check *c, const struct node *root)
{
	return id_from(c, node_text(node_get(root, STR("owner")), STR("body")),
		       node_text(root, STR("short_name")));
}

/* Or poses as what another body registered. */
static bool is_registered_as(struct check *c, const struct node *root, struct str id)
{
	size_t slash = str_find(id, STR("/"));

	return id.n == 0 || str_eq(id_of(c, root), id_from(c, str_sub(id, 0, slash),
							   str_sub(id, slash + 1, id.n)));
}

static struct report_subject describe(struct check *c, struct str file, struct str text,
				      const struct doc *doc, struct str id)
{
	const struct node *root = &doc->root;
	struct str body = node_text(node_get(root, STR("owner")), STR("body"));
	const struct arch_entry *known =
		arch_find(pack_arch(c->options.pack), ARCH_bodies, body);

	return (struct report_subject){
		.file = file,
		.initiative = id,
		.name = report_short_name(c->arena, node_mtext(node_get(root, STR("name")))),
		.body = known ? known->name : mtext_same(report_short(c->arena, body)),
		.stage = report_short(c->arena, node_text(root, STR("stage"))),
		.illustration =
			str_eq(node_text(node_get(root, STR("provenance")), STR("kind")),
			       STR("illustration")),
		.bytes = text,
	};
}

static void note_not_judged(struct check *c, const struct subject *s)
{
	struct note note = {
		.initiative = s->id,
		.at = { .file = s->file },
		.text = MT("ережелер қолданылмады: алдымен құрылымды түзетіңіз",
			   "правила не применялись: сначала исправьте структуру",
			   "no rule was applied: mend the structure first"),
	};

	sink_note(&c->sink, &note);
}

/* The schema knows documents, not initiatives: its findings get the id here. */
static bool conforms(struct check *c, const struct subject *s)
{
	size_t before = c->sink.findings.n;

	if (schema_check(pack_manifest_schema(c->options.pack), s->doc, &c->sink) == 0)
		return true;
	for (size_t i = before; i < c->sink.findings.n; i++)
		c->sink.findings.at[i].initiative = s->id;
	return false;
}

static struct check_document refuse_pose(struct check *c, const struct subject *subject,
					 struct str claimed)
{
	c->unreadable += subject->judged;
	check_remark(c, MTEXT_FILL(c->arena,
				   MT("%1 өзін %2 деп атайды, сондықтан оқылмады",
				      "%1 называет себя %2, поэтому не прочитан",
				      "%1 says that it is %2, so it was not read"),
				   mtext_same(subject->file), mtext_same(claimed)));
	return (struct check_document){ 0 };
}

static struct check_document add(struct check *c, struct subject subject,
				 enum doc_syntax syntax, struct str text)
{
	/* What is only compared was read when it was registered; a card may be larger. */
	enum doc_profile profile = subject.judged ? DOC_MANIFEST : DOC_GENERAL;
	struct doc_errors errors = { 0 };
	struct check_document out = { 0 };
	struct doc *doc;

	out.readable = doc_parse(&doc, c->arena, subject.file, text, syntax, profile, &errors);
	if (!out.readable) {
		c->unreadable += subject.judged;
		validate_tell_errors(&c->sink, doc, &errors);
		return out;
	}
	if (!is_registered_as(c, &doc->root, subject.id))
		return refuse_pose(c, &subject, id_of(c, &doc->root));
	out.doc = subject.doc = doc;
	if (doc->root.type == NODE_OBJECT)
		out.id = subject.id = id_of(c, &doc->root);
	if (subject.judged) {
		out.valid = conforms(c, &subject);
		c->judged++;
		if (doc->root.type == NODE_OBJECT) {
			vec_push(c->arena, &c->shown,
				 describe(c, subject.file, text, doc, out.id));
			vec_push(c->arena, &c->roots, &doc->root);
		}
	}
	/* Rules read what the schema promises: a broken structure is judged by the schema
	 * alone. */
	if (out.valid || !subject.judged)
		vec_push(c->arena, &c->subjects, subject);
	else
		note_not_judged(c, &subject);
	return out;
}

struct check_document check_add(struct check *c, struct str path, struct str text)
{
	struct subject subject = { .file = arena_str(c->arena, path), .judged = true };

	return add(c, subject, doc_syntax_of(path), text);
}

struct check_document check_add_fault(struct check *c, struct str path, enum file_fault fault)
{
	c->unreadable++;
	validate_tell_fault(&c->sink, path, fault);
	return (struct check_document){ 0 };
}

struct check_document check_add_registered(struct check *c, const struct check_registered *r)
{
	struct subject subject = { .file = arena_str(c->arena, r->file),
				   .id = arena_str(c->arena, r->id),
				   .judged = r->judged };

	return add(c, subject, r->json ? DOC_JSON : DOC_YAML, r->text);
}

const struct subject *check_subjects(const struct check *c, size_t *n)
{
	*n = c->subjects.n;
	return c->subjects.at;
}

void check_remark(struct check *c, struct mtext text)
{
	sink_note(&c->sink, &(struct note){ .text = text });
}

void check_give_pairs(struct check *c, const struct alike_pairs *pairs)
{
	c->given = pairs;
}

/* The documents that another check was given, judged by this one's pack. */
void check_share(struct check *c, const struct check *other)
{
	for (size_t i = 0; i < other->subjects.n; i++) {
		struct subject s = other->subjects.at[i];

		s.id = id_of(c, &s.doc->root);
		c->judged += s.judged;
		vec_push(c->arena, &c->subjects, s);
	}
}

/* Looking for pairs takes longest; part of a run does it for a rule that reads them only. */
static bool wants_pairs(const struct check *c)
{
	if (c->options.part != JUDGE_TOGETHER)
		return c->options.part == JUDGE_ALL;
	for (size_t i = 0; i < pack_rules(c->options.pack); i++)
		if (rule_of_pairs(pack_rule(c->options.pack, i)) &&
		    !(c->options.skip && c->options.skip[i]))
			return true;
	return false;
}

/* What no rule of the pack says. */
static void check_alone(struct check *c, const struct subject *s)
{
	stage_fields_check(c->fields, s, &c->sink);
	visibility_check(pack_manifest_schema_node(c->options.pack), s, &c->sink);
}

/* A file that gives one initiative twice in a run is the mistake of a copied file. */
void check_judge(struct check *c)
{
	struct judge_options options = {
		.date = c->options.date,
		.portfolio = c->options.portfolio,
		.part = c->options.part,
		.skip = c->options.skip,
		.only = c->options.only,
		.arch = c->options.arch,
		.trace = c->options.trace,
		.processes = c->options.processes,
	};

	if (wants_pairs(c))
		options.candidates = find_candidates(c, &options.candidates_n);
	for (size_t i = 0; i < c->subjects.n && !c->options.only; i++)
		if (c->subjects.at[i].judged)
			check_alone(c, &c->subjects.at[i]);
	pack_judge(c->options.pack, c->arena, c->subjects.at, c->subjects.n, &options,
		   &c->sink);
	sink_finish(&c->sink);
}

const struct sink *check_sink(const struct check *c)
{
	return &c->sink;
}

size_t check_judged(const struct check *c)
{
	return c->judged;
}

size_t check_unreadable(const struct check *c)
{
	return c->unreadable;
}

size_t check_unjudged(const struct check *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->sink.findings.n; i++)
		n += c->sink.findings.at[i].unjudged;
	return n;
}

void check_report(struct check *c, struct report *r)
{
	const struct pack_info *info = pack_info(c->options.pack);
	const struct trace *trace = c->options.trace;

	r->pack = info->name;
	r->pack_version = info->version;
	r->pack_hash = info->sha256;
	r->date = c->options.date;
	r->subjects = c->shown.at;
	r->subjects_n = c->shown.n;
	r->sink = &c->sink;
	r->overlaps = c->overlaps.at;
	r->overlaps_n = c->overlaps.n;
	r->trace = trace && !trace->brief ? trace : NULL;
	r->outcomes = trace && !trace->only.n ? trace : NULL;
	r->compared = c->compared;
	r->gone = c->gone;
	r->rules = check_rules(c->arena, c->options.pack, &r->rules_n);
	r->stage_names = stage_names;
	r->stages = stage_titles;
	r->stages_n = STAGE_COUNT;
	earlier_report(c, r);
}

const struct rule_info *check_rules(struct arena *a, const struct pack *p, size_t *n)
{
	struct {
		const struct rule_info *at;
		size_t n;
	} parts[] = {
		{ .at = NULL },
		{ .at = NULL },
		{ &stage_rule, 1 },
		{ &finding_limit_rule, 1 },
		{ visibility_rules, visibility_rules_n },
		{ ignore_rules, ignore_rules_n },
	};
	size_t count = pack_rules(p);
	struct rule_info *all;

	parts[0].at = validate_rules(&parts[0].n);
	parts[1].at = schema_rules(&parts[1].n);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		count += parts[i].n;
	all = ARENA_ARRAY(a, struct rule_info, count);
	*n = 0;
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		for (size_t k = 0; k < parts[i].n; k++)
			all[(*n)++] = parts[i].at[k];
	for (size_t i = 0; i < pack_rules(p); i++)
		all[(*n)++] = *rule_info(pack_rule(p, i));
	return all;
}

const struct rule_info *check_rule_named(struct arena *a, const struct pack *p, struct str id)
{
	size_t n;
	const struct rule_info *all = check_rules(a, p, &n);

	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i].id, id))
			return &all[i];
	return NULL;
}
