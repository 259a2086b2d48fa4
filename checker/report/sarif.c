/* SARIF 2.1.0, errata 01. Texts are English, the other languages are in the property bags. */
#include "checker/report/plain_internal.h"

#include "checker/base/strmap.h"
#include "checker/text/text.h"

#define SCHEMA                                                                \
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/" \
	"sarif-schema-2.1.0.json"

#define OUTSIDE "FILESYSTEM"

struct sarif {
	struct json json;
	struct arena *arena;
	const struct report *report;
	VEC(struct rule_info) rules; /* also those that only findings name */
	struct strmap index;	     /* from id to its size_t in rules */
};

static const char *const levels[SEV_COUNT] = {
	[SEV_INFO] = "note",
	[SEV_WARNING] = "warning",
	[SEV_ERROR] = "error",
};

/*
 * Square brackets before a parenthesis would be read as a link (3.11.6), so a
 * manifest could put one into a viewer; a backslash takes their meaning.
 */
static struct str without_links(struct arena *a, struct str s)
{
	char *text;
	size_t n = 0;

	if (str_find(s, STR("](")) == SIZE_MAX)
		return s;
	text = ARENA_ARRAY(a, char, 2 * s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '[' || s.p[i] == ']')
			text[n++] = '\\';
		text[n++] = s.p[i];
	}
	return (struct str){ text, n };
}

static cJSON *message(struct json *j, struct mtext t)
{
	cJSON *o = json_object(j);

	json_add(j, o, "text", json_str(j, without_links(j->scratch, mtext_in(t, LANG_EN))));
	return o;
}

static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
}

static struct str encoded(struct arena *a, struct str path, bool registered)
{
	static const char digits[] = "0123456789ABCDEF";
	char *text = ARENA_ARRAY(a, char, 3 * path.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];

		if (is_unreserved(path.p[i]) || (registered && (c == '@' || c == ':'))) {
			text[n++] = path.p[i];
			continue;
		}
		text[n++] = '%';
		text[n++] = digits[c >> 4];
		text[n++] = digits[c & 15];
	}
	return (struct str){ text, n };
}

/*
 * "registry:msh/egin@2" is a URI already. A file is a relative reference without dots: to the
 * root, or, when it is not below that, to the root of the file system.
 */
static cJSON *artifact_location(struct sarif *s, struct str file)
{
	struct json *j = &s->json;
	cJSON *o = json_object(j);
	struct str path = file;
	bool registered = str_starts(file, STR("registry:"));
	bool inside = registered || plain_path(&path, j->scratch, s->report, file);

	path = registered ? path : plain_bytes(j->scratch, path);
	json_add(j, o, "uri", json_str(j, encoded(j->scratch, path, registered)));
	if (!inside)
		json_add(j, o, "uriBaseId", json_str(j, STR(OUTSIDE)));
	return o;
}

/* One past the last marked code point, and not past the end of the line. */
static double end_column(const struct place *p, struct str excerpt)
{
	double end = (double)p->column + (p->span ? p->span : 1);
	double last = (double)text_points(excerpt) + 1;

	if (!excerpt.n || end <= last)
		return end;
	return last > p->column ? last : p->column;
}

static cJSON *region(struct json *j, const struct place *p)
{
	struct str excerpt = json_excerpt(p);
	cJSON *o = json_object(j), *snippet;

	/* Of a file that could not be read, its beginning: hosts of code show nothing without.
	 */
	json_add(j, o, "startLine", json_number(j, p->line ? p->line : 1));
	if (p->column) {
		json_add(j, o, "startColumn", json_number(j, p->column));
		json_add(j, o, "endColumn", json_number(j, end_column(p, excerpt)));
	}
	if (excerpt.n) {
		snippet = json_object(j);
		json_add(j, snippet, "text", json_str(j, excerpt));
		json_add(j, o, "snippet", snippet);
	}
	return o;
}

