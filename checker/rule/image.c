#include "checker/rule/rule_internal.h"

#include <string.h>

/*
 * What goes into the program: the bundle with what is made of it, so that no
 * start makes it again. A head, then the parts, each at a multiple of eight:
 * the bundle, then the images of phrases.
 */
enum { IMAGE_VERSION = 1, PART_ALIGN = 8, BUNDLE_PART = 0 };

static const char image_mark[8] = "tzlmpack";

struct part_place {
	uint64_t at, n;
};

struct image_head {
	char mark[8];
	uint32_t version, parts;
	uint64_t check; /* of the bundle: what was made of another one is refused */
	char sha256[SHA256_BYTES * 2];
};

/* Cheap enough for every start; what it must find is an accident, not a forgery. */
static uint64_t check_of(struct str s)
{
	const char *p = s.p, *end = s.p + s.n / 8 * 8;
	uint64_t sum = s.n, eight;

	for (; p < end; p += 8) {
		memcpy(&eight, p, 8);
		sum = (sum ^ eight) * 0x9E3779B97F4A7C15u;
		sum ^= sum >> 29;
	}
	eight = 0;
	memcpy(&eight, p, s.n % 8);
	return (sum ^ eight) * 0x9E3779B97F4A7C15u;
}

static size_t aligned(size_t n)
{
	return (n + PART_ALIGN - 1) / PART_ALIGN * PART_ALIGN;
}

static struct str part_of(const struct pack *p, size_t i)
{
	return i == BUNDLE_PART ? p->bundle : p->images.list.at[i - 1];
}

struct str pack_image(const struct pack *p, struct arena *a)
{
	struct image_head head = { .version = IMAGE_VERSION,
				   .parts = (uint32_t)p->images.list.n + 1,
				   .check = check_of(p->bundle) };
	size_t size = sizeof(head) + head.parts * sizeof(struct part_place);
	struct part_place *places;
	char *image;

	memcpy(head.mark, image_mark, sizeof(head.mark));
	memcpy(head.sha256, p->info.sha256.p, sizeof(head.sha256));
	for (size_t i = 0; i < head.parts; i++)
		size += aligned(part_of(p, i).n);
	image = arena_alloc(a, size, 1);
	memcpy(image, &head, sizeof(head));
	places = (struct part_place *)(void *)(image + sizeof(head));
	size = sizeof(head) + head.parts * sizeof(*places);
	for (size_t i = 0; i < head.parts; i++) {
		places[i] = (struct part_place){ size, part_of(p, i).n };
		memcpy(image + size, part_of(p, i).p, part_of(p, i).n);
		size += aligned(part_of(p, i).n);
	}
	return (struct str){ image, size };
}

static bool read_parts(struct pack *p, struct str image, uint32_t parts)
{
	const struct part_place *places = (const void *)(image.p + sizeof(struct image_head));

	if (parts == 0 || parts > (image.n - sizeof(struct image_head)) / sizeof(*places))
		return false;
	for (uint32_t i = 0; i < parts; i++) {
		struct str part;

		if (places[i].at > image.n || places[i].n > image.n - places[i].at)
			return false;
		part = (struct str){ image.p + places[i].at, places[i].n };
		if (i == BUNDLE_PART)
			p->bundle = part;
		else
			vec_push(p->arena, &p->images.list, part);
	}
	return true;
}

bool rule_image_open(struct pack *p, struct str image, struct err *err)
{
	const struct image_head *head = (const void *)image.p;

	if (image.n < sizeof(*head) || (uintptr_t)image.p % PART_ALIGN ||
	    memcmp(head->mark, image_mark, sizeof(head->mark)) != 0 ||
	    head->version != IMAGE_VERSION || !read_parts(p, image, head->parts))
		return err_set(err, ERR_INPUT, "not a compiled pack of this version");
	if (head->check != check_of(p->bundle))
		return err_set(err, ERR_INPUT,
			       "the compiled pack was made of other documents than it holds");
	p->made = true;
	p->info.sha256 = (struct str){ head->sha256, sizeof(head->sha256) };
	return true;
}
