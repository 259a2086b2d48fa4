#include "registry/cmd/reviewed.h"

#include "checker/base/glob.h"
#include "checker/base/limits.h"
#include "checker/base/strmap.h"

/* Of a large registry the nearest so many are looked at. */
enum { NEAR_MAX = 2000 };

struct judging {
	struct context *c;
	struct check *check;
	const struct judge_portfolio *p;
	const struct str_list *judged;
	struct kept_with with;
	size_t files;		 /* subjects that are none of the registry's */
	struct strmap wanted;	 /* ids to judge -> whether they were found */
	struct strmap revisions; /* of those that were added -> struct store_manifest */
	size_t cards;		 /* of those, not whole */
};

static bool all_found(const struct strmap *wanted, struct err *err)
{
	for (size_t i = 0; i < wanted->n; i++)
		if (!*(const bool *)wanted->at[i].value) {
			err_set(err, ERR_NOT_FOUND,
				"no initiative \"%.*s\" is registered, and no such file exists",
				STR_FMT(wanted->at[i].key));
			return err_hint(err, "`tizilim list` lists the registered ones");
		}
	return true;
}

static bool only_card(struct str id, struct err *err)
{
	err_set(err, ERR_REFUSED, "%.*s cannot be judged: only its card is yours to see",
		STR_FMT(id));
	return err_hint(err, "its own body checks it; `tizilim whoami` shows your duties");
}

/* Empty when it is read as it is. */
static struct str review_card(struct judging *w, const struct store_manifest *m)
{
	const struct node *root = m->whole ? kept_parse(w->c->arena, m) : NULL;

	return root ? reviewed_card(w->c->arena, w->c->pack, root) : STR("");
}

static bool add_manifests(struct judging *w, const struct store_portfolio *p, struct err *err)
{
	struct arena *a = w->c->arena;

	for (size_t i = 0; i < p->n; i++) {
		struct store_manifest *m = &p->at[i];
		struct str review = w->p->for_review ? review_card(w, m) : STR("");
		bool *found = strmap_get(&w->wanted, m->id);
		struct str place =
			arena_printf(a, "registry:%.*s@%d", STR_FMT(m->id), (int)m->revision);

		if (found && !m->whole)
			return only_card(m->id, err);
		if (strmap_put(&w->revisions, m->id, m))
			continue;
		check_add_registered(w->check,
				     &(struct check_registered){
					     .id = m->id,
					     .file = place,
					     .text = review.n ? review : m->bytes,
					     .json = review.n || str_eq(m->media, STR("json")),
					     .judged = m->whole && (!w->judged || found) });
		w->cards += !m->whole;
		if (found)
			*found = true;
	}
	return true;
}

/* ---- pairs that are alike ---- */

/* Files and what is judged, as documents to compare with the index; of each its subject. */
struct asking {
	VEC(struct kept_document) documents;
	VEC(size_t) subjects;
};

static void ask(struct judging *w, struct asking *out)
{
	size_t n;
	const struct subject *subjects = check_subjects(w->check, &n);

	for (size_t i = 0; i < n; i++) {
		const struct subject *s = &subjects[i];
		const struct store_manifest *m =
			i < w->files ? NULL : strmap_get(&w->revisions, s->id);
		struct str json;

		/* Files that are not judged may be alike to one that is. */
		if (!s->judged && i >= w->files)
			continue;
		vec_push(w->c->arena, &out->documents,
			 (struct kept_document){ .id = s->id,
						 .revision = m ? m->revision : 0,
						 .card = kept_card(w->c->arena, w->c->pack,
								   &s->doc->root, &json) });
		vec_push(w->c->arena, &out->subjects, i);
	}
}

