/* SPDX-License-Identifier: Apache-2.0
 * The whole line with its real daemons: what goes in comes out once, whatever dies and whatever
 * is fed. */
#include "support/testing.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/line.h"
#include "support/ports.h"

static const char *const quiet[] = {"--http-listen=", "--lease=3s", "--retry-min=100ms",
	"--retry-max=500ms", "--watch-rescan=300ms", "--watch-settle=200ms", NULL};

static struct line begin(void)
{
	struct line line;

	line_start(&line, quiet);
	return line;
}

static const char news[] =
	"Police in the harbour town of Vellmar arrested three men on 4 May 2021.\n\n"
	"At least 12 people were killed and 30 wounded in the bombing, the governor said.\n";

#define FILE_OF(line, name, text) line_file((line), (name), (text), sizeof(text) - 1)

START_TEST(a_report_goes_in_and_its_facts_come_out)
{
	struct line line = begin();

	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", FILE_OF(&line, "news.txt", news)), 0);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM reports"), 1);
	ck_assert_int_eq(
		line_number(&line, "SELECT count(*) FROM claims WHERE kind='killed' AND value=12"
				   " AND modifier='at_least'"),
		1);
	ck_assert_int_eq(
		line_number(&line, "SELECT count(*) FROM entities WHERE text LIKE '%Vellmar%'"), 1);
	ck_assert_int_eq(SITREP(&line, out, "claims", "killed"), 0);
	has("At least 12 people were killed");
	has("news.txt");
	ck_assert_int_eq(SITREP(&line, out, "search", "harbour"), 0);
	has("[harbour]");
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	has("the books balance");
	ck_assert_int_eq(SITREP(&line, out, "status", "--json"), 0);
	has("\"done\":1");
	line_stop(&line);
}
END_TEST

/* A long report takes other paths through libc than a short one: all of them must be permitted. */
START_TEST(a_long_report_is_read_in_confinement)
{
	struct line line = begin();
	const char *path = line_path(&line, "long.txt");
	FILE *f = fopen(path, "w");
	int i;

	for (i = 0; i < 3000; i++)
		fprintf(f,
			"Nearly %d families fled the fighting around Vellmar on %d May 2021.\n\n",
			i + 2, i % 28 + 1);
	fclose(f);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", path), 0);
	ck_assert_int_ge(
		line_number(&line, "SELECT count(*) FROM claims WHERE kind='displaced'"), 2500);
	line_stop(&line);
}
END_TEST

START_TEST(kills_of_everything_lose_and_double_nothing)
{
	struct line line = begin();
	pid_t feeder;
	int round, status;

	feeder = fork();
	if (feeder == 0)
		_exit(SITREP(&line, out, "submit", line_many(&line, "many.jsonl", 1500)));
	for (round = 0; round < 9; round++) {
		enum part part = (enum part)(round % 3);

		nap(150);
		line_kill(&line, part, SIGKILL);
		line_start_part(&line, part);
	}
	waitpid(feeder, &status, 0);
	/* the submitter survives the kills of its ingestor, and feeding again is harmless */
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "submit: %d", status);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 1500)), 0);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), 1500);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM extraction"), 1500);
	ck_assert_int_eq(
		line_number(&line, "SELECT count(*) FROM claims WHERE kind='killed'"), 1500);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	has("the books balance");
	line_stop(&line);
}
END_TEST

