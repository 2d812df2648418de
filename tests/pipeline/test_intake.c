/* SPDX-License-Identifier: Apache-2.0
 * Archives over HTTP, through the real daemons. */
#include "support/line.h"
#include "support/testing.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/make_zip.h"
#include "support/ports.h"

static char listen_flag[64];
static uint16_t port;

static struct line begin(const char *flag)
{
	struct line line;

	port = line_free_port();
	snprintf(listen_flag, sizeof(listen_flag), "--http-listen=127.0.0.1:%u", port);
	line_start(&line, FLAGS(listen_flag, "--log-level=warn", flag));
	return line;
}

/* Status of the answer to POST /reports, 0 if there was none; the answer is in out. */
static int post(const char *query, const char *type, struct str body)
{
	AUTO(buf_release) struct buf request = {0};

	buf_init(&request, 1 << 26);
	buf_printf(&request,
		"POST /reports%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
		"Content-Type: %s\r\nContent-Length: %zu\r\n\r\n",
		query, type, body.n);
	buf_str(&request, body);
	return line_http_bytes(port, buf_view(&request), out, sizeof(out));
}

static void zip_of(struct buf *to, const char *const *parts)
{
	buf_init(to, 1 << 26);
	make_zip(to, parts);
}

#define FROM(source) "SELECT count(*) FROM reports WHERE source='" source "'"

START_TEST(each_member_of_an_archive_is_a_report)
{
	static const char *const parts[] = {"a.txt",
		"At least 3 people were killed in Vellmar, police said.", "sub/b.html",
		"<html><title>Harbour</title><body><p>The harbour of Vellmar was closed on "
		"Monday.</p></body></html>",
		"empty.txt", "", NULL};
	AUTO(buf_release) struct buf zip = {0};
	struct line line = begin(NULL);

	zip_of(&zip, parts);
	ck_assert_int_eq(post("?source=old.zip", "application/octet-stream", buf_view(&zip)), 202);
	has("{\"outcome\":\"accepted\",\"source\":\"old.zip!a.txt\",\"id\":\"");
	has("{\"outcome\":\"refused\",\"source\":\"old.zip!empty.txt\",\"error\":\"it is empty\"}");
	has("{\"outcome\":\"unpacked\",\"source\":\"old.zip\",\"accepted\":2,\"duplicate\":0,"
	    "\"refused\":1}\n");
	line_wait_for(&line, FROM("old.zip!a.txt"), 1);
	line_wait_for(&line, FROM("old.zip!sub/b.html"), 1);
	/* once more: known */
	ck_assert_int_eq(post("", "application/zip", buf_view(&zip)), 200);
	has("\"first_source\":\"old.zip!a.txt\"");
	has("\"accepted\":0,\"duplicate\":2,");
	/* the source says when it was last heard, also after a restart */
	line_kill(&line, PART_INGESTOR, SIGKILL);
	line_start_part(&line, PART_INGESTOR);
	ck_assert_int_eq(SITREP(&line, out, "status"), 0);
	has("source   POST /reports: 2 accepted, last ");
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_stop(&line);
}
END_TEST

START_TEST(a_form_may_mix_files_and_archives)
{
	static const char *const inner[] = {
		"deep.txt", "Two men were arrested in the town of Deep.", NULL};
	static const char crawl[] =
		"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\n"
		"Content-Length: 96\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
		"<p>Nine people died on the road to Orsk.</p>\r\n\r\n     \r\n\r\n";
	AUTO(buf_release) struct buf zip = {0}, form = {0};
	struct line line = begin(NULL);

	zip_of(&zip, inner);
	buf_init(&form, 1 << 20);
	buf_printf(&form,
		"--b\r\nContent-Disposition: form-data; name=\"f\"; "
		"filename=\"one.txt\"\r\n\r\nThe first file.\r\n"
		"--b\r\nContent-Disposition: form-data; name=\"f\"; "
		"filename=\"crawl.warc\"\r\n\r\n%s\r\n"
		"--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"in.zip\"\r\n\r\n",
		crawl);
	buf_str(&form, buf_view(&zip));
	buf_puts(&form, "\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; "
			"filename=\"two.txt\"\r\n\r\nThe last file.\r\n--b--\r\n");
	ck_assert_int_eq(post("", "multipart/form-data; boundary=b", buf_view(&form)), 202);
	has("\"source\":\"crawl.warc!https://a.example/1\"");
	has("\"source\":\"in.zip\",\"accepted\":1,");
	line_wait_for(&line, FROM("in.zip!deep.txt"), 1);
	line_wait_for(
		&line, FROM("crawl.warc!https://a.example/1") " AND url='https://a.example/1'", 1);
	line_wait_for(
		&line, "SELECT count(*) FROM reports WHERE source IN ('one.txt', 'two.txt')", 2);
	line_stop(&line);
}
END_TEST

START_TEST(what_is_told_of_a_compressed_page_goes_with_it)
{
	static const char page[] = "<html><body><h1>Harbour</h1><p>The harbour of Vellmar was "
				   "closed, the governor said.</p></body></html>";
	AUTO(buf_release) struct buf packed = {0};
	struct line line = begin(NULL);

	buf_init(&packed, 1 << 20);
	make_gzip(&packed, str_from(page));
	ck_assert_int_eq(
		post("?source=wire&url=https://a.example/h&published=2021-05-04&title=Closed",
			"application/gzip", buf_view(&packed)),
		202);
	line_wait_for(&line,
		FROM("wire") " AND url='https://a.example/h' AND published='2021-05-04' AND "
			     "title='Closed'",
		1);
	line_stop(&line);
}
END_TEST

