/*
 * The only outgoing HTTP: one file from one address, over https alone. Private
 * addresses (of this machine, of the network behind it) are not asked, so that
 * nobody can make a check look at what it should not, unless the caller names
 * the host. A redirect is a new address and looked at as the first was.
 */
#ifndef REGISTRY_FETCH_FETCH_H
#define REGISTRY_FETCH_FETCH_H

#include "checker/base/arena.h"
#include "checker/base/err.h"

struct fetch {
	struct str url;
	struct str into;	 /* the file that is written; never half of it */
	struct str etag;	 /* of what is there already; empty: nothing is */
	size_t limit;		 /* bytes */
	struct str private_host; /* whose address may be private; empty: nobody's */
	struct str authorities; /* file of certificates instead of the system's; empty: those */
};

struct fetched {
	bool same;	 /* as the etag says; nothing was written */
	struct str etag; /* empty: the server names none */
};
/* ERR_NET: try again; ERR_REFUSED: an address that is not asked, or no https. */
MUST_USE bool fetch_file(struct fetched *out, struct arena *a, const struct fetch *what,
			 struct err *err);
/* An address as text, "10.0.0.1" or "fe80::1": whether it is of no public network. What is no
 * address is private, too. */
bool fetch_is_private(struct str address);

#endif
