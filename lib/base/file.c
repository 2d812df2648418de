/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

bool file_read_fd(int fd, const char *name, struct buf *ret, struct err *err)
{
	for (;;) {
		char chunk[65536];
		ssize_t n = read(fd, chunk, sizeof(chunk));

		if (n == 0)
			return true;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EISDIR)
			return err_set(err, ERR_REJECT, "%s is a directory", name);
		if (n < 0)
			return err_set(err, ERR_RETRY, "cannot read %s: %m", name);
		if (!buf_append(ret, chunk, (size_t)n))
			return err_set(
				err, ERR_REJECT, "%s is larger than %zu bytes", name, ret->max);
	}
}

static void fd_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

bool file_read(const char *path, struct buf *ret, struct err *err)
{
	AUTO(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	if (fd < 0)
		return err_set(err, ERR_REJECT, "cannot open %s: %m", path);
	if (fstat(fd, &st) < 0)
		return err_set(err, ERR_RETRY, "cannot stat %s: %m", path);
	if (S_ISDIR(st.st_mode))
		return err_set(err, ERR_REJECT, "%s is a directory", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_REJECT, "%s is no regular file", path);
	if ((uint64_t)st.st_size > ret->max)
		return err_set(err, ERR_REJECT, "%s has %lld bytes; %zu are the most", path,
			(long long)st.st_size, ret->max);
	return file_read_fd(fd, path, ret, err);
}

bool dir_make(const char *path, unsigned mode, struct err *err)
{
	char part[PATH_MAX];
	char *slash;

	if ((size_t)snprintf(part, sizeof(part), "%s", path) >= sizeof(part))
		return err_set(err, ERR_REJECT, "the path %.80s... is too long", path);
	for (slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, mode) < 0 && errno != EEXIST)
			return err_set(err, ERR_FATAL, "cannot make the directory %s: %m", part);
		*slash = '/';
	}
	if (mkdir(part, mode) < 0 && errno != EEXIST)
		return err_set(err, ERR_FATAL, "cannot make the directory %s: %m", part);
	return true;
}
