#include "checker/audit/audit_internal.h"

/* Fields that begin and end something. */
static const struct span {
	enum arch_kind kind;
	const char *from, *to;
} spans[] = {
	{ ARCH_norms, "in_force_from", "in_force_to" },
	{ ARCH_bodies, "from", "until" },
	{ ARCH_points, "from", "until" },
	{ ARCH_platforms, "from", "until" },
	{ ARCH_goals, "from", "until" },
	{ ARCH_sources, "from", "retired_on" },
};

/* A month ends after every day of it, so only what is surely wrong is told. */
static bool out_of_order(struct str from, struct str to)
{
	size_t n = from.n < to.n ? from.n : to.n;
	struct str a = str_sub(from, 0, n), b = str_sub(to, 0, n);

	return n && str_cmp(&a, &b) > 0;
}

static void lint_dates(struct lint *l, enum arch_kind kind, const struct node *entry)
{
	for (size_t i = 0; i < ARRAY_LEN(spans); i++) {
		struct str from = node_text(entry, str_of(spans[i].from));
		struct str to = node_text(entry, str_of(spans[i].to));

		if (spans[i].kind == kind && out_of_order(from, to))
			lint_tell(l, LINT_DATES, node_get(entry, str_of(spans[i].to)),
				  MTEXT_FILL(l->arena,
					     MT("%1: %2, ал %3: %4 — одан ерте",
						"%1: %2, а %3: %4 — раньше",
						"%1 is %2, but %3 is %4, which is earlier"),
					     mtext_same(str_of(spans[i].from)),
					     mtext_same(from), mtext_same(str_of(spans[i].to)),
					     mtext_same(to)),
				  node_text(entry, STR("id")));
	}
}

static bool is_over(struct str status)
{
	static const char *const words[] = { "legacy", "retired", "abolished", "renamed",
					     "merged" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eq(status, str_of(words[i])))
			return true;
	return false;
}

/* Ids are checked when the pack loads; here is who comes at the end of the chain. */
static void lint_chain(struct lint *l, enum arch_kind kind, const struct node *entry,
		       const char *field)
{
	const struct arch_kind_index *index = &pack_arch(l->pack)->kinds[kind];
	const struct node *at = node_get(entry, str_of(field)), *last = entry;
	struct str id = node_text(entry, STR("id")), next = node_text(entry, str_of(field));

	for (size_t steps = 0; next.n; steps++) {
		const struct arch_entry *e = strmap_get(&index->ids, next);

		if (!e)
			return;
		if (str_eq(next, id) || steps > index->list.n) {
			lint_tell_as(
				l, LINT_SUCCESSOR, SEV_ERROR, at,
				MTEXT_FILL(l->arena,
					   MT("%1: мирасқорлар тізбегі өзіне қайтып келеді",
					      "%1: цепочка преемников замкнута",
					      "%1: its successors lead back to it"),
					   mtext_same(id)));
			return;
		}
		last = e->node;
		next = node_text(last, str_of(field));
	}
	if (last == entry && is_over(node_text(entry, STR("status"))))
		lint_tell_as(
			l, LINT_SUCCESSOR, SEV_WARNING, entry,
			MTEXT_FILL(l->arena,
				   MT("%1 қолданыстан шыққан, бірақ мирасқоры көрсетілмеген",
				      "%1 больше не действует, но преемник не указан",
				      "%1 is no longer in use but names no successor"),
				   mtext_same(id)));
	else if (last != entry && is_over(node_text(last, STR("status"))))
		lint_tell_as(
			l, LINT_SUCCESSOR, SEV_WARNING, at,
			MTEXT_FILL(l->arena,
				   MT("%1: тізбектің соңындағы мирасқор (%2) де қолданыстан "
				      "шыққан",
				      "%1: последний преемник (%2) тоже больше не действует",
				      "%1: its last successor, %2, is no longer in use either"),
				   mtext_same(id), mtext_same(node_text(last, STR("id")))));
}

