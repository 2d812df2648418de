/* SPDX-License-Identifier: Apache-2.0
 * worker.h - the extractors that the ingestor knows: who is alive, how much credit each has left. */
#ifndef SITREP_WORKER_H
#define SITREP_WORKER_H

#include "base/map.h"
#include "wire/message.h"

/* Leases that grow, as they come. */
struct lease_list {
	struct lease *v; /* [n] owned */
	size_t n, cap;
};

struct worker {
	struct str peer;                /* owned */
	struct str name, host, version; /* owned */
	struct heartbeat last;          /* strings and leases are not valid beyond the call */
	uint32_t leased;                /* by our count */
	bool sent_since_heard;          /* an assignment may cross its next heartbeat */
	bool unreachable; /* its connection is closed, and it was not heard of since */
	bool gone;        /* and what it held was taken back */
	int64_t seen_ms, asked_ms;
	/* what it may hold: what it named last, what was sent to it since, and before that
	 * heartbeat, which may have crossed it; some of these may be finished long since */
	struct lease_list held, sent, sent_before;
	struct worker *next;
};

struct workers {
	struct worker *first; /* owned list, newest first */
	struct map by_peer;
};

void workers_init(struct workers *workers);
void workers_release(struct workers *workers);
/* Made if it is not known. */
struct worker *workers_heard(struct workers *workers, struct str peer,
	const struct heartbeat *heartbeat, int64_t now_ms);
void worker_sent(struct worker *worker, struct lease lease);
struct worker *workers_find(const struct workers *workers, struct str peer);
/* Who says that he holds it, or was sent it just now; NULL if nobody. */
const struct worker *workers_holder(const struct workers *workers, struct lease lease);
/* The one with the most credit left relative to what it holds; NULL if nobody has any. Those
 * that cannot be reached have none. */
struct worker *workers_choose(const struct workers *workers, int64_t alive_since_ms);
/* Whether somebody of that name is there, who is not gone: it was started again. */
bool workers_has(const struct workers *workers, struct str name);
/* Forgets those who have been silent since before that time. */
void workers_forget(struct workers *workers, int64_t silent_since_ms);

#endif
