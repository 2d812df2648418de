/* SPDX-License-Identifier: Apache-2.0
 * A process that is confined tries to break out. Each attempt runs in a fork of its own, as the
 * filter cannot be taken off again. */
#include "support/testing.h"

#include <poll.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "extractor/confine.h"
#include "extractor/warden.h"

static const char ours_path[] = "confine-ours";
static pid_t parent;
static int ours; /* a file that stands open */

#define ROOM ((size_t)1 << 30)
#define OUTPUT ((size_t)1 << 20)

static bool confine_a_reader(struct err *err)
{
	return confine(ROOM, err);
}

static bool confine_a_converter(struct err *err)
{
	return confine_program(ROOM, OUTPUT, err);
}

typedef bool confine_fn(struct err *err);

/* Runs fn confined; returns its exit code, or 128 + the signal that ended it. */
static int confined(confine_fn *confine_it, int (*fn)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		struct err err = {0};

		if (!confine_it(&err))
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

static int make_a_local_socket(void)
{
	return socket(AF_UNIX, SOCK_DGRAM, 0) < 0 ? errno : 0;
}

static int write_a_new_file(void)
{
	return open("confine-new", O_WRONLY | O_CREAT, 0600) < 0 ? errno : 0;
}

static int remove_a_file(void)
{
	return unlink(ours_path) < 0 ? errno : 0;
}

/* This one: it lies in no folder of the system. */
static int start_a_program(void)
{
	execl("/proc/self/exe", "again", (char *)NULL);
	return errno;
}

static int fork_again(void)
{
	return fork() < 0 ? errno : 0;
}

static int trace_the_parent(void)
{
	return ptrace(PTRACE_SEIZE, parent, NULL, NULL) < 0 ? errno : 0;
}

static int read_the_parent(void)
{
	char byte;
	struct iovec here = {&byte, 1}, there = {(void *)&parent, 1};

	return process_vm_readv(parent, &here, 1, &there, 1, 0) < 0 ? errno : 0;
}

/* Signal 0 tells whether another would have come through. */
static int kill_the_parent(void)
{
	return kill(parent, 0) < 0 ? errno : 0;
}

static int kill_a_thread_of_the_parent(void)
{
	return syscall(SYS_tgkill, parent, parent, 0) < 0 ? errno : 0;
}

static int limit_the_parent(void)
{
	struct rlimit none = {0, 0};

	return prlimit(parent, RLIMIT_CORE, &none, NULL) < 0 ? errno : 0;
}

static int raise_the_limits(void)
{
	struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};

	return setrlimit(RLIMIT_AS, &all) < 0 ? errno : 0;
}

static int become_root(void)
{
	return setuid(0) < 0 ? errno : 0;
}

static int leave_the_namespace(void)
{
	return unshare(CLONE_NEWUSER) < 0 ? errno : 0;
}

static int mount_something(void)
{
	return mount("tmpfs", "/mnt", "tmpfs", 0, NULL) < 0 ? errno : 0;
}

static int load_a_kernel_program(void)
{
	return syscall(SYS_bpf, 0, NULL, 0) < 0 ? errno : 0;
}

/* Into a file that stood open before. */
static int write_a_large_file(void)
{
	static const char block[1 << 16];
	size_t i;

	for (i = 0; i <= 2 * OUTPUT / sizeof(block); i++)
		if (write(ours, block, sizeof(block)) < 0)
			return errno;
	return 0;
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

static int give_up(void)
{
	abort();
}

/* What becomes of each attempt: an errno, or 128 and the signal that ended the process. The
 * unpacker and the reader of feeds are confined as the reader of reports is. */
static const struct attempt {
	const char *name;
	int (*fn)(void);
	int reader, converter;
} attempts[] = {
	{"open a file", open_a_file, EPERM, EACCES},
	{"write a new file", write_a_new_file, EPERM, EPERM},
	{"remove a file", remove_a_file, EPERM, EPERM},
	{"write a large file", write_a_large_file, 128 + SIGXFSZ, 128 + SIGXFSZ},
	{"make a socket", make_a_socket, 128 + SIGSYS, 128 + SIGSYS},
	{"make a local socket", make_a_local_socket, 128 + SIGSYS, 128 + SIGSYS},
	{"start a program", start_a_program, 128 + SIGSYS, EACCES},
	{"fork", fork_again, 128 + SIGSYS, EPERM},
	{"trace the parent", trace_the_parent, 128 + SIGSYS, 128 + SIGSYS},
	{"read the parent's memory", read_the_parent, 128 + SIGSYS, 128 + SIGSYS},
	{"kill the parent", kill_the_parent, EPERM, EPERM},
	{"kill a thread of the parent", kill_a_thread_of_the_parent, EPERM, EPERM},
	{"limit the parent", limit_the_parent, EPERM, EPERM},
	{"raise its limits", raise_the_limits, EPERM, EPERM},
	{"become root", become_root, EPERM, EPERM},
	{"leave the namespace", leave_the_namespace, EPERM, EPERM},
	{"mount a file system", mount_something, 128 + SIGSYS, 128 + SIGSYS},
	{"load a program into the kernel", load_a_kernel_program, 128 + SIGSYS, 128 + SIGSYS},
	{"take too much memory", take_too_much_memory, ENOMEM, ENOMEM},
	{"abort, which it may", give_up, 128 + SIGABRT, 128 + SIGABRT},
};

/* Landlock hides what the filter of system calls cannot; a kernel may lack it. */
static bool has_landlock(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

START_TEST(nobody_breaks_out_of_a_confinement)
{
	size_t i;

	if (SANITIZED)
		return; /* the sanitizer's runtime needs the system */
	parent = getpid();
	ours = open(ours_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	ck_assert_int_ge(ours, 0);
	for (i = 0; i < ARRAY_SIZE(attempts); i++) {
		const struct attempt *a = &attempts[i];
		int reader = confined(confine_a_reader, a->fn), converter;

		ck_assert_msg(reader == a->reader, "reader: %s: %d", a->name, reader);
		if (a->converter == EACCES && !has_landlock())
			continue;
		converter = confined(confine_a_converter, a->fn);
		ck_assert_msg(converter == a->converter, "converter: %s: %d", a->name, converter);
	}
	close(ours);
	unlink(ours_path);
}
END_TEST

START_TEST(honest_work_goes_on)
{
	ck_assert_int_eq(confined(confine_a_reader, do_honest_work), 0);
}
END_TEST

/* A machine on which no reader can start must not bury every report. */
START_TEST(a_reader_that_never_begins_is_no_fault_of_the_report)
{
	const struct warden_options options = {.program = "/bin/false",
		.data_dir = "",
		.lexicon_dir = "",
		.name = "w",
		.memory_bytes = 1 << 30,
		.report_ms = 10000};
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

TEST_MAIN("confine", a_reader_that_never_begins_is_no_fault_of_the_report,
	nobody_breaks_out_of_a_confinement, honest_work_goes_on)
