/* SPDX-License-Identifier: Apache-2.0
 * A process that is confined tries to break out. Each attempt runs in a fork of its own, as the filter
 * cannot be taken off again. */
#include "support/testing.h"

#include <poll.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "extractor/confine.h"
#include "extractor/warden.h"

/* Runs fn confined; returns its exit code, or 128 + the signal that ended it. */
static int confined(int (*fn)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		struct err err = {0};

		if (!confine((size_t)1 << 30, &err))
			_exit(99);
		_exit(fn());
	}
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int open_a_file(void)
{
	return open("/etc/passwd", O_RDONLY) < 0 ? errno : 0;
}

static int make_a_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0 ? errno : 0;
}

static int start_a_program(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return errno;
}

static int fork_again(void)
{
	return fork() < 0 ? errno : 0;
}

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Big sorts and big blocks make libc ask the system for this and that. */
static int do_honest_work(void)
{
	size_t n = 4 << 20, i;
	int *v = malloc(n * sizeof(*v));

	for (i = 0; v && i < n; i++)
		v[i] = (int)(i * 2654435761u % 1000003u);
	if (v)
		qsort(v, n, sizeof(*v), compare);
	v = realloc(v, 2 * n * sizeof(*v));
	free(v);
	return v ? 0 : 1;
}

static int take_too_much_memory(void)
{
	return malloc((size_t)2 << 30) ? 0 : ENOMEM;
}

START_TEST(files_sockets_programs_and_processes_are_out_of_reach)
{
	if (SANITIZED)
		return; /* the sanitizer's runtime needs the system */
	ck_assert_int_eq(confined(open_a_file), EPERM);
	ck_assert_int_eq(confined(make_a_socket), 128 + SIGSYS);
	ck_assert_int_eq(confined(start_a_program), 128 + SIGSYS);
	ck_assert_int_eq(confined(fork_again), 128 + SIGSYS);
	ck_assert_int_eq(confined(take_too_much_memory), ENOMEM);
}
END_TEST

START_TEST(honest_work_goes_on)
{
	ck_assert_int_eq(confined(do_honest_work), 0);
}
END_TEST

/* A machine on which no reader can start must not bury every report. */
START_TEST(a_reader_that_never_begins_is_no_fault_of_the_report)
{
	const struct warden_options options = {.program = "/bin/false", .data_dir = "", .lexicon_dir = "",
		.name = "w", .memory_bytes = 1 << 30, .report_ms = 10000};
	struct warden warden;
	struct death death = {0};
	struct err err = {0};
	enum warden_event event;

	warden_init(&warden, &options);
	ck_assert(warden_give(&warden, STR("a report"), clock_mono_ms(), &err));
	while ((event = warden_poll(&warden, &death)) == WARDEN_NOTHING)
		poll(&(struct pollfd){.fd = warden.fd, .events = POLLIN}, 1, 1000);
	ck_assert_int_eq(event, WARDEN_DIED);
	ck_assert_str_eq(death.reason, "system");
	warden_release(&warden);
}
END_TEST

TEST_MAIN("confine", a_reader_that_never_begins_is_no_fault_of_the_report, files_sockets_programs_and_processes_are_out_of_reach, honest_work_goes_on)