/* The registered subjects by their ids. */
static void map_registered(struct judging *w, struct strmap *out)
{
	size_t n;
	const struct subject *subjects = check_subjects(w->check, &n);

	strmap_init(out, w->c->arena);
	for (size_t i = w->files; i < n; i++) {
		size_t *place = ARENA_NEW(w->c->arena, size_t);

		*place = i;
		strmap_put(out, subjects[i].id, place);
	}
}

/* The terms that are shown borrow from an index that ends before the check does. */
static void own_evidence(struct arena *a, struct dup_pair *p)
{
	struct dup_evidence *own = ARENA_ARRAY(a, struct dup_evidence, p->evidence_n);

	for (size_t i = 0; i < p->evidence_n; i++) {
		own[i] = p->evidence[i];
		own[i].term = arena_str(a, own[i].term);
		own[i].key = arena_str(a, own[i].key);
	}
	p->evidence = own;
}

static size_t subject_of(const struct kept_entry *e, const struct asking *asking,
			 const struct strmap *registered)
{
	const size_t *place;

	if (e->asked != SIZE_MAX)
		return asking->subjects.at[e->asked];
	place = strmap_get(registered, e->id);
	return place ? *place : SIZE_MAX;
}

/* Pairs of entries become pairs of subjects. */
static void give_pairs(struct judging *w, const struct kept *k, const struct alike_pairs *found,
		       const struct asking *asking)
{
	struct alike_pairs *pairs = ARENA_NEW(w->c->arena, struct alike_pairs);
	struct strmap registered;
	size_t n;
	const struct subject *subjects = check_subjects(w->check, &n);

	map_registered(w, &registered);
	for (size_t i = 0; i < found->list.n; i++) {
		struct alike_pair p = found->list.at[i];

		p.pair.a = subject_of(&k->entries.at[p.pair.a], asking, &registered);
		p.pair.b = subject_of(&k->entries.at[p.pair.b], asking, &registered);
		if (p.pair.a == SIZE_MAX || p.pair.b == SIZE_MAX ||
		    !(subjects[p.pair.a].judged || subjects[p.pair.b].judged))
			continue;
		own_evidence(w->c->arena, &p.pair);
		vec_push(w->c->arena, &pairs->list, p);
	}
	check_give_pairs(w->check, pairs);
}

/* Terms were counted when the registry was another one. */
static void tell_drift(struct judging *w, const struct kept *k)
{
	struct arena *a = w->c->arena;

	if (w->p->offline || !kept_drifted(&k->state))
		return;
	check_remark(w->check,
		     MTEXT_FILL(a,
				MT("терминдердің сиректігі %1 бастама бойынша саналған, қазір "
				   "%2: tizilim index қайта санайды",
				   "редкость терминов сосчитана, когда инициатив было %1, "
				   "сейчас их %2: tizilim index пересчитает",
				   "how rare terms are was counted over initiatives: %1, now "
				   "there are %2: tizilim index counts anew"),
				mtext_same(arena_printf(a, "%zu", k->state.counts.entries)),
				mtext_same(arena_printf(a, "%zu", k->state.registered))));
}

static void tell_left_out(struct judging *w, const struct kept *k)
{
	struct arena *a = w->c->arena;

	if (!k->left_out)
		return;
	check_remark(
		w->check,
		MTEXT_FILL(a,
			   MT("қайталау іздеуінде %1 тіркелген бастаманың соңғы редакциясы "
			      "ескерілмеді: tizilim index индексті толықтырады",
			      "в поиске дублирования не учтена последняя редакция "
			      "зарегистрированных инициатив: %1; индекс дополнит tizilim index",
			      "the search for duplicates left out the last revision of %1 "
			      "registered initiatives: tizilim index completes the index"),
			   mtext_same(arena_printf(a, "%zu", k->left_out))));
}

static bool read_near(struct judging *w, const struct kept *k, const struct alike_pairs *found,
		      struct err *err);