static cJSON *location(struct sarif *s, const struct place *p)
{
	struct json *j = &s->json;
	cJSON *o = json_object(j);

	if (p->file.n) {
		cJSON *physical = json_object(j);

		json_add(j, physical, "artifactLocation", artifact_location(s, p->file));
		json_add(j, physical, "region", region(j, p));
		json_add(j, o, "physicalLocation", physical);
	}
	if (p->pointer.n) {
		cJSON *array = json_array(j), *logical = json_object(j);

		json_add(j, logical, "fullyQualifiedName", json_str(j, p->pointer));
		json_add(j, logical, "kind", json_str(j, STR("value")));
		json_push(j, array, logical);
		json_add(j, o, "logicalLocations", array);
	}
	return o;
}

static cJSON *locations(struct sarif *s, const struct place *p)
{
	cJSON *array = json_array(&s->json);

	if (p->file.n || p->pointer.n)
		json_push(&s->json, array, location(s, p));
	return array;
}

static cJSON *facts(struct json *j, const struct finding *f)
{
	cJSON *array = json_array(j);

	for (size_t i = 0; i < f->facts_n; i++) {
		cJSON *o = json_object(j);

		json_add(j, o, "name", json_str(j, f->facts[i].name));
		json_add(j, o, "value", json_mtext(j, f->facts[i].value));
		json_add(j, o, "confidence",
			 json_str(j, str_of(confidence_names[f->facts[i].confidence])));
		json_push(j, array, o);
	}
	return array;
}

static void add_properties(struct json *j, cJSON *result, const struct finding *f)
{
	cJSON *o = json_object(j);

	json_add(j, o, "message", json_mtext(j, f->message));
	json_add(j, o, "remedy", json_mtext(j, f->remedy));
	if (f->initiative.n)
		json_add(j, o, "initiative", json_str(j, f->initiative));
	if (f->condition.n)
		json_add(j, o, "condition", json_str(j, f->condition));
	json_add(j, o, "facts", facts(j, f));
	json_add(j, o, "basis", json_basis(j, f->basis, f->basis_n));
	json_add(j, result, "properties", o);
}

static void push_related(struct sarif *s, cJSON *array, cJSON *location, struct mtext text)
{
	struct json *j = &s->json;

	json_add(j, location, "id", json_number(j, (double)cJSON_GetArraySize(array) + 1));
	if (mtext_in(text, LANG_EN).n)
		json_add(j, location, "message", message(j, text));
	json_push(j, array, location);
}

/* A value of the document stands in it; an entry of the reference or of the registry has a
 * name. */
static cJSON *fact_location(struct sarif *s, const struct finding *f, const struct fact *fact)
{
	static const char *const kinds[] = {
		[FACT_MANIFEST] = "value",
		[FACT_REFERENCE] = "resource",
		[FACT_INITIATIVE] = "module",
	};
	struct json *j = &s->json;
	cJSON *o, *array, *logical;

	if (fact->kind == FACT_MANIFEST && str_eq(fact->name, f->at.pointer))
		return location(s, &f->at);
	o = json_object(j);
	array = json_array(j);
	logical = json_object(j);
	json_add(j, logical, "name", json_str(j, mtext_in(fact->value, LANG_EN)));
	json_add(j, logical, "fullyQualifiedName", json_str(j, fact->name));
	json_add(j, logical, "kind", json_str(j, str_of(kinds[fact->kind])));
	json_push(j, array, logical);
	json_add(j, o, "logicalLocations", array);
	return o;
}

static void add_related(struct sarif *s, cJSON *result, const struct finding *f)
{
	static const enum label labels[] = {
		[FACT_MANIFEST] = LABEL_MANIFEST,
		[FACT_REFERENCE] = LABEL_REFERENCE,
		[FACT_INITIATIVE] = LABEL_INITIATIVE,
	};
	struct json *j = &s->json;
	cJSON *array;

	if (f->related_n + f->facts_n == 0)
		return;
	array = json_array(j);
	for (size_t i = 0; i < f->related_n; i++)
		push_related(s, array, location(s, &f->related[i]), f->related[i].note);
	for (size_t i = 0; i < f->facts_n; i++) {
		const struct fact *fact = &f->facts[i];
		struct str text = ARENA_JOIN(
			j->scratch, label_texts[labels[fact->kind]].in[LANG_EN], STR(": "),
			fact->name, STR(" = "), mtext_in(fact->value, LANG_EN));

		push_related(s, array, fact_location(s, f, fact), mtext_same(text));
	}
	json_add(j, result, "relatedLocations", array);
}

