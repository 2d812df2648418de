/* SPDX-License-Identifier: Apache-2.0 */
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "service/fetch.h"
#include "service/proxy.h"

#define CONNECT_MS 15000
#define SLOW_BYTES 64L /* a second, for so many seconds: given up */
#define SLOW_SECONDS 20L
#define ACTIVE 16L /* connections in all */
#define PER_HOST 2L
#define IDLE_MS 1000
#define MAX_HEADER_BYTES ((size_t)256 << 10)
#define MAX_RETRY_AFTER_MS ((int64_t)7 * 86400000)

struct fetch {
	CURL *easy;
	struct fetcher *fetcher; /* borrowed */
	struct curl_slist *headers;
	struct buf url, body, etag, modified, media_type;
	char error[CURL_ERROR_SIZE];
	unsigned hops;
	bool permanent; /* every redirect so far */
	bool is_private;
	size_t header_bytes; /* of all answers */
	const char *proxy;   /* NULL: none; borrowed */
	fetch_fn *fn;
	void *arg;
	struct fetch *next;
};

struct fetcher {
	struct fetch_options options; /* agent borrowed */
	CURLM *multi;
	int epoll;
	int64_t due_ms; /* monotonic: curl's timer, -1: none */
	struct fetch *first;
	size_t busy;
};

/* The last word on where we connect: behind the resolver, for each redirect anew. */
static curl_socket_t open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct fetch *f = arg;

	if (purpose != CURLSOCKTYPE_IPCXN)
		return CURL_SOCKET_BAD;
	/* a proxy is where its user says, and is asked for public addresses only */
	if (!f->proxy && !f->fetcher->options.allow_private && fetch_is_private(&address->addr)) {
		f->is_private = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t on_body(char *data, size_t size, size_t n, void *arg)
{
	struct fetch *f = arg;

	return buf_append(&f->body, data, size * n) ? size * n : 0;
}

/* Where a redirect leads, seen through a proxy; relative ones stay at their host. */
static bool leads_inside(struct fetch *f, struct str location)
{
	AUTO(buf_release) struct buf url = {0};

	if (!f->proxy || f->fetcher->options.allow_private)
		return false;
	buf_init(&url, 2 * MAX_SOURCE_BYTES);
	buf_printf(
		&url, "%s%.*s", str_starts(location, STR("//")) ? "http:" : "", STR_ARGS(location));
	return url.full || (str_find(buf_view(&url), STR("://"), 0) < url.n &&
				   fetch_names_private(buf_view(&url)));
}

static void take_header(struct fetch *f, struct str line)
{
	struct str value;

	if (str_header(line, STR("Location"), &value) && leads_inside(f, value))
		f->is_private = true;
	if (str_header(line, STR("ETag"), &value))
		buf_set(&f->etag, value);
	else if (str_header(line, STR("Last-Modified"), &value))
		buf_set(&f->modified, value);
	else if (str_header(line, STR("Content-Type"), &value))
		buf_set(&f->media_type, value);
}

/* Each answer on the way begins anew; a redirect that is not for ever spoils those before it. */
static size_t on_header(char *data, size_t size, size_t n, void *arg)
{
	struct fetch *f = arg;
	struct str line = {data, size * n};
	size_t space = str_find(line, STR(" "), 0);

	f->header_bytes += line.n;
	if (f->header_bytes > MAX_HEADER_BYTES)
		return 0;
	if (!str_starts(line, STR("HTTP/"))) {
		take_header(f, line);
		return f->is_private ? 0 : size * n;
	}
	buf_reset(&f->body);
	buf_reset(&f->etag);
	buf_reset(&f->modified);
	buf_reset(&f->media_type);
	line = str_slice(line, space < line.n ? space + 1 : line.n, line.n);
	if (str_starts(line, STR("3")) && !str_starts(line, STR("304"))) {
		f->hops++;
		f->permanent = f->permanent &&
			       (str_starts(line, STR("301")) || str_starts(line, STR("308")));
	}
	return size * n;
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *known)
{
	struct fetcher *fetcher = arg;
	struct epoll_event event = {.data.fd = fd};

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		epoll_ctl(fetcher->epoll, EPOLL_CTL_DEL, fd, NULL);
		return 0;
	}
	event.events =
		(what & CURL_POLL_IN ? EPOLLIN : 0u) | (what & CURL_POLL_OUT ? EPOLLOUT : 0u);
	epoll_ctl(fetcher->epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event);
	curl_multi_assign(fetcher->multi, fd, fetcher);
	return 0;
}