static bool find_pairs(struct judging *w, bool near, struct err *err)
{
	struct asking asking = { 0 };
	struct alike_pairs found = { 0 };
	struct kept_wanted wanted = { .state = &w->p->state,
				      .per_entry = CHECK_PAIRS_TOLD,
				      .processes = w->c->cpus };
	AUTO_KEPT k = { 0 };

	ask(w, &asking);
	if (!asking.documents.n)
		return true;
	wanted.asked = (struct kept_documents){ asking.documents.at, asking.documents.n };
	if (!kept_open(&k, &w->with, &wanted, err) ||
	    (k.index && !kept_pairs(&found, &k, 1, err)) ||
	    (near && !read_near(w, &k, &found, err)))
		return false;
	give_pairs(w, &k, &found, &asking);
	tell_left_out(w, &k);
	tell_drift(w, &k);
	return true;
}

/* ---- a large registry ---- */

static void add_found(struct judging *w, const struct kept *k, const struct alike_pairs *found,
		      struct kept_ids *ids)
{
	for (size_t i = 0; i < found->list.n; i++) {
		const struct dup_pair *p = &found->list.at[i].pair;

		if (k->entries.at[p->a].asked == SIZE_MAX)
			vec_push(w->c->arena, &ids->list, k->entries.at[p->a].id);
		if (k->entries.at[p->b].asked == SIZE_MAX)
			vec_push(w->c->arena, &ids->list, k->entries.at[p->b].id);
	}
}

static void describe(struct judging *w, struct kept_near_query *q)
{
	struct arena *a = w->c->arena;
	size_t n;
	const struct subject *subjects = check_subjects(w->check, &n);
	struct facets facets = { 0 };
	VEC(struct str) ids = { 0 }, names = { 0 };

	for (size_t i = 0; i < w->files && i < n; i++) {
		const struct node *root = &subjects[i].doc->root;
		struct mtext name = node_mtext(node_get(root, STR("name")));

		facets_of(&facets, a, pack_arch(w->c->pack), root);
		vec_push(a, &ids, subjects[i].id);
		for (enum lang l = 0; l < LANG_COUNT; l++)
			if (name.in[l].n)
				vec_push(a, &names, name.in[l]);
	}
	*q = (struct kept_near_query){ .ids = ids.at,
				       .ids_n = ids.n,
				       .names = names.at,
				       .names_n = names.n,
				       .facets = facets.list.at,
				       .facets_n = facets.list.n,
				       .limit = NEAR_MAX };
}

/* Those of the body that is judged whole, of the others the cards. */
static bool read_named(struct judging *w, const struct kept_ids *ids,
		       struct store_portfolio *own, struct store_portfolio *others,
		       struct err *err)
{
	struct str prefix = arena_printf(w->c->arena, "%.*s/", STR_FMT(w->p->own));
	struct kept_ids parts[2] = { 0 };

	for (size_t i = 0; i < ids->list.n; i++) {
		struct str id = ids->list.at[i];
		bool whole = !w->p->own.n || str_starts(id, prefix);

		vec_push(w->c->arena, &parts[!whole].list, id);
	}
	return kept_manifests(own, &w->with, &parts[0], err) &&
	       kept_cards(others, &w->with, &parts[1], err);
}

/* The candidates and what rules may join with: the answer must not wait for all. */
static bool read_near(struct judging *w, const struct kept *k, const struct alike_pairs *found,
		      struct err *err)
{
	struct arena *a = w->c->arena;
	struct kept_near_query query;
	struct store_portfolio own, others;
	struct kept_ids ids = { 0 };

