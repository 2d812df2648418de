/* SPDX-License-Identifier: Apache-2.0
 * Every call for a socket fails once, and then for good, in a daemon that answers and in the one
 * who asks: an answer may be lost and is asked for again, none goes astray, and who cannot go on
 * says why. So do the outbox's allocations. */
#include "support/testing.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "service/client.h"
#include "service/link.h"
#include "service/outbox.h"
#include "support/nth_fails.h"
#include "support/samples.h"
#include "wire/wire.h"

#define ENDPOINT "ipc://nth-sockets.sock"
#define ASKERS 2
#define ASKS 3      /* by each of them */
#define ATTEMPTS 20 /* at each */
#define PATIENCE_MS 100
#define LOOK_MS 20 /* whether the askers have ended */

static const char *const kinds[NTH_SOCKETS_END] = {[NTH_ZMQ_SEND] = "zmq_send",
	[NTH_ZMQ_RECEIVE] = "zmq_msg_recv",
	[NTH_ZMQ_POLL] = "zmq_poll",
	[NTH_ZMQ_BIND] = "zmq_bind",
	[NTH_ZMQ_CONNECT] = "zmq_connect",
	[NTH_SOCKET_SEND] = "send",
	[NTH_SOCKET_RECEIVE] = "recv",
	[NTH_ACCEPT] = "accept4"};

/* What the processes under test tell. */
static struct told {
	int answered, wrong;
	long failed;
	bool over; /* nobody asks any more */
} * told;

struct daemon {
	struct service *service;
	struct link *link;
	struct outbox out;
};

static void on_frame(void *arg, struct link *link, struct str peer, struct str frame)
{
	AUTO(arena_release) struct arena arena = {0};
	struct daemon *d = arg;
	struct message m, answer = {.type = MESSAGE_REPLY};

	(void)link;
	arena_init(&arena, MAX_UNPACK_BYTES);
	if (!wire_unpack(frame, &arena, &m, NULL) || m.type != MESSAGE_REQUEST)
		return;
	answer.u.reply = (struct reply){
		.token = m.u.request.token, .ok = true, .sentence = m.u.request.text};
	outbox_add(&d->out, 0, peer, &answer);
}

static void on_batch(void *arg)
{
	struct daemon *d = arg;
	size_t i;

	for (i = 0; i < d->out.n; i++)
		link_send(d->link, d->out.v[i].peer, buf_view(&d->out.v[i].frame));
	outbox_clear(&d->out);
}

static void look_whether_over(void *arg)
{
	if (told->over)
		service_stop(((struct daemon *)arg)->service);
}

static bool serve(struct err *err)
{
	struct daemon d = {.service = service_new(0)};

	d.link = service_bind_router(d.service, ENDPOINT, on_frame, &d, err);
	if (d.link) {
		service_on_batch(d.service, on_batch, &d);
		service_every(d.service, LOOK_MS, look_whether_over, &d);
		service_run(d.service);
	}
	outbox_release(&d.out);
	service_free(&d.service);
	return d.link != NULL;
}

static bool ask_once(struct client *client, struct str text, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct request request = {.verb = VERB_DEAD_LIST, .text = text};
	struct reply reply;

	arena_init(&arena, MAX_UNPACK_BYTES);
	if (!client_ask(client, &request, PATIENCE_MS, &arena, &reply, err))
		return false;
	told->wrong += !reply.ok || !str_eq(reply.sentence, text);
	return true;
}

/* As all who ask do: again, until there is an answer. */
static bool ask(struct client *client, struct str text, struct err *err)
{
	int i;

	for (i = 0; i < ATTEMPTS; i++)
		if (ask_once(client, text, err))
			return true;
	return false;
}

static bool ask_all(struct client *askers[ASKERS], struct err *err)
{
	char text[32];
	int i;

	for (i = 0; i < ASKS * ASKERS; i++) {
		snprintf(text, sizeof(text), "question %d of %d", i / ASKERS, i % ASKERS);
		if (!ask(askers[i % ASKERS], str_from(text), err))
			return false;
		told->answered++;
	}
	return true;
}

