/* SPDX-License-Identifier: Apache-2.0 */
#include "support/log_spool.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

#define MAX_FILES 16

/* The files of a spool, to be put back again and again. */
static struct {
	char name[64];
	struct buf bytes;
} saved[MAX_FILES];
static size_t nsaved;

void each_file(void (*fn)(const char *path))
{
	each_match(PATH "*", fn);
	each_match("log-test.log/*", fn);
	each_match("log-test.log.aside*/*", fn);
}

static void save_file(const char *path)
{
	ck_assert_uint_lt(nsaved, MAX_FILES);
	snprintf(saved[nsaved].name, sizeof(saved[nsaved].name), "%s", path);
	buf_init(&saved[nsaved].bytes, 64 << 20);
	ck_assert(file_read(path, &saved[nsaved].bytes, NULL));
	nsaved++;
}

void save_files(void)
{
	nsaved = 0;
	each_file(save_file);
}

/* The file of that name with so many bytes, one of them flipped by mask. */
void put_back(const char *name, size_t n, size_t at, unsigned char mask)
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

const struct buf *saved_file(const char *name)
{
	size_t i;

	for (i = 0; i < nsaved; i++)
		if (strcmp(saved[i].name, name) == 0)
			return &saved[i].bytes;
	ck_abort_msg("no file %s", name);
}

struct spool *open_log(uint64_t segment_bytes, struct err *damage)
{
	struct err err = {0};
	struct spool *s = spool_open_log(PATH, &roomy, segment_bytes, damage, &err);

	ck_assert_msg(s != NULL, "%s", err.text);
	return s;
}

struct spool *open_sound(uint64_t segment_bytes)
{
	struct err damage = {0};
	struct spool *s = open_log(segment_bytes, &damage);

	ck_assert_msg(damage.kind == ERR_NONE, "%s", damage.text);
	return s;
}

struct submit submit_number(int i, size_t bytes)
{
	static char body[4096];
	struct submit s = {.report = {.source = STR("test"),
				   .media_type = STR("text/plain"),
				   .received_ms = 1000}};

	memset(body, 'a' + i % 26, bytes);
	snprintf(body, sizeof(body), "report %d", i);
	body[strlen(body)] = ' ';
	s.report.body = (struct str){body, bytes};
	report_identify(&s.report);
	return s;
}

void put(struct spool *s, int i, size_t bytes)
{
	struct submit submit = submit_number(i, bytes);
	struct spool_item first;
	enum spool_put result;
	struct err err = {0};

	ck_assert_msg(spool_put(s, &submit, &arena, &result, &first, &err), "%s", err.text);
	ck_assert_int_eq(result, SPOOL_ACCEPTED);
}

bool is_known(struct spool *s, int i, size_t bytes)
{
	struct submit submit = submit_number(i, bytes);
	struct spool_item item;
	bool known, live;

	ck_assert(spool_where(s, &submit.report.id, &arena, &item, &known, &live, NULL));
	return known;
}

void finish(struct spool *s, const struct spool_item *item)
{
	struct spool_item gone;

	ck_assert(spool_done(s, (struct lease){item->seq, item->attempt}, &arena, &gone, NULL));
}

/* How many reports come back as they were handed in; *ret_torn counts the others. */
int whole_reports(struct spool *s, int *ret_torn)
{
	struct spool_item item;
	struct report report;
	int n = 0;

	*ret_torn = 0;
	while (lease(s, 0, &item, &report))
		*(is_whole(&report) ? &n : ret_torn) += 1;
	return n;
}

/* What a process leaves that is killed: nothing is closed. */
void crash_after(void (*work)(void))
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

void make_four_batches(void)
{
	each_file(forget_file);
	crash_after(four_batches);
	save_files();
}

/* No note may outlive a report that it speaks of. */
int known_and_consistent(struct spool *s)
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

void many_segments(void)
{
	struct spool *s = open_sound(4096);
	int i;

	for (i = 0; i < 60; i++) {
		put(s, i, 500);
		commit(s);
	}
}