START_TEST(bad_input_gets_a_sentence_and_an_exit_code)
{
	struct line line = begin();
	static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0";
	static const char gzip[] = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b\x4c";
	static const char bad_utf8[] =
		"Three men were \xff\xfe killed in Vellmar \x80 on Monday.\n";
	const char *big;
	char first_digits[32];

	ck_assert_int_eq(SITREP(&line, out, "submit", FILE_OF(&line, "empty", "")), 65);
	has("is empty");
	ck_assert_int_eq(SITREP(&line, out, "submit", "/no/such/file"), 66);
	has("No such file");
	big = line_path(&line, "big.txt");
	ck_assert_int_eq(truncate(FILE_OF(&line, "big.txt", "x"), 100 << 20), 0);
	ck_assert_int_eq(SITREP(&line, out, "submit", big), 65);
	has("104857600 bytes");
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", FILE_OF(&line, "page.html", png)), 65);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", FILE_OF(&line, "x.gz", gzip)), 65);
	has("x.gz: ");
	ck_assert_int_eq(SITREP(&line, out, "dead", "list"), 0);
	has("image/png");
	hasnt("sent as"); /* nobody said what it was */
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", FILE_OF(&line, "latin", bad_utf8)), 0);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM reports"), 1);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--jsonl", FILE_OF(&line, "bad.jsonl", "{nonsense\n")),
		65);
	has("bad.jsonl:1");
	ck_assert_int_eq(SITREP(&line, out, "nonsense"), 64);
	ck_assert_int_eq(SITREP(&line, out, "pause", "extra"), 64);
	ck_assert_int_eq(SITREP(&line, out, "claims", "nonsense"), 64);
	has(" repatriated ");
	ck_assert_int_eq(SITREP(&line, out, "up"), 75); /* another pipeline runs here */
	has("does another pipeline run?");
	ck_assert_int_eq(SITREP(&line, out, "claims", "--since", "yesterday"), 64);
	line_text(&line, "SELECT lower(hex(substr(id, 1, 6))) FROM report", first_digits,
		sizeof(first_digits));
	ck_assert_int_eq(SITREP(&line, out, "where", first_digits), 0);
	has("done");
	ck_assert_int_eq(SITREP(&line, out, "where", "00000000000000"), 65);
	ck_assert_int_eq(SITREP(&line, out, "reports", "--since", "2021", "--until", "2021-02"), 0);
	ck_assert_int_eq(SITREP(&line, out, "claims", "--country", "IRQ"), 0);
	ck_assert_int_eq(SITREP(&line, out, "claims", "--laese=3s"), 64);
	has("did you mean \"lease\"");
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_stop(&line);
}
END_TEST

START_TEST(the_dead_can_be_shown_retried_and_dropped)
{
	struct line line = begin();

	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", FILE_OF(&line, "a", "\x89PNG\r\n\x1a\nxyz")),
		65);
	ck_assert_int_eq(SITREP(&line, out, "dead", "retry", "--all"), 0);
	has("1 ready again");
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", line_path(&line, "a")), 65);
	ck_assert_int_eq(SITREP(&line, out, "dead", "list", "--json"), 0);
	has("\"attempt\":2");
	ck_assert_int_eq(SITREP(&line, out, "dead", "drop", "--reason", "unreadable"), 0);
	has("1 dropped");
	ck_assert_int_eq(SITREP(&line, out, "audit", "--json"), 0);
	has("\"dropped\":1");
	line_stop(&line);
}
END_TEST

static void wait_for_reader(struct line *line)
{
	/* the child is started with the first report */
	ck_assert_int_eq(
		SITREP(line, out, "submit", "--wait", FILE_OF(line, "first", "A first report.")),
		0);
	ck_assert_int_gt(line_reader(line), 0);
}

/* Commits and pages do not wait for a processor that reading has. */
START_TEST(reading_stands_back_for_all_else)
{
	struct line line;

	line_start(&line, FLAGS("--http-listen=", "--reading-nice=7"));
	wait_for_reader(&line);
	ck_assert_int_eq(getpriority(PRIO_PROCESS, (id_t)line_reader(&line)), 7);
	ck_assert_int_eq(getpriority(PRIO_PROCESS, (id_t)line.pid[PART_EXTRACTOR]),
		getpriority(PRIO_PROCESS, 0));
	ck_assert_int_eq(getpriority(PRIO_PROCESS, (id_t)line.pid[PART_STORE]),
		getpriority(PRIO_PROCESS, 0));
	line_stop(&line);
}
END_TEST

