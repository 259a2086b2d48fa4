/*
 * The reference architecture: bodies, sources, data objects, integration
 * points and the like, each with its names in three languages, from the
 * documents of a pack. One immutable tree (for rules) and look-ups by id, by
 * any name or abbreviation.
 */
#ifndef CHECKER_MODEL_MODEL_H
#define CHECKER_MODEL_MODEL_H

#include "checker/base/err.h"
#include "checker/base/strmap.h"
#include "checker/doc/doc.h"
#include "checker/finding/finding.h"
#include "checker/phrase/phrase.h"

/* Kind of entry and the word for one of them in three languages. */
#define ARCH_KINDS(X)                                                            \
	X(bodies, "орган", "орган", "body")                                      \
	X(sources, "дереккөз", "источник", "source")                             \
	X(objects, "деректер объектісі", "объект данных", "data object")         \
	X(points, "интеграция нүктесі", "точка интеграции", "integration point") \
	X(platforms, "платформа", "платформа", "platform")                       \
	X(functions, "функция", "функция", "function")                           \
	X(sectors, "сала", "отрасль", "sector")                                  \
	X(people, "адамдар тобы", "группа людей", "group of people")             \
	X(classes, "деректер сыныбы", "класс данных", "data class")              \
	X(goals, "мақсат", "цель", "goal")                                       \
	X(norms, "норма", "норма", "norm")                                       \
	X(territories, "аумақ", "территория", "territory")

enum arch_kind {
#define X(name, kk, ru, en) ARCH_##name,
	ARCH_KINDS(X)
#undef X
		ARCH_KIND_COUNT
};

extern const char *const arch_kind_names[ARCH_KIND_COUNT + 1]; /* "bodies", … NULL */
extern const struct mtext arch_kind_titles[ARCH_KIND_COUNT];

struct arch_entry {
	enum arch_kind kind;
	struct str id;
	struct mtext name;
	enum confidence confidence;
	struct str url;		 /* empty when unknown */
	const struct node *node; /* the whole entry */
};

/* Made when a name is first asked for. */
struct arch_name_index;

struct arch {
	struct arena *arena;
	struct node tree; /* {bodies: {id: entry}, …, authority: {object id: source id}} */
	struct arch_kind_index {
		VEC(struct arch_entry *) list; /* in document order */
		struct strmap ids;	       /* id -> entry */
		struct arch_name_index *names;
	} kinds[ARCH_KIND_COUNT];
	struct text_vocabulary *vocabulary; /* of all texts that are read by it */
	const struct phrase_set *phrases;   /* NULL: running text is not understood */
	struct strmap links; /* folded words that may stand around names: "of the" */
};

struct arch_input {
	const struct doc *const *docs; /* each with one of the kinds as its only key */
	size_t n;
	/* Takes a fault; true to go on. NULL: the first ends it. */
	bool (*go_on)(void *context, struct err *err);
	void *context;
};

/*
 * Checks ids, references between entries and authorities; the first fault is
 * the error, with file, line and the nearest known id. The documents must
 * outlive it.
 */
MUST_USE bool arch_build(struct arch **out, struct arena *a, const struct arch_input *input,
			 struct err *err);
/* The field of an entry that names the one in its place; NULL for kinds without. */
const char *arch_successor_field(enum arch_kind kind);

/*
 * By id, else by any of its names in any language; bodies and sources also by a
 * name as it stands in running text, with case endings, in Latin letters, with
 * "of the Republic of Kazakhstan". NULL when unknown, or when several share an
 * abbreviation that the reference marks as ambiguous.
 */
const struct arch_entry *arch_find(const struct arch *arch, enum arch_kind kind,
				   struct str text);
/* Whether the text is a name that the entry it stands for no longer has. */
bool arch_is_former(const struct arch *arch, enum arch_kind kind, struct str text);
/* The ids nearest to a text, best first, at most `max`; returns how many. */
size_t arch_nearest(const struct arch *arch, enum arch_kind kind, struct str text,
		    struct str *ids, size_t max);
/* "bodies" and so on; false when it is none. */
bool arch_kind_parse(enum arch_kind *out, struct str name);

/* A norm's citation on a day (YYYY-MM-DD), with its state said. */
struct basis arch_basis(const struct arch *arch, struct arena *a, struct str norm_id,
			struct str date);
/* Whether a requirement may rest on it that day: it is neither to come nor lapsed for good. */
bool arch_norm_binds(const struct arch *arch, struct str norm_id, struct str date);

/*
 * The tree as it was on a day: entries whose dates say so are not yet there
 * ("in_development", "planned"), in use, or ended; goals out of their time are
 * left out; an object whose authority was not in use has the one it took over
 * from, or none. The tree itself when nothing in it has a date that matters.
 */
struct node arch_tree_at(struct arena *a, const struct node *tree, struct str date);
/* One entry as it was on that day; false: it is left out. */
bool arch_entry_at(struct node *out, struct arena *a, enum arch_kind kind,
		   const struct node *entry, struct str date);

/* Every name of an entry: names in three languages, abbreviations, aliases, former names. */
struct arch_names {
	VEC(struct str) list;
};
void arch_names_of(const struct arch_entry *entry, struct arena *a, struct arch_names *names);

/*
 * Bodies and sources named in running text. `words` is the list "names" of a
 * pack (schemas/list-1.0.json): what stands around a name and shows which is
 * meant; NULL: there is none.
 */
void arch_names_add(const struct arch *arch, const struct node *words,
		    struct phrase_builder *b);
/* The set with these names; from now on arch_find understands running text. */
void arch_names_use(struct arch *arch, const struct node *words, const struct phrase_set *set);

struct arch_mention {
	const struct arch_entry *entry;
	struct str text;
	bool former; /* by a name it no longer has */
};
struct arch_mentions {
	VEC(struct arch_mention) list;
};
/*
 * Those that a text names, in order of place; its words are of the arch's vocabulary. Left out:
 * an ambiguous alias unless a word of its class stands beside it or the text has the full name
 * too; a name of another state or of a list of one's own.
 */
void arch_mentions_in(const struct arch *arch, struct arena *a, const struct text_words *words,
		      struct arch_mentions *out);
/* How many words stand between two places of a text; SIZE_MAX when punctuation parts them. */
size_t arch_words_between(struct str between);
/* Behind the ending that a hyphen joins to the words: ГБД ФЛ-дан. */
const char *arch_ending_end(struct str text, struct str words);

/* "YYYY-MM" and "YYYY" mean a day not known of that month or year: the whole of it is before or
 * after a day, or it may be either. */
bool arch_surely_before(struct str date, struct str day);
bool arch_surely_after(struct str date, struct str day);

#endif
