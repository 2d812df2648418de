/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/parse.h"
#include "base/url.h"
#include "ingestor/feeds_parts.h"

#define AGAIN_MS ((int64_t)30000)            /* when a document was left incomplete */
#define MAX_FETCHING 8
#define POLITE_MS ((int64_t)20)              /* a robots.txt may have come */
#define HOUR_MS ((int64_t)3600000)

static struct feed *new_feed(struct feeds *feeds, struct str url)
{
	struct feed *f = xcalloc(1, sizeof(*f));
	struct buf *const small[] = {&f->at, &f->title, &f->etag, &f->modified, &f->warning,
		&f->new_etag, &f->new_modified};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(small); i++)
		buf_init(small[i], MAX_SOURCE_BYTES);
	buf_init(&f->body, MAX_REPORT_BYTES);
	arena_init(&f->arena, 0);
	f->owner = feeds;
	f->url = xstrndup(url.p, url.n);
	buf_str(&f->at, url);
	feeds->v = xrealloc(feeds->v, feeds->n + 1, sizeof(*feeds->v));
	feeds->v[feeds->n++] = f;
	return f;
}

static void free_feed(struct feed *f)
{
	buf_release(&f->at);
	buf_release(&f->title);
	buf_release(&f->etag);
	buf_release(&f->modified);
	buf_release(&f->warning);
	buf_release(&f->new_etag);
	buf_release(&f->new_modified);
	buf_release(&f->body);
	arena_release(&f->arena);
	free(f->url);
	free(f);
}

struct feeds *feeds_new(struct spool *spool, struct ingestor *ingestor,
	const struct feeds_options *options, struct err *err)
{
	struct fetch_options fetch = {.time_ms = options->time_ms,
		.allow_private = options->allow_private, .agent = options->agent, .proxy = options->proxy};
	struct feeds *feeds = xcalloc(1, sizeof(*feeds));
	struct epoll_event event = {.events = EPOLLIN};

	feeds->spool = spool;
	feeds->ingestor = ingestor;
	feeds->options = *options;
	feeds->random = options->seed;
	feeds->epoll = epoll_create1(EPOLL_CLOEXEC);
	feeds->fetcher = fetcher_new(&fetch, err);
	if (feeds->fetcher)
		feeds->polite = polite_new(feeds->fetcher, options->agent, !options->robots);
	if (feeds->fetcher && feeds->epoll >= 0 &&
		epoll_ctl(feeds->epoll, EPOLL_CTL_ADD, fetcher_fd(feeds->fetcher), &event) == 0)
		return feeds;
	if (feeds->fetcher)
		err_set(err, ERR_FATAL, "cannot wait for feeds: %m");
	feeds_free(&feeds);
	return NULL;
}

void feeds_free(struct feeds **feeds)
{
	struct feeds *self = *feeds;
	size_t i;

	if (!self)
		return;
	unpacker_stop(&self->unpacker);
	polite_free(&self->polite);
	fetcher_free(&self->fetcher);
	while (self->waiting) {
		struct page *page = self->waiting;

		self->waiting = page->next;
		free(page);
	}
	for (i = 0; i < self->n; i++)
		free_feed(self->v[i]);
	for (i = 0; i < self->nhosts; i++)
		free(self->hosts[i].name);
	free(self->v);
	free(self->hosts);
	if (self->epoll >= 0)
		close(self->epoll);
	free(self);
	*feeds = NULL;
}

int feeds_fd(const struct feeds *feeds)
{
	return feeds->epoll;
}

uint64_t feeds_random(struct feeds *feeds, uint64_t n)
{
	feeds->random += 0x9E3779B97F4A7C15u;
	return hash_mix(feeds->random) % (n ? n : 1);
}

