/*
 * Stems of texts as the duplicate search makes them, for translations.py. Each line of standard
 * input is a language, a tab and a text; each line of standard output the keys of its words,
 * without the name of their kind, and of how they begin: "жолдар" gives "jol/jol", "дороги"
 * "дорог/dorog". Words that say nothing are left out.
 */
#include "checker/base/file.h"
#include "checker/dup/dup_internal.h"

#include <stdio.h>

static void print_word(struct arena *a, struct stemmer *stemmer,
		       const struct dup_lexicon *lexicon, enum lang lang, struct str word)
{
	struct str folded = text_unmix(a, text_fold(a, word)), stem;
	struct dup_label label;

	if (text_points(folded) < 2 || (folded.p[0] >= '0' && folded.p[0] <= '9') ||
	    dup_lexicon_stops(lexicon, a, lang, folded))
		return;
	label = dup_label_stem(a, stemmer, lang, folded);
	stem = dup_label_word(label);
	printf("%.*s/%.*s ", STR_FMT(stem), STR_FMT(dup_bridge(a, stem)));
}

static bool print_line(struct stemmer *stemmer, const struct dup_lexicon *lexicon,
		       struct str line)
{
	AUTO_ARENA a = arena_new();
	struct str name, word;
	enum lang lang;

	if (!str_cut(&name, &line, '\t') || !lang_parse(&lang, name))
		return false;
	while (text_word(&word, &line))
		print_word(a, stemmer, lexicon, lang, word);
	printf("\n");
	return true;
}

int main(void)
{
	AUTO_ARENA a = arena_new();
	struct stemmer *stemmer = stemmer_new(a);
	struct dup_lexicon lexicon = { 0 };
	struct str text, line;
	struct err err;

	dup_lexicon_init(&lexicon, a, stemmer);
	if (!file_read(&text, a, STR("/dev/stdin"), 1 << 26, &err))
		return 1;
	while (str_cut(&line, &text, '\n'))
		if (line.n && !print_line(stemmer, &lexicon, line))
			return 1;
	stemmer_free(stemmer);
	return 0;
}
