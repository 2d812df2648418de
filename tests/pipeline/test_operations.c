/* SPDX-License-Identifier: Apache-2.0
 * What an operator does to the daemons: signals, and what systemd hears of them. */
#include "support/testing.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "support/line.h"

static const char *const quiet[] = {"--http-listen=", "--drain=2s", NULL};

/* What the log says after at most 30 s. */
static void wait_for_log(struct line *line, enum part part, const char *text)
{
	int64_t until = clock_mono_ms() + PATIENCE_MS;

	while (!strstr(line_log(line, part), text)) {
		ck_assert_msg(clock_mono_ms() < until, "the log never said %s", text);
		nap(20);
	}
}

static int exit_code_after(struct line *line, enum part part, int signal_number, int64_t *ret_ms)
{
	int64_t began = clock_mono_ms();
	int status;

	kill(line->pid[part], signal_number);
	while (waitpid(line->pid[part], &status, 0) < 0 && errno == EINTR)
		;
	line->pid[part] = 0;
	*ret_ms = clock_mono_ms() - began;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

START_TEST(term_drains_and_ends_with_0)
{
	struct line line;
	int64_t ms;
	int part;

	line_start(&line, quiet);
	ck_assert_int_eq(SITREP(&line, out, "submit", line_many(&line, "many.jsonl", 500)), 0);
	line_wait_for(&line, "SELECT count(*) FROM report", 1);
	ck_assert_int_eq(exit_code_after(&line, PART_EXTRACTOR, SIGTERM, &ms), 0);
	ck_assert_int_lt(ms, 4000);
	/* what it had not begun went back at once: nothing waits for a lease to run out */
	ck_assert_int_eq(SITREP(&line, out, "status", "--json"), 0);
	has("\"leased\":0");
	for (part = PART_INGESTOR; part <= PART_STORE; part++) {
		ck_assert_int_eq(exit_code_after(&line, (enum part)part, SIGTERM, &ms), 0);
		ck_assert_int_lt(ms, 4000);
		line_start_part(&line, (enum part)part);
	}
	line_start_part(&line, PART_EXTRACTOR);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 500)), 0);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_stop(&line);
}
END_TEST

/* With its store gone the extractor cannot finish: it waits for the drain, or for the second
 * signal. */
/* sitrep check until it says so: workers and sources are known after their first heartbeat. */
static void check_says(struct line *line, int code, const char *sentence)
{
	int64_t until = clock_mono_ms() + PATIENCE_MS;
	int got;

	while ((got = SITREP(line, out, "check")) != code || !strstr(out, sentence))
		ck_assert_msg(clock_mono_ms() < until, "check exits %d with %s, not %d with %s",
			got, out, code, sentence);
	has(" | ready=");
}

START_TEST(check_has_the_four_codes_of_nagios)
{
	struct line line;

	line_open(&line, quiet);
	check_says(&line, 2, "SITREP CRITICAL - the ingestor is silent, the store is silent");
	line_start_part(&line, PART_INGESTOR);
	line_start_part(&line, PART_STORE);
	check_says(&line, 1, "SITREP WARNING - no extractor is running");
	ck_assert_int_eq(SITREP(&line, out, "submit", line_many(&line, "many.jsonl", 3)), 0);
	check_says(&line, 2, "SITREP CRITICAL - no extractor is running");
	line_start_part(&line, PART_EXTRACTOR);
	line_wait_for(&line, "SELECT count(*) FROM report", 3);
	check_says(&line, 0, "SITREP OK - everything is read and stored");
	has("dead=0");
	ck_assert_int_eq(SITREP(&line, out, "pause"), 0);
	check_says(&line, 1, "SITREP WARNING - paused");
	ck_assert_int_eq(
		SITREP(&line, out, "submit", line_file(&line, "one.txt", "Six died.", 9)), 0);
	ck_assert_int_eq(SITREP(&line, out, "check", "--warning", "1ms", "--critical", "1h"), 1);
	has("the oldest waits for");
	ck_assert_int_eq(SITREP(&line, out, "check", "--critical", "1ms"), 2);
	has("SITREP CRITICAL - the oldest waits for");
	ck_assert_int_eq(SITREP(&line, out, "resume"), 0);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait",
				 line_file(&line, "no.bin", "\0\0\0\0\0\0\0\0", 8)),
		65);
	check_says(&line, 1, "SITREP WARNING - 1 dead");
	line_kill(&line, PART_STORE, SIGKILL);
	check_says(&line, 2, "the store is silent");
	ck_assert_int_eq(SITREP(&line, out, "check", "--warning", "soon"), 3);
	has("SITREP UNKNOWN - --warning and --critical are durations");
	ck_assert_int_eq(SITREP(&line, out, "check", "--statuses", "carrier-pigeon"), 3);
	has("SITREP UNKNOWN - ");
	line_stop(&line);
}
END_TEST

