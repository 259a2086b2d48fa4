/* GitLab's code quality: the issues of Code Climate, of which it shows what a branch brings. */
#include "checker/report/plain_internal.h"

static const char *const levels[SEV_COUNT] = {
	[SEV_INFO] = "info",
	[SEV_WARNING] = "minor",
	[SEV_ERROR] = "critical",
};

/* The form has no place for what is ignored, so it is said in front and weighs least. */
static struct str description(struct json *j, const struct report *r, const struct finding *f)
{
	struct str text = plain_line(j->scratch, mtext_in(f->message, r->lang));
	struct str pardon = mtext_in(plain_pardon(j->scratch, f), r->lang);

	if (!pardon.n)
		return text;
	return ARENA_JOIN(j->scratch, STR("["), plain_line(j->scratch, pardon), STR("] "),
			  text);
}

static cJSON *place(struct json *j, const struct report *r, const struct finding *f)
{
	cJSON *o = json_object(j), *lines = json_object(j);
	struct str path = plain_target(j->scratch, r, f->at.file.n ? f->at.file : STR("."));

	json_add(j, lines, "begin", json_number(j, f->at.line ? f->at.line : 1));
	json_add(j, o, "path", json_str(j, path.n ? path : STR(".")));
	json_add(j, o, "lines", lines);
	return o;
}

static void write_finding(struct json *j, const struct report *r, const struct finding *f)
{
	cJSON *o = json_object(j), *content = json_object(j);
	const char *level = f->unjudged ? "blocker" : levels[f->severity];

	json_add(j, o, "type", json_str(j, STR("issue")));
	json_add(j, o, "check_name", json_str(j, f->rule));
	json_add(j, o, "description", json_str(j, description(j, r, f)));
	json_add(j, content, "body", json_str(j, plain_details(j->scratch, r, f)));
	json_add(j, o, "content", content);
	json_add(j, o, "severity", json_str(j, str_of(f->ignored ? "info" : level)));
	json_add(j, o, "fingerprint", json_str(j, finding_fingerprint(j->scratch, f)));
	json_add(j, o, "location", place(j, r, f));
	json_write(j, NULL, o);
}

void report_write_gitlab(const struct report *r, struct out *o)
{
	AUTO_ARENA scratch = arena_new();
	struct json j = { o, scratch, false };

	json_open(&j, NULL, '[');
	for (size_t i = 0; i < r->sink->findings.n; i++)
		write_finding(&j, r, &r->sink->findings.at[i]);
	json_close(&j, ']');
	out_bytes(o, "\n", 1);
}