static bool ask_as_two(struct err *err)
{
	struct client *askers[ASKERS] = {client_connect(ENDPOINT, NULL, err), NULL};
	bool ok;

	if (askers[0])
		askers[1] = client_connect(ENDPOINT, NULL, err);
	ok = askers[1] && ask_all(askers, err);
	client_close(&askers[0]);
	client_close(&askers[1]);
	return ok;
}

/* In a process of its own. */
static pid_t start(
	bool (*work)(struct err *err), bool faulty, enum nth_kind kind, long n, bool for_good)
{
	struct err err = {0};
	pid_t pid = fork();
	bool ok;

	if (pid)
		return pid;
	if (faulty)
		nth_fails(kind, n, for_good);
	ok = work(&err);
	if (faulty)
		told->failed = nth_failed();
	_exit(ok ? 0 : err.text[0] && err.kind != ERR_NONE ? 1 : 2);
}

/* 0, or 1: it said why it could not. */
static int end_of(pid_t pid, const char *when)
{
	int status;

	waitpid(pid, &status, 0);
	ck_assert_msg(WIFEXITED(status), "%s: killed by %d", when, WTERMSIG(status));
	ck_assert_msg(WEXITSTATUS(status) <= 1, "%s: failed without a sentence", when);
	return WEXITSTATUS(status);
}

/* Returns whether there was an n-th call. */
static bool try_nth(bool at_the_daemon, enum nth_kind kind, long n, bool for_good)
{
	char when[64];
	pid_t daemon, asker;
	int served;

	snprintf(when, sizeof(when), "%s, %s %ld%s", at_the_daemon ? "daemon" : "asker",
		kinds[kind], n, for_good ? " on" : "");
	memset(told, 0, sizeof(*told));
	unlink("nth-sockets.sock");
	daemon = start(serve, at_the_daemon, kind, n, for_good);
	asker = start(ask_as_two, !at_the_daemon, kind, n, for_good);
	end_of(asker, when);
	told->over = true;
	served = end_of(daemon, when);
	ck_assert_msg(told->wrong == 0, "%s: %d answers went astray", when, told->wrong);
	/* who could not bind or connect has said so; all others were answered */
	ck_assert_msg(
		for_good || served || kind == NTH_ZMQ_CONNECT || told->answered == ASKS * ASKERS,
		"%s: %d answers", when, told->answered);
	return told->failed > 0;
}

static void try_all(bool at_the_daemon)
{
	int kind;
	long n;

	if (SANITIZED)
		return; /* the sanitizers have calls of their own */
	told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	for (kind = NTH_ZMQ_SEND; kind < NTH_SOCKETS_END; kind++) {
		for (n = 1; try_nth(at_the_daemon, (enum nth_kind)kind, n, false) && n < 40; n++)
			if (n == 1 || n == 6)
				try_nth(at_the_daemon, (enum nth_kind)kind, n, true);
		printf("%s: %ld calls: %s\n", at_the_daemon ? "daemon" : "asker", n - 1,
			kinds[kind]);
	}
}

START_TEST(a_daemon_stands_the_failure_of_every_call_for_its_sockets)
{
	try_all(true);
}
END_TEST

START_TEST(who_asks_stands_the_failure_of_every_call_for_its_sockets)
{
	try_all(false);
}
END_TEST

static struct {
	struct str peers[4], frames[4];
	size_t n;
} heard;
static struct arena arena;

static void hear(void *arg, struct link *link, struct str peer, struct str frame)
{
	(void)arg;
	(void)link;
	ck_assert_uint_lt(heard.n, ARRAY_SIZE(heard.frames));
	heard.peers[heard.n] = arena_str(&arena, peer);
	heard.frames[heard.n++] = arena_str(&arena, frame);
}

static void wait_for(struct link *link)
{
	int i;

	for (i = 0; i < 2000 && !link_receive(link); i++)
		zclock_sleep(1);
}

static struct link *dealer(const char *name)
{
	struct link *link = link_new(LINK_DEALER, hear, NULL);
	struct err err = {0};

	link_identify(link, name);
	ck_assert(link_connect(link, "inproc://nth-half", &err));
	ck_assert(link_send(link, STR(""), STR("hello")));
	return link;
}

static struct link *router_with(struct link **one, struct link **two)
{
	struct err err = {0};
	struct link *router;

