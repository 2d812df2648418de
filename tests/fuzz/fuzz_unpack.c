/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a container: members are bounded in size, and the run in time. */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "extractor/unpack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool check(void *arg, const struct unpacked *member)
{
	uint64_t *members = arg;

	if (member->report.body.n > MAX_REPORT_BYTES ||
		member->report.source.n > MAX_SOURCE_BYTES ||
		(!member->report.body.n && !member->sentence.n && !member->key.n))
		abort();
	return ++*members < 10000;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(unpack_release) struct unpack unpack = {0};
	int fd = memfd_create("fuzz", 0);
	uint64_t members = 0;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	unpack_init(&unpack, check, &members, STR("https://example.org/feed"));
	unpack_fd(&unpack, fd);
	if (!unpack.end.ok && !unpack.end.sentence.n)
		abort();
	close(fd);
	return 0;
}
