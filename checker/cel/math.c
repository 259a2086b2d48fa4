#include "checker/cel/cel_internal.h"

const struct cel_overload cel_math_table[] = {
	{ 0 },
};
