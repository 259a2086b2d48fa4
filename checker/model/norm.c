#include "checker/model/model.h"

#include <string.h>

enum { DAY_BYTES = 10, MONTH_BYTES = 7 };

/* What is not known of a date is filled from `rest`, so that dates compare as text. */
static int compare(struct str date, const char *rest, struct str day)
{
	char full[DAY_BYTES];

	memcpy(full, rest, sizeof(full));
	memcpy(full, date.p, date.n < sizeof(full) ? date.n : sizeof(full));
	return memcmp(full, day.p, sizeof(full));
}

bool arch_surely_before(struct str date, struct str day)
{
	return compare(date, "9999-12-31", day) < 0;
}

bool arch_surely_after(struct str date, struct str day)
{
	return compare(date, "0000-01-01", day) > 0;
}

/* By the first that holds; a successor is told apart by whether its article is known. */
static enum norm_state state_of(const struct node *norm, struct str day)
{
	struct str from = node_text(norm, STR("in_force_from"));
	struct str to = node_text(norm, STR("in_force_to"));
	const struct node *successor = node_get(norm, STR("successor"));

	if (from.n && arch_surely_after(from, day))
		return NORM_PENDING;
	if (to.n && arch_surely_before(to, day)) {
		if (!successor || successor->type != NODE_OBJECT)
			return NORM_LAPSED;
		return node_text(successor, STR("article")).n ? NORM_SUCCEEDED
							      : NORM_UNCONFIRMED;
	}
	if (!from.n || (from.n < DAY_BYTES && !arch_surely_before(from, day)) ||
	    (to.n && to.n < DAY_BYTES && !arch_surely_after(to, day)))
		return NORM_UNSURE;
	return NORM_IN_FORCE;
}

bool arch_norm_binds(const struct arch *arch, struct str norm_id, struct str date)
{
	const struct arch_entry *entry = strmap_get(&arch->kinds[ARCH_norms].ids, norm_id);
	enum norm_state state = state_of(entry->node, date);

	return state != NORM_LAPSED && state != NORM_PENDING;
}

/* Articles are numbers such as "21(2)(5)"; other words ("whole", "preamble") are not shown. */
static struct mtext cite(struct arena *a, struct mtext act, struct str article)
{
	if (article.n == 0 || article.p[0] < '0' || article.p[0] > '9')
		return act;
	return MTEXT_FILL(a, MT("%1, %2-бап", "%1, ст. %2", "%1, art. %2"), act,
			  mtext_same(article));
}

/* A day that no source confirms is shown as its month: it must not look certain. */
static struct mtext lapse_day(const struct node *norm)
{
	struct str to = node_text(norm, STR("in_force_to"));
	struct str mark = node_text(norm, STR("in_force_to_confidence"));

	if (!str_eq(mark, str_of(confidence_names[CONF_SEEN])) && to.n > MONTH_BYTES)
		to = str_sub(to, 0, MONTH_BYTES);
	return mtext_same(to);
}

static struct mtext unsure(struct arena *a, struct mtext cited, const struct node *norm,
			   struct str day)
{
	struct str from = node_text(norm, STR("in_force_from"));

	if (!from.n)
		return MTEXT_FILL(a,
				  MT("%1, күшінде (қай күннен бастап — жазылмаған)",
				     "%1, действует (с какого дня — не записано)",
				     "%1, in force (since when is not recorded)"),
				  cited);
	if (from.n < DAY_BYTES && !arch_surely_before(from, day))
		return MTEXT_FILL(a,
				  MT("%1, күшіне енуі: %2 (нақты күні белгісіз)",
				     "%1, вступает в силу: %2 (точный день неизвестен)",
				     "%1, in force from %2 (the day is not known)"),
				  cited, mtext_same(from));
	return MTEXT_FILL(a,
			  MT("%1, күшінің жойылуы: %2 (нақты күні белгісіз)",
			     "%1, утрачивает силу: %2 (точный день неизвестен)",
			     "%1, lapses %2 (the day is not known)"),
			  cited, lapse_day(norm));
}

