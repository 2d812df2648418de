/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "extractor/child.h"
#include "extractor/confine.h"
#include "extractor/helper.h"
#include "base/pipe.h"

#define PDFTOTEXT "/usr/bin/pdftotext"
#define SAYINGS 300 /* bytes of what it complains that are passed on */

enum answer_kind { ANSWER_TEXT = 't', ANSWER_SENTENCE = 's' };

/* The memory files that stand in for standard input, output and error. */
struct stage {
	int files[3];
};

static void close_stage(struct stage *stage)
{
	int i;

	for (i = 0; i < 3; i++)
		if (stage->files[i] >= 0)
			close(stage->files[i]);
}

static bool open_stage(struct stage *stage, struct str input)
{
	size_t at = 0;
	int i;

	for (i = 0; i < 3; i++)
		stage->files[i] = memfd_create("pdftotext", MFD_CLOEXEC);
	while (stage->files[0] >= 0 && at < input.n) {
		ssize_t n = write(stage->files[0], input.p + at, input.n - at);

		if (n <= 0)
			return false;
		at += (size_t)n;
	}
	return stage->files[1] >= 0 && stage->files[2] >= 0 &&
	       lseek(stage->files[0], 0, SEEK_SET) == 0;
}

static void become_pdftotext(const struct stage *stage, size_t memory_bytes)
{
	static char *const argv[] = {(char *)PDFTOTEXT, (char *)"-htmlmeta", (char *)"-enc",
		(char *)"UTF-8", (char *)"-eol", (char *)"unix", (char *)"-", (char *)"-", NULL};
	static char *const environment[] = {(char *)"LC_ALL=C", NULL};
	struct err err = {0};
	int i;

	for (i = 0; i < 3; i++)
		dup2(stage->files[i], i);
	if (confine_program(memory_bytes, MAX_PART_BYTES, &err))
		execve(PDFTOTEXT, argv, environment);
	else
		dprintf(STDERR_FILENO, "%s\n", err.text);
	_exit(127);
}

static void read_file(int fd, size_t max, struct buf *out)
{
	off_t size = lseek(fd, 0, SEEK_END);
	size_t want = size < 0 ? 0 : (size_t)size < max ? (size_t)size : max;
	char *room = buf_reserve(out, want);
	ssize_t n = room ? pread(fd, room, want, 0) : 0;

	out->n += n > 0 ? (size_t)n : 0;
}

/* It tells what it stumbled over first, and in the end what it gave up for. */
static void add_last_saying(int fd, struct buf *out)
{
	AUTO(buf_release) struct buf sayings = {0};
	struct str all, line = {0}, next;

	buf_init(&sayings, SAYINGS + 1);
	read_file(fd, SAYINGS, &sayings);
	all = buf_view(&sayings);
	while (str_next_line(&all, &next))
		line = str_trim(next).n ? str_trim(next) : line;
	buf_str(out, line);
}

/* What it died of or complained about, as the end of a sentence. */
static void describe(int status, const struct stage *stage, struct buf *out)
{
	int signal_number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (signal_number == SIGXFSZ)
		buf_puts(out, "it holds more text than may be read");
	else if (signal_number == SIGXCPU)
		buf_puts(out, "pdftotext took too long over it");
	else if (signal_number)
		buf_printf(out, "pdftotext was killed by SIG%s",
			sigabbrev_np(signal_number) ? sigabbrev_np(signal_number) : "?");
	else if (access(PDFTOTEXT, X_OK) < 0)
		buf_puts(out, "pdftotext is not installed (package poppler-utils)");
	else
		add_last_saying(stage->files[2], out);
}

static void convert(struct str pdf, size_t memory_bytes, struct buf *out)
{
	AUTO(close_stage) struct stage stage = {{-1, -1, -1}};
	int status = 0;
	pid_t pid;

	buf_reset(out);
	buf_putc(out, ANSWER_SENTENCE);
	if (!open_stage(&stage, pdf)) {
		buf_puts(out, "there is no memory to convert it in");
		return;
	}
	pid = fork();
	if (pid == 0)
		become_pdftotext(&stage, memory_bytes);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (pid < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		describe(status, &stage, out);
		return;
	}
	out->data[0] = ANSWER_TEXT;
	read_file(stage.files[1], MAX_PART_BYTES, out);
}

static void serve(int fd, size_t memory_bytes)
{
	AUTO(buf_release) struct buf in = {0}, out = {0};

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	buf_init(&in, MAX_FRAME_BYTES);
	buf_init(&out, MAX_FRAME_BYTES);
	while (pipe_read(fd, &in)) {
		convert(buf_view(&in), memory_bytes, &out);
		if (!pipe_write(fd, buf_view(&out)))
			break;
		buf_release(&in);
		buf_release(&out);
	}
}

bool helper_start(struct helper *helper, size_t memory_bytes, struct err *err)
{
	int fds[2];
	pid_t pid;

	helper->fd = -1;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
		return err_set(err, ERR_RETRY, "cannot make a socket pair: %m");
	pid = fork();
	if (pid == 0) {
		close(fds[0]);
		close(CHILD_FD); /* the warden must see the reader's end at once */
		serve(fds[1], memory_bytes);
		_exit(0);
	}
	close(fds[1]);
	if (pid < 0) {
		close(fds[0]);
		return err_set(err, ERR_RETRY, "cannot start a helper: %m");
	}
	helper->fd = fds[0];
	return true;
}

static bool ask(
	void *arg, struct str pdf, struct arena *arena, struct str *ret_text, struct err *err)
{
	AUTO(buf_release) struct buf answer = {0};
	struct helper *helper = arg;
	struct str said;

	buf_init(&answer, MAX_FRAME_BYTES);
	if (helper->fd < 0 || !pipe_write(helper->fd, pdf) || !pipe_read(helper->fd, &answer) ||
		!answer.n)
		return err_set(err, ERR_RETRY, "the program that converts PDFs is gone");
	said = arena_str(arena, str_slice(buf_view(&answer), 1, answer.n));
	if (answer.data[0] != ANSWER_TEXT) {
		bool locked = str_case_find(said, STR("password"), 0) < said.n;

		said = str_trim(said);
		return err_set(err, ERR_REJECT, "the PDF cannot be read: %.*s%s", STR_ARGS(said),
			locked ? " (it is encrypted)" : "");
	}
	*ret_text = said;
	return true;
}

struct converter helper_converter(struct helper *helper)
{
	return (struct converter){ask, helper};
}
