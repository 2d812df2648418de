/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>

#include "base/ascii.h"
#include "base/compiler.h"
#include "base/parse.h"
#include "base/utf8.h"
#include "model/report.h"

void report_identify(struct report *report)
{
	crypto_hash_sha256(report->id.bytes, (const unsigned char *)report->body.p, report->body.n);
}

void report_id_hex(const struct report_id *id, char out[REPORT_ID_HEX])
{
	format_hex(id->bytes, REPORT_ID_BYTES, out);
}

bool report_id_parse(struct str hex, struct report_id *ret)
{
	return parse_hex(hex, ret->bytes, REPORT_ID_BYTES);
}

static const struct {
	struct str magic;
	size_t at;
	const char *type;
} magics[] = {
	{STR("%PDF-"), 0, "application/pdf"},
	{STR("PK\003\004"), 0, "application/zip"},
	{STR("\x1f\x8b\x08"), 0, "application/gzip"},
	{STR("\x28\xb5\x2f\xfd"), 0, "application/zstd"},
	{STR("BZh"), 0, "application/x-bzip2"},
	{STR("\xfd" "7zXZ"), 0, "application/x-xz"},
	{STR("\x89PNG\r\n"), 0, "image/png"},
	{STR("\xff\xd8\xff"), 0, "image/jpeg"},
	{STR("GIF8"), 0, "image/gif"},
	{STR("RIFF"), 0, "application/x-riff"},
	{STR("\x7f" "ELF"), 0, "application/x-executable"},
	{STR("WARC/"), 0, "application/warc"},
	{STR("{\\rtf"), 0, "application/rtf"},
	{STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), 0, "application/x-ole-storage"},
	{STR("SQLite format 3"), 0, "application/vnd.sqlite3"},
	{STR("ustar"), 257, "application/x-tar"},
};

static const struct str html_starts[] = {STR("<!doctype html"), STR("<html"), STR("<head"),
	STR("<body"), STR("<script"), STR("<meta"), STR("<title"), STR("<article"), STR("<div"),
	STR("<p>"), STR("<table"), STR("<h1"), STR("<a "), STR("<br"), STR("<style"), STR("<!--")};

/* The tag may stand behind white space and an XML declaration or comment. */
static bool starts_like_html(struct str s)
{
	size_t i;

	if (str_starts(s, STR("\xef\xbb\xbf")))
		s = str_slice(s, 3, s.n);
	s = str_trim(s.n > 4096 ? str_slice(s, 0, 4096) : s);
	if (str_starts(s, STR("<?xml")))
		return str_case_find(s, STR("<html"), 0) < s.n;
	for (i = 0; i < ARRAY_SIZE(html_starts); i++)
		if (str_case_starts(s, html_starts[i]))
			return true;
	return false;
}

/* Text has no control characters but those that lay it out; legacy charsets pass. */
static bool looks_binary(struct str s)
{
	size_t i, odd = 0, n = s.n < 4096 ? s.n : 4096;

	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		odd += (c < 0x20 && !ascii_is_space((char)c) && c != 0x1b) || c == 0x7f;
	}
	return odd * 50 > n;
}

const char *report_sniff(struct str body)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(magics); i++)
		if (body.n > magics[i].at &&
			str_starts(str_slice(body, magics[i].at, body.n), magics[i].magic))
			return magics[i].type;
	if (str_starts(body, STR("\xff\xfe")) || str_starts(body, STR("\xfe\xff")))
		return "text/plain"; /* UTF-16 with its mark: the reader looks again */
	if (starts_like_html(body))
		return "text/html";
	if (looks_binary(body))
		return "application/octet-stream";
	return "text/plain";
}
