#include "registry/fetch/fetch_internal.h"

#include <arpa/inet.h>
#include <string.h>

/* The first so many bits of an address. */
struct net {
	unsigned char bytes[16];
	unsigned bits;
};

static const struct net private4[] = {
	{ { 0 }, 8 },
	{ { 10 }, 8 },
	{ { 100, 64 }, 10 },
	{ { 127 }, 8 },
	{ { 169, 254 }, 16 },
	{ { 172, 16 }, 12 },
	{ { 192, 0, 0 }, 24 },
	{ { 192, 0, 2 }, 24 },
	{ { 192, 88, 99 }, 24 },
	{ { 192, 168 }, 16 },
	{ { 198, 18 }, 15 },
	{ { 198, 51, 100 }, 24 },
	{ { 203, 0, 113 }, 24 },
	{ { 224 }, 4 },
	{ { 240 }, 4 },
};

/* Of version 6 what is given out is within 2000::/3; these of it are not. */
static const struct net public6 = { { 0x20 }, 3 };
static const struct net private6[] = {
	{ { 0x20, 0x01 }, 23 },		    /* protocols: Teredo and others */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* examples */
	{ { 0x20, 0x02 }, 16 },		    /* 6to4 carries an address of version 4 */
};

static bool within(const unsigned char *address, const struct net *net)
{
	unsigned whole = net->bits / 8, rest = net->bits % 8;

	return memcmp(address, net->bytes, whole) == 0 &&
	       (rest == 0 || (address[whole] ^ net->bytes[whole]) >> (8 - rest) == 0);
}

static bool any(const unsigned char *address, const struct net *nets, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (within(address, &nets[i]))
			return true;
	return false;
}

static bool is_private4(const unsigned char *address)
{
	return any(address, private4, sizeof(private4) / sizeof(private4[0]));
}

/* Version 4 in the clothes of version 6 is looked at as what it is. */
static bool is_private6(const unsigned char *address)
{
	static const struct net mapped = { { [10] = 0xff, [11] = 0xff }, 96 };

	if (within(address, &mapped))
		return is_private4(address + 12);
	return !within(address, &public6) ||
	       any(address, private6, sizeof(private6) / sizeof(private6[0]));
}

bool fetch_address_is_private(const struct sockaddr *address)
{
	union {
		const struct sockaddr *any;
		const struct sockaddr_in *v4;
		const struct sockaddr_in6 *v6;
	} of = { address };

	if (address->sa_family == AF_INET)
		return is_private4((const unsigned char *)&of.v4->sin_addr);
	if (address->sa_family == AF_INET6)
		return is_private6((const unsigned char *)&of.v6->sin6_addr);
	return true;
}

bool fetch_is_private(struct str address)
{
	unsigned char bytes[16];
	char text[INET6_ADDRSTRLEN + 1];

	if (address.n >= sizeof(text))
		return true;
	memcpy(text, address.p, address.n);
	text[address.n] = '\0';
	if (inet_pton(AF_INET, text, bytes) == 1)
		return is_private4(bytes);
	return inet_pton(AF_INET6, text, bytes) != 1 || is_private6(bytes);
}