static void lint_norm(struct lint *l, const struct node *norm)
{
	const struct node *to = node_get(norm, STR("in_force_to"));
	const struct node *successor = node_get(norm, STR("successor"));
	struct str id = node_text(norm, STR("id"));
	struct mtext name = mtext_same(id);

	if (!to || to->type != NODE_STRING) {
		if (node_text(norm, STR("in_force_from")).n == 0)
			lint_tell_as(
				l, LINT_DATES, SEV_INFO, norm,
				MTEXT_FILL(l->arena,
					   MT("%1: қай күннен күшінде екені жазылмаған",
					      "%1: не записано, с какого дня действует",
					      "%1: since when it is in force is not recorded"),
					   name));
		return;
	}
	if (node_text(norm, STR("in_force_to_confidence")).n == 0)
		lint_tell(l, LINT_MARK, to,
			  MTEXT_FILL(l->arena,
				     MT("%1: күшінің жойылған күнінде сенімділік белгісі жоқ",
					"%1: у дня утраты силы нет отметки достоверности",
					"%1: the day it lapsed has no confidence mark"),
				     name),
			  id);
	if (!successor || successor->type != NODE_OBJECT)
		lint_tell(l, LINT_SUCCESSOR, norm,
			  MTEXT_FILL(l->arena,
				     MT("%1 күшін жойған, орнына келген норма көрсетілмеген",
					"%1 утратила силу, норма-преемник не указана",
					"%1 has lapsed and names no successor"),
				     name),
			  id);
	else if (node_text(successor, STR("article")).n == 0)
		lint_tell(l, LINT_SUCCESSOR, successor,
			  MTEXT_FILL(l->arena,
				     MT("%1: орнына келген норманың бабы расталмаған",
					"%1: статья нормы-преемника не подтверждена",
					"%1: the article of its successor is not confirmed"),
				     name),
			  id);
}

/* "Seen" says that a source was read; the reader must be able to read it, too. */
static void lint_mark(struct lint *l, const struct node *entry)
{
	const struct node *url = node_get(entry, STR("url"));
	struct str id = node_text(entry, STR("id"));

	if (url && url->type == NODE_NULL &&
	    str_eq(node_text(entry, STR("confidence")), str_of(confidence_names[CONF_SEEN])))
		lint_tell(l, LINT_MARK, node_get(entry, STR("confidence")),
			  MTEXT_FILL(l->arena,
				     MT("%1: «seen» деп белгіленген, бірақ мекенжайы жоқ",
					"%1: отметка «seen», но адреса нет",
					"%1 is marked \"seen\" but has no address"),
				     mtext_same(id)),
			  id);
}

void lint_law(struct lint *l, enum arch_kind kind, const struct node *entry)
{
	const char *successor = arch_successor_field(kind);

	lint_dates(l, kind, entry);
	lint_mark(l, entry);
	if (successor)
		lint_chain(l, kind, entry, successor);
	if (kind == ARCH_norms)
		lint_norm(l, entry);
}

void lint_rule_basis(struct lint *l, const struct node *rule)
{
	const struct node *ids = node_get(rule, STR("basis"));
	struct str id = node_text(rule, STR("id"));
	const struct rule *compiled = pack_rule_named(l->pack, id);
	size_t alive = 0;

	/* Norms that failed to load are told by the loader. */
	if (!compiled || !pack_arch(l->pack)->kinds[ARCH_norms].list.n)
		return;
	for (uint32_t i = 0; i < ids->count; i++) {
		struct basis b = arch_basis(pack_arch(l->pack), l->arena,
					    node_str(&ids->items[i]), l->date);

		alive += b.state == NORM_IN_FORCE || b.state == NORM_UNSURE;
	}
	if (!rule_grounded(l->pack, compiled, l->date))
		lint_tell_as(
			l, LINT_BASIS, SEV_WARNING, ids,
			MTEXT_FILL(l->arena,
				   MT("%1 бағаламайды: %2 күні нормаларының ешқайсысы күшінде "
				      "емес",
				      "%1 не применяется: на %2 ни одна его норма не действует",
				      "%1 is not judged: on %2 none of its norms is in force"),
				   mtext_same(id), mtext_same(l->date)));
	else if (!alive)
		lint_tell_as(
			l, LINT_BASIS, SEV_INFO, ids,
			MTEXT_FILL(l->arena,
				   MT("%1: нормаларының бәрінің күші жойылған, ереже олардың "
				      "орнына келген нормаларға сүйенеді",
				      "%1: все его нормы утратили силу, держится на преемниках",
				      "%1: all its norms have lapsed; it rests on their "
				      "successors"),
				   mtext_same(id)));
}
