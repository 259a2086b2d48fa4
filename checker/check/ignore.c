/* Findings that someone answers for: schemas/ignore-1.0.json says what an entry is. */
#include "checker/check/check_internal.h"

#include "checker/base/glob.h"

#include <assert.h>

struct entry {
	struct str rule, initiative, file, fingerprint;
	struct str pattern; /* of whole paths, so that it does not matter how files are named */
	struct ignored ignored;
	struct str key; /* tells it from the others whatever line it stands on */
	bool used;
	struct entry *next; /* of the same rule or fingerprint */
};

struct ignoring {
	struct check *check;
	struct str here; /* the folder that relative names start from */
	const struct doc *doc;
	VEC(struct entry *) entries;
	struct strmap first; /* by fingerprint where there is one, else by rule */
};

enum { RULE_EXPIRED, RULE_UNUSED };

const struct rule_info ignore_rules[] = {
	[RULE_EXPIRED] = { .id = STR_INIT("ignore/expired"),
			   .severity = SEV_WARNING,
			   .title = MT_INIT("ескермеу мерзімі өтті",
					    "срок, до которого не учитывали, прошёл",
					    "an entry to ignore is past its day"),
			   .description = MT_INIT(
				   "Мерзімі өткен жазба енді ештеңені жасырмайды: ескертпелері "
				   "қайтадан есепке алынады.",
				   "Запись с прошедшим сроком больше ничего не скрывает: её "
				   "замечания снова в счёт.",
				   "An entry past its last day hides nothing any more: its "
				   "findings count again.") },
	[RULE_UNUSED] = { .id = STR_INIT("ignore/unused"),
			  .severity = SEV_WARNING,
			  .title = MT_INIT("ескермеу жазбасы қажет емес",
					   "запись о том, что не учитывать, не нужна",
					   "an entry to ignore is not needed"),
			  .description = MT_INIT(
				  "Жазба бірде-бір ескертпеге сай келмейді; қалдырылса, "
				  "кейінгі "
				  "қатені жасыруы мүмкін.",
				  "Запись не подходит ни к одному замечанию; оставленная, она "
				  "может скрыть будущую ошибку.",
				  "The entry matches no finding; left in, it could hide a "
				  "later "
				  "fault.") },
};
const size_t ignore_rules_n = ARRAY_LEN(ignore_rules);

static struct place place_of(const struct ignoring *ig, const struct node *node)
{
	struct doc_place p = doc_place(ig->doc, node->at);

	return (struct place){
		.file = ig->doc->path,
		.pointer = doc_pointer(ig->doc, ig->check->arena, node),
		.line = p.line,
		.column = p.column,
		.excerpt = doc_line(ig->doc, node->at),
		.span = 1,
	};
}

static bool is_file(const struct ignoring *ig, const struct entry *e, struct str file)
{
	struct arena *a = ig->check->arena;

	return !e->file.n ||
	       (file.n && glob_match(e->pattern, file_normal(a, file_join(a, ig->here, file))));
}

static void add_entry(struct ignoring *ig, const struct node *node)
{
	struct arena *a = ig->check->arena;
	struct entry *e = ARENA_NEW(a, struct entry);
	struct str by;

	e->rule = node_text(node, STR("rule"));
	e->initiative = node_text(node, STR("initiative"));
	e->file = file_normal(a, node_text(node, STR("file")));
	e->pattern = file_normal(a, file_join(a, glob_literal(a, ig->here), e->file));
	e->fingerprint = node_text(node, STR("fingerprint"));
	e->ignored = (struct ignored){ .reason = mtext_same(node_text(node, STR("reason"))),
				       .until = node_text(node, STR("until")),
				       .at = place_of(ig, node) };
	e->key =
		arena_printf(a, "%.*s|%.*s|%.*s|%.*s", STR_FMT(e->rule), STR_FMT(e->initiative),
			     STR_FMT(e->file), STR_FMT(e->fingerprint));
	by = e->fingerprint.n ? e->fingerprint : e->rule;
	e->next = strmap_put(&ig->first, by, e);
	vec_push(a, &ig->entries, e);
}

/* Dates of one form have the order of their bytes. */
static bool expired(const struct ignoring *ig, const struct entry *e)
{
	return str_cmp(&e->ignored.until, &ig->check->options.date) < 0;
}

static bool matches(const struct ignoring *ig, const struct entry *e, const struct finding *f)
{
	if (expired(ig, e) || (e->rule.n && !str_eq(e->rule, f->rule)) ||
	    (e->initiative.n && !str_eq(e->initiative, f->initiative)))
		return false;
	return is_file(ig, e, f->at.file);
}

bool check_may_ignore(const struct finding *f)
{
	return !f->unjudged && !str_starts(f->rule, STR("document/")) &&
	       !str_starts(f->rule, STR("ignore/")) && !str_eq(f->rule, finding_limit_rule.id);
}

