/* SPDX-License-Identifier: Apache-2.0
 * nth_fails.h - the n-th call of a kind fails, as on a machine that is out of memory, room, files
 * or luck. A shared library: linked before libc, its calls take the place of libc's for all
 * others. */
#ifndef SITREP_NTH_FAILS_H
#define SITREP_NTH_FAILS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum nth_kind {
	NTH_ALLOCATION, /* malloc, calloc, realloc: ENOMEM */
	NTH_OPEN,       /* EMFILE */
	NTH_READ,       /* read, pread: EIO */
	NTH_WRITE,      /* write, pwrite: ENOSPC */
	NTH_SYNC,       /* fsync, fdatasync: EIO */
	NTH_TRUNCATE,   /* EIO */
	NTH_MAP,        /* ENOMEM */
	NTH_REMOVE,     /* unlink, rename: EROFS */
	NTH_END,        /* of what a database needs */
	/* of ZeroMQ's, as our code calls it */
	NTH_ZMQ_SEND = NTH_END, /* zmq_send: EAGAIN */
	NTH_ZMQ_RECEIVE,        /* zmq_msg_recv: EAGAIN */
	NTH_ZMQ_POLL,           /* zmq_poll: EINTR */
	NTH_ZMQ_BIND,           /* zmq_bind: EADDRINUSE */
	NTH_ZMQ_CONNECT,        /* zmq_connect: EINVAL */
	/* of the system's, as ZeroMQ calls it from its own thread */
	NTH_SOCKET_SEND,    /* send: ECONNRESET */
	NTH_SOCKET_RECEIVE, /* recv: ECONNRESET */
	NTH_ACCEPT, /* accept4: ECONNABORTED (without descriptors libzmq ends the process) */
	NTH_SOCKETS_END,
	NTH_PROCESS = NTH_SOCKETS_END, /* fork, pipe2, socketpair, mkdir: EAGAIN, EMFILE, ENOSPC */
	NTH_NOTHING
};

/* From now on the n-th call (from 1) of this kind fails, and with for_good all after it. */
void nth_fails(enum nth_kind kind, long n, bool for_good);
/* How many calls have failed since then. */
long nth_failed(void);

/* There are tens of thousands of allocations, but only so many places that ask for one. A site
 * is the innermost depth return addresses (NTH_DEEPEST at the most) beyond malloc's own; that an
 * allocation fails at each site once is as good as at each allocation. */
#define NTH_DEEPEST 40
/* From now on notes the number (from 1) of each allocation that is the first at its site. */
void nth_survey(int depth);
/* How many sites there were; up to cap of their numbers, ascending, are in numbers. Ends the
 * survey. */
size_t nth_surveyed(long *numbers, size_t cap);

/* For a whole program that this is preloaded into: with NTH_SITES=FILE in the environment the
 * first allocation at each site fails, but for those within the next NTH_PAUSE after one that
 * failed, in whatever process; FILE, of zeros and sizeof(struct nth_sites) bytes, remembers
 * them. NTH_DEPTH says how deep. With NTH_CALLS it is not allocations, but the calls of all
 * other kinds. */
#define NTH_SLOTS 65536
#define NTH_PAUSE 50
struct nth_sites {
	_Atomic uint64_t failed[NTH_SLOTS]; /* hashes of sites, open addressing; 0: free */
	_Atomic long nfailed;
};

#endif
