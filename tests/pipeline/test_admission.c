/* SPDX-License-Identifier: Apache-2.0
 * Whom the daemons let in over tcp: a key opens what its roles say, commands come from the host
 * itself, and strangers, liars and floods stop nobody. */
#include "support/hosts.h"
#include "support/testing.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "service/client.h"
#include "support/ports.h"
#include "support/proxy.h"

/* One request to a daemon, as its CLI would send it, from the far host; the sentence that
 * refuses it. */
static void is_forbidden(struct net *net, int port, enum verb verb, const char *text)
{
	AUTO(arena_release) struct arena arena = {0};
	struct keys *keys = keys_open(net->far + strlen("--key-dir="), NULL);
	struct request request = {.verb = verb, .text = str_from(text), .all = true, .after = 1};
	struct client *client;
	struct reply reply = {0};
	char endpoint[64];

	arena_init(&arena, 0);
	snprintf(endpoint, sizeof(endpoint), "hub@tcp://127.0.0.1:%d", port);
	client = client_connect(endpoint, keys, NULL);
	ck_assert_ptr_nonnull(client);
	ck_assert(client_ask(client, &request, 10000, &arena, &reply, NULL));
	ck_assert_msg(!reply.ok && str_eq(reply.sentence, STR("commands and corrections are taken "
							      "on the daemon's own host only")),
		"verb %d: ok=%d %.*s", (int)verb, reply.ok, STR_ARGS(reply.sentence));
	client_close(&client);
	keys_close(&keys);
}

START_TEST(commands_and_corrections_come_from_no_other_host)
{
	static const enum verb to_ingestor[] = {VERB_DEAD_LIST, VERB_DEAD_SHOW, VERB_DEAD_RETRY,
		VERB_DEAD_DROP, VERB_LEDGER, VERB_PAUSE, VERB_WATCH, VERB_UNWATCH, VERB_WATCHED,
		VERB_FEED_ADD, VERB_FEED_REMOVE, VERB_FEEDS, VERB_BACKUP};
	static const enum verb to_store[] = {
		VERB_DECIDE, VERB_UNDO, VERB_SEARCH_SAVE, VERB_SEARCH_FORGET, VERB_SEARCH_TOLD};
	struct net net;
	char fact[200];
	const char *at;
	size_t i;

	start_net(&net);
	all_is_stored(&net, 3);
	/* here they are taken: by ipc */
	ck_assert_int_eq(SITREP(&net.line, out, "claims", "--json", "--limit", "1"), 0);
	at = strstr(out, "\"fact\":\"");
	ck_assert_ptr_nonnull(at);
	snprintf(fact, sizeof(fact), "%.*s", (int)strcspn(at + 8, "\""), at + 8);
	ck_assert_int_eq(SITREP(&net.line, out, "correct", "reject", fact), 0);
	ck_assert_int_eq(line_number(&net.line, "SELECT count(*) FROM decision"), 1);
	for (i = 0; i < ARRAY_SIZE(to_ingestor); i++)
		is_forbidden(&net, net.intake, to_ingestor[i], net.line.dir);
	for (i = 0; i < ARRAY_SIZE(to_store); i++)
		is_forbidden(&net, net.results, to_store[i], "{}");
	ck_assert_int_eq(
		line_number(&net.line, "SELECT count(*) FROM decision WHERE undone_ms IS NULL"), 1);
	wait_for_status(&net, "forbidden", ARRAY_SIZE(to_ingestor));
	ck_assert_ptr_nonnull(strstr(line_log(&net.line, PART_INGESTOR), "event=request-refused"));
	ck_assert_ptr_nonnull(strstr(line_log(&net.line, PART_STORE), "event=request-refused"));
	has("\"forbidden\":13");
	has("\"paused\":false");
	/* but a far submitter may wait for its reports */
	ck_assert_int_eq(SITREP(&net.line, out, "submit", "--wait", net.to_intake, net.far,
				 line_file(&net.line, "one.txt", "Six died.", 9)),
		0);
	ck_assert_int_eq(SITREP(&net.line, out, "pause", net.to_intake, net.far), 65);
	has("own host only");
	line_stop(&net.line);
}
END_TEST

