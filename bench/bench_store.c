/* SPDX-License-Identifier: Apache-2.0
 * bench-store: what the store and the line before it can do, with results that were read
 * beforehand (results.h). bench/store runs it.
 *
 *   bench-store send N PID       N Results to the store (whose process is PID) until all are Committed
 *   bench-store line N PID       N reports submitted to the ingestor, lent, answered with their ready-made
 *                                Results, Committed and Done
 *   bench-store null N PID       the same with Results that say nothing but the text: what the line does without
 *                                reading and without facts
 *   bench-store bare FROM TO     the rows of the database FROM inserted into TO by SQLite alone */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/parse.h"
#include "bare.h"
#include "results.h"
#include "service/client.h"
#include "service/daemon.h"

#define UNDERWAY 1024
#define PATIENCE_MS 60000

struct bench {
	struct settings *settings;
	struct arena results_arena, arena;
	struct results results;
	uint64_t n, pid;
};

static void fail(const struct err *err)
{
	fprintf(stderr, "bench-store: %s\n", err->text);
	exit(EX_SOFTWARE);
}

static struct client *dial(struct bench *b, const char *name)
{
	char endpoint[PATH_MAX + 8];
	struct err err = {0};
	struct client *client = NULL;

	if (daemon_endpoint(b->settings, name, endpoint, &err))
		client = client_connect(endpoint, NULL, &err);
	if (!client)
		fail(&err);
	return client;
}

/* Of the store's process, from /proc/PID/stat. */
static double cpu_seconds(uint64_t pid)
{
	char path[64], line[1024] = "";
	unsigned long user = 0, kernel = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%" PRIu64 "/stat", pid);
	f = fopen(path, "r");
	if (!f)
		return 0;
	if (fgets(line, sizeof(line), f) && strrchr(line, ')'))
		sscanf(strrchr(line, ')'), ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
			&user, &kernel);
	fclose(f);
	return (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK);
}

static void say(struct bench *b, const char *what, int64_t began_us, double cpu)
{
	double s = (double)(clock_mono_us() - began_us) / 1e6;

	printf("%s: %" PRIu64
	       " reports of %.0f rows: %.0f a second, %.0f us of the store's processor each\n",
		what, b->n, (double)b->results.rows / (double)b->n, (double)b->n / s,
		(cpu_seconds(b->pid) - cpu) * 1e6 / (double)b->n);
}

static void must_send(struct client *client, struct str frame)
{
	struct err err = {0};

	if (!client_send_frame(client, frame, &err))
		fail(&err);
}

static void must_tell(struct client *client, const struct message *m)
{
	struct err err = {0};

	if (!client_send(client, m, &err))
		fail(&err);
}

static void receive(struct bench *b, struct client *client, struct message *m)
{
	struct err err = {0};

	arena_reset(&b->arena);
	if (!client_receive(client, PATIENCE_MS, &b->arena, m, &err))
		fail(&err);
	if (m->type == MESSAGE_UNCOMMITTED) {
		err_set(&err, ERR_REJECT, "%.*s", STR_ARGS(m->u.uncommitted.sentence));
		fail(&err);
	}
}

static void send_all(struct bench *b)
{
	AUTO(client_close) struct client *store = dial(b, "store.results");
	double cpu = cpu_seconds(b->pid);
	int64_t began = clock_mono_us();
	size_t sent = 0, committed = 0;
	struct message m;

	while (committed < b->n) {
		for (; sent < b->n && sent - committed < UNDERWAY; sent++)
			must_send(store, b->results.v[sent].frame);
		receive(b, store, &m);
		if (m.type == MESSAGE_COMMITTED)
			committed += m.u.committed.n;
	}
	say(b, "store", began, cpu);
}

static void submit_all(struct bench *b)
{
	AUTO(client_close) struct client *intake = dial(b, "ingestor.intake");
	size_t sent = 0, answered = 0;
	struct message m;

	while (answered < b->n) {
		for (; sent < b->n && sent - answered < UNDERWAY; sent++) {
			m = (struct message){.type = MESSAGE_SUBMIT,
				.u.submit = {.token = sent,
					.report = {.body = b->results.v[sent].body,
						.source = STR("bench"),
						.media_type = STR("text/plain"),
						.verbatim = true}}};
			must_tell(intake, &m);
		}
		receive(b, intake, &m);
		answered++;
	}
}

/* Stands for the extractors: it knows the answers. */
struct replay {
	struct client *work, *store;
	struct lease *lease;  /* [n] by result */
	size_t *by_id, slots; /* result + 1, open addressing */
	struct lease done[UNDERWAY * 4];
	size_t ndone;
	uint64_t committed;
	int64_t beaten_ms;
};