START_TEST(the_line_is_drained_and_a_report_tells_its_way)
{
	struct line line;
	char id[80], done[80];
	int64_t stored;

	line_start(&line, quiet);
	ck_assert_int_eq(SITREP(&line, out, "submit", line_many(&line, "many.jsonl", 3000)), 0);
	line_wait_for(&line, "SELECT count(*) FROM report", 1);
	ck_assert_int_eq(SITREP(&line, out, "drain"), 0);
	has("drained: nothing is with the extractors");
	/* what was handed out is stored, the rest waits */
	ck_assert_int_eq(SITREP(&line, out, "status", "--json"), 0);
	has("\"leased\":0");
	has("\"paused\":true");
	stored = line_number(&line, "SELECT count(*) FROM report");
	ck_assert_int_lt(stored, 3000);
	snprintf(done, sizeof(done), "\"done\":%d,", (int)stored);
	has(done);
	ck_assert_int_eq(SITREP(&line, out, "drain", "kitchen"), 64);
	ck_assert_int_eq(SITREP(&line, out, "resume", "extract"), 0);
	/* nothing comes in any more; what is there is read to the end */
	ck_assert_int_eq(SITREP(&line, out, "drain", "ingest"), 0);
	has("drained: nothing is in the queue; sitrep resume ingest goes on");
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), 3000);
	ck_assert_int_eq(SITREP(&line, out, "status"), 0);
	has("(intake closed)");
	check_says(&line, 1, "SITREP WARNING - the intake is closed");
	{
		const char *late = line_file(&line, "late.txt", "Nine died.", 10);
		const char *const words[] = {"submit", "--wait", late, NULL};
		pid_t pid = fork();

		if (pid == 0)
			_exit(line_sitrep(&line, out, sizeof(out), words));
		nap(500);
		ck_assert_int_eq(waitpid(pid, NULL, WNOHANG), 0); /* it waits, and is not refused */
		ck_assert_int_eq(SITREP(&line, out, "drain", "store"), 0);
		has("all that was read is stored");
		ck_assert_int_eq(SITREP(&line, out, "resume", "ingest"), 0);
		ck_assert_int_eq(SITREP(&line, out, "resume"), 0);
		ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	}
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), 3001);
	ck_assert_int_eq(SITREP(&line, out, "reports", "--json", "--limit", "1"), 0);
	has("\"id\":\"");
	snprintf(id, sizeof(id), "%.64s", strstr(out, "\"id\":\"") + 6);
	ck_assert_int_eq(SITREP(&line, out, "where", id), 0);
	has(" received ");
	has(" read ");
	hasnt("read before");
	line_stop(&line);
}
END_TEST

