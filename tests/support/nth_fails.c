/* SPDX-License-Identifier: Apache-2.0 */
#include "support/nth_fails.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

/* glibc's own, which need no look-up that would allocate */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *p, size_t n);

/* ZeroMQ's threads count too. */
static struct {
	_Atomic enum nth_kind kind;
	_Atomic long left, failed;
	_Atomic bool for_good;
} plan = {.kind = NTH_NOTHING};

void nth_fails(enum nth_kind kind, long n, bool for_good)
{
	plan.kind = NTH_NOTHING;
	plan.left = n;
	plan.failed = 0;
	plan.for_good = for_good;
	plan.kind = kind;
}

long nth_failed(void)
{
	return plan.failed;
}

static bool fails(enum nth_kind kind, int error)
{
	long left;

	if (kind != plan.kind)
		return false;
	left = --plan.left;
	if (left > 0 || (left < 0 && !plan.for_good))
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

/* ZeroMQ's, declared as zmq.h has them without asking for it: the spool's tests know nothing of sockets. */
int zmq_send(void *sock, const void *from, size_t n, int flags);
int zmq_msg_recv(void *msg, void *sock, int flags);
int zmq_poll(void *items, int n, long ms);
int zmq_bind(void *sock, const char *endpoint);
int zmq_connect(void *sock, const char *endpoint);

int zmq_send(void *sock, const void *from, size_t n, int flags)
{
	int (*next)(void *, const void *, size_t, int) =
		(int (*)(void *, const void *, size_t, int))dlsym(RTLD_NEXT, "zmq_send");

	return fails(NTH_ZMQ_SEND, EAGAIN) ? -1 : next(sock, from, n, flags);
}

int zmq_msg_recv(void *msg, void *sock, int flags)
{
	int (*next)(void *, void *, int) = (int (*)(void *, void *, int))dlsym(RTLD_NEXT, "zmq_msg_recv");

	return fails(NTH_ZMQ_RECEIVE, EAGAIN) ? -1 : next(msg, sock, flags);
}

int zmq_poll(void *items, int n, long ms)
{
	int (*next)(void *, int, long) = (int (*)(void *, int, long))dlsym(RTLD_NEXT, "zmq_poll");

	return fails(NTH_ZMQ_POLL, EINTR) ? -1 : next(items, n, ms);
}

int zmq_bind(void *sock, const char *endpoint)
{
	int (*next)(void *, const char *) = (int (*)(void *, const char *))dlsym(RTLD_NEXT, "zmq_bind");

	return fails(NTH_ZMQ_BIND, EADDRINUSE) ? -1 : next(sock, endpoint);
}

int zmq_connect(void *sock, const char *endpoint)
{
	int (*next)(void *, const char *) = (int (*)(void *, const char *))dlsym(RTLD_NEXT, "zmq_connect");

	return fails(NTH_ZMQ_CONNECT, EINVAL) ? -1 : next(sock, endpoint);
}

/* ZeroMQ goes by what it reads whether a connection has ended, so it has to end for both sides. */
static bool cuts(enum nth_kind kind, int fd)
{
	if (!fails(kind, 0))
		return false;
	shutdown(fd, SHUT_RDWR);
	errno = ECONNRESET;
	return true;
}

ssize_t send(int fd, const void *from, size_t n, int flags)
{
	ssize_t (*next)(int, const void *, size_t, int) =
		(ssize_t(*)(int, const void *, size_t, int))dlsym(RTLD_NEXT, "send");

	return cuts(NTH_SOCKET_SEND, fd) ? -1 : next(fd, from, n, flags);
}

ssize_t recv(int fd, void *to, size_t n, int flags)
{
	ssize_t (*next)(int, void *, size_t, int) =
		(ssize_t(*)(int, void *, size_t, int))dlsym(RTLD_NEXT, "recv");

	return cuts(NTH_SOCKET_RECEIVE, fd) ? -1 : next(fd, to, n, flags);
}

int accept4(int fd, struct sockaddr *address, socklen_t *n, int flags)
{
	int (*next)(int, struct sockaddr *, socklen_t *, int) =
		(int (*)(int, struct sockaddr *, socklen_t *, int))dlsym(RTLD_NEXT, "accept4");

	return fails(NTH_ACCEPT, ECONNABORTED) ? -1 : next(fd, address, n, flags);
}
