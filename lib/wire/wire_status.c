/* SPDX-License-Identifier: Apache-2.0
 * wire_status.c - status.proto. */
#include "wire/convert.h"

static Sitrep__Latency *latency_to_pb(const struct latency *l, struct arena *arena)
{
	Sitrep__Latency *pb = NEW_PB(arena, Sitrep__Latency, sitrep__latency__init);

	pb->p50 = l->p50;
	pb->p99 = l->p99;
	pb->count = l->count;
	return pb;
}

static struct latency latency_from_pb(const Sitrep__Latency *pb)
{
	if (!pb)
		return (struct latency){0};
	return (struct latency){.p50 = pb->p50, .p99 = pb->p99, .count = pb->count};
}

/* The fields of the same name and type, once. */
#define QUEUE_FIELDS(copy) \
	copy(ready) copy(leased) copy(delayed) copy(dead) copy(bytes) copy(max_reports) \
		copy(max_bytes) copy(oldest_ms) copy(accepted) copy(duplicate) copy(done) \
			copy(died) copy(dropped) copy(retried) copy(expired) copy(again) \
				copy(refused) copy(paused) copy(closed)
#define STORE_FIELDS(copy) \
	copy(reports) copy(commits) copy(committed) copy(refused) copy(database_bytes) \
		copy(entities) copy(claims) copy(incidents)
#define WORKER_FIELDS(copy) \
	copy(pid) copy(window) copy(leased) copy(done) copy(failed) copy(busy_since_ms) \
		copy(seen_ms) copy(rss_bytes) copy(gone)
#define STATUS_FIELDS(copy) \
	copy(pid) copy(started_ms) copy(now_ms) copy(rss_bytes) copy(unreadable) copy(draining) \
		copy(strangers) copy(forbidden) copy(trouble_ms) copy(disk_free)

#define COPY(field) to->field = from->field;

static Sitrep__QueueStatus *queue_to_pb(const struct queue_status *from, struct arena *arena)
{
	Sitrep__QueueStatus *to = NEW_PB(arena, Sitrep__QueueStatus, sitrep__queue_status__init);

	QUEUE_FIELDS(COPY)
	to->commit = latency_to_pb(&from->commit, arena);
	return to;
}

static void queue_from_pb(const Sitrep__QueueStatus *from, struct queue_status *to)
{
	QUEUE_FIELDS(COPY)
	to->commit = latency_from_pb(from->commit);
}

static Sitrep__StoreStatus *store_to_pb(const struct store_status *from, struct arena *arena)
{
	Sitrep__StoreStatus *to = NEW_PB(arena, Sitrep__StoreStatus, sitrep__store_status__init);

	STORE_FIELDS(COPY)
	to->commit = latency_to_pb(&from->commit, arena);
	to->age = latency_to_pb(&from->age, arena);
	return to;
}

static void store_from_pb(const Sitrep__StoreStatus *from, struct store_status *to)
{
	STORE_FIELDS(COPY)
	to->commit = latency_from_pb(from->commit);
	to->age = latency_from_pb(from->age);
}

static Sitrep__WorkerStatus *worker_to_pb(const struct worker_status *from, struct arena *arena)
{
	Sitrep__WorkerStatus *to = NEW_PB(arena, Sitrep__WorkerStatus, sitrep__worker_status__init);

	WORKER_FIELDS(COPY)
	to->worker = pb_string(arena, from->worker);
	to->host = pb_string(arena, from->host);
	to->version = pb_string(arena, from->version);
	if (from->busy)
		to->busy_on = pb_id(&from->busy_on);
	return to;
}

static bool worker_from_pb(
	const Sitrep__WorkerStatus *from, struct worker_status *to, struct err *err)
{
	WORKER_FIELDS(COPY)
	to->worker = str_from_pb(from->worker);
	to->host = str_from_pb(from->host);
	to->version = str_from_pb(from->version);
	to->busy = from->busy_on.len > 0;
	return !to->busy || id_from_pb(from->busy_on, &to->busy_on, err);
}

