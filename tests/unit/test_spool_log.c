/* SPDX-License-Identifier: Apache-2.0
 * The log spool alone: a full disk, how long the files get, what is taken over. spool_damage is
 * about its files. */
#include "support/testing.h"

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ingestor/seg_record.h"
#include "support/log_spool.h"

#define SEGMENTS "log-test.log/*.seg"

START_TEST(on_a_full_disk_the_batch_is_cut_off_and_what_was_there_stays)
{
	struct submit submit = submit_number(7, 3000);
	struct rlimit limit = {8000, RLIM_INFINITY};
	struct spool_item item, first;
	struct report report;
	struct err err = {0};
	enum spool_put result;
	struct spool *s;
	int torn, i;

	each_file(forget_file);
	signal(SIGXFSZ, SIG_IGN);
	s = open_sound(1 << 20);
	put(s, 1, 3000);
	commit(s);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	for (i = 0; i < 3; i++) {
		int64_t before = bytes_of_files(SEGMENT);

		ck_assert(spool_put(s, &submit, &arena, &result, &first, &err));
		put(s, 8, 3000);
		ck_assert(!spool_commit(s, &err));
		ck_assert_ptr_nonnull(strstr(err.text, "cannot write"));
		ck_assert_int_eq(err.kind, ERR_RETRY);
		ck_assert_int_eq(bytes_of_files(SEGMENT), before);
		ck_assert(!is_known(s, 7, 3000));
		if (i == 0)
			ck_assert(lease(s, 0, &item, &report)); /* small words still find room */
		commit(s);
	}
	limit.rlim_cur = RLIM_INFINITY;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	put(s, 7, 3000);
	commit(s);
	spool_close(&s);
	s = open_sound(1 << 20);
	ck_assert(is_known(s, 1, 3000) && is_known(s, 7, 3000) && !is_known(s, 8, 3000));
	ck_assert_int_eq(whole_reports(s, &torn), 1);
	finish(s, &item);
	spool_close(&s);
}
END_TEST

/* Who may choose a report's bytes could write into it what looks like our records. */
START_TEST(a_report_that_looks_like_records_commands_nothing)
{
	AUTO(buf_release) struct buf forged = {0};
	struct submit evil = {.report = {.source = STR("evil"), .media_type = STR("text/plain")}};
	struct err damage = {0};
	struct spool_item first;
	enum spool_put result;
	struct spool *s;
	uint64_t seq;
	int torn;

	buf_init(&forged, 1 << 20);
	for (seq = 1; seq < 10; seq++)
		record_write(&forged, 0x123456789,
			&(struct record){.type = RECORD_GONE, .seq = seq}, (struct str){0});
	evil.report.body = buf_view(&forged);
	report_identify(&evil.report);
	each_file(forget_file);
	s = open_sound(1 << 20);
	put(s, 1, BYTES);
	ck_assert(spool_put(s, &evil, &arena, &result, &first, NULL));
	put(s, 2, BYTES);
	commit(s);
	save_files();
	spool_close(&s);
	put_back(SEGMENT, saved_file(SEGMENT)->n,
		SEG_HEADER + RECORD_HEADER + 130 + BYTES + RECORD_HEADER + 8, 0x11);
	s = open_log(1 << 20, &damage);
	ck_assert(damage.kind != ERR_NONE);
	ck_assert_int_eq(whole_reports(s, &torn), 2);
	spool_close(&s);
}
END_TEST

/* Dead letters from the first days and a stream of others: the files do not grow. */
START_TEST(the_long_dead_do_not_pin_what_came_after_them)
{
	const struct spool_why why = {STR("unreadable"), STR("it is a picture"), false};
	struct spool_item item, *dead;
	struct report report;
	struct str body;
	struct spool *s;
	size_t n, i;
	int k, torn;

	each_file(forget_file);
	s = open_sound(65536);
	for (k = 0; k < 3000; k++) {
		put(s, k, 1000);
		ck_assert(lease(s, 0, &item, &report));
		if (k % 300 == 0)
			ck_assert(spool_bury(s, &item, &why, 1, NULL));
		else
			finish(s, &item);
		commit(s);
		ck_assert_int_lt(bytes_of_files(SEGMENTS), 7 * 65536);
	}
	spool_close(&s);
	s = open_sound(65536);
	ck_assert(spool_dead(s, 0, 100, &arena, &dead, &n, NULL));
	ck_assert_uint_eq(n, 10);
	for (i = 0; i < n; i++) {
		ck_assert(str_eq(dead[i].sentence, why.sentence) && dead[i].attempt == 1 &&
			  dead[i].failed == 1);
		ck_assert(spool_body(s, dead[i].seq, &arena, &body, NULL));
		ck_assert(str_eq(body, submit_number(2700 - 300 * (int)i, 1000).report.body));
		ck_assert(spool_retry(s, dead[i].seq, 2, NULL));
	}
	ck_assert_int_eq(whole_reports(s, &torn), 10);
	ck_assert(is_known(s, 1, 1000));
	spool_close(&s);
}
END_TEST

