#include "checker/rule/rule_internal.h"

/* Faults of a pack as findings, for whoever mends it. */

const struct rule_info pack_load_rule = {
	.id = STR_INIT("pack/load"),
	.severity = SEV_ERROR,
	.title = MT_INIT("топтама жүктелмейді", "пакет не загружается",
			 "the pack does not load"),
	.description =
		MT_INIT("Құжат, ереже немесе сілтеме дұрыс емес; осы күйінде топтама "
			"қолданылмайды.",
			"Документ, правило или ссылка неверны; в таком виде пакет не "
			"применяется.",
			"A document, a rule or a reference is wrong; the pack is not used "
			"like this."),
};

/* "LINE:COLUMN: ": its length, 0 when the text does not begin with it. */
static size_t place_length(struct str text, struct place *at)
{
	size_t end = str_find(text, STR(": "));
	struct str column = str_sub(text, 0, end), line;
	int64_t l, c;

	if (end == SIZE_MAX || !str_cut(&line, &column, ':') || !str_int(line, &l) ||
	    !str_int(column, &c))
		return 0;
	at->line = (uint32_t)l;
	at->column = (uint32_t)c;
	return end + 2;
}

/* "FILE:LINE:COLUMN: " within the text of an error, or "FILE: " before it; what is around it
 * is the message. */
static bool cut_place(struct arena *a, struct str *text, struct str file, struct place *at)
{
	size_t from = str_find(*text, file), n;
	struct str rest;

	if (from == SIZE_MAX || !file.n)
		return false;
	rest = str_sub(*text, from + file.n, text->n);
	if (!str_starts(rest, STR(":")))
		return false;
	rest = str_sub(rest, 1, rest.n);
	n = place_length(rest, at);
	if (n == 0 && from == 0 && str_starts(rest, STR(" ")))
		n = 1;
	if (n == 0)
		return false;
	at->file = file;
	*text = arena_printf(a, "%.*s%.*s", STR_FMT(str_sub(*text, 0, from)),
			     STR_FMT(str_sub(rest, n, rest.n)));
	return true;
}

/* `file` is one that is none of the pack's documents; may be empty. */
static struct str without_place(struct pack *p, struct str file, const char *said,
				struct place *at)
{
	struct str text = arena_str(p->arena, str_of(said));

	if (cut_place(p->arena, &text, file, at))
		return text;
	for (size_t i = 0; i < p->files.n; i++)
		if (cut_place(p->arena, &text, p->files.at[i]->path, at))
			break;
	return text;
}

bool pack_goes_on_after(struct pack *p, struct str file, struct err *err)
{
	struct finding f = { .rule = pack_load_rule.id, .severity = SEV_ERROR };

	if (!p->faults)
		return false;
	if (err->code == ERR_NONE) /* told by the schema already */
		return true;
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		f.message.in[l] = without_place(p, file, err_text(err, l), &f.at);
		f.remedy.in[l] = arena_str(p->arena, str_of(err_hint_text(err, l)));
	}
	f.at.span = 1;
	f.key = f.message.in[LANG_EN];
	sink_emit(p->faults, &f);
	*err = (struct err){ 0 };
	return true;
}

bool pack_goes_on(void *pack, struct err *err)
{
	return pack_goes_on_after(pack, STR(""), err);
}
