#include "checker/report/html_internal.h"
#include "checker/report/plain_internal.h"

enum { EXCERPT_COLUMNS = 96 };

static bool is_web(struct str url)
{
	return str_starts(url, STR("https://")) || str_starts(url, STR("http://"));
}

/* Only web addresses become links: "javascript:" and the like stay text. */
static void write_linked(struct html *h, struct str url, struct mtext text)
{
	if (!is_web(url)) {
		html_text(h, text);
		return;
	}
	html_raw(h, "<a rel=\"noopener noreferrer\" href=\"");
	html_str(h, url);
	html_raw(h, "\">");
	html_text(h, text);
	html_raw(h, "</a>");
}

static void write_doubt(struct html *h, enum confidence c)
{
	if (!mtext_in(confidence_titles[c], LANG_RU).n)
		return;
	html_raw(h, " <span class=\"tag doubt\">");
	html_text(h, confidence_titles[c]);
	html_raw(h, "</span>");
}

static void write_excerpt(struct html *h, const struct place *p)
{
	struct excerpt e;

	if (!p->line || !p->excerpt.n)
		return;
	excerpt_cut(&e, p, EXCERPT_COLUMNS);
	out_printf(h->out, "<pre tabindex=\"0\"><span class=\"line\">%u</span>%s", p->line,
		   e.cut_left ? "…" : "");
	html_str(h, e.before);
	if (p->column) {
		html_raw(h, "<mark>");
		html_str(h, e.marked);
		html_raw(h, "</mark>");
	}
	html_str(h, e.after);
	html_raw(h, e.cut_right ? "…</pre>\n" : "</pre>\n");
}

static void write_place(struct html *h, const struct place *p)
{
	html_raw(h, "<code>");
	html_str(h, p->file);
	if (p->line)
		out_printf(h->out, ":%u", p->line);
	if (p->line && p->column)
		out_printf(h->out, ":%u", p->column);
	html_raw(h, "</code>");
	if (p->pointer.n) {
		html_raw(h, " <code>");
		html_str(h, p->pointer);
		html_raw(h, "</code>");
	}
}

static void write_term(struct html *h, enum label label)
{
	html_raw(h, "<dt>");
	html_label(h, label);
	html_raw(h, "</dt>\n");
}

static void write_facts(struct html *h, const struct finding *f)
{
	static const enum label labels[] = {
		[FACT_MANIFEST] = LABEL_MANIFEST,
		[FACT_REFERENCE] = LABEL_REFERENCE,
		[FACT_INITIATIVE] = LABEL_INITIATIVE,
	};

	if (f->facts_n || f->condition.n)
		write_term(h, LABEL_WHY);
	for (size_t i = 0; i < f->facts_n; i++) {
		const struct fact *fact = &f->facts[i];

		html_raw(h, "<dd>");
		html_label(h, labels[fact->kind]);
		html_raw(h, ": <code>");
		html_str(h, fact->name);
		html_raw(h, "</code> = ");
		write_linked(h, fact->url, fact->value);
		write_doubt(h, fact->confidence);
		html_raw(h, "</dd>\n");
	}
	if (f->condition.n) {
		html_raw(h, "<dd>");
		html_label(h, LABEL_CONDITION);
		html_raw(h, ": <code>");
		html_str(h, f->condition);
		html_raw(h, "</code></dd>\n");
	}
}

void html_basis(struct html *h, const struct basis *b)
{
	write_linked(h, b->url, b->citation);
	if (b->state != NORM_IN_FORCE) {
		html_raw(h, " <span class=\"tag doubt\">");
		html_text(h, norm_state_titles[b->state]);
		html_raw(h, "</span>");
	}
	write_doubt(h, b->confidence);
	if (mtext_in(b->text, LANG_RU).n) {
		html_raw(h, "<span class=\"sub\">");
		html_text(h, b->text);
		html_raw(h, "</span>");
	}
}

static void write_norms(struct html *h, const struct finding *f)
{
	if (f->basis_n)
		write_term(h, LABEL_NORM);
	for (size_t i = 0; i < f->basis_n; i++) {
		html_raw(h, "<dd>");
		html_basis(h, &f->basis[i]);
		html_raw(h, "</dd>\n");
	}
}

static void write_related(struct html *h, const struct finding *f)
{
	if (f->related_n)
		write_term(h, LABEL_SEE);
	for (size_t i = 0; i < f->related_n; i++) {
		html_raw(h, "<dd>");
		html_text(h, f->related[i].note);
		html_raw(h, " ");
		write_place(h, &f->related[i]);
		write_excerpt(h, &f->related[i]);
		html_raw(h, "</dd>\n");
	}
}

/* Why it does not count, and until when. */
static void write_pardon(struct html *h, const struct finding *f)
{
	if (finding_counts(f))
		return;
	html_raw(h, "<p class=\"pardon\">");
	html_label(h, LABEL_UNCOUNTED);
	html_raw(h, ": ");
	html_text(h, plain_pardon(h->arena, f));
	html_raw(h, "</p>\n");
}

void html_finding(struct html *h, const struct finding *f)
{
	out_printf(h->out, "<article class=\"finding %s%s\" id=\"f-",
		   severity_names[f->severity], finding_counts(f) ? "" : " uncounted");
	html_str(h, finding_fingerprint(h->arena, f));
	out_printf(h->out, "\">\n<h4><span class=\"badge %s\">", severity_names[f->severity]);
	html_text(h, severity_titles[f->severity]);
	html_raw(h, "</span> <code>");
	html_str(h, f->rule);
	html_raw(h, "</code> ");
	html_text(h, f->message);
	html_raw(h, "</h4>\n");
	html_raw(h, "<p class=\"place\">");
	write_place(h, &f->at);
	html_raw(h, "</p>\n");
	write_pardon(h, f);
	write_excerpt(h, &f->at);
	html_raw(h, "<dl>\n");
	write_facts(h, f);
	write_norms(h, f);
	if (mtext_in(f->remedy, LANG_RU).n) {
		write_term(h, LABEL_DO);
		html_raw(h, "<dd class=\"remedy\">");
		html_text(h, f->remedy);
		html_raw(h, "</dd>\n");
	}
	write_related(h, f);
	html_raw(h, "</dl>\n</article>\n");
}
