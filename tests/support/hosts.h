/* SPDX-License-Identifier: Apache-2.0
 * hosts.h - two hosts for tests of what goes over tcp: the hub, with an ingestor and a store, and
 * a far one with an extractor. They are key and run directories of their own on this host. What
 * fails fails the test. */
#ifndef SITREP_HOSTS_H
#define SITREP_HOSTS_H

#include "support/line.h"

#define LOOPBACK "127.0.0.1"

struct net {
	struct line line;
	int work, results, intake, status[2]; /* ports of the hub */
	char hub[128], far[128];              /* flags: key directories */
	char to_intake[64], to_status[128];   /* flags: how the far host reaches the hub */
};

/* Directories, ports and keys: the far host trusts the hub. */
void open_net(struct net *net);
void allow_far(struct net *net); /* the hub trusts the far host */
/* host is the address of the hub; the ports that the far host goes to may be those of a proxy. */
void start_hub(struct net *net, const char *host);
void start_far(struct net *net, const char *host, int work, int results);
/* All of these, on loopback. */
void start_net(struct net *net);

/* A number of the hub's status, -1 if there is none; the status is in out. */
int64_t status_number(struct net *net, const char *field);
void wait_for_status(struct net *net, const char *field, int64_t least);
/* Hands in n reports, of which it may know some, and waits until each is stored once. */
void all_is_stored(struct net *net, int n);

#endif
