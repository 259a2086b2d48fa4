#include "registry/store/store_internal.h"

bool store_pack_put(enum store_outcome *out, struct db *db, const struct store_pack *pack,
		    struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, db, SQL_pack_put,
		    PARAMS(p_text(pack->name), p_text(pack->version),
			   store_param_sha256(&pack->sha256), p_text(pack->valid_from),
			   p_bytes(pack->contents)),
		    err))
		return err_wrap(err, "load the pack");
	return store_get_outcome(out, rows_text(&rows, 0, 0), err);
}

bool store_packs(struct store_pack **at, size_t *n, struct arena *a, struct db *db,
		 struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_many(&rows, db, SQL_pack_list, NO_PARAMS, err))
		return err_wrap(err, "list the packs");
	*n = rows.n;
	*at = ARENA_ARRAY(a, struct store_pack, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		(*at)[i] = (struct store_pack){
			.name = rows_copy(&rows, a, i, 0),
			.version = rows_copy(&rows, a, i, 1),
			.sha256 = rows_sha256(&rows, a, i, 2),
			.valid_from = rows_copy(&rows, a, i, 3),
			.loaded_at = rows_time(&rows, a, i, 4),
		};
	return true;
}

const struct store_pack *store_pack_with(const struct store_pack *at, size_t n,
					 struct str sha256)
{
	struct sha256 wanted;

	if (!hash_from_hex(wanted.bytes, SHA256_BYTES, sha256))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (hash_same(&at[i].sha256, &wanted))
			return &at[i];
	return NULL;
}

bool store_pack_current(struct store_pack **out, struct arena *a, struct db *db,
			const struct store_pack_query *query, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	*out = NULL;
	if (!db_many(&rows, db, SQL_pack_current,
		     PARAMS(p_text(query->name), p_text_or_null(query->date)), err))
		return err_wrap(err, "read the pack %.*s", STR_FMT(query->name));
	if (!rows.n)
		return true;
	*out = ARENA_NEW(a, struct store_pack);
	**out = (struct store_pack){
		.name = rows_copy(&rows, a, 0, 0),
		.version = rows_copy(&rows, a, 0, 1),
		.sha256 = rows_sha256(&rows, a, 0, 2),
		.valid_from = rows_copy(&rows, a, 0, 3),
		.loaded_at = rows_time(&rows, a, 0, 4),
		.contents = rows_bytes(&rows, a, 0, 5),
	};
	return true;
}
