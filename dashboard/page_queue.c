/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "dashboard/html.h"
#include "dashboard/site.h"

static void stage(struct buf *out, const char *name, uint64_t value, bool bad)
{
	buf_printf(out, "<div class='stage%s'>%s<b>", bad ? " bad" : "", name);
	html_number(out, (double)value);
	buf_puts(out, "</b><span class=dim>");
}

static void end_stage(struct buf *out, bool arrow)
{
	buf_printf(
		out, "</span></div>%s", arrow ? "<span class=arrow aria-hidden=true>→</span>" : "");
}

/* How long until all that waits is done, at the rate of the last minute. */
static void write_drain(struct buf *out, const struct queue_status *q, double in, double done)
{
	double waiting = (double)(q->ready + q->leased + q->delayed);

	if (waiting == 0)
		buf_puts(out, "nothing waits");
	else if (done <= in)
		buf_puts(out, done > 0 ? "grows: more comes in than goes out" : "nothing goes out");
	else {
		buf_puts(out, "empty in ");
		html_age(out, (int64_t)(waiting / (done - in) * 1000));
	}
}

static void write_line(const struct site *site, struct buf *out)
{
	const struct queue_status *q = &site->ingestor.queue;
	const struct store_status *s = &site->store.store;
	double in, done;

	site_rates(site, &in, &done);
	buf_puts(out, "<div class=line>");
	stage(out, "accepted", q->accepted, false);
	if (q->closed)
		buf_puts(out, "<b class=state>closed</b>");
	else
		buf_printf(out, "%.1f a second", in);
	end_stage(out, true);
	stage(out, "ready", q->ready, false);
	buf_puts(out, "oldest ");
	html_age(out, q->oldest_ms);
	end_stage(out, true);
	stage(out, "leased", q->leased, false);
	buf_puts(out,
		q->paused ? q->leased ? "<b class=state>draining</b>" : "<b class=state>paused</b>"
			  : "being read");
	end_stage(out, true);
	stage(out, "stored", s->reports, false);
	buf_printf(out, "%.1f a second", done);
	end_stage(out, false);
	buf_puts(out, "</div><div class=line>");
	stage(out, "delayed", q->delayed, false);
	buf_puts(out, "to be retried");
	end_stage(out, false);
	stage(out, "dead", q->dead, q->dead > 0);
	buf_puts(out, "<a href=/dead>who and why</a>");
	end_stage(out, false);
	buf_puts(out, "<div class=stage>time to drain<b>");
	write_drain(out, q, in, done);
	buf_printf(out,
		"</b><span class=dim>accepted to stored: %.0f ms half of them, %.0f ms 99 of 100"
		"</span></div>",
		s->age.p50, s->age.p99);
	buf_puts(out, "</div>");
}

static void write_numbers(const struct site *site, struct buf *out)
{
	const struct queue_status *q = &site->ingestor.queue;

	buf_puts(out, "<p>Spool: <meter min=0 max=1 high=0.8 optimum=0 value=");
	buf_printf(
		out, "%.4f></meter> ", q->max_bytes ? (double)q->bytes / (double)q->max_bytes : 0);
	html_bytes(out, q->bytes);
	buf_puts(out, " of ");
	html_bytes(out, q->max_bytes);
	buf_printf(out,
		". %" PRIu64 " known already, %" PRIu64 " attempts retried, %" PRIu64
		" leases lost, %" PRIu64 " dropped, %" PRIu64 " refused. Database: ",
		q->duplicate, q->retried, q->expired, q->dropped, q->refused);
	html_bytes(out, site->store.store.database_bytes);
	buf_printf(out, ", a commit takes %.1f ms (half) to %.1f ms (99 of 100).",
		site->store.store.commit.p50, site->store.store.commit.p99);
}

static void write_worker(struct buf *out, const struct worker_status *w, int64_t now_ms)
{
	char id[REPORT_ID_HEX];

	buf_puts(out, w->gone ? "<tr class=dim><td>" : "<tr><td>");
	html_text(out, w->worker);
	buf_puts(out, w->gone ? " <b class=bad>gone</b>" : "");
	buf_printf(out, "<td class=n data-l=holds>%u of %u<td data-l='busy on'>", w->leased,
		w->window);
	if (w->busy) {
		report_id_hex(&w->busy_on, id);
		buf_printf(out, "<a href=/where/%s>%.12s</a> for ", id, id);
		html_age(out, now_ms - w->busy_since_ms);
	}
	buf_printf(out,
		"<td class=n data-l=done>%" PRIu64 "<td class=n data-l=failed>%" PRIu64
		"<td class=n data-l=memory>",
		w->done, w->failed);
	html_bytes(out, w->rss_bytes);
	buf_puts(out, "<td class=n data-l='heard of'>");
	html_age(out, now_ms - w->seen_ms);
	buf_puts(out, " ago");
}

static void write_workers(const struct status *s, struct buf *out)
{
	size_t i;

	buf_printf(out, "<h2>Extractors: %zu</h2>", status_workers(s));
	if (!status_workers(s))
		buf_puts(out, "<p class='notice bad'>No extractor has been heard of: nothing is "
			      "read. Start "
			      "<code>sitrep-extractor</code>, or <code>sitrep up</code>.");
	if (!s->nworkers)
		return;
	buf_puts(out, "<div class=scroll><table class=stack><thead><tr><th>name<th>holds<th>busy "
		      "on<th>done"
		      "<th>failed<th>memory<th>heard of<tbody>");
	for (i = 0; i < s->nworkers; i++)
		write_worker(out, &s->workers[i], s->now_ms);
	buf_puts(out, "</table></div>");
}

