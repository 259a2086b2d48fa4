#include "checker/rule/judge_internal.h"

/* What the day judged by decides: the reference then, and which rules had a ground in law. */

bool rule_grounded(const struct pack *p, const struct rule *r, struct str date)
{
	for (size_t i = 0; i < r->basis.n; i++)
		if (arch_norm_binds(p->arch, r->basis.at[i], date))
			return true;
	return false;
}

static struct mtext citations(struct judge *j, const struct rule *r)
{
	struct mtext out = mtext_same(STR(""));

	for (size_t i = 0; i < r->basis.n; i++) {
		struct mtext one =
			arch_basis(j->pack->arch, j->arena, r->basis.at[i], j->options->date)
				.citation;

		out = i ? MTEXT_FILL(j->arena, MT("%1; %2", "%1; %2", "%1; %2"), out, one)
			: one;
	}
	return out;
}

static void note_groundless(struct judge *j, const struct rule *r)
{
	judge_note(j, r, NULL,
		   MTEXT_FILL(j->arena,
			      MT("бағаланбады: %1 күні ереже негізделген нормалардың ешқайсысы "
				 "күшінде болмаған: %2",
				 "не оценено: на %1 не действовала ни одна из норм, на которых "
				 "основано правило: %2",
				 "not judged: on %1 none of the norms that the rule rests on "
				 "was in force: %2"),
			      mtext_same(j->options->date), citations(j, r)));
}

static void trace_groundless(struct judge *j, const struct rule *r)
{
	for (size_t i = 0; i < j->n && j->trace; i++)
		if (j->subjects[i].judged)
			trace_rule_open(j, r, &j->subjects[i], TRACE_NOT_JUDGED);
}

/* What has no dates is taken as the pack has it: right for its own time, a guess before. */
static void note_before_pack(struct judge *j)
{
	struct note note = {
		.text = MTEXT_FILL(
			j->arena,
			MT("бағалау күні (%1) топтама қолданыла бастаған күннен (%2) ерте: "
			   "мерзімі көрсетілмеген деректер сол топтамадағыдай алынды",
			   "день оценки (%1) раньше начала действия пакета (%2): сведения без "
			   "дат взяты такими, какими они стоят в пакете",
			   "the day judged by (%1) is before the pack is valid (%2): what has "
			   "no dates of its own is taken as the pack has it"),
			mtext_same(j->options->date), mtext_same(j->pack->info.valid_from)),
	};

	sink_note(j->sink, &note);
}

bool rule_prohibits(const struct rule *r)
{
	return node_get(r->source, STR("prohibition")) != NULL;
}

bool rule_of_pairs(const struct rule *r)
{
	return r->form == FORM_PAIR && !r->key;
}

bool rule_needs_others(const struct rule *r)
{
	struct rule_uses uses;

	if (r->form != FORM_EACH || r->needs_portfolio)
		return true;
	rule_uses(&uses, r);
	return uses.portfolio;
}

/* Rules that this run leaves to another. */
static bool left_out(const struct judge_options *options, const struct rule *r)
{
	if (options->skip && options->skip[r->index])
		return true;
	return options->part != JUDGE_ALL &&
	       (options->part == JUDGE_TOGETHER) != rule_needs_others(r);
}

void judge_by_date(struct judge *j)
{
	const struct pack *p = j->pack;

	j->arch = arch_tree_at(j->arena, j->options->arch ? j->options->arch : &p->arch->tree,
			       j->options->date);
	j->idle = ARENA_ARRAY(j->arena, bool, p->rules.n + 1);
	for (size_t i = 0; i < j->rules_n; i++) {
		const struct rule *r = j->rules[i];
		bool out = left_out(j->options, r);

		j->idle[r->index] = out || !rule_grounded(p, r, j->options->date);
		if (j->idle[r->index] && !out) {
			note_groundless(j, r);
			trace_groundless(j, r);
		}
	}
	if (!j->options->only && arch_surely_after(p->info.valid_from, j->options->date))
		note_before_pack(j);
}