/* A disk that is well again a moment later: so many reads of segments succeed, then so many
 * fail. */
static struct {
	int succeeding, failing;
} reads;

static bool is_segment(int fd)
{
	char link[32], path[256];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path));
	return n > 0 && str_ends((struct str){path, (size_t)n}, STR(".seg"));
}

ssize_t pread(int fd, void *to, size_t n, off_t at)
{
	ssize_t (*next)(int, void *, size_t, off_t) =
		(ssize_t(*)(int, void *, size_t, off_t))dlsym(RTLD_NEXT, "pread64");

	if (!reads.failing || !is_segment(fd) || reads.succeeding-- > 0)
		return next(fd, to, n, at);
	reads.failing--;
	errno = EIO;
	return -1;
}

#define FAULT STR("its reader died")

/* Many segments, and all reports are finished but the first two: one is ready, one is dead. The
 * next commit copies them. */
static struct spool *open_with_survivors(void)
{
	const struct spool_why why = {STR("crash"), FAULT, false};
	struct spool_item first, second, item;
	struct report report;
	struct spool *s;

	each_file(forget_file);
	crash_after(many_segments);
	s = open_sound(4096);
	ck_assert(lease(s, 0, &first, &report) && lease(s, 0, &second, &report));
	ck_assert(spool_bury(s, &second, &why, 0, NULL));
	commit(s);
	while (lease(s, 0, &item, &report))
		finish(s, &item);
	ck_assert(spool_requeue(s, &first, false, 0, NULL));
	return s;
}

static void check_survivors(const char *when)
{
	struct spool *s = open_sound(4096);
	struct spool_item *dead;
	struct str body;
	size_t n;
	int torn;

	ck_assert(spool_dead(s, 0, 10, &arena, &dead, &n, NULL) && n == 1);
	ck_assert_msg(str_eq(dead[0].sentence, FAULT), "%s: why it is dead is lost", when);
	ck_assert(spool_body(s, dead[0].seq, &arena, &body, NULL));
	ck_assert_msg(
		str_eq(body, submit_number(1, 500).report.body), "%s: the dead one is lost", when);
	ck_assert_msg(whole_reports(s, &torn) == 1 && !torn, "%s: the ready one is lost", when);
	spool_close(&s);
}

START_TEST(what_is_copied_forward_outlives_a_read_that_fails_for_a_moment)
{
	int n, failing;
	bool reached;

	for (failing = 1; failing <= 2; failing++) {
		for (n = 0, reached = true; reached; n++) {
			struct spool *s = open_with_survivors();
			char when[64];

			snprintf(when, sizeof(when), "after %d reads %d failed", n, failing);
			reads.succeeding = n;
			reads.failing = failing;
			commit(s);
			reached = reads.failing == 0;
			reads.failing = 0;
			spool_close(&s);
			ck_assert_int_lt(access(SEGMENT, F_OK), 0);
			check_survivors(when);
		}
		ck_assert_int_ge(n, 4); /* two reports, and why one of them is dead */
	}
}
END_TEST