START_TEST(a_reader_that_is_killed_is_named_and_replaced)
{
	struct line line;
	pid_t reader;

	line_start(&line, FLAGS("--http-listen=", "--max-attempts=1"));
	wait_for_reader(&line);
	reader = line_reader(&line);
	kill(reader, SIGSTOP); /* so that it surely dies with the report in its hands */
	ck_assert_int_eq(SITREP(&line, out, "submit", FILE_OF(&line, "poison", "Poison.")), 0);
	ck_assert_int_eq(
		SITREP(&line, out, "status"), 0); /* a second passes: it has been handed out */
	kill(reader, SIGKILL);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", line_path(&line, "poison")), 65);
	ck_assert_int_eq(SITREP(&line, out, "dead", "list"), 0);
	has("SIGKILL");
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", FILE_OF(&line, "next", "Next.")), 0);
	line_stop(&line);
}
END_TEST

/* The lease is ten minutes: who waited for its end would wait too long. */
START_TEST(a_killed_extractors_reports_go_to_another_at_once)
{
	struct line line;

	line_start(&line, FLAGS("--http-listen=", "--lease=10m"));
	wait_for_reader(&line);
	kill(line_reader(&line), SIGSTOP); /* so that all of it is still in its hands */
	ck_assert_int_eq(SITREP(&line, out, "submit", line_many(&line, "many.jsonl", 40)), 0);
	do
		ck_assert_int_eq(SITREP(&line, out, "status", "--json"), 0);
	while (!strstr(out, "\"leased\":40"));
	line_kill(&line, PART_EXTRACTOR, SIGKILL);
	line_start_part(&line, PART_EXTRACTOR);
	line_wait_for(&line, "SELECT count(*) FROM reports", 40);
	ck_assert_ptr_nonnull(strstr(line_log(&line, PART_INGESTOR), "event=worker-gone"));
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	has("the books balance");
	line_stop(&line);
}
END_TEST

START_TEST(a_reader_that_never_ends_is_stopped)
{
	struct line line;

	line_start(&line, FLAGS("--http-listen=", "--report-time=300ms", "--max-attempts=1"));
	wait_for_reader(&line);
	kill(line_reader(&line), SIGSTOP);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", FILE_OF(&line, "sloth", "Sloth.")), 65);
	ck_assert_int_eq(SITREP(&line, out, "dead", "list"), 0);
	has("took longer than 300 ms");
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", FILE_OF(&line, "next", "Next.")), 0);
	line_stop(&line);
}
END_TEST

START_TEST(long_work_keeps_its_lease)
{
	struct line line;
	pid_t reader;

	line_start(&line, FLAGS("--http-listen=", "--lease=2s"));
	wait_for_reader(&line);
	reader = line_reader(&line);
	kill(reader, SIGSTOP);
	ck_assert_int_eq(SITREP(&line, out, "submit", FILE_OF(&line, "slow", "Slow.")), 0);
	nap(4000); /* longer than the lease */
	kill(reader, SIGCONT);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", line_path(&line, "slow")), 0);
	ck_assert_int_eq(SITREP(&line, out, "status", "--json"), 0);
	has("\"expired\":0");
	line_stop(&line);
}
END_TEST

START_TEST(a_watched_folder_is_read_once)
{
	struct line line = begin();
	const char *box = line_path(&line, "box");
	char from[200], to[200];

	ck_assert_int_eq(mkdir(box, 0700), 0);
	FILE_OF(&line, "box/there.txt", "It was there before.");
	ck_assert_int_eq(SITREP(&line, out, "watch", box), 0);
	FILE_OF(&line, "box/half.txt", "Half");
	FILE_OF(&line, "box/.hidden", "Hidden.");
	FILE_OF(&line, "box/loading.part", "Partial.");
	FILE_OF(&line, "moved.tmp", "It was renamed into place.");
	snprintf(from, sizeof(from), "%s/moved.tmp", line.dir);
	snprintf(to, sizeof(to), "%s/box/moved.txt", line.dir);
	ck_assert_int_eq(rename(from, to), 0);
	FILE_OF(&line, "box/half.txt", "Half and the other half.");
	FILE_OF(&line, "box/two.jsonl",
		"{\"id\":\"1\",\"text\":\"One.\"}\nnonsense\n{\"id\":\"2\",\"text\":\"Two.\"}\n");
	line_wait_for(&line, "SELECT count(*) FROM reports", 5);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM texts WHERE text='Half'"), 0);
	line_kill(&line, PART_INGESTOR, SIGKILL);
	line_start_part(&line, PART_INGESTOR);
	FILE_OF(&line, "box/later.txt", "It came after the restart.");
	line_wait_for(&line, "SELECT count(*) FROM reports", 6);
	ck_assert_int_eq(SITREP(&line, out, "status", "--json"), 0);
	has("\"accepted\":6,\"duplicate\":0");
	ck_assert_int_eq(access(line_path(&line, "box/there.txt"), R_OK), 0); /* sources stay */
	line_stop(&line);
}
END_TEST

