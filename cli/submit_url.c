/* SPDX-License-Identifier: Apache-2.0 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/lines.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cli/submit_url.h"
#include "service/polite.h"
#include "service/unpacker.h"

#define ACTIVE 8
#define POLITE_MS 20      /* a robots.txt may have come */
#define MAX_DEPTH 3       /* a list of lists of lists */
#define MAX_QUEUE 1000000 /* addresses that wait */

struct address {
	struct crawl *crawl; /* borrowed */
	char *url;           /* owned */
	int depth;
	bool named;          /* by the user himself, not by a list */
	struct report given; /* what the list says of the page; strings owned */
	struct arena arena;
	struct address *next;
};

struct crawl {
	struct submission *s;
	struct fetcher *fetcher;
	struct polite *polite;
	struct address *first, **last;
	size_t queued, active;
	struct err failure; /* of the ingestor */
	char unpacker[PATH_MAX];
};

bool is_url(const char *word)
{
	return strncmp(word, "http://", 7) == 0 || strncmp(word, "https://", 8) == 0;
}

static void enqueue(struct crawl *c, struct str url, int depth, const struct report *given)
{
	struct address *a;

	if (c->queued == MAX_QUEUE) {
		submission_complain(
			c->s, "", "more than a million addresses wait; the rest is left out");
		return;
	}
	a = xcalloc(1, sizeof(*a));
	arena_init(&a->arena, 0);
	a->crawl = c;
	a->url = xstrndup(url.p, url.n);
	a->depth = depth;
	if (given) {
		a->given.title = arena_str(&a->arena, given->title);
		a->given.dated = arena_str(&a->arena, given->dated);
	}
	*c->last = a;
	c->last = &a->next;
	c->queued++;
}

static void free_address(struct address *a)
{
	arena_release(&a->arena);
	free(a->url);
	free(a);
}

static void put(struct crawl *c, const struct report *report)
{
	AUTO(buf_release) struct buf body = {0};

	buf_init(&body, MAX_REPORT_BYTES);
	buf_str(&body, report->body);
	if (c->failure.kind == ERR_NONE)
		(void)!submission_put(c->s, report, &body, &c->failure);
}

/* An entry with its whole text is a report; of all others the page is fetched. */
static void take_entry(struct address *a, const struct unpacked *m)
{
	struct report report = m->report;

	report.source = str_from(a->url);
	if (m->sentence.n)
		submission_complain(a->crawl->s, a->url, "an entry could not be read");
	else if (report.body.n && !m->teaser)
		put(a->crawl, &report);
	else if (report.url.n)
		enqueue(a->crawl, report.url, a->depth + 1, &report);
}

static void take_list(struct address *a, const struct fetched *got)
{
	struct err err = {0};
	struct unpacker *unpacker = unpacker_start_bytes(a->crawl->unpacker, got->body, a->url,
		settings_number(a->crawl->s->cli->settings, "report_memory"), &err);
	bool more = unpacker != NULL;

	while (more && !cli_interrupted()) {
		AUTO(arena_release) struct arena arena = {0};
		struct message m;

		arena_init(&arena, MAX_UNPACK_BYTES);
		switch (unpacker_wait(unpacker, 200, &arena, &m, &err)) {
		case UNPACKER_NOTHING:
			break;
		case UNPACKER_MEMBER:
			take_entry(a, &m.u.member);
			break;
		case UNPACKER_END:
			more = false;
			if (!m.u.members_end.ok)
				submission_complain(a->crawl->s, a->url, "the list cannot be read");
			break;
		case UNPACKER_FAILED:
			more = false;
			break;
		}
	}
	if (err.kind != ERR_NONE)
		submission_complain(a->crawl->s, a->url, err.text);
	unpacker_stop(&unpacker);
}

/* Sitemaps may come compressed. */
static bool is_list(struct str body)
{
	struct str type = str_from(report_sniff(body));

	return report_is_feed(type) || str_eq(type, STR("application/gzip"));
}

