#include "checker/finding/finding.h"

#include "checker/base/hash.h"
#include "checker/base/limits.h"
#include "checker/base/strmap.h"

#include <stdlib.h>
#include <string.h>

enum { FINGERPRINT_BYTES = 16, MANY = 4096 };

const char *const severity_names[] = {
	[SEV_INFO] = "info", [SEV_WARNING] = "warning", [SEV_ERROR] = "error", NULL
};

const struct mtext severity_titles[] = {
	[SEV_INFO] = MT_INIT("ақпарат", "информация", "information"),
	[SEV_WARNING] = MT_INIT("ескерту", "предупреждение", "warning"),
	[SEV_ERROR] = MT_INIT("қате", "ошибка", "error"),
};

const char *const confidence_names[] = { [CONF_SEEN] = "seen",
					 [CONF_SECONDARY] = "seen-secondary",
					 [CONF_MEMORY] = "memory",
					 NULL };

const struct mtext confidence_titles[] = {
	[CONF_SECONDARY] = MT_INIT("жанама дереккөз бойынша", "по вторичному источнику",
				   "from a secondary source"),
	[CONF_MEMORY] = MT_INIT("дереккөзбен расталмаған", "не подтверждено источником",
				"not confirmed by a source"),
};

const char *const norm_state_names[] = { [NORM_IN_FORCE] = "in-force",
					 [NORM_UNSURE] = "in-force-day-not-known",
					 [NORM_SUCCEEDED] = "succeeded",
					 [NORM_UNCONFIRMED] = "lapsed-successor-not-confirmed",
					 [NORM_LAPSED] = "lapsed",
					 [NORM_PENDING] = "not-yet-in-force",
					 NULL };

const struct mtext norm_state_titles[] = {
	[NORM_IN_FORCE] = MT_INIT("күшінде", "действует", "in force"),
	[NORM_UNSURE] =
		MT_INIT("күшінде, нақты күні белгісіз", "действует, точный день неизвестен",
			"in force, the exact day is not known"),
	[NORM_SUCCEEDED] = MT_INIT("күші жойылған, орнына келген норма бар",
				   "утратила силу, есть норма-преемник",
				   "lapsed, carried on by its successor"),
	[NORM_UNCONFIRMED] = MT_INIT("күші жойылған, орнына келген норма расталмаған",
				     "утратила силу, преемник не подтверждён",
				     "lapsed, successor not confirmed"),
	[NORM_LAPSED] = MT_INIT("күші жойылған", "утратила силу", "lapsed"),
	[NORM_PENDING] =
		MT_INIT("әлі күшіне енбеген", "ещё не вступила в силу", "not yet in force"),
};

const char *const standing_names[] = {
	[STANDING_UNASKED] = "unasked", [STANDING_NEW] = "new", [STANDING_KNOWN] = "known", NULL
};

const struct rule_info finding_limit_rule = {
	.id = STR_INIT("report/limit"),
	.severity = SEV_ERROR,
	.title = MT_INIT("Ескертпелер шектен асты", "Замечаний больше предела",
			 "More findings than the limit"),
	.description = MT_INIT("Бір тексеруде көрсетілетін ескертпелер саны шектелген; асқаны "
			       "саналады, бірақ көрсетілмейді.",
			       "Число замечаний одной проверки ограничено; остальные "
			       "сосчитаны, но не показаны.",
			       "A run shows a limited number of findings; the rest are counted "
			       "and not shown."),
};

bool finding_counts(const struct finding *f)
{
	return f->standing != STANDING_KNOWN && !f->ignored;
}

void sink_init(struct sink *s, struct arena *a)
{
	*s = (struct sink){ .arena = a, .limit = LIMIT_FINDINGS };
}

static struct mtext copy_text(struct arena *a, struct mtext t)
{
	for (int i = 0; i < LANG_COUNT; i++)
		t.in[i] = arena_str(a, t.in[i]);
	return t;
}

static struct place copy_place(struct arena *a, struct place p)
{
	p.file = arena_str(a, p.file);
	p.pointer = arena_str(a, p.pointer);
	p.excerpt = arena_str(a, p.excerpt);
	p.note = copy_text(a, p.note);
	return p;
}

static const struct place *copy_related(struct arena *a, const struct finding *f)
{
	struct place *copy = ARENA_ARRAY(a, struct place, f->related_n);

	for (size_t i = 0; i < f->related_n; i++)
		copy[i] = copy_place(a, f->related[i]);
	return copy;
}

static const struct fact *copy_facts(struct arena *a, const struct finding *f)
{
	struct fact *copy = ARENA_ARRAY(a, struct fact, f->facts_n);

	for (size_t i = 0; i < f->facts_n; i++) {
		copy[i] = f->facts[i];
		copy[i].name = arena_str(a, copy[i].name);
		copy[i].value = copy_text(a, copy[i].value);
		copy[i].url = arena_str(a, copy[i].url);
	}
	return copy;
}