START_TEST(a_drain_has_a_limit_and_a_second_term_ends_it)
{
	const char *const patient[] = {"--http-listen=", "--drain=60s", NULL};
	struct line line;
	int64_t ms;
	int round;

	for (round = 0; round < 2; round++) {
		line_start(&line, round ? patient : quiet);
		ck_assert_int_eq(SITREP(&line, out, "submit", "--wait",
					 line_file(&line, "one.txt", "One.", 4)),
			0);
		line_kill(&line, PART_STORE, SIGKILL);
		ck_assert_int_eq(
			SITREP(&line, out, "submit", line_many(&line, "many.jsonl", 3)), 0);
		kill(line.pid[PART_EXTRACTOR], SIGUSR1);
		while (!strstr(line_log(&line, PART_EXTRACTOR), "unconfirmed=3")) {
			kill(line.pid[PART_EXTRACTOR], SIGUSR1);
			nap(20);
		}
		if (round) {
			kill(line.pid[PART_EXTRACTOR], SIGTERM);
			wait_for_log(&line, PART_EXTRACTOR, "event=draining");
		}
		ck_assert_int_eq(exit_code_after(&line, PART_EXTRACTOR, SIGTERM, &ms), 0);
		ck_assert_int_lt(ms, 4500);
		line_stop(&line);
	}
}
END_TEST

START_TEST(hup_reads_settings_again_and_usr1_tells_the_state)
{
	struct line line;
	char box[160], text[400];
	int part;

	line_open(&line, quiet);
	ck_assert_int_eq(mkdir(line_path(&line, "sitrep"), 0700), 0);
	line_file(&line, "sitrep/sitrep.conf", "log_level = warn\n", 17);
	for (part = PART_INGESTOR; part <= PART_EXTRACTOR; part++)
		line_start_part(&line, (enum part)part);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 3)), 0);
	ck_assert_str_eq(line_log(&line, PART_INGESTOR), "");
	snprintf(box, sizeof(box), "%s/box", line.dir);
	ck_assert_int_eq(mkdir(box, 0700), 0);
	snprintf(text, sizeof(text), "log_level = info\nlog_format = json\nwatch = %s\n", box);
	line_file(&line, "sitrep/sitrep.conf", text, strlen(text));
	line_file(&line, "box/new.txt", "It came later.", 14);
	for (part = PART_INGESTOR; part <= PART_EXTRACTOR; part++) {
		kill(line.pid[part], SIGHUP);
		wait_for_log(&line, (enum part)part, "\"event\":\"reloaded\"");
		kill(line.pid[part], SIGUSR1);
		wait_for_log(&line, (enum part)part, "\"event\":\"state\"");
	}
	line_wait_for(&line, "SELECT count(*) FROM report", 4); /* the new folder is watched */
	line_file(&line, "sitrep/sitrep.conf", "log_levle = info\n", 17);
	kill(line.pid[PART_STORE], SIGHUP);
	wait_for_log(&line, PART_STORE, "did you mean");
	line_file(&line, "sitrep/sitrep.conf", "", 0);
	ck_assert_int_eq(SITREP(&line, out, "status"), 0); /* it goes on */
	line_stop(&line);
}
END_TEST

#define BAD_TRIGGER "killed victims kill !!\n"

/* Reads a report that came after n others, with the lexicons that are read already. */
static void still_reads(struct line *line, const char *name, int n)
{
	line_file(line, name, name, strlen(name));
	ck_assert_int_eq(SITREP(line, out, "submit", "--wait", line_path(line, name)), 0);
	line_wait_for(line, "SELECT count(*) FROM report", n);
}

static void make_lexicon(struct line *line)
{
	ck_assert_int_eq(mkdir(line_path(line, "own"), 0700), 0);
	ck_assert_int_eq(mkdir(line_path(line, "own/claims"), 0700), 0);
	line_file(line, "own/claims/triggers.txt", "", 0);
}