START_TEST(a_full_spool_makes_submitters_wait)
{
	struct line line;

	line_start(&line, FLAGS("--http-listen=", "--spool-max-reports=20"));
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 300)), 0);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM reports"), 300);
	line_stop(&line);
}
END_TEST

START_TEST(nothing_running_is_said_in_a_sentence)
{
	struct line line = begin();

	line_kill(&line, PART_INGESTOR, SIGKILL);
	line_kill(&line, PART_STORE, SIGKILL);
	ck_assert_int_eq(SITREP(&line, out, "status"), 69);
	has("is running");
	ck_assert_int_eq(SITREP(&line, out, "dead", "list"), 69);
	line_stop(&line);
}
END_TEST

/* The sentence comes while submit still tries: whoever reads it has the time to start the
 * ingestor. */
START_TEST(silence_is_told_early_and_a_late_ingestor_still_takes_the_report)
{
	char command[512], said[512];
	struct line line;
	FILE *submit;

	line_open(&line, quiet);
	snprintf(command, sizeof(command), "exec \"$SITREP_BUILD_DIR/cli/sitrep\" submit %s 2>&1",
		FILE_OF(&line, "news.txt", news));
	submit = popen(command, "r");
	ck_assert_ptr_nonnull(submit);
	ck_assert_ptr_nonnull(fgets(said, sizeof(said), submit));
	ck_assert_msg(strstr(said, "the ingestor does not answer at ") && strstr(said, line.dir) &&
			      strstr(said, "; trying for 30 s\n"),
		"%s", said);
	line_start_part(&line, PART_INGESTOR);
	while (fgets(said, sizeof(said), submit))
		ck_assert_msg(!strstr(said, "does not answer"), "told twice: %s", said);
	ck_assert_int_eq(pclose(submit), 0);
	line_start_part(&line, PART_STORE);
	line_start_part(&line, PART_EXTRACTOR);
	line_wait_for(&line, "SELECT count(*) FROM reports", 1);
	line_stop(&line);
}
END_TEST

START_TEST(reprocess_shows_changes_and_reads_again)
{
	struct line line = begin();

	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", FILE_OF(&line, "news.txt", news)), 0);
	ck_assert_int_eq(SITREP(&line, out, "reprocess", "--dry-run"), 0);
	has("1 reports read, 0 would change");
	ck_assert_int_eq(SITREP(&line, out, "reprocess"), 0);
	has("1 reports queued");
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", line_path(&line, "news.txt")), 0);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM extraction"), 1);
	ck_assert_int_eq(SITREP(&line, out, "backup", line_path(&line, "copy.db")), 0);
	ck_assert_int_eq(SITREP(&line, out, "backup", line_path(&line, "copy.db")), 64);
	line_stop(&line);
}
END_TEST

START_TEST(one_extractor_serves_two_ingestors)
{
	struct line a = begin(), b;
	char ingestors[256], stores[128];

	snprintf(ingestors, sizeof(ingestors), "--ingestors=ipc://%s/run/ingestor.work", a.dir);
	snprintf(stores, sizeof(stores), "--stores=ipc://%s/run/store.results", a.dir);
	ck_assert_int_eq(SITREP(&a, out, "submit", FILE_OF(&a, "a.txt", "From the first.")), 0);
	line_start(&b, quiet); /* from here on, sitrep speaks to b */
	line_kill(&b, PART_EXTRACTOR, SIGKILL);
	line_kill(&a, PART_EXTRACTOR, SIGKILL);
	snprintf(ingestors + strlen(ingestors), sizeof(ingestors) - strlen(ingestors),
		" ipc://%s/run/ingestor.work", b.dir);
	a.flags[a.nflags++] = ingestors;
	a.flags[a.nflags++] = stores;
	line_start_part(&a, PART_EXTRACTOR);
	ck_assert_int_eq(
		SITREP(&b, out, "submit", "--wait", FILE_OF(&b, "b.txt", "From the second.")), 0);
	line_wait_for(&a, "SELECT count(*) FROM texts WHERE text LIKE 'From the %'", 2);
	line_stop(&a);
	line_stop(&b);
}
END_TEST

