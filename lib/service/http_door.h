/* SPDX-License-Identifier: Apache-2.0
 * http_door.h - where an HTTP server listens, and whom it lets in: for http.c alone.
 *
 * On loopback whoever is on this machine may ask, unless a token is set; beyond it nothing works
 * without one. A browser that was led here, by a page of another origin or by a stranger's name
 * for this address, is turned away. */
#ifndef SITREP_HTTP_DOOR_H
#define SITREP_HTTP_DOOR_H

#include <sys/socket.h>

#include "base/err.h"
#include "base/str.h"

/* Headers of a request; absent if it has none. */
struct door_visitor {
	struct str host, origin, authorization;
};

/* "127.0.0.1:8741", "[::1]:8741", "8741" (loopback). */
bool door_parse(const char *listen, struct sockaddr_storage *ret, struct err *err);
bool door_is_loopback(const struct sockaddr_storage *address);
/* *ret_token stays as it is if file is "". The caller frees it. */
bool door_token(const char *file, char **ret_token, struct err *err);
/* A listening socket, -1 on failure; the text is for the error. */
int door_open(const struct sockaddr_storage *address, const char *listen_text, struct err *err);
/* 0: come in; else the status and the sentence to refuse with. token NULL: none is needed. */
unsigned door_refuses(
	const char *token, const struct door_visitor *visitor, const char **ret_sentence);

#endif
