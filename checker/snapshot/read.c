#include "checker/snapshot/read_internal.h"

bool snapshot_entry(struct snapshot *s, size_t entry, struct snapshot_entry *out,
		    struct err *err)
{
	enum { ID, ROW, REVISION, NEXT_ID, NEXT_ROW, NUMBERS };
	uint32_t n[NUMBERS];

	if (!snapshot_numbers(s,
			      (struct snapshot_span){ PART_ENTRIES, entry * ENTRY_NUMBERS,
						      entry * ENTRY_NUMBERS + NUMBERS },
			      n, err) ||
	    !snapshot_text(s, (struct snapshot_span){ PART_IDS, n[ID], n[NEXT_ID] }, &out->id,
			   err))
		return false;
	out->revision = n[REVISION];
	return snapshot_text(s, (struct snapshot_span){ PART_ROWS, n[ROW], n[NEXT_ROW] },
			     &out->packed, err);
}

/* Body and short name are compared apart: "a/b" stands before "a-b/a". */
static int id_order(struct str a, struct str b)
{
	size_t x = str_find(a, STR("/")), y = str_find(b, STR("/"));
	struct str a_body = str_sub(a, 0, x < a.n ? x : a.n);
	struct str b_body = str_sub(b, 0, y < b.n ? y : b.n);
	int c = str_cmp(&a_body, &b_body);

	return c ? c : str_cmp(&a, &b);
}

