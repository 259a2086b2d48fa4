#include "registry/db/db_internal.h"

#include "checker/base/words.h"

#include <string.h>

/* libpq's texts end with a line break and may hold several lines; an error is one line. */
static void one_line(char *at, size_t size, const char *text)
{
	size_t n = 0;

	for (; *text && n + 1 < size; text++) {
		bool blank = *text == '\n' || *text == '\t' || *text == ' ';

		if (!blank)
			at[n++] = *text;
		else if (n && at[n - 1] != ' ')
			at[n++] = ' ';
	}
	while (n && at[n - 1] == ' ')
		n--;
	at[n] = '\0';
}

/*
 * libpq 15 gives no SQLSTATE for a connection that was not made, so the text
 * decides. A server that speaks another language falls through to ERR_NET.
 */
static const struct connect_reason {
	const char *part;
	enum err_code code;
	const char *hint;
	bool passes; /* in a moment, without anybody's doing */
} connect_reasons[] = {
	{ "root certificate file", ERR_REFUSED,
	  "put the server's CA certificate there, or say sslmode= in the connection string" },
	{ "certificate", ERR_REFUSED, "the server's certificate or yours is not accepted" },
	{ "does not support SSL", ERR_REFUSED,
	  "the server offers no TLS; a protected network may be trusted with sslmode=disable" },
	{ "authentication failed", ERR_REFUSED,
	  "check the user, ~/.pgpass or the service file" },
	{ "no password supplied", ERR_REFUSED,
	  "put the password into ~/.pgpass or PGPASSWORD" },
	{ "no pg_hba.conf entry", ERR_REFUSED,
	  "the server does not admit this login from here: is its name right? `tizilim "
	  "person list` shows the logins" },
	{ "permission denied", ERR_REFUSED, "this account may not use that database" },
	{ "role \"", ERR_REFUSED, "the server does not know this user" },
	{ "database \"", ERR_NOT_FOUND, "create the database, or correct its name" },
	{ "recovery mode", ERR_NET, "the server recovers from a crash: try again in a moment",
	  true },
	{ "starting up", ERR_NET, "the server is starting: try again in a moment", true },
	{ "shutting down", ERR_NET, "the server is stopping: try again in a moment" },
	{ "too many", ERR_NET, "the server has no free connection: try again later", true },
	{ "connection slots", ERR_NET, "the server has no free connection: try again later",
	  true },
	{ "service file", ERR_USAGE, "see PGSERVICEFILE and ~/.pg_service.conf" },
	{ "definition of service", ERR_USAGE, "see PGSERVICEFILE and ~/.pg_service.conf" },
	{ "timeout expired", ERR_NET, "the host does not answer: check address and network" },
	{ "", ERR_NET, "is the server running, and are host and port right?" },
};

bool db_error_connect(struct err *err, bool *passes, const char *message)
{
	const struct connect_reason *reason = connect_reasons;
	char line[sizeof(err->text)];

	while (!strstr(message, reason->part))
		reason++;
	one_line(line, sizeof(line), message);
	*passes = reason->passes;
	err_set(err, reason->code, "%s", line);
	return err_hint(err, "%s", reason->hint);
}

/* What a user is told instead of a constraint's name. */
static const struct constraint_message {
	const char *name, *text;
} constraint_messages[] = {
	{ "body_id_form", "a body id is lower-case letters, digits and hyphens, at most 63" },
	{ "body_names_form", "a body needs its name in kk, ru and en" },
	{ "body_status_known", "a body is active or closed" },
	{ "person_name_size", "a person's name is between 1 and 400 bytes" },
	{ "duty_known", "there is no such duty" },
	{ "duty_administrator_everywhere", "an administrator is one of the whole registry" },
	{ "initiative_body_fkey", "the body is not in the registry" },
	{ "initiative_short_name_form",
	  "a short name is lower-case letters, digits and hyphens, at most 63" },
	{ "revision_bytes_size", "a manifest is between 1 byte and 1 MiB" },
	{ "revision_bytes_intact", "the document changed on its way to the registry" },
	{ "revision_media_known", "a manifest is yaml or json" },
	{ "facet_size", "a value to look up is longer than 1024 bytes" },
	{ "draft_body_fkey", "the body is not in the registry" },
	{ "draft_short_name_form",
	  "a short name is lower-case letters, digits and hyphens, at most 63" },
	{ "draft_bytes_size", "a manifest is between 1 byte and 1 MiB" },
	{ "pack_contents_intact", "the pack changed on its way to the registry" },
	{ "judged_revision_fkey", "a run can record registered revisions only" },
	{ "judged_run_fkey", "the run is not in the registry" },
	{ "finding_judged_fkey", "a finding is of a revision that its run did not judge" },
	{ "verdict_of_two", "two different initiatives are judged" },
	{ "verdict_revision_fkey", "a verdict is on registered revisions" },
	{ "verdict_other_revision_fkey", "a verdict is on registered revisions" },
	{ "verdict_known", "a verdict of that name is not known to the registry" },
	{ "verdict_reason_size", "a reason has between 1 and 4096 bytes" },
	{ "dup_term_key_size", "a word of more than 2048 bytes cannot be searched by" },
	{ "request_one_open", "a request of that kind is open already" },
	{ "act_verdict_known", "a part is positive, negative or dismissed" },
	{ "act_remark_size", "a remark is at most 20,000 bytes" },
	{ "commitment_promise_size", "a commitment is between 1 and 4,000 bytes" },
	{ "waiver_one_pending", "the same waiver is asked for already" },
	{ "waiver_rule_form", "this is no id of a rule" },
	{ "waiver_fingerprint_form", "a fingerprint is 32 digits and letters a to f" },
	{ "act_fingerprint_form", "a fingerprint is 32 digits and letters a to f" },
	{ "waiver_reason_size", "a reason is between 1 and 4,000 bytes" },
	{ "commitment_due_finite", "a day is one of the years 1 to 9999" },
	{ "moved_day_finite", "a day is one of the years 1 to 9999" },
	{ "pack_valid_from_finite", "a day is one of the years 1 to 9999" },
	{ "check_run_judged_by_finite", "a day is one of the years 1 to 9999" },
	{ "moved_day_reason_size", "a reason is between 1 and 1,000 bytes" },
	{ "authority_part_known", "a part is architecture, data, security or law" },
	{ "event_sizes", "this is too long to be recorded" },
	{ "finding_pkey", "two findings of one run have the same fingerprint" },
};

