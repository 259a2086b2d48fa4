#include "registry/graph/graph.h"

#include "registry/process/process.h"

enum { INPUT_MAX = 1 << 20, OUTPUT_MAX = 16 << 20, SECONDS = 30, NOT_RUN = 126, LATE = 124 };

bool graph_draw(struct str *svg, struct arena *a, struct str dot, struct err *err)
{
	static const char *const argv[] = { "dot", "-Tsvg", NULL };
	struct str said;
	struct process process = { .argv = argv,
				   .input = dot,
				   .output_max = OUTPUT_MAX,
				   .errors = &said,
				   .seconds = SECONDS };
	int status;

	if (dot.n > INPUT_MAX)
		return err_set(err, ERR_INPUT, "a graph of %zu bytes is too large to draw",
			       dot.n);
	if (!process_run(&status, svg, a, &process, err))
		return false;
	if (status == NOT_RUN && str_starts(said, STR("cannot run "))) {
		err_set(err, ERR_NOT_FOUND, "no picture without Graphviz");
		return err_hint(err, "install it: apt-get install graphviz");
	}
	if (status == LATE)
		return err_set(err, ERR_IO, "Graphviz took more than %d seconds", SECONDS);
	if (status != 0 || svg->n == OUTPUT_MAX)
		return err_set(err, ERR_IO, "Graphviz could not draw it: %.*s",
			       (int)(said.n < 200 ? said.n : 200), said.p);
	return true;
}
