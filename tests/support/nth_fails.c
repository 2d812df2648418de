/* SPDX-License-Identifier: Apache-2.0 */
#include "support/nth_fails.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
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

/* What looks for sites: a survey, or a whole program. */
static struct {
	_Atomic bool surveying;
	bool calls; /* not allocations */
	int depth;
	long n, first[NTH_SLOTS / 8]; /* allocations so far; those that were first at a site */
	size_t nfirst;
	struct nth_sites survey, *sites; /* sites: of the whole program, NULL: none */
	_Atomic long pause;
} look;

#define SKIPPED 4                  /* site, fails_here, fails, malloc or its like */
static _Thread_local bool looking; /* backtrace may allocate */

/* Addresses differ from one start to the next: what counts is where in its file one is. */
static uint64_t mix_address(uint64_t hash, void *address)
{
	struct dl_find_object found;

	if (_dl_find_object(address, &found) == 0) {
		hash ^= (uint64_t)((char *)address - (char *)found.dlfo_map_start);
		hash = (hash ^ (uint64_t)((char *)found.dlfo_map_end -
					  (char *)found.dlfo_map_start)) *
		       1099511628211u;
	}
	return (hash ^ hash >> 29) * 1099511628211u;
}

/* 0: it is not to be looked at. */
static __attribute__((noinline)) uint64_t site(void)
{
	void *frames[NTH_DEEPEST + SKIPPED];
	uint64_t hash = 14695981039346656037u;
	int i, n;

	if (looking)
		return 0;
	looking = true;
	n = backtrace(frames, look.depth + SKIPPED);
	for (i = SKIPPED; i < n; i++)
		hash = mix_address(hash, frames[i]);
	looking = false;
	return hash ? hash : 1;
}

/* False if it is there already. */
static bool add_site(struct nth_sites *sites, uint64_t hash)
{
	size_t i = hash % NTH_SLOTS;
	uint64_t was;

	for (;; i = (i + 1) % NTH_SLOTS) {
		was = 0;
		if (atomic_compare_exchange_strong(&sites->failed[i], &was, hash)) {
			sites->nfailed++;
			return sites->nfailed < NTH_SLOTS / 2; /* else there would be no end */
		}
		if (was == hash)
			return false;
	}
}

/* Whether an allocation fails for its site; counts it for a survey. */
static __attribute__((noinline)) bool fails_here(enum nth_kind kind)
{
	uint64_t hash;

	if (look.surveying && kind == NTH_ALLOCATION && !looking) {
		hash = site();
		look.n++;
		if (hash && add_site(&look.survey, hash) &&
			look.nfirst < sizeof(look.first) / sizeof(*look.first))
			look.first[look.nfirst++] = look.n;
		return false;
	}
	if (!look.sites || looking || (kind != NTH_ALLOCATION) != look.calls ||
		(look.pause > 0 && look.pause-- > 0))
		return false;
	hash = site();
	if (!hash || !add_site(look.sites, hash + (uint64_t)kind))
		return false;
	look.pause = NTH_PAUSE;
	return true;
}

static __attribute__((noinline)) bool fails(enum nth_kind kind, int error)
{
	long left;

	if (kind != plan.kind) {
		if (!fails_here(kind))
			return false;
		errno = error;
		return true;
	}
	left = --plan.left;
	if (left > 0 || (left < 0 && !plan.for_good))
		return false;
	plan.failed++;
	errno = error;
	return true;
}

void nth_survey(int depth)
{
	void *frame[1];

	backtrace(frame, 1); /* it loads a library the first time */
	look.depth = depth < NTH_DEEPEST ? depth : NTH_DEEPEST;
	look.n = 0;
	look.nfirst = 0;
	memset(&look.survey, 0, sizeof(look.survey));
	look.surveying = true;
}

size_t nth_surveyed(long *numbers, size_t cap)
{
	size_t n = look.nfirst < cap ? look.nfirst : cap;

	look.surveying = false;
	memcpy(numbers, look.first, n * sizeof(*numbers));
	return look.nfirst;
}

/* glibc's look-ups of names, and others, do not live without memory: whose crash is it? Of the
 * first module on the stack that is not libc; a library's counts as an abort. */