START_TEST(an_unknown_key_is_refused_counted_and_let_in_once_allowed)
{
	struct net net;
	int64_t before;

	open_net(&net);
	start_hub(&net, LOOPBACK);
	start_far(&net, LOOPBACK, net.work, net.results);
	ck_assert_int_eq(
		SITREP(&net.line, out, "submit", line_many(&net.line, "many.jsonl", 5)), 0);
	wait_for_status(&net, "strangers", 2);
	ck_assert_int_eq(status_number(&net, "ready"), 5);
	has("\"workers\":[]");
	ck_assert_ptr_nonnull(
		strstr(line_log(&net.line, PART_INGESTOR), "event=key-refused from=\"127.0.0.1\""));
	allow_far(&net); /* nobody is restarted */
	all_is_stored(&net, 5);
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "revoke", "far", net.hub), 0);
	before = status_number(&net, "strangers");
	wait_for_status(&net, "strangers", before + 2); /* its heartbeats are not heard any more */
	ck_assert_int_eq(
		SITREP(&net.line, out, "submit", line_file(&net.line, "late.txt", "Late.", 5)), 0);
	/* four heartbeats without credit: it holds nothing, and gets nothing */
	wait_for_status(&net, "strangers", before + 6);
	ck_assert_int_eq(status_number(&net, "ready") + status_number(&net, "leased"), 1);
	ck_assert_int_eq(line_number(&net.line, "SELECT count(*) FROM report"), 5);
	line_stop(&net.line);
}
END_TEST

static void allow_far_as(struct net *net, const char *roles)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/far/own.key", net->line.dir);
	(void)SITREP(&net->line, out, "keys", "revoke", "far", net->hub);
	ck_assert_int_eq(SITREP(&net->line, out, "keys", "allow", "far", path, roles, net->hub), 0);
}

START_TEST(a_key_opens_what_its_roles_say_and_nothing_else)
{
	struct net net;
	char path[160];

	open_net(&net);
	start_hub(&net, LOOPBACK);
	allow_far_as(&net, "extract");
	start_far(&net, LOOPBACK, net.work, net.results);
	all_is_stored(&net, 20);
	ck_assert_int_eq(SITREP(&net.line, out, "status", net.to_status, net.far), 69);
	ck_assert_int_gt(status_number(&net, "strangers"), 0);
	line_kill(&net.line, PART_EXTRACTOR, SIGKILL);
	allow_far_as(&net, "submit");
	ck_assert_int_eq(
		SITREP(&net.line, out, "submit", net.to_intake, net.far, "--run-dir=/nowhere",
			line_file(&net.line, "far.txt", "Six died.", 9)),
		0);
	/* with that key nobody is given work */
	line_start_part(&net.line, PART_EXTRACTOR);
	wait_for_status(&net, "strangers", status_number(&net, "strangers") + 3);
	ck_assert_int_eq(status_number(&net, "ready"), 1);
	allow_far_as(&net, "watch");
	ck_assert_int_eq(SITREP(&net.line, out, "status", net.to_status, net.far), 0);
	/* nor is an extractor's key believed to be a store's */
	snprintf(path, sizeof(path), "%s/hub/own.key", net.line.dir);
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "revoke", "hub", net.far), 0);
	ck_assert_int_eq(
		SITREP(&net.line, out, "keys", "allow", "hub", path, "extract,submit", net.far), 0);
	ck_assert_int_eq(SITREP(&net.line, out, "submit", net.to_intake, net.far, "x"), 65);
	has("do not include serve");
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "list", net.far), 0);
	has("extract,submit");
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "allow", "x", path, "king", net.far), 65);
	has("no role of a key");
	line_stop(&net.line);
}
END_TEST

START_TEST(without_keys_or_names_there_is_a_sentence)
{
	struct net net;

	open_net(&net);
	ck_assert_int_eq(
		SITREP(&net.line, out, "submit", "--intake=tcp://127.0.0.1:1", net.far, "x"), 65);
	has("say whose key is expected there");
	ck_assert_int_eq(
		SITREP(&net.line, out, "submit", "--intake=who@tcp://127.0.0.1:1", net.far, "x"),
		65);
	has("no key of the name who");
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "new", net.hub), 78);
	has("--again replaces it");
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "allow", "../x", "k", net.hub), 65);
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "allow", "x", "/dev/null", net.hub), 65);
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "revoke", "nobody", net.hub), 65);
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "allow", "hub",
				 "0123456789012345678901234567890123456789", net.far),
		65);
	has("revoke it first");
	line_stop(&net.line);
}
END_TEST