/* The state as lines of "name value"; strings last, since they may hold anything but a line feed. */
bool feed_save(struct feed *f, struct err *err)
{
	AUTO(buf_release) struct buf key = {0}, value = {0};

	buf_init(&key, 2 * MAX_SOURCE_BYTES);
	buf_init(&value, 16 * MAX_SOURCE_BYTES);
	buf_printf(&key, "feed:%s", f->url);
	buf_printf(&value, "added %" PRId64 "\nnext %" PRId64 "\npolled %" PRId64 "\nlast %" PRId64
		"\nswept %" PRId64 "\naccepted %" PRIu64 "\ndenied %" PRIu64
		"\npaused %d\ninterval %" PRId64 "\nttl %" PRId64 "\nskip-hours %" PRId64 "\nskip-days %" PRId64 "\nat %.*s\ntitle %.*s\netag %.*s\nmodified %.*s\nwarning %.*s\n",
		f->added_ms, f->next_ms, f->polled_ms, f->last_ms, f->swept_ms, f->accepted, f->denied,
		f->paused, f->interval_ms, f->ttl_ms, f->skip_hours, f->skip_days,
		STR_ARGS(buf_view(&f->at)), STR_ARGS(buf_view(&f->title)), STR_ARGS(buf_view(&f->etag)),
		STR_ARGS(buf_view(&f->modified)), STR_ARGS(buf_view(&f->warning)));
	return f->removed || spool_note(f->owner->spool, buf_view(&key), buf_view(&value), err);
}

static void load_line(struct feed *f, struct str name, struct str value)
{
	const struct {
		struct str name;
		int64_t *number;
		struct buf *text;
	} slots[] = {{STR("added"), &f->added_ms, NULL}, {STR("next"), &f->next_ms, NULL},
		{STR("polled"), &f->polled_ms, NULL}, {STR("last"), &f->last_ms, NULL},
		{STR("swept"), &f->swept_ms, NULL},
		{STR("accepted"), (int64_t *)&f->accepted, NULL}, {STR("denied"), (int64_t *)&f->denied, NULL},
		{STR("interval"), &f->interval_ms, NULL}, {STR("ttl"), &f->ttl_ms, NULL}, {STR("skip-hours"), &f->skip_hours, NULL},
		{STR("skip-days"), &f->skip_days, NULL}, {STR("at"), NULL, &f->at},
		{STR("title"), NULL, &f->title}, {STR("etag"), NULL, &f->etag},
		{STR("modified"), NULL, &f->modified}, {STR("warning"), NULL, &f->warning}};
	uint64_t number = 0;
	size_t i;

	if (str_eq(name, STR("paused")))
		f->paused = str_eq(value, STR("1"));
	for (i = 0; i < ARRAY_SIZE(slots); i++) {
		if (!str_eq(name, slots[i].name))
			continue;
		if (slots[i].text)
			buf_set(slots[i].text, value);
		else if (parse_u64(value, 0, INT64_MAX, &number))
			*slots[i].number = (int64_t)number;
	}
}

bool feeds_restore(struct feeds *feeds, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct str *keys, value, line;
	size_t n, i;

	arena_init(&arena, 0);
	if (!spool_notes(feeds->spool, STR("feed:"), &arena, &keys, &n, err))
		return false;
	for (i = 0; i < n; i++) {
		struct feed *f = new_feed(feeds, str_slice(keys[i], 5, keys[i].n));

		if (!spool_noted(feeds->spool, keys[i], &arena, &value, err))
			return false;
		while (str_next_line(&value, &line)) {
			size_t space = str_find(line, STR(" "), 0);

			load_line(f, str_slice(line, 0, space),
				str_slice(line, space < line.n ? space + 1 : line.n, line.n));
		}
	}
	return true;
}

bool feeds_add(struct feeds *feeds, struct str url, int64_t now_ms, struct err *err)
{
	struct feed *f;
	size_t i;

	if (!feed_check_address(url, err))
		return false;
	for (i = 0; i < feeds->n; i++)
		if (str_eq(str_from(feeds->v[i]->url), url) && !feeds->v[i]->removed) {
			feeds->v[i]->next_ms = now_ms;
			feeds_host_forgive(feeds, buf_view(&feeds->v[i]->at));
			return true;
		}
	f = new_feed(feeds, url);
	f->added_ms = f->next_ms = now_ms;
	log_info("feed-added", "feed=%s", log_quote(url));
	return feed_save(f, err);
}

