/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "service/unpacker.h"
#include "wire/wire.h"

struct unpacker {
	pid_t pid;
	int fd;
	int own_input; /* memory file of unpacker_start_bytes(), -1: none */
	struct buf in;
	size_t taken; /* bytes of in that were handed out */
};

/* Between fork and exec: only async-signal-safe calls. */
static void become_unpacker(
	const char *program, const int fds[2], const char *address, char *memory)
{
	char *const argv[] = {(char *)program, (char *)UNPACK_FLAG, memory, (char *)address, NULL};
	static char *const empty_environment[] = {NULL};
	char *const *environment = getenv("ASAN_OPTIONS") ? environ : empty_environment;
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGINT, SIG_IGN); /* Ctrl-C is for whoever started us */
	dup2(fds[0], STDIN_FILENO);
	dup2(fds[1], STDOUT_FILENO);
	execve(program, argv, environment);
	_exit(127);
}

struct unpacker *unpacker_start(
	const char *program, int input, const char *address, uint64_t memory_bytes, struct err *err)
{
	struct unpacker *u;
	char memory[32];
	int fds[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0) {
		err_set(err, ERR_RETRY, "cannot make a socket pair: %m");
		return NULL;
	}
	snprintf(memory, sizeof(memory), "%llu", (unsigned long long)memory_bytes);
	pid = fork();
	if (pid == 0)
		become_unpacker(program, (const int[]){input, fds[1]}, address, memory);
	close(fds[1]);
	if (pid < 0) {
		close(fds[0]);
		err_set(err, ERR_RETRY, "cannot start an unpacker: %m");
		return NULL;
	}
	u = xcalloc(1, sizeof(*u));
	u->pid = pid;
	u->fd = fds[0];
	u->own_input = -1;
	buf_init(&u->in, MAX_FRAME_BYTES + sizeof(uint32_t));
	return u;
}

struct unpacker *unpacker_start_bytes(const char *program, struct str bytes, const char *address,
	uint64_t memory_bytes, struct err *err)
{
	int fd = memfd_create("container", MFD_CLOEXEC);
	struct unpacker *u = NULL;
	size_t at = 0;
	ssize_t n = 1;

	while (fd >= 0 && at < bytes.n && (n = write(fd, bytes.p + at, bytes.n - at)) > 0)
		at += (size_t)n;
	if (fd < 0 || at < bytes.n || lseek(fd, 0, SEEK_SET) < 0)
		err_set(err, ERR_RETRY, "cannot make a memory file: %m");
	else
		u = unpacker_start(program, fd, address, memory_bytes, err);
	if (u)
		u->own_input = fd;
	else if (fd >= 0)
		close(fd);
	return u;
}

void unpacker_stop(struct unpacker **unpacker)
{
	struct unpacker *u = *unpacker;

	if (!u)
		return;
	close(u->fd);
	if (u->own_input >= 0)
		close(u->own_input);
	if (u->pid > 0) {
		kill(u->pid, SIGKILL);
		while (waitpid(u->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	buf_release(&u->in);
	free(u);
	*unpacker = NULL;
}

int unpacker_fd(const struct unpacker *u)
{
	return u->fd;
}

static enum unpacker_event describe_end(struct unpacker *u, struct err *err)
{
	int status = 0;
	const char *name;

	kill(u->pid, SIGKILL); /* it hung up or said nonsense: no more of it */
	while (waitpid(u->pid, &status, 0) < 0 && errno == EINTR)
		;
	u->pid = 0;
	name = WIFSIGNALED(status) ? sigabbrev_np(WTERMSIG(status)) : NULL;
	if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
		err_set(err, ERR_REJECT, "unpacking was ended by SIG%s", name ? name : "?");
	else if (WIFEXITED(status) && WEXITSTATUS(status) == MEM_EXIT)
		err_set(err, ERR_REJECT, "unpacking needed more memory than it may have");
	else if (WIFEXITED(status))
		err_set(err, ERR_RETRY, "the unpacker ended with exit code %d",
			WEXITSTATUS(status));
	else
		err_set(err, ERR_RETRY, "the unpacker was killed or said what nobody understands");
	return UNPACKER_FAILED;
}

/* The frame that begins at taken, if all of it is there. */
static bool frame_complete(const struct unpacker *u, struct str *ret)
{
	struct str left = str_slice(buf_view(&u->in), u->taken, u->in.n);
	uint32_t n;

	if (left.n < sizeof(n))
		return false;
	memcpy(&n, left.p, sizeof(n));
	if (left.n - sizeof(n) < n)
		return false;
	*ret = str_slice(left, sizeof(n), sizeof(n) + n);
	return true;
}

static enum unpacker_event take_frame(struct unpacker *u, struct str frame, struct arena *arena,
	struct message *ret, struct err *err)
{
	u->taken += sizeof(uint32_t) + frame.n;
	if (!wire_unpack(frame, arena, ret, err))
		return describe_end(u, err);
	if (ret->type == MESSAGE_MEMBER)
		return UNPACKER_MEMBER;
	return ret->type == MESSAGE_MEMBERS_END ? UNPACKER_END : describe_end(u, err);
}

enum unpacker_event unpacker_next(
	struct unpacker *u, struct arena *arena, struct message *ret, struct err *err)
{
	struct str frame;

	for (;;) {
		char chunk[65536];
		ssize_t n;

		if (frame_complete(u, &frame))
			return take_frame(u, frame, arena, ret, err);
		if (u->taken) { /* what is left moves to the front */
			memmove(u->in.data, u->in.data + u->taken, u->in.n - u->taken);
			u->in.n -= u->taken;
			u->taken = 0;
		}
		n = recv(u->fd, chunk, sizeof(chunk), MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return UNPACKER_NOTHING;
		if (n <= 0 || !buf_append(&u->in, chunk, (size_t)n))
			return describe_end(u, err);
	}
}

enum unpacker_event unpacker_wait(
	struct unpacker *u, int ms, struct arena *arena, struct message *ret, struct err *err)
{
	struct pollfd wait = {.fd = u->fd, .events = POLLIN};
	enum unpacker_event event = unpacker_next(u, arena, ret, err);

	if (event == UNPACKER_NOTHING && poll(&wait, 1, ms) > 0)
		event = unpacker_next(u, arena, ret, err);
	return event;
}
