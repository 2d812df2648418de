/* SPDX-License-Identifier: Apache-2.0
 * The log spool alone: what a disk tears, flips, cuts off and loses; how long the files get; what is taken over. */
#include "support/testing.h"

#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/crc32c.h"
#include "base/file.h"
#include "db/db.h"
#include "ingestor/seg_record.h"
#include "ingestor/spool.h"

#define PATH "log-test.db"
#define SEGMENT "log-test.log/0000000001.seg"
#define MAX_FILES 16

/* Thousands of starts: what is tested is what the files say, and not the disk. */
int fsync(int fd)
{
	(void)fd;
	return 0;
}

int fdatasync(int fd)
{
	(void)fd;
	return 0;
}

static const struct spool_limits roomy = {100000, 1 << 30};
static struct arena arena;

/* The files of a spool, to be put back again and again. */
static struct {
	char name[64];
	struct buf bytes;
} saved[MAX_FILES];
static size_t nsaved;

static void each_file(void (*fn)(const char *path))
{
	static const char *const patterns[] = {PATH "*", "log-test.log/*", "log-test.log.aside*/*"};
	glob_t found;
	size_t i, k;

	for (i = 0; i < ARRAY_SIZE(patterns); i++) {
		if (glob(patterns[i], 0, NULL, &found) == 0)
			for (k = 0; k < found.gl_pathc; k++)
				fn(found.gl_pathv[k]);
		globfree(&found);
	}
}

static void forget_file(const char *path)
{
	unlink(path);
}

static void save_file(const char *path)
{
	ck_assert_uint_lt(nsaved, MAX_FILES);
	snprintf(saved[nsaved].name, sizeof(saved[nsaved].name), "%s", path);
	buf_init(&saved[nsaved].bytes, 64 << 20);
	ck_assert(file_read(path, &saved[nsaved].bytes, NULL));
	nsaved++;
}

static void save_files(void)
{
	nsaved = 0;
	each_file(save_file);
}

/* The file of that name with so many bytes, one of them flipped by mask. */
static void put_back(const char *name, size_t n, size_t at, unsigned char mask)
{
	size_t i;

	each_file(forget_file);
	for (i = 0; i < nsaved; i++) {
		bool it = strcmp(saved[i].name, name) == 0;
		size_t bytes = it ? n : saved[i].bytes.n;
		FILE *f = fopen(saved[i].name, "w");

		ck_assert_ptr_nonnull(f);
		ck_assert_uint_eq(fwrite(saved[i].bytes.data, 1, bytes, f), bytes);
		if (it && at < bytes) {
			fseek(f, (long)at, SEEK_SET);
			fputc(saved[i].bytes.data[at] ^ mask, f);
		}
		fclose(f);
	}
}

static const struct buf *saved_file(const char *name)
{
	size_t i;

	for (i = 0; i < nsaved; i++)
		if (strcmp(saved[i].name, name) == 0)
			return &saved[i].bytes;
	ck_abort_msg("no file %s", name);
}

static struct spool *open_log(uint64_t segment_bytes, struct err *damage)
{
	struct err err = {0};
	struct spool *s = spool_open_log(PATH, &roomy, segment_bytes, damage, &err);

	ck_assert_msg(s != NULL, "%s", err.text);
	return s;
}

static struct spool *open_sound(uint64_t segment_bytes)
{
	struct err damage = {0};
	struct spool *s = open_log(segment_bytes, &damage);

	ck_assert_msg(damage.kind == ERR_NONE, "%s", damage.text);
	return s;
}

static struct submit submit_number(int i, size_t bytes)
{
	static char body[4096];
	struct submit s = {.report = {.source = STR("test"), .media_type = STR("text/plain"), .received_ms = 1000}};

	memset(body, 'a' + i % 26, bytes);
	snprintf(body, sizeof(body), "report %d", i);
	body[strlen(body)] = ' ';
	s.report.body = (struct str){body, bytes};
	report_identify(&s.report);
	return s;
}

static void put(struct spool *s, int i, size_t bytes)
{
	struct submit submit = submit_number(i, bytes);
	struct spool_item first;
	enum spool_put result;
	struct err err = {0};

	ck_assert_msg(spool_put(s, &submit, &arena, &result, &first, &err), "%s", err.text);
	ck_assert_int_eq(result, SPOOL_ACCEPTED);
}

static bool is_known(struct spool *s, int i, size_t bytes)
{
	struct submit submit = submit_number(i, bytes);
	struct spool_item item;
	bool known, live;

	ck_assert(spool_where(s, &submit.report.id, &arena, &item, &known, &live, NULL));
	return known;
}

static void commit(struct spool *s)
{
	struct err err = {0};

	ck_assert_msg(spool_commit(s, &err), "%s", err.text);
}

