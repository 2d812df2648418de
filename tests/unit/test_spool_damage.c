/* SPDX-License-Identifier: Apache-2.0
 * The files of a log spool as a disk leaves them: torn at any byte, flipped at any, with holes,
 * without one of them. What is lost is what was hit, and it is told. */
#include "support/testing.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/crc32c.h"
#include "ingestor/seg_record.h"
#include "support/log_spool.h"

/* Every place of the last two batches, and some of those before. */
static size_t next_place(size_t at, size_t n)
{
	return at + 1400 < n ? at + 5 : at + 1;
}

START_TEST(the_checksum_is_that_of_rfc_3720)
{
	unsigned char bytes[4096];
	size_t i;

	ck_assert_uint_eq(crc32c(0, "123456789", 9), 0xE3069283);
	memset(bytes, 0, 32);
	ck_assert_uint_eq(crc32c(0, bytes, 32), 0x8A9136AA);
	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * i >> 3);
	for (i = 0; i < 64; i++)
		ck_assert_uint_eq(crc32c(7, bytes + i, 4000 - 3 * i),
			crc32c_portable(7, bytes + i, 4000 - 3 * i));
	ck_assert_uint_eq(crc32c(crc32c(0, bytes, 100), bytes + 100, 200), crc32c(0, bytes, 300));
}
END_TEST

START_TEST(a_tail_torn_at_any_byte_costs_what_was_torn_off)
{
	size_t n, whole;
	int before = 0;

	make_four_batches();
	whole = saved_file(SEGMENT)->n;
	for (n = 0; n <= whole; n = next_place(n, whole)) {
		struct spool *s;
		int known, torn;

		put_back(SEGMENT, n, SIZE_MAX, 0);
		s = open_sound(1 << 20);
		known = known_and_consistent(s);
		ck_assert_msg(known >= before, "%zu bytes: %d of %d", n, known,
			before); /* more bytes, more reports */
		before = known;
		put(s, 100, BYTES); /* and it goes on behind */
		commit(s);
		spool_close(&s);
		s = open_sound(1 << 20);
		ck_assert_int_eq(known_and_consistent(s), known);
		ck_assert_int_eq(whole_reports(s, &torn), known + 1);
		spool_close(&s);
	}
	ck_assert_int_eq(before, 2 * BATCHES);
}
END_TEST

START_TEST(a_byte_flipped_anywhere_costs_one_report_and_is_told)
{
	size_t at;

	make_four_batches();
	for (at = 0; at < saved_file(SEGMENT)->n; at = next_place(at, saved_file(SEGMENT)->n)) {
		struct err damage = {0}, again = {0};
		struct spool *s;
		int known, torn, whole;

		put_back(SEGMENT, saved_file(SEGMENT)->n, at, 0x55);
		s = open_log(1 << 20, &damage);
		known = known_and_consistent(s);
		ck_assert_msg(known >= 2 * BATCHES - 1, "byte %zu: %d", at, known);
		ck_assert_msg(known == 2 * BATCHES || damage.kind != ERR_NONE,
			"byte %zu: lost and not told", at);
		put(s, 100, BYTES);
		commit(s);
		spool_close(&s);
		s = open_log(1 << 20, &again);
		ck_assert_msg(
			again.kind == ERR_NONE, "byte %zu is told of twice: %s", at, again.text);
		whole = whole_reports(s, &torn);
		ck_assert_msg(whole + torn == known + 1 && torn <= 1, "byte %zu: %d + %d of %d", at,
			whole, torn, known);
		spool_close(&s);
	}
}
END_TEST

/* Pages of the last batch that did not come to the disk before those behind them. */
START_TEST(a_hole_in_the_last_batch_is_no_report)
{
	size_t n, at;

	make_four_batches();
	n = saved_file(SEGMENT)->n;
	for (at = n - 900; at + 200 < n; at += 50) {
		struct err damage = {0};
		struct spool *s;
		FILE *f;
		int torn;

		put_back(SEGMENT, n, SIZE_MAX, 0);
		f = fopen(SEGMENT, "r+");
		fseek(f, (long)at, SEEK_SET);
		ck_assert_uint_eq(fwrite((char[200]){0}, 1, 200, f), 200);
		fclose(f);
		s = open_log(1 << 20, &damage);
		ck_assert_int_ge(known_and_consistent(s), 2 * BATCHES - 4);
		whole_reports(s, &torn);
		ck_assert_int_le(torn, 1); /* of the batch before, which was synced */
		spool_close(&s);
	}
}
END_TEST

