/* SPDX-License-Identifier: Apache-2.0
 * A disk that tears and flips bytes: whatever it does to a spool, the next start works, what it
 * gives back is what was handed in, and the damaged file is kept. */
#include "support/testing.h"

#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "ingestor/spool_sql.h"
#include "support/spools.h"

#define PATH "repair-test.db"
#define REPORTS 60
#define PAGE 4096

static char original[4 << 20];
static size_t noriginal;

static struct report report_number(int i, char body[2000])
{
	struct report r = {
		.source = STR("test"), .media_type = STR("text/plain"), .received_ms = 1000};

	memset(body, 'a' + i % 26, 1999);
	snprintf(body + 1900, 100, "report %d", i);
	body[1899] = ' ';
	r.body = str_from(body);
	report_identify(&r);
	return r;
}

static void read_original(void)
{
	FILE *f = fopen(PATH, "r");

	noriginal = fread(original, 1, sizeof(original), f);
	fclose(f);
	ck_assert_uint_gt(noriginal, (size_t)20 * PAGE);
}

/* A spool with reports, closed in order, as bytes. */
static void make_original(void)
{
	struct spool *s;
	int i;

	forget_files(PATH "*");
	s = spool_open_sqlite(PATH, &roomy, NULL);
	for (i = 0; i < REPORTS; i++) {
		char body[2000];
		struct submit submit = {.report = report_number(i, body)};
		struct spool_item first;
		enum spool_put put;

		ck_assert(spool_put(s, &submit, &arena, &put, &first, NULL));
	}
	ck_assert(spool_commit(s, NULL));
	spool_close(&s);
	read_original();
}

static void write_damaged(size_t at, size_t n, unsigned char mask)
{
	FILE *f;
	size_t i;

	forget_files(PATH "*");
	f = fopen(PATH, "w");
	ck_assert_uint_eq(fwrite(original, 1, noriginal, f), noriginal);
	fseek(f, (long)at, SEEK_SET);
	for (i = 0; i < n; i++)
		fputc(mask ? original[at + i] ^ mask : 0, f);
	fclose(f);
}

/* How many reports come back whole; none may come back as something else unnoticed. */
static int whole_reports(bool *ret_found_out)
{
	struct err err = {0}, damage = {0};
	struct spool *s;
	int whole = 0;

	ck_assert_msg(db_repair(PATH, &spool_rescue, &damage, &err), "%s", err.text);
	*ret_found_out = damage.kind != ERR_NONE;
	s = spool_open_sqlite(PATH, &roomy, &err);
	ck_assert_msg(s != NULL, "%s", err.text);
	for (;;) {
		struct spool_item item;
		struct report report;
		bool found;

		arena_reset(&arena);
		if (!spool_lease(s, 1000, 2000, &arena, &item, &report, &found, &err) || !found)
			break;
		if (is_whole(&report))
			whole++;
		else
			*ret_found_out = true; /* the ingestor buries it */
	}
	spool_close(&s);
	return whole;
}

START_TEST(a_sound_spool_is_left_alone)
{
	bool found_out;

	make_original();
	write_damaged(0, 0, 1);
	ck_assert_int_eq(whole_reports(&found_out), REPORTS);
	ck_assert(!found_out);
	ck_assert_int_eq(glob(PATH ".damaged*", 0, NULL, &(glob_t){0}), GLOB_NOMATCH);
}
END_TEST

START_TEST(a_lost_page_costs_what_it_held)
{
	int worst = REPORTS, all = 0;
	size_t page;

	make_original();
	for (page = 0; page < noriginal / PAGE; page++) {
		bool found_out;
		int whole;

		write_damaged(page * PAGE, PAGE, 0);
		whole = whole_reports(&found_out);
		ck_assert_msg(found_out || whole == REPORTS, "page %zu: %d whole, unnoticed", page,
			whole);
		/* the first pages hold the schema and the roots of the tables: nothing can be
		 * found then */
		worst = page >= 12 && whole < worst ? whole : worst;
		all += whole;
	}
	ck_assert_int_ge(worst, REPORTS - 4);
	ck_assert_int_ge(all, (int)(noriginal / PAGE - 12) * (REPORTS - 4));
}
END_TEST

START_TEST(flipped_bytes_never_pass_for_a_report)
{
	size_t at;

	make_original();
	for (at = 1; at < noriginal; at += 1531) {
		bool found_out;
		int whole;

		write_damaged(at, 1, 0x55);
		whole = whole_reports(&found_out);
		ck_assert_msg(
			found_out || whole == REPORTS, "byte %zu: %d whole, unnoticed", at, whole);
	}
}
END_TEST

START_TEST(a_torn_end_and_rubbish_are_started_from)
{
	static const size_t lengths[] = {0, 1, 15, 16, 99, 100, 4095, 4097, 40000, 100001};
	bool found_out;
	size_t i;
	FILE *f;

	make_original();
	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		write_damaged(0, 0, 1);
		ck_assert_int_eq(truncate(PATH, (off_t)lengths[i]), 0);
		whole_reports(&found_out);
		ck_assert(found_out || lengths[i] == 0);
	}
	forget_files(PATH "*");
	f = fopen(PATH, "w");
	for (i = 0; i < 100000; i++)
		fputc((int)(i * i >> 3), f);
	fclose(f);
	ck_assert_int_eq(whole_reports(&found_out), 0);
	ck_assert(found_out);
}
END_TEST

/* The first version of the program had no such column; the start that renews the file finds it
 * damaged. */
START_TEST(a_spool_of_an_older_version_is_saved_as_well)
{
	struct db *db;
	bool found_out;

	make_original();
	db = db_open(PATH, DB_WRITE, NULL);
	ck_assert(db_exec(db, "ALTER TABLE item DROP COLUMN dated; PRAGMA user_version=1", NULL));
	db_close(&db);
	read_original();
	write_damaged(0, 0, 1);
	ck_assert_int_eq(whole_reports(&found_out), REPORTS);
	ck_assert(!found_out);
	write_damaged(noriginal / 2 / PAGE * PAGE, PAGE, 0);
	ck_assert_int_ge(whole_reports(&found_out), REPORTS - 4);
	ck_assert(found_out);
}
END_TEST

TEST_MAIN("repair", a_sound_spool_is_left_alone, a_lost_page_costs_what_it_held,
	a_spool_of_an_older_version_is_saved_as_well, flipped_bytes_never_pass_for_a_report,
	a_torn_end_and_rubbish_are_started_from)
