/* SPDX-License-Identifier: Apache-2.0
 * http.h - a small HTTP/1.1 server inside a daemon's loop (libmicrohttpd; no threads).
 *
 * A request reaches the handler once its body is complete, and is answered with http_respond():
 * at once, or later in the same turn of the loop (the ingestor answers after its commit). Beyond
 * loopback a token is needed, which programs send as "Authorization: Bearer TOKEN" and browsers as the
 * password that they ask for. A request that a web page of another origin makes a browser send is
 * refused. */
#ifndef SITREP_HTTP_H
#define SITREP_HTTP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "service/service.h"

struct http;
struct http_request;

typedef void http_fn(void *arg, struct http_request *request);

struct http_options {
	const char *listen;     /* "127.0.0.1:8741", "[::1]:8741", "8741" (loopback) */
	const char *token_file; /* "" for none */
	size_t max_body;        /* bytes; more is answered with 413 */
	http_fn *fn;
	void *arg;
};

/* ERR_REJECT if the address is malformed, or not loopback and there is no token. */
struct http *http_start(struct service *service, const struct http_options *options,
	struct err *err);
void http_stop(struct http **http);
/* Goes on with what the last turn left: call at the end of each batch. */
void http_pump(struct http *http);

/* Strings live as long as the request. */
struct str http_method(const struct http_request *request);
struct str http_path(const struct http_request *request);
struct str http_body(const struct http_request *request);
struct str http_header(const struct http_request *request, const char *name); /* absent if none */
struct str http_param(const struct http_request *request, const char *name);  /* query; decoded */
/* A place for the request's own data. */
struct arena *http_arena(struct http_request *request);
/* Extra headers go out with the answer; both strings are copied. */
void http_add_header(struct http_request *request, const char *name, const char *value);
/* body is copied. After this the request is gone for the caller. */
void http_respond(struct http_request *request, unsigned status, const char *content_type,
	struct str body);

#endif
