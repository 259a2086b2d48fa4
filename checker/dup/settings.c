#include "checker/dup/dup.h"

static double number(const struct node *list, const char *key)
{
	const struct node *n = node_get(list, str_of(key));

	return n && n->type == NODE_NUMBER ? node_double(n) : 0;
}

static struct dup_count count(const struct node *pair)
{
	return pair && pair->count == 2 ? (struct dup_count){ node_double(&pair->items[0]),
							      node_double(&pair->items[1]) }
					: (struct dup_count){ 0 };
}

const char *const dup_common_names[DUP_COMMONS + 1] = { "nothing", "object", "function", "both",
							NULL };

static void read_table(struct dup_table *t, const struct node *bands)
{
	for (uint32_t i = 0; bands && i < bands->count && i < DUP_BANDS; i++) {
		t->from[i] = number(&bands->items[i], "from");
		for (size_t k = 0; k < DUP_COMMONS; k++)
			t->counts[i][k] =
				count(node_get(&bands->items[i], str_of(dup_common_names[k])));
	}
	dup_table_fit(t);
}

struct dup_settings dup_settings_read(struct arena *a, const struct node *list)
{
	const struct node *weights = node_get(list, STR("weights"));
	const struct node *ordinary = node_get(list, STR("ordinary"));
	size_t ordinary_n = ordinary ? ordinary->count : 0;
	struct str *tags = ARENA_ARRAY(a, struct str, ordinary_n + 1);
	struct dup_table *table = ARENA_NEW(a, struct dup_table);

	for (size_t i = 0; i < ordinary_n; i++)
		tags[i] = node_str(&ordinary->items[i]);
	read_table(table, node_get(list, STR("judged")));
	return (struct dup_settings){
		.weights = {
			.text = number(weights, "text"),
			.title = number(weights, "title"),
			.function = number(weights, "function"),
			.object = number(weights, "object"),
			.concept = number(weights, "concept"),
			.prefix = number(weights, "prefix"),
		},
		.threshold = number(list, "threshold"),
		.table = table,
		.ordinary = tags,
		.ordinary_n = ordinary_n,
	};
}

void dup_settings_translate(struct dup_settings *settings, const struct node *list)
{
	for (enum lang l = 0; l < LANG_COUNT; l++)
		settings->translations[l] = node_text(list, str_of(lang_names[l]));
}