START_TEST(damage_in_the_middle_leaves_what_stands_around_it)
{
	static const char middle[] = "log-test.log/0000000003.seg";
	size_t at, n;

	each_file(forget_file);
	crash_after(many_segments);
	save_files();
	n = saved_file(middle)->n;
	for (at = 0; at < n; at += 11) {
		struct err damage = {0}, again = {0};
		struct spool *s;
		int whole, torn;
		glob_t found;

		put_back(middle, n, at, 0x80);
		s = open_log(4096, &damage);
		if (damage.kind != ERR_NONE) {
			ck_assert_ptr_nonnull(strstr(damage.text, "0000000003.seg are damaged"));
			ck_assert_int_eq(
				glob("log-test.log/0000000003.damaged-*", 0, NULL, &found), 0);
			globfree(&found);
		}
		spool_close(&s);
		s = open_log(4096, &again);
		ck_assert(again.kind == ERR_NONE);
		whole = whole_reports(s, &torn);
		ck_assert_msg(whole >= 59, "byte %zu: %d", at, whole);
		ck_assert_msg(whole == 60 || torn || damage.kind != ERR_NONE,
			"byte %zu: lost and not told", at);
		spool_close(&s);
	}
}
END_TEST

START_TEST(a_segment_that_is_missing_is_told_of)
{
	static const char *const names[] = {
		"log-test.log/0000000001.seg", "log-test.log/0000000003.seg"};
	size_t i;

	each_file(forget_file);
	crash_after(many_segments);
	save_files();
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		struct err damage = {0};
		struct spool *s;
		int torn;

		put_back("", 0, SIZE_MAX, 0);
		unlink(names[i]);
		s = open_log(4096, &damage);
		if (i)
			ck_assert_ptr_nonnull(strstr(damage.text, "0000000003.seg is missing"));
		ck_assert_int_ge(whole_reports(s, &torn), 60 - 8);
		put(s, 100, 500);
		commit(s);
		spool_close(&s);
		s = open_log(4096, &damage);
		ck_assert(is_known(s, 100, 500));
		spool_close(&s);
	}
}
END_TEST

static void one_more(void)
{
	struct spool *s = open_sound(4096);

	put(s, 100, 5000 - 1000);
	commit(s);
}

START_TEST(a_segment_that_was_only_begun_is_begun_again)
{
	static const char next[] = "log-test.log/0000000011.seg";
	struct spool *s;
	int torn, n;

	for (n = 0; n <= SEG_HEADER; n += SEG_HEADER / 2) {
		FILE *f;

		each_file(forget_file);
		crash_after(many_segments);
		ck_assert_int_lt(access(next, F_OK), 0);
		ck_assert_int_eq(access("log-test.log/0000000010.seg", F_OK), 0);
		f = fopen(next, "w");
		ck_assert_uint_eq(fwrite((char[SEG_HEADER]){0}, 1, (size_t)n, f), (size_t)n);
		fclose(f);
		crash_after(one_more);
		s = open_sound(4096);
		ck_assert_int_eq(whole_reports(s, &torn), 61);
		spool_close(&s);
	}
}
END_TEST

TEST_MAIN("spool_damage", the_checksum_is_that_of_rfc_3720,
	a_tail_torn_at_any_byte_costs_what_was_torn_off,
	a_byte_flipped_anywhere_costs_one_report_and_is_told, a_hole_in_the_last_batch_is_no_report,
	damage_in_the_middle_leaves_what_stands_around_it, a_segment_that_is_missing_is_told_of,
	a_segment_that_was_only_begun_is_begun_again)
