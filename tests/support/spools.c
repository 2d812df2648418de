/* SPDX-License-Identifier: Apache-2.0 */
#include "support/spools.h"

#include <check.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const struct spool_limits roomy = {100000, 1 << 30};
struct arena arena;

/* Test programs run side by side. */
__attribute__((constructor)) static void enter_own_directory(void)
{
	char dir[64];

	snprintf(dir, sizeof(dir), "%s.files", program_invocation_short_name);
	mkdir(dir, 0700);
	if (chdir(dir) < 0)
		abort();
}

/* There are thousands of starts. */
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

void each_match(const char *pattern, void (*fn)(const char *path))
{
	glob_t found;
	size_t i;

	if (glob(pattern, 0, NULL, &found) == 0)
		for (i = 0; i < found.gl_pathc; i++)
			fn(found.gl_pathv[i]);
	globfree(&found);
}

void forget_file(const char *path)
{
	unlink(path);
}

void forget_files(const char *pattern)
{
	each_match(pattern, forget_file);
}

static int64_t bytes;

static void add_bytes(const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && S_ISREG(st.st_mode))
		bytes += st.st_size;
}

int64_t bytes_of_files(const char *pattern)
{
	bytes = 0;
	each_match(pattern, add_bytes);
	return bytes;
}

void commit(struct spool *s)
{
	struct err err = {0};

	ck_assert_msg(spool_commit(s, &err), "%s", err.text);
}

bool lease(struct spool *s, int64_t now_ms, struct spool_item *item, struct report *report)
{
	struct err err = {0};
	bool found;

	ck_assert_msg(
		spool_lease(s, now_ms, now_ms + SECONDS(30), &arena, item, report, &found, &err),
		"%s", err.text);
	return found;
}

bool is_whole(const struct report *report)
{
	struct report again = *report;

	report_identify(&again);
	return memcmp(&again.id, &report->id, sizeof(again.id)) == 0;
}
