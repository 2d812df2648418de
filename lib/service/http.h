/* SPDX-License-Identifier: Apache-2.0
 * http.h - a small HTTP/1.1 server inside a daemon's loop (libmicrohttpd; no threads).
 *
 * A request reaches the handler once its body is complete, and is answered with http_respond():
 * at once, or later in the same turn of the loop (the ingestor answers after its commit). Beyond
 * loopback a token is needed, which programs send as "Authorization: Bearer TOKEN" and browsers
 * as the password that they ask for. A request that a web page of another origin makes a browser
 * send is refused. */
#ifndef SITREP_HTTP_H
#define SITREP_HTTP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "service/service.h"

struct http;
struct http_request;

/* An answer that is made piece by piece, so that it may be large and nobody else waits: more() is
 * called whenever the client has room, appends some tens of kilobytes, and returns false with the
 * last piece. done() is called once, whatever becomes of the client. */
struct http_stream {
	bool (*more)(void *arg, struct buf *out);
	void (*done)(void *arg);
	void *arg;
};

typedef void http_fn(void *arg, struct http_request *request);

struct http_options {
	const char *listen;     /* "127.0.0.1:8741", "[::1]:8741", "8741" (loopback) */
	const char *token_file; /* "" for none */
	size_t max_body;        /* bytes; more is answered with 413 */
	http_fn *fn;
	void *arg;
};

/* ERR_REJECT if the address is malformed, or not loopback and there is no token. */
struct http *http_start(
	struct service *service, const struct http_options *options, struct err *err);
void http_stop(struct http **http);
/* Goes on with what the last turn left: call at the end of each batch. */
void http_pump(struct http *http);

/* Strings live as long as the request. */
struct str http_method(const struct http_request *request);
struct str http_path(const struct http_request *request);
struct str http_body(const struct http_request *request);
struct str http_header(const struct http_request *request, const char *name); /* absent if none */
struct str http_param(const struct http_request *request, const char *name);  /* query; decoded */
/* A field of a posted form (application/x-www-form-urlencoded), decoded; absent if none. */
struct str http_field(
	struct arena *arena, struct str form, const char *name); /* of any such text */
struct str http_form(struct http_request *request, const char *name);
/* A place for the request's own data. */
struct arena *http_arena(struct http_request *request);
/* Extra headers go out with the answer; both strings are copied. */
void http_add_header(struct http_request *request, const char *name, const char *value);
/* body is copied. After this the request is gone for the caller. */
void http_respond(
	struct http_request *request, unsigned status, const char *content_type, struct str body);
void http_respond_stream(struct http_request *request, unsigned status, const char *content_type,
	struct http_stream stream);
/* Server-sent events (WHATWG HTML, 9.2): the connection stays open and gets what http_send_event()
 * sends. False, and nothing was answered, if too many listen already. */
bool http_respond_events(struct http_request *request);
/* To all that listen; one that does not keep up misses events. data: any text. */
void http_send_event(struct http *http, const char *event, struct str data);
size_t http_listeners(const struct http *http);
/* A request that is answered in a later turn of the loop: its number, and the way back from it.
 * NULL if its client has gone meanwhile. */
uint64_t http_number(const struct http_request *request);
struct http_request *http_find(struct http *http, uint64_t number);

#endif
