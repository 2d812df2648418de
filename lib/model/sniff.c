/* SPDX-License-Identifier: Apache-2.0
 * sniff.c - what bytes are, from the bytes alone: fixed marks at fixed places and a look at the
 * first lines. It takes nothing apart, so it is safe where nothing may be parsed. */
#include "base/ascii.h"
#include "base/compiler.h"
#include "model/report.h"

static const struct {
	struct str magic;
	size_t at;
	const char *type;
} magics[] = {
	{STR("%PDF-"), 0, "application/pdf"},
	{STR("PK\003\004"), 0, "application/zip"}, /* what kind of package: zip_type() */
	{STR("PK\005\006"), 0, "application/zip"},
	{STR("\x1f\x8b\x08"), 0, "application/gzip"},
	{STR("\x28\xb5\x2f\xfd"), 0, "application/zstd"},
	{STR("BZh"), 0, "application/x-bzip2"},
	{STR("\xfd"
	     "7zXZ"),
		0, "application/x-xz"},
	{STR("\x89PNG\r\n"), 0, "image/png"},
	{STR("\xff\xd8\xff"), 0, "image/jpeg"},
	{STR("GIF8"), 0, "image/gif"},
	{STR("WEBP"), 8, "image/webp"},
	{STR("WAVE"), 8, "audio/wave"},
	{STR("RIFF"), 0, "application/x-riff"},
	{STR("\x18"
	     "ftyp"),
		3, "video/mp4"},
	{STR("\x20"
	     "ftypisom"),
		3, "video/mp4"},
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
	{STR("\x7f"
	     "ELF"),
		0, "application/x-executable"},
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
	{STR("<opml"), "text/x-opml"},
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

/* Only what the specification makes every feed say (jsonfeed.org, version 1.1). */
static bool is_json_feed(struct str s)
{
	s = str_trim(s.n > 4096 ? str_slice(s, 0, 4096) : s);
	return str_starts(s, STR("{")) && str_find(s, STR("jsonfeed.org/version/"), 0) < s.n;
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

static size_t number_at(struct str s, size_t at, size_t bytes)
{
	size_t i, value = 0;

	for (i = 0; i < bytes && at + i < s.n; i++)
		value |= (size_t)(unsigned char)s.p[at + i] << (8 * i);
	return value;
}

static struct str behind(struct str s, size_t n)
{
	return str_slice(s, n < s.n ? n : s.n, s.n);
}

#define ZIP_LOCAL 30 /* bytes of the header before a member's name (APPNOTE 6.3, 4.3.7) */
#define ZIP_ENTRY 46 /* of an entry of the central directory, before its name (4.3.12) */
#define ZIP_END 22   /* of the end of the central directory (4.3.16), before its comment */
#define ZIP_COMMENT 65535

/* The central directory, which stands before its end: absent if the file is cut. */
static struct str zip_directory(struct str s)
{
	size_t at, size, least = s.n > ZIP_END + ZIP_COMMENT ? s.n - ZIP_END - ZIP_COMMENT : 0;

	for (at = s.n < ZIP_END ? 0 : s.n - ZIP_END + 1; at-- > least;) {
		if (!str_starts(str_slice(s, at, s.n), STR("PK\005\006")))
			continue;
		size = number_at(s, at + 12, 4);
		if (size <= at &&
			(!size || str_starts(str_slice(s, at - size, at), STR("PK\001\002"))))
			return str_slice(s, at - size, at);
	}
	return (struct str){0};
}

/* Is there such a member? What a member holds, a package perhaps, is none. */
static bool zip_has(struct str directory, struct str name)
{
	while (directory.n >= ZIP_ENTRY && str_starts(directory, STR("PK\001\002"))) {
		size_t n = number_at(directory, 28, 2);

		if (n == name.n && str_starts(behind(directory, ZIP_ENTRY), name))
			return true;
		n += ZIP_ENTRY + number_at(directory, 30, 2) + number_at(directory, 32, 2);
		directory = behind(directory, n);
	}
	return false;
}

/* What the first member says if it is called so and is not compressed. */
static struct str zip_mimetype(struct str s)
{
	static const struct str name = STR("mimetype");
	size_t at = ZIP_LOCAL + name.n;

	if (!str_starts(behind(s, ZIP_LOCAL), name) || number_at(s, 26, 2) != name.n)
		return STR("");
	return behind(s, at + number_at(s, 28, 2));
}

/* Documents that are zip files say so in their parts: OpenDocument in the first one (ODF 1.3
 * part 2, 3.3), Office Open XML in their names (ECMA-376 part 2). */
static const char *zip_type(struct str s)
{
	static const struct str types[] = {STR("application/vnd.oasis.opendocument.text"),
		STR("application/vnd.oasis.opendocument.spreadsheet"), STR("application/epub+zip")};
	static const struct {
		struct str part;
		const char *type;
	} kinds[] = {
		{STR("word/document.xml"),
			"application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{STR("xl/workbook.xml"),
			"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{STR("ppt/presentation.xml"),
			"application/"
			"vnd.openxmlformats-officedocument.presentationml.presentation"},
	};
	struct str directory = zip_directory(s), mimetype = zip_mimetype(s);
	bool cut = str_absent(directory);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(types); i++)
		if (str_starts(mimetype, types[i]))
			return types[i].p;
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (cut ? str_find(s, kinds[i].part, 0) < s.n : zip_has(directory, kinds[i].part))
			return kinds[i].type;
	return "application/zip";
}

/* "Name: value": the length of the name of a header field (RFC 5322, 2.2), 0 if the line is
 * none. */
static size_t field_name(struct str line)
{
	size_t n = 0;

	while (n < line.n && n < 70 && line.p[n] > ' ' && line.p[n] < 0x7f && line.p[n] != ':')
		n++;
	return n < line.n && line.p[n] == ':' ? n : 0;
}

static bool is_one_of(struct str name, const struct str *names, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_case_eq(name, names[i]))
			return true;
	return false;
}

