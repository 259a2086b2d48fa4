#include "registry/kept/kept_internal.h"

#include "checker/base/strmap.h"

enum { PAGE = 1000 };

struct verifying {
	const struct kept_with *with;
	struct kept_verified *out;
	struct dup_settings settings;
	struct dup_index *index;
	struct strmap kept; /* id -> struct kept_row */
};

static bool remember_row(void *context, const struct kept_row *row, struct err *err)
{
	struct verifying *v = context;
	struct arena *a = v->with->arena;
	struct str id =
		arena_printf(a, "%.*s/%.*s", STR_FMT(row->body), STR_FMT(row->short_name));
	struct kept_row *copy = ARENA_NEW(a, struct kept_row);

	(void)err;
	*copy = kept_row_of(id, row->revision);
	copy->packed = arena_str(a, row->packed);
	strmap_put(&v->kept, id, copy);
	return true;
}

static void verify_page(struct verifying *v, const struct store_portfolio *page)
{
	AUTO_ARENA a = arena_new();

	for (size_t i = 0; i < page->n; i++) {
		const struct store_manifest *m = &page->at[i];
		const struct kept_row *row = strmap_get(&v->kept, m->id);
		struct dup_entry entry;

		/* What is pending is known to differ. */
		if (!row || row->revision != m->revision ||
		    !kept_read(&entry, a, v->with->pack, m))
			continue;
		v->out->compared++;
		if (!str_eq(dup_index_packed(v->index, dup_index_add(v->index, &entry)),
			    row->packed))
			vec_push(v->with->arena, &v->out->differ.list,
				 arena_str(v->with->arena, m->id));
		arena_reset(a);
	}
}

static bool verify(struct db *db, void *context, struct err *err)
{
	struct verifying *v = context;
	struct store_portfolio page = { .n = PAGE };
	struct str last = { 0 };
	AUTO_ARENA a = arena_new();
	struct kept_state state;

	if (!kept_look(&state, v->with, err))
		return false;
	if (!state.readable) {
		err_set(err, ERR_REFUSED, "the index was not made with this pack's vocabulary");
		return err_hint(err, "`tizilim index` makes it anew");
	}
	v->index = dup_index_open(&v->settings, state.counts);
	if (!kept_load_terms(v->index, v->with, err) ||
	    !kept_rows(v->with, remember_row, v, err))
		return false;
	while (page.n == PAGE) {
		arena_reset(a);
		if (!kept_page(&page, &(struct kept_with){ a, db, v->with->pack }, last, PAGE,
			       err))
			return false;
		verify_page(v, &page);
		if (page.n)
			last = arena_str(v->with->arena, page.at[page.n - 1].id);
	}
	return true;
}

bool kept_verify(struct kept_verified *out, const struct kept_with *with, struct err *err)
{
	struct verifying v = { .with = with,
			       .out = out,
			       .settings = alike_settings(with->arena, with->pack) };
	bool ok;

	*out = (struct kept_verified){ 0 };
	strmap_init(&v.kept, with->arena);
	ok = store_read(with->db, verify, &v, err);
	dup_index_free(v.index);
	return ok;
}
