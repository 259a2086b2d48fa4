/* Makes the form of a pack that goes into the program: bundle DIR OUT. Fails when the pack is
 * not sound. */
#include "checker/base/file.h"
#include "checker/rule/rule.h"

#include <stdio.h>

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new();
	struct err err = { 0 };
	struct pack *pack;
	struct out out;

	if (argc != 3)
		return 2;
	if (!pack_load(&pack, a, str_of(argv[1]), &err) ||
	    !out_create(&out, str_of(argv[2]), &err)) {
		fprintf(stderr, "%s\n%s%s%s", err.text, err.hint[0] ? "hint: " : "", err.hint,
			err.hint[0] ? "\n" : "");
		return 1;
	}
	out_str(&out, pack_image(pack, a));
	pack_free(pack);
	return out_close(&out, &err) ? 0 : 1;
}
