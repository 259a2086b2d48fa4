/*
 * Judges cases by the shipped pack and prints what was found, for judge.py:
 *   bench-judge SOURCE DATE < CASES
 * A line of CASES is "case<TAB>file"; lines of one case follow one another and
 * are judged together, as the whole registered portfolio. Out come lines
 * "case<TAB>initiative<TAB>file<TAB>rule<TAB>severity<TAB>pointer".
 */
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/check/check.h"

#include <stdio.h>

struct bench {
	struct arena *arena; /* of one case */
	const struct pack *pack;
	struct str date, name; /* name of the case under way */
	struct check *check;
	struct out out;
};

static void end_case(struct bench *b)
{
	const struct sink *sink;

	if (!b->check)
		return;
	check_judge(b->check);
	sink = check_sink(b->check);
	for (size_t i = 0; i < sink->findings.n; i++) {
		const struct finding *f = &sink->findings.at[i];

		out_printf(&b->out, "%.*s\t%.*s\t%.*s\t%.*s\t%s\t%.*s\n", STR_FMT(b->name),
			   STR_FMT(f->initiative), STR_FMT(f->at.file), STR_FMT(f->rule),
			   severity_names[f->severity], STR_FMT(f->at.pointer));
	}
	arena_free(b->arena);
	b->check = NULL;
}

static void begin_case(struct bench *b, struct str name)
{
	struct check_options options = { .pack = b->pack, .date = b->date, .portfolio = true };

	end_case(b);
	b->arena = arena_new();
	b->name = arena_str(b->arena, name);
	b->check = check_new(b->arena, &options);
}

static bool judge_all(struct bench *b, struct str cases, struct err *err)
{
	struct str line, name, text;

	while (str_cut(&line, &cases, '\n')) {
		struct str path = line;

		if (!str_cut(&name, &path, '\t') || path.n == 0)
			continue;
		if (!b->check || !str_eq(name, b->name))
			begin_case(b, name);
		if (!file_read(&text, b->arena, path, LIMIT_DOC_BYTES, err))
			return false;
		check_add(b->check, arena_str(b->arena, path), text);
	}
	end_case(b);
	return true;
}

static bool run(struct bench *b, struct arena *a, char **argv, struct err *err)
{
	struct pack *pack;
	struct str cases;
	bool ok = pack_load(&pack, a,
			    arena_printf(a, "%s/checker/pack/digital-qazaqstan", argv[1]), err);

	if (!ok)
		return false;
	b->pack = pack;
	b->date = str_of(argv[2]);
	ok = file_read(&cases, a, STR("-"), LIMIT_DOC_BYTES, err) && judge_all(b, cases, err);
	pack_free(pack);
	return ok;
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new();
	struct err err = { 0 };
	struct bench b = { 0 };
	bool ok;

	if (argc != 3)
		return 2;
	out_init(&b.out, 1);
	ok = run(&b, a, argv, &err);
	ok = out_close(&b.out, &err) && ok;
	if (!ok)
		fprintf(stderr, "%s\n", err.text);
	return ok ? 0 : 1;
}
