#include "registry/cmd/reviewed.h"

#include "checker/base/limits.h"
#include "checker/report/report.h"
#include "registry/cmd/ask.h"
#include "registry/cmd/compare.h"
#include "registry/chain/chain.h"
#include "registry/draft/draft.h"
#include "registry/journal/journal.h"
#include "registry/kept/kept.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct submit_opts {
	struct registry_opts registry;
	struct output_opts output;
	struct ask_opts ask;
	struct str_list drafts;
	struct str date;
	bool dry_run, json;
};

/* One file on its way into the registry. */
struct item {
	struct str file, text;
	const struct draft *draft; /* that it comes from; NULL: a file */
	struct check_document document;
	const struct node *card; /* what other bodies may see of it */
	struct store_submission submission;
	struct store_submitted answer;
	struct journal_entry journal;
	struct review_plan plan;  /* what became of its request */
	const struct sink *found; /* what is kept with its body; other files' findings, too */
	struct str heads;	  /* the state that this was judged by */
	struct reviewed reviewed; /* of the first of its body: what reviewers read of it */
};

struct submit {
	struct context *c;
	const struct submit_opts *opts;
	struct check *check;
	VEC(struct item) items;
	struct session session;
	struct people_bodies bodies;
	struct str body; /* of all the files; empty when they are of several */
	struct mtext portfolio;
	struct str heads;	     /* of all chains when the portfolio was read */
	VEC(struct proof_head) ends; /* of the bodies' chains, after it */
};

static bool read_items(struct submit *s, struct str_list args, struct err *err)
{
	struct file_list files;

	if (!context_files(s->c, args, context_is_document, &files, err))
		return false;
	for (size_t i = 0; i < files.n; i++) {
		struct item item = { .file = files.at[i].shown };
		enum file_fault fault = files.at[i].fault;

		if (!fault)
			fault = file_load(&item.text, s->c->arena, files.at[i].path,
					  LIMIT_DOC_BYTES);
		if (fault == FILE_TROUBLE)
			return file_trouble(item.file, err);
		item.document = fault ? check_add_fault(s->check, item.file, fault)
				      : check_add(s->check, item.file, item.text);
		vec_push(s->c->arena, &s->items, item);
	}
	return true;
}

static bool read_drafts(struct db *db, void *context, struct err *err)
{
	struct submit *s = context;
	struct arena *a = s->c->arena;

	for (size_t i = 0; i < s->opts->drafts.n; i++) {
		struct str id = s->opts->drafts.at[i];
		struct draft *draft = ARENA_NEW(a, struct draft);
		struct item item = { .draft = draft };
		struct store_ref ref;

		if (!store_ref_parse(&ref, id, err) || !draft_show(draft, a, db, &ref, err))
			return false;
		item.text = draft->bytes;
		item.file =
			arena_printf(a, "draft:%.*s.%.*s", STR_FMT(id), STR_FMT(draft->media));
		item.document = check_add(s->check, item.file, item.text);
		if (item.document.id.n && !str_eq(item.document.id, id))
			return err_set(err, ERR_INPUT, "the draft %.*s says that it is %.*s",
				       STR_FMT(id), STR_FMT(item.document.id));
		vec_push(a, &s->items, item);
	}
	return true;
}

static int by_id(const void *x, const void *y)
{
	const struct item *a = x, *b = y;

	return str_cmp(&a->document.id, &b->document.id);
}

static struct str body_of(const struct item *item)
{
	return str_sub(item->document.id, 0, str_find(item->document.id, STR("/")));
}

/* Only a broken structure and one initiative given twice keep a file out. */
static bool admit(struct submit *s, struct err *err)
{
	for (size_t i = 0; i < s->items.n; i++) {
		const struct item *item = &s->items.at[i];

		if (!item->document.readable || !item->document.valid) {
			err_set(err, ERR_INPUT,
				"%.*s: the structure is broken, so nothing was submitted",
				STR_FMT(item->file));
			return err_hint(err, "mend what the report names and submit again");
		}
	}
	if (s->items.n)
		qsort(s->items.at, s->items.n, sizeof(*s->items.at), by_id);
	for (size_t i = 1; i < s->items.n; i++)
		if (str_eq(s->items.at[i - 1].document.id, s->items.at[i].document.id))
			return err_set(err, ERR_INPUT,
				       "%.*s and %.*s are the same initiative, %.*s; nothing "
				       "was submitted",
				       STR_FMT(s->items.at[i - 1].file),
				       STR_FMT(s->items.at[i].file),
				       STR_FMT(s->items.at[i].document.id));
	return true;
}

