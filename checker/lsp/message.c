#include "checker/lsp/lsp_internal.h"

/*
 * Messages are read by the strict reader and written as canonical JSON, so both
 * are trees in an arena.
 */

static const struct fault {
	int code;
	struct mtext text;
} faults[LSP_FAULT_COUNT] = {
	[LSP_UNREADABLE] = { -32700, MT_INIT("хабарлама жарамды JSON емес",
					     "сообщение — не правильный JSON",
					     "the message is no valid JSON") },
	[LSP_NO_FRAME] = { -32700,
			   MT_INIT("мұнда хабарлама басталмайды: Content-Length жоқ, қате "
				   "немесе тым үлкен",
				   "здесь не начинается сообщение: Content-Length нет, он "
				   "неверен или слишком велик",
				   "no message begins here: Content-Length is missing, wrong "
				   "or too large") },
	[LSP_NO_REQUEST] = { -32600, MT_INIT("бұл JSON-RPC 2.0 хабарламасы емес",
					     "это не сообщение JSON-RPC 2.0",
					     "this is no message of JSON-RPC 2.0") },
	[LSP_NO_METHOD] = { -32601, MT_INIT("мұндай әдіс жоқ", "такого метода нет",
					    "there is no such method") },
	[LSP_BAD_PARAMS] = { -32602, MT_INIT("параметрлер жетіспейді немесе қате",
					     "параметров не хватает или они неверны",
					     "parameters are missing or wrong") },
	[LSP_NOT_OPEN] = { -32602, MT_INIT("бұл құжат ашылмаған", "этот документ не открыт",
					   "this document is not open") },
	[LSP_TOO_EARLY] = { -32002,
			    MT_INIT("алдымен initialize керек", "сначала нужен initialize",
				    "initialize must come first") },
	[LSP_TOO_LATE] = { -32600,
			   MT_INIT("бұл қазір сұралмайды: initialize екінші рет не "
				   "shutdown-нан "
				   "кейін",
				   "об этом уже не просят: второй initialize или после "
				   "shutdown",
				   "too late to be asked: a second initialize, or after "
				   "shutdown") },
	[LSP_CANCELLED] = { -32800, MT_INIT("сұрау қайтарып алынды", "запрос отозван",
					    "the request was taken back") },
};

struct mtext lsp_fault_text(enum lsp_fault fault)
{
	return faults[fault].text;
}

struct node lsp_null(void)
{
	return (struct node){ .type = NODE_NULL };
}

struct node lsp_object(struct arena *a, const struct lsp_field *fields, size_t n)
{
	struct member *members = ARENA_ARRAY(a, struct member, n);
	size_t used = 0;

	for (size_t i = 0; i < n; i++)
		if (fields[i].key)
			members[used++] =
				(struct member){ .key = fields[i].key,
						 .key_n = (uint32_t)strlen(fields[i].key),
						 .value = fields[i].value };
	return node_make_object(a, members, used);
}

struct node lsp_array(const struct lsp_nodes *nodes)
{
	return node_make_array(nodes->list.at, nodes->list.n);
}

void lsp_write(const struct lsp_call *call, struct node message)
{
	struct str body = node_canonical(call->a, &message);

	out_printf(call->out, "Content-Length: %zu\r\n\r\n", body.n);
	out_str(call->out, body);
}

void lsp_write_result(const struct lsp_call *call, struct node id, struct node result)
{
	struct arena *a = call->a;

	lsp_write(call, LSP_OBJECT(a, { "jsonrpc", node_make_str(STR("2.0")) }, { "id", id },
				   { "result", result }));
}

void lsp_write_fault(const struct lsp_call *call, struct node id, enum lsp_fault fault)
{
	struct arena *a = call->a;
	struct node error =
		LSP_OBJECT(a, { "code", node_make_int(a, faults[fault].code) },
			   { "message", node_make_str(lsp_text(call->l, faults[fault].text)) });

	lsp_write(call, LSP_OBJECT(a, { "jsonrpc", node_make_str(STR("2.0")) }, { "id", id },
				   { "error", error }));
}

void lsp_write_event(const struct lsp_call *call, const char *method, struct node params)
{
	struct arena *a = call->a;

	lsp_write(call, LSP_OBJECT(a, { "jsonrpc", node_make_str(STR("2.0")) },
				   { "method", node_make_str(str_of(method)) },
				   { "params", params }));
}
