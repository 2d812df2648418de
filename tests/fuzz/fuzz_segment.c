/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a segment of the log spool, and as the meta of a record of each type, whose
 * checksum is right: the scan finds all of it, and nothing beyond its end. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz/fuzz.h"
#include "ingestor/seg_scan.h"

#define SALT 0x123456789ABCDEFu

/* Every byte belongs to a record or to a gap. */
static size_t scan_all(struct str bytes)
{
	int fd = memfd_create("segment", MFD_CLOEXEC);
	struct seg_scan scan;
	enum scan_event event;
	uint64_t at = 0;
	size_t records = 0;

	if (fd < 0 || write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n)
		abort();
	scan_init(&scan, fd, SALT, 0, bytes.n);
	while ((event = scan_next(&scan)) != SCAN_END) {
		if (scan.from != at || scan.to <= at || scan.to > bytes.n)
			abort();
		at = scan.to;
		records += event == SCAN_RECORD && scan_body_is_whole(&scan);
	}
	if (at != bytes.n)
		abort();
	scan_release(&scan);
	close(fd);
	return records;
}

static void read_meta(struct str meta)
{
	struct spool_item item = {0};
	struct spool_counts counts = {0};
	struct report report;
	struct str key, value;
	uint64_t bytes;

	if (item_unpack(meta, &item, &report)) {
		AUTO(buf_release) struct buf again = {0};

		buf_init(&again, 1 << 24);
		item_pack(&again, &item, &report);
	}
	(void)!state_unpack(meta, true, &item);
	(void)!state_unpack(meta, false, &item);
	(void)!note_unpack(meta, &key, &value);
	(void)!commit_unpack(meta, &bytes, &counts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	AUTO(buf_release) struct buf file = {0};
	const uint32_t mark = (uint32_t)SALT;
	struct str bytes = {(const char *)data, n};
	struct seg_header header;
	int type;

	if (n >= SEG_HEADER)
		(void)!seg_header_read(bytes.p, &header);
	scan_all(bytes);
	read_meta(bytes);
	buf_init(&file, 1 << 26);
	for (type = RECORD_ITEM; type <= RECORD_COMMIT; type++) {
		const struct record r = {
			(enum record_type)type, RECORD_NEW, (uint64_t)type, bytes, 0, 0};

		record_write(&file, SALT, &r, bytes);
		buf_str(&file, bytes); /* and a gap */
	}
	/* with the salt at hand a record can be forged that takes others for its body */
	if (scan_all(buf_view(&file)) < RECORD_COMMIT && !memmem(data, n, &mark, sizeof(mark)))
		abort();
	return 0;
}
