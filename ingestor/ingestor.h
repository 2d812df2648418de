/* SPDX-License-Identifier: Apache-2.0
 * ingestor.h - the core of the ingestor: what to do with each message and each tick of the clock.
 *
 * No sockets, no files, no clock: messages and the time come in, messages go into an outbox, and
 * the spool holds the state. The daemon (main.c) commits the spool and then flushes the outbox,
 * so tests drive the very code that runs. */
#ifndef SITREP_INGESTOR_H
#define SITREP_INGESTOR_H

#include "base/err.h"
#include "base/histogram.h"
#include "ingestor/spool.h"
#include "service/outbox.h"

enum ingestor_link { INGESTOR_WORK, INGESTOR_INTAKE };

struct ingestor_policy {
	int64_t lease_ms;
	uint32_t max_attempts; /* failed attempts before DEAD */
	uint32_t max_lost;     /* lost leases before DEAD */
	int64_t retry_min_ms;
	int64_t retry_max_ms;
};

struct worker; /* ingestor/worker.h */
struct ingestor;

struct ingestor *ingestor_new(
	struct spool *spool, const struct ingestor_policy *policy, uint64_t seed);
/* Takes up what an earlier process left in the spool's notes: a pause, a closed intake. */
bool ingestor_restore(struct ingestor *ingestor, struct err *err) MUST_CHECK;
void ingestor_free(struct ingestor **ingestor); /* the spool stays the caller's */

/* peer is the sender's routing id on that link. False: the spool failed; the caller rolls back and
 * drops the outbox. */
bool ingestor_on_work(struct ingestor *ingestor, struct str peer, const struct message *message,
	int64_t now_ms, struct outbox *out, struct err *err) MUST_CHECK;
bool ingestor_on_intake(struct ingestor *ingestor, struct str peer, const struct message *message,
	int64_t now_ms, struct outbox *out, struct err *err) MUST_CHECK;
/* One report from a source inside this process; *ret_submitted's strings live in the arena. */
bool ingestor_take(struct ingestor *ingestor, const struct submit *submit, int64_t now_ms,
	struct arena *arena, struct submitted *ret_submitted, struct err *err) MUST_CHECK;
/* Expires, promotes and hands out work. Call after each batch and at least every second. */
bool ingestor_tick(
	struct ingestor *ingestor, int64_t now_ms, struct outbox *out, struct err *err) MUST_CHECK;
/* A message to this worker could not be sent: it is given nothing until it is heard of again. */
void ingestor_unreachable(struct ingestor *ingestor, struct str peer);
/* No more work is handed out. */
void ingestor_drain(struct ingestor *ingestor);
/* Everything that happened since the last commit is void (the spool was rolled back). */
void ingestor_forget_workers(struct ingestor *ingestor);

/* Fills queue and workers; the workers live in the arena. */
bool ingestor_status(struct ingestor *ingestor, int64_t now_ms, struct arena *arena,
	struct status *ret_status, struct err *err) MUST_CHECK;
/* Time from a message's arrival to its commit, for the status. */
void ingestor_count_commit(struct ingestor *ingestor, int64_t us, int64_t now_ms);

/* A request about watched folders, which the core leaves to its daemon: true if it was answered. */
typedef bool ingestor_watch_fn(
	void *arg, const struct request *request, struct arena *arena, struct reply *reply);
void ingestor_on_watch(struct ingestor *ingestor, ingestor_watch_fn *fn, void *arg);
/* Told of each report that has been read and stored: where it came from, how much main text it
 * had. */
typedef void ingestor_read_fn(void *arg, struct str source, uint32_t text_bytes);
void ingestor_on_read(struct ingestor *ingestor, ingestor_read_fn *fn, void *arg);

#endif