static bool lease(struct spool *s, struct spool_item *item, struct report *report)
{
	struct err err = {0};
	bool found;

	ck_assert_msg(spool_lease(s, 0, 1000, &arena, item, report, &found, &err), "%s", err.text);
	return found;
}

static void finish(struct spool *s, const struct spool_item *item)
{
	struct spool_item gone;

	ck_assert(spool_done(s, (struct lease){item->seq, item->attempt}, &arena, &gone, NULL));
}

static bool is_whole(const struct report *report)
{
	struct report again = *report;

	report_identify(&again);
	return memcmp(&again.id, &report->id, sizeof(again.id)) == 0;
}

/* How many reports come back as they were handed in; *ret_torn counts the others. */
static int whole_reports(struct spool *s, int *ret_torn)
{
	struct spool_item item;
	struct report report;
	int n = 0;

	*ret_torn = 0;
	while (lease(s, &item, &report))
		*(is_whole(&report) ? &n : ret_torn) += 1;
	return n;
}

/* What a process leaves that is killed: nothing is closed. */
static void crash_after(void (*work)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		work();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

#define BATCHES 4
#define BYTES 150

/* Every place of the last two batches, and some of those before. */
static size_t next_place(size_t at, size_t n)
{
	return at + 1400 < n ? at + 5 : at + 1;
}

/* Four batches of two reports and a note that speaks of them. */
static void four_batches(void)
{
	struct spool *s = open_sound(1 << 20);
	int i;

	for (i = 0; i < BATCHES; i++) {
		char key[16];

		put(s, 2 * i, BYTES);
		put(s, 2 * i + 1, BYTES);
		snprintf(key, sizeof(key), "taken/%d", i);
		ck_assert(spool_note(s, str_from(key), STR("yes"), NULL));
		commit(s);
	}
}

static void make_four_batches(void)
{
	each_file(forget_file);
	crash_after(four_batches);
	save_files();
}

/* No note may outlive a report that it speaks of. */
static int known_and_consistent(struct spool *s)
{
	int i, n = 0;

	for (i = 0; i < BATCHES; i++) {
		bool both = is_known(s, 2 * i, BYTES) && is_known(s, 2 * i + 1, BYTES);
		struct str value;
		char key[16];

		snprintf(key, sizeof(key), "taken/%d", i);
		ck_assert(spool_noted(s, str_from(key), &arena, &value, NULL));
		ck_assert_msg(both || str_absent(value), "note %d without its reports", i);
		n += is_known(s, 2 * i, BYTES) + is_known(s, 2 * i + 1, BYTES);
	}
	return n;
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
		ck_assert_uint_eq(crc32c(7, bytes + i, 4000 - 3 * i), crc32c_portable(7, bytes + i, 4000 - 3 * i));
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
		ck_assert_msg(known >= before, "%zu bytes: %d of %d", n, known, before); /* more bytes, more reports */
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
		ck_assert_msg(known == 2 * BATCHES || damage.kind != ERR_NONE, "byte %zu: lost and not told", at);
		put(s, 100, BYTES);
		commit(s);
		spool_close(&s);
		s = open_log(1 << 20, &again);
		ck_assert_msg(again.kind == ERR_NONE, "byte %zu is told of twice: %s", at, again.text);
		whole = whole_reports(s, &torn);
		ck_assert_msg(whole + torn == known + 1 && torn <= 1, "byte %zu: %d + %d of %d", at, whole, torn, known);
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

static void many_segments(void)
{
	struct spool *s = open_sound(4096);
	int i;

	for (i = 0; i < 60; i++) {
		put(s, i, 500);
		commit(s);
	}
}

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
			ck_assert_int_eq(glob("log-test.log/0000000003.damaged-*", 0, NULL, &found), 0);
			globfree(&found);
		}
		spool_close(&s);
		s = open_log(4096, &again);
		ck_assert(again.kind == ERR_NONE);
		whole = whole_reports(s, &torn);
		ck_assert_msg(whole >= 59, "byte %zu: %d", at, whole);
		ck_assert_msg(whole == 60 || torn || damage.kind != ERR_NONE, "byte %zu: lost and not told", at);
		spool_close(&s);
	}
}
END_TEST