	describe(w, &query);
	add_found(w, k, found, &ids);
	for (size_t i = 0; w->with.since && i < w->with.since->ids.list.n; i++)
		vec_push(a, &ids.list, w->with.since->ids.list.at[i]);
	if (!kept_near(&ids, &w->with, &query, err) ||
	    !read_named(w, &ids, &own, &others, err) || !add_manifests(w, &own, err) ||
	    !add_manifests(w, &others, err))
		return false;
	check_remark(
		w->check,
		MTEXT_FILL(
			a,
			w->p->offline
				? MT("бастамаларды салыстыратын ережелер ең жақын "
				     "бастамалармен ғана қаралды: %2 ішінен %1",
				     "правила, сравнивающие инициативы, применены только к "
				     "ближайшим: %1 из %2",
				     "rules across initiatives looked at the nearest %1 of %2")
				: MT("бастамаларды салыстыратын ережелер ең жақын "
				     "бастамалармен ғана қаралды: %2 ішінен %1; барлығымен: "
				     "tizilim check --registry",
				     "правила, сравнивающие инициативы, применены только к "
				     "ближайшим: %1 из %2; ко всем: tizilim check --registry",
				     "rules across initiatives looked at the nearest %1 of %2; "
				     "at all: tizilim check --registry"),
			mtext_same(arena_printf(a, "%zu", w->revisions.n)),
			mtext_same(arena_printf(a, "%zu", w->p->state.registered))));
	return true;
}

/* ---- all of it ---- */

static void judging_init(struct judging *w)
{
	struct arena *a = w->c->arena;

	w->with = (struct kept_with){ .arena = a, .pack = w->c->pack, .heads = w->p->past };
	if (w->p->offline)
		w->with.snapshot = w->p->offline->snapshot;
	else
		w->with.db = w->p->session->db;
	check_subjects(w->check, &w->files);
	strmap_init(&w->wanted, a);
	strmap_init(&w->revisions, a);
	for (size_t i = 0; w->judged && i < w->judged->n; i++)
		strmap_put(&w->wanted, w->judged->at[i], ARENA_NEW(a, bool));
}

static void describe_registry(struct judge_portfolio *p, struct arena *a, size_t cards)
{
	struct mtext n = mtext_same(arena_printf(a, "%zu", p->state.registered));

	p->description =
		cards ? MTEXT_FILL(a,
				   MT("тізілім (%1), бастамалар: %2, оның ішінде карточка: %3",
				      "реестр (%1), инициатив: %2, из них карточек: %3",
				      "registry (%1), initiatives: %2, of them cards: %3"),
				   p->session->name, n,
				   mtext_same(arena_printf(a, "%zu", cards)))
		      : MTEXT_FILL(a,
				   MT("тізілім (%1), бастамалар: %2",
				      "реестр (%1), инициатив: %2",
				      "registry (%1), initiatives: %2"),
				   p->session->name, n);
}

static bool read_manifests(struct store_portfolio *out, struct judge_portfolio *p,
			   struct arena *a, struct db *db, struct err *err)
{
	struct store_filter all = { .own = p->own, .limit = INT32_MAX, .heads = p->past };

	if (!store_portfolio(out, a, db, &all, err))
		return false;
	if (p->past.n)
		p->state.registered = out->n;
	return true;
}

/* What else of the registry's state counts, in the same snapshot. */
static bool read_state(struct judge_portfolio *p, const struct kept_with *with, struct err *err)
{
	struct review_query query = { .day = p->day };

	p->heads = p->past;
	return kept_look(&p->state, with, err) &&
	       (p->past.n || store_heads(&p->heads, with->arena, with->db, err)) &&
	       review_waivers(&p->waivers, with->arena, with->db, &query, err);
}

void judge_waive(struct context *c, struct check *check, const struct judge_portfolio *p)
{
	struct waiver *waivers = ARENA_ARRAY(c->arena, struct waiver, p->waivers.n);
	size_t n = 0;

	for (size_t i = 0; i < p->waivers.n; i++) {
		const struct review_waiver *w = &p->waivers.at[i];
		struct str place = arena_printf(c->arena, "registry:%.*s#%d", STR_FMT(w->id),
						(int)w->number);

		if (w->in_force)
			waivers[n++] = (struct waiver){
				.initiative = w->id,
				.rule = w->rule,
				.fingerprint = w->fingerprint,
				.ignored = { mtext_same(w->reason), w->until, { place } },
				.of_banned = w->of_banned,
			};
	}
	check_waive(check, waivers, n);
}

