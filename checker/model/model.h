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

struct arch {
	struct arena *arena;
	struct node tree; /* {bodies: {id: entry}, …, authority: {object id: source id}} */
	struct arch_kind_index {
		VEC(struct arch_entry *) list; /* in document order */
		struct strmap ids;	       /* id -> entry */
		struct strmap names; /* loose key of id, name, abbreviation, alias -> entry */
	} kinds[ARCH_KIND_COUNT];
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

/* By id, else by any of its names in any language; NULL when unknown. */
const struct arch_entry *arch_find(const struct arch *arch, enum arch_kind kind,
				   struct str text);
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

/* "YYYY-MM" and "YYYY" mean a day not known of that month or year: the whole of it is before or
 * after a day, or it may be either. */
bool arch_surely_before(struct str date, struct str day);
bool arch_surely_after(struct str date, struct str day);

#endif
