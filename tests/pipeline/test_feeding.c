/* SPDX-License-Identifier: Apache-2.0
 * What can be fed, through the real daemons: formats, archives, folders. */
#include "support/line.h"
#include "support/testing.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/make_zip.h"

static struct line begin(void)
{
	struct line line;

	line_start(&line, FLAGS("--http-listen=", "--watch-settle=200ms", "--log-level=warn"));
	return line;
}

static const char *file_of(struct line *line, const char *name, const struct buf *content)
{
	return line_file(line, name, content->data, content->n);
}

START_TEST(a_pdf_is_read_by_a_confined_program)
{
	static const char *const pages[] = {"Harbour closed\n\nA bombing in the harbour of Vellmar "
					    "killed at least 12 people, the governor\n"
					    "said on Monday.\n"};
	AUTO(buf_release) struct buf pdf = {0};
	struct line line = begin();

	buf_init(&pdf, 1 << 20);
	make_pdf(&pdf, "Harbour closed", pages, 1);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", file_of(&line, "a.pdf", &pdf)), 0);
	ck_assert_int_eq(
		line_number(&line, "SELECT count(*) FROM reports WHERE media_type='application/pdf'"
				   " AND title='Harbour closed' AND published='2021-05-04'"),
		1);
	ck_assert_int_eq(
		line_number(&line, "SELECT count(*) FROM claims WHERE kind='killed' AND value=12"),
		1);
	/* cut short, it is dead with a sentence, and the next one is read */
	pdf.n = 400;
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", file_of(&line, "b.pdf", &pdf)), 65);
	ck_assert_int_eq(SITREP(&line, out, "dead", "list"), 0);
	has("the PDF cannot be read");
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_stop(&line);
}
END_TEST

/* Two thousand short reports in a zip file. */
static void make_many(struct buf *zip)
{
	static const char *parts[4001];
	static char names[2000][16], texts[2000][128];
	int i;

	for (i = 0; i < 2000; i++) {
		snprintf(names[i], sizeof(names[i]), "%d.txt", i);
		snprintf(texts[i], sizeof(texts[i]),
			"At least %d people were killed in Vellmar, police said.\n", i + 2);
		parts[2 * i] = names[i];
		parts[2 * i + 1] = texts[i];
	}
	buf_init(zip, 1 << 24);
	make_zip(zip, parts);
}

/* Killed in the middle and started again, it goes on: nothing is lost, nothing comes twice. */
START_TEST(an_archive_survives_the_kill_of_its_submitter)
{
	AUTO(buf_release) struct buf zip = {0};
	struct line line = begin();
	const char *path;
	int round;

	make_many(&zip);
	path = file_of(&line, "many.zip", &zip);
	for (round = 0; round < 3; round++) {
		pid_t feeder = fork();

		if (feeder == 0)
			_exit(SITREP(&line, out, "submit", path));
		nap(60);
		kill(feeder, SIGKILL);
		waitpid(feeder, NULL, 0);
		line_kill(&line, PART_INGESTOR, SIGKILL);
		line_start_part(&line, PART_INGESTOR);
	}
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", path), 0);
	ck_assert_int_eq(
		line_number(
			&line, "SELECT count(*) FROM reports WHERE source LIKE '%/many.zip!%.txt'"),
		2000);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	has("the books balance");
	line_stop(&line);
}
END_TEST

