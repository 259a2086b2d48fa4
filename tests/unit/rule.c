#include "checker/rule/rule.h"

#include "tests/unit/rows.h"
#include "tests/unit/temp_pack.h"

#include "checker/base/strbuf.h"

#include <string.h>

/* A sound rule; each row breaks it at one place. */
static const char sound[] =
	"rules:\n"
	"- id: TST-001\n"
	"  title: {kk: а, ru: б, en: c}\n"
	"  severity: {design: warning, pilot: error}\n"
	"  for: {s: \"$.data_sources[*]\"}\n"
	"  let: {norm: \"arch.norms['n-1']\", late: \"s.source\"}\n"
	"  on_missing: {norm: report}\n"
	"  when: \"manifest.stage != 'retired'\"\n"
	"  all:\n"
	"    agreed: \"has(s.agreement)\"\n"
	"    named: \"s.source.matches('^[a-z]+$')\"\n"
	"  milder_when: \"failed == 'named'\"\n"
	"  at: \"s.agreement ?? s\"\n"
	"  related: [\"$.owner\"]\n"
	"  basis: [n-1]\n"
	"  message: {kk: а, ru: б, en: \"{s.source}: {late}\"}\n"
	"  remedy: {kk: а, ru: б, en: c}\n"
	"  tests: {fail: [{expect: [\"\"]}, {expect: [\"\"]}], pass: [{}, {}]}\n";

