/* SPDX-License-Identifier: Apache-2.0
 * message.h - what travels between the daemons, as our own structs. proto/ is the contract; this is
 * its C side, decoded and checked. Strings are borrowed: by a packed message from its maker, in an
 * unpacked one from the arena that it was unpacked into. Times are Unix time in ms. */
#ifndef SITREP_MESSAGE_H
#define SITREP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/str.h"
#include "model/extraction.h"
#include "model/report.h"

enum message_type {
	MESSAGE_SUBMIT = 1,
	MESSAGE_SUBMITTED,
	MESSAGE_HEARTBEAT,
	MESSAGE_ASSIGNMENT,
	MESSAGE_DONE,
	MESSAGE_FAILED,
	MESSAGE_RELEASED,
	MESSAGE_RESULT,
	MESSAGE_COMMITTED,
	MESSAGE_UNCOMMITTED,
	MESSAGE_REQUEST,
	MESSAGE_REPLY,
	MESSAGE_STATUS,
	MESSAGE_MEMBER,
	MESSAGE_MEMBERS_END,
	MESSAGE_TYPE_END
};

enum priority { PRIORITY_BULK, PRIORITY_WAITED };

enum outcome { OUTCOME_ACCEPTED = 1, OUTCOME_DUPLICATE, OUTCOME_BUSY, OUTCOME_REFUSED };

enum verb {
	VERB_DEAD_LIST = 1,
	VERB_DEAD_SHOW,
	VERB_DEAD_RETRY,
	VERB_DEAD_DROP,
	VERB_WHERE,
	VERB_LEDGER,
	VERB_PAUSE,
	VERB_RESUME,
	VERB_WATCH,
	VERB_UNWATCH,
	VERB_WATCHED,
	VERB_BACKUP,
	VERB_DECIDE = 20,
	VERB_UNDO,
	VERB_SEARCH_SAVE,
	VERB_SEARCH_FORGET,
	VERB_SEARCH_TOLD,
	VERB_FEED_ADD = 30,
	VERB_FEED_REMOVE,
	VERB_FEEDS,
	VERB_SOURCE_CHANGE,
	VERB_SOURCE_CHANGES,
	VERB_END
};

struct lease {
	uint64_t seq; /* the spool's number for the report */
	uint32_t attempt;
};

struct leases {
	struct lease *v; /* [n] */
	size_t n;
};

struct done {
	struct leases leases;
	uint32_t *text_bytes; /* [leases.n] of the main text of each; NULL: not said */
};

struct submit {
	uint64_t token;
	struct report report;
	enum priority priority;
	bool again;
};

struct submitted {
	uint64_t token;
	enum outcome outcome;
	struct report_id id;
	struct str source;
	int64_t received_ms;
	uint64_t retry_after_ms;
	struct str sentence;
};

struct heartbeat {
	struct str worker;
	uint32_t window;
	struct leases held;
	uint32_t pid;
	struct str host;
	struct str version;
	uint64_t done;
	uint64_t failed;
	bool busy;
	struct report_id busy_on;
	int64_t busy_since_ms;
	uint64_t rss_bytes;
	uint64_t received_unreadable;
};

struct assignment {
	struct lease lease;
	struct report report;
	uint32_t lease_ms;
};

struct failed {
	struct lease lease;
	bool permanent;
	struct str reason;
	struct str sentence;
};

struct result {
	struct report report; /* body empty */
	struct str original_zstd;
	uint64_t original_bytes;
	struct extraction extraction;
	struct str worker;
	uint64_t read_ms;
};

struct committed {
	struct report_id *ids; /* [n] */
	size_t n;
};

struct uncommitted {
	struct report_id id;
	bool permanent;
	struct str sentence;
};

struct request {
	uint64_t token;
	enum verb verb;
	struct report_id *ids; /* [nids] */
	size_t nids;
	struct str text;
	bool all;
	uint64_t after;
	uint32_t limit;
	struct str slot, value; /* what of a source is to be what */
	struct str by;          /* who asks, for the record */
};

