#include "registry/fetch/fetch_internal.h"

#include "checker/base/file.h"

#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <curl/curl.h>

enum { REDIRECTS_MAX = 5, CONNECT_SECONDS = 10, SECONDS = 300, ETAG_MAX = 256 };

struct exchange {
	struct arena *arena;
	const struct fetch *what;
	struct str url; /* of this step */
	CURL *curl;
	struct out out;
	size_t written;
	bool private_allowed; /* the host of this step is the one that is named */
	bool private_met, too_large;
	struct str etag;
	long status;
};

/* Called for each address that is about to be connected to. */
static curl_socket_t open_socket(void *context, curlsocktype purpose,
				 struct curl_sockaddr *address)
{
	struct exchange *x = context;

	(void)purpose;
	if (!x->private_allowed && fetch_address_is_private(&address->addr)) {
		x->private_met = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take_body(char *bytes, size_t size, size_t n, void *context)
{
	struct exchange *x = context;
	long status = 0;

	curl_easy_getinfo(x->curl, CURLINFO_RESPONSE_CODE, &status);
	/* What a redirect or an error says is nobody's file. */
	if (status != 200)
		return n;
	if (n > x->what->limit - x->written) {
		x->too_large = true;
		return 0;
	}
	x->written += n;
	out_bytes(&x->out, bytes, n * size);
	return n;
}

static size_t take_header(char *bytes, size_t size, size_t n, void *context)
{
	static const char name[] = "etag:";
	struct exchange *x = context;
	struct str line = { bytes, n * size };

	if (line.n > sizeof(name) - 1 && strncasecmp(line.p, name, sizeof(name) - 1) == 0) {
		struct str value = str_trim(str_sub(line, sizeof(name) - 1, line.n));

		if (value.n <= ETAG_MAX)
			x->etag = arena_str(x->arena, value);
	}
	return n * size;
}

static struct str part_of(struct arena *a, CURLU *url, CURLUPart part)
{
	char *text = NULL;
	struct str out = STR("");

	if (curl_url_get(url, part, &text, 0) == CURLUE_OK)
		out = arena_str(a, str_of(text));
	curl_free(text);
	return out;
}

static bool look_at(struct exchange *x, struct err *err)
{
	CURLU *url = curl_url();
	struct str scheme, host, user;
	bool sound =
		curl_url_set(url, CURLUPART_URL, arena_str(x->arena, x->url).p, 0) == CURLUE_OK;

	scheme = part_of(x->arena, url, CURLUPART_SCHEME);
	host = part_of(x->arena, url, CURLUPART_HOST);
	user = part_of(x->arena, url, CURLUPART_USER);
	curl_url_cleanup(url);
	if (!sound || !str_eq(scheme, STR("https")) || !host.n || user.n)
		return err_set(err, ERR_REFUSED,
			       "%.*s is not asked: an address begins with https:// and names "
			       "nobody",
			       STR_FMT(x->url));
	x->private_allowed = x->what->private_host.n && str_eq(host, x->what->private_host);
	return true;
}

static void set_up(struct exchange *x, struct curl_slist *headers)
{
	CURL *c = x->curl;

	curl_easy_setopt(c, CURLOPT_URL, arena_str(x->arena, x->url).p);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "https");
	/* An address that the environment names as a proxy would not be looked at. */
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)SECONDS);
	curl_easy_setopt(c, CURLOPT_USERAGENT, "tizilim");
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, x);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, x);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, x);
	if (x->what->authorities.n)
		curl_easy_setopt(c, CURLOPT_CAINFO,
				 arena_str(x->arena, x->what->authorities).p);
}

static bool explain(struct exchange *x, CURLcode code, struct err *err)
{
	if (x->private_met) {
		err_set(err, ERR_REFUSED, "%.*s has a private address", STR_FMT(x->url));
		return err_hint(err, "--private-host names a host that may have one");
	}
	if (x->too_large)
		return err_set(err, ERR_REFUSED, "%.*s is larger than %zu bytes",
			       STR_FMT(x->url), x->what->limit);
	return err_set(err, ERR_NET, "%.*s: %s", STR_FMT(x->url), curl_easy_strerror(code));
}

/* One request; what it leads to is looked at by the caller. */
static bool ask(struct exchange *x, struct str *next, struct err *err)
{
	struct curl_slist *headers = NULL;
	char *location = NULL;
	CURLcode code;

	*next = STR("");
	x->etag = STR("");
	x->curl = curl_easy_init();
	if (x->what->etag.n)
		headers = curl_slist_append(NULL, arena_printf(x->arena, "If-None-Match: %.*s",
							       STR_FMT(x->what->etag))
							  .p);
	set_up(x, headers);
	code = curl_easy_perform(x->curl);
	curl_easy_getinfo(x->curl, CURLINFO_RESPONSE_CODE, &x->status);
	curl_easy_getinfo(x->curl, CURLINFO_REDIRECT_URL, &location);
	if (location)
		*next = arena_str(x->arena, str_of(location));
	curl_slist_free_all(headers);
	curl_easy_cleanup(x->curl);
	return code == CURLE_OK || explain(x, code, err);
}

static bool follow(struct exchange *x, struct err *err)
{
	struct str next = x->what->url;

	for (int step = 0; next.n; step++) {
		if (step > REDIRECTS_MAX)
			return err_set(err, ERR_NET, "%.*s leads on and on",
				       STR_FMT(x->what->url));
		x->url = next;
		if (!look_at(x, err) || !ask(x, &next, err))
			return false;
	}
	if (x->status == 200 || (x->status == 304 && x->what->etag.n))
		return true;
	return err_set(err, ERR_NET, "%.*s: the server answers %ld", STR_FMT(x->url),
		       x->status);
}

bool fetch_file(struct fetched *out, struct arena *a, const struct fetch *what, struct err *err)
{
	struct exchange x = { .arena = a, .what = what };

	if (!out_create(&x.out, what->into, err))
		return false;
	if (!follow(&x, err)) {
		out_drop(&x.out);
		return false;
	}
	*out = (struct fetched){ .same = x.status == 304, .etag = x.etag };
	if (!out->same)
		return out_close(&x.out, err);
	out_drop(&x.out);
	return true;
}
