#include "checker/cel/cel_internal.h"

const struct cel_overload cel_math_table[] = {
	{ .name = { NULL, 0 } },
};
