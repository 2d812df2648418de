/* SPDX-License-Identifier: Apache-2.0
 * core.h - the core of the ingestor over the spool in memory, for tests: messages and times in,
 * messages out. What fails fails the test. */
#ifndef SITREP_CORE_H
#define SITREP_CORE_H

#include "ingestor/ingestor.h"
#include "wire/message.h"

#define SECONDS(n) ((int64_t)(n)*1000)

extern const struct ingestor_policy policy;

struct fixture {
	struct spool *spool;
	struct ingestor *in;
	struct outbox out;
	struct arena arena; /* what the functions below return lies in it */
	int64_t now;        /* ms; the test moves it */
};

struct fixture start(void);
void stop(struct fixture *f);
enum outcome submit(struct fixture *f, const char *body);
/* A worker's heartbeat. */
void beat(struct fixture *f, const char *worker, uint32_t window, struct leases held);
void tick(struct fixture *f);
/* The assignments in the outbox for a worker; the outbox is emptied. */
size_t take_assignments(struct fixture *f, const char *worker, struct assignment *ret);
/* A heartbeat of one that holds nothing, a tick, and the assignments that they bring. */
size_t ask_for_work(struct fixture *f, const char *worker, uint32_t window, struct assignment *ret);
void say_failed(struct fixture *f, const char *worker, struct lease lease, bool permanent);
struct status status_of(struct fixture *f);

#endif
