/* Every limit of the product, each with its reason. */
#ifndef CHECKER_BASE_LIMITS_H
#define CHECKER_BASE_LIMITS_H

enum {
	LIMIT_DOC_BYTES =
		1 << 20, /* a manifest is some kB; a larger file is a mistake or an attack */
	LIMIT_DOC_BYTES_GENERAL = 64
				  << 20, /* JSON that others define: inventories, SARIF logs */
	LIMIT_PROOF_LINE =
		8 << 20,	/* of an exported history: a manifest and what is said of it */
	LIMIT_DOC_DEPTH = 64,	/* recursion in reader, validator and rules stays far from the
				   stack's end */
	LIMIT_DOC_KEYS = 10000, /* keys of one object */
	LIMIT_DOC_ERRORS = 100, /* errors reported for one document; the rest is counted */
	LIMIT_PATTERN_BYTES = 1024, /* a longer pattern cannot be reviewed */
	LIMIT_SUBJECT_BYTES =
		4096, /* text a rule's pattern is tried on: bounds time with the match limit */
	LIMIT_REGEX_MATCH = 10000,  /* PCRE2 match limit per start position */
	LIMIT_REGEX_HEAP_KB = 1024, /* PCRE2 heap */
	LIMIT_SCHEMA_STEPS =
		50000000,	/* of validation on one document: a file of 64 MiB takes less */
	LIMIT_CEL_BYTES = 8192, /* an expression; longer ones belong in several conditions */
	LIMIT_CEL_DEPTH = 64,	/* nesting of one expression */
	LIMIT_RULE_STEPS = 20000,	/* evaluation steps of one rule on one manifest */
	LIMIT_MANIFEST_STEPS = 1000000, /* of all rules on one manifest */
	LIMIT_FILES = 1000000,		/* of one run: their names stay in memory */
	LIMIT_TREE_DEPTH = 32,	 /* folders in folders; deeper is a mistake or an attack */
	LIMIT_FINDINGS = 100000, /* of one run; more is counted and said */
};

#endif