static bool has_body(const struct people_bodies *bodies, struct str id)
{
	for (size_t i = 0; i < bodies->n; i++)
		if (str_eq(bodies->at[i].id, id))
			return true;
	return false;
}

static bool list_bodies(struct db *db, void *context, struct err *err)
{
	struct submit *s = context;

	return people_body_list(&s->bodies, s->c->arena, db, err);
}

/* And an unknown body: of the pack, or one that was added to the registry. */
static bool know_bodies(struct submit *s, struct err *err)
{
	const struct arch *arch = pack_arch(s->c->pack);

	if (!store_read(s->session.db, list_bodies, s, err))
		return false;
	for (size_t i = 0; i < s->items.n; i++) {
		struct str body = body_of(&s->items.at[i]), near[1];

		if (arch_find(arch, ARCH_bodies, body) || has_body(&s->bodies, body))
			continue;
		err_set(err, ERR_NOT_FOUND, "%.*s: no body \"%.*s\", so nothing was submitted",
			STR_FMT(s->items.at[i].file), STR_FMT(body));
		if (arch_nearest(arch, ARCH_bodies, body, near, 1))
			return err_hint(err, "did you mean \"%.*s\"?", STR_FMT(near[0]));
		return err_hint(err, "`tizilim ref list bodies` lists them");
	}
	return true;
}

static void prepare(struct submit *s, struct item *item)
{
	const struct node *root = &item->document.doc->root;
	struct arena *a = s->c->arena;
	struct str id = item->document.id;
	size_t slash = str_find(id, STR("/"));
	struct facets facets = { 0 }, open = { 0 };
	struct str card;

	item->card = kept_card(a, s->c->pack, root, &card);
	facets_of(&facets, a, pack_arch(s->c->pack), root);
	facets_of(&open, a, pack_arch(s->c->pack), item->card);
	for (size_t i = 0; i < facets.list.n; i++)
		facets.list.at[i].open = facets_have(&open, &facets.list.at[i]);
	item->submission = (struct store_submission){
		.body = str_sub(id, 0, slash),
		.short_name = str_sub(id, slash + 1, id.n),
		.stage = node_text(root, STR("stage")),
		.name = node_mtext(node_get(root, STR("name"))),
		.media = doc_syntax_of(item->file) == DOC_JSON ? STR("json") : STR("yaml"),
		.bytes = item->text,
		.sha256 = hash_sha256(item->text),
		.canonical = node_canonical(a, root),
		.facets = facets.list.at,
		.facets_n = facets.list.n,
		.words = facets.words.at,
		.words_n = facets.words.n,
		.card = card,
		.review = reviewed_card(a, s->c->pack, root),
		.card_words = open.words.at,
		.card_words_n = open.words.n,
	};
}

static struct item *item_of(struct submit *s, struct str id)
{
	for (size_t i = 0; i < s->items.n; i++)
		if (str_eq(s->items.at[i].document.id, id))
			return &s->items.at[i];
	return NULL;
}

static bool begins_body(const struct submit *s, size_t i)
{
	return i == 0 || !str_eq(body_of(&s->items.at[i]), body_of(&s->items.at[i - 1]));
}

/* Of what was found in the check of a body, what is said of its own files. */
static void record_findings(struct submit *s, const struct item *first, struct store_run *run)
{
	const struct sink *sink = first->found;
	struct store_finding *room =
		ARENA_ARRAY(s->c->arena, struct store_finding, sink->findings.n);

	for (size_t i = 0; i < sink->findings.n; i++) {
		const struct finding *f = &sink->findings.at[i];
		const struct item *item = item_of(s, f->initiative);

		if (!item || item->found != sink || !str_eq(body_of(item), run->body))
			continue;
		room[run->findings_n] = judge_finding(s->c, f, item->answer.revision);
		room[run->findings_n++].closed =
			reviewed_closed(&first->reviewed, s->c->arena, f);
	}
	run->findings = room;
}

