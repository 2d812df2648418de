/* SPDX-License-Identifier: Apache-2.0
 * fetch.h - pages and feeds over HTTP, many at a time, inside somebody's loop (libcurl's multi
 * interface; the only user of curl.h).
 *
 * Limits: MAX_REPORT_BYTES after unpacking, fetch_time in all, FETCH_REDIRECTS redirects, http
 * and https alone, two connections to a host. The address that is really connected to is looked
 * at, each time, also behind redirects and whatever the name said before: one that is not public
 * is refused unless allowed, so that no feed can make this machine call inside its network.
 * Through a proxy (proxy.h) only the proxy sees that address: then addresses that are written as
 * numbers and names of this machine are refused here, in redirects too, and names that mean the
 * inside are the proxy's to refuse. */
#ifndef SITREP_FETCH_H
#define SITREP_FETCH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include "base/err.h"
#include "base/str.h"

#define FETCH_REDIRECTS 8

struct fetcher;

/* Strings are borrowed for the call. */
struct fetched {
	unsigned status; /* of the last answer; 0: there was none, sentence says why */
	struct str body, media_type;
	struct str etag, modified; /* validators, as they are to be sent back; "" if none */
	struct str url;            /* where it was found in the end */
	struct str moved;       /* "" unless every redirect on the way there was a permanent one */
	int64_t retry_after_ms; /* what the server asked for, 0: nothing */
	struct str sentence;    /* why there is no body; "" if all is well */
	bool denied;            /* robots.txt asks not to fetch it (polite.h) */
	bool hopeless;          /* trying again will not help (a private address, a bad URL) */
};

typedef void fetch_fn(void *arg, const struct fetched *fetched);

struct fetch_options {
	int64_t time_ms;    /* for one fetch in all */
	bool allow_private; /* addresses that are not public */
	const char *agent;  /* "" for our own name */
	const char *proxy;  /* as of proxy_for(); NULL: none */
};

struct fetcher *fetcher_new(const struct fetch_options *options, struct err *err);
/* What is under way is dropped without a word. */
void fetcher_free(struct fetcher **fetcher);
/* etag and modified may be "". fn is called from fetcher_step(), exactly once. */
void fetcher_add(struct fetcher *fetcher, struct str url, struct str etag, struct str modified,
	fetch_fn *fn, void *arg);
/* Posts the body, which is copied; redirects are not followed. The answer's status is what
 * counts. */
void fetcher_post(struct fetcher *fetcher, struct str url, const char *media_type, struct str body,
	fetch_fn *fn, void *arg);
size_t fetcher_busy(const struct fetcher *fetcher); /* fetches under way */
/* Readable when something can go on; poll it, for at most the time that fetcher_step() returned. */
int fetcher_fd(const struct fetcher *fetcher);
/* Goes on with all that can, and returns in how many ms to come again at the latest. */
int64_t fetcher_step(struct fetcher *fetcher);

/* Not reachable from the whole internet: loopback, private, link-local, shared, documentation,
 * multicast, also inside IPv6 (RFC 6890 and the IANA registries that grew from it). */
bool fetch_is_private(const struct sockaddr *address);
/* The host of this address is such a number, in any way of writing it that resolvers take, or a
 * name of this machine: "localhost", "printer.local". */
bool fetch_names_private(struct str url);

#endif
