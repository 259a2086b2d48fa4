#include "registry/cmd/judge.h"

#include "checker/base/strmap.h"

struct portfolio_work {
	struct arena *arena;
	struct store_portfolio portfolio;
};

static bool read_portfolio(struct db *db, void *context, struct err *err)
{
	struct portfolio_work *w = context;

	return store_portfolio(&w->portfolio, w->arena, db, err);
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

bool judge_add_registered(struct context *c, struct session *s, struct check *check,
			  const struct str_list *judged, struct mtext *description,
			  struct err *err)
{
	struct portfolio_work w = { .arena = c->arena };
	struct strmap wanted;

	if (!store_read(s->db, read_portfolio, &w, err))
		return false;
	strmap_init(&wanted, c->arena);
	for (size_t i = 0; judged && i < judged->n; i++)
		strmap_put(&wanted, judged->at[i], ARENA_NEW(c->arena, bool));
	for (size_t i = 0; i < w.portfolio.n; i++) {
		const struct store_manifest *m = &w.portfolio.at[i];
		bool *found = strmap_get(&wanted, m->id);
		struct str place = arena_printf(c->arena, "registry:%.*s@%d", STR_FMT(m->id),
						(int)m->revision);

		check_add_registered(check, place, m->bytes, str_eq(m->media, STR("json")),
				     !judged || found);
		if (found)
			*found = true;
	}
	*description =
		MTEXT_FILL(c->arena,
			   MT("тізілім (%1), бастамалар: %2", "реестр (%1), инициатив: %2",
			      "registry (%1), %2 initiatives"),
			   s->name, mtext_same(arena_printf(c->arena, "%zu", w.portfolio.n)));
	return all_found(&wanted, err);
}

bool judge_add_portfolio(struct context *c, const struct registry_opts *opts,
			 struct check *check, const struct str_list *judged,
			 struct mtext *description, struct err *err)
{
	struct session s;
	bool ok;

	if (!session_open(&s, c, opts, err))
		return false;
	ok = judge_add_registered(c, &s, check, judged, description, err);
	session_close(&s);
	return ok;
}