struct reading {
	struct judge_portfolio *p;
	struct context *c;
};

static bool read_all(struct db *db, void *context, struct err *err)
{
	struct reading *r = context;

	struct kept_with with = { .arena = r->c->arena, .db = db, .pack = r->c->pack };

	return (!r->p->as_of.n ||
		store_heads_on(&r->p->past, r->c->arena, db, r->p->as_of, err)) &&
	       read_state(r->p, &with, err) &&
	       read_manifests(&r->p->read, r->p, r->c->arena, db, err);
}

bool judge_read_portfolio(struct judge_portfolio *p, struct context *c,
			  const struct registry_opts *opts, struct err *err)
{
	struct reading r = { p, c };
	struct session *s = ARENA_NEW(c->arena, struct session);

	if (!session_open(s, c, opts, err))
		return false;
	p->session = s;
	if (store_read(s->db, read_all, &r, err)) {
		size_t cards = 0;

		for (size_t i = 0; i < p->read.n; i++)
			cards += !p->read.at[i].whole;
		describe_registry(p, c->arena, cards);
		return true;
	}
	judge_release(p);
	return false;
}

bool judge_settle(const struct judge_portfolio *p, struct err *err)
{
	return !p->offline || offline_settle(p->offline, err);
}

void judge_release(struct judge_portfolio *p)
{
	if (p->session)
		session_close(p->session);
	if (p->offline)
		offline_close(p->offline);
	p->session = NULL;
	p->offline = NULL;
}

bool judge_read_snapshot(struct judge_portfolio *p, struct context *c,
			 const struct offline_opts *opts, struct err *err)
{
	struct offline *o = ARENA_NEW(c->arena, struct offline);

	if (!offline_begin(o, c, opts, err))
		return false;
	p->offline = o;
	p->description = o->name;
	if (kept_look(&p->state, &(struct kept_with){ c->arena, NULL, c->pack, o->snapshot },
		      err))
		return true;
	judge_release(p);
	return false;
}

/* So few files that reading all for them would take the longest. */
enum { FEW_FILES = 8 };

static bool use_snapshot(struct judging *w, struct err *err)
{
	struct store_portfolio all;

	if (w->files <= FEW_FILES && w->p->state.registered > KEPT_SMALL && w->wanted.n == 0)
		return find_pairs(w, true, err);
	return kept_page(&all, &w->with, STR(""), SIZE_MAX, err) &&
	       add_manifests(w, &all, err) && all_found(&w->wanted, err) &&
	       find_pairs(w, false, err);
}

struct store_finding judge_finding(const struct context *c, const struct finding *f,
				   int64_t revision)
{
	return (struct store_finding){
		.id = f->initiative,
		.revision = revision,
		.rule = f->rule,
		.severity = str_of(severity_names[f->severity]),
		.fingerprint = finding_fingerprint(c->arena, f),
		.line = f->at.line,
		.column = f->at.column,
		.pointer = f->at.pointer,
		.message = f->message,
	};
}

static bool find_all(struct db *db, void *context, struct err *err)
{
	(void)db;
	return find_pairs(context, false, err);
}

bool judge_use_portfolio(struct context *c, struct check *check,
			 const struct judge_portfolio *p, const struct str_list *judged,
			 struct err *err)
{
	struct judging w = { .c = c, .check = check, .p = p, .judged = judged };

	judging_init(&w);
	if (p->offline)
		return use_snapshot(&w, err);
	return add_manifests(&w, &p->read, err) && all_found(&w.wanted, err) &&
	       store_read(p->session->db, find_all, &w, err);
}

struct nearing {
	struct judge_portfolio *p;
	struct judging w;
};

