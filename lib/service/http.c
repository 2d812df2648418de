/* SPDX-License-Identifier: Apache-2.0 */
#include <microhttpd.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/parse.h"
#include "service/http.h"
#include "service/http_door.h"

#define MAX_HEADERS 8
#define IDLE_SECONDS 30
#define MAX_STEPS 64                 /* of libmicrohttpd in one turn of the loop */
#define MAX_HELD ((size_t)512 << 20) /* bytes of bodies of all connections */
#define MAX_CONNECTIONS 256
#define MAX_LISTENERS 64
#define MAX_EVENT_BYTES ((size_t)4 << 20) /* waiting for one listener */
#define STREAM_PIECE ((size_t)64 << 10)
#define MAX_CONNECTIONS_PER_ADDRESS 128

struct http {
	struct MHD_Daemon *daemon;
	struct service *service;
	int epoll_fd;
	bool pending; /* there is more to do than the descriptor tells */
	size_t max_body;
	size_t held; /* bytes of all bodies that are being received */
	char *token; /* owned; NULL: none needed */
	http_fn *fn;
	void *arg;
	struct http_request *requests; /* all that live, newest first */
	uint64_t last_number;
	size_t listeners;
};

struct header {
	const char *name, *value; /* in the arena */
};

enum request_state { REQUEST_READING, REQUEST_HANDLED, REQUEST_ANSWERED };

struct http_request {
	struct http *http;
	struct MHD_Connection *connection;
	struct arena arena;
	struct buf body;
	struct str method, path;
	enum request_state state;
	bool suspended, queued;
	unsigned status;
	const char *content_type;
	struct buf answer;
	struct header headers[MAX_HEADERS]; /* [nheaders] */
	size_t nheaders;
	uint64_t number;
	struct http_request *older, *newer;
	struct http_stream stream; /* more is NULL: the answer is whole */
	bool listens, ended;
	size_t sent; /* bytes of answer that the client has, of a stream */
};

struct str http_method(const struct http_request *r)
{
	return r->method;
}

struct str http_path(const struct http_request *r)
{
	return r->path;
}

struct str http_body(const struct http_request *r)
{
	return buf_view(&r->body);
}

struct arena *http_arena(struct http_request *r)
{
	return &r->arena;
}

struct str http_header(const struct http_request *r, const char *name)
{
	return str_from(MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, name));
}

struct str http_param(const struct http_request *r, const char *name)
{
	return str_from(MHD_lookup_connection_value(r->connection, MHD_GET_ARGUMENT_KIND, name));
}

void http_add_header(struct http_request *r, const char *name, const char *value)
{
	if (r->nheaders == MAX_HEADERS)
		abort(); /* our own handlers add a handful */
	r->headers[r->nheaders++] = (struct header){
		arena_str(&r->arena, str_from(name)).p, arena_str(&r->arena, str_from(value)).p};
}

static void resume(struct http_request *r)
{
	if (!r->suspended)
		return;
	r->suspended = false;
	MHD_resume_connection(r->connection);
	r->http->pending = true;
	service_wake_within(r->http->service, 0);
}

/* %xx and + of a form's value (WHATWG URL, application/x-www-form-urlencoded). */
static struct str form_decode(struct arena *arena, struct str s)
{
	char *out = arena_alloc(arena, s.n + 1);
	size_t i, n = 0;

	for (i = 0; i < s.n; i++, n++) {
		unsigned char byte;

		out[n] = s.p[i] == '+' ? ' ' : s.p[i];
		if (s.p[i] != '%' || i + 2 >= s.n ||
			!parse_hex(str_slice(s, i + 1, i + 3), &byte, 1))
			continue;
		out[n] = (char)byte;
		i += 2;
	}
	out[n] = '\0';
	return (struct str){out, n};
}

struct str http_field(struct arena *arena, struct str form, const char *name)
{
	struct str field;

	while (str_next_field(&form, '&', &field)) {
		size_t eq = str_find(field, STR("="), 0);

		if (eq < field.n &&
			str_eq(form_decode(arena, str_slice(field, 0, eq)), str_from(name)))
			return form_decode(arena, str_slice(field, eq + 1, field.n));
	}
	return (struct str){0};
}

struct str http_form(struct http_request *r, const char *name)
{
	return http_field(&r->arena, buf_view(&r->body), name);
}

void http_respond(
	struct http_request *r, unsigned status, const char *content_type, struct str body)
{
	r->status = status;
	r->content_type = content_type;
	buf_str(&r->answer, body);
	r->state = REQUEST_ANSWERED;
	resume(r);
}