/* Sends raw bytes, returns the status of the answer; the answer is in out. */
static int http(uint16_t port, const char *request)
{
	return line_http(port, request, out, sizeof(out));
}

static int write_head(char *to, int body_bytes)
{
	return snprintf(to, 200,
		"POST /reports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
		"Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n",
		body_bytes);
}

START_TEST(reports_come_over_http)
{
	uint16_t port = line_free_port();
	char listen_flag[64];
	struct line line;
	int64_t began;
	char *big;
	int n;

	snprintf(listen_flag, sizeof(listen_flag), "--http-listen=127.0.0.1:%u", port);
	line_start(&line, FLAGS(listen_flag));
	ck_assert_int_eq(http(port, "POST /reports?source=wire HTTP/1.1\r\nHost: "
				    "localhost\r\nConnection: close\r\n"
				    "Content-Length: 13\r\n\r\nA new report."),
		202);
	has("\"outcome\":\"accepted\"");
	ck_assert_int_eq(
		http(port, "POST /reports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
			   "Content-Length: 13\r\n\r\nA new report."),
		200);
	has("\"first_source\":\"wire\"");
	ck_assert_int_eq(
		http(port, "POST /reports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
			   "Content-Length: 0\r\n\r\n"),
		400);
	ck_assert_int_eq(
		http(port, "POST /reports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
			   "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: "
			   "161\r\n\r\n"
			   "--b\r\nContent-Disposition: form-data; "
			   "name=\"url\"\r\n\r\nhttps://a.example/\r\n--b\r\nContent-Disposition: "
			   "form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\nA form's "
			   "file.\r\n--b--\r\n"),
		202);
	ck_assert_int_eq(
		http(port, "POST /reports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
			   "Content-Type: multipart/form-data\r\nContent-Length: 2\r\n\r\nxx"),
		400);
	ck_assert_int_eq(
		http(port, "POST /reports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
			   "Content-Type: application/json\r\nContent-Length: 74\r\n\r\n"
			   "[{\"id\": \"1\",\n \"text\": \"Of an array.\"},\n{\"id\": \"2\", "
			   "\"text\": \"Its second.\"}]"),
		202);
	line_wait_for(&line,
		"SELECT count(*) FROM reports WHERE source='a.txt' AND url='https://a.example/'",
		1);
	line_wait_for(&line,
		"SELECT count(*) FROM texts WHERE text IN ('Of an array.', 'Its second.')", 2);
	ck_assert_int_eq(
		http(port, "POST /reports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
			   "Origin: http://evil.example\r\nContent-Length: 2\r\n\r\nhi"),
		403);
	ck_assert_int_eq(
		http(port, "POST /reports HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n"
			   "Content-Length: 2\r\n\r\nhi"),
		403);
	ck_assert_int_eq(
		http(port, "GET /reports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
		405);
	ck_assert_int_eq(http(port, "GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: "
				    "close\r\n\r\n"),
		404);
	ck_assert_int_eq(
		http(port, "POST /reports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
			   "Content-Type: application/x-ndjson\r\nContent-Length: 44\r\n\r\n"
			   "{\"id\":\"1\",\"text\":\"One.\"}\n{\"id\":\"2\",\"text\":7}"),
		202);
	has("refused");
	/* two on one connection: the second must not wait for a tick */
	began = clock_mono_ms();
	ck_assert_int_eq(
		http(port, "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\nGET /livez "
			   "HTTP/1.1\r\nHost: localhost\r\n\r\n"
			   "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
		200);
	ck_assert_int_lt(clock_mono_ms() - began, 900);
	/* four megabytes in one request: as fast as the loop turns, not as the clock ticks */
	big = malloc((4 << 20) + 200);
	n = write_head(big, 4 << 20);
	memset(big + n, 'a', 4 << 20);
	big[n + (4 << 20)] = '\0';
	ck_assert_int_eq(http(port, big), 202);
	free(big);
	/* one byte more than a report may have */
	big = malloc((32 << 20) + 201);
	n = write_head(big, (32 << 20) + 1);
	memset(big + n, 'a', (32 << 20) + 1);
	big[n + (32 << 20) + 1] = '\0';
	ck_assert_int_eq(http(port, big), 413);
	free(big);
	ck_assert_int_lt(clock_mono_ms() - began, 5000);
	line_wait_for(&line, "SELECT count(*) FROM reports WHERE source IN ('wire', '1')", 2);
	line_stop(&line);
}
END_TEST

/* The database itself refuses one of the results that come in one transaction. */
START_TEST(what_cannot_be_stored_takes_nothing_else_with_it)
{
	struct line line = begin();
	struct err err = {0};
	AUTO(db_close) struct db *db = NULL;

	line_wait_for(&line, "SELECT count(*) FROM report", 0);
	db = db_open(line_path(&line, "state/sitrep.db"), DB_WRITE, &err);
	ck_assert_msg(db && db_exec(db,
				    "CREATE TRIGGER never BEFORE INSERT ON claim WHEN NEW.value=13"
				    " BEGIN SELECT RAISE(ABORT, 'not this one'); END",
				    &err),
		"%s", err.text);
	kill(line.pid[PART_STORE], SIGSTOP);
	ck_assert_int_eq(SITREP(&line, out, "submit", line_many(&line, "many.jsonl", 40)), 0);
	do /* it misses the store */
		ck_assert_int_eq(SITREP(&line, out, "status", "--json"), 69);
	while (!strstr(out, "\"ready\":0"));
	kill(line.pid[PART_STORE], SIGCONT);
	line_wait_for(&line, "SELECT count(*) FROM reports", 39);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 40)), 65);
	ck_assert_int_eq(SITREP(&line, out, "dead", "list"), 0);
	has("not this one");
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM claims"), 39);
	ck_assert_int_eq(SITREP(&line, out, "search", "gunmen"), 0);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	has("the books balance");
	line_stop(&line);
}
END_TEST