START_TEST(a_slip_in_a_lexicon_is_told_and_the_old_ones_serve_on)
{
	struct line line;

	line_open(&line, quiet);
	make_lexicon(&line);
	line_flag(&line, PART_EXTRACTOR, "--lexicon-dir=%s", line_path(&line, "own"));
	line_start_part(&line, PART_INGESTOR);
	line_start_part(&line, PART_STORE);
	line_start_part(&line, PART_EXTRACTOR);
	still_reads(&line, "first", 1);
	line_file(&line, "own/claims/triggers.txt", BAD_TRIGGER, strlen(BAD_TRIGGER));
	kill(line.pid[PART_EXTRACTOR], SIGHUP);
	wait_for_log(&line, PART_EXTRACTOR, "event=reload-failed");
	ck_assert(strstr(line_log(&line, PART_EXTRACTOR), "claims/triggers.txt:1:"));
	still_reads(&line, "second", 2);
	line_file(&line, "own/claims/triggers.txt", "", 0);
	ck_assert(!strstr(line_log(&line, PART_EXTRACTOR), "event=reloaded"));
	kill(line.pid[PART_EXTRACTOR], SIGHUP);
	wait_for_log(&line, PART_EXTRACTOR, "event=reloaded");
	still_reads(&line, "third", 3);
	line_is_alive(&line);
	line_stop(&line);
}
END_TEST

/* "sitrep up" with what it and its daemons say in up.log. */
static pid_t start_up(struct line *line)
{
	char program[512], lexicons[160];
	pid_t pid;

	snprintf(program, sizeof(program), "%s/cli/sitrep", getenv("SITREP_BUILD_DIR"));
	snprintf(lexicons, sizeof(lexicons), "--lexicon-dir=%s", line_path(line, "own"));
	line_file(line, "up.log", "", 0);
	pid = fork();
	if (pid == 0) {
		int fd = open(line_path(line, "up.log"), O_WRONLY | O_APPEND);

		dup2(fd, STDOUT_FILENO);
		dup2(fd, STDERR_FILENO);
		execl(program, "sitrep", "up", "--extractors=1",
			"--http-listen=", "--dashboard-listen=", "--log-level=info", lexicons,
			NULL);
		_exit(127);
	}
	return pid;
}

static void wait_for_up(struct line *line, const char *text, int times)
{
	int64_t until = clock_mono_ms() + PATIENCE_MS;

	for (;;) {
		AUTO(buf_release) struct buf log = {0};
		const char *at;
		int n = 0;

		buf_init(&log, 1 << 20);
		ck_assert(file_read(line_path(line, "up.log"), &log, NULL));
		for (at = log.n ? log.data : ""; (at = strstr(at, text)); at++)
			n++;
		if (n >= times)
			return;
		ck_assert_msg(clock_mono_ms() < until, "up never said %s %d times", text, times);
		nap(20);
	}
}

START_TEST(up_passes_a_hangup_on_and_outlives_a_slip_in_a_lexicon)
{
	struct line line;
	int status;
	pid_t up;

	line_open(&line, quiet);
	make_lexicon(&line);
	up = start_up(&line);
	still_reads(&line, "first", 1);
	kill(up, SIGHUP);
	wait_for_up(&line, "event=reloaded", 3);
	line_file(&line, "own/claims/triggers.txt", BAD_TRIGGER, strlen(BAD_TRIGGER));
	kill(up, SIGHUP);
	wait_for_up(&line, "event=reload-failed", 1);
	still_reads(&line, "second", 2);
	ck_assert_int_eq(waitpid(up, &status, WNOHANG), 0);
	kill(up, SIGTERM);
	ck_assert_int_eq(waitpid(up, &status, 0), up);
	ck_assert_int_eq(status, 0);
	line_stop(&line);
}
END_TEST

/* The other end of sd_notify(3). */
static int notify_socket(struct line *line)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct timeval patience = {.tv_sec = 30};

	snprintf(a.sun_path, sizeof(a.sun_path), "%s/notify", line->dir);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setenv("NOTIFY_SOCKET", a.sun_path, 1);
	return fd;
}

static void wait_for_notice(int fd, const char *text)
{
	char notice[1024];
	ssize_t n;

	do {
		n = recv(fd, notice, sizeof(notice) - 1, 0);
		ck_assert_msg(n > 0, "systemd never heard %s", text);
		notice[n] = '\0';
	} while (!strstr(notice, text));
}

