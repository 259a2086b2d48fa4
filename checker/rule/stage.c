#include "checker/rule/rule_internal.h"

/* Stages of the life cycle. */

const char *const stage_names[STAGE_COUNT + 1] = { "idea", "design",	"development", "pilot",
						   "use",  "suspended", "retired",     NULL };
const struct mtext stage_titles[STAGE_COUNT] = {
	MT_INIT("идея", "идея", "idea"),
	MT_INIT("жобалау", "проектирование", "design"),
	MT_INIT("әзірлеу", "разработка", "development"),
	MT_INIT("пилот", "пилот", "pilot"),
	MT_INIT("пайдалану", "эксплуатация", "in use"),
	MT_INIT("тоқтатылған", "приостановлена", "suspended"),
	MT_INIT("шығарылған", "выведена", "retired"),
};

bool stage_parse(enum stage *out, struct str name)
{
	for (enum stage s = 0; s < STAGE_COUNT; s++)
		if (str_eq(name, str_of(stage_names[s]))) {
			*out = s;
			return true;
		}
	return false;
}