/* The state that a body's files were judged by, beside what others submitted with them. */
static struct str heads_of_run(struct submit *s, size_t first)
{
	struct str heads = s->items.at[first].heads, body = body_of(&s->items.at[first]);

	for (size_t i = 0; i < s->items.n && heads.n; i++) {
		const struct item *item = &s->items.at[i];

		if (!str_eq(body_of(item), body))
			heads = arena_printf(s->c->arena, "{\"%.*s\": %d, %.*s",
					     STR_FMT(item->document.id),
					     (int)item->answer.revision,
					     STR_FMT(str_sub(heads, 1, heads.n)));
	}
	return heads;
}

/* The files of one body, from the first on: each body keeps a run of its own. */
static bool record_run(struct submit *s, struct db *db, size_t first, struct err *err)
{
	struct store_manifest *judged =
		ARENA_ARRAY(s->c->arena, struct store_manifest, s->items.n - first);
	struct store_run run = {
		.body = body_of(&s->items.at[first]),
		.pack_sha256 = hash_sha256(pack_bundle(s->c->pack)),
		.judged_by = context_day(s->c, s->opts->date),
		.portfolio = s->portfolio.in[LANG_EN],
		.portfolio_sha256 = hash_sha256(s->portfolio.in[LANG_EN]),
		.heads = heads_of_run(s, first),
		.program_version = s->c->version,
		.judged = judged,
	};
	struct str id;

	for (size_t i = first; i < s->items.n && (i == first || !begins_body(s, i)); i++)
		judged[run.judged_n++] =
			(struct store_manifest){ .id = s->items.at[i].document.id,
						 .revision = s->items.at[i].answer.revision };
	record_findings(s, &s->items.at[first], &run);
	return store_run_record(&id, s->c->arena, db, &run, err);
}

/* If it is still what was judged. */
static bool drop_draft(struct db *db, const struct item *item, struct err *err)
{
	struct store_ref ref = { .body = item->draft->body,
				 .short_name = item->draft->short_name };

	return draft_drop(db, &ref, &item->draft->sha256, err);
}

/* The request that the revision opens or goes on with. */
static bool ask_for(struct submit *s, struct item *item, struct db *db, struct err *err)
{
	struct review_submission asked =
		ask_of(&s->opts->ask, item->document.id, &item->document.doc->root,
		       item->answer.outcome == STORE_UNCHANGED);

	return review_submit(&item->plan, s->c->arena, db, &asked, err);
}

/* The submitter's own anchor: what was recorded up to here cannot be rewritten unseen. */
static bool read_heads(struct submit *s, struct db *db, struct err *err)
{
	s->ends.n = 0;
	for (size_t i = 0; i < s->items.n; i++) {
		struct proof_head head = { 0 };

		if (begins_body(s, i) &&
		    !chain_head(&head, s->c->arena, db, body_of(&s->items.at[i]), err))
			return false;
		if (head.hash.n)
			vec_push(s->c->arena, &s->ends, head);
	}
	return true;
}

static struct str head_text(struct submit *s, const struct proof_head *head)
{
	return arena_printf(s->c->arena, "%.*s %lld %.*s", STR_FMT(head->body),
			    (long long)head->seq,
			    STR_FMT(str_sub(head->hash, 0, PROOF_HEAD_DIGITS)));
}

/* All files, their requests, their runs and findings: one transaction. */
static bool write_all(struct db *db, void *context, struct err *err)
{
	struct submit *s = context;

	for (size_t i = 0; i < s->items.n; i++) {
		struct item *item = &s->items.at[i];

		if (!store_submit(&item->answer, db, &item->submission, err) ||
		    !ask_for(s, item, db, err))
			return err_wrap(err, "%.*s", STR_FMT(item->file));
		if (item->draft && !drop_draft(db, item, err))
			return false;
	}
	for (size_t i = 0; i < s->items.n; i++)
		if (begins_body(s, i) && !record_run(s, db, i, err))
			return false;
	return read_heads(s, db, err);
}