bool feeds_remove(struct feeds *feeds, struct str url, struct err *err)
{
	AUTO(buf_release) struct buf key = {0};
	size_t i;

	buf_init(&key, 2 * MAX_SOURCE_BYTES);
	for (i = 0; i < feeds->n; i++) {
		struct feed *f = feeds->v[i];

		if (f->removed || !str_eq(str_from(f->url), url))
			continue;
		buf_printf(&key, "feed:%s", f->url);
		f->removed = true;
		return spool_note(feeds->spool, buf_view(&key), (struct str){0}, err);
	}
	return err_set(err, ERR_REJECT, "%.*s is not among the feeds", STR_ARGS(url));
}

static bool is_skipped(const struct feed *f, int64_t at_ms)
{
	int64_t hours = at_ms / HOUR_MS;

	return (f->skip_hours >> (hours % 24) & 1) || (f->skip_days >> day_of_week((int32_t)(hours / 24)) & 1);
}

/* The next turn: the interval or the feed's own ttl, give or take a tenth, out of the hours and days
 * in which it does not want to be asked (unless that is always). */
static void schedule(struct feed *f)
{
	struct feeds *feeds = f->owner;
	int64_t pause = f->interval_ms ? f->interval_ms : feeds->options.interval_ms, now = feeds->now_ms;
	int hours = 0;

	if (f->incomplete && pause > AGAIN_MS)
		pause = AGAIN_MS;
	else if (f->ttl_ms > pause)
		pause = f->ttl_ms;
	pause += (int64_t)feeds_random(feeds, (uint64_t)pause / 5 + 1) - pause / 10;
	f->next_ms = now + pause;
	while (!f->incomplete && is_skipped(f, f->next_ms) && hours++ < 7 * 24)
		f->next_ms += HOUR_MS - f->next_ms % HOUR_MS;
	if (hours > 7 * 24)
		f->next_ms = now + pause;
}

static void go_idle(struct feed *f)
{
	f->state = FEED_IDLE;
	f->entries = NULL;
	f->own_link = NULL;
	f->nentries = f->cap = 0;
	arena_reset(&f->arena);
	buf_release(&f->body);
	if (f->owner->failure.kind == ERR_NONE)
		(void)!feed_save(f, &f->owner->failure);
}

void feed_finish(struct feed *f)
{
	if (!f->incomplete) {
		buf_set(&f->etag, buf_view(&f->new_etag));
		buf_set(&f->modified, buf_view(&f->new_modified));
	}
	schedule(f);
	go_idle(f);
}

static void fail(struct feed *f, struct str sentence, int64_t retry_after_ms)
{
	buf_set(&f->warning, sentence);
	log_warn("feed-failed", "feed=%s error=%s", log_quote(str_from(f->url)), log_quote(sentence));
	feeds_host_failed(f->owner, buf_view(&f->at), retry_after_ms);
	f->failures++;
	schedule(f);
	if (f->next_ms < feeds_host_until(f->owner, buf_view(&f->at)))
		f->next_ms = feeds_host_until(f->owner, buf_view(&f->at));
	go_idle(f);
}

static void on_document(void *arg, const struct fetched *got)
{
	struct feed *f = arg;

	f->polled_ms = f->owner->now_ms;
	if (got->status != 200 && got->status != 304) {
		fail(f, got->sentence, got->retry_after_ms);
		return;
	}
	feeds_host_ok(f->owner, buf_view(&f->at));
	buf_reset(&f->warning);
	f->failures = 0;
	if (got->moved.n)
		buf_set(&f->at, got->moved);
	if (got->status == 304) {
		schedule(f);
		go_idle(f);
		return;
	}
	buf_set(&f->new_etag, got->etag);
	buf_set(&f->new_modified, got->modified);
	buf_set(&f->body, got->body);
	f->state = FEED_WAITING;
}

