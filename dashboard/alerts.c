/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/emit.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "dashboard/alerts.h"
#include "dashboard/html.h"
#include "service/fetch.h"

#define POST_MS 15000
#define MAX_ALERTS 200
#define FIRST_PAUSE_MS 5000
#define LAST_PAUSE_MS 600000

/* A search with news under way, or one whose webhook failed: free if search is 0. */
struct alert {
	struct alerts *alerts;
	int64_t search, row; /* row: the last that the message holds */
	bool busy;
	int64_t pause_ms, not_before_ms; /* monotonic */
};

struct alerts {
	struct site *site;
	struct service *service;
	struct fetcher *fetcher;
	struct alert v[MAX_ALERTS];
};

static struct alert *alert_of(struct alerts *a, int64_t search)
{
	struct alert *free_one = NULL;
	size_t i;

	for (i = 0; i < MAX_ALERTS; i++) {
		if (a->v[i].search == search)
			return &a->v[i];
		if (!a->v[i].search && !free_one)
			free_one = &a->v[i];
	}
	if (free_one)
		*free_one = (struct alert){.alerts = a, .search = search};
	return free_one;
}

static void on_posted(void *arg, const struct fetched *fetched)
{
	struct alert *alert = arg;
	struct site *site = alert->alerts->site;
	struct request told = {.verb = VERB_SEARCH_TOLD, .after = (uint64_t)alert->search};
	char row[24];

	alert->busy = false;
	if (fetched->status >= 200 && fetched->status < 300) {
		snprintf(row, sizeof(row), "%" PRId64, alert->row);
		told.text = str_from(row);
		ask_tell_store(site, &told);
		/* until the store has it, do not say the same again */
		alert->pause_ms = 0;
		alert->not_before_ms = clock_mono_ms() + 1000;
		return;
	}
	alert->pause_ms = alert->pause_ms ? alert->pause_ms * 2 : FIRST_PAUSE_MS;
	if (alert->pause_ms > LAST_PAUSE_MS)
		alert->pause_ms = LAST_PAUSE_MS;
	alert->not_before_ms = clock_mono_ms() + alert->pause_ms;
	log_warn("webhook-failed", "search=%" PRId64 " status=%u pause=%" PRId64 "ms error=%s",
		alert->search, fetched->status, alert->pause_ms, log_quote(fetched->sentence));
}

/* What is new, as JSON; *ret_row is the last row in it, 0 if there is none. */
static bool write_news(struct site *site, const struct query *search, struct buf *out,
	int64_t *ret_row, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	bool claims = str_eq(html_column(search, "listing"), STR("claims"));
	struct emitter e = {.out = out};
	struct query *q = NULL;
	struct filter f;
	int64_t n = 0;
	bool ok;

	if (!filter_parse(html_column(search, "query"), &arena, &f, err))
		return false;
	f.sort = SORT_OLDEST;
	f.after = (int64_t)html_column_number(search, "last");
	f.news = true;
	f.limit = ALERT_FACTS;
	q = facts_list(site->db, claims ? LISTING_CLAIMS : LISTING_INCIDENTS, &f, &arena, err);
	emit_open(&e, '{');
	emit_member(&e, "search", html_column(search, "name"));
	emit_key(&e, "facts");
	emit_open(&e, '[');
	for (*ret_row = 0; query_next(q, &ok, err); n++) {
		api_write_row(&e, q);
		*ret_row = (int64_t)html_column_number(q, claims ? "claim" : "incident");
	}
	emit_close(&e, ']');
	emit_member_int(&e, "count", n);
	emit_close(&e, '}');
	query_free(&q);
	return ok;
}

static void ask_one(struct alerts *a, const struct query *search)
{
	AUTO(buf_release) struct buf body = {0};
	struct alert *alert = alert_of(a, (int64_t)html_column_number(search, "search"));
	struct err err = {0};
	int64_t row = 0;

	if (!alert || alert->busy || clock_mono_ms() < alert->not_before_ms)
		return;
	buf_init(&body, MAX_FRAME_BYTES);
	if (!write_news(a->site, search, &body, &row, &err)) {
		alert->not_before_ms = clock_mono_ms() + LAST_PAUSE_MS;
		log_warn("search-failed", "search=%" PRId64 " error=%s", alert->search,
			log_quote(str_from(err.text)));
		return;
	}
	if (!row)
		return;
	alert->row = row;
	alert->busy = true;
	fetcher_post(a->fetcher, html_column(search, "webhook"), "application/json",
		buf_view(&body), on_posted, alert);
}

static void on_time(void *arg)
{
	struct alerts *a = arg;
	AUTO(query_free) struct query *q = NULL;
	bool ok;

	if (!site_open(a->site, NULL))
		return;
	db_deadline(a->site->db, ASK_DB_MS);
	q = query_new(a->site->db, "SELECT * FROM search", NULL);
	while (query_next(q, &ok, NULL))
		ask_one(a, q);
	db_deadline(a->site->db, 0);
	fetcher_step(a->fetcher);
}

static void on_net(void *arg, int fd)
{
	struct alerts *a = arg;

	(void)fd;
	fetcher_step(a->fetcher);
}

/* libcurl's own timers: they are few, and a second is soon enough for a webhook. */
static void on_second(void *arg)
{
	struct alerts *a = arg;

	if (fetcher_busy(a->fetcher))
		fetcher_step(a->fetcher);
}

struct alerts *alerts_start(
	struct site *site, struct service *service, bool allow_private, struct err *err)
{
	const struct fetch_options options = {
		.time_ms = POST_MS, .allow_private = allow_private, .agent = ""};
	struct alerts *a = xcalloc(1, sizeof(*a));

	a->site = site;
	a->service = service;
	a->fetcher = fetcher_new(&options, err);
	if (!a->fetcher) {
		free(a);
		return NULL;
	}
	service_watch_fd(service, fetcher_fd(a->fetcher), POLLIN, on_net, a);
	service_every(service, ALERT_MS, on_time, a);
	service_every(service, 250, on_second, a);
	return a;
}

void alerts_stop(struct alerts **alerts)
{
	if (!*alerts)
		return;
	service_unwatch_fd((*alerts)->service, fetcher_fd((*alerts)->fetcher));
	fetcher_free(&(*alerts)->fetcher);
	free(*alerts);
	*alerts = NULL;
}