static size_t count(const struct item *item, enum severity severity)
{
	size_t n = 0;

	for (size_t i = 0; i < item->found->findings.n; i++)
		n += item->found->findings.at[i].severity == severity &&
		     finding_counts(&item->found->findings.at[i]) &&
		     str_eq(item->found->findings.at[i].initiative, item->document.id);
	return n;
}

static const struct mtext outcomes[] = {
	[STORE_UNCHANGED] = MT_INIT("өзгеріссіз", "без изменений", "unchanged"),
	[STORE_CREATED] = MT_INIT("тіркелді", "зарегистрирована", "registered"),
	[STORE_CHANGED] = MT_INIT("жаңа редакция", "новая редакция", "new revision"),
};
static const char *const outcome_names[] = { "unchanged", "created", "revised" };

static void print_answers(struct submit *s)
{
	struct table t = { .columns = 7 };
	struct arena *a = s->c->arena;

	for (size_t i = 0; i < s->items.n; i++) {
		const struct item *item = &s->items.at[i];
		struct str id = item->document.id;
		struct mtext counts[3];

		for (enum severity v = 0; v < SEV_COUNT; v++)
			counts[v] = mtext_same(arena_printf(a, "%zu", count(item, v)));
		table_add(&t, a,
			  (struct str[]){
				  arena_printf(a, "%.*s@%d", STR_FMT(id),
					       (int)item->answer.revision),
				  context_text(s->c, outcomes[item->answer.outcome]),
				  context_text(
					  s->c,
					  MTEXT_FILL(a, MT("қате %1", "ошибок %1", "errors %1"),
						     counts[SEV_ERROR])),
				  context_text(s->c,
					       MTEXT_FILL(a,
							  MT("ескерту %1", "предупреждений %1",
							     "warnings %1"),
							  counts[SEV_WARNING])),
				  context_text(s->c,
					       MTEXT_FILL(a,
							  MT("ақпарат %1", "информационных %1",
							     "information %1"),
							  counts[SEV_INFO])),
				  ask_told(s->c, &item->plan),
				  context_text(s->c, item->submission.name),
			  });
	}
	table_print(&t, s->c->out);
}

static void print_heads(struct submit *s)
{
	for (size_t i = 0; i < s->ends.n; i++)
		context_say(s->c, MTEXT_FILL(s->c->arena,
					     MT("тірек нүктесі, сақтап қойыңыз: head %1",
						"опорная точка, сохраните её: head %1",
						"an anchor, keep it: head %1"),
					     mtext_same(head_text(s, &s->ends.at[i]))));
}

static struct str head_of(struct submit *s, struct str body)
{
	for (size_t i = 0; i < s->ends.n; i++)
		if (str_eq(s->ends.at[i].body, body))
			return head_text(s, &s->ends.at[i]);
	return STR("");
}

static void print_json(struct submit *s)
{
	out_str(s->c->out, STR("["));
	for (size_t i = 0; i < s->items.n; i++) {
		const struct item *item = &s->items.at[i];
		struct node id = node_make_str(item->document.id);

		out_printf(s->c->out,
			   "%s{\"id\":%.*s,\"revision\":%d,\"outcome\":\"%s\",\"errors\":%zu,"
			   "\"warnings\":%zu,\"infos\":%zu",
			   i ? ",\n" : "",
			   STR_FMT(report_json(s->c->arena, node_canonical(s->c->arena, &id))),
			   (int)item->answer.revision, outcome_names[item->answer.outcome],
			   count(item, SEV_ERROR), count(item, SEV_WARNING),
			   count(item, SEV_INFO));
		ask_json(s->c, &item->plan);
		out_printf(s->c->out, ",\"head\":%.*s}",
			   STR_FMT(context_json(s->c, head_of(s, body_of(item)))));
	}
	out_str(s->c->out, STR("]\n"));
}

static enum exit_code answer(struct submit *s, struct err *err)
{
	struct output_opts details = s->opts->output;

