/* SPDX-License-Identifier: Apache-2.0 */
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"
#include "extractor/unpack_parts.h"

#define BLOCK 65536
#define PEEK 4096 /* bytes that tell what a compressed file is */

static void close_archive(struct archive **archive)
{
	archive_read_free(*archive);
}

void unpack_init(struct unpack *u, unpack_fn *fn, void *arg, struct str address)
{
	*u = (struct unpack){.fn = fn, .arg = arg, .address = address, .end = {.ok = true}};
	arena_init(&u->arena, 0);
	map_init(&u->opened);
}

void unpack_release(struct unpack *u)
{
	map_release(&u->opened);
	arena_release(&u->arena);
}

static struct archive *new_archive(void)
{
	struct archive *archive = archive_read_new();

	archive_read_support_filter_all(archive);
	archive_read_support_format_zip(archive);
	archive_read_support_format_tar(archive);
	archive_read_support_format_7zip(archive);
	archive_read_support_format_raw(archive);
	return archive;
}

/* However it is packed: bytes and members of all levels are measured by the one file that was
 * handed in. */
static bool is_bomb(const struct unpack *u)
{
	return (u->out > MAX_UNPACK_FREE && u->out / MAX_UNPACK_RATIO > u->in) ||
	       (u->sent > MAX_UNPACK_MEMBERS && u->sent * MAX_UNPACK_DENSE > u->in);
}

bool unpack_spend(struct unpack *u, uint64_t bytes)
{
	u->out += bytes;
	return !is_bomb(u);
}

bool stream_fill(struct stream *s)
{
	const void *data;
	size_t n = 0;
	la_int64_t offset;

	while (!s->block.n && !s->end && !s->failed) {
		int result = archive_read_data_block(s->archive, &data, &n, &offset);

		s->end = result == ARCHIVE_EOF;
		s->failed = !s->end && result < ARCHIVE_WARN;
		if (s->end || s->failed)
			break;
		s->bomb = s->unpack && !unpack_spend(s->unpack, n);
		s->failed = s->bomb;
		s->block = (struct str){data, n};
	}
	return s->block.n > 0 && !s->failed;
}

bool stream_line(struct stream *s, struct buf *line, size_t max)
{
	bool any = false;

	buf_reset(line);
	while (stream_fill(s)) {
		size_t end = str_find(s->block, STR("\n"), 0);
		bool whole = end < s->block.n;
		size_t room = line->n < max ? max - line->n : 0;

		any = true;
		buf_str(line, str_slice(s->block, 0, end < room ? end : room));
		s->block = str_slice(s->block, whole ? end + 1 : end, s->block.n);
		if (whole)
			break;
	}
	if (line->n && line->data[line->n - 1] == '\r')
		line->data[--line->n] = '\0';
	return any;
}

bool stream_take(struct stream *s, uint64_t n, struct buf *out)
{
	while (n > 0 && stream_fill(s)) {
		size_t part = s->block.n < n ? s->block.n : (size_t)n;

		buf_str(out, str_slice(s->block, 0, part));
		s->block = str_slice(s->block, part, s->block.n);
		n -= part;
	}
	return n == 0;
}

struct str unpack_path(struct arena *arena, struct str outer, struct str inner)
{
	char *out;

	if (!outer.n || !inner.n)
		return outer.n ? outer : inner;
	out = arena_alloc(arena, outer.n + inner.n + 2);
	memcpy(out, outer.p, outer.n);
	out[outer.n] = '!';
	memcpy(out + outer.n + 1, inner.p, inner.n);
	return (struct str){out, outer.n + 1 + inner.n};
}

static bool fail(struct unpack *u, const char *sentence)
{
	u->end.ok = false;
	u->end.sentence =
		arena_str(&u->arena, str_from(sentence ? sentence : "it cannot be unpacked"));
	return false;
}

static bool fail_as_bomb(struct unpack *u)
{
	return fail(
		u, u->sent > MAX_UNPACK_MEMBERS
			   ? "it holds more members than a file of its size would, as a bomb would"
			   : "it unpacks to more than 200 times its size, as a bomb would");
}

