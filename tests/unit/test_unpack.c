/* SPDX-License-Identifier: Apache-2.0
 * Containers of every kind, and what is wrong with them. */
#include "support/testing.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "extractor/unpack.h"
#include "support/make_zip.h"

static struct arena arena; /* empty; a test runs in a process of its own */

struct found {
	struct unpacked v[64];
	size_t n;
	struct members_end end;
};

static bool collect(void *arg, const struct unpacked *m)
{
	struct found *found = arg;
	struct unpacked *to = &found->v[found->n++];

	ck_assert_uint_le(found->n, 64);
	to->report.source = arena_str(&arena, m->report.source);
	to->report.body = arena_str(&arena, m->report.body);
	to->report.url = arena_str(&arena, m->report.url);
	to->report.title = arena_str(&arena, m->report.title);
	to->report.published = arena_str(&arena, m->report.published);
	to->key = arena_str(&arena, m->key);
	to->teaser = m->teaser;
	to->sentence = arena_str(&arena, m->sentence);
	return true;
}

static struct found unpack(struct str bytes)
{
	AUTO(unpack_release) struct unpack u = {0};
	struct found found = {0};
	int fd = memfd_create("container", 0);

	ck_assert_int_eq(write(fd, bytes.p, bytes.n), bytes.n);
	lseek(fd, 0, SEEK_SET);
	unpack_init(&u, collect, &found, STR("https://example.org/feed.xml"));
	ck_assert(unpack_fd(&u, fd));
	found.end = u.end;
	found.end.sentence = arena_str(&arena, u.end.sentence);
	found.end.title = arena_str(&arena, u.end.title);
	close(fd);
	return found;
}

static struct str zip(const char *const *parts)
{
	AUTO(buf_release) struct buf out = {0};

	buf_init(&out, 1 << 26);
	make_zip(&out, parts);
	return arena_str(&arena, buf_view(&out));
}

static la_ssize_t append(struct archive *archive, void *out, const void *data, size_t n)
{
	(void)archive;
	return buf_append(out, data, n) ? (la_ssize_t)n : -1;
}

/* One file, compressed. */
static struct str compressed(struct str bytes, int filter)
{
	AUTO(buf_release) struct buf out = {0};
	struct archive *archive = archive_write_new();
	struct archive_entry *entry = archive_entry_new();

	buf_init(&out, 1 << 26);
	archive_write_set_format_raw(archive);
	ck_assert_int_ge(archive_write_add_filter(archive, filter), ARCHIVE_WARN);
	archive_write_set_bytes_in_last_block(archive, 1);
	archive_write_open(archive, &out, NULL, append, NULL);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_write_header(archive, entry);
	archive_write_data(archive, bytes.p, bytes.n);
	archive_write_close(archive);
	archive_write_free(archive);
	archive_entry_free(entry);
	return arena_str(&arena, buf_view(&out));
}

static bool is(struct str text, const char *want)
{
	return str_eq(text, str_from(want));
}

START_TEST(members_of_a_zip_are_named_by_their_paths)
{
	struct found f = unpack(
		zip((const char *const[]){"a/b.txt", "One.", "empty", "", "c.txt", "Two.", NULL}));

	ck_assert(f.end.ok);
	ck_assert_uint_eq(f.n, 3);
	ck_assert(is(f.v[0].report.source, "a/b.txt"));
	ck_assert(is(f.v[0].report.body, "One."));
	ck_assert(is(f.v[1].sentence, "it is empty"));
	ck_assert(is(f.v[2].report.body, "Two."));
	ck_assert_uint_eq(f.end.members, 2);
}
END_TEST

START_TEST(compressed_files_and_mailboxes_in_them_are_opened)
{
	static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_XZ};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(filters); i++) {
		struct found f = unpack(compressed(STR("Some text."), filters[i]));

		ck_assert_uint_eq(f.n, 1);
		ck_assert(is(f.v[0].report.body, "Some text."));
		f = unpack(compressed(
			STR("From a Thu May  6 10:00:00 2021\nFrom: a\nMessage-ID: <1>\n\nOne.\n\n"
			    ">From here on.\n\nFrom b Thu May  6 10:00:00 2021\nFrom: "
			    "b\nMessage-ID: <2>\n\nTwo.\n"),
			filters[i]));
		ck_assert_uint_eq(f.n, 2);
		ck_assert(is(f.v[0].report.source, "1"));
		ck_assert(str_ends(f.v[0].report.body, STR("\nFrom here on.\n\n")));
		ck_assert(str_ends(f.v[1].report.body, STR("Two.\n")));
	}
}
END_TEST