void http_respond_stream(struct http_request *r, unsigned status, const char *content_type,
	struct http_stream stream)
{
	r->stream = stream;
	http_respond(r, status, content_type, STR(""));
}

bool http_respond_events(struct http_request *r)
{
	if (r->http->listeners == MAX_LISTENERS)
		return false;
	r->http->listeners++;
	r->listens = true;
	http_respond(r, MHD_HTTP_OK, "text/event-stream", STR("retry: 2000\n\n"));
	return true;
}

void http_send_event(struct http *http, const char *event, struct str data)
{
	AUTO(buf_release) struct buf out = {0};
	struct http_request *r;
	struct str line;

	buf_init(&out, MAX_EVENT_BYTES);
	buf_printf(&out, "event: %s\n", event);
	while (str_next_line(&data, &line))
		buf_printf(&out, "data: %.*s\n", STR_ARGS(line));
	buf_puts(&out, "\n");
	for (r = http->requests; r && !out.full; r = r->older) {
		if (!r->listens || r->answer.n > MAX_EVENT_BYTES / 2)
			continue;
		buf_str(&r->answer, buf_view(&out));
		resume(r);
	}
}

size_t http_listeners(const struct http *http)
{
	return http->listeners;
}

uint64_t http_number(const struct http_request *r)
{
	return r->number;
}

struct http_request *http_find(struct http *http, uint64_t number)
{
	struct http_request *r;

	for (r = http->requests; r && r->number != number; r = r->older)
		;
	return r;
}

/* Gives libmicrohttpd the next bytes of a stream; with nothing to give a listener sleeps. */
static ssize_t read_stream(void *arg, uint64_t at, char *to, size_t max)
{
	struct http_request *r = arg;
	size_t n;

	(void)at;
	if (r->sent == r->answer.n) {
		buf_reset(&r->answer);
		r->sent = 0;
		if (r->stream.more && !r->ended)
			r->ended = !r->stream.more(r->stream.arg, &r->answer);
	}
	n = r->answer.n - r->sent < max ? r->answer.n - r->sent : max;
	if (!n && (r->ended || !r->listens))
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (!n) {
		r->suspended = true;
		MHD_suspend_connection(r->connection);
		return 0;
	}
	memcpy(to, r->answer.data + r->sent, n);
	r->sent += n;
	return (ssize_t)n;
}

static struct MHD_Response *make_response(struct http_request *r)
{
	if (r->stream.more || r->listens)
		return MHD_create_response_from_callback(
			MHD_SIZE_UNKNOWN, STREAM_PIECE, read_stream, r, NULL);
	return MHD_create_response_from_buffer(
		r->answer.n, r->answer.data ? r->answer.data : (char *)"", MHD_RESPMEM_MUST_COPY);
}

static enum MHD_Result queue_answer(struct http_request *r)
{
	struct MHD_Response *response = make_response(r);
	enum MHD_Result result;
	size_t i;

	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, "Content-Type", r->content_type);
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	for (i = 0; i < r->nheaders; i++)
		MHD_add_response_header(response, r->headers[i].name, r->headers[i].value);
	result = MHD_queue_response(r->connection, r->status, response);
	MHD_destroy_response(response);
	r->queued = true;
	return result;
}

static bool admitted(struct http_request *r)
{
	struct door_visitor visitor = {.host = http_header(r, "Host"),
		.origin = http_header(r, "Origin"),
		.authorization = http_header(r, "Authorization")};
	const char *sentence;
	unsigned status = door_refuses(r->http->token, &visitor, &sentence);

	if (status == MHD_HTTP_UNAUTHORIZED)
		http_add_header(r, "WWW-Authenticate", "Basic realm=\"sitrep\", charset=\"UTF-8\"");
	if (!status && r->body.full) {
		status = MHD_HTTP_CONTENT_TOO_LARGE;
		sentence = "the request is too large, or too many large ones come at once\n";
	}
	if (status)
		http_respond(r, status, "text/plain; charset=utf-8", str_from(sentence));
	return !status;
}

static struct http_request *request_new(
	struct http *http, struct MHD_Connection *connection, const char *url, const char *method)
{
	struct http_request *r = xcalloc(1, sizeof(*r));

	r->http = http;
	r->connection = connection;
	arena_init(&r->arena, 0);
	buf_init(&r->body, http->max_body);
	buf_init(&r->answer, (size_t)1 << 30);
	r->path = arena_str(&r->arena, str_from(url));
	r->method = arena_str(&r->arena, str_from(method));
	r->number = ++http->last_number;
	r->older = http->requests;
	if (r->older)
		r->older->newer = r;
	http->requests = r;
	return r;
}