START_TEST(systemd_hears_of_it_all)
{
	static const char *const states[] = {" ready, ", " results committed", " held, "};
	struct line line;
	int part, fd;

	line_open(&line, quiet);
	fd = notify_socket(&line);
	setenv("WATCHDOG_USEC", "200000", 1);
	unsetenv("WATCHDOG_PID");
	for (part = PART_INGESTOR; part <= PART_EXTRACTOR; part++) {
		line_start_part(&line, (enum part)part);
		wait_for_notice(fd, "READY=1");
		wait_for_notice(fd, states[part]);
		wait_for_notice(fd, "WATCHDOG=1");
		kill(line.pid[part], SIGHUP);
		wait_for_notice(fd, "RELOADING=1\nMONOTONIC_USEC=");
		wait_for_notice(fd, "READY=1");
		kill(line.pid[part], SIGTERM);
		wait_for_notice(fd, "STOPPING=1");
	}
	/* a daemon that hangs says nothing: systemd would end it */
	line_kill(&line, PART_INGESTOR, SIGTERM);
	line_start_part(&line, PART_INGESTOR);
	wait_for_notice(fd, "WATCHDOG=1");
	kill(line.pid[PART_INGESTOR], SIGSTOP);
	while (recv(fd, out, sizeof(out), MSG_DONTWAIT) > 0)
		;
	nap(20);
	ck_assert_int_lt(recv(fd, out, sizeof(out), MSG_DONTWAIT), 0);
	close(fd);
	line_stop(&line);
}
END_TEST

static void copy_file(struct line *line, const char *from, struct line *to, const char *name)
{
	AUTO(buf_release) struct buf bytes = {0};

	buf_init(&bytes, 256 << 20);
	ck_assert(file_read(line_path(line, from), &bytes, NULL));
	line_file(to, name, buf_view(&bytes).p, buf_view(&bytes).n);
}

/* While reports come in and are read: what was accepted before the backup is in it, read or not. */
START_TEST(a_backup_under_load_restores_all_that_was_accepted_before)
{
	struct line line, other;
	pid_t feeder;
	int status;

	line_start(&line, quiet);
	line_kill(&line, PART_EXTRACTOR, SIGKILL);
	ck_assert_int_eq(SITREP(&line, out, "submit", line_many(&line, "first.jsonl", 3000)), 0);
	line_start_part(&line, PART_EXTRACTOR);
	feeder = fork();
	if (feeder == 0)
		_exit(SITREP(&line, out, "submit", "--wait", line_many(&line, "more.jsonl", 6000)));
	ck_assert_int_eq(SITREP(&line, out, "backup", line_path(&line, "copy.db"),
				 line_path(&line, "spool-copy.db")),
		0);
	waitpid(feeder, &status, 0);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0); /* the original took no harm */

	line_open(&other, quiet);
	mkdir(line_path(&other, "state"), 0700);
	copy_file(&line, "copy.db", &other, "state/sitrep.db");
	copy_file(&line, "spool-copy.db", &other, "state/spool.db");
	ck_assert_int_lt(line_number(&other, "SELECT count(*) FROM report"), 3000);
	line_start_part(&other, PART_INGESTOR);
	line_start_part(&other, PART_STORE);
	line_start_part(&other, PART_EXTRACTOR);
	ck_assert_int_eq(
		SITREP(&other, out, "submit", "--wait", line_path(&line, "first.jsonl")), 0);
	has("3000 known already");
	ck_assert_int_eq(SITREP(&other, out, "status"), 0);
	hasnt("TROUBLE");
	ck_assert_int_eq(SITREP(&other, out, "audit"), 0);
	line_stop(&other);
	line_stop(&line);
}
END_TEST

TEST_MAIN("operations", check_has_the_four_codes_of_nagios,
	the_line_is_drained_and_a_report_tells_its_way, term_drains_and_ends_with_0,
	a_drain_has_a_limit_and_a_second_term_ends_it,
	hup_reads_settings_again_and_usr1_tells_the_state,
	a_slip_in_a_lexicon_is_told_and_the_old_ones_serve_on,
	up_passes_a_hangup_on_and_outlives_a_slip_in_a_lexicon, systemd_hears_of_it_all,
	a_backup_under_load_restores_all_that_was_accepted_before)