/* A zip file holding the former one, six deep. */
START_TEST(nesting_ends_somewhere)
{
	struct str inner = STR("The innermost text.");
	struct found f;
	int i;

	for (i = 0; i < 6; i++) {
		AUTO(buf_release) struct buf out = {0};
		struct archive *archive = archive_write_new();
		struct archive_entry *entry = archive_entry_new();

		buf_init(&out, 1 << 20);
		archive_write_set_format_zip(archive);
		archive_write_open(archive, &out, NULL, append, NULL);
		archive_entry_set_pathname(entry, "x");
		archive_entry_set_size(entry, (la_int64_t)inner.n);
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_write_header(archive, entry);
		archive_write_data(archive, inner.p, inner.n);
		archive_write_close(archive);
		archive_write_free(archive);
		archive_entry_free(entry);
		inner = arena_str(&arena, buf_view(&out));
		f = unpack(inner);
		ck_assert_uint_eq(f.n, 1);
		ck_assert(i < MAX_NESTING
				  ? is(f.v[0].report.body, "The innermost text.")
				  : i == MAX_NESTING || str_find(f.v[0].sentence, STR("too deeply"),
								0) < f.v[0].sentence.n);
	}
	ck_assert(is(f.v[0].report.source, "x!x!x!x!x"));
}
END_TEST

/* One of that name for each; the zip is good until the test ends. */
static struct str zip_of(const char *name, const struct str *members, size_t n)
{
	AUTO(buf_release) struct buf out = {0};
	struct archive *archive = archive_write_new();
	size_t i;

	buf_init(&out, 1 << 26);
	archive_write_set_format_zip(archive);
	archive_write_open(archive, &out, NULL, append, NULL);
	for (i = 0; i < n; i++) {
		struct archive_entry *entry = archive_entry_new();

		archive_entry_set_pathname(entry, name);
		archive_entry_set_size(entry, (la_int64_t)members[i].n);
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_write_header(archive, entry);
		archive_write_data(archive, members[i].p, members[i].n);
		archive_entry_free(entry);
	}
	archive_write_close(archive);
	archive_write_free(archive);
	return arena_str(&arena, buf_view(&out));
}

static struct str sixteen(const char *name, struct str inner)
{
	struct str members[16];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(members); i++)
		members[i] = inner;
	return zip_of(name, members, ARRAY_SIZE(members));
}

/* 65,536 texts in some kilobytes, but the sixteen zips of each level are one. */
START_TEST(the_same_archive_is_taken_apart_once)
{
	struct str bytes = STR("The innermost text.");
	struct found f;
	int i;

	for (i = 0; i < 4; i++)
		bytes = sixteen(i ? "x.zip" : "x.txt", bytes);
	f = unpack(bytes);
	ck_assert(f.end.ok);
	ck_assert_uint_eq(f.n, 16);
	ck_assert_uint_eq(f.end.passed_over, 45);
}
END_TEST

/* Ten members of 31 MB, each in a zip of its own, and each well within what one archive may
 * hold. */
START_TEST(what_a_file_unpacks_to_is_measured_over_all_levels)
{
	size_t n = (size_t)31 << 20, i;
	char *filler = malloc(n);
	struct str members[10];
	struct found f;

	memset(filler, 'a', n);
	for (i = 0; i < ARRAY_SIZE(members); i++) {
		filler[0] = (char)('0' + i);
		members[i] = compressed((struct str){filler, n}, ARCHIVE_FILTER_ZSTD);
	}
	free(filler);
	f = unpack(zip_of("x.zst", members, ARRAY_SIZE(members)));
	ck_assert(!f.end.ok);
	ck_assert_ptr_nonnull(strstr(f.end.sentence.p, "as a bomb would"));
	ck_assert_uint_eq(f.n, 8);
}
END_TEST

START_TEST(a_bomb_is_left_alone)
{
	size_t n = (size_t)600 << 20;
	char *filler = malloc(n);
	struct found f;

	memset(filler, 'a', n);
	f = unpack(compressed((struct str){filler, n}, ARCHIVE_FILTER_GZIP));
	free(filler);
	ck_assert(!f.end.ok);
	ck_assert_ptr_nonnull(strstr(f.end.sentence.p, "as a bomb would"));
}
END_TEST

START_TEST(what_is_damaged_gives_what_stands_before_it)
{
	struct str whole = zip((const char *const[]){
		"a", "A text that stands first.", "b", "A text that stands second.", NULL});
	struct found f;

	whole.n = 100;
	f = unpack(whole);
	ck_assert(!f.end.ok);
	ck_assert_uint_gt(f.end.sentence.n, 5);
	f = unpack(STR(""));
	ck_assert(!f.end.ok);
}
END_TEST

