/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/parse.h"
#include "dashboard/html.h"
#include "dashboard/site.h"
#include "dashboard/static.h"
#include "service/status_json.h"

#define SILENT_MS 5000 /* a daemon that has said nothing for so long is not there */
#define PAGE_ROWS 100
#define MAX_ROWS 1000

void site_take_status(struct site *site, const struct status *status, struct arena *arena,
	int64_t now_ms)
{
	bool queue = status->has_queue;
	struct arena *to = queue ? &site->ingestor_arena : &site->store_arena;

	arena_release(to);
	*to = *arena;
	*arena = (struct arena){0};
	*(queue ? &site->ingestor : &site->store) = *status;
	*(queue ? &site->ingestor_ms : &site->store_ms) = now_ms;
}

bool site_open(struct site *site, struct err *err)
{
	if (!site->db)
		site->db = facts_open(site->state_dir, err);
	return site->db != NULL;
}

static void respond(struct http_request *request, unsigned status, const char *type,
	const struct buf *out)
{
	http_add_header(request, "Content-Security-Policy",
		"default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
		"frame-ancestors 'none'");
	http_add_header(request, "Referrer-Policy", "no-referrer");
	http_add_header(request, "Cache-Control", "no-store");
	http_respond(request, status, type, buf_view(out));
}

static void respond_error(struct http_request *request, unsigned status, const char *sentence)
{
	AUTO(buf_release) struct buf out = {0};

	buf_init(&out, 65536);
	html_begin(&out, status == 404 ? "Not found" : "That did not work", (struct str){0});
	buf_puts(&out, "<p>");
	html_text(&out, str_from(sentence));
	html_end(&out);
	respond(request, status, "text/html; charset=utf-8", &out);
}

static struct str param(struct http_request *request, const char *name)
{
	struct str s = http_param(request, name);

	return s.n ? s : (struct str){0}; /* an empty field of a form filters nothing */
}

static bool read_filter(struct http_request *request, struct filter *ret, struct err *err)
{
	struct str limit = param(request, "limit"), after = param(request, "after");
	uint64_t number = PAGE_ROWS, cursor = 0;
	int32_t day;

	*ret = (struct filter){
		.words = param(request, "q"),
		.report = param(request, "report"),
		.kind = param(request, "kind"),
		.theme = param(request, "theme"),
		.place = param(request, "place"),
		.who = param(request, "who"),
		.source = param(request, "source"),
		.since = param(request, "since"),
		.until = param(request, "until"),
	};
	if (limit.n && !parse_u64(limit, 1, MAX_ROWS, &number))
		return err_set(err, ERR_REJECT, "limit is a number from 1 to %d", MAX_ROWS);
	if (after.n && !parse_u64(after, 0, INT64_MAX, &cursor))
		return err_set(err, ERR_REJECT, "after is the number of the last row seen");
	if ((ret->since.n && !day_parse(ret->since, &day)) ||
		(ret->until.n && !day_parse(ret->until, &day)))
		return err_set(err, ERR_REJECT, "since and until are days such as 2024-05-31");
	ret->limit = (int64_t)number;
	ret->after = (int64_t)cursor;
	return true;
}

static const struct {
	const char *path;
	enum listing listing;
} listings[] = {{"/claims", LISTING_CLAIMS}, {"/incidents", LISTING_INCIDENTS},
	{"/entities", LISTING_ENTITIES}, {"/reports", LISTING_REPORTS}, {"/search", LISTING_SEARCH}};

/* /claims and its like are pages; /api/claims the same as JSON. */
static bool answer_listing(struct site *site, struct http_request *request, struct str path,
	bool api)
{
	AUTO(buf_release) struct buf out = {0};
	struct filter filter;
	struct err err = {0};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(listings); i++)
		if (str_eq(path, str_from(listings[i].path)))
			break;
	if (i == ARRAY_SIZE(listings))
		return false;
	buf_init(&out, MAX_FRAME_BYTES);
	if (!site_open(site, &err) || !read_filter(request, &filter, &err) ||
		(api ? !api_listing(site, listings[i].listing, &filter, &out, &err)
		     : !page_listing(site, listings[i].listing, &filter, &out, &err)))
		respond_error(request, err.kind == ERR_REJECT ? 400 : 503, err.text);
	else
		respond(request, 200, api ? "application/x-ndjson" : "text/html; charset=utf-8", &out);
	return true;
}

static void answer_report(struct site *site, struct http_request *request, struct str id)
{
	AUTO(buf_release) struct buf out = {0};
	struct err err = {0};

	buf_init(&out, MAX_FRAME_BYTES);
	if (!site_open(site, &err) || !page_report(site, id, &out, &err))
		respond_error(request, err.kind == ERR_REJECT ? 404 : 503, err.text);
	else
		respond(request, 200, "text/html; charset=utf-8", &out);
}

static void answer_status(const struct site *site, struct http_request *request)
{
	AUTO(buf_release) struct buf out = {0};

	buf_init(&out, MAX_FRAME_BYTES);
	if (site->ingestor_ms)
		status_to_json(&site->ingestor, &out);
	if (site->store_ms)
		status_to_json(&site->store, &out);
	respond(request, 200, "application/x-ndjson", &out);
}

static bool is_ready(const struct site *site, int64_t now_ms)
{
	return now_ms - site->ingestor_ms < SILENT_MS && now_ms - site->store_ms < SILENT_MS;
}

static bool answer_machine(struct site *site, struct http_request *request, struct str path)
{
	AUTO(buf_release) struct buf out = {0};
	int64_t now = clock_wall_ms();

	buf_init(&out, MAX_FRAME_BYTES);
	if (str_eq(path, STR("/livez"))) {
		buf_puts(&out, "ok\n");
		respond(request, 200, "text/plain", &out);
	} else if (str_eq(path, STR("/readyz"))) {
		buf_puts(&out, is_ready(site, now) ? "ok\n" : "ingestor or store is silent\n");
		respond(request, is_ready(site, now) ? 200 : 503, "text/plain", &out);
	} else if (str_eq(path, STR("/metrics"))) {
		metrics_write(site, now, &out);
		respond(request, 200, "text/plain; version=0.0.4; charset=utf-8", &out);
	} else if (str_eq(path, STR("/static/style.css"))) {
		buf_append(&out, static_style_css, static_style_css_n);
		respond(request, 200, "text/css", &out);
	} else if (str_eq(path, STR("/api/status"))) {
		answer_status(site, request);
	} else {
		return false;
	}
	return true;
}

void site_answer(void *arg, struct http_request *request)
{
	struct site *site = arg;
	struct str path = http_path(request), method = http_method(request);
	AUTO(buf_release) struct buf out = {0};

	if (!str_eq(method, STR("GET")) && !str_eq(method, STR("HEAD"))) {
		http_add_header(request, "Allow", "GET, HEAD");
		respond_error(request, 405, "Only GET is answered here.");
	} else if (str_eq(path, STR("/"))) {
		buf_init(&out, MAX_FRAME_BYTES);
		page_queue(site, clock_wall_ms(), &out);
		respond(request, 200, "text/html; charset=utf-8", &out);
	} else if (str_starts(path, STR("/report/"))) {
		answer_report(site, request, str_slice(path, 8, path.n));
	} else if (!answer_machine(site, request, path) &&
		   !answer_listing(site, request, path, false) &&
		   !(str_starts(path, STR("/api/")) &&
			   answer_listing(site, request, str_slice(path, 4, path.n), true))) {
		respond_error(request, 404, "There is no such page.");
	}
}
