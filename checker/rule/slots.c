/* Which variables the parts of a rule read, as bits of their slots, and when its look-ups are
 * made. */
#include "checker/rule/rule_internal.h"

static uint64_t slots_of_place(const struct place_rule *place)
{
	uint64_t slots = 0;

	for (size_t i = 0; i < place->any.n; i++)
		slots |= (uint64_t)1 << place->any.at[i].base;
	return slots;
}

static uint64_t slots_of(const struct cel_program *p)
{
	return p ? cel_program_slots(p) : 0;
}

/* What is read before there is a finding, or to say where it is. */
static uint64_t slots_read_early(const struct rule *r)
{
	uint64_t slots = slots_of(r->key) | slots_of(r->having) | slots_of(r->enough_when) |
			 slots_of_place(&r->at) | slots_of_place(&r->there);

	for (size_t i = 0; i < r->all.n; i++)
		slots |= slots_of(r->all.at[i].program) | slots_of_place(&r->all.at[i].at);
	return slots;
}

/* What only messages read waits until there is a finding; what `when` reads and is told when it
 * is missing does not wait until it is read; what hangs on no binding is looked up once. */
void rule_order_lets(struct rule *r)
{
	uint64_t when = slots_of(r->when), read = when | slots_read_early(r);
	uint64_t fixed = ((uint64_t)1 << SLOT_FIXED) - 1;

	for (size_t i = r->lets.n; i-- > 0;) {
		struct bind_let *let = &r->lets.at[i];

		let->phase = read >> let->slot & 1 ? LET_CHECK : LET_FINDING;
		if (let->phase == LET_CHECK)
			read |= slots_of(let->program);
		if (when >> let->slot & 1)
			when |= slots_of(let->program);
		if (when >> let->slot & 1 && let->missing != MISSING_SKIP && !r->lets_first)
			r->lets_first = i + 1;
		if (let->phase == LET_CHECK && let->missing != MISSING_SKIP && !r->lets_told)
			r->lets_told = i + 1;
	}
	for (size_t i = 0; i < r->lets.n; i++) {
		struct bind_let *let = &r->lets.at[i];

		let->fixed = let->phase != LET_FINDING && !(slots_of(let->program) & ~fixed);
		if (let->fixed)
			fixed |= (uint64_t)1 << let->slot;
		let->asks = slots_of(let->program) &
			    ~((uint64_t)1 << SLOT_ARCH | (uint64_t)1 << SLOT_TODAY);
		let->of_facts = slots_of(let->program) >> SLOT_ARCH & 1 &&
				!(let->asks & (((uint64_t)1 << SLOT_FIXED) - 1)) &&
				cel_program_loops(let->program);
	}
	r->early_when = r->binds.n + r->scan.kinds.n > 0 &&
			(slots_of(r->when) & (((uint64_t)1 << SLOT_FIXED) - 1));
}

static uint64_t slots_of_text(const struct text_template *t)
{
	uint64_t slots = 0;

	for (size_t i = 0; i < t->programs.n; i++)
		slots |= slots_of(t->programs.at[i]);
	return slots;
}

bool rule_judges_by(const struct rule *r, enum slot slot)
{
	uint64_t slots = slots_of(r->when) | slots_of(r->milder_when) | slots_of(r->info_when) |
			 slots_of_text(r->message) | slots_of_text(r->remedy);

	for (size_t i = 0; i < r->all.n; i++)
		slots |= slots_of(r->all.at[i].program);
	return slots >> slot & 1;
}

/* Expressions by their slots; places by the variable they start from. */
static uint64_t slots_of_all(const struct rule *r)
{
	uint64_t slots = slots_of(r->when) | slots_read_early(r) | slots_of(r->milder_when) |
			 slots_of(r->info_when);

	for (size_t i = 0; i < r->related.n; i++)
		slots |= slots_of_place(&r->related.at[i]);
	for (size_t i = 0; i < r->lets.n; i++)
		slots |= slots_of(r->lets.at[i].program);
	return slots;
}

static uint64_t slots_of_shown(struct text_template *t)
{
	struct err err = { 0 };

	return t->in || template_compile(t, &err) ? slots_of_text(t) : 0;
}

bool rule_reads(const struct rule *r, struct str variable)
{
	uint64_t slots =
		slots_of_all(r) | slots_of_shown(r->message) | slots_of_shown(r->remedy);
	unsigned slot;

	return cel_env_slot(r->message->env, variable, &slot) && (slots >> slot & 1);
}
