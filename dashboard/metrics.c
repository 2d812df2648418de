/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "dashboard/site.h"

static void head(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void one(struct buf *out, const char *name, const char *type, const char *help, double value)
{
	head(out, name, type, help);
	buf_printf(out, "%s %.10g\n", name, value);
}

static void quantiles(struct buf *out, const char *name, const char *help, const struct latency *l)
{
	head(out, name, "summary", help);
	buf_printf(out,
		"%s{quantile=\"0.5\"} %.6g\n%s{quantile=\"0.99\"} %.6g\n%s_count %" PRIu64 "\n",
		name, l->p50 / 1000, name, l->p99 / 1000, name, l->count);
}

static void write_queue(const struct status *s, struct buf *out)
{
	const struct queue_status *q = &s->queue;

	head(out, "sitrep_queue_reports", "gauge", "Reports in the spool by state.");
	buf_printf(out,
		"sitrep_queue_reports{state=\"ready\"} %" PRIu64 "\n"
		"sitrep_queue_reports{state=\"leased\"} %" PRIu64 "\n"
		"sitrep_queue_reports{state=\"delayed\"} %" PRIu64 "\n"
		"sitrep_queue_reports{state=\"dead\"} %" PRIu64 "\n",
		q->ready, q->leased, q->delayed, q->dead);
	one(out, "sitrep_queue_oldest_seconds", "gauge", "Age of the oldest report that waits.",
		(double)q->oldest_ms / 1000);
	one(out, "sitrep_queue_bytes", "gauge", "Bytes of report bodies in the spool.",
		(double)q->bytes);
	one(out, "sitrep_queue_limit_bytes", "gauge", "Ceiling of the spool in bytes.",
		(double)q->max_bytes);
	one(out, "sitrep_queue_limit_reports", "gauge", "Ceiling of the spool in reports.",
		(double)q->max_reports);
	one(out, "sitrep_reports_accepted_total", "counter", "Reports ever accepted.",
		(double)q->accepted);
	one(out, "sitrep_reports_duplicate_total", "counter", "Submissions of known reports.",
		(double)q->duplicate);
	one(out, "sitrep_reports_done_total", "counter", "Reports ever read and stored.",
		(double)q->done);
	one(out, "sitrep_reports_died_total", "counter", "Times that a report was buried.",
		(double)q->died);
	one(out, "sitrep_reports_dropped_total", "counter", "Dead reports dropped by a human.",
		(double)q->dropped);
	one(out, "sitrep_attempts_retried_total", "counter", "Attempts that failed for now.",
		(double)q->retried);
	one(out, "sitrep_leases_expired_total", "counter", "Leases that ran out.",
		(double)q->expired);
	one(out, "sitrep_submissions_refused_total", "counter",
		"Submissions refused since the ingestor started.", (double)q->refused);
	one(out, "sitrep_queue_paused", "gauge", "1 while no work is handed out.", q->paused);
	one(out, "sitrep_intake_closed", "gauge", "1 while no report is taken in.", q->closed);
	one(out, "sitrep_extractors", "gauge", "Extractors heard of lately.",
		(double)status_workers(s));
	quantiles(out, "sitrep_spool_commit_seconds", "Arrival to disk.", &q->commit);
}

/* A label's value: backslash, quote and line feed are escaped (exposition format 0.0.4). */
static void write_label(struct buf *out, struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' || s.p[i] == '"')
			buf_putc(out, '\\');
		buf_puts(out, s.p[i] == '\n' ? "\\n" : "");
		if (s.p[i] != '\n')
			buf_putc(out, s.p[i]);
	}
}

static void write_sources(const struct status *s, struct buf *out)
{
	static const char *const names[][3] = {
		{"sitrep_source_last_arrival_timestamp_seconds", "gauge",
			"Unix time of the last report of a source."},
		{"sitrep_source_accepted_total", "counter", "Reports accepted from a source."},
		{"sitrep_source_warning", "gauge", "1 while something is wrong with a source."},
		{"sitrep_source_textless", "gauge",
			"How many of a source's last ten reports had hardly any text."},
		{"sitrep_source_denied_total", "counter",
			"Pages of a source that robots.txt asked to leave alone."},
		{"sitrep_source_paused", "gauge", "1 while a source is paused."}};
	size_t i, j;

	for (j = 0; s->nsources && j < ARRAY_SIZE(names); j++) {
		head(out, names[j][0], names[j][1], names[j][2]);
		for (i = 0; i < s->nsources; i++) {
			const struct source_status *source = &s->sources[i];
			double values[] = {(double)source->last_ms / 1000, (double)source->accepted,
				source->warning.n > 0, source->textless, (double)source->denied,
				source->paused};

			buf_printf(out, "%s{source=\"", names[j][0]);
			write_label(out, source->name);
			buf_printf(out, "\"} %.14g\n", values[j]);
		}
	}
}

static void of_both(struct buf *out, const char *name, const char *type, const char *help,
	uint64_t ingestor, uint64_t store)
{
	head(out, name, type, help);
	buf_printf(out, "%s{stage=\"ingestor\"} %" PRIu64 "\n%s{stage=\"store\"} %" PRIu64 "\n",
		name, ingestor, name, store);
}

static void write_store(const struct status *s, struct buf *out)
{
	const struct store_status *st = &s->store;

	one(out, "sitrep_store_reports", "gauge", "Reports in the database.", (double)st->reports);
	one(out, "sitrep_store_committed_total", "counter",
		"Results committed since the store started.", (double)st->committed);
	one(out, "sitrep_store_commits_total", "counter", "Transactions since the store started.",
		(double)st->commits);
	one(out, "sitrep_store_refused_total", "counter",
		"Results refused since the store started.", (double)st->refused);
	one(out, "sitrep_store_bytes", "gauge", "Size of the database.",
		(double)st->database_bytes);
	quantiles(out, "sitrep_store_commit_seconds", "Time of a transaction.", &st->commit);
	quantiles(out, "sitrep_report_latency_seconds", "Accepted to stored.", &st->age);
}

static void write_up(const struct site *site, int64_t now_ms, struct buf *out)
{
	of_both(out, "sitrep_up", "gauge", "1 if the daemon's status is fresh.",
		now_ms - site->ingestor_ms < SILENT_MS, now_ms - site->store_ms < SILENT_MS);
	of_both(out, "sitrep_process_resident_memory_bytes", "gauge",
		"Resident memory of a daemon.", site->ingestor.rss_bytes, site->store.rss_bytes);
	of_both(out, "sitrep_messages_unreadable_total", "counter",
		"Messages dropped because they did not decode.", site->ingestor.unreadable,
		site->store.unreadable);
	of_both(out, "sitrep_disk_free_bytes", "gauge", "Room in a daemon's state directory.",
		site->ingestor.disk_free, site->store.disk_free);
	of_both(out, "sitrep_strangers_refused_total", "counter",
		"Connections and messages refused for their key.", site->ingestor.strangers,
		site->store.strangers);
	of_both(out, "sitrep_requests_forbidden_total", "counter",
		"Requests refused because they came from another host.", site->ingestor.forbidden,
		site->store.forbidden);
}

void metrics_write(const struct site *site, int64_t now_ms, struct buf *out)
{
	head(out, "sitrep_build_info", "gauge", "Version of the dashboard.");
	buf_printf(out, "sitrep_build_info{version=\"%s\"} 1\n", SITREP_VERSION);
	write_up(site, now_ms, out);
	if (site->ingestor_ms) {
		write_queue(&site->ingestor, out);
		write_sources(&site->ingestor, out);
	}
	if (site->store_ms)
		write_store(&site->store, out);
}