static const struct load_row {
	const char *label, *from, *to; /* what is replaced by what */
	const char *error;	       /* after the file's name; empty: it loads */
	const char *hint;
} load_rows[] = {
	{ "a sound rule", "TST-001", "TST-001", "", "" },
	{ "places for each condition", "at: \"s.agreement ?? s\"",
	  "at: {agreed: \"s.agreement ?? s\", named: \"s.source\"}", "", "" },
	{ "a scan for two things instead of `for`", "for: {s: \"$.data_sources[*]\"}",
	  "for: {s: \"$.data_sources[*]\"}\n  scan: {text: [\"$..*\"], for: [personal_numbers, "
	  "private_mail], as: hit}",
	  "", "" },
	{ "a pair by a key", "at: \"s.agreement ?? s\"",
	  "pair: {on: \"s.source\"}\n  at: \"s.agreement ?? s\"", "", "" },
	{ "another way", "  related: [\"$.owner\"]\n",
	  "  otherwise: {all: {late: \"has(manifest.dates)\"}, at: \"$\", message: {kk: а, ru: "
	  "б, en: \"{failed}\"}}\n",
	  "", "" },
	{ "another way that uses what the first one binds", "  related: [\"$.owner\"]\n",
	  "  otherwise: {all: {late: \"has(s.source)\"}, at: \"$\"}\n",
	  ":14:27: rule TST-001: otherwise: all: late: column 5: unknown variable 's'", NULL },
	{ "another way that cannot fill the message", "  related: [\"$.owner\"]\n",
	  "  otherwise: {all: {late: \"has(manifest.dates)\"}, at: \"$\"}\n",
	  ":16:31: rule TST-001: otherwise: message: en: placeholder {s.source}: ", NULL },
	{ "another way with a severity of its own", "  related: [\"$.owner\"]\n",
	  "  otherwise: {all: {late: \"has(manifest.dates)\"}, at: \"$\", severity: error}\n",
	  ":14:60: unknown field \"severity\"", NULL },
	{ "another way that checks nothing", "  related: [\"$.owner\"]\n",
	  "  otherwise: {at: \"$\"}\n", ":14:14: ", NULL },
	{ "another way of a group",
	  "  all:\n    agreed: \"has(s.agreement)\"\n    named: "
	  "\"s.source.matches('^[a-z]+$')\"\n  milder_when: \"failed == 'named'\"\n",
	  "  group: {by: \"s.source\"}\n  otherwise: {all: {late: \"has(manifest.dates)\"}, "
	  "at: "
	  "\"$\"}\n",
	  ":10:14: rule TST-001: otherwise: only a rule without group, pair, cycle and link "
	  "has "
	  "another way",
	  NULL },
	{ "enough without a registry that is not asked for", "  related: [\"$.owner\"]\n",
	  "  enough_when: \"has(s.source)\"\n",
	  ":14:16: rule TST-001: enough_when: only a rule with \"scope: registry\" and without "
	  "group, pair, cycle and link needs to say when it does without",
	  NULL },
	{ "enough by what is no condition", "  related: [\"$.owner\"]\n",
	  "  scope: registry\n  enough_when: \"s.source\"\n",
	  ":15:16: rule TST-001: enough_when: \"s.source\" is not a condition (bool)", NULL },
	{ "an unknown key", "when:", "wehn:", ":8:3: unknown field \"wehn\"",
	  "did you mean \"when\"?" },
	{ "a key with a letter that looks right",
	  "when:", "whеn:", ":8:3: unknown field \"whеn\"",
	  "did you mean \"when\"? The letter \"е\" is Cyrillic; write the Latin one" },
	{ "a name with a letter that looks right", "has(s.agreement)", "has(s.аgreement)",
	  ":10:13: rule TST-001: all: agreed: column 7: unexpected character 'а'",
	  "this letter is Cyrillic: names are written in Latin letters, texts in quotes" },
	{ "a missing title", "  title: {kk: а, ru: б, en: c}\n", "",
	  ":2:3: required field \"title\"", NULL },
	{ "a missing language", "title: {kk: а, ru: б, en: c}", "title: {kk: а, ru: б}",
	  ":3:10: required field \"en\"", NULL },
	{ "an empty language", "title: {kk: а, ru: б, en: c}",
	  "title: {kk: а, ru: б, en: \"\"}", ":3:29: ", NULL },
	{ "an id of another form", "TST-001", "TST-1", ":2:7: ", NULL },
	{ "an unknown severity", "pilot: error", "pilot: fatal", ":4:38: ", NULL },
	{ "an unknown stage", "design: warning", "desing: warning", ":4:14: ", NULL },
	{ "a path to what there is not", "$.data_sources[*]", "$.data_source[*]",
	  ":5:12: rule TST-001: for: path \"$.data_source[*]\": there is no data_source",
	  "did you mean \"data_sources\"?" },
	{ "a path that is not understood", "$.data_sources[*]", "$.data_sources[0]",
	  ":5:12: rule TST-001: for: path \"$.data_sources[0]\": not understood from \"[0]\" "
	  "on",
	  NULL },
	{ "items of what is no list", "$.data_sources[*]", "$.stage[*]",
	  ":5:12: rule TST-001: for: path \"$.stage[*]\": there is no list here", NULL },
	{ "a path from an unknown variable", "s.agreement ?? s", "t.agreement",
	  ":13:7: rule TST-001: at: path \"t.agreement\": column 1: unknown variable 't'",
	  NULL },
	{ "a binding with the name of a variable", "for: {s:", "for: {manifest:",
	  ":5:19: rule TST-001: binding: \"manifest\" is bound already", NULL },
	{ "two bindings of one name", "late: \"s.source\"", "s: \"s.source\"",
	  ":6:39: rule TST-001: binding: \"s\" is bound already", NULL },
	{ "a field that a binding does not have", "has(s.agreement)", "has(s.agrement)",
	  ":10:13: rule TST-001: all: agreed: column 7: unknown field 'agrement'", NULL },
	{ "a field that the reference does not have", "arch.norms['n-1']", "arch.norm['n-1']",
	  ":6:15: rule TST-001: let norm: column 6: unknown field 'norm' of arch",
	  "did you mean \"norms\"?" },
	{ "an id that the reference does not have", "arch.norms['n-1']", "arch.norms['n-2']",
	  ":6:15: rule TST-001: let norm: column 12: 'n-2' is none of arch.norms",
	  "did you mean \"n-1\"?" },
	{ "a word that the field never has", "manifest.stage != 'retired'",
	  "manifest.stage != 'retird'",
	  ":8:9: rule TST-001: when: column 19: 'retird' is none of enum \"Stage\"",
	  "did you mean \"retired\"?" },
	{ "a word of a list that the field never has", "manifest.stage != 'retired'",
	  "!(manifest.stage in ['use', 'pilott'])",
	  ":8:9: rule TST-001: when: column 21: 'pilott' is none of enum \"Stage\"",
	  "did you mean \"pilot\"?" },
	{ "a kind that the reference does not have", "has(s.agreement)",
	  "known('source', s.source)",
	  ":10:13: rule TST-001: all: agreed: column 7: 'source' is none of arch.*",
	  "did you mean \"sources\"?" },
	{ "a word that is like none of the field's", "manifest.stage != 'retired'",
	  "manifest.stage != 'on'",
	  ":8:9: rule TST-001: when: column 19: 'on' is none of enum \"Stage\"",
	  "there are: idea, design, development, pilot, use, suspended, retired" },
	{ "an unknown function", "has(s.agreement)", "knwon('sources', s.source)",
	  ":10:13: rule TST-001: all: agreed: column 1: unknown function 'knwon'",
	  "did you mean \"known\"?" },
	{ "too many arguments", "has(s.agreement)", "known('sources', s.source, 1)",
	  ":10:13: rule TST-001: all: agreed: column 1: arguments of function 'known': 2, "
	  "not 3",
	  NULL },
	{ "types that are never equal", "has(s.agreement)", "s.source == 1",
	  ":10:13: rule TST-001: all: agreed: column 10: no such overload: string == int",
	  NULL },
	{ "a condition that is none", "has(s.agreement)", "s.source",
	  ":10:13: rule TST-001: all: agreed: \"s.source\" is not a condition (bool)", NULL },
	{ "`when` that is no condition", "manifest.stage != 'retired'", "manifest.stage",
	  ":8:9: rule TST-001: when: \"manifest.stage\" is not a condition (bool)", NULL },
	{ "an expression that does not end", "has(s.agreement)", "has(s.agreement",
	  ":10:13: rule TST-001: all: agreed: column 16: ", NULL },
	{ "a pattern with a back-reference", "^[a-z]+$", "^(a)\\\\1$",
	  ":11:12: rule TST-001: all: named: ", NULL },
	{ "a pattern with look-ahead", "^[a-z]+$", "^(?=a)b",
	  ":11:12: rule TST-001: all: named: ", NULL },
	{ "a pattern that may take for ever", "^[a-z]+$", "^([a-z]+)*$",
	  ":11:12: rule TST-001: all: named: column 18: a repetition within a repetition may "
	  "take for ever",
	  NULL },
	{ "on_missing of what is not bound", "on_missing: {norm:", "on_missing: {nrom:",
	  ":7:22: rule TST-001: on_missing: \"nrom\" is not bound by let",
	  "did you mean \"norm\"?" },
	{ "on_missing with an unknown word", "norm: report}", "norm: ignore}",
	  ":7:22: ", NULL },
	{ "a place for an unknown condition", "at: \"s.agreement ?? s\"",
	  "at: {agreed: \"s\", named: \"s\", nmaed: \"s\"}",
	  ":13:40: rule TST-001: at: no condition \"nmaed\"", "did you mean \"named\"?" },
	{ "a condition without its place", "at: \"s.agreement ?? s\"", "at: {agreed: \"s\"}",
	  ":13:7: rule TST-001: at: no place for the condition \"named\"", NULL },
	{ "no place at all", "  at: \"s.agreement ?? s\"\n", "", ":2:3: required field \"at\"",
	  NULL },
	{ "nothing to check",
	  "  all:\n    agreed: \"has(s.agreement)\"\n    named: "
	  "\"s.source.matches('^[a-z]+$')\"\n",
	  "", ":2:3: ", NULL },
	{ "an unknown norm", "basis: [n-1]", "basis: [n-2]",
	  ":15:11: rule TST-001: basis: no norm \"n-2\"", "did you mean \"n-1\"?" },
	{ "no basis", "basis: [n-1]", "basis: []", ":15:10: ", NULL },
	{ "a placeholder that is not bound", "{late}", "{lat}",
	  ":16:31: rule TST-001: message: en: placeholder {lat}: column 1: unknown variable "
	  "'lat'",
	  "did you mean \"late\"?" },
	{ "a placeholder that does not end", "{late}", "{late",
	  ":16:31: rule TST-001: message: en: \"{\" without \"}\" in \"", NULL },
	{ "one failing example", "fail: [{expect: [\"\"]}, {expect: [\"\"]}]",
	  "fail: [{expect: [\"\"]}]", ":18:17: ", NULL },
	{ "no passing example", ", pass: [{}, {}]", "", ":18:10: required field \"pass\"",
	  NULL },
	{ "an example with an unknown key", "pass: [{}, {}]", "pass: [{}, {pacth: {}}]",
	  ":18:63: ", "did you mean \"patch\"?" },
	{ "a failing example that expects nothing", "{expect: [\"\"]}, {expect: [\"\"]}",
	  "{expect: [\"\"]}, {}", ":18:34: ", NULL },
	{ "a failing example of no finding", "{expect: [\"\"]}, {expect: [\"\"]}",
	  "{expect: [\"\"]}, {expect: []}",
	  ":18:43: list is too short: items 0, at least 1 needed", NULL },
	{ "a passing example of a finding", "pass: [{}, {}]", "pass: [{}, {expect: [\"\"]}]",
	  ":18:71: list is too long: items 1, at most 0 allowed", NULL },
	{ "a name of no condition in `failed`", "failed == 'named'", "failed == 'name'",
	  ":12:16: rule TST-001: milder_when: column 11: 'name' is none of all",
	  "did you mean \"named\"?" },
	{ "a text in one language that is wrong", "en: \"{s.source}: {late}\"",
	  "en: \"{s.source}: {failed == 'nmed' ? 'a' : 'b'}\"",
	  ":16:31: rule TST-001: message: en: placeholder {failed == 'nmed' ? 'a' : 'b'}: "
	  "column "
	  "11: 'nmed' is none of all",
	  "did you mean \"named\"?" },
	{ "a place in the other of a pair", "at: \"s.agreement ?? s\"",
	  "pair: {on: \"s.source\"}\n  at: \"s.agreement ?? other.name\"",
	  ":14:7: rule TST-001: at: \"other.name\" is no place in the manifest that is judged",
	  "begin it with \"$\" or with a name that \"for\" binds; the other initiative is "
	  "shown "
	  "beside the finding by itself" },
	{ "a related place in the reference", "related: [\"$.owner\"]",
	  "related: [\"$.owner\", \"norm.article\"]",
	  ":14:24: rule TST-001: related: \"norm.article\" is no place in the manifest that is "
	  "judged",
	  NULL },
	{ "a place in what was bound from elsewhere", "for: {s: \"$.data_sources[*]\"}",
	  "for: {s: \"$.data_sources[*]\", p: \"arch.norms.*\"}\n  scan: {text: [\"p.url\"], "
	  "for: "
	  "mixed_words, as: hit}",
	  ":6:17: rule TST-001: scan: \"p.url\" is no place in the manifest that is judged",
	  NULL },
	{ "the other end of a link by what is bound here", "at: \"s.agreement ?? s\"",
	  "link: {to: \"s.source\", at: \"s.source\"}\n  at: \"s\"",
	  ":13:30: rule TST-001: link at: \"s.source\" is no place in the manifest that is "
	  "judged",
	  NULL },
	{ "the registry read without its scope", "has(s.agreement)", "s.source in portfolio",
	  ":2:3: rule TST-001: scope: portfolio is read without \"scope: registry\"", NULL },
	{ "a group without its key", "at: \"s.agreement ?? s\"",
	  "group: {having: \"count > 1\"}\n  at: \"s\"", ":13:10: required field \"by\"",
	  NULL },
	{ "a group that asks conditions", "at: \"s.agreement ?? s\"",
	  "group: {by: \"s.source\"}\n  at: \"s\"",
	  ":10:5: rule TST-001: all: a group asks no conditions of its own; say \"having\" "
	  "within it",
	  NULL },
	{ "a group by what is no text", "at: \"s.agreement ?? s\"",
	  "group: {by: \"size(s.source)\"}\n  at: \"s\"",
	  ":13:15: rule TST-001: group by: \"size(s.source)\" is not a text (string)", NULL },
	{ "a pair without its key", "at: \"s.agreement ?? s\"", "pair: {}\n  at: \"s\"",
	  ":13:9: ", NULL },
	{ "a pair with two", "at: \"s.agreement ?? s\"",
	  "pair: {from: duplicates, on: \"s.source\"}\n  at: \"s\"", ":13:9: ", NULL },
	{ "a pair's key that reads the other", "at: \"s.agreement ?? s\"",
	  "pair: {on: \"other.stage\"}\n  at: \"s\"",
	  ":13:14: rule TST-001: pair on: column 1: unknown variable 'other'", NULL },
	{ "duplicates without their lists", "at: \"s.agreement ?? s\"",
	  "pair: {from: duplicates}\n  at: \"s\"",
	  ":13:9: rule TST-001: pair: the pack has no list \"duplicates\" to find pairs by",
	  NULL },
	{ "a cycle without an edge", "at: \"s.agreement ?? s\"", "cycle: {}\n  at: \"s\"",
	  ":13:10: required field \"to\"", NULL },
	{ "a scan for what there is no scanner for", "at: \"s.agreement ?? s\"",
	  "scan: {text: [\"$..*\"], for: passports, as: hit}\n  at: \"s\"", ":13:31: ", NULL },
	{ "a scan for names that several lists deny", "at: \"s.agreement ?? s\"",
	  "scan: {text: [\"$..*\"], for: names, list: [a, b], as: hit}\n  at: \"s\"",
	  ":13:45: rule TST-001: scan: only signs are looked for by several lists", NULL },
	{ "a scan of what is no text", "at: \"s.agreement ?? s\"",
	  "scan: {text: [\"$.name\"], for: private_mail, as: hit}\n  at: \"s\"",
	  ":13:17: rule TST-001: scan: \"$.name\" is no text",
	  "write \"$.name.*\" for the text in each language" },
	{ "signs without a list", "at: \"s.agreement ?? s\"",
	  "scan: {text: [\"$..*\"], for: signs, list: ban-x, as: hit}\n  at: \"s\"",
	  ":13:9: rule TST-001: scan: no list \"ban-x\" of signs",
	  "the pack's lists/ has them, under the key \"signs\"" },
	{ "a list instead of a text", "at: \"s.agreement ?? s\"", "at: [s]", ":13:7: ", NULL },
	{ "the same id twice",
	  "  tests: {fail: [{expect: [\"\"]}, {expect: [\"\"]}], pass: [{}, {}]}\n",
	  "  tests: &t {fail: []}\n", ":18:10: ", NULL },
};