/* In one snapshot: what it is judged against, and the pairs. */
static bool read_some(struct db *db, void *context, struct err *err)
{
	struct nearing *n = context;
	struct store_portfolio all;

	if (!read_state(n->p, &n->w.with, err))
		return false;
	if (n->p->past.n && !kept_look_back(&n->w.with.since, &n->w.with, &n->p->state, err))
		return false;
	if (n->w.with.since)
		n->p->state.registered = n->w.with.since->registered;
	if (n->w.with.since || (n->p->state.registered > KEPT_SMALL && !n->p->past.n))
		return find_pairs(&n->w, true, err);
	return read_manifests(&all, n->p, n->w.c->arena, db, err) &&
	       add_manifests(&n->w, &all, err) && find_pairs(&n->w, false, err);
}

bool judge_near(struct judge_portfolio *p, struct context *c, struct session *s,
		struct check *check, struct err *err)
{
	struct str_list none = { NULL, 0 };
	struct nearing n = { p, { .c = c, .check = check, .p = p, .judged = &none } };

	*p = (struct judge_portfolio){ .session = s,
				       .own = p->own,
				       .day = p->day,
				       .past = p->past,
				       .for_review = p->for_review };
	judging_init(&n.w);
	if (!store_read(s->db, read_some, &n, err))
		return false;
	describe_registry(p, c->arena, n.w.cards);
	return true;
}

static bool read_own(struct db *db, void *context, struct err *err)
{
	struct nearing *n = context;

	return read_state(n->p, &n->w.with, err) &&
	       read_manifests(&n->p->read, n->p, n->w.c->arena, db, err) &&
	       add_manifests(&n->w, &n->p->read, err) && find_pairs(&n->w, false, err);
}

bool judge_own(struct judge_portfolio *p, struct context *c, struct session *s,
	       struct check *check, struct err *err)
{
	struct nearing n = { p, { .c = c, .check = check, .p = p } };

	*p = (struct judge_portfolio){ .session = s,
				       .own = p->own,
				       .day = p->day,
				       .past = p->past,
				       .for_review = p->for_review };
	judging_init(&n.w);
	if (!store_read(s->db, read_own, &n, err))
		return false;
	describe_registry(p, c->arena, n.w.cards);
	return true;
}

bool judge_add_list(struct context *c, struct check *check, const struct file_list *files,
		    struct err *err)
{
	for (size_t i = 0; i < files->n; i++) {
		const struct validate_file *f = &files->at[i];
		struct str text;
		enum file_fault fault = f->fault;

		context_progress(c, MT("оқылды", "прочитано", "read"), i, files->n);
		if (!fault)
			fault = file_load(&text, c->arena, f->path, LIMIT_DOC_BYTES);
		if (fault == FILE_TROUBLE)
			return file_trouble(f->shown, err);
		if (fault)
			check_add_fault(check, f->shown, fault);
		else
			check_add(check, f->shown, text);
	}
	context_progress(c, MT("оқылды", "прочитано", "read"), files->n, files->n);
	return true;
}

bool judge_add_files(struct context *c, struct check *check, struct str_list args,
		     struct err *err)
{
	struct file_list files;

	return context_files(c, args, context_is_document, &files, err) &&
	       judge_add_list(c, check, &files, err);
}

static bool is_file(struct str arg)
{
	return str_eq(arg, STR("-")) || glob_is_pattern(arg) || file_exists(arg);
}

void judge_split_args(struct context *c, struct str_list args, struct str_list *files,
		      struct str_list *ids)
{
	*files = (struct str_list){ ARENA_ARRAY(c->arena, struct str, args.n + 1), 0 };
	*ids = (struct str_list){ ARENA_ARRAY(c->arena, struct str, args.n + 1), 0 };
	for (size_t i = 0; i < args.n; i++)
		if (is_file(args.at[i]))
			files->at[files->n++] = args.at[i];
		else
			ids->at[ids->n++] = args.at[i];
}