/* An empty list says that nothing is suppressed; none at all would say that nobody looked. */
static cJSON *suppressions(struct sarif *s, const struct finding *f)
{
	struct json *j = &s->json;
	cJSON *array = json_array(j), *o, *bag;

	if (!f->ignored)
		return array;
	o = json_object(j);
	bag = json_object(j);
	json_add(j, o, "kind", json_str(j, STR("external")));
	json_add(j, o, "status", json_str(j, STR("accepted")));
	json_add(j, o, "justification", json_str(j, mtext_in(f->ignored->reason, LANG_EN)));
	json_add(j, o, "location", location(s, &f->ignored->at));
	json_add(j, bag, "until", json_str(j, f->ignored->until));
	json_add(j, o, "properties", bag);
	json_push(j, array, o);
	return array;
}

static size_t rule_index(const struct sarif *s, struct str id)
{
	const size_t *index = strmap_get(&s->index, id);

	return index ? *index : SIZE_MAX;
}

static void write_result(struct sarif *s, const struct finding *f)
{
	struct json *j = &s->json;
	cJSON *o = json_object(j), *prints = json_object(j);

	json_add(j, o, "ruleId", json_str(j, f->rule));
	json_add(j, o, "ruleIndex", json_number(j, (double)rule_index(s, f->rule)));
	json_add(j, o, "kind", json_str(j, STR("fail")));
	json_add(j, o, "level", json_str(j, str_of(levels[f->severity])));
	json_add(j, o, "message", message(j, f->message));
	json_add(j, o, "locations", locations(s, &f->at));
	json_add(j, prints, "tizilim/v1", json_str(j, finding_fingerprint(j->scratch, f)));
	json_add(j, o, "partialFingerprints", prints);
	if (f->standing != STANDING_UNASKED)
		json_add(j, o, "baselineState",
			 json_str(j,
				  f->standing == STANDING_NEW ? STR("new") : STR("unchanged")));
	json_add(j, o, "suppressions", suppressions(s, f));
	add_related(s, o, f);
	add_properties(j, o, f);
	json_write(j, NULL, o);
}

/* "Unknown data source" gives "UnknownDataSource": a name, where the id is a number. */
static struct str rule_name(struct arena *a, struct str title)
{
	char *text = ARENA_ARRAY(a, char, title.n + 1);
	size_t n = 0;
	bool start = true;

	for (size_t i = 0; i < title.n; i++) {
		char c = title.p[i];
		bool lower = c >= 'a' && c <= 'z';

		if (!lower && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) {
			start = true;
			continue;
		}
		text[n++] = start && lower ? (char)(c - 'a' + 'A') : c;
		start = false;
	}
	return (struct str){ text, n };
}

static struct mtext rule_help(struct arena *a, const struct rule_info *rule)
{
	struct str help = mtext_in(rule->description, LANG_EN);

	for (size_t i = 0; i < rule->basis_n; i++) {
		const struct basis *b = &rule->basis[i];
		struct str doubt = confidence_titles[b->confidence].in[LANG_EN];

		help = ARENA_JOIN(a, help, help.n ? STR("\n") : STR(""),
				  mtext_in(b->citation, LANG_EN), doubt.n ? STR(" [") : STR(""),
				  doubt, doubt.n ? STR("]") : STR(""));
	}
	return mtext_same(help);
}

static void write_rule(struct json *j, const struct rule_info *rule)
{
	cJSON *o = json_object(j), *level = json_object(j), *bag = json_object(j);
	struct str name = rule_name(j->scratch, mtext_in(rule->title, LANG_EN));
	struct mtext help = rule_help(j->scratch, rule);

	json_add(j, o, "id", json_str(j, rule->id));
	if (name.n)
		json_add(j, o, "name", json_str(j, name));
	if (mtext_in(rule->title, LANG_EN).n)
		json_add(j, o, "shortDescription", message(j, rule->title));
	if (mtext_in(rule->description, LANG_EN).n)
		json_add(j, o, "fullDescription", message(j, rule->description));
	if (help.in[LANG_EN].n)
		json_add(j, o, "help", message(j, help));
	json_add(j, level, "level", json_str(j, str_of(levels[rule->severity])));
	json_add(j, o, "defaultConfiguration", level);
	json_add(j, bag, "title", json_mtext(j, rule->title));
	json_add(j, bag, "description", json_mtext(j, rule->description));
	json_add(j, bag, "basis", json_basis(j, rule->basis, rule->basis_n));
	json_add(j, o, "properties", bag);
	json_write(j, NULL, o);
}

