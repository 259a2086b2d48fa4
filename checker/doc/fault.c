#include "checker/doc/doc_internal.h"

enum { QUOTE_BYTES = 60 };

static const struct fault_row {
	const char *code;
	struct mtext message, hint;
} faults[FAULT_COUNT] = {
	[FAULT_EMPTY] = {
		"empty",
		MT_INIT("файл бос", "файл пуст", "the file is empty"),
		MT_INIT("файлға құжатты жазыңыз", "запишите в файл документ",
			"write a document into it"),
	},
	[FAULT_SIZE] = {
		"size",
		MT_INIT("файл %1 байттан үлкен", "файл больше %1 байт",
			"the file is larger than %1 bytes"),
		MT_INIT("дұрыс файл берілгенін тексеріңіз",
			"проверьте, тот ли это файл",
			"check that this is the right file"),
	},
	[FAULT_UTF8] = {
		"bad-utf8",
		MT_INIT("0x%1 байты UTF-8 мәтініне жатпайды",
			"байт 0x%1 не может стоять в тексте UTF-8 на этом месте",
			"byte 0x%1 cannot stand here in UTF-8 text"),
		MT_INIT("файлды UTF-8 кодтауында сақтаңыз; қазір ол Windows-1251 не UTF-16 болуы мүмкін",
			"сохраните файл в кодировке UTF-8; сейчас это, возможно, Windows-1251 или UTF-16",
			"save the file as UTF-8; it may be in Windows-1251 or UTF-16 now"),
	},
	[FAULT_BOM] = {
		"bom",
		MT_INIT("файл басында байттар ретінің белгісі (BOM) тұр",
			"в начале файла стоит метка порядка байтов (BOM)",
			"the file begins with a byte order mark (BOM)"),
		MT_INIT("файлды BOM белгісінсіз UTF-8 түрінде сақтаңыз",
			"сохраните файл как UTF-8 без BOM",
			"save the file as UTF-8 without BOM"),
	},
	[FAULT_DEPTH] = {
		"depth",
		MT_INIT("кірістіру тереңдігі %1 деңгейден асты",
			"вложенность глубже %1 уровней",
			"nested deeper than %1 levels"),
		MT_INIT("құрылымды жазықтау етіп жазыңыз",
			"сделайте структуру более плоской",
			"make the structure flatter"),
	},
	[FAULT_KEYS] = {
		"keys",
		MT_INIT("бір объектіде %1 кілттен көп",
			"в одном объекте больше %1 ключей",
			"more than %1 keys in one object"),
		MT_INIT("объектіні бірнеше объектіге бөліңіз не тізім қолданыңыз",
			"разделите объект на несколько или используйте список",
			"split the object or use a list"),
	},
	[FAULT_DUPLICATE] = {
		"duplicate-key",
		MT_INIT("«%1» кілті екі рет берілген; біріншісі %2-жолда",
			"ключ «%1» задан дважды; первый раз в строке %2",
			"key \"%1\" is given twice; first on line %2"),
		MT_INIT("екеуінің біреуін ғана қалдырыңыз",
			"оставьте только один из двух",
			"keep only one of the two"),
	},
	[FAULT_CONTROL] = {
		"control",
		MT_INIT("мәтінде U+%1 басқару таңбасы тікелей тұр", "в тексте стоит управляющий символ U+%1 в явном виде", "control character U+%1 stands raw in a string"),
		MT_INIT("оны \\u%1 түрінде жазыңыз не өшіріңіз",
			"запишите его как \\u%1 или удалите",
			"write it as \\u%1 or remove it"),
	},
	[FAULT_LINE_BREAK] = {
		"control",
		MT_INIT("тырнақшадағы мәтіннің ішінде жаңа жолға көшу бар: тырнақша %1-жолда ашылып, жабылмаған", "перевод строки внутри текста в кавычках: кавычка открыта в строке %1 и не закрыта", "line break inside a string: the quote opened on line %1 is not closed"),
		MT_INIT("тырнақшаны жабыңыз; жаңа жолды \\n деп жазыңыз",
			"закройте кавычку; перевод строки записывайте как \\n",
			"close the quote; write a line break as \\n"),
	},
	[FAULT_ESCAPE] = {
		"escape",
		MT_INIT("«\\%1» деген таңбалама жоқ", "нет такой последовательности: «\\%1»",
			"there is no escape \"\\%1\""),
		MT_INIT("\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX ғана бар; кері қиғаш сызықтың өзі \\\\ деп жазылады",
			"есть только \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX; сама обратная косая черта пишется \\\\",
			"only \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX exist; a backslash itself is written \\\\"),
	},
	[FAULT_HEX] = {
		"escape",
		MT_INIT("«\\%1» таңбасынан кейін %2 он алтылық цифр тұруы керек",
			"после «\\%1» должны стоять шестнадцатеричные цифры: %2",
			"\"\\%1\" must be followed by hexadecimal digits: %2"),
		MT_INIT("мысалы, \\u0451", "например, \\u0451", "for example \\u0451"),
	},
	[FAULT_SURROGATE] = {
		"surrogate",
		MT_INIT("«\\u%1» — суррогат жұбының жартысы ғана",
			"«\\u%1» — только половина суррогатной пары",
			"\"\\u%1\" is only one half of a surrogate pair"),
		MT_INIT("екі жартысын қатар жазыңыз не таңбаның өзін қойыңыз",
			"запишите обе половины подряд или сам символ",
			"write both halves one after the other, or the character itself"),
	},
	[FAULT_NUL] = {
		"nul",
		MT_INIT("U+0000 таңбасына рұқсат жоқ", "символ U+0000 не допускается",
			"the character U+0000 is not allowed"),
		MT_INIT("оны өшіріңіз: дерекқор мұндай мәтінді сақтай алмайды",
			"удалите его: база данных не хранит такой текст",
			"remove it: the database cannot store such text"),
	},
	[FAULT_NUMBER] = {
		"number",
		MT_INIT("«%1» сан емес", "«%1» не является числом", "\"%1\" is not a number"),
		MT_INIT("санды 12, -3.5 не 1e6 түрінде жазыңыз; мәтін болса, қос тырнақшаға алыңыз",
			"записывайте число как 12, -3.5 или 1e6; текст берите в двойные кавычки",
			"write a number as 12, -3.5 or 1e6; put text in double quotes"),
	},
	[FAULT_NUMBER_ZERO] = {
		"number",
		MT_INIT("«%1» саны артық нөлден басталады", "число «%1» начинается с лишнего нуля",
			"number \"%1\" begins with a needless zero"),
		MT_INIT("нөлді алып тастаңыз; бұл код болса, қос тырнақшаға алыңыз",
			"уберите ноль; если это код, возьмите его в двойные кавычки",
			"remove the zero; if it is a code, put it in double quotes"),
	},
	[FAULT_NUMBER_START] = {
		"number",
		MT_INIT("сан цифрдан не минустан басталуы керек: «%1»",
			"число должно начинаться с цифры или минуса: «%1»",
			"a number must begin with a digit or a minus: \"%1\""),
		MT_INIT("«+» белгісін алып тастаңыз; нүктенің алдына 0 қойыңыз",
			"уберите «+»; перед точкой поставьте 0",
			"remove the plus; put a 0 before the point"),
	},
	[FAULT_NUMBER_DIGITS] = {
		"number",
		MT_INIT("«%1» санында цифр жетіспейді", "в числе «%1» не хватает цифры",
			"a digit is missing in number \"%1\""),
		MT_INIT("минустан, нүктеден және e әрпінен кейін цифр тұруы керек",
			"после минуса, точки и буквы e должна стоять цифра",
			"a digit must follow the minus, the point and the letter e"),
	},
	[FAULT_NUMBER_LONG] = {
		"number",
		MT_INIT("сан %1 таңбадан ұзын", "число длиннее %1 знаков",
			"the number is longer than %1 characters"),
		MT_INIT("мұндай мәнді қос тырнақшадағы мәтін ретінде жазыңыз",
			"запишите такое значение текстом в двойных кавычках",
			"write such a value as text in double quotes"),
	},
	[FAULT_NUMBER_RANGE] = {
		"number",
		MT_INIT("«%1» санының дәрежесі тым үлкен", "слишком большой порядок у числа «%1»",
			"the exponent of number \"%1\" is too large"),
		MT_INIT("дәреже -%2 мен %2 аралығында болуы керек",
			"порядок должен быть от -%2 до %2",
			"the exponent must be between -%2 and %2"),
	},
	[FAULT_STRING_OPEN] = {
		"unclosed",
		MT_INIT("%1-жолда ашылған тырнақша жабылмаған",
			"не закрыта кавычка, открытая в строке %1",
			"the quote opened on line %1 is not closed"),
		MT_INIT("мәтіннің соңына тырнақша қойыңыз", "поставьте кавычку в конце текста",
			"put a quote at the end of the text"),
	},
	[FAULT_ARRAY_OPEN] = {
		"unclosed",
		MT_INIT("%1-жолда ашылған тізім жабылмаған: «]» не «,» орнына %2",
			"не закрыт список, открытый в строке %1: вместо «]» или «,» стоит %2",
			"the list opened on line %1 is not closed: %2 instead of \"]\" or \",\""),
		MT_INIT("тізімді «]» таңбасымен жабыңыз", "закройте список скобкой «]»",
			"close the list with \"]\""),
	},
	[FAULT_OBJECT_OPEN] = {
		"unclosed",
		MT_INIT("%1-жолда ашылған объект жабылмаған: «}» не «,» орнына %2",
			"не закрыт объект, открытый в строке %1: вместо «}» или «,» стоит %2",
			"the object opened on line %1 is not closed: %2 instead of \"}\" or \",\""),
		MT_INIT("объектіні «}» таңбасымен жабыңыз", "закройте объект скобкой «}»",
			"close the object with \"}\""),
	},
	[FAULT_COMMA_MISSING] = {
		"syntax",
		MT_INIT("%1 алдында үтір жетіспейді", "перед %1 не хватает запятой",
			"a comma is missing before %1"),
		MT_INIT("алдыңғы мәннен кейін үтір қойыңыз", "поставьте запятую после предыдущего значения",
			"put a comma after the value before it"),
	},
	[FAULT_COMMA_EXTRA] = {
		"syntax",
		MT_INIT("артық үтір", "лишняя запятая", "a comma too many"),
		MT_INIT("үтір екі мәннің арасында ғана тұрады", "запятая стоит только между двумя значениями",
			"a comma stands only between two values"),
	},
	[FAULT_COLON] = {
		"syntax",
		MT_INIT("кілттен кейін қос нүкте керек, %1 тұр",
			"после ключа нужно двоеточие, а стоит %1",
			"a colon must follow the key, not %1"),
		MT_INIT("\"кілт\": мән түрінде жазыңыз", "пишите \"ключ\": значение",
			"write \"key\": value"),
	},
	[FAULT_KEY] = {
		"syntax",
		MT_INIT("бұл жерде қос тырнақшадағы кілт керек, %1 тұр",
			"здесь нужен ключ в двойных кавычках, а стоит %1",
			"a key in double quotes is needed here, not %1"),
		MT_INIT("\"кілт\": мән түрінде жазыңыз", "пишите \"ключ\": значение",
			"write \"key\": value"),
	},
	[FAULT_VALUE] = {
		"syntax",
		MT_INIT("бұл жерде мән керек, %1 тұр", "здесь нужно значение, а стоит %1",
			"a value is needed here, not %1"),
		MT_INIT("мән — мәтін, сан, true, false, null, тізім не объект",
			"значение — текст, число, true, false, null, список или объект",
			"a value is text, a number, true, false, null, a list or an object"),
	},
	[FAULT_WORD] = {
		"syntax",
		MT_INIT("тырнақшасыз «%1» сөзі", "слово «%1» без кавычек",
			"the word \"%1\" without quotes"),
		MT_INIT("JSON-да true, false, null сөздері ғана тырнақшасыз жазылады",
			"в JSON без кавычек пишутся только true, false и null",
			"in JSON only true, false and null stand without quotes"),
	},
	[FAULT_SINGLE_QUOTE] = {
		"syntax",
		MT_INIT("жалқы тырнақшадағы мәтін", "текст в одинарных кавычках",
			"text in single quotes"),
		MT_INIT("JSON-да мәтін қос тырнақшаға алынады", "в JSON текст берётся в двойные кавычки",
			"in JSON text stands in double quotes"),
	},
	[FAULT_COMMENT] = {
		"syntax",
		MT_INIT("JSON-да түсініктеме жазылмайды", "в JSON нет комментариев",
			"JSON has no comments"),
		MT_INIT("түсініктемені өшіріңіз не құжатты YAML түрінде жазыңыз",
			"удалите комментарий или пишите документ на YAML",
			"remove the comment or write the document in YAML"),
	},
	[FAULT_TRAILING] = {
		"trailing",
		MT_INIT("құжат аяқталғаннан кейін %1 тұр", "после конца документа стоит %1",
			"%1 after the end of the document"),
		MT_INIT("бір файлда бір құжат болады; артығын өшіріңіз",
			"в файле один документ; удалите лишнее",
			"a file holds one document; remove the rest"),
	},
	[FAULT_TAB] = {
		"tab",
		MT_INIT("шегініс табуляция таңбасымен жасалған", "отступ сделан табуляцией",
			"a tab is used for indentation"),
		MT_INIT("YAML-де шегініс тек бос орынмен жасалады",
			"в YAML отступ делается только пробелами",
			"in YAML indentation is made of spaces only"),
	},
	[FAULT_INDENT] = {
		"indent",
		MT_INIT("жол %1-жолдан басталған блокпен тураланбаған: %2 бос орын керек",
			"строка не выровнена с блоком, начатым в строке %1: нужно пробелов: %2",
			"the line is not aligned with its block, begun on line %1: spaces needed: %2"),
		MT_INIT("шегіністі түзетіңіз; мәтін екі жолға созылса, оны тырнақшаға алыңыз",
			"исправьте отступ; текст из нескольких строк возьмите в кавычки",
			"correct the indentation; put text that goes over several lines in quotes"),
	},
	[FAULT_ANCHOR] = {
		"anchor",
		MT_INIT("якорьге («&») рұқсат жоқ", "якорь («&») не допускается",
			"an anchor (\"&\") is not allowed"),
		MT_INIT("мәнді қажет жеріне толық жазыңыз; мәтін болса, тырнақшаға алыңыз",
			"запишите значение полностью там, где оно нужно; текст возьмите в кавычки",
			"write the value in full where it is needed; put text in quotes"),
	},
	[FAULT_ALIAS] = {
		"alias",
		MT_INIT("сілтемеге («*») рұқсат жоқ", "ссылка («*») не допускается",
			"an alias (\"*\") is not allowed"),
		MT_INIT("мәнді қажет жеріне толық жазыңыз; мәтін болса, тырнақшаға алыңыз",
			"запишите значение полностью там, где оно нужно; текст возьмите в кавычки",
			"write the value in full where it is needed; put text in quotes"),
	},
	[FAULT_TAG] = {
		"tag",
		MT_INIT("тегке («!») рұқсат жоқ", "тег («!») не допускается",
			"a tag (\"!\") is not allowed"),
		MT_INIT("тегті өшіріңіз; мәтін болса, тырнақшаға алыңыз",
			"удалите тег; текст возьмите в кавычки",
			"remove the tag; put text in quotes"),
	},
	[FAULT_DIRECTIVE] = {
		"directive",
		MT_INIT("бұл жерде мұндай нұсқауға («%%») рұқсат жоқ",
			"такая директива («%%») здесь не допускается",
			"such a directive (\"%%\") is not allowed here"),
		MT_INIT("тек «%%YAML 1.2» және одан кейін «---» жолы жазылады",
			"допускается только «%%YAML 1.2» и за ней строка «---»",
			"only \"%%YAML 1.2\", followed by a line \"---\", is allowed"),
	},
	[FAULT_DOCUMENTS] = {
		"documents",
		MT_INIT("файлда екінші құжат басталады", "в файле начинается второй документ",
			"a second document begins in the file"),
		MT_INIT("бір файлда бір құжат болады; екіншісін бөлек файлға шығарыңыз",
			"в файле один документ; вынесите второй в отдельный файл",
			"a file holds one document; move the second to a file of its own"),
	},
	[FAULT_NULL_KEY] = {
		"key",
		MT_INIT("кілт бос", "ключ пуст", "the key is empty"),
		MT_INIT("кілтті жазыңыз; \"null\" деген кілтті тырнақшаға алыңыз",
			"запишите ключ; ключ \"null\" возьмите в кавычки",
			"write a key; put the key \"null\" in quotes"),
	},
	[FAULT_COMPLEX_KEY] = {
		"key",
		MT_INIT("кілт тізім не объект болмауы керек", "ключ не может быть списком или объектом",
			"a list or an object cannot be a key"),
		MT_INIT("кілт ретінде мәтін жазыңыз", "запишите ключ текстом", "write the key as text"),
	},
	[FAULT_KEY_LONG] = {
		"key",
		MT_INIT("кілт %1 таңбадан ұзын", "ключ длиннее %1 знаков",
			"the key is longer than %1 characters"),
		MT_INIT("кілтті қысқартыңыз; қос нүктесі бар мәтінді тырнақшаға алыңыз",
			"сократите ключ; текст с двоеточием возьмите в кавычки",
			"shorten the key; put text with a colon in quotes"),
	},
	[FAULT_KEY_LINES] = {
		"indent",
		MT_INIT("кілтке ұқсайды, бірақ шегінісі дұрыс емес: алдыңғы жолдағы мәтіннің жалғасы болып тұр",
			"похоже на ключ, но отступ неверен: строка продолжает текст предыдущей",
			"looks like a key but is indented wrongly: the line continues the text before it"),
		MT_INIT("кілтті өз деңгейіндегі кілттермен туралаңыз не мәтінді тырнақшаға алыңыз; кілттің қос нүктесінен кейін бос орын керек",
			"выровняйте ключ с ключами его уровня или возьмите текст в кавычки; после двоеточия ключа нужен пробел",
			"align the key with those of its level or put the text in quotes; a space follows the colon of a key"),
	},
	[FAULT_KEY_COLON] = {
		"syntax",
		MT_INIT("бұл жерде «кілт: мән» керек, қос нүкте жоқ",
			"здесь нужно «ключ: значение», двоеточия нет",
			"\"key: value\" is needed here, there is no colon"),
		MT_INIT("кілттен кейін қос нүкте мен бос орын қойыңыз; алдыңғы мәтіннің жалғасы болса, шегіністі көбейтіңіз",
			"поставьте после ключа двоеточие и пробел; продолжение текста сдвиньте вправо",
			"put a colon and a space after the key; indent text that continues the line before"),
	},
	[FAULT_DASH] = {
		"syntax",
		MT_INIT("бұл жерде тізімнің «- » деп басталатын келесі элементі керек, %1 тұр",
			"здесь нужен следующий элемент списка, начатый с «- », а стоит %1",
			"the next list item, beginning with \"- \", is needed here, not %1"),
		MT_INIT("«- » қойыңыз не шегіністі түзетіңіз", "поставьте «- » или исправьте отступ",
			"put \"- \" or correct the indentation"),
	},
	[FAULT_MAPPING_HERE] = {
		"syntax",
		MT_INIT("бұл жерде «: » тұра алмайды: бір жолда екінші кілт",
			"«: » здесь стоять не может: второй ключ в той же строке",
			"\": \" cannot stand here: a second key on one line"),
		MT_INIT("кілтті жаңа жолдан бастаңыз; «: » бар мәтінді тырнақшаға алыңыз",
			"начните ключ с новой строки; текст, в котором есть «: », возьмите в кавычки",
			"begin the key on a new line; put text that has \": \" in quotes"),
	},
	[FAULT_BLOCK_HERE] = {
		"syntax",
		MT_INIT("тізім не объект осы жолда басталмайды", "список или объект не может начинаться в этой строке",
			"a list or an object cannot begin on this line"),
		MT_INIT("оны келесі жолдан, шегініспен бастаңыз",
			"начните его со следующей строки с отступом",
			"begin it on the next line, indented"),
	},
	[FAULT_PLAIN_START] = {
		"syntax",
		MT_INIT("тырнақшасыз мән %1 таңбасынан басталмайды",
			"значение без кавычек не может начинаться с %1",
			"a value without quotes cannot begin with %1"),
		MT_INIT("мәнді тырнақшаға алыңыз", "возьмите значение в кавычки", "put the value in quotes"),
	},
	[FAULT_AFTER_VALUE] = {
		"syntax",
		MT_INIT("мәннен кейін сол жолда %1 тұр", "после значения в той же строке стоит %1",
			"%1 after the value on the same line"),
		MT_INIT("бүкіл мәнді өз ішінде жоқ бір жұп тырнақшаға алыңыз не артығын өшіріңіз",
			"возьмите всё значение в одни кавычки, каких в нём самом нет, или удалите лишнее",
			"put the whole value in one pair of quotes that it does not have within, or "
			"remove the rest"),
	},
	[FAULT_COMMENT_SPACE] = {
		"syntax",
		MT_INIT("түсініктеменің «#» таңбасының алдында бос орын жоқ",
			"перед «#» комментария нет пробела",
			"there is no space before the \"#\" of a comment"),
		MT_INIT("«#» алдына бос орын қойыңыз", "поставьте пробел перед «#»",
			"put a space before the \"#\""),
	},
	[FAULT_MARKER_INSIDE] = {
		"syntax",
		MT_INIT("мән аяқталмай тұрып құжат белгісі («---» не «...») келді",
			"граница документа («---» или «...») внутри значения",
			"a document marker (\"---\" or \"...\") inside a value"),
		MT_INIT("тырнақшаны не жақшаны жабыңыз", "закройте кавычку или скобку",
			"close the quote or the bracket"),
	},
	[FAULT_FLOW_INDENT] = {
		"indent",
		MT_INIT("жақша ішіндегі жол %1 бос орыннан көп шегінуі керек",
			"строка внутри скобок должна иметь отступ больше %1",
			"a line inside brackets must be indented by more spaces than %1"),
		MT_INIT("жолды, жабатын жақшаны да, оңға жылжытыңыз",
			"сдвиньте строку вправо, закрывающую скобку тоже",
			"move the line to the right, a closing bracket too"),
	},
	[FAULT_QUOTED_INDENT] = {
		"indent",
		MT_INIT("%1-жолда ашылған тырнақшадағы мәтін тым солдан жалғасады",
			"текст в кавычках, открытых в строке %1, продолжается слишком близко к левому краю",
			"the text in the quotes opened on line %1 continues too far to the left"),
		MT_INIT("тырнақшаны жабыңыз не жолды оңға жылжытыңыз",
			"закройте кавычку или сдвиньте строку вправо",
			"close the quote or move the line to the right"),
	},
	[FAULT_BLOCK_HEADER] = {
		"syntax",
		MT_INIT("«|» не «>» белгісінен кейін %1 тұр", "после «|» или «>» стоит %1",
			"%1 after \"|\" or \">\""),
		MT_INIT("осы жолда тек «+», «-» және 1-9 тұра алады; мәтін келесі жолдан басталады",
			"в этой строке допустимы только «+», «-» и 1-9; текст начинается со следующей",
			"only \"+\", \"-\" and 1-9 may stand on this line; the text begins on the next"),
	},
	[FAULT_BLOCK_INDENT] = {
		"indent",
		MT_INIT("бос жолдың шегінісі мәтіннің бірінші жолынікінен үлкен",
			"отступ пустой строки больше, чем у первой строки текста",
			"an empty line is indented deeper than the first line of the text"),
		MT_INIT("бос жолдағы бос орындарды өшіріңіз", "удалите пробелы в пустой строке",
			"remove the spaces of the empty line"),
	},
	[FAULT_YAML_ESCAPE] = {
		"escape",
		MT_INIT("«\\%1» деген таңбалама жоқ", "нет такой последовательности: «\\%1»",
			"there is no escape \"\\%1\""),
		MT_INIT("кері қиғаш сызықтың өзі \\\\ деп жазылады; жалқы тырнақшада таңбалама жоқ",
			"сама обратная косая черта пишется \\\\; в одинарных кавычках последовательностей нет",
			"a backslash itself is written \\\\; in single quotes there are no escapes"),
	},
	[FAULT_POINT] = {
		"escape",
		MT_INIT("«\\%1» таңбасы Юникодта жоқ", "символа «\\%1» нет в Юникоде",
			"there is no character \"\\%1\" in Unicode"),
		MT_INIT("ең үлкені — \\U0010FFFF", "наибольший — \\U0010FFFF",
			"the largest is \\U0010FFFF"),
	},
	[FAULT_NUMBER_RADIX] = {
		"number",
		MT_INIT("«%1» саны бұл жазу үшін тым үлкен", "число «%1» слишком велико для такой записи",
			"number \"%1\" is too large for this notation"),
		MT_INIT("оны ондық санмен не тырнақшада мәтінмен жазыңыз",
			"запишите его десятичным числом или текстом в кавычках",
			"write it as a decimal number or as text in quotes"),
	},
	[FAULT_NOT_JSON] = {
		"number",
		MT_INIT("«%1» мәнінің JSON-да баламасы жоқ", "у «%1» нет соответствия в JSON",
			"\"%1\" has no counterpart in JSON"),
		MT_INIT("сан не null жазыңыз; мәтін болса, тырнақшаға алыңыз",
			"запишите число или null; текст возьмите в кавычки",
			"write a number or null; put text in quotes"),
	},
	[FAULT_ENTRY] = {
		"syntax",
		MT_INIT("үтірлер арасында мән жоқ", "между запятыми нет значения",
			"there is no value between commas"),
		MT_INIT("мәнді жазыңыз не артық үтірді өшіріңіз", "запишите значение или удалите лишнюю запятую",
			"write the value or remove the comma"),
	},
};