static const char *constraint_text(const char *name)
{
	for (size_t i = 0; name && i < ARRAY_LEN(constraint_messages); i++)
		if (!strcmp(name, constraint_messages[i].name))
			return constraint_messages[i].text;
	return NULL;
}

/* By state or class of states; the first that fits. */
static const struct state_reason {
	const char *begins;
	enum err_code code;
	const char *hint;
} state_reasons[] = {
	{ "TZ404", ERR_NOT_FOUND, NULL },
	{ "TZ", ERR_REFUSED, NULL },
	{ "08", ERR_NET, "try again" },
	{ "22", ERR_INPUT, NULL },
	{ "23", ERR_REFUSED, NULL },
	{ "25006", ERR_NET, "this server is a read-only standby; connect to the primary" },
	{ "25P03", ERR_NET, "the transaction was idle too long: try again" },
	{ "28", ERR_REFUSED, "check the user, ~/.pgpass or the service file" },
	{ "3F000", ERR_NOT_FOUND, "the database holds no registry: run `tizilim migrate`" },
	{ "42P01", ERR_NOT_FOUND, "the database holds no registry: run `tizilim migrate`" },
	{ "42883", ERR_NOT_FOUND, "the database holds no registry: run `tizilim migrate`" },
	{ "42501", ERR_REFUSED, "this account has no right to do that" },
	{ "40", ERR_NET, "others were writing at the same time: try again" },
	{ "53100", ERR_IO, "the server's disk is full: free some space" },
	{ "53", ERR_NET, "the server is short of resources: try again later" },
	{ "55P03", ERR_NET, "others were writing at the same time: try again" },
	{ "57014", ERR_NET, "the server stopped the statement after its time limit" },
	{ "57P", ERR_NET, "the server is stopping or starting: try again" },
	{ "XX", ERR_IO, "the server found its data damaged; see its log" },
	{ "58", ERR_IO, "the server could not use its files; see its log" },
	{ "", ERR_NET, "the server could not do it; see its log" },
};

/* As a function of the registry raised it, or the server. */
static void tell_raised(struct err *err, enum err_code code, const char *text, const char *hint)
{
	struct strbuf words[LANG_COUNT][2];
	struct mtext told[2];
	char line[sizeof(err->text)];

	for (enum lang l = 0; l < LANG_COUNT; l++)
		for (int i = 0; i < 2; i++) {
			one_line(line, sizeof(line), i == 0 ? text : hint ? hint : "");
			strbuf_init(&words[l][i], SIZE_MAX);
			words_raised(&words[l][i], str_of(line), l);
			told[i].in[l] = strbuf_view(&words[l][i]);
		}
	err_tell(err, code, told[0], told[1]);
	for (enum lang l = 0; l < LANG_COUNT; l++)
		for (int i = 0; i < 2; i++)
			strbuf_release(&words[l][i]);
}

bool db_error_result(struct err *err, struct db *db, const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	const char *hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
	const char *known =
		constraint_text(PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME));
	const struct state_reason *reason = state_reasons;

	if (!state)
		return db_error_lost(err, db);
	while (!str_starts(str_of(state), str_of(reason->begins)))
		reason++;
	if (known)
		err_set(err, reason->code, "%s", known);
	else
		tell_raised(err, reason->code, text ? text : "the server gave no reason", hint);
	if (!hint && reason->hint)
		err_hint(err, "%s", reason->hint);
	if (strlen(state) < sizeof(err->sqlstate)) {
		memcpy(err->sqlstate, state, strlen(state) + 1);
		memcpy(db->work.sqlstate, state, strlen(state) + 1);
	}
	return false;
}

bool db_error_lost(struct err *err, const struct db *db)
{
	char line[sizeof(err->text)];

	one_line(line, sizeof(line), PQerrorMessage(db->conn));
	err_set(err, ERR_NET, "%s", *line ? line : "the connection to the server was lost");
	return err_hint(err, "nothing was changed: try again");
}

bool db_retryable(const struct err *err)
{
	return !strcmp(err->sqlstate, "40001") || !strcmp(err->sqlstate, "40P01");
}
