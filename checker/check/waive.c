#include "checker/check/check_internal.h"

static bool lets_pass(const struct check *c, const struct waiver *w, const struct finding *f)
{
	const struct rule *rule = pack_rule_named(c->options.pack, f->rule);
	AUTO_ARENA a = arena_new();

	return str_eq(w->initiative, f->initiative) && str_eq(w->rule, f->rule) &&
	       (!w->fingerprint.n || str_eq(w->fingerprint, finding_fingerprint(a, f))) &&
	       (w->of_banned || !rule || !rule_prohibits(rule)) &&
	       str_cmp(&c->options.date, &w->ignored.until) <= 0;
}

void check_waive(struct check *c, const struct waiver *waivers, size_t n)
{
	for (size_t i = 0; i < c->sink.findings.n; i++) {
		struct finding *f = &c->sink.findings.at[i];

		for (size_t k = 0; k < n && !f->ignored && check_may_ignore(f); k++)
			if (lets_pass(c, &waivers[k], f))
				f->ignored = &waivers[k].ignored;
	}
}
