/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/emit.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "dashboard/export.h"
#include "dashboard/html.h"
#include "store/export.h"

struct download {
	struct site *site;
	struct export *export; /* owned */
};

/* A piece that fails cannot be told to the client any more: the stream ends without its
 * manifest. */
static bool more(void *arg, struct buf *out)
{
	struct download *d = arg;
	struct err err = {0};
	bool again = false;

	if (export_more(d->export, out, &again, &err))
		return again;
	log_warn("export-failed", "error=%s", log_quote(str_from(err.text)));
	return false;
}

static void done(void *arg)
{
	struct download *d = arg;

	export_free(&d->export);
	free(d);
}

/* Every decision that stands, as an example that a test of the reading can be made of. */
static void answer_corrections(struct site *site, struct http_request *request)
{
	AUTO(buf_release) struct buf out = {0};
	struct err err = {0};
	bool ok;

	buf_init(&out, MAX_FRAME_BYTES);
	ok = site_open(site, &err) && facts_write_corrections(site->db, &out, &err);
	if (ok)
		site_respond(request, 200, "application/x-ndjson", &out);
	else
		site_respond_error(request, 503, err.text);
}

void export_answer(struct site *site, struct http_request *request, struct str name)
{
	size_t dot = str_find(name, STR("."), 0);
	struct str what = str_slice(name, 0, dot),
		   suffix = str_slice(name, dot < name.n ? dot + 1 : dot, name.n);
	enum listing listing = str_eq(what, STR("claims")) ? LISTING_CLAIMS : LISTING_INCIDENTS;
	enum export_format format;
	struct download *d;
	struct filter filter;
	struct err err = {0};
	char disposition[96];

	if (str_eq(name, STR("corrections.jsonl"))) {
		answer_corrections(site, request);
		return;
	}
	if ((listing == LISTING_INCIDENTS && !str_eq(what, STR("incidents"))) ||
		!export_format_named(suffix, &format)) {
		site_respond_error(request, 404,
			"There are claims and incidents, as csv, jsonl, geojson, stix, "
			"brief or manifest.");
		return;
	}
	if (listing == LISTING_CLAIMS && format == EXPORT_STIX) {
		site_respond_error(request, 400, "STIX holds incidents: ask for incidents.stix.");
		return;
	}
	if (!site_open(site, &err) || !filter_read(request, &filter, &err)) {
		site_respond_error(request, err.kind == ERR_REJECT ? 400 : 503, err.text);
		return;
	}
	if (!http_param(request, "limit").n)
		filter.limit = 0;
	d = xcalloc(1, sizeof(*d));
	d->site = site;
	d->export = export_new(site->db, format, listing, &filter, clock_wall_ms());
	snprintf(disposition, sizeof(disposition), "%s; filename=\"sitrep-%.*s.%.*s\"",
		format == EXPORT_BRIEF ? "inline" : "attachment", STR_ARGS(what),
		STR_ARGS(format == EXPORT_BRIEF  ? STR("html")
			 : format == EXPORT_STIX ? STR("stix.json")
						 : suffix));
	http_add_header(request, "Content-Disposition", disposition);
	/* the brief has a style of its own and must not run anything */
	http_add_header(request, "Content-Security-Policy",
		"default-src 'none'; style-src 'unsafe-inline'");
	http_respond_stream(
		request, 200, export_media_type(format), (struct http_stream){more, done, d});
}
