#include "tests/unit/rows.h"

#include "registry/fetch/fetch.h"

#include <unistd.h>

static const struct address_row {
	const char *label;
	bool private;
} address_rows[] = {
	{ "8.8.8.8", false },
	{ "1.1.1.1", false },
	{ "172.15.255.255", false },
	{ "172.32.0.1", false },
	{ "100.63.255.255", false },
	{ "198.17.255.255", false },
	{ "223.255.255.255", false },
	{ "2a00:1450:4010::64", false },
	{ "::ffff:8.8.8.8", false },
	{ "0.0.0.0", true },
	{ "10.1.2.3", true },
	{ "100.64.0.1", true },
	{ "100.127.255.255", true },
	{ "127.0.0.1", true },
	{ "127.255.255.255", true },
	{ "169.254.169.254", true },
	{ "172.16.0.1", true },
	{ "172.31.255.255", true },
	{ "192.168.0.1", true },
	{ "198.18.0.1", true },
	{ "198.19.255.255", true },
	{ "224.0.0.1", true },
	{ "255.255.255.255", true },
	{ "::", true },
	{ "::1", true },
	{ "::ffff:127.0.0.1", true },
	{ "::ffff:10.0.0.1", true },
	{ "::127.0.0.1", true },
	{ "64:ff9b::7f00:1", true },
	{ "fe80::1", true },
	{ "fec0::1", true },
	{ "fc00::1", true },
	{ "fd12:3456::1", true },
	{ "ff02::1", true },
	{ "2001:db8::1", true },
	{ "2001:0:7f00:1::", true },
	{ "2002:7f00:1::", true },
	{ "localhost", true },
	{ "0x7f.1", true },
	{ "", true },
	{ "1111:2222:3333:4444:5555:6666:7777:8888:9999:0000:1111:2222", true },
};

static void address_row(void **state)
{
	const struct address_row *row = *state;

	assert_int_equal(fetch_is_private(str_of(row->label)), row->private);
}

/* Refused before anything is asked. */
static const struct url_row {
	const char *label;
} url_rows[] = {
	{ "http://example.com/a" },
	{ "ftp://example.com/a" },
	{ "file:///etc/passwd" },
	{ "https://user:word@example.com/a" },
	{ "https://" },
	{ "gopher://127.0.0.1:25/_x" },
	{ "example.com/a" },
	{ "https://127.0.0.1:1/a" },
	{ "https://[::1]:1/a" },
	{ "https://0x7f000001:1/a" },
	{ "https://2130706433:1/a" },
	{ "https://127.1:1/a" },
	{ "https://localhost:1/a" },
};

static void url_row(void **state)
{
	const struct url_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct fetch what = { .url = str_of(row->label),
			      .into = STR("/tmp/tizilim-unit-fetch"),
			      .limit = 100,
			      .private_host = STR("elsewhere.example") };
	struct err err = { 0 };
	struct fetched out;

	assert_false(fetch_file(&out, a, &what, &err));
	assert_int_equal(err.code, ERR_REFUSED);
	assert_int_equal(access("/tmp/tizilim-unit-fetch", F_OK), -1);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, address_row, address_rows);
	ADD_ROWS(&list, url_row, url_rows);
	return test_list_run(&list, "fetch");
}