static void collect_rule(struct sarif *s, const struct rule_info *rule)
{
	size_t *index;

	if (strmap_get(&s->index, rule->id))
		return;
	index = ARENA_NEW(s->arena, size_t);
	*index = s->rules.n;
	strmap_put(&s->index, rule->id, index);
	vec_push(s->arena, &s->rules, *rule);
}

static void collect_rules(struct sarif *s)
{
	const struct report *r = s->report;

	strmap_init(&s->index, s->arena);
	for (size_t i = 0; i < r->rules_n; i++)
		collect_rule(s, &r->rules[i]);
	for (size_t i = 0; i < r->sink->findings.n; i++) {
		const struct finding *f = &r->sink->findings.at[i];

		collect_rule(s, &(struct rule_info){ .id = f->rule, .severity = f->severity });
	}
}

static void write_tool(struct sarif *s)
{
	struct json *j = &s->json;

	json_open(j, "tool", '{');
	json_open(j, "driver", '{');
	json_write(j, "name", json_str(j, STR("tizilim")));
	if (s->report->program_version.n)
		json_write(j, "semanticVersion", json_str(j, s->report->program_version));
	json_open(j, "rules", '[');
	for (size_t i = 0; i < s->rules.n; i++)
		write_rule(j, &s->rules.at[i]);
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, '}');
}

static void write_notification(struct sarif *s, const struct note *n)
{
	struct json *j = &s->json;
	size_t index = rule_index(s, n->rule);
	cJSON *o = json_object(j), *bag = json_object(j);

	json_add(j, o, "level", json_str(j, STR("note")));
	json_add(j, o, "message", message(j, n->text));
	if (n->at.file.n || n->at.pointer.n)
		json_add(j, o, "locations", locations(s, &n->at));
	if (n->rule.n) {
		cJSON *rule = json_object(j);

		json_add(j, rule, "id", json_str(j, n->rule));
		if (index != SIZE_MAX)
			json_add(j, rule, "index", json_number(j, (double)index));
		json_add(j, o, "associatedRule", rule);
	}
	json_add(j, bag, "text", json_mtext(j, n->text));
	if (n->initiative.n)
		json_add(j, bag, "initiative", json_str(j, n->initiative));
	json_add(j, o, "properties", bag);
	json_write(j, NULL, o);
}

/* The run was not whole when findings had to be left out. */
static void write_invocation(struct sarif *s)
{
	struct json *j = &s->json;
	const struct sink *sink = s->report->sink;

	json_open(j, "invocations", '[');
	out_bytes(j->out, "{", 1);
	json_write(j, "executionSuccessful", cJSON_CreateBool(sink->dropped == 0));
	json_open(j, "toolExecutionNotifications", '[');
	for (size_t i = 0; i < sink->notes.n; i++)
		write_notification(s, &sink->notes.at[i]);
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, ']');
}

static bool is_outside(struct sarif *s, struct str file)
{
	struct str path;

	return file.n && !str_starts(file, STR("registry:")) &&
	       !plain_path(&path, s->json.scratch, s->report, file);
}

/* Only where some file needs it: it names a folder of the machine. */
static void write_bases(struct sarif *s)
{
	struct json *j = &s->json;
	const struct report *r = s->report;
	cJSON *bases, *base;
	bool outside = false;

	for (size_t i = 0; i < r->subjects_n; i++)
		outside |= is_outside(s, r->subjects[i].file);
	for (size_t i = 0; i < r->sink->findings.n; i++)
		outside |= is_outside(s, r->sink->findings.at[i].at.file);
	arena_reset(j->scratch);
	if (!outside)
		return;
	bases = json_object(j);
	base = json_object(j);
	json_add(j, base, "uri", json_str(j, STR("file:///")));
	json_add(j, bases, OUTSIDE, base);
	json_write(j, "originalUriBaseIds", bases);
}