	if (s->opts->json) {
		print_json(s);
		return EXIT_CLEAN;
	}
	/* One file: all that was found; many: the table, and reports where they were asked for.
	 */
	if (s->items.n == 1 || details.formats.n) {
		if (output_report(s->c, &details, s->check, s->portfolio, err) == EXIT_LOCAL)
			return EXIT_LOCAL;
		out_str(s->c->out, STR("\n"));
	}
	print_answers(s);
	compare_overlaps(s->c, s->check);
	print_heads(s);
	if (s->items.n == 1)
		context_next(
			s->c,
			MTEXT_FILL(
				s->c->arena,
				MT("қарау: tizilim show %1 · тарихы: tizilim history %1",
				   "посмотреть: tizilim show %1 · история: tizilim history %1",
				   "see it: tizilim show %1 · its history: tizilim history %1"),
				mtext_same(s->items.at[0].document.id)));
	else
		context_next(
			s->c,
			MT("барлық ескертпе: tizilim check --all --registry -f "
			   "html=report.html",
			   "все замечания: tizilim check --all --registry -f html=report.html",
			   "all findings: tizilim check --all --registry -f html=report.html"));
	return EXIT_CLEAN;
}

/* What was submitted stays so when the index does not follow; it is then known to lag. */
static void settle(struct submit *s)
{
	struct kept_with with = { s->c->arena, s->session.db, s->c->pack };
	struct err err = { 0 };

	if (!kept_settle(&with, &err))
		context_tell(
			s->c,
			MTEXT_FILL(
				s->c->arena,
				MT("қайталаулар индексі толықтырылмады (%1); кейін: tizilim "
				   "index",
				   "индекс дублирования не пополнен (%1); позже: tizilim index",
				   "the index of duplicates was not completed (%1); later: "
				   "tizilim index"),
				mtext_same(str_of(err.text))));
}

static bool see_as_reviewer(struct submit *s, size_t first, const struct check *check,
			    struct err *err)
{
	struct reviewed_query q = { .check = check,
				    .body = body_of(&s->items.at[first]),
				    .day = context_day(s->c, s->opts->date),
				    .files = s->items.n };

	return reviewed_find(&s->items.at[first].reviewed, s->c, &s->session, &q, err);
}

/* One body's files judged beside the cards of all that is not its own. */
static bool judge_body(struct submit *s, size_t first, struct err *err)
{
	struct check_options options = { .pack = s->c->pack,
					 .date = context_day(s->c, s->opts->date),
					 .portfolio = true };
	struct check *check = check_new(s->c->arena, &options);
	struct judge_portfolio p = { .own = body_of(&s->items.at[first]) };

	for (size_t i = 0; i < s->items.n; i++) {
		struct item *item = &s->items.at[i];

		if (str_eq(body_of(item), p.own)) {
			check_add(check, item->file, item->text);
			item->found = check_sink(check);
		} else {
			check_add_registered(check, &(struct check_registered){
							    .file = item->file,
							    .text = item->submission.card,
							    .json = true });
		}
	}
	if (!judge_near(&p, s->c, &s->session, check, err))
		return false;
	s->items.at[first].heads = p.heads;
	check_judge(check);
	return see_as_reviewer(s, first, check, err);
}

/*
 * What is kept with a body must not quote others beyond their cards. Files of one body are
 * judged so in the first place; of several, once more for each.
 */
static bool judge_to_keep(struct submit *s, struct err *err)
{
	for (size_t i = 0; i < s->items.n; i++) {
		if (s->body.n) {
			s->items.at[i].found = check_sink(s->check);
			s->items.at[i].heads = s->heads;
		} else if (begins_body(s, i) && !judge_body(s, i, err)) {
			return false;
		}
	}
	return !s->body.n || see_as_reviewer(s, 0, s->check, err);
}

static bool judge(struct submit *s, struct judge_portfolio *p, struct err *err)
{
	if (str_eq(body_of(&s->items.at[0]), body_of(&s->items.at[s->items.n - 1])))
		s->body = body_of(&s->items.at[0]);
	p->own = s->body;
	p->day = context_day(s->c, s->opts->date);
	if (!judge_near(p, s->c, &s->session, s->check, err))
		return false;
	s->portfolio = p->description;
	s->heads = p->heads;
	check_judge(s->check);
	judge_waive(s->c, s->check, p);
	return true;
}