static void on_crash(int number)
{
	void *frames[NTH_DEEPEST];
	struct dl_find_object found;
	int i, n = backtrace(frames, NTH_DEEPEST);

	backtrace_symbols_fd(frames, n, STDERR_FILENO);
	for (i = 2; i < n; i++) /* beyond this and the kernel's frame */
		if (_dl_find_object(frames[i], &found) == 0 &&
			!strstr(found.dlfo_link_map->l_name, "/libc.so")) {
			if (found.dlfo_link_map->l_name[0])
				abort();
			break; /* the program itself */
		}
	raise(number);
}

/* ZeroMQ's threads block all signals; a crash there would not be looked at. */
int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)
{
	int (*next)(int, const sigset_t *, sigset_t *) =
		(int (*)(int, const sigset_t *, sigset_t *))dlsym(RTLD_NEXT, "pthread_sigmask");
	sigset_t fewer;

	if (!set || !look.sites || how == SIG_UNBLOCK)
		return next(how, set, old);
	fewer = *set;
	sigdelset(&fewer, SIGSEGV);
	return next(how, &fewer, old);
}

__attribute__((constructor)) static void look_from_the_start(void)
{
	const char *path = getenv("NTH_SITES"), *depth = getenv("NTH_DEPTH");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	const struct sigaction crash = {
		.sa_handler = on_crash, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};
	void *frame[1], *at;

	if (fd < 0)
		return;
	sigaction(SIGSEGV, &crash, NULL);
	backtrace(frame, 1);
	look.depth = depth ? atoi(depth) : 4;
	look.calls = getenv("NTH_CALLS") != NULL;
	at = mmap(NULL, sizeof(struct nth_sites), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (at != MAP_FAILED)
		look.sites = at;
	close(fd);
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
	int (*next)(const char *, int, ...) =
		(int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open64");
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
	ssize_t (*next)(int, void *, size_t) =
		(ssize_t(*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");

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

/* ZeroMQ's, declared as zmq.h has them without asking for it: the spool's tests know nothing of
 * sockets. */
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
	int (*next)(void *, void *, int) =
		(int (*)(void *, void *, int))dlsym(RTLD_NEXT, "zmq_msg_recv");

	return fails(NTH_ZMQ_RECEIVE, EAGAIN) ? -1 : next(msg, sock, flags);
}

int zmq_poll(void *items, int n, long ms)
{
	int (*next)(void *, int, long) = (int (*)(void *, int, long))dlsym(RTLD_NEXT, "zmq_poll");

	return fails(NTH_ZMQ_POLL, EINTR) ? -1 : next(items, n, ms);
}

int zmq_bind(void *sock, const char *endpoint)
{
	int (*next)(void *, const char *) =
		(int (*)(void *, const char *))dlsym(RTLD_NEXT, "zmq_bind");

	return fails(NTH_ZMQ_BIND, EADDRINUSE) ? -1 : next(sock, endpoint);
}

int zmq_connect(void *sock, const char *endpoint)
{
	int (*next)(void *, const char *) =
		(int (*)(void *, const char *))dlsym(RTLD_NEXT, "zmq_connect");

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

int socketpair(int domain, int type, int protocol, int fds[2])
{
	int (*next)(int, int, int, int *) =
		(int (*)(int, int, int, int *))dlsym(RTLD_NEXT, "socketpair");

	return fails(NTH_PROCESS, EMFILE) ? -1 : next(domain, type, protocol, fds);
}

int pipe2(int fds[2], int flags)
{
	int (*next)(int *, int) = (int (*)(int *, int))dlsym(RTLD_NEXT, "pipe2");

	return fails(NTH_PROCESS, EMFILE) ? -1 : next(fds, flags);
}

pid_t fork(void)
{
	pid_t (*next)(void) = (pid_t(*)(void))dlsym(RTLD_NEXT, "fork");

	return fails(NTH_PROCESS, EAGAIN) ? -1 : next();
}

int mkdir(const char *path, mode_t mode)
{
	int (*next)(const char *, mode_t) =
		(int (*)(const char *, mode_t))dlsym(RTLD_NEXT, "mkdir");

	return fails(NTH_PROCESS, ENOSPC) ? -1 : next(path, mode);
}
