#include "checker/check/check_internal.h"

void check_compare(struct check *c, const struct strmap *known)
{
	c->compared = true;
	c->gone = sink_compare(&c->sink, known);
}

/* A severity that is not one of the form's is taken for the mildest: then more is new. */
static void keep(struct strmap *known, struct str fingerprint, struct str level,
		 const char *const *levels)
{
	enum severity severity = SEV_INFO;

	for (enum severity s = SEV_INFO; s < SEV_COUNT; s++)
		if (str_eq(level, str_of(levels[s])))
			severity = s;
	if (fingerprint.n)
		sink_know(known, fingerprint, severity);
}

static void keep_report(struct strmap *known, const struct node *findings)
{
	for (uint32_t i = 0; i < findings->count; i++) {
		const struct node *f = &findings->items[i];

		keep(known, node_text(f, STR("fingerprint")), node_text(f, STR("severity")),
		     severity_names);
	}
}

/* A run of another tool has other fingerprints; its log may stand in the same file. */
static bool keep_run(struct strmap *known, const struct node *run)
{
	static const char *const levels[SEV_COUNT] = {
		[SEV_INFO] = "note", [SEV_WARNING] = "warning", [SEV_ERROR] = "error"
	};
	const struct node *driver = node_get(node_get(run, STR("tool")), STR("driver"));
	const struct node *results = node_get(run, STR("results"));

	if (!str_eq(node_text(driver, STR("name")), STR("tizilim")) || !results ||
	    results->type != NODE_ARRAY)
		return false;
	for (uint32_t i = 0; i < results->count; i++) {
		const struct node *r = &results->items[i];

		keep(known,
		     node_text(node_get(r, STR("partialFingerprints")), STR("tizilim/v1")),
		     node_text(r, STR("level")), levels);
	}
	return true;
}

static bool keep_runs(struct strmap *known, const struct node *runs)
{
	bool any = false;

	for (uint32_t i = 0; i < runs->count; i++)
		any |= keep_run(known, &runs->items[i]);
	return any;
}

bool check_read_known(struct strmap *known, struct arena *a, struct str path, struct str text,
		      struct err *err)
{
	struct doc_errors errors = { 0 };
	const struct node *findings, *runs;
	struct doc *doc;
	bool read = doc_parse(&doc, a, path, text, DOC_JSON, DOC_GENERAL, &errors);

	findings = read ? node_get(&doc->root, STR("findings")) : NULL;
	runs = read ? node_get(&doc->root, STR("runs")) : NULL;
	if (findings && findings->type == NODE_ARRAY && node_get(&doc->root, STR("report"))) {
		keep_report(known, findings);
		return true;
	}
	if (runs && runs->type == NODE_ARRAY && keep_runs(known, runs))
		return true;
	err_set(err, ERR_INPUT, "%.*s is no report of this program in JSON or SARIF",
		STR_FMT(path));
	return err_hint(err, "nothing is compared with it; make one with -f json=FILE");
}
