/* The boolean pass, also what the detailed pass asks before it explains. */
#ifndef CHECKER_SCHEMA_RUN_INTERNAL_H
#define CHECKER_SCHEMA_RUN_INTERNAL_H

#include "checker/schema/schema_internal.h"

/* What of one object or array has been looked at by keywords that succeeded. */
struct marks {
	uint64_t *bits; /* of members or items */
	size_t words;
	size_t upto; /* all before this index are marked; SIZE_MAX: all */
};

struct scope {
	const struct resource *resource;
	const struct scope *outer;
};

enum { MARK_WORDS = 256, RUN_DEPTH = 1024 };

struct schema_run {
	const struct schema *schema;
	uint64_t steps;
	unsigned depth;
	bool limit; /* a limit ended it: the verdict says nothing */
	const struct scope *scope;
	size_t used;	       /* words of `pool` */
	struct arena *scratch; /* for objects beyond the pool; made when needed */
	uint64_t pool[MARK_WORDS];
};

void schema_run_init(struct schema_run *r, const struct schema *s);
void schema_run_release(struct schema_run *r);
/* `marks` may be NULL when nobody asks. */
bool schema_run_sub(struct schema_run *r, const struct sub *s, const struct node *v,
		    struct marks *m);
bool schema_run_op(struct schema_run *r, const struct op *op, const struct node *v,
		   struct marks *m);
const struct sub *schema_dynamic_target(struct schema_run *r, const struct dynamic *d);
bool schema_pattern_match(struct schema_run *r, const struct pattern *p, struct str s);
void schema_marks_open(struct schema_run *r, struct marks *m, const struct node *v);
/* Back to `used` as it was before the marks were opened. */
void schema_mark(struct marks *m, size_t at);
bool schema_marked(const struct marks *m, size_t at);
void schema_marks_join(struct marks *into, const struct marks *from);

#endif
