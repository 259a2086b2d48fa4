/* One body's share of what is queued: judged again, compared, recorded. */
#ifndef REGISTRY_CMD_REJUDGE_H
#define REGISTRY_CMD_REJUDGE_H

#include "registry/cmd/session.h"

/* What came of it; `changed` are those whose findings are others than before. */
struct rejudged {
	int64_t bodies, judged, recorded, changed;
};

/* A worker's two connections: what he took stays his while he reads. */
struct rejudge_sessions {
	struct session taking, reading;
	struct str worker; /* UUID of the process */
};

/* Takes, judges and records in one transaction; adds to `sum`. `idle`: nothing was queued. */
MUST_USE bool rejudge(struct rejudged *sum, bool *idle, struct context *c,
		      struct rejudge_sessions *s, struct err *err);

#endif