static const struct basis *copy_basis(struct arena *a, const struct finding *f)
{
	struct basis *copy = ARENA_ARRAY(a, struct basis, f->basis_n);

	memcpy(copy, f->basis, f->basis_n * sizeof(*copy));
	return copy;
}

static const struct repair *copy_repair(struct arena *a, const struct repair *r)
{
	struct text_edit *edits = ARENA_ARRAY(a, struct text_edit, r->edits_n);
	struct repair *copy = ARENA_NEW(a, struct repair);

	for (size_t i = 0; i < r->edits_n; i++) {
		edits[i] = r->edits[i];
		edits[i].text = arena_str(a, edits[i].text);
	}
	*copy = (struct repair){ copy_text(a, r->title), edits, r->edits_n };
	return copy;
}

/* Whether there is room; else the finding is counted. */
static bool has_room(struct sink *s, const struct finding *f)
{
	if (s->findings.n < s->limit)
		return true;
	s->dropped++;
	if (f->severity > s->dropped_worst)
		s->dropped_worst = f->severity;
	return false;
}

/* Of many there is room for all that a run may tell at once: to move them again and again would
 * touch twice the memory, and what no finding reaches is never touched. */
static RARE void make_room(struct sink *s)
{
	struct finding *bigger = arena_raw(s->arena, LIMIT_FINDINGS, sizeof(*bigger));

	memcpy(bigger, s->findings.at, s->findings.n * sizeof(*bigger));
	s->findings.at = bigger;
	s->findings.cap = LIMIT_FINDINGS;
}

static void add(struct sink *s, const struct finding *f)
{
	if (s->findings.n == s->findings.cap && s->findings.n >= MANY &&
	    s->findings.n < LIMIT_FINDINGS)
		make_room(s);
	vec_push(s->arena, &s->findings, *f);
}

void sink_put(struct sink *s, const struct finding *f)
{
	if (has_room(s, f))
		add(s, f);
}

void sink_emit(struct sink *s, const struct finding *f)
{
	struct finding copy = *f;
	struct arena *a = s->arena;

	if (!has_room(s, f))
		return;
	copy.initiative = arena_str(a, f->initiative);
	copy.at = copy_place(a, f->at);
	copy.message = copy_text(a, f->message);
	copy.remedy = copy_text(a, f->remedy);
	copy.condition = arena_str(a, f->condition);
	copy.key = arena_str(a, f->key);
	copy.related = f->related_n ? copy_related(a, f) : NULL;
	copy.facts = f->facts_n ? copy_facts(a, f) : NULL;
	copy.basis = f->basis_n ? copy_basis(a, f) : NULL;
	copy.repair = f->repair ? copy_repair(a, f->repair) : NULL;
	add(s, &copy);
}

void sink_note(struct sink *s, const struct note *n)
{
	struct note copy = { .rule = n->rule,
			     .initiative = arena_str(s->arena, n->initiative),
			     .at = copy_place(s->arena, n->at),
			     .text = copy_text(s->arena, n->text) };

	vec_push(s->arena, &s->notes, copy);
}

