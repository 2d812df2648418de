/* SPDX-License-Identifier: Apache-2.0
 * Extractors on other hosts: over tcp only who is allowed comes in, and whatever the network does to
 * what is on its way, every report is stored once. "Hosts" are key and run directories of their own;
 * the last tests put them into network namespaces, where the kernel may be asked to delay, lose and
 * part. */
#include "support/testing.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "service/client.h"
#include "support/cable.h"
#include "support/line.h"
#include "support/proxy.h"

static const char *const quiet[] = {"--http-listen=", "--lease=3s", "--retry-min=100ms"};

static char out[1 << 20];

struct net {
	struct line line;
	int work, results, intake, status[2]; /* ports */
	char hub[128], far[128];              /* key directories */
};

static void nap(void)
{
	const struct timespec pause = {.tv_nsec = 50000000};

	nanosleep(&pause, NULL);
}

/* The hub's pair and the far host's, who trusts the hub. */
static void make_keys(struct net *net)
{
	char path[160];

	snprintf(net->hub, sizeof(net->hub), "--key-dir=%s/hub", net->line.dir);
	snprintf(net->far, sizeof(net->far), "--key-dir=%s/far", net->line.dir);
	ck_assert_int_eq(SITREP(&net->line, out, "keys", "new", net->hub), 0);
	ck_assert_int_eq(SITREP(&net->line, out, "keys", "new", net->far), 0);
	snprintf(path, sizeof(path), "%s/hub/own.key", net->line.dir);
	ck_assert_int_eq(SITREP(&net->line, out, "keys", "allow", "hub", path, net->far), 0);
}

static void allow_far(struct net *net)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/far/own.key", net->line.dir);
	ck_assert_int_eq(SITREP(&net->line, out, "keys", "allow", "far", path, net->hub), 0);
}

/* host is where the daemons listen; the far extractor's ports may be those of a proxy. */
static void start_hub(struct net *net, const char *host)
{
	struct line *line = &net->line;

	line_flag(line, PART_INGESTOR, "%s", net->hub);
	line_flag(line, PART_STORE, "%s", net->hub);
	line_flag(line, PART_INGESTOR, "--work-listen=tcp://%s:%d", host, net->work);
	line_flag(line, PART_INGESTOR, "--intake-listen=tcp://%s:%d", host, net->intake);
	line_flag(line, PART_INGESTOR, "--ingestor-status-listen=tcp://%s:%d", host, net->status[0]);
	line_flag(line, PART_STORE, "--results-listen=tcp://%s:%d", host, net->results);
	line_flag(line, PART_STORE, "--store-status-listen=tcp://%s:%d", host, net->status[1]);
	line_start_part(line, PART_INGESTOR);
	line_start_part(line, PART_STORE);
}

static void start_far(struct net *net, const char *host, int work, int results)
{
	struct line *line = &net->line;

	line_flag(line, PART_EXTRACTOR, "%s", net->far);
	line_flag(line, PART_EXTRACTOR, "--run-dir=%s/elsewhere", line->dir);
	line_flag(line, PART_EXTRACTOR, "--ingestors=hub@tcp://%s:%d", host, work);
	line_flag(line, PART_EXTRACTOR, "--stores=hub@tcp://%s:%d", host, results);
	line_start_part(line, PART_EXTRACTOR);
}

static void open_net(struct net *net)
{
	*net = (struct net){.work = free_port(), .results = free_port(), .intake = free_port(),
		.status = {free_port(), free_port()}};
	line_open(&net->line, quiet, ARRAY_SIZE(quiet));
	make_keys(net);
}

static int64_t status_number(struct net *net, const char *field)
{
	char key[64];
	const char *at;

	snprintf(key, sizeof(key), "\"%s\":", field);
	if (SITREP(&net->line, out, "status", "--json") != 0 || !(at = strstr(out, key)))
		return -1;
	return strtoll(at + strlen(key), NULL, 10);
}

static void wait_for_status(struct net *net, const char *field, int64_t least)
{
	int64_t until = clock_mono_ms() + 30000;

	while (status_number(net, field) < least) {
		ck_assert_msg(clock_mono_ms() < until, "%s stayed below %d", field, (int)least);
		nap();
	}
}

static void all_is_stored(struct net *net, int n)
{
	ck_assert_int_eq(SITREP(&net->line, out, "submit", "--wait",
		line_many(&net->line, "many.jsonl", n)), 0);
	ck_assert_int_eq(line_number(&net->line, "SELECT count(*) FROM report"), n);
	ck_assert_int_eq(line_number(&net->line, "SELECT count(*) FROM claims WHERE kind='killed'"), n);
	ck_assert_int_eq(SITREP(&net->line, out, "audit"), 0);
}

