#include "registry/doctor/doctor_internal.h"

#include "checker/base/strbuf.h"
#include "checker/base/strmap.h"
#include "registry/migrate/migrate.h"

#include <assert.h>
#include <stdlib.h>

/* Digests of expressions were made by a server of this version; another may write them
 * otherwise.
 */
enum { SHAPE_VERSION = 15 };

struct examination {
	struct doctor *out;
	struct arena *arena;
	struct db *db;
	const struct doctor_pack *pack;
	int64_t version; /* of the server */
	bool reads_hba;
};

static void add(struct examination *x, const char *id, struct str subject)
{
	const struct doctor_finding *row = doctor_words(str_of(id));
	struct doctor_finding f;

	assert(row);
	f = *row;
	f.subject = arena_str(x->arena, subject);
	f.what = MTEXT_FILL(x->arena, f.what, mtext_same(f.subject));
	vec_push(x->arena, &x->out->findings, f);
}

static bool ask(struct examination *x, enum sql_id id, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, x->db, id, NO_PARAMS, err))
		return false;
	for (size_t i = 0; i < rows.n; i++)
		add(x, arena_str(x->arena, rows_text(&rows, i, 0)).p, rows_text(&rows, i, 1));
	return true;
}

static void unseen(struct examination *x, struct mtext what)
{
	vec_push(x->arena, &x->out->unseen, what);
}

/* ---- the schema against what the migrations make ---- */

static void put_lines(struct strbuf *text, const struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		strbuf_printf(text, "%.*s\t%.*s\n", STR_FMT(rows_text(rows, i, 0)),
			      STR_FMT(rows_text(rows, i, 1)));
}

bool doctor_shape(struct str *out, struct arena *a, struct db *db, struct err *err)
{
	AUTO_ROWS path = { 0 }, code = { 0 }, tables = { 0 };
	AUTO_STRBUF text;

	strbuf_init(&text, SIZE_MAX);
	if (!db_one(&path, db, SQL_doctor_path, NO_PARAMS, err) ||
	    !db_many(&code, db, SQL_doctor_shape_code, NO_PARAMS, err) ||
	    !db_many(&tables, db, SQL_doctor_shape_tables, NO_PARAMS, err))
		return err_wrap(err, "look at the schema");
	put_lines(&text, &code);
	put_lines(&text, &tables);
	*out = arena_str(a, strbuf_view(&text));
	return true;
}

struct str doctor_shape_made(void)
{
	return (struct str){ (const char *)doctor_shape_file, doctor_shape_file_size };
}

static void read_shape(struct strmap *out, struct arena *a, struct str text)
{
	struct str line;

	strmap_init(out, a);
	while (str_cut(&line, &text, '\n')) {
		struct str *digest = ARENA_NEW(a, struct str);
		struct str object;

		if (!str_cut(&object, &line, '\t'))
			continue;
		*digest = line;
		strmap_put(out, object, digest);
	}
}

/* The guard is only there when a superuser landed it, and has a defect of its own. */
static bool is_guard(struct str object)
{
	return str_starts(object, STR("schema guard")) ||
	       str_starts(object, STR("function guard."));
}

/* Those whose text the server writes from an expression. */
static bool is_written(struct str object)
{
	static const struct str kinds[] = { STR_INIT("column "), STR_INIT("constraint "),
					    STR_INIT("index "), STR_INIT("policy "),
					    STR_INIT("trigger ") };

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_starts(object, kinds[i]))
			return true;
	return false;
}

static void add_shape(struct examination *x, const char *id, struct str object)
{
	add(x, id, object);
	if (x->version != SHAPE_VERSION && is_written(object))
		x->out->findings.at[x->out->findings.n - 1].grade = DOCTOR_REMARK;
}

static bool compare_shape(struct examination *x, struct err *err)
{
	struct strmap made, found;
	struct str text;

	if (!doctor_shape(&text, x->arena, x->db, err))
		return false;
	read_shape(&made, x->arena, doctor_shape_made());
	read_shape(&found, x->arena, text);
	for (size_t i = 0; i < found.n; i++) {
		const struct str *want = strmap_get(&made, found.at[i].key);

		if (!want)
			add_shape(x, "shape_extra", found.at[i].key);
		else if (!str_eq(*want, *(const struct str *)found.at[i].value))
			add_shape(x, "shape_changed", found.at[i].key);
	}
	for (size_t i = 0; i < made.n; i++)
		if (!strmap_get(&found, made.at[i].key) && !is_guard(made.at[i].key))
			add_shape(x, "shape_missing", made.at[i].key);
	return true;
}

/* ---- what is in the registry ---- */

static bool look_for_pack(struct examination *x, struct err *err)
{
	struct store_pack *at;
	size_t n;

	if (!store_packs(&at, &n, x->arena, x->db, err))
		return false;
	if (!store_pack_with(at, n, x->pack->sha256))
		add(x, "pack_absent",
		    arena_printf(x->arena, "%.*s %.*s", STR_FMT(x->pack->name),
				 STR_FMT(x->pack->version)));
	return true;
}