/* Header fields down to an empty line, at least two of which only mail has. */
static bool looks_like_mail(struct str s)
{
	static const struct str transport[] = {STR("Received"), STR("Return-Path"),
		STR("Delivered-To"), STR("Message-ID"), STR("MIME-Version"), STR("X-Mailer"),
		STR("Content-Type"), STR("DKIM-Signature"), STR("Content-Transfer-Encoding")};
	static const struct str plain[] = {STR("From"), STR("To"), STR("Subject"), STR("Date")};
	size_t machine = 0, human = 0, lines = 0;
	struct str line;

	while (lines < 400 && str_next_line(&s, &line) && line.n) {
		size_t name = field_name(line);

		if (!name && (lines == 0 || (line.p[0] != ' ' && line.p[0] != '\t')))
			return false;
		machine += is_one_of(str_slice(line, 0, name), transport, ARRAY_SIZE(transport));
		human += is_one_of(str_slice(line, 0, name), plain, ARRAY_SIZE(plain));
		lines++;
	}
	return (machine >= 1 && human >= 1) || machine >= 2 || human >= 4;
}

/* NULL if it is none. A mailbox has a line of its own before each message (RFC 4155). */
static const char *mail_type(struct str s)
{
	struct str rest = s, line;

	if (str_starts(s, STR("From ")) && str_next_line(&rest, &line) && line.n < 300 &&
		looks_like_mail(rest))
		return "application/mbox";
	return looks_like_mail(s) ? "message/rfc822" : NULL;
}

const char *report_sniff(struct str body)
{
	const char *xml, *mail;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(magics); i++)
		if (body.n > magics[i].at &&
			str_starts(str_slice(body, magics[i].at, body.n), magics[i].magic))
			return strcmp(magics[i].type, "application/zip") == 0 ? zip_type(body)
									      : magics[i].type;
	if (str_starts(body, STR("\xff\xfe")) || str_starts(body, STR("\xfe\xff")))
		return "text/plain"; /* UTF-16 with its mark: the reader looks again */
	xml = xml_type(body);
	if (xml)
		return xml;
	if (is_json_feed(body))
		return "application/feed+json";
	if (starts_like_html(body))
		return "text/html";
	if (looks_binary(body))
		return "application/octet-stream";
	mail = mail_type(body);
	if (mail)
		return mail;
	return "text/plain";
}

bool report_is_archive(struct str type)
{
	static const struct str types[] = {STR("application/zip"), STR("application/gzip"),
		STR("application/zstd"), STR("application/x-bzip2"), STR("application/x-xz"),
		STR("application/x-tar"), STR("application/x-7z-compressed"),
		STR("application/warc"), STR("application/mbox")};

	return is_one_of(type, types, ARRAY_SIZE(types));
}

bool report_is_feed(struct str type)
{
	static const struct str types[] = {STR("application/rss+xml"), STR("application/atom+xml"),
		STR("application/feed+json"), STR("application/xml"), STR("text/x-opml")};

	return is_one_of(type, types, ARRAY_SIZE(types));
}

bool report_holds_members(struct str body)
{
	struct str type = str_from(report_sniff(body));

	if (!str_eq(type, STR("message/rfc822")))
		return report_is_archive(type);
	return str_case_find(body, STR("content-disposition: attachment"), 0) < body.n;
}