START_TEST(an_extractor_on_another_host_does_the_work)
{
	struct net net;
	char flag[2][128];

	open_net(&net);
	allow_far(&net);
	start_hub(&net, "127.0.0.1");
	start_far(&net, "127.0.0.1", net.work, net.results);
	all_is_stored(&net, 200);
	/* so do submitters and watchers */
	snprintf(flag[0], sizeof(flag[0]), "--intake=hub@tcp://127.0.0.1:%d", net.intake);
	ck_assert_int_eq(SITREP(&net.line, out, "submit", flag[0], net.far, "--run-dir=/nowhere",
		line_file(&net.line, "one.txt", "Six died.", 9)), 0);
	snprintf(flag[1], sizeof(flag[1]), "--statuses=hub@tcp://127.0.0.1:%d hub@tcp://127.0.0.1:%d",
		net.status[0], net.status[1]);
	ck_assert_int_eq(SITREP(&net.line, out, "status", flag[1], net.far), 0);
	ck_assert_ptr_nonnull(strstr(out, "workers  1"));
	line_stop(&net.line);
}
END_TEST

/* One request to a daemon, as its CLI would send it, from the far host; the sentence that refuses it. */
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
	ck_assert_msg(!reply.ok && str_eq(reply.sentence,
		STR("commands and corrections are taken on the daemon's own host only")),
		"verb %d: ok=%d %.*s", (int)verb, reply.ok, STR_ARGS(reply.sentence));
	client_close(&client);
	keys_close(&keys);
}

START_TEST(commands_and_corrections_come_from_no_other_host)
{
	static const enum verb to_ingestor[] = {VERB_DEAD_LIST, VERB_DEAD_SHOW, VERB_DEAD_RETRY, VERB_DEAD_DROP,
		VERB_LEDGER, VERB_PAUSE, VERB_WATCH, VERB_UNWATCH, VERB_WATCHED, VERB_FEED_ADD, VERB_FEED_REMOVE,
		VERB_FEEDS, VERB_BACKUP};
	static const enum verb to_store[] = {VERB_DECIDE, VERB_UNDO, VERB_SEARCH_SAVE, VERB_SEARCH_FORGET,
		VERB_SEARCH_TOLD};
	struct net net;
	char intake[64], fact[200];
	const char *at;
	size_t i;

	open_net(&net);
	allow_far(&net);
	start_hub(&net, "127.0.0.1");
	start_far(&net, "127.0.0.1", net.work, net.results);
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
	ck_assert_int_eq(line_number(&net.line, "SELECT count(*) FROM decision WHERE undone_ms IS NULL"), 1);
	wait_for_status(&net, "forbidden", ARRAY_SIZE(to_ingestor));
	ck_assert_ptr_nonnull(strstr(line_log(&net.line, PART_INGESTOR), "event=request-refused"));
	ck_assert_ptr_nonnull(strstr(line_log(&net.line, PART_STORE), "event=request-refused"));
	ck_assert_ptr_nonnull(strstr(out, "\"forbidden\":13"));
	ck_assert_ptr_nonnull(strstr(out, "\"paused\":false"));
	/* but a far submitter may wait for its reports */
	snprintf(intake, sizeof(intake), "--intake=hub@tcp://127.0.0.1:%d", net.intake);
	ck_assert_int_eq(SITREP(&net.line, out, "submit", "--wait", intake, net.far,
		line_file(&net.line, "one.txt", "Six died.", 9)), 0);
	ck_assert_int_eq(SITREP(&net.line, out, "pause", intake, net.far), 65);
	ck_assert_ptr_nonnull(strstr(out, "own host only"));
	line_stop(&net.line);
}
END_TEST