bool reader_fault_on(struct reader *r, enum fault fault, size_t at, struct mtext one,
		     struct mtext two)
{
	const struct fault_row *row = &faults[fault];
	struct doc_errors *errors = r->errors;
	struct mtext args[] = { one, two };

	if (errors->list.n - r->first_error >= LIMIT_DOC_ERRORS) {
		errors->dropped++;
		return false;
	}
	vec_push(r->arena, &errors->list,
		 (struct doc_error){
			 .code = row->code,
			 .at = (uint32_t)at,
			 .message = mtext_fill(r->arena, row->message, args, ARRAY_LEN(args)),
			 .hint = mtext_fill(r->arena, row->hint, args, ARRAY_LEN(args)),
		 });
	return false;
}

bool reader_fault(struct reader *r, enum fault fault, size_t at)
{
	return reader_fault_on(r, fault, at, mtext_same(STR("")), mtext_same(STR("")));
}

struct mtext reader_quote(const struct reader *r, struct str s)
{
	size_t n = QUOTE_BYTES;

	if (s.n <= QUOTE_BYTES)
		return mtext_same(s);
	while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n--;
	return mtext_same(arena_printf(r->arena, "%.*s…", (int)n, s.p));
}

struct mtext reader_number(const struct reader *r, size_t number)
{
	return mtext_same(arena_printf(r->arena, "%zu", number));
}

/* The character at the offset, or its number if it cannot be shown. */
struct mtext reader_char(const struct reader *r, size_t at)
{
	struct str text = r->doc->text;
	size_t n = 1;
	unsigned char c = (unsigned char)text.p[at];

	if (c < 0x20 || c == 0x7F)
		return mtext_same(arena_printf(r->arena, "U+%04X", c));
	while (at + n < text.n && ((unsigned char)text.p[at + n] & 0xC0) == 0x80)
		n++;
	return mtext_same(str_sub(text, at, at + n));
}

struct mtext reader_found(const struct reader *r, size_t at)
{
	struct str text = r->doc->text;

	if (at >= text.n)
		return MT("файл соңы", "конец файла", "the end of the file");
	if (text.p[at] == '\n' || text.p[at] == '\r')
		return MT("жол соңы", "конец строки", "the end of the line");
	return MTEXT_FILL(r->arena, MT("«%1»", "«%1»", "\"%1\""), reader_char(r, at));
}
