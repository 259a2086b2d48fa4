#include "registry/proof/proof_internal.h"

/* %1 the chain, %2 the number of the event, %3 the record, %4 what differs or the anchor. */
static const struct mtext messages[PROOF_KINDS] = {
	[PROOF_FORM] = MT_INIT("экспорт жолы дұрыс емес: %4", "строка экспорта неверна: %4",
			       "this line of the export is not right: %4"),
	[PROOF_CONTENT] = MT_INIT(
		"%1 тізбегінің %2-оқиғасы өзгертілген: өрістері жазылған хешті бермейді",
		"событие %2 цепочки %1 изменено: его поля не дают записанного хеша",
		"event %2 of chain %1 was changed: its fields do not give its hash"),
	[PROOF_GAP] = MT_INIT("%1 тізбегінде %2-оқиға жоқ", "в цепочке %1 нет события %2",
			      "event %2 of chain %1 is missing"),
	[PROOF_LINK] = MT_INIT("%1 тізбегінің %2-оқиғасы алдыңғысын жалғастырмайды",
			       "событие %2 цепочки %1 не продолжает предыдущее",
			       "event %2 of chain %1 does not follow the one before it"),
	[PROOF_TIME] = MT_INIT("%1 тізбегінің %2-оқиғасы алдыңғысынан бұрын болған",
			       "событие %2 цепочки %1 раньше предыдущего",
			       "event %2 of chain %1 is earlier than the one before it"),
	[PROOF_HEAD] = MT_INIT("%1 тізбегі соңғы деп жазылған оқиғамен аяқталмайды, соңғы "
			       "табылғаны %2: соңы кесілген немесе қосып жазылған",
			       "цепочка %1 не кончается событием, которое записано последним; "
			       "последнее найденное %2: конец отрезан или приписан",
			       "chain %1 does not end with the event that its head names, the "
			       "last one found is %2: its end was cut off or added to"),
	[PROOF_STRAY] = MT_INIT("%1 тізбегіндегі «%3» жазбасын ешбір оқиға жасамаған",
				"запись «%3» в цепочке %1 не создана никаким событием",
				"no event of chain %1 made the record \"%3\""),
	[PROOF_MISSING] =
		MT_INIT("%1 тізбегінің %2-оқиғасы жасаған «%3» жазбасы жоқ",
			"нет записи «%3», которую создало событие %2 цепочки %1",
			"the record \"%3\" that event %2 of chain %1 made is missing"),
	[PROOF_RECORD] = MT_INIT("«%3» жазбасы %1 тізбегінің %2-оқиғасына сәйкес емес%4",
				 "запись «%3» расходится с событием %2 цепочки %1%4",
				 "the record \"%3\" is not what event %2 of chain %1 says%4"),
	[PROOF_SHORTER] =
		MT_INIT("%1 тізбегінің тарихы тірек нүктесінен (%4) қысқа: онда %2-оқиға бар",
			"история %1 короче опорной точки %4: той известно событие %2",
			"the history of %1 is shorter than the anchor %4, which knows event "
			"%2"),
	[PROOF_REWRITTEN] =
		MT_INIT("%1 тізбегінің тарихы қайта жазылған: %2-оқиға тірек нүктесіндегі (%4) "
			"оқиға емес",
			"история %1 переписана: событие %2 не то, которое известно опорной "
			"точке %4",
			"the history of %1 was rewritten: event %2 is not the one that the "
			"anchor %4 knows"),
};

/* What is wrong with a line; other details are the names of records of later versions. */
static const struct form {
	struct str code;
	struct mtext text;
} forms[] = {
	{ STR_INIT("json"),
	  MT_INIT("JSON нысаны емес", "это не объект JSON", "it is no JSON object") },
	{ STR_INIT("header"),
	  MT_INIT("тақырып бірінші жол болуы керек", "первой строкой должен быть заголовок",
		  "the header must be the first line") },
	{ STR_INIT("version"), MT_INIT("тақырыбы 1-нұсқадан емес", "заголовок не версии 1",
				       "the header is not of version 1") },
	{ STR_INIT("chains"), MT_INIT("тақырыптағы тізбектер тізімі дұрыс емес",
				      "перечень цепочек в заголовке неверен",
				      "the header's list of chains is not right") },
	{ STR_INIT("body"), MT_INIT("тақырыпта мұндай тізбек жоқ немесе ол аяқталған",
				    "такой цепочки нет в заголовке, или она уже кончилась",
				    "the header has no such chain, or it has ended") },
	{ STR_INIT("event"), MT_INIT("оқиғаның өрістері толық емес", "поля события неполны",
				     "fields of the event are missing or malformed") },
	{ STR_INIT("payload"),
	  MT_INIT("оқиғаның мазмұны оқылмайды", "содержание события не читается",
		  "the payload of the event cannot be read") },
	{ STR_INIT("order"),
	  MT_INIT("оқиға тізбек күйінен кейін тұр", "событие стоит после состояния цепочки",
		  "an event stands behind the state of its chain") },
	{ STR_INIT("empty"), MT_INIT("бос", "пусто", "there is nothing") },
};

static struct mtext detail_text(struct arena *a, const struct proof_fault *f)
{
	if (f->kind == PROOF_RECORD && f->detail.n)
		return mtext_same(arena_printf(a, ": %.*s", STR_FMT(f->detail)));
	for (size_t i = 0; f->kind == PROOF_FORM && i < ARRAY_LEN(forms); i++)
		if (str_eq(f->detail, forms[i].code))
			return forms[i].text;
	return mtext_same(f->detail);
}

/* A record's name with its kind as people call it. */
static struct mtext shown(struct arena *a, struct str record)
{
	size_t space = str_find(record, STR(" "));
	const struct record_kind *kind = record_named(str_sub(record, 0, space));

	return kind ? MTEXT_FILL(a, MT("%1%2", "%1%2", "%1%2"), kind->title,
				 mtext_same(str_sub(record, space, record.n)))
		    : mtext_same(record);
}

struct mtext proof_fault_text(struct arena *a, const struct proof_fault *f)
{
	return MTEXT_FILL(a, messages[f->kind], mtext_same(f->body),
			  mtext_same(arena_printf(a, "%lld", (long long)f->seq)),
			  shown(a, f->record), detail_text(a, f));
}

struct str proof_fault_place(struct arena *a, const struct proof_fault *f)
{
	const char *kind = proof_kind_names[f->kind];
	size_t space = str_find(f->record, STR(" "));
	struct str name = f->record.n ? str_sub(f->record, 0, space) : str_of(kind);

	return arena_printf(a, "%.*s@%lld", STR_FMT(name), (long long)f->seq);
}