/* The keys are on the disk before anything is sent under them. */
static bool note_keys(struct submit *s, struct err *err)
{
	bool told = false;

	for (size_t i = 0; i < s->items.n; i++) {
		struct item *item = &s->items.at[i];
		struct journal_what what = { item->document.id, item->submission.sha256 };

		if (!journal_open(&item->journal, s->c->arena, str_of(s->c->data_home), &what,
				  err))
			return false;
		item->submission.key = item->journal.key;
		if (item->journal.repeated && !told)
			context_tell(s->c, MT("алдыңғы тапсырудың жауабы келмеген: сол кілтпен "
					      "қайталанады",
					      "прежняя подача осталась без ответа: повторяется "
					      "с тем же ключом",
					      "an earlier submission had no answer: it is "
					      "repeated under the same key"));
		told |= item->journal.repeated;
	}
	return true;
}

/*
 * Until the answer is definite, or the registry stays away for most of a
 * minute: a connection that broke leaves open whether the change is kept.
 */
static bool write_surely(struct submit *s, struct err *err)
{
	enum { TRIES = 10, PAUSE_MS = 50 };
	struct err open = { 0 };

	for (int attempt = 0; attempt < TRIES; attempt++) {
		if (attempt) {
			long ms = (long)PAUSE_MS << attempt;

			nanosleep(&(struct timespec){ .tv_sec = ms / 1000,
						      .tv_nsec = ms % 1000 * 1000000L },
				  NULL);
			session_close(&s->session);
			if (!session_open(&s->session, s->c, &s->opts->registry, err))
				continue;
		}
		if (store_write(s->session.db, write_all, s, err))
			return true;
		if (err->code == ERR_UNKNOWN)
			open = *err;
		else if (db_alive(s->session.db))
			return false;
	}
	if (open.code)
		*err = open;
	return false;
}

/* With its key each, by which an answer that got lost is asked for again. */
static void log_answers(const struct submit *s, bool done)
{
	for (size_t i = 0; i < s->items.n; i++) {
		const struct item *item = &s->items.at[i];

		LOG(s->c->log, done ? LOG_INFO : LOG_WARNING, "submitted",
		    log_text("body", item->submission.body),
		    log_text("subject", item->document.id),
		    log_text("outcome",
			     str_of(done ? outcome_names[item->answer.outcome] : "none")),
		    log_number("revision", item->answer.revision),
		    log_text("key", item->submission.key));
	}
}

static bool write(struct submit *s, struct err *err)
{
	bool done;

	for (size_t i = 0; i < s->items.n; i++)
		prepare(s, &s->items.at[i]);
	if (!judge_to_keep(s, err) || !session_load_pack(&s->session, s->c, err) ||
	    !note_keys(s, err))
		return false;
	done = write_surely(s, err);
	log_answers(s, done);
	for (size_t i = 0; i < s->items.n && (done || err->code == ERR_REFUSED); i++)
		journal_close(&s->items.at[i].journal);
	return done;
}

static bool plan_all(struct db *db, void *context, struct err *err)
{
	struct submit *s = context;

	for (size_t i = 0; i < s->items.n; i++) {
		struct item *item = &s->items.at[i];
		struct review_submission asked = ask_of(&s->opts->ask, item->document.id,
							&item->document.doc->root, false);

		if (!review_plan(&item->plan, s->c->arena, db, &asked, err))
			return false;
	}
	return true;
}

/* Who may not submit is told so, and has the report all the same. */
static void tell_plans(struct submit *s)
{
	struct err err = { 0 };
	bool ok = store_read(s->session.db, plan_all, s, &err);

	for (size_t i = 0; ok && i < s->items.n; i++)
		ask_tell_plan(s->c, s->items.at[i].document.id, &s->items.at[i].plan);
	if (!ok)
		context_tell(s->c, mtext_same(str_of(err.text)));
}

static enum exit_code judge_and_write(struct submit *s, struct err *err)
{
	struct judge_portfolio p = { 0 };
	enum exit_code verdict;

