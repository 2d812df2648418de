/* SPDX-License-Identifier: Apache-2.0
 * nth_fails.h - the n-th call of a kind fails, as on a machine that is out of memory, room, files or
 * luck. A shared library: linked before libc, its calls take the place of libc's for all others. */
#ifndef SITREP_NTH_FAILS_H
#define SITREP_NTH_FAILS_H

#include <stdbool.h>

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
	NTH_ACCEPT,         /* accept4: ECONNABORTED (without descriptors libzmq ends the process) */
	NTH_SOCKETS_END,
	NTH_NOTHING = NTH_SOCKETS_END
};

/* From now on the n-th call (from 1) of this kind fails, and with for_good all after it. */
void nth_fails(enum nth_kind kind, long n, bool for_good);
/* How many calls have failed since then. */
long nth_failed(void);

#endif