static int on_timer(CURLM *multi, long ms, void *arg)
{
	struct fetcher *fetcher = arg;

	(void)multi;
	fetcher->due_ms = ms < 0 ? -1 : clock_mono_ms() + ms;
	return 0;
}

struct fetcher *fetcher_new(const struct fetch_options *options, struct err *err)
{
	struct fetcher *fetcher = xcalloc(1, sizeof(*fetcher));

	fetcher->options = *options;
	fetcher->due_ms = -1;
	fetcher->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
		fetcher->multi = curl_multi_init();
	if (fetcher->epoll < 0 || !fetcher->multi) {
		err_set(err, ERR_FATAL, "cannot start libcurl: %m");
		fetcher_free(&fetcher);
		return NULL;
	}
	curl_multi_setopt(fetcher->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(fetcher->multi, CURLMOPT_SOCKETDATA, fetcher);
	curl_multi_setopt(fetcher->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(fetcher->multi, CURLMOPT_TIMERDATA, fetcher);
	curl_multi_setopt(fetcher->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, ACTIVE);
	curl_multi_setopt(fetcher->multi, CURLMOPT_MAX_HOST_CONNECTIONS, PER_HOST);
	return fetcher;
}

static void free_fetch(struct fetcher *fetcher, struct fetch *f)
{
	struct fetch **at = &fetcher->first;

	while (*at && *at != f)
		at = &(*at)->next;
	if (*at)
		*at = f->next;
	curl_multi_remove_handle(fetcher->multi, f->easy);
	curl_easy_cleanup(f->easy);
	curl_slist_free_all(f->headers);
	buf_release(&f->url);
	buf_release(&f->body);
	buf_release(&f->etag);
	buf_release(&f->modified);
	buf_release(&f->media_type);
	free(f);
	fetcher->busy--;
}

void fetcher_free(struct fetcher **fetcher)
{
	struct fetcher *self = *fetcher;

	if (!self)
		return;
	while (self->first)
		free_fetch(self, self->first);
	if (self->multi)
		curl_multi_cleanup(self->multi);
	if (self->epoll >= 0)
		close(self->epoll);
	free(self);
	*fetcher = NULL;
}

/* The server's own word, sent back; a line break in it would be a header of its own. */
static void add_validator(struct fetch *f, const char *name, struct str value)
{
	AUTO(buf_release) struct buf line = {0};
	size_t i;

	for (i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < ' ')
			return;
	if (!value.n)
		return;
	buf_init(&line, 2 * MAX_SOURCE_BYTES);
	if (buf_puts(&line, name) && buf_str(&line, value))
		f->headers = curl_slist_append(f->headers, line.data);
}

static void set_options(struct fetch *f)
{
	const struct fetch_options *o = &f->fetcher->options;
	CURL *e = f->easy;

	curl_easy_setopt(e, CURLOPT_URL, f->url.data && !f->is_private ? f->url.data : "");
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(e, CURLOPT_MAXREDIRS, (long)FETCH_REDIRECTS);
	curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)o->time_ms);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, SLOW_BYTES);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, SLOW_SECONDS);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_PROXY, f->proxy ? f->proxy : "");
	curl_easy_setopt(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(e, CURLOPT_NOPROXY, ""); /* proxy_for() has decided, also for redirects */
	curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
	curl_easy_setopt(e, CURLOPT_USERAGENT,
		o->agent && o->agent[0] ? o->agent : "sitrep/" SITREP_VERSION);
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, f->headers);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, f->error);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, f);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, f);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, f);
	curl_easy_setopt(e, CURLOPT_PRIVATE, f);
}

static struct fetch *fetch_new(struct fetcher *fetcher, struct str url, fetch_fn *fn, void *arg)
{
	struct fetch *f = xcalloc(1, sizeof(*f));

	f->fetcher = fetcher;
	f->fn = fn;
	f->arg = arg;
	f->permanent = true;
	buf_init(&f->url, MAX_SOURCE_BYTES);
	buf_init(&f->body, MAX_REPORT_BYTES);
	buf_init(&f->etag, MAX_SOURCE_BYTES);
	buf_init(&f->modified, MAX_SOURCE_BYTES);
	buf_init(&f->media_type, MAX_SOURCE_BYTES);
	buf_str(&f->url, url);
	f->proxy = proxy_for(fetcher->options.proxy, url);
	f->is_private = f->proxy && !fetcher->options.allow_private && fetch_names_private(url);
	f->easy = curl_easy_init();
	return f;
}

