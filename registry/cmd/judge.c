#include "registry/cmd/judge.h"

#include "checker/base/glob.h"
#include "checker/base/limits.h"
#include "checker/base/strmap.h"

struct portfolio_work {
	struct arena *arena;
	struct store_portfolio portfolio;
};

static bool read_portfolio(struct db *db, void *context, struct err *err)
{
	struct portfolio_work *w = context;

	return store_portfolio(&w->portfolio, w->arena, db, NULL, err);
}

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

static bool read_registered(struct judge_portfolio *p, struct context *c, struct session *s,
			    struct err *err)
{
	struct portfolio_work w = { .arena = c->arena };

	if (!store_read(s->db, read_portfolio, &w, err))
		return false;
	p->read = w.portfolio;
	p->description =
		MTEXT_FILL(c->arena,
			   MT("тізілім (%1), бастамалар: %2", "реестр (%1), инициатив: %2",
			      "registry (%1), %2 initiatives"),
			   s->name, mtext_same(arena_printf(c->arena, "%zu", p->read.n)));
	return true;
}

bool judge_use_portfolio(struct context *c, struct check *check,
			 const struct judge_portfolio *p, const struct str_list *judged,
			 struct err *err)
{
	struct strmap wanted;

	strmap_init(&wanted, c->arena);
	for (size_t i = 0; judged && i < judged->n; i++)
		strmap_put(&wanted, judged->at[i], ARENA_NEW(c->arena, bool));
	for (size_t i = 0; i < p->read.n; i++) {
		const struct store_manifest *m = &p->read.at[i];
		bool *found = strmap_get(&wanted, m->id);
		struct str place = arena_printf(c->arena, "registry:%.*s@%d", STR_FMT(m->id),
						(int)m->revision);

		check_add_registered(check, place, m->bytes, str_eq(m->media, STR("json")),
				     !judged || found);
		if (found)
			*found = true;
	}
	return all_found(&wanted, err);
}

bool judge_add_registered(struct context *c, struct session *s, struct check *check,
			  const struct str_list *judged, struct mtext *description,
			  struct err *err)
{
	struct judge_portfolio p;

	if (!read_registered(&p, c, s, err))
		return false;
	*description = p.description;
	return judge_use_portfolio(c, check, &p, judged, err);
}

bool judge_read_portfolio(struct judge_portfolio *p, struct context *c,
			  const struct registry_opts *opts, struct err *err)
{
	struct session s;
	bool ok;

	if (!session_open(&s, c, opts, err))
		return false;
	ok = read_registered(p, c, &s, err);
	session_close(&s);
	return ok;
}

bool judge_add_portfolio(struct context *c, const struct registry_opts *opts,
			 struct check *check, const struct str_list *judged,
			 struct mtext *description, struct err *err)
{
	struct judge_portfolio p;

	if (!judge_read_portfolio(&p, c, opts, err))
		return false;
	*description = p.description;
	return judge_use_portfolio(c, check, &p, judged, err);
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
