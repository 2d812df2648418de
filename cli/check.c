/* SPDX-License-Identifier: Apache-2.0
 * check: one line and an exit code for Nagios, Icinga and their like (Monitoring Plugins,
 * "Development Guidelines"): 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. These codes are this
 * command's alone. */
#include <inttypes.h>
#include <stdio.h>

#include "base/parse.h"
#include "cli/cli.h"

#define STATUS_MS 3500

enum { NAGIOS_OK, NAGIOS_WARNING, NAGIOS_CRITICAL, NAGIOS_UNKNOWN };

struct verdict {
	int code;
	char text[512]; /* what is wrong, worst first said */
	size_t n;
};

static void find(struct verdict *v, int code, const char *sentence)
{
	if (code > v->code)
		v->code = code;
	v->n += (size_t)snprintf(
		v->text + v->n, sizeof(v->text) - v->n, "%s%s", v->n ? ", " : "", sentence);
	if (v->n >= sizeof(v->text))
		v->n = sizeof(v->text) - 1;
}

static void judge_queue(
	struct verdict *v, const struct status *s, uint64_t warning, uint64_t critical)
{
	const struct queue_status *q = &s->queue;
	char text[80], age[16];
	bool waits = q->ready + q->leased + q->delayed > 0;

	format_age(q->oldest_ms, age);
	snprintf(text, sizeof(text), "the oldest waits for %s", age);
	if (waits && q->oldest_ms > (int64_t)critical)
		find(v, NAGIOS_CRITICAL, text);
	else if (waits && q->oldest_ms > (int64_t)warning)
		find(v, NAGIOS_WARNING, text);
	if (!status_workers(s))
		find(v, waits ? NAGIOS_CRITICAL : NAGIOS_WARNING, "no extractor is running");
	if (q->max_bytes && (double)q->bytes > 0.9 * (double)q->max_bytes)
		find(v, NAGIOS_CRITICAL, "the spool is nearly full");
	if (q->paused)
		find(v, NAGIOS_WARNING, "paused");
	if (q->closed)
		find(v, NAGIOS_WARNING, "the intake is closed");
	if (q->dead) {
		snprintf(text, sizeof(text), "%" PRIu64 " dead", q->dead);
		find(v, NAGIOS_WARNING, text);
	}
}

static void judge_sources(struct verdict *v, const struct status *s)
{
	size_t i;

	for (i = 0; i < s->nsources; i++) {
		char text[160];

		if (!s->sources[i].warning.n)
			continue;
		snprintf(text, sizeof(text), "source %.*s: %.*s", STR_ARGS(s->sources[i].name),
			STR_ARGS(s->sources[i].warning));
		find(v, NAGIOS_WARNING, text);
	}
}

int cli_check(struct cli *cli)
{
	static const char *const words[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};
	AUTO(arena_release) struct arena arena = {0};
	uint64_t warning = 5 * 60 * 1000, critical = 60 * 60 * 1000;
	struct verdict v = {0};
	struct status ingestor, store;
	struct err err = {0};
	const struct queue_status *q = &ingestor.queue;

	if ((cli->warning && !parse_duration(str_from(cli->warning), 1, INT64_MAX, &warning)) ||
		(cli->critical &&
			!parse_duration(str_from(cli->critical), 1, INT64_MAX, &critical))) {
		printf("SITREP UNKNOWN - --warning and --critical are durations such as 5m\n");
		return NAGIOS_UNKNOWN;
	}
	if (!cli_statuses(cli, STATUS_MS, &arena, &ingestor, &store, &err) &&
		err.kind != ERR_RETRY) {
		printf("SITREP UNKNOWN - %s\n", err.text);
		return NAGIOS_UNKNOWN;
	}
	if (!ingestor.has_queue)
		find(&v, NAGIOS_CRITICAL, "the ingestor is silent");
	if (!store.has_store)
		find(&v, NAGIOS_CRITICAL, "the store is silent");
	if (ingestor.has_queue) {
		judge_queue(&v, &ingestor, warning, critical);
		judge_sources(&v, &ingestor);
	}
	printf("SITREP %s - %s | ready=%" PRIu64 " leased=%" PRIu64 " delayed=%" PRIu64
	       " dead=%" PRIu64 " oldest=%" PRId64 "s;%" PRIu64 ";%" PRIu64 " stored=%" PRIu64
	       "c workers=%zu\n",
		words[v.code], v.n ? v.text : "everything is read and stored", q->ready, q->leased,
		q->delayed, q->dead, q->oldest_ms / 1000, warning / 1000, critical / 1000,
		store.store.reports, status_workers(&ingestor));
	return v.code;
}