static void add_record(struct buf *out, const char *type, const char *uri, const char *payload)
{
	buf_printf(out,
		"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nContent-Type: application/http"
		"\r\nContent-Length: %zu\r\n\r\n%s\r\n\r\n",
		type, uri, strlen(payload), payload);
}

START_TEST(a_crawl_gives_its_pages)
{
	AUTO(buf_release) struct buf crawl = {0};
	struct found f;

	buf_init(&crawl, 1 << 16);
	add_record(&crawl, "request", "https://e.org/1", "GET / HTTP/1.1");
	add_record(&crawl, "response", "https://e.org/1",
		"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>A page.</html>\r\n\r\n");
	add_record(&crawl, "response", "https://e.org/2",
		"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
		"Transfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n2\r\nx\n\r\n0\r\n\r\n");
	add_record(&crawl, "response", "https://e.org/3",
		"HTTP/1.1 404 Gone\r\nContent-Type: text/html\r\n\r\ngone");
	add_record(&crawl, "response", "https://e.org/4",
		"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\npicture");
	f = unpack(buf_view(&crawl));
	ck_assert_uint_eq(f.n, 2);
	ck_assert(is(f.v[0].report.url, "https://e.org/1"));
	ck_assert(str_starts(f.v[0].report.body, STR("<html>A page.</html>")));
	ck_assert_msg(is(f.v[1].report.body, "<p>x\n"), "%.*s", STR_ARGS(f.v[1].report.body));
	ck_assert_uint_eq(f.end.passed_over, 2);
}
END_TEST

START_TEST(attachments_are_reports_of_their_own)
{
	struct found f = unpack(zip((const char *const[]){"m.eml",
		"From: a\nMessage-ID: <1>\nMIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the "
		"file.\n--b\nContent-Type: text/plain; "
		"name=r.txt\nContent-Disposition: attachment\nContent-Transfer-Encoding: "
		"base64\n\nVGhlIGZpbGUu\n--b--\n",
		NULL}));

	ck_assert_uint_eq(f.n, 2);
	ck_assert(is(f.v[0].report.source, "m.eml"));
	ck_assert(is(f.v[1].report.source, "m.eml!r.txt"));
	ck_assert(is(f.v[1].report.body, "The file."));
}
END_TEST

START_TEST(json_lines_in_an_archive_are_reports)
{
	static const char *const parts[] = {"wire/r.jsonl",
		"{\"id\":\"1\",\"text\":\"One.\"}\n\nnonsense\n"
		"{\"id\":\"2\",\"html\":\"<p>Two.\",\"url\":\"https://a.example/"
		"2\",\"source\":\"desk\"}\n",
		"page.txt", "{\"id\":\"3\",\"text\":\"is a text that begins so.\"}", NULL};
	static const char lines[] =
		"{\"id\":\"4\",\"text\":\"Four.\"}\n{\"id\":\"5\",\"text\":\"Five.\"}\n";
	AUTO(buf_release) struct buf packed = {0};
	struct found found = unpack(zip(parts));

	ck_assert_uint_eq(found.n, 4);
	ck_assert(str_eq(found.v[0].report.source, STR("wire/r.jsonl")));
	ck_assert(str_eq(found.v[0].report.body, STR("One.")));
	ck_assert(str_starts(found.v[1].sentence, STR("the line is not JSON")));
	ck_assert(str_eq(found.v[2].report.source, STR("wire/r.jsonl!desk")));
	ck_assert(str_eq(found.v[2].report.url, STR("https://a.example/2")));
	ck_assert(
		str_starts(found.v[3].report.body, STR("{"))); /* the name says that it is a text */
	/* compressed alone it has no name, and its first line tells */
	buf_init(&packed, 1 << 20);
	make_gzip(&packed, str_from(lines));
	found = unpack(buf_view(&packed));
	ck_assert_uint_eq(found.n, 2);
	ck_assert(str_eq(found.v[1].report.body, STR("Five.")));
}
END_TEST

TEST_MAIN("unpack", json_lines_in_an_archive_are_reports, members_of_a_zip_are_named_by_their_paths,
	compressed_files_and_mailboxes_in_them_are_opened, nesting_ends_somewhere,
	a_bomb_is_left_alone, the_same_archive_is_taken_apart_once,
	what_a_file_unpacks_to_is_measured_over_all_levels,
	what_is_damaged_gives_what_stands_before_it, a_crawl_gives_its_pages,
	attachments_are_reports_of_their_own)