static void write_artifact(struct sarif *s, struct str file, struct str bytes)
{
	struct json *j = &s->json;
	cJSON *o = json_object(j), *roles = json_array(j), *hashes = json_object(j);

	json_add(j, o, "location", artifact_location(s, file));
	json_push(j, roles, json_str(j, STR("analysisTarget")));
	json_add(j, o, "roles", roles);
	if (bytes.n)
		json_add(j, hashes, "sha-256", json_hash(j, bytes));
	json_add(j, o, "hashes", hashes);
	json_write(j, NULL, o);
}

/* What could not be read is no subject, and was asked for all the same. */
static void write_artifacts(struct sarif *s)
{
	const struct report *r = s->report;
	struct strmap seen;

	strmap_init(&seen, s->arena);
	json_open(&s->json, "artifacts", '[');
	for (size_t i = 0; i < r->subjects_n; i++) {
		write_artifact(s, r->subjects[i].file, r->subjects[i].bytes);
		strmap_put(&seen, r->subjects[i].file, s);
	}
	for (size_t i = 0; i < r->sink->findings.n; i++) {
		struct str file = r->sink->findings.at[i].at.file;

		if (file.n && !strmap_put(&seen, file, s))
			write_artifact(s, file, STR(""));
	}
	json_close(&s->json, ']');
}

static void write_run_properties(struct sarif *s)
{
	struct json *j = &s->json;
	const struct report *r = s->report;
	cJSON *o = json_object(j);

	json_add(j, o, "pack", json_optional(j, r->pack));
	json_add(j, o, "packVersion", json_optional(j, r->pack_version));
	json_add(j, o, "packSha256", json_optional(j, r->pack_hash));
	if (r->schema.n)
		json_add(j, o, "schema", json_str(j, r->schema));
	json_add(j, o, "portfolio", json_mtext(j, r->portfolio));
	json_add(j, o, "judgedBy", json_str(j, r->date));
	if (r->compared)
		json_add(j, o, "findingsGone", json_number(j, (double)r->gone));
	json_add(j, o, "findingsDropped", json_number(j, (double)r->sink->dropped));
	json_write(j, "properties", o);
}

/* The part after the last slash tells runs apart; viewers compare runs of one category. */
static void write_automation(struct sarif *s)
{
	struct json *j = &s->json;
	struct mtext heading = report_heading(j->scratch, s->report);
	struct str by = s->report->schema.n ? s->report->schema : s->report->pack;
	cJSON *o = json_object(j);

	json_add(j, o, "id",
		 json_str(j, ARENA_JOIN(j->scratch, STR("tizilim/"), by, STR("/"),
					s->report->date)));
	json_add(j, o, "description", message(j, heading));
	json_write(j, "automationDetails", o);
}

void report_write_sarif(const struct report *r, struct out *o)
{
	AUTO_ARENA a = arena_new();
	AUTO_ARENA scratch = arena_new();
	struct sarif s = { .json = { o, scratch, false }, .arena = a, .report = r };
	struct json *j = &s.json;

	collect_rules(&s);
	json_open(j, NULL, '{');
	json_write(j, "$schema", json_str(j, STR(SCHEMA)));
	json_write(j, "version", json_str(j, STR("2.1.0")));
	json_open(j, "runs", '[');
	out_bytes(o, "{", 1);
	write_automation(&s);
	write_tool(&s);
	write_invocation(&s);
	write_bases(&s);
	json_write(j, "columnKind", json_str(j, STR("unicodeCodePoints")));
	write_artifacts(&s);
	write_run_properties(&s);
	json_open(j, "results", '[');
	for (size_t i = 0; i < r->sink->findings.n; i++)
		write_result(&s, &r->sink->findings.at[i]);
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, ']');
	json_close(j, '}');
	out_bytes(o, "\n", 1);
}