START_TEST(several_ingestors_and_stores_share_their_extractors)
{
	struct net net, other;

	open_net(&net);
	allow_far(&net);
	start_hub(&net, "127.0.0.1");
	line_open(&other.line, quiet, ARRAY_SIZE(quiet));
	other.work = free_port();
	other.results = free_port();
	other.intake = free_port();
	other.status[0] = free_port();
	other.status[1] = free_port();
	snprintf(other.hub, sizeof(other.hub), "%s", net.hub);
	start_hub(&other, "127.0.0.1");
	line_flag(&net.line, PART_EXTRACTOR, "%s", net.far);
	line_flag(&net.line, PART_EXTRACTOR, "--ingestors=hub@tcp://127.0.0.1:%d hub@tcp://127.0.0.1:%d",
		net.work, other.work);
	line_flag(&net.line, PART_EXTRACTOR, "--stores=hub@tcp://127.0.0.1:%d hub@tcp://127.0.0.1:%d",
		net.results, other.results);
	line_start_part(&net.line, PART_EXTRACTOR);
	/* the environment names the other line's directories; both stores get their share */
	ck_assert_int_eq(SITREP(&other.line, out, "submit", line_many(&other.line, "m.jsonl", 100)), 0);
	wait_for_status(&other, "done", 100);
	ck_assert_int_gt(line_number(&net.line, "SELECT count(*) FROM report"), 20);
	ck_assert_int_gt(line_number(&other.line, "SELECT count(*) FROM report"), 20);
	ck_assert_int_eq(line_number(&net.line, "SELECT count(*) FROM report") +
			 line_number(&other.line, "SELECT count(*) FROM report"), 100);
	line_stop(&other.line);
	line_stop(&net.line);
}
END_TEST

START_TEST(an_unknown_key_is_refused_counted_and_let_in_once_allowed)
{
	struct net net;
	int64_t before;

	open_net(&net);
	start_hub(&net, "127.0.0.1");
	start_far(&net, "127.0.0.1", net.work, net.results);
	ck_assert_int_eq(SITREP(&net.line, out, "submit", line_many(&net.line, "many.jsonl", 5)), 0);
	wait_for_status(&net, "strangers", 2);
	ck_assert_int_eq(status_number(&net, "ready"), 5);
	ck_assert_ptr_nonnull(strstr(out, "\"workers\":[]"));
	ck_assert_ptr_nonnull(strstr(line_log(&net.line, PART_INGESTOR), "event=key-refused from=\"127.0.0.1\""));
	allow_far(&net); /* nobody is restarted */
	all_is_stored(&net, 5);
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "revoke", "far", net.hub), 0);
	before = status_number(&net, "strangers");
	wait_for_status(&net, "strangers", before + 2); /* its heartbeats are not heard any more */
	ck_assert_int_eq(SITREP(&net.line, out, "submit", line_file(&net.line, "late.txt", "Late.", 5)), 0);
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

/* Whether the far host's submission is taken, its status heard. */
static int far_submits(struct net *net, const char *text)
{
	char flag[64];

	snprintf(flag, sizeof(flag), "--intake=hub@tcp://127.0.0.1:%d", net->intake);
	return SITREP(&net->line, out, "submit", flag, net->far, "--run-dir=/nowhere",
		line_file(&net->line, "far.txt", text, strlen(text)));
}

static int far_watches(struct net *net)
{
	char flag[128];

	snprintf(flag, sizeof(flag), "--statuses=hub@tcp://127.0.0.1:%d hub@tcp://127.0.0.1:%d",
		net->status[0], net->status[1]);
	return SITREP(&net->line, out, "status", flag, net->far);
}

START_TEST(a_key_opens_what_its_roles_say_and_nothing_else)
{
	struct net net;
	char path[160], flag[64];

	open_net(&net);
	start_hub(&net, "127.0.0.1");
	allow_far_as(&net, "extract");
	start_far(&net, "127.0.0.1", net.work, net.results);
	all_is_stored(&net, 20);
	ck_assert_int_eq(far_watches(&net), 69);
	ck_assert_int_gt(status_number(&net, "strangers"), 0);
	line_kill(&net.line, PART_EXTRACTOR, SIGKILL);
	allow_far_as(&net, "submit");
	ck_assert_int_eq(far_submits(&net, "Six died."), 0);
	/* with that key nobody is given work */
	line_start_part(&net.line, PART_EXTRACTOR);
	wait_for_status(&net, "strangers", status_number(&net, "strangers") + 3);
	ck_assert_int_eq(status_number(&net, "ready"), 1);
	allow_far_as(&net, "watch");
	ck_assert_int_eq(far_watches(&net), 0);
	/* nor is an extractor's key believed to be a store's */
	snprintf(path, sizeof(path), "%s/hub/own.key", net.line.dir);
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "revoke", "hub", net.far), 0);
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "allow", "hub", path, "extract,submit", net.far), 0);
	snprintf(flag, sizeof(flag), "--intake=hub@tcp://127.0.0.1:%d", net.intake);
	ck_assert_int_eq(SITREP(&net.line, out, "submit", flag, net.far, "x"), 65);
	ck_assert_ptr_nonnull(strstr(out, "do not include serve"));
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "list", net.far), 0);
	ck_assert_ptr_nonnull(strstr(out, "extract,submit"));
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "allow", "x", path, "king", net.far), 65);
	ck_assert_ptr_nonnull(strstr(out, "no role of a key"));
	line_stop(&net.line);
}
END_TEST