static enum MHD_Result on_access(void *arg, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *data, size_t *data_n, void **context)
{
	struct http_request *r = *context;

	(void)version;
	if (!r) {
		*context = request_new(arg, connection, url, method);
		return MHD_YES;
	}
	if (*data_n) {
		/* too much, of one or of all, is remembered in body.full */
		if (r->http->held + *data_n > MAX_HELD)
			r->body.full = true;
		if (buf_append(&r->body, data, *data_n))
			r->http->held += *data_n;
		*data_n = 0;
		return MHD_YES;
	}
	if (r->state == REQUEST_READING) {
		r->state = REQUEST_HANDLED;
		if (admitted(r))
			r->http->fn(r->http->arg, r);
	}
	if (r->state == REQUEST_ANSWERED)
		return r->queued ? MHD_YES : queue_answer(r);
	r->suspended = true;
	MHD_suspend_connection(connection);
	return MHD_YES;
}

static void on_completed(void *arg, struct MHD_Connection *connection, void **context,
	enum MHD_RequestTerminationCode why)
{
	struct http_request *r = *context;

	(void)arg;
	(void)connection;
	(void)why;
	if (!r)
		return;
	r->http->held -= r->body.n;
	r->http->listeners -= r->listens;
	if (r->older)
		r->older->newer = r->newer;
	*(r->newer ? &r->newer->older : &r->http->requests) = r->older;
	if (r->stream.done)
		r->stream.done(r->stream.arg);
	arena_release(&r->arena);
	buf_release(&r->body);
	buf_release(&r->answer);
	free(r);
	*context = NULL;
}

/* libmicrohttpd does one step for each connection and says with a timeout of 0 that there is
 * more: the next request of a kept connection, the answer to one that was resumed. */
static void on_readable(void *arg, int fd)
{
	struct http *http = arg;
	MHD_UNSIGNED_LONG_LONG ms = 1000;
	int steps;

	(void)fd;
	for (steps = 0; steps < MAX_STEPS; steps++) {
		MHD_run(http->daemon);
		if (MHD_get_timeout(http->daemon, &ms) != MHD_YES || ms > 0)
			return;
	}
	http->pending = true; /* others want their turn too: http_pump() goes on */
	service_wake_within(http->service, 0);
}

void http_pump(struct http *http)
{
	if (!http || !http->pending)
		return;
	http->pending = false;
	on_readable(http, -1);
}

static void on_tick(void *arg)
{
	on_readable(arg, -1);
}

static bool start_daemon(struct http *http, int listener, struct err *err)
{
	const union MHD_DaemonInfo *info;

	http->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
		on_access, http, MHD_OPTION_LISTEN_SOCKET, listener, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, NULL, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)MAX_CONNECTIONS,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)MAX_CONNECTIONS_PER_ADDRESS,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)65536, MHD_OPTION_END);
	if (!http->daemon)
		return err_set(err, ERR_FATAL, "cannot start the HTTP server");
	info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	http->epoll_fd = info->epoll_fd;
	return true;
}

struct http *http_start(
	struct service *service, const struct http_options *options, struct err *err)
{
	AUTO(http_stop) struct http *http = xcalloc(1, sizeof(*http));
	struct sockaddr_storage address;
	struct http *started;
	int listener;

	http->service = service;
	http->max_body = options->max_body;
	http->fn = options->fn;
	http->arg = options->arg;
	http->epoll_fd = -1;
	if (!door_parse(options->listen, &address, err) ||
		!door_token(options->token_file, &http->token, err))
		return NULL;
	if (!door_is_loopback(&address) && !http->token) {
		err_set(err, ERR_REJECT, "%s is not loopback: set a token file first",
			options->listen);
		return NULL;
	}
	listener = door_open(&address, options->listen, err);
	if (listener < 0 || !start_daemon(http, listener, err))
		return NULL;
	service_watch_fd(service, http->epoll_fd, POLLIN, on_readable, http);
	service_every(service, 1000, on_tick, http);
	started = http;
	http = NULL;
	return started;
}

void http_stop(struct http **http)
{
	if (!*http)
		return;
	if ((*http)->daemon) {
		struct http_request *r;

		/* libmicrohttpd does not stop over connections that sleep */
		for (r = (*http)->requests; r; r = r->older)
			if (r->suspended)
				MHD_resume_connection(r->connection);
		service_unwatch_fd((*http)->service, (*http)->epoll_fd);
		MHD_stop_daemon((*http)->daemon);
	}
	free((*http)->token);
	free(*http);
	*http = NULL;
}
