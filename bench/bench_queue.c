/* SPDX-License-Identifier: Apache-2.0
 * bench-queue: what the queue alone can do. Feeds invented reports, and drains them as an
 * extractor that reads nothing and a store that keeps nothing would: each is lent, and done at
 * once.
 *
 *   bench-queue feed N [BYTES [UNDERWAY]]   N reports accepted, each fsynced before it is answered
 *   bench-queue drain N                     until N are done
 *   bench-queue both N [BYTES [UNDERWAY]]   the two at once */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/parse.h"
#include "service/client.h"
#include "service/daemon.h"

#define WINDOW 4096
#define PATIENCE_MS 60000

struct bench {
	struct settings *settings;
	struct arena arena;
	uint64_t n, bytes, underway; /* so many submitted and not answered */
};

static struct client *dial(struct bench *b, const char *name)
{
	char endpoint[PATH_MAX + 8];
	struct err err = {0};
	struct client *client = NULL;

	if (daemon_endpoint(b->settings, name, endpoint, &err))
		client = client_connect(endpoint, NULL, &err);
	if (client)
		return client;
	fprintf(stderr, "bench-queue: %s\n", err.text);
	exit(EX_UNAVAILABLE);
}

static void say(const char *what, uint64_t n, int64_t began_us)
{
	double s = (double)(clock_mono_us() - began_us) / 1e6;

	printf("%s: %" PRIu64 " in %.2f s, %.0f a second\n", what, n, s, (double)n / s);
	fflush(stdout);
}

static bool receive(struct bench *b, struct client *client, struct message *m)
{
	struct err err = {0};

	arena_reset(&b->arena);
	if (client_receive(client, PATIENCE_MS, &b->arena, m, &err))
		return true;
	fprintf(stderr, "bench-queue: %s\n", err.text);
	return false;
}

/* As hard to compress as text. */
static void invent(char *body, uint64_t bytes)
{
	uint64_t k, x = 1;

	for (k = 0; k < bytes; k++) {
		x = x * 6364136223846793005u + 1442695040888963407u;
		body[k] = (x >> 60) < 3 ? ' ' : (char)('a' + (x >> 40) % 26);
	}
}

/* Distinct from all others, in its first bytes. */
static void stamp(char *body, uint64_t bytes, uint64_t i, uint64_t run)
{
	char number[40];
	int n = snprintf(number, sizeof(number), "%" PRIx64 " %" PRIu64 " ", run, i);

	memcpy(body, number, (uint64_t)n < bytes ? (uint64_t)n : bytes);
}

static bool feed(struct bench *b)
{
	AUTO(client_close) struct client *client = dial(b, "ingestor.intake");
	char *body = xcalloc(1, b->bytes + 1);
	uint64_t sent = 0, answered = 0, accepted = 0, run = (uint64_t)clock_wall_ms();
	int64_t began = clock_mono_us();
	bool ok = true;

	invent(body, b->bytes);
	while (ok && answered < b->n) {
		struct message m = {.type = MESSAGE_SUBMIT};

		if (sent < b->n && sent - answered < b->underway) {
			stamp(body, b->bytes, sent, run);
			m.u.submit = (struct submit){.token = sent++,
				.report = {.body = {body, b->bytes},
					.source = STR("bench"),
					.media_type = STR("text/plain")}};
			ok = client_send(client, &m, NULL);
			continue;
		}
		ok = receive(b, client, &m);
		accepted += ok && m.type == MESSAGE_SUBMITTED &&
			    m.u.submitted.outcome == OUTCOME_ACCEPTED;
		answered++;
	}
	free(body);
	say("accepted", accepted, began);
	return ok && accepted == b->n;
}

static bool beat(struct client *client, const struct lease *held, size_t nheld)
{
	struct message m = {.type = MESSAGE_HEARTBEAT,
		.u.heartbeat = {.worker = STR("null"),
			.version = STR("null"),
			.window = WINDOW,
			.held = {(struct lease *)held, nheld}}};

	return client_send(client, &m, NULL);
}

/* One Done for what one turn brought, as an extractor sends for what one commit brought. */
static bool drain(struct bench *b)
{
	AUTO(client_close) struct client *client = dial(b, "ingestor.work");
	struct lease *leases = xcalloc(256, sizeof(*leases));
	struct message done = {.type = MESSAGE_DONE, .u.done.leases = {leases, 0}};
	int64_t began = 0, beaten = 0;
	uint64_t n = 0;
	bool ok = true;

	while (ok && n < b->n) {
		struct message m;

		if (clock_mono_ms() - beaten > 500) {
			beaten = clock_mono_ms();
			ok = beat(client, leases, done.u.done.leases.n);
		}
		arena_reset(&b->arena);
		if (!client_receive(client, 500, &b->arena, &m, NULL) ||
			m.type != MESSAGE_ASSIGNMENT)
			continue;
		began = began ? began : clock_mono_us();
		leases[done.u.done.leases.n++] = m.u.assignment.lease;
		n++;
		if (done.u.done.leases.n == 256 || n == b->n) {
			ok = client_send(client, &done, NULL);
			done.u.done.leases.n = 0;
		}
	}
	free(leases);
	say("lent and done", n, began);
	return ok;
}

static bool both(struct bench *b)
{
	pid_t feeder = fork();
	int status;

	if (feeder == 0)
		exit(feed(b) ? EX_OK : EX_SOFTWARE);
	return drain(b) && waitpid(feeder, &status, 0) == feeder && status == 0;
}

int main(int argc, char **argv)
{
	struct bench b = {.settings = settings_new(), .bytes = 5000, .underway = 2048};
	struct err err = {0};
	bool ok = argc >= 3 && parse_u64(str_from(argv[2]), 1, UINT32_MAX, &b.n) &&
		  (argc < 4 || parse_u64(str_from(argv[3]), 1, 1 << 24, &b.bytes)) &&
		  (argc < 5 || parse_u64(str_from(argv[4]), 1, UINT32_MAX, &b.underway));

	if (!ok || !settings_load(b.settings, NULL, &err)) {
		fprintf(stderr, "usage: bench-queue feed|drain|both N [BYTES [UNDERWAY]]\n");
		return EX_USAGE;
	}
	arena_init(&b.arena, 0);
	if (strcmp(argv[1], "feed") == 0)
		ok = feed(&b);
	else if (strcmp(argv[1], "drain") == 0)
		ok = drain(&b);
	else
		ok = both(&b);
	arena_release(&b.arena);
	settings_free(&b.settings);
	return ok ? EX_OK : EX_SOFTWARE;
}
