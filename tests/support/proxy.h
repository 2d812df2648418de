/* SPDX-License-Identifier: Apache-2.0
 * proxy.h - a bad network between two ends of a TCP connection: a process that forwards bytes,
 * and on demand holds them back, falsifies them, or keeps them to be sent again. */
#ifndef SITREP_PROXY_H
#define SITREP_PROXY_H

#include <stdint.h>
#include <sys/types.h>

enum proxy_mode {
	PROXY_FORWARD,
	PROXY_STALL, /* nothing passes, nothing is closed: a half-open peer */
	PROXY_FLIP,  /* a bit is wrong now and then */
	PROXY_CUT,   /* every connection is closed, new ones too */
};

/* Shared with the process. */
struct proxy {
	volatile enum proxy_mode mode;
	volatile uint64_t connections, bytes, flipped;
	/* the first bytes that one connection's client sent */
	unsigned char record[1 << 16];
	volatile size_t nrecord;
	int port; /* where it listens, on loopback */
	pid_t pid;
};

struct proxy *proxy_start(int to_port);
void proxy_stop(struct proxy *proxy);

#endif