bool snapshot_find(struct snapshot *s, struct str id, size_t *entry, struct err *err)
{
	size_t low = 0, high = s->meta.entries;

	*entry = SIZE_MAX;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct snapshot_entry e;
		int c;

		if (!snapshot_entry(s, middle, &e, err))
			return false;
		c = id_order(id, e.id);
		if (c == 0)
			*entry = middle;
		if (c == 0)
			return true;
		if (c < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return true;
}

/* ---- cards ---- */

static bool inflate_block(struct snapshot *s, size_t number, struct err *err)
{
	uint32_t at[2];
	struct str block;

	if (s->inflated && s->block_number == number)
		return true;
	if (!snapshot_numbers(s, (struct snapshot_span){ PART_BLOCKS, number, number + 2 }, at,
			      err) ||
	    !snapshot_text(s, (struct snapshot_span){ PART_CARDS, at[0], at[1] }, &block, err))
		return false;
	arena_free(s->inflated);
	s->inflated = arena_new();
	s->block_number = SIZE_MAX;
	if (!sealed_inflate(s->file, s->inflated, block, &s->block, err))
		return false;
	s->block_number = number;
	return true;
}

static bool add_word(struct snapshot *s, struct strbuf *out, uint32_t word, bool *last,
		     struct err *err)
{
	uint32_t at[2];
	struct str text;

	if (word >= s->words)
		return sealed_damaged(s->file, s->parts[PART_WORDS].p, err);
	if (!snapshot_numbers(s, (struct snapshot_span){ PART_WORDS, word, word + 2 }, at,
			      err) ||
	    !snapshot_text(s, (struct snapshot_span){ PART_WORD_TEXTS, at[0], at[1] }, &text,
			   err))
		return false;
	if (text.n && *last && snapshot_is_word(text))
		strbuf_byte(out, ' ');
	*last = text.n && snapshot_is_word(text);
	strbuf_str(out, text);
	return true;
}

static bool read_card(struct snapshot *s, struct strbuf *out, struct str codes, struct err *err)
{
	uint32_t word;
	bool last = false;

	while (codes.n && !out->overflow) {
		if (!snapshot_number_take(&word, &codes))
			return sealed_damaged(s->file, s->parts[PART_CARDS].p, err);
		if (!add_word(s, out, word, &last, err))
			return false;
	}
	return !out->overflow || sealed_damaged(s->file, s->parts[PART_CARDS].p, err);
}

bool snapshot_card(struct snapshot *s, struct arena *a, size_t entry, struct str *json,
		   struct err *err)
{
	AUTO_STRBUF card;
	struct str rest;
	uint32_t n = 0;

	strbuf_init(&card, CARD_BYTES_MAX);
	if (entry >= s->meta.entries)
		return sealed_damaged(s->file, s->parts[PART_ENTRIES].p, err);
	if (!inflate_block(s, entry / BLOCK_CARDS, err))
		return false;
	rest = s->block;
	for (size_t i = 0; i <= entry % BLOCK_CARDS; i++) {
		rest = str_sub(rest, n, rest.n);
		if (!snapshot_number_take(&n, &rest) || n > rest.n)
			return sealed_damaged(s->file, s->parts[PART_CARDS].p, err);
	}
	if (!read_card(s, &card, str_sub(rest, 0, n), err))
		return false;
	*json = arena_str(a, strbuf_view(&card));
	return true;
}

/* ---- joins ---- */

static bool join_at(struct snapshot *s, size_t i, uint32_t join[JOIN_NUMBERS], struct err *err)
{
	return snapshot_numbers(s,
				(struct snapshot_span){ PART_JOINS, i * JOIN_NUMBERS,
							i * JOIN_NUMBERS + JOIN_NUMBERS },
				join, err);
}

bool snapshot_joined(struct snapshot *s, struct arena *a, struct str join,
		     struct snapshot_entries *out, struct err *err)
{
	size_t n = s->parts[PART_JOINS].n / (JOIN_NUMBERS * 4), low = 0, high = n;
	uint32_t hash = snapshot_hash(join), at[JOIN_NUMBERS];

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (!join_at(s, middle, at, err))
			return false;
		if (at[0] < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < n; low++) {
		if (!join_at(s, low, at, err))
			return false;
		if (at[0] != hash)
			return true;
		if (at[1] >= s->meta.entries)
			return sealed_damaged(s->file, s->parts[PART_JOINS].p, err);
		vec_push(a, &out->list, at[1]);
	}
	return true;
}

/* ---- terms ---- */

bool snapshot_term(struct snapshot *s, size_t number, struct dup_stored_term *out,
		   struct err *err)
{
	enum { COUNTED, KEY, NAME, NEXT_COUNTED, NEXT_KEY, NUMBERS };
	uint32_t n[NUMBERS];

	if (!snapshot_numbers(s,
			      (struct snapshot_span){ PART_TERMS, number * TERM_NUMBERS,
						      number * TERM_NUMBERS + NUMBERS },
			      n, err) ||
	    !snapshot_text(s, (struct snapshot_span){ PART_TERM_TEXTS, n[KEY], n[NAME] },
			   &out->key, err) ||
	    !snapshot_text(s, (struct snapshot_span){ PART_TERM_TEXTS, n[NAME], n[NEXT_KEY] },
			   &out->name, err))
		return false;
	out->number = (uint32_t)number;
	out->counted = n[COUNTED];
	if (out->name.n == 0)
		out->name = out->key;
	return true;
}

bool snapshot_term_of(struct snapshot *s, struct str key, bool *found,
		      struct dup_stored_term *out, struct err *err)
{
	size_t low = 0, high = s->meta.counts.terms;

	*found = false;
	while (low < high && !*found) {
		size_t middle = low + (high - low) / 2;
		uint32_t number;
		int c;

		if (!snapshot_numbers(
			    s, (struct snapshot_span){ PART_TERM_ORDER, middle, middle + 1 },
			    &number, err) ||
		    !snapshot_term(s, number, out, err))
			return false;
		c = str_cmp(&key, &out->key);
		*found = c == 0;
		if (c < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return true;
}

/* ---- the pack, and all of it ---- */

bool snapshot_pack(struct snapshot *s, struct arena *a, struct str *image, struct err *err)
{
	return sealed_bytes(s->file, s->parts[PART_PACK], err) &&
	       sealed_inflate(s->file, a, s->parts[PART_PACK], image, err);
}

bool snapshot_prove(struct snapshot *s, size_t processors, struct err *err)
{
	return sealed_bytes(s->file, s->parts[PART_PACK], err) &&
	       sealed_prove(s->file, processors, err);
}

bool snapshot_verify(struct snapshot *s, struct err *err)
{
	struct snapshot_entry entry;
	struct dup_stored_term term;
	AUTO_ARENA pack = arena_new();
	struct str card;

	if (!sealed_prove(s->file, 1, err) || !sealed_proved(s->file, err) ||
	    !snapshot_pack(s, pack, &card, err))
		return false;
	for (size_t i = 0; i < s->meta.entries; i++) {
		AUTO_ARENA a = arena_new();

		if (!snapshot_entry(s, i, &entry, err) || !snapshot_card(s, a, i, &card, err))
			return false;
	}
	for (size_t i = 0; i < s->meta.counts.terms; i++)
		if (!snapshot_term(s, i, &term, err))
			return false;
	return true;
}
