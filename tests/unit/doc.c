#include "checker/doc/doc.h"
#include "tests/unit/rows.h"
int main(void) { return 0; }