START_TEST(a_new_version_shows_what_changed)
{
	static const char versions[] =
		"{\"id\":\"1\",\"url\":\"https://a.example/x\",\"text\":\"Five people died in "
		"Vellmar.\\nThe police look for a man. Police arrested two men.\"}\n"
		"{\"id\":\"2\",\"url\":\"https://a.example/x\",\"text\":\"Eight people died in "
		"Vellmar.\\nThe police look for a man. Nine people were wounded.\"}\n";
	struct line line = begin();

	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait",
				 line_file(&line, "v.jsonl", versions, sizeof(versions) - 1)),
		0);
	ck_assert_int_eq(SITREP(&line, out, "stories", "--csv"), 0);
	has(",2,1,1,"); /* reports, origins, revisions */
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM copies WHERE how='revision'"), 1);
	ck_assert_int_eq(SITREP(&line, out, "stories", "--all", "--json"), 0);
	{
		char id[17] = "";
		AUTO(db_close) struct db *db = NULL;
		AUTO(query_free) struct query *query = NULL;
		struct err err = {0};
		bool row;

		db = db_open(line_path(&line, "state/sitrep.db"), DB_READ, &err);
		query = db ? query_new(db,
				     "SELECT substr(id, 1, 16) FROM copies WHERE how='revision'",
				     &err)
			   : NULL;
		ck_assert(query_step(query, &row, &err) && row);
		memcpy(id, query_get_str(query, 0).p, 16);
		ck_assert_int_eq(SITREP(&line, out, "report", id), 0);
	}
	has("\n- Five people died in Vellmar.\n");
	has("\n+ Eight people died in Vellmar.\n");
	/* and as facts */
	has(": killed people 5 → 8\n");
	has(": wounded people 9 is new\n");
	has(": arrested men 2 is no longer told\n");
	line_stop(&line);
}
END_TEST

START_TEST(an_archive_in_a_watched_folder_survives_kills)
{
	AUTO(buf_release) struct buf zip = {0};
	struct line line = begin();
	char inbox[128], to[160];
	int round;

	make_many(&zip);
	snprintf(inbox, sizeof(inbox), "%s/inbox", line.dir);
	snprintf(to, sizeof(to), "%s/many.zip", inbox);
	ck_assert_int_eq(mkdir(inbox, 0700), 0);
	ck_assert_int_eq(SITREP(&line, out, "watch", inbox), 0);
	ck_assert_int_eq(rename(file_of(&line, "many.zip", &zip), to), 0);
	for (round = 0; round < 3; round++) {
		nap(80);
		line_kill(&line, PART_INGESTOR, SIGKILL);
		line_start_part(&line, PART_INGESTOR);
	}
	line_wait_for(
		&line, "SELECT count(*) FROM reports WHERE source LIKE '%/many.zip!%.txt'", 2000);
	line_kill(&line, PART_INGESTOR, SIGTERM);
	line_start_part(&line, PART_INGESTOR);
	ck_assert_int_eq(SITREP(&line, out, "watch", "--csv"), 0);
	has("/inbox\"");
	hasnt(",0,"); /* what came, and when, outlives a restart */
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), 2000);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_stop(&line);
}
END_TEST

START_TEST(a_folder_that_brings_no_more_text_is_told)
{
	struct line line = begin();
	char inbox[128], name[32], to[192], page[256];
	int i, rounds;

	snprintf(inbox, sizeof(inbox), "%s/inbox", line.dir);
	ck_assert_int_eq(mkdir(inbox, 0700), 0);
	ck_assert_int_eq(SITREP(&line, out, "watch", inbox), 0);
	for (i = 0; i < 10; i++) {
		snprintf(name, sizeof(name), "%d.html", i);
		snprintf(to, sizeof(to), "%s/%s", inbox, name);
		snprintf(page, sizeof(page),
			"<html><title>Harbour closed %d</title><body><h1>Harbour closed %d"
			"</h1><nav><a href=/>Home</a></nav></body></html>",
			i, i);
		ck_assert_int_eq(rename(line_file(&line, name, page, strlen(page)), to), 0);
	}
	line_wait_for(
		&line, "SELECT count(*) FROM reports WHERE title LIKE 'Harbour closed _'", 10);
	for (rounds = 0; rounds < 20; rounds++) {
		ck_assert_int_eq(SITREP(&line, out, "status"), 0);
		if (strstr(out, "10 of the last 10 reports had hardly any text"))
			break;
	}
	ck_assert_msg(rounds < 20, "%s", out);
	ck_assert_int_eq(SITREP(&line, out, "watch", "--csv"), 0);
	has("had hardly any text");
	line_stop(&line);
}
END_TEST

static void put(struct line *line, const char *dir, const char *name, const char *text)
{
	char to[192];

	snprintf(to, sizeof(to), "%s/%s", dir, name);
	ck_assert_int_eq(rename(line_file(line, "put", text, strlen(text)), to), 0);
}

