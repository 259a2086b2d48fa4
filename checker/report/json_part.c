#include "checker/report/report_internal.h"

#include "checker/base/hash.h"
#include "checker/text/text.h"

#include <errno.h>
#include <string.h>

enum { EXCERPT_BYTES_MAX = 4096 };

/* Failing memory becomes a failed output, which its owner reports when closing it. */
static void need(struct json *j, bool done)
{
	if (!done && !j->out->failed)
		j->out->failed = ENOMEM;
}

static void begin_item(struct json *j, const char *member)
{
	if (j->comma)
		out_bytes(j->out, ",", 1);
	out_bytes(j->out, "\n", 1);
	if (member)
		out_printf(j->out, "\"%s\":", member);
	j->comma = true;
}

void json_open(struct json *j, const char *member, char bracket)
{
	if (member)
		begin_item(j, member);
	out_bytes(j->out, &bracket, 1);
	j->comma = false;
}

void json_close(struct json *j, char bracket)
{
	if (j->comma)
		out_bytes(j->out, "\n", 1);
	out_bytes(j->out, &bracket, 1);
	j->comma = true;
}

/* What would steer a terminal stands only in strings, and there by its number. */
static void write_steering(struct out *o, uint32_t point)
{
	uint32_t rest = point - 0x10000;

	if (point > 0xFFFF)
		out_printf(o, "\\u%04x\\u%04x", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
	else
		out_printf(o, "\\u%04x", point);
}

static void write_printed(struct out *o, struct str s)
{
	struct str plain = { s.p, 0 }; /* what is written as it is, up to here */

	while (s.n) {
		struct str rest = s;
		uint32_t point = text_next(&rest);

		if (point >= 0x7F && cell_hides(point)) {
			out_str(o, plain);
			write_steering(o, point);
			plain = (struct str){ rest.p, 0 };
		} else {
			plain.n += s.n - rest.n;
		}
		s = rest;
	}
	out_str(o, plain);
}

struct str report_json(struct arena *a, struct str printed)
{
	struct out memory;
	struct str text;
	struct err none;

	out_init_memory(&memory);
	write_printed(&memory, printed);
	text = arena_str(a, out_view(&memory));
	return out_close(&memory, &none) ? text : STR("");
}

void json_write(struct json *j, const char *member, cJSON *tree)
{
	char *text = cJSON_PrintUnformatted(tree);

	need(j, text);
	begin_item(j, member);
	if (text)
		write_printed(j->out, str_of(text));
	cJSON_free(text);
	cJSON_Delete(tree);
	arena_reset(j->scratch);
}

cJSON *json_object(struct json *j)
{
	cJSON *o = cJSON_CreateObject();

	need(j, o);
	return o;
}

cJSON *json_array(struct json *j)
{
	cJSON *o = cJSON_CreateArray();

	need(j, o);
	return o;
}

void json_add(struct json *j, cJSON *object, const char *key, cJSON *value)
{
	bool added = cJSON_AddItemToObjectCS(object, key, value);

	need(j, added);
	if (!added)
		cJSON_Delete(value);
}

void json_push(struct json *j, cJSON *array, cJSON *value)
{
	bool added = cJSON_AddItemToArray(array, value);

	need(j, added);
	if (!added)
		cJSON_Delete(value);
}

/* cJSON ends a string at NUL, so a NUL is written as the replacement character. */
static struct str without_nul(struct arena *a, struct str s)
{
	static const char instead[] = "\xEF\xBF\xBD";
	char *text = ARENA_ARRAY(a, char, 3 * s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		size_t wide = s.p[i] ? 1 : sizeof(instead) - 1;

		memcpy(text + n, s.p[i] ? s.p + i : instead, wide);
		n += wide;
	}
	return (struct str){ text, n };
}

cJSON *json_str(struct json *j, struct str s)
{
	bool nul = s.n && memchr(s.p, '\0', s.n);
	struct str text = nul ? without_nul(j->scratch, s) : arena_str(j->scratch, s);
	cJSON *o = cJSON_CreateString(text.p);

	need(j, o);
	return o;
}

struct str json_quoted(struct json *j, struct str s)
{
	cJSON *o = json_str(j, s);
	char *text = cJSON_PrintUnformatted(o);
	struct str copy = arena_str(j->scratch, str_of(text));

	need(j, text);
	cJSON_free(text);
	cJSON_Delete(o);
	return copy;
}

cJSON *json_optional(struct json *j, struct str s)
{
	cJSON *o;

	if (s.n)
		return json_str(j, s);
	o = cJSON_CreateNull();
	need(j, o);
	return o;
}

cJSON *json_hash(struct json *j, struct str bytes)
{
	struct sha256 h = hash_sha256(bytes);

	return json_optional(j,
			     bytes.n ? hash_hex(j->scratch, h.bytes, sizeof(h.bytes)) : bytes);
}

cJSON *json_mtext(struct json *j, struct mtext t)
{
	cJSON *o = json_object(j);

	for (enum lang l = 0; l < LANG_COUNT; l++)
		json_add(j, o, lang_names[l], json_str(j, mtext_in(t, l)));
	return o;
}

struct str json_excerpt(const struct place *p)
{
	struct str line = p->excerpt;

	while (line.n && (line.p[line.n - 1] == '\n' || line.p[line.n - 1] == '\r'))
		line.n--;
	return line.n <= EXCERPT_BYTES_MAX ? line : str_sub(line, 0, 0);
}

cJSON *json_number(struct json *j, double value)
{
	cJSON *o = cJSON_CreateNumber(value);

	need(j, o);
	return o;
}

cJSON *json_basis(struct json *j, const struct basis *basis, size_t n)
{
	cJSON *array = json_array(j);

	for (size_t i = 0; i < n; i++) {
		cJSON *o = json_object(j);

		json_add(j, o, "id", json_str(j, basis[i].id));
		json_add(j, o, "citation", json_mtext(j, basis[i].citation));
		json_add(j, o, "text", json_mtext(j, basis[i].text));
		json_add(j, o, "state", json_str(j, str_of(norm_state_names[basis[i].state])));
		json_add(j, o, "in_force_from", json_optional(j, basis[i].from));
		json_add(j, o, "in_force_to", json_optional(j, basis[i].to));
		json_add(j, o, "confidence",
			 json_str(j, str_of(confidence_names[basis[i].confidence])));
		json_add(j, o, "url", json_optional(j, basis[i].url));
		json_push(j, array, o);
	}
	return array;
}