static Sitrep__SourceStatus *source_to_pb(const struct source_status *from, struct arena *arena)
{
	Sitrep__SourceStatus *to = NEW_PB(arena, Sitrep__SourceStatus, sitrep__source_status__init);

	to->name = pb_string(arena, from->name);
	to->kind = pb_string(arena, from->kind);
	to->warning = pb_string(arena, from->warning);
	to->accepted = from->accepted;
	to->last_ms = from->last_ms;
	to->textless = from->textless;
	to->denied = from->denied;
	to->paused = from->paused;
	to->interval_ms = from->interval_ms;
	to->address = pb_string(arena, from->address);
	return to;
}

static Sitrep__Status *status_to_pb(const struct status *from, struct arena *arena)
{
	Sitrep__Status *to = NEW_PB(arena, Sitrep__Status, sitrep__status__init);
	size_t i;

	STATUS_FIELDS(COPY)
	to->stage = pb_string(arena, from->stage);
	to->version = pb_string(arena, from->version);
	to->trouble = pb_string(arena, from->trouble);
	to->queue = from->has_queue ? queue_to_pb(&from->queue, arena) : NULL;
	to->store = from->has_store ? store_to_pb(&from->store, arena) : NULL;
	to->n_workers = from->nworkers;
	to->workers = arena_zalloc(arena, from->nworkers, sizeof(*to->workers));
	for (i = 0; i < from->nworkers; i++)
		to->workers[i] = worker_to_pb(&from->workers[i], arena);
	to->n_sources = from->nsources;
	to->sources = arena_zalloc(arena, from->nsources, sizeof(*to->sources));
	for (i = 0; i < from->nsources; i++)
		to->sources[i] = source_to_pb(&from->sources[i], arena);
	return to;
}

bool status_from_pb(
	const Sitrep__Status *from, struct arena *arena, struct status *to, struct err *err)
{
	size_t i;

	STATUS_FIELDS(COPY)
	to->stage = str_from_pb(from->stage);
	to->version = str_from_pb(from->version);
	to->trouble = str_from_pb(from->trouble);
	to->has_queue = from->queue != NULL;
	if (from->queue)
		queue_from_pb(from->queue, &to->queue);
	to->has_store = from->store != NULL;
	if (from->store)
		store_from_pb(from->store, &to->store);
	to->nworkers = from->n_workers;
	to->workers = arena_zalloc(arena, from->n_workers, sizeof(*to->workers));
	for (i = 0; i < from->n_workers; i++)
		if (!worker_from_pb(from->workers[i], &to->workers[i], err))
			return false;
	to->nsources = from->n_sources;
	to->sources = arena_zalloc(arena, from->n_sources, sizeof(*to->sources));
	for (i = 0; i < from->n_sources; i++) {
		const Sitrep__SourceStatus *s = from->sources[i];

		to->sources[i] = (struct source_status){.name = str_from_pb(s->name),
			.kind = str_from_pb(s->kind),
			.warning = str_from_pb(s->warning),
			.accepted = s->accepted,
			.last_ms = s->last_ms,
			.textless = s->textless,
			.denied = s->denied,
			.paused = s->paused,
			.interval_ms = s->interval_ms,
			.address = str_from_pb(s->address)};
	}
	return true;
}

bool status_messages_to_pb(const struct message *m, struct arena *arena, Sitrep__Envelope *e)
{
	if (m->type != MESSAGE_STATUS)
		return false;
	e->body_case = SITREP__ENVELOPE__BODY_STATUS;
	e->status = status_to_pb(&m->u.status, arena);
	return true;
}

size_t status_workers(const struct status *status)
{
	size_t i, n = 0;

	for (i = 0; i < status->nworkers; i++)
		n += !status->workers[i].gone;
	return n;
}
