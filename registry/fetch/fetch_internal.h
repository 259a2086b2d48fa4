#ifndef REGISTRY_FETCH_FETCH_INTERNAL_H
#define REGISTRY_FETCH_FETCH_INTERNAL_H

#include "registry/fetch/fetch.h"

#include <sys/socket.h>

bool fetch_address_is_private(const struct sockaddr *address);

#endif
