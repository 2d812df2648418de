/* SPDX-License-Identifier: Apache-2.0
 * status, tap: the numbers that the daemons publish, once or as they come. */
#include <inttypes.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/emit.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "service/status_json.h"

#define STATUS_MS 2500

static void print_queue(const struct status *s)
{
	const struct queue_status *q = &s->queue;
	char bytes[16], max[16], age[16];

	format_bytes(q->bytes, bytes);
	format_bytes(q->max_bytes, max);
	format_age(q->oldest_ms, age);
	printf("queue    %" PRIu64 " ready, %" PRIu64 " leased, %" PRIu64 " delayed, %" PRIu64
	       " dead%s%s\n",
		q->ready, q->leased, q->delayed, q->dead, q->paused ? "  (paused)" : "",
		q->closed ? "  (intake closed)" : "");
	printf("         oldest %s, %s of %s, %" PRIu64 " reports at most\n", age, bytes, max,
		q->max_reports);
	printf("ever     %" PRIu64 " accepted, %" PRIu64 " known already, %" PRIu64
	       " done, %" PRIu64 " retried, %" PRIu64 " leases lost, %" PRIu64 " dropped\n",
		q->accepted, q->duplicate, q->done, q->retried, q->expired, q->dropped);
	printf("commit   p50 %.1f ms, p99 %.1f ms\n", q->commit.p50, q->commit.p99);
}

static void print_workers(const struct status *s)
{
	size_t i;

	printf("workers  %zu\n", status_workers(s));
	for (i = 0; i < s->nworkers; i++) {
		const struct worker_status *w = &s->workers[i];
		char seen[16], rss[16];

		format_age(s->now_ms - w->seen_ms, seen);
		format_bytes(w->rss_bytes, rss);
		printf("         %-30.*s %4u of %-4u done %-8" PRIu64 " failed %-5" PRIu64
		       " %s, %s %s ago\n",
			STR_ARGS(w->worker), w->leased, w->window, w->done, w->failed, rss,
			w->gone ? "gone" : "seen", seen);
	}
	for (i = 0; i < s->nsources; i++) {
		const struct source_status *f = &s->sources[i];
		char age[16] = "never";

		if (f->last_ms)
			format_age(s->now_ms - f->last_ms, age);
		printf("source   %.*s: %" PRIu64 " accepted, last %s%s%.*s", STR_ARGS(f->name),
			f->accepted, age,
			f->warning.n ? "; "
			: f->paused  ? "; paused"
				     : "",
			STR_ARGS(f->warning));
		if (f->denied)
			printf("; %" PRIu64 " pages left alone as robots.txt asks", f->denied);
		putchar('\n');
	}
}

static void print_disk(const struct status *s)
{
	char room[16], age[16];

	format_bytes(s->disk_free, room);
	format_age(s->now_ms - s->trouble_ms, age);
	printf("disk     %s free for the %.*s\n", room, STR_ARGS(s->stage));
	if (s->trouble.n)
		printf("TROUBLE  %s ago: %.*s\n", age, STR_ARGS(s->trouble));
	if (s->strangers)
		printf("keys     %" PRIu64 " times somebody was refused for his key\n",
			s->strangers);
	if (s->forbidden)
		printf("far      %" PRIu64
		       " commands or corrections from other hosts were refused\n",
			s->forbidden);
}

static void print_store(const struct status *s)
{
	const struct store_status *st = &s->store;
	char bytes[16];

	format_bytes(st->database_bytes, bytes);
	printf("store    %" PRIu64 " reports, %s; %" PRIu64 " committed in %" PRIu64
	       " transactions since it started\n",
		st->reports, bytes, st->committed, st->commits);
	printf("         commit p50 %.1f ms, p99 %.1f ms; submit to stored p50 %.0f ms, p99 %.0f "
	       "ms\n",
		st->commit.p50, st->commit.p99, st->age.p50, st->age.p99);
}

static void print_json(const struct status *s)
{
	AUTO(buf_release) struct buf out = {0};

	buf_init(&out, MAX_FRAME_BYTES);
	status_to_json(s, &out);
	fwrite(out.data, 1, out.n, stdout);
}

int cli_status(struct cli *cli)
{
	AUTO(arena_release) struct arena arena = {0};
	struct status ingestor, store;
	struct err err = {0};

	if (!cli_statuses(cli, STATUS_MS, &arena, &ingestor, &store, &err))
		return cli_fail(&err);
	if (cli->format == OUTPUT_JSON) {
		if (ingestor.has_queue)
			print_json(&ingestor);
		if (store.has_store)
			print_json(&store);
		return ingestor.has_queue && store.has_store ? EX_OK : EX_UNAVAILABLE;
	}
	if (ingestor.has_queue) {
		print_queue(&ingestor);
		print_workers(&ingestor);
		print_disk(&ingestor);
	} else {
		printf("queue    the ingestor is silent\n");
	}
	if (store.has_store) {
		print_store(&store);
		print_disk(&store);
	} else {
		printf("store    the store is silent\n");
	}
	return ingestor.has_queue && store.has_store ? EX_OK : EX_UNAVAILABLE;
}

/* tap [STAGE]: every status as a JSON line, until --limit or a signal. */
int cli_tap(struct cli *cli)
{
	AUTO(arena_release) struct arena arena = {0};
	struct err err = {0};
	AUTO(client_close) struct client *client = cli_subscribe(cli, &err);
	struct str stage = {0};
	uint64_t left = cli->limit ? cli->limit : UINT64_MAX;

	if (!client)
		return cli_fail(&err);
	if (cli->nargs == 1)
		stage = str_from(cli->args[0]);
	if (stage.n && !str_eq(stage, STR("ingestor")) && !str_eq(stage, STR("store")))
		return cli_usage("tap ingestor, tap store, or tap");
	cli_catch_signals();
	while (left && !cli_interrupted()) {
		struct message m;

		arena_reset(&arena);
		if (!client_receive(client, 5000, &arena, &m, &err)) {
			if (cli_interrupted())
				break;
			fprintf(stderr, "sitrep: no status for 5 s\n");
			return EX_UNAVAILABLE;
		}
		if (m.type != MESSAGE_STATUS || (stage.n && !str_eq(stage, m.u.status.stage)))
			continue;
		print_json(&m.u.status);
		fflush(stdout);
		left--;
	}
	return EX_OK;
}