START_TEST(without_keys_or_names_there_is_a_sentence)
{
	struct net net;

	open_net(&net);
	ck_assert_int_eq(SITREP(&net.line, out, "submit", "--intake=tcp://127.0.0.1:1", net.far, "x"), 65);
	ck_assert_ptr_nonnull(strstr(out, "say whose key is expected there"));
	ck_assert_int_eq(SITREP(&net.line, out, "submit", "--intake=who@tcp://127.0.0.1:1", net.far, "x"), 65);
	ck_assert_ptr_nonnull(strstr(out, "no key of the name who"));
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "new", net.hub), 78);
	ck_assert_ptr_nonnull(strstr(out, "--again replaces it"));
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "allow", "../x", "k", net.hub), 65);
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "allow", "x", "/dev/null", net.hub), 65);
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "revoke", "nobody", net.hub), 65);
	ck_assert_int_eq(SITREP(&net.line, out, "keys", "allow", "hub",
		"0123456789012345678901234567890123456789", net.far), 65);
	ck_assert_ptr_nonnull(strstr(out, "revoke it first"));
	line_stop(&net.line);
}
END_TEST

/* Strangers who speak no ZMTP, ZMTP without CURVE, or nothing at all. */
static void knock(int port, int how)
{
	static const unsigned char null_greeting[64] = {0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 1, 'N',
		'U', 'L', 'L'};
	static const unsigned char curve_greeting[64] = {0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 1, 'C',
		'U', 'R', 'V', 'E'};
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
	open_net(&net);
	allow_far(&net);
	start_hub(&net, "127.0.0.1");
	start_far(&net, "127.0.0.1", net.work, net.results);
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

/* Somebody with an allowed key who lies as fast as he can, of attempts that were never made: it changes
 * nothing, and the others go on. (Of what it was lent, an allowed peer is believed.) */
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
			{.type = MESSAGE_HEARTBEAT, .u.heartbeat = {.worker = STR("liar"), .held = {&lease, 1}}},
			{.type = MESSAGE_DONE, .u.done.leases = {&lease, 1}},
			{.type = MESSAGE_RELEASED, .u.released = {&lease, 1}},
			{.type = MESSAGE_FAILED, .u.failed = {lease, true, STR("lie"), STR("It is a lie.")}},
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
	start_hub(&net, "127.0.0.1");
	for (i = 0; i < 2; i++) {
		flood[i] = fork();
		if (flood[i] == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			lie(&net, i ? net.results : net.work);
		}
	}
	start_far(&net, "127.0.0.1", net.work, net.results);
	all_is_stored(&net, 300);
	ck_assert_int_eq(SITREP(&net.line, out, "status"), 0);
	ck_assert_ptr_nonnull(strstr(out, "liar"));
	for (i = 0; i < 2; i++) {
		ck_assert_int_eq(waitpid(flood[i], NULL, WNOHANG), 0); /* it is still at it */
		kill(flood[i], SIGKILL);
		waitpid(flood[i], NULL, 0);
	}
	ck_assert_int_lt(status_number(&net, "rss_bytes"), (SANITIZED ? 900 : 300) << 20);
	line_stop(&net.line);
}
END_TEST

static void through_proxies(struct net *net, struct proxy *proxies[2])
{
	open_net(net);
	allow_far(net);
	start_hub(net, "127.0.0.1");
	proxies[0] = proxy_start(net->work);
	proxies[1] = proxy_start(net->results);
	start_far(net, "127.0.0.1", proxies[0]->port, proxies[1]->port);
}

static void set_mode(struct proxy *proxies[2], enum proxy_mode mode)
{
	proxies[0]->mode = proxies[1]->mode = mode;
}

START_TEST(falsified_bytes_never_arrive)
{
	struct proxy *proxies[2];
	struct net net;

	through_proxies(&net, proxies);
	set_mode(proxies, PROXY_FLIP);
	all_is_stored(&net, 400);
	ck_assert_uint_gt(proxies[0]->flipped + proxies[1]->flipped, 1);
	/* the cipher notices: nothing reaches the decoder */
	ck_assert_int_eq(status_number(&net, "unreadable"), 0);
	ck_assert_uint_gt(proxies[0]->connections + proxies[1]->connections, 3);
	proxy_stop(proxies[0]);
	proxy_stop(proxies[1]);
	line_stop(&net.line);
}
END_TEST

