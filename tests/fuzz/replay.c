/* SPDX-License-Identifier: Apache-2.0
 * Feeds every file of the named folders to a fuzz target, and each of them again cut short and with
 * bytes changed: the corpus as a test, with any compiler. */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "fuzz/fuzz.h"

#define VARIANTS 64

/* In a block of its own size, so that a sanitizer sees a step over its end. */
static void feed(const char *data, size_t n)
{
	char *copy = xmalloc(n);

	memcpy(copy, data, n);
	LLVMFuzzerTestOneInput((const uint8_t *)copy, n);
	free(copy);
}

static void feed_variants(struct buf *file)
{
	uint64_t random = hash_str(buf_view(file));
	size_t i;

	feed(file->data ? file->data : "", file->n);
	for (i = 0; file->n && i < VARIANTS; i++) {
		size_t at = (random = hash_mix(random + i)) % file->n;
		char was = file->data[at];

		feed(file->data, at);
		file->data[at] = (char)(random >> 40);
		feed(file->data, file->n);
		file->data[at] = was;
	}
}

static size_t replay_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	size_t files = 0;

	while (dir && (entry = readdir(dir))) {
		AUTO(buf_release) struct buf buf = {0};
		char path[PATH_MAX];

		buf_init(&buf, 64 << 20);
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] == '.' || !file_read(path, &buf, NULL))
			continue;
		feed_variants(&buf);
		files++;
	}
	if (dir)
		closedir(dir);
	return files;
}

int main(int argc, char **argv)
{
	size_t files = 0;
	int i;

	for (i = 1; i < argc; i++)
		files += replay_folder(argv[i]);
	printf("%zu files, each in %d variants\n", files, 2 * VARIANTS + 1);
	return files ? EXIT_SUCCESS : EXIT_FAILURE;
}