	if (!judge(s, &p, err))
		return exit_of(err->code);
	verdict = output_verdict(&s->opts->output, s->check);
	if (s->opts->dry_run || verdict != EXIT_CLEAN) {
		enum exit_code code =
			output_report(s->c, &s->opts->output, s->check, s->portfolio, err);

		if (s->opts->dry_run)
			tell_plans(s);
		context_tell(s->c, MT("ештеңе жазылмады", "ничего не записано",
				      "nothing was written"));
		return code;
	}
	if (!write(s, err))
		return exit_of(err->code);
	settle(s);
	return answer(s, err);
}

/* A file that cannot come in: what was found in it may say why. */
static enum exit_code refuse(struct submit *s, struct err *err)
{
	struct err report_err = { 0 };

	check_judge(s->check);
	if (output_report(s->c, &s->opts->output, s->check, MT("жоқ", "нет", "none"),
			  &report_err) == EXIT_LOCAL) {
		*err = report_err;
		return EXIT_LOCAL;
	}
	return check_unreadable(s->check) ? EXIT_INPUT : EXIT_FOUND;
}

static bool open_registry(struct submit *s, struct err *err)
{
	return s->session.db || session_open(&s->session, s->c, &s->opts->registry, err);
}

static bool read_all(struct submit *s, struct str_list args, struct err *err)
{
	if (!args.n && !s->opts->drafts.n) {
		err_set(err, ERR_USAGE, "nothing to submit");
		return err_hint(err, "name files or folders, or a draft with --draft");
	}
	if (args.n && !read_items(s, args, err))
		return false;
	return !s->opts->drafts.n ||
	       (open_registry(s, err) && store_read(s->session.db, read_drafts, s, err));
}

static enum exit_code submit_all(struct submit *s, struct str_list args, struct err *err)
{
	if (!read_all(s, args, err))
		return exit_of(err->code);
	if (!admit(s, err))
		return refuse(s, err);
	if (!open_registry(s, err))
		return exit_of(err->code);
	if (know_bodies(s, err))
		return judge_and_write(s, err);
	return err->code == ERR_NOT_FOUND ? refuse(s, err) : exit_of(err->code);
}

static enum exit_code submit_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct submit_opts *o = opts;
	struct check_options options = { .pack = c->pack,
					 .date = context_day(c, o->date),
					 .portfolio = true };
	struct submit s = { .c = c, .opts = o, .check = check_new(c->arena, &options) };
	enum exit_code code = submit_all(&s, args, err);

	if (s.session.db)
		session_close(&s.session);
	return code;
}

static const struct submit_opts submit_defaults = { .output.fail_on = 3 };
static const struct opt submit_options[] = {
	{ 'n', "dry-run", OPT_FLAG, offsetof(struct submit_opts, dry_run), NULL,
	  "show what would be found; write nothing", NULL, 0, 0 },
	{ 0, "json", OPT_FLAG, offsetof(struct submit_opts, json), NULL, "answer as JSON", NULL,
	  0, 0 },
	{ 0, "draft", OPT_LIST, offsetof(struct submit_opts, drafts), "<id>",
	  "submit a draft of the registry, which ends it", NULL, 0, 0 },
	ASK_OPTIONS(struct submit_opts) AS_OF_OPTION(struct submit_opts)
		OUTPUT_OPTIONS(struct submit_opts) REGISTRY_OPTIONS(struct submit_opts){ 0 }
};
static const char *const submit_examples[] = { "tizilim submit initiative.yaml",
					       "tizilim submit initiatives/ --dry-run",
					       "tizilim submit initiative.yaml --fail-on error",
					       "tizilim submit --draft msh/farmland", NULL };

const struct command cmd_submit = {
	.name = "submit",
	.group = "Register",
	.synopsis = "[<file|dir>…]",
	.summary = "register initiatives, all or none, and say what was found",
	.next = MT_INIT("қарау: tizilim list", "посмотреть: tizilim list",
			"see them: tizilim list"),
	.examples = submit_examples,
	.needs = NEEDS_PACK,
	.options = submit_options,
	.opts_size = sizeof(struct submit_opts),
	.defaults = &submit_defaults,
	.args_max = SIZE_MAX,
	.run = submit_run,
};
