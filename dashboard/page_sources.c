/* SPDX-License-Identifier: Apache-2.0
 * page_sources.c - the folders and feeds that reports come from, what can be done to them, and
 * what was done. Works without JavaScript: each source has one form, whose buttons say what is to
 * be done; what cannot be taken back asks for a tick.
 *
 * Folders are added and moved on the ingestor's own host only (sitrep watch): who may look at
 * this page shall not be able to read whatever file the ingestor can. */
#include <inttypes.h>

#include "base/limits.h"
#include "dashboard/html.h"
#include "dashboard/site.h"

static bool is_feed(struct str name)
{
	return str_case_starts(name, STR("http://")) || str_case_starts(name, STR("https://"));
}

static void write_duration(struct buf *out, int64_t ms)
{
	if (ms % 3600000 == 0)
		buf_printf(out, "%" PRId64 "h", ms / 3600000);
	else if (ms % 60000 == 0)
		buf_printf(out, "%" PRId64 "m", ms / 60000);
	else
		buf_printf(out, "%" PRId64 "s", ms / 1000);
}

static void begin_form(const struct site *site, struct buf *out)
{
	buf_puts(out, "<form class=filter method=post action=/do/source>");
	action_write_token(site, out);
	buf_puts(out, "<input type=hidden name=back value=/sources>");
}

static void write_by(struct buf *out)
{
	buf_puts(out, "<label>your name, for the record<input name=by autocomplete=name></label>");
}

static void write_form(const struct site *site, struct buf *out, const struct source_status *s)
{
	begin_form(site, out);
	buf_puts(out, "<input type=hidden name=source value=\"");
	html_text(out, s->name);
	buf_puts(out, "\">");
	buf_printf(out, "<button name=do value=%s>%s</button>", s->paused ? "resume" : "pause",
		s->paused ? "Resume" : "Pause");
	if (is_feed(s->name)) {
		buf_puts(out, "<label>ask every<input name=interval placeholder='as in the "
			      "settings' value=\"");
		write_duration(out, s->interval_ms);
		buf_puts(out,
			"\"></label><button name=do "
			"value=interval>Set</button><label>address<input class=long name=address "
			"value=\"");
		html_text(out, s->address.n ? s->address : s->name);
		buf_puts(out, "\"></label><button name=do value=address>Move</button>");
	}
	write_by(out);
	buf_puts(out,
		"<label class=tick><input type=checkbox name=sure value=yes> I am sure</label>"
		"<button class=danger name=do value=remove>Remove</button></form>");
}

static void write_state(struct buf *out, const struct source_status *s)
{
	if (s->paused)
		buf_puts(out, "<b class=warn>paused</b> ");
	if (s->warning.n) {
		buf_puts(out, "<span class=bad>");
		html_text(out, s->warning);
		buf_puts(out, "</span>");
	} else if (!s->paused) {
		buf_puts(out, "<span class=good>well</span>");
	}
}

static void write_source(
	const struct site *site, struct buf *out, const struct source_status *s, int64_t now_ms)
{
	bool ours = is_feed(s->name) || str_starts(s->name, STR("/"));

	buf_puts(out, "<tr class=has><td>");
	html_text(out, s->name);
	if (s->address.n) {
		buf_puts(out, "<br><span class=dim>now at ");
		html_text(out, s->address);
		buf_puts(out, "</span>");
	}
	buf_puts(out, "<td data-l=kind>");
	html_text(out, s->kind);
	buf_puts(out, "<td class=n data-l=accepted>");
	html_number(out, (double)s->accepted);
	buf_puts(out, "<td class=n data-l=last>");
	if (s->last_ms) {
		html_age(out, now_ms - s->last_ms);
		buf_puts(out, " ago");
	} else {
		buf_puts(out, "never");
	}
	buf_puts(out, "<td class=n data-l=every>");
	if (s->interval_ms)
		write_duration(out, s->interval_ms);
	buf_puts(out, "<td data-l=state>");
	write_state(out, s);
	buf_puts(out, "<tr class=words><td colspan=6>");
	if (!ours) {
		buf_puts(out, "Whoever may post to it: it rests with the intake, which is closed "
			      "on the <a href=/>queue's page</a>.");
		return;
	}
	buf_puts(out, "<details><summary>Change<span class=hidden> ");
	html_text(out, s->name);
	buf_puts(out, "</span></summary>");
	write_form(site, out, s);
	buf_puts(out, "</details>");
}

static void write_sources(const struct site *site, struct buf *out)
{
	const struct status *s = &site->ingestor;
	size_t i;

	if (!s->nsources) {
		buf_puts(out, "<p>No folder is watched and no feed polled. What is submitted by "
			      "hand comes in all the same.");
		return;
	}
	buf_puts(out, "<div class=scroll><table "
		      "class=stack><thead><tr><th>source<th>kind<th>accepted<th>last arrival"
		      "<th>asked every<th>state<tbody>");
	for (i = 0; i < s->nsources; i++)
		write_source(site, out, &s->sources[i], s->now_ms);
	buf_puts(out, "</table></div>");
}