/* What a folder is called tells what came from it; of a Maildir new and cur are looked at, tmp
 * is not. */
START_TEST(sub_folders_are_tags_and_a_maildir_is_one_folder)
{
	static const char *const parts[] = {"tmp", "new", "cur"};
	struct line line = begin();
	char inbox[128], dir[160], mail[256];
	size_t i;

	snprintf(inbox, sizeof(inbox), "%s/inbox", line.dir);
	ck_assert_int_eq(mkdir(inbox, 0700), 0);
	snprintf(dir, sizeof(dir), "%s/orsk", inbox);
	ck_assert_int_eq(mkdir(dir, 0700), 0);
	put(&line, dir, "a.txt", "At least 3 people were killed in Orsk, police said.");
	snprintf(dir, sizeof(dir), "%s/vellmar", inbox);
	ck_assert_int_eq(mkdir(dir, 0700), 0);
	put(&line, dir, "b.txt", "At least 5 people were killed in Vellmar, police said.");
	snprintf(dir, sizeof(dir), "%s/mail", inbox);
	ck_assert_int_eq(mkdir(dir, 0700), 0);
	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		snprintf(dir, sizeof(dir), "%s/mail/%s", inbox, parts[i]);
		ck_assert_int_eq(mkdir(dir, 0700), 0);
		snprintf(mail, sizeof(mail),
			"From: a@b.example\r\nSubject: In %s\r\nDate: Thu, 06 May 2021 10:00:00 "
			"+0200\r\n\r\n"
			"At least %zu people were killed in Vellmar, police said.\r\n",
			parts[i], 10 + i);
		put(&line, dir, "1.host", mail);
	}
	ck_assert_int_eq(SITREP(&line, out, "watch", inbox), 0);
	line_wait_for(&line, "SELECT count(*) FROM reports", 4);
	ck_assert_int_eq(
		line_number(
			&line, "SELECT count(*) FROM reports WHERE title IN ('In new', 'In cur')"),
		2);
	ck_assert_int_eq(
		SITREP(&line, out, "claims", "killed", "--source", "inbox/orsk/", "--csv"), 0);
	has("a.txt");
	hasnt("b.txt");
	ck_assert_int_eq(
		line_number(&line, "SELECT count(*) FROM reports WHERE title='In tmp'"), 0);
	line_stop(&line);
}
END_TEST

/* What is empty for a minute will not be written any more. */
START_TEST(an_empty_file_is_told_after_a_while)
{
	const struct timespec long_ago[2] = {
		{.tv_sec = time(NULL) - 100}, {.tv_sec = time(NULL) - 100}};
	struct line line = begin();
	char inbox[128], old[160], fresh[160];
	int rounds;

	snprintf(inbox, sizeof(inbox), "%s/inbox", line.dir);
	snprintf(old, sizeof(old), "%s/old.html", inbox);
	snprintf(fresh, sizeof(fresh), "%s/fresh.html", inbox);
	ck_assert_int_eq(mkdir(inbox, 0700), 0);
	ck_assert_int_eq(rename(line_file(&line, "fresh.html", "", 0), fresh), 0);
	ck_assert_int_eq(rename(line_file(&line, "old.html", "", 0), old), 0);
	ck_assert_int_eq(utimensat(AT_FDCWD, old, long_ago, 0), 0);
	ck_assert_int_eq(SITREP(&line, out, "watch", inbox), 0);
	for (rounds = 0; rounds < 50; rounds++) {
		ck_assert_int_eq(SITREP(&line, out, "watch", "--csv"), 0);
		if (strstr(out, "old.html"))
			break;
		nap(50);
	}
	has("old.html: the report is empty");
	hasnt("fresh.html");
	line_stop(&line);
}
END_TEST

TEST_MAIN("feeding", a_pdf_is_read_by_a_confined_program,
	an_archive_survives_the_kill_of_its_submitter, a_new_version_shows_what_changed,
	an_archive_in_a_watched_folder_survives_kills, a_folder_that_brings_no_more_text_is_told,
	sub_folders_are_tags_and_a_maildir_is_one_folder, an_empty_file_is_told_after_a_while)
