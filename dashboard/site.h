/* SPDX-License-Identifier: Apache-2.0
 * site.h - what the pages are made from: the newest statuses, and the database through facts.h. */
#ifndef SITREP_SITE_H
#define SITREP_SITE_H

#include <limits.h>
#include "base/arena.h"
#include "base/buf.h"
#include "service/http.h"
#include "store/facts.h"
#include "wire/message.h"

struct site {
	char state_dir[PATH_MAX];
	struct db *db; /* NULL until there is a database */
	struct status ingestor, store; /* strings in the arenas */
	struct arena ingestor_arena, store_arena;
	int64_t ingestor_ms, store_ms; /* wall, of their arrival; 0: never */
};

/* Answers a request: pages, /api/..., /metrics, /livez, /readyz. */
http_fn site_answer; /* arg: struct site * */
void site_take_status(struct site *site, const struct status *status, struct arena *arena,
	int64_t now_ms);
/* Opens the database if it is not open. False with a sentence if there is none. */
bool site_open(struct site *site, struct err *err);

/* metrics.c: Prometheus text format, version 0.0.4. */
void metrics_write(const struct site *site, int64_t now_ms, struct buf *out);
/* pages.c */
void page_queue(const struct site *site, int64_t now_ms, struct buf *out);
bool page_listing(struct site *site, enum listing listing, const struct filter *filter,
	struct buf *out, struct err *err);
bool page_report(struct site *site, struct str id, struct buf *out, struct err *err);
bool api_listing(struct site *site, enum listing listing, const struct filter *filter,
	struct buf *out, struct err *err);

#endif
