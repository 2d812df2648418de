/* SPDX-License-Identifier: Apache-2.0
 * cable.h - a bad cable between two network namespaces: two TUN devices and a process that
 * carries packets from one to the other, late, or not at all. The kernel's netem would do the
 * same where it is compiled in; this needs only TUN and the right to make namespaces. */
#ifndef SITREP_CABLE_H
#define SITREP_CABLE_H

#include <stdint.h>
#include <sys/types.h>

#define CABLE_HERE "10.99.7.1"
#define CABLE_FAR "10.99.7.2"

/* Shared with the process. */
struct cable {
	volatile unsigned delay_ms, jitter_ms, loss_percent;
	volatile uint64_t carried, lost;
	pid_t far; /* lives in the other namespace, for setns(2) */
	pid_t pid;
};

/* Moves the calling process into a network namespace of its own, and makes another, with a cable
 * between them. NULL: this system does not allow it. seed: of what is lost. */
struct cable *cable_lay(uint64_t seed);
void cable_cut(struct cable *cable);
/* fn(arg) with the calling process in the other namespace. */
void cable_over_there(struct cable *cable, void (*fn)(void *), void *arg);

#endif