static void keep_entry(struct feed *f, const struct unpacked *m)
{
	struct unpacked *e = ARENA_PUSH(&f->arena, f->entries, f->nentries, f->cap);

	*e = (struct unpacked){.key = arena_str(&f->arena, m->key), .teaser = m->teaser};
	e->report.body = arena_str(&f->arena, m->report.body);
	e->report.media_type = arena_str(&f->arena, m->report.media_type);
	e->report.source = arena_str(&f->arena, m->report.source);
	e->report.url = arena_str(&f->arena, m->report.url);
	e->report.title = arena_str(&f->arena, m->report.title);
	e->report.dated = arena_str(&f->arena, m->report.dated);
}

static void take_properties(struct feed *f, const struct members_end *end)
{
	buf_set(&f->title, end->title);
	buf_set(&f->warning, end->sentence);
	f->ttl_ms = (int64_t)end->ttl_ms;
	f->skip_hours = end->skip_hours;
	f->skip_days = end->skip_days;
}

static void stop_unpacking(struct feeds *feeds)
{
	epoll_ctl(feeds->epoll, EPOLL_CTL_DEL, unpacker_fd(feeds->unpacker), NULL);
	unpacker_stop(&feeds->unpacker);
	feeds->unpacking = NULL;
}

static void start_unpacking(struct feeds *feeds)
{
	struct epoll_event event = {.events = EPOLLIN};
	struct feed *f = NULL;
	struct err err = {0};
	size_t i;

	for (i = 0; i < feeds->n && !f; i++)
		f = feeds->v[i]->state == FEED_WAITING ? feeds->v[i] : NULL;
	if (!f || feeds->unpacker)
		return;
	feeds->unpacker = unpacker_start_bytes(feeds->options.unpacker, buf_view(&f->body), f->at.data,
		feeds->options.memory_bytes, &err);
	if (!feeds->unpacker) {
		fail(f, str_from(err.text), 0);
		return;
	}
	epoll_ctl(feeds->epoll, EPOLL_CTL_ADD, unpacker_fd(feeds->unpacker), &event);
	feeds->unpacking = f;
	f->state = FEED_UNPACKING;
	f->incomplete = false;
}

static bool is_list(struct str kind)
{
	return str_eq(kind, STR("rss")) || str_eq(kind, STR("atom")) || str_eq(kind, STR("json")) ||
	       str_eq(kind, STR("sitemap"));
}

static void end_document(struct feed *f, const struct members_end *end)
{
	stop_unpacking(f->owner);
	if (end->ok && is_list(end->kind)) {
		take_properties(f, end);
		feed_settle_entries(f);
		return;
	}
	fail(f, end->ok ? STR("it is not a feed") : end->sentence, 0);
}

static void go_on_unpacking(struct feeds *feeds)
{
	struct feed *f = feeds->unpacking;
	enum unpacker_event event = UNPACKER_MEMBER;

	while (feeds->unpacker && event == UNPACKER_MEMBER) {
		AUTO(arena_release) struct arena arena = {0};
		struct message m;
		struct err err = {0};

		arena_init(&arena, MAX_UNPACK_BYTES);
		event = unpacker_next(feeds->unpacker, &arena, &m, &err);
		if (event == UNPACKER_MEMBER && !m.u.member.sentence.n) {
			keep_entry(f, &m.u.member);
		} else if (event == UNPACKER_END) {
			end_document(f, &m.u.members_end);
		} else if (event == UNPACKER_FAILED) {
			stop_unpacking(feeds);
			fail(f, str_from(err.text), 0);
		}
	}
}