static void fetch_begin(struct fetch *f)
{
	f->next = f->fetcher->first;
	f->fetcher->first = f;
	f->fetcher->busy++;
	curl_multi_add_handle(f->fetcher->multi, f->easy);
}

void fetcher_add(struct fetcher *fetcher, struct str url, struct str etag, struct str modified,
	fetch_fn *fn, void *arg)
{
	struct fetch *f = fetch_new(fetcher, url, fn, arg);

	add_validator(f, "If-None-Match: ", etag);
	add_validator(f, "If-Modified-Since: ", modified);
	set_options(f);
	fetch_begin(f);
}

void fetcher_post(struct fetcher *fetcher, struct str url, const char *media_type, struct str body,
	fetch_fn *fn, void *arg)
{
	struct fetch *f = fetch_new(fetcher, url, fn, arg);
	char header[160];

	snprintf(header, sizeof(header), "Content-Type: %s", media_type);
	f->headers = curl_slist_append(f->headers, header);
	set_options(f);
	curl_easy_setopt(f->easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(f->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.n);
	curl_easy_setopt(f->easy, CURLOPT_COPYPOSTFIELDS, body.n ? body.p : "");
	fetch_begin(f);
}

size_t fetcher_busy(const struct fetcher *fetcher)
{
	return fetcher->busy;
}

int fetcher_fd(const struct fetcher *fetcher)
{
	return fetcher->epoll;
}

static void describe(const struct fetch *f, CURLcode code, char *out, size_t n)
{
	if (f->is_private)
		snprintf(out, n, "its address is not a public one (fetch_private allows it)");
	else if (f->header_bytes > MAX_HEADER_BYTES)
		snprintf(out, n, "its header is larger than %zu KB", MAX_HEADER_BYTES >> 10);
	else if (f->body.full)
		snprintf(out, n, "it is larger than 32 MB");
	else
		snprintf(out, n, "%s", f->error[0] ? f->error : curl_easy_strerror(code));
}

static void finish(struct fetcher *fetcher, struct fetch *f, CURLcode code)
{
	struct fetched result = {.body = buf_view(&f->body),
		.media_type = buf_view(&f->media_type),
		.etag = buf_view(&f->etag),
		.modified = buf_view(&f->modified)};
	char sentence[CURL_ERROR_SIZE + 64] = "", *url = NULL;
	curl_off_t seconds = 0; /* of Retry-After, a number or a date */
	long status = 0;

	curl_easy_getinfo(f->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(f->easy, CURLINFO_EFFECTIVE_URL, &url);
	result.url = str_from(url ? url : "");
	if (curl_easy_getinfo(f->easy, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0)
		result.retry_after_ms =
			seconds < MAX_RETRY_AFTER_MS / 1000 ? seconds * 1000 : MAX_RETRY_AFTER_MS;
	if (code != CURLE_OK) {
		describe(f, code, sentence, sizeof(sentence));
		status = 0;
		result.body = STR("");
		result.hopeless = f->is_private || code == CURLE_URL_MALFORMAT ||
				  code == CURLE_UNSUPPORTED_PROTOCOL;
	} else if (status != 200 && status != 304) {
		snprintf(sentence, sizeof(sentence), "the server answers %ld", status);
	}
	if (f->hops && f->permanent && code == CURLE_OK)
		result.moved = result.url;
	result.status = (unsigned)status;
	result.sentence = str_from(sentence);
	f->fn(f->arg, &result);
	free_fetch(fetcher, f);
}

int64_t fetcher_step(struct fetcher *fetcher)
{
	struct epoll_event events[32];
	int running, left, i, n = epoll_wait(fetcher->epoll, events, ARRAY_SIZE(events), 0);
	int64_t now = clock_mono_ms();
	CURLMsg *message;

	for (i = 0; i < n; i++)
		curl_multi_socket_action(fetcher->multi, events[i].data.fd,
			(events[i].events & (EPOLLIN | EPOLLHUP) ? CURL_CSELECT_IN : 0) |
				(events[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
				(events[i].events & EPOLLERR ? CURL_CSELECT_ERR : 0),
			&running);
	if (fetcher->due_ms >= 0 && now >= fetcher->due_ms) {
		fetcher->due_ms = -1;
		curl_multi_socket_action(fetcher->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	}
	while ((message = curl_multi_info_read(fetcher->multi, &left))) {
		struct fetch *f = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&f);
		finish(fetcher, f, message->data.result);
	}
	if (fetcher->due_ms < 0)
		return IDLE_MS;
	return fetcher->due_ms > now ? fetcher->due_ms - now : 0;
}
