/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/emit.h"
#include "base/hash.h"
#include "base/limits.h"
#include "dashboard/export.h"
#include "dashboard/html.h"
#include "dashboard/site.h"
#include "dashboard/static.h"
#include "service/status_json.h"

static void take_rates(struct site *site, const struct status *s)
{
	site->rates[site->nrates++ % RATE_POINTS] =
		(struct rate_point){s->now_ms, s->queue.accepted, s->queue.done};
}

void site_take_status(
	struct site *site, const struct status *status, struct arena *arena, int64_t now_ms)
{
	bool queue = status->has_queue;
	struct arena *to = queue ? &site->ingestor_arena : &site->store_arena;

	arena_release(to);
	*to = *arena;
	*arena = (struct arena){0};
	*(queue ? &site->ingestor : &site->store) = *status;
	*(queue ? &site->ingestor_ms : &site->store_ms) = now_ms;
	if (queue)
		take_rates(site, status);
}

void site_rates(const struct site *site, double *ret_in, double *ret_out)
{
	size_t n = site->nrates < RATE_POINTS ? site->nrates : RATE_POINTS;
	const struct rate_point *last, *first;
	double seconds;

	*ret_in = *ret_out = 0;
	if (n < 2)
		return;
	last = &site->rates[(site->nrates - 1) % RATE_POINTS];
	first = &site->rates[(site->nrates - n) % RATE_POINTS];
	seconds = (double)(last->at_ms - first->at_ms) / 1000;
	if (seconds <= 0 || last->accepted < first->accepted || last->done < first->done)
		return;
	*ret_in = (double)(last->accepted - first->accepted) / seconds;
	*ret_out = (double)(last->done - first->done) / seconds;
}

bool site_open(struct site *site, struct err *err)
{
	if (!site->db)
		site->db = facts_open(site->state_dir, err);
	return site->db != NULL;
}

bool site_ready(const struct site *site, int64_t now_ms)
{
	return now_ms - site->ingestor_ms < SILENT_MS && now_ms - site->store_ms < SILENT_MS;
}

