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
	NTH_END,
	NTH_NOTHING = NTH_END
};

/* From now on the n-th call (from 1) of this kind fails, and with for_good all after it. */
void nth_fails(enum nth_kind kind, long n, bool for_good);
/* How many calls have failed since then. */
long nth_failed(void);

#endif