static bool look_at_people(struct examination *x, struct err *err)
{
	struct people_duties me;
	bool sees = false;

	if (!people_whoami(&me, x->arena, x->db, err))
		return false;
	for (size_t i = 0; i < me.n; i++)
		sees |= str_eq(me.at[i].body, STR("-")) &&
			(str_eq(me.at[i].duty, STR("administrator")) ||
			 str_eq(me.at[i].duty, STR("auditor")));
	if (sees)
		return ask(x, SQL_doctor_people, err);
	unseen(x, MT("адамдар мен олардың өкілеттіктері: оларды әкімші мен аудитор көреді",
		     "люди и их полномочия: их видят администратор и аудитор",
		     "people and their duties: administrators and auditors see them"));
	return true;
}

static void add_count(struct examination *x, const char *id, int64_t n)
{
	if (n)
		add(x, id, arena_printf(x->arena, "%lld", (long long)n));
}

static bool look_at_work(struct examination *x, struct err *err)
{
	struct recheck_cards_state cards;
	struct recheck_asides asides;

	if (!recheck_cards_state(&cards, x->db, &x->pack->form, err) ||
	    !recheck_aside(&asides, x->arena, x->db, x->pack->program, err))
		return false;
	add_count(x, "cards_stale", cards.stale);
	add_count(x, "cards_uncompared", cards.uncompared);
	for (size_t i = 0; i < asides.n; i++)
		add(x, "task_aside", asides.at[i].body);
	if (!cards.seen)
		unseen(x,
		       MT("карточкалар: оларды барлық органның тексерушісі мен аудитор көреді",
			  "карточки: их видят проверяющий всех органов и аудитор",
			  "cards: checkers of the whole registry and auditors see them"));
	return true;
}

/* False in *current when the schema is not the one that this program knows. */
static bool look_at_migrations(struct examination *x, bool *current, struct err *err)
{
	const char **names;
	size_t n;
	struct err why = { 0 };

	*current = migrate_pending(&names, &n, x->arena, x->db, &why);
	if (!*current && why.code != ERR_REFUSED) {
		*err = why;
		return false;
	}
	if (!*current) {
		add(x, "migration_foreign", str_of(why.text));
		return true;
	}
	*current = n == 0;
	for (size_t i = 0; i < n; i++)
		add(x, "migration_pending", str_of(names[i]));
	return true;
}

static bool look_around(struct examination *x, bool *there, struct err *err)
{
	AUTO_ROWS path = { 0 }, rows = { 0 };

	if (!db_one(&path, x->db, SQL_doctor_path, NO_PARAMS, err) ||
	    !db_one(&rows, x->db, SQL_doctor_may, NO_PARAMS, err))
		return false;
	x->reads_hba = rows_bool(&rows, 0, 0);
	x->version = rows_int(&rows, 0, 1);
	*there = rows_bool(&rows, 0, 2);
	return true;
}

static bool look_at_registry(struct examination *x, struct err *err)
{
	bool current;

	if (!ask(x, SQL_doctor_schema, err) || !ask(x, SQL_doctor_grants, err) ||
	    !ask(x, SQL_doctor_roles, err) || !look_at_migrations(x, &current, err))
		return false;
	if (current)
		return compare_shape(x, err) && look_for_pack(x, err) && look_at_work(x, err) &&
		       look_at_people(x, err);
	unseen(x, MT("схема, топтама және адамдар: алдымен миграциялар",
		     "схема, пакет и люди: сначала миграции",
		     "the schema, the pack and the people: the migrations come first"));
	return true;
}

static bool look_at_server(struct examination *x, struct err *err)
{
	if (!ask(x, SQL_doctor_server, err))
		return false;
	if (x->reads_hba)
		return ask(x, SQL_doctor_hba, err);
	unseen(x, MT("pg_hba.conf: оны суперпайдаланушы көреді",
		     "pg_hba.conf: его видит суперпользователь",
		     "pg_hba.conf: superusers see it"));
	return true;
}

static int by_id(const void *x, const void *y)
{
	const struct doctor_finding *a = x, *b = y;
	int c = str_cmp(&a->id, &b->id);

	return c ? c : str_cmp(&a->subject, &b->subject);
}

static bool examine(struct examination *x, struct err *err)
{
	bool there;

	if (!look_around(x, &there, err) || !look_at_server(x, err))
		return false;
	if (there)
		return look_at_registry(x, err);
	add(x, "no_registry", STR(""));
	return true;
}

bool doctor_examine(struct doctor *out, struct arena *a, struct db *db,
		    const struct doctor_pack *pack, struct err *err)
{
	struct examination x = { .out = out, .arena = a, .db = db, .pack = pack };

	*out = (struct doctor){ 0 };
	if (!examine(&x, err))
		return err_wrap(err, "examine the registry");
	if (out->findings.n)
		qsort(out->findings.at, out->findings.n, sizeof(*out->findings.at), by_id);
	return true;
}