static void apply(struct ignoring *ig, struct finding *f)
{
	const struct str keys[] = { finding_fingerprint(ig->check->arena, f), f->rule };

	for (size_t i = 0; i < ARRAY_LEN(keys) && check_may_ignore(f); i++)
		for (struct entry *e = strmap_get(&ig->first, keys[i]); e && !f->ignored;
		     e = e->next)
			if (matches(ig, e, f)) {
				f->ignored = &e->ignored;
				e->used = true;
			}
}

static void tell(struct ignoring *ig, const struct entry *e, int rule, struct mtext message,
		 struct mtext remedy)
{
	struct finding f = { .rule = ignore_rules[rule].id,
			     .severity = ignore_rules[rule].severity,
			     .at = e->ignored.at,
			     .message = message,
			     .remedy = remedy,
			     .key = e->key };

	sink_emit(&ig->check->sink, &f);
}

/* Whether the run has what the entry is about: one file is often judged of many. */
static bool concerns_run(const struct ignoring *ig, const struct entry *e)
{
	const struct check *c = ig->check;

	if (!e->initiative.n && !e->file.n)
		return true;
	for (size_t i = 0; i < c->shown.n; i++) {
		const struct report_subject *s = &c->shown.at[i];

		if ((!e->initiative.n || str_eq(e->initiative, s->initiative)) &&
		    is_file(ig, e, s->file))
			return true;
	}
	return false;
}

static void tell_entry(struct ignoring *ig, const struct entry *e)
{
	if (expired(ig, e))
		tell(ig, e, RULE_EXPIRED,
		     MTEXT_FILL(ig->check->arena,
				MT("жазбаның мерзімі %1 күні бітті, ол ештеңені жасырмайды",
				   "срок записи истёк %1, она больше ничего не скрывает",
				   "the entry ended on %1 and hides nothing any more"),
				mtext_same(e->ignored.until)),
		     MT("ескертпені түзетіп, жазбаны өшіріңіз, немесе жаңа мерзім мен себеп "
			"көрсетіңіз",
			"исправьте замечание и уберите запись или назовите новый срок и "
			"причину",
			"mend what was found and remove the entry, or give a new day and "
			"reason"));
	else if (!e->used && concerns_run(ig, e))
		tell(ig, e, RULE_UNUSED,
		     MT("жазба бірде-бір ескертпеге сай келмейді",
			"запись не подходит ни к одному замечанию",
			"the entry matches no finding"),
		     MT("жазбаны өшіріңіз", "уберите запись", "remove the entry"));
}

/* The schema that the program carries; that it is one a test of the schemas holds. */
static bool conforms(struct check *c, const struct doc *doc)
{
	const struct schema_shipped *shipped = schema_shipped_named(STR("ignore-1.0"));
	struct schema_options options = { .assert_formats = true, .uri = shipped->name };
	struct doc_errors errors = { 0 };
	struct err err = { 0 };
	struct schema *schema;
	struct doc *own;
	bool ok;

	ok = doc_parse(&own, c->arena, shipped->name, shipped->text, DOC_JSON, DOC_GENERAL,
		       &errors) &&
	     schema_compile(&schema, c->arena, schema_library_new(c->arena), own, options,
			    &err);
	assert(ok);
	ok = schema_check(schema, doc, &c->sink) == 0;
	schema_free(schema);
	return ok;
}

static void note_nothing(struct check *c, struct str path)
{
	struct note note = {
		.at = { .file = path },
		.text = MT("ештеңе ескерусіз қалдырылмады: алдымен осы файлды түзетіңіз",
			   "ничего не пропущено: сначала исправьте этот файл",
			   "nothing is ignored: mend this file first"),
	};

	sink_note(&c->sink, &note);
}

void check_ignore(struct check *c, struct str path, struct str text, struct str here)
{
	struct ignoring ig = { .check = c, .here = here };
	struct doc_errors errors = { 0 };
	const struct node *list;
	struct doc *doc;
	bool read = doc_parse(&doc, c->arena, path, text, doc_syntax_of(path), DOC_MANIFEST,
			      &errors);

	ig.doc = doc;
	strmap_init(&ig.first, c->arena);
	c->unreadable += !read;
	if (!read)
		validate_tell_errors(&c->sink, doc, &errors);
	if (!read || !conforms(c, doc)) {
		note_nothing(c, path);
		sink_finish(&c->sink);
		return;
	}
	list = node_get(&doc->root, STR("ignore"));
	for (uint32_t i = 0; i < list->count; i++)
		add_entry(&ig, &list->items[i]);
	for (size_t i = 0; i < c->sink.findings.n; i++)
		apply(&ig, &c->sink.findings.at[i]);
	for (size_t i = 0; i < ig.entries.n; i++)
		tell_entry(&ig, ig.entries.at[i]);
	sink_finish(&c->sink);
}