static void write_sources(const struct status *s, struct buf *out)
{
	size_t i;

	if (!s->nsources)
		return;
	buf_puts(out, "<h2><a href=/sources>Sources</a></h2><div class=scroll><table "
		      "class=stack><thead><tr><th>source<th>kind"
		      "<th>accepted<th>last arrival<th>warning<tbody>");
	for (i = 0; i < s->nsources; i++) {
		const struct source_status *source = &s->sources[i];

		buf_puts(out, "<tr><td>");
		html_text(out, source->name);
		buf_puts(out, "<td data-l=kind>");
		html_text(out, source->kind);
		buf_printf(out, "<td class=n data-l=accepted>%" PRIu64 "<td class=n data-l=last>",
			source->accepted);
		if (source->last_ms) {
			html_age(out, s->now_ms - source->last_ms);
			buf_puts(out, " ago");
		} else {
			buf_puts(out, "never");
		}
		buf_puts(out, source->paused ? "<td class=warn>paused " : "<td class=bad>");
		html_text(out, source->warning);
	}
	buf_puts(out, "</table></div>");
}

/* Nothing comes in; what is there is finished. */
static void write_closed(const struct queue_status *q, struct buf *out)
{
	uint64_t left = q->ready + q->leased + q->delayed;

	buf_puts(out, "<p class=notice><b>The intake is closed:</b> submitters, folders and feeds "
		      "wait until somebody opens "
		      "it. ");
	if (left)
		buf_printf(out, "Draining: %" PRIu64 " still in the queue.", left);
	else
		buf_puts(out, "Drained: the queue is empty.");
}

/* A pause drains: what was handed out is still finished, and then all that was read is stored. */
static void write_pause(const struct queue_status *q, struct buf *out)
{
	buf_puts(out,
		"<p class=notice><b>Paused:</b> no work is handed out until somebody resumes. ");
	if (q->leased)
		buf_printf(out, "Draining: %" PRIu64 " still with the extractors.", q->leased);
	else
		buf_puts(out, "Drained: nothing is with the extractors any more, and all that was "
			      "read is stored.");
}

void queue_write_live(const struct site *site, int64_t now_ms, struct buf *out)
{
	if (now_ms - site->ingestor_ms >= SILENT_MS)
		buf_puts(out, "<p class='notice bad'>The ingestor is silent: nothing is taken in.");
	if (now_ms - site->store_ms >= SILENT_MS)
		buf_puts(out, "<p class='notice bad'>The store is silent: nothing is committed.");
	if (site->ingestor.queue.paused)
		write_pause(&site->ingestor.queue, out);
	if (site->ingestor.queue.closed)
		write_closed(&site->ingestor.queue, out);
	if (site->ingestor.draining || site->store.draining)
		buf_puts(out, "<p class=notice>A daemon is draining: it finishes what it holds and "
			      "stops.");
	if (!site->ingestor_ms)
		return;
	write_line(site, out);
	write_numbers(site, out);
	write_workers(&site->ingestor, out);
	write_sources(&site->ingestor, out);
}

static void write_buttons(const struct site *site, struct buf *out)
{
	static const char *const stages[][3] = {{"extract", "Pause reading", "Resume reading"},
		{"ingest", "Close the intake", "Open the intake"}};
	const struct queue_status *q = &site->ingestor.queue;
	const bool off[] = {q->paused, q->closed};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(stages); i++) {
		buf_printf(out, "<form class=inline method=post action=/do/%s>",
			off[i] ? "resume" : "pause");
		action_write_token(site, out);
		buf_printf(out, "<input type=hidden name=stage value=%s><button>%s</button></form>",
			stages[i][0], stages[i][1 + off[i]]);
	}
	buf_puts(out, "<form class=inline action=/where/><label>Where is report "
		      "<input name=id size=18 placeholder='its id' "
		      "required></label><button>Ask</button></form>");
}

bool page_queue(struct site *site, struct http_request *request, struct str rest, struct buf *out,
	struct err *err)
{
	static const char *const spans[] = {"hour", "day", "month"};
	struct str span = http_param(request, "span"), done = http_param(request, "done");
	int64_t now = clock_wall_ms();
	size_t i;

	(void)rest;
	if (!span.n)
		span = STR("hour");
	html_begin(out, "Queue", (struct str){0}, "/");
	/* works without JavaScript: the page asks again by itself */
	buf_puts(out, "<noscript><meta http-equiv=refresh content=5></noscript>");
	html_notice(out, done);
	buf_puts(out, "<div id=live aria-live=off>");
	queue_write_live(site, now, out);
	buf_puts(out, "</div><p>");
	write_buttons(site, out);
	buf_puts(out, "<h2>The last");
	for (i = 0; i < ARRAY_SIZE(spans); i++)
		buf_printf(out, " <a href='/?span=%s'%s>%s</a>", spans[i],
			str_eq(span, str_from(spans[i])) ? " aria-current=true" : "", spans[i]);
	buf_puts(out, "</h2>");
	/* before the first report there is no database, and no history */
	return !site->db || chart_history(site->db, span, now / 1000, out, err);
}