bool unpack_send(struct unpack *u, const struct unpacked *member)
{
	struct unpacked m = *member;

	u->sent++;
	if (is_bomb(u))
		return fail_as_bomb(u);
	if (m.report.source.n > MAX_SOURCE_BYTES)
		m.report.source.n = MAX_SOURCE_BYTES;
	report_identify(&m.report);
	u->stopped = u->stopped || !u->fn(u->arg, &m);
	return !u->stopped;
}

bool unpack_complain(struct unpack *u, struct str source, const char *sentence)
{
	struct unpacked m = {.report.source = source,
		.sentence = str_from(sentence ? sentence : "it cannot be unpacked")};

	u->complaints++;
	return unpack_send(u, &m);
}

static bool unpack_open(struct unpack *u, struct archive *archive, struct str path, int depth);

/* Has the same archive been taken apart before? Then all that is in it is known. */
static bool was_opened(struct unpack *u, const struct report *archive)
{
	struct report report = *archive;
	char hex[REPORT_ID_HEX];
	bool fresh;

	report_identify(&report);
	report_id_hex(&report.id, hex);
	map_put(&u->opened, arena_str(&u->arena, str_from(hex)), &fresh);
	u->end.passed_over += !fresh;
	return !fresh;
}

static bool unpack_nested(struct unpack *u, const struct unpacked *member, int depth)
{
	AUTO(close_archive) struct archive *archive = new_archive();
	struct str body = member->report.body;

	if (depth > MAX_NESTING)
		return unpack_complain(
			u, member->report.source, "archives in archives are nested too deeply");
	if (was_opened(u, &member->report))
		return true;
	if (archive_read_open_memory(archive, body.p, body.n) != ARCHIVE_OK)
		return unpack_complain(u, member->report.source, archive_error_string(archive));
	return unpack_open(u, archive, member->report.source, depth);
}

bool unpack_member(struct unpack *u, const struct unpacked *member, int depth)
{
	struct str type = str_from(report_sniff(member->report.body));

	if (member->report.body.n == 0)
		return unpack_complain(u, member->report.source, "it is empty");
	if (str_eq(type, STR("message/rfc822")))
		return unpack_mail(u, member, depth);
	if (report_is_archive(type))
		return unpack_nested(u, member, depth + 1);
	if (unpack_is_lines(member->report.source, member->report.body))
		return unpack_lines(u, member->report.source, member->report.body);
	u->end.members++;
	return unpack_send(u, member);
}

static bool take_entry(struct unpack *u, struct stream *s, struct str path, int depth)
{
	AUTO(buf_release) struct buf body = {0};
	struct unpacked m = {.report.source = path};

	buf_init(&body, MAX_REPORT_BYTES);
	while (stream_fill(s)) {
		buf_str(&body, s->block);
		s->block = STR("");
	}
	if (s->bomb)
		return true; /* the caller ends it all */
	if (s->failed)
		return unpack_complain(u, path, archive_error_string(s->archive));
	if (body.full)
		return unpack_complain(u, path, "it is larger than 32 MB");
	m.report.body = buf_view(&body);
	return unpack_member(u, &m, depth);
}

static bool take_feed(struct unpack *u, struct stream *s)
{
	AUTO(buf_release) struct buf body = {0};

	buf_init(&body, MAX_REPORT_BYTES);
	while (stream_fill(s)) {
		buf_str(&body, s->block);
		s->block = STR("");
	}
	return s->bomb || (body.full ? fail(u, "the feed is larger than 32 MB")
				     : unpack_feed(u, buf_view(&body)));
}

/* A single compressed file: a crawl, a mailbox, or just a file, whose name is not known. */
static bool take_raw(struct unpack *u, struct stream *s, struct str path, int depth)
{
	if (!stream_fill(s))
		return s->bomb ||
		       unpack_complain(u, path,
			       s->failed ? archive_error_string(s->archive) : "it is empty");
	if (str_starts(s->block, STR("WARC/"))) {
		u->end.kind = STR("warc");
		return unpack_warc(u, s, path, depth);
	}
	if (str_starts(s->block, STR("From ")) &&
		strcmp(report_sniff(str_slice(s->block, 0, s->block.n < PEEK ? s->block.n : PEEK)),
			"application/mbox") == 0) {
		u->end.kind = STR("mbox");
		return unpack_mbox(u, s, path, depth);
	}
	if (depth == 0 && report_is_feed(str_from(report_sniff(s->block))))
		return take_feed(u, s);
	return take_entry(u, s, path, depth);
}

