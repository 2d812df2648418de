/* SPDX-License-Identifier: Apache-2.0 */
#include "ingestor/seg_scan.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

#define WINDOW ((size_t)256 << 10)
#define BLOCK 4096

void scan_init(struct seg_scan *scan, int fd, uint64_t salt, uint64_t from, uint64_t end)
{
	*scan = (struct seg_scan){.fd = fd, .salt = salt, .at = from, .end = end};
}

void scan_release(struct seg_scan *scan)
{
	free(scan->window);
	*scan = (struct seg_scan){.fd = -1};
}

/* The rest of what cannot be read is zeros. False: the disk refused. */
static bool read_some(int fd, char *to, size_t n, uint64_t at)
{
	size_t got = 0;
	ssize_t done = 1;

	while (got < n && done != 0) {
		done = pread(fd, to + got, n - got, (off_t)(at + got));
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			break;
		got += (size_t)done;
	}
	memset(to + got, 0, n - got);
	return done >= 0;
}

static void read_around(struct seg_scan *s, char *to, size_t n, uint64_t at)
{
	size_t done;

	if (read_some(s->fd, to, n, at))
		return;
	for (done = 0; done < n; done += BLOCK)
		if (!read_some(s->fd, to + done, n - done < BLOCK ? n - done : BLOCK, at + done))
			s->unreadable = true;
}

/* The n bytes at a place before the end; NULL if there are not so many. Valid until the next
 * call. */
static const char *look(struct seg_scan *s, uint64_t at, size_t n)
{
	size_t want;

	if (at > s->end || n > s->end - at)
		return NULL;
	if (at >= s->window_at && at + n <= s->window_at + s->window_bytes)
		return s->window + (at - s->window_at);
	want = n > WINDOW ? n : WINDOW;
	want = want < s->end - at ? want : (size_t)(s->end - at);
	if (want > s->window_cap) {
		s->window = xrealloc(s->window, want, 1);
		s->window_cap = want;
	}
	read_around(s, s->window, want, at);
	s->window_at = at;
	s->window_bytes = want;
	return s->window;
}

static bool record_at(struct seg_scan *s, uint64_t at)
{
	const char *head = look(s, at, RECORD_HEADER);
	size_t n = head ? record_head_bytes(head, s->salt) : 0;

	head = n ? look(s, at, n) : NULL;
	return head && record_read(head, s->salt, &s->record) &&
	       record_bytes(&s->record) <= s->end - at;
}

/* The next place at or after at where a mark stands; the end if none does. */
static uint64_t find_mark(struct seg_scan *s, uint64_t at)
{
	uint32_t mark = htole32((uint32_t)s->salt);

	while (at + sizeof(mark) <= s->end) {
		size_t n = s->end - at < WINDOW ? (size_t)(s->end - at) : WINDOW;
		const char *p = look(s, at, n), *hit = memmem(p, n, &mark, sizeof(mark));

		if (hit)
			return at + (uint64_t)(hit - p);
		at += n - (sizeof(mark) - 1);
		if (n < WINDOW)
			break;
	}
	return s->end;
}

enum scan_event scan_next(struct seg_scan *s)
{
	uint64_t at;

	if (s->at >= s->end)
		return SCAN_END;
	s->from = s->at;
	if (record_at(s, s->at)) {
		s->to = s->at += record_bytes(&s->record);
		return SCAN_RECORD;
	}
	for (at = find_mark(s, s->at + 1); at < s->end && !record_at(s, at);)
		at = find_mark(s, at + 1);
	s->to = s->at = at;
	return SCAN_GAP;
}

bool scan_body_is_whole(struct seg_scan *s)
{
	uint64_t at = s->to - s->record.body_bytes;
	AUTO(mem_free) char *chunk = NULL;
	uint32_t crc = record_body_crc(0, true, s->salt, (struct str){"", 0});
	bool first = true;
	size_t n;

	if (at >= s->window_at && s->to <= s->window_at + s->window_bytes)
		return record_body_crc(0, true, s->salt,
			       (struct str){s->window + (at - s->window_at),
				       s->record.body_bytes}) == s->record.body_crc;
	chunk = xmalloc(WINDOW);
	for (; at < s->to; at += n) {
		n = s->to - at < WINDOW ? (size_t)(s->to - at) : WINDOW;
		read_around(s, chunk, n, at);
		crc = record_body_crc(crc, first, s->salt, (struct str){chunk, n});
		first = false;
	}
	return crc == s->record.body_crc;
}
