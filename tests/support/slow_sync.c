/* SPDX-License-Identifier: Apache-2.0
 * A disk that stalls, to be preloaded: every fifth sync of a file (SLOW_SYNC_EVERY) takes
 * SLOW_SYNC_MS longer. */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void stall(void)
{
	static unsigned calls;
	const char *ms = getenv("SLOW_SYNC_MS"), *every = getenv("SLOW_SYNC_EVERY");
	long n = ms ? atol(ms) : 0;
	const struct timespec pause = {n / 1000, n % 1000 * 1000000};

	if (++calls % (unsigned)(every ? atol(every) : 5) == 0)
		nanosleep(&pause, NULL);
}

int fsync(int fd)
{
	int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");

	stall();
	return next(fd);
}

int fdatasync(int fd)
{
	int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");

	stall();
	return next(fd);
}