/* The text with the first `from` as `to`. */
static struct str replaced(struct arena *a, struct str text, const char *from, const char *to)
{
	size_t at = str_find(text, str_of(from));

	assert_true(at != SIZE_MAX);
	return arena_printf(a, "%.*s%s%.*s", (int)at, text.p, to,
			    STR_FMT(str_sub(text, at + strlen(from), text.n)));
}

/* Loads when `error` is empty; else the error stands after the file's name. */
static void load(struct str rules, const char *error, const char *hint)
{
	AUTO_ARENA a = arena_new();
	struct err err = { 0 };
	struct pack *pack;
	bool ok = temp_pack_load(&pack, a, rules, &err);
	const char *at = strstr(err.text, "R.yaml:");
	bool as_wanted =
		ok ? !error[0] : error[0] && at && strncmp(at + 6, error, strlen(error)) == 0;

	if (!as_wanted || (hint && strcmp(err.hint, hint) != 0))
		fail_msg("%s\nhint: %s", err.text, err.hint);
	if (ok)
		pack_free(pack);
}

static void rules_load_or_say_why(void **state)
{
	const struct load_row *row = *state;
	AUTO_ARENA a = arena_new();

	load(replaced(a, str_of(sound), row->from, row->to), row->error, row->hint);
}

static void an_id_stands_once(void **state)
{
	AUTO_ARENA a = arena_new();
	struct str once = str_of(sound);

	(void)state;
	load(arena_printf(a, "%.*s%.*s", STR_FMT(once),
			  STR_FMT(str_sub(once, strlen("rules:\n"), once.n))),
	     ":19:3: rule TST-001 stands twice", NULL);
}