START_TEST(a_recorded_conversation_cannot_be_played_again)
{
	struct proxy *proxies[2];
	struct net net;
	int i, fd;

	through_proxies(&net, proxies);
	all_is_stored(&net, 50);
	ck_assert_uint_gt(proxies[1]->nrecord, 10000);
	for (i = 0; i < 20; i++) {
		fd = dial(i % 2 ? net.results : net.work);
		ck_assert_int_ge(fd, 0);
		send(fd, proxies[i % 2]->record, proxies[i % 2]->nrecord, MSG_NOSIGNAL);
		close(fd);
	}
	all_is_stored(&net, 60);
	/* only the ten new ones were committed: no result of the recording was heard */
	ck_assert_int_eq(status_number(&net, "committed"), 60);
	ck_assert_ptr_nonnull(strstr(out, "\"done\":60"));
	proxy_stop(proxies[0]);
	proxy_stop(proxies[1]);
	line_stop(&net.line);
}
END_TEST

START_TEST(a_half_open_peer_and_a_cut_line_are_outlived)
{
	static const enum proxy_mode modes[] = {PROXY_STALL, PROXY_CUT};
	const struct timespec longer_than_the_lease = {.tv_sec = 4};
	struct proxy *proxies[2];
	struct net net;
	size_t i;

	through_proxies(&net, proxies);
	all_is_stored(&net, 10);
	for (i = 0; i < ARRAY_SIZE(modes); i++) {
		ck_assert_int_eq(SITREP(&net.line, out, "submit", "--again",
			line_many(&net.line, "many.jsonl", 300)), 0);
		set_mode(proxies, modes[i]);
		nanosleep(&longer_than_the_lease, NULL);
		set_mode(proxies, PROXY_FORWARD);
		all_is_stored(&net, 300);
	}
	proxy_stop(proxies[0]);
	proxy_stop(proxies[1]);
	line_stop(&net.line);
}
END_TEST

static void start_in_far_network(void *arg)
{
	struct net *net = arg;

	start_far(net, CABLE_HERE, net->work, net->results);
}

START_TEST(two_hosts_with_delay_loss_and_a_partition)
{
	const struct timespec longer_than_the_lease = {.tv_sec = 5};
	struct cable *cable = cable_lay(7);
	struct net net;

	if (!cable) {
		fprintf(stderr, "skipped: this system allows no network namespaces with TUN devices (it "
				"takes root, iproute2 and /dev/net/tun)\n");
		return;
	}
	open_net(&net);
	allow_far(&net);
	start_hub(&net, CABLE_HERE);
	cable->delay_ms = 15;
	cable->jitter_ms = 5;
	cable->loss_percent = 2;
	cable_over_there(cable, start_in_far_network, &net);
	all_is_stored(&net, 100);
	ck_assert_uint_gt(cable->lost, 0);
	ck_assert_int_eq(SITREP(&net.line, out, "submit", line_many(&net.line, "more.jsonl", 300)), 0);
	cable->loss_percent = 100;
	nanosleep(&longer_than_the_lease, NULL);
	cable->delay_ms = 30;
	cable->jitter_ms = 25; /* and out of order */
	cable->loss_percent = 4;
	all_is_stored(&net, 300);
	/* the far host loses its power without a word; a machine here takes its place */
	ck_assert_int_eq(SITREP(&net.line, out, "submit", line_many(&net.line, "more.jsonl", 400)), 0);
	cable->loss_percent = 100;
	line_kill(&net.line, PART_EXTRACTOR, SIGKILL);
	line_start_part(&net.line, PART_EXTRACTOR);
	all_is_stored(&net, 400);
	line_stop(&net.line);
	cable_cut(cable);
}
END_TEST

TEST_MAIN("network", an_extractor_on_another_host_does_the_work,
	commands_and_corrections_come_from_no_other_host,
	several_ingestors_and_stores_share_their_extractors,
	an_unknown_key_is_refused_counted_and_let_in_once_allowed,
	a_key_opens_what_its_roles_say_and_nothing_else, without_keys_or_names_there_is_a_sentence, a_flood_of_strangers_stops_nobody,
	an_allowed_peer_that_floods_stops_nobody,
	falsified_bytes_never_arrive, a_recorded_conversation_cannot_be_played_again,
	a_half_open_peer_and_a_cut_line_are_outlived, two_hosts_with_delay_loss_and_a_partition)
