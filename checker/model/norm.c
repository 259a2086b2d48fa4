#include "checker/model/model.h"

static const struct mtext article_word = MT_INIT(", %1-бап", ", ст. %1", ", art. %1");
static const struct mtext lapsed_word =
	MT_INIT("%1; күші %2 жойылды", "%1; утратил силу %2", "%1; lapsed %2");
static const struct mtext lapsed_unsure =
	MT_INIT("%1; мұрагер норма: %2 — бабы расталмаған",
		"%1; норма-преемник: %2 — статья не подтверждена",
		"%1; successor: %2, article not confirmed");
static const struct mtext lapsed_sure =
	MT_INIT("%1; мұрагер норма: %2, %3-бап", "%1; норма-преемник: %2, ст. %3",
		"%1; successor: %2 art. %3");
static const struct mtext not_yet = MT_INIT("%1; %2 бастап күшіне енеді",
					    "%1; вступает в силу с %2", "%1; in force from %2");

/* Articles are numbers such as "21(2)(5)"; other words ("whole", "preamble") are not shown. */
static struct mtext cite(struct arena *a, const struct node *norm)
{
	struct mtext act = node_mtext(node_get(norm, STR("short")));
	struct str article = node_text(norm, STR("article"));

	if (article.n && article.p[0] >= '0' && article.p[0] <= '9') {
		struct mtext tail = MTEXT_FILL(a, article_word, mtext_same(article));

		return MTEXT_FILL(a, MT("%1%2", "%1%2", "%1%2"), act, tail);
	}
	return act;
}

static struct mtext with_successor(struct arena *a, struct mtext cited,
				   const struct node *successor)
{
	struct mtext act = node_mtext(node_get(successor, STR("short")));
	struct str article = node_text(successor, STR("article"));

	if (!successor || successor->type != NODE_OBJECT)
		return cited;
	if (article.n == 0)
		return MTEXT_FILL(a, lapsed_unsure, cited, act);
	return MTEXT_FILL(a, lapsed_sure, cited, act, mtext_same(article));
}

struct basis arch_basis(const struct arch *arch, struct arena *a, struct str norm_id,
			struct str date)
{
	const struct arch_entry *entry = strmap_get(&arch->kinds[ARCH_norms].ids, norm_id);
	const struct node *norm = entry->node;
	struct str from = node_text(norm, STR("in_force_from"));
	struct str to = node_text(norm, STR("in_force_to"));
	struct mtext cited = cite(a, norm);

	if (to.n && arch_date_cmp(to, date) < 0) {
		cited = MTEXT_FILL(a, lapsed_word, cited, mtext_same(to));
		cited = with_successor(a, cited, node_get(norm, STR("successor")));
	} else if (from.n && arch_date_cmp(from, date) > 0) {
		cited = MTEXT_FILL(a, not_yet, cited, mtext_same(from));
	}
	return (struct basis){
		.id = norm_id,
		.citation = cited,
		.text = node_mtext(node_get(norm, STR("text"))),
		.confidence = entry->confidence,
		.url = entry->url,
	};
}
