/* SPDX-License-Identifier: Apache-2.0
 * What can be fed, through the real daemons: formats, archives, feeds. */
#include "support/line.h"
#include "support/testing.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/make_zip.h"

static char out[1 << 20];

static struct line begin(void)
{
	static const char *const flags[] = {"--http-listen=", "--watch-settle=200ms", "--log-level=warn"};
	struct line line;

	line_start(&line, flags, ARRAY_SIZE(flags));
	return line;
}

static const char *file_of(struct line *line, const char *name, const struct buf *content)
{
	return line_file(line, name, content->data, content->n);
}

START_TEST(a_pdf_is_read_by_a_confined_program)
{
	static const char *const pages[] = {
		"Harbour closed\n\nA bombing in the harbour of Vellmar killed at least 12 people, the governor\n"
		"said on Monday.\n"};
	AUTO(buf_release) struct buf pdf = {0};
	struct line line = begin();

	buf_init(&pdf, 1 << 20);
	make_pdf(&pdf, "Harbour closed", pages, 1);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", file_of(&line, "a.pdf", &pdf)), 0);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM reports WHERE media_type='application/pdf'"
		" AND title='Harbour closed' AND published='2021-05-04'"), 1);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM claims WHERE kind='killed' AND value=12"), 1);
	/* cut short, it is dead with a sentence, and the next one is read */
	pdf.n = 400;
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", file_of(&line, "b.pdf", &pdf)), 65);
	ck_assert_int_eq(SITREP(&line, out, "dead", "list"), 0);
	ck_assert_ptr_nonnull(strstr(out, "the PDF cannot be read"));
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_stop(&line);
}
END_TEST

/* Killed in the middle and started again, it goes on: nothing is lost, nothing comes twice. */
START_TEST(an_archive_survives_the_kill_of_its_submitter)
{
	const struct timespec pause = {.tv_nsec = 60000000};
	static const char *parts[4001];
	static char names[2000][16], texts[2000][128];
	AUTO(buf_release) struct buf zip = {0};
	struct line line = begin();
	const char *path;
	int i, round;

	for (i = 0; i < 2000; i++) {
		snprintf(names[i], sizeof(names[i]), "%d.txt", i);
		snprintf(texts[i], sizeof(texts[i]), "At least %d people were killed in Vellmar, police said.\n", i + 2);
		parts[2 * i] = names[i];
		parts[2 * i + 1] = texts[i];
	}
	buf_init(&zip, 1 << 24);
	make_zip(&zip, parts);
	path = file_of(&line, "many.zip", &zip);
	for (round = 0; round < 3; round++) {
		pid_t feeder = fork();

		if (feeder == 0)
			_exit(SITREP(&line, out, "submit", path));
		nanosleep(&pause, NULL);
		kill(feeder, SIGKILL);
		waitpid(feeder, NULL, 0);
		line_kill(&line, PART_INGESTOR, SIGKILL);
		line_start_part(&line, PART_INGESTOR);
	}
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", path), 0);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM reports WHERE source LIKE '%/many.zip!%.txt'"), 2000);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	ck_assert_ptr_nonnull(strstr(out, "the books balance"));
	line_stop(&line);
}
END_TEST

TEST_MAIN("feeding", an_archive_survives_the_kill_of_its_submitter, a_pdf_is_read_by_a_confined_program)