START_TEST(a_segment_that_is_missing_is_told_of)
{
	static const char *const names[] = {"log-test.log/0000000001.seg", "log-test.log/0000000003.seg"};
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

static int64_t size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (int64_t)st.st_size : -1;
}

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
		int64_t before = size_of(SEGMENT);

		ck_assert(spool_put(s, &submit, &arena, &result, &first, &err));
		put(s, 8, 3000);
		ck_assert(!spool_commit(s, &err));
		ck_assert_ptr_nonnull(strstr(err.text, "cannot write"));
		ck_assert_int_eq(err.kind, ERR_RETRY);
		ck_assert_int_eq(size_of(SEGMENT), before);
		ck_assert(!is_known(s, 7, 3000));
		if (i == 0)
			ck_assert(lease(s, &item, &report)); /* small words still find room */
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
		record_write(&forged, 0x123456789, &(struct record){.type = RECORD_GONE, .seq = seq}, (struct str){0});
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
	put_back(SEGMENT, saved_file(SEGMENT)->n, SEG_HEADER + RECORD_HEADER + 130 + BYTES + RECORD_HEADER + 8, 0x11);
	s = open_log(1 << 20, &damage);
	ck_assert(damage.kind != ERR_NONE);
	ck_assert_int_eq(whole_reports(s, &torn), 2);
	spool_close(&s);
}
END_TEST

static uint64_t bytes_of_log(void)
{
	uint64_t n = 0;
	struct stat st;
	glob_t found;
	size_t i;

	if (glob("log-test.log/*.seg", 0, NULL, &found) == 0)
		for (i = 0; i < found.gl_pathc; i++)
			n += stat(found.gl_pathv[i], &st) == 0 ? (uint64_t)st.st_size : 0;
	globfree(&found);
	return n;
}

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
		ck_assert(lease(s, &item, &report));
		if (k % 300 == 0)
			ck_assert(spool_bury(s, &item, &why, 1, NULL));
		else
			finish(s, &item);
		commit(s);
		ck_assert_uint_lt(bytes_of_log(), 7 * 65536);
	}
	spool_close(&s);
	s = open_sound(65536);
	ck_assert(spool_dead(s, 0, 100, &arena, &dead, &n, NULL));
	ck_assert_uint_eq(n, 10);
	for (i = 0; i < n; i++) {
		ck_assert(str_eq(dead[i].sentence, why.sentence) && dead[i].attempt == 1 && dead[i].failed == 1);
		ck_assert(spool_body(s, dead[i].seq, &arena, &body, NULL));
		ck_assert(str_eq(body, submit_number(2700 - 300 * (int)i, 1000).report.body));
		ck_assert(spool_retry(s, dead[i].seq, 2, NULL));
	}
	ck_assert_int_eq(whole_reports(s, &torn), 10);
	ck_assert(is_known(s, 1, 1000));
	spool_close(&s);
}
END_TEST

START_TEST(what_lies_in_one_kind_of_spool_is_taken_over_by_the_other)
{
	const struct spool_why why = {STR("unreadable"), STR("it is a picture"), false};
	struct spool_options options = {.kind = STR("sqlite"), .path = PATH, .limits = roomy, .segment_bytes = 4096};
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
	ck_assert(lease(s, &item, &report));
	finish(s, &item);
	ck_assert(lease(s, &item, &report) && spool_bury(s, &item, &why, 1, NULL));
	ck_assert(lease(s, &item, &report) && spool_delay(s, &item, &why, 500, 1, NULL));
	ck_assert(spool_note(s, STR("a"), STR("b"), NULL));
	commit(s);
	for (turn = 0; turn < 4; turn++) {
		struct spool_counts c;

		spool_close(&s);
		options.kind = turn % 2 ? STR("sqlite") : STR("log");
		s = spool_open(&options, &damage, &err);
		ck_assert_msg(s != NULL, "%s", err.text);
		spool_counts(s, &c);
		ck_assert(c.accepted == 20 && c.done == 1 && c.died == 1 && c.in_state[SPOOL_DELAYED] == 1);
		ck_assert(c.in_state[SPOOL_READY] == 17 && c.in_state[SPOOL_DEAD] == 1 && c.bytes == 19000);
		ck_assert(spool_ledger(s, 0, 100, &arena, &v, &n, NULL) && n == 20);
		ck_assert(v[0].state == 0 && v[1].state == SPOOL_DEAD && str_eq(v[1].sentence, why.sentence));
		ck_assert(spool_noted(s, STR("a"), &arena, &value, NULL) && str_eq(value, STR("b")));
		ck_assert_int_eq(bytes_of_log() > 0, turn % 2 == 0);
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

TEST_MAIN("spool_log", the_checksum_is_that_of_rfc_3720, a_tail_torn_at_any_byte_costs_what_was_torn_off,
	a_byte_flipped_anywhere_costs_one_report_and_is_told, a_hole_in_the_last_batch_is_no_report,
	damage_in_the_middle_leaves_what_stands_around_it, a_segment_that_is_missing_is_told_of,
	a_segment_that_was_only_begun_is_begun_again, on_a_full_disk_the_batch_is_cut_off_and_what_was_there_stays,
	a_report_that_looks_like_records_commands_nothing, the_long_dead_do_not_pin_what_came_after_them,
	what_lies_in_one_kind_of_spool_is_taken_over_by_the_other, a_log_without_its_ledger_makes_a_new_one,
	a_newer_format_is_refused_with_a_sentence)
