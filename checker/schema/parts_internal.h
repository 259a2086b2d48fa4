/* What compiler and evaluator are made of, each useful without the other. */
#ifndef CHECKER_SCHEMA_PARTS_INTERNAL_H
#define CHECKER_SCHEMA_PARTS_INTERNAL_H

#include "checker/base/strmap.h"
#include "checker/doc/doc.h"
#include "checker/regex/regex.h"

/*
 * Names looked up by a hash of their ends: three loads, no loop over the bytes.
 * Where a schema has very many with equal ends, the rest is looked up by all of
 * their bytes.
 */
struct key_slot {
	uint32_t hash;
	uint32_t at; /* index plus one; 0 is free */
};

struct key_table {
	struct str *names;
	size_t n;
	struct key_slot *slots;
	uint32_t mask;
	struct strmap *rest; /* names beyond the first of very many with equal ends; or NULL */
};
void schema_keys_init(struct key_table *t, struct arena *a, struct str *names, size_t n);
/* Index of the name, or SIZE_MAX. */
size_t schema_keys_find(const struct key_table *t, const char *key, size_t n);

/* A number by value: digits without leading and trailing zeros, times ten to the exponent. */
struct decimal {
	const char *at; /* in the lexeme; may hold the point, which is skipped */
	size_t span;	/* bytes from the first to the last digit; 0 for zero */
	int64_t exponent;
	bool negative;
};
struct decimal schema_decimal(const struct node *number);
bool schema_is_integer(const struct node *number);
/* The digits as an integer; false beyond 18 digits. */
bool schema_decimal_digits(struct decimal d, uint64_t *out);
/* Whether number / (step * 10 ^ exponent) is whole; step is not a multiple of ten. */
bool schema_is_multiple(const struct node *number, uint64_t step, int64_t exponent);

/*
 * Anchored patterns of single characters and ASCII classes with counts, such
 * as ^[a-z]+-[0-9]{3}$, where taking as many as possible is never wrong. They
 * are most of the patterns that schemas have, and need no backtracking.
 */
struct run_step {
	uint64_t set[2]; /* of ASCII characters */
	uint32_t min, max;
};

struct pattern {
	struct str text;
	const struct run_step *steps; /* NULL: `re` decides */
	size_t steps_n;
	struct regex *re;
};
/* False when the pattern is not of that kind. */
bool schema_simple_compile(struct pattern *p, struct arena *a, struct str text);
bool schema_simple_match(const struct pattern *p, struct str subject);

/*
 * What it costs to look at a whole value once, in steps of the boolean pass:
 * one for each part and for STEP_BYTES of text.
 */
enum { STEP_BYTES = 64 };
uint64_t schema_weight(const struct node *v);

/* All different by value? */
bool schema_unique(const struct node *array);
/* The items that equal one before them, in order; their number is returned. */
size_t schema_twins(const struct node *array, struct arena *a, const struct node ***twins);

/* RFC 3986 section 5: the reference against the base, without its fragment. */
struct str schema_uri_resolve(struct arena *a, struct str base, struct str ref,
			      struct str *fragment);
struct str schema_percent_decode(struct arena *a, struct str s);
struct str schema_percent_encode(struct arena *a, struct str s, bool (*special)(char c));

#define SCHEMA_FORMATS(X)                                 \
	X(DATE_TIME, "date-time")                         \
	X(DATE, "date")                                   \
	X(TIME, "time")                                   \
	X(DURATION, "duration")                           \
	X(EMAIL, "email")                                 \
	X(IDN_EMAIL, "idn-email")                         \
	X(HOSTNAME, "hostname")                           \
	X(IDN_HOSTNAME, "idn-hostname")                   \
	X(IPV4, "ipv4")                                   \
	X(IPV6, "ipv6")                                   \
	X(URI, "uri")                                     \
	X(URI_REFERENCE, "uri-reference")                 \
	X(IRI, "iri")                                     \
	X(IRI_REFERENCE, "iri-reference")                 \
	X(URI_TEMPLATE, "uri-template")                   \
	X(UUID, "uuid")                                   \
	X(JSON_POINTER, "json-pointer")                   \
	X(RELATIVE_JSON_POINTER, "relative-json-pointer") \
	X(REGEX, "regex")

enum format {
#define X(id, name) FORMAT_##id,
	SCHEMA_FORMATS(X)
#undef X
		FORMAT_COUNT
};

/* FORMAT_COUNT for one that we do not know. */
enum format schema_format(struct str name);
bool schema_format_ok(enum format format, struct str s);
/* Trilingual "a date such as 2026-03-01". */
struct mtext schema_format_title(enum format format);
/* `unicode`: the international forms. */
bool schema_email_ok(struct str s, bool unicode);
bool schema_hostname_ok(struct str s, bool unicode);
/* A label with letters beyond ASCII, or its "xn--" form. */
struct idn_label {
	bool right_to_left;
	size_t bytes; /* of the "xn--" form */
};
bool schema_a_label_ok(struct str s);
bool schema_u_label_ok(struct str s, struct idn_label *out);
bool schema_ipv4_ok(struct str s);
bool schema_ipv6_ok(struct str s);
/* `unicode` admits the characters of RFC 3987, `relative` a reference without scheme. */
struct uri_kind {
	bool unicode, relative;
};
bool schema_uri_ok(struct str s, struct uri_kind kind);
bool schema_uri_template_ok(struct str s);

#endif
