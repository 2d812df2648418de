/* SPDX-License-Identifier: Apache-2.0 */
#include "support/nth_fails.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* glibc's own, which need no look-up that would allocate */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *p, size_t n);

static struct {
	enum nth_kind kind;
	long left, failed;
	bool for_good;
} plan = {.kind = NTH_NOTHING};

void nth_fails(enum nth_kind kind, long n, bool for_good)
{
	plan.kind = kind;
	plan.left = n;
	plan.failed = 0;
	plan.for_good = for_good;
}

long nth_failed(void)
{
	return plan.failed;
}

static bool fails(enum nth_kind kind, int error)
{
	if (kind != plan.kind || --plan.left > 0 || (plan.left < 0 && !plan.for_good))
		return false;
	plan.failed++;
	errno = error;
	return true;
}

void *malloc(size_t n)
{
	return fails(NTH_ALLOCATION, ENOMEM) ? NULL : __libc_malloc(n);
}

void *calloc(size_t count, size_t size)
{
	return fails(NTH_ALLOCATION, ENOMEM) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *p, size_t n)
{
	return fails(NTH_ALLOCATION, ENOMEM) ? NULL : __libc_realloc(p, n);
}

int open(const char *path, int flags, ...)
{
	int (*next)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open64");
	mode_t mode = 0;
	va_list ap;

	va_start(ap, flags);
	if (flags & O_CREAT)
		mode = va_arg(ap, mode_t);
	va_end(ap);
	return fails(NTH_OPEN, EMFILE) ? -1 : next(path, flags, mode);
}

ssize_t read(int fd, void *to, size_t n)
{
	ssize_t (*next)(int, void *, size_t) = (ssize_t(*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");

	return fails(NTH_READ, EIO) ? -1 : next(fd, to, n);
}

ssize_t pread(int fd, void *to, size_t n, off_t at)
{
	ssize_t (*next)(int, void *, size_t, off_t) =
		(ssize_t(*)(int, void *, size_t, off_t))dlsym(RTLD_NEXT, "pread64");

	return fails(NTH_READ, EIO) ? -1 : next(fd, to, n, at);
}

ssize_t write(int fd, const void *from, size_t n)
{
	ssize_t (*next)(int, const void *, size_t) =
		(ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");

	return fails(NTH_WRITE, ENOSPC) ? -1 : next(fd, from, n);
}

ssize_t pwrite(int fd, const void *from, size_t n, off_t at)
{
	ssize_t (*next)(int, const void *, size_t, off_t) =
		(ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite64");

	return fails(NTH_WRITE, ENOSPC) ? -1 : next(fd, from, n, at);
}

int fsync(int fd)
{
	int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");

	return fails(NTH_SYNC, EIO) ? -1 : next(fd);
}

int fdatasync(int fd)
{
	int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");

	return fails(NTH_SYNC, EIO) ? -1 : next(fd);
}

int ftruncate(int fd, off_t n)
{
	int (*next)(int, off_t) = (int (*)(int, off_t))dlsym(RTLD_NEXT, "ftruncate64");

	return fails(NTH_TRUNCATE, EIO) ? -1 : next(fd, n);
}

void *mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
	void *(*next)(void *, size_t, int, int, int, off_t) =
		(void *(*)(void *, size_t, int, int, int, off_t))dlsym(RTLD_NEXT, "mmap64");

	return fails(NTH_MAP, ENOMEM) ? MAP_FAILED : next(at, n, protection, flags, fd, offset);
}

int unlink(const char *path)
{
	int (*next)(const char *) = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");

	return fails(NTH_REMOVE, EROFS) ? -1 : next(path);
}

int rename(const char *from, const char *to)
{
	int (*next)(const char *, const char *) =
		(int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");

	return fails(NTH_REMOVE, EROFS) ? -1 : next(from, to);
}