static void on_fetched(void *arg, const struct fetched *got)
{
	struct address *a = arg;
	struct crawl *c = a->crawl;
	struct report report = a->given;

	c->active--;
	if (got->status != 200 || !got->body.n) {
		char sentence[512];

		snprintf(sentence, sizeof(sentence), "%.*s",
			STR_ARGS(got->sentence.n ? got->sentence : STR("there is nothing")));
		submission_complain(c->s, a->url, sentence);
	} else if (is_list(got->body) && a->depth < MAX_DEPTH) {
		take_list(a, got);
	} else {
		report.source = str_from(a->url);
		report.url = got->url;
		report.body = got->body;
		report.media_type = got->media_type;
		put(c, &report);
	}
	free_address(a);
}

static void start_some(struct crawl *c)
{
	while (c->first && c->active < ACTIVE) {
		struct address *a = c->first;

		c->first = a->next;
		if (!c->first)
			c->last = &c->first;
		c->queued--;
		c->active++;
		if (a->named)
			fetcher_add(c->fetcher, str_from(a->url), STR(""), STR(""), on_fetched, a);
		else
			polite_add(c->polite, str_from(a->url), on_fetched, a);
	}
}

static bool run(struct crawl *c, struct err *err)
{
	while ((c->first || c->active) && c->failure.kind == ERR_NONE && !cli_interrupted()) {
		struct pollfd wait = {.fd = fetcher_fd(c->fetcher), .events = POLLIN};
		int64_t ms;

		start_some(c);
		polite_step(c->polite);
		ms = fetcher_step(c->fetcher);
		if (polite_waiting(c->polite) && ms > POLITE_MS)
			ms = POLITE_MS;
		submission_draw(c->s, false);
		if (c->active)
			poll(&wait, 1, (int)(ms < 100 ? ms : 100));
	}
	while (c->first) {
		struct address *a = c->first;

		c->first = a->next;
		free_address(a);
	}
	*err = c->failure;
	return c->failure.kind == ERR_NONE;
}

static bool begin(struct submission *s, struct crawl *c, struct err *err)
{
	const struct settings *settings = s->cli->settings;
	struct fetch_options options = {
		.time_ms = (int64_t)settings_number(settings, "fetch_time"),
		.allow_private = settings_bool(settings, "fetch_private"),
		.agent = settings_string(settings, "fetch_agent"),
		.proxy = settings_string(settings, "fetch_proxy"),
	};

	*c = (struct crawl){.s = s, .fetcher = fetcher_new(&options, err)};
	c->last = &c->first;
	if (c->fetcher)
		c->polite = polite_new(
			c->fetcher, options.agent, !settings_bool(settings, "fetch_robots"));
	paths_find_program("extractor", c->unpacker, sizeof(c->unpacker));
	return c->fetcher != NULL;
}

bool submit_url(struct submission *s, const char *url, struct err *err)
{
	struct crawl c;
	bool ok = begin(s, &c, err);

	if (ok) {
		enqueue(&c, str_from(url), 0, NULL);
		c.first->named = true;
		ok = run(&c, err);
	}
	polite_free(&c.polite);
	fetcher_free(&c.fetcher);
	return ok;
}

bool submit_url_list(struct submission *s, FILE *in, const char *name, struct err *err)
{
	AUTO(buf_release) struct buf line = {0};
	struct crawl c;
	bool ok = begin(s, &c, err);

	buf_init(&line, MAX_SOURCE_BYTES);
	while (ok && lines_next(in, &line)) {
		struct str url = str_trim(buf_view(&line));

		if (!url.n || url.p[0] == '#')
			continue;
		if (line.full || !is_url(url.p))
			submission_complain(
				s, name, "a line is no address: http://... or https://...");
		else
			enqueue(&c, url, 0, NULL);
	}
	ok = ok && run(&c, err);
	polite_free(&c.polite);
	fetcher_free(&c.fetcher);
	return ok;
}