static void add_our_headers(struct http_request *request)
{
	http_add_header(request, "Content-Security-Policy",
		"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
		"img-src 'self'; "
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
	http_add_header(request, "Referrer-Policy", "same-origin");
	http_add_header(request, "Cache-Control", "private, no-cache");
}

void site_respond(
	struct http_request *request, unsigned status, const char *type, const struct buf *out)
{
	char etag[24];

	add_our_headers(request);
	if (out->full) {
		http_respond(request, 500, "text/plain", STR("the answer is too large\n"));
		return;
	}
	snprintf(etag, sizeof(etag), "\"%016" PRIx64 "\"", hash_str(buf_view(out)));
	if (status == 200)
		http_add_header(request, "ETag", etag);
	if (status == 200 && str_eq(http_header(request, "If-None-Match"), str_from(etag)))
		http_respond(request, 304, type, STR(""));
	else
		http_respond(request, status, type, buf_view(out));
}

bool site_is_api(const struct http_request *request)
{
	return str_starts(http_path(request), STR("/api/"));
}

void site_respond_error(struct http_request *request, unsigned status, const char *sentence)
{
	AUTO(buf_release) struct buf out = {0};
	struct emitter e = {.out = &out};

	buf_init(&out, 65536);
	if (site_is_api(request)) {
		emit_open(&e, '{');
		emit_member_int(&e, "status", status);
		emit_member(&e, "error", str_from(sentence));
		emit_close(&e, '}');
		buf_putc(&out, '\n');
		site_respond(request, status, "application/json", &out);
		return;
	}
	html_begin(&out, status == 404 ? "Not found" : "That did not work", (struct str){0}, NULL);
	buf_puts(&out, "<p class=notice>");
	html_text(&out, str_from(sentence));
	html_end(&out);
	site_respond(request, status, HTML, &out);
}

/* missing: the status of a sentence that says that what was asked for is not there or makes no
 * sense. */
static const struct route {
	struct str path; /* ends with a slash: the rest of the path is an argument */
	page_fn *page;
	unsigned missing;
	bool needs_db;
} routes[] = {
	{STR("/"), page_queue, 400, false},
	{STR("/claims"), page_claims, 400, true},
	{STR("/incidents"), page_incidents, 400, true},
	{STR("/entities"), page_entities, 400, true},
	{STR("/reports"), page_reports, 400, true},
	{STR("/search"), page_search, 400, true},
	{STR("/map"), page_map, 400, true},
	{STR("/corrections"), page_corrections, 400, true},
	{STR("/searches"), page_searches, 400, true},
	{STR("/stories"), page_stories, 400, true},
	{STR("/story/"), page_story, 404, true},
	{STR("/report/"), page_report, 404, true},
	{STR("/fact/"), page_fact, 404, true},
	{STR("/figure/"), page_figure, 404, true},
	{STR("/event/"), page_event, 404, true},
	{STR("/entity/"), page_entity, 404, true},
	{STR("/country/"), page_country, 404, true},
};

static bool route_matches(const struct route *r, struct str path)
{
	bool prefix = r->path.n > 1 && r->path.p[r->path.n - 1] == '/';

	return prefix ? str_starts(path, r->path) : str_eq(path, r->path);
}

/* A read transaction of its own for each request, so that a page agrees with itself and the log of
 * the database can be folded away behind it. */
static bool begin_reading(struct site *site, struct err *err)
{
	if (!site_open(site, err))
		return false;
	db_deadline(site->db, ASK_DB_MS);
	return db_exec(site->db, "BEGIN", err);
}

static void end_reading(struct site *site)
{
	if (!site->db)
		return;
	db_deadline(site->db, 0);
	db_rollback(site->db);
}

void site_lead_on(struct site *site, struct http_request *request, bool for_good, const char *path,
	const char *rest)
{
	AUTO(buf_release) struct buf location = {0};

	buf_init(&location, 4096);
	buf_printf(&location, "%s%s", path, rest);
	http_add_header(request, "Location", location.data);
	site->status = for_good ? 301 : 302;
}

static unsigned status_for(const struct err *err, unsigned missing)
{
	return err->kind == ERR_REJECT ? missing : 503;
}

static bool answer_page(struct site *site, struct http_request *request, struct str path)
{
	AUTO(buf_release) struct buf out = {0};
	struct err err = {0};
	const struct route *r = NULL;
	size_t i;
	bool ok;

	for (i = 0; i < ARRAY_SIZE(routes) && !r; i++)
		if (route_matches(&routes[i], path))
			r = &routes[i];
	if (!r)
		return false;
	buf_init(&out, MAX_FRAME_BYTES);
	site->status = 200;
	ok = begin_reading(site, &err) || !r->needs_db;
	ok = ok && r->page(site, request, str_slice(path, r->path.n, path.n), &out, &err);
	end_reading(site);
	if (ok)
		site_respond(request, site->status, HTML, &out);
	else
		site_respond_error(request, status_for(&err, r->missing), err.text);
	return true;
}

static const struct {
	struct str path;
	enum listing listing;
} listings[] = {{STR("/api/claims"), LISTING_CLAIMS}, {STR("/api/incidents"), LISTING_INCIDENTS},
	{STR("/api/entities"), LISTING_ENTITIES}, {STR("/api/mentions"), LISTING_MENTIONS},
	{STR("/api/reports"), LISTING_REPORTS}, {STR("/api/search"), LISTING_SEARCH}};

#define STORIES STR("/api/stories")

/* The lines of what the path names; *ret_missing: what it means that they cannot be had. */
static bool write_lines(struct site *site, struct str path, const struct filter *filter,
	struct buf *out, struct buf *next, unsigned *ret_missing, struct err *err)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(listings); i++)
		if (str_eq(path, listings[i].path))
			return api_listing(site, listings[i].listing, filter, out, next, err);
	if (str_eq(path, STORIES))
		return api_stories(site, filter, out, next, err);
	*ret_missing = 404;
	return api_story(site, str_slice(path, STORIES.n + 1, path.n), filter, out, err);
}

static bool is_listing(struct str path)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(listings); i++)
		if (str_eq(path, listings[i].path))
			return true;
	return str_starts(path, STORIES) && (path.n == STORIES.n || path.p[STORIES.n] == '/');
}