static bool skip_entry(struct archive_entry *entry)
{
	return archive_entry_filetype(entry) != AE_IFREG && archive_entry_filetype(entry) != 0;
}

static bool one_entry(struct unpack *u, struct archive *archive, struct archive_entry *entry,
	struct str path, int depth)
{
	AUTO(arena_release) struct arena names = {0};
	struct stream s = {.archive = archive, .unpack = u};
	bool raw = archive_format(archive) == ARCHIVE_FORMAT_RAW, ok;
	const char *name = archive_entry_pathname(entry);
	struct str source = raw ? path : unpack_path(&names, path, str_from(name ? name : "?"));

	if (archive_entry_is_encrypted(entry))
		return unpack_complain(u, source, "it is encrypted");
	if (archive_entry_size_is_set(entry) &&
		archive_entry_size(entry) > (la_int64_t)MAX_REPORT_BYTES && !raw)
		return unpack_complain(u, source, "it is larger than 32 MB");
	ok = raw ? take_raw(u, &s, source, depth) : take_entry(u, &s, source, depth);
	return s.bomb ? fail_as_bomb(u) : ok;
}

static bool unpack_open(struct unpack *u, struct archive *archive, struct str path, int depth)
{
	struct archive_entry *entry;
	int result;

	while ((result = archive_read_next_header(archive, &entry)) == ARCHIVE_OK ||
		result == ARCHIVE_WARN) {
		if (!u->end.kind.n)
			u->end.kind = arena_str(&u->arena, str_from(archive_format_name(archive)));
		if (!skip_entry(entry) && !one_entry(u, archive, entry, path, depth))
			return false;
	}
	if (result == ARCHIVE_EOF)
		return true;
	/* what is damaged inside another archive is one member lost */
	return depth > 0 ? unpack_complain(u, path, archive_error_string(archive))
			 : fail(u, archive_error_string(archive));
}

/* The file for libarchive: its own reader would ask for more of the system than we may. */
struct source {
	int fd;
	struct unpack *unpack;
	char block[BLOCK];
};

static la_ssize_t read_source(struct archive *archive, void *arg, const void **ret_block)
{
	struct source *source = arg;
	ssize_t n;

	do {
		n = read(source->fd, source->block, sizeof(source->block));
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		archive_set_error(archive, errno, "the file cannot be read");
	source->unpack->in += n > 0 ? (uint64_t)n : 0;
	*ret_block = source->block;
	return n;
}

static la_int64_t seek_source(struct archive *archive, void *arg, la_int64_t offset, int whence)
{
	struct source *source = arg;
	off_t at = lseek(source->fd, (off_t)offset, whence);

	(void)archive;
	return at < 0 ? ARCHIVE_FATAL : (la_int64_t)at; /* a pipe: then it is read from the front */
}

static bool open_source(struct archive *archive, struct source *source)
{
	archive_read_set_read_callback(archive, read_source);
	if (lseek(source->fd, 0, SEEK_CUR) >= 0)
		archive_read_set_seek_callback(archive, seek_source);
	archive_read_set_callback_data(archive, source);
	return archive_read_open1(archive) == ARCHIVE_OK;
}

bool unpack_fd(struct unpack *u, int fd)
{
	AUTO(close_archive) struct archive *archive = new_archive();
	struct source source = {.fd = fd, .unpack = u};

	if (!open_source(archive, &source))
		fail(u, archive_error_string(archive));
	else
		unpack_open(u, archive, STR(""), 0);
	if (u->end.ok && !u->feed && u->end.members + u->end.passed_over + u->complaints == 0)
		fail(u, "it holds no reports");
	return !u->stopped;
}

bool unpack_encoding(struct str packed, struct buf *out)
{
	AUTO(close_archive) struct archive *archive = archive_read_new();
	struct stream s = {.archive = archive};
	struct archive_entry *entry;

	archive_read_support_filter_gzip(archive);
	archive_read_support_format_raw(archive);
	if (archive_read_open_memory(archive, packed.p, packed.n) != ARCHIVE_OK ||
		archive_read_next_header(archive, &entry) != ARCHIVE_OK)
		return false;
	while (!out->full && stream_fill(&s)) {
		buf_str(out, s.block);
		s.block = STR("");
	}
	return !out->full && !s.failed;
}