static size_t *slot(struct bench *b, struct replay *r, const struct report_id *id)
{
	uint64_t h;
	size_t i;

	memcpy(&h, id->bytes, sizeof(h));
	for (i = h % r->slots; r->by_id[i]; i = (i + 1) % r->slots)
		if (memcmp(b->results.v[r->by_id[i] - 1].id.bytes, id->bytes, REPORT_ID_BYTES) == 0)
			break;
	return &r->by_id[i];
}

static void beat(struct replay *r)
{
	struct message m = {.type = MESSAGE_HEARTBEAT,
		.u.heartbeat = {
			.worker = STR("replay"), .version = STR("replay"), .window = UNDERWAY}};

	if (clock_mono_ms() - r->beaten_ms < 500)
		return;
	r->beaten_ms = clock_mono_ms();
	must_tell(r->work, &m);
}

static void take_work(struct bench *b, struct replay *r)
{
	struct message m;

	arena_reset(&b->arena);
	while (client_receive(r->work, 0, &b->arena, &m, NULL)) {
		if (m.type == MESSAGE_ASSIGNMENT) {
			size_t i = result_number(m.u.assignment.report.body);

			r->lease[i] = m.u.assignment.lease;
			must_send(r->store, b->results.v[i].frame);
		}
		arena_reset(&b->arena);
	}
}

static void take_commits(struct bench *b, struct replay *r)
{
	struct message m, done = {.type = MESSAGE_DONE};
	size_t i;

	arena_reset(&b->arena);
	while (client_receive(r->store, 1, &b->arena, &m, NULL)) {
		for (i = 0; m.type == MESSAGE_COMMITTED && i < m.u.committed.n; i++)
			r->done[r->ndone++] = r->lease[*slot(b, r, &m.u.committed.ids[i]) - 1];
		if (r->ndone) {
			done.u.done.leases = (struct leases){r->done, r->ndone};
			must_tell(r->work, &done);
		}
		r->committed += r->ndone;
		r->ndone = 0;
		arena_reset(&b->arena);
	}
}

static void replay_all(struct bench *b)
{
	struct replay r = {.work = dial(b, "ingestor.work"),
		.store = dial(b, "store.results"),
		.lease = xcalloc(b->n, sizeof(struct lease)),
		.slots = 2 * b->n + 1};
	double cpu = cpu_seconds(b->pid);
	int64_t began = clock_mono_us();
	pid_t feeder = fork();
	size_t i;
	int status;

	if (feeder == 0) {
		submit_all(b);
		exit(EX_OK);
	}
	r.by_id = xcalloc(r.slots, sizeof(*r.by_id));
	for (i = 0; i < b->n; i++)
		*slot(b, &r, &b->results.v[i].id) = i + 1;
	while (r.committed < b->n) {
		beat(&r);
		take_work(b, &r);
		take_commits(b, &r);
	}
	say(b, b->results.rows ? "line" : "null extractor", began, cpu);
	waitpid(feeder, &status, 0);
	client_close(&r.work);
	client_close(&r.store);
	free(r.lease);
	free(r.by_id);
}

static int bare(struct bench *b, const char *from, const char *to)
{
	static const char *const what[] = {
		"what a Result says and the index of words", "all that the store keeps"};
	struct bare_times t;
	struct err err = {0};
	char path[PATH_MAX];
	int all;

	for (all = 0; all < 2; all++) {
		snprintf(path, sizeof(path), "%s.%d", to, all);
		if (!bare_copy(from, path, settings_number(b->settings, "commit_reports"),
			    settings_number(b->settings, "checkpoint_pages"), all, &t, &err))
			fail(&err);
		printf("bare, %s: %" PRIu64
		       " reports of %.0f rows: %.0f a second, %.0f us of processor each\n",
			what[all], t.reports, (double)t.rows / (double)t.reports,
			(double)t.reports * 1e6 / (double)t.wall_us,
			(double)t.cpu_us / (double)t.reports);
	}
	return EX_OK;
}

int main(int argc, char **argv)
{
	struct bench b = {.settings = settings_new()};
	struct err err = {0};
	bool is_bare = argc == 4 && strcmp(argv[1], "bare") == 0;

	if (argc != 4 || !settings_load(b.settings, NULL, &err) ||
		(!is_bare && (!parse_u64(str_from(argv[2]), 1, 99999999, &b.n) ||
				     !parse_u64(str_from(argv[3]), 1, INT_MAX, &b.pid)))) {
		fprintf(stderr, "usage: bench-store send|line|null N PID | bare FROM TO\n");
		return EX_USAGE;
	}
	if (is_bare)
		return bare(&b, argv[2], argv[3]);
	arena_init(&b.arena, 0);
	arena_init(&b.results_arena, 0);
	results_make(b.n, strcmp(argv[1], "null") != 0, daemon_data_dir(b.settings),
		&b.results_arena, &b.results);
	if (strcmp(argv[1], "send") == 0)
		send_all(&b);
	else
		replay_all(&b);
	arena_release(&b.results_arena);
	arena_release(&b.arena);
	settings_free(&b.settings);
	return EX_OK;
}
