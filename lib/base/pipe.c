/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/pipe.h"

static bool write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = send(fd, p, n, MSG_NOSIGNAL);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

static bool read_all(int fd, char *p, size_t n)
{
	while (n > 0) {
		ssize_t got = read(fd, p, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}

bool pipe_write(int fd, struct str frame)
{
	uint32_t n = (uint32_t)frame.n;

	return frame.n <= MAX_FRAME_BYTES && write_all(fd, (const char *)&n, sizeof(n)) &&
	       write_all(fd, frame.p, frame.n);
}

bool pipe_read(int fd, struct buf *ret)
{
	uint32_t n;
	char *room;

	if (!read_all(fd, (char *)&n, sizeof(n)) || n > MAX_FRAME_BYTES)
		return false;
	buf_reset(ret);
	room = buf_reserve(ret, n);
	if (!room || !read_all(fd, room, n))
		return false;
	ret->n = n;
	return true;
}
