/* Pictures of graphs, drawn by Graphviz where it is installed. */
#ifndef REGISTRY_GRAPH_GRAPH_H
#define REGISTRY_GRAPH_GRAPH_H

#include "checker/base/arena.h"
#include "checker/base/err.h"

/*
 * A graph in the language of Graphviz as SVG. ERR_NOT_FOUND: it is not installed. Ends after
 * half a minute, whatever was drawn until then.
 */
MUST_USE bool graph_draw(struct str *svg, struct arena *a, struct str dot, struct err *err);

#endif