static void start_fetching(struct feeds *feeds, int64_t *next_ms)
{
	size_t i, busy = 0;

	for (i = 0; i < feeds->n; i++)
		busy += feeds->v[i]->state == FEED_FETCHING;
	for (i = 0; i < feeds->n; i++) {
		struct feed *f = feeds->v[i];
		int64_t due = f->next_ms, until = feeds_host_until(feeds, buf_view(&f->at));

		due = due > until ? due : until;
		if (f->state != FEED_IDLE || f->removed || f->paused)
			continue;
		if (due > feeds->now_ms || busy >= MAX_FETCHING) {
			int64_t wait = due > feeds->now_ms ? due - feeds->now_ms : 1000;

			*next_ms = wait < *next_ms ? wait : *next_ms;
			continue;
		}
		busy++;
		f->state = FEED_FETCHING;
		fetcher_add(feeds->fetcher, buf_view(&f->at), buf_view(&f->etag), buf_view(&f->modified),
			on_document, f);
	}
}

static void forget_removed(struct feeds *feeds)
{
	size_t i = 0;

	while (i < feeds->n)
		if (feeds->v[i]->removed && feeds->v[i]->state == FEED_IDLE) {
			free_feed(feeds->v[i]);
			feeds->v[i] = feeds->v[--feeds->n];
		} else {
			i++;
		}
}

bool feeds_step(struct feeds *feeds, int64_t now_ms, int64_t *ret_next_ms, struct err *err)
{
	int64_t curl_ms;

	feeds->now_ms = now_ms;
	*ret_next_ms = 60000;
	forget_removed(feeds);
	start_fetching(feeds, ret_next_ms);
	feeds_start_pages(feeds);
	polite_step(feeds->polite);
	curl_ms = fetcher_busy(feeds->fetcher) ? fetcher_step(feeds->fetcher) : 60000;
	if (polite_waiting(feeds->polite))
		curl_ms = curl_ms < POLITE_MS ? curl_ms : POLITE_MS;
	go_on_unpacking(feeds);
	start_unpacking(feeds);
	*ret_next_ms = curl_ms < *ret_next_ms ? curl_ms : *ret_next_ms;
	if (feeds->failure.kind == ERR_NONE)
		return true;
	*err = feeds->failure;
	err_clear(&feeds->failure);
	return false;
}

void feeds_rolled_back(struct feeds *feeds)
{
	size_t i;

	err_clear(&feeds->failure);
	for (i = 0; i < feeds->n; i++) {
		struct feed *f = feeds->v[i];

		/* without validators the whole document comes again, and what was not noted is new */
		buf_reset(&f->etag);
		buf_reset(&f->modified);
		f->incomplete = true;
		if (f->state == FEED_IDLE && f->next_ms > feeds->now_ms + AGAIN_MS)
			f->next_ms = feeds->now_ms + AGAIN_MS;
	}
}

void feeds_read(struct feeds *feeds, struct str source, uint32_t text_bytes)
{
	size_t i;

	for (i = 0; i < feeds->n; i++)
		if (str_eq(source, str_from(feeds->v[i]->url)))
			texts_heard(&feeds->v[i]->texts, text_bytes);
}

bool feeds_request(struct feeds *feeds, const struct request *request, int64_t now_ms,
	struct arena *arena, struct reply *reply)
{
	struct err err = {0};

	if (request->verb == VERB_FEEDS) {
		feeds_list(feeds, now_ms, arena, reply);
		return true;
	}
	if (request->verb == VERB_FEED_ADD && !feeds->options.unpacker[0])
		err_set(&err, ERR_REJECT, "sitrep-extractor, which reads feeds, is not beside the ingestor");
	else
		reply->ok = request->verb == VERB_FEED_ADD
				    ? feeds_add(feeds, request->text, now_ms, &err)
				    : feeds_remove(feeds, request->text, &err);
	reply->ok = reply->ok && err.kind == ERR_NONE;
	if (!reply->ok)
		reply->sentence = arena_str(arena, str_from(err.text));
	return true;
}
