/* SPDX-License-Identifier: Apache-2.0
 * The real daemons at work, while an allocation fails in them at each place that asks for one
 * (nth_fails.h), their own and those of the libraries: they go on, say what is wrong, or end and
 * are started again; what was accepted is stored once in the end. NTH_DEPTH callers make a place
 * (4), SITREP_NTH_S seconds are enough (40). */
#include "support/testing.h"

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "support/line.h"
#include "support/nth_fails.h"
#include "support/ports.h"

#define AT_ONCE 5      /* reports in one submission */
#define QUIET_MS 15000 /* without a new place: there are no more */

static const char *const names[PART_COUNT] = {"ingestor", "store", "extractor", "dashboard"};

/* What the processes of the test share. */
static struct told {
	_Atomic int submissions; /* that were begun */
} * told;

static struct nth_sites *sites[PART_COUNT];
static uint16_t page;

/* Reports from here on are all different, those of the same submission are the same. */
static const char *write_reports(struct line *line, int submission)
{
	static char text[AT_ONCE * 256];
	char name[32];
	size_t n = 0;
	int i;

	for (i = 0; i < AT_ONCE; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"{\"id\":\"n%d\",\"text\":\"Report %d. At least %d people were killed in "
			"Vellmar on 4 May 2021, "
			"police said.\",\"published\":\"2021-06-01\"}\n",
			submission * AT_ONCE + i, submission * AT_ONCE + i, i + 2);
	snprintf(name, sizeof(name), "r%d.jsonl", submission);
	return line_file(line, name, text, n);
}