START_TEST(what_is_no_day_is_not_taken_for_one)
{
	struct line line = begin(NULL);

	ck_assert_int_eq(
		post("?source=a&published=yesterday", "text/plain", STR("One report.")), 400);
	has("published \\\"yesterday\\\" is no day such as 2024-05-31");
	ck_assert_int_eq(post("", "application/json",
				 STR("{\"text\":\"Two.\",\"published\":\"2026-99-99\"}")),
		202);
	has("2026-99-99");
	has("\"refused\"");
	line_file(&line, "x.jsonl", "{\"text\":\"Three.\",\"published\":\"next week\"}\n", 43);
	ck_assert_int_eq(SITREP(&line, out, "submit", line_path(&line, "x.jsonl")), 65);
	has("x.jsonl:1: published \"next week\" is no day");
	ck_assert_int_eq(post("?source=d&published=2021-05-04T10:00Z", "text/plain",
				 STR("A report with a day.")),
		202);
	line_wait_for(&line, "SELECT count(*) FROM extraction WHERE published='2021-05-04'", 1);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), 1);
	line_stop(&line);
}
END_TEST

START_TEST(bombs_and_damaged_archives_are_refused_and_what_was_whole_is_kept)
{
	static const char *const parts[] = {"a.txt",
		"At least 3 people were killed in Vellmar, police said.", "b.txt",
		"At least 4 people were killed in Vellmar, police said.", NULL};
	AUTO(buf_release) struct buf zip = {0}, bomb = {0};
	struct line line = begin(NULL);

	buf_init(&bomb, 1 << 22);
	make_gzip_of(&bomb, ' ', (size_t)300 << 20);
	ck_assert_int_eq(post("?source=bomb.gz", "application/gzip", buf_view(&bomb)), 400);
	has("as a bomb would");
	zip_of(&zip, parts);
	zip.n = zip.n * 2 / 5; /* in the second member */
	ck_assert_int_eq(post("?source=cut.zip", "application/zip", buf_view(&zip)), 400);
	has("\"source\":\"cut.zip\",\"error\":");
	ck_assert_int_eq(post("", "application/gzip", STR("\x1f\x8b\x08 but no more")), 400);
	line_wait_for(&line, FROM("cut.zip!a.txt"), 1);
	/* and nobody else was bothered */
	ck_assert_int_eq(post("?source=plain", "text/plain", STR("A last report.")), 202);
	line_stop(&line);
}
END_TEST

static void many_of(struct buf *zip, int n)
{
	static const char *parts[4001];
	static char names[2000][16], texts[2000][128];
	int i;

	for (i = 0; i < n; i++) {
		snprintf(names[i], sizeof(names[i]), "%d.txt", i);
		snprintf(texts[i], sizeof(texts[i]),
			"At least %d people were killed in Vellmar, police said.\n", i + 2);
		parts[2 * i] = names[i];
		parts[2 * i + 1] = texts[i];
	}
	parts[2 * n] = NULL;
	zip_of(zip, parts);
}

START_TEST(an_archive_that_finds_no_room_goes_on_when_sent_again)
{
	AUTO(buf_release) struct buf zip = {0};
	struct line line = begin("--spool-max-reports=20");
	int status, tries = 0;

	many_of(&zip, 60);
	line_kill(&line, PART_EXTRACTOR, SIGKILL);
	ck_assert_int_eq(post("?source=many.zip", "application/zip", buf_view(&zip)), 429);
	has("Retry-After: ");
	has("{\"outcome\":\"busy\",\"source\":\"many.zip\",\"accepted\":20,");
	line_start_part(&line, PART_EXTRACTOR);
	while ((status = post("?source=many.zip", "application/zip", buf_view(&zip))) == 429 &&
		tries++ < 400)
		nap(30);
	ck_assert_int_le(status, 202);
	line_wait_for(&line, "SELECT count(*) FROM reports WHERE source LIKE 'many.zip!%'", 60);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_stop(&line);
}
END_TEST

/* Killed while it unpacks: whoever got no answer sends it again, and nothing is lost or comes
 * twice. */
START_TEST(an_archive_survives_the_kill_of_the_ingestor)
{
	AUTO(buf_release) struct buf zip = {0};
	struct line line = begin(NULL);
	int round, status;

	many_of(&zip, 800);
	for (round = 0; round < 3; round++) {
		pid_t sender = fork();

		if (sender == 0)
			_exit(post("?source=many.zip", "application/zip", buf_view(&zip)) > 0);
		nap(70);
		line_kill(&line, PART_INGESTOR, SIGKILL);
		line_start_part(
			&line, PART_INGESTOR); /* a sender that was too slow finds this one */
		ck_assert_int_eq(waitpid(sender, &status, 0), sender);
	}
	status = post("?source=many.zip", "application/zip", buf_view(&zip));
	ck_assert_msg(status == 202 || status == 200, "%.300s", out);
	has("\"refused\":0}\n");
	line_wait_for(
		&line, "SELECT count(*) FROM reports WHERE source LIKE 'many.zip!%.txt'", 800);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), 800);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	has("the books balance");
	line_stop(&line);
}
END_TEST

TEST_MAIN("intake", each_member_of_an_archive_is_a_report, a_form_may_mix_files_and_archives,
	what_is_told_of_a_compressed_page_goes_with_it, what_is_no_day_is_not_taken_for_one,
	bombs_and_damaged_archives_are_refused_and_what_was_whole_is_kept,
	an_archive_that_finds_no_room_goes_on_when_sent_again,
	an_archive_survives_the_kill_of_the_ingestor)