static int number_order(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

/* By bytes, so that a report is the same file on every machine. */
static int place_order(const struct place *a, const struct place *b)
{
	int order = str_cmp(&a->file, &b->file);

	if (!order)
		order = number_order(a->line, b->line);
	return order ? order : number_order(a->column, b->column);
}

/* Equal ones keep the order of emission: elements of one array, so by address. */
static int finding_order(const void *left, const void *right)
{
	const struct finding *a = *(const struct finding *const *)left;
	const struct finding *b = *(const struct finding *const *)right;
	int order = place_order(&a->at, &b->at);

	if (!order)
		order = str_cmp(&a->rule, &b->rule);
	if (!order)
		order = str_cmp(&a->key, &b->key);
	return order ? order : number_order((uintptr_t)a, (uintptr_t)b);
}

static int note_order(const void *left, const void *right)
{
	const struct note *a = *(const struct note *const *)left;
	const struct note *b = *(const struct note *const *)right;
	int order = place_order(&a->at, &b->at);

	if (!order)
		order = str_cmp(&a->rule, &b->rule);
	return order ? order : number_order((uintptr_t)a, (uintptr_t)b);
}

/* The elements of `at` in the order of `cmp`, which compares pointers to them. */
static void *sorted(struct arena *a, void *at, size_t n, size_t size,
		    int (*cmp)(const void *, const void *))
{
	char **pointers = ARENA_ARRAY(a, char *, n);
	char *copy = arena_alloc(a, n, size);

	for (size_t i = 0; i < n; i++)
		pointers[i] = (char *)at + i * size;
	qsort(pointers, n, sizeof(*pointers), cmp);
	for (size_t i = 0; i < n; i++)
		memcpy(copy + i * size, pointers[i], size);
	return copy;
}

static struct str base_name(struct str path)
{
	for (size_t i = path.n; i > 0; i--)
		if (path.p[i - 1] == '/')
			return str_sub(path, i, path.n);
	return path;
}

enum { SIZE_DIGITS = 20 };

static struct str digits(char room[SIZE_DIGITS], size_t n)
{
	size_t at = SIZE_DIGITS;

	do
		room[--at] = (char)('0' + n % 10);
	while (n /= 10);
	return (struct str){ room + at, SIZE_DIGITS - at };
}

/* Lengths before the parts: no two different findings have the same bytes. */
static struct str identity(struct arena *a, const struct finding *f)
{
	struct str who = f->initiative.n ? f->initiative : base_name(f->at.file);
	struct str key = f->key.n ? f->key : f->at.pointer;

	char room[3][SIZE_DIGITS];

	return ARENA_JOIN(a, f->initiative.n ? STR("i") : STR("f"), digits(room[0], f->rule.n),
			  STR(":"), f->rule, digits(room[1], who.n), STR(":"), who,
			  digits(room[2], key.n), STR(":"), key);
}

struct str finding_fingerprint(struct arena *a, const struct finding *f)
{
	struct arena_mark mark = arena_mark(a);
	struct str bytes = identity(a, f);
	struct sha256 hash;

	if (f->ordinal)
		bytes = arena_printf(a, "%.*s#%u", STR_FMT(bytes), f->ordinal);
	hash = hash_sha256(bytes);
	arena_rewind(a, mark);
	return hash_hex(a, hash.bytes, FINGERPRINT_BYTES);
}

static void set_ordinals(struct sink *s)
{
	AUTO_ARENA a = arena_new();
	struct strmap seen;

	strmap_init(&seen, a);
	for (size_t i = 0; i < s->findings.n; i++) {
		struct finding *f = &s->findings.at[i], *last;

		/* The last of its like holds how many there were. */
		last = strmap_put(&seen, identity(a, f), f);
		f->ordinal = last ? last->ordinal + 1 : 0;
	}
}

/* A report must not end early and look whole: what was left out is a finding of its own. */
static void tell_dropped(struct sink *s)
{
	struct str count = arena_printf(s->arena, "%zu", s->dropped);

	for (size_t i = 0; i < s->findings.n; i++)
		if (str_eq(s->findings.at[i].rule, finding_limit_rule.id))
			return;
	vec_push(s->arena, &s->findings,
		 ((struct finding){
			 .rule = finding_limit_rule.id,
			 .severity = s->dropped_worst,
			 .message = MTEXT_FILL(
				 s->arena,
				 MT("шектен асқан тағы %1 ескертпе көрсетілмеді",
				    "сверх предела не показано замечаний: %1",
				    "findings beyond the limit that are not shown: %1"),
				 mtext_same(count)),
			 .remedy = MT(
				 "аз файлды бірден тексеріңіз немесе алдымен көрсетілгендерін "
				 "түзетіңіз",
				 "проверяйте меньше файлов за раз или сначала исправьте "
				 "показанное",
				 "check fewer files at once, or mend first what is shown"),
		 }));
}

void sink_finish(struct sink *s)
{
	if (s->dropped)
		tell_dropped(s);
	s->findings.at = sorted(s->arena, s->findings.at, s->findings.n,
				sizeof(*s->findings.at), finding_order);
	s->notes.at =
		sorted(s->arena, s->notes.at, s->notes.n, sizeof(*s->notes.at), note_order);
	s->findings.cap = s->findings.n;
	s->notes.cap = s->notes.n;
	set_ordinals(s);
}

size_t sink_count(const struct sink *s, enum severity at_least)
{
	size_t n = 0;

	for (size_t i = 0; i < s->findings.n; i++)
		n += s->findings.at[i].severity >= at_least &&
		     finding_counts(&s->findings.at[i]);
	return n;
}

void sink_know(struct strmap *known, struct str fingerprint, enum severity severity)
{
	enum severity *value = ARENA_NEW(known->arena, enum severity);

	*value = severity;
	strmap_put(known, fingerprint, value);
}

size_t sink_compare(struct sink *s, const struct strmap *known)
{
	AUTO_ARENA a = arena_new();
	size_t still = 0;

	for (size_t i = 0; i < s->findings.n; i++) {
		struct finding *f = &s->findings.at[i];
		const enum severity *was = strmap_get(known, finding_fingerprint(a, f));

		f->standing = was && f->severity <= *was ? STANDING_KNOWN : STANDING_NEW;
		still += was != NULL;
	}
	return known->n - still;
}
