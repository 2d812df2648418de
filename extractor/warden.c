/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/pipe.h"
#include "service/service.h"
#include "extractor/child.h"
#include "extractor/warden.h"

void warden_init(struct warden *w, const struct warden_options *options)
{
	*w = (struct warden){.options = *options, .fd = -1};
	buf_init(&w->in, MAX_FRAME_BYTES + sizeof(uint32_t));
}

/* Closes the socket, and waits for the child that this or a signal ends. */
static int warden_reap(struct warden *w, int signal_number)
{
	int status = 0;

	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
	if (w->pid > 0) {
		if (signal_number)
			kill(w->pid, signal_number);
		while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
			;
	}
	w->pid = 0;
	w->busy = w->begun = false;
	buf_reset(&w->in);
	return status;
}

void warden_release(struct warden *w)
{
	warden_reap(w, SIGKILL);
	buf_release(&w->in);
}

/* Between fork and exec: only async-signal-safe calls. */
static void become_child(const struct warden *w, int fd, char *memory)
{
	char *const argv[] = {(char *)w->options.program, (char *)CHILD_FLAG,
		(char *)w->options.data_dir, (char *)w->options.lexicon_dir,
		(char *)w->options.name, memory, NULL};
	static char *const empty_environment[] = {NULL};
	char *const *environment = getenv("ASAN_OPTIONS") ? environ : empty_environment;
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (getpriority(PRIO_PROCESS, 0) < w->options.nice)
		setpriority(PRIO_PROCESS, 0, w->options.nice);
	if (fd == CHILD_FD)
		fcntl(fd, F_SETFD, 0);
	else
		dup2(fd, CHILD_FD);
	execve(w->options.program, argv, environment);
	_exit(127);
}

bool warden_start(struct warden *w, struct err *err)
{
	/* a child that does not even read its report is as good as dead; heartbeats must go on */
	struct timeval patience = {.tv_sec = 5};
	char memory[32];
	int fds[2];

	if (w->pid)
		return true;
	w->complaint[0] = '\0';
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
		return err_set(err, ERR_RETRY, "cannot make a socket pair: %m");
	snprintf(memory, sizeof(memory), "%llu", (unsigned long long)w->options.memory_bytes);
	w->pid = fork();
	if (w->pid == 0)
		become_child(w, fds[1], memory);
	close(fds[1]);
	w->fd = fds[0];
	if (w->pid < 0) {
		w->pid = 0;
		warden_reap(w, 0);
		return err_set(err, ERR_RETRY, "cannot start a reader: %m");
	}
	setsockopt(w->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	return true;
}

void warden_dismiss(struct warden *w)
{
	warden_reap(w, SIGKILL);
}

void warden_succeed(struct warden *w, struct warden *next)
{
	warden_reap(w, SIGKILL);
	w->pid = next->pid;
	w->fd = next->fd;
	w->begun = next->begun;
	next->pid = 0;
	next->fd = -1;
	next->begun = false;
}

bool warden_give(struct warden *w, struct str frame, int64_t now_ms, struct err *err)
{
	if (!warden_start(w, err))
		return false;
	w->busy = true;
	w->since_ms = now_ms;
	buf_reset(&w->in);
	/* if it is dead already, the next poll says of what */
	if (!pipe_write(w->fd, frame))
		shutdown(w->fd, SHUT_WR);
	return true;
}

static void describe_death(int status, bool begun, const char *complaint, struct death *ret)
{
	const char *name = WIFSIGNALED(status) ? sigabbrev_np(WTERMSIG(status)) : NULL;

	if (!begun && (WIFSIGNALED(status) || WEXITSTATUS(status) != EX_CONFIG)) {
		snprintf(ret->reason, sizeof(ret->reason), "system");
		snprintf(ret->sentence, sizeof(ret->sentence),
			"a reader died before it had begun (%s%s)",
			name ? "SIG" : "it ended by itself", name ? name : "");
	} else if (WIFSIGNALED(status)) {
		snprintf(ret->reason, sizeof(ret->reason), "crash");
		snprintf(ret->sentence, sizeof(ret->sentence), "the reader was killed by SIG%s",
			name ? name : "?");
	} else if (WEXITSTATUS(status) == MEM_EXIT) {
		snprintf(ret->reason, sizeof(ret->reason), "memory");
		snprintf(ret->sentence, sizeof(ret->sentence),
			"the reader needed more memory than it may have");
	} else {
		snprintf(ret->reason, sizeof(ret->reason),
			WEXITSTATUS(status) == EX_CONFIG ? "config" : "crash");
		snprintf(ret->sentence, sizeof(ret->sentence), "the reader ended with exit code %d",
			WEXITSTATUS(status));
	}
	if (!begun && complaint[0])
		snprintf(ret->sentence, sizeof(ret->sentence), "%s", complaint);
}

/* The first frame is empty: the child's word that it is confined. Or it says why it will end. */
static void take_greeting(struct warden *w)
{
	uint32_t n;

	if (w->begun || w->in.n < sizeof(n))
		return;
	memcpy(&n, w->in.data, sizeof(n));
	if (n) {
		snprintf(w->complaint, sizeof(w->complaint), "%.*s",
			STR_ARGS(str_slice(buf_view(&w->in), sizeof(n), w->in.n)));
		return;
	}
	w->begun = true;
	w->in.n -= sizeof(n);
	memmove(w->in.data, w->in.data + sizeof(n), w->in.n);
}

static bool answer_complete(struct warden *w)
{
	uint32_t n;

	take_greeting(w);
	if (!w->begun || w->in.n < sizeof(n))
		return false;
	memcpy(&n, w->in.data, sizeof(n));
	return w->in.n >= sizeof(n) + n;
}

struct str warden_answer(const struct warden *w)
{
	return str_slice(buf_view(&w->in), sizeof(uint32_t), w->in.n);
}

void warden_take_answer(struct warden *w)
{
	w->busy = false;
	buf_reset(&w->in);
}

enum warden_event warden_poll(struct warden *w, struct death *ret_death)
{
	for (;;) {
		char chunk[65536];
		bool begun = w->begun;
		ssize_t n = recv(w->fd, chunk, sizeof(chunk), MSG_DONTWAIT);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return answer_complete(w) ? WARDEN_ANSWER : WARDEN_NOTHING;
		if (n <= 0 || !buf_append(&w->in, chunk, (size_t)n)) {
			/* a child that says too much is as good as dead; one that hung up is
			 * dying */
			describe_death(warden_reap(w, n > 0 ? SIGKILL : 0), begun, w->complaint,
				ret_death);
			return WARDEN_DIED;
		}
		if (answer_complete(w))
			return WARDEN_ANSWER;
	}
}

bool warden_overdue(struct warden *w, int64_t now_ms, struct death *ret_death)
{
	if (!w->busy || now_ms - w->since_ms < w->options.report_ms)
		return false;
	warden_reap(w, SIGKILL);
	snprintf(ret_death->reason, sizeof(ret_death->reason), "timeout");
	snprintf(ret_death->sentence, sizeof(ret_death->sentence),
		"reading took longer than %lld ms", (long long)w->options.report_ms);
	return true;
}

uint64_t warden_rss(const struct warden *w)
{
	return w->pid > 0 ? process_rss(w->pid) : 0;
}
