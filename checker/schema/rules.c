#include "checker/schema/schema.h"

#define RULE(id, ...)                                          \
	{                                                      \
		STR_INIT("schema/" id), SEV_ERROR, __VA_ARGS__ \
	}

static const struct rule_info rules[] = {
	RULE("required",
	     MT_INIT("Міндетті өріс жоқ", "Нет обязательного поля", "Required field missing"),
	     MT_INIT("Схема талап ететін өріс толтырылмаған.",
		     "Не заполнено поле, которого требует схема.",
		     "A field that the schema requires is not there.")),
	RULE("unknown-field", MT_INIT("Белгісіз өріс", "Неизвестное поле", "Unknown field"),
	     MT_INIT("Схемада мұндай өріс жоқ; көбіне бұл атаудағы қате.",
		     "В схеме нет такого поля; чаще всего это опечатка в имени.",
		     "The schema has no such field; most often the name is misspelt.")),
	RULE("type",
	     MT_INIT("Мән түрі дұрыс емес", "Неверный тип значения", "Wrong type of value"),
	     MT_INIT("Мәннің түрі схемадағыдан өзгеше, мысалы сан орнында мәтін тұр.",
		     "Тип значения не тот, что в схеме: например, текст вместо числа.",
		     "The value is of another type than the schema says, such as a text "
		     "instead of a number.")),
	RULE("enum",
	     MT_INIT("Тізімде жоқ мән", "Значение не из списка", "Value not in the list"),
	     MT_INIT("Өріс тек белгілі мәндерді қабылдайды.",
		     "Поле принимает только известные значения.",
		     "The field takes only the values listed.")),
	RULE("const",
	     MT_INIT("Мән басқаша болуы керек", "Значение должно быть другим",
		     "Value must be another"),
	     MT_INIT("Өріс бір ғана мәнді қабылдайды.", "Поле принимает только одно значение.",
		     "The field takes one value only.")),
	RULE("pattern",
	     MT_INIT("Мән үлгіге сай емес", "Значение не по образцу", "Value not of the form"),
	     MT_INIT("Мәтін схемадағы үлгіге сәйкес келмейді.",
		     "Текст не соответствует образцу из схемы.",
		     "The text does not match the pattern of the schema.")),
	RULE("format", MT_INIT("Пішімі дұрыс емес", "Неверный формат", "Wrong format"),
	     MT_INIT("Мән күн, мекенжай немесе басқа пішімде жазылмаған.",
		     "Значение записано не как дата, адрес или другой требуемый формат.",
		     "The value is not written as the date, address or other format that is "
		     "required.")),
	RULE("length",
	     MT_INIT("Мәтін ұзындығы дұрыс емес", "Неверная длина текста",
		     "Wrong length of text"),
	     MT_INIT("Мәтін тым қысқа немесе тым ұзын.", "Текст слишком короткий или длинный.",
		     "The text is too short or too long.")),
	RULE("range", MT_INIT("Сан шектен тыс", "Число вне границ", "Number out of range"),
	     MT_INIT("Сан рұқсат етілген шектен тыс.", "Число вне допустимых границ.",
		     "The number is outside what is allowed.")),
	RULE("items",
	     MT_INIT("Элементтер саны дұрыс емес", "Неверное число элементов",
		     "Wrong number of items"),
	     MT_INIT("Тізімде немесе объектіде элементтер тым аз немесе тым көп.",
		     "В списке или объекте слишком мало или много элементов.",
		     "A list or an object has too few or too many items.")),
	RULE("unique", MT_INIT("Элемент қайталанады", "Элемент повторяется", "Item repeated"),
	     MT_INIT("Тізім элементтері әртүрлі болуы керек.",
		     "Элементы списка должны быть разными.",
		     "The items of the list must be different.")),
	RULE("limit",
	     MT_INIT("Тексеру аяқталмады", "Проверка не закончена", "Check not finished"),
	     MT_INIT("Құжат немесе схема тым күрделі, тексеру шекке жетті.",
		     "Документ или схема слишком сложны, проверка дошла до предела.",
		     "The document or the schema is too complex, the check met a limit.")),
	RULE("other",
	     MT_INIT("Схемаға сай емес", "Не соответствует схеме", "Does not fit the schema"),
	     MT_INIT("Мән схеманың шартына сай емес.", "Значение не отвечает условию схемы.",
		     "The value does not meet a condition of the schema.")),
};

const struct rule_info *schema_rules(size_t *n)
{
	*n = ARRAY_LEN(rules);
	return rules;
}