static struct mtext with_state(struct arena *a, struct mtext cited, const struct node *norm,
			       struct str day)
{
	const struct node *successor = node_get(norm, STR("successor"));
	struct mtext act = node_mtext(node_get(successor, STR("short")));

	switch (state_of(norm, day)) {
	case NORM_IN_FORCE:
		return MTEXT_FILL(a,
				  MT("%1, күшіне енген күні: %2", "%1, действует с %2",
				     "%1, in force since %2"),
				  cited, mtext_same(node_text(norm, STR("in_force_from"))));
	case NORM_UNSURE:
		return unsure(a, cited, norm, day);
	case NORM_SUCCEEDED:
		return MTEXT_FILL(a,
				  MT("%1, күші жойылды: %2; орнына келген норма: %3",
				     "%1, утратила силу %2; норма-преемник: %3",
				     "%1, lapsed %2; successor: %3"),
				  cited, lapse_day(norm),
				  cite(a, act, node_text(successor, STR("article"))));
	case NORM_UNCONFIRMED:
		return MTEXT_FILL(
			a,
			MT("%1, күші жойылды: %2; орнына келген норма (%3) расталмаған",
			   "%1, утратила силу %2; норма-преемник (%3) не подтверждена",
			   "%1, lapsed %2; successor in the %3 not confirmed"),
			cited, lapse_day(norm), act);
	case NORM_LAPSED:
		return MTEXT_FILL(a,
				  MT("%1, күші жойылды: %2; орнына келген норма жоқ",
				     "%1, утратила силу %2; нормы-преемника нет",
				     "%1, lapsed %2; no successor"),
				  cited, lapse_day(norm));
	case NORM_PENDING:
		return MTEXT_FILL(a,
				  MT("%1, әлі күшінде емес (күшіне енуі: %2)",
				     "%1, ещё не действует (вступает в силу: %2)",
				     "%1, not yet in force (from %2)"),
				  cited, mtext_same(node_text(norm, STR("in_force_from"))));
	case NORM_STATE_COUNT:
		break;
	}
	return cited;
}

static enum confidence weaker(enum confidence a, struct str mark)
{
	for (enum confidence c = a + 1; c < CONF_COUNT; c++)
		if (str_eq(mark, str_of(confidence_names[c])))
			return c;
	return a;
}

/* Whoever cites a lapsed norm relies on its end and its successor as well: the weakest mark of
 * those counts. */
static enum confidence mark_of(const struct arch_entry *entry, enum norm_state state)
{
	const struct node *norm = entry->node;
	enum confidence mark = entry->confidence;

	if (state == NORM_SUCCEEDED || state == NORM_UNCONFIRMED || state == NORM_LAPSED)
		mark = weaker(mark, node_text(norm, STR("in_force_to_confidence")));
	if (state == NORM_SUCCEEDED)
		mark = weaker(mark,
			      node_text(node_get(norm, STR("successor")), STR("confidence")));
	return mark;
}

struct basis arch_basis(const struct arch *arch, struct arena *a, struct str norm_id,
			struct str date)
{
	const struct arch_entry *entry = strmap_get(&arch->kinds[ARCH_norms].ids, norm_id);
	const struct node *norm = entry->node;
	struct mtext cited = cite(a, node_mtext(node_get(norm, STR("short"))),
				  node_text(norm, STR("article")));
	enum norm_state state = state_of(norm, date);

	return (struct basis){
		.id = norm_id,
		.citation = with_state(a, cited, norm, date),
		.text = node_mtext(node_get(norm, STR("text"))),
		.state = state,
		.from = node_text(norm, STR("in_force_from")),
		.to = node_text(norm, STR("in_force_to")),
		.confidence = mark_of(entry, state),
		.url = entry->url,
	};
}
