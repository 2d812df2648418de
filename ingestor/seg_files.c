/* SPDX-License-Identifier: Apache-2.0 */
#include "ingestor/seg_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/mem.h"
#include "base/parse.h"

#define SPILL_BYTES (1 << 20)
#define MAX_OPEN 64                   /* of the older segments */
#define READ_TRIES 3                  /* that failed, until bytes count as lost */
#define MAX_KEPT ((uint64_t)64 << 20) /* bytes of one damaged stretch that are kept */

static void path_of(
	const struct seg_files *files, uint32_t number, const char *tail, char out[PATH_MAX + 64])
{
	snprintf(out, PATH_MAX + 64, "%s/%010u.%s", files->dir, number, tail);
}

static struct segment *last_of(const struct seg_files *files)
{
	return files->n ? &files->v[files->n - 1] : NULL;
}

struct segment *files_segment(struct seg_files *files, uint32_t number)
{
	size_t low = 0, high = files->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (files->v[mid].number < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low < files->n && files->v[low].number == number ? &files->v[low] : NULL;
}

static struct segment *add_segment(struct seg_files *files, uint32_t number)
{
	if (files->n == files->cap) {
		files->cap = files->cap ? files->cap * 2 : 16;
		files->v = xrealloc(files->v, files->cap, sizeof(*files->v));
	}
	files->v[files->n] = (struct segment){.number = number, .fd = -1};
	if (number >= files->next_number)
		files->next_number = number + 1;
	return &files->v[files->n++];
}

static int by_number(const void *a, const void *b)
{
	const struct segment *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

static bool list_segments(struct seg_files *files, struct err *err)
{
	DIR *dir = opendir(files->dir);
	struct dirent *entry;
	bool ok;

	if (!dir)
		return err_set(err, ERR_RETRY, "cannot read the directory %s: %m", files->dir);
	while (errno = 0, (entry = readdir(dir))) {
		struct str name = str_from(entry->d_name);
		uint64_t number;
		struct stat st;

		if (!str_ends(name, STR(".seg")) ||
			!parse_u64(str_slice(name, 0, name.n - 4), 1, UINT32_MAX - 1, &number))
			continue;
		if (fstatat(files->dir_fd, entry->d_name, &st, 0) < 0)
			break;
		add_segment(files, (uint32_t)number)->end = (uint64_t)st.st_size;
	}
	ok = errno == 0 || err_set(err, ERR_RETRY, "cannot read the directory %s: %m", files->dir);
	closedir(dir);
	if (files->n)
		qsort(files->v, files->n, sizeof(*files->v), by_number);
	return ok;
}

/* The name of a directory that was made is durable when its parent is. */
static bool sync_parent(const char *dir, struct err *err)
{
	char parent[PATH_MAX];
	char *slash;
	bool ok;
	int fd;

	snprintf(parent, sizeof(parent), "%s", dir);
	slash = strrchr(parent, '/');
	if (slash)
		slash[slash == parent] = '\0';
	fd = open(slash ? parent : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ok = fd >= 0 && fsync(fd) == 0;
	if (!ok)
		err_set(err, ERR_RETRY, "cannot sync the directory above %s: %m", dir);
	if (fd >= 0)
		close(fd);
	return ok;
}

bool files_open(struct seg_files *files, const char *dir, uint64_t segment_bytes, struct err *err)
{
	*files = (struct seg_files){
		.dir_fd = -1, .segment_bytes = segment_bytes, .next_number = 1, .sealed = true};
	buf_init(&files->batch, MAX_SEGMENT_BYTES);
	if ((size_t)snprintf(files->dir, sizeof(files->dir), "%s", dir) >= sizeof(files->dir))
		return err_set(err, ERR_REJECT, "the spool's path is too long");
	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return err_set(err, ERR_RETRY, "cannot make the directory %s: %m", dir);
	if (!sync_parent(dir, err))
		return false;
	files->dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (files->dir_fd < 0)
		return err_set(err, ERR_RETRY, "cannot open the directory %s: %m", dir);
	if (flock(files->dir_fd, LOCK_EX | LOCK_NB) < 0)
		return err_set(err, ERR_RETRY, "%s is in use by another process", dir);
	return list_segments(files, err);
}

static void close_segment(struct seg_files *files, struct segment *s)
{
	if (s->fd < 0)
		return;
	close(s->fd);
	s->fd = -1;
	files->nopen--;
}

void files_close(struct seg_files *files)
{
	size_t i;

	if (files->dir_fd < 0)
		return;
	files_abandon(files);
	for (i = 0; i < files->n; i++)
		close_segment(files, &files->v[i]);
	close(files->dir_fd);
	files->dir_fd = -1;
	free(files->v);
	files->v = NULL;
	files->n = 0;
	buf_release(&files->batch);
}

/* Few are open at a time: the oldest that is, other than the last, makes room. */
static void make_room(struct seg_files *files)
{
	size_t i;

	for (i = 0; files->nopen >= MAX_OPEN && i + 1 < files->n; i++)
		close_segment(files, &files->v[i]);
}

bool files_open_segment(struct seg_files *files, struct segment *s, struct err *err)
{
	char path[PATH_MAX + 64];

	if (s->fd >= 0)
		return true;
	make_room(files);
	path_of(files, s->number, "seg", path);
	s->fd = open(path, O_RDWR | O_CLOEXEC);
	if (s->fd < 0)
		return err_set(err, ERR_RETRY, "cannot open %s: %m", path);
	files->nopen++;
	return true;
}

static bool write_all(int fd, const char *p, size_t n, uint64_t at)
{
	while (n > 0) {
		ssize_t done = pwrite(fd, p, n, (off_t)at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
		at += (uint64_t)done;
	}
	return true;
}

/* A new file. One that is there already could not be removed when not even its header could be
 * written. */
static int make_file(const char *path)
{
	const int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC;
	int fd = open(path, flags, 0600);
	struct stat st;

	if (fd < 0 && errno == EEXIST && stat(path, &st) == 0 && st.st_size <= SEG_HEADER &&
		unlink(path) == 0)
		fd = open(path, flags, 0600);
	return fd;
}

static bool begin_segment(struct seg_files *files, struct err *err)
{
	const struct segment *before = last_of(files);
	struct seg_header header = {.version = SEG_VERSION,
		.number = files->next_number,
		.salt = files->salt,
		.before_end = before && before->number + 1 == files->next_number ? before->end : 0,
		.begun_ms = clock_wall_ms()};
	char path[PATH_MAX + 64], bytes[SEG_HEADER];
	struct segment *s;
	int fd;

	path_of(files, files->next_number, "seg", path);
	fd = make_file(path);
	if (fd < 0)
		return err_set(err, ERR_RETRY, "cannot make %s: %m", path);
	seg_header_write(&header, bytes);
	if (!write_all(fd, bytes, sizeof(bytes), 0)) {
		err_set(err, ERR_RETRY, "cannot write %s: %m", path);
		close(fd);
		unlink(path);
		return false;
	}
	make_room(files);
	s = add_segment(files, files->next_number);
	s->fd = fd;
	s->end = SEG_HEADER;
	files->nopen++;
	files->sealed = false;
	files->dir_dirty = true;
	fault_here("spool-log-begun");
	return true;
}

bool files_begin(struct seg_files *files, struct err *err)
{
	const struct segment *last = last_of(files);

	if (files->failed)
		return err_set(err, ERR_RETRY, "the spool's disk failed in the middle of a batch");
	if (files_batch_bytes(files) > 0)
		return files_batch_bytes(files) + last->end <
			       MAX_SEGMENT_BYTES - MAX_RECORD_META * 2 ||
		       err_set(err, ERR_RETRY, "too much is handed in at once");
	if (last && !files->sealed && last->end < files->segment_bytes)
		return files_open_segment(files, last_of(files), err);
	return begin_segment(files, err);
}

struct seg_place files_place(const struct seg_files *files)
{
	const struct segment *last = last_of(files);

	return (struct seg_place){last->number, (uint32_t)(last->end + files_batch_bytes(files))};
}

uint64_t files_batch_bytes(const struct seg_files *files)
{
	return files->written + files->batch.n;
}

void files_seal(struct seg_files *files)
{
	files->sealed = true;
}

/* What could not be cut off is void all the same once the next segment says where this one ends. */
void files_abandon(struct seg_files *files)
{
	struct segment *last = last_of(files);

	buf_reset(&files->batch);
	if (files->written && (last->fd < 0 || ftruncate(last->fd, (off_t)last->end) < 0))
		files->sealed = true;
	files->written = 0;
	files->failed = false;
}

static bool write_batch(struct seg_files *files, struct err *err)
{
	struct segment *last = last_of(files);

	if (files->failed)
		return err_set(err, ERR_RETRY, "the spool's disk failed in the middle of a batch");
	if (!files->batch.n)
		return true;
	if (!write_all(last->fd, files->batch.data, files->batch.n, last->end + files->written)) {
		err_set(err, ERR_RETRY, "cannot write %s/%010u.seg: %m", files->dir, last->number);
		files->written += files->batch.n; /* some of it may be there */
		files->failed = true;
		return false;
	}
	files->written += files->batch.n;
	buf_reset(&files->batch);
	if (files->batch.cap > 4 * SPILL_BYTES) { /* a large report came by */
		buf_release(&files->batch);
		buf_init(&files->batch, MAX_SEGMENT_BYTES);
	}
	return true;
}

bool files_spill(struct seg_files *files, struct err *err)
{
	return files->batch.n < SPILL_BYTES || write_batch(files, err);
}

static bool sync_all(struct seg_files *files, struct err *err)
{
	struct segment *last = last_of(files);

	if (fdatasync(last->fd) < 0) {
		files->sealed = true;
		return err_set(
			err, ERR_RETRY, "cannot sync %s/%010u.seg: %m", files->dir, last->number);
	}
	if (files->dir_dirty && fsync(files->dir_fd) < 0) {
		files->sealed = true;
		return err_set(err, ERR_RETRY, "cannot sync the directory %s: %m", files->dir);
	}
	files->dir_dirty = false;
	return true;
}

bool files_sync(struct seg_files *files, struct err *err)
{
	bool ok = write_batch(files, err);

	if (ok) {
		fault_here("spool-log-written");
		ok = sync_all(files, err);
	}
	if (!ok) {
		files_abandon(files);
		return false;
	}
	last_of(files)->end += files->written;
	files->written = 0;
	return true;
}

static enum seg_read read_file(struct seg_files *files, struct segment *s, uint64_t at, char *to,
	size_t n, struct err *err)
{
	int failed = 0;

	if (!files_open_segment(files, s, err))
		return SEG_FAILED;
	while (n > 0) {
		ssize_t done = pread(s->fd, to, n, (off_t)at);

		/* what passes must not count as lost: a report that is copied forward then would
		 * be so for good */
		if (done < 0 && (errno == EINTR || ++failed < READ_TRIES))
			continue;
		if (done <= 0)
			return SEG_LOST;
		to += done;
		n -= (size_t)done;
		at += (uint64_t)done;
	}
	return SEG_READ;
}

enum seg_read files_read(
	struct seg_files *files, struct seg_place place, char *to, size_t n, struct err *err)
{
	struct segment *s = files_segment(files, place.segment), *last = last_of(files);
	uint64_t in_memory;

	if (!s)
		return SEG_LOST;
	in_memory = s == last ? s->end + files->written : UINT64_MAX;
	if (place.at < in_memory) /* a record is spilled as a whole */
		return read_file(files, s, place.at, to, n, err);
	if (place.at - in_memory + n > files->batch.n)
		return SEG_LOST;
	memcpy(to, files->batch.data + (place.at - in_memory), n);
	return SEG_READ;
}

bool files_remove_first(struct seg_files *files, struct err *err)
{
	char path[PATH_MAX + 64];

	path_of(files, files->v[0].number, "seg", path);
	close_segment(files, &files->v[0]);
	if (unlink(path) < 0 && errno != ENOENT)
		return err_set(err, ERR_RETRY, "cannot remove %s: %m", path);
	files->n--;
	memmove(files->v, files->v + 1, files->n * sizeof(*files->v));
	if (!files->n)
		files->sealed = true;
	fault_here("spool-log-removed");
	if (fsync(files->dir_fd) < 0)
		return err_set(err, ERR_RETRY, "cannot sync the directory %s: %m", files->dir);
	return true;
}

bool files_cut(struct seg_files *files, struct err *err)
{
	struct segment *last = last_of(files);

	if (!files_open_segment(files, last, err))
		return false;
	if (ftruncate(last->fd, (off_t)last->end) < 0 || fdatasync(last->fd) < 0)
		return err_set(
			err, ERR_RETRY, "cannot cut %s/%010u.seg: %m", files->dir, last->number);
	return true;
}

static bool copy_bytes(
	struct seg_files *files, struct segment *s, int to, uint64_t from, uint64_t end)
{
	char chunk[4096];
	uint64_t at;

	for (at = from; at < end; at += sizeof(chunk)) {
		size_t n = end - at < sizeof(chunk) ? end - at : sizeof(chunk);

		if (read_file(files, s, at, chunk, n, NULL) != SEG_READ)
			memset(chunk, 0, n); /* the disk does not give it back */
		if (!write_all(to, chunk, n, at - from))
			return false;
	}
	return true;
}

bool files_keep_damaged(struct seg_files *files, uint32_t number, uint64_t from, uint64_t to,
	bool *ret_new, struct err *err)
{
	struct segment *s = files_segment(files, number);
	char tail[48], path[PATH_MAX + 64];
	bool ok;
	int fd;

	snprintf(tail, sizeof(tail), "damaged-%llu", (unsigned long long)from);
	path_of(files, number, tail, path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	*ret_new = fd >= 0;
	if (fd < 0)
		return errno == EEXIST || err_set(err, ERR_RETRY, "cannot make %s: %m", path);
	ok = copy_bytes(files, s, fd, from, to - from > MAX_KEPT ? from + MAX_KEPT : to);
	if (!ok)
		err_set(err, ERR_RETRY, "cannot write %s: %m", path);
	close(fd);
	if (!ok)
		unlink(path);
	return ok;
}