START_TEST(a_drain_ends_with_exit_code_0)
{
	struct line line = begin();
	int status, part;

	ck_assert_int_eq(SITREP(&line, out, "submit", line_many(&line, "many.jsonl", 200)), 0);
	for (part = PART_EXTRACTOR; part >= 0; part--) {
		kill(line.pid[part], SIGTERM);
		waitpid(line.pid[part], &status, 0);
		ck_assert_msg(
			WIFEXITED(status) && WEXITSTATUS(status) == 0, "part %d: %d", part, status);
		line.pid[part] = 0;
	}
	for (part = 0; part <= PART_EXTRACTOR; part++)
		line_start_part(&line, (enum part)part);
	line_wait_for(&line, "SELECT count(*) FROM reports", 200);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_stop(&line);
}
END_TEST

TEST_MAIN("pipeline", a_report_goes_in_and_its_facts_come_out, a_long_report_is_read_in_confinement,
	kills_of_everything_lose_and_double_nothing, bad_input_gets_a_sentence_and_an_exit_code,
	the_dead_can_be_shown_retried_and_dropped, reading_stands_back_for_all_else,
	a_reader_that_is_killed_is_named_and_replaced,
	a_killed_extractors_reports_go_to_another_at_once, a_reader_that_never_ends_is_stopped,
	long_work_keeps_its_lease, a_watched_folder_is_read_once,
	a_full_spool_makes_submitters_wait, nothing_running_is_said_in_a_sentence,
	silence_is_told_early_and_a_late_ingestor_still_takes_the_report,
	reprocess_shows_changes_and_reads_again, one_extractor_serves_two_ingestors,
	reports_come_over_http, what_cannot_be_stored_takes_nothing_else_with_it,
	a_drain_ends_with_exit_code_0)