/* Strangers who speak no ZMTP, ZMTP without CURVE, or nothing at all. */
static void knock(int port, int how)
{
	static const unsigned char null_greeting[64] = {
		0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 1, 'N', 'U', 'L', 'L'};
	static const unsigned char curve_greeting[64] = {
		0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 1, 'C', 'U', 'R', 'V', 'E'};
	unsigned char noise[512];
	int fd = dial(port);
	size_t i;

	for (i = 0; i < sizeof(noise); i++)
		noise[i] = (unsigned char)(i * 31 + (size_t)how * 7);
	if (fd < 0)
		return;
	if (how % 4 == 1)
		send(fd, null_greeting, 64, MSG_NOSIGNAL);
	if (how % 4 == 2)
		send(fd, curve_greeting, 64, MSG_NOSIGNAL);
	if (how % 4)
		send(fd, noise, sizeof(noise), MSG_NOSIGNAL);
	close(fd);
}

START_TEST(a_flood_of_strangers_stops_nobody)
{
	struct net net;
	char options[256];
	pid_t flood;
	int i;

	/* a sanitizer keeps 256 MB of what was freed: that is no leak */
	snprintf(options, sizeof(options), "%s:quarantine_size_mb=16",
		getenv("ASAN_OPTIONS") ? getenv("ASAN_OPTIONS") : "");
	setenv("ASAN_OPTIONS", options, 1);
	start_net(&net);
	all_is_stored(&net, 20);
	flood = fork();
	if (flood == 0)
		for (i = 0;; i++) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			knock(net.work, i);
			knock(net.results, i);
		}
	all_is_stored(&net, 500);
	kill(flood, SIGKILL);
	waitpid(flood, NULL, 0);
	ck_assert_int_lt(status_number(&net, "rss_bytes"), 200 << 20);
	line_stop(&net.line);
}
END_TEST

/* Somebody with an allowed key who lies as fast as he can, of attempts that were never made: it
 * changes nothing, and the others go on. (Of what it was lent, an allowed peer is believed.) */
static void lie(struct net *net, int port)
{
	char endpoint[64];
	struct keys *keys = keys_open(net->far + strlen("--key-dir="), NULL);
	struct client *client;
	uint64_t seq;

	snprintf(endpoint, sizeof(endpoint), "hub@tcp://127.0.0.1:%d", port);
	client = client_connect(endpoint, keys, NULL);
	for (seq = 1;; seq = seq % 600 + 1) {
		struct lease lease = {seq, 1000};
		struct message lies[] = {
			{.type = MESSAGE_HEARTBEAT,
				.u.heartbeat = {.worker = STR("liar"), .held = {&lease, 1}}},
			{.type = MESSAGE_DONE, .u.done.leases = {&lease, 1}},
			{.type = MESSAGE_RELEASED, .u.released = {&lease, 1}},
			{.type = MESSAGE_FAILED,
				.u.failed = {lease, true, STR("lie"), STR("It is a lie.")}},
		};

		if (!client_send(client, &lies[seq % 4], NULL))
			_exit(0);
	}
}

START_TEST(an_allowed_peer_that_floods_stops_nobody)
{
	struct net net;
	pid_t flood[2];
	int i;

	open_net(&net);
	allow_far(&net);
	start_hub(&net, LOOPBACK);
	for (i = 0; i < 2; i++) {
		flood[i] = fork();
		if (flood[i] == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			lie(&net, i ? net.results : net.work);
		}
	}
	start_far(&net, LOOPBACK, net.work, net.results);
	all_is_stored(&net, 300);
	ck_assert_int_eq(SITREP(&net.line, out, "status"), 0);
	has("liar");
	for (i = 0; i < 2; i++) {
		ck_assert_int_eq(waitpid(flood[i], NULL, WNOHANG), 0); /* it is still at it */
		kill(flood[i], SIGKILL);
		waitpid(flood[i], NULL, 0);
	}
	ck_assert_int_lt(status_number(&net, "rss_bytes"), (SANITIZED ? 900 : 300) << 20);
	line_stop(&net.line);
}
END_TEST

TEST_MAIN("admission", commands_and_corrections_come_from_no_other_host,
	an_unknown_key_is_refused_counted_and_let_in_once_allowed,
	a_key_opens_what_its_roles_say_and_nothing_else, without_keys_or_names_there_is_a_sentence,
	a_flood_of_strangers_stops_nobody, an_allowed_peer_that_floods_stops_nobody)