	zsys_init();
	router = link_new(LINK_ROUTER, hear, NULL);
	ck_assert(link_bind(router, "inproc://nth-half", &err));
	*one = dealer("one");
	*two = dealer("two");
	heard.n = 0;
	wait_for(router);
	wait_for(router);
	ck_assert_uint_eq(heard.n, 2);
	heard.n = 0;
	return router;
}

/* The second part of a message is refused after the first one, the name of its peer, was taken. */
START_TEST(half_a_message_is_no_beginning_of_the_next)
{
	struct link *one, *two, *router = router_with(&one, &two);

	nth_fails(NTH_ZMQ_SEND, 2, false);
	ck_assert(!link_send(router, STR("one"), STR("lost")));
	ck_assert_int_eq(nth_failed(), 1);
	ck_assert(link_send(router, STR("two"), STR("for two")));
	ck_assert(link_send(router, STR("one"), STR("for one")));
	nth_fails(NTH_NOTHING, 0, false);
	wait_for(two);
	ck_assert_uint_eq(heard.n, 1);
	ck_assert(str_eq(heard.frames[0], STR("for two")));
	wait_for(one);
	wait_for(one);
	ck_assert_uint_eq(heard.n, 3);
	ck_assert_uint_eq(heard.frames[1].n, 0); /* nothing that anybody takes for a message */
	ck_assert(str_eq(heard.frames[2], STR("for one")));
	link_free(&one);
	link_free(&two);
	link_free(&router);
}
END_TEST

START_TEST(half_a_message_that_came_is_no_beginning_of_the_next)
{
	struct link *one, *two, *router = router_with(&one, &two);
	int i;

	ck_assert(link_send(one, STR(""), STR("lost")));
	ck_assert(link_send(two, STR(""), STR("from two")));
	nth_fails(NTH_ZMQ_RECEIVE, 2, false);
	for (i = 0; i < 2000 && nth_failed() == 0; i++) {
		nth_fails(NTH_ZMQ_RECEIVE, 2, false);
		link_receive(router);
	}
	nth_fails(NTH_NOTHING, 0, false);
	wait_for(router);
	ck_assert_uint_eq(heard.n, 1);
	ck_assert(str_eq(heard.peers[0], STR("two")));
	ck_assert(str_eq(heard.frames[0], STR("from two")));
	link_free(&one);
	link_free(&two);
	link_free(&router);
}
END_TEST

static void use_outbox(void)
{
	struct outbox out = {0};
	struct message m = sample_message(MESSAGE_RESULT, &arena);
	int round, i;

	for (round = 0; round < 2; round++) {
		for (i = 0; i < 70; i++)
			if (i % 2)
				outbox_add(&out, i, STR("peer"), &m);
			else
				outbox_add_frame(&out, i, STR("a frame"));
		for (i = 0; i < 70; i++)
			if (out.v[i].link != i ||
				!(i % 2 ? str_eq(out.v[i].peer, STR("peer"))
					: str_eq(buf_view(&out.v[i].frame), STR("a frame"))))
				_exit(2);
		outbox_clear(&out);
	}
	outbox_release(&out);
}

START_TEST(an_outbox_without_memory_ends_the_process_and_holds_nothing_half_made)
{
	long n;
	int status = 0;

	if (SANITIZED)
		return;
	for (n = 1; n == 1 || WEXITSTATUS(status) == MEM_EXIT; n++) {
		pid_t pid = fork();

		if (pid == 0) {
			ck_assert_ptr_nonnull(freopen(
				"/dev/null", "w", stderr)); /* it says each time that it ends */
			nth_fails(NTH_ALLOCATION, n, false);
			use_outbox();
			_exit(nth_failed() ? 3 : 0); /* nobody goes on after that */
		}
		waitpid(pid, &status, 0);
		ck_assert_msg(WIFEXITED(status) &&
				      (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == MEM_EXIT),
			"allocation %ld: %d", n, status);
	}
	ck_assert_int_gt(n, 100);
}
END_TEST

TEST_MAIN("nth_sockets", a_daemon_stands_the_failure_of_every_call_for_its_sockets,
	who_asks_stands_the_failure_of_every_call_for_its_sockets,
	half_a_message_is_no_beginning_of_the_next,
	half_a_message_that_came_is_no_beginning_of_the_next,
	an_outbox_without_memory_ends_the_process_and_holds_nothing_half_made)