/* 16 of the attacks: as many rules as a file can hold, and more. */
static void many_rules_load_or_are_refused_by_size(void **state)
{
	AUTO_ARENA a = arena_new();
	AUTO_STRBUF b;

	(void)state;
	strbuf_init(&b, 4 << 20);
	strbuf_str(&b, STR("rules:\n"));
	for (int i = 1; i < 2000; i++) {
		struct str id = arena_printf(a, "TST-%03d", i % 1000);
		struct str one = replaced(
			a, str_sub(str_of(sound), strlen("rules:\n"), sizeof(sound) - 1),
			"TST-001", id.p);

		strbuf_str(&b, one);
	}
	load(strbuf_view(&b), ": ", NULL);
}

static const struct patch_row {
	const char *label, *target, *patch, *want;
} patch_rows[] = {
	/* The table of RFC 7396, appendix A. */
	{ "replace", "{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}" },
	{ "add", "{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}" },
	{ "remove", "{\"a\":\"b\"}", "{\"a\":null}", "{}" },
	{ "remove one of two", "{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}" },
	{ "a list is replaced", "{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}" },
	{ "by a list", "{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}" },
	{ "nested", "{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}",
	  "{\"a\":{\"b\":\"d\"}}" },
	{ "lists are not merged", "{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}" },
	{ "null below a new member", "{}", "{\"a\":{\"bb\":{\"ccc\":null}}}",
	  "{\"a\":{\"bb\":{}}}" },
	{ "a text becomes an object", "{\"e\":null}", "{\"a\":1}", "{\"a\":1,\"e\":null}" },
};

static void merge_patch_follows_rfc_7396(void **state)
{
	const struct patch_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct doc_errors errors = { 0 };
	struct doc *target, *patch;
	struct node result;

	assert_true(doc_parse(&target, a, STR("t"), str_of(row->target), DOC_JSON, DOC_MANIFEST,
			      &errors));
	assert_true(doc_parse(&patch, a, STR("p"), str_of(row->patch), DOC_JSON, DOC_MANIFEST,
			      &errors));
	result = rule_merge_patch(a, &target->root, &patch->root);
	assert_string_equal(node_canonical(a, &result).p, row->want);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, rules_load_or_say_why, load_rows);
	ADD_TEST(&list, an_id_stands_once);
	ADD_TEST(&list, many_rules_load_or_are_refused_by_size);
	ADD_ROWS(&list, merge_patch_follows_rfc_7396, patch_rows);
	return test_list_run(&list, "rule");
}