/* What went wrong with a report at one attempt, or what a human did then. */
struct mishap {
	int64_t at_ms;
	uint32_t number;
	struct str what; /* delayed, buried, lost, retried, dropped */
	struct str worker, reason, sentence;
};

struct item {
	uint64_t seq;
	struct report_id id;
	struct str state;
	uint32_t attempt;
	struct str source;
	struct str media_type;
	uint64_t bytes;
	int64_t received_ms;
	int64_t changed_ms;
	struct str reason;
	struct str sentence;
	struct str head;
	struct str worker;      /* who holds it */
	struct mishap *mishaps; /* [nmishaps] the oldest first */
	size_t nmishaps;
};

struct reply {
	uint64_t token;
	bool ok;
	struct str sentence;
	struct item *items; /* [nitems] */
	size_t nitems;
	uint64_t count;
	uint64_t next;
};

struct latency {
	double p50; /* ms, of the last minute */
	double p99;
	uint64_t count;
};

struct queue_status {
	uint64_t ready, leased, delayed, dead;
	uint64_t bytes, max_reports, max_bytes;
	int64_t oldest_ms;
	uint64_t accepted, duplicate, done, died, dropped, retried, expired, again; /* ever */
	uint64_t refused; /* since start */
	bool paused;      /* no work is handed out */
	bool closed;      /* no report is taken in */
	struct latency commit;
};

struct worker_status {
	struct str worker;
	struct str host;
	uint32_t pid;
	struct str version;
	uint32_t window;
	uint32_t leased;
	uint64_t done;
	uint64_t failed;
	bool busy;
	struct report_id busy_on;
	int64_t busy_since_ms;
	int64_t seen_ms;
	uint64_t rss_bytes;
	bool gone; /* its connection is closed, and what it held was taken back */
};

struct source_status {
	struct str name;
	struct str kind;
	uint64_t accepted;
	int64_t last_ms;
	struct str warning;
	uint32_t textless; /* of its last ten reports */
	uint64_t denied;   /* pages that robots.txt asked to leave alone, ever */
	bool paused;
	int64_t interval_ms; /* of a feed */
	struct str address;  /* where a feed is asked now, if that is not its name */
};

struct store_status {
	uint64_t reports, commits, committed, refused, database_bytes;
	struct latency commit;
	struct latency age;
	uint64_t entities, claims, incidents;
};

struct status {
	struct str stage;
	uint32_t pid;
	struct str version;
	int64_t started_ms;
	int64_t now_ms;
	uint64_t rss_bytes;
	uint64_t unreadable;
	uint64_t strangers; /* refused for their key */
	uint64_t forbidden; /* requests that came over tcp */
	struct str trouble; /* the last thing that went wrong with its disk; empty: nothing yet */
	int64_t trouble_ms;
	uint64_t disk_free; /* bytes */
	bool draining;
	bool has_queue;
	struct queue_status queue;
	struct worker_status *workers; /* [nworkers] also those that are gone */
	size_t nworkers;
	struct source_status *sources; /* [nsources] */
	size_t nsources;
	bool has_store;
	struct store_status store;
};
/* The workers that are not gone. */
size_t status_workers(const struct status *status);

/* What a container held; see proto/member.proto. */
struct unpacked {
	struct report report;
	struct str key;
	bool teaser;
	struct str sentence; /* not empty: it could not be taken out */
};

struct members_end {
	bool ok;
	struct str sentence, kind, title;
	uint64_t members, passed_over, ttl_ms;
	uint32_t skip_hours, skip_days; /* bits: hours in UTC, days from Monday */
};

struct message {
	enum message_type type;
	union {
		struct submit submit;
		struct submitted submitted;
		struct heartbeat heartbeat;
		struct assignment assignment;
		struct done done;
		struct failed failed;
		struct leases released;
		struct result result;
		struct committed committed;
		struct uncommitted uncommitted;
		struct request request;
		struct reply reply;
		struct status status;
		struct unpacked member;
		struct members_end members_end;
	} u;
};

#endif
