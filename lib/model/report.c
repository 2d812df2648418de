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
	{STR("WEBP"), 8, "image/webp"},
	{STR("WAVE"), 8, "audio/wave"},
	{STR("RIFF"), 0, "application/x-riff"},
	{STR("\x18" "ftyp"), 3, "video/mp4"},
	{STR("\x20" "ftypisom"), 3, "video/mp4"},
	{STR("ID3\3"), 0, "audio/mpeg"},
	{STR("ID3\4"), 0, "audio/mpeg"},
	{STR("OggS\0"), 0, "application/ogg"},
	{STR("\x1a\x45\xdf\xa3"), 0, "video/webm"},
	{STR("II*\0"), 0, "image/tiff"},
	{STR("MM\0*"), 0, "image/tiff"},
	{STR("\0\0\1\0"), 0, "image/x-icon"},
	{STR("wOF2"), 0, "font/woff2"},
	{STR("7z\xbc\xaf\x27\x1c"), 0, "application/x-7z-compressed"},
	{STR("Rar!\x1a\x07"), 0, "application/vnd.rar"},
	{STR("MZ\x90\0"), 0, "application/x-msdownload"},
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

static const struct {
	struct str start;
	const char *type;
} xml_roots[] = {
	{STR("<rss"), "application/rss+xml"},
	{STR("<rdf:RDF"), "application/rss+xml"},
	{STR("<feed"), "application/atom+xml"},
	{STR("<svg"), "image/svg+xml"},
	{STR("<urlset"), "application/xml"},
	{STR("<sitemapindex"), "application/xml"},
};

/* A feed, a drawing or another document in XML; NULL if it is none that we know. */
static const char *xml_type(struct str s)
{
	size_t i, at;

	if (str_starts(s, STR("\xef\xbb\xbf")))
		s = str_slice(s, 3, s.n);
	s = str_trim(s.n > 4096 ? str_slice(s, 0, 4096) : s);
	if (!str_starts(s, STR("<")))
		return NULL;
	/* behind the declaration, comments and style sheets */
	for (at = 0; at < s.n && at + 1 < s.n && (s.p[at + 1] == '?' || s.p[at + 1] == '!');
		at = str_find(s, STR("<"), at + 1))
		;
	for (i = 0; i < ARRAY_SIZE(xml_roots); i++)
		if (str_case_starts(str_slice(s, at, s.n), xml_roots[i].start))
			return xml_roots[i].type;
	return NULL;
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
	const char *xml;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(magics); i++)
		if (body.n > magics[i].at &&
			str_starts(str_slice(body, magics[i].at, body.n), magics[i].magic))
			return magics[i].type;
	if (str_starts(body, STR("\xff\xfe")) || str_starts(body, STR("\xfe\xff")))
		return "text/plain"; /* UTF-16 with its mark: the reader looks again */
	xml = xml_type(body);
	if (xml)
		return xml;
	if (starts_like_html(body))
		return "text/html";
	if (looks_binary(body))
		return "application/octet-stream";
	return "text/plain";
}
