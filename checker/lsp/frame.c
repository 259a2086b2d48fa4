#include "checker/lsp/lsp_internal.h"

#include <strings.h>

/*
 * Where a head cannot be right, the next "Content-Length: N" at whose end a line
 * ends is where the next message begins: within JSON no line ends like that.
 */
static const char length_name[] = "Content-Length:";
enum { LENGTH_NAME = sizeof(length_name) - 1, LENGTH_LINE = LENGTH_NAME + 24 };

void frames_init(struct frames *f)
{
	*f = (struct frames){ 0 };
	strbuf_init(&f->in, LSP_MESSAGE_BYTES + LSP_HEAD_BYTES + (1 << 20));
}

static struct str rest(const struct frames *f)
{
	return str_sub(strbuf_view(&f->in), f->from, f->in.n);
}

void frames_take(struct frames *f, struct str bytes)
{
	if (f->from) {
		memmove(f->in.p, f->in.p + f->from, f->in.n - f->from);
		f->in.n -= f->from;
		f->from = 0;
	}
	strbuf_str(&f->in, bytes);
}

static bool is_length(struct str value, size_t *n)
{
	int64_t number;

	if (!str_int(str_trim(value), &number) || number < 0 || number > LSP_MESSAGE_BYTES)
		return false;
	*n = (size_t)number;
	return true;
}

static bool has_name(struct str line)
{
	return line.n >= LENGTH_NAME && strncasecmp(line.p, length_name, LENGTH_NAME) == 0;
}

/* Lines of "name: value"; exactly one says the length. */
static bool read_head(struct str head, size_t *length)
{
	size_t lengths = 0;

	while (head.n) {
		size_t end = str_find(head, STR("\r\n"));
		struct str line = end == SIZE_MAX ? head : str_sub(head, 0, end);

		head = end == SIZE_MAX ? STR("") : str_sub(head, end + 2, head.n);
		if (str_find(line, STR(":")) == SIZE_MAX)
			return false;
		if (!has_name(line))
			continue;
		lengths++;
		if (!is_length(str_sub(line, LENGTH_NAME, line.n), length))
			return false;
	}
	return lengths == 1;
}

/* Goes to the next head, or keeps what may be the begin of one. */
static bool find_head(struct frames *f)
{
	for (;;) {
		struct str in = rest(f), after;
		size_t at = str_find(in, STR("Content-Length:")), end, length;

		if (at == SIZE_MAX) {
			f->from += in.n > LENGTH_LINE ? in.n - LENGTH_LINE : 0;
			return false;
		}
		f->from += at;
		after = str_sub(in, at + LENGTH_NAME, at + LENGTH_LINE);
		end = str_find(after, STR("\r\n"));
		if (end == SIZE_MAX && after.n < LENGTH_LINE - LENGTH_NAME)
			return false;
		if (end != SIZE_MAX && is_length(str_sub(after, 0, end), &length))
			return true;
		f->from += LENGTH_NAME;
	}
}

static enum frame lose(struct frames *f)
{
	f->from += rest(f).n > 0;
	f->lost = true;
	return FRAME_FAULT;
}

enum frame frames_next(struct frames *f, struct str *body)
{
	struct str in;
	size_t end, length = 0;

	if (f->lost && !find_head(f))
		return FRAME_NONE;
	f->lost = false;
	in = rest(f);
	end = str_find(str_sub(in, 0, LSP_HEAD_BYTES), STR("\r\n\r\n"));
	if (end == SIZE_MAX)
		return in.n < LSP_HEAD_BYTES ? FRAME_NONE : lose(f);
	if (!read_head(str_sub(in, 0, end), &length))
		return lose(f);
	if (in.n - end - 4 < length)
		return FRAME_NONE;
	*body = str_sub(in, end + 4, end + 4 + length);
	f->from += end + 4 + length;
	return FRAME_BODY;
}