static bool answer_listing(struct site *site, struct http_request *request, struct str path)
{
	AUTO(buf_release) struct buf out = {0};
	AUTO(buf_release) struct buf next = {0};
	unsigned missing = 400;
	struct filter filter;
	struct err err = {0};
	bool ok;

	if (!is_listing(path))
		return false;
	buf_init(&out, MAX_FRAME_BYTES);
	buf_init(&next, 65536);
	ok = filter_read(request, &filter, &err) && begin_reading(site, &err) &&
	     write_lines(site, path, &filter, &out, &next, &missing, &err);
	end_reading(site);
	if (ok && next.n)
		http_add_header(request, "Link", next.data);
	if (ok)
		site_respond(request, 200, "application/x-ndjson", &out);
	else
		site_respond_error(request, status_for(&err, missing), err.text);
	return true;
}

static const struct {
	struct str path;
	const char *type, *data;
	const size_t *n;
} files[] = {
	{STR("/static/style.css"), "text/css", static_style_css, &static_style_css_n},
	{STR("/static/page.js"), "text/javascript", static_page_js, &static_page_js_n},
	{STR("/static/icon.svg"), "image/svg+xml", static_icon_svg, &static_icon_svg_n},
	{STR("/api/openapi.json"), "application/json", static_openapi_json, &static_openapi_json_n},
};

static bool answer_file(struct http_request *request, struct str path)
{
	AUTO(buf_release) struct buf out = {0};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(files); i++) {
		if (!str_eq(path, files[i].path))
			continue;
		buf_init(&out, MAX_FRAME_BYTES);
		buf_append(&out, files[i].data, *files[i].n);
		site_respond(request, 200, files[i].type, &out);
		return true;
	}
	return false;
}

static void answer_status(const struct site *site, struct http_request *request)
{
	AUTO(buf_release) struct buf out = {0};

	buf_init(&out, MAX_FRAME_BYTES);
	if (site->ingestor_ms)
		status_to_json(&site->ingestor, &out);
	if (site->store_ms)
		status_to_json(&site->store, &out);
	site_respond(request, 200, "application/x-ndjson", &out);
}

static bool answer_machine(struct site *site, struct http_request *request, struct str path)
{
	AUTO(buf_release) struct buf out = {0};
	int64_t now = clock_wall_ms();
	bool ready = site_ready(site, now);

	buf_init(&out, MAX_FRAME_BYTES);
	if (str_eq(path, STR("/livez"))) {
		buf_puts(&out, "ok\n");
		site_respond(request, 200, "text/plain", &out);
	} else if (str_eq(path, STR("/readyz"))) {
		buf_puts(&out, ready ? "ok\n" : "ingestor or store is silent\n");
		site_respond(request, ready ? 200 : 503, "text/plain", &out);
	} else if (str_eq(path, STR("/metrics"))) {
		metrics_write(site, now, &out);
		site_respond(request, 200, "text/plain; version=0.0.4; charset=utf-8", &out);
	} else if (str_eq(path, STR("/api/status"))) {
		answer_status(site, request);
	} else if (str_eq(path, STR("/events"))) {
		add_our_headers(request);
		if (!http_respond_events(request))
			http_respond(request, 503, "text/plain", STR("too many listen already\n"));
	} else {
		return false;
	}
	return true;
}

/* What a daemon must be asked for, and exports. */
static bool answer_later(struct site *site, struct http_request *request, struct str path)
{
	struct str api = str_starts(path, STR("/api/")) ? str_slice(path, 4, path.n) : path;

	if (str_starts(api, STR("/where/")))
		where_show(site, request, str_slice(api, 7, api.n));
	else if (str_eq(api, STR("/dead")))
		dead_show(site, request);
	else if (str_eq(path, STR("/sources")) || str_eq(path, STR("/api/sources/changes")))
		sources_show(site, request);
	else if (str_starts(path, STR("/export/")))
		export_answer(site, request, str_slice(path, 8, path.n));
	else
		return false;
	return true;
}

void site_answer(void *arg, struct http_request *request)
{
	struct site *site = arg;
	struct str path = http_path(request), method = http_method(request);

	if (str_eq(method, STR("POST"))) {
		action_answer(site, request, path);
	} else if (!str_eq(method, STR("GET")) && !str_eq(method, STR("HEAD"))) {
		http_add_header(request, "Allow", "GET, HEAD, POST");
		site_respond_error(request, 405, "Only GET, HEAD and POST are answered here.");
	} else if (!answer_machine(site, request, path) && !answer_file(request, path) &&
		   !answer_listing(site, request, path) && !answer_later(site, request, path) &&
		   !answer_page(site, request, path)) {
		site_respond_error(request, 404, "There is no such page.");
	}
}