START_TEST(what_lies_in_one_kind_of_spool_is_taken_over_by_the_other)
{
	const struct spool_why why = {STR("unreadable"), STR("it is a picture"), false};
	struct spool_options options = {
		.kind = STR("sqlite"), .path = PATH, .limits = roomy, .segment_bytes = 4096};
	struct err damage = {0}, err = {0};
	struct spool_item item, *v;
	struct report report;
	struct spool *s;
	struct str value;
	int turn, torn;
	size_t n;

	each_file(forget_file);
	s = spool_open(&options, &damage, &err);
	for (turn = 0; turn < 20; turn++)
		put(s, turn, 1000);
	ck_assert(lease(s, 0, &item, &report));
	finish(s, &item);
	ck_assert(lease(s, 0, &item, &report) && spool_bury(s, &item, &why, 1, NULL));
	ck_assert(lease(s, 0, &item, &report) && spool_delay(s, &item, &why, 500, 1, NULL));
	ck_assert(spool_note(s, STR("a"), STR("b"), NULL));
	commit(s);
	for (turn = 0; turn < 4; turn++) {
		struct spool_counts c;

		spool_close(&s);
		options.kind = turn % 2 ? STR("sqlite") : STR("log");
		s = spool_open(&options, &damage, &err);
		ck_assert_msg(s != NULL, "%s", err.text);
		spool_counts(s, &c);
		ck_assert(c.accepted == 20 && c.done == 1 && c.died == 1 &&
			  c.in_state[SPOOL_DELAYED] == 1);
		ck_assert(c.in_state[SPOOL_READY] == 17 && c.in_state[SPOOL_DEAD] == 1 &&
			  c.bytes == 19000);
		ck_assert(spool_ledger(s, 0, 100, &arena, &v, &n, NULL) && n == 20);
		ck_assert(v[0].state == 0 && v[1].state == SPOOL_DEAD &&
			  str_eq(v[1].sentence, why.sentence));
		ck_assert(
			spool_noted(s, STR("a"), &arena, &value, NULL) && str_eq(value, STR("b")));
		ck_assert_int_eq(bytes_of_files(SEGMENTS) > 0, turn % 2 == 0);
	}
	ck_assert_int_eq(whole_reports(s, &torn), 17);
	spool_close(&s);
	options.kind = STR("tape");
	ck_assert_ptr_null(spool_open(&options, &damage, &err));
	ck_assert_str_eq(err.text, "spool is not log or sqlite");
}
END_TEST

/* The ledger is lost or another's: the log gives it back, or is set aside. */
START_TEST(a_log_without_its_ledger_makes_a_new_one)
{
	struct err damage = {0}, err = {0};
	struct spool_item *v;
	struct spool *s, *other;
	int torn;
	size_t n;

	each_file(forget_file);
	crash_after(many_segments);
	unlink(PATH);
	unlink(PATH "-wal");
	unlink(PATH "-shm");
	s = open_sound(4096);
	ck_assert(spool_ledger(s, 0, 100, &arena, &v, &n, NULL));
	ck_assert_uint_eq(n, 60);
	put(s, 100, 500);
	commit(s);
	spool_close(&s);
	unlink(PATH);
	other = spool_open_sqlite(PATH, &roomy, &err); /* a backup, perhaps */
	put(other, 200, 500);
	commit(other);
	spool_close(&other);
	s = open_log(4096, &damage);
	ck_assert_ptr_nonnull(strstr(damage.text, "belongs to another spool.db"));
	ck_assert_int_eq(whole_reports(s, &torn), 1);
	spool_close(&s);
}
END_TEST

START_TEST(a_newer_format_is_refused_with_a_sentence)
{
	struct err damage = {0}, err = {0};
	struct seg_header header;
	char bytes[SEG_HEADER];
	FILE *f;

	make_four_batches();
	put_back("", 0, SIZE_MAX, 0);
	ck_assert(seg_header_read(saved_file(SEGMENT)->data, &header));
	header.version++;
	seg_header_write(&header, bytes);
	f = fopen(SEGMENT, "r+");
	ck_assert_uint_eq(fwrite(bytes, 1, sizeof(bytes), f), sizeof(bytes));
	fclose(f);
	ck_assert_ptr_null(spool_open_log(PATH, &roomy, 4096, &damage, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "newer version"));
}
END_TEST

TEST_MAIN("spool_log", on_a_full_disk_the_batch_is_cut_off_and_what_was_there_stays,
	a_report_that_looks_like_records_commands_nothing,
	the_long_dead_do_not_pin_what_came_after_them,
	what_is_copied_forward_outlives_a_read_that_fails_for_a_moment,
	what_lies_in_one_kind_of_spool_is_taken_over_by_the_other,
	a_log_without_its_ledger_makes_a_new_one, a_newer_format_is_refused_with_a_sentence)
