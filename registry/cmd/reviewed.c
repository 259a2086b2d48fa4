#include "registry/cmd/reviewed.h"

#include "checker/card/card.h"

/* Whether the schema itself keeps a field from reviewers; a word that is no class does. */
static bool form_keeps(const struct node *form)
{
	const struct node *stated =
		form->type == NODE_OBJECT ? node_get(form, STR("x-visibility")) : NULL;
	enum visibility class = VIS_OWN;
	bool keeps = false;

	if (stated && stated->type == NODE_STRING)
		keeps = !visibility_parse(&class, node_str(stated)) || class == VIS_OWN;
	for (uint32_t i = 0; !keeps && form->type == NODE_OBJECT && i < form->count; i++)
		keeps = form_keeps(&form->members[i].value);
	for (uint32_t i = 0; !keeps && form->type == NODE_ARRAY && i < form->count; i++)
		keeps = form_keeps(&form->items[i]);
	return keeps;
}

struct str reviewed_card(struct arena *a, const struct pack *pack, const struct node *manifest)
{
	const struct node *form = pack_manifest_schema_node(pack);
	struct card card;

	if (!node_get(manifest, STR("visibility")) && !form_keeps(form))
		return STR("");
	card_make(&card, a, manifest, form, VIS_REV);
	return card.withheld.n ? card.json : STR("");
}

static bool is_own(struct str id, struct str body)
{
	return str_starts(id, body) && id.n > body.n && id.p[body.n] == '/';
}

static bool keeps_anything(const struct reviewed_query *q, struct context *c)
{
	size_t n;
	const struct subject *subjects = check_subjects(q->check, &n);

	for (size_t i = 0; i < n; i++)
		if (is_own(subjects[i].id, q->body) &&
		    reviewed_card(c->arena, c->pack, &subjects[i].doc->root).n)
			return true;
	return false;
}

/* The files that were judged, as reviewers read them. */
static void add_files(struct check *check, struct context *c, const struct reviewed_query *q)
{
	size_t n;
	const struct subject *subjects = check_subjects(q->check, &n);

	for (size_t i = 0; i < q->files && i < n; i++) {
		const struct node *root = &subjects[i].doc->root;
		bool own = is_own(subjects[i].id, q->body);
		struct str text = own ? reviewed_card(c->arena, c->pack, root) : STR("");

		check_add_registered(
			check, &(struct check_registered){
				       .id = subjects[i].id,
				       .file = subjects[i].file,
				       .text = text.n ? text : node_canonical(c->arena, root),
				       .json = true,
				       .judged = own });
	}
}

static struct str key_of(struct arena *a, const struct finding *f)
{
	return arena_printf(a, "%.*s %.*s", STR_FMT(f->initiative),
			    STR_FMT(finding_fingerprint(a, f)));
}

bool reviewed_find(struct reviewed *out, struct context *c, struct session *s,
		   const struct reviewed_query *q, struct err *err)
{
	struct check_options options = { .pack = c->pack, .date = q->day, .portfolio = true };
	struct judge_portfolio p = {
		.own = q->body, .day = q->day, .past = q->past, .for_review = true
	};
	struct check *check;
	const struct sink *sink;

	*out = (struct reviewed){ .all = !keeps_anything(q, c) };
	if (out->all)
		return true;
	strmap_init(&out->same, c->arena);
	check = check_new(c->arena, &options);
	add_files(check, c, q);
	if (!(q->own ? judge_own : judge_near)(&p, c, s, check, err))
		return err_wrap(err, "judge what reviewers may read");
	check_judge(check);
	sink = check_sink(check);
	for (size_t i = 0; i < sink->findings.n; i++)
		strmap_put(&out->same, key_of(c->arena, &sink->findings.at[i]),
			   &sink->findings.at[i]);
	return true;
}

bool reviewed_closed(const struct reviewed *r, struct arena *a, const struct finding *f)
{
	const struct finding *seen;
	bool same;

	if (r->all)
		return false;
	seen = strmap_get(&r->same, key_of(a, f));
	same = seen && str_eq(seen->rule, f->rule) && seen->severity == f->severity &&
	       str_eq(seen->at.pointer, f->at.pointer);
	for (enum lang l = 0; same && l < LANG_COUNT; l++)
		same = str_eq(seen->message.in[l], f->message.in[l]);
	return !same;
}