static void ask_page(const char *path)
{
	char request[256], answer[4096];
	uint64_t n = 0;

	n = (uint64_t)snprintf(request, sizeof(request),
		"GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path);
	line_http_bytes(page, (struct str){request, n}, answer, sizeof(answer));
}

/* A process that submits and asks until it is killed. */
static pid_t start_user(struct line *line)
{
	static const char *const paths[] = {"/", "/claims?kind=killed", "/queue", "/api/claims",
		"/search?q=police", "/map", "/stories", "/metrics", "/entities", "/api/status"};
	pid_t pid = fork();
	int i;

	if (pid)
		return pid;
	freopen("/dev/null", "w", stderr);
	for (i = 0;; i++) {
		(void)!SITREP(line, out, "submit", write_reports(line, told->submissions++));
		ask_page(paths[(size_t)i % ARRAY_SIZE(paths)]);
		if (i % 8 == 7)
			(void)!SITREP(line, out, "correct", "undo", "1");
	}
}

static struct nth_sites *make_sites(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	void *at;

	ck_assert(fd >= 0 && ftruncate(fd, sizeof(struct nth_sites)) == 0);
	at = mmap(NULL, sizeof(struct nth_sites), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ck_assert_ptr_ne(at, MAP_FAILED);
	close(fd);
	return at;
}

static void start_failing(struct line *line, enum part part)
{
	setenv("NTH_SITES", line_path(line, names[part]), 1);
	setenv("LD_PRELOAD", getenv("SITREP_NTH_FAILS"), 1);
	setenv("ASAN_OPTIONS", "", 1); /* so that an extractor's child has them too */
	line_start_part(line, part);
	unsetenv("LD_PRELOAD");
	unsetenv("NTH_SITES");
	unsetenv("ASAN_OPTIONS");
}

/* Out of memory: our own end, that of a start which said so, or libzmq's and libstdc++'s. */
static void check_death(struct line *line, enum part part, int status)
{
	static const int codes[] = {EX_OK, MEM_EXIT, EX_TEMPFAIL, EX_SOFTWARE, EX_CONFIG};
	bool fine = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
	size_t i;

	for (i = 0; WIFEXITED(status) && i < ARRAY_SIZE(codes); i++)
		fine = fine || WEXITSTATUS(status) == codes[i];
	ck_assert_msg(fine, "the %s ended with %x:\n%.4000s", names[part], (unsigned)status,
		line_log(line, part));
}

static long failed_sites(void)
{
	long n = 0;
	int part;

	for (part = 0; part < PART_COUNT; part++)
		n += sites[part]->nfailed;
	return n;
}

/* Starts again whatever ends; until there is nothing new to fail, or so many seconds are over. */
static void stand_failures(struct line *line, int64_t until_ms, int deaths[PART_COUNT])
{
	int64_t news_ms = clock_mono_ms();
	long before = 0;
	int part, status;

	while (clock_mono_ms() < until_ms && clock_mono_ms() - news_ms < QUIET_MS) {
		for (part = 0; part < PART_COUNT; part++) {
			if (waitpid(line->pid[part], &status, WNOHANG) <= 0)
				continue;
			check_death(line, (enum part)part, status);
			ck_assert_int_eq(truncate(line_path(line, (const char[]){(char)('0' + part),
									  '.', 'l', 'o', 'g', 0}),
						 0),
				0);
			deaths[part]++;
			start_failing(line, (enum part)part);
		}
		if (failed_sites() != before)
			news_ms = clock_mono_ms();
		before = failed_sites();
		nap(5);
	}
}

/* Whatever a failure buried is tried again until all are there. */
static void wait_for_all(struct line *line, int64_t want)
{
	int64_t until = clock_mono_ms() + PATIENCE_MS;

	while (line_number(line, "SELECT count(*) FROM report") < want) {
		if (clock_mono_ms() > until) {
			(void)!SITREP(line, out, "dead", "list");
			ck_abort_msg("not all of %lld are stored:\n%.3000s", (long long)want, out);
		}
		(void)!SITREP(line, out, "dead", "retry", "--all");
	}
}

/* Everything that was begun is accepted and stored in the end, once, and with its claim. */
static void check_all_stored(struct line *line)
{
	int part, i, n = told->submissions;

	for (part = 0; part < PART_COUNT; part++) {
		line_kill(line, (enum part)part, SIGKILL);
		line_start_part(line, (enum part)part);
	}
	for (i = 0; i < n; i++)
		ck_assert_msg(SITREP(line, out, "submit", write_reports(line, i)) == 0, "%s", out);
	wait_for_all(line, (int64_t)n * AT_ONCE);
	ck_assert_int_eq(line_number(line, "SELECT count(*) FROM report"), (int64_t)n * AT_ONCE);
	ck_assert_int_eq(
		line_number(line, "SELECT count(DISTINCT id) FROM claims"), (int64_t)n * AT_ONCE);
	ck_assert_msg(SITREP(line, out, "audit") == 0, "%s", out);
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void stand_all(void)
{
	char memory[] = "/dev/shm/sitrep-nth-XXXXXX";
	const char *seconds = getenv("SITREP_NTH_S");
	int deaths[PART_COUNT] = {0}, part;
	struct line line;
	pid_t user;

	if (SANITIZED)
		return; /* the sanitizer has its own malloc */
	told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	line_open(
		&line, FLAGS("--http-listen=", "--lease=2s", "--retry-min=10ms", "--retry-max=50ms",
			       "--max-attempts=1000", "--max-lost=1000", "--spool-segment=16K"));
	/* thousands of starts with syncs */
	ck_assert(mkdtemp(memory) && symlink(memory, line_path(&line, "state")) == 0);
	page = line_free_port();
	line_flag(&line, PART_DASHBOARD, "--dashboard-listen=127.0.0.1:%u", page);
	for (part = 0; part < PART_COUNT; part++) {
		sites[part] = make_sites(line_path(&line, names[part]));
		start_failing(&line, (enum part)part);
	}
	user = start_user(&line);
	stand_failures(&line, clock_mono_ms() + 1000 * (seconds ? atoi(seconds) : 40), deaths);
	kill(user, SIGKILL);
	waitpid(user, NULL, 0);
	check_all_stored(&line);
	for (part = 0; part < PART_COUNT; part++)
		printf("%s: failed at %ld places, %d ends\n", names[part], sites[part]->nfailed,
			deaths[part]);
	printf("%d reports\n", told->submissions * AT_ONCE);
	ck_assert_int_gt(failed_sites(), 100);
	line_stop(&line);
	nftw(memory, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

START_TEST(the_daemons_stand_a_failing_allocation_at_every_place)
{
	stand_all();
}
END_TEST

START_TEST(the_daemons_stand_a_failing_call_at_every_place)
{
	setenv("NTH_CALLS", "1", 1);
	stand_all();
}
END_TEST

TEST_MAIN("nth_daemons", the_daemons_stand_a_failing_call_at_every_place,
	the_daemons_stand_a_failing_allocation_at_every_place)
