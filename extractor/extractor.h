/* SPDX-License-Identifier: Apache-2.0
 * extractor.h - the core of the extractor: what it holds, and what to do with each message.
 *
 *   WAITING --(given to the child)--> READING --(result)--> SENT --(COMMITTED)--> done, forgotten
 *
 * It holds at most its window of reports, so its memory is bounded, and keeps each result until
 * the store has committed it: a store that dies is sent everything again. Heartbeats renew the
 * leases of all that is held, once a second, also while the child works. No sockets and no clock
 * in here. */
#ifndef SITREP_EXTRACTOR_H
#define SITREP_EXTRACTOR_H

#include "base/err.h"
#include "service/outbox.h"
#include "wire/message.h"

enum task_state { TASK_WAITING, TASK_READING, TASK_SENT };

struct task {
	struct lease lease;
	struct report_id id;
	int ingestor; /* which link it came from */
	enum task_state state;
	struct buf frame;    /* the assignment, then the result */
	int64_t sent_ms;     /* when the result last went to the store */
	int64_t resend_ms;   /* pause before it goes again; doubles */
	int64_t received_ms; /* arrival here */
	uint32_t text_bytes; /* of the result's main text */
	struct task *next;
};

struct extractor_options {
	struct str name, host, version; /* borrowed */
	uint32_t window;
	int ningestors, nstores;
};

struct extractor;

/* Links in the outbox: ingestors are 0 .. ningestors - 1, stores follow. */
struct extractor *extractor_new(const struct extractor_options *options);
void extractor_free(struct extractor **extractor);

/* frame is the message as it came, kept for the child. */
void extractor_on_ingestor(struct extractor *ex, int ingestor, const struct message *message,
	struct str frame, int64_t now_ms);
void extractor_on_store(struct extractor *ex, const struct message *message, struct outbox *out);
/* The oldest waiting task becomes READING; NULL if there is none. */
struct task *extractor_next(struct extractor *ex, int64_t now_ms);
/* The child's answer for the task that is READING: a packed Result, which must be of that
 * report. */
void extractor_result(struct extractor *ex, const struct result *result, struct str frame,
	int64_t now_ms, struct outbox *out);
/* It failed; it is no longer ours. */
void extractor_failed(struct extractor *ex, bool permanent, struct str reason, struct str sentence,
	struct outbox *out);
/* Sends Done for what was committed since the last call. */
void extractor_flush_done(struct extractor *ex, struct outbox *out);
/* Heartbeats when due; results again that a store has not confirmed. rss is reported. */
void extractor_tick(struct extractor *ex, int64_t now_ms, uint64_t rss, struct outbox *out);
/* The link's connection is a new one: a store gets again what it has not confirmed, at the next
 * tick. */
void extractor_reconnected(struct extractor *ex, int link);
/* Takes nothing more and hands back what it has not begun. */
void extractor_drain(struct extractor *ex, struct outbox *out);
/* The task that is READING goes back unread: reading it failed through no fault of its own. */
void extractor_hand_back(struct extractor *ex, struct outbox *out);
bool extractor_idle(const struct extractor *ex); /* holds nothing */
struct extractor_counts {
	size_t held,
		sent; /* reports here; of them, with a result that the store has not confirmed */
	bool reading;
	uint64_t done, failed, unreadable; /* since the start */
};
struct extractor_counts extractor_counts(const struct extractor *ex);
void extractor_count_unreadable(struct extractor *ex);

#endif