static void write_add_form(const struct site *site, struct buf *out)
{
	buf_puts(out, "<h2>Add one</h2>");
	begin_form(site, out);
	buf_puts(out, "<label>a feed's address: RSS, Atom, JSON Feed or a sitemap<input class=long "
		      "name=source type=url required "
		      "placeholder='https://news.example/rss'></label>");
	write_by(out);
	buf_puts(out, "<button name=do value=add>Add</button></form><p class=dim>A folder is added "
		      "on the ingestor's host: "
		      "<code>sitrep watch DIR</code>.");
}

static void write_changes(struct buf *out, const struct reply *reply, int64_t now_ms)
{
	size_t i;

	buf_puts(out, "<h2>What was done</h2>");
	if (!reply->nitems) {
		buf_puts(out, "<p>Nothing yet.");
		return;
	}
	buf_puts(out, "<div class=scroll><table "
		      "class=stack><thead><tr><th>when<th>what<th>source<th>to<th>by<tbody>");
	for (i = 0; i < reply->nitems; i++) {
		const struct item *c = &reply->items[i];

		buf_puts(out, "<tr><td class=n data-l=when>");
		html_age(out, now_ms - c->changed_ms);
		buf_puts(out, " ago<td data-l=what>");
		html_text(out, c->reason);
		buf_puts(out, "<td data-l=source>");
		html_text(out, c->source);
		buf_puts(out, "<td data-l=to>");
		if (str_eq(c->reason, STR("interval")) || str_eq(c->reason, STR("address")))
			html_text(out, c->sentence.n ? c->sentence : STR("as in the settings"));
		buf_puts(out, "<td data-l=by>");
		html_text(out, c->worker);
	}
	buf_puts(out, "</table></div>");
}

static void write_changes_json(struct buf *out, const struct reply *reply)
{
	size_t i;

	for (i = 0; i < reply->nitems; i++) {
		const struct item *c = &reply->items[i];
		struct emitter e = {.out = out};

		emit_open(&e, '{');
		emit_member_int(&e, "at_ms", c->changed_ms);
		emit_member(&e, "source", c->source);
		emit_member(&e, "what", c->reason);
		emit_member(&e, "value", c->sentence);
		emit_member(&e, "by", c->worker);
		emit_close(&e, '}');
		buf_putc(out, '\n');
	}
}

static void show(struct site *site, struct http_request *request, const struct reply *reply)
{
	AUTO(buf_release) struct buf out = {0};

	buf_init(&out, MAX_FRAME_BYTES);
	if (site_is_api(request)) {
		write_changes_json(&out, reply);
		site_respond(request, 200, "application/x-ndjson", &out);
		return;
	}
	html_begin(&out, "Sources", (struct str){0}, "/sources");
	html_notice(&out, http_param(request, "done"));
	buf_puts(&out, "<p>Where reports come from by themselves. A paused source keeps its place: "
		       "what comes meanwhile is "
		       "taken when it is resumed. A feed that is moved keeps its name and what was "
		       "seen of it. A folder that the "
		       "settings name comes back when the ingestor starts again.");
	write_sources(site, &out);
	write_add_form(site, &out);
	write_changes(&out, reply, site->ingestor.now_ms);
	html_end(&out);
	site_respond(request, 200, HTML, &out);
}

void sources_show(struct site *site, struct http_request *request)
{
	struct request question = {.verb = VERB_SOURCE_CHANGES};

	ask_ingestor(site, request, &question, show);
}

void sources_act(struct site *site, struct http_request *request, ask_fn *done)
{
	struct str what = http_form(request, "do"), name = str_trim(http_form(request, "source"));
	struct request question = {
		.verb = VERB_SOURCE_CHANGE, .text = name, .by = str_trim(http_form(request, "by"))};
	bool api = site_is_api(request);

	if (!name.n) {
		site_respond_error(request, 400, "Which source? A feed's address, or a folder.");
		return;
	}
	if (!is_feed(name) && (str_eq(what, STR("add")) || str_eq(what, STR("address")))) {
		site_respond_error(request, 400,
			"That is no address of a feed: http://... or https://... A folder is added "
			"and moved on "
			"the ingestor's host: sitrep watch DIR.");
		return;
	}
	if (str_eq(what, STR("add"))) {
		question.verb = VERB_FEED_ADD;
	} else if (str_eq(what, STR("remove"))) {
		if (!api && !str_eq(http_form(request, "sure"), STR("yes"))) {
			site_respond_error(request, 400,
				"Tick \"I am sure\" to remove a source; a pause is enough if it is "
				"to come back.");
			return;
		}
		question.verb = is_feed(name) ? VERB_FEED_REMOVE : VERB_UNWATCH;
	} else if (str_eq(what, STR("pause")) || str_eq(what, STR("resume"))) {
		question.slot = STR("paused");
		question.value = str_eq(what, STR("pause")) ? STR("yes") : STR("no");
	} else if (str_eq(what, STR("interval")) || str_eq(what, STR("address"))) {
		question.slot = what;
		question.value = str_trim(
			http_form(request, str_eq(what, STR("interval")) ? "interval" : "address"));
	} else {
		site_respond_error(request, 400,
			"What is to be done? add, remove, pause, resume, interval or address.");
		return;
	}
	ask_ingestor(site, request, &question, done);
}
